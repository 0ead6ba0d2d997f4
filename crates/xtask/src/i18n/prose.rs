//! Prose that stands in a template instead of in the locale files.

/// Attributes whose value a person reads or hears.
const READ_ALOUD: &[&str] = &["title", "alt", "placeholder", "aria-label", "aria-description", "label"];

/// A sentence for each piece of prose: Han anywhere, words between tags or in attributes that are read aloud.
pub(crate) fn breaches(file: &str, template: &str, words: &[String]) -> Vec<String> {
    let without_comments = blank(template, "{#", "#}");
    let mut found = han(file, &without_comments, words);
    let markup = blank(&blank(&without_comments, "{{", "}}"), "{%", "%}");
    let mut line = 1;
    let mut rest = markup.as_str();
    let mut silent = None;
    while !rest.is_empty() {
        let (text, tag, after) = next_piece(rest);
        if silent.is_none() && says_something(text, words) {
            found.push(format!(
                "{file}:{}: text in a template: {}",
                line + leading_lines(text),
                shortened(text)
            ));
        }
        line += text.matches('\n').count();
        if silent.is_none() {
            found.extend(
                attributes(tag, words).map(|value| format!("{file}:{line}: text in an attribute: {value}")),
            );
        }
        silent = silence(silent, tag);
        line += tag.matches('\n').count();
        rest = after;
    }
    found
}

/// The text before the next tag, the tag, and what follows.
fn next_piece(rest: &str) -> (&str, &str, &str) {
    let (text, from_tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
    let (tag, after) = from_tag.split_at(from_tag.find('>').map_or(from_tag.len(), |end| end + 1));
    (text, tag, after)
}

/// Between `<script>` or `<style>` and its end nothing is prose.
fn silence(now: Option<&'static str>, tag: &str) -> Option<&'static str> {
    match now {
        Some(end) => (!tag.starts_with(end)).then_some(end),
        None if tag.starts_with("<script") => Some("</script"),
        None if tag.starts_with("<style") => Some("</style"),
        None => None,
    }
}

fn han(file: &str, template: &str, words: &[String]) -> Vec<String> {
    let is_prose = |line: &str| without(line, words).chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let numbered = template.lines().enumerate().filter(|(_, line)| is_prose(line));
    numbered
        .map(|(at, line)| format!("{file}:{}: Chinese in a template: {}", at + 1, shortened(line)))
        .collect()
}

/// Two letters in a row, apart from entities and the words that may stand.
fn says_something(text: &str, words: &[String]) -> bool {
    let plain = without(&without_entities(text), words);
    plain.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() > 1)
}

fn attributes<'t>(tag: &'t str, words: &'t [String]) -> impl Iterator<Item = &'t str> {
    READ_ALOUD.iter().flat_map(move |name| {
        tag.match_indices(name).filter_map(move |(at, _)| {
            let is_whole = tag.get(..at).is_some_and(|before| before.ends_with(char::is_whitespace));
            let value = tag.get(at + name.len()..)?.strip_prefix("=\"")?.split('"').next()?;
            (is_whole && says_something(value, words)).then_some(value)
        })
    })
}

fn without(text: &str, words: &[String]) -> String {
    words.iter().fold(text.to_owned(), |text, word| text.replace(word.as_str(), " "))
}

fn without_entities(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        plain.push(' ');
        plain.push_str(piece.split_once(';').map_or(piece, |(_, after)| after));
    }
    plain
}

/// The template with everything between the marks turned into nothing, line ends kept.
fn blank(template: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, inside)) = rest.split_once(open) {
        kept.push_str(before);
        let (gone, after) = inside.split_once(close).unwrap_or((inside, ""));
        kept.extend(gone.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    kept.push_str(rest);
    kept
}

fn leading_lines(text: &str) -> usize {
    text.len()
        .checked_sub(text.trim_start().len())
        .and_then(|end| text.get(..end))
        .map_or(0, |s| s.matches('\n').count())
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(template: &str) -> Vec<String> {
        breaches("a.html", template, &["善离".to_owned(), "Leavewell".to_owned()])
    }

    #[test]
    fn keys_names_signs_and_numbers_are_no_prose() {
        let template = "{# A comment, 注释. #}<p class=\"muted text\">{{ t.s(\"a-b\") }} · {% if x > 1 %}&nbsp;&times; 3{% endif %}\
                        <b>善离</b> Leavewell ☰ <i>/</i></p><script src=\"x\">let a = b;</script>";
        assert_eq!(prose(template), Vec::<String>::new());
    }

    #[test]
    fn english_between_tags_is_told_with_its_line() {
        assert_eq!(
            prose("<div>\n<p>\n  Please sign</p></div>"),
            ["a.html:3: text in a template: Please sign"]
        );
    }

    #[test]
    fn chinese_is_told_wherever_it_stands() {
        assert_eq!(
            prose("<p data-x=\"离职\"></p>"),
            ["a.html:1: Chinese in a template: <p data-x=\"离职\"></p>"]
        );
        assert_eq!(prose("{{ f(\"离职\") }}").len(), 1);
    }

    #[test]
    fn attributes_that_are_read_aloud_are_looked_at() {
        assert_eq!(prose("<nav aria-label=\"Main\">"), ["a.html:1: text in an attribute: Main"]);
        assert_eq!(
            prose("<nav aria-label=\"{{ t.s(\"nav-label\") }}\" class=\"title\" data-title=\"word\">"),
            Vec::<String>::new()
        );
    }
}
