//! Departures: running, prepared, over.

use app::access::Action;
use app_departure::departures::{self, Part};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    response::Response,
};
use departure::Status;
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use serde::Deserialize;
use store::departures::{Departure, StatusCount};

use crate::departure_words::{ground_label, lateness};

/// Which part, and from where on.
#[derive(Deserialize)]
pub(crate) struct ListQuery {
    #[serde(default)]
    part: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    id: String,
}

struct Row {
    href: String,
    name: String,
    place: String,
    number: String,
    ground: String,
    last_day: String,
    left: String,
    left_class: &'static str,
    status: String,
    is_prepared: bool,
}

struct PartTab {
    label: String,
    href: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "departure_list.html")]
struct ListPage {
    layout: Layout,
    t: T,
    tabs: Vec<PartTab>,
    rows: Vec<Row>,
    next: String,
    can_open: bool,
}

/// The list.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(query): Query<ListQuery>,
) -> Result<Response, Failure> {
    let cx = &who.cx;
    let part = part_of(&query.part);
    let after = (!query.day.is_empty()).then_some((query.day.as_str(), query.id.as_str()));
    let mut found = departures::list_departures(cx, part, after).await?;
    let counts = departures::count_departures(cx).await?;
    let has_more = found.len() > departures::page_size();
    found.truncate(departures::page_size());
    let t = T(cx.lang());
    let next = found.last().filter(|_| has_more).map(|last| next_href(&query.part, last)).unwrap_or_default();
    let page = ListPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        tabs: tabs(t, part, &counts, cx.allow(Action::SeePrepared).is_ok()),
        rows: found.iter().map(|departure| row(cx, departure)).collect(),
        next,
        can_open: cx.allow(Action::RunDepartures).is_ok(),
    };
    layout::html(&page)
}

fn part_of(text: &str) -> Part {
    match text {
        "prepared" => Part::Prepared,
        "ended" => Part::Ended,
        _ => Part::Open,
    }
}

fn next_href(part: &str, last: &Departure) -> String {
    let part = match part_of(part) {
        Part::Open => "open",
        Part::Prepared => "prepared",
        Part::Ended => "ended",
    };
    format!("{}?part={part}&day={}&id={}", urls::DEPARTURES, last.last_day, last.id)
}

fn tabs(t: T, current: Part, counts: &[StatusCount], sees_prepared: bool) -> Vec<PartTab> {
    let count = |statuses: &[Status]| {
        counts.iter().filter(|count| statuses.contains(&count.status)).map(|count| count.number).sum::<i64>()
    };
    let parts = [
        (Part::Open, "open", "dep-list-open", count(&[Status::Open]), true),
        (Part::Prepared, "prepared", "dep-list-prepared", count(&[Status::Prepared]), sees_prepared),
        (Part::Ended, "ended", "dep-list-ended", count(&[Status::Closed, Status::Withdrawn]), true),
    ];
    let shown = parts.into_iter().filter(|(.., is_shown)| *is_shown);
    shown
        .map(|(part, code, label, number, _)| PartTab {
            label: t.n(label, number).into_owned(),
            href: format!("{}?part={code}", urls::DEPARTURES),
            is_current: part == current,
        })
        .collect()
}

fn row(cx: &app::Cx, departure: &Departure) -> Row {
    let t = T(cx.lang());
    let dates = departure::Dates {
        notice_on: departure.notice_on,
        last_day: departure.last_day,
        legal_end: departure.legal_end,
        access_off_at: departure.access_off_at,
    };
    let is_over = departure.status.is_read_only();
    let (left_class, left) = match lateness(t, departure.last_day, cx.today()) {
        _ if is_over => ("", String::new()),
        (_, words) if words.is_empty() => {
            ("", t.n("dep-list-left", dates.working_days_left(cx.today(), cx.calendar())).into_owned())
        }
        ("tag caution", _) => ("text-caution", t.s("dep-list-last-day-today").into_owned()),
        _ => ("text-bad", t.s("dep-list-last-day-over").into_owned()),
    };
    let place = [departure.department_path.as_str(), &departure.post_title];
    Row {
        href: urls::departure(departure.id),
        name: departure.person_name.clone(),
        place: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        number: departure.number.clone(),
        ground: ground_label(t, &departure.ground),
        last_day: t.date(departure.last_day),
        left,
        left_class,
        status: match departure.status {
            Status::Open => t.s(&format!("dep-stage-{}", departure.stage)).into_owned(),
            status => t.s(&format!("dep-status-{status}")).into_owned(),
        },
        is_prepared: departure.status == Status::Prepared,
    }
}
