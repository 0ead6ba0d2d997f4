//! A person's page: who it is, where in the company, what is known and held. What is sensitive is asked for on its own,
//! so that the look can be written down before it is shown.

use app::{
    access::{Action, Field},
    sign_in::Authenticated,
};
use app_people::people::{self, Profile};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::Fields,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{Date, LeaveEventId, PersonId};
use store::{leave::LeaveEvent, projects::ProjectMember, roster::EmploymentRow};

struct Link {
    href: String,
    name: String,
    detail: String,
}

struct SpellLine {
    emp_no: String,
    from: String,
    until: String,
    status: String,
    is_over: bool,
    contract: String,
}

struct KnowledgeLine {
    name: String,
    area: String,
    kind: String,
    weight: i64,
    level: i64,
    level_name: String,
    is_alone: bool,
}

struct DutyLine {
    title: String,
    kind: String,
    weight: i64,
    due_on: String,
    is_done: bool,
}

struct CustomerLine {
    name: String,
    kind: String,
    contact: String,
    is_owner: bool,
    has_second: bool,
    last_contact_on: String,
}

struct ProjectLine {
    name: String,
    role: String,
    days: String,
    is_over: bool,
}

struct AssetLine {
    name: String,
    asset_no: String,
    kind: String,
    issued_on: String,
    is_returned: bool,
}

struct LeaveLine {
    kind: String,
    days: String,
    from: String,
    until: String,
}

/// What was asked for and written down.
#[derive(Default)]
struct Looked {
    id_number: Option<String>,
    leave: Option<Vec<LeaveLine>>,
    next_leave: Option<String>,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    layout: Layout,
    t: T,
    look: String,
    profile: Profile,
    hired_on: String,
    left_on: Option<String>,
    managers: Vec<Link>,
    reports: Vec<Link>,
    spells: Vec<SpellLine>,
    knowledge: Vec<KnowledgeLine>,
    duties: Vec<DutyLine>,
    customers: Vec<CustomerLine>,
    projects: Vec<ProjectLine>,
    assets: Vec<AssetLine>,
    department: Option<String>,
    departure: Option<String>,
    open_departure: Option<String>,
    plan_talk: Option<String>,
    circumstances: Option<String>,
    looked: Looked,
}

impl PersonPage {
    fn shows_contact(&self) -> bool {
        self.profile.shows(Field::Contact)
    }
    fn shows_employment(&self) -> bool {
        self.profile.shows(Field::Employment)
    }
    fn shows_knowledge(&self) -> bool {
        self.profile.shows(Field::Knowledge)
    }
    fn shows_assets(&self) -> bool {
        self.profile.shows(Field::Assets)
    }
    fn may_look_at_leave(&self) -> bool {
        self.profile.shows(Field::Leave)
    }
    fn may_look_at_id_number(&self) -> bool {
        self.profile.shows(Field::IdNumber)
    }
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<PersonId>,
) -> Result<Response, Failure> {
    let profile = people::open_person(&who.cx, id).await?;
    layout::html(&page(&state, &who, &uri, (profile, Looked::default())))
}

/// The page with one sensitive part, after the look was written down.
pub(crate) async fn look(
    Shared(state): Shared<State>,
    Signed(who): Signed,
    Path(id): Path<PersonId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let mut looked = Looked::default();
    match fields.get("field") {
        "id-number" => looked.id_number = Some(people::look_at_id_number(&who.cx, id).await?),
        "leave" => {
            let events = people::look_at_leave(&who.cx, id, before(&fields)).await?;
            looked.next_leave = next_leave(&events);
            looked.leave = Some(events.iter().map(|event| leave_line(t, event)).collect());
        }
        _ => return Err(Failure(app::Error::NotFound)),
    }
    let profile = people::open_person(&who.cx, id).await?;
    // Whatever leads back here leads to the page, which can be asked for without a form.
    let uri: Uri = urls::person(id).parse().map_err(app::Error::internal)?;
    layout::html(&page(&state, &who, &uri, (profile, looked)))
}

fn before(fields: &Fields) -> Option<(Date, LeaveEventId)> {
    let (date, id) = fields.get("before").split_once('_')?;
    Some((date.parse().ok()?, id.parse().ok()?))
}

fn next_leave(events: &[LeaveEvent]) -> Option<String> {
    let is_full = i64::try_from(events.len()).is_ok_and(|count| count == people::PAGE);
    events.last().filter(|_| is_full).map(|last| format!("{}_{}", last.starts, last.id))
}

fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (mut profile, looked): (Profile, Looked),
) -> PersonPage {
    let (t, today) = (T(who.cx.lang()), who.cx.today());
    let person = &profile.person;
    let link = |named: &store::people::Named| Link {
        href: urls::person(named.id),
        name: named.name.clone(),
        detail: named.post_title.clone(),
    };
    let opens =
        who.cx.allow(Action::RunDepartures).is_ok() && person.is_employed && person.departure_id.is_none();
    let is_own = who.cx.actor().person == Some(person.id);
    PersonPage {
        layout: Layout::new(state, who, uri),
        t,
        look: urls::person_look(person.id),
        hired_on: t.date(person.hired_on),
        left_on: person.left_on.map(|day| t.date(day)),
        managers: profile.managers.iter().map(link).collect(),
        reports: profile.reports.iter().map(link).collect(),
        spells: profile.spells.iter().map(|spell| spell_line(t, spell)).collect(),
        department: person
            .department_id
            .map(|id| urls::with_query("/people", &[("department", &id.to_string())])),
        departure: person.departure_id.map(urls::departure),
        open_departure: opens.then(|| urls::new_departure(person.id)),
        plan_talk: (app_risk::talks::may_plan(&who.cx) && !is_own)
            .then(|| urls::with_query("/talks", &[("person", &person.emp_no)])),
        circumstances: (who.cx.allow(Action::EditPeople).is_ok() && !is_own)
            .then(|| format!("{}/circumstances", urls::person(person.id))),
        knowledge: std::mem::take(&mut profile.knowledge)
            .into_iter()
            .map(|item| knowledge_line(t, item))
            .collect(),
        duties: std::mem::take(&mut profile.duties).into_iter().map(|duty| duty_line(t, duty)).collect(),
        projects: std::mem::take(&mut profile.projects)
            .into_iter()
            .map(|project| project_line(t, today, project))
            .collect(),
        assets: std::mem::take(&mut profile.assets).into_iter().map(|asset| asset_line(t, asset)).collect(),
        customers: std::mem::take(&mut profile.customers)
            .into_iter()
            .map(|customer| customer_line(t, profile.person.id, customer))
            .collect(),
        profile,
        looked,
    }
}

/// The name of a code: its sentence where there is one, else the company's own word.
fn named(t: T, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}{}", code.replace('_', "-"));
    if t.has(&key) { t.s(&key).into_owned() } else { code.to_owned() }
}

fn spell_line(t: T, spell: &EmploymentRow) -> SpellLine {
    let kind = match spell.contract_kind.as_str() {
        "" => String::new(),
        kind => named(t, "people-contract-", kind),
    };
    let until =
        spell.contract_until.map(|day| t.a("people-contract-until", "date", t.date(day)).into_owned());
    let contract: Vec<String> =
        [kind, until.unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect();
    SpellLine {
        emp_no: spell.emp_no.clone(),
        from: t.date(spell.hired_on),
        until: spell.left_on.map(|day| t.date(day)).unwrap_or_default(),
        status: named(t, "people-status-", &spell.status),
        is_over: spell.status == "left",
        contract: contract.join(" · "),
    }
}

fn knowledge_line(t: T, item: store::holdings::HeldKnowledge) -> KnowledgeLine {
    KnowledgeLine {
        name: item.name,
        area: item.area,
        kind: named(t, "ho-kind-", &item.kind),
        weight: item.weight,
        level: item.level,
        level_name: named(t, "people-level-", &item.level.to_string()),
        is_alone: item.level >= 3 && item.others == 0,
    }
}

fn duty_line(t: T, duty: store::holdings::Duty) -> DutyLine {
    DutyLine {
        title: duty.title,
        kind: named(t, "people-duty-", &duty.kind),
        weight: duty.weight,
        due_on: duty.due_on.map(|day| t.date(day)).unwrap_or_default(),
        is_done: duty.is_done,
    }
}

fn customer_line(t: T, person: PersonId, customer: store::holdings::Customer) -> CustomerLine {
    CustomerLine {
        is_owner: customer.owner_id == Some(person),
        has_second: customer.second_id.is_some(),
        name: customer.name,
        kind: named(t, "people-customer-", &customer.kind),
        contact: customer.contact,
        last_contact_on: t.date_or_dash(customer.last_contact_on),
    }
}

fn project_line(t: T, today: Date, project: ProjectMember) -> ProjectLine {
    let day = |day: Date| t.date(day);
    let days = match (project.joined_on, project.left_on) {
        (None, None) => t.s("people-project-no-days"),
        (Some(from), None) => t.a("people-project-since", "from", day(from)),
        (None, Some(until)) => t.a("people-project-until", "until", day(until)),
        (Some(from), Some(until)) => t.a2("people-project-days", ("from", day(from)), ("until", day(until))),
    };
    ProjectLine {
        days: days.into_owned(),
        is_over: project.left_on.is_some_and(|left| left < today),
        name: project.project,
        role: project.project_role,
    }
}

fn asset_line(t: T, asset: store::holdings::Asset) -> AssetLine {
    AssetLine {
        name: asset.name,
        asset_no: asset.asset_no,
        kind: if asset.kind.is_empty() { asset.kind } else { named(t, "people-asset-", &asset.kind) },
        issued_on: t.date_or_dash(asset.issued_on),
        is_returned: asset.returned_on.is_some(),
    }
}

fn leave_line(t: T, event: &LeaveEvent) -> LeaveLine {
    let days = if event.half_days % 2 == 0 {
        (event.half_days / 2).to_string()
    } else {
        format!("{}.5", event.half_days / 2)
    };
    LeaveLine {
        kind: named(t, "people-leave-", &event.kind),
        days: t.a("people-days", "days", days).into_owned(),
        from: t.date(event.starts),
        until: if event.ends == event.starts { String::new() } else { t.date(event.ends) },
    }
}
