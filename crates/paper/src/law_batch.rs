//! Many settlements from one spreadsheet: people and grounds in, amounts, steps and warnings out.
//!
//! Each row is answered on its own by `law`, exactly as `leavewell law settle` answers one case; a bad row is refused with
//! its number and its field, and the others are answered all the same. The outcome is written row by row while it is
//! reckoned, so that memory does not grow with the list.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use law::{Case, Context, Effect, Ground, LayoffAnswer, LayoffQuestion, LineId, Settlement};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    Error, Result,
    import::{self, Limits, dates, header::shown_text, sheet::Content, sheet::Row},
};

const FILE: &str = include_str!("../data/law-batch.toml");

#[derive(Deserialize)]
struct Words {
    columns: BTreeMap<String, Vec<String>>,
    protected: HashMap<String, String>,
    warnings: HashMap<String, String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // A test reads the file, so that a mistake in it never reaches anybody.
    toml::from_str(FILE).unwrap_or_else(|_| Words {
        columns: BTreeMap::new(),
        protected: HashMap::new(),
        warnings: HashMap::new(),
    })
});

/// A row that was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its number in the sheet.
    pub row: u32,
    /// The field; empty where it is the row as a whole.
    pub field: String,
    /// Why.
    pub why: String,
}

/// What came of a list.
#[derive(Debug)]
pub struct Outcome {
    /// The workbook.
    pub workbook: Vec<u8>,
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

/// Answers a list; `staff` is everybody the company employs.
pub fn run(bytes: &[u8], file_name: &str, staff: Option<u32>, cx: &Context<'_>) -> Result<Outcome> {
    let book = import::open(bytes, file_name, &Limits::default())?;
    let sheet = book.sheets.first().ok_or(Error::BatchHeader)?;
    let rows = || sheet.rows(&book.texts);
    let (head_row, columns) = rows().take(20).find_map(|row| heads(&row)).ok_or(Error::BatchHeader)?;
    let records = || rows().filter(|row| row.number > head_row && row.filled().next().is_some());
    let laid_off = records().filter(|row| is_layoff(&facts(row, &columns))).count();
    let laid_off = u32::try_from(laid_off).unwrap_or(u32::MAX);
    let layoff = match staff {
        Some(total) if laid_off > 0 => {
            let question = LayoffQuestion { total: Some(total), cut: Some(laid_off) };
            Some(question.answer(cx).map_err(|error| Error::Batch(error.to_string()))?)
        }
        _ => None,
    };
    let mut writer = Writer::new(Workbook::new());
    let mut outcome =
        Outcome { workbook: Vec::new(), answered: 0, refused: Vec::new(), laid_off, layoff, total_fen: 0 };
    let mut sheets = writer.begin()?;
    for row in records() {
        let facts = facts(&row, &columns);
        match answer(&facts, cx) {
            Ok(settlement) => {
                outcome.answered += 1;
                outcome.total_fen = outcome.total_fen.saturating_add(settlement.total_before_tax.fen());
                sheets.answered(row.number, &facts, &settlement, outcome.layoff.as_ref())?;
            }
            Err((field, why)) => {
                let refused = RefusedRow { row: row.number, field, why };
                sheets.refused(&refused)?;
                outcome.refused.push(refused);
            }
        }
    }
    sheets.close(&outcome, staff)?;
    outcome.workbook = writer.finish()?;
    Ok(outcome)
}

/// The row of the heads: which column holds which field.
fn heads(row: &Row<'_>) -> Option<(u32, Vec<(u16, &'static str)>)> {
    let known = |said: &str| {
        let said = said.trim().to_lowercase();
        let columns = WORDS.columns.iter();
        columns.into_iter().find(|(_, heads)| heads.contains(&said)).map(|(field, _)| field.as_str())
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
        "renewal_offered_same_or_better" => match said.to_lowercase().as_str() {
            "是" | "yes" | "true" => json!(true),
            "否" | "no" | "false" => json!(false),
            _ => json!(said),
        },
        "protected" => {
            let each = said.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|one| !one.is_empty());
            each.map(|one| WORDS.protected.get(one).map_or(one, String::as_str)).collect()
        }
        "avg12" | "last_month_wage" | "local_avg_monthly_wage" | "min_wage" | "enterprise_avg_wage" => {
            json!(said.replace([',', '，', '¥', '￥', ' '], ""))
        }
        _ => json!(said),
    }
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

