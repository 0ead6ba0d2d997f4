//! The company's shape: employers, the tree of departments, posts.
//!
//! Renaming a department changes what the tree and people's pages say from now on. Departures keep the names that were
//! true when they were opened.

use std::{collections::HashMap, sync::Arc};

use app::{Cx, Error, Result, access::Action, kept::Kept};
use kernel::{DepartmentId, EmployerId, PersonId, PostId};
use store::org::{Department, Employer, HeadCount, PATH_JOINT, Post};

/// So many posts stand on a page.
pub const POSTS: i64 = 40;

/// Something of the company with its number of employed people.
#[derive(Debug, Clone)]
pub struct Counted<T> {
    /// What it is.
    pub what: T,
    /// How many employed people belong to it; to a department, with all below it.
    pub people: i64,
}

/// The page of the organisation: one level of the tree at a time.
#[derive(Debug)]
pub struct Organisation {
    /// Every employer.
    pub employers: Vec<Counted<Employer>>,
    /// The department that was opened, with those above it, the topmost first; empty at the top.
    pub path: Vec<Department>,
    /// The departments directly below.
    pub departments: Vec<Counted<Department>>,
    /// A page of posts.
    pub posts: Vec<Counted<Post>>,
    /// Behind which post the next page begins; none on the last.
    pub next_post: Option<PostId>,
}

/// Which posts are shown.
#[derive(Debug, Clone, Default)]
pub struct PostFilter {
    /// A part of the title; empty for all.
    pub title: String,
    /// Behind this post.
    pub after: Option<PostId>,
}

/// The organisation, opened at a department or at the top.
pub async fn open_organisation(
    cx: &Cx,
    department: Option<DepartmentId>,
    posts: &PostFilter,
) -> Result<Organisation> {
    cx.allow(Action::EditPeople)?;
    let mut conn = cx.read().await?;
    let departments = conn.list_departments().await?;
    let tree = Tree::new(&departments, &conn.count_by_department().await?);
    let path = match department {
        Some(id) => tree.path_to(id).ok_or(Error::NotFound)?,
        None => Vec::new(),
    };
    let at_employer = by_id(conn.count_by_employer().await?);
    let employers = conn.list_employers().await?;
    let employers = employers.into_iter().map(|what| counted(&at_employer, &{ what.id }, what)).collect();
    let in_post = by_id(conn.count_by_post().await?);
    let mut page = conn.list_posts_page(&posts.title, posts.after, POSTS + 1).await?;
    let has_more = page.len() > usize::try_from(POSTS).unwrap_or(usize::MAX);
    page.truncate(usize::try_from(POSTS).unwrap_or(usize::MAX));
    Ok(Organisation {
        employers,
        path,
        departments: tree.below(department),
        next_post: page.last().filter(|_| has_more).map(|last| last.id),
        posts: page.into_iter().map(|what| counted(&in_post, &{ what.id }, what)).collect(),
    })
}

fn by_id(counts: Vec<HeadCount>) -> HashMap<String, i64> {
    counts.into_iter().map(|count| (count.id, count.number)).collect()
}

fn counted<T>(counts: &HashMap<String, i64>, id: &impl ToString, what: T) -> Counted<T> {
    Counted { what, people: counts.get(&id.to_string()).copied().unwrap_or(0) }
}

struct Tree<'d> {
    by_id: HashMap<DepartmentId, &'d Department>,
    below: HashMap<Option<DepartmentId>, Vec<&'d Department>>,
    people: HashMap<DepartmentId, i64>,
}

impl<'d> Tree<'d> {
    fn new(departments: &'d [Department], counts: &[HeadCount]) -> Self {
        let mut tree = Self { by_id: HashMap::new(), below: HashMap::new(), people: HashMap::new() };
        for department in departments {
            tree.by_id.insert(department.id, department);
            tree.below.entry(department.parent_id).or_default().push(department);
        }
        for count in counts {
            if let Ok(id) = count.id.parse::<DepartmentId>() {
                tree.add_upwards(id, count.number);
            }
        }
        tree
    }

