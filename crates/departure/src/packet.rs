//! Sets of tasks by kind of leaving and department, as data.

use std::{collections::HashSet, sync::LazyLock};

use calendar::Calendar;
use kernel::{Date, Role};
use serde::Deserialize;

use crate::{Dates, DueRule, Error, Gauge, Ground, Result, Stage, Texts};

static BUILTIN: LazyLock<Packets> = LazyLock::new(read_builtin);

/// A set of tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// The code.
    pub code: String,
    /// Its name.
    pub label: Texts,
}

/// A task as the data describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskTemplate {
    /// The code; unique among all tasks.
    pub code: String,
    /// The code of its set.
    pub packet: String,
    /// What is to be done.
    pub title: Texts,
    /// Which of the five risks it closes.
    pub gauge: Gauge,
    /// The role that sees to it.
    pub owner: Role,
    /// The stage it belongs to.
    pub stage: Stage,
    /// When it is due.
    pub due: DueRule,
    /// Whether it blocks leaving its stage.
    pub is_required: bool,
    /// Whether it is done only with its proof.
    pub needs_proof: bool,
    /// Words of the department's path; empty means everywhere.
    pub departments: Vec<String>,
    /// The article of law that asks for it.
    pub basis: Option<String>,
}

impl TaskTemplate {
    /// Whether it concerns a department, told by words in its path.
    ///
    /// A Chinese word counts anywhere; a Latin one only where a word begins, so that `it` is not found in `unit`.
    pub fn concerns(&self, department_path: &str) -> bool {
        let path = department_path.to_lowercase();
        self.departments.is_empty() || self.departments.iter().any(|word| mentions(&path, word))
    }
}

fn mentions(path: &str, word: &str) -> bool {
    let is_latin = word.starts_with(|character: char| character.is_ascii_alphanumeric());
    let begins_there =
        |at: usize| !path.get(..at).unwrap_or_default().ends_with(|c: char| c.is_ascii_alphanumeric());
    path.match_indices(word).any(|(at, _)| !is_latin || begins_there(at))
}

/// A task of one departure, as the rules give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTask {
    /// The code of its template.
    pub code: String,
    /// See [`TaskTemplate::gauge`].
    pub gauge: Gauge,
    /// See [`TaskTemplate::owner`].
    pub owner: Role,
    /// See [`TaskTemplate::stage`].
    pub stage: Stage,
    /// When it is due.
    pub due_on: Date,
    /// See [`TaskTemplate::is_required`].
    pub is_required: bool,
    /// See [`TaskTemplate::needs_proof`].
    pub needs_proof: bool,
}

/// All sets and their tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packets {
    packets: Vec<Packet>,
    tasks: Vec<TaskTemplate>,
}

impl Packets {
    /// The sets that the program brings along.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Reads sets of a company's own; unknown fields, codes used twice and unknown sets are refused.
    pub fn parse(text: &str) -> Result<Self> {
        let file: RawFile = toml::from_str(text)
            .map_err(|error| Error::Data { at: "packets".to_owned(), problem: error.to_string() })?;
        let packets: Vec<_> = file.packet.into_iter().map(RawPacket::read).collect();
        let tasks = file.task.into_iter().map(RawTask::read).collect::<Result<Vec<_>>>()?;
        let known: HashSet<&str> = packets.iter().map(|packet| packet.code.as_str()).collect();
        let mut seen = HashSet::new();
        for task in &tasks {
            let problem = if !known.contains(task.packet.as_str()) {
                format!("the set {} is not defined", task.packet)
            } else if !seen.insert(task.code.as_str()) {
                "the code is used twice".to_owned()
            } else {
                continue;
            };
            return Err(Error::Data { at: task.code.clone(), problem });
        }
        Ok(Self { packets, tasks })
    }

    /// The sets.
    pub fn packets(&self) -> &[Packet] {
        &self.packets
    }

    /// Every task.
    pub fn tasks(&self) -> &[TaskTemplate] {
        &self.tasks
    }

    /// The task with this code.
    pub fn find_task(&self, code: &str) -> Option<&TaskTemplate> {
        self.tasks.iter().find(|task| task.code == code)
    }

