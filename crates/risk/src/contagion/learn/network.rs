//! The first shuffle: the people of a department change places in the network; who left, and when, stays.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    Closeness, Shuffles, fit,
    grid::{Grid, Seating},
};
use crate::contagion::random::Run;

/// How often a shuffled network shows at least the score that was seen.
pub(super) fn p(grid: &Grid, (closeness, seen): (Closeness, f64), how: Shuffles) -> f64 {
    let departments = departments(grid);
    let as_much = (0..how.count)
        .into_par_iter()
        .filter(|&number| {
            let seating = shuffled(grid.people, &departments, Run::new(how.seed, u64::from(number)));
            let lost = grid.exposure(closeness, Some(&seating));
            // A network in which everybody is exposed alike shows nothing.
            fit::weigh(grid, &lost).score().is_some_and(|score| score >= seen)
        })
        .count();
    (as_much as f64 + 1.0) / (f64::from(how.count) + 1.0)
}

/// People by the department they were in last.
fn departments(grid: &Grid) -> Vec<Vec<u32>> {
    let mut departments: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for who in 0..grid.people as u32 {
        let last = grid.seat(who, grid.months.saturating_sub(1));
        departments.entry(last.department).or_default().push(who);
    }
    departments.into_values().collect()
}

fn shuffled(people: usize, departments: &[Vec<u32>], run: Run) -> Seating {
    let mut seat_of: Vec<u32> = (0..people as u32).collect();
    for (number, members) in (0_u32..).zip(departments) {
        let mut draws = run.of(number);
        let mut seats = members.clone();
        for at in (1..seats.len()).rev() {
            seats.swap(at, draws.below(at + 1));
        }
        for (&who, seat) in members.iter().zip(seats) {
            seat_of[who as usize] = seat;
        }
    }
    let mut who_in = vec![0; people];
    for (who, &seat) in (0_u32..).zip(&seat_of) {
        who_in[seat as usize] = who;
    }
    Seating { seat_of, who_in }
}
