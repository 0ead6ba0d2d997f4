//! `leavewell import`: a table from the command line, tried or stored.

mod bar;
mod dry_run;

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use app_people::imports::{self, Imported, Preview, Source, Watch};
use clap::Args;
use paper::import::{FileError, Kind, Mapping};

use crate::{
    commands::product,
    config::Config,
    output::{Failed, Outcome, say},
    serve,
};

/// `leavewell import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// What the table is: roster, events, knowledge, channels, assets or projects.
    kind: String,
    /// The file (.xlsx, .csv, text with tabs), or - for standard input.
    file: PathBuf,
    /// What the columns are, as JSON: {"fields": {"HEAD": "FIELD or null"}, "words": {"FIELD": {"WORD": "MEANING"}}}.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Import the other rows when some are refused.
    #[arg(long)]
    leave_out_refused: bool,
    /// The data folder of an embedded database.
    #[arg(long, conflicts_with = "config")]
    data: Option<PathBuf>,
    /// The configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Show what would happen, without a database.
    #[arg(long, conflicts_with_all = ["data", "config", "leave_out_refused"])]
    dry_run: bool,
    /// A file that this one refers to: roster=FILE.
    #[arg(long, requires = "dry_run", value_name = "roster=FILE")]
    with: Option<String>,
    /// Write the accepted rows here, one JSON object a line.
    #[arg(long, requires = "dry_run")]
    rows: Option<PathBuf>,
    /// Answer, and complain, in JSON.
    #[arg(long)]
    json: bool,
}

impl ImportArguments {
    /// The input or an argument is wrong.
    fn wrong(&self, code: &str, message: impl Into<String>, at: impl Into<String>) -> Failed {
        Failed::Input { code: code.to_owned(), message: message.into(), at: at.into(), is_json: self.json }
    }

    fn place(&self) -> String {
        self.file.display().to_string()
    }

    fn kind(&self) -> Result<Kind, Failed> {
        self.kind.parse().map_err(|_| {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
            let message = format!("{} is no kind of import; write one of {}", self.kind, known.join(", "));
            self.wrong("kind", message, "KIND")
        })
    }

    fn read(&self, file: &Path) -> Result<Vec<u8>, Failed> {
        let read = if file.as_os_str() == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            std::fs::read(file)
        };
        read.map_err(|error| {
            self.wrong(
                "file.unreadable",
                format!("cannot be read ({error}); check the path"),
                file.display().to_string(),
            )
        })
    }

    fn mapping(&self, kind: Kind) -> Result<Option<Mapping>, Failed> {
        let Some(file) = &self.mapping else { return Ok(None) };
        let place = file.display().to_string();
        let bytes = self.read(file)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| self.wrong("mapping", "is not UTF-8; save it as such", &place))?;
        let mapping = Mapping::from_json(&text).map_err(|error| match error {
            paper::Error::Mapping(cause) => self.wrong(
                "mapping",
                cause.to_string(),
                format!("{place}:{}:{}", cause.line(), cause.column()),
            ),
            other => self.wrong("mapping", other.to_string(), &place),
        })?;
        mapping.check(kind).map_err(|error| {
            let message = format!("{error}; the codes are those of the key mapping in --dry-run --json");
            self.wrong("mapping", message, &place)
        })?;
        Ok(Some(mapping))
    }

    /// A file of which no row can be read.
    fn unreadable(&self, error: FileError, place: &str) -> Failed {
        self.wrong(error.code(), remedy(error), place)
    }
}

/// What is wrong with a file as a whole, and how to mend it.
const fn remedy(error: FileError) -> &'static str {
    match error {
        FileError::Corrupt => {
            "the file is damaged or incomplete; open it in a spreadsheet program, save it as .xlsx and try again"
        }
        FileError::TooLargeUnpacked => {
            "the file unpacks to far too much; remove surplus sheets, pictures and empty areas, or split it"
        }
        FileError::HostileXml => {
            "the file brings a document type of its own; paste the values into a new workbook"
        }
        FileError::Unsupported => "this kind of file is not supported; save it as .xlsx or .csv",
        FileError::TooManyRows => "there are more rows than a spreadsheet may have; split the file",
        FileError::NoHeader => {
            "no header was found in the first 15 rows; say what the columns are with --mapping"
        }
    }
}

