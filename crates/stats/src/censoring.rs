//! How long people stay observed: the Kaplan–Meier curve of being censored, for weights.

use crate::{Error, Result, Spells, curve::moments};

/// The chance to be still observed, as a step function. At a tied time the events come before the censorings.
#[derive(Debug, Clone, PartialEq)]
pub struct Censoring {
    times: Vec<f64>,
    observed: Vec<f64>,
}

impl Censoring {
    /// Estimated from spells.
    pub fn of(spells: &Spells) -> Self {
        let rows: Vec<usize> = (0..spells.len()).collect();
        let mut observed = 1.0;
        let (times, values) = moments(spells, &rows)
            .into_iter()
            .map(|moment| {
                let at_risk = (moment.at_risk - moment.events) as f64;
                if moment.censored > 0 {
                    observed *= (at_risk - moment.censored as f64) / at_risk;
                }
                (moment.time, observed)
            })
            .unzip();
        Self { times, observed: values }
    }

    /// The chance to be observed beyond a time.
    pub fn at(&self, time: f64) -> f64 {
        self.value(self.times.partition_point(|&other| other <= time))
    }

    /// The chance to be observed just before a time.
    pub fn before(&self, time: f64) -> f64 {
        self.value(self.times.partition_point(|&other| other < time))
    }

    fn value(&self, count: usize) -> f64 {
        count.checked_sub(1).map_or(1.0, |place| self.observed[place])
    }

    /// As [`Self::at`], refused where it is zero: a weight would be infinite.
    pub fn positive_at(&self, time: f64) -> Result<f64> {
        let observed = self.at(time);
        if observed > 0.0 { Ok(observed) } else { Err(Error::BeyondFollowUp { time }) }
    }
}
