//! Service before 2008-01-01: whether it is paid for, by which rule, and how years were counted then.

use kernel::Date;

use crate::{Citation, Ground, Profile, Reason, span::Months};

/// What the rules of before 2008 say about a ground.
pub(super) enum OldRule {
    /// Paid for.
    Due {
        /// Whether at most twelve months are paid.
        limited: bool,
        /// Whether the enterprise's average counts where it is higher.
        lifted: bool,
        /// Whether a limit is an open question nationally.
        limit_open: bool,
        /// The rule.
        basis: Citation,
    },
    /// Not paid for.
    NotDue,
    /// No clear national rule.
    Open,
}

/// The rule for a ground; `None` stands for a profile that was not given.
pub(super) fn rule(ground: Ground, reason: Option<Reason>, profile: Option<Profile>) -> OldRule {
    if profile == Some(Profile::Shanghai) {
        return shanghai(ground, reason);
    }
    let secondary = Citation::secondary;
    match ground {
        Ground::AgreeEmployer => {
            due(true, false, secondary("劳动法第24条、第28条；劳部发〔1994〕481号第5条"))
        }
        Ground::NofaultMed => {
            due(false, true, secondary("劳动法第26条第1项；劳部发〔1994〕481号第6条、第11条"))
        }
        Ground::NofaultIncomp => due(true, false, secondary("劳动法第26条第2项；劳部发〔1994〕481号第7条")),
        Ground::NofaultChange => {
            due(false, true, secondary("劳动法第26条第3项；劳部发〔1994〕481号第8条、第11条"))
        }
        Ground::Layoff => due(false, true, secondary("劳动法第27条；劳部发〔1994〕481号第9条、第11条")),
        Ground::Constructive | Ground::ConstructiveForce if was_compensable(ground, reason) => OldRule::Due {
            limited: false,
            lifted: false,
            limit_open: true,
            basis: Citation::read("法释〔2001〕14号第15条"),
        },
        Ground::Bankrupt | Ground::Close | Ground::OperatingTermEnd => OldRule::Open,
        _ => OldRule::NotDue,
    }
}

/// The ordinance of 2002: own wage, no lift; twelve months at most at agreement, employer's fault, incompetence.
fn shanghai(ground: Ground, reason: Option<Reason>) -> OldRule {
    let basis = Citation::read("上海市劳动合同条例第42条至第45条");
    match ground {
        Ground::AgreeEmployer | Ground::NofaultIncomp => due(true, false, basis),
        Ground::Constructive | Ground::ConstructiveForce if was_compensable(ground, reason) => {
            due(true, false, basis)
        }
        Ground::NofaultMed
        | Ground::NofaultChange
        | Ground::Layoff
        | Ground::Bankrupt
        | Ground::Close
        | Ground::OperatingTermEnd => due(false, false, basis),
        _ => OldRule::NotDue,
    }
}

const fn due(limited: bool, lifted: bool, basis: Citation) -> OldRule {
    OldRule::Due { limited, lifted, limit_open: false, basis }
}

/// The faults for which a worker could leave with compensation before 2008.
fn was_compensable(ground: Ground, reason: Option<Reason>) -> bool {
    ground == Ground::ConstructiveForce
        || matches!(
            reason,
            Some(
                Reason::NoProtection
                    | Reason::WagesWithheld
                    | Reason::OvertimeUnpaid
                    | Reason::BelowMinimumWage
            )
        )
}

/// How years before 2008 are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// Every year begun is a year.
    Begun,
    /// Six months and more are a year, less is nothing.
    FromSixMonths,
}

impl Counting {
    pub(super) fn of(profile: Option<Profile>) -> Self {
        if profile == Some(Profile::Shanghai) { Self::FromSixMonths } else { Self::Begun }
    }

    pub(super) fn years(self, first: Date, last: Date) -> i64 {
        let months = Months::between(first, last);
        match self {
            Self::Begun => months.years_begun(),
            Self::FromSixMonths => months.years_from_six_months(),
        }
    }

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Begun => "every_year_begun",
            Self::FromSixMonths => "six_months_and_more",
        }
    }

    pub(super) const fn citation(self) -> Citation {
        match self {
            Self::Begun => Citation::secondary("劳办发〔1997〕98号"),
            Self::FromSixMonths => Citation::read("上海市劳动合同条例第42条"),
        }
    }
}
