//! Values of places: minimum and average wages, shipped as provisional and added by an administrator with four eyes.
//!
//! A value is never changed: a correction is another one, proposed by one person and confirmed by another. Settlements
//! use the shipped values and the confirmed ones.

use app::{Cx, Error, Result, access::Action};
use kernel::{Date, LawValueId, Money};
use law::{
    Citation, Exact, Grade, Rules,
    rules::{Dated, OwnValue, Worth},
};
use serde_json::json;
use store::{Conn, law_values::LawValue};

/// What a place has values of.
pub const NAMES: [&str; 2] = ["average-wage", "minimum-wage"];

/// A value that ships with the product.
#[derive(Debug, Clone)]
pub struct Shipped {
    /// The place.
    pub region: String,
    /// Of what.
    pub name: String,
    /// The value with its source.
    pub value: Dated,
}

/// All values, shipped and added.
#[derive(Debug, Clone)]
pub struct Values {
    /// Those that ship with the product.
    pub shipped: Vec<Shipped>,
    /// Those that were added, with what is proposed and what was rejected.
    pub own: Vec<LawValue>,
}

/// All values; the history is part of it.
pub async fn list(cx: &Cx) -> Result<Values> {
    cx.allow(Action::DecideParameters)?;
    let own = cx.read().await?.list_law_values().await?;
    let mut shipped = Vec::new();
    for parameter in Rules::builtin().parameters() {
        let mut parts = parameter.id.split('/');
        let (Some("region"), Some(region), Some(name)) = (parts.next(), parts.next(), parts.next()) else {
            continue;
        };
        if NAMES.contains(&name) {
            let one = |value: &Dated| Shipped {
                region: region.to_owned(),
                name: name.to_owned(),
                value: value.clone(),
            };
            shipped.extend(parameter.values.iter().map(one));
        }
    }
    Ok(Values { shipped, own })
}

/// A value as it is proposed.
#[derive(Debug, Clone)]
pub struct NewValue {
    /// The place's code.
    pub region: String,
    /// Of what.
    pub name: String,
    /// From when it holds.
    pub starts: Date,
    /// The amount a month.
    pub amount: Money,
    /// The notice that it stands in.
    pub citation: String,
    /// Where that can be read; may be empty.
    pub link: String,
    /// When it was published.
    pub published_on: Option<Date>,
    /// Whether the official notice was seen.
    pub has_notice: bool,
}

