//! `leavewell law batch`: many settlements from one spreadsheet.

use std::{fs::File, path::PathBuf};

use clap::Args;
use kernel::Lang;
use paper::law_batch::{self, List};
use serde_json::json;

use crate::{
    commands::input,
    output::{Failed, Outcome, say, tell},
};

/// The list and where the outcome goes.
#[derive(Debug, Args)]
pub(crate) struct BatchArguments {
    /// The list: a spreadsheet with a row for each person, or - for standard input.
    file: PathBuf,
    /// The workbook to write; it must not be there yet.
    #[arg(long)]
    out: PathBuf,
    /// Everybody the company employs, for the test of article 41.
    #[arg(long)]
    staff: Option<u32>,
    /// In which language the workbook is.
    #[arg(long, default_value = "zh-CN")]
    lang: Lang,
    /// Say what came of it in JSON.
    #[arg(long)]
    json: bool,
}

/// Answers a list.
pub(crate) fn run(arguments: &BatchArguments) -> Result<Outcome, Failed> {
    let bytes = input::bytes(&arguments.file, arguments.json)?;
    let name = arguments.file.display().to_string();
    let calendar = calendar::Calendar::builtin();
    let list = List { bytes: &bytes, file_name: &name, staff: arguments.staff };
    let words = web::LawWords::in_lang(arguments.lang);
    let outcome = write(arguments, |out| {
        law_batch::run(&list, &law::Context::new(&calendar), &words, out)
            .map_err(|error| wrong("list.unreadable", &error.to_string(), &name, arguments.json))
    })?;
    for refused in &outcome.refused {
        tell(&format!("{name}:{}: {}: {}", refused.row, refused.field, refused.why));
    }
    let refused: Vec<_> = outcome
        .refused
        .iter()
        .map(|refused| json!({ "row": refused.row, "field": refused.field, "why": refused.why }))
        .collect();
    let total = kernel::Money::from_fen(outcome.total_fen);
    if arguments.json {
        let layoff = outcome.layoff.as_ref();
        say(&json!({
            "answered": outcome.answered, "refused": refused, "laid_off": outcome.laid_off,
            "article_41": layoff.map(|answer| answer.article_41), "share": layoff.map(|answer| answer.share),
            "total_before_tax": total, "out": arguments.out,
        })
        .to_string());
    } else {
        say(&format!("{} answered, {} refused, {total} CNY before tax", outcome.answered, refused.len()));
        if let Some(answer) = &outcome.layoff {
            let words = if answer.article_41 { "reached" } else { "not reached: another ground is needed" };
            say(&format!("article 41 (20 people or 10 %): {words}"));
        }
    }
    Ok(Outcome::Answered)
}

/// Beside the place and then into it, so that no half of a workbook is ever found there; nor one of a list that could
/// not be read.
fn write<O>(
    arguments: &BatchArguments,
    answer: impl FnOnce(&mut File) -> Result<O, Failed>,
) -> Result<O, Failed> {
    let place = arguments.out.display().to_string();
    let failed = |error: std::io::Error| {
        wrong("out.unwritable", &format!("cannot be written ({error})"), &place, arguments.json)
    };
    if arguments.out.exists() {
        return Err(wrong("out.exists", "is there already; name another file", &place, arguments.json));
    }
    let half = arguments.out.with_extension("part");
    let mut file = File::create(&half).map_err(failed)?;
    let answered = answer(&mut file).inspect_err(|_| {
        // What is left of it is of no use; that it could not be removed changes nothing.
        let _ = std::fs::remove_file(&half);
    })?;
    file.sync_all().map_err(failed)?;
    std::fs::rename(&half, &arguments.out).map_err(failed)?;
    Ok(answered)
}

fn wrong(code: &str, message: &str, at: &str, is_json: bool) -> Failed {
    Failed::Input { code: code.to_owned(), message: message.to_owned(), at: at.to_owned(), is_json }
}
