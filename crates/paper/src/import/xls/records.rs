//! Records one after the other.

use super::FileError;

const CONTINUE: u16 = 0x003C;

/// A record: its kind and its bytes.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records of a stream from a place on.
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn from(stream: &'a [u8], offset: usize) -> Result<Self, FileError> {
        Ok(Self { rest: stream.get(offset..).ok_or(FileError::Corrupt)? })
    }

    /// What continues the last record, part by part.
    pub(super) fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut parts = Vec::new();
        while let Ok((record, rest)) = one(self.rest)
            && record.kind == CONTINUE
        {
            parts.push(record.data);
            self.rest = rest;
        }
        parts
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, FileError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        Some(one(self.rest).map(|(record, rest)| {
            self.rest = rest;
            record
        }))
    }
}

fn one(bytes: &[u8]) -> Result<(Record<'_>, &[u8]), FileError> {
    let (kind, length) = (u16_at(bytes, 0)?, usize::from(u16_at(bytes, 2)?));
    let data = bytes.get(4..4 + length).ok_or(FileError::Corrupt)?;
    Ok((Record { kind, data }, bytes.get(4 + length..).unwrap_or_default()))
}

pub(super) fn u16_at(data: &[u8], at: usize) -> Result<u16, FileError> {
    let bytes = data.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).ok_or(FileError::Corrupt)?;
    Ok(u16::from_le_bytes(bytes))
}

pub(super) fn u32_at(data: &[u8], at: usize) -> Result<u32, FileError> {
    let bytes = data.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).ok_or(FileError::Corrupt)?;
    Ok(u32::from_le_bytes(bytes))
}
