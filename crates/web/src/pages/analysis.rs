//! Analysis: turnover, how long people stay, cost, talks; as a page and as a workbook made from the same rows.

use app::analysis::{self as counted, Asked, CurveBy, Dimension, Label, Report, Row, Staying, TalkLine};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    http::header,
    response::{IntoResponse, Response},
};
use chart::{BarRow, CurveLine, Curves, HorizontalBars, Size, Tone};
use departure::find_ground;
use fluent_bundle::FluentValue;
use kernel::Money;
use paper::{excel::TableWriter, table::Cell};
use serde::Deserialize;

use super::knowledge_words::Choice;
use crate::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};

const HERE: &str = "/analysis";
const EXPORT: &str = "/analysis/export.xlsx";

/// What the address asks for; whatever cannot be read counts as not given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filters {
    from: String,
    until: String,
    employer: String,
    department: String,
    since: String,
    by: String,
}

impl Filters {
    fn asked(&self) -> Asked {
        Asked {
            from: self.from.parse().ok(),
            until: self.until.parse().ok(),
            employer: self.employer.parse().ok(),
            department: self.department.parse().ok(),
            since: self.since.parse().ok(),
            by: if self.by == "post" { CurveBy::Post } else { CurveBy::Department },
        }
    }

    fn export(&self) -> String {
        let pairs = [
            ("from", &self.from),
            ("until", &self.until),
            ("employer", &self.employer),
            ("department", &self.department),
            ("since", &self.since),
            ("by", &self.by),
        ];
        urls::with_query(EXPORT, &pairs.map(|(name, value)| (name, value.as_str())))
    }
}

/// A row of a table: what it is called, and its figures.
struct RowView {
    label: String,
    cells: Vec<String>,
}

struct TableView {
    id: &'static str,
    title: String,
    heads: Vec<String>,
    rows: Vec<RowView>,
    none: String,
}

#[derive(Template)]
#[template(path = "analysis.html")]
struct AnalysisPage {
    layout: Layout,
    t: T,
    address: &'static str,
    export: String,
    from: String,
    until: String,
    since: String,
    employers: Vec<Choice>,
    departments: Vec<Choice>,
    by: Vec<Choice>,
    is_window_wrong: bool,
    is_hidden: bool,
    average: String,
    leavers: u32,
    rate: String,
    period: String,
    bars: String,
    tables: Vec<TableView>,
    staying: Option<StayingView>,
    cost: Vec<(String, String)>,
    talks: TableView,
}

struct StayingView {
    curves: String,
    table: TableView,
    causes: TableView,
    says: Vec<String>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(filters): Query<Filters>,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let report = counted::analyse(&who.cx, &filters.asked()).await?;
    let total = report.total;
    let mut tables: Vec<TableView> = report.breakdowns.iter().map(|one| turnover(t, &report, one)).collect();
    tables.extend(report.shares.iter().map(|one| shares(t, &report, one)));
    let all = |key: &str| Choice::new("", t.s(key), "");
    let chosen = |given: &str| given.to_owned();
    let by = |code: &str, key: &str| {
        Choice::new(code, t.s(key), if filters.by == "post" { "post" } else { "department" })
    };
    layout::html(&AnalysisPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        address: HERE,
        export: filters.export(),
        from: report.window.from().to_string(),
        until: report.window.until().to_string(),
        since: report.staying.as_ref().map_or_else(|| filters.since.clone(), |one| one.since.to_string()),
        employers: std::iter::once(all("analysis-all-employers"))
            .chain(
                report
                    .employers
                    .iter()
                    .map(|one| Choice::new(&one.id, &*one.name, &chosen(&filters.employer))),
            )
            .collect(),
        departments: std::iter::once(all("analysis-all-departments"))
            .chain(
                report
                    .departments
                    .iter()
                    .map(|one| Choice::new(&one.id, &*one.path, &chosen(&filters.department))),
            )
            .collect(),
        by: vec![by("department", "analysis-by-department"), by("post", "analysis-by-post")],
        is_window_wrong: report.is_window_wrong,
        is_hidden: report.is_hidden,
        average: one_decimal(total.average(report.window)),
        leavers: total.leavers,
        rate: rate(t, total.rate(report.window)),
        period: t
            .a2(
                "analysis-period",
                ("from", t.date(report.window.from())),
                ("until", t.date(report.window.until())),
            )
            .into_owned(),
        bars: bars(t, &report),
        tables,
        staying: report.staying.as_ref().map(|one| staying(t, one)),
        cost: cost(t, &report),
        talks: talks(t, &report),
    })
}

