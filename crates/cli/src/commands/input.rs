//! Reading a file, or standard input, for a command that answers one question.

use std::{io::Read as _, path::Path};

use crate::output::Failed;

/// The bytes of a file; `-` is standard input.
pub(crate) fn bytes(file: &Path, is_json: bool) -> Result<Vec<u8>, Failed> {
    let read = if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    read.map_err(|error| Failed::Input {
        code: "file.unreadable".to_owned(),
        message: format!("cannot be read ({error}); check the path"),
        at: file.display().to_string(),
        is_json,
    })
}

/// The text of a file; `-` is standard input.
pub(crate) fn text(file: &Path, is_json: bool) -> Result<String, Failed> {
    String::from_utf8(bytes(file, is_json)?).map_err(|_| Failed::Input {
        code: "file.encoding".to_owned(),
        message: "is not UTF-8; save it as such".to_owned(),
        at: file.display().to_string(),
        is_json,
    })
}
