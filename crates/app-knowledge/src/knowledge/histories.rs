//! Code histories in the map: read by the command on the server, judged by people, then taken in.
//!
//! The web never names a path to be read: a history comes in by the command line alone. Authors are proposed by address or
//! name, and nobody is somebody until it is confirmed; folders become items, or are left out, by hand. What a history shows
//! raises nobody above "alone", lowers nobody of whom something else is known, and is marked as coming from it. The metrics of
//! the history stand beside the map and are never mixed into it.

use std::collections::{BTreeMap, HashMap};

use app::{Cx, Error, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{Date, HistoryId, KnowledgeItemId, PersonId};
use sha2::{Digest as _, Sha256};
use store::{
    Tx,
    knowledge::{
        MapItem,
        histories::{CodeAuthor, CodeFolder, CodeHistory, CodeIdentity, CodePart, Namesake},
        sayings::Saying,
    },
    people::Scope,
};

use super::{Frame, atlas::GIT, find_person, kept_frame};

/// What the command read of a repository.
#[derive(Debug, Clone)]
pub struct HistoryReading {
    /// What it is called here.
    pub name: String,
    /// The day of its last commit.
    pub ends_on: Date,
    /// Its metrics, as JSON.
    pub report: String,
    /// Every spelling, with the author it was taken for.
    pub identities: Vec<CodeIdentity>,
    /// The authors: name, files, day of the last commit.
    pub authors: Vec<(String, i64, Option<Date>)>,
    /// The folders with their files.
    pub folders: Vec<(String, i64)>,
    /// Who does what where.
    pub parts: Vec<CodePart>,
}

/// A history with everything that was read and decided.
#[derive(Debug)]
pub struct HistoryView {
    /// The history.
    pub history: CodeHistory,
    /// Its authors.
    pub authors: Vec<CodeAuthor>,
    /// Its folders.
    pub folders: Vec<CodeFolder>,
    /// Every spelling.
    pub identities: Vec<CodeIdentity>,
    /// How many levels taking it in now would say or refresh.
    pub waiting: usize,
}

/// What taking a history in did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// So many levels were said.
    pub said: usize,
    /// So many stood already, or were known better.
    pub same: usize,
}

/// Histories concern the company: HR keeps them, no line.
fn company(cx: &Cx) -> Result<Frame> {
    let frame = kept_frame(cx)?;
    if frame.scope == Scope::Company { Ok(frame) } else { Err(Error::Forbidden) }
}

/// The histories that were read.
pub async fn list_histories(cx: &Cx) -> Result<Vec<CodeHistory>> {
    company(cx)?;
    Ok(cx.read().await?.list_histories().await?)
}

/// Who is who by hand, of a history that may have been read before: spelling and label.
pub async fn labels_by_hand(cx: &Cx, name: &str) -> Result<Vec<((String, String), String)>> {
    company(cx)?;
    let mut conn = cx.read().await?;
    let Some(history) = conn.find_history(name.trim()).await? else { return Ok(Vec::new()) };
    let identities = conn.list_identities(history.id).await?;
    let labelled = identities.into_iter().filter(|identity| !identity.by_hand.is_empty());
    Ok(labelled.map(|identity| ((identity.name, identity.email), identity.by_hand)).collect())
}

/// Stores what was read of a history. The same again changes nothing; what was decided stays decided. True when it was news.
pub async fn put_history(cx: &Cx, reading: &HistoryReading) -> Result<(HistoryId, bool)> {
    company(cx)?;
    if reading.name.trim().is_empty() || reading.name.chars().count() > 120 {
        return Err(Error::field("name", "error-required"));
    }
    let digest = &URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{reading:?}").as_bytes()));
    cx.transact(|mut tx| async move {
        let before = tx.find_history(reading.name.trim()).await?;
        if let Some(before) = before.as_ref().filter(|before| before.digest == *digest) {
            return Ok((before.id, false));
        }
        let id = before.as_ref().map_or_else(|| cx.new_id(), |before| before.id);
        let decided = Decided::load(&mut tx, id).await?;
        tx.put_history(&as_history(cx, (id, digest), reading)).await?;
        tx.put_identities(id, &decided.identities(reading)).await?;
        let namesakes = tx.list_namesakes().await?;
        tx.put_code_authors(id, &authors(reading, &namesakes)).await?;
        decided.decide_again(&mut tx, (id, reading)).await?;
        tx.put_code_folders(id, &decided.folders(reading), &reading.parts).await?;
        let content = (id, reading.name.trim(), digest, reading.ends_on.to_string());
        let receipt = tx.append(cx.event("knowledge.history-read", None, &content)?).await?;
        tx.commit(receipt).await?;
        Ok((id, true))
    })
    .await
}

