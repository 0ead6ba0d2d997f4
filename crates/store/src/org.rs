//! The company's shape: employers, departments as a tree, posts.

use kernel::{DepartmentId, EmployerId, PersonId, PostId};

use crate::{
    Conn, Result, Tx, boxed,
    bulk::{Target, Value},
};

/// What joins the levels of a department's path.
pub const PATH_JOINT: &str = " / ";

record! {
    /// A legal entity that employs people.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Employer {
        /// The id.
        pub id: EmployerId,
        /// The name as registered.
        pub name: String,
        /// The city whose rules apply; may be empty.
        pub city: String,
        /// The unified social credit code; may be empty.
        pub credit_code: String,
    }
}

record! {
    /// A department.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Department {
        /// The id.
        pub id: DepartmentId,
        /// The department above.
        pub parent_id: Option<DepartmentId>,
        /// The name.
        pub name: String,
        /// The whole path, levels joined by [`PATH_JOINT`].
        pub path: String,
        /// Who heads it.
        pub head_id: Option<PersonId>,
    }
}

record! {
    /// A post.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Post {
        /// The id.
        pub id: PostId,
        /// The title.
        pub title: String,
        /// Whether the company cannot do without it.
        pub is_critical: bool,
        /// Whether one person at a time holds it.
        pub is_single_holder: bool,
    }
}

record! {
    /// How many employed people there are in or at something.
    pub struct HeadCount {
        /// The id of the employer, department or post.
        pub id: String,
        /// How many.
        pub number: i64,
    }
}

const EMPLOYERS: &str = "SELECT id, name, city, credit_code FROM employer WHERE tenant_id = $1 ORDER BY id";
const DEPARTMENTS: &str =
    "SELECT id, parent_id, name, path, head_id FROM department WHERE tenant_id = $1 ORDER BY id";
/// CROSS JOIN makes SQLite start from the top; left to itself it would go through all departments in the order of paths.
const UPPER_DEPARTMENTS: &str = "WITH upper(id) AS (SELECT id FROM department WHERE tenant_id = $1 AND parent_id IS NULL \
     UNION ALL SELECT c.id FROM department t CROSS JOIN department c \
     WHERE t.tenant_id = $1 AND t.parent_id IS NULL AND c.tenant_id = $1 AND c.parent_id = t.id) \
     SELECT d.id, d.parent_id, d.name, d.path, d.head_id FROM upper u CROSS JOIN department d \
     WHERE d.tenant_id = $1 AND d.id = u.id ORDER BY d.path LIMIT $2";
const DEPARTMENT: &str =
    "SELECT id, parent_id, name, path, head_id FROM department WHERE tenant_id = $1 AND id = $2";
const POSTS: &str =
    "SELECT id, title, is_critical, is_single_holder FROM post WHERE tenant_id = $1 ORDER BY id";
const POSTS_PAGE: &str = "SELECT id, title, is_critical, is_single_holder FROM post WHERE tenant_id = $1 AND id > $2 \
     AND ($3 = '' OR title LIKE $4 ESCAPE '!') ORDER BY id LIMIT $5";
const POST: &str =
    "SELECT id, title, is_critical, is_single_holder FROM post WHERE tenant_id = $1 AND id = $2";
/// How many are employed under each, from the index of the column alone; counted by CASE, so that SQLite does not go
/// through everybody in the order of names.
macro_rules! employed_by {
    ($column:literal) => {
        concat!(
            "SELECT ",
            $column,
            " AS id, COUNT(CASE WHEN is_employed = TRUE THEN 1 END) AS number FROM person \
             WHERE tenant_id = $1 AND ",
            $column,
            " IS NOT NULL GROUP BY ",
            $column
        )
    };
}

const COUNT_BY_EMPLOYER: &str = employed_by!("employer_id");
const COUNT_BY_DEPARTMENT: &str = employed_by!("department_id");
const COUNT_BY_POST: &str = employed_by!("post_id");
const UPDATE_EMPLOYER: &str =
    "UPDATE employer SET name = $3, city = $4, credit_code = $5 WHERE tenant_id = $1 AND id = $2";
const UPDATE_DEPARTMENT: &str =
    "UPDATE department SET name = $3, path = $4, head_id = $5 WHERE tenant_id = $1 AND id = $2";
const UPDATE_POST: &str =
    "UPDATE post SET is_critical = $3, is_single_holder = $4 WHERE tenant_id = $1 AND id = $2";

const EMPLOYER: Target =
    Target { table: "employer", columns: &["id", "name", "city", "credit_code"], on_conflict: "" };
const DEPARTMENT_ROW: Target =
    Target { table: "department", columns: &["id", "parent_id", "name", "path", "head_id"], on_conflict: "" };
