//! Visiting leave (探亲假) of state bodies and state-owned enterprises; private employers owe only what they promised.
//!
//! It shows who lives apart from whom: whoever uses it as a sign of leaving needs consent and a reason.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Notes, Result,
    error::need,
    explain::Value,
    rules::id,
    trace::{Context, Trace},
};

/// Whose staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Employer {
    State,
    Private,
}

/// Who is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Visit {
    Spouse,
    Parents,
}

/// The question, for somebody who lives apart and cannot meet on rest days.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VisitingLeaveQuestion {
    /// Whose staff.
    pub employer: Option<Employer>,
    /// Who is visited.
    pub visit: Option<Visit>,
    /// Whether the worker is married.
    pub is_married: Option<bool>,
    /// Completed years of work.
    pub years_worked: Option<u8>,
    /// The year of the last visit.
    pub last_visit_year: Option<i16>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitingLeaveAnswer {
    /// Whether the law gives such leave.
    pub entitled: bool,
    /// Calendar days, rest days and holidays within.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i64>,
    /// The next year with a visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_year: Option<i16>,
    /// Travel time comes on top.
    pub travel_time_extra: bool,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

/// The rules have been the same since 1981.
const IN_FORCE: Date = jiff::civil::date(1981, 3, 14);

impl VisitingLeaveQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<VisitingLeaveAnswer> {
        let employer = need(self.employer, "employer", "only staff of the state have it by law")?;
        let visit = need(self.visit, "visit", "the days follow from it")?;
        let is_married = need(self.is_married, "is_married", "the interval follows from it")?;
        let years = need(self.years_worked, "years_worked", "a year of work is asked for")?;
        if visit == Visit::Spouse && !is_married {
            return Err(Error::refused("is_married", "there is no spouse to visit"));
        }
        let mut trace = Trace::new(cx);
        let (name, interval) = match (visit, is_married) {
            (Visit::Spouse, _) => (id::VISIT_SPOUSE, 1),
            (Visit::Parents, false) => (id::VISIT_PARENTS_SINGLE, 1),
            (Visit::Parents, true) => (id::VISIT_PARENTS_MARRIED, 4),
        };
        let entitled = employer == Employer::State && years >= 1;
        if !entitled {
            let why =
                if years < 1 { "less_than_a_year_of_work" } else { "private_employers_only_as_promised" };
            trace.reject("visiting_leave", why);
            trace.step("visiting_leave", || {
                let scope = Citation::secondary("国发〔1981〕36号第2条");
                (vec![("years_worked", Value::Count(years.into()))], Value::Key("not_by_law"), vec![scope])
            });
            let notes = trace.finish();
            return Ok(VisitingLeaveAnswer {
                entitled,
                days: None,
                next_year: None,
                travel_time_extra: false,
                notes,
            });
        }
        let last = need(self.last_visit_year, "last_visit_year", "the interval runs from it")?;
        let (days, citation) = trace.count(name, IN_FORCE)?;
        let next_year = last.saturating_add(interval);
        trace.step("visiting_leave", || {
            let inputs = vec![
                ("last_visit_year", Value::Count(last.into())),
                ("every_years", Value::Count(interval.into())),
                ("days", Value::Count(days)),
            ];
            (inputs, Value::Count(next_year.into()), vec![citation.clone()])
        });
        let next_year = Some(next_year);
        Ok(VisitingLeaveAnswer {
            entitled,
            days: Some(days),
            next_year,
            travel_time_extra: true,
            notes: trace.finish(),
        })
    }
}
