//! A handover as its pages show it: every item with how it stands, and one item with all that was said of it.

use std::collections::HashMap;

use app::{Cx, Result, access::Field, kept::Kept};
use handover::{Item as Rated, Mark, PassRule, ReceiverGap, SeriesDay, Stage, Standing, TeachBackResult};
use kernel::{Date, DepartureId, ItemId, PersonId};
use store::{
    Conn,
    commitments::Commitment,
    handover::{
        items::{Item, Receiver},
        notes::{Note, NoteHead, Unclear},
        plan::{JointSession, Obstacle, StageAssessment},
        schedule::{Help, Slot},
        stages::StageSaying,
        teach::{Answer, MarkRow, Question, TeachBack, Waiting},
    },
    sweep::Candidate,
};

use super::{
    hours::Hours,
    lint::{self, NoteCheck},
    needs::{self, Need},
    progress::{Outlook, Planned, Progress, measure, outlook, plan, rate},
    schedule,
    seat::{ItemSeat, Seat},
    stages::facts,
    teach::{self, Offer},
};

/// One line of the list of items.
#[derive(Debug, Clone)]
pub struct ItemLine {
    /// The item.
    pub item: Item,
    /// Who takes it over, the questioner last.
    pub receivers: Vec<Receiver>,
    /// What the receivers lack.
    pub gaps: Vec<ReceiverGap>,
    /// How each stage stands, in their order.
    pub stages: [Standing; 4],
    /// The newest version of the note.
    pub note: Option<NoteHead>,
    /// So many passages are not clear yet.
    pub unclear: usize,
    /// The latest teach-back that was marked.
    pub teach: Option<TeachScore>,
    /// Hours of the leaver that are left.
    pub hours_left: f64,
    /// Nobody else who is employed can do it alone, by the register.
    pub is_sole: bool,
    /// When it should be independent, by a person's word or by the plan.
    pub finish_on: Option<Date>,
    /// That day is over and it is not.
    pub is_late: bool,
}

/// How a teach-back went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeachScore {
    /// Right answers.
    pub right: usize,
    /// Of so many questions.
    pub questions: usize,
    /// Passed.
    pub is_passed: bool,
}

/// A handover with everything around it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Who looks.
    pub seat: Seat,
    /// The items, what matters most first.
    pub lines: Vec<ItemLine>,
    /// What was left out.
    pub dropped: Vec<Item>,
    /// How far it is.
    pub progress: Progress,
    /// Day by day.
    pub series: Vec<SeriesDay>,
    /// How it is likely to go on.
    pub outlook: Option<Outlook>,
    /// The leaver's days and hours.
    pub hours: Hours,
    /// What more time would be good for, where it was reckoned today.
    pub helps: Vec<Help>,
    /// A plan was applied.
    pub has_plan: bool,
    /// How many hours a working day the plan takes.
    pub hours_per_day: f64,
    /// What needs somebody, the most pressing first.
    pub needs: Vec<Need>,
    /// Sessions by time.
    pub sessions: Vec<JointSession>,
    /// Stage assessments by date.
    pub assessments: Vec<StageAssessment>,
    /// Obstacles.
    pub obstacles: Vec<Obstacle>,
    /// What the company committed to; empty for who may not see it.
    pub commitments: Vec<Commitment>,
    /// People to choose from.
    pub candidates: Vec<Candidate>,
}

/// What the lines are made from.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    pub(super) items: Vec<Item>,
    pub(super) receivers: Vec<Receiver>,
    pub(super) stages: Vec<StageSaying>,
    pub(super) notes: Vec<NoteHead>,
    pub(super) unclear: Vec<Unclear>,
    pub(super) marks: Vec<MarkRow>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) sole: Vec<ItemId>,
    pub(super) slots: Vec<Slot>,
}

impl Rows {
    pub(super) async fn load(conn: &mut Conn, departure: DepartureId) -> Result<Self> {
        Ok(Self {
            items: conn.list_items(departure).await?,
            receivers: conn.list_receivers(departure).await?,
            stages: conn.list_stages(departure).await?,
            notes: conn.list_note_heads(departure).await?,
            unclear: conn.list_open_unclear(departure).await?,
            marks: conn.list_marks(departure).await?,
            waiting: conn.list_waiting_teach_backs(departure).await?,
            sole: conn.list_sole_items(departure).await?,
            slots: conn.list_current_slots(departure).await?,
        })
    }

