//! A sign-in for each role.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use app::App;
use kernel::Role;

use crate::{Result, organisation::Organisation, people};

/// The password of everybody in the demonstration company.
pub(crate) const PASSWORD: &str = "jiangnan-2026";
/// The leaver who is shown, and one who receives.
const LEAVER: &str = "王建国";
const RECEIVER: &str = "赵磊";
/// The manager who is shown: the leaver's own.
const MANAGER: &str = "陈志远";

/// A sign-in of the demonstration company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The role's code.
    pub role: String,
    /// The sign-in name.
    pub login: String,
    /// The password.
    pub password: String,
    /// Who it is.
    pub name: String,
}

/// One sign-in for each role, in the order in which a newcomer would try them.
pub(crate) async fn list(app: &Arc<App>) -> Result<Vec<SignIn>> {
    let firm = Organisation::read()?;
    if app.tenant().is_none_or(|tenant| tenant.name != firm.company) {
        bail!("this folder holds another company; choose an empty one for the demonstration");
    }
    let cast = people::sign_ins()?;
    let mut conn = app.system()?.read().await?;
    let mut listed = Vec::new();
    for role in shown() {
        let (name, login) = cast
            .iter()
            .find(|(name, _, held)| match role {
                Role::Leaver => name == LEAVER,
                Role::Receiver => name == RECEIVER,
                Role::Manager => name == MANAGER,
                role => held.as_deref() == Some(role.code()),
            })
            .map(|(name, login, _)| (name.clone(), login.clone()))
            .with_context(|| format!("nobody of the cast is {role}"))?;
        if conn.find_account_by_login(&login).await?.is_none() {
            bail!(
                "this folder holds a demonstration company that was not finished; remove it and start again"
            );
        }
        listed.push(SignIn { role: role.code().to_owned(), login, password: PASSWORD.to_owned(), name });
    }
    Ok(listed)
}

fn shown() -> impl Iterator<Item = Role> {
    use Role::{
        Admin, Archivist, Auditor, Executive, HrPartner, HrSpecialist, ItSecurity, Leaver, Legal, Manager,
        Receiver,
    };
    [
        HrSpecialist,
        Leaver,
        Receiver,
        Manager,
        HrPartner,
        Legal,
        Archivist,
        ItSecurity,
        Executive,
        Auditor,
        Admin,
    ]
    .into_iter()
}
