//! Conflicts that were noted, and what is none: a grievance, a complaint, a report of one's own.

use super::*;

const PEOPLE: [(&str, &str); 3] = [("00017", "样一"), ("00018", "拟二"), ("00019", "虚三")];

fn events(text: &str) -> Outcome {
    run(text.as_bytes(), "登记.csv", Kind::Events, None, &known(&PEOPLE))
}

fn entries(outcome: &Outcome) -> Vec<(&str, &str, Option<&str>)> {
    match &outcome.judged.accepted {
        Accepted::Entries(rows) => {
            rows.iter().map(|row| (row.emp_no.as_str(), row.kind, row.text.as_deref())).collect()
        }
        other => panic!("no entries: {other:?}"),
    }
}

#[test]
fn a_register_of_conflicts_is_known_by_its_heads_in_both_languages() {
    let chinese = events(
        "员工冲突登记表\n序号,登记日期,当事人工号,当事人,部门,冲突对象,冲突经过,登记来源,处理情况\n\
         1,2026-08-03,00017,样一,装配部,班长,当众争吵,主管观察,已调解\n\
         2,2026/9/12,,拟二,装配部,同事,互不配合,面谈发现,\n",
    );
    assert_eq!(chinese.found.layout_code(), Some("conflicts"));
    assert_eq!(
        entries(&chinese),
        [("00017", "conflict", Some("当众争吵")), ("00018", "conflict", Some("互不配合"))]
    );
    let english = events(
        "Incident date,Employee no,Party,Conflict with,What the conflict was about,Noted through\n\
         2026-08-03,00019,虚三,Manager,Shouting in the meeting,Manager’s observation\n",
    );
    assert_eq!(english.found.layout_code(), Some("conflicts"));
    assert_eq!(entries(&english), [("00019", "conflict", Some("Shouting in the meeting"))]);
}

#[test]
fn what_the_person_brought_forward_is_refused_as_a_conflict_with_the_reason() {
    let outcome = events(
        "冲突日期,当事人工号,当事人,冲突经过,登记来源\n\
         2026-08-03,00017,样一,被当众批评,本人申诉\n2026-08-04,00018,拟二,被当众批评,员工投诉\n\
         2026-08-05,00019,虚三,动手,主管观察\n",
    );
    assert_eq!(
        outcome.refused(),
        [(2, "conflict.own_voice", "origin", "本人申诉"), (3, "conflict.own_voice", "origin", "员工投诉")]
    );
    assert_eq!(entries(&outcome), [("00019", "conflict", Some("动手"))]);
}

#[test]
fn among_suggestions_and_complaints_a_conflict_is_of_whom_the_row_concerns_never_of_who_brought_it() {
    let about = events(
        "登记日期,工号,姓名,类别,内容\n2026-08-03,00017,样一,冲突,与班长争吵\n2026-08-03,00018,拟二,申诉,考评不公\n",
    );
    assert_eq!(about.found.layout_code(), Some("entries"));
    assert_eq!(
        entries(&about),
        [("00017", "conflict", Some("与班长争吵")), ("00018", "grievance", Some("考评不公"))]
    );
    let by = events(
        "登记日期,提出人工号,提出人,类别,内容\n2026-08-03,00017,样一,冲突,班长骂人\n2026-08-03,00018,拟二,投诉,吵\n",
    );
    assert_eq!(by.refused(), [(2, "conflict.own_voice", "category", "冲突")]);
    assert_eq!(entries(&by), [("00018", "complaint", Some("吵"))]);
}

#[test]
fn a_list_of_people_and_dates_alone_is_no_register_of_conflicts() {
    let text = "日期,工号,姓名\n2026-08-03,00017,样一\n";
    let book = open(text.as_bytes(), "登记.csv", &Limits::default()).unwrap();
    assert_eq!(recognise(&book, Kind::Events, None).layout_code(), None);
}
