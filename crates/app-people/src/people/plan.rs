//! How a roster changes what is stored: decided on values in memory, without a database.

use std::collections::HashMap;

use kernel::{Date, DepartmentId, EmployerId, EmploymentId, PersonId, PostId};
use store::{
    org::{Department, Employer, PATH_JOINT, Post},
    roster::{EmploymentRow, PersonRow},
};
use uuid::Uuid;

use super::entries::{Applied, Changes, ContractEnd, RosterEntry, RowChange, SpellStatus};

mod diff;

pub(crate) use diff::masked;

/// What is stored, as far as a roster concerns it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stored {
    pub(crate) people: Vec<PersonRow>,
    pub(crate) employments: Vec<EmploymentRow>,
    pub(crate) employers: Vec<Employer>,
    pub(crate) departments: Vec<Department>,
    pub(crate) posts: Vec<Post>,
}

/// A row before and after; without a before it is new.
#[derive(Debug)]
struct Kept<R> {
    before: Option<R>,
    now: R,
}

/// A person with all spells, while a roster is worked in.
#[derive(Debug)]
struct PersonState {
    row: Kept<PersonRow>,
    spells: Vec<usize>,
}

/// What is to be written. New and renamed people still lack their sort key.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) employers: Vec<Employer>,
    pub(crate) departments: Vec<Department>,
    pub(crate) posts: Vec<Post>,
    people: Vec<PersonState>,
    spells: Vec<Kept<EmploymentRow>>,
    /// For each entry its person and spell.
    entries: Vec<(usize, usize)>,
    names: Names,
    today: Date,
    company: String,
}

/// The names of what rows point at, for saying what changes.
#[derive(Debug, Default)]
struct Names {
    employers: HashMap<String, EmployerId>,
    departments: HashMap<String, DepartmentId>,
    posts: HashMap<String, PostId>,
    by_number: HashMap<String, usize>,
}

/// A person whose search keys must be made: who, the name, all employee numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ToIndex {
    pub(crate) position: usize,
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) numbers: Vec<String>,
    pub(crate) is_new: bool,
}

impl Plan {
    /// Works the entries in. A status that is not said follows from the leaving date as of `today`; a new person
    /// without an employer is employed by the company itself.
    pub(crate) fn new(stored: Stored, entries: &[RosterEntry], today: Date, company: &str) -> Self {
        let mut plan = Self::start(stored, today, company);
        plan.find_spells(entries);
        plan.write_fields(entries);
        plan.write_managers(entries);
        plan.repeat_latest_spells();
        plan
    }

    fn start(stored: Stored, today: Date, company: &str) -> Self {
        let mut plan = Self {
            employers: Vec::new(),
            departments: Vec::new(),
            posts: Vec::new(),
            people: Vec::with_capacity(stored.people.len()),
            spells: Vec::with_capacity(stored.employments.len()),
            entries: Vec::new(),
            names: Names::default(),
            today,
            company: company.to_owned(),
        };
        plan.names.employers = stored.employers.into_iter().map(|e| (e.name, e.id)).collect();
        plan.names.departments = stored.departments.into_iter().map(|d| (d.path, d.id)).collect();
        plan.names.posts = stored.posts.into_iter().map(|p| (p.title, p.id)).collect();
        let mut position_of = HashMap::new();
        for row in stored.people {
            position_of.insert(row.id, plan.people.len());
            plan.people
                .push(PersonState { row: Kept { before: Some(row.clone()), now: row }, spells: Vec::new() });
        }
        for row in stored.employments {
            if let Some(person) = position_of.get(&row.person_id) {
                plan.names.by_number.insert(row.emp_no.clone(), *person);
                plan.add_spell(*person, Kept { before: Some(row.clone()), now: row });
            }
        }
        plan
    }

    fn add_spell(&mut self, person: usize, spell: Kept<EmploymentRow>) -> usize {
        let position = self.spells.len();
        self.spells.push(spell);
        if let Some(state) = self.people.get_mut(person) {
            state.spells.push(position);
        }
        position
    }

