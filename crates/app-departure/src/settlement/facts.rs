//! The facts of a settlement: what the registers say, and what a person entered with its source.
//!
//! A fact has a source or it is absent. What was entered counts before what is read from the registers, and is never
//! overwritten when those change: both are shown.

use app::{
    Cx, Error, Result,
    attachments::{self, Upload},
    cases::get_to_run,
};
use kernel::{Date, FactId};
use law::{
    Rules,
    rules::{Dated, Worth},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Conn, departures::Departure, leave::LeaveEvent, people::Person, settlement::EnteredFact};

/// How a fact is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A day.
    Date,
    /// An amount of yuan.
    Money,
    /// A number of days, halves allowed.
    Days,
    /// A whole number.
    Count,
    /// Yes or no.
    YesNo,
    /// One of these codes.
    Choice(&'static [&'static str]),
    /// Any of these codes, or `none`.
    Choices(&'static [&'static str]),
    /// A place's code.
    Place,
}

/// What a settlement can rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactKind {
    /// The code.
    pub code: &'static str,
    /// How it is written.
    pub kind: Kind,
    /// What it belongs to.
    pub group: &'static str,
}

const fn fact(group: &'static str, code: &'static str, kind: Kind) -> FactKind {
    FactKind { code, kind, group }
}

/// How service before 2008 is treated.
pub const PROFILES: [&str; 4] = ["NATIONAL_DEFAULT", "SHANGHAI", "GUANGDONG_2012", "BEIJING"];

/// What protects from dismissal without fault.
pub const PROTECTIONS: [&str; 8] = [
    "occupational_hazard",
    "occupational_disease_or_injury",
    "medical_period",
    "pregnancy",
    "maternity",
    "nursing",
    "fifteen_years_near_retirement",
    "other_by_law",
];

/// By which the statutory age of retirement is counted.
pub const CATEGORIES: [&str; 3] = ["man", "woman_55", "woman_50"];

/// Every fact, in the order of the page.
pub const KINDS: [FactKind; 36] = [
    fact("service", "service_start", Kind::Date),
    fact("service", "notice_days_given", Kind::Count),
    fact("service", "renewal_offered", Kind::YesNo),
    fact("service", "protected", Kind::Choices(&PROTECTIONS)),
    fact("service", "birth_date", Kind::Date),
    fact("service", "retirement_category", Kind::Choice(&CATEGORIES)),
    fact("pay", "avg12", Kind::Money),
    fact("pay", "last_month_wage", Kind::Money),
    fact("pay", "enterprise_avg_wage", Kind::Money),
    fact("pay", "wages_due", Kind::Money),
    fact("pay", "bonus_due", Kind::Money),
    fact("place", "region", Kind::Place),
    fact("place", "profile", Kind::Choice(&PROFILES)),
    fact("place", "local_avg_monthly_wage", Kind::Money),
    fact("place", "min_wage", Kind::Money),
    fact("leave", "joined_this_employer", Kind::Date),
    fact("leave", "cumulative_years", Kind::Count),
    fact("leave", "taken_days", Kind::Days),
    fact("leave", "avg12_excl_overtime", Kind::Money),
    fact("leave", "waived_in_writing", Kind::YesNo),
    fact("noncompete", "noncompete", Kind::YesNo),
    fact("noncompete", "noncompete_monthly", Kind::Money),
    fact("noncompete", "noncompete_months", Kind::Count),
    fact("noncompete", "access_to_secrets", Kind::YesNo),
    fact("training", "training_cost", Kind::Money),
    fact("training", "training_months", Kind::Count),
    fact("training", "training_served", Kind::Count),
    fact("training", "training_penalty", Kind::Money),
    fact("layoff", "layoff_total", Kind::Count),
    fact("layoff", "layoff_cut", Kind::Count),
    fact(
        "reading",
        "reading_severance",
        Kind::Choice(&["not_limited", "limited_to_twelve", "old_service_not_paid", "old_service_paid"]),
    ),
    fact("reading", "reading_damages_2n", Kind::Choice(&["A", "B"])),
    fact("reading", "reading_medical_subsidy", Kind::Choice(&["none", "six_months"])),
    fact("reading", "reading_tax", Kind::Choice(&["exemption_applies"])),
    fact("reading", "reading_minimum_wage", Kind::Choice(&["floor_applied", "floor_not_applied"])),
    fact("reading", "reading_repay", Kind::Choice(&["repaid", "not_repaid"])),
];