/// The settlement, or which field is wrong and why.
fn answer(facts: &Map<String, Value>, cx: &Context<'_>) -> std::result::Result<Settlement, (String, String)> {
    let mut case = facts.clone();
    case.remove("emp_no");
    case.remove("name");
    for (field, value) in &case {
        // One field alone: so the fault has a name.
        if let Err(error) = serde_json::from_value::<Case>(json!({ field.as_str(): value })) {
            return Err((field.clone(), error.to_string()));
        }
    }
    let case: Case =
        serde_json::from_value(Value::Object(case)).map_err(|error| (String::new(), error.to_string()))?;
    case.answer(cx).map_err(|error| (error.pointer().trim_start_matches('/').to_owned(), error.to_string()))
}

const HEADS: [&str; 14] = [
    "行号",
    "工号",
    "姓名",
    "离职类型",
    "能否终止",
    "经济补偿",
    "代通知金",
    "赔偿金2N",
    "未休年假",
    "医疗补助费",
    "税前合计",
    "个人所得税",
    "有争议的项目",
    "提示",
];
const LINES: [LineId; 5] =
    [LineId::Severance, LineId::InLieu, LineId::Damages2n, LineId::AnnualLeave, LineId::MedicalSubsidy];

struct Writer {
    book: Workbook,
}

/// The sheets while they are written.
struct Sheets<'w> {
    pages: Vec<&'w mut Worksheet>,
    rows: [u32; 4],
    money: Format,
}

type Cells = Vec<Put>;

/// A cell on its way out.
enum Put {
    Text(String),
    Number(f64),
    Money(i64),
    Nothing,
}

impl Writer {
    const fn new(book: Workbook) -> Self {
        Self { book }
    }

    fn begin(&mut self) -> Result<Sheets<'_>> {
        let heads: [(&str, &[&str]); 4] = [
            ("结果", &HEADS),
            ("步骤", &["行号", "姓名", "项目", "规则", "输入", "结果", "依据"]),
            ("未受理", &["行号", "字段", "原因"]),
            ("汇总", &["项目", "数值"]),
        ];
        for (name, _) in heads {
            self.book.add_worksheet_with_constant_memory().map_err(excel)?.set_name(name).map_err(excel)?;
        }
        let bold = Format::new().set_bold();
        let mut sheets: Vec<&mut Worksheet> = self.book.worksheets_mut().iter_mut().collect();
        for (sheet, (_, heads)) in sheets.iter_mut().zip(heads) {
            sheet.set_freeze_panes(1, 0).map_err(excel)?;
            for (column, head) in (0_u16..).zip(heads) {
                sheet.set_column_width(column, 16).map_err(excel)?;
                sheet.write_string_with_format(0, column, *head, &bold).map_err(excel)?;
            }
        }
        Ok(Sheets { pages: sheets, rows: [1; 4], money: Format::new().set_num_format("#,##0.00") })
    }

    fn finish(mut self) -> Result<Vec<u8>> {
        self.book.save_to_buffer().map_err(excel)
    }
}

fn excel(error: rust_xlsxwriter::XlsxError) -> Error {
    Error::Excel(error.into())
}

#[expect(clippy::cast_precision_loss, reason = "an amount of a settlement is far below 2^53 fen")]
fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}

