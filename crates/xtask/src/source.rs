//! Reading our sources: files of a folder, and Rust text without its tests and comments.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// All files with this extension under a folder, in order; none where the folder is not there.
pub(crate) fn files_under(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        collect(folder, extension, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, extension, found)?;
        } else if path.extension().is_some_and(|ending| ending == extension) {
            found.push(path);
        }
    }
    Ok(())
}

/// The text of a file.
pub(crate) fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// The file's path as seen from the root, for messages.
pub(crate) fn shown(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).display().to_string()
}

/// Whether this file holds only tests: `tests.rs`, or anything in a folder `tests`.
pub(crate) fn is_test_file(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == "tests.rs")
        || file.components().any(|part| part.as_os_str() == "tests")
}

/// The text up to the test module at the foot of the file.
pub(crate) fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests {").and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The line without what follows `//`, unless that stands in a string such as an address.
pub(crate) fn without_line_comment(line: &str) -> &str {
    let is_comment =
        |at: &usize| line.get(..*at).is_some_and(|before| before.matches('"').count().is_multiple_of(2));
    let start = line.match_indices("//").map(|(at, _)| at).find(is_comment);
    start.and_then(|at| line.get(..at)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_ends_the_code_but_an_address_does_not() {
        assert_eq!(without_line_comment("let a = 1; // why"), "let a = 1; ");
        assert_eq!(without_line_comment(r#"let a = "https://b";"#), r#"let a = "https://b";"#);
        assert_eq!(without_line_comment(r#"let a = "https://b"; // c"#), r#"let a = "https://b"; "#);
    }

    #[test]
    fn tests_are_known_by_their_file_or_their_folder() {
        assert!(is_test_file(Path::new("crates/a/src/b/tests.rs")));
        assert!(is_test_file(Path::new("crates/a/tests/story.rs")));
        assert!(!is_test_file(Path::new("crates/testkit/src/lib.rs")));
    }
}
