//! After an arbitration award: until when one may sue, and which awards are final.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Exact, Notes, Result, Warning,
    error::need,
    explain::Value,
    rules::id,
    span,
    trace::{Context, Trace},
    wire::{Amount, Day},
    working_days::WorkingDays,
};

/// The question how long one may sue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AppealQuestion {
    /// The day on which the award arrived.
    pub award_received: Option<Day>,
    /// Weekdays off.
    pub holidays: Option<Vec<Day>>,
    /// Weekend days worked.
    pub workdays: Option<Vec<Day>>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealAnswer {
    /// The last day.
    pub last_day: Date,
    /// Which calendar was used.
    pub calendar: &'static str,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

/// The arbitration law is in force from here.
pub(crate) const ARBITRATION_LAW: Date = jiff::civil::date(2008, 5, 1);

impl AppealQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<AppealAnswer> {
        let received = need(self.award_received, "award_received", "the days run from the day after it")?.0;
        if received < ARBITRATION_LAW {
            let why = "the arbitration law is in force from 2008-05-01";
            return Err(Error::OutOfRange { field: "award_received", date: received, why });
        }
        let mut trace = Trace::new(cx);
        trace.watch(received);
        let days = WorkingDays::new(self.holidays.as_deref(), self.workdays.as_deref(), cx.calendar);
        let (count, citation) = trace.count(id::APPEAL_DAYS, received)?;
        let plain = span::add_days(received, count);
        trace.step("days_to_sue", || {
            let inputs = vec![("award_received", Value::Date(received)), ("days", Value::Count(count))];
            (inputs, Value::Date(plain), vec![citation.clone()])
        });
        let last_day = days.moved(plain, &mut trace);
        Ok(AppealAnswer { last_day, calendar: days.name(), notes: trace.finish() })
    }
}

/// What an item of an award is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ItemKind {
    Wages,
    Overtime,
    Severance,
    #[serde(rename = "damages_2n")]
    Damages2n,
    InLieu,
    Medical,
    NationalStandard,
}

/// One item of an award.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AwardItem {
    /// What it is for.
    pub kind: Option<ItemKind>,
    /// How much.
    pub amount: Option<Amount>,
}

/// The question whether an award is final for the employer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FinalAwardQuestion {
    /// The local monthly minimum wage.
    pub min_wage: Option<Amount>,
    /// The items.
    pub items: Option<Vec<AwardItem>>,
}

/// One item of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemAnswer {
    /// What it is for.
    pub kind: ItemKind,
    /// How much.
    pub amount: String,
    /// Whether it alone would be final.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// Why.
    pub why: &'static str,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FinalAwardAnswer {
    /// Whether the award is final.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// The most that an item may be.
    pub limit: String,
    /// Item by item.
    pub items: Vec<ItemAnswer>,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

impl FinalAwardQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<FinalAwardAnswer> {
        let min_wage = need(self.min_wage, "min_wage", "the limit is twelve times it")?.0;
        let items = need(self.items.as_ref(), "items", "each is compared with the limit")?;
        if items.is_empty() {
            return Err(Error::refused("items", "an award has at least one item"));
        }
        if min_wage == Exact::ZERO {
            return Err(Error::refused("min_wage", "a minimum wage is above zero"));
        }
        let mut trace = Trace::new(cx);
        let (months, citation) = trace.number(id::FINAL_AWARD_MONTHS, ARBITRATION_LAW)?;
        let limit = min_wage * months;
        trace.step("final_award_limit", || {
            let inputs = vec![("min_wage", Value::Amount(min_wage)), ("months", Value::Number(months))];
            let by_item = Citation::read("法释〔2020〕26号第19条");
            (inputs, Value::Amount(limit), vec![citation.clone(), by_item])
        });
        let judged: Result<Vec<_>> =
            items.iter().enumerate().map(|(place, item)| judge(place, item, limit)).collect();
        let judged = judged?;
        let has_open_class = judged.iter().any(|item| item.kind == ItemKind::InLieu);
        trace.warn_if(has_open_class, Warning::ItemClassUnverified);
        let is_final = judged.iter().all(|item| item.is_final);
        trace.step("final_award", || {
            let mixed = Citation::read("法释〔2020〕26号第20条");
            (Vec::new(), Value::Flag(is_final), vec![Citation::read("劳动争议调解仲裁法第47条"), mixed])
        });
        if !is_final && judged.iter().any(|item| item.is_final) {
            trace.reject("final_in_part", "a_mixed_award_counts_as_not_final");
        }
        Ok(FinalAwardAnswer { is_final, limit: limit.as_money(), items: judged, notes: trace.finish() })
    }
}

fn judge(place: usize, item: &AwardItem, limit: Exact) -> Result<ItemAnswer> {
    let missing = |field| Error::refused(format!("items/{place}/{field}"), "is needed here and missing");
    let kind = item.kind.ok_or_else(|| missing("kind"))?;
    let amount = item.amount.map(|amount| amount.0);
    if kind == ItemKind::NationalStandard {
        let amount = amount.unwrap_or(Exact::ZERO).as_money();
        return Ok(ItemAnswer { kind, amount, is_final: true, why: "national_standard_article_47_2" });
    }
    let amount = amount.ok_or_else(|| missing("amount"))?;
    let is_final = amount <= limit;
    let why = if is_final { "not_above_twelve_minimum_wages" } else { "above_twelve_minimum_wages" };
    Ok(ItemAnswer { kind, amount: amount.as_money(), is_final, why })
}
