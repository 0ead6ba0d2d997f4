//! The settlement of a departure: what is owed and how each row came about, what it would be otherwise, what has to be
//! seen to, the facts with their sources, and what was issued and paid.

use app::parameters::PLACES;
use app::{
    Error,
    settlement::{
        self, Check, EnterFact, Outcome, Paid, Question, Verdict, View,
        facts::{GROUPS, KINDS, Kind, Origin, PROFILES, PROTECTIONS, SOURCES},
    },
};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::Uri,
    response::Response,
};
use departure::grounds;
use kernel::{DepartureId, HoldId, Money};
use serde::Deserialize;

use crate::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    pages::{
        attachments::WithFile,
        departure_head::{Head, Page},
        departure_words::ground_label,
        law_words,
        settlement_words::{self as words, RowView, SheetView},
    },
    urls,
};

/// Another way to compare, as the address says it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "if_ground")]
    ground: String,
    #[serde(default, rename = "if_notice")]
    notice: String,
    #[serde(default, rename = "if_day")]
    day: String,
}

impl Asked {
    fn question(&self) -> Option<Question> {
        let ground = grounds().iter().find(|ground| ground.law_code == self.ground)?;
        Some(Question {
            ground: ground.law_code.clone(),
            notice_days: self.notice.parse().ok(),
            last_day: self.day.parse().ok(),
        })
    }
}

struct Choice {
    code: String,
    label: String,
    is_chosen: bool,
}

