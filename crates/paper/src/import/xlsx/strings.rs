//! The shared strings, and the text of a string wherever it stands.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, Event};

use super::parts::{Part, local};
use crate::import::FileError;
use crate::import::sheet::{TextRef, Texts};

/// Reads all shared strings into the buffer; rich text is joined, phonetic hints are left out.
pub(super) fn read(mut part: Part<'_, '_>, texts: &mut Texts) -> Result<Vec<TextRef>, FileError> {
    let mut found = Vec::new();
    let mut buffer = Vec::new();
    let mut item = StringText::default();
    loop {
        match part.read_event_into(&mut buffer).map_err(|_| FileError::Corrupt)? {
            Event::Start(element) => item.start(local(&element)),
            Event::Empty(element) if local(&element) == "si" => found.push(TextRef::EMPTY),
            Event::End(element) => {
                let name = element.local_name().into_inner();
                item.end(name);
                if name == "si" {
                    found.push(texts.push(&item.take()));
                }
            }
            Event::Text(text) => item.text(&text.xml10_content()),
            Event::CData(text) => item.text(&text.xml10_content()),
            Event::GeneralRef(reference) => item.reference(&reference)?,
            Event::DocType(_) => return Err(FileError::HostileXml),
            Event::Eof => return Ok(found),
            _ => {}
        }
        buffer.clear();
    }
}

/// Collects the text of the `t` elements of one string.
#[derive(Debug, Default)]
pub(super) struct StringText {
    collected: String,
    in_text: bool,
    phonetic_depth: u32,
}

impl StringText {
    pub(super) fn start(&mut self, element: &str) {
        match element {
            "t" => self.in_text = true,
            "rPh" => self.phonetic_depth += 1,
            _ => {}
        }
    }

    pub(super) fn end(&mut self, element: &str) {
        match element {
            "t" => self.in_text = false,
            "rPh" => self.phonetic_depth = self.phonetic_depth.saturating_sub(1),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.in_text && self.phonetic_depth == 0 {
            self.collected.push_str(text);
        }
    }

    pub(super) fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), FileError> {
        let c = resolve(reference)?;
        self.text(c.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    pub(super) fn take(&mut self) -> String {
        let collected = std::mem::take(&mut self.collected);
        unescape(&collected).into_owned()
    }
}

/// The five entities of XML and character references; any other was never declared.
pub(super) fn resolve(reference: &BytesRef<'_>) -> Result<char, FileError> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| FileError::Corrupt)? {
        return Ok(c);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(FileError::Corrupt),
    }
}

/// Undoes `_x000D_`, the way a workbook writes characters that XML does not like.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let code = tail.get(2..6).filter(|_| tail.get(6..7) == Some("_"));
        let escaped = code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        let length = if let Some(c) = escaped {
            out.push(c);
            7
        } else {
            out.push_str("_x");
            2
        };
        rest = tail.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escaped_characters_come_back() {
        assert_eq!(unescape("a_x000D_b"), "a\rb");
        assert_eq!(unescape("_x005F_x0041_"), "_x0041_");
        assert_eq!(unescape("a_xyz_b 一_x"), "a_xyz_b 一_x");
    }
}
