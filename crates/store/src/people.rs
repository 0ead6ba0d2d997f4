//! People: finding them, and one person with the latest spell of employment.

use kernel::{Date, DepartmentId, DepartureId, EmployerId, EmploymentId, PersonId, PostId};

use crate::{Conn, Result, boxed};

record! {
    /// A person with the latest spell of employment, and the names of what it points at.
    pub struct Person {
        /// The person's id.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The latest spell.
        pub employment_id: EmploymentId,
        /// The employee number of that spell.
        pub emp_no: String,
        /// The employer.
        pub employer_id: EmployerId,
        /// The employer's name.
        pub employer_name: String,
        /// The employer's city.
        pub employer_city: String,
        /// The department.
        pub department_id: Option<DepartmentId>,
        /// The department's path, or nothing.
        pub department_path: String,
        /// The post.
        pub post_id: Option<PostId>,
        /// The post's title, or nothing.
        pub post_title: String,
        /// Whether the company cannot do without the post.
        pub is_critical_post: bool,
        /// The manager.
        pub manager_id: Option<PersonId>,
        /// The manager's name, or nothing.
        pub manager_name: String,
        /// Whether the spell is running.
        pub is_employed: bool,
        /// When it began.
        pub hired_on: Date,
        /// When it ended.
        pub left_on: Option<Date>,
        /// Phone, digits only.
        pub phone: String,
        /// E-mail.
        pub email: String,
        /// The departure that is open.
        pub departure_id: Option<DepartureId>,
    }
}

record! {
    /// A line of the list of people.
    pub struct Listed {
        /// The person's id.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The employee number of the latest spell.
        pub emp_no: String,
        /// The department's path, or nothing.
        pub department_path: String,
        /// The post's title, or nothing.
        pub post_title: String,
        /// Whether the company cannot do without the post.
        pub is_critical_post: bool,
        /// The manager.
        pub manager_id: Option<PersonId>,
        /// The manager's name, or nothing.
        pub manager_name: String,
        /// Whether the latest spell is running.
        pub is_employed: bool,
        /// When it began.
        pub hired_on: Date,
        /// When it ended.
        pub left_on: Option<Date>,
        /// The departure that is open.
        pub departure_id: Option<DepartureId>,
        /// Where the line stands in the order of the list; the next page begins behind it.
        pub place: String,
    }
}

record! {
    /// Somebody in a few words: for the reporting line, for choosing a receiver.
    pub struct Named {
        /// The person's id.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The employee number.
        pub emp_no: String,
        /// The department's path, or nothing.
        pub department_path: String,
        /// The post's title, or nothing.
        pub post_title: String,
        /// Whether the latest spell is running.
        pub is_employed: bool,
    }
}

record! {
    struct Count {
        number: i64,
    }
}

record! {
    struct IdNumber {
        id_number: String,
    }
}

/// Everybody below a manager, whose id is bound as the given place.
macro_rules! line_of {
    ($place:literal) => {
        concat!(
            "WITH RECURSIVE line(id) AS (SELECT id FROM person WHERE tenant_id = $1 AND manager_id = ", $place,
            " UNION SELECT q.id FROM person q JOIN line l ON q.manager_id = l.id WHERE q.tenant_id = $1) SELECT id FROM line"
        )
    };
}

pub(crate) use line_of;

/// A department and all below it, whose id is bound as the given place.
macro_rules! tree_of {
    ($place:literal) => {
        concat!(
            "WITH RECURSIVE tree(id) AS (SELECT id FROM department WHERE tenant_id = $1 AND id = ", $place,
            " UNION SELECT c.id FROM department c JOIN tree t ON c.parent_id = t.id WHERE c.tenant_id = $1) SELECT id FROM tree"
        )
    };
}

/// What a person's latest spell points at.
macro_rules! joined {
    () => {
        " JOIN employment s ON s.tenant_id = p.tenant_id AND s.id = p.employment_id \
         LEFT JOIN department d ON d.tenant_id = p.tenant_id AND d.id = p.department_id \
         LEFT JOIN post o ON o.tenant_id = p.tenant_id AND o.id = p.post_id \
         LEFT JOIN person m ON m.tenant_id = p.tenant_id AND m.id = p.manager_id "
    };
}

