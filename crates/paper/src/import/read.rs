//! Reading one cell as one field: the value, or why it cannot be read.

use std::borrow::Cow;

use kernel::{Date, Money};

use super::dates::{self, DayPart, OpenEnd, Stamp};
use super::numbers::{self, IdCheck, Quantity, number_text};
use super::schema::EnumValue;
use super::sheet::{Content, Formula, Row};
use super::table::Table;
use super::{Code, Finding, text};

/// A row being read: gives values, and collects what is worth a look.
pub(crate) struct RowReader<'t, 'a> {
    table: &'t Table<'a>,
    row: Row<'a>,
    /// What was noticed so far.
    pub(crate) warnings: Vec<(Code, &'static str)>,
}

/// A value as it stands in its cell; text is clean and not empty.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Number(f64),
}

/// Why a cell cannot be read.
pub(crate) type Trouble = Finding;

type Read<T> = Result<Option<T>, Trouble>;

impl Value<'_> {
    fn says(&self) -> String {
        match self {
            Self::Text(text) => text.clone().into_owned(),
            Self::Number(number) => number_text(*number),
        }
    }
}

impl<'t, 'a> RowReader<'t, 'a> {
    pub(crate) fn new(table: &'t Table<'a>, row: Row<'a>) -> Self {
        Self { table, row, warnings: Vec::new() }
    }

    pub(crate) fn trouble(&self, code: Code, field: &'static str, says: impl Into<String>) -> Trouble {
        Finding { row: self.row.number, code, field, says: says.into() }
    }

    /// Adds a warning; the same one is said once per row.
    pub(crate) fn warn(&mut self, code: Code, field: &'static str) {
        if !self
            .warnings
            .iter()
            .any(|(known, at)| *known == code && (*at == field || code == Code::FormulaCached))
        {
            self.warnings.push((code, field));
        }
    }

