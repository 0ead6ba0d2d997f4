//! Words that several pages of departures share: tasks, approvals, roles, what is late.

use departure::{Packets, approval_step};
use frame::{form::Parsing, i18n::T};
use jiff::{civil::DateTime, tz::TimeZone};
use kernel::{Date, Role, Timestamp};

/// A choice of a form.
pub(crate) struct Choice {
    pub(crate) code: String,
    pub(crate) label: String,
}

/// What a task asks for: by its code, or as somebody wrote it.
pub(crate) fn task_title(t: T, code: &str, title: &str) -> String {
    match Packets::builtin().find_task(code) {
        Some(template) => template.title.get(t.0).to_owned(),
        None if title.is_empty() => code.to_owned(),
        None => title.to_owned(),
    }
}

/// The article that asks for a task; empty where none does.
pub(crate) fn task_basis(code: &str) -> String {
    Packets::builtin().find_task(code).and_then(|template| template.basis.clone()).unwrap_or_default()
}

/// What is approved.
pub(crate) fn step_label(t: T, step: &str) -> String {
    approval_step(step).map_or_else(|| step.to_owned(), |step| step.label.get(t.0).to_owned())
}

/// A kind of leaving.
pub(crate) fn ground_label(t: T, code: &str) -> String {
    departure::find_ground(code).map_or_else(|| code.to_owned(), |ground| ground.label.get(t.0).to_owned())
}

/// A role.
pub(crate) fn role_label(t: T, role: Role) -> String {
    t.s(&format!("role-{role}")).into_owned()
}

/// A due day with how late it is; class and words.
pub(crate) fn lateness(t: T, due_on: Date, today: Date) -> (&'static str, String) {
    let days = i64::from(today.since(due_on).map_or(0, |span| span.get_days()));
    match days {
        1.. => ("tag bad", t.n("dep-late", days).into_owned()),
        0 => ("tag caution", t.s("dep-due-today").into_owned()),
        _ => ("", String::new()),
    }
}

/// An instant as `datetime-local` sends it, read as China's time.
pub(crate) fn instant(parse: &mut Parsing<'_>, field: &'static str) -> Option<Timestamp> {
    let local: DateTime = parse.optional(field, "error-instant")?;
    local.to_zoned(TimeZone::fixed(departure::CHINA)).ok().map(|zoned| zoned.timestamp())
}

/// An instant as `datetime-local` shows it.
pub(crate) fn local(at: Timestamp) -> String {
    departure::CHINA.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string()
}
