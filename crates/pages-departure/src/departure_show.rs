//! A departure's first page: what the next step waits for, who and how, the dates, access, promises, and taking it back.

use app::{
    Error,
    access::Field,
    cases::{Case, get_departure},
};
use app_departure::{
    departures::{self, EditDates},
    settlement::{self, Verdict},
};
use app_handover::commitments;
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::Uri,
    response::Response,
};
use chart::{Size, Step, StepState, TimeLine};
use departure::{DateWarning, DatesDraft, Status};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{CommitmentId, DepartureId};
use serde::Deserialize;

use crate::{
    departure_words::{instant, lateness, local, role_label, step_label, task_title},
    law_words,
};

/// What the address may ask for beside the page itself.
#[derive(Deserialize, Default)]
pub(crate) struct ShowQuery {
    /// How many tasks moved with the dates, after they were changed.
    moved: Option<i64>,
    /// How many stayed because somebody had edited them.
    kept: Option<i64>,
    /// How much a withdrawal put back.
    restored: Option<i64>,
    /// How much it left as somebody had changed it since.
    left: Option<i64>,
}

struct Blocker {
    tag: String,
    class: &'static str,
    title: String,
    detail: String,
    href: String,
}

struct Promise {
    id: CommitmentId,
    what: String,
    due: String,
    kept: String,
}

/// The parts of the page that only HR sees.
struct Steering {
    has_reason: bool,
    reason: Option<String>,
    access: String,
    is_off: bool,
    can_announce_access: bool,
    may_withdraw: bool,
    warnings: Vec<String>,
}

#[derive(Template)]
#[template(path = "departure_show.html")]
struct ShowPage {
    layout: Layout,
    t: T,
    head: Head,
    form: FormView,
    alert: String,
    notices: Vec<String>,
    shows_clearing: bool,
    blockers: Vec<Blocker>,
    facts: Vec<(String, String)>,
    timeline: String,
    may_run: bool,
    steering: Steering,
    shows_promises: bool,
    may_promise: bool,
    promises: Vec<Promise>,
    ended_reason: String,
    knowledge: Option<KnowledgeView>,
}

/// What hangs on the leaver alone.
struct KnowledgeView {
    says: String,
    unplanned: String,
    items: Vec<KnowledgeLine>,
}

struct KnowledgeLine {
    href: String,
    name: String,
    weight: i64,
    handover: String,
    gone: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    Query(query): Query<ShowQuery>,
) -> Result<Response, Failure> {
    let case = get_departure(&who.cx, id).await?;
    let form = FormView::new(T(who.cx.lang()), stored(&case), Vec::new());
    layout::html(&page(&state, &who, &uri, (case, form, query, "")).await?)
}

/// The page with the reason in words; the look is written down first.
pub(crate) async fn show_reason(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let case = get_departure(&who.cx, id).await?;
    let reason = departures::look_at_reason(&who.cx, &case).await?;
    let form = FormView::new(T(who.cx.lang()), stored(&case), Vec::new());
    let mut page = page(&state, &who, &uri, (case, form, ShowQuery::default(), "")).await?;
    page.steering.reason = Some(reason);
    layout::html(&page)
}

/// The forms as they stand in the database.
fn stored(case: &Case) -> Fields {
    let departure = &case.departure;
    let access = departure.access_off_at.or_else(|| case.dates().usual_access_off());
    Fields::start(&[
        ("notice_on", &departure.notice_on.to_string()),
        ("last_day", &departure.last_day.to_string()),
        ("legal_end", &departure.legal_end.to_string()),
        ("access_off_at", &access.map(local).unwrap_or_default()),
    ])
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (case, form, query, alert): (Case, FormView, ShowQuery, &str),
) -> Result<ShowPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let shows_clearing = case.shows(cx, Field::Clearing);
    let shows_promises = case.shows(cx, Field::Commitments);
    Ok(ShowPage {
        head: Head::of(cx, &case, Page::Overview).await?,
        layout: Layout::new(state, who, uri),
        t,
        form,
        alert: if alert.is_empty() { String::new() } else { t.s(alert).into_owned() },
        notices: notices(t, &query),
        shows_clearing,
        blockers: if shows_clearing { blockers(cx, &case).await? } else { Vec::new() },
        facts: facts(cx, &case)?,
        timeline: timeline(cx, &case),
        may_run: case.may_run(cx),
        steering: steering(cx, &case)?,
        shows_promises,
        may_promise: commitments::may_commit(cx, &case),
        knowledge: knowledge(cx, &case).await?,
        promises: if shows_promises { promises(cx, &case).await? } else { Vec::new() },
        ended_reason: if case.shows(cx, Field::DepartureReason) {
            case.departure.ended_reason.clone()
        } else {
            String::new()
        },
    })
}

