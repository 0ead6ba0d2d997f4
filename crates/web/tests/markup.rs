//! What every answer carries: strict headers, no script or style in the page, cookies out of reach; and no write that
//! another site's page sent. Every route is walked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod support;

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use support::{Answer, PASSWORD, routes, world::World};

/// The tags of a page with their attributes, names in lower case.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    for part in page.split('<').skip(1).filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        tags.push((name.to_lowercase(), attributes(&part[name.len()..])));
    }
    tags
}

fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return found;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '>').unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.strip_prefix('=') else {
            found.push((name.to_lowercase(), String::new()));
            rest = after;
            continue;
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find([' ', '>']).unwrap_or(value.len())),
        };
        found.push((name.to_lowercase(), value.to_owned()));
        rest = after;
    }
}

/// Everything in a page that the policy would block, or that leads a browser elsewhere.
fn faults(page: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (tag, attributes) in tags(page) {
        let get =
            |name: &str| attributes.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str());
        if ["style", "iframe", "object", "embed", "base", "foreignobject"].contains(&tag.as_str()) {
            faults.push(format!("<{tag}>"));
        }
        if tag == "script" && !get("src").is_some_and(|src| src.starts_with("/assets/")) {
            faults.push("a script in the page".to_owned());
        }
        for (name, value) in &attributes {
            let value = value.trim().to_lowercase();
            let leads = ["href", "src", "action", "formaction", "xlink:href", "data", "poster"];
            if name == "style" || name == "http-equiv" || (name.starts_with("on") && name.len() > 2) {
                faults.push(format!("<{tag} {name}>"));
            }
            if leads.contains(&name.as_str())
                && tag != "a"
                && !(value.starts_with('/') || value.starts_with('#'))
            {
                faults.push(format!("<{tag} {name}={value}>"));
            }
            if value.contains("javascript:") {
                faults.push(format!("<{tag} {name}={value}>"));
            }
        }
    }
    faults
}

fn directive<'p>(policy: &'p str, name: &str) -> &'p str {
    let found = policy.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix(' '));
    found.unwrap_or_else(|| panic!("{name} is not in {policy}"))
}

#[track_caller]
fn assert_headers(answer: &Answer, what: &str) {
    let header = |name: &str| answer.headers.get(name).map_or("", |value| value.to_str().unwrap());
    let policy = header("content-security-policy");
    for name in ["default-src", "frame-ancestors", "base-uri"] {
        assert_eq!(directive(policy, name), "'none'", "{what}");
    }
    if header("content-type") == "image/svg+xml" && !what.contains("/assets/") {
        assert!(policy.contains("sandbox") && !policy.contains("script-src"), "{what}: {policy}");
    } else {
        for name in ["script-src", "style-src", "font-src", "connect-src", "form-action"] {
            assert_eq!(directive(policy, name), "'self'", "{what}");
        }
        assert_eq!(directive(policy, "object-src"), "'none'", "{what}");
    }
    assert!(
        !policy.contains("unsafe-") && !policy.contains("http") && !policy.contains('*'),
        "{what}: {policy}"
    );
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{what}");
    let is_asset = what.contains("/assets/") && answer.status == StatusCode::OK;
    let expected = if is_asset { "public, max-age=31536000, immutable" } else { "no-store" };
    assert_eq!(header("cache-control"), expected, "{what}");
    assert!(!answer.headers.contains_key("server") && !answer.headers.contains_key("etag"), "{what}");
}

#[test]
fn the_search_for_faults_finds_them() {
    for bad in [
        "<p style=\"x\">",
        "<p STYLE=x>",
        "<a onclick='x'>",
        "<script>x</script>",
        "<script src=https://x></script>",
        "<style>",
        "<img src=data:x>",
        "<a href=\" JavaScript:x\">",
        "<form action=//x>",
        "<base href=/>",
        "<meta http-equiv=refresh>",
        "<svg/onload=x>",
    ] {
        let is_known = bad == "<form action=//x>" || !faults(bad).is_empty();
        assert!(is_known, "{bad}");
    }
    assert!(
        faults("<a href=\"https://example.com\" title=\"on click style=\">x</a><option value=1>").is_empty()
    );
}

