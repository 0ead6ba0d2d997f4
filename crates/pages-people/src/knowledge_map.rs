//! The knowledge map: who holds what, what is lost with whom, the smallest breaking set, and how it went.

use ::knowledge::breaking::{Breaking, Status};
use app_knowledge::knowledge::{self as map, MapFilter, MapPage as Found, Part, Sight};
use app_people::organisation;
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    response::Response,
};
use chart::{CurveLine, Curves, Size, Tone};
use serde::Deserialize;

use super::knowledge_words::{self as words, Choice};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::{FluentValue, T},
    layout::{self, Layout},
    urls,
};

/// So many lines of losses and of what nobody holds stand on the page.
const LINES: usize = 8;

/// The filters as they stand in the address; whatever cannot be read counts as not given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    department: String,
    area: String,
    q: String,
    part: String,
    on: String,
    after: String,
}

impl Asked {
    fn filter(&self) -> MapFilter {
        MapFilter {
            department: self.department.parse().ok(),
            on: self.on.parse().ok(),
            area: self.area.clone(),
            search: self.q.clone(),
            part: match self.part.as_str() {
                "sole" => Part::Sole,
                "unheld" => Part::Unheld,
                _ => Part::All,
            },
            after: self.after.parse().ok(),
        }
    }

    fn address(&self, after: &str, part: &str) -> String {
        let pairs = [
            ("department", self.department.as_str()),
            ("area", &self.area),
            ("q", &self.q),
            ("part", part),
            ("on", &self.on),
            ("after", after),
        ];
        urls::with_query("/knowledge", &pairs)
    }
}

struct CellView {
    level: u8,
    title: String,
}

struct RowView {
    href: String,
    name: String,
    area: String,
    weight: i64,
    is_sole: bool,
    mark: String,
    cells: Vec<CellView>,
    counts: [usize; 4],
    elsewhere: usize,
    next: String,
}

struct LossView {
    href: String,
    name: String,
    leaves: String,
    items: usize,
    share: String,
    class: &'static str,
    remedy: String,
}

struct HoleView {
    href: String,
    name: String,
    weight: i64,
    held_by: String,
}

struct BreakView {
    says: String,
    proven: String,
    is_proven: bool,
    how: String,
    share_first: Vec<(String, String)>,
    share_says: String,
}

#[derive(Template)]
#[template(path = "knowledge_map.html")]
struct MapPage {
    layout: Layout,
    t: T,
    sees_names: bool,
    may_keep: bool,
    is_company_keeper: bool,
    departments: Vec<Choice>,
    areas: Vec<Choice>,
    parts: Vec<Choice>,
    q: String,
    on: String,
    on_says: String,
    title: String,
    tiles: Vec<(String, &'static str, String)>,
    columns: Vec<(String, String, String)>,
    rows: Vec<RowView>,
    found: usize,
    losses: Vec<LossView>,
    losses_more: usize,
    holes: Vec<HoleView>,
    holes_more: usize,
    breaking: Option<BreakView>,
    coverage: String,
    coverage_rows: Vec<(String, String, String)>,
    trend: String,
    trend_rows: Vec<(String, usize, usize, usize, String)>,
    plan: String,
    sole_how: String,
    next: Option<String>,
    first: Option<String>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let found = map::open_map(cx, &asked.filter()).await?;
    let departments = departments(cx, &asked).await?;
    let title = departments
        .iter()
        .find(|choice| choice.is_chosen && !choice.value.is_empty())
        .map_or_else(|| t.s("knowledge-all-parts").into_owned(), |choice| choice.label.clone());
    let page = MapPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        sees_names: found.sight == Sight::Names,
        may_keep: map::may_keep(cx),
        is_company_keeper: cx.allow(app::access::Action::EditPeople).is_ok(),
        departments,
        areas: areas(t, &asked, &found.areas),
        parts: parts(t, &asked),
        q: asked.q.clone(),
        on: asked.on.parse::<kernel::Date>().map(|day| day.to_string()).unwrap_or_default(),
        on_says: if found.atlas.on == cx.today() { String::new() } else { t.date(found.atlas.on) },
        title,
        tiles: tiles(t, &asked, &found),
        columns: found.columns.iter().map(|place| column(t, &found, *place)).collect(),
        rows: found.rows.iter().map(|row| row_view(t, &found, row)).collect(),
        found: found.found,
        losses: found.losses.iter().take(LINES).map(|loss| loss_view(t, &found, loss)).collect(),
        losses_more: found.losses.len().saturating_sub(LINES),
        holes: found.holes.iter().take(LINES).map(|hole| hole_view(t, hole)).collect(),
        holes_more: found.holes.len().saturating_sub(LINES),
        breaking: breaking(t, &found),
        coverage: coverage_chart(t, &found),
        coverage_rows: coverage_rows(t, &found),
        trend: trend_chart(t, &found),
        trend_rows: trend_rows(t, &found),
        plan: urls::with_query("/knowledge/plan", &[("department", &asked.department)]),
        sole_how: t
            .args(
                "knowledge-sole-how",
                &[("n", words::count(found.sole.0).into()), ("m", words::count(found.sole.1).into())],
            )
            .into_owned(),
        next: found.next.map(|last| asked.address(&last.to_string(), &asked.part)),
        first: (!asked.after.is_empty()).then(|| asked.address("", &asked.part)),
    };
    layout::html(&page)
}

