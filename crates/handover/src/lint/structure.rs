//! Rules about the whole note: who, when, how, from what, to whom, what if, how one knows.

use std::collections::{BTreeSet, HashSet};

use super::{
    Raised,
    facts::{self, clip},
    fields::Label,
    inline::LocatorKind,
    markdown::Kind,
    people,
    reading::{BITS, Reading},
};

/// Everything that is missing.
pub(super) fn check(reading: &Reading<'_>, raise: &mut dyn FnMut(Raised)) {
    let opening = reading.note.opening();
    let mut missing = |number: u16, is_missing: bool| {
        if is_missing {
            raise(Raised::whole(number, opening.clone()));
        }
    };
    let receivers = receivers(reading);
    missing(1, receivers.owners == 0);
    missing(2, receivers.all < 2);
    missing(3, !has_trigger(reading));
    missing(4, !has_steps(reading));
    missing(5, !has_inputs(reading));
    missing(6, !has_outputs(reading));

    missing(7, !has_exception(reading));
    missing(12, !has_incident(reading));
    missing(
        14,
        !(reading.present().any(|(_, _, mask)| mask & BITS.check != 0) || reading.is_filled(Label::Check)),
    );
    contact(reading, raise);
    location(reading, raise);
    credential(reading, raise);
    frequency(reading, raise);
    reason(reading, raise);
    pending(reading, raise);
}

struct Receivers {
    owners: usize,
    all: usize,
}

/// The people who are named as taking over, whether under a label or in a sentence that says so.
fn receivers(reading: &Reading<'_>) -> Receivers {
    let mut owners = BTreeSet::new();
    let mut backups = BTreeSet::new();
    let mut leavers = BTreeSet::new();
    for field in &reading.fields {
        let names = || people::listed(clip(field.value_in(reading.note)));
        match field.label {
            Label::Owner => owners.extend(names()),
            Label::Backup => backups.extend(names()),
            Label::Leaver => leavers.extend(names()),
            _ => (),
        }
    }
    for (at, sentence) in reading.note.sentences.iter().enumerate() {
        let mask = reading.masks.get(at).copied().unwrap_or(0);
        if mask & (BITS.owner | BITS.backup) == 0 {
            continue;
        }
        let names = people::mentioned(clip(reading.note.folded_of(&sentence.range)));
        let group = if mask & BITS.owner == 0 { &mut backups } else { &mut owners };
        group.extend(names);
    }
    owners.retain(|name| !leavers.contains(name));
    backups.retain(|name| !leavers.contains(name));
    Receivers { owners: owners.len(), all: owners.union(&backups).count() }
}

/// A label with something definite behind it, a period, an event, or a sentence that begins with its condition.
fn has_trigger(reading: &Reading<'_>) -> bool {
    let is_definite = |value: &str| {
        let vague = [
            "视情况",
            "定期",
            "及时",
            "必要时",
            "有空",
            "as needed",
            "regularly",
            "when needed",
            "if needed",
            "as required",
        ];
        !vague.iter().any(|word| value.contains(word)) || facts::has_period(value)
    };
    let by_label = |label: Label| {
        reading.labelled(label).any(|field| {
            field.is_filled(reading.note) && is_definite(&field.value_in(reading.note).to_ascii_lowercase())
        })
    };
    if by_label(Label::Trigger) || by_label(Label::Frequency) && reading.has(BITS.period) {
        return true;
    }
    reading.present().any(|(at, text, mask)| {
        let starts = reading.first.get(at).is_some_and(|first| first.starts_condition);
        let is_step = is_ordered(reading, at);
        let is_denied = text.starts_with("no ") || text.contains("不在") || text.contains("不发");
        mask & BITS.trigger != 0 && !is_denied
            || starts && !is_step && mask & (BITS.exception | BITS.failure) == 0
    })
}

fn is_ordered(reading: &Reading<'_>, sentence: usize) -> bool {
    let segment = reading.note.segments.get(reading.segment_of(sentence));
    segment.is_some_and(|one| matches!(one.kind, Kind::Item { is_ordered: true, .. }))
}

