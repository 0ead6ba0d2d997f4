//! The plan of a handover: what it hands over and what is left out, what a draft moves, what would help, and the hours.

use app::{Error, cases::get_departure, sign_in::Authenticated};
use app_handover::handover::{self, OtherHours, PlanView};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use departure_head::{Head, Page};
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::{DepartureId, PersonId};
use store::handover::schedule::Terms;

use crate::{
    handover_schedule_words::{
        DayRow, HelpRow, ItemRow, LeftOutRow, MOST_ROWS, Worth, day_rows, help_row, item_rows, left_out_row,
        move_words, other_words, usual_words, worth,
    },
    handover_words::Choice,
};

/// So many moves are listed; the number of all is told.
const MOST_MOVES: usize = 60;

#[derive(Template)]
#[template(path = "handover_schedule.html")]
struct SchedulePage {
    layout: Layout,
    t: T,
    head: Head,
    here: String,
    current: Option<Worth>,
    draft: Option<Worth>,
    moves: Vec<String>,
    more_moves: String,
    left_out: Vec<LeftOutRow>,
    helps: Vec<HelpRow>,
    days: Vec<DayRow>,
    rows: Vec<ItemRow>,
    more_rows: String,
    unplanned: String,
    usual: String,
    is_said: bool,
    others: Vec<String>,
    people: Vec<Choice>,
    first_day: String,
    last_day: String,
    can_change: bool,
    form: FormView,
}

fn here(id: DepartureId) -> String {
    format!("{}/schedule", urls::handover(id))
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
) -> Result<Response, Failure> {
    layout::html(&page(&state, &who, &uri, (id, None)).await?)
}

async fn page(
    state: &State,
    who: &Authenticated,
    uri: &Uri,
    (id, form): (DepartureId, Option<FormView>),
) -> Result<SchedulePage, Failure> {
    let t = T(who.cx.lang());
    let view = handover::plan_view(&who.cx, id).await?;
    let case = get_departure(&who.cx, id).await?;
    let head = Head::of(&who.cx, &case, Page::Handover).await?;
    let today = who.cx.today();
    let shown = view.current.as_ref().or(view.draft.as_ref());
    let more =
        |count: usize, key: &str| if count == 0 { String::new() } else { t.n(key, count).into_owned() };
    let rows = view.items.len().saturating_sub(view.done.len());
    Ok(SchedulePage {
        layout: Layout::new(state, who, uri),
        t,
        head,
        here: here(id),
        current: view.current.as_ref().map(|one| worth(t, &view, one)),
        draft: view.draft.as_ref().map(|one| worth(t, &view, one)),
        moves: view.moves.iter().take(MOST_MOVES).map(|one| move_words(t, &view, one)).collect(),
        more_moves: more(view.moves.len().saturating_sub(MOST_MOVES), "hs-more-moves"),
        left_out: view.left_out.iter().map(|one| left_out_row(t, &view, one)).collect(),
        helps: view.helps.iter().enumerate().map(|(place, one)| help_row(t, (place, one))).collect(),
        days: shown.map(|shown| day_rows(t, &view, shown)).unwrap_or_default(),
        rows: shown.map(|shown| item_rows(t, &view, (shown, today))).unwrap_or_default(),
        more_rows: more(rows.saturating_sub(MOST_ROWS), "hs-more-rows"),
        unplanned: more(view.unplanned.min(if shown.is_some() { usize::MAX } else { 0 }), "hs-unplanned"),
        usual: usual_words(t, &view.hours.terms),
        is_said: view.hours.is_said,
        others: view
            .hours
            .others
            .iter()
            .filter(|one| one.day >= today)
            .map(|one| other_words(t, one))
            .collect(),
        people: people(t, &view),
        first_day: today.max(view.hours.days.first().copied().unwrap_or(today)).to_string(),
        last_day: view.seat.case.last_day.to_string(),
        can_change: view.seat.leads && view.seat.is_open(),
        form: form.unwrap_or_else(|| terms_form(t, &view.hours.terms)),
    })
}

fn terms_form(t: T, terms: &Terms) -> FormView {
    let numbers = [
        ("leaver_minutes", terms.leaver_minutes),
        ("receiver_minutes", terms.receiver_minutes),
        ("sessions_a_day", terms.sessions_a_day),
        ("lag_days", terms.lag_days),
    ];
    let pairs = numbers.iter().map(|(name, number)| ((*name).to_owned(), number.to_string())).collect();
    FormView::new(t, Fields::new(pairs), Vec::new())
}

