//! Dates, times, numbers and shares as the reader's language writes them; the only place that does.

use jiff::tz::TimeZone;
use kernel::{Date, Lang, Money, Timestamp};

use crate::i18n::T;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(date: Date) -> &'static str {
    usize::try_from(date.month())
        .ok()
        .and_then(|month| MONTHS.get(month.wrapping_sub(1)))
        .copied()
        .unwrap_or("")
}

impl T {
    /// Day and month: 11月25日, 25 Nov.
    pub fn day(self, date: Date) -> String {
        match self.0 {
            Lang::Zh => format!("{}月{}日", date.month(), date.day()),
            Lang::En => format!("{} {}", date.day(), month(date)),
        }
    }

    /// The whole date: 2026年11月25日, 25 Nov 2026.
    pub fn date(self, date: Date) -> String {
        match self.0 {
            Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
            Lang::En => format!("{} {} {}", date.day(), month(date), date.year()),
        }
    }

    /// Day, month and day of the week: 11月5日 星期四, Thursday 5 Nov.
    pub fn weekday_date(self, date: Date) -> String {
        const ZH: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
        const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let place = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        match self.0 {
            Lang::Zh => format!("{} 星期{}", self.day(date), ZH.get(place).copied().unwrap_or("")),
            Lang::En => format!("{} {}", EN.get(place).copied().unwrap_or(""), self.day(date)),
        }
    }

    /// The whole date, or a dash.
    pub fn date_or_dash(self, date: Option<Date>) -> String {
        date.map_or_else(|| "—".to_owned(), |date| self.date(date))
    }

    /// Short, for axes: 11/5, 5 Nov.
    pub fn axis_day(self, date: Date) -> String {
        match self.0 {
            Lang::Zh => format!("{}/{}", date.month(), date.day()),
            Lang::En => format!("{} {}", date.day(), month(date)),
        }
    }

    /// Date and time of day in China: 11月25日 18:00.
    pub fn instant(self, at: Timestamp) -> String {
        let zoned = at.to_zoned(TimeZone::fixed(jiff::tz::offset(8)));
        let (date, hour, minute) = (zoned.date(), zoned.hour(), zoned.minute());
        format!("{} {hour:02}:{minute:02}", self.date(date))
    }

    /// An amount of yuan with its thousands apart: 84,000.00.
    pub fn money(self, money: Money) -> String {
        self.decimal(&money.to_string())
    }

    /// A decimal with its thousands apart. An exact value that does not end is told by its rounding: ≈ 772.41.
    pub fn decimal(self, text: &str) -> String {
        let (mark, text) = match text.rsplit_once(" ≈ ") {
            Some((_, rounded)) => ("≈ ", rounded),
            None => ("", text),
        };
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
        let (whole, places) = digits
            .split_once('.')
            .map_or((digits, String::new()), |(whole, places)| (whole, format!(".{places}")));
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{mark}{sign}{grouped}{places}")
    }

    /// A share as a whole per cent.
    pub fn percent(self, share: f64) -> String {
        format!("{:.0}%", share * 100.0)
    }

    /// The same with one decimal place, where less than one in a hundred tells something.
    pub fn percent_fine(self, share: f64) -> String {
        format!("{:.1}%", share * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_their_thousands_apart_and_an_endless_one_its_rounding() {
        let t = T(Lang::Zh);
        assert_eq!(t.money(Money::from_fen(44_487_414)), "444,874.14");
        assert_eq!(t.money(Money::from_fen(-100_000)), "-1,000.00");
        assert_eq!(t.decimal("999.00"), "999.00");
        assert_eq!(t.decimal("22400/29 ≈ 1772.41"), "≈ 1,772.41");
    }
}