/// Numbered items, a flow chart, numbers inside a line, or at least three instructions.
fn has_steps(reading: &Reading<'_>) -> bool {
    let note = reading.note;
    let ordered = note
        .segments
        .iter()
        .filter(|one| matches!(one.kind, Kind::Item { is_ordered: true, .. }))
        .take(2)
        .count();
    let has_chart = note
        .code
        .iter()
        .any(|code| code.is_mermaid && note.lower_of(&code.range).matches("--").take(2).count() >= 2);
    let instructions = reading.present().filter(|(at, _, mask)| {
        let is_other = mask & (BITS.exception | BITS.failure | BITS.check | BITS.pending | BITS.reason) != 0;
        let starts = reading.first.get(*at).is_some_and(|first| first.starts_imperative);
        starts && !is_other && !is_under_other_label(reading, *at)
    });
    ordered >= 2
        || has_chart
        || has_inline_numbers(reading)
        || has_sequence(reading)
        || instructions.take(3).count() >= 3
}

/// Whether the sentence stands on the line of a label that announces something else than steps.
fn is_under_other_label(reading: &Reading<'_>, sentence: usize) -> bool {
    let segment = reading.segment_of(sentence);
    let first = reading.fields.partition_point(|field| field.segment < segment);
    reading.fields.get(first).is_some_and(|field| field.segment == segment && field.label != Label::Steps)
}

/// What is done when something goes wrong: a condition, a way back, or a failure with its remedy.
fn has_exception(reading: &Reading<'_>) -> bool {
    let by_label = reading.labelled(Label::Exceptions).any(|field| field.is_filled(reading.note));
    by_label
        || reading.present().any(|(_, text, mask)| {
            let is_handled = mask & BITS.failure != 0 && mask & BITS.remedy != 0 && mask & BITS.trigger == 0;
            let text = text.trim_start();
            // To ask when in doubt is no remedy.
            if ["unclear", "question", "不清楚", "不明白", "疑问", "不懂", "不会"]
                .iter()
                .any(|word| text.contains(word))
            {
                return false;
            }
            mask & BITS.exception != 0 || is_handled || text.starts_with("if ") || text.contains("; if ")
        })
}

/// (1)… (2)… or 1)… 2)… inside one line.
fn has_inline_numbers(reading: &Reading<'_>) -> bool {
    reading.note.segments.iter().any(|segment| {
        let text = reading.note.prose_of(&segment.range);
        ["2)", "2、", "②", "step 2"].iter().any(|mark| text.contains(mark))
            && ["1)", "1、", "①", "step 1"].iter().any(|mark| text.contains(mark))
    })
}

/// 先……再……最后……; "first …, then …, finally …".
fn has_sequence(reading: &Reading<'_>) -> bool {
    reading.note.segments.iter().any(|segment| {
        let text = reading.note.prose_of(&segment.range);
        text.contains('先')
            && (text.contains('再') || text.contains("然后"))
            && (text.contains("最后") || text.contains("接着"))
            || facts::has_word(text, "first")
                && facts::has_word(text, "then")
                && (facts::has_word(text, "finally") || facts::has_word(text, "last"))
    })
}

/// A place or a named table or system that is no place for results, or something under the label.
fn has_inputs(reading: &Reading<'_>) -> bool {
    let note = reading.note;
    if reading.is_filled(Label::Inputs) || reading.is_filled(Label::Location) {
        return true;
    }
    reading.present().any(|(at, _, mask)| {
        let range = note.sentences.get(at).map_or(0..0, |one| one.range.clone());
        let first = note.locators.partition_point(|one| one.range.start < range.start);
        let has_place = note
            .locators
            .get(first..)
            .unwrap_or(&[])
            .iter()
            .take_while(|one| one.range.start < range.end)
            .any(|one| one.kind != LocatorKind::Mail);
        let has_name =
            mask & (BITS.file_noun | BITS.system_noun) != 0 || note.lower_of(&range).contains('《');
        mask & (BITS.output | BITS.check | BITS.exception | BITS.failure) == 0 && (has_place || has_name)
    })
}

