//! The outcome as JSON, for the command line and for comparing with what was expected.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{AttendanceTotals, Code, FileError, Judged, Kind, Recognised, Totals, Warning};

/// A warning that stands at more rows than this is counted and not listed.
const LISTED: usize = 1000;

/// Lists end here; the counts go on. Nobody reads more, and a million rows of rubbish must not fill the memory.
const LONGEST_LIST: usize = 100_000;

/// The preview of a file that was read.
pub fn preview_json(found: &Recognised, judged: &Judged) -> Value {
    let (listed, counted) = split(found.kind, &judged.warnings);
    let mut preview = frame(found.kind, Some(found));
    let counts = &judged.counts;
    preview.extend(entries([
        (
            "counts",
            json!({
                "accepted": counts.accepted,
                "refused_rows": counts.refused_rows,
                "ignored": counts.ignored,
                "skipped": counts.skipped,
            }),
        ),
        ("refused", json!(beginning(&judged.refused))),
        (
            "ignored",
            beginning(&judged.ignored).iter().map(|(row, code)| json!({"row": row, "code": code})).collect(),
        ),
        ("skipped", json!(beginning(&judged.skipped))),
        ("warnings", json!(listed)),
        (
            "warnings_counted",
            counted.into_iter().map(|(code, count)| (code.as_str().to_owned(), json!(count))).collect(),
        ),
        ("totals", totals(&judged.totals)),
    ]));
    Value::Object(preview)
}

fn beginning<T>(list: &[T]) -> &[T] {
    list.get(..LONGEST_LIST).unwrap_or(list)
}

/// The preview of a file that cannot be read: no row of it counts.
pub fn preview_of_error(kind: Kind, found: Option<&Recognised>, error: FileError) -> Value {
    let mut preview = frame(kind, found);
    preview.extend(entries([("file_error", json!(error.code()))]));
    Value::Object(preview)
}

fn entries<const N: usize>(entries: [(&str, Value); N]) -> impl Iterator<Item = (String, Value)> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value))
}

/// All keys, with what was recognised and nothing else yet.
fn frame(kind: Kind, found: Option<&Recognised>) -> Map<String, Value> {
    let certain = found.filter(|found| found.is_certain());
    let mapping: Map<String, Value> = certain
        .into_iter()
        .flat_map(|found| &found.columns)
        .filter_map(|column| Some((column.header.clone(), json!(column.field.as_ref()?))))
        .collect();
    // A text file has one table and no sheets to speak of.
    let read = certain.and_then(|found| found.sheet.as_ref()).filter(|name| !name.is_empty());
    let ignored: Vec<Value> = found
        .into_iter()
        .flat_map(|found| &found.ignored_sheets)
        .filter(|sheet| !sheet.name.is_empty())
        .map(|sheet| match sheet.rows {
            Some(rows) => json!({"name": sheet.name, "code": sheet.code, "rows": rows}),
            None => json!({"name": sheet.name, "code": sheet.code}),
        })
        .collect();
    entries([
        ("kind", json!(kind.code())),
        ("header_rows", json!(certain.map(|found| &found.header_rows[..]).unwrap_or_default())),
        ("mapping", Value::Object(mapping)),
        ("unmapped", json!(found.map(|found| &found.unmapped[..]).unwrap_or_default())),
        ("sheets", json!({"read": read.into_iter().collect::<Vec<_>>(), "ignored": ignored})),
        ("counts", json!({"accepted": 0, "refused_rows": 0, "ignored": 0, "skipped": 0})),
        ("refused", json!([])),
        ("ignored", json!([])),
        ("skipped", json!([])),
        ("warnings", json!([])),
        ("warnings_counted", json!({})),
        ("totals", json!({})),
        ("encoding", json!(found.and_then(|found| found.encoding))),
        ("separator", json!(found.and_then(|found| found.separator))),
        ("file_error", Value::Null),
    ])
    .collect()
}

/// Warnings that need a person are listed; what only has to be known is counted.
fn split(kind: Kind, warnings: &[Warning]) -> (Vec<&Warning>, BTreeMap<Code, usize>) {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    for warning in warnings {
        *counts.entry(warning.code).or_default() += 1;
    }
    counts.retain(|code, count| *count > LISTED || is_counted(kind, *code));
    let listed = warnings.iter().filter(|warning| !counts.contains_key(&warning.code)).collect();
    (listed, counts)
}

fn is_counted(kind: Kind, code: Code) -> bool {
    match code {
        Code::IdCardChecksum | Code::FormulaCached | Code::RefUnchecked => true,
        // In a roster it makes the number; elsewhere the number was only looked up.
        Code::EmpNoPadded => kind != Kind::Roster,
        _ => false,
    }
}

fn totals(totals: &Totals) -> Value {
    match totals {
        Totals::None => json!({}),
        Totals::Leave(sums) => {
            let of = |(kind, sum): (&&str, &super::LeaveTotals)| {
                ((*kind).to_owned(), json!({"events": sum.events, "days": sum.days.as_f64()}))
            };
            let sums: Map<String, Value> = sums.iter().map(of).collect();
            json!({"leave_days": sums})
        }
        Totals::Knowledge { items } => json!({"items": items}),
        Totals::Entries(counts) => json!({"entries": counts}),
        Totals::Attendance(totals) => attendance(totals),
    }
}

fn attendance(totals: &AttendanceTotals) -> Value {
    let leave: Map<String, Value> = totals
        .leave
        .iter()
        .map(|(kind, (events, hours))| {
            ((*kind).to_owned(), json!({"events": events, "hours": hours.as_f64()}))
        })
        .collect();
    let mut sums = entries([
        ("leave", Value::Object(leave)),
        ("late", json!(totals.late)),
        ("late_minutes", json!(totals.late_minutes)),
    ])
    .collect::<Map<String, Value>>();
    if totals.month.is_some() || totals.early > 0 {
        sums.insert("early".to_owned(), json!(totals.early));
    }
    sums.insert("missing_card".to_owned(), json!(totals.missing_card));
    if let Some(month) = totals.month {
        sums.insert("absent_days".to_owned(), json!(month.absent_days));
        sums.insert("rest_days".to_owned(), json!(month.rest_days));
        sums.insert("person_days".to_owned(), json!(month.person_days));
    }
    Value::Object(sums)
}
