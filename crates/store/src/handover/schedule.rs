//! Plans of a handover: the hours that they are made of, their dates, and what more time would be good for.

use handover::{ScheduleState, Step};
use kernel::{AccountId, Date, DepartureId, ItemId, PersonId, ScheduleId, Timestamp};

use crate::{Conn, Result, Tx};

record! {
    /// How much of a working day goes into the handover.
    pub struct Terms {
        /// The leaver's minutes.
        pub leaver_minutes: i64,
        /// The minutes of each receiver.
        pub receiver_minutes: i64,
        /// The most sessions of the leaver on one day.
        pub sessions_a_day: i64,
        /// How many working days lie between teaching and showing back, at the least.
        pub lag_days: i64,
    }
}

record! {
    /// A day on which somebody has another number of minutes than usual.
    pub struct HoursOn {
        /// Who.
        pub person_id: PersonId,
        /// The name.
        pub name: String,
        /// The day.
        pub day: Date,
        /// The minutes; none is an absence.
        pub minutes: i64,
    }
}

record! {
    /// An absence that touches the days of a plan.
    pub struct AbsentOn {
        /// Who.
        pub person_id: PersonId,
        /// The first day.
        pub starts: Date,
        /// The last day.
        pub ends: Date,
        /// How long, in half days of work.
        pub half_days: i64,
    }
}

record! {
    /// A plan.
    pub struct HandoverSchedule {
        /// Its id.
        pub id: ScheduleId,
        /// The departure.
        pub departure_id: DepartureId,
        /// What it is to those who work by it.
        pub state: ScheduleState,
        /// Made from the ground up; otherwise from the plan before.
        pub is_fresh: bool,
        /// What it earns.
        pub objective: i64,
        /// No plan earns more.
        pub bound: i64,
        /// What everything handed over to everybody would earn.
        pub possible: i64,
        /// The dates to come that the plan before had.
        pub dates: i64,
        /// How many of them can stay at all, each by itself.
        pub keepable: i64,
        /// How many of them are the same.
        pub kept: i64,
        /// Where fewer stay than were promised: no plan keeps more.
        pub most_together: Option<i64>,
        /// Whether that is proved to be fewer than were promised.
        pub is_proved: bool,
        /// Whose time is short, as codes joined by blanks.
        pub because: String,
        /// Minutes of the leaver's work that went by undone.
        pub missed_minutes: i64,
        /// Minutes that the leaver has left beside the dates to come.
        pub free_minutes: i64,
        /// How much more it would earn if all dates might move, where that was reckoned.
        pub freed_gain: Option<i64>,
        /// How many dates would then still be the same.
        pub freed_kept: Option<i64>,
        /// The items that would then come further, joined by blanks.
        pub freed_items: String,
        /// Who had it made, as shown.
        pub made_by_name: String,
        /// When.
        pub made_at: Timestamp,
        /// When it was applied.
        pub applied_at: Option<Timestamp>,
    }
}

record! {
    /// A date of a plan.
    pub struct Slot {
        /// Its place in the plan.
        pub position: i64,
        /// The item.
        pub item_id: ItemId,
        /// Which part of it, from 0.
        pub part: i64,
        /// What it is for.
        pub step: Step,
        /// Who shows it back; nobody for the other steps.
        pub person_id: Option<PersonId>,
        /// The day.
        pub day: Date,
        /// A person set this item's dates.
        pub is_fixed: bool,
    }
}

record! {
    /// What more time would be good for.
    pub struct Help {
        /// The days, joined by blanks.
        pub days: String,
        /// More minutes of the leaver on each of them.
        pub minutes: i64,
        /// By how many days half of the futures finish earlier.
        pub days_earlier: Option<i64>,
        /// When half of the futures finish without it.
        pub finish_before: Option<Date>,
        /// When half of the futures finish with it.
        pub finish_after: Option<Date>,
        /// How much more the plan earns.
        pub gain: i64,
        /// When it was reckoned.
        pub reckoned_at: Timestamp,
    }
}

/// What became of the dates that the plan before had.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stay {
    /// Those to come.
    pub dates: i64,
    /// How many of them can stay at all, each by itself.
    pub keepable: i64,
    /// How many of them are the same.
    pub kept: i64,
    /// Why fewer stay than were promised.
    pub short: Option<Short>,
    /// What it would bring if all might move.
    pub freed: Option<Freed>,
}

/// Why fewer dates stay than were promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// No plan keeps more.
    pub most: i64,
    /// Whether that is proved to be fewer than were promised.
    pub is_proved: bool,
    /// Whose time is short, as codes joined by blanks.
    pub because: String,
    /// Minutes of work that went by undone, and minutes that are left beside the dates to come.
    pub minutes: (i64, i64),
}

/// What it would bring if all dates might move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freed {
    /// How much more the plan would earn.
    pub gain: i64,
    /// How many dates would still be the same.
    pub kept: i64,
    /// The items that would come further, what matters most first.
    pub items: Vec<ItemId>,
}

