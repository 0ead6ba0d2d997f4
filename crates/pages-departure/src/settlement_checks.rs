//! What has to be seen to, as printed: each check with where it stands, its article and where it is settled.

use app_departure::settlement::{Check, Verdict, View};
use frame::{i18n::T, urls};

use crate::{law_words, settlement_words as words};

/// A check with its words.
pub(crate) struct CheckRow {
    pub(crate) key: String,
    pub(crate) tag: String,
    pub(crate) class: &'static str,
    pub(crate) says: String,
    pub(crate) article: String,
    pub(crate) grade: String,
    pub(crate) aside: String,
    pub(crate) href: String,
    pub(crate) stops: bool,
}

/// A check in words.
pub(crate) fn check_row(t: T, view: &View, check: &Check) -> CheckRow {
    let (code, class) = match check.verdict {
        Verdict::Pass => ("pass", "tag good"),
        Verdict::Fail => ("fail", "tag bad"),
        Verdict::Missing => ("missing", "tag bad"),
        Verdict::Waived => ("waived", "tag caution"),
        Verdict::Due => ("due", "tag caution"),
        Verdict::Late => ("late", "tag bad"),
        Verdict::Limitation => ("limitation", "tag caution"),
    };
    let day = check.day.map(|day| t.date(day));
    let key = format!("set-check-{}", check.key);
    let says = if t.has(&key) {
        t.a(&key, "day", day.clone().unwrap_or_default()).into_owned()
    } else {
        law_words::check(t, &check.key).into_owned()
    };
    let base = urls::departure(view.case.departure.id);
    let lacks = check.fact.filter(|_| check.verdict == Verdict::Missing);
    let lacks = lacks.map(|fact| t.a("set-check-lacks", "fact", words::fact_name(t, fact)).into_owned());
    let aside = match (&check.waived, day) {
        (Some((by, reason)), _) => t.a2("set-check-waived-by", ("by", by), ("reason", reason)).into_owned(),
        (None, Some(day)) if check.verdict == Verdict::Missing => {
            t.a("set-check-due", "day", day).into_owned()
        }
        (None, Some(day))
            if matches!(check.key.as_str(), "not_near_retirement" | "statutory_age_reached") =>
        {
            t.a("set-check-retires-on", "day", day).into_owned()
        }
        _ => {
            let stops = check.stops().then(|| t.s("set-check-stops").into_owned());
            lacks.into_iter().chain(stops).collect::<Vec<_>>().join(t.s("set-joint").as_ref())
        }
    };
    let href = match (check.task, check.fact) {
        (_, Some(fact)) if check.verdict != Verdict::Pass => format!("{base}/settlement#fact-{fact}"),
        (Some(task), _) => format!("{base}/tasks/{task}"),
        _ => String::new(),
    };
    let article = check.article.as_ref();
    CheckRow {
        key: check.key.clone(),
        tag: t.s(&format!("set-verdict-{code}")).into_owned(),
        class,
        says,
        article: article.map(|article| article.text.clone()).unwrap_or_default(),
        grade: article
            .filter(|article| article.grade != "P")
            .map(|article| law_words::grade(t, &article.grade).into_owned())
            .unwrap_or_default(),
        aside,
        href,
        stops: check.stops(),
    }
}
