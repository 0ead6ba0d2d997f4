//! Where keys are used, and what does not fit the texts that there are.

use std::collections::BTreeSet;

use super::{
    Family,
    ftl::Locale,
    literal::{Literal, literals},
};

/// Every literal that may be a key.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    found: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    file: String,
    literal: Literal,
}

impl Usage {
    /// Takes in the expressions of a template.
    pub(crate) fn add_template(&mut self, file: &str, template: &str) {
        self.add_rust(file, &expressions(template));
    }

    /// Takes in a Rust source.
    pub(crate) fn add_rust(&mut self, file: &str, code: &str) {
        let found = literals(code).into_iter().map(|literal| Found { file: file.to_owned(), literal });
        self.found.extend(found);
    }

    /// Takes in a data file: its quoted strings.
    pub(crate) fn add_data(&mut self, file: &str, text: &str) {
        let code: Vec<&str> =
            text.lines().map(|line| if line.trim_start().starts_with('#') { "" } else { line }).collect();
        self.add_rust(file, &code.join("\n"));
    }

    /// Used keys without a text, texts without a use, families without a member.
    pub(crate) fn breaches(&self, locale: &Locale, families: &[Family], not_keys: &[String]) -> Vec<String> {
        let mut breaches = self.without_text(locale, families, not_keys);
        breaches.extend(self.without_use(locale, families));
        for family in families {
            breaches.extend(family_breaches(family, locale));
        }
        breaches
    }

    fn without_text(&self, locale: &Locale, families: &[Family], not_keys: &[String]) -> Vec<String> {
        let areas: BTreeSet<&str> = locale.messages.keys().map(|key| first_word(key)).collect();
        let mut breaches = Vec::new();
        for Found { file, literal } in &self.found {
            let value = literal.value.as_str();
            if locale.messages.contains_key(value) || not_keys.iter().any(|other| other == value) {
                continue;
            }
            let line = literal.line;
            if let Some(prefix) =
                built_prefix(value).filter(|p| literal.is_text_call() || areas.contains(first_word(p)))
            {
                if !families.iter().any(|family| family.prefix == prefix) {
                    breaches.push(format!("{file}:{line}: keys are built from `{prefix}`, which is no family in i18n-families.toml"));
                }
            } else if literal.is_text_call() || (is_key(value) && areas.contains(first_word(value))) {
                breaches.push(format!("{file}:{line}: there is no text for `{value}`"));
            }
        }
        breaches
    }

    fn without_use(&self, locale: &Locale, families: &[Family]) -> Vec<String> {
        let used: BTreeSet<&str> = self.found.iter().map(|found| found.literal.value.as_str()).collect();
        let taken_in: BTreeSet<&String> =
            locale.messages.values().flat_map(|message| &message.takes_in).collect();
        let is_unused = |key: &&String| {
            !used.contains(key.as_str())
                && !taken_in.contains(key)
                && !families.iter().any(|family| key.starts_with(&family.prefix))
        };
        let unused = locale.messages.iter().filter(|(key, _)| is_unused(key));
        unused.map(|(key, message)| format!("`{key}` in {}.ftl is used nowhere", message.area)).collect()
    }
}

fn family_breaches(family: &Family, locale: &Locale) -> Vec<String> {
    let prefix = family.prefix.as_str();
    let members: Vec<&str> = locale.messages.keys().filter_map(|key| key.strip_prefix(prefix)).collect();
    let Some(codes) = &family.codes else {
        let is_empty = members.is_empty();
        return is_empty
            .then(|| format!("no text begins with `{prefix}`, a family of i18n-families.toml"))
            .into_iter()
            .collect();
    };
    let missing = codes.iter().filter(|code| !members.contains(&code.as_str()));
    let unknown = members.iter().filter(|member| !codes.iter().any(|code| code == *member));
    let missing =
        missing.map(|code| format!("there is no text for `{prefix}{code}`, a member of its family"));
    missing.chain(unknown.map(|member| format!("`{prefix}{member}` is no member of its family"))).collect()
}

fn first_word(key: &str) -> &str {
    key.split('-').next().unwrap_or(key)
}

/// `area-thing-part`: two words at least, small letters and digits.
fn is_key(value: &str) -> bool {
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    value.contains('-')
        && value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.split('-').all(is_word)
}