/// So many items are named.
const KNOWLEDGE_LINES: usize = 10;

async fn knowledge(cx: &app::Cx, case: &Case) -> Result<Option<KnowledgeView>, Failure> {
    let t = T(cx.lang());
    let Some(lost) = app_knowledge::knowledge::what_is_lost(cx, case.departure.id).await? else {
        return Ok(None);
    };
    let line = |item: &store::knowledge::SoleItem| KnowledgeLine {
        href: format!("/knowledge/items/{}", item.id),
        name: item.name.clone(),
        weight: item.weight,
        handover: item.handover_id.map(|id| urls::item(case.departure.id, id)).unwrap_or_default(),
        gone: if item.gone > 0 {
            t.n("knowledge-departing-gone", item.gone).into_owned()
        } else {
            String::new()
        },
    };
    let says = [
        ("n", i64::try_from(lost.items.len()).unwrap_or(0).into()),
        ("share", t.percent(lost.share()).into()),
    ];
    Ok(Some(KnowledgeView {
        says: if lost.items.is_empty() {
            t.s("knowledge-departing-none").into_owned()
        } else {
            t.args("knowledge-departing-says", &says).into_owned()
        },
        unplanned: match lost.unplanned() {
            0 => String::new(),
            unplanned => t.n("knowledge-departing-unplanned", unplanned).into_owned(),
        },
        items: lost.items.iter().take(KNOWLEDGE_LINES).map(line).collect(),
    }))
}

fn notices(t: T, query: &ShowQuery) -> Vec<String> {
    let said = [
        ("dep-notice-moved", query.moved),
        ("dep-notice-kept", query.kept.filter(|kept| *kept > 0)),
        ("dep-notice-restored", query.restored),
        ("dep-notice-left", query.left.filter(|left| *left > 0)),
    ];
    said.into_iter().filter_map(|(key, number)| Some(t.n(key, number?).into_owned())).collect()
}

async fn blockers(cx: &app::Cx, case: &Case) -> Result<Vec<Blocker>, Failure> {
    let t = T(cx.lang());
    let base = urls::departure(case.departure.id);
    let next = departures::next_step(cx, case.departure.id).await?;
    let tasks = next.tasks.iter().map(|task| {
        let (class, late) = lateness(t, task.due_on, cx.today());
        let owner =
            if task.owner_name.is_empty() { role_label(t, task.owner_role) } else { task.owner_name.clone() };
        Blocker {
            tag: if late.is_empty() { t.s("dep-task-open").into_owned() } else { late },
            class: if class.is_empty() { "tag" } else { class },
            title: task_title(t, &task.code, &task.title),
            detail: t.a2("dep-task-owner-due", ("owner", owner), ("due", t.day(task.due_on))).into_owned(),
            href: format!("{base}/tasks/{}", task.id),
        }
    });
    let approvals = next.approvals.iter().map(|approval| Blocker {
        tag: t.s(&format!("dep-approval-{}", approval.status)).into_owned(),
        class: if approval.status == departure::ApprovalStatus::Refused { "tag bad" } else { "tag caution" },
        title: step_label(t, &approval.step),
        detail: if approval.approver_name.is_empty() {
            role_label(t, approval.approver_role)
        } else {
            approval.approver_name.clone()
        },
        href: format!("{base}/approvals"),
    });
    let stopping = settlement::list_stopping(cx, case).await?;
    let checks = stopping.iter().map(|check| Blocker {
        tag: t
            .s(if check.verdict == Verdict::Fail { "set-verdict-fail" } else { "set-verdict-missing" })
            .into_owned(),
        class: "tag bad",
        title: law_words::check(t, &check.key).into_owned(),
        detail: check.article.as_ref().map(|article| article.text.clone()).unwrap_or_default(),
        href: format!("{base}/settlement#check-{}", check.key),
    });
    Ok(checks.chain(tasks).chain(approvals).collect())
}

