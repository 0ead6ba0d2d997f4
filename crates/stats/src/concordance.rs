//! Does a higher score mean an earlier event? Concordance of all usable pairs in n log n time.
//!
//! A pair is usable when the one with the earlier event was at risk together with the other. Ties in the score count
//! one half. Pairs may be weighted by the time of the earlier event (Uno's weights against censoring).

use std::borrow::Cow;

use crate::{Censoring, Error, Result, Spells, logrank::by_stratum};

/// The pairs and their share.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance {
    /// The higher score has the earlier event.
    pub concordant: f64,
    /// The lower score has the earlier event.
    pub discordant: f64,
    /// Scores are equal.
    pub tied_score: f64,
    /// Events at the same time, scores differ. Not used.
    pub tied_time: f64,
    /// Events at the same time, scores equal. Not used.
    pub tied_both: f64,
    /// (concordant + tied / 2) over the pairs used.
    pub value: f64,
    /// Its standard error by the infinitesimal jackknife.
    pub se: f64,
}

/// Options of [`concordance`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Pairing<'a> {
    /// Only rows of the same stratum are compared.
    pub strata: Option<&'a [usize]>,
    /// The weight of the pairs in which a row has the earlier event; 1 each when absent.
    pub weight: Option<&'a [f64]>,
    /// Rows of the same cluster are one for the standard error.
    pub cluster: Option<&'a [usize]>,
}

/// The concordance of a score (higher: earlier event) with the spells.
pub fn concordance(spells: &Spells, score: &[f64], pairing: Pairing<'_>) -> Result<Concordance> {
    if score.len() != spells.len() {
        return Err(Error::Length { left: score.len(), right: spells.len() });
    }
    if let Some(row) = score.iter().position(|value| value.is_nan()) {
        return Err(Error::NotFinite { row });
    }
    let mut counts = Counts { tied_time: 0.0, tied_both: 0.0, of_row: vec![[0.0; 3]; spells.len()] };
    let weight = pairing.weight.map_or_else(|| Cow::Owned(vec![1.0; spells.len()]), Cow::Borrowed);
    for rows in by_stratum(spells.len(), pairing.strata)? {
        counts.add(spells, score, &weight, &rows);
    }
    counts.finish(pairing.cluster)
}

/// Harrell's concordance.
pub fn harrell(spells: &Spells, score: &[f64]) -> Result<Concordance> {
    concordance(spells, score, Pairing::default())
}

/// Uno's concordance up to a time: pairs are weighted by 1/G² at the earlier event, with G the chance to be still
/// observed, estimated on other data (those the model was fitted on).
pub fn uno(spells: &Spells, score: &[f64], observed: &Censoring, until: f64) -> Result<Concordance> {
    let weight =
        spells
            .exit()
            .iter()
            .zip(spells.event())
            .map(|(&time, &event)| {
                if event && time < until {
                    observed.positive_at(time).map(|g| 1.0 / (g * g))
                } else {
                    Ok(0.0)
                }
            })
            .collect::<Result<Vec<_>>>()?;
    concordance(spells, score, Pairing { weight: Some(&weight), ..Pairing::default() })
}

/// Weights 1/G(t-)² with G from the same spells: the variant that R calls n/G2.
pub fn same_data_weights(spells: &Spells) -> Vec<f64> {
    let observed = Censoring::of(spells);
    let weight = |(&time, &event): (&f64, &bool)| if event { observed.before(time).powi(-2) } else { 0.0 };
    spells.exit().iter().zip(spells.event()).map(weight).collect()
}

/// Weighted counts of pairs, in all and for each row that takes part.
struct Counts {
    tied_time: f64,
    tied_both: f64,
    /// Concordant, discordant, tied score.
    of_row: Vec<[f64; 3]>,
}

