//! The truck factor: how many authors have to leave before too many files have none left.
//!
//! [`tf_avelino`](TruckFactor::tf_avelino) is the published greedy number, exactly. Beside it, never instead of it: the
//! smallest set there is, the number without those who hold little, other thresholds, and the curve of what stays covered.

use crate::{
    authorship::Authorship,
    breaking::{self, Breaking, Holdings},
};

/// The share of orphaned files at which the published metric stops, in percent.
pub const PUBLISHED_PERCENT: u64 = 50;

/// The other shares that are shown beside it.
pub const PERCENTS: [u64; 3] = [40, 50, 60];

/// Whoever was removed with fewer than this share of the first one's files is pruned, in percent.
const PRUNED_BELOW_PERCENT: u64 = 10;

/// The answers for one repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruckFactor {
    /// The published number.
    pub tf_avelino: usize,
    /// The number without those who hold under a tenth of what the first one holds.
    pub tf_pruned: usize,
    /// The number at 40, 50 and 60 percent of orphaned files.
    pub tf_at: [(u64, usize); 3],
    /// The smallest set, with its status.
    pub exact: Breaking,
    /// Everybody with a file of their own or shared, by share.
    pub authors: Vec<u32>,
    /// Whom the published metric removes, in order.
    pub removed: Vec<u32>,
    /// Files with an author left after none, one, two … removed people, as long as there are any.
    pub curve: Vec<usize>,
    /// How many files count.
    pub files: usize,
}

/// Computes them; `names` breaks the last ties.
pub fn truck_factor(authorship: &Authorship, names: &[String], allowance: u64) -> TruckFactor {
    let authors = authorship.by_share(names);
    let files = authorship.files.len();
    let curve = curve(authorship, &authors);
    let tf_at = PERCENTS.map(|percent| (percent, stops_at(&curve, files, percent)));
    let tf_avelino = stops_at(&curve, files, PUBLISHED_PERCENT);
    let removed = authors[..tf_avelino].to_vec();
    let count = |person: &u32| u64::from(authorship.file_counts[*person as usize]);
    let most = removed.first().map_or(0, count);
    let tf_pruned =
        removed.iter().filter(|person| count(person) * 100 >= most * PRUNED_BELOW_PERCENT).count();
    let holdings: Holdings = authorship.files.iter().map(|file| (file.authors.clone(), 1)).collect();
    let exact = breaking::smallest(&holdings, PUBLISHED_PERCENT, allowance);
    TruckFactor { tf_avelino, tf_pruned, tf_at, exact, authors, removed, curve, files }
}

/// Files that still have an author after the first so many are gone: a file falls with the last of its authors.
fn curve(authorship: &Authorship, order: &[u32]) -> Vec<usize> {
    let mut place = vec![0; authorship.file_counts.len()];
    for (at, person) in order.iter().enumerate() {
        place[*person as usize] = at;
    }
    let mut falls = vec![0; order.len()];
    let mut covered = 0;
    for last in authorship
        .files
        .iter()
        .filter_map(|file| file.authors.iter().map(|author| place[*author as usize]).max())
    {
        falls[last] += 1;
        covered += 1;
    }
    let mut curve = vec![covered];
    for fallen in falls {
        covered -= fallen;
        curve.push(covered);
    }
    curve
}

/// Removes as long as the covered share is at least what the threshold leaves.
fn stops_at(curve: &[usize], files: usize, percent: u64) -> usize {
    let stays = |covered: &usize| *covered > 0 && *covered as u64 * 100 >= files as u64 * (100 - percent);
    curve.iter().take_while(|covered| stays(covered)).count().min(curve.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{authorship::Authored, breaking::ALLOWANCE};

    fn answers(files: &[&[u32]], people: u32) -> TruckFactor {
        let files: Vec<Authored> =
            files.iter().map(|authors| Authored { path: 0, authors: authors.to_vec() }).collect();
        let count = |person| files.iter().filter(|file| file.authors.contains(&person)).count() as u32;
        let file_counts: Vec<u32> = (0..people).map(count).collect();
        let names: Vec<String> = (0..people).map(|person| format!("p{person}")).collect();
        truck_factor(
            &Authorship { change_counts: vec![0; people as usize], file_counts, files, without_history: 0 },
            &names,
            ALLOWANCE,
        )
    }

    #[test]
    fn one_who_wrote_most_is_a_truck_factor_of_one() {
        let found = answers(&[&[0], &[0], &[0], &[1], &[2]], 3);
        assert_eq!((found.tf_avelino, found.tf_pruned, found.exact.people.len()), (1, 1, 1));
        assert_eq!(found.curve, [5, 2, 1, 0]);
    }

    #[test]
    fn exactly_half_covered_goes_on() {
        let found = answers(&[&[0], &[0], &[1], &[2]], 3);
        assert_eq!(
            found.removed,
            [0, 1],
            "after the first, two of four files have an author: half is not less than half"
        );
        assert_eq!(found.tf_at, [(40, 1), (50, 2), (60, 2)]);
    }

    #[test]
    fn greedy_is_an_upper_bound_and_the_exact_answer_is_beside_it() {
        // 0 has most files but always together with somebody; 4 and 5 share six and hold three.
        let pairs: [&[u32]; 5] = [&[0, 1], &[0, 2], &[0, 3], &[4, 5], &[4]];
        let times = [3, 3, 3, 6, 4];
        let files: Vec<&[u32]> =
            pairs.iter().zip(times).flat_map(|(pair, times)| std::iter::repeat_n(*pair, times)).collect();
        let found = answers(&files, 6);
        assert_eq!((found.tf_avelino, found.exact.people.as_slice()), (3, [4, 5].as_slice()));
    }

    #[test]
    fn files_without_an_author_count_as_orphans_from_the_start() {
        assert_eq!(answers(&[&[], &[], &[], &[0]], 1).tf_avelino, 0);
        let found = answers(&[&[], &[], &[0], &[0]], 1);
        assert_eq!((found.tf_avelino, found.curve.as_slice()), (1, [2, 0].as_slice()));
    }

    #[test]
    fn who_holds_little_is_pruned() {
        let mut files: Vec<&[u32]> = vec![&[0]; 30];
        let tail: Vec<[u32; 1]> = (1..40).map(|person| [person]).collect();
        files.extend(tail.iter().map(<[u32; 1]>::as_slice));
        let found = answers(&files, 40);
        assert_eq!((found.tf_avelino, found.tf_pruned), (6, 1));
    }

    #[test]
    fn no_files_need_nobody() {
        let found = answers(&[], 0);
        assert_eq!(
            (found.tf_avelino, found.exact.people.len(), found.curve.as_slice()),
            (0, 0, [0].as_slice())
        );
    }
}
