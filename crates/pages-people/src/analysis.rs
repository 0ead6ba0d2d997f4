//! Analysis: turnover, how long people stay, cost, talks. The tables are in `analysis_tables`, the pictures in
//! `analysis_curves`, the workbook made from the same rows in `analysis_export`.

use app_risk::analysis::{self as counted, Asked, CurveBy, Report};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    response::Response,
};
use serde::Deserialize;

use super::{
    analysis_curves::{StayingView, bars, staying},
    analysis_tables::{TableView, cost, one_decimal, rate, shares, talks, turnover},
    knowledge_words::Choice,
};
use frame::{
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

/// What can be chosen, with what is.
struct FiltersView {
    export: String,
    from: String,
    until: String,
    since: String,
    employers: Vec<Choice>,
    departments: Vec<Choice>,
    by: Vec<Choice>,
}

/// The whole of what was asked about.
struct TotalView {
    average: String,
    leavers: u32,
    rate: String,
    period: String,
}

impl Filters {
    pub(super) fn asked(&self) -> Asked {
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

    fn view(&self, t: T, report: &Report) -> FiltersView {
        let all = |key: &str| std::iter::once(Choice::new("", t.s(key), ""));
        let employers = report.employers.iter().map(|one| Choice::new(&one.id, &*one.name, &self.employer));
        let departments =
            report.departments.iter().map(|one| Choice::new(&one.id, &*one.path, &self.department));
        let chosen = if self.by == "post" { "post" } else { "department" };
        FiltersView {
            export: self.export(),
            from: report.window.from().to_string(),
            until: report.window.until().to_string(),
            since: report.staying.as_ref().map_or_else(|| self.since.clone(), |one| one.since.to_string()),
            employers: all("analysis-all-employers").chain(employers).collect(),
            departments: all("analysis-all-departments").chain(departments).collect(),
            by: vec![
                Choice::new("department", t.s("analysis-by-department"), chosen),
                Choice::new("post", t.s("analysis-by-post"), chosen),
            ],
        }
    }
}

#[derive(Template)]
#[template(path = "analysis.html")]
struct AnalysisPage {
    layout: Layout,
    t: T,
    address: &'static str,
    filters: FiltersView,
    is_window_wrong: bool,
    is_stepwise: bool,
    is_hidden: bool,
    total: TotalView,
    bars: [String; 2],
    tables: Vec<TableView>,
    staying: Option<StayingView>,
    cost: Vec<(String, String)>,
    talks: TableView,
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
    let mut tables: Vec<TableView> = report.breakdowns.iter().map(|one| turnover(t, &report, one)).collect();
    tables.extend(report.shares.iter().map(|one| shares(t, &report, one)));
    layout::html(&AnalysisPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        address: HERE,
        filters: filters.view(t, &report),
        is_window_wrong: report.is_window_wrong,
        is_stepwise: report.is_stepwise,
        is_hidden: report.is_hidden,
        total: total(t, &report),
        bars: bars(t, &report),
        tables,
        staying: report.staying.as_ref().map(|one| staying(t, one)),
        cost: cost(t, &report),
        talks: talks(t, &report),
    })
}

fn total(t: T, report: &Report) -> TotalView {
    let (total, window) = (report.total, report.window);
    let period = t.a2("analysis-period", ("from", t.date(window.from())), ("until", t.date(window.until())));
    TotalView {
        average: one_decimal(total.average(window)),
        leavers: total.leavers,
        rate: rate(t, total.rate(window)),
        period: period.into_owned(),
    }
}
