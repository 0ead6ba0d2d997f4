//! The fan of the chart: where the futures lie at the end of each day that is left.

use serde::Serialize;

use super::{ForecastInput, at, futures::Model};
use crate::Result;

/// Where the futures lie at the end of a day, as shares of the weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FanDay {
    /// The day, counted as in the input.
    pub day: u32,
    /// One future in ten is below.
    pub p10: f64,
    /// One in four is below.
    pub p25: f64,
    /// Half are below.
    pub p50: f64,
    /// Three in four are below.
    pub p75: f64,
    /// Nine in ten are below.
    pub p90: f64,
}

/// The fan from today to so many days beyond the plan, drawn from the same futures as the forecast.
pub fn fan(input: &ForecastInput, days_beyond: u32) -> Result<Vec<FanDay>> {
    input.check()?;
    let days: Vec<u32> =
        (input.today_day..input.plan.days.saturating_add(days_beyond.min(input.plan.days))).collect();
    let mut shares: Vec<Vec<f64>> = vec![Vec::with_capacity(input.draws as usize); days.len()];
    Model::new(input).each_future(|future| {
        for (day, shares) in days.iter().zip(&mut shares) {
            shares.push(future.weight_by(day + 1));
        }
    });
    let quantiles = |(day, mut shares): (u32, Vec<f64>)| {
        shares.sort_by(f64::total_cmp);
        let [p10, p25, p50, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9].map(|share| at(&shares, share));
        FanDay { day, p10, p25, p50, p75, p90 }
    };
    Ok(days.into_iter().zip(shares).map(quantiles).collect())
}
