//! What if, as printed: the same facts on other grounds, with another notice, or on another day.

use app_departure::settlement::{Outcome, Question, View};
use departure::grounds;
use frame::i18n::T;
use kernel::Money;
use serde::Deserialize;

use crate::{departure_words::ground_label, law_words, settlement_facts::Choice, settlement_words as words};

/// Another way to compare, as the address says it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "if_ground")]
    pub(crate) ground: String,
    #[serde(default, rename = "if_notice")]
    pub(crate) notice: String,
    #[serde(default, rename = "if_day")]
    pub(crate) day: String,
}

impl Asked {
    /// The question, where the ground is one that there is.
    pub(crate) fn question(&self) -> Option<Question> {
        let ground = grounds().iter().find(|ground| ground.law_code == self.ground)?;
        Some(Question {
            ground: ground.law_code.clone(),
            notice_days: self.notice.parse().ok(),
            last_day: self.day.parse().ok(),
        })
    }
}

/// What another way would come to.
pub(crate) struct WhatIf {
    pub(crate) label: String,
    pub(crate) amount: String,
    pub(crate) difference: String,
    pub(crate) tags: Vec<(&'static str, String)>,
    pub(crate) rows: Vec<(String, String)>,
    pub(crate) aside: String,
    pub(crate) is_bad: bool,
    pub(crate) is_asked: bool,
}

/// Another way in words.
pub(crate) fn what_if(t: T, view: &View, outcome: &Outcome) -> WhatIf {
    let question = &outcome.question;
    let is_same = view.case.ground().is_ok_and(|ground| ground.law_code == question.ground);
    let mut label = match question.notice_days {
        Some(0) if is_same => t.s("set-if-no-notice").into_owned(),
        Some(days) if is_same => t.n("set-if-notice", days).into_owned(),
        _ => ground_label(t, &question.ground),
    };
    if let Some(day) = question.last_day {
        label = format!("{label} · {}", t.date(day));
    }
    let held = view.reckoning.sheet.as_ref().map(|sheet| sheet.total);
    let difference = match (outcome.total, held) {
        (Some(total), Some(held)) => difference(t, total, held),
        _ => String::new(),
    };
    let mut tags = Vec::new();
    if !outcome.open.is_empty() {
        tags.push(("tag caution", t.s("set-contested").into_owned()));
    }
    if !outcome.effect.is_empty() && outcome.effect != "ends" {
        tags.push(("tag bad", t.s(&format!("set-effect-{}", outcome.effect)).into_owned()));
    }
    let amount = |amount: Option<Money>| {
        amount.map_or_else(|| t.s("set-contested").into_owned(), |amount| t.money(amount))
    };
    let mut rows: Vec<(String, String)> = outcome
        .rows
        .iter()
        .filter(|row| row.in_total || row.code == "tax")
        .map(|row| (words::row_title(t, &row.code), amount(row.amount)))
        .collect();
    for open in &outcome.open {
        rows.extend(open.readings.iter().filter_map(|(id, amount, _)| {
            Some((law_words::reading(t, id).into_owned(), t.money((*amount)?)))
        }));
    }
    let missing: Vec<String> = outcome.missing.iter().map(|code| words::fact_name(t, code)).collect();
    WhatIf {
        label,
        amount: outcome.total.map_or_else(|| "—".to_owned(), |total| t.money(total)),
        difference,
        tags,
        rows,
        aside: if missing.is_empty() {
            String::new()
        } else {
            t.a("set-if-missing", "facts", missing.join(t.s("set-joint").as_ref())).into_owned()
        },
        is_bad: question.ground == "ILLEGAL",
        is_asked: outcome.is_asked,
    }
}

fn difference(t: T, total: Money, held: Money) -> String {
    let fen = total.fen().saturating_sub(held.fen());
    let amount = t.money(Money::from_fen(fen.saturating_abs()));
    match fen {
        0 => t.s("set-if-same").into_owned(),
        1.. => format!("+{amount}"),
        _ => format!("−{amount}"),
    }
}

/// Every ground of the law once, by the name of its first kind of leaving.
pub(crate) fn ground_choices(t: T, chosen: &str) -> Vec<Choice> {
    let mut seen = Vec::new();
    for ground in grounds() {
        if !seen.iter().any(|choice: &Choice| choice.code == ground.law_code) {
            seen.push(Choice {
                code: ground.law_code.clone(),
                label: ground_label(t, &ground.law_code),
                is_chosen: ground.law_code == chosen,
            });
        }
    }
    seen
}
