//! Computations: one a day and company, claimed by whoever comes first; what each found, until it expires.

use kernel::{Date, PersonId, TenantId, Timestamp};

use crate::{
    Conn, Db, Result, Tx,
    bulk::{Target, Value},
};

record! {
    /// A computation.
    pub struct RiskRun {
        /// As of which day.
        pub as_of: Date,
        /// `running`, `done` or `failed`.
        pub status: String,
        /// How far it is.
        pub step: String,
        /// When it began.
        pub begun_at: Timestamp,
        /// When it ended.
        pub ended_at: Option<Timestamp>,
        /// Under which version of the rules.
        pub rules_version: i64,
        /// The day after which what it found of people is deleted.
        pub expires_on: Date,
        /// The model card as JSON; empty until it is done.
        pub card: String,
    }
}

record! {
    /// What a computation says of a person.
    pub struct RiskScore {
        /// Who.
        pub person_id: PersonId,
        /// The place among all, from 1.
        pub rank: i64,
        /// The probability for 90 days in millionths; nothing where there is no estimate.
        pub p90: Option<i64>,
        /// The cost of losing the person, in points.
        pub cost: i64,
        /// Chances, reasons, course and cost as JSON.
        pub content: String,
    }
}

record! {
    /// A sign that a person showed.
    #[derive(Eq)]
    pub struct RiskHit {
        /// Who.
        pub person_id: PersonId,
        /// Which sign.
        pub sign: String,
    }
}

record! {
    /// When a sign was first seen of somebody, and whether an own notice followed.
    pub struct SignRecord {
        /// Which sign.
        pub sign: String,
        /// Who.
        pub person_id: PersonId,
        /// When it was first seen.
        pub first_on: Date,
    }
}

record! {
    /// How many people of a department were computed, and how many of them stand out.
    #[derive(Eq)]
    pub struct RiskGroup {
        /// The department's path; empty where there is none.
        pub path: String,
        /// How many people.
        pub people: i64,
        /// How many of them reach a probability, or show a sign.
        pub raised: i64,
    }
}

/// A computation that somebody wants to do.
#[derive(Debug, Clone)]
pub struct Claim {
    /// As of which day.
    pub as_of: Date,
    /// What tells this claim from others.
    pub claim: String,
    /// When.
    pub at: Timestamp,
    /// A claim older than this was given up by whoever made it.
    pub stale_before: Timestamp,
    /// Under which version of the rules.
    pub rules_version: i64,
    /// Until when what it finds is kept.
    pub expires_on: Date,
    /// Whether a finished computation of that day is done again.
    pub is_again: bool,
}

const CLAIM: &str = "INSERT INTO risk_run (tenant_id, as_of, claim, status, step, begun_at, rules_version, expires_on) \
     VALUES ($1, $2, $3, 'running', 'read', $4, $5, $6) ON CONFLICT (tenant_id, as_of) DO NOTHING";
const TAKE_OVER: &str = "UPDATE risk_run SET claim = $3, status = 'running', step = 'read', begun_at = $4, ended_at = NULL, \
     rules_version = $5, expires_on = $6 WHERE tenant_id = $1 AND as_of = $2 \
     AND (status = 'failed' OR (status = 'done' AND $7) OR (status = 'running' AND begun_at < $8))";
const STEP: &str =
    "UPDATE risk_run SET step = $4 WHERE tenant_id = $1 AND as_of = $2 AND claim = $3 AND status = 'running'";
const FAIL: &str = "UPDATE risk_run SET status = 'failed', ended_at = $4 WHERE tenant_id = $1 AND as_of = $2 AND claim = $3 AND status = 'running'";
const FINISH: &str = "UPDATE risk_run SET status = 'done', step = 'done', ended_at = $4, card = $5 \
     WHERE tenant_id = $1 AND as_of = $2 AND claim = $3 AND status = 'running'";
