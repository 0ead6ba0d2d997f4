//! Serving: the parts are opened, put together and listened with, until a signal asks to stop.

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use app::{App, Clock, Parts};
use calendar::Calendar;
use store::Db;
use tokio::net::TcpListener;
use vault::Vault;
use web::{Options, State};

use crate::{
    config::{Config, LogFormat},
    output::{Failed, say},
};

/// Starts logging to standard error.
pub(crate) fn start_logging(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("LEAVEWELL_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
}

/// Opens database and attachments, reads later holiday notices, and puts the application together.
pub(crate) async fn open(data: &Path, url: &str) -> Result<Arc<App>, Failed> {
    std::fs::create_dir_all(data)
        .with_context(|| format!("the data folder {} cannot be made", data.display()))?;
    let db = Db::open(url).await.context("the database cannot be opened")?;
    let vault =
        Vault::open(data.join("attachments")).await.context("the folder of attachments cannot be opened")?;
    let calendar = read_calendar(&data.join("calendar"))?;
    let app = App::start(Parts { db, calendar, clock: Clock::system(), vault }).await?;
    app_people::imports::sweep_uploads(&app).await;
    Ok(app)
}

/// The built-in notices, and those that an administrator put into the folder since.
fn read_calendar(folder: &Path) -> Result<Calendar, Failed> {
    let Ok(files) = std::fs::read_dir(folder) else { return Ok(Calendar::builtin()) };
    let mut texts = Vec::new();
    for file in files {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            texts.push(
                std::fs::read_to_string(&path)
                    .with_context(|| format!("{} cannot be read", path.display()))?,
            );
        }
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Ok(Calendar::with_notices(&texts).context("a holiday notice in the calendar folder is wrong")?)
}

/// `leavewell serve`.
#[expect(clippy::disallowed_methods, reason = "the start word is configuration that no file should hold")]
pub(crate) async fn serve(config: &Config) -> Result<(), Failed> {
    let app = open(&config.data, &config.url()?).await?;
    let setup_token = match app.tenant() {
        Some(_) => None,
        None => Some(match std::env::var("LEAVEWELL_SETUP_TOKEN") {
            Ok(token) => token,
            Err(_) => app::setup::new_token()?,
        }),
    };
    let listener = bind(config.listen).await?;
    say(&format!("Leavewell listens on http://{}", listener.local_addr()?));
    if let Some(token) = &setup_token {
        say(&format!("First start: open the address and enter this word once: {token}"));
    }
    let options = Options {
        is_secure: config.https,
        max_upload_bytes: usize::try_from(config.max_upload_mb).unwrap_or(64) << 20,
        setup_token,
        demo_sign_ins: Vec::new(),
    };
    listen(listener, app, options).await
}

/// Takes the address, with a sentence that helps when it is taken.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, Failed> {
    Ok(TcpListener::bind(address).await.with_context(|| {
        format!("{address} cannot be listened on; is it in use? Choose another with --port or listen =")
    })?)
}

/// Serves until SIGINT or SIGTERM, lets requests under way finish, and closes the database.
pub(crate) async fn listen(listener: TcpListener, app: Arc<App>, options: Options) -> Result<(), Failed> {
    let router = web::router(State { app: Arc::clone(&app), options: Arc::new(options) });
    tokio::select! {
        served = web::serve(listener, router, stop_signal()) => served?,
        () = every_night(&app) => {}
    }
    app.db().close().await;
    tracing::info!("stopped");
    Ok(())
}

/// How often it is looked whether the night's work is to be done.
const LOOK_EVERY: Duration = Duration::from_mins(10);
/// From this hour on, as the company counts hours.
const NIGHT_BEGINS: i8 = 2;

/// Watches for signs of leaving once a day, where the company wants it. Several servers may do so: the day's computation
/// is claimed in the database. Never ends.
async fn every_night(app: &Arc<App>) {
    let mut said = None;
    loop {
        match tonight(app).await {
            Ok(night) if night != said => {
                said = night;
                night.iter().for_each(tell);
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the night's work was not done");
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The day that it was done for and what became of it; nothing before the night begins.
async fn tonight(app: &Arc<App>) -> app::Result<Option<(kernel::Date, app_care::night::Night)>> {
    let clock = app.clock();
    if app.tenant().is_none() || clock.now().to_zoned(clock.zone().clone()).hour() < NIGHT_BEGINS {
        return Ok(None);
    }
    let cx = app.system()?;
    let night = app_care::night::work(&cx).await?;
    Ok(Some((cx.today(), night)))
}

/// Says what was done, or why nothing was; names nobody.
fn tell((day, night): &(kernel::Date, app_care::night::Night)) {
    let (scores, looks, care) = (night.expired.scores, night.expired.looks, night.care);
    tracing::info!(%day, scores, looks, care, "{}", reason(night.ran));
}

const fn reason(ran: app_risk::risk::Ran) -> &'static str {
    match ran {
        app_risk::risk::Ran::Done => "the night's work: signs of leaving were computed",
        app_risk::risk::Ran::Elsewhere => {
            "the night's work: signs of leaving were computed before or are by another server"
        }
        app_risk::risk::Ran::Off => {
            "the night's work: nothing is computed, because no rules for signs of leaving are on"
        }
    }
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        return drop(interrupt.await);
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
    // Connections that stay open without asking anything do not hold the server up for ever.
    tokio::time::sleep(Duration::from_millis(10)).await;
}