/// Proposes a value: an administrator's matter; it counts when somebody else has confirmed it.
pub async fn propose(cx: &Cx, input: NewValue) -> Result<LawValueId> {
    cx.allow(Action::Administer)?;
    let new = row(cx, &input)?;
    let mut held = cx.read().await?.list_law_values().await?;
    held.push(LawValue { status: "confirmed".to_owned(), decided_at: Some(cx.now()), ..new.clone() });
    // What the rules would refuse is refused before anybody is asked to confirm it.
    assemble(&held).map_err(|_| Error::field("starts", "error-parameter-settled"))?;
    let new = &new;
    cx.transact(|mut tx| async move {
        tx.propose_law_value(new).await?;
        let content = json!({
            "value": new.id, "region": new.region, "name": new.name, "starts": new.starts,
            "amount": Money::from_fen(new.amount_fen), "citation": new.citation,
        });
        let receipt = tx.append(cx.event("parameter.proposed", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(new.id)
}

fn row(cx: &Cx, input: &NewValue) -> Result<LawValue> {
    if law::find_place(&input.region).is_none() {
        return Err(Error::field("region", "error-choice"));
    }
    if !NAMES.contains(&input.name.as_str()) {
        return Err(Error::field("name", "error-choice"));
    }
    if input.amount <= Money::ZERO {
        return Err(Error::field("amount", "error-amount"));
    }
    if input.citation.trim().is_empty() {
        return Err(Error::field("citation", "error-required"));
    }
    if input.has_notice && input.published_on.is_none() {
        return Err(Error::field("published_on", "error-required"));
    }
    if input.published_on.is_some_and(|day| day > cx.today()) {
        return Err(Error::field("published_on", "error-date-future"));
    }
    Ok(LawValue {
        id: cx.new_id(),
        region: input.region.clone(),
        name: input.name.clone(),
        starts: input.starts,
        amount_fen: input.amount.fen(),
        citation: input.citation.trim().to_owned(),
        link: input.link.trim().to_owned(),
        published_on: input.published_on,
        is_provisional: !input.has_notice,
        status: "proposed".to_owned(),
        proposed_by: cx.actor().account,
        proposed_by_name: String::new(),
        proposed_at: cx.now(),
        decided_by_name: String::new(),
        decided_at: None,
        remark: String::new(),
    })
}

/// What becomes of a proposed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It counts.
    Confirm,
    /// It does not; takes a remark.
    Reject,
}

/// Decides on a value that somebody else proposed.
pub async fn decide(cx: &Cx, id: LawValueId, decision: Decision, remark: &str) -> Result<()> {
    cx.allow(Action::DecideParameters)?;
    let held = cx.read().await?.list_law_values().await?;
    let value = held.iter().find(|value| value.id == id).ok_or(Error::NotFound)?;
    if value.proposed_by == cx.actor().account {
        return Err(Error::Conflict("error-parameter-own"));
    }
    let (status, kind) = match decision {
        Decision::Confirm => ("confirmed", "parameter.confirmed"),
        Decision::Reject if remark.trim().is_empty() => {
            return Err(Error::field("remark", "error-refusal-reason"));
        }
        Decision::Reject => ("rejected", "parameter.rejected"),
    };
    let remark = remark.trim();
    cx.transact(|mut tx| async move {
        let by = (cx.actor().account, cx.now());
        tx.decide_law_value(id, status, by, remark).await.map_err(|error| match error {
            store::Error::NotFound => Error::Conflict("error-parameter-decided"),
            error => error.into(),
        })?;
        let receipt = tx.append(cx.event(kind, None, &json!({ "value": id }))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The rules that this company reckons by: the shipped ones with what was confirmed.
pub(crate) async fn rules(conn: &mut Conn) -> Result<Rules> {
    assemble(&conn.list_law_values().await?).map_err(Error::internal)
}

/// The confirmed value that was decided last counts for its place, name and day.
fn assemble(held: &[LawValue]) -> law::Result<Rules> {
    let mut last: Vec<&LawValue> = Vec::new();
    for value in held.iter().filter(|value| value.status == "confirmed") {
        let same = |other: &&LawValue| {
            (&other.region, &other.name, other.starts) == (&value.region, &value.name, value.starts)
        };
        match last.iter().position(same) {
            Some(place) => {
                let is_later = last.get(place).is_some_and(|other| other.decided_at <= value.decided_at);
                if let Some(other) = last.get_mut(place).filter(|_| is_later) {
                    *other = value;
                }
            }
            None => last.push(value),
        }
    }
    Rules::with_own(&last.into_iter().map(own).collect::<Vec<_>>())
}

fn own(value: &LawValue) -> OwnValue {
    let place = law::find_place(&value.region);
    let (zh, en) = place.map_or((&value.region, &value.region), |place| (&place.zh, &place.en));
    let (name_zh, name_en) = match value.name.as_str() {
        "minimum-wage" => ("月最低工资", "Monthly minimum wage"),
        _ => ("上年度职工月平均工资", "Average monthly wage of the year before"),
    };
    let grade = if value.is_provisional { Grade::S } else { Grade::P };
    OwnValue {
        region: value.region.clone(),
        name: value.name.clone(),
        zh: format!("{name_zh}（{zh}）"),
        en: format!("{name_en}, {en}"),
        value: Dated {
            from: value.starts,
            to: None,
            worth: Worth::Number(Exact::fraction(value.amount_fen, 100)),
            citation: Citation { text: value.citation.clone().into(), grade },
            link: Some(value.link.clone()).filter(|link| !link.is_empty()),
            published_on: value.published_on,
            checked_on: value.decided_at.map_or(value.starts, departure::china_date),
            is_provisional: value.is_provisional,
        },
    }
}
