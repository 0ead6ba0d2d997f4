//! Along the path: announcing, going on to the next stage, taking everything back.

use app::{
    Cx, Error, Result,
    access::Field,
    cases::{dates_of, get_case, get_to_run},
};
use departure::{ApprovalState, StageBlocker, Status, TaskState};
use kernel::{DepartureId, PersonId};
use serde_json::json;
use store::{Tx, approvals::Approval, sweep::Move, sweep::Pick, tasks::Task};

use super::access_off::apply_access;
use crate::settlement;

/// What a task means for the path.
pub(crate) fn task_state(task: &Task) -> TaskState {
    TaskState {
        id: task.id.to_string(),
        stage: task.stage,
        is_required: task.is_required,
        status: task.status,
    }
}

/// What an approval means for the path.
pub(crate) fn approval_state(approval: &Approval) -> ApprovalState {
    ApprovalState {
        step: approval.step.clone(),
        gate: approval.gate,
        is_required: approval.is_required,
        status: approval.status,
    }
}

/// Tells the leaver and everybody else what was prepared; the decisions it needs must be there.
pub async fn announce(cx: &Cx, id: DepartureId) -> Result<()> {
    let mut conn = cx.read().await?;
    let case = get_to_run(cx, &mut conn, id).await?;
    case.departure.status.allows(departure::Action::Announce)?;
    let approvals: Vec<ApprovalState> = conn.list_approvals(id).await?.iter().map(approval_state).collect();
    departure::announce(&approvals)?;
    if !settlement::stopping_checks(cx, &mut conn, &case.departure).await?.is_empty() {
        return Err(Error::Conflict("error-check-stops"));
    }
    drop(conn);
    let (person, at) = (case.departure.person_id, case.departure.access_off_at);
    cx.transact(|mut tx| async move {
        tx.announce_departure(id, cx.now()).await?;
        apply_access(&mut tx, cx, person, at).await?;
        let receipt = tx.append(cx.event("departure.announced", id, &json!({}))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What stands before the next step: open tasks and approvals that are required.
#[derive(Debug, Clone, Default)]
pub struct NextStep {
    /// Open required tasks of this stage and those before.
    pub tasks: Vec<Task>,
    /// Approvals that are not given.
    pub approvals: Vec<Approval>,
}

/// What stands before the next step; of what is prepared, before its announcement.
pub async fn next_step(cx: &Cx, id: DepartureId) -> Result<NextStep> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, id).await?;
    if !case.shows(cx, Field::Clearing) {
        return Err(Error::NotFound);
    }
    let (mut tasks, mut approvals) = (conn.list_tasks(id).await?, conn.list_approvals(id).await?);
    let states: Vec<TaskState> = tasks.iter().map(task_state).collect();
    let asked: Vec<ApprovalState> = approvals.iter().map(approval_state).collect();
    let blocked = match case.departure.status {
        Status::Prepared => departure::announce(&asked),
        Status::Open => departure::stage_blocked(case.departure.stage, &states, &asked),
        Status::Closed | Status::Withdrawn => Ok(()),
    };
    let blockers = match blocked {
        Err(departure::Error::Blocked(blockers)) => blockers,
        Err(error) => return Err(error.into()),
        Ok(()) => Vec::new(),
    };
    tasks.retain(|task| blockers.contains(&StageBlocker::Task(task.id.to_string())));
    let missing = |approval: &Approval| {
        blockers
            .iter()
            .any(|blocker| matches!(blocker, StageBlocker::Approval { step, .. } if *step == approval.step))
    };
    approvals.retain(missing);
    Ok(NextStep { tasks, approvals })
}

/// Goes on to the next stage; required tasks and approvals that are open stand in the way.
pub async fn advance(cx: &Cx, id: DepartureId) -> Result<()> {
    get_to_run(cx, &mut cx.read().await?, id).await?;
    cx.transact(|mut tx| async move {
        // Read again inside: a task that is opened again meanwhile must still block.
        let departure = tx.get_departure(&store::departures::Viewer::ALL, id).await?;
        departure.status.allows(departure::Action::Advance)?;
        let tasks: Vec<TaskState> = tx.list_tasks(id).await?.iter().map(task_state).collect();
        let approvals: Vec<ApprovalState> = tx.list_approvals(id).await?.iter().map(approval_state).collect();
        let next = departure::advance(departure.stage, &tasks, &approvals)?;
        if !settlement::stopping_checks(cx, &mut tx, &departure).await?.is_empty() {
            return Err(Error::Conflict("error-check-stops"));
        }
        tx.set_departure_stage(id, next).await?;
        let content = json!({ "from_stage": departure.stage.code(), "stage": next.code() });
        let receipt = tx.append(cx.event("departure.stage-advanced", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What withdrawing put back, and what it left because somebody had changed it since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withdrawn {
    /// What points at the person again.
    pub restored: usize,
    /// What stayed as somebody has set it since, by name.
    pub left: Vec<String>,
}

/// Takes a departure back: what the sweep moved returns, access is open again, nothing is deleted.
pub async fn withdraw(cx: &Cx, id: DepartureId, reason: &str) -> Result<Withdrawn> {
    let case = get_to_run(cx, &mut cx.read().await?, id).await?;
    if reason.trim().is_empty() {
        return Err(Error::field("reason", "error-reason-needed"));
    }
    let (person, reason) = (case.departure.person_id, reason.trim());
    cx.transact(|mut tx| async move {
        let departure = tx.get_departure(&store::departures::Viewer::ALL, id).await?;
        let status = departure.status.withdraw(&dates_of(&departure), cx.today())?;
        let done = put_back(&mut tx, cx, id, person).await?;
        if departure.status == Status::Open {
            apply_access(&mut tx, cx, person, None).await?;
        }
        tx.end_departure(id, status, (cx.actor().account, cx.now()), reason).await?;
        let content = json!({ "restored": done.restored, "left": done.left.len() });
        let receipt = tx.append(cx.event("departure.withdrawn", id, &content)?).await?;
        tx.commit(receipt).await?;
        Ok(done)
    })
    .await
}

async fn put_back(tx: &mut Tx, cx: &Cx, id: DepartureId, leaver: PersonId) -> Result<Withdrawn> {
    let mut done = Withdrawn::default();
    // The last change is taken back first.
    let picks = tx.list_picks(id).await?;
    for pick in picks.iter().rev().filter(|pick| pick.taken_at.is_some() && pick.undone_at.is_none()) {
        if give_back(tx, cx, pick, leaver).await? {
            tx.mark_undone(id, (pick.object_kind, &pick.object_id), cx.now()).await?;
            done.restored += 1;
        } else {
            done.left.push(pick.label.clone());
        }
    }
    Ok(done)
}

async fn give_back(tx: &mut Tx, cx: &Cx, pick: &Pick, leaver: PersonId) -> Result<bool> {
    let object = (pick.object_kind, pick.object_id.as_str());
    if let (true, Some(at)) = (pick.is_returned, pick.taken_at) {
        return Ok(tx.unreturn_asset(&pick.object_id, leaver, cx.day_of(at)).await?);
    }
    let Some(receiver) = pick.receiver_id else { return Ok(false) };
    let made = Move { from: leaver, to: receiver };
    Ok(tx.give_back(object, made, (&pick.old_value, &pick.new_value)).await?)
}
