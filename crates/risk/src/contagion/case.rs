//! The question: people, ties, who leaves first.

use std::{borrow::Cow, collections::HashMap};

use serde::Deserialize;

use crate::{Error, Result};

/// The sum of the weights into one person may exceed 1 by this much: rounding in what was written.
const ROUNDING: f64 = 1e-9;

/// How leaving spreads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Model {
    /// Independent cascade: each tie is one trial of its own.
    #[serde(rename = "IC")]
    Cascade,
    /// Independent cascade, and people who leave for reasons of their own in round 0.
    #[serde(rename = "ICB")]
    CascadeWithBackground,
    /// Linear threshold: who has lost more weight than an unknown threshold leaves.
    #[serde(rename = "LT")]
    Threshold,
}

/// `to` may follow `from`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// Index of who leaves.
    pub from: u32,
    /// Index of who may follow.
    pub to: u32,
    /// Probability (cascade) or weight (threshold), 0 to 1.
    pub p: f64,
}

/// What a case is made of, by index of person.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// How leaving spreads.
    pub model: Model,
    /// What each person is called; every one different.
    pub names: Vec<String>,
    /// Who leaves first.
    pub seeds: Vec<u32>,
    /// How many rounds count; all when absent.
    pub horizon: Option<u32>,
    /// The ties. Parallel ones are separate trials, self loops are ignored.
    pub ties: Vec<Tie>,
    /// For each person the probability of leaving in round 0 anyway; empty without background.
    pub background: Vec<f64>,
    /// Groups whose leaving together is asked for.
    pub joint: Vec<Vec<u32>>,
}

/// A question that can be answered: everything in it has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub(super) parts: Parts,
}

impl Case {
    /// Checks the parts.
    pub fn new(parts: Parts) -> Result<Self> {
        let case = Self { parts };
        case.check_people()?;
        case.check_ties()?;
        case.check_background()?;
        Ok(case)
    }

    /// Reads a case in the form `contagion-case/1`. Unknown fields are refused by name; `exact`, the known answer that
    /// comes with published cases, is left unread.
    pub fn from_json(text: &str) -> Result<Self> {
        let wire: Wire<'_> = serde_json::from_str(text).map_err(|error| Error::Json {
            line: error.line(),
            column: error.column(),
            problem: plain(&error.to_string()),
        })?;
        wire.into_case()
    }

    /// What it is made of.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    pub(super) fn len(&self) -> usize {
        self.parts.names.len()
    }

    /// Ties that can act: no self loops, no zero.
    pub(super) fn acting(&self) -> impl Iterator<Item = Tie> + '_ {
        self.parts.ties.iter().copied().filter(|tie| tie.from != tie.to && tie.p > 0.0)
    }

    fn check_people(&self) -> Result<()> {
        let parts = &self.parts;
        if parts.names.is_empty() {
            return Err(wrong("/nodes", "is empty; name at least one person"));
        }
        if parts.names.len() > u32::MAX as usize / 2 {
            return Err(wrong("/nodes", "names too many people"));
        }
        let mut seen = vec![false; parts.names.len()];
        for (at, &seed) in parts.seeds.iter().enumerate() {
            match seen.get_mut(seed as usize) {
                Some(before) if !*before => *before = true,
                Some(_) => return Err(wrong(&format!("/seeds/{at}"), "is named twice; leave one out")),
                None => return Err(wrong(&format!("/seeds/{at}"), "is not among the nodes")),
            }
        }
        for (at, group) in parts.joint.iter().enumerate() {
            if group.iter().any(|&who| who as usize >= parts.names.len()) {
                return Err(wrong(&format!("/joint/{at}"), "names somebody who is not among the nodes"));
            }
        }
        Ok(())
    }

    fn check_ties(&self) -> Result<()> {
        let people = self.len();
        let mut weight = vec![0.0; people];
        for (at, tie) in self.parts.ties.iter().enumerate() {
            if tie.from as usize >= people || tie.to as usize >= people {
                return Err(wrong(&format!("/edges/{at}"), "names somebody who is not among the nodes"));
            }
            if !(0.0..=1.0).contains(&tie.p) {
                return Err(wrong(&format!("/edges/{at}/2"), "is not a probability; give 0 to 1"));
            }
            if self.parts.model == Model::Threshold && tie.from != tie.to {
                let sum = &mut weight[tie.to as usize];
                *sum += tie.p;
                if *sum > 1.0 + ROUNDING {
                    let problem = format!(
                        "brings the weights into {:?} to {sum}; in a threshold model they add up to 1 at most",
                        self.parts.names[tie.to as usize]
                    );
                    return Err(wrong(&format!("/edges/{at}/2"), &problem));
                }
            }
        }
        Ok(())
    }

    fn check_background(&self) -> Result<()> {
        let parts = &self.parts;
        if parts.background.is_empty() {
            return Ok(());
        }
        if parts.model != Model::CascadeWithBackground {
            return Err(wrong(
                "/background",
                "belongs to the model ICB only; change the model or leave it out",
            ));
        }
        if parts.background.len() != parts.names.len() {
            return Err(wrong("/background", "does not have one value for each person"));
        }
        for (&share, name) in parts.background.iter().zip(&parts.names) {
            if !(0.0..=1.0).contains(&share) {
                return Err(wrong(&pointer("/background", name), "is not a probability; give 0 to 1"));
            }
        }
        Ok(())
    }
}