fn one_decimal(number: f64) -> String {
    format!("{number:.1}")
}

fn rate(t: T, rate: Option<f64>) -> String {
    rate.map_or_else(|| "—".to_owned(), |rate| t.percent_fine(rate))
}

fn heads(t: T, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| t.s(key).into_owned()).collect()
}

const fn key_of(dimension: Dimension) -> (&'static str, &'static str) {
    match dimension {
        Dimension::Department => ("by-department", "analysis-by-department"),
        Dimension::Tenure => ("by-tenure", "analysis-by-tenure"),
        Dimension::Manager => ("by-manager", "analysis-by-manager"),
        Dimension::EndedBy => ("by-ended-by", "analysis-by-ended-by"),
        Dimension::Ground => ("by-ground", "analysis-by-ground"),
        Dimension::Reason => ("by-reason", "analysis-by-reason"),
    }
}

fn label(t: T, dimension: Option<Dimension>, label: &Label) -> String {
    match label {
        Label::Name(name) => name.clone(),
        Label::Band(band) => t.s(&format!("analysis-band-{band}")).into_owned(),
        Label::Small(groups) => {
            t.n("analysis-small-groups", i64::try_from(*groups).unwrap_or(0)).into_owned()
        }
        Label::None => t.s("analysis-unrecorded").into_owned(),
        Label::Code(code) => match dimension {
            Some(Dimension::Ground) => {
                find_ground(code).map_or_else(|| code.clone(), |ground| ground.label.get(t.0).to_owned())
            }
            Some(Dimension::Reason) => departure::grounds()
                .iter()
                .flat_map(|ground| &ground.reasons)
                .find(|reason| reason.code == *code)
                .map_or_else(|| code.clone(), |reason| reason.label.get(t.0).to_owned()),
            Some(_) => t.s(&format!("analysis-ended-{code}")).into_owned(),
            None => t.s(&format!("talks-outcome-{code}")).into_owned(),
        },
    }
}

fn turnover(t: T, report: &Report, one: &counted::Breakdown) -> TableView {
    let (id, key) = key_of(one.dimension);
    let view = |row: &Row| RowView {
        label: label(t, Some(one.dimension), &row.label),
        cells: vec![
            one_decimal(row.tally.average(report.window)),
            row.tally.leavers.to_string(),
            rate(t, row.tally.rate(report.window)),
        ],
    };
    TableView {
        id,
        title: t.s(key).into_owned(),
        heads: heads(t, &["analysis-group", "analysis-average", "analysis-leavers", "analysis-rate"]),
        rows: one.rows.iter().map(view).collect(),
        none: t.s("analysis-too-small").into_owned(),
    }
}

fn shares(t: T, report: &Report, one: &counted::Shares) -> TableView {
    let (id, key) = key_of(one.dimension);
    let whole = f64::from(report.total.leavers.max(1));
    let view = |share: &counted::Share| RowView {
        label: label(t, Some(one.dimension), &share.label),
        cells: vec![share.leavers.to_string(), t.percent_fine(f64::from(share.leavers) / whole)],
    };
    TableView {
        id,
        title: t.s(key).into_owned(),
        heads: heads(t, &["analysis-group", "analysis-leavers", "analysis-of-leavers"]),
        rows: one.rows.iter().map(view).collect(),
        none: t.s("analysis-too-few-leavers").into_owned(),
    }
}

/// Each month or quarter with its rate; the longest bar is the highest rate.
fn bars(t: T, report: &Report) -> String {
    let highest = report.stretches.iter().filter_map(|one| one.tally.rate(one.window)).fold(0.0, f64::max);
    let row = |one: &counted::Stretch| {
        let value = one.tally.rate(one.window);
        let month = one.window.from();
        let name = if one.is_quarter {
            t.a2("analysis-quarter", ("year", month.year()), ("quarter", (month.month() + 2) / 3))
        } else {
            t.a2("analysis-month", ("year", month.year()), ("month", month.month()))
        };
        BarRow {
            label: name.into_owned(),
            value: t
                .args(
                    "analysis-bar",
                    &[("n", one.tally.leavers.into()), ("rate", FluentValue::from(rate(t, value)))],
                )
                .into_owned(),
            share: if highest > 0.0 { value.unwrap_or(0.0) / highest } else { 0.0 },
            tone: Tone::Brand,
        }
    };
    HorizontalBars {
        title: t.s("analysis-over-time").into_owned(),
        rows: report.stretches.iter().map(row).collect(),
        size: Size::Wide,
    }
    .to_svg()
}