/// The open departure of a person; the schema lets nobody have two that run, and its index answers only who says so.
macro_rules! open_departure {
    () => {
        "(SELECT x.id FROM departure x WHERE x.tenant_id = p.tenant_id AND x.person_id = p.id \
         AND x.status IN ('prepared', 'open') AND x.status = 'open') AS departure_id"
    };
}

const BY_ID: &str = concat!(
    "SELECT p.id, p.name, p.employment_id, p.emp_no, p.employer_id, e.name AS employer_name, e.city AS employer_city, \
     p.department_id, COALESCE(d.path, '') AS department_path, p.post_id, COALESCE(o.title, '') AS post_title, \
     COALESCE(o.is_critical, FALSE) AS is_critical_post, p.manager_id, COALESCE(m.name, '') AS manager_name, \
     p.is_employed, s.hired_on, s.left_on, p.phone, p.email, ",
    open_departure!(),
    " FROM person p",
    joined!(),
    "JOIN employer e ON e.tenant_id = p.tenant_id AND e.id = p.employer_id \
     WHERE p.tenant_id = $1 AND p.id = $2 AND ($3 IS NULL OR p.id IN (",
    line_of!("$3"),
    "))"
);

/// The columns of a line, and the joins behind them; `$place` is what orders the list.
macro_rules! lines {
    ($place:literal, $from:literal) => {
        concat!(
            "SELECT p.id, p.name, p.emp_no, COALESCE(d.path, '') AS department_path, COALESCE(o.title, '') AS post_title, \
             COALESCE(o.is_critical, FALSE) AS is_critical_post, p.manager_id, COALESCE(m.name, '') AS manager_name, \
             p.is_employed, s.hired_on, s.left_on, ",
            open_departure!(), ", ", $place, " AS place FROM ", $from, joined!()
        )
    };
}

/// The filters, each of which may be absent: $5 employer, $6 critical posts only, $7 employed or not, $8 department
/// with all below it, $9 the manager whose line bounds the list, $10 in an open departure only. COALESCE keeps the
/// planner from walking the index of departments, which is not in the order of the list.
macro_rules! filters {
    () => {
        concat!(
            " AND ($5 IS NULL OR p.employer_id = $5) AND ($6 = FALSE OR o.is_critical = TRUE) \
             AND ($7 IS NULL OR p.is_employed = $7) AND ($8 IS NULL OR COALESCE(p.department_id, '') IN (",
            tree_of!("$8"),
            ")) AND ($9 IS NULL OR p.id IN (",
            line_of!("$9"),
            ")) AND ($10 = FALSE OR p.id IN (SELECT x.person_id FROM departure x WHERE x.tenant_id = $1 AND x.status = 'open'))"
        )
    };
}

/// In the order of names; $11 and $12 bound the keys of a search within other filters, empty for none.
macro_rules! by_name {
    ($with:expr, $from:literal, $where:literal) => {
        concat!(
            $with,
            lines!("p.sort_key", $from),
            "WHERE p.tenant_id = $1 ",
            $where,
            " AND (p.sort_key, p.id) > ($2, $3)",
            filters!(),
            " AND ($11 = '' OR EXISTS (SELECT 1 FROM person_key k WHERE k.tenant_id = $1 AND k.person_id = p.id \
              AND k.key >= $11 AND k.key < $12)) ORDER BY p.sort_key, p.id LIMIT $4"
        )
    };
}

/// A small set of people is gathered first and then put into order. CROSS JOIN makes SQLite keep to the order written;
/// left to itself it would go through everybody in the order of names and look each up in the set.
macro_rules! gathered {
    ($set:expr) => {
        by_name!(concat!("WITH base(id) AS (", $set, ") "), "base b CROSS JOIN person p", "AND p.id = b.id")
    };
}

const ALL: &str = by_name!("", "person p", "");
const OF_ONE_STATUS: &str = by_name!("", "person p", "AND p.is_employed = $7");
const OF_LINE: &str = gathered!(line_of!("$9"));
const OF_DEPARTURES: &str =
    gathered!("SELECT DISTINCT person_id AS id FROM departure WHERE tenant_id = $1 AND status = 'open'");
