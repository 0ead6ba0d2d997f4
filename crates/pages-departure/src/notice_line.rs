//! The time line of a notice: what was done to serve it, what came of it, and what is still ahead.

use app::{Cx, cases::Case};
use app_departure::notices::{self, Served, Tried};
use departure::find_notice_kind;
use frame::{failure::Failure, i18n::T, urls};
use law::{Means, NextMeans, Outcome, Proof, Standing};

/// A point on the time line.
pub(crate) struct Point {
    pub(crate) label: String,
    pub(crate) note: String,
    pub(crate) class: &'static str,
}

/// The time line of a departure's notice, where it stands beside something else.
pub(crate) struct Line {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) points: Vec<Point>,
    pub(crate) next: String,
}

/// The line of the notice that belongs to this kind of leaving, the newest of them; nothing where none was made, or for
/// those who do not see notices.
pub(crate) async fn of_departure(cx: &Cx, case: &Case) -> Result<Option<Line>, Failure> {
    let t = T(cx.lang());
    let found = match notices::list_notices(cx, case.departure.id).await {
        Ok(found) => found,
        Err(app::Error::NotFound | app::Error::Forbidden) => return Ok(None),
        Err(error) => return Err(Failure(error)),
    };
    let fits = |served: &&Served| {
        find_notice_kind(&served.notice.kind).is_some_and(|kind| kind.is_for(&case.departure.ground))
    };
    let Some(served) = found.notices.iter().rev().find(fits) else { return Ok(None) };
    let title = find_notice_kind(&served.notice.kind).map_or("", |kind| kind.label.get(t.0));
    let service = t.s("notice-service");
    Ok(Some(Line {
        title: format!("{title} · {service}"),
        href: format!("{}/notices#notice-{}", urls::departure(case.departure.id), served.notice.id),
        points: points(t, served),
        next: served.serving.next.map(|next| next_words(t, next)).unwrap_or_default(),
    }))
}

/// What is to be done next.
pub(crate) fn next_words(t: T, next: NextMeans) -> String {
    match next {
        NextMeans::InPerson => t.s("notice-next-in-person"),
        NextMeans::Mail => t.s("notice-next-mail"),
        NextMeans::AwaitMail => t.s("notice-next-await-mail"),
        NextMeans::PublicNotice => t.s("notice-next-public"),
        NextMeans::AwaitNotice(day) => t.a("notice-next-await-notice", "day", t.date(day)),
    }
    .into_owned()
}

/// The time line: what was done, what came of it, and what is still ahead.
pub(crate) fn points(t: T, served: &Served) -> Vec<Point> {
    let mut points = Vec::new();
    for (tried, judged) in served.attempts.iter().zip(&served.serving.attempts) {
        let row = &tried.row;
        let means = t.s(&format!("notice-means-{}", row.means));
        let said = match row.means {
            Means::Mail => row.mail_number.clone(),
            _ => t.s(&format!("notice-outcome-{}", row.outcome)).into_owned(),
        };
        // A letter that came back has its proof at the point where it did.
        let proofs = held(t, tried, |proof| proof != Proof::ReturnedLetter);
        let note = [said, proofs].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let class = if matches!(judged.standing, Standing::Invalid(_)) { "bad" } else { "past" };
        points.push(Point { label: format!("{} {means}", t.axis_day(row.tried_on)), note, class });
        if let (Means::Mail, Some(on)) = (row.means, row.outcome_on) {
            let outcome = t.s(&format!("notice-outcome-{}", row.outcome));
            let is_back = matches!(row.outcome, Outcome::Returned | Outcome::Refused);
            let is_kept = tried.files.iter().any(|(proof, _)| *proof == Proof::ReturnedLetter);
            let note = match (is_back, is_kept) {
                (true, true) => t.s("notice-point-unopened").into_owned(),
                (true, false) => t.s("notice-point-no-proof").into_owned(),
                _ => String::new(),
            };
            points.push(Point { label: format!("{} {outcome}", t.axis_day(on)), note, class: "past" });
        }
    }
    points.extend(ahead(t, served));
    points
}

/// The proofs of an attempt that are held, by name.
fn held(t: T, tried: &Tried, wanted: impl Fn(Proof) -> bool) -> String {
    let mut names: Vec<String> = Vec::new();
    for (proof, _) in tried.files.iter().filter(|(proof, _)| wanted(*proof)) {
        let name = t.s(&format!("notice-proof-{proof}")).into_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [] => t.s("notice-point-no-proof").into_owned(),
        names => t.a("notice-point-held", "proofs", names.join(t.s("set-joint").as_ref())).into_owned(),
    }
}

fn ahead(t: T, served: &Served) -> Vec<Point> {
    let serving = &served.serving;
    let point = |label: String, note: String, class| Point { label, note, class };
    if let Some(day) = serving.served_on {
        let label = format!("{} {}", t.axis_day(day), t.s("notice-point-served"));
        return vec![point(label, String::new(), "good")];
    }
    let mut points = Vec::new();
    match serving.next {
        Some(NextMeans::PublicNotice) => {
            points.push(point(
                t.s("notice-means-public-notice").into_owned(),
                t.s("notice-point-not-issued").into_owned(),
                "",
            ));
        }
        Some(NextMeans::AwaitNotice(day)) => {
            let label = format!("{} {}", t.axis_day(day), t.s("notice-point-served"));
            return vec![point(label, t.s("notice-point-thirty").into_owned(), "")];
        }
        Some(next) => points.push(point(next_words(t, next), String::new(), "")),
        None => return points,
    }
    points.push(point(t.s("notice-point-served").into_owned(), t.s("notice-point-thirty").into_owned(), ""));
    points
}
