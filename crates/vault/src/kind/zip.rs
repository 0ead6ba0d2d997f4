//! Office files that are zip archives, told apart by the names in the archive's directory.
//!
//! Only the directory is read; nothing is ever unpacked.

use std::io::{self, Read, Seek, SeekFrom};

use crate::MediaType;

/// The end record has 22 bytes and a comment of at most 65,535.
const TAIL_BYTES: u64 = 22 + 65_535;
/// A directory larger than this is not that of a paper somebody wrote.
const MAX_DIRECTORY_BYTES: u64 = 4 * 1024 * 1024;

const PARTS: [(&str, MediaType); 4] = [
    ("word/document.xml", MediaType::Docx),
    ("xl/workbook.xml", MediaType::Xlsx),
    ("ppt/presentation.xml", MediaType::Pptx),
    ("OFD.xml", MediaType::Ofd),
];

const OPEN_DOCUMENTS: [(&[u8], MediaType); 3] = [
    (b"application/vnd.oasis.opendocument.text", MediaType::Odt),
    (b"application/vnd.oasis.opendocument.spreadsheet", MediaType::Ods),
    (b"application/vnd.oasis.opendocument.presentation", MediaType::Odp),
];

/// The office type, or none for any other archive, one with macros included.
pub(super) fn tell(file: &mut (impl Read + Seek)) -> io::Result<Option<MediaType>> {
    let Some(names) = read_names(file)? else { return Ok(None) };
    if names.iter().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin")) {
        return Ok(None);
    }
    let holds = |part: &str| names.iter().any(|name| name == part);
    if let Some((_, media_type)) = PARTS.into_iter().find(|(part, _)| holds(part)) {
        return Ok(Some(media_type));
    }
    if holds("mimetype") { open_document(file) } else { Ok(None) }
}

/// An `OpenDocument` file starts with its media type, stored as it is under the name `mimetype`.
fn open_document(file: &mut (impl Read + Seek)) -> io::Result<Option<MediaType>> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(128).read_to_end(&mut head)?;
    let Some(content) = head.get(30..).and_then(|rest| rest.strip_prefix(b"mimetype".as_slice())) else {
        return Ok(None);
    };
    let found = OPEN_DOCUMENTS.into_iter().find(|(mime, _)| {
        // What follows the type is the next local header; a longer type, such as a template's, is another one.
        content.strip_prefix(*mime).is_some_and(|next| next.starts_with(b"PK"))
    });
    Ok(found.map(|(_, media_type)| media_type))
}

/// The names in the archive's directory, or none when it cannot be found.
fn read_names(file: &mut (impl Read + Seek)) -> io::Result<Option<Vec<String>>> {
    let size = file.seek(SeekFrom::End(0))?;
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL_BYTES)))?;
    file.by_ref().take(TAIL_BYTES).read_to_end(&mut tail)?;
    let Some((length, offset)) = find_directory(&tail) else { return Ok(None) };
    if length > MAX_DIRECTORY_BYTES || offset.saturating_add(length) > size {
        return Ok(None);
    }
    let mut directory = Vec::new();
    file.seek(SeekFrom::Start(offset))?;
    file.take(length).read_to_end(&mut directory)?;
    Ok(Some(names_in(&directory)))
}

/// Length and offset of the directory, from the end record.
fn find_directory(tail: &[u8]) -> Option<(u64, u64)> {
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    Some((u64::from(u32_at(tail, at + 12)?), u64::from(u32_at(tail, at + 16)?)))
}

fn names_in(mut directory: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    while let Some((name, rest)) = next_name(directory) {
        names.push(String::from_utf8_lossy(name).into_owned());
        directory = rest;
    }
    names
}

fn next_name(directory: &[u8]) -> Option<(&[u8], &[u8])> {
    if !directory.starts_with(b"PK\x01\x02") {
        return None;
    }
    let name_length = u16_at(directory, 28)?;
    let rest_length = u16_at(directory, 30)? + u16_at(directory, 32)?;
    let name = directory.get(46..46 + name_length)?;
    let rest = directory.get(46 + name_length + rest_length..)?;
    Some((name, rest))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(pair)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}
