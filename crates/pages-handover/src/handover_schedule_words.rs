//! A plan in words: what it is worth, what it moves, what it leaves out, what would help, and its days.

use std::collections::HashMap;

use ::handover::{
    Step,
    check::Violation,
    planner::{Block, Relief},
};
use app_handover::handover::{LeftOutItem, Move, PlanShown, PlanView};
use frame::{i18n::T, urls};
use kernel::{Date, ItemId, PersonId};
use store::handover::schedule::{HandoverSchedule, Help, Slot, Terms};

use crate::{handover_item, handover_words as words};

/// So many items are listed with their dates; of a longer handover those that matter most.
pub(crate) const MOST_ROWS: usize = 300;
/// So many items that would come further are named.
const MOST_FREED: usize = 5;
/// The days ahead that are shown with what they hold.
const DAYS_AHEAD: usize = 10;

/// What a plan is worth.
pub(crate) struct Worth {
    pub(crate) share: String,
    pub(crate) bound: String,
    pub(crate) gap: String,
    pub(crate) score: String,
    pub(crate) is_best: bool,
    pub(crate) made: String,
    pub(crate) outlook: String,
    pub(crate) is_late: bool,
    pub(crate) broken: Vec<String>,
    pub(crate) kept: String,
    /// Why not more dates stay.
    pub(crate) short: Vec<String>,
    pub(crate) freed: Option<FreedRow>,
}

/// What it would bring if all dates might move.
pub(crate) struct FreedRow {
    pub(crate) what: String,
    pub(crate) items: String,
}

pub(crate) struct SlotRow {
    pub(crate) position: i64,
    pub(crate) what: String,
    pub(crate) day: String,
    pub(crate) is_over: bool,
}

pub(crate) struct ItemRow {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) weight: i64,
    pub(crate) state: words::Tag,
    pub(crate) is_fixed: bool,
    pub(crate) item: ItemId,
    pub(crate) slots: Vec<SlotRow>,
}

pub(crate) struct DayRow {
    pub(crate) day: String,
    pub(crate) hours: String,
    pub(crate) is_absent: bool,
    pub(crate) entries: Vec<String>,
}

pub(crate) struct LeftOutRow {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) reached: String,
    pub(crate) blocks: String,
    pub(crate) relief: String,
}

pub(crate) struct HelpRow {
    pub(crate) what: String,
    pub(crate) effect: String,
    pub(crate) position: usize,
}

#[expect(clippy::cast_precision_loss, reason = "what a plan earns is far below 2^52")]
fn share(part: i64, whole: i64) -> f64 {
    if whole <= 0 { 0.0 } else { part as f64 / whole as f64 }
}

pub(crate) fn worth(t: T, view: &PlanView, one: &PlanShown) -> Worth {
    let held = &one.schedule;
    let late = one.outlook.as_ref().and_then(|outlook| outlook.finish_on).map(|day| days_late(view, day));
    Worth {
        share: t.percent(share(held.objective, held.possible)),
        bound: t.percent(share(held.bound, held.possible)),
        gap: t.percent_fine(share(held.bound - held.objective, held.bound)),
        score: format!("{} / {}", held.objective, held.bound),
        is_best: held.objective >= held.bound,
        made: format!("{} · {}", handover_item::by(t, &held.made_by_name), t.instant(held.made_at)),
        outlook: outlook_words(t, view, one),
        is_late: late.is_some_and(|days| days > 0) || late.is_none() && one.outlook.is_some(),
        broken: one.broken.iter().take(12).map(|one| broken_words(t, view, one)).collect(),
        kept: kept_words(t, held),
        short: short_words(t, held),
        freed: freed_row(t, view, held),
    }
}

/// "未来 20 个日期中保留 17 个（85%）".
fn kept_words(t: T, held: &HandoverSchedule) -> String {
    if held.dates == 0 {
        return String::new();
    }
    let numbers = [
        ("kept", held.kept.into()),
        ("dates", held.dates.into()),
        ("share", t.percent(share(held.kept, held.dates)).into()),
    ];
    t.args("hs-kept", &numbers).into_owned()
}

