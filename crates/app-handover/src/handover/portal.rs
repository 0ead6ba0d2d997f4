//! The two portals: what the leaver should do today, and what a receiver has taken on.

use app::{Cx, Error, Result};
use handover::{ReceiverGap, Stage, Standing, Step};
use kernel::Date;
use store::{
    commitments::Commitment,
    departures::{Departure, Viewer},
    handover::{
        items::Receiver,
        notes::Unclear,
        plan::{HeldAsset, JointSession, Obstacle, StageAssessment},
    },
    people::Scope,
};

use super::{
    hours::Hours,
    progress::{Outlook, Progress, measure, outlook, plan},
    seat::Seat,
    view::{ItemLine, Rows},
};

/// How many items a day may ask of somebody.
const TODAY: usize = 4;

/// Something that the leaver should do today, and why it is this.
#[derive(Debug, Clone)]
pub enum Today {
    /// A session is held today.
    Session(JointSession),
    /// A receiver asks; the line of the note and the question.
    Answer(Unclear),
    /// The plan has this for today: the item, what to do, and with whom.
    Planned(Box<ItemLine>, Step, Vec<String>),
    /// A note is vague: where to begin.
    Mend(Box<ItemLine>),
    /// An item should come to this stage next.
    Item(Box<ItemLine>, Stage),
}

/// The leaver's page.
#[derive(Debug, Clone)]
pub struct MyHandover {
    /// The departure.
    pub case: Departure,
    /// Whether anything may be done still.
    pub is_open: bool,
    /// Working days that are left, today included.
    pub days_left: i64,
    /// What to do today.
    pub today: Vec<Today>,
    /// The items, what matters most first.
    pub lines: Vec<ItemLine>,
    /// How far it is.
    pub progress: Progress,
    /// How it is likely to go on.
    pub outlook: Option<Outlook>,
    /// The leaver's minutes for the handover today.
    pub minutes_today: i64,
    /// Sessions to come.
    pub sessions: Vec<JointSession>,
    /// Goals of the next stage assessment.
    pub assessment: Option<StageAssessment>,
    /// What the company committed to.
    pub commitments: Vec<Commitment>,
    /// What to give back.
    pub assets: Vec<HeldAsset>,
    /// What stands in the way.
    pub obstacles: Vec<Obstacle>,
}

/// The own departure of the leaver; nobody else has this page.
pub async fn my_handover(cx: &Cx) -> Result<MyHandover> {
    let me = cx.actor().person.ok_or(Error::NotFound)?;
    let mut conn = cx.read().await?;
    let viewer = Viewer { scope: Scope::Company, sees_prepared: false, person: Some(me) };
    let mine = conn.list_departures_of(&viewer, me).await?;
    let is_mine =
        |case: &Departure| matches!(case.status, departure::Status::Open | departure::Status::Closed);
    let case = mine.into_iter().find(is_mine).ok_or(Error::NotFound)?;
    let seat = Seat::load(cx, &mut conn, case.id).await?;
    let rows = Rows::load(&mut conn, case.id).await?;
    let rated = rows.rated()?;
    let plan = plan(cx, &case, &rated, &rows.planned());
    let lines = rows.lines(cx, &seat, &rated, &plan);
    let today = cx.today();
    let hours = Hours::of_leaver(cx, &mut conn, &case).await?;
    let minutes_today = hours.place(today).and_then(|place| hours.leaver.get(place)).copied();
    let sessions: Vec<JointSession> = upcoming(cx, conn.list_joint_sessions(case.id).await?);
    let assessments = conn.list_stage_assessments(case.id).await?;
    let obstacles = conn.list_obstacles(case.id).await?;
    Ok(MyHandover {
        is_open: seat.is_open(),
        days_left: cx.calendar().working_days_inclusive(today, case.last_day),
        today: if seat.is_open() { todays(cx, &rows, &lines, &sessions) } else { Vec::new() },
        progress: measure(&rated, &plan, today),
        outlook: outlook(cx, &rated, &plan, &hours)?,
        minutes_today: minutes_today.unwrap_or(0),
        sessions,
        assessment: assessments.into_iter().find(|one| one.assessed_at.is_none()),
        commitments: conn.list_commitments(case.id).await?,
        assets: conn.list_held_assets(me).await?,
        obstacles: obstacles.into_iter().filter(|one| one.removed_at.is_none()).collect(),
        case,
        lines,
    })
}

