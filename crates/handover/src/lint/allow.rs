//! Findings that the writer takes responsibility for: `<!-- lint-allow HD204 reason="…" -->`.
//!
//! On a line of text it covers that line; on a line of its own the block below it, up to the next blank line. Rules
//! about the whole note are covered from anywhere. Without a reason it covers nothing.

use std::{collections::HashMap, ops::Range};

use super::{Raised, markdown::Note, rules::Rule};

/// What is allowed where.
#[derive(Debug, Default)]
pub(super) struct Allowances {
    /// For each rule the covered ranges, in order and without overlaps.
    covers: HashMap<Rule, Vec<Range<usize>>>,
}

impl Allowances {
    /// Gathers all comments that name rules and give a reason.
    pub(super) fn read(note: &Note) -> Self {
        let mut allowances = Self::default();
        if note.comments.is_empty() {
            return allowances;
        }
        let breaks: Vec<usize> = note.lower.match_indices('\n').map(|(at, _)| at).collect();
        for comment in &note.comments {
            let Some(rules) = allowed(note, comment) else { continue };
            let covered = covered(note, &breaks, comment);
            for rule in rules {
                allowances.add(rule, &covered);
            }
        }
        allowances
    }

    fn add(&mut self, rule: Rule, covered: &Range<usize>) {
        let covers = self.covers.entry(rule).or_default();
        match covers.last_mut() {
            Some(last) if last.end >= covered.start => last.end = last.end.max(covered.end),
            _ => covers.push(covered.clone()),
        }
    }

    /// Whether this finding is covered.
    pub(super) fn covers(&self, raised: &Raised) -> bool {
        let Some(covers) = self.covers.get(&raised.rule) else { return false };
        let after = covers.partition_point(|one| one.start <= raised.range.start);
        let before = after.checked_sub(1).and_then(|at| covers.get(at));
        raised.is_whole || before.is_some_and(|one| one.contains(&raised.range.start))
    }
}

/// The rules that a comment names, where it gives a reason.
fn allowed(note: &Note, comment: &Range<usize>) -> Option<Vec<Rule>> {
    let text = note.folded_of(comment);
    let inner = text.strip_prefix("<!--")?.trim_end_matches("-->").trim();
    let rest = inner.strip_prefix("lint-allow")?;
    let (ids, reason) = rest.split_once("reason").or_else(|| rest.split_once("理由"))?;
    let is_mark = |one: char| one.is_whitespace() || matches!(one, '"' | '\'' | '“' | '”' | '=' | ':');
    let rules: Vec<Rule> =
        ids.split([' ', ',', '、']).filter_map(|id| Rule::of_id(&id.to_ascii_uppercase())).collect();
    (!reason.trim_matches(is_mark).is_empty() && !rules.is_empty()).then_some(rules)
}

/// So many lines below a comment at most are its block.
const LONGEST_BLOCK: usize = 100;

/// The line of the comment, and the block below where nothing else stands on that line.
fn covered(note: &Note, breaks: &[usize], comment: &Range<usize>) -> Range<usize> {
    let text = note.lower.as_str();
    let line = breaks.partition_point(|at| *at < comment.start);
    let start = line.checked_sub(1).and_then(|at| breaks.get(at)).map_or(0, |at| at + 1);
    let mut next = breaks.partition_point(|at| *at < comment.end);
    let mut end = breaks.get(next).copied().unwrap_or(text.len());
    let is_bare = |range: Range<usize>| text.get(range).unwrap_or("").trim().is_empty();
    if !is_bare(start..comment.start) || !is_bare(comment.end..end) {
        return start..end;
    }
    let mut has_text = false;
    for _ in 0..LONGEST_BLOCK {
        next += 1;
        let line_end = breaks.get(next).copied().unwrap_or(text.len());
        let is_blank = is_bare(end..line_end);
        if end >= text.len() || is_blank && has_text {
            break;
        }
        has_text |= !is_blank;
        end = line_end;
    }
    start..end
}
