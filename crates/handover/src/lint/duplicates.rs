//! Notes that are copies of each other.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{
    markdown::{Kind, Note},
    measures::Size,
};

/// Shorter notes are too alike by nature to compare.
const LEAST: usize = 40;

/// The pieces of a note by which it is compared: three Chinese characters in a row, or two words.
#[derive(Debug, Clone)]
pub(super) struct Shingles(HashSet<u64>);

impl Shingles {
    pub(super) fn of(note: &Note) -> Self {
        let mut pieces = HashSet::new();
        for segment in note.segments.iter().filter(|one| one.kind != Kind::Heading) {
            let text = note.lower_of(&segment.range);
            if Size::of(text).is_chinese() {
                let letters: Vec<char> = text.chars().filter(|one| one.is_alphanumeric()).collect();
                pieces.extend(letters.windows(3).map(hash));
            } else {
                let words: Vec<&str> =
                    text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
                pieces.extend(words.windows(2).map(hash));
            }
        }
        Self(pieces)
    }
}

fn hash<T: Hash + ?Sized>(piece: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    piece.hash(&mut hasher);
    hasher.finish()
}

/// For each note whether four fifths of it stand in one of the others.
pub(super) fn duplicated(notes: &[Shingles]) -> Vec<bool> {
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, note) in notes.iter().enumerate() {
        note.0.iter().for_each(|piece| holders.entry(*piece).or_default().push(index));
    }
    notes.iter().enumerate().map(|(index, note)| is_copy(index, note, &holders, notes.len())).collect()
}

/// Whether four fifths of a note stand in one of the others.
pub(super) fn repeats(note: &Shingles, others: &[Shingles]) -> bool {
    let shared = |other: &Shingles| note.0.intersection(&other.0).count();
    note.0.len() >= LEAST && others.iter().any(|other| shared(other) * 5 >= note.0.len() * 4)
}

fn is_copy(index: usize, note: &Shingles, holders: &HashMap<u64, Vec<usize>>, count: usize) -> bool {
    if note.0.len() < LEAST {
        return false;
    }
    let mut shared = vec![0usize; count];
    for holder in note.0.iter().filter_map(|piece| holders.get(piece)).flatten().filter(|one| **one != index)
    {
        if let Some(slot) = shared.get_mut(*holder) {
            *slot += 1;
        }
    }
    shared.iter().any(|shared| shared * 5 >= note.0.len() * 4)
}
