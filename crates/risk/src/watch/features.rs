//! What an estimate is made of: a person on a day, against the own past.

use super::history::{History, Index, Spell};

/// The inputs, in order. The page's text of each is `risk-factor-<code>`.
pub const FEATURES: [&str; 9] = [
    "first-year",
    "tenure",
    "leave-rise",
    "voice-fall",
    "late-rise",
    "contract-ends",
    "team-left",
    "manager-left",
    "conflict",
];
/// Their number.
pub(super) const WIDTH: usize = FEATURES.len();

/// Recent is so many days, the own past the year before.
pub(super) const RECENT: i32 = 56;
const PAST: i32 = 364;
/// With less of an own past there is nothing to compare with.
const LEAST_WEEKS: f64 = 13.0;
/// An own past is drawn a little to this: so many a week, as if it had been seen for so many weeks.
const USUAL: (f64, f64) = (0.08, 13.0);
/// A contract that ends within so many days.
const ENDS_SOON: i32 = 120;
/// Colleagues who gave notice within so many days before …
const TEAM: i32 = 180;
/// … and at least so many before: the notice itself is no secret only then.
const LAG: i32 = 30;

/// One row of inputs.
pub(super) type Row = [f64; WIDTH];

/// What several rows are made from.
pub(super) struct Material<'h> {
    pub(super) history: &'h History,
    pub(super) index: Index,
    first_day: i32,
    teams: Vec<Team>,
    /// For each person, the days of own notices.
    own: Vec<Vec<i32>>,
    /// For each person, the employments.
    spells: Vec<Vec<&'h Spell>>,
}

/// When people of a team began, gave notice, and were known to; each in order, so that counting takes no walk.
#[derive(Default)]
struct Team {
    hired: Vec<i32>,
    gone: Vec<i32>,
    notices: Vec<i32>,
}

/// How many of days in order lie after the one and up to the other.
fn between(days: &[i32], from: i32, to: i32) -> usize {
    days.partition_point(|&day| day <= to) - days.partition_point(|&day| day <= from)
}

/// From when a notice counts: it must be known here.
fn notice(spell: &Spell) -> Option<i32> {
    spell.leaving.map(|leaving| leaving.on.max(leaving.known))
}

impl<'h> Material<'h> {
    pub(super) fn of(history: &'h History) -> Self {
        let count = history.spells.iter().map(|spell| spell.team + 1).max().unwrap_or(0);
        let mut teams: Vec<Team> = (0..count).map(|_| Team::default()).collect();
        let (mut own, mut spells) = (vec![Vec::new(); history.people], vec![Vec::new(); history.people]);
        for spell in &history.spells {
            let team = &mut teams[spell.team];
            team.hired.push(spell.hired);
            team.gone.extend(spell.leaving.map(|leaving| leaving.on.max(spell.hired)));
            team.notices.extend(notice(spell));
            if let (Some(own), Some(spells)) = (own.get_mut(spell.person), spells.get_mut(spell.person)) {
                own.extend(notice(spell));
                spells.push(spell);
            }
        }
        for team in &mut teams {
            for days in [&mut team.hired, &mut team.gone, &mut team.notices] {
                days.sort_unstable();
            }
        }
        let first_day = history.first_day().unwrap_or(0);
        Self { history, index: Index::of(history), first_day, teams, own, spells }
    }

    /// The inputs of a person on a day; nothing of it was known later.
    pub(super) fn row(&self, spell: &Spell, day: i32) -> Row {
        let years = f64::from(day - spell.hired).max(0.0) / 365.25;
        let (leave, voice, late) = (
            self.change(spell, "leave", day),
            self.change(spell, "voice", day),
            self.change(spell, "late", day),
        );
        [
            f64::from(u8::from(years < 1.0)),
            years.ln_1p(),
            leave.max(0.0),
            (-voice).max(0.0),
            late.max(0.0),
            f64::from(u8::from(spell.contract_until.is_some_and(|end| end > day && end <= day + ENDS_SOON))),
            self.team_left(spell, day),
            f64::from(u8::from(self.manager_left(spell, day))),
            self.conflicts(spell, day),
        ]
    }

    /// The log of how many times as often as in the own past.
    fn change(&self, spell: &Spell, stream: &str, day: i32) -> f64 {
        let Some(stream) = self.history.stream(stream) else { return 0.0 };
        let (recent, expected) = self.recent_and_expected(spell, stream, day);
        expected.map_or(0.0, |expected| ((f64::from(recent) + 1.0) / (expected + 1.0)).ln())
    }

    /// How many lately, and how many the own past lets expect; nothing where there is too little of a past.
    pub(super) fn recent_and_expected(&self, spell: &Spell, stream: usize, day: i32) -> (u32, Option<f64>) {
        let of = (spell.person, stream);
        let begins = spell.hired.max(self.first_day);
        let middle = day - RECENT;
        let start = (middle - PAST).max(begins - 1);
        let recent = self.index.count(of, (middle.max(begins - 1), day), day);
        let weeks = f64::from(middle - start) / 7.0;
        if weeks < LEAST_WEEKS {
            return (recent, None);
        }
        let past = f64::from(self.index.count(of, (start, middle), day));
        let rate = (past + USUAL.0 * USUAL.1) / (weeks + USUAL.1);
        (recent, Some(rate * f64::from(RECENT) / 7.0))
    }

    /// The share of colleagues who gave notice, without the person.
    fn team_left(&self, spell: &Spell, day: i32) -> f64 {
        let Some(team) = self.teams.get(spell.team) else { return 0.0 };
        let (from, to) = (day - TEAM, day - LAG);
        let mine = || self.spells[spell.person].iter().filter(|other| other.team == spell.team);
        let own = mine().filter_map(|other| notice(other)).filter(|&on| on > from && on <= to).count();
        let left = between(&team.notices, from, to) - own;
        if left == 0 {
            return 0.0;
        }
        let there = between(&team.hired, i32::MIN, from) - between(&team.gone, i32::MIN, from);
        let others = there - mine().filter(|other| other.is_at_risk(from)).count();
        left as f64 / (others as f64 + 5.0)
    }

    fn manager_left(&self, spell: &Spell, day: i32) -> bool {
        let notices = spell.manager.and_then(|manager| self.own.get(manager));
        notices.is_some_and(|days| days.iter().any(|&on| on > day - TEAM && on <= day - LAG))
    }

    fn conflicts(&self, spell: &Spell, day: i32) -> f64 {
        let Some(stream) = self.history.stream("conflict") else { return 0.0 };
        f64::from(self.index.count((spell.person, stream), (day - TEAM, day), day).min(2))
    }
}
