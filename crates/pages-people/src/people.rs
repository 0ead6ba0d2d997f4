//! The list of people: filters, search by name, pinyin and number, one page after the other.

use app::access::{Action, Field, Relation, Visibility, visible};
use app_people::{organisation, people};
use askama::Template;
use axum::{
    extract::{OriginalUri, Query, State as Shared},
    response::Response,
};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use serde::Deserialize;
use store::people::{After, Filter, Listed};

/// The filters as they stand in the address; whatever cannot be read counts as not given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    department: String,
    employer: String,
    status: String,
    critical: String,
    departing: String,
    after: String,
    after_id: String,
}

impl Asked {
    /// Searching looks through everybody; the list without a search begins with those who are employed.
    fn status(&self) -> &str {
        match self.status.as_str() {
            "employed" | "left" | "all" => &self.status,
            _ if self.q.trim().is_empty() => "employed",
            _ => "all",
        }
    }

    fn filter(&self) -> Filter {
        Filter {
            department: self.department.parse().ok(),
            employer: self.employer.parse().ok(),
            is_critical_only: !self.critical.is_empty(),
            is_employed: match self.status() {
                "employed" => Some(true),
                "left" => Some(false),
                _ => None,
            },
            is_departing_only: !self.departing.is_empty(),
            key: self.q.clone(),
        }
    }

    /// The address of the same list from another place on; without one, of its first page.
    fn address(&self, after: Option<&After>) -> String {
        let mut pairs = vec![
            ("q", self.q.as_str()),
            ("department", &self.department),
            ("employer", &self.employer),
            ("status", &self.status),
            ("critical", &self.critical),
            ("departing", &self.departing),
        ];
        if let Some(after) = after {
            pairs.extend([("after", after.place.as_str()), ("after_id", &after.id)]);
        }
        urls::with_query("/people", &pairs)
    }
}

/// A choice of a filter.
struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

struct Row {
    href: String,
    name: String,
    emp_no: String,
    department: String,
    post: String,
    is_critical: bool,
    manager: String,
    hired_on: String,
    left_on: Option<String>,
    is_employed: bool,
    departure: Option<String>,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    layout: Layout,
    t: T,
    q: String,
    statuses: Vec<Choice>,
    departments: Vec<Choice>,
    employers: Vec<Choice>,
    is_critical_only: bool,
    is_departing_only: bool,
    sees_departures: bool,
    is_narrowed: bool,
    is_continued: bool,
    rows: Vec<Row>,
    first: String,
    next: Option<String>,
}

/// The page.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let after = After { place: asked.after.clone(), id: asked.after_id.clone() };
    let found = people::list_people(&who.cx, asked.filter(), &after).await?;
    let choices = organisation::list_choices(&who.cx).await?;
    let page = PeoplePage {
        layout: Layout::new(&state, &who, &uri),
        t,
        statuses: statuses(t, &asked),
        departments: departments(&who.cx, &asked, &choices.departments).await?,
        employers: choices
            .employers
            .iter()
            .map(|employer| choice(employer.id.to_string(), employer.name.clone(), &asked.employer))
            .collect(),
        is_critical_only: !asked.critical.is_empty(),
        is_departing_only: !asked.departing.is_empty(),
        sees_departures: sees_departures(&who.cx),
        is_narrowed: asked.address(None) != "/people",
        is_continued: !after.id.is_empty(),
        rows: found.people.into_iter().map(|person| row(t, person)).collect(),
        first: asked.address(None),
        next: found.next.as_ref().map(|next| asked.address(Some(next))),
        q: asked.q,
    };
    layout::html(&page)
}

/// Whether the filter is offered; what the list shows is decided again where it is made.
fn sees_departures(cx: &app::Cx) -> bool {
    let shown = |relation| visible(cx.actor(), relation, Field::Departure) != Visibility::Hide;
    cx.allow(Action::SeePeople).is_ok() && (shown(Relation::Other) || shown(Relation::InLine))
}

fn choice(value: String, label: String, chosen: &str) -> Choice {
    Choice { is_chosen: value == chosen, value, label }
}

fn statuses(t: T, asked: &Asked) -> Vec<Choice> {
    let offered =
        [("employed", "people-list-employed"), ("left", "people-list-left"), ("all", "people-list-all")];
    offered
        .iter()
        .map(|(value, key)| choice((*value).to_owned(), t.s(key).into_owned(), asked.status()))
        .collect()
}

/// The upper departments, and the one asked for where it lies deeper.
async fn departments(
    cx: &app::Cx,
    asked: &Asked,
    offered: &[store::org::Department],
) -> Result<Vec<Choice>, Failure> {
    let mut choices: Vec<Choice> =
        offered.iter().map(|d| choice(d.id.to_string(), d.path.clone(), &asked.department)).collect();
    if let Ok(id) = asked.department.parse()
        && !choices.iter().any(|choice| choice.is_chosen)
        && let Ok((department, _)) = organisation::get_department(cx, id).await
    {
        choices.push(choice(department.id.to_string(), department.path, &asked.department));
    }
    Ok(choices)
}

fn row(t: T, person: Listed) -> Row {
    Row {
        href: urls::person(person.id),
        name: person.name,
        emp_no: person.emp_no,
        department: person.department_path,
        post: person.post_title,
        is_critical: person.is_critical_post,
        manager: person.manager_name,
        hired_on: t.date(person.hired_on),
        left_on: person.left_on.map(|day| t.date(day)),
        is_employed: person.is_employed,
        departure: person.departure_id.map(urls::departure),
    }
}
