//! Taking an import back as a whole: what it made goes, what it replaced is put back, and nothing of it is done while
//! something builds on it.

use std::collections::{BTreeMap, HashMap, HashSet};

use app::{Cx, Error, Result, access::Action};
use kernel::{ImportId, PersonId};
use paper::import::Kind;
use store::{
    Conn, Tx,
    holdings::{Asset, Customer, Holder, KnowledgeItem},
    imports::{ImportRun, Kept, Pointer},
    leave::LeaveEvent,
    person_events::PersonEvent,
    projects::ProjectMember,
    roster::{EmploymentRow, PersonRow},
};

use super::read_others_again;
use crate::people::{Traced, Trail, mark, person_keys, read_trail};

/// So many places are named for a reason.
const NAMED: usize = 5;
/// So many absences are looked at together.
const AT_ONCE: i64 = 20_000;

/// Why an import cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A record is no longer as the import left it.
    Changed,
    /// A record is no longer there.
    Gone,
    /// Something refers to a record that the import made.
    Used,
    /// A later import would have to be taken back first: it keeps what would go as what it replaced.
    Remembered,
}

impl Why {
    /// The stable code, as used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::Used => "used",
            Self::Remembered => "remembered",
        }
    }
}

/// A reason, with the places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Why.
    pub why: Why,
    /// The table in which it is seen, by its name.
    pub table: String,
    /// How many there are.
    pub count: usize,
    /// The first of them, as people know them.
    pub named: Vec<Place>,
    /// The imports that it came from, where it came from one.
    pub imports: Vec<ImportId>,
}

/// One place: what it is, and whose page tells more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// A name, a number, a day.
    pub label: String,
    /// The person concerned.
    pub person: Option<PersonId>,
}

/// What taking an import back would do.
#[derive(Debug, Clone, Default)]
pub struct Undo {
    /// How many records of which table would go.
    pub goes: BTreeMap<Kept, usize>,
    /// How many records of which table would be put back as they were.
    pub returns: BTreeMap<Kept, usize>,
    /// What stands against it.
    pub obstacles: Vec<Obstacle>,
    /// The later imports that obstacles speak of.
    pub imports: Vec<ImportRun>,
}

/// What the import left, by record.
struct Left {
    trails: HashMap<(Kept, String), Trail>,
    made: HashSet<String>,
    all: HashSet<String>,
}

impl Left {
    fn new(trails: Vec<Trail>) -> Self {
        let made = trails.iter().filter(|trail| trail.before.is_none()).map(|trail| trail.key.clone());
        Self {
            made: made.collect(),
            all: trails.iter().map(|trail| trail.key.clone()).collect(),
            trails: trails.into_iter().map(|trail| ((trail.kept, trail.key.clone()), trail)).collect(),
        }
    }

    fn count(&self, is_made: bool) -> BTreeMap<Kept, usize> {
        let mut counts = BTreeMap::new();
        for trail in self.trails.values().filter(|trail| trail.before.is_none() == is_made) {
            *counts.entry(trail.kept).or_default() += 1;
        }
        counts
    }

    fn keys_made(&self, kept: Kept) -> Vec<String> {
        let made = self.trails.values().filter(|trail| trail.kept == kept && trail.before.is_none());
        made.map(|trail| trail.key.clone()).collect()
    }

    /// The records of one table as they were before.
    fn before<R: Traced>(&self) -> Result<Vec<R>> {
        let changed = self.trails.values().filter(|trail| trail.kept == R::KEPT);
        let before = changed.filter_map(|trail| trail.before.clone());
        before.map(|value| serde_json::from_value(value).map_err(Error::internal)).collect()
    }
}

/// What stands against it, while it is collected.
#[derive(Default)]
struct Obstacles {
    found: BTreeMap<(Why, String), Obstacle>,
    /// The keys of the records concerned, for finding the imports that they came from.
    keys: HashMap<String, (Why, String)>,
}