/// A result, a recipient or a place for it; what is reported when something fails is none.
fn has_outputs(reading: &Reading<'_>) -> bool {
    let failing: Vec<_> = reading.labelled(Label::Exceptions).collect();
    reading.is_filled(Label::Outputs)
        || reading.present().any(|(at, _, mask)| {
            let start = reading.note.sentences.get(at).map_or(0, |one| one.range.start);
            let is_failing = || {
                let before = failing.partition_point(|field| field.name.start <= start);
                before
                    .checked_sub(1)
                    .and_then(|at| failing.get(at))
                    .is_some_and(|field| start < field.value.end)
            };
            mask & BITS.output != 0 && mask & BITS.exception == 0 && !is_failing()
        })
}

/// A past failure with its date.
fn has_incident(reading: &Reading<'_>) -> bool {
    let note = reading.note;
    let by_label = reading.labelled(Label::Incident).any(|field| {
        field.is_filled(note) && facts::has_date(&clip(field.value_in(note)).to_ascii_lowercase())
            || field.is_filled(note) && facts::has_date(note.lower_of(&field.name))
    });
    by_label
        || note.segments.iter().filter(|one| one.kind != Kind::Heading).any(|segment| {
            let text = note.prose_of(&segment.range);
            let text = clip(text);
            (facts::has_date(text) || has_mark(text, "上次", "last time"))
                && (super::reading::SIGNALS.find(text).any(|hit| hit.groups & BITS.incident != 0))
        })
}

fn has_mark(text: &str, zh: &str, en: &str) -> bool {
    text.contains(zh) || text.contains(en)
}

/// Somebody outside is dealt with, and nobody there is named with a way to reach them.
fn contact(reading: &Reading<'_>, raise: &mut dyn FnMut(Raised)) {
    let outside = reading.present().find(|(_, text, mask)| {
        let is_addressed = || mask & BITS.interact != 0 && is_addressed(clip(text));
        mask & BITS.party != 0 && (mask & BITS.deal != 0 || is_addressed())
    });
    let Some((at, ..)) = outside else { return };
    let has_contact = reading.note.segments.iter().any(|segment| {
        let text = clip(reading.note.lower_of(&segment.range));
        facts::has_channel(text) && has_person(clip(reading.note.folded_of(&segment.range)))
    });
    let by_label = reading.labelled(Label::Contact).any(|field| {
        facts::has_channel(&field.value_in(reading.note).to_ascii_lowercase())
            && !people::listed(field.value_in(reading.note)).is_empty()
    });
    if !has_contact && !by_label {
        raise_first(reading, at, 8, |first| first.party, raise);
    }
}

/// Whether the party is the one who is called, asked or sent something: 通知供应商, 跟客户确认, "call the supplier".
fn is_addressed(text: &str) -> bool {
    let bits = &*BITS;
    let hits: Vec<_> = super::reading::SIGNALS
        .find(text)
        .filter(|hit| hit.groups & (bits.party | bits.interact) != 0)
        .collect();
    let verbs = || hits.iter().filter(|hit| hit.groups & bits.interact != 0);
    hits.iter().filter(|hit| hit.groups & bits.party != 0).any(|party| {
        let before = text.get(..party.start).unwrap_or("");
        let is_led = before.ends_with(['跟', '与', '和', '向', '给', '找', '请', '让', '催', '对']);
        verbs().any(|verb| {
            verb.end <= party.start && party.start - verb.end <= 40 || is_led && verb.start >= party.end
        })
    })
}

/// A name, or a surname with a title.
fn has_person(text: &str) -> bool {
    !people::mentioned(text).is_empty()
        || !people::listed(text).is_empty()
        || ["工", "经理", "总", "女士", "先生", "师傅", "主任", "小姐"]
            .iter()
            .any(|title| text.contains(title))
        || ["mr ", "ms ", "mr. ", "ms. ", "mrs"].iter().any(|title| text.to_ascii_lowercase().contains(title))
}

