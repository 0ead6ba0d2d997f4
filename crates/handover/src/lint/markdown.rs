//! Reads a note as Markdown, line by line and once: what is prose, what is code, what is an item, a row, a heading.
//!
//! Nothing is ever searched back further than the line it stands on, so that a note of many megabytes stays linear.

use std::ops::Range;

use super::{inline, source};

/// What a piece of prose stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    Text,
    /// An item of a list.
    Item {
        is_ordered: bool,
        /// `- [ ]`.
        is_open_task: bool,
    },
    /// The first row of a table: names of columns, no prose.
    HeaderRow,
    Row,
}

/// A heading, a paragraph, an item or a row: what belongs together, as a range of the folded text.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// A sentence and the segment that it stands in.
#[derive(Debug, Clone)]
pub(super) struct Sentence {
    pub(super) range: Range<usize>,
    pub(super) segment: usize,
}

/// A block of code.
#[derive(Debug, Clone)]
pub(super) struct Code {
    pub(super) range: Range<usize>,
    pub(super) is_mermaid: bool,
}

/// A note, read.
#[derive(Debug)]
pub(super) struct Note {
    /// Half width and simplified, with its case.
    pub(super) folded: String,
    /// The same in lower case, byte for byte.
    pub(super) lower: String,
    /// The same with everything blanked that is no prose: code, links, paths, quotations, comments.
    pub(super) prose: String,
    pub(super) segments: Vec<Segment>,
    pub(super) sentences: Vec<Sentence>,
    pub(super) code: Vec<Code>,
    pub(super) comments: Vec<Range<usize>>,
    pub(super) locators: Vec<inline::Locator>,
}

impl Note {
    pub(super) fn read(text: &str) -> Self {
        let folded = source::fold(text);
        let lower = folded.to_ascii_lowercase();
        let mut reader = Reader::new(&lower);
        reader.read();
        let Reader { segments, code, comments, blanks, joins, .. } = reader;
        let mut mask = Mask { bytes: lower.clone().into_bytes() };
        for range in blanks.iter().chain(&comments) {
            mask.blank(range.clone());
        }
        mask.join(&joins);
        let mut locators = Vec::new();
        for segment in &segments {
            inline::scan(&lower, segment.range.clone(), &mut |range| mask.blank(range), &mut locators);
        }
        let prose = String::from_utf8(mask.bytes).unwrap_or_else(|_| lower.clone());
        let sentences = sentences(&prose, &segments);
        Self { folded, lower, prose, segments, sentences, code, comments, locators }
    }

    pub(super) fn prose_of(&self, range: &Range<usize>) -> &str {
        self.prose.get(range.clone()).unwrap_or("")
    }

    pub(super) fn lower_of(&self, range: &Range<usize>) -> &str {
        self.lower.get(range.clone()).unwrap_or("")
    }

    pub(super) fn folded_of(&self, range: &Range<usize>) -> &str {
        self.folded.get(range.clone()).unwrap_or("")
    }

    /// The first thing written, for findings about the whole note.
    pub(super) fn opening(&self) -> Range<usize> {
        let first = self.segments.iter().find(|one| !self.lower_of(&one.range).trim().is_empty());
        first.map_or(0..0, |one| one.range.clone())
    }
}

/// Blanks ranges of whole characters, so that what is left is still valid text of the same length.
struct Mask {
    bytes: Vec<u8>,
}

impl Mask {
    /// A sentence that goes on in the next line is one line.
    fn join(&mut self, breaks: &[usize]) {
        for at in breaks {
            if let Some(byte) = self.bytes.get_mut(*at) {
                *byte = b' ';
            }
        }
    }

    fn blank(&mut self, range: Range<usize>) {
        if let Some(part) = self.bytes.get_mut(range) {
            part.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    segments: Vec<Segment>,
    code: Vec<Code>,
    comments: Vec<Range<usize>>,
    blanks: Vec<Range<usize>>,
    /// Line ends inside a sentence that goes on.
    joins: Vec<usize>,
    fence: Option<Fence>,
    in_comment: bool,
    in_table: bool,
    can_continue: bool,
}

struct Fence {
    mark: u8,
    length: usize,
    start: usize,
    is_mermaid: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            segments: Vec::new(),
            code: Vec::new(),
            comments: Vec::new(),
            blanks: Vec::new(),
            joins: Vec::new(),
            fence: None,
            in_comment: false,
            in_table: false,
            can_continue: false,
        }
    }

