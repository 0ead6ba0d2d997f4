use proptest::prelude::*;

use super::*;
use crate::{Error, error::TableFault};

const ALONE: Level = Level::ALONE;

fn read(text: &str) -> Map {
    Map::from_csv(text.as_bytes()).unwrap()
}

fn fault(text: &str) -> (u64, usize, TableFault) {
    match Map::from_csv(text.as_bytes()) {
        Err(Error::Table { line, column, fault }) => (line, column, fault),
        other => panic!("{other:?}"),
    }
}

fn name(map: &Map, person: usize) -> &str {
    &map.people()[person].name
}

const WORKSHOP: &str = "\
item,weight,person,level,status
heat window,9,Wang,4,active
heat window,9,Zhao,1,active
incoming faults,8,Wang,3,
fixture review,5,Sun,3,
fixture review,5,Chen,3,
price of A,7,Chen,4,
price of A,7,Old Li,4,left
\"PLM, \"\"old\"\" scripts\",6,Lin,4,
\"PLM, \"\"old\"\" scripts\",6,Zhou,2,
forgotten,2,Old Li,4,
never known,1,,,
";

#[test]
fn sole_holders_are_those_without_whom_nobody_active_is_left() {
    let map = read(WORKSHOP);
    let found: Vec<_> = map
        .sole_holders(ALONE)
        .iter()
        .map(|sole| (map.items()[sole.item].name.as_str(), name(&map, sole.person), sole.is_effectively))
        .collect();
    let wanted = [
        ("heat window", "Wang", false),
        ("incoming faults", "Wang", false),
        ("price of A", "Chen", true),
        ("PLM, \"old\" scripts", "Lin", false),
    ];
    assert_eq!(found, wanted);
    let unheld: Vec<_> = map.unheld(ALONE).iter().map(|item| map.items()[*item].name.as_str()).collect();
    assert_eq!(unheld, ["forgotten", "never known"]);
}

#[test]
fn losses_are_ordered_by_weight() {
    let map = read(WORKSHOP);
    let losses: Vec<_> = map
        .losses(ALONE)
        .iter()
        .map(|loss| (name(&map, loss.person).to_owned(), loss.items.len(), loss.weight.to_string()))
        .collect();
    assert_eq!(
        losses,
        [("Wang".into(), 2, "17".into()), ("Chen".into(), 1, "7".into()), ("Lin".into(), 1, "6".into())]
    );
    assert_eq!(map.weight().to_string(), "38");
}

