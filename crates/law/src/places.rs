//! The places that have values of their own, such as a minimum wage: codes and names from one data file.

use std::sync::LazyLock;

use serde::Deserialize;

const FILE: &str = include_str!("../data/places.toml");

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(read);

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The code, as stored.
    pub code: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    place: Vec<Place>,
}

/// All of them, in the order of the file.
pub fn places() -> &'static [Place] {
    &PLACES
}

/// The place with this code.
pub fn find_place(code: &str) -> Option<&'static Place> {
    places().iter().find(|place| place.code == code)
}

/// The place of a city by its Chinese name, with or without its rank and what follows, or by its English one.
pub fn place_of_city(city: &str) -> Option<&'static Place> {
    let city = city.trim();
    places().iter().find(|place| city.starts_with(&place.zh) || city.eq_ignore_ascii_case(&place.en))
}

#[expect(clippy::expect_used, reason = "the file is part of the program and a test reads it")]
fn read() -> Vec<Place> {
    toml::from_str::<File>(FILE).expect("the file of places is readable").place
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Rules;

    #[test]
    fn a_city_is_known_by_its_name_with_or_without_its_rank() {
        let code = |city: &str| place_of_city(city).map(|place| place.code.as_str());
        assert_eq!(code("苏州市"), Some("suzhou"));
        assert_eq!(code("宿州"), Some("suzhou-anhui"));
        assert_eq!(code(" Shanghai "), Some("shanghai"));
        assert_eq!(code("台州市椒江区"), Some("taizhou-zhejiang"));
        assert_eq!(code("昆山"), None);
        assert_eq!(code(""), None);
    }

    #[test]
    fn no_two_places_share_a_code_or_a_name_and_none_begins_with_another() {
        let all = places();
        let distinct = |of: fn(&Place) -> &str| all.iter().map(of).collect::<BTreeSet<_>>().len();
        assert_eq!(distinct(|place| &place.code), all.len());
        assert_eq!(distinct(|place| &place.zh), all.len());
        assert_eq!(distinct(|place| &place.en), all.len());
        for place in all {
            assert!(
                place.code.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-'),
                "{place:?}"
            );
            let found = place_of_city(&place.zh).map(|found| &found.code);
            assert_eq!(found, Some(&place.code), "a shorter name stands before {}", place.zh);
        }
    }

    #[test]
    fn every_place_with_a_shipped_value_is_a_known_one() {
        for parameter in Rules::builtin().parameters() {
            if let Some(("region", rest)) = parameter.id.split_once('/') {
                let code = rest.split('/').next().unwrap();
                assert!(find_place(code).is_some(), "{}", parameter.id);
            }
        }
    }
}