fn as_history(cx: &Cx, (id, digest): (HistoryId, &str), reading: &HistoryReading) -> CodeHistory {
    CodeHistory {
        id,
        name: reading.name.trim().to_owned(),
        read_at: cx.now(),
        ends_on: reading.ends_on,
        digest: digest.to_owned(),
        report: reading.report.clone(),
        applied_at: None,
    }
}

/// What somebody decided of a history that is read again.
struct Decided {
    labels: HashMap<(String, String), String>,
    authors: Vec<CodeAuthor>,
    folders: HashMap<String, (Option<KnowledgeItemId>, bool)>,
}

impl Decided {
    async fn load(tx: &mut Tx, id: HistoryId) -> Result<Self> {
        let identities = tx.list_identities(id).await?;
        let folders = tx.list_code_folders(id).await?;
        Ok(Self {
            labels: identities.into_iter().map(|held| ((held.name, held.email), held.by_hand)).collect(),
            authors: tx.list_code_authors(id).await?,
            folders: folders.into_iter().map(|held| (held.path, (held.item_id, held.is_left_out))).collect(),
        })
    }

    fn identities(&self, reading: &HistoryReading) -> Vec<CodeIdentity> {
        let labelled = |identity: &CodeIdentity| {
            let key = (identity.name.clone(), identity.email.clone());
            CodeIdentity { by_hand: self.labels.get(&key).cloned().unwrap_or_default(), ..identity.clone() }
        };
        reading.identities.iter().map(labelled).collect()
    }

    fn folders(&self, reading: &HistoryReading) -> Vec<CodeFolder> {
        let folder = |(path, files): &(String, i64)| {
            let (item_id, is_left_out) = self.folders.get(path).copied().unwrap_or((None, false));
            CodeFolder { path: path.clone(), files: *files, item_id, item_name: String::new(), is_left_out }
        };
        reading.folders.iter().map(folder).collect()
    }

    async fn decide_again(&self, tx: &mut Tx, (id, reading): (HistoryId, &HistoryReading)) -> Result<()> {
        for held in self.authors.iter().filter(|held| held.decided_at.is_some()) {
            if reading.authors.iter().any(|(name, ..)| *name == held.author) {
                let who = (held.person_id, held.is_nobody);
                tx.decide_author(id, &held.author, who, (None, held.decided_at)).await?;
            }
        }
        Ok(())
    }
}

/// The people of the roster by address and by name; a company's list is gone through once, not once for each author.
struct Roster {
    by_address: HashMap<String, Vec<PersonId>>,
    by_name: HashMap<String, Vec<PersonId>>,
}

impl Roster {
    fn of(namesakes: &[Namesake]) -> Self {
        let (mut by_address, mut by_name): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        for person in namesakes {
            if !person.email.is_empty() {
                by_address.entry(person.email.clone()).or_default().push(person.id);
            }
            by_name.entry(text::normalise(&person.name)).or_default().push(person.id);
        }
        Self { by_address, by_name }
    }

    /// The one person whom these keys lead to; nobody where they lead to several.
    fn only(index: &HashMap<String, Vec<PersonId>>, keys: Option<&Vec<String>>) -> Option<PersonId> {
        let mut found = keys.into_iter().flatten().filter_map(|key| index.get(key)).flatten();
        let first = found.next()?;
        found.all(|other| other == first).then_some(*first)
    }
}

