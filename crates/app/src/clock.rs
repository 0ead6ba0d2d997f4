//! The only place that reads the clock, and the zone in which a day is a day.

use jiff::tz::TimeZone;
use kernel::{Date, Timestamp};

/// Where the time comes from.
#[derive(Debug, Clone)]
pub struct Clock {
    fixed: Option<Timestamp>,
    zone: TimeZone,
}

impl Clock {
    /// The machine's clock; days are those of mainland China.
    pub fn system() -> Self {
        Self { fixed: None, zone: china() }
    }

    /// A clock that stands still, for tests.
    pub fn fixed(at: Timestamp) -> Self {
        Self { fixed: Some(at), zone: china() }
    }

    /// The instant.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now(&self) -> Timestamp {
        self.fixed.unwrap_or_else(Timestamp::now)
    }

    /// The day of an instant, as the company counts days.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// The zone.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

/// UTC+8 all year, whether or not the machine has a zone database.
fn china() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}
