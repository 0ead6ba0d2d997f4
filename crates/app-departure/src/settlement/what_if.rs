//! What if: the same facts on other grounds, with another notice, or on another day.

use app::Cx;
use kernel::{Date, Money};
use law::Ground;

use super::{
    reckon::{Subject, code, reckon},
    sheet::{Open, Row},
};

/// Another way in which it might end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The ground, by its law code.
    pub ground: String,
    /// Days of notice.
    pub notice_days: Option<u16>,
    /// The legal end.
    pub last_day: Option<Date>,
}

/// What it would come to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What was asked.
    pub question: Question,
    /// The sum before tax; nothing where facts are missing.
    pub total: Option<Money>,
    /// The tax.
    pub tax: Option<Money>,
    /// Whether it ends so at all.
    pub effect: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is open there.
    pub open: Vec<Open>,
    /// The facts that this way needs besides.
    pub missing: Vec<&'static str>,
    /// Whether somebody asked for it, rather than the page.
    pub is_asked: bool,
}

/// The ways that are always compared, besides the one that was asked for.
pub(crate) fn compare(cx: &Cx, subject: &Subject<'_>, asked: Option<&Question>) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> =
        usual(subject).into_iter().map(|question| answer(cx, subject, question, false)).collect();
    outcomes.extend(asked.map(|question| answer(cx, subject, question.clone(), true)));
    outcomes
}

fn usual(subject: &Subject<'_>) -> Vec<Question> {
    let way = |ground: &str, notice_days| Question { ground: ground.to_owned(), notice_days, last_day: None };
    let mut ways = Vec::new();
    let ground: Option<Ground> = code(subject.ground);
    if ground.is_some_and(Ground::is_without_fault) {
        let given = subject.facts.get("notice_days_given").and_then(|text| text.parse::<u16>().ok());
        let other = if given.is_some_and(|days| days >= 30) { 0 } else { 30 };
        ways.push(way(subject.ground, Some(other)));
    }
    let others = ["AGREE_EMPLOYER", "ILLEGAL", "RESIGN", "AGREE_EMPLOYEE", "EXPIRY"];
    ways.extend(others.iter().filter(|code| **code != subject.ground).take(4).map(|code| way(code, None)));
    ways
}

fn answer(cx: &Cx, subject: &Subject<'_>, question: Question, is_asked: bool) -> Outcome {
    let days = question.notice_days.map(|days| days.to_string());
    let facts = match &days {
        Some(days) => subject.facts.with("notice_days_given", Some(days)),
        None => subject.facts.clone(),
    };
    let other = Subject {
        departure: subject.departure,
        facts: &facts,
        rules: subject.rules,
        ground: &question.ground,
        last_day: question.last_day.unwrap_or(subject.last_day),
    };
    let found = reckon(cx, &other);
    match found.sheet {
        Some(sheet) => Outcome {
            total: Some(sheet.total),
            tax: sheet.tax,
            effect: sheet.effect,
            rows: sheet.rows,
            open: sheet.open,
            missing: Vec::new(),
            question,
            is_asked,
        },
        None => Outcome {
            total: None,
            tax: None,
            effect: String::new(),
            rows: Vec::new(),
            open: Vec::new(),
            missing: found.missing,
            question,
            is_asked,
        },
    }
}
