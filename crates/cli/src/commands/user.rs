//! `leavewell user …`: accounts, for whoever runs the server.

use std::path::PathBuf;

use app::{Error, accounts};
use clap::Subcommand;

use crate::{
    commands::product,
    config::Config,
    output::{Failed, Outcome, say},
    serve,
};

/// What can be done to accounts from the console.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// List the accounts with their roles.
    List {
        /// The configuration file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Give an account a new random password; its sessions end.
    ResetPassword {
        /// The sign-in name.
        login: String,
        /// The configuration file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
}

/// Carries it out.
pub(crate) fn run(command: &UserCommand) -> Result<Outcome, Failed> {
    let (UserCommand::List { config } | UserCommand::ResetPassword { config, .. }) = command;
    let config = Config::load(config.as_ref())?;
    product::runtime()?.block_on(act(command, &config))
}

async fn act(command: &UserCommand, config: &Config) -> Result<Outcome, Failed> {
    let app = serve::open(&config.data, &config.url()?).await?;
    let Ok(cx) = app.system() else {
        return Err(wrong("", "there is no company yet: start `leavewell serve` first"));
    };
    match command {
        UserCommand::List { .. } => list(&cx).await?,
        UserCommand::ResetPassword { login, .. } => match accounts::reset_password(&cx, login).await {
            Ok(password) => say(&format!("{login}: the new password is {password}")),
            Err(Error::NotFound) => {
                return Err(wrong(login, "there is no account of this name; see `leavewell user list`"));
            }
            Err(error) => return Err(error.into()),
        },
    }
    app.db().close().await;
    Ok(Outcome::Answered)
}

async fn list(cx: &app::Cx) -> Result<(), Failed> {
    let mut after = String::new();
    loop {
        let page = accounts::list_accounts(cx, &after).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        last.login.clone_into(&mut after);
        for (account, roles) in &page {
            let roles: Vec<&str> = roles.iter().map(|role| role.code()).collect();
            let state = if account.is_disabled { " (off)" } else { "" };
            say(&format!("{:<24} {}{state}", account.login, roles.join(", ")));
        }
    }
}

fn wrong(at: &str, message: &str) -> Failed {
    Failed::Input { code: "user".to_owned(), message: message.to_owned(), at: at.to_owned(), is_json: false }
}
