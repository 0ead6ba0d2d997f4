//! The roster, absences, the knowledge register, customers, duties, assets, projects.

use std::collections::HashMap;

use app::Cx;
use app_people::people::{
    ContractEnd, EventEntry, KnowledgeEntry, LeaveEntry, NewAsset, NewCustomer, NewDuty, ProjectEntry,
    RosterEntry, SpellStatus, apply_events, apply_knowledge, apply_leave, apply_projects, apply_roster,
    create_assets, create_customers, create_duties,
};
use kernel::{Date, PersonId};

use super::numbers;
use crate::{
    Result,
    company::Company,
    holdings::{Asset, Member},
    people::{Person, Spell},
};

/// Where everything came from, as far as the product tells.
const SOURCE: &str = "demo";

/// What was put in when the product was introduced: who was there then, what they knew and held, who had been away.
pub(super) async fn introduce(cx: &Cx, company: &Company) -> Result<()> {
    let day = company.begins;
    apply_roster(cx, &roster(company, day)).await?;
    apply_knowledge(cx, &knowledge(company)).await?;
    let numbers = numbers(cx).await?;
    let id = |number: &String| numbers.get(number).copied();
    create_customers(cx, &customers(company, id)).await?;
    create_duties(cx, &duties(company, id)).await?;
    create_assets(cx, &assets(company, &numbers, |asset| asset.issued_on <= day)).await?;
    apply_projects(cx, &projects(company, &numbers, day)).await?;
    add_records(cx, company, (Date::MIN, day)).await
}

/// The roster again, with who came and left since, and what was issued since.
pub(super) async fn bring_up_to_date(cx: &Cx, company: &Company) -> Result<()> {
    apply_roster(cx, &roster(company, company.later)).await?;
    let numbers = numbers(cx).await?;
    create_assets(cx, &assets(company, &numbers, |asset| asset.issued_on > company.begins)).await?;
    apply_projects(cx, &projects(company, &numbers, company.later)).await?;
    Ok(())
}

/// Absences that began, and what was said, after a day and until another; what is there already stays as it is.
pub(super) async fn add_records(cx: &Cx, company: &Company, (after, until): (Date, Date)) -> Result<()> {
    // Whoever is new comes with the next roster.
    let numbers = numbers(cx).await?;
    let is_wanted = |number: &String, day: Date| day > after && day <= until && numbers.contains_key(number);
    let absences: Vec<LeaveEntry> =
        absences(company).filter(|entry| is_wanted(&entry.emp_no, entry.starts)).collect();
    apply_leave(cx, &absences).await?;
    let words: Vec<EventEntry> =
        words(company).filter(|entry| is_wanted(&entry.emp_no, entry.on_day)).collect();
    apply_events(cx, &words).await?;
    Ok(())
}

/// The roster as it stood on a day: whoever came later is not in it, whoever left later is still there.
fn roster(company: &Company, day: Date) -> Vec<RosterEntry> {
    let mut rows = Vec::new();
    for person in &company.people {
        let had_begun = person.spells.iter().filter(|spell| spell.hired_on <= day);
        rows.extend(had_begun.map(|spell| row(company, (person, spell), day)));
    }
    rows
}

fn row(company: &Company, (person, spell): (&Person, &Spell), day: Date) -> RosterEntry {
    let department = company.firm.department(&person.department);
    let employer = department.and_then(|department| company.firm.employer_of(department));
    let ended = company.ended.get(&person.name).filter(|_| day >= company.later).copied();
    let left_on = spell.left_on.filter(|left_on| *left_on < day).or(ended);
    let status = match left_on {
        Some(_) => SpellStatus::Left,
        None if spell.is_probation => SpellStatus::Probation,
        None => SpellStatus::Active,
    };
    RosterEntry {
        employer: employer.map(|employer| employer.name.clone()),
        city: employer.map(|employer| employer.city.clone()),
        department: department.map(crate::organisation::Department::levels).unwrap_or_default(),
        post: Some(person.post.clone()),
        manager_no: person.manager_no.clone(),
        left_on,
        status: Some(status),
        contract_from: Some(spell.contract_from),
        contract_end: Some(spell.contract_until.map_or(ContractEnd::Open, ContractEnd::On)),
        id_number: Some(person.id_number.clone()),
        phone: Some(person.phone.clone()),
        email: Some(person.email.clone()),
        ..RosterEntry::new(person.emp_no.clone(), person.name.clone(), spell.hired_on)
    }
}

