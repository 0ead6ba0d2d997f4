//! Boosted trees for the hazard: many small trees, each fitted to what the ones before leave unexplained.
//!
//! They find bends and interactions that a sum of coefficients cannot. The result adds to the log hazard of an offset
//! (a linear model), so both share one baseline. Randomness comes from the seed alone.

use rayon::prelude::*;

use crate::{Design, Error, Result, Spells};

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// How many trees.
    pub trees: usize,
    /// The share of each tree's answer that is used.
    pub rate: f64,
    /// How often a tree may split on the way to a leaf.
    pub depth: usize,
    /// The expected events (at the current hazard) that a leaf must have.
    pub leaf: f64,
    /// The share of rows each tree sees.
    pub rows: f64,
    /// The share of columns each split may use.
    pub columns: f64,
    /// Draws a leaf's answer to zero, in expected events.
    pub ridge: f64,
    /// Where the draws start.
    pub seed: u64,
}

impl Default for Growth {
    fn default() -> Self {
        Self { trees: 200, rate: 0.05, depth: 3, leaf: 8.0, rows: 0.5, columns: 0.3, ridge: 5.0, seed: 1 }
    }
}

/// One place of a tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// The column asked about; a leaf asks nothing.
    pub split: Option<Split>,
    /// What a row that ends here adds to the log hazard; at an inner node, what it would add.
    pub value: f64,
}

/// A question: is the value at most the threshold? Then left, else right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// The column.
    pub column: usize,
    /// The threshold.
    pub threshold: f64,
    /// The place of the left answer; the right one follows it.
    pub left: usize,
}

/// A tree as its nodes, the root first.
pub type Tree = Vec<Node>;

/// A sum of trees.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Boosted {
    /// The trees.
    pub trees: Vec<Tree>,
}

impl Boosted {
    /// What the first `count` trees add to a row's log hazard.
    pub fn score_of(&self, row: &[f64], count: usize) -> f64 {
        self.trees.iter().take(count).map(|tree| walk(tree, row, |_, _| ())).sum()
    }

    /// What all trees add to a row's log hazard.
    pub fn score(&self, row: &[f64]) -> f64 {
        self.score_of(row, self.trees.len())
    }

    /// The same split by column: each question is credited with the change it makes. The roots' values are left over.
    pub fn credit(&self, row: &[f64]) -> Vec<f64> {
        let mut credit = vec![0.0; row.len()];
        for tree in &self.trees {
            walk(tree, row, |column, change| {
                if let Some(sum) = credit.get_mut(column) {
                    *sum += change;
                }
            });
        }
        credit
    }
}

/// Follows a row to its leaf, telling each question's column and change of value.
fn walk(tree: &Tree, row: &[f64], mut tell: impl FnMut(usize, f64)) -> f64 {
    let mut place = 0;
    loop {
        let Some(node) = tree.get(place) else { return 0.0 };
        let Some(split) = node.split else { return node.value };
        let value = row.get(split.column).copied().unwrap_or(0.0);
        let next = split.left + usize::from(value > split.threshold);
        tell(split.column, tree.get(next).map_or(0.0, |next| next.value) - node.value);
        place = next;
    }
}

/// A small generator of draws (SplitMix64): the same everywhere for the same seed.
#[derive(Debug, Clone)]
pub struct Draws(u64);

impl Draws {
    /// Draws from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, 1.
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.bits()) * limit as u128) >> 64) as usize
    }

    /// Puts a list in a random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.below(place + 1));
        }
    }
}

/// Grows trees on spells, each row's log hazard starting at its offset.
pub fn grow(spells: &Spells, design: &Design, offset: &[f64], growth: &Growth) -> Result<Boosted> {
    if offset.len() != spells.len() || design.rows() != spells.len() {
        return Err(Error::Length { left: offset.len(), right: spells.len() });
    }
    if spells.events() == 0 {
        return Err(Error::NoEvents);
    }
    let bins = Bins::of(design);
    let order = Order::of(spells);
    let mut score = offset.to_vec();
    let mut draws = Draws::new(growth.seed);
    let mut boosted = Boosted::default();
    for _ in 0..growth.trees {
        let slopes = order.slopes(spells, &score);
        let rows: Vec<u32> = (0..spells.len() as u32).filter(|_| draws.share() < growth.rows).collect();
        let mut grower =
            Grower { bins: &bins, slopes: &slopes, growth, draws: &mut draws, nodes: Vec::new() };
        let tree = grower.tree(rows);
        for (row, score) in score.iter_mut().enumerate() {
            *score += walk(&tree, design.row(row), |_, _| ());
        }
        boosted.trees.push(tree);
    }
    Ok(boosted)
}

