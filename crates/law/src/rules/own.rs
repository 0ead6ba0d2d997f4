//! Values that a company adds for its places: minimum and average wages as the city published them.
//!
//! What the law itself says cannot be changed so. A shipped value that is provisional gives way to one with the same
//! first day; what is settled stays, so that an old date keeps its answer.

use super::{Dated, Parameter, Rules, Worth, hash};
use crate::{Error, Exact, Result};

/// One value of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnValue {
    /// The place: a word of small Latin letters and dashes.
    pub region: String,
    /// `minimum-wage` or `average-wage`.
    pub name: String,
    /// What it is, in Chinese.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
    /// The value.
    pub value: Dated,
}

/// What can be added for a place.
const NAMES: [&str; 2] = ["minimum-wage", "average-wage"];

impl Rules {
    /// The built-in rules with a company's own values; the same values give the same hash.
    pub fn with_own(values: &[OwnValue]) -> Result<Self> {
        let mut rules = Self::builtin().clone();
        if values.is_empty() {
            return Ok(rules);
        }
        let mut texts = vec![("builtin".to_owned(), rules.hash.clone())];
        for own in values {
            let id = own.id()?;
            texts.push((id.clone(), own.canonical()));
            let parameter = rules.parameters.entry(id.clone()).or_insert_with(|| Parameter {
                id,
                zh: own.zh.clone(),
                en: own.en.clone(),
                unit: "CNY".to_owned(),
                values: Vec::new(),
            });
            put(parameter, &own.value)?;
        }
        rules.hash = hash(texts.iter().map(|(id, text)| (id.clone(), text.as_str())).collect());
        Ok(rules)
    }
}

impl OwnValue {
    /// The parameter's name; a place or a name that cannot be is refused.
    pub fn id(&self) -> Result<String> {
        let is_word = |text: &str| {
            !text.is_empty()
                && text.len() <= 40
                && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        let id = format!("region/{}/{}", self.region, self.name);
        if !is_word(&self.region) || !NAMES.contains(&self.name.as_str()) {
            return Err(Error::Parameter { file: id, problem: "no such place or value".to_owned() });
        }
        match self.value.worth {
            Worth::Number(number) if Exact::ZERO < number => Ok(id),
            _ => Err(Error::Parameter { file: id, problem: "an amount above zero is expected".to_owned() }),
        }
    }

    fn canonical(&self) -> String {
        let Dated { from, to, worth, citation, link, published_on, checked_on, is_provisional } = &self.value;
        format!(
            "{from} {to:?} {worth:?} {citation:?} {link:?} {published_on:?} {checked_on} {is_provisional}"
        )
    }
}

/// Puts a value among those of its parameter, by first day.
fn put(parameter: &mut Parameter, value: &Dated) -> Result<()> {
    match parameter.values.binary_search_by_key(&value.from, |held| held.from) {
        Ok(place) => match parameter.values.get_mut(place) {
            Some(held) if held.is_provisional => *held = value.clone(),
            _ => {
                let problem = format!("the value from {} is settled; add one with a later day", value.from);
                return Err(Error::Parameter { file: parameter.id.clone(), problem });
            }
        },
        Err(place) => parameter.values.insert(place, value.clone()),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Citation;

    fn own(region: &str, from: kernel::Date, amount: &str, is_provisional: bool) -> OwnValue {
        OwnValue {
            region: region.to_owned(),
            name: "average-wage".to_owned(),
            zh: "上年度职工月平均工资".to_owned(),
            en: "Average monthly wage of the year before".to_owned(),
            value: Dated {
                from,
                to: None,
                worth: Worth::Number(Exact::parse(amount).unwrap()),
                citation: Citation::secondary("苏人社发〔2026〕1号"),
                link: None,
                published_on: Some(from),
                checked_on: from,
                is_provisional,
            },
        }
    }

    #[test]
    fn a_place_without_a_shipped_value_gets_one_from_its_first_day_on() {
        let rules = Rules::with_own(&[own("suzhou", date(2026, 7, 1), "10710", false)]).unwrap();
        assert!(rules.regional("suzhou", "average-wage", date(2026, 6, 30)).is_err());
        let found = rules.regional("suzhou", "average-wage", date(2026, 11, 30)).unwrap();
        assert_eq!(found.worth, Worth::Number(Exact::whole(10710)));
        assert_ne!(rules.hash(), Rules::builtin().hash());
    }

    #[test]
    fn a_provisional_value_gives_way_and_an_older_date_keeps_its_answer() {
        let before = Rules::builtin().regional("shanghai", "average-wage", date(2024, 12, 31)).unwrap();
        let rules = Rules::with_own(&[own("shanghai", date(2025, 7, 1), "12434.50", false)]).unwrap();
        assert_eq!(rules.regional("shanghai", "average-wage", date(2024, 12, 31)).unwrap(), before);
        let now = rules.regional("shanghai", "average-wage", date(2026, 1, 1)).unwrap();
        assert_eq!(now.worth, Worth::Number(Exact::parse("12434.50").unwrap()));
        assert!(!now.is_provisional);
    }

    #[test]
    fn a_settled_value_is_not_changed_and_the_law_itself_cannot_be_added() {
        let settled = own("suzhou", date(2026, 7, 1), "10710", false);
        let other = own("suzhou", date(2026, 7, 1), "10711", false);
        assert!(matches!(Rules::with_own(&[settled.clone(), other]), Err(Error::Parameter { .. })));
        let law = OwnValue { name: "cap-multiple".to_owned(), ..settled.clone() };
        assert!(matches!(Rules::with_own(&[law]), Err(Error::Parameter { .. })));
        let place = OwnValue { region: "../severance".to_owned(), ..settled };
        assert!(matches!(Rules::with_own(&[place]), Err(Error::Parameter { .. })));
    }

    #[test]
    fn the_same_values_give_the_same_hash() {
        let one = [own("suzhou", date(2026, 7, 1), "10710", true)];
        assert_eq!(Rules::with_own(&one).unwrap().hash(), Rules::with_own(&one).unwrap().hash());
        assert_eq!(Rules::with_own(&[]).unwrap().hash(), Rules::builtin().hash());
    }
}
