//! The model card: what the estimate learnt from, how good it was, and for whom.

use std::cmp::Ordering;

use ::risk::watch::{Card, Standing};
use app_risk::risk;
use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::Response,
};
use kernel::Date;
use store::risk::RiskRun;

use super::risk_words as words;
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::{FluentValue, T},
    layout::{self, Layout},
};

struct Fact {
    name: String,
    says: String,
}

struct WeightRow {
    name: String,
    odds: String,
    limits: String,
    later: String,
}

struct FairRow {
    by: String,
    label: String,
    people: String,
    observed: String,
    expected: String,
    auc: String,
}

#[derive(Template)]
#[template(path = "risk_model.html")]
struct ModelPage {
    layout: Layout,
    t: T,
    is_there: bool,
    caution: String,
    facts: Vec<Fact>,
    weights: Vec<WeightRow>,
    fairness: Vec<FairRow>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let found = risk::open_card(&who.cx).await?;
    let card = found.as_ref().map(|(_, card)| card);
    let page = ModelPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        is_there: found.is_some(),
        caution: card.map(|card| caution(t, card)).unwrap_or_default(),
        facts: found.as_ref().map(|(run, card)| facts(t, run, card)).unwrap_or_default(),
        weights: card.map(|card| weights(t, card)).unwrap_or_default(),
        fairness: card.map(|card| fairness(t, card)).unwrap_or_default(),
    };
    layout::html(&page)
}

fn caution(t: T, card: &Card) -> String {
    let [own, unknown, _] = card.leavers;
    match card.standing {
        Standing::Good => String::new(),
        Standing::TooFew => t.n("risk-too-few", number(own + unknown)).into_owned(),
        Standing::NoSkill => t.s("risk-no-skill").into_owned(),
    }
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn facts(t: T, run: &RiskRun, card: &Card) -> Vec<Fact> {
    let fact = |code: &str, values: &[(&'static str, FluentValue<'_>)]| Fact {
        name: t.s(&format!("risk-card-{code}")).into_owned(),
        says: t.args(&format!("risk-card-{code}-says"), values).into_owned(),
    };
    let whole = |n: usize| FluentValue::from(number(n));
    let [own, unknown, other] = card.leavers;
    let [first, cut, last] = card.days.map(|day| t.date(day_of(day)));
    let [b30, b90, b180] = card.base.map(|share| t.percent_fine(share));
    let mut facts = vec![
        fact("run", &[("day", t.date(run.as_of).into()), ("version", run.rules_version.into())]),
        fact(
            "people",
            &[
                ("scored", whole(card.scored)),
                ("out", whole(card.left_out)),
                ("watched", whole(card.watched)),
            ],
        ),
        fact("leavers", &[("own", whole(own)), ("unknown", whole(unknown)), ("other", whole(other))]),
        fact("base", &[("a", b30.into()), ("b", b90.into()), ("c", b180.into())]),
        fact(
            "split",
            &[
                ("first", first.into()),
                ("cut", cut.into()),
                ("last", last.into()),
                ("learnt", whole(card.rows[0])),
                ("measured", whole(card.rows[1])),
            ],
        ),
    ];
    if let (Some(auc), Some([brier, base])) = (card.auc, card.brier) {
        facts.push(fact("auc", &[("auc", format!("{auc:.2}").into())]));
        facts.push(fact(
            "brier",
            &[("brier", format!("{brier:.4}").into()), ("base", format!("{base:.4}").into())],
        ));
        facts.extend(gain(t, card));
        let expected = words::decimal(card.expected);
        facts.push(fact(
            "calibration",
            &[
                ("share", t.percent_fine(card.calibration.unwrap_or(0.0)).into()),
                ("observed", format!("{:.0}", card.observed).into()),
                ("expected", expected.into()),
            ],
        ));
        facts.push(fact("shift", &[("n", words::times(card.shift).into())]));
    }
    facts.push(fact(
        "changes",
        &[("weeks", FluentValue::from(i64::from(card.weeks))), ("flagged", whole(card.flagged))],
    ));
    facts.push(fact("undated", &[("n", whole(card.undated))]));
    facts
}

/// Whether the error is smaller than that of the average alone, in words; and whether the estimates lie too far apart.
fn gain(t: T, card: &Card) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let (Some(told), Some([gain, error])) = (card.told_apart(), card.gain) {
        let key = match told {
            Ordering::Greater => "risk-card-gain-better",
            Ordering::Equal => "risk-card-gain-alike",
            Ordering::Less => "risk-card-gain-worse",
        };
        let values = [
            ("gain", format!("{gain:.4}").into()),
            ("error", format!("{:.4}", error * 1.96).into()),
            ("n", FluentValue::from(number(card.measured_leavers))),
            ("base", t.percent_fine(card.base[1]).into()),
        ];
        let name = t.s("risk-card-gain").into_owned();
        facts.push(Fact { name, says: t.args(key, &values).into_owned() });
    }
    if let Some(slope) = card.slope {
        let key = if (0.6..=1.4).contains(&slope) { "risk-card-slope-fair" } else { "risk-card-slope-off" };
        let says = t.a(key, "slope", format!("{slope:.2}")).into_owned();
        facts.push(Fact { name: t.s("risk-card-slope").into_owned(), says });
    }
    facts
}

/// Days of a card are counted from 2000-01-01.
fn day_of(number: i32) -> Date {
    Date::constant(2000, 1, 1).saturating_add(jiff::Span::new().days(number))
}

fn weights(t: T, card: &Card) -> Vec<WeightRow> {
    let row = |weight: &::risk::watch::Weight| WeightRow {
        name: t.s(&format!("risk-factor-{}", weight.input)).into_owned(),
        odds: t.a("risk-times", "n", words::times(weight.odds[1])).into_owned(),
        limits: format!("{}–{}", words::times(weight.odds[0]), words::times(weight.odds[2])),
        later: weight.later.map_or_else(
            || "—".to_owned(),
            |[low, odds, high]| {
                format!("{} ({}–{})", words::times(odds), words::times(low), words::times(high))
            },
        ),
    };
    card.weights.iter().map(row).collect()
}

fn fairness(t: T, card: &Card) -> Vec<FairRow> {
    let dash = || "—".to_owned();
    let row = |group: &::risk::watch::Fairness| {
        let known = ["male", "female", "under-30", "30-39", "40-49", "from-50", "fixed", "open"];
        let label = match group.label.as_str() {
            "" => t.s("risk-small-groups").into_owned(),
            label if known.contains(&label) => t.s(&format!("risk-fair-{label}")).into_owned(),
            _ => t.s("risk-fair-other").into_owned(),
        };
        FairRow {
            by: t.s(&format!("risk-by-{}", group.by)).into_owned(),
            label,
            people: group.people.map_or_else(dash, |n| n.to_string()),
            observed: group.observed.map_or_else(dash, |n| format!("{n:.0}")),
            expected: group.expected.map_or_else(dash, words::decimal),
            auc: group.auc.map_or_else(dash, |n| format!("{n:.2}")),
        }
    };
    card.fairness.iter().map(row).collect()
}
