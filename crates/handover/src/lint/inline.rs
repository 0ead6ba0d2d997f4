//! What stands inside a line and is no prose: code, links, addresses, paths, files, quotations.
//!
//! Each of them is also a locator: a place where something can be found, which is what the rules about places ask for.

use std::ops::Range;

use super::source::is_han;

/// What kind of place is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LocatorKind {
    Code,
    Url,
    Host,
    Path,
    File,
    Mail,
}

/// A place that is named, as a range of the folded text.
#[derive(Debug, Clone)]
pub(super) struct Locator {
    pub(super) kind: LocatorKind,
    pub(super) range: Range<usize>,
}

/// No link, path or name is followed further than this, so that no text makes the reading slow.
const LONGEST: usize = 200;

/// Before a quotation: its words are used, not reported.
const USES: [&str; 11] = ["按", "照", "按照", "依", "凭", "用", "走", " the", "way", "it", "do"];

const EXTENSIONS: &[&str] = &[
    "xlsx", "xls", "xlsm", "csv", "docx", "doc", "pdf", "pptx", "ppt", "py", "sh", "sql", "bat", "prg", "nc",
    "json", "yaml", "yml", "toml", "txt", "md", "exe", "dwg", "dxf", "step", "stp", "zip", "js", "ts", "rs",
    "go", "java", "xml", "ini", "cfg", "conf", "log", "ps1", "vbs", "html", "ipynb", "rb", "php", "jar",
    "db", "sqlite", "mpr", "h", "mdb", "accdb",
];

const TOP_LEVELS: &[&str] = &[
    "local", "example", "com", "cn", "net", "org", "internal", "lan", "io", "de", "corp", "intra", "dev",
    "cc", "uk", "eu", "home",
];

/// Blanks what is no prose in this range, and notes the places.
pub(super) fn scan(
    text: &str,
    range: Range<usize>,
    blank: &mut dyn FnMut(Range<usize>),
    found: &mut Vec<Locator>,
) {
    let mut scan = Scan { text, bytes: text.as_bytes(), end: range.end, floor: range.start };
    let mut at = range.start;
    while at < range.end {
        let Some(hit) = scan.at(at) else {
            at += 1;
            continue;
        };
        blank(hit.blank.clone());
        if let Some(kind) = hit.kind {
            found.push(Locator { kind, range: hit.blank.clone() });
        }
        at = hit.blank.end.max(at + 1);
        scan.floor = at;
    }
}

struct Hit {
    kind: Option<LocatorKind>,
    blank: Range<usize>,
}

struct Scan<'a> {
    text: &'a str,
    bytes: &'a [u8],
    end: usize,
    /// Nothing before this is looked at again.
    floor: usize,
}

