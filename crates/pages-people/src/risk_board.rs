//! The risk board: whom to talk to first, why, what losing them would cost, and what to do.

use app::sign_in::Authenticated;
use app_risk::risk::{self, Board, BoardView, Line, Many, Spot};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    http::Uri,
    response::Response,
};
use chart::{Dot, IntervalBar, Scatter, Size, Tone};
use serde::Deserialize;

use super::risk_words::{self as words, TagView};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::{FluentValue, T},
    layout::{self, Layout},
};

/// What is twice as likely as the average, and more, is drawn as bad.
const HIGH: f64 = 3.0;
/// The bars end here, or at the highest limit that is shown.
const BAR: f64 = 0.2;
/// So many departments stand on the page, unless all are asked for.
const GROUPS: usize = 25;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// `all` for every department.
    groups: String,
}

struct LineRow {
    name: String,
    href: Option<String>,
    place: String,
    chance: String,
    limits: String,
    class: &'static str,
    bar: String,
    reasons: Vec<String>,
    costs: Vec<TagView>,
    kind: String,
    advice: String,
}

struct GroupRow {
    path: String,
    people: String,
    raised: String,
}

#[derive(Template)]
#[template(path = "risk_board.html")]
struct BoardPage {
    layout: Layout,
    t: T,
    form: FormView,
    state: String,
    has_failed: bool,
    chips: Vec<String>,
    base: String,
    caution: String,
    may_see_scores: bool,
    may_run: bool,
    may_set_up: bool,
    has_names: bool,
    has_estimate: bool,
    is_done: bool,
    lines: Vec<LineRow>,
    wide: String,
    narrow: String,
    groups: Vec<GroupRow>,
    more_groups: String,
    waiting: String,
}

#[derive(Template)]
#[template(path = "risk_off.html")]
struct OffPage {
    layout: Layout,
    t: T,
    may_set: bool,
}

/// The page, without names.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    match risk::open_board(&who.cx).await? {
        Board::Off { may_set } => {
            layout::html(&OffPage { layout: Layout::new(&state, &who, &uri), t, may_set })
        }
        Board::On(view) => {
            let mut page = page(&state, &who, &uri, (&view, FormView::empty(t)));
            if asked.groups == "all" {
                page.groups = groups(t, &view, usize::MAX).0;
                page.more_groups.clear();
            }
            layout::html(&page)
        }
    }
}

/// The page with names, once it was written down who looks at whom, and why.
pub(crate) async fn names(
    Shared(state): Shared<State>,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let uri: Uri = "/risk".parse().map_err(app::Error::internal)?;
    match risk::reveal_names(&who.cx, fields.get("why")).await {
        Ok(Board::On(view)) => layout::html(&page(&state, &who, &uri, (&view, FormView::empty(t)))),
        Ok(Board::Off { .. }) => Err(Failure(app::Error::NotFound)),
        Err(app::Error::Invalid(errors)) => match risk::open_board(&who.cx).await? {
            Board::On(view) => {
                layout::refused(&page(&state, &who, &uri, (&view, FormView::new(t, fields, errors))))
            }
            Board::Off { .. } => Err(Failure(app::Error::NotFound)),
        },
        Err(error) => Err(Failure(error)),
    }
}

/// Computes now, as of today.
pub(crate) async fn run(Signed(who): Signed) -> Result<Response, Failure> {
    let done = match risk::run(&who.cx, who.cx.today(), true).await? {
        risk::Ran::Done => "risk-computed",
        risk::Ran::Elsewhere => "risk-elsewhere",
        risk::Ran::Off => "risk-off",
    };
    Ok(layout::done_at("/risk", done))
}

