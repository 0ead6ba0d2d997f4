//! A settlement as it was issued: for those who see pay, and for the leaver on the own page.

use app_departure::settlement::{self, Sheet};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    response::Response,
};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{DepartureId, Money};
use store::settlement::{Hold, Issued, Payment};

use crate::{
    departure_words::ground_label,
    settlement_words::{self as words, SheetView},
};

struct FactLine {
    name: String,
    value: String,
    source: String,
    tags: Vec<(&'static str, String)>,
}

/// A sheet with what stands above it.
struct Printed {
    name: String,
    ground: String,
    issued: String,
    version: String,
    hash: String,
    sheet: SheetView,
    facts: Vec<FactLine>,
    payments: Vec<String>,
    holds: Vec<String>,
}

#[derive(Template)]
#[template(path = "settlement_version.html")]
struct VersionPage {
    layout: Layout,
    t: T,
    head: Head,
    back: String,
    printed: Printed,
}

#[derive(Template)]
#[template(path = "my_settlement.html")]
struct MyPage {
    layout: Layout,
    t: T,
    printed: Option<Printed>,
}

fn printed(t: T, issued: &Issued, sheet: &Sheet, (payments, holds): (&[Payment], &[Hold])) -> Printed {
    let fact = |fact: &settlement::facts::Fact| FactLine {
        name: words::fact_name(t, &fact.code),
        value: words::fact_value(t, &fact.code, &fact.value),
        source: words::source(t, fact),
        tags: words::source_tags(t, fact),
    };
    let payment = |payment: &Payment| {
        let amount = t.money(Money::from_fen(payment.amount_fen));
        format!("{} · {} · {amount}", t.date(payment.paid_on), words::row_title(t, &payment.line))
    };
    let hold = |hold: &Hold| format!("{} · {}", words::row_title(t, &hold.line), hold.reason);
    Printed {
        name: format!("{} · {}", sheet.person, sheet.number),
        ground: format!("{} · {}", ground_label(t, &sheet.ground), t.date(sheet.last_day)),
        issued: t
            .a2("dep-task-settled-by", ("at", t.instant(issued.issued_at)), ("name", &issued.issued_by_name))
            .into_owned(),
        version: t.a("set-version", "version", issued.version).into_owned(),
        hash: issued.sha256.clone(),
        sheet: words::sheet(t, sheet),
        facts: sheet.facts.iter().map(fact).collect(),
        payments: payments.iter().map(payment).collect(),
        holds: holds.iter().map(hold).collect(),
    }
}

/// An issued version.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, version)): Path<(DepartureId, i64)>,
) -> Result<Response, Failure> {
    let (cx, t) = (&who.cx, T(who.cx.lang()));
    let (case, issued, sheet) = settlement::issued(cx, id, version).await?;
    layout::html(&VersionPage {
        head: Head::of(cx, &case, Page::Settlement).await?,
        layout: Layout::new(&state, &who, &uri),
        t,
        back: format!("{}/settlement", urls::departure(id)),
        printed: printed(t, &issued, &sheet, (&[], &[])),
    })
}

/// The own settlement, once it is issued.
pub(crate) async fn mine(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let own = settlement::my_settlement(&who.cx).await?;
    layout::html(&MyPage {
        layout: Layout::new(&state, &who, &uri),
        t,
        printed: own.map(|own| printed(t, &own.issued, &own.sheet, (&own.payments, &own.holds))),
    })
}
