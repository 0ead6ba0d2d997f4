//! People and spells of employment as stored, read and written many at a time: what an import needs.

use kernel::{Date, DepartmentId, EmployerId, EmploymentId, PersonId, PostId};

use crate::{
    Conn, Result, Tx, boxed,
    bulk::{Source, Target, Value},
};

record! {
    /// A person's own row. From `employment_id` on it repeats the latest spell.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct PersonRow {
        /// The id.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The name's place in lists.
        pub sort_key: String,
        /// The identity number; may be empty.
        pub id_number: String,
        /// Phone, digits only; may be empty.
        pub phone: String,
        /// E-mail; may be empty.
        pub email: String,
        /// The latest spell.
        pub employment_id: EmploymentId,
        /// Its employee number.
        pub emp_no: String,
        /// Its employer.
        pub employer_id: EmployerId,
        /// Its department.
        pub department_id: Option<DepartmentId>,
        /// Its post.
        pub post_id: Option<PostId>,
        /// Its manager.
        pub manager_id: Option<PersonId>,
        /// Whether it is running.
        pub is_employed: bool,
    }
}

record! {
    /// A spell of employment.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct EmploymentRow {
        /// The id.
        pub id: EmploymentId,
        /// Whose.
        pub person_id: PersonId,
        /// The employee number.
        pub emp_no: String,
        /// The employer.
        pub employer_id: EmployerId,
        /// The department.
        pub department_id: Option<DepartmentId>,
        /// The post.
        pub post_id: Option<PostId>,
        /// The manager.
        pub manager_id: Option<PersonId>,
        /// When it began.
        pub hired_on: Date,
        /// When it ended, or will.
        pub left_on: Option<Date>,
        /// `active`, `probation` or `left`.
        pub status: String,
        /// `fixed`, `open` (without a fixed term), or empty when nothing is known.
        pub contract_kind: String,
        /// The contract's first day.
        pub contract_from: Option<Date>,
        /// The contract's last day.
        pub contract_until: Option<Date>,
    }
}

record! {
    /// Somebody as imports refer to people.
    pub struct DirectoryEntry {
        /// The person.
        pub person_id: PersonId,
        /// The employee number of one spell.
        pub emp_no: String,
        /// The name.
        pub name: String,
        /// Whether that spell is running.
        pub is_employed: bool,
    }
}

const PEOPLE: &str = "SELECT id, name, sort_key, id_number, phone, email, employment_id, emp_no, employer_id, department_id, \
     post_id, manager_id, is_employed FROM person WHERE tenant_id = $1";
const EMPLOYMENTS: &str = "SELECT id, person_id, emp_no, employer_id, department_id, post_id, manager_id, hired_on, left_on, status, \
     contract_kind, contract_from, contract_until FROM employment WHERE tenant_id = $1";
const SPELLS_OF: &str = "SELECT id, person_id, emp_no, employer_id, department_id, post_id, manager_id, hired_on, left_on, status, \
     contract_kind, contract_from, contract_until FROM employment WHERE tenant_id = $1 AND person_id = $2 ORDER BY hired_on DESC";
const DIRECTORY: &str = "SELECT s.person_id, s.emp_no, p.name, CASE WHEN s.status = 'left' THEN FALSE ELSE TRUE END AS is_employed \
     FROM employment s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id WHERE s.tenant_id = $1";
const UPDATE_PERSON: &str = "UPDATE person SET name = $3, sort_key = $4, id_number = $5, phone = $6, email = $7, employment_id = $8, \
     emp_no = $9, employer_id = $10, department_id = $11, post_id = $12, manager_id = $13, is_employed = $14 \
     WHERE tenant_id = $1 AND id = $2";
const UPDATE_EMPLOYMENT: &str = "UPDATE employment SET emp_no = $3, employer_id = $4, department_id = $5, post_id = $6, manager_id = $7, \
     hired_on = $8, left_on = $9, status = $10, contract_kind = $11, contract_from = $12, contract_until = $13 \
     WHERE tenant_id = $1 AND id = $2";
pub(crate) const KEYS_OF_PEOPLE: Source = Source { table: "person_key", key: "person_id" };

const PERSON: Target = Target {
    table: "person",
    columns: &[
        "id",
        "name",
        "sort_key",
        "id_number",
        "phone",
        "email",
        "employment_id",
        "emp_no",
        "employer_id",
        "department_id",
        "post_id",
        "manager_id",
        "is_employed",
    ],
    on_conflict: "",
};
const EMPLOYMENT: Target = Target {
    table: "employment",
    columns: &[
        "id",
        "person_id",
        "emp_no",
        "employer_id",
        "department_id",
        "post_id",
        "manager_id",
        "hired_on",
        "left_on",
        "status",
        "contract_kind",
        "contract_from",
        "contract_until",
    ],
    on_conflict: "",
};
const KEY: Target =
    Target { table: "person_key", columns: &["key", "person_id"], on_conflict: "ON CONFLICT DO NOTHING" };