    /// The tasks of a kind of leaving in a department, in the order of the data.
    pub fn tasks_for(&self, ground: &Ground, department_path: &str) -> impl Iterator<Item = &TaskTemplate> {
        let wanted =
            |task: &&TaskTemplate| ground.packets.contains(&task.packet) && task.concerns(department_path);
        self.tasks.iter().filter(wanted)
    }

    /// The tasks of one departure with their due days, by stage and day.
    pub fn plan(
        &self,
        ground: &Ground,
        department_path: &str,
        dates: &Dates,
        calendar: &Calendar,
    ) -> Vec<PlannedTask> {
        let planned = |task: &TaskTemplate| PlannedTask {
            code: task.code.clone(),
            gauge: task.gauge,
            owner: task.owner,
            stage: task.stage,
            due_on: task.due.due_on(dates, calendar),
            is_required: task.is_required,
            needs_proof: task.needs_proof,
        };
        let mut tasks: Vec<_> = self.tasks_for(ground, department_path).map(planned).collect();
        tasks.sort_by_key(|task| (task.stage, task.due_on));
        tasks
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    packet: Vec<RawPacket>,
    task: Vec<RawTask>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPacket {
    code: String,
    zh: String,
    en: String,
}

impl RawPacket {
    fn read(self) -> Packet {
        Packet { code: self.code, label: Texts { zh: self.zh, en: self.en } }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTask {
    code: String,
    packet: String,
    zh: String,
    en: String,
    gauge: String,
    owner: String,
    stage: String,
    due: String,
    required: bool,
    #[serde(default)]
    proof: bool,
    #[serde(default)]
    departments: Vec<String>,
    basis: Option<String>,
}

impl RawTask {
    fn read(self) -> Result<TaskTemplate> {
        let at = |error: Error| Error::Data { at: self.code.clone(), problem: error.to_string() };
        let owner =
            self.owner.parse().map_err(|_| Error::UnknownCode { kind: "role", code: self.owner.clone() });
        Ok(TaskTemplate {
            gauge: self.gauge.parse().map_err(at)?,
            owner: owner.map_err(at)?,
            stage: self.stage.parse().map_err(at)?,
            due: self.due.parse().map_err(at)?,
            packet: self.packet,
            title: Texts { zh: self.zh, en: self.en },
            is_required: self.required,
            needs_proof: self.proof,
            departments: self.departments.iter().map(|word| word.to_lowercase()).collect(),
            basis: self.basis,
            code: self.code,
        })
    }
}

#[expect(clippy::expect_used, reason = "the file is part of the program and the tests read it")]
fn read_builtin() -> Packets {
    Packets::parse(include_str!("../data/packets.toml")).expect("the default tasks are readable")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{Anchor, Unit, find_ground, grounds};

    fn codes(ground: &str, department: &str) -> Vec<&'static str> {
        let ground = find_ground(ground).unwrap();
        Packets::builtin().tasks_for(ground, department).map(|task| task.code.as_str()).collect()
    }

    #[test]
    fn every_set_that_a_kind_of_leaving_names_exists_and_every_set_is_named() {
        let known: HashSet<&str> =
            Packets::builtin().packets().iter().map(|packet| packet.code.as_str()).collect();
        let named: HashSet<&str> =
            grounds().iter().flat_map(|ground| &ground.packets).map(String::as_str).collect();
        assert_eq!(known, named);
    }

    #[test]
    fn every_kind_of_leaving_has_the_duties_that_the_law_puts_on_its_end() {
        for ground in grounds() {
            let codes = codes(&ground.code, "");
            for duty in ["wages-paid", "certificate-issued", "files-transferred", "contract-archived"] {
                assert!(codes.contains(&duty), "{} lacks {duty}", ground.code);
            }
        }
    }

    #[test]
    fn wages_and_certificate_are_due_on_the_day_and_files_fifteen_calendar_days_later() {
        for (code, offset) in [("wages-paid", 0), ("certificate-issued", 0), ("files-transferred", 15)] {
            let due = Packets::builtin().find_task(code).unwrap().due;
            assert_eq!((due.anchor, due.offset, due.unit), (Anchor::LegalEnd, offset, Unit::Days), "{code}");
        }
    }

    #[test]
    fn everything_to_be_returned_has_a_required_task_before_the_departure_can_close() {
        for code in [
            "devices-returned",
            "phone-returned",
            "badge-returned",
            "keys-returned",
            "seals-returned",
            "cards-returned",
            "accounts-disabled",
            "copies-recalled",
            "borrowings-settled",
        ] {
            let task = Packets::builtin().find_task(code).unwrap();
            assert!(task.is_required && task.stage == Stage::Clearing && task.packet == "common", "{code}");
        }
    }

    #[test]
    fn tasks_follow_the_kind_of_leaving() {
        assert!(codes("CAUSE", "").contains(&"union-notified"));
        assert!(!codes("RESIGN", "").contains(&"union-notified"));
        assert!(codes("RESIGN", "").contains(&"exit-interview"));
        for code in ["exit-interview", "farewell-held", "plan-agreed", "list-signed"] {
            assert!(!codes("DEATH", "").contains(&code), "{code}");
            assert!(!codes("ABANDON", "").contains(&code), "{code}");
        }
        assert!(!codes("RESIGN_PROBATION", "").contains(&"core-written"), "a newcomer goes fast");
    }

    #[test]
    fn tasks_follow_the_department_by_words_in_its_path() {
        assert!(codes("RESIGN", "江南精工 / 工艺一部").contains(&"drawings-archived"));
        assert!(!codes("RESIGN", "江南精工 / 财务部").contains(&"drawings-archived"));
        assert!(codes("RESIGN", "江南精工 / 财务部").contains(&"books-handed-over"));
        assert!(codes("RESIGN", "华东销售部").contains(&"customers-visited"));
        assert!(codes("RESIGN", "Sales East").contains(&"customers-visited"));
        assert!(codes("RESIGN", "IT Operations").contains(&"admin-rights-moved"));
        assert!(!codes("RESIGN", "Business unit 2").contains(&"admin-rights-moved"));
        assert!(!codes("RESIGN", "Accounting").contains(&"customers-visited"));
        assert!(codes("RESIGN", "").iter().all(|code| *code != "tools-returned"));
    }

    #[test]
    fn what_must_precede_a_dismissal_is_due_before_its_notice() {
        let day = date(2026, 11, 12);
        let dates = Dates { notice_on: day, last_day: day, legal_end: day, access_off_at: None };
        let tasks = Packets::builtin().plan(find_ground("CAUSE").unwrap(), "", &dates, &Calendar::builtin());
        for code in ["union-notified", "protected-checked", "facts-proven"] {
            assert!(tasks.iter().find(|task| task.code == code).unwrap().due_on < day, "{code}");
        }
    }

    #[test]
    fn the_plan_of_the_story_is_in_order_and_ends_with_the_fifteen_days() {
        let (notice_on, last_day) = (date(2026, 10, 26), date(2026, 11, 25));
        let dates = Dates { notice_on, last_day, legal_end: last_day, access_off_at: None };
        let resignation = find_ground("RESIGN").unwrap();
        let tasks = Packets::builtin().plan(resignation, "工艺一部", &dates, &Calendar::builtin());
        assert!(tasks.is_sorted_by_key(|task| (task.stage, task.due_on)));
        let due = |code: &str| tasks.iter().find(|task| task.code == code).unwrap().due_on;
        assert_eq!(due("resignation-receipt"), notice_on);
        assert_eq!(due("core-first"), date(2026, 11, 2));
        assert_eq!(due("core-written"), date(2026, 11, 11));
        assert_eq!(due("certificate-issued"), last_day);
        assert_eq!(due("files-transferred"), date(2026, 12, 10));
    }

    #[test]
    fn a_companys_own_file_with_a_mistake_is_refused_by_the_task_it_is_in() {
        let good = include_str!("../data/packets.toml");
        for (from, to, at) in [
            ("due = \"notice + 1\"", "due = \"soon\"", "ending-filed"),
            ("packet = \"common\"", "packet = \"nowhere\"", "ending-filed"),
            ("code = \"receivers-named\"", "code = \"ending-filed\"", "ending-filed"),
            ("owner = \"hr-specialist\"", "owner = \"somebody\"", "ending-filed"),
            ("proof = true", "prof = true", "packets"),
        ] {
            let error = Packets::parse(&good.replacen(from, to, 1)).unwrap_err();
            assert!(matches!(&error, Error::Data { at: found, .. } if found == at), "{error}");
        }
    }
}
