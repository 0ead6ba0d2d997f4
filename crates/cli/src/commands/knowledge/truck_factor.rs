//! `leavewell knowledge truck-factor`.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use connect::git::{self, Reading, Request};
use kernel::Date;
use knowledge::{
    authorship::Authorship,
    breaking::ALLOWANCE,
    glob::Glob,
    history::Identity,
    identity::{self, Merging, People},
    leaving::{self, Leaving},
    recent::{self, Recent},
    truck_factor::{TruckFactor, truck_factor},
};
use serde::Serialize;

use super::{TruckFactorArguments, answer, folders, percent};
use crate::{
    commands::input,
    output::{Failed, Outcome, is_terminal, tell},
};

/// The answer as programs read it.
#[derive(Serialize)]
struct Answer {
    tf: usize,
    tf_exact: usize,
    tf_pruned: usize,
    tf_at: BTreeMap<String, usize>,
    authors: Vec<Author>,
    removed: Vec<String>,
    files: usize,
    commits: usize,
    renames: &'static str,
    merged_identities: Vec<Merged>,
    status: &'static str,
    tf_exact_at_least: usize,
    exact_set: Vec<String>,
    coverage: Vec<f64>,
    lost_with: Vec<Lost>,
    files_without_active_author: usize,
    files_without_history: usize,
    partial_clone: bool,
    last_commit: String,
    recent: Lately,
    warnings: Vec<&'static str>,
}

#[derive(Serialize)]
struct Author {
    name: String,
    files: u32,
    share: f64,
}

/// Several identities taken for one person, and why.
#[derive(Serialize)]
struct Merged {
    name: String,
    identities: Vec<String>,
    because: Vec<Because>,
}

#[derive(Serialize)]
struct Because {
    one: String,
    other: String,
    same: &'static str,
}

/// The files of which one person is the only author who was active in the last 180 days.
#[derive(Serialize)]
struct Lost {
    name: String,
    files: usize,
    share: f64,
    solely: usize,
    effectively: usize,
    /// The share of the recent changes that these files took.
    recent_changes_share: f64,
    next_best: Option<String>,
}

/// The metric that forgets: beside the published one, never mixed into it.
#[derive(Serialize)]
struct Lately {
    tf: usize,
    tf_exact: usize,
    status: &'static str,
    files: usize,
    untouched_files: usize,
    window_days: i64,
    fades_days: i64,
    authors: Vec<Author>,
}

pub(super) fn run(arguments: &TruckFactorArguments) -> Result<Outcome, Failed> {
    let merging = Merging { near_names: arguments.near_names, by_hand: by_hand(arguments)? };
    let reading = read(arguments)?;
    let history = &reading.history;
    let people = identity::merge(&history.identities, &reading.commits_of, &merging);
    let metrics = Metrics::of(arguments, &reading, &people)?;
    if let Some(file) = &arguments.map {
        let map = leaving::map_of_folders(history, &people.of_identity, &people.names, arguments.depth);
        folders::write(&map, file).map_err(|error| {
            wrong(arguments, "map.unwritable", format!("{error:#}"), &file.display().to_string())
        })?;
    }
    let value = metrics.found().answer();
    answer(arguments.json, || text(&value), &value)
}

/// Everything that is asked of a history, worked out once.
pub(super) struct Metrics<'a> {
    reading: &'a Reading,
    people: &'a People,
    authorship: Authorship,
    factor: TruckFactor,
    lately: Recent,
    leaving: Leaving,
}

impl<'a> Metrics<'a> {
    /// Works it out; a repository without a file that counts is refused.
    pub(super) fn of(
        arguments: &TruckFactorArguments,
        reading: &'a Reading,
        people: &'a People,
    ) -> Result<Self, Failed> {
        let history = &reading.history;
        let authorship = Authorship::of(history, &people.of_identity, people.names.len());
        if authorship.files.is_empty() {
            let message = "the repository has no file of source left to count; look at --exclude and at the languages in it";
            let place = arguments.repository.display().to_string();
            return Err(wrong(arguments, "repository.no-source", message, &place));
        }
        let factor = truck_factor(&authorship, &people.names, ALLOWANCE);
        let lately = recent::recent(history, &people.of_identity, &people.names, ALLOWANCE);
        let leaving = leaving::leaving(history, &people.of_identity, &authorship);
        Ok(Self { reading, people, authorship, factor, lately, leaving })
    }

    /// How many files each person is an author of.
    pub(super) fn file_counts(&self) -> &[u32] {
        &self.authorship.file_counts
    }

    /// The answer of `truck-factor --json`.
    pub(super) fn report(&self) -> Result<String, Failed> {
        Ok(serde_json::to_string(&self.found().answer())?)
    }

