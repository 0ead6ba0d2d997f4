//! The plan: when each item should be finished, and how much of the weight that makes by each day.

use calendar::Calendar;
use kernel::{Date, ItemId};

use crate::{Item, Weight};

/// The plan of a handover over the working days after the notice, up to the last working day.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    notice_on: Date,
    last_day: Date,
    days: Vec<Date>,
    lines: Vec<PlanLine>,
    hours: f64,
}

/// When one item should be worked on.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanLine {
    /// The item.
    pub item: ItemId,
    /// The working day on which it should be finished.
    pub finish_on: Date,
    /// Whether a person set that day; otherwise the default plan did.
    pub is_given: bool,
    weight: Weight,
    /// From when to when, in working days since the notice.
    from: f64,
    to: f64,
}

impl PlanLine {
    /// The share of the item that should be done after so many working days.
    fn share_after(&self, days: f64) -> f64 {
        if days >= self.to {
            1.0
        } else if days <= self.from {
            0.0
        } else {
            (days - self.from) / (self.to - self.from)
        }
    }
}

impl Plan {
    /// Plans the items.
    ///
    /// An item for which a person set a day keeps it. The others follow one another, the most critical first (core
    /// before the rest, then by weight, among equals the shorter first), and share the working days by their hours, so
    /// that the last is finished on the last working day. How many hours a day that takes is told by
    /// [`Plan::hours_per_day`]; whether the leaver has them is another question.
    pub fn new(items: &[Item], notice_on: Date, last_day: Date, calendar: &Calendar) -> Self {
        let days = working_days(notice_on, last_day, calendar);
        let mut order: Vec<&Item> = items.iter().collect();
        order.sort_by_key(|item| (!item.is_core, std::cmp::Reverse(item.weight), item.hours, item.id));
        let hours = order.iter().map(|item| hours(item)).sum();
        let mut plan = Self { notice_on, last_day, days, lines: Vec::new(), hours };
        plan.lines = plan.schedule(&order);
        plan
    }

    fn schedule(&self, order: &[&Item]) -> Vec<PlanLine> {
        let free: f64 = order.iter().filter(|item| item.planned_on.is_none()).map(|item| hours(item)).sum();
        let mut before = 0.0;
        let line = |item: &&Item| {
            if let Some(finish_on) = item.planned_on {
                return self.given(item, finish_on);
            }
            let from = self.length() * before / free;
            before += hours(item);
            self.spread(item, from, self.length() * before / free)
        };
        order.iter().map(line).collect()
    }

    /// An item whose day is set: it is worked on just before, at the pace of the whole plan.
    fn given(&self, item: &Item, finish_on: Date) -> PlanLine {
        let to = self.days_until(finish_on) + beyond(self.last_day, finish_on);
        let from = (to - hours(item) / self.hours_per_day()).max(0.0);
        PlanLine { item: item.id, finish_on, is_given: true, weight: item.weight, from, to }
    }

    fn spread(&self, item: &Item, from: f64, to: f64) -> PlanLine {
        let reached = |index: usize| as_f64(index + 1) >= to - 1e-9;
        let finish_on = self.days.iter().enumerate().find(|(index, _)| reached(*index)).map(|(_, day)| *day);
        let finish_on = finish_on.unwrap_or(self.last_day);
        PlanLine { item: item.id, finish_on, is_given: false, weight: item.weight, from, to }
    }

    /// The lines, the most critical item first.
    pub fn lines(&self) -> &[PlanLine] {
        &self.lines
    }

    /// When an item should be finished.
    pub fn finish_on(&self, item: ItemId) -> Option<Date> {
        self.lines.iter().find(|line| line.item == item).map(|line| line.finish_on)
    }

    /// The share of the weight that should be handed over at the end of a day, from 0 to 1.
    pub fn share_on(&self, date: Date) -> f64 {
        let days = self.days_until(date) + beyond(self.last_day, date);
        let total: f64 = self.lines.iter().map(|line| line.weight.as_f64()).sum();
        let done: f64 = self.lines.iter().map(|line| line.weight.as_f64() * line.share_after(days)).sum();
        if total > 0.0 { (done / total).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// How many hours a working day the handover takes.
    pub fn hours_per_day(&self) -> f64 {
        self.hours / self.length()
    }

    /// The day of the notice, at the end of which nothing is planned to be done.
    pub fn notice_on(&self) -> Date {
        self.notice_on
    }

    /// The last working day.
    pub fn last_day(&self) -> Date {
        self.last_day
    }

    /// The days to work on it.
    pub fn days(&self) -> &[Date] {
        &self.days
    }

    fn length(&self) -> f64 {
        as_f64(self.days.len())
    }

    /// How many of the days are over at the end of a date.
    fn days_until(&self, date: Date) -> f64 {
        as_f64(self.days.partition_point(|day| *day <= date))
    }
}

/// The working days after the notice up to the last day; the last day itself where there are none.
fn working_days(notice_on: Date, last_day: Date, calendar: &Calendar) -> Vec<Date> {
    let after = |day: &Date| day.tomorrow().ok().filter(|day| *day <= last_day);
    let first = after(&notice_on);
    let days: Vec<Date> =
        std::iter::successors(first, after).filter(|day| calendar.is_working_day(*day)).collect();
    if days.is_empty() { vec![last_day] } else { days }
}

/// How many calendar days a date lies after the last day: a plan that overruns is late by the day.
fn beyond(last_day: Date, date: Date) -> f64 {
    let hours = last_day.duration_until(date).as_hours();
    i32::try_from(hours / 24).map_or(0.0, |days| f64::from(days).max(0.0))
}

fn hours(item: &Item) -> f64 {
    f64::from(item.hours.max(1))
}

#[expect(clippy::cast_precision_loss, reason = "there are fewer days than 2^52")]
fn as_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
