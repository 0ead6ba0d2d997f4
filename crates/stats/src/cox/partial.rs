//! The partial likelihood with Efron's or Breslow's ties, in two passes over the rows.
//!
//! The first pass adds each row's weight to the bin of its exit; sums over the bins from the end give every risk set.
//! The second uses that the information is one weighted cross-product of all rows, less one small product for each
//! event time: no second moment is kept for each risk set. Rows are taken in pieces of fixed size and the pieces are
//! added in order, so the answer does not depend on the number of threads.

use rayon::prelude::*;

use super::{Ties, timeline::Timeline};
use crate::{linalg::Square, newton::Likelihood};

/// A linear predictor this large is taken down before the exponential.
const LARGE: f64 = 300.0;

/// The partial likelihood of one data set.
pub(crate) struct Partial<'a> {
    pub(crate) timeline: &'a Timeline,
    pub(crate) event: &'a [bool],
    /// Covariates of mean 0 and spread 1, row by row.
    pub(crate) x: &'a [f64],
    pub(crate) columns: usize,
    pub(crate) ties: Ties,
}

/// Sums for each bin; after [`Sums::gather_risk_sets`] those of the risk sets.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
    /// Σ w over the risk set.
    pub(crate) s0: Vec<f64>,
    /// Σ w x over the risk set.
    pub(crate) s1: Vec<f64>,
    /// Σ w over the events.
    pub(crate) d0: Vec<f64>,
    /// Σ w x over the events.
    pub(crate) d1: Vec<f64>,
    /// Σ linear predictor over all events.
    eta: f64,
    /// The largest linear predictor.
    largest: f64,
}

/// What one evaluation leaves behind.
pub(crate) struct Work {
    pub(crate) sums: Sums,
    /// exp(linear predictor - shift) of each row.
    pub(crate) weight: Vec<f64>,
    /// What was taken off the linear predictors.
    pub(crate) shift: f64,
}

/// Σ over the shares k/d of a tied time of 1/S, (k/d)/S and so on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shares {
    /// Σ 1/S: the hazard.
    pub(crate) a: f64,
    /// Σ (k/d)/S: the part of it that tied events are spared.
    pub(crate) b: f64,
    /// Σ 1/S².
    pub(crate) c0: f64,
    /// Σ (k/d)/S².
    pub(crate) c1: f64,
    /// Σ (k/d)²/S².
    pub(crate) c2: f64,
    /// Σ ln S.
    pub(crate) log: f64,
}

impl Shares {
    pub(crate) fn of(s0: f64, d0: f64, deaths: u32, ties: Ties) -> Self {
        let mut shares = Self::default();
        if ties != Ties::Efron || deaths == 1 {
            let d = f64::from(deaths);
            return Self { a: d / s0, c0: d / (s0 * s0), log: d * s0.ln(), ..shares };
        }
        for k in 0..deaths {
            let share = f64::from(k) / f64::from(deaths);
            let s = s0 - share * d0;
            let inverse = 1.0 / s;
            shares.a += inverse;
            shares.b += share * inverse;
            shares.c0 += inverse * inverse;
            shares.c1 += share * inverse * inverse;
            shares.c2 += share * share * inverse * inverse;
            shares.log += s.ln();
        }
        shares
    }
}

