//! The legal deadlines of a departure, and of all of them; the private address of the calendar feed.

use std::borrow::Cow;

use app::{
    Cx, Error,
    feeds::{Subject, open_feed, revoke_feed as revoke},
    sign_in::Authenticated,
};
use app_departure::clocks::{self, CLAIMS, Due, EVENTS, NewEvent, State as Stand};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    feeds::{self, Asked, FeedsView},
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{DepartureId, FeedId};
use law::{Citation, ClockDay, ClockId, Grade, Nature, Value};
use paper::calendar_feed::{self, DayEvent};
use store::clocks::ClockEvent;

use crate::{departure_words::Choice, law_words};

/// So many clocks are shown on a page.
const PAGE: usize = 100;

/// One clock as printed.
pub(crate) struct ClockRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) what: String,
    pub(crate) rule: String,
    pub(crate) day: String,
    pub(crate) readings: Vec<String>,
    /// What moved the day: an interruption, a suspension, a holiday.
    pub(crate) moved: Vec<String>,
    pub(crate) class: &'static str,
    pub(crate) state: String,
    pub(crate) nature: String,
    pub(crate) articles: Vec<String>,
}

struct EventRow {
    day: String,
    what: String,
    remark: String,
    by: String,
}

#[derive(Template)]
#[template(path = "departure_clocks.html")]
struct ClocksPage {
    layout: Layout,
    t: T,
    head: Head,
    rows: Vec<ClockRow>,
    events: Vec<EventRow>,
    may_record: bool,
    form: FormView,
    choices: Vec<Choice>,
    claims: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "clocks.html")]
struct AllPage {
    layout: Layout,
    t: T,
    rows: Vec<ClockRow>,
    count: String,
    reminders: String,
    next: String,
    feeds: FeedsView,
}

/// Articles as printed; what was not read in its text says so.
pub(crate) fn cited(t: T, citations: &[Citation]) -> Vec<String> {
    let one = |citation: &Citation| match citation.grade {
        Grade::P => citation.text.to_string(),
        Grade::S => t.a("clock-secondary", "article", &citation.text).into_owned(),
        Grade::U => t.a("clock-unverified", "article", &citation.text).into_owned(),
    };
    citations.iter().map(one).collect()
}

/// A clock in words.
pub(crate) fn row(t: T, due: &Due) -> ClockRow {
    let code = due.clock.id.code();
    let (class, state) = match due.state {
        Stand::Overdue(days) => ("tag bad", t.n("clock-overdue", days)),
        Stand::Soon(0) => ("tag caution", t.s("clock-today")),
        Stand::Soon(days) => ("tag caution", t.n("clock-soon", days)),
        Stand::Running(days) => ("tag", t.n("clock-running", days)),
        Stand::Over => ("tag", t.s("clock-over")),
        Stand::Done(day) => ("tag good", t.a("clock-done", "day", t.date(day))),
    };
    let readings = match &due.clock.on {
        ClockDay::On(_) => Vec::new(),
        ClockDay::Open(readings) => readings
            .iter()
            .map(|(why, day)| {
                let why = t.s(&format!("clock-reading-{}", why.replace('_', "-"))).into_owned();
                t.a2("clock-reading", ("day", t.date(*day)), ("why", why)).into_owned()
            })
            .collect(),
    };
    let nature = match due.clock.id.nature() {
        Nature::Duty => "clock-nature-duty",
        Nature::Claim => "clock-nature-claim",
        Nature::Keep => "clock-nature-keep",
    };
    ClockRow {
        href: format!("{}/clocks", urls::departure(due.departure)),
        name: due.person_name.clone(),
        what: t.s(&format!("clock-{code}")).into_owned(),
        rule: t.a(&format!("clock-rule-{code}"), "from", t.date(due.clock.from)).into_owned(),
        day: t.date(due.day),
        readings,
        moved: moved(t, due),
        class,
        state: state.into_owned(),
        nature: t.s(nature).into_owned(),
        articles: cited(t, &due.clock.citations),
    }
}

/// The steps that moved the day away from its plain count, each with the day that it came to.
fn moved(t: T, due: &Due) -> Vec<String> {
    let steps = due.clock.notes.steps.iter();
    let moving =
        steps.filter(|step| matches!(step.rule, "interruption" | "suspension" | "moved_to_working_day"));
    moving
        .filter_map(|step| match step.result {
            Value::Date(day) => {
                Some(t.a2("clock-reading", ("day", t.date(day)), ("why", law_words::step(t, step.rule))))
            }
            _ => None,
        })
        .map(Cow::into_owned)
        .collect()
}

/// What was recorded, with the claim that it is of and the days of a suspension.
fn event_row(t: T, event: &ClockEvent) -> EventRow {
    let mut what = event_words(t, &event.what);
    if !event.claim.is_empty() {
        what = t
            .a2("clock-event-of", ("what", what), ("claim", t.s(&format!("clock-{}", event.claim))))
            .into_owned();
    }
    let day = match (event.what.as_str(), event.ended_on) {
        ("suspension", Some(until)) => t
            .a2("clock-event-days", ("from", t.date(event.happened_on)), ("until", t.date(until)))
            .into_owned(),
        ("suspension", None) => t.a("clock-event-since", "from", t.date(event.happened_on)).into_owned(),
        _ => t.date(event.happened_on),
    };
    EventRow { day, what, remark: event.remark.clone(), by: event.recorded_by_name.clone() }
}

