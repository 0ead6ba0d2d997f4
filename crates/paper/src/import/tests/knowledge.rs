//! The rules of the knowledge register.

use super::*;

fn register(text: &str) -> Outcome {
    run(text.as_bytes(), "a.csv", Kind::Knowledge, None, &known(&[("00123", "样一"), ("00124", "样二")]))
}

fn rows(outcome: &Outcome) -> &[KnowledgeRow] {
    match &outcome.judged.accepted {
        Accepted::Knowledge(rows) => rows,
        other => panic!("no register: {other:?}"),
    }
}

#[test]
fn an_item_has_one_row_per_holder_or_one_without() {
    let text = "知识项,类别,权重,工时,工号,掌握人,掌握程度\n\
        主轴校准,技能,90,12小时,123,,精通\n\
        主轴校准,技能,,,,样二,2\n\
        供应商谈判,职责,40,,,,\n";
    let outcome = register(text);
    let held: Vec<(Option<&str>, Option<u8>)> =
        rows(&outcome).iter().map(|row| (row.emp_no.as_deref(), row.level)).collect();
    assert_eq!(held, [(Some("00123"), Some(4)), (Some("00124"), Some(2)), (None, None)]);
    assert_eq!(rows(&outcome)[0].hours.unwrap().to_string(), "12");
    assert_eq!(outcome.judged.totals, Totals::Knowledge { items: 2 });
}

#[test]
fn weights_and_levels_keep_to_their_range() {
    let text = "知识项,权重,掌握人,掌握程度\n甲,0,,\n乙,101,,\n丙,12.5,,\n丁,高,,\n戊,50,样一,5\n己,50,,3\n";
    let outcome = register(text);
    let codes: Vec<(u32, &str)> = outcome.refused().iter().map(|(row, code, ..)| (*row, *code)).collect();
    let expected = [
        (2, "number.range"),
        (3, "number.range"),
        (4, "number.invalid"),
        (5, "number.invalid"),
        (6, "enum.unknown"),
        (7, "required.missing"),
    ];
    assert_eq!(codes, expected);
}

#[test]
fn one_item_says_one_thing_about_itself() {
    let text = "知识项,权重,掌握人\n甲,50,样一\n甲,60,样二\n乙,70,样一\n乙,,样二\n";
    let outcome = register(text);
    assert_eq!(
        outcome.refused(),
        [(2, "item.disagrees", "weight", "50"), (3, "item.disagrees", "weight", "60")]
    );
    assert_eq!(rows(&outcome).len(), 2);
}

#[test]
fn one_person_holds_an_item_once() {
    let outcome = register("知识项,工号,掌握程度\n甲,00123,2\n甲,123,3\n");
    assert_eq!(outcome.refused(), [(2, "id.duplicate", "item", "甲"), (3, "id.duplicate", "item", "甲")]);
}

#[test]
fn english_heads_and_words_are_known() {
    let outcome = register("Knowledge item,Area,Weight,Holder no,Level\nSpindle,CNC,90,00123,expert\n");
    let row = &rows(&outcome)[0];
    assert_eq!((row.area.as_deref(), row.weight, row.level), (Some("CNC"), Some(90), Some(4)));
}
