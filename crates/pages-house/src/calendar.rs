//! The working days of a year, and the notice they come from.

use ::calendar::{Calendar, DayKind, Festival};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
};
use kernel::Date;
use serde::Deserialize;

/// The year asked for; this year without.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    year: String,
}

/// A year that can be chosen.
struct Year {
    year: i16,
    is_current: bool,
}

/// A festival with its days off.
struct Span {
    festival: Festival,
    from: Date,
    until: Date,
    days: usize,
    statutory: Vec<Date>,
}

/// The same as printed.
struct SpanLine {
    festival: String,
    off: String,
    days: usize,
    statutory: String,
}

/// A day of the month's table; the blank ones before the first have no number.
struct Cell {
    number: String,
    class: &'static str,
    mark: String,
    is_today: bool,
}

struct Month {
    name: String,
    weeks: Vec<Vec<Cell>>,
    days: String,
}

struct NoticeLines {
    number: String,
    title: String,
    published_on: String,
    link: Option<String>,
}

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    layout: Layout,
    t: T,
    year: i16,
    years: Vec<Year>,
    is_provisional: bool,
    notice: Option<NoticeLines>,
    spans: Vec<SpanLine>,
    make_up: Vec<String>,
    months: Vec<Month>,
    weekdays: Vec<String>,
    working_days: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (t, today, calendar) = (T(who.cx.lang()), who.cx.today(), who.cx.calendar());
    let years = years(calendar, today);
    let year = asked.year.parse().ok().filter(|year| years.contains(year)).unwrap_or(today.year());
    let page = CalendarPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        year,
        is_provisional: calendar.is_provisional(year),
        notice: calendar.notice(year).map(|notice| NoticeLines {
            number: notice.number.clone(),
            title: notice.title.clone(),
            published_on: t.date(notice.published_on),
            link: notice.link.clone(),
        }),
        spans: spans(calendar, year).iter().map(|span| span_line(t, span)).collect(),
        make_up: days_of(year)
            .filter(|day| calendar.day(*day) == DayKind::MakeUpWorkday)
            .map(|day| t.day(day))
            .collect(),
        working_days: t
            .n("calendar-working-days", days_of(year).filter(|day| calendar.is_working_day(*day)).count())
            .into_owned(),
        months: (1..=12).filter_map(|month| month_of(calendar, t, (year, month), today)).collect(),
        weekdays: (1..=7).map(|day| t.s(&format!("calendar-weekday-{day}")).into_owned()).collect(),
        years: years.into_iter().map(|one| Year { year: one, is_current: one == year }).collect(),
    };
    layout::html(&page)
}

/// The years of which there is a notice, this year and the next.
fn years(calendar: &Calendar, today: Date) -> Vec<i16> {
    let mut years: Vec<i16> = calendar.notices().map(|notice| notice.year).collect();
    years.extend([today.year(), today.year().saturating_add(1).min(9999)]);
    years.sort_unstable();
    years.dedup();
    years
}

fn days_of(year: i16) -> impl Iterator<Item = Date> {
    let first = Date::new(year, 1, 1).ok();
    std::iter::successors(first, |day| day.tomorrow().ok()).take_while(move |day| day.year() == year)
}

/// Days off that follow one another for one festival are one span.
fn spans(calendar: &Calendar, year: i16) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for day in days_of(year) {
        let DayKind::Holiday { festival, is_statutory } = calendar.day(day) else { continue };
        let follows =
            |span: &Span| span.festival == festival && span.until.tomorrow().is_ok_and(|next| next == day);
        if let Some(span) = spans.last_mut().filter(|span| follows(span)) {
            span.until = day;
            span.days += 1;
            span.statutory.extend(is_statutory.then_some(day));
        } else {
            let statutory = is_statutory.then_some(day).into_iter().collect();
            spans.push(Span { festival, from: day, until: day, days: 1, statutory });
        }
    }
    spans
}

fn span_line(t: T, span: &Span) -> SpanLine {
    let (from, until) = (t.day(span.from), t.day(span.until));
    let statutory: Vec<String> = span.statutory.iter().map(|day| t.day(*day)).collect();
    SpanLine {
        festival: t.s(&format!("festival-{}", span.festival.key().replace('_', "-"))).into_owned(),
        off: if span.from == span.until { from } else { format!("{from} – {until}") },
        days: span.days,
        statutory: statutory.join(" · "),
    }
}

fn month_of(calendar: &Calendar, t: T, (year, month): (i16, i8), today: Date) -> Option<Month> {
    let first = Date::new(year, month, 1).ok()?;
    let blanks = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let mut cells: Vec<Cell> = (0..blanks).map(|_| blank()).collect();
    cells.extend(days_of(year).filter(|day| day.month() == month).map(|day| cell(calendar, t, day, today)));
    let mut weeks: Vec<Vec<Cell>> = Vec::new();
    for cell in cells {
        match weeks.last_mut().filter(|week| week.len() < 7) {
            Some(week) => week.push(cell),
            None => weeks.push(vec![cell]),
        }
    }
    if let Some(last) = weeks.last_mut() {
        last.resize_with(7, blank);
    }
    let name = t.s(&format!("calendar-month-{month}")).into_owned();
    let working_days = calendar.working_days_inclusive(first, first.last_of_month());
    Some(Month { name, weeks, days: t.n("calendar-month-days", working_days).into_owned() })
}

fn blank() -> Cell {
    Cell { number: String::new(), class: "", mark: String::new(), is_today: false }
}

/// What a day is, said by a character and not by colour alone.
fn cell(calendar: &Calendar, t: T, day: Date, today: Date) -> Cell {
    let (class, mark) = match calendar.day(day) {
        DayKind::Workday => ("", ""),
        DayKind::Weekend => ("weekend", ""),
        DayKind::Holiday { is_statutory: true, .. } => ("off statutory", "calendar-mark-statutory"),
        DayKind::Holiday { is_statutory: false, .. } => ("off", "calendar-mark-off"),
        DayKind::MakeUpWorkday => ("make-up", "calendar-mark-work"),
    };
    let mark = if mark.is_empty() { String::new() } else { t.s(mark).into_owned() };
    Cell { number: day.day().to_string(), class, mark, is_today: day == today }
}