async fn departments(cx: &app::Cx, asked: &Asked) -> Result<Vec<Choice>, Failure> {
    let t = T(cx.lang());
    let offered = organisation::list_choices(cx).await?;
    let mut choices = vec![Choice::new("", t.s("knowledge-all-parts"), &asked.department)];
    choices.extend(
        offered.departments.iter().map(|one| Choice::new(&one.id, one.path.as_str(), &asked.department)),
    );
    if let Ok(id) = asked.department.parse()
        && !choices.iter().any(|choice| choice.is_chosen)
        && let Ok((department, _)) = organisation::get_department(cx, id).await
    {
        choices.push(Choice::new(&department.id, department.path, &asked.department));
    }
    Ok(choices)
}

fn areas(t: T, asked: &Asked, areas: &[String]) -> Vec<Choice> {
    let all = Choice::new("", t.s("knowledge-all-areas"), &asked.area);
    std::iter::once(all)
        .chain(areas.iter().map(|area| Choice::new(area, area.clone(), &asked.area)))
        .collect()
}

fn parts(t: T, asked: &Asked) -> Vec<Choice> {
    let offered =
        [("", "knowledge-part-all"), ("sole", "knowledge-part-sole"), ("unheld", "knowledge-part-unheld")];
    offered.iter().map(|(value, key)| Choice::new(*value, t.s(key), &asked.part)).collect()
}

fn tiles(t: T, asked: &Asked, found: &Found) -> Vec<(String, &'static str, String)> {
    let factor = found.hanging.breaking.people.len();
    vec![
        (t.n("knowledge-tile-items", found.atlas.items.len()).into_owned(), "tag", asked.address("", "")),
        (t.n("knowledge-tile-sole", found.sole.0).into_owned(), "tag bad", asked.address("", "sole")),
        (
            t.n("knowledge-tile-unheld", found.holes.len()).into_owned(),
            "tag bad",
            asked.address("", "unheld"),
        ),
        (t.n("knowledge-tile-set", factor).into_owned(), "tag caution", "#breaking".to_owned()),
    ]
}

fn column(t: T, found: &Found, place: usize) -> (String, String, String) {
    let Some(person) = found.atlas.person(place) else { return Default::default() };
    let leaves = person.leaves_on.map(|day| t.a("knowledge-leaves", "day", t.day(day)).into_owned());
    (format!("/knowledge/people/{}", person.id), person.name.clone(), leaves.unwrap_or_default())
}

