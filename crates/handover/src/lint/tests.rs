use super::*;

fn found(text: &str) -> LintReport {
    lint(text, &LintOptions::default())
}

fn ids(text: &str) -> Vec<&'static str> {
    found(text).findings.iter().map(|one| one.rule.id()).collect()
}

fn words(text: &str) -> Vec<&'static str> {
    ids(text).into_iter().filter(|id| id.starts_with("HD2")).collect()
}

const FALSE_FRIENDS: [&str; 24] = [
    "一般纳税人的资格由财务部核定。",
    "一般贸易报关。",
    "左右两个按钮同时按下。",
    "按左右键移动光标。",
    "这一章讲大概念。",
    "先完成可能性分析报告。",
    "等系统提示后继续。",
    "同等条件优先录用。",
    "客户等级为 A。",
    "几何公差见图纸。",
    "适当性管理每年评估。",
    "基本工资每月 8 日核定。",
    "Parts are delivered just-in-time.",
    "Open the about page.",
    "Press the like button.",
    "Set some_variable to 3.",
    "Operators SHOULD sign the sheet and MUST date it.",
    "Operators should record the torque.",
    "换刀约 30 分钟（最长 45 分钟）。",
    "尽量使用上下料机器人，上下班打卡。",
    "等离子切割机在二车间，等温淬火另行安排。",
    "几乎没有差异，几率为 0。",
    "本地化团队在苏州，就行业而言。",
    "无固定期限合同，违约金按合同约定。",
];

#[test]
fn every_rule_has_its_messages() {
    assert_eq!(Rule::all().count(), 15 + 5 + 11 + 6);
    for rule in Rule::all() {
        assert!(
            !rule.message(Lang::Zh).is_empty()
                && !rule.message(Lang::En).is_empty()
                && !rule.name().is_empty()
        );
    }
}

#[test]
fn false_friends_never_fire() {
    for text in FALSE_FRIENDS {
        assert!(words(text).is_empty(), "{text}: {:?}", words(text));
    }
}

#[test]
fn a_finding_stands_at_its_line_and_column_in_characters() {
    let report = found("# 标题\n\n磨床，加热大概要 40 分钟。\n");
    let one = report.findings.iter().find(|one| one.rule.id() == "HD201").unwrap();
    assert_eq!((one.line, one.column, one.excerpt.as_str()), (3, 6, "大概"));
}

#[test]
fn width_and_script_make_no_difference() {
    assert_eq!(words("視情況調整，大約三天。"), ["HD203", "HD201"]);
    assert_eq!(words("Ｓｉｍｐｌｙ ｒｅｓｔａｒｔ"), ["HD210"]);
}

#[test]
fn an_allowance_with_a_reason_covers_its_line_or_the_block_below() {
    assert!(words("大概三天 <!-- lint-allow HD201 reason=\"量具厂的原话\" -->").is_empty());
    assert!(words("<!-- lint-allow HD201, HD203 reason=\"原话\" -->\n大概三天，\n视情况再定。").is_empty());
    assert_eq!(words("<!-- lint-allow HD201 reason=\"原话\" -->\n三天。\n\n大概三天。"), ["HD201"]);
    assert_eq!(words("大概三天 <!-- lint-allow HD201 -->"), ["HD201"], "without a reason");
    assert_eq!(words("大概三天 <!-- lint-allow HD202 reason=\"x\" -->"), ["HD201"], "another rule");
    let whole = "<!-- lint-allow HD012 理由=“新设备，还没有出过故障” -->\n# 标题\n正文";
    assert!(!ids(whole).contains(&"HD012"));
}

#[test]
fn code_tables_and_quotations_are_skipped_and_secrets_are_not() {
    assert!(words("```\n大概 视情况\n```\n> 大概\n\n| 大概 | 视情况 |\n|---|---|\n| 一 | 二 |").is_empty());
    assert_eq!(words("| a | b |\n|---|---|\n| 大概三天 | 二 |"), ["HD201"]);
    assert!(ids("```\npassword: Hunter2!x\n```").contains(&"HD101"));
}

#[test]
fn a_secret_is_not_repeated_in_its_finding() {
    let report = found("密码：Hunter2!x");
    let one = report.findings.iter().find(|one| one.rule.id() == "HD101").unwrap();
    assert_eq!((one.column, one.excerpt.as_str()), (4, "H********"));
}

#[test]
fn the_score_falls_with_the_findings_and_vague_words_cost_thirty_at_most() {
    let report = |ids: &[&str]| LintReport {
        lang: Lang::Zh,
        findings: ids
            .iter()
            .map(|id| Finding {
                rule: Rule::of_id(id).unwrap(),
                line: 1,
                column: 1,
                byte: 0,
                excerpt: String::new(),
                is_whole: false,
            })
            .collect(),
    };
    assert_eq!(report(&[]).score(), 100);
    assert_eq!(report(&["HD001", "HD006", "HD012"]).score(), 100 - 12 - 5 - 1);
    assert_eq!(report(&["HD203"; 9]).score(), 70);
    assert_eq!(report(&["HD001"; 20]).score(), 0);
    assert!(report(&["HD203", "HD006", "HD103", "HD304"]).is_usable());
    assert!(!report(&["HD001"]).is_usable() && !report(&["HD101"]).is_usable());
    assert!(report(&["HD203"]).has_error() && !report(&["HD201"]).has_error());
}