/// The form of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<'a> {
    schema: Option<String>,
    #[serde(rename = "id")]
    _id: Option<String>,
    model: Model,
    #[serde(borrow)]
    nodes: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    seeds: Vec<Cow<'a, str>>,
    horizon: Option<u32>,
    #[serde(borrow)]
    edges: Vec<WireTie<'a>>,
    #[serde(borrow)]
    background: Option<HashMap<Cow<'a, str>, f64>>,
    #[serde(borrow, default)]
    joint: Vec<Vec<Cow<'a, str>>>,
    #[serde(rename = "note")]
    _note: Option<String>,
    #[serde(rename = "exact")]
    _exact: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct WireTie<'a>(#[serde(borrow)] Cow<'a, str>, #[serde(borrow)] Cow<'a, str>, f64);

impl Wire<'_> {
    fn into_case(self) -> Result<Case> {
        if let Some(schema) = &self.schema
            && schema != "contagion-case/1"
        {
            return Err(wrong("/schema", "is not contagion-case/1, the form that is understood"));
        }
        let index = self.index()?;
        let find = |name: &str, at: &dyn Fn() -> String| {
            index.get(name).copied().ok_or_else(|| wrong(&at(), &format!("{name:?} is not among the nodes")))
        };
        let seeds = find_each(&self.seeds, |name, at| find(name, &|| format!("/seeds/{at}")))?;
        let mut ties = Vec::with_capacity(self.edges.len());
        for (at, WireTie(from, to, p)) in self.edges.iter().enumerate() {
            let from = find(from, &|| format!("/edges/{at}/0"))?;
            let to = find(to, &|| format!("/edges/{at}/1"))?;
            ties.push(Tie { from, to, p: *p });
        }
        let mut joint = Vec::with_capacity(self.joint.len());
        for (at, group) in self.joint.iter().enumerate() {
            joint.push(find_each(group, |name, who| find(name, &|| format!("/joint/{at}/{who}")))?);
        }
        let background = self.background(&index)?;
        drop(index);
        Case::new(Parts {
            model: self.model,
            names: self.nodes.into_iter().map(Cow::into_owned).collect(),
            seeds,
            horizon: self.horizon,
            ties,
            background,
            joint,
        })
    }

    fn index(&self) -> Result<HashMap<&str, u32>> {
        let mut index = HashMap::with_capacity(self.nodes.len());
        for (at, name) in self.nodes.iter().enumerate() {
            if name.is_empty() {
                return Err(wrong(&format!("/nodes/{at}"), "is empty; everybody needs a name"));
            }
            if index.insert(name.as_ref(), at as u32).is_some() {
                return Err(wrong(
                    &format!("/nodes/{at}"),
                    &format!("{name:?} is named twice; leave one out"),
                ));
            }
        }
        Ok(index)
    }

    fn background(&self, index: &HashMap<&str, u32>) -> Result<Vec<f64>> {
        let Some(given) = &self.background else {
            return if self.model == Model::CascadeWithBackground {
                Err(wrong("/background", "is missing; the model ICB needs it"))
            } else {
                Ok(Vec::new())
            };
        };
        if given.is_empty() {
            return Ok(Vec::new());
        }
        let mut shares = vec![0.0; self.nodes.len()];
        // Sorted, so that of several faults the same one is named each time.
        let mut sorted: Vec<_> = given.iter().collect();
        sorted.sort_by(|left, right| left.0.cmp(right.0));
        for (name, &share) in sorted {
            let Some(&at) = index.get(name.as_ref()) else {
                return Err(wrong(&pointer("/background", name), "is not among the nodes"));
            };
            shares[at as usize] = share;
        }
        Ok(shares)
    }
}

fn find_each(names: &[Cow<'_, str>], find: impl Fn(&str, usize) -> Result<u32>) -> Result<Vec<u32>> {
    names.iter().enumerate().map(|(at, name)| find(name, at)).collect()
}

fn wrong(pointer: &str, problem: &str) -> Error {
    Error::Value { pointer: pointer.to_owned(), problem: problem.to_owned() }
}

fn pointer(parent: &str, name: &str) -> String {
    format!("{parent}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The reader's message without its place, which is said apart.
fn plain(message: &str) -> String {
    message.rsplit_once(" at line ").map_or(message, |(said, _)| said).to_owned()
}
