//! The event times of each stratum, and between which of them each spell is at risk.
//!
//! With this no sorting of rows is needed: the risk set at an event time is a sum over the bins behind it.

use crate::{Result, Spells, logrank::by_stratum};

/// Event times as bins, stratum after stratum.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    /// First bin of each stratum, and the number of bins at the end.
    pub(crate) strata: Vec<usize>,
    /// The event time of each bin.
    pub(crate) time: Vec<f64>,
    /// Whether a bin is the first of its stratum: who enters before it is there from the start.
    pub(crate) is_first: Vec<bool>,
    /// The events of each bin.
    pub(crate) deaths: Vec<u32>,
    /// For each row, one past the last bin at or before its exit.
    pub(crate) exit: Vec<u32>,
    /// For each row, one past the last bin at or before its entry.
    pub(crate) entry: Vec<u32>,
    /// Whether anybody enters after an event time of the own stratum.
    pub(crate) is_truncated: bool,
}

impl Timeline {
    /// Sorts the event times.
    pub(crate) fn of(spells: &Spells, strata: Option<&[usize]>) -> Result<Self> {
        let mut timeline = Self {
            strata: vec![0],
            time: Vec::new(),
            is_first: Vec::new(),
            deaths: Vec::new(),
            exit: vec![0; spells.len()],
            entry: vec![0; spells.len()],
            is_truncated: false,
        };
        for rows in by_stratum(spells.len(), strata)? {
            timeline.add_stratum(spells, &rows);
        }
        Ok(timeline)
    }

    fn add_stratum(&mut self, spells: &Spells, rows: &[usize]) {
        let first = self.time.len();
        let mut times: Vec<f64> =
            rows.iter().filter(|&&row| spells.event()[row]).map(|&row| spells.exit()[row]).collect();
        times.sort_unstable_by(f64::total_cmp);
        times.dedup();
        let finder = Finder::of(&times);
        self.deaths.resize(first + times.len(), 0);
        for &row in rows {
            let exit = first + finder.at_or_before(&times, spells.exit()[row]);
            self.exit[row] = exit as u32;
            if spells.event()[row] {
                self.deaths[exit - 1] += 1;
            }
            let entry = spells.entry().map_or(0, |entry| finder.at_or_before(&times, entry[row]));
            self.entry[row] = (first + entry) as u32;
            self.is_truncated |= entry > 0;
        }
        self.is_first.extend((0..times.len()).map(|bin| bin == 0));
        self.time.append(&mut times);
        self.strata.push(self.time.len());
    }

    /// How many bins.
    pub(crate) fn bins(&self) -> usize {
        self.time.len()
    }
}

/// Counts the event times at or before a time: by a table where they are whole numbers, else by halving.
struct Finder {
    table: Vec<u32>,
}

impl Finder {
    /// Beyond this a table no longer pays.
    const LARGEST: f64 = 4_000_000.0;

    fn of(times: &[f64]) -> Self {
        let largest = times.last().copied().unwrap_or(0.0);
        if largest > Self::LARGEST || times.iter().any(|time| time.fract() != 0.0) {
            return Self { table: Vec::new() };
        }
        let mut table = vec![0_u32; largest as usize + 1];
        for &time in times {
            table[time as usize] = 1;
        }
        let mut count = 0;
        for slot in &mut table {
            count += *slot;
            *slot = count;
        }
        Self { table }
    }

    fn at_or_before(&self, times: &[f64], time: f64) -> usize {
        if self.table.is_empty() {
            times.partition_point(|&other| other <= time)
        } else {
            // Event times are whole, so a fraction of the time asked about does not matter.
            self.table.get(time as usize).map_or(times.len(), |&count| count as usize)
        }
    }
}
