//! Many settlements from one spreadsheet: people and grounds in, amounts, steps and warnings out.
//!
//! Each row is answered on its own by `law`, exactly as `leavewell law settle` answers one case; a bad row is refused with
//! its number and its field, and the others are answered all the same. The outcome is written row by row while it is
//! reckoned, so that memory does not grow with the list.

use std::{
    collections::HashMap,
    io::{Seek, Write},
    sync::LazyLock,
};

use kernel::Lang;
use law::{Case, Context, Ground, LayoffAnswer, LayoffQuestion, Settlement};
use serde::Deserialize;
use serde_json::{Map, Value, json};

mod records;
mod says;
mod workbook;

pub use self::says::{Said, Words};
use self::{records::Records, workbook::Writer};

use crate::{
    Error, Result, excel,
    import::{self, dates, header::shown_text, sheet::Content, sheet::Row, text},
    table::Cell,
};

const FILE: &str = include_str!("../data/law-batch.toml");

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    column: Vec<Column>,
    /// By field, then by the word in the cell.
    meaning: HashMap<String, HashMap<String, String>>,
}

/// A column of a list: its field, and the heads it is known by.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    field: String,
    zh: Vec<String>,
    en: Vec<String>,
}

impl Column {
    fn is_headed(&self, said: &str) -> bool {
        let [whole, outside_brackets] = [text::key(said), text::key(&text::without_brackets(said))];
        self.zh
            .iter()
            .chain(&self.en)
            .map(|head| text::key(head))
            .any(|head| head == whole || head == outside_brackets)
    }
}

static FORM: LazyLock<Form> = LazyLock::new(|| {
    // A test reads the file, so that a mistake in it never reaches anybody.
    toml::from_str(FILE).unwrap_or_default()
});

/// The heads of an empty list.
pub fn heads_of_list(lang: Lang) -> Vec<&'static str> {
    let words = |column: &'static Column| match lang {
        Lang::Zh => column.zh.first(),
        Lang::En => column.en.first(),
    };
    FORM.column.iter().filter_map(words).map(String::as_str).collect()
}

/// A workbook with these heads and nothing below, to be filled in.
pub fn empty_list(lang: Lang, sheet: &str) -> Result<Vec<u8>> {
    excel::write_table(sheet, &heads_of_list(lang), std::iter::empty::<[Cell; 0]>())
}

/// A row that was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its number in the sheet.
    pub row: u32,
    /// The field; empty where it is the row as a whole.
    pub field: String,
    /// The engine's code of why.
    pub code: &'static str,
    /// Why, in the engine's own sentence.
    pub why: String,
}

/// What came of a list.
#[derive(Debug)]
pub struct Outcome {
    /// How many rows were answered.
    pub answered: u32,
    /// The rows that were not.
    pub refused: Vec<RefusedRow>,
    /// How many people are laid off by the list.
    pub laid_off: u32,
    /// Whether article 41 is open to the company, where its head count is known.
    pub layoff: Option<LayoffAnswer>,
    /// The sum of all rows, in fen.
    pub total_fen: i64,
}

/// A list as it came.
#[derive(Debug, Clone, Copy)]
pub struct List<'l> {
    /// The bytes of the file.
    pub bytes: &'l [u8],
    /// Its name.
    pub file_name: &'l str,
    /// Everybody the company employs, where that is known.
    pub staff: Option<u32>,
}

/// The steps of so many people stand on one sheet.
const PEOPLE_A_SHEET: usize = 40_000;

/// Answers a list and writes the workbook.
pub fn run(
    list: &List<'_>,
    cx: &Context<'_>,
    words: &impl Words,
    out: impl Write + Seek + Send,
) -> Result<Outcome> {
    answer_all(list, cx, words, (out, PEOPLE_A_SHEET))
}

