//! Templates of papers, and the papers that were issued.

use kernel::{AccountId, AttachmentId, DepartureId, PaperId, Timestamp};

use crate::{Conn, Result, Tx, boxed};

record! {
    /// A version of a company's own template.
    pub struct TemplateRow {
        /// Which paper.
        pub kind: String,
        /// Its version, from 1; the built-in template is version 0 and not stored.
        pub version: i64,
        /// The file.
        pub attachment_id: AttachmentId,
        /// Who brought it, as shown.
        pub uploaded_by_name: String,
        /// When.
        pub uploaded_at: Timestamp,
    }
}

record! {
    /// A paper that was issued.
    pub struct Issued {
        /// Its id.
        pub id: PaperId,
        /// Its departure.
        pub departure_id: DepartureId,
        /// Which paper.
        pub kind: String,
        /// Its number.
        pub number: String,
        /// Its version in this departure, from 1.
        pub version: i64,
        /// The version of the template that it was made from.
        pub template_version: i64,
        /// The file.
        pub attachment_id: AttachmentId,
        /// The hash of the file.
        pub sha256: String,
        /// Who issued it, as shown.
        pub issued_by_name: String,
        /// When.
        pub issued_at: Timestamp,
    }
}

record! {
    struct Number {
        number: i64,
    }
}

macro_rules! template_columns {
    () => {
        "SELECT t.kind, t.version, t.attachment_id, COALESCE(a.display_name, '') AS uploaded_by_name, f.uploaded_at FROM paper_template t \
         JOIN attachment f ON f.tenant_id = t.tenant_id AND f.id = t.attachment_id \
         LEFT JOIN account a ON a.tenant_id = f.tenant_id AND a.id = f.uploaded_by WHERE t.tenant_id = $1 "
    };
}

const NEWEST_TEMPLATE: &str = concat!(template_columns!(), "AND t.kind = $2 ORDER BY t.version DESC LIMIT 1");
const NEWEST_TEMPLATES: &str = concat!(
    template_columns!(),
    "AND t.version = (SELECT MAX(n.version) FROM paper_template n WHERE n.tenant_id = t.tenant_id AND n.kind = t.kind) ORDER BY t.kind"
);
const CREATE_TEMPLATE: &str =
    "INSERT INTO paper_template (tenant_id, kind, version, attachment_id) VALUES ($1, $2, $3, $4)";
const OF_DEPARTURE: &str = "SELECT p.id, p.departure_id, p.kind, p.number, p.version, p.template_version, p.attachment_id, p.sha256, \
     COALESCE(a.display_name, '') AS issued_by_name, p.issued_at \
     FROM paper_issue p LEFT JOIN account a ON a.tenant_id = p.tenant_id AND a.id = p.issued_by \
     WHERE p.tenant_id = $1 AND p.departure_id = $2 ORDER BY p.issued_at DESC, p.id DESC";
const CREATE: &str = "INSERT INTO paper_issue (tenant_id, id, departure_id, kind, number, version, template_version, attachment_id, sha256, \
     issued_by, issued_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const NEXT_NUMBER: &str = "INSERT INTO paper_number (tenant_id, kind, year, last) VALUES ($1, $2, $3, 1) \
     ON CONFLICT (tenant_id, kind, year) DO UPDATE SET last = paper_number.last + 1 RETURNING last AS number";
const LAST_NUMBER: &str = "SELECT COALESCE(MAX(last), 0) AS number FROM paper_number WHERE tenant_id = $1 AND kind = $2 AND year = $3";

impl Conn {
    /// The newest own template of a kind.
    #[boxed]
    pub async fn find_template(&mut self, kind: &str) -> Result<Option<TemplateRow>> {
        maybe!(self, NEWEST_TEMPLATE, kind)
    }

    /// The newest own template of every kind that has one.
    #[boxed]
    pub async fn list_templates(&mut self) -> Result<Vec<TemplateRow>> {
        all!(self, NEWEST_TEMPLATES)
    }

    /// What was issued in a departure, the newest first.
    #[boxed]
    pub async fn list_issued(&mut self, departure: DepartureId) -> Result<Vec<Issued>> {
        all!(self, OF_DEPARTURE, departure)
    }

    /// The last number of a kind in a year; 0 when none was given.
    #[boxed]
    pub async fn last_paper_number(&mut self, kind: &str, year: i64) -> Result<i64> {
        let row: Number = one!(self, LAST_NUMBER, kind, year)?;
        Ok(row.number)
    }
}

impl Tx {
    /// Stores a further version of a template; a version that is there already is a duplicate.
    #[boxed]
    pub async fn create_template(&mut self, kind: &str, version: i64, file: AttachmentId) -> Result<()> {
        run!(self, CREATE_TEMPLATE, kind, version, file)?;
        Ok(())
    }

    /// The next number of a kind in a year.
    #[boxed]
    pub async fn next_paper_number(&mut self, kind: &str, year: i64) -> Result<i64> {
        let row: Number = one!(self, NEXT_NUMBER, kind, year)?;
        Ok(row.number)
    }

    /// Stores what was issued.
    #[boxed]
    pub async fn create_issued(&mut self, new: &Issued, by: AccountId) -> Result<()> {
        run!(
            self,
            CREATE,
            new.id,
            new.departure_id,
            &new.kind,
            &new.number,
            new.version,
            new.template_version,
            new.attachment_id,
            &new.sha256,
            by,
            new.issued_at
        )?;
        Ok(())
    }
}
