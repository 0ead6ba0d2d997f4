//! Passwords: Argon2id at the library's defaults (19 MiB, two passes, one lane), and a short list of the commonest.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::{Error, Result};

const COMMON: &str = include_str!("../data/common-passwords.txt");
/// Shorter ones are refused; 15 are advised beside the field.
const SHORTEST: usize = 8;
/// Longer ones only cost time.
const LONGEST: usize = 256;
/// Verified when the sign-in name is unknown, so that the answer takes as long as for a known one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bGVhdmV3ZWxsLW5vYm9keQ$YzxtM3vm2R6DgmKk4nvTWW9tGEb6dQfxvN6nqYd9sNM";

/// What is wrong with a password that is about to be set, as the key of a sentence.
pub(crate) fn check_new(password: &str, login: &str) -> Option<&'static str> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    if length < SHORTEST {
        Some("error-password-short")
    } else if length > LONGEST {
        Some("error-password-long")
    } else if COMMON.lines().any(|common| common == lower) || lower == login.trim().to_lowercase() {
        Some("error-password-common")
    } else {
        None
    }
}

/// The hash of a password, in PHC form. Takes tens of milliseconds, so it runs beside the request's thread.
pub(crate) async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    let work = move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string());
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::internal)?
        .map_err(|error| Error::internal(error.to_string()))
}

/// Whether the password is the one behind the hash; `None` (no such account) takes as long and is always wrong.
pub(crate) async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let (password, is_known) = (password.to_owned(), hash.is_some());
    let hash = hash.unwrap_or(NOBODY).to_owned();
    let work = move || {
        PasswordHash::new(&hash)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    };
    Ok(tokio::task::spawn_blocking(work).await.map_err(Error::internal)? && is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_name_like_passwords_are_refused() {
        assert_eq!(check_new("seven77", "lm"), Some("error-password-short"));
        assert_eq!(check_new("Password", "lm"), Some("error-password-common"));
        assert_eq!(check_new("Li.Min.HR", "li.min.hr"), Some("error-password-common"));
        assert_eq!(check_new(&"x".repeat(257), "lm"), Some("error-password-long"));
        assert_eq!(check_new("八个汉字也可以的", "lm"), None);
    }

    #[test]
    fn the_hash_for_nobody_can_be_parsed_so_that_it_costs_as_much() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