fn answer_all(
    list: &List<'_>,
    cx: &Context<'_>,
    words: &impl Words,
    (out, people_a_sheet): (impl Write + Seek + Send, usize),
) -> Result<Outcome> {
    let records = Records::of(list)?;
    let (mut people, mut laid_off) = (0, 0);
    records.each(|_, facts| {
        people += 1;
        laid_off += u32::from(is_layoff(facts));
        Ok(())
    })?;
    let layoff = threshold(list.staff, laid_off, cx)?;
    let mut outcome = Outcome { answered: 0, refused: Vec::new(), laid_off, layoff, total_fen: 0 };
    let mut writer = Writer::new(words, people_a_sheet);
    let mut sheets = writer.begin(people)?;
    records.each(|row, facts| {
        match answer(facts, cx) {
            Ok(settlement) => {
                outcome.answered += 1;
                outcome.total_fen = outcome.total_fen.saturating_add(settlement.total_before_tax.fen());
                sheets.answered(row, facts, &settlement, outcome.layoff.as_ref())?;
            }
            Err(fault) => {
                let refused = RefusedRow { row, ..fault };
                sheets.refused(&refused)?;
                outcome.refused.push(refused);
            }
        }
        Ok(())
    })?;
    sheets.close(&outcome, list.staff)?;
    writer.finish(out)?;
    Ok(outcome)
}

/// Whether article 41 is open, where it is asked.
fn threshold(staff: Option<u32>, laid_off: u32, cx: &Context<'_>) -> Result<Option<LayoffAnswer>> {
    let Some(total) = staff.filter(|_| laid_off > 0) else { return Ok(None) };
    let question = LayoffQuestion { total: Some(total), cut: Some(laid_off) };
    question.answer(cx).map(Some).map_err(|error| Error::Batch(error.to_string()))
}

/// The row of the heads: which column holds which field.
fn heads(row: &Row<'_>) -> Option<(u32, Vec<(u16, &'static str)>)> {
    let known = |said: &str| {
        FORM.column.iter().find(|column| column.is_headed(said)).map(|column| column.field.as_str())
    };
    let found: Vec<(u16, &'static str)> =
        row.filled().filter_map(|(column, view)| Some((column, known(&shown_text(view.content))?))).collect();
    found.iter().any(|(_, field)| *field == "ground").then_some((row.number, found))
}

/// What a row says, field by field, in the words of `leavewell law settle`.
fn facts(row: &Row<'_>, columns: &[(u16, &'static str)]) -> Map<String, Value> {
    let mut facts = Map::new();
    for (column, field) in columns {
        let view = row.shown(*column);
        let said = shown_text(view.content);
        if !said.trim().is_empty() {
            facts.insert((*field).to_owned(), value(field, view.content, said.trim()));
        }
    }
    facts
}

fn value(field: &str, content: Content<'_>, said: &str) -> Value {
    match field {
        "service_start" | "last_day" => day(content, said),
        "ground" => json!(ground_code(said)),
        "notice_days_given" => said.parse::<u16>().map_or_else(|_| json!(said), |days| json!(days)),
        "renewal_offered_same_or_better" => {
            let meant = meaning(field, said);
            meant.parse::<bool>().map_or_else(|_| json!(said), |is_offered| json!(is_offered))
        }
        "protected" => {
            let each = said.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|one| !one.is_empty());
            each.map(|one| meaning(field, one)).collect()
        }
        "profile" | "reason" => json!(meaning(field, said)),
        "avg12" | "last_month_wage" | "local_avg_monthly_wage" | "min_wage" | "enterprise_avg_wage" => {
            json!(said.replace([',', '，', '¥', '￥', ' '], ""))
        }
        _ => json!(said),
    }
}

/// The code that a word in a cell stands for; what is no such word is taken for the code itself.
fn meaning<'w>(field: &str, said: &'w str) -> &'w str {
    let word = said.to_lowercase();
    FORM.meaning.get(field).and_then(|words| words.get(&word)).map_or(said, String::as_str)
}

fn day(content: Content<'_>, said: &str) -> Value {
    let system = import::sheet::DateSystem::default();
    let stamp = match content {
        Content::Number(number) => dates::from_number(number, system),
        _ => dates::from_text(said, system),
    };
    stamp.map_or_else(|| json!(said), |stamp| json!(stamp.date.to_string()))
}