const OF_CRITICAL_POSTS: &str = gathered!(
    "SELECT q.id FROM post c JOIN person q ON q.tenant_id = c.tenant_id AND q.post_id = c.id \
     WHERE c.tenant_id = $1 AND c.is_critical = TRUE"
);
const OF_DEPARTMENT: &str = gathered!(concat!(
    "SELECT q.id FROM person q WHERE q.tenant_id = $1 AND q.department_id IN (",
    tree_of!("$8"),
    ")"
));
const LEFT_SIZE: &str = "SELECT COUNT(*) AS number FROM (SELECT 1 FROM person WHERE tenant_id = $1 AND is_employed = FALSE \
     LIMIT $2) AS few";
const DEPARTMENT_SIZE: &str = concat!(
    "SELECT COUNT(*) AS number FROM (SELECT 1 FROM person q WHERE q.tenant_id = $1 AND q.department_id IN (",
    tree_of!("$2"),
    ") LIMIT $3) AS few"
);
/// A search through everybody goes along the keys and stops when the page is full; each person stands at the first key
/// that matches.
const BY_KEY: &str = concat!(
    lines!("k.key", "person_key k CROSS JOIN person p"),
    "WHERE p.tenant_id = k.tenant_id AND p.id = k.person_id AND k.tenant_id = $1 AND k.key >= $2 AND k.key < $12 \
     AND (k.key, k.person_id) > ($2, $3) AND NOT EXISTS (SELECT 1 FROM person_key f WHERE f.tenant_id = k.tenant_id AND f.person_id = k.person_id \
     AND f.key >= $11 AND f.key < k.key)",
    filters!(),
    " ORDER BY k.key, k.person_id LIMIT $4"
);

const IN_LINE: &str = concat!(
    "SELECT COUNT(*) AS number FROM person p WHERE p.tenant_id = $1 AND p.id = $2 AND p.id IN (",
    line_of!("$3"),
    ")"
);
const ID_NUMBER: &str = "SELECT id_number FROM person WHERE tenant_id = $1 AND id = $2";

/// A person in a few words.
macro_rules! named {
    ($from:literal) => {
        concat!(
            "SELECT p.id, p.name, p.emp_no, COALESCE(d.path, '') AS department_path, COALESCE(o.title, '') AS post_title, \
             p.is_employed FROM ", $from,
            " LEFT JOIN department d ON d.tenant_id = p.tenant_id AND d.id = p.department_id \
             LEFT JOIN post o ON o.tenant_id = p.tenant_id AND o.id = p.post_id "
        )
    };
}

const BY_EMP_NO: &str =
    concat!(named!("person p"), "WHERE p.tenant_id = $1 AND p.emp_no = $2 ORDER BY p.id LIMIT 2");
const REPORTS: &str = concat!(
    named!("person p"),
    "WHERE p.tenant_id = $1 AND p.manager_id = $2 AND p.is_employed = TRUE ORDER BY p.sort_key, p.id LIMIT $3"
);
/// From the own manager up; a ring of managers ends the walk.
const MANAGERS: &str = concat!(
    "WITH RECURSIVE above(id, height) AS (SELECT manager_id, 1 FROM person WHERE tenant_id = $1 AND id = $2 UNION \
     SELECT q.manager_id, a.height + 1 FROM above a CROSS JOIN person q WHERE q.tenant_id = $1 AND q.id = a.id AND a.height < 12) ",
    named!("above a CROSS JOIN person p"),
    "WHERE p.tenant_id = $1 AND p.id = a.id ORDER BY a.height"
);

/// Whose people a viewer may see: the whole company, one manager's line (as of today's reporting lines), or oneself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everybody.
    Company,
    /// Everybody below this person.
    Line(PersonId),
}

impl Scope {
    /// The manager whose line bounds the query, as bound in SQL; nothing for the whole company.
    pub(crate) fn manager_text(self) -> Option<String> {
        match self {
            Self::Company => None,
            Self::Line(manager) => Some(manager.to_string()),
        }
    }
}

/// Which people a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The department, with all below it.
    pub department: Option<DepartmentId>,
    /// The employer.
    pub employer: Option<EmployerId>,
    /// Only critical posts.
    pub is_critical_only: bool,
    /// Only those who are employed, or only those who left.
    pub is_employed: Option<bool>,
    /// Only those in an open departure.
    pub is_departing_only: bool,
    /// The beginning of a search key, normalised; empty for no search.
    pub key: String,
}

