//! The first start: the company and its first administrator.

use std::sync::Arc;

use kernel::{AccountId, Lang, Role};
use store::{accounts::NewAccount, tenants::Tenant};
use uuid::Uuid;

use crate::{App, Error, FieldError, Result, accounts::valid_login, cx::random_bytes, passwords};

/// What the first start asks for.
#[derive(Debug, Clone)]
pub struct FirstAdmin {
    /// The company's name.
    pub company: String,
    /// The administrator's sign-in name.
    pub login: String,
    /// The administrator's name as shown.
    pub display_name: String,
    /// The password.
    pub password: String,
    /// The language.
    pub lang: Lang,
}

/// Makes the company and its first administrator, who also holds the HR roles' power to give: none yet.
///
/// Refused once there is a company.
pub async fn create_first_admin(app: &Arc<App>, input: FirstAdmin) -> Result<AccountId> {
    if app.tenant().is_some() {
        return Err(Error::NotFound);
    }
    check(&input)?;
    let hash = passwords::hash(&input.password).await?;
    let tenant = Tenant { id: Uuid::now_v7().into(), name: input.company.trim().to_owned() };
    let new = NewAccount {
        id: Uuid::now_v7().into(),
        login: input.login,
        display_name: input.display_name.trim().to_owned(),
        password_hash: hash,
        person_id: None,
        lang: input.lang,
        created_at: app.clock().now(),
    };
    write(app, &tenant, &new).await?;
    app.set_tenant(tenant);
    Ok(new.id)
}

fn check(input: &FirstAdmin) -> Result<()> {
    let mut wrong = Vec::new();
    if input.company.trim().is_empty() {
        wrong.push(FieldError::new("company", "error-required"));
    }
    if input.display_name.trim().is_empty() {
        wrong.push(FieldError::new("display_name", "error-required"));
    }
    if !valid_login(&input.login) {
        wrong.push(FieldError::new("login", "error-login"));
    }
    if let Some(message) = passwords::check_new(&input.password, &input.login) {
        wrong.push(FieldError::new("password", message));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}

async fn write(app: &Arc<App>, tenant: &Tenant, new: &NewAccount) -> Result<()> {
    let at = app.clock().now();
    app.parts
        .db
        .transact(tenant.id, |mut tx| async move {
            tx.create_tenant(&tenant.name, at).await?;
            tx.create_account(new).await?;
            tx.grant_role(new.id, Role::Admin).await?;
            let event = store::Event {
                actor: new.id,
                at,
                kind: "tenant.created",
                departure: None,
                contents: Vec::new(),
            };
            let receipt = tx.append(event).await?;
            Ok(tx.commit(receipt).await?)
        })
        .await
}

/// A word for the console that opens the first start: twelve random letters and digits.
pub fn new_token() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes: [u8; 12] = random_bytes()?;
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('a', char::from);
    Ok(bytes.iter().map(letter).collect())
}
