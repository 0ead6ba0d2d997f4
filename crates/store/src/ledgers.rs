//! What was imported, as lists by pages: customers and suppliers, assets, projects, the knowledge register, absences, events. A
//! line manager's list ends where the line ends, in the query.

use kernel::{Date, PersonId};

use crate::{
    Conn, Result,
    people::{Scope, line_of},
};

record! {
    /// A customer or supplier with the names of those who look after it.
    pub struct ChannelLine {
        /// The name.
        pub name: String,
        /// `customer` or `supplier`.
        pub kind: String,
        /// Whom one speaks to there; may be empty.
        pub contact: String,
        /// Who looks after it.
        pub owner_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub owner_name: String,
        /// That person's number, or nothing.
        pub owner_no: String,
        /// The name of who stands in, or nothing.
        pub second_name: String,
        /// The number of who stands in, or nothing.
        pub second_no: String,
        /// When somebody last spoke to them.
        pub last_contact_on: Option<Date>,
        /// What else a file said of it, as JSON; may be empty.
        pub details: String,
    }
}

record! {
    /// Something that was issued, with the name of who has it.
    pub struct AssetLine {
        /// Its number.
        pub asset_no: String,
        /// Its name.
        pub name: String,
        /// Its kind, in the company's own words.
        pub kind: String,
        /// Who has it.
        pub holder_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub holder_name: String,
        /// That person's number, or nothing.
        pub holder_no: String,
        /// Since when.
        pub issued_on: Option<Date>,
        /// When it came back.
        pub returned_on: Option<Date>,
        /// What else a file said of it, as JSON; may be empty.
        pub details: String,
    }
}

record! {
    /// That somebody works on a project, with that person's name.
    pub struct ProjectLine {
        /// Where the line stands in the order of the list.
        pub place: String,
        /// The project.
        pub project: String,
        /// Who.
        pub person_id: PersonId,
        /// That person's name.
        pub person_name: String,
        /// That person's number.
        pub emp_no: String,
        /// As what; may be empty.
        pub project_role: String,
        /// Since when.
        pub joined_on: Option<Date>,
        /// Until when.
        pub left_on: Option<Date>,
        /// What else a file said of it, as JSON; may be empty.
        pub details: String,
    }
}

record! {
    /// An item of the register with one who holds it, or with nobody.
    pub struct KnowledgeLine {
        /// Where the line stands in the order of the list.
        pub place: String,
        /// The item's name.
        pub name: String,
        /// Where it belongs; may be empty.
        pub area: String,
        /// The code of its kind, or the company's own word.
        pub kind: String,
        /// How much it matters.
        pub weight: i64,
        /// Hours that handing it over takes.
        pub hours: i64,
        /// Who holds it.
        pub person_id: Option<PersonId>,
        /// That person's name, or nothing.
        pub person_name: String,
        /// That person's number, or nothing.
        pub emp_no: String,
        /// How well.
        pub level: Option<i64>,
        /// When it was seen.
        pub seen_on: Option<Date>,
    }
}

record! {
    /// An absence, or another event, with the name of whom it concerns.
    pub struct EventLine {
        /// Its id, by which the list is ordered.
        pub id: String,
        /// Whom it concerns.
        pub person_id: PersonId,
        /// That person's name.
        pub person_name: String,
        /// That person's number.
        pub emp_no: String,
        /// The code of its kind.
        pub kind: String,
        /// The day, or the first one.
        pub starts: Date,
        /// The last day.
        pub ends: Date,
        /// Half days, minutes, times, or thousandths of an hour.
        pub amount: i64,
        /// What else a file said of it, as JSON; may be empty.
        pub details: String,
        /// Its number, or what stands for one.
        pub reference: String,
    }
}

/// Which part of a list: behind which line, of whom, with which words in it, how many lines.
#[derive(Debug, Clone)]
pub struct Part<'p> {
    /// Behind the line at this place; empty from the start.
    pub after: &'p str,
    /// Whose.
    pub scope: Scope,
    /// The words; empty for all lines.
    pub words: &'p str,
    /// How many lines at most.
    pub limit: i64,
}

impl Part<'_> {
    fn manager(&self) -> String {
        match self.scope {
            Scope::Company => String::new(),
            Scope::Line(manager) => manager.to_string(),
        }
    }

    /// A pattern for the words anywhere in a text.
    fn pattern(&self) -> String {
        let plain = self.words.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        format!("%{plain}%")
    }
}

