//! Opening a departure: who, how, when; with its tasks and approvals.

use app::{Cx, Error, FieldError, Result, access::Action};
use departure::{
    ApprovalStatus, DateFault, DateField, Dates, DatesDraft, Ground, Packets, PlannedTask, Stage, Status,
    TaskStatus, find_ground,
};
use jiff::ToSpan as _;
use kernel::{Date, DepartureId, PersonId, Role, Timestamp};
use serde_json::json;
use store::{
    Conn, Tx,
    approvals::Approval,
    departures::{Departure, Viewer},
    people::{After, Filter, Person, Scope},
    tasks::Task,
};

use super::access_off::apply_access;

/// What opening a departure asks for.
#[derive(Debug, Clone)]
pub struct OpenDeparture {
    /// Who leaves.
    pub person: PersonId,
    /// The code of the kind of leaving.
    pub ground: String,
    /// The code of the reason, where the kind asks for one.
    pub reason_code: String,
    /// The reason in words; may be empty.
    pub reason: String,
    /// Notice given.
    pub notice_on: Date,
    /// Last working day.
    pub last_day: Date,
    /// Legal end.
    pub legal_end: Date,
    /// From when on every door is shut; may be set later.
    pub access_off_at: Option<Timestamp>,
    /// Prepared in confidence, or open at once.
    pub start: Status,
}

/// Dates to begin with; a person may change each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// The last working day.
    pub last_day: Date,
    /// The legal end.
    pub legal_end: Date,
}

/// Proposes dates from the kind of leaving and the day of the notice.
///
/// The contract ends when the notice that the law asks for is over, for a fixed term on its last day; the last working
/// day is the working day on or before it.
pub fn propose_dates(cx: &Cx, ground: &Ground, notice_on: Date, contract_until: Option<Date>) -> Proposal {
    let by_term = contract_until.filter(|end| ground.law_code == "EXPIRY" && *end >= notice_on);
    let legal_end = by_term.unwrap_or_else(|| notice_on.saturating_add(i64::from(ground.notice_days).days()));
    let last_day = cx.calendar().previous_or_same_working_day(legal_end);
    Proposal { last_day: last_day.max(notice_on.min(legal_end)), legal_end }
}

/// Somebody for whom a departure may be opened.
#[derive(Debug, Clone)]
pub struct Leaver {
    /// The person.
    pub person: Person,
    /// The contract's last day, where it has one.
    pub contract_until: Option<Date>,
}

/// The person who is meant, by id, employee number or full name; nobody while it is not clear who is.
pub async fn find_leaver(cx: &Cx, text: &str) -> Result<Option<Leaver>> {
    cx.allow(Action::RunDepartures)?;
    let mut conn = cx.read().await?;
    let Some(id) = who_is_meant(&mut conn, text.trim()).await? else { return Ok(None) };
    let person = match conn.get_person(id, Scope::Company).await {
        Err(store::Error::NotFound) => return Ok(None),
        found => found?,
    };
    let spells = conn.list_spells(id).await?;
    let contract_until = spells.first().and_then(|spell| spell.contract_until);
    Ok(Some(Leaver { person, contract_until }))
}

async fn who_is_meant(conn: &mut Conn, text: &str) -> Result<Option<PersonId>> {
    if let Ok(id) = text.parse() {
        return Ok(Some(id));
    }
    if let Some(named) = conn.find_person_by_emp_no(text).await? {
        return Ok(Some(named.id));
    }
    let filter = Filter { key: text::normalise(text), is_employed: Some(true), ..Filter::default() };
    if filter.key.is_empty() {
        return Ok(None);
    }
    let found = conn.list_people(&filter, Scope::Company, &After::default(), 20).await?;
    let mut same = found.iter().filter(|person| person.name == text);
    Ok(same.next().filter(|_| same.next().is_none()).map(|only| only.id))
}

/// Opens a departure: its number, its tasks by kind and department, its approvals.
///
/// A second running departure of the same person is refused: the first must be closed or withdrawn.
pub async fn open_departure(cx: &Cx, input: OpenDeparture) -> Result<DepartureId> {
    cx.allow(Action::RunDepartures)?;
    if cx.actor().person == Some(input.person) {
        return Err(Error::Conflict("error-own-departure"));
    }
    let mut conn = cx.read().await?;
    let person = conn.get_person(input.person, Scope::Company).await?;
    let (ground, dates) = check(cx, &input, &person)?;
    let status = Status::at_start(ground, input.start)?;
    let new = new_departure(cx, &input, &person, status);
    let plan = Packets::builtin().plan(ground, &person.department_path, &dates, cx.calendar());
    let tasks: Vec<Task> = plan.iter().map(|planned| planned_task(cx, new.id, planned)).collect();
    let approvals = plan_approvals(cx, &mut conn, ground, &new).await?;
    drop(conn);
    write(cx, &new, &tasks, &approvals).await?;
    Ok(new.id)
}

fn check(cx: &Cx, input: &OpenDeparture, person: &Person) -> Result<(&'static Ground, Dates)> {
    if !person.is_employed {
        return Err(Error::field("person", "error-not-employed"));
    }
    let ground = find_ground(&input.ground).filter(|ground| ground.is_selectable);
    let ground = ground.ok_or_else(|| Error::field("ground", "error-choice"))?;
    let mut wrong = Vec::new();
    let code = Some(input.reason_code.as_str()).filter(|code| !code.is_empty());
    if !ground.accepts_reason(code) {
        wrong.push(FieldError::new("reason_code", "error-reason-code"));
    }
    let draft = DatesDraft {
        notice_on: input.notice_on,
        last_day: input.last_day,
        legal_end: input.legal_end,
        access_off_at: input.access_off_at,
        hired_on: person.hired_on,
    };
    let check = draft.check(ground, cx.calendar());
    wrong.extend(check.faults.iter().map(|(field, fault)| date_error(*field, *fault)));
    match check.dates.filter(|_| wrong.is_empty()) {
        Some(dates) => Ok((ground, dates)),
        None => Err(Error::Invalid(wrong)),
    }
}

