//! Ledgers: what was imported, as a list and as a workbook. Both are made from the same cells, so that neither shows
//! what the other would not.

use app::ledgers::{self, Ledger, Lines};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, Query, State as Shared},
    http::header,
    response::{IntoResponse, Response},
};
use frame::{
    State,
    failure::Failure,
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};
use kernel::PersonId;
use paper::{excel::TableWriter, table::Cell};
use serde::Deserialize;
use serde_json::{Map, Value};
use store::ledgers::{AssetLine, ChannelLine, EventLine, KnowledgeLine, ProjectLine};

use crate::import_words as words;

/// What is looked for, and from where on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    after: String,
}

/// A column: the key of its head, and whether it stands in the list; the workbook has all.
struct Column(&'static str, bool);

/// A line: its cells, and whom it concerns with the cell that names that person.
struct Line {
    cells: Vec<Cell>,
    person: Option<(usize, PersonId)>,
}

struct CellView {
    text: String,
    href: String,
}

struct Tab {
    href: String,
    label: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "ledger.html")]
struct LedgerPage {
    layout: Layout,
    t: T,
    tabs: Vec<Tab>,
    title: String,
    intro: String,
    q: String,
    address: String,
    heads: Vec<String>,
    rows: Vec<Vec<CellView>>,
    next: String,
    export: String,
    is_continued: bool,
    can_import: bool,
}

const CHANNELS: &[Column] = &[
    Column("ledger-partner", true),
    Column("ledger-side", true),
    Column("ledger-partner-kind", false),
    Column("import-field-code", false),
    Column("import-field-level-word", false),
    Column("import-field-region", true),
    Column("import-field-owner-no", false),
    Column("import-field-owner", true),
    Column("import-field-second-no", false),
    Column("import-field-second", true),
    Column("import-field-contact", true),
    Column("import-field-phones", false),
    Column("import-field-email", false),
    Column("import-field-last-contact", true),
    Column("ledger-amount", true),
    Column("import-field-note", false),
];
const ASSETS: &[Column] = &[
    Column("import-field-asset-no", true),
    Column("ledger-asset-name", true),
    Column("ledger-asset-kind", true),
    Column("import-field-model", false),
    Column("import-field-serial", false),
    Column("import-field-department", false),
    Column("import-field-holder-no", false),
    Column("import-field-holder", true),
    Column("import-field-issued", true),
    Column("import-field-returned", true),
    Column("import-field-value", true),
    Column("ledger-asset-status", false),
    Column("import-field-location", true),
    Column("import-field-note", false),
];
const PROJECTS: &[Column] = &[
    Column("import-field-project-no", true),
    Column("import-field-project", true),
    Column("ledger-emp-no", true),
    Column("ledger-person", true),
    Column("import-field-project-role", true),
    Column("import-field-joined", true),
    Column("import-field-left", true),
    Column("import-field-project-status", true),
    Column("import-field-note", false),
];
const KNOWLEDGE: &[Column] = &[
    Column("import-field-item", true),
    Column("import-field-area", true),
    Column("import-field-kind", true),
    Column("import-field-weight", true),
    Column("ledger-hours", true),
    Column("ledger-knower-no", false),
    Column("ledger-knower", true),
    Column("import-field-level", true),
    Column("ledger-seen-on", true),
];
const LEAVE: &[Column] = &[
    Column("ledger-emp-no", true),
    Column("ledger-person", true),
    Column("ledger-leave-kind", true),
    Column("import-field-start", true),
    Column("import-field-end", true),
    Column("import-field-days", true),
    Column("import-field-ref-no", false),
];
const EVENTS: &[Column] = &[
    Column("ledger-emp-no", true),
    Column("ledger-person", true),
    Column("import-field-date", true),
    Column("import-field-category", true),
    Column("ledger-extent", true),
    Column("import-field-text", true),
    Column("import-field-result", true),
];

const fn columns(ledger: Ledger) -> &'static [Column] {
    match ledger {
        Ledger::Channels => CHANNELS,
        Ledger::Assets => ASSETS,
        Ledger::Projects => PROJECTS,
        Ledger::Knowledge => KNOWLEDGE,
        Ledger::Leave => LEAVE,
        Ledger::Events => EVENTS,
    }
}

