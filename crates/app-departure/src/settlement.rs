//! The settlement of a departure: facts with their sources, what is owed by them, what has to be seen to, the versions
//! that were issued, and what was paid.
//!
//! What is owed is reckoned by the law engine each time it is looked at; only facts, issued versions, payments and holds
//! are stored. Every look is written down first.

mod checks;
pub mod facts;
mod floor;
mod issuing;
mod reckon;
mod retirement;
pub mod sheet;
mod what_if;

use app::{
    Cx, Error, Result,
    access::{Field, Relation},
    cases::{Case, get_case, ground_of},
    looks::record_look,
};
use departure::Status;
use kernel::DepartureId;
use law::Rules;
use serde_json::json;
use store::{
    Conn,
    attachments::Attachment,
    clocks::ClockEvent,
    commitments::Waived,
    departures::Departure,
    people::Scope,
    settlement::{EnteredFact, Hold, Issued, Payment},
};

use self::{
    checks::Judged,
    facts::{Facts, Known},
    reckon::Subject,
};
pub use self::{
    checks::{Check, Verdict},
    facts::{EnterFact, enter_fact},
    issuing::{OwnSettlement, Paid, hold, issue, issued, my_settlement, pay, release, waive_check},
    reckon::Reckoning,
    sheet::Sheet,
    what_if::{Outcome, Question},
};
use crate::parameters;

/// Everything of a departure's settlement.
#[derive(Debug, Clone)]
pub struct View {
    /// The departure.
    pub case: Case,
    /// The facts with their sources.
    pub facts: Facts,
    /// Every entry, the oldest first.
    pub entries: Vec<EnteredFact>,
    /// What is owed by the facts as they stand.
    pub reckoning: Reckoning,
    /// What has to be seen to.
    pub checks: Vec<Check>,
    /// The same facts on other grounds and dates.
    pub what_if: Vec<Outcome>,
    /// The issued versions, the newest first.
    pub issued: Vec<Issued>,
    /// What was paid.
    pub payments: Vec<(Payment, Vec<Attachment>)>,
    /// What is and was held back.
    pub holds: Vec<Hold>,
    /// The files of the facts, by entry.
    pub files: Vec<(String, Attachment)>,
    /// Whether the viewer may change anything.
    pub may_run: bool,
}

impl View {
    /// The newest issued version as it was issued.
    pub fn issued_sheet(&self) -> Option<Sheet> {
        self.issued.first().and_then(|issued| serde_json::from_str(&issued.content).ok())
    }
}

/// What settlements of a departure are reckoned from.
pub(crate) struct Loaded {
    pub(crate) facts: Facts,
    pub(crate) entries: Vec<EnteredFact>,
    pub(crate) rules: Rules,
    pub(crate) waivers: Vec<Waived>,
    pub(crate) clock_events: Vec<ClockEvent>,
}

pub(crate) async fn load(conn: &mut Conn, departure: &Departure) -> Result<Loaded> {
    let person = conn.get_person(departure.person_id, Scope::Company).await?;
    let leave = facts::load_leave(conn, departure).await?;
    let entries = conn.list_settlement_facts(departure.id).await?;
    let rules = parameters::rules(conn).await?;
    let known = Known { departure, person: &person, leave: &leave, entered: &entries, rules: &rules };
    let facts = facts::gather(&known);
    let waivers = conn.list_waivers(departure.id).await?;
    let clock_events = conn.list_clock_events(departure.id).await?;
    Ok(Loaded { facts, entries, rules, waivers, clock_events })
}

/// Who sees pay sees it here; never the own draft, which is no settlement yet.
async fn get_seen(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Case> {
    let case = get_case(cx, conn, id).await?;
    if case.relation == Relation::Oneself || !case.shows(cx, Field::Pay) {
        return Err(Error::NotFound);
    }
    Ok(case)
}

/// The settlement of a departure; the look is written down before anything is shown.
pub async fn view(cx: &Cx, id: DepartureId, question: Option<&Question>) -> Result<View> {
    let mut conn = cx.read().await?;
    let case = get_seen(cx, &mut conn, id).await?;
    drop(conn);
    record_look(cx, case.departure.person_id, Some(id), &[Field::Pay]).await?;
    let mut conn = cx.read().await?;
    let loaded = load(&mut conn, &case.departure).await?;
    let subject = Subject::new(&case.departure, &loaded.facts, &loaded.rules)?;
    let reckoning = reckon::reckon(cx, &subject);
    let tasks = conn.list_tasks(id).await?;
    let checks = checks::judge(cx, &Judged::new(&subject, &tasks, &loaded));
    let what_if = what_if::compare(cx, &subject, question);
    let mut payments = Vec::new();
    for payment in conn.list_payments(id).await? {
        let proofs = conn.list_attachments("payment", &payment.id.to_string()).await?;
        payments.push((payment, proofs));
    }
    let mut files = Vec::new();
    for entry in &loaded.entries {
        let held = conn.list_attachments("settlement-fact", &entry.id.to_string()).await?;
        files.extend(held.into_iter().map(|file| (entry.id.to_string(), file)));
    }
    Ok(View {
        issued: conn.list_settlements(id).await?,
        holds: conn.list_holds(id).await?,
        may_run: case.may_run(cx),
        case,
        facts: loaded.facts,
        entries: loaded.entries,
        reckoning,
        checks,
        what_if,
        payments,
        files,
    })
}

/// The checks that stop the path of a departure now.
pub(crate) async fn stopping_checks(cx: &Cx, conn: &mut Conn, departure: &Departure) -> Result<Vec<Check>> {
    let ground = &ground_of(departure)?.law_code;
    if !checks::can_stop(ground) {
        return Ok(Vec::new());
    }
    let loaded = load(conn, departure).await?;
    let subject = Subject::new(departure, &loaded.facts, &loaded.rules)?;
    let tasks = conn.list_tasks(departure.id).await?;
    let checks = checks::judge(cx, &Judged::new(&subject, &tasks, &loaded));
    Ok(checks.into_iter().filter(Check::stops).collect())
}

/// The same for those who see the settlement, where each is settled; nothing for anybody else. That a check does not
/// hold is told, never the fact that it rests on.
pub async fn list_stopping(cx: &Cx, case: &Case) -> Result<Vec<Check>> {
    let is_over = !matches!(case.departure.status, Status::Prepared | Status::Open);
    if is_over || case.relation == Relation::Oneself || !case.shows(cx, Field::Pay) {
        return Ok(Vec::new());
    }
    stopping_checks(cx, &mut cx.read().await?, &case.departure).await
}

/// What the log commits to of a settlement that was issued.
fn issued_content(issued: &Issued) -> serde_json::Value {
    json!({ "settlement": issued.id, "version": issued.version, "sha256": issued.sha256 })
}
