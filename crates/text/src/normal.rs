//! One form for everything typed: width, case, accents, blanks and middle dots make no difference.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const DIAERESIS: char = '\u{308}';

/// The form in which queries and keys are compared.
///
/// NFKC, lower case, no blanks, no middle dots, no accents on Latin letters; ü becomes v, as it is typed in pinyin.
pub fn normalise(query: &str) -> String {
    fold(query).chars().filter(|c| !is_gap(*c)).map(|c| if c == 'ü' { 'v' } else { c }).collect()
}

/// Lower case and NFKC with accents taken off Latin letters, but ü and the gaps kept.
pub(crate) fn fold(text: &str) -> String {
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let mut folded = String::with_capacity(lower.len());
    for c in lower.nfkd() {
        // NFKC writes a lone accent as a blank with a mark; the mark must not land on what stands before the blank.
        let takes_no_mark = |base: char| base.is_ascii_lowercase() || base == 'ü' || is_gap(base);
        if is_combining_mark(c) && folded.ends_with(takes_no_mark) {
            if c == DIAERESIS && folded.ends_with('u') {
                folded.pop();
                folded.push('ü');
            }
        } else if !is_invisible(c) {
            folded.push(c);
        }
    }
    folded.nfkc().collect()
}

/// What separates words and parts of a name, and is never searched for.
pub(crate) fn is_gap(c: char) -> bool {
    const MIDDLE_DOTS: [char; 8] = ['·', '•', '‧', '・', '∙', '⋅', '●', '᛫'];
    c.is_whitespace() || MIDDLE_DOTS.contains(&c)
}

/// Control and zero-width characters, which get into names by pasting.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_case_blanks_and_dots_make_no_difference() {
        assert_eq!(normalise(" Ｚｈａｎｇ　Wei "), "zhangwei");
        assert_eq!(normalise("阿卜杜拉·买买提"), "阿卜杜拉买买提");
        assert_eq!(normalise("阿卜杜拉・买买提"), normalise("阿卜杜拉•买买提"));
        assert_eq!(normalise("E\u{200b}001\u{feff}"), "e001");
    }

    #[test]
    fn accents_fall_and_u_with_dots_becomes_v() {
        assert_eq!(normalise("Zhāng Wěi"), "zhangwei");
        assert_eq!(normalise("Lǚ Bù"), "lvbu");
        assert_eq!(normalise("lu\u{308}"), "lv");
        assert_eq!(normalise("José"), "jose");
    }

    #[test]
    fn other_scripts_keep_their_marks() {
        assert_eq!(normalise("ガンダム"), "ガンダム");
        assert_eq!(normalise("한국"), "한국");
    }

    #[test]
    fn rare_and_unknown_characters_survive() {
        assert_eq!(normalise("𠮷野家🙂"), "𠮷野家🙂");
        assert_eq!(normalise("\u{f900}"), "豈", "a compatibility form becomes the character itself");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,24}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn han_characters_are_never_lost(text in "[\u{4e00}-\u{9fff}\u{20000}-\u{2a6df}]{0,12}") {
            prop_assert_eq!(normalise(&text), text);
        }
    }
}
