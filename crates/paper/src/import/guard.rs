//! The gate of a zipped workbook: every part is unpacked once, counted and looked through before anything is believed.
//!
//! The sizes an archive states are never trusted. A damaged part, a checksum that does not fit, too many bytes or a
//! document type anywhere, and no row of the file is read.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{FileError, Limits};

pub(crate) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Unpacks all parts into nothing; gives the number of bytes that came out.
pub(crate) fn check(archive: &mut Archive<'_>, limits: &Limits) -> Result<u64, FileError> {
    if archive.len() > limits.max_parts {
        return Err(FileError::TooLargeUnpacked);
    }
    let mut total = 0;
    for index in 0..archive.len() {
        total = check_part(archive, index, total, limits)?;
    }
    Ok(total)
}

fn check_part(
    archive: &mut Archive<'_>,
    index: usize,
    before: u64,
    limits: &Limits,
) -> Result<u64, FileError> {
    let mut part = archive.by_index(index).map_err(|_| FileError::Corrupt)?;
    let packed = part.compressed_size().max(1);
    let mut buffer = vec![0; 64 * 1024];
    let mut doctype = DoctypeSearch::default();
    let mut unpacked = 0_u64;
    loop {
        let count = part.read(&mut buffer).map_err(|_| FileError::Corrupt)?;
        if count == 0 {
            return Ok(before + unpacked);
        }
        unpacked += count as u64;
        let bloated = unpacked > limits.ratio_floor_bytes && unpacked / packed > limits.max_ratio;
        if bloated || before + unpacked > limits.max_unpacked_bytes {
            return Err(FileError::TooLargeUnpacked);
        }
        if doctype.feed(buffer.get(..count).unwrap_or_default()) {
            return Err(FileError::HostileXml);
        }
    }
}

/// Looks for `<!DOCTYPE` in a stream of bytes. Zero bytes are passed over, so that UTF-16 hides nothing.
#[derive(Default)]
struct DoctypeSearch {
    matched: usize,
    kind: PartKind,
}

/// Only markup is searched: a picture may hold any bytes.
#[derive(Default, Clone, Copy, PartialEq)]
enum PartKind {
    #[default]
    Unknown,
    Markup,
    Other,
}

impl DoctypeSearch {
    const WORD: &'static [u8] = b"<!DOCTYPE";

    fn feed(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            if self.kind == PartKind::Unknown {
                self.kind = match byte {
                    b'<' => PartKind::Markup,
                    0 | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF => PartKind::Unknown,
                    _ => PartKind::Other,
                };
            }
            if self.kind == PartKind::Other {
                return false;
            }
            if byte == 0 {
                continue;
            }
            if Self::WORD.get(self.matched).is_some_and(|wanted| wanted.eq_ignore_ascii_case(&byte)) {
                self.matched += 1;
                if self.matched == Self::WORD.len() {
                    return true;
                }
            } else {
                self.matched = usize::from(byte == b'<');
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(chunks: &[&[u8]]) -> bool {
        let mut search = DoctypeSearch::default();
        chunks.iter().any(|chunk| search.feed(chunk))
    }

    #[test]
    fn a_document_type_is_found_across_chunks_and_in_utf16() {
        assert!(found(&[b"<?xml version='1.0'?><!DOC", b"TYPE x [<!ENTITY a 'b'>]>"]));
        let wide: Vec<u8> = "<x/><!doctype y>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(found(&[&wide]));
        assert!(found(&[b"<<!DOCTYPE"]));
    }

    #[test]
    fn ordinary_parts_pass() {
        assert!(!found(&[b"<worksheet><c/></worksheet>"]));
        assert!(!found(&[b"\x89PNG <!DOCTYPE html>"]));
    }
}