struct FactRow {
    code: &'static str,
    name: String,
    value: String,
    source: String,
    tags: Vec<(&'static str, String)>,
    instead: String,
    files: Vec<(String, String)>,
    input: &'static str,
    typed: String,
    choices: Vec<Choice>,
    is_wanted: bool,
    is_entered: bool,
    is_refused: bool,
}

struct FactGroup {
    name: String,
    count: String,
    is_open: bool,
    rows: Vec<FactRow>,
}

struct CheckRow {
    key: String,
    tag: String,
    class: &'static str,
    says: String,
    article: String,
    grade: String,
    aside: String,
    href: String,
    stops: bool,
}

struct WhatIf {
    label: String,
    amount: String,
    difference: String,
    tags: Vec<(&'static str, String)>,
    rows: Vec<(String, String)>,
    aside: String,
    is_bad: bool,
    is_asked: bool,
}

struct PayRow {
    code: String,
    name: String,
    paid_of: String,
    left: String,
    is_settled: bool,
    payable: String,
    hold: String,
    hold_id: String,
    is_unlawful: bool,
    payments: Vec<(String, Vec<(String, String)>)>,
}

/// A hold that stands on no row of what is paid: papers, and rows before anything is issued.
struct HeldRow {
    id: String,
    name: String,
    says: String,
    is_unlawful: bool,
}

struct VersionRow {
    href: String,
    label: String,
    says: String,
    hash: String,
}

#[derive(Template)]
#[template(path = "settlement_show.html")]
struct SettlementPage {
    layout: Layout,
    t: T,
    head: Head,
    base: String,
    alert: String,
    sheet: Option<SheetView>,
    rows: Vec<RowView>,
    missing: Vec<(&'static str, String)>,
    missing_for_leave: Vec<(&'static str, String)>,
    refused: String,
    what_if: Vec<WhatIf>,
    asked: Asked,
    grounds: Vec<Choice>,
    checks: Vec<CheckRow>,
    groups: Vec<FactGroup>,
    documents: Vec<Choice>,
    versions: Vec<VersionRow>,
    changed_since: String,
    pay_rows: Vec<PayRow>,
    holdable: Vec<Choice>,
    held: Vec<HeldRow>,
    form: FormView,
    refused_form: String,
    may_run: bool,
    place: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let page = page(&state, &who, &uri, (id, asked, Refused::default())).await?;
    layout::html(&page)
}

/// A form that was refused, to be shown again.
#[derive(Default)]
struct Refused {
    which: String,
    fields: Fields,
    errors: Vec<app::FieldError>,
    alert: &'static str,
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (id, asked, refused): (DepartureId, Asked, Refused),
) -> Result<SettlementPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let question = asked.question();
    let view = settlement::view(cx, id, question.as_ref()).await?;
    let sheet = view.reckoning.sheet.as_ref();
    let ground = view.case.ground()?;
    let wanted: Vec<&str> =
        view.reckoning.missing.iter().chain(&view.reckoning.missing_for_leave).copied().collect();
    let names =
        |codes: &[&'static str]| codes.iter().map(|code| (*code, words::fact_name(t, code))).collect();
    let facts: Vec<_> = view.facts.iter().cloned().collect();
    Ok(SettlementPage {
        head: Head::of(cx, &view.case, Page::Settlement).await?,
        layout: Layout::new(state, who, uri),
        t,
        base: format!("{}/settlement", urls::departure(id)),
        alert: if refused.alert.is_empty() { String::new() } else { t.s(refused.alert).into_owned() },
        sheet: sheet.map(|sheet| words::sheet(t, sheet)),
        rows: view.reckoning.rows.iter().map(|row| words::row(t, row, &facts)).collect(),
        missing: names(&view.reckoning.missing),
        missing_for_leave: names(&view.reckoning.missing_for_leave),
        refused: refusal(t, &view),
        what_if: view.what_if.iter().map(|outcome| what_if(t, &view, outcome)).collect(),
        grounds: ground_choices(t, &asked.ground),
        asked,
        checks: view.checks.iter().map(|check| check_row(t, &view, check)).collect(),
        groups: groups(t, &view, &ground.law_code, (&wanted, &refused)),
        documents: SOURCES.iter().map(|code| named(t, "set-source", code)).collect(),
        versions: versions(t, &view),
        changed_since: changed_since(t, &view),
        pay_rows: pay_rows(t, &view),
        holdable: holdable(t, &view),
        held: held_elsewhere(t, &view),
        form: FormView::new(t, refused.fields, refused.errors),
        refused_form: refused.which,
        may_run: view.may_run,
        place: place_line(t, &view),
    })
}

fn named(t: T, prefix: &str, code: &str) -> Choice {
    Choice { code: code.to_owned(), label: t.s(&format!("{prefix}-{code}")).into_owned(), is_chosen: false }
}

/// Service, end, place, and by which rules: the line under the name.
fn place_line(t: T, view: &View) -> String {
    let departure = &view.case.departure;
    let start = view.facts.get("service_start").and_then(|text| text.parse().ok());
    let region = view
        .facts
        .get("region")
        .map_or_else(|| t.s("set-no-place").into_owned(), |code| words::place(t, code));
    let profile = view.facts.get("profile").map(|code| words::choice(t, "profile", code));
    let parts = [
        t.a("set-line-start", "day", t.date(start.unwrap_or(departure.hired_on))).into_owned(),
        t.a("set-line-end", "day", t.date(departure.legal_end)).into_owned(),
        t.a("set-line-place", "place", region).into_owned(),
        profile.unwrap_or_else(|| t.s("set-no-profile").into_owned()),
    ];
    parts.join(" · ")
}

fn refusal(t: T, view: &View) -> String {
    let Some((field, code)) = &view.reckoning.refused else { return String::new() };
    let field = match field.as_str() {
        "last_day" => t.s("dep-date-legal-end").into_owned(),
        "reason" | "ground" => t.s("dep-new-reason").into_owned(),
        code => words::fact_name(t, code),
    };
    t.a(&format!("set-refused-{}", code.replace('_', "-")), "fact", field).into_owned()
}

fn what_if(t: T, view: &View, outcome: &Outcome) -> WhatIf {
    let question = &outcome.question;
    let is_same = view.case.ground().is_ok_and(|ground| ground.law_code == question.ground);
    let mut label = match question.notice_days {
        Some(0) if is_same => t.s("set-if-no-notice").into_owned(),
        Some(days) if is_same => t.n("set-if-notice", days).into_owned(),
        _ => ground_label(t, &question.ground),
    };
    if let Some(day) = question.last_day {
        label = format!("{label} · {}", t.date(day));
    }
    let held = view.reckoning.sheet.as_ref().map(|sheet| sheet.total);
    let difference = match (outcome.total, held) {
        (Some(total), Some(held)) => difference(t, total, held),
        _ => String::new(),
    };
    let mut tags = Vec::new();
    if !outcome.open.is_empty() {
        tags.push(("tag caution", t.s("set-contested").into_owned()));
    }
    if !outcome.effect.is_empty() && outcome.effect != "ends" {
        tags.push(("tag bad", t.s(&format!("set-effect-{}", outcome.effect)).into_owned()));
    }
    let amount = |amount: Option<Money>| {
        amount.map_or_else(|| t.s("set-contested").into_owned(), |amount| t.money(amount))
    };
    let mut rows: Vec<(String, String)> = outcome
        .rows
        .iter()
        .filter(|row| row.in_total || row.code == "tax")
        .map(|row| (words::row_title(t, &row.code), amount(row.amount)))
        .collect();
    for open in &outcome.open {
        rows.extend(open.readings.iter().filter_map(|(id, amount, _)| {
            Some((law_words::reading(t, id).into_owned(), t.money((*amount)?)))
        }));
    }
    let missing: Vec<String> = outcome.missing.iter().map(|code| words::fact_name(t, code)).collect();
    WhatIf {
        label,
        amount: outcome.total.map_or_else(|| "—".to_owned(), |total| t.money(total)),
        difference,
        tags,
        rows,
        aside: if missing.is_empty() {
            String::new()
        } else {
            t.a("set-if-missing", "facts", missing.join(t.s("set-joint").as_ref())).into_owned()
        },
        is_bad: question.ground == "ILLEGAL",
        is_asked: outcome.is_asked,
    }
}

fn difference(t: T, total: Money, held: Money) -> String {
    let fen = total.fen().saturating_sub(held.fen());
    let amount = t.money(Money::from_fen(fen.saturating_abs()));
    match fen {
        0 => t.s("set-if-same").into_owned(),
        1.. => format!("+{amount}"),
        _ => format!("−{amount}"),
    }
}

/// Every ground of the law once, by the name of its first kind of leaving.
fn ground_choices(t: T, chosen: &str) -> Vec<Choice> {
    let mut seen = Vec::new();
    for ground in grounds() {
        if !seen.iter().any(|choice: &Choice| choice.code == ground.law_code) {
            seen.push(Choice {
                code: ground.law_code.clone(),
                label: ground_label(t, &ground.law_code),
                is_chosen: ground.law_code == chosen,
            });
        }
    }
    seen
}

fn check_row(t: T, view: &View, check: &Check) -> CheckRow {
    let (code, class) = match check.verdict {
        Verdict::Pass => ("pass", "tag good"),
        Verdict::Fail => ("fail", "tag bad"),
        Verdict::Missing => ("missing", "tag bad"),
        Verdict::Waived => ("waived", "tag caution"),
        Verdict::Due => ("due", "tag caution"),
        Verdict::Late => ("late", "tag bad"),
        Verdict::Limitation => ("limitation", "tag caution"),
    };
    let day = check.day.map(|day| t.date(day));
    let key = format!("set-check-{}", check.key);
    let says = if t.has(&key) {
        t.a(&key, "day", day.clone().unwrap_or_default()).into_owned()
    } else {
        law_words::check(t, &check.key).into_owned()
    };
    let base = urls::departure(view.case.departure.id);
    let aside = match (&check.waived, day) {
        (Some((by, reason)), _) => t.a2("set-check-waived-by", ("by", by), ("reason", reason)).into_owned(),
        (None, Some(day)) if check.verdict == Verdict::Missing => {
            t.a("set-check-due", "day", day).into_owned()
        }
        _ if check.stops() => t.s("set-check-stops").into_owned(),
        _ => String::new(),
    };
    let href = match (check.task, check.fact) {
        (_, Some(fact)) if check.verdict != Verdict::Pass => format!("{base}/settlement#fact-{fact}"),
        (Some(task), _) => format!("{base}/tasks/{task}"),
        _ => String::new(),
    };
    let article = check.article.as_ref();
    CheckRow {
        key: check.key.clone(),
        tag: t.s(&format!("set-verdict-{code}")).into_owned(),
        class,
        says,
        article: article.map(|article| article.text.clone()).unwrap_or_default(),
        grade: article
            .filter(|article| article.grade != "P")
            .map(|article| law_words::grade(t, &article.grade).into_owned())
            .unwrap_or_default(),
        aside,
        href,
        stops: check.stops(),
    }
}

/// Which facts matter here: those of layoffs at layoffs, readings where something is open.
fn is_shown(view: &View, law_code: &str, code: &str, group: &str) -> bool {
    if view.facts.get(code).is_some() {
        return true;
    }
    match group {
        "layoff" => law_code == "LAYOFF",
        "reading" => {
            let line = code.trim_start_matches("reading_");
            let open = view.reckoning.sheet.iter().flat_map(|sheet| &sheet.open);
            open.into_iter().any(|open| open.line == line)
        }
        _ => code != "renewal_offered" || law_code == "EXPIRY",
    }
}

fn groups(t: T, view: &View, law_code: &str, (wanted, refused): (&[&str], &Refused)) -> Vec<FactGroup> {
    GROUPS
        .iter()
        .map(|group| {
            let kinds = KINDS.iter().filter(|kind| kind.group == *group);
            let rows: Vec<FactRow> = kinds
                .filter(|kind| is_shown(view, law_code, kind.code, group))
                .map(|kind| fact_row(t, view, kind, (wanted, refused)))
                .collect();
            let known = rows.iter().filter(|row| !row.value.is_empty()).count();
            let is_wanted = rows.iter().any(|row| row.is_wanted || row.is_refused);
            FactGroup {
                name: t.s(&format!("set-group-{group}")).into_owned(),
                count: format!("{known} / {}", rows.len()),
                is_open: is_wanted || matches!(*group, "service" | "pay" | "place" | "leave"),
                rows,
            }
        })
        .filter(|group| !group.rows.is_empty())
        .collect()
}

fn fact_row(
    t: T,
    view: &View,
    kind: &settlement::facts::FactKind,
    (wanted, refused): (&[&str], &Refused),
) -> FactRow {
    let fact = view.facts.find(kind.code);
    let is_refused = refused.which == kind.code;
    let typed = if is_refused {
        refused.fields.all("value").collect::<Vec<_>>().join(",")
    } else {
        fact.map(|fact| fact.value.clone()).unwrap_or_default()
    };
    let entry = fact.and_then(|fact| match &fact.origin {
        Origin::Entered { id, .. } => Some(id.to_string()),
        _ => None,
    });
    let files = view.files.iter().filter(|(owner, _)| Some(owner) == entry.as_ref());
    FactRow {
        code: kind.code,
        name: words::fact_name(t, kind.code),
        value: fact.map(|fact| words::fact_value(t, kind.code, &fact.value)).unwrap_or_default(),
        source: fact.map(|fact| words::source(t, fact)).unwrap_or_default(),
        tags: fact.map(|fact| words::source_tags(t, fact)).unwrap_or_default(),
        instead: fact
            .and_then(|fact| fact.instead_of.as_ref())
            .map(|held| t.a("set-instead-of", "value", words::fact_value(t, kind.code, held)).into_owned())
            .unwrap_or_default(),
        files: files.map(|(_, file)| (format!("/attachments/{}", file.id), file.file_name.clone())).collect(),
        input: match kind.kind {
            Kind::Date => "date",
            Kind::Money | Kind::Days => "decimal",
            Kind::Count => "number",
            Kind::YesNo | Kind::Choice(_) | Kind::Place => "select",
            Kind::Choices(_) => "boxes",
        },
        choices: choices(t, kind, &typed),
        typed,
        is_wanted: wanted.contains(&kind.code),
        is_entered: entry.is_some(),
        is_refused,
    }
}

fn choices(t: T, kind: &settlement::facts::FactKind, chosen: &str) -> Vec<Choice> {
    let chosen: Vec<&str> = chosen.split(',').collect();
    let choice = |code: &str, label: String| Choice {
        is_chosen: chosen.contains(&code),
        code: code.to_owned(),
        label,
    };
    match kind.kind {
        Kind::YesNo => {
            ["yes", "no"].map(|code| choice(code, t.s(&format!("set-answer-{code}")).into_owned())).into()
        }
        Kind::Place => PLACES.iter().map(|place| choice(place.0, words::place(t, place.0))).collect(),
        Kind::Choice(codes) if kind.code == "profile" => {
            debug_assert_eq!(codes, PROFILES);
            codes.iter().map(|code| choice(code, words::choice(t, kind.code, code))).collect()
        }
        Kind::Choice(codes) => {
            codes.iter().map(|code| choice(code, words::choice(t, kind.code, code))).collect()
        }
        Kind::Choices(_) => ["none"]
            .iter()
            .chain(&PROTECTIONS)
            .map(|code| choice(code, words::choice(t, kind.code, code)))
            .collect(),
        _ => Vec::new(),
    }
}

fn versions(t: T, view: &View) -> Vec<VersionRow> {
    let base = urls::departure(view.case.departure.id);
    view.issued
        .iter()
        .map(|issued| VersionRow {
            href: format!("{base}/settlement/versions/{}", issued.version),
            label: t.a("set-version", "version", issued.version).into_owned(),
            says: t
                .a2(
                    "dep-task-settled-by",
                    ("at", t.instant(issued.issued_at)),
                    ("name", &issued.issued_by_name),
                )
                .into_owned(),
            hash: issued.sha256.chars().take(16).collect(),
        })
        .collect()
}

/// What was issued and what is owed by the facts as they stand now.
fn changed_since(t: T, view: &View) -> String {
    let (Some(issued), Some(now)) = (view.issued_sheet(), view.reckoning.sheet.as_ref()) else {
        return String::new();
    };
    if issued.owes_the_same(now) {
        return String::new();
    }
    t.a2("set-changed-since", ("issued", t.money(issued.total)), ("now", t.money(now.total))).into_owned()
}

fn pay_rows(t: T, view: &View) -> Vec<PayRow> {
    let Some(sheet) = view.issued_sheet() else { return Vec::new() };
    sheet
        .to_pay()
        .map(|(row, owed)| {
            let payments: Vec<_> =
                view.payments.iter().filter(|(payment, _)| payment.line == row.code).collect();
            let paid: i64 = payments.iter().map(|(payment, _)| payment.amount_fen).sum();
            let hold = view.holds.iter().find(|hold| hold.line == row.code && hold.released_at.is_none());
            let said = words::row(t, row, &sheet.facts);
            PayRow {
                code: row.code.clone(),
                name: words::row_title(t, &row.code),
                paid_of: t
                    .a2("set-paid-of", ("paid", t.money(Money::from_fen(paid))), ("owed", t.money(owed)))
                    .into_owned(),
                left: Money::from_fen(owed.fen().saturating_sub(paid)).to_string(),
                is_settled: paid >= owed.fen(),
                payable: said.payable,
                hold: hold.map(|hold| held_words(t, hold)).unwrap_or_default(),
                hold_id: hold.map(|hold| hold.id.to_string()).unwrap_or_default(),
                is_unlawful: hold.is_some_and(|hold| !hold.is_lawful),
                payments: payments
                    .into_iter()
                    .map(|(payment, files)| payment_words(t, payment, files))
                    .collect(),
            }
        })
        .collect()
}

fn held_elsewhere(t: T, view: &View) -> Vec<HeldRow> {
    let issued = view.issued_sheet();
    let is_paid_row =
        |line: &str| issued.as_ref().is_some_and(|sheet| sheet.to_pay().any(|(row, _)| row.code == line));
    let open = view.holds.iter().filter(|hold| hold.released_at.is_none() && !is_paid_row(&hold.line));
    open.map(|hold| HeldRow {
        id: hold.id.to_string(),
        name: words::row_title(t, &hold.line),
        says: held_words(t, hold),
        is_unlawful: !hold.is_lawful,
    })
    .collect()
}

fn held_words(t: T, hold: &store::settlement::Hold) -> String {
    let text = |text: String| fluent_bundle::FluentValue::from(text);
    let pairs = [
        ("by", text(hold.held_by_name.clone())),
        ("at", text(t.instant(hold.held_at))),
        ("reason", text(hold.reason.clone())),
    ];
    t.args("set-held", &pairs).into_owned()
}

fn payment_words(
    t: T,
    payment: &store::settlement::Payment,
    files: &[store::attachments::Attachment],
) -> (String, Vec<(String, String)>) {
    let text = |text: String| fluent_bundle::FluentValue::from(text);
    let pairs = [
        ("day", text(t.date(payment.paid_on))),
        ("amount", text(t.money(Money::from_fen(payment.amount_fen)))),
        ("by", text(payment.recorded_by_name.clone())),
        ("remark", text(payment.remark.clone())),
    ];
    let files = files.iter().map(|file| (format!("/attachments/{}", file.id), file.file_name.clone()));
    (t.args("set-paid", &pairs).into_owned(), files.collect())
}

/// What can be held back: everything owed, and the papers, each with what the law says of it.
fn holdable(t: T, view: &View) -> Vec<Choice> {
    let Some(sheet) = view.reckoning.sheet.as_ref() else { return Vec::new() };
    let is_held = |code: &str| view.holds.iter().any(|hold| hold.line == code && hold.released_at.is_none());
    let rows = sheet.to_pay().map(|(row, _)| (row.code.as_str(), words::row(t, row, &sheet.facts).payable));
    let papers = ["certificate", "transfers"].map(|code| (code, t.s("set-payable-at-the-end").into_owned()));
    rows.chain(papers)
        .filter(|(code, _)| !is_held(code))
        .map(|(code, payable)| Choice {
            label: format!("{} · {payable}", words::row_title(t, code)),
            code: code.to_owned(),
            is_chosen: false,
        })
        .collect()
}

/// What became of a form: back to the page, or the page with the form as it was.
async fn settled(
    (state, who, uri): (&State, &app::sign_in::Authenticated, &Uri),
    id: DepartureId,
    done: app::Result<()>,
    (which, fields, code): (&str, Fields, &str),
) -> Result<Response, Failure> {
    let (errors, alert) = match done {
        Ok(()) => {
            let path = format!("{}/settlement", urls::departure(id));
            let anchor = if code == "fact-entered" { format!("#fact-{which}") } else { String::new() };
            return Ok(layout::done_at(&format!("{path}{anchor}"), code));
        }
        Err(Error::Invalid(errors)) => (errors, ""),
        Err(Error::Conflict(key)) => (Vec::new(), key),
        Err(error) => return Err(Failure(error)),
    };
    let refused = Refused { which: which.to_owned(), fields, errors, alert };
    match page(state, who, uri, (id, Asked::default(), refused)).await {
        Ok(page) => layout::refused(&page),
        // In the own case there is no such page; what was wrong is still told.
        Err(_) if !alert.is_empty() => Err(Failure(Error::Conflict(alert))),
        Err(failure) => Err(failure),
    }
}

/// Enters a fact with its source.
pub(crate) async fn enter(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    WithFile { fields, file }: WithFile,
) -> Result<Response, Failure> {
    let code = fields.get("code").to_owned();
    let value: Vec<&str> = fields.all("value").filter(|value| !value.is_empty()).collect();
    let input = EnterFact {
        code: code.clone(),
        value: if fields.is_on("take_back") { String::new() } else { value.join(",") },
        document: fields.get("document").to_owned(),
        source: fields.get("source").to_owned(),
        file,
    };
    let is_empty = input.value.is_empty() && !fields.is_on("take_back");
    let done = if is_empty {
        Err(Error::field("value", "error-required"))
    } else {
        settlement::enter_fact(&who.cx, id, input).await
    };
    settled((&state, &who, &uri), id, done, (&code, fields, "fact-entered")).await
}

/// Issues the settlement.
pub(crate) async fn issue(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let done = settlement::issue(&who.cx, id).await.map(drop);
    settled((&state, &who, &uri), id, done, ("issue", Fields::default(), "settlement-issued")).await
}

/// Records a payment.
pub(crate) async fn pay(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    WithFile { fields, file }: WithFile,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let amount: Option<Money> = parse.value("amount", "error-amount");
    let paid_on = parse.date("paid_on");
    let done = match (parse.finish(), amount, paid_on) {
        (Ok(()), Some(amount), Some(paid_on)) => {
            let line = fields.get("line").to_owned();
            let remark = fields.get("remark").to_owned();
            settlement::pay(&who.cx, id, Paid { line, amount, paid_on, remark, proof: file }).await
        }
        (Err(error), ..) => Err(error),
        (Ok(()), ..) => Err(Error::field("amount", "error-required")),
    };
    let which = format!("pay-{}", fields.get("line"));
    settled((&state, &who, &uri), id, done, (&which, fields, "settlement-paid")).await
}

/// Holds a line back.
pub(crate) async fn hold(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let done = settlement::hold(&who.cx, id, fields.get("line"), fields.get("reason")).await;
    settled((&state, &who, &uri), id, done, ("hold", fields, "settlement-held")).await
}

/// Releases it.
pub(crate) async fn release(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, held)): Path<(DepartureId, HoldId)>,
) -> Result<Response, Failure> {
    let done = settlement::release(&who.cx, id, held).await;
    settled((&state, &who, &uri), id, done, ("release", Fields::default(), "settlement-released")).await
}

/// Goes on although a check stops the path.
pub(crate) async fn waive(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let key = fields.get("check").to_owned();
    let done = settlement::waive_check(&who.cx, id, &key, fields.get("reason")).await;
    settled((&state, &who, &uri), id, done, (&format!("check-{key}"), fields, "check-waived")).await
}
