//! What is done on the settlement's page: facts entered, the settlement issued and paid, lines held and checks let pass.

use app::Error;
use app_departure::settlement::{self, EnterFact, Paid};
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    form::{Fields, Parsing},
    guard::Signed,
    layout,
    upload::WithFile,
    urls,
};
use kernel::{DepartureId, HoldId, Money};

use crate::{
    settlement_show::{Refused, page},
    settlement_what_if::Asked,
};

/// What became of a form: back to the page, or the page with the form as it was.
async fn settled(
    (state, who, uri): (&State, &app::sign_in::Authenticated, &Uri),
    id: DepartureId,
    done: app::Result<()>,
    (which, fields, code): (&str, Fields, &str),
) -> Result<Response, Failure> {
    let (errors, alert) = match done {
        Ok(()) => {
            let path = format!("{}/settlement", urls::departure(id));
            let anchor = if code == "fact-entered" { format!("#fact-{which}") } else { String::new() };
            return Ok(layout::done_at(&format!("{path}{anchor}"), code));
        }
        Err(Error::Invalid(errors)) => (errors, ""),
        Err(Error::Conflict(key)) => (Vec::new(), key),
        Err(error) => return Err(Failure(error)),
    };
    let refused = Refused { which: which.to_owned(), fields, errors, alert };
    match page(state, who, uri, (id, Asked::default(), refused)).await {
        Ok(page) => layout::refused(&page),
        // In the own case there is no such page; what was wrong is still told.
        Err(_) if !alert.is_empty() => Err(Failure(Error::Conflict(alert))),
        Err(failure) => Err(failure),
    }
}

/// Enters a fact with its source.
pub(crate) async fn enter(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    WithFile { fields, file }: WithFile,
) -> Result<Response, Failure> {
    let code = fields.get("code").to_owned();
    let value: Vec<&str> = fields.all("value").filter(|value| !value.is_empty()).collect();
    let input = EnterFact {
        code: code.clone(),
        value: if fields.is_on("take_back") { String::new() } else { value.join(",") },
        document: fields.get("document").to_owned(),
        source: fields.get("source").to_owned(),
        file,
    };
    let is_empty = input.value.is_empty() && !fields.is_on("take_back");
    let done = if is_empty {
        Err(Error::field("value", "error-required"))
    } else {
        settlement::enter_fact(&who.cx, id, input).await
    };
    settled((&state, &who, &uri), id, done, (&code, fields, "fact-entered")).await
}

/// Issues the settlement.
pub(crate) async fn issue(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    let done = settlement::issue(&who.cx, id).await.map(drop);
    settled((&state, &who, &uri), id, done, ("issue", Fields::default(), "settlement-issued")).await
}

/// Records a payment.
pub(crate) async fn pay(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    WithFile { fields, file }: WithFile,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let amount: Option<Money> = parse.value("amount", "error-amount");
    let paid_on = parse.date("paid_on");
    let done = match (parse.finish(), amount, paid_on) {
        (Ok(()), Some(amount), Some(paid_on)) => {
            let line = fields.get("line").to_owned();
            let remark = fields.get("remark").to_owned();
            settlement::pay(&who.cx, id, Paid { line, amount, paid_on, remark, proof: file }).await
        }
        (Err(error), ..) => Err(error),
        (Ok(()), ..) => Err(Error::field("amount", "error-required")),
    };
    let which = format!("pay-{}", fields.get("line"));
    settled((&state, &who, &uri), id, done, (&which, fields, "settlement-paid")).await
}

/// Holds a line back.
pub(crate) async fn hold(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let done = settlement::hold(&who.cx, id, fields.get("line"), fields.get("reason")).await;
    settled((&state, &who, &uri), id, done, ("hold", fields, "settlement-held")).await
}

/// Releases it.
pub(crate) async fn release(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path((id, held)): Path<(DepartureId, HoldId)>,
) -> Result<Response, Failure> {
    let done = settlement::release(&who.cx, id, held).await;
    settled((&state, &who, &uri), id, done, ("release", Fields::default(), "settlement-released")).await
}

/// Goes on although a check stops the path.
pub(crate) async fn waive(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let key = fields.get("check").to_owned();
    let done = settlement::waive_check(&who.cx, id, &key, fields.get("reason")).await;
    settled((&state, &who, &uri), id, done, (&format!("check-{key}"), fields, "check-waived")).await
}
