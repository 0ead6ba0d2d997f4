//! Telling what a file is by its bytes, and opening it.

use super::{Container, FileError, Limits, Workbook, delimited, finding::Code, xls, xlsx};

const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Opens a file by its content; a name that says something else is remarked upon and otherwise ignored.
pub fn open(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Workbook, FileError> {
    let mut book = if ZIP.iter().any(|magic| bytes.starts_with(magic)) {
        xlsx::open(bytes, limits)?
    } else if bytes.starts_with(OLE2) {
        xls::open(bytes, limits)?
    } else {
        delimited::open(bytes, limits)?
    };
    if !name_fits(file_name, book.container()) {
        book.remarks.push(Code::FileExtensionMismatch);
    }
    Ok(book)
}

/// A long text table up to its first rows, to be tried before the whole: where none of these can be taken the rest would
/// only fill the memory. `None` where the file is no text, or short.
pub fn open_beginning(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Option<Workbook>, FileError> {
    if !is_text(bytes) {
        return Ok(None);
    }
    let book = open(bytes, file_name, &limits.of_beginning())?;
    Ok(book.remarks.contains(&Code::FileRestUnread).then_some(book))
}

/// Whether the bytes are those of no archive and no old workbook.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    !ZIP.iter().any(|magic| bytes.starts_with(magic)) && !bytes.starts_with(OLE2)
}

fn name_fits(file_name: &str, container: Container) -> bool {
    let Some((_, extension)) = file_name.rsplit_once('.') else { return true };
    let fitting: &[&str] = match container {
        Container::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
        Container::Xls => &["xls", "xlt"],
        Container::Text => &["csv", "txt", "tsv", "tab", "text"],
    };
    fitting.contains(&extension.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide_and_a_wrong_name_is_remarked_upon() {
        let limits = Limits::default();
        let book = open("工号,姓名\n1,样一\n".as_bytes(), "花名册.xlsx", &limits).unwrap();
        assert_eq!(book.container(), Container::Text);
        assert_eq!(book.remarks, [Code::FileExtensionMismatch]);
        let book = open(b"a,b\n", "a.CSV", &limits).unwrap();
        assert!(book.remarks.is_empty());
    }

    #[test]
    fn a_cut_archive_is_corrupt_and_a_picture_is_not_a_table() {
        let limits = Limits::default();
        assert_eq!(open(b"PK\x03\x04rubbish", "a.xlsx", &limits).unwrap_err(), FileError::Corrupt);
        assert_eq!(
            open(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.csv", &limits).unwrap_err(),
            FileError::Unsupported
        );
    }
}
