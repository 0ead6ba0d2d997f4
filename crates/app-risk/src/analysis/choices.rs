//! The departments to choose from: a large company has more of them than anybody reads.

use std::collections::{HashMap, HashSet};

use kernel::DepartmentId;
use store::org::Department;

/// So many departments can be chosen from at once.
const MOST: usize = 120;

/// Whether there are too many departments to choose from at once.
pub(super) const fn is_stepwise(all: &[Department]) -> bool {
    all.len() > MOST
}

/// The departments to choose from. Of very many only those at the top and those that lie open: the chosen one, what is
/// above it, and what is directly below any of these.
pub(super) fn offered(all: Vec<Department>, chosen: Option<DepartmentId>) -> Vec<Department> {
    if !is_stepwise(&all) {
        return all;
    }
    let by_id: HashMap<DepartmentId, &Department> = all.iter().map(|one| (one.id, one)).collect();
    let above = |one: &&Department| one.parent_id.and_then(|id| by_id.get(&id)).copied();
    let line = std::iter::successors(chosen.and_then(|id| by_id.get(&id)).copied(), |one| above(one));
    // As long as there are departments at most, whatever a damaged parent says.
    let open: HashSet<DepartmentId> = line.take(all.len()).map(|one| one.id).collect();
    let is_offered = |one: &Department| one.parent_id.is_none_or(|parent| open.contains(&parent));
    let offered: HashSet<DepartmentId> = all.iter().filter(|one| is_offered(one)).map(|one| one.id).collect();
    all.into_iter().filter(|one| offered.contains(&one.id)).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn department(n: u128, parent: Option<u128>) -> Department {
        let id = |n: u128| DepartmentId::from_uuid(Uuid::from_u128(n));
        Department {
            id: id(n),
            parent_id: parent.map(id),
            name: n.to_string(),
            path: n.to_string(),
            head_id: None,
        }
    }

    /// Ten at the top (1 to 10), each with ten below (11 to 20 below 1, …), each of these with ten below.
    fn company() -> Vec<Department> {
        let below = |first: u128, parents: std::ops::RangeInclusive<u128>| {
            (0..parents.clone().count() as u128 * 10)
                .map(move |n| department(first + n, Some(parents.start() + n / 10)))
        };
        (1..=10).map(|n| department(n, None)).chain(below(11, 1..=10)).chain(below(111, 11..=110)).collect()
    }

    fn names(chosen: Option<u128>) -> Vec<u128> {
        let chosen = chosen.map(|n| DepartmentId::from_uuid(Uuid::from_u128(n)));
        offered(company(), chosen).iter().map(|one| one.name.parse().unwrap()).collect()
    }

    #[test]
    fn of_very_many_departments_those_beside_and_below_the_chosen_one_are_offered() {
        let top: Vec<u128> = (1..=10).collect();
        assert_eq!(names(None), top);
        assert_eq!(names(Some(999_999)), top, "an unknown one opens nothing");
        let second: Vec<u128> = (1..=20).collect();
        assert_eq!(names(Some(1)), second);
        let third: Vec<u128> = (1..=20).chain(111..=120).collect();
        assert_eq!(names(Some(11)), third);
        assert_eq!(names(Some(111)), third, "the lowest has nothing below and stays among its like");
    }

    #[test]
    fn few_departments_are_all_offered_and_a_circle_of_parents_ends() {
        let few: Vec<Department> = company().into_iter().take(100).collect();
        assert_eq!(offered(few.clone(), None), few);
        let mut damaged = company();
        damaged[0].parent_id = Some(damaged[10].id);
        assert!(offered(damaged.clone(), Some(damaged[10].id)).len() >= 20);
    }
}
