//! The own dates of a handover, as leaver and as receiver, and the private address of their calendar feed.

use app::{
    Cx, Error,
    feeds::{Subject, open_feed, revoke_feed as revoke},
    sign_in::Authenticated,
};
use app_handover::handover::{self, OwnCalendar, OwnDate, OwnSession};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    feeds::{self, Asked, FeedsView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::FeedId;
use paper::calendar_feed::{self, DayEvent};

use crate::{handover_schedule_words::step_words, handover_words as words};

/// So many dates are listed; the feed has all of them.
const MOST: usize = 60;

struct DateRow {
    day: String,
    what: String,
    with: String,
    href: String,
}

#[derive(Template)]
#[template(path = "my_calendar.html")]
struct MyCalendarPage {
    layout: Layout,
    t: T,
    rows: Vec<DateRow>,
    more: String,
    feeds: FeedsView,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    layout::html(&page(&state, &who, &uri, Asked::default()).await?)
}

async fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    asked: Asked,
) -> Result<MyCalendarPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let mine = handover::my_calendar(cx).await?;
    let mut rows: Vec<(kernel::Date, DateRow)> = mine
        .dates
        .iter()
        .filter(|one| one.day >= cx.today())
        .map(|one| (one.day, date_row(t, one)))
        .collect();
    rows.extend(mine.sessions.iter().map(|one| (cx.day_of(one.session.starts_at), session_row(t, one))));
    rows.sort_by_key(|(day, _)| *day);
    let more = rows.len().saturating_sub(MOST);
    Ok(MyCalendarPage {
        layout: Layout::new(state, who, uri),
        t,
        rows: rows.into_iter().take(MOST).map(|(_, row)| row).collect(),
        more: if more == 0 { String::new() } else { t.n("my-calendar-more", more).into_owned() },
        feeds: FeedsView::of(cx, "/my/calendar/feeds", asked).await?,
    })
}

fn what(t: T, one: &OwnDate) -> String {
    format!("{} · {}", step_words(t, one.step, ""), one.title)
}

fn with(t: T, one: &OwnDate) -> String {
    if one.with.is_empty() {
        String::new()
    } else {
        t.a("my-calendar-with", "names", one.with.join(&t.s("hs-and"))).into_owned()
    }
}

fn date_row(t: T, one: &OwnDate) -> DateRow {
    DateRow {
        day: t.day(one.day),
        what: what(t, one),
        with: with(t, one),
        href: urls::item(one.departure, one.item),
    }
}

fn session_words(t: T, one: &OwnSession) -> (String, String) {
    let held = &one.session;
    let place = if held.place.is_empty() { String::new() } else { format!(" · {}", held.place) };
    let what = format!("{} · {}", words::session_label(t, held.kind), held.title);
    (what, format!("{}{place}", words::span(t, held.starts_at, held.minutes)))
}

fn session_row(t: T, one: &OwnSession) -> DateRow {
    let (what, when) = session_words(t, one);
    DateRow { day: when, what, with: one.leaver.clone(), href: String::new() }
}

/// Makes a private address.
pub(crate) async fn create_feed(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let asked = feeds::create(&who.cx, Subject::OwnDates, "handover.ics").await?;
    let is_refused = asked.is_refused();
    let page = page(&state, &who, &uri, asked).await?;
    if is_refused { layout::refused(&page) } else { layout::html(&page) }
}

/// Takes an address back.
pub(crate) async fn revoke_feed(Signed(who): Signed, Path(feed): Path<FeedId>) -> Result<Response, Failure> {
    // Whoever has no dates has no address of them either.
    who.cx.actor().person.ok_or(Error::NotFound)?;
    revoke(&who.cx, feed).await?;
    Ok(layout::done_at("/my/calendar", "feed-revoked"))
}

/// The feed: who asks shows a token and nothing else.
pub(crate) async fn feed(
    Shared(state): Shared<State>,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let cx = open_feed(&state.app, &token, Subject::OwnDates).await?;
    let t = T(cx.lang());
    let is_anybody = cx.actor().person.is_some();
    let mine = if is_anybody { handover::my_calendar(&cx).await? } else { OwnCalendar::default() };
    let dates = mine.dates.iter().map(|one| date_event(&cx, t, one));
    let events: Vec<DayEvent> =
        dates.chain(mine.sessions.iter().map(|one| session_event(&cx, t, one))).collect();
    Ok(feeds::calendar(calendar_feed::write(&t.s("my-calendar"), &events)))
}

/// The same date keeps its name when it is planned anew, so that a calendar moves it.
fn date_event(cx: &Cx, t: T, one: &OwnDate) -> DayEvent {
    let person = one.person.map(|person| format!("-{person}")).unwrap_or_default();
    DayEvent {
        uid: format!("{}-{}-{}{person}@leavewell", one.item, one.part, one.step.code()),
        stamp: cx.now(),
        day: one.day,
        summary: what(t, one),
        description: with(t, one),
        alarms: Vec::new(),
    }
}

fn session_event(cx: &Cx, t: T, one: &OwnSession) -> DayEvent {
    let (what, when) = session_words(t, one);
    DayEvent {
        uid: format!("session-{}@leavewell", one.session.id),
        stamp: cx.now(),
        day: cx.day_of(one.session.starts_at),
        summary: what,
        description: format!("{when}\n{}", one.leaver),
        alarms: Vec::new(),
    }
}
