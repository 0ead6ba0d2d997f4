//! What is vague or missing in a note: the check of the text, what somebody lets stand in it, and the count that lists
//! show.

use app::{Cx, Error, Result, access::Field};
use handover::lint::{Finding, Level, LintOptions, LintReport, Rule, add_repetition, lint};
use kernel::{AllowanceId, Date, DepartureId, ItemId, PersonId};
use store::{
    Conn, Tx,
    handover::{
        items::{Item, Said},
        lint::{Allowance, LintCount},
    },
};

use super::{
    check_text,
    inventory::{Answers, LookedUp},
    notes::MOST_CHARS,
    seat::ItemSeat,
};

/// So much of a line is kept to find it again.
const PASSAGE: usize = 200;

/// A finding, with the line it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteFinding {
    /// The finding.
    pub finding: Finding,
    /// What is kept of the line, to know it again when somebody lets the finding stand.
    pub passage: String,
}

/// What the check of a note says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoteCheck {
    /// What is open, by place.
    pub open: Vec<NoteFinding>,
    /// What somebody lets stand.
    pub allowed: Vec<(NoteFinding, Allowance)>,
    /// From 100 down.
    pub score: u32,
    /// Whether somebody could work by it.
    pub is_usable: bool,
    /// Which of the things that it names were looked up.
    pub looked_up: LookedUp,
}

impl NoteCheck {
    /// What lists show of it: counts, and where to begin.
    pub fn count(&self) -> LintCount {
        let of = |level| i64::try_from(self.at(level).count()).unwrap_or(i64::MAX);
        let first = self.first();
        LintCount {
            errors: of(Level::Error),
            warnings: of(Level::Warning),
            suggestions: of(Level::Suggestion),
            first_line: first.map_or(0, |one| i64::try_from(one.finding.line).unwrap_or(0)),
            first_rule: first.map_or("", |one| one.finding.rule.id()).to_owned(),
            first_text: first.map_or("", |one| one.finding.excerpt.as_str()).to_owned(),
        }
    }

    fn at(&self, level: Level) -> impl Iterator<Item = &NoteFinding> {
        self.open.iter().filter(move |one| one.finding.rule.level() == level)
    }

    /// Where to begin mending: what stands in a place first, of that what weighs most.
    fn first(&self) -> Option<&NoteFinding> {
        let rank = |one: &&NoteFinding| {
            let level = one.finding.rule.level();
            (one.finding.is_whole, std::cmp::Reverse(level), one.finding.byte)
        };
        self.open.iter().filter(|one| one.finding.rule.level() > Level::Suggestion).min_by_key(rank)
    }
}

/// What a note is judged with.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    weight: i64,
    /// What somebody lets stand in it.
    allowances: Vec<Allowance>,
    /// The notes of the departure's other items.
    neighbours: Vec<String>,
    /// What the records say of what it names.
    answers: Answers,
    /// The day of the version that is judged.
    written: Option<Date>,
}

impl Beside {
    /// `written` is the day of the version in question.
    pub(super) async fn read(
        conn: &mut Conn,
        at: (&Item, PersonId),
        (body, written): (&str, Date),
    ) -> Result<Self> {
        Ok(Self {
            weight: at.0.weight,
            allowances: conn.list_allowances(at.0.id).await?,
            neighbours: conn.list_neighbour_notes(at.0.id).await?,
            answers: Answers::read(conn, at, body).await?,
            written: Some(written),
        })
    }
}

/// Checks a text. What was let stand is told apart by its rule and its line, so it moves with the line.
fn check(body: &str, beside: &Beside) -> NoteCheck {
    let inventory = beside.answers.inventory();
    let options = LintOptions {
        criticality: u8::try_from(beside.weight).ok(),
        inventory: Some(&inventory),
        written: beside.written,
    };
    let mut report = lint(body, &options);
    add_repetition(body, &beside.neighbours, &mut report);
    let lines: Vec<&str> = body.lines().collect();
    let (mut open, mut allowed) = (Vec::new(), Vec::new());
    for finding in report.findings {
        let one = NoteFinding { passage: passage(&lines, &finding), finding };
        let stands = beside
            .allowances
            .iter()
            .find(|held| held.rule == one.finding.rule.id() && held.passage == one.passage);
        match stands {
            Some(held) => allowed.push((one, held.clone())),
            None => open.push(one),
        }
    }
    let findings = open.iter().map(|one| one.finding.clone()).collect();
    let left = LintReport { lang: report.lang, findings };
    let looked_up = beside.answers.looked_up.clone();
    NoteCheck { open, allowed, score: left.score(), is_usable: left.is_usable(), looked_up }
}