/// Which dates can not stay at all, and why the others do not all stay together.
fn short_words(t: T, held: &HandoverSchedule) -> Vec<String> {
    let mut lines = Vec::new();
    let gone = held.dates - held.keepable;
    if gone > 0 {
        lines.push(t.n("hs-unkeepable", gone).into_owned());
    }
    let Some(most) = held.most_together else { return lines };
    let because: Vec<String> = held
        .because
        .split(' ')
        .filter(|code| !code.is_empty())
        .map(|code| t.s(&format!("hs-block-{}", code.replace('_', "-"))).into_owned())
        .collect();
    let key = if held.is_proved { "hs-short-proved" } else { "hs-short-unclear" };
    let because = because.join(&t.s("hs-and"));
    let numbers = [
        ("most", most.into()),
        ("keepable", held.keepable.into()),
        ("kept", held.kept.into()),
        ("because", because.into()),
    ];
    lines.push(t.args(key, &numbers).into_owned());
    if held.missed_minutes > 0 {
        let hours = |minutes: i64| words::hours(t, share(minutes.max(0), 60));
        let (missed, free) = (hours(held.missed_minutes), hours(held.free_minutes));
        lines.push(t.a2("hs-short-hours", ("missed", missed), ("free", free)).into_owned());
    }
    lines
}

fn freed_row(t: T, view: &PlanView, held: &HandoverSchedule) -> Option<FreedRow> {
    let gain = held.freed_gain.filter(|gain| *gain > 0)?;
    let titles: Vec<String> = held.freed_items.split(' ').map(|id| item_title(view, id)).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).filter(|title| !title.is_empty()).collect();
    let numbers = [
        ("gain", t.percent_fine(share(gain, held.possible)).into()),
        ("kept", held.freed_kept.unwrap_or(0).into()),
        ("dates", held.dates.into()),
    ];
    let named = titles.iter().take(MOST_FREED).copied().collect::<Vec<_>>().join(&t.s("hs-and"));
    let items = match titles.len() {
        0 => String::new(),
        count if count > MOST_FREED => {
            t.a2("hs-freed-items-more", ("items", named), ("n", count)).into_owned()
        }
        _ => t.a("hs-freed-items", "items", named).into_owned(),
    };
    Some(FreedRow { what: t.args("hs-freed", &numbers).into_owned(), items })
}

fn days_late(view: &PlanView, day: Date) -> i64 {
    view.seat.case.last_day.duration_until(day).as_hours() / 24
}

fn outlook_words(t: T, view: &PlanView, one: &PlanShown) -> String {
    let Some(outlook) = &one.outlook else { return String::new() };
    let finish = match outlook.finish_on {
        Some(day) if days_late(view, day) > 0 => {
            t.args("hs-outlook-late", &[("day", t.day(day).into()), ("n", days_late(view, day).into())])
        }
        Some(day) => t.a("hs-outlook-on-time", "day", t.day(day)),
        None => t.s("hs-outlook-far"),
    };
    format!("{finish}{}", words::reach(t, outlook))
}

/// What of a plan can not be done as it says any more.
fn broken_words(t: T, view: &PlanView, one: &Violation) -> String {
    let day = one.day.and_then(|day| view.hours.days.get(usize::try_from(day).ok()?));
    let day = day.map(|day| t.day(*day)).unwrap_or_default();
    let who = one.who.as_deref().unwrap_or("");
    let name = view.receivers.iter().find(|(id, ..)| id.to_string() == who).map_or("", |(_, name, _)| name);
    let item = one.item.as_deref().map(|id| item_title(view, id)).unwrap_or_default();
    match one.rule {
        3 => t.a("hs-rule-leaver", "day", day),
        4 | 5 => t.a2("hs-rule-receiver", ("day", day), ("name", name)),
        _ => t.a2("hs-rule-item", ("day", day), ("item", item)),
    }
    .into_owned()
}

/// The title of an item by the planner's id, which may name a part of it.
fn item_title(view: &PlanView, id: &str) -> String {
    let id = id.split('#').next().unwrap_or(id);
    view.items
        .iter()
        .find(|item| item.id.to_string() == id)
        .map(|item| item.title.clone())
        .unwrap_or_default()
}

fn name_of(view: &PlanView, person: Option<PersonId>) -> String {
    let found = view.receivers.iter().find(|(id, ..)| Some(*id) == person);
    found.map(|(_, name, _)| name.clone()).unwrap_or_default()
}

/// "复述（赵磊）", "讲解".
pub(crate) fn step_words(t: T, step: Step, name: &str) -> String {
    let label = t.s(&format!("hs-step-{step}"));
    if name.is_empty() {
        label.into_owned()
    } else {
        t.a2("hs-step-of", ("step", label), ("name", name)).into_owned()
    }
}

