//! The company watches for signs of leaving: the rules are filled in, people agreed, and the nightly work was done.

use app::Cx;
use app_risk::risk::{RulesInput, note_consents, run, set_rules};
use jiff::ToSpan as _;
use kernel::{Date, Role};

use crate::{Result, company::Company, people::Person, talks::Talks};

/// Records come in once a week.
const RECORDS_EVERY: i64 = 7;
/// The impact assessment and the notice came so many days before the product.
const ASSESSED_DAYS_BEFORE: i64 = 40;
const NOTICE_DAYS_BEFORE: i64 = 21;
/// Of so many, one did not agree.
const REFUSES_EVERY: usize = 37;
/// The night whose work is kept besides the last one: that before the veteran's notice.
const NIGHT_DAYS_AGO: i64 = 9;

/// What happens in a morning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// Absences and opinions of the days before come in.
    Records,
    /// The roster comes in again.
    Roster,
    /// The night's computation.
    Night,
    /// Talks are planned, and what came of them is said.
    Talks,
}

/// The mornings on which something came in, in order.
pub(crate) fn days(company: &Company, talks: &Talks, today: Date) -> Vec<(Date, What)> {
    let night = today.saturating_sub(NIGHT_DAYS_AGO.days());
    let mut days = vec![(company.later, What::Roster), (night, What::Records), (night, What::Night)];
    let mut day = company.begins.saturating_add(RECORDS_EVERY.days());
    while day < today {
        days.push((day, What::Records));
        day = day.saturating_add(RECORDS_EVERY.days());
    }
    days.extend(talks.days().into_iter().map(|day| (day, What::Talks)));
    days.sort_unstable();
    days
}

/// What comes in on a morning: the records of the week before, and a few days more.
pub(crate) fn week_before(day: Date) -> (Date, Date) {
    (day.saturating_sub((RECORDS_EVERY + 3).days()), day.saturating_sub(1.days()))
}

/// The rules, and who agreed.
pub(crate) async fn begin(cx: &Cx, company: &Company) -> Result<()> {
    let before = |days: i64| Some(company.begins.saturating_sub(days.days()));
    let rules = RulesInput {
        is_on: true,
        purpose: "及早发现可能离职的员工并先谈一次：改善处境、准备接手；不用于考核、奖惩或解除劳动合同。"
            .to_owned(),
        roles: vec![Role::HrPartner.code().to_owned()],
        basis: "consent".to_owned(),
        basis_text:
            "《员工个人信息处理单独同意书》（可随时撤回）；《离职预警管理办法》，职工代表大会审议通过"
                .to_owned(),
        assessment: "PIA-07《离职预警个人信息保护影响评估报告》".to_owned(),
        assessed_on: before(ASSESSED_DAYS_BEFORE),
        notice_version: "告知书第 2 版".to_owned(),
        notice_on: before(NOTICE_DAYS_BEFORE),
        retention_days: Some(180),
        tells_explanation: true,
        tells_looks: true,
        looks_days: None,
    };
    set_rules(cx, &rules).await?;
    let was_there = |person: &&Person| person.was_employed_on(company.begins);
    let all: Vec<&Person> = company.people.iter().filter(was_there).collect();
    let agrees = |(place, person): &(usize, &&Person)| person.is_cast || (place + 1) % REFUSES_EVERY != 0;
    let numbers: Vec<&str> =
        all.iter().enumerate().filter(agrees).map(|(_, person)| person.emp_no.as_str()).collect();
    note_consents(cx, &numbers.join(" "), company.begins, "单独同意书签收表，人力资源部存档").await?;
    Ok(())
}

/// The night's work, as of the day before.
pub(crate) async fn compute(cx: &Cx, as_of: Date) -> Result<()> {
    run(cx, as_of, false).await?;
    Ok(())
}
