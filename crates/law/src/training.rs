//! What a worker repays of a training when leaving inside the agreed service period.

use kernel::Money;
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Exact, Ground, Notes, Reason, Result, Warning,
    error::need,
    explain::Value,
    trace::{Context, Trace, reads},
    wire::Amount,
};

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrainingQuestion {
    /// Documented fees, travel and other direct costs.
    pub cost: Option<Amount>,
    /// The agreed service period.
    pub term_months: Option<u32>,
    /// The part of it that was served.
    pub served_months: Option<u32>,
    /// The agreed penalty.
    pub agreed_penalty: Option<Amount>,
    /// How the employment ends.
    pub ground: Option<Ground>,
    /// Why, at a dismissal for the worker's fault.
    pub reason: Option<Reason>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrainingAnswer {
    /// What is repaid at most; absent where it is contested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repay: Option<Money>,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

/// Whether leaving so breaks the service period.
enum Breach {
    Yes,
    No(&'static str, Citation),
    Open,
}

impl TrainingQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<TrainingAnswer> {
        let ground = need(self.ground, "ground", "only a breach of the service period costs anything")?;
        let mut trace = Trace::new(cx);
        let repay = match self.breach(ground)? {
            Breach::No(why, article) => {
                trace.reject("repayment", why);
                trace.step("service_period", || {
                    let inputs = vec![("ground", Value::Key(ground.code()))];
                    (inputs, Value::Money(Money::ZERO), vec![article])
                });
                Some(Money::ZERO)
            }
            Breach::Yes => {
                let repay = self.reckon(&mut trace)?;
                if ground == Ground::ResignProbation {
                    trace.warn(Warning::UnverifiedRule);
                    trace.contest("repay", readings(repay, "in_probation_training_costs_may_not_be_claimed"));
                }
                Some(repay)
            }
            Breach::Open => {
                let repay = self.reckon(&mut trace)?;
                trace.contest("repay", readings(repay, "an_agreed_ending_is_no_breach_unless_agreed"));
                None
            }
        };
        Ok(TrainingAnswer { repay, notes: trace.finish() })
    }

    fn breach(&self, ground: Ground) -> Result<Breach> {
        Ok(match ground {
            Ground::Constructive | Ground::ConstructiveForce => {
                Breach::No("employers_fault", Citation::read("劳动合同法实施条例第26条第1款"))
            }
            Ground::Resign | Ground::ResignProbation => Breach::Yes,
            Ground::AgreeEmployee => Breach::Open,
            Ground::Cause => {
                let reason = need(self.reason, "reason", "not every fault breaks the service period")?;
                if reason.ground() != Ground::Cause {
                    return Err(Error::refused("reason", "the reason does not belong to this ground"));
                }
                if reason == Reason::ProbationStandardNotMet {
                    let list = Citation::read("劳动合同法实施条例第26条第2款");
                    return Ok(Breach::No("not_in_the_list_of_article_26", list));
                }
                Breach::Yes
            }
            _ => Breach::No("not_the_workers_breach", Citation::read("劳动合同法第22条第2款")),
        })
    }

    fn reckon(&self, trace: &mut Trace<'_>) -> Result<Money> {
        let cost = need(self.cost, "cost", "no more than the cost is repaid")?.0;
        let term = need(self.term_months, "term_months", "the cost is spread over it")?;
        let served = need(self.served_months, "served_months", "only the part not served is repaid")?;
        let agreed = need(self.agreed_penalty, "agreed_penalty", "no more than what was agreed is repaid")?.0;
        if term == 0 {
            return Err(Error::refused("term_months", "a service period has at least a month"));
        }
        let rest = i64::from(term) - i64::from(served.min(term));
        let share = cost * Exact::fraction(rest, term.into());
        let repay = agreed.min(cost).min(share).to_money();
        trace.step("training_repayment", || {
            let inputs = vec![
                ("agreed_penalty", Value::Amount(agreed)),
                ("cost", Value::Amount(cost)),
                ("term_months", Value::Count(term.into())),
                ("remaining_months", Value::Count(rest)),
                ("share_not_served", Value::Amount(share)),
            ];
            let articles = vec![
                Citation::read("劳动合同法第22条第2款"),
                Citation::read("劳动合同法实施条例第16条、第26条"),
            ];
            (inputs, Value::Money(repay), articles)
        });
        if share < agreed {
            trace.reject("agreed_penalty_in_full", "no_more_than_the_part_not_served");
        }
        Ok(repay)
    }
}

fn readings(repay: Money, against: &'static str) -> Vec<crate::Reading> {
    vec![
        reads("repaid", repay, "leaving_inside_the_service_period_article_22"),
        reads("not_repaid", Money::ZERO, against),
    ]
}
