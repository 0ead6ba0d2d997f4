//! How a result came about: steps with their inputs, citations, what was rejected, what is open.
//!
//! Keys and data only; whoever shows them has the words. Every list keeps the order in which the law was applied.

use std::borrow::Cow;

use kernel::{Date, Money};
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{Exact, Halves};

/// How well a rule is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
pub enum Grade {
    /// Read in the text of the statute or interpretation.
    P,
    /// Read in a secondary source.
    S,
    /// Not verified: never shown as a fact.
    U,
}

/// Where a rule stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Law and article, as lawyers write it.
    pub text: Cow<'static, str>,
    /// How well it is known.
    pub grade: Grade,
}

impl Citation {
    /// An article that was read in its text.
    pub const fn read(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text), grade: Grade::P }
    }

    /// A rule from a secondary source.
    pub const fn secondary(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text), grade: Grade::S }
    }

    /// A rule that nobody verified.
    pub const fn unverified(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text), grade: Grade::U }
    }
}

/// An input or a result of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A key.
    Key(&'static str),
    /// A date.
    Date(Date),
    /// An amount, exact; written with two places or more.
    Amount(Exact),
    /// An amount after rounding.
    Money(Money),
    /// Any other number, exact.
    Number(Exact),
    /// A whole count.
    Count(i64),
    /// A number of half years.
    Years(Halves),
    /// Yes or no.
    Flag(bool),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Key(key) => serializer.serialize_str(key),
            Self::Date(date) => serializer.collect_str(date),
            Self::Amount(amount) => serializer.serialize_str(&amount.as_money()),
            Self::Money(money) => money.serialize(serializer),
            Self::Number(number) => serializer.collect_str(number),
            Self::Count(count) => serializer.serialize_i64(*count),
            Self::Years(years) => serializer.collect_str(&years.exact()),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

/// A named input.
pub type Input = (&'static str, Value);

/// One step of a reckoning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which rule was applied.
    pub rule: &'static str,
    /// What went in, by name.
    #[serde(serialize_with = "as_map")]
    pub inputs: Vec<Input>,
    /// What came out.
    pub result: Value,
    /// Where the rule stands.
    pub citations: Vec<Citation>,
}

fn as_map<S: Serializer>(inputs: &[Input], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(inputs.len()))?;
    for (name, value) in inputs {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// Something that might have been owed or applied, and why it was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// What was not applied.
    pub alternative: &'static str,
    /// Why not.
    pub why: &'static str,
}

/// What a reading of an open question leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// An amount.
    Amount(Money),
    /// An amount that depends on facts outside the question.
    UnknownAmount,
    /// A last day, or none at all.
    LastDay(Option<Date>),
    /// A day of service, or none.
    ServedOn(Option<Date>),
    /// Yes or no.
    Holds(bool),
    /// It depends on facts outside the question.
    Depends,
}

/// One reading of an open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Its name.
    pub id: &'static str,
    /// What it leads to.
    pub found: Found,
    /// What speaks for it.
    pub why: &'static str,
}

impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("id", self.id)?;
        match self.found {
            Found::Amount(money) => map.serialize_entry("amount", &money)?,
            Found::UnknownAmount => map.serialize_entry("amount", &None::<Money>)?,
            Found::LastDay(day) => map.serialize_entry("last_day", &day)?,
            Found::ServedOn(day) => map.serialize_entry("served_on", &day)?,
            Found::Holds(yes) => map.serialize_entry("holds", &yes)?,
            Found::Depends => map.serialize_entry("holds", &None::<bool>)?,
        }
        map.serialize_entry("why", self.why)?;
        map.end()
    }
}

/// A question that the law leaves open, with every reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contested {
    /// The line or the part of the answer it is about.
    pub line: &'static str,
    /// The readings.
    pub readings: Vec<Reading>,
}

/// A value of a parameter that a result used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Used {
    /// The parameter.
    pub id: Cow<'static, str>,
    /// Since when the value is in force.
    pub from: Date,
}

/// What every answer carries besides its result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Notes {
    /// The steps that belong to no line of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What whoever relies on the result should know.
    pub warnings: Vec<Warning>,
    /// What the law leaves open.
    pub contested: Vec<Contested>,
    /// Every article that was applied, in order.
    pub citations: Vec<Citation>,
    /// What was not applied, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<Rejected>,
    /// The dated values that were used.
    pub parameters: Vec<Used>,
    /// The hash of all parameter files, to know them again.
    pub rules: String,
}

macro_rules! warnings {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)+) => {
        /// What whoever relies on a result should know.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Warning { $($(#[$doc])* $name,)+ }

        impl Warning {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable key.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }
        }
    };
}

