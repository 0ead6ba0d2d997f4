use std::collections::HashMap;

use super::*;

/// Draws without a dependency: a linear congruence is enough to scatter days.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

const TODAY: i32 = 1_100;

/// A company of three years: people take leave now and then; who leaves was away often in the two months before.
fn company(people: usize, seed: u64) -> History {
    let mut dice = Dice(seed);
    let streams: Vec<String> = signs().streams.iter().map(|stream| stream.code.clone()).collect();
    let mut history = History { people, streams, ..History::default() };
    for person in 0..people {
        let hired = (dice.share() * 900.0) as i32 - 600;
        let leaves = dice.share() < 0.35;
        let on = hired.max(250) + 60 + (dice.share() * 700.0) as i32;
        let leaving = (leaves && on < TODAY).then_some(Leaving { on, known: on, cause: Cause::Own });
        history.spells.push(Spell {
            person,
            hired,
            leaving,
            team: person % 3,
            manager: None,
            contract_until: None,
        });
        history.groups.push(vec![Group {
            by: "site",
            label: match person % 40 {
                0 => "small",
                1..10 => "middle",
                _ => "large",
            }
            .to_owned(),
        }]);
        let end = leaving.map_or(TODAY, |leaving| leaving.on);
        for day in (0..end).filter(|&day| day >= hired) {
            let restless = leaving.is_some() && day > end - 60;
            for (stream, rate) in
                [(0, if restless { 0.12 } else { 0.015 }), (1, if restless { 0.0 } else { 0.03 })]
            {
                if dice.share() < rate {
                    history.records.push(Record { person, stream, day, known: day });
                }
            }
        }
    }
    history
}

fn judged(history: &History, day: i32) -> (Scanned, Estimate) {
    let known = history.known_by(day);
    let scanned = scan_history(&known, day).unwrap();
    let estimate = estimate(&known, &scanned, day, &vec![false; history.people]);
    (scanned, estimate)
}

#[test]
fn no_stream_names_a_kind_of_health_family_or_protected_voice() {
    let signs = signs();
    assert!(!signs.streams.is_empty() && signs.never.len() >= 4);
    let never: Vec<&String> = signs.never.iter().flat_map(|never| &never.kinds).collect();
    for wanted in ["sick", "injury", "maternity", "home", "parental", "care", "grievance", "report"] {
        assert!(never.iter().any(|kind| *kind == wanted), "{wanted}");
    }
    for stream in &signs.streams {
        for kind in &stream.kinds {
            assert!(!never.contains(&kind), "{} reads {kind}", stream.code);
        }
    }
}

#[test]
fn every_sign_reads_streams_that_there_are_and_every_number_of_the_product_has_one() {
    let signs = signs();
    let known: Vec<&str> = signs.streams.iter().map(|stream| stream.code.as_str()).collect();
    for sign in &signs.signs {
        assert!(sign.streams.iter().all(|stream| known.contains(&stream.as_str())), "{}", sign.code);
    }
    for id in ["B2", "B3", "B4", "B5"] {
        assert!(signs.signs.iter().any(|sign| sign.id == id), "{id}");
    }
    assert_eq!(signs.kinds.last().map(|kind| (kind.months_from, kind.months_below)), Some((0, i32::MAX)));
    // What the estimate reads by name is declared, and complaints are declared as none of it.
    for stream in ["leave", "voice", "late", "conflict"] {
        assert!(signs.streams.iter().any(|one| one.code == stream && one.score), "{stream}");
    }
    assert!(signs.streams.iter().any(|one| one.code == "complaint" && !one.score));
}

#[test]
fn an_estimate_learns_from_closed_months_and_says_how_good_it_is() {
    let (_, estimate) = judged(&company(220, 7), TODAY);
    let card = &estimate.card;
    assert_eq!(card.standing, Standing::Good, "{card:?}");
    assert!(card.auc.unwrap() > 0.6, "{card:?}");
    assert!(card.base[0] > 0.0 && card.base[0] < card.base[1] && card.base[1] < card.base[2]);
    assert!(card.scored > 100 && estimate.told.iter().flatten().count() == card.scored);
    for told in estimate.told.iter().flatten() {
        for [low, middle, high] in told.chances {
            assert!((0.0..=1.0).contains(&low) && low <= middle && middle <= high && high <= 1.0, "{told:?}");
        }
        assert!(told.chances[0][1] <= told.chances[1][1] && told.chances[1][1] <= told.chances[2][1]);
    }
    let json = serde_json::to_string(card).unwrap();
    assert!(!json.contains("null,null"), "{json}");
}

