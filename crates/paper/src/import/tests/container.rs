//! Files that are hostile, damaged or not what they seem.

use super::book::row;
use super::*;

fn sound() -> Book {
    Book::of(vec![row!["工号", "姓名", "入职日期"], row!["00123", "样一", "2023-5-1"]])
}

fn error_of(bytes: &[u8], limits: &Limits) -> Option<FileError> {
    open(bytes, "a.xlsx", limits).err()
}

#[test]
fn a_document_type_in_any_part_is_refused() {
    for name in ["docProps/core.xml", "xl/theme/theme1.xml", "customXml/item1.xml"] {
        let mut book = sound();
        book.extra_parts =
            vec![(name, b"<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"b\">]><x/>".to_vec())];
        assert_eq!(error_of(&book.bytes(), &Limits::default()), Some(FileError::HostileXml), "{name}");
    }
}

#[test]
fn a_bomb_is_stopped_in_whichever_part_it_is() {
    let limits = Limits { max_unpacked_bytes: 1_000_000, ..Limits::default() };
    for name in ["xl/sharedStrings.xml", "docProps/thumbnail.jpeg"] {
        let mut book = sound();
        book.extra_parts = vec![(name, vec![b' '; 2_000_000])];
        assert_eq!(error_of(&book.bytes(), &limits), Some(FileError::TooLargeUnpacked), "{name}");
        assert_eq!(error_of(&book.bytes(), &Limits::default()), None, "{name}");
    }
    let limits = Limits { ratio_floor_bytes: 100_000, ..Limits::default() };
    let mut book = sound();
    book.extra_parts = vec![("xl/media/a.bin", vec![0; 2_000_000])];
    assert_eq!(error_of(&book.bytes(), &limits), Some(FileError::TooLargeUnpacked));
}

#[test]
fn one_damaged_byte_in_a_part_that_nobody_reads_is_still_corrupt() {
    let mut book = sound();
    let noise: Vec<u8> = (0_u32..20_000).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    book.extra_parts = vec![("xl/media/photo.bin", noise)];
    let mut bytes = book.bytes();
    assert_eq!(error_of(&bytes, &Limits::default()), None);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    assert_eq!(error_of(&bytes, &Limits::default()), Some(FileError::Corrupt));
    let cut = book.bytes().len() * 6 / 10;
    assert_eq!(error_of(&book.bytes()[..cut], &Limits::default()), Some(FileError::Corrupt));
}

#[test]
fn a_sound_archive_that_is_no_workbook_is_unsupported() {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<document/>").unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(error_of(&bytes, &Limits::default()), Some(FileError::Unsupported));
}

#[test]
fn an_undeclared_entity_is_corrupt() {
    let mut book = sound();
    book.pages[0].name = "a&b;c".into();
    assert_eq!(error_of(&book.bytes(), &Limits::default()), Some(FileError::Corrupt));
}

#[test]
fn too_many_cells_or_rows_are_refused() {
    let limits = Limits { max_cells: 5, ..Limits::default() };
    assert_eq!(error_of(&sound().bytes(), &limits), Some(FileError::TooManyRows));
    let limits = Limits { max_rows: 1, ..Limits::default() };
    assert_eq!(error_of(&sound().bytes(), &limits), Some(FileError::TooManyRows));
    assert_eq!(error_of(b"a,b\n1,2\n3,4\n5,6\n", &limits), Some(FileError::TooManyRows));
}

#[test]
fn a_file_that_cannot_be_read_has_a_preview_that_says_so() {
    let run = |bytes: &[u8]| {
        let run = DryRun {
            kind: Kind::Roster,
            bytes,
            file_name: "a.xlsx",
            mapping: None,
            roster: None,
            limits: Limits::default(),
        };
        dry_run(&run, None, &mut |_, _| ControlFlow::Continue(())).unwrap()
    };
    let preview = run(b"PK\x03\x04");
    assert_eq!((&preview["file_error"], &preview["counts"]["accepted"]), (&"file.corrupt".into(), &0.into()));
    assert_eq!(run(b"just a letter to somebody")["file_error"], "file.no_header");
    let whole = run(&sound().bytes());
    let mut expected: Vec<&str> = preview.as_object().unwrap().keys().map(String::as_str).collect();
    expected.sort_unstable();
    let mut keys: Vec<&str> = whole.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys, expected);
}

#[test]
fn the_accepted_rows_come_as_one_object_a_line() {
    let bytes = sound().bytes();
    let run = DryRun {
        kind: Kind::Roster,
        bytes: &bytes,
        file_name: "a.xlsx",
        mapping: None,
        roster: None,
        limits: Limits::default(),
    };
    let mut out = Vec::new();
    dry_run(&run, Some(&mut out), &mut |_, _| ControlFlow::Continue(())).unwrap();
    let line: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(
        (&line["row"], &line["emp_no"], &line["hire_date"]),
        (&2.into(), &"00123".into(), &"2023-05-01".into())
    );
}
