//! Attachments: durable in the vault before anybody is told, with an entry in the log that commits to their hash; read
//! only by those who may see what they are attached to, and each look written down first.

use kernel::{AttachmentId, DepartureId, PersonId, Role};
use serde_json::json;
use store::{Conn, attachments::Attachment, departures::Viewer, looks::Look};
use uuid::Uuid;

use crate::{
    Cx, Error, Result,
    access::{Action, Field, Relation, Visibility, visible},
    cases::get_case,
};

/// Proofs of service and issued papers: only those who see the legal side of a departure open them.
const LEGAL: [&str; 2] = ["notice-", "paper"];

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The name it came with.
    pub file_name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A file on its way out.
#[derive(Debug)]
pub struct Download {
    /// The name to offer.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Its content.
    pub content: vault::Content,
}

/// Attaches a file to something of a departure. Whoever calls has decided that the actor may.
pub async fn attach(
    cx: &Cx,
    (owner_kind, owner_id): (&str, &str),
    departure: Option<DepartureId>,
    upload: Upload,
) -> Result<AttachmentId> {
    let stored = cx.app().vault().put_bytes(&upload.bytes, &upload.file_name).await.map_err(vault_error)?;
    let new = Attachment {
        id: cx.new_id(),
        owner_kind: owner_kind.to_owned(),
        owner_id: owner_id.to_owned(),
        departure_id: departure,
        file_name: stored.download_name,
        stored_name: stored.name.to_string(),
        media_type: stored.media_type.to_string(),
        size_bytes: i64::try_from(stored.size).unwrap_or(i64::MAX),
        sha256: stored.sha256.to_string(),
        uploaded_by: cx.actor().account,
        uploaded_at: cx.now(),
    };
    let held = &new;
    cx.transact(|mut tx| async move {
        tx.create_attachment(held).await?;
        let content = json!({
            "attachment": held.id, "owner_kind": held.owner_kind, "owner_id": held.owner_id,
            "file_name": held.file_name, "size_bytes": held.size_bytes, "sha256": held.sha256,
        });
        let receipt = tx.append(cx.event("attachment.added", held.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(new.id)
}

/// What is attached to one thing; whoever calls has decided that the actor may see it.
pub async fn list(cx: &Cx, owner_kind: &str, owner_id: &str) -> Result<Vec<Attachment>> {
    Ok(cx.read().await?.list_attachments(owner_kind, owner_id).await?)
}

/// Opens a file for the actor, who may see what it is attached to. The look is recorded before.
pub async fn open(cx: &Cx, id: AttachmentId) -> Result<Download> {
    let mut conn = cx.read().await?;
    let attachment = conn.get_attachment(id).await?;
    authorise(cx, &mut conn, &attachment).await?;
    let subject = match attachment.departure_id {
        Some(departure) => Some(conn.get_departure(&Viewer::ALL, departure).await?.person_id),
        None => None,
    };
    drop(conn);
    record(cx, &attachment, subject).await?;
    let name = attachment.stored_name.parse().map_err(vault_error)?;
    let content = cx.app().vault().get(&name).await.map_err(vault_error)?;
    Ok(Download { file_name: attachment.file_name, media_type: attachment.media_type, content })
}

/// Who may see the departure may see its files: proofs of tasks with its clearing, of pay with pay, everything else with
/// its handover.
async fn authorise(cx: &Cx, conn: &mut Conn, attachment: &Attachment) -> Result<()> {
    let departure = attachment.departure_id.ok_or(Error::NotFound)?;
    let kind = attachment.owner_kind.as_str();
    let is_legal = LEGAL.iter().any(|area| kind.starts_with(area));
    if is_legal {
        cx.allow(Action::SeeLegal).map_err(|_| Error::NotFound)?;
    }
    let field = match kind {
        "payment" | "settlement-fact" => Field::Pay,
        "task" => Field::Clearing,
        _ if is_legal => Field::Clearing,
        _ => Field::Handover,
    };
    match get_case(cx, conn, departure).await {
        // The papers behind a settlement are not for the one it is about; what was issued is on the own page.
        Ok(case) if field == Field::Pay && case.relation == Relation::Oneself => {}
        Ok(case) if case.shows(cx, field) => return Ok(()),
        Ok(_) | Err(Error::NotFound | Error::Forbidden) => {}
        Err(error) => return Err(error),
    }
    if field == Field::Handover && takes_part(cx, conn, departure, field).await? {
        return Ok(());
    }
    Err(Error::NotFound)
}

/// The leaver and the receivers see the files of the handover, never the proofs of the clearing.
async fn takes_part(cx: &Cx, conn: &mut Conn, departure: DepartureId, field: Field) -> Result<bool> {
    let Some(person) = cx.actor().person else { return Ok(false) };
    let departure = conn.get_departure(&Viewer::ALL, departure).await?;
    let relation = if departure.person_id == person && cx.actor().has(Role::Leaver) {
        Relation::Oneself
    } else if cx.actor().has(Role::Receiver) && conn.receives_in(departure.id, person).await? {
        Relation::ReceivesFrom
    } else {
        return Ok(false);
    };
    Ok(departure.announced_at.is_some() && visible(cx.actor(), relation, field) == Visibility::Show)
}

async fn record(cx: &Cx, attachment: &Attachment, subject: Option<PersonId>) -> Result<()> {
    let look = &Look {
        at: cx.now(),
        account_id: cx.actor().account,
        display_name: String::new(),
        subject_name: String::new(),
        subject_id: subject,
        departure_id: attachment.departure_id,
        field_class: "document".to_owned(),
        reason: String::new(),
        id: String::new(),
    };
    cx.transact(|mut tx| async move {
        tx.insert_look(Uuid::now_v7(), look).await?;
        let content = json!({ "attachment": attachment.id });
        let receipt = tx.append(cx.event("attachment.opened", attachment.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What went wrong with a file, beside the field where the sender can mend it.
pub fn vault_error(error: vault::Error) -> Error {
    match error {
        vault::Error::TooLarge { .. } => Error::field("file", "error-file-too-large"),
        vault::Error::Empty => Error::field("file", "error-file-empty"),
        vault::Error::TypeNotAllowed => Error::field("file", "error-file-type"),
        vault::Error::BadName => Error::NotFound,
        error @ (vault::Error::NoSpace(_) | vault::Error::Io { .. } | vault::Error::BrokenOff(_)) => {
            Error::Unavailable(Box::new(error))
        }
        error @ vault::Error::Missing(_) => Error::internal(error),
    }
}
