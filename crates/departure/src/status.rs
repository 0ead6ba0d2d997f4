//! The life of a departure: prepared in confidence, open, closed or withdrawn.

use kernel::Date;

use crate::{Dates, Error, Ground, Result};

codes! {
    /// Where a departure stands.
    Status {
        /// Prepared in confidence; only those who decide know of it, and nobody else may tell that it exists.
        Prepared = "prepared",
        /// Announced and running.
        Open = "open",
        /// Closed: read-only for good.
        Closed = "closed",
        /// Taken back: everything is as before, nothing was deleted, and it is read-only.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What can be done with a departure.
    Action {
        /// Look at it.
        View = "view",
        /// Change dates, tasks, approvals, receivers.
        Edit = "edit",
        /// Work on handover items.
        HandOver = "hand-over",
        /// Tell the leaver and everybody else.
        Announce = "announce",
        /// Go on to the next stage.
        Advance = "advance",
        /// Take it back.
        Withdraw = "withdraw",
        /// Close it.
        Close = "close",
    }
}

impl Status {
    /// The status of a new departure: prepared in confidence if that is wanted and the company may plan it.
    pub fn at_start(ground: &Ground, wanted: Self) -> Result<Self> {
        match wanted {
            Self::Open => Ok(Self::Open),
            Self::Prepared if ground.may_prepare => Ok(Self::Prepared),
            Self::Prepared => Err(Error::CannotPrepare),
            Self::Closed | Self::Withdrawn => {
                Err(Error::UnknownCode { kind: "status to begin with", code: wanted.code().to_owned() })
            }
        }
    }

    /// Whether it goes on, so that a second departure of the person is refused.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Prepared | Self::Open)
    }

    /// Whether nothing may be changed any more.
    pub const fn is_read_only(self) -> bool {
        !self.is_running()
    }

    /// Whether only those who prepare it may know of it.
    pub const fn is_confidential(self) -> bool {
        matches!(self, Self::Prepared)
    }

    /// Whether this may be done at all in this status; closing and withdrawing have further conditions.
    ///
    /// A closed or withdrawn departure is never opened again: a second leaving is a second record.
    pub fn allows(self, action: Action) -> Result<()> {
        let allowed = match self {
            _ if action == Action::View => true,
            Self::Prepared => matches!(action, Action::Edit | Action::Announce | Action::Withdraw),
            Self::Open => action != Action::Announce,
            Self::Closed | Self::Withdrawn => false,
        };
        if allowed { Ok(()) } else { Err(Error::NotAllowed { status: self, action }) }
    }

    /// Withdraws: as long as the contract has not ended, its last day included; what was only prepared, always.
    pub fn withdraw(self, dates: &Dates, today: Date) -> Result<Self> {
        self.allows(Action::Withdraw)?;
        if self == Self::Open && dates.has_ended(today) {
            Err(Error::AlreadyEnded)
        } else {
            Ok(Self::Withdrawn)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::find_ground;

    fn dates() -> Dates {
        let (notice_on, last_day, legal_end) = (date(2026, 10, 26), date(2026, 11, 24), date(2026, 11, 25));
        Dates { notice_on, last_day, legal_end, access_off_at: None }
    }

    #[test]
    fn a_dismissal_can_be_prepared_and_a_resignation_cannot() {
        assert_eq!(Status::at_start(find_ground("CAUSE").unwrap(), Status::Prepared), Ok(Status::Prepared));
        let resignation = find_ground("RESIGN").unwrap();
        assert_eq!(Status::at_start(resignation, Status::Prepared), Err(Error::CannotPrepare));
        assert_eq!(Status::at_start(resignation, Status::Open), Ok(Status::Open));
        assert!(Status::at_start(resignation, Status::Closed).is_err());
    }

    #[test]
    fn what_is_over_is_read_only_for_good() {
        for status in [Status::Closed, Status::Withdrawn] {
            for action in Action::ALL {
                assert_eq!(status.allows(*action).is_ok(), *action == Action::View, "{status} {action}");
            }
        }
    }

    #[test]
    fn what_is_prepared_is_not_handed_over_and_not_closed_before_it_is_announced() {
        for action in [Action::HandOver, Action::Close, Action::Advance] {
            assert!(Status::Prepared.allows(action).is_err());
        }
        assert!(Status::Prepared.allows(Action::Announce).is_ok());
        assert!(Status::Open.allows(Action::Announce).is_err());
    }

    #[test]
    fn a_resignation_is_withdrawn_until_the_end_of_the_last_day_of_the_contract() {
        assert_eq!(Status::Open.withdraw(&dates(), date(2026, 11, 25)), Ok(Status::Withdrawn));
        assert_eq!(Status::Open.withdraw(&dates(), date(2026, 11, 26)), Err(Error::AlreadyEnded));
        assert!(Status::Closed.withdraw(&dates(), date(2026, 11, 1)).is_err());
    }

    #[test]
    fn what_was_never_announced_is_dropped_at_any_time() {
        assert_eq!(Status::Prepared.withdraw(&dates(), date(2027, 3, 1)), Ok(Status::Withdrawn));
    }
}
