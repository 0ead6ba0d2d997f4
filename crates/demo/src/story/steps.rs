//! The tellings as deeds: who did what in which departure at which instant, all of them in the order of time.

mod clearing;
mod handing_over;
mod order;

use std::collections::HashMap;

use calendar::Calendar;
use departure::{Dates, PointerKind, Status};
use handover::{Mark, SessionKind, Stage, Verdict};
use kernel::{Date, Role, Timestamp};

use super::{Percent, Story, Telling, phrases::Phrases};
use crate::{Result, days::Days, random::Random};

/// Somebody did something.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    /// Whose departure it concerns, by name.
    pub(crate) departure: String,
    /// Who did it, by name.
    pub(crate) actor: String,
    pub(crate) at: Timestamp,
    pub(crate) deed: Deed,
}

/// What can be done; items by title, people by name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Deed {
    Open { ground: String, reason: String, dates: Dates, start: Status },
    ListItems { dropped: String },
    Receivers { person: String, is_questioner: bool, items: Vec<String> },
    Goal { item: String, planned_on: Date, leaver: String, receivers: String },
    Schedule,
    Approve { step: String, remark: String },
    Promise { what: String, due_on: Date },
    KeepPromise { what: String },
    Finish { task: String, remark: String, proof: Option<Proof> },
    Skip { task: String, reason: String },
    Accept { item: String },
    PlanSession(Session),
    HoldSession { title: String, outcome: String },
    PlanAssessment { due_on: Date, goal_leaver: String, goal_receivers: String },
    Assess { due_on: Date, verdict: Verdict, outcome: String },
    Note { item: String, text: String },
    Say { item: String, stage: Stage, evidence: String },
    Ask { item: String, question: String },
    Answer { item: String, answers: Vec<(String, String)> },
    Mark { item: String, of: String, marks: Vec<(String, Mark)>, remark: String },
    SignOff { item: String, remark: String },
    Unclear { item: String, line: i64, question: String },
    AnswerUnclear { item: String, question: String, answer: String },
    Obstacle { item: Option<String>, what: String, owner: String, due_on: Date },
    Settle { kinds: Vec<PointerKind>, to: Option<String> },
    EnterFact { code: String, value: String, document: String, source: String },
    IssueSettlement,
    Pay { line: String },
    MakeNotice { kind: String, address: String },
    RefusedInPerson { proofs: [Proof; 2] },
    Mailed { number: String, proof: Proof },
    CameBack { proof: Proof },
    Advance,
    Withdraw { reason: String },
    Close,
}

/// A file that proves a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    pub(crate) file_name: String,
    pub(crate) text: String,
}

/// A session to be held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) item: Option<String>,
    pub(crate) kind: SessionKind,
    pub(crate) title: String,
    pub(crate) starts_at: Timestamp,
    pub(crate) minutes: i64,
    pub(crate) place: String,
    pub(crate) with: String,
}

/// What the tellings need to know of the company.
pub(crate) struct Known<'c> {
    pub(crate) days: &'c Days<'c>,
    pub(crate) calendar: &'c Calendar,
    /// The department of each of the leavers, by name.
    pub(crate) departments: HashMap<String, String>,
    /// The manager of each of the leavers, by name.
    pub(crate) managers: HashMap<String, String>,
    /// The kind of each item that can be handed over, by title.
    pub(crate) kinds: HashMap<String, String>,
    /// Who holds each role.
    pub(crate) holders: HashMap<Role, String>,
}

/// Everything that happened, in the order of time. The same seed and day give the same deeds.
pub(crate) fn of(seed: u64, story: &Story, company: &Known<'_>) -> Result<Vec<Step>> {
    let phrases = Phrases::read()?;
    let mut drafts = Vec::new();
    for telling in &story.tellings {
        let mut teller = Teller {
            telling,
            company,
            phrases: &phrases,
            random: Random::stream(seed, &format!("story {}", telling.person)),
            past: telling.past(company.days),
            dates: telling.dates(company.days),
            drafts: Vec::new(),
        };
        teller.open();
        teller.clear()?;
        teller.hand_over()?;
        drafts.append(&mut teller.drafts);
    }
    Ok(order::by_time(drafts))
}

/// A deed of which only the day is known yet.
struct Draft {
    day: Date,
    departure: String,
    actor: String,
    deed: Deed,
}

struct Teller<'t> {
    telling: &'t Telling,
    company: &'t Known<'t>,
    phrases: &'t Phrases,
    random: Random,
    past: Vec<Date>,
    dates: Dates,
    drafts: Vec<Draft>,
}

impl Teller<'_> {
    fn open(&mut self) {
        let told = self.telling;
        let deed = Deed::Open {
            ground: told.ground.clone(),
            reason: told.reason.clone(),
            dates: self.dates,
            start: told.status(),
        };
        self.done_on(self.first_day(), &told.opened_by, deed);
    }

    fn first_day(&self) -> Date {
        self.past.first().copied().unwrap_or(self.company.days.today)
    }

    fn last_past_day(&self) -> Date {
        self.past.last().copied().unwrap_or(self.company.days.today)
    }

    /// The day at a percentage of the past.
    fn day(&self, at: Percent) -> Date {
        let last = self.past.len().saturating_sub(1);
        let place = usize::try_from(at.clamp(0, 100)).unwrap_or(0) * last;
        self.past.get((place + 50) / 100).copied().unwrap_or_else(|| self.last_past_day())
    }

    fn done(&mut self, at: Percent, actor: &str, deed: Deed) {
        self.done_on(self.day(at), actor, deed);
    }

    fn done_on(&mut self, day: Date, actor: &str, deed: Deed) {
        let departure = self.telling.person.clone();
        self.drafts.push(Draft { day, departure, actor: actor.to_owned(), deed });
    }

    /// Whoever acts in a role here: the leaver, the leaver's manager, or who holds the role.
    fn holder(&self, role: Role) -> String {
        let found = match role {
            Role::Leaver => Some(&self.telling.person),
            Role::Manager => self.company.managers.get(&self.telling.person),
            role => self.company.holders.get(&role),
        };
        found.unwrap_or(&self.telling.opened_by).clone()
    }
}

#[cfg(test)]
mod tests;
