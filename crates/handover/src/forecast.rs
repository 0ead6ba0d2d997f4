//! When will the handover be done? The `effort+order` method: effort and weight are followed, never the number of items.
//!
//! Two things are learnt from the days that are over: how much of a planned day's hours becomes finished work, and
//! whether the leaver follows the plan or takes what is light first. From both, many futures are drawn; what they have
//! in common is the forecast. The warning about the order is an observation and a reason to ask, never an accusation.

mod fan;
mod from_items;
mod futures;
mod input;
mod order;
mod pace;
pub(crate) mod random;

pub use fan::{FanDay, fan};
pub use from_items::input_from_items;
use futures::Model;
pub use input::{ForecastInput, ForecastItem, ForecastPlan};
use order::order_warning;
use serde::Serialize;

use crate::Result;

/// The tenth, fiftieth and ninetieth of a hundred futures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantiles<T> {
    /// One future in ten is below.
    pub p10: T,
    /// Half of the futures are below.
    pub p50: T,
    /// Nine futures in ten are below.
    pub p90: T,
}

/// Whether the order of what was finished is out of the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OrderWarning {
    /// Whether to ask for the reason.
    pub raised: bool,
    /// How often as little weight would be finished by chance.
    pub p_value: f64,
    /// The weight that is missing against the plan at the same number of items, as a share of it.
    pub index: f64,
}

/// The forecast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Forecast {
    /// The share of the items that are done.
    pub items_done: f64,
    /// The share of the weight that is done.
    pub weight_done: f64,
    /// The share of the weight that will be done on the last day.
    pub weight_at_last_day: Quantiles<f64>,
    /// The day on which everything will be done, counted on beyond the plan's days at its mean capacity; none when that
    /// would never come.
    pub finish_day: Quantiles<Option<u32>>,
    /// The probability that everything that touches the core is done by the last day.
    pub p_all_core_done: f64,
    /// Whether the order of what was finished is out of the ordinary.
    pub order_warning: OrderWarning,
}

/// Forecasts the completion of a handover.
pub fn forecast(input: &ForecastInput) -> Result<Forecast> {
    input.check()?;
    let model = Model::new(input);
    let (mut weights, mut finishes, mut core_done) = (Vec::new(), Vec::new(), 0_u32);
    let core = order::core_items(input).into_iter().collect();
    model.each_future(|future| {
        weights.push(future.weight_by(input.plan.days));
        finishes.push(future.finish_day());
        core_done += u32::from(future.has_done(&core));
    });
    weights.sort_by(f64::total_cmp);
    finishes.sort_by_key(|finish| finish.unwrap_or(u32::MAX));
    Ok(Forecast {
        items_done: input.items_done(),
        weight_done: input.weight_done(),
        weight_at_last_day: Quantiles {
            p10: at(&weights, 0.1),
            p50: at(&weights, 0.5),
            p90: at(&weights, 0.9),
        },
        finish_day: Quantiles {
            p10: rank(&finishes, 10),
            p50: rank(&finishes, 50),
            p90: rank(&finishes, 90),
        },
        p_all_core_done: f64::from(core_done) / f64::from(input.draws),
        order_warning: order_warning(input),
    })
}

/// The quantile of sorted values, between two neighbours in proportion.
fn at(sorted: &[f64], share: f64) -> f64 {
    let place = share * as_f64(sorted.len().saturating_sub(1));
    let value = |place: f64| sorted.get(index(place)).copied().unwrap_or(0.0);
    let (low, high) = (value(place.floor()), value(place.ceil()));
    low + (high - low) * place.fract()
}

/// The smallest of the sorted days below which so many of a hundred lie.
fn rank(sorted: &[Option<u32>], percent: usize) -> Option<u32> {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().flatten()
}

#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is a whole number within a list"
)]
fn index(place: f64) -> usize {
    place as usize
}

#[cfg(test)]
mod tests;
