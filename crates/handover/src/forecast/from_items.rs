//! From the items of a departure to the progress that a forecast starts from.

use kernel::Date;

use super::{ForecastInput, ForecastItem, ForecastPlan};
use crate::{Item, Plan, Stage, StageFact};

/// What is asked of the forecast of a departure.
const DRAWS: u32 = 2_000;

/// Builds the input of a forecast from the items, their plan, and the leaver's hours on each of the plan's days.
///
/// Today is still to come: what was finished today counts as finished the working day before. An item is finished
/// when its independence is proven. Hours spent on an item are not recorded, so the proven share of its estimate
/// stands for them.
pub fn input_from_items(
    items: &[Item],
    plan: &Plan,
    today: Date,
    capacity_hours: Vec<f64>,
    seed: u64,
) -> ForecastInput {
    let place = |date: Date| plan.days().partition_point(|day| *day < date);
    let is_any_done = items.iter().any(|item| item.is_done(today));
    // Somebody may finish before the first working day of the plan; then that day counts as over.
    let today_day = place(today).max(usize::from(is_any_done)).min(plan.days().len());
    let item = |item: &Item| {
        let finished =
            finished_on(&item.stages, today).map(|date| place(date).min(today_day.saturating_sub(1)));
        ForecastItem {
            id: item.id.to_string(),
            weight: f64::from(item.weight.get()),
            hours: f64::from(item.hours.max(1)),
            planned_finish_day: number(plan.finish_on(item.id).map_or(plan.days().len(), place)),
            finished_day: finished.map(number),
            spent_hours: f64::from(item.hours) * item.credit(today),
            core: Some(item.is_core),
        }
    };
    let plan_days = ForecastPlan { days: number(plan.days().len()), capacity_hours };
    let items = items.iter().map(item).collect();
    ForecastInput { plan: plan_days, items, today_day: number(today_day), draws: DRAWS, seed }
}

/// The first day on which independence was proven.
fn finished_on(stages: &[StageFact], today: Date) -> Option<Date> {
    let proves = |fact: &&StageFact| fact.stage == Stage::Independent && fact.evidence.proves(fact.stage);
    stages.iter().filter(proves).map(|fact| fact.on).filter(|on| *on <= today).min()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
