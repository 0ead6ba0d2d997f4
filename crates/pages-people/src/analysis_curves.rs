//! The pictures of analysis: turnover over time, and how long people stay, with what the curves say in figures.

use app_risk::analysis::{self as counted, Dimension, Report, Staying};
use chart::{BarRow, CurveLine, Curves, HorizontalBars, Size, Tone};

use super::analysis_tables::{RowView, TableView, heads, label, one_decimal, rate};
use frame::i18n::{FluentValue, T};

/// The curves with what they say.
pub(super) struct StayingView {
    /// For a desk, and for a phone.
    pub(super) curves: [String; 2],
    pub(super) table: TableView,
    pub(super) causes: TableView,
    pub(super) says: Vec<String>,
}

/// Each month or quarter with its rate, for a desk and for a phone; the longest bar is the highest rate.
pub(super) fn bars(t: T, report: &Report) -> [String; 2] {
    let highest = report.stretches.iter().filter_map(|one| one.tally.rate(one.window)).fold(0.0, f64::max);
    let rows: Vec<BarRow> = report.stretches.iter().map(|one| bar(t, one, highest)).collect();
    [Size::Wide, Size::Narrow].map(|size| {
        let title = t.s("analysis-over-time").into_owned();
        HorizontalBars { title, rows: rows.clone(), size }.to_svg()
    })
}

fn bar(t: T, one: &counted::Stretch, highest: f64) -> BarRow {
    let value = one.tally.rate(one.window);
    let month = one.window.from();
    let name = if one.is_quarter {
        t.a2("analysis-quarter", ("year", month.year()), ("quarter", (month.month() + 2) / 3))
    } else {
        t.a2("analysis-month", ("year", month.year()), ("month", month.month()))
    };
    let figures = [("n", one.tally.leavers.into()), ("rate", FluentValue::from(rate(t, value)))];
    BarRow {
        label: name.into_owned(),
        value: t.args("analysis-bar", &figures).into_owned(),
        share: if highest > 0.0 { value.unwrap_or(0.0) / highest } else { 0.0 },
        tone: Tone::Brand,
    }
}

/// The curves, from the largest group to everybody, and what they say in figures.
pub(super) fn staying(t: T, one: &Staying) -> StayingView {
    StayingView {
        curves: [Size::Wide, Size::Narrow].map(|size| curves(t, one, size)),
        table: at_risk(t, one),
        causes: causes(t, one),
        says: says(t, one),
    }
}

fn curves(t: T, one: &Staying, size: Size) -> String {
    const TONES: [Tone; 4] = [Tone::Caution, Tone::Good, Tone::Bad, Tone::Muted];
    let line = |(group, tone): (&counted::Group, Tone)| CurveLine {
        label: label(t, None, &group.label),
        first: group.told.first_month,
        shares: group.told.monthly.clone(),
        tone,
    };
    let mut lines: Vec<CurveLine> = one.groups.iter().zip(TONES).map(line).collect();
    lines.push(CurveLine {
        label: t.s("analysis-everybody").into_owned(),
        first: one.all.first_month,
        shares: one.all.monthly.clone(),
        tone: Tone::Brand,
    });
    let months = lines.iter().map(|line| line.first + line.shares.len()).max().unwrap_or(0);
    let tick = |month: usize| {
        (month, t.n("analysis-year-tick", i64::try_from(month / 12).unwrap_or(0)).into_owned())
    };
    Curves {
        id: if size == Size::Wide { "staying-wide" } else { "staying-narrow" }.to_owned(),
        title: t.s("analysis-staying").into_owned(),
        description: t.s("analysis-staying-hint").into_owned(),
        ticks: (0..months).step_by(if size == Size::Wide { 24 } else { 48 }).map(tick).collect(),
        lines,
        size,
    }
    .to_svg()
}

/// How many were at risk after whole years, and how many stay.
fn at_risk(t: T, one: &Staying) -> TableView {
    let everybody = (t.s("analysis-everybody").into_owned(), &one.all);
    let groups = one.groups.iter().map(|group| (label(t, None, &group.label), &group.told));
    let mut rows = Vec::new();
    for (name, told) in std::iter::once(everybody).chain(groups) {
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
    let names = ["analysis-group", "analysis-years", "analysis-at-risk", "analysis-stays", "analysis-limits"];
    TableView {
        id: "at-risk",
        more: String::new(),
        title: t.s("analysis-at-risk-title").into_owned(),
        heads: heads(t, &names),
        rows,
        none: t.s("analysis-too-small").into_owned(),
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
        more: String::new(),
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
