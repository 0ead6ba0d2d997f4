//! The keys by which a name is found.

use std::collections::VecDeque;

use crate::{
    normal::normalise,
    token::{Start, Token, cut},
};

/// How many ways of reading a whole name are kept.
const MOST_VARIANTS: usize = 8;

/// The keys of a person's name: the name itself, its full pinyin, its initials.
///
/// 张伟 gives 张伟, zhangwei, zw. Characters with several readings give further keys, at most eight ways of reading
/// the whole, the likeliest first; the first characters are read as a surname. No key is blank or there twice.
pub fn search_keys(name: &str) -> Vec<String> {
    keys_of(name, Start::Surname)
}

/// The same for what is no person's name: a firm, a place, a post, a piece of work.
pub fn phrase_keys(phrase: &str) -> Vec<String> {
    keys_of(phrase, Start::Word)
}

/// The initials of a person's name in its likeliest reading: zw for 张伟, js for John Smith.
pub fn initials(name: &str) -> String {
    cut(name, Start::Surname).iter().filter_map(|token| spellings(token).first()?.chars().next()).collect()
}

fn keys_of(text: &str, start: Start) -> Vec<String> {
    let spelled: Vec<Vec<String>> = cut(text, start).iter().map(spellings).collect();
    let variants = variants(&spelled);
    let full = variants.iter().map(|variant| variant.concat());
    let short =
        variants.iter().map(|variant| variant.iter().filter_map(|part| part.chars().next()).collect());
    let mut keys: Vec<String> = Vec::new();
    for key in std::iter::once(normalise(text)).chain(full).chain(short) {
        if !key.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// How a part may be typed, the likeliest first.
fn spellings(token: &Token) -> Vec<String> {
    match token {
        Token::Character(_, readings) => {
            let typed = readings.iter().map(|reading| reading.letters.clone());
            let as_u =
                readings.iter().filter(|r| r.letters.contains('v')).map(|r| r.letters.replace('v', "u"));
            typed.chain(as_u).collect()
        }
        Token::Word(word) if word.contains('ü') => vec![word.replace('ü', "v"), word.replace('ü', "u")],
        Token::Word(word) => vec![word.clone()],
        Token::Sign(c) => vec![c.to_string()],
    }
}

/// The likeliest ways to spell the whole: first all usual spellings, then one part changed, then two.
fn variants(spelled: &[Vec<String>]) -> Vec<Vec<&str>> {
    let mut found = Vec::new();
    let mut waiting = VecDeque::from([(vec![0_usize; spelled.len()], 0)]);
    while let Some((choice, from)) = waiting.pop_front() {
        if found.len() == MOST_VARIANTS {
            break;
        }
        for place in from..spelled.len() {
            let mut next = choice.clone();
            let (Some(index), Some(options)) = (next.get_mut(place), spelled.get(place)) else { continue };
            if *index + 1 < options.len() {
                *index += 1;
                waiting.push_back((next, place));
            }
        }
        let parts = spelled.iter().zip(&choice).filter_map(|(options, index)| options.get(*index));
        found.push(parts.map(String::as_str).collect());
    }
    found
}

#[cfg(test)]
mod tests;