/// The line of a finding. A secret is not repeated where it would be kept: its stars stand for the line.
fn passage(lines: &[&str], finding: &Finding) -> String {
    if finding.is_whole {
        return String::new();
    }
    if finding.rule.id() == "HD101" {
        return finding.excerpt.clone();
    }
    let line = finding.line.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or("");
    line.trim().chars().take(PASSAGE).collect()
}

/// Off the threads that answer: a long note takes a while.
pub(super) async fn check_apart(body: String, beside: Beside) -> Result<NoteCheck> {
    let work = move || check(&body, &beside);
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// Checks a text that is being written; nothing is kept of it.
pub async fn check_note(cx: &Cx, departure: DepartureId, item: ItemId, body: &str) -> Result<NoteCheck> {
    let body = body.replace("\r\n", "\n");
    if body.chars().count() > MOST_CHARS {
        return Err(Error::field("body", "error-note-too-long"));
    }
    let mut conn = cx.read().await?;
    let at = ItemSeat::changing(cx, &mut conn, departure, item).await?;
    let leaver = at.seat.case.person_id;
    let beside = Beside::read(&mut conn, (&at.item, leaver), (&body, cx.today())).await?;
    drop(conn);
    check_apart(body, beside).await
}

/// Lets a finding of the newest version stand, with the reason. Receivers may not: they would judge what is said to
/// them by what they know already.
pub async fn allow_finding(
    cx: &Cx,
    departure: DepartureId,
    item: ItemId,
    (rule, line): (&str, usize),
    reason: &str,
) -> Result<()> {
    check_text("reason", reason, 300)?;
    cx.transact(|mut tx| async move {
        let at = writing(cx, &mut tx, departure, item).await?;
        let note = tx.find_note(item).await?.ok_or(Error::NotFound)?;
        let leaver = at.seat.case.person_id;
        let written = (note.body.as_str(), cx.day_of(note.written_at));
        let beside = Beside::read(&mut tx, (&at.item, leaver), written).await?;
        let found = check_apart(note.body, beside).await?;
        let is_meant = |one: &&NoteFinding| one.finding.rule.id() == rule && one.finding.line == line;
        let one = found.open.iter().find(is_meant).ok_or(Error::Conflict("error-finding-gone"))?;
        let id: AllowanceId = cx.new_id();
        let said = Said { by: cx.actor().account, at: cx.now() };
        tx.insert_allowance((id, item), (rule, &one.passage), reason.trim(), said).await?;
        recount(cx, &mut tx, (&at.item, at.seat.case.person_id)).await?;
        let content = (item, note.version, rule, line, reason.trim());
        let receipt = tx.append(cx.event("handover.finding-allowed", departure, &content)?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// Lets a finding stand no longer.
pub async fn withdraw_allowance(
    cx: &Cx,
    departure: DepartureId,
    item: ItemId,
    id: AllowanceId,
) -> Result<()> {
    cx.transact(|mut tx| async move {
        let at = writing(cx, &mut tx, departure, item).await?;
        if !tx.withdraw_allowance((item, id), (cx.actor().account, cx.now())).await? {
            return Err(Error::Conflict("error-already-so"));
        }
        recount(cx, &mut tx, (&at.item, at.seat.case.person_id)).await?;
        let receipt = tx.append(cx.event("handover.finding-reopened", departure, &(item, id))?).await?;
        Ok(tx.commit(receipt).await?)
    })
    .await
}

/// The seat of who may say that a finding may stand: who steers, and the leaver.
async fn writing(cx: &Cx, tx: &mut Tx, departure: DepartureId, item: ItemId) -> Result<ItemSeat> {
    let at = ItemSeat::changing(cx, tx, departure, item).await?;
    if at.may_allow() && at.seat.sees(cx, Field::Notes) { Ok(at) } else { Err(Error::NotFound) }
}

/// Keeps the count of the newest version, after anything changed that it depends on.
pub(super) async fn recount(cx: &Cx, tx: &mut Tx, at: (&Item, PersonId)) -> Result<()> {
    let Some(note) = tx.find_note(at.0.id).await? else { return Ok(()) };
    let beside = Beside::read(tx, at, (&note.body, cx.day_of(note.written_at))).await?;
    let found = check_apart(note.body, beside).await?;
    tx.put_lint_count((at.0.id, note.version), &found.count()).await?;
    Ok(())
}

/// The rule of a finding as printed, where there is one of that number.
pub fn rule_of(id: &str) -> Option<Rule> {
    Rule::of_id(id)
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::*;

    const NOTE: &str = "# 步骤\n\n1. 升温到 850 ℃\n2. 保温时间视情况调整\n3. 停炉\n";

    fn allowance(rule: &str, passage: &str) -> Allowance {
        Allowance {
            id: AllowanceId::from_uuid(uuid::Uuid::nil()),
            rule: rule.to_owned(),
            passage: passage.to_owned(),
            reason: "工艺卡上写明".to_owned(),
            said_by_name: String::new(),
            said_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn judged(body: &str, weight: i64, allowances: &[Allowance]) -> NoteCheck {
        check(body, &Beside { weight, allowances: allowances.to_vec(), ..Beside::default() })
    }

    fn lines_of(check: &NoteCheck, rule: &str) -> Vec<usize> {
        check.open.iter().filter(|one| one.finding.rule.id() == rule).map(|one| one.finding.line).collect()
    }

    #[test]
    fn what_is_let_stand_moves_with_its_line_and_comes_back_when_the_line_changes() {
        assert_eq!(lines_of(&judged(NOTE, 80, &[]), "HD203"), [4]);
        let held = [allowance("HD203", "2. 保温时间视情况调整")];
        let moved = format!("说明\n\n{NOTE}");
        let found = judged(&moved, 80, &held);
        assert!(lines_of(&found, "HD203").is_empty());
        assert_eq!(found.allowed.len(), 1);
        assert!(found.score > judged(&moved, 80, &[]).score);
        let changed = NOTE.replace("调整", "适当调整");
        assert_eq!(lines_of(&judged(&changed, 80, &held), "HD203"), [4, 4]);
    }

    #[test]
    fn a_rule_about_the_whole_is_let_stand_for_the_whole() {
        assert!(!lines_of(&judged(NOTE, 80, &[]), "HD001").is_empty());
        assert!(lines_of(&judged(NOTE, 80, &[allowance("HD001", "")]), "HD001").is_empty());
    }

    #[test]
    fn the_count_begins_with_the_heaviest_finding_that_stands_in_a_place() {
        let count = judged(NOTE, 80, &[]).count();
        assert_eq!((count.first_line, count.first_rule.as_str()), (4, "HD203"));
        assert_eq!(count.first_text, "视情况");
        assert_eq!(judged("", 10, &[]).count().first_text, "");
    }

    #[test]
    fn a_secret_is_not_kept_with_the_line_it_stands_in() {
        let found = judged("密码：Hunter2!x", 10, &[]);
        let secret = found.open.iter().find(|one| one.finding.rule.id() == "HD101").unwrap();
        assert!(!secret.passage.contains("unter2"), "{}", secret.passage);
    }

    #[test]
    fn a_note_that_repeats_the_note_of_another_item_says_so() {
        let note = "检查油位在刻度线之间。检查气压零点五到零点六。检查导轨无划伤。检查护罩螺栓齐全。空转五分钟听主轴无异响，结果填表。";
        let found = |neighbour: &str| {
            let beside = Beside { weight: 30, neighbours: vec![neighbour.to_owned()], ..Beside::default() };
            !lines_of(&check(note, &beside), "HD305").is_empty()
        };
        assert!(found(&note.replace("五分钟", "六分钟")));
        assert!(!found(
            "打开合同台账，取到期日与单价。拟续签稿，价格按附件二计算。盖章后扫描上传到合同目录，状态改为已续签。"
        ));
    }
}