impl Sheets<'_> {
    fn put(&mut self, which: usize, cells: Cells) -> Result<()> {
        let (Some(sheet), Some(row)) = (self.pages.get_mut(which), self.rows.get_mut(which)) else {
            return Ok(());
        };
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Put::Text(text) => sheet.write_string(*row, column, text).map_err(excel)?,
                Put::Number(number) => sheet.write_number(*row, column, number).map_err(excel)?,
                Put::Money(fen) => {
                    sheet.write_number_with_format(*row, column, yuan(fen), &self.money).map_err(excel)?
                }
                Put::Nothing => continue,
            };
        }
        *row += 1;
        Ok(())
    }

    fn answered(
        &mut self,
        number: u32,
        facts: &Map<String, Value>,
        settlement: &Settlement,
        layoff: Option<&LayoffAnswer>,
    ) -> Result<()> {
        let said = |field: &str| facts.get(field).and_then(Value::as_str).unwrap_or("").to_owned();
        let effect = match settlement.effect {
            Effect::Ends => "可以",
            Effect::Extended => "顺延",
            Effect::NotAllowed => "不得解除",
        };
        let mut cells = vec![
            Put::Number(number.into()),
            Put::Text(said("emp_no")),
            Put::Text(said("name")),
            Put::Text(said("ground")),
            Put::Text(effect.to_owned()),
        ];
        cells.extend(LINES.iter().map(|id| amount(settlement, *id)));
        cells.push(Put::Money(settlement.total_before_tax.fen()));
        cells.push(settlement.tax.map_or(Put::Nothing, |tax| Put::Money(tax.fen())));
        cells.push(Put::Text(contested(settlement)));
        cells.push(Put::Text(warnings(facts, settlement, layoff)));
        self.put(0, cells)?;
        for line in &settlement.lines {
            for step in &line.steps {
                let json = serde_json::to_value(step).unwrap_or_default();
                let inputs = json.get("inputs").map(Value::to_string).unwrap_or_default();
                let result = json.get("result").map(Value::to_string).unwrap_or_default();
                let line_id = serde_json::to_value(line.id).unwrap_or_default();
                let articles: Vec<&str> =
                    step.citations.iter().map(|citation| citation.text.as_ref()).collect();
                let texts = [
                    said("name"),
                    line_id.as_str().unwrap_or("").to_owned(),
                    step.rule.to_owned(),
                    inputs,
                    result.trim_matches('"').to_owned(),
                    articles.join("；"),
                ];
                let mut cells = vec![Put::Number(number.into())];
                cells.extend(texts.into_iter().map(Put::Text));
                self.put(1, cells)?;
            }
        }
        Ok(())
    }

    fn refused(&mut self, refused: &RefusedRow) -> Result<()> {
        let cells = vec![
            Put::Number(refused.row.into()),
            Put::Text(refused.field.clone()),
            Put::Text(refused.why.clone()),
        ];
        self.put(2, cells)
    }

    fn close(mut self, outcome: &Outcome, staff: Option<u32>) -> Result<()> {
        let text = |text: &str| Put::Text(text.to_owned());
        self.put(3, vec![text("已测算人数"), Put::Number(outcome.answered.into())])?;
        let refused = u32::try_from(outcome.refused.len()).unwrap_or(u32::MAX);
        self.put(3, vec![text("未受理行数"), Put::Number(refused.into())])?;
        self.put(3, vec![text("税前合计（元）"), Put::Money(outcome.total_fen)])?;
        self.put(3, vec![text("经济性裁员人数"), Put::Number(outcome.laid_off.into())])?;
        self.put(3, vec![text("职工总数"), staff.map_or(Put::Nothing, |staff| Put::Number(staff.into()))])?;
        let verdict = match &outcome.layoff {
            None => "职工总数未提供或没有经济性裁员，未判断",
            Some(answer) if answer.article_41 => {
                "达到门槛（20人或10%）：提前30日向工会或全体职工说明，听取意见，报告劳动行政部门"
            }
            Some(_) => "未达到门槛（20人或10%）：不能按第41条裁员，要另找依据",
        };
        self.put(3, vec![text("劳动合同法第41条第1款"), text(verdict)])
    }
}

fn amount(settlement: &Settlement, id: LineId) -> Put {
    let line = settlement.lines.iter().find(|line| line.id == id);
    match line.map(|line| line.amount) {
        Some(Some(money)) => Put::Money(money.fen()),
        Some(None) => Put::Text("有争议".to_owned()),
        None => Put::Nothing,
    }
}

/// Every reading of what is open, with its amount.
fn contested(settlement: &Settlement) -> String {
    let open = settlement.notes.contested.iter().map(|open| {
        let readings = serde_json::to_value(&open.readings).unwrap_or_default();
        let each = readings.as_array().into_iter().flatten().map(|reading| {
            let of = |key: &str| reading.get(key).and_then(Value::as_str).unwrap_or("—").to_owned();
            format!("{} {}", of("id"), of("amount"))
        });
        format!("{}：{}", open.line, each.collect::<Vec<_>>().join("，"))
    });
    open.collect::<Vec<_>>().join("；")
}