fn lines(t: T, lines: &Lines) -> Vec<Line> {
    match lines {
        Lines::Channels(lines) => lines.iter().map(|line| channel(t, line)).collect(),
        Lines::Assets(lines) => lines.iter().map(asset).collect(),
        Lines::Projects(lines) => lines.iter().map(project).collect(),
        Lines::Knowledge(lines) => lines.iter().map(|line| knowledge(t, line)).collect(),
        Lines::Leave(lines) => lines.iter().map(|line| leave(t, line)).collect(),
        Lines::Events(lines) => lines.iter().map(|line| event(t, line)).collect(),
    }
}

/// What else a file said, field by field.
struct Details(Map<String, Value>);

impl Details {
    fn of(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    fn get(&self, field: &str) -> Cell {
        match self.0.get(field) {
            Some(Value::String(text)) => text.clone().into(),
            Some(Value::Number(number)) => number.to_string().into(),
            _ => Cell::Empty,
        }
    }
}

fn text(text: &str) -> Cell {
    Cell::from(text)
}

/// Small whole numbers only: weights, hours, levels.
fn number(number: i64) -> Cell {
    u32::try_from(number).map_or_else(|_| Cell::Text(number.to_string()), Cell::from)
}

fn channel(t: T, line: &ChannelLine) -> Line {
    let details = Details::of(&line.details);
    let side = t.s(&format!("ledger-side-{}", line.kind));
    // By this word a supplier is one again when the workbook is imported.
    let kind = match details.get("kind") {
        Cell::Empty if line.kind == "supplier" => text(&side),
        kind => kind,
    };
    let cells = vec![
        text(&line.name),
        text(&side),
        kind,
        details.get("code"),
        details.get("level"),
        details.get("region"),
        text(&line.owner_no),
        text(&line.owner_name),
        text(&line.second_no),
        text(&line.second_name),
        text(&line.contact),
        details.get("phones"),
        details.get("email"),
        line.last_contact_on.into(),
        details.get("amount"),
        details.get("note"),
    ];
    Line { cells, person: line.owner_id.map(|owner| (7, owner)) }
}

fn asset(line: &AssetLine) -> Line {
    let details = Details::of(&line.details);
    let cells = vec![
        text(&line.asset_no),
        text(&line.name),
        text(&line.kind),
        details.get("model"),
        details.get("serial"),
        details.get("department"),
        text(&line.holder_no),
        text(&line.holder_name),
        line.issued_on.into(),
        line.returned_on.into(),
        details.get("value"),
        details.get("status"),
        details.get("location"),
        details.get("note"),
    ];
    Line { cells, person: line.holder_id.map(|holder| (7, holder)) }
}

fn project(line: &ProjectLine) -> Line {
    let details = Details::of(&line.details);
    let cells = vec![
        details.get("project_no"),
        text(&line.project),
        text(&line.emp_no),
        text(&line.person_name),
        text(&line.project_role),
        line.joined_on.into(),
        line.left_on.into(),
        details.get("project_status"),
        details.get("note"),
    ];
    Line { cells, person: Some((3, line.person_id)) }
}

fn knowledge(t: T, line: &KnowledgeLine) -> Line {
    let key = format!("ho-kind-{}", line.kind);
    let kind = if t.has(&key) { t.s(&key).into_owned() } else { line.kind.clone() };
    let cells = vec![
        text(&line.name),
        text(&line.area),
        kind.into(),
        number(line.weight),
        number(line.hours),
        text(&line.emp_no),
        text(&line.person_name),
        line.level.map_or(Cell::Empty, number),
        line.seen_on.into(),
    ];
    Line { cells, person: line.person_id.map(|person| (6, person)) }
}

fn leave(t: T, line: &EventLine) -> Line {
    let half_days = u32::try_from(line.amount).unwrap_or(0);
    let cells = vec![
        text(&line.emp_no),
        text(&line.person_name),
        words::value_name(t, "kind", &line.kind).into(),
        line.starts.into(),
        line.ends.into(),
        Cell::Number(f64::from(half_days) / 2.0),
        text(&line.reference),
    ];
    Line { cells, person: Some((1, line.person_id)) }
}

fn event(t: T, line: &EventLine) -> Line {
    let details = Details::of(&line.details);
    let key = format!("ledger-event-{}", line.kind);
    let kind =
        if t.has(&key) { t.s(&key).into_owned() } else { words::value_name(t, "category", &line.kind) };
    let cells = vec![
        text(&line.emp_no),
        text(&line.person_name),
        line.starts.into(),
        kind.into(),
        extent(t, line).into(),
        details.get("text"),
        details.get("result"),
    ];
    Line { cells, person: Some((1, line.person_id)) }
}

/// Minutes, times or hours, as the kind counts.
fn extent(t: T, line: &EventLine) -> String {
    match line.kind.as_str() {
        _ if line.amount == 0 => String::new(),
        "late" | "early" => t.n("ledger-minutes", line.amount).into_owned(),
        "missing-card" => t.n("ledger-times", line.amount).into_owned(),
        "leave-day" => {
            let hours = i32::try_from(line.amount).unwrap_or(0);
            t.a("ledger-hours-long", "hours", f64::from(hours) / 1000.0).into_owned()
        }
        _ => String::new(),
    }
}

fn shown(t: T, cell: &Cell) -> String {
    match cell {
        Cell::Empty => "—".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => t.date(*date),
    }
}

fn row(t: T, columns: &[Column], line: &Line) -> Vec<CellView> {
    let cells = line.cells.iter().zip(columns).enumerate().filter(|(_, (_, column))| column.1);
    let view = |(at, (cell, _)): (usize, (&Cell, &Column))| {
        let person = line.person.filter(|(place, _)| *place == at);
        CellView {
            text: shown(t, cell),
            href: person.map(|(_, person)| urls::person(person)).unwrap_or_default(),
        }
    };
    cells.map(view).collect()
}

/// The first ledger that the viewer may see.
pub(crate) async fn first(
    state: Shared<State>,
    uri: OriginalUri,
    signed: Signed,
    asked: Query<Asked>,
) -> Result<Response, Failure> {
    let code = ledgers::list_ledgers(&signed.0.cx).first().map_or("", |ledger| ledger.code());
    show(state, uri, signed, Path(code.to_owned()), asked).await
}

/// The list.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(what): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let ledger = Ledger::named(&what)?;
    let page = ledgers::open_ledger(&who.cx, ledger, (&asked.q, &asked.after)).await?;
    let layout = Layout::new(&state, &who, &uri);
    let (t, columns) = (layout.t, columns(ledger));
    let title = |ledger: Ledger| t.s(&format!("ledger-of-{}", ledger.code())).into_owned();
    let tab = |known: Ledger| Tab {
        href: urls::ledger(known.code()),
        label: title(known),
        is_current: known == ledger,
    };
    let next = page.next.as_deref().unwrap_or_default();
    let address = urls::ledger(ledger.code());
    layout::html(&LedgerPage {
        tabs: ledgers::list_ledgers(&who.cx).into_iter().map(tab).collect(),
        title: title(ledger),
        intro: t.s(&format!("ledger-of-{}-intro", ledger.code())).into_owned(),
        heads: columns.iter().filter(|column| column.1).map(|column| t.s(column.0).into_owned()).collect(),
        rows: lines(t, &page.lines).iter().map(|line| row(t, columns, line)).collect(),
        next: if next.is_empty() {
            String::new()
        } else {
            urls::with_query(&address, &[("q", &asked.q), ("after", next)])
        },
        export: urls::with_query(&format!("{address}/export.xlsx"), &[("q", &asked.q)]),
        is_continued: !asked.after.is_empty(),
        can_import: who.cx.allow(app::access::Action::Import).is_ok(),
        q: asked.q,
        address,
        layout,
        t,
    })
}

/// The workbook.
pub(crate) async fn export(
    Signed(who): Signed,
    Path(what): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let ledger = Ledger::named(&what)?;
    let t = T(who.cx.lang());
    let heads: Vec<String> = columns(ledger).iter().map(|column| t.s(column.0).into_owned()).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let name = t.s(&format!("ledger-of-{}", ledger.code()));
    let mut table = TableWriter::start(&name, &heads).map_err(app::Error::internal)?;
    ledgers::export_ledger(&who.cx, ledger, &asked.q, |found| {
        lines(t, found).iter().try_for_each(|line| table.push(&line.cells)).map_err(app::Error::internal)
    })
    .await?;
    let bytes = table.finish().map_err(app::Error::internal)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.xlsx\"", ledger.code())),
    ];
    Ok((headers, bytes).into_response())
}
