//! Reading a file, or standard input, for a command that answers one question.

use std::{io::Read as _, path::Path};

use crate::output::Failed;

/// The text of a file; `-` is standard input.
pub(crate) fn text(file: &Path, is_json: bool) -> Result<String, Failed> {
    let read = if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let wrong = |code: &str, message: String| Failed::Input {
        code: code.to_owned(),
        message,
        at: file.display().to_string(),
        is_json,
    };
    let bytes =
        read.map_err(|error| wrong("file.unreadable", format!("cannot be read ({error}); check the path")))?;
    String::from_utf8(bytes).map_err(|_| wrong("file.encoding", "is not UTF-8; save it as such".to_owned()))
}
