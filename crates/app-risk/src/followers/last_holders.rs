//! Which knowledge of the leaver's hangs on one or two of those who stay: it would be lost if they left as well.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{KnowledgeItemId, PersonId};
use knowledge::map::Level;
use store::followers::{CoHeld, Tied};

/// Of more people than this it is not told: that all of them leave is too rare to plan for.
const AT_MOST: usize = 2;

/// What one or two people would hold alone after the leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hanging {
    /// Their places among those who are reckoned with, from 1, in order.
    pub(super) places: Vec<u32>,
    /// The names of the items, heaviest first.
    pub(super) items: Vec<String>,
}

/// What hangs on one or two. An item that somebody who objects holds as well is left out: of that person nothing is
/// reckoned, and the others alone do not say whether it is lost. Whoever is leaving too counts as gone.
pub(super) fn hanging(held: &[CoHeld], tied: &[Tied], silent: &HashSet<PersonId>) -> Vec<Hanging> {
    let places: HashMap<PersonId, u32> = tied.iter().map(|one| one.id).zip(1..).collect();
    let mut items: BTreeMap<KnowledgeItemId, Vec<&CoHeld>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.level >= i64::from(u8::from(Level::ALONE))) {
        items.entry(one.item_id).or_default().push(one);
    }
    let mut found: BTreeMap<Vec<u32>, Vec<&CoHeld>> = BTreeMap::new();
    for holders in items.into_values() {
        if holders.iter().any(|one| silent.contains(&one.person_id)) {
            continue;
        }
        let mut staying: Vec<u32> =
            holders.iter().filter_map(|one| places.get(&one.person_id).copied()).collect();
        staying.sort_unstable();
        if (1..=AT_MOST).contains(&staying.len()) {
            found.entry(staying).or_default().extend(holders.first());
        }
    }
    let hanging = found.into_iter().map(|(places, mut items)| {
        items.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.title.cmp(&b.title)));
        Hanging { places, items: items.into_iter().map(|item| item.title.clone()).collect() }
    });
    hanging.collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn held(item: u128, who: u128, level: i64) -> CoHeld {
        CoHeld {
            item_id: KnowledgeItemId::from_uuid(Uuid::from_u128(item)),
            title: format!("事项{item}"),
            weight: i64::try_from(item).unwrap(),
            person_id: Uuid::from_u128(who).into(),
            level,
        }
    }

    fn tied(n: u128) -> Tied {
        Tied {
            id: Uuid::from_u128(n).into(),
            name: String::new(),
            emp_no: String::new(),
            department_path: String::new(),
            manager_id: None,
            is_receiver: false,
        }
    }

    fn told(held: &[CoHeld], silent: &[u128]) -> Vec<(Vec<u32>, Vec<String>)> {
        let tied: Vec<Tied> = [11, 12, 13].map(tied).into();
        let silent = silent.iter().map(|&n| Uuid::from_u128(n).into()).collect();
        hanging(held, &tied, &silent).into_iter().map(|one| (one.places, one.items)).collect()
    }

    #[test]
    fn what_one_or_two_could_do_alone_hangs_on_them_and_what_three_can_does_not() {
        let all = [
            held(1, 12, 3),
            held(1, 11, 4),
            held(2, 13, 3),
            held(2, 11, 2),
            held(3, 11, 3),
            held(3, 12, 3),
            held(3, 13, 3),
            held(4, 11, 3),
            held(4, 12, 3),
        ];
        let items = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(told(&all, &[]), [(vec![1, 2], items(&["事项4", "事项1"])), (vec![3], items(&["事项2"]))]);
    }

    #[test]
    fn somebody_who_is_gone_does_not_count_and_an_objection_keeps_the_item_out() {
        assert_eq!(told(&[held(1, 11, 3), held(1, 99, 3)], &[]), [(vec![1], vec!["事项1".to_owned()])]);
        assert_eq!(told(&[held(1, 11, 3), held(1, 99, 3)], &[99]), []);
    }
}