    fn add_upwards(&mut self, id: DepartmentId, number: i64) {
        let mut at = Some(id);
        // The tree is as deep as it has departments at most, whatever a damaged parent says.
        for _ in 0..=self.by_id.len() {
            let Some(here) = at else { return };
            *self.people.entry(here).or_default() += number;
            at = self.by_id.get(&here).and_then(|department| department.parent_id);
        }
    }

    fn path_to(&self, id: DepartmentId) -> Option<Vec<Department>> {
        let mut path = vec![(*self.by_id.get(&id)?).clone()];
        while let Some(parent) =
            path.last().and_then(|d| d.parent_id).filter(|_| path.len() <= self.by_id.len())
        {
            path.push((*self.by_id.get(&parent)?).clone());
        }
        path.reverse();
        Some(path)
    }

    fn below(&self, id: Option<DepartmentId>) -> Vec<Counted<Department>> {
        let below = self.below.get(&id).map_or(&[][..], Vec::as_slice);
        let counted = |what: &&Department| Counted {
            people: self.people.get(&what.id).copied().unwrap_or(0),
            what: (*what).clone(),
        };
        below.iter().map(counted).collect()
    }
}

/// What filters of the list of people can be chosen from.
#[derive(Debug)]
pub struct Choices {
    /// Every employer.
    pub employers: Vec<Employer>,
    /// The departments of the upper two levels.
    pub departments: Vec<Department>,
}

/// So many departments can be chosen from; further ones are reached through the organisation and people's pages.
const MOST_CHOICES: i64 = 120;

/// What lists of people can be narrowed to, until anything changes.
struct KeptChoices(Kept<(), Choices>);

/// What the list of people can be narrowed to.
pub async fn list_choices(cx: &Cx) -> Result<Arc<Choices>> {
    cx.allow(Action::SeePeople)?;
    let mut conn = cx.read().await?;
    let size = conn.get_log_size().await?;
    let read = async {
        let employers = conn.list_employers().await?;
        let departments = conn.list_upper_departments(MOST_CHOICES).await?;
        Ok(Choices { employers, departments })
    };
    cx.app().keep(|| KeptChoices(Kept::new(1))).0.of(size, (), read).await
}

/// One employer.
pub async fn get_employer(cx: &Cx, id: EmployerId) -> Result<Employer> {
    cx.allow(Action::EditPeople)?;
    let employers = cx.read().await?.list_employers().await?;
    employers.into_iter().find(|employer| employer.id == id).ok_or(Error::NotFound)
}

/// One department, and the employee number of its head; empty without one.
pub async fn get_department(cx: &Cx, id: DepartmentId) -> Result<(Department, String)> {
    cx.allow(Action::SeePeople)?;
    let mut conn = cx.read().await?;
    let department = conn.get_department(id).await?;
    let head = match department.head_id {
        Some(head) => conn.get_person(head, store::people::Scope::Company).await?.emp_no,
        None => String::new(),
    };
    Ok((department, head))
}

