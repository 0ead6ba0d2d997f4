//! Who acts.

use crate::{AccountId, PersonId, Role};

/// The account on whose behalf something is done, with what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The person behind the account; an administrator or auditor from outside may have none.
    pub person: Option<PersonId>,
    /// The roles held at this moment, those that follow from open departures included.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Whether the role is held.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether any of the roles is held.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }
}
