//! Who works on which project.

use kernel::{Date, PersonId, ProjectMemberId};

use crate::{
    Conn, Result, Tx, boxed,
    bulk::{Target, Value},
};

record! {
    /// That somebody works on a project.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct ProjectMember {
        /// The id.
        pub id: ProjectMemberId,
        /// What makes it one when a file comes again: project, person, and which time.
        pub reference: String,
        /// The project, by its name.
        pub project: String,
        /// Who.
        pub person_id: PersonId,
        /// As what, in the company's own words; may be empty.
        pub project_role: String,
        /// Since when.
        pub joined_on: Option<Date>,
        /// Until when; none for whoever is still on it.
        pub left_on: Option<Date>,
        /// What else a file said of it, as JSON; may be empty.
        pub details: String,
    }
}

const ALL: &str = "SELECT id, reference, project, person_id, project_role, joined_on, left_on, details FROM project_member \
     WHERE tenant_id = $1";
const OF_PERSON: &str = "SELECT id, reference, project, person_id, project_role, joined_on, left_on, details FROM project_member \
     WHERE tenant_id = $1 AND person_id = $2 ORDER BY left_on IS NOT NULL, left_on DESC, project, id LIMIT $3";
const MEMBER: Target = Target {
    table: "project_member",
    columns: &["id", "reference", "project", "person_id", "project_role", "joined_on", "left_on", "details"],
    on_conflict: "ON CONFLICT (tenant_id, reference) DO UPDATE SET project_role = excluded.project_role, \
         joined_on = excluded.joined_on, left_on = excluded.left_on, details = excluded.details",
};

impl Conn {
    /// Everybody on every project; for comparing a file with what is stored.
    #[boxed]
    pub async fn list_all_project_members(&mut self) -> Result<Vec<ProjectMember>> {
        all!(self, ALL)
    }

    /// What one person works on, what goes on first, at most `limit`.
    #[boxed]
    pub async fn list_projects_of(&mut self, person: PersonId, limit: i64) -> Result<Vec<ProjectMember>> {
        all!(self, OF_PERSON, person, limit)
    }
}

impl Tx {
    /// Says who works on what; what was said under the same reference is replaced.
    #[boxed]
    pub async fn merge_project_members(&mut self, rows: &[ProjectMember]) -> Result<()> {
        let values = |row: &ProjectMember| {
            vec![
                Value::text(&row.id),
                Value::text(&row.reference),
                Value::text(&row.project),
                Value::text(&row.person_id),
                Value::text(&row.project_role),
                Value::maybe(row.joined_on.as_ref()),
                Value::maybe(row.left_on.as_ref()),
                Value::text(&row.details),
            ]
        };
        self.insert_rows(&MEMBER, rows, values).await?;
        Ok(())
    }
}
