//! Under which rules the company watches: filled in by an administrator, version by version.

use app::{Cx, Error, FieldError, Result, access::Action};
use jiff::ToSpan as _;
use kernel::{Date, Role};
use serde::Serialize;
use store::risk::{OpenObjection, RiskRules};

/// The roles that can be named as those who may see somebody's score.
pub const NAMEABLE: [Role; 2] = [Role::HrPartner, Role::HrSpecialist];
/// What the watching may rest on: each person's consent, or work rules together with a collective contract.
pub const BASES: [&str; 2] = ["consent", "hr-rules"];
/// Scores are kept for so many days at least and at most.
const RETENTION: std::ops::RangeInclusive<i64> = 7..=730;
/// Looks at scores are kept for so many days at least and at most: three years by law (Personal Information Protection
/// Law, article 56), and ten.
const LOOKS_KEPT: std::ops::RangeInclusive<i64> = 1096..=3660;
/// An assessment older than this is to be made anew.
const ASSESSMENT_YEARS: i64 = 3;

/// What an administrator fills in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RulesInput {
    /// Whether to watch.
    pub is_on: bool,
    /// What for.
    pub purpose: String,
    /// The codes of the roles.
    pub roles: Vec<String>,
    /// One of [`BASES`].
    pub basis: String,
    /// The document it rests on.
    pub basis_text: String,
    /// The impact assessment.
    pub assessment: String,
    /// Its day.
    pub assessed_on: Option<Date>,
    /// Which version of the notice the employees have.
    pub notice_version: String,
    /// Since when.
    pub notice_on: Option<Date>,
    /// For how many days scores are kept.
    pub retention_days: Option<i64>,
    /// Whether a person is given the explanation in words on the own page.
    pub tells_explanation: bool,
    /// Whether a person is told there when and in which role somebody looked.
    pub tells_looks: bool,
    /// For how many days looks at scores are kept; three years where nothing is said.
    pub looks_days: Option<i64>,
}

/// The rules and what became of them.
#[derive(Debug)]
pub struct RulesView {
    /// Every version, the one that holds first.
    pub versions: Vec<RiskRules>,
    /// Whether the actor may change them.
    pub may_set: bool,
    /// Whether the actor notes what people say.
    pub may_note: bool,
    /// How many people agreed, and how many objected.
    pub consents: usize,
    /// See there.
    pub objections: usize,
    /// The objections that wait for an answer, for whoever notes what people say.
    pub waiting: Vec<OpenObjection>,
}

/// The rules.
pub async fn open_rules(cx: &Cx) -> Result<RulesView> {
    cx.allow(Action::SeeRiskRules)?;
    let mut conn = cx.read().await?;
    let standing = super::standing::Standing::of(&conn.list_risk_sayings().await?);
    let may_note = cx.allow(Action::NoteRiskSayings).is_ok();
    let waiting = if may_note {
        conn.list_open_objections(cx.actor().person, super::WAITING_SHOWN).await?
    } else {
        Vec::new()
    };
    Ok(RulesView {
        versions: conn.list_risk_rules().await?,
        may_set: cx.allow(Action::SetRiskRules).is_ok(),
        may_note,
        waiting,
        consents: standing.consents(),
        objections: standing.objections(),
    })
}

/// Sets the rules as a new version. Switched on, everything must be filled in; switched off, what was computed of people
/// is deleted.
pub async fn set_rules(cx: &Cx, input: &RulesInput) -> Result<i64> {
    cx.allow(Action::SetRiskRules)?;
    check(input, cx.today())?;
    cx.transact(|mut tx| async move {
        let version = tx.list_risk_rules().await?.first().map_or(0, |rules| rules.version) + 1;
        let rules = rules(cx, input, version);
        tx.add_risk_rules(&rules).await?;
        if !rules.is_on {
            tx.expire_risk(Date::MAX).await?;
        }
        let receipt = tx.append(cx.event("risk.rules-set", None, &rules)?).await?;
        tx.commit(receipt).await?;
        Ok(version)
    })
    .await
}

fn rules(cx: &Cx, input: &RulesInput, version: i64) -> RiskRules {
    RiskRules {
        version,
        is_on: input.is_on,
        purpose: input.purpose.clone(),
        roles: input.roles.join(" "),
        basis: input.basis.clone(),
        basis_text: input.basis_text.clone(),
        assessment: input.assessment.clone(),
        assessed_on: input.assessed_on,
        notice_version: input.notice_version.clone(),
        notice_on: input.notice_on,
        retention_days: input.retention_days.unwrap_or(0),
        tells_explanation: input.tells_explanation,
        tells_looks: input.tells_looks,
        looks_days: input.looks_days.unwrap_or(*LOOKS_KEPT.start()),
        set_by: cx.actor().account,
        set_at: cx.now(),
    }
}

fn check(input: &RulesInput, today: Date) -> Result<()> {
    let mut errors = Vec::new();
    let mut wrong = |field, message| errors.push(FieldError::new(field, message));
    if input.roles.iter().any(|code| !NAMEABLE.iter().any(|role| role.code() == code)) {
        wrong("roles", "error-risk-roles");
    }
    if input.looks_days.is_some_and(|days| !LOOKS_KEPT.contains(&days)) {
        wrong("looks_days", "error-risk-looks-days");
    }
    if !input.is_on {
        return if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) };
    }
    for (field, text) in [
        ("purpose", &input.purpose),
        ("basis_text", &input.basis_text),
        ("assessment", &input.assessment),
        ("notice_version", &input.notice_version),
    ] {
        if text.trim().is_empty() {
            wrong(field, "error-required");
        }
    }
    if input.roles.is_empty() {
        wrong("roles", "error-risk-roles");
    }
    if !BASES.contains(&input.basis.as_str()) {
        wrong("basis", "error-required");
    }
    match input.assessed_on {
        None => wrong("assessed_on", "error-required"),
        Some(day) if day > today => wrong("assessed_on", "error-risk-before"),
        Some(day) if day < today.saturating_sub(ASSESSMENT_YEARS.years()) => {
            wrong("assessed_on", "error-risk-old-assessment");
        }
        Some(_) => {}
    }
    match input.notice_on {
        None => wrong("notice_on", "error-required"),
        Some(day) if day > today => wrong("notice_on", "error-risk-before"),
        Some(_) => {}
    }
    if !input.retention_days.is_some_and(|days| RETENTION.contains(&days)) {
        wrong("retention_days", "error-risk-retention");
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}
