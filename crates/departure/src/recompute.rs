//! Edits survive: what the system filled in and a person changed is not overwritten by the next recompute.

use std::collections::{HashMap, HashSet};

use kernel::Date;

use crate::{PlannedTask, TaskStatus};

/// A task as it stands in the departure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExistingTask {
    /// The code of its template; empty for a task that a person added.
    pub code: String,
    /// When it is due.
    pub due_on: Date,
    /// Whether a person changed it.
    pub is_edited: bool,
    /// Where it stands.
    pub status: TaskStatus,
}

/// A due date that changes, or would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueChange {
    /// The task's code.
    pub code: String,
    /// As it stands.
    pub from: Date,
    /// As the rule says now.
    pub to: Date,
}

/// What a recompute changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Tasks that are new.
    pub add: Vec<PlannedTask>,
    /// Open tasks, never touched by a person, whose due date moves.
    pub move_due: Vec<DueChange>,
    /// Open tasks, never touched by a person, that no longer belong to this kind of leaving or department.
    pub drop: Vec<String>,
    /// Open tasks that a person edited and that therefore stay, though the rule now says another day.
    pub kept: Vec<DueChange>,
}

impl Changes {
    /// Whether nothing changes; what is kept changes nothing.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.move_due.is_empty() && self.drop.is_empty()
    }
}

/// Compares the tasks of a departure with what the rules give now.
///
/// Done and skipped tasks, tasks that a person added and tasks that a person edited are never changed and never
/// dropped.
pub fn recompute(existing: &[ExistingTask], fresh: &[PlannedTask]) -> Changes {
    let by_code: HashMap<&str, &PlannedTask> = fresh.iter().map(|task| (task.code.as_str(), task)).collect();
    let present: HashSet<&str> = existing.iter().map(|task| task.code.as_str()).collect();
    let add = fresh.iter().filter(|task| !present.contains(task.code.as_str())).cloned().collect();
    let mut changes = Changes { add, ..Changes::default() };
    for task in existing.iter().filter(|task| task.status == TaskStatus::Open && !task.code.is_empty()) {
        match by_code.get(task.code.as_str()) {
            Some(planned) if planned.due_on == task.due_on => {}
            Some(planned) => {
                let change = DueChange { code: task.code.clone(), from: task.due_on, to: planned.due_on };
                if task.is_edited { changes.kept.push(change) } else { changes.move_due.push(change) }
            }
            None if task.is_edited => {}
            None => changes.drop.push(task.code.clone()),
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use calendar::Calendar;
    use jiff::civil::date;

    use super::*;
    use crate::{Dates, Packets, find_ground};

    fn plan(ground: &str, last_day: Date) -> Vec<PlannedTask> {
        let dates =
            Dates { notice_on: date(2026, 10, 26), last_day, legal_end: last_day, access_off_at: None };
        Packets::builtin().plan(find_ground(ground).unwrap(), "工艺一部", &dates, &Calendar::builtin())
    }

    fn existing(planned: &[PlannedTask]) -> Vec<ExistingTask> {
        let task = |task: &PlannedTask| ExistingTask {
            code: task.code.clone(),
            due_on: task.due_on,
            is_edited: false,
            status: TaskStatus::Open,
        };
        planned.iter().map(task).collect()
    }

    fn at<'a>(tasks: &'a mut [ExistingTask], code: &str) -> &'a mut ExistingTask {
        tasks.iter_mut().find(|task| task.code == code).unwrap()
    }

    #[test]
    fn nothing_changes_when_nothing_changed() {
        let planned = plan("RESIGN", date(2026, 11, 25));
        assert_eq!(recompute(&existing(&planned), &planned), Changes::default());
    }

    #[test]
    fn a_new_last_day_moves_what_hangs_on_it_and_leaves_what_a_person_changed() {
        let mut tasks = existing(&plan("RESIGN", date(2026, 11, 25)));
        let mine = at(&mut tasks, "devices-returned");
        (mine.due_on, mine.is_edited) = (date(2026, 11, 18), true);
        at(&mut tasks, "phone-returned").status = TaskStatus::Done;
        let changes = recompute(&tasks, &plan("RESIGN", date(2026, 11, 27)));
        let moved = |code: &str| changes.move_due.iter().any(|change| change.code == code);
        assert!(moved("badge-returned"));
        assert!(!moved("devices-returned") && !moved("phone-returned") && !moved("receivers-named"));
        let kept =
            DueChange { code: "devices-returned".into(), from: date(2026, 11, 18), to: date(2026, 11, 27) };
        assert_eq!(changes.kept, [kept]);
        assert!(changes.add.is_empty() && changes.drop.is_empty());
    }

    #[test]
    fn another_kind_of_leaving_brings_its_tasks_and_drops_only_untouched_ones() {
        let mut tasks = existing(&plan("RESIGN", date(2026, 11, 25)));
        at(&mut tasks, "stay-talk").status = TaskStatus::Done;
        let own = ExistingTask {
            code: String::new(),
            due_on: date(2026, 11, 2),
            is_edited: false,
            status: TaskStatus::Open,
        };
        tasks.push(own);
        let changes = recompute(&tasks, &plan("AGREE_EMPLOYEE", date(2026, 11, 25)));
        assert!(changes.add.iter().any(|task| task.code == "agreement-signed"));
        assert_eq!(changes.drop, ["resignation-receipt"]);
    }
}