/// A file, a table or a system is used, and up to there no place was named where it could be.
fn location(reading: &Reading<'_>, raise: &mut dyn FnMut(Raised)) {
    let note = reading.note;
    let by_label = reading.fields.iter().any(|field| {
        let first = note.locators.partition_point(|one| one.range.start < field.value.start);
        let place = note.locators.get(first);
        matches!(field.label, Label::Location | Label::Inputs)
            && place.is_some_and(|one| one.range.end <= field.value.end)
    });
    if by_label {
        return;
    }
    let first_place = note
        .locators
        .iter()
        .find(|one| one.kind != LocatorKind::Mail)
        .map_or(usize::MAX, |one| one.range.start);
    for (at, sentence) in note.sentences.iter().enumerate() {
        if first_place < sentence.range.end {
            return;
        }
        let mask = reading.masks.get(at).copied().unwrap_or(0);
        let is_used = mask & BITS.usage != 0 && mask & (BITS.file_noun | BITS.system_noun) != 0;
        let text = note.folded_of(&sentence.range);
        let is_heading = note.segments.get(sentence.segment).is_some_and(|one| one.kind == Kind::Heading);
        if is_used && !is_heading && !has_number_of_paper(text) {
            raise_first(reading, at, 9, |first| first.noun, raise);
            return;
        }
    }
}

/// The segments that stand under a label for open work.
fn listed_as_open(reading: &Reading<'_>) -> HashSet<usize> {
    let mut listed = HashSet::new();
    for field in reading.labelled(Label::Pending) {
        let following = reading.note.segments.iter().enumerate().skip(field.segment + 1);
        let under = following.take_while(|(_, one)| one.range.end <= field.value.end);
        listed.extend(under.filter(|(_, one)| one.kind != Kind::Heading).map(|(index, _)| index));
    }
    listed
}

/// GY-0213, QP-31, HT-2024-018, #123: a number under which something is filed; a cabinet with a number counts as well.
fn has_number_of_paper(text: &str) -> bool {
    let is_part = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '#');
    let by_word = clip(text).split(|one: char| !is_part(one)).any(|word| {
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        has_digit
            && (word.starts_with('#')
                || word.contains('-') && word.bytes().any(|byte| byte.is_ascii_uppercase()))
    });
    let lower = clip(text).to_ascii_lowercase();
    by_word
        || ["柜", "架", "档案室", "抽屉", "cabinet", "shelf", "room "]
            .iter()
            .any(|place| lower.contains(place) && lower.bytes().any(|byte| byte.is_ascii_digit()))
}

/// A login is needed, and neither a vault nor a person who opens the door is named.
fn credential(reading: &Reading<'_>, raise: &mut dyn FnMut(Raised)) {
    if reading.has(BITS.pointer) {
        return;
    }
    let found = reading.sentences().find(|(_, _, mask)| mask & BITS.login != 0);
    if let Some((at, ..)) = found {
        raise_first(reading, at, 10, |first| first.login, raise);
    }
}

/// Something recurs, and its period and how long it takes are not both said.
fn frequency(reading: &Reading<'_>, raise: &mut dyn FnMut(Raised)) {
    let recurs = reading.present().find(|(at, text, mask)| {
        (mask & BITS.recurring != 0 || counts_pieces(clip(text))) && !is_ordered(reading, *at)
    });
    let Some((at, ..)) = recurs else { return };
    let has_duration = reading.is_filled(Label::Duration)
        || reading.sentences().any(|(_, text, mask)| {
            mask & (BITS.duration_word | BITS.period | BITS.recurring) != 0
                && mask & BITS.failure == 0
                && facts::has_duration(clip(text))
        });
    let has_period = reading.has(BITS.period)
        || reading.sentences().any(|(_, text, mask)| {
            mask & BITS.recurring != 0 && facts::has_period(clip(text)) || counts_pieces(clip(text))
        });
    if !(has_period && has_duration) {
        raise_first(reading, at, 11, |first| first.recurring, raise);
    }
}

/// 每 500 件, 每3炉: what recurs with the pieces.
fn counts_pieces(text: &str) -> bool {
    text.split('每').skip(1).any(|rest| {
        let rest = rest.trim_start();
        let unit = rest.trim_start_matches(|one: char| one.is_ascii_digit()).trim_start();
        unit.len() < rest.len()
            && unit.starts_with([
                '件', '炉', '批', '单', '次', '台', '小', '天', '周', '月', '个', '班', '孔', '箱',
            ])
    })
}

