//! The overview: what needs whom today, the deadlines ahead, and everybody who is leaving.
//!
//! Managers see their own line only; executives see who leaves and when, and no tasks. Each entry says why it is there,
//! so that the page can say it in words.

use std::{cmp::Ordering, sync::Arc};

use app::{
    Cx, Result,
    access::{Action, Field, Relation, Visibility, visible},
    cases::{few, viewer},
    kept::Kept,
};
use app_knowledge::knowledge::{Departing, departing, weigh_all};
use departure::{Gauge, Reading, Status, midnight_after};
use jiff::ToSpan as _;
use kernel::{Actor, Date, DepartureId, Role, Timestamp};
use store::{
    Conn,
    departures::{Departure, Viewer},
    overview::{Ahead, Day, FEW, Urgent, UrgentTask},
    talks::{Talk, TalkView},
    tasks::DueTask,
};

use crate::{approvals, departures::read_gauges_of, settlement};

/// How many tasks of one departure are shown; the last of them says how many more are due.
const TASKS_EACH: i64 = 2;
/// Overviews of as many viewers are kept; each takes about 20 kB.
const VIEWERS_KEPT: usize = 200;
/// So many working days ahead a required task is already worth a look.
const SOON: i64 = 2;
/// How many entries are shown.
const NEEDS: usize = 12;
/// How many deadlines are shown.
const DEADLINES: usize = 10;
/// What is read of each kind of entry and of deadline: enough to fill the page with that kind alone.
const SHOWN: i64 = 12;
/// So many talks of one person are looked through.
const TALKS_READ: i64 = 60;
/// How far the deadlines look ahead, in days.
const AHEAD: i64 = 30;

/// How urgent something is; the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// A day has passed, or harm is under way.
    Late,
    /// Today.
    Today,
    /// Soon, or it waits for an answer.
    Soon,
}

/// Why something needs somebody.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// A task is due.
    Task {
        /// The task.
        task: UrgentTask,
        /// How many further tasks of that departure are due too.
        more: usize,
    },
    /// An approval waits for the viewer.
    Approval {
        /// The code of the step.
        step: String,
        /// Since when.
        since: Timestamp,
    },
    /// The last working day is near or over, and nobody settled when access ends.
    AccessUnsettled,
    /// The contract has ended, and the departure is not closed.
    NotClosed,
    /// The viewer is to talk to somebody.
    Talk(Box<Talk>),
    /// Checks of the law stop the path, by their keys.
    ChecksStop(Vec<String>),
    /// The handover is behind its plan.
    HandoverBehind {
        /// The share of the weight that is handed over.
        share: f64,
        /// The share that the plan wants by today.
        planned: f64,
    },
    /// Only the leaver holds some knowledge, and no handover item hands it on.
    KnowledgeUnplanned {
        /// How many items.
        items: usize,
        /// Their share of the weight of everything.
        share: f64,
    },
}

/// One thing that needs somebody today.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// How urgent.
    pub urgency: Urgency,
    /// Since when, or until when: orders what is equally urgent.
    pub on: Date,
    /// The departure, where it is about one.
    pub departure: Option<DepartureId>,
    /// Who leaves, or whom it is about.
    pub person_name: String,
    /// Why.
    pub why: Why,
}

/// What a day ahead is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadlineKind {
    /// A last working day.
    LastDay,
    /// The end of a contract, apart from the last working day.
    LegalEnd,
    /// Access ends.
    AccessOff(Timestamp),
    /// A required task of the law.
    Task(DueTask),
}

/// A day ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The day.
    pub on: Date,
    /// What it is.
    pub kind: DeadlineKind,
    /// The departure.
    pub departure: DepartureId,
    /// Who leaves.
    pub person_name: String,
}

/// Somebody who leaves, at a glance.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// The departure.
    pub departure: Departure,
    /// The five gauges; empty for those who see no clearing.
    pub gauges: Vec<Reading>,
    /// The next required task that is open.
    pub next: Option<DueTask>,
    /// What nobody else who stays holds; nothing for those who steer no handover.
    pub knowledge: Option<Departing>,
}

/// The overview.
#[derive(Debug, Clone)]
pub struct Overview {
    /// What needs somebody, the most urgent first.
    pub needs: Vec<Need>,
    /// How many there are, shown or not; of the handovers that are behind only those of the departures shown.
    pub need_count: usize,
    /// The days ahead, the next first.
    pub deadlines: Vec<Deadline>,
    /// Who leaves, the next last working day first, at most [`FEW`].
    pub leaving: Vec<Leaving>,
    /// How many leave, shown or not.
    pub leaving_count: usize,
}

