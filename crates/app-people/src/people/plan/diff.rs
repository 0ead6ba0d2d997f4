//! What differs between a row before and after, in words for people.

use std::{collections::HashMap, fmt::Display};

use kernel::{DepartmentId, EmployerId, PersonId, PostId};
use store::roster::{EmploymentRow, PersonRow};

use super::{Kept, Plan};
use crate::people::entries::FieldChange;

/// Names by id, made once for a whole comparison.
pub(super) struct NamesById<'p> {
    employers: HashMap<EmployerId, &'p str>,
    departments: HashMap<DepartmentId, &'p str>,
    posts: HashMap<PostId, &'p str>,
    people: HashMap<PersonId, &'p str>,
}

/// Collects the fields that differ.
#[derive(Default)]
struct Differences(Vec<FieldChange>);

impl Differences {
    fn note<V: PartialEq>(&mut self, field: &'static str, before: V, after: V, shown: impl Fn(V) -> String) {
        if before != after {
            self.0.push(FieldChange { field, before: shown(before), after: shown(after) });
        }
    }

    fn text(&mut self, field: &'static str, before: &str, after: &str) {
        self.note(field, before, after, str::to_owned);
    }

    fn maybe<V: PartialEq + Display>(&mut self, field: &'static str, before: Option<V>, after: Option<V>) {
        self.note(field, before, after, |value| value.map(|value| value.to_string()).unwrap_or_default());
    }
}

impl<'p> NamesById<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        fn turned<I: Copy + Eq + std::hash::Hash>(names: &HashMap<String, I>) -> HashMap<I, &str> {
            names.iter().map(|(name, id)| (*id, name.as_str())).collect()
        }
        Self {
            employers: turned(&plan.names.employers),
            departments: turned(&plan.names.departments),
            posts: turned(&plan.names.posts),
            people: plan.people.iter().map(|state| (state.row.now.id, state.row.now.name.as_str())).collect(),
        }
    }

    /// What changes of a spell; nothing for a new one.
    pub(super) fn spell_changes(&self, spell: &Kept<EmploymentRow>) -> Vec<FieldChange> {
        let Some(before) = &spell.before else { return Vec::new() };
        let now = &spell.now;
        let mut found = Differences::default();
        let named = |name: Option<&&str>| name.map(|name| (*name).to_owned()).unwrap_or_default();
        found.text("emp-no", &before.emp_no, &now.emp_no);
        found.note("employer", before.employer_id, now.employer_id, |id| named(self.employers.get(&id)));
        found.note("department", before.department_id, now.department_id, |id| {
            named(id.and_then(|id| self.departments.get(&id)))
        });
        found.note("post", before.post_id, now.post_id, |id| named(id.and_then(|id| self.posts.get(&id))));
        found.note("manager", before.manager_id, now.manager_id, |id| {
            named(id.and_then(|id| self.people.get(&id)))
        });
        found.maybe("hired-on", Some(before.hired_on), Some(now.hired_on));
        found.maybe("left-on", before.left_on, now.left_on);
        found.text("status", &before.status, &now.status);
        found.text("contract-kind", &before.contract_kind, &now.contract_kind);
        found.maybe("contract-from", before.contract_from, now.contract_from);
        found.maybe("contract-until", before.contract_until, now.contract_until);
        found.0
    }
}

/// What changes of a person; nothing for a new one.
pub(super) fn person_changes(row: &Kept<PersonRow>) -> Vec<FieldChange> {
    let Some(before) = &row.before else { return Vec::new() };
    let mut found = Differences::default();
    found.text("name", &before.name, &row.now.name);
    found.note("id-number", &before.id_number, &row.now.id_number, |number| masked(number));
    found.text("phone", &before.phone, &row.now.phone);
    found.text("email", &before.email, &row.now.email);
    found.0
}

/// The last four characters of an identity number.
pub(crate) fn masked(number: &str) -> String {
    let skipped = number.chars().count().saturating_sub(4);
    if number.is_empty() {
        String::new()
    } else {
        format!("…{}", number.chars().skip(skipped).collect::<String>())
    }
}
