//! Who takes an item over: at least two, and one of them good at asking.

use std::collections::HashSet;

use kernel::{Date, PersonId};

/// How many receivers an item needs.
const WANTED: usize = 2;

/// A person who takes an item over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receiver {
    /// Who.
    pub person: PersonId,
    /// Whether this is the one who asks.
    pub is_questioner: bool,
    /// When the item was accepted; one acceptance a receiver and item.
    pub accepted_on: Option<Date>,
    /// Whether a passed teach-back or a task done alone proves that this person can do it.
    pub is_proven: bool,
}

/// What an item's receivers lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceiverGap {
    /// Nobody is named.
    Nobody,
    /// Only one is named: a single point of failure again.
    OnlyOne,
    /// Nobody is marked as the one who asks.
    NoQuestioner,
    /// More than one is marked, so that each waits for the other.
    SeveralQuestioners,
    /// The leaver cannot take the own item over.
    LeaverReceives,
    /// A person is named twice.
    NamedTwice(PersonId),
    /// A person has not accepted the item yet.
    NotAccepted(PersonId),
}

impl ReceiverGap {
    /// Whether the item cannot start like this; a missing acceptance only has to come.
    pub const fn is_fault(self) -> bool {
        !matches!(self, Self::NotAccepted(_))
    }
}

/// Tells everything that the receivers of an item lack.
pub fn receiver_gaps(receivers: &[Receiver], leaver: PersonId) -> Vec<ReceiverGap> {
    let mut gaps = Vec::new();
    let people: HashSet<PersonId> = receivers.iter().map(|receiver| receiver.person).collect();
    match people.iter().filter(|person| **person != leaver).count() {
        0 if receivers.is_empty() => return vec![ReceiverGap::Nobody],
        0 => gaps.push(ReceiverGap::Nobody),
        count if count < WANTED => gaps.push(ReceiverGap::OnlyOne),
        _ => {}
    }
    match receivers.iter().filter(|receiver| receiver.is_questioner).count() {
        0 => gaps.push(ReceiverGap::NoQuestioner),
        1 => {}
        _ => gaps.push(ReceiverGap::SeveralQuestioners),
    }
    for (index, receiver) in receivers.iter().enumerate() {
        if receiver.person == leaver {
            gaps.push(ReceiverGap::LeaverReceives);
        }
        if receivers.iter().take(index).any(|other| other.person == receiver.person) {
            gaps.push(ReceiverGap::NamedTwice(receiver.person));
        } else if receiver.accepted_on.is_none() {
            gaps.push(ReceiverGap::NotAccepted(receiver.person));
        }
    }
    gaps
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn person(last: u8) -> PersonId {
        format!("0193f2a0-0000-7000-8000-0000000000{last:02}").parse().unwrap()
    }

    fn receiver(last: u8, is_questioner: bool) -> Receiver {
        let accepted_on = Some(date(2026, 10, 28));
        Receiver { person: person(last), is_questioner, accepted_on, is_proven: false }
    }

    fn gaps(receivers: &[Receiver]) -> Vec<ReceiverGap> {
        receiver_gaps(receivers, person(1))
    }

    #[test]
    fn two_receivers_with_one_who_asks_are_enough() {
        assert!(gaps(&[receiver(2, true), receiver(3, false)]).is_empty());
        assert!(gaps(&[receiver(2, false), receiver(3, false), receiver(4, true)]).is_empty());
    }

    #[test]
    fn nobody_one_and_nobody_who_asks_are_told() {
        assert_eq!(gaps(&[]), [ReceiverGap::Nobody]);
        assert_eq!(gaps(&[receiver(2, true)]), [ReceiverGap::OnlyOne]);
        assert_eq!(gaps(&[receiver(2, false)]), [ReceiverGap::OnlyOne, ReceiverGap::NoQuestioner]);
        assert_eq!(gaps(&[receiver(2, false), receiver(3, false)]), [ReceiverGap::NoQuestioner]);
    }

    #[test]
    fn exactly_one_asks() {
        assert_eq!(gaps(&[receiver(2, true), receiver(3, true)]), [ReceiverGap::SeveralQuestioners]);
    }

    #[test]
    fn the_leaver_and_a_second_naming_do_not_count() {
        let found = gaps(&[receiver(2, true), receiver(1, false)]);
        assert_eq!(found, [ReceiverGap::OnlyOne, ReceiverGap::LeaverReceives]);
        let found = gaps(&[receiver(2, true), receiver(2, false)]);
        assert_eq!(found, [ReceiverGap::OnlyOne, ReceiverGap::NamedTwice(person(2))]);
        assert_eq!(gaps(&[receiver(1, true)]), [ReceiverGap::Nobody, ReceiverGap::LeaverReceives]);
    }

    #[test]
    fn a_missing_acceptance_is_told_but_is_no_fault() {
        let waiting = Receiver { accepted_on: None, ..receiver(3, false) };
        let found = gaps(&[receiver(2, true), waiting]);
        assert_eq!(found, [ReceiverGap::NotAccepted(person(3))]);
        assert!(!found[0].is_fault() && ReceiverGap::OnlyOne.is_fault());
    }
}
