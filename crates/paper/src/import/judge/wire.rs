//! The accepted rows as JSON, one object each, with the fields as read.

use std::io::Write;

use serde_json::{Value, json};

use super::{Accepted, KnowledgeRow, LeaveRow, RosterRow};
use crate::import::{DayPart, Stamp};
use crate::{Error, Result};

impl Accepted {
    /// Writes one JSON object a line.
    pub fn write_ndjson(&self, out: &mut dyn Write) -> Result<()> {
        let mut write = |value: Value| writeln!(out, "{value}").map_err(Error::Write);
        match self {
            Self::Roster(rows) => rows.iter().try_for_each(|row| write(row.to_json())),
            Self::Leave(rows) => rows.iter().try_for_each(|row| write(row.to_json())),
            Self::Knowledge(rows) => rows.iter().try_for_each(|row| write(row.to_json())),
        }
    }
}

fn says(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn part(stamp: Option<Stamp>) -> Option<String> {
    stamp.filter(|stamp| stamp.part != DayPart::Whole).map(|stamp| stamp.part.to_string())
}

impl RosterRow {
    /// The row with its fields as read; an open end is `open`, what is empty is null.
    pub fn to_json(&self) -> Value {
        let department = (!self.department.is_empty()).then(|| self.department.join("/"));
        json!({
            "row": self.row,
            "emp_no": self.emp_no,
            "name": self.name,
            "gender": self.gender,
            "department": department,
            "position": self.position,
            "job_level": self.job_level,
            "employer": self.employer,
            "city": self.city,
            "hire_date": self.hire_date.to_string(),
            "status": self.status_word,
            "leave_date": says(self.leave_date),
            "probation_end": says(self.probation_end),
            "contract_start": says(self.contract_start),
            "contract_end": says(self.contract_end),
            "id_card": self.id_card,
            "phone": self.phone,
            "email": self.email,
            "education": self.education,
            "manager": self.manager,
            "manager_no": self.manager_no,
        })
    }
}

impl LeaveRow {
    /// The row with its fields as read.
    pub fn to_json(&self) -> Value {
        json!({
            "row": self.row,
            "ref_no": self.ref_no,
            "emp_no": self.emp_no,
            "name": self.name,
            "kind": self.kind_word,
            "start": self.start.date.to_string(),
            "start_part": part(Some(self.start)),
            "end": says(self.end.map(|end| end.date)),
            "end_part": part(self.end),
            "days": says(self.days),
            "hours": says(self.hours),
            "reason": self.reason,
        })
    }
}

impl KnowledgeRow {
    /// The row with its fields as read.
    pub fn to_json(&self) -> Value {
        json!({
            "row": self.row,
            "item_no": self.item_no,
            "item": self.item,
            "kind": self.kind,
            "area": self.area,
            "weight": self.weight,
            "hours": says(self.hours),
            "emp_no": self.emp_no,
            "name": self.name,
            "level": self.level,
            "note": self.note,
        })
    }
}
