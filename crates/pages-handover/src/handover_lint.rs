//! What the check of a note found, beside the lines: while it is written, and where it is read.

use ::handover::lint::{Level, Referred};
use app::Error;
use app_handover::handover::{self, ItemView, LookedUp, NoteCheck, NoteFinding};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView},
    guard::Signed,
    i18n::{FluentValue, T},
    layout, urls,
};
use kernel::{AllowanceId, DepartureId, ItemId};
use store::handover::{lint::Allowance, notes::Unclear};

use crate::{
    handover_item, handover_note,
    handover_words::{self as words, Tag},
};

/// So many lines are shown one by one; of a longer note those with a remark.
const MOST_LINES: usize = 300;

/// One finding.
pub(crate) struct FindingRow {
    pub(crate) line: usize,
    pub(crate) place: String,
    pub(crate) excerpt: String,
    pub(crate) rule: &'static str,
    pub(crate) level: Tag,
    pub(crate) why: &'static str,
    pub(crate) mend: &'static str,
}

/// A finding that somebody lets stand.
pub(crate) struct AllowedRow {
    pub(crate) id: AllowanceId,
    pub(crate) what: String,
    pub(crate) reason: String,
    pub(crate) by: String,
}

/// Something that a receiver does not understand, at its line.
pub(crate) struct AskedRow {
    pub(crate) question: String,
    pub(crate) asked_by: String,
    pub(crate) state: Tag,
}

/// A line with what is said of it.
pub(crate) struct LineRow {
    pub(crate) number: usize,
    pub(crate) text: String,
    pub(crate) findings: Vec<FindingRow>,
    pub(crate) asked: Vec<AskedRow>,
}

/// All that the check says of one text.
pub(crate) struct Findings {
    pub(crate) summary: String,
    /// Which references were looked up, and which could not be.
    pub(crate) looked_up: String,
    pub(crate) verdict: Tag,
    pub(crate) open: Vec<FindingRow>,
    pub(crate) allowed: Vec<AllowedRow>,
}

#[derive(Template)]
#[template(path = "_findings.html")]
struct FindingsPart {
    t: T,
    findings: Findings,
}

impl Findings {
    /// In words.
    pub(crate) fn of(t: T, check: &NoteCheck) -> Self {
        // What stands at a line first: there mending begins.
        let (whole, placed): (Vec<_>, Vec<_>) = check.open.iter().partition(|one| one.finding.is_whole);
        Self {
            summary: summary(t, check),
            looked_up: looked_up(t, &check.looked_up),
            verdict: verdict(t, check),
            open: placed.into_iter().chain(whole).map(|one| finding_row(t, one)).collect(),
            allowed: check.allowed.iter().map(|(one, held)| allowed_row(t, one, held)).collect(),
        }
    }
}

fn summary(t: T, check: &NoteCheck) -> String {
    if check.open.is_empty() {
        return t.s("ho-check-none").into_owned();
    }
    let count = check.count();
    t.args(
        "ho-check-count",
        &[
            ("errors", FluentValue::from(count.errors)),
            ("warnings", FluentValue::from(count.warnings)),
            ("suggestions", FluentValue::from(count.suggestions)),
            ("score", FluentValue::from(i64::from(check.score))),
        ],
    )
    .into_owned()
}

/// "引用核对：接手人 2 处都在；没有清单、未核对：路径和链接".
fn looked_up(t: T, held: &LookedUp) -> String {
    let kind = |kind: Referred| {
        let code = match kind {
            Referred::Place => "place",
            Referred::Number => "number",
            Referred::Person => "person",
            Referred::Item => "item",
            Referred::Channel => "channel",
        };
        t.s(&format!("ho-looked-up-{code}")).into_owned()
    };
    let mut parts: Vec<String> = Vec::new();
    for (what, all, missing) in &held.kinds {
        let numbers = [("kind", kind(*what).into()), ("n", (*all).into()), ("missing", (*missing).into())];
        parts.push(t.args("ho-looked-up-kind", &numbers).into_owned());
    }
    if !held.unknown.is_empty() {
        let kinds: Vec<String> = held.unknown.iter().map(|one| kind(*one)).collect();
        parts.push(t.a("ho-looked-up-unknown", "kinds", kinds.join(&t.s("hs-and"))).into_owned());
    }
    if parts.is_empty() {
        return String::new();
    }
    t.a("ho-looked-up", "what", parts.join(&t.s("ho-looked-up-and"))).into_owned()
}

fn verdict(t: T, check: &NoteCheck) -> Tag {
    let (key, class) =
        if check.is_usable { ("ho-check-usable", "tag good") } else { ("ho-check-unusable", "tag bad") };
    Tag { label: t.s(key).into_owned(), class }
}

fn finding_row(t: T, one: &NoteFinding) -> FindingRow {
    let rule = one.finding.rule;
    let class = match rule.level() {
        Level::Error => "tag bad",
        Level::Warning => "tag caution",
        Level::Suggestion => "tag",
    };
    FindingRow {
        line: one.finding.line,
        place: place(t, one),
        excerpt: if one.finding.is_whole { String::new() } else { one.finding.excerpt.clone() },
        rule: rule.id(),
        level: Tag { label: t.s(&format!("ho-check-level-{}", rule.level().code())).into_owned(), class },
        why: rule.message(t.0),
        mend: rule.mend(t.0),
    }
}

