//! The entries of the overview in words: what it is, why it is there, and where to go.

use app_departure::overview::{Need, Urgency, Why};
use frame::{i18n::T, urls};
use store::overview::UrgentTask;

use crate::{
    departure_words::{lateness, role_label, step_label, task_title},
    law_words,
};

/// One entry.
pub(super) struct NeedRow {
    pub(super) tag: String,
    pub(super) class: &'static str,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) href: String,
    pub(super) button: String,
}

/// What the sort of an entry says.
struct Said {
    /// The key of its tag.
    tag: String,
    what: String,
    why: String,
    href: String,
    /// The key of what the button does.
    button: &'static str,
}

pub(super) fn need_row(cx: &app::Cx, need: &Need) -> NeedRow {
    let t = T(cx.lang());
    let said = said(cx, need);
    NeedRow {
        tag: t.s(&said.tag).into_owned(),
        class: match need.urgency {
            Urgency::Late => "tag bad",
            Urgency::Today => "tag caution",
            Urgency::Soon => "tag",
        },
        name: need.person_name.clone(),
        what: said.what,
        why: said.why,
        href: said.href,
        button: t.s(said.button).into_owned(),
    }
}

fn said(cx: &app::Cx, need: &Need) -> Said {
    let t = T(cx.lang());
    let base = need.departure.map(urls::departure).unwrap_or_default();
    match &need.why {
        Why::Task { task, more } => of_task(cx, &base, task, *more),
        Why::Approval { step, since } => Said {
            tag: "overview-tag-approval".to_owned(),
            what: step_label(t, step),
            why: t.a("dep-waiting-since", "at", t.instant(*since)).into_owned(),
            href: "/approvals".to_owned(),
            button: "overview-do-approval",
        },
        Why::Talk(talk) => Said {
            tag: "overview-tag-people".to_owned(),
            what: t.a("overview-talk-what", "day", t.day(talk.due_on)).into_owned(),
            why: talk.why.clone(),
            href: "/talks".to_owned(),
            button: "overview-do-talk",
        },
        Why::AccessUnsettled | Why::NotClosed => of_the_end(t, &base, need),
        Why::ChecksStop(checks) => of_checks(t, &base, checks),
        Why::HandoverBehind { .. } | Why::KnowledgeUnplanned { .. } => of_work(t, &base, need),
    }
}

fn of_task(cx: &app::Cx, base: &str, task: &UrgentTask, more: usize) -> Said {
    let t = T(cx.lang());
    let (_, mut late) = lateness(t, task.due_on, cx.today());
    if late.is_empty() {
        late = t.a("overview-task-due", "day", t.day(task.due_on)).into_owned();
    }
    let owner = role_label(t, task.owner_role);
    let mut why = t.a2("overview-task-why", ("late", late), ("owner", owner)).into_owned();
    if more > 0 {
        why.push_str(&t.n("overview-task-more", more));
    }
    Said {
        tag: format!("overview-tag-{}", task.gauge),
        what: task_title(t, &task.code, &task.title),
        why,
        href: format!("{base}/tasks/{}", task.id),
        button: "overview-do-task",
    }
}

/// What is left undone when the last day or the end of the contract comes.
fn of_the_end(t: T, base: &str, need: &Need) -> Said {
    let is_access = need.why == Why::AccessUnsettled;
    let (what, why) = if is_access {
        ("overview-access-what", "overview-access-why")
    } else {
        ("overview-close-what", "overview-close-why")
    };
    Said {
        tag: if is_access { "overview-tag-access" } else { "overview-tag-law" }.to_owned(),
        what: t.a(what, "day", t.day(need.on)).into_owned(),
        why: t.s(why).into_owned(),
        href: format!("{base}{}", if is_access { "#access" } else { "/close" }),
        button: if is_access { "overview-do-access" } else { "overview-do-close" },
    }
}

fn of_checks(t: T, base: &str, checks: &[String]) -> Said {
    let says: Vec<_> = checks.iter().map(|key| law_words::check(t, key)).collect();
    Said {
        tag: "overview-tag-law".to_owned(),
        what: t.a("overview-checks-what", "checks", says.join(t.s("set-joint").as_ref())).into_owned(),
        why: t.s("set-check-stops").into_owned(),
        href: format!("{base}/settlement#checks"),
        button: "overview-do-task",
    }
}

/// Work and knowledge that are not handed over as they should be.
fn of_work(t: T, base: &str, need: &Need) -> Said {
    let (what, why, href) = match need.why {
        Why::HandoverBehind { share, planned } => {
            let (share, planned) = (("share", t.percent(share)), ("planned", t.percent(planned)));
            let why = t.a("overview-handover-why", "day", t.day(need.on)).into_owned();
            let href = need.departure.map(urls::handover).unwrap_or_default();
            (t.a2("overview-handover-what", share, planned).into_owned(), why, href)
        }
        Why::KnowledgeUnplanned { items, share } => {
            let why = t.a("overview-why-knowledge-next", "share", t.percent(share)).into_owned();
            (t.n("overview-why-knowledge", items).into_owned(), why, format!("{base}#knowledge"))
        }
        _ => Default::default(),
    };
    Said { tag: "overview-tag-work".to_owned(), what, why, href, button: "overview-do-handover" }
}
