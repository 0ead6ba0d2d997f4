//! The overview: what needs whom today, the deadlines ahead, and everybody who is leaving.
//!
//! Managers see their own line only; executives see who leaves and when, and no tasks. Each entry says why it is there,
//! so that the page can say it in words.

use std::cmp::Ordering;

use departure::{Gauge, Reading, Stage, Status};
use jiff::ToSpan as _;
use kernel::{Date, DepartureId, Role, Timestamp};
use store::{
    Conn,
    departures::{Departure, Viewer},
    tasks::{DueTask, DueTasks},
};

use crate::{
    Cx, Result,
    access::{Action, Field, Relation, Visibility, visible},
    approvals,
    departures::{read_gauges_of, viewer},
};

/// How many people who leave the overview shows; the list has the others.
const LEAVING: i64 = 12;
/// How many open tasks are read to find what is urgent.
const TASKS: i64 = 200;
/// How many tasks of one departure are shown; the last of them says how many more are due.
const TASKS_EACH: usize = 2;
/// So many working days ahead a required task is already worth a look.
const SOON: i64 = 2;
/// How many entries are shown.
const NEEDS: usize = 12;
/// How many deadlines are shown.
const DEADLINES: usize = 10;

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
        task: DueTask,
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
    /// The handover is behind its plan.
    HandoverBehind {
        /// The share of the weight that is handed over.
        share: f64,
        /// The share that the plan wants by today.
        planned: f64,
    },
}

/// One thing that needs somebody today.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    /// How urgent.
    pub urgency: Urgency,
    /// Since when, or until when: orders what is equally urgent.
    pub on: Date,
    /// The departure.
    pub departure: DepartureId,
    /// Who leaves.
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
}

/// The overview.
#[derive(Debug, Clone)]
pub struct Overview {
    /// What needs somebody, the most urgent first.
    pub needs: Vec<Need>,
    /// How many there are, shown or not.
    pub need_count: usize,
    /// The days ahead, the next first.
    pub deadlines: Vec<Deadline>,
    /// Everybody who leaves, the next last working day first.
    pub leaving: Vec<Leaving>,
    /// How many leave, shown or not.
    pub leaving_count: usize,
}

/// The overview as the actor may see it.
pub async fn get_overview(cx: &Cx) -> Result<Overview> {
    cx.allow(Action::SeeDepartures)?;
    let viewer = viewer(cx)?;
    let mut conn = cx.read().await?;
    let departures = running(&mut conn, &viewer).await?;
    let leaving_count = count_running(&mut conn, &viewer).await?;
    let tasks = due_tasks(cx, &mut conn, &viewer).await?;
    let leaving = glance(cx, &mut conn, &departures).await?;
    drop(conn);
    let mut needs = Needs::default();
    needs.add_tasks(cx, &tasks);
    needs.add_approvals(cx).await?;
    needs.add_departures(cx, &departures);
    needs.add_handovers(cx, &leaving);
    let deadlines = deadlines(cx, &departures, &tasks);
    let need_count = needs.0.len();
    Ok(Overview { needs: needs.finish(), need_count, deadlines, leaving, leaving_count })
}

