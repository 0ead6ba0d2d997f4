//! Which rows belong together, and how they are dealt into parts for cross-validation.
//!
//! Rows of one person on both sides of a split let a model recognise the person: a leak. Where no column names the
//! person, rows that agree in duration, outcome and most covariates are taken for one.

use std::collections::BTreeMap;

use stats::{Design, Spells, boost::Draws};

/// Numbers texts from 0 in order of appearance.
pub(super) fn numbered(cells: &[String]) -> Vec<usize> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    cells
        .iter()
        .map(|cell| {
            let next = seen.len();
            *seen.entry(cell).or_insert(next)
        })
        .collect()
}

/// The person of each row, guessed from rows that agree in time, outcome and nearly all covariates.
pub(super) fn guessed(times: &[(f64, bool)], design: &Design) -> Vec<usize> {
    /// Rows compared with at most so many others of the same time: whole-number times have thousands of ties.
    const COMPARED: usize = 50;
    let mut person = vec![0; times.len()];
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by(|&a, &b| times[a].0.total_cmp(&times[b].0).then(times[a].1.cmp(&times[b].1)));
    let mut next = 0;
    for tied in order.chunk_by(|&a, &b| times[a] == times[b]) {
        let mut firsts: Vec<usize> = Vec::new();
        for &row in tied {
            let alike = |other: &&usize| is_alike(design.row(row), design.row(**other));
            if let Some(&first) = firsts.iter().rev().take(COMPARED).find(alike) {
                person[row] = person[first];
            } else {
                firsts.push(row);
                person[row] = next;
                next += 1;
            }
        }
    }
    person
}

/// At least nine in ten numbers agree; of few numbers, all.
fn is_alike(a: &[f64], b: &[f64]) -> bool {
    let same = a.iter().zip(b).filter(|(a, b)| a == b).count();
    same * 10 >= a.len() * 9
}

/// A part from 0 for each row; people stay together and events are spread evenly.
pub(super) fn parts(person: &[usize], event: &[bool], count: usize, seed: u64) -> Vec<usize> {
    let people = person.iter().max().map_or(0, |last| last + 1);
    let mut events = vec![0_usize; people];
    for (&who, &event) in person.iter().zip(event) {
        events[who] += usize::from(event);
    }
    let mut order: Vec<usize> = (0..people).collect();
    Draws::new(seed).shuffle(&mut order);
    order.sort_by_key(|&who| std::cmp::Reverse(events[who].min(1)));
    let mut part = vec![0; people];
    for (place, who) in order.into_iter().enumerate() {
        part[who] = place % count;
    }
    person.iter().map(|&who| part[who]).collect()
}

/// All rows, or where there are too many about `most` of them: whole people, drawn with the seed.
pub(super) fn sample(person: &[usize], most: usize, seed: u64) -> Vec<usize> {
    if person.len() <= most {
        return (0..person.len()).collect();
    }
    let share = most as f64 / person.len() as f64;
    let mut draws = Draws::new(seed);
    let is_in: Vec<bool> =
        (0..=person.iter().max().copied().unwrap_or(0)).map(|_| draws.share() < share).collect();
    (0..person.len()).filter(|&row| is_in[person[row]]).collect()
}

/// Times and outcomes of spells.
pub(super) fn times(spells: &Spells) -> Vec<(f64, bool)> {
    spells.exit().iter().copied().zip(spells.event().iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_never_on_both_sides() {
        let person = vec![0, 0, 1, 2, 2, 3, 4, 5];
        let part = parts(&person, &[true, false, true, false, false, true, true, false], 3, 9);
        assert_eq!(part[0], part[1]);
        assert_eq!(part[3], part[4]);
        assert!(part.iter().all(|&part| part < 3));
    }

    #[test]
    fn a_sample_takes_whole_people() {
        let person: Vec<usize> = (0..2000).map(|row| row / 2).collect();
        let rows = sample(&person, 400, 3);
        assert!((300..500).contains(&rows.len()));
        assert!(rows.chunks(2).all(|pair| person[pair[0]] == person[pair[1]]));
        assert_eq!(sample(&person, 2000, 3).len(), 2000);
    }

    #[test]
    fn rows_that_repeat_each_other_are_one_person() {
        let design = Design::new(3, 2, vec![1.0, 2.0, 1.0, 2.0, 5.0, 6.0]).unwrap();
        let person = guessed(&[(7.5, true), (7.5, true), (7.5, true)], &design);
        assert_eq!(person[0], person[1]);
        assert_ne!(person[0], person[2]);
    }
}
