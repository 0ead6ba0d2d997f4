//! What employees chose to tell of their families, for care. Read by the person and by whom the person named; by no code
//! that estimates anything.

use kernel::{AccountId, CircumstanceId, Date, PersonId, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed};

record! {
    /// What somebody told.
    pub struct Circumstance {
        /// The id.
        pub id: CircumstanceId,
        /// Whose.
        pub person_id: PersonId,
        /// What it is.
        pub body: String,
        /// What the person wishes for; may be empty.
        pub wish: String,
        /// When it was offered.
        pub offered_on: Date,
        /// The last day on which it is kept.
        pub expires_on: Date,
        /// Whether the person wrote it, and not HR on the person's word.
        pub is_own: bool,
    }
}

record! {
    /// Somebody who was named to read it.
    pub struct CareReader {
        /// What.
        pub circumstance_id: CircumstanceId,
        /// Who.
        pub person_id: PersonId,
        /// The name.
        pub name: String,
    }
}

record! {
    /// Somebody who named the viewer to read what was told.
    pub struct ToldTo {
        /// Who.
        pub person_id: PersonId,
        /// The name.
        pub name: String,
    }
}

/// What is told, as it is stored.
#[derive(Debug, Clone)]
pub struct NewCircumstance {
    /// The row.
    pub row: Circumstance,
    /// Who may read it.
    pub readers: Vec<PersonId>,
}

const OF_PERSON: &str = "SELECT c.id, c.person_id, c.body, c.wish, c.offered_on, c.expires_on, c.is_own FROM circumstance c \
     WHERE c.tenant_id = $1 AND c.person_id = $2 AND c.expires_on >= $3 AND ($4 = $2 OR EXISTS (SELECT 1 FROM circumstance_reader r \
     WHERE r.tenant_id = c.tenant_id AND r.circumstance_id = c.id AND r.person_id = $4)) ORDER BY c.offered_on DESC, c.id DESC LIMIT 50";
const READERS: &str = "SELECT r.circumstance_id, r.person_id, p.name FROM circumstance_reader r \
     JOIN circumstance c ON c.tenant_id = r.tenant_id AND c.id = r.circumstance_id \
     JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id WHERE r.tenant_id = $1 AND c.person_id = $2 ORDER BY p.sort_key, p.id";
const TOLD_TO: &str = "SELECT p.id AS person_id, p.name FROM person p WHERE p.tenant_id = $1 AND p.id IN (SELECT c.person_id FROM circumstance c \
     JOIN circumstance_reader r ON r.tenant_id = c.tenant_id AND r.circumstance_id = c.id \
     WHERE c.tenant_id = $1 AND r.person_id = $2 AND c.expires_on >= $3) ORDER BY p.sort_key, p.id LIMIT 200";
const ADD: &str = "INSERT INTO circumstance (tenant_id, id, person_id, body, wish, offered_on, expires_on, recorded_by, recorded_at, is_own) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const ADD_READER: &str =
    "INSERT INTO circumstance_reader (tenant_id, circumstance_id, person_id) VALUES ($1, $2, $3)";
const ERASE_READERS: &str = "DELETE FROM circumstance_reader WHERE tenant_id = $1 AND circumstance_id IN \
     (SELECT id FROM circumstance WHERE tenant_id = $1 AND id = $2 AND person_id = $3)";
const ERASE: &str = "DELETE FROM circumstance WHERE tenant_id = $1 AND id = $2 AND person_id = $3";
const EXPIRE_READERS: &str = "DELETE FROM circumstance_reader WHERE tenant_id = $1 AND circumstance_id IN \
     (SELECT id FROM circumstance WHERE tenant_id = $1 AND expires_on < $2)";
const EXPIRE: &str = "DELETE FROM circumstance WHERE tenant_id = $1 AND expires_on < $2";

impl Conn {
    /// What somebody told, as far as the viewer was named to read it, or is the person; nothing past its day.
    #[boxed]
    pub async fn list_circumstances(
        &mut self,
        person: PersonId,
        (today, viewer): (Date, PersonId),
    ) -> Result<Vec<Circumstance>> {
        all!(self, OF_PERSON, person, today, viewer)
    }

    /// Those who named somebody to read what they told.
    #[boxed]
    pub async fn list_told_to(&mut self, reader: PersonId, today: Date) -> Result<Vec<ToldTo>> {
        all!(self, TOLD_TO, reader, today)
    }

    /// Who was named to read what somebody told.
    #[boxed]
    pub async fn list_care_readers(&mut self, person: PersonId) -> Result<Vec<CareReader>> {
        all!(self, READERS, person)
    }
}

impl Tx {
    /// Keeps what was told, and erases what is past its day.
    #[boxed]
    pub async fn add_circumstance(
        &mut self,
        new: &NewCircumstance,
        (by, at, today): (AccountId, Timestamp, Date),
    ) -> Result<()> {
        self.expire_circumstances(today).await?;
        let row = &new.row;
        run!(
            self,
            ADD,
            row.id,
            row.person_id,
            row.body.as_str(),
            row.wish.as_str(),
            row.offered_on,
            row.expires_on,
            by,
            at,
            row.is_own
        )?;
        for reader in &new.readers {
            run!(self, ADD_READER, row.id, reader)?;
        }
        Ok(())
    }

    /// Erases what is past its day, and tells how much that was.
    #[boxed]
    pub async fn expire_circumstances(&mut self, today: Date) -> Result<u64> {
        run!(self, EXPIRE_READERS, today)?;
        run!(self, EXPIRE, today)
    }

    /// Erases what the person told.
    #[boxed]
    pub async fn erase_circumstance(&mut self, id: CircumstanceId, person: PersonId) -> Result<()> {
        run!(self, ERASE_READERS, id, person)?;
        changed(run!(self, ERASE, id, person)?)
    }
}
