//! What employees tell for care, and what a server does each night.
//!
//! It stands above everything that estimates, so that nothing below can read what was told (B6).

pub mod circumstances;
pub mod night;
