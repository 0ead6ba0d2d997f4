//! Pay for annual leave that was not taken.

use kernel::{Date, Money};
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Exact, Notes, Result, Warning,
    error::need,
    explain::Value,
    rules::{Worth, id},
    span,
    trace::{Context, Trace},
    wire::{Amount, Completed, Day},
};

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AnnualLeaveQuestion {
    /// The last day of the employment.
    pub last_day: Option<Day>,
    /// The first day at this employer.
    pub joined_this_employer: Option<Day>,
    /// Completed years of work, over all employers, at the last day.
    pub cumulative_years: Option<Completed>,
    /// Days of this year's leave that were arranged.
    pub taken_days: Option<Amount>,
    /// The average monthly wage of the 12 months before, without overtime pay.
    pub avg12_excl_overtime: Option<Amount>,
    /// Whether the worker gave the leave up in writing, for own reasons.
    pub waived_in_writing: Option<bool>,
}

/// The same facts inside a settlement.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LeaveFacts {
    /// The first day at this employer.
    pub joined_this_employer: Option<Day>,
    /// Completed years of work, over all employers, at the last day.
    pub cumulative_years: Option<Completed>,
    /// Days of this year's leave that were arranged.
    pub taken_days: Option<Amount>,
    /// The average monthly wage of the 12 months before, without overtime pay.
    pub avg12_excl_overtime: Option<Amount>,
    /// Whether the worker gave the leave up in writing, for own reasons.
    pub waived_in_writing: Option<bool>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnnualLeaveAnswer {
    /// Days a year.
    pub entitled_days: i64,
    /// Days to be paid for.
    pub due_days: i64,
    /// The daily wage; absent where it was not needed and not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily: Option<Money>,
    /// What is owed besides the wage already paid.
    pub amount: Money,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

/// The field names, which differ inside a settlement.
struct Names {
    joined: &'static str,
    years: &'static str,
    taken: &'static str,
    wage: &'static str,
    waived: &'static str,
}

const ALONE: Names = Names {
    joined: "joined_this_employer",
    years: "cumulative_years",
    taken: "taken_days",
    wage: "avg12_excl_overtime",
    waived: "waived_in_writing",
};

const INSIDE: Names = Names {
    joined: "annual_leave/joined_this_employer",
    years: "annual_leave/cumulative_years",
    taken: "annual_leave/taken_days",
    wage: "annual_leave/avg12_excl_overtime",
    waived: "annual_leave/waived_in_writing",
};

impl AnnualLeaveQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<AnnualLeaveAnswer> {
        let last_day = need(self.last_day, "last_day", "leave is counted to it")?.0;
        let mut trace = Trace::new(cx);
        trace.watch(last_day);
        let facts = LeaveFacts {
            joined_this_employer: self.joined_this_employer,
            cumulative_years: self.cumulative_years,
            taken_days: self.taken_days,
            avg12_excl_overtime: self.avg12_excl_overtime,
            waived_in_writing: self.waived_in_writing,
        };
        let leave = reckon(&facts, &ALONE, last_day, &mut trace)?.ok_or(Error::OutOfRange {
            field: "last_day",
            date: last_day,
            why: "the measures on paying for leave not taken are in force from 2008-09-18",
        })?;
        Ok(AnnualLeaveAnswer {
            entitled_days: leave.entitled,
            due_days: leave.due,
            daily: leave.daily.map(Exact::to_money),
            amount: leave.amount,
            notes: trace.finish(),
        })
    }
}

/// What a settlement needs; nothing before the rules are in force.
pub(crate) fn inside(facts: &LeaveFacts, last_day: Date, trace: &mut Trace<'_>) -> Result<Option<Money>> {
    Ok(reckon(facts, &INSIDE, last_day, trace)?.map(|leave| leave.amount))
}

struct Leave {
    entitled: i64,
    due: i64,
    daily: Option<Exact>,
    amount: Money,
}

fn reckon(facts: &LeaveFacts, names: &Names, last_day: Date, trace: &mut Trace<'_>) -> Result<Option<Leave>> {
    let joined = need(facts.joined_this_employer, names.joined, "this year's days are counted from it")?.0;
    let years = need(facts.cumulative_years, names.years, "the entitlement follows from it")?.0;
    let taken = need(facts.taken_days, names.taken, "days already arranged are taken off")?.0;
    let is_waived = need(facts.waived_in_writing, names.waived, "a written waiver leaves only normal pay")?;
    if joined > last_day {
        return Err(Error::refused(names.joined, "the first day lies after the last day"));
    }
    if Exact::whole(366) < taken {
        return Err(Error::refused(names.taken, "more days than a year has"));
    }
    let Ok((multiple, _)) = trace.number(id::LEAVE_MULTIPLE, last_day) else {
        trace.warn(Warning::LeaveRulesNotYetInForce);
        return Ok(None);
    };
    let entitled = entitled(years, last_day, trace)?;
    let due = due_days(&Span { joined, last_day, entitled, taken }, trace)?;
    let wage = match facts.avg12_excl_overtime {
        Some(wage) => Some(wage.0),
        None if due == 0 || is_waived => None,
        None => need(None, names.wage, "the daily wage follows from it")?,
    };
    let daily = wage.map(|wage| daily(wage, last_day, trace)).transpose()?;
    let amount = match daily {
        Some(daily) if !is_waived => (Exact::whole(due) * daily * multiple).to_money(),
        _ => Money::ZERO,
    };
    owed(&Owed { due, daily, multiple, is_waived, amount, last_day }, trace)?;
    Ok(Some(Leave { entitled, due, daily, amount }))
}