/// Carries the command out.
pub(crate) fn run(arguments: &ImportArguments) -> Result<Outcome, Failed> {
    let kind = arguments.kind()?;
    let mapping = arguments.mapping(kind)?;
    let bytes = arguments.read(&arguments.file)?;
    if arguments.dry_run {
        return dry_run::run(arguments, kind, mapping.as_ref(), &bytes);
    }
    let mut config = Config::load(arguments.config.as_ref())?;
    if let Some(data) = &arguments.data {
        data.clone_into(&mut config.data);
    }
    let file_name =
        arguments.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let source = Source { bytes: bytes.into(), file_name, kind: Some(kind), mapping };
    product::runtime()?.block_on(store(arguments, &config, source))
}

async fn store(arguments: &ImportArguments, config: &Config, source: Source) -> Result<Outcome, Failed> {
    let app = serve::open(&config.data, &config.url()?).await?;
    if app.tenant().is_none() {
        let message = "there is no company yet; start leavewell serve once and make the first administrator";
        return Err(arguments.wrong("no-company", message, config.data.display().to_string()));
    }
    let watch = Arc::new(Watch::default());
    let bar = bar::Bar::over(Arc::clone(&watch));
    let imported = imports::import_file(&app.system()?, source, arguments.leave_out_refused, &watch).await;
    bar.clear();
    app.db().close().await;
    answer(arguments, imported?)
}

fn answer(arguments: &ImportArguments, imported: Imported) -> Result<Outcome, Failed> {
    match imported {
        Imported::Done(id, applied, preview) => {
            let counts = preview.counts;
            if arguments.json {
                let answer = serde_json::json!({
                    "id": id, "kind": preview.recognition.kind.code(),
                    "counts": {"accepted": counts.accepted, "refused_rows": counts.refused_rows,
                               "ignored": counts.ignored, "skipped": counts.skipped},
                    "added": applied.added, "changed": applied.changed, "same": applied.same,
                });
                say(&answer.to_string());
            } else {
                say(&format!(
                    "{} rows imported, {} left out: {} new, {} changed, {} the same as before.",
                    counts.accepted, counts.refused_rows, applied.added, applied.changed, applied.same
                ));
            }
            Ok(Outcome::Answered)
        }
        Imported::Unreadable(error) => Err(arguments.unreadable(error, &arguments.place())),
        Imported::Unclear(found) => {
            let missing = found.found.missing.join(", ");
            let message = format!(
                "no column is recognised as {missing}; say which it is with --mapping, for instance \
                 {{\"fields\": {{\"HEAD\": \"{}\"}}}}",
                found.found.missing.first().map_or("emp_no", String::as_str)
            );
            let row = found.found.header_rows.last().copied().unwrap_or(1);
            Err(arguments.wrong("header.unclear", message, format!("{}:{row}", arguments.place())))
        }
        Imported::Refused(_, preview) => Err(refused(arguments, &preview)),
        Imported::Cancelled => Err(arguments.wrong("cancelled", "cancelled; nothing was stored", "")),
    }
}

fn refused(arguments: &ImportArguments, preview: &Preview) -> Failed {
    let Some(first) = preview.refused.findings.first() else {
        return arguments.wrong(
            "rows.none",
            "there is no row to import; nothing was stored",
            arguments.place(),
        );
    };
    let rest = if preview.counts.accepted == 0 {
        "no row is left to import; mend them"
    } else {
        "mend them, or import the others with --leave-out-refused; --dry-run lists them all"
    };
    let says = if first.says.is_empty() { String::new() } else { format!(" {:?}", first.says) };
    let message = format!(
        "{} rows are refused and nothing was stored, the first for {} ({}{says}); {rest}",
        preview.counts.refused_rows, first.code, first.field
    );
    arguments.wrong("rows.refused", message, format!("{}:{}", arguments.place(), first.row))
}
