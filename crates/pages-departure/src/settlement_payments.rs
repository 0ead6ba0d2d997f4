//! What was issued, what was paid of it, and what is held back, as printed.

use app_departure::settlement::View;
use frame::{i18n::T, urls};
use kernel::Money;

use crate::{settlement_facts::Choice, settlement_words as words};

/// A row of what was issued, with what was paid of it.
pub(crate) struct PayRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) paid_of: String,
    pub(crate) left: String,
    pub(crate) is_settled: bool,
    pub(crate) payable: String,
    pub(crate) hold: String,
    pub(crate) hold_id: String,
    pub(crate) is_unlawful: bool,
    pub(crate) payments: Vec<(String, Vec<(String, String)>)>,
}

/// A hold that stands on no row of what is paid: papers, and rows before anything is issued.
pub(crate) struct HeldRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) says: String,
    pub(crate) is_unlawful: bool,
}

/// An issued version.
pub(crate) struct VersionRow {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) says: String,
    pub(crate) hash: String,
}

/// The issued versions, the newest first.
pub(crate) fn versions(t: T, view: &View) -> Vec<VersionRow> {
    let base = urls::departure(view.case.departure.id);
    view.issued
        .iter()
        .map(|issued| VersionRow {
            href: format!("{base}/settlement/versions/{}", issued.version),
            label: t.a("set-version", "version", issued.version).into_owned(),
            says: t
                .a2(
                    "dep-task-settled-by",
                    ("at", t.instant(issued.issued_at)),
                    ("name", &issued.issued_by_name),
                )
                .into_owned(),
            hash: issued.sha256.chars().take(16).collect(),
        })
        .collect()
}

/// What was issued and what is owed by the facts as they stand now.
pub(crate) fn changed_since(t: T, view: &View) -> String {
    let (Some(issued), Some(now)) = (view.issued_sheet(), view.reckoning.sheet.as_ref()) else {
        return String::new();
    };
    if issued.owes_the_same(now) {
        return String::new();
    }
    t.a2("set-changed-since", ("issued", t.money(issued.total)), ("now", t.money(now.total))).into_owned()
}

/// The rows of the newest issued version, with what was paid of each.
pub(crate) fn pay_rows(t: T, view: &View) -> Vec<PayRow> {
    let Some(sheet) = view.issued_sheet() else { return Vec::new() };
    sheet
        .to_pay()
        .map(|(row, owed)| {
            let payments: Vec<_> =
                view.payments.iter().filter(|(payment, _)| payment.line == row.code).collect();
            let paid: i64 = payments.iter().map(|(payment, _)| payment.amount_fen).sum();
            let hold = view.holds.iter().find(|hold| hold.line == row.code && hold.released_at.is_none());
            let said = words::row(t, row, &sheet.facts);
            PayRow {
                code: row.code.clone(),
                name: words::row_title(t, &row.code),
                paid_of: t
                    .a2("set-paid-of", ("paid", t.money(Money::from_fen(paid))), ("owed", t.money(owed)))
                    .into_owned(),
                left: Money::from_fen(owed.fen().saturating_sub(paid)).to_string(),
                is_settled: paid >= owed.fen(),
                payable: said.payable,
                hold: hold.map(|hold| held_words(t, hold)).unwrap_or_default(),
                hold_id: hold.map(|hold| hold.id.to_string()).unwrap_or_default(),
                is_unlawful: hold.is_some_and(|hold| !hold.is_lawful),
                payments: payments
                    .into_iter()
                    .map(|(payment, files)| payment_words(t, payment, files))
                    .collect(),
            }
        })
        .collect()
}

/// What is held and stands on no row of what is paid.
pub(crate) fn held_elsewhere(t: T, view: &View) -> Vec<HeldRow> {
    let issued = view.issued_sheet();
    let is_paid_row =
        |line: &str| issued.as_ref().is_some_and(|sheet| sheet.to_pay().any(|(row, _)| row.code == line));
    let open = view.holds.iter().filter(|hold| hold.released_at.is_none() && !is_paid_row(&hold.line));
    open.map(|hold| HeldRow {
        id: hold.id.to_string(),
        name: words::row_title(t, &hold.line),
        says: held_words(t, hold),
        is_unlawful: !hold.is_lawful,
    })
    .collect()
}

fn held_words(t: T, hold: &store::settlement::Hold) -> String {
    let text = |text: String| frame::i18n::FluentValue::from(text);
    let pairs = [
        ("by", text(hold.held_by_name.clone())),
        ("at", text(t.instant(hold.held_at))),
        ("reason", text(hold.reason.clone())),
    ];
    t.args("set-held", &pairs).into_owned()
}

fn payment_words(
    t: T,
    payment: &store::settlement::Payment,
    files: &[store::attachments::Attachment],
) -> (String, Vec<(String, String)>) {
    let text = |text: String| frame::i18n::FluentValue::from(text);
    let pairs = [
        ("day", text(t.date(payment.paid_on))),
        ("amount", text(t.money(Money::from_fen(payment.amount_fen)))),
        ("by", text(payment.recorded_by_name.clone())),
        ("remark", text(payment.remark.clone())),
    ];
    let files = files.iter().map(|file| (format!("/attachments/{}", file.id), file.file_name.clone()));
    (t.args("set-paid", &pairs).into_owned(), files.collect())
}

/// What can be held back: everything owed, and the papers, each with what the law says of it.
pub(crate) fn holdable(t: T, view: &View) -> Vec<Choice> {
    let Some(sheet) = view.reckoning.sheet.as_ref() else { return Vec::new() };
    let is_held = |code: &str| view.holds.iter().any(|hold| hold.line == code && hold.released_at.is_none());
    let rows = sheet.to_pay().map(|(row, _)| (row.code.as_str(), words::row(t, row, &sheet.facts).payable));
    let papers = ["certificate", "transfers"].map(|code| (code, t.s("set-payable-at-the-end").into_owned()));
    rows.chain(papers)
        .filter(|(code, _)| !is_held(code))
        .map(|(code, payable)| Choice {
            label: format!("{} · {payable}", words::row_title(t, code)),
            code: code.to_owned(),
            is_chosen: false,
        })
        .collect()
}
