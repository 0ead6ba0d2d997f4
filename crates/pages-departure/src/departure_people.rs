//! Who may follow somebody who leaves: the group for everybody who may see it, names for a stated purpose.

use app_risk::followers::{
    self, Closeness, Follower, Following, LARGEST_PROJECT, LastHolders, Named, RUNS, Tie, Ties,
};
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
    form::{Fields, FormView},
    guard::Signed,
    i18n::{FluentValue, T},
    layout::{self, Layout},
    urls,
};
use kernel::DepartureId;
use risk::contagion::{DEPARTURES_AT_LEAST, Verdict};

struct TieView {
    name: String,
    count: usize,
    closeness: String,
}

struct AtLeast {
    k: String,
    p: String,
    anyway: String,
}

struct FollowerView {
    name: String,
    href: String,
    department: String,
    ties: String,
    lift: String,
    avoided: String,
    chance: String,
    talk: String,
}

struct LastView {
    names: String,
    items: String,
    chance: String,
}

struct FiguresView {
    extra: String,
    range: String,
    likely: String,
    threshold: String,
    at_least: Vec<AtLeast>,
    how: String,
}

#[derive(Template)]
#[template(path = "departure_people.html")]
struct PeoplePage {
    layout: Layout,
    t: T,
    head: Head,
    form: FormView,
    people: String,
    projects_how: String,
    is_cut: bool,
    left_out: String,
    ties: Vec<TieView>,
    base: String,
    is_based: bool,
    figures: Option<FiguresView>,
    strength: String,
    is_learnt: bool,
    strength_why: String,
    may_name: bool,
    may_plan: bool,
    plan_href: String,
    talks: String,
    names: Option<Vec<FollowerView>>,
    last: Vec<LastView>,
}

/// The group.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let following = followers::open_following(&who.cx, id).await?;
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page((&state, &who, &uri), (following, None), form).await?)
}

