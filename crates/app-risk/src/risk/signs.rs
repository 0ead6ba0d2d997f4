//! The signs: which are on, and whether they were right.

use std::collections::{HashMap, HashSet};

use app::{Cx, Error, Result, access::Action};
use kernel::{Date, PersonId};
use risk::watch::{Sign, signs};
use store::risk::SignSwitch;

use super::{gather::number, rules_in_force};

/// A sign was right when an own notice followed within so many days.
const FOLLOWS_WITHIN: i32 = 180;

/// A sign and its record.
#[derive(Debug, Clone)]
pub struct SignLine {
    /// The sign.
    pub sign: &'static Sign,
    /// Whether it is on.
    pub is_on: bool,
    /// Of how many people it was seen and half a year has passed, or they have left since.
    pub settled: usize,
    /// After how many of these an own notice followed in time.
    pub right: usize,
    /// Of how many it was seen too lately to know.
    pub open: usize,
}

/// All signs.
#[derive(Debug)]
pub struct SignsView {
    /// Whether the company watches.
    pub is_watching: bool,
    /// The signs.
    pub lines: Vec<SignLine>,
    /// Whether the actor may switch them.
    pub may_switch: bool,
}

pub(super) fn is_on(switches: &[SignSwitch], code: &str) -> bool {
    switches.iter().find(|switch| switch.code == code).is_none_or(|switch| switch.is_on)
}

/// The signs with their records.
pub async fn open_signs(cx: &Cx) -> Result<SignsView> {
    cx.allow(Action::SeeRisk)?;
    let mut conn = cx.read().await?;
    let switches = conn.list_sign_switches().await?;
    let rules = rules_in_force(&mut conn).await?;
    let seen = if rules.is_some() { conn.list_sign_records().await? } else { Vec::new() };
    let departures = conn.list_risk_departures().await?;
    drop(conn);
    let today = number(cx.today());
    let own = |ground: &str| {
        departure::find_ground(ground).is_some_and(|ground| ground.ended_by == departure::EndedBy::Employee)
    };
    let stands = |status: &str| status != departure::Status::Withdrawn.code();
    let announced = departures.iter().filter(|one| own(&one.ground) && stands(&one.status));
    let notices: HashMap<PersonId, Date> = announced.map(|one| (one.person_id, one.notice_on)).collect();
    let lines = signs().signs.iter().map(|sign| {
        let mut line = SignLine { sign, is_on: is_on(&switches, &sign.code), settled: 0, right: 0, open: 0 };
        let mut counted = HashSet::new();
        for one in seen.iter().filter(|one| one.sign == sign.code && counted.insert(one.person_id)) {
            let first = number(one.first_on);
            let followed = notices
                .get(&one.person_id)
                .is_some_and(|on| (first..=first + FOLLOWS_WITHIN).contains(&number(*on)));
            match (followed, today - first >= FOLLOWS_WITHIN) {
                (true, _) => (line.settled, line.right) = (line.settled + 1, line.right + 1),
                (false, true) => line.settled += 1,
                (false, false) => line.open += 1,
            }
        }
        line
    });
    Ok(SignsView {
        is_watching: rules.is_some(),
        lines: lines.collect(),
        may_switch: cx.allow(Action::RunRisk).is_ok(),
    })
}

/// Switches a sign on or off, from the next computation on.
pub async fn switch_sign(cx: &Cx, code: &str, to_on: bool) -> Result<()> {
    cx.allow(Action::RunRisk)?;
    if !signs().signs.iter().any(|sign| sign.code == code) {
        return Err(Error::NotFound);
    }
    cx.transact(|mut tx| async move {
        tx.switch_sign(code, to_on, (cx.actor().account, cx.now())).await?;
        let receipt = tx.append(cx.event("risk.sign-switched", None, &(code, to_on))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}
