//! Analysis: turnover, how long people stay, what departures cost, and how talks went.
//!
//! Everything is counted from spells of employment; "employed" is always asked of a day, and who came back counts by the
//! new spell. No name but those of managers of large groups comes out, and groups of fewer than [`SMALLEST_GROUP`] are put
//! together. HR and executives see it; a line manager does not: kinds and reasons of leaving are not theirs to see.

mod breakdown;
mod choices;
mod cost;
mod disclosure;
mod staying;

use app::{Cx, Result, access::Action};
use jiff::ToSpan as _;
use kernel::{Date, DepartmentId, EmployerId};
use stats::turnover::Spell;
use store::{
    analysis::SpellLine,
    org::{Department, Employer, PATH_JOINT, Post},
};

pub use breakdown::{Breakdown, Dimension, Label, Row, Share, Shares, Stretch};
pub use cost::{Cost, Paid, TalkLine, TalkRecord};
pub use stats::{
    tenure::Mark,
    turnover::{Tally, Window},
};
pub use staying::{CurveBy, Group, Staying};

use disclosure::Cells;

/// Groups of fewer people than this are not told apart.
pub const SMALLEST_GROUP: u32 = 20;
/// Cells of fewer than this are not told apart where they say why somebody left.
pub const SMALLEST_CELL: u32 = 10;
/// The years at which bands of tenure begin.
pub const BANDS: [i16; 5] = [0, 1, 3, 5, 10];

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The first day; a year before the last one when empty.
    pub from: Option<Date>,
    /// The last day; today when empty, and never later.
    pub until: Option<Date>,
    /// Only this employer.
    pub employer: Option<EmployerId>,
    /// Only this department and those below.
    pub department: Option<DepartmentId>,
    /// Since when the register holds everybody who left.
    pub since: Option<Date>,
    /// By what the curves are told apart.
    pub by: CurveBy,
}

impl Asked {
    const fn is_of_everybody(&self) -> bool {
        self.employer.is_none() && self.department.is_none()
    }
}

/// The answer.
#[derive(Debug)]
pub struct Report {
    /// The days that are counted.
    pub window: Window,
    /// Whether the days asked for were the wrong way round, so that the last year is shown.
    pub is_window_wrong: bool,
    /// The employers to choose from.
    pub employers: Vec<Employer>,
    /// The departments to choose from: of a large company those at the top and those just below the chosen one.
    pub departments: Vec<Department>,
    /// Whether further departments come to choose from once one above them is chosen.
    pub is_stepwise: bool,
    /// Everybody chosen.
    pub total: Tally,
    /// Whether those chosen are too few for any figure.
    pub is_hidden: bool,
    /// Turnover by department, tenure, manager.
    pub breakdowns: Vec<Breakdown>,
    /// Who left, by who ended it, kind and reason.
    pub shares: Vec<Shares>,
    /// Month by month, or quarter by quarter.
    pub stretches: Vec<Stretch>,
    /// How long people stay; nothing where too few are known.
    pub staying: Option<Staying>,
    /// What departures cost.
    pub cost: Cost,
    /// How talks went, in the whole company.
    pub talks: TalkRecord,
}

/// What is counted: the spells chosen, and what their ids mean.
struct Material {
    today: Date,
    window: Window,
    spells: Vec<SpellLine>,
    departments: Vec<Department>,
    posts: Vec<Post>,
    managers: Vec<store::analysis::ManagerName>,
    /// Everybody who is not chosen.
    outside: Vec<SpellLine>,
    cells: Cells,
    is_of_one_employer: bool,
}

impl Material {
    fn chosen(&self) -> impl Iterator<Item = (&SpellLine, Spell)> {
        self.spells.iter().map(|line| (line, spell(line)))
    }

    /// The spells that ended in the window.
    fn leavers(&self) -> impl Iterator<Item = &SpellLine> {
        self.chosen().filter(|(_, spell)| spell.ends_in(self.window)).map(|(line, _)| line)
    }
}

const fn spell(line: &SpellLine) -> Spell {
    Spell { from: line.hired_on, until: line.left_on }
}

