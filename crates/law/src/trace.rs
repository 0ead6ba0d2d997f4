//! What a reckoning writes down while it goes: steps, the parameters used, warnings, open questions.

use std::borrow::Cow;

use kernel::{Date, Money};

use crate::{
    Citation, Contested, Exact, Found, Notes, Reading, Rejected, Result, Step, Used, Warning,
    explain::{Input, Value},
    rules::{Dated, Rules, Worth},
};

/// The last day for which the rules were looked through; what lies later is answered, and marked.
const CHECKED_THROUGH: Date = jiff::civil::date(2027, 12, 31);

/// With what and how a question is to be answered.
#[derive(Debug, Clone, Copy)]
pub struct Context<'r> {
    /// The rules.
    pub rules: &'r Rules,
    /// The working days, where a question does not bring its own.
    pub calendar: &'r calendar::Calendar,
    /// Only what was published by then, where a result of the past is looked at.
    pub known_on: Option<Date>,
    /// Whether the steps are wanted; amounts alone are quicker.
    pub explain: bool,
}

impl<'r> Context<'r> {
    /// The built-in rules with this calendar, explained.
    pub fn new(calendar: &'r calendar::Calendar) -> Self {
        Self { rules: Rules::builtin(), calendar, known_on: None, explain: true }
    }
}

/// The running record of one answer.
#[derive(Debug)]
pub(crate) struct Trace<'r> {
    rules: &'r Rules,
    known_on: Option<Date>,
    explain: bool,
    notes: Notes,
    kept: Vec<Step>,
}

impl<'r> Trace<'r> {
    pub(crate) fn new(cx: &Context<'r>) -> Self {
        Self {
            rules: cx.rules,
            known_on: cx.known_on,
            explain: cx.explain,
            notes: Notes::default(),
            kept: Vec::new(),
        }
    }

    /// A record that nobody reads, for a reckoning that is only compared.
    pub(crate) fn silent(&self) -> Self {
        Self {
            rules: self.rules,
            known_on: self.known_on,
            explain: false,
            notes: Notes::default(),
            kept: Vec::new(),
        }
    }

    /// Marks a date beyond the time for which the rules were checked.
    pub(crate) fn watch(&mut self, date: Date) {
        if date > CHECKED_THROUGH {
            self.warn(Warning::OutOfRange);
        }
    }

    /// The value of a parameter on a date.
    pub(crate) fn value(&mut self, id: &'static str, date: Date) -> Result<&'r Dated> {
        let value = self.rules.value(id, date, self.known_on)?;
        let is_new = self.notes.parameters.iter().all(|used| used.id != id || used.from != value.from);
        if self.explain && is_new {
            self.notes.parameters.push(Used { id: Cow::Borrowed(id), from: value.from });
        }
        if value.is_provisional {
            self.warn(Warning::Provisional);
        }
        Ok(value)
    }

    /// A parameter that is one number, with its citation.
    pub(crate) fn number(&mut self, id: &'static str, date: Date) -> Result<(Exact, &'r Citation)> {
        let value = self.value(id, date)?;
        match value.worth {
            Worth::Number(number) => Ok((number, &value.citation)),
            Worth::Bands(_) | Worth::Table(_) => Err(crate::Error::Parameter {
                file: id.to_owned(),
                problem: "one number is expected".to_owned(),
            }),
        }
    }

    /// A parameter that is one whole number.
    pub(crate) fn count(&mut self, id: &'static str, date: Date) -> Result<(i64, &'r Citation)> {
        let (number, citation) = self.number(id, date)?;
        Ok((number.floor(), citation))
    }

    /// Writes a step down.
    pub(crate) fn step(&mut self, rule: &'static str, build: impl FnOnce() -> Made) {
        if !self.explain {
            return;
        }
        let (inputs, result, citations) = build();
        for citation in &citations {
            if !self.notes.citations.contains(citation) {
                self.notes.citations.push(citation.clone());
            }
        }
        self.notes.steps.push(Step { rule, inputs, result, citations });
    }

    /// The steps since the last time, for a line of their own.
    pub(crate) fn take_steps(&mut self) -> Vec<Step> {
        std::mem::take(&mut self.notes.steps)
    }

    /// Sets the steps aside that belong to the answer as a whole, and to no line.
    pub(crate) fn keep_steps(&mut self) {
        let steps = self.take_steps();
        self.kept.extend(steps);
    }

    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.notes.warnings.contains(&warning) {
            self.notes.warnings.push(warning);
        }
    }

    pub(crate) fn warn_if(&mut self, holds: bool, warning: Warning) {
        if holds {
            self.warn(warning);
        }
    }

    pub(crate) fn reject(&mut self, alternative: &'static str, why: &'static str) {
        if self.explain {
            self.notes.rejected.push(Rejected { alternative, why });
        }
    }

    pub(crate) fn contest(&mut self, line: &'static str, readings: Vec<Reading>) {
        self.notes.contested.push(Contested { line, readings });
    }

    /// What was written down.
    pub(crate) fn finish(mut self) -> Notes {
        self.keep_steps();
        self.notes.steps = self.kept;
        if self.explain {
            self.rules.hash().clone_into(&mut self.notes.rules);
        }
        self.notes
    }
}

/// What a step consists of, besides its rule.
pub(crate) type Made = (Vec<Input>, Value, Vec<Citation>);

/// A reading that leads to an amount.
pub(crate) const fn reads(id: &'static str, amount: Money, why: &'static str) -> Reading {
    Reading { id, found: Found::Amount(amount), why }
}
