//! What would be lost with one person.

use app_knowledge::knowledge::{self as map, LossLine};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
};
use kernel::PersonId;

use super::knowledge_words as words;
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::{FluentValue, T},
    layout::{self, Layout},
    urls,
};

struct LineView {
    href: String,
    name: String,
    area: String,
    weight: i64,
    hours: i64,
    level: u8,
    level_name: String,
    said: String,
    why: String,
    next: String,
}

#[derive(Template)]
#[template(path = "knowledge_person.html")]
struct PersonPage {
    layout: Layout,
    t: T,
    name: String,
    profile: String,
    leaves: String,
    says: String,
    how: String,
    lost: Vec<LineView>,
    shared: Vec<LineView>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<PersonId>,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let view = map::open_person(&who.cx, id).await?;
    let loss = view.loss;
    let says = [("n", FluentValue::from(words::count(loss.items))), ("share", t.percent(loss.share).into())];
    let how = [
        ("weight", FluentValue::from(loss.weight)),
        ("whole", FluentValue::from(view.whole)),
        ("people", FluentValue::from(words::count(loss.people))),
        ("hours", FluentValue::from(loss.hours)),
    ];
    let page = PersonPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        profile: urls::person(id),
        leaves: view
            .person
            .leaves_on
            .map(|day| t.a("knowledge-leaves", "day", t.day(day)).into_owned())
            .unwrap_or_default(),
        says: if loss.items == 0 {
            t.s("knowledge-loss-none").into_owned()
        } else {
            t.args("knowledge-loss-says", &says).into_owned()
        },
        how: t.args("knowledge-loss-how", &how).into_owned(),
        lost: view.lost.iter().map(|line| line_view(t, line)).collect(),
        shared: view.shared.iter().map(|line| line_view(t, line)).collect(),
        name: view.person.name,
    };
    layout::html(&page)
}

fn line_view(t: T, line: &LossLine) -> LineView {
    let names = line.gone.join(&t.s("knowledge-joint"));
    let next = line.next.as_ref().map(|(name, level)| format!("{name}（{}）", words::level(t, *level)));
    LineView {
        href: format!("/knowledge/items/{}", line.item.id),
        name: line.item.name.clone(),
        area: line.item.area.clone(),
        weight: line.item.weight,
        hours: line.item.hours,
        level: line.level,
        level_name: words::level(t, line.level),
        said: words::said(t, &line.source, line.seen_on),
        why: if names.is_empty() {
            t.s("knowledge-why-sole").into_owned()
        } else {
            t.a("knowledge-why-effectively", "names", names).into_owned()
        },
        next: next.unwrap_or_else(|| "—".to_owned()),
    }
}
