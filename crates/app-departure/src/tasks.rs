//! The tasks of a departure: done with their proof, skipped by name and with a reason, edited by hand, added.

use app::{
    Cx, Error, Result,
    access::{Action, Field, Relation},
    attachments::{self, Upload},
    cases::{Case, get_case, get_to_run},
};
use departure::{Gauge, Skip, Stage, TaskStatus, finish_task};
use kernel::{Date, DepartureId, PersonId, Role, TaskId};
use serde_json::json;
use store::{Conn, tasks::Task};

use crate::sweep;

/// The tasks of a departure by due day; refused to those who see nothing of its clearing.
pub async fn list_tasks(cx: &Cx, departure: DepartureId) -> Result<Vec<Task>> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, departure).await?;
    if !case.shows(cx, Field::Clearing) {
        return Err(Error::NotFound);
    }
    Ok(conn.list_tasks(departure).await?)
}

/// Whether the actor may tick this task off: HR any, others what belongs to their role or to themselves by name, the
/// leaver what the leaver is asked to do.
pub fn may_settle(cx: &Cx, case: &Case, task: &Task) -> bool {
    let actor = cx.actor();
    if case.departure.status.is_read_only() || task.status != TaskStatus::Open {
        return false;
    }
    if case.relation == Relation::Oneself {
        return task.owner_role == Role::Leaver;
    }
    let is_own = actor.person.is_some() && task.owner_id == actor.person;
    let by_role = cx.allow(Action::DoTasks).is_ok() && actor.has(task.owner_role);
    cx.allow(Action::RunDepartures).is_ok() || is_own || by_role
}

/// The task with its departure; what one may not know of is not found.
async fn load(cx: &Cx, conn: &mut Conn, id: TaskId) -> Result<(Case, Task)> {
    let task = conn.get_task(id).await?;
    let case = match get_case(cx, conn, task.departure_id).await {
        Err(Error::NotFound | Error::Forbidden) => own_case(cx, conn, &task).await?,
        found => found?,
    };
    Ok((case, task))
}

/// The leaver's own departure, once it is announced: for the tasks of the portal.
async fn own_case(cx: &Cx, conn: &mut Conn, task: &Task) -> Result<Case> {
    let person = cx.actor().person.filter(|_| cx.actor().has(Role::Leaver)).ok_or(Error::NotFound)?;
    let departure = conn.get_departure(&store::departures::Viewer::ALL, task.departure_id).await?;
    if departure.person_id == person && departure.announced_at.is_some() {
        Ok(Case { departure, relation: Relation::Oneself })
    } else {
        Err(Error::NotFound)
    }
}

/// Ticks a task off, with its proof where one is asked for.
pub async fn finish(cx: &Cx, id: TaskId, remark: &str, proof: Option<Upload>) -> Result<()> {
    let (case, task) = load(cx, &mut cx.read().await?, id).await?;
    settled_by(cx, &case, &task)?;
    let proofs = usize::try_from(task.proofs).unwrap_or(0) + usize::from(proof.is_some());
    let status = finish_task(task.status, task.needs_proof, proofs)?;
    if let Some(upload) = proof {
        attachments::attach(cx, ("task", &id.to_string()), Some(task.departure_id), upload).await?;
    }
    write(cx, &task, status, remark.trim()).await
}

/// Ticks several tasks of one departure off, one after the other and each with its own entry: how many were open and
/// are done now. The first that may not be ticked off ends it.
pub async fn finish_several(cx: &Cx, departure: DepartureId, ids: &[TaskId]) -> Result<usize> {
    let tasks = list_tasks(cx, departure).await?;
    let chosen: Vec<&Task> =
        tasks.iter().filter(|task| ids.contains(&task.id) && task.status == TaskStatus::Open).collect();
    for task in &chosen {
        finish(cx, task.id, "", None).await?;
    }
    Ok(chosen.len())
}

/// Skips a task: a named person's decision, with a reason.
pub async fn skip(cx: &Cx, id: TaskId, reason: &str) -> Result<()> {
    let (case, task) = load(cx, &mut cx.read().await?, id).await?;
    settled_by(cx, &case, &task)?;
    // Whoever has no person behind the account is still somebody else than the leaver.
    let by = cx.actor().person.unwrap_or_else(|| PersonId::from_uuid(cx.actor().account.uuid()));
    let skip = Skip::new(by, case.departure.person_id, reason)?;
    let status = skip.apply(&crate::departures::task_state(&task))?;
    write(cx, &task, status, &skip.reason).await
}

