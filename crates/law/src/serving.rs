//! The service of one notice as it was really tried: attempt after attempt, each with what proves it.
//!
//! Where [`crate::ServiceQuestion`] answers for a single means, this looks at the whole chain: which attempt counts from
//! which day and why, what proof is missing, whether a public notice came too early, and what is to be tried next. What
//! is only practice or analogy is never said to count; it is *arguable*, and the chain goes on.

use kernel::Date;

use crate::{
    Citation, Context, Error, Method, Notes, Result, Sender, ServiceAnswer, ServiceQuestion, Warning,
    wire::Day,
};

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_meta])* $variant,)* }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == text).ok_or_else(|| {
                    Error::refused(stringify!($name).to_lowercase(), "not one of the words that are known here")
                })
            }
        }
    };
}

words! {
    /// By which means it was tried.
    Means {
        /// Handed to the person.
        InPerson = "in-person",
        /// Handed to an adult of the family who lives with the person.
        Family = "family",
        /// Sent by express mail with its content named.
        Mail = "mail",
        /// Sent to a system that was agreed for receiving.
        Electronic = "electronic",
        /// Posted or printed in public.
        PublicNotice = "public-notice",
    }
}

words! {
    /// What came of an attempt.
    Outcome {
        /// Not known yet.
        Pending = "pending",
        /// Signed for.
        Signed = "signed",
        /// Refused.
        Refused = "refused",
        /// Nobody was met.
        Absent = "absent",
        /// Came back undelivered.
        Returned = "returned",
        /// Arrived in the agreed system.
        Arrived = "arrived",
        /// Made public.
        Issued = "issued",
    }
}

words! {
    /// A file that proves something of an attempt.
    Proof {
        /// The copy that was signed for.
        SignedCopy = "signed-copy",
        /// A recording of the refusal.
        Recording = "recording",
        /// A written statement of those present.
        Statement = "statement",
        /// The waybill that names the content.
        Waybill = "waybill",
        /// The carrier's record of delivery, or the system's of arrival.
        DeliveryRecord = "delivery-record",
        /// A picture of the returned letter, unopened.
        ReturnedLetter = "returned-letter",
        /// The public notice as it was posted or printed.
        Publication = "publication",
    }
}

words! {
    /// Why the address was the right one.
    AddressBasis {
        /// It stands in the contract.
        Contract = "contract",
        /// The person confirmed it later.
        Confirmed = "confirmed",
        /// Any other.
        Other = "other",
    }
}

impl Means {
    /// What can come of it.
    pub const fn outcomes(self) -> &'static [Outcome] {
        match self {
            Self::InPerson | Self::Family => &[Outcome::Signed, Outcome::Refused, Outcome::Absent],
            Self::Mail => &[Outcome::Pending, Outcome::Signed, Outcome::Refused, Outcome::Returned],
            Self::Electronic => &[Outcome::Pending, Outcome::Arrived],
            Self::PublicNotice => &[Outcome::Issued],
        }
    }
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// By which means.
    pub means: Means,
    /// When it was tried, sent or made public.
    pub tried_on: Date,
    /// What came of it.
    pub outcome: Outcome,
    /// When, where that is another day.
    pub outcome_on: Option<Date>,
    /// Whether the number of the mail is written down.
    pub has_number: bool,
    /// What was the basis of the address.
    pub address: AddressBasis,
    /// The files that there are.
    pub proofs: Vec<Proof>,
}

impl Attempt {
    /// The day on which what came of it happened.
    pub fn ended_on(&self) -> Option<Date> {
        (self.outcome != Outcome::Pending).then(|| self.outcome_on.unwrap_or(self.tried_on))
    }

    /// Refuses what cannot be: an outcome that the means does not have, days in the wrong order or in the future.
    pub fn check(&self, today: Date) -> Result<()> {
        if !self.means.outcomes().contains(&self.outcome) {
            return Err(Error::refused("outcome", "this means has no such outcome"));
        }
        if self.tried_on > today {
            return Err(Error::refused(
                "tried_on",
                "an attempt is written down when it was made, not before",
            ));
        }
        match self.outcome_on {
            Some(_) if self.outcome == Outcome::Pending => {
                Err(Error::refused("outcome_on", "what is not known yet has no day"))
            }
            Some(on) if on < self.tried_on => {
                Err(Error::refused("outcome_on", "the outcome lies before the attempt"))
            }
            Some(on) if on > today => Err(Error::refused("outcome_on", "the outcome lies in the future")),
            None if self.means == Means::Mail && self.outcome != Outcome::Pending => {
                Err(Error::refused("outcome_on", "mail arrives or comes back on a day of its own"))
            }
            _ => Ok(()),
        }
    }