/// Each viewer's overview of a day, until anything changes.
struct KeptOverviews(Kept<(Actor, Date), Overview>);

/// The overview as the actor may see it.
pub async fn get_overview(cx: &Cx) -> Result<Arc<Overview>> {
    cx.allow(Action::SeeDepartures)?;
    let viewer = viewer(cx)?;
    let key = (cx.actor().clone(), cx.today());
    let size = cx.read().await?.get_log_size().await?;
    cx.app().keep(|| KeptOverviews(Kept::new(VIEWERS_KEPT))).0.of(size, key, read_overview(cx, &viewer)).await
}

async fn read_overview(cx: &Cx, viewer: &Viewer) -> Result<Overview> {
    let mut conn = cx.read().await?;
    let leaving_count = count_running(&mut conn, viewer).await?;
    let running = running(&mut conn, viewer).await?;
    let mut leaving = glance(cx, &mut conn, running).await?;
    weigh_knowledge(cx, &mut conn, &mut leaving).await?;
    let deadlines = deadlines(cx, &mut conn, viewer).await?;
    let mut needs = Needs::default();
    needs.add_tasks(cx, &mut conn, viewer).await?;
    needs.add_departures(cx, &mut conn, viewer).await?;
    needs.add_checks(cx, &mut conn, &leaving).await?;
    needs.add_talks(cx, &mut conn).await?;
    drop(conn);
    needs.add_approvals(cx).await?;
    needs.add_handovers(cx, &leaving);
    needs.add_knowledge(&leaving);
    let need_count = needs.count;
    Ok(Overview { needs: needs.finish(), need_count, deadlines, leaving, leaving_count })
}

