//! What a note speaks of: the words of each sentence, gathered once for all rules about the whole.

use std::sync::LazyLock;

use super::{
    facts,
    fields::{self, Field, Label},
    markdown::{Kind, Note},
    words::Groups,
};

pub(super) static SIGNALS: LazyLock<Groups> =
    LazyLock::new(|| Groups::load(include_str!("../../data/lint/signals.txt")));

/// The bits of the groups that rules ask for.
macro_rules! signals {
    ($($name:ident = $group:literal),+ $(,)?) => {
        pub(super) struct Bits { $(pub(super) $name: u64,)+ }
        pub(super) static BITS: LazyLock<Bits> = LazyLock::new(|| Bits { $($name: SIGNALS.bit($group),)+ });

        #[cfg(test)]
        pub(super) fn groups() -> Vec<(&'static str, u64)> { vec![$(($group, BITS.$name),)+] }
    };
}

signals! {
    trigger = "trigger", starter = "starter", output = "output", exception = "exception", check = "check", reason = "reason",
    threshold = "threshold", incident = "incident", party = "party", interact = "interact", login = "login",
    pointer = "pointer", recurring = "recurring", period = "period", duration_word = "durationword", pending = "pending",
    next_step = "nextstep", usage = "usage", file_noun = "filenoun", system_noun = "systemnoun", owner = "owneranchor",
    backup = "backupanchor", imperative = "imperative", failure = "failure", remedy = "remedy", deal = "deal",
}

/// A note with its labels and with the words of each sentence.
pub(super) struct Reading<'a> {
    pub(super) note: &'a Note,
    pub(super) fields: Vec<Field>,
    /// For each sentence the groups of its words.
    pub(super) masks: Vec<u64>,
    /// For each sentence where each first word of interest stands, in pairs of group and range.
    pub(super) first: Vec<FirstHits>,
    /// For each sentence whether it tells of a past failure.
    past: Vec<bool>,
}