/// Where a page of a list begins: behind this place.
#[derive(Debug, Clone, Default)]
pub struct After {
    /// The place of the last line seen.
    pub place: String,
    /// Its person, as text; empty at the beginning.
    pub id: String,
}

/// Above so many people a department is looked for along the whole list instead of being gathered.
const MOST_GATHERED: i64 = 3_000;
/// Sorts after every key: no character is greater.
const AFTER_ALL: char = '\u{10ffff}';

impl Conn {
    /// The person, when inside the scope.
    #[boxed]
    pub async fn get_person(&mut self, id: PersonId, scope: Scope) -> Result<Person> {
        one!(self, BY_ID, id, scope.manager_text())
    }

    /// A page of people inside the scope, at most `limit`: in the order of names, or for a search through everybody in
    /// the order of the keys found. Never slower for a bigger company than a page is long, unless a filter is narrow.
    #[boxed]
    pub async fn list_people(
        &mut self,
        filter: &Filter,
        scope: Scope,
        after: &After,
        limit: i64,
    ) -> Result<Vec<Listed>> {
        let sql = self.choose_list(filter, scope).await?;
        let is_first_of_search = sql == BY_KEY && after.place.is_empty();
        let place = if is_first_of_search { &filter.key } else { &after.place };
        let upper = format!("{}{AFTER_ALL}", filter.key);
        all!(
            self,
            sql,
            place,
            &after.id,
            limit,
            filter.employer,
            filter.is_critical_only,
            filter.is_employed,
            filter.department,
            scope.manager_text(),
            filter.is_departing_only,
            &filter.key,
            upper
        )
    }

    /// The statement that reads least for these filters.
    async fn choose_list(&mut self, filter: &Filter, scope: Scope) -> Result<&'static str> {
        if scope != Scope::Company {
            return Ok(OF_LINE);
        }
        if filter.is_departing_only {
            return Ok(OF_DEPARTURES);
        }
        if let Some(department) = filter.department {
            let size: Count = one!(self, DEPARTMENT_SIZE, department, MOST_GATHERED)?;
            if size.number < MOST_GATHERED {
                return Ok(OF_DEPARTMENT);
            }
        }
        if filter.is_critical_only {
            return Ok(OF_CRITICAL_POSTS);
        }
        if filter.is_employed == Some(false) && !filter.key.is_empty() {
            let left: Count = one!(self, LEFT_SIZE, MOST_GATHERED)?;
            return Ok(if left.number < MOST_GATHERED { OF_ONE_STATUS } else { BY_KEY });
        }
        Ok(match filter.is_employed {
            _ if !filter.key.is_empty() => BY_KEY,
            Some(_) => OF_ONE_STATUS,
            None => ALL,
        })
    }

    /// Whether the person stands below the manager, however many levels between.
    #[boxed]
    pub async fn is_in_line(&mut self, person: PersonId, manager: PersonId) -> Result<bool> {
        let found: Count = one!(self, IN_LINE, person, manager)?;
        Ok(found.number > 0)
    }

    /// The identity number; may be empty. Whoever shows it records the look first.
    #[boxed]
    pub async fn get_id_number(&mut self, person: PersonId) -> Result<String> {
        let found: IdNumber = one!(self, ID_NUMBER, person)?;
        Ok(found.id_number)
    }

    /// The person whose latest spell has this number; none when nobody has it, or more than one.
    #[boxed]
    pub async fn find_person_by_emp_no(&mut self, emp_no: &str) -> Result<Option<Named>> {
        let mut found: Vec<Named> = all!(self, BY_EMP_NO, emp_no)?;
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    /// Who reports to the person directly and is employed, at most `limit`.
    #[boxed]
    pub async fn list_reports(&mut self, manager: PersonId, limit: i64) -> Result<Vec<Named>> {
        all!(self, REPORTS, manager, limit)
    }

    /// The managers above the person, the nearest first.
    #[boxed]
    pub async fn list_managers_above(&mut self, person: PersonId) -> Result<Vec<Named>> {
        all!(self, MANAGERS, person)
    }
}