    fn found(&self) -> Found<'_> {
        Found {
            reading: self.reading,
            people: self.people,
            authorship: &self.authorship,
            factor: &self.factor,
            lately: &self.lately,
            leaving: &self.leaving,
        }
    }
}

pub(super) fn wrong(
    arguments: &TruckFactorArguments,
    code: &str,
    message: impl Into<String>,
    at: &str,
) -> Failed {
    Failed::Input {
        code: code.to_owned(),
        message: message.into(),
        at: at.to_owned(),
        is_json: arguments.json,
    }
}

pub(super) fn read(arguments: &TruckFactorArguments) -> Result<Reading, Failed> {
    let day = |text: &String| {
        let day: Result<Date, _> = text.parse();
        day.map_err(|_| wrong(arguments, "date", format!("{text:?} is no day; write YYYY-MM-DD"), "--until"))
    };
    let glob = |pattern: &String| {
        Glob::new(pattern).map_err(|error| wrong(arguments, "glob", error.to_string(), "--exclude"))
    };
    let until = arguments.until.as_ref().map(day).transpose()?;
    let exclude = arguments.exclude.iter().map(glob).collect::<Result<Vec<Glob>, Failed>>()?;
    let seen = AtomicUsize::new(0);
    let watch = || {
        let seen = seen.fetch_add(1, Ordering::Relaxed) + 1;
        if seen.is_multiple_of(EVERY) && is_terminal() {
            tell(&format!("{seen} commits compared"));
        }
    };
    let reading = git::read(&arguments.repository, &Request { until, exclude }, &watch);
    reading.map_err(|error| {
        wrong(arguments, error.code(), error.to_string(), &arguments.repository.display().to_string())
    })
}

/// How often the progress is told.
const EVERY: usize = 5000;

/// Who is who by hand: the head `name,email,person`, one identity a row.
pub(super) fn by_hand(arguments: &TruckFactorArguments) -> Result<Vec<(Identity, String)>, Failed> {
    let Some(file) = &arguments.people else { return Ok(Vec::new()) };
    let bytes = input::bytes(file, arguments.json)?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes.as_slice());
    let broken = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        wrong(arguments, "csv", error.to_string(), &at_line(file, line))
    };
    if reader.headers().map_err(broken)? != ["name", "email", "person"].as_slice() {
        return Err(wrong(arguments, "csv.head", "the head has to be name,email,person", &at_line(file, 1)));
    }
    let mut assigned = Vec::new();
    for row in reader.records() {
        let row = row.map_err(broken)?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        if cell(2).is_empty() {
            let line = row.position().map_or(1, csv::Position::line);
            return Err(wrong(arguments, "csv.person", "the person is missing", &at_line(file, line)));
        }
        assigned.push((Identity { name: cell(0), email: cell(1) }, cell(2)));
    }
    Ok(assigned)
}

fn at_line(file: &Path, line: u64) -> String {
    format!("{}:{line}:1", file.display())
}

/// Everything that is known, before it is written down.
struct Found<'a> {
    reading: &'a Reading,
    people: &'a People,
    authorship: &'a Authorship,
    factor: &'a TruckFactor,
    lately: &'a Recent,
    leaving: &'a Leaving,
}