/// The curves, from the largest group to everybody, and what they say in figures.
fn staying(t: T, one: &Staying) -> StayingView {
    const TONES: [Tone; 4] = [Tone::Caution, Tone::Good, Tone::Bad, Tone::Muted];
    let everybody = t.s("analysis-everybody").into_owned();
    let mut lines: Vec<CurveLine> = one
        .groups
        .iter()
        .zip(TONES)
        .map(|(group, tone)| CurveLine {
            label: label(t, None, &group.label),
            shares: group.told.monthly.clone(),
            tone,
        })
        .collect();
    lines.push(CurveLine { label: everybody.clone(), shares: one.all.monthly.clone(), tone: Tone::Brand });
    let months = lines.iter().map(|line| line.shares.len()).max().unwrap_or(0);
    let ticks = (0..months)
        .step_by(24)
        .map(|month| (month, t.n("analysis-year-tick", i64::try_from(month / 12).unwrap_or(0)).into_owned()));
    let curves = Curves {
        id: "staying".to_owned(),
        title: t.s("analysis-staying").into_owned(),
        description: t.s("analysis-staying-hint").into_owned(),
        ticks: ticks.collect(),
        lines,
        size: Size::Wide,
    };
    let mut rows = Vec::new();
    let groups = one.groups.iter().map(|group| (label(t, None, &group.label), &group.told));
    for (name, told) in std::iter::once((everybody, &one.all)).chain(groups) {
        rows.extend(told.marks.iter().map(|mark| RowView {
            label: name.clone(),
            cells: vec![
                mark.years.to_string(),
                mark.at_risk.to_string(),
                t.percent_fine(mark.survival),
                format!("{}–{}", t.percent_fine(mark.limits.0), t.percent_fine(mark.limits.1)),
            ],
        }));
    }
    StayingView {
        curves: curves.to_svg(),
        table: TableView {
            id: "at-risk",
            title: t.s("analysis-at-risk-title").into_owned(),
            heads: heads(
                t,
                &[
                    "analysis-group",
                    "analysis-years",
                    "analysis-at-risk",
                    "analysis-stays",
                    "analysis-limits",
                ],
            ),
            rows,
            none: t.s("analysis-too-small").into_owned(),
        },
        causes: causes(t, one),
        says: says(t, one),
    }
}

/// Of everybody, the shares gone by each cause after whole years.
fn causes(t: T, one: &Staying) -> TableView {
    let mut names = heads(t, &["analysis-years"]);
    names.extend(one.causes.iter().map(|cause| label(t, Some(Dimension::EndedBy), cause)));
    names.push(t.s("analysis-stays").into_owned());
    let row = |mark: &counted::Mark| {
        let gone = mark.gone.iter().map(|share| t.percent_fine(*share));
        RowView {
            label: mark.years.to_string(),
            cells: gone.chain([t.percent_fine(mark.survival)]).collect(),
        }
    };
    TableView {
        id: "causes",
        title: t.s("analysis-causes").into_owned(),
        heads: names,
        rows: one.all.marks.iter().map(row).collect(),
        none: t.s("analysis-too-small").into_owned(),
    }
}

/// What stands below the curves in words.
fn says(t: T, one: &Staying) -> Vec<String> {
    let mut says = vec![t.a("analysis-since-says", "day", t.date(one.since)).into_owned()];
    if let Some(years) = one.all.median {
        says.push(t.a("analysis-median", "years", one_decimal(years)).into_owned());
    }
    if one.all.from_years > 0.05 {
        says.push(t.a("analysis-from-years", "years", one_decimal(one.all.from_years)).into_owned());
    }
    if let Some(p) = one.p {
        let key = if p < 0.05 { "analysis-differ" } else { "analysis-alike" };
        let p = if p < 0.001 { "< 0.001".to_owned() } else { format!("= {p:.3}") };
        says.push(t.a(key, "p", p).into_owned());
    }
    if one.others > 0 {
        says.push(t.n("analysis-others", i64::try_from(one.others).unwrap_or(0)).into_owned());
    }
    says
}

