//! Technical exchange and assessment: what was held in the last months, and what is arranged.

use std::collections::HashMap;

use anyhow::Context as _;
use app::Cx;
use app_knowledge::knowledge::{self, ExchangeInput, Held, Seen};
use kernel::PersonId;
use serde::Deserialize;

use super::numbers;
use crate::{Result, company::Company, data, days::Days};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    session: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    day: i32,
    kind: String,
    item: String,
    lead: String,
    people: Vec<(String, i64)>,
    outcome: String,
    proof: String,
}

/// Arranges the sessions of the table, and says what those of the past showed.
pub(super) async fn share(cx: &Cx, company: &Company) -> Result<()> {
    let table: Table = data::read("sharing.toml", include_str!("../../data/sharing.toml"))?;
    let ids = numbers(cx).await?;
    let items = knowledge::list_items(cx).await?;
    // The last day that is over by this context's clock is the day before the company's today.
    let today = cx.today().tomorrow()?;
    let days = Days::new(today, cx.calendar());
    for row in &table.session {
        let item = items.iter().find(|item| item.name == row.item);
        let item = item.with_context(|| format!("{} is no item of the register", row.item))?.id;
        let mut people = Vec::new();
        for (name, level) in &row.people {
            people.push((number_of(company, name)?, *level));
        }
        let planned_on = days.working_day(row.day);
        let input = ExchangeInput {
            item,
            kind: row.kind.clone(),
            lead: number_of(company, &row.lead)?,
            participants: people.iter().map(|(number, _)| number.as_str()).collect::<Vec<_>>().join("、"),
            planned_on,
            minutes: 90,
            place: "技术中心会议室".to_owned(),
        };
        let id = knowledge::plan_exchange(cx, &input).await.with_context(|| row.item.clone())?;
        if row.day < 0 {
            let held = Held {
                on: planned_on,
                outcome: row.outcome.clone(),
                proof: row.proof.clone(),
                seen: people.iter().filter_map(|one| seen(one, &ids)).collect(),
            };
            knowledge::hold_exchange(cx, id, &held).await.with_context(|| row.item.clone())?;
        }
    }
    Ok(())
}

fn seen((number, level): &(String, i64), ids: &HashMap<String, PersonId>) -> Option<Seen> {
    Some(Seen { person: *ids.get(number)?, was_there: true, level: Some(*level) })
}

fn number_of(company: &Company, name: &str) -> Result<String> {
    let person = company.people.iter().find(|person| person.name == name);
    Ok(person.with_context(|| format!("{name} is nobody of the company"))?.emp_no.clone())
}