    /// The items that are not dropped, as the rules rate them.
    pub(super) fn rated(&self) -> Result<Vec<Rated>> {
        self.items.iter().filter(|item| !item.is_dropped).map(|item| rate(item, &self.stages)).collect()
    }

    /// The days of the plan that was applied.
    pub(super) fn planned(&self) -> Planned {
        Planned::of(&self.slots)
    }

    /// One line for each item that is not dropped.
    pub(super) fn lines(
        &self,
        cx: &Cx,
        seat: &Seat,
        rated: &[Rated],
        plan: &handover::Plan,
    ) -> Vec<ItemLine> {
        let by_id: HashMap<ItemId, &Rated> = rated.iter().map(|rated| (rated.id, rated)).collect();
        let kept = self.items.iter().filter(|item| !item.is_dropped);
        let line = |item: &Item| by_id.get(&item.id).map(|rated| self.line(cx, seat, item, (*rated, plan)));
        kept.filter_map(line).collect()
    }

    fn line(&self, cx: &Cx, seat: &Seat, item: &Item, (rated, plan): (&Rated, &handover::Plan)) -> ItemLine {
        let today = cx.today();
        let receivers: Vec<Receiver> =
            self.receivers.iter().filter(|receiver| receiver.item_id == item.id).cloned().collect();
        let finish_on = plan.finish_on(item.id);
        ItemLine {
            gaps: gaps(cx, seat, &receivers),
            receivers,
            stages: standings(rated, today),
            note: self.note_of(item.id, seat.sees(cx, Field::Notes)),
            unclear: self.unclear.iter().filter(|unclear| unclear.item_id == item.id).count(),
            teach: self.score(item),
            hours_left: f64::from(rated.hours) * (1.0 - rated.credit(today)),
            is_sole: self.sole.contains(&item.id),
            finish_on,
            is_late: finish_on.is_some_and(|day| day < today) && !rated.is_done(today),
            item: item.clone(),
        }
    }

    /// The head of the newest version; what stands in the note is for those who may read notes.
    fn note_of(&self, item: ItemId, sees_notes: bool) -> Option<NoteHead> {
        let mut head = self.notes.iter().find(|note| note.item_id == item).cloned()?;
        if !sees_notes {
            head.first_text.clear();
        }
        Some(head)
    }

    /// The marks of the latest attempt; earlier ones of other receivers are on the item's page.
    fn score(&self, item: &Item) -> Option<TeachScore> {
        let mine = || self.marks.iter().filter(|row| row.item_id == item.id);
        let latest = mine().max_by_key(|row| (row.marked_at, row.teach_back_id))?.teach_back_id;
        let marks: Vec<Option<Mark>> = mine()
            .filter(|row| row.teach_back_id == latest)
            .map(|row| Mark::from_points(row.mark).ok())
            .collect();
        let result = handover::mark_teach_back(&marks, PassRule::for_item(item.is_core));
        Some(TeachScore { right: result.right, questions: result.questions, is_passed: result.is_passed })
    }
}

/// How each stage stands; what a later proof covers is proven too.
pub(super) fn standings(rated: &Rated, today: Date) -> [Standing; 4] {
    let proven = handover::proven_stage(&rated.stages, today);
    [Stage::Explained, Stage::Written, Stage::Practised, Stage::Independent].map(|stage| {
        if proven >= Some(stage) { Standing::Proven } else { handover::standing(&rated.stages, stage, today) }
    })
}

pub(super) fn gaps(cx: &Cx, seat: &Seat, receivers: &[Receiver]) -> Vec<ReceiverGap> {
    let known: Vec<handover::Receiver> = receivers
        .iter()
        .map(|receiver| handover::Receiver {
            person: receiver.person_id,
            is_questioner: receiver.is_questioner,
            accepted_on: receiver.accepted_at.map(|at| cx.day_of(at)),
            is_proven: receiver.signed_off_at.is_some(),
        })
        .collect();
    handover::receiver_gaps(&known, seat.case.person_id)
}