impl Obstacles {
    fn add(&mut self, why: Why, table: &str, (key, place): (&str, Place)) {
        let name = (why, table.to_owned());
        // A row that refers twice is one place.
        if !key.is_empty()
            && self.keys.insert(key.to_owned(), name.clone()).is_some_and(|known| known == name)
        {
            return;
        }
        let obstacle = self.found.entry(name).or_insert_with(|| Obstacle {
            why,
            table: table.to_owned(),
            count: 0,
            named: Vec::new(),
            imports: Vec::new(),
        });
        obstacle.count += 1;
        if obstacle.named.len() < NAMED && !obstacle.named.contains(&place) {
            obstacle.named.push(place);
        }
    }

    fn came_from(&mut self, key: &str, import: ImportId) {
        let Some(obstacle) = self.keys.get(key).and_then(|name| self.found.get_mut(name)) else { return };
        if !obstacle.imports.contains(&import) {
            obstacle.imports.push(import);
        }
    }
}

/// What taking an import back would do, and what stands against it.
pub async fn check_undo(cx: &Cx, id: ImportId) -> Result<(ImportRun, Undo)> {
    cx.allow(Action::Import)?;
    let pointers = cx.app().db().list_pointers().await?;
    let mut conn = cx.read().await?;
    let run = conn.get_import(id).await?;
    let (undo, _) = look(&mut conn, &run, &pointers).await?;
    Ok((run, undo))
}

/// Takes an import back, all of it in one transaction; what stands against it is given back, and nothing is done then.
pub async fn undo(cx: &Cx, id: ImportId) -> Result<(ImportRun, Undo)> {
    cx.allow(Action::Import)?;
    let pointers = cx.app().db().list_pointers().await?;
    let done = undo_at_once(cx, id, &pointers).await?;
    if done.1.obstacles.is_empty() && done.0.kind == Kind::Roster.code() {
        read_others_again(cx).await;
    }
    Ok(done)
}

async fn undo_at_once(cx: &Cx, id: ImportId, pointers: &[Pointer]) -> Result<(ImportRun, Undo)> {
    cx.transact(|mut tx| async move {
        let run = tx.get_import(id).await?;
        let (undo, left) = look(&mut tx, &run, pointers).await?;
        if !undo.obstacles.is_empty() {
            return Ok((run, undo));
        }
        put_back(&mut tx, &left).await?;
        for kept in Kept::ALL {
            tx.delete_kept(kept, &left.keys_made(kept)).await?;
        }
        make_keys(&mut tx, &left).await?;
        tx.note_placements(cx.today()).await?;
        if !tx.finish_import_undo(id, cx.actor().account, cx.now()).await? {
            return Err(Error::Conflict("import-error-not-done"));
        }
        let counts = |of: &BTreeMap<Kept, usize>| -> Vec<(Kept, usize)> {
            of.iter().map(|(kept, count)| (*kept, *count)).collect()
        };
        let told = (id, counts(&undo.goes), counts(&undo.returns));
        let receipt = tx.append(cx.event("import.undone", None, &told)?).await?;
        tx.commit(receipt).await?;
        Ok((run, undo))
    })
    .await
}

async fn look(conn: &mut Conn, run: &ImportRun, pointers: &[Pointer]) -> Result<(Undo, Left)> {
    if run.status != "done" {
        return Err(Error::Conflict("import-error-not-done"));
    }
    if !conn.has_import_trace(run.id).await? {
        return Err(Error::Conflict("import-error-no-trace"));
    }
    let mut trails = Vec::new();
    for row in conn.list_import_trace(run.id).await? {
        trails.extend(read_trail(&row)?);
    }
    let left = Left::new(trails);
    let mut obstacles = Obstacles::default();
    let labels = compare(conn, &left, &mut obstacles).await?;
    refer(conn, (&left, pointers), &labels, &mut obstacles).await?;
    remembered(conn, run.id, (&left, &labels), &mut obstacles).await?;
    let mut imports = Vec::new();
    let named: HashSet<ImportId> =
        obstacles.found.values().flat_map(|obstacle| obstacle.imports.iter().copied()).collect();
    for id in named {
        imports.push(conn.get_import(id).await?);
    }
    let (goes, returns) = (left.count(true), left.count(false));
    let obstacles = obstacles.found.into_values().collect();
    Ok((Undo { goes, returns, obstacles, imports }, left))
}

