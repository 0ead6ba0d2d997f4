//! The company's own words for the heads and choices of tables. They count from the next reading on.

use app::{Cx, Error, Result, access::Action};
use kernel::Timestamp;
use paper::import::{Kind, OwnWords, WordTrouble};
use store::Conn;

/// The own words for one kind of table.
#[derive(Debug, Clone)]
pub struct KindWords {
    /// The words.
    pub words: OwnWords,
    /// Who saved them last, and when; none while there are none. The name is empty for the system.
    pub saved: Option<(String, Timestamp)>,
}

/// What became of words that were to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedWords {
    /// They count now.
    Done,
    /// Nothing was saved: these are wrong.
    Refused(Vec<WordTrouble>),
}

/// The own words for a kind.
pub async fn get_words(cx: &Cx, kind: Kind) -> Result<KindWords> {
    cx.allow(Action::ImportWords)?;
    let stored = cx.read().await?.list_import_words().await?;
    let Some(found) = stored.into_iter().find(|stored| stored.kind == kind.code()) else {
        return Ok(KindWords { words: OwnWords::default(), saved: None });
    };
    let words = OwnWords::from_json(&found.words).map_err(Error::internal)?;
    Ok(KindWords { words, saved: Some((found.saved_by_name, found.saved_at)) })
}

/// Saves the own words for a kind in place of those before: all of them or, when one is wrong, none.
pub async fn save_words(cx: &Cx, kind: Kind, words: &OwnWords) -> Result<SavedWords> {
    cx.allow(Action::ImportWords)?;
    let troubles = words.check(kind);
    if !troubles.is_empty() {
        return Ok(SavedWords::Refused(troubles));
    }
    let text = &words.to_json().map_err(Error::internal)?;
    cx.transact(|mut tx| async move {
        tx.save_import_words((kind.code(), text), cx.actor().account, cx.now()).await?;
        let receipt = tx.append(cx.event("import.words-saved", None, &(kind.code(), text))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(SavedWords::Done)
}

/// Everything a reading uses. A word that a newer version of the program knows as something else is left out, so that
/// it can never turn a file round.
pub(super) async fn words_in_use(conn: &mut Conn) -> Result<Vec<(Kind, OwnWords)>> {
    let stored = conn.list_import_words().await?;
    let read = stored.iter().filter_map(|stored| {
        let kind: Kind = stored.kind.parse().ok()?;
        let mut words = OwnWords::from_json(&stored.words).ok()?;
        for trouble in words.check(kind) {
            words.leave_out(&trouble);
        }
        Some((kind, words))
    });
    Ok(read.collect())
}
