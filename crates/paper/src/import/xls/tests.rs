use std::io::Write as _;

use super::super::{open as open_any, sheet::Content};
use super::*;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut all = kind.to_le_bytes().to_vec();
    all.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    all.extend(data);
    all
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn cell(row: u16, column: u16, rest: &[u8]) -> Vec<u8> {
    [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], rest].concat()
}

/// A workbook with one visible and one hidden sheet, in the date system of 1904.
fn workbook() -> Vec<u8> {
    let bof = record(kind::BOF, &[&BIFF8.to_le_bytes()[..], &[5, 0, 0, 0, 0, 0]].concat());
    let name =
        |text: &str| [&[u8::try_from(text.encode_utf16().count()).unwrap(), 1][..], &wide(text)].concat();
    let sheets = |first: u32, second: u32| {
        [
            record(kind::BOUND_SHEET, &[&first.to_le_bytes()[..], &[0, 0], &name("台账")].concat()),
            record(kind::BOUND_SHEET, &[&second.to_le_bytes()[..], &[1, 0], &name("藏")].concat()),
        ]
        .concat()
    };
    // The second text is cut in the middle, and goes on with one byte a character.
    let sst =
        [&2_u32.to_le_bytes()[..], &2_u32.to_le_bytes(), &[2, 0, 1], &wide("甲乙"), &[4, 0, 1], &wide("ab")]
            .concat();
    let texts = [record(kind::SST, &sst), record(0x003C, &[0, b'c', b'd'])].concat();
    let head = |sheets: &[u8]| {
        [&bof[..], &record(kind::DATE_1904, &[1, 0]), sheets, &texts, &record(kind::EOF, &[])].concat()
    };
    let length = head(&sheets(0, 0)).len();
    let rk_of = |value: i32| ((value << 2) | 2).cast_unsigned().to_le_bytes();
    let body = [
        bof.clone(),
        record(kind::COL_INFO, &[2, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
        record(kind::LABEL_SST, &cell(0, 0, &0_u32.to_le_bytes())),
        record(kind::LABEL_SST, &cell(0, 1, &1_u32.to_le_bytes())),
        record(kind::NUMBER, &cell(1, 0, &2.5_f64.to_le_bytes())),
        record(kind::RK, &cell(1, 1, &rk_of(-7))),
        record(kind::BOOL_ERR, &cell(1, 2, &[0x2A, 1])),
        record(kind::FORMULA, &cell(2, 0, &[0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0])),
        record(kind::STRING, &[&[2, 0, 0][..], b"ok"].concat()),
        record(kind::FORMULA, &cell(2, 1, &[&3.0_f64.to_le_bytes()[..], &[0; 6]].concat())),
        record(kind::MERGE_CELLS, &[1, 0, 1, 0, 2, 0, 3, 0, 3, 0]),
        record(kind::EOF, &[]),
    ]
    .concat();
    let at = u32::try_from(length).unwrap();
    [head(&sheets(at, at)), body].concat()
}

fn compound(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn every_kind_of_cell_is_read_as_it_is_stored() {
    let book = open_any(&compound(&workbook()), "a.xls", &Limits::default()).unwrap();
    assert_eq!((book.container(), book.date_system), (Container::Xls, DateSystem::From1904));
    assert!(book.remarks.is_empty());
    assert_eq!(book.sheet_names().collect::<Vec<_>>(), ["台账", "藏"]);
    assert_eq!(book.sheets[1].visibility, Visibility::Hidden);
    assert_eq!(book.sheets[1].row_count(), 0, "what is hidden is not read");
    let sheet = &book.sheets[0];
    let row = |number| sheet.row(number, &book.texts).unwrap();
    assert_eq!(row(1).own(0).content, Content::Text("甲乙"));
    assert_eq!(row(1).own(1).content, Content::Text("abcd"));
    assert_eq!(row(2).own(0).content, Content::Number(2.5));
    assert_eq!(row(2).own(1).content, Content::Number(-7.0));
    assert_eq!(row(2).own(2).content, Content::Error("#N/A"));
    assert_eq!((row(3).own(0).content, row(3).own(0).formula), (Content::Text("ok"), Formula::Cached));
    assert_eq!(row(3).own(1).content, Content::Number(3.0));
    assert!(sheet.is_hidden_column(2) && !sheet.is_hidden_column(1));
    assert_eq!(sheet.merges.starting_in(2).len(), 1);
}

#[test]
fn numbers_in_thirty_bits_are_whole_hundredths_or_floats() {
    let close = |bits: u32, value: f64| assert!((rk(bits) - value).abs() < 1e-9, "{bits:x}");
    close(0x3FF0_0000, 1.0);
    close(0x3FF0_0001, 0.01);
    close((123 << 2) | 2, 123.0);
    close((12345 << 2) | 3, 123.45);
}

#[test]
fn what_is_cut_encrypted_or_no_workbook_is_refused_and_nothing_panics() {
    let whole = workbook();
    for end in 0..whole.len() {
        assert!(open_any(&compound(&whole[..end]), "a.xls", &Limits::default()).is_err(), "cut at {end}");
    }
    for at in 0..whole.len() {
        let mut bent = whole.clone();
        bent[at] ^= 0xFF;
        let _ = open_any(&compound(&bent), "a.xls", &Limits::default());
    }
    let file = compound(&whole);
    for end in (8..file.len()).step_by(97) {
        // What is cut off at the end may be the unused part of the last sector.
        let cut = open_any(&file[..end], "a.xls", &Limits::default());
        assert!(cut.is_err() || end * 2 > file.len(), "cut at {end}");
    }
    let bof = record(kind::BOF, &[&BIFF8.to_le_bytes()[..], &[5, 0]].concat());
    let locked = [bof, record(kind::FILE_PASS, &[1, 0])].concat();
    assert_eq!(
        open_any(&compound(&locked), "a.xls", &Limits::default()).unwrap_err(),
        FileError::Unsupported
    );
    let mut other = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    other.create_stream("/WordDocument").unwrap().write_all(b"x").unwrap();
    other.flush().unwrap();
    let other = other.into_inner().into_inner();
    assert_eq!(open_any(&other, "a.doc", &Limits::default()).unwrap_err(), FileError::Unsupported);
}
