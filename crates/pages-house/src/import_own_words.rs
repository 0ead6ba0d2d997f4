//! The company's own words for the heads and choices of tables, beside those that come with the program.

use std::collections::{BTreeMap, BTreeSet};

use app_people::imports::{self, KindWords, SavedWords};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
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
use paper::import::{EnumValue, Field, Kind, OwnWords, WordFault, WordTrouble, schema};
use serde::Deserialize;

use crate::import_words as words;

/// Which kind.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    kind: String,
}

/// A place for own words, as printed.
struct PlaceView {
    name: String,
    label: String,
    known: String,
    own: String,
    error: String,
}

/// A field with the places of its choices.
struct FieldView {
    head: PlaceView,
    choices: Vec<PlaceView>,
}

impl FieldView {
    /// Whether one of the choices has something to be seen.
    fn has_own(&self) -> bool {
        self.choices.iter().any(|choice| !choice.own.is_empty() || !choice.error.is_empty())
    }
}

struct KindLink {
    href: String,
    label: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "import_own_words.html")]
struct WordsPage {
    layout: Layout,
    t: T,
    kinds: Vec<KindLink>,
    kind: &'static str,
    kind_label: String,
    saved: String,
    fields: Vec<FieldView>,
    has_errors: bool,
    can_import: bool,
}

const ADDRESS: &str = "/imports/words";

fn address(kind: Kind) -> String {
    format!("{ADDRESS}?kind={kind}")
}

fn page(layout: Layout, kind: Kind, own: &KindWords, typed: Option<(&Fields, &[WordTrouble])>) -> WordsPage {
    let t = layout.t;
    let saved = own.saved.as_ref().map(|(who, when)| {
        let who = if who.is_empty() { t.s("import-by-system").into_owned() } else { who.clone() };
        t.a2("import-own-saved", ("who", who), ("when", t.instant(*when))).into_owned()
    });
    let link = |known: Kind| KindLink {
        href: address(known),
        label: words::kind_name(t, known.code()),
        is_current: known == kind,
    };
    WordsPage {
        kinds: Kind::ALL.into_iter().map(link).collect(),
        kind: kind.code(),
        kind_label: words::kind_name(t, kind.code()),
        saved: saved.unwrap_or_default(),
        fields: fields(kind).into_iter().map(|field| field_view(t, &field, &own.words, typed)).collect(),
        has_errors: typed.is_some(),
        can_import: false,
        layout,
        t,
    }
}

/// A field over all layouts of the kind: its words and choices together.
struct Merged {
    code: &'static str,
    words: Vec<&'static str>,
    choices: Vec<&'static EnumValue>,
}

fn fields(kind: Kind) -> Vec<Merged> {
    let mut merged: Vec<Merged> = Vec::new();
    for field in
        schema(kind).layouts.iter().filter(|layout| !layout.is_view_only).flat_map(|layout| &layout.fields)
    {
        let at = merged.iter().position(|known| known.code == field.code).unwrap_or_else(|| {
            merged.push(Merged { code: &field.code, words: Vec::new(), choices: Vec::new() });
            merged.len() - 1
        });
        if let Some(known) = merged.get_mut(at) {
            known.take(field);
        }
    }
    merged
}

impl Merged {
    fn take(&mut self, field: &'static Field) {
        let new = field.words.iter().map(String::as_str).filter(|word| !self.words.contains(word));
        self.words.extend(new.collect::<Vec<_>>());
        let known: BTreeSet<&str> = self.choices.iter().map(|choice| choice.code.as_str()).collect();
        self.choices.extend(field.values.iter().filter(|value| !known.contains(value.code.as_str())));
    }
}

