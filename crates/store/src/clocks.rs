//! What happened to legal deadlines, and the private addresses of the calendar feed.

use kernel::{AccountId, ClockEventId, Date, DepartureId, FeedId, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed};

record! {
    /// Something that happened to a deadline.
    pub struct ClockEvent {
        /// Its id.
        pub id: ClockEventId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// What: `interruption`, `suspension`, `accepted`, `award`, `noncompete`, or `done-` and the code of a clock.
        pub what: String,
        /// When; the first day of a suspension.
        pub happened_on: Date,
        /// The last day of a suspension; nothing while it goes on.
        pub ended_on: Option<Date>,
        /// Which claim was interrupted or suspended, by the code of its clock; empty for all of them.
        pub claim: String,
        /// What else there is to say.
        pub remark: String,
        /// Who wrote it down, as shown.
        pub recorded_by_name: String,
        /// When.
        pub recorded_at: Timestamp,
    }
}

record! {
    /// The address of a calendar feed; the token itself is kept nowhere.
    pub struct Feed {
        /// Its id.
        pub id: FeedId,
        /// Whose it is.
        pub account_id: AccountId,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was taken back.
        pub revoked_at: Option<Timestamp>,
    }
}

macro_rules! event_columns {
    () => {
        "SELECT e.id, e.departure_id, e.what, e.happened_on, e.ended_on, e.claim, e.remark, COALESCE(a.display_name, '') AS recorded_by_name, e.recorded_at \
         FROM clock_event e LEFT JOIN account a ON a.tenant_id = e.tenant_id AND a.id = e.recorded_by "
    };
}

const OF_DEPARTURE: &str =
    concat!(event_columns!(), "WHERE e.tenant_id = $1 AND e.departure_id = $2 ORDER BY e.happened_on, e.id");
const SINCE: &str = concat!(
    event_columns!(),
    "JOIN departure d ON d.tenant_id = e.tenant_id AND d.id = e.departure_id \
     WHERE e.tenant_id = $1 AND d.legal_end >= $2 ORDER BY e.departure_id, e.happened_on, e.id"
);
const CREATE: &str = "INSERT INTO clock_event (tenant_id, id, departure_id, what, happened_on, ended_on, claim, remark, recorded_by, recorded_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const FEED_BY_TOKEN: &str = "SELECT id, account_id, created_at, revoked_at FROM calendar_feed WHERE tenant_id = $1 AND token_hash = $2";
const FEEDS_OF: &str = "SELECT id, account_id, created_at, revoked_at FROM calendar_feed \
     WHERE tenant_id = $1 AND account_id = $2 AND revoked_at IS NULL ORDER BY id DESC";
const CREATE_FEED: &str = "INSERT INTO calendar_feed (tenant_id, id, account_id, token_hash, created_at) VALUES ($1, $2, $3, $4, $5)";
const REVOKE_FEED: &str = "UPDATE calendar_feed SET revoked_at = $4 WHERE tenant_id = $1 AND id = $2 AND account_id = $3 AND revoked_at IS NULL";
const REVOKE_FEEDS: &str = "UPDATE calendar_feed SET revoked_at = $3 WHERE tenant_id = $1 AND account_id = $2 AND revoked_at IS NULL";

impl Conn {
    /// What happened to the deadlines of a departure.
    #[boxed]
    pub async fn list_clock_events(&mut self, departure: DepartureId) -> Result<Vec<ClockEvent>> {
        all!(self, OF_DEPARTURE, departure)
    }

    /// The same of every departure that ends after a day.
    #[boxed]
    pub async fn list_clock_events_since(&mut self, since: Date) -> Result<Vec<ClockEvent>> {
        all!(self, SINCE, since)
    }

    /// The feed with this token's hash, taken back or not.
    #[boxed]
    pub async fn find_feed(&mut self, token_hash: &str) -> Result<Option<Feed>> {
        maybe!(self, FEED_BY_TOKEN, token_hash)
    }

    /// The feeds of an account that were not taken back, newest first.
    #[boxed]
    pub async fn list_feeds(&mut self, account: AccountId) -> Result<Vec<Feed>> {
        all!(self, FEEDS_OF, account)
    }
}

impl Tx {
    /// Notes what happened to a deadline.
    #[boxed]
    pub async fn create_clock_event(&mut self, new: &ClockEvent, by: AccountId) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            new.departure_id,
            &new.what,
            new.happened_on,
            new.ended_on,
            &new.claim,
            &new.remark,
            by,
            new.recorded_at
        )?;
        Ok(())
    }

    /// Stores a feed by the hash of its token.
    #[boxed]
    pub async fn create_feed(
        &mut self,
        (id, account): (FeedId, AccountId),
        token_hash: &str,
        at: Timestamp,
    ) -> Result<()> {
        run!(self, CREATE_FEED, id, account, token_hash, at)?;
        Ok(())
    }

    /// Takes a feed back.
    #[boxed]
    pub async fn revoke_feed(&mut self, id: FeedId, account: AccountId, at: Timestamp) -> Result<()> {
        changed(run!(self, REVOKE_FEED, id, account, at)?)
    }

    /// Takes every feed of an account back.
    #[boxed]
    pub async fn revoke_feeds(&mut self, account: AccountId, at: Timestamp) -> Result<u64> {
        run!(self, REVOKE_FEEDS, account, at)
    }
}