    fn read(&mut self) {
        let mut at = self.skip_front_matter();
        while at < self.text.len() {
            let rest = self.text.get(at..).unwrap_or("");
            let length = rest.find('\n').unwrap_or(rest.len());
            let end = at + rest.get(..length).unwrap_or("").trim_end().len();
            let after = (at + length + 1).min(self.text.len());
            self.line(at..end, after);
            at += length + 1;
        }
        if let Some(fence) = self.fence.take() {
            self.close_code(&fence, self.text.len());
        }
    }

    /// `---` on the first line up to the next `---`.
    fn skip_front_matter(&mut self) -> usize {
        if !self.text.starts_with("---\n") && !self.text.starts_with("---\r\n") {
            return 0;
        }
        let Some(end) = self.text.get(4..).and_then(|rest| rest.find("\n---")) else { return 0 };
        let end = end + 4 + "\n---".len();
        self.blanks.push(0..end);
        end
    }

    fn line(&mut self, range: Range<usize>, after: usize) {
        let line = self.text.get(range.clone()).unwrap_or("");
        if self.fenced(line, &range, after) {
            return;
        }
        let range = self.without_comments(line, range);
        let line = self.text.get(range.clone()).unwrap_or("");
        let trimmed = line.trim_start();
        let start = range.start + line.len() - trimmed.len();
        if trimmed.is_empty() {
            self.in_table = false;
            self.can_continue = false;
        } else if trimmed.starts_with('>') {
            self.blanks.push(range);
            self.can_continue = false;
        } else if trimmed.starts_with('#') && trimmed.trim_start_matches('#').starts_with(' ') {
            let marks = trimmed.len() - trimmed.trim_start_matches('#').trim_start().len();
            self.push(Kind::Heading, start + marks..range.end, false);
        } else if self.table(trimmed, start..range.end, after) {
        } else if let Some((kind, mark)) = item(trimmed) {
            self.push(kind, start + mark..range.end, true);
        } else if is_rule(trimmed) {
            self.can_continue = false;
        } else {
            self.text_line(start..range.end);
        }
    }

    fn push(&mut self, kind: Kind, range: Range<usize>, can_continue: bool) {
        self.segments.push(Segment { kind, range });
        self.can_continue = can_continue;
    }

    /// A line of a paragraph: a new statement, or the rest of a sentence that the line before broke off.
    fn text_line(&mut self, range: Range<usize>) {
        let text = self.text;
        if self.can_continue
            && let Some(last) = self.segments.last_mut()
            && goes_on(text.get(last.range.clone()).unwrap_or(""), text.get(range.clone()).unwrap_or(""))
        {
            let between = last.range.end..range.start;
            let breaks = text.get(between.clone()).unwrap_or("").bytes().enumerate();
            self.joins.extend(breaks.filter(|(_, byte)| *byte == b'\n').map(|(at, _)| between.start + at));
            last.range.end = range.end;
            return;
        }
        self.push(Kind::Text, range, true);
    }

    /// Inside a block of code, or at its first or last line.
    fn fenced(&mut self, line: &str, range: &Range<usize>, after: usize) -> bool {
        let trimmed = line.trim_start();
        let mark = trimmed.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'));
        let length = mark.map_or(0, |mark| trimmed.bytes().take_while(|byte| *byte == mark).count());
        if let Some(fence) = self.fence.take() {
            let is_end = Some(fence.mark) == mark && length >= fence.length && trimmed.len() == length;
            if is_end {
                self.close_code(&fence, range.start);
                self.blanks.push(range.clone());
            } else {
                self.fence = Some(fence);
            }
            return true;
        }
        let (Some(mark), true) = (mark, length >= 3) else { return false };
        let name = trimmed.get(length..).unwrap_or("").trim();
        if mark == b'`' && name.contains('`') {
            return false;
        }
        let is_mermaid = name.starts_with("mermaid");
        self.fence = Some(Fence { mark, length, start: after, is_mermaid });
        self.blanks.push(range.clone());
        self.can_continue = false;
        true
    }

    fn close_code(&mut self, fence: &Fence, end: usize) {
        let range = fence.start..end.max(fence.start);
        self.blanks.push(range.clone());
        self.code.push(Code { range, is_mermaid: fence.is_mermaid });
    }