fn person_values(row: &PersonRow) -> Vec<Value> {
    vec![
        Value::text(&row.id),
        Value::text(&row.name),
        Value::text(&row.sort_key),
        Value::text(&row.id_number),
        Value::text(&row.phone),
        Value::text(&row.email),
        Value::text(&row.employment_id),
        Value::text(&row.emp_no),
        Value::text(&row.employer_id),
        Value::maybe(row.department_id.as_ref()),
        Value::maybe(row.post_id.as_ref()),
        Value::maybe(row.manager_id.as_ref()),
        Value::Truth(row.is_employed),
    ]
}

fn employment_values(row: &EmploymentRow) -> Vec<Value> {
    vec![
        Value::text(&row.id),
        Value::text(&row.person_id),
        Value::text(&row.emp_no),
        Value::text(&row.employer_id),
        Value::maybe(row.department_id.as_ref()),
        Value::maybe(row.post_id.as_ref()),
        Value::maybe(row.manager_id.as_ref()),
        Value::text(&row.hired_on),
        Value::maybe(row.left_on.as_ref()),
        Value::text(&row.status),
        Value::text(&row.contract_kind),
        Value::maybe(row.contract_from.as_ref()),
        Value::maybe(row.contract_until.as_ref()),
    ]
}

impl Conn {
    /// Every person's own row; for comparing a whole roster with what is stored.
    #[boxed]
    pub async fn list_person_rows(&mut self) -> Result<Vec<PersonRow>> {
        all!(self, PEOPLE)
    }

    /// Every spell of employment.
    #[boxed]
    pub async fn list_employment_rows(&mut self) -> Result<Vec<EmploymentRow>> {
        all!(self, EMPLOYMENTS)
    }

    /// The spells of one person, the latest first.
    #[boxed]
    pub async fn list_spells(&mut self, person: PersonId) -> Result<Vec<EmploymentRow>> {
        all!(self, SPELLS_OF, person)
    }

    /// Everybody by every employee number ever held.
    #[boxed]
    pub async fn list_directory(&mut self) -> Result<Vec<DirectoryEntry>> {
        all!(self, DIRECTORY)
    }
}

impl Tx {
    /// Adds people.
    #[boxed]
    pub async fn insert_people(&mut self, rows: &[PersonRow]) -> Result<()> {
        self.insert_rows(&PERSON, rows, person_values).await?;
        Ok(())
    }

    /// Adds spells of employment; their people must be there.
    #[boxed]
    pub async fn insert_employments(&mut self, rows: &[EmploymentRow]) -> Result<()> {
        self.insert_rows(&EMPLOYMENT, rows, employment_values).await?;
        Ok(())
    }

    /// Adds search keys; one that is there already stays.
    #[boxed]
    pub async fn insert_person_keys(&mut self, keys: &[(PersonId, String)]) -> Result<()> {
        let values = |(person, key): &(PersonId, String)| vec![Value::text(key), Value::text(person)];
        self.insert_rows(&KEY, keys, values).await?;
        Ok(())
    }

    /// Takes all search keys of these people away, before the new ones are added.
    #[boxed]
    pub async fn forget_person_keys(&mut self, people: &[PersonId]) -> Result<()> {
        let people: Vec<String> = people.iter().map(ToString::to_string).collect();
        self.delete_rows(&KEYS_OF_PEOPLE, &people).await?;
        Ok(())
    }

    /// Writes a person's row anew.
    #[boxed]
    pub async fn update_person(&mut self, row: &PersonRow) -> Result<()> {
        run!(
            self,
            UPDATE_PERSON,
            row.id,
            &row.name,
            &row.sort_key,
            &row.id_number,
            &row.phone,
            &row.email,
            row.employment_id,
            &row.emp_no,
            row.employer_id,
            row.department_id,
            row.post_id,
            row.manager_id,
            row.is_employed
        )?;
        Ok(())
    }

    /// Writes a spell of employment anew.
    #[boxed]
    pub async fn update_employment(&mut self, row: &EmploymentRow) -> Result<()> {
        run!(
            self,
            UPDATE_EMPLOYMENT,
            row.id,
            &row.emp_no,
            row.employer_id,
            row.department_id,
            row.post_id,
            row.manager_id,
            row.hired_on,
            row.left_on,
            &row.status,
            &row.contract_kind,
            row.contract_from,
            row.contract_until
        )?;
        Ok(())
    }
}
