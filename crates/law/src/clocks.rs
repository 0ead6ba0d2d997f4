//! Every legal deadline that the end of an employment sets going, each with its rule.
//!
//! A clock is a *duty* (something must be done by the day), a *claim* (until when something can be claimed: it ends a risk,
//! and asks for proof until then) or *keeping* (something must be kept at least until then).

use kernel::Date;

use crate::{
    AppealQuestion, Citation, Claim, Context, DutiesQuestion, Found, Ground, LimitationQuestion, Notes,
    Result, Runs, rules::id, span, wire::Day,
};

/// What kind of deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nature {
    /// Something must be done by the day.
    Duty,
    /// Until when something can be claimed.
    Claim,
    /// Something must be kept at least until then.
    Keep,
}

macro_rules! ids {
    ($($(#[$meta:meta])* $variant:ident = $code:literal, $nature:ident;)*) => {
        /// Which deadline.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ClockId { $($(#[$meta])* $variant,)* }

        impl ClockId {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What kind of deadline it is.
            pub const fn nature(self) -> Nature {
                match self { $(Self::$variant => Nature::$nature,)* }
            }

            /// The one with this code.
            pub fn find(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|id| id.code() == code)
            }
        }
    };
}

ids! {
    /// The certificate of leaving, on the day.
    Certificate = "certificate", Duty;
    /// All wages, at once.
    Wages = "wages", Duty;
    /// File and social insurance.
    Transfers = "transfers", Duty;
    /// The list of those who became unemployed.
    UnemployedList = "unemployed-list", Duty;
    /// Preferring those laid off.
    Rehire = "rehire", Keep;
    /// Arbitration over wages.
    ClaimWages = "claim-wages", Claim;
    /// Arbitration over severance and the like.
    ClaimSeverance = "claim-severance", Claim;
    /// Arbitration over pay for leave.
    ClaimLeave = "claim-leave", Claim;
    /// The award is due.
    Award = "award", Claim;
    /// The award is due at the latest, where the case was extended.
    AwardExtended = "award-extended", Claim;
    /// To sue after an award.
    Sue = "sue", Duty;
    /// To have a final award set aside.
    SetAside = "set-aside", Duty;
    /// The text of the contract.
    KeepContract = "keep-contract", Keep;
    /// The records of wages.
    KeepWages = "keep-wages", Keep;
    /// The longest that a non-compete can bind.
    Noncompete = "noncompete", Claim;
}

/// The day of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockDay {
    /// This one.
    On(Date),
    /// The law leaves it open: the day of each reading, with what speaks for it.
    Open(Vec<(&'static str, Date)>),
}

impl ClockDay {
    /// The first day that any reading gives: whoever must act keeps to it.
    pub fn first(&self) -> Option<Date> {
        match self {
            Self::On(day) => Some(*day),
            Self::Open(readings) => readings.iter().map(|reading| reading.1).min(),
        }
    }

    /// The last day that any reading gives: whoever waits for a claim to lapse waits for it.
    pub fn last(&self) -> Option<Date> {
        match self {
            Self::On(day) => Some(*day),
            Self::Open(readings) => readings.iter().map(|reading| reading.1).max(),
        }
    }
}

/// A deadline with its rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// Which.
    pub id: ClockId,
    /// From when it runs.
    pub from: Date,
    /// Until when.
    pub on: ClockDay,
    /// The articles, each with its grade.
    pub citations: Vec<Citation>,
    /// Steps, warnings and what else belongs to it.
    pub notes: Notes,
}

/// What began the year of a claim anew: a claim, a request to an authority, an acknowledgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interruption {
    /// Of which claim; nothing where it was of all of them.
    pub of: Option<ClockId>,
    /// When.
    pub on: Date,
}

/// A time in which the year of a claim stood still: force majeure or another just cause. Both ends count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// Of which claim; nothing where it was of all of them.
    pub of: Option<ClockId>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// What the clocks run from.
