//! The progress that a forecast starts from, as the command reads it.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::as_f64;
use crate::{Error, Result};

const MAX_DAYS: u32 = 10_000;
const MAX_CAPACITY_HOURS: f64 = 1_000.0;
/// More than this many items drawn takes longer than anybody waits.
const MAX_WORK: u64 = 2_000_000_000;

const fn default_draws() -> u32 {
    2_000
}

const fn default_seed() -> u64 {
    1
}

/// How far a handover is. Days count from 0; the days before `today_day` are over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastInput {
    /// The days of the plan.
    pub plan: ForecastPlan,
    /// What is handed over.
    pub items: Vec<ForecastItem>,
    /// How many days are over.
    pub today_day: u32,
    /// How many futures to draw.
    #[serde(default = "default_draws")]
    pub draws: u32,
    /// The seed; the same one gives the same bytes.
    #[serde(default = "default_seed")]
    pub seed: u64,
}

/// The days of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastPlan {
    /// How many there are; the last one is `days - 1`.
    pub days: u32,
    /// Hours that the leaver has for the handover, for each day.
    pub capacity_hours: Vec<f64>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastItem {
    /// Its id.
    pub id: String,
    /// How much it matters.
    pub weight: f64,
    /// Hours that it takes, by estimate.
    pub hours: f64,
    /// The day on which the plan finishes it.
    pub planned_finish_day: u32,
    /// The day on which it was finished; none while it is not.
    pub finished_day: Option<u32>,
    /// Clock hours spent on it so far.
    pub spent_hours: f64,
    /// Whether it touches the core. Absent everywhere, the heaviest items that make up half of the weight do.
    pub core: Option<bool>,
}

impl ForecastInput {
    /// Reads and checks a JSON text.
    pub fn from_json(text: &str) -> Result<Self> {
        let input: Self = serde_json::from_str(text).map_err(|error| Error::from_json(&error))?;
        input.check()?;
        Ok(input)
    }

    /// Refuses what cannot be, with its place.
    pub(super) fn check(&self) -> Result<()> {
        self.check_plan()?;
        refuse(self.today_day > self.plan.days, "/today_day", "at most the number of days")?;
        refuse(self.draws == 0, "/draws", "at least 1")?;
        refuse(self.items.is_empty(), "/items", "at least one item")?;
        let work = u64::from(self.draws) * self.items.len() as u64;
        refuse(work > MAX_WORK, "/draws", "fewer draws: draws times items is at most 2 000 000 000")?;
        let mut ids = HashSet::new();
        for (index, item) in self.items.iter().enumerate() {
            let at = |field: &str| format!("/items/{index}/{field}");
            refuse(!ids.insert(item.id.as_str()), &at("id"), "an id that no other item has")?;
            self.check_item(item, at)?;
        }
        Ok(())
    }

    fn check_plan(&self) -> Result<()> {
        let ForecastPlan { days, capacity_hours } = &self.plan;
        refuse(*days == 0 || *days > MAX_DAYS, "/plan/days", "from 1 to 10000 days")?;
        let wanted = format!("{days} numbers, one for each day");
        refuse(capacity_hours.len() != *days as usize, "/plan/capacity_hours", &wanted)?;
        for (day, hours) in capacity_hours.iter().enumerate() {
            let is_wrong = !(0.0..=MAX_CAPACITY_HOURS).contains(hours);
            refuse(is_wrong, &format!("/plan/capacity_hours/{day}"), "hours of a day, 0 or more")?;
        }
        Ok(())
    }

    fn check_item(&self, item: &ForecastItem, at: impl Fn(&str) -> String) -> Result<()> {
        let is_positive = |value: f64| value > 0.0 && value.is_finite();
        refuse(!is_positive(item.weight), &at("weight"), "a number above 0")?;
        refuse(!is_positive(item.hours), &at("hours"), "a number above 0")?;
        refuse(!(item.spent_hours >= 0.0 && item.spent_hours.is_finite()), &at("spent_hours"), "0 or more")?;
        let is_future = item.finished_day.is_some_and(|day| day >= self.today_day);
        refuse(is_future, &at("finished_day"), "a day that is over, before today_day")
    }

    /// The share of the items that are done.
    pub(super) fn items_done(&self) -> f64 {
        as_f64(self.finished().count()) / as_f64(self.items.len())
    }