const FORGET_SCORES: &str = "DELETE FROM risk_score WHERE tenant_id = $1 AND as_of = $2";
const FORGET_HITS: &str = "DELETE FROM risk_hit WHERE tenant_id = $1 AND as_of = $2";
const FORGET_SCORES_OF: &str = "DELETE FROM risk_score WHERE tenant_id = $1 AND person_id = $2";
const FORGET_HITS_OF: &str = "DELETE FROM risk_hit WHERE tenant_id = $1 AND person_id = $2";
const EXPIRE_SCORES: &str = "DELETE FROM risk_score WHERE tenant_id = $1 AND as_of IN \
     (SELECT as_of FROM risk_run WHERE tenant_id = $1 AND expires_on < $2)";
const EXPIRE_HITS: &str = "DELETE FROM risk_hit WHERE tenant_id = $1 AND as_of IN \
     (SELECT as_of FROM risk_run WHERE tenant_id = $1 AND expires_on < $2)";
const RUNS: &str = "SELECT as_of, status, step, begun_at, ended_at, rules_version, expires_on, card FROM risk_run \
     WHERE tenant_id = $1 ORDER BY as_of DESC LIMIT 60";
const SCORES: &str = "SELECT person_id, rank, p90, cost, content FROM risk_score WHERE tenant_id = $1 AND as_of = $2 ORDER BY rank LIMIT $3";
const SCORE: &str = "SELECT person_id, rank, p90, cost, content FROM risk_score WHERE tenant_id = $1 AND as_of = $2 AND person_id = $3";
const GROUPS: &str = "SELECT COALESCE(d.path, '') AS path, COUNT(*) AS people, CAST(COALESCE(SUM(CASE WHEN s.p90 >= $3 \
     OR EXISTS (SELECT 1 FROM risk_hit h WHERE h.tenant_id = s.tenant_id AND h.as_of = s.as_of AND h.person_id = s.person_id) \
     THEN 1 ELSE 0 END), 0) AS BIGINT) AS raised FROM risk_score s \
     JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id \
     LEFT JOIN department d ON d.tenant_id = p.tenant_id AND d.id = p.department_id \
     WHERE s.tenant_id = $1 AND s.as_of = $2 GROUP BY d.path";
const HITS: &str =
    "SELECT person_id, sign FROM risk_hit WHERE tenant_id = $1 AND as_of = $2 ORDER BY person_id, sign";
const RECORDS: &str = "SELECT sign, person_id, MIN(as_of) AS first_on FROM risk_hit WHERE tenant_id = $1 GROUP BY sign, person_id ORDER BY sign, person_id";
const FLAGGED_ON: &str = "SELECT h.sign, h.person_id, MIN(h.as_of) AS first_on FROM risk_hit h WHERE h.tenant_id = $1 AND h.person_id = $2 GROUP BY h.sign, h.person_id";

const SCORE_ROWS: Target = Target {
    table: "risk_score",
    columns: &["as_of", "person_id", "rank", "p90", "cost", "content"],
    on_conflict: "",
};
const HIT_ROWS: Target =
    Target { table: "risk_hit", columns: &["as_of", "person_id", "sign"], on_conflict: "" };

impl Conn {
    /// The latest computations.
    pub async fn list_risk_runs(&mut self) -> Result<Vec<RiskRun>> {
        all!(self, RUNS)
    }

    /// What a day's computation says of people, in the order of their places.
    pub async fn list_risk_scores(&mut self, as_of: Date, limit: i64) -> Result<Vec<RiskScore>> {
        all!(self, SCORES, as_of, limit)
    }

    /// The same counted by department; `stands_out` is the probability for 90 days in millionths from which one stands out.
    pub async fn count_risk_groups(&mut self, as_of: Date, stands_out: i64) -> Result<Vec<RiskGroup>> {
        all!(self, GROUPS, as_of, stands_out)
    }

