//! Family circumstances: what an employee chose to tell, so that the company can care (visiting leave, a post nearer home).
//!
//! The person offers it, names who may read it, and takes it back at will, which erases it; HR may write it down on the
//! person's word. It ends by itself. It is never an input of an estimate: `risk` cannot reach it, and a test keeps it so.

use app::{Cx, Error, Result, access::Action};
use app_knowledge::knowledge::find_person;
use jiff::ToSpan as _;
use kernel::{CircumstanceId, Date, PersonId};
use store::{
    circumstances::{CareReader, Circumstance, NewCircumstance, ToldTo},
    knowledge::Frame,
    people::Scope,
};

/// It is kept for at most so many years, then it has to be offered again.
const YEARS_AT_MOST: i32 = 2;
/// So many people can be named.
const READERS_AT_MOST: usize = 10;

/// What is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// What it is.
    pub body: String,
    /// What the person wishes for.
    pub wish: String,
    /// When it was offered; today when the person writes it.
    pub offered_on: Option<Date>,
    /// Until when it is kept.
    pub expires_on: Date,
    /// Who may read it: numbers or names, with commas between.
    pub readers: String,
}

/// What somebody told, as far as the viewer may read it.
#[derive(Debug)]
pub struct Care {
    /// What was told.
    pub told: Vec<Circumstance>,
    /// Who may read each.
    pub readers: Vec<CareReader>,
    /// Whether the viewer may write something down on the person's word.
    pub may_record: bool,
}

/// Those who named the viewer to read what they told.
pub async fn list_told_to(cx: &Cx) -> Result<Vec<ToldTo>> {
    let own = cx.actor().person.ok_or(Error::Forbidden)?;
    Ok(cx.read().await?.list_told_to(own, cx.today()).await?)
}

/// What the viewer told.
pub async fn list_own(cx: &Cx) -> Result<Care> {
    let own = cx.actor().person.ok_or(Error::Forbidden)?;
    care(cx, own, own).await
}

/// What somebody told, for who was named; HR finds the form even where there is nothing to read.
pub async fn list_of(cx: &Cx, person: PersonId) -> Result<Care> {
    let may_record = cx.allow(Action::EditPeople).is_ok() && cx.actor().person != Some(person);
    let reader = cx.actor().person;
    let found = match reader {
        Some(reader) if reader != person => care(cx, person, reader).await?,
        _ => Care { told: Vec::new(), readers: Vec::new(), may_record: false },
    };
    if found.told.is_empty() && !may_record {
        return Err(Error::NotFound);
    }
    if may_record {
        cx.read().await?.get_person(person, cx.scope()?).await?;
    }
    Ok(Care { may_record, ..found })
}

async fn care(cx: &Cx, person: PersonId, reader: PersonId) -> Result<Care> {
    let mut conn = cx.read().await?;
    let told = conn.list_circumstances(person, (cx.today(), reader)).await?;
    let mut readers = conn.list_care_readers(person).await?;
    readers.retain(|one| told.iter().any(|told| told.id == one.circumstance_id));
    Ok(Care { told, readers, may_record: false })
}

/// Keeps what the viewer tells.
pub async fn offer(cx: &Cx, told: &Told) -> Result<CircumstanceId> {
    let own = cx.actor().person.ok_or(Error::Forbidden)?;
    keep(cx, own, (told, cx.today())).await
}

/// Keeps what somebody told HR, with the day on which it was offered.
pub async fn record(cx: &Cx, person: PersonId, told: &Told) -> Result<CircumstanceId> {
    cx.allow(Action::EditPeople)?;
    if cx.actor().person == Some(person) {
        return Err(Error::NotFound);
    }
    cx.read().await?.get_person(person, cx.scope()?).await?;
    let offered = told.offered_on.ok_or_else(|| Error::field("offered_on", "error-required"))?;
    if offered > cx.today() {
        return Err(Error::field("offered_on", "error-talk-future"));
    }
    keep(cx, person, (told, offered)).await
}

async fn keep(cx: &Cx, person: PersonId, (told, offered_on): (&Told, Date)) -> Result<CircumstanceId> {
    if told.body.trim().is_empty() {
        return Err(Error::field("body", "error-required"));
    }
    let latest = cx.today().checked_add(YEARS_AT_MOST.years()).map_err(Error::internal)?;
    if told.expires_on < cx.today() || told.expires_on > latest {
        return Err(Error::field("expires_on", "error-care-expiry"));
    }
    let new = &NewCircumstance {
        row: Circumstance {
            id: cx.new_id(),
            person_id: person,
            body: told.body.trim().to_owned(),
            wish: told.wish.trim().to_owned(),
            offered_on,
            expires_on: told.expires_on,
            is_own: cx.actor().person == Some(person),
        },
        readers: find_readers(cx, person, &told.readers).await?,
    };
    cx.transact(|mut tx| async move {
        tx.add_circumstance(new, (cx.actor().account, cx.now(), cx.today())).await?;
        // What was told is not in the log's contents: taking it back has to erase it everywhere.
        let content =
            (new.row.id, person, &new.readers, offered_on.to_string(), new.row.expires_on.to_string());
        let receipt = tx.append(cx.event("care.offered", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(new.row.id)
}

async fn find_readers(cx: &Cx, person: PersonId, text: &str) -> Result<Vec<PersonId>> {
    let company = Frame { scope: Scope::Company, department: None };
    let mut conn = cx.read().await?;
    let mut readers = Vec::new();
    for name in text.split([',', '，', '、', ';', '；', '\n']).filter(|name| !name.trim().is_empty()) {
        let reader = find_person(&mut conn, company, name, "readers").await?.id;
        if reader != person && !readers.contains(&reader) {
            readers.push(reader);
        }
    }
    if readers.len() > READERS_AT_MOST {
        return Err(Error::field("readers", "error-care-readers"));
    }
    Ok(readers)
}

/// Takes something back: the person's own right, at any time and without a reason.
pub async fn take_back(cx: &Cx, id: CircumstanceId) -> Result<()> {
    let own = cx.actor().person.ok_or(Error::Forbidden)?;
    cx.transact(|mut tx| async move {
        tx.erase_circumstance(id, own).await?;
        let receipt = tx.append(cx.event("care.taken-back", None, &(id, own))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Erases what is past its day: the night's work. What was told is nowhere else.
pub async fn expire(cx: &Cx) -> Result<u64> {
    cx.allow(Action::RunRisk)?;
    let today = cx.today();
    cx.transact(|mut tx| async move {
        let gone = tx.expire_circumstances(today).await?;
        if gone == 0 {
            return Ok(0);
        }
        let receipt = tx.append(cx.event("care.expired", None, &(today, gone))?).await?;
        tx.commit(receipt).await?;
        Ok(gone)
    })
    .await
}
