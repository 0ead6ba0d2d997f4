//! Settlements: the facts with their sources, the issued versions, what was paid, what is held back.

use kernel::{AccountId, Date, DepartureId, FactId, HoldId, PaymentId, PersonId, SettlementId, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed};

record! {
    /// A fact as somebody entered it.
    pub struct EnteredFact {
        /// Its id.
        pub id: FactId,
        /// What it is.
        pub code: String,
        /// Its value; empty where an entry was taken back.
        pub value: String,
        /// The kind of document it rests on.
        pub source_kind: String,
        /// Which document.
        pub source: String,
        /// Who entered it, as shown.
        pub entered_by_name: String,
        /// When.
        pub entered_at: Timestamp,
    }
}

record! {
    /// An issued version.
    pub struct Issued {
        /// Its id.
        pub id: SettlementId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// Its number, from 1.
        pub version: i64,
        /// The sheet.
        pub content: String,
        /// The hash of the sheet, which the log commits to.
        pub sha256: String,
        /// Who issued it, as shown.
        pub issued_by_name: String,
        /// When.
        pub issued_at: Timestamp,
    }
}

record! {
    /// A payment.
    pub struct Payment {
        /// Its id.
        pub id: PaymentId,
        /// The version that it pays.
        pub settlement_id: SettlementId,
        /// The line.
        pub line: String,
        /// How much, in fen.
        pub amount_fen: i64,
        /// The day.
        pub paid_on: Date,
        /// A remark.
        pub remark: String,
        /// Who recorded it, as shown.
        pub recorded_by_name: String,
        /// When.
        pub recorded_at: Timestamp,
    }
}

record! {
    /// A line that is held back.
    pub struct Hold {
        /// Its id.
        pub id: HoldId,
        /// The line.
        pub line: String,
        /// Whether the law lets this line wait.
        pub is_lawful: bool,
        /// Why.
        pub reason: String,
        /// Who holds it, as shown.
        pub held_by_name: String,
        /// Since when.
        pub held_at: Timestamp,
        /// When it was released.
        pub released_at: Option<Timestamp>,
    }
}

const FACTS: &str = "SELECT f.id, f.code, f.value, f.source_kind, f.source, COALESCE(a.display_name, '') AS entered_by_name, f.entered_at \
     FROM settlement_fact f LEFT JOIN account a ON a.tenant_id = f.tenant_id AND a.id = f.entered_by \
     WHERE f.tenant_id = $1 AND f.departure_id = $2 ORDER BY f.entered_at, f.id";
const ENTER: &str = "INSERT INTO settlement_fact (tenant_id, id, departure_id, code, value, source_kind, source, entered_by, entered_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const VERSIONS: &str = "SELECT s.id, s.departure_id, s.version, s.content, s.sha256, COALESCE(a.display_name, '') AS issued_by_name, s.issued_at \
     FROM settlement s LEFT JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.issued_by \
     WHERE s.tenant_id = $1 AND s.departure_id = $2 ORDER BY s.version DESC";
const OF_PERSON: &str = "SELECT s.id, s.departure_id, s.version, s.content, s.sha256, COALESCE(a.display_name, '') AS issued_by_name, s.issued_at \
     FROM settlement s JOIN departure d ON d.tenant_id = s.tenant_id AND d.id = s.departure_id \
     LEFT JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.issued_by \
     WHERE s.tenant_id = $1 AND d.person_id = $2 AND d.announced_at IS NOT NULL ORDER BY s.issued_at DESC, s.version DESC LIMIT 1";
const ISSUE: &str = "INSERT INTO settlement (tenant_id, id, departure_id, version, content, sha256, issued_by, issued_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const PAYMENTS: &str = "SELECT p.id, p.settlement_id, p.line, p.amount_fen, p.paid_on, p.remark, COALESCE(a.display_name, '') AS recorded_by_name, \
     p.recorded_at FROM settlement_payment p LEFT JOIN account a ON a.tenant_id = p.tenant_id AND a.id = p.recorded_by \
     WHERE p.tenant_id = $1 AND p.departure_id = $2 ORDER BY p.paid_on, p.id";
