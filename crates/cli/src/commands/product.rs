//! Serving the product and the demonstration company; the configuration.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use app::operations;
use clap::{Args, Subcommand};
use web::{DemoSignIn, Options};

use crate::{
    config::{Config, LogFormat},
    output::{Failed, Outcome, say, tell},
    serve,
};

/// `leavewell demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder to keep the demonstration company in; without it a fresh one is made and removed at the end.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print address and sign-ins as one line of JSON.
    #[arg(long)]
    json: bool,
}

/// `leavewell config …`.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Check the configuration and print the effective values, secrets masked.
    Check {
        /// The configuration file.
        #[arg(long)]
        config: Option<PathBuf>,
    },
}

/// `leavewell backup`, `restore`, `export`: the folder, and which installation.
#[derive(Debug, Args)]
pub(crate) struct FolderArguments {
    /// The folder.
    folder: PathBuf,
    /// The configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
}

/// Which of the three.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Copying {
    /// A complete copy that `restore` takes.
    BackUp,
    /// From a backup into an empty installation.
    Restore,
    /// All data as open files, without secrets of sign-in.
    Export,
}

/// Copies an installation out or in.
pub(crate) fn copy(what: Copying, arguments: &FolderArguments) -> Result<Outcome, Failed> {
    let config = Config::load(arguments.config.as_ref())?;
    runtime()?.block_on(copy_installation(what, &arguments.folder, &config))?;
    Ok(Outcome::Answered)
}

async fn copy_installation(what: Copying, folder: &Path, config: &Config) -> Result<(), Failed> {
    let app = serve::open(&config.data, &config.url()?).await?;
    let attachments = config.data.join("attachments");
    let place = folder.display();
    match what {
        Copying::BackUp => {
            let made = operations::back_up(app.db(), &attachments, folder, app.clock().now()).await?;
            say(&format!(
                "{place}: {} rows and {} attachments, read back and compared.",
                made.rows(),
                made.attachments()
            ));
        }
        Copying::Restore => {
            let made = operations::restore(app.db(), &attachments, folder).await?;
            say(&format!(
                "{} rows and {} attachments restored; the log of evidence adds up.",
                made.rows(),
                made.attachments()
            ));
        }
        Copying::Export => {
            let rows = operations::export(app.db(), &attachments, folder).await?;
            say(&format!(
                "{place}: {rows} rows. These files hold personal data: keep them as you keep personnel files."
            ));
        }
    }
    app.db().close().await;
    Ok(())
}

/// Opens the database of an installation and asks it something.
pub(crate) fn with_database<T>(
    data: Option<&Path>,
    config: Option<&PathBuf>,
    ask: impl AsyncFnOnce(&store::Db) -> T,
) -> Result<T, Failed> {
    let mut config = Config::load(config)?;
    if let Some(data) = data {
        data.clone_into(&mut config.data);
    }
    let url = config.url()?;
    runtime()?.block_on(async {
        let db = store::Db::open(&url).await?;
        let answer = ask(&db).await;
        db.close().await;
        Ok(answer)
    })
}

/// The runtime that a command's waiting is done in.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failed> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Serves the real thing.
pub(crate) fn serve(config: Option<&PathBuf>) -> Result<Outcome, Failed> {
    let config = Config::load(config)?;
    serve::start_logging(config.log_format);
    runtime()?.block_on(serve::serve(&config))?;
    Ok(Outcome::Answered)
}

/// Checks and prints the configuration.
pub(crate) fn config(command: &ConfigCommand) -> Result<Outcome, Failed> {
    let ConfigCommand::Check { config } = command;
    say(&Config::load(config.as_ref())?.shown()?);
    Ok(Outcome::Answered)
}

/// Makes (or opens again) and serves the demonstration company.
pub(crate) fn demo(arguments: &DemoArguments) -> Result<Outcome, Failed> {
    serve::start_logging(LogFormat::Text);
    let fresh;
    let folder = if let Some(folder) = &arguments.data {
        folder.clone()
    } else {
        fresh = tempfile::Builder::new().prefix("leavewell-demo-").tempdir()?;
        fresh.path().to_owned()
    };
    runtime()?.block_on(serve_demo(arguments, folder))?;
    Ok(Outcome::Answered)
}

async fn serve_demo(arguments: &DemoArguments, folder: PathBuf) -> Result<(), Failed> {
    let url = format!("sqlite:{}", folder.join("leavewell.db").display());
    let app = serve::open(&folder, &url).await?;
    if app.tenant().is_none() {
        tell("Making the demonstration company …");
    }
    let sign_ins = demo::ensure(&app).await?;
    let listener = serve::bind(SocketAddr::from(([127, 0, 0, 1], arguments.port))).await?;
    let address = format!("http://{}", listener.local_addr()?);
    announce(arguments.json, &address, &sign_ins);
    let options = Options {
        is_secure: false,
        max_upload_bytes: 64 << 20,
        setup_token: None,
        demo_sign_ins: sign_ins.into_iter().map(offered).collect(),
    };
    serve::listen(listener, Arc::clone(&app), options).await
}

fn offered(sign_in: demo::SignIn) -> DemoSignIn {
    DemoSignIn { role: sign_in.role, login: sign_in.login, password: sign_in.password, name: sign_in.name }
}

fn announce(is_json: bool, address: &str, sign_ins: &[demo::SignIn]) {
    if is_json {
        let list: Vec<_> = sign_ins
            .iter()
            .map(|who| serde_json::json!({"role": who.role, "login": who.login, "password": who.password, "name": who.name}))
            .collect();
        say(&serde_json::json!({"address": address, "sign_ins": list}).to_string());
        return;
    }
    say(&format!("The demonstration company is open: {address}\nEverybody in it is invented. Sign in as:\n"));
    for who in sign_ins {
        say(&format!("  {:<14} {:<14} {:<18} {}", who.role, who.login, who.password, who.name));
    }
    say("\nStop with Ctrl-C.");
}
