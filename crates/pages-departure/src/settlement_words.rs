//! A settlement's sheet in words: the rows with how they came about, the facts with their sources, what is open.
//!
//! The same for the sheet as it stands, for an issued version and for the leaver's own page.

use app_departure::settlement::{
    facts::{Fact, Kind, Origin, Parameter, find_kind},
    sheet::{Held, Payable, Row, RowStep, Sheet},
};
use frame::i18n::{FluentValue, T};
use kernel::{Money, Timestamp};

use crate::{law_words as law, settlement_how::how};

/// An article with how well it is known.
pub(crate) struct ArticleView {
    pub(crate) text: String,
    pub(crate) grade: String,
    pub(crate) class: &'static str,
}

/// A step, opened.
pub(crate) struct StepView {
    pub(crate) says: String,
    pub(crate) inputs: Vec<(String, String)>,
    pub(crate) result: String,
    pub(crate) articles: Vec<ArticleView>,
}

/// A row.
pub(crate) struct RowView {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) part: String,
    pub(crate) how: String,
    pub(crate) aside: String,
    pub(crate) articles: Vec<ArticleView>,
    pub(crate) amount: String,
    pub(crate) is_open: bool,
    pub(crate) reading: String,
    pub(crate) payable: String,
    pub(crate) payable_class: &'static str,
    pub(crate) steps: Vec<StepView>,
}

/// What is open.
pub(crate) struct OpenView {
    pub(crate) line: String,
    pub(crate) readings: Vec<(String, String, String)>,
}