/// The authors with a proposal each: the one person with that address, else the one with that name.
fn authors(reading: &HistoryReading, namesakes: &[Namesake]) -> Vec<CodeAuthor> {
    let roster = Roster::of(namesakes);
    let mut addresses: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for identity in &reading.identities {
        addresses.entry(&identity.author).or_default().push(identity.email.trim().to_lowercase());
        names.entry(&identity.author).or_default().push(text::normalise(&identity.name));
    }
    let author = |(name, files, last_on): &(String, i64, Option<Date>)| {
        let by_name = || Roster::only(&roster.by_name, names.get(name.as_str()));
        let (person_id, proposed_by) = match Roster::only(&roster.by_address, addresses.get(name.as_str())) {
            Some(person) => (Some(person), "email"),
            None => by_name().map_or((None, ""), |person| (Some(person), "name")),
        };
        CodeAuthor {
            author: name.clone(),
            files: *files,
            last_on: *last_on,
            person_id,
            person_name: String::new(),
            proposed_by: proposed_by.to_owned(),
            is_nobody: false,
            decided_at: None,
        }
    };
    reading.authors.iter().map(author).collect()
}

/// A history.
pub async fn open_history(cx: &Cx, id: HistoryId) -> Result<HistoryView> {
    company(cx)?;
    let mut conn = cx.read().await?;
    let history = conn.get_history(id).await?;
    let authors = conn.list_code_authors(id).await?;
    let folders = conn.list_code_folders(id).await?;
    let identities = conn.list_identities(id).await?;
    let waiting = sayings(cx, &mut conn, (&history, &authors, &folders)).await?.0.len();
    Ok(HistoryView { history, authors, folders, identities, waiting })
}

