//! The roles of `product.md`: what a person comes to the system to do.

use std::{fmt, str::FromStr};

/// A role that an account holds, or that follows from a departure (`Leaver`, `Receiver`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Sets the system up: accounts, employers, settings. Sees no score and no pay by that alone.
    Admin,
    /// 离职专员: runs departures.
    HrSpecialist,
    /// HR partner or head of HR.
    HrPartner,
    /// Line manager: own line only.
    Manager,
    /// The person who leaves; held while a departure is open, and for its portal afterwards.
    Leaver,
    /// 接手人: takes over items of a departure.
    Receiver,
    /// Legal.
    Legal,
    /// 技术档案管理员.
    Archivist,
    /// IT and security.
    ItSecurity,
    /// Executive.
    Executive,
    /// Auditor: reads who looked at what, changes nothing.
    Auditor,
}

/// A text that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown role")]
pub struct UnknownRole;

impl Role {
    /// Every role.
    pub const ALL: [Self; 11] = [
        Self::Admin,
        Self::HrSpecialist,
        Self::HrPartner,
        Self::Manager,
        Self::Leaver,
        Self::Receiver,
        Self::Legal,
        Self::Archivist,
        Self::ItSecurity,
        Self::Executive,
        Self::Auditor,
    ];

    /// The roles that an administrator can give; the other two follow from a departure.
    pub fn grantable() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|role| !matches!(role, Self::Leaver | Self::Receiver))
    }

    /// The stable code, as stored and as used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::HrSpecialist => "hr-specialist",
            Self::HrPartner => "hr-partner",
            Self::Manager => "manager",
            Self::Leaver => "leaver",
            Self::Receiver => "receiver",
            Self::Legal => "legal",
            Self::Archivist => "archivist",
            Self::ItSecurity => "it-security",
            Self::Executive => "executive",
            Self::Auditor => "auditor",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.code() == text).ok_or(UnknownRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_read_back_from_its_code() {
        for role in Role::ALL {
            assert_eq!(role.code().parse(), Ok(role));
        }
    }
}
