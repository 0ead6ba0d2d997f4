//! The organisation: employers, one level of the tree of departments at a time, posts.

use app::sign_in::Authenticated;
use app_people::organisation::{self, Counted, PostFilter};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
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
use kernel::{DepartmentId, EmployerId, PostId};
use serde::Deserialize;
use store::org::{Department, Employer, Post};

/// What part of the organisation is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    department: String,
    title: String,
    after: String,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    layout: Layout,
    t: T,
    employers: Vec<Counted<Employer>>,
    path: Vec<Department>,
    departments: Vec<Counted<Department>>,
    posts: Vec<Counted<Post>>,
    title: String,
    is_continued: bool,
    next: Option<String>,
    first: String,
    back: String,
}

impl OrganisationPage {
    #[expect(clippy::unused_self, reason = "a template calls its functions on the page")]
    fn people_of(&self, department: &Department) -> String {
        urls::with_query("/people", &[("department", &department.id.to_string())])
    }
    #[expect(clippy::unused_self, reason = "a template calls its functions on the page")]
    fn inside(&self, department: &Department) -> String {
        urls::organisation(department.id)
    }
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let department: Option<DepartmentId> = asked.department.parse().ok();
    let filter = PostFilter { title: asked.title.trim().to_owned(), after: asked.after.parse().ok() };
    let found = organisation::open_organisation(&who.cx, department, &filter).await?;
    let address = |after: &str| {
        let pairs = [("department", asked.department.as_str()), ("title", &filter.title), ("after", after)];
        format!("{}#posts", urls::with_query("/organisation", &pairs))
    };
    let page = OrganisationPage {
        layout: Layout::new(&state, &who, &uri),
        t: T(who.cx.lang()),
        next: found.next_post.map(|last| address(&last.to_string())),
        first: address(""),
        back: address(&asked.after),
        employers: found.employers,
        path: found.path,
        departments: found.departments,
        posts: found.posts,
        is_continued: filter.after.is_some(),
        title: filter.title,
    };
    layout::html(&page)
}

#[derive(Template)]
#[template(path = "employer.html")]
struct EmployerPage {
    layout: Layout,
    t: T,
    form: FormView,
}

/// The form of an employer.
pub(crate) async fn show_employer(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<EmployerId>,
) -> Result<Response, Failure> {
    let employer = organisation::get_employer(&who.cx, id).await?;
    let fields = Fields::start(&[
        ("name", &employer.name),
        ("city", &employer.city),
        ("credit_code", &employer.credit_code),
    ]);
    layout::html(&employer_page(&state, &who, &uri, (fields, Vec::new())))
}

fn employer_page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (fields, errors): (Fields, Vec<app::FieldError>),
) -> EmployerPage {
    let t = T(who.cx.lang());
    EmployerPage { layout: Layout::new(state, who, uri), t, form: FormView::new(t, fields, errors) }
}

/// Saves an employer.
pub(crate) async fn update_employer(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<EmployerId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let employer = Employer {
        id,
        name: parsing.required("name"),
        city: parsing.text("city"),
        credit_code: parsing.text("credit_code"),
    };
    let outcome = match parsing.finish() {
        Ok(()) => organisation::update_employer(&who.cx, &employer).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(layout::done_at("/organisation", "saved")),
        Err(app::Error::Invalid(errors)) => {
            // Whoever may not edit is told nothing, a wrong field included.
            organisation::get_employer(&who.cx, id).await?;
            layout::refused(&employer_page(&state, &who, &uri, (fields, errors)))
        }
        Err(error) => Err(Failure(error)),
    }
}

#[derive(Template)]
#[template(path = "department.html")]
struct DepartmentPage {
    layout: Layout,
    t: T,
    path: String,
    form: FormView,
}

/// The form of a department.
pub(crate) async fn show_department(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartmentId>,
) -> Result<Response, Failure> {
    who.cx.allow(app::access::Action::EditPeople)?;
    let (department, head) = organisation::get_department(&who.cx, id).await?;
    let fields = Fields::start(&[("name", &department.name), ("head_no", &head)]);
    let t = T(who.cx.lang());
    let form = FormView::new(t, fields, Vec::new());
    let page = DepartmentPage { layout: Layout::new(&state, &who, &uri), t, path: department.path, form };
    layout::html(&page)
}

/// Renames a department, or gives it another head.
pub(crate) async fn update_department(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartmentId>,
    fields: Fields,
) -> Result<Response, Failure> {
    match organisation::update_department(&who.cx, id, fields.get("name"), fields.get("head_no")).await {
        Ok(()) => Ok(layout::done_at(&urls::organisation(id), "saved")),
        Err(app::Error::Invalid(errors)) => {
            let (department, _) = organisation::get_department(&who.cx, id).await?;
            let t = T(who.cx.lang());
            let form = FormView::new(t, fields, errors);
            let page =
                DepartmentPage { layout: Layout::new(&state, &who, &uri), t, path: department.path, form };
            layout::refused(&page)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Says whether a post is critical and has a single holder.
pub(crate) async fn update_post(
    Signed(who): Signed,
    Path(id): Path<PostId>,
    fields: Fields,
) -> Result<Response, Failure> {
    organisation::update_post(&who.cx, id, fields.is_on("critical"), fields.is_on("single_holder")).await?;
    let back = fields.get("back");
    let to = if back.starts_with("/organisation") { back } else { "/organisation#posts" };
    Ok(layout::done_at(to, "saved"))
}
