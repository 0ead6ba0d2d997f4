//! What a command says and how it ends: 0 answered, 1 a check failed, 2 input or arguments are wrong.

use std::{
    io::{IsTerminal, Write},
    process::ExitCode,
};

/// Why a command did not answer.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The input or the arguments are wrong: what, where, and how to mend it.
    Input {
        /// A stable code.
        code: String,
        /// The sentence.
        message: String,
        /// The place: JSON pointer, or file, line and column.
        at: String,
        /// Whether the answer was asked for as JSON.
        is_json: bool,
    },
    /// Something outside (the disk, the database, the network port) did not do its part.
    Outside(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self::Outside(error.into())
    }
}

/// Whether the question was answered, or a check failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Answered, also when the answer is no.
    Answered,
    /// A check failed.
    CheckFailed,
}

/// Prints to standard output.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is the reader's choice, not a failure.
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// Prints to standard error.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Whether somebody sits at the terminal.
pub(crate) fn is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether the answer goes to a terminal, and not to a file or another program.
pub(crate) fn is_answer_read_by_a_person() -> bool {
    std::io::stdout().is_terminal()
}

/// Turns the result into an exit status, saying what went wrong.
pub(crate) fn exit(result: Result<Outcome, Failed>) -> ExitCode {
    match result {
        Ok(Outcome::Answered) => ExitCode::SUCCESS,
        Ok(Outcome::CheckFailed) => ExitCode::from(1),
        Err(Failed::Input { code, message, at, is_json: true }) => {
            tell(&serde_json::json!({"error": {"code": code, "message": message, "at": at}}).to_string());
            ExitCode::from(2)
        }
        Err(Failed::Input { message, at, .. }) => {
            tell(&if at.is_empty() { message } else { format!("{at}: {message}") });
            ExitCode::from(2)
        }
        Err(Failed::Outside(error)) => {
            tell(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
