use super::*;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

const NEW_CAP: &str = r#"
id = "severance/cap-multiple"
zh = "封顶倍数"
en = "Cap"
unit = "times"
[[value]]
from = 2008-01-01
number = "3"
citation = "劳动合同法第47条第2款"
link = "https://example.org"
published_on = 2007-06-29
grade = "P"
checked_on = 2026-11-22
[[value]]
from = 2027-01-01
number = "4"
citation = "a law to come"
link = "https://example.org"
published_on = 2026-10-01
grade = "P"
checked_on = 2026-11-22
"#;

fn number(rules: &Rules, id: &str, day: &str, known: Option<&str>) -> Option<String> {
    match &rules.value(id, date(day), known.map(date)).ok()?.worth {
        Worth::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[test]
fn every_file_is_readable_and_carries_its_own_path() {
    let rules = Rules::builtin();
    assert_eq!(rules.parameters().count(), builtin::FILES.len());
    assert_eq!(rules.hash().len(), 64);
}

#[test]
fn every_file_of_the_data_folder_is_part_of_the_program() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/data/cn");
    let mut found = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let id = path.strip_prefix(root).unwrap().with_extension("");
                found.push(id.to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    let listed: Vec<_> = builtin::FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(found, listed);
}

#[test]
fn a_value_holds_from_its_first_day_until_the_next() {
    let rules = Rules::builtin();
    let court = |day| number(rules, id::COURT_NOTICE, day, None);
    assert_eq!(court("2021-12-31").as_deref(), Some("60"));
    assert_eq!(court("2022-01-01").as_deref(), Some("30"));
    assert_eq!(court("1990-01-01"), None);
    let medical = |day| number(rules, id::MEDICAL_MONTHS, day, None);
    assert_eq!(medical("2017-11-23").as_deref(), Some("6"));
    assert_eq!(medical("2017-11-24"), None);
}

#[test]
fn what_was_not_yet_published_was_not_known() {
    let rules = Rules::builtin();
    let court = |known| number(rules, id::COURT_NOTICE, "2022-06-01", Some(known));
    assert_eq!(court("2021-12-23").as_deref(), Some("60"));
    assert_eq!(court("2021-12-24").as_deref(), Some("30"));
}

#[test]
fn a_later_law_does_not_change_an_old_date() {
    let new = Rules::with_files(&[NEW_CAP]).unwrap();
    assert_eq!(number(&new, id::CAP_MULTIPLE, "2026-12-31", None).as_deref(), Some("3"));
    assert_eq!(number(&new, id::CAP_MULTIPLE, "2027-01-01", None).as_deref(), Some("4"));
    assert_eq!(number(&new, id::CAP_MULTIPLE, "2027-01-01", Some("2026-09-30")).as_deref(), Some("3"));
    assert_ne!(new.hash(), Rules::builtin().hash());
}

#[test]
fn an_old_value_cannot_be_rewritten() {
    let text = NEW_CAP.replace("number = \"3\"", "number = \"5\"");
    assert!(Rules::with_files(&[&text]).unwrap_err().to_string().contains("gone or changed"));
}

#[test]
fn what_is_not_in_the_schema_is_refused() {
    for (old, new, says) in [
        ("unit = \"times\"", "unit = \"times\"\nuprating = 1", "unknown field `uprating`"),
        ("number = \"4\"", "number = \"4\"\nfactor = 2", "unknown field `factor`"),
        ("number = \"4\"", "", "exactly one of"),
        ("number = \"4\"", "number = \"four\"", "plain decimal"),
        ("from = 2027-01-01", "from = 2007-01-01", "not in order"),
        ("citation = \"a law to come\"", "citation = \" \"", "blank citation"),
        ("published_on = 2026-10-01", "", "needs a link and published_on"),
        ("grade = \"P\"", "grade = \"A\"", "unknown variant `A`"),
        ("from = 2027-01-01", "from = 2027-01-01T00:00:00Z", "not a date"),
    ] {
        let text = NEW_CAP.replacen(old, new, 1);
        let error = Rules::with_files(&[&text]).unwrap_err().to_string();
        assert!(error.contains(says), "{says}: {error}");
    }
}

#[test]
fn a_value_of_a_place_says_that_it_is_provisional_and_how_well_it_is_known() {
    let rules = Rules::builtin();
    let wage = rules.regional("shanghai", "minimum-wage", date("2026-01-01")).unwrap();
    assert_eq!(wage.worth, Worth::Number(Exact::whole(2740)));
    assert!(wage.is_provisional && wage.citation.grade == crate::Grade::S);
    assert!(rules.regional("chengdu", "minimum-wage", date("2026-01-01")).is_err());
    let early = rules.regional("shanghai", "minimum-wage", date("2023-08-01")).unwrap();
    assert_eq!(early.citation.grade, crate::Grade::U);
}