impl Counts {
    fn add(&mut self, spells: &Spells, score: &[f64], weight: &[f64], rows: &[usize]) {
        let mut levels: Vec<f64> = rows.iter().map(|&row| score[row]).collect();
        levels.sort_unstable_by(f64::total_cmp);
        levels.dedup();
        let level: Vec<usize> =
            rows.iter().map(|&row| levels.partition_point(|&other| other < score[row])).collect();
        let order = Order::of(spells, rows);
        let mut at_risk = Fenwick::new(levels.len());
        let mut events = Fenwick::new(levels.len());
        self.as_later_partner(spells, weight, (rows, &level, &order), &mut events);
        self.as_earlier_partner(spells, weight, (rows, &level, &order), &mut at_risk);
        self.ties(spells, weight, (rows, &level, &order));
    }

    /// Times descending: the risk set grows at exits and shrinks at entries.
    fn as_earlier_partner(&mut self, spells: &Spells, weight: &[f64], part: Part<'_>, at_risk: &mut Fenwick) {
        let (rows, level, order) = part;
        let time = |place: usize| spells.exit()[rows[place]];
        let mut entering = order.entries.iter().rev().peekable();
        for tied in order.exits.chunk_by(|&a, &b| time(a) == time(b)).rev() {
            let now = time(tied[0]);
            while let Some(&place) = entering.next_if(|&&place| spells.entry_of(rows[place]) >= now) {
                at_risk.add(level[place], -1.0);
            }
            // Those censored now leave after those with the event now.
            for &place in tied.iter().filter(|&&place| !spells.event()[rows[place]]) {
                at_risk.add(level[place], 1.0);
            }
            for &place in tied.iter().filter(|&&place| spells.event()[rows[place]]) {
                let below = at_risk.below(level[place]);
                let upto = at_risk.below(level[place] + 1);
                let w = weight[rows[place]];
                let counts = &mut self.of_row[rows[place]];
                counts[0] += w * below;
                counts[1] += w * (at_risk.total - upto);
                counts[2] += w * (upto - below);
            }
            for &place in tied.iter().filter(|&&place| spells.event()[rows[place]]) {
                at_risk.add(level[place], 1.0);
            }
        }
    }

    /// Times ascending: each row is compared with the events after its entry and before its exit.
    fn as_later_partner(&mut self, spells: &Spells, weight: &[f64], part: Part<'_>, events: &mut Fenwick) {
        let (rows, level, order) = part;
        let time = |place: usize| spells.exit()[rows[place]];
        let mut entering = order.entries.iter().peekable();
        for tied in order.exits.chunk_by(|&a, &b| time(a) == time(b)) {
            let now = time(tied[0]);
            // Who enters before now has nothing to do with the events so far; an entry at the time of an event comes
            // after it, hence the strict comparison and the order of the steps.
            while let Some(&place) = entering.next_if(|&&place| spells.entry_of(rows[place]) < now) {
                self.count_events(rows[place], level[place], events, -1.0);
            }
            for &place in tied.iter().filter(|&&place| spells.event()[rows[place]]) {
                self.count_events(rows[place], level[place], events, 1.0);
            }
            for &place in tied.iter().filter(|&&place| spells.event()[rows[place]]) {
                events.add(level[place], weight[rows[place]]);
            }
            for &place in tied.iter().filter(|&&place| !spells.event()[rows[place]]) {
                self.count_events(rows[place], level[place], events, 1.0);
            }
        }
    }

    fn count_events(&mut self, row: usize, level: usize, events: &Fenwick, sign: f64) {
        let below = events.below(level);
        let upto = events.below(level + 1);
        let counts = &mut self.of_row[row];
        // The other has the earlier event: a higher score of the other agrees.
        counts[0] += sign * (events.total - upto);
        counts[1] += sign * below;
        counts[2] += sign * (upto - below);
    }

