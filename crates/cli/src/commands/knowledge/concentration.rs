//! `leavewell knowledge concentration`.

use knowledge::{
    Error,
    breaking::Breaking,
    map::{By, Level, Map},
};
use serde::Serialize;

use super::{ConcentrationArguments, answer, percent};
use crate::{
    commands::input,
    output::{Failed, Outcome},
};

/// The answer as programs read it.
#[derive(Serialize)]
struct Answer {
    items: usize,
    people: usize,
    weight: f64,
    holds_at: u8,
    sole_holders: Vec<Sole>,
    unheld: Vec<Unheld>,
    lost_with: Vec<Loss>,
    breaking_set: Set,
    breaking_set_by_weight: Set,
    coverage: Vec<Covered>,
    share_first: ShareFirst,
}

/// An item that one person alone holds.
#[derive(Serialize)]
struct Sole {
    item: String,
    weight: f64,
    person: String,
    level: u8,
    /// Others hold it who have left or are inactive.
    effectively: bool,
    next_holder: Option<String>,
}

#[derive(Serialize)]
struct Unheld {
    item: String,
    weight: f64,
    next_holder: Option<String>,
}

#[derive(Serialize)]
struct Loss {
    person: String,
    items: Vec<String>,
    count: usize,
    weight: f64,
    share: f64,
}

#[derive(Serialize)]
struct Set {
    people: Vec<String>,
    size: usize,
    /// The share that nobody holds once they have gone.
    lost_share: f64,
    status: &'static str,
    at_least: usize,
}

#[derive(Serialize)]
struct Covered {
    /// Who has left as well; nobody at first.
    without: Option<String>,
    items: usize,
    share: f64,
    weight: f64,
    weight_share: f64,
}

#[derive(Serialize)]
struct ShareFirst {
    items: Vec<String>,
    size_before: usize,
    size_after: usize,
}

/// More than this share of the items without a holder is a break, in percent.
const BREAKS_AT: u64 = 50;

/// How many items are named to be shared first.
const SHARED: usize = 5;

pub(super) fn run(arguments: &ConcentrationArguments) -> Result<Outcome, Failed> {
    let bytes = input::bytes(&arguments.map, arguments.json)?;
    let map = Map::from_csv(&bytes).map_err(|error| refused(arguments, &error))?;
    let from = Level::new(arguments.holds_at).unwrap_or(Level::ALONE);
    let value = Asked { map: &map, from }.answer();
    answer(arguments.json, || text(&value), &value)
}

fn refused(arguments: &ConcentrationArguments, error: &Error) -> Failed {
    let file = arguments.map.display();
    let at = match error {
        Error::Table { line, column, .. } => format!("{file}:{line}:{column}"),
        Error::OpenBracket { .. } | Error::EmptyPattern => file.to_string(),
    };
    Failed::Input { code: "map".to_owned(), message: error.to_string(), at, is_json: arguments.json }
}

struct Asked<'a> {
    map: &'a Map,
    from: Level,
}