/// A rule or a limit stands without its reason.
fn reason(reading: &Reading<'_>, raise: &mut dyn FnMut(Raised)) {
    if reading.has(BITS.reason) || reading.is_filled(Label::Why) {
        return;
    }
    let found = reading.sentences().find(|(_, text, mask)| {
        mask & BITS.threshold != 0
            && mask & BITS.check == 0
            && (facts::has_quantity(clip(text)) || is_order(text))
    });
    if let Some((at, ..)) = found {
        raise_first(reading, at, 13, |first| first.threshold, raise);
    }
}

fn is_order(text: &str) -> bool {
    ["不得", "禁止", "严禁", "不允许", "不准"].iter().any(|word| text.contains(word))
        || ["must not", "never", "not allowed", "forbidden", "prohibited"]
            .iter()
            .any(|word| facts::has_word(text, word))
}

/// Something is unfinished, and neither a day nor a next step is said.
fn pending(reading: &Reading<'_>, raise: &mut dyn FnMut(Raised)) {
    let note = reading.note;
    let listed = listed_as_open(reading);
    let mut last = usize::MAX;
    for (at, sentence) in note.sentences.iter().enumerate() {
        let Some(segment) = note.segments.get(sentence.segment) else { continue };
        let is_task = matches!(segment.kind, Kind::Item { is_open_task: true, .. });
        let is_listed = listed.contains(&sentence.segment);
        let mask = reading.masks.get(at).copied().unwrap_or(0);
        let is_heading = segment.kind == Kind::Heading;
        if is_heading || sentence.segment == last || !(is_task || is_listed || mask & BITS.pending != 0) {
            continue;
        }
        let text = clip(note.prose_of(&segment.range));
        if is_settled(text) || is_bare_label(text) {
            continue;
        }
        last = sentence.segment;
        let place = reading
            .first
            .get(at)
            .and_then(|first| first.pending)
            .map_or(segment.range.clone(), |(start, end)| start..end);
        raise(Raised::at(15, place));
    }
}

/// A day, a next step, or that there is nothing left.
fn is_settled(text: &str) -> bool {
    let bits = &*BITS;
    let has_next = super::reading::SIGNALS.find(text).any(|hit| hit.groups & bits.next_step != 0);
    let has_day =
        facts::has_date(text) || has_weekday(text) || text.contains("月底") || text.contains("日前");
    let has_nothing = [
        "没有未",
        "没有待",
        "没有遗留",
        "无未",
        "无待",
        "无遗留",
        ":无",
        "暂无",
        "no open",
        "nothing pending",
        "no pending",
        "nothing is pending",
        "no outstanding",
        ": none",
        "nothing outstanding",
        "nothing is open",
        "no unfinished",
        "0 copies",
        "0 open",
        " 0 outstanding",
        "数为 0",
        "数为0",
    ]
    .iter()
    .any(|word| text.contains(word));
    has_next || has_day || has_nothing
}

fn has_weekday(text: &str) -> bool {
    ["周一", "周二", "周三", "周四", "周五", "星期", "下周", "本周", "明天", "后天"]
        .iter()
        .any(|day| text.contains(day))
        || [
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "tomorrow",
            "next week",
            "end of the month",
            "this week",
        ]
        .iter()
        .any(|day| facts::has_word(text, day))
}

/// 待办: with nothing behind it announces the lines that follow.
fn is_bare_label(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(':') && text.chars().count() <= 24 || text.chars().count() <= 2
}

/// Raises a rule at the first word of a kind in a sentence.
fn raise_first(
    reading: &Reading<'_>,
    sentence: usize,
    number: u16,
    place: impl Fn(&super::reading::FirstHits) -> Option<(usize, usize)>,
    raise: &mut dyn FnMut(Raised),
) {
    let range = reading.first.get(sentence).and_then(place).map(|(start, end)| start..end);
    let whole = reading.note.sentences.get(sentence).map(|one| one.range.clone());
    if let Some(range) = range.or(whole) {
        raise(Raised::at(number, range));
    }
}
