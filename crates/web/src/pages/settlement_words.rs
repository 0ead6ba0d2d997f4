//! A settlement's sheet in words: the rows with how they came about, the facts with their sources, what is open.
//!
//! The same for the sheet as it stands, for an issued version and for the leaver's own page.

use app::settlement::{
    facts::{Fact, Kind, Origin, Parameter, find_kind},
    sheet::{Held, Payable, Row, RowStep, Sheet},
};
use fluent_bundle::FluentValue;
use kernel::{Money, Timestamp};

use crate::{i18n::T, pages::law_words as law};

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

fn open(t: T, open: &app::settlement::sheet::Open) -> OpenView {
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

fn articles(t: T, articles: &[app::settlement::sheet::Article], told: Told) -> Vec<ArticleView> {
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
fn principal(row: &Row) -> Vec<app::settlement::sheet::Article> {
    let is_common = |step: &RowStep| {
        let is_wage =
            matches!(step.rule.as_str(), "ground" | "average_wage" | "wage_cap" | "leave_daily_wage");
        is_wage && (row.code.starts_with("severance") || row.code == "annual_leave")
    };
    let mut found: Vec<app::settlement::sheet::Article> = Vec::new();
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

/// How a row came about in one sentence, and what is worth saying beside it.
fn how(t: T, row: &Row, facts: &[Fact]) -> (String, String) {
    let find = |rule: &str| row.steps.iter().find(|step| step.rule == rule);
    let told = |key: &str, pairs: &[(&'static str, String)]| {
        let pairs: Vec<(&'static str, FluentValue<'_>)> =
            pairs.iter().map(|(name, text)| (*name, FluentValue::from(text.clone()))).collect();
        t.args(key, &pairs).into_owned()
    };
    let input = |step: Option<&RowStep>, name: &str| {
        step.and_then(|step| step.input(name)).map(|value| held(t, value)).unwrap_or_default()
    };
    let cap = find("wage_cap").map(|step| {
        let is_above = step.input("is_above_cap") == Some(&Held::Flag(true));
        let key = if is_above { "set-how-capped" } else { "set-how-not-capped" };
        let cap = ("cap", input(Some(step), "cap"));
        told(key, &[("wage", input(Some(step), "avg12")), cap])
    });
    let served = |service: &str, amount: &str, key: &str| {
        let (service, amount) = (find(service), find(amount));
        told(
            key,
            &[
                ("from", input(service, "from")),
                ("to", input(service, "to")),
                ("served", service.map(|step| span(t, step)).unwrap_or_default()),
                ("counting", input(service, "counting")),
                ("months", input(amount, "years")),
                ("wage", input(amount, "wage")),
            ],
        )
    };
    match row.code.as_str() {
        "severance_old" => (served("old_service", "old_amount", "set-how-old"), String::new()),
        "severance" | "severance_new" if find("new_amount").is_some() => {
            (served("new_service", "new_amount", "set-how-new"), cap.unwrap_or_default())
        }
        "severance" if find("old_amount").is_some() => {
            (served("old_service", "old_amount", "set-how-old"), String::new())
        }
        "in_lieu" => {
            let step = find("in_lieu");
            let given = ("given", input(step, "notice_days_given"));
            (told("set-how-in-lieu", &[given, ("wage", input(step, "last_month_wage"))]), String::new())
        }
        "damages_2n" => {
            let step = find("damages");
            let pairs = [
                ("months", input(step, "years")),
                ("wage", input(step, "wage")),
                ("multiple", input(step, "multiple")),
            ];
            (told("set-how-damages", &pairs), cap.unwrap_or_default())
        }
        "annual_leave" => (leave(t, row, &told), String::new()),
        "medical_subsidy" => {
            let step = find("medical_subsidy");
            let pairs = [("months", input(step, "months")), ("wage", input(step, "wage"))];
            (told("set-how-medical", &pairs), String::new())
        }
        "noncompete" => {
            let step = find("noncompete_by_law");
            let pairs = [
                ("wage", input(step, "avg12")),
                ("share", input(step, "share")),
                ("floor", input(step, "min_wage")),
                ("months", input(find("noncompete_term"), "term_months")),
            ];
            let key = if step.is_some() { "set-how-noncompete" } else { "set-how-noncompete-agreed" };
            (told(key, &pairs), String::new())
        }
        "tax" => {
            let step = find("tax_exemption");
            let pairs = [
                ("payment", input(step, "payment")),
                ("exempt", input(step, "exempt")),
                ("taxable", step.map(|step| held(t, &step.result)).unwrap_or_default()),
            ];
            (if step.is_some() { told("set-how-tax", &pairs) } else { String::new() }, String::new())
        }
        _ => (rests_on(t, row, facts), String::new()),
    }
}

/// Years and months of a span, as people say it.
fn span(t: T, step: &RowStep) -> String {
    let months: i64 = match step.input("months") {
        Some(Held::Number(text)) => text.parse().unwrap_or(0),
        _ => 0,
    };
    let key = if step.input("remainder") == Some(&Held::Flag(true)) { "set-span-more" } else { "set-span" };
    t.a2(key, ("years", months / 12), ("months", months % 12)).into_owned()
}

fn leave(t: T, row: &Row, told: &impl Fn(&str, &[(&'static str, String)]) -> String) -> String {
    let find = |rule: &str| row.steps.iter().find(|step| step.rule == rule);
    let input = |rule: &str, name: &str| {
        find(rule).and_then(|step| step.input(name)).map(|value| held(t, value)).unwrap_or_default()
    };
    let days = [
        ("elapsed", input("leave_due_days", "calendar_days_here_this_year")),
        ("year", input("leave_due_days", "days_of_year")),
        ("entitled", input("leave_due_days", "entitled_days")),
        ("taken", input("leave_due_days", "taken_days")),
        ("due", input("leave_extra_pay", "due_days")),
        // The sentence multiplies; the step, opened, says that the figure is a rounded one.
        ("daily", input("leave_extra_pay", "daily").trim_start_matches("≈ ").to_owned()),
    ];
    let is_paid = row.amount.is_some_and(|amount| amount > Money::ZERO);
    told(if is_paid { "set-how-leave" } else { "set-how-leave-none" }, &days)
}

/// A row that was entered as such says on what.
fn rests_on(t: T, row: &Row, facts: &[Fact]) -> String {
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