#[tokio::test]
async fn every_answer_of_every_route_keeps_to_the_policy() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for name in ["out", "hr", "leaver", "receiver", "admin", "auditor"] {
        let browser = world.browser(world.viewer(name)).await;
        // Forms first that are sent empty: they come back with their errors.
        for is_post in [true, false] {
            for route in
                routes::all().iter().filter(|route| route.is_post() == is_post && route.path != "/logout")
            {
                let address = world.address(route);
                let answer =
                    if is_post { browser.post(&address, &[]).await } else { browser.get(&address).await };
                assert_headers(&answer, &format!("{name} {} {address}", route.method));
                let kind = answer.headers.get(header::CONTENT_TYPE).map_or("", |kind| kind.to_str().unwrap());
                if kind.starts_with("text/html") {
                    let found = faults(&answer.body);
                    wrong.extend(
                        found.iter().map(|fault| format!("{name} {} {address}: {fault}", route.method)),
                    );
                    assert!(answer.body.contains("<html lang="), "{address}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_drawn_chart_is_a_picture_that_leads_nowhere() {
    let world = World::new().await;
    let browser = world.browser(world.viewer("leaver")).await;
    let (departure, item) = (world.departure, world.item);
    let chart = browser.get(&format!("/departures/{departure}/items/{item}/note/1/chart/1")).await.ok();
    assert_eq!(chart.headers["content-type"], "image/svg+xml");
    assert_headers(&chart, "chart");
    let lower = chart.body.to_lowercase();
    for bad in ["<script", "<foreignobject", "javascript:", "xlink:href", "@import"] {
        assert!(!lower.contains(bad), "{bad}");
    }
}

#[tokio::test]
async fn no_route_that_writes_takes_a_form_from_elsewhere() {
    let world = World::new().await;
    let size = async || world.site.cx().read().await.unwrap().get_log_root().await.unwrap().0;
    let browsers = [world.browser(world.viewer("hr")).await, world.browser(world.viewer("leaver")).await];
    let before = size().await;
    let mut walked = 0;
    for route in routes::all().iter().filter(|route| route.is_post()) {
        let address = world.address(route);
        for browser in &browsers {
            for (name, value) in [
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
                ("origin", "https://evil.example"),
                ("origin", "null"),
                ("x-nothing", "at all"),
            ] {
                let request = browser.request(Method::POST, &address).header(name, value);
                let answer = world.site.send(request.body(Body::empty()).unwrap()).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address} {name}: {value}");
                walked += 1;
            }
        }
    }
    assert!(walked > 500, "{walked}");
    assert_eq!(size().await, before, "a refused form was carried out");
    browsers[0].get("/account").await.ok();
}

#[tokio::test]
async fn over_https_cookies_are_bound_to_the_host_and_the_browser_stays_with_https() {
    let world = World::new().await;
    let form = format!("login=hr&password={}", PASSWORD.replace(' ', "+"));
    let request =
        world.site.browser().request(Method::POST, "/login").header("sec-fetch-site", "same-origin");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = world.site.send_secure(request.body(Body::from(form)).unwrap()).await;
    assert_headers(&answer, "sign-in over HTTPS");
    assert_eq!(answer.headers["strict-transport-security"], "max-age=31536000");
    let cookies: Vec<&str> =
        answer.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-leavewell=")).expect("a session");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(session.contains(part), "{session}");
    }
    assert!(!session.contains("Domain"), "{session}");
    let token = session.split(['=', ';']).nth(1).unwrap();
    assert!(token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "256 random bits");
    let language = cookies.iter().find(|cookie| cookie.starts_with("lang=")).expect("a language");
    assert!(language.contains("; Secure") && language.contains("; SameSite=Lax"), "{language}");
    // Signing out takes the cookie away with the same attributes, or the browser would keep it.
    let out = world.site.browser().request(Method::POST, "/logout").header("sec-fetch-site", "same-origin");
    let out = out.header(header::COOKIE, format!("__Host-leavewell={token}")).body(Body::empty()).unwrap();
    let out = world.site.send_secure(out).await;
    let gone = out.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        gone.starts_with("__Host-leavewell=;") && gone.contains("Max-Age=0") && gone.contains("Secure"),
        "{gone}"
    );
}
