//! The receiver's own page, made for a phone: what was taken on, what to say back, what is not understood.

use app_handover::handover::{self, ItemLine, MyReceiving};
use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use store::handover::items::Receiver;

use crate::{
    handover_schedule_words::step_words,
    handover_words::{self as words, Bar},
};

struct ItemCard {
    href: String,
    title: String,
    weight: String,
    bars: Vec<Bar>,
    bars_label: String,
    state: String,
    is_questioner: bool,
    can_accept: bool,
    is_signed_off: bool,
    teach_href: String,
    note: words::Tag,
    marks: String,
}

struct UnclearRow {
    href: String,
    excerpt: String,
    question: String,
    answer: String,
    is_answered: bool,
}

struct CaseCard {
    name: String,
    days_left: String,
    items: Vec<ItemCard>,
    unclear: Vec<UnclearRow>,
    to_mark: Vec<(String, String)>,
    sessions: Vec<(String, String)>,
    dates: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "my_receiving.html")]
struct MyPage {
    layout: Layout,
    t: T,
    name: String,
    cases: Vec<CaseCard>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    // Whoever received before comes back by the old address: the page says that nothing is left.
    let received = match handover::my_receiving(&who.cx).await {
        Err(app::Error::NotFound) if who.cx.actor().person.is_some() => Vec::new(),
        received => received?,
    };
    let own = received.iter().flat_map(|one| &one.lines).map(|(_, own)| own.name.clone()).next();
    layout::html(&MyPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        name: own.unwrap_or_default(),
        cases: received.iter().map(|one| case_card(t, one)).collect(),
    })
}

fn case_card(t: T, one: &MyReceiving) -> CaseCard {
    let id = one.case.id;
    let title = |item| {
        let line = one.lines.iter().find(|(line, _)| line.item.id == item);
        line.map(|(line, _)| line.item.title.clone()).unwrap_or_default()
    };
    let unclear = |row: &store::handover::notes::Unclear| UnclearRow {
        href: format!("{}#unclear", urls::item(id, row.item_id)),
        excerpt: row.excerpt.clone(),
        question: row.question.clone(),
        answer: row.answer.clone(),
        is_answered: row.answered_at.is_some(),
    };
    let session = |row: &store::handover::plan::JointSession| {
        let head = format!("{} · {}", words::session_label(t, row.kind), row.title);
        (head, words::span(t, row.starts_at, row.minutes))
    };
    CaseCard {
        name: one.case.person_name.clone(),
        days_left: t.n("my-days-left", one.days_left).into_owned(),
        items: one.lines.iter().map(|(line, own)| item_card(t, one, (line, own))).collect(),
        unclear: one.unclear.iter().map(unclear).collect(),
        to_mark: one
            .to_mark
            .iter()
            .map(|(item, name)| (urls::item(id, *item), format!("{} · {name}", title(*item))))
            .collect(),
        sessions: one.sessions.iter().map(session).collect(),
        dates: one
            .dates
            .iter()
            .map(|(item, step, day)| {
                (t.day(*day), format!("{} · {}", title(*item), step_words(t, *step, "")))
            })
            .collect(),
    }
}

fn item_card(t: T, one: &MyReceiving, (line, own): (&ItemLine, &Receiver)) -> ItemCard {
    let href = urls::item(one.case.id, line.item.id);
    let bars = words::bars(t, line.stages);
    let key = match (own.accepted_at.is_some(), own.signed_off_at.is_some()) {
        (_, true) => "my-signed-off",
        (true, false) => "my-accepted",
        (false, false) => "my-to-accept",
    };
    ItemCard {
        teach_href: format!("{href}/teach"),
        href,
        title: line.item.title.clone(),
        weight: t.n("my-weight", line.item.weight).into_owned(),
        bars_label: words::bars_label(&bars),
        bars,
        state: t.s(key).into_owned(),
        is_questioner: own.is_questioner,
        can_accept: own.accepted_at.is_none(),
        is_signed_off: own.signed_off_at.is_some(),
        note: words::note_tag(t, line),
        marks: words::marks(line).0,
    }
}
