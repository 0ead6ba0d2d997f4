//! Tables as CSV that is safe to open.
//!
//! Quoting after RFC 4180. A text cell that a spreadsheet program would run as a formula gets a leading apostrophe;
//! numbers stay numbers, negative ones too.

use crate::table::Cell;

/// The table as UTF-8 with a byte order mark, which spreadsheet programs need to see Chinese.
pub fn write_table<R: AsRef<[Cell]>>(headers: &[&str], rows: impl IntoIterator<Item = R>) -> Vec<u8> {
    let mut out = String::from("\u{FEFF}");
    let heads: Vec<Cell> = headers.iter().map(|head| Cell::from(*head)).collect();
    push_record(&mut out, &heads);
    for row in rows {
        push_record(&mut out, row.as_ref());
    }
    out.into_bytes()
}

fn push_record(out: &mut String, cells: &[Cell]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => push_text(out, text),
            Cell::Number(number) => out.push_str(&number.to_string()),
            Cell::Date(date) => out.push_str(&date.to_string()),
        }
    }
    out.push_str("\r\n");
}

fn push_text(out: &mut String, text: &str) {
    let safe = if is_formula_like(text) { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', ';', '"', '\n', '\r', '\t']) {
        out.push('"');
        out.push_str(&safe.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&safe);
    }
}

/// Whether a spreadsheet program would take the text for a formula.
pub fn is_formula_like(text: &str) -> bool {
    crate::import::text_is_formula_like(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_gets_an_apostrophe_and_numbers_do_not() {
        let row = [Cell::from("=1+1"), Cell::Number(-5.5), Cell::from("＠x"), Cell::from("plain")];
        let text = String::from_utf8(write_table(&["a", "b", "c", "d"], [row])).unwrap();
        assert_eq!(text, "\u{FEFF}a,b,c,d\r\n'=1+1,-5.5,'＠x,plain\r\n");
    }

    #[test]
    fn separators_quotes_and_line_breaks_are_quoted() {
        let row = [Cell::from("a,b"), Cell::from("say \"no\""), Cell::from("x\ny"), Cell::Empty];
        let text = String::from_utf8(write_table(&["1", "2", "3", "4"], [row])).unwrap();
        assert!(text.ends_with("\"a,b\",\"say \"\"no\"\"\",\"x\ny\",\r\n"));
    }
}
