//! Putting the company in, through the use cases and in the order of time.

mod organisation;
mod places;
mod player;
mod registers;
mod sharing;

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use app::{
    App, Cx,
    accounts::{CreateAccount, create_account},
    setup::{FirstAdmin, create_first_admin},
};
use app_people::people::list_directory;
use kernel::{Lang, PersonId, Role};

pub(crate) use player::Player;

use crate::{
    Result,
    company::Company,
    days::instant,
    organisation::Organisation,
    people::{self, Person},
    sign_ins::PASSWORD,
    talks::Talks,
    watching,
};

/// In the morning, before anything is done.
const EARLY_MINUTE: i32 = 7 * 60;
/// In the evening, after everything.
const LATE_MINUTE: i32 = 20 * 60;

/// Makes the company, its accounts, what is known of its people, and everything that happened in the departures.
pub(crate) async fn put_in(app: &Arc<App>, seed: u64) -> Result<()> {
    create_first_admin(app, first_admin()?).await?;
    let now = app.system()?;
    let today = now.today();
    let company = Company::make(seed, today, now.calendar())?;
    let introduced = app.system_at(instant(company.begins, EARLY_MINUTE))?;
    registers::introduce(&introduced, &company).await?;
    organisation::describe(&introduced, &company).await?;
    let (auditors, others): (Vec<&Person>, Vec<&Person>) = company
        .people
        .iter()
        .filter(|person| person.login.is_some())
        .partition(|person| has(person, Role::Auditor));
    create_accounts(&introduced, &others).await?;
    places::describe(&introduced, &company, (&first_admin()?.login, today)).await?;
    watching::begin(&introduced, &company).await?;
    let mut player = Player::new(&introduced, app, &company).await?;
    let mut steps = company.steps.as_slice();
    let mut talks = Talks::read(today)?;
    for (day, what) in watching::days(&company, &talks, today) {
        let morning = instant(day, EARLY_MINUTE);
        let (before, after) = steps.split_at(steps.partition_point(|step| step.at < morning));
        player.play(before).await?;
        steps = after;
        let cx = app.system_at(morning)?;
        match what {
            watching::What::Roster => {
                registers::bring_up_to_date(&cx, &company).await?;
                registers::add_records(&cx, &company, (company.begins, day.yesterday()?)).await?;
            }
            watching::What::Records => {
                registers::add_records(&cx, &company, watching::week_before(day)).await?;
            }
            watching::What::Talks => talks.play(&player, (day, morning)).await?,
            watching::What::Night => watching::compute(&cx, day.yesterday()?).await?,
        }
    }
    player.play(steps).await?;
    let evening = app.system_at(instant(today.yesterday()?, LATE_MINUTE))?;
    registers::add_records(&evening, &company, watching::week_before(today)).await?;
    sharing::share(&evening, &company).await?;
    watching::compute(&evening, today.yesterday()?).await?;
    // The auditors come last: without their account the company was not finished.
    create_accounts(&evening, &auditors).await
}

fn has(person: &Person, role: Role) -> bool {
    person.role.as_deref() == Some(role.code())
}

/// The administrator has no person behind the account: setting the system up is not a matter of the own employment.
fn first_admin() -> Result<FirstAdmin> {
    let admin =
        people::sign_ins()?.into_iter().find(|(_, _, role)| role.as_deref() == Some(Role::Admin.code()));
    let (display_name, login, _) = admin.context("nobody of the cast is the administrator")?;
    let company = Organisation::read()?.company;
    Ok(FirstAdmin { company, login, display_name, password: PASSWORD.to_owned(), lang: Lang::Zh })
}

/// Everybody by employee number, the latest holder of a number.
async fn numbers(cx: &Cx) -> Result<HashMap<String, PersonId>> {
    let entries = list_directory(cx).await?;
    Ok(entries.into_iter().map(|entry| (entry.emp_no, entry.person_id)).collect())
}

/// Accounts for those who can sign in, besides the administrator, who has one.
async fn create_accounts(cx: &Cx, people: &[&Person]) -> Result<()> {
    let numbers = numbers(cx).await?;
    for person in people.iter().filter(|person| !has(person, Role::Admin)) {
        let Some(login) = person.login.clone() else { continue };
        let role = person.role.as_deref().map(str::parse).transpose()?;
        let input = CreateAccount {
            login,
            display_name: person.name.clone(),
            password: PASSWORD.to_owned(),
            person_id: numbers.get(&person.emp_no).copied(),
            roles: role.into_iter().collect(),
            lang: Lang::Zh,
        };
        create_account(cx, input).await.with_context(|| format!("no account for {}", person.name))?;
    }
    Ok(())
}
