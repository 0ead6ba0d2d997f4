//! Until when arbitration can be asked for.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Found, Notes, Reading, Result, Warning,
    award::ARBITRATION_LAW,
    error::need,
    explain::Value,
    rules::id,
    span,
    trace::{Context, Trace},
    wire::Day,
    working_days::WorkingDays,
};

/// What is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Claim {
    Wages,
    Severance,
    #[serde(rename = "damages_2n")]
    Damages2n,
    InLieu,
    AnnualLeave,
    Certificate,
    DoubleWage,
    Noncompete,
    Other,
}

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitationQuestion {
    /// What is claimed.
    pub claim: Option<Claim>,
    /// When the claimant knew or should have known.
    pub accrued: Option<Day>,
    /// When the employment ended; nothing while it goes on.
    pub relation_ended: Option<Day>,
    /// Claims to the other side, requests to an authority, acknowledgements.
    pub interruptions: Option<Vec<Day>>,
    /// Times of force majeure or just cause, both ends counted.
    pub suspensions: Option<Vec<(Day, Day)>>,
    /// Weekdays off.
    pub holidays: Option<Vec<Day>>,
    /// Weekend days worked.
    pub workdays: Option<Vec<Day>>,
}

/// Until when a limitation runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Runs {
    /// To this day.
    Until(Date),
    /// None runs.
    Never,
    /// The readings differ.
    Open,
}

impl Runs {
    /// Whether the readings differ.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitationAnswer {
    /// The last day: null where none runs, absent where it is contested.
    #[serde(skip_serializing_if = "Runs::is_open")]
    pub last_day: Runs,
    /// Which calendar was used.
    pub calendar: &'static str,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

impl LimitationQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<LimitationAnswer> {
        let claim = need(self.claim, "claim", "the rule follows from it")?;
        let pauses = self.pauses()?;
        let days = WorkingDays::new(self.holidays.as_deref(), self.workdays.as_deref(), cx.calendar);
        let mut trace = Trace::new(cx);
        let clock = Clock { days: &days, pauses: &pauses, interruptions: self.sorted_interruptions() };
        let last_day = match claim {
            Claim::Wages => self.wages(&clock, &mut trace)?,
            Claim::AnnualLeave => self.annual_leave(&clock, &mut trace)?,
            Claim::DoubleWage => self.double_wage(&clock, &mut trace)?,
            Claim::Severance | Claim::Damages2n | Claim::InLieu | Claim::Certificate => {
                Runs::Until(clock.run(self.at_the_end(&mut trace)?, &mut trace)?)
            }
            Claim::Noncompete | Claim::Other => Runs::Until(clock.run(self.accrued()?, &mut trace)?),
        };
        if let Runs::Until(day) = last_day {
            trace.watch(day);
        }
        trace.reject("sixty_days_of_the_labour_law", "displaced_on_2008_05_01");
        Ok(LimitationAnswer { last_day, calendar: days.name(), notes: trace.finish() })
    }

    fn accrued(&self) -> Result<Start> {
        let accrued = need(self.accrued, "accrued", "the year runs from it")?.0;
        Start::new("accrued", accrued)
    }

    /// Wages have no limit while the employment lasts, and a year from its end after it.
    fn wages(&self, clock: &Clock<'_>, trace: &mut Trace<'_>) -> Result<Runs> {
        let Some(ended) = self.relation_ended else {
            trace.step("no_limit_during_employment", || {
                let inputs = self.accrued.map(|day| ("accrued", Value::Date(day.0)));
                let article = Citation::read("劳动争议调解仲裁法第27条第4款");
                (inputs.into_iter().collect(), Value::Key("none_runs"), vec![article])
            });
            return Ok(Runs::Never);
        };
        trace.step("wages_from_the_end", || {
            let article = Citation::read("劳动争议调解仲裁法第27条第4款");
            (vec![("relation_ended", Value::Date(ended.0))], Value::Date(ended.0), vec![article])
        });
        clock.run(Start::new("relation_ended", ended.0)?, trace).map(Runs::Until)
    }

    /// Severance, damages, pay in lieu and certificates: from the end, where there is one.
    fn at_the_end(&self, trace: &mut Trace<'_>) -> Result<Start> {
        let Some(ended) = self.relation_ended else { return self.accrued() };
        trace.warn_if(self.accrued.is_some_and(|accrued| accrued != ended), Warning::CountedFromTheEnd);
        Start::new("relation_ended", ended.0)
    }

