//! Several spellings, one person.
//!
//! Two identities are one person when their addresses are equal or their names are equal, upper and lower case alike; on wish
//! also when their names differ by one letter. Nothing merges by an empty name or address. Every merge is listed with its
//! reason, and whoever knows better can say who is who: what is assigned by hand merges with nothing else.

use std::collections::HashMap;

use crate::history::Identity;

/// Why two identities are one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// The same address.
    Email,
    /// The same name.
    Name,
    /// Names that differ by one letter.
    NearName,
    /// Said so by hand.
    Hand,
}

impl Why {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::NearName => "near_name",
            Self::Hand => "hand",
        }
    }
}

/// One entry of the audit list: several identities taken for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The person, by the place in [`People::names`].
    pub person: u32,
    /// The identities, by their places in the history.
    pub identities: Vec<u32>,
    /// Each step that joined two of them.
    pub links: Vec<Link>,
}

/// One step of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// An identity.
    pub one: u32,
    /// Another.
    pub other: u32,
    /// What they share.
    pub why: Why,
}

/// How to merge.
#[derive(Debug, Clone, Default)]
pub struct Merging {
    /// Whether names that differ by one letter are one person. Names of fewer than six letters never are.
    pub near_names: bool,
    /// Who is who by hand: an identity and a label; equal labels are one person, who merges with nothing else.
    pub by_hand: Vec<(Identity, String)>,
}

/// Who is who.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// The name that each person writes most.
    pub names: Vec<String>,
    /// For each identity of the history the person.
    pub of_identity: Vec<u32>,
    /// The audit list.
    pub merges: Vec<Merge>,
}

/// The fewest letters for names that differ by one to count as the same.
const SHORTEST_NEAR_NAME: usize = 6;

/// Merges identities; `counts` says how many commits each wrote, and decides which name a person keeps.
pub fn merge(identities: &[Identity], counts: &[u32], merging: &Merging) -> People {
    let mut joining = Joining::new(identities.len());
    let by_hand: HashMap<&Identity, &str> =
        merging.by_hand.iter().map(|(identity, label)| (identity, label.as_str())).collect();
    let key_by = |why: Why| {
        let by_hand = &by_hand;
        move |identity: &Identity| match (by_hand.get(identity), why) {
            (Some(label), Why::Hand) => Some((*label).to_owned()),
            (None, Why::Email) => folded(&identity.email),
            (None, Why::Name) => folded(&identity.name),
            _ => None,
        }
    };
    for why in [Why::Hand, Why::Email, Why::Name] {
        joining.join_equal(identities, why, key_by(why));
    }
    if merging.near_names {
        joining.join_near(identities, key_by(Why::Name));
    }
    joining.people(identities, counts, &by_hand)
}

fn folded(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    (!text.is_empty()).then_some(text)
}

/// Union-find with a memory of its reasons.
struct Joining {
    parents: Vec<u32>,
    links: Vec<Link>,
}

impl Joining {
    fn new(count: usize) -> Self {
        Self { parents: (0..count as u32).collect(), links: Vec::new() }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.parents[at as usize] != at {
            self.parents[at as usize] = self.parents[self.parents[at as usize] as usize];
            at = self.parents[at as usize];
        }
        at
    }

    fn join(&mut self, one: u32, other: u32, why: Why) {
        let (first, second) = (self.root(one), self.root(other));
        if first != second {
            self.parents[first.max(second) as usize] = first.min(second);
            self.links.push(Link { one, other, why });
        }
    }

    fn join_equal(&mut self, identities: &[Identity], why: Why, key: impl Fn(&Identity) -> Option<String>) {
        let mut seen = HashMap::new();
        for (at, identity) in identities.iter().enumerate() {
            if let Some(key) = key(identity) {
                let first = *seen.entry(key).or_insert(at as u32);
                self.join(first, at as u32, why);
            }
        }
    }

    /// Two words at distance one share a word that is either of them with at most one letter left out.
    fn join_near(&mut self, identities: &[Identity], key: impl Fn(&Identity) -> Option<String>) {
        let mut seen: HashMap<String, Vec<(u32, Vec<char>)>> = HashMap::new();
        for (at, identity) in identities.iter().enumerate() {
            let letters: Vec<char> = key(identity).unwrap_or_default().chars().collect();
            if letters.len() < SHORTEST_NEAR_NAME {
                continue;
            }
            for left_out in 0..=letters.len() {
                let short = letters.iter().enumerate().filter(|(place, _)| *place != left_out);
                let others = seen.entry(short.map(|(_, letter)| letter).collect()).or_default();
                for (other, _) in others.iter().filter(|(_, other)| are_near(other, &letters)) {
                    self.join(*other, at as u32, Why::NearName);
                }
                others.push((at as u32, letters.clone()));
            }
        }
    }