fn page(state: &State, who: &Authenticated, uri: &Uri, (view, form): (&BoardView, FormView)) -> BoardPage {
    let t = T(who.cx.lang());
    let base = view.done.as_ref().map_or(0.0, |(_, card)| card.base[1]);
    let limits = view.lines.iter().filter_map(|line| line.content.chances.map(|chances| chances[1][2]));
    let most = limits.fold(BAR, f64::max);
    let estimate = view.done.as_ref().is_some_and(|(_, card)| card.standing == ::risk::watch::Standing::Good);
    let (shown, left_out) = groups(t, view, GROUPS);
    BoardPage {
        layout: Layout::new(state, who, uri),
        t,
        form,
        state: said(t, view),
        has_failed: view.now.as_ref().is_some_and(|now| now.run.status == "failed"),
        chips: chips(t, view),
        base: t.a("risk-base", "share", t.percent_fine(base)).into_owned(),
        caution: caution(t, view),
        may_see_scores: view.may_see_scores,
        may_run: view.may_run,
        may_set_up: who.cx.allow(app::access::Action::SeeRiskRules).is_ok(),
        has_names: view.has_names,
        has_estimate: estimate,
        is_done: view.done.is_some(),
        lines: view.lines.iter().enumerate().map(|(at, line)| line_row(t, line, (at, base, most))).collect(),
        wide: scatter(t, view, (Size::Wide, base)),
        narrow: scatter(t, view, (Size::Narrow, base)),
        groups: shown,
        more_groups: if left_out > 0 {
            t.args("risk-groups-more", &[("most", count(GROUPS).into()), ("n", count(left_out).into())])
                .into_owned()
        } else {
            String::new()
        },
        waiting: if view.waiting > 0 {
            t.n("risk-waiting", count(view.waiting)).into_owned()
        } else {
            String::new()
        },
    }
}

/// The departments in their order: at most so many, those where the share of the likelier ones is largest, and behind them
/// the small ones together; and how many are left out.
fn groups(t: T, view: &BoardView, most: usize) -> (Vec<GroupRow>, usize) {
    let share = |group: &Many| match (group.raised, group.people) {
        (Some(raised), Some(people)) if people > 0 => raised * 1_000_000 / people,
        _ => 0,
    };
    let (mut alone, together): (Vec<&Many>, Vec<&Many>) =
        view.groups.iter().partition(|group| group.together == 0);
    let left_out = alone.len().saturating_sub(most);
    alone.sort_by_key(|group| std::cmp::Reverse(share(group)));
    alone.truncate(most);
    alone.sort_by(|a, b| a.path.cmp(&b.path));
    (alone.into_iter().chain(together).map(|group| group_row(t, group)).collect(), left_out)
}