#[test]
fn an_inventory_tells_dead_references_and_stale_notes() {
    let inventory = Inventory::read("{\"paths\": [{\"name\": \"\\\\\\\\nas\\\\a.xlsx\", \"changed\": \"2025-11-20\"}], \"people\": [\"王浩\"]}").unwrap();
    let options = LintOptions { inventory: Some(&inventory), ..LintOptions::default() };
    let text = "更新日期：2024-03-01\n负责人：王浩、李敏\n打开 \\\\nas\\a.xlsx 与 \\\\nas\\b.xlsx 。";
    let report = lint(text, &options);
    let dead: Vec<&str> = report
        .findings
        .iter()
        .filter(|one| one.rule.id() == "HD104")
        .map(|one| one.excerpt.as_str())
        .collect();
    assert_eq!(dead, ["李敏", "\\\\nas\\b.xlsx"]);
    assert!(report.findings.iter().any(|one| one.rule.id() == "HD306"));
    assert!(Inventory::read("{\"pathes\": []}").unwrap_err().to_string().contains("pathes"));
}

#[test]
fn a_note_names_what_records_can_be_asked_about() {
    let text = "负责人：趙磊\n见交接项《夜班点检》与客户“华东精密”。\n台账号 ZC-0042，代码在 `src/plan/main.rs`。《劳动合同法》除外。";
    let found: Vec<(Referred, String)> =
        mentions(text).into_iter().map(|one| (one.kind, one.written)).collect();
    for expected in [
        (Referred::Person, "趙磊"),
        (Referred::Item, "夜班点检"),
        (Referred::Channel, "华东精密"),
        (Referred::Number, "ZC-0042"),
        (Referred::Place, "`src/plan/main.rs`"),
    ] {
        assert!(found.contains(&(expected.0, expected.1.to_owned())), "{expected:?} in {found:?}");
    }
    assert!(!found.iter().any(|(_, written)| written.contains("劳动")), "{found:?}");
}

#[test]
fn records_judge_only_what_they_were_asked_about() {
    let text = "负责人：赵磊\n备岗：周航\n见交接项《夜班点检》、交接项《旧项》。台账号 ZC-0042，工艺号 GY-7，更新日期：2024-03-01。";
    let day = |day: &str| Some(day.parse().unwrap());
    let inventory = Inventory::of_answers(
        vec![
            ("赵磊".to_owned(), None),
            ("夜班点检".to_owned(), None),
            ("ZC-0042".to_owned(), day("2025-11-20")),
        ],
        &["周航".to_owned(), "旧项".to_owned()],
    );
    let options = LintOptions { inventory: Some(&inventory), ..LintOptions::default() };
    let found: Vec<(&str, String)> =
        lint(text, &options).findings.into_iter().map(|one| (one.rule.id(), one.excerpt)).collect();
    let of = |rule: &str| -> Vec<&str> {
        found.iter().filter(|(id, _)| *id == rule).map(|(_, excerpt)| excerpt.as_str()).collect()
    };
    assert_eq!(of("HD104"), ["周航", "旧项"]);
    assert_eq!(of("HD306"), ["ZC-0042"]);
}

#[test]
fn copies_are_found_and_alike_subjects_are_not() {
    let one = "检查油位在刻度线之间。检查气压零点五到零点六。检查导轨无划伤。检查护罩螺栓齐全。空转五分钟听主轴无异响，结果填表。";
    let other = "打开合同台账，取到期日与单价。拟续签稿，价格按附件二计算。交法务审核三个工作日。盖章后扫描上传到合同目录，状态改为已续签。";
    let notes = [one.to_owned(), one.replace("五分钟", "六分钟"), other.to_owned()];
    let mut reports: Vec<LintReport> = notes.iter().map(|note| found(note)).collect();
    add_duplicates(&notes, &mut reports);
    let copies: Vec<bool> =
        reports.iter().map(|report| report.findings.iter().any(|one| one.rule.id() == "HD305")).collect();
    assert_eq!(copies, [true, true, false]);
    for (place, is_copy) in [(0, true), (1, true), (2, false)] {
        let others: Vec<&String> = notes.iter().filter(|note| **note != notes[place]).collect();
        let mut report = found(&notes[place]);
        add_repetition(&notes[place], &others, &mut report);
        assert_eq!(report.findings.iter().any(|one| one.rule.id() == "HD305"), is_copy, "{place}");
    }
}

#[test]
fn sarif_names_rules_places_and_columns_in_characters() {
    let report = found("大概三天");
    let log = sarif(&[("交接/a b.md".to_owned(), &report)], None);
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let hedge = results.iter().find(|one| one["ruleId"] == "HD201").unwrap();
    let place = &hedge["locations"][0]["physicalLocation"];
    assert_eq!(place["region"]["startColumn"], 1);
    assert_eq!(place["region"]["endColumn"], 3);
    assert_eq!(place["artifactLocation"]["uri"], "%E4%BA%A4%E6%8E%A5/a%20b.md");
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), Rule::all().count());
}

#[test]
fn hostile_texts_end() {
    for piece in [
        "`",
        "](",
        "<a",
        "\\\\a",
        "://",
        "/a汉",
        "a.",
        "“",
        "<!--",
        "大概",
        "| ",
        "密码:",
        "@a",
        "1. ",
        "# ",
        "待办:\n",
        "<!-- lint-allow HD201 reason=x -->\n",
        "AB ",
        "负责人:",
        "每",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        assert!(found(&text).score() <= 100, "{piece}");
    }
}

#[test]
fn every_rule_says_what_is_wrong_and_how_to_mend_it_in_both_languages() {
    for rule in Rule::all() {
        for lang in [Lang::Zh, Lang::En] {
            assert!(!rule.message(lang).is_empty() && !rule.mend(lang).is_empty(), "{}", rule.id());
            assert_ne!(rule.message(lang), rule.mend(lang), "{}", rule.id());
        }
        assert_ne!(rule.mend(Lang::Zh), rule.mend(Lang::En), "{}", rule.id());
    }
    assert_eq!(Rule::all().count(), 37);
}