const PAY: &str = "INSERT INTO settlement_payment (tenant_id, id, departure_id, settlement_id, line, amount_fen, paid_on, remark, recorded_by, recorded_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const HOLDS: &str = "SELECT h.id, h.line, h.is_lawful, h.reason, COALESCE(a.display_name, '') AS held_by_name, h.held_at, h.released_at \
     FROM settlement_hold h LEFT JOIN account a ON a.tenant_id = h.tenant_id AND a.id = h.held_by \
     WHERE h.tenant_id = $1 AND h.departure_id = $2 ORDER BY h.held_at, h.id";
const HOLD: &str = "INSERT INTO settlement_hold (tenant_id, id, departure_id, line, is_lawful, reason, held_by, held_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const RELEASE: &str = "UPDATE settlement_hold SET released_at = $4, released_by = $5 \
     WHERE tenant_id = $1 AND departure_id = $2 AND id = $3 AND released_at IS NULL";

impl Conn {
    /// Every entry of a departure's facts, the oldest first; the last of a code counts.
    #[boxed]
    pub async fn list_settlement_facts(&mut self, departure: DepartureId) -> Result<Vec<EnteredFact>> {
        all!(self, FACTS, departure)
    }

    /// The issued versions, the newest first.
    #[boxed]
    pub async fn list_settlements(&mut self, departure: DepartureId) -> Result<Vec<Issued>> {
        all!(self, VERSIONS, departure)
    }

    /// The newest version that was issued in an announced departure of a person.
    #[boxed]
    pub async fn find_settlement_of(&mut self, person: PersonId) -> Result<Option<Issued>> {
        maybe!(self, OF_PERSON, person)
    }

    /// What was paid, by day.
    #[boxed]
    pub async fn list_payments(&mut self, departure: DepartureId) -> Result<Vec<Payment>> {
        all!(self, PAYMENTS, departure)
    }

    /// What is and was held back.
    #[boxed]
    pub async fn list_holds(&mut self, departure: DepartureId) -> Result<Vec<Hold>> {
        all!(self, HOLDS, departure)
    }
}

impl Tx {
    /// Adds an entry of a fact.
    #[boxed]
    pub async fn enter_settlement_fact(
        &mut self,
        departure: DepartureId,
        fact: &EnteredFact,
        by: AccountId,
    ) -> Result<()> {
        run!(
            self,
            ENTER,
            fact.id,
            departure,
            &fact.code,
            &fact.value,
            &fact.source_kind,
            &fact.source,
            by,
            fact.entered_at
        )?;
        Ok(())
    }

    /// Stores an issued version; the same number twice is [`crate::Error::Duplicate`].
    #[boxed]
    pub async fn create_settlement(&mut self, new: &Issued, by: AccountId) -> Result<()> {
        run!(
            self,
            ISSUE,
            new.id,
            new.departure_id,
            new.version,
            &new.content,
            &new.sha256,
            by,
            new.issued_at
        )?;
        Ok(())
    }

    /// Records a payment.
    #[boxed]
    pub async fn create_payment(
        &mut self,
        departure: DepartureId,
        new: &Payment,
        by: AccountId,
    ) -> Result<()> {
        run!(
            self,
            PAY,
            new.id,
            departure,
            new.settlement_id,
            &new.line,
            new.amount_fen,
            new.paid_on,
            &new.remark,
            by,
            new.recorded_at
        )?;
        Ok(())
    }

    /// Holds a line back; a second hold of the same line is [`crate::Error::Duplicate`].
    #[boxed]
    pub async fn create_hold(&mut self, departure: DepartureId, new: &Hold, by: AccountId) -> Result<()> {
        run!(self, HOLD, new.id, departure, &new.line, new.is_lawful, &new.reason, by, new.held_at)?;
        Ok(())
    }

    /// Releases a line that is held back.
    #[boxed]
    pub async fn release_hold(
        &mut self,
        departure: DepartureId,
        id: HoldId,
        (by, at): (AccountId, Timestamp),
    ) -> Result<()> {
        changed(run!(self, RELEASE, departure, id, at, by)?)
    }
}