fn absences(company: &Company) -> impl Iterator<Item = LeaveEntry> + '_ {
    company.leave.iter().map(|absence| LeaveEntry {
        emp_no: absence.emp_no.clone(),
        kind: absence.kind.to_owned(),
        starts: absence.starts,
        ends: absence.ends,
        half_days: absence.half_days,
        reference: absence.reference.clone(),
        source: SOURCE.to_owned(),
    })
}

fn words(company: &Company) -> impl Iterator<Item = EventEntry> + '_ {
    company.words.iter().map(|word| EventEntry {
        emp_no: word.emp_no.clone(),
        kind: word.kind.to_owned(),
        on_day: word.on_day,
        amount: 0,
        details: String::new(),
        reference: word.reference.clone(),
        source: SOURCE.to_owned(),
    })
}

fn knowledge(company: &Company) -> Vec<KnowledgeEntry> {
    let entry = |known: &crate::knowledge::Known| KnowledgeEntry {
        item: known.item.clone(),
        area: known.area.clone(),
        kind: Some(known.kind.clone()),
        weight: Some(known.weight),
        hours: Some(known.hours),
        emp_no: known.holder.as_ref().map(|(number, _)| number.clone()),
        level: known.holder.as_ref().map(|(_, level)| *level),
        source: SOURCE.to_owned(),
        seen_on: known.seen_on,
    };
    company.knowledge.iter().map(entry).collect()
}

fn customers(company: &Company, id: impl Fn(&String) -> Option<PersonId>) -> Vec<NewCustomer> {
    let new = |partner: &crate::holdings::Partner| NewCustomer {
        name: partner.name.clone(),
        kind: partner.kind.clone(),
        contact: partner.contact.clone(),
        owner: partner.owner.as_ref().and_then(&id),
        second: partner.second.as_ref().and_then(&id),
        last_contact_on: Some(partner.last_contact_on),
        weight: partner.weight,
    };
    company.holdings.partners.iter().map(new).collect()
}

fn duties(company: &Company, id: impl Fn(&String) -> Option<PersonId>) -> Vec<NewDuty> {
    let new = |duty: &crate::holdings::Duty| {
        Some(NewDuty {
            person: id(&duty.owner)?,
            title: duty.title.clone(),
            kind: duty.kind.clone(),
            weight: duty.weight,
            hours: duty.hours,
            due_on: duty.due_on,
        })
    };
    company.holdings.duties.iter().filter_map(new).collect()
}

/// Who had joined which project by a day.
fn projects(company: &Company, numbers: &HashMap<String, PersonId>, day: Date) -> Vec<ProjectEntry> {
    let members = company.holdings.members.iter();
    let there = members.filter(|member| member.joined_on <= day && numbers.contains_key(&member.emp_no));
    let entry = |member: &Member| ProjectEntry {
        reference: format!("{}|{}", member.project, member.emp_no),
        project: member.project.clone(),
        emp_no: member.emp_no.clone(),
        project_role: member.role.clone(),
        joined_on: Some(member.joined_on),
        left_on: None,
        details: serde_json::json!({"project_no": member.number}).to_string(),
    };
    there.map(entry).collect()
}

fn assets(
    company: &Company,
    numbers: &HashMap<String, PersonId>,
    is_wanted: impl Fn(&Asset) -> bool,
) -> Vec<NewAsset> {
    let new = |asset: &Asset| NewAsset {
        asset_no: asset.number.clone(),
        name: asset.name.clone(),
        kind: asset.kind.clone(),
        holder: numbers.get(&asset.holder).copied(),
        issued_on: Some(asset.issued_on),
    };
    company.holdings.assets.iter().filter(|asset| is_wanted(asset)).map(new).collect()
}
