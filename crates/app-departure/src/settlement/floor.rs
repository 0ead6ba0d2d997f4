//! The minimum wage under the average wage, where it ships without having been verified: one of two readings, no fact.

use kernel::Money;
use law::{Case, Context, Settlement, Warning};

use super::{
    facts::{Facts, Origin},
    sheet::{Open, Sheet},
};

/// What is open.
const LINE: &str = "minimum_wage";
/// The reading that somebody chose, with a source.
const CHOSEN: &str = "reading_minimum_wage";

/// The answer that counts, and the two readings where an unverified floor lifts the wage.
pub(crate) fn answer(
    case: &Case,
    facts: &Facts,
    context: &Context<'_>,
) -> law::Result<(Settlement, Option<Open>)> {
    let lifted = case.answer(context)?;
    if !is_unverified(facts) || !lifted.notes.warnings.contains(&Warning::LiftedToMinimumWage) {
        return Ok((lifted, None));
    }
    let bare = Case { min_wage: None, ..case.clone() }.answer(context)?;
    let reading = |id: &str, amount: Money, why: &str| (id.to_owned(), Some(amount), why.to_owned());
    let open = Open {
        line: LINE.to_owned(),
        readings: vec![
            reading("floor_applied", lifted.total_before_tax, "the_minimum_wage_was_not_verified"),
            reading("floor_not_applied", bare.total_before_tax, "the_own_average_wage_is_kept"),
        ],
    };
    let is_bare = facts.get(CHOSEN) == Some("floor_not_applied");
    Ok((if is_bare { bare } else { lifted }, Some(open)))
}

/// Whether the minimum wage is one that ships and that nobody verified.
fn is_unverified(facts: &Facts) -> bool {
    let origin = facts.find("min_wage").map(|fact| &fact.origin);
    matches!(origin, Some(Origin::Parameter(used)) if used.grade == "U")
}

/// Whether the sheet rests on an unverified floor that nobody decided on.
pub(crate) fn is_undecided(sheet: &Sheet, facts: &Facts) -> bool {
    sheet.open.iter().any(|open| open.line == LINE) && facts.get(CHOSEN).is_none()
}
