//! Opening a departure.

use app::{Error, access::Action};
use app_departure::departures::{self, Leaver, OpenDeparture};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    http::Uri,
    response::Response,
};
use departure::{Ground, Status, find_ground, grounds};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{Date, PersonId};

use crate::departure_words::{Choice, instant};

struct Group {
    label: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "departure_new.html")]
struct NewPage {
    layout: Layout,
    t: T,
    form: FormView,
    name: String,
    place: String,
    groups: Vec<Group>,
    reasons: Vec<Choice>,
    article: String,
    may_prepare: bool,
    proposal: String,
}

/// The form, for a person; with dates proposed from the kind of leaving and the day of the notice.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    who.cx.allow(Action::RunDepartures)?;
    let typed = Fields::new(query);
    let person = find_person(&who.cx, typed.get("person")).await?;
    let fields = proposed(&who.cx, &typed, person.as_ref());
    let form = FormView::new(T(who.cx.lang()), fields, Vec::new());
    layout::html(&page(&state, &who, &uri, (form, person))?)
}

/// The person by id, employee number or name; nobody while it is not clear who is meant.
async fn find_person(cx: &app::Cx, text: &str) -> Result<Option<Leaver>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    Ok(departures::find_leaver(cx, text).await?)
}

/// What was typed, with dates filled in where they are asked for or still empty.
fn proposed(cx: &app::Cx, typed: &Fields, person: Option<&Leaver>) -> Fields {
    let ground = find_ground(typed.get("ground")).or_else(|| find_ground("RESIGN"));
    let Some(ground) = ground else { return typed.clone() };
    let notice_on: Date = typed.get("notice_on").parse().unwrap_or_else(|_| cx.today());
    let until = person.and_then(|leaver| leaver.contract_until);
    let dates = departures::propose_dates(cx, ground, notice_on, until);
    let mut pairs: Vec<(String, String)> = vec![
        ("ground".into(), ground.code.clone()),
        ("notice_on".into(), notice_on.to_string()),
        ("last_day".into(), dates.last_day.to_string()),
        ("legal_end".into(), dates.legal_end.to_string()),
    ];
    let start = if typed.get("start").is_empty() { "open" } else { typed.get("start") };
    pairs.push(("start".into(), start.to_owned()));
    // Whoever comes from a person's page brings an id, which says nothing to people: the number does.
    let meant = person.map_or_else(|| typed.get("person"), |leaver| leaver.person.emp_no.as_str());
    pairs.push(("person".to_owned(), meant.to_owned()));
    for name in ["reason", "reason_code", "access_off_at"] {
        pairs.push((name.to_owned(), typed.get(name).to_owned()));
    }
    Fields::new(pairs)
}

fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (form, person): (FormView, Option<Leaver>),
) -> Result<NewPage, Failure> {
    let t = T(who.cx.lang());
    let ground = find_ground(form.v("ground")).or_else(|| find_ground("RESIGN")).ok_or(Error::NotFound)?;
    let place = person.as_ref().map(|person| place(t, person)).unwrap_or_default();
    let days = t.n("dep-new-proposal", i64::from(ground.notice_days)).into_owned();
    Ok(NewPage {
        layout: Layout::new(state, who, uri),
        t,
        name: person.map(|leaver| leaver.person.name).unwrap_or_default(),
        place,
        groups: groups(t),
        reasons: ground.reasons.iter().map(|reason| choice(&reason.code, reason.label.get(t.0))).collect(),
        article: article(t, ground),
        may_prepare: ground.may_prepare,
        proposal: days,
        form,
    })
}

fn place(t: T, leaver: &Leaver) -> String {
    let person = &leaver.person;
    let parts = [person.emp_no.as_str(), &person.department_path, &person.post_title];
    let mut place = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    place.push_str(" · ");
    place.push_str(&t.a("dep-new-hired", "day", t.date(person.hired_on)));
    place
}

fn article(t: T, ground: &Ground) -> String {
    if ground.is_verified {
        ground.article.clone()
    } else {
        t.a("dep-article-unchecked", "article", &ground.article).into_owned()
    }
}

fn choice(code: &str, label: &str) -> Choice {
    Choice { code: code.to_owned(), label: label.to_owned() }
}

fn groups(t: T) -> Vec<Group> {
    departure::EndedBy::ALL
        .iter()
        .map(|by| Group {
            label: t.s(&format!("dep-ended-by-{by}")).into_owned(),
            choices: grounds()
                .iter()
                .filter(|ground| ground.ended_by == *by && ground.is_selectable)
                .map(|ground| choice(&ground.code, ground.label.get(t.0)))
                .collect(),
        })
        .collect()
}

/// Opens it, and goes to its page.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    who.cx.allow(Action::RunDepartures)?;
    let person = find_person(&who.cx, fields.get("person")).await?;
    let opened = match read(&fields, person.as_ref().map(|leaver| leaver.person.id)) {
        Ok(input) => departures::open_departure(&who.cx, input).await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(id) => Ok(layout::done_at(&urls::departure(id), "departure-opened")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, (form, person))?)
        }
        Err(error) => Err(Failure(error)),
    }
}

fn read(fields: &Fields, person: Option<PersonId>) -> app::Result<OpenDeparture> {
    let mut parse = Parsing::new(fields);
    let typed = parse.required("person");
    if person.is_none() && !typed.is_empty() {
        parse.wrong("person", "error-person-unknown");
    }
    let ground = parse.required("ground");
    let dates = (parse.date("notice_on"), parse.date("last_day"), parse.date("legal_end"));
    let access_off_at = instant(&mut parse, "access_off_at");
    // A ground chosen before may have left its reason behind in the form.
    let asks_reason = find_ground(&ground).is_some_and(|ground| !ground.reasons.is_empty());
    let reason_code = if asks_reason { parse.text("reason_code") } else { String::new() };
    let reason = parse.text("reason");
    parse.finish()?;
    let (Some(person), (Some(notice_on), Some(last_day), Some(legal_end))) = (person, dates) else {
        return Err(Error::field("notice_on", "error-required"));
    };
    let start = if fields.get("start") == "prepared" { Status::Prepared } else { Status::Open };
    Ok(OpenDeparture {
        person,
        ground,
        reason_code,
        reason,
        notice_on,
        last_day,
        legal_end,
        access_off_at,
        start,
    })
}
