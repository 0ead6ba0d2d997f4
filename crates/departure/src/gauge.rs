//! The five gauges: each says what it is based on, or that it is not set up; none is ever made up.

use kernel::Date;

codes! {
    /// One of the five risks that a departure closes.
    Gauge {
        /// 工作与知识.
        Work = "work",
        /// 秘密与文件.
        Secrets = "secrets",
        /// 客户与渠道.
        Customers = "customers",
        /// 法律与结算.
        Law = "law",
        /// 人心.
        People = "people",
    }
}

codes! {
    /// What a gauge can be based on.
    Basis {
        /// Handover items, by weight.
        HandoverItems = "handover-items",
        /// Tasks of the departure that belong to the gauge.
        Tasks = "tasks",
        /// Controlled copies in the person's hands.
        ControlledCopies = "controlled-copies",
        /// Assets issued to the person.
        Assets = "assets",
        /// Customers and suppliers that the person owns.
        Customers = "customers",
        /// Approvals.
        Approvals = "approvals",
        /// Talks with those who are affected.
        Talks = "talks",
    }
}

impl Gauge {
    /// What the gauge should be based on once everything is set up.
    pub const fn expected(self) -> &'static [Basis] {
        match self {
            Self::Work => &[Basis::HandoverItems, Basis::Tasks],
            Self::Secrets => &[Basis::ControlledCopies, Basis::Assets, Basis::Tasks],
            Self::Customers => &[Basis::Customers, Basis::Tasks],
            Self::Law => &[Basis::Approvals, Basis::Tasks],
            Self::People => &[Basis::Talks, Basis::Tasks],
        }
    }
}

/// A count that somebody made: of so many, so many are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// The gauge it belongs to.
    pub gauge: Gauge,
    /// What was counted.
    pub basis: Basis,
    /// How many are done.
    pub done: u32,
    /// How many there are, the skipped ones not counted.
    pub total: u32,
    /// How many were skipped by name and with a reason; they are told and count as neither done nor open.
    pub skipped: u32,
    /// How many of the open ones are overdue.
    pub overdue: u32,
}

/// The progress of the handover by weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorkFact {
    /// The share of the weight that is handed over.
    pub share: f64,
    /// The share that the plan wants by today.
    pub planned: f64,
    /// How many items there are.
    pub items: u32,
    /// When half of the futures are done, and how many days after the last working day that is.
    pub finish: Option<(Date, i64)>,
}

impl WorkFact {
    /// By how many days half of the futures miss the last working day; 0 in time, or where nothing is forecast.
    pub fn days_late(&self) -> i64 {
        self.finish.map_or(0, |(_, days)| days.max(0))
    }
}

/// What a gauge shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Nothing is known: whatever it would be based on is not set up.
    NotSetUp,
    /// It is set up, and there is nothing to do.
    Nothing,
    /// So many of so many.
    Count {
        /// Done.
        done: u32,
        /// Of so many.
        total: u32,
    },
    /// A share of the weight.
    Share(f64),
}

/// How a gauge is coloured; the words beside it say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Complete, or nothing to do.
    Good,
    /// Under way and in time.
    Running,
    /// Behind the plan, or something is overdue.
    Behind,
    /// Not set up.
    Unknown,
}

/// A gauge with what it is based on.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Which.
    pub gauge: Gauge,
    /// What it shows.
    pub value: Value,
    /// The counts behind it.
    pub facts: Vec<Fact>,
    /// The handover behind it, for the gauge of work.
    pub work: Option<WorkFact>,
    /// What it should be based on too, but what is not set up.
    pub missing: Vec<Basis>,
}

impl Reading {
    /// How to colour it.
    pub fn tone(&self) -> Tone {
        let is_overdue = self.facts.iter().any(|fact| fact.overdue > 0);
        let is_late = self.work.is_some_and(|work| work.share < work.planned || work.days_late() > 0);
        match self.value {
            Value::NotSetUp => Tone::Unknown,
            Value::Nothing => Tone::Good,
            _ if is_overdue || is_late => Tone::Behind,
            Value::Count { done, total } if done >= total => Tone::Good,
            Value::Share(share) if share >= 1.0 => Tone::Good,
            Value::Count { .. } | Value::Share(_) => Tone::Running,
        }
    }

    /// How many of its counts are overdue.
    pub fn overdue(&self) -> u32 {
        self.facts.iter().map(|fact| fact.overdue).sum()
    }
}