pub(crate) fn move_words(t: T, view: &PlanView, one: &Move) -> String {
    let title = view.items.iter().find(|item| item.id == one.item).map_or("", |item| item.title.as_str());
    let what = format!("{title} · {}", step_words(t, one.step, &name_of(view, one.person)));
    let day = |day: Option<Date>| day.map(|day| t.day(day)).unwrap_or_default();
    let key = match (one.from, one.to) {
        (Some(_), Some(_)) => "hs-move",
        (None, _) => "hs-move-new",
        (Some(_), None) => "hs-move-gone",
    };
    t.args(key, &[("what", what.into()), ("from", day(one.from).into()), ("to", day(one.to).into())])
        .into_owned()
}

pub(crate) fn left_out_row(t: T, view: &PlanView, one: &LeftOutItem) -> LeftOutRow {
    let block = |block: &Block| {
        let key = match block {
            Block::LeaverHours => "hs-block-leaver-hours",
            Block::Sessions => "hs-block-sessions",
            Block::Skill => "hs-block-skill",
            Block::Gate => "hs-block-gate",
            Block::ReceiverLoad => "hs-block-receiver-load",
            Block::Prerequisite => "hs-block-prerequisite",
            Block::Days => "hs-block-days",
        };
        t.s(key).into_owned()
    };
    let reliefs: Vec<String> = one.says.relief.iter().map(|relief| relief_words(t, view, relief)).collect();
    LeftOutRow {
        href: urls::item(view.seat.case.id, one.item),
        title: one.title.clone(),
        reached: t.a2("hs-reached", ("n", one.says.verified), ("of", one.says.needed)).into_owned(),
        blocks: one.says.blocked_by.iter().map(block).collect::<Vec<_>>().join(&t.s("hs-and")),
        relief: if reliefs.is_empty() {
            t.s("hs-relief-none").into_owned()
        } else {
            reliefs.join(&t.s("hs-and"))
        },
    }
}

fn relief_words(t: T, view: &PlanView, relief: &Relief) -> String {
    let day = |place: usize| view.hours.days.get(place).map(|day| t.day(*day)).unwrap_or_default();
    let name = |id: &str| {
        let found = view.receivers.iter().find(|(person, ..)| person.to_string() == id);
        found.map(|(_, name, _)| name.clone()).unwrap_or_default()
    };
    let hours = |minutes: i64| words::hours(t, share(minutes, 60));
    match relief {
        Relief::LeaverUnits { day: on, minutes, .. } => {
            t.a2("hs-relief-leaver", ("day", day(*on)), ("hours", hours(*minutes))).into_owned()
        }
        Relief::Sessions { sessions } => t.n("hs-relief-sessions", i64::from(*sessions)).into_owned(),
        Relief::ReceiverUnits { receiver, units } => t
            .a2("hs-relief-receiver", ("name", name(receiver)), ("hours", hours(i64::from(*units) * 30)))
            .into_owned(),
        Relief::ReceiverItems { receiver } => t.a("hs-relief-items", "name", name(receiver)).into_owned(),
        Relief::Gate { day: on } => t.a("hs-relief-gate", "day", day(*on)).into_owned(),
        Relief::Receiver { .. } => t.s("hs-relief-new-receiver").into_owned(),
        Relief::Prerequisites { items } => {
            let titles: Vec<String> = items.iter().map(|id| item_title(view, id)).collect();
            t.a("hs-relief-before", "items", titles.join(" · ")).into_owned()
        }
    }
}

/// "11月6日、11月9日各多 3 h：预计提前 4 天完成（12月1日 → 11月25日）".
pub(crate) fn help_row_words(t: T, help: &Help) -> (String, String) {
    let days: Vec<String> =
        help.days.split(' ').filter_map(|day| day.parse().ok()).map(|day| t.axis_day(day)).collect();
    let span = match days.as_slice() {
        [first, .., last] if days.len() > 4 => {
            t.a2("hs-days-span", ("from", first), ("to", last)).into_owned()
        }
        days => days.join(&t.s("hs-and")),
    };
    let what = t.a2("hs-help-what", ("days", span), ("hours", words::hours(t, share(help.minutes, 60))));
    let day = |day: Option<Date>| day.map_or_else(|| t.s("hs-far").into_owned(), |day| t.day(day));
    let (before, after) = (day(help.finish_before), day(help.finish_after));
    let effect = match help.days_earlier {
        Some(days) if days > 0 => t.args(
            "hs-help-earlier",
            &[("n", days.into()), ("before", before.into()), ("after", after.into())],
        ),
        None if help.finish_after.is_some() => t.a("hs-help-at-all", "after", after),
        _ => t.s("hs-help-more"),
    };
    (what.into_owned(), effect.into_owned())
}