    fn people(
        mut self,
        identities: &[Identity],
        counts: &[u32],
        by_hand: &HashMap<&Identity, &str>,
    ) -> People {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut of_identity = vec![0; identities.len()];
        let mut number_of_root = HashMap::new();
        for at in 0..identities.len() as u32 {
            let root = self.root(at);
            let person = *number_of_root.entry(root).or_insert(groups.len() as u32);
            of_identity[at as usize] = person;
            match groups.get_mut(person as usize) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        let names = groups.iter().map(|group| name_of(group, identities, counts, by_hand)).collect();
        let merges = merges(&groups, &self.links, &of_identity);
        People { names, of_identity, merges }
    }
}

fn merges(groups: &[Vec<u32>], links: &[Link], of_identity: &[u32]) -> Vec<Merge> {
    let mut merges: Vec<Merge> = Vec::new();
    let mut place = vec![None; groups.len()];
    for link in links {
        let person = of_identity[link.one as usize];
        let at = *place[person as usize].get_or_insert_with(|| {
            merges.push(Merge { person, identities: groups[person as usize].clone(), links: Vec::new() });
            merges.len() - 1
        });
        merges[at].links.push(*link);
    }
    merges
}

fn name_of(
    group: &[u32],
    identities: &[Identity],
    counts: &[u32],
    by_hand: &HashMap<&Identity, &str>,
) -> String {
    let mut written: HashMap<&str, u32> = HashMap::new();
    for &at in group {
        let identity = &identities[at as usize];
        if let Some(label) = by_hand.get(identity) {
            return (*label).to_owned();
        }
        let name = if identity.name.trim().is_empty() { &identity.email } else { &identity.name };
        *written.entry(name).or_default() += counts.get(at as usize).copied().unwrap_or(0);
    }
    let most = written.into_iter().max_by(|(a, m), (b, n)| m.cmp(n).then_with(|| b.cmp(a)));
    most.map_or_else(String::new, |(name, _)| name.to_owned())
}

/// Whether one change, one more or one fewer letter makes one of the other.
fn are_near(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => short.get(same + 1..).unwrap_or_default() == long.get(same + 1..).unwrap_or_default(),
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(name: &str, email: &str) -> Identity {
        Identity { name: name.into(), email: email.into() }
    }

    fn merged(identities: &[Identity], merging: &Merging) -> People {
        merge(identities, &vec![1; identities.len()], merging)
    }

    #[test]
    fn equal_addresses_or_names_are_one_person_whatever_the_case() {
        let who = [
            identity("Li Na", "li@a.cn"),
            identity("li na", "home@b.cn"),
            identity("L", "HOME@b.cn"),
            identity("Bo", "bo@a.cn"),
        ];
        let people = merged(&who, &Merging::default());
        assert_eq!(people.of_identity, [0, 0, 0, 1]);
        let links: Vec<_> =
            people.merges[0].links.iter().map(|link| (link.one, link.other, link.why)).collect();
        assert_eq!(links, [(1, 2, Why::Email), (0, 1, Why::Name)]);
        assert_eq!(people.merges.len(), 1);
    }

    #[test]
    fn nothing_merges_by_an_empty_name_or_address() {
        let people = merged(
            &[identity("", "a@x"), identity("  ", "b@x"), identity("C", ""), identity("D", "")],
            &Merging::default(),
        );
        assert_eq!(people.of_identity, [0, 1, 2, 3]);
        assert_eq!(people.names, ["a@x", "b@x", "C", "D"]);
    }

    #[test]
    fn a_person_keeps_the_name_written_most() {
        let who = [identity("wang", "w@x"), identity("Wang Jianguo", "w@x")];
        assert_eq!(merge(&who, &[2, 9], &Merging::default()).names, ["Wang Jianguo"]);
    }

    #[test]
    fn near_names_merge_only_on_wish_and_only_when_long_enough() {
        let who = [
            identity("Jonsson", "a@x"),
            identity("Johnsson", "b@x"),
            identity("Jonssen", "c@x"),
            identity("Anna", "d@x"),
            identity("Anne", "e@x"),
        ];
        assert_eq!(merged(&who, &Merging::default()).of_identity, [0, 1, 2, 3, 4]);
        let wished = Merging { near_names: true, ..Merging::default() };
        assert_eq!(
            merged(&who, &wished).of_identity,
            [0, 0, 0, 1, 2],
            "one letter more, one letter changed; four letters never"
        );
    }

    #[test]
    fn what_is_said_by_hand_holds_against_the_rule() {
        let who = [
            identity("Li", "li@x"),
            identity("Li", "li@y"),
            identity("Li", "li@z"),
            identity("Zhao", "zhao@x"),
        ];
        let by_hand =
            vec![(who[1].clone(), "Li the younger".into()), (who[3].clone(), "Li the younger".into())];
        let people = merged(&who, &Merging { by_hand, ..Merging::default() });
        assert_eq!(people.of_identity, [0, 1, 0, 1]);
        assert_eq!(people.names, ["Li", "Li the younger"]);
    }

    #[test]
    fn nearness_is_at_most_one_letter() {
        let near =
            |a: &str, b: &str| are_near(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert!(
            near("abcdef", "abcdef")
                && near("abcdef", "abcdeg")
                && near("abcdef", "abdef")
                && near("bcdef", "abcdef")
        );
        assert!(!near("abcdef", "abcdgh") && !near("abcdef", "abef") && !near("abcdef", "badcef"));
    }
}
