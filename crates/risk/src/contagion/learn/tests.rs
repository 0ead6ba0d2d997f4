use super::*;
use crate::contagion::random::{Draws, Run};

const CLOSE: Closeness = Closeness { report: 1.0, peer: 0.5, boss: 0.3 };
const HOW: Shuffles = Shuffles { count: 99, seed: 7 };

/// What a simulated company is like.
#[derive(Clone, Copy)]
struct Plan {
    departments: u32,
    teams: u32,
    team: u32,
    months: i32,
    /// The relative lift after the loss of a tie of closeness 1.
    lift: f64,
    /// How far months of a department, and departments among themselves, lie apart (log scale).
    shocks: f64,
    homophily: f64,
    /// How far teams lie apart all along.
    teams_apart: f64,
}

const PLAIN: Plan = Plan {
    departments: 10,
    teams: 5,
    team: 9,
    months: 48,
    lift: 0.0,
    shocks: 0.6,
    homophily: 0.4,
    teams_apart: 0.0,
};

struct Member {
    career: usize,
    hired: i32,
    lost: Vec<(i32, f64)>,
}

struct Company {
    plan: Plan,
    draws: Draws,
    careers: Vec<Career>,
    /// By team: the manager first.
    teams: Vec<Vec<Member>>,
    rates: Vec<f64>,
}

fn normal(draws: &mut Draws) -> f64 {
    (-2.0 * draws.positive_unit().ln()).sqrt() * (std::f64::consts::TAU * draws.unit()).cos()
}

impl Company {
    fn new(plan: Plan, seed: u64) -> Self {
        let mut draws = Run::new(seed, 0).of(0);
        let apart: Vec<f64> =
            (0..plan.departments).map(|_| (plan.homophily * normal(&mut draws)).exp()).collect();
        let teams = plan.departments * plan.teams;
        let rates = (0..teams)
            .map(|team| {
                apart[(team / plan.teams) as usize] * (plan.teams_apart * normal(&mut draws)).exp() * 0.008
            })
            .collect();
        let mut company = Self { plan, draws, careers: Vec::new(), teams: Vec::new(), rates };
        for team in 0..teams {
            company.teams.push(Vec::new());
            for _ in 0..=plan.team {
                let hired = -(company.draws.unit() * 2_000.0) as i32;
                company.hire(team as usize, (hired, 0));
            }
        }
        company
    }

    fn hire(&mut self, team: usize, (hired, from): (i32, i32)) {
        let career = self.careers.len();
        let department = team as u32 / self.plan.teams;
        let manager = self.teams[team].first().map(|one| one.career as u32);
        let place = Place { from, department, manager };
        self.careers.push(Career { hired, gone: None, is_own: true, places: vec![place] });
        self.teams[team].push(Member { career, hired, lost: Vec::new() });
    }

    /// Everybody who leaves in a month feels nothing of the others who do.
    fn live(&mut self, month: i32) {
        let shocks: Vec<f64> =
            (0..self.plan.departments).map(|_| (self.plan.shocks * normal(&mut self.draws)).exp()).collect();
        for team in 0..self.teams.len() {
            let department = team as u32 / self.plan.teams;
            let rate = self.rates[team] * shocks[department as usize];
            let leave: Vec<usize> = (0..self.teams[team].len())
                .filter(|&at| {
                    let one = &self.teams[team][at];
                    let felt: f64 =
                        one.lost.iter().filter(|(when, _)| month - when <= 6).map(|(_, close)| close).sum();
                    let new = if month * 30 - one.hired < 365 { 1.8 } else { 1.0 };
                    self.draws.unit() < rate * new * (1.0 + self.plan.lift * felt)
                })
                .collect();
            for at in leave.into_iter().rev() {
                self.leave((team, at), month);
            }
        }
        self.move_somebody(month);
    }

    fn leave(&mut self, (team, at): (usize, usize), month: i32) {
        let gone = self.teams[team].remove(at);
        self.careers[gone.career].gone = Some(month * 30 + (self.draws.unit() * 30.0) as i32);
        for (place, other) in self.teams[team].iter_mut().enumerate() {
            let close = if at == 0 {
                CLOSE.report
            } else if place == 0 {
                CLOSE.boss
            } else {
                CLOSE.peer
            };
            other.lost.push((month, close));
        }
        let from = month * 30 + 30;
        self.hire(team, (from, from));
        if at == 0 {
            // The longest-serving takes over; everybody else is told so at the end of the month.
            let department = team as u32 / self.plan.teams;
            let head = self.teams[team][0].career as u32;
            for (place, one) in self.teams[team].iter().enumerate() {
                let manager = (place > 0).then_some(head);
                self.careers[one.career].places.push(Place { from: from - 1, department, manager });
            }
        }
    }

    /// People change teams within their department, and lose their new colleagues from then on.
    fn move_somebody(&mut self, month: i32) {
        let team = (self.draws.unit() * self.teams.len() as f64) as usize;
        let (department, first) =
            (team as u32 / self.plan.teams, team as u32 / self.plan.teams * self.plan.teams);
        let to = (first + (self.draws.unit() * f64::from(self.plan.teams)) as u32) as usize;
        if to != team && self.teams[team].len() > 3 {
            let one = self.teams[team].remove(2);
            let manager = Some(self.teams[to][0].career as u32);
            self.careers[one.career].places.push(Place { from: month * 30 + 29, department, manager });
            self.teams[to].push(one);
        }
    }

    fn past(plan: Plan, seed: u64) -> Past {
        let mut company = Self::new(plan, seed);
        for month in 0..plan.months {
            company.live(month);
        }
        Past { from: 0, until: plan.months * 30 - 1, careers: company.careers }
    }
}

