//! Years of service as article 47 counts them.

use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Halves, Months, Notes, Result, Warning,
    error::need,
    explain::Value,
    settle::CONTRACT_LAW,
    span,
    trace::{Context, Trace},
    wire::Day,
};

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct YearsQuestion {
    /// The first day of service.
    pub service_start: Option<Day>,
    /// The last day of service.
    pub last_day: Option<Day>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearsAnswer {
    /// The years that count.
    pub years: Halves,
    /// Whole months of service.
    pub months: i64,
    /// Whether days are left over.
    pub remainder: bool,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

impl YearsQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<YearsAnswer> {
        let first = need(self.service_start, "service_start", "service is counted from it")?.0;
        let last = need(self.last_day, "last_day", "service is counted to it")?.0;
        if first > last {
            return Err(Error::refused("last_day", "the last day lies before the first (service_start)"));
        }
        let mut trace = Trace::new(cx);
        trace.watch(last);
        let months = Months::between(first, last);
        let years = months.years47();
        let shifted = |days| Months::between(first, span::add_days(last, days)).years47();
        let is_sensitive = shifted(1) != years || (first < last && shifted(-1) != years);
        trace.warn_if(is_sensitive, Warning::BoundarySensitive);
        trace.warn_if(first < CONTRACT_LAW && last >= CONTRACT_LAW, Warning::SpansTwoThousandEight);
        trace.warn_if(last < CONTRACT_LAW, Warning::OutOfRange);
        trace.step("years_of_service", || {
            let inputs = vec![
                ("from", Value::Date(first)),
                ("to", Value::Date(last)),
                ("months", Value::Count(months.months)),
                ("remainder", Value::Flag(months.remainder)),
            ];
            (inputs, Value::Years(years), vec![Citation::read("劳动合同法第47条第1款")])
        });
        Ok(YearsAnswer { years, months: months.months, remainder: months.remainder, notes: trace.finish() })
    }
}
