//! Style, script and picture files: in the binary, named by their content, kept by the browser for good.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

const CSS: &[&str] = &[
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/chart.css"),
    include_str!("../assets/css/people.css"),
    include_str!("../assets/css/departure.css"),
    include_str!("../assets/css/handover.css"),
    include_str!("../assets/css/import.css"),
    include_str!("../assets/css/settlement.css"),
    include_str!("../assets/css/knowledge.css"),
    include_str!("../assets/css/notice.css"),
    include_str!("../assets/css/risk.css"),
    include_str!("../assets/css/analysis.css"),
];
const JS: &str = include_str!("../assets/app.js");
const ICON: &str = include_str!("../assets/icon.svg");

struct Asset {
    media_type: &'static str,
    body: String,
}

/// The addresses of the assets.
pub struct Urls {
    /// The style sheet.
    pub css: String,
    /// The script.
    pub js: String,
    /// The icon.
    pub icon: String,
}

static CSS_ALL: LazyLock<String> = LazyLock::new(|| CSS.concat());

/// The addresses, each with a hash of the content, so that a changed file is another file.
pub static URLS: LazyLock<Urls> = LazyLock::new(|| Urls {
    css: url("app", "css", &CSS_ALL),
    js: url("app", "js", JS),
    icon: url("icon", "svg", ICON),
});

static ASSETS: LazyLock<HashMap<&'static str, Asset>> = LazyLock::new(|| {
    let asset = |media_type, body: &str| Asset { media_type, body: body.to_owned() };
    HashMap::from([
        (name(&URLS.css), asset("text/css; charset=utf-8", &CSS_ALL)),
        (name(&URLS.js), asset("text/javascript; charset=utf-8", JS)),
        (name(&URLS.icon), asset("image/svg+xml", ICON)),
    ])
});

fn url(stem: &str, extension: &str, body: &str) -> String {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    format!("/assets/{stem}-{:016x}.{extension}", hasher.finish())
}

fn name(url: &'static str) -> &'static str {
    url.strip_prefix("/assets/").unwrap_or(url)
}

/// Serves one asset.
#[expect(clippy::unused_async, reason = "a handler is asynchronous")]
pub async fn serve(Path(file): Path<String>) -> Response {
    ASSETS.get(file.as_str()).map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |asset| {
            let headers = [
                (header::CONTENT_TYPE, asset.media_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, asset.body.as_str()).into_response()
        },
    )
}
