//! How far a handover is, for its own page, for gauges and for lists.

use std::{collections::HashMap, sync::Arc};

use app::{Cx, Result, cases::few};
use departure::WorkFact;
use handover::forecast::{Forecast, ForecastInput};
use handover::{Item as Rated, Plan, StageFact, Step, Weight};
use kernel::{Date, DepartureId, ItemId};
use store::{
    Conn,
    departures::Departure,
    handover::{
        brief::{BriefFinish, BriefStage},
        items::Item,
        schedule::Slot,
        stages::StageSaying,
    },
    overview::FEW,
};

use super::{
    foresight::{Foreseen, Foresight},
    hours::Hours,
    stages::facts,
};

/// How far a handover is against its plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Progress {
    /// The share of the weight that is handed over on proof.
    pub by_weight: f64,
    /// The same with every item counted alike.
    pub by_count: f64,
    /// The share of the weight that the plan wants by today.
    pub planned_by_now: f64,
    /// The share of the weight if every claim were proven.
    pub claimed: f64,
    /// How many items there are.
    pub items: usize,
    /// How many are in the receivers' hands.
    pub done: usize,
    /// How many core items there are.
    pub core: usize,
    /// How many of them are not in the receivers' hands yet.
    pub core_open: usize,
    /// The share of the whole weight that the core items carry of which nothing is proven, not even an explanation.
    pub core_untouched_weight: f64,
    /// How many those are.
    pub core_untouched: usize,
    /// Hours of the leaver that are left by the estimates.
    pub hours_left: f64,
}

/// What a list and the gauges need: progress, and how the customers among the items stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Brief {
    /// How far it is.
    pub progress: Progress,
    /// How many customers and suppliers are to be handed over.
    pub customers: usize,
    /// How many of them the receivers have practised with: visited together, introduced.
    pub customers_met: usize,
    /// Whether it lags behind its plan by more than a tenth of the weight.
    pub is_behind: bool,
    /// When half of the futures are done with everything, and how many days after the last working day that is.
    pub finish: Option<(Date, i64)>,
}

impl Progress {
    /// Whether the easy items went first: by count much is done, by weight little.
    pub fn is_easy_first(&self) -> bool {
        self.by_count - self.by_weight >= 0.1 && self.core_untouched > 0
    }
}

/// An item as the rules rate it.
pub(super) fn rate(item: &Item, sayings: &[StageSaying]) -> Result<Rated> {
    let mine: Vec<StageSaying> = sayings.iter().filter(|saying| saying.item_id == item.id).cloned().collect();
    rated((item.id, item.weight, item.hours), (item.is_core, item.planned_on), facts(&mine))
}

fn rated(
    (id, weight, hours): (ItemId, i64, i64),
    (is_core, planned_on): (bool, Option<Date>),
    stages: Vec<StageFact>,
) -> Result<Rated> {
    let weight = Weight::new(weight).map_err(app::Error::internal)?;
    let hours = u32::try_from(hours).unwrap_or(1);
    Ok(Rated { id, weight, hours, is_core, planned_on, stages })
}

/// The plan of these items. Where a plan was applied, its days hold for what nobody set a day for; what it could not
/// place is due on the last working day.
pub(super) fn plan(cx: &Cx, case: &Departure, items: &[Rated], planned: &Planned) -> Plan {
    let due = |item: &Rated| {
        let day = item.planned_on.or_else(|| planned.day_of(item.id, case.last_day));
        Rated { planned_on: day, ..item.clone() }
    };
    let items: Vec<Rated> = items.iter().map(due).collect();
    Plan::new(&items, case.notice_on, case.last_day, cx.calendar())
}

/// When the plan that was applied finishes each item; nothing where there is none.
#[derive(Debug, Clone, Default)]
pub(super) struct Planned {
    is_there: bool,
    days: HashMap<ItemId, Date>,
}

impl Planned {
    /// From the dates of the plan: an item is finished with the last of them. One that the plan does not take to the
    /// end has no showing back on record and is not finished by it.
    pub(super) fn of(slots: &[Slot]) -> Self {
        let mut days: HashMap<ItemId, Date> = HashMap::new();
        for slot in slots.iter().filter(|slot| slot.step == Step::Prove) {
            let day = days.entry(slot.item_id).or_insert(slot.day);
            *day = slot.day.max(*day);
        }
        Self { is_there: !slots.is_empty(), days }
    }

    /// As [`Planned::of`], from what was read for several departures.
    fn of_brief(departure: DepartureId, finishes: &[BriefFinish]) -> Self {
        let mine = || finishes.iter().filter(|finish| finish.departure_id == departure);
        let days = mine().filter_map(|finish| Some((finish.item_id, finish.proven_on?))).collect();
        Self { is_there: mine().next().is_some(), days }
    }

    fn day_of(&self, item: ItemId, last_day: Date) -> Option<Date> {
        self.is_there.then(|| self.days.get(&item).copied().unwrap_or(last_day))
    }
}

