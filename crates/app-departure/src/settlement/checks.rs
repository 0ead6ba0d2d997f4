//! What has to be seen to at such an ending: the law's list joined with the tasks, the facts and the dates.
//!
//! A check that fails, or that nobody has looked into, blocks; a named person may go on nevertheless, with a reason.
//! Where a task stands for a check, the task blocks its stage and is skipped where it stands.

use app::{Cx, cases::dates_of};
use departure::{Dates, TaskStatus};
use kernel::{Date, TaskId};
use law::{ClockId, Context, Day, DutiesQuestion, Ground, LayoffQuestion};
use store::{clocks::ClockEvent, commitments::Waived, tasks::Task};

use super::{
    Loaded,
    reckon::{Subject, code},
    retirement::{self, Retirement},
    sheet::Article,
};
use crate::clocks;

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Pass,
    /// It does not hold.
    Fail,
    /// Nobody has seen to it yet.
    Missing,
    /// Somebody goes on without it, by name and with a reason.
    Waived,
    /// It is due on a day.
    Due,
    /// The day is over.
    Late,
    /// Until when something can be claimed.
    Limitation,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its key.
    pub key: String,
    /// Where it stands.
    pub verdict: Verdict,
    /// Whether it stops the path while it does not hold.
    pub blocks: bool,
    /// The article.
    pub article: Option<Article>,
    /// The day it is about.
    pub day: Option<Date>,
    /// The task that stands for it.
    pub task: Option<TaskId>,
    /// The fact that it was told by.
    pub fact: Option<&'static str>,
    /// Who went on without it and why.
    pub waived: Option<(String, String)>,
}

/// Which task stands for a check of the law, and whether it must be seen to before the path goes on.
const BY_TASK: [(&str, &str, bool); 11] = [
    ("union_told_reasons_first", "union-notified", true),
    ("written_agreement_names_proposer", "agreement-signed", true),
    ("notice_states_the_fault", "fault-examined", false),
    ("reason_proved", "facts-proven", true),
    ("explained_30_days_before_and_heard", "staff-informed", true),
    ("plan_reported_to_labour_office", "plan-reported", true),
    ("retained_first", "priority-checked", true),
    ("rehired_first_within_6_months", "rehire-listed", false),
    ("not_protected", "protected-checked", true),
    ("not_extended_by_protection", "extension-checked", true),
    ("no_training_service_period_running", "extension-checked", true),
];

/// What is needed to judge the checks.
pub(crate) struct Judged<'j> {
    subject: &'j Subject<'j>,
    tasks: &'j [Task],
    waivers: &'j [Waived],
    clock_events: &'j [ClockEvent],
}

impl Check {
    fn new(key: &str, verdict: Verdict, blocks: bool) -> Self {
        Self {
            key: key.to_owned(),
            verdict,
            blocks,
            article: None,
            day: None,
            task: None,
            fact: None,
            waived: None,
        }
    }

    /// Whether the path stops here: nobody has let it pass, and no task stops it in its place.
    pub fn stops(&self) -> bool {
        self.blocks
            && match self.verdict {
                Verdict::Fail => true,
                Verdict::Missing => self.task.is_none(),
                _ => false,
            }
    }
}

/// Whether any check of a ground can stop its path; most leave on grounds where none can, and nothing is read for them.
pub(crate) fn can_stop(ground: &str) -> bool {
    const NEVER: [&str; 4] =
        ["written_notice_30_days", "notice_3_days", "written_notice", "rehired_first_within_6_months"];
    let procedure = code::<Ground>(ground).map(Ground::procedure).unwrap_or_default();
    procedure.iter().any(|(key, _)| !NEVER.contains(key))
}

/// The checks of a departure: the procedure of its ground, the duties at the end, the limitation.
pub(crate) fn judge(cx: &Cx, judged: &Judged<'_>) -> Vec<Check> {
    let subject = judged.subject;
    let context = Context { rules: subject.rules, ..Context::new(cx.calendar()) };
    let ground: Option<Ground> = code(subject.ground);
    let procedure = ground.map(Ground::procedure).unwrap_or_default();
    let mut checks: Vec<Check> = procedure
        .into_iter()
        .map(|(key, citation)| {
            let check = judged.procedural(key, &context);
            Check { article: Some((&citation).into()), ..judged.with_waiver(check) }
        })
        .collect();
    checks.extend(judged.duties(cx.today(), &context));
    checks.extend(judged.limitation(cx));
    checks
}

