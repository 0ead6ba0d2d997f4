//! The tables that the program brings along.

use anyhow::Context as _;
use serde::de::DeserializeOwned;

use crate::Result;

/// Reads a table; an unknown or missing field is named with its file.
pub(crate) fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text).with_context(|| format!("the table {file} of the demonstration company is wrong"))
}
