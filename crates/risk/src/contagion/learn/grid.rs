//! The past in months: who was at risk where, who left, and how much everybody had lost.

use super::{Career, Closeness, Past};

/// Days of a month.
pub(super) const MONTH: i32 = 30;
/// A loss counts for so many months after the one it happened in.
pub(super) const FELT: usize = 6;
/// The first year of an employment is another risk.
const FIRST_YEAR: i32 = 365;
const NOBODY: u32 = u32::MAX;

/// Where somebody stands in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) department: u32,
    pub(super) manager: u32,
}

/// One department in one month: who was at risk there, and how many of them left. Only those with a leaver are kept.
#[derive(Debug)]
pub(super) struct Stratum {
    pub(super) month: usize,
    /// Everybody at risk with the weight of the tenure.
    pub(super) members: Vec<(u32, f64)>,
    /// Those who left, with theirs.
    pub(super) leavers: Vec<(u32, f64)>,
}

/// The past in months.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) months: usize,
    pub(super) people: usize,
    /// Everybody's seat in each month, that of the nearest month where there is none of the month itself.
    pub(super) seats: Vec<Seat>,
    /// Those who left by their own decision while at risk, with the month.
    pub(super) leavers: Vec<(u32, usize)>,
    /// The first month in which each could have left.
    pub(super) begins: Vec<usize>,
    /// The month after the last in which each was there.
    ends: Vec<usize>,
    pub(super) strata: Vec<Stratum>,
    /// For each month the people by manager, then by place: those who share a manager are together.
    by_manager: Vec<Vec<(u32, u32)>>,
}

impl Grid {
    pub(super) fn of(past: &Past) -> Self {
        let months = usize::try_from((past.until - past.from + 1) / MONTH).unwrap_or(0);
        let people = past.careers.len();
        let mut grid = Self {
            months,
            people,
            seats: Vec::with_capacity(people * months),
            leavers: Vec::new(),
            begins: Vec::with_capacity(people),
            ends: Vec::with_capacity(people),
            strata: Vec::new(),
            by_manager: Vec::new(),
        };
        for career in &past.careers {
            grid.seats.extend((0..months).map(|month| seat(career, first_day(past, month))));
        }
        for (who, career) in past.careers.iter().enumerate() {
            let begins = (0..months).find(|&month| is_placed(career, first_day(past, month)));
            grid.begins.push(begins.unwrap_or(months));
            grid.ends
                .push(career.gone.map_or(months, |_| month_of(past, career).map_or(0, |month| month + 1)));
            if let Some(month) = month_of(past, career).filter(|&month| month < months && career.is_own)
                && begins.is_some_and(|begins| begins <= month)
            {
                grid.leavers.push((who as u32, month));
            }
        }
        grid.by_manager = (0..months).map(|month| grid.managed_in(month)).collect();
        grid.strata = strata(past, &grid);
        grid
    }

    pub(super) fn seat(&self, who: u32, month: usize) -> Seat {
        self.seats[who as usize * self.months + month]
    }

    /// How much everybody had lost along ties in the months before each month: by person, then month. `seated` tells who
    /// sits in each seat when the network is shuffled, and where each person sits.
    pub(super) fn exposure(&self, closeness: Closeness, seated: Option<&Seating>) -> Vec<f64> {
        let mut lost = vec![0.0; self.people * self.months];
        let seat_of = |who: u32| seated.map_or(who, |seating| seating.seat_of[who as usize]);
        let who_in = |seat: u32| seated.map_or(seat, |seating| seating.who_in[seat as usize]);
        for &(leaver, month) in &self.leavers {
            let chair = seat_of(leaver);
            let manager = self.seat(chair, month).manager;
            let mut feel = |chair: u32, close: f64| {
                let who = who_in(chair);
                // Whoever came later never lost a colleague who had gone.
                if !self.is_there(who, month) {
                    return;
                }
                let row = who as usize * self.months;
                for later in (month + 1)..(month + 1 + FELT).min(self.months) {
                    lost[row + later] += close;
                }
            };
            for &(_, other) in self.managed(month, manager).iter().filter(|(_, other)| *other != chair) {
                feel(other, closeness.peer);
            }
            for &(_, report) in self.managed(month, chair) {
                feel(report, closeness.report);
            }
            if manager != NOBODY && manager != chair {
                feel(manager, closeness.boss);
            }
        }
        lost
    }

    /// Whether somebody was there at the beginning of a month.
    pub(super) fn is_there(&self, who: u32, month: usize) -> bool {
        (self.begins[who as usize]..self.ends[who as usize]).contains(&month)
    }

    /// Everybody whose seat reports to somebody in a month.
    pub(super) fn managed(&self, month: usize, manager: u32) -> &[(u32, u32)] {
        if manager == NOBODY {
            return &[];
        }
        let all = &self.by_manager[month];
        let start = all.partition_point(|(other, _)| *other < manager);
        let end = all.partition_point(|(other, _)| *other <= manager);
        &all[start..end]
    }