#[test]
fn what_was_recorded_later_changes_nothing_of_an_earlier_day() {
    let history = company(220, 11);
    let day = 900;
    let (scanned, before) = judged(&history, day);
    let mut later = history.clone();
    for person in 0..history.people {
        // Something after the day; something of before it that was noted after it; a notice after it.
        later.records.push(Record { person, stream: 0, day: day + 1, known: day + 1 });
        later.records.push(Record { person, stream: 0, day: day - 5, known: day + 20 });
        later.absences.push(Absence { person, from: day - 20, to: day - 1, known: day + 2 });
    }
    for spell in &mut later.spells {
        if spell.leaving.is_none_or(|leaving| leaving.on > day) {
            spell.leaving = Some(Leaving { on: day - 3, known: day + 4, cause: Cause::Own });
        }
    }
    let (scanned_later, after) = judged(&later, day);
    assert_eq!(scanned.found, scanned_later.found);
    assert_eq!(before.card, after.card);
    assert_eq!(before.told, after.told);
}

#[test]
fn a_complaint_never_changes_an_estimate() {
    let history = company(200, 5);
    let (_, before) = judged(&history, TODAY);
    let mut louder = history.clone();
    let stream = louder.stream("complaint").unwrap();
    for day in (20..TODAY).step_by(9) {
        for person in 0..40 {
            louder.records.push(Record { person, stream, day, known: day });
        }
    }
    let (_, after) = judged(&louder, TODAY);
    assert_eq!(before.told, after.told);
    // Nor does it move what is found of anything else, however many complaints stand out.
    let other = |scanned: &Scanned| -> Vec<Found> {
        scanned.found.iter().filter(|found| found.stream != stream).cloned().collect()
    };
    let mut burst = history.clone();
    for person in 0..40 {
        burst.records.push(Record { person, stream, day: -300, known: -300 });
        burst.records.extend((TODAY - 40..TODAY).map(|day| Record { person, stream, day, known: day }));
    }
    let (quiet, _) = judged(&history, TODAY);
    let (scanned, after_burst) = judged(&burst, TODAY);
    assert!(scanned.found.iter().any(|found| found.stream == stream && found.is_flagged));
    assert_eq!(other(&quiet), other(&scanned));
    assert_eq!(before.told, after_burst.told);
    // And a rise of complaints is no sign.
    let rise = Found {
        person: 1,
        stream,
        is_rise: true,
        since: 0,
        factor: [2.0, 3.0, 4.0],
        p: 1e-9,
        is_flagged: true,
    };
    let hits = signs().hits(&Facts::default(), (&[(0, &rise)], &history.streams), |_, _| 0);
    assert_eq!(hits, []);
    let silent = Found { is_rise: false, ..rise };
    let hits = signs().hits(&Facts::default(), (&[(0, &silent)], &history.streams), |_, _| 0);
    assert_eq!(hits.iter().map(|hit| hit.sign.as_str()).collect::<Vec<_>>(), ["silent"]);
}

#[test]
fn with_too_few_leavers_there_is_a_base_rate_and_no_probability() {
    let (_, estimate) = judged(&company(25, 3), TODAY);
    assert_eq!(estimate.card.standing, Standing::TooFew);
    assert!(estimate.told.iter().all(Option::is_none));
    assert!(estimate.card.base.iter().all(|share| share.is_finite()));
    let (scanned, nothing) = judged(&History::default(), TODAY);
    assert_eq!((scanned.watched, nothing.card.standing), (0, Standing::TooFew));
    assert_eq!(nothing.card.base, [0.0; 3]);
}

