//! One person: what was said of being watched, and, once it was written down who looks and why, the estimate with
//! everything it rests on.

use app::sign_in::Authenticated;
use app_risk::risk::{self, Content, Course, Opened, PersonRisk, SayingInput};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::Uri,
    response::Response,
};
use chart::{BandedCourse, IntervalBar, Size, Tone, Turn};
use jiff::ToSpan as _;
use kernel::{Date, PersonId};

use super::risk_words as words;
use frame::{
    State,
    failure::Failure,
    form::{Fields, FormView, Parsing},
    guard::Signed,
    i18n::T,
    layout::{self, Layout},
    urls,
};

/// Four weeks stand in a point of a course.
const POINT_WEEKS: i64 = 4;
const POINT_WEEKS_F: f64 = 28.0;

struct HorizonRow {
    name: String,
    chance: String,
    limits: String,
    base: String,
    bar: String,
}

struct CourseView {
    name: String,
    wide: String,
    narrow: String,
    says: Vec<String>,
}

struct FactorRow {
    name: String,
    odds: String,
    without: String,
}

struct PartRow {
    name: String,
    says: String,
    points: String,
}

struct SayingRow {
    day: String,
    what: String,
    by: String,
    document: String,
    answer: String,
}

struct RiskView {
    as_of: String,
    horizons: Vec<HorizonRow>,
    reasons: Vec<String>,
    signs: Vec<String>,
    courses: Vec<CourseView>,
    factors: Vec<FactorRow>,
    parts: Vec<PartRow>,
    sum: i64,
    items: String,
    kind: String,
    advice: String,
    explained: Vec<String>,
}

#[derive(Template)]
#[template(path = "risk_person.html")]
struct PersonPage {
    layout: Layout,
    t: T,
    form: FormView,
    saying: FormView,
    answering: FormView,
    /// Where the oldest objection that nobody answered is answered.
    unanswered: Option<String>,
    name: String,
    place: String,
    profile: String,
    here: String,
    standing: String,
    is_left_out: bool,
    may_look: bool,
    sayings: Vec<SayingRow>,
    kinds: &'static [&'static str],
    risk: Option<RiskView>,
    was_looked: bool,
}

/// The page before the look.
pub(crate) async fn show(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<PersonId>,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let opened = risk::open_person_risk(&who.cx, id).await?;
    let forms = (FormView::empty(t), start(t, who.cx.today()));
    layout::html(&page((&state, &who, &uri), &opened, forms, false))
}

