//! The Merkle tree of RFC 6962, section 2.1: leaves, nodes, the root, and a frontier that grows by one leaf at a time.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

use crate::{Error, Hash, Result};

/// The hash of one entry: `SHA-256(0x00 || entry)`.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(entry);
    Hash::from_bytes(hasher.finalize().into())
}

/// The hash of two subtrees: `SHA-256(0x01 || left || right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([1]);
    hasher.update(left.as_bytes());
    hasher.update(right.as_bytes());
    Hash::from_bytes(hasher.finalize().into())
}

/// The root over the leaves, in their order; of no leaves it is `SHA-256("")`.
pub fn root(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.append(leaf);
    }
    frontier.root()
}

/// The right edge of a tree: the roots of its complete subtrees, the largest first.
///
/// It is all that is needed to append a leaf and to know the root, 64 hashes at most however long the log. A tree of
/// 300 = 256 + 32 + 8 + 4 leaves has four of them. The text form is `v1 <size> <hash> …`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// How many leaves the tree has; also the index that the next leaf gets.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf.
    pub fn append(&mut self, leaf: Hash) {
        let mut joined = leaf;
        // Each trailing one bit of the size is a complete subtree as large as what is being added.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                joined = node_hash(&left, &joined);
            }
        }
        self.subtrees.push(joined);
        self.size += 1;
    }

    /// The root of the tree as it stands.
    pub fn root(&self) -> Hash {
        let from_the_right = self.subtrees.iter().rev().copied();
        from_the_right.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }
}

fn empty_root() -> Hash {
    Hash::from_bytes(Sha256::digest([]).into())
}

impl fmt::Display for Frontier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v1 {}", self.size)?;
        self.subtrees.iter().try_for_each(|hash| write!(f, " {hash}"))
    }
}

impl FromStr for Frontier {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let mut words = text.split(' ');
        if words.next() != Some("v1") {
            return Err(Error::NotAFrontier("an unknown version"));
        }
        let size = words.next().unwrap_or_default();
        let size: u64 = size.parse().map_err(|_| Error::NotAFrontier("the size is not a number"))?;
        let subtrees: Vec<Hash> = words.map(str::parse).collect::<Result<_>>()?;
        if subtrees.len() != size.count_ones() as usize {
            return Err(Error::NotAFrontier("the number of hashes does not belong to the size"));
        }
        Ok(Self { size, subtrees })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition of RFC 6962 2.1, word for word: split at the largest power of two smaller than n.
    fn root_by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [leaf] => *leaf,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                node_hash(&root_by_definition(&leaves[..split]), &root_by_definition(&leaves[split..]))
            }
        }
    }

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|i| leaf_hash(i.to_string().as_bytes())).collect()
    }

    #[test]
    fn the_root_of_nothing_is_the_hash_of_nothing() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(root([]).to_string(), expected);
    }

    #[test]
    fn the_empty_entry_has_the_leaf_hash_of_the_reference() {
        let expected = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
        assert_eq!(leaf_hash(b"").to_string(), expected);
    }

    #[test]
    fn the_frontier_agrees_with_the_definition_at_every_size() {
        let all = leaves(300);
        for size in 0..=all.len() {
            assert_eq!(root(all[..size].iter().copied()), root_by_definition(&all[..size]), "size {size}");
        }
    }

    #[test]
    fn a_frontier_read_from_its_text_goes_on_as_the_same_tree() {
        let all = leaves(70);
        let mut kept = Frontier::default();
        for leaf in &all {
            kept = kept.to_string().parse().unwrap();
            kept.append(*leaf);
        }
        assert_eq!(kept.size(), 70);
        assert_eq!(kept.root(), root(all));
    }

    #[test]
    fn a_frontier_that_lost_a_hash_is_refused() {
        let mut frontier = Frontier::default();
        for leaf in leaves(7) {
            frontier.append(leaf);
        }
        let text = frontier.to_string();
        let shorter = text.rsplit_once(' ').unwrap().0;
        assert!(matches!(shorter.parse::<Frontier>(), Err(Error::NotAFrontier(_))));
        assert!(matches!(text.replacen("v1", "v2", 1).parse::<Frontier>(), Err(Error::NotAFrontier(_))));
        assert!(matches!("v1 -1".parse::<Frontier>(), Err(Error::NotAFrontier(_))));
        assert!(matches!("".parse::<Frontier>(), Err(Error::NotAFrontier(_))));
        assert!("v1 1 zz".parse::<Frontier>().is_err());
        assert_eq!("v1 0".parse(), Ok(Frontier::default()));
    }

    proptest! {
        #[test]
        fn changing_or_swapping_a_leaf_changes_the_root(count in 2usize..80, at in 0usize..80, other in 0usize..80) {
            let all = leaves(count);
            let (at, other) = (at % count, other % count);
            let mut changed = all.clone();
            changed[at] = leaf_hash(b"another");
            prop_assert_ne!(root(changed), root(all.clone()));
            let mut swapped = all.clone();
            swapped.swap(at, other);
            prop_assert_eq!(root(swapped) == root(all), at == other);
        }
    }
}
