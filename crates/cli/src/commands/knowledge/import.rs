//! `leavewell knowledge import`: reads the history of a repository on this machine and stores it for people to judge.
//!
//! Only whoever runs the server can name a path; the pages show what was read, confirm who its authors are, and take it into
//! the map. The labels that were given there by hand hold in this reading.

use std::collections::{HashMap, HashSet};

use app_knowledge::knowledge::{self as map, HistoryReading};
use kernel::{Date, Timestamp};
use knowledge::{
    history::Identity,
    identity::{self, Merging, People},
    leaving,
};
use store::knowledge::histories::{CodeIdentity, CodePart};

use super::{ImportArguments, TruckFactorArguments, truck_factor};
use crate::{
    commands::product,
    config::Config,
    output::{Failed, Outcome, say},
    serve,
};

pub(super) fn run(arguments: &ImportArguments) -> Result<Outcome, Failed> {
    if arguments.history.map.is_some() {
        let message =
            "the map goes into the database here; to write one to a file use knowledge truck-factor --map";
        return Err(truck_factor::wrong(&arguments.history, "argument", message, "--map"));
    }
    let mut config = Config::load(arguments.config.as_ref())?;
    if let Some(data) = &arguments.data {
        data.clone_into(&mut config.data);
    }
    product::runtime()?.block_on(import(arguments, &config))
}

async fn import(arguments: &ImportArguments, config: &Config) -> Result<Outcome, Failed> {
    let app = serve::open(&config.data, &config.url()?).await?;
    let asked = &arguments.history;
    if app.tenant().is_none() {
        let message = "there is no company yet; start leavewell serve once and make the first administrator";
        return Err(truck_factor::wrong(asked, "no-company", message, &config.data.display().to_string()));
    }
    let cx = app.system()?;
    let name = name(arguments)?;
    let labels = map::labels_by_hand(&cx, &name).await?;
    let reading = read(asked, &name, labels)?;
    let (id, is_news) = map::put_history(&cx, &reading).await?;
    app.db().close().await;
    let (authors, folders) = (reading.authors.len(), reading.folders.len());
    if asked.json {
        let answer = serde_json::json!({
            "id": id, "name": name, "changed": is_news, "authors": authors, "folders": folders,
        });
        say(&answer.to_string());
    } else if is_news {
        say(&format!(
            "{name}: {authors} authors, {folders} folders read. Confirm authors and folders on the page \
             “Code histories”; nothing is on the map before."
        ));
    } else {
        say(&format!("{name}: the same as when it was read before; nothing changed."));
    }
    Ok(Outcome::Answered)
}

/// The name given, or that of the folder.
fn name(arguments: &ImportArguments) -> Result<String, Failed> {
    let folder = || {
        let path = std::fs::canonicalize(&arguments.history.repository).ok()?;
        Some(path.file_name()?.to_string_lossy().trim_end_matches(".git").to_owned())
    };
    let name = arguments.name.clone().or_else(folder).unwrap_or_default();
    if name.trim().is_empty() {
        let message = "the repository needs a name here; write --name";
        return Err(truck_factor::wrong(&arguments.history, "name", message, "--name"));
    }
    Ok(name.trim().to_owned())
}

type Labels = Vec<((String, String), String)>;

fn read(asked: &TruckFactorArguments, name: &str, labels: Labels) -> Result<HistoryReading, Failed> {
    let reading = truck_factor::read(asked)?;
    let label = |((name, email), label)| (Identity { name, email }, label);
    let mut by_hand: Vec<(Identity, String)> = labels.into_iter().map(label).collect();
    by_hand.extend(truck_factor::by_hand(asked)?);
    let merging = Merging { near_names: asked.near_names, by_hand };
    let history = &reading.history;
    let people = identity::merge(&history.identities, &reading.commits_of, &merging);
    let names = unique(&people.names);
    let found = truck_factor::Metrics::of(asked, &reading, &people)?;
    let files = found.file_counts();
    let seen = leaving::last_seen(history, &people.of_identity, names.len());
    let authors = names
        .iter()
        .zip(files)
        .zip(&seen)
        .map(|((name, files), seen)| (name.clone(), i64::from(*files), seen.and_then(day)))
        .collect();
    let folders = leaving::map_of_folders(history, &people.of_identity, &names, asked.depth);
    let ends_on = day(history.ends_at).unwrap_or(Date::MIN);
    let paths = unique(&folders.items().iter().map(|item| item.name.clone()).collect::<Vec<_>>());
    let mut parts = Vec::new();
    for (at, path) in paths.iter().enumerate() {
        for cell in folders.cells(at) {
            let Some(author) = names.get(cell.person) else { continue };
            parts.push(CodePart {
                path: path.clone(),
                author: author.clone(),
                level: u8::from(cell.level).into(),
                seen_on: cell.seen_on.unwrap_or(ends_on),
            });
        }
    }
    let size = |item: &knowledge::map::Item| item.weight.to_string().parse().unwrap_or(0);
    Ok(HistoryReading {
        name: name.to_owned(),
        ends_on,
        report: found.report()?,
        identities: identities(&history.identities, &people, &names),
        authors,
        folders: paths.iter().cloned().zip(folders.items().iter().map(size)).collect(),
        parts,
    })
}

fn day(seconds: i64) -> Option<Date> {
    let at = Timestamp::from_second(seconds).ok()?;
    at.in_tz("Asia/Shanghai").ok().map(|zoned| zoned.date())
}

/// Names that can be told apart: of several alike the later ones carry a number.
fn unique(names: &[String]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut told = Vec::with_capacity(names.len());
    for name in names {
        let others = (2_u32..).map(|number| format!("{name} #{number}"));
        let free = std::iter::once(name.clone()).chain(others).find(|name| !taken.contains(name));
        let free = free.unwrap_or_else(|| name.clone());
        taken.insert(free.clone());
        told.push(free);
    }
    told
}

/// Every spelling with its author, and by what it was merged.
fn identities(all: &[Identity], people: &People, names: &[String]) -> Vec<CodeIdentity> {
    let mut why: HashMap<u32, &'static str> = HashMap::new();
    for link in people.merges.iter().flat_map(|merge| &merge.links) {
        for identity in [link.one, link.other] {
            why.entry(identity).or_insert_with(|| link.why.code());
        }
    }
    let identity = |((at, identity), person): ((u32, &Identity), &u32)| CodeIdentity {
        name: identity.name.clone(),
        email: identity.email.clone(),
        author: names.get(*person as usize).cloned().unwrap_or_default(),
        why: why.get(&at).copied().unwrap_or("").to_owned(),
        by_hand: String::new(),
    };
    (0_u32..).zip(all).zip(&people.of_identity).map(identity).collect()
}
