//! Numbers: quantities, employee numbers stored as numbers, identity numbers, telephones.

use kernel::Money;

use super::text::is_blank;

/// A quantity in thousandths, so that half and quarter days add up exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Quantity {
    milli: i64,
}

impl Quantity {
    /// A quantity of so many thousandths.
    pub const fn from_thousandths(milli: i64) -> Self {
        Self { milli }
    }

    /// The thousandths.
    pub const fn thousandths(self) -> i64 {
        self.milli
    }

    /// The sum, which does not overflow.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { milli: self.milli.saturating_add(other.milli) }
    }

    /// The quantity as JSON has it.
    #[expect(clippy::cast_precision_loss, reason = "sums of days stay far below 2^53 thousandths")]
    pub fn as_f64(self) -> f64 {
        self.milli as f64 / 1000.0
    }

    #[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
    pub(crate) fn from_number(value: f64) -> Option<Self> {
        (0.0..1e9).contains(&value).then(|| Self { milli: (value * 1000.0).round() as i64 })
    }

    /// `1`, `0.5`, and either with one of the units behind it.
    pub(crate) fn from_text(text: &str, units: &[&str]) -> Option<Self> {
        let lower = text.to_lowercase();
        let bare = units
            .iter()
            .find_map(|unit| lower.strip_suffix(unit))
            .unwrap_or(&lower)
            .trim_end_matches(is_blank);
        let wellformed = bare.starts_with(|c: char| c.is_ascii_digit())
            && bare.ends_with(|c: char| c.is_ascii_digit())
            && bare.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        wellformed.then(|| bare.parse::<f64>().ok())?.and_then(Self::from_number)
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.milli / 1000, (self.milli % 1000).abs());
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{rest:03}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

/// Units behind an amount, with how many yuan they are; the longest first.
const MONEY_UNITS: [(&str, i64); 9] = [
    ("亿元", 100_000_000),
    ("亿", 100_000_000),
    ("万元", 10_000),
    ("万", 10_000),
    ("人民币", 1),
    ("元整", 1),
    ("元", 1),
    ("rmb", 1),
    ("cny", 1),
];
const MONEY_SIGNS: [&str; 5] = ["人民币", "rmb", "cny", "¥", "￥"];

/// A number cell in yuan, rounded to the fen.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
pub(crate) fn money_from_number(value: f64) -> Option<Money> {
    (value.abs() < 1e13).then(|| Money::from_fen((value * 100.0).round() as i64))
}

/// `￥1,234.50`, `123万`, `5347.00元`, and a minus before any of them. A comma stands between groups of three.
pub(crate) fn money_from_text(text: &str) -> Option<Money> {
    let lower = text.to_lowercase();
    let (is_negative, mut rest) = match lower.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start_matches(is_blank)),
        None => (false, lower.as_str()),
    };
    for sign in MONEY_SIGNS {
        rest = rest.strip_prefix(sign).unwrap_or(rest).trim_start_matches([':', ' ']);
    }
    let mut times = 1;
    if let Some((number, yuan)) =
        MONEY_UNITS.iter().find_map(|(unit, yuan)| Some((rest.strip_suffix(unit)?, *yuan)))
    {
        (rest, times) = (number.trim_end_matches(is_blank), yuan);
    }
    let fen = fen_of(rest, times)?;
    Some(Money::from_fen(if is_negative { -fen } else { fen }))
}

/// A plain decimal number times so many yuan, in fen; half a fen is rounded up.
fn fen_of(number: &str, yuan: i64) -> Option<i64> {
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    let whole = without_groups(whole)?;
    if !places.bytes().all(|b| b.is_ascii_digit()) || places.len() > 9 || number.ends_with('.') {
        return None;
    }
    let digits: i128 = format!("{whole}{places}").parse().ok()?;
    let unit = 10_i128.pow(u32::try_from(places.len()).ok()?);
    let fen = (digits * i128::from(yuan) * 100 * 2 + unit) / (unit * 2);
    i64::try_from(fen).ok()
}

/// Digits, with or without commas between groups of three.
fn without_groups(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = text.contains(',');
    let sound = is_digits(first)
        && (!grouped || first.len() <= 3)
        && groups.all(|group| group.len() == 3 && is_digits(group));
    sound.then(|| text.replace(',', ""))
}

/// A number cell as the text a person would have typed.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers of this size fit")]
pub(crate) fn number_text(value: f64) -> String {
    let is_whole = value.fract().abs() < f64::EPSILON && value.abs() < 1e15;
    if is_whole { (value as i64).to_string() } else { value.to_string() }
}

/// The width to which numeric cells of a column of numbers are padded: the commonest among its all-digit texts.
#[derive(Debug, Default)]
pub(crate) struct Widths {
    seen: std::collections::BTreeMap<usize, usize>,
}

impl Widths {
    pub(crate) fn note(&mut self, text: &str) {
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            *self.seen.entry(text.len()).or_default() += 1;
        }
    }

    /// The commonest width; of two equally common ones the wider.
    pub(crate) fn commonest(&self) -> Option<usize> {
        self.seen.iter().max_by_key(|(width, count)| (**count, **width)).map(|(width, _)| *width)
    }
}

/// An identity number: digits, the last one perhaps X.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdCheck {
    /// The check digit is right, or there is none to check (fifteen digits, a passport).
    Fine,
    /// It looks like an identity number and is not a valid one.
    Wrong,
}

/// Checks the last digit after GB 11643.
pub(crate) fn check_id_card(number: &str) -> IdCheck {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const LAST: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let body = number.strip_suffix('X').unwrap_or(number);
    if !body.bytes().all(|b| b.is_ascii_digit()) || number.len() == 15 {
        return IdCheck::Fine;
    }
    let sum: u32 = number.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight).sum();
    let expected = LAST.get((sum % 11) as usize);
    if number.len() == 18 && number.chars().last().as_ref() == expected {
        IdCheck::Fine
    } else {
        IdCheck::Wrong
    }
}

