//! A whole settlement: whether the employment ends, what is owed line by line, the tax.

mod case;
mod damages;
mod lines;
mod old;
mod severance;

use kernel::{Date, Money};
use serde::Serialize;

pub use self::case::Case;
use crate::{
    Citation, Error, Exact, Ground, Notes, Protection, Result, Step, Warning, annual_leave,
    error::need,
    explain::Value,
    span, tax,
    trace::{Context, Trace},
};

/// Since when the Labour Contract Law is in force.
pub(crate) const CONTRACT_LAW: Date = jiff::civil::date(2008, 1, 1);
const LABOUR_LAW: Date = jiff::civil::date(1995, 1, 1);
const FOUNDING: Date = jiff::civil::date(1949, 10, 1);

/// Whether the employment ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It ends.
    Ends,
    /// It goes on until the protection ends.
    Extended,
    /// It must not be ended so.
    NotAllowed,
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum LineId {
    Severance,
    InLieu,
    #[serde(rename = "damages_2n")]
    Damages2n,
    AnnualLeave,
    MedicalSubsidy,
    Tax,
}

/// One line of a settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it is for.
    pub id: LineId,
    /// The amount; absent where it is contested without a default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// How it came about.
    pub steps: Vec<Step>,
    /// The articles.
    pub citations: Vec<Citation>,
}

/// Something to see to at such an ending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What.
    pub check: &'static str,
    /// The article.
    pub citation: Citation,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settlement {
    /// Whether the employment ends.
    pub effect: Effect,
    /// What is owed.
    pub lines: Vec<Line>,
    /// The sum of what has an amount, before tax.
    pub total_before_tax: Money,
    /// The tax on the one-off payments; absent where it is contested or not reckoned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// The lines whose payment may wait for the handover.
    pub what_may_wait_for_handover: Vec<LineId>,
    /// What to see to.
    pub procedure: Vec<Check>,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

/// The facts that every line needs, checked.
struct Facts<'c> {
    case: &'c Case,
    ground: Ground,
    last_day: Date,
    profile: Option<crate::Profile>,
}

impl Case {
    /// The settlement.
    pub fn answer(&self, cx: &Context<'_>) -> Result<Settlement> {
        let facts = self.checked()?;
        let mut trace = Trace::new(cx);
        trace.watch(facts.last_day);
        facts.remark(&mut trace);
        let effect = facts.effect(&mut trace);
        let lines = if effect == Effect::Ends { facts.lines(&mut trace)? } else { Vec::new() };
        let tax = facts.tax(&lines, &mut trace)?;
        Ok(assemble(&facts, effect, lines, tax, trace))
    }

    fn checked(&self) -> Result<Facts<'_>> {
        let ground = need(self.ground, "ground", "everything follows from it")?;
        let last_day = need(self.last_day, "last_day", "the law in force and the service follow from it")?.0;
        if last_day < LABOUR_LAW {
            let why = "the rules known here begin with the Labour Law on 1995-01-01";
            return Err(Error::OutOfRange { field: "last_day", date: last_day, why });
        }
        if let Some(start) = self.service_start {
            if start.0 > last_day {
                return Err(Error::refused("last_day", "the last day lies before the first (service_start)"));
            }
            if start.0 < FOUNDING {
                let why = "no service counts from before 1949-10-01";
                return Err(Error::OutOfRange { field: "service_start", date: start.0, why });
            }
        }
        if let Some(reason) = self.reason
            && matches!(ground, Ground::Constructive | Ground::Cause)
            && reason.ground() != ground
        {
            return Err(Error::refused("reason", "the reason does not belong to this ground"));
        }
        if matches!(ground, Ground::Illegal | Ground::NoContract1m | Ground::NoContract1y)
            && last_day < CONTRACT_LAW
        {
            let why = "this ground is one of the Labour Contract Law, in force from 2008-01-01";
            return Err(Error::OutOfRange { field: "last_day", date: last_day, why });
        }
        Ok(Facts { case: self, ground, last_day, profile: self.profile })
    }
}

