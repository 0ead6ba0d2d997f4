//! Nothing points at the leaver: everything that can, and what has to be settled for each.

use kernel::PersonId;

codes! {
    /// Something that can point at a person who leaves.
    PointerKind {
        /// Somebody reports to the person.
        Report = "report",
        /// The person heads a department.
        DepartmentHead = "department-head",
        /// An approval waits for the person.
        Approval = "approval",
        /// A task waits for the person.
        Task = "task",
        /// The person answers for a duty or a piece of open work.
        Duty = "duty",
        /// A request, obstacle or question waits for the person.
        Request = "request",
        /// The person owns a customer or supplier.
        Customer = "customer",
        /// The person holds knowledge.
        Knowledge = "knowledge",
        /// An asset is issued to the person.
        Asset = "asset",
        /// A controlled copy is in the person's hands.
        ControlledCopy = "controlled-copy",
        /// The person can sign in somewhere.
        Account = "account",
        /// The person is to receive items of somebody else's departure.
        Receiving = "receiving",
    }
}

/// What has to happen with a pointer before the person is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// Somebody else takes it.
    Receiver,
    /// It is returned, or goes straight to the successor.
    ReturnOrReceiver,
    /// It is handed over as an item; taking it needs teaching, not only a name.
    HandOver,
    /// It ends on its minute.
    Disable,
}

impl PointerKind {
    /// What has to happen with it.
    pub const fn resolution(self) -> Resolution {
        match self {
            Self::Asset | Self::ControlledCopy => Resolution::ReturnOrReceiver,
            Self::Knowledge => Resolution::HandOver,
            Self::Account => Resolution::Disable,
            _ => Resolution::Receiver,
        }
    }

    /// Whether a receiver must be picked.
    pub const fn needs_receiver(self) -> bool {
        matches!(self.resolution(), Resolution::Receiver | Resolution::HandOver)
    }
}

/// One thing that points at the leaver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// What it is.
    pub kind: PointerKind,
    /// The id of the thing.
    pub id: String,
    /// Its name, to show.
    pub label: String,
    /// Whether nobody else who stays holds it: recorded loudly when the person goes.
    pub is_last_holder: bool,
    /// Who takes it, if somebody was picked.
    pub receiver: Option<PersonId>,
    /// Whether it no longer points at the leaver: taken over, returned or ended.
    pub is_settled: bool,
}

/// Whether a leaver is the last holder of something: of all who hold it, nobody else stays.
///
/// `stays` says of a holder that the person is employed beyond the leaver's last day and not leaving too.
pub fn is_last_holder(holders: &[PersonId], leaver: PersonId, stays: impl Fn(PersonId) -> bool) -> bool {
    holders.contains(&leaver) && !holders.iter().any(|holder| *holder != leaver && stays(*holder))
}

/// Puts pointers in the order to work through: open ones first, among them what nobody else holds, then by kind.
pub fn sort_pointers(pointers: &mut [Pointer]) {
    pointers.sort_by(|a, b| {
        let key = |pointer: &Pointer| (pointer.is_settled, !pointer.is_last_holder, pointer.kind);
        key(a).cmp(&key(b)).then_with(|| a.label.cmp(&b.label)).then_with(|| a.id.cmp(&b.id))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(last: u8) -> PersonId {
        format!("0193f2a0-0000-7000-8000-0000000000{last:02}").parse().unwrap()
    }

    fn pointer(kind: PointerKind, label: &str, is_last_holder: bool, is_settled: bool) -> Pointer {
        Pointer {
            kind,
            id: label.to_owned(),
            label: label.to_owned(),
            is_last_holder,
            receiver: None,
            is_settled,
        }
    }

    #[test]
    fn everything_that_the_rule_names_is_a_kind_of_its_own() {
        let codes: std::collections::HashSet<_> = PointerKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), 12);
        for kind in PointerKind::ALL {
            assert_eq!(kind.code().parse(), Ok(*kind));
        }
    }

    #[test]
    fn assets_are_returned_accounts_end_and_the_rest_needs_a_receiver() {
        assert!(!PointerKind::Asset.needs_receiver());
        assert_eq!(PointerKind::Account.resolution(), Resolution::Disable);
        assert!(PointerKind::Report.needs_receiver() && PointerKind::Knowledge.needs_receiver());
    }

    #[test]
    fn the_last_holder_is_told_when_the_others_leave_too() {
        let (leaver, stays, leaves) = (person(1), person(2), person(3));
        assert!(is_last_holder(&[leaver], leaver, |_| true));
        assert!(!is_last_holder(&[leaver, stays], leaver, |_| true));
        assert!(is_last_holder(&[leaver, leaves], leaver, |person| person != leaves));
        assert!(!is_last_holder(&[leaver, leaves, stays], leaver, |person| person != leaves));
        assert!(!is_last_holder(&[stays], leaver, |_| true), "what somebody else holds");
    }

    #[test]
    fn what_nobody_else_holds_comes_first_and_what_is_settled_last() {
        let mut pointers = [
            pointer(PointerKind::Report, "周航", false, false),
            pointer(PointerKind::Customer, "宏达", false, true),
            pointer(PointerKind::Knowledge, "热处理参数窗口", true, false),
        ];
        sort_pointers(&mut pointers);
        assert_eq!(pointers.map(|pointer| pointer.label), ["热处理参数窗口", "周航", "宏达"]);
    }
}
