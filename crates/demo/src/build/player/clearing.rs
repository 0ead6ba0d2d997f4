//! Deeds about the path: opening, tasks, approvals, promises, the sweep, stages, the end.

use std::collections::HashMap;

use anyhow::Context as _;
use app::{Cx, attachments::Upload, cases::get_departure};
use app_departure::{
    approvals::{self, Answer},
    departures::{self, OpenDeparture},
    settlement::{self, EnterFact, Paid},
    sweep::{self, Settle},
    tasks,
};
use app_handover::commitments;
use app_people::people::list_directory;
use departure::{Dates, PointerKind, Status};
use kernel::TaskId;

use super::{CaseState, Doing};
use crate::{
    Result,
    people::born_to_retire,
    story::steps::{Deed, Proof},
};

/// Opens a departure and remembers its tasks.
pub(super) async fn open(
    cx: &Cx,
    name: &str,
    (ground, reason): (&str, &str),
    (dates, start): (Dates, Status),
) -> Result<CaseState> {
    let found = list_directory(cx).await?;
    let person = found.iter().find(|entry| entry.name == name).context("nobody bears this name")?.person_id;
    let input = OpenDeparture {
        person,
        ground: ground.to_owned(),
        reason_code: String::new(),
        reason: reason.to_owned(),
        notice_on: dates.notice_on,
        last_day: dates.last_day,
        legal_end: dates.legal_end,
        access_off_at: dates.access_off_at,
        start,
    };
    let id = departures::open_departure(cx, input).await?;
    let tasks = cx.read().await?.list_tasks(id).await?;
    let tasks = tasks.into_iter().map(|task| (task.code, task.id)).collect();
    Ok(CaseState { id, tasks, items: HashMap::new() })
}

impl Doing<'_> {
    pub(super) async fn clear(&self, deed: &Deed) -> Result<()> {
        let (cx, id) = (&self.cx, self.id());
        match deed {
            Deed::Approve { step, remark } => self.approve(step, remark).await?,
            Deed::Promise { what, due_on } => {
                commitments::add(cx, id, what, Some(*due_on)).await?;
            }
            Deed::KeepPromise { what } => self.keep_promise(what).await?,
            Deed::Finish { task, remark, proof } => self.finish(task, remark, proof.as_ref()).await?,
            Deed::Skip { task, reason } => tasks::skip(cx, self.task(task)?, reason).await?,
            Deed::Settle { kinds, to } => self.settle(kinds, to.as_deref()).await?,
            Deed::EnterFact { code, value, document, source } => {
                self.enter_fact(code, value, (document, source)).await?;
            }
            Deed::IssueSettlement => {
                settlement::issue(cx, id).await?;
            }
            Deed::Pay { line } => self.pay(line).await?,
            Deed::Advance => departures::advance(cx, id).await?,
            Deed::Withdraw { reason } => {
                departures::withdraw(cx, id, reason).await?;
            }
            Deed::Close => self.close().await?,
            other => anyhow::bail!("{other:?} is no deed of clearing"),
        }
        Ok(())
    }

    fn task(&self, code: &str) -> Result<TaskId> {
        self.case.tasks.get(code).copied().with_context(|| format!("there is no task {code}"))
    }

    async fn approve(&self, step: &str, remark: &str) -> Result<()> {
        let listed = self.cx.read().await?.list_approvals(self.id()).await?;
        let asked = listed.iter().find(|approval| approval.step == step);
        let asked = asked.with_context(|| format!("{step} is not asked"))?;
        Ok(approvals::decide(&self.cx, asked.id, Answer::Approve, remark).await?)
    }

    async fn keep_promise(&self, what: &str) -> Result<()> {
        let made = commitments::list_commitments(&self.cx, self.id()).await?;
        let made = made.iter().find(|made| made.what == what).context("this was not promised")?;
        Ok(commitments::keep(&self.cx, made.id).await?)
    }

    async fn finish(&self, code: &str, remark: &str, proof: Option<&Proof>) -> Result<()> {
        let upload = proof.map(|proof| Upload {
            file_name: proof.file_name.clone(),
            bytes: proof.text.clone().into_bytes(),
        });
        let done = tasks::finish(&self.cx, self.task(code)?, remark, upload).await;
        done.with_context(|| format!("the task {code}"))
    }

    /// Everything of these kinds that points at the leaver still.
    async fn settle(&self, kinds: &[PointerKind], to: Option<&str>) -> Result<()> {
        let found = sweep::get_sweep(&self.cx, self.id()).await?;
        let open = found.lines.iter().map(|line| &line.pointer);
        for pointer in open.filter(|pointer| !pointer.is_settled && kinds.contains(&pointer.kind)) {
            let how = to.map_or(Settle::Return, |name| Settle::Give(name.to_owned()));
            let settled = sweep::settle(&self.cx, self.id(), (pointer.kind, &pointer.id), how).await;
            settled.with_context(|| format!("{} {}", pointer.kind, pointer.label))?;
        }
        Ok(())
    }

    async fn enter_fact(&self, code: &str, value: &str, (document, source): (&str, &str)) -> Result<()> {
        let departure = get_departure(&self.cx, self.id()).await?.departure;
        let value = match value {
            "hired" => departure.hired_on.to_string(),
            "retires" => born_to_retire(departure.legal_end).to_string(),
            value => value.to_owned(),
        };
        let fact = EnterFact {
            code: code.to_owned(),
            value,
            document: document.to_owned(),
            source: source.to_owned(),
            file: None,
        };
        settlement::enter_fact(&self.cx, self.id(), fact).await.with_context(|| format!("the fact {code}"))
    }

    /// Pays a line of the issued settlement in full.
    async fn pay(&self, line: &str) -> Result<()> {
        let view = settlement::view(&self.cx, self.id(), None).await?;
        let sheet = view.issued_sheet().context("nothing is issued")?;
        let owed = sheet.to_pay().find(|(row, _)| row.code == line).map(|(_, owed)| owed);
        let amount = owed.with_context(|| format!("there is no line {line}"))?;
        let text = format!("演示文件，内容虚构。\n\n银行代发回单：{amount} 元\n");
        let proof = Upload { file_name: "银行代发回单.txt".to_owned(), bytes: text.into_bytes() };
        let paid = Paid {
            line: line.to_owned(),
            amount,
            paid_on: self.cx.today(),
            remark: String::new(),
            proof: Some(proof),
        };
        Ok(settlement::pay(&self.cx, self.id(), paid).await?)
    }

    async fn close(&self) -> Result<()> {
        let closing = departures::closing(&self.cx, self.id()).await?;
        anyhow::ensure!(closing.blockers.is_empty(), "closing is blocked: {:?}", closing.blockers);
        Ok(departures::close(&self.cx, self.id()).await?)
    }
}
