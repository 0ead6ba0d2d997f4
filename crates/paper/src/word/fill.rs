//! Finding the placeholders of a paragraph, whatever runs they are split over, and filling them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Fault, Problem, Values,
    tree::{Element, Node},
};

/// An entry of a list, while its row is filled.
type Entry<'v> = (&'v str, &'v BTreeMap<String, String>);

/// Fills one part.
pub(super) struct Filler<'v> {
    values: &'v Values,
    part: String,
    paragraph: usize,
    entry: Option<Entry<'v>>,
    pub(super) problems: Vec<Problem>,
}

impl<'v> Filler<'v> {
    pub(super) fn new(values: &'v Values, part: &str) -> Self {
        Self { values, part: part.to_owned(), paragraph: 0, entry: None, problems: Vec::new() }
    }

    pub(super) fn fill(&mut self, nodes: &mut Vec<Node>) {
        let mut filled = Vec::with_capacity(nodes.len());
        for node in std::mem::take(nodes) {
            match node {
                Node::Element(row) if row.is("w:tr") && self.entry.is_none() => {
                    filled.extend(self.row(row).into_iter().map(Node::Element));
                }
                Node::Element(mut element) => {
                    self.element(&mut element);
                    filled.push(Node::Element(element));
                }
                other => filled.push(other),
            }
        }
        *nodes = filled;
    }

    fn element(&mut self, element: &mut Element) {
        if element.is("w:p") {
            self.paragraph += 1;
            self.fill_paragraph(element);
        }
        self.fill(&mut element.children);
    }

    /// The row once, or once for each entry of the list that it names.
    fn row(&mut self, mut row: Element) -> Vec<Element> {
        let lists = self.lists_named(&row);
        let mut names = lists.iter();
        let (Some(list), None) = (names.next(), names.next()) else {
            if let Some(second) = lists.iter().nth(1) {
                self.problem(Fault::TwoLists, second, &plain(&row));
                return vec![row];
            }
            self.fill(&mut row.children);
            return vec![row];
        };
        let values = self.values;
        let Some((list, entries)) = values.lists.get_key_value(list) else { return vec![row] };
        if entries.is_empty() {
            self.problem(Fault::Missing, list, &plain(&row));
            return vec![row];
        }
        let (before, mut rows) = (self.paragraph, Vec::new());
        for entry in entries {
            let mut copy = row.clone();
            self.paragraph = before;
            self.entry = Some((list, entry));
            self.fill(&mut copy.children);
            self.entry = None;
            rows.push(copy);
        }
        rows
    }

    fn lists_named(&self, row: &Element) -> BTreeSet<String> {
        let text = plain(row);
        let names = placeholders(&text).into_iter().filter_map(|found| found.name);
        names
            .filter_map(|name| name.split_once('.').map(|(list, _)| list.to_owned()))
            .filter(|list| self.values.lists.contains_key(list))
            .collect()
    }

    fn fill_paragraph(&mut self, paragraph: &mut Element) {
        let mut texts = Vec::new();
        own_texts(&mut paragraph.children, &mut texts);
        let pieces: Vec<String> = texts.iter().map(|element| element.own_text()).collect();
        let whole = pieces.concat();
        let found = placeholders(&whole);
        if found.is_empty() {
            return;
        }
        let mut pieces = pieces;
        // From the end, so that the places before stay where they are.
        for placeholder in found.into_iter().rev() {
            let Some(name) = placeholder.name else {
                self.problem(Fault::Unclosed, whole.get(placeholder.from..).unwrap_or_default(), &whole);
                continue;
            };
            match self.value(&name) {
                Ok(value) => replace(&mut pieces, placeholder.from, placeholder.to, &value),
                Err(fault) => self.problem(fault, &name, &whole),
            }
        }
        for (element, piece) in texts.into_iter().zip(&pieces) {
            if element.own_text() != *piece {
                element.set_text(piece);
            }
        }
        break_lines(paragraph);
    }

