//! What would help: more time of the leaver, answered by planning again and forecasting again, never by a phrase.

use serde::Serialize;

use super::{
    Settings,
    instance::Instance,
    replan::{Keep, Standing, replan},
    schedule::{Line, Schedule},
};
use crate::{
    Result,
    forecast::{Forecast, ForecastInput, ForecastItem, ForecastPlan, forecast},
};

/// Futures that are drawn for each forecast.
const DRAWS: u32 = 1_000;

/// More units of the leaver on some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoreTime {
    /// Day and units.
    pub days: Vec<(usize, i32)>,
}

/// What a help is good for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// What the plan earns without it.
    pub objective_before: i64,
    /// What it earns with it.
    pub objective_after: i64,
    /// The forecast without it.
    pub before: Forecast,
    /// The forecast with it.
    pub after: Forecast,
    /// By how many days half of the futures finish earlier; none when either never does.
    pub days_earlier: Option<i64>,
}

/// How far the items are, for the forecast: hours spent and items that touch the core.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Clock hours spent so far, by item.
    pub spent_hours: Vec<(String, f64)>,
    /// The items that touch the core; when empty, the heaviest half of the weight.
    pub core: Vec<String>,
}

/// Plans and forecasts twice from the same standing, with the time as it is and with more of it.
pub fn what_would_help(
    instance: &Instance,
    plan: &Schedule,
    (standing, course): (&Standing, &Course),
    more: &MoreTime,
    settings: &Settings,
) -> Result<Effect> {
    let mut roomy = instance.clone();
    for (day, units) in &more.days {
        if let Some(capacity) = roomy.capacity.get_mut(*day) {
            *capacity = capacity.saturating_add(*units).clamp(0, 100_000);
        }
    }
    let look = |instance: &Instance| -> Result<(i64, Forecast)> {
        let again = replan(instance, plan, (standing, Keep::MostDates), settings, &|| false)?.schedule;
        let input = forecast_input(instance, &again, (standing, course), settings.seed);
        Ok((again.objective, forecast(&input)?))
    };
    let ((objective_before, before), (objective_after, after)) = (look(instance)?, look(&roomy)?);
    let days = before.finish_day.p50.zip(after.finish_day.p50);
    let days_earlier = days.map(|(before, after)| i64::from(before) - i64::from(after));
    Ok(Effect { objective_before, objective_after, before, after, days_earlier })
}

/// What the forecast needs to know of a plan: hours are the leaver's, an item is finished with its last teach-back.
pub fn forecast_input(
    instance: &Instance,
    plan: &Schedule,
    (standing, course): (&Standing, &Course),
    seed: u64,
) -> ForecastInput {
    let hours = |units: i32| f64::from(units) * f64::from(instance.unit_minutes) / 60.0;
    let today_day = standing.today.min(instance.days) as u32;
    let item = |known: &super::KnowledgeItem| {
        let line = plan.line(&known.id);
        let wanted = known.need.min(instance.max_group);
        let units = known.doc + known.teach + known.verify * wanted as i32;
        let done = standing.done.iter().find(|done| done.item == known.id);
        let verified = done.map_or(0, |done| done.verified.len());
        let last = done.and_then(|done| done.verified.iter().map(|(_, day)| *day as u32).max());
        let finished_day = last.filter(|day| verified >= wanted && *day < today_day);
        let spent =
            course.spent_hours.iter().find(|(id, _)| *id == known.id).map_or(0.0, |(_, hours)| *hours);
        ForecastItem {
            id: known.id.clone(),
            weight: known.criticality as f64,
            hours: hours(units.max(1)),
            planned_finish_day: line.map_or(instance.days as u32, |line| finish(line, wanted, instance.days)),
            finished_day,
            spent_hours: spent,
            core: (!course.core.is_empty()).then(|| course.core.contains(&known.id)),
        }
    };
    let capacity_hours = instance.capacity.iter().map(|units| hours(*units)).collect();
    ForecastInput {
        plan: ForecastPlan { days: instance.days as u32, capacity_hours },
        items: instance.items.iter().map(item).collect(),
        today_day,
        draws: DRAWS,
        seed,
    }
}

/// The day of the last teach-back; after the last day for what the plan does not finish.
fn finish(line: &Line, wanted: usize, days: usize) -> u32 {
    let last = line.receivers.iter().map(|taking| taking.verify_day).max();
    last.filter(|_| line.receivers.len() >= wanted)
        .and_then(|day| u32::try_from(day).ok())
        .unwrap_or(days as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::{plan, tests::drawn};

    #[test]
    fn more_mornings_earn_more_and_bring_the_end_forward_and_none_change_nothing() {
        let mut instance = drawn(400, 16, 4, 10);
        instance.capacity = vec![5; 10];
        instance.lag_days = 1;
        let settings = Settings { seed: 1, effort_ms: 40 };
        let first = plan(&instance, &settings, &|| false, &mut |_| {}).unwrap().schedule;
        let standing = Standing { today: 0, done: Vec::new() };
        let course = Course { spent_hours: Vec::new(), core: Vec::new() };
        let help = |days| {
            let more = MoreTime { days };
            what_would_help(&instance, &first, (&standing, &course), &more, &settings).unwrap()
        };
        let none = help(Vec::new());
        assert_eq!((none.objective_before, none.days_earlier), (none.objective_after, Some(0)));
        let much = help(vec![(2, 8), (3, 8), (4, 8)]);
        assert!(much.objective_after > much.objective_before, "{much:?}");
        assert!(much.days_earlier.unwrap() > 0, "{much:?}");
        assert!(much.after.weight_at_last_day.p50 >= much.before.weight_at_last_day.p50);
    }
}