impl<'j> Judged<'j> {
    /// What was loaded, with the tasks.
    pub(crate) fn new(subject: &'j Subject<'j>, tasks: &'j [Task], loaded: &'j Loaded) -> Self {
        Self { subject, tasks, waivers: &loaded.waivers, clock_events: &loaded.clock_events }
    }
}

impl Judged<'_> {
    fn procedural(&self, key: &str, context: &Context<'_>) -> Check {
        let by_task = self.by_task(key);
        match key {
            "not_protected" | "not_extended_by_protection" => self.protection(key, by_task),
            "not_near_retirement" => self.near_retirement(key, context),
            "statutory_age_reached" => self.age_reached(key, context),
            "no_training_service_period_running" => self.training(key, by_task),
            "threshold_20_heads_or_10_percent" => self.threshold(key, context),
            "written_notice_30_days_or_month_pay" => self.notice_or_pay(key),
            "written_notice_30_days" => self.notice(key, 30),
            "notice_3_days" => self.notice(key, 3),
            "written_notice" => by_task.unwrap_or_else(|| Check::new(key, Verdict::Missing, false)),
            _ => by_task.unwrap_or_else(|| Check::new(key, Verdict::Missing, true)),
        }
    }

    fn task(&self, code: &str) -> Option<&Task> {
        self.tasks.iter().find(|task| task.code == code)
    }

    fn by_task(&self, key: &str) -> Option<Check> {
        let (_, code, blocks) = BY_TASK.iter().find(|(check, ..)| *check == key)?;
        let task = self.task(code)?;
        let verdict = match task.status {
            TaskStatus::Done => Verdict::Pass,
            TaskStatus::Skipped => Verdict::Waived,
            TaskStatus::Open => Verdict::Missing,
        };
        let waived =
            (task.status == TaskStatus::Skipped).then(|| (task.done_by_name.clone(), task.remark.clone()));
        Some(Check {
            day: Some(task.due_on).filter(|_| task.status == TaskStatus::Open),
            task: Some(task.id),
            waived,
            ..Check::new(key, verdict, *blocks)
        })
    }

    fn with_waiver(&self, check: Check) -> Check {
        let held =
            self.waivers.iter().find(|held| held.subject_kind == "check" && held.subject_id == check.key);
        match held.filter(|_| check.stops()) {
            Some(held) => Check {
                verdict: Verdict::Waived,
                waived: Some((held.waived_by_name.clone(), held.reason.clone())),
                ..check
            },
            None => check,
        }
    }

    /// Told by the fact where somebody entered it, with its source; else by the task.
    fn protection(&self, key: &str, by_task: Option<Check>) -> Check {
        match self.subject.facts.protections() {
            Some(list) => {
                let verdict = if list.is_empty() { Verdict::Pass } else { Verdict::Fail };
                Check { fact: Some("protected"), ..Check::new(key, verdict, true) }
            }
            None => by_task.unwrap_or_else(|| Check {
                fact: Some("protected"),
                ..Check::new(key, Verdict::Missing, true)
            }),
        }
    }

    /// Told by birth, category and service. Where those are missing, whoever answered for all protections has answered
    /// for this one, and the check only says what it lacks.
    fn near_retirement(&self, key: &str, context: &Context<'_>) -> Check {
        match retirement::judge(self.subject, context) {
            Retirement::Known(answer) => {
                let verdict = if answer.near_retirement { Verdict::Fail } else { Verdict::Pass };
                let fact = Some("birth_date");
                Check { fact, day: Some(answer.retires_on), ..Check::new(key, verdict, true) }
            }
            Retirement::Missing { is_long_served: false, .. } if self.subject.has_service() => {
                Check { fact: Some("service_start"), ..Check::new(key, Verdict::Pass, true) }
            }
            Retirement::Missing { fact, .. } => {
                Check { fact: Some(fact), ..Check::new(key, Verdict::Missing, false) }
            }
        }
    }

    /// An ending at the statutory age before that age is none.
    fn age_reached(&self, key: &str, context: &Context<'_>) -> Check {
        match retirement::judge(self.subject, context) {
            Retirement::Known(answer) => {
                let verdict = if answer.age_reached { Verdict::Pass } else { Verdict::Fail };
                let fact = Some("birth_date");
                Check { fact, day: Some(answer.retires_on), ..Check::new(key, verdict, true) }
            }
            Retirement::Missing { fact, .. } => {
                Check { fact: Some(fact), ..Check::new(key, Verdict::Missing, true) }
            }
        }
    }

    fn training(&self, key: &str, by_task: Option<Check>) -> Check {
        let facts = self.subject.facts;
        let months = |code: &str| facts.get(code).and_then(|text| text.parse::<u16>().ok());
        match (months("training_months"), months("training_served")) {
            (Some(term), Some(served)) => {
                let verdict = if served < term { Verdict::Fail } else { Verdict::Pass };
                Check { fact: Some("training_served"), ..Check::new(key, verdict, true) }
            }
            _ => by_task.unwrap_or_else(|| Check::new(key, Verdict::Missing, false)),
        }
    }

    fn threshold(&self, key: &str, context: &Context<'_>) -> Check {
        let facts = self.subject.facts;
        let count = |code: &str| facts.get(code).and_then(|text| text.parse().ok());
        let question = LayoffQuestion { total: count("layoff_total"), cut: count("layoff_cut") };
        let verdict = match question.answer(context) {
            Ok(answer) if answer.article_41 => Verdict::Pass,
            Ok(_) => Verdict::Fail,
            Err(_) => Verdict::Missing,
        };
        Check { fact: Some("layoff_cut"), ..Check::new(key, verdict, true) }
    }

    fn days_given(&self) -> Option<i64> {
        self.subject.facts.get("notice_days_given")?.parse().ok()
    }

    /// Thirty days, or a month's wage instead: it is owed as soon as the days are too few.
    fn notice_or_pay(&self, key: &str) -> Check {
        let has_pay = self.subject.facts.get("last_month_wage").is_some();
        let (verdict, fact) = match self.days_given() {
            Some(30..) => (Verdict::Pass, "notice_days_given"),
            Some(_) if has_pay => (Verdict::Pass, "last_month_wage"),
            Some(_) => (Verdict::Missing, "last_month_wage"),
            None => (Verdict::Missing, "notice_days_given"),
        };
        Check { fact: Some(fact), ..Check::new(key, verdict, true) }
    }

    /// The worker's own notice: too short a one is a breach of theirs and stops nothing.
    fn notice(&self, key: &str, days: i64) -> Check {
        let is_given = self.days_given().is_some_and(|given| given >= days);
        let verdict = if is_given { Verdict::Pass } else { Verdict::Fail };
        Check { fact: Some("notice_days_given"), ..Check::new(key, verdict, false) }
    }

    fn duties(&self, today: Date, context: &Context<'_>) -> Vec<Check> {
        let Dates { legal_end, .. } = dates_of(self.subject.departure);
        let Ok(duties) = (DutiesQuestion { last_day: Some(Day(legal_end)) }).answer(context) else {
            return Vec::new();
        };
        let due = |key: &str, task: &str, day: Date, rule: &str| {
            let task = self.task(task);
            let status = task.map(|task| task.status);
            let verdict = match status {
                Some(TaskStatus::Done) => Verdict::Pass,
                Some(TaskStatus::Skipped) => Verdict::Waived,
                _ if day < today => Verdict::Late,
                _ => Verdict::Due,
            };
            let skipped = task.filter(|task| task.status == TaskStatus::Skipped);
            let step = duties.notes.steps.iter().find(|step| step.rule == rule);
            Check {
                day: Some(day),
                task: task.map(|task| task.id),
                article: step.and_then(|step| step.citations.first()).map(Article::from),
                waived: skipped.map(|task| (task.done_by_name.clone(), task.remark.clone())),
                ..Check::new(key, verdict, false)
            }
        };
        vec![
            due("certificate", "certificate-issued", duties.certificate_by, "certificate"),
            due("wages", "wages-paid", duties.wages_by, "wages"),
            due("transfers", "files-transferred", duties.transfers_by, "transfers"),
            due("keep_contract", "contract-archived", duties.keep_contract_until, "keep_contract"),
        ]
    }

    /// The same day as among the deadlines, with what interrupted the year and when it stood still.
    fn limitation(&self, cx: &Cx) -> Option<Check> {
        let due = clocks::claim(cx, self.subject.departure, self.clock_events, ClockId::ClaimSeverance);
        let due = due.ok().flatten()?;
        let article = due.clock.citations.first().map(Article::from);
        Some(Check { day: Some(due.day), article, ..Check::new("limitation", Verdict::Limitation, false) })
    }
}
