//! What everybody finds of the own: notice, basis, the records that are read and those that never are, how long what was
//! found is kept, the explanation in words, who looked; and where to withdraw, to object, and to read the answer.

use app::sign_in::Authenticated;
use app_risk::risk::{self, Content, Explanation, OwnView, OwnWord, SeenBy};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    http::Uri,
    response::Response,
};
use serde::Deserialize;
use store::risk::{RiskAnswer, RiskRules, RiskSaying};

use super::risk_words as words;
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};

const HERE: &str = "/my/information";
/// The inputs that are what the person does, and can be as usual again.
const BEHAVIOUR: [&str; 4] = ["leave-rise", "voice-fall", "late-rise", "conflict"];

struct Fact {
    name: String,
    says: String,
}

struct RecordRow {
    name: String,
    number: String,
    last: String,
    used: String,
}

struct LookRow {
    at: String,
    by: String,
}

struct SaidRow {
    day: String,
    what: String,
    by: String,
    reason: String,
    answer: String,
    waits: bool,
}

struct Told {
    as_of: String,
    says: Vec<String>,
    reasons: Vec<String>,
    changes: Vec<String>,
    factors: Vec<String>,
    is_computed: bool,
}

#[derive(Template)]
#[template(path = "my_information.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the page, and they vary freely")]
struct InformationPage {
    layout: Layout,
    t: T,
    form: FormView,
    is_watching: bool,
    standing: String,
    is_left_out: bool,
    facts: Vec<Fact>,
    read_since: String,
    records: Vec<RecordRow>,
    never: Vec<String>,
    kept: Vec<String>,
    tells_explanation: bool,
    explained: Option<Told>,
    asked_from: String,
    tells_looks: bool,
    looks: Vec<LookRow>,
    next_looks: Option<String>,
    said: Vec<SaidRow>,
    by_consent: bool,
    has_agreed: bool,
    has_objected: bool,
}

/// Where the page of looks begins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    before: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let view = risk::open_own(&who.cx, &asked.before).await?;
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page((&state, &who, &uri), (&view, None), form))
}

/// The page with the explanation, once it was written down that it was given.
pub(crate) async fn explain(Shared(state): Shared<State>, Signed(who): Signed) -> Result<Response, Failure> {
    let (view, explanation) = risk::explain_own(&who.cx).await?;
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page((&state, &who, &here()?), (&view, Some(&explanation)), form))
}

/// Notes what the person says.
pub(crate) async fn say(
    Shared(state): Shared<State>,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let word = OwnWord {
        kind: fields.get("kind").to_owned(),
        reason: fields.get("reason").to_owned(),
        has_read: fields.is_on("has_read"),
    };
    match risk::say_own(&who.cx, &word).await {
        Ok(()) => Ok(layout::done_at(&format!("{HERE}#said"), &word.kind)),
        Err(app::Error::Invalid(errors)) => {
            let view = risk::open_own(&who.cx, "").await?;
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page((&state, &who, &here()?), (&view, None), form))
        }
        Err(error) => Err(Failure(error)),
    }
}

fn here() -> Result<Uri, Failure> {
    Ok(HERE.parse::<Uri>().map_err(app::Error::internal)?)
}

fn page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (view, explanation): (&OwnView, Option<&Explanation>),
    form: FormView,
) -> InformationPage {
    let t = T(who.cx.lang());
    let rules = view.rules.as_ref();
    InformationPage {
        layout: Layout::new(state, who, uri),
        t,
        form,
        is_watching: rules.is_some(),
        standing: standing(t, view),
        is_left_out: view.is_left_out,
        facts: rules.map(|rules| facts(t, rules)).unwrap_or_default(),
        read_since: t.a("own-read-since", "day", t.date(view.read_from)).into_owned(),
        records: view.records.iter().map(|record| record_row(t, record)).collect(),
        never: ::risk::watch::signs()
            .never
            .iter()
            .map(|never| t.s(&format!("risk-never-{}", never.why)).into_owned())
            .collect(),
        kept: rules.map(|rules| kept(t, view, rules)).unwrap_or_default(),
        tells_explanation: rules.is_some_and(|rules| rules.tells_explanation),
        explained: explanation.map(|explanation| told(t, explanation)),
        asked_from: rules.map(|rules| roles(t, rules)).unwrap_or_default(),
        tells_looks: rules.is_some_and(|rules| rules.tells_looks),
        looks: view
            .looks
            .iter()
            .map(|look| LookRow { at: t.instant(look.at), by: seen_by(t, look.by) })
            .collect(),
        next_looks: view
            .next_looks
            .as_ref()
            .map(|before| format!("{}#looks", urls::with_query(HERE, &[("before", before)]))),
        said: view.sayings.iter().map(|(said, answer)| said_row(t, said, answer.as_ref())).collect(),
        by_consent: rules.is_some_and(|rules| rules.basis == "consent"),
        has_agreed: view.has_agreed,
        has_objected: view.has_objected,
    }
}

