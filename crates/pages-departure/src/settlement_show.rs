//! The settlement of a departure: what is owed and how each row came about, what it would be otherwise, what has to be
//! seen to, the facts with their sources, and what was issued and paid.

use app_departure::settlement::{self, View, facts::SOURCES};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::Uri,
    response::Response,
};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::DepartureId;

use crate::{
    notice_line::{self, Line},
    settlement_checks::{self as checks, CheckRow},
    settlement_facts::{self as facts, Choice, FactGroup},
    settlement_payments::{self as payments, HeldRow, PayRow, VersionRow},
    settlement_what_if::{self as what_if, Asked, WhatIf},
    settlement_words::{self as words, RowView, SheetView},
};

#[derive(Template)]
#[template(path = "settlement_show.html")]
pub(crate) struct SettlementPage {
    layout: Layout,
    t: T,
    head: Head,
    base: String,
    alert: String,
    sheet: Option<SheetView>,
    rows: Vec<RowView>,
    missing: Vec<(&'static str, String)>,
    missing_for_leave: Vec<(&'static str, String)>,
    refused: String,
    what_if: Vec<WhatIf>,
    asked: Asked,
    grounds: Vec<Choice>,
    checks: Vec<CheckRow>,
    groups: Vec<FactGroup>,
    documents: Vec<Choice>,
    versions: Vec<VersionRow>,
    changed_since: String,
    pay_rows: Vec<PayRow>,
    holdable: Vec<Choice>,
    held: Vec<HeldRow>,
    form: FormView,
    refused_form: String,
    may_run: bool,
    place: String,
    notice: Option<Line>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let page = page(&state, &who, &uri, (id, asked, Refused::default())).await?;
    layout::html(&page)
}

/// A form that was refused, to be shown again.
#[derive(Default)]
pub(crate) struct Refused {
    pub(crate) which: String,
    pub(crate) fields: Fields,
    pub(crate) errors: Vec<app::FieldError>,
    pub(crate) alert: &'static str,
}

/// The page with everything on it.
pub(crate) async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (id, asked, refused): (DepartureId, Asked, Refused),
) -> Result<SettlementPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let question = asked.question();
    let view = settlement::view(cx, id, question.as_ref()).await?;
    let sheet = view.reckoning.sheet.as_ref();
    let ground = view.case.ground()?;
    let wanted: Vec<&str> =
        view.reckoning.missing.iter().chain(&view.reckoning.missing_for_leave).copied().collect();
    let names =
        |codes: &[&'static str]| codes.iter().map(|code| (*code, words::fact_name(t, code))).collect();
    let known: Vec<_> = view.facts.iter().cloned().collect();
    Ok(SettlementPage {
        head: Head::of(cx, &view.case, Page::Settlement).await?,
        layout: Layout::new(state, who, uri),
        t,
        base: format!("{}/settlement", urls::departure(id)),
        alert: if refused.alert.is_empty() { String::new() } else { t.s(refused.alert).into_owned() },
        sheet: sheet.map(|sheet| words::sheet(t, sheet)),
        rows: view.reckoning.rows.iter().map(|row| words::row(t, row, &known)).collect(),
        missing: names(&view.reckoning.missing),
        missing_for_leave: names(&view.reckoning.missing_for_leave),
        refused: refusal(t, &view),
        what_if: view.what_if.iter().map(|outcome| what_if::what_if(t, &view, outcome)).collect(),
        grounds: what_if::ground_choices(t, &asked.ground),
        asked,
        checks: view.checks.iter().map(|check| checks::check_row(t, &view, check)).collect(),
        groups: facts::groups(t, &view, &ground.law_code, (&wanted, &refused)),
        documents: SOURCES.iter().map(|code| facts::named(t, "set-source", code)).collect(),
        versions: payments::versions(t, &view),
        changed_since: payments::changed_since(t, &view),
        pay_rows: payments::pay_rows(t, &view),
        holdable: payments::holdable(t, &view),
        held: payments::held_elsewhere(t, &view),
        form: FormView::new(t, refused.fields, refused.errors),
        refused_form: refused.which,
        may_run: view.may_run,
        place: place_line(t, &view),
        notice: notice_line::of_departure(cx, &view.case).await?,
    })
}

/// Service, end, place, and by which rules: the line under the name.
fn place_line(t: T, view: &View) -> String {
    let departure = &view.case.departure;
    let start = view.facts.get("service_start").and_then(|text| text.parse().ok());
    let region = view
        .facts
        .get("region")
        .map_or_else(|| t.s("set-no-place").into_owned(), |code| words::place(t, code));
    let profile = view.facts.get("profile").map(|code| words::choice(t, "profile", code));
    let parts = [
        t.a("set-line-start", "day", t.date(start.unwrap_or(departure.hired_on))).into_owned(),
        t.a("set-line-end", "day", t.date(departure.legal_end)).into_owned(),
        t.a("set-line-place", "place", region).into_owned(),
        profile.unwrap_or_else(|| t.s("set-no-profile").into_owned()),
    ];
    parts.join(" · ")
}

fn refusal(t: T, view: &View) -> String {
    let Some((field, code)) = &view.reckoning.refused else { return String::new() };
    let field = match field.as_str() {
        "last_day" => t.s("dep-date-legal-end").into_owned(),
        "reason" | "ground" => t.s("dep-new-reason").into_owned(),
        code => words::fact_name(t, code),
    };
    t.a(&format!("set-refused-{}", code.replace('_', "-")), "fact", field).into_owned()
}
