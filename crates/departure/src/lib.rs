//! departure.