warnings! {
    /// The result changes when the last day moves by one day.
    BoundarySensitive = "boundary_sensitive",
    /// The wage is near three times the local average: a fen more or less changes the years that count.
    CapCliff = "cap_cliff",
    /// The date lies beyond the time for which the rules were checked.
    OutOfRange = "out_of_range",
    /// The local minimum wage was not given, so the floor of the average wage was not applied.
    MinimumWageNotGiven = "minimum_wage_not_given",
    /// The average wage lay below the minimum wage and was lifted to it.
    LiftedToMinimumWage = "lifted_to_minimum_wage",
    /// No primary source was found for Beijing; the national line was used.
    BeijingUsesNationalRules = "beijing_uses_national_rules",
    /// The profile rests on secondary sources.
    ProfileFromSecondarySources = "profile_from_secondary_sources",
    /// The rules of 1994 for service before 2008 were repealed on 2017-11-24; some tribunals stopped splitting.
    OldRulesRepealed = "old_rules_repealed",
    /// No profile was given; the reading that needs one used the national line.
    ProfileAssumedNational = "profile_assumed_national",
    /// Whether a renewal was offered was not stated; none was assumed, which is the rule of article 46.
    RenewalOfferNotStated = "renewal_offer_not_stated",
    /// The reason given does not matter for this ground.
    ReasonNotUsed = "reason_not_used",
    /// The total leaves out what is contested and has no amount.
    TotalLeavesOutContested = "total_leaves_out_contested",
    /// Only the least amount is set by law.
    LeastAmountOnly = "least_amount_only",
    /// Whether in-lieu pay and damages share the exemption is not verified.
    TaxOfInLieuAndDamagesUnverified = "tax_of_in_lieu_and_damages_unverified",
    /// Payments at the end of a contract (终止), unlike its dissolution (解除), may not enjoy the exemption.
    ExemptionContestedAtExpiry = "exemption_contested_at_expiry",
    /// The tax of before 2019 is not reckoned here.
    TaxBefore2019NotReckoned = "tax_before_2019_not_reckoned",
    /// The local average wage was not given, so no tax was reckoned.
    TaxNotReckoned = "tax_not_reckoned",
    /// Pay for leave not taken is taxed as wages, not with the settlement.
    LeavePayTaxedAsWages = "leave_pay_taxed_as_wages",
    /// The rules on paying for leave not taken begin in 2008-09.
    LeaveRulesNotYetInForce = "leave_rules_not_yet_in_force",
    /// A step of the entitlement may fall into the leaving year; the law is silent, the band at the last day was used.
    EntitlementStep = "entitlement_step",
    /// The rule that was applied is not verified.
    UnverifiedRule = "unverified_rule",
    /// A practice, not a statute.
    PracticeOnly = "practice_only",
    /// A protected worker: article 42.
    Protected = "protected",
    /// A worker exposed to occupational hazards needs a leaving health check.
    LeavingHealthCheck = "leaving_health_check",
    /// A work injury on expiry follows the regulation on work injury insurance.
    WorkInjuryRules = "work_injury_rules",
    /// Less than the days of notice of the law.
    ShortNotice = "short_notice",
    /// The ground presumes an employment of less than one year.
    GroundNeedsFirstYear = "ground_needs_first_year",
    /// Pay in lieu of notice was not part of the law of the time.
    NoInLieuBefore2008 = "no_in_lieu_before_2008",
    /// The worker may choose to go on instead of taking damages.
    ContinuationPossible = "continuation_possible",
    /// An earlier step of service was not tried.
    EarlierMeansNotTried = "earlier_means_not_tried",
    /// An electronic message counts when the system was designated for receiving, or when it was seen.
    ElectronicNeedsDesignation = "electronic_needs_designation",
    /// The recipient was taken to live in China.
    RecipientTakenAsDomiciled = "recipient_taken_as_domiciled",
    /// Which law covers a notice is keyed on its day of issue; no transition rule was found.
    TransitionRuleNotFound = "transition_rule_not_found",
    /// The working days are those of the calendar that the program brings along.
    CalendarBuiltin = "calendar_builtin",
    /// The calendar has no notice for a year that was used: only weekends and fixed-date holidays count.
    CalendarProvisional = "calendar_provisional",
    /// The last day was moved to the next working day.
    MovedToWorkingDay = "moved_to_working_day",
    /// An interruption outside the running period was left out.
    InterruptionOutsidePeriod = "interruption_outside_period",
    /// The claim accrued on another day than the end from which it is counted.
    CountedFromTheEnd = "counted_from_the_end",
    /// How the item is classed is not verified.
    ItemClassUnverified = "item_class_unverified",
    /// Whether the three months must be in a row is contested.
    ThreeMonthsContested = "three_months_contested",
    /// Less than a guideline without force of law recommends.
    BelowGuideline = "below_guideline",
    /// Less than 30 percent of the average wage was agreed; whether that is lifted differs by region.
    AgreedBelowThirtyPercent = "agreed_below_thirty_percent",
    /// A non-compete cannot last longer than two years.
    LimitedToTwoYears = "limited_to_two_years",
    /// The clause can be held ineffective when the worker asks for it.
    IneffectiveOnRequest = "ineffective_on_request",
    /// The age follows from the decision's steps; the official table was not read row by row.
    FormulaFromSteps = "formula_from_steps",
    /// The whole service is counted here; severance splits it at 2008-01-01.
    SpansTwoThousandEight = "spans_2008",
    /// A value that ships without its official notice.
    Provisional = "provisional",
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}
