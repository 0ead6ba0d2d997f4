//! Notices and the attempts to serve them.

use kernel::{AccountId, AttemptId, Date, DepartureId, NoticeId, Timestamp};
use law::{AddressBasis, Means, Outcome};

use crate::{Conn, Result, Tx, attachments::Attachment, boxed, departures::changed};

text_columns!(AddressBasis, Means, Outcome);

record! {
    /// A notice as stored.
    pub struct Notice {
        /// Its id.
        pub id: NoticeId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// What kind of notice.
        pub kind: String,
        /// Its text.
        pub body: String,
        /// Where it is sent.
        pub address: String,
        /// Why that is the right address.
        pub address_basis: AddressBasis,
        /// Who made it, as shown.
        pub made_by_name: String,
        /// When.
        pub made_at: Timestamp,
    }
}

record! {
    /// An attempt as stored.
    pub struct AttemptRow {
        /// Its id.
        pub id: AttemptId,
        /// Its notice.
        pub notice_id: NoticeId,
        /// By which means.
        pub means: Means,
        /// When it was tried.
        pub tried_on: Date,
        /// What came of it.
        pub outcome: Outcome,
        /// When, where that is another day.
        pub outcome_on: Option<Date>,
        /// The number of the mail.
        pub mail_number: String,
        /// What else there is to say.
        pub remark: String,
        /// Who wrote it down, as shown.
        pub recorded_by_name: String,
        /// When.
        pub recorded_at: Timestamp,
    }
}

macro_rules! notice_columns {
    () => {
        "SELECT n.id, n.departure_id, n.kind, n.body, n.address, n.address_basis, COALESCE(a.display_name, '') AS made_by_name, n.made_at \
         FROM notice n LEFT JOIN account a ON a.tenant_id = n.tenant_id AND a.id = n.made_by WHERE n.tenant_id = $1 "
    };
}

const OF_DEPARTURE: &str = concat!(notice_columns!(), "AND n.departure_id = $2 ORDER BY n.id");
const BY_ID: &str = concat!(notice_columns!(), "AND n.departure_id = $2 AND n.id = $3");
const CREATE: &str = "INSERT INTO notice (tenant_id, id, departure_id, kind, body, address, address_basis, made_by, made_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const EDIT: &str = "UPDATE notice SET body = $3, address = $4, address_basis = $5 WHERE tenant_id = $1 AND id = $2 \
     AND NOT EXISTS (SELECT 1 FROM notice_attempt t WHERE t.tenant_id = $1 AND t.notice_id = $2)";
const ATTEMPTS: &str = "SELECT t.id, t.notice_id, t.means, t.tried_on, t.outcome, t.outcome_on, t.mail_number, t.remark, \
     COALESCE(a.display_name, '') AS recorded_by_name, t.recorded_at \
     FROM notice_attempt t LEFT JOIN account a ON a.tenant_id = t.tenant_id AND a.id = t.recorded_by \
     WHERE t.tenant_id = $1 AND t.departure_id = $2 ORDER BY t.tried_on, t.id";
const TRY: &str = "INSERT INTO notice_attempt (tenant_id, id, notice_id, departure_id, means, tried_on, outcome, outcome_on, mail_number, \
     remark, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const SETTLE: &str = "UPDATE notice_attempt SET outcome = $3, outcome_on = $4 WHERE tenant_id = $1 AND id = $2 AND outcome = 'pending'";
const FILES: &str = "SELECT id, owner_kind, owner_id, departure_id, file_name, stored_name, media_type, size_bytes, sha256, uploaded_by, uploaded_at \
     FROM attachment WHERE tenant_id = $1 AND departure_id = $2 AND owner_kind LIKE 'notice-%' ORDER BY id";

impl Conn {
    /// The notices of a departure, oldest first.
    #[boxed]
    pub async fn list_notices(&mut self, departure: DepartureId) -> Result<Vec<Notice>> {
        all!(self, OF_DEPARTURE, departure)
    }

    /// One notice of a departure.
    #[boxed]
    pub async fn get_notice(&mut self, departure: DepartureId, id: NoticeId) -> Result<Notice> {
        one!(self, BY_ID, departure, id)
    }

    /// Every attempt of a departure's notices, in the order of their days.
    #[boxed]
    pub async fn list_attempts(&mut self, departure: DepartureId) -> Result<Vec<AttemptRow>> {
        all!(self, ATTEMPTS, departure)
    }

    /// Every file that proves an attempt; the kind of proof follows `notice-` in the owner's kind.
    #[boxed]
    pub async fn list_attempt_files(&mut self, departure: DepartureId) -> Result<Vec<Attachment>> {
        all!(self, FILES, departure)
    }
}

impl Tx {
    /// Stores a notice.
    #[boxed]
    pub async fn create_notice(&mut self, new: &Notice, by: AccountId) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            new.departure_id,
            &new.kind,
            &new.body,
            &new.address,
            new.address_basis,
            by,
            new.made_at
        )?;
        Ok(())
    }

    /// Changes a notice that nobody tried to serve yet; otherwise it is not found.
    #[boxed]
    pub async fn edit_notice(
        &mut self,
        id: NoticeId,
        body: &str,
        (address, basis): (&str, AddressBasis),
    ) -> Result<()> {
        changed(run!(self, EDIT, id, body, address, basis)?)
    }

    /// Stores an attempt.
    #[boxed]
    pub async fn create_attempt(
        &mut self,
        departure: DepartureId,
        new: &AttemptRow,
        by: AccountId,
    ) -> Result<()> {
        run!(
            self,
            TRY,
            new.id,
            new.notice_id,
            departure,
            new.means,
            new.tried_on,
            new.outcome,
            new.outcome_on,
            &new.mail_number,
            &new.remark,
            by,
            new.recorded_at
        )?;
        Ok(())
    }

    /// What came of an attempt whose outcome was not known; once.
    #[boxed]
    pub async fn settle_attempt(&mut self, id: AttemptId, outcome: Outcome, on: Option<Date>) -> Result<()> {
        changed(run!(self, SETTLE, id, outcome, on)?)
    }
}
