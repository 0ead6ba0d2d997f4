//! What a file is, told by its content.

mod ole;
mod text;
mod zip;

use std::io::{self, Read, Seek, SeekFrom};

use crate::MediaType;

/// Enough for every signature that is looked at.
const HEAD_BYTES: u64 = 4096;

const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The type of the content, or none when it is not on the list of allowed types.
pub(crate) fn tell(file: &mut (impl Read + Seek)) -> io::Result<Option<MediaType>> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    if head.starts_with(b"PK\x03\x04") {
        return zip::tell(file);
    }
    if head.starts_with(&OLE) {
        return ole::tell(file);
    }
    if head.starts_with(b"%PDF-") {
        return Ok(Some(MediaType::Pdf));
    }
    // Text comes before the other signatures: some are two letters, with which a list of headings may well begin.
    match text::tell(file)? {
        Some(media_type) => Ok(Some(media_type)),
        None => Ok(infer::get(&head).and_then(|kind| by_signature(kind.mime_type()))),
    }
}

fn by_signature(mime: &str) -> Option<MediaType> {
    Some(match mime {
        "image/png" => MediaType::Png,
        "image/jpeg" => MediaType::Jpeg,
        "image/webp" => MediaType::Webp,
        "image/heif" => MediaType::Heic,
        "audio/mpeg" => MediaType::Mp3,
        "audio/m4a" => MediaType::M4a,
        "audio/aac" => MediaType::Aac,
        "audio/amr" => MediaType::Amr,
        "audio/x-wav" => MediaType::Wav,
        "video/mp4" => MediaType::Mp4,
        "video/quicktime" => MediaType::Mov,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
