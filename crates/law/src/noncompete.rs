//! Non-compete after the end: what it costs, how long it binds, whether it binds.

use kernel::{Date, Money};
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Exact, Found, Notes, Reading, Result, Warning,
    error::need,
    explain::Value,
    rules::id,
    trace::{Context, Trace, reads},
    wire::{Amount, Day},
};

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NoncompeteQuestion {
    /// The average monthly wage of the 12 months before the end.
    pub avg12: Option<Amount>,
    /// The local monthly minimum wage.
    pub min_wage: Option<Amount>,
    /// What was agreed a month; nothing where no amount was agreed.
    pub agreed_monthly: Option<Amount>,
    /// Months in which the worker complied.
    pub months_complied: Option<u16>,
    /// What was paid so far.
    pub paid: Option<Amount>,
    /// Whether the employer released the worker before the term was over.
    pub released_by_employer: Option<bool>,
    /// Months not paid for the employer's reason.
    pub months_unpaid: Option<u16>,
    /// The agreed term.
    pub term_months: Option<u16>,
    /// Whether the worker had access to secrets.
    pub has_access_to_secrets: Option<bool>,
    /// Whether the worker asks that the clause be held ineffective.
    pub worker_asked: Option<bool>,
    /// The day of the decision.
    pub decided_on: Option<Day>,
}

