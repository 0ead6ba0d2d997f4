use proptest::prelude::*;

use super::*;

fn holdings(things: &[(&[u32], u64)]) -> Holdings {
    things.iter().map(|(holders, weight)| (holders.to_vec(), *weight)).collect()
}

/// Every subset, smallest first: slow and beyond doubt.
fn by_trying_all(holdings: &Holdings, people: u32, percent: u64) -> usize {
    let needed = needed(holdings.total(), percent);
    (0_u32..1 << people)
        .filter(|set| {
            let gone: Vec<u32> = (0..people).filter(|person| set & (1 << person) != 0).collect();
            holdings.lost_without(&gone) >= needed
        })
        .map(u32::count_ones)
        .min()
        .map_or(usize::MAX, |size| size as usize)
}

#[test]
fn the_greedy_answer_is_beaten_where_a_pair_shares_much() {
    // Person 0 holds most files, but always with 1, 2 or 3; 4 and 5 hold six together.
    let things: &[(&[u32], u64)] = &[(&[0, 1], 3), (&[0, 2], 3), (&[0, 3], 2), (&[4, 5], 6), (&[4], 3)];
    let found = smallest(&holdings(things), 50, ALLOWANCE);
    assert_eq!((found.people.as_slice(), found.lost, found.status), ([4, 5].as_slice(), 9, Status::Optimal));
}

#[test]
fn exactly_half_is_not_more_than_half() {
    let found = smallest(&holdings(&[(&[0], 2), (&[1], 1), (&[2], 1)]), 50, ALLOWANCE);
    assert_eq!(found.people.len(), 2);
    assert_eq!(smallest(&holdings(&[(&[0], 2), (&[1], 1), (&[2], 1)]), 40, ALLOWANCE).people, [0]);
}

#[test]
fn what_nobody_holds_is_lost_already() {
    let found = smallest(&holdings(&[(&[], 6), (&[0], 4)]), 50, ALLOWANCE);
    assert_eq!((found.people.len(), found.lost, found.at_least), (0, 6, 0));
}

#[test]
fn a_search_without_allowance_says_what_it_does_not_know() {
    let found = smallest(&holdings(&[(&[0, 1], 3), (&[1, 2], 3), (&[0, 2], 3), (&[3], 2)]), 50, 8);
    assert_eq!(found.status, Status::Feasible);
    assert!(found.at_least < found.people.len());
}

#[test]
fn a_hundred_people_who_share_everything_are_bounded_from_below() {
    let mut all = Holdings::default();
    for person in 0..100 {
        all.add(vec![person], 1 + u64::from(100 - person) / 20);
        all.add(vec![person, (person * 7 + 3) % 100], 2);
        all.add(vec![person, (person * 11 + 5) % 100, (person * 13 + 1) % 100], 1);
    }
    let found = smallest(&all, 50, 3_000_000);
    assert!(all.lost_without(&found.people) * 2 > all.total());
    assert!(found.at_least <= found.people.len() && found.at_least > 20);
}

proptest! {
    #[test]
    fn the_search_agrees_with_trying_every_subset(
        things in prop::collection::vec((prop::collection::vec(0_u32..9, 0..4), 1_u64..12), 1..40),
        percent in 20_u64..90,
    ) {
        let all: Holdings = things.into_iter().collect();
        let found = smallest(&all, percent, ALLOWANCE);
        prop_assert_eq!(found.status, Status::Optimal);
        prop_assert_eq!(found.people.len(), by_trying_all(&all, 9, percent));
        prop_assert!(all.lost_without(&found.people) >= needed(all.total(), percent));
        prop_assert_eq!(found.lost, all.lost_without(&found.people));
    }

    #[test]
    fn a_short_search_never_claims_too_much(
        things in prop::collection::vec((prop::collection::vec(0_u32..9, 0..4), 1_u64..12), 1..40),
        allowance in 0_u64..400,
    ) {
        let all: Holdings = things.into_iter().collect();
        let found = smallest(&all, 50, allowance);
        let best = by_trying_all(&all, 9, 50);
        prop_assert!(found.at_least <= best && best <= found.people.len());
        prop_assert!(all.lost_without(&found.people) >= needed(all.total(), 50));
    }
}