pub(super) fn upcoming(cx: &Cx, sessions: Vec<JointSession>) -> Vec<JointSession> {
    let is_ahead = |session: &JointSession| {
        !session.is_cancelled && session.held_at.is_none() && cx.day_of(session.starts_at) >= cx.today()
    };
    sessions.into_iter().filter(is_ahead).collect()
}

/// Sessions of today first, then questions that wait, then the items that matter most and are not done.
fn todays(cx: &Cx, rows: &Rows, lines: &[ItemLine], sessions: &[JointSession]) -> Vec<Today> {
    let of_today = |session: &&JointSession| cx.day_of(session.starts_at) == cx.today();
    let mut todays: Vec<Today> = sessions.iter().filter(of_today).cloned().map(Today::Session).collect();
    todays.extend(planned_today(cx, rows, lines));
    let asked = rows.unclear.iter().filter(|unclear| unclear.answered_at.is_none());
    todays.extend(asked.take(TODAY).cloned().map(Today::Answer));
    let mut open: Vec<(&ItemLine, Stage)> =
        lines.iter().filter_map(|line| Some((line, leavers_next(line)?))).collect();
    open.sort_by_key(|(line, _)| (!line.is_late, !line.item.is_core, std::cmp::Reverse(line.item.weight)));
    let vague = lines.iter().filter(|line| line.findings() > 0 && line.stages[3] != Standing::Proven);
    let worst = vague.max_by_key(|line| (line.item.is_core, line.item.weight, line.findings()));
    todays.extend(worst.map(|line| Today::Mend(Box::new(line.clone()))));
    let room = TODAY.saturating_sub(todays.len()).max(1);
    todays
        .extend(open.into_iter().take(room).map(|(line, stage)| Today::Item(Box::new(line.clone()), stage)));
    todays
}

/// What the plan has for today and is not done, each item and step once.
fn planned_today(cx: &Cx, rows: &Rows, lines: &[ItemLine]) -> Vec<Today> {
    let mut planned: Vec<Today> = Vec::new();
    for slot in rows.slots.iter().filter(|slot| slot.day == cx.today()) {
        let open = |line: &&ItemLine| line.item.id == slot.item_id && !line.has_done(slot.step);
        let Some(line) = lines.iter().find(open) else { continue };
        let is_there = |one: &Today| matches!(one, Today::Planned(held, step, _) if held.item.id == slot.item_id && *step == slot.step);
        if !planned.iter().any(is_there) {
            let names = line.receivers.iter().map(|one| one.name.clone());
            planned.push(Today::Planned(Box::new(line.clone()), slot.step, names.collect()));
        }
    }
    planned
}

/// The first stage without proof; the last one is the receiver's to show.
fn leavers_next(line: &ItemLine) -> Option<Stage> {
    let first =
        Stage::ALL.iter().copied().zip(line.stages).find(|(_, standing)| *standing != Standing::Proven)?;
    (first.0 != Stage::Independent).then_some(first.0)
}

/// What a receiver has from one leaver.
#[derive(Debug, Clone)]
pub struct MyReceiving {
    /// The departure.
    pub case: Departure,
    /// Working days that are left, today included.
    pub days_left: i64,
    /// The items with the receiver's own part, what matters most first.
    pub lines: Vec<(ItemLine, Receiver)>,
    /// What the receiver asked and is not clear yet.
    pub unclear: Vec<Unclear>,
    /// Attempts of others that wait for the receiver's marks: item and name.
    pub to_mark: Vec<(kernel::ItemId, String)>,
    /// The dates that the plan has for the receiver, from today on.
    pub dates: Vec<(kernel::ItemId, Step, Date)>,
    /// Sessions to come about these items, or about the whole.
    pub sessions: Vec<JointSession>,
}