#[test]
fn the_breaking_set_is_by_count_or_by_weight() {
    let map = read("item,weight,person,level\na,1,P,3\nb,1,P,3\nc,1,P,3\nd,90,Q,4\n");
    let names = |by| {
        map.breaking_set(ALONE, by, 50)
            .people
            .iter()
            .map(|person| name(&map, *person as usize).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!((names(By::Count), names(By::Weight)), (vec!["P".to_owned()], vec!["Q".to_owned()]));
}

#[test]
fn who_has_left_is_in_no_breaking_set() {
    let map =
        read("item,weight,person,level,status\na,1,Gone,4,left\na,1,Here,3,\nb,1,Here,3,\nc,1,Other,3,\n");
    let found = map.breaking_set(ALONE, By::Count, 50);
    assert_eq!(found.people.iter().map(|person| name(&map, *person as usize)).collect::<Vec<_>>(), ["Here"]);
}

#[test]
fn another_level_may_be_asked_for() {
    let map = read("item,weight,person,level\na,1,P,4\na,1,Q,3\n");
    assert!(map.sole_holders(ALONE).is_empty());
    assert_eq!(map.sole_holders(Level::TEACHES).len(), 1);
}

#[test]
fn the_next_holder_knows_most_already_then_carries_least() {
    let mut map = read("item,weight,person,level\na,5,P,4\na,5,Q,2\na,5,R,2\na,5,S,1\nb,3,Q,3\n");
    assert_eq!(
        map.next_holder(0, ALONE).map(|person| name(&map, person).to_owned()).as_deref(),
        Some("R"),
        "Q already holds b"
    );
    let q = map.people().iter().position(|person| person.name == "Q").unwrap();
    map.set(Cell {
        item: 0,
        person: q,
        level: Level::new(2).unwrap(),
        source: None,
        seen_on: Some(Date::constant(2026, 3, 1)),
    });
    assert_eq!(map.next_holder(0, ALONE), Some(q), "seen at it lately");
    assert_eq!(
        read("item,weight,person,level\na,5,P,4\n").next_holder(0, ALONE),
        None,
        "there is nobody else"
    );
}

#[test]
fn coverage_falls_with_the_last_holder_only() {
    let map = read("item,weight,person,level\na,5,P,4\na,5,Q,4\nb,3,P,3\nc,2,Q,3\nd,1,R,4\n");
    let order = map.worst_order(ALONE);
    assert_eq!(order.iter().map(|person| name(&map, *person)).collect::<Vec<_>>(), ["P", "Q", "R"]);
    let covered: Vec<_> =
        map.coverage(ALONE, &order).iter().map(|(count, weight)| (*count, weight.to_string())).collect();
    assert_eq!(covered, [(4, "11".into()), (3, "8".into()), (1, "1".into()), (0, "0".into())]);
}

#[test]
fn sharing_the_heaviest_items_first_makes_the_set_larger() {
    let map =
        read("item,weight,person,level\na,9,P,4\nb,8,P,4\nc,7,P,4\nd,1,Q,3\ne,1,R,3\na,9,Q,2\nb,8,R,2\n");
    assert_eq!(map.breaking_set(ALONE, By::Count, 50).people.len(), 1);
    let now = map.breaking_set(ALONE, By::Count, 50);
    let (items, then) = map.share_first(ALONE, 50, &now, 2);
    assert_eq!((items, then.people.len()), (vec![0, 1], 2));
}

#[test]
fn a_hundred_and_fifty_people_with_a_thousand_items_are_answered() {
    let mut map = Map::new();
    for person in 0..150 {
        map.add_person(format!("p{person}"), Presence::Active);
    }
    for number in 0..1000_usize {
        let item = map.add_item(format!("i{number}"), Weight::whole(1 + number as u32 % 100));
        for known in 0..=number % 4 {
            let person = (number * 31 + known * 97 + number / 7) % 150;
            let level = Level::new(2 + ((number + known) % 3) as u8).unwrap();
            map.set(Cell { item, person, level, source: None, seen_on: None });
        }
    }
    let soles: Vec<usize> = map.sole_holders(ALONE).iter().map(|sole| sole.item).collect();
    assert!(map.next_holders(&soles, ALONE).iter().all(Option::is_some));
    let order = map.worst_order(ALONE);
    let curve = map.coverage(ALONE, &order);
    assert!(curve.windows(2).all(|pair| pair[1].0 <= pair[0].0) && curve.last().unwrap().0 == 0);
}

#[test]
fn inactive_is_half_a_year_without_a_sign() {
    let today = Date::constant(2026, 11, 22);
    assert_eq!(Presence::of(false, Some(Date::constant(2026, 5, 26)), today), Presence::Active);
    assert_eq!(Presence::of(false, Some(Date::constant(2026, 5, 25)), today), Presence::Inactive);
    assert_eq!(Presence::of(true, Some(today), today), Presence::Left);
    assert_eq!(Presence::of(false, None, today), Presence::Active);
}

#[test]
fn chinese_heads_in_any_order_are_read() {
    let map = read("\u{feff}掌握程度,姓名,知识项,权重\n4,王建国,热处理参数窗口,90\n");
    assert_eq!((map.items()[0].name.as_str(), map.people()[0].name.as_str()), ("热处理参数窗口", "王建国"));
}

#[test]
fn what_is_wrong_in_a_table_is_said_with_its_place() {
    assert_eq!(fault(""), (1, 1, TableFault::Empty));
    assert_eq!(fault("item,weight,person\n"), (1, 3, TableFault::MissingColumn("level")));
    assert_eq!(fault("item,weight,person,level,mood\n"), (1, 5, TableFault::UnknownColumn("mood".into())));
    assert_eq!(fault("item,item,weight,person,level\n"), (1, 2, TableFault::ColumnTwice("item")));
    assert_eq!(fault("item,weight,person,level\n"), (2, 1, TableFault::NoRows));
    let row = |row: &str| fault(&format!("item,weight,person,level\nx,1,P,3\n{row}\n"));
    assert_eq!(row("y,1,P,5"), (3, 4, TableFault::Level("5".into())));
    assert_eq!(row("y,1,P,-1"), (3, 4, TableFault::Level("-1".into())));
    assert_eq!(row("y,1,P,2.5"), (3, 4, TableFault::Level("2.5".into())));
    assert_eq!(row("y,-1,P,3"), (3, 2, TableFault::Weight("-1".into())));
    assert_eq!(row("y,,P,3"), (3, 2, TableFault::Weight(String::new())));
    assert_eq!(row("y,1,,3"), (3, 3, TableFault::NoPerson));
    assert_eq!(row("y,1,P,"), (3, 4, TableFault::NoLevel("P".into())));
    assert_eq!(row(",1,P,3"), (3, 1, TableFault::NoItem));
    assert_eq!(row("x,1,P,2"), (3, 3, TableFault::Twice { item: "x".into(), person: "P".into() }));
    assert_eq!(
        row("x,2,Q,2"),
        (3, 2, TableFault::TwoWeights { item: "x".into(), before: "1".into(), now: "2".into() })
    );
    assert_eq!(row("y,1,P"), (3, 4, TableFault::Cells { found: 3, wanted: 4 }));
    let status = fault("item,weight,person,level,status\nx,1,P,3,away\n");
    assert_eq!(status, (2, 5, TableFault::Status("away".into())));
    assert!(matches!(
        Map::from_csv(b"item,weight,person,level\n\xff,1,P,3\n"),
        Err(Error::Table { line: 2, column: 1, fault: TableFault::NotUtf8 })
    ));
}

proptest! {
    #[test]
    fn no_bytes_make_it_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Map::from_csv(&bytes);
        let mut with_head = b"item,weight,person,level\n".to_vec();
        with_head.extend(bytes);
        let _ = Map::from_csv(&with_head);
    }

    #[test]
    fn losses_and_coverage_agree(cells in prop::collection::vec((0_usize..8, 0_usize..5, 0_u8..5, 1_u32..9), 1..50)) {
        let mut map = Map::new();
        for item in 0..8 {
            map.add_item(item.to_string(), Weight::whole(1 + item));
        }
        for person in 0..5 {
            map.add_person(person.to_string(), Presence::Active);
        }
        for (item, person, level, _) in cells {
            map.set(Cell { item, person, level: Level::new(level).unwrap(), source: None, seen_on: None });
        }
        for loss in map.losses(ALONE) {
            let covered = map.coverage(ALONE, &[loss.person]);
            prop_assert_eq!(covered[1].1 + loss.weight, covered[0].1);
            prop_assert_eq!(covered[1].0 + loss.items.len(), covered[0].0);
        }
        let order = map.worst_order(ALONE);
        prop_assert_eq!(map.coverage(ALONE, &order).last().map(|last| last.0), Some(0));
    }
}
