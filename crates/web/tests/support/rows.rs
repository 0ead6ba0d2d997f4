//! Who may ask what: one row for every route of the site.

use super::{Answer, Browser, world::World};

/// Who gets an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who {
    /// Everybody, signed in or not.
    All,
    /// Everybody who is signed in.
    SignedIn,
    /// These only.
    Only(&'static str),
    /// These only; what it does can be done once, so only the first of them does it here.
    First(&'static str),
    /// Nobody: who asks is sent to the sign-in.
    ToSignIn,
}
pub(crate) use Who::{All, First, Only, SignedIn, ToSignIn};

/// HR, and HR who is leaving: they are told why they may not, and not that there is nothing.
const HR: &str = "hr partner leaverhr";
const PEOPLE: &str = "hr partner leaverhr manager othermanager legal archivist it executive admin";
const STAFF: &str = "hr partner leaverhr manager othermanager legal archivist it executive";
/// A line manager sees the own line: 周志明 is above 王建国, 孙悦 is not.
const CASE: &str = "hr partner leaverhr manager legal archivist it executive";
/// The tasks, the sweep, the approvals: not the executive's concern.
const CLEARING: &str = "hr partner leaverhr manager legal archivist it";
/// Notices, legal deadlines and papers: HR and legal.
const LEGAL: &str = "hr partner leaverhr legal";
/// The plan and progress: not IT's concern.
const HANDOVER: &str = "hr partner leaverhr manager legal archivist executive";
/// Pay: never a manager's, IT's, the archivist's or the executive's concern; who leaves has an own page.
const PAY: &str = "hr partner legal";
const PARAMETERS: &str = "hr partner leaverhr legal admin";
const LEADS: &str = "hr partner manager";
const PARTIES: &str = "hr partner manager leaver leaverhr receiver";
/// What is known of the work itself.
const NOTES: &str = "hr partner manager legal leaver leaverhr receiver";

/// The knowledge map: whoever sees it with names; executives see numbers besides.
const MAP: &str = "hr partner leaverhr manager othermanager legal";
/// Of items that only 王建国 knows something of, another line's manager learns nothing.
const KNOWN: &str = "hr partner leaverhr manager legal executive";
/// The risk board; names and single people only for the role that the rules name.
const RISK: &str = "admin hr partner leaverhr executive";
/// Whoever is a person of the company has an own page.
const PERSONS: &str = "manager othermanager leaver leaverhr receiver";
const KEEPS_MAP: &str = "hr partner leaverhr manager";
const D: &str = "notice_on=2026-10-26&last_day=2026-11-25&legal_end=2026-11-25";
const TASK: &str = "title=x&due_on=2026-11-20&gauge=law&stage=notice&owner_role=legal";
const ITEM: &str = "title=x&kind=caution&weight=5&hours=1";
const SESSION: &str = "kind=teach&title=x&day=2026-11-12&time=10:00&minutes=30";

/// Method, route, who, and a form that is right, so that nobody is turned away for what was typed. In the order in which
/// they are tried: what takes something away comes after what needs it.
pub(crate) const ROWS: &[(&str, &str, Who, &str)] = &[
    ("GET", "/assets/{file}", All, ""),
    ("GET", "/healthz", All, ""),
    ("GET", "/readyz", All, ""),
    ("GET", "/setup", Only(""), ""),
    (
        "POST",
        "/setup",
        Only(""),
        "token=opensesame42&company=x&login=second&display_name=x&password=correct-horse-9",
    ),
    ("GET", "/login", All, ""),
    ("POST", "/login", All, "login=x&password=y"),
    ("GET", "/login/code", All, ""),
    ("POST", "/login/code", ToSignIn, "code=123456"),
    ("POST", "/language", All, "lang=zh&here=/"),
    ("GET", "/", SignedIn, ""),
    ("GET", "/account", SignedIn, ""),
    ("POST", "/account/preferences", SignedIn, "lang=zh&theme=auto"),
    ("POST", "/account/password", SignedIn, "old_password=wrong&new_password=correct-horse-9"),
    ("POST", "/account/sessions/{id}/end", Only(""), ""),
    ("GET", "/account/totp", SignedIn, ""),
    ("POST", "/account/totp", SignedIn, "code=123456"),
    ("POST", "/account/totp/remove", SignedIn, "code=123456"),
    ("GET", "/people", Only(PEOPLE), ""),
    ("GET", "/people/{id}", Only("hr partner leaverhr manager legal archivist it executive admin"), ""),
    ("POST", "/people/{id}/look", Only("hr partner leaverhr manager"), "field=leave"),
    ("GET", "/organisation", Only(HR), ""),
    ("GET", "/organisation/employers/{id}", Only(HR), ""),
    ("POST", "/organisation/employers/{id}", Only(HR), "name=x&city=y"),
    ("GET", "/organisation/departments/{id}", Only(HR), ""),
    ("POST", "/organisation/departments/{id}", Only(HR), "name=x"),
    ("POST", "/organisation/posts/{id}", Only(HR), "critical=1"),
    ("GET", "/knowledge", Only("hr partner leaverhr manager othermanager legal executive"), ""),
    ("GET", "/knowledge/items/new", Only("hr partner leaverhr manager othermanager"), ""),
    (
        "POST",
        "/knowledge/items",
        Only("hr partner leaverhr manager othermanager"),
        "name=&weight=5&hours=1&who=",
    ),
    ("GET", "/knowledge/items/{id}", Only(KNOWN), ""),
    ("GET", "/knowledge/items/{id}/edit", Only(KEEPS_MAP), ""),
    (
        "POST",
        "/knowledge/items/{id}/edit",
        Only(KEEPS_MAP),
        "name=夹具设计评审&area=热处理&weight=90&hours=9",
    ),
    (
        "POST",
        "/knowledge/items/{id}/levels",
        Only(KEEPS_MAP),
        "who=00102&level=1&seen_on=2026-11-04&remark=x",
    ),
    ("POST", "/knowledge/items/{id}/retire", First(KEEPS_MAP), "why=x"),
    ("POST", "/knowledge/items/{id}/restore", First(KEEPS_MAP), ""),
    ("GET", "/knowledge/people/{id}", Only("hr partner leaverhr manager legal"), ""),
    ("GET", "/knowledge/plan", Only("hr partner leaverhr manager othermanager"), ""),
    ("POST", "/knowledge/plan", Only("hr partner leaverhr manager othermanager"), "digest=x"),
    ("GET", "/knowledge/sessions", Only(MAP), ""),
    (
        "POST",
        "/knowledge/sessions",
        Only(KEEPS_MAP),
        "kind=exchange&item=KNOWN&participants=00102&planned_on=2026-11-10&minutes=60",
    ),
    (
        "POST",
        "/knowledge/sessions/{id}/held",
        First(KEEPS_MAP),
        "held_on=2026-11-04&outcome=x&proof=y&who=PERSON&there=PERSON&level-PERSON=1",
    ),
    ("POST", "/knowledge/sessions/{id}/cancel", Only(KEEPS_MAP), "why=x"),
    ("GET", "/knowledge/histories", Only(HR), ""),
    ("GET", "/knowledge/histories/{id}", Only(HR), ""),
    ("POST", "/knowledge/histories/{id}/authors", Only(HR), "author=wang&who=00101"),
    ("POST", "/knowledge/histories/{id}/folders", First(HR), "path=src&weight=20"),
    ("POST", "/knowledge/histories/{id}/identities", Only(HR), "name=wang&email=w@x&label=wang"),
    ("POST", "/knowledge/histories/{id}/apply", Only(HR), ""),
    ("GET", "/risk", Only(RISK), ""),
    ("POST", "/risk/names", Only("partner leaverhr"), "why=x"),
    ("GET", "/risk/people/{id}", Only("hr partner"), ""),
    ("POST", "/risk/people/{id}", Only("partner"), "why=x"),
    ("GET", "/risk/model", Only(RISK), ""),
    ("GET", "/risk/signs", Only(RISK), ""),
    ("POST", "/risk/signs/{sign}", Only("admin hr partner leaverhr"), "to=on"),
    ("POST", "/risk/run", Only("admin hr partner leaverhr"), ""),
    ("POST", "/risk/people/{id}/sayings", Only("hr partner"), "kind=objection&said_on=2026-11-04&document=x"),
    ("POST", "/risk/people/{id}/sayings/{saying}/answer", First("hr partner"), "answer=x"),
    ("GET", "/my/information", Only(PERSONS), ""),
    ("POST", "/my/information/explanation", Only(PERSONS), ""),
    ("POST", "/my/information/sayings", Only(PERSONS), "kind=objection&reason=x"),
    ("GET", "/risk/setup", Only("admin hr partner leaverhr legal auditor"), ""),
    (
        "POST",
        "/risk/setup/consents",
        Only("hr partner leaverhr"),
        "numbers=00102&said_on=2026-11-04&document=x",
    ),
    (
        "POST",
        "/risk/setup",
        Only("admin"),
        "is_on=1&purpose=x&roles=hr-partner&basis=hr-rules&basis_text=x&assessment=x&assessed_on=2026-10-01&notice_version=1&notice_on=2026-10-02&retention_days=90&tells_explanation=1&tells_looks=1",
    ),
    ("GET", "/departures", Only(STAFF), ""),
    ("GET", "/departures/new", Only(HR), ""),
    (
        "POST",
        "/departures/new",
        Only(HR),
        "person=00101&ground=RESIGN&notice_on=2026-10-26&last_day=2026-11-25&legal_end=2026-11-25&reason=x&start=open&reason_code=",
    ),
    ("GET", "/departures/{id}", Only(CASE), ""),
    ("POST", "/departures/{id}/reason", Only("hr partner leaverhr legal"), ""),
    ("POST", "/departures/{id}/dates", Only(HR), D),
    ("POST", "/departures/{id}/steps/{step}", Only(HR), ""),
    ("POST", "/departures/{id}/promises", Only(LEADS), "what=x"),
    ("POST", "/departures/{id}/promises/{promise}/kept", First(LEADS), ""),
    ("GET", "/departures/{id}/tasks", Only(CLEARING), ""),
    ("POST", "/departures/{id}/tasks", Only(HR), TASK),
    ("POST", "/departures/{id}/tasks/finish", Only(CLEARING), ""),
    ("GET", "/departures/{id}/tasks/{task}", Only(CLEARING), ""),
    ("POST", "/departures/{id}/tasks/{task}/{act}", Only(HR), "due_on=2026-11-21&owner="),
    ("GET", "/departures/{id}/sweep", Only(CLEARING), ""),
    ("POST", "/departures/{id}/sweep", Only(HR), "kind=KIND&id=OBJECT&receiver=不存在"),
    ("POST", "/departures/{id}/sweep/all", Only(HR), "kind=report&receiver=不存在"),
    ("GET", "/departures/{id}/approvals", Only(CLEARING), ""),
    ("POST", "/departures/{id}/remarks", Only("hr partner leaverhr legal"), ""),
    ("POST", "/departures/{id}/approvals/{approval}/ask", First(HR), ""),
    ("GET", "/departures/{id}/record", Only(CLEARING), ""),
    ("GET", "/departures/{id}/close", Only(HR), ""),
    ("POST", "/departures/{id}/close", Only(HR), ""),
    ("POST", "/departures/{id}/waivers", Only(HR), "kind=pointers&id=report&reason=x"),
    ("GET", "/departures/{id}/settlement", Only(PAY), ""),
    ("GET", "/departures/{id}/settlement/versions/{version}", Only(PAY), ""),
    (
        "POST",
        "/departures/{id}/settlement/facts",
        Only(HR),
        "code=last_month_wage&value=13579.24&document=payroll&source=x",
    ),
    ("POST", "/departures/{id}/settlement/checks", Only(HR), "check=not_protected&reason=x"),
    ("POST", "/departures/{id}/settlement/issue", Only(HR), ""),
    ("POST", "/departures/{id}/settlement/payments", Only(HR), "line=wages&amount=1.00&paid_on=2026-11-02"),
    ("POST", "/departures/{id}/settlement/holds", Only(HR), "line=wages&reason=x"),
    ("POST", "/departures/{id}/settlement/holds/{hold}/release", First(HR), ""),
    ("GET", "/departures/{id}/notices", Only(LEGAL), ""),
    (
        "POST",
        "/departures/{id}/notices",
        Only(HR),
        "kind=termination&body=x&address=y&address_basis=contract",
    ),
    ("POST", "/departures/{id}/notices/{notice}", Only(HR), "body=x&address=y&address_basis=contract"),
    (
        "POST",
        "/departures/{id}/notices/{notice}/attempts",
        Only(HR),
        "means=in-person&tried_on=2026-11-04&outcome=absent",
    ),
    ("POST", "/departures/{id}/attempts/{attempt_id}/proofs", Only(HR), "proof=waybill"),
    (
        "POST",
        "/departures/{id}/attempts/{attempt_id}/outcome",
        Only(HR),
        "outcome=returned&outcome_on=2026-11-04",
    ),
    ("GET", "/departures/{id}/clocks", Only(LEGAL), ""),
    ("POST", "/departures/{id}/clocks", Only(LEGAL), "what=interruption&happened_on=2026-11-04"),
    ("GET", "/clocks", Only(LEGAL), ""),
    ("POST", "/clocks/feeds", Only(LEGAL), ""),
    // Feeds are the viewer's own: somebody else's is not there for anybody.
    ("POST", "/clocks/feeds/{feed}/revoke", Only(""), ""),
    // Whoever shows the token of a feed is let in, and nobody else: doors.rs walks it.
    ("GET", "/feeds/{token}/clocks.ics", All, ""),
    ("GET", "/feeds/{token}/handover.ics", All, ""),
    ("GET", "/departures/{id}/papers", Only(LEGAL), ""),
    ("GET", "/departures/{id}/papers/{paper}", Only(HR), ""),
    ("POST", "/departures/{id}/papers/{paper}", Only(HR), "received_on=2026-10-26"),
    ("GET", "/law/batch", Only(HR), ""),
    ("POST", "/law/batch", Only(HR), "staff=100"),
    ("GET", "/law/batch/list.xlsx", Only(HR), ""),
    ("GET", "/papers/templates", Only("admin"), ""),
    ("GET", "/papers/templates/{paper}", Only("admin"), ""),
    ("POST", "/papers/templates/{paper}", Only("admin"), ""),
    ("GET", "/approvals", Only(STAFF), ""),
    ("POST", "/approvals/{id}", Only("manager"), "answer=approve&remark=x"),
    ("GET", "/attachments/{id}", Only(CLEARING), ""),
    ("GET", "/departures/{id}/handover", Only(HANDOVER), ""),
    ("POST", "/departures/{id}/handover/generate", Only(LEADS), ""),
    ("POST", "/departures/{id}/handover/receivers", Only(LEADS), "item=ITEM&who=00103"),
    ("GET", "/departures/{id}/handover/items/new", Only("hr partner manager leaver leaverhr"), ""),
    ("POST", "/departures/{id}/handover/items", Only("hr partner manager leaver leaverhr"), ITEM),
    ("GET", "/departures/{id}/handover/plan", Only(HANDOVER), ""),
    ("GET", "/departures/{id}/handover/schedule", Only(HANDOVER), ""),
    (
        "POST",
        "/departures/{id}/handover/schedule/terms",
        Only(LEADS),
        "leaver_minutes=240&receiver_minutes=120&sessions_a_day=4&lag_days=1",
    ),
    (
        "POST",
        "/departures/{id}/handover/schedule/hours",
        Only(LEADS),
        "person=LEAVER&from=2026-11-12&to=2026-11-13&minutes=60",
    ),
    ("POST", "/departures/{id}/handover/schedule/make", Only(LEADS), "fresh=1"),
    ("POST", "/departures/{id}/handover/schedule/decide", First(LEADS), "act=apply"),
    ("POST", "/departures/{id}/handover/schedule/dates", First(LEADS), "position=0&day=2026-11-24"),
    ("POST", "/departures/{id}/handover/schedule/release", Only(LEADS), "item=ITEM"),
    ("POST", "/departures/{id}/handover/schedule/helps", First(LEADS), "position=0"),
    ("POST", "/departures/{id}/handover/plan/sessions", Only("hr partner manager leaver leaverhr"), SESSION),
    (
        "POST",
        "/departures/{id}/handover/plan/sessions/{session}/held",
        First("hr partner manager leaver leaverhr"),
        "outcome=x",
    ),
    (
        "POST",
        "/departures/{id}/handover/plan/sessions/{session}/cancel",
        First("hr partner manager leaver leaverhr"),
        "",
    ),
    (
        "POST",
        "/departures/{id}/handover/plan/assessments",
        Only(LEADS),
        "due_on=2026-11-19&goal_leaver=x&goal_receivers=y",
    ),
    (
        "POST",
        "/departures/{id}/handover/plan/assessments/{assessment}",
        First(LEADS),
        "verdict=reached&outcome=x",
    ),
    ("POST", "/departures/{id}/handover/plan/obstacles", Only(PARTIES), "what=x&owner=00102"),
    (
        "POST",
        "/departures/{id}/handover/plan/obstacles/{obstacle}/removed",
        First("receiver hr partner manager"),
        "remark=x",
    ),
    (
        "GET",
        "/departures/{id}/items/{item}",
        Only("hr partner manager legal archivist executive leaver leaverhr receiver"),
        "",
    ),
    ("GET", "/departures/{id}/items/{item}/edit", Only(LEADS), ""),
    ("POST", "/departures/{id}/items/{item}/edit", Only(LEADS), ITEM),
    ("POST", "/departures/{id}/items/{item}/receivers", Only(LEADS), "who=00103"),
    ("POST", "/departures/{id}/items/{item}/receivers/{person}/{what}", Only(LEADS), ""),
    ("POST", "/departures/{id}/items/{item}/accept", Only("receiver"), ""),
    ("POST", "/departures/{id}/items/{item}/sign-off", Only("receiver"), "remark=x"),
    (
        "POST",
        "/departures/{id}/items/{item}/stages",
        Only(PARTIES),
        "stage=written&reached_on=2026-11-04&evidence=x",
    ),
    ("POST", "/departures/{id}/items/{item}/stages/undo", Only(PARTIES), "stage=written"),
    ("GET", "/departures/{id}/items/{item}/note", Only(PARTIES), ""),
    ("POST", "/departures/{id}/items/{item}/note", Only(PARTIES), "base=2&body=x"),
    ("POST", "/departures/{id}/items/{item}/note/check", Only(PARTIES), "part=1&body=x"),
    (
        "POST",
        "/departures/{id}/items/{item}/note/allow/{allowance}/withdraw",
        First("hr partner manager leaver leaverhr"),
        "",
    ),
    (
        "POST",
        "/departures/{id}/items/{item}/note/allow",
        First("hr partner manager leaver leaverhr"),
        "rule=HD001&line=1&reason=x",
    ),
    (
        "POST",
        "/departures/{id}/items/{item}/offers",
        First("hr partner manager receiver"),
        "act=take&origin=OFFER",
    ),
    ("GET", "/departures/{id}/items/{item}/note/history", Only(NOTES), ""),
    ("GET", "/departures/{id}/items/{item}/note/{version}/chart/{number}", Only(NOTES), ""),
    ("POST", "/departures/{id}/items/{item}/unclear", Only("receiver"), "version=2&line=1&question=x"),
    (
        "POST",
        "/departures/{id}/items/{item}/unclear/{unclear}/answer",
        Only("hr partner manager leaver leaverhr"),
        "answer=x",
    ),
    ("POST", "/departures/{id}/items/{item}/unclear/{unclear}/clear", Only("receiver"), ""),
    (
        "POST",
        "/departures/{id}/items/{item}/questions",
        Only("hr partner manager receiver"),
        "teach_question=x",
    ),
    ("GET", "/departures/{id}/items/{item}/teach", Only("receiver"), ""),
    ("POST", "/departures/{id}/items/{item}/teach", Only("receiver"), "question=QUESTION&answer=x"),
    ("POST", "/departures/{id}/items/{item}/teach/hand-in", Only("receiver"), ""),
    (
        "GET",
        "/departures/{id}/items/{item}/teach/{attempt}",
        Only("hr partner manager leaver leaverhr receiver"),
        "",
    ),
    ("POST", "/departures/{id}/items/{item}/teach/{attempt}", Only(LEADS), "mark-QUESTION=2"),
    (
        "POST",
        "/departures/{id}/items/{item}/questions/{question}/retire",
        First("hr partner manager receiver"),
        "",
    ),
    ("POST", "/departures/{id}/items/{item}/drop", First(LEADS), "why=x"),
    ("POST", "/departures/{id}/items/{item}/restore", Only(LEADS), ""),
    ("GET", "/my/handover", Only("leaver leaverhr"), ""),
    ("POST", "/my/handover/obstacles", Only("leaver leaverhr"), "what=x"),
    ("GET", "/my/settlement", Only("leaver leaverhr"), ""),
    ("GET", "/my/receiving", Only("receiver manager othermanager leaver leaverhr"), ""),
    ("GET", "/my/calendar", Only("receiver manager othermanager leaver leaverhr"), ""),
    ("POST", "/my/calendar/feeds", Only("receiver manager othermanager leaver leaverhr"), ""),
    ("POST", "/my/calendar/feeds/{feed}/revoke", Only(""), ""),
    ("GET", "/analysis", Only("hr partner leaverhr executive"), ""),
    ("GET", "/analysis/export.xlsx", Only("hr partner leaverhr executive"), ""),
    // Nobody is shown who may follow oneself; names are for the head of HR and executives.
    ("GET", "/departures/{id}/people", Only("hr partner executive"), ""),
    ("POST", "/departures/{id}/people", Only("partner executive"), "purpose=安排谈话"),
    ("GET", "/talks", Only("hr partner leaverhr manager othermanager"), ""),
    ("POST", "/talks", Only("hr partner leaverhr"), "person=00102&talker=00001&why=x&due_on=2026-11-20"),
    (
        "POST",
        "/talks/{id}/held",
        First("hr partner leaverhr manager"),
        "held_on=2026-11-01&outcome=stays&agreed=x",
    ),
    ("POST", "/talks/{id}/cancel", Only("hr partner leaverhr"), "cancel_why=x"),
    ("GET", "/people/{id}/circumstances", Only("hr partner manager"), ""),
    (
        "POST",
        "/people/{id}/circumstances",
        Only("hr partner"),
        "body=x&offered_on=2026-11-01&expires_on=2027-01-01&readers=00102",
    ),
    ("GET", "/my/circumstances", Only("manager othermanager leaver leaverhr receiver"), ""),
    (
        "POST",
        "/my/circumstances",
        Only("manager othermanager leaver leaverhr receiver"),
        "body=x&expires_on=2027-01-01&readers=00103",
    ),
    ("POST", "/my/circumstances/{circumstance}/remove", First("leaver leaverhr"), ""),
    ("GET", "/imports", Only(HR), ""),
    ("POST", "/imports", Only(HR), "kind=roster"),
    ("GET", "/imports/brought", Only(HR), ""),
    ("GET", "/imports/words", Only("hr partner leaverhr admin"), ""),
    ("POST", "/imports/words", Only("hr partner leaverhr admin"), "kind=roster&head.emp_no=胸牌号"),
    ("GET", "/imports/{id}", Only(HR), ""),
    ("GET", "/imports/{id}/progress", Only(HR), ""),
    ("GET", "/imports/{id}/refused.xlsx", Only(HR), ""),
    ("POST", "/imports/{id}/again", Only(HR), ""),
    ("POST", "/imports/{id}/kind", Only(HR), "kind=roster"),
    ("GET", "/imports/{id}/mapping", Only(HR), ""),
    ("POST", "/imports/{id}/mapping", Only(HR), ""),
    ("POST", "/imports/{id}/commit", Only(HR), ""),
    ("GET", "/imports/{id}/undo", Only(HR), ""),
    ("POST", "/imports/{id}/undo", Only(HR), ""),
    ("POST", "/imports/{id}/cancel", Only(HR), ""),
    ("GET", "/ledgers", Only(STAFF), ""),
    ("GET", "/ledgers/{ledger}", Only("hr partner leaverhr manager othermanager legal executive"), ""),
    (
        "GET",
        "/ledgers/{ledger}/export.xlsx",
        Only("hr partner leaverhr manager othermanager legal executive"),
        "",
    ),
    ("GET", "/accounts", Only("admin"), ""),
    ("POST", "/accounts", Only("admin"), "login=third&display_name=x&password=correct-horse-9"),
    ("POST", "/accounts/{id}/roles", Only("admin"), ""),
    ("POST", "/accounts/{id}/disabled", Only("admin"), "disabled=1"),
    ("GET", "/parameters", Only(PARAMETERS), ""),
    (
        "POST",
        "/parameters",
        Only("admin"),
        "region=suzhou&name=average-wage&amount=10710&starts=2026-07-01&citation=x",
    ),
    ("POST", "/parameters/{id}", First(PARAMETERS), "answer=confirm"),
    ("GET", "/calendar", SignedIn, ""),
    ("GET", "/audit", Only("auditor"), ""),
    ("POST", "/departures/{id}/access", Only(HR), "access_off_at=2026-11-25T18:00"),
    ("POST", "/logout", ToSignIn, ""),
];

/// One of them.
pub(crate) type Row = (&'static str, &'static str, Who, &'static str);

/// The names of those who get an answer, in the order of the row.
pub(crate) fn names(who: Who, world: &World) -> Vec<&'static str> {
    let all = world.viewers.iter().map(|viewer| viewer.name);
    match who {
        All => all.collect(),
        SignedIn => all.filter(|name| *name != "out").collect(),
        Only(names) | First(names) => names.split_whitespace().collect(),
        ToSignIn => Vec::new(),
    }
}

/// Asks as the row says.
pub(crate) async fn ask(browser: &Browser<'_>, world: &World, row: &Row, address: &str) -> Answer {
    let (method, path, _, form) = row;
    if *method == "GET" {
        return browser.get(address).await;
    }
    let form = form.replace("ITEM", &world.item.to_string()).replace("QUESTION", &world.place("question"));
    let form = form.replace("LEAVER", &world.company.wang.to_string());
    let form = form.replace("KIND", &world.place("kind")).replace("OBJECT", &world.place("object"));
    let form = form.replace("KNOWN", &world.place("items")).replace("PERSON", &world.place("person"));
    let fields: Vec<(&str, &str)> = form.split('&').filter_map(|pair| pair.split_once('=')).collect();
    match *path {
        "/imports" => {
            let file = ("file", "a.csv", "工号,姓名\r\n00900,样一\r\n".as_bytes());
            browser.upload(address, &fields, file).await
        }
        path if path.ends_with("/stages") => browser.upload(address, &fields, ("none", "", b"")).await,
        _ => browser.post(address, &fields).await,
    }
}
