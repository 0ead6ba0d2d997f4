//! Talks with people: planned by HR, held by whom they name, some still to come.

use anyhow::Context as _;
use app_risk::talks::{TalkHeld, TalkInput, hold_talk, plan_talk};
use jiff::ToSpan as _;
use kernel::{Date, TalkId, Timestamp};
use serde::Deserialize;

use crate::{Result, build::Player, data};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    talk: Vec<Told>,
}

/// A talk as it is told; days count from today.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    person: String,
    talker: String,
    by: String,
    because: Option<String>,
    planned: i64,
    due: i64,
    why: String,
    message: String,
    held: Option<i64>,
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    agreed: String,
}

/// All talks, with what was planned so far.
#[derive(Debug)]
pub(crate) struct Talks {
    today: Date,
    told: Vec<(Told, Option<TalkId>)>,
}

impl Talks {
    pub(crate) fn read(today: Date) -> Result<Self> {
        let table: Table = data::read("talks.toml", include_str!("../data/talks.toml"))?;
        Ok(Self { today, told: table.talk.into_iter().map(|told| (told, None)).collect() })
    }

    fn day(&self, offset: i64) -> Date {
        self.today.saturating_add(offset.days())
    }

    /// The mornings on which one was planned or held.
    pub(crate) fn days(&self) -> Vec<Date> {
        let all = self.told.iter().flat_map(|(told, _)| [Some(told.planned), told.held]);
        let mut days: Vec<Date> = all.flatten().map(|offset| self.day(offset)).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// What was planned, and what was held, on a morning.
    pub(crate) async fn play(&mut self, player: &Player, (day, at): (Date, Timestamp)) -> Result<()> {
        for place in 0..self.told.len() {
            let Some((told, planned)) = self.told.get(place) else { continue };
            if self.day(told.planned) == day {
                let id = plan(player, told, (self.day(told.due), at)).await?;
                if let Some((_, planned)) = self.told.get_mut(place) {
                    *planned = Some(id);
                }
            } else if told.held.map(|offset| self.day(offset)) == Some(day) {
                let id = planned.context("a talk is held that was not planned")?;
                let held = TalkHeld { on: day, outcome: told.outcome.clone(), agreed: told.agreed.clone() };
                let cx = player.acting(&told.talker, at)?;
                hold_talk(&cx, id, &held).await.with_context(|| format!("the talk with {}", told.person))?;
            }
        }
        Ok(())
    }
}

async fn plan(player: &Player, told: &Told, (due_on, at): (Date, Timestamp)) -> Result<TalkId> {
    let departure = match &told.because {
        Some(leaver) => Some(player.departure(leaver)?),
        None => None,
    };
    let input = TalkInput {
        person: told.person.clone(),
        departure,
        talker: told.talker.clone(),
        why: told.why.clone(),
        message: told.message.clone(),
        due_on,
    };
    let cx = player.acting(&told.by, at)?;
    plan_talk(&cx, &input).await.with_context(|| format!("the talk with {}", told.person))
}