    /// The part of a line between its first and last prose; comments are noted on the way.
    fn without_comments(&mut self, line: &str, range: Range<usize>) -> Range<usize> {
        let (mut at, mut first, mut last) = (0, None, 0);
        loop {
            let rest = line.get(at..).unwrap_or("");
            if self.in_comment {
                let end = rest.find("-->").map(|end| at + end + 3);
                if let Some(open) = self.comments.last_mut() {
                    open.end = range.start + end.unwrap_or(line.len());
                }
                let Some(end) = end else { break };
                (self.in_comment, at) = (false, end);
                continue;
            }
            let start = rest.find("<!--").map(|start| at + start);
            let until = start.unwrap_or(line.len());
            if line.get(at..until).is_some_and(|text| !text.trim().is_empty()) {
                first.get_or_insert(at);
                last = until;
            }
            let Some(start) = start else { break };
            self.in_comment = true;
            self.comments.push(range.start + start..range.end);
            at = start + 4;
        }
        first.map_or(range.end..range.end, |first| range.start + first..range.start + last)
    }

    /// A row of a table; the first one when the line after it is made of dashes.
    fn table(&mut self, line: &str, range: Range<usize>, after: usize) -> bool {
        if !line.contains('|') {
            self.in_table = false;
            return false;
        }
        if is_delimiter(line) {
            self.can_continue = false;
            return true;
        }
        let rest = self.text.get(after..).unwrap_or("");
        let next = rest.get(..rest.find('\n').unwrap_or(rest.len())).unwrap_or("").trim();
        if !self.in_table && is_delimiter(next) {
            self.in_table = true;
            self.blanks.push(range.clone());
            self.push(Kind::HeaderRow, range, false);
            return true;
        }
        if self.in_table || line.starts_with('|') {
            self.push(Kind::Row, range, false);
            return true;
        }
        false
    }
}

fn is_delimiter(line: &str) -> bool {
    line.contains("--")
        && line.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// `---`, `***`, `===`.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'_' | b'=' | b' '))
}

/// What kind of item begins here, and how long its mark is.
fn item(line: &str) -> Option<(Kind, usize)> {
    let plain = |mark| (Kind::Item { is_ordered: false, is_open_task: false }, mark);
    if let Some(rest) = ["- ", "* ", "+ ", "• ", "· ", "● "].iter().find_map(|mark| line.strip_prefix(mark))
    {
        let rest = rest.trim_start();
        let mark = line.len() - rest.len();
        return Some(match (rest.strip_prefix("[ ]"), rest.strip_prefix("[x]")) {
            (Some(_), _) => (Kind::Item { is_ordered: false, is_open_task: true }, mark + 3),
            (_, Some(_)) => plain(mark + 3),
            // `- 1. text` is a numbered step as well.
            _ => match ordered(rest) {
                Some(inner) => (Kind::Item { is_ordered: true, is_open_task: false }, mark + inner),
                None => plain(mark),
            },
        });
    }
    ordered(line).map(|mark| (Kind::Item { is_ordered: true, is_open_task: false }, mark))
}

/// `1. `, `1)`, `(1)`, `1、`, ①, 第一步, `step 1`.
fn ordered(line: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let count = digits(line);
    if (1..=3).contains(&count) {
        let rest = line.get(count..)?;
        if rest.starts_with('、') {
            return Some(count + '、'.len_utf8());
        }
        let follows = rest.get(1..).unwrap_or("");
        let is_mark = rest.starts_with(['.', ')']) && !follows.starts_with(|one: char| one.is_ascii_digit());
        return is_mark.then_some(count + 1);
    }
    if let Some(rest) = line.strip_prefix('(') {
        let count = digits(rest);
        let closes = rest.get(count..).is_some_and(|rest| rest.starts_with(')'));
        return ((1..=2).contains(&count) && closes).then_some(count + 2);
    }
    if line.starts_with(|one: char| ('\u{2460}'..='\u{2473}').contains(&one)) {
        return Some(3);
    }
    named_step(line)
}

fn named_step(line: &str) -> Option<usize> {
    if let Some(rest) = line.strip_prefix("step ") {
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        return (count > 0).then_some("step ".len() + count);
    }
    let rest = line.strip_prefix('第')?;
    let number: usize = rest
        .chars()
        .take_while(|one| "一二三四五六七八九十0123456789".contains(*one))
        .map(char::len_utf8)
        .sum();
    (number > 0 && rest.get(number..)?.starts_with('步'))
        .then_some('第'.len_utf8() + number + '步'.len_utf8())
}