fn group_row(t: T, group: &Many) -> GroupRow {
    GroupRow {
        path: match (group.together, group.path.is_empty()) {
            (0, true) => t.s("risk-no-department").into_owned(),
            (0, false) => group.path.clone(),
            (together, _) => t.n("risk-together", count(together)).into_owned(),
        },
        people: group.people.map_or_else(|| "—".to_owned(), |n| n.to_string()),
        raised: group.raised.map_or_else(|| "—".to_owned(), |n| n.to_string()),
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What is under way, or was done last.
fn said(t: T, view: &BoardView) -> String {
    let Some(now) = &view.now else { return t.s("risk-never-computed").into_owned() };
    match now.run.status.as_str() {
        "running" => t.a("risk-running", "step", t.s(&format!("risk-step-{}", now.run.step))).into_owned(),
        "failed" => t.a("risk-failed", "day", t.date(now.run.as_of)).into_owned(),
        _ => t
            .a2("risk-computed-on", ("day", t.date(now.run.as_of)), ("until", t.date(now.run.expires_on)))
            .into_owned(),
    }
}

fn chips(t: T, view: &BoardView) -> Vec<String> {
    let Some((run, card)) = &view.done else { return Vec::new() };
    let mut chips = vec![t.a("risk-chip-model", "day", t.date(run.as_of)).into_owned()];
    if let Some(distance) = card.calibration {
        chips.push(t.a("risk-chip-calibration", "share", t.percent_fine(distance)).into_owned());
    }
    if let Some(auc) = card.auc {
        chips.push(t.a("risk-chip-auc", "n", format!("{auc:.2}")).into_owned());
    }
    chips
}

/// Why there are no probabilities, where there are none.
fn caution(t: T, view: &BoardView) -> String {
    use ::risk::watch::Standing;
    match view.done.as_ref().map(|(_, card)| (card.standing, card.leavers)) {
        Some((Standing::TooFew, [own, unknown, _])) => {
            t.n("risk-too-few", i64::try_from(own + unknown).unwrap_or(i64::MAX)).into_owned()
        }
        Some((Standing::NoSkill, _)) => t.s("risk-no-skill").into_owned(),
        _ => String::new(),
    }
}

fn tone(chance: f64, base: f64) -> (Tone, &'static str) {
    if chance >= HIGH * base { (Tone::Bad, "bad") } else { (Tone::Caution, "caution") }
}

fn line_row(t: T, line: &Line, (at, base, most): (usize, f64, f64)) -> LineRow {
    let content = &line.content;
    let chances = content.chances.map(|chances| chances[1]);
    let (tone, class) = chances.map_or((Tone::Muted, ""), |[_, chance, _]| tone(chance, base));
    let chance = chances.map(|[_, chance, _]| t.percent(chance)).unwrap_or_default();
    let limits = chances.map(words::limits).unwrap_or_default();
    let bar = chances.map(|value| IntervalBar {
        title: t.a2("risk-bar", ("chance", &chance), ("limits", &limits)).into_owned(),
        value,
        average: Some(base),
        most,
        tone,
    });
    let mut reasons = words::reasons(t, content);
    if reasons.is_empty() {
        reasons.push(t.s("risk-why-none").into_owned());
    }
    LineRow {
        name: label(t, line, at),
        href: line.who.as_ref().map(|person| format!("/risk/people/{}", person.id)),
        place: place(t, line),
        bar: bar.map(|bar| bar.to_svg()).unwrap_or_default(),
        chance,
        limits,
        class,
        reasons,
        costs: words::costs(t, content),
        kind: t.s(&format!("risk-kind-{}", content.kind)).into_owned(),
        advice: t.s(&format!("risk-advice-{}", content.kind)).into_owned(),
    }
}

fn label(t: T, line: &Line, at: usize) -> String {
    match &line.who {
        Some(person) => person.name.clone(),
        None => t.n("risk-place", i64::try_from(at + 1).unwrap_or(i64::MAX)).into_owned(),
    }
}

/// Department and tenure belong to the name: without it, only how long.
fn place(t: T, line: &Line) -> String {
    let tenure = words::tenure(t, line.content.months);
    match &line.who {
        Some(person) => format!("{} · {} · {tenure}", person.department_path, person.post_title),
        None => tenure,
    }
}

fn scatter(t: T, view: &BoardView, (size, base): (Size, f64)) -> String {
    if view.spots.is_empty() {
        return String::new();
    }
    let most = view.spots.iter().map(|spot| spot.chance).fold(BAR, f64::max);
    let dot = |spot: &Spot| Dot {
        right: spot.chance / most,
        up: spot.cost,
        label: spot
            .place
            .filter(|place| *place < 4)
            .and_then(|place| view.lines.get(place).map(|line| label(t, line, place)))
            .unwrap_or_default(),
        tone: match spot.place {
            Some(_) => tone(spot.chance, base).0,
            None => Tone::Muted,
        },
    };
    let mut dots: Vec<Dot> = view.spots.iter().map(dot).collect();
    dots.sort_by_key(|dot| !dot.label.is_empty());
    let words = |keys: [&str; 3]| keys.map(|key| t.s(key).into_owned());
    let count = i64::try_from(view.spots.len()).unwrap_or(i64::MAX);
    Scatter {
        id: if size == Size::Wide { "risk-scatter".into() } else { "risk-scatter-narrow".into() },
        title: t.s("risk-scatter").into_owned(),
        description: t
            .args("risk-scatter-says", &[("n", FluentValue::from(count)), ("most", t.percent(most).into())])
            .into_owned(),
        right: [t.s("risk-scatter-right").into_owned(), "0%".to_owned(), t.percent(most)],
        up: words(["risk-scatter-up", "risk-scatter-small", "risk-scatter-large"]),
        dots,
        size,
    }
    .to_svg()
}
