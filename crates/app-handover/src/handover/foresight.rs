//! What was foreseen of a handover, kept until something happens to it.
//!
//! Two thousand futures are drawn for a forecast. They follow from the facts and the day alone, so that a page which is
//! opened again, or a list that shows ten departures, has no reason to draw them again.

use std::sync::Arc;

use app::{Error, Result};
use handover::forecast::{FanDay, Forecast, ForecastInput};
use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};

/// So many working days beyond the last one are drawn.
const DAYS_BEYOND: u32 = 10;
/// As many departures as a large company has under way; each takes about 5 kB.
const KEPT: usize = 2_000;

/// The forecast of one handover, and where its futures lie from day to day.
#[derive(Debug)]
pub(super) struct Foreseen {
    pub(super) forecast: Forecast,
    pub(super) fan: Vec<FanDay>,
}

/// The forecasts that were asked for last, by a digest of all that they follow from.
#[derive(Debug)]
pub(crate) struct Foresight(Cache<[u8; 32], Arc<Foreseen>>);

impl Default for Foresight {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl Foresight {
    /// The forecast from these facts. An error when they contradict each other.
    pub(super) fn of(&self, input: &ForecastInput) -> Result<Arc<Foreseen>> {
        let key: [u8; 32] = Sha256::digest(serde_json::to_vec(input).map_err(Error::internal)?).into();
        self.0.get_or_insert_with(&key, || {
            let forecast = handover::forecast::forecast(input).map_err(Error::internal)?;
            let fan = handover::forecast::fan(input, DAYS_BEYOND).map_err(Error::internal)?;
            Ok(Arc::new(Foreseen { forecast, fan }))
        })
    }
}
