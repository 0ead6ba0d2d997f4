//! The signs: what they read, whether they are on, and whether they were right.

use app_risk::risk::{self, SignLine};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::Fields,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
};

struct SignRow {
    id: String,
    code: String,
    name: String,
    reads: String,
    rule: String,
    is_on: bool,
    settled: usize,
    right: usize,
    wrong: usize,
    open: usize,
}

#[derive(Template)]
#[template(path = "risk_signs.html")]
struct SignsPage {
    layout: Layout,
    t: T,
    is_watching: bool,
    may_switch: bool,
    rows: Vec<SignRow>,
    never: Vec<String>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let view = risk::open_signs(&who.cx).await?;
    let never = ::risk::watch::signs().never.iter();
    let page = SignsPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        is_watching: view.is_watching,
        may_switch: view.may_switch,
        rows: view.lines.iter().map(|line| row(t, line)).collect(),
        never: never.map(|never| t.s(&format!("risk-never-{}", never.why)).into_owned()).collect(),
    };
    layout::html(&page)
}

/// Switches one.
pub(crate) async fn switch(
    Signed(who): Signed,
    Path(sign): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    risk::switch_sign(&who.cx, &sign, fields.get("to") == "on").await?;
    Ok(layout::done_at("/risk/signs", "risk-sign-switched"))
}

fn row(t: T, line: &SignLine) -> SignRow {
    let sign = line.sign;
    let reads: Vec<String> =
        sign.streams.iter().map(|stream| t.s(&format!("risk-stream-{stream}")).into_owned()).collect();
    SignRow {
        id: sign.id.clone(),
        code: sign.code.clone(),
        name: t.s(&format!("risk-sign-{}", sign.code)).into_owned(),
        reads: if reads.is_empty() {
            t.s("risk-reads-registers").into_owned()
        } else {
            reads.join(&t.s("risk-joint"))
        },
        rule: rule(t, &sign.rule),
        is_on: line.is_on,
        settled: line.settled,
        right: line.right,
        wrong: line.settled.saturating_sub(line.right),
        open: line.open,
    }
}

fn rule(t: T, rule: &::risk::watch::Rule) -> String {
    use ::risk::watch::Rule;
    match rule {
        Rule::Change { direction, p_at_most } => {
            t.a(&format!("risk-rule-{direction}"), "p", t.percent(*p_at_most)).into_owned()
        }
        Rule::Count { at_least, within_days } => {
            t.a2("risk-rule-count", ("n", at_least), ("days", within_days)).into_owned()
        }
        Rule::Standing { alone_with, months_in_post } => {
            t.a2("risk-rule-standing", ("n", alone_with), ("years", months_in_post / 12)).into_owned()
        }
    }
}