/// The running departures that end first.
async fn running(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Departure>> {
    let limit = i64::try_from(FEW).unwrap_or(i64::MAX);
    let mut first = conn.list_departures(viewer, Status::Open, ("", ""), limit).await?;
    first.extend(conn.list_departures(viewer, Status::Prepared, ("", ""), limit).await?);
    first.sort_by(|a, b| a.last_day.cmp(&b.last_day).then(a.id.cmp(&b.id)));
    first.truncate(FEW);
    Ok(first)
}

async fn count_running(conn: &mut Conn, viewer: &Viewer) -> Result<usize> {
    let counts = conn.count_departures(viewer).await?;
    Ok(counts.iter().filter(|count| count.status.is_running()).map(|count| size(count.number)).sum())
}

fn size(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// Whose tasks the actor sees: `None` for everybody's (HR), else those of the own roles and the own ones by name.
fn task_roles(cx: &Cx) -> Option<&[Role]> {
    cx.allow(Action::RunDepartures).is_err().then_some(cx.actor().roles.as_slice())
}

async fn glance(cx: &Cx, conn: &mut Conn, departures: Vec<Departure>) -> Result<Vec<Leaving>> {
    let shows = shows_clearing(cx);
    let readings = read_gauges_of(cx, conn, &departures).await?;
    let next = if shows { conn.list_next_tasks(few(&departures)).await? } else { Vec::new() };
    let row = |(departure, mut gauges): (Departure, Vec<Reading>)| {
        // Whoever sees no clearing still sees how the work goes.
        gauges.retain(|reading| shows || reading.gauge == Gauge::Work);
        let next = next.iter().find(|task| task.departure_id == departure.id).cloned();
        Leaving { departure, gauges, next, knowledge: None }
    };
    Ok(departures.into_iter().zip(readings).map(row).collect())
}

/// What hangs on each who leaves alone, for those who steer handovers.
async fn weigh_knowledge(cx: &Cx, conn: &mut Conn, leaving: &mut [Leaving]) -> Result<()> {
    if cx.allow(Action::RunHandovers).is_err() {
        return Ok(());
    }
    let whole = weigh_all(cx, conn).await?;
    for row in leaving.iter_mut().filter(|row| row.departure.status == Status::Open) {
        row.knowledge = Some(departing(cx, conn, &row.departure, whole).await?);
    }
    Ok(())
}

/// Every row of the overview lies in the actor's scope, so that a manager stands to each as to the own line.
fn shows_clearing(cx: &Cx) -> bool {
    visible(cx.actor(), Relation::InLine, Field::Clearing) == Visibility::Show
}

/// What needs somebody, gathered from wherever something can be urgent, and how much of it there is in all.
#[derive(Debug, Default)]
struct Needs {
    entries: Vec<Need>,
    count: usize,
}

impl Needs {
    fn add(&mut self, need: Need) {
        self.entries.push(need);
        self.count += 1;
    }

    /// The most urgent tasks of each departure, and how many more are due; of what is required also the next days.
    async fn add_tasks(&mut self, cx: &Cx, conn: &mut Conn, viewer: &Viewer) -> Result<()> {
        if cx.allow(Action::DoTasks).is_err() {
            return Ok(());
        }
        let today = cx.today();
        let soon = cx.calendar().add_working_days(today, SOON);
        let which = Urgent { roles: task_roles(cx), today, soon, each: TASKS_EACH, limit: SHOWN };
        let tasks = conn.list_urgent_tasks(viewer, which).await?;
        self.count += tasks.first().map_or(0, |task| size(task.found));
        self.entries.extend(tasks.into_iter().map(|task| of_task(today, task)));
        Ok(())
    }

    async fn add_approvals(&mut self, cx: &Cx) -> Result<()> {
        if cx.allow(Action::Approve).is_err() {
            return Ok(());
        }
        for waiting in approvals::list_waiting(cx).await? {
            let on = cx.day_of(waiting.opened_at);
            self.add(Need {
                urgency: if on.saturating_add(2.days()) < cx.today() {
                    Urgency::Today
                } else {
                    Urgency::Soon
                },
                on,
                departure: Some(waiting.departure_id),
                person_name: waiting.person_name,
                why: Why::Approval { step: waiting.step, since: waiting.opened_at },
            });
        }
        Ok(())
    }

    /// Access that nobody settled, and files that should be closed.
    async fn add_departures(&mut self, cx: &Cx, conn: &mut Conn, viewer: &Viewer) -> Result<()> {
        let today = cx.today();
        if cx.actor().has_any(&[Role::HrSpecialist, Role::HrPartner, Role::ItSecurity]) {
            let tomorrow = cx.calendar().add_working_days(today, 1);
            let days = (Date::MIN, tomorrow);
            for day in self.counted(conn.list_days(viewer, Ahead::AccessUnsettled, days, SHOWN).await?) {
                let urgency = if day.last_day < today { Urgency::Late } else { Urgency::Today };
                self.entries.push(need(&day, urgency, day.last_day, Why::AccessUnsettled));
            }
        }
        if cx.allow(Action::RunDepartures).is_ok() {
            let days = (Date::MIN, today.yesterday().unwrap_or(Date::MIN));
            for day in self.counted(conn.list_days(viewer, Ahead::NotClosed, days, SHOWN).await?) {
                self.entries.push(need(&day, Urgency::Today, day.legal_end, Why::NotClosed));
            }
        }
        Ok(())
    }

    /// Checks of the law that stop one of the departures shown, for those who settle them; nobody's own.
    async fn add_checks(&mut self, cx: &Cx, conn: &mut Conn, leaving: &[Leaving]) -> Result<()> {
        let sees_pay = visible(cx.actor(), Relation::InLine, Field::Pay) == Visibility::Show;
        if !sees_pay || cx.allow(Action::RunDepartures).is_err() {
            return Ok(());
        }
        for Leaving { departure, .. } in leaving {
            if cx.actor().person == Some(departure.person_id) {
                continue;
            }
            let stopping = settlement::stopping_checks(cx, conn, departure).await?;
            if !stopping.is_empty() {
                self.add(Need {
                    urgency: if departure.legal_end <= cx.today() { Urgency::Late } else { Urgency::Today },
                    on: departure.last_day,
                    departure: Some(departure.id),
                    person_name: departure.person_name.clone(),
                    why: Why::ChecksStop(stopping.into_iter().map(|check| check.key).collect()),
                });
            }
        }
        Ok(())
    }

    /// The talks that the viewer is to hold in the next days; those of others are on the page of talks.
    async fn add_talks(&mut self, cx: &Cx, conn: &mut Conn) -> Result<()> {
        let own = cx.actor().person;
        if own.is_none() || cx.allow(Action::HoldTalks).is_err() {
            return Ok(());
        }
        let (today, view) = (cx.today(), TalkView { talker: own, viewer: own });
        let soon = cx.calendar().add_working_days(today, SOON);
        let open = conn.list_open_talks(view, TALKS_READ).await?;
        for talk in open.into_iter().filter(|talk| talk.due_on <= soon) {
            self.add(Need {
                urgency: due(talk.due_on, today),
                on: talk.due_on,
                departure: talk.departure_id,
                person_name: talk.person_name.clone(),
                why: Why::Talk(Box::new(talk)),
            });
        }
        Ok(())
    }

    /// The days listed, after all of them, listed or not, were counted.
    fn counted(&mut self, days: Vec<Day>) -> Vec<Day> {
        self.count += days.first().map_or(0, |day| size(day.found));
        days
    }

    /// Handovers that are behind their plan.
    fn add_handovers(&mut self, cx: &Cx, leaving: &[Leaving]) {
        const LAG: f64 = 0.05;
        if cx.allow(Action::RunHandovers).is_err() {
            return;
        }
        for row in leaving {
            let work = row.gauges.iter().find_map(|gauge| gauge.work);
            if let Some(work) = work.filter(|work| work.items > 0 && work.share + LAG < work.planned) {
                self.add(Need {
                    urgency: Urgency::Late,
                    on: row.departure.last_day,
                    departure: Some(row.departure.id),
                    person_name: row.departure.person_name.clone(),
                    why: Why::HandoverBehind { share: work.share, planned: work.planned },
                });
            }
        }
    }

    /// What only a leaver knows and nobody is to take over.
    fn add_knowledge(&mut self, leaving: &[Leaving]) {
        for row in leaving {
            let Some(knowledge) = row.knowledge.as_ref().filter(|knowledge| knowledge.unplanned() > 0) else {
                continue;
            };
            self.add(Need {
                urgency: Urgency::Today,
                on: row.departure.last_day,
                departure: Some(row.departure.id),
                person_name: row.departure.person_name.clone(),
                why: Why::KnowledgeUnplanned {
                    items: knowledge.unplanned(),
                    share: knowledge.unplanned_share(),
                },
            });
        }
    }

    fn finish(mut self) -> Vec<Need> {
        self.entries.sort_by(|a, b| {
            a.urgency.cmp(&b.urgency).then(a.on.cmp(&b.on)).then(a.departure.cmp(&b.departure))
        });
        self.entries.truncate(NEEDS);
        self.entries
    }
}

fn due(on: Date, today: Date) -> Urgency {
    match on.cmp(&today) {
        Ordering::Less => Urgency::Late,
        Ordering::Equal => Urgency::Today,
        Ordering::Greater => Urgency::Soon,
    }
}

fn of_task(today: Date, task: UrgentTask) -> Need {
    let urgency = due(task.due_on, today);
    let more = if task.place == TASKS_EACH { size(task.due - TASKS_EACH) } else { 0 };
    let (on, departure, person_name) = (task.due_on, Some(task.departure_id), task.person_name.clone());
    Need { urgency, on, departure, person_name, why: Why::Task { task, more } }
}

fn need(day: &Day, urgency: Urgency, on: Date, why: Why) -> Need {
    Need { urgency, on, departure: Some(day.id), person_name: day.person_name.clone(), why }
}

/// The days ahead: last days, ends of contracts, access, and what the law asks for by a day.
async fn deadlines(cx: &Cx, conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Deadline>> {
    let today = cx.today();
    let days = (today, today.saturating_add(AHEAD.days()));
    let of =
        |day: &Day, on, kind| Deadline { on, kind, departure: day.id, person_name: day.person_name.clone() };
    let mut all: Vec<Deadline> = Vec::new();
    let last_days = conn.list_days(viewer, Ahead::LastDay, days, SHOWN).await?;
    all.extend(last_days.iter().map(|day| of(day, day.last_day, DeadlineKind::LastDay)));
    let legal_ends = conn.list_days(viewer, Ahead::LegalEnd, days, SHOWN).await?;
    all.extend(legal_ends.iter().map(|day| of(day, day.legal_end, DeadlineKind::LegalEnd)));
    if let (Some(from), Some(until)) =
        (today.yesterday().ok().and_then(midnight_after), midnight_after(days.1))
    {
        let shut = conn.list_access_ends(viewer, (from, until), SHOWN).await?;
        let ends = shut.iter().filter_map(|day| day.access_off_at.map(|at| (day, at)));
        all.extend(ends.map(|(day, at)| of(day, cx.day_of(at), DeadlineKind::AccessOff(at))));
    }
    if cx.allow(Action::DoTasks).is_ok() {
        let lawful = conn.list_lawful_tasks(viewer, task_roles(cx), days, SHOWN).await?;
        all.extend(lawful.into_iter().map(of_lawful));
    }
    all.sort_by_key(|deadline| deadline.on);
    all.truncate(DEADLINES);
    Ok(all)
}

fn of_lawful(task: DueTask) -> Deadline {
    let (on, departure, person_name) = (task.due_on, task.departure_id, task.person_name.clone());
    Deadline { on, kind: DeadlineKind::Task(task), departure, person_name }
}