impl Partial<'_> {
    /// How many rows one piece has: several pieces, but not so many that their tables outgrow the rows.
    fn piece(&self) -> usize {
        let rows = self.event.len();
        let table = self.timeline.bins() * (2 * self.columns + 2);
        let most = (4_000_000 / table.max(1)).clamp(2, 16);
        rows.div_ceil(most).max(4096)
    }

    /// Sums by bin and the weight of each row, the linear predictors taken down by a shift.
    fn scan(&self, beta: &[f64], shift: f64) -> (Sums, Vec<f64>) {
        let piece = self.piece();
        let mut weight = vec![0.0; self.event.len()];
        let parts: Vec<Sums> = weight
            .par_chunks_mut(piece)
            .enumerate()
            .map(|(which, weight)| self.scan_piece(beta, shift, which * piece, weight))
            .collect();
        let mut parts = parts.into_iter();
        let mut total = parts.next().unwrap_or_else(|| Sums::zeros(0, 0));
        parts.for_each(|part| total.add(&part));
        (total, weight)
    }

    fn scan_piece(&self, beta: &[f64], shift: f64, first: usize, weight: &mut [f64]) -> Sums {
        let p = self.columns;
        let mut sums = Sums::zeros(self.timeline.bins(), p);
        let rows = self.x[first * p..].chunks_exact(p.max(1));
        let spans = self.timeline.exit[first..].iter().zip(&self.timeline.entry[first..]);
        for (((w, x), (&exit, &entry)), &event) in
            weight.iter_mut().zip(rows).zip(spans).zip(&self.event[first..])
        {
            let eta: f64 = x.iter().zip(beta).map(|(x, b)| x * b).sum();
            sums.largest = sums.largest.max(eta);
            *w = (eta - shift).exp();
            if exit > entry {
                sums.add_row(exit as usize - 1, *w, x);
                if self.timeline.is_truncated && !self.timeline.is_first[entry as usize] {
                    sums.add_row(entry as usize - 1, -*w, x);
                }
            }
            if event {
                sums.eta += eta;
                sums.add_event(exit as usize - 1, *w, x);
            }
        }
        sums
    }

    /// Risk sets and weights at a point, safe from overflow.
    pub(crate) fn work(&self, beta: &[f64]) -> Work {
        let mut shift = 0.0;
        let (mut sums, mut weight) = self.scan(beta, shift);
        if sums.largest > LARGE {
            shift = sums.largest;
            (sums, weight) = self.scan(beta, shift);
        }
        sums.gather_risk_sets(&self.timeline.strata, self.columns);
        Work { sums, weight, shift }
    }

    /// The shares of each bin.
    pub(crate) fn shares(&self, sums: &Sums) -> Vec<Shares> {
        (0..self.timeline.bins())
            .map(|bin| Shares::of(sums.s0[bin], sums.d0[bin], self.timeline.deaths[bin], self.ties))
            .collect()
    }

    /// Σ over event times of g(t) times (gradient parts, information). With g = 1 these are the derivatives.
    pub(crate) fn weighted(
        &self,
        work: &Work,
        shares: &[Shares],
        g: impl Fn(usize) -> f64 + Sync,
    ) -> (Vec<f64>, Square) {
        let mut hazard = Vec::with_capacity(shares.len() + 1);
        let mut sum = 0.0;
        hazard.push(0.0);
        for (bin, share) in shares.iter().enumerate() {
            sum += g(bin) * share.a;
            hazard.push(sum);
        }
        let spared: Vec<f64> = shares.iter().enumerate().map(|(bin, share)| g(bin) * share.b).collect();
        let piece = self.piece();
        let parts: Vec<(Vec<f64>, Square)> = work
            .weight
            .par_chunks(piece)
            .enumerate()
            .map(|(which, weight)| self.cross_product(weight, which * piece, (&hazard, &spared, &g)))
            .collect();
        let mut gradient = vec![0.0; self.columns];
        let mut information = Square::zeros(self.columns);
        for (part_gradient, part) in parts {
            gradient.iter_mut().zip(part_gradient).for_each(|(sum, part)| *sum += part);
            information.values.iter_mut().zip(part.values).for_each(|(sum, part)| *sum += part);
        }
        self.take_off_means(&work.sums, shares, g, &mut information);
        information.mirror();
        (gradient, information)
    }

    fn cross_product(
        &self,
        weight: &[f64],
        first: usize,
        curves: (&[f64], &[f64], &(impl Fn(usize) -> f64 + Sync)),
    ) -> (Vec<f64>, Square) {
        let (hazard, spared, g) = curves;
        let p = self.columns;
        let mut gradient = vec![0.0; p];
        let mut product = Square::zeros(p);
        let mut block = Block::new(p);
        for (place, (&w, x)) in weight.iter().zip(self.x[first * p..].chunks_exact(p.max(1))).enumerate() {
            let row = first + place;
            let (exit, entry) = (self.timeline.exit[row] as usize, self.timeline.entry[row] as usize);
            let mut r = w * (hazard[exit] - hazard[entry]);
            let mut residual = -r;
            if self.event[row] {
                r -= w * spared[exit - 1];
                residual = g(exit - 1) - r;
            }
            gradient.iter_mut().zip(x).for_each(|(sum, x)| *sum += residual * x);
            block.push(r, x, &mut product);
        }
        block.flush(&mut product);
        (gradient, product)
    }

    /// The products of means at each event time.
    fn take_off_means(
        &self,
        sums: &Sums,
        shares: &[Shares],
        g: impl Fn(usize) -> f64,
        information: &mut Square,
    ) {
        let p = self.columns;
        for (bin, share) in shares.iter().enumerate() {
            let s = &sums.s1[bin * p..(bin + 1) * p];
            let d = &sums.d1[bin * p..(bin + 1) * p];
            let g = g(bin);
            let (c0, c1, c2) = (g * share.c0, g * share.c1, g * share.c2);
            for a in 0..p {
                let with_s = c0 * s[a] - c1 * d[a];
                let with_d = c2 * d[a] - c1 * s[a];
                let row = &mut information.values[a * p..(a + 1) * p];
                for b in a..p {
                    row[b] -= with_s * s[b] + with_d * d[b];
                }
            }
        }
    }
}

