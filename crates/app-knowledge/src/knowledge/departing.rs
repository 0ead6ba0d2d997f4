//! The map and departures: what a departure would take along, what a finished handover gives, and the loud word when the
//! last holder of something goes.

use app::{Cx, Result, access::Field, cases::get_case, kept::Kept};
use handover::{SourceKind, Stage};
use kernel::{DepartureId, KnowledgeItemId, PersonId};
use serde_json::json;
use store::{
    Conn, Receipt, Tx,
    departures::Departure,
    handover::items::{Item, Receiver},
    knowledge::{SoleItem, sayings::Saying},
};

use super::person::share;

/// What hangs on somebody who leaves.
#[derive(Debug, Clone, Default)]
pub struct Departing {
    /// What nobody else who stays can do alone, the weightiest first.
    pub items: Vec<SoleItem>,
    /// Its weight.
    pub weight: i64,
    /// The weight of everything in the register.
    pub whole: i64,
}

impl Departing {
    /// How many of them no handover item hands on.
    pub fn unplanned(&self) -> usize {
        self.items.iter().filter(|item| item.handover_id.is_none()).count()
    }

    /// The share of the whole weight that these carry.
    pub fn unplanned_share(&self) -> f64 {
        let open = self.items.iter().filter(|item| item.handover_id.is_none());
        share(open.map(|item| item.weight).sum(), self.whole)
    }

    /// The share of the whole weight that hangs on the leaver.
    pub fn share(&self) -> f64 {
        share(self.weight, self.whole)
    }
}

/// What would be lost with a departure as things stand today; nothing for those who may not see what somebody knows.
pub async fn what_is_lost(cx: &Cx, id: DepartureId) -> Result<Option<Departing>> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, id).await?;
    if !case.shows(cx, Field::Knowledge) || case.departure.status.is_read_only() {
        return Ok(None);
    }
    let whole = weigh_all(cx, &mut conn).await?;
    Ok(Some(departing(cx, &mut conn, &case.departure, whole).await?))
}

/// The weight of all knowledge, until anything changes.
struct KeptWeight(Kept<(), i64>);

/// The weight of all knowledge.
pub async fn weigh_all(cx: &Cx, conn: &mut Conn) -> Result<i64> {
    let size = conn.get_log_size().await?;
    let read = async { Ok(conn.sum_knowledge_weight().await?) };
    cx.app().keep(|| KeptWeight(Kept::new(1))).0.of(size, (), read).await.map(|weight| *weight)
}

/// As [`what_is_lost`], for a departure whose viewer was judged already; `whole` is the weight of all knowledge.
pub async fn departing(cx: &Cx, conn: &mut Conn, departure: &Departure, whole: i64) -> Result<Departing> {
    let items = conn.list_what_hangs_on(departure.person_id, Some(departure.id), cx.today()).await?;
    let weight = items.iter().map(|item| item.weight).sum();
    Ok(Departing { items, weight, whole })
}

/// When somebody's employment ends, and nobody who stays can do alone what he or she could, it is written down as an entry
/// of its own. Gives the receipt of that entry, or nothing when nothing is lost.
pub async fn note_last_holder_gone(
    cx: &Cx,
    tx: &mut Tx,
    person: PersonId,
    departure: Option<DepartureId>,
) -> Result<Option<Receipt>> {
    let lost = tx.list_what_hangs_on(person, departure, cx.today()).await?;
    if lost.is_empty() {
        return Ok(None);
    }
    let items: Vec<_> = lost
        .iter()
        .map(|item| json!({ "item": item.id, "name": item.name, "weight": item.weight }))
        .collect();
    let weight: i64 = lost.iter().map(|item| item.weight).sum();
    let what = lost.iter().map(|item| item.name.as_str()).collect::<Vec<_>>().join("、");
    let content =
        json!({ "person": person, "items": items, "what": what, "weight": weight, "because": "left" });
    Ok(Some(tx.append(cx.event("knowledge.last-holder-gone", departure, &content)?).await?))
}

/// What a proven independence is called in the record of statements.
fn reference(item: &Item) -> String {
    format!("handover:{}", item.id)
}

/// A handover item of the register that is shown to be independent raises its receivers: who passed the teach-back, or
/// where the proof is another one all who accepted, to "alone"; the others to "with help". Nobody is lowered by it.
pub async fn note_handed_over(
    cx: &Cx,
    tx: &mut Tx,
    (item, stage): (&Item, Stage),
    (receivers, passed): (&[Receiver], Option<&[PersonId]>),
) -> Result<()> {
    let Some(known) = knowledge_of(item).filter(|_| stage == Stage::Independent) else { return Ok(()) };
    let standing = tx.list_standing(known).await?;
    let level_of = |receiver: &Receiver| match passed {
        Some(people) if people.contains(&receiver.person_id) => 3,
        None if receiver.accepted_at.is_some() => 3,
        _ => 2,
    };
    let is_news = |(person, level): &(PersonId, i64)| {
        standing.iter().all(|held| held.person_id != *person || held.level < *level)
    };
    let raised = receivers.iter().map(|receiver| (receiver.person_id, level_of(receiver))).filter(is_news);
    let sayings: Vec<Saying> = raised
        .map(|(person_id, level)| Saying {
            id: cx.new_id::<uuid::Uuid>().to_string(),
            item_id: known,
            person_id,
            level,
            source: "handover".to_owned(),
            reference: reference(item),
            remark: String::new(),
            seen_on: cx.today(),
            said_by: cx.actor().account,
            said_at: cx.now(),
            is_withdrawn: false,
        })
        .collect();
    Ok(tx.say_levels(&sayings).await?)
}

/// The independence of an item was taken back: so is what it said of its receivers.
pub async fn take_back_handed_over(tx: &mut Tx, (item, stage): (&Item, Stage)) -> Result<()> {
    if stage == Stage::Independent && knowledge_of(item).is_some() {
        tx.withdraw_sayings(&reference(item)).await?;
    }
    Ok(())
}

fn knowledge_of(item: &Item) -> Option<KnowledgeItemId> {
    let id = item.source_id.as_ref().filter(|_| item.source_kind == SourceKind::Knowledge)?;
    id.parse().ok()
}