    fn managed_in(&self, month: usize) -> Vec<(u32, u32)> {
        let mut all: Vec<(u32, u32)> = (0..self.people as u32)
            .map(|who| (self.seat(who, month).manager, who))
            .filter(|(manager, _)| *manager != NOBODY)
            .collect();
        all.sort_unstable();
        all
    }

    /// How close two people are by the seats of a month, from the one who leaves to the other.
    pub(super) fn close(&self, (leaver, other): (u32, u32), month: usize, closeness: Closeness) -> f64 {
        let (left, stays) = (self.seat(leaver, month), self.seat(other, month));
        if stays.manager == leaver {
            closeness.report
        } else if left.manager == other {
            closeness.boss
        } else if left.manager == stays.manager && left.manager != NOBODY {
            closeness.peer
        } else {
            0.0
        }
    }
}

/// Who sits where in a shuffled network.
#[derive(Debug)]
pub(super) struct Seating {
    pub(super) seat_of: Vec<u32>,
    pub(super) who_in: Vec<u32>,
}

fn first_day(past: &Past, month: usize) -> i32 {
    past.from + i32::try_from(month).unwrap_or(i32::MAX / MONTH) * MONTH
}

fn seat(career: &Career, day: i32) -> Seat {
    let at = career.places.partition_point(|place| place.from <= day).saturating_sub(1);
    career.places.get(at).map_or(Seat { department: NOBODY, manager: NOBODY }, |place| Seat {
        department: place.department,
        manager: place.manager.unwrap_or(NOBODY),
    })
}

/// Whether the person was employed on a day and it was recorded where.
fn is_placed(career: &Career, day: i32) -> bool {
    career.hired <= day && career.places.first().is_some_and(|place| place.from <= day)
}

/// The month of the notice; one given before the record began is in none.
fn month_of(past: &Past, career: &Career) -> Option<usize> {
    usize::try_from((career.gone? - past.from).div_euclid(MONTH)).ok()
}

/// Whether somebody was at risk from the first day of a month on.
fn is_at_risk(past: &Past, career: &Career, month: usize) -> bool {
    let day = first_day(past, month);
    is_placed(career, day) && career.gone.is_none_or(|gone| gone >= day)
}

fn is_new(past: &Past, career: &Career, month: usize) -> bool {
    first_day(past, month) - career.hired < FIRST_YEAR
}

fn strata(past: &Past, grid: &Grid) -> Vec<Stratum> {
    let mut leaves = vec![usize::MAX; grid.people];
    for &(who, month) in &grid.leavers {
        leaves[who as usize] = month;
    }
    let new = newcomers(past, grid, &leaves);
    let mut strata = Vec::new();
    for month in 0..grid.months {
        let mut there: Vec<(u32, u32)> = (0..grid.people as u32)
            .filter(|&who| is_at_risk(past, &past.careers[who as usize], month))
            .map(|who| (grid.seat(who, month).department, who))
            .filter(|(department, _)| *department != NOBODY)
            .collect();
        there.sort_unstable();
        for members in there.chunk_by(|a, b| a.0 == b.0) {
            let weight = |who: u32| {
                if is_new(past, &past.careers[who as usize], month) { new } else { 1.0 }
            };
            let members: Vec<(u32, f64)> = members.iter().map(|&(_, who)| (who, weight(who))).collect();
            let left = members.iter().filter(|(who, _)| leaves[*who as usize] == month);
            let leavers: Vec<(u32, f64)> = left.copied().collect();
            if leavers.is_empty() || leavers.len() == members.len() {
                continue;
            }
            strata.push(Stratum { month, members, leavers });
        }
    }
    strata
}

/// How many times as often people leave in their first year, drawn to once as if ten had left so.
fn newcomers(past: &Past, grid: &Grid, leaves: &[usize]) -> f64 {
    let (mut left, mut months) = ([10.0, 10.0], [0.0, 0.0]);
    for month in 0..grid.months {
        for (who, career) in past.careers.iter().enumerate() {
            if is_at_risk(past, career, month) {
                let kind = usize::from(is_new(past, career, month));
                months[kind] += 1.0;
                left[kind] += f64::from(u8::from(leaves[who] == month));
            }
        }
    }
    let all = (left[0] + left[1] - 20.0) / f64::max(months[0] + months[1], 1.0);
    if all <= 0.0 || months[0] == 0.0 || months[1] == 0.0 {
        return 1.0;
    }
    // Ten as if at the company's rate: so many months more.
    let drawn = 10.0 / all;
    (left[1] / (months[1] + drawn)) / (left[0] / (months[0] + drawn))
}
