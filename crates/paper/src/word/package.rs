//! The zip around a Word document: counted before it is believed, and written anew with the text parts changed.

use std::io::{Cursor, Read as _, Write as _};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{Error, tree, tree::Node};
use crate::import::{FileError, Limits, guard};

/// A template is a few pages: more than this is no template.
fn limits() -> Limits {
    Limits { max_unpacked_bytes: 24 * 1024 * 1024, max_parts: 512, ..Limits::default() }
}

/// Writes the document anew; `change` gets each part that holds text, with its short name.
pub(super) fn rewrite(
    document: &[u8],
    mut change: impl FnMut(&str, &[u8]) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    let mut archive = ZipArchive::new(Cursor::new(document)).map_err(|_| Error::NotWord)?;
    guard::check(&mut archive, &limits()).map_err(|error| match error {
        FileError::TooLargeUnpacked => Error::TooLarge,
        _ => Error::NotWord,
    })?;
    archive.index_for_name("word/document.xml").ok_or(Error::NotWord)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| Error::NotWord)?;
        let name = part.name().map_err(|_| Error::NotWord)?.into_owned();
        // Names of parts are compared without regard to case.
        let plain = name.to_lowercase();
        if plain.contains("vbaproject") {
            return Err(Error::Macros);
        }
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).map_err(|_| Error::NotWord)?;
        if plain.rsplit('.').next() == Some("rels") {
            stays_inside(&bytes)?;
        }
        if let Some(short) = text_part(&plain) {
            bytes = change(short, &bytes)?;
        }
        put(&mut writer, &name, &bytes).ok_or(Error::NotWord)?;
    }
    writer.finish().map(Cursor::into_inner).map_err(|_| Error::NotWord)
}

/// Puts a part into a document.
pub(super) fn put(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Option<()> {
    writer.start_file(name, SimpleFileOptions::default()).ok()?;
    writer.write_all(bytes).ok()
}

/// The parts in which people write.
fn text_part(name: &str) -> Option<&str> {
    let short = name.strip_prefix("word/")?.strip_suffix(".xml")?;
    let is_text = ["document", "footnotes", "endnotes"].contains(&short)
        || short.starts_with("header")
        || short.starts_with("footer");
    is_text.then_some(short)
}

/// A link that a reader may follow is harmless; anything else outside the file is fetched by opening it.
fn stays_inside(relations: &[u8]) -> Result<(), Error> {
    let nodes = tree::parse(relations).ok_or(Error::NotWord)?;
    let inside = nodes.iter().filter_map(|node| match node {
        Node::Element(element) => Some(&element.children),
        _ => None,
    });
    for node in inside.flatten() {
        let Node::Element(relation) = node else { continue };
        let has = |key: &str, word: &str| {
            relation.start.attributes().flatten().any(|attribute| {
                attribute.key.as_ref() == key && attribute.value.to_lowercase().ends_with(word)
            })
        };
        if has("TargetMode", "external") && !has("Type", "/hyperlink") {
            return Err(Error::Outside);
        }
    }
    Ok(())
}
