//! What a note refers to, looked up in the company's own records: whether it is there, and when it last changed.
//!
//! Only what records are kept of is judged. Where there is no register of a kind, nothing is said of that kind, and the
//! page says that it was not checked. Nobody reads more of the records by this than that a name written down already is
//! there or not.

use std::collections::HashMap;

use app::{Error, Result};
use handover::lint::{Inventory, Mention, Referred, mentions};
use kernel::{Date, PersonId};
use knowledge::source::Rules;
use store::{
    Conn,
    handover::{inventory::CodeFolder, items::Item},
};

/// How many things of a kind were looked up, and of which kinds there is no register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookedUp {
    /// The kinds with how many were looked up, and how many of them are not there.
    pub kinds: Vec<(Referred, usize, usize)>,
    /// The kinds that the note names and nothing could be said of.
    pub unknown: Vec<Referred>,
}

impl LookedUp {
    fn count(&mut self, kind: Referred, is_there: Option<bool>) {
        let Some(is_there) = is_there else {
            if !self.unknown.contains(&kind) {
                self.unknown.push(kind);
            }
            return;
        };
        let missing = usize::from(!is_there);
        match self.kinds.iter_mut().find(|(held, ..)| *held == kind) {
            Some((_, all, gone)) => (*all, *gone) = (*all + 1, *gone + missing),
            None => self.kinds.push((kind, 1, missing)),
        }
    }
}

/// What the records answer about a note's references.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    found: Vec<(String, Option<Date>)>,
    absent: Vec<String>,
    pub(super) looked_up: LookedUp,
}

/// What the records say of one name.
enum Answer {
    /// It is there, changed on this day where that is known.
    There(Option<Date>),
    /// There are records of its kind, and it is not among them.
    Gone,
    /// There are no records of its kind.
    Unknown,
}

impl Answers {
    /// Looks up what a note names. `leaver` is nobody to name any more.
    pub(super) async fn read(conn: &mut Conn, (item, leaver): (&Item, PersonId), body: &str) -> Result<Self> {
        let text = body.to_owned();
        let named = tokio::task::spawn_blocking(move || mentions(&text)).await.map_err(Error::internal)?;
        let mut asked = Asked { item, leaver, folders: None, series: HashMap::new() };
        let mut answers = Self::default();
        for mention in named {
            match asked.about(conn, &mention).await? {
                Answer::There(changed) => {
                    answers.looked_up.count(mention.kind, Some(true));
                    answers.found.push((mention.name, changed));
                }
                Answer::Gone => {
                    answers.looked_up.count(mention.kind, Some(false));
                    answers.absent.push(mention.name);
                }
                Answer::Unknown => answers.looked_up.count(mention.kind, None),
            }
        }
        Ok(answers)
    }

    pub(super) fn inventory(&self) -> Inventory {
        Inventory::of_answers(self.found.clone(), &self.absent)
    }
}

/// What was asked already, so that nothing is read twice.
struct Asked<'a> {
    item: &'a Item,
    leaver: PersonId,
    folders: Option<Vec<CodeFolder>>,
    series: HashMap<String, bool>,
}