/// The groups, in the order of the page.
pub const GROUPS: [&str; 8] =
    ["service", "pay", "place", "leave", "noncompete", "training", "layoff", "reading"];

/// The kinds of document that a fact can rest on.
pub const SOURCES: [&str; 8] =
    ["payroll", "attendance", "contract", "personnel-file", "official", "agreement", "statement", "other"];

/// The fact with this code.
pub fn find_kind(code: &str) -> Option<&'static FactKind> {
    KINDS.iter().find(|kind| kind.code == code)
}

impl Kind {
    /// The value in its one form; nothing where it is not one of these.
    pub fn read(self, text: &str) -> Option<String> {
        let text = text.trim();
        match self {
            Self::Date => text.parse::<Date>().ok().filter(|_| text.len() == 10).map(|day| day.to_string()),
            Self::Money => {
                let plain = text.replace([',', '，'], "");
                let money: kernel::Money = plain.parse().ok()?;
                (money.fen() >= 0 && plain.len() <= 15).then(|| money.to_string())
            }
            Self::Days => {
                let is_half = |days: &f64| (0.0..=366.0).contains(days) && (days * 2.0).fract() == 0.0;
                text.parse::<f64>().ok().filter(is_half).map(|days| days.to_string())
            }
            Self::Count => text.parse::<u16>().ok().map(|count| count.to_string()),
            Self::YesNo => matches!(text, "yes" | "no").then(|| text.to_owned()),
            Self::Choice(codes) => codes.contains(&text).then(|| text.to_owned()),
            Self::Choices(codes) => read_list(text, codes),
            Self::Place => law::find_place(text).is_some().then(|| text.to_owned()),
        }
    }
}

/// Codes joined by commas; `none` stands alone.
fn read_list(text: &str, codes: &[&str]) -> Option<String> {
    let held: Vec<&str> = text.split(',').map(str::trim).filter(|code| !code.is_empty()).collect();
    if held == ["none"] {
        return Some("none".to_owned());
    }
    let is_known = !held.is_empty() && held.iter().all(|code| codes.contains(code));
    is_known.then(|| held.join(","))
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum Origin {
    /// Somebody entered it, with this document.
    Entered {
        /// The kind of document.
        document: String,
        /// Which.
        source: String,
        /// Who, as shown.
        by: String,
        /// When, in microseconds.
        at: i64,
        /// The entry, to which a file may be attached.
        id: FactId,
    },
    /// The register of people: the first day of the spell.
    Register,
    /// The register of employers: its city.
    Employer {
        /// The city as registered.
        city: String,
    },
    /// The dates of the departure.
    Dates,
    /// Recorded absences.
    Leave {
        /// How many there are.
        records: usize,
        /// Their sources.
        sources: Vec<String>,
    },
    /// A dated value of the place.
    Parameter(Box<Parameter>),
}

/// A value of a place that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// The parameter.
    pub id: String,
    /// From when it holds.
    pub starts: Date,
    /// Where it stands.
    pub citation: String,
    /// How well that is known.
    pub grade: String,
    /// When somebody compared it last.
    pub checked_on: Date,
    /// Whether the official notice was not seen.
    pub is_provisional: bool,
    /// Whether a newer one is to be expected: it began more than a year before the date.
    pub is_stale: bool,
}

/// A fact with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is.
    pub code: String,
    /// Its value, in its one form.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
    /// What the registers say, where somebody entered another value.
    pub instead_of: Option<String>,
}

/// The facts of a departure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(Vec<Fact>);

impl Facts {
    /// The value of a fact.
    pub fn get(&self, code: &str) -> Option<&str> {
        self.find(code).map(|fact| fact.value.as_str())
    }

    /// The fact.
    pub fn find(&self, code: &str) -> Option<&Fact> {
        self.0.iter().find(|fact| fact.code == code)
    }

