//! The kinds of leaving: one record of who ended it and how, which drives path, papers, settlement and statistics.

use std::sync::LazyLock;

use kernel::Role;
use serde::Deserialize;

use crate::{Error, Result, Texts};

const FILE: &str = include_str!("../data/grounds.toml");

static DATA: LazyLock<Data> = LazyLock::new(read_builtin);

codes! {
    /// Who ended the employment.
    EndedBy {
        /// The employee.
        Employee = "employee",
        /// The employer.
        Employer = "employer",
        /// Both, by agreement.
        Both = "both",
        /// Neither: the law or an event ends it.
        Neither = "neither",
    }
}

codes! {
    /// How the dates of a departure may lie.
    Order {
        /// Notice, then the last working day, then the legal end; each may fall on the one before.
        NoticeFirst = "notice-first",
        /// The person may have stopped working before the notice; the contract cannot end before it.
        NoticeBeforeEnd = "notice-before-end",
        /// The firm may hear of it when it is over.
        Any = "any",
    }
}

codes! {
    /// What an approval opens.
    ApprovalGate {
        /// Announcing what was prepared; without preparation, leaving the first stage.
        Announce = "announce",
        /// Entering the handover stage.
        Handover = "handover",
        /// Entering the clearing stage.
        Clearing = "clearing",
        /// Entering the closing stage.
        Closing = "closing",
    }
}

/// A kind of leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The code, as stored.
    pub code: String,
    /// The code that the law engine knows it by.
    pub law_code: String,
    /// Its name.
    pub label: Texts,
    /// The article it rests on, as cited in Chinese.
    pub article: String,
    /// Whether the article was read at its source; otherwise it is shown as unchecked.
    pub is_verified: bool,
    /// Whether a departure can be opened with it.
    pub is_selectable: bool,
    /// Who ended it.
    pub ended_by: EndedBy,
    /// How the dates may lie.
    pub order: Order,
    /// Days of notice that the law asks for.
    pub notice_days: u16,
    /// Whether it can be prepared in confidence before it is announced.
    pub may_prepare: bool,
    /// The codes of its sets of tasks.
    pub packets: Vec<String>,
    /// The codes of the approvals it needs.
    pub approvals: Vec<String>,
    /// The reasons of which one must be named; empty where the kind says it all.
    pub reasons: Vec<Reason>,
}

/// A reason within a kind of leaving.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reason {
    /// The code.
    pub code: String,
    /// Its name.
    #[serde(flatten)]
    pub label: Texts,
}

/// An approval that a kind of leaving needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalStep {
    /// The code.
    pub code: String,
    /// What is approved.
    pub label: Texts,
    /// Who approves.
    pub role: Role,
    /// What it opens.
    pub gate: ApprovalGate,
}

impl Ground {
    /// Whether this reason may be given: one of the list, or none where there is no list.
    pub fn accepts_reason(&self, reason: Option<&str>) -> bool {
        match reason {
            None => self.reasons.is_empty(),
            Some(code) => self.reasons.iter().any(|reason| reason.code == code),
        }
    }

    /// The approvals it needs, in order.
    pub fn approval_steps(&self) -> impl Iterator<Item = &'static ApprovalStep> {
        self.approvals.iter().filter_map(|code| approval_step(code))
    }
}

/// Every kind of leaving, the most frequent first.
pub fn grounds() -> &'static [Ground] {
    &DATA.grounds
}

/// The kind of leaving with this code.
pub fn find_ground(code: &str) -> Option<&'static Ground> {
    grounds().iter().find(|ground| ground.code == code)
}

/// The approval with this code.
pub fn approval_step(code: &str) -> Option<&'static ApprovalStep> {
    DATA.approvals.iter().find(|step| step.code == code)
}

