use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn attempt(means: Means, tried: &str, outcome: Outcome, on: Option<&str>) -> Attempt {
    let mut attempt = Attempt {
        means,
        tried_on: day(tried),
        outcome,
        outcome_on: on.map(day),
        has_number: true,
        address: AddressBasis::Contract,
        proofs: Vec::new(),
    };
    attempt.proofs = attempt.needed().to_vec();
    attempt
}

fn serve(attempts: &[Attempt], today: &str) -> Serving {
    let calendar = calendar::Calendar::builtin();
    judge_serving(attempts, day(today), &Context::new(&calendar)).unwrap()
}

/// The picture: refused in person on 20 October, mailed on the 21st, back on the 27th.
fn story() -> Vec<Attempt> {
    vec![
        attempt(Means::InPerson, "2026-10-20", Outcome::Refused, None),
        attempt(Means::Mail, "2026-10-21", Outcome::Returned, Some("2026-10-27")),
    ]
}

#[test]
fn nothing_tried_begins_with_the_person() {
    let serving = serve(&[], "2026-10-20");
    assert_eq!(
        (serving.served_on, serving.arguable_on, serving.next),
        (None, None, Some(NextMeans::InPerson))
    );
}

#[test]
fn what_was_signed_for_counts_on_that_day_and_ends_the_matter() {
    let serving = serve(&[attempt(Means::InPerson, "2026-10-20", Outcome::Signed, None)], "2026-10-20");
    assert_eq!((serving.served_on, serving.next), (Some(day("2026-10-20")), None));
    assert!(serving.attempts[0].missing.is_empty());
    let cited = &serving.attempts[0].notes.citations;
    assert!(cited.iter().any(|c| c.text.contains("179号")), "{cited:?}");
}

#[test]
fn a_refusal_is_arguable_only_with_recording_and_statement_and_the_mail_follows() {
    let mut refused = attempt(Means::InPerson, "2026-10-20", Outcome::Refused, None);
    let serving = serve(&[refused.clone()], "2026-10-20");
    assert_eq!((serving.served_on, serving.arguable_on), (None, Some(day("2026-10-20"))));
    assert_eq!(serving.next, Some(NextMeans::Mail));
    refused.proofs = vec![Proof::Recording];
    let serving = serve(&[refused], "2026-10-20");
    assert_eq!(serving.attempts[0].standing, Standing::DoesNot("refusal_not_proven"));
    assert_eq!(serving.attempts[0].missing, [Missing::Proof(Proof::Statement)]);
    assert_eq!(serving.arguable_on, None);
}

#[test]
fn a_letter_under_way_is_waited_for_and_lacks_its_number() {
    let mut sent = attempt(Means::Mail, "2026-10-21", Outcome::Pending, None);
    sent.has_number = false;
    let serving = serve(&[attempt(Means::InPerson, "2026-10-20", Outcome::Absent, None), sent], "2026-10-22");
    assert_eq!(serving.attempts[1].standing, Standing::Waiting);
    assert_eq!(serving.attempts[1].missing, [Missing::MailNumber]);
    assert_eq!(serving.next, Some(NextMeans::AwaitMail));
}

#[test]
fn a_returned_letter_to_the_agreed_address_is_arguable_and_the_notice_would_take_thirty_days() {
    let serving = serve(&story(), "2026-11-05");
    assert_eq!(serving.served_on, None);
    assert_eq!(serving.arguable_on, Some(day("2026-10-20")));
    assert_eq!(
        serving.attempts[1].standing,
        Standing::Arguable(day("2026-10-27"), "returned_from_the_agreed_address")
    );
    assert_eq!(serving.next, Some(NextMeans::PublicNotice));
    assert_eq!(serving.notice_would_count_on, Some(day("2026-12-05")));
}

#[test]
fn a_returned_letter_to_any_other_address_counts_for_nothing() {
    let mut attempts = story();
    attempts[1].address = AddressBasis::Other;
    let serving = serve(&attempts, "2026-11-05");
    assert_eq!(serving.attempts[1].standing, Standing::DoesNot("address_not_agreed"));
}

#[test]
fn a_public_notice_without_earlier_attempts_is_invalid() {
    let serving = serve(&[attempt(Means::PublicNotice, "2025-03-10", Outcome::Issued, None)], "2025-06-01");
    assert_eq!(serving.attempts[0].standing, Standing::Invalid("direct_and_mail_not_tried"));
    assert_eq!((serving.served_on, serving.arguable_on), (None, None));
    let mut attempts = story();
    attempts.remove(1);
    attempts.push(attempt(Means::PublicNotice, "2026-10-25", Outcome::Issued, None));
    let serving = serve(&attempts, "2026-12-31");
    assert_eq!(serving.attempts[1].standing, Standing::Invalid("mail_not_tried"));
    assert_eq!(serving.next, Some(NextMeans::Mail));
}

#[test]
fn a_public_notice_while_the_letter_is_still_under_way_is_invalid() {
    let mut attempts = story();
    attempts.push(attempt(Means::PublicNotice, "2026-10-26", Outcome::Issued, None));
    let serving = serve(&attempts, "2026-12-31");
    assert_eq!(serving.attempts[2].standing, Standing::Invalid("mail_not_tried"));
    attempts[2].tried_on = day("2026-10-27");
    let serving = serve(&attempts, "2026-11-26");
    assert_eq!(
        serving.attempts[2].standing,
        Standing::Arguable(day("2026-11-26"), "last_means_some_tribunals_reject_it")
    );
}

#[test]
fn a_public_notice_counts_after_thirty_days_and_never_after_sixty() {
    let mut attempts = story();
    attempts.push(attempt(Means::PublicNotice, "2026-10-28", Outcome::Issued, None));
    let serving = serve(&attempts, "2026-11-26");
    assert_eq!(serving.next, Some(NextMeans::AwaitNotice(day("2026-11-27"))));
    let serving = serve(&attempts, "2026-11-27");
    assert_eq!(serving.next, None);
    let rejected = &serving.attempts[2].notes.rejected;
    assert!(rejected.iter().any(|r| r.alternative == "sixty_days"), "{rejected:?}");
    assert!(!serving.attempts[2].notes.contested.is_empty());
}

#[test]
fn what_cannot_be_is_refused_by_its_field() {
    let today = day("2026-11-05");
    let refused = |attempt: Attempt| attempt.check(today).unwrap_err().pointer();
    assert_eq!(refused(attempt(Means::InPerson, "2026-11-06", Outcome::Signed, None)), "/tried_on");
    assert_eq!(refused(attempt(Means::InPerson, "2026-11-05", Outcome::Returned, None)), "/outcome");
    assert_eq!(refused(attempt(Means::Mail, "2026-11-01", Outcome::Signed, None)), "/outcome_on");
    assert_eq!(
        refused(attempt(Means::Mail, "2026-11-01", Outcome::Signed, Some("2026-10-31"))),
        "/outcome_on"
    );
    assert_eq!(
        refused(attempt(Means::Mail, "2026-11-01", Outcome::Signed, Some("2026-11-06"))),
        "/outcome_on"
    );
    attempt(Means::Mail, "2026-11-01", Outcome::Signed, Some("2026-11-05")).check(today).unwrap();
}

#[test]
fn every_word_is_read_as_it_is_written() {
    for means in Means::ALL {
        assert_eq!(means.code().parse::<Means>().unwrap(), *means);
        assert!(!means.outcomes().is_empty());
    }
    for outcome in Outcome::ALL {
        assert!(Means::ALL.iter().any(|means| means.outcomes().contains(outcome)), "{outcome}");
    }
    assert!("60".parse::<Means>().is_err());
}
