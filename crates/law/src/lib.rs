//! The law of leaving in mainland China: paths, amounts and days, each explained down to the article.
//!
//! Pure functions over facts and dated parameters. Arithmetic is exact and rounded once, to the fen; there is no
//! floating point in an amount. An open question is answered with every reading, never with a guess. This crate reads
//! no clock and no file, and writes no sentences: steps, warnings and reasons are keys with data.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test may fail loudly"
    )
)]

mod annual_leave;
mod award;
mod clocks;
mod duties;
mod error;
mod exact;
mod explain;
mod ground;
pub mod keys;
mod layoff;
mod limitation;
mod noncompete;
mod places;
mod resignation;
mod retirement;
pub mod rules;
mod service;
mod serving;
mod settle;
mod span;
mod tax;
mod trace;
mod training;
mod visiting_leave;
mod wire;
mod working_days;
mod years;

pub use annual_leave::{AnnualLeaveAnswer, AnnualLeaveQuestion, LeaveFacts};
pub use award::{
    AppealAnswer, AppealQuestion, AwardItem, FinalAwardAnswer, FinalAwardQuestion, ItemAnswer, ItemKind,
};
pub use clocks::{Clock, ClockDay, ClockId, EndFacts, Interruption, Nature, Suspension};
pub use duties::{DutiesAnswer, DutiesQuestion};
pub use error::{Error, Result};
pub use exact::Exact;
pub use explain::{
    Citation, Contested, Found, Grade, Input, Notes, Reading, Rejected, Step, Used, Value, Warning,
};
pub use ground::{Ground, Profile, Protection, Reason};
pub use layoff::{LayoffAnswer, LayoffQuestion};
pub use limitation::{Claim, LimitationAnswer, LimitationQuestion, Runs};
pub use noncompete::{Effective, NoncompeteAnswer, NoncompeteQuestion};
pub use places::{Place, find_place, place_of_city, places};
pub use resignation::{ResignationAnswer, ResignationQuestion};
pub use retirement::{
    Age, NearRetirementAnswer, NearRetirementQuestion, RetirementAnswer, RetirementCategory,
    RetirementQuestion, has_served_fifteen_years,
};
pub use rules::Rules;
pub use service::{Method, Sender, ServiceAnswer, ServiceQuestion};
pub use serving::{
    AddressBasis, Attempt, Judged, Means, Missing, NextMeans, Outcome, Proof, Serving, Standing,
    judge_serving,
};
pub use settle::{Case, Check, Effect, Line, LineId, Settlement};
pub use span::{Halves, Months, add_days, add_months, days_between};
pub use tax::{TaxAnswer, TaxQuestion};
pub use trace::Context;
pub use training::{TrainingAnswer, TrainingQuestion};
pub use visiting_leave::{Employer, Visit, VisitingLeaveAnswer, VisitingLeaveQuestion};
pub use wire::{Amount, Completed, Day, MonthOf};
pub use years::{YearsAnswer, YearsQuestion};