/// What is recorded of a clock, in words.
fn event_words(t: T, what: &str) -> String {
    match what.strip_prefix("done-") {
        Some(code) => t.a("clock-event-done", "what", t.s(&format!("clock-{code}"))).into_owned(),
        None => t.s(&format!("clock-event-{what}")).into_owned(),
    }
}

/// The deadlines of one departure.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let form = start(&who.cx);
    layout::html(&page(&state, &who, &uri, (id, form)).await?)
}

fn start(cx: &Cx) -> FormView {
    let today = cx.today().to_string();
    FormView::new(T(cx.lang()), Fields::start(&[("happened_on", &today)]), Vec::new())
}

async fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (id, form): (DepartureId, FormView),
) -> Result<ClocksPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let found = clocks::of_departure(cx, id).await?;
    let duties = ClockId::ALL.iter().filter(|clock| clock.nature() == Nature::Duty);
    let codes = EVENTS.iter().map(ToString::to_string);
    let codes = codes.chain(duties.map(|clock| format!("done-{}", clock.code())));
    Ok(ClocksPage {
        head: Head::of(cx, &found.case, Page::Clocks).await?,
        layout: Layout::new(state, who, uri),
        t,
        rows: found.clocks.iter().map(|due| row(t, due)).collect(),
        events: found.events.iter().map(|event| event_row(t, event)).collect(),
        may_record: found.may_record,
        form,
        choices: codes.map(|code| Choice { label: event_words(t, &code), code }).collect(),
        claims: CLAIMS
            .iter()
            .map(|claim| Choice {
                code: claim.code().to_owned(),
                label: t.s(&format!("clock-{}", claim.code())).into_owned(),
            })
            .collect(),
    })
}

/// Writes down what happened to a deadline.
pub(crate) async fn record(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let (what, on) = (parse.required("what"), parse.date("happened_on"));
    let until = parse.optional_date("ended_on");
    let (claim, remark) = (parse.text("claim"), parse.text("remark"));
    let done = match (parse.finish(), on) {
        (Ok(()), Some(on)) => {
            let new = NewEvent { what, on, until, claim, remark };
            clocks::record_event(&who.cx, id, new).await.map(drop)
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::field("happened_on", "error-required")),
    };
    match done {
        Ok(()) => Ok(layout::done_at(&format!("{}/clocks", urls::departure(id)), "saved")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, (id, form)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// The key of a clock in the order of the list.
fn key(due: &Due) -> String {
    format!("{}_{}_{}", due.day, due.departure, due.clock.id.code())
}

/// All deadlines that are still ahead or missed, by day.
pub(crate) async fn list(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    layout::html(&all(&state, &who, &uri, Asked::default()).await?)
}

async fn all(state: &State, who: &Authenticated, uri: &Uri, asked: Asked) -> Result<AllPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let found = clocks::list_clocks(cx).await?;
    let after =
        uri.query().unwrap_or("").split('&').find_map(|pair| pair.strip_prefix("after=")).unwrap_or("");
    let place = found.iter().position(|due| key(due).as_str() > after).unwrap_or(found.len());
    let shown: Vec<&Due> = found.iter().skip(place).take(PAGE).collect();
    let has_more = place + shown.len() < found.len();
    let next =
        shown.last().filter(|_| has_more).map(|last| urls::with_query("/clocks", &[("after", &key(last))]));
    Ok(AllPage {
        layout: Layout::new(state, who, uri),
        t,
        rows: shown.iter().map(|due| row(t, due)).collect(),
        count: t.n("clock-count", found.len()).into_owned(),
        reminders: t
            .n("clock-reminders", found.iter().filter(|due| due.state.is_reminder()).count())
            .into_owned(),
        next: next.unwrap_or_default(),
        feeds: FeedsView::of(cx, "/clocks/feeds", asked).await?,
    })
}

/// Makes a private address.
pub(crate) async fn create_feed(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let asked = feeds::create(&who.cx, Subject::Deadlines, "clocks.ics").await?;
    let is_refused = asked.is_refused();
    let page = all(&state, &who, &uri, asked).await?;
    if is_refused { layout::refused(&page) } else { layout::html(&page) }
}

/// Takes an address back.
pub(crate) async fn revoke_feed(Signed(who): Signed, Path(feed): Path<FeedId>) -> Result<Response, Failure> {
    revoke(&who.cx, feed).await?;
    Ok(layout::done_at("/clocks", "feed-revoked"))
}

/// The feed: who asks shows a token and nothing else.
pub(crate) async fn feed(
    Shared(state): Shared<State>,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let cx = open_feed(&state.app, &token, Subject::Deadlines).await?;
    let t = T(cx.lang());
    let found = clocks::list_clocks(&cx).await?;
    let events: Vec<DayEvent> = found.iter().map(|due| event(&cx, t, due)).collect();
    Ok(feeds::calendar(calendar_feed::write(&t.s("clock-title"), &events)))
}

fn event(cx: &Cx, t: T, due: &Due) -> DayEvent {
    let shown = row(t, due);
    let mut lines = vec![shown.rule];
    lines.extend(shown.readings);
    lines.extend(shown.moved);
    lines.push(shown.articles.join("；"));
    DayEvent {
        uid: format!("{}-{}@leavewell", due.departure, due.clock.id.code()),
        stamp: cx.now(),
        day: due.day,
        summary: t.a2("clock-feed-summary", ("name", &due.person_name), ("what", &shown.what)).into_owned(),
        description: lines.join("\n"),
        alarms: clocks::alarms(due.clock.id.nature()).to_vec(),
    }
}