fn cost(t: T, report: &Report) -> Vec<(String, String)> {
    let cost = &report.cost;
    let days = |days: i64| t.n("analysis-days", days).into_owned();
    let paid = match (cost.paid_for, cost.paid_fen) {
        (0, _) => t.s("analysis-paid-none").into_owned(),
        (n, Some(fen)) => t
            .args(
                "analysis-paid-sum",
                &[("n", n.into()), ("sum", FluentValue::from(t.money(Money::from_fen(fen))))],
            )
            .into_owned(),
        (n, None) => t.n("analysis-paid-few", n).into_owned(),
    };
    let empty = match (cost.posts, cost.days_empty) {
        (0, _) => t.s("analysis-posts-none").into_owned(),
        (n, Some(middle)) => t
            .args(
                "analysis-posts-taken",
                &[("n", n.into()), ("taken", cost.taken.into()), ("days", days(middle).into())],
            )
            .into_owned(),
        (n, None) => t.n("analysis-posts-untaken", n).into_owned(),
    };
    let still = match cost.longest {
        Some(longest) if cost.empty > 0 => t
            .args("analysis-empty-still", &[("n", cost.empty.into()), ("days", days(longest).into())])
            .into_owned(),
        _ => t.s("analysis-empty-none").into_owned(),
    };
    vec![
        (t.s("analysis-paid").into_owned(), paid),
        (t.s("analysis-posts").into_owned(), empty),
        (t.s("analysis-empty").into_owned(), still),
    ]
}

fn talks(t: T, report: &Report) -> TableView {
    let view = |line: &TalkLine| RowView {
        label: label(t, None, &line.label),
        cells: vec![
            line.held.to_string(),
            if line.asked == 0 {
                t.s("analysis-talks-too-early").into_owned()
            } else {
                t.a2("analysis-of", ("part", line.stayed), ("whole", line.asked)).into_owned()
            },
        ],
    };
    TableView {
        id: "talks",
        title: t.s("analysis-talks").into_owned(),
        heads: heads(t, &["talks-outcome", "analysis-talks-held", "analysis-talks-stayed"]),
        rows: report.talks.lines.iter().map(view).collect(),
        none: if report.talks.held == 0 {
            t.s("analysis-talks-none").into_owned()
        } else {
            t.s("analysis-talks-few").into_owned()
        },
    }
}

/// The workbook: one line for each group, told apart and put together as on the page.
pub(crate) async fn export(Signed(who): Signed, Query(filters): Query<Filters>) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let report = counted::analyse(&who.cx, &filters.asked()).await?;
    let names = heads(
        t,
        &[
            "analysis-table",
            "analysis-group",
            "analysis-from",
            "analysis-until",
            "analysis-average",
            "analysis-leavers",
            "analysis-rate",
        ],
    );
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut table = TableWriter::start(&t.s("nav-analysis"), &names).map_err(app::Error::internal)?;
    for cells in lines(t, &report) {
        table.push(&cells).map_err(app::Error::internal)?;
    }
    let bytes = table.finish().map_err(app::Error::internal)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"analysis.xlsx\"".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn lines(t: T, report: &Report) -> Vec<Vec<Cell>> {
    let number = |value: f64| Cell::Number((value * 10_000.0).round() / 10_000.0);
    let mut lines = Vec::new();
    if report.is_hidden {
        return lines;
    }
    let mut line = |title: String,
                    name: String,
                    window: (kernel::Date, kernel::Date),
                    figures: (Option<f64>, u32, Option<f64>)| {
        lines.push(vec![
            title.into(),
            name.into(),
            window.0.into(),
            window.1.into(),
            figures.0.map_or(Cell::Empty, number),
            figures.1.into(),
            figures.2.map_or(Cell::Empty, number),
        ]);
    };
    let (window, total) = (report.window, report.total);
    let span = (window.from(), window.until());
    let all = t.s("analysis-everybody").into_owned();
    line(all.clone(), all, span, (Some(total.average(window)), total.leavers, total.rate(window)));
    for one in &report.breakdowns {
        let title = t.s(key_of(one.dimension).1);
        for row in &one.rows {
            let name = label(t, Some(one.dimension), &row.label);
            let figures = (Some(row.tally.average(window)), row.tally.leavers, row.tally.rate(window));
            line(title.to_string(), name, span, figures);
        }
    }
    for one in &report.shares {
        for share in &one.rows {
            let name = label(t, Some(one.dimension), &share.label);
            line(t.s(key_of(one.dimension).1).to_string(), name, span, (None, share.leavers, None));
        }
    }
    for one in &report.stretches {
        let days = (one.window.from(), one.window.until());
        let figures = (Some(one.tally.average(one.window)), one.tally.leavers, one.tally.rate(one.window));
        line(t.s("analysis-over-time").to_string(), String::new(), days, figures);
    }
    lines
}
