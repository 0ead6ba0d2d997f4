//! Saying what the columns of a file are.

use std::collections::{BTreeMap, BTreeSet};

use app::Error;
use app_people::imports::{self, Preview, Recognition, State as Standing};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
};
use frame::{
    State,
    failure::Failure,
    form::Fields,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::ImportId;
use paper::import::{ColumnGuess, Field, FieldType, Kind, Mapping, Reason, Recognised, schema};
use store::imports::ImportRun;

use crate::{
    import_facts::{Fact, facts, sheets},
    import_words::{self as words, Head, KindChoice, kinds},
};

/// A column as printed.
struct ColumnView {
    name: String,
    header: String,
    is_hidden: bool,
    samples: Vec<String>,
    why: String,
    choices: Vec<Choice>,
    error: String,
}

/// Something to choose.
struct Choice {
    code: String,
    label: String,
    is_chosen: bool,
}

/// A word that no list knows, and what it may mean.
struct WordView {
    name: String,
    said: String,
    field_code: &'static str,
    field: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "import_mapping.html")]
pub(crate) struct MappingPage {
    layout: Layout,
    t: T,
    head: Head,
    address: String,
    kind_address: String,
    preview: String,
    kinds: Vec<KindChoice>,
    is_certain: bool,
    missing: String,
    columns: Vec<ColumnView>,
    words: Vec<WordView>,
    has_errors: bool,
    facts: Vec<Fact>,
    sheets: Vec<String>,
}

/// What was chosen for columns, by place, when a form comes back; and the columns that are wrong.
pub(crate) struct Typed {
    chosen: BTreeMap<u16, String>,
    wrong: BTreeSet<u16>,
}

/// The page for a file of which only the columns are known.
pub(crate) fn page(
    layout: Layout,
    run: &ImportRun,
    found: &Recognition,
    typed: Option<&Typed>,
) -> MappingPage {
    let t = layout.t;
    let missing: Vec<String> = found.found.missing.iter().map(|code| words::field_name(t, code)).collect();
    MappingPage {
        head: Head::new(t, run, found.kind.code()),
        address: urls::import_mapping(run.id),
        kind_address: urls::import_kind(run.id),
        preview: String::new(),
        kinds: kinds(t, found.kind.code()),
        is_certain: found.found.is_certain(),
        missing: missing.join(" · "),
        columns: column_views(t, &found.found, typed),
        words: Vec::new(),
        facts: facts(t, found),
        sheets: sheets(t, found),
        has_errors: typed.is_some_and(|typed| !typed.wrong.is_empty()),
        layout,
        t,
    }
}

/// The fields to choose from: those of the table that was found, else of every way in which the kind is laid out.
fn fields_of(found: &Recognised) -> Vec<&'static Field> {
    let layouts = schema(found.kind).layouts.iter();
    let fitting = layouts.filter(|layout| found.layout_code().is_none_or(|code| code == layout.code));
    let mut seen = BTreeSet::new();
    fitting.flat_map(|layout| &layout.fields).filter(|field| seen.insert(field.code.as_str())).collect()
}

/// Columns of days are not chosen: they are what they say.
fn column_views(t: T, found: &Recognised, typed: Option<&Typed>) -> Vec<ColumnView> {
    let fields = fields_of(found);
    let columns = found.columns.iter().filter(|column| column.reason != Reason::Day);
    columns.map(|column| column_view(t, &fields, column, typed)).collect()
}

fn column_view(t: T, fields: &[&'static Field], column: &ColumnGuess, typed: Option<&Typed>) -> ColumnView {
    let chosen = match typed.and_then(|typed| typed.chosen.get(&column.index)) {
        Some(code) => code.as_str(),
        None => column.field.as_deref().unwrap_or_default(),
    };
    let choice = |field: &&'static Field| Choice {
        code: field.code.clone(),
        label: words::field_name(t, &field.code),
        is_chosen: field.code == chosen,
    };
    let is_wrong = typed.is_some_and(|typed| typed.wrong.contains(&column.index));
    ColumnView {
        name: format!("column-{}", column.index),
        header: column.header.clone(),
        is_hidden: column.hidden,
        samples: samples(fields, column),
        why: t.s(&format!("import-why-{}", column.reason.code().replace('_', "-"))).into_owned(),
        choices: fields.iter().map(choice).collect(),
        error: if is_wrong { t.s("import-error-field-twice").into_owned() } else { String::new() },
    }
}

/// Identity numbers are shown by their last four characters, here as everywhere.
fn samples(fields: &[&'static Field], column: &ColumnGuess) -> Vec<String> {
    let field = column.field.as_ref().and_then(|code| fields.iter().find(|field| field.code == *code));
    let is_secret = field.is_some_and(|field| field.field_type == FieldType::IdCard);
    let shown = |sample: &String| {
        let length = sample.chars().count();
        if is_secret && length > 4 {
            format!("…{}", sample.chars().skip(length - 4).collect::<String>())
        } else {
            sample.chars().take(60).collect()
        }
    };
    column.samples.iter().take(3).map(shown).collect()
}

/// The form for an import that was read, or that waits for it.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<ImportId>,
) -> Result<Response, Failure> {
    let (run, standing) = imports::open(&who.cx, id).await?;
    let surroundings = Layout::new(&state, &who, &uri);
    match standing {
        Standing::Unclear(found) => layout::html(&page(surroundings, &run, &found, None)),
        Standing::Ready(preview, _) => layout::html(&of_preview(surroundings, &run, &preview, None)),
        _ => Ok(Redirect::to(&urls::import(id)).into_response()),
    }
}