/// Rows in order of time, for the sums of the hazard.
struct Order {
    by_exit: Vec<usize>,
    by_entry: Vec<usize>,
}

impl Order {
    fn of(spells: &Spells) -> Self {
        let mut by_exit: Vec<usize> = (0..spells.len()).collect();
        by_exit.sort_by(|&a, &b| spells.exit()[a].total_cmp(&spells.exit()[b]));
        let mut by_entry: Vec<usize> = (0..spells.len()).filter(|&row| spells.entry_of(row) > 0.0).collect();
        by_entry.sort_by(|&a, &b| spells.entry_of(a).total_cmp(&spells.entry_of(b)));
        Self { by_exit, by_entry }
    }

    /// For each row the slope (events less expected events) and the expected events, with Breslow's ties.
    fn slopes(&self, spells: &Spells, score: &[f64]) -> Vec<[f64; 2]> {
        let largest = score.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weight: Vec<f64> = score.iter().map(|score| (score - largest).exp()).collect();
        let mut at_risk: f64 =
            (0..spells.len()).filter(|&row| spells.entry_of(row) <= 0.0).map(|row| weight[row]).sum();
        let mut coming = self.by_entry.iter().peekable();
        let mut hazard = 0.0;
        let mut before_entry = vec![0.0; if self.by_entry.is_empty() { 0 } else { spells.len() }];
        let mut slopes = vec![[0.0; 2]; spells.len()];
        for tied in self.by_exit.chunk_by(|&a, &b| spells.exit()[a] == spells.exit()[b]) {
            let time = spells.exit()[tied[0]];
            while let Some(&row) = coming.next_if(|&&row| spells.entry_of(row) < time) {
                before_entry[row] = hazard;
                at_risk += weight[row];
            }
            let events = tied.iter().filter(|&&row| spells.event()[row]).count() as f64;
            if events > 0.0 {
                hazard += events / at_risk.max(f64::MIN_POSITIVE);
            }
            for &row in tied {
                let expected = weight[row] * (hazard - before_entry.get(row).copied().unwrap_or(0.0));
                slopes[row] = [f64::from(u8::from(spells.event()[row])) - expected, expected];
                at_risk -= weight[row];
            }
        }
        slopes
    }
}

/// Each column cut into at most 32 parts of about equal size.
struct Bins {
    /// For each column, the upper ends of all parts but the last.
    cuts: Vec<Vec<f64>>,
    /// The part of each value, column by column.
    part: Vec<Vec<u8>>,
}

impl Bins {
    const MOST: usize = 32;

    fn of(design: &Design) -> Self {
        let (cuts, part) = (0..design.columns())
            .into_par_iter()
            .map(|column| {
                let values: Vec<f64> = (0..design.rows()).map(|row| design.row(row)[column]).collect();
                let cuts = Self::cuts(values.clone());
                let part = values.iter().map(|value| cuts.partition_point(|cut| cut < value) as u8).collect();
                (cuts, part)
            })
            .unzip();
        Self { cuts, part }
    }

    fn cuts(mut values: Vec<f64>) -> Vec<f64> {
        values.sort_unstable_by(f64::total_cmp);
        let mut distinct = values.clone();
        distinct.dedup();
        if distinct.len() <= Self::MOST {
            return distinct.windows(2).map(|pair| f64::midpoint(pair[0], pair[1])).collect();
        }
        let mut cuts: Vec<f64> = (1..Self::MOST).map(|k| values[k * values.len() / Self::MOST]).collect();
        cuts.dedup();
        cuts
    }
}

struct Grower<'a> {
    bins: &'a Bins,
    slopes: &'a [[f64; 2]],
    growth: &'a Growth,
    draws: &'a mut Draws,
    nodes: Tree,
}

/// The best question found for some rows.
struct Found {
    gain: f64,
    column: usize,
    /// Parts up to this one go left.
    part: u8,
}

