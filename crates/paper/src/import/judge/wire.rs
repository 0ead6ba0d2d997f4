//! The accepted rows as JSON, one object each, with the fields as read.

use std::io::Write;

use serde_json::{Value, json};

use super::{
    Accepted, AssetRow, AttendanceRow, ChannelRow, DayEvent, DayFact, EntryRow, KnowledgeRow, LeaveRow,
    ProjectRow, RosterRow,
};
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
            Self::Entries(rows) => rows.iter().try_for_each(|row| write(row.to_json())),
            Self::Attendance(rows) => rows.iter().try_for_each(|row| write(row.to_json())),
            Self::Channels(rows) => rows.iter().try_for_each(|row| write(row.to_json())),
            Self::Assets(rows) => rows.iter().try_for_each(|row| write(row.to_json())),
            Self::Projects(rows) => rows.iter().try_for_each(|row| write(row.to_json())),
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

impl EntryRow {
    /// The row with its fields as read.
    pub fn to_json(&self) -> Value {
        json!({
            "row": self.row,
            "ref_no": self.ref_no,
            "emp_no": self.emp_no,
            "name": self.name,
            "kind": self.kind_word,
            "date": self.date.to_string(),
            "text": self.text,
            "result": self.result,
        })
    }
}

impl AttendanceRow {
    /// The row with what was out of the ordinary.
    pub fn to_json(&self) -> Value {
        let facts: Vec<Value> = self.facts.iter().map(DayFact::to_json).collect();
        json!({"row": self.row, "emp_no": self.emp_no, "name": self.name, "facts": facts})
    }
}

impl DayFact {
    fn to_json(&self) -> Value {
        let date = self.date.to_string();
        match &self.what {
            DayEvent::Late(minutes) => json!({"date": date, "what": "late", "minutes": minutes}),
            DayEvent::Early(minutes) => json!({"date": date, "what": "early", "minutes": minutes}),
            DayEvent::MissingCard(times) => json!({"date": date, "what": "missing_card", "times": times}),
            DayEvent::Absent => json!({"date": date, "what": "absent"}),
            DayEvent::Leave { kind_word, start, end, hours, .. } => json!({
                "date": date,
                "what": "leave",
                "kind": kind_word,
                "start": start.date.to_string(),
                "start_part": part(Some(*start)),
                "end": end.date.to_string(),
                "end_part": part(Some(*end)),
                "hours": says(*hours),
            }),
        }
    }
}

impl ChannelRow {
    /// The row with its fields as read.
    pub fn to_json(&self) -> Value {
        json!({
            "row": self.row,
            "code": self.code,
            "name": self.name,
            "side": self.side.code(),
            "kind": self.kind,
            "level": self.level,
            "region": self.region,
            "owner_no": self.owner_no,
            "owner": self.owner,
            "second_no": self.second_no,
            "contact": self.contact,
            "phones": self.phones,
            "email": self.email,
            "last_contact": says(self.last_contact),
            "amount": says(self.amount),
            "note": self.note,
        })
    }
}

impl AssetRow {
    /// The row with its fields as read.
    pub fn to_json(&self) -> Value {
        let department = (!self.department.is_empty()).then(|| self.department.join("/"));
        json!({
            "row": self.row,
            "asset_no": self.asset_no,
            "name": self.name,
            "kind": self.kind,
            "model": self.model,
            "serial": self.serial,
            "department": department,
            "holder_no": self.holder_no,
            "holder": self.holder,
            "issued": says(self.issued),
            "returned": says(self.returned),
            "value": says(self.value),
            "status": self.status,
            "location": self.location,
            "note": self.note,
        })
    }
}

impl ProjectRow {
    /// The row with its fields as read.
    pub fn to_json(&self) -> Value {
        json!({
            "row": self.row,
            "project_no": self.project_no,
            "project": self.project,
            "emp_no": self.emp_no,
            "name": self.name,
            "project_role": self.role,
            "joined": says(self.joined),
            "left": says(self.left),
            "project_status": self.status,
            "note": self.note,
        })
    }
}
