//! The facts of a settlement, as they are asked for.

use serde::Deserialize;

use crate::{
    Ground, Profile, Protection, Reason,
    annual_leave::LeaveFacts,
    wire::{Amount, Day},
};

/// The facts; what a case does not need may be absent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Case {
    /// How the employment ends.
    pub ground: Option<Ground>,
    /// Why, for grounds that have reasons.
    pub reason: Option<Reason>,
    /// The first day of service.
    pub service_start: Option<Day>,
    /// The last day of the employment.
    pub last_day: Option<Day>,
    /// The average monthly wage due in the 12 months before the end.
    pub avg12: Option<Amount>,
    /// The wage standard of the month before.
    pub last_month_wage: Option<Amount>,
    /// The local average monthly wage of the year before.
    pub local_avg_monthly_wage: Option<Amount>,
    /// The local monthly minimum wage.
    pub min_wage: Option<Amount>,
    /// The enterprise's average monthly wage.
    pub enterprise_avg_wage: Option<Amount>,
    /// How service before 2008 is treated.
    pub profile: Option<Profile>,
    /// Days of notice; 0 when there was none.
    pub notice_days_given: Option<u16>,
    /// Whether the employer offered a renewal on the same or better terms, and the worker refused it.
    pub renewal_offered_same_or_better: Option<bool>,
    /// What protects the worker from dismissal without fault.
    pub protected: Option<Vec<Protection>>,
    /// Annual leave of the leaving year.
    pub annual_leave: Option<LeaveFacts>,
}