const CHANNELS: &str = concat!(
    "SELECT c.name, c.kind, c.contact, c.owner_id, COALESCE(p.name, '') AS owner_name, COALESCE(p.emp_no, '') AS owner_no, \
     COALESCE(q.name, '') AS second_name, COALESCE(q.emp_no, '') AS second_no, c.last_contact_on, c.details FROM customer c \
     LEFT JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.owner_id \
     LEFT JOIN person q ON q.tenant_id = c.tenant_id AND q.id = c.second_id \
     WHERE c.tenant_id = $1 AND c.name > $2 AND ($3 = '' OR c.owner_id IN (",
    line_of!("$3"),
    ") OR c.second_id IN (",
    line_of!("$3"),
    ")) AND ($4 = '' OR c.name LIKE $5 ESCAPE '!' OR p.name LIKE $5 ESCAPE '!' OR p.emp_no = $4) ORDER BY c.name LIMIT $6"
);
const ASSETS: &str = concat!(
    "SELECT a.asset_no, a.name, a.kind, a.holder_id, COALESCE(p.name, '') AS holder_name, COALESCE(p.emp_no, '') AS holder_no, \
     a.issued_on, a.returned_on, a.details FROM asset a \
     LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.holder_id \
     WHERE a.tenant_id = $1 AND a.asset_no > $2 AND ($3 = '' OR a.holder_id IN (",
    line_of!("$3"),
    ")) AND ($4 = '' OR a.name LIKE $5 ESCAPE '!' OR a.asset_no LIKE $5 ESCAPE '!' OR p.name LIKE $5 ESCAPE '!' \
     OR p.emp_no = $4) ORDER BY a.asset_no LIMIT $6"
);
const KNOWLEDGE: &str = concat!(
    "SELECT k.id || '/' || COALESCE(h.person_id, '') AS place, k.name, k.area, k.kind, k.weight, k.hours, h.person_id, \
     COALESCE(p.name, '') AS person_name, COALESCE(p.emp_no, '') AS emp_no, h.level, h.seen_on FROM knowledge_item k \
     LEFT JOIN knowledge_holder h ON h.tenant_id = k.tenant_id AND h.item_id = k.id \
     LEFT JOIN person p ON p.tenant_id = h.tenant_id AND p.id = h.person_id \
     WHERE k.tenant_id = $1 AND k.id || '/' || COALESCE(h.person_id, '') > $2 AND ($3 = '' OR h.person_id IN (",
    line_of!("$3"),
    ")) AND ($4 = '' OR k.name LIKE $5 ESCAPE '!' OR k.area LIKE $5 ESCAPE '!' OR p.name LIKE $5 ESCAPE '!' \
     OR p.emp_no = $4) ORDER BY place LIMIT $6"
);
const PROJECTS: &str = concat!(
    "SELECT m.reference AS place, m.project, m.person_id, p.name AS person_name, p.emp_no, m.project_role, m.joined_on, m.left_on, \
     m.details FROM project_member m JOIN person p ON p.tenant_id = m.tenant_id AND p.id = m.person_id \
     WHERE m.tenant_id = $1 AND m.reference > $2 AND ($3 = '' OR m.person_id IN (",
    line_of!("$3"),
    ")) AND ($4 = '' OR m.project LIKE $5 ESCAPE '!' OR p.name LIKE $5 ESCAPE '!' OR p.emp_no = $4) \
     ORDER BY m.reference LIMIT $6"
);
/// The newest first: what was imported last stands at the top.
macro_rules! events {
    ($table:literal, $columns:literal) => {
        concat!(
            "SELECT e.id, e.person_id, p.name AS person_name, p.emp_no, e.kind, ",
            $columns,
            " FROM ",
            $table,
            " e JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id \
             WHERE e.tenant_id = $1 AND ($2 = '' OR e.id < $2) AND ($3 = '' OR e.person_id IN (",
            line_of!("$3"),
            ")) AND ($4 = '' OR p.name LIKE $5 ESCAPE '!' OR p.emp_no = $4) ORDER BY e.id DESC LIMIT $6"
        )
    };
}
const LEAVE: &str =
    events!("leave_event", "e.starts, e.ends, e.half_days AS amount, '' AS details, e.reference");
const EVENTS: &str =
    events!("person_event", "e.on_day AS starts, e.on_day AS ends, e.amount, e.details, e.reference");

impl Conn {
    /// Customers and suppliers in the order of their names, which are also their places.
    pub async fn list_channel_lines(&mut self, part: &Part<'_>) -> Result<Vec<ChannelLine>> {
        all!(self, CHANNELS, part.after, part.manager(), part.words, part.pattern(), part.limit)
    }

    /// Assets in the order of their numbers, which are also their places.
    pub async fn list_asset_lines(&mut self, part: &Part<'_>) -> Result<Vec<AssetLine>> {
        all!(self, ASSETS, part.after, part.manager(), part.words, part.pattern(), part.limit)
    }

    /// The knowledge register, item by item with those who hold it.
    pub async fn list_knowledge_lines(&mut self, part: &Part<'_>) -> Result<Vec<KnowledgeLine>> {
        all!(self, KNOWLEDGE, part.after, part.manager(), part.words, part.pattern(), part.limit)
    }

    /// Who works on which project, project by project.
    pub async fn list_project_lines(&mut self, part: &Part<'_>) -> Result<Vec<ProjectLine>> {
        all!(self, PROJECTS, part.after, part.manager(), part.words, part.pattern(), part.limit)
    }

    /// Absences, those that were noted last first. Whoever shows them records the look first.
    pub async fn list_leave_lines(&mut self, part: &Part<'_>) -> Result<Vec<EventLine>> {
        all!(self, LEAVE, part.after, part.manager(), part.words, part.pattern(), part.limit)
    }

    /// Other events, those that were noted last first. Whoever shows them records the look first.
    pub async fn list_event_lines(&mut self, part: &Part<'_>) -> Result<Vec<EventLine>> {
        all!(self, EVENTS, part.after, part.manager(), part.words, part.pattern(), part.limit)
    }
}
