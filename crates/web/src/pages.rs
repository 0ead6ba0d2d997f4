//! One page, one file, one template of the same name.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod calendar;
pub(crate) mod health;
pub(crate) mod home;
pub(crate) mod login;
pub(crate) mod organisation;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod setup;
pub(crate) mod totp;
