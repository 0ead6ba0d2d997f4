//! Spells of employment: entry, exit, and whether the exit is the event.

use crate::{Error, Result};

/// Times closer than this share of the mean time are one time: the differences are rounding, not observation.
const SAME_TIME: f64 = 1.490_116_119_384_765_6e-8;

/// Spells that have been checked: 0 <= entry < exit, all finite, ties made exact.
#[derive(Debug, Clone, PartialEq)]
pub struct Spells {
    entry: Option<Vec<f64>>,
    exit: Vec<f64>,
    event: Vec<bool>,
}

impl Spells {
    /// Everybody is observed from the origin.
    pub fn new(exit: Vec<f64>, event: Vec<bool>) -> Result<Self> {
        Self::checked(None, exit, event)
    }

    /// Everybody is observed from their entry on: left truncation, or start-stop intervals.
    pub fn with_entry(entry: Vec<f64>, exit: Vec<f64>, event: Vec<bool>) -> Result<Self> {
        if entry.len() != exit.len() {
            return Err(Error::Length { left: entry.len(), right: exit.len() });
        }
        Self::checked(Some(entry), exit, event)
    }

    fn checked(entry: Option<Vec<f64>>, exit: Vec<f64>, event: Vec<bool>) -> Result<Self> {
        if exit.len() != event.len() {
            return Err(Error::Length { left: exit.len(), right: event.len() });
        }
        if exit.is_empty() {
            return Err(Error::Empty);
        }
        for (row, &duration) in exit.iter().enumerate() {
            let from = entry.as_ref().map_or(0.0, |entry| entry[row]);
            if !duration.is_finite() || !from.is_finite() {
                return Err(Error::NotFinite { row });
            }
            if duration <= 0.0 {
                return Err(Error::NotPositive { row, duration });
            }
            if from < 0.0 || from >= duration {
                return Err(Error::EntryNotBeforeExit { row, entry: from, exit: duration });
            }
        }
        let mut spells = Self { entry, exit, event };
        spells.join_noise();
        Ok(spells)
    }

    /// Makes times that differ only by rounding equal, to the smallest of them. An interval never loses its length.
    fn join_noise(&mut self) {
        let is_whole = |time: &f64| time.fract() == 0.0;
        let entries = self.entry.as_deref().unwrap_or_default();
        if self.exit.iter().all(is_whole) && entries.iter().all(is_whole) {
            return;
        }
        let mut times: Vec<f64> = self.exit.iter().chain(entries).copied().collect();
        times.sort_unstable_by(f64::total_cmp);
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        times.dedup();
        let limit = SAME_TIME * mean.max(1.0);
        if !times.windows(2).any(|pair| pair[1] - pair[0] <= limit) {
            return;
        }
        let mut first = times.clone();
        for place in 1..first.len() {
            if times[place] - times[place - 1] <= limit {
                first[place] = first[place - 1];
            }
        }
        let snap = |time: &mut f64| {
            if let Ok(place) = times.binary_search_by(|other| other.total_cmp(time)) {
                *time = first[place];
            }
        };
        let before = (self.entry.clone(), self.exit.clone());
        self.exit.iter_mut().for_each(snap);
        if let (Some(entry), (Some(old_entry), old_exit)) = (&mut self.entry, before) {
            entry.iter_mut().for_each(snap);
            for row in 0..entry.len() {
                if entry[row] >= self.exit[row] {
                    entry[row] = old_entry[row];
                    self.exit[row] = old_exit[row];
                }
            }
        }
    }

    /// How many spells.
    pub fn len(&self) -> usize {
        self.exit.len()
    }

    /// Whether there is none; never true.
    pub fn is_empty(&self) -> bool {
        self.exit.is_empty()
    }

    /// The exits.
    pub fn exit(&self) -> &[f64] {
        &self.exit
    }

    /// Whether each exit is the event.
    pub fn event(&self) -> &[bool] {
        &self.event
    }

    /// The entries, where anybody enters after the origin.
    pub fn entry(&self) -> Option<&[f64]> {
        self.entry.as_deref()
    }

    /// The entry of one spell.
    pub fn entry_of(&self, row: usize) -> f64 {
        self.entry.as_ref().map_or(0.0, |entry| entry[row])
    }

    /// How many spells end with the event.
    pub fn events(&self) -> usize {
        self.event.iter().filter(|&&event| event).count()
    }

    /// The spells named, in that order.
    pub fn pick(&self, rows: &[usize]) -> Result<Self> {
        if rows.is_empty() {
            return Err(Error::Empty);
        }
        Ok(Self {
            entry: self.entry.as_ref().map(|entry| rows.iter().map(|&row| entry[row]).collect()),
            exit: rows.iter().map(|&row| self.exit[row]).collect(),
            event: rows.iter().map(|&row| self.event[row]).collect(),
        })
    }

    /// The same spells with other events: one cause of several.
    pub fn with_events(&self, event: Vec<bool>) -> Result<Self> {
        if event.len() != self.event.len() {
            return Err(Error::Length { left: event.len(), right: self.event.len() });
        }
        Ok(Self { event, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spell_of_no_length_is_refused_with_its_row() {
        let refused = Spells::new(vec![3.0, 0.0], vec![true, false]).unwrap_err();
        assert_eq!(refused, Error::NotPositive { row: 1, duration: 0.0 });
        let refused = Spells::with_entry(vec![1.0, 5.0], vec![3.0, 5.0], vec![true, false]).unwrap_err();
        assert_eq!(refused, Error::EntryNotBeforeExit { row: 1, entry: 5.0, exit: 5.0 });
        assert_eq!(Spells::new(vec![f64::NAN], vec![true]).unwrap_err(), Error::NotFinite { row: 0 });
    }

    #[test]
    fn times_that_differ_by_rounding_are_tied() {
        let spells = Spells::new(vec![0.1 + 0.2, 0.3, 0.4], vec![true; 3]).unwrap();
        assert_eq!(spells.exit()[0], spells.exit()[1]);
        assert_ne!(spells.exit()[0], spells.exit()[2]);
    }
}
