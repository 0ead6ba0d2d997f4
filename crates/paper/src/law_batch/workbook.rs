//! The workbook of a batch while it is written: outcomes, steps, refused rows and the sum of it all.

use std::io::{Seek, Write};

use law::{Effect, LayoffAnswer, LineId, Settlement};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::{Map, Value};

use super::{Outcome, RefusedRow, Said, Words, is_layoff, says};
use crate::{Error, Result, excel};

const HEADS: [&str; 5] =
    ["batch-head-row", "batch-head-emp-no", "batch-head-name", "batch-head-ground", "batch-head-effect"];
const SUMS: [&str; 4] = ["batch-head-total", "batch-head-tax", "batch-head-open", "batch-head-hints"];
const STEPS: [&str; 7] = [
    "batch-head-row",
    "batch-head-name",
    "batch-head-item",
    "batch-head-rule",
    "batch-head-inputs",
    "batch-head-result",
    "batch-head-articles",
];
const REFUSED: [&str; 5] =
    ["batch-head-row", "batch-head-field", "batch-head-field-name", "batch-head-why", "batch-head-detail"];
const LINES: [(LineId, &str); 5] = [
    (LineId::Severance, "severance"),
    (LineId::InLieu, "in_lieu"),
    (LineId::Damages2n, "damages_2n"),
    (LineId::AnnualLeave, "annual_leave"),
    (LineId::MedicalSubsidy, "medical_subsidy"),
];

/// The places of the sheets.
const OUTCOME: usize = 0;
const REFUSALS: usize = 1;
const SUM: usize = 2;
const FIRST_OF_STEPS: usize = 3;

pub(super) struct Writer<'w, W> {
    book: Workbook,
    words: &'w W,
    /// A sheet ends at row 1,048,576, and nobody has more than 26 steps: the steps of so many people stand on one.
    people_a_sheet: usize,
}

/// The sheets while they are written.
pub(super) struct Sheets<'w, W> {
    pages: Vec<&'w mut Worksheet>,
    words: &'w W,
    rows: Vec<u32>,
    people_a_sheet: usize,
    answered: usize,
    money: Format,
}

type Cells = Vec<Put>;

/// A cell on its way out.
enum Put {
    Text(String),
    Number(f64),
    Money(i64),
    Nothing,
}

impl<'w, W: Words> Writer<'w, W> {
    pub(super) fn new(words: &'w W, people_a_sheet: usize) -> Self {
        Self { book: Workbook::new(), words, people_a_sheet: people_a_sheet.max(1) }
    }

    /// The sheets of a list of so many people: outcomes, what was refused, the sum, and as many of steps as they take.
    pub(super) fn begin(&mut self, people: usize) -> Result<Sheets<'_, W>> {
        let text = |key: &&str| self.words.say(Said::Text, key);
        let lines = LINES.iter().map(|(_, line)| self.words.say(Said::Line, line));
        let outcome: Vec<String> = HEADS.iter().map(text).chain(lines).chain(SUMS.iter().map(text)).collect();
        let mut heads: Vec<(String, Vec<String>)> = vec![
            (text(&"batch-sheet-outcome"), outcome),
            (text(&"batch-sheet-refused"), REFUSED.iter().map(text).collect()),
            (text(&"batch-sheet-sum"), vec![text(&"batch-head-item"), text(&"batch-head-value")]),
        ];
        for number in 1..=people.div_ceil(self.people_a_sheet).max(1) {
            let name = text(&"batch-sheet-steps");
            let name = if number == 1 { name } else { format!("{name} {number}") };
            heads.push((name, STEPS.iter().map(text).collect()));
        }
        for (name, _) in &heads {
            let sheet = self.book.add_worksheet_with_constant_memory().map_err(failed)?;
            sheet.set_name(excel::fitting(name)).map_err(failed)?;
        }
        let bold = Format::new().set_bold();
        let mut pages: Vec<&mut Worksheet> = self.book.worksheets_mut().iter_mut().collect();
        for (sheet, (_, heads)) in pages.iter_mut().zip(heads) {
            sheet.set_freeze_panes(1, 0).map_err(failed)?;
            for (column, head) in (0_u16..).zip(heads) {
                sheet.set_column_width(column, 16).map_err(failed)?;
                sheet.write_string_with_format(0, column, head, &bold).map_err(failed)?;
            }
        }
        let money = Format::new().set_num_format("#,##0.00");
        let (rows, people_a_sheet) = (vec![1; pages.len()], self.people_a_sheet);
        Ok(Sheets { pages, words: self.words, rows, people_a_sheet, answered: 0, money })
    }

    pub(super) fn finish(mut self, out: impl Write + Seek + Send) -> Result<()> {
        self.book.save_to_writer(out).map_err(failed)
    }
}

fn failed(error: rust_xlsxwriter::XlsxError) -> Error {
    Error::Excel(error.into())
}

#[expect(clippy::cast_precision_loss, reason = "an amount of a settlement is far below 2^53 fen")]
fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}

