//! `leavewell law …`: each question of the law engine, asked from a file.

mod batch;
mod input;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::{Serialize, de::DeserializeOwned};

use crate::output::{Failed, Outcome, say};

/// The file and how to answer.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The facts as JSON, or - for standard input.
    file: PathBuf,
    /// Answer, and complain, in JSON.
    #[arg(long)]
    json: bool,
}

/// Questions to the law of leaving.
#[derive(Debug, Subcommand)]
pub(crate) enum LawCommand {
    /// What is owed at the end, line by line, with the articles.
    Settle(Asked),
    /// Years of service as article 47 counts them.
    Years(Asked),
    /// Income tax on a one-off payment.
    Tax(Asked),
    /// Pay for annual leave that was not taken.
    AnnualLeave(Asked),
    /// Whether a cut of staff falls under article 41.
    Layoff(Asked),
    /// When a document counts as served.
    Service(Asked),
    /// The earliest end after a resignation.
    Resignation(Asked),
    /// Until when arbitration can be asked for.
    Limitation(Asked),
    /// Until when one may sue after an award.
    Appeal(Asked),
    /// Whether an award is final.
    FinalAward(Asked),
    /// What a non-compete costs and whether it binds.
    Noncompete(Asked),
    /// What is repaid of a training.
    Training(Asked),
    /// The statutory retirement age.
    Retirement(Asked),
    /// What the employer owes at the end, and by when.
    Duties(Asked),
    /// Settlements for a list of people: a spreadsheet in, a workbook with amounts, steps and warnings out.
    Batch(batch::BatchArguments),
}

/// Answers.
pub(crate) fn run(command: &LawCommand) -> Result<Outcome, Failed> {
    use LawCommand as C;
    match command {
        C::Settle(asked) => answer(asked, law::Case::answer),
        C::Years(asked) => answer(asked, law::YearsQuestion::answer),
        C::Tax(asked) => answer(asked, law::TaxQuestion::answer),
        C::AnnualLeave(asked) => answer(asked, law::AnnualLeaveQuestion::answer),
        C::Layoff(asked) => answer(asked, law::LayoffQuestion::answer),
        C::Service(asked) => answer(asked, law::ServiceQuestion::answer),
        C::Resignation(asked) => answer(asked, law::ResignationQuestion::answer),
        C::Limitation(asked) => answer(asked, law::LimitationQuestion::answer),
        C::Appeal(asked) => answer(asked, law::AppealQuestion::answer),
        C::FinalAward(asked) => answer(asked, law::FinalAwardQuestion::answer),
        C::Noncompete(asked) => answer(asked, law::NoncompeteQuestion::answer),
        C::Training(asked) => answer(asked, law::TrainingQuestion::answer),
        C::Retirement(asked) => answer(asked, law::RetirementQuestion::answer),
        C::Duties(asked) => answer(asked, law::DutiesQuestion::answer),
        C::Batch(arguments) => batch::run(arguments),
    }
}

fn answer<Q: DeserializeOwned, A: Serialize>(
    asked: &Asked,
    reckon: impl Fn(&Q, &law::Context<'_>) -> law::Result<A>,
) -> Result<Outcome, Failed> {
    let question: Q = input::read(&asked.file, asked.json)?;
    let calendar = calendar::Calendar::builtin();
    let answer = reckon(&question, &law::Context::new(&calendar)).map_err(|error| Failed::Input {
        code: error.code().to_owned(),
        message: error.to_string(),
        at: error.pointer(),
        is_json: asked.json,
    })?;
    say(&if asked.json {
        serde_json::to_string(&answer)?
    } else {
        show::text(&serde_json::to_value(&answer)?)
    });
    Ok(Outcome::Answered)
}
