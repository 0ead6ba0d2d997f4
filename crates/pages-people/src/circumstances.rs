//! Family circumstances: the person's own page, and what of it others may read.

use app::{Error, FieldError, sign_in::Authenticated};
use app_care::circumstances::{self, Care, Told};
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
use kernel::{CircumstanceId, PersonId};

const OWN: &str = "/my/circumstances";

struct ToldView {
    id: String,
    body: String,
    wish: String,
    offered: String,
    expires: String,
    readers: String,
}

#[derive(Template)]
#[template(path = "circumstances.html")]
struct CarePage {
    layout: Layout,
    t: T,
    form: FormView,
    address: String,
    person_href: String,
    is_own: bool,
    may_write: bool,
    told: Vec<ToldView>,
    /// Those who named the viewer, on the own page.
    others: Vec<(String, String)>,
}

/// The own page.
pub(crate) async fn mine(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let care = circumstances::list_own(&who.cx).await?;
    let others = circumstances::list_told_to(&who.cx).await?;
    let mut page = page((&state, &who, &uri), (care, None), FormView::empty(T(who.cx.lang())));
    page.others = others
        .into_iter()
        .map(|one| (format!("{}/circumstances", urls::person(one.person_id)), one.name))
        .collect();
    layout::html(&page)
}

/// What somebody told, for who was named; for HR the form.
pub(crate) async fn of(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<PersonId>,
) -> Result<Response, Failure> {
    let care = circumstances::list_of(&who.cx, id).await?;
    layout::html(&page((&state, &who, &uri), (care, Some(id)), FormView::empty(T(who.cx.lang()))))
}

fn page(
    (state, who, uri): (&State, &Authenticated, &Uri),
    (care, person): (Care, Option<PersonId>),
    form: FormView,
) -> CarePage {
    let t = T(who.cx.lang());
    let view = |told: &store::circumstances::Circumstance| {
        let readers: Vec<&str> = care
            .readers
            .iter()
            .filter(|reader| reader.circumstance_id == told.id)
            .map(|reader| reader.name.as_str())
            .collect();
        ToldView {
            id: told.id.to_string(),
            body: told.body.clone(),
            wish: told.wish.clone(),
            offered: t
                .a(if told.is_own { "kin-offered" } else { "kin-offered-hr" }, "day", t.date(told.offered_on))
                .into_owned(),
            expires: t.a("kin-until", "day", t.date(told.expires_on)).into_owned(),
            readers: readers.join(&t.s("knowledge-joint")),
        }
    };
    CarePage {
        layout: Layout::new(state, who, uri),
        t,
        form,
        address: person.map_or_else(|| OWN.to_owned(), |id| format!("{}/circumstances", urls::person(id))),
        person_href: person.map(urls::person).unwrap_or_default(),
        is_own: person.is_none(),
        may_write: person.is_none() || care.may_record,
        told: care.told.iter().map(view).collect(),
        others: Vec::new(),
    }
}

fn told(fields: &Fields, is_own: bool) -> app::Result<Told> {
    let mut parsing = Parsing::new(fields);
    let expires = parsing.date("expires_on");
    let offered_on = if is_own { None } else { parsing.date("offered_on") };
    parsing.finish()?;
    Ok(Told {
        body: fields.get("body").to_owned(),
        wish: fields.get("wish").to_owned(),
        offered_on,
        expires_on: expires.ok_or(Error::NotFound)?,
        readers: fields.get("readers").to_owned(),
    })
}

fn errors(error: Error) -> Result<Vec<FieldError>, Failure> {
    match error {
        Error::Invalid(errors) => Ok(errors),
        error => Err(Failure(error)),
    }
}

/// Keeps what the viewer tells.
pub(crate) async fn offer(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let care = circumstances::list_own(&who.cx).await?;
    let kept = match told(&fields, true) {
        Ok(told) => circumstances::offer(&who.cx, &told).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(_) => Ok(layout::done_at(OWN, "care-offered")),
        Err(error) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors(error)?);
            layout::refused(&page((&state, &who, &uri), (care, None), form))
        }
    }
}

/// Keeps what somebody told HR.
pub(crate) async fn record(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<PersonId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let care = circumstances::list_of(&who.cx, id).await?;
    if !care.may_record {
        return Err(Failure(Error::NotFound));
    }
    let kept = match told(&fields, false) {
        Ok(told) => circumstances::record(&who.cx, id, &told).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(_) => Ok(layout::done_at(&format!("{}/circumstances", urls::person(id)), "care-offered")),
        Err(error) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors(error)?);
            layout::refused(&page((&state, &who, &uri), (care, Some(id)), form))
        }
    }
}

/// Takes it back.
pub(crate) async fn take_back(
    Signed(who): Signed,
    Path(circumstance): Path<CircumstanceId>,
) -> Result<Response, Failure> {
    circumstances::take_back(&who.cx, circumstance).await?;
    Ok(layout::done_at(OWN, "care-taken-back"))
}