    /// Every proof that an attempt with this outcome needs.
    pub const fn needed(&self) -> &'static [Proof] {
        match (self.means, self.outcome) {
            (Means::InPerson | Means::Family, Outcome::Signed) => &[Proof::SignedCopy],
            (Means::InPerson | Means::Family, Outcome::Refused) => &[Proof::Recording, Proof::Statement],
            (Means::InPerson | Means::Family, _) => &[Proof::Statement],
            (Means::Mail, Outcome::Pending) => &[Proof::Waybill],
            (Means::Mail, Outcome::Signed) => &[Proof::Waybill, Proof::DeliveryRecord],
            (Means::Mail, _) => &[Proof::Waybill, Proof::ReturnedLetter],
            (Means::Electronic, Outcome::Pending) => &[],
            (Means::Electronic, _) => &[Proof::DeliveryRecord],
            (Means::PublicNotice, _) => &[Proof::Publication],
        }
    }

    fn missing(&self) -> Vec<Missing> {
        let files =
            self.needed().iter().filter(|proof| !self.proofs.contains(proof)).map(|p| Missing::Proof(*p));
        let number = (self.means == Means::Mail && !self.has_number).then_some(Missing::MailNumber);
        files.chain(number).collect()
    }
}

/// What an attempt lacks to be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A file.
    Proof(Proof),
    /// The number of the mail.
    MailNumber,
}

/// What an attempt is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts as served on this day.
    Counts(Date),
    /// It can be argued that it counts as served on this day: practice, analogy, or an open question.
    Arguable(Date, &'static str),
    /// What came of it is not known yet.
    Waiting,
    /// It does not count, and why.
    DoesNot(&'static str),
    /// It was made in breach of the order and does not count at all.
    Invalid(&'static str),
}

/// One attempt, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What it is worth.
    pub standing: Standing,
    /// What it lacks to be proven.
    pub missing: Vec<Missing>,
    /// Steps, articles, warnings and readings.
    pub notes: Notes,
}

/// What to try, or to wait for, next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextMeans {
    /// Hand it over.
    InPerson,
    /// Send it by express mail.
    Mail,
    /// Wait for the mail under way.
    AwaitMail,
    /// Make it public: the last means.
    PublicNotice,
    /// Wait until the public notice has run.
    AwaitNotice(Date),
}

/// The whole service of a notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Serving {
    /// The attempts, in the order given.
    pub attempts: Vec<Judged>,
    /// The first day on which it counts as served.
    pub served_on: Option<Date>,
    /// Without one: the first day for which it can be argued.
    pub arguable_on: Option<Date>,
    /// What to do next; nothing once it counts as served.
    pub next: Option<NextMeans>,
    /// The least and the longest that a public notice of today would take: the day on which it would count.
    pub notice_would_count_on: Option<Date>,
}

/// Judges the attempts, which come in the order of their days.
pub fn judge_serving(attempts: &[Attempt], today: Date, cx: &Context<'_>) -> Result<Serving> {
    let judged = attempts
        .iter()
        .enumerate()
        .map(|(place, _)| judge(attempts, place, cx))
        .collect::<Result<Vec<_>>>()?;
    let days = |wanted: fn(&Standing) -> Option<Date>| {
        judged.iter().filter_map(|attempt| wanted(&attempt.standing)).filter(|day| *day <= today).min()
    };
    let served_on = days(|standing| match standing {
        Standing::Counts(day) => Some(*day),
        _ => None,
    });
    let arguable_on = days(|standing| match standing {
        Standing::Arguable(day, _) => Some(*day),
        _ => None,
    });
    let next = if served_on.is_some() { None } else { next(attempts, &judged, today) };
    let notice_would_count_on =
        if next == Some(NextMeans::PublicNotice) { notice_day(attempts, today, cx) } else { None };
    Ok(Serving { attempts: judged, served_on, arguable_on, next, notice_would_count_on })
}

fn notice_day(attempts: &[Attempt], today: Date, cx: &Context<'_>) -> Option<Date> {
    ask(Method::PublicNotice, today, tried_before(attempts, attempts.len(), today), cx).ok()?.served_on
}

fn judge(attempts: &[Attempt], place: usize, cx: &Context<'_>) -> Result<Judged> {
    let Some(attempt) = attempts.get(place) else {
        return Err(Error::refused("attempts", "there is no such attempt"));
    };
    let (standing, notes) = weigh(attempts, place, attempt, cx)?;
    Ok(Judged { standing, missing: attempt.missing(), notes })
}

/// The means that had failed by a day; a letter that is still under way was not tried to its end.
fn tried_before(attempts: &[Attempt], place: usize, day: Date) -> Vec<Method> {
    let ended = |attempt: &&Attempt| attempt.ended_on().is_some_and(|on| on <= day);
    let method = |attempt: &Attempt| match attempt.means {
        Means::InPerson | Means::Family => Some(Method::Direct),
        Means::Mail => Some(Method::Mail),
        Means::Electronic => Some(Method::Electronic),
        Means::PublicNotice => None,
    };
    attempts.iter().take(place).filter(ended).filter_map(method).collect()
}