/// A plan to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSchedule {
    /// Its id.
    pub id: ScheduleId,
    /// Made from the ground up.
    pub is_fresh: bool,
    /// What it earns.
    pub objective: i64,
    /// No plan earns more.
    pub bound: i64,
    /// What everything would earn.
    pub possible: i64,
    /// What became of the dates of the plan before.
    pub stay: Stay,
    /// Its dates.
    pub slots: Vec<Slot>,
    /// Who has it made, and when.
    pub made: (AccountId, Timestamp),
}

const PUT_TERMS: &str = "INSERT INTO handover_terms (tenant_id, departure_id, leaver_minutes, receiver_minutes, sessions_a_day, lag_days) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, departure_id) DO UPDATE SET leaver_minutes = excluded.leaver_minutes, \
     receiver_minutes = excluded.receiver_minutes, sessions_a_day = excluded.sessions_a_day, lag_days = excluded.lag_days";
const PUT_HOURS: &str = "INSERT INTO handover_hours (tenant_id, departure_id, person_id, day, minutes) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (tenant_id, departure_id, person_id, day) DO UPDATE SET minutes = excluded.minutes";
const FORGET_HOURS: &str =
    "DELETE FROM handover_hours WHERE tenant_id = $1 AND departure_id = $2 AND person_id = $3 AND day = $4";
const ABSENT: &str = "SELECT person_id, starts, ends, half_days FROM leave_event \
     WHERE tenant_id = $1 AND person_id = $2 AND ends >= $3 AND starts <= $4 ORDER BY starts, id LIMIT 400";
const IN_STATE: &str = "SELECT s.id, s.departure_id, s.state, s.is_fresh, s.objective, s.bound, s.possible, s.dates, s.keepable, s.kept, \
     s.most_together, s.is_proved, s.because, s.missed_minutes, s.free_minutes, s.freed_gain, s.freed_kept, s.freed_items, \
     COALESCE(a.display_name, '') AS made_by_name, s.made_at, s.applied_at \
     FROM handover_schedule s LEFT JOIN account a ON a.tenant_id = s.tenant_id AND a.id = s.made_by \
     WHERE s.tenant_id = $1 AND s.departure_id = $2 AND s.state = $3 ORDER BY s.made_at DESC, s.id DESC LIMIT 1";
const CREATE: &str = "INSERT INTO handover_schedule (tenant_id, id, departure_id, state, is_fresh, objective, bound, possible, \
     made_by, made_at, dates, keepable, kept) VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const FELL_SHORT: &str = "UPDATE handover_schedule SET most_together = $3, is_proved = $4, because = $5, missed_minutes = $6, \
     free_minutes = $7 WHERE tenant_id = $1 AND id = $2";
const FREED: &str = "UPDATE handover_schedule SET freed_gain = $3, freed_kept = $4, freed_items = $5 WHERE tenant_id = $1 AND id = $2";
const END_STATE: &str =
    "UPDATE handover_schedule SET state = 'past' WHERE tenant_id = $1 AND departure_id = $2 AND state = $3";
const APPLY: &str = "UPDATE handover_schedule SET state = 'current', applied_by = $3, applied_at = $4 WHERE tenant_id = $1 AND id = $2 \
     AND state = 'draft'";
const SLOTS: &str = "SELECT position, item_id, part, step, person_id, day, is_fixed FROM handover_slot \
     WHERE tenant_id = $1 AND schedule_id = $2 ORDER BY position";
const FINISHES: &str = "SELECT l.position, l.item_id, l.part, l.step, l.person_id, l.day, l.is_fixed FROM handover_slot l \
     JOIN handover_schedule s ON s.tenant_id = l.tenant_id AND s.id = l.schedule_id \
     WHERE l.tenant_id = $1 AND s.departure_id = $2 AND s.state = 'current' ORDER BY l.position";
const PUT_SLOT: &str = "INSERT INTO handover_slot (tenant_id, schedule_id, position, item_id, part, step, person_id, day, is_fixed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const MOVE_SLOT: &str =
    "UPDATE handover_slot SET day = $4 WHERE tenant_id = $1 AND schedule_id = $2 AND position = $3";
const FIX: &str =
    "UPDATE handover_slot SET is_fixed = $4 WHERE tenant_id = $1 AND schedule_id = $2 AND item_id = $3";
const HELPS: &str = "SELECT days, minutes, days_earlier, finish_before, finish_after, gain, reckoned_at FROM handover_help \
     WHERE tenant_id = $1 AND departure_id = $2 ORDER BY position";
const FORGET_HELPS: &str = "DELETE FROM handover_help WHERE tenant_id = $1 AND departure_id = $2";
const PUT_HELP: &str = "INSERT INTO handover_help (tenant_id, departure_id, position, days, minutes, days_earlier, finish_before, \
     finish_after, gain, reckoned_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

impl Conn {
    /// A person's absences that touch a stretch of days. Only whether somebody is there may be shown of them.
    pub async fn list_absences(&mut self, person: PersonId, from: Date, to: Date) -> Result<Vec<AbsentOn>> {
        all!(self, ABSENT, person, from, to)
    }

