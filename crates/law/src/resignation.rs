//! The earliest end after a resignation.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Error, Notes, Result,
    error::need,
    explain::Value,
    rules::id,
    settle::CONTRACT_LAW,
    span,
    trace::{Context, Trace},
    wire::Day,
};

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ResignationQuestion {
    /// The day on which the notice arrived.
    pub received: Option<Day>,
    /// Whether the worker is in probation.
    pub in_probation: Option<bool>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResignationAnswer {
    /// The earliest last day; leaving earlier needs the employer's consent.
    pub earliest_end: Date,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

impl ResignationQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<ResignationAnswer> {
        let received = need(self.received, "received", "the days run from the day after it")?.0;
        let in_probation = need(self.in_probation, "in_probation", "probation has a shorter notice")?;
        if received < CONTRACT_LAW {
            let why = "article 37 is in force from 2008-01-01";
            return Err(Error::OutOfRange { field: "received", date: received, why });
        }
        let mut trace = Trace::new(cx);
        trace.watch(received);
        let name = if in_probation { id::PROBATION_DAYS } else { id::RESIGNATION_DAYS };
        let (days, citation) = trace.count(name, received)?;
        let earliest_end = span::add_days(received, days);
        trace.step("resignation_notice", || {
            let inputs = vec![("received", Value::Date(received)), ("days", Value::Count(days))];
            (inputs, Value::Date(earliest_end), vec![citation.clone()])
        });
        trace.reject("approval_by_the_employer", "a_resignation_needs_none");
        Ok(ResignationAnswer { earliest_end, notes: trace.finish() })
    }
}