    /// The share of the weight that is done.
    pub(super) fn weight_done(&self) -> f64 {
        self.finished().map(|item| item.weight).sum::<f64>() / self.total_weight()
    }

    pub(super) fn total_weight(&self) -> f64 {
        self.items.iter().map(|item| item.weight).sum()
    }

    pub(super) fn finished(&self) -> impl Iterator<Item = &ForecastItem> {
        self.items.iter().filter(|item| item.finished_day.is_some())
    }

    /// The hours of a day; beyond the plan, its mean.
    pub(super) fn capacity(&self, day: u32) -> f64 {
        let mean = || self.plan.capacity_hours.iter().sum::<f64>() / f64::from(self.plan.days);
        self.plan.capacity_hours.get(day as usize).copied().unwrap_or_else(mean)
    }

    /// The hours of the days that are over.
    pub(super) fn past_capacity(&self) -> impl Iterator<Item = f64> {
        self.plan.capacity_hours.iter().take(self.today_day as usize).copied()
    }
}

fn refuse(is_wrong: bool, pointer: &str, wanted: &str) -> Result<()> {
    if is_wrong {
        let problem = format!("{wanted} is expected");
        return Err(Error::Value { pointer: pointer.to_owned(), problem });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn good() -> Value {
        json!({
            "plan": {"days": 3, "capacity_hours": [4, 0, 4.5]},
            "items": [
                {"id": "a", "weight": 80, "hours": 4, "planned_finish_day": 0, "finished_day": 0, "spent_hours": 5},
                {"id": "b", "weight": 20, "hours": 2, "planned_finish_day": 2, "finished_day": null, "spent_hours": 0,
                 "core": true}
            ],
            "today_day": 1, "draws": 500, "seed": 9
        })
    }

    fn pointer_of(pointer: &str, value: Value) -> String {
        let mut changed = good();
        *changed.pointer_mut(pointer).unwrap() = value;
        match ForecastInput::from_json(&changed.to_string()) {
            Err(Error::Value { pointer, .. }) => pointer,
            other => panic!("{pointer} was not refused: {other:?}"),
        }
    }

    #[test]
    fn a_good_text_is_read_and_shares_are_of_weight_and_of_number() {
        let input = ForecastInput::from_json(&good().to_string()).unwrap();
        assert!((input.weight_done() - 0.8).abs() < 1e-12 && (input.items_done() - 0.5).abs() < 1e-12);
        assert!((input.capacity(2) - 4.5).abs() < 1e-12 && (input.capacity(7) - 8.5 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn draws_seed_and_core_may_be_absent() {
        let mut text = good();
        for field in ["draws", "seed"] {
            text.as_object_mut().unwrap().remove(field);
        }
        let input = ForecastInput::from_json(&text.to_string()).unwrap();
        assert_eq!((input.draws, input.seed, input.items[0].core), (2_000, 1, None));
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_place() {
        for (pointer, value) in [
            ("/plan/days", json!(0)),
            ("/plan/capacity_hours", json!([4, 4])),
            ("/plan/capacity_hours/1", json!(-1)),
            ("/items", json!([])),
            ("/items/1/id", json!("a")),
            ("/items/0/weight", json!(0)),
            ("/items/0/hours", json!(-2)),
            ("/items/1/spent_hours", json!(-0.5)),
            ("/items/0/finished_day", json!(1)),
            ("/today_day", json!(4)),
            ("/draws", json!(0)),
            ("/draws", json!(4_000_000_000_u64)),
        ] {
            let expected = if pointer == "/plan/days" { "/plan/days" } else { pointer };
            assert_eq!(pointer_of(pointer, value), expected);
        }
    }

    #[test]
    fn an_unknown_field_is_refused_by_name_and_a_broken_text_with_line_and_column() {
        let text = good().to_string().replace("\"seed\"", "\"sead\"");
        assert!(
            matches!(ForecastInput::from_json(&text), Err(Error::Json { problem, .. }) if problem.contains("`sead`"))
        );
        let broken = ForecastInput::from_json("{\n  \"plan\": }");
        assert!(matches!(broken, Err(Error::Json { line: 2, column: 11, .. })), "{broken:?}");
    }
}
