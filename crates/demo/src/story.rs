//! The six departures, as they are told: who leaves how, and what has happened since.
//!
//! A telling names days relative to today and, for what is past, percentages of the time since the departure was
//! opened. [`steps::of`] turns it into deeds with their instants; nothing here touches a database.

pub(crate) mod phrases;
pub(crate) mod steps;

use departure::{Dates, Ground, Status, find_ground};
use handover::{SessionKind, Verdict};
use kernel::Date;
use serde::Deserialize;

use crate::{Result, data, days::Days};

const TELLINGS: [(&str, &str); 6] = [
    ("1-veteran.toml", include_str!("../data/story/1-veteran.toml")),
    ("2-prepared.toml", include_str!("../data/story/2-prepared.toml")),
    ("3-agreement.toml", include_str!("../data/story/3-agreement.toml")),
    ("4-retirement.toml", include_str!("../data/story/4-retirement.toml")),
    ("5-closed.toml", include_str!("../data/story/5-closed.toml")),
    ("6-withdrawn.toml", include_str!("../data/story/6-withdrawn.toml")),
];

/// All six.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) tellings: Vec<Telling>,
}

/// A percentage of the time since the departure was opened: 0 its first day, 100 yesterday or its end.
pub(crate) type Percent = i32;

/// One departure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Telling {
    pub(crate) person: String,
    pub(crate) ground: String,
    pub(crate) reason: String,
    start: Start,
    /// The day it was opened, and what follows, in days from today.
    pub(crate) opened: i32,
    notice: i32,
    last_day: i32,
    legal_end: i32,
    /// The day it was closed or withdrawn.
    ends: Option<i32>,
    /// The last working day stays where it falls, also on a Sunday.
    #[serde(default)]
    exact: bool,
    /// The contract runs out on the day of the legal end.
    #[serde(default)]
    fixed_end: bool,
    /// The age of retirement is reached on the day of the legal end.
    #[serde(default)]
    retires: bool,
    access_off: Option<String>,
    pub(crate) opened_by: String,
    pub(crate) tasks: TasksTold,
    #[serde(default, rename = "skip")]
    pub(crate) skips: Vec<SkipTold>,
    #[serde(default, rename = "approval")]
    pub(crate) approvals: Vec<ApprovalTold>,
    #[serde(default, rename = "advance")]
    pub(crate) advances: Vec<At>,
    pub(crate) items: Option<ItemsTold>,
    /// When a schedule was made and applied.
    pub(crate) schedule: Option<At>,
    #[serde(default, rename = "goal")]
    pub(crate) goals: Vec<GoalTold>,
    #[serde(default, rename = "note")]
    pub(crate) notes: Vec<NoteTold>,
    #[serde(default, rename = "question")]
    pub(crate) questions: Vec<QuestionTold>,
    pub(crate) teach_back: Option<TeachBackTold>,
    #[serde(default)]
    pub(crate) unclear: Vec<UnclearTold>,
    #[serde(default, rename = "obstacle")]
    pub(crate) obstacles: Vec<ObstacleTold>,
    #[serde(default, rename = "commitment")]
    pub(crate) commitments: Vec<CommitmentTold>,
    #[serde(default, rename = "session")]
    pub(crate) sessions: Vec<SessionTold>,
    #[serde(default, rename = "assessment")]
    pub(crate) assessments: Vec<AssessmentTold>,
    #[serde(default, rename = "settle")]
    pub(crate) settlings: Vec<SettleTold>,
    #[serde(default, rename = "fact")]
    pub(crate) facts: Vec<FactTold>,
    pub(crate) settlement: Option<SettlementTold>,
    pub(crate) service: Option<ServiceTold>,
    pub(crate) withdraw: Option<WithdrawTold>,
    pub(crate) close: Option<At>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Start {
    Open,
    Prepared,
}

/// When something happened.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct At {
    pub(crate) at: Percent,
}