fn people(t: T, view: &PlanView) -> Vec<Choice> {
    let case = &view.seat.case;
    let leaver = Choice {
        value: case.person_id.to_string(),
        label: t.a("hs-person-leaver", "name", &case.person_name).into_owned(),
    };
    let others =
        view.receivers.iter().map(|(id, name, _)| Choice { value: id.to_string(), label: name.clone() });
    std::iter::once(leaver).chain(others).collect()
}

async fn answer(
    (state, who, uri): (&State, &Authenticated, &Uri),
    id: DepartureId,
    (outcome, fields): (app::Result<()>, Fields),
    code: &str,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(layout::done_at(&here(id), code)),
        Err(Error::Invalid(errors)) => {
            let form = FormView::new(T(who.cx.lang()), fields, errors);
            layout::refused(&page(state, who, uri, (id, Some(form))).await?)
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Has a plan made; it is a draft first.
pub(crate) async fn make(
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    handover::make_plan(&who.cx, id, fields.is_on("fresh")).await?;
    Ok(layout::done_at(&format!("{}#draft", here(id)), "plan-made"))
}

/// Applies the draft, or drops it.
pub(crate) async fn decide(
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let code = if fields.get("act") == "discard" {
        handover::discard_plan(&who.cx, id).await?;
        "plan-discarded"
    } else {
        handover::apply_plan(&who.cx, id).await?;
        "plan-applied"
    };
    Ok(layout::done_at(&here(id), code))
}

/// Says what a usual day is.
pub(crate) async fn terms(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = match read_terms(&fields) {
        Ok(terms) => handover::set_terms(&who.cx, id, &terms).await,
        Err(error) => Err(error),
    };
    answer((&state, &who, &uri), id, (outcome, fields), "plan-terms").await
}

fn read_terms(fields: &Fields) -> app::Result<Terms> {
    let mut parse = Parsing::new(fields);
    let mut number = |field| parse.value::<i64>(field, "error-plan-number").unwrap_or(0);
    let terms = Terms {
        leaver_minutes: number("leaver_minutes"),
        receiver_minutes: number("receiver_minutes"),
        sessions_a_day: number("sessions_a_day"),
        lag_days: number("lag_days"),
    };
    parse.finish()?;
    Ok(terms)
}

/// Says that somebody has other hours on some days.
pub(crate) async fn hours(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let outcome = match read_hours(&fields) {
        Ok(input) => handover::set_hours(&who.cx, id, &input).await,
        Err(error) => Err(error),
    };
    answer((&state, &who, &uri), id, (outcome, fields), "plan-hours").await
}

fn read_hours(fields: &Fields) -> app::Result<OtherHours> {
    let mut parse = Parsing::new(fields);
    let person: Option<PersonId> = parse.value("person", "error-choice");
    let from = parse.date("from");
    let to = parse.optional_date("to").or(from);
    let minutes: Option<i64> = parse.optional("minutes", "error-plan-number");
    parse.finish()?;
    match (person, from, to) {
        (Some(person), Some(from), Some(to)) => Ok(OtherHours { person, from, to, minutes }),
        _ => Err(Error::field("from", "error-required")),
    }
}

/// Moves a date by hand.
pub(crate) async fn move_date(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let mut parse = Parsing::new(&fields);
    let (position, day) = (parse.value::<i64>("position", "error-choice"), parse.date("day"));
    let outcome = match (parse.finish(), position, day) {
        (Ok(()), Some(position), Some(day)) => handover::move_date(&who.cx, id, (position, day)).await,
        (Err(error), ..) => Err(error),
        _ => Err(Error::field("day", "error-required")),
    };
    answer((&state, &who, &uri), id, (outcome, fields), "plan-date-moved").await
}

/// Lets an item's dates move again.
pub(crate) async fn release(
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let item = fields.get("item").parse().map_err(|_| Error::NotFound)?;
    handover::release_dates(&who.cx, id, item).await?;
    Ok(layout::done_at(&here(id), "plan-date-released"))
}

/// Gives the leaver the time of a help, and has a plan made with it.
pub(crate) async fn grant(
    Signed(who): Signed,
    Path(id): Path<DepartureId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let position = fields.get("position").parse().map_err(|_| Error::NotFound)?;
    handover::grant_help(&who.cx, id, position).await?;
    Ok(layout::done_at(&format!("{}#draft", here(id)), "plan-granted"))
}