/// The page with the estimate, once the look was written down.
pub(crate) async fn look(
    Shared(state): Shared<State>,
    OriginalUri(uri): OriginalUri,
    Signed(who): Signed,
    Path(id): Path<PersonId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let saying = start(t, who.cx.today());
    match risk::look_at_person(&who.cx, id, fields.get("why")).await {
        Ok(opened) => layout::html(&page((&state, &who, &uri), &opened, (FormView::empty(t), saying), true)),
        Err(app::Error::Invalid(errors)) => {
            let opened = risk::open_person_risk(&who.cx, id).await?;
            let forms = (FormView::new(t, fields, errors), saying);
            layout::refused(&page((&state, &who, &uri), &opened, forms, false))
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Notes what the person said.
pub(crate) async fn say(
    Shared(state): Shared<State>,
    Signed(who): Signed,
    Path(id): Path<PersonId>,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    let noted = match parse(&fields) {
        Ok(input) => risk::note_saying(&who.cx, id, &input).await,
        Err(error) => Err(error),
    };
    match noted {
        Ok(()) => Ok(layout::done_at(&format!("/risk/people/{id}"), "risk-said")),
        Err(app::Error::Invalid(errors)) => {
            let opened = risk::open_person_risk(&who.cx, id).await?;
            let uri: Uri = format!("/risk/people/{id}").parse().map_err(app::Error::internal)?;
            let forms = (FormView::empty(t), FormView::new(t, fields, errors));
            layout::refused(&page((&state, &who, &uri), &opened, forms, false))
        }
        Err(error) => Err(Failure(error)),
    }
}

/// Answers an objection.
pub(crate) async fn answer(
    Shared(state): Shared<State>,
    Signed(who): Signed,
    Path((id, saying)): Path<(PersonId, String)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let t = T(who.cx.lang());
    match risk::answer_saying(&who.cx, id, &saying, fields.get("answer")).await {
        Ok(()) => Ok(layout::done_at(&format!("/risk/people/{id}"), "risk-answered")),
        Err(app::Error::Invalid(errors)) => {
            let opened = risk::open_person_risk(&who.cx, id).await?;
            let uri: Uri = format!("/risk/people/{id}").parse().map_err(app::Error::internal)?;
            let forms = (FormView::empty(t), start(t, who.cx.today()));
            let mut page = page((&state, &who, &uri), &opened, forms, false);
            page.answering = FormView::new(t, fields, errors);
            layout::refused(&page)
        }
        Err(error) => Err(Failure(error)),
    }
}

fn start(t: T, today: Date) -> FormView {
    FormView::new(t, Fields::start(&[("said_on", &today.to_string())]), Vec::new())
}

fn parse(fields: &Fields) -> app::Result<SayingInput> {
    let mut parsing = Parsing::new(fields);
    let kind = parsing.required("kind");
    let said_on = parsing.date("said_on");
    let document = parsing.text("document");
    parsing.finish()?;
    let said_on = said_on.ok_or_else(|| app::Error::field("said_on", "error-date"))?;
    Ok(SayingInput { kind, said_on, document })
}

fn page(
    (state, signed, uri): (&State, &Authenticated, &Uri),
    opened: &Opened,
    (form, saying): (FormView, FormView),
    was_looked: bool,
) -> PersonPage {
    let t = T(signed.cx.lang());
    let who = &opened.who;
    let id = who.person.id;
    PersonPage {
        layout: Layout::new(state, signed, uri),
        t,
        form,
        saying,
        answering: FormView::empty(t),
        unanswered: unanswered(opened),
        name: who.person.name.clone(),
        place: format!("{} · {}", who.person.department_path, who.person.post_title),
        profile: urls::person(id),
        here: format!("/risk/people/{id}"),
        standing: standing(t, opened),
        is_left_out: who.is_left_out,
        may_look: who.may_look,
        sayings: who
            .sayings
            .iter()
            .map(|saying| SayingRow {
                day: t.date(saying.said_on),
                what: t.s(&format!("risk-saying-{}", saying.kind)).into_owned(),
                by: t.s(if saying.is_own { "risk-said-own" } else { "own-by-hr" }).into_owned(),
                document: saying.document.clone(),
                answer: answer_to(t, opened, &saying.id),
            })
            .collect(),
        kinds: &risk::SAYINGS,
        risk: opened.risk.as_ref().map(|risk| risk_view(t, risk)),
        was_looked,
    }
}

fn unanswered(opened: &Opened) -> Option<String> {
    let answered = |id: &str| opened.who.answers.iter().any(|answer| answer.saying_id == id);
    let mut open = opened.who.sayings.iter().filter(|one| one.kind == "objection" && !answered(&one.id));
    open.next().map(|one| format!("/risk/people/{}/sayings/{}/answer", opened.who.person.id, one.id))
}

fn answer_to(t: T, opened: &Opened, saying: &str) -> String {
    let answer = opened.who.answers.iter().find(|answer| answer.saying_id == saying);
    let says = |answer: &store::risk::RiskAnswer| {
        t.a2("own-answered", ("at", t.instant(answer.answered_at)), ("answer", &answer.answer)).into_owned()
    };
    answer.map(says).unwrap_or_default()
}

fn standing(t: T, opened: &Opened) -> String {
    let who = &opened.who;
    let key = match (who.has_objected, who.is_left_out, who.has_agreed) {
        (true, ..) => "risk-standing-objected",
        (false, true, _) => "risk-standing-not-agreed",
        (false, false, true) => "risk-standing-agreed",
        (false, false, false) => "risk-standing-rules",
    };
    t.s(key).into_owned()
}

fn risk_view(t: T, risk: &PersonRisk) -> RiskView {
    let content = &risk.content;
    let seen = |sign: &str| {
        let found = risk.first_seen.iter().find(|record| record.sign == sign);
        found
            .map(|record| t.a("risk-first-seen", "day", t.date(record.first_on)).into_owned())
            .unwrap_or_default()
    };
    RiskView {
        as_of: t.a("risk-as-of", "day", t.date(risk.run.as_of)).into_owned(),
        horizons: horizons(t, risk),
        reasons: words::reasons(t, content),
        signs: content
            .signs
            .iter()
            .map(|sign| format!("{} {}", t.s(&format!("risk-sign-{}", sign.sign)), seen(&sign.sign)))
            .collect(),
        courses: content
            .course
            .iter()
            .filter(|course| is_drawn(course))
            .map(|course| course_view(t, content, course))
            .collect(),
        factors: content
            .factors
            .iter()
            .map(|factor| FactorRow {
                name: t.s(&format!("risk-factor-{}", factor.input)).into_owned(),
                odds: t.a("risk-times", "n", words::times(factor.odds)).into_owned(),
                without: factor.without.map_or_else(|| "—".to_owned(), |chance| t.percent_fine(chance)),
            })
            .collect(),
        parts: parts(t, content),
        sum: content.cost.points.sum(),
        items: content.cost.items.join(&t.s("risk-joint")),
        kind: t.s(&format!("risk-kind-{}", content.kind)).into_owned(),
        advice: t.s(&format!("risk-advice-{}", content.kind)).into_owned(),
        explained: ["used", "not-used", "how", "rights"]
            .iter()
            .map(|part| t.s(&format!("risk-explained-{part}")).into_owned())
            .collect(),
    }
}

fn horizons(t: T, risk: &PersonRisk) -> Vec<HorizonRow> {
    let Some(chances) = risk.content.chances else { return Vec::new() };
    let most = chances.iter().map(|chance| chance[2]).fold(0.2, f64::max);
    let row = |((days, value), base): ((&i32, [f64; 3]), f64)| {
        let (chance, limits) = (t.percent_fine(value[1]), words::limits(value));
        let title = t.a2("risk-bar", ("chance", &chance), ("limits", &limits)).into_owned();
        HorizonRow {
            name: t.n("risk-days", *days).into_owned(),
            base: t.percent_fine(base),
            bar: IntervalBar { title, value, average: Some(base), most, tone: Tone::Caution }.to_svg(),
            chance,
            limits,
        }
    };
    ::risk::watch::HORIZONS.iter().zip(chances).zip(risk.card.base).map(row).collect()
}

/// Something was recorded, or it changed.
fn is_drawn(course: &Course) -> bool {
    course.counts.iter().flatten().any(|count| *count > 0)
}

fn course_view(t: T, content: &Content, course: &Course) -> CourseView {
    let name = t.s(&format!("risk-stream-{}", course.stream)).into_owned();
    let change = content.changes.iter().find(|change| change.stream == course.stream);
    let mut says: Vec<String> = change.iter().map(|change| words::change(t, change)).collect();
    says.extend(
        change.map(|change| {
            t.s(if change.is_flagged { "risk-stands" } else { "risk-stands-not" }).into_owned()
        }),
    );
    let usual = t.a("risk-usual", "n", format!("{:.1}", course.a_week * 4.0)).into_owned();
    says.push(format!("{usual} {}", shows(t, course)));
    let draw = |size| {
        BandedCourse {
            id: format!("course-{}-{}", course.stream, if size == Size::Wide { "wide" } else { "narrow" }),
            title: name.clone(),
            description: says.join(" "),
            points: course.counts.iter().map(|count| count.map(f64::from)).collect(),
            band: course.band.map(|(low, high)| (f64::from(low), f64::from(high))),
            turn: change.map(|change| Turn {
                at: days_between(course.from, change.since) / POINT_WEEKS_F,
                label: t
                    .a2("risk-turn", ("day", t.day(change.since)), ("factor", words::times(change.factor[1])))
                    .into_owned(),
            }),
            ticks: ticks(t, course),
            size,
        }
        .to_svg()
    };
    CourseView { wide: draw(Size::Wide), narrow: draw(Size::Narrow), name, says }
}

/// After how long a doubling, and a halving, would show.
fn shows(t: T, course: &Course) -> String {
    let one = |weeks: Option<u32>, direction: &str| match weeks {
        Some(weeks) => t.n(&format!("risk-shows-{direction}"), weeks).into_owned(),
        None => t.s(&format!("risk-shows-{direction}-never")).into_owned(),
    };
    let [rise, fall] = course.shows_after;
    format!("{} {}", one(rise, "rise"), one(fall, "fall"))
}

fn ticks(t: T, course: &Course) -> Vec<(usize, String)> {
    let last = course.counts.len().saturating_sub(1);
    let month = |at: usize| {
        let weeks = i64::try_from(at).unwrap_or(0) * POINT_WEEKS;
        let day = course.from.saturating_add(weeks.weeks());
        t.a2("risk-month", ("year", day.year()), ("month", format!("{:02}", day.month()))).into_owned()
    };
    [0, last / 2, last].into_iter().map(|at| (at, month(at))).collect()
}

fn days_between(from: Date, to: Date) -> f64 {
    f64::from(i32::try_from(from.duration_until(to).as_hours() / 24).unwrap_or(0))
}

fn parts(t: T, content: &Content) -> Vec<PartRow> {
    let cost = &content.cost;
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let points = cost.points;
    let says = |key: &str, n: i64| t.n(key, n).into_owned();
    let weight = t
        .a2("risk-part-knowledge-says", ("weight", cost.alone_weight), ("whole", cost.whole_weight))
        .into_owned();
    let customers = t
        .a2("risk-part-customers-says", ("all", cost.customers), ("alone", cost.customers_alone))
        .into_owned();
    let critical = t.s(if cost.is_critical { "risk-part-post-yes" } else { "risk-part-post-no" });
    [
        (
            "knowledge",
            format!("{} {weight}", says("risk-part-knowledge-n", count(cost.alone))),
            points.knowledge,
            40,
        ),
        ("post", critical.into_owned(), points.post, 20),
        (
            "successor",
            format!(
                "{} {}",
                says("risk-part-successor-n", count(cost.same_post)),
                says("risk-part-next-n", count(cost.next))
            ),
            points.successor,
            15,
        ),
        ("customers", customers, points.customers, 15),
        ("secrecy", says("risk-part-secrecy-n", count(cost.core)), points.secrecy, 10),
    ]
    .into_iter()
    .map(|(code, says, points, most)| PartRow {
        name: t.s(&format!("risk-part-{code}")).into_owned(),
        says,
        points: format!("{points} / {most}"),
    })
    .collect()
}
