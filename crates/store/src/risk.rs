//! Watching for signs of leaving: under which rules, who objected, what was computed on which day.

mod material;
mod runs;

use kernel::{AccountId, Date, PersonId, Timestamp};

use crate::{Conn, Result, Tx};

pub use material::{RiskAbsence, RiskCustomer, RiskDeparture, RiskEvent, RiskSpell};
pub use runs::{Claim, RiskHit, RiskRun, RiskScore, SignRecord};

record! {
    /// Under what the company watches.
    #[derive(serde::Serialize)]
    pub struct RiskRules {
        /// The version, from 1.
        pub version: i64,
        /// Whether it watches.
        pub is_on: bool,
        /// What for.
        pub purpose: String,
        /// The roles that may see somebody's score, joined by blanks.
        pub roles: String,
        /// `consent` or `hr-rules`.
        pub basis: String,
        /// The document it rests on.
        pub basis_text: String,
        /// The impact assessment: its number or where it lies.
        pub assessment: String,
        /// Its day.
        pub assessed_on: Option<Date>,
        /// Which version of the notice the employees have.
        pub notice_version: String,
        /// Since when.
        pub notice_on: Option<Date>,
        /// For how many days scores are kept.
        pub retention_days: i64,
        /// Who set it.
        pub set_by: AccountId,
        /// When.
        pub set_at: Timestamp,
    }
}

record! {
    /// What a person said of being watched.
    #[derive(serde::Serialize)]
    pub struct RiskSaying {
        /// The row's id.
        pub id: String,
        /// Who said it.
        pub person_id: PersonId,
        /// `consent`, `withdrawal`, `objection` or `objection-lifted`.
        pub kind: String,
        /// When.
        pub said_on: Date,
        /// The paper or the words.
        pub document: String,
        /// Who noted it.
        pub said_by: AccountId,
        /// When that was.
        pub said_at: Timestamp,
    }
}

record! {
    /// A sign that was switched.
    pub struct SignSwitch {
        /// Its code.
        pub code: String,
        /// Whether it is on.
        pub is_on: bool,
    }
}

const RULES: &str = "SELECT version, is_on, purpose, roles, basis, basis_text, assessment, assessed_on, notice_version, notice_on, \
     retention_days, set_by, set_at FROM risk_rules WHERE tenant_id = $1 ORDER BY version DESC LIMIT 50";
const ADD_RULES: &str = "INSERT INTO risk_rules (tenant_id, version, is_on, purpose, roles, basis, basis_text, assessment, \
     assessed_on, notice_version, notice_on, retention_days, set_by, set_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const SAYINGS: &str = "SELECT id, person_id, kind, said_on, document, said_by, said_at FROM risk_saying WHERE tenant_id = $1 ORDER BY id";
const SAYINGS_OF: &str = "SELECT id, person_id, kind, said_on, document, said_by, said_at FROM risk_saying \
     WHERE tenant_id = $1 AND person_id = $2 ORDER BY id";
const SAY: &str = "INSERT INTO risk_saying (tenant_id, id, person_id, kind, said_on, document, said_by, said_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const SWITCHES: &str = "SELECT code, is_on FROM risk_sign WHERE tenant_id = $1";
const SWITCH: &str = "INSERT INTO risk_sign (tenant_id, code, is_on, set_by, set_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (tenant_id, code) DO UPDATE SET is_on = excluded.is_on, set_by = excluded.set_by, set_at = excluded.set_at";

impl Conn {
    /// Every version of the rules, the one that holds first.
    pub async fn list_risk_rules(&mut self) -> Result<Vec<RiskRules>> {
        all!(self, RULES)
    }

    /// What everybody said, in the order of time.
    pub async fn list_risk_sayings(&mut self) -> Result<Vec<RiskSaying>> {
        all!(self, SAYINGS)
    }

    /// What one person said, in the order of time.
    pub async fn list_risk_sayings_of(&mut self, person: PersonId) -> Result<Vec<RiskSaying>> {
        all!(self, SAYINGS_OF, person)
    }

    /// The signs that were switched.
    pub async fn list_sign_switches(&mut self) -> Result<Vec<SignSwitch>> {
        all!(self, SWITCHES)
    }
}

impl Tx {
    /// Adds a version; one that is there already is `Duplicate`.
    pub async fn add_risk_rules(&mut self, rules: &RiskRules) -> Result<()> {
        run!(
            self,
            ADD_RULES,
            rules.version,
            rules.is_on,
            &rules.purpose,
            &rules.roles,
            &rules.basis,
            &rules.basis_text,
            &rules.assessment,
            rules.assessed_on,
            &rules.notice_version,
            rules.notice_on,
            rules.retention_days,
            rules.set_by,
            rules.set_at
        )?;
        Ok(())
    }

    /// Notes what a person said.
    pub async fn add_risk_saying(&mut self, saying: &RiskSaying) -> Result<()> {
        run!(
            self,
            SAY,
            &saying.id,
            saying.person_id,
            &saying.kind,
            saying.said_on,
            &saying.document,
            saying.said_by,
            saying.said_at
        )?;
        Ok(())
    }

    /// Switches a sign.
    pub async fn switch_sign(
        &mut self,
        code: &str,
        is_on: bool,
        (by, at): (AccountId, Timestamp),
    ) -> Result<()> {
        run!(self, SWITCH, code, is_on, by, at)?;
        Ok(())
    }
}
