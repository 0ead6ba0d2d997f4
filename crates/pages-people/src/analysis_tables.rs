//! The tables of analysis: turnover by group, shares of those who left, outcomes of talks, cost; in words of the language.

use app_risk::analysis::{self as counted, Dimension, Label, Report, Row, TalkLine};
use departure::find_ground;
use frame::i18n::{FluentValue, T};
use kernel::Money;

/// A row of a table: what it is called, and its figures.
pub(super) struct RowView {
    pub(super) label: String,
    pub(super) cells: Vec<String>,
}

/// The page shows so many groups of a kind; the export has them all.
const SHOWN: usize = 25;

pub(super) struct TableView {
    pub(super) id: &'static str,
    pub(super) title: String,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<RowView>,
    /// That the export has more rows, or nothing.
    pub(super) more: String,
    pub(super) none: String,
}

pub(super) fn one_decimal(number: f64) -> String {
    format!("{number:.1}")
}

pub(super) fn rate(t: T, rate: Option<f64>) -> String {
    rate.map_or_else(|| "—".to_owned(), |rate| t.percent_fine(rate))
}

pub(super) fn heads(t: T, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| t.s(key).into_owned()).collect()
}

pub(super) const fn key_of(dimension: Dimension) -> (&'static str, &'static str) {
    match dimension {
        Dimension::Department => ("by-department", "analysis-by-department"),
        Dimension::Tenure => ("by-tenure", "analysis-by-tenure"),
        Dimension::Manager => ("by-manager", "analysis-by-manager"),
        Dimension::EndedBy => ("by-ended-by", "analysis-by-ended-by"),
        Dimension::Ground => ("by-ground", "analysis-by-ground"),
        Dimension::Reason => ("by-reason", "analysis-by-reason"),
    }
}

pub(super) fn label(t: T, dimension: Option<Dimension>, label: &Label) -> String {
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

pub(super) fn turnover(t: T, report: &Report, one: &counted::Breakdown) -> TableView {
    let (id, key) = key_of(one.dimension);
    let view = |row: &Row| RowView {
        label: label(t, Some(one.dimension), &row.label),
        cells: vec![
            one_decimal(row.tally.average(report.window)),
            row.tally.leavers.to_string(),
            rate(t, row.tally.rate(report.window)),
        ],
    };
    // The largest groups, and those that were put together.
    let (small, named): (Vec<&Row>, Vec<&Row>) =
        one.rows.iter().partition(|row| matches!(row.label, Label::Small(_)));
    let left_out = named.len().saturating_sub(SHOWN);
    TableView {
        id,
        more: if left_out == 0 {
            String::new()
        } else {
            t.args("analysis-more", &[("most", SHOWN.into()), ("n", left_out.into())]).into_owned()
        },
        title: t.s(key).into_owned(),
        heads: heads(t, &["analysis-group", "analysis-average", "analysis-leavers", "analysis-rate"]),
        rows: named.into_iter().take(SHOWN).chain(small).map(view).collect(),
        none: t.s("analysis-too-small").into_owned(),
    }
}

pub(super) fn shares(t: T, report: &Report, one: &counted::Shares) -> TableView {
    let (id, key) = key_of(one.dimension);
    let whole = f64::from(report.total.leavers.max(1));
    let view = |share: &counted::Share| RowView {
        label: label(t, Some(one.dimension), &share.label),
        cells: vec![share.leavers.to_string(), t.percent_fine(f64::from(share.leavers) / whole)],
    };
    TableView {
        id,
        more: String::new(),
        title: t.s(key).into_owned(),
        heads: heads(t, &["analysis-group", "analysis-leavers", "analysis-of-leavers"]),
        rows: one.rows.iter().map(view).collect(),
        none: t.s("analysis-too-few-leavers").into_owned(),
    }
}

pub(super) fn talks(t: T, report: &Report) -> TableView {
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
        more: String::new(),
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

pub(super) fn cost(t: T, report: &Report) -> Vec<(String, String)> {
    let cost = &report.cost;
    let days = |days: i64| t.n("analysis-days", days).into_owned();
    let paid = match (cost.paid_for, cost.paid) {
        (_, Some(paid)) => t
            .args(
                "analysis-paid-sum",
                &[
                    ("n", paid.people.into()),
                    ("from", t.date(paid.from).into()),
                    ("until", t.date(paid.until).into()),
                    ("sum", FluentValue::from(t.money(Money::from_fen(paid.fen)))),
                ],
            )
            .into_owned(),
        (0, None) => t.s("analysis-paid-none").into_owned(),
        (n, None) if cost.is_part => t.n("analysis-paid-part", n).into_owned(),
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
