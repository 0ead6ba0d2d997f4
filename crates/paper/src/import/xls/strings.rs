//! Text in records: one or two bytes a character, with formats and readings behind it, and cut where a record is full.

use super::super::sheet::{TextRef, Texts};
use super::FileError;
use super::records::{u16_at, u32_at};

const WIDE: u8 = 1;
const HAS_READING: u8 = 4;
const HAS_FORMATS: u8 = 8;

/// The table of all texts of a workbook.
pub(super) fn shared(data: &[u8], continued: &[&[u8]], texts: &mut Texts) -> Result<Vec<TextRef>, FileError> {
    let count = u32_at(data, 4)? as usize;
    let mut parts = Parts::new(data.get(8..).unwrap_or_default(), continued);
    // The count is what the file says of itself; every text takes three bytes at least.
    let mut all = Vec::with_capacity(count.min(parts.bytes_left() / 3 + 1));
    for _ in 0..count {
        all.push(texts.push(&one(&mut parts)?));
    }
    Ok(all)
}

/// A text with its length in two bytes.
pub(super) fn long(data: &[u8], continued: &[&[u8]]) -> Result<String, FileError> {
    one(&mut Parts::new(data, continued))
}

/// The name of a sheet: its length in one byte.
pub(super) fn short(data: &[u8]) -> Result<String, FileError> {
    let mut parts = Parts::new(data, &[]);
    let count = usize::from(parts.byte()?);
    let flags = parts.byte()?;
    parts.characters(count, flags)
}

fn one(parts: &mut Parts<'_>) -> Result<String, FileError> {
    let count = usize::from(parts.u16()?);
    let flags = parts.byte()?;
    let formats = if flags & HAS_FORMATS == 0 { 0 } else { usize::from(parts.u16()?) };
    let reading = if flags & HAS_READING == 0 { 0 } else { parts.u32()? as usize };
    let text = parts.characters(count, flags)?;
    parts.skip(formats.saturating_mul(4).saturating_add(reading))?;
    Ok(text)
}

/// A record with what continues it.
struct Parts<'a> {
    part: &'a [u8],
    others: std::slice::Iter<'a, &'a [u8]>,
}

impl<'a> Parts<'a> {
    fn new(first: &'a [u8], others: &'a [&'a [u8]]) -> Self {
        Self { part: first, others: others.iter() }
    }

    fn bytes_left(&self) -> usize {
        self.part.len() + self.others.as_slice().iter().map(|part| part.len()).sum::<usize>()
    }

    /// So many bytes from one part, the next one where this is used up.
    fn take(&mut self, count: usize) -> Result<&'a [u8], FileError> {
        if self.part.is_empty() {
            self.part = self.others.next().ok_or(FileError::Corrupt)?;
        }
        let (taken, rest) = self.part.split_at_checked(count).ok_or(FileError::Corrupt)?;
        self.part = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, FileError> {
        self.take(1)?.first().copied().ok_or(FileError::Corrupt)
    }

    fn u16(&mut self) -> Result<u16, FileError> {
        u16_at(self.take(2)?, 0)
    }

    fn u32(&mut self) -> Result<u32, FileError> {
        u32_at(self.take(4)?, 0)
    }

    /// So many characters. Where a part ends within a text, the next one begins with its own word on their width.
    fn characters(&mut self, count: usize, flags: u8) -> Result<String, FileError> {
        let mut units: Vec<u16> = Vec::with_capacity(count);
        let mut is_wide = flags & WIDE != 0;
        while units.len() < count {
            if self.part.is_empty() {
                self.part = self.others.next().ok_or(FileError::Corrupt)?;
                is_wide = self.byte()? & WIDE != 0;
            }
            let width = if is_wide { 2 } else { 1 };
            let here = (count - units.len()).min(self.part.len() / width);
            if here == 0 {
                return Err(FileError::Corrupt);
            }
            let bytes = self.take(here * width)?;
            if is_wide {
                units.extend(bytes.chunks_exact(2).filter_map(|pair| u16_at(pair, 0).ok()));
            } else {
                units.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
        }
        Ok(String::from_utf16_lossy(&units))
    }

    fn skip(&mut self, count: usize) -> Result<(), FileError> {
        let mut left = count;
        while left > 0 {
            if self.part.is_empty() {
                self.part = self.others.next().ok_or(FileError::Corrupt)?;
            }
            let here = left.min(self.part.len());
            self.take(here)?;
            left -= here;
            if here == 0 {
                return Err(FileError::Corrupt);
            }
        }
        Ok(())
    }
}