impl Asked<'_> {
    async fn about(&mut self, conn: &mut Conn, mention: &Mention) -> Result<Answer> {
        match mention.kind {
            Referred::Person => self.person(conn, mention).await,
            Referred::Number => self.number(conn, &mention.name).await,
            Referred::Place => self.place(conn, &mention.name).await,
            Referred::Item => {
                let departure = self.item.departure_id;
                let is_there = conn.is_titled(departure, &mention.written).await?
                    || conn.is_titled(departure, &mention.name).await?;
                let has_any = is_there || conn.count_titles(departure).await? > 0;
                Ok(answer(has_any, is_there))
            }
            Referred::Channel => {
                let is_there =
                    conn.is_channel(&mention.written).await? || conn.is_channel(&mention.name).await?;
                let has_any = is_there || conn.count_channels().await? > 0;
                Ok(answer(has_any, is_there))
            }
        }
    }

    async fn person(&mut self, conn: &mut Conn, mention: &Mention) -> Result<Answer> {
        let is_there = conn.is_colleague(self.leaver, &mention.written).await?
            || conn.is_colleague(self.leaver, &mention.name).await?;
        let has_any = is_there || conn.count_others(self.leaver).await? > 0;
        Ok(answer(has_any, is_there))
    }

    /// Numbers are judged within their own series only: ZC-0042 where assets are numbered ZC-, and no number of a drawing.
    async fn number(&mut self, conn: &mut Conn, number: &str) -> Result<Answer> {
        let Some(beginning) = number.find('-').and_then(|at| number.get(..=at)) else {
            return Ok(Answer::Unknown);
        };
        let is_known = if let Some(is_known) = self.series.get(beginning) {
            *is_known
        } else {
            let is_known = conn.is_asset_series(beginning).await?;
            self.series.insert(beginning.to_owned(), is_known);
            is_known
        };
        if !is_known {
            return Ok(Answer::Unknown);
        }
        Ok(match conn.find_asset_days(number).await? {
            Some(days) => Answer::There(days.issued_on.max(days.returned_on)),
            None => Answer::Gone,
        })
    }

    /// Places are judged where a code history was imported: a source file whose first folder is one of its.
    async fn place(&mut self, conn: &mut Conn, place: &str) -> Result<Answer> {
        let folders = if let Some(folders) = self.folders.take() {
            folders
        } else {
            conn.list_all_code_folders().await?
        };
        let answer = in_histories(&folders, place);
        self.folders = Some(folders);
        Ok(answer)
    }
}

fn answer(has_any: bool, is_there: bool) -> Answer {
    match (has_any, is_there) {
        (_, true) => Answer::There(None),
        (true, false) => Answer::Gone,
        (false, false) => Answer::Unknown,
    }
}

/// What the imported histories say of a path, which may begin with the name of a history.
fn in_histories(folders: &[CodeFolder], place: &str) -> Answer {
    let path = place.replace('\\', "/");
    let path = path.trim_matches(['`', '/']);
    // Histories keep the folders of source code; of other files they say nothing.
    if path.contains("://") || !Rules::built_in().counts(path.as_bytes()) {
        return Answer::Unknown;
    }
    let mut is_known = false;
    let mut found: Option<&CodeFolder> = None;
    for folder in folders {
        let path = path.strip_prefix(&format!("{}/", folder.history)).unwrap_or(path);
        let Some((first, _)) = path.split_once('/') else { continue };
        is_known |= folder.path.split('/').next() == Some(first);
        let is_in = path.strip_prefix(folder.path.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if is_in && found.is_none_or(|held| held.path.len() < folder.path.len()) {
            found = Some(folder);
        }
    }
    match found {
        Some(folder) => Answer::There(folder.changed_on),
        None if is_known => Answer::Gone,
        None => Answer::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &str) -> CodeFolder {
        CodeFolder {
            history: "billing".to_owned(),
            path: path.to_owned(),
            changed_on: Some("2026-05-01".parse().unwrap()),
        }
    }

    #[test]
    fn a_path_is_judged_only_below_the_folders_of_a_history_and_only_as_source() {
        let folders = [folder("src/plan"), folder("src"), folder("tools/report")];
        let is_there = |path: &str| match in_histories(&folders, path) {
            Answer::There(_) => Some(true),
            Answer::Gone => Some(false),
            Answer::Unknown => None,
        };
        assert_eq!(is_there("src/plan/main.rs"), Some(true));
        assert_eq!(is_there("billing/tools/report/run.py"), Some(true));
        assert_eq!(is_there("tools/reports/run.py"), Some(false));
        assert_eq!(is_there("other/run.py"), None, "another repository, of which nothing is known");
        assert_eq!(is_there("tools/reports/run.xlsx"), None, "no source");
        assert_eq!(is_there("https://git/src/x.rs"), None);
        assert_eq!(is_there(r"tools\report\run.py"), Some(true));
    }
}
