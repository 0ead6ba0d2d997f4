//! How a character is read: the general table, what names prefer, and the surnames.

use std::{collections::HashMap, sync::LazyLock};

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};

/// How many readings of one character are searched for: the rest are archaic.
const READINGS_A_CHARACTER: usize = 3;

static SURNAMES: LazyLock<Table> = LazyLock::new(|| read_table(include_str!("../data/surnames.txt")));
static GIVEN: LazyLock<Table> = LazyLock::new(|| read_table(include_str!("../data/given-names.txt")));

/// For each surname or character its readings, each as many syllables as it has characters.
type Table = HashMap<&'static str, Vec<Vec<Syllable>>>;

/// A syllable of pinyin; ü is written v, the neutral tone 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Syllable {
    pub(crate) letters: String,
    pub(crate) tone: u8,
}

/// The readings of a character in running text, the usual one first; none when nobody knows one.
pub(crate) fn of_character(c: char) -> Vec<Syllable> {
    let Some(multi) = c.to_pinyin_multi() else {
        return c.to_pinyin().map(syllable).into_iter().collect();
    };
    let all: Vec<Syllable> = multi.into_iter().map(syllable).collect();
    let mut readings: Vec<Syllable> = Vec::new();
    for reading in &all {
        if !readings.iter().any(|known| known.letters == reading.letters) {
            readings.push(with_full_tone(reading, &all));
        }
    }
    readings.truncate(READINGS_A_CHARACTER);
    readings
}

/// The readings of a character inside a name.
pub(crate) fn in_name(c: char) -> Vec<Syllable> {
    let preferred = look_up(&GIVEN, &[c], 0);
    merge(preferred, of_character(c))
}

/// The readings of the first characters of a name as its surname: one entry for each character of the surname.
///
/// A compound surname counts only when a given name follows it: 单于 alone is more likely Shan Yu.
pub(crate) fn of_surname(name: &[char]) -> Vec<Vec<Syllable>> {
    match *name {
        [first, second, _, ..] if is_surname(&[first, second]) => {
            let compound = [first, second];
            let first_choices = merge(look_up(&SURNAMES, &compound, 0), of_single(first));
            vec![first_choices, merge(look_up(&SURNAMES, &compound, 1), in_name(second))]
        }
        [first, second] => vec![merge(of_single(first), look_up(&SURNAMES, &[first, second], 0))],
        [first, ..] => vec![of_single(first)],
        [] => Vec::new(),
    }
}

/// A surname of one character; whoever does not know how it is read will look for the everyday reading.
fn of_single(c: char) -> Vec<Syllable> {
    let everyday = of_character(c).into_iter().take(1).collect();
    merge(look_up(&SURNAMES, &[c], 0), everyday)
}

fn is_surname(characters: &[char]) -> bool {
    SURNAMES.contains_key(characters.iter().collect::<String>().as_str())
}

/// The readings that the table gives to the character at that place of the entry.
fn look_up(table: &Table, entry: &[char], place: usize) -> Vec<Syllable> {
    let entry: String = entry.iter().collect();
    let readings = table.get(entry.as_str()).map(Vec::as_slice).unwrap_or_default();
    readings.iter().filter_map(|reading| reading.get(place).cloned()).collect()
}

fn merge(first: Vec<Syllable>, then: Vec<Syllable>) -> Vec<Syllable> {
    let mut merged = first;
    for syllable in then {
        if !merged.iter().any(|known| known.letters == syllable.letters) {
            merged.push(syllable);
        }
    }
    merged
}

fn syllable(pinyin: Pinyin) -> Syllable {
    parse_syllable(pinyin.with_tone_num_end())
}

fn parse_syllable(written: &str) -> Syllable {
    let letters = written.trim_end_matches(|c: char| c.is_ascii_digit());
    let tone = written.chars().last().and_then(|c| c.to_digit(10)).and_then(|digit| u8::try_from(digit).ok());
    Syllable {
        letters: letters.replace('ü', "v").replace('ê', "e"),
        tone: tone.filter(|tone| (1..=4).contains(tone)).unwrap_or(5),
    }
}

