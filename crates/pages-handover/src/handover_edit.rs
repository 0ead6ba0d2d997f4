//! Adding an item by hand, and changing one.

use ::handover::ItemKind;
use app::{Error, sign_in::Authenticated};
use app_handover::handover::{self, ItemInput};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{DepartureId, ItemId};

use crate::handover_words::{self as words, Choice};

#[derive(Template)]
#[template(path = "handover_edit.html")]
struct EditPage {
    layout: Layout,
    t: T,
    title: String,
    action: String,
    back: String,
    kinds: Vec<Choice>,
    is_new: bool,
    form: FormView,
}

fn parse(fields: &Fields) -> app::Result<ItemInput> {
    let mut parse = Parsing::new(fields);
    let title = parse.required("title");
    let kind: Option<ItemKind> = parse.value("kind", "error-choice");
    let weight: Option<i64> = parse.value("weight", "error-weight");
    let hours: Option<i64> = parse.value("hours", "error-hours");
    let planned_on = parse.optional_date("planned_on");
    let (goal_leaver, goal_receiver) = (parse.text("goal_leaver"), parse.text("goal_receiver"));
    parse.finish()?;
    let (Some(kind), Some(weight), Some(hours)) = (kind, weight, hours) else {
        return Err(Error::field("title", "error-required"));
    };
    let is_core = fields.is_on("is_core");
    Ok(ItemInput { title, kind, weight, hours, is_core, planned_on, goal_leaver, goal_receiver })
}

/// An empty form.
pub(crate) async fn new(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(departure): Path<DepartureId>,
) -> Result<Response, Failure> {
    handover::check_may_add(&who.cx, departure).await?;
    let start = Fields::start(&[("weight", "40"), ("hours", "4"), ("kind", "knowledge")]);
    let form = FormView::new(T(who.cx.lang()), start, Vec::new());
    layout::html(&new_page((&state, &who, &uri), departure, form))
}

fn new_page((state, who, uri): (&State, &Authenticated, &Uri), id: DepartureId, form: FormView) -> EditPage {
    let t = T(who.cx.lang());
    let leads = who.cx.allow(app::access::Action::SeeDepartures).is_ok();
    EditPage {
        layout: Layout::new(state, who, uri),
        t,
        title: t.s("ho-add-item").into_owned(),
        action: format!("{}/items", urls::handover(id)),
        back: if leads { urls::handover(id) } else { "/my/handover".to_owned() },
        kinds: words::kinds(t),
        is_new: true,
        form,
    }
}

/// Adds the item.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(departure): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = match parse(&fields) {
        Ok(input) => handover::add_item(&who.cx, departure, &input).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(item) => Ok(layout::done_at(&urls::item(departure, item), "item-added")),
        Err(Error::Invalid(errors)) => {
            handover::check_may_add(&who.cx, departure).await?;
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&new_page((&state, &who, &uri), departure, form))
        }
        Err(error) => Err(Failure(error)),
    }
}

/// The form with what is there.
pub(crate) async fn edit(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, id)): Path<(DepartureId, ItemId)>,
) -> Result<Response, Failure> {
    let view = handover::item_view(&who.cx, departure, id).await?;
    if !view.at.seat.leads {
        return Err(Failure(Error::NotFound));
    }
    let item = &view.at.item;
    let planned_on = item.planned_on.map(|day| day.to_string()).unwrap_or_default();
    let start = Fields::start(&[
        ("title", &item.title),
        ("kind", item.kind.code()),
        ("weight", &item.weight.to_string()),
        ("hours", &item.hours.to_string()),
        ("planned_on", &planned_on),
        ("goal_leaver", &item.goal_leaver),
        ("goal_receiver", &item.goal_receiver),
        ("is_core", if item.is_core { "1" } else { "" }),
    ]);
    let form = FormView::new(T(who.cx.lang()), start, Vec::new());
    layout::html(&edit_page((&state, &who, &uri), (departure, id, &item.title), form))
}

fn edit_page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (departure, id, title): (DepartureId, ItemId, &str),
    form: FormView,
) -> EditPage {
    let t = T(who.cx.lang());
    let here = urls::item(departure, id);
    EditPage {
        layout: Layout::new(state, who, uri),
        t,
        title: t.a("ho-edit-item", "title", title).into_owned(),
        action: format!("{here}/edit"),
        back: here,
        kinds: words::kinds(t),
        is_new: false,
        form,
    }
}

/// Changes the item.
pub(crate) async fn update(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((departure, id)): Path<(DepartureId, ItemId)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = match parse(&fields) {
        Ok(input) => handover::edit_item(&who.cx, departure, id, &input).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(layout::done_at(&urls::item(departure, id), "item-saved")),
        Err(Error::Invalid(errors)) => {
            let view = handover::item_view(&who.cx, departure, id).await?;
            if !view.at.seat.leads {
                return Err(Failure(Error::NotFound));
            }
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&edit_page((&state, &who, &uri), (departure, id, &view.at.item.title), form))
        }
        Err(error) => Err(Failure(error)),
    }
}