/// Says who an author is: somebody by number or name, nobody of ours, or undecided again.
pub async fn decide_author(
    cx: &Cx,
    id: HistoryId,
    author: &str,
    (who, is_nobody): (&str, bool),
) -> Result<()> {
    let frame = company(cx)?;
    let mut conn = cx.read().await?;
    conn.get_history(id).await?;
    let person: Option<PersonId> =
        if is_nobody { None } else { Some(find_person(&mut conn, frame, who, "who").await?.id) };
    drop(conn);
    cx.transact(|mut tx| async move {
        let by = (Some(cx.actor().account), Some(cx.now()));
        tx.decide_author(id, author, (person, is_nobody), by).await?;
        let content = (id, person, is_nobody);
        let receipt = tx.append(cx.event("knowledge.author-decided", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Gives a spelling a label: equal labels are one person, who merges with nothing else, from the next reading on.
pub async fn label_identity(cx: &Cx, id: HistoryId, (name, email): (&str, &str), label: &str) -> Result<()> {
    company(cx)?;
    if label.chars().count() > 120 {
        return Err(Error::field("label", "error-too-long"));
    }
    cx.transact(|mut tx| async move {
        tx.label_identity(id, (name, email), label.trim()).await?;
        let content = (id, !label.trim().is_empty());
        let receipt = tx.append(cx.event("knowledge.identity-labelled", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What becomes of a folder.
#[derive(Debug, Clone)]
pub enum Sort {
    /// It is this item of the register.
    Item(KnowledgeItemId),
    /// It becomes an item of its own, of this weight.
    New(i64),
    /// It is none.
    LeaveOut,
}

/// Says what a folder is.
pub async fn sort_folder(cx: &Cx, id: HistoryId, path: &str, how: &Sort) -> Result<()> {
    let frame = company(cx)?;
    if let Sort::New(weight) = how
        && !(1..=100).contains(weight)
    {
        return Err(Error::field("weight", "error-people-weight"));
    }
    cx.transact(|mut tx| async move {
        let history = tx.get_history(id).await?;
        let (item, is_left_out) = match how {
            Sort::LeaveOut => (None, true),
            Sort::Item(item) => (Some(tx.get_map_item(frame, *item).await?.id), false),
            Sort::New(weight) => (Some(new_item(cx, &mut tx, (&history, path), *weight).await?), false),
        };
        tx.sort_folder(id, path, (item, is_left_out)).await?;
        let content = (id, path, item, is_left_out);
        let receipt = tx.append(cx.event("knowledge.folder-sorted", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

async fn new_item(
    cx: &Cx,
    tx: &mut Tx,
    (history, path): (&CodeHistory, &str),
    weight: i64,
) -> Result<KnowledgeItemId> {
    let folders = tx.list_code_folders(history.id).await?;
    let folder = folders.into_iter().find(|folder| folder.path == path).ok_or(Error::NotFound)?;
    if folder.item_id.is_some() {
        return Err(Error::Conflict("error-already-so"));
    }
    let item = MapItem {
        id: cx.new_id(),
        name: path.to_owned(),
        kind: "code".to_owned(),
        area: history.name.clone(),
        weight,
        // Half an hour a file, from half a day to four days: an estimate to be corrected, like every other one.
        hours: (folder.files / 2).clamp(4, 32),
        created_on: Some(cx.today()),
        retired_on: None,
        retired_why: String::new(),
    };
    tx.add_knowledge_item(&item).await.map_err(|error| match error {
        store::Error::Duplicate => Error::Conflict("error-knowledge-duplicate"),
        error => error.into(),
    })?;
    Ok(item.id)
}

/// Takes what a history shows into the map, as far as authors are confirmed and folders are items. Again changes nothing.
pub async fn apply_history(cx: &Cx, id: HistoryId) -> Result<Taken> {
    company(cx)?;
    cx.transact(|mut tx| async move {
        let history = tx.get_history(id).await?;
        let authors = tx.list_code_authors(id).await?;
        let folders = tx.list_code_folders(id).await?;
        let (sayings, same) = sayings(cx, &mut tx, (&history, &authors, &folders)).await?;
        let taken = Taken { said: sayings.len(), same };
        if sayings.is_empty() {
            return Ok(taken);
        }
        tx.say_levels(&sayings).await?;
        tx.note_history_applied(id, cx.now()).await?;
        let content = (id, &history.name, taken.said, taken.same);
        let receipt = tx.append(cx.event("knowledge.history-applied", None, &content)?).await?;
        tx.commit(receipt).await?;
        Ok(taken)
    })
    .await
}

/// What it says that is not known yet or known better from elsewhere, and how much is.
async fn sayings(
    cx: &Cx,
    conn: &mut store::Conn,
    (history, authors, folders): (&CodeHistory, &[CodeAuthor], &[CodeFolder]),
) -> Result<(Vec<Saying>, usize)> {
    let confirmed: HashMap<&str, PersonId> = authors
        .iter()
        .filter(|author| author.decided_at.is_some() && !author.is_nobody)
        .filter_map(|author| Some((author.author.as_str(), author.person_id?)))
        .collect();
    let items: HashMap<&str, KnowledgeItemId> =
        folders.iter().filter_map(|folder| Some((folder.path.as_str(), folder.item_id?))).collect();
    // Several authors may be one person, several folders one item: the best that is shown counts.
    let mut best: BTreeMap<(KnowledgeItemId, PersonId), (i64, Date)> = BTreeMap::new();
    for part in conn.list_code_parts(history.id).await? {
        let (Some(item), Some(person)) = (items.get(part.path.as_str()), confirmed.get(part.author.as_str()))
        else {
            continue;
        };
        let held = best.entry((*item, *person)).or_insert((part.level, part.seen_on));
        *held = (held.0.max(part.level), held.1.max(part.seen_on));
    }
    let frame = company(cx)?;
    let mut known = HashMap::new();
    for saying in conn.list_map_sayings(frame).await? {
        known.insert((saying.item_id, saying.person_id), saying);
    }
    let is_news = |pair: &(KnowledgeItemId, PersonId), (level, seen_on): (i64, Date)| match known.get(pair) {
        None => true,
        Some(held) if held.source == GIT => held.level != level || held.seen_on < seen_on,
        Some(held) => held.level < level && held.seen_on <= seen_on,
    };
    let all = best.len();
    let news: Vec<Saying> = best
        .into_iter()
        .filter(|(pair, shown)| is_news(pair, *shown))
        .map(|((item_id, person_id), (level, seen_on))| Saying {
            id: cx.new_id::<uuid::Uuid>().to_string(),
            item_id,
            person_id,
            level,
            source: GIT.to_owned(),
            reference: format!("history:{}", history.id),
            remark: history.name.clone(),
            seen_on,
            said_by: cx.actor().account,
            said_at: cx.now(),
            is_withdrawn: false,
        })
        .collect();
    let same = all - news.len();
    Ok((news, same))
}
