//! Words and small views that the pages of the handover share.

use app_handover::handover::{ItemLine, NeedKind, Outlook};
use frame::i18n::T;
use handover::{ItemKind, ReceiverGap, SessionKind, Stage, Standing, Verdict};
use jiff::tz::TimeZone;
use kernel::{Date, Timestamp};
use store::handover::items::Receiver;

/// A word in a small coloured box.
pub(crate) struct Tag {
    pub(crate) label: String,
    pub(crate) class: &'static str,
}

/// A choice of a list.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

/// One of the four bars of an item.
pub(crate) struct Bar {
    pub(crate) class: &'static str,
    pub(crate) label: String,
}

/// How much a forecast expects to be handed over by the last working day; follows another sentence.
pub(crate) fn reach(t: T, outlook: &Outlook) -> String {
    let (low, high) = outlook.weight_between;
    let shares =
        [("share", outlook.weight_at_last_day), ("low", low), ("high", high), ("core", outlook.p_core_done)];
    t.args("ho-outlook-reach", &shares.map(|(name, share)| (name, t.percent(share).into()))).into_owned()
}

/// A kind of item.
pub(crate) fn kind_label(t: T, kind: ItemKind) -> String {
    t.s(&format!("ho-kind-{kind}")).into_owned()
}

/// A stage.
pub(crate) fn stage_label(t: T, stage: Stage) -> String {
    t.s(&format!("ho-stage-{stage}")).into_owned()
}

/// A kind of session.
pub(crate) fn session_label(t: T, kind: SessionKind) -> String {
    t.s(&format!("ho-session-{kind}")).into_owned()
}

/// A judgement, with its class.
pub(crate) fn verdict_tag(t: T, verdict: Verdict) -> Tag {
    let class = match verdict {
        Verdict::Open => "tag",
        Verdict::Reached => "tag good",
        Verdict::Partly => "tag caution",
        Verdict::Missed => "tag bad",
    };
    Tag { label: t.s(&format!("ho-verdict-{verdict}")).into_owned(), class }
}

/// Every kind of item to choose from.
pub(crate) fn kinds(t: T) -> Vec<Choice> {
    ItemKind::ALL.iter().map(|kind| Choice { value: kind.to_string(), label: kind_label(t, *kind) }).collect()
}

/// Every kind of session to choose from.
pub(crate) fn session_kinds(t: T) -> Vec<Choice> {
    SessionKind::ALL
        .iter()
        .map(|kind| Choice { value: kind.to_string(), label: session_label(t, *kind) })
        .collect()
}

/// The four bars: proven, claimed, or not yet; what follows the last one is where somebody is at work.
pub(crate) fn bars(t: T, stages: [Standing; 4]) -> Vec<Bar> {
    let word = |standing| match standing {
        Standing::Proven => ("proven", "ho-standing-proven"),
        Standing::Claimed => ("claimed", "ho-standing-claimed"),
        Standing::NotYet => ("", "ho-standing-not-yet"),
    };
    let bar = |(stage, standing): (&Stage, Standing)| {
        let (class, key) = word(standing);
        Bar {
            class,
            label: t
                .a2("ho-stage-standing", ("stage", stage_label(t, *stage)), ("standing", t.s(key)))
                .into_owned(),
        }
    };
    Stage::ALL.iter().zip(stages).map(bar).collect()
}

/// All bars in one sentence, for those who do not see them.
pub(crate) fn bars_label(bars: &[Bar]) -> String {
    bars.iter().map(|bar| bar.label.as_str()).collect::<Vec<_>>().join("；")
}

/// The receivers' names in one line; the questioner is marked.
pub(crate) fn names(t: T, receivers: &[Receiver]) -> String {
    let name = |receiver: &Receiver| {
        if receiver.is_questioner {
            t.a("ho-questioner-named", "name", &receiver.name).into_owned()
        } else {
            receiver.name.clone()
        }
    };
    receivers.iter().map(name).collect::<Vec<_>>().join(" · ")
}

/// What the receivers of an item lack.
pub(crate) fn gap_label(t: T, gap: ReceiverGap, receivers: &[Receiver]) -> String {
    let name = |person| {
        receivers.iter().find(|one| one.person_id == person).map_or_else(String::new, |one| one.name.clone())
    };
    match gap {
        ReceiverGap::Nobody => t.s("ho-gap-nobody").into_owned(),
        ReceiverGap::OnlyOne => t.s("ho-gap-only-one").into_owned(),
        ReceiverGap::NoQuestioner => t.s("ho-gap-no-questioner").into_owned(),
        ReceiverGap::SeveralQuestioners => t.s("ho-gap-several-questioners").into_owned(),
        ReceiverGap::LeaverReceives => t.s("ho-gap-leaver").into_owned(),
        ReceiverGap::NamedTwice(person) => t.a("ho-gap-twice", "name", name(person)).into_owned(),
        ReceiverGap::NotAccepted(person) => t.a("ho-gap-not-accepted", "name", name(person)).into_owned(),
    }
}