/// Whether the text is a number in exponent form, which is what is left of a long number.
pub(crate) fn is_exponent(text: &str) -> bool {
    let lower = text.to_lowercase();
    let Some((mantissa, exponent)) = lower.split_once("e+") else { return false };
    let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    number(mantissa) && number(exponent)
}

/// The digits of a telephone number without the country's 86; `None` where it cannot be one.
pub(crate) fn phone(text: &str) -> Option<String> {
    let text = text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).unwrap_or(text);
    let allowed = |c: char| {
        c.is_ascii_digit() || is_blank(c) || matches!(c, '-' | '(' | ')' | '+' | '.' | '–' | '—' | '_')
    };
    if !text.chars().all(allowed) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let short = digits.strip_prefix("86").filter(|rest| rest.len() == 11).map(ToOwned::to_owned);
    let digits = short.unwrap_or(digits);
    (5..=15).contains(&digits.len()).then_some(digits)
}

/// One or several telephone numbers in one cell.
pub(crate) fn phones(text: &str) -> Option<Vec<String>> {
    let parts = text.split(['/', ',', ';', '、', '\n', '|']).map(|part| part.trim_matches(is_blank));
    let parts = parts.filter(|part| !part.is_empty()).map(|part| phone(&without_remarks(part)));
    parts.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
}

/// The number without what is said about it: 12900000002(备用), 手机:12900000001, 0512-6000000转801.
fn without_remarks(part: &str) -> String {
    let said_in_brackets = part.rfind('(').filter(|at| {
        part.ends_with(')') && !part.get(*at..).unwrap_or_default().contains(|c: char| c.is_ascii_digit())
    });
    let part = said_in_brackets.and_then(|at| part.get(..at)).unwrap_or(part);
    let part = part.split_once('转').map_or(part, |(number, _)| number);
    part.trim_matches(|c: char| c.is_alphabetic() || is_blank(c) || c == ':').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_exact_and_print_as_typed() {
        let read = |text| Quantity::from_text(text, &["天", "日"]).map(|quantity| quantity.to_string());
        assert_eq!(read("1").as_deref(), Some("1"));
        assert_eq!(read("0.5天").as_deref(), Some("0.5"));
        assert_eq!(read("1.25 天").as_deref(), Some("1.25"));
        assert_eq!(read("2.0").as_deref(), Some("2"));
        for wrong in ["一天半左右", "半天", "-1", "1-2", "1.2.3", "", "天", "1e3"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn money_is_read_with_signs_groups_and_units() {
        let read = |text: &str| money_from_text(text).map(|money| money.to_string());
        for (text, says) in [
            ("5,347.00", "5347.00"),
            ("¥1,234.5", "1234.50"),
            ("12.35万", "123500.00"),
            ("3万元", "30000.00"),
            ("1.2亿", "120000000.00"),
            ("88元", "88.00"),
            ("-20.5", "-20.50"),
            ("RMB 1,000,000", "1000000.00"),
            ("人民币500元整", "500.00"),
            ("0.005", "0.01"),
        ] {
            assert_eq!(read(text).as_deref(), Some(says), "{text}");
        }
        for wrong in
            ["见发票", "1,23", "1,2345", "", "元", "1.2.3", "12.", "1e5", "五万", "1-2", "10美元", "$5"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(money_from_number(247_200.0).map(|money| money.to_string()).as_deref(), Some("247200.00"));
        assert_eq!(money_from_number(f64::NAN), None);
    }

    #[test]
    fn padding_takes_the_commonest_width_of_the_texts() {
        let mut widths = Widths::default();
        assert_eq!(widths.commonest(), None);
        for text in ["00123", "00124", "A0001", "123", "000001"] {
            widths.note(text);
        }
        assert_eq!(widths.commonest(), Some(5));
    }

    #[test]
    fn the_check_digit_is_computed_after_the_standard() {
        assert_eq!(check_id_card("11010519491231002X"), IdCheck::Fine);
        assert_eq!(check_id_card("110105194912310021"), IdCheck::Wrong);
        assert_eq!(check_id_card("11010519491231002"), IdCheck::Wrong);
        assert_eq!(check_id_card("110105491231002"), IdCheck::Fine);
        assert_eq!(check_id_card("E12345678"), IdCheck::Fine);
    }

    #[test]
    fn a_telephone_number_keeps_its_digits() {
        for text in ["+86 12913197387", "129-1319-7387", "12913197387", "8612913197387", "0086 129 1319 7387"]
        {
            assert_eq!(phone(text).as_deref(), Some("12913197387"), "{text}");
        }
        assert_eq!(phone("021-04522580").as_deref(), Some("02104522580"));
        let one = |text: &str| phones(text).and_then(|mut all| all.pop());
        assert_eq!(one("手机：12900000001".replace('：', ":").as_str()).as_deref(), Some("12900000001"));
        assert_eq!(one("12900000002(备用)").as_deref(), Some("12900000002"));
        assert_eq!(one("(0512)60000001转801").as_deref(), Some("051260000001"));
        assert_eq!(one("无"), None);
        assert_eq!(phone("无"), None);
        assert_eq!(phones("12900000001/12900000002").map(|all| all.len()), Some(2));
    }

    #[test]
    fn exponents_are_recognised() {
        assert!(is_exponent("1.10101E+17") && is_exponent("1.1e+17"));
        assert!(!is_exponent("110101") && !is_exponent("E+17"));
    }
}
