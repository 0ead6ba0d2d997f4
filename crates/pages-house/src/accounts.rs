//! Accounts and the roles they hold, for administrators.

use app::{
    Error,
    accounts::{self, CreateAccount},
    sign_in::Authenticated,
};
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
use kernel::{AccountId, Role};
use serde::Deserialize;
use store::accounts::Account;

/// Behind which sign-in name the page begins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    after: String,
}

struct RoleBox {
    code: &'static str,
    label: String,
    is_held: bool,
}

struct Line {
    id: AccountId,
    login: String,
    name: String,
    person: Option<String>,
    roles: Vec<RoleBox>,
    has_totp: bool,
    is_disabled: bool,
    is_access_off: bool,
    is_own: bool,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    layout: Layout,
    t: T,
    lines: Vec<Line>,
    roles: Vec<RoleBox>,
    form: FormView,
    is_continued: bool,
    next: Option<String>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page(&state, &who, &uri, (&asked.after, form)).await?)
}

async fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (after, form): (&str, FormView),
) -> Result<AccountsPage, Failure> {
    let t = T(who.cx.lang());
    let listed = accounts::list_accounts(&who.cx, after).await?;
    let last = listed.last().filter(|_| listed.len() == accounts::PAGE);
    Ok(AccountsPage {
        layout: Layout::new(state, who, uri),
        t,
        next: last.map(|(account, _)| urls::with_query("/accounts", &[("after", &account.login)])),
        lines: listed.iter().map(|(account, roles)| line(t, who, account, roles)).collect(),
        roles: boxes(t, |role| form.is("roles", role.code())),
        is_continued: !after.is_empty(),
        form,
    })
}

fn boxes(t: T, is_held: impl Fn(Role) -> bool) -> Vec<RoleBox> {
    let role_box = |role: Role| RoleBox {
        code: role.code(),
        label: t.s(&format!("role-{role}")).into_owned(),
        is_held: is_held(role),
    };
    Role::grantable().map(role_box).collect()
}

fn line(t: T, who: &Authenticated, account: &Account, roles: &[Role]) -> Line {
    Line {
        id: account.id,
        login: account.login.clone(),
        name: account.display_name.clone(),
        person: account.person_id.map(urls::person),
        roles: boxes(t, |role| roles.contains(&role)),
        has_totp: account.totp_on,
        is_disabled: account.is_disabled,
        is_access_off: account.access_off_at.is_some_and(|at| at <= who.cx.now()),
        is_own: account.id == who.account.id,
    }
}

/// Makes an account.
pub(crate) async fn create(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    match create_from(&who, &fields).await {
        Ok(()) => Ok(layout::done_at("/accounts", "account-created")),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(&state, &who, &uri, ("", form)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

async fn create_from(who: &Authenticated, fields: &Fields) -> app::Result<()> {
    let person_id = accounts::find_person_for_account(&who.cx, fields.get("emp_no")).await?;
    let mut parsing = Parsing::new(fields);
    let input = CreateAccount {
        login: parsing.required("login"),
        display_name: parsing.required("display_name"),
        password: fields.get("password").to_owned(),
        person_id,
        roles: roles(fields, &mut parsing),
        lang: who.cx.lang(),
    };
    parsing.finish()?;
    accounts::create_account(&who.cx, input).await?;
    Ok(())
}

fn roles(fields: &Fields, parsing: &mut Parsing<'_>) -> Vec<Role> {
    let mut roles = Vec::new();
    for code in fields.all("roles") {
        match code.parse() {
            Ok(role) => roles.push(role),
            Err(_) => parsing.wrong("roles", "error-role"),
        }
    }
    roles
}

/// Gives and takes roles.
pub(crate) async fn set_roles(
    Signed(who): Signed,
    Path(id): Path<AccountId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parsing = Parsing::new(&fields);
    let roles = roles(&fields, &mut parsing);
    parsing.finish()?;
    accounts::set_roles(&who.cx, id, &roles).await?;
    Ok(layout::done_at("/accounts", "saved"))
}

/// Switches an account off or on.
pub(crate) async fn set_disabled(
    Signed(who): Signed,
    Path(id): Path<AccountId>,
    fields: Fields,
) -> Result<Response, Failure> {
    accounts::set_disabled(&who.cx, id, fields.is_on("disabled")).await?;
    Ok(layout::done_at("/accounts", "saved"))
}
