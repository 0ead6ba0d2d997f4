//! Whether retirement is near or reached, judged from birth, category and service.

use law::{Context, NearRetirementAnswer, NearRetirementQuestion, has_served_fifteen_years};

use super::reckon::{Subject, code, day};

/// How near retirement is.
pub(crate) enum Retirement {
    /// The facts say.
    Known(Box<NearRetirementAnswer>),
    /// These facts are missing; whether the years of service would protect at all is known.
    Missing {
        /// The first of them.
        fact: &'static str,
        /// Whether fifteen years were served.
        is_long_served: bool,
    },
}

/// Judges it on the last day.
pub(crate) fn judge(subject: &Subject<'_>, context: &Context<'_>) -> Retirement {
    let facts = subject.facts;
    let start = day(facts, "service_start");
    let is_long_served = start.is_some_and(|start| has_served_fifteen_years(start.0, subject.last_day));
    let question = NearRetirementQuestion {
        category: facts.get("retirement_category").and_then(code),
        birth_date: day(facts, "birth_date"),
        service_start: start,
        last_day: Some(law::Day(subject.last_day)),
    };
    match question.answer(context) {
        Ok(answer) => Retirement::Known(Box::new(answer)),
        Err(error) => {
            let fact = match error.pointer().trim_start_matches('/') {
                "category" => "retirement_category",
                "service_start" | "last_day" => "service_start",
                _ => "birth_date",
            };
            Retirement::Missing { fact, is_long_served }
        }
    }
}

impl Retirement {
    /// Whether article 42(5) protects, as far as the facts say.
    pub(crate) fn protects(&self) -> bool {
        matches!(self, Self::Known(answer) if answer.near_retirement)
    }
}