/// Reads the five gauges from the facts.
///
/// The work gauge shows the share of the weight as soon as there are items; the tasks beside it are told, not mixed
/// in. The others add their counts up.
pub fn read_gauges(facts: &[Fact], work: Option<WorkFact>) -> Vec<Reading> {
    let read = |gauge: &Gauge| {
        let facts: Vec<Fact> = facts.iter().filter(|fact| fact.gauge == *gauge).copied().collect();
        let work = work.filter(|_| *gauge == Gauge::Work);
        let is_given = |basis: &Basis| {
            facts.iter().any(|fact| fact.basis == *basis)
                || (*basis == Basis::HandoverItems && work.is_some())
        };
        let missing = gauge.expected().iter().copied().filter(|basis| !is_given(basis)).collect();
        Reading { gauge: *gauge, value: value(&facts, work), facts, work, missing }
    };
    Gauge::ALL.iter().map(read).collect()
}

fn value(facts: &[Fact], work: Option<WorkFact>) -> Value {
    if let Some(work) = work.filter(|work| work.items > 0) {
        return Value::Share(work.share.clamp(0.0, 1.0));
    }
    if facts.is_empty() {
        return if work.is_some() { Value::Nothing } else { Value::NotSetUp };
    }
    match facts.iter().map(|fact| fact.total).sum() {
        0 => Value::Nothing,
        total => Value::Count { done: facts.iter().map(|fact| fact.done).sum(), total },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(gauge: Gauge, basis: Basis, done: u32, total: u32) -> Fact {
        Fact { gauge, basis, done, total, skipped: 0, overdue: 0 }
    }

    fn reading(gauge: Gauge, facts: &[Fact], work: Option<WorkFact>) -> Reading {
        read_gauges(facts, work).into_iter().find(|reading| reading.gauge == gauge).unwrap()
    }

    #[test]
    fn a_gauge_without_facts_is_not_set_up_and_shows_no_figure() {
        for reading in read_gauges(&[], None) {
            assert_eq!(reading.value, Value::NotSetUp);
            assert_eq!(reading.tone(), Tone::Unknown);
            assert_eq!(reading.missing, reading.gauge.expected());
        }
    }

    #[test]
    fn nothing_to_do_is_not_the_same_as_not_set_up() {
        let reading = reading(Gauge::Customers, &[fact(Gauge::Customers, Basis::Customers, 0, 0)], None);
        assert_eq!((reading.value, reading.tone()), (Value::Nothing, Tone::Good));
        assert_eq!(reading.missing, [Basis::Tasks]);
    }

    #[test]
    fn counts_are_added_up_and_told_one_by_one() {
        let facts =
            [fact(Gauge::Secrets, Basis::Tasks, 2, 3), fact(Gauge::Secrets, Basis::ControlledCopies, 1, 4)];
        let reading = reading(Gauge::Secrets, &facts, None);
        assert_eq!(reading.value, Value::Count { done: 3, total: 7 });
        assert_eq!(reading.facts, facts);
        assert_eq!(reading.missing, [Basis::Assets]);
        assert_eq!(reading.tone(), Tone::Running);
    }

    #[test]
    fn what_is_overdue_is_behind_even_when_most_is_done() {
        let late = Fact { overdue: 1, ..fact(Gauge::Law, Basis::Tasks, 9, 10) };
        let reading = reading(Gauge::Law, &[late], None);
        assert_eq!((reading.tone(), reading.overdue()), (Tone::Behind, 1));
    }

    #[test]
    fn the_work_gauge_shows_weight_and_not_the_number_of_tasks() {
        let work = WorkFact { share: 0.34, planned: 0.42, items: 26, finish: None };
        let reading = reading(Gauge::Work, &[fact(Gauge::Work, Basis::Tasks, 5, 6)], Some(work));
        assert_eq!((reading.value, reading.tone()), (Value::Share(0.34), Tone::Behind));
        assert!(reading.missing.is_empty());
    }

    #[test]
    fn the_work_of_one_departure_says_nothing_of_other_gauges() {
        let work = WorkFact { share: 1.0, planned: 0.2, items: 3, finish: None };
        assert_eq!(reading(Gauge::Law, &[], Some(work)).value, Value::NotSetUp);
        assert_eq!(reading(Gauge::Work, &[], Some(work)).tone(), Tone::Good);
    }
}
