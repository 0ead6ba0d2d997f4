//! Questions for teach-back, drawn from the structure of a note: when it starts, each step, each exception, each number.
//!
//! A question carries the kind and the words of the note; the page puts it into a sentence. Nothing is invented: a note
//! that says nothing about a failure is not asked about one.

use std::{collections::HashSet, ops::Range};

use super::{
    fields::{self, Field, Label},
    markdown::{Kind, Note},
};

/// So many questions are enough for one item.
const MOST: usize = 12;

codes! {
    /// What a question asks.
    QuestionKind {
        /// When or on what it starts.
        Trigger = "trigger",
        /// What comes first.
        FirstStep = "first-step",
        /// What comes after this step.
        NextStep = "next-step",
        /// What is done in this case.
        Exception = "exception",
        /// What this number or limit is, and why.
        Number = "number",
        /// How one knows that it went well.
        Check = "check",
        /// Where the result goes.
        Output = "output",
    }
}

/// A question, as facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteQuestion {
    /// What is asked.
    pub kind: QuestionKind,
    /// The words of the note it is about; for a number, what stands around it with the number left out.
    pub about: String,
    /// What the note says, for the one who marks.
    pub answer: String,
    /// The line of the note, from 1.
    pub line: usize,
}

/// The questions that a note gives, in the order: trigger, steps, exceptions, numbers, check, result.
pub fn questions(text: &str) -> Vec<NoteQuestion> {
    let note = Note::read(text);
    let fields = fields::read(&note);
    let mut asked = Asked { text, note: &note, found: Vec::new(), seen: HashSet::new() };
    asked.labelled(&fields, Label::Trigger, QuestionKind::Trigger, 1);
    asked.steps();
    asked.labelled(&fields, Label::Exceptions, QuestionKind::Exception, 3);
    asked.conditions();
    asked.numbers();
    asked.labelled(&fields, Label::Check, QuestionKind::Check, 1);
    asked.labelled(&fields, Label::Outputs, QuestionKind::Output, 1);
    asked.found.truncate(MOST);
    asked.found
}

struct Asked<'a> {
    text: &'a str,
    note: &'a Note,
    found: Vec<NoteQuestion>,
    seen: HashSet<(QuestionKind, usize)>,
}

impl Asked<'_> {
    fn push(&mut self, kind: QuestionKind, place: usize, (about, answer): (String, String)) {
        let line = self.note.lower.get(..place).map_or(1, |before| before.matches('\n').count() + 1);
        if self.seen.insert((kind, line)) && !answer.is_empty() {
            self.found.push(NoteQuestion { kind, about, answer, line });
        }
    }

    fn written(&self, range: &Range<usize>) -> String {
        let skipped = self.note.folded.get(..range.start).map_or(0, |before| before.chars().count());
        let length = self.note.folded.get(range.clone()).map_or(0, |piece| piece.chars().count());
        let piece: String = self.text.chars().skip(skipped).take(length.min(300)).collect();
        let mark =
            |one: char| one.is_whitespace() || matches!(one, '*' | '_' | '|' | ':' | '：' | '。' | '.');
        piece.trim_matches(mark).to_owned()
    }

    fn labelled(&mut self, fields: &[Field], label: Label, kind: QuestionKind, most: usize) {
        for field in
            fields.iter().filter(|field| field.label == label && field.is_filled(self.note)).take(most)
        {
            let pair = (self.written(&field.name), self.written(&field.value));
            self.push(kind, field.name.start, pair);
        }
    }

    /// The first step, then for the first and the middle one what comes next.
    fn steps(&mut self) {
        let steps: Vec<Range<usize>> = self
            .note
            .segments
            .iter()
            .filter(|one| matches!(one.kind, Kind::Item { is_ordered: true, .. }))
            .map(|one| one.range.clone())
            .take(40)
            .collect();
        let Some(first) = steps.first().filter(|_| steps.len() >= 2) else { return };
        let answer = self.written(first);
        self.push(QuestionKind::FirstStep, first.start, (String::new(), answer));
        let middle = steps.len() / 2;
        for at in [0, middle.saturating_sub(1), steps.len() - 2] {
            if let (Some(step), Some(next)) = (steps.get(at), steps.get(at + 1)) {
                let pair = (self.written(step), self.written(next));
                self.push(QuestionKind::NextStep, step.start, pair);
            }
        }
    }

    /// 如果……; "If the upload fails, …".
    fn conditions(&mut self) {
        let note = self.note;
        let starts = ["如果", "若", "如遇", "一旦", "万一", "if ", "in case "];
        let found = note.sentences.iter().filter(|one| {
            let text = note.prose_of(&one.range).trim_start();
            starts.iter().any(|start| text.starts_with(start))
        });
        for sentence in found.take(3) {
            let whole = self.written(&sentence.range);
            let cut = whole.find(['，', ',', '：', ':']).unwrap_or(whole.len());
            let about = whole.get(..cut).unwrap_or("").to_owned();
            let answer =
                whole.get(cut..).unwrap_or("").trim_start_matches(['，', ',', '：', ':', ' ']).to_owned();
            self.push(QuestionKind::Exception, sentence.range.start, (about, answer));
        }
    }

    /// A number with its unit, left out of its sentence.
    fn numbers(&mut self) {
        let mut count = 0;
        for sentence in self.note.sentences.iter().take(400) {
            let Some((number, _)) = number_in(self.note.prose_of(&sentence.range)) else { continue };
            let range = sentence.range.start + number.start..sentence.range.start + number.end;
            let whole = self.written(&sentence.range);
            let answer = self.written(&range);
            let about = whole.replacen(&answer, "____", 1);
            if about != whole {
                self.push(QuestionKind::Number, sentence.range.start, (about, answer));
                count += 1;
            }
            if count == 4 {
                return;
            }
        }
    }
}