/// Writes an employer's name, city and credit code anew.
pub async fn update_employer(cx: &Cx, employer: &Employer) -> Result<()> {
    cx.allow(Action::EditPeople)?;
    if employer.name.trim().is_empty() {
        return Err(Error::field("name", "error-required"));
    }
    cx.transact(|mut tx| async move {
        tx.update_employer(employer).await.map_err(|error| taken(error, "error-organisation-name-taken"))?;
        let content = (employer.id, &employer.name, &employer.city, &employer.credit_code);
        let receipt = tx.append(cx.event("organisation.employer-updated", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Gives a department another name and another head; the paths of all departments below follow.
pub async fn update_department(cx: &Cx, id: DepartmentId, name: &str, head_no: &str) -> Result<()> {
    cx.allow(Action::EditPeople)?;
    let name = check_department_name(name)?;
    cx.transact(|mut tx| async move {
        let head_id = find_head(&mut tx, head_no).await?;
        let departments = tx.list_departments().await?;
        let mut changed = renamed(&departments, id, name).ok_or(Error::NotFound)?;
        for department in &mut changed {
            if department.id == id {
                department.head_id = head_id;
            }
            tx.update_department(department).await.map_err(|e| taken(e, "error-organisation-name-taken"))?;
        }
        let receipt =
            tx.append(cx.event("organisation.department-updated", None, &(id, name, head_id))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

fn check_department_name(name: &str) -> Result<&str> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::field("name", "error-required"));
    }
    if name.contains(PATH_JOINT.trim()) {
        return Err(Error::field("name", "error-organisation-slash"));
    }
    Ok(name)
}

async fn find_head(conn: &mut store::Conn, head_no: &str) -> Result<Option<PersonId>> {
    if head_no.trim().is_empty() {
        return Ok(None);
    }
    let found = conn.find_person_by_emp_no(head_no.trim()).await?;
    found.map(|head| Some(head.id)).ok_or(Error::field("head_no", "error-people-unknown-number"))
}

fn taken(error: store::Error, message: &'static str) -> Error {
    match error {
        store::Error::Duplicate => Error::field("name", message),
        error => error.into(),
    }
}

/// The department under its new name, and all below it with their paths.
fn renamed(departments: &[Department], id: DepartmentId, name: &str) -> Option<Vec<Department>> {
    let old = departments.iter().find(|department| department.id == id)?;
    let above = old.path.strip_suffix(&old.name).unwrap_or("");
    let path = format!("{above}{name}");
    let inside = format!("{}{PATH_JOINT}", old.path);
    let mut changed = vec![Department { name: name.to_owned(), path: path.clone(), ..old.clone() }];
    for department in departments {
        if let Some(rest) = department.path.strip_prefix(&inside) {
            changed.push(Department { path: format!("{path}{PATH_JOINT}{rest}"), ..department.clone() });
        }
    }
    Some(changed)
}

/// Says whether a post is critical, and whether one person at a time holds it.
pub async fn update_post(cx: &Cx, id: PostId, is_critical: bool, is_single_holder: bool) -> Result<()> {
    cx.allow(Action::EditPeople)?;
    cx.transact(|mut tx| async move {
        tx.get_post(id).await?;
        tx.update_post(id, is_critical, is_single_holder).await?;
        let content = (id, is_critical, is_single_holder);
        let receipt = tx.append(cx.event("organisation.post-updated", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn department(number: u128, parent: Option<u128>, path: &str) -> Department {
        Department {
            id: Uuid::from_u128(number).into(),
            parent_id: parent.map(|parent| Uuid::from_u128(parent).into()),
            name: path.rsplit(PATH_JOINT).next().unwrap().to_owned(),
            path: path.to_owned(),
            head_id: None,
        }
    }

    fn departments() -> Vec<Department> {
        vec![
            department(1, None, "制造中心"),
            department(2, Some(1), "制造中心 / 工艺部"),
            department(3, Some(2), "制造中心 / 工艺部 / 一组"),
            department(4, None, "制造中心二期"),
        ]
    }

    #[test]
    fn a_new_name_goes_into_the_paths_of_all_below_and_of_nobody_else() {
        let departments = departments();
        let changed = renamed(&departments, departments[0].id, "智造中心").unwrap();
        let paths: Vec<&str> = changed.iter().map(|department| department.path.as_str()).collect();
        assert_eq!(paths, ["智造中心", "智造中心 / 工艺部", "智造中心 / 工艺部 / 一组"]);
        let below = renamed(&departments, departments[1].id, "技术部").unwrap();
        assert_eq!(below[0].path, "制造中心 / 技术部");
        assert_eq!(below[1].path, "制造中心 / 技术部 / 一组");
        assert_eq!(below[1].name, "一组");
    }

    #[test]
    fn people_count_for_every_department_above_theirs() {
        let departments = departments();
        let count = |number: u128, people| HeadCount {
            id: departments[number as usize - 1].id.to_string(),
            number: people,
        };
        let tree = Tree::new(&departments, &[count(3, 5), count(2, 2), count(4, 1)]);
        let top: Vec<i64> = tree.below(None).iter().map(|counted| counted.people).collect();
        assert_eq!(top, [7, 1]);
        assert_eq!(tree.path_to(departments[2].id).unwrap().len(), 3);
    }
}