    /// What stands in the cell. A formula gives its stored value, and is refused without one or with an error.
    fn value(&mut self, field: &'static str) -> Read<Value<'a>> {
        let view = self.table.cell(&self.row, field);
        if view.formula == Formula::NoValue {
            return Err(self.trouble(Code::FormulaNoValue, field, ""));
        }
        let value = match view.content {
            Content::Empty => return Ok(None),
            Content::Error(error) => return Err(self.trouble(Code::FormulaError, field, text::clean(error))),
            Content::Number(number) => Value::Number(number),
            Content::Flag(flag) => Value::Text(Cow::Borrowed(if flag { "TRUE" } else { "FALSE" })),
            Content::Text(raw) => Value::Text(text::clean(raw)),
        };
        if view.formula == Formula::Cached {
            self.warn(Code::FormulaCached, field);
        }
        let nothing = matches!(&value, Value::Text(text) if text::means_nothing(text));
        Ok((!nothing).then_some(value))
    }

    /// Refuses the row where a required value is empty.
    pub(crate) fn required<T>(&self, field: &'static str, value: Option<T>) -> Result<T, Trouble> {
        value.ok_or_else(|| self.trouble(Code::RequiredMissing, field, ""))
    }

    /// Refuses a row that names nobody: by number where there is a column for it, else by name.
    pub(crate) fn nobody_named(&self) -> Trouble {
        let field = if self.table.column_of("emp_no").is_some() { "emp_no" } else { "name" };
        self.trouble(Code::RequiredMissing, field, "")
    }

    /// Refuses a last day, in `field`, that lies before the first one.
    pub(crate) fn in_order(
        &self,
        first: Option<Date>,
        last: Option<Date>,
        field: &'static str,
    ) -> Result<(), Trouble> {
        match (first, last) {
            (Some(first), Some(last)) if last < first => {
                Err(self.trouble(Code::DateOrder, field, self.says_date(field)))
            }
            _ => Ok(()),
        }
    }

    /// Free text; what a spreadsheet program would run is kept and remarked upon.
    pub(crate) fn text(&mut self, field: &'static str) -> Read<String> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        if let Content::Text(raw) = self.table.cell(&self.row, field).content
            && text::is_formula_like(raw)
        {
            self.warn(Code::TextFormulaLike, field);
        }
        Ok(Some(value.says()))
    }

    /// A number that names something, such as that of an application.
    pub(crate) fn code(&mut self, field: &'static str) -> Read<String> {
        Ok(self.value(field)?.map(|value| value.says()))
    }

    pub(crate) fn person_name(&mut self, field: &'static str) -> Read<String> {
        Ok(self.text(field)?.map(|name| text::person_name(&name).into_owned()))
    }

    pub(crate) fn path(&mut self, field: &'static str) -> Result<Vec<String>, Trouble> {
        Ok(self.text(field)?.map(|path| text::path(&path)).unwrap_or_default())
    }

    /// An employee number as written; a numeric cell is padded to the width of its column.
    pub(crate) fn padded_emp_no(&mut self, field: &'static str) -> Read<String> {
        let number = match self.value(field)? {
            None => return Ok(None),
            Some(Value::Text(text)) => return Ok(Some(text.into_owned())),
            Some(Value::Number(number)) => number_text(number),
        };
        let width = self.table.column_of(field).map_or(0, |column| self.table.width_of(column));
        let all_digits = number.bytes().all(|b| b.is_ascii_digit());
        if all_digits && number.len() < width {
            self.warn(Code::EmpNoPadded, field);
            return Ok(Some(format!("{number:0>width$}")));
        }
        Ok(Some(number))
    }

    fn stamp_of(&self, field: &'static str, value: &Value<'_>) -> Result<Stamp, Trouble> {
        let stamp = match value {
            Value::Number(number) => dates::from_number(*number, self.table.date_system),
            Value::Text(text) => dates::from_text(text, self.table.date_system),
        };
        stamp.ok_or_else(|| self.trouble(Code::DateInvalid, field, value.says()))
    }

    pub(crate) fn date(&mut self, field: &'static str) -> Read<Date> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        Ok(Some(self.stamp_of(field, &value)?.date))
    }

    /// A day of attendance.
    pub(crate) fn day(&mut self, field: &'static str) -> Read<Date> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        if let Value::Text(text) = &value
            && let Some(date) = dates::from_short_year(text)
        {
            return Ok(Some(date));
        }
        Ok(Some(self.stamp_of(field, &value)?.date))
    }

    /// What a column shows that is no field: the text of a day.
    pub(crate) fn shown(&mut self, column: u16) -> Result<String, Trouble> {
        let view = self.row.shown(column);
        if view.formula == Formula::NoValue {
            return Err(self.trouble(Code::FormulaNoValue, "day", ""));
        }
        match view.content {
            Content::Error(error) => Err(self.trouble(Code::FormulaError, "day", text::clean(error))),
            content => Ok(super::header::shown_text(content)),
        }
    }

    pub(crate) fn open_date(&mut self, field: &'static str) -> Read<OpenEnd> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        if matches!(&value, Value::Text(text) if dates::means_open(text)) {
            return Ok(Some(OpenEnd::Open));
        }
        Ok(Some(OpenEnd::On(self.stamp_of(field, &value)?.date)))
    }

