//! Text: UTF-8, UTF-16 with its mark, or GB 18030, and no control characters.

use std::io::{self, Read, Seek, SeekFrom};

use crate::MediaType;

const BLOCK_BYTES: usize = 64 * 1024;

/// Text, or none.
pub(super) fn tell(file: &mut (impl Read + Seek)) -> io::Result<Option<MediaType>> {
    file.seek(SeekFrom::Start(0))?;
    let mut reading = Reading::default();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let count = file.read(&mut block)?;
        if count == 0 {
            return Ok(reading.is_text().then_some(MediaType::Text));
        }
        for byte in block.iter().take(count) {
            reading.take(*byte);
        }
        if reading.is_hopeless() {
            return Ok(None);
        }
    }
}

/// The three ways to read the bytes, side by side; each is dropped at its first contradiction.
#[derive(Default)]
struct Reading {
    utf8: Utf8,
    utf16: Utf16,
    gb18030: Gb18030,
}

impl Reading {
    fn take(&mut self, byte: u8) {
        self.utf8.take(byte);
        self.utf16.take(byte);
        self.gb18030.take(byte);
    }

    fn is_hopeless(&self) -> bool {
        self.utf8.is_wrong && self.utf16.is_wrong && self.gb18030.is_wrong
    }

    fn is_text(&self) -> bool {
        let utf8 = !self.utf8.is_wrong && self.utf8.pending.is_empty();
        let utf16 = !self.utf16.is_wrong && self.utf16.is_marked && self.utf16.half.is_none();
        let gb18030 = !self.gb18030.is_wrong && matches!(self.gb18030.state, GbState::Start);
        utf8 || utf16 || gb18030
    }
}

/// Tabulator, line feed, form feed and carriage return are the only control characters of a text.
fn is_control(unit: u16) -> bool {
    (unit < 0x20 && !matches!(unit, 9 | 10 | 12 | 13)) || unit == 0x7f
}

#[derive(Default)]
struct Utf8 {
    pending: Vec<u8>,
    is_wrong: bool,
}

impl Utf8 {
    fn take(&mut self, byte: u8) {
        if self.is_wrong {
            return;
        }
        if self.pending.is_empty() && byte < 0x80 {
            self.is_wrong = is_control(u16::from(byte));
            return;
        }
        self.pending.push(byte);
        match std::str::from_utf8(&self.pending) {
            Ok(_) => self.pending.clear(),
            // Without an error length the character is only not complete yet.
            Err(error) => self.is_wrong = error.error_len().is_some(),
        }
    }
}

#[derive(Default)]
struct Utf16 {
    is_marked: bool,
    is_big_endian: bool,
    half: Option<u8>,
    is_wrong: bool,
}

impl Utf16 {
    fn take(&mut self, byte: u8) {
        let Some(first) = self.half.take() else {
            self.half = Some(byte);
            return;
        };
        let (little, big) = (u16::from_le_bytes([first, byte]), u16::from_be_bytes([first, byte]));
        if self.is_marked {
            self.is_wrong |= is_control(if self.is_big_endian { big } else { little });
        } else {
            self.is_marked = little == 0xfeff || big == 0xfeff;
            self.is_big_endian = big == 0xfeff;
            self.is_wrong = !self.is_marked;
        }
    }
}

#[derive(Default)]
struct Gb18030 {
    state: GbState,
    is_wrong: bool,
}

/// How much of a character of one, two or four bytes has been read.
#[derive(Default)]
enum GbState {
    #[default]
    Start,
    Lead,
    FourByteSecond,
    FourByteThird,
}

impl Gb18030 {
    fn take(&mut self, byte: u8) {
        let next = match (&self.state, byte) {
            (GbState::Start, 0x81..=0xfe) => Some(GbState::Lead),
            (GbState::FourByteSecond, 0x81..=0xfe) => Some(GbState::FourByteThird),
            (GbState::Start, 0..=0x7f) => (!is_control(u16::from(byte))).then_some(GbState::Start),
            (GbState::Lead, 0x40..=0x7e | 0x80..=0xfe) | (GbState::FourByteThird, b'0'..=b'9') => {
                Some(GbState::Start)
            }
            (GbState::Lead, b'0'..=b'9') => Some(GbState::FourByteSecond),
            _ => None,
        };
        match next {
            Some(state) => self.state = state,
            None => self.is_wrong = true,
        }
    }
}