impl Scan<'_> {
    fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.bytes.get(at).copied().unwrap_or(0) } else { 0 }
    }

    fn before(&self, at: usize) -> u8 {
        if at > self.floor { self.bytes.get(at - 1).copied().unwrap_or(b' ') } else { b' ' }
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..self.end).unwrap_or("")
    }

    fn at(&self, at: usize) -> Option<Hit> {
        match self.byte(at) {
            b'`' => self.code(at),
            b']' if self.byte(at + 1) == b'(' => self.target(at),
            b'<' => self.tag(at),
            b':' => self.url(at).or_else(|| self.drive(at)),
            b'\\' if self.byte(at + 1) == b'\\' => self.path(at),
            b'/' | b'~' | b'%' => self.unix(at),
            b'@' => self.mail(at),
            b'.' => self.dotted(at),
            b'"' => self.quoted(at, '"'),
            0xE2 if self.rest(at).starts_with('“') => self.quoted(at, '”'),
            0xE3 if self.rest(at).starts_with('「') => self.quoted(at, '」'),
            0xE3 if self.rest(at).starts_with('『') => self.quoted(at, '』'),
            _ => None,
        }
    }

    fn code(&self, at: usize) -> Option<Hit> {
        let ticks = self.bytes.get(at..self.end)?.iter().take_while(|byte| **byte == b'`').count();
        let mut look = at + ticks;
        let limit = self.end.min(at + 300);
        while look < limit {
            let run = self.bytes.get(look..self.end)?.iter().take_while(|byte| **byte == b'`').count();
            if run == ticks {
                return Some(Hit { kind: Some(LocatorKind::Code), blank: at..look + run });
            }
            look += run.max(1);
        }
        Some(Hit { kind: None, blank: at..at + ticks })
    }

    fn target(&self, at: usize) -> Option<Hit> {
        let rest = self.rest(at);
        let end = rest.bytes().take(400).position(|byte| matches!(byte, b')' | b'\n'))?;
        (end > 2).then(|| Hit { kind: Some(LocatorKind::Url), blank: at + 1..at + end + 1 })
    }

    fn tag(&self, at: usize) -> Option<Hit> {
        let next = self.byte(at + 1);
        if !(next.is_ascii_alphabetic() || next == b'/') {
            return None;
        }
        let end = self.rest(at).bytes().take(300).position(|byte| matches!(byte, b'>' | b'\n'))?;
        if self.byte(at + end) != b'>' {
            return None;
        }
        let inner = self.text.get(at..at + end)?;
        let kind = if inner.contains("://") { Some(LocatorKind::Url) } else { None };
        Some(Hit { kind, blank: at..at + end + 1 })
    }

    /// `scheme://…` up to a blank, a bracket or a letter that is not ASCII.
    fn url(&self, at: usize) -> Option<Hit> {
        if self.byte(at + 1) != b'/' || self.byte(at + 2) != b'/' {
            return None;
        }
        let start = self.back(at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
        if start == at {
            return None;
        }
        let is_part = |byte: &u8| {
            byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'(' | b')' | b',' | b'|' | b';')
        };
        let length = self.bytes.get(at + 3..self.end)?.iter().take_while(|byte| is_part(byte)).count();
        let end = self.trim_stop(at + 3 + length);
        (length > 0).then_some(Hit { kind: Some(LocatorKind::Url), blank: start..end })
    }

    /// `C:\…`, one letter before the colon.
    fn drive(&self, at: usize) -> Option<Hit> {
        let is_drive = matches!(self.byte(at + 1), b'\\' | b'/') && self.before(at).is_ascii_alphabetic();
        if !is_drive
            || at < self.floor + 1
            || at >= self.floor + 2 && self.bytes.get(at - 2).is_some_and(u8::is_ascii_alphanumeric)
        {
            return None;
        }
        Some(Hit { kind: Some(LocatorKind::Path), blank: at - 1..self.path_end(at + 1) })
    }

    fn path(&self, at: usize) -> Option<Hit> {
        let end = self.path_end(at);
        (end > at + 3).then_some(Hit { kind: Some(LocatorKind::Path), blank: at..end })
    }

    /// `/etc/…`, `~/…`, `%USERPROFILE%\…` where a word would begin.
    fn unix(&self, at: usize) -> Option<Hit> {
        let before = self.before(at);
        if before.is_ascii_alphanumeric() || matches!(before, b'/' | b'\\' | b'.' | b'-' | b'_' | b'<') {
            return None;
        }
        let next = self.byte(at + 1);
        let is_start = match self.byte(at) {
            b'/' => next.is_ascii_alphabetic() || next == b'_',
            b'~' => next == b'/',
            _ => self.rest(at).starts_with("%userprofile%") || self.rest(at).starts_with("%appdata%"),
        };
        if !is_start {
            return None;
        }
        let end = self.path_end(at);
        let inner = self.text.get(at + 1..end)?;
        (inner.len() >= 3 && inner.is_ascii())
            .then_some(Hit { kind: Some(LocatorKind::Path), blank: at..end })
    }

    fn path_end(&self, at: usize) -> usize {
        let is_end = |one: char| {
            one.is_whitespace()
                || matches!(
                    one,
                    ',' | ';'
                        | '"'
                        | '\''
                        | '<'
                        | '>'
                        | '|'
                        | '('
                        | ')'
                        | '。'
                        | '、'
                        | '“'
                        | '”'
                        | '`'
                        | '*'
                )
        };
        let letters = self.rest(at).char_indices();
        let length: usize =
            letters.take(LONGEST).take_while(|(_, one)| !is_end(*one)).map(|(_, one)| one.len_utf8()).sum();
        self.trim_stop(at + length)
    }

    /// A full stop, colon or the like at the end belongs to the sentence.
    fn trim_stop(&self, end: usize) -> usize {
        let mut end = end;
        while end > self.floor && matches!(self.bytes.get(end - 1), Some(b'.' | b':' | b'!' | b'?' | b'*')) {
            end -= 1;
        }
        end
    }

    fn mail(&self, at: usize) -> Option<Hit> {
        let start = self.back(at, |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
        });
        let length = self.run(at + 1, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        let end = self.trim_stop(at + 1 + length);
        let domain = self.text.get(at + 1..end)?;
        (start < at && domain.contains('.'))
            .then_some(Hit { kind: Some(LocatorKind::Mail), blank: start..end })
    }

    /// A file by its ending, or a host by its domain.
    fn dotted(&self, at: usize) -> Option<Hit> {
        let length =
            self.run(at + 1, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        let end = self.trim_stop(at + 1 + length);
        let tail = self.text.get(at + 1..end)?;
        let last = tail.rsplit('.').next()?;
        if TOP_LEVELS.contains(&last) && !tail.is_empty() {
            let start = self.back(at, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
            let port = self.run(end, |byte| byte == b':' || byte.is_ascii_digit() || byte == b'/');
            return (start < at).then_some(Hit { kind: Some(LocatorKind::Host), blank: start..end + port });
        }
        if !EXTENSIONS.contains(&last) {
            return None;
        }
        let start = self.name_start(at);
        (start < at).then_some(Hit { kind: Some(LocatorKind::File), blank: start..end })
    }

    /// Where the name of a file begins: Latin letters, or at most sixteen Chinese ones.
    fn name_start(&self, at: usize) -> usize {
        let is_part =
            |one: char| one.is_ascii_alphanumeric() || matches!(one, '_' | '-' | '.') || is_han(one);
        let before = self.text.get(self.floor..at).unwrap_or("");
        let length: usize =
            before.chars().rev().take(40).take_while(|one| is_part(*one)).map(char::len_utf8).sum();
        let name = before.get(before.len() - length..).unwrap_or("");
        let latin: usize = name.bytes().rev().take_while(u8::is_ascii).count();
        if latin > 0 { at - latin } else { at - length.min(48) }
    }

    /// A quotation is somebody else's words, unless it is used: 按“老办法”.
    fn quoted(&self, at: usize, close: char) -> Option<Hit> {
        let open = self.rest(at).chars().next()?.len_utf8();
        let inner = self.rest(at + open);
        let length = inner.char_indices().take(120).find(|(_, one)| *one == close || *one == '\n')?;
        if length.1 != close || length.0 == 0 {
            return None;
        }
        let end = at + open + length.0 + close.len_utf8();
        let before = self.text.get(self.floor..at).unwrap_or("").trim_end();
        if USES.iter().any(|word| before.ends_with(word)) {
            return Some(Hit { kind: None, blank: at..at + open });
        }
        Some(Hit { kind: None, blank: at..end })
    }

    fn run(&self, at: usize, is_part: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(at..self.end).unwrap_or(&[]);
        rest.iter().take(LONGEST).take_while(|byte| is_part(**byte)).count()
    }

    fn back(&self, at: usize, is_part: impl Fn(u8) -> bool) -> usize {
        let before = self.bytes.get(self.floor..at).unwrap_or(&[]);
        at - before.iter().rev().take(200).take_while(|byte| is_part(**byte)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(LocatorKind, String)> {
        let mut found = Vec::new();
        scan(text, 0..text.len(), &mut |_| (), &mut found);
        found.into_iter().map(|one| (one.kind, text[one.range].to_owned())).collect()
    }

    #[test]
    fn places_are_found_and_end_where_the_sentence_goes_on() {
        use LocatorKind::{Code, Host, Mail, Path, Url};
        assert_eq!(found("see https://a.example/x, then"), [(Url, "https://a.example/x".to_owned())]);
        assert_eq!(found(r"存到 \\nas\sales\报价.xlsx 。"), [(Path, r"\\nas\sales\报价.xlsx".to_owned())]);
        assert_eq!(found(r"在 d:\nc\grind 下"), [(Path, r"d:\nc\grind".to_owned())]);
        assert_eq!(found("in /etc/systemd/x.service."), [(Path, "/etc/systemd/x.service".to_owned())]);
        assert_eq!(found("run `a b`"), [(Code, "`a b`".to_owned())]);
        assert_eq!(found("to sales@jn.example."), [(Mail, "sales@jn.example".to_owned())]);
        assert_eq!(found("on app1.jn.local。"), [(Host, "app1.jn.local".to_owned())]);
        assert_eq!(found("报价表.xlsx里")[0].0, LocatorKind::File);
        assert!(found("and/or 3.5 24/7 e.g. this").is_empty());
    }

    #[test]
    fn a_quotation_is_blanked_and_a_used_one_is_not() {
        let blanked = |text: &str| {
            let mut ranges = Vec::new();
            scan(text, 0..text.len(), &mut |range| ranges.push(text[range].to_owned()), &mut Vec::new());
            ranges.concat()
        };
        assert!(blanked("界面弹出“可能重复”").contains("可能"));
        assert!(!blanked("一律按“老办法”做").contains("老办法"));
    }
}
