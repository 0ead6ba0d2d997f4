//! Attachments: what is known of a file that lies in the vault.

use kernel::{AccountId, AttachmentId, DepartureId, Timestamp};

use crate::{Conn, Result, Tx, boxed};

record! {
    /// A file that was attached to something.
    pub struct Attachment {
        /// Its id.
        pub id: AttachmentId,
        /// What it is attached to: `stage`, `task`, `teach-back` …
        pub owner_kind: String,
        /// The id of that.
        pub owner_id: String,
        /// The departure that it belongs to; who may see that may be let to see the file.
        pub departure_id: Option<DepartureId>,
        /// The name it came with.
        pub file_name: String,
        /// Its random name in the vault.
        pub stored_name: String,
        /// Its type, told by content.
        pub media_type: String,
        /// Its size.
        pub size_bytes: i64,
        /// The hash of its bytes, which the evidence log commits to.
        pub sha256: String,
        /// Who brought it.
        pub uploaded_by: AccountId,
        /// When.
        pub uploaded_at: Timestamp,
    }
}

record! {
    /// A stored name.
    struct NameRow {
        stored_name: String,
    }
}

const CREATE: &str = "INSERT INTO attachment (tenant_id, id, owner_kind, owner_id, departure_id, file_name, stored_name, media_type, size_bytes, sha256, \
     uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const BY_ID: &str = "SELECT id, owner_kind, owner_id, departure_id, file_name, stored_name, media_type, size_bytes, sha256, uploaded_by, uploaded_at \
     FROM attachment WHERE tenant_id = $1 AND id = $2";
const OF_OWNER: &str = "SELECT id, owner_kind, owner_id, departure_id, file_name, stored_name, media_type, size_bytes, sha256, uploaded_by, uploaded_at \
     FROM attachment WHERE tenant_id = $1 AND owner_kind = $2 AND owner_id = $3 ORDER BY id";
const NAMES: &str = "SELECT stored_name FROM attachment WHERE tenant_id = $1";

impl Conn {
    /// The attachment with this id.
    #[boxed]
    pub async fn get_attachment(&mut self, id: AttachmentId) -> Result<Attachment> {
        one!(self, BY_ID, id)
    }

    /// What is attached to one thing, oldest first.
    #[boxed]
    pub async fn list_attachments(&mut self, owner_kind: &str, owner_id: &str) -> Result<Vec<Attachment>> {
        all!(self, OF_OWNER, owner_kind, owner_id)
    }

    /// Every stored name, for the vault's sweeper.
    #[boxed]
    pub async fn list_stored_names(&mut self) -> Result<Vec<String>> {
        let rows: Vec<NameRow> = all!(self, NAMES)?;
        Ok(rows.into_iter().map(|row| row.stored_name).collect())
    }
}

impl Tx {
    /// Records a file that the vault has made durable already.
    #[boxed]
    pub async fn create_attachment(&mut self, new: &Attachment) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            &new.owner_kind,
            &new.owner_id,
            new.departure_id,
            &new.file_name,
            &new.stored_name,
            &new.media_type,
            new.size_bytes,
            &new.sha256,
            new.uploaded_by.to_string(),
            new.uploaded_at
        )?;
        Ok(())
    }
}
