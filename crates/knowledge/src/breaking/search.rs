//! Branch and bound over who is in the set.

use std::collections::BTreeMap;

use super::Holdings;

/// What the search for a set of one size found.
pub(super) enum Found {
    /// A set of at most that size.
    Set(Vec<u32>),
    /// There is none.
    None,
    /// The allowance ran out.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Open,
    In,
    Out,
}

/// People with their own dense numbers, groups of two and more holders, and what each person holds alone.
pub(super) struct Search {
    names: Vec<u32>,
    members: Vec<Vec<u32>>,
    weights: Vec<f64>,
    alone: Vec<f64>,
    lost_already: f64,
    needed: f64,
    choices: Vec<Choice>,
    allowance: u64,
    values: Vec<f64>,
    ranked: Vec<f64>,
}

/// Weights are whole numbers, so a sum of parts that is short by less than this is not short.
fn slack(needed: f64) -> f64 {
    (needed * 1e-12).max(1e-3)
}

/// How often a node's shares are shifted towards a tighter bound.
const ROUNDS: usize = 4;

impl Search {
    pub(super) fn new(holdings: &Holdings, needed: u64, allowance: u64) -> Self {
        let mut numbers: BTreeMap<u32, u32> =
            holdings.groups.keys().flatten().map(|name| (*name, 0)).collect();
        for (number, (_, slot)) in (0..).zip(&mut numbers) {
            *slot = number;
        }
        let people = numbers.len();
        let mut search = Self {
            names: numbers.keys().copied().collect(),
            members: Vec::new(),
            weights: Vec::new(),
            alone: vec![0.0; people],
            lost_already: 0.0,
            needed: needed as f64,
            choices: vec![Choice::Open; people],
            allowance,
            values: vec![0.0; people],
            ranked: Vec::with_capacity(people),
        };
        for (holders, weight) in &holdings.groups {
            search.add(holders.iter().map(|name| numbers[name]).collect(), *weight as f64);
        }
        search
    }

    fn add(&mut self, members: Vec<u32>, weight: f64) {
        match members[..] {
            [] => self.lost_already += weight,
            [one] => self.alone[one as usize] += weight,
            _ => {
                self.members.push(members);
                self.weights.push(weight);
            }
        }
    }

    /// No set can be smaller: the largest equal shares of everything add up to what is needed.
    pub(super) fn fewest(&self) -> usize {
        let mut values = self.alone.clone();
        for (members, weight) in self.members.iter().zip(&self.weights) {
            for member in members {
                values[*member as usize] += weight / members.len() as f64;
            }
        }
        values.sort_by(|a, b| b.total_cmp(a));
        let mut reached = self.lost_already + slack(self.needed);
        let mut fewest = 0;
        for value in values {
            if reached >= self.needed {
                break;
            }
            reached += value;
            fewest += 1;
        }
        fewest
    }

    /// Looks for a set of at most `size` people.
    pub(super) fn find(&mut self, size: usize) -> Found {
        self.choices.fill(Choice::Open);
        match self.explore(size) {
            None => Found::Unknown,
            Some(false) => Found::None,
            Some(true) => {
                let taken = self.choices.iter().zip(&self.names).filter(|(choice, _)| **choice == Choice::In);
                Found::Set(taken.map(|(_, name)| *name).collect())
            }
        }
    }

    /// Whether `left` more people do it, leaving the answer in the choices; `None` when the allowance is gone.
    fn explore(&mut self, left: usize) -> Option<bool> {
        let person = match self.judge(left) {
            Branch::Spent => return None,
            Branch::TooLittle => return Some(false),
            Branch::Done => {
                self.take_the_best_alone(left);
                return Some(true);
            }
            Branch::On(person) => person,
        };
        let before = std::mem::replace(&mut self.choices[person], Choice::In);
        if left > 0 && self.explore(left - 1)? {
            return Some(true);
        }
        self.choices[person] = Choice::Out;
        if self.explore(left)? {
            return Some(true);
        }
        self.choices[person] = before;
        Some(false)
    }

    /// Bounds what can be lost with `left` more people, and says where to go on.
    ///
    /// A group's weight may be shared out among its open members in any way: the sum of the `left` largest shares is then
    /// never less than what any choice of `left` people takes. Equal shares to begin with, then shifted from those above
    /// the `left`-th place to those below it.
    fn judge(&mut self, left: usize) -> Branch {
        let (mut live, reached) = self.live_groups(left);
        let work = (self.members.iter().map(Vec::len).sum::<usize>() + self.values.len() + 1) as u64;
        let missing = self.needed - reached - slack(self.needed);
        let is_shared = live.is_shared();
        let mut top = self.top(left);
        for _ in 0..ROUNDS {
            if top.sum < missing || !is_shared {
                break;
            }
            let Some(rest) = self.allowance.checked_sub(work) else { return Branch::Spent };
            self.allowance = rest;
            self.shift(&mut live, top.least);
            top = self.top(left);
        }
        match self.allowance.checked_sub(work) {
            None => Branch::Spent,
            Some(_) if top.sum < missing => Branch::TooLittle,
            Some(rest) => {
                self.allowance = rest;
                self.branch(&live)
            }
        }
    }