/// A neutral tone is how a character sounds at the end of a word; inside a name it has its full tone.
fn with_full_tone(reading: &Syllable, all: &[Syllable]) -> Syllable {
    let full = all.iter().find(|other| other.letters == reading.letters && other.tone != 5);
    full.unwrap_or(reading).clone()
}

fn read_table(text: &'static str) -> Table {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(read_line).collect()
}

fn read_line(line: &'static str) -> Option<(&'static str, Vec<Vec<Syllable>>)> {
    let mut words = line.split_whitespace();
    let entry = words.next()?;
    let readings = words.map(|word| word.split('-').map(parse_syllable).collect());
    Some((entry, readings.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(syllables: &[Syllable]) -> Vec<&str> {
        syllables.iter().map(|syllable| syllable.letters.as_str()).collect()
    }

    #[test]
    fn every_line_of_the_tables_gives_each_character_a_syllable_with_a_tone() {
        for (table, text) in [
            (&*SURNAMES, include_str!("../data/surnames.txt")),
            (&*GIVEN, include_str!("../data/given-names.txt")),
        ] {
            let lines = text.lines().filter(|line| !line.starts_with('#')).count();
            assert_eq!(table.len(), lines, "a line twice or blank");
            for (entry, readings) in table {
                assert!(!readings.is_empty(), "{entry} has no reading");
                for reading in readings {
                    assert_eq!(reading.len(), entry.chars().count(), "{entry}");
                    let is_sound =
                        |s: &Syllable| s.tone != 5 && s.letters.chars().all(|c| c.is_ascii_lowercase());
                    assert!(reading.iter().all(is_sound), "{entry}: {reading:?}");
                }
            }
        }
    }

    #[test]
    fn every_surname_reading_is_one_that_a_dictionary_knows_for_the_character() {
        // Readings that only live on as surnames, and are in the general table nowhere.
        let known_only_here =
            ["能", "干", "阚", "黑", "撒", "占", "谌", "万俟", "颉", "过", "宓", "要", "都", "费"];
        for (entry, readings) in SURNAMES.iter().filter(|(entry, _)| !known_only_here.contains(entry)) {
            for reading in readings {
                for (c, syllable) in entry.chars().zip(reading) {
                    let multi = c.to_pinyin_multi().unwrap();
                    let known = multi
                        .into_iter()
                        .any(|p| parse_syllable(p.with_tone_num_end()).letters == syllable.letters);
                    assert!(known, "{entry}: {c} is not read {syllable:?}");
                }
            }
        }
    }

    #[test]
    fn a_surname_is_read_as_one_and_also_found_by_its_everyday_reading() {
        assert_eq!(letters(&of_surname(&['单', '雄'])[0]), ["shan", "dan"]);
        assert_eq!(letters(&of_surname(&['乐', '毅'])[0]), ["yue", "le"]);
        assert_eq!(letters(&of_surname(&['王', '毅'])[0]), ["wang"]);
    }

    #[test]
    fn a_compound_surname_needs_a_given_name() {
        let compound = of_surname(&['单', '于', '飞']);
        assert_eq!(compound.len(), 2);
        assert_eq!(letters(&compound[0]), ["chan", "shan", "dan"]);
        let single = of_surname(&['单', '于']);
        assert_eq!(single.len(), 1);
        assert_eq!(letters(&single[0]), ["shan", "dan", "chan"]);
    }

    #[test]
    fn readings_are_told_apart_by_letters_and_limited() {
        assert_eq!(letters(&of_character('行')), ["xing", "hang", "heng"]);
        assert!(of_character('那').len() <= READINGS_A_CHARACTER);
        assert_eq!(letters(&of_character('吕')), ["lv"]);
        assert!(of_character('a').is_empty() && of_character('🙂').is_empty());
    }

    #[test]
    fn a_neutral_tone_gives_way_to_the_full_one() {
        assert_eq!(of_character('卜').first().unwrap().tone, 5, "bo only has the neutral tone");
        assert_eq!(of_character('子').first().unwrap().tone, 3);
    }
}