/// The days asked for, and whether they were the wrong way round.
fn window(asked: &Asked, today: Date) -> Result<(Window, bool)> {
    let until = asked.until.unwrap_or(today).min(today);
    let year_before = |until: Date| -> Result<Date> {
        until.checked_sub(1.year()).and_then(Date::tomorrow).map_err(app::Error::internal)
    };
    let from = asked.from.map_or_else(|| year_before(until), Ok)?;
    if let Some(window) = Window::new(from, until) {
        return Ok((window, false));
    }
    let window = Window::new(year_before(today)?, today);
    window.map(|window| (window, true)).ok_or_else(|| app::Error::internal("a year has a first day"))
}

/// Counts.
pub async fn analyse(cx: &Cx, asked: &Asked) -> Result<Report> {
    cx.allow(Action::SeeAnalysis)?;
    let today = cx.today();
    let (window, is_window_wrong) = window(asked, today)?;
    let mut conn = cx.read().await?;
    let material = Material {
        today,
        window,
        spells: conn.list_spell_lines().await?,
        departments: conn.list_departments().await?,
        posts: conn.list_posts().await?,
        managers: conn.list_manager_names().await?,
        outside: Vec::new(),
        cells: Cells::default(),
        is_of_one_employer: asked.employer.is_some(),
    };
    let employers = conn.list_employers().await?;
    let paid = conn.list_paid_out().await?;
    let talks = conn.list_talks_held(window.from(), window.until()).await?;
    drop(conn);
    let asked = asked.clone();
    let count = move || report(material, &asked, (employers, &paid, &talks));
    let mut report = tokio::task::spawn_blocking(count).await.map_err(app::Error::internal)??;
    report.is_window_wrong = is_window_wrong;
    Ok(report)
}

fn report(
    mut material: Material,
    asked: &Asked,
    (employers, paid, talks): (Vec<Employer>, &[store::analysis::PaidOut], &[store::analysis::TalkHeld]),
) -> Result<Report> {
    // Of a post that somebody from elsewhere took, the taking counts too.
    let everybody = material.spells.clone();
    let window = material.window;
    material.cells = Cells::of(&material.departments, &everybody, window);
    let may_tell = choose(&mut material, asked);
    let mut total = Tally::default();
    material.chosen().for_each(|(_, spell)| total.add(&spell, window));
    let is_hidden = total.heads < SMALLEST_GROUP || !may_tell;
    let (mut breakdowns, mut shares, mut stretches, mut staying) = (Vec::new(), Vec::new(), Vec::new(), None);
    if !is_hidden {
        breakdowns = breakdown::breakdowns(&material);
        shares = breakdown::shares(&material);
        stretches = breakdown::stretches(&material);
        staying = staying::staying(&material, asked)?;
    }
    Ok(Report {
        window,
        is_window_wrong: false,
        employers,
        total: if is_hidden { Tally::default() } else { total },
        is_hidden,
        breakdowns,
        shares,
        stretches,
        staying,
        cost: if is_hidden {
            Cost::default()
        } else {
            cost::cost(&material, &everybody, (paid, asked.is_of_everybody()))
        },
        talks: cost::talks(talks, material.today),
        is_stepwise: choices::is_stepwise(&material.departments),
        departments: choices::offered(material.departments, asked.department),
    })
}

/// Leaves the spells of the employer and of the department with all below it; whether figures of these may be told.
fn choose(material: &mut Material, asked: &Asked) -> bool {
    let top = asked.department.and_then(|id| material.departments.iter().find(|one| one.id == id));
    let inside: Option<std::collections::BTreeSet<DepartmentId>> = top.map(|top| {
        let below = format!("{}{PATH_JOINT}", top.path);
        let is_in = |one: &&Department| one.id == top.id || one.path.starts_with(&below);
        material.departments.iter().filter(is_in).map(|one| one.id).collect()
    });
    let is_unknown = asked.department.is_some() && top.is_none();
    let may_tell = material.cells.may_tell(inside.as_ref(), asked.employer);
    let is_chosen = |line: &SpellLine| {
        !is_unknown
            && asked.employer.is_none_or(|employer| line.employer_id == employer)
            && inside.as_ref().is_none_or(|inside| line.department_id.is_some_and(|id| inside.contains(&id)))
    };
    let all = std::mem::take(&mut material.spells);
    (material.spells, material.outside) = all.into_iter().partition(is_chosen);
    may_tell
}
