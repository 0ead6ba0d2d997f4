//! Every route of the site, read from the files that declare them, so that no test can forget a new one.

use axum::http::Method;

const SOURCES: [&str; 5] = [
    include_str!("../../src/routes.rs"),
    include_str!("../../../pages-house/src/routes.rs"),
    include_str!("../../../pages-people/src/routes.rs"),
    include_str!("../../../pages-departure/src/routes.rs"),
    include_str!("../../../pages-handover/src/routes.rs"),
];

/// One method of one route.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Route {
    /// `GET` or `POST`.
    pub(crate) method: &'static str,
    /// The path with its places in braces.
    pub(crate) path: String,
}

impl Route {
    /// Whether it may change something.
    pub(crate) fn is_post(&self) -> bool {
        self.method == "POST"
    }

    /// The method, for a request.
    pub(crate) fn method(&self) -> Method {
        if self.is_post() { Method::POST } else { Method::GET }
    }
}

/// Every route in the order of the files.
///
/// # Panics
/// When a file declares routes in a way that this reading does not know.
pub(crate) fn all() -> Vec<Route> {
    SOURCES.into_iter().flat_map(declared_in).collect()
}

fn declared_in(source: &str) -> Vec<Route> {
    let mut routes = Vec::new();
    for declared in source.split(".route(").skip(1) {
        let declared = &declared[..end_of_call(declared)];
        let path = declared.split('"').nth(1).expect("a path").to_owned();
        let before = routes.len();
        for (word, method) in [("get(", "GET"), ("post(", "POST")] {
            if calls(declared, word) {
                routes.push(Route { method, path: path.clone() });
            }
        }
        assert!(routes.len() > before, "{path} has no method that this test knows");
        for unknown in ["put(", "patch(", "delete(", "any(", "on("] {
            assert!(!calls(declared, unknown), "{path}: {unknown} is not walked by the tests");
        }
    }
    assert!(!source.contains(".nest(") && !source.contains("route_service"), "routes that are not walked");
    routes
}

/// Where the call's own closing parenthesis stands.
fn end_of_call(text: &str) -> usize {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    panic!("a route without an end")
}

/// Whether a function of this name is called, and not one whose name only ends so.
fn calls(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    })
}