/// What the actor receives, by leaver.
pub async fn my_receiving(cx: &Cx) -> Result<Vec<MyReceiving>> {
    let me = cx.actor().person.ok_or(Error::NotFound)?;
    let mut conn = cx.read().await?;
    let cases = conn.list_received_cases(me).await?;
    if cases.is_empty() {
        return Err(Error::NotFound);
    }
    let mut received = Vec::new();
    for found in cases {
        let seat = Seat::load(cx, &mut conn, found.departure_id).await?;
        let rows = Rows::load(&mut conn, found.departure_id).await?;
        let sessions = upcoming(cx, conn.list_joint_sessions(found.departure_id).await?);
        received.push(receiving(cx, (seat, rows), sessions, me)?);
    }
    Ok(received)
}

fn receiving(
    cx: &Cx,
    (seat, rows): (Seat, Rows),
    sessions: Vec<JointSession>,
    me: kernel::PersonId,
) -> Result<MyReceiving> {
    let rated = rows.rated()?;
    let plan = plan(cx, &seat.case, &rated, &rows.planned());
    let mine = |line: ItemLine| {
        let own = line.receivers.iter().find(|receiver| receiver.person_id == me)?.clone();
        Some((line, own))
    };
    let lines: Vec<(ItemLine, Receiver)> =
        rows.lines(cx, &seat, &rated, &plan).into_iter().filter_map(mine).collect();
    let is_mine = |item: kernel::ItemId| lines.iter().any(|(line, _)| line.item.id == item);
    let asks =
        |item: kernel::ItemId| lines.iter().any(|(line, own)| line.item.id == item && own.is_questioner);
    let waiting = rows.waiting.iter().filter(|waiting| asks(waiting.item_id) && waiting.person_id != me);
    let mut dates: Vec<(kernel::ItemId, Step, Date)> = Vec::new();
    for slot in rows.slots.iter().filter(|slot| slot.day >= cx.today()) {
        let is_own = slot.person_id == Some(me) || (slot.step == Step::Teach && is_mine(slot.item_id));
        let is_done = lines.iter().any(|(line, _)| line.item.id == slot.item_id && line.has_done(slot.step));
        if is_own && !is_done {
            dates.push((slot.item_id, slot.step, slot.day));
        }
    }
    dates.sort_by_key(|(item, _, day)| (*day, *item));
    dates.dedup();
    Ok(MyReceiving {
        dates,
        days_left: cx.calendar().working_days_inclusive(cx.today(), seat.case.last_day),
        unclear: rows.unclear.iter().filter(|one| one.asked_by == me).cloned().collect(),
        to_mark: waiting.map(|waiting| (waiting.item_id, waiting.person_name.clone())).collect(),
        sessions: sessions.into_iter().filter(|one| one.item_id.is_none_or(is_mine)).collect(),
        case: seat.case,
        lines,
    })
}

impl ItemLine {
    /// So much of the note is vague or missing, by the check.
    pub fn findings(&self) -> i64 {
        self.note.as_ref().map_or(0, |note| note.findings)
    }

    /// Whether the records show that a step of the plan is done.
    pub fn has_done(&self, step: Step) -> bool {
        let [explained, written, _, independent] = self.stages;
        let standing = match step {
            Step::Write => written,
            Step::Teach => explained,
            Step::Prove => independent,
        };
        standing == Standing::Proven
    }

    /// So much of the note is to be mended: what the check found, and what a receiver does not understand.
    pub fn to_mend(&self) -> i64 {
        self.findings().saturating_add(i64::try_from(self.unclear).unwrap_or(i64::MAX))
    }

    /// Whether somebody must still be named.
    pub fn lacks_receivers(&self) -> bool {
        self.gaps.iter().any(|gap| gap.is_fault())
    }

    /// Whether a receiver has not accepted yet.
    pub fn lacks_acceptance(&self) -> bool {
        self.gaps.iter().any(|gap| matches!(gap, ReceiverGap::NotAccepted(_)))
    }

    /// The day on which it should be independent.
    pub const fn due(&self) -> Option<Date> {
        self.finish_on
    }
}