impl Asked<'_> {
    fn answer(&self) -> Answer {
        let Self { map, from } = *self;
        let by_count = self.breaking_set(By::Count);
        Answer {
            items: map.items().len(),
            people: map.people().len(),
            weight: map.weight().as_number(),
            holds_at: from.into(),
            sole_holders: self.sole_holders(),
            unheld: self.unheld(),
            lost_with: self.losses(),
            breaking_set: self.set(By::Count, &by_count),
            breaking_set_by_weight: self.set(By::Weight, &self.breaking_set(By::Weight)),
            coverage: self.coverage(),
            share_first: self.share_first(&by_count),
        }
    }

    fn item(&self, item: usize) -> String {
        self.map.items().get(item).map(|item| item.name.clone()).unwrap_or_default()
    }

    fn weight(&self, item: usize) -> f64 {
        self.map.items().get(item).map_or(0.0, |item| item.weight.as_number())
    }

    fn person(&self, person: usize) -> String {
        self.map.people().get(person).map(|person| person.name.clone()).unwrap_or_default()
    }

    /// For each of the items who should hold it next.
    fn next_holders(&self, items: &[usize]) -> Vec<Option<String>> {
        let next = self.map.next_holders(items, self.from);
        next.into_iter().map(|person| person.map(|person| self.person(person))).collect()
    }

    fn sole_holders(&self) -> Vec<Sole> {
        let level = |item, person| {
            self.map.cells(item).find(|cell| cell.person == person).map_or(0, |cell| cell.level.into())
        };
        let found = self.map.sole_holders(self.from);
        let items: Vec<usize> = found.iter().map(|sole| sole.item).collect();
        let sole = |(sole, next_holder): (&knowledge::map::Sole, _)| Sole {
            item: self.item(sole.item),
            weight: self.weight(sole.item),
            person: self.person(sole.person),
            level: level(sole.item, sole.person),
            effectively: sole.is_effectively,
            next_holder,
        };
        found.iter().zip(self.next_holders(&items)).map(sole).collect()
    }

    fn unheld(&self) -> Vec<Unheld> {
        let items = self.map.unheld(self.from);
        let unheld = |(item, next_holder): (&usize, _)| Unheld {
            item: self.item(*item),
            weight: self.weight(*item),
            next_holder,
        };
        items.iter().zip(self.next_holders(&items)).map(unheld).collect()
    }

    fn losses(&self) -> Vec<Loss> {
        let loss = |loss: knowledge::map::Loss| Loss {
            person: self.person(loss.person),
            count: loss.items.len(),
            items: loss.items.iter().map(|item| self.item(*item)).collect(),
            weight: loss.weight.as_number(),
            share: loss.weight.share_of(self.map.weight()),
        };
        self.map.losses(self.from).into_iter().map(loss).collect()
    }

    fn breaking_set(&self, by: By) -> Breaking {
        self.map.breaking_set(self.from, by, BREAKS_AT)
    }

    fn set(&self, by: By, Breaking { people, status, at_least, .. }: &Breaking) -> Set {
        let leaving: Vec<usize> = people.iter().map(|person| *person as usize).collect();
        let (items, weight) = self.map.coverage(self.from, &leaving).last().copied().unwrap_or_default();
        let kept = match by {
            By::Count => share(items, self.map.items().len()),
            By::Weight => weight.share_of(self.map.weight()),
        };
        Set {
            size: leaving.len(),
            people: leaving.into_iter().map(|person| self.person(person)).collect(),
            lost_share: 1.0 - kept,
            status: status.code(),
            at_least: *at_least,
        }
    }

    fn coverage(&self) -> Vec<Covered> {
        let order = self.map.worst_order(self.from);
        let without = std::iter::once(None).chain(order.iter().map(|person| Some(self.person(*person))));
        let covered = self.map.coverage(self.from, &order);
        let step = |(without, (items, weight)): (Option<String>, (usize, knowledge::map::Weight))| Covered {
            without,
            items,
            share: share(items, self.map.items().len()),
            weight: weight.as_number(),
            weight_share: weight.share_of(self.map.weight()),
        };
        without.zip(covered).map(step).collect()
    }

    fn share_first(&self, now: &Breaking) -> ShareFirst {
        let (items, then) = self.map.share_first(self.from, BREAKS_AT, now, SHARED);
        ShareFirst {
            items: items.into_iter().map(|item| self.item(item)).collect(),
            size_before: now.people.len(),
            size_after: then.people.len(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of items stay far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn text(answer: &Answer) -> String {
    let mut lines = vec![format!(
        "{} items, {} people; {} items have one holder, {} have none.",
        answer.items,
        answer.people,
        answer.sole_holders.len(),
        answer.unheld.len()
    )];
    for loss in &answer.lost_with {
        lines.push(format!(
            "without {}: {} items, {} of the weight",
            loss.person,
            loss.count,
            percent(loss.share)
        ));
    }
    lines.push(set_text("items", &answer.breaking_set));
    lines.push(set_text("weight", &answer.breaking_set_by_weight));
    for sole in &answer.sole_holders {
        let next = sole.next_holder.as_deref().map_or_else(String::new, |next| format!(", next {next}"));
        let effectively = if sole.effectively { " in effect" } else { "" };
        lines.push(format!("{} ({}): only {}{effectively}{next}", sole.item, sole.weight, sole.person));
    }
    if !answer.share_first.items.is_empty() {
        let ShareFirst { items, size_before, size_after } = &answer.share_first;
        lines.push(format!(
            "Share first: {}; the smallest group goes from {size_before} to {size_after}.",
            items.join(", ")
        ));
    }
    lines.join("\n")
}

fn set_text(of: &str, set: &Set) -> String {
    let proven = match set.status {
        "OPTIMAL" => "no fewer would do".to_owned(),
        _ => format!("at least {} are needed", set.at_least),
    };
    let people = set.people.join(", ");
    format!(
        "Without {people} ({}) {} of the {of} have no holder; {proven}.",
        set.size,
        percent(set.lost_share)
    )
}