struct Data {
    grounds: Vec<Ground>,
    approvals: Vec<ApprovalStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    ground: Vec<RawGround>,
    approval: Vec<RawApproval>,
    reason: Vec<Reason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGround {
    code: String,
    law: Option<String>,
    zh: String,
    en: String,
    article: String,
    #[serde(default = "yes")]
    verified: bool,
    #[serde(default = "yes")]
    selectable: bool,
    ended_by: String,
    order: String,
    notice: u16,
    #[serde(default)]
    prepare: bool,
    packets: Vec<String>,
    approvals: Vec<String>,
    #[serde(default)]
    reasons: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawApproval {
    code: String,
    zh: String,
    en: String,
    role: String,
    gate: String,
}

const fn yes() -> bool {
    true
}

#[expect(clippy::expect_used, reason = "the file is part of the program and the tests read it")]
fn read_builtin() -> Data {
    read(FILE).expect("the kinds of leaving are readable")
}

fn read(text: &str) -> Result<Data> {
    let file: RawFile = toml::from_str(text)
        .map_err(|error| Error::Data { at: "grounds.toml".to_owned(), problem: error.to_string() })?;
    let approvals: Vec<_> = file.approval.into_iter().map(read_approval).collect::<Result<_>>()?;
    let reasons = file.reason;
    let grounds =
        file.ground.into_iter().map(|raw| read_ground(raw, &approvals, &reasons)).collect::<Result<_>>()?;
    Ok(Data { grounds, approvals })
}

fn read_approval(raw: RawApproval) -> Result<ApprovalStep> {
    let role =
        raw.role.parse().map_err(|_| Error::Data { at: raw.code.clone(), problem: raw.role.clone() })?;
    Ok(ApprovalStep {
        role,
        gate: raw.gate.parse()?,
        code: raw.code,
        label: Texts { zh: raw.zh, en: raw.en },
    })
}

fn read_ground(raw: RawGround, approvals: &[ApprovalStep], reasons: &[Reason]) -> Result<Ground> {
    let unknown =
        |problem: &str| Error::Data { at: raw.code.clone(), problem: format!("{problem} is not defined") };
    for code in &raw.approvals {
        approvals.iter().find(|step| step.code == *code).ok_or_else(|| unknown(code))?;
    }
    let find = |code: &String| {
        reasons.iter().find(|reason| reason.code == *code).cloned().ok_or_else(|| unknown(code))
    };
    let reasons = raw.reasons.iter().map(find).collect::<Result<_>>()?;
    Ok(Ground {
        law_code: raw.law.unwrap_or_else(|| raw.code.clone()),
        code: raw.code,
        label: Texts { zh: raw.zh, en: raw.en },
        article: raw.article,
        is_verified: raw.verified,
        is_selectable: raw.selectable,
        ended_by: raw.ended_by.parse()?,
        order: raw.order.parse()?,
        notice_days: raw.notice,
        may_prepare: raw.prepare,
        packets: raw.packets,
        approvals: raw.approvals,
        reasons,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_of_the_law_of_leaving_has_a_kind() {
        for code in [
            "AGREE_EMPLOYER",
            "AGREE_EMPLOYEE",
            "RESIGN",
            "RESIGN_PROBATION",
            "CONSTRUCTIVE",
            "CONSTRUCTIVE_FORCE",
            "CAUSE",
            "NOFAULT_MED",
            "NOFAULT_INCOMP",
            "NOFAULT_CHANGE",
            "LAYOFF",
            "EXPIRY",
            "TASK_DONE",
            "RETIRE_PENSION",
            "RETIRE_AGE",
            "DEATH",
            "BANKRUPT",
            "CLOSE",
            "OPERATING_TERM_END",
            "ILLEGAL",
            "NO_CONTRACT_1M",
            "NO_CONTRACT_1Y",
            "PART_TIME",
            "PUBLIC_POST",
        ] {
            let ground = find_ground(code).unwrap_or_else(|| panic!("{code} is missing"));
            assert_eq!(ground.law_code, code);
        }
    }

    #[test]
    fn codes_are_unique_and_both_languages_are_filled() {
        let codes: HashSet<_> = grounds().iter().map(|ground| &ground.code).collect();
        assert_eq!(codes.len(), grounds().len());
        for ground in grounds() {
            assert!(!ground.label.zh.is_empty() && !ground.label.en.is_empty(), "{}", ground.code);
        }
    }

    #[test]
    fn only_what_the_company_plans_can_be_prepared() {
        for ground in grounds().iter().filter(|ground| ground.may_prepare) {
            assert!(matches!(ground.ended_by, EndedBy::Employer | EndedBy::Both), "{}", ground.code);
        }
        assert!(find_ground("CAUSE").unwrap().may_prepare);
        assert!(!find_ground("RESIGN").unwrap().may_prepare);
    }

    #[test]
    fn a_resignation_needs_nobodys_permission() {
        let steps: Vec<_> = find_ground("RESIGN").unwrap().approval_steps().map(|step| step.gate).collect();
        assert_eq!(steps, [ApprovalGate::Handover]);
    }

    #[test]
    fn a_dismissal_for_cause_names_one_of_its_reasons() {
        let cause = find_ground("CAUSE").unwrap();
        assert!(cause.accepts_reason(Some("second_job")));
        assert!(!cause.accepts_reason(Some("wages_withheld")));
        assert!(!cause.accepts_reason(None));
        assert!(find_ground("RESIGN").unwrap().accepts_reason(None));
    }

    #[test]
    fn a_file_that_names_an_unknown_approval_is_refused() {
        let text = FILE.replacen("approvals = [\"handover-plan\"]", "approvals = [\"nobody\"]", 1);
        assert!(matches!(read(&text), Err(Error::Data { at, .. }) if at == "RESIGN"));
    }
}
