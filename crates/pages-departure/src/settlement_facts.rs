//! The facts of a settlement, as printed: value, source, and the form that enters another.

use app_departure::settlement::{
    View,
    facts::{FactKind, GROUPS, KINDS, Kind, Origin, PROFILES, PROTECTIONS},
};
use frame::i18n::T;

use crate::{settlement_show::Refused, settlement_words as words};

/// A choice of a form.
pub(crate) struct Choice {
    pub(crate) code: String,
    pub(crate) label: String,
    pub(crate) is_chosen: bool,
}

/// A fact with its form.
pub(crate) struct FactRow {
    pub(crate) code: &'static str,
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) source: String,
    pub(crate) tags: Vec<(&'static str, String)>,
    pub(crate) instead: String,
    pub(crate) files: Vec<(String, String)>,
    pub(crate) input: &'static str,
    pub(crate) typed: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) is_wanted: bool,
    pub(crate) is_entered: bool,
    pub(crate) is_refused: bool,
}

/// The facts that belong together.
pub(crate) struct FactGroup {
    pub(crate) name: String,
    pub(crate) count: String,
    pub(crate) is_open: bool,
    pub(crate) rows: Vec<FactRow>,
}

/// The grounds at which the statutory age decides or protects.
const RETIREMENT_MATTERS: [&str; 7] =
    ["NOFAULT_MED", "NOFAULT_INCOMP", "NOFAULT_CHANGE", "LAYOFF", "EXPIRY", "RETIRE_AGE", "RETIRE_PENSION"];

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
        _ => match code {
            "renewal_offered" => law_code == "EXPIRY",
            "birth_date" | "retirement_category" => RETIREMENT_MATTERS.contains(&law_code),
            _ => true,
        },
    }
}

/// The facts by what they belong to.
pub(crate) fn groups(
    t: T,
    view: &View,
    law_code: &str,
    (wanted, refused): (&[&str], &Refused),
) -> Vec<FactGroup> {
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

fn fact_row(t: T, view: &View, kind: &FactKind, (wanted, refused): (&[&str], &Refused)) -> FactRow {
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

fn choices(t: T, kind: &FactKind, chosen: &str) -> Vec<Choice> {
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
        Kind::Place => {
            ::law::places().iter().map(|place| choice(&place.code, words::place(t, &place.code))).collect()
        }
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

/// A choice whose label is a text of its own.
pub(crate) fn named(t: T, prefix: &str, code: &str) -> Choice {
    Choice { code: code.to_owned(), label: t.s(&format!("{prefix}-{code}")).into_owned(), is_chosen: false }
}
