//! Papers: what the company hands out in writing, made from templates that it can change.
//!
//! Each issue has a number without gaps, a version within its departure and an evidence entry that commits to the file.
//! A value that is missing is refused by name. Only HR issues; HR and legal see; an administrator keeps the templates.

mod settled;

use std::collections::BTreeMap;

use app::{
    Cx, Error, FieldError, Result,
    access::{Action, Relation},
    attachments::{Upload, attach, vault_error},
    cases::Case,
};
use jiff::civil::Date;
use kernel::{AttachmentId, DepartureId, Money, PaperId};
use paper::word::{self, AskKind, PaperKind, Problem, Values, find_kind, kinds};
use serde_json::json;
use store::{
    Conn,
    attachments::Attachment,
    departures::Departure,
    papers::{Issued, TemplateRow},
};

use crate::notices::{self, chinese, get_legal_case};

/// A paper of a departure: what it is, and what was issued of it.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Which.
    pub kind: &'static PaperKind,
    /// What was issued, the newest first.
    pub issued: Vec<Issued>,
}

/// The papers of a departure.
#[derive(Debug, Clone)]
pub struct Papers {
    /// The departure.
    pub case: Case,
    /// All kinds.
    pub papers: Vec<Paper>,
    /// Whether the actor may issue.
    pub may_issue: bool,
}

/// A paper as it would be issued now.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its text, line by line; empty where it cannot be made.
    pub lines: Vec<String>,
    /// What cannot be filled.
    pub problems: Vec<Problem>,
}

/// What whoever issues a paper has typed, by the name of the field.
pub type Answers = BTreeMap<String, String>;

/// The papers of a departure.
pub async fn list_papers(cx: &Cx, id: DepartureId) -> Result<Papers> {
    let mut conn = cx.read().await?;
    let case = get_legal_case(cx, &mut conn, id).await?;
    let issued = conn.list_issued(id).await?;
    let of = |kind: &'static PaperKind| Paper {
        kind,
        issued: issued.iter().filter(|paper| paper.kind == kind.code).cloned().collect(),
    };
    let may_issue = cx.allow(Action::RunDepartures).is_ok() && case.relation != Relation::Oneself;
    Ok(Papers { case, papers: kinds().iter().map(of).collect(), may_issue })
}

async fn get_to_issue(cx: &Cx, id: DepartureId) -> Result<Case> {
    cx.allow(Action::RunDepartures)?;
    let case = get_legal_case(cx, &mut cx.read().await?, id).await?;
    if case.relation == Relation::Oneself {
        return Err(Error::Conflict("error-own-departure"));
    }
    Ok(case)
}

/// What the paper would say now, with the next number.
pub async fn preview(
    cx: &Cx,
    id: DepartureId,
    kind: &'static PaperKind,
    answers: &Answers,
) -> Result<Preview> {
    let case = get_to_issue(cx, id).await?;
    let mut conn = cx.read().await?;
    let year = i64::from(cx.today().year());
    let next = conn.last_paper_number(&kind.code, year).await? + 1;
    let template = newest_template(cx, &mut conn, kind).await?.1;
    drop(conn);
    let values = values(cx, &case, kind, answers, &number(kind, year, next)).await?;
    match word::fill(&template, &values) {
        Ok(paper) => Ok(Preview {
            lines: word::text(&paper).map_err(|error| word_error(&error))?,
            problems: Vec::new(),
        }),
        Err(word::Error::Placeholders(problems)) => Ok(Preview { lines: Vec::new(), problems }),
        Err(error) => Err(word_error(&error)),
    }
}

fn number(kind: &PaperKind, year: i64, number: i64) -> String {
    format!("{}-{year}-{number:04}", kind.prefix)
}

/// What is wrong with a file, beside the field where the sender can mend it.
fn word_error(error: &word::Error) -> Error {
    match error {
        word::Error::NotWord => Error::field("file", "error-paper-not-word"),
        word::Error::TooLarge => Error::field("file", "error-file-too-large"),
        word::Error::Macros => Error::field("file", "error-paper-macros"),
        word::Error::Outside => Error::field("file", "error-paper-outside"),
        word::Error::Placeholders(_) => Error::Conflict("error-paper-missing"),
    }
}