/// The fixed beginning of a key that is put together: `role-` of `role-{code}` or of `["role-", code]`.
fn built_prefix(value: &str) -> Option<&str> {
    let fixed = value.split('{').next().unwrap_or(value);
    let words = fixed.strip_suffix('-')?;
    (is_key(words) || (!words.is_empty() && words.chars().all(|c| c.is_ascii_lowercase()))).then_some(fixed)
}

const MARKS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// The template with everything but its expressions blanked, line ends kept.
fn expressions(template: &str) -> String {
    let line_ends = |text: &str| text.chars().filter(|c| *c == '\n').collect::<String>();
    let mut kept = String::new();
    let mut rest = template;
    while let Some((at, open, close)) = next_mark(rest) {
        let (before, inside) = rest.split_at(at);
        let (expression, after) =
            inside.split_at(inside.find(close).map_or(inside.len(), |end| end + close.len()));
        kept.push_str(&line_ends(before));
        kept.push_str(&if open == "{#" { line_ends(expression) } else { expression.to_owned() });
        rest = after;
    }
    kept
}

fn next_mark(text: &str) -> Option<(usize, &'static str, &'static str)> {
    MARKS.iter().filter_map(|(open, close)| Some((text.find(open)?, *open, *close))).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(text: &str) -> Locale {
        let mut locale = Locale { name: "zh-CN".to_owned(), ..Locale::default() };
        assert_eq!(locale.add("base", text), Vec::<String>::new());
        locale
    }

    fn family(prefix: &str, codes: Option<&[&str]>) -> Family {
        let codes = codes.map(|codes| codes.iter().map(|code| (*code).to_owned()).collect());
        Family { prefix: prefix.to_owned(), _of: String::new(), codes }
    }

    fn rust(code: &str, texts: &str, families: &[Family]) -> Vec<String> {
        let mut used = Usage::default();
        used.add_rust("a.rs", code);
        used.breaches(&locale(texts), families, &["nav-toggle".to_owned()])
    }

    #[test]
    fn a_used_key_with_a_text_is_no_breach() {
        let mut used = Usage::default();
        used.add_template("a.html", "{% call f::field(form, t, \"nav-people\") %}<b title=\"nav-x\">{{ t.s(\"save\") }}</b>{# t.s(\"z\") #}");
        assert_eq!(
            used.breaches(&locale("nav-people = 人员\nsave = 保存\n"), &[], &[]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_key_without_a_text_is_told() {
        assert_eq!(
            rust("t.s(\"save\")", "a = A\nb = { a }\n", &[])[0],
            "a.rs:1: there is no text for `save`"
        );
        let found = rust("item(\"/people\", \"nav-peeple\", \"nav-people\")", "nav-people = 人员\n", &[]);
        assert_eq!(found, ["a.rs:1: there is no text for `nav-peeple`"]);
    }

    #[test]
    fn what_only_looks_like_a_key_is_left_alone() {
        let code = "f(\"content-type\", \"nav-toggle\", \"nav-people\", \"Nav-X\", \"nav people\")";
        assert_eq!(rust(code, "nav-people = 人员\n", &[]), Vec::<String>::new());
    }

    #[test]
    fn a_text_without_a_use_is_told() {
        assert_eq!(rust("", "nav-people = 人员\n", &[]), ["`nav-people` in base.ftl is used nowhere"]);
    }

    #[test]
    fn keys_built_from_codes_need_a_family() {
        let found = rust("t.s(&format!(\"role-{code}\"))", "role-hr = 人事\n", &[]);
        assert!(found[0].contains("keys are built from `role-`"), "{found:?}");
        assert_eq!(
            rust("t.s(&format!(\"role-{code}\"))", "role-hr = 人事\n", &[family("role-", None)]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_family_with_codes_is_complete_and_has_nothing_else() {
        let found = rust("", "role-hr = 人事\nrole-x = 某\n", &[family("role-", Some(&["hr", "legal"]))]);
        assert_eq!(
            found,
            [
                "there is no text for `role-legal`, a member of its family",
                "`role-x` is no member of its family"
            ]
        );
    }

    #[test]
    fn a_family_without_any_text_is_told() {
        let found = rust("f(\"save\")", "save = 保存\n", &[family("stage-", None)]);
        assert_eq!(found, ["no text begins with `stage-`, a family of i18n-families.toml"]);
    }

    #[test]
    fn data_files_use_keys_too() {
        let mut used = Usage::default();
        used.add_data("a.toml", "# \"task-z\"\ntitle = \"task-badge\"\n");
        assert_eq!(used.breaches(&locale("task-badge = 工牌\n"), &[], &[]), Vec::<String>::new());
    }
}