/// Whether a clause binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Effective {
    Yes,
    No,
    Undetermined,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoncompeteAnswer {
    /// What is due a month.
    pub monthly: Money,
    /// What is still due.
    pub due: Money,
    /// Whether the worker may ask for release; it never comes by itself.
    pub may_request_release: bool,
    /// The months that can be enforced.
    pub enforceable_months: i64,
    /// Whether the clause binds.
    pub effective: Effective,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

const SECOND_INTERPRETATION: Date = jiff::civil::date(2025, 9, 1);
/// For terms that do not name a day the rules of today are read.
const TODAY_OF_THE_RULES: Date = jiff::civil::date(2026, 11, 22);
const FIRST_RULES: Date = jiff::civil::date(2013, 2, 1);

impl NoncompeteQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<NoncompeteAnswer> {
        let mut trace = Trace::new(cx);
        let date = self.decided_on.map_or(TODAY_OF_THE_RULES, |day| day.0);
        trace.watch(date);
        if date < FIRST_RULES {
            let why = "the rules on non-compete pay are in force from 2013-02-01";
            return Err(crate::Error::OutOfRange { field: "decided_on", date, why });
        }
        let (monthly, by_law) = self.monthly(date, &mut trace)?;
        let due = self.due(monthly, date, &mut trace)?;
        if let Some(by_law) = by_law {
            let more = self.left(by_law, date, &mut trace)?.to_money();
            let readings = vec![
                reads("agreed", due, "article_36_speaks_of_no_agreed_amount"),
                reads("lifted", more, "some_regions_lift_what_is_too_low"),
            ];
            trace.contest("due", readings);
        }
        let may_request_release = self.may_request_release(date, &mut trace)?;
        let enforceable_months = self.months(date, &mut trace)?;
        let effective = self.effective(&mut trace);
        Ok(NoncompeteAnswer {
            monthly: monthly.to_money(),
            due,
            may_request_release,
            enforceable_months,
            effective,
            notes: trace.finish(),
        })
    }

    /// What is due a month, and what the law would give where less than that was agreed.
    fn monthly(&self, date: Date, trace: &mut Trace<'_>) -> Result<(Exact, Option<Exact>)> {
        if let Some(agreed) = self.agreed_monthly {
            let by_law = match (self.avg12, self.min_wage) {
                (Some(avg12), Some(floor)) => {
                    Some((trace.number(id::NONCOMPETE_SHARE, date)?.0 * avg12.0).max(floor.0))
                }
                _ => None,
            };
            self.compare_with_guideline(agreed.0, date, trace);
            let is_low = by_law.filter(|by_law| agreed.0 < *by_law);
            trace.warn_if(is_low.is_some(), Warning::AgreedBelowThirtyPercent);
            trace.step("noncompete_agreed", || {
                let inputs = vec![("agreed_monthly", Value::Amount(agreed.0))];
                (inputs, Value::Amount(agreed.0), vec![Citation::read("劳动合同法第23条第2款")])
            });
            return Ok((agreed.0, is_low));
        }
        let avg12 = need(self.avg12, "avg12", "without an agreed amount a share of it is due")?.0;
        let floor = need(self.min_wage, "min_wage", "without an agreed amount no less is due")?.0;
        let (share, citation) = trace.number(id::NONCOMPETE_SHARE, date)?;
        let monthly = (avg12 * share).max(floor);
        self.compare_with_guideline(monthly, date, trace);
        trace.step("noncompete_by_law", || {
            let inputs = vec![
                ("avg12", Value::Amount(avg12)),
                ("share", Value::Number(share)),
                ("min_wage", Value::Amount(floor)),
            ];
            (inputs, Value::Amount(monthly), vec![citation.clone()])
        });
        Ok((monthly, None))
    }

    /// A guideline is no law: it warns and never changes what is due.
    fn compare_with_guideline(&self, monthly: Exact, date: Date, trace: &mut Trace<'_>) {
        let Some(avg12) = self.avg12 else { return };
        let is_long = self.term_months.is_some_and(|months| months > 12);
        let name = if is_long { id::GUIDELINE_SHARE_LONG } else { id::GUIDELINE_SHARE };
        let Ok((share, citation)) = trace.number(name, date) else { return };
        if monthly < avg12.0 * share {
            trace.warn(Warning::BelowGuideline);
            trace.step("noncompete_guideline", || {
                let inputs = vec![("avg12", Value::Amount(avg12.0)), ("share", Value::Number(share))];
                (inputs, Value::Key("not_binding"), vec![citation.clone()])
            });
        }
    }

    fn left(&self, monthly: Exact, date: Date, trace: &mut Trace<'_>) -> Result<Exact> {
        let complied = need(self.months_complied, "months_complied", "they are paid for")?;
        let paid = need(self.paid, "paid", "it is taken off; \"0\" where nothing was paid")?.0;
        let is_released =
            need(self.released_by_employer, "released_by_employer", "a release costs extra months")?;
        let extra = if is_released { trace.count(id::NONCOMPETE_RELEASE, date)?.0 } else { 0 };
        Ok((monthly * Exact::whole(i64::from(complied) + extra) - paid).max(Exact::ZERO))
    }

    fn due(&self, monthly: Exact, date: Date, trace: &mut Trace<'_>) -> Result<Money> {
        let due = self.left(monthly, date, trace)?.to_money();
        let (extra, citation) = trace.count(id::NONCOMPETE_RELEASE, date)?;
        trace.step("noncompete_due", || {
            let mut inputs = vec![("monthly", Value::Amount(monthly))];
            inputs
                .extend(self.months_complied.map(|months| ("months_complied", Value::Count(months.into()))));
            let is_released = self.released_by_employer == Some(true);
            inputs.extend(is_released.then_some(("extra_months", Value::Count(extra))));
            inputs.extend(self.paid.map(|paid| ("paid", Value::Amount(paid.0))));
            (inputs, Value::Money(due), vec![citation.clone()])
        });
        Ok(due)
    }

    fn may_request_release(&self, date: Date, trace: &mut Trace<'_>) -> Result<bool> {
        let unpaid = need(self.months_unpaid, "months_unpaid", "release may be asked for after three")?;
        let (months, citation) = trace.count(id::NONCOMPETE_UNPAID, date)?;
        let may = i64::from(unpaid) >= months;
        trace.step("noncompete_release", || {
            let inputs =
                vec![("months_unpaid", Value::Count(unpaid.into())), ("months", Value::Count(months))];
            (inputs, Value::Flag(may), vec![citation.clone()])
        });
        if may {
            trace.reject("release_by_itself", "the_worker_has_to_ask");
        }
        // Unpaid from the first month on, they are in a row whichever way one counts.
        let is_in_a_row = self.months_complied.is_some_and(|complied| unpaid >= complied);
        if may && !is_in_a_row {
            trace.warn(Warning::ThreeMonthsContested);
            let readings = vec![
                Reading {
                    id: "cumulative",
                    found: Found::Holds(true),
                    why: "the_text_asks_for_three_months_unpaid",
                },
                Reading {
                    id: "consecutive",
                    found: Found::Depends,
                    why: "some_courts_ask_for_three_months_in_a_row",
                },
            ];
            trace.contest("may_request_release", readings);
        }
        Ok(may)
    }

    fn months(&self, date: Date, trace: &mut Trace<'_>) -> Result<i64> {
        let term = i64::from(need(self.term_months, "term_months", "two years at most are enforceable")?);
        let (most, citation) = trace.count(id::NONCOMPETE_MONTHS, date)?;
        trace.warn_if(term > most, Warning::LimitedToTwoYears);
        trace.step("noncompete_term", || {
            let inputs = vec![("term_months", Value::Count(term)), ("most_months", Value::Count(most))];
            (inputs, Value::Count(term.min(most)), vec![citation.clone()])
        });
        Ok(term.min(most))
    }

    /// The second interpretation acts on the worker's request only; before it nothing settled the question.
    fn effective(&self, trace: &mut Trace<'_>) -> Effective {
        let effective = match (self.has_access_to_secrets, self.worker_asked, self.decided_on) {
            (Some(true), _, _) => Effective::Yes,
            (Some(false), Some(asked), Some(day)) if day.0 >= SECOND_INTERPRETATION => {
                trace.warn_if(!asked, Warning::IneffectiveOnRequest);
                if asked { Effective::No } else { Effective::Yes }
            }
            _ => Effective::Undetermined,
        };
        trace.step("noncompete_effective", || {
            let key = match effective {
                Effective::Yes => "yes",
                Effective::No => "no",
                Effective::Undetermined => "undetermined",
            };
            let articles =
                vec![Citation::read("劳动合同法第24条第1款"), Citation::secondary("法释〔2025〕12号第13条")];
            (Vec::new(), Value::Key(key), articles)
        });
        effective
    }
}