/// Progress of these items on a day.
pub(super) fn measure(items: &[Rated], plan: &Plan, today: Date) -> Progress {
    let all = handover::progress(items, today);
    let core = || items.iter().filter(|item| item.is_core);
    let untouched = || core().filter(|item| handover::proven_stage(&item.stages, today).is_none());
    let weight = |items: &mut dyn Iterator<Item = &Rated>| -> f64 {
        items.map(|item| f64::from(item.weight.get())).sum()
    };
    let total = weight(&mut items.iter()).max(1.0);
    Progress {
        by_weight: all.weight,
        by_count: all.count,
        planned_by_now: plan.share_on(today),
        claimed: all.claimed_weight,
        items: all.items,
        done: all.done,
        core: core().count(),
        core_open: core().filter(|item| !item.is_done(today)).count(),
        core_untouched_weight: weight(&mut untouched()) / total,
        core_untouched: untouched().count(),
        hours_left: all.hours_left,
    }
}

/// How far a departure's handover is today. Whoever may see the departure may ask; the caller has checked that.
pub async fn progress_of(cx: &Cx, case: &Departure) -> Result<Progress> {
    Ok(brief_of(cx, case).await?.progress)
}

/// Progress and the customers' part, for rows of a list and for gauges.
pub async fn brief_of(cx: &Cx, case: &Departure) -> Result<Brief> {
    let mut briefs = briefs_of(cx, &mut cx.read().await?, std::slice::from_ref(case)).await?;
    Ok(briefs.pop().unwrap_or_default())
}

/// As [`brief_of`], for at most [`FEW`] departures at once; further ones are left out.
pub(crate) async fn briefs_of(cx: &Cx, conn: &mut Conn, cases: &[Departure]) -> Result<Vec<Brief>> {
    let few = few(cases);
    let rows = conn.list_brief_stages(few).await?;
    let finishes = conn.list_brief_finishes(few).await?;
    let facts = conn.read_hours_facts(few).await?;
    let brief_of = |case: &Departure| {
        let rows: Vec<&BriefStage> = rows.iter().filter(|row| row.departure_id == case.id).collect();
        if rows.is_empty() {
            return Ok(Brief::default());
        }
        brief(cx, case, &rows, (&Planned::of_brief(case.id, &finishes), &Hours::of(cx, case, &facts)))
    };
    cases.iter().take(FEW).map(brief_of).collect()
}

/// What the gauges of work of at most [`FEW`] departures are read from; nothing while no item is listed.
pub async fn work_facts(cx: &Cx, conn: &mut Conn, cases: &[Departure]) -> Result<Vec<Option<WorkFact>>> {
    let fact = |Brief { progress, finish, .. }: Brief| {
        let items = u32::try_from(progress.items).unwrap_or(u32::MAX);
        let fact = WorkFact { share: progress.by_weight, planned: progress.planned_by_now, items, finish };
        (items > 0).then_some(fact)
    };
    Ok(briefs_of(cx, conn, cases).await?.into_iter().map(fact).collect())
}

fn brief(
    cx: &Cx,
    case: &Departure,
    rows: &[&BriefStage],
    (planned, hours): (&Planned, &Hours),
) -> Result<Brief> {
    let items = group(rows)?;
    let today = cx.today();
    let plan = plan(cx, case, &items, planned);
    let progress = measure(&items, &plan, today);
    let ahead = ahead(cx, &items, &plan, hours)?;
    let finish = ahead.and_then(|(_, foreseen)| finish_of(cx, &plan, &foreseen.forecast));
    let is_customer = |item: &&Rated| {
        use handover::ItemKind::{Customer, Supplier};
        rows.iter().any(|row| row.item_id == item.id && matches!(row.kind, Customer | Supplier))
    };
    let met = |item: &&Rated| handover::proven_stage(&item.stages, today) >= Some(handover::Stage::Practised);
    Ok(Brief {
        customers: items.iter().filter(is_customer).count(),
        customers_met: items.iter().filter(is_customer).filter(met).count(),
        is_behind: progress.items > 0 && progress.by_weight + 0.1 < progress.planned_by_now,
        finish: finish.map(|day| (day, days_late(case, day))),
        progress,
    })
}

/// Rows come sorted by item: those of one item become one.
fn group(rows: &[&BriefStage]) -> Result<Vec<Rated>> {
    rows.chunk_by(|a, b| a.item_id == b.item_id)
        .filter_map(|of_item| of_item.first().map(|first| (first, of_item)))
        .map(|(first, of_item)| {
            let fact = |row: &&BriefStage| {
                Some(StageFact { stage: row.stage?, on: row.reached_on?, evidence: row.proof? })
            };
            let facts = of_item.iter().filter_map(fact).collect();
            rated((first.item_id, first.weight, first.hours), (first.is_core, first.planned_on), facts)
        })
        .collect()
}

