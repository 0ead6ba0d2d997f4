//! Under which rules the company watches, version by version; and the consent of many at once.

use app::sign_in::Authenticated;
use app_risk::risk::{self, RulesInput, RulesView};
use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    http::Uri,
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
};
use store::risk::RiskRules;

struct Choice {
    code: &'static str,
    name: String,
    is_chosen: bool,
}

struct VersionRow {
    version: i64,
    set_at: String,
    state: String,
    is_on: bool,
    purpose: String,
    roles: String,
    basis: String,
    assessment: String,
    notice: String,
    retention: String,
    told: String,
}

struct WaitingRow {
    href: String,
    name: String,
    day: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "risk_setup.html")]
struct SetupPage {
    layout: Layout,
    t: T,
    form: FormView,
    consents: FormView,
    may_set: bool,
    may_note: bool,
    roles: Vec<Choice>,
    bases: Vec<Choice>,
    versions: Vec<VersionRow>,
    counted: String,
    waiting: Vec<WaitingRow>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let view = risk::open_rules(&who.cx).await?;
    let form = FormView::new(t, stored(&view), Vec::new());
    layout::html(&page((&state, &who, &uri), &view, (form, FormView::empty(t))))
}

/// Sets a new version.
pub(crate) async fn set(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let set = match parse(&fields) {
        Ok(input) => risk::set_rules(&who.cx, &input).await.map(|_| ()),
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => Ok(layout::done_at("/risk/setup", "risk-rules-set")),
        Err(app::Error::Invalid(errors)) => {
            let view = risk::open_rules(&who.cx).await?;
            let forms = (FormView::new(t, fields, errors), FormView::empty(t));
            layout::refused(&page((&state, &who, &uri), &view, forms))
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Notes the consent of many.
pub(crate) async fn agree(
    Shared(state): Shared<State>,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let mut parsing = Parsing::new(&fields);
    let said_on = parsing.date("said_on");
    let noted = match (parsing.finish(), said_on) {
        (Ok(()), Some(day)) => {
            risk::note_consents(&who.cx, fields.get("numbers"), day, fields.get("document")).await.map(|_| ())
        }
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(app::Error::field("said_on", "error-date")),
    };
    match noted {
        Ok(()) => Ok(layout::done_at("/risk/setup", "risk-said")),
        Err(app::Error::Invalid(errors)) => {
            let view = risk::open_rules(&who.cx).await?;
            let uri: Uri = "/risk/setup".parse().map_err(app::Error::internal)?;
            let form = FormView::new(t, stored(&view), Vec::new());
            layout::refused(&page((&state, &who, &uri), &view, (form, FormView::new(t, fields, errors))))
        }
        Err(error) => Err(Failure(error)),
    }
}

fn parse(fields: &Fields) -> app::Result<RulesInput> {
    let mut parsing = Parsing::new(fields);
    let input = RulesInput {
        is_on: fields.is_on("is_on"),
        purpose: parsing.text("purpose"),
        roles: fields.all("roles").map(str::to_owned).collect(),
        basis: parsing.text("basis"),
        basis_text: parsing.text("basis_text"),
        assessment: parsing.text("assessment"),
        assessed_on: parsing.optional_date("assessed_on"),
        notice_version: parsing.text("notice_version"),
        notice_on: parsing.optional_date("notice_on"),
        retention_days: parsing.optional("retention_days", "error-risk-retention"),
        tells_explanation: fields.is_on("tells_explanation"),
        tells_looks: fields.is_on("tells_looks"),
        looks_days: parsing.optional("looks_days", "error-risk-looks-days"),
    };
    parsing.finish()?;
    Ok(input)
}

/// The version that holds, as a form starts with it.
fn stored(view: &RulesView) -> Fields {
    let Some(rules) = view.versions.first() else {
        return Fields::start(&[
            ("retention_days", "180"),
            ("tells_explanation", "1"),
            ("tells_looks", "1"),
            ("looks_days", "1096"),
        ]);
    };
    let day = |day: Option<kernel::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut pairs = vec![
        ("purpose".to_owned(), rules.purpose.clone()),
        ("basis".to_owned(), rules.basis.clone()),
        ("basis_text".to_owned(), rules.basis_text.clone()),
        ("assessment".to_owned(), rules.assessment.clone()),
        ("assessed_on".to_owned(), day(rules.assessed_on)),
        ("notice_version".to_owned(), rules.notice_version.clone()),
        ("notice_on".to_owned(), day(rules.notice_on)),
        ("retention_days".to_owned(), rules.retention_days.to_string()),
        ("looks_days".to_owned(), rules.looks_days.to_string()),
    ];
    for (name, is_on) in [("tells_explanation", rules.tells_explanation), ("tells_looks", rules.tells_looks)]
    {
        if is_on {
            pairs.push((name.to_owned(), "1".to_owned()));
        }
    }
    if rules.is_on {
        pairs.push(("is_on".to_owned(), "1".to_owned()));
    }
    pairs.extend(rules.roles.split_whitespace().map(|role| ("roles".to_owned(), role.to_owned())));
    Fields::new(pairs)
}

fn page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    view: &RulesView,
    (form, consents): (FormView, FormView),
) -> SetupPage {
    let t = T(who.cx.lang());
    let role = |role: &kernel::Role| Choice {
        code: role.code(),
        name: t.s(&format!("role-{role}")).into_owned(),
        is_chosen: form.is("roles", role.code()),
    };
    let basis = |code: &&'static str| Choice {
        code,
        name: t.s(&format!("risk-basis-{code}")).into_owned(),
        is_chosen: form.is("basis", code),
    };
    SetupPage {
        layout: Layout::new(state, who, uri),
        t,
        may_set: view.may_set,
        may_note: view.may_note,
        roles: risk::NAMEABLE.iter().map(role).collect(),
        bases: risk::BASES.iter().map(basis).collect(),
        versions: view.versions.iter().map(|rules| version_row(t, rules)).collect(),
        counted: t
            .a2("risk-counted", ("consents", view.consents), ("objections", view.objections))
            .into_owned(),
        waiting: view
            .waiting
            .iter()
            .map(|one| WaitingRow {
                href: format!("/risk/people/{}#answering", one.person_id),
                name: one.name.clone(),
                day: t.date(one.said_on),
                reason: one.document.clone(),
            })
            .collect(),
        form,
        consents,
    }
}

fn version_row(t: T, rules: &RiskRules) -> VersionRow {
    let roles = rules.roles.split_whitespace().map(|role| t.s(&format!("role-{role}")).into_owned());
    let dated = |text: &str, day: Option<kernel::Date>| format!("{text} {}", t.date_or_dash(day));
    let basis = if rules.basis.is_empty() {
        String::new()
    } else {
        format!("{} {}", t.s(&format!("risk-basis-{}", rules.basis)), rules.basis_text)
    };
    VersionRow {
        version: rules.version,
        set_at: t.instant(rules.set_at),
        state: t.s(if rules.is_on { "risk-on" } else { "risk-off" }).into_owned(),
        is_on: rules.is_on,
        purpose: rules.purpose.clone(),
        roles: roles.collect::<Vec<_>>().join(&t.s("risk-joint")),
        basis,
        assessment: dated(&rules.assessment, rules.assessed_on),
        notice: dated(&rules.notice_version, rules.notice_on),
        retention: t
            .a2("risk-retention-says", ("scores", rules.retention_days), ("looks", rules.looks_days))
            .into_owned(),
        told: told(t, rules),
    }
}

/// What a person is told on the own page.
fn told(t: T, rules: &RiskRules) -> String {
    let key = match (rules.tells_explanation, rules.tells_looks) {
        (true, true) => "risk-tells-both",
        (true, false) => "risk-tells-explanation-only",
        (false, true) => "risk-tells-looks-only",
        (false, false) => "risk-tells-neither",
    };
    t.s(key).into_owned()
}
