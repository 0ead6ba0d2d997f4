//! The statutory retirement age from 2025 on.

use std::collections::BTreeMap;

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Error, Exact, Notes, Result, Warning,
    error::need,
    explain::Value,
    rules::{Worth, id},
    span,
    trace::{Context, Trace},
    wire::MonthOf,
};

/// Who retires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RetirementCategory {
    Man,
    #[serde(rename = "woman_55")]
    Woman55,
    #[serde(rename = "woman_50")]
    Woman50,
}

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetirementQuestion {
    /// Who retires.
    pub category: Option<RetirementCategory>,
    /// The month of birth.
    pub birth_month: Option<MonthOf>,
}

/// An age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Age {
    /// Completed years.
    pub years: i64,
    /// Months on top.
    pub months: i64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RetirementAnswer {
    /// Months of delay.
    pub delay_months: i64,
    /// The age.
    pub age: Age,
    /// The month in which it is reached.
    pub month: String,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

/// The decision is in force from here; who reached the old age earlier is not delayed.
const IN_FORCE: Date = jiff::civil::date(2025, 1, 1);

impl RetirementQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<RetirementAnswer> {
        let category = need(self.category, "category", "age and steps follow from it")?;
        let birth = need(self.birth_month, "birth_month", "the delay follows from it")?.0;
        if birth.year() < 1900 || birth.year() > 2100 {
            let why = "a birth from 1900 to 2100 is expected";
            return Err(Error::OutOfRange { field: "birth_month", date: birth, why });
        }
        let name = match category {
            RetirementCategory::Man => id::RETIREMENT_MAN,
            RetirementCategory::Woman55 => id::RETIREMENT_WOMAN_55,
            RetirementCategory::Woman50 => id::RETIREMENT_WOMAN_50,
        };
        let mut trace = Trace::new(cx);
        let value = trace.value(name, IN_FORCE)?;
        let Worth::Table(table) = &value.worth else {
            return Err(Error::NoValue { id: name.to_owned(), date: IN_FORCE });
        };
        let steps = Steps::of(name, table)?;
        let since = months_since(steps.born_year, steps.born_month, birth);
        let delay_months =
            if since < 0 { 0 } else { (since / steps.months_per_step + 1).min(steps.most_months) };
        let reached = span::add_months(birth, steps.age_years * 12 + delay_months);
        let month = format!("{:04}-{:02}", reached.year(), reached.month());
        trace.warn(Warning::FormulaFromSteps);
        trace.step("retirement_delay", || {
            let inputs = vec![
                ("birth_month", Value::Date(birth)),
                ("months_since_first_birth_month", Value::Count(since)),
                ("months_per_step", Value::Count(steps.months_per_step)),
                ("most_months", Value::Count(steps.most_months)),
            ];
            (inputs, Value::Count(delay_months), vec![value.citation.clone()])
        });
        let age = Age { years: steps.age_years + delay_months / 12, months: delay_months % 12 };
        Ok(RetirementAnswer { delay_months, age, month, notes: trace.finish() })
    }
}

struct Steps {
    born_year: i64,
    born_month: i64,
    age_years: i64,
    months_per_step: i64,
    most_months: i64,
}

impl Steps {
    fn of(name: &str, table: &BTreeMap<String, Exact>) -> Result<Self> {
        let get = |key: &str| {
            let problem = || Error::Parameter { file: name.to_owned(), problem: format!("{key} is missing") };
            table.get(key).map(|number| number.floor()).ok_or_else(problem)
        };
        Ok(Self {
            born_year: get("born_year")?,
            born_month: get("born_month")?,
            age_years: get("age_years")?,
            months_per_step: get("months_per_step")?.max(1),
            most_months: get("most_months")?,
        })
    }
}

fn months_since(year: i64, month: i64, birth: Date) -> i64 {
    (i64::from(birth.year()) - year) * 12 + i64::from(birth.month()) - month
}
