//! The second evaluator. It shares nothing with the engine: dates are triples, service is walked month by month,
//! amounts are whole fen (or halves of one) in wide integers, tax is summed band by band.

/// A civil date as year, month, day.
pub(crate) type Day = (i32, i32, i32);

/// The facts of a settlement in fen.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) ground: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) profile: &'static str,
    pub(crate) start: Day,
    pub(crate) last: Day,
    pub(crate) avg12: i64,
    pub(crate) lavg: i64,
    pub(crate) floor: i64,
    pub(crate) enterprise: i64,
    pub(crate) last_month: i64,
    pub(crate) notice: i64,
    pub(crate) renewed: bool,
    pub(crate) leave: Option<Leave>,
}

/// The facts of annual leave.
#[derive(Debug, Clone)]
pub(crate) struct Leave {
    pub(crate) joined: Day,
    pub(crate) years: i64,
    pub(crate) half_days_taken: i64,
    pub(crate) wage: i64,
    pub(crate) is_waived: bool,
}

/// The amounts as texts.
pub(crate) struct Second {
    pub(crate) lines: Vec<(&'static str, Option<String>)>,
    pub(crate) total: String,
    pub(crate) tax: Option<String>,
    pub(crate) readings: Vec<(&'static str, Vec<String>)>,
}

pub(crate) fn days_of(year: i32, month: i32) -> i32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn next_day((year, month, day): Day) -> Day {
    if day < days_of(year, month) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    }
}

/// Walks month by month: whole months, and whether days are left.
fn walk(start: Day, last: Day) -> (i64, bool) {
    let after = next_day(last);
    let (mut year, mut month, mut months) = (start.0, start.1, 0);
    let mut reached = start;
    loop {
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let next = (year, month, start.2.min(days_of(year, month)));
        if next > after {
            return (months, reached < after);
        }
        reached = next;
        months += 1;
    }
}

/// Half years that are paid from 2008 on.
fn halves(start: Day, last: Day) -> i128 {
    let (mut months, has_days) = walk(start, last);
    let mut halves = 0;
    while months >= 12 {
        halves += 2;
        months -= 12;
    }
    halves
        + match months {
            6.. => 2,
            1.. => 1,
            _ => i128::from(has_days),
        }
}

/// Years that are paid before 2008.
fn old_years(profile: &str, start: Day, last: Day) -> i128 {
    let (mut months, has_days) = walk(start, last);
    let mut years = 0;
    while months >= 12 {
        years += 1;
        months -= 12;
    }
    let is_one_more = if profile == "SHANGHAI" { months >= 6 } else { months > 0 || has_days };
    years + i128::from(is_one_more)
}

fn money(fen: i128) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// To the nearest, halves up.
fn nearest(over: i128, under: i128) -> i128 {
    (2 * over + under) / (2 * under)
}

enum Old {
    None,
    Open,
    Paid { is_limited: bool, is_lifted: bool, is_limit_open: bool },
}

fn old_rule(facts: &Facts) -> Old {
    let shanghai = facts.profile == "SHANGHAI";
    let paid = |is_limited, is_lifted| Old::Paid { is_limited, is_lifted, is_limit_open: false };
    let is_old_fault =
        ["no_protection", "wages_withheld", "overtime_unpaid", "below_minimum_wage"].contains(&facts.reason);
    match facts.ground {
        "AGREE_EMPLOYER" | "NOFAULT_INCOMP" => paid(true, false),
        "NOFAULT_MED" | "NOFAULT_CHANGE" | "LAYOFF" => paid(false, !shanghai),
        "CONSTRUCTIVE" if !is_old_fault => Old::None,
        "CONSTRUCTIVE" | "CONSTRUCTIVE_FORCE" => {
            Old::Paid { is_limited: shanghai, is_lifted: false, is_limit_open: !shanghai }
        }
        "BANKRUPT" | "CLOSE" | "OPERATING_TERM_END" if shanghai => paid(false, false),
        "BANKRUPT" | "CLOSE" | "OPERATING_TERM_END" => Old::Open,
        _ => Old::None,
    }
}

/// Severance in half fen for the new part, and the old part's years and wage.
struct Parts {
    new_half_fen: i128,
    old_years: i128,
    old_wage: i128,
}

impl Parts {
    fn fen(&self, limit: i128) -> i128 {
        nearest(self.new_half_fen + 2 * self.old_wage * self.old_years.min(limit), 2)
    }

