//! Just enough of an XML tree: elements with their attributes as they were, text, and everything else untouched.

use quick_xml::{
    Reader, Writer,
    events::{BytesText, Event},
};

/// So many elements inside one another are more than any document has.
const MAX_DEPTH: usize = 256;

/// A node.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// An element with what is inside.
    Element(Element),
    /// Text, unescaped.
    Text(String),
    /// A declaration, a comment: written as it was read.
    Other(Event<'static>),
}

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) start: quick_xml::events::BytesStart<'static>,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { start: quick_xml::events::BytesStart::new(name), children: Vec::new() }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.start.name().as_ref() == name
    }

    /// The text directly inside.
    pub(super) fn own_text(&self) -> String {
        let texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// Puts text in place of everything inside; blanks at its ends are kept.
    pub(super) fn set_text(&mut self, text: &str) {
        self.children = vec![Node::Text(text.to_owned())];
        let kept: Vec<(String, String)> = self
            .start
            .attributes()
            .flatten()
            .filter(|attribute| attribute.key.as_ref() != "xml:space")
            .map(|attribute| (attribute.key.as_ref().to_owned(), attribute.value.into_owned()))
            .collect();
        self.start.clear_attributes();
        for (key, value) in &kept {
            self.start.push_attribute((key.as_str(), value.as_str()));
        }
        self.start.push_attribute(("xml:space", "preserve"));
    }
}

/// Reads a part; nothing where it is no well-formed XML.
pub(super) fn parse(xml: &[u8]) -> Option<Vec<Node>> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).ok()?);
    let mut open: Vec<Element> = Vec::new();
    let mut top: Vec<Node> = Vec::new();
    loop {
        let node = match reader.read_event().ok()? {
            Event::Eof => return open.is_empty().then_some(top),
            Event::Start(start) if open.len() < MAX_DEPTH => {
                open.push(Element { start: start.into_owned(), children: Vec::new() });
                None
            }
            Event::Start(_) | Event::DocType(_) => return None,
            Event::Empty(start) => {
                Some(Node::Element(Element { start: start.into_owned(), children: Vec::new() }))
            }
            Event::End(_) => Some(Node::Element(open.pop()?)),
            Event::Text(text) => Some(Node::Text(text.xml10_content().into_owned())),
            Event::CData(text) => Some(Node::Text(text.xml10_content().into_owned())),
            Event::GeneralRef(reference) => Some(Node::Text(resolve(&reference)?)),
            other => Some(Node::Other(other.into_owned())),
        };
        if let Some(node) = node {
            match open.last_mut() {
                Some(element) => element.children.push(node),
                None => top.push(node),
            }
        }
    }
}

fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    if let Some(letter) = reference.resolve_char_ref().ok()? {
        return Some(letter.to_string());
    }
    let letter = match &**reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    };
    Some(letter.to_string())
}

/// Writes a part.
pub(super) fn write(nodes: &[Node]) -> Option<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    for node in nodes {
        put(&mut writer, node)?;
    }
    Some(writer.into_inner())
}

fn put(writer: &mut Writer<Vec<u8>>, node: &Node) -> Option<()> {
    match node {
        Node::Text(text) => writer.write_event(Event::Text(BytesText::new(&legal(text)))).ok(),
        Node::Other(event) => writer.write_event(event.clone()).ok(),
        Node::Element(element) if element.children.is_empty() => {
            writer.write_event(Event::Empty(element.start.borrow())).ok()
        }
        Node::Element(element) => {
            writer.write_event(Event::Start(element.start.borrow())).ok()?;
            for child in &element.children {
                put(writer, child)?;
            }
            writer.write_event(Event::End(element.start.to_end())).ok()
        }
    }
}

/// Without the letters that XML does not know: Word refuses a file with one of them.
fn legal(text: &str) -> String {
    let known = |letter: &char| {
        !letter.is_control() && !matches!(letter, '\u{FFFE}' | '\u{FFFF}')
            || matches!(letter, '\t' | '\n' | '\r')
    };
    text.chars().filter(known).collect()
}