    /// Whether a fact is there and says yes.
    pub fn is_yes(&self, code: &str) -> bool {
        self.get(code) == Some("yes")
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Fact> {
        self.0.iter()
    }

    /// What protects the person; nothing where it was not looked into.
    pub fn protections(&self) -> Option<Vec<&str>> {
        let text = self.get("protected")?;
        Some(text.split(',').filter(|code| *code != "none").collect())
    }

    /// The facts with one of them another, for "what if".
    #[must_use]
    pub fn with(&self, code: &str, value: Option<&str>) -> Self {
        let mut facts: Vec<Fact> = self.0.iter().filter(|fact| fact.code != code).cloned().collect();
        facts.extend(value.map(|value| Fact {
            code: code.to_owned(),
            value: value.to_owned(),
            origin: Origin::Dates,
            instead_of: None,
        }));
        Self(facts)
    }
}

/// What facts are gathered from.
pub(crate) struct Known<'k> {
    pub(crate) departure: &'k Departure,
    pub(crate) person: &'k Person,
    pub(crate) leave: &'k [LeaveEvent],
    pub(crate) entered: &'k [EnteredFact],
    pub(crate) rules: &'k Rules,
}

/// Gathers the facts: entered ones first, then what the registers say.
pub(crate) fn gather(known: &Known<'_>) -> Facts {
    let mut facts: Vec<Fact> = Vec::new();
    for kind in &KINDS {
        let entered = known.entered.iter().rev().find(|entry| entry.code == kind.code);
        let derived = derive(kind.code, known, &Facts(facts.clone()));
        let found = match entered.filter(|entry| !entry.value.is_empty()) {
            Some(entry) => Some(Fact {
                code: entry.code.clone(),
                value: entry.value.clone(),
                origin: Origin::Entered {
                    document: entry.source_kind.clone(),
                    source: entry.source.clone(),
                    by: entry.entered_by_name.clone(),
                    at: entry.entered_at.as_microsecond(),
                    id: entry.id,
                },
                instead_of: derived.map(|fact| fact.value).filter(|value| *value != entry.value),
            }),
            None => derived,
        };
        facts.extend(found);
    }
    Facts(facts)
}

/// What the registers say of a fact.
fn derive(code: &str, known: &Known<'_>, so_far: &Facts) -> Option<Fact> {
    let departure = known.departure;
    let (value, origin) = match code {
        "service_start" | "joined_this_employer" => (departure.hired_on.to_string(), Origin::Register),
        "notice_days_given" => {
            let days = law::days_between(departure.notice_on, departure.legal_end).max(0);
            (days.to_string(), Origin::Dates)
        }
        "region" => {
            let city = known.person.employer_city.clone();
            (law::place_of_city(&city)?.code.clone(), Origin::Employer { city })
        }
        "local_avg_monthly_wage" => regional("average-wage", known, so_far)?,
        "min_wage" => regional("minimum-wage", known, so_far)?,
        "taken_days" => taken(departure.legal_end, known.leave)?,
        _ => return None,
    };
    Some(Fact { code: code.to_owned(), value, origin, instead_of: None })
}

fn regional(name: &str, known: &Known<'_>, so_far: &Facts) -> Option<(String, Origin)> {
    let (region, day) = (so_far.get("region")?, known.departure.legal_end);
    let dated = known.rules.regional(region, name, day).ok()?;
    let Worth::Number(amount) = dated.worth else { return None };
    let id = format!("region/{region}/{name}");
    Some((amount.to_money().to_string(), Origin::Parameter(Box::new(parameter(id, dated, day)))))
}

pub(crate) fn parameter(id: String, dated: &Dated, day: Date) -> Parameter {
    Parameter {
        is_stale: id.starts_with("region/") && law::add_months(dated.from, 12) <= day,
        id,
        starts: dated.from,
        citation: dated.citation.text.to_string(),
        grade: format!("{:?}", dated.citation.grade),
        checked_on: dated.checked_on,
        is_provisional: dated.is_provisional,
    }
}