    /// Twice the severance is whole fen already.
    fn doubled(&self) -> i128 {
        self.new_half_fen + 2 * self.old_wage * self.old_years
    }
}

const UNLIMITED: i128 = 1_000;

fn parts(facts: &Facts, is_lifted: bool) -> Parts {
    let avg = i128::from(facts.avg12.max(facts.floor));
    let cap = 3 * i128::from(facts.lavg);
    let is_new = facts.last >= (2008, 1, 1);
    let mut new_half_fen = 0;
    if is_new {
        let paid = halves(facts.start.max((2008, 1, 1)), facts.last);
        new_half_fen = if avg > cap { cap * paid.min(24) } else { avg * paid };
    }
    let old_years = if facts.start < (2008, 1, 1) {
        old_years(facts.profile, facts.start, facts.last.min((2007, 12, 31)))
    } else {
        0
    };
    let mut old_wage = if is_lifted { avg.max(facts.enterprise.into()) } else { avg };
    if facts.profile == "GUANGDONG_2012" && is_new {
        old_wage = old_wage.min(cap);
    }
    Parts { new_half_fen, old_years, old_wage }
}

const COMPENSATED: [&str; 13] = [
    "AGREE_EMPLOYER",
    "CONSTRUCTIVE",
    "CONSTRUCTIVE_FORCE",
    "NOFAULT_MED",
    "NOFAULT_INCOMP",
    "NOFAULT_CHANGE",
    "LAYOFF",
    "EXPIRY",
    "TASK_DONE",
    "BANKRUPT",
    "CLOSE",
    "OPERATING_TERM_END",
    "NO_CONTRACT_1Y",
];

enum Severance {
    Amount(i128),
    Open,
}

/// The line: none, an amount, or an open one.
fn severance(facts: &Facts, second: &mut Second) -> Option<Severance> {
    let is_new = facts.last >= (2008, 1, 1);
    let is_renewed = is_new && facts.ground == "EXPIRY" && facts.renewed;
    if !COMPENSATED.contains(&facts.ground) || is_renewed {
        return None;
    }
    let has_old = facts.start < (2008, 1, 1);
    match if has_old { old_rule(facts) } else { Old::None } {
        Old::None if !is_new => None,
        Old::None => Some(Severance::Amount(nearest(parts(facts, false).new_half_fen, 2))),
        Old::Open => {
            let parts = parts(facts, false);
            let avg = i128::from(facts.avg12.max(facts.floor));
            let (months, has_days) = walk(facts.start, facts.last.min((2007, 12, 31)));
            let begun = months / 12 + i64::from(months % 12 > 0 || has_days);
            let with = nearest(parts.new_half_fen + 2 * avg * i128::from(begun), 2);
            second.readings.push(("severance", vec![money(nearest(parts.new_half_fen, 2)), money(with)]));
            Some(Severance::Open)
        }
        Old::Paid { is_limited, is_lifted, is_limit_open } => {
            let parts = parts(facts, is_lifted);
            let amount = parts.fen(if is_limited { 12 } else { UNLIMITED });
            if is_limit_open && parts.old_years > 12 {
                second.readings.push(("severance", vec![money(amount), money(parts.fen(12))]));
            }
            Some(Severance::Amount(amount))
        }
    }
}

fn damages(facts: &Facts, second: &mut Second) -> i128 {
    let avg = i128::from(facts.avg12.max(facts.floor));
    let cap = 3 * i128::from(facts.lavg);
    let all = halves(facts.start, facts.last);
    let amount = if avg > cap { cap * all.min(24) } else { avg * all };
    let split = parts(facts, false).doubled();
    if facts.start < (2008, 1, 1) && (avg > cap || split != amount) {
        second.readings.push(("damages_2n", vec![money(amount), money(split)]));
    }
    amount
}

/// The subsidy: an amount, or open.
fn medical(facts: &Facts, second: &mut Second) -> Option<i128> {
    let six = 6 * i128::from(facts.avg12.max(facts.floor));
    let is_local = facts.profile == "SHANGHAI" && facts.last >= (2002, 5, 1);
    if is_local || facts.last < (2017, 11, 24) {
        return Some(six);
    }
    second.readings.push(("medical_subsidy", vec![money(0), money(six)]));
    None
}

fn leave(leave: &Leave, last: Day) -> Option<i128> {
    if last < (2008, 9, 18) {
        return None;
    }
    let mut day = if leave.joined.0 < last.0 { (last.0, 1, 1) } else { leave.joined };
    let mut elapsed = 1;
    while day != last {
        day = next_day(day);
        elapsed += 1;
    }
    let elapsed = i128::from(elapsed.min(365));
    let entitled = match leave.years {
        0 => 0,
        1..=9 => 5,
        10..=19 => 10,
        _ => 15,
    };
    // In units of a half day times 365: floor to whole days.
    let due = (2 * elapsed * entitled - 365 * i128::from(leave.half_days_taken)).max(0) / 730;
    if leave.is_waived { Some(0) } else { Some(nearest(due * i128::from(leave.wage) * 200, 2_175)) }
}

/// Band by band, in hundredths of a fen.
fn tax_of(taxable: i128) -> i128 {
    let edges = [0, 36_000, 144_000, 300_000, 420_000, 660_000, 960_000].map(|yuan: i128| yuan * 100);
    let rates = [3, 10, 20, 25, 30, 35, 45];
    let mut sum = 0;
    for (place, rate) in rates.into_iter().enumerate() {
        let upper = edges.get(place + 1).copied().unwrap_or(i128::MAX);
        sum += (taxable.min(upper) - edges[place]).max(0) * rate;
    }
    nearest(sum, 100)
}

const ENDINGS: [&str; 12] = [
    "EXPIRY",
    "TASK_DONE",
    "RETIRE_PENSION",
    "RETIRE_AGE",
    "DEATH",
    "BANKRUPT",
    "CLOSE",
    "OPERATING_TERM_END",
    "NO_CONTRACT_1M",
    "NO_CONTRACT_1Y",
    "PART_TIME",
    "PUBLIC_POST",
];

fn tax(facts: &Facts, payment: i128, is_open: bool) -> Option<i128> {
    if payment == 0 && !is_open {
        return Some(0);
    }
    if is_open || ENDINGS.contains(&facts.ground) || facts.last < (2001, 10, 1) {
        return None;
    }
    let taxable = (payment - 36 * i128::from(facts.lavg)).max(0);
    if taxable > 0 && facts.last < (2019, 1, 1) { None } else { Some(tax_of(taxable)) }
}

/// The whole settlement.
pub(crate) fn settle(facts: &Facts) -> Second {
    let mut second = Second { lines: Vec::new(), total: String::new(), tax: None, readings: Vec::new() };
    let mut lines: Vec<(&'static str, Option<i128>)> = Vec::new();
    match severance(facts, &mut second) {
        Some(Severance::Amount(amount)) => lines.push(("severance", Some(amount))),
        Some(Severance::Open) => lines.push(("severance", None)),
        None => {}
    }
    let is_article_40 = ["NOFAULT_MED", "NOFAULT_INCOMP", "NOFAULT_CHANGE"].contains(&facts.ground);
    if is_article_40 && facts.last >= (2008, 1, 1) && facts.notice < 30 {
        lines.push(("in_lieu", Some(facts.last_month.into())));
    }
    if facts.ground == "ILLEGAL" {
        lines.push(("damages_2n", Some(damages(facts, &mut second))));
    }
    if facts.ground == "NOFAULT_MED" {
        lines.push(("medical_subsidy", medical(facts, &mut second)));
    }
    let payment: i128 = lines.iter().filter_map(|line| line.1).sum();
    let is_open = lines.contains(&("severance", None));
    let has_payment = !lines.is_empty();
    if let Some(amount) = facts.leave.as_ref().and_then(|facts_of| leave(facts_of, facts.last)) {
        lines.push(("annual_leave", Some(amount)));
    }
    second.total = money(lines.iter().filter_map(|line| line.1).sum());
    let tax = tax(facts, payment, is_open);
    second.tax = tax.map(money);
    let is_nothing = payment == 0 && !is_open;
    if has_payment && (is_nothing || facts.last >= (2001, 10, 1)) {
        lines.push(("tax", tax));
    }
    second.lines = lines.into_iter().map(|(id, amount)| (id, amount.map(money))).collect();
    second
}