fn place(t: T, one: &NoteFinding) -> String {
    if one.finding.is_whole {
        t.s("ho-check-whole").into_owned()
    } else {
        t.n("ho-check-line", one.finding.line).into_owned()
    }
}

fn allowed_row(t: T, one: &NoteFinding, held: &Allowance) -> AllowedRow {
    let excerpt = if one.finding.is_whole { one.finding.rule.message(t.0) } else { &one.finding.excerpt };
    AllowedRow {
        id: held.id,
        what: format!("{} · {excerpt}", place(t, one)),
        reason: held.reason.clone(),
        by: format!("{} · {}", handover_item::by(t, &held.said_by_name), t.instant(held.said_at)),
    }
}

/// What is about the whole note, and the lines with what is said of them.
pub(crate) fn lines(t: T, view: &ItemView) -> (Vec<FindingRow>, Vec<LineRow>) {
    let Some(note) = &view.note else { return (Vec::new(), Vec::new()) };
    let texts: Vec<&str> = note.body.lines().collect();
    let is_short = texts.len() <= MOST_LINES;
    let whole = view.check.open.iter().filter(|one| one.finding.is_whole);
    let row = |(index, text): (usize, &&str)| {
        let number = index + 1;
        let here = |one: &&NoteFinding| !one.finding.is_whole && one.finding.line == number;
        let asked = view.unclear.iter().filter(|one| line_of(one, note.version, &texts) == Some(number));
        LineRow {
            number,
            text: (*text).to_owned(),
            findings: view.check.open.iter().filter(here).map(|one| finding_row(t, one)).collect(),
            asked: asked.map(|one| asked_row(t, one)).collect(),
        }
    };
    let is_shown = |row: &LineRow| {
        !row.findings.is_empty() || !row.asked.is_empty() || (is_short && !row.text.trim().is_empty())
    };
    let rows = texts.iter().enumerate().map(row).filter(is_shown).collect();
    (whole.map(|one| finding_row(t, one)).collect(), rows)
}

/// Where the passage stands now: in the version it was asked of by its number, in a newer one by its words.
fn line_of(one: &Unclear, version: i64, texts: &[&str]) -> Option<usize> {
    if one.note_version == version {
        return usize::try_from(one.line).ok();
    }
    let is_same = |text: &&str| text.trim().chars().take(200).collect::<String>() == one.excerpt;
    texts.iter().position(is_same).map(|index| index + 1)
}

fn asked_row(t: T, one: &Unclear) -> AskedRow {
    let (key, class) = match (one.cleared_at, one.answered_at) {
        (Some(_), _) => ("ho-unclear-cleared", "tag good"),
        (None, Some(_)) => ("ho-unclear-answered", "tag brand"),
        (None, None) => ("ho-unclear-waiting", "tag caution"),
    };
    AskedRow {
        question: one.question.clone(),
        asked_by: one.asked_by_name.clone(),
        state: Tag { label: t.s(key).into_owned(), class },
    }
}

/// Checks a text that is being written: the findings alone for the script, the whole page for the button.
pub(crate) async fn check(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let is_part = fields.is_on("part");
    match handover::check_note(&who.cx, departure, item, fields.raw("body")).await {
        Ok(check) if is_part => layout::html(&FindingsPart { t, findings: Findings::of(t, &check) }),
        Ok(check) => handover_note::checked((&state, &who, &uri), (departure, item), (fields, &check)).await,
        Err(Error::Invalid(errors)) if !is_part => {
            let form = FormView::new(t, fields, errors);
            handover_note::refused((&state, &who, &uri), (departure, item), form).await
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Lets a finding stand, with the reason.
pub(crate) async fn allow(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, item)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let line: usize = fields.get("line").parse().unwrap_or(0);
    let finding = (fields.get("rule"), line);
    let outcome = handover::allow_finding(&who.cx, departure, item, finding, fields.get("reason")).await;
    let to = format!("{}#lines", urls::item(departure, item));
    match outcome {
        Ok(()) => Ok(layout::done_at(&to, "passage-allowed")),
        Err(Error::Invalid(errors)) => {
            handover_item::refused((&state, &who, &uri), (departure, item), (fields, errors)).await
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Lets it stand no longer.
pub(crate) async fn withdraw(
    Signed(who): Signed,
    Path((departure, item, allowance)): Path<(DepartureId, ItemId, AllowanceId)>,
) -> Result<Response, Failure> {
    handover::withdraw_allowance(&who.cx, departure, item, allowance).await?;
    Ok(layout::done_at(&format!("{}#lines", urls::item(departure, item)), "passage-reopened"))
}

/// What should be done about the finding that lists name first: where it stands, and how to mend it.
pub(crate) fn begin_with(t: T, head: &store::handover::notes::NoteHead) -> String {
    let mend = handover::rule_of(&head.first_rule).map_or("", |rule| rule.mend(t.0));
    if head.first_line == 0 {
        return mend.to_owned();
    }
    let quote = words::quote(t, head.first_line, &head.first_text);
    format!("{quote} {mend}")
}