type Labels = HashMap<String, Place>;

/// Compares every record with how the import left it.
async fn compare(conn: &mut Conn, left: &Left, obstacles: &mut Obstacles) -> Result<Labels> {
    let (seen, names, labels) = (HashSet::new(), HashMap::new(), Labels::new());
    let mut look = Comparing { left, seen, names, labels, obstacles };
    let tables: HashSet<Kept> = left.trails.keys().map(|(kept, _)| *kept).collect();
    // People first: by them the others are called.
    if !tables.is_empty() {
        look.take(&conn.list_person_rows().await?)?;
    }
    for kept in tables {
        match kept {
            Kept::Person => {}
            Kept::Employment => look.take(&conn.list_employment_rows().await?)?,
            Kept::Employer => look.take(&conn.list_employers().await?)?,
            Kept::Department => look.take(&conn.list_departments().await?)?,
            Kept::Post => look.take(&conn.list_posts().await?)?,
            Kept::KnowledgeItem => look.take(&conn.list_knowledge_items().await?)?,
            Kept::KnowledgeHolder => look.take(&conn.list_holders().await?)?,
            Kept::Customer => look.take(&conn.list_all_customers().await?)?,
            Kept::Asset => look.take(&conn.list_all_assets().await?)?,
            Kept::ProjectMember => look.take(&conn.list_all_project_members().await?)?,
            Kept::PersonEvent => look.take(&conn.list_all_person_events().await?)?,
            Kept::LeaveEvent => look.take_leave(conn).await?,
        }
    }
    Ok(look.finish())
}

struct Comparing<'l> {
    left: &'l Left,
    seen: HashSet<(Kept, String)>,
    names: HashMap<PersonId, String>,
    labels: Labels,
    obstacles: &'l mut Obstacles,
}

impl Comparing<'_> {
    fn take<R: Traced>(&mut self, records: &[R]) -> Result<()> {
        for record in records {
            if let Some(person) = record.person().filter(|_| R::KEPT == Kept::Person) {
                self.names.insert(person, record.label());
            }
            let name = (R::KEPT, record.key());
            let Some(trail) = self.left.trails.get(&name) else { continue };
            let place = self.place(record);
            if mark(record)? != trail.mark {
                self.obstacles.add(Why::Changed, R::KEPT.table(), (&trail.key, place.clone()));
            }
            self.labels.insert(trail.key.clone(), place);
            self.seen.insert(name);
        }
        Ok(())
    }

    /// What belongs to somebody is called by that person's name too.
    fn place<R: Traced>(&self, record: &R) -> Place {
        let (label, person) = (record.label(), record.person());
        let whose = person.filter(|_| R::KEPT != Kept::Person).and_then(|person| self.names.get(&person));
        let label = match whose {
            Some(whose) if R::KEPT == Kept::Employment => whose.clone(),
            Some(whose) => format!("{whose} · {label}"),
            None => label,
        };
        Place { label, person }
    }

    async fn take_leave(&mut self, conn: &mut Conn) -> Result<()> {
        let mut after = String::new();
        loop {
            let page = conn.list_leave_page(&after, AT_ONCE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.id.to_string();
            self.take(&page)?;
        }
    }

    fn finish(self) -> Labels {
        for (kept, key) in self.left.trails.keys() {
            if !self.seen.contains(&(*kept, key.clone())) {
                let place = Place { label: String::new(), person: None };
                self.obstacles.add(Why::Gone, kept.table(), (key, place));
            }
        }
        self.labels
    }
}