/// What was done of the tasks: whatever fell due, and all of some stages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TasksTold {
    pub(crate) stages: Vec<String>,
    pub(crate) open: Vec<String>,
    pub(crate) early: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SkipTold {
    pub(crate) code: String,
    pub(crate) reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalTold {
    pub(crate) step: String,
    pub(crate) by: String,
    pub(crate) at: Percent,
    pub(crate) remark: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemsTold {
    /// Why what was issued is no item of the handover.
    pub(crate) dropped: String,
    /// Title, receivers (the one who asks with a question mark), and when it was accepted, explained, written,
    /// practised and done alone; negative for not yet.
    pub(crate) list: Vec<(String, String, [Percent; 5])>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GoalTold {
    pub(crate) item: String,
    /// When it should be in the receivers' hands, in days from today.
    pub(crate) planned: i32,
    pub(crate) leaver: String,
    pub(crate) receivers: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteTold {
    pub(crate) item: String,
    pub(crate) at: Percent,
    pub(crate) by: String,
    pub(crate) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionTold {
    pub(crate) item: String,
    pub(crate) by: String,
    pub(crate) at: Percent,
    pub(crate) ask: String,
    pub(crate) says: String,
    pub(crate) mark: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeachBackTold {
    pub(crate) item: String,
    pub(crate) by: String,
    pub(crate) at: Percent,
    pub(crate) marked_by: String,
    pub(crate) marked_at: Percent,
    pub(crate) remark: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnclearTold {
    pub(crate) item: String,
    pub(crate) by: String,
    pub(crate) at: Percent,
    pub(crate) line: i64,
    pub(crate) ask: String,
    pub(crate) answer: Option<String>,
    pub(crate) answered: Option<Percent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ObstacleTold {
    pub(crate) item: Option<String>,
    pub(crate) what: String,
    pub(crate) owner: String,
    pub(crate) due: i32,
    pub(crate) by: String,
    pub(crate) at: Percent,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommitmentTold {
    pub(crate) what: String,
    pub(crate) due: i32,
    pub(crate) at: Percent,
    pub(crate) kept: Option<Percent>,
}

/// A session: held at a percentage of the past, or planned for a day from today on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionTold {
    kind: String,
    pub(crate) item: Option<String>,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) with: String,
    pub(crate) planned: Percent,
    pub(crate) held: Option<Percent>,
    pub(crate) day: Option<i32>,
    pub(crate) hour: i32,
    pub(crate) minutes: i64,
    pub(crate) place: String,
    #[serde(default)]
    pub(crate) outcome: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssessmentTold {
    pub(crate) due: i32,
    pub(crate) goal_leaver: String,
    pub(crate) goal_receivers: String,
    pub(crate) at: Percent,
    pub(crate) assessed: Option<Percent>,
    #[serde(default)]
    pub(crate) by: String,
    #[serde(default)]
    verdict: String,
    #[serde(default)]
    pub(crate) outcome: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettleTold {
    pub(crate) kinds: Vec<String>,
    /// Who takes it; empty where it is returned.
    pub(crate) to: String,
    pub(crate) at: Percent,
}

/// A notice that was refused in person, mailed, and came back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceTold {
    pub(crate) kind: String,
    pub(crate) address: String,
    pub(crate) number: String,
    pub(crate) refused: Percent,
    pub(crate) mailed: Percent,
    pub(crate) returned: Percent,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WithdrawTold {
    pub(crate) at: Percent,
    pub(crate) reason: String,
}

/// A fact of the settlement with its source; `hired` stands for the first day of the employment, `retires` for a birth by
/// which the statutory age is reached at the legal end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactTold {
    pub(crate) code: String,
    pub(crate) value: String,
    pub(crate) document: String,
    pub(crate) source: String,
    pub(crate) at: Percent,
}

/// When the settlement was issued, and when these lines of it were paid.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettlementTold {
    pub(crate) issued: Percent,
    pub(crate) paid: Percent,
    pub(crate) lines: Vec<String>,
}

impl Story {
    /// Reads all six.
    pub(crate) fn read() -> Result<Self> {
        let tellings = TELLINGS.iter().map(|(file, text)| data::read(file, text)).collect::<Result<_>>()?;
        Ok(Self { tellings })
    }

    /// Those whose departure is closed: somebody else holds their posts now.
    pub(crate) fn closed(&self) -> impl Iterator<Item = &str> {
        self.tellings.iter().filter(|telling| telling.close.is_some()).map(|telling| telling.person.as_str())
    }

    /// Whose employment the story has ended by a day, and its last day: a roster of that day knows of it.
    pub(crate) fn ended_by(&self, days: &Days<'_>, day: Date) -> Vec<(&str, Date)> {
        let is_over = |telling: &&Telling| {
            telling.close.is_some() && telling.ends.is_some_and(|ends| days.day(ends) < day)
        };
        let ended = self.tellings.iter().filter(is_over);
        ended.map(|telling| (telling.person.as_str(), days.day(telling.legal_end))).collect()
    }

    /// Whose contract runs out, and when.
    pub(crate) fn fixed_ends(&self, days: &Days<'_>) -> Vec<(&str, Date)> {
        let fixed = self.tellings.iter().filter(|telling| telling.fixed_end);
        fixed.map(|telling| (telling.person.as_str(), days.day(telling.legal_end))).collect()
    }

    /// Who reaches the age of retirement, and when.
    pub(crate) fn retirements(&self, days: &Days<'_>) -> Vec<(&str, Date)> {
        let retiring = self.tellings.iter().filter(|telling| telling.retires);
        retiring.map(|telling| (telling.person.as_str(), days.day(telling.legal_end))).collect()
    }

    /// The first day on which anything of it happened.
    pub(crate) fn begins(&self, days: &Days<'_>) -> Date {
        let first = self.tellings.iter().map(|telling| telling.opened).min().unwrap_or(0);
        days.day(first)
    }
}

impl Telling {
    /// The kind of leaving.
    pub(crate) fn ground(&self) -> Result<&'static Ground> {
        find_ground(&self.ground).ok_or_else(|| anyhow::anyhow!("{} is no kind of leaving", self.ground))
    }

    /// Prepared in confidence, or open at once.
    pub(crate) fn status(&self) -> Status {
        match self.start {
            Start::Open => Status::Open,
            Start::Prepared => Status::Prepared,
        }
    }

    /// The three dates, and the minute at which access ends.
    pub(crate) fn dates(&self, days: &Days<'_>) -> Dates {
        let legal_end = days.day(self.legal_end);
        let told = days.day(self.last_day);
        let last_day =
            if self.exact { told } else { days.working_day(self.last_day).max(days.day(self.notice)) };
        let minutes = self.access_off.as_deref().and_then(minutes_of);
        Dates {
            notice_on: days.day(self.notice),
            last_day,
            legal_end,
            access_off_at: minutes.map(|minutes| crate::days::instant(last_day, minutes)),
        }
    }

    /// The days of what has happened: the day it was opened, then those that were worked on, up to yesterday or the
    /// day it ended.
    pub(crate) fn past(&self, days: &Days<'_>) -> Vec<Date> {
        let opened = days.day(self.opened);
        let end = days.day(self.ends.unwrap_or(-1).min(-1));
        let next = opened.tomorrow().unwrap_or(opened);
        let mut past = vec![opened];
        past.extend(days.to_work_on(next, end, 4));
        past
    }
}

impl SessionTold {
    pub(crate) fn kind(&self) -> Result<SessionKind> {
        Ok(self.kind.parse()?)
    }
}

impl AssessmentTold {
    pub(crate) fn verdict(&self) -> Result<Verdict> {
        Ok(self.verdict.parse()?)
    }
}

/// 18:00 as minutes after midnight.
fn minutes_of(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
}