fn settled_by(cx: &Cx, case: &Case, task: &Task) -> Result<()> {
    case.departure.status.allows(departure::Action::Edit)?;
    if task.status != TaskStatus::Open {
        return Err(Error::Conflict("error-task-settled"));
    }
    if may_settle(cx, case, task) { Ok(()) } else { Err(Error::Forbidden) }
}

async fn write(cx: &Cx, task: &Task, status: TaskStatus, remark: &str) -> Result<()> {
    let (id, departure) = (task.id, task.departure_id);
    cx.transact(|mut tx| async move {
        tx.settle_task(id, status, (cx.actor().account, cx.now()), remark).await.map_err(
            |error| match error {
                store::Error::NotFound => Error::Conflict("error-task-settled"),
                error => error.into(),
            },
        )?;
        let kind = if status == TaskStatus::Done { "task.done" } else { "task.skipped" };
        let content = json!({ "task": name(task), "reason": remark });
        let receipt = tx.append(cx.event(kind, departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// How a task is named in the log: by its code, or by the title that a person gave it.
fn name(task: &Task) -> &str {
    if task.code.is_empty() { &task.title } else { &task.code }
}

/// Opens a task again that was ticked off by mistake.
pub async fn reopen(cx: &Cx, id: TaskId) -> Result<()> {
    let mut conn = cx.read().await?;
    let task = conn.get_task(id).await?;
    let case = get_to_run(cx, &mut conn, task.departure_id).await?;
    drop(conn);
    case.departure.status.allows(departure::Action::Edit)?;
    let task = &task;
    cx.transact(|mut tx| async move {
        tx.reopen_task(id).await?;
        let content = json!({ "task": name(task) });
        let receipt = tx.append(cx.event("task.reopened", task.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Sets due day and owner by hand; from then on no change of the dates moves it.
pub async fn edit(cx: &Cx, id: TaskId, due_on: Date, owner: &str) -> Result<()> {
    let mut conn = cx.read().await?;
    let task = conn.get_task(id).await?;
    let case = get_to_run(cx, &mut conn, task.departure_id).await?;
    case.departure.status.allows(departure::Action::Edit)?;
    let owner = match owner.trim() {
        "" => None,
        text => Some(sweep::find_receiver(&mut conn, case.departure.person_id, text, "owner").await?.id),
    };
    drop(conn);
    let task = &task;
    cx.transact(|mut tx| async move {
        tx.edit_task(id, due_on, owner).await?;
        let content = json!({ "task": name(task), "old_due_on": task.due_on, "due_on": due_on });
        let receipt = tx.append(cx.event("task.edited", task.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// A task that a person adds.
#[derive(Debug, Clone)]
pub struct AddTask {
    /// What is to be done.
    pub title: String,
    /// Which risk it closes.
    pub gauge: Gauge,
    /// Its stage.
    pub stage: Stage,
    /// The role that sees to it.
    pub owner_role: Role,
    /// When it is due.
    pub due_on: Date,
    /// Whether it blocks its stage.
    pub is_required: bool,
}

/// Adds a task to a departure.
pub async fn add(cx: &Cx, departure: DepartureId, input: AddTask) -> Result<TaskId> {
    let case = get_to_run(cx, &mut cx.read().await?, departure).await?;
    case.departure.status.allows(departure::Action::Edit)?;
    if input.title.trim().is_empty() {
        return Err(Error::field("title", "error-required"));
    }
    let new = Task {
        id: cx.new_id(),
        departure_id: departure,
        code: String::new(),
        title: input.title.trim().to_owned(),
        gauge: input.gauge,
        stage: input.stage,
        owner_role: input.owner_role,
        owner_id: None,
        owner_name: String::new(),
        due_on: input.due_on,
        is_required: input.is_required,
        needs_proof: false,
        is_edited: true,
        status: TaskStatus::Open,
        done_at: None,
        done_by_name: String::new(),
        remark: String::new(),
        proofs: 0,
    };
    let task = &new;
    cx.transact(|mut tx| async move {
        tx.create_task(task).await?;
        let content = json!({ "task": task.title, "due_on": task.due_on });
        let receipt = tx.append(cx.event("task.added", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(new.id)
}