/// Looks for rows that refer to what the import made.
async fn refer(
    conn: &mut Conn,
    (left, pointers): (&Left, &[Pointer]),
    labels: &Labels,
    obstacles: &mut Obstacles,
) -> Result<()> {
    const MOST: usize = 1_000;
    if left.made.is_empty() {
        return Ok(());
    }
    for pointer in pointers {
        for found in conn.list_references(pointer, (&left.made, &left.all), MOST).await? {
            let unknown = Place { label: String::new(), person: None };
            let place = labels.get(&found.id).cloned().unwrap_or(unknown);
            obstacles.add(Why::Used, &pointer.table, (&found.key, place));
        }
    }
    Ok(())
}

/// Goes through the imports that were carried out later: which of them the obstacles came from, and whether one keeps
/// something that would go, to be put back some day.
async fn remembered(
    conn: &mut Conn,
    id: ImportId,
    (left, labels): (&Left, &Labels),
    obstacles: &mut Obstacles,
) -> Result<()> {
    for later in conn.list_later_imports(id).await? {
        for row in conn.list_import_trace(later).await? {
            let may_hold = row.has_before && !left.made.is_empty();
            if !may_hold && obstacles.keys.is_empty() {
                continue;
            }
            for trail in read_trail(&row)? {
                obstacles.came_from(&trail.key, later);
                let fields = trail.before.as_ref().and_then(serde_json::Value::as_object);
                let values = fields.into_iter().flat_map(serde_json::Map::values);
                let held =
                    values.filter_map(serde_json::Value::as_str).find(|value| left.made.contains(*value));
                if let Some(place) = held.and_then(|key| labels.get(key)) {
                    obstacles.add(Why::Remembered, trail.kept.table(), (&trail.key, place.clone()));
                    obstacles.came_from(&trail.key, later);
                }
            }
        }
    }
    Ok(())
}

/// Writes what was replaced, as it was.
async fn put_back(tx: &mut Tx, left: &Left) -> Result<()> {
    for person in left.before::<PersonRow>()? {
        tx.update_person(&person).await?;
    }
    for spell in left.before::<EmploymentRow>()? {
        tx.update_employment(&spell).await?;
    }
    for item in left.before::<KnowledgeItem>()? {
        tx.update_knowledge_item(&item).await?;
    }
    let holders = left.before::<Holder>()?;
    tx.merge_holders(&holders).await?;
    for holder in &holders {
        tx.forget_kept_statement(holder).await?;
    }
    tx.merge_leave(&left.before::<LeaveEvent>()?).await?;
    tx.merge_person_events(&left.before::<PersonEvent>()?).await?;
    tx.insert_customers(&left.before::<Customer>()?).await?;
    tx.insert_assets(&left.before::<Asset>()?).await?;
    Ok(tx.merge_project_members(&left.before::<ProjectMember>()?).await?)
}

/// Names and numbers are as they were, and so must be the keys by which people are found.
async fn make_keys(tx: &mut Tx, left: &Left) -> Result<()> {
    let people = left.before::<PersonRow>()?;
    if people.is_empty() {
        return Ok(());
    }
    let mut numbers: HashMap<PersonId, Vec<String>> = HashMap::new();
    for spell in tx.list_employment_rows().await? {
        numbers.entry(spell.person_id).or_default().push(spell.emp_no);
    }
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let keys: Vec<(PersonId, String)> = people
        .iter()
        .flat_map(|person| {
            let numbers = numbers.get(&person.id).into_iter().flatten().map(String::as_str);
            person_keys(&person.name, numbers).into_iter().map(|key| (person.id, key))
        })
        .collect();
    tx.forget_person_keys(&ids).await?;
    Ok(tx.insert_person_keys(&keys).await?)
}
