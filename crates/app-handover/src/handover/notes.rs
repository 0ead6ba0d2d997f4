//! Handover notes: every version kept, nobody's text lost, and what a receiver does not understand in them.

use app::{Cx, Error, Result, access::Field};
use kernel::{DepartureId, ItemId, NoteId, UnclearId};
use store::handover::{
    items::Said,
    notes::{Note, NoteHead, Unclear},
};

use super::{check_text, lint, seat::ItemSeat};

/// As much as a chapter; longer notes are split into items.
pub(super) const MOST_CHARS: usize = 100_000;

/// What became of a text that somebody wanted to save.
#[derive(Debug, Clone, PartialEq)]
pub enum SavedNote {
    /// It is the version with this number now.
    Saved(i64),
    /// It says what the newest version says already; nothing was written.
    Same,
    /// Somebody saved meanwhile: nothing was written, here is what is there now.
    Stale(Note),
}

/// Saves a note that was begun from version `base` (0 when there was none).
///
/// When another version came meanwhile, nothing is written and the other text is given back, so that both can be kept.
pub async fn save_note(
    cx: &Cx,
    departure: DepartureId,
    item: ItemId,
    (base, body): (i64, &str),
) -> Result<SavedNote> {
    let body = body.replace("\r\n", "\n");
    check_text("body", &body, MOST_CHARS)?;
    let body = body.trim_end();
    let attempt = cx
        .transact(|mut tx| async move {
            let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
            let newest = tx.find_note(item).await?;
            let version = newest.as_ref().map_or(0, |note| note.version);
            if let Some(note) = newest {
                if note.body == body {
                    return Ok(SavedNote::Same);
                }
                if note.version != base {
                    return Ok(SavedNote::Stale(note));
                }
            }
            let said = Said { by: cx.actor().account, at: cx.now() };
            tx.insert_note(cx.new_id::<NoteId>(), (item, version + 1), body, said).await?;
            lint::recount(cx, &mut tx, (&at.item, at.seat.case.person_id)).await?;
            let content = (item, version + 1, body);
            let receipt = tx.append(cx.event("handover.note-saved", departure, &content)?).await?;
            tx.commit(receipt).await?;
            Ok(SavedNote::Saved(version + 1))
        })
        .await;
    match attempt {
        Err(Error::Conflict("error-duplicate")) => newest_as_stale(cx, item).await,
        outcome => outcome,
    }
}

/// Two saved at the same moment: the database let one through.
async fn newest_as_stale(cx: &Cx, item: ItemId) -> Result<SavedNote> {
    let note = cx.read().await?.find_note(item).await?;
    note.map(SavedNote::Stale).ok_or(Error::Conflict("error-duplicate"))
}

/// A version of a note, the one before it, and the heads of the versions before `before`.
pub async fn note_versions(
    cx: &Cx,
    departure: DepartureId,
    item: ItemId,
    version: Option<i64>,
) -> Result<(ItemSeat, Option<Note>, Option<Note>, Vec<NoteHead>)> {
    let mut conn = cx.read().await?;
    let at = ItemSeat::load(cx, &mut conn, departure, item).await?;
    if !at.seat.sees(cx, Field::Notes) {
        return Err(Error::NotFound);
    }
    let shown = match version {
        Some(version) => Some(conn.find_note_version(item, version).await?.ok_or(Error::NotFound)?),
        None => conn.find_note(item).await?,
    };
    let before = match &shown {
        Some(note) => conn.find_note_version(item, note.version - 1).await?,
        None => None,
    };
    let heads = conn.list_note_versions(item, i64::MAX, 100).await?;
    Ok((at, shown, before, heads))
}

/// A receiver marks a line of the note that is not clear and asks.
pub async fn ask_unclear(
    cx: &Cx,
    departure: DepartureId,
    item: ItemId,
    (version, line, question): (i64, i64, &str),
) -> Result<()> {
    check_text("question", question, 500)?;
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        let me = at.seat.person.filter(|_| at.is_receiver).ok_or(Error::NotFound)?;
        let note = tx.find_note_version(item, version).await?.ok_or(Error::NotFound)?;
        let excerpt = line_of(&note.body, line).ok_or(Error::field("line", "error-no-such-line"))?;
        let new = Unclear {
            id: cx.new_id(),
            item_id: item,
            note_version: version,
            line,
            excerpt,
            question: question.trim().to_owned(),
            asked_by: me,
            asked_by_name: String::new(),
            asked_at: cx.now(),
            answer: String::new(),
            answered_by_name: String::new(),
            answered_at: None,
            cleared_at: None,
        };
        tx.insert_unclear(&new).await?;
        let content = (item, version, line, &new.question);
        let receipt = tx.append(cx.event("handover.unclear-asked", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The line with this number, shortened; a blank line is no passage.
fn line_of(body: &str, line: i64) -> Option<String> {
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    let text = body.lines().nth(index)?.trim();
    (!text.is_empty()).then(|| text.chars().take(200).collect())
}

/// The leaver, or who steers, answers what was not clear. Writing the answer into the note is the better way.
pub async fn answer_unclear(
    cx: &Cx,
    departure: DepartureId,
    (item, id): (ItemId, UnclearId),
    answer: &str,
) -> Result<()> {
    check_text("answer", answer, 2000)?;
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        if !at.seat.is_leaver && !at.seat.leads {
            return Err(Error::NotFound);
        }
        let said = (cx.actor().account, cx.now());
        if !tx.answer_unclear((item, id), answer.trim(), said).await? {
            return Err(Error::Conflict("error-unclear-cleared"));
        }
        let receipt =
            tx.append(cx.event("handover.unclear-answered", departure, &(item, id, answer))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The receiver who asked says that it is clear now.
pub async fn clear_unclear(cx: &Cx, departure: DepartureId, item: ItemId, id: UnclearId) -> Result<()> {
    cx.transact(|mut tx| async move {
        let at = ItemSeat::changing(cx, &mut tx, departure, item).await?;
        let me = at.seat.person.filter(|_| at.is_receiver).ok_or(Error::NotFound)?;
        if !tx.clear_unclear((item, id), me, cx.now()).await? {
            return Err(Error::Conflict("error-unclear-not-answered"));
        }
        let receipt = tx.append(cx.event("handover.unclear-cleared", departure, &(item, id))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn a_passage_is_a_line_with_something_on_it() {
        let body = "# 热处理\n\n保温时间视情况调整";
        assert_eq!(line_of(body, 3).as_deref(), Some("保温时间视情况调整"));
        assert_eq!(line_of(body, 2), None);
        assert_eq!(line_of(body, 0), None);
        assert_eq!(line_of(body, 4), None);
    }
}