/// The handover of a departure, for those who may see the whole of it.
pub async fn overview(cx: &Cx, departure: DepartureId) -> Result<Overview> {
    let mut conn = cx.read().await?;
    let seat = Seat::looking(cx, &mut conn, departure).await?;
    let rows = Rows::load(&mut conn, departure).await?;
    let rated = rows.rated()?;
    let plan = plan(cx, &seat.case, &rated, &rows.planned());
    let hours = Hours::of_leaver(cx, &mut conn, &seat.case).await?;
    let lines = rows.lines(cx, &seat, &rated, &plan);
    let sessions = conn.list_joint_sessions(departure).await?;
    let assessments = conn.list_stage_assessments(departure).await?;
    let obstacles = conn.list_obstacles(departure).await?;
    let shows = seat.sees(cx, Field::Commitments);
    let commitments = if shows { conn.list_commitments(departure).await? } else { Vec::new() };
    let candidates = if seat.leads && seat.is_open() {
        candidates(cx, &mut conn, seat.case.person_id).await?
    } else {
        Vec::new()
    };
    Ok(Overview {
        needs: needs::needs(cx, &rows, &lines, (&sessions, &assessments, &obstacles)),
        progress: measure(&rated, &plan, cx.today()),
        series: handover::series(&rated, &plan, cx.today()),
        outlook: outlook(cx, &rated, &plan, &hours)?,
        helps: schedule::helps_of_today(cx, &mut conn, departure).await?,
        has_plan: !rows.slots.is_empty(),
        hours,
        hours_per_day: plan.hours_per_day(),
        dropped: rows.items.iter().filter(|item| item.is_dropped).cloned().collect(),
        seat,
        lines,
        sessions,
        assessments,
        obstacles,
        commitments,
        candidates,
    })
}

/// An attempt at the teach-back with its answers.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The attempt.
    pub teach_back: TeachBack,
    /// Its answers, in the order of the questions.
    pub answers: Vec<Answer>,
    /// What the marks come to.
    pub score: TeachBackResult,
}

impl Attempt {
    /// Whether all its answers are marked for good.
    pub fn is_marked(&self) -> bool {
        self.teach_back.marked_at.is_some()
    }
}

/// The attempts at an item, newest first.
pub(super) async fn attempts(conn: &mut Conn, item: &Item) -> Result<Vec<Attempt>> {
    let answers = conn.list_answers(item.id).await?;
    let attempt = |teach_back: TeachBack| {
        let answers: Vec<Answer> =
            answers.iter().filter(|answer| answer.teach_back_id == teach_back.id).cloned().collect();
        let marks: Vec<Option<Mark>> =
            answers.iter().map(|answer| answer.mark.and_then(|mark| Mark::from_points(mark).ok())).collect();
        let score = handover::mark_teach_back(&marks, PassRule::for_item(item.is_core));
        Attempt { teach_back, answers, score }
    };
    Ok(conn.list_teach_backs(item.id).await?.into_iter().map(attempt).collect())
}

/// One item with all that was said of it.
#[derive(Debug, Clone)]
pub struct ItemView {
    /// Who looks.
    pub at: ItemSeat,
    /// What the receivers lack.
    pub gaps: Vec<ReceiverGap>,
    /// How each stage stands, in their order.
    pub stages: [Standing; 4],
    /// The stage that may be said next, or said again with its proof.
    pub next: Option<Stage>,
    /// The last stage that was said, which may be undone.
    pub last: Option<Stage>,
    /// Everything that was said, oldest first.
    pub sayings: Vec<StageSaying>,
    /// The note; nothing for who may not read notes.
    pub note: Option<Note>,
    /// What the check says of it.
    pub check: NoteCheck,
    /// What was not clear, by line.
    pub unclear: Vec<Unclear>,
    /// The questions, retired ones too; nothing for who may not read notes.
    pub questions: Vec<Question>,
    /// The questions that the note gives and nobody decided on; nothing for who may not choose among them.
    pub offers: Vec<Offer>,
    /// The attempts that this viewer may see, newest first.
    pub attempts: Vec<Attempt>,
    /// Sessions about this item.
    pub sessions: Vec<JointSession>,
    /// People to choose from.
    pub candidates: Vec<Candidate>,
    /// Whether notes may be read.
    pub sees_notes: bool,
}

/// Candidates are kept for as many leavers.
const LEAVERS_KEPT: usize = 200;

/// Who could take over from a leaver, until anything changes.
struct KeptCandidates(Kept<PersonId, Vec<Candidate>>);

