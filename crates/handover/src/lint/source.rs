//! One form for everything typed: half width, simplified, lower case.
//!
//! Each character becomes exactly one character, so that a place in the folded text is the same place, counted in
//! characters, in what was written.

use std::sync::LazyLock;

/// Simplified forms of traditional characters, by code point from U+4E00 on; 0 where there is nothing to change.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table = vec!['\0'; HAN_COUNT];
    let data = include_str!("../../data/lint/traditional.txt");
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let letters: Vec<char> = line.chars().collect();
        for pair in letters.chunks_exact(2) {
            if let &[traditional, simplified] = pair
                && let Some(slot) = han_index(traditional).and_then(|at| table.get_mut(at))
            {
                *slot = simplified;
            }
        }
    }
    table
});

const HAN_FIRST: u32 = 0x4E00;
const HAN_COUNT: usize = 0x9FFF - 0x4E00 + 1;

fn han_index(letter: char) -> Option<usize> {
    let at = usize::try_from(u32::from(letter).checked_sub(HAN_FIRST)?).ok()?;
    (at < HAN_COUNT).then_some(at)
}

/// Whether this is a Chinese character.
pub(super) fn is_han(letter: char) -> bool {
    han_index(letter).is_some()
}

/// The text with full width letters narrowed, traditional characters simplified and curly apostrophes straightened.
pub(super) fn fold(text: &str) -> String {
    let table = &*SIMPLIFIED;
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        folded.push(if letter.is_ascii() { letter } else { fold_letter(letter, table) });
    }
    folded
}

fn fold_letter(letter: char, table: &[char]) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        '\u{3000}' | '\u{00A0}' | '\u{FEFF}' => ' ',
        '\u{2018}' | '\u{2019}' => '\'',
        _ => match han_index(letter).and_then(|at| table.get(at)) {
            Some(&simplified) if simplified != '\0' => simplified,
            _ => letter,
        },
    }
}

/// Walks a text once and turns ascending byte offsets of the folded text into lines, columns and excerpts.
pub(super) struct Places<'a> {
    original: &'a str,
    folded: &'a str,
    original_at: usize,
    folded_at: usize,
    line: usize,
    column: usize,
}

/// A place as people count it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) byte: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(original: &'a str, folded: &'a str) -> Self {
        Self { original, folded, original_at: 0, folded_at: 0, line: 1, column: 1 }
    }

    /// The place of this offset; offsets must not go back.
    pub(super) fn advance(&mut self, offset: usize) -> Place {
        let passed = self.folded.get(self.folded_at..offset).unwrap_or("");
        let mut rest = self.original.get(self.original_at..).unwrap_or("").chars();
        for letter in passed.chars() {
            self.folded_at += letter.len_utf8();
            self.original_at += rest.next().map_or(0, char::len_utf8);
            if letter == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        Place { line: self.line, column: self.column, byte: self.original_at }
    }

    /// What was written at the present place, for as many characters as this piece of the folded text has.
    pub(super) fn written(&self, piece: &str) -> &'a str {
        let rest = self.original.get(self.original_at..).unwrap_or("");
        let length: usize = rest.chars().take(piece.chars().count()).map(char::len_utf8).sum();
        rest.get(..length).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_and_traditional_characters_fold_to_one_form_of_the_same_length() {
        let text = "ＡＢ，左右、過高（３０）don\u{2019}t";
        let folded = fold(text);
        assert_eq!(folded, "AB,左右、过高(30)don't");
        assert_eq!(folded.chars().count(), text.chars().count());
    }

    #[test]
    fn places_count_characters_and_lines_of_what_was_written() {
        let text = "一，二\n三四大概五";
        let folded = fold(text);
        let mut places = Places::new(text, &folded);
        let place = places.advance(folded.find("大概").unwrap());
        assert_eq!((place.line, place.column), (2, 3));
        assert_eq!(places.written("大概"), "大概");
        assert_eq!(&text[place.byte..place.byte + 6], "大概");
    }
}
