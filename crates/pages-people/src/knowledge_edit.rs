//! An item of the register: adding and editing it.

use app::{Error, sign_in::Authenticated};
use app_knowledge::knowledge::{self as map, ItemInput};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use kernel::KnowledgeItemId;

use super::{
    knowledge_item::level_input,
    knowledge_words::{self as words, Choice},
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
};

#[derive(Template)]
#[template(path = "knowledge_edit.html")]
struct EditPage {
    layout: Layout,
    t: T,
    form: FormView,
    action: String,
    back: String,
    is_new: bool,
    levels: Vec<Choice>,
}

fn page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    id: Option<KnowledgeItemId>,
    (fields, errors): (Fields, Vec<app::FieldError>),
) -> EditPage {
    let t = T(who.cx.lang());
    let here = id.map(|id| format!("/knowledge/items/{id}"));
    EditPage {
        layout: Layout::new(state, who, uri),
        t,
        action: here.as_ref().map_or_else(|| "/knowledge/items".to_owned(), |here| format!("{here}/edit")),
        back: here.unwrap_or_else(|| "/knowledge".to_owned()),
        is_new: id.is_none(),
        levels: words::levels(t, fields.get("level")),
        form: FormView::new(t, fields, errors),
    }
}

/// The form of a new item.
pub(crate) async fn new(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    if !map::may_keep(&who.cx) {
        return Err(Failure(Error::NotFound));
    }
    let today = who.cx.today().to_string();
    let fields = Fields::start(&[("weight", "20"), ("hours", "4"), ("level", "3"), ("seen_on", &today)]);
    layout::html(&page((&state, &who, &uri), None, (fields, Vec::new())))
}

fn input(parsing: &mut Parsing<'_>) -> Option<ItemInput> {
    let name = parsing.required("name");
    let weight = parsing.value("weight", "error-people-weight");
    let hours = parsing.value("hours", "error-people-hours");
    Some(ItemInput {
        name,
        kind: parsing.text("kind"),
        area: parsing.text("area"),
        weight: weight?,
        hours: hours?,
    })
}

/// Adds an item, with its first holder where one is named.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let item = input(&mut parsing);
    let holder = if fields.get("who").is_empty() { None } else { level_input(&mut parsing) };
    let outcome = match (parsing.finish(), item) {
        (Ok(()), Some(item)) => map::add_item(&who.cx, &item, holder.as_ref()).await,
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotFound),
    };
    match outcome {
        Ok(id) => Ok(layout::done_at(&format!("/knowledge/items/{id}"), "knowledge-added")),
        Err(Error::Invalid(errors)) if map::may_keep(&who.cx) => {
            layout::refused(&page((&state, &who, &uri), None, (fields, errors)))
        }
        Err(Error::Invalid(_)) => Err(Failure(Error::NotFound)),
        Err(error) => Err(Failure(error)),
    }
}

/// The form of an item as it stands.
pub(crate) async fn edit(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<KnowledgeItemId>,
) -> Result<Response, Failure> {
    let view = map::open_item(&who.cx, id).await?;
    if !view.may_keep {
        return Err(Failure(Error::NotFound));
    }
    let item = view.item;
    let fields = Fields::start(&[
        ("name", &item.name),
        ("kind", &item.kind),
        ("area", &item.area),
        ("weight", &item.weight.to_string()),
        ("hours", &item.hours.to_string()),
    ]);
    layout::html(&page((&state, &who, &uri), Some(id), (fields, Vec::new())))
}

/// Saves it.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<KnowledgeItemId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let item = input(&mut parsing);
    let outcome = match (parsing.finish(), item) {
        (Ok(()), Some(item)) => map::edit_item(&who.cx, id, &item).await,
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::NotFound),
    };
    match outcome {
        Ok(()) => Ok(layout::done_at(&format!("/knowledge/items/{id}"), "saved")),
        Err(Error::Invalid(errors)) => {
            // Whoever may not edit is told nothing, a wrong field included.
            if !map::open_item(&who.cx, id).await?.may_keep {
                return Err(Failure(Error::NotFound));
            }
            layout::refused(&page((&state, &who, &uri), Some(id), (fields, errors)))
        }
        Err(error) => Err(Failure(error)),
    }
}
