//! What a note says under a label: a heading, a word with a colon, a cell beside or under its name.

use std::{ops::Range, sync::LazyLock};

use super::{
    markdown::{Kind, Note, Segment},
    words::Groups,
};

static LABELS: LazyLock<Groups> = LazyLock::new(|| Groups::load(include_str!("../../data/lint/labels.txt")));

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Label {
    Owner,
    Backup,
    Leaver,
    Trigger,
    Steps,
    Inputs,
    Outputs,
    Exceptions,
    Check,
    Incident,
    Why,
    Frequency,
    Duration,
    Location,
    Credential,
    Contact,
    Pending,
}

const ALL: [(&str, Label); 17] = [
    ("owner", Label::Owner),
    ("backup", Label::Backup),
    ("leaver", Label::Leaver),
    ("trigger", Label::Trigger),
    ("steps", Label::Steps),
    ("inputs", Label::Inputs),
    ("outputs", Label::Outputs),
    ("exceptions", Label::Exceptions),
    ("check", Label::Check),
    ("incident", Label::Incident),
    ("why", Label::Why),
    ("frequency", Label::Frequency),
    ("duration", Label::Duration),
    ("location", Label::Location),
    ("credential", Label::Credential),
    ("contact", Label::Contact),
    ("pending", Label::Pending),
];

/// A label with what is said under it; segments from the first to the one before the last.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) label: Label,
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    pub(super) segment: usize,
}

impl Field {
    pub(super) fn value_in<'a>(&self, note: &'a Note) -> &'a str {
        note.folded_of(&self.value)
            .trim_matches(|one: char| one.is_whitespace() || matches!(one, '*' | '_' | '|'))
    }

    /// Whether something is said, and not only that it will be said one day.
    pub(super) fn is_filled(&self, note: &Note) -> bool {
        let value = self.value_in(note).to_ascii_lowercase();
        value.chars().filter(|one| one.is_alphanumeric()).count() >= 2 && !is_placeholder(&value)
    }
}

const PLACEHOLDERS: [&str; 25] = [
    "待定",
    "待补",
    "待补充",
    "待填",
    "待完善",
    "未定",
    "暂缺",
    "后补",
    "略",
    "同上",
    "不详",
    "不清楚",
    "tbd",
    "todo",
    "to do",
    "n/a",
    "none",
    "to be defined",
    "to be done",
    "to be determined",
    "xxx",
    "unknown",
    "see above",
    "later",
    "to follow",
];

fn is_placeholder(value: &str) -> bool {
    let bare = value.trim_matches(|one: char| !one.is_alphanumeric());
    PLACEHOLDERS.contains(&bare)
}

/// All labels of a note in the order of their places.
pub(super) fn read(note: &Note) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut header: Vec<(Option<Label>, Range<usize>)> = Vec::new();
    for (index, segment) in note.segments.iter().enumerate() {
        match segment.kind {
            Kind::Heading => heading(note, index, segment, &mut fields),
            Kind::HeaderRow => {
                header = cells(note, segment).map(|cell| (label_of(note.lower_of(&cell)), cell)).collect();
            }
            Kind::Row => row(note, (index, segment), &header, &mut fields),
            Kind::Text | Kind::Item { .. } => inline(note, index, segment, &mut fields),
        }
    }
    close_open(note, &mut fields);
    fields
}

/// The label that a name stands for: the longest word found decides.
fn label_of(name: &str) -> Option<Label> {
    let name = name.trim_matches(|one: char| {
        one.is_whitespace() || matches!(one, '*' | '_' | '`' | '#' | '-' | '|' | ':')
    });
    let name = name.split('(').next().unwrap_or(name).trim();
    let is_latin = name.is_ascii();
    if name.is_empty()
        || is_latin && name.split_whitespace().count() > 6
        || !is_latin && name.chars().count() > 14
    {
        return None;
    }
    let labels = &*LABELS;
    let hits = labels.find(name).filter(|hit| {
        let word = name.get(hit.start..hit.end).unwrap_or("");
        word.chars().count() > 1 || word == name
    });
    let best = hits.max_by_key(|hit| (hit.end - hit.start, hit.start))?;
    ALL.iter().find(|(group, _)| best.groups & labels.bit(group) != 0).map(|(_, label)| *label)
}

/// A heading speaks for all that follows up to the next heading.
fn heading(note: &Note, index: usize, segment: &Segment, fields: &mut Vec<Field>) {
    let text = note.lower_of(&segment.range);
    if text.contains(':') && !text.trim_end().ends_with(':') {
        return inline(note, index, segment, fields);
    }
    if let Some(label) = label_of(text).filter(|_| index > 0) {
        fields.push(Field {
            label,
            name: segment.range.clone(),
            value: segment.range.end..segment.range.end,
            segment: index,
        });
    }
}

fn cells<'a>(note: &'a Note, segment: &Segment) -> impl Iterator<Item = Range<usize>> + 'a {
    let text = note.prose_of(&segment.range);
    let text = if text.trim().is_empty() { note.lower_of(&segment.range) } else { text };
    let base = segment.range.start;
    let (mut at, is_led) = (0, text.trim_start().starts_with('|'));
    let pieces = text.split('|').map(move |piece| {
        let range = base + at..base + at + piece.len();
        at += piece.len() + 1;
        range
    });
    pieces.skip(usize::from(is_led))
}