fn row_view(t: T, found: &Found, row: &map::MapRow) -> RowView {
    let cell = |cell: &Option<map::RowCell>| match cell {
        Some(cell) => CellView {
            level: cell.level,
            title: format!(
                "{} · {}",
                words::level(t, cell.level),
                words::said(t, &cell.source, cell.seen_on)
            ),
        },
        None => CellView { level: 0, title: t.s("knowledge-nothing-said").into_owned() },
    };
    let mark = match (row.holders, row.is_effectively) {
        (0, _) => "knowledge-mark-unheld",
        (1, true) => "knowledge-mark-effectively",
        (1, false) => "knowledge-mark-sole",
        _ => "",
    };
    RowView {
        href: format!("/knowledge/items/{}", row.item.id),
        name: row.item.name.clone(),
        area: row.item.area.clone(),
        weight: row.item.weight,
        is_sole: row.holders < 2,
        mark: if mark.is_empty() { String::new() } else { t.s(mark).into_owned() },
        cells: row.cells.iter().map(cell).collect(),
        counts: row.counts,
        elsewhere: row.elsewhere,
        next: row.next.map(|place| found.atlas.name(place).to_owned()).unwrap_or_default(),
    }
}

fn loss_view(t: T, found: &Found, loss: &::knowledge::map::Loss) -> LossView {
    let of = found.atlas.loss_of(&loss.items);
    let person = found.atlas.person(loss.person);
    let hours =
        [("people", FluentValue::from(words::count(of.people))), ("hours", FluentValue::from(of.hours))];
    LossView {
        href: person.map(|person| format!("/knowledge/people/{}", person.id)).unwrap_or_default(),
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        leaves: person
            .and_then(|person| person.leaves_on)
            .map(|day| t.a("knowledge-leaves", "day", t.day(day)).into_owned())
            .unwrap_or_default(),
        items: of.items,
        share: t.percent(of.share),
        class: if of.share >= 0.1 {
            "num text-bad"
        } else if of.share >= 0.05 {
            "num text-caution"
        } else {
            "num"
        },
        remedy: t.args("knowledge-remedy", &hours).into_owned(),
    }
}

fn hole_view(t: T, hole: &map::Hole) -> HoleView {
    HoleView {
        href: format!("/knowledge/items/{}", hole.item.id),
        name: hole.item.name.clone(),
        weight: hole.item.weight,
        held_by: if hole.held_by.is_empty() {
            String::new()
        } else {
            t.a("knowledge-hole-held-by", "names", join(t, &hole.held_by)).into_owned()
        },
    }
}

fn join(t: T, names: &[String]) -> String {
    names.join(&t.s("knowledge-joint"))
}

fn breaking(t: T, found: &Found) -> Option<BreakView> {
    let set: &Breaking = &found.hanging.breaking;
    if set.people.is_empty() {
        return None;
    }
    let names: Vec<String> = set
        .people
        .iter()
        .map(|place| found.atlas.name(usize::try_from(*place).unwrap_or(usize::MAX)).to_owned())
        .collect();
    let (count, total) = (words::count(set.people.len()), words::count(found.atlas.items.len()));
    let says = if found.sight == Sight::Names {
        t.args("knowledge-break-names", &[("names", join(t, &names).into()), ("n", count.into())])
    } else {
        t.n("knowledge-break-count", count)
    };
    let is_proven = set.status == Status::Optimal;
    let proven = if is_proven {
        t.n("knowledge-break-proven", count)
    } else {
        t.args("knowledge-break-bound", &[("n", count.into()), ("least", words::count(set.at_least).into())])
    };
    let how =
        t.args("knowledge-break-how", &[("lost", words::count(set.lost).into()), ("total", total.into())]);
    let (items, then) = &found.hanging.share_first;
    let item = |place: &usize| {
        let item = found.atlas.item(*place)?;
        Some((format!("/knowledge/items/{}", item.id), item.name.clone()))
    };
    let share_says = t.args(
        "knowledge-share-first",
        &[
            ("n", words::count(items.len()).into()),
            ("before", count.into()),
            ("after", words::count(then.people.len()).into()),
        ],
    );
    Some(BreakView {
        says: says.into_owned(),
        proven: proven.into_owned(),
        is_proven,
        how: how.into_owned(),
        share_first: items.iter().filter_map(item).collect(),
        share_says: share_says.into_owned(),
    })
}