fn field_view(t: T, field: &Merged, own: &OwnWords, typed: Option<(&Fields, &[WordTrouble])>) -> FieldView {
    let view = |value: Option<&str>, label: String, known: Vec<&str>, words: Option<&Vec<String>>| {
        let name = place_name(field.code, value);
        let own = typed.map_or_else(
            || words.map(|words| words.join("、")).unwrap_or_default(),
            |(fields, _)| fields.get(&name).to_owned(),
        );
        let troubles = typed.into_iter().flat_map(|(_, troubles)| troubles);
        let here =
            troubles.filter(|trouble| trouble.field == field.code && trouble.value.as_deref() == value);
        let error: Vec<String> = here.map(|trouble| sentence(t, trouble)).collect();
        PlaceView { name, label, known: known.join("、"), own, error: error.join(" ") }
    };
    let choice = |value: &&'static EnumValue| {
        let known = value.words.iter().map(String::as_str).collect();
        let words = own.values.get(field.code).and_then(|choices| choices.get(&value.code));
        view(Some(&value.code), words::value_name(t, field.code, &value.code), known, words)
    };
    FieldView {
        head: view(None, words::field_name(t, field.code), field.words.clone(), own.heads.get(field.code)),
        choices: field.choices.iter().map(choice).collect(),
    }
}

fn place_name(field: &str, value: Option<&str>) -> String {
    value.map_or_else(|| format!("head.{field}"), |value| format!("value.{field}.{value}"))
}

/// What is wrong with a word.
fn sentence(t: T, trouble: &WordTrouble) -> String {
    let word = &trouble.word;
    match &trouble.why {
        WordFault::Taken(code) => {
            let meaning = if trouble.value.is_some() {
                words::value_name(t, &trouble.field, code)
            } else {
                words::field_name(t, code)
            };
            t.a2("import-own-taken", ("word", word), ("meaning", meaning)).into_owned()
        }
        WordFault::Known => t.a("import-own-known", "word", word).into_owned(),
        WordFault::NoWord => t.a("import-own-no-word", "word", word).into_owned(),
        WordFault::TooMany => t.a("import-own-too-many", "word", word).into_owned(),
        WordFault::Nowhere => t.a("import-own-nowhere", "word", word).into_owned(),
    }
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let kind = asked.kind.parse().unwrap_or(Kind::Roster);
    let own = imports::get_words(&who.cx, kind).await?;
    let can_import = who.cx.allow(app::access::Action::Import).is_ok();
    let surroundings = Layout::new(&state, &who, &uri);
    layout::html(&WordsPage { can_import, ..page(surroundings, kind, &own, None) })
}

/// Takes the words; what is wrong is said beside each, and then nothing is saved.
pub(crate) async fn save(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    form: Fields,
) -> Result<Response, Failure> {
    let kind: Kind = form.get("kind").parse().map_err(|_| Failure(app::Error::NotFound))?;
    match imports::save_words(&who.cx, kind, &typed_words(kind, &form)).await? {
        SavedWords::Done => Ok(layout::done_at(&address(kind), "words-saved")),
        SavedWords::Refused(troubles) => {
            let own = imports::get_words(&who.cx, kind).await?;
            let can_import = who.cx.allow(app::access::Action::Import).is_ok();
            let surroundings = Layout::new(&state, &who, &uri);
            let page = page(surroundings, kind, &own, Some((&form, &troubles)));
            layout::refused(&WordsPage { can_import, ..page })
        }
    }
}

/// Words are parted by commas of either width, semicolons, the Chinese list mark or line ends.
fn typed_words(kind: Kind, form: &Fields) -> OwnWords {
    let list = |name: &str| -> Vec<String> {
        let parts = form.get(name).split(['、', ',', '，', ';', '；', '\n']);
        parts.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let mut own = OwnWords::default();
    for field in fields(kind) {
        let heads = list(&place_name(field.code, None));
        if !heads.is_empty() {
            own.heads.insert(field.code.to_owned(), heads);
        }
        let mut choices = BTreeMap::new();
        for choice in &field.choices {
            let words = list(&place_name(field.code, Some(&choice.code)));
            if !words.is_empty() {
                choices.insert(choice.code.clone(), words);
            }
        }
        if !choices.is_empty() {
            own.values.insert(field.code.to_owned(), choices);
        }
    }
    own
}
