//! What the workbook says: keys of the law engine and of the list go out, words come in.

use law::{Citation, Grade, Input, Settlement, Step, Value};

/// Whose words a key has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// The rule of a step.
    Step,
    /// The name of what went into it.
    Input,
    /// What it came to, where that is a key; a ground by its name.
    Value,
    /// A line of a settlement, or what is open.
    Line,
    /// A reading of what is open.
    Reading,
    /// What speaks for it.
    Why,
    /// A warning.
    Warning,
    /// How well an article is known.
    Grade,
    /// A text of the workbook itself.
    Text,
}

/// The words of a language.
pub trait Words {
    /// The words for a key.
    fn say(&self, said: Said, key: &str) -> String;
}

/// Between the parts of a cell.
const JOINT: &str = "；";

/// A value of a step.
pub(super) fn value(words: &impl Words, value: &Value) -> String {
    match value {
        Value::Key(key) => words.say(Said::Value, key),
        Value::Date(day) => day.to_string(),
        Value::Amount(amount) => amount.as_money(),
        Value::Money(money) => money.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Years(years) => years.exact().to_string(),
        Value::Flag(flag) => words.say(Said::Text, if *flag { "batch-yes" } else { "batch-no" }),
    }
}

/// What went into a step, each by its name.
pub(super) fn inputs(words: &impl Words, step: &Step) -> String {
    let one = |(name, held): &Input| format!("{}：{}", words.say(Said::Input, name), value(words, held));
    step.inputs.iter().map(one).collect::<Vec<_>>().join(JOINT)
}

/// The articles; what was not read in its text says so.
pub(super) fn articles(words: &impl Words, citations: &[Citation]) -> String {
    let one = |citation: &Citation| match citation.grade {
        Grade::P => citation.text.to_string(),
        grade => format!("{}（{}）", citation.text, words.say(Said::Grade, &format!("{grade:?}"))),
    };
    citations.iter().map(one).collect::<Vec<_>>().join(JOINT)
}

/// Every reading of what is open, with its amount and what speaks for it.
pub(super) fn contested(words: &impl Words, settlement: &Settlement) -> String {
    let open = settlement.notes.contested.iter().map(|open| {
        let each = open.readings.iter().map(|reading| {
            let amount = match reading.found {
                law::Found::Amount(money) => money.to_string(),
                _ => "—".to_owned(),
            };
            let (id, why) = (words.say(Said::Reading, reading.id), words.say(Said::Why, reading.why));
            format!("{id} {amount}（{why}）")
        });
        format!("{}：{}", words.say(Said::Line, open.line), each.collect::<Vec<_>>().join("，"))
    });
    open.collect::<Vec<_>>().join(JOINT)
}

/// What whoever plans with the row should know.
pub(super) fn warnings(words: &impl Words, settlement: &Settlement, is_below_article_41: bool) -> String {
    let mut said: Vec<String> =
        settlement.notes.warnings.iter().map(|warning| words.say(Said::Warning, warning.key())).collect();
    if is_below_article_41 {
        said.push(words.say(Said::Text, "batch-warning-below-article-41"));
    }
    if settlement.procedure.iter().any(|check| check.check == "union_told_reasons_first") {
        said.push(words.say(Said::Text, "batch-warning-union-first"));
    }
    said.join(JOINT)
}
