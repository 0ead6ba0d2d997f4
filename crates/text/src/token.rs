//! A name cut into what is read as one: a Chinese character, a word in letters, or a sign of its own.

use crate::{
    normal::{fold, is_gap},
    reading::{self, Syllable},
};

/// One part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A character with its readings, the usual one first; never empty.
    Character(char, Vec<Syllable>),
    /// A word in an alphabet, folded; ü still written so.
    Word(String),
    /// A character without a reading.
    Sign(char),
}

/// What the first characters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// A surname, read as one.
    Surname,
    /// An ordinary word.
    Word,
}

/// Cuts the text; gaps and ASCII punctuation only separate.
pub(crate) fn cut(text: &str, start: Start) -> Vec<Token> {
    let folded = fold(text);
    let mut tokens = Vec::new();
    let mut word = String::new();
    for c in folded.chars() {
        let token = token_of(c);
        if token.is_none() && !is_separator(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            tokens.push(Token::Word(std::mem::take(&mut word)));
        }
        tokens.extend(token);
    }
    if !word.is_empty() {
        tokens.push(Token::Word(word));
    }
    if start == Start::Surname {
        read_surname(&mut tokens);
    }
    tokens
}

/// A token for whatever stands alone; nothing for letters, digits and separators.
fn token_of(c: char) -> Option<Token> {
    let readings = reading::in_name(c);
    if !readings.is_empty() {
        return Some(Token::Character(c, readings));
    }
    let is_part_of_word = c.is_alphanumeric() && !is_ideograph(c);
    (!is_part_of_word && !is_separator(c)).then_some(Token::Sign(c))
}

fn is_separator(c: char) -> bool {
    is_gap(c) || c.is_ascii_punctuation()
}

/// Chinese characters, with or without a known reading.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn read_surname(tokens: &mut [Token]) {
    let characters: Vec<char> = tokens
        .iter()
        .map_while(|token| match token {
            Token::Character(c, _) | Token::Sign(c) => Some(*c),
            Token::Word(_) => None,
        })
        .take(3)
        .collect();
    for (token, surname) in tokens.iter_mut().zip(reading::of_surname(&characters)) {
        if let Token::Character(_, readings) = token {
            *readings = surname;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> Vec<String> {
        cut(text, Start::Word)
            .into_iter()
            .map(|token| match token {
                Token::Character(c, readings) => format!("{c}={}", readings[0].letters),
                Token::Word(word) => word,
                Token::Sign(c) => c.to_string(),
            })
            .collect()
    }

    #[test]
    fn words_characters_and_signs_are_told_apart() {
        assert_eq!(outline("GY-0213 图纸"), ["gy", "0213", "图=tu", "纸=zhi"]);
        assert_eq!(outline("O'Brien, José"), ["o", "brien", "jose"]);
        assert_eq!(outline("阿·D🙂"), ["阿=a", "d", "🙂"]);
    }

    #[test]
    fn a_character_without_a_reading_stands_alone() {
        let unread = ('\u{30000}'..='\u{3134a}').find(|c| reading::in_name(*c).is_empty()).unwrap();
        assert_eq!(outline(&format!("a{unread}b")), ["a".to_owned(), unread.to_string(), "b".to_owned()]);
    }
}
