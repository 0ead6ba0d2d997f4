//! Types by content, with files made here byte by byte.

use std::io::Cursor;

use super::*;

fn of(bytes: impl AsRef<[u8]>) -> Option<MediaType> {
    tell(&mut Cursor::new(bytes.as_ref())).unwrap()
}

/// A zip archive of stored, empty parts; `mimetype`, if any, holds its text and comes first.
fn archive(mimetype: Option<&str>, parts: &[&str]) -> Vec<u8> {
    let (mut bytes, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    let all = mimetype.map(|text| ("mimetype", text)).into_iter().chain(parts.iter().map(|part| (*part, "")));
    for (name, content) in all {
        let offset = u32::try_from(bytes.len()).unwrap();
        let sizes = [u32::try_from(content.len()).unwrap(); 2].map(u32::to_le_bytes).concat();
        let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
        bytes.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        bytes.extend([&sizes[..], &name_length, &[0, 0], name.as_bytes(), content.as_bytes()].concat());
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        directory
            .extend([&sizes[..], &name_length, &[0; 12], &offset.to_le_bytes(), name.as_bytes()].concat());
        count += 1;
    }
    let at = u32::try_from(bytes.len()).unwrap();
    let length = u32::try_from(directory.len()).unwrap();
    bytes.extend(directory);
    bytes.extend([b"PK\x05\x06\0\0\0\0".as_slice(), &count.to_le_bytes(), &count.to_le_bytes()].concat());
    bytes.extend([&length.to_le_bytes()[..], &at.to_le_bytes(), &[0, 0]].concat());
    bytes
}

/// A compound file whose directory has two sectors, the second of which holds the stream.
fn compound(stream: &str, kind: u8) -> Vec<u8> {
    let mut bytes = vec![0; 512 * 4];
    bytes[..8].copy_from_slice(&OLE);
    bytes[0x1e] = 9;
    bytes[0x30..0x34].copy_from_slice(&1_u32.to_le_bytes());
    bytes[0x4c..0x50].copy_from_slice(&0_u32.to_le_bytes());
    // Sector 0 is the allocation table: sector 1 goes on in sector 2, which is the last.
    bytes[512 + 4..512 + 8].copy_from_slice(&2_u32.to_le_bytes());
    bytes[512 + 8..512 + 12].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    let entry = 512 * 3 + 128;
    for (index, unit) in stream.encode_utf16().enumerate() {
        bytes[entry + index * 2..entry + index * 2 + 2].copy_from_slice(&unit.to_le_bytes());
    }
    bytes[entry + 66] = kind;
    bytes
}

#[test]
fn office_archives_are_told_by_their_parts_in_any_order() {
    assert_eq!(of(archive(None, &["[Content_Types].xml", "word/document.xml"])), Some(MediaType::Docx));
    assert_eq!(
        of(archive(None, &["docProps/app.xml", "xl/styles.xml", "xl/workbook.xml"])),
        Some(MediaType::Xlsx)
    );
    assert_eq!(of(archive(None, &["ppt/presentation.xml"])), Some(MediaType::Pptx));
    assert_eq!(of(archive(None, &["OFD.xml", "Doc_0/Document.xml"])), Some(MediaType::Ofd));
    let spreadsheet = archive(Some("application/vnd.oasis.opendocument.spreadsheet"), &["content.xml"]);
    assert_eq!(of(spreadsheet), Some(MediaType::Ods));
}

#[test]
fn other_archives_macros_and_damaged_archives_are_refused() {
    assert_eq!(of(archive(None, &["virus.exe"])), None);
    assert_eq!(of(archive(None, &["classes.dex", "AndroidManifest.xml"])), None);
    assert_eq!(of(archive(None, &["word/document.xml", "word/vbaProject.bin"])), None);
    assert_eq!(of(archive(Some("application/epub+zip"), &["content.xml"])), None);
    assert_eq!(of(archive(Some("application/vnd.oasis.opendocument.text-template"), &["content.xml"])), None);
    let whole = archive(None, &["word/document.xml"]);
    assert_eq!(of(&whole[..whole.len() - 30]), None);
    assert_eq!(of(b"PK\x03\x04"), None);
}

#[test]
fn old_office_files_are_told_by_their_streams() {
    assert_eq!(of(compound("WordDocument", 2)), Some(MediaType::Doc));
    assert_eq!(of(compound("Workbook", 2)), Some(MediaType::Xls));
    assert_eq!(of(compound("PowerPoint Document", 2)), Some(MediaType::Ppt));
}

#[test]
fn an_installer_or_a_circle_in_the_directory_is_refused() {
    assert_eq!(of(compound("Binary.Install", 2)), None);
    assert_eq!(of(compound("WordDocument", 1)), None, "a storage, not a stream");
    let mut circle = compound("x", 2);
    circle[512 + 8..512 + 12].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(of(circle), None);
    assert_eq!(of(OLE), None);
}

#[test]
fn pictures_and_recordings_are_told_by_their_signature() {
    assert_eq!(of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Some(MediaType::Png));
    assert_eq!(of(b"\xff\xd8\xff\xe0\0\x10JFIF\0"), Some(MediaType::Jpeg));
    assert_eq!(of(b"RIFF\0\0\0\0WEBPVP8 "), Some(MediaType::Webp));
    assert_eq!(of(b"RIFF\0\0\0\0WAVEfmt "), Some(MediaType::Wav));
    assert_eq!(of(b"ID3\x04\0\0\0\0\0\0"), Some(MediaType::Mp3));
    assert_eq!(of(b"\0\0\0\x20ftypM4A \0\0\0\0"), Some(MediaType::M4a));
    assert_eq!(of(b"\0\0\0\x20ftypisom\0\0\0\0isomiso2"), Some(MediaType::Mp4));
    assert_eq!(of(b"\0\0\0\x14ftypqt  \0\0\0\0qt  "), Some(MediaType::Mov));
    assert_eq!(of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Some(MediaType::Heic));
    assert_eq!(of(b"#!AMR\n\x3c\x91\x17\x16\xbe\x66\x79"), Some(MediaType::Amr));
}

#[test]
fn chinese_text_is_text_in_each_of_its_encodings() {
    assert_eq!(of("交接说明：先停机，再取样。\r\n"), Some(MediaType::Text));
    assert_eq!(
        of(b"\xbd\xbb\xbd\xd3\xcb\xb5\xc3\xf7\r\n\x95\x32\x82\x36"),
        Some(MediaType::Text),
        "GB 18030"
    );
    let marked: Vec<u8> = "\u{feff}交接".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(of(&marked), Some(MediaType::Text));
    let marked: Vec<u8> = "\u{feff}交接".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(of(&marked), Some(MediaType::Text));
}

#[test]
fn a_text_longer_than_a_block_is_read_to_its_end() {
    let long = "离职".repeat(40_000);
    assert_eq!(of(&long), Some(MediaType::Text));
    assert_eq!(of([long.as_bytes(), &[0]].concat()), None);
}

#[test]
fn control_characters_broken_characters_and_programs_are_no_text() {
    assert_eq!(of(b"a\0b"), None);
    assert_eq!(of(b"a\x1b[31m"), None);
    assert_eq!(of(b"ab\xff"), None);
    assert_eq!(of(b"\x7fELF\x02\x01\x01\0\0"), None);
    assert_eq!(of(b"MZ\x90\0\x03\0\0\0"), None);
}

#[test]
fn a_page_or_a_script_is_never_more_than_text() {
    for page in [
        "<!DOCTYPE html><script>alert(1)</script>",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "#!/bin/sh\n",
    ] {
        assert_eq!(of(page), Some(MediaType::Text), "{page}");
    }
}

#[test]
fn a_list_whose_headings_begin_like_a_signature_is_text() {
    assert_eq!(of("BM编号,名称\n1,夹具\n"), Some(MediaType::Text));
    assert_eq!(of("ID3,name\n"), Some(MediaType::Text));
    assert_eq!(of("MZ,FWS\n"), Some(MediaType::Text));
    assert_eq!(of("%PDF-1.4\n1 0 obj\n"), Some(MediaType::Pdf));
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn files_from_real_offices_are_told_right() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/import");
    for (name, expected) in [
        ("d01-花名册.xlsx", MediaType::Xlsx),
        ("d03-钉钉审批_请假.csv", MediaType::Text),
        ("d05-意见建议与投诉登记.csv", MediaType::Text),
        ("d06-客户档案.xlsx", MediaType::Xlsx),
        ("d07-资产台账.xls", MediaType::Xls),
    ] {
        match std::fs::read(format!("{folder}/{name}")) {
            Ok(bytes) => assert_eq!(of(bytes), Some(expected), "{name}"),
            Err(_) => eprintln!("skipped: the reference data {name} is not here"),
        }
    }
}