    /// First the spells that begin on the day said; then those that overlap an entry, whose first day is thereby
    /// corrected; what is left is a new spell.
    fn find_spells(&mut self, entries: &[RosterEntry]) {
        let people: Vec<usize> = entries.iter().map(|entry| self.person_of(entry)).collect();
        let mut found: Vec<Option<usize>> = people
            .iter()
            .zip(entries)
            .map(|(person, entry)| self.spell_where(*person, |spell| spell.hired_on == entry.hired_on))
            .collect();
        let mut is_claimed = vec![false; self.spells.len()];
        for spell in found.iter().flatten() {
            if let Some(claimed) = is_claimed.get_mut(*spell) {
                *claimed = true;
            }
        }
        for ((entry, person), place) in entries.iter().zip(&people).zip(&mut found) {
            if place.is_some() {
                continue;
            }
            let free = |at: usize| !is_claimed.get(at).copied().unwrap_or(false);
            let position = self
                .spell_at(*person, |at, spell| {
                    spell.hired_on == entry.hired_on || (free(at) && overlaps(spell, entry))
                })
                .unwrap_or_else(|| self.new_spell(*person, entry));
            is_claimed.resize(self.spells.len(), false);
            if let Some(claimed) = is_claimed.get_mut(position) {
                *claimed = true;
            }
            *place = Some(position);
        }
        self.entries =
            people.into_iter().zip(found).map(|(person, spell)| (person, spell.unwrap_or(0))).collect();
    }

    fn person_of(&mut self, entry: &RosterEntry) -> usize {
        if let Some(known) = self.names.by_number.get(&entry.emp_no) {
            return *known;
        }
        let position = self.people.len();
        let now = PersonRow {
            id: Uuid::now_v7().into(),
            name: String::new(),
            sort_key: String::new(),
            id_number: String::new(),
            phone: String::new(),
            email: String::new(),
            employment_id: Uuid::nil().into(),
            emp_no: entry.emp_no.clone(),
            employer_id: Uuid::nil().into(),
            department_id: None,
            post_id: None,
            manager_id: None,
            is_employed: true,
        };
        self.people.push(PersonState { row: Kept { before: None, now }, spells: Vec::new() });
        self.names.by_number.insert(entry.emp_no.clone(), position);
        position
    }

    fn spell_where(&self, person: usize, fits: impl Fn(&EmploymentRow) -> bool) -> Option<usize> {
        self.spell_at(person, |_, spell| fits(spell))
    }

    fn spell_at(&self, person: usize, fits: impl Fn(usize, &EmploymentRow) -> bool) -> Option<usize> {
        let spells = self.people.get(person).map_or(&[][..], |state| &state.spells);
        spells.iter().copied().find(|at| self.spells.get(*at).is_some_and(|spell| fits(*at, &spell.now)))
    }

    fn new_spell(&mut self, person: usize, entry: &RosterEntry) -> usize {
        let person_id = self.people.get(person).map_or_else(|| Uuid::nil().into(), |state| state.row.now.id);
        let now = EmploymentRow {
            id: EmploymentId::from(Uuid::now_v7()),
            person_id,
            emp_no: entry.emp_no.clone(),
            employer_id: Uuid::nil().into(),
            department_id: None,
            post_id: None,
            manager_id: None,
            hired_on: entry.hired_on,
            left_on: None,
            status: SpellStatus::Active.code().to_owned(),
            contract_kind: String::new(),
            contract_from: None,
            contract_until: None,
        };
        self.add_spell(person, Kept { before: None, now })
    }