/// The code of a ground, also where its name is written.
fn ground_code(said: &str) -> String {
    let named = departure::grounds().iter().find(|ground| {
        ground.label.zh == said || ground.label.en.eq_ignore_ascii_case(said) || ground.code == said
    });
    named.map_or_else(|| said.to_owned(), |ground| ground.law_code.clone())
}

fn is_layoff(facts: &Map<String, Value>) -> bool {
    facts.get("ground").and_then(Value::as_str) == Some(Ground::Layoff.code())
}

/// What cannot even be read as a fact.
const UNREADABLE: &str = "unreadable";

/// The settlement, or which field is wrong and why.
fn answer(facts: &Map<String, Value>, cx: &Context<'_>) -> std::result::Result<Settlement, RefusedRow> {
    let fault = |field: &str, code, why: String| RefusedRow { row: 0, field: field.to_owned(), code, why };
    let mut case = facts.clone();
    case.remove("emp_no");
    case.remove("name");
    for (field, value) in &case {
        // One field alone: so the fault has a name.
        if let Err(error) = serde_json::from_value::<Case>(json!({ field.as_str(): value })) {
            return Err(fault(field, UNREADABLE, error.to_string()));
        }
    }
    let case: Case = serde_json::from_value(Value::Object(case))
        .map_err(|error| fault("", UNREADABLE, error.to_string()))?;
    case.answer(cx)
        .map_err(|error| fault(error.pointer().trim_start_matches('/'), error.code(), error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::{excel::write_table, table::Cell};

    const TABLE: [&str; 7] =
        ["姓名", "离职类型", "入职日期", "离职日期", "月平均工资", "社平工资", "地区口径"];

    fn list(rows: &[[&str; 7]]) -> Vec<u8> {
        let rows = rows.iter().map(|row| row.map(Cell::from));
        write_table("名单", &TABLE, rows).unwrap()
    }

    /// Says what it was asked to say.
    struct Echo;

    impl Words for Echo {
        fn say(&self, said: Said, key: &str) -> String {
            format!("{said:?} {key}")
        }
    }

    struct Answered {
        outcome: Outcome,
        workbook: Vec<u8>,
    }

    fn try_list(bytes: &[u8], staff: Option<u32>) -> Result<Answered> {
        let calendar = calendar::Calendar::builtin();
        let mut out = std::io::Cursor::new(Vec::new());
        let list = List { bytes, file_name: "名单.xlsx", staff };
        let outcome = run(&list, &Context::new(&calendar), &Echo, &mut out)?;
        Ok(Answered { outcome, workbook: out.into_inner() })
    }

    const STEPS: usize = 3;

    fn answer_list(rows: &[[&str; 7]], staff: Option<u32>) -> Answered {
        try_list(&list(rows), staff).unwrap()
    }

    fn cell(answered: &Answered, sheet: usize, row: usize, column: u16) -> String {
        let book = import::open(&answered.workbook, "a.xlsx", &import::Limits::default()).unwrap();
        let row = book.sheets[sheet].row_at(row, &book.texts).unwrap();
        shown_text(row.own(column).content)
    }

    #[test]
    fn each_row_is_answered_as_a_single_case_and_bad_rows_are_refused_by_field() {
        let answered = answer_list(
            &[
                ["甲", "LAYOFF", "2009-04-01", "2024-12-31", "50000", "12307", "NATIONAL_DEFAULT"],
                ["乙", "经济性裁员", "2017-03-01", "2024-08-31", "¥14,000.00", "12307", ""],
                ["丙", "LAYOFF", "2017-02-30", "2024-08-31", "14000", "", ""],
                ["丁", "不知道", "2017-03-01", "2024-08-31", "14000", "", ""],
                ["戊", "LAYOFF", "2025-03-01", "2024-08-31", "14000", "", ""],
                ["己", "LAYOFF", "2017-03-01", "2024-08-31", "-1", "", ""],
            ],
            Some(100),
        );
        let outcome = &answered.outcome;
        assert_eq!(outcome.answered, 2, "{:?}", outcome.refused);
        let refused: Vec<(u32, &str)> = outcome.refused.iter().map(|r| (r.row, r.field.as_str())).collect();
        assert_eq!(refused, [(4, "service_start"), (5, "ground"), (6, "last_day"), (7, "avg12")]);
        assert_eq!(cell(&answered, 0, 1, 5), "443052");
        assert_eq!(cell(&answered, 0, 2, 5), "112000");
        assert_eq!(outcome.total_fen, 55_505_200);
        assert_eq!(cell(&answered, 1, 1, 1), "service_start");
        assert_eq!(cell(&answered, 1, 1, 3), "Text batch-why-unreadable");
        assert_eq!(cell(&answered, 1, 3, 3), "Text batch-why-refused_value");
    }

    #[test]
    fn every_step_is_a_sentence_with_named_values_its_result_and_its_articles() {
        let row = ["甲", "LAYOFF", "2009-04-01", "2024-12-31", "50000", "12307", "NATIONAL_DEFAULT"];
        let answered = answer_list(&[row], None);
        let cap = (1..12).find(|place| cell(&answered, STEPS, *place, 3) == "Step wage_cap").unwrap();
        assert_eq!(cell(&answered, STEPS, cap, 2), "Line severance");
        // The reader makes wide colons narrow.
        let inputs = cell(&answered, STEPS, cap, 4);
        assert!(inputs.contains("Input avg12:50000.00"), "{inputs}");
        assert!(inputs.contains("Input is_above_cap:Text batch-yes"), "{inputs}");
        assert_eq!(cell(&answered, STEPS, cap, 5), "36921.00");
        assert!(cell(&answered, STEPS, cap, 6).contains("劳动合同法第47条第2款"));
        assert_eq!(cell(&answered, 0, 1, 3), "Value LAYOFF");
    }

    #[test]
    fn the_steps_of_a_long_list_go_on_to_further_sheets() {
        let row = ["甲", "LAYOFF", "2017-03-01", "2024-08-31", "14000", "12307", ""];
        let bytes = list(&vec![row; 5]);
        let calendar = calendar::Calendar::builtin();
        let mut out = std::io::Cursor::new(Vec::new());
        let asked = List { bytes: &bytes, file_name: "名单.xlsx", staff: None };
        let outcome = answer_all(&asked, &Context::new(&calendar), &Echo, (&mut out, 2)).unwrap();
        let answered = Answered { outcome, workbook: out.into_inner() };
        // Two people on each of the first two sheets of steps, one on the third; each begins under its own heads.
        for (sheet, person) in [(STEPS, "2"), (STEPS + 1, "4"), (STEPS + 2, "6")] {
            assert_eq!(cell(&answered, sheet, 0, 3), "Text batch-head-rule");
            assert_eq!(cell(&answered, sheet, 1, 0), person);
        }
        let book = import::open(&answered.workbook, "a.xlsx", &import::Limits::default()).unwrap();
        assert_eq!(book.sheets.len(), STEPS + 3);
    }

    #[test]
    fn a_list_in_text_is_answered_piece_by_piece_as_a_workbook_is() {
        let mut text = format!("裁员名单\n{}\n", TABLE.join(","));
        for number in 0..9_000 {
            let wage = if number == 5_000 { "-1" } else { "14000" };
            writeln!(text, "\"样,{number}\",LAYOFF,2017-03-01,2024-08-31,{wage},12307,").unwrap();
        }
        let answered = try_list(text.as_bytes(), Some(1_000_000)).unwrap();
        assert_eq!((answered.outcome.answered, answered.outcome.laid_off), (8_999, 9_000));
        assert_eq!(answered.outcome.total_fen, 8_999 * 11_200_000);
        let refused: Vec<u32> = answered.outcome.refused.iter().map(|refused| refused.row).collect();
        assert_eq!(refused, [5_003]);
        assert_eq!(
            (cell(&answered, 0, 8_999, 0), cell(&answered, 0, 8_999, 2)),
            ("9002".into(), "样,8999".into())
        );
    }

    #[test]
    fn article_41_is_tested_at_twenty_people_and_at_ten_per_cent() {
        let row = ["甲", "LAYOFF", "2017-03-01", "2024-08-31", "14000", "12307", ""];
        let opens = |cut: usize, staff: u32| {
            answer_list(&vec![row; cut], Some(staff)).outcome.layoff.map(|answer| answer.article_41)
        };
        assert_eq!(opens(19, 1000), Some(false));
        assert_eq!(opens(20, 1000), Some(true));
        assert_eq!(opens(15, 150), Some(true));
        assert_eq!(opens(15, 151), Some(false));
        let below = answer_list(&[row], Some(1000));
        assert!(cell(&below, 0, 1, 13).contains("batch-warning-below-article-41"));
        assert!(answer_list(&[row], None).outcome.layoff.is_none());
    }

    #[test]
    fn a_protected_person_is_not_laid_off_and_a_list_without_heads_is_refused() {
        let bytes = write_table(
            "名单",
            &["姓名", "离职类型", "入职日期", "离职日期", "月平均工资", "受保护情形"],
            [["甲", "LAYOFF", "2017-03-01", "2024-08-31", "14000", "孕期、医疗期"].map(Cell::from)],
        )
        .unwrap();
        let answered = try_list(&bytes, None).unwrap();
        assert_eq!(cell(&answered, 0, 1, 4), "Text batch-effect-not-allowed");
        assert!(cell(&answered, 0, 1, 13).contains("Warning protected"));
        let bare = write_table("名单", &["甲", "乙"], [["1", "2"].map(Cell::from)]).unwrap();
        assert!(matches!(try_list(&bare, None), Err(Error::BatchHeader)));
    }

    #[test]
    fn an_empty_list_in_either_language_is_a_list_and_words_in_cells_mean_their_codes() {
        for (lang, words) in [
            (Lang::Zh, ["上海", "拖欠工资", "否", "孕期"]),
            (Lang::En, ["SHANGHAI", "wages_withheld", "No", "pregnancy"]),
        ] {
            let heads = heads_of_list(lang);
            assert_eq!(heads.len(), FORM.column.len());
            let [profile, reason, renewal, protected] = words;
            let record = FORM.column.iter().map(|column| match column.field.as_str() {
                "ground" => "CONSTRUCTIVE",
                "service_start" => "2019-04-01",
                "last_day" => "2024-12-31",
                "avg12" => "9000",
                "local_avg_monthly_wage" => "12307",
                "profile" => profile,
                "reason" => reason,
                "renewal_offered_same_or_better" => renewal,
                "protected" => protected,
                _ => "",
            });
            let bytes = write_table("名单", &heads, [record.map(Cell::from).collect::<Vec<_>>()]).unwrap();
            let outcome = try_list(&bytes, None).unwrap().outcome;
            assert_eq!((outcome.answered, outcome.total_fen), (1, 5_400_000), "{:?}", outcome.refused);
            assert_eq!(try_list(&empty_list(lang, "名单").unwrap(), None).unwrap().outcome.answered, 0);
        }
        let units = "姓名,离职类型,入职日期,离职日期,月平均工资（元）,社平工资\n甲,LAYOFF,2017-03-01,2024-08-31,14000,12307\n";
        assert_eq!(try_list(units.as_bytes(), None).unwrap().outcome.total_fen, 11_200_000);
    }

    #[test]
    fn every_column_is_a_fact_of_a_case() {
        let fields = FORM.column.iter().map(|column| column.field.as_str());
        for field in fields.filter(|field| !["emp_no", "name"].contains(field)) {
            let error = serde_json::from_value::<Case>(json!({ field: { "x": 1 } })).unwrap_err();
            assert!(!error.to_string().contains("unknown field"), "{field}: {error}");
        }
    }
}
