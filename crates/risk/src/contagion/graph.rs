//! Ties laid out for drawing, out of one person at a time, which of them carry in a run.
//!
//! Ties of one strength are drawn by leaps: the distance to the next that carries is geometric, so that a run costs what
//! it reaches and not what it could have reached.

use super::{
    case::{Case, Model, Tie},
    random::{Draws, Run},
};

/// As many equal ties make leaping cheaper than a draw for each.
const LEAP_FROM: usize = 16;
/// Leaps longer than four ties pay.
const LEAP_BELOW: f64 = 0.25;

/// Ties in the order of who leaves.
#[derive(Debug)]
pub(super) struct Graph {
    people: Vec<Place>,
    ties: Vec<Carried>,
    leaps: Vec<Leap>,
    /// For the threshold model, beside `ties`: the slice of the threshold's range that each holds.
    slices: Vec<Slice>,
    is_threshold: bool,
    has_background: bool,
}

/// Where the ties out of a person lie.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// From here on: certain ones.
    from: u32,
    /// From here on: a draw for each.
    drawn: u32,
    /// From here on: leaps.
    end: u32,
    leaps: u32,
    leaps_end: u32,
}

/// Who may follow, and the draw of 32 bits below which it happens.
#[derive(Debug, Clone, Copy)]
struct Carried {
    to: u32,
    below: u32,
}

/// A stretch of ties with one strength.
#[derive(Debug, Clone, Copy)]
struct Leap {
    from: u32,
    end: u32,
    /// 1 / ln(1 - p).
    scale: f64,
}

#[derive(Debug, Clone, Copy)]
struct Slice {
    from: f64,
    end: f64,
}

impl Graph {
    pub(super) fn new(case: &Case) -> Self {
        let people = case.len();
        let mut out: Vec<Tie> = case.acting().collect();
        // Background quits are ties out of nobody: a person after the last one.
        let shares = case.parts.background.iter().enumerate();
        out.extend(shares.filter(|&(_, &p)| p > 0.0).map(|(to, &p)| Tie {
            from: people as u32,
            to: to as u32,
            p,
        }));
        let mut graph = Self {
            people: Vec::with_capacity(people + 1),
            ties: Vec::with_capacity(out.len()),
            leaps: Vec::new(),
            slices: Vec::new(),
            is_threshold: case.parts.model == Model::Threshold,
            has_background: case.parts.background.iter().any(|&p| p > 0.0),
        };
        if graph.is_threshold {
            graph.lay_threshold(out, people);
        } else {
            graph.lay_cascade(out, people);
        }
        graph
    }

    /// Whether anybody may leave without a seed.
    pub(super) fn has_background(&self) -> bool {
        self.has_background
    }

    /// How many people, the background not counted.
    pub(super) fn people(&self) -> usize {
        self.people.len() - 1
    }

    /// Everybody who leaves by themselves in this run.
    pub(super) fn each_background(&self, run: Run, reach: impl FnMut(u32)) {
        if self.has_background {
            self.each_follower(run, self.people() as u32, reach);
        }
    }

    /// Everybody to whom the leaving of one person carries in this run.
    pub(super) fn each_follower(&self, run: Run, who: u32, mut reach: impl FnMut(u32)) {
        let place = self.people[who as usize];
        if place.from == place.end && place.leaps == place.leaps_end {
            return;
        }
        if self.is_threshold {
            self.each_by_threshold(run, place, reach);
            return;
        }
        for tie in &self.ties[place.from as usize..place.drawn as usize] {
            reach(tie.to);
        }
        let mut draws = run.of(who);
        for pair in self.ties[place.drawn as usize..place.end as usize].chunks(2) {
            let both = draws.next();
            if (both as u32) < pair[0].below {
                reach(pair[0].to);
            }
            if let Some(second) = pair.get(1)
                && ((both >> 32) as u32) < second.below
            {
                reach(second.to);
            }
        }
        for leap in &self.leaps[place.leaps as usize..place.leaps_end as usize] {
            self.each_by_leaps(leap, &mut draws, &mut reach);
        }
    }