    /// What an entry says of the spell and, if it is the person's latest in the set, of the person.
    fn write_fields(&mut self, entries: &[RosterEntry]) {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|at| entries.get(*at).map(|entry| entry.hired_on));
        for at in order {
            let (Some(entry), Some((person, spell))) = (entries.get(at), self.entries.get(at).copied())
            else {
                continue;
            };
            let employer = self.employer_of(entry);
            let department = self.department_of(&entry.department);
            let post = entry.post.as_deref().and_then(|title| self.post_of(title));
            let today = self.today;
            if let Some(spell) = self.spells.get_mut(spell) {
                write_spell(&mut spell.now, entry, today);
                if employer.is_some() || spell.before.is_none() {
                    spell.now.employer_id = employer.unwrap_or(spell.now.employer_id);
                }
                spell.now.department_id = department.or(spell.now.department_id);
                spell.now.post_id = post.or(spell.now.post_id);
            }
            if let Some(state) = self.people.get_mut(person) {
                write_person(&mut state.row.now, entry);
            }
        }
        self.employ_the_rest();
    }

    /// New spells of which nobody said the employer.
    fn employ_the_rest(&mut self) {
        let nobody = EmployerId::from(Uuid::nil());
        let lacking: Vec<usize> = (0..self.spells.len())
            .filter(|at| self.spells.get(*at).is_some_and(|spell| spell.now.employer_id == nobody))
            .collect();
        if lacking.is_empty() {
            return;
        }
        let only = if self.names.employers.len() == 1 {
            self.names.employers.values().next().copied()
        } else {
            None
        };
        let company = self.company.clone();
        let employer = only.unwrap_or_else(|| self.named_employer(&company, ""));
        for at in lacking {
            if let Some(spell) = self.spells.get_mut(at) {
                spell.now.employer_id = employer;
            }
        }
    }

    fn employer_of(&mut self, entry: &RosterEntry) -> Option<EmployerId> {
        let name = entry.employer.as_deref().filter(|name| !name.is_empty())?;
        Some(self.named_employer(name, entry.city.as_deref().unwrap_or("")))
    }

    fn named_employer(&mut self, name: &str, city: &str) -> EmployerId {
        if let Some(known) = self.names.employers.get(name) {
            return *known;
        }
        let id = EmployerId::from(Uuid::now_v7());
        self.names.employers.insert(name.to_owned(), id);
        let (name, city) = (name.to_owned(), city.to_owned());
        self.employers.push(Employer { id, name, city, credit_code: String::new() });
        id
    }

    /// The department at the end of the levels, made with all above it where it is new.
    fn department_of(&mut self, levels: &[String]) -> Option<DepartmentId> {
        let whole = levels.join(PATH_JOINT);
        if let Some(known) = self.names.departments.get(&whole) {
            return Some(*known);
        }
        let (mut path, mut above) = (String::new(), None);
        for name in levels {
            if !path.is_empty() {
                path.push_str(PATH_JOINT);
            }
            path.push_str(name);
            let known = self.names.departments.get(&path).copied();
            above = Some(known.unwrap_or_else(|| self.new_department(&path, name, above)));
        }
        above
    }

    fn new_department(&mut self, path: &str, name: &str, parent_id: Option<DepartmentId>) -> DepartmentId {
        let id = DepartmentId::from(Uuid::now_v7());
        self.names.departments.insert(path.to_owned(), id);
        let (name, path) = (name.to_owned(), path.to_owned());
        self.departments.push(Department { id, parent_id, name, path, head_id: None });
        id
    }

    fn post_of(&mut self, title: &str) -> Option<PostId> {
        if title.is_empty() {
            return None;
        }
        if let Some(known) = self.names.posts.get(title) {
            return Some(*known);
        }
        let id = PostId::from(Uuid::now_v7());
        self.names.posts.insert(title.to_owned(), id);
        let title = title.to_owned();
        self.posts.push(Post { id, title, is_critical: false, is_single_holder: false });
        Some(id)
    }

    /// A manager by number, else by a name that one employed person bears; nobody is the own manager.
    fn write_managers(&mut self, entries: &[RosterEntry]) {
        let by_name = self.people_by_name();
        for (entry, (person, spell)) in entries.iter().zip(self.entries.clone()) {
            let found =
                entry.manager_no.as_deref().and_then(|number| self.names.by_number.get(number).copied());
            let found = found.or_else(|| {
                let said = entry.manager.as_deref()?;
                self.names.by_number.get(said).copied().or_else(|| by_name.get(said).copied().flatten())
            });
            let manager = found.filter(|manager| *manager != person).and_then(|at| self.people.get(at));
            let Some(manager) = manager.map(|state| state.row.now.id) else { continue };
            if let Some(spell) = self.spells.get_mut(spell) {
                spell.now.manager_id = Some(manager);
            }
        }
    }

    /// Bearers of a name; nothing where several could be meant.
    fn people_by_name(&self) -> HashMap<String, Option<usize>> {
        let mut found: HashMap<String, (Option<usize>, Option<usize>, usize, usize)> = HashMap::new();
        for (at, state) in self.people.iter().enumerate() {
            let is_employed =
                self.latest_spell(state).is_some_and(|spell| spell.status != SpellStatus::Left.code());
            let (first, employed, all, working) = found.entry(state.row.now.name.clone()).or_default();
            *all += 1;
            *first = first.or(Some(at));
            if is_employed {
                *working += 1;
                *employed = employed.or(Some(at));
            }
        }
        let meant = |(first, employed, all, working)| match (all, working) {
            (_, 1) => employed,
            (1, _) => first,
            _ => None,
        };
        found.into_iter().map(|(name, bearers)| (name, meant(bearers))).collect()
    }

    fn latest_spell(&self, state: &PersonState) -> Option<&EmploymentRow> {
        let spells = state.spells.iter().filter_map(|at| self.spells.get(*at));
        spells.map(|spell| &spell.now).max_by_key(|spell| spell.hired_on)
    }

    /// A person's row repeats the latest spell, so that lists need no join.
    fn repeat_latest_spells(&mut self) {
        for at in 0..self.people.len() {
            let Some(latest) = self.people.get(at).and_then(|state| self.latest_spell(state)).cloned() else {
                continue;
            };
            if let Some(state) = self.people.get_mut(at) {
                let row = &mut state.row.now;
                row.employment_id = latest.id;
                row.emp_no = latest.emp_no;
                row.employer_id = latest.employer_id;
                row.department_id = latest.department_id;
                row.post_id = latest.post_id;
                row.manager_id = latest.manager_id;
                row.is_employed = latest.status != SpellStatus::Left.code();
            }
        }
    }

    /// Everybody whose search keys must be made anew: new people, new names, new numbers.
    pub(crate) fn to_index(&self) -> Vec<ToIndex> {
        let is_new_number = |at: &usize| {
            self.spells.get(*at).is_some_and(|s| s.before.as_ref().is_none_or(|b| b.emp_no != s.now.emp_no))
        };
        let needs = |state: &PersonState| {
            let name_was = state.row.before.as_ref().map(|before| before.name.as_str());
            name_was != Some(state.row.now.name.as_str()) || state.spells.iter().any(is_new_number)
        };
        let entry = |(position, state): (usize, &PersonState)| ToIndex {
            position,
            person: state.row.now.id,
            name: state.row.now.name.clone(),
            numbers: state
                .spells
                .iter()
                .filter_map(|at| self.spells.get(*at))
                .map(|s| s.now.emp_no.clone())
                .collect(),
            is_new: state.row.before.is_none(),
        };
        self.people.iter().enumerate().filter(|(_, state)| needs(state)).map(entry).collect()
    }

    /// Puts a sort key in, once it was computed.
    pub(crate) fn set_sort_key(&mut self, position: usize, sort_key: String) {
        if let Some(state) = self.people.get_mut(position) {
            state.row.now.sort_key = sort_key;
        }
    }

    /// Whether very many people are new, and more than there are: a company's first roster.
    pub(crate) fn is_first_load(&self) -> bool {
        const MANY: usize = 5_000;
        let new = self.people.iter().filter(|state| state.row.before.is_none()).count();
        new >= MANY && new * 2 > self.people.len()
    }

    /// People to add, and people to write anew as they were and are.
    pub(crate) fn people(&self) -> (Vec<PersonRow>, Vec<(PersonRow, PersonRow)>) {
        split(self.people.iter().map(|state| &state.row))
    }

    /// Spells to add, and spells to write anew as they were and are.
    pub(crate) fn employments(&self) -> (Vec<EmploymentRow>, Vec<(EmploymentRow, EmploymentRow)>) {
        split(self.spells.iter())
    }

    /// How many entries are new, change something, change nothing.
    pub(crate) fn applied(&self) -> Applied {
        let changes = self.changes();
        Applied { added: changes.added, changed: changes.changed.len(), same: changes.same }
    }

    /// What the entries would change, field by field.
    pub(crate) fn changes(&self) -> Changes {
        let mut changes = Changes::default();
        let mut is_told = vec![false; self.people.len()];
        let names = diff::NamesById::new(self);
        for (entry, (person, spell)) in self.entries.iter().enumerate().rev() {
            let (Some(state), Some(spell)) = (self.people.get(*person), self.spells.get(*spell)) else {
                continue;
            };
            // What concerns the person stands at the last entry of the person only.
            let is_first_told = is_told.get_mut(*person).is_some_and(|told| !std::mem::replace(told, true));
            let mut fields = names.spell_changes(spell);
            if is_first_told {
                fields.splice(0..0, diff::person_changes(&state.row));
            }
            if spell.before.is_none() {
                changes.added += 1;
            } else if fields.is_empty() {
                changes.same += 1;
            } else {
                let (key, name) = (spell.now.emp_no.clone(), state.row.now.name.clone());
                changes.changed.push(RowChange { entry, key, name, fields });
            }
        }
        changes.changed.reverse();
        changes
    }
}

