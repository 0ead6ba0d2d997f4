//! Values of the company's city that do not ship: proposed by the administrator, confirmed by the head of HR.

use anyhow::Context as _;
use app::Cx;
use app_departure::parameters::{self, Decision, NewValue};
use jiff::civil::date;
use kernel::{Actor, Date, Money, Role};

use crate::{Result, company::Company};

/// The average wage of the year before, by years before this one; invented, and marked as provisional.
const AVERAGE_WAGES_FEN: [(i16, i64); 4] = [(3, 982_000), (2, 1_014_000), (1, 1_043_000), (0, 1_071_000)];

/// Adds them, so that the settlements of the story can be reckoned on whatever day it is told.
pub(super) async fn describe(cx: &Cx, company: &Company, (admin, today): (&str, Date)) -> Result<()> {
    let admin = actor(cx, admin, Role::Admin).await?;
    let head = company.people.iter().find(|person| person.role.as_deref() == Some(Role::HrPartner.code()));
    let login = head.and_then(|head| head.login.clone()).context("there is no head of HR")?;
    let head = actor(cx, &login, Role::HrPartner).await?;
    for (years, amount) in AVERAGE_WAGES_FEN {
        let year = today.year() - years;
        let value = NewValue {
            region: "suzhou".to_owned(),
            name: "average-wage".to_owned(),
            starts: date(year, 7, 1),
            amount: Money::from_fen(amount),
            citation: format!("演示用数值（{}年度），并非官方公布，请以当地文件为准", year - 1),
            link: String::new(),
            published_on: None,
            has_notice: false,
        };
        let id = parameters::propose(&cx.acting_as(admin.clone(), cx.now()), value).await?;
        let confirming = cx.acting_as(head.clone(), cx.now());
        parameters::decide(&confirming, id, Decision::Confirm, "演示用").await?;
    }
    Ok(())
}

async fn actor(cx: &Cx, login: &str, role: Role) -> Result<Actor> {
    let found = cx.read().await?.find_account_by_login(login).await?;
    let account = found.with_context(|| format!("nobody signs in as {login}"))?;
    Ok(Actor { account: account.id, person: None, roles: vec![role] })
}