    /// The groups that `left` more people can still take, what is taken already, and in `values` everybody's equal shares.
    fn live_groups(&mut self, left: usize) -> (Live, f64) {
        let mut live = Live::default();
        let mut reached = self.lost_already;
        self.values.copy_from_slice(&self.alone);
        for (group, members) in self.members.iter().enumerate() {
            let begin = live.members.len();
            let mut is_dead = false;
            for member in members {
                match self.choices[*member as usize] {
                    Choice::Open => live.members.push(*member),
                    Choice::Out => is_dead = true,
                    Choice::In => {}
                }
            }
            let open = live.members.len() - begin;
            if is_dead || open > left {
                live.members.truncate(begin);
            } else if open == 0 {
                reached += self.weights[group];
            } else {
                let share = self.weights[group] / open as f64;
                live.shares.resize(live.members.len(), share);
                live.groups.push((group, begin, live.members.len()));
                for member in &live.members[begin..] {
                    self.values[*member as usize] += share;
                }
            }
        }
        for (person, _) in self.choices.iter().enumerate().filter(|(_, choice)| **choice == Choice::In) {
            reached += self.alone[person];
        }
        (live, reached)
    }

    /// The `left` largest values of open people.
    fn top(&mut self, left: usize) -> Top {
        self.ranked.clear();
        for (choice, value) in self.choices.iter().zip(&self.values) {
            if *choice == Choice::Open {
                self.ranked.push(*value);
            }
        }
        if left == 0 {
            return Top { sum: 0.0, least: f64::MAX };
        }
        if left < self.ranked.len() {
            self.ranked.select_nth_unstable_by(left - 1, |a, b| b.total_cmp(a));
            self.ranked.truncate(left);
        }
        let least = self.ranked.iter().copied().fold(f64::MAX, f64::min);
        Top { sum: self.ranked.iter().sum(), least }
    }

    /// Shifts shares of each group from members above the line to members below it, as far as the line.
    fn shift(&mut self, live: &mut Live, line: f64) {
        for &(_, begin, end) in &live.groups {
            let (members, shares) = (&live.members[begin..end], &mut live.shares[begin..end]);
            for giver in 0..members.len() {
                let from = members[giver] as usize;
                for taker in 0..members.len() {
                    let to = members[taker] as usize;
                    let above = (self.values[from] - line).min(shares[giver]);
                    let amount = above.min(line - self.values[to]);
                    if amount > 0.0 {
                        shares[giver] -= amount;
                        shares[taker] += amount;
                        self.values[from] -= amount;
                        self.values[to] += amount;
                    }
                }
            }
        }
    }

    /// Whom to decide next: the one in the most weight of groups that still need two. Without such groups the best are known.
    fn branch(&self, live: &Live) -> Branch {
        let mut coupled = vec![0.0; self.choices.len()];
        for &(group, begin, end) in live.groups.iter().filter(|(_, begin, end)| end - begin > 1) {
            for member in &live.members[begin..end] {
                coupled[*member as usize] += self.weights[group] / (end - begin) as f64;
            }
        }
        let with_own = |person: usize| coupled[person] + self.values[person];
        let candidates = (0..coupled.len()).filter(|person| coupled[*person] > 0.0);
        let best = candidates.max_by(|a, b| with_own(*a).total_cmp(&with_own(*b)).then(b.cmp(a)));
        best.map_or(Branch::Done, Branch::On)
    }

    /// Where nothing is shared any more, the largest values are the best choice.
    fn take_the_best_alone(&mut self, left: usize) {
        let mut open: Vec<usize> =
            (0..self.choices.len()).filter(|person| self.choices[*person] == Choice::Open).collect();
        open.sort_by(|a, b| self.values[*b].total_cmp(&self.values[*a]).then(a.cmp(b)));
        let mut missing = self.needed - self.reached();
        for person in open.into_iter().take(left) {
            if missing <= slack(self.needed) {
                break;
            }
            missing -= self.values[person];
            self.choices[person] = Choice::In;
        }
    }

    fn reached(&self) -> f64 {
        let is_in = |person: &u32| self.choices[*person as usize] == Choice::In;
        let groups = self.members.iter().zip(&self.weights).filter(|(members, _)| members.iter().all(is_in));
        let alone = self.alone.iter().zip(&self.choices).filter(|(_, choice)| **choice == Choice::In);
        self.lost_already
            + groups.map(|(_, weight)| weight).sum::<f64>()
            + alone.map(|(weight, _)| weight).sum::<f64>()
    }
}

/// The groups that can still be lost, and how the weight of each is shared out among its open members.
#[derive(Default)]
struct Live {
    /// The group, and where its open members begin and end.
    groups: Vec<(usize, usize, usize)>,
    members: Vec<u32>,
    shares: Vec<f64>,
}

impl Live {
    fn is_shared(&self) -> bool {
        self.groups.iter().any(|(_, begin, end)| end - begin > 1)
    }
}

struct Top {
    sum: f64,
    least: f64,
}

/// Where to go on.
enum Branch {
    /// The allowance is gone.
    Spent,
    /// Even the bound is not enough.
    TooLittle,
    /// This person is to be decided.
    On(usize),
    /// Nothing is shared any more: the bound is reached by taking the best.
    Done,
}