fn learnt(plan: Plan, seeds: std::ops::Range<u64>) -> Vec<Learnt> {
    seeds.map(|seed| learn(&Company::past(plan, seed), CLOSE, HOW)).collect()
}

fn how_many(all: &[Learnt]) -> usize {
    all.iter().filter(|one| one.verdict == Verdict::Learnt).count()
}

/// Twelve companies in which the loss of a tie of closeness 1 doubles the risk.
#[test]
fn true_following_is_learnt_and_its_strength_lies_within_the_limits() {
    let all = learnt(Plan { lift: 1.0, ..PLAIN }, 100..112);
    assert!(how_many(&all) >= 11, "{all:#?}");
    let within = all.iter().filter(|one| one.lift.is_some_and(|[low, _, high]| low <= 1.0 && 1.0 <= high));
    assert!(within.count() >= 10, "{all:#?}");
    let mean = all.iter().filter_map(|one| one.lift).map(|[_, lift, _]| lift).sum::<f64>() / 12.0;
    assert!((0.8..1.25).contains(&mean), "{mean}");
    assert!(all.iter().all(|one| one.departures > 150 && one.compared > 100));
}

/// Forty companies whose departments have good and bad months, and are unlike one another, and where nobody follows.
#[test]
fn without_following_shocks_and_likeness_are_not_taken_for_it() {
    let all = learnt(PLAIN, 200..240);
    assert!(how_many(&all) <= 2, "{} of 40: {all:#?}", how_many(&all));
    let within = all.iter().filter(|one| one.lift.is_some_and(|[low, _, high]| low <= 0.0 && 0.0 <= high));
    assert!(within.count() >= 34, "limits at 95 % hold nothing too: {all:#?}");
}

#[test]
fn a_team_that_people_always_leave_is_not_taken_for_following() {
    let all = learnt(Plan { teams_apart: 0.8, ..PLAIN }, 300..330);
    let by_network = all.iter().filter(|one| one.p_network.is_some_and(|p| p <= RARER_THAN)).count();
    assert!(by_network >= 8, "the shuffled network alone would have been taken in: {by_network}");
    assert!(how_many(&all) <= 3, "{} of 30: {all:#?}", how_many(&all));
}

#[test]
fn with_few_departures_nothing_is_learnt_and_with_one_team_a_department_nothing_can_be() {
    let few = learnt(Plan { departments: 1, months: 15, lift: 3.0, ..PLAIN }, 1..2)[0];
    assert_eq!((few.verdict, few.lift, few.p()), (Verdict::TooFew, None, None), "{few:?}");
    assert!(few.departures > 0 && few.departures < DEPARTURES_AT_LEAST);
    let mut past = Company::past(PLAIN, 5);
    for career in &mut past.careers {
        career.places.iter_mut().for_each(|place| place.manager = None);
    }
    let alike = learn(&past, CLOSE, HOW);
    assert_eq!((alike.verdict, alike.compared), (Verdict::NoContrast, 0), "{alike:?}");
    let nothing = learn(&Past { from: 0, until: 0, careers: Vec::new() }, CLOSE, HOW);
    assert_eq!((nothing.verdict, nothing.departures), (Verdict::TooFew, 0));
}

#[test]
fn what_was_not_recorded_at_the_time_counts_for_nothing() {
    let mut past = Company::past(Plan { lift: 2.0, ..PLAIN }, 100);
    let all = learn(&past, CLOSE, HOW);
    // Ties are recorded only from the last day on: nobody who left before was placed.
    past.careers
        .iter_mut()
        .for_each(|career| career.places.iter_mut().for_each(|place| place.from = past.until));
    let late = learn(&past, CLOSE, HOW);
    assert!(all.departures > 100);
    assert_eq!((late.verdict, late.departures), (Verdict::TooFew, 0));
}

#[test]
fn the_same_past_says_the_same_on_one_thread_and_on_four() {
    let past = Company::past(Plan { lift: 1.0, months: 36, ..PLAIN }, 9);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| learn(&past, CLOSE, HOW))
    };
    assert_eq!(on(1), on(4));
}

/// By hand. One department of two teams, two people each with one manager a team; the month of the notice is the second.
/// One of team A left in month 0; in month 1 the other of team A leaves. At risk in month 1: A's manager (exposed 0.3), A's
/// member (0.5), three of team B (0). Mean (0.3 + 0.5) / 5 = 0.16.
#[test]
fn one_departure_after_another_is_weighed_as_by_hand() {
    let career = |manager: Option<u32>, gone: Option<i32>| Career {
        hired: -800,
        gone,
        is_own: true,
        places: vec![Place { from: 0, department: 0, manager }],
    };
    let careers = vec![
        career(None, None),
        career(Some(0), Some(3)),
        career(Some(0), Some(40)),
        career(None, None),
        career(Some(3), None),
        career(Some(3), None),
    ];
    let grid = Grid::of(&Past { from: 0, until: 89, careers });
    assert_eq!((grid.months, &grid.leavers), (3, &vec![(1, 0), (2, 1)]));
    let lost = grid.exposure(CLOSE, None);
    assert_eq!((lost[1], lost[2 * 3 + 1], lost[4 * 3 + 1]), (0.3, 0.5, 0.0));
    let weighed = fit::weigh(&grid, &lost);
    assert_eq!(weighed.compared(), 1);
    let spread = (0.3_f64.powi(2) + 0.5_f64.powi(2)) / 5.0 - 0.16_f64.powi(2);
    assert!((weighed.score().unwrap() - (0.5 - 0.16) / spread.sqrt()).abs() < 1e-12);
}
