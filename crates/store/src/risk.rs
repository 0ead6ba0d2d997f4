//! Watching for signs of leaving: under which rules, who objected, what was computed on which day.

mod material;
mod runs;

use kernel::{AccountId, Date, PersonId, Timestamp};

use crate::{Conn, Result, Tx, boxed};

pub use material::{OwnRecords, RiskAbsence, RiskCustomer, RiskDeparture, RiskEvent, RiskSpell};
pub use runs::{Claim, RiskGroup, RiskHit, RiskRun, RiskScore, SignRecord};

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
        /// Whether a person is given the explanation in words.
        pub tells_explanation: bool,
        /// Whether a person is told which roles looked.
        pub tells_looks: bool,
        /// For how many days looks at scores are kept.
        pub looks_days: i64,
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
        /// Whether the person wrote it, and not HR on the person's word.
        pub is_own: bool,
    }
}

record! {
    /// What the company answered.
    #[derive(serde::Serialize)]
    pub struct RiskAnswer {
        /// To what was said.
        pub saying_id: String,
        /// The answer.
        pub answer: String,
        /// Who answered.
        pub answered_by: AccountId,
        /// When.
        pub answered_at: Timestamp,
    }
}

record! {
    /// An objection that nobody answered yet.
    pub struct OpenObjection {
        /// What was said.
        pub id: String,
        /// By whom.
        pub person_id: PersonId,
        /// The name.
        pub name: String,
        /// When.
        pub said_on: Date,
        /// The reason.
        pub document: String,
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
     retention_days, tells_explanation, tells_looks, looks_days, set_by, set_at FROM risk_rules WHERE tenant_id = $1 ORDER BY version DESC LIMIT 50";
const ADD_RULES: &str = "INSERT INTO risk_rules (tenant_id, version, is_on, purpose, roles, basis, basis_text, assessment, \
     assessed_on, notice_version, notice_on, retention_days, tells_explanation, tells_looks, looks_days, set_by, set_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
const SAYINGS: &str = "SELECT id, person_id, kind, said_on, document, said_by, said_at, is_own FROM risk_saying WHERE tenant_id = $1 ORDER BY id";
const SAYINGS_OF: &str = "SELECT id, person_id, kind, said_on, document, said_by, said_at, is_own FROM risk_saying \
     WHERE tenant_id = $1 AND person_id = $2 ORDER BY id";
const SAY: &str = "INSERT INTO risk_saying (tenant_id, id, person_id, kind, said_on, document, said_by, said_at, is_own) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const ANSWERS: &str = "SELECT a.saying_id, a.answer, a.answered_by, a.answered_at FROM risk_answer a \
     JOIN risk_saying s ON s.tenant_id = a.tenant_id AND s.id = a.saying_id WHERE a.tenant_id = $1 AND s.person_id = $2";
const ANSWER: &str = "INSERT INTO risk_answer (tenant_id, saying_id, answer, answered_by, answered_at) VALUES ($1, $2, $3, $4, $5)";
/// Whoever takes an objection back waits for no answer; nobody answers the own.
const OPEN_OBJECTIONS: &str = "SELECT s.id, s.person_id, p.name, s.said_on, s.document FROM risk_saying s \
     JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id WHERE s.tenant_id = $1 AND s.kind = 'objection' AND s.person_id <> $2 \
     AND NOT EXISTS (SELECT 1 FROM risk_answer a WHERE a.tenant_id = s.tenant_id AND a.saying_id = s.id) \
     AND NOT EXISTS (SELECT 1 FROM risk_saying x WHERE x.tenant_id = s.tenant_id AND x.person_id = s.person_id \
     AND x.kind = 'objection-lifted' AND x.id > s.id) ORDER BY s.id LIMIT $3";
const SWITCHES: &str = "SELECT code, is_on FROM risk_sign WHERE tenant_id = $1";
const SWITCH: &str = "INSERT INTO risk_sign (tenant_id, code, is_on, set_by, set_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (tenant_id, code) DO UPDATE SET is_on = excluded.is_on, set_by = excluded.set_by, set_at = excluded.set_at";

impl Conn {
    /// Every version of the rules, the one that holds first.
    #[boxed]
    pub async fn list_risk_rules(&mut self) -> Result<Vec<RiskRules>> {
        all!(self, RULES)
    }

    /// What everybody said, in the order of time.
    #[boxed]
    pub async fn list_risk_sayings(&mut self) -> Result<Vec<RiskSaying>> {
        all!(self, SAYINGS)
    }

    /// What one person said, in the order of time.
    #[boxed]
    pub async fn list_risk_sayings_of(&mut self, person: PersonId) -> Result<Vec<RiskSaying>> {
        all!(self, SAYINGS_OF, person)
    }

    /// What one person was answered.
    #[boxed]
    pub async fn list_risk_answers_to(&mut self, person: PersonId) -> Result<Vec<RiskAnswer>> {
        all!(self, ANSWERS, person)
    }

    /// The objections that wait for an answer, the oldest first; not the viewer's own.
    #[boxed]
    pub async fn list_open_objections(
        &mut self,
        viewer: Option<PersonId>,
        limit: i64,
    ) -> Result<Vec<OpenObjection>> {
        all!(self, OPEN_OBJECTIONS, viewer.map(|viewer| viewer.to_string()).unwrap_or_default(), limit)
    }

    /// The signs that were switched.
    #[boxed]
    pub async fn list_sign_switches(&mut self) -> Result<Vec<SignSwitch>> {
        all!(self, SWITCHES)
    }
}

impl Tx {
    /// Adds a version; one that is there already is `Duplicate`.
    #[boxed]
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
            rules.tells_explanation,
            rules.tells_looks,
            rules.looks_days,
            rules.set_by,
            rules.set_at
        )?;
        Ok(())
    }

    /// Notes what a person said.
    #[boxed]
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
            saying.said_at,
            saying.is_own
        )?;
        Ok(())
    }

    /// Answers what a person said; what is answered already is `Duplicate`.
    #[boxed]
    pub async fn add_risk_answer(&mut self, answer: &RiskAnswer) -> Result<()> {
        run!(self, ANSWER, &answer.saying_id, &answer.answer, answer.answered_by, answer.answered_at)?;
        Ok(())
    }

    /// Switches a sign.
    #[boxed]
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