impl Grower<'_> {
    fn tree(&mut self, rows: Vec<u32>) -> Tree {
        let value = self.value(&rows);
        self.nodes.push(Node { split: None, value });
        self.divide(0, rows, 0);
        std::mem::take(&mut self.nodes)
    }

    fn sums(&self, rows: &[u32]) -> [f64; 2] {
        rows.iter().fold([0.0; 2], |sum, &row| {
            let slope = self.slopes[row as usize];
            [sum[0] + slope[0], sum[1] + slope[1]]
        })
    }

    /// Newton's step, drawn to zero and to a share.
    fn value(&self, rows: &[u32]) -> f64 {
        let [slope, expected] = self.sums(rows);
        self.growth.rate * slope / (expected + self.growth.ridge)
    }

    fn divide(&mut self, place: usize, rows: Vec<u32>, depth: usize) {
        if depth == self.growth.depth {
            return;
        }
        let Some(found) = self.search(&rows) else { return };
        let parts = &self.bins.part[found.column];
        let (left, right): (Vec<u32>, Vec<u32>) =
            rows.into_iter().partition(|&row| parts[row as usize] <= found.part);
        let first = self.nodes.len();
        self.nodes[place].split = Some(Split {
            column: found.column,
            threshold: self.bins.cuts[found.column][found.part as usize],
            left: first,
        });
        for side in [&left, &right] {
            let value = self.value(side);
            self.nodes.push(Node { split: None, value });
        }
        self.divide(first, left, depth + 1);
        self.divide(first + 1, right, depth + 1);
    }

    fn search(&mut self, rows: &[u32]) -> Option<Found> {
        let all = self.bins.cuts.len();
        let mut columns: Vec<usize> = (0..all).filter(|&column| !self.bins.cuts[column].is_empty()).collect();
        self.draws.shuffle(&mut columns);
        columns.truncate(((all as f64 * self.growth.columns).ceil() as usize).max(1));
        let total = self.sums(rows);
        let mut best: Option<Found> = None;
        for column in columns {
            let found = self.best_of(column, rows, total);
            if found.as_ref().is_some_and(|found| best.as_ref().is_none_or(|best| found.gain > best.gain)) {
                best = found;
            }
        }
        best
    }

    fn best_of(&self, column: usize, rows: &[u32], total: [f64; 2]) -> Option<Found> {
        let mut sums = [[0.0; 2]; Bins::MOST];
        let parts = &self.bins.part[column];
        for &row in rows {
            let slope = self.slopes[row as usize];
            let sum = &mut sums[parts[row as usize] as usize];
            sum[0] += slope[0];
            sum[1] += slope[1];
        }
        let gain = |slope: f64, expected: f64| slope * slope / (expected + self.growth.ridge);
        let base = gain(total[0], total[1]);
        let mut left = [0.0; 2];
        let mut best: Option<Found> = None;
        for (part, sum) in sums.iter().enumerate().take(self.bins.cuts[column].len()) {
            left = [left[0] + sum[0], left[1] + sum[1]];
            let right = [total[0] - left[0], total[1] - left[1]];
            if left[1] < self.growth.leaf || right[1] < self.growth.leaf {
                continue;
            }
            let gain = gain(left[0], left[1]) + gain(right[0], right[1]) - base;
            if gain > best.as_ref().map_or(1e-9, |best| best.gain) {
                best = Some(Found { gain, column, part: part as u8 });
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Leaving depends on a bend that no coefficient can follow.
    fn bent(rows: usize) -> (Spells, Design) {
        let mut draws = Draws::new(7);
        let x: Vec<f64> = (0..rows).map(|_| draws.share() * 2.0 - 1.0).collect();
        let exit = x
            .iter()
            .map(|x| -draws.share().max(1e-9).ln() / (if x.abs() < 0.5 { 1.0 } else { 4.0 }))
            .collect();
        (Spells::new(exit, vec![true; rows]).unwrap(), Design::from_columns(&[x]).unwrap())
    }

    #[test]
    fn trees_find_a_bend_and_repeat_with_the_seed() {
        let (spells, design) = bent(800);
        let growth = Growth { columns: 1.0, ..Growth::default() };
        let boosted = grow(&spells, &design, &vec![0.0; 800], &growth).unwrap();
        let difference = boosted.score(&[0.9]) - boosted.score(&[0.0]);
        assert!((0.8..2.0).contains(&difference), "ln 4 is 1.39, found {difference}");
        assert_eq!(boosted, grow(&spells, &design, &vec![0.0; 800], &growth).unwrap());
    }

    #[test]
    fn the_credit_of_the_columns_and_the_roots_make_up_the_score() {
        let (spells, design) = bent(200);
        let boosted = grow(&spells, &design, &vec![0.0; 200], &Growth::default()).unwrap();
        let roots: f64 = boosted.trees.iter().map(|tree| tree[0].value).sum();
        let row = design.row(5);
        assert!((boosted.credit(row).iter().sum::<f64>() + roots - boosted.score(row)).abs() < 1e-12);
    }
}