async fn candidates(cx: &Cx, conn: &mut Conn, leaver: PersonId) -> Result<Vec<Candidate>> {
    let size = conn.get_log_size().await?;
    let read = async { Ok(conn.list_candidates(leaver).await?) };
    Ok(cx.app().keep(|| KeptCandidates(Kept::new(LEAVERS_KEPT))).0.of(size, leaver, read).await?.to_vec())
}

/// One item, for those who steer, look, leave or receive it; the same 404 for everybody else.
pub async fn item_view(cx: &Cx, departure: DepartureId, id: ItemId) -> Result<ItemView> {
    let mut conn = cx.read().await?;
    let at = ItemSeat::load(cx, &mut conn, departure, id).await?;
    let sees_notes = at.seat.sees(cx, Field::Notes);
    let sayings = conn.list_item_stages(id).await?;
    let rated = rate(&at.item, &sayings)?;
    let stages = standings(&rated, cx.today());
    let note = if sees_notes { conn.find_note(id).await? } else { None };
    let unclear = if sees_notes { conn.list_unclear(id).await? } else { Vec::new() };
    let sessions = conn.list_joint_sessions(departure).await?;
    let leads = at.seat.leads && at.seat.is_open();
    let candidates =
        if leads { candidates(cx, &mut conn, at.seat.case.person_id).await? } else { Vec::new() };
    let questions = if sees_notes { conn.list_questions(id).await? } else { Vec::new() };
    let (check, offers) = read_note(cx, &mut conn, &at, (note.as_ref(), &questions)).await?;
    Ok(ItemView {
        check,
        offers,
        questions,
        gaps: gaps(cx, &at.seat, &at.receivers),
        next: next_stage(stages),
        last: facts(&sayings).iter().map(|fact| fact.stage).max(),
        attempts: visible_attempts(cx, &mut conn, &at).await?,
        sessions: sessions.into_iter().filter(|session| session.item_id == Some(id)).collect(),
        at,
        stages,
        sayings,
        note,
        unclear,
        candidates,
        sees_notes,
    })
}

/// What the check says of the note, and the questions that it gives to who may choose among them.
async fn read_note(
    cx: &Cx,
    conn: &mut Conn,
    at: &ItemSeat,
    (note, questions): (Option<&Note>, &[Question]),
) -> Result<(NoteCheck, Vec<Offer>)> {
    let Some(note) = note else { return Ok((NoteCheck::default(), Vec::new())) };
    let written = (note.body.as_str(), cx.day_of(note.written_at));
    let beside = lint::Beside::read(conn, (&at.item, at.seat.case.person_id), written).await?;
    let check = lint::check_apart(note.body.clone(), beside).await?;
    let chooses = at.may_choose() && at.seat.is_open() && !at.item.is_dropped;
    let offers = if chooses { teach::offers(&note.body, questions) } else { Vec::new() };
    Ok((check, offers))
}

fn next_stage(stages: [Standing; 4]) -> Option<Stage> {
    Stage::ALL
        .iter()
        .copied()
        .zip(stages)
        .find(|(_, standing)| *standing != Standing::Proven)
        .map(|(stage, _)| stage)
}

/// Marks are seen by whoever may see marks; an attempt under way by its answerer alone.
async fn visible_attempts(cx: &Cx, conn: &mut Conn, at: &ItemSeat) -> Result<Vec<Attempt>> {
    if !at.seat.sees(cx, Field::Marks) {
        return Ok(Vec::new());
    }
    let mine = |attempt: &Attempt| Some(attempt.teach_back.person_id) == at.seat.person;
    let all = attempts(conn, &at.item).await?;
    Ok(all.into_iter().filter(|one| one.teach_back.submitted_at.is_some() || mine(one)).collect())
}

impl ItemView {
    /// The viewer's own attempt that is not handed in.
    pub fn open_attempt(&self) -> Option<&Attempt> {
        self.own_attempts().find(|attempt| attempt.teach_back.submitted_at.is_none())
    }

    /// The viewer's own attempts, newest first.
    pub fn own_attempts(&self) -> impl Iterator<Item = &Attempt> {
        let me = self.at.seat.person;
        self.attempts.iter().filter(move |attempt| Some(attempt.teach_back.person_id) == me)
    }

    /// The questions that are asked now.
    pub fn asked(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| !question.is_retired)
    }
}