const POST_ROW: Target =
    Target { table: "post", columns: &["id", "title", "is_critical", "is_single_holder"], on_conflict: "" };

impl Conn {
    /// Every employer.
    #[boxed]
    pub async fn list_employers(&mut self) -> Result<Vec<Employer>> {
        all!(self, EMPLOYERS)
    }

    /// Every department, those made first coming first.
    #[boxed]
    pub async fn list_departments(&mut self) -> Result<Vec<Department>> {
        all!(self, DEPARTMENTS)
    }

    /// The departments of the upper two levels in the order of their paths, at most `limit`.
    #[boxed]
    pub async fn list_upper_departments(&mut self, limit: i64) -> Result<Vec<Department>> {
        all!(self, UPPER_DEPARTMENTS, limit)
    }

    /// The department.
    #[boxed]
    pub async fn get_department(&mut self, id: DepartmentId) -> Result<Department> {
        one!(self, DEPARTMENT, id)
    }

    /// Every post.
    #[boxed]
    pub async fn list_posts(&mut self) -> Result<Vec<Post>> {
        all!(self, POSTS)
    }

    /// Posts whose title has the text in it (all for an empty one), behind the given one, at most `limit`.
    #[boxed]
    pub async fn list_posts_page(
        &mut self,
        title: &str,
        after: Option<PostId>,
        limit: i64,
    ) -> Result<Vec<Post>> {
        let plain = title.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        all!(self, POSTS_PAGE, after, title, format!("%{plain}%"), limit)
    }

    /// The post.
    #[boxed]
    pub async fn get_post(&mut self, id: PostId) -> Result<Post> {
        one!(self, POST, id)
    }

    /// Employed people by employer.
    #[boxed]
    pub async fn count_by_employer(&mut self) -> Result<Vec<HeadCount>> {
        all!(self, COUNT_BY_EMPLOYER)
    }

    /// Employed people by department, without those of the departments below.
    #[boxed]
    pub async fn count_by_department(&mut self) -> Result<Vec<HeadCount>> {
        all!(self, COUNT_BY_DEPARTMENT)
    }

    /// Employed people by post.
    #[boxed]
    pub async fn count_by_post(&mut self) -> Result<Vec<HeadCount>> {
        all!(self, COUNT_BY_POST)
    }
}

impl Tx {
    /// Adds employers.
    #[boxed]
    pub async fn insert_employers(&mut self, rows: &[Employer]) -> Result<()> {
        let values = |row: &Employer| {
            let Employer { id, name, city, credit_code } = row;
            vec![Value::text(id), Value::text(name), Value::text(city), Value::text(credit_code)]
        };
        self.insert_rows(&EMPLOYER, rows, values).await?;
        Ok(())
    }

    /// Adds departments.
    #[boxed]
    pub async fn insert_departments(&mut self, rows: &[Department]) -> Result<()> {
        let values = |row: &Department| {
            let Department { id, parent_id, name, path, head_id } = row;
            vec![
                Value::text(id),
                Value::maybe(parent_id.as_ref()),
                Value::text(name),
                Value::text(path),
                Value::maybe(head_id.as_ref()),
            ]
        };
        self.insert_rows(&DEPARTMENT_ROW, rows, values).await?;
        Ok(())
    }

    /// Adds posts.
    #[boxed]
    pub async fn insert_posts(&mut self, rows: &[Post]) -> Result<()> {
        let values = |row: &Post| {
            let Post { id, title, is_critical, is_single_holder } = row;
            vec![
                Value::text(id),
                Value::text(title),
                Value::Truth(*is_critical),
                Value::Truth(*is_single_holder),
            ]
        };
        self.insert_rows(&POST_ROW, rows, values).await?;
        Ok(())
    }

    /// Writes an employer anew.
    #[boxed]
    pub async fn update_employer(&mut self, row: &Employer) -> Result<()> {
        if run!(self, UPDATE_EMPLOYER, row.id, &row.name, &row.city, &row.credit_code)? == 1 {
            Ok(())
        } else {
            Err(crate::Error::NotFound)
        }
    }

    /// Writes a department's name, path and head anew.
    #[boxed]
    pub async fn update_department(&mut self, row: &Department) -> Result<()> {
        run!(self, UPDATE_DEPARTMENT, row.id, &row.name, &row.path, row.head_id)?;
        Ok(())
    }

    /// Says whether a post is critical and whether it has a single holder.
    #[boxed]
    pub async fn update_post(&mut self, id: PostId, is_critical: bool, is_single_holder: bool) -> Result<()> {
        run!(self, UPDATE_POST, id, is_critical, is_single_holder)?;
        Ok(())
    }
}