fn entitled(years: i64, last_day: Date, trace: &mut Trace<'_>) -> Result<i64> {
    let value = trace.value(id::LEAVE_ENTITLEMENT, last_day)?;
    let Worth::Bands(bands) = &value.worth else {
        return Err(Error::NoValue { id: id::LEAVE_ENTITLEMENT.to_owned(), date: last_day });
    };
    let reached = bands.iter().rfind(|band| band.start <= Exact::whole(years));
    let days = reached.map_or(0, |band| band.value.floor());
    trace.step("leave_entitlement", || {
        (vec![("cumulative_years", Value::Count(years))], Value::Count(days), vec![value.citation.clone()])
    });
    // The completed years are a whole number: the anniversary of a step may lie inside the leaving year.
    trace.warn_if(bands.iter().any(|band| band.start == Exact::whole(years)), Warning::EntitlementStep);
    Ok(days)
}

struct Span {
    joined: Date,
    last_day: Date,
    entitled: i64,
    taken: Exact,
}

fn due_days(span: &Span, trace: &mut Trace<'_>) -> Result<i64> {
    let (year, citation) = trace.count(id::LEAVE_YEAR, span.last_day)?;
    let elapsed = elapsed(span.joined, span.last_day).min(year);
    let count =
        |elapsed: i64| (Exact::fraction(elapsed * span.entitled, year) - span.taken).max(Exact::ZERO).floor();
    let due = count(elapsed);
    let before = count((elapsed - 1).max(0));
    let after = count((elapsed + 1).min(year));
    trace.warn_if(before != due || after != due, Warning::BoundarySensitive);
    trace.step("leave_due_days", || {
        let inputs = vec![
            ("calendar_days_here_this_year", Value::Count(elapsed)),
            ("days_of_year", Value::Count(year)),
            ("entitled_days", Value::Count(span.entitled)),
            ("taken_days", Value::Number(span.taken)),
        ];
        (inputs, Value::Count(due), vec![citation.clone()])
    });
    Ok(due)
}

/// Calendar days at this employer in the year of the last day, both ends counted.
fn elapsed(joined: Date, last_day: Date) -> i64 {
    let new_year = Date::new(last_day.year(), 1, 1).unwrap_or(last_day);
    span::days_between(joined.max(new_year), last_day) + 1
}

fn daily(wage: Exact, last_day: Date, trace: &mut Trace<'_>) -> Result<Exact> {
    let (days, citation) = trace.number(id::DAYS_PER_MONTH, last_day)?;
    let daily = wage.over(days);
    trace.step("leave_daily_wage", || {
        let inputs =
            vec![("avg12_excl_overtime", Value::Amount(wage)), ("days_per_month", Value::Number(days))];
        let article = Citation::read("企业职工带薪年休假实施办法第11条");
        (inputs, Value::Amount(daily), vec![article, citation.clone()])
    });
    Ok(daily)
}

struct Owed {
    due: i64,
    daily: Option<Exact>,
    multiple: Exact,
    is_waived: bool,
    amount: Money,
    last_day: Date,
}

fn owed(owed: &Owed, trace: &mut Trace<'_>) -> Result<()> {
    let (_, citation) = trace.number(id::LEAVE_MULTIPLE, owed.last_day)?;
    trace.warn_if(owed.amount > Money::ZERO, Warning::LeavePayTaxedAsWages);
    if owed.is_waived {
        trace.reject("annual_leave_extra_pay", "waived_in_writing_for_own_reasons");
    }
    trace.step("leave_extra_pay", || {
        let mut inputs =
            vec![("due_days", Value::Count(owed.due)), ("multiple", Value::Number(owed.multiple))];
        inputs.extend(owed.daily.map(|daily| ("daily", Value::Amount(daily))));
        inputs.push(("waived_in_writing", Value::Flag(owed.is_waived)));
        let waiver = Citation::read("企业职工带薪年休假实施办法第10条第2款");
        let articles = if owed.is_waived { vec![waiver] } else { vec![citation.clone()] };
        (inputs, Value::Money(owed.amount), articles)
    });
    Ok(())
}