/// A passage with its line.
pub(crate) fn quote(t: T, line: i64, text: &str) -> String {
    t.a2("my-quote", ("line", line), ("text", text)).into_owned()
}

/// The state of an item's note: findings and passages that are not clear count alike.
pub(crate) fn note_tag(t: T, line: &ItemLine) -> Tag {
    match &line.note {
        None => Tag { label: t.s("ho-note-none").into_owned(), class: "tag" },
        Some(_) if line.to_mend() > 0 => {
            // What is in the receivers' hands is no longer urgent; the note may still be read in years.
            let is_done = line.stages.last() == Some(&Standing::Proven);
            let class = if is_done { "tag" } else { "tag bad" };
            Tag { label: t.n("ho-note-to-mend", line.to_mend()).into_owned(), class }
        }
        Some(note) => Tag { label: t.n("ho-note-version", note.version).into_owned(), class: "tag good" },
    }
}

/// The marks of the latest teach-back: so many right of so many; a dash before the first.
pub(crate) fn marks(line: &ItemLine) -> (String, &'static str) {
    line.teach.map_or_else(
        || ("—".to_owned(), "muted"),
        |score| {
            let class = if score.is_passed { "text-good" } else { "text-bad" };
            (format!("{}/{}", score.right, score.questions), class)
        },
    )
}

/// What needs doing: a word in a box, and a sentence.
pub(crate) fn need_words(t: T, kind: &NeedKind) -> (Tag, String) {
    let tag = |key: &str, class| Tag { label: t.s(key).into_owned(), class };
    match kind {
        NeedKind::NotPassed { right, questions } => (
            tag("ho-need-not-passed", "tag bad"),
            t.a2("ho-need-not-passed-detail", ("right", right), ("questions", questions)).into_owned(),
        ),
        NeedKind::ToMark(name) => {
            (tag("ho-need-to-mark", "tag caution"), t.a("ho-need-to-mark-detail", "name", name).into_owned())
        }
        NeedKind::NotStarted { is_sole, hours } => {
            let key = if *is_sole { "ho-need-not-started-sole" } else { "ho-need-not-started-detail" };
            (tag("ho-need-not-started", "tag bad"), t.n(key, *hours).into_owned())
        }
        NeedKind::Unclear(count) => {
            (tag("ho-need-unclear", "tag caution"), t.n("ho-need-unclear-detail", *count).into_owned())
        }
        NeedKind::Vague { count, first } => {
            (tag("ho-need-vague", "tag caution"), vague_words(t, *count, first))
        }
        NeedKind::Receivers => {
            (tag("ho-need-receivers", "tag caution"), t.s("ho-need-receivers-detail").into_owned())
        }
        NeedKind::Late => (tag("ho-need-late", "tag caution"), t.s("ho-need-late-detail").into_owned()),
        NeedKind::ClaimOnly => (tag("ho-need-claim", "tag"), t.s("ho-need-claim-detail").into_owned()),
        NeedKind::Obstacle => {
            (tag("ho-need-obstacle", "tag bad"), t.s("ho-need-obstacle-detail").into_owned())
        }
        NeedKind::SessionOpen => (tag("ho-need-session", "tag"), t.s("ho-need-session-detail").into_owned()),
        NeedKind::AssessmentDue => {
            (tag("ho-need-assessment", "tag caution"), t.s("ho-need-assessment-detail").into_owned())
        }
    }
}

fn vague_words(t: T, count: i64, first: &str) -> String {
    let count_only = t.n("ho-need-vague-detail", count).into_owned();
    if first.is_empty() {
        count_only
    } else {
        format!("{count_only}{}", t.a("ho-need-vague-first", "text", first))
    }
}

/// Hours without a needless fraction: 9 h, 1.5 h.
pub(crate) fn hours(t: T, hours: f64) -> String {
    let rounded = (hours * 10.0).round() / 10.0;
    t.a("ho-hours", "n", rounded).into_owned()
}

/// When a session is held: day, begin and end.
pub(crate) fn span(t: T, starts_at: Timestamp, minutes: i64) -> String {
    let zone = || TimeZone::fixed(jiff::tz::offset(8));
    let begin = starts_at.to_zoned(zone());
    let end = (starts_at + jiff::SignedDuration::from_mins(minutes)).to_zoned(zone());
    let clock = |hour: i8, minute: i8| format!("{hour:02}:{minute:02}");
    let (from, until) = (clock(begin.hour(), begin.minute()), clock(end.hour(), end.minute()));
    format!("{} {from}–{until}", t.day(begin.date()))
}

/// The instant of a day and a time of day as forms send them.
pub(crate) fn instant_of(day: Date, time: &str) -> Option<Timestamp> {
    let time: jiff::civil::Time = time.parse().ok()?;
    day.to_datetime(time).to_zoned(TimeZone::fixed(jiff::tz::offset(8))).ok().map(|zoned| zoned.timestamp())
}
