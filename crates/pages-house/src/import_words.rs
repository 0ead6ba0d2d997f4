//! What the pages of imports have in common: codes in the reader's words, and groups of rows as they are printed.

use app_people::imports::{Group, RefusedWords};
use frame::i18n::T;
use paper::import::{Code, Finding, Kind};
use store::imports::ImportRun;

/// A stable word as it stands in a key: `date.invalid` is `date-invalid`.
fn dashed(code: &str) -> String {
    code.replace(['.', '_'], "-")
}

/// What a kind of import is called; a word of its own while it is not known.
pub(crate) fn kind_name(t: T, code: &str) -> String {
    let code = if code.is_empty() { "unknown" } else { code };
    t.s(&format!("import-kind-{code}")).into_owned()
}

/// What a field is called; nothing for no field.
pub(crate) fn field_name(t: T, code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    t.s(&format!("import-field-{}", dashed(code))).into_owned()
}

/// What a choice of a field is called.
pub(crate) fn value_name(t: T, field: &str, code: &str) -> String {
    t.s(&format!("import-value-{field}-{code}")).into_owned()
}

/// What is said about a row, or what the row is.
pub(crate) fn finding(t: T, code: &str) -> String {
    t.s(&format!("finding-{}", dashed(code))).into_owned()
}

/// How it is mended; nothing where there is nothing to mend.
pub(crate) fn mending(t: T, code: &str) -> String {
    let key = format!("mend-{}", dashed(code));
    if t.has(&key) { t.s(&key).into_owned() } else { String::new() }
}

/// Why a file cannot be read, and how that is mended.
pub(crate) fn file_error(t: T, code: &str) -> String {
    t.s(&format!("import-{}", dashed(code))).into_owned()
}

/// The kinds to choose from, with the one chosen.
pub(crate) struct KindChoice {
    pub(crate) code: &'static str,
    pub(crate) label: String,
    pub(crate) is_chosen: bool,
}

pub(crate) fn kinds(t: T, chosen: &str) -> Vec<KindChoice> {
    let choice = |kind: Kind| KindChoice {
        code: kind.code(),
        label: kind_name(t, kind.code()),
        is_chosen: kind.code() == chosen,
    };
    Kind::ALL.into_iter().map(choice).collect()
}

/// The head of every page of one import.
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) file_name: String,
    pub(crate) kind: String,
    pub(crate) brought: String,
}

impl Head {
    pub(crate) fn new(t: T, run: &ImportRun, kind: &str) -> Self {
        Self {
            id: run.id.to_string(),
            file_name: run.file_name.clone(),
            kind: kind_name(t, kind),
            brought: brought(t, run),
        }
    }
}

/// Who brought it when.
pub(crate) fn brought(t: T, run: &ImportRun) -> String {
    let who = if run.uploaded_by_name.is_empty() {
        t.s("import-by-system").into_owned()
    } else {
        run.uploaded_by_name.clone()
    };
    t.a2("import-brought", ("who", who), ("when", t.instant(run.uploaded_at))).into_owned()
}

/// Rows about which the same is to be said, as printed.
pub(crate) struct GroupView {
    pub(crate) what: String,
    pub(crate) field: String,
    pub(crate) mend: String,
    pub(crate) count: String,
    pub(crate) rows: String,
    pub(crate) says: Vec<String>,
}

pub(crate) fn groups(t: T, groups: &[Group]) -> Vec<GroupView> {
    let view = |group: &Group| GroupView {
        what: finding(t, group.code),
        field: field_name(t, group.field),
        mend: mending(t, group.code),
        // What concerns the file stands at no row.
        count: match group.rows.as_slice() {
            [] => String::new(),
            _ => t.n("import-row-count", group.count).into_owned(),
        },
        rows: row_numbers(t, group),
        says: group.says.clone(),
    };
    groups.iter().map(view).collect()
}

/// The first rows, and how many more there are.
fn row_numbers(t: T, group: &Group) -> String {
    let named: Vec<String> = group.rows.iter().map(u32::to_string).collect();
    let named = named.join(", ");
    let more = group.count.saturating_sub(group.rows.len());
    if named.is_empty() {
        String::new()
    } else if more == 0 {
        t.a("import-rows", "rows", named).into_owned()
    } else {
        t.a2("import-rows-more", ("rows", named), ("more", more)).into_owned()
    }
}

/// The words of a list of refused rows, in a language.
pub(crate) struct Refusals(pub(crate) T);

impl RefusedWords for Refusals {
    fn sheet(&self) -> String {
        self.0.s("import-refused-sheet").into_owned()
    }

    fn heads(&self) -> [String; 2] {
        [self.0.s("import-refused-row").into_owned(), self.0.s("import-refused-why").into_owned()]
    }

    fn reason(&self, finding: &Finding) -> String {
        reason(self.0, finding.code, finding.field, &finding.says)
    }
}

fn reason(t: T, code: Code, field: &str, says: &str) -> String {
    let what = finding(t, code.as_str());
    let field = field_name(t, field);
    let place = match (field.is_empty(), says.is_empty()) {
        (true, _) => what,
        (false, true) => t.a2("import-reason", ("what", what), ("field", field)).into_owned(),
        (false, false) => {
            let place = t.a2("import-reason-field-says", ("field", field), ("says", says));
            t.a2("import-reason", ("what", what), ("field", place)).into_owned()
        }
    };
    let mend = mending(t, code.as_str());
    if mend.is_empty() {
        place
    } else {
        t.a2("import-reason-mend", ("what", place), ("mend", mend)).into_owned()
    }
}