/// Where the first word of the groups that findings point at stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FirstHits {
    pub(super) party: Option<(usize, usize)>,
    pub(super) login: Option<(usize, usize)>,
    pub(super) noun: Option<(usize, usize)>,
    pub(super) pending: Option<(usize, usize)>,
    pub(super) threshold: Option<(usize, usize)>,
    pub(super) recurring: Option<(usize, usize)>,
    pub(super) starts_imperative: bool,
    pub(super) starts_condition: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn of(note: &'a Note) -> Self {
        let mut reading = Self {
            note,
            fields: fields::read(note),
            masks: vec![0; note.sentences.len()],
            first: vec![FirstHits::default(); note.sentences.len()],
            past: vec![false; note.sentences.len()],
        };
        reading.gather();
        reading.mark_past();
        reading
    }

    fn gather(&mut self) {
        let mut sentence = 0;
        let sentences = &self.note.sentences;
        for hit in SIGNALS.find(&self.note.prose) {
            // Overlapping words come in the order of their ends: a start may lie before the one already seen.
            while sentences.get(sentence).is_some_and(|one| one.range.end < hit.end) {
                sentence += 1;
            }
            let Some(range) =
                sentences.get(sentence).map(|one| one.range.clone()).filter(|range| range.start <= hit.start)
            else {
                continue;
            };
            if let (Some(mask), Some(first)) = (self.masks.get_mut(sentence), self.first.get_mut(sentence)) {
                *mask |= hit.groups;
                first.note(hit, range.start, self.note);
            }
        }
    }

    /// A segment with a date and a failure, or one that stands under such a label.
    fn mark_past(&mut self) {
        for (at, sentence) in self.note.sentences.iter().enumerate() {
            if self.masks.get(at).is_some_and(|mask| mask & BITS.incident != 0) {
                let segment = self.note.segments.get(sentence.segment).map_or(0..0, |one| one.range.clone());
                let text = facts::clip(self.note.prose_of(&segment));
                let tells = facts::has_date(text)
                    || ["上次", "上一次", "last time", "last failure", "last incident"]
                        .iter()
                        .any(|word| text.contains(word));
                self.mark(at, tells);
            }
        }
        for field in self.fields.iter().filter(|field| field.label == Label::Incident) {
            let first = self.note.sentences.partition_point(|one| one.range.end <= field.name.start);
            let end = field.value.end.max(field.name.end);
            let last = self.note.sentences.partition_point(|one| one.range.start < end);
            self.past.get_mut(first..last).unwrap_or(&mut []).fill(true);
        }
    }

    /// Marks the sentence; in a short paragraph all that stand with it.
    fn mark(&mut self, at: usize, tells: bool) {
        let segment = self.segment_of(at);
        let is_same = |index: usize| self.note.sentences.get(index).is_some_and(|one| one.segment == segment);
        let last = (at..at + 4).take_while(|index| is_same(*index)).last().unwrap_or(at);
        for slot in self.past.get_mut(at..=last).unwrap_or(&mut []).iter_mut().filter(|_| tells) {
            *slot = true;
        }
    }

    /// Whether any sentence has a word of this group; headings announce and say nothing.
    pub(super) fn has(&self, bit: u64) -> bool {
        self.sentences().any(|(_, _, mask)| mask & bit != 0)
    }

    /// The sentences of the text with the groups of their words, without headings.
    pub(super) fn sentences(&self) -> impl Iterator<Item = (usize, &str, u64)> {
        let all = self.note.sentences.iter().zip(&self.masks).enumerate();
        let said = all.filter(|(_, (one, _))| {
            self.note.segments.get(one.segment).is_none_or(|one| one.kind != Kind::Heading)
        });
        said.map(|(at, (one, mask))| (at, self.note.prose_of(&one.range), *mask))
    }

    /// The same without what tells of past failures.
    pub(super) fn present(&self) -> impl Iterator<Item = (usize, &str, u64)> {
        self.sentences().filter(|(at, ..)| !self.past.get(*at).copied().unwrap_or(false))
    }

    pub(super) fn labelled(&self, label: Label) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.label == label)
    }

    /// Whether something is said under this label.
    pub(super) fn is_filled(&self, label: Label) -> bool {
        self.labelled(label).any(|field| field.is_filled(self.note))
    }

    /// The segment of a sentence.
    pub(super) fn segment_of(&self, sentence: usize) -> usize {
        self.note.sentences.get(sentence).map_or(0, |one| one.segment)
    }
}

impl FirstHits {
    fn note(&mut self, hit: super::words::GroupHit, start: usize, note: &Note) {
        let bits = &*BITS;
        let place = (hit.start, hit.end);
        let set = |bit: u64, slot: &mut Option<(usize, usize)>| {
            if hit.groups & bit != 0
                && slot.is_none_or(|old| place.0 < old.0 || place.0 == old.0 && place.1 > old.1)
            {
                *slot = Some(place);
            }
        };
        set(bits.party, &mut self.party);
        set(bits.login, &mut self.login);
        set(bits.file_noun | bits.system_noun, &mut self.noun);
        set(bits.pending, &mut self.pending);
        set(bits.threshold, &mut self.threshold);
        set(bits.recurring, &mut self.recurring);
        let ends = note.prose.get(hit.end..).and_then(|rest| rest.chars().next());
        let is_name =
            matches!(ends, Some('人' | '文' | '表' | '单' | ':' | '者' | '员' | '机' | '记' | '器'));
        let is_first = || {
            note.prose
                .get(start..hit.start)
                .is_some_and(|before| before.chars().all(|one| !one.is_alphanumeric()))
        };
        if hit.groups & bits.imperative != 0 && !is_name && hit.start < start + 12 && is_first() {
            self.starts_imperative = true;
        }
        if hit.groups & bits.starter != 0 && hit.start < start + 12 && is_first() {
            self.starts_condition = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_that_a_rule_asks_for_is_in_the_data() {
        for (name, bit) in groups() {
            assert_ne!(bit, 0, "{name}");
        }
    }
}
