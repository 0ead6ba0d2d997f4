//! Dates, times, numbers and shares as the reader's language writes them; the only place that does.

use jiff::tz::TimeZone;
use kernel::{Date, Lang, Timestamp};

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
    pub(crate) fn day(self, date: Date) -> String {
        match self.0 {
            Lang::Zh => format!("{}月{}日", date.month(), date.day()),
            Lang::En => format!("{} {}", date.day(), month(date)),
        }
    }

    /// The whole date: 2026年11月25日, 25 Nov 2026.
    pub(crate) fn date(self, date: Date) -> String {
        match self.0 {
            Lang::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
            Lang::En => format!("{} {} {}", date.day(), month(date), date.year()),
        }
    }

    /// Day, month and day of the week: 11月5日 星期四, Thursday 5 Nov.
    pub(crate) fn weekday_date(self, date: Date) -> String {
        const ZH: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
        const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        let place = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        match self.0 {
            Lang::Zh => format!("{} 星期{}", self.day(date), ZH.get(place).copied().unwrap_or("")),
            Lang::En => format!("{} {}", EN.get(place).copied().unwrap_or(""), self.day(date)),
        }
    }

    /// The whole date, or a dash.
    pub(crate) fn date_or_dash(self, date: Option<Date>) -> String {
        date.map_or_else(|| "—".to_owned(), |date| self.date(date))
    }

    /// Short, for axes: 11/5, 5 Nov.
    pub(crate) fn axis_day(self, date: Date) -> String {
        match self.0 {
            Lang::Zh => format!("{}/{}", date.month(), date.day()),
            Lang::En => format!("{} {}", date.day(), month(date)),
        }
    }

    /// Date and time of day in China: 11月25日 18:00.
    pub(crate) fn instant(self, at: Timestamp) -> String {
        let zoned = at.to_zoned(TimeZone::fixed(jiff::tz::offset(8)));
        let (date, hour, minute) = (zoned.date(), zoned.hour(), zoned.minute());
        format!("{} {hour:02}:{minute:02}", self.date(date))
    }

    /// A share as a whole per cent.
    #[expect(
        clippy::unused_self,
        reason = "both languages write a percentage alike; the reader's is asked all the same"
    )]
    pub(crate) fn percent(self, share: f64) -> String {
        format!("{:.0}%", share * 100.0)
    }

    /// The same with one decimal place, where less than one in a hundred tells something.
    #[expect(clippy::unused_self, reason = "as for whole per cents")]
    pub(crate) fn percent_fine(self, share: f64) -> String {
        format!("{:.1}%", share * 100.0)
    }
}
