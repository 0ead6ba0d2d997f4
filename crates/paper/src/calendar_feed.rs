//! Days as an iCalendar feed (RFC 5545): whole days that block nobody's time. Folding and escaping are the library's.

use icalendar::{Alarm, Calendar, Class, Component as _, Event, EventLike as _, Property, Trigger};
use jiff::tz::TimeZone;
use kernel::{Date, Timestamp};

/// A whole day in the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEvent {
    /// The same for the same thing, so that a calendar program moves it rather than adding another.
    pub uid: String,
    /// When the feed was asked for.
    pub stamp: Timestamp,
    /// The day.
    pub day: Date,
    /// What it says.
    pub summary: String,
    /// More of it.
    pub description: String,
    /// So many days before it an alarm rings, at nine in the morning; on the day itself with 0.
    pub alarms: Vec<u16>,
}

/// The hour of the alarms.
const HOUR: i64 = 9;

/// The feed as text.
pub fn write(name: &str, events: &[DayEvent]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name).timezone("Asia/Shanghai").append_property(("METHOD", "PUBLISH"));
    for event in events {
        calendar.push(one(event));
    }
    calendar.done().to_string()
}

fn one(event: &DayEvent) -> Event {
    let stamp = event.stamp.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
    let next = event.day.tomorrow().unwrap_or(event.day);
    let whole_day = |key: &str, day: Date| {
        Property::new(key, day.strftime("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
    };
    let mut made = Event::new();
    made.uid(&event.uid)
        .add_property("DTSTAMP", &stamp)
        .append_property(whole_day("DTSTART", event.day))
        .append_property(whole_day("DTEND", next))
        .summary(&event.summary)
        .description(&event.description)
        .class(Class::Private)
        .add_property("TRANSP", "TRANSPARENT");
    for days in &event.alarms {
        if let Some(trigger) = trigger(*days) {
            made.alarm(Alarm::display(&event.summary, trigger));
        }
    }
    made.done()
}

/// A time relative to the midnight at which the day begins. The library reads no span below zero, so it is turned round.
fn trigger(days: u16) -> Option<Trigger> {
    let hours = HOUR - i64::from(days) * 24;
    let span = Property::new("TRIGGER", format!("PT{}H", hours.abs()));
    match Trigger::try_from(&span).ok()? {
        Trigger::Duration(after, related) if hours < 0 => Some(Trigger::Duration(-after, related)),
        trigger => Some(trigger),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_whole_and_a_long_chinese_line_is_folded_within_75_bytes_and_never_inside_a_letter() {
        let event = DayEvent {
            uid: "a-b@leavewell".to_owned(),
            stamp: "2026-11-05T01:40:00Z".parse().unwrap(),
            day: Date::new(2026, 12, 31).unwrap(),
            summary: "周志明：十五日内转移档案和社会保险关系；逗号,分号;换行".repeat(3),
            description: "一\n二".replace("\\n", "\n"),
            alarms: vec![7, 0],
        };
        let text = write("法定期限", std::slice::from_ref(&event));
        for wanted in [
            "BEGIN:VCALENDAR\r\n",
            "VERSION:2.0\r\n",
            "UID:a-b@leavewell\r\n",
            "DTSTAMP:20261105T014000Z\r\n",
            "DTSTART;VALUE=DATE:20261231\r\n",
            "DTEND;VALUE=DATE:20270101\r\n",
            "END:VCALENDAR\r\n",
        ] {
            assert!(text.contains(wanted), "{wanted} in {text}");
        }
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        let escaped = event.summary.replace(',', "\\,").replace(';', "\\;");
        assert!(unfolded.contains(&format!("SUMMARY:{escaped}")), "{unfolded}");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
    }

    #[test]
    fn an_alarm_rings_at_nine_so_many_days_before_and_on_the_day() {
        let mut event = DayEvent {
            uid: "a-b@leavewell".to_owned(),
            stamp: "2026-11-05T01:40:00Z".parse().unwrap(),
            day: Date::new(2026, 12, 31).unwrap(),
            summary: "转移档案".to_owned(),
            description: String::new(),
            alarms: vec![7, 0],
        };
        let text = write("法定期限", std::slice::from_ref(&event));
        assert_eq!(text.matches("BEGIN:VALARM\r\n").count(), 2, "{text}");
        assert_eq!(text.matches("ACTION:DISPLAY\r\n").count(), 2);
        let seconds: Vec<i64> = text
            .lines()
            .filter_map(|line| line.strip_prefix("TRIGGER").and_then(|rest| rest.rsplit(':').next()))
            .map(|trigger| {
                let span: jiff::SignedDuration = trigger.parse().unwrap();
                span.as_secs()
            })
            .collect();
        assert_eq!(seconds, [-(7 * 24 - 9) * 3600, 9 * 3600], "{text}");
        event.alarms.clear();
        assert!(!write("法定期限", &[event]).contains("VALARM"));
    }
}
