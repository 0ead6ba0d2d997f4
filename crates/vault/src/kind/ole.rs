//! Office files from before 2007, told apart by the names in the compound file's directory.
//!
//! Installers are compound files too; they have none of these names.

use std::io::{self, Read, Seek, SeekFrom};

use crate::MediaType;

const STREAMS: [(&str, MediaType); 4] = [
    ("WordDocument", MediaType::Doc),
    ("Workbook", MediaType::Xls),
    ("Book", MediaType::Xls),
    ("PowerPoint Document", MediaType::Ppt),
];

/// The header lists this many sectors of the allocation table; enough for a file of 7 MiB, or 448 MiB with large
/// sectors. The directory of a longer file is followed as far as that.
const LISTED_TABLES: u32 = 109;
const MAX_DIRECTORY_SECTORS: usize = 1024;
const ENTRY_BYTES: usize = 128;

/// The office type, or none for any other compound file.
pub(super) fn tell(file: &mut (impl Read + Seek)) -> io::Result<Option<MediaType>> {
    let header = read_at(file, 0, 512)?;
    let Some(sector_bytes) = sector_bytes(&header) else { return Ok(None) };
    let mut sector = u32_at(&header, 0x30);
    for _ in 0..MAX_DIRECTORY_SECTORS {
        let Some(number) = sector.filter(|number| *number < 0xffff_fffa) else { break };
        let content = read_at(file, offset(number, sector_bytes), sector_bytes)?;
        if let Some(media_type) = content.chunks(ENTRY_BYTES).find_map(office_stream) {
            return Ok(Some(media_type));
        }
        sector = next_sector(file, &header, sector_bytes, number)?;
    }
    Ok(None)
}

fn sector_bytes(header: &[u8]) -> Option<usize> {
    match u32_at(header, 0x1e)? & 0xffff {
        9 => Some(512),
        12 => Some(4096),
        _ => None,
    }
}

fn offset(sector: u32, sector_bytes: usize) -> u64 {
    (u64::from(sector) + 1) * sector_bytes as u64
}

/// Looks the sector up in the allocation table.
fn next_sector(
    file: &mut (impl Read + Seek),
    header: &[u8],
    sector_bytes: usize,
    sector: u32,
) -> io::Result<Option<u32>> {
    let per_table = u32::try_from(sector_bytes / 4).unwrap_or(u32::MAX);
    let (table, index) = (sector / per_table, sector % per_table);
    if table >= LISTED_TABLES {
        return Ok(None);
    }
    let Some(table_sector) = u32_at(header, 0x4c + table as usize * 4).filter(|number| *number < 0xffff_fffa)
    else {
        return Ok(None);
    };
    let entry = read_at(file, offset(table_sector, sector_bytes) + u64::from(index) * 4, 4)?;
    Ok(u32_at(&entry, 0))
}

/// The type that a directory entry stands for: a stream (kind 2) with one of the names, in UTF-16.
fn office_stream(entry: &[u8]) -> Option<MediaType> {
    let found = STREAMS.into_iter().find(|(name, _)| {
        let mut expected: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        expected.extend([0, 0]);
        entry.starts_with(&expected) && entry.get(66) == Some(&2)
    });
    found.map(|(_, media_type)| media_type)
}

/// Up to so many bytes from there; fewer where the file ends.
fn read_at(file: &mut (impl Read + Seek), offset: u64, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    file.seek(SeekFrom::Start(offset))?;
    file.by_ref().take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}
