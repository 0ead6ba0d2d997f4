//! Values of places: what ships as provisional, what was added with four eyes, and the history of both.

use app::{Error, access::Action};
use app_departure::parameters::{self, Decision, NAMES, NewValue};
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
};
use kernel::{Date, LawValueId, Money};
use law::rules::Worth;

use crate::{law_words, settlement_words as words};

struct Row {
    id: String,
    starts: Date,
    from: String,
    amount: String,
    citation: String,
    link: String,
    tags: Vec<(&'static str, String)>,
    says: String,
    is_proposed: bool,
    may_decide: bool,
}

struct Group {
    place: String,
    name: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "parameters.html")]
struct ParametersPage {
    layout: Layout,
    t: T,
    alert: String,
    waiting: String,
    groups: Vec<Group>,
    places: Vec<(String, String)>,
    names: Vec<(String, String)>,
    may_propose: bool,
    form: FormView,
    /// The value that a refused decision was about.
    about: String,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let form = FormView::empty(T(who.cx.lang()));
    layout::html(&page(&state, &who, &uri, (form, "")).await?)
}

async fn page(
    state: &State,
    who: &app::sign_in::Authenticated,
    uri: &Uri,
    (form, alert): (FormView, &str),
) -> Result<ParametersPage, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let values = parameters::list(cx).await?;
    let mut groups: Vec<Group> = Vec::new();
    for place in law::places() {
        let code = place.code.as_str();
        for name in NAMES {
            let shipped = values.shipped.iter().filter(|one| one.region == code && one.name == name);
            let own = values.own.iter().filter(|one| one.region == code && one.name == name);
            let mut rows: Vec<Row> = shipped.map(|one| shipped_row(t, &one.value)).collect();
            rows.extend(own.map(|one| own_row(cx, one)));
            rows.sort_by_key(|row| std::cmp::Reverse(row.starts));
            if !rows.is_empty() {
                let name = t.s(&format!("par-name-{name}")).into_owned();
                groups.push(Group { place: words::place(t, code), name, rows });
            }
        }
    }
    Ok(ParametersPage {
        layout: Layout::new(state, who, uri),
        t,
        alert: if alert.is_empty() { String::new() } else { t.s(alert).into_owned() },
        waiting: match values.own.iter().filter(|one| one.status == "proposed").count() {
            0 => String::new(),
            count => t.n("par-waiting", count).into_owned(),
        },
        groups,
        places: law::places().iter().map(|one| (one.code.clone(), words::place(t, &one.code))).collect(),
        names: NAMES
            .iter()
            .map(|name| ((*name).to_owned(), t.s(&format!("par-name-{name}")).into_owned()))
            .collect(),
        may_propose: cx.allow(Action::Administer).is_ok(),
        form,
        about: uri.path().strip_prefix("/parameters/").unwrap_or_default().to_owned(),
    })
}

fn shipped_row(t: T, value: &law::rules::Dated) -> Row {
    let amount = match value.worth {
        Worth::Number(number) => t.money(number.to_money()),
        Worth::Bands(_) | Worth::Table(_) => String::new(),
    };
    let mut tags = vec![("tag", t.s("par-shipped").into_owned())];
    if value.is_provisional {
        tags.push(("tag caution", t.s("set-provisional").into_owned()));
    }
    let grade = format!("{:?}", value.citation.grade);
    if grade != "P" {
        tags.push((if grade == "U" { "tag bad" } else { "tag" }, law_words::grade(t, &grade).into_owned()));
    }
    Row {
        id: String::new(),
        starts: value.from,
        from: t.date(value.from),
        amount,
        citation: value.citation.text.to_string(),
        link: value.link.clone().unwrap_or_default(),
        tags,
        says: t.a("par-checked", "day", t.date(value.checked_on)).into_owned(),
        is_proposed: false,
        may_decide: false,
    }
}

fn own_row(cx: &app::Cx, value: &store::law_values::LawValue) -> Row {
    let t = T(cx.lang());
    let class = match value.status.as_str() {
        "confirmed" => "tag good",
        "rejected" => "tag",
        _ => "tag bad",
    };
    let mut tags = vec![(class, t.s(&format!("par-status-{}", value.status)).into_owned())];
    if value.is_provisional {
        tags.push(("tag caution", t.s("set-provisional").into_owned()));
    }
    let proposed =
        t.a2("par-proposed", ("by", &value.proposed_by_name), ("at", t.instant(value.proposed_at)));
    let mut says = proposed.into_owned();
    if let Some(at) = value.decided_at {
        let decided = t.a2("par-decided", ("by", &value.decided_by_name), ("at", t.instant(at)));
        says = format!("{says}；{decided}");
    }
    if !value.remark.is_empty() {
        says = format!("{says}：{}", value.remark);
    }
    Row {
        id: value.id.to_string(),
        starts: value.starts,
        from: t.date(value.starts),
        amount: t.money(Money::from_fen(value.amount_fen)),
        citation: value.citation.clone(),
        link: value.link.clone(),
        tags,
        says,
        is_proposed: value.status == "proposed",
        may_decide: value.proposed_by != cx.actor().account,
    }
}

async fn settled(
    (state, who, uri): (&State, &app::sign_in::Authenticated, &Uri),
    done: app::Result<()>,
    (fields, code): (Fields, &str),
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    match done {
        Ok(()) => Ok(layout::done_at("/parameters", code)),
        Err(Error::Invalid(errors)) => {
            layout::refused(&page(state, who, uri, (FormView::new(t, fields, errors), "")).await?)
        }
        Err(Error::Conflict(key)) => {
            layout::refused(&page(state, who, uri, (FormView::new(t, fields, Vec::new()), key)).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Proposes a value.
pub(crate) async fn propose(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let amount: Option<Money> = parse.value("amount", "error-amount");
    let starts = parse.date("starts");
    let published_on = parse.optional_date("published_on");
    let (region, name) = (parse.required("region"), parse.required("name"));
    let citation = parse.required("citation");
    let done = match (parse.finish(), amount, starts) {
        (Ok(()), Some(amount), Some(starts)) => {
            let link = fields.get("link").to_owned();
            let has_notice = fields.is_on("has_notice");
            let new = NewValue { region, name, starts, amount, citation, link, published_on, has_notice };
            parameters::propose(&who.cx, new).await.map(drop)
        }
        (Err(error), ..) => Err(error),
        (Ok(()), ..) => Err(Error::field("amount", "error-required")),
    };
    settled((&state, &who, &uri), done, (fields, "parameter-proposed")).await
}

/// Decides on a value that somebody else proposed.
pub(crate) async fn decide(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<LawValueId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let decision = if fields.get("answer") == "confirm" { Decision::Confirm } else { Decision::Reject };
    let done = parameters::decide(&who.cx, id, decision, fields.get("remark")).await;
    settled((&state, &who, &uri), done, (fields, "parameter-decided")).await
}
