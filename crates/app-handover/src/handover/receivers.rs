//! Who takes an item over: two or more, one of them the questioner; each accepts once and signs off once.

use app::{Cx, Error, Result};
use kernel::{DepartureId, ItemId, PersonId};
use store::{Conn, Tx};

use super::seat::{ItemSeat, Seat};

/// More people than this on one item hinder one another.
const MOST_RECEIVERS: usize = 6;

/// Names a person as receiver of each of the items, found by employee number or by a name that only one bears.
///
/// Items that have the person already keep what they have; the answer is the number of items where the name is new.
pub async fn assign_receivers(
    cx: &Cx,
    departure: DepartureId,
    items: &[ItemId],
    (who, is_questioner): (&str, bool),
) -> Result<usize> {
    if items.is_empty() {
        return Err(Error::field("item", "error-choose-items"));
    }
    cx.transact(|mut tx| async move {
        let seat = Seat::leading(cx, &mut tx, departure).await?;
        let person = find_receiver(&mut tx, seat.case.person_id, who).await?;
        let mut added = 0;
        for item in items {
            added +=
                usize::from(name_receiver(cx, &mut tx, (departure, *item), (person, is_questioner)).await?);
        }
        let content = (items, person, is_questioner);
        let receipt = tx.append(cx.event("handover.receiver-named", departure, &content)?).await?;
        tx.commit(receipt).await?;
        Ok(added)
    })
    .await
}

async fn find_receiver(conn: &mut Conn, leaver: PersonId, who: &str) -> Result<PersonId> {
    let text = wanted(who);
    if text.is_empty() {
        return Err(Error::field("who", "error-required"));
    }
    let found = conn.find_staying(leaver, text).await?;
    match found.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Error::field("who", "error-no-such-receiver")),
        _ => Err(Error::field("who", "error-several-receivers")),
    }
}

/// The list of suggestions offers 赵磊 · 10023; the part after the dot is the employee number.
fn wanted(who: &str) -> &str {
    who.rsplit_once('·').map_or(who, |(_, number)| number).trim()
}

async fn name_receiver(
    cx: &Cx,
    tx: &mut Tx,
    (departure, item): (DepartureId, ItemId),
    (person, is_questioner): (PersonId, bool),
) -> Result<bool> {
    let at = ItemSeat::changing(cx, tx, departure, item).await?;
    let is_new = !at.receivers.iter().any(|receiver| receiver.person_id == person);
    if is_new && at.receivers.len() >= MOST_RECEIVERS {
        return Err(Error::Conflict("error-too-many-receivers"));
    }
    if is_new {
        tx.add_receiver(item, person, false).await?;
    }
    if is_questioner {
        tx.set_questioner(item, person).await?;
    }
    Ok(is_new)
}

/// Takes a receiver's name off an item. Attempts at the teach-back stay on record.
pub async fn remove_receiver(cx: &Cx, departure: DepartureId, item: ItemId, person: PersonId) -> Result<()> {
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        ItemSeat::changing(cx, &mut tx, departure, item).await?;
        if !tx.remove_receiver(item, person).await? {
            return Err(Error::NotFound);
        }
        let receipt = tx.append(cx.event("handover.receiver-removed", departure, &(item, person))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Makes one receiver of an item the one who asks, and nobody else.
pub async fn set_questioner(cx: &Cx, departure: DepartureId, item: ItemId, person: PersonId) -> Result<()> {
    cx.transact(|mut tx| async move {
        Seat::leading(cx, &mut tx, departure).await?;
        ItemSeat::changing(cx, &mut tx, departure, item).await?;
        if !tx.set_questioner(item, person).await? {
            return Err(Error::NotFound);
        }
        let receipt = tx.append(cx.event("handover.questioner-set", departure, &(item, person))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The receiver accepts an item: once.
pub async fn accept_item(cx: &Cx, departure: DepartureId, item: ItemId) -> Result<()> {
    cx.transact(|mut tx| async move {
        let me = receiving(cx, &mut tx, departure, item).await?;
        if !tx.accept_item(item, me, cx.now()).await? {
            return Err(Error::Conflict("error-accepted-already"));
        }
        let receipt = tx.append(cx.event("handover.item-accepted", departure, &(item, me))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The receiver says that the item is taken over: once, and after accepting it.
pub async fn sign_off(cx: &Cx, departure: DepartureId, item: ItemId, remark: &str) -> Result<()> {
    if remark.chars().count() > 500 {
        return Err(Error::field("remark", "error-too-long"));
    }
    cx.transact(|mut tx| async move {
        let me = receiving(cx, &mut tx, departure, item).await?;
        if !tx.sign_off_item(item, me, (cx.now(), remark.trim())).await? {
            return Err(Error::Conflict("error-sign-off"));
        }
        let receipt =
            tx.append(cx.event("handover.item-signed-off", departure, &(item, me, remark))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

async fn receiving(cx: &Cx, tx: &mut Tx, departure: DepartureId, item: ItemId) -> Result<PersonId> {
    let at = ItemSeat::changing(cx, tx, departure, item).await?;
    match at.seat.person {
        Some(me) if at.is_receiver => Ok(me),
        _ => Err(Error::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn a_suggestion_is_read_by_its_number_and_anything_else_as_it_is() {
        assert_eq!(wanted("赵磊 · 10023"), "10023");
        assert_eq!(wanted(" 赵磊 "), "赵磊");
        assert_eq!(wanted("10023"), "10023");
    }
}