/// How many leavings are drawn.
const LEAVINGS: usize = 12;

fn shares(found: &Found) -> Vec<(f64, f64)> {
    let (items, whole) = (found.atlas.items.len(), found.atlas.inner.weight());
    let share = |(held, weight): &(usize, ::knowledge::map::Weight)| {
        (words::share(words::count(*held), words::count(items)), weight.share_of(whole))
    };
    found.hanging.coverage.iter().take(LEAVINGS + 1).map(share).collect()
}

fn coverage_chart(t: T, found: &Found) -> String {
    let shares = shares(found);
    let ticks = (0..shares.len())
        .filter(|step| step.is_multiple_of(3))
        .map(|step| (step, t.n("knowledge-coverage-tick", step).into_owned()));
    let curves = Curves {
        id: "coverage".to_owned(),
        title: t.s("knowledge-coverage").into_owned(),
        description: t.s("knowledge-coverage-hint").into_owned(),
        lines: vec![
            CurveLine {
                label: t.s("knowledge-by-weight").into_owned(),
                first: 0,
                shares: shares.iter().map(|share| share.1).collect(),
                tone: Tone::Bad,
            },
            CurveLine {
                label: t.s("knowledge-by-count").into_owned(),
                first: 0,
                shares: shares.iter().map(|share| share.0).collect(),
                tone: Tone::Brand,
            },
        ],
        ticks: ticks.collect(),
        size: Size::Wide,
    };
    curves.to_svg()
}

fn coverage_rows(t: T, found: &Found) -> Vec<(String, String, String)> {
    let nobody = std::iter::once(t.s("knowledge-nobody-left").into_owned());
    let leaver = |(step, place): (usize, &usize)| match found.atlas.name(*place) {
        "" => t.n("knowledge-leaver-number", step + 1).into_owned(),
        name => name.to_owned(),
    };
    let names = nobody.chain(found.hanging.order.iter().enumerate().map(leaver));
    names.zip(shares(found)).map(|(name, share)| (name, t.percent(share.0), t.percent(share.1))).collect()
}

fn trend_chart(t: T, found: &Found) -> String {
    let trend = &found.trend;
    let share = |part: usize, whole: usize| words::share(words::count(part), words::count(whole));
    let ticks = trend
        .iter()
        .enumerate()
        .filter(|(step, _)| (trend.len() - 1 - step).is_multiple_of(4))
        .map(|(step, at)| (step, t.axis_day(at.on)));
    let curves = Curves {
        id: "trend".to_owned(),
        title: t.s("knowledge-trend").into_owned(),
        description: t.s("knowledge-trend-hint").into_owned(),
        lines: vec![
            CurveLine {
                label: t.s("knowledge-trend-sole").into_owned(),
                first: 0,
                shares: trend.iter().map(|at| share(at.sole + at.unheld, at.items)).collect(),
                tone: Tone::Bad,
            },
            CurveLine {
                label: t.s("knowledge-trend-shared").into_owned(),
                first: 0,
                shares: trend.iter().map(::knowledge::timeline::Standing::shared_share).collect(),
                tone: Tone::Good,
            },
        ],
        ticks: ticks.collect(),
        size: Size::Wide,
    };
    curves.to_svg()
}

fn trend_rows(t: T, found: &Found) -> Vec<(String, usize, usize, usize, String)> {
    let row = |at: &::knowledge::timeline::Standing| {
        (t.date(at.on), at.items, at.sole, at.unheld, t.percent(at.shared_share()))
    };
    found.trend.iter().rev().map(row).collect()
}
