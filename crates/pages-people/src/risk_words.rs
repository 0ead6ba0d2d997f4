//! What the risk pages say in common: reasons, costs, tenure.

use app_risk::risk::{Change, Content};
use frame::i18n::{FluentValue, T};

/// A tag with its judgement.
pub(crate) struct TagView {
    pub(crate) text: String,
    pub(crate) class: &'static str,
}

/// A number with one decimal place.
pub(crate) fn decimal(value: f64) -> String {
    format!("{value:.1}")
}

/// Why, against the own past, in sentences.
pub(crate) fn reasons(t: T, content: &Content) -> Vec<String> {
    let mut reasons = Vec::new();
    let is_said = |stream: &str| {
        let by_sign = content.changes.iter().any(|change| change.stream == stream);
        by_sign || content.factors.iter().any(|factor| factor.input.starts_with(stream))
    };
    for (stream, n, usual) in &content.recent {
        if let Some(usual) = usual.filter(|_| is_said(stream) && stream != "conflict") {
            let usual = FluentValue::from(decimal(usual));
            let args = [("n", FluentValue::from(i64::from(*n))), ("usual", usual)];
            reasons.push(t.args(&format!("risk-why-{stream}"), &args).into_owned());
        }
    }
    for sign in content.signs.iter().filter(|sign| sign.change.is_none()) {
        reasons.push(t.n(&format!("risk-why-{}", sign.sign), sign.count).into_owned());
    }
    let others = ["contract-ends", "team-left", "manager-left"];
    for factor in content.factors.iter().filter(|factor| others.contains(&factor.input.as_str())) {
        reasons.push(t.s(&format!("risk-factor-{}", factor.input)).into_owned());
    }
    reasons
}

/// A change in words: since when, by what factor with its limits, how often by chance.
pub(crate) fn change(t: T, change: &Change) -> String {
    let [low, factor, high] = change.factor;
    let direction = if change.is_rise { "rise" } else { "fall" };
    t.args(
        &format!("risk-change-{direction}"),
        &[
            ("what", t.s(&format!("risk-stream-{}", change.stream)).into_owned().into()),
            ("since", t.date(change.since).into()),
            ("factor", times(factor).into()),
            ("low", times(low).into()),
            ("high", times(high).into()),
            ("p", t.percent_fine(change.p.max(0.001)).into()),
        ],
    )
    .into_owned()
}

/// A factor, with as many places as tell something.
pub(crate) fn times(factor: f64) -> String {
    if factor >= 9.95 {
        format!("{factor:.0}")
    } else if factor >= 0.95 {
        format!("{factor:.1}")
    } else {
        format!("{factor:.2}")
    }
}

/// What the person's leaving would cost, in its parts.
pub(crate) fn costs(t: T, content: &Content) -> Vec<TagView> {
    let cost = &content.cost;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let parts = [
        (cost.alone > 0, t.n("risk-cost-alone", count(cost.alone)), "bad"),
        (cost.core > 0, t.n("risk-cost-core", count(cost.core)), "bad"),
        (cost.is_critical, t.s("risk-cost-critical"), "caution"),
        (cost.same_post == 0, t.s("risk-cost-nobody"), "caution"),
        (cost.customers_alone > 0, t.n("risk-cost-customers", count(cost.customers_alone)), "caution"),
    ];
    let mut tags: Vec<TagView> = parts
        .into_iter()
        .filter(|(is_so, _, _)| *is_so)
        .map(|(_, text, class)| TagView { text: text.into_owned(), class })
        .collect();
    if tags.is_empty() {
        tags.push(TagView { text: t.s("risk-cost-none").into_owned(), class: "" });
    }
    tags
}

/// How long somebody has been there.
pub(crate) fn tenure(t: T, months: i32) -> String {
    if months < 12 {
        return t.n("risk-months", months).into_owned();
    }
    t.a("risk-years", "n", decimal(f64::from(months) / 12.0)).into_owned()
}

/// The limits of a probability, without its sign: 22–41.
pub(crate) fn limits(chances: [f64; 3]) -> String {
    format!("{:.0}–{:.0}", chances[0] * 100.0, chances[2] * 100.0)
}
