//! The two databases have the same tables and columns, and the log holds what was committed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]
