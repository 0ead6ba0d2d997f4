//! Four weeks of sharing: what is asked, the plan with its bound and what does not fit, and taking it.

use ::handover::planner::{Block, Relief};
use app::{Error, sign_in::Authenticated};
use app_knowledge::knowledge::{self as map, Sharing, SharingInput, Teaching};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    http::Uri,
    response::Response,
};
use serde::Deserialize;

use super::knowledge_words as words;
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::{FluentValue, T},
    layout::{self, Layout},
};

/// What is asked, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    department: String,
    from: String,
    teach_hours: String,
    learn_hours: String,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        let get = |name: &str| fields.get(name).to_owned();
        Self {
            department: get("department"),
            from: get("from"),
            teach_hours: get("teach_hours"),
            learn_hours: get("learn_hours"),
        }
    }

    /// Where nothing is said: from the next working day, six hours a week to teach and four to learn.
    fn input(&self, cx: &app::Cx) -> SharingInput {
        let tomorrow = cx.calendar().add_working_days(cx.today(), 1);
        let number = |text: &str, usual: i64| if text.is_empty() { usual } else { text.parse().unwrap_or(0) };
        SharingInput {
            department: self.department.parse().ok(),
            from: self.from.parse().unwrap_or(tomorrow),
            teach_hours: number(&self.teach_hours, 6),
            learn_hours: number(&self.learn_hours, 4),
        }
    }
}

struct ItemRow {
    href: String,
    name: String,
    weight: i64,
    document: String,
    teach: String,
    verify: Vec<String>,
}

struct OutRow {
    href: String,
    name: String,
    why: String,
    relief: String,
}

struct TeachingView {
    href: String,
    name: String,
    rows: Vec<ItemRow>,
    out: Vec<OutRow>,
    bound: String,
}

#[derive(Template)]
#[template(path = "knowledge_plan.html")]
struct PlanPage {
    layout: Layout,
    t: T,
    form: FormView,
    department: String,
    days: String,
    digest: String,
    teachings: Vec<TeachingView>,
    is_empty: bool,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let input = asked.input(&who.cx);
    match map::propose_sharing(&who.cx, &input).await {
        Ok(sharing) => layout::html(&page((&state, &who, &uri), &input, (Some(&sharing), Vec::new()))),
        Err(Error::Invalid(errors)) => layout::refused(&page((&state, &who, &uri), &input, (None, errors))),
        Err(error) => Err(Failure(error)),
    }
}

/// Takes the plan.
pub(crate) async fn accept(Signed(who): Signed, fields: Fields) -> Result<Response, Failure> {
    let input = Asked::of(&fields).input(&who.cx);
    map::accept_sharing(&who.cx, &input, fields.get("digest")).await?;
    Ok(layout::done_at("/knowledge/sessions", "knowledge-plan-taken"))
}

fn page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    input: &SharingInput,
    (sharing, errors): (Option<&Sharing>, Vec<app::FieldError>),
) -> PlanPage {
    let t = T(who.cx.lang());
    let department = input.department.map(|id| id.to_string()).unwrap_or_default();
    let fields = Fields::start(&[
        ("from", &input.from.to_string()),
        ("teach_hours", &input.teach_hours.to_string()),
        ("learn_hours", &input.learn_hours.to_string()),
    ]);
    let teachings: Vec<TeachingView> = sharing
        .iter()
        .flat_map(|sharing| &sharing.teachings)
        .map(|teaching| teaching_view(t, teaching))
        .collect();
    PlanPage {
        layout: Layout::new(state, who, uri),
        t,
        form: FormView::new(t, fields, errors),
        department,
        days: sharing
            .map(|sharing| format!("{} – {}", t.date(sharing.days.0), t.date(sharing.days.1)))
            .unwrap_or_default(),
        digest: sharing.map(|sharing| sharing.digest.clone()).unwrap_or_default(),
        is_empty: teachings.iter().all(|teaching| teaching.rows.is_empty()),
        teachings,
    }
}

fn part(t: T, name: &str, (part, parts): (usize, usize)) -> String {
    if parts < 2 {
        return name.to_owned();
    }
    let values = [
        ("name", FluentValue::from(name)),
        ("part", words::count(part).into()),
        ("parts", words::count(parts).into()),
    ];
    t.args("knowledge-part-of", &values).into_owned()
}

fn when(t: T, (day, minutes): (kernel::Date, i64)) -> String {
    t.a2("knowledge-when", ("day", t.weekday_date(day)), ("minutes", minutes)).into_owned()
}

fn teaching_view(t: T, teaching: &Teaching) -> TeachingView {
    let row = |item: &map::SharedItem| ItemRow {
        href: format!("/knowledge/items/{}", item.item),
        name: part(t, &item.name, item.part),
        weight: item.weight,
        document: when(t, item.document),
        teach: item.teach.map(|teach| when(t, teach)).unwrap_or_default(),
        verify: item.verify.iter().map(|(_, name, day)| format!("{name} {}", t.day(*day))).collect(),
    };
    let out = |out: &map::ItemLeftOut| OutRow {
        href: format!("/knowledge/items/{}", out.item),
        name: part(t, &out.name, out.part),
        why: out
            .why
            .blocked_by
            .iter()
            .map(|block| t.s(block_key(*block)))
            .collect::<Vec<_>>()
            .join(&t.s("knowledge-joint")),
        relief: out
            .why
            .relief
            .iter()
            .map(|relief| relief_says(t, relief))
            .collect::<Vec<_>>()
            .join(&t.s("knowledge-joint")),
    };
    let bound = if teaching.objective >= teaching.bound {
        t.s("knowledge-plan-best").into_owned()
    } else {
        let percent = t.percent(1.0 - words::share(teaching.objective, teaching.bound));
        t.a("knowledge-plan-bound", "gap", percent).into_owned()
    };
    TeachingView {
        href: format!("/knowledge/people/{}", teaching.person),
        name: teaching.name.clone(),
        rows: teaching.items.iter().map(row).collect(),
        out: teaching.left_out.iter().map(out).collect(),
        bound,
    }
}

const fn block_key(block: Block) -> &'static str {
    match block {
        Block::LeaverHours => "knowledge-block-hours",
        Block::Sessions => "knowledge-block-sessions",
        Block::Skill => "knowledge-block-skill",
        Block::Gate => "knowledge-block-gate",
        Block::ReceiverLoad => "knowledge-block-load",
        Block::Prerequisite => "knowledge-block-before",
        Block::Days => "knowledge-block-days",
    }
}

/// What would help, as far as it can be said without the plan's own numbering.
fn relief_says(t: T, relief: &Relief) -> String {
    match relief {
        Relief::LeaverUnits { minutes, .. } => t.n("knowledge-relief-minutes", *minutes),
        Relief::Sessions { sessions } => t.n("knowledge-relief-sessions", i64::from(*sessions)),
        Relief::ReceiverUnits { units, .. } => t.n("knowledge-relief-learner", i64::from(*units) * 30),
        Relief::ReceiverItems { .. } => t.s("knowledge-relief-items"),
        _ => t.s("knowledge-relief-other"),
    }
    .into_owned()
}