fn of_preview(layout: Layout, run: &ImportRun, preview: &Preview, typed: Option<&Typed>) -> MappingPage {
    let words = word_views(layout.t, preview);
    MappingPage { words, preview: urls::import(run.id), ..page(layout, run, &preview.recognition, typed) }
}

/// Words of choices that refused rows: each can be given a meaning.
fn word_views(t: T, preview: &Preview) -> Vec<WordView> {
    let unknown = preview.refused_groups.iter().filter(|group| group.code == "enum.unknown");
    let said = unknown.flat_map(|group| group.says.iter().map(move |said| (group.field, said)));
    let fields = fields_of(&preview.recognition.found);
    let is_choice = |code: &str| fields.iter().any(|field| field.code == code && !field.values.is_empty());
    let said = said.filter(|(code, _)| is_choice(code));
    let view = |(at, (code, said)): (usize, (&'static str, &String))| {
        let values =
            fields.iter().find(|field| field.code == code).map(|field| &field.values[..]).unwrap_or_default();
        let choice = |value: &paper::import::EnumValue| Choice {
            code: value.code.clone(),
            label: words::value_name(t, code, &value.code),
            is_chosen: false,
        };
        WordView {
            name: format!("word-{at}"),
            said: said.clone(),
            field_code: code,
            field: words::field_name(t, code),
            choices: values.iter().map(choice).collect(),
        }
    };
    said.enumerate().map(view).collect()
}

/// Takes what was said, remembers it and reads the file again.
pub(crate) async fn save(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<ImportId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let (run, standing) = imports::open(&who.cx, id).await?;
    let (recognition, preview) = match &standing {
        Standing::Unclear(found) => (&**found, None),
        Standing::Ready(preview, _) => (&preview.recognition, Some(preview)),
        _ => return Err(Failure(Error::Conflict("import-error-not-read"))),
    };
    let typed = typed(recognition, &fields);
    if !typed.wrong.is_empty() {
        let surroundings = Layout::new(&state, &who, &uri);
        return match preview {
            Some(preview) => layout::refused(&of_preview(surroundings, &run, preview, Some(&typed))),
            None => layout::refused(&page(surroundings, &run, recognition, Some(&typed))),
        };
    }
    imports::set_mapping(&who.cx, id, mapping(recognition, &typed, &fields)).await?;
    Ok(Redirect::to(&urls::import(id)).into_response())
}

/// What was chosen; a field that is chosen for two columns is wrong at the second.
fn typed(recognition: &Recognition, fields: &Fields) -> Typed {
    let mut typed = Typed { chosen: BTreeMap::new(), wrong: BTreeSet::new() };
    let mut taken = BTreeSet::new();
    for column in &recognition.found.columns {
        let chosen = fields.get(&format!("column-{}", column.index)).to_owned();
        if !chosen.is_empty() && !taken.insert(chosen.clone()) {
            typed.wrong.insert(column.index);
        }
        typed.chosen.insert(column.index, chosen);
    }
    typed
}

/// What is remembered: only what differs from what is recognised by itself, and what was said before.
fn mapping(recognition: &Recognition, typed: &Typed, fields: &Fields) -> Mapping {
    let mut mapping = Mapping { words: recognition.found.mapping.words.clone(), ..Mapping::default() };
    for column in recognition.found.columns.iter().filter(|column| !column.header.is_empty()) {
        let chosen = typed.chosen.get(&column.index).map(String::as_str).unwrap_or_default();
        let was_said = matches!(column.reason, Reason::Remembered | Reason::LeftOut);
        let is_as_recognised = column.field.as_deref().unwrap_or_default() == chosen;
        if was_said || !is_as_recognised {
            let field = (!chosen.is_empty()).then(|| chosen.to_owned());
            mapping.fields.insert(column.header.clone(), field);
        }
    }
    let said = fields.all("said").zip(fields.all("of"));
    for (at, (said, field)) in said.enumerate() {
        let meaning = fields.get(&format!("word-{at}"));
        if !meaning.is_empty() {
            mapping.words.entry(field.to_owned()).or_default().insert(said.to_owned(), meaning.to_owned());
        }
    }
    mapping
}

/// Says what kind of table it is.
pub(crate) async fn set_kind(
    Signed(who): Signed,
    Path(id): Path<ImportId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let kind: Kind = fields.get("kind").parse().map_err(|_| Error::field("kind", "error-choice"))?;
    imports::set_kind(&who.cx, id, kind).await?;
    Ok(Redirect::to(&urls::import(id)).into_response())
}