/// Issues a paper; what is missing keeps it from being issued, and the number is not used up.
pub async fn issue(cx: &Cx, id: DepartureId, kind: &'static PaperKind, answers: &Answers) -> Result<PaperId> {
    let case = get_to_issue(cx, id).await?;
    check_answers(kind, answers)?;
    let year = i64::from(cx.today().year());
    let mut conn = cx.read().await?;
    let (template_version, template) = newest_template(cx, &mut conn, kind).await?;
    let version = conn.list_issued(id).await?.iter().filter(|paper| paper.kind == kind.code).count() + 1;
    let next = conn.last_paper_number(&kind.code, year).await? + 1;
    drop(conn);
    let number = number(kind, year, next);
    let values = values(cx, &case, kind, answers, &number).await?;
    let bytes = word::fill(&template, &values).map_err(|error| word_error(&error))?;
    let file_name = format!("{}_{}_{number}.docx", kind.zh, case.departure.person_name);
    let paper: PaperId = cx.new_id();
    let file = attach(cx, ("paper", &paper.to_string()), Some(id), Upload { file_name, bytes }).await?;
    let attachment = cx.read().await?.get_attachment(file).await?;
    let issued = Issued {
        id: paper,
        departure_id: id,
        kind: kind.code.clone(),
        number,
        version: i64::try_from(version).unwrap_or(i64::MAX),
        template_version,
        attachment_id: file,
        sha256: attachment.sha256,
        issued_by_name: String::new(),
        issued_at: cx.now(),
    };
    write(cx, &issued, (year, next)).await?;
    Ok(paper)
}