    fn each_by_leaps(&self, leap: &Leap, draws: &mut Draws, reach: &mut impl FnMut(u32)) {
        let mut at = f64::from(leap.from);
        loop {
            at += (draws.positive_unit().ln() * leap.scale).floor();
            if at >= f64::from(leap.end) {
                return;
            }
            reach(self.ties[at as usize].to);
            at += 1.0;
        }
    }

    /// Each person picks at most one of the ties that come in, by weight (the live-edge form of the threshold model).
    fn each_by_threshold(&self, run: Run, place: Place, mut reach: impl FnMut(u32)) {
        let range = place.from as usize..place.end as usize;
        for (tie, slice) in self.ties[range.clone()].iter().zip(&self.slices[range]) {
            let threshold = run.of(tie.to).unit();
            if slice.from <= threshold && threshold < slice.end {
                reach(tie.to);
            }
        }
    }

    fn lay_cascade(&mut self, mut out: Vec<Tie>, people: usize) {
        out.sort_by(|left, right| left.from.cmp(&right.from).then(right.p.total_cmp(&left.p)));
        let mut at = 0;
        for who in 0..=people {
            let end = at + out[at..].iter().take_while(|tie| tie.from as usize == who).count();
            self.lay_person(&out[at..end]);
            at = end;
        }
    }

    /// The ties of one person, strongest first.
    fn lay_person(&mut self, ties: &[Tie]) {
        let mut stretches = Vec::new();
        let start = self.ties.len() as u32;
        let mut drawn = start;
        for group in ties.chunk_by(|left, right| left.p == right.p) {
            let p = group[0].p;
            if p < LEAP_BELOW && group.len() >= LEAP_FROM {
                stretches.push(group);
                continue;
            }
            let below = (p * 4_294_967_296.0).round() as u32;
            self.ties.extend(group.iter().map(|tie| Carried { to: tie.to, below }));
            if p >= 1.0 {
                drawn = self.ties.len() as u32;
            }
        }
        let end = self.ties.len() as u32;
        let leaps = self.leaps.len() as u32;
        for group in stretches {
            let from = self.ties.len() as u32;
            self.ties.extend(group.iter().map(|tie| Carried { to: tie.to, below: 0 }));
            let scale = 1.0 / (-group[0].p).ln_1p();
            self.leaps.push(Leap { from, end: self.ties.len() as u32, scale });
        }
        self.people.push(Place { from: start, drawn, end, leaps, leaps_end: self.leaps.len() as u32 });
    }

    fn lay_threshold(&mut self, mut out: Vec<Tie>, people: usize) {
        let mut sum = vec![0.0; people];
        let mut slices = vec![Slice { from: 0.0, end: 0.0 }; out.len()];
        // Slices are cut before sorting, in the order of the file: a stable sort keeps them together.
        for (tie, slice) in out.iter().zip(&mut slices) {
            let before = sum[tie.to as usize];
            let after: f64 = before + tie.p;
            sum[tie.to as usize] = after;
            // What adds up to one but for rounding is one: a certain thing must stay certain.
            let end = if after > 1.0 - 1e-9 { 1.0 } else { after };
            *slice = Slice { from: before, end };
        }
        let mut order: Vec<usize> = (0..out.len()).collect();
        order.sort_by_key(|&at| out[at].from);
        self.slices = order.iter().map(|&at| slices[at]).collect();
        out = order.iter().map(|&at| out[at]).collect();
        self.ties = out.iter().map(|tie| Carried { to: tie.to, below: 0 }).collect();
        let mut at = 0;
        for who in 0..=people {
            let end = at + out[at..].iter().take_while(|tie| tie.from as usize == who).count();
            self.people.push(Place {
                from: at as u32,
                drawn: at as u32,
                end: end as u32,
                leaps: 0,
                leaps_end: 0,
            });
            at = end;
        }
    }
}