/// A fault of the dates beside its field.
pub(crate) const fn date_error(field: DateField, fault: DateFault) -> FieldError {
    let field = match field {
        DateField::NoticeOn => "notice_on",
        DateField::LastDay => "last_day",
        DateField::LegalEnd => "legal_end",
        DateField::AccessOffAt => "access_off_at",
    };
    let message = match fault {
        DateFault::LastDayBeforeNotice => "error-last-day-before-notice",
        DateFault::LegalEndBeforeNotice => "error-legal-end-before-notice",
        DateFault::LegalEndBeforeLastDay => "error-legal-end-before-last-day",
        DateFault::NoticeBeforeHire => "error-notice-before-hire",
        DateFault::LastDayBeforeHire => "error-last-day-before-hire",
    };
    FieldError::new(field, message)
}

fn new_departure(cx: &Cx, input: &OpenDeparture, person: &Person, status: Status) -> Departure {
    Departure {
        id: cx.new_id(),
        number: String::new(),
        person_id: person.id,
        employment_id: person.employment_id,
        person_name: person.name.clone(),
        emp_no: person.emp_no.clone(),
        employer_name: person.employer_name.clone(),
        department_path: person.department_path.clone(),
        post_title: person.post_title.clone(),
        manager_id: person.manager_id,
        ground: input.ground.clone(),
        reason_code: input.reason_code.clone(),
        reason: input.reason.trim().to_owned(),
        status,
        notice_on: input.notice_on,
        last_day: input.last_day,
        legal_end: input.legal_end,
        access_off_at: input.access_off_at,
        stage: Stage::Notice,
        opened_by: cx.actor().account,
        opened_at: cx.now(),
        announced_at: (status == Status::Open).then(|| cx.now()),
        ended_at: None,
        ended_reason: String::new(),
        hired_on: person.hired_on,
    }
}

/// A task as the rules give it, open and untouched.
pub(crate) fn planned_task(cx: &Cx, departure: DepartureId, planned: &PlannedTask) -> Task {
    Task {
        id: cx.new_id(),
        departure_id: departure,
        code: planned.code.clone(),
        title: String::new(),
        gauge: planned.gauge,
        stage: planned.stage,
        owner_role: planned.owner,
        owner_id: None,
        owner_name: String::new(),
        due_on: planned.due_on,
        is_required: planned.is_required,
        needs_proof: planned.needs_proof,
        is_edited: false,
        status: TaskStatus::Open,
        done_at: None,
        done_by_name: String::new(),
        remark: String::new(),
        proofs: 0,
    }
}

/// What a manager is asked goes to the leaver's manager; where there is none who can sign in, to the head of HR.
async fn plan_approvals(
    cx: &Cx,
    conn: &mut Conn,
    ground: &Ground,
    departure: &Departure,
) -> Result<Vec<Approval>> {
    let manager = match departure.manager_id {
        Some(manager) if !conn.list_accounts_of(manager).await?.is_empty() => Some(manager),
        _ => None,
    };
    let approval = |step: &departure::ApprovalStep| {
        let (approver_role, approver_id) = match (step.role, manager) {
            (Role::Manager, Some(manager)) => (Role::Manager, Some(manager)),
            (Role::Manager, None) => (Role::HrPartner, None),
            (role, _) => (role, None),
        };
        Approval {
            id: cx.new_id(),
            departure_id: departure.id,
            step: step.code.clone(),
            gate: step.gate,
            approver_role,
            approver_id,
            approver_name: String::new(),
            is_required: true,
            status: ApprovalStatus::Pending,
            decided_at: None,
            decided_by_name: String::new(),
            remark: String::new(),
        }
    };
    Ok(ground.approval_steps().map(approval).collect())
}

async fn write(cx: &Cx, new: &Departure, tasks: &[Task], approvals: &[Approval]) -> Result<()> {
    cx.transact(|mut tx| async move {
        if tx.find_running_departure(&Viewer::ALL, new.person_id).await?.is_some() {
            return Err(Error::field("person", "error-departure-running"));
        }
        let numbered =
            Departure { number: tx.next_departure_number(cx.today().year()).await?, ..new.clone() };
        tx.create_departure(&numbered).await.map_err(|error| match error {
            store::Error::Duplicate => Error::field("person", "error-departure-running"),
            error => error.into(),
        })?;
        create_all(&mut tx, tasks, approvals).await?;
        if new.status == Status::Open {
            apply_access(&mut tx, cx, new.person_id, new.access_off_at).await?;
        }
        let receipt = tx.append(cx.event("departure.opened", new.id, &opened(&numbered))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

async fn create_all(tx: &mut Tx, tasks: &[Task], approvals: &[Approval]) -> Result<()> {
    for task in tasks {
        tx.create_task(task).await?;
    }
    for approval in approvals {
        tx.create_approval(approval).await?;
    }
    Ok(())
}

/// What the log commits to; the reason in words stays out, it is sensitive.
fn opened(departure: &Departure) -> serde_json::Value {
    json!({
        "number": departure.number,
        "ground": departure.ground,
        "status": departure.status.code(),
        "notice_on": departure.notice_on,
        "last_day": departure.last_day,
        "legal_end": departure.legal_end,
    })
}