fn standing(t: T, view: &OwnView) -> String {
    let key = match (view.rules.is_some(), view.has_objected, view.is_left_out, view.has_agreed) {
        (false, ..) => "own-standing-off",
        (true, true, ..) => "own-standing-objected",
        (true, false, true, _) => "own-standing-not-agreed",
        (true, false, false, true) => "own-standing-agreed",
        (true, false, false, false) => "own-standing-rules",
    };
    t.s(key).into_owned()
}

fn roles(t: T, rules: &RiskRules) -> String {
    let names = rules.roles.split_whitespace().map(|role| t.s(&format!("role-{role}")).into_owned());
    names.collect::<Vec<_>>().join(&t.s("risk-joint"))
}

fn facts(t: T, rules: &RiskRules) -> Vec<Fact> {
    let fact = |key: &str, says: String| Fact { name: t.s(key).into_owned(), says };
    let since = |text: &str, day: Option<kernel::Date>| {
        t.a2("own-since", ("text", text), ("day", t.date_or_dash(day))).into_owned()
    };
    vec![
        fact("risk-notice", since(&rules.notice_version, rules.notice_on)),
        fact("risk-purpose", rules.purpose.clone()),
        fact("risk-basis", format!("{} {}", t.s(&format!("risk-basis-{}", rules.basis)), rules.basis_text)),
        fact("risk-assessment", since(&rules.assessment, rules.assessed_on)),
        fact("risk-roles", roles(t, rules)),
    ]
}

fn record_row(t: T, record: &risk::OwnRecord) -> RecordRow {
    RecordRow {
        name: t.s(&format!("risk-stream-{}", record.stream.code)).into_owned(),
        number: record.number.to_string(),
        last: t.date_or_dash(record.last_on),
        used: t.s(if record.stream.score { "own-used-estimate" } else { "own-used-silence" }).into_owned(),
    }
}

fn kept(t: T, view: &OwnView, rules: &RiskRules) -> Vec<String> {
    let mut kept = vec![t.n("own-kept-scores", rules.retention_days).into_owned()];
    if let Some(run) = view.run.as_ref().filter(|_| view.is_computed) {
        kept.push(
            t.a2("own-kept-until", ("day", t.date(run.as_of)), ("until", t.date(run.expires_on)))
                .into_owned(),
        );
    }
    kept.push(t.n("own-kept-looks", rules.looks_days).into_owned());
    kept.push(t.s("own-kept-records").into_owned());
    kept.push(t.s("own-kept-words").into_owned());
    kept
}

fn seen_by(t: T, by: SeenBy) -> String {
    match by {
        SeenBy::Oneself => t.s("own-seen-oneself").into_owned(),
        SeenBy::Role(role) => t.s(&format!("role-{role}")).into_owned(),
        SeenBy::Former => t.s("own-seen-former").into_owned(),
    }
}

fn said_row(t: T, said: &RiskSaying, answer: Option<&RiskAnswer>) -> SaidRow {
    SaidRow {
        day: t.date(said.said_on),
        what: t.s(&format!("risk-saying-{}", said.kind)).into_owned(),
        by: t.s(if said.is_own { "own-by-oneself" } else { "own-by-hr" }).into_owned(),
        reason: said.document.clone(),
        answer: answer
            .map(|answer| {
                t.a2("own-answered", ("at", t.instant(answer.answered_at)), ("answer", &answer.answer))
                    .into_owned()
            })
            .unwrap_or_default(),
        waits: said.kind == "objection" && answer.is_none(),
    }
}

/// Everything that can be put into words, and no number of the estimate itself.
fn told(t: T, explanation: &Explanation) -> Told {
    let as_of = t.a("risk-as-of", "day", t.date(explanation.as_of)).into_owned();
    let rights = ["how", "rights"].map(|part| t.s(&format!("risk-explained-{part}")).into_owned());
    let Some(content) = &explanation.content else {
        let says = std::iter::once(t.s("own-nothing-computed").into_owned()).chain(rights).collect();
        return Told {
            as_of,
            says,
            reasons: Vec::new(),
            changes: Vec::new(),
            factors: Vec::new(),
            is_computed: false,
        };
    };
    let first = t.s(if content.chances.is_some() { "own-has-estimate" } else { "own-has-signs" });
    Told {
        as_of,
        says: std::iter::once(first.into_owned()).chain(rights).collect(),
        reasons: words::reasons(t, content),
        changes: content.changes.iter().map(|change| words::change(t, change)).collect(),
        factors: factors(t, content),
        is_computed: true,
    }
}

fn factors(t: T, content: &Content) -> Vec<String> {
    let one = |factor: &risk::FactorSaid| {
        let name = t.s(&format!("risk-factor-{}", factor.input));
        let is_behaviour = BEHAVIOUR.contains(&factor.input.as_str());
        let key = if is_behaviour { "own-factor-behaviour" } else { "own-factor-fixed" };
        t.a(key, "name", name).into_owned()
    };
    let signs = content
        .signs
        .iter()
        .map(|sign| t.a("own-sign", "name", t.s(&format!("risk-sign-{}", sign.sign))).into_owned());
    content.factors.iter().map(one).chain(signs).collect()
}
