//! Whole files through the whole reading, with small workbooks made for one rule each.

mod book;
mod conflicts;
mod container;
mod knowledge;
mod layout;
mod leave;
mod long;
mod people;
mod random;
mod roundtrip;
mod roundtrip_kinds;
mod skipping;

use std::ops::ControlFlow;

use super::*;
use book::Book;

/// What came of a file.
struct Outcome {
    found: Recognised,
    judged: Judged,
}

fn run(bytes: &[u8], name: &str, kind: Kind, mapping: Option<&Mapping>, references: &References) -> Outcome {
    let book = open(bytes, name, &Limits::default()).unwrap();
    let found = recognise(&book, kind, mapping);
    let judged = judge(&book, &found, references, &mut |_, _| ControlFlow::Continue(())).unwrap();
    Outcome { found, judged }
}

fn roster(book: &Book) -> Outcome {
    run(&book.bytes(), "a.xlsx", Kind::Roster, None, &References::unchecked())
}

fn roster_csv(text: &str) -> Outcome {
    run(text.as_bytes(), "a.csv", Kind::Roster, None, &References::unchecked())
}

fn known(people: &[(&str, &str)]) -> References {
    References::from_people(people.iter().map(|(number, name)| KnownPerson {
        number: (*number).to_owned(),
        name: (*name).to_owned(),
        has_left: false,
    }))
}

impl Outcome {
    fn people(&self) -> &[RosterRow] {
        match &self.judged.accepted {
            Accepted::Roster(rows) => rows,
            other => panic!("no roster: {other:?}"),
        }
    }

    fn leave(&self) -> &[LeaveRow] {
        match &self.judged.accepted {
            Accepted::Leave(rows) => rows,
            other => panic!("no leave: {other:?}"),
        }
    }

    fn refused(&self) -> Vec<(u32, &'static str, &'static str, &str)> {
        self.judged.refused.iter().map(|f| (f.row, f.code.as_str(), f.field, f.says.as_str())).collect()
    }

    fn warned(&self) -> Vec<(u32, &'static str)> {
        self.judged.warnings.iter().map(|w| (w.row.unwrap_or_default(), w.code.as_str())).collect()
    }

    fn skipped(&self) -> Vec<(u32, Skip)> {
        self.judged.skipped.iter().map(|skipped| (skipped.row, skipped.kind)).collect()
    }

    fn field_of(&self, header: &str) -> Option<&str> {
        self.found.columns.iter().find(|column| column.header == header)?.field.as_deref()
    }
}