#[derive(Debug, Clone, Default)]
pub struct EndFacts {
    /// The last day of the employment.
    pub ended: Option<Date>,
    /// How it ended.
    pub ground: Option<Ground>,
    /// What interrupted the year.
    pub interruptions: Vec<Interruption>,
    /// When it stood still.
    pub suspensions: Vec<Suspension>,
    /// When arbitration was accepted.
    pub accepted_on: Option<Date>,
    /// When the award arrived.
    pub award_received: Option<Date>,
    /// Whether a non-compete was agreed, as far as it is known.
    pub has_noncompete: bool,
}

impl EndFacts {
    /// Every clock, in the order of the days.
    pub fn clocks(&self, cx: &Context<'_>) -> Result<Vec<Clock>> {
        let ended = crate::error::need(self.ended, "ended", "every clock runs from it")?;
        let mut clocks = duties(ended, cx)?;
        clocks.extend(self.claims(ended, cx)?);
        clocks.extend(self.arbitration(cx)?);
        if self.ground == Some(Ground::Layoff) {
            clocks.push(counted((ClockId::Rehire, id::REHIRE_MONTHS, In::Months), ended, cx)?);
        }
        clocks.push(counted((ClockId::KeepWages, id::KEEP_WAGE_RECORDS_MONTHS, In::Months), ended, cx)?);
        if self.has_noncompete {
            clocks.push(counted((ClockId::Noncompete, id::NONCOMPETE_MONTHS, In::Months), ended, cx)?);
        }
        clocks.sort_by_key(|clock| (clock.on.first(), clock.id));
        Ok(clocks)
    }

    fn claims(&self, ended: Date, cx: &Context<'_>) -> Result<Vec<Clock>> {
        let each = [
            (ClockId::ClaimWages, Claim::Wages),
            (ClockId::ClaimSeverance, Claim::Severance),
            (ClockId::ClaimLeave, Claim::AnnualLeave),
        ];
        each.into_iter().map(|(id, claim)| self.claim(id, claim, ended, cx)).collect()
    }

    fn claim(&self, id: ClockId, claim: Claim, ended: Date, cx: &Context<'_>) -> Result<Clock> {
        let question = LimitationQuestion {
            claim: Some(claim),
            accrued: Some(Day(ended)),
            relation_ended: Some(Day(ended)),
            interruptions: Some(self.interrupted(id).collect()),
            suspensions: Some(self.suspended(id).collect()),
            ..LimitationQuestion::default()
        };
        let answer = question.answer(cx)?;
        let on = match answer.last_day {
            Runs::Until(day) => ClockDay::On(day),
            Runs::Never | Runs::Open => ClockDay::Open(readings(&answer.notes)),
        };
        Ok(clock(id, ended, on, answer.notes))
    }

    fn interrupted(&self, id: ClockId) -> impl Iterator<Item = Day> {
        self.interruptions.iter().filter(move |one| one.of.is_none_or(|of| of == id)).map(|one| Day(one.on))
    }

    fn suspended(&self, id: ClockId) -> impl Iterator<Item = (Day, Day)> {
        let own = self.suspensions.iter().filter(move |one| one.of.is_none_or(|of| of == id));
        own.map(|one| (Day(one.from), Day(one.until)))
    }

    fn arbitration(&self, cx: &Context<'_>) -> Result<Vec<Clock>> {
        let mut clocks = Vec::new();
        if let Some(accepted) = self.accepted_on {
            let award = counted((ClockId::Award, id::AWARD_DAYS, In::Days), accepted, cx)?;
            let due = award.on.last().unwrap_or(accepted);
            let more = cx.rules.value(id::AWARD_EXTENSION_DAYS, accepted, cx.known_on)?;
            let mut extended =
                counted((ClockId::AwardExtended, id::AWARD_EXTENSION_DAYS, In::Days), due, cx)?;
            extended.from = accepted;
            extended.citations = vec![more.citation.clone()];
            clocks.extend([award, extended]);
        }
        if let Some(received) = self.award_received {
            let question =
                AppealQuestion { award_received: Some(Day(received)), ..AppealQuestion::default() };
            let answer = question.answer(cx)?;
            clocks.push(clock(ClockId::Sue, received, ClockDay::On(answer.last_day), answer.notes));
            clocks.push(counted((ClockId::SetAside, id::SET_ASIDE_DAYS, In::Days), received, cx)?);
        }
        Ok(clocks)
    }
}