fn ask(method: Method, day: Date, tried: Vec<Method>, cx: &Context<'_>) -> Result<ServiceAnswer> {
    let question = ServiceQuestion {
        sender: Some(Sender::Employer),
        method: Some(method),
        issued: Some(Day(day)),
        received: Some(Day(day)),
        returned: Some(Day(day)),
        tried: Some(tried),
        recipient_domiciled_in_china: None,
    };
    question.answer(cx)
}

fn weigh(
    attempts: &[Attempt],
    place: usize,
    attempt: &Attempt,
    cx: &Context<'_>,
) -> Result<(Standing, Notes)> {
    let Some(day) = attempt.ended_on() else { return Ok((Standing::Waiting, Notes::default())) };
    let tried = tried_before(attempts, place, attempt.tried_on);
    let is_agreed = attempt.address != AddressBasis::Other;
    let by = |method| ask(method, day, tried.clone(), cx);
    match (attempt.means, attempt.outcome) {
        (Means::InPerson | Means::Family, Outcome::Signed) => {
            let notes = by(Method::Direct)?.notes;
            Ok((Standing::Counts(day), notes))
        }
        (Means::InPerson, Outcome::Refused) => Ok(refused_in_person(attempt, day)),
        (Means::Family, Outcome::Refused) => {
            Ok((Standing::DoesNot("family_need_not_take_it"), Notes::default()))
        }
        (Means::InPerson | Means::Family, _) => Ok((Standing::DoesNot("nobody_met"), Notes::default())),
        (Means::Mail, Outcome::Signed) => Ok((Standing::Counts(day), by(Method::Mail)?.notes)),
        (Means::Mail, _) if !is_agreed => {
            Ok((Standing::DoesNot("address_not_agreed"), by(Method::RefusedMail)?.notes))
        }
        (Means::Mail, Outcome::Refused) => {
            Ok((Standing::Arguable(day, "refused_at_the_agreed_address"), by(Method::RefusedMail)?.notes))
        }
        (Means::Mail, _) => {
            Ok((Standing::Arguable(day, "returned_from_the_agreed_address"), by(Method::RefusedMail)?.notes))
        }
        (Means::Electronic, _) => {
            Ok((Standing::Arguable(day, "only_where_designated_or_seen"), by(Method::Electronic)?.notes))
        }
        (Means::PublicNotice, _) => {
            let answer = by(Method::PublicNotice)?;
            let standing = match (answer.served_on, answer.invalid) {
                (Some(served), None) => Standing::Arguable(served, "last_means_some_tribunals_reject_it"),
                (_, why) => Standing::Invalid(why.unwrap_or("direct_and_mail_not_tried")),
            };
            Ok((standing, answer.notes))
        }
    }
}

/// Leaving the paper with a recording and witnesses is the courts' way; for an employer it counts by analogy only.
fn refused_in_person(attempt: &Attempt, day: Date) -> (Standing, Notes) {
    let notes = Notes {
        warnings: vec![Warning::PracticeOnly],
        citations: vec![Citation::read("民法典第137条"), Citation::secondary("民事诉讼法第89条（类推）")],
        ..Notes::default()
    };
    let is_proven = [Proof::Recording, Proof::Statement].iter().all(|proof| attempt.proofs.contains(proof));
    let standing = if is_proven {
        Standing::Arguable(day, "left_with_recording_and_statement")
    } else {
        Standing::DoesNot("refusal_not_proven")
    };
    (standing, notes)
}

fn next(attempts: &[Attempt], judged: &[Judged], today: Date) -> Option<NextMeans> {
    let has_direct = attempts.iter().any(|attempt| matches!(attempt.means, Means::InPerson | Means::Family));
    if !has_direct {
        return Some(NextMeans::InPerson);
    }
    let letters = || attempts.iter().filter(|attempt| attempt.means == Means::Mail);
    let notice = attempts.iter().zip(judged).filter(|(attempt, _)| attempt.means == Means::PublicNotice);
    let running = notice.filter_map(|(_, judged)| match judged.standing {
        Standing::Arguable(day, _) => Some(day),
        _ => None,
    });
    if let Some(day) = running.min() {
        return (day > today).then_some(NextMeans::AwaitNotice(day));
    }
    if letters().any(|letter| letter.ended_on().is_some()) {
        return Some(NextMeans::PublicNotice);
    }
    Some(if letters().next().is_some() { NextMeans::AwaitMail } else { NextMeans::Mail })
}

#[cfg(test)]
mod tests;