/// A dated value that was used.
pub(crate) struct ParameterView {
    pub(crate) name: String,
    pub(crate) says: String,
    pub(crate) tags: Vec<(&'static str, String)>,
}

/// A sheet.
pub(crate) struct SheetView {
    pub(crate) rows: Vec<RowView>,
    pub(crate) beside: Vec<RowView>,
    pub(crate) total: String,
    pub(crate) net: String,
    pub(crate) open: Vec<OpenView>,
    pub(crate) warnings: Vec<(&'static str, String)>,
    pub(crate) rejected: Vec<(String, String)>,
    pub(crate) steps: Vec<StepView>,
    pub(crate) parameters: Vec<ParameterView>,
    pub(crate) rules: String,
    pub(crate) effect: String,
}

/// The whole sheet.
pub(crate) fn sheet(t: T, sheet: &Sheet) -> SheetView {
    let rows = |in_total: bool| {
        let is_wanted = move |row: &&Row| (row.in_total || row.payable == Payable::Withheld) == in_total;
        sheet.rows.iter().filter(is_wanted).map(|row| self::row(t, row, &sheet.facts)).collect()
    };
    SheetView {
        rows: rows(true),
        beside: rows(false),
        total: t.money(sheet.total),
        net: sheet.tax.map_or_else(|| "—".to_owned(), |_| t.money(sheet.net())),
        open: sheet.open.iter().map(|open| self::open(t, open)).collect(),
        warnings: sheet.warnings.iter().map(|key| warning(t, key)).collect(),
        rejected: sheet
            .rejected
            .iter()
            .map(|(what, why)| (law::rejected(t, what).into_owned(), law::why(t, why).into_owned()))
            .collect(),
        steps: sheet.steps.iter().map(|step| self::step(t, step)).collect(),
        parameters: sheet.parameters.iter().map(|used| parameter(t, used)).collect(),
        rules: sheet.rules.chars().take(16).collect(),
        effect: if sheet.effect == "ends" {
            String::new()
        } else {
            t.s(&format!("set-effect-{}", sheet.effect)).into_owned()
        },
    }
}

/// The warnings that change what is owed are told before those that only remind.
fn warning(t: T, key: &str) -> (&'static str, String) {
    let class = match key {
        "boundary_sensitive" | "cap_cliff" | "protected" | "out_of_range" => "alert bad",
        "provisional"
        | "unverified_value"
        | "newer_value_expected"
        | "old_rules_repealed"
        | "total_leaves_out_contested" => "alert caution",
        _ => "alert",
    };
    (class, law::warning(t, key).into_owned())
}

fn open(t: T, open: &app_departure::settlement::sheet::Open) -> OpenView {
    let reading = |(id, amount, why): &(String, Option<Money>, String)| {
        let amount = amount.map_or_else(|| t.s("set-amount-unknown").into_owned(), |amount| t.money(amount));
        (law::reading(t, id).into_owned(), amount, law::why(t, why).into_owned())
    };
    OpenView {
        line: law::line(t, &open.line).into_owned(),
        readings: open.readings.iter().map(reading).collect(),
    }
}

/// How the grade of an article is told: in a word beside a row, in full beside a step.
#[derive(Clone, Copy)]
enum Told {
    Word,
    InFull,
}

fn articles(t: T, articles: &[app_departure::settlement::sheet::Article], told: Told) -> Vec<ArticleView> {
    let grade = |grade: &str| match told {
        Told::Word => t.s(&format!("set-grade-{grade}")).into_owned(),
        Told::InFull => law::grade(t, grade).into_owned(),
    };
    articles
        .iter()
        .map(|article| ArticleView {
            text: article.text.clone(),
            grade: if article.grade == "P" { String::new() } else { grade(&article.grade) },
            class: if article.grade == "U" { "tag bad" } else { "tag caution" },
        })
        .collect()
}

fn step(t: T, step: &RowStep) -> StepView {
    let input = |(name, value): &(String, Held)| (law::input(t, name).into_owned(), held(t, value));
    StepView {
        says: law::step(t, &step.rule).into_owned(),
        inputs: step.inputs.iter().map(input).collect(),
        result: held(t, &step.result),
        articles: articles(t, &step.articles, Told::InFull),
    }
}

/// A value of a step.
pub(crate) fn held(t: T, value: &Held) -> String {
    match value {
        Held::Key(key) => law::value(t, key).into_owned(),
        Held::Date(day) => t.date(*day),
        Held::Amount(text) | Held::Number(text) => t.decimal(text),
        Held::Flag(true) => t.s("set-answer-yes").into_owned(),
        Held::Flag(false) => t.s("set-answer-no").into_owned(),
    }
}

/// One row.
pub(crate) fn row(t: T, row: &Row, facts: &[Fact]) -> RowView {
    let (name, part) = row_name(t, &row.code);
    let (how, aside) = how(t, row, facts);
    RowView {
        name,
        part,
        how,
        aside,
        articles: articles(t, &principal(row), Told::Word),
        amount: row.amount.map_or_else(|| t.s("set-contested").into_owned(), |amount| t.money(amount)),
        is_open: row.amount.is_none(),
        reading: row.reading.as_ref().map(|id| law::reading(t, id).into_owned()).unwrap_or_default(),
        payable: t.s(&format!("set-payable-{}", payable_code(row.payable))).into_owned(),
        payable_class: if row.payable == Payable::OnHandover { "tag caution" } else { "tag" },
        steps: row.steps.iter().map(|step| self::step(t, step)).collect(),
        code: row.code.clone(),
    }
}

/// The articles that stand beside a row: those of its own steps. Each step, opened, shows all of its own.
fn principal(row: &Row) -> Vec<app_departure::settlement::sheet::Article> {
    let is_common = |step: &RowStep| {
        let is_wage =
            matches!(step.rule.as_str(), "ground" | "average_wage" | "wage_cap" | "leave_daily_wage");
        is_wage && (row.code.starts_with("severance") || row.code == "annual_leave")
    };
    let mut found: Vec<app_departure::settlement::sheet::Article> = Vec::new();
    for article in row.steps.iter().filter(|step| !is_common(step)).flat_map(|step| &step.articles) {
        if !found.contains(article) {
            found.push(article.clone());
        }
    }
    if found.is_empty() { row.articles.clone() } else { found }
}

const fn payable_code(payable: Payable) -> &'static str {
    match payable {
        Payable::AtTheEnd => "at-the-end",
        Payable::OnHandover => "on-handover",
        Payable::Monthly => "monthly",
        Payable::ByTheWorker => "by-the-worker",
        Payable::Withheld => "withheld",
    }
}

/// The name of a row, and which part of it.
pub(crate) fn row_name(t: T, code: &str) -> (String, String) {
    match code {
        "severance_old" => (law::line(t, "severance").into_owned(), t.s("set-part-old").into_owned()),
        "severance_new" => (law::line(t, "severance").into_owned(), t.s("set-part-new").into_owned()),
        "wages" | "bonus" | "noncompete" | "training" | "certificate" | "transfers" => {
            (t.s(&format!("set-row-{code}")).into_owned(), String::new())
        }
        code => (law::line(t, code).into_owned(), String::new()),
    }
}

/// The name of a row in one piece.
pub(crate) fn row_title(t: T, code: &str) -> String {
    let (name, part) = row_name(t, code);
    format!("{name}{part}")
}

/// A row that was entered as such says on what.
pub(super) fn rests_on(t: T, row: &Row, facts: &[Fact]) -> String {
    let sources = row.rests_on.iter().filter_map(|code| facts.iter().find(|fact| fact.code == *code));
    sources.map(|fact| source(t, fact)).collect::<Vec<_>>().join("；")
}

/// What a fact is called.
pub(crate) fn fact_name(t: T, code: &str) -> String {
    t.s(&format!("set-fact-{code}")).into_owned()
}

/// The value of a fact as people write it.
pub(crate) fn fact_value(t: T, code: &str, value: &str) -> String {
    match find_kind(code).map(|kind| kind.kind) {
        Some(Kind::Date) => value.parse().map_or_else(|_| value.to_owned(), |day| t.date(day)),
        Some(Kind::Money) => t.decimal(value),
        Some(Kind::YesNo) => t.s(&format!("set-answer-{value}")).into_owned(),
        Some(Kind::Choice(_) | Kind::Choices(_)) => {
            let words: Vec<String> = value.split(',').map(|one| choice(t, code, one)).collect();
            words.join(t.s("set-joint").as_ref())
        }
        Some(Kind::Place) => place(t, value),
        Some(Kind::Days | Kind::Count) | None => value.to_owned(),
    }
}

/// A code that a fact can be.
pub(crate) fn choice(t: T, fact: &str, code: &str) -> String {
    match fact {
        "profile" => t.s(&format!("set-profile-{code}")).into_owned(),
        "protected" => t.s(&format!("set-protection-{code}")).into_owned(),
        "retirement_category" => t.s(&format!("set-category-{code}")).into_owned(),
        _ => law::reading(t, code).into_owned(),
    }
}

/// A place by its name.
pub(crate) fn place(t: T, code: &str) -> String {
    let found = ::law::find_place(code);
    let name = found.map_or(code, |place| if t.0 == kernel::Lang::Zh { &place.zh } else { &place.en });
    name.to_owned()
}

/// Where a fact comes from.
pub(crate) fn source(t: T, fact: &Fact) -> String {
    match &fact.origin {
        Origin::Entered { document, source, by, at, .. } => {
            let at = Timestamp::from_microsecond(*at).map(|at| t.instant(at)).unwrap_or_default();
            let document = t.s(&format!("set-source-{document}")).into_owned();
            let text = |text: &str| FluentValue::from(text.to_owned());
            let pairs = [
                ("document", text(&document)),
                ("source", text(source)),
                ("by", text(by)),
                ("at", text(&at)),
            ];
            t.args("set-from-entered", &pairs).into_owned()
        }
        Origin::Register => t.s("set-from-register").into_owned(),
        Origin::Employer { city } => t.a("set-from-employer", "city", city).into_owned(),
        Origin::Dates => t.s("set-from-dates").into_owned(),
        Origin::Leave { records, sources } => {
            let sources = sources.join(t.s("set-joint").as_ref());
            t.a2("set-from-leave", ("records", records), ("sources", sources)).into_owned()
        }
        Origin::Parameter(used) => t
            .a2("set-from-parameter", ("from", t.date(used.starts)), ("citation", &used.citation))
            .into_owned(),
    }
}

/// What has to be said of where a fact comes from.
pub(crate) fn source_tags(t: T, fact: &Fact) -> Vec<(&'static str, String)> {
    match &fact.origin {
        Origin::Parameter(used) => parameter_tags(t, used),
        _ => Vec::new(),
    }
}

fn parameter_tags(t: T, used: &Parameter) -> Vec<(&'static str, String)> {
    let mut tags = Vec::new();
    if used.is_provisional {
        tags.push(("tag caution", t.s("set-provisional").into_owned()));
    }
    if used.grade != "P" {
        let class = if used.grade == "U" { "tag bad" } else { "tag" };
        tags.push((class, law::grade(t, &used.grade).into_owned()));
    }
    if used.is_stale {
        tags.push(("tag caution", t.s("set-stale").into_owned()));
    }
    tags
}

fn parameter(t: T, used: &Parameter) -> ParameterView {
    let parts: Vec<&str> = used.id.split('/').collect();
    let name = match parts.as_slice() {
        ["region", region, name] => {
            format!("{} · {}", place(t, region), t.s(&format!("par-name-{name}")))
        }
        _ => parameter_name(t, &used.id),
    };
    let says = t.a2("set-from-parameter", ("from", t.date(used.starts)), ("citation", &used.citation));
    ParameterView { name, says: says.into_owned(), tags: parameter_tags(t, used) }
}

/// What a parameter of the law is: its own file says it in both languages.
fn parameter_name(t: T, id: &str) -> String {
    let found = ::law::Rules::builtin().parameters().find(|parameter| parameter.id == id);
    found.map_or_else(
        || id.to_owned(),
        |parameter| if t.0 == kernel::Lang::Zh { parameter.zh.clone() } else { parameter.en.clone() },
    )
}