    fn ties(&mut self, spells: &Spells, weight: &[f64], part: Part<'_>) {
        let (rows, level, order) = part;
        let time = |place: usize| spells.exit()[rows[place]];
        for tied in order.exits.chunk_by(|&a, &b| time(a) == time(b)) {
            let mut levels: Vec<usize> = tied
                .iter()
                .filter(|&&place| spells.event()[rows[place]])
                .map(|&place| level[place])
                .collect();
            let Some(&one) = tied.iter().find(|&&place| spells.event()[rows[place]]) else { continue };
            levels.sort_unstable();
            let pairs = |count: usize| (count * count.saturating_sub(1)) as f64 / 2.0;
            let same: f64 = levels.chunk_by(|a, b| a == b).map(|equal| pairs(equal.len())).sum();
            self.tied_both += weight[rows[one]] * same;
            self.tied_time += weight[rows[one]] * (pairs(levels.len()) - same);
        }
    }

    fn finish(self, cluster: Option<&[usize]>) -> Result<Concordance> {
        // Each pair was counted once for each of its two rows.
        let sum = |which: usize| self.of_row.iter().map(|counts| counts[which]).sum::<f64>() / 2.0;
        let (concordant, discordant, tied_score) = (sum(0), sum(1), sum(2));
        let pairs = concordant + discordant + tied_score;
        if pairs <= 0.0 {
            return Err(Error::NoPairs);
        }
        let somers = (concordant - discordant) / pairs;
        let influence = |counts: &[f64; 3]| {
            (counts[0] - counts[1] - somers * (counts[0] + counts[1] + counts[2])) / pairs
        };
        let clusters =
            cluster.and_then(|cluster| cluster.iter().max()).map_or(self.of_row.len(), |last| last + 1);
        let mut influences = vec![0.0; clusters];
        for (row, counts) in self.of_row.iter().enumerate() {
            influences[cluster.map_or(row, |cluster| cluster[row])] += influence(counts);
        }
        Ok(Concordance {
            concordant,
            discordant,
            tied_score,
            tied_time: self.tied_time,
            tied_both: self.tied_both,
            value: f64::midpoint(somers, 1.0),
            se: influences.iter().map(|value| value * value).sum::<f64>().sqrt() / 2.0,
        })
    }
}

/// Rows of a stratum, the level of each row's score, and their order in time.
type Part<'a> = (&'a [usize], &'a [usize], &'a Order);

/// Places of a stratum's rows sorted by exit and by entry.
struct Order {
    exits: Vec<usize>,
    entries: Vec<usize>,
}

impl Order {
    fn of(spells: &Spells, rows: &[usize]) -> Self {
        let mut exits: Vec<usize> = (0..rows.len()).collect();
        exits.sort_unstable_by(|&a, &b| spells.exit()[rows[a]].total_cmp(&spells.exit()[rows[b]]));
        let mut entries: Vec<usize> = Vec::new();
        if spells.entry().is_some() {
            entries.extend((0..rows.len()).filter(|&place| spells.entry_of(rows[place]) > 0.0));
            entries.sort_unstable_by(|&a, &b| spells.entry_of(rows[a]).total_cmp(&spells.entry_of(rows[b])));
        }
        Self { exits, entries }
    }
}

/// Sums over ranges of levels, changed and asked in logarithmic time.
struct Fenwick {
    sums: Vec<f64>,
    total: f64,
}

impl Fenwick {
    fn new(levels: usize) -> Self {
        Self { sums: vec![0.0; levels + 1], total: 0.0 }
    }

    fn add(&mut self, level: usize, value: f64) {
        self.total += value;
        let mut place = level + 1;
        while place < self.sums.len() {
            self.sums[place] += value;
            place += place & place.wrapping_neg();
        }
    }

    /// The sum over all levels below one.
    fn below(&self, level: usize) -> f64 {
        let mut sum = 0.0;
        let mut place = level;
        while place > 0 {
            sum += self.sums[place];
            place &= place - 1;
        }
        sum
    }
}
