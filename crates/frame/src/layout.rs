//! What surrounds every page: navigation, search, language, who is signed in.

use app::{
    access::{Action, may_list_talks},
    sign_in::Authenticated,
};
use askama::Template;
use axum::{
    http::{StatusCode, Uri},
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::{Lang, Role};

use crate::{State, assets, failure::Failure, i18n::T};

/// One line of the navigation.
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub label: String,
    /// Whether the page that is open lies there.
    pub is_current: bool,
}

/// A group of lines under a heading; the first group has none.
pub struct NavGroup {
    /// The heading; empty for none.
    pub heading: String,
    /// The lines below it.
    pub items: Vec<NavItem>,
}

/// What `_base.html` prints.
pub struct Layout {
    /// The texts of the reader's language.
    pub t: T,
    /// The language's code.
    pub lang: &'static str,
    /// Light, dark, or as the system has it.
    pub theme: String,
    /// The company's name.
    pub company: String,
    /// Who is signed in.
    pub user: String,
    /// The first of the reader's roles, in words.
    pub role: String,
    /// The navigation.
    pub groups: Vec<NavGroup>,
    /// Whether the search for people is there.
    pub can_search: bool,
    /// The address of this page, for what leads back to it.
    pub here: String,
    /// What was just done; empty for nothing.
    pub done: String,
    /// The address of the style.
    pub css: &'static str,
    /// The address of the script.
    pub js: &'static str,
    /// The address of the icon.
    pub icon: &'static str,
}

/// Name, heading, address and what it takes to see it.
type Entry = (&'static str, &'static str, &'static str, fn(&Authenticated) -> bool);

const ENTRIES: &[Entry] = &[
    ("nav-overview", "", "/", |who| may(who, Action::SeeDepartures)),
    ("nav-my-handover", "", "/my/handover", |who| who.cx.actor().has(Role::Leaver)),
    ("nav-my-receiving", "", "/my/receiving", |who| who.cx.actor().has(Role::Receiver)),
    ("nav-my-settlement", "", "/my/settlement", |who| who.cx.actor().has(Role::Leaver)),
    ("nav-circumstances", "", "/my/circumstances", |who| who.cx.actor().person.is_some()),
    ("nav-my-information", "", "/my/information", |who| who.cx.actor().person.is_some()),
    ("nav-risk", "nav-before", "/risk", |who| may(who, Action::SeeRisk)),
    ("nav-analysis", "nav-before", "/analysis", |who| may(who, Action::SeeAnalysis)),
    ("nav-people", "nav-before", "/people", |who| may(who, Action::SeePeople)),
    ("nav-talks", "nav-before", "/talks", |who| may_list_talks(who.cx.actor())),
    ("nav-knowledge", "nav-guard", "/knowledge", |who| may(who, Action::SeeKnowledge)),
    ("nav-departures", "nav-during", "/departures", |who| may(who, Action::SeeDepartures)),
    ("nav-approvals", "nav-during", "/approvals", |who| may(who, Action::Approve)),
    ("nav-clocks", "nav-during", "/clocks", |who| may(who, Action::SeeLegal)),
    ("nav-batch", "nav-during", "/law/batch", |who| may(who, Action::RunDepartures)),
    ("nav-imports", "nav-data", "/imports", |who| may(who, Action::Import)),
    ("nav-ledgers", "nav-data", "/ledgers", |who| !app::ledgers::list_ledgers(&who.cx).is_empty()),
    ("nav-organisation", "nav-data", "/organisation", |who| may(who, Action::EditPeople)),
    ("nav-import-words", "nav-system", "/imports/words", |who| {
        may(who, Action::ImportWords) && !may(who, Action::Import)
    }),
    ("nav-accounts", "nav-system", "/accounts", |who| may(who, Action::Administer)),
    ("nav-parameters", "nav-system", "/parameters", |who| may(who, Action::DecideParameters)),
    ("nav-papers", "nav-system", "/papers/templates", |who| may(who, Action::Administer)),
    ("nav-calendar", "nav-system", "/calendar", |_| true),
    ("nav-audit", "nav-system", "/audit", |who| may(who, Action::Audit)),
];

fn may(who: &Authenticated, action: Action) -> bool {
    who.cx.allow(action).is_ok()
}

impl Layout {
    /// The surroundings of the page at `uri` for whoever is signed in.
    pub fn new(state: &State, who: &Authenticated, uri: &Uri) -> Self {
        let t = T(who.cx.lang());
        let urls = &*assets::URLS;
        Self {
            t,
            lang: who.cx.lang().code(),
            theme: who.account.theme.clone(),
            company: state.app.tenant().map(|tenant| tenant.name).unwrap_or_default(),
            user: who.account.display_name.clone(),
            role: who
                .cx
                .actor()
                .roles
                .first()
                .map(|r| t.s(&format!("role-{r}")).into_owned())
                .unwrap_or_default(),
            groups: groups(t, who, uri.path()),
            can_search: may(who, Action::SeePeople),
            here: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            done: done(t, uri),
            css: &urls.css,
            js: &urls.js,
            icon: &urls.icon,
        }
    }

    /// The other language, for the switch.
    pub fn other_lang(&self) -> &'static str {
        match self.t.0 {
            Lang::Zh => Lang::En.code(),
            Lang::En => Lang::Zh.code(),
        }
    }
}

fn groups(t: T, who: &Authenticated, path: &str) -> Vec<NavGroup> {
    let mut groups: Vec<NavGroup> = Vec::new();
    for (label, heading, href, is_shown) in ENTRIES {
        if !is_shown(who) {
            continue;
        }
        let is_current = path == *href || (*href != "/" && path.starts_with(&format!("{href}/")));
        let item = NavItem { href, label: t.s(label).into_owned(), is_current };
        let heading = if heading.is_empty() { String::new() } else { t.s(heading).into_owned() };
        match groups.last_mut().filter(|group| group.heading == heading) {
            Some(group) => group.items.push(item),
            None => groups.push(NavGroup { heading, items: vec![item] }),
        }
    }
    groups
}

/// After a redirect the address says what was done (`?done=saved`); only sentences that exist are shown.
fn done(t: T, uri: &Uri) -> String {
    let code = uri.query().unwrap_or("").split('&').find_map(|pair| pair.strip_prefix("done=")).unwrap_or("");
    let key = format!("done-{code}");
    if !code.is_empty() && t.has(&key) { t.s(&key).into_owned() } else { String::new() }
}

/// Renders a page.
pub fn html(page: &impl Template) -> Result<Response, Failure> {
    html_with(StatusCode::OK, page)
}

/// Renders a form that was refused: status 422, the input and the errors in it.
pub fn refused(page: &impl Template) -> Result<Response, Failure> {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, page)
}

fn html_with(status: StatusCode, page: &impl Template) -> Result<Response, Failure> {
    let text = page.render().map_err(app::Error::internal)?;
    Ok((status, Html(text)).into_response())
}

/// After a successful post: the address of what to see next, with the sentence `done-<code>` shown there.
pub fn done_at(path: &str, code: &str) -> Response {
    let (path, anchor) =
        path.split_once('#').map_or((path, String::new()), |(path, at)| (path, format!("#{at}")));
    let mark = if path.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{path}{mark}done={code}{anchor}")).into_response()
}
