//! The statutory retirement age from 2025 on.

use std::collections::BTreeMap;

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Exact, Notes, Result, Warning,
    error::need,
    explain::Value,
    rules::{Worth, id},
    span,
    trace::{Context, Trace},
    wire::{Day, MonthOf},
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
        let mut trace = Trace::new(cx);
        let reached = reach(category, birth, &mut trace)?;
        let month = format!("{:04}-{:02}", reached.on.year(), reached.on.month());
        let months = reached.age_months;
        let age = Age { years: months / 12, months: months % 12 };
        Ok(RetirementAnswer { delay_months: reached.delay_months, age, month, notes: trace.finish() })
    }
}

/// When the statutory age is reached.
struct Reached {
    on: Date,
    delay_months: i64,
    age_months: i64,
}

/// The day on which somebody born on a day reaches the age; born on the first, where only the month is known.
fn reach(category: RetirementCategory, birth: Date, trace: &mut Trace<'_>) -> Result<Reached> {
    let name = match category {
        RetirementCategory::Man => id::RETIREMENT_MAN,
        RetirementCategory::Woman55 => id::RETIREMENT_WOMAN_55,
        RetirementCategory::Woman50 => id::RETIREMENT_WOMAN_50,
    };
    let value = trace.value(name, IN_FORCE)?;
    let Worth::Table(table) = &value.worth else {
        return Err(Error::NoValue { id: name.to_owned(), date: IN_FORCE });
    };
    let steps = Steps::of(name, table)?;
    let since = months_since(steps.born_year, steps.born_month, birth);
    let delay_months = if since < 0 { 0 } else { (since / steps.months_per_step + 1).min(steps.most_months) };
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
    let age_months = steps.age_years * 12 + delay_months;
    Ok(Reached { on: span::add_months(birth, age_months), delay_months, age_months })
}

/// Whether somebody must not be dismissed without fault because retirement is near: article 42(5), and whether the
/// statutory age is reached by the last day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NearRetirementQuestion {
    /// Who retires.
    pub category: Option<RetirementCategory>,
    /// The day of birth.
    pub birth_date: Option<Day>,
    /// The first day of service.
    pub service_start: Option<Day>,
    /// The last day of service.
    pub last_day: Option<Day>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one half of a sentence of article 42(5), told apart"
)]
pub struct NearRetirementAnswer {
    /// The day on which the statutory age is reached.
    pub retires_on: Date,
    /// Whether that is so on the last day.
    pub age_reached: bool,
    /// Fifteen years without a break with this employer, the last day counted.
    pub fifteen_years: bool,
    /// Fewer than five years to the statutory age, which is not reached yet.
    pub under_five_years: bool,
    /// Both of them.
    pub near_retirement: bool,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

/// Article 42(5) speaks of fifteen years of service and of five years to the age.
const SERVED_MONTHS: i64 = 15 * 12;
const AHEAD_MONTHS: i64 = 5 * 12;

/// Whether service from a first to a last day, both counted, makes fifteen years.
pub fn has_served_fifteen_years(start: Date, last: Date) -> bool {
    span::add_months(start, SERVED_MONTHS) <= span::add_days(last, 1)
}

impl NearRetirementQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<NearRetirementAnswer> {
        let birth = need(self.birth_date, "birth_date", "the statutory age follows from it")?.0;
        let category = need(self.category, "category", "age and steps follow from it")?;
        let start = need(self.service_start, "service_start", "the years of service follow from it")?.0;
        let last = need(self.last_day, "last_day", "it is judged on it")?.0;
        if birth.year() < 1900 || birth.year() > 2100 {
            let why = "a birth from 1900 to 2100 is expected";
            return Err(Error::OutOfRange { field: "birth_date", date: birth, why });
        }
        if last < start {
            return Err(Error::refused("last_day", "it lies before the first day of service"));
        }
        if start < birth {
            return Err(Error::refused("service_start", "it lies before the day of birth"));
        }
        let mut trace = Trace::new(cx);
        let retires_on = reach(category, birth, &mut trace)?.on;
        let after = span::add_days(last, 1);
        let fifteen_years = has_served_fifteen_years(start, last);
        let age_reached = retires_on <= last;
        let under_five_years = !age_reached && retires_on < span::add_months(last, AHEAD_MONTHS);
        let near_retirement = fifteen_years && under_five_years;
        let one_day = |from: Date| span::days_between(from, after).abs() <= 1;
        trace.warn_if(
            one_day(span::add_months(start, SERVED_MONTHS)) && under_five_years
                || fifteen_years
                    && span::days_between(retires_on, span::add_months(last, AHEAD_MONTHS)).abs() <= 1,
            Warning::BoundarySensitive,
        );
        trace.step("near_retirement", || {
            let inputs = vec![
                ("service_start", Value::Date(start)),
                ("last_day", Value::Date(last)),
                ("retires_on", Value::Date(retires_on)),
                ("fifteen_years", Value::Flag(fifteen_years)),
                ("under_five_years", Value::Flag(under_five_years)),
            ];
            (inputs, Value::Flag(near_retirement), vec![Citation::read("劳动合同法第42条第5项")])
        });
        Ok(NearRetirementAnswer {
            retires_on,
            age_reached,
            fifteen_years,
            under_five_years,
            near_retirement,
            notes: trace.finish(),
        })
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
