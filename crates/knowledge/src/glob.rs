//! Patterns for paths, as in ignore files.
//!
//! `*` and `?` stay within one name, `**` crosses folders, `[ab]` is one of several characters. A pattern without a slash
//! matches a name at any depth; with one it counts from the root. What matches a folder takes everything beneath it.
//! Paths are bytes: a name that is not UTF-8 is a name like any other.

use crate::{Error, Result};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Byte(u8),
    /// One byte, not a slash.
    One,
    /// One byte of a set.
    Class {
        is_negated: bool,
        ranges: Vec<(u8, u8)>,
    },
    /// Any run without a slash.
    Run,
    /// Any run without a slash or a dot.
    RunWithoutDot,
    /// Any run at all.
    Deep,
    /// `**/`, at the border of a folder: none or more whole folders.
    Folders,
    /// Always behind [`Token::Folders`]: within the name of one of them.
    InFolder,
}

/// A pattern made ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    tokens: Vec<Token>,
    is_anchored: bool,
    only_folders: bool,
}

impl Glob {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Result<Self> {
        let only_folders = pattern.ends_with('/');
        let body = pattern.trim_end_matches('/');
        let is_anchored = body.contains('/');
        let body = body.trim_start_matches("./").trim_start_matches('/');
        if body.is_empty() {
            return Err(Error::EmptyPattern);
        }
        let tokens = tokens(body.as_bytes(), Tilde::Plain)
            .ok_or_else(|| Error::OpenBracket { pattern: pattern.to_owned() })?;
        Ok(Self { tokens, is_anchored, only_folders })
    }

    /// A pattern of the built-in list, where a tilde is a run without a dot. It is compared as it stands.
    pub(crate) fn of_list(pattern: &str) -> Option<Self> {
        Some(Self {
            tokens: tokens(pattern.as_bytes(), Tilde::RunWithoutDot)?,
            is_anchored: true,
            only_folders: false,
        })
    }

