//! What the employer owes at the end, and by when.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Notes, Result,
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
pub struct DutiesQuestion {
    /// The last day of the employment.
    pub last_day: Option<Day>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DutiesAnswer {
    /// The certificate of ending.
    pub certificate_by: Date,
    /// All wages, at once.
    pub wages_by: Date,
    /// File and social insurance.
    pub transfers_by: Date,
    /// The report of who became unemployed.
    pub unemployed_list_by: Date,
    /// The text of the contract, at least until then.
    pub keep_contract_until: Date,
    /// What may be paid with the finished handover, and nothing else.
    pub what_may_wait_for_handover: [&'static str; 1],
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

impl DutiesQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<DutiesAnswer> {
        let last_day = need(self.last_day, "last_day", "every term runs from it")?.0;
        if last_day < CONTRACT_LAW {
            let why = "article 50 is in force from 2008-01-01";
            return Err(Error::OutOfRange { field: "last_day", date: last_day, why });
        }
        let mut trace = Trace::new(cx);
        trace.watch(last_day);
        let (days, transfer) = trace.count(id::TRANSFER_DAYS, last_day)?;
        let (months, keep) = trace.count(id::KEEP_CONTRACT_MONTHS, last_day)?;
        let transfers_by = span::add_days(last_day, days);
        let keep_contract_until = span::add_months(last_day, months);
        let at_the_end = || vec![("last_day", Value::Date(last_day))];
        trace.step("certificate", || {
            let articles =
                vec![Citation::read("劳动合同法第50条第1款"), Citation::read("劳动合同法实施条例第24条")];
            (at_the_end(), Value::Date(last_day), articles)
        });
        trace.step("wages", || {
            (at_the_end(), Value::Date(last_day), vec![Citation::read("工资支付暂行规定第9条")])
        });
        trace.step("transfers", || {
            let inputs = vec![("last_day", Value::Date(last_day)), ("days", Value::Count(days))];
            (inputs, Value::Date(transfers_by), vec![transfer.clone(), Citation::read("社会保险法第50条")])
        });
        trace.step("keep_contract", || {
            let inputs = vec![("last_day", Value::Date(last_day)), ("months", Value::Count(months))];
            (inputs, Value::Date(keep_contract_until), vec![keep.clone()])
        });
        trace.reject("withholding_certificate_or_wages", "only_severance_may_wait_article_50_2");
        Ok(DutiesAnswer {
            certificate_by: last_day,
            wages_by: last_day,
            transfers_by,
            unemployed_list_by: transfers_by,
            keep_contract_until,
            what_may_wait_for_handover: ["severance"],
            notes: trace.finish(),
        })
    }
}
