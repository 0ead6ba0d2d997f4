//! People: the list, one person's page, and putting in what spreadsheets say of them.

mod directory;
mod entries;
mod holdings;
mod keys;
mod leave;
mod merging;
mod plan;
mod roster;
mod trace;

pub use directory::list_directory;
pub use entries::{
    Applied, AssetEntry, Changes, ChannelEntry, ContractEnd, EventEntry, FieldChange, KnowledgeEntry,
    LeaveEntry, ProjectEntry, RosterEntry, RowChange, SpellStatus,
};
pub use holdings::{
    NewAsset, NewCustomer, NewDuty, apply_knowledge, compare_knowledge, create_assets, create_customers,
    create_duties,
};
pub(crate) use keys::person_keys;
pub use leave::{apply_leave, compare_leave};
pub use merging::{
    apply_events, apply_projects, compare_assets, compare_channels, compare_events, compare_projects,
};
pub use roster::{apply_roster, compare_roster};
pub(crate) use {
    holdings::put_knowledge,
    leave::put_leave,
    merging::{put_assets, put_channels, put_events, put_projects},
    roster::put_roster,
    trace::{Trace, Traced, Trail, mark, read_trail},
};

use app::{
    Cx, Error, Result,
    access::{self, Action, Field, Relation, Visibility},
    looks::record_look,
};
use kernel::{Date, LeaveEventId, PersonId};
use store::{
    holdings::{Asset, Customer, Duty, HeldKnowledge},
    leave::LeaveEvent,
    people::{After, Filter, Listed, Named, Person, Scope},
    projects::ProjectMember,
    roster::EmploymentRow,
};

/// So many lines stand on a page of a list.
pub const PAGE: i64 = 50;
/// So many lines of each holding stand on a person's page.
const HOLDINGS: i64 = 100;

/// A page of a list, and where the next one begins.
#[derive(Debug)]
pub struct PeoplePage {
    /// The lines.
    pub people: Vec<Listed>,
    /// Where the next page begins; none on the last.
    pub next: Option<After>,
}

/// A page of the people whom the viewer may see. What was typed in the search field goes into `filter.key` as typed.
pub async fn list_people(cx: &Cx, mut filter: Filter, after: &After) -> Result<PeoplePage> {
    cx.allow(Action::SeePeople)?;
    let scope = cx.scope()?;
    let sees_departures = sees(cx, relation_in(scope), Field::Departure);
    filter.key = text::normalise(&filter.key);
    filter.is_departing_only &= sees_departures;
    let mut people = cx.read().await?.list_people(&filter, scope, after, PAGE + 1).await?;
    let has_more = people.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    people.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    if !sees_departures {
        for person in &mut people {
            person.departure_id = None;
        }
    }
    let last = people.last().filter(|_| has_more);
    let next = last.map(|last| After { place: last.place.clone(), id: last.id.to_string() });
    Ok(PeoplePage { people, next })
}

/// How everybody inside a scope stands to its viewer.
const fn relation_in(scope: Scope) -> Relation {
    match scope {
        Scope::Company => Relation::Other,
        Scope::Line(_) => Relation::InLine,
    }
}

fn sees(cx: &Cx, relation: Relation, field: Field) -> bool {
    access::visible(cx.actor(), relation, field) != Visibility::Hide
}

/// How the viewer stands to somebody.
pub async fn relation(cx: &Cx, subject: PersonId) -> Result<Relation> {
    let Some(viewer) = cx.actor().person else { return Ok(Relation::Other) };
    let mut conn = cx.read().await?;
    let is_in_line = conn.is_in_line(subject, viewer).await?;
    let receives = !is_in_line && conn.is_receiving_from(viewer, subject).await?;
    Ok(Relation::of(cx.actor(), subject, is_in_line, receives))
}

/// A person's page. What the viewer may not see is empty; what is sensitive is not in it, but asked for on its own.
#[derive(Debug)]
pub struct Profile {
    /// How the viewer stands to the person.
    pub relation: Relation,
    /// The person; contact and departure are empty where they are hidden.
    pub person: Person,
    /// The spells of employment, the latest first; only the running one's days where contracts are hidden.
    pub spells: Vec<EmploymentRow>,
    /// The managers above, the nearest first.
    pub managers: Vec<Named>,
    /// Who reports to the person.
    pub reports: Vec<Named>,
    /// What the person knows.
    pub knowledge: Vec<HeldKnowledge>,
    /// What the person has to do.
    pub duties: Vec<Duty>,
    /// Whom the person looks after.
    pub customers: Vec<Customer>,
    /// What the person works on.
    pub projects: Vec<ProjectMember>,
    /// What was issued to the person.
    pub assets: Vec<Asset>,
    /// The classes of field that this viewer may see of this person.
    pub shown: Vec<Field>,
}

