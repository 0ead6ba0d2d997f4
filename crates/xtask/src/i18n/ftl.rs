//! Reading the Fluent files of one language.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Result;
use fluent_syntax::{
    ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

use crate::source;

/// All texts of one language.
#[derive(Debug, Default)]
pub(crate) struct Locale {
    pub(crate) name: String,
    /// The file names without their ending.
    pub(crate) areas: BTreeSet<String>,
    pub(crate) messages: BTreeMap<String, Message>,
}

/// One text, reduced to what the checks ask for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) area: String,
    /// The values that the text wants, such as `n` for `{ $n }`.
    pub(crate) values: BTreeSet<String>,
    /// Other messages that it takes in.
    pub(crate) takes_in: BTreeSet<String>,
}

impl Locale {
    /// Reads `<folder>/<name>/*.ftl`; what does not read, or is there twice, comes back as breaches.
    pub(crate) fn read(folder: &Path, name: &str) -> Result<(Self, Vec<String>)> {
        let mut locale = Self { name: name.to_owned(), ..Self::default() };
        let mut breaches = Vec::new();
        for file in source::files_under(&folder.join(name), "ftl")? {
            let area = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            breaches.extend(locale.add(&area, &source::read(&file)?));
        }
        if locale.messages.is_empty() {
            breaches.push(format!("there is no text at all in {name}"));
        }
        Ok((locale, breaches))
    }

    /// Takes in the texts of one area.
    pub(crate) fn add(&mut self, area: &str, text: &str) -> Vec<String> {
        self.areas.insert(area.to_owned());
        let (resource, mut breaches) = match parser::parse(text) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => {
                let place = format!("{}/{area}.ftl", self.name);
                (
                    resource,
                    errors.iter().map(|e| format!("{place}:{}: {e}", line_of(text, e.pos.start))).collect(),
                )
            }
        };
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut read = Message { area: area.to_owned(), ..Message::default() };
            let patterns = message.value.iter().chain(message.attributes.iter().map(|a| &a.value));
            patterns.for_each(|pattern| read.walk(pattern));
            let key = message.id.name.to_owned();
            if let Some(first) = self.messages.insert(key.clone(), read) {
                breaches
                    .push(format!("{}: `{key}` is in {}.ftl and again in {area}.ftl", self.name, first.area));
            }
        }
        breaches
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
}

impl Message {
    fn walk(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.walk_expression(expression);
            }
        }
    }

    fn walk_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.walk_inline(inline),
            Expression::Select { selector, variants } => {
                self.walk_inline(selector);
                for variant in variants {
                    self.walk(&variant.value);
                }
            }
        }
    }

    fn walk_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.values.insert(id.name.to_owned());
            }
            InlineExpression::MessageReference { id, .. } => {
                self.takes_in.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments, .. }
            | InlineExpression::TermReference { arguments: Some(arguments), .. } => {
                self.walk_arguments(arguments);
            }

            InlineExpression::Placeable { expression } => self.walk_expression(expression),
            _ => {}
        }
    }

    fn walk_arguments(&mut self, arguments: &CallArguments<&str>) {
        arguments.positional.iter().for_each(|argument| self.walk_inline(argument));
        arguments.named.iter().for_each(|argument| self.walk_inline(&argument.value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Locale, Vec<String>) {
        let mut locale = Locale { name: "en".to_owned(), ..Locale::default() };
        let breaches = locale.add("base", text);
        (locale, breaches)
    }

    #[test]
    fn values_are_found_in_plurals_functions_and_attributes() {
        let text =
            "a = { $n ->\n    [one] one { $who }\n   *[other] { NUMBER($many) }\n }\n    .title = { $tip }\n";
        let (locale, breaches) = read(text);
        assert_eq!(breaches, Vec::<String>::new());
        let values: Vec<_> = locale.messages["a"].values.iter().map(String::as_str).collect();
        assert_eq!(values, ["many", "n", "tip", "who"]);
    }

    #[test]
    fn a_text_taken_in_by_another_is_seen() {
        let (locale, _) = read("a = A\nb = { a } and more\n");
        assert!(locale.messages["b"].takes_in.contains("a"));
    }

    #[test]
    fn what_does_not_read_is_told_with_its_line() {
        let (_, breaches) = read("a = A\nb { nothing\n");
        assert!(breaches[0].starts_with("en/base.ftl:2: "), "{breaches:?}");
    }

    #[test]
    fn a_key_may_be_there_once() {
        let (mut locale, _) = read("a = A\n");
        assert_eq!(locale.add("people", "a = B\n"), ["en: `a` is in base.ftl and again in people.ftl"]);
    }
}