async fn running(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Departure>> {
    let mut all = conn.list_departures(viewer, Status::Open, ("", ""), TASKS).await?;
    all.extend(conn.list_departures(viewer, Status::Prepared, ("", ""), TASKS).await?);
    all.sort_by(|a, b| a.last_day.cmp(&b.last_day).then(a.id.cmp(&b.id)));
    Ok(all)
}

async fn count_running(conn: &mut Conn, viewer: &Viewer) -> Result<usize> {
    let counts = conn.count_departures(viewer).await?;
    let running =
        counts.iter().filter(|count| count.status.is_running()).map(|count| count.number).sum::<i64>();
    Ok(usize::try_from(running).unwrap_or(0))
}

/// Open tasks up to thirty days ahead: HR sees everybody's, others those of their roles and their own.
async fn due_tasks(cx: &Cx, conn: &mut Conn, viewer: &Viewer) -> Result<Vec<DueTask>> {
    if cx.allow(Action::DoTasks).is_err() {
        return Ok(Vec::new());
    }
    let roles = cx.allow(Action::RunDepartures).is_err().then_some(cx.actor().roles.as_slice());
    let until = cx.today().saturating_add(30.days());
    let which = DueTasks { roles, from: Date::MIN, until, limit: TASKS };
    Ok(conn.list_due_tasks(viewer, &which).await?)
}

async fn glance(cx: &Cx, conn: &mut Conn, departures: &[Departure]) -> Result<Vec<Leaving>> {
    let mut rows = Vec::new();
    for departure in departures.iter().take(usize::try_from(LEAVING).unwrap_or(0)) {
        let gauges = read_gauges_of(cx, conn, departure).await?;
        let shows = shows_clearing(cx);
        let next = if shows { conn.find_next_task(departure.id).await? } else { None };
        // Whoever sees no clearing still sees how the work goes.
        let gauges =
            if shows { gauges } else { gauges.into_iter().filter(|g| g.gauge == Gauge::Work).collect() };
        rows.push(Leaving { departure: departure.clone(), gauges, next });
    }
    Ok(rows)
}

/// Every row of the overview lies in the actor's scope, so that a manager stands to each as to the own line.
fn shows_clearing(cx: &Cx) -> bool {
    visible(cx.actor(), Relation::InLine, Field::Clearing) == Visibility::Show
}

/// What needs somebody, gathered from wherever something can be urgent.
#[derive(Debug, Default)]
struct Needs(Vec<Need>);

impl Needs {
    /// The most urgent tasks of each departure, and how many more are due; of what is required also the next days.
    fn add_tasks(&mut self, cx: &Cx, tasks: &[DueTask]) {
        let today = cx.today();
        let soon = cx.calendar().add_working_days(today, SOON);
        let counts = |task: &&DueTask| task.due_on <= today || (task.is_required && task.due_on <= soon);
        for task in tasks.iter().filter(counts) {
            let of_same = |need: &&mut Need| need.departure == task.departure_id;
            if self.0.iter_mut().filter(of_same).count() >= TASKS_EACH {
                let last = self.0.iter_mut().rfind(of_same);
                if let Some(Need { why: Why::Task { more, .. }, .. }) = last {
                    *more += usize::from(task.due_on <= today);
                }
                continue;
            }
            self.0.push(Need {
                urgency: match task.due_on.cmp(&today) {
                    Ordering::Less => Urgency::Late,
                    Ordering::Equal => Urgency::Today,
                    Ordering::Greater => Urgency::Soon,
                },
                on: task.due_on,
                departure: task.departure_id,
                person_name: task.person_name.clone(),
                why: Why::Task { task: task.clone(), more: 0 },
            });
        }
    }

    async fn add_approvals(&mut self, cx: &Cx) -> Result<()> {
        if cx.allow(Action::Approve).is_err() {
            return Ok(());
        }
        for waiting in approvals::list_waiting(cx).await? {
            let on = cx.day_of(waiting.opened_at);
            self.0.push(Need {
                urgency: if on.saturating_add(2.days()) < cx.today() {
                    Urgency::Today
                } else {
                    Urgency::Soon
                },
                on,
                departure: waiting.departure_id,
                person_name: waiting.person_name,
                why: Why::Approval { step: waiting.step, since: waiting.opened_at },
            });
        }
        Ok(())
    }

    /// Access that nobody settled, and files that should be closed.
    fn add_departures(&mut self, cx: &Cx, departures: &[Departure]) {
        let actor = cx.actor();
        let minds_access = actor.has_any(&[Role::HrSpecialist, Role::HrPartner, Role::ItSecurity]);
        let minds_closing = cx.allow(Action::RunDepartures).is_ok();
        for departure in departures.iter().filter(|departure| departure.status == Status::Open) {
            let soon = cx.calendar().add_working_days(cx.today(), 1);
            if minds_access && departure.access_off_at.is_none() && departure.last_day <= soon {
                let urgency = if departure.last_day < cx.today() { Urgency::Late } else { Urgency::Today };
                self.0.push(need(departure, urgency, departure.last_day, Why::AccessUnsettled));
            }
            if minds_closing && departure.legal_end < cx.today() && departure.stage == Stage::Closing {
                self.0.push(need(departure, Urgency::Today, departure.legal_end, Why::NotClosed));
            }
        }
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
                let why = Why::HandoverBehind { share: work.share, planned: work.planned };
                self.0.push(need(&row.departure, Urgency::Late, row.departure.last_day, why));
            }
        }
    }

    fn finish(mut self) -> Vec<Need> {
        self.0.sort_by(|a, b| {
            a.urgency.cmp(&b.urgency).then(a.on.cmp(&b.on)).then(a.departure.cmp(&b.departure))
        });
        self.0.truncate(NEEDS);
        self.0
    }
}

fn need(departure: &Departure, urgency: Urgency, on: Date, why: Why) -> Need {
    Need { urgency, on, departure: departure.id, person_name: departure.person_name.clone(), why }
}

/// The days of the next thirty: last days, ends of contracts, access, and what the law asks for by a day.
fn deadlines(cx: &Cx, departures: &[Departure], tasks: &[DueTask]) -> Vec<Deadline> {
    let (today, until) = (cx.today(), cx.today().saturating_add(30.days()));
    let mut all: Vec<Deadline> =
        departures.iter().flat_map(|departure| of_departure(cx, departure)).collect();
    let lawful = tasks.iter().filter(|task| task.gauge == Gauge::Law && task.is_required);
    all.extend(lawful.map(|task| Deadline {
        on: task.due_on,
        kind: DeadlineKind::Task(task.clone()),
        departure: task.departure_id,
        person_name: task.person_name.clone(),
    }));
    all.retain(|deadline| (today..=until).contains(&deadline.on));
    all.sort_by_key(|deadline| deadline.on);
    all.truncate(DEADLINES);
    all
}

fn of_departure(cx: &Cx, departure: &Departure) -> Vec<Deadline> {
    let day =
        |on, kind| Deadline { on, kind, departure: departure.id, person_name: departure.person_name.clone() };
    let mut days = vec![day(departure.last_day, DeadlineKind::LastDay)];
    if departure.legal_end != departure.last_day {
        days.push(day(departure.legal_end, DeadlineKind::LegalEnd));
    }
    if let Some(at) = departure.access_off_at {
        days.push(day(cx.day_of(at), DeadlineKind::AccessOff(at)));
    }
    days
}