/// The same with names, after the look was written down.
pub(crate) async fn name(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    match followers::name_followers(&who.cx, id, fields.get("purpose")).await {
        Ok((following, named)) => {
            let form = FormView::new(T(who.cx.lang()), fields, Vec::new());
            layout::html(&page((&state, &who, &uri), (following, Some(named)), form).await?)
        }
        Err(app::Error::Invalid(errors)) => {
            let following = followers::open_following(&who.cx, id).await?;
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page((&state, &who, &uri), (following, None), form).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// By what projects tie, or that they tie nobody.
fn projects_how(t: T, ties: &[(Tie, usize)]) -> String {
    if ties.iter().any(|(tie, _)| *tie == Tie::Project) {
        t.a("follow-projects-how", "most", LARGEST_PROJECT).into_owned()
    } else {
        t.s("follow-projects-none").into_owned()
    }
}

async fn page(
    (state, who, uri): (&State, &app::sign_in::Authenticated, &Uri),
    (following, named): (Following, Option<Named>),
    form: FormView,
) -> Result<PeoplePage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let departure = following.case.departure.id;
    let may_plan = app_risk::talks::may_plan(cx);
    let tie = |(tie, count): &(Tie, usize)| TieView {
        name: t.s(&format!("follow-tie-{}", tie.code())).into_owned(),
        count: *count,
        closeness: format!("{:.1}", Closeness::of(*tie)),
    };
    Ok(PeoplePage {
        head: Head::of(cx, &following.case, Page::People).await?,
        layout: Layout::new(state, who, uri),
        t,
        form,
        people: t.n("follow-people", i64::try_from(following.people).unwrap_or(0)).into_owned(),
        is_cut: following.is_cut,
        left_out: match following.left_out {
            0 => String::new(),
            count => t.n("follow-left-out", count).into_owned(),
        },
        projects_how: projects_how(t, &following.ties),
        ties: following.ties.iter().map(tie).collect(),
        base: base(t, &following.base),
        is_based: following.base.share.is_some(),
        figures: following
            .figures
            .as_ref()
            .map(|figures| figures_view(t, (figures, is_learnt(&following.strength)))),
        strength: strength(t, &following.strength),
        is_learnt: is_learnt(&following.strength),
        strength_why: strength_why(t, &following.strength),
        may_name: following.may_name,
        may_plan,
        plan_href: urls::with_query("/talks", &[("departure", &departure.to_string())]),
        talks: talks(t, &following.talks),
        last: named.iter().flat_map(|named| &named.last_holders).map(last).collect(),
        names: named
            .map(|named| named.followers.iter().map(|one| follower(t, one, (departure, may_plan))).collect()),
    })
}

fn base(t: T, base: &followers::Base) -> String {
    let share = base.share.map(|share| t.percent_fine(share)).unwrap_or_default();
    let key = if base.share.is_some() { "follow-base" } else { "follow-base-few" };
    let years = FluentValue::from(format!("{:.0}", base.person_years));
    t.args(key, &[("n", base.leavers.into()), ("years", years), ("share", share.into())]).into_owned()
}

fn talks(t: T, talks: &store::talks::TalkCount) -> String {
    let counts = [("held", talks.held.into()), ("open", talks.open.into()), ("late", talks.late.into())];
    t.args("follow-talks", &counts).into_owned()
}

fn is_learnt(ties: &Ties) -> bool {
    ties.learnt.verdict == Verdict::Learnt
}

/// What strength is reckoned with.
fn strength(t: T, ties: &Ties) -> String {
    let percent = |share: f64| t.percent_fine(share);
    let [low, middle, high] = ties.lifts().map(|lift| percent(lift.relative()));
    let key = if is_learnt(ties) { "follow-strength-learnt" } else { "follow-strength-default" };
    t.args(key, &[("middle", middle.into()), ("low", low.into()), ("high", high.into())]).into_owned()
}

/// From what it was learnt, or why nothing was.
fn strength_why(t: T, ties: &Ties) -> String {
    let learnt = &ties.learnt;
    let p = |p: Option<f64>| p.map_or_else(|| "—".to_owned(), |p| format!("{p:.3}"));
    let Some(since) = ties.since else { return t.s("follow-why-never").into_owned() };
    let key = match learnt.verdict {
        Verdict::Learnt => "follow-why-learnt",
        Verdict::TooFew => "follow-why-few",
        Verdict::NoContrast => "follow-why-alike",
        Verdict::NotDistinct => "follow-why-chance",
    };
    let number = |number: usize| FluentValue::from(number.to_string());
    t.args(
        key,
        &[
            ("since", t.date(since).into()),
            ("departures", number(learnt.departures)),
            ("compared", number(learnt.compared)),
            ("least", number(DEPARTURES_AT_LEAST)),
            ("shuffles", number(learnt.shuffles as usize)),
            ("network", p(learnt.p_network).into()),
            ("times", p(learnt.p_times).into()),
        ],
    )
    .into_owned()
}

fn figures_view(t: T, (figures, is_learnt): (&followers::Figures, bool)) -> FiguresView {
    let two = |value: f64| format!("{value:.2}");
    let (low, high) = figures.extra_range;
    let range = if is_learnt { "follow-range-learnt" } else { "follow-range" };
    FiguresView {
        extra: two(figures.extra),
        range: t.a2(range, ("low", two(low)), ("high", two(high))).into_owned(),
        likely: t.a2("follow-likely-range", ("low", figures.range.0), ("high", figures.range.1)).into_owned(),
        threshold: figures.extra_threshold.map_or_else(
            || t.s("follow-threshold-none").into_owned(),
            |extra| t.a("follow-threshold", "extra", two(extra)).into_owned(),
        ),
        at_least: figures
            .at_least
            .iter()
            .map(|(k, p, anyway)| AtLeast {
                k: t.n("follow-k", i64::try_from(*k).unwrap_or(0)).into_owned(),
                p: t.percent_fine(*p),
                anyway: t.percent_fine(*anyway),
            })
            .collect(),
        how: t.n("follow-how", RUNS).into_owned(),
    }
}

/// Who, what hangs on them, how likely it is that they leave too.
fn last(one: &LastHolders) -> LastView {
    LastView {
        names: one.names.join(" · "),
        items: one.items.join(" · "),
        chance: format!("{:.2} ± {:.2}", one.p * 100.0, one.se * 196.0),
    }
}

fn follower(t: T, one: &Follower, (departure, may_plan): (DepartureId, bool)) -> FollowerView {
    let ties: Vec<String> =
        one.ties.iter().map(|tie| t.s(&format!("follow-tie-{}", tie.code())).into_owned()).collect();
    FollowerView {
        name: one.name.clone(),
        href: urls::person(one.id),
        department: one.department.clone(),
        ties: ties.join(" · "),
        lift: one.odds.map_or_else(
            || "—".to_owned(),
            |odds| format!("+{:.2} ± {:.2}", odds.lift * 100.0, odds.lift_se * 196.0),
        ),
        avoided: one
            .odds
            .and_then(|odds| odds.stay)
            .map(|stay| format!("{:.3} ± {:.3}", stay.avoided, stay.se * 1.96))
            .unwrap_or_default(),
        chance: one.odds.map_or_else(|| "—".to_owned(), |odds| t.percent_fine(odds.p)),
        talk: if may_plan {
            urls::with_query("/talks", &[("person", &one.emp_no), ("departure", &departure.to_string())])
        } else {
            String::new()
        },
    }
}
