//! How strong a tie is taken to be: weak assumptions from the literature, or what was learnt.

/// From this probability on a tie is an extreme scenario and must be labelled so.
pub const EXTREME_FROM: f64 = 0.05;

/// How much more often somebody leaves after a colleague did, relative to the base: the range that was published, or learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lift {
    /// 5 %.
    Low,
    /// 9.1 %: after a colleague's quit (Visier 2022, a vendor's figure).
    Middle,
    /// 35 %.
    High,
    /// What a company's own past says, as a share of the base hazard.
    Learnt(f64),
}

impl Lift {
    /// As a share of the base hazard.
    pub fn relative(self) -> f64 {
        match self {
            Self::Low => 0.05,
            Self::Middle => 0.091,
            Self::High => 0.35,
            Self::Learnt(lift) => lift.max(0.0),
        }
    }
}

/// What the strength of a tie is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strength {
    /// Probability of leaving in six months, all people of the group together.
    pub base_hazard: f64,
    /// Relative lift after a colleague has left.
    pub lift: Lift,
    /// How close the two are, 0 to 1.
    pub closeness: f64,
}

impl Strength {
    /// The probability of a tie: base × lift × closeness. Nothing when a part is not a share.
    pub fn probability(self) -> Option<f64> {
        let shares = [self.base_hazard, self.closeness];
        shares
            .iter()
            .all(|share| (0.0..=1.0).contains(share))
            .then(|| (self.base_hazard * self.lift.relative() * self.closeness).min(1.0))
    }
}
