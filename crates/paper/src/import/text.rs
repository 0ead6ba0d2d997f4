//! Text as people type it, brought into one form.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Blanks of every width, and the marks that show nothing at all.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}')
}

/// NFKC and trimmed, which also makes full-width letters and digits narrow.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(is_blank);
    if is_plain(trimmed) || is_nfkc_quick(trimmed.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(trimmed);
    }
    let folded: String = trimmed.nfkc().collect();
    Cow::Owned(folded.trim_matches(is_blank).to_owned())
}

/// The common case: ASCII and everyday Han characters need no folding.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// Whether the text stands for nothing: no characters, or only dashes or slashes as people put into empty cells.
pub(crate) fn means_nothing(clean: &str) -> bool {
    clean.chars().count() <= 4
        && clean.chars().all(|c| matches!(c, '-' | '/' | '\\' | '—' | '–' | '―' | '−' | '_'))
}

/// A person's name without inner blanks; only between two Latin words one blank stays.
pub(crate) fn person_name(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    if !text.contains(is_blank) {
        return text;
    }
    let words: Vec<&str> = text.split(is_blank).filter(|word| !word.is_empty()).collect();
    let mut name = String::with_capacity(text.len());
    for word in words {
        if name.chars().last().is_some_and(is_latin) && word.chars().next().is_some_and(is_latin) {
            name.push(' ');
        }
        name.push_str(word);
    }
    Cow::Owned(name)
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x0530 || matches!(c, '.' | ',' | '\'')
}

/// A department path, cut at `/`, `>` and `-`.
pub(crate) fn path(text: &str) -> Vec<String> {
    let text = clean(text);
    let parts = text.split(['/', '>', '-', '\n']).map(|part| part.trim_matches(is_blank));
    parts.filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect()
}

/// A word as it is compared: NFKC, lower case, without blanks and marks.
pub(crate) fn key(text: &str) -> String {
    let kept = clean(text);
    kept.chars().filter(|c| c.is_alphanumeric() || *c == '#').flat_map(char::to_lowercase).collect()
}

/// The word without what stands in brackets: `时长(天)` gives `时长`.
pub(crate) fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in clean(text).chars() {
        match c {
            '(' | '[' | '【' | '〔' | '{' => depth += 1,
            ')' | ']' | '】' | '〕' | '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Whether a spreadsheet program would take the text for a formula when it opens an export.
pub(crate) fn is_formula_like(text: &str) -> bool {
    let begins = |text: &str, also: &[char]| {
        text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || text.starts_with(also)
    };
    begins(text, &['\t', '\r']) || begins(text.trim_matches(is_blank), &[])
}

/// A word for finding rows that are no records: like [`clean`], without blanks, in lower case.
pub(crate) fn row_word(text: &str) -> String {
    clean(text).chars().filter(|c| !is_blank(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_digits_and_ideographic_blanks_become_plain() {
        assert_eq!(clean("\u{3000}２０２３－０２\u{3000}"), "2023-02");
        assert_eq!(clean(" plain "), "plain");
    }

    #[test]
    fn a_name_loses_inner_blanks_but_keeps_rare_characters_and_the_middle_dot() {
        assert_eq!(person_name("虚\u{3000}浩 桂"), "虚浩桂");
        assert_eq!(person_name(" 样㛃𬭎  "), "样㛃𬭎");
        assert_eq!(person_name("阿例·拟买提"), "阿例·拟买提");
        assert_eq!(person_name("Maria  Jensen"), "Maria Jensen");
    }

    #[test]
    fn a_department_path_is_cut_at_every_separator() {
        for text in [
            "研发中心 / 平台部 / 存储组",
            "研发中心>平台部>存储组",
            "研发中心－平台部－存储组",
            "研发中心／平台部／存储组",
            "研发中心＞平台部-存储组",
        ] {
            assert_eq!(path(text), ["研发中心", "平台部", "存储组"], "{text}");
        }
    }

    #[test]
    fn dashes_and_slashes_mean_nothing() {
        for text in ["", "/", "-", "--", "—", "——", "－"] {
            assert!(means_nothing(&clean(text)), "{text}");
        }
        assert!(!means_nothing("-5"));
    }

    #[test]
    fn formulas_are_seen_behind_blanks_and_in_full_width() {
        for text in ["=1+1", "+86", "-x", "@SUM(1)", "\t1", "\rx", "＝1", " =1", "\u{3000}＠x"] {
            assert!(is_formula_like(text), "{text:?}");
        }
        assert!(!is_formula_like("a=1"));
    }
}