fn facts(cx: &app::Cx, case: &Case) -> Result<Vec<(String, String)>, Failure> {
    let t = T(cx.lang());
    let (departure, ground) = (&case.departure, case.ground()?);
    let article = if ground.is_verified {
        ground.article.clone()
    } else {
        t.a("dep-article-unchecked", "article", &ground.article).into_owned()
    };
    let reason = ground.reasons.iter().find(|reason| reason.code == departure.reason_code);
    let rows = [
        ("dep-fact-ended-by", t.s(&format!("dep-ended-by-{}", ground.ended_by)).into_owned()),
        ("dep-fact-ground", ground.label.get(t.0).to_owned()),
        ("dep-fact-article", article),
        ("dep-fact-reason-code", reason.map(|reason| reason.label.get(t.0).to_owned()).unwrap_or_default()),
        ("dep-fact-employer", departure.employer_name.clone()),
        ("dep-fact-department", departure.department_path.clone()),
        ("dep-fact-post", departure.post_title.clone()),
        ("dep-fact-emp-no", departure.emp_no.clone()),
        ("dep-fact-hired", t.date(departure.hired_on)),
        ("dep-fact-opened", t.instant(departure.opened_at)),
        ("dep-fact-announced", departure.announced_at.map(|at| t.instant(at)).unwrap_or_default()),
    ];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    Ok(filled.map(|(key, value)| (t.s(key).into_owned(), value)).collect())
}

/// Below each other: side by side the words would be too small for half a page.
fn timeline(cx: &app::Cx, case: &Case) -> String {
    let t = T(cx.lang());
    let (departure, today) = (&case.departure, cx.today());
    let mut days = vec![
        (departure.notice_on, "dep-date-notice", String::new()),
        (departure.last_day, "dep-date-last-day", String::new()),
        (departure.legal_end, "dep-date-legal-end", String::new()),
    ];
    if let Some(at) = departure.access_off_at {
        days.push((cx.day_of(at), "dep-date-access", t.instant(at)));
    }
    days.sort_by_key(|day| day.0);
    let steps = days.into_iter().map(|(on, key, detail)| Step {
        label: format!("{} {}", t.axis_day(on), t.s(key)),
        detail,
        state: if on <= today { StepState::Done } else { StepState::Open },
        tone: chart::Tone::Brand,
    });
    TimeLine { title: t.s("dep-dates-title").into_owned(), steps: steps.collect(), size: Size::Narrow }
        .to_svg()
}

fn steering(cx: &app::Cx, case: &Case) -> Result<Steering, Failure> {
    let t = T(cx.lang());
    let departure = &case.departure;
    let shows_reason = case.shows(cx, Field::DepartureReason);
    let draft = DatesDraft {
        notice_on: departure.notice_on,
        last_day: departure.last_day,
        legal_end: departure.legal_end,
        access_off_at: departure.access_off_at,
        hired_on: departure.hired_on,
    };
    let check = draft.check(case.ground()?, cx.calendar());
    Ok(Steering {
        has_reason: shows_reason && !departure.reason.is_empty(),
        reason: None,
        access: departure.access_off_at.map(|at| t.instant(at)).unwrap_or_default(),
        is_off: case.dates().is_access_off(cx.now()),
        can_announce_access: departure.status == Status::Open,
        may_withdraw: !case.dates().has_ended(cx.today()),
        warnings: check.warnings.iter().map(|(_, warning)| warning_text(t, *warning)).collect(),
    })
}

fn warning_text(t: T, warning: DateWarning) -> String {
    match warning {
        DateWarning::ShortNotice { given, wanted } => {
            t.a2("dep-warn-short-notice", ("given", given), ("wanted", wanted)).into_owned()
        }
        DateWarning::LastDayNotWorking => t.s("dep-warn-last-day-not-working").into_owned(),
        DateWarning::ProvisionalCalendar { year } => t.a("dep-warn-provisional", "year", year).into_owned(),
        DateWarning::StoppedBeforeNotice => t.s("dep-warn-stopped-before").into_owned(),
        DateWarning::FarApart => t.s("dep-warn-far-apart").into_owned(),
        DateWarning::AccessOffBeforeLastDay => t.s("dep-warn-access-early").into_owned(),
        DateWarning::AccessOffAfterLegalEnd => t.s("dep-warn-access-late").into_owned(),
    }
}

async fn promises(cx: &app::Cx, case: &Case) -> Result<Vec<Promise>, Failure> {
    let t = T(cx.lang());
    let held = commitments::list_commitments(cx, case.departure.id).await?;
    let promise = |held: store::commitments::Commitment| Promise {
        id: held.id,
        due: held.due_on.map(|due| t.date(due)).unwrap_or_default(),
        kept: held
            .kept_at
            .map(|at| {
                t.a2("dep-promise-kept-by", ("at", t.instant(at)), ("name", &held.kept_by_name)).into_owned()
            })
            .unwrap_or_default(),
        what: held.what,
    };
    Ok(held.into_iter().map(promise).collect())
}

