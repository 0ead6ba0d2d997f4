//! Who may follow: how a departure may spread along ties, as independent cascade (with or without background quits)
//! or as linear threshold.
//!
//! A tie `u → v` with probability `p` says that `v` may follow `u`. Seeds leave in round 0, background quits happen in
//! round 0 too, and each later round lets those who have just left act once on those who are still there. *Lift* is the
//! probability of leaving when the seeds leave, less the probability when they do not (then they are ordinary people).
//!
//! Never says that somebody will leave: these are estimated probabilities under a stated model, and the default
//! strengths of ties are weak assumptions from the literature, unless the company's own past says more ([`learn`]).

mod answer;
mod case;
mod exact;
mod graph;
mod learn;
mod random;
mod simulate;
mod strength;
mod talk;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Joint, Method, PersonOdds};
pub use case::{Case, Model, Parts, Tie};
pub use exact::exact;
pub use learn::{
    COMPARED_AT_LEAST, Career, Closeness, DEPARTURES_AT_LEAST, Learnt, Past, Place, RARER_THAN, Shuffles,
    Verdict, learn,
};
pub use simulate::{Runs, simulate};
pub use strength::{EXTREME_FROM, Lift, Strength};
pub use talk::{Talk, talk_first};