async fn write(cx: &Cx, issued: &Issued, (year, expected): (i64, i64)) -> Result<()> {
    cx.transact(|mut tx| async move {
        // The number stands in the file already: when somebody else took it meanwhile, this issue is not made.
        if tx.next_paper_number(&issued.kind, year).await? != expected {
            return Err(Error::Conflict("error-paper-number"));
        }
        tx.create_issued(issued, cx.actor().account).await?;
        let content = json!({
            "paper": issued.id, "kind": issued.kind, "number": issued.number, "version": issued.version,
            "template_version": issued.template_version, "sha256": issued.sha256,
        });
        let receipt = tx.append(cx.event("paper.issued", issued.departure_id, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Which sentence tells that an answer is no answer.
fn check_answers(kind: &PaperKind, answers: &Answers) -> Result<()> {
    let mut errors = Vec::new();
    for ask in &kind.ask {
        let text = answers.get(&ask.field).map_or("", |text| text.trim());
        let message = match ask.kind {
            _ if text.is_empty() => "error-required",
            AskKind::Text | AskKind::Lines => continue,
            AskKind::Date if text.parse::<Date>().is_ok() => continue,
            AskKind::Months if text.parse::<u8>().is_ok_and(|months| (1..=24).contains(&months)) => continue,
            AskKind::Money if text.parse::<Money>().is_ok_and(|money| money > Money::ZERO) => continue,
            AskKind::Date => "error-date",
            AskKind::Months => "error-paper-months",
            AskKind::Money => "error-paper-money",
        };
        errors.push(FieldError::new(field_name(&ask.field), message));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// The names of the fields are those of the data file.
fn field_name(field: &str) -> &'static str {
    let asks = kinds().iter().flat_map(|kind| &kind.ask);
    asks.map(|ask| ask.field.as_str()).find(|known| *known == field).unwrap_or("")
}

async fn values(
    cx: &Cx,
    case: &Case,
    kind: &'static PaperKind,
    answers: &Answers,
    number: &str,
) -> Result<Values> {
    let departure = &case.departure;
    let mut single: BTreeMap<String, Option<String>> =
        kind.names.iter().map(|name| (name.clone(), None)).collect();
    let mut known = plain_values(cx, departure);
    known.push(("文书编号", number.to_owned()));
    known.extend(contract(cx, departure).await?);
    let newest = notices::list_notices(cx, departure.id).await?.notices.pop();
    let mut lists = BTreeMap::new();
    if let Some(served) = newest {
        let label = departure::find_notice_kind(&served.notice.kind);
        known.push(("通知名称", label.map(|kind| kind.label.zh.clone()).unwrap_or_default()));
        known.push(("通知正文", served.notice.body.clone()));
        known.push(("送达地址", served.notice.address.clone()));
        lists.insert("送达".to_owned(), served.attempts.iter().map(attempt).collect());
    }
    if kind.lists.contains_key("交接") {
        lists.insert("交接".to_owned(), handover(cx, departure.id).await?);
    }
    if kind.lists.contains_key("结算") {
        let settled = settled::settled(&mut cx.read().await?, departure.id).await?;
        known.extend(settled.single);
        lists.insert("结算".to_owned(), settled.rows);
    }
    for (name, value) in known {
        if let Some(place) = single.get_mut(name) {
            *place = Some(value).filter(|value| !value.is_empty());
        }
    }
    for ask in &kind.ask {
        let text = answers.get(&ask.field).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let shown = text.map(|text| match (ask.kind, text.parse::<Date>()) {
            (AskKind::Date, Ok(date)) => chinese(date),
            _ => text,
        });
        single.insert(ask.name.clone(), shown);
    }
    // A list that nothing is known of is there and empty: its row is then refused by name.
    let all = kind.lists.keys().map(|name| (name.clone(), lists.remove(name).unwrap_or_default()));
    Ok(Values { single, lists: all.collect(), fields: kind.lists.clone() })
}

fn plain_values(cx: &Cx, departure: &Departure) -> Vec<(&'static str, String)> {
    vec![
        ("公司", departure.employer_name.clone()),
        ("姓名", departure.person_name.clone()),
        ("工号", departure.emp_no.clone()),
        ("部门", departure.department_path.clone()),
        ("岗位", departure.post_title.clone()),
        ("入职日期", chinese(departure.hired_on)),
        ("离职日期", chinese(departure.legal_end)),
        ("今天", chinese(cx.today())),
        ("工作年限", service(departure)),
    ]
}

/// The years and months of service, as a certificate says them.
fn service(departure: &Departure) -> String {
    let months = law::Months::between(departure.hired_on, departure.legal_end).months;
    match (months / 12, months % 12) {
        (0, months) => format!("{months}个月"),
        (years, 0) => format!("{years}年"),
        (years, months) => format!("{years}年{months}个月"),
    }
}

/// The term of the contract, where the roster says it.
async fn contract(cx: &Cx, departure: &Departure) -> Result<Option<(&'static str, String)>> {
    let spells = cx.read().await?.list_spells(departure.person_id).await?;
    let Some(spell) = spells.into_iter().find(|spell| spell.id == departure.employment_id) else {
        return Ok(None);
    };
    let from = chinese(spell.contract_from.unwrap_or(departure.hired_on));
    let term = match (spell.contract_kind.as_str(), spell.contract_until) {
        (_, Some(until)) => format!("{from}至{}", chinese(until)),
        ("", None) => return Ok(None),
        (_, None) => format!("自{from}起，无固定期限"),
    };
    Ok(Some(("合同期限", term)))
}

fn attempt(tried: &notices::Tried) -> BTreeMap<String, String> {
    let row = &tried.row;
    let means = match row.means {
        law::Means::InPerson => "当面",
        law::Means::Family => "同住成年亲属",
        law::Means::Mail => "邮政特快专递",
        law::Means::Electronic => "约定的电子方式",
        law::Means::PublicNotice => "公告",
    };
    let outcome = match row.outcome {
        law::Outcome::Pending => "在途",
        law::Outcome::Signed => "签收",
        law::Outcome::Refused => "拒收",
        law::Outcome::Absent => "未遇",
        law::Outcome::Returned => "退回",
        law::Outcome::Arrived => "到达",
        law::Outcome::Issued => "已发布",
    };
    let on = row.outcome_on.map(|day| format!("（{}）", chinese(day))).unwrap_or_default();
    let number = if row.mail_number.is_empty() { "无" } else { &row.mail_number };
    [
        ("日期", chinese(row.tried_on)),
        ("方式", means.to_owned()),
        ("结果", format!("{outcome}{on}")),
        ("单号", number.to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// The items of the handover with who takes each.
async fn handover(cx: &Cx, id: DepartureId) -> Result<Vec<BTreeMap<String, String>>> {
    let mut conn = cx.read().await?;
    let items = conn.list_items(id).await?;
    let receivers = conn.list_receivers(id).await?;
    let entry = |(place, item): (usize, store::handover::items::Item)| {
        let of: Vec<_> = receivers.iter().filter(|receiver| receiver.item_id == item.id).collect();
        let names: Vec<&str> = of.iter().map(|receiver| receiver.name.as_str()).collect();
        let signed = of.iter().filter(|receiver| receiver.signed_off_at.is_some()).count();
        [
            ("序号", (place + 1).to_string()),
            ("事项", item.title),
            ("接手人", if names.is_empty() { "未指定".to_owned() } else { names.join("、") }),
            ("签收", if of.is_empty() { "—".to_owned() } else { format!("{signed}/{}", of.len()) }),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    };
    Ok(items.into_iter().filter(|item| !item.is_dropped).enumerate().map(entry).collect())
}

/// The newest template of a kind: its version and its bytes; version 0 is the built-in one.
async fn newest_template(cx: &Cx, conn: &mut Conn, kind: &PaperKind) -> Result<(i64, Vec<u8>)> {
    match conn.find_template(&kind.code).await? {
        None => Ok((0, kind.template().map_err(Error::internal)?)),
        Some(row) => {
            let file = conn.get_attachment(row.attachment_id).await?;
            Ok((row.version, read(cx, &file).await?))
        }
    }
}

async fn read(cx: &Cx, file: &Attachment) -> Result<Vec<u8>> {
    let name = file.stored_name.parse().map_err(vault_error)?;
    let content = cx.app().vault().get(&name).await.map_err(vault_error)?;
    let mut bytes = Vec::new();
    tokio::io::AsyncReadExt::read_to_end(&mut content.into_reader(), &mut bytes)
        .await
        .map_err(Error::internal)?;
    Ok(bytes)
}

/// Every kind with its own newest template, for the administrator.
pub async fn list_templates(cx: &Cx) -> Result<Vec<(&'static PaperKind, Option<TemplateRow>)>> {
    cx.allow(Action::Administer)?;
    let own = cx.read().await?.list_templates().await?;
    let of = |kind: &'static PaperKind| (kind, own.iter().find(|row| row.kind == kind.code).cloned());
    Ok(kinds().iter().map(of).collect())
}

/// The newest template as a file, to be edited in Word.
pub async fn download_template(cx: &Cx, code: &str) -> Result<(String, Vec<u8>)> {
    cx.allow(Action::Administer)?;
    let kind = find_kind(code).ok_or(Error::NotFound)?;
    let (version, bytes) = newest_template(cx, &mut cx.read().await?, kind).await?;
    Ok((format!("{}_v{version}.docx", kind.zh), bytes))
}

/// The newest template filled with its own names.
pub async fn preview_template(cx: &Cx, code: &str) -> Result<Vec<String>> {
    let (_, bytes) = download_template(cx, code).await?;
    let kind = find_kind(code).ok_or(Error::NotFound)?;
    let filled = word::fill(&bytes, &kind.sample()).map_err(|error| word_error(&error))?;
    word::text(&filled).map_err(|error| word_error(&error))
}

/// What came of an upload: a new version, or what is wrong with its placeholders.
#[derive(Debug, Clone)]
pub enum Uploaded {
    /// The new version.
    Version(i64),
    /// Nothing was stored.
    Refused(Vec<Problem>),
}

/// Stores a further version of a template, when every placeholder in it is one of this paper's.
pub async fn upload_template(cx: &Cx, code: &str, upload: Upload) -> Result<Uploaded> {
    cx.allow(Action::Administer)?;
    let kind = find_kind(code).ok_or(Error::NotFound)?;
    match word::fill(&upload.bytes, &kind.sample()) {
        Ok(_) => {}
        Err(word::Error::Placeholders(problems)) => return Ok(Uploaded::Refused(problems)),
        Err(error) => return Err(word_error(&error)),
    }
    let version = cx.read().await?.find_template(code).await?.map_or(0, |row| row.version) + 1;
    let file: AttachmentId = attach(cx, ("paper-template", code), None, upload).await?;
    cx.transact(|mut tx| async move {
        tx.create_template(code, version, file).await?;
        let content = json!({ "kind": code, "version": version, "attachment": file });
        let receipt = tx.append(cx.event("paper.template", None, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await?;
    Ok(Uploaded::Version(version))
}