    /// The newest plan of a departure in a state.
    pub async fn find_schedule(
        &mut self,
        departure: DepartureId,
        state: ScheduleState,
    ) -> Result<Option<HandoverSchedule>> {
        maybe!(self, IN_STATE, departure, state)
    }

    /// The dates of a plan.
    pub async fn list_slots(&mut self, schedule: ScheduleId) -> Result<Vec<Slot>> {
        all!(self, SLOTS, schedule)
    }

    /// The dates of the plan that a departure works by; none where there is no plan.
    pub async fn list_current_slots(&mut self, departure: DepartureId) -> Result<Vec<Slot>> {
        all!(self, FINISHES, departure)
    }

    /// What more time would be good for, as it was reckoned last.
    pub async fn list_helps(&mut self, departure: DepartureId) -> Result<Vec<Help>> {
        all!(self, HELPS, departure)
    }
}

impl Tx {
    /// Says how much of a day goes into this handover.
    pub async fn put_handover_terms(&mut self, departure: DepartureId, terms: &Terms) -> Result<()> {
        run!(
            self,
            PUT_TERMS,
            departure,
            terms.leaver_minutes,
            terms.receiver_minutes,
            terms.sessions_a_day,
            terms.lag_days
        )?;
        Ok(())
    }

    /// Says how many minutes somebody has on a day.
    pub async fn put_handover_hours(
        &mut self,
        departure: DepartureId,
        (person, day): (PersonId, Date),
        minutes: i64,
    ) -> Result<()> {
        run!(self, PUT_HOURS, departure, person, day, minutes)?;
        Ok(())
    }

    /// The day is like every other again; false when it was.
    pub async fn forget_handover_hours(
        &mut self,
        departure: DepartureId,
        (person, day): (PersonId, Date),
    ) -> Result<bool> {
        Ok(run!(self, FORGET_HOURS, departure, person, day)? > 0)
    }

    /// Stores a plan as the draft of its departure, in place of an earlier draft.
    pub async fn create_schedule(&mut self, departure: DepartureId, new: &NewSchedule) -> Result<()> {
        self.end_schedules(departure, ScheduleState::Draft).await?;
        let (stay, (by, at)) = (&new.stay, new.made);
        run!(
            self,
            CREATE,
            new.id,
            departure,
            new.is_fresh,
            new.objective,
            new.bound,
            new.possible,
            by,
            at,
            stay.dates,
            stay.keepable,
            stay.kept
        )?;
        self.tell_of_dates(new.id, stay).await?;
        for slot in &new.slots {
            run!(
                self,
                PUT_SLOT,
                new.id,
                slot.position,
                slot.item_id,
                slot.part,
                slot.step,
                slot.person_id,
                slot.day,
                slot.is_fixed
            )?;
        }
        Ok(())
    }

    async fn tell_of_dates(&mut self, id: ScheduleId, stay: &Stay) -> Result<()> {
        if let Some(short) = &stay.short {
            let (missed, free) = short.minutes;
            run!(self, FELL_SHORT, id, short.most, short.is_proved, &short.because, missed, free)?;
        }
        if let Some(freed) = &stay.freed {
            let items = freed.items.iter().map(ItemId::to_string).collect::<Vec<_>>().join(" ");
            run!(self, FREED, id, freed.gain, freed.kept, items)?;
        }
        Ok(())
    }

    /// Ends the plans in a state; false when there were none.
    pub async fn end_schedules(&mut self, departure: DepartureId, state: ScheduleState) -> Result<bool> {
        Ok(run!(self, END_STATE, departure, state)? > 0)
    }

    /// Makes a draft the plan to work by; false when it is no draft any more.
    pub async fn apply_schedule(&mut self, id: ScheduleId, (by, at): (AccountId, Timestamp)) -> Result<bool> {
        Ok(run!(self, APPLY, id, by, at)? > 0)
    }

    /// Moves one date of a plan.
    pub async fn move_slot(&mut self, schedule: ScheduleId, position: i64, day: Date) -> Result<()> {
        run!(self, MOVE_SLOT, schedule, position, day)?;
        Ok(())
    }

    /// Holds an item's dates where they are, or lets them go; false when the plan has none of it.
    pub async fn fix_slots(&mut self, schedule: ScheduleId, item: ItemId, is_fixed: bool) -> Result<bool> {
        Ok(run!(self, FIX, schedule, item, is_fixed)? > 0)
    }

    /// Keeps what more time would be good for, in place of what was reckoned before.
    pub async fn put_helps(&mut self, departure: DepartureId, helps: &[Help]) -> Result<()> {
        run!(self, FORGET_HELPS, departure)?;
        for (position, help) in (0_i64..).zip(helps) {
            run!(
                self,
                PUT_HELP,
                departure,
                position,
                &help.days,
                help.minutes,
                help.days_earlier,
                help.finish_before,
                help.finish_after,
                help.gain,
                help.reckoned_at
            )?;
        }
        Ok(())
    }
}