impl Likelihood for Partial<'_> {
    type Work = Work;

    fn value(&self, at: &[f64]) -> (f64, Work) {
        let work = self.work(at);
        let deaths: f64 = self.timeline.deaths.iter().map(|&d| f64::from(d)).sum();
        let logs: f64 = self.shares(&work.sums).iter().map(|share| share.log).sum();
        (work.sums.eta - work.shift * deaths - logs, work)
    }

    fn derivatives(&self, _at: &[f64], work: &Work) -> (Vec<f64>, Square) {
        self.weighted(work, &self.shares(&work.sums), |_| 1.0)
    }
}

impl Sums {
    fn zeros(bins: usize, columns: usize) -> Self {
        Self {
            s0: vec![0.0; bins],
            s1: vec![0.0; bins * columns],
            d0: vec![0.0; bins],
            d1: vec![0.0; bins * columns],
            eta: 0.0,
            largest: f64::NEG_INFINITY,
        }
    }

    fn add_row(&mut self, bin: usize, w: f64, x: &[f64]) {
        self.s0[bin] += w;
        let p = x.len();
        self.s1[bin * p..(bin + 1) * p].iter_mut().zip(x).for_each(|(sum, x)| *sum += w * x);
    }

    fn add_event(&mut self, bin: usize, w: f64, x: &[f64]) {
        self.d0[bin] += w;
        let p = x.len();
        self.d1[bin * p..(bin + 1) * p].iter_mut().zip(x).for_each(|(sum, x)| *sum += w * x);
    }

    fn add(&mut self, other: &Self) {
        let add = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(sum, part)| *sum += part);
        add(&mut self.s0, &other.s0);
        add(&mut self.s1, &other.s1);
        add(&mut self.d0, &other.d0);
        add(&mut self.d1, &other.d1);
        self.eta += other.eta;
        self.largest = self.largest.max(other.largest);
    }

    /// Sums from the end of each stratum.
    fn gather_risk_sets(&mut self, strata: &[usize], p: usize) {
        for stratum in strata.windows(2) {
            for bin in (stratum[0]..stratum[1]).rev().skip(1) {
                self.s0[bin] += self.s0[bin + 1];
                let (now, later) = self.s1[bin * p..].split_at_mut(p);
                now.iter_mut().zip(&later[..p]).for_each(|(sum, next)| *sum += next);
            }
        }
    }
}

/// Four rows at a time, so that each partial sum of the product is loaded once for four.
struct Block {
    weight: [f64; 4],
    rows: [Vec<f64>; 4],
    filled: usize,
}

impl Block {
    fn new(columns: usize) -> Self {
        Self { weight: [0.0; 4], rows: std::array::from_fn(|_| vec![0.0; columns]), filled: 0 }
    }

    fn push(&mut self, weight: f64, x: &[f64], product: &mut Square) {
        self.weight[self.filled] = weight;
        self.rows[self.filled].copy_from_slice(x);
        self.filled += 1;
        if self.filled == 4 {
            self.flush(product);
        }
    }

    /// Adds weight × x x' of the rows to the upper triangle.
    fn flush(&mut self, product: &mut Square) {
        self.weight[self.filled..].fill(0.0);
        self.filled = 0;
        let p = product.order;
        let [x0, x1, x2, x3] = &self.rows;
        for a in 0..p {
            let w = [
                self.weight[0] * x0[a],
                self.weight[1] * x1[a],
                self.weight[2] * x2[a],
                self.weight[3] * x3[a],
            ];
            let sums = &mut product.values[a * p + a..(a + 1) * p];
            let tails = x0[a..].iter().zip(&x1[a..]).zip(x2[a..].iter().zip(&x3[a..]));
            for (sum, ((x0, x1), (x2, x3))) in sums.iter_mut().zip(tails) {
                *sum += w[0] * x0 + w[1] * x1 + w[2] * x2 + w[3] * x3;
            }
        }
    }
}
