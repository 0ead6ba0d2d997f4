//! The signs of leaving as data: what they read, by which rule, and whom they fit.

use std::sync::LazyLock;

use serde::Deserialize;

use super::scanning::Found;

static BUILT_IN: &str = include_str!("../../data/signs.toml");

/// Everything in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signs {
    /// The streams of records.
    #[serde(rename = "stream")]
    pub streams: Vec<Stream>,
    /// The signs.
    #[serde(rename = "sign")]
    pub signs: Vec<Sign>,
    /// The kinds of leaver, the first that fits counts.
    #[serde(rename = "kind")]
    pub kinds: Vec<KindOfLeaver>,
    /// What is never read.
    pub never: Vec<Never>,
}

/// Records that are counted together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// Its code.
    pub code: String,
    /// Where its records are.
    pub source: StreamSource,
    /// Which kinds of them.
    pub kinds: Vec<String>,
    /// Whether the estimate may read it.
    #[serde(default = "yes")]
    pub score: bool,
}

const fn yes() -> bool {
    true
}

/// Where records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StreamSource {
    /// Absences that were applied for.
    Leave,
    /// Everything else that happened to people.
    Event,
}

/// A sign.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Its code; the page's text is `risk-sign-<code>`.
    pub code: String,
    /// The product's number for it.
    pub id: String,
    /// The streams it reads.
    pub streams: Vec<String>,
    /// Its rule.
    pub rule: Rule,
}

/// When a sign is there.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "of", rename_all = "lowercase", deny_unknown_fields)]
pub enum Rule {
    /// The scan found a change.
    Change {
        /// Which way: `rise` or `fall`.
        direction: String,
        /// The p-value from which it is shown, whether or not it stands among everybody.
        p_at_most: f64,
    },
    /// So many records within so many days.
    Count {
        /// How many.
        at_least: u32,
        /// Within how many days.
        within_days: i32,
    },
    /// Able, alone with much, and long in one post that nobody calls important.
    Standing {
        /// Items that nobody else can do.
        alone_with: usize,
        /// Months in the employment.
        months_in_post: i32,
    },
}

/// A kind of leaver (B1).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindOfLeaver {
    /// Its code; the page's texts are `risk-kind-<code>` and `risk-advice-<code>`.
    pub code: String,
    /// Months of service from which it fits.
    #[serde(default)]
    pub months_from: i32,
    /// Months of service below which it fits.
    #[serde(default = "forever")]
    pub months_below: i32,
    /// Fits only who is hard to replace.
    #[serde(default)]
    pub is_hard_to_replace: bool,
}

const fn forever() -> i32 {
    i32::MAX
}

/// Kinds of record that no stream may name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Never {
    /// Why: health, family …
    pub why: String,
    /// The kinds.
    pub kinds: Vec<String>,
}

/// What a sign may know of a person besides the records.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts {
    /// Months of service.
    pub months: i32,
    /// How many items nobody else can do.
    pub alone_with: usize,
    /// Whether the post is called critical.
    pub is_critical: bool,
    /// Whether the person leads others.
    pub is_head: bool,
    /// Whether somebody else could do it.
    pub is_hard_to_replace: bool,
}

/// A sign that is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The sign's code.
    pub sign: String,
    /// The change it rests on, by its place among those found.
    pub found: Option<usize>,
    /// How many records it rests on.
    pub count: u32,
}

/// The signs that come with the product. A broken file is found by the tests; here it is no sign at all.
pub fn signs() -> &'static Signs {
    static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
        toml::from_str(BUILT_IN).unwrap_or(Signs {
            streams: Vec::new(),
            signs: Vec::new(),
            kinds: Vec::new(),
            never: Vec::new(),
        })
    });
    &SIGNS
}

impl Signs {
    /// The signs that a person shows, from the changes that were found of this person, each with its place among all.
    /// `count` tells how many records of a stream lie within so many days.
    pub fn hits(
        &self,
        facts: &Facts,
        (own, streams): (&[(usize, &Found)], &[String]),
        count: impl Fn(&str, i32) -> u32,
    ) -> Vec<Hit> {
        let hit =
            |sign: &Sign, found: Option<usize>, count: u32| Hit { sign: sign.code.clone(), found, count };
        let of = |sign: &Sign| match &sign.rule {
            Rule::Change { direction, p_at_most } => {
                let fits = |one: &&(usize, &Found)| {
                    let (_, change) = one;
                    let stream = streams.get(change.stream);
                    change.is_rise == (direction == "rise")
                        && (change.is_flagged || change.p <= *p_at_most)
                        && stream.is_some_and(|code| sign.streams.contains(code))
                };
                let strongest = own.iter().filter(fits).min_by(|a, b| a.1.p.total_cmp(&b.1.p));
                strongest.map(|(place, _)| hit(sign, Some(*place), 0))
            }
            Rule::Count { at_least, within_days } => {
                let times: u32 = sign.streams.iter().map(|stream| count(stream, *within_days)).sum();
                (times >= *at_least).then(|| hit(sign, None, times))
            }
            Rule::Standing { alone_with, months_in_post } => {
                let fits = facts.alone_with >= *alone_with
                    && facts.months >= *months_in_post
                    && !facts.is_critical
                    && !facts.is_head;
                fits.then(|| hit(sign, None, u32::try_from(facts.alone_with).unwrap_or(u32::MAX)))
            }
        };
        self.signs.iter().filter_map(of).collect()
    }

    /// The kind of leaver that a person would be.
    pub fn kind(&self, facts: &Facts) -> &str {
        let fits = |kind: &&KindOfLeaver| {
            (kind.months_from..kind.months_below).contains(&facts.months)
                && (!kind.is_hard_to_replace || facts.is_hard_to_replace)
        };
        self.kinds.iter().find(fits).map_or("", |kind| &kind.code)
    }
}