const UNITS: [&str; 36] = [
    "分钟",
    "小时",
    "天",
    "周",
    "个月",
    "秒",
    "毫米",
    "mm",
    "℃",
    "°c",
    "bar",
    "kn",
    "%",
    "元",
    "件",
    "孔",
    "次",
    "年",
    "days",
    "day",
    "hours",
    "hour",
    "minutes",
    "minute",
    "seconds",
    "percent",
    "euros",
    "pieces",
    "weeks",
    "months",
    "times",
    "working days",
    "kg",
    "mpa",
    "rpm",
    "m/s",
];

/// The first number that has a unit.
fn number_in(text: &str) -> Option<(Range<usize>, &'static str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',') && at > start)
        {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let is_whole = start == 0
            || !bytes
                .get(start - 1)
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
        let rest = text.get(at..).unwrap_or("");
        let gap = rest.len() - rest.trim_start().len();
        let unit = UNITS.iter().find(|unit| rest.trim_start().starts_with(**unit));
        if let Some(unit) = unit.filter(|_| is_whole && gap <= 1) {
            return Some((start..at + gap + unit.len(), *unit));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "# 磨床备份\n触发：每周五 16:00\n1. 插入 3 号 U 盘\n2. 复制程序目录\n3. 存到 \\\\nas\\cnc\n如果 U 盘读不出，换 U-004 重做。\n每次 20 分钟。\n核对：文件个数一致";

    #[test]
    fn a_note_asks_for_its_trigger_steps_exceptions_numbers_and_check() {
        let asked = questions(NOTE);
        let kinds: HashSet<&str> = asked.iter().map(|one| one.kind.code()).collect();
        for kind in ["trigger", "first-step", "next-step", "exception", "number", "check"] {
            assert!(kinds.contains(kind), "{kind} in {asked:?}");
        }
        let exception = asked.iter().find(|one| one.kind == QuestionKind::Exception).unwrap();
        assert_eq!(
            (exception.about.as_str(), exception.answer.as_str(), exception.line),
            ("如果 U 盘读不出", "换 U-004 重做", 6)
        );
        let number = asked.iter().find(|one| one.kind == QuestionKind::Number).unwrap();
        assert_eq!((number.about.as_str(), number.answer.as_str()), ("每次 ____", "20 分钟"));
    }

    #[test]
    fn a_note_that_says_nothing_is_asked_nothing() {
        assert!(questions("# 标题\n这里还没有写。").is_empty());
        assert!(questions("").is_empty());
    }
}
