//! Dated values of places that the company added: proposed by one person, decided by another, kept for good.

use kernel::{AccountId, Date, LawValueId, Timestamp};

use crate::{Conn, Result, Tx, boxed, departures::changed};

record! {
    /// A value of a place.
    pub struct LawValue {
        /// Its id.
        pub id: LawValueId,
        /// The place.
        pub region: String,
        /// `minimum-wage` or `average-wage`.
        pub name: String,
        /// From when it holds.
        pub starts: Date,
        /// The amount, in fen.
        pub amount_fen: i64,
        /// The notice that it stands in.
        pub citation: String,
        /// Where that can be read; may be empty.
        pub link: String,
        /// When it was published.
        pub published_on: Option<Date>,
        /// Whether the official notice was not seen.
        pub is_provisional: bool,
        /// `proposed`, `confirmed` or `rejected`.
        pub status: String,
        /// Who proposed it.
        pub proposed_by: AccountId,
        /// Who proposed it, as shown.
        pub proposed_by_name: String,
        /// When.
        pub proposed_at: Timestamp,
        /// Who decided, as shown.
        pub decided_by_name: String,
        /// When.
        pub decided_at: Option<Timestamp>,
        /// What was said to the decision.
        pub remark: String,
    }
}

const ALL: &str = "SELECT v.id, v.region, v.name, v.starts, v.amount_fen, v.citation, v.link, v.published_on, v.is_provisional, v.status, \
     v.proposed_by, COALESCE(p.display_name, '') AS proposed_by_name, v.proposed_at, COALESCE(d.display_name, '') AS decided_by_name, \
     v.decided_at, v.remark FROM law_value v LEFT JOIN account p ON p.tenant_id = v.tenant_id AND p.id = v.proposed_by \
     LEFT JOIN account d ON d.tenant_id = v.tenant_id AND d.id = v.decided_by \
     WHERE v.tenant_id = $1 ORDER BY v.region, v.name, v.starts, v.proposed_at, v.id";
const PROPOSE: &str = "INSERT INTO law_value (tenant_id, id, region, name, starts, amount_fen, citation, link, published_on, is_provisional, status, \
     proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed', $11, $12)";
const DECIDE: &str = "UPDATE law_value SET status = $3, decided_by = $4, decided_at = $5, remark = $6 \
     WHERE tenant_id = $1 AND id = $2 AND status = 'proposed'";

impl Conn {
    /// Every value by place, name and first day; there are as many as somebody typed.
    #[boxed]
    pub async fn list_law_values(&mut self) -> Result<Vec<LawValue>> {
        all!(self, ALL)
    }
}

impl Tx {
    /// Proposes a value.
    #[boxed]
    pub async fn propose_law_value(&mut self, new: &LawValue) -> Result<()> {
        run!(
            self,
            PROPOSE,
            new.id,
            &new.region,
            &new.name,
            new.starts,
            new.amount_fen,
            &new.citation,
            &new.link,
            new.published_on,
            new.is_provisional,
            new.proposed_by,
            new.proposed_at
        )?;
        Ok(())
    }

    /// Decides a value that is proposed; once.
    #[boxed]
    pub async fn decide_law_value(
        &mut self,
        id: LawValueId,
        status: &str,
        (by, at): (AccountId, Timestamp),
        remark: &str,
    ) -> Result<()> {
        changed(run!(self, DECIDE, id, status, by, at, remark)?)
    }
}
