//! A settlement as it is shown, stored and issued: rows with their steps, in keys and data.
//!
//! The law engine's answer is copied into owned values, so that an issued version reads the same for ever, in either
//! language, whatever becomes of the rules.

use kernel::{Date, Money};
use law::{Citation, Exact, Found, Step, Value};
use serde::{Deserialize, Serialize};

use super::facts::{Fact, Parameter};

/// A value of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "is", rename_all = "kebab-case")]
pub enum Held {
    /// A key that has its words elsewhere.
    Key(String),
    /// A day.
    Date(Date),
    /// An amount, exact or rounded, as a decimal.
    Amount(String),
    /// Another number.
    Number(String),
    /// Yes or no.
    Flag(bool),
}

impl From<&Value> for Held {
    fn from(value: &Value) -> Self {
        match value {
            Value::Key(key) => Self::Key((*key).to_owned()),
            Value::Date(day) => Self::Date(*day),
            Value::Amount(amount) => Self::Amount(amount.as_money()),
            Value::Money(money) => Self::Amount(money.to_string()),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::Count(count) => Self::Number(count.to_string()),
            Value::Years(years) => Self::Number(years.exact().to_string()),
            Value::Flag(flag) => Self::Flag(*flag),
        }
    }
}

/// An article, and how well it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Law and article.
    pub text: String,
    /// `P`, `S` or `U`.
    pub grade: String,
}

impl From<&Citation> for Article {
    fn from(citation: &Citation) -> Self {
        Self { text: citation.text.to_string(), grade: format!("{:?}", citation.grade) }
    }
}

/// One step of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowStep {
    /// Which rule.
    pub rule: String,
    /// What went in.
    pub inputs: Vec<(String, Held)>,
    /// What came out.
    pub result: Held,
    /// Where the rule stands.
    pub articles: Vec<Article>,
}

impl From<&Step> for RowStep {
    fn from(step: &Step) -> Self {
        Self {
            rule: step.rule.to_owned(),
            inputs: step.inputs.iter().map(|(name, value)| ((*name).to_owned(), value.into())).collect(),
            result: (&step.result).into(),
            articles: step.citations.iter().map(Article::from).collect(),
        }
    }
}

impl RowStep {
    /// A value that went in.
    pub fn input(&self, name: &str) -> Option<&Held> {
        self.inputs.iter().find(|(held, _)| held == name).map(|(_, value)| value)
    }
}

/// When a row is to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payable {
    /// With the end of the employment; nothing may make it wait.
    AtTheEnd,
    /// On finished handover: article 50, second paragraph.
    OnHandover,
    /// Month by month afterwards.
    Monthly,
    /// Owed by the worker, never by the employer.
    ByTheWorker,
    /// Kept back from the payment for the tax office.
    Withheld,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it is for.
    pub code: String,
    /// How much; nothing where that is contested and nobody chose a reading.
    pub amount: Option<Money>,
    /// The reading that was chosen for it.
    pub reading: Option<String>,
    /// Whether it counts into the total.
    pub in_total: bool,
    /// When it is to be paid.
    pub payable: Payable,
    /// The steps, in order.
    pub steps: Vec<RowStep>,
    /// The articles.
    pub articles: Vec<Article>,
    /// The facts that it rests on and that are entered as such, where no step says how.
    pub rests_on: Vec<String>,
}

/// What is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    /// The row or part.
    pub line: String,
    /// Reading, amount where there is one, what speaks for it.
    pub readings: Vec<(String, Option<Money>, String)>,
}

impl From<&law::Contested> for Open {
    fn from(open: &law::Contested) -> Self {
        let reading = |reading: &law::Reading| {
            let amount = match reading.found {
                Found::Amount(money) => Some(money),
                _ => None,
            };
            (reading.id.to_owned(), amount, reading.why.to_owned())
        };
        Self { line: open.line.to_owned(), readings: open.readings.iter().map(reading).collect() }
    }
}

/// A settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Who leaves.
    pub person: String,
    /// The departure's number.
    pub number: String,
    /// The employer.
    pub employer: String,
    /// The code of the kind of leaving.
    pub ground: String,
    /// The legal end.
    pub last_day: Date,
    /// `ends`, `extended` or `not_allowed`.
    pub effect: String,
    /// The facts with their sources.
    pub facts: Vec<Fact>,
    /// The rows.
    pub rows: Vec<Row>,
    /// The sum of what has an amount and is owed by the employer, before tax.
    pub total: Money,
    /// The tax on the one-off payments.
    pub tax: Option<Money>,
    /// What is open.
    pub open: Vec<Open>,
    /// What whoever relies on it should know.
    pub warnings: Vec<String>,
    /// What was not applied, and why.
    pub rejected: Vec<(String, String)>,
    /// The steps that belong to no row.
    pub steps: Vec<RowStep>,
    /// The dated values that were used.
    pub parameters: Vec<Parameter>,
    /// The hash of the rules.
    pub rules: String,
    /// Under which the calculation was made, in microseconds.
    pub reckoned_at: i64,
}

impl Sheet {
    /// The row with this code.
    pub fn row(&self, code: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.code == code)
    }

    /// What is paid out: the total less the tax on it.
    pub fn net(&self) -> Money {
        Money::from_fen(self.total.fen().saturating_sub(self.tax.map_or(0, Money::fen)))
    }

    /// The rows that somebody has to pay at or after the end.
    pub fn to_pay(&self) -> impl Iterator<Item = (&Row, Money)> {
        self.rows
            .iter()
            .filter(|row| row.in_total)
            .filter_map(|row| row.amount.map(|amount| (row, amount)))
            .filter(|(_, amount)| *amount > Money::ZERO)
    }

    /// Whether two sheets owe the same for the same.
    pub fn owes_the_same(&self, other: &Self) -> bool {
        let of = |sheet: &Self| -> Vec<(String, Option<Money>)> {
            sheet.rows.iter().map(|row| (row.code.clone(), row.amount)).collect()
        };
        of(self) == of(other) && self.tax == other.tax && self.last_day == other.last_day
    }
}

/// The amount of an exact value that a step shows.
pub(crate) fn money_of(held: &Held) -> Option<Money> {
    match held {
        Held::Amount(text) => {
            // An exact value that does not end is written with its rounding behind it.
            let text = text.rsplit(' ').next()?;
            Exact::parse(text).map(Exact::to_money)
        }
        _ => None,
    }
}
