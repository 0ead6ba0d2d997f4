//! What was recognised of a file, and by what: sheet, header, encoding, kind.

use app_people::imports::Recognition;
use frame::i18n::T;
use paper::import::Container;

use crate::import_words as words;

/// Something that was recognised, and why.
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) why: String,
}

/// What was recognised.
pub(crate) fn facts(t: T, recognition: &Recognition) -> Vec<Fact> {
    let found = &recognition.found;
    let mut facts = vec![kind(t, recognition), container(t, recognition)];
    let mut fact = |key: &str, value: String, why: String| {
        facts.push(Fact { name: t.s(key).into_owned(), value, why });
    };
    if let Some(sheet) = found.sheet.as_ref().filter(|name| !name.is_empty()) {
        fact("import-fact-sheet", sheet.clone(), t.s("import-because-sheet").into_owned());
    }
    let rows: Vec<String> = found.header_rows.iter().map(u32::to_string).collect();
    let used = found.columns.iter().filter(|column| column.field.is_some()).count();
    let why = match (found.is_certain(), rows.len()) {
        (false, _) => t.s("import-because-header-guess").into_owned(),
        (true, 2) => t.a("import-because-header-two", "n", used).into_owned(),
        (true, _) => t.a("import-because-header", "n", used).into_owned(),
    };
    fact("import-fact-header", t.a("import-rows", "rows", rows.join(", ")).into_owned(), why);
    let columns = t.a2("import-columns", ("used", used), ("all", found.columns.len())).into_owned();
    let remembered =
        if recognition.is_remembered { t.s("import-remembered").into_owned() } else { String::new() };
    fact("import-fact-columns", columns, remembered);
    if !found.unmapped.is_empty() {
        let why = t.s("import-because-unmapped").into_owned();
        fact("import-fact-unmapped", found.unmapped.join(" · "), why);
    }
    facts
}

/// The kind with its layout, and whether somebody said it or which heads told it.
fn kind(t: T, recognition: &Recognition) -> Fact {
    let found = &recognition.found;
    let layout = found.layout_code().map(|code| format!("import-layout-{code}")).filter(|key| t.has(key));
    let kind = words::kind_name(t, recognition.kind.code());
    let value = layout.map_or_else(|| kind.clone(), |key| format!("{kind} · {}", t.s(&key)));
    let heads: Vec<&str> = found
        .columns
        .iter()
        .filter(|column| column.field.is_some())
        .map(|column| column.header.as_str())
        .take(4)
        .collect();
    let why = match (recognition.is_kind_said, heads.is_empty()) {
        (true, _) => t.s("import-because-kind-said").into_owned(),
        (false, true) => t.s("import-because-kind-guess").into_owned(),
        (false, false) => {
            t.a("import-because-kind", "heads", heads.join(t.s("import-list-comma").as_ref())).into_owned()
        }
    };
    Fact { name: t.s("import-kind-label").into_owned(), value, why }
}

/// What the bytes are; of a text its encoding and separator.
fn container(t: T, recognition: &Recognition) -> Fact {
    let found = &recognition.found;
    let value = match recognition.container {
        Container::Xlsx => t.s("import-container-xlsx").into_owned(),
        Container::Xls => t.s("import-container-xls").into_owned(),
        Container::Text => {
            let separator = found.separator.map_or(String::new(), |separator| separator_name(t, separator));
            format!("{} · {separator}", found.encoding.unwrap_or_default())
        }
    };
    let why = match recognition.container {
        Container::Text => "import-because-text",
        Container::Xlsx | Container::Xls => "import-because-bytes",
    };
    Fact { name: t.s("import-fact-container").into_owned(), value, why: t.s(why).into_owned() }
}

fn separator_name(t: T, separator: char) -> String {
    let key = match separator {
        ';' => "import-separator-semicolon",
        '\t' => "import-separator-tab",
        _ => "import-separator-comma",
    };
    t.s(key).into_owned()
}

/// The sheets that are not read, and why.
pub(crate) fn sheets(t: T, recognition: &Recognition) -> Vec<String> {
    let ignored = recognition.found.ignored_sheets.iter().filter(|sheet| !sheet.name.is_empty());
    let sentence = |sheet: &paper::import::IgnoredSheet| {
        t.a(&format!("import-{}", sheet.code.replace(['.', '_'], "-")), "name", &sheet.name).into_owned()
    };
    ignored.map(sentence).collect()
}
