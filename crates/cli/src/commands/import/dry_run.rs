//! `--dry-run`: what an import would do, without a database.

use std::{
    io::{BufWriter, Write},
    ops::ControlFlow,
    path::Path,
};

use paper::import::{DryRun, Kind, Limits, Mapping, dry_run};
use serde_json::Value;
use tempfile::NamedTempFile;

use super::{ImportArguments, bar::Told};
use crate::output::{Failed, Outcome, say};

pub(super) fn run(
    arguments: &ImportArguments,
    kind: Kind,
    mapping: Option<&Mapping>,
    bytes: &[u8],
) -> Result<Outcome, Failed> {
    let roster = roster(arguments)?;
    let mut rows = arguments.rows.as_deref().map(|file| Rows::create(arguments, file)).transpose()?;
    let run = DryRun {
        kind,
        bytes,
        file_name: &arguments.place(),
        mapping,
        roster: roster.as_ref().map(|(bytes, name)| (bytes.as_slice(), name.as_str())),
        limits: Limits::default(),
    };
    let mut bar = Told::new();
    let out = rows.as_mut().map(|rows| &mut rows.writer as &mut dyn Write);
    let outcome = dry_run(&run, out, &mut |done, total| {
        bar.tell(done, total);
        ControlFlow::Continue(())
    });
    bar.clear();
    let preview = outcome.map_err(|error| failed(arguments, error))?;
    if let Some(rows) = rows.filter(|_| preview.get("file_error").is_none_or(Value::is_null)) {
        rows.keep(arguments)?;
    }
    if arguments.json {
        say(&preview.to_string());
    } else {
        say(&summary(&preview));
    }
    Ok(Outcome::Answered)
}

fn roster(arguments: &ImportArguments) -> Result<Option<(Vec<u8>, String)>, Failed> {
    let Some(with) = &arguments.with else { return Ok(None) };
    let Some(file) = with.strip_prefix("roster=").filter(|file| !file.is_empty()) else {
        return Err(arguments.wrong("with", "write --with roster=FILE", "--with"));
    };
    Ok(Some((arguments.read(Path::new(file))?, file.to_owned())))
}

/// The file itself never ends here, so what cannot be read is the roster; and what cannot be written, the rows.
fn failed(arguments: &ImportArguments, error: paper::Error) -> Failed {
    match error {
        paper::Error::File(error) => {
            let place = arguments.with.as_deref().unwrap_or_default().trim_start_matches("roster=");
            arguments.unreadable(error, place)
        }
        paper::Error::Write(cause) => {
            let place = arguments.rows.as_ref().map(|file| file.display().to_string());
            arguments.wrong(
                "rows.unwritable",
                format!("cannot be written ({cause})"),
                place.unwrap_or_default(),
            )
        }
        other => Failed::Outside(other.into()),
    }
}

/// The file of accepted rows. It appears under its name when it is whole.
struct Rows<'a> {
    file: &'a Path,
    writer: BufWriter<NamedTempFile>,
}

impl<'a> Rows<'a> {
    fn create(arguments: &ImportArguments, file: &'a Path) -> Result<Self, Failed> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let made = NamedTempFile::new_in(folder).map_err(|error| unwritable(arguments, file, &error))?;
        Ok(Self { file, writer: BufWriter::new(made) })
    }

    fn keep(self, arguments: &ImportArguments) -> Result<(), Failed> {
        let Self { file, writer } = self;
        let persist = || -> std::io::Result<()> {
            let made = writer.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            made.as_file().sync_all()?;
            made.persist(file).map_err(|error| error.error)?;
            Ok(())
        };
        persist().map_err(|error| unwritable(arguments, file, &error))
    }
}

fn unwritable(arguments: &ImportArguments, file: &Path, error: &std::io::Error) -> Failed {
    let message = format!("cannot be written ({error}); choose another place");
    arguments.wrong("rows.unwritable", message, file.display().to_string())
}

/// The outcome for people: counts, then every refused row.
fn summary(preview: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |key: &str| preview.get(key).unwrap_or(&Value::Null);
    if !of("file_error").is_null() {
        return format!("No row can be read: {}.", text(of("file_error")));
    }
    let count = |key: &str| of("counts").get(key).and_then(Value::as_u64).unwrap_or(0);
    let mut lines = vec![format!(
        "{}: {} rows can be imported, {} are refused, {} do not count, {} are no records.",
        text(of("kind")),
        count("accepted"),
        count("refused_rows"),
        count("ignored"),
        count("skipped")
    )];
    let warned = of("warnings").as_array().is_some_and(|warnings| {
        warnings.iter().any(|warning| warning.get("code").is_some_and(|code| code == "file.rest_unread"))
    });
    if warned {
        lines.push(
            "None of these first rows can be taken, so the rest was not read: is it the right kind of table?"
                .to_owned(),
        );
    }
    for finding in of("refused").as_array().into_iter().flatten() {
        let part =
            |key: &str| finding.get(key).map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
        let part = |key: &str| part(key).unwrap_or_default();
        lines.push(format!(
            "  row {:<6} {:<20} {:<14} {}",
            part("row"),
            part("code"),
            part("field"),
            part("says")
        ));
    }
    lines.join("\n")
}