    /// A day with its part; the part may stand in a column of its own.
    pub(crate) fn moment(&mut self, field: &'static str, part_field: &'static str) -> Read<Stamp> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        let mut stamp = self.stamp_of(field, &value)?;
        if let Some(part) = self.part_of_day(part_field)? {
            stamp.part = part;
        }
        Ok(Some(stamp))
    }

    fn part_of_day(&mut self, field: &'static str) -> Read<DayPart> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        let part = match &value {
            Value::Text(text) => dates::day_part(text),
            Value::Number(number) => {
                dates::from_number(20_000.0 + number.fract(), self.table.date_system).map(|s| s.part)
            }
        };
        part.map(Some).ok_or_else(|| self.trouble(Code::DateInvalid, field, value.says()))
    }

    /// What the cell of a date says, for telling about it: text as written, a number as the date it is.
    pub(crate) fn says_date(&self, field: &'static str) -> String {
        match self.table.cell(&self.row, field).content {
            Content::Text(text) => text::clean(text).into_owned(),
            Content::Number(number) => dates::from_number(number, self.table.date_system)
                .map_or_else(|| number_text(number), |stamp| stamp.to_string()),
            _ => String::new(),
        }
    }

    /// One of the choices of the field, with the word that was used.
    pub(crate) fn choice(&mut self, field: &'static str) -> Read<(&'static EnumValue, String)> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        let word = value.says();
        let choice = self.table.layout.field(field).and_then(|known| self.table.words.value_of(known, &word));
        choice
            .map(|choice| Some((choice, word.clone())))
            .ok_or_else(|| self.trouble(Code::EnumUnknown, field, word))
    }

    /// An identity number. Stored as a number it has lost digits: nothing is better than something wrong.
    pub(crate) fn id_card(&mut self, field: &'static str) -> Read<String> {
        let number = match self.value(field)? {
            None => return Ok(None),
            Some(Value::Number(number)) if number.abs() < 1e15 => number_text(number),
            Some(Value::Number(_)) => return Ok(self.lossy(field)),
            Some(Value::Text(text)) if numbers::is_exponent(&text) => return Ok(self.lossy(field)),
            Some(Value::Text(text)) => {
                text.chars().filter(|c| !text::is_blank(*c)).flat_map(char::to_uppercase).collect()
            }
        };
        if numbers::check_id_card(&number) == IdCheck::Wrong {
            self.warn(Code::IdCardChecksum, field);
        }
        Ok(Some(number))
    }

    fn lossy(&mut self, field: &'static str) -> Option<String> {
        self.warn(Code::NumberLossy, field);
        None
    }

    /// One or several telephone numbers, digits only.
    pub(crate) fn phones(&mut self, field: &'static str) -> Read<Vec<String>> {
        let says = match self.value(field)? {
            None => return Ok(None),
            Some(Value::Text(text)) if numbers::is_exponent(&text) => {
                self.warn(Code::NumberLossy, field);
                return Ok(None);
            }
            Some(value) => value.says(),
        };
        let phones = numbers::phones(&says).ok_or_else(|| self.trouble(Code::NumberInvalid, field, says))?;
        Ok(Some(phones))
    }

    /// An amount of money.
    pub(crate) fn money(&mut self, field: &'static str) -> Read<Money> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        let money = match &value {
            Value::Number(number) => numbers::money_from_number(*number),
            Value::Text(text) => numbers::money_from_text(text),
        };
        money.map(Some).ok_or_else(|| self.trouble(Code::NumberInvalid, field, value.says()))
    }

    /// The number of a device; what is left of one that was turned into a power of ten is no number.
    pub(crate) fn serial(&mut self, field: &'static str) -> Read<String> {
        /// From here on a stored number has lost digits.
        const LOSES_DIGITS: f64 = 9e15;
        match self.value(field)? {
            Some(Value::Number(number)) if number.abs() >= LOSES_DIGITS => Ok(self.lossy(field)),
            Some(Value::Text(text)) if numbers::is_exponent(&text) => Ok(self.lossy(field)),
            value => Ok(value.map(|value| value.says())),
        }
    }

    pub(crate) fn quantity(&mut self, field: &'static str, units: &[&str]) -> Read<Quantity> {
        let Some(value) = self.value(field)? else { return Ok(None) };
        let quantity = match &value {
            Value::Number(number) => Quantity::from_number(*number),
            Value::Text(text) => Quantity::from_text(text, units),
        };
        quantity.map(Some).ok_or_else(|| self.trouble(Code::NumberInvalid, field, value.says()))
    }

    /// A whole number within a range.
    pub(crate) fn integer(&mut self, field: &'static str, range: std::ops::RangeInclusive<u8>) -> Read<u8> {
        let Some(quantity) = self.quantity(field, &[])? else { return Ok(None) };
        let whole = quantity.to_string();
        let number: i64 =
            whole.parse().map_err(|_| self.trouble(Code::NumberInvalid, field, whole.clone()))?;
        let fitting = u8::try_from(number).ok().filter(|number| range.contains(number));
        fitting.map(Some).ok_or_else(|| self.trouble(Code::NumberRange, field, whole))
    }
}