fn readings(notes: &Notes) -> Vec<(&'static str, Date)> {
    let all = notes.contested.iter().flat_map(|open| &open.readings);
    all.filter_map(|reading| match reading.found {
        Found::LastDay(Some(day)) => Some((reading.why, day)),
        _ => None,
    })
    .collect()
}

fn clock(id: ClockId, from: Date, on: ClockDay, notes: Notes) -> Clock {
    Clock { id, from, on, citations: notes.citations.clone(), notes }
}

#[derive(Debug, Clone, Copy)]
enum In {
    Days,
    Months,
}

/// A clock that is one parameter counted from a day.
fn counted(
    (clock_id, name, unit): (ClockId, &'static str, In),
    from: Date,
    cx: &Context<'_>,
) -> Result<Clock> {
    let value = cx.rules.value(name, from, cx.known_on)?;
    let crate::rules::Worth::Number(number) = value.worth else {
        return Err(crate::Error::Parameter {
            file: name.to_owned(),
            problem: "one number is expected".to_owned(),
        });
    };
    let day = match unit {
        In::Days => span::add_days(from, number.floor()),
        In::Months => span::add_months(from, number.floor()),
    };
    let notes = Notes { citations: vec![value.citation.clone()], ..Notes::default() };
    Ok(clock(clock_id, from, ClockDay::On(day), notes))
}

fn duties(ended: Date, cx: &Context<'_>) -> Result<Vec<Clock>> {
    let answer = DutiesQuestion { last_day: Some(Day(ended)) }.answer(cx)?;
    let cited = |rule: &str| -> Vec<Citation> {
        let steps = answer.notes.steps.iter().filter(|step| step.rule == rule);
        steps.flat_map(|step| step.citations.clone()).collect()
    };
    let one = |id, on, rule: &str| {
        let notes = Notes { citations: cited(rule), ..Notes::default() };
        clock(id, ended, ClockDay::On(on), notes)
    };
    Ok(vec![
        one(ClockId::Certificate, answer.certificate_by, "certificate"),
        one(ClockId::Wages, answer.wages_by, "wages"),
        one(ClockId::Transfers, answer.transfers_by, "transfers"),
        one(ClockId::UnemployedList, answer.unemployed_list_by, "transfers"),
        one(ClockId::KeepContract, answer.keep_contract_until, "keep_contract"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn on(facts: &EndFacts, id: ClockId) -> Option<Date> {
        let calendar = calendar::Calendar::builtin();
        let clocks = facts.clocks(&Context::new(&calendar)).unwrap();
        clocks.iter().find(|clock| clock.id == id).and_then(|clock| clock.on.first())
    }

    #[test]
    fn the_end_sets_every_duty_going() {
        let facts = EndFacts { ended: Some(day("2025-06-30")), ..EndFacts::default() };
        assert_eq!(on(&facts, ClockId::Certificate), Some(day("2025-06-30")));
        assert_eq!(on(&facts, ClockId::Wages), Some(day("2025-06-30")));
        assert_eq!(on(&facts, ClockId::Transfers), Some(day("2025-07-15")));
        assert_eq!(on(&facts, ClockId::UnemployedList), Some(day("2025-07-15")));
        assert_eq!(on(&facts, ClockId::KeepContract), Some(day("2027-06-30")));
        assert_eq!(on(&facts, ClockId::KeepWages), Some(day("2027-06-30")));
        assert_eq!(on(&facts, ClockId::Rehire), None);
        assert_eq!(on(&facts, ClockId::Sue), None);
        assert_eq!(on(&facts, ClockId::Noncompete), None);
    }

    #[test]
    fn an_interruption_begins_the_year_anew() {
        let mut facts = EndFacts { ended: Some(day("2024-05-31")), ..EndFacts::default() };
        // 31 May 2025 is the Dragon Boat holiday; the next working day is 3 June.
        assert_eq!(on(&facts, ClockId::ClaimWages), Some(day("2025-06-03")));
        facts.interruptions = vec![Interruption { of: None, on: day("2025-01-10") }];
        assert_eq!(on(&facts, ClockId::ClaimSeverance), Some(day("2026-01-12")));
        facts.interruptions = vec![Interruption { of: Some(ClockId::ClaimWages), on: day("2025-01-10") }];
        assert_eq!(on(&facts, ClockId::ClaimWages), Some(day("2026-01-12")));
        assert_eq!(on(&facts, ClockId::ClaimSeverance), Some(day("2025-06-03")), "another claim runs on");
    }

    #[test]
    fn a_suspension_stops_the_year_and_the_rest_of_it_runs_afterwards() {
        let stood_still = Suspension { of: None, from: day("2025-03-01"), until: day("2025-03-10") };
        let mut facts = EndFacts {
            ended: Some(day("2024-05-31")),
            suspensions: vec![stood_still],
            ..EndFacts::default()
        };
        // Ten days after 31 May 2025 is 10 June, a Tuesday.
        assert_eq!(on(&facts, ClockId::ClaimSeverance), Some(day("2025-06-10")));
        let calendar = calendar::Calendar::builtin();
        let clocks = facts.clocks(&Context::new(&calendar)).unwrap();
        let wages = clocks.iter().find(|clock| clock.id == ClockId::ClaimWages).unwrap();
        let step = wages.notes.steps.iter().find(|step| step.rule == "suspension").unwrap();
        assert!(step.citations.iter().any(|article| article.text == "劳动争议调解仲裁法第27条第3款"));
        facts.suspensions = vec![Suspension { of: Some(ClockId::ClaimLeave), ..stood_still }];
        assert_eq!(on(&facts, ClockId::ClaimSeverance), Some(day("2025-06-03")), "another claim runs on");
        // What began before the year does not count before its first day.
        facts.suspensions = vec![Suspension { of: None, from: day("2024-01-01"), until: day("2024-06-05") }];
        assert_eq!(on(&facts, ClockId::ClaimSeverance), Some(day("2025-06-05")));
    }

    #[test]
    fn an_accepted_case_and_an_award_have_clocks_of_their_own() {
        let facts = EndFacts {
            ended: Some(day("2025-06-30")),
            accepted_on: Some(day("2025-09-01")),
            award_received: Some(day("2025-10-20")),
            ground: Some(Ground::Layoff),
            has_noncompete: true,
            ..EndFacts::default()
        };
        assert_eq!(on(&facts, ClockId::Award), Some(day("2025-10-16")));
        assert_eq!(on(&facts, ClockId::AwardExtended), Some(day("2025-10-31")));
        assert_eq!(on(&facts, ClockId::Sue), Some(day("2025-11-04")));
        assert_eq!(on(&facts, ClockId::SetAside), Some(day("2025-11-19")));
        assert_eq!(on(&facts, ClockId::Rehire), Some(day("2025-12-30")));
        assert_eq!(on(&facts, ClockId::Noncompete), Some(day("2027-06-30")));
    }

    #[test]
    fn every_clock_names_an_article_and_comes_in_the_order_of_its_day() {
        let facts = EndFacts {
            ended: Some(day("2026-02-28")),
            accepted_on: Some(day("2026-05-01")),
            award_received: Some(day("2026-06-01")),
            ground: Some(Ground::Layoff),
            has_noncompete: true,
            interruptions: vec![Interruption { of: None, on: day("2026-04-01") }],
            suspensions: vec![Suspension { of: None, from: day("2026-06-01"), until: day("2026-06-30") }],
        };
        let calendar = calendar::Calendar::builtin();
        let clocks = facts.clocks(&Context::new(&calendar)).unwrap();
        assert_eq!(clocks.len(), ClockId::ALL.len());
        for clock in &clocks {
            assert!(!clock.citations.is_empty(), "{:?}", clock.id);
            assert_eq!(ClockId::find(clock.id.code()), Some(clock.id));
        }
        assert!(clocks.is_sorted_by_key(|clock| clock.on.first()));
    }
}
