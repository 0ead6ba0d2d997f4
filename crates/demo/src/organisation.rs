//! The firm's shape: legal entities, the tree of departments with who heads each, posts.

use serde::Deserialize;

use crate::{Result, data};

/// What joins the levels of a department's path.
pub(crate) const JOINT: &str = " / ";

/// The firm.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Organisation {
    pub(crate) company: String,
    pub(crate) top: String,
    pub(crate) mail: String,
    #[serde(rename = "employer")]
    pub(crate) employers: Vec<Employer>,
    #[serde(rename = "department")]
    pub(crate) departments: Vec<Department>,
    #[serde(rename = "post")]
    posts: Vec<Marked>,
}

/// A legal entity.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Employer {
    code: String,
    pub(crate) name: String,
    pub(crate) city: String,
}

/// A department with its posts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Department {
    pub(crate) path: String,
    employer: String,
    pub(crate) head: String,
    pub(crate) staff: Vec<(String, u32)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marked {
    title: String,
    #[serde(default)]
    critical: bool,
    #[serde(default)]
    single: bool,
}

/// A post, and what it means that its holder leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) title: String,
    pub(crate) is_critical: bool,
    pub(crate) is_single_holder: bool,
}

impl Department {
    /// The levels from the top.
    pub(crate) fn levels(&self) -> Vec<String> {
        self.path.split(JOINT).map(str::to_owned).collect()
    }

    /// The path of the department above.
    pub(crate) fn parent(&self) -> Option<&str> {
        self.path.rsplit_once(JOINT).map(|(parent, _)| parent)
    }
}

impl Organisation {
    /// Reads it.
    pub(crate) fn read() -> Result<Self> {
        data::read("organisation.toml", include_str!("../data/organisation.toml"))
    }

    /// The department with this path.
    pub(crate) fn department(&self, path: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.path == path)
    }

    /// The legal entity that employs the people of a department.
    pub(crate) fn employer_of(&self, department: &Department) -> Option<&Employer> {
        self.employers.iter().find(|employer| employer.code == department.employer)
    }

    /// Every post once, in the order of the departments.
    pub(crate) fn posts(&self) -> Vec<Post> {
        let mut posts: Vec<Post> = Vec::new();
        for department in &self.departments {
            for (title, _) in &department.staff {
                if !posts.iter().any(|post| post.title == *title) {
                    posts.push(self.post(title, *title == department.head));
                }
            }
        }
        posts
    }

    fn post(&self, title: &str, is_head: bool) -> Post {
        let marked = self.posts.iter().find(|marked| marked.title == title);
        Post {
            title: title.to_owned(),
            is_critical: marked.is_some_and(|marked| marked.critical),
            is_single_holder: is_head || marked.is_some_and(|marked| marked.single),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn about_180_people_work_in_two_legal_entities_and_every_department_has_its_head_and_parent() {
        let firm = Organisation::read().unwrap();
        let people: u32 =
            firm.departments.iter().flat_map(|department| &department.staff).map(|(_, n)| n).sum();
        assert_eq!(people, 180);
        assert_eq!(firm.employers.len(), 2);
        for department in &firm.departments {
            assert!(firm.employer_of(department).is_some(), "{}", department.path);
            assert!(department.staff.contains(&(department.head.clone(), 1)), "{}", department.path);
            assert!(
                department.parent().is_none_or(|path| firm.department(path).is_some()),
                "{}",
                department.path
            );
        }
    }

    #[test]
    fn posts_are_named_once_and_what_is_marked_exists() {
        let firm = Organisation::read().unwrap();
        let posts = firm.posts();
        let titles: HashSet<&String> = posts.iter().map(|post| &post.title).collect();
        assert_eq!(titles.len(), posts.len());
        for marked in &firm.posts {
            assert!(titles.contains(&marked.title), "{}", marked.title);
        }
        assert!(posts.iter().filter(|post| post.is_critical).count() >= 8);
    }
}