/// Whether the next line carries on the sentence of the line before: only where a long line of Latin text was broken.
fn goes_on(before: &str, next: &str) -> bool {
    let ends = before.chars().next_back();
    let is_open = ends
        .is_some_and(|one| one.is_ascii_alphanumeric() || matches!(one, ',' | '-' | '"' | '\'' | '`' | ')'));
    let last_line = before.rsplit('\n').next().unwrap_or(before);
    let first_word = next.split([' ', ':']).next().unwrap_or("");
    let is_label = next.get(first_word.len()..).is_some_and(|rest| rest.starts_with(':'));
    is_open
        && last_line.len() >= 40
        && next.starts_with(|one: char| one.is_ascii_alphanumeric() || matches!(one, '`' | '"' | '('))
        && !is_label
}

/// Cuts each segment into sentences; a cell of a table is one of its own.
fn sentences(prose: &str, segments: &[Segment]) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        if segment.kind == Kind::HeaderRow {
            continue;
        }
        let text = prose.get(segment.range.clone()).unwrap_or("");
        let mut start = 0;
        for (at, letter) in text.char_indices() {
            if ends_sentence(text, at, letter, segment.kind) {
                let end = at + letter.len_utf8();
                push_sentence(&mut found, text, start..end, (segment.range.start, index));
                start = end;
            }
        }
        push_sentence(&mut found, text, start..text.len(), (segment.range.start, index));
    }
    found
}

fn push_sentence(
    found: &mut Vec<Sentence>,
    text: &str,
    range: Range<usize>,
    (base, segment): (usize, usize),
) {
    if text.get(range.clone()).is_some_and(|text| !text.trim().is_empty()) {
        found.push(Sentence { range: base + range.start..base + range.end, segment });
    }
}

fn ends_sentence(text: &str, at: usize, letter: char, kind: Kind) -> bool {
    match letter {
        '。' | '!' | '?' | ';' => true,
        '|' => kind == Kind::Row,
        '.' => {
            let rest = text.get(at + 1..).unwrap_or("");
            let before = text.get(..at).unwrap_or("");
            rest.is_empty() || rest.starts_with(' ') && !is_abbreviated(before, rest)
        }
        _ => false,
    }
}

/// The full stop of `ext. 204`, of `e.g. this`, of an initial: no end of a sentence.
fn is_abbreviated(before: &str, rest: &str) -> bool {
    let tail = before.len().saturating_sub(12);
    let tail = (tail..before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(before.len());
    let word = before.get(tail..).unwrap_or("").rsplit([' ', '(', ',']).next().unwrap_or("");
    let next = rest.trim_start();
    matches!(
        word,
        "ext"
            | "no"
            | "e.g"
            | "i.e"
            | "approx"
            | "vs"
            | "dr"
            | "mr"
            | "ms"
            | "mrs"
            | "fig"
            | "tel"
            | "ca"
            | "resp"
            | "min"
            | "max"
            | "incl"
            | "st"
    ) || word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
        || word == "etc" && next.starts_with(|one: char| one.is_ascii_lowercase()) && next.starts_with("and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        Note::read(text).segments.into_iter().map(|one| one.kind).collect()
    }

    #[test]
    fn code_quotes_and_comments_are_no_prose() {
        let note = Note::read("正文\n```sh\n大概\n```\n> 大概\n<!-- 大概\n大概 -->\n`大概` 尾\n");
        assert!(!note.prose.contains("大概"), "{:?}", note.prose);
        assert!(note.prose.contains("正文") && note.prose.contains('尾'));
        assert_eq!(note.prose.len(), note.lower.len());
    }

    #[test]
    fn lists_tables_and_headings_are_told_apart() {
        let step = Kind::Item { is_ordered: true, is_open_task: false };
        assert_eq!(
            kinds("# 一\n1. 二\n2、三\n（3）四\n第一步 五\nStep 2: six"),
            [Kind::Heading, step, step, step, step, step]
        );
        assert_eq!(kinds("| a | b |\n|---|---|\n| c | d |"), [Kind::HeaderRow, Kind::Row]);
        assert_eq!(kinds("- [ ] x"), [Kind::Item { is_ordered: false, is_open_task: true }]);
        assert_eq!(kinds("3.5 bar"), [Kind::Text]);
    }

    #[test]
    fn a_broken_line_of_latin_text_goes_on_and_a_new_statement_does_not() {
        let note = Note::read(
            "This sentence is long enough to be broken at\nsome point by an editor.\nOwner: Zhao Lei",
        );
        assert_eq!(note.segments.len(), 2);
        assert_eq!(note.sentences.len(), 2);
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        assert_eq!(Note::read("Call Chen Jie (ext. 204) e.g. today. Then stop.").sentences.len(), 2);
        assert_eq!(Note::read("先看。再做；然后走！").sentences.len(), 3);
    }
}
