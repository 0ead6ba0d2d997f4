//! One page, one file, one template of the same name.

pub(crate) mod account;
pub(crate) mod health;
pub(crate) mod home;
pub(crate) mod login;
pub(crate) mod setup;
pub(crate) mod totp;