/// How the handover is likely to go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// For each working day from today on where the futures lie, as tenths, quarters, half and so on of the weight.
    pub days: Vec<(Date, handover::forecast::FanDay)>,
    /// The share of the weight that half of the futures reach by the last working day.
    pub weight_at_last_day: f64,
    /// Between which shares eight futures in ten lie.
    pub weight_between: (f64, f64),
    /// When half of the futures are done with everything; none when that lies too far off to say.
    pub finish_on: Option<Date>,
    /// Between which days eight futures in ten end; none where that is too far off.
    pub finish_between: (Option<Date>, Option<Date>),
    /// How likely it is that all core items are done by the last working day.
    pub p_core_done: f64,
    /// The order of what was finished asks for a reason.
    pub is_order_odd: bool,
    /// The hours that became proven work so far, and those that the days had for it.
    pub pace: Option<(f64, f64)>,
}

/// A day further off than this is not worth telling.
const MOST_DAYS_AHEAD: u32 = 250;
/// Everybody who looks at the same facts sees the same futures.
const SEED: u64 = 1;
/// So many futures are drawn, and fewer where there are very many items, so that a page never waits for them.
const MOST_DRAWS: u32 = 2_000;
const LEAST_DRAWS: u32 = 400;
const MOST_DRAWN: u32 = 120_000;

/// The futures of these items by this plan and these hours, from the first day on; nothing where nothing is left, or the
/// last working day is over.
fn ahead(
    cx: &Cx,
    items: &[Rated],
    plan: &Plan,
    hours: &Hours,
) -> Result<Option<(ForecastInput, Arc<Foreseen>)>> {
    let today = cx.today();
    let is_left = items.iter().any(|item| !item.is_done(today));
    if items.is_empty() || !is_left || today > plan.last_day() {
        return Ok(None);
    }
    let mut input = handover::forecast::input_from_items(items, plan, today, hours.leaver_hours(), SEED);
    // As many futures as a page has time for.
    let draws = MOST_DRAWN / u32::try_from(items.len()).unwrap_or(u32::MAX).max(1);
    input.draws = draws.clamp(LEAST_DRAWS, MOST_DRAWS);
    let foreseen = cx.app().keep(Foresight::default).of(&input)?;
    Ok(Some((input, foreseen)))
}

fn finish_of(cx: &Cx, plan: &Plan, forecast: &Forecast) -> Option<Date> {
    let day = forecast.finish_day.p50.filter(|day| *day < MOST_DAYS_AHEAD)?;
    Some(day_of_plan(cx, plan, day))
}

/// How many days after the last working day that is; 0 or less in time.
fn days_late(case: &Departure, day: Date) -> i64 {
    case.last_day.duration_until(day).as_hours() / 24
}

/// How it is likely to go on, from the day of the notice up to the last working day.
pub(super) fn outlook(cx: &Cx, items: &[Rated], plan: &Plan, hours: &Hours) -> Result<Option<Outlook>> {
    let Some((input, foreseen)) = ahead(cx, items, plan, hours)? else { return Ok(None) };
    let Foreseen { forecast, fan } = &*foreseen;
    let date = |day: u32| day_of_plan(cx, plan, day);
    let near = |day: Option<u32>| day.filter(|day| *day < MOST_DAYS_AHEAD).map(date);
    Ok(Some(Outlook {
        days: fan.iter().map(|day| (date(day.day), *day)).collect(),
        weight_at_last_day: forecast.weight_at_last_day.p50,
        weight_between: (forecast.weight_at_last_day.p10, forecast.weight_at_last_day.p90),
        finish_on: finish_of(cx, plan, forecast),
        finish_between: (near(forecast.finish_day.p10), near(forecast.finish_day.p90)),
        p_core_done: forecast.p_all_core_done,
        is_order_odd: forecast.order_warning.raised,
        pace: pace(&input),
    }))
}

/// As [`outlook`], by the dates of a plan.
pub(super) fn outlook_of(
    cx: &Cx,
    case: &Departure,
    items: &[Rated],
    (hours, slots): (&Hours, &[Slot]),
) -> Result<Option<Outlook>> {
    outlook(cx, items, &plan(cx, case, items, &Planned::of(slots)), hours)
}

/// The hours that became proven work, of those that the days so far had for it. Nothing before the third day: one
/// slow morning says nothing.
fn pace(input: &ForecastInput) -> Option<(f64, f64)> {
    let days = usize::try_from(input.today_day).unwrap_or(0);
    let given: f64 = input.plan.capacity_hours.iter().take(days).sum();
    let earned: f64 = input.items.iter().map(|item| item.spent_hours).sum();
    (days >= 3 && given > 0.0).then_some((earned, given))
}

/// The date of a day that counts on beyond the plan's days.
fn day_of_plan(cx: &Cx, plan: &Plan, day: u32) -> Date {
    let index = usize::try_from(day).unwrap_or(usize::MAX);
    if let Some(date) = plan.days().get(index) {
        return *date;
    }
    let beyond = index.saturating_sub(plan.days().len()) + 1;
    cx.calendar().add_working_days(plan.last_day(), i64::try_from(beyond).unwrap_or(0))
}
