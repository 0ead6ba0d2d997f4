//! Watching for signs of leaving: under rules that an administrator set, computed once a day, shown to few.
//!
//! Off until purpose, named roles, basis, assessment, notice and retention are filled in. Names are hidden until somebody
//! of a named role says why they are needed, and that look is written down first. Nobody sees the own score. A person may
//! object, and is then neither learnt from nor computed.

mod board;
mod content;
mod gather;
mod own;
mod person;
mod rules;
mod run;
mod signs;
mod standing;

pub use board::{Board, BoardView, Line, Many, Now, Spot, open_board, reveal_names};
pub use content::{Change, Content, Cost, Course, FactorSaid, Parts, SignSaid};
pub(crate) use gather::{Endings, number};
pub use own::{Explanation, OwnLook, OwnRecord, OwnView, OwnWord, SeenBy, explain_own, open_own, say_own};
pub use person::{Opened, PersonRisk, Who, look_at_person, open_person_risk};
pub use rules::{BASES, NAMEABLE, RulesInput, RulesView, open_rules, set_rules};
pub use run::{Expired, Ran, StepName, expire, open_card, run};
pub use signs::{SignLine, SignsView, open_signs, switch_sign};
pub use standing::{SAYINGS, SayingInput, answer_saying, note_consents, note_saying};

use std::collections::HashSet;

use app::{Cx, Result};
use kernel::PersonId;
use store::{Conn, risk::RiskRules};

/// Below this number of people nothing is shown of a group.
pub const SMALLEST_GROUP: usize = ::risk::watch::SMALLEST_GROUP;

/// So many objections are listed at once; what is answered makes room.
const WAITING_SHOWN: i64 = 50;

/// Those who object: nothing is learnt from them, wherever something is.
pub(crate) async fn objectors(conn: &mut Conn) -> Result<HashSet<PersonId>> {
    let standing = standing::Standing::of(&conn.list_risk_sayings().await?);
    Ok(standing.into_objected())
}

/// The rules that hold, when the company watches.
async fn rules_in_force(conn: &mut Conn) -> Result<Option<RiskRules>> {
    Ok(conn.list_risk_rules().await?.into_iter().next().filter(|rules| rules.is_on))
}

/// Whether the actor's role is named as one that may see somebody's score.
fn may_see_scores(cx: &Cx, rules: &RiskRules) -> bool {
    let named = rules.roles.split_whitespace().filter_map(|code| code.parse().ok());
    let roles: Vec<kernel::Role> = named.filter(|role| NAMEABLE.contains(role)).collect();
    cx.actor().has_any(&roles)
}
