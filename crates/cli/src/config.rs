//! The configuration: one TOML file, overridden by `LEAVEWELL_…` variables. Unknown keys are refused.

use std::{net::SocketAddr, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::output::Failed;

/// What the file may say. Every key has a default but the version.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// The layout of this file; 1.
    pub(crate) version: u32,
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// The folder for the embedded database, attachments and calendars.
    pub(crate) data: PathBuf,
    /// A PostgreSQL address instead of the embedded database.
    pub(crate) database_url: Option<String>,
    /// A file that holds the PostgreSQL address, so that its password need not stand here.
    pub(crate) database_url_file: Option<PathBuf>,
    /// Whether people reach the address by HTTPS (through a proxy in front).
    pub(crate) https: bool,
    /// The largest upload in megabytes.
    pub(crate) max_upload_mb: u32,
    /// `text` or `json`.
    pub(crate) log_format: LogFormat,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            version: 1,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("data"),
            database_url: None,
            database_url_file: None,
            https: false,
            max_upload_mb: 64,
            log_format: LogFormat::Text,
        }
    }
}

impl Config {
    /// Reads the file, if one is named, and lays the environment over it.
    #[expect(clippy::disallowed_methods, reason = "this is where configuration is read")]
    pub(crate) fn load(file: Option<&PathBuf>) -> Result<Self, Failed> {
        let mut config = match file {
            Some(file) => Self::read(file)?,
            None => Self::default(),
        };
        for (name, value) in std::env::vars() {
            if let Some(key) = name.strip_prefix("LEAVEWELL_CONFIG_") {
                config =
                    config.overridden(&key.to_lowercase(), &value).map_err(|error| wrong(&name, &error))?;
            }
        }
        if config.version != 1 {
            return Err(wrong("version", "only version 1 is known"));
        }
        Ok(config)
    }

    fn read(file: &PathBuf) -> Result<Self, Failed> {
        let place = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|error| wrong(&place, &error.to_string()))?;
        if !text.lines().any(|line| line.trim_start().starts_with("version")) {
            return Err(wrong(&place, "the key version is missing: write version = 1"));
        }
        toml::from_str(&text).map_err(|error| {
            let (line, column) = place_of(&text, error.span().map_or(0, |span| span.start));
            wrong(&format!("{place}:{line}:{column}"), error.message())
        })
    }

    /// The value of one key, as TOML where it reads as such, else as text.
    fn overridden(&self, key: &str, value: &str) -> Result<Self, String> {
        let mut table = toml::Table::try_from(self).map_err(|error| error.to_string())?;
        let parsed = format!("value = {value}")
            .parse::<toml::Table>()
            .ok()
            .and_then(|mut parsed| parsed.remove("value"));
        table.insert(key.to_owned(), parsed.unwrap_or_else(|| toml::Value::String(value.to_owned())));
        table.try_into().map_err(|error: toml::de::Error| error.message().to_owned())
    }

    /// The database's address.
    pub(crate) fn url(&self) -> Result<String, Failed> {
        if let Some(file) = &self.database_url_file {
            let text = std::fs::read_to_string(file)
                .map_err(|error| wrong(&file.display().to_string(), &error.to_string()))?;
            return Ok(text.trim().to_owned());
        }
        Ok(self
            .database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data.join("leavewell.db").display())))
    }

    /// The effective values, secrets masked.
    pub(crate) fn shown(&self) -> Result<String, Failed> {
        let mut masked = self.clone();
        masked.database_url = masked.database_url.map(|url| mask(&url));
        Ok(toml::to_string(&masked)?)
    }
}

/// Hides what stands between the user's name and the host.
fn mask(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 < at => {
            let user = url.get(scheme + 3..at).unwrap_or("").split(':').next().unwrap_or("");
            format!("{}://{user}:***{}", url.get(..scheme).unwrap_or(""), url.get(at..).unwrap_or(""))
        }
        _ => url.to_owned(),
    }
}

fn place_of(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or("");
    (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or("").chars().count() + 1)
}

fn wrong(at: &str, message: &str) -> Failed {
    Failed::Input {
        code: "config".to_owned(),
        message: message.to_owned(),
        at: at.to_owned(),
        is_json: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let error = toml::from_str::<Config>("version = 1\nlissten = \"127.0.0.1:1\"\n")
            .map(|_| ())
            .map_err(|e| e.to_string());
        assert!(error.is_err_and(|text| text.contains("lissten")));
    }

    #[test]
    fn the_password_of_a_database_is_not_shown() {
        assert_eq!(mask("postgres://hr:secret@db/leavewell"), "postgres://hr:***@db/leavewell");
    }

    #[test]
    fn a_variable_overrides_the_file_and_is_checked_like_it() {
        let config = Config::default();
        assert!(config.overridden("https", "true").is_ok_and(|config| config.https));
        assert!(config.overridden("listen", "0.0.0.0:81").is_ok_and(|config| config.listen.port() == 81));
        assert!(config.overridden("colour", "red").is_err());
    }
}
