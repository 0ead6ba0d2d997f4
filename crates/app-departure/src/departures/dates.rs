//! Changing the dates: what the system filled in moves along, what a person changed stays.

use app::{Cx, Error, Result, cases::get_to_run};
use departure::{DatesDraft, ExistingTask, Packets, recompute};
use kernel::{Date, DepartureId};
use serde_json::json;
use store::tasks::Task;

use super::opening::{date_error, planned_task};

/// The three dates as entered.
#[derive(Debug, Clone, Copy)]
pub struct EditDates {
    /// Notice given.
    pub notice_on: Date,
    /// Last working day.
    pub last_day: Date,
    /// Legal end.
    pub legal_end: Date,
}

/// A due day that moved, or would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateChange {
    /// The task's code.
    pub code: String,
    /// As it stood.
    pub from: Date,
    /// As the rule says now.
    pub to: Date,
}

/// What changing the dates did to the tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DatesEdited {
    /// Tasks whose due day moved along.
    pub moved: Vec<DateChange>,
    /// Tasks that a person had edited and that therefore stayed.
    pub kept: Vec<DateChange>,
}

/// Changes the three dates and moves the open tasks that nobody edited.
pub async fn edit_dates(cx: &Cx, id: DepartureId, input: EditDates) -> Result<DatesEdited> {
    let mut conn = cx.read().await?;
    let case = get_to_run(cx, &mut conn, id).await?;
    case.departure.status.allows(departure::Action::Edit)?;
    let tasks = conn.list_tasks(id).await?;
    drop(conn);
    let EditDates { notice_on, last_day, legal_end } = input;
    let (ground, hired_on) = (case.ground()?, case.departure.hired_on);
    let draft =
        DatesDraft { notice_on, last_day, legal_end, access_off_at: case.departure.access_off_at, hired_on };
    let check = draft.check(ground, cx.calendar());
    let Some(dates) = check.dates else {
        return Err(Error::Invalid(
            check.faults.into_iter().map(|(field, fault)| date_error(field, fault)).collect(),
        ));
    };
    let fresh = Packets::builtin().plan(ground, &case.departure.department_path, &dates, cx.calendar());
    let existing: Vec<ExistingTask> = tasks.iter().map(existing).collect();
    let changes = recompute(&existing, &fresh);
    let added: Vec<Task> = changes.add.iter().map(|planned| planned_task(cx, id, planned)).collect();
    let edited = DatesEdited {
        moved: changes.move_due.into_iter().map(change).collect(),
        kept: changes.kept.into_iter().map(change).collect(),
    };
    let (edited_ref, added, old) = (&edited, &added, &case.departure);
    cx.transact(|mut tx| async move {
        tx.set_departure_dates(id, (notice_on, last_day, legal_end)).await?;
        for change in &edited_ref.moved {
            tx.move_task_due(id, &change.code, change.to).await?;
        }
        for task in added {
            tx.create_task(task).await?;
        }
        let content = json!({
            "old_notice_on": old.notice_on, "old_last_day": old.last_day, "old_legal_end": old.legal_end,
            "notice_on": notice_on, "last_day": last_day, "legal_end": legal_end,
            "moved": edited_ref.moved.len(), "kept": edited_ref.kept.len(),
        });
        let receipt = tx.append(cx.event("departure.dates-set", id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(edited)
}

fn existing(task: &Task) -> ExistingTask {
    ExistingTask {
        code: task.code.clone(),
        due_on: task.due_on,
        is_edited: task.is_edited,
        status: task.status,
    }
}

fn change(change: departure::DueChange) -> DateChange {
    DateChange { code: change.code, from: change.from, to: change.to }
}
