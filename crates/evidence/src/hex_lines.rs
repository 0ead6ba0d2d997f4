//! The root over entries that are given in hexadecimal, one a line.

use crate::{Error, Frontier, Hash, HexFault, Result, hash::digit, leaf_hash};

/// The root over the entries of the text, one a line in hexadecimal.
///
/// An empty line is an empty entry. A line feed ends a line, as in every text file, so that one after the last entry
/// adds nothing: no text at all is the empty tree and a single line feed is one empty entry. A carriage return before
/// the line feed belongs to the line's end. Everything else that is no hexadecimal digit is refused, blanks included.
pub fn root_of_hex_lines(text: impl AsRef<[u8]>) -> Result<Hash> {
    let mut frontier = Frontier::default();
    let mut entry = Vec::new();
    for (index, line) in lines(text.as_ref()).enumerate() {
        entry.clear();
        read_line(line, &mut entry).map_err(|(column, fault)| Error::HexLine {
            line: index + 1,
            column,
            fault,
        })?;
        frontier.append(leaf_hash(&entry));
    }
    Ok(frontier.root())
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').map(|line| match line.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => line,
    })
}

/// Decodes one line; the column of a fault counts from 1, and bytes are characters up to the first fault.
fn read_line(line: &[u8], entry: &mut Vec<u8>) -> Result<(), (usize, HexFault)> {
    let mut high = None;
    for (index, byte) in line.iter().enumerate() {
        let value = digit(*byte).ok_or((index + 1, HexFault::NotADigit(*byte)))?;
        high = match high {
            None => Some(value),
            Some(high) => {
                entry.push(high << 4 | value);
                None
            }
        };
    }
    if high.is_some() { Err((line.len(), HexFault::HalfAByte)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::root;

    fn root_of(entries: &[&[u8]]) -> Hash {
        root(entries.iter().map(|entry| leaf_hash(entry)))
    }

    fn fault(text: impl AsRef<[u8]>) -> (usize, usize, HexFault) {
        match root_of_hex_lines(text) {
            Err(Error::HexLine { line, column, fault }) => (line, column, fault),
            other => panic!("expected a fault, got {other:?}"),
        }
    }

    #[test]
    fn a_line_feed_after_the_last_entry_adds_nothing() {
        assert_eq!(root_of_hex_lines("00\n2021"), Ok(root_of(&[b"\x00", b"\x20\x21"])));
        assert_eq!(root_of_hex_lines("00\n2021\n"), Ok(root_of(&[b"\x00", b"\x20\x21"])));
    }

    #[test]
    fn an_empty_line_is_an_empty_entry() {
        assert_eq!(root_of_hex_lines(""), Ok(root_of(&[])));
        assert_eq!(root_of_hex_lines("\n"), Ok(root_of(&[b""])));
        assert_eq!(root_of_hex_lines("\n00\n"), Ok(root_of(&[b"", b"\x00"])));
        assert_eq!(root_of_hex_lines("00\n\n"), Ok(root_of(&[b"\x00", b""])));
        assert_eq!(root_of_hex_lines("00\n\n\n"), Ok(root_of(&[b"\x00", b"", b""])));
    }

    #[test]
    fn both_cases_and_both_line_ends_are_read() {
        assert_eq!(root_of_hex_lines("aB\r\nFf\r\n\r\n"), Ok(root_of(&[b"\xab", b"\xff", b""])));
    }

    #[test]
    fn malformed_hex_is_told_with_line_and_column() {
        assert_eq!(fault("00\n0g"), (2, 2, HexFault::NotADigit(b'g')));
        assert_eq!(fault("00\n\n000\n"), (3, 3, HexFault::HalfAByte));
        assert_eq!(fault("00 \n"), (1, 3, HexFault::NotADigit(b' ')));
        assert_eq!(fault(" \n"), (1, 1, HexFault::NotADigit(b' ')));
        assert_eq!(fault("0x00"), (1, 2, HexFault::NotADigit(b'x')));
        assert_eq!(fault("00\r"), (1, 3, HexFault::NotADigit(b'\r')));
        assert_eq!(fault([b'0', b'0', b'\n', 0xff]), (2, 1, HexFault::NotADigit(0xff)));
    }
}
