//! Closing: everything that stands in the way is listed; afterwards the file is read-only for good.

use app::{
    Cx, Error, Result,
    cases::{Case, dates_of, get_to_run},
};
use app_knowledge::knowledge;
use departure::{
    ApprovalState, ClosingBlocker, ClosingFacts, PointerKind, Status, TaskState, Waiver, WaiverSubject,
    closing_blockers,
};
use kernel::{DepartureId, PersonId};
use serde_json::json;
use store::{Conn, commitments::Waived, departures::Departure, tasks::Task};

use super::path::{approval_state, task_state};
use crate::sweep;

/// What stands in the way of closing, with what is needed to name it.
#[derive(Debug, Clone)]
pub struct Closing {
    /// The departure.
    pub case: Case,
    /// What stands in the way.
    pub blockers: Vec<ClosingBlocker>,
    /// The tasks, to name those that do.
    pub tasks: Vec<Task>,
    /// Open handover items: id and title.
    pub items: Vec<(String, String)>,
    /// What was waived already.
    pub waivers: Vec<Waived>,
}

/// What stands in the way of closing.
pub async fn closing(cx: &Cx, id: DepartureId) -> Result<Closing> {
    let mut conn = cx.read().await?;
    let case = get_to_run(cx, &mut conn, id).await?;
    let facts = load(cx, &mut conn, &case.departure).await?;
    let blockers = facts.blockers(cx, &case.departure);
    let Facts { tasks, items, waivers, .. } = facts;
    Ok(Closing { case, blockers, tasks, items, waivers })
}

struct Facts {
    tasks: Vec<Task>,
    approvals: Vec<ApprovalState>,
    items: Vec<(String, String)>,
    pointers: Vec<(PointerKind, u32)>,
    waivers: Vec<Waived>,
}

async fn load(cx: &Cx, conn: &mut Conn, departure: &Departure) -> Result<Facts> {
    Ok(Facts {
        tasks: conn.list_tasks(departure.id).await?,
        approvals: conn.list_approvals(departure.id).await?.iter().map(approval_state).collect(),
        items: conn
            .list_unproven_items(departure.id)
            .await?
            .into_iter()
            .map(|item| (item.id, item.title))
            .collect(),
        pointers: sweep::count_open_pointers(cx, conn, departure).await?,
        waivers: conn.list_waivers(departure.id).await?,
    })
}

impl Facts {
    fn blockers(&self, cx: &Cx, departure: &Departure) -> Vec<ClosingBlocker> {
        let tasks: Vec<TaskState> = self.tasks.iter().map(task_state).collect();
        let items: Vec<String> = self.items.iter().map(|(id, _)| id.clone()).collect();
        // Who waived what was checked when it was; here only what it is for counts.
        let waivers: Vec<Waiver> = self.waivers.iter().filter_map(|held| waiver(held, departure)).collect();
        closing_blockers(&ClosingFacts {
            status: departure.status,
            stage: departure.stage,
            dates: dates_of(departure),
            today: cx.today(),
            tasks: &tasks,
            approvals: &self.approvals,
            open_items: &items,
            copies_out: &[],
            pointers: &self.pointers,
            waivers: &waivers,
        })
    }
}

fn waiver(held: &Waived, departure: &Departure) -> Option<Waiver> {
    let subject = match held.subject_kind.as_str() {
        "item" => WaiverSubject::Item(held.subject_id.clone()),
        "pointers" => WaiverSubject::Pointers(held.subject_id.parse().ok()?),
        _ => return None,
    };
    let somebody = PersonId::from_uuid(uuid::Uuid::nil());
    Waiver::new(subject, somebody, departure.person_id, &held.reason).ok()
}

/// Records the decision to close although something is open: by name and with a reason.
pub async fn waive(cx: &Cx, id: DepartureId, (kind, subject): (&str, &str), reason: &str) -> Result<()> {
    let case = get_to_run(cx, &mut cx.read().await?, id).await?;
    case.departure.status.allows(departure::Action::Edit)?;
    let held = Waived {
        subject_kind: kind.to_owned(),
        subject_id: subject.to_owned(),
        reason: reason.trim().to_owned(),
        waived_by_name: String::new(),
        waived_at: cx.now(),
    };
    if held.reason.is_empty() {
        return Err(Error::field("reason", "error-reason-needed"));
    }
    waiver(&held, &case.departure).ok_or(Error::NotFound)?;
    let held = &held;
    cx.transact(|mut tx| async move {
        let by = (cx.actor().account, cx.now());
        tx.create_waiver(id, (&held.subject_kind, &held.subject_id), &held.reason, by).await?;
        let content =
            json!({ "subject_kind": held.subject_kind, "subject": held.subject_id, "reason": held.reason });
        let receipt = tx.append(cx.event("departure.waived", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Closes: the spell of employment ends on the day of the legal end, and nothing can be changed any more.
pub async fn close(cx: &Cx, id: DepartureId) -> Result<()> {
    get_to_run(cx, &mut cx.read().await?, id).await?;
    cx.transact(|mut tx| async move {
        // Decided on what the transaction itself sees, so that nothing slips in between.
        let departure = tx.get_departure(&store::departures::Viewer::ALL, id).await?;
        let facts = load(cx, &mut tx, &departure).await?;
        if !facts.blockers(cx, &departure).is_empty() {
            return Err(Error::Conflict("error-closing-blocked"));
        }
        // Before the spell ends, while the leaver still counts as who held it.
        knowledge::note_last_holder_gone(cx, &mut tx, departure.person_id, Some(id)).await?;
        tx.end_departure(id, Status::Closed, (cx.actor().account, cx.now()), "").await?;
        tx.end_employment(departure.employment_id, departure.person_id, departure.legal_end).await?;
        let receipt =
            tx.append(cx.event("departure.closed", id, &json!({ "left_on": departure.legal_end }))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
