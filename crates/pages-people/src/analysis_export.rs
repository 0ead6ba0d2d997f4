//! The workbook of analysis: the same rows as on the page, told apart and put together in the same way.

use app_risk::analysis::{self as counted, Dimension, Report, Tally, Window};
use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use paper::{excel::TableWriter, table::Cell};

use super::{
    analysis::Filters,
    analysis_tables::{heads, key_of, label},
};
use frame::{failure::Failure, guard::Signed, i18n::T};

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

/// What a line says: the table, the group, the days, and heads on average, leavers, rate.
type Figures = (Option<f64>, u32, Option<f64>);

fn line((title, name): (String, String), window: Window, figures: Figures) -> Vec<Cell> {
    let number = |value: f64| Cell::Number((value * 10_000.0).round() / 10_000.0);
    vec![
        title.into(),
        name.into(),
        window.from().into(),
        window.until().into(),
        figures.0.map_or(Cell::Empty, number),
        figures.1.into(),
        figures.2.map_or(Cell::Empty, number),
    ]
}

fn lines(t: T, report: &Report) -> Vec<Vec<Cell>> {
    if report.is_hidden {
        return Vec::new();
    }
    let all = t.s("analysis-everybody").into_owned();
    let mut lines = vec![line((all.clone(), all), report.window, figures(&report.total, report.window))];
    for one in &report.breakdowns {
        lines.extend(one.rows.iter().map(|row| {
            let names = (title(t, one.dimension), label(t, Some(one.dimension), &row.label));
            line(names, report.window, figures(&row.tally, report.window))
        }));
    }
    for one in &report.shares {
        lines.extend(one.rows.iter().map(|share| {
            let names = (title(t, one.dimension), label(t, Some(one.dimension), &share.label));
            line(names, report.window, (None, share.leavers, None))
        }));
    }
    let over_time = t.s("analysis-over-time");
    lines.extend(report.stretches.iter().map(|one| {
        line((over_time.to_string(), String::new()), one.window, figures(&one.tally, one.window))
    }));
    lines
}

fn title(t: T, dimension: Dimension) -> String {
    t.s(key_of(dimension).1).into_owned()
}

fn figures(tally: &Tally, window: Window) -> Figures {
    (Some(tally.average(window)), tally.leavers, tally.rate(window))
}