fn split<'r, R: Clone + PartialEq + 'r>(rows: impl Iterator<Item = &'r Kept<R>>) -> (Vec<R>, Vec<(R, R)>) {
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for row in rows {
        match &row.before {
            None => new.push(row.now.clone()),
            Some(before) if *before != row.now => changed.push((before.clone(), row.now.clone())),
            Some(_) => {}
        }
    }
    (new, changed)
}

fn overlaps(spell: &EmploymentRow, entry: &RosterEntry) -> bool {
    let ends_before = |end: Option<Date>, start: Date| end.is_some_and(|end| end < start);
    !ends_before(spell.left_on, entry.hired_on) && !ends_before(entry.left_on, spell.hired_on)
}

fn write_spell(spell: &mut EmploymentRow, entry: &RosterEntry, today: Date) {
    spell.emp_no.clone_from(&entry.emp_no);
    spell.hired_on = entry.hired_on;
    let status = match (entry.status, entry.left_on) {
        (None, Some(left_on)) if left_on < today => Some(SpellStatus::Left),
        (status, _) => status,
    };
    if let Some(status) = status {
        status.code().clone_into(&mut spell.status);
        spell.left_on = entry.left_on;
    } else if entry.left_on.is_some() {
        spell.left_on = entry.left_on;
    }
    spell.contract_from = entry.contract_from.or(spell.contract_from);
    match entry.contract_end {
        Some(ContractEnd::On(day)) => {
            "fixed".clone_into(&mut spell.contract_kind);
            spell.contract_until = Some(day);
        }
        Some(ContractEnd::Open) => {
            "open".clone_into(&mut spell.contract_kind);
            spell.contract_until = None;
        }
        None => {}
    }
}

fn write_person(row: &mut PersonRow, entry: &RosterEntry) {
    row.name.clone_from(&entry.name);
    for (place, said) in [
        (&mut row.id_number, &entry.id_number),
        (&mut row.phone, &entry.phone),
        (&mut row.email, &entry.email),
    ] {
        if let Some(said) = said {
            place.clone_from(said);
        }
    }
}

#[cfg(test)]
mod tests;