    fn value(&self, name: &str) -> Result<String, Fault> {
        if let Some((list, field)) = name.split_once('.')
            && let Some(fields) = self.values.fields.get(list)
        {
            if !fields.iter().any(|known| known == field) {
                return Err(Fault::Unknown);
            }
            let entry = self.entry.filter(|(of, _)| *of == list).ok_or(Fault::OutsideRow)?.1;
            return entry.get(field).filter(|value| !value.is_empty()).cloned().ok_or(Fault::Missing);
        }
        let value = self.values.single.get(name).ok_or(Fault::Unknown)?;
        value.clone().filter(|value| !value.trim().is_empty()).ok_or(Fault::Missing)
    }

    fn problem(&mut self, fault: Fault, name: &str, paragraph: &str) {
        let problem = Problem {
            fault,
            name: name.chars().take(40).collect(),
            part: self.part.clone(),
            paragraph: self.paragraph.max(1),
            excerpt: paragraph.chars().take(40).collect(),
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

struct Placeholder {
    from: usize,
    to: usize,
    /// Nothing where it does not end.
    name: Option<String>,
}

/// Every placeholder of a text, as a range of bytes.
fn placeholders(text: &str) -> Vec<Placeholder> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(from) = text.get(at..).and_then(|rest| rest.find("{{")).map(|place| at + place) {
        let inside = text.get(from + 2..).unwrap_or_default();
        let end = inside.find("}}").filter(|end| inside.get(..*end).is_some_and(|name| !name.contains("{{")));
        let Some(end) = end else {
            found.push(Placeholder { from, to: from + 2, name: None });
            at = from + 2;
            continue;
        };
        let name = inside.get(..end).unwrap_or_default().trim().to_owned();
        at = from + 2 + end + 2;
        found.push(Placeholder { from, to: at, name: Some(name) });
    }
    found
}

/// Puts a value in the place of a range that may lie over several pieces: into the first, out of the others.
fn replace(pieces: &mut [String], from: usize, to: usize, value: &str) {
    let (mut start, mut is_put) = (0, false);
    for piece in pieces {
        let end = start + piece.len();
        let (cut_from, cut_to) = (from.clamp(start, end) - start, to.clamp(start, end) - start);
        if cut_from < cut_to {
            piece.replace_range(cut_from..cut_to, if is_put { "" } else { value });
            is_put = true;
        }
        start = end;
    }
}

/// The text elements of a paragraph; those of a paragraph inside it (a text box) belong to that one.
fn own_texts<'n>(nodes: &'n mut [Node], found: &mut Vec<&'n mut Element>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if element.is("w:t") {
            found.push(element);
        } else if !element.is("w:p") {
            own_texts(&mut element.children, found);
        }
    }
}

/// A value of several lines is broken where they end.
fn break_lines(element: &mut Element) {
    let mut broken = Vec::with_capacity(element.children.len());
    for node in std::mem::take(&mut element.children) {
        match node {
            Node::Element(text) if text.is("w:t") && text.own_text().contains('\n') => {
                for (place, line) in text.own_text().split('\n').enumerate() {
                    if place > 0 {
                        broken.push(Node::Element(Element::new("w:br")));
                    }
                    let mut piece = Element::new("w:t");
                    piece.set_text(line);
                    broken.push(Node::Element(piece));
                }
            }
            Node::Element(mut inside) => {
                break_lines(&mut inside);
                broken.push(Node::Element(inside));
            }
            other => broken.push(other),
        }
    }
    element.children = broken;
}

/// Everything that is written inside.
fn plain(element: &Element) -> String {
    if element.is("w:t") {
        return element.own_text();
    }
    let inside = element.children.iter().filter_map(|node| match node {
        Node::Element(child) if child.is("w:br") => Some("\n".to_owned()),
        Node::Element(child) => Some(plain(child)),
        _ => None,
    });
    inside.collect()
}

/// The lines of a part: paragraphs, and rows with their cells apart.
pub(super) fn lines(nodes: &[Node]) -> Vec<String> {
    let mut found = Vec::new();
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if element.is("w:p") {
            found.push(plain(element));
        } else if element.is("w:tr") {
            let cells = element.children.iter().filter_map(|node| match node {
                Node::Element(cell) if cell.is("w:tc") => Some(lines(&cell.children).join(" ")),
                _ => None,
            });
            found.push(cells.collect::<Vec<_>>().join("\t"));
        } else {
            found.extend(lines(&element.children));
        }
    }
    found
}