#[test]
fn small_groups_are_shown_without_a_number_and_cannot_be_reckoned_from_the_total() {
    let (_, estimate) = judged(&company(220, 7), TODAY);
    let by_label: HashMap<&str, &Fairness> =
        estimate.card.fairness.iter().map(|group| (group.label.as_str(), group)).collect();
    // The middle one goes with the small one: otherwise the total less the others would tell it.
    assert!(!by_label.contains_key("small") && !by_label.contains_key("middle"));
    assert!(by_label["large"].people.unwrap() >= SMALLEST_GROUP);
    let hidden = by_label[""];
    assert_eq!((hidden.people, hidden.observed, hidden.auc), (None, None, None));
}

#[test]
fn whoever_is_left_out_is_neither_learnt_from_nor_told_of() {
    let history = company(220, 7).known_by(TODAY);
    let scanned = scan_history(&history, TODAY).unwrap();
    let mut out = vec![false; 220];
    out[5] = true;
    out[6] = true;
    let all = estimate(&history, &scanned, TODAY, &vec![false; 220]);
    let some = estimate(&history, &scanned, TODAY, &out);
    assert!(some.told[5].is_none() && some.told[6].is_none());
    assert!(some.card.rows[0] < all.card.rows[0]);
    assert_eq!(some.card.left_out, 2);
}

#[test]
fn somebody_who_is_away_far_more_than_ever_is_found_with_the_day_since_when() {
    let mut history = company(220, 7);
    let quiet = (0..220)
        .find(|&person| {
            let spell = &history.spells[person];
            spell.leaving.is_none() && spell.hired < 0
        })
        .unwrap();
    history.records.retain(|record| record.person != quiet || record.stream != 0 || record.day < TODAY - 70);
    for day in (TODAY - 63..TODAY).step_by(7) {
        history.records.push(Record { person: quiet, stream: 0, day, known: day });
    }
    let (scanned, estimate) = judged(&history, TODAY);
    let found = scanned.found.iter().find(|found| found.person == quiet && found.is_rise).expect("found");
    assert!(found.p < 0.01 && found.factor[1] > 2.0, "{found:?}");
    assert!((found.since - (TODAY - 63)).abs() <= 21, "{found:?}");
    let told = estimate.told[quiet].as_ref().unwrap();
    assert_eq!(told.factors[0].input, "leave-rise");
    assert!(told.factors[0].without.unwrap() < told.chances[1][1]);
    let known = history.known_by(TODAY);
    let course = scanned.course(&known, known.spells.iter().find(|spell| spell.person == quiet).unwrap());
    let leave = &course[0];
    assert_eq!(leave.counts.len() * 4, scanned.weeks as usize);
    assert!(leave.counts.last().unwrap().unwrap() > leave.band.unwrap().1);
}

#[test]
fn the_card_says_how_far_it_beats_the_average_that_was_known_and_counts_each_person_once() {
    let (_, estimate) = judged(&company(220, 7), TODAY);
    let card = &estimate.card;
    let ([brier, known], [gain, error]) = (card.brier.unwrap(), card.gain.unwrap());
    assert!((known - brier - gain).abs() < 1e-12 && error > 0.0, "{card:?}");
    assert!(card.measured_leavers >= 8 && (card.measured_leavers as f64) <= card.observed);
    assert!(card.slope.unwrap().is_finite());
    let seen = card.told_apart().unwrap();
    assert_eq!(seen == std::cmp::Ordering::Equal, gain.abs() <= 1.96 * error);
    let flat = Card { gain: Some([-0.01, 0.004]), ..card.clone() };
    assert_eq!(flat.told_apart(), Some(std::cmp::Ordering::Less));
}

/// Who leaves was away often in the two months before: of a month that begins two months on it tells less.
#[test]
fn what_is_seen_today_weighs_less_on_the_months_after_the_next() {
    let (_, estimate) = judged(&company(400, 7), TODAY);
    let rise = estimate.card.weights.iter().find(|weight| weight.input == "leave-rise").unwrap();
    assert!(rise.odds[1] > 1.5 && rise.later.unwrap()[1] < rise.odds[1], "{rise:?}");
}