impl Profile {
    /// Whether a class of field may be seen.
    pub fn shows(&self, field: Field) -> bool {
        self.shown.contains(&field)
    }
}

/// The page of a person inside the viewer's scope.
pub async fn open_person(cx: &Cx, id: PersonId) -> Result<Profile> {
    cx.allow(Action::SeePeople)?;
    let person = cx.read().await?.get_person(id, cx.scope()?).await?;
    let relation = relation(cx, id).await?;
    let shown: Vec<Field> = Field::ALL.into_iter().filter(|field| sees(cx, relation, *field)).collect();
    if !shown.contains(&Field::Basics) {
        return Err(Error::NotFound);
    }
    let mut conn = cx.read().await?;
    let mut profile = Profile {
        relation,
        spells: if shown.contains(&Field::Employment) { conn.list_spells(id).await? } else { Vec::new() },
        managers: conn.list_managers_above(id).await?,
        reports: conn.list_reports(id, HOLDINGS).await?,
        knowledge: Vec::new(),
        duties: Vec::new(),
        customers: Vec::new(),
        projects: Vec::new(),
        assets: Vec::new(),
        person: without_hidden(person, &shown),
        shown,
    };
    if profile.shows(Field::Knowledge) {
        profile.knowledge = conn.list_knowledge_of(id, HOLDINGS).await?;
        profile.duties = conn.list_duties_of(id, HOLDINGS).await?;
        profile.customers = conn.list_customers_of(id, HOLDINGS).await?;
        profile.projects = conn.list_projects_of(id, HOLDINGS).await?;
    }
    if profile.shows(Field::Assets) {
        profile.assets = conn.list_assets_of(id, HOLDINGS).await?;
    }
    Ok(profile)
}

/// Empties what the viewer may not see, column by column.
fn without_hidden(mut person: Person, shown: &[Field]) -> Person {
    if !shown.contains(&Field::Contact) {
        person.phone.clear();
        person.email.clear();
    }
    if !shown.contains(&Field::Departure) {
        person.departure_id = None;
    }
    person
}

/// The class of each column of [`Person`]: what is shown of it follows from this. A column without a class is refused
/// by a test.
pub const fn class_of(column: &str) -> Option<Field> {
    Some(match column.as_bytes() {
        b"id" | b"name" | b"employment_id" | b"emp_no" | b"employer_id" | b"employer_name"
        | b"employer_city" | b"department_id" | b"department_path" | b"post_id" | b"post_title"
        | b"is_critical_post" | b"manager_id" | b"manager_name" | b"is_employed" | b"hired_on"
        | b"left_on" => Field::Basics,
        b"phone" | b"email" => Field::Contact,
        b"departure_id" => Field::Departure,
        _ => return None,
    })
}

/// The end of a person's identity number; the look is written down first.
pub async fn look_at_id_number(cx: &Cx, id: PersonId) -> Result<String> {
    look(cx, id, Field::IdNumber).await?;
    let number = cx.read().await?.get_id_number(id).await?;
    Ok(plan::masked(&number))
}

/// A person's absences before the given one, the latest first; the look is written down first.
pub async fn look_at_leave(
    cx: &Cx,
    id: PersonId,
    before: Option<(Date, LeaveEventId)>,
) -> Result<Vec<LeaveEvent>> {
    look(cx, id, Field::Leave).await?;
    Ok(cx.read().await?.list_leave(id, before, PAGE).await?)
}

/// Refuses who may not see the class of field of this person; writes the look down otherwise.
async fn look(cx: &Cx, id: PersonId, field: Field) -> Result<()> {
    cx.allow(Action::SeePeople)?;
    cx.read().await?.get_person(id, cx.scope()?).await?;
    if !sees(cx, relation(cx, id).await?, field) {
        return Err(Error::NotFound);
    }
    record_look(cx, id, None, &[field]).await
}