    /// What it says of one.
    pub async fn find_risk_score(&mut self, as_of: Date, person: PersonId) -> Result<Option<RiskScore>> {
        maybe!(self, SCORE, as_of, person)
    }

    /// The signs that people showed on a day.
    pub async fn list_risk_hits(&mut self, as_of: Date) -> Result<Vec<RiskHit>> {
        all!(self, HITS, as_of)
    }

    /// When each sign was first seen of each person, as far as it is kept.
    pub async fn list_sign_records(&mut self) -> Result<Vec<SignRecord>> {
        all!(self, RECORDS)
    }

    /// The same of one person.
    pub async fn list_sign_records_of(&mut self, person: PersonId) -> Result<Vec<SignRecord>> {
        all!(self, FLAGGED_ON, person)
    }
}

impl Tx {
    /// Claims a day's computation. False when somebody else does it, or it is done.
    pub async fn claim_risk_run(&mut self, claim: &Claim) -> Result<bool> {
        let new =
            run!(self, CLAIM, claim.as_of, &claim.claim, claim.at, claim.rules_version, claim.expires_on)?;
        if new == 1 {
            return Ok(true);
        }
        let taken = run!(
            self,
            TAKE_OVER,
            claim.as_of,
            &claim.claim,
            claim.at,
            claim.rules_version,
            claim.expires_on,
            claim.is_again,
            claim.stale_before
        )?;
        Ok(taken == 1)
    }

    /// Ends a computation that is still this claim's, and replaces what an earlier one of the day said. False when
    /// somebody else took it over.
    pub async fn finish_risk_run(
        &mut self,
        (as_of, claim, at): (Date, &str, Timestamp),
        card: &str,
        (scores, hits): (&[RiskScore], &[RiskHit]),
    ) -> Result<bool> {
        if run!(self, FINISH, as_of, claim, at, card)? != 1 {
            return Ok(false);
        }
        run!(self, FORGET_SCORES, as_of)?;
        run!(self, FORGET_HITS, as_of)?;
        let score = |row: &RiskScore| {
            vec![
                Value::text(&as_of),
                Value::text(&row.person_id),
                Value::Number(row.rank),
                Value::MaybeNumber(row.p90),
                Value::Number(row.cost),
                Value::text(&row.content),
            ]
        };
        self.insert_rows(&SCORE_ROWS, scores, score).await?;
        let hit =
            |row: &RiskHit| vec![Value::text(&as_of), Value::text(&row.person_id), Value::text(&row.sign)];
        self.insert_rows(&HIT_ROWS, hits, hit).await?;
        Ok(true)
    }

    /// Deletes everything that was computed of a person.
    pub async fn forget_risk_of(&mut self, person: PersonId) -> Result<()> {
        run!(self, FORGET_SCORES_OF, person)?;
        run!(self, FORGET_HITS_OF, person)?;
        Ok(())
    }

    /// Deletes what has expired before a day, and tells how many scores that were. The cards stay.
    pub async fn expire_risk(&mut self, today: Date) -> Result<u64> {
        run!(self, EXPIRE_HITS, today)?;
        run!(self, EXPIRE_SCORES, today)
    }
}

impl Db {
    /// Remembers how far a computation is. This is no change that anybody would want proven.
    pub async fn note_risk_step(
        &self,
        tenant: TenantId,
        (as_of, claim): (Date, &str),
        step: &str,
    ) -> Result<()> {
        let mut conn = self.write_unlogged(tenant).await?;
        run!(conn, STEP, as_of, claim, step)?;
        conn.commit_plain().await
    }

    /// Remembers that a computation failed, so that the next one need not wait.
    pub async fn note_risk_failure(
        &self,
        tenant: TenantId,
        (as_of, claim): (Date, &str),
        at: Timestamp,
    ) -> Result<()> {
        let mut conn = self.write_unlogged(tenant).await?;
        run!(conn, FAIL, as_of, claim, at)?;
        conn.commit_plain().await
    }
}