/// Days of annual leave in the year of the end, where absences are recorded for it; none recorded is not known.
fn taken(end: Date, leave: &[LeaveEvent]) -> Option<(String, Origin)> {
    let of_year: Vec<&LeaveEvent> = leave
        .iter()
        .filter(|event| event.kind == "annual" && event.starts.year() == end.year() && event.starts <= end)
        .collect();
    if of_year.is_empty() {
        return None;
    }
    let halves: i64 = of_year.iter().map(|event| event.half_days).sum();
    let days = if halves % 2 == 0 { (halves / 2).to_string() } else { format!("{}.5", halves / 2) };
    let mut sources: Vec<String> = of_year.iter().map(|event| event.source.clone()).collect();
    sources.sort_unstable();
    sources.dedup();
    Some((days, Origin::Leave { records: of_year.len(), sources }))
}

/// A fact as it is entered; an empty value takes the entry back.
#[derive(Debug, Clone)]
pub struct EnterFact {
    /// What it is.
    pub code: String,
    /// Its value.
    pub value: String,
    /// The kind of document.
    pub document: String,
    /// Which document.
    pub source: String,
    /// The document itself, where it is at hand.
    pub file: Option<Upload>,
}

/// Enters a fact with its source. Nothing is overwritten: the entry before stays in the record.
pub async fn enter_fact(cx: &Cx, departure: kernel::DepartureId, input: EnterFact) -> Result<()> {
    let case = get_to_run(cx, &mut cx.read().await?, departure).await?;
    case.departure.status.allows(departure::Action::Edit)?;
    let kind = find_kind(&input.code).ok_or(Error::NotFound)?;
    let is_back = input.value.trim().is_empty();
    let value = if is_back {
        String::new()
    } else {
        kind.kind.read(&input.value).ok_or_else(|| Error::field("value", "error-fact-value"))?
    };
    if !SOURCES.contains(&input.document.as_str()) {
        return Err(Error::field("document", "error-fact-document"));
    }
    if input.source.trim().is_empty() {
        return Err(Error::field("source", "error-fact-source"));
    }
    let entry = EnteredFact {
        id: cx.new_id(),
        code: kind.code.to_owned(),
        value,
        source_kind: input.document,
        source: input.source.trim().to_owned(),
        entered_by_name: String::new(),
        entered_at: cx.now(),
    };
    if let Some(upload) = input.file {
        let owner = entry.id.to_string();
        attachments::attach(cx, ("settlement-fact", &owner), Some(departure), upload).await?;
    }
    let entry = &entry;
    cx.transact(|mut tx| async move {
        tx.enter_settlement_fact(departure, entry, cx.actor().account).await?;
        let content = json!({
            "fact": entry.code, "value": entry.value, "document": entry.source_kind, "source": entry.source,
        });
        let receipt = tx.append(cx.event("settlement.fact-entered", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// What the leave register says of the person, and everything else that facts are gathered from.
pub(crate) async fn load_leave(conn: &mut Conn, departure: &Departure) -> Result<Vec<LeaveEvent>> {
    let next_year = Date::new(departure.legal_end.year().saturating_add(1), 1, 1).map_err(Error::internal)?;
    let least = kernel::LeaveEventId::from_uuid(uuid::Uuid::nil());
    Ok(conn.list_leave(departure.person_id, Some((next_year, least)), 400).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_into_its_one_form_or_refused() {
        assert_eq!(Kind::Money.read(" 16,800 ").as_deref(), Some("16800.00"));
        assert_eq!(Kind::Money.read("-1"), None);
        assert_eq!(Kind::Money.read("16800.001"), None);
        assert_eq!(Kind::Days.read("2.5").as_deref(), Some("2.5"));
        assert_eq!(Kind::Days.read("2.3"), None);
        assert_eq!(Kind::Date.read("2026-02-30"), None);
        assert_eq!(Kind::Choices(&PROTECTIONS).read("none").as_deref(), Some("none"));
        assert_eq!(Kind::Choices(&PROTECTIONS).read("none,pregnancy"), None);
        assert_eq!(Kind::Choices(&PROTECTIONS).read("pregnancy").as_deref(), Some("pregnancy"));
        assert_eq!(Kind::Choice(&PROFILES).read("national"), None);
    }

    #[test]
    fn every_fact_belongs_to_a_group_and_no_code_comes_twice() {
        let codes: std::collections::BTreeSet<_> = KINDS.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), KINDS.len());
        assert!(KINDS.iter().all(|kind| GROUPS.contains(&kind.group)));
    }
}
