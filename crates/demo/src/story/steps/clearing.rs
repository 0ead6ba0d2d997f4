//! The path: tasks, approvals, promises, what pointed at the leaver, stages, and the end.

use departure::{Packets, PlannedTask, Stage};
use kernel::{Date, Role};

use super::{Deed, Proof, Teller};
use crate::{Result, story::phrases::Saying};

/// A title is shortened to so many characters for the name of a file.
const LONGEST_NAME: usize = 18;

impl Teller<'_> {
    /// Everything about the departure besides its handover.
    pub(super) fn clear(&mut self) -> Result<()> {
        self.settle_tasks()?;
        self.decide();
        self.promise();
        self.sweep()?;
        self.settle();
        self.serve();
        self.go_on();
        Ok(())
    }

    /// The notice: refused in person, mailed the day after, returned.
    fn serve(&mut self) {
        let Some(told) = &self.telling.service else { return };
        let by = self.telling.opened_by.clone();
        let made = Deed::MakeNotice { kind: told.kind.clone(), address: told.address.clone() };
        let refused = Deed::RefusedInPerson {
            proofs: [self.of_service("拒收录像说明"), self.of_service("在场人书面证明")],
        };
        let mailed =
            Deed::Mailed { number: told.number.clone(), proof: self.of_service("邮政特快专递运单") };
        let back = Deed::CameBack { proof: self.of_service("退回信封（未拆封）") };
        let at = (told.refused, told.mailed, told.returned);
        self.done(at.0, &by, made);
        self.done(at.0, &by, refused);
        self.done(at.1, &by, mailed);
        self.done(at.2, &by, back);
    }

    fn of_service(&self, title: &str) -> Proof {
        let person = &self.telling.person;
        Proof {
            file_name: format!("{person}-{title}.txt"),
            text: format!("演示文件，内容虚构。\n\n事项：{title}\n人员：{person}\n\n原件存人力资源部。\n"),
        }
    }

    fn settle_tasks(&mut self) -> Result<()> {
        let department = self.company.departments.get(&self.telling.person).cloned().unwrap_or_default();
        let planned =
            Packets::builtin().plan(self.telling.ground()?, &department, &self.dates, self.company.calendar);
        for task in &planned {
            if let Some(day) = self.settled_on(task) {
                self.settle_task(task, day);
            }
        }
        Ok(())
    }

    /// The day on which a task was settled, if it was: what fell due, what belongs to a stage that is over, and what
    /// was done early.
    fn settled_on(&self, task: &PlannedTask) -> Option<Date> {
        let told = &self.telling.tasks;
        let is_told = |codes: &[String]| codes.contains(&task.code);
        if is_told(&told.open) {
            return None;
        }
        let is_early = is_told(&told.early);
        let is_of_past_stage = task.is_required && told.stages.iter().any(|code| *code == task.stage.code());
        let latest = if is_of_past_stage { self.left_stage_on(task.stage) } else { self.last_past_day() };
        let is_due = task.due_on <= self.last_past_day();
        (is_due || is_early || is_of_past_stage).then(|| task.due_on.clamp(self.first_day(), latest))
    }

    /// The day on which a stage was left, or the last one that is told.
    fn left_stage_on(&self, stage: Stage) -> Date {
        let place = Stage::ALL.iter().position(|one| *one == stage).unwrap_or(0);
        self.telling.advances.get(place).map_or_else(|| self.last_past_day(), |advance| self.day(advance.at))
    }

    fn settle_task(&mut self, task: &PlannedTask, day: Date) {
        let skipped = self.telling.skips.iter().find(|skip| skip.code == task.code);
        let deed = match skipped {
            Some(skip) => Deed::Skip { task: task.code.clone(), reason: skip.reason.clone() },
            None => Deed::Finish {
                task: task.code.clone(),
                remark: self.phrases.say(Saying::Finished, &mut self.random),
                proof: task.needs_proof.then(|| self.proof(&task.code)),
            },
        };
        let actor = self.holder(task.owner);
        self.done_on(day, &actor, deed);
    }

    fn proof(&self, code: &str) -> Proof {
        let title = Packets::builtin().find_task(code).map_or(code, |task| task.title.zh.as_str());
        let short: String =
            title.chars().take_while(|c| !matches!(c, '（' | '：' | '，')).take(LONGEST_NAME).collect();
        let person = &self.telling.person;
        Proof {
            file_name: format!("{person}-{short}.txt"),
            text: format!("演示文件，内容虚构。\n\n事项：{title}\n人员：{person}\n\n原件存人力资源部。\n"),
        }
    }

    fn decide(&mut self) {
        let told = self.telling;
        for told in &told.approvals {
            let deed = Deed::Approve { step: told.step.clone(), remark: told.remark.clone() };
            self.done(told.at, &told.by, deed);
        }
    }

    fn promise(&mut self) {
        let (told, by) = (self.telling, self.holder(Role::HrSpecialist));
        for told in &told.commitments {
            let due_on = self.company.days.day(told.due);
            self.done(told.at, &by, Deed::Promise { what: told.what.clone(), due_on });
            if let Some(kept) = told.kept {
                self.done(kept, &by, Deed::KeepPromise { what: told.what.clone() });
            }
        }
    }

    fn sweep(&mut self) -> Result<()> {
        let told = self.telling;
        for settled in &told.settlings {
            let kinds = settled.kinds.iter().map(|code| code.parse()).collect::<departure::Result<_>>()?;
            let to = (!settled.to.is_empty()).then(|| settled.to.clone());
            self.done(settled.at, &told.opened_by, Deed::Settle { kinds, to });
        }
        Ok(())
    }

    fn settle(&mut self) {
        let told = self.telling;
        for fact in &told.facts {
            let deed = Deed::EnterFact {
                code: fact.code.clone(),
                value: fact.value.clone(),
                document: fact.document.clone(),
                source: fact.source.clone(),
            };
            self.done(fact.at, &told.opened_by, deed);
        }
        if let Some(settlement) = &told.settlement {
            self.done(settlement.issued, &told.opened_by, Deed::IssueSettlement);
            for line in &settlement.lines {
                self.done(settlement.paid, &told.opened_by, Deed::Pay { line: line.clone() });
            }
        }
    }

    fn go_on(&mut self) {
        let told = self.telling;
        for advance in &told.advances {
            self.done(advance.at, &told.opened_by, Deed::Advance);
        }
        if let Some(withdraw) = &told.withdraw {
            self.done(withdraw.at, &told.opened_by, Deed::Withdraw { reason: withdraw.reason.clone() });
        }
        if let Some(close) = told.close {
            self.done(close.at, &told.opened_by, Deed::Close);
        }
    }
}
