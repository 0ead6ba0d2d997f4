//! The second shuffle: those who left change months with others of their department who left; who left, and how many of
//! the department in each month, stays. A team that loses people all along is then no more than that.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    Closeness, Shuffles,
    grid::{FELT, Grid},
};
use crate::contagion::random::{Draws, Run};

/// So many exchanges for each leaver before a shuffled past is looked at.
const EXCHANGES: usize = 20;

/// How often shuffled times show at least as many losses shortly before a departure.
pub(super) fn p(grid: &Grid, closeness: Closeness, how: Shuffles) -> f64 {
    let departments = departments(grid);
    let seen: f64 = departments.iter().map(|one| followed(grid, one, closeness)).sum();
    let as_much = (0..how.count)
        .into_par_iter()
        .filter(|&number| {
            // Another stream than the networks were drawn from.
            let run = Run::new(how.seed ^ 0x7469_6d65, u64::from(number));
            let sum: f64 = (0_u32..)
                .zip(&departments)
                .map(|(place, one)| followed(grid, &exchanged(grid, one, run.of(place)), closeness))
                .sum();
            sum >= seen - 1e-9
        })
        .count();
    (as_much as f64 + 1.0) / (f64::from(how.count) + 1.0)
}

/// Those who left, by the department they left from.
fn departments(grid: &Grid) -> Vec<Vec<(u32, usize)>> {
    let mut departments: BTreeMap<u32, Vec<(u32, usize)>> = BTreeMap::new();
    for &(who, month) in &grid.leavers {
        departments.entry(grid.seat(who, month).department).or_default().push((who, month));
    }
    departments.into_values().collect()
}

/// How much closeness lies between departures and those shortly before them.
fn followed(grid: &Grid, leavers: &[(u32, usize)], closeness: Closeness) -> f64 {
    let mut by_month = leavers.to_vec();
    by_month.sort_unstable_by_key(|&(who, month)| (month, who));
    let mut sum = 0.0;
    for (place, &(leaver, month)) in by_month.iter().enumerate() {
        let later = by_month[place + 1..].iter().take_while(|(_, later)| *later <= month + FELT);
        sum += later
            .filter(|(other, later)| *later > month && grid.begins[*other as usize] <= month)
            .map(|&(other, _)| grid.close((leaver, other), month, closeness))
            .sum::<f64>();
    }
    sum
}

/// The same people with their months exchanged, wherever both could have left in the other's month.
fn exchanged(grid: &Grid, leavers: &[(u32, usize)], mut draws: Draws) -> Vec<(u32, usize)> {
    let mut moved = leavers.to_vec();
    if moved.len() < 2 {
        return moved;
    }
    for _ in 0..moved.len() * EXCHANGES {
        let (one, other) = (draws.below(moved.len()), draws.below(moved.len()));
        let (a, b) = (moved[one], moved[other]);
        if could_leave(grid, a.0, b.1) && could_leave(grid, b.0, a.1) {
            moved[one].1 = b.1;
            moved[other].1 = a.1;
        }
    }
    moved
}

/// Whether somebody was there in a month, or would have been had they not left, with a team that there still was.
fn could_leave(grid: &Grid, who: u32, month: usize) -> bool {
    let manager = grid.seat(who, month).manager;
    grid.begins[who as usize] <= month
        && grid.managed(month, manager).iter().any(|&(_, other)| other != who && grid.is_there(other, month))
}