    /// Whether the pattern takes this file, itself or through a folder that it lies in.
    pub fn takes(&self, path: &[u8]) -> bool {
        let folders = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &path[..at]);
        folders.into_iter().any(|folder| self.is_at(folder)) || (!self.only_folders && self.is_at(path))
    }

    fn is_at(&self, path: &[u8]) -> bool {
        if self.is_anchored {
            return self.is(path);
        }
        let name = path.iter().rposition(|byte| *byte == b'/').map_or(path, |at| &path[at + 1..]);
        self.is(name)
    }

    /// Whether the whole text is what the pattern says.
    pub(crate) fn is(&self, text: &[u8]) -> bool {
        if !self.may_begin_with(text) || !self.may_end_with(text) {
            return false;
        }
        // Places of the pattern reached so far: no pattern, however odd, takes more than its length times the text's.
        let mut places = vec![false; self.tokens.len() + 1];
        places[0] = true;
        self.skip_empty_runs(&mut places);
        for byte in text {
            places = self.step(&places, *byte);
            if !places.iter().any(|place| *place) {
                return false;
            }
        }
        places[self.tokens.len()]
    }

    fn may_begin_with(&self, text: &[u8]) -> bool {
        match self.tokens.first() {
            Some(Token::Byte(byte)) => text.first() == Some(byte),
            _ => true,
        }
    }

    /// The cheap question first: most patterns end in a literal, most paths in another.
    fn may_end_with(&self, text: &[u8]) -> bool {
        let mut rest = text.iter().rev();
        for token in self.tokens.iter().rev() {
            let Token::Byte(byte) = token else { break };
            if rest.next() != Some(byte) {
                return false;
            }
        }
        true
    }

    fn step(&self, places: &[bool], byte: u8) -> Vec<bool> {
        let mut next = vec![false; places.len()];
        for (at, token) in self.tokens.iter().enumerate().filter(|(at, _)| places[*at]) {
            match token {
                Token::Byte(own) => next[at + 1] |= *own == byte,
                Token::One | Token::Folders => next[at + 1] |= byte != b'/',
                Token::Class { is_negated, ranges } => {
                    let is_in = ranges.iter().any(|(from, to)| (*from..=*to).contains(&byte));
                    next[at + 1] |= byte != b'/' && is_in != *is_negated;
                }
                Token::Run => next[at] |= byte != b'/',
                Token::RunWithoutDot => next[at] |= byte != b'/' && byte != b'.',
                Token::InFolder if byte == b'/' => next[at - 1] = true,
                Token::Deep | Token::InFolder => next[at] = true,
            }
        }
        self.skip_empty_runs(&mut next);
        next
    }

    fn skip_empty_runs(&self, places: &mut [bool]) {
        for (at, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Run | Token::RunWithoutDot | Token::Deep if places[at] => places[at + 1] = true,
                Token::Folders if places[at] => places[at + 2] = true,
                _ => {}
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tilde {
    Plain,
    RunWithoutDot,
}

/// `None` where a bracket is never closed.
fn tokens(pattern: &[u8], tilde: Tilde) -> Option<Vec<Token>> {
    let mut tokens = Vec::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let token = match *first {
            b'*' if rest.first() == Some(&b'*') => {
                rest = &rest[rest.iter().take_while(|byte| **byte == b'*').count()..];
                let is_at_border = matches!(tokens.last(), None | Some(Token::Byte(b'/')));
                match rest.strip_prefix(b"/") {
                    Some(after) if is_at_border => {
                        rest = after;
                        tokens.push(Token::Folders);
                        Token::InFolder
                    }
                    _ => Token::Deep,
                }
            }
            b'*' => Token::Run,
            b'?' => Token::One,
            b'~' if tilde == Tilde::RunWithoutDot => Token::RunWithoutDot,
            b'[' => {
                let (class, after) = class(rest)?;
                rest = after;
                class
            }
            b'\\' => match rest.split_first() {
                Some((escaped, after)) => {
                    rest = after;
                    Token::Byte(*escaped)
                }
                None => Token::Byte(b'\\'),
            },
            byte => Token::Byte(byte),
        };
        tokens.push(token);
    }
    Some(tokens)
}

fn class(pattern: &[u8]) -> Option<(Token, &[u8])> {
    let is_negated = matches!(pattern.first(), Some(b'!' | b'^'));
    let mut rest = &pattern[usize::from(is_negated)..];
    let mut ranges = Vec::new();
    loop {
        let (&first, after) = rest.split_first()?;
        // A closing bracket that stands first is one of the set.
        if first == b']' && !ranges.is_empty() {
            return Some((Token::Class { is_negated, ranges }, after));
        }
        match after {
            [b'-', last, after @ ..] if *last != b']' => {
                ranges.push((first, *last));
                rest = after;
            }
            _ => {
                ranges.push((first, first));
                rest = after;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(pattern: &str, path: &str) -> bool {
        Glob::new(pattern).unwrap().takes(path.as_bytes())
    }

    #[test]
    fn a_name_matches_at_any_depth_and_a_path_from_the_root() {
        assert!(takes("*.js", "a/b/c.js") && takes("*.js", "c.js"));
        assert!(
            takes("src/*.js", "src/c.js")
                && !takes("src/*.js", "lib/src/c.js")
                && !takes("src/*.js", "src/x/c.js")
        );
        assert!(takes("/c.js", "c.js"));
        assert!(!takes("c.js", "c.jsx"));
    }

    #[test]
    fn a_folder_takes_everything_beneath_it() {
        for pattern in ["site", "site/", "site/**", "site/*", "/site", "./site/"] {
            assert!(takes(pattern, "site/a/b.html"), "{pattern}");
            assert!(!takes(pattern, "website/b.html"), "{pattern}");
        }
        assert!(!takes("site/", "site"), "a file is no folder");
        assert!(takes("site", "lib/site/x") && !takes("site/*", "lib/site/x"));
    }

    #[test]
    fn two_stars_cross_folders_and_may_be_none() {
        assert!(takes("a/**/z.c", "a/z.c") && takes("a/**/z.c", "a/b/c/z.c") && takes("**/z.c", "z.c"));
        assert!(!takes("a/**/z.c", "a/bz.c"));
    }

    #[test]
    fn classes_escapes_and_odd_bytes_are_understood() {
        assert!(takes("[a-c]x[!0-9]", "bxz") && !takes("[a-c]x[!0-9]", "bx7") && !takes("[a-c]", "d"));
        assert!(takes("\\*.c", "*.c") && !takes("\\*.c", "a.c"));
        assert!(takes("[]]", "]"));
        assert!(Glob::new("caf?").unwrap().takes(b"caf\xe9"));
        assert!(takes("it's \"so\".c", "x/it's \"so\".c"));
    }

    #[test]
    fn what_cannot_be_a_pattern_is_refused() {
        assert_eq!(Glob::new("a[b"), Err(Error::OpenBracket { pattern: "a[b".into() }));
        assert_eq!(Glob::new("/"), Err(Error::EmptyPattern));
        assert_eq!(Glob::new(""), Err(Error::EmptyPattern));
    }

    #[test]
    fn many_stars_take_no_time() {
        assert!(!takes(&"*a".repeat(60), &"a".repeat(59).replace('a', "ab")));
    }
}