    /// Whether pay for leave shares the exception of wages is open; equal readings are an answer.
    fn annual_leave(&self, clock: &Clock<'_>, trace: &mut Trace<'_>) -> Result<Runs> {
        let accrued = need(self.accrued, "accrued", "the year of the leave follows from it")?.0;
        let year_end = Date::new(accrued.year(), 12, 31).unwrap_or(accrued);
        let from = self.relation_ended.map_or(year_end, |ended| ended.0.min(year_end).max(accrued));
        let ordinary = clock.run(Start::new("accrued", from)?, trace)?;
        let as_wages = match self.relation_ended {
            Some(ended) => Some(clock.run(Start::new("relation_ended", ended.0)?, &mut trace.silent())?),
            None => None,
        };
        if as_wages == Some(ordinary) {
            return Ok(Runs::Until(ordinary));
        }
        let readings = vec![
            Reading {
                id: "ordinary",
                found: Found::LastDay(Some(ordinary)),
                why: "a_year_from_the_end_of_the_year",
            },
            Reading {
                id: "as_wages",
                found: Found::LastDay(as_wages),
                why: "extra_pay_for_leave_seen_as_wages",
            },
        ];
        trace.contest("last_day", readings);
        Ok(Runs::Open)
    }

    /// Double wages without a contract: month by month or from the end, by region.
    fn double_wage(&self, clock: &Clock<'_>, trace: &mut Trace<'_>) -> Result<Runs> {
        let monthly = clock.run(self.accrued()?, trace)?;
        let whole = match self.relation_ended {
            Some(ended) => Some(clock.run(Start::new("relation_ended", ended.0)?, &mut trace.silent())?),
            None => None,
        };
        if whole == Some(monthly) {
            return Ok(Runs::Until(monthly));
        }
        let readings = vec![
            Reading {
                id: "month_by_month",
                found: Found::LastDay(Some(monthly)),
                why: "each_month_runs_on_its_own",
            },
            Reading {
                id: "from_the_end",
                found: Found::LastDay(whole),
                why: "one_claim_that_ends_with_the_employment",
            },
        ];
        trace.contest("last_day", readings);
        Ok(Runs::Open)
    }

    fn sorted_interruptions(&self) -> Vec<Date> {
        let mut days: Vec<Date> = self.interruptions.iter().flatten().map(|day| day.0).collect();
        days.sort_unstable();
        days
    }

    /// The suspensions in order, those that touch made one.
    fn pauses(&self) -> Result<Vec<(Date, Date)>> {
        let mut pauses = Vec::new();
        for (place, (from, to)) in self.suspensions.iter().flatten().enumerate() {
            if from.0 > to.0 {
                return Err(Error::refused(format!("suspensions/{place}"), "it ends before it begins"));
            }
            pauses.push((from.0, to.0));
        }
        pauses.sort_unstable();
        let mut merged: Vec<(Date, Date)> = Vec::new();
        for (from, to) in pauses {
            match merged.last_mut() {
                Some(last) if from <= span::add_days(last.1, 1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        Ok(merged)
    }
}

/// The day from which the year runs.
#[derive(Debug, Clone, Copy)]
struct Start(Date);

impl Start {
    /// Only what accrued under the arbitration law is known here.
    fn new(field: &'static str, date: Date) -> Result<Self> {
        if date < ARBITRATION_LAW {
            let why = "the arbitration law is in force from 2008-05-01; what accrued before had other terms";
            return Err(Error::OutOfRange { field, date, why });
        }
        Ok(Self(date))
    }
}

struct Clock<'d> {
    days: &'d WorkingDays<'d>,
    pauses: &'d [(Date, Date)],
    interruptions: Vec<Date>,
}

impl Clock<'_> {
    /// The last day: a year from the start, begun anew by each interruption in time, prolonged by each suspension.
    fn run(&self, start: Start, trace: &mut Trace<'_>) -> Result<Date> {
        let (months, citation) = trace.count(id::LIMITATION_MONTHS, start.0)?;
        let mut from = start.0;
        let mut last = self.prolonged(from, months);
        trace.step("limitation", || {
            let inputs = vec![("from", Value::Date(from)), ("months", Value::Count(months))];
            (inputs, Value::Date(last), vec![citation.clone()])
        });
        for day in &self.interruptions {
            if *day < from || self.days.next(last) < *day {
                trace.warn(Warning::InterruptionOutsidePeriod);
                continue;
            }
            from = *day;
            last = self.prolonged(from, months);
            trace.step("interruption", || {
                let article = Citation::read("劳动争议调解仲裁法第27条第2款");
                (vec![("on", Value::Date(from))], Value::Date(last), vec![article])
            });
        }
        let paused = span::days_between(span::add_months(from, months), last);
        if paused > 0 {
            trace.step("suspension", || {
                let article = Citation::read("劳动争议调解仲裁法第27条第3款");
                (vec![("days", Value::Count(paused))], Value::Date(last), vec![article])
            });
        }
        Ok(self.days.moved(last, trace))
    }

    /// The period from a day, longer by every day on which the clock stood still before it ran out.
    fn prolonged(&self, from: Date, months: i64) -> Date {
        let mut last = span::add_months(from, months);
        for (first, until) in self.pauses {
            let first = (*first).max(span::add_days(from, 1));
            if first <= *until && first <= last {
                last = span::add_days(last, span::days_between(first, *until) + 1);
            }
        }
        last
    }
}