impl Facts<'_> {
    fn protected(&self, by: Protection) -> bool {
        self.case.protected.as_ref().is_some_and(|list| list.contains(&by))
    }

    fn remark(&self, trace: &mut Trace<'_>) {
        let takes_reason = matches!(self.ground, Ground::Constructive | Ground::Cause);
        trace.warn_if(self.case.reason.is_some() && !takes_reason, Warning::ReasonNotUsed);
        let unverified = matches!(self.ground, Ground::NoContract1m | Ground::NoContract1y);
        trace.warn_if(unverified, Warning::UnverifiedRule);
        let is_beyond_first_year = self.ground == Ground::NoContract1y
            && self.case.service_start.is_some_and(|start| span::add_months(start.0, 12) <= self.last_day);
        trace.warn_if(is_beyond_first_year, Warning::GroundNeedsFirstYear);
        let rules_of_2008 = jiff::civil::date(2008, 9, 18);
        let is_early_task = self.ground == Ground::TaskDone && self.last_day < rules_of_2008;
        trace.warn_if(is_early_task, Warning::OutOfRange);
        trace.warn_if(self.protected(Protection::OccupationalHazard), Warning::LeavingHealthCheck);
        let due = match self.ground {
            Ground::Resign => 30,
            Ground::ResignProbation => 3,
            _ => 0,
        };
        trace.warn_if(
            self.case.notice_days_given.is_some_and(|days| i64::from(days) < due),
            Warning::ShortNotice,
        );
    }

    fn effect(&self, trace: &mut Trace<'_>) -> Effect {
        let is_protected = self.case.protected.as_ref().is_some_and(|list| !list.is_empty());
        if !is_protected {
            return Effect::Ends;
        }
        if self.last_day < CONTRACT_LAW {
            // Article 29 of the Labour Law protected a shorter list, which is not part of these rules.
            trace.warn(Warning::OutOfRange);
            return Effect::Ends;
        }
        let effect = match self.ground {
            Ground::Expiry => Effect::Extended,
            Ground::Layoff | Ground::NofaultMed | Ground::NofaultIncomp | Ground::NofaultChange => {
                Effect::NotAllowed
            }
            _ => return Effect::Ends,
        };
        trace.warn(Warning::Protected);
        let is_injury = self.protected(Protection::OccupationalDiseaseOrInjury);
        trace.warn_if(is_injury && effect == Effect::Extended, Warning::WorkInjuryRules);
        trace.step("protection", || {
            let article = match effect {
                Effect::Extended => Citation::read("劳动合同法第45条"),
                _ => Citation::read("劳动合同法第42条"),
            };
            let result = if effect == Effect::Extended { "extended" } else { "not_allowed" };
            (vec![("ground", Value::Key(self.ground.code()))], Value::Key(result), vec![article])
        });
        effect
    }

    fn lines(&self, trace: &mut Trace<'_>) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        lines.extend(self.severance(trace)?);
        lines.extend(self.in_lieu(trace)?);
        lines.extend(self.damages(trace)?);
        lines.extend(self.medical_subsidy(trace)?);
        if let Some(leave) = &self.case.annual_leave
            && let Some(amount) = annual_leave::inside(leave, self.last_day, trace)?
        {
            lines.push(line(LineId::AnnualLeave, Some(amount), trace));
        }
        Ok(lines)
    }

    /// The tax on what has an amount; nothing to pay is no tax.
    fn tax(&self, lines: &[Line], trace: &mut Trace<'_>) -> Result<Option<Line>> {
        let one_off = |line: &&Line| line.id != LineId::AnnualLeave;
        let payment = lines
            .iter()
            .filter(one_off)
            .filter_map(|line| line.amount)
            .fold(Exact::ZERO, |sum, amount| sum + amount.into());
        let is_open = lines.iter().any(|line| line.id == LineId::Severance && line.amount.is_none());
        if payment == Exact::ZERO && !is_open {
            let nothing =
                Line { id: LineId::Tax, amount: Some(Money::ZERO), steps: Vec::new(), citations: Vec::new() };
            return Ok(Some(nothing));
        }
        let levy = match self.case.local_avg_monthly_wage {
            Some(lavg) => {
                let facts =
                    tax::Payment { ground: self.ground, amount: payment, lavg: lavg.0, date: self.last_day };
                tax::reckon(&facts, trace)?
            }
            None => None,
        };
        let Some(levy) = levy else {
            trace.warn(Warning::TaxNotReckoned);
            return Ok(None);
        };
        let is_mixed = lines.iter().any(|line| matches!(line.id, LineId::InLieu | LineId::Damages2n));
        trace.warn_if(is_mixed, Warning::TaxOfInLieuAndDamagesUnverified);
        let amount = if is_open { None } else { levy.tax };
        Ok(Some(line(LineId::Tax, amount, trace)))
    }
}

/// A line with the steps since the last one.
fn line(id: LineId, amount: Option<Money>, trace: &mut Trace<'_>) -> Line {
    let steps = trace.take_steps();
    let mut citations: Vec<Citation> = Vec::new();
    for citation in steps.iter().flat_map(|step| &step.citations) {
        if !citations.contains(citation) {
            citations.push(citation.clone());
        }
    }
    Line { id, amount, steps, citations }
}

fn assemble(
    facts: &Facts<'_>,
    effect: Effect,
    mut lines: Vec<Line>,
    tax: Option<Line>,
    mut trace: Trace<'_>,
) -> Settlement {
    let total = lines.iter().filter_map(|line| line.amount.map(Money::fen)).fold(0, i64::saturating_add);
    trace.warn_if(lines.iter().any(|line| line.amount.is_none()), Warning::TotalLeavesOutContested);
    let may_wait = lines
        .iter()
        .filter(|line| line.id == LineId::Severance && line.amount != Some(Money::ZERO))
        .map(|line| line.id)
        .collect();
    let tax_amount = tax.as_ref().and_then(|line| line.amount);
    // A settlement without a one-off payment has no tax line, only the zero.
    let has_payment = lines.iter().any(|line| line.id != LineId::AnnualLeave);
    lines.extend(tax.filter(|_| has_payment));
    let procedure = facts.ground.procedure().into_iter().map(|(check, citation)| Check { check, citation });
    Settlement {
        effect,
        lines,
        total_before_tax: Money::from_fen(total),
        tax: tax_amount,
        what_may_wait_for_handover: may_wait,
        procedure: procedure.collect(),
        notes: trace.finish(),
    }
}
