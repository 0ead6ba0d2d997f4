//! Which statements were run on which database, so that a test can tell that every one was run on both.
//!
//! Noted in builds with debug assertions only; a release build notes nothing and pays nothing.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use crate::dialect::Dialect;

/// A statement that was run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ran {
    /// `sqlite` or `postgres`.
    pub database: &'static str,
    /// The source file of the function that ran it.
    pub file: &'static str,
    /// The name of its constant there, or of the variable that held one of several; for rows written at once, the table.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

static RAN: Mutex<BTreeSet<Ran>> = Mutex::new(BTreeSet::new());

/// Everything that this process has run so far; empty in a release build.
pub fn all() -> BTreeSet<Ran> {
    RAN.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Notes that a statement is about to be run.
#[inline]
pub(crate) fn note(dialect: Dialect, (file, name): (&'static str, &'static str), text: &str) {
    if cfg!(debug_assertions) {
        let ran = Ran { database: dialect.name(), file, name, text: text.to_owned() };
        RAN.lock().unwrap_or_else(PoisonError::into_inner).insert(ran);
    }
}