fn warnings(facts: &Map<String, Value>, settlement: &Settlement, layoff: Option<&LayoffAnswer>) -> String {
    let mut keys: Vec<&str> = settlement.notes.warnings.iter().map(|warning| warning.key()).collect();
    if is_layoff(facts) && layoff.is_some_and(|answer| !answer.article_41) {
        keys.push("below_article_41");
    }
    if settlement.procedure.iter().any(|check| check.check.contains("union")) {
        keys.push("union_first");
    }
    let words = keys.into_iter().map(|key| WORDS.warnings.get(key).map_or(key, String::as_str));
    words.collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{excel::write_table, table::Cell};

    const TABLE: [&str; 7] =
        ["姓名", "离职类型", "入职日期", "离职日期", "月平均工资", "社平工资", "地区口径"];

    fn list(rows: &[[&str; 7]]) -> Vec<u8> {
        let rows = rows.iter().map(|row| row.map(Cell::from));
        write_table("名单", &TABLE, rows).unwrap()
    }

    fn answer_list(rows: &[[&str; 7]], staff: Option<u32>) -> Outcome {
        let calendar = calendar::Calendar::builtin();
        run(&list(rows), "名单.xlsx", staff, &Context::new(&calendar)).unwrap()
    }

    fn cell(outcome: &Outcome, sheet: usize, row: usize, column: u16) -> String {
        let book = import::open(&outcome.workbook, "a.xlsx", &Limits::default()).unwrap();
        let row = book.sheets[sheet].row_at(row, &book.texts).unwrap();
        shown_text(row.own(column).content)
    }

    #[test]
    fn each_row_is_answered_as_a_single_case_and_bad_rows_are_refused_by_field() {
        let outcome = answer_list(
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
        assert_eq!(outcome.answered, 2, "{:?}", outcome.refused);
        let refused: Vec<(u32, &str)> = outcome.refused.iter().map(|r| (r.row, r.field.as_str())).collect();
        assert_eq!(refused, [(4, "service_start"), (5, "ground"), (6, "last_day"), (7, "avg12")]);
        assert_eq!(cell(&outcome, 0, 1, 5), "443052");
        assert_eq!(cell(&outcome, 0, 2, 5), "112000");
        assert_eq!(outcome.total_fen, 55_505_200);
        assert_eq!(cell(&outcome, 2, 1, 1), "service_start");
        assert!(cell(&outcome, 1, 1, 6).contains('第'), "steps carry their articles");
    }

    #[test]
    fn article_41_is_tested_at_twenty_people_and_at_ten_per_cent() {
        let row = ["甲", "LAYOFF", "2017-03-01", "2024-08-31", "14000", "12307", ""];
        let opens = |cut: usize, staff: u32| {
            answer_list(&vec![row; cut], Some(staff)).layoff.map(|answer| answer.article_41)
        };
        assert_eq!(opens(19, 1000), Some(false));
        assert_eq!(opens(20, 1000), Some(true));
        assert_eq!(opens(15, 150), Some(true));
        assert_eq!(opens(15, 151), Some(false));
        let below = answer_list(&[row], Some(1000));
        assert!(cell(&below, 0, 1, 13).contains("未达第41条门槛"));
        assert!(answer_list(&[row], None).layoff.is_none());
    }

    #[test]
    fn a_protected_person_is_not_laid_off_and_a_list_without_heads_is_refused() {
        let bytes = write_table(
            "名单",
            &["姓名", "离职类型", "入职日期", "离职日期", "月平均工资", "受保护情形"],
            [["甲", "LAYOFF", "2017-03-01", "2024-08-31", "14000", "孕期、医疗期"].map(Cell::from)],
        )
        .unwrap();
        let calendar = calendar::Calendar::builtin();
        let outcome = run(&bytes, "a.xlsx", None, &Context::new(&calendar)).unwrap();
        assert_eq!(cell(&outcome, 0, 1, 4), "不得解除");
        assert!(cell(&outcome, 0, 1, 13).contains("受保护人员"));
        let bare = write_table("名单", &["甲", "乙"], [["1", "2"].map(Cell::from)]).unwrap();
        assert!(matches!(run(&bare, "a.xlsx", None, &Context::new(&calendar)), Err(Error::BatchHeader)));
    }

    #[test]
    fn every_column_is_a_fact_of_a_case() {
        assert!(!WORDS.warnings.is_empty());
        for field in WORDS.columns.keys().filter(|field| !["emp_no", "name"].contains(&field.as_str())) {
            let error = serde_json::from_value::<Case>(json!({ field.as_str(): { "x": 1 } })).unwrap_err();
            assert!(!error.to_string().contains("unknown field"), "{field}: {error}");
        }
    }
}
