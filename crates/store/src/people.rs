//! People and their spells of employment.

use kernel::{Date, DepartmentId, EmployerId, EmploymentId, PersonId, PostId};

use crate::{Conn, Result};

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
        /// The department.
        pub department_id: Option<DepartmentId>,
        /// The department's path, or nothing.
        pub department_path: String,
        /// The post.
        pub post_id: Option<PostId>,
        /// The post's title, or nothing.
        pub post_title: String,
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
    }
}

const BY_ID: &str = "SELECT p.id, p.name, p.employment_id, p.emp_no, p.employer_id, e.name AS employer_name, p.department_id, \
     COALESCE(d.path, '') AS department_path, p.post_id, COALESCE(o.title, '') AS post_title, p.manager_id, \
     COALESCE(m.name, '') AS manager_name, p.is_employed, s.hired_on, s.left_on, p.phone, p.email \
     FROM person p JOIN employment s ON s.tenant_id = p.tenant_id AND s.id = p.employment_id \
     JOIN employer e ON e.tenant_id = p.tenant_id AND e.id = p.employer_id \
     LEFT JOIN department d ON d.tenant_id = p.tenant_id AND d.id = p.department_id \
     LEFT JOIN post o ON o.tenant_id = p.tenant_id AND o.id = p.post_id \
     LEFT JOIN person m ON m.tenant_id = p.tenant_id AND m.id = p.manager_id \
     WHERE p.tenant_id = $1 AND p.id = $2 AND ($3 IS NULL OR p.id IN (WITH RECURSIVE line(id) AS ( \
         SELECT id FROM person WHERE tenant_id = $1 AND manager_id = $3 UNION \
         SELECT q.id FROM person q JOIN line l ON q.manager_id = l.id WHERE q.tenant_id = $1) SELECT id FROM line))";

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

impl Conn {
    /// The person, when inside the scope.
    pub async fn get_person(&mut self, id: PersonId, scope: Scope) -> Result<Person> {
        one!(self, BY_ID, id, scope.manager_text())
    }
}