pub(crate) fn help_row(t: T, (position, help): (usize, &Help)) -> HelpRow {
    let (what, effect) = help_row_words(t, help);
    HelpRow { what, effect, position }
}

pub(crate) fn day_rows(t: T, view: &PlanView, shown: &PlanShown) -> Vec<DayRow> {
    let titles: HashMap<ItemId, &str> =
        view.items.iter().map(|item| (item.id, item.title.as_str())).collect();
    let days = view.hours.days.iter().zip(&view.hours.leaver).skip(view.hours.today).take(DAYS_AHEAD);
    let entry = |slot: &Slot| {
        let title = titles.get(&slot.item_id).copied().unwrap_or_default();
        format!("{title} · {}", step_words(t, slot.step, &name_of(view, slot.person_id)))
    };
    let row = |(day, minutes): (&Date, &i64)| DayRow {
        day: t.day(*day),
        hours: words::hours(t, share(*minutes, 60)),
        is_absent: *minutes == 0,
        entries: shown.slots.iter().filter(|slot| slot.day == *day).map(entry).collect(),
    };
    days.map(row).collect()
}

pub(crate) fn item_rows(t: T, view: &PlanView, (shown, today): (&PlanShown, Date)) -> Vec<ItemRow> {
    let mut by_item: HashMap<ItemId, Vec<&Slot>> = HashMap::new();
    for slot in &shown.slots {
        by_item.entry(slot.item_id).or_default().push(slot);
    }
    let open = view.items.iter().filter(|item| !view.done.contains(&item.id)).take(MOST_ROWS);
    let row = |item: &store::handover::items::Item| {
        let slots = by_item.get(&item.id).map_or(&[][..], Vec::as_slice);
        let parts = slots.iter().map(|slot| slot.part).max().unwrap_or(0);
        let slot_row = |slot: &&Slot| {
            let what = step_words(t, slot.step, &name_of(view, slot.person_id));
            let part = if parts > 0 { t.n("hs-part", slot.part + 1).into_owned() } else { String::new() };
            SlotRow {
                position: slot.position,
                what: format!("{what}{part}"),
                day: t.axis_day(slot.day),
                is_over: slot.day < today,
            }
        };
        ItemRow {
            href: urls::item(view.seat.case.id, item.id),
            title: item.title.clone(),
            weight: item.weight,
            state: state(t, shown.finished.contains(&item.id), slots),
            is_fixed: slots.iter().any(|slot| slot.is_fixed),
            item: item.id,
            slots: slots.iter().map(slot_row).collect(),
        }
    };
    open.map(row).collect()
}

fn state(t: T, is_full: bool, slots: &[&Slot]) -> words::Tag {
    let (key, class) = if is_full {
        ("hs-state-full", "tag good")
    } else if slots.iter().any(|slot| slot.step == Step::Prove) {
        ("hs-state-part", "tag caution")
    } else if slots.is_empty() {
        ("hs-state-none", "tag bad")
    } else {
        ("hs-state-written", "tag caution")
    };
    words::Tag { label: t.s(key).into_owned(), class }
}

pub(crate) fn usual_words(t: T, terms: &Terms) -> String {
    t.args(
        "hs-usual",
        &[
            ("leaver", words::hours(t, share(terms.leaver_minutes, 60)).into()),
            ("receiver", words::hours(t, share(terms.receiver_minutes, 60)).into()),
            ("sessions", terms.sessions_a_day.into()),
            ("lag", terms.lag_days.into()),
        ],
    )
    .into_owned()
}

pub(crate) fn other_words(t: T, one: &store::handover::schedule::HoursOn) -> String {
    let hours = words::hours(t, share(one.minutes, 60));
    let hours = if one.minutes == 0 { t.s("hs-absent").into_owned() } else { hours };
    format!("{} · {} · {hours}", t.day(one.day), one.name)
}