/// A row whose first cell is a label, or whose cells stand under labels.
fn row(
    note: &Note,
    (index, segment): (usize, &Segment),
    header: &[(Option<Label>, Range<usize>)],
    fields: &mut Vec<Field>,
) {
    let cells: Vec<Range<usize>> = cells(note, segment).collect();
    if let Some((first, rest)) = cells.split_first()
        && let Some(label) = label_of(note.lower_of(first))
        && let Some(second) = rest.first()
    {
        fields.push(Field {
            label,
            name: first.clone(),
            value: second.start..segment.range.end,
            segment: index,
        });
        return;
    }
    for (cell, (label, _)) in cells.iter().zip(header) {
        if let Some(label) = label {
            fields.push(Field { label: *label, name: cell.clone(), value: cell.clone(), segment: index });
        }
    }
}

/// Words with a colon inside a line: 主:赵磊;备:孙悦.
fn inline(note: &Note, index: usize, segment: &Segment, fields: &mut Vec<Field>) {
    let text = note.prose_of(&segment.range);
    let first = fields.len();
    for (at, _) in text.match_indices(':') {
        let near = (at.saturating_sub(80)..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
        let before = text.get(near..at).unwrap_or("");
        let cut = before.rfind([';', '。', ',', '、', '|', '(', '!', '?']).map(|cut| {
            cut + before.get(cut..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        let cut = cut.max(before.rfind(". ").map(|cut| cut + 2)).unwrap_or(0);
        let name = segment.range.start + near + cut..segment.range.start + at;
        push_inline(note, (index, segment), name, fields, first);
    }
    if fields.len() == first {
        dashed(note, index, segment, fields);
    }
}

fn push_inline(
    note: &Note,
    (index, segment): (usize, &Segment),
    name: Range<usize>,
    fields: &mut Vec<Field>,
    first: usize,
) {
    let Some(label) = label_of(note.lower_of(&name)) else { return };
    if let Some(last) = fields.get_mut(first..).and_then(<[Field]>::last_mut) {
        last.value.end = name.start.max(last.value.start);
    }
    let value = name.end + 1..segment.range.end;
    fields.push(Field { label, name, value, segment: index });
}

/// `Owner - Zhao Lei`, `负责人 赵磊`.
fn dashed(note: &Note, index: usize, segment: &Segment, fields: &mut Vec<Field>) {
    let text = note.prose_of(&segment.range);
    let head: String = text.chars().take(40).collect();
    let Some(cut) = head.find([' ', '—', '–', '=']) else { return };
    let mark = [" - ", " — ", " – ", "—", "–", " = ", " "]
        .iter()
        .find_map(|mark| head.find(mark).map(|at| (at, mark.len())));
    let Some((at, length)) = mark.filter(|(at, length)| *length > 1 || *at == cut) else { return };
    let name = segment.range.start..segment.range.start + at;
    let is_han = note.lower_of(&name).chars().all(super::source::is_han);
    if (length > 1 || is_han)
        && let Some(label) = label_of(note.lower_of(&name))
    {
        fields.push(Field {
            label,
            name,
            value: segment.range.start + at + length..segment.range.end,
            segment: index,
        });
    }
}

/// A label with nothing behind it speaks for what follows up to the next heading or label.
fn close_open(note: &Note, fields: &mut [Field]) {
    for at in 0..fields.len() {
        let next = fields.get(at + 1).map_or(usize::MAX, |next| next.segment);
        let Some(field) = fields.get_mut(at) else { break };
        let is_heading = note.segments.get(field.segment).is_some_and(|one| one.kind == Kind::Heading);
        if !note.lower_of(&field.value).trim_matches(['*', '_', ' ']).is_empty() {
            continue;
        }
        let following = note.segments.iter().enumerate().skip(field.segment + 1);
        let last = following
            .take_while(|(index, one)| one.kind != Kind::Heading && (is_heading || *index < next))
            .take(60)
            .last();
        if let Some((_, last)) = last {
            field.value.end = last.range.end.max(field.value.start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(Label, String)> {
        let note = Note::read(text);
        read(&note).into_iter().map(|one| (one.label, one.value_in(&note).to_owned())).collect()
    }

    #[test]
    fn labels_stand_in_lines_headings_and_tables() {
        assert_eq!(
            fields("主:赵磊;备:孙悦"),
            [(Label::Owner, "赵磊;".to_owned()), (Label::Backup, "孙悦".to_owned())]
        );
        assert_eq!(fields("# x\n## 触发条件\n每月3日"), [(Label::Trigger, "每月3日".to_owned())]);
        assert_eq!(fields("**Owner**: Zhao Lei"), [(Label::Owner, "Zhao Lei".to_owned())]);
        assert_eq!(fields("| 项 | 值 |\n|--|--|\n| 接手人 | 陈洁 |"), [(Label::Owner, "陈洁".to_owned())]);
        let columns = fields("| 接手人 | 触发 |\n|--|--|\n| 王浩 | 到期前 |");
        assert_eq!(columns, [(Label::Owner, "王浩".to_owned()), (Label::Trigger, "到期前".to_owned())]);
    }

    #[test]
    fn the_longest_word_decides_what_a_label_means() {
        assert_eq!(fields("# x\n## When something goes wrong\nstop")[0].0, Label::Exceptions);
        assert_eq!(fields("# x\n## Where the result goes\nthere")[0].0, Label::Outputs);
        assert_eq!(fields("# x\n## 出错怎么办\n停")[0].0, Label::Exceptions);
    }

    #[test]
    fn a_promise_is_no_content() {
        let note = Note::read("触发：待定");
        assert!(!read(&note)[0].is_filled(&note));
    }
}
