//! Looking at what is sensitive: written down first, shown after.

use kernel::{DepartureId, PersonId};
use store::looks::Look;
use uuid::Uuid;

use crate::{
    Cx, Result,
    access::{Action, Field},
};

/// What a person reads of the own estimate: the words, and no number.
const EXPLANATION: &str = "explanation";

/// Records that the actor is about to see a class of field of somebody. When it cannot be recorded, the look fails.
///
/// Seeing the own data is not a look at somebody, and is not recorded.
pub async fn record_look(
    cx: &Cx,
    subject: PersonId,
    departure: Option<DepartureId>,
    fields: &[Field],
) -> Result<()> {
    if cx.actor().person == Some(subject) || !fields.iter().any(|field| field.is_sensitive()) {
        return Ok(());
    }
    let looks: Vec<Look> =
        fields.iter().filter(|f| f.is_sensitive()).map(|f| look(cx, subject, departure, *f)).collect();
    let looks = &looks;
    cx.transact(|mut tx| async move {
        for look in looks {
            tx.insert_look(Uuid::now_v7(), look).await?;
        }
        let classes: Vec<&str> = looks.iter().map(|look| look.field_class.as_str()).collect();
        let receipt = tx.append(cx.event("look.recorded", departure, &(subject, classes))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Records that the actor is about to read how the own estimate came about. To be given it is a right, and that it was
/// given is worth proving.
pub async fn record_explanation(cx: &Cx, own: PersonId) -> Result<()> {
    let look = &Look { field_class: EXPLANATION.to_owned(), ..look(cx, own, None, Field::Score) };
    cx.transact(|mut tx| async move {
        tx.insert_look(Uuid::now_v7(), look).await?;
        let receipt = tx.append(cx.event("look.recorded", None, &(own, EXPLANATION))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Records that the actor is about to see a class of field of each of these people, and why. When it cannot be recorded,
/// the look fails.
pub async fn record_looks_because(cx: &Cx, subjects: &[PersonId], field: Field, why: &str) -> Result<()> {
    if subjects.is_empty() {
        return Ok(());
    }
    let because = |subject: &PersonId| Look { reason: why.to_owned(), ..look(cx, *subject, None, field) };
    let looks: &Vec<Look> = &subjects.iter().map(because).collect();
    cx.transact(|mut tx| async move {
        for look in looks {
            tx.insert_look(Uuid::now_v7(), look).await?;
        }
        let receipt = tx.append(cx.event("look.recorded", None, &(why, field.code(), subjects))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Records that the actor is about to see a class of field of many people at once: a list, or a file made of it.
pub async fn record_look_at_many(cx: &Cx, field: Field, why: &str) -> Result<()> {
    if !field.is_sensitive() {
        return Ok(());
    }
    let look = &Look {
        subject_id: None,
        reason: why.to_owned(),
        ..look(cx, PersonId::from_uuid(Uuid::nil()), None, field)
    };
    cx.transact(|mut tx| async move {
        tx.insert_look(Uuid::now_v7(), look).await?;
        let content = (why, look.field_class.as_str());
        let receipt = tx.append(cx.event("look.recorded", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

fn look(cx: &Cx, subject: PersonId, departure: Option<DepartureId>, field: Field) -> Look {
    Look {
        at: cx.now(),
        account_id: cx.actor().account,
        display_name: String::new(),
        subject_id: Some(subject),
        subject_name: String::new(),
        departure_id: departure,
        field_class: field.code().to_owned(),
        reason: String::new(),
        id: String::new(),
    }
}

/// A page of looks, the newest first; `before` is the id of the last one seen.
pub async fn list_looks(cx: &Cx, before: &str) -> Result<Vec<Look>> {
    cx.allow(Action::Audit)?;
    Ok(cx.read().await?.list_looks(before, 50).await?)
}