/// The page again after a refusal: with what was typed and what was wrong, or with the sentence that says why not.
async fn again(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (id, fields, error): (DepartureId, Fields, Error),
) -> Result<Response, Failure> {
    let case = get_departure(&who.cx, id).await?;
    let t = T(who.cx.lang());
    let (form, alert) = match error {
        Error::Invalid(errors) => (FormView::new(t, fields, errors), "failure-invalid"),
        Error::Conflict(key) => (FormView::new(t, stored(&case), Vec::new()), key),
        error => return Err(Failure(error)),
    };
    layout::refused(&page(state, who, uri, (case, form, ShowQuery::default(), alert)).await?)
}

/// Changes the three dates.
pub(crate) async fn set_dates(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let edited = match read_dates(&fields) {
        Ok(dates) => departures::edit_dates(&who.cx, id, dates).await,
        Err(error) => Err(error),
    };
    match edited {
        Ok(edited) => {
            let to =
                format!("{}?moved={}&kept={}", urls::departure(id), edited.moved.len(), edited.kept.len());
            Ok(layout::done_at(&to, "dates-set"))
        }
        Err(error) => again(&state, &who, &uri, (id, fields, error)).await,
    }
}

fn read_dates(fields: &Fields) -> app::Result<EditDates> {
    let mut parse = Parsing::new(fields);
    let dates = (parse.date("notice_on"), parse.date("last_day"), parse.date("legal_end"));
    parse.finish()?;
    let (Some(notice_on), Some(last_day), Some(legal_end)) = dates else {
        return Err(Error::field("notice_on", "error-required"));
    };
    Ok(EditDates { notice_on, last_day, legal_end })
}

/// Settles when access ends, or ends it now.
pub(crate) async fn set_access(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let at = instant(&mut parse, "access_off_at");
    let (done, code) = match (fields.get("do"), parse.finish()) {
        ("now", _) => (departures::shut_access_now(&who.cx, id).await, "access-off"),
        ("clear", _) => (departures::set_access_off(&who.cx, id, None).await, "access-cleared"),
        (_, Ok(())) if at.is_none() => (Err(Error::field("access_off_at", "error-required")), ""),
        (_, Ok(())) => (departures::set_access_off(&who.cx, id, at).await, "access-set"),
        (_, Err(error)) => (Err(error), ""),
    };
    match done {
        Ok(()) => Ok(layout::done_at(&urls::departure(id), code)),
        Err(error) => again(&state, &who, &uri, (id, fields, error)).await,
    }
}

/// Announces what was prepared, goes on to the next stage, or takes everything back.
pub(crate) async fn step(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, step)): Path<(DepartureId, String)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let to = urls::departure(id);
    let done = match step.as_str() {
        "announce" => departures::announce(&who.cx, id).await.map(|()| layout::done_at(&to, "announced")),
        "advance" => departures::advance(&who.cx, id).await.map(|()| layout::done_at(&to, "advanced")),
        "withdraw" => departures::withdraw(&who.cx, id, fields.get("reason")).await.map(|done| {
            let to = format!("{to}?restored={}&left={}", done.restored, done.left.len());
            layout::done_at(&to, "withdrawn")
        }),
        _ => return Err(Failure(Error::NotFound)),
    };
    match done {
        Ok(response) => Ok(response),
        Err(error) => again(&state, &who, &uri, (id, fields, error)).await,
    }
}

/// Promises something in the company's name.
pub(crate) async fn promise(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let (what, due_on) = (parse.required("what"), parse.optional_date("due_on"));
    let added = match parse.finish() {
        Ok(()) => commitments::add(&who.cx, id, &what, due_on).await.map(drop),
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => Ok(layout::done_at(&format!("{}#promises", urls::departure(id)), "promised")),
        Err(error) => again(&state, &who, &uri, (id, fields, error)).await,
    }
}

/// Says that a promise was kept.
pub(crate) async fn keep(
    Signed(who): Signed,
    Path((id, promise)): Path<(DepartureId, CommitmentId)>,
) -> Result<Response, Failure> {
    commitments::keep(&who.cx, promise).await?;
    Ok(layout::done_at(&format!("{}#promises", urls::departure(id)), "kept"))
}