impl Found<'_> {
    fn answer(&self) -> Answer {
        let Self { reading, factor, .. } = self;
        Answer {
            tf: factor.tf_avelino,
            tf_exact: factor.exact.people.len(),
            tf_pruned: factor.tf_pruned,
            tf_at: factor.tf_at.iter().map(|(percent, tf)| (percent.to_string(), *tf)).collect(),
            authors: self.authors(factor, &self.authorship.file_counts),
            removed: self.names(&factor.removed),
            files: factor.files,
            commits: reading.commits,
            renames: reading.renames.code(),
            merged_identities: self.merged(),
            status: factor.exact.status.code(),
            tf_exact_at_least: factor.exact.at_least,
            exact_set: self.names(&factor.exact.people),
            coverage: factor.curve.iter().map(|covered| share(*covered, factor.files)).collect(),
            lost_with: self.lost_with(),
            files_without_active_author: self.leaving.without_active_author,
            files_without_history: self.authorship.without_history,
            partial_clone: reading.is_partial,
            last_commit: reading.last_commit.clone(),
            recent: self.recent(),
            warnings: self.warnings(),
        }
    }

    fn name(&self, person: u32) -> String {
        self.people.names.get(person as usize).cloned().unwrap_or_default()
    }

    fn names(&self, people: &[u32]) -> Vec<String> {
        people.iter().map(|person| self.name(*person)).collect()
    }

    fn authors(&self, factor: &TruckFactor, file_counts: &[u32]) -> Vec<Author> {
        let author = |person: &u32| {
            let files = file_counts.get(*person as usize).copied().unwrap_or(0);
            Author { name: self.name(*person), files, share: share(files as usize, factor.files) }
        };
        factor.authors.iter().map(author).collect()
    }

    fn merged(&self) -> Vec<Merged> {
        let identity = |at: u32| {
            self.reading.history.identities.get(at as usize).map(ToString::to_string).unwrap_or_default()
        };
        let merged = |merge: &identity::Merge| Merged {
            name: self.name(merge.person),
            identities: merge.identities.iter().map(|at| identity(*at)).collect(),
            because: merge
                .links
                .iter()
                .map(|link| Because {
                    one: identity(link.one),
                    other: identity(link.other),
                    same: link.why.code(),
                })
                .collect(),
        };
        self.people.merges.iter().map(merged).collect()
    }

    fn lost_with(&self) -> Vec<Lost> {
        let lost = |lost: &leaving::Lost| Lost {
            name: self.name(lost.person),
            files: lost.files(),
            share: share(lost.files(), self.factor.files),
            solely: lost.solely.len(),
            effectively: lost.effectively.len(),
            recent_changes_share: share(lost.recent_changes as usize, self.leaving.recent_changes as usize),
            next_best: lost.next_best.map(|person| self.name(person)),
        };
        self.leaving.lost.iter().map(lost).collect()
    }

    fn recent(&self) -> Lately {
        let Recent { factor, file_counts, untouched_files } = self.lately;
        Lately {
            tf: factor.tf_avelino,
            tf_exact: factor.exact.people.len(),
            status: factor.exact.status.code(),
            files: factor.files,
            untouched_files: *untouched_files,
            window_days: recent::WINDOW_DAYS,
            fades_days: recent::FADES_DAYS,
            authors: self.authors(factor, file_counts),
        }
    }

    fn warnings(&self) -> Vec<&'static str> {
        let warnings = [
            ("contents_missing_renames_exact", self.reading.renames == git::Renames::Exact),
            ("partial_clone", self.reading.is_partial),
            ("exact_minimum_not_proven", self.factor.exact.status == knowledge::breaking::Status::Feasible),
        ];
        warnings.into_iter().filter_map(|(code, is_so)| is_so.then_some(code)).collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of files stay far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The most people of whom it is said what is lost with them.
const LOST_SHOWN: usize = 5;

/// The most authors that people are shown.
const SHOWN: usize = 20;

fn text(answer: &Answer) -> String {
    let exact = match answer.status {
        "OPTIMAL" => format!("{} is the smallest set there is", answer.tf_exact),
        _ => format!(
            "a set of {} is known, none is smaller than {}",
            answer.tf_exact, answer.tf_exact_at_least
        ),
    };
    let at: Vec<String> = answer.tf_at.iter().map(|(percent, tf)| format!("{tf} at {percent} %")).collect();
    let mut lines = vec![
        format!(
            "Truck factor {} ({exact}; {} without those who hold little; {}).",
            answer.tf,
            answer.tf_pruned,
            at.join(", ")
        ),
        format!(
            "{} files of source, {} commits, renames by {}.",
            answer.files, answer.commits, answer.renames
        ),
    ];
    if answer.renames == "exact" {
        lines.push(
            "Contents are missing from this clone, so only renames without a change were seen.".to_owned(),
        );
    }
    let merged: usize = answer.merged_identities.iter().map(|merged| merged.identities.len()).sum();
    lines.push(format!(
        "{merged} identities were taken for {} people; --json lists why.",
        answer.merged_identities.len()
    ));
    lines.push(format!(
        "Of the last {} days, older work fading: {} (of {} files; {} not touched).",
        answer.recent.window_days, answer.recent.tf, answer.recent.files, answer.recent.untouched_files
    ));
    for lost in answer.lost_with.iter().take(LOST_SHOWN) {
        let next = lost.next_best.as_deref().map_or_else(String::new, |next| format!(", next best {next}"));
        lines.push(format!(
            "Only {} works on {} files ({} by authorship alone){next}.",
            lost.name, lost.files, lost.solely
        ));
    }
    lines.push("Left covered after each of the first has gone:".to_owned());
    for (author, covered) in
        answer.authors.iter().zip(answer.coverage.iter().skip(1)).take(SHOWN.max(answer.tf))
    {
        lines.push(format!(
            "{:>8} {:>6} files, then {:>7}  {}",
            percent(author.share),
            author.files,
            percent(*covered),
            author.name
        ));
    }
    lines.join("\n")
}