impl<W: Words> Sheets<'_, W> {
    fn put(&mut self, which: usize, cells: Cells) -> Result<()> {
        let (Some(sheet), Some(row)) = (self.pages.get_mut(which), self.rows.get_mut(which)) else {
            return Ok(());
        };
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Put::Text(text) => sheet.write_string(*row, column, text).map_err(failed)?,
                Put::Number(number) => sheet.write_number(*row, column, number).map_err(failed)?,
                Put::Money(fen) => {
                    sheet.write_number_with_format(*row, column, yuan(fen), &self.money).map_err(failed)?
                }
                Put::Nothing => continue,
            };
        }
        *row += 1;
        Ok(())
    }

    fn text(&self, key: &str) -> Put {
        Put::Text(self.words.say(Said::Text, key))
    }

    pub(super) fn answered(
        &mut self,
        number: u32,
        facts: &Map<String, Value>,
        settlement: &Settlement,
        layoff: Option<&LayoffAnswer>,
    ) -> Result<()> {
        let said = |field: &str| facts.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
        let effect = match settlement.effect {
            Effect::Ends => "batch-effect-ends",
            Effect::Extended => "batch-effect-extended",
            Effect::NotAllowed => "batch-effect-not-allowed",
        };
        let is_below = is_layoff(facts) && layoff.is_some_and(|answer| !answer.article_41);
        let mut cells = vec![
            Put::Number(number.into()),
            Put::Text(said("emp_no")),
            Put::Text(said("name")),
            Put::Text(self.words.say(Said::Value, &said("ground"))),
            self.text(effect),
        ];
        cells.extend(LINES.iter().map(|(id, _)| self.amount(settlement, *id)));
        cells.push(Put::Money(settlement.total_before_tax.fen()));
        cells.push(settlement.tax.map_or(Put::Nothing, |tax| Put::Money(tax.fen())));
        cells.push(Put::Text(says::contested(self.words, settlement)));
        cells.push(Put::Text(says::warnings(self.words, settlement, is_below)));
        self.put(OUTCOME, cells)?;
        self.steps(number, &said("name"), settlement)?;
        self.answered += 1;
        Ok(())
    }

    fn steps(&mut self, number: u32, name: &str, settlement: &Settlement) -> Result<()> {
        for line in &settlement.lines {
            let code = LINES.iter().find(|(id, _)| *id == line.id).map_or("tax", |(_, code)| code);
            for step in &line.steps {
                let texts = [
                    name.to_owned(),
                    self.words.say(Said::Line, code),
                    self.words.say(Said::Step, step.rule),
                    says::inputs(self.words, step),
                    says::value(self.words, &step.result),
                    says::articles(self.words, &step.citations),
                ];
                let mut cells = vec![Put::Number(number.into())];
                cells.extend(texts.into_iter().map(Put::Text));
                self.put(FIRST_OF_STEPS + self.answered / self.people_a_sheet, cells)?;
            }
        }
        Ok(())
    }

    fn amount(&self, settlement: &Settlement, id: LineId) -> Put {
        let line = settlement.lines.iter().find(|line| line.id == id);
        match line.map(|line| line.amount) {
            Some(Some(money)) => Put::Money(money.fen()),
            Some(None) => self.text("batch-contested"),
            None => Put::Nothing,
        }
    }

    pub(super) fn refused(&mut self, refused: &RefusedRow) -> Result<()> {
        let name = if refused.field.is_empty() {
            String::new()
        } else {
            // A place inside a list is named by the list.
            let field = refused.field.split('/').next().unwrap_or_default();
            self.words.say(Said::Text, &format!("batch-field-{field}"))
        };
        let cells = vec![
            Put::Number(refused.row.into()),
            Put::Text(refused.field.clone()),
            Put::Text(name),
            self.text(&format!("batch-why-{}", refused.code)),
            Put::Text(refused.why.clone()),
        ];
        self.put(REFUSALS, cells)
    }

    pub(super) fn close(mut self, outcome: &Outcome, staff: Option<u32>) -> Result<()> {
        let refused = u32::try_from(outcome.refused.len()).unwrap_or(u32::MAX);
        let verdict = match &outcome.layoff {
            None => "batch-41-not-judged",
            Some(answer) if answer.article_41 => "batch-41-reached",
            Some(_) => "batch-41-below",
        };
        let rows = [
            ("batch-sum-answered", Put::Number(outcome.answered.into())),
            ("batch-sum-refused", Put::Number(refused.into())),
            ("batch-sum-total", Put::Money(outcome.total_fen)),
            ("batch-sum-laid-off", Put::Number(outcome.laid_off.into())),
            ("batch-sum-staff", staff.map_or(Put::Nothing, |staff| Put::Number(staff.into()))),
            ("batch-sum-41", self.text(verdict)),
        ];
        for (key, cell) in rows {
            let cells = vec![self.text(key), cell];
            self.put(SUM, cells)?;
        }
        Ok(())
    }
}
