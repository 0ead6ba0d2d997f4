//! The ways in which an employment ends, with what follows from each.

use serde::Deserialize;

use crate::Citation;

/// How the employment ends; the codes are those of the guide's first section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the codes are the documentation; `article` and the glossary explain them")]
pub enum Ground {
    AgreeEmployer,
    AgreeEmployee,
    Resign,
    ResignProbation,
    Constructive,
    ConstructiveForce,
    Cause,
    NofaultMed,
    NofaultIncomp,
    NofaultChange,
    Layoff,
    Expiry,
    TaskDone,
    RetirePension,
    RetireAge,
    Death,
    Bankrupt,
    Close,
    OperatingTermEnd,
    Illegal,
    #[serde(rename = "NO_CONTRACT_1M")]
    NoContract1m,
    #[serde(rename = "NO_CONTRACT_1Y")]
    NoContract1y,
    PartTime,
    PublicPost,
}

impl Ground {
    /// All of them, in the guide's order.
    pub const ALL: [Self; 24] = [
        Self::AgreeEmployer,
        Self::AgreeEmployee,
        Self::Resign,
        Self::ResignProbation,
        Self::Constructive,
        Self::ConstructiveForce,
        Self::Cause,
        Self::NofaultMed,
        Self::NofaultIncomp,
        Self::NofaultChange,
        Self::Layoff,
        Self::Expiry,
        Self::TaskDone,
        Self::RetirePension,
        Self::RetireAge,
        Self::Death,
        Self::Bankrupt,
        Self::Close,
        Self::OperatingTermEnd,
        Self::Illegal,
        Self::NoContract1m,
        Self::NoContract1y,
        Self::PartTime,
        Self::PublicPost,
    ];

    /// The code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AgreeEmployer => "AGREE_EMPLOYER",
            Self::AgreeEmployee => "AGREE_EMPLOYEE",
            Self::Resign => "RESIGN",
            Self::ResignProbation => "RESIGN_PROBATION",
            Self::Constructive => "CONSTRUCTIVE",
            Self::ConstructiveForce => "CONSTRUCTIVE_FORCE",
            Self::Cause => "CAUSE",
            Self::NofaultMed => "NOFAULT_MED",
            Self::NofaultIncomp => "NOFAULT_INCOMP",
            Self::NofaultChange => "NOFAULT_CHANGE",
            Self::Layoff => "LAYOFF",
            Self::Expiry => "EXPIRY",
            Self::TaskDone => "TASK_DONE",
            Self::RetirePension => "RETIRE_PENSION",
            Self::RetireAge => "RETIRE_AGE",
            Self::Death => "DEATH",
            Self::Bankrupt => "BANKRUPT",
            Self::Close => "CLOSE",
            Self::OperatingTermEnd => "OPERATING_TERM_END",
            Self::Illegal => "ILLEGAL",
            Self::NoContract1m => "NO_CONTRACT_1M",
            Self::NoContract1y => "NO_CONTRACT_1Y",
            Self::PartTime => "PART_TIME",
            Self::PublicPost => "PUBLIC_POST",
        }
    }

    /// The article by which it ends.
    pub const fn article(self) -> Citation {
        match self {
            Self::AgreeEmployer | Self::AgreeEmployee => Citation::read("劳动合同法第36条"),
            Self::Resign | Self::ResignProbation => Citation::read("劳动合同法第37条"),
            Self::Constructive => Citation::read("劳动合同法第38条第1款"),
            Self::ConstructiveForce => Citation::read("劳动合同法第38条第2款"),
            Self::Cause => Citation::read("劳动合同法第39条"),
            Self::NofaultMed => Citation::read("劳动合同法第40条第1项"),
            Self::NofaultIncomp => Citation::read("劳动合同法第40条第2项"),
            Self::NofaultChange => Citation::read("劳动合同法第40条第3项"),
            Self::Layoff => Citation::read("劳动合同法第41条第1款"),
            Self::Expiry => Citation::read("劳动合同法第44条第1项"),
            Self::TaskDone => Citation::read("劳动合同法实施条例第22条"),
            Self::RetirePension => Citation::read("劳动合同法第44条第2项"),
            Self::RetireAge => Citation::read("劳动合同法实施条例第21条"),
            Self::Death => Citation::read("劳动合同法第44条第3项"),
            Self::Bankrupt => Citation::read("劳动合同法第44条第4项"),
            Self::Close => Citation::read("劳动合同法第44条第5项"),
            Self::OperatingTermEnd => Citation::read("法释〔2020〕26号第48条"),
            Self::Illegal => Citation::read("劳动合同法第48条、第87条"),
            Self::NoContract1m => Citation::unverified("劳动合同法实施条例第5条"),
            Self::NoContract1y => Citation::unverified("劳动合同法实施条例第6条"),
            Self::PartTime => Citation::read("劳动合同法第71条"),
            Self::PublicPost => Citation::read("劳动合同法实施条例第12条"),
        }
    }

    /// The article that gives compensation for it; none where none is due.
    pub const fn compensated_by(self) -> Option<Citation> {
        let article = match self {
            Self::AgreeEmployer => "劳动合同法第46条第2项",
            Self::Constructive | Self::ConstructiveForce => "劳动合同法第46条第1项",
            Self::NofaultMed | Self::NofaultIncomp | Self::NofaultChange => "劳动合同法第46条第3项",
            Self::Layoff => "劳动合同法第46条第4项",
            Self::Expiry => "劳动合同法第46条第5项",
            Self::TaskDone => "劳动合同法实施条例第22条",
            Self::Bankrupt | Self::Close => "劳动合同法第46条第6项",
            Self::OperatingTermEnd => "法释〔2020〕26号第48条",
            Self::NoContract1y => return Some(Citation::unverified("劳动合同法实施条例第6条")),
            _ => return None,
        };
        Some(Citation::read(article))
    }

    /// Whether it is one of article 40: thirty days' notice or a month's pay.
    pub const fn is_without_fault(self) -> bool {
        matches!(self, Self::NofaultMed | Self::NofaultIncomp | Self::NofaultChange)
    }

    /// Whether the worker leaves for the employer's fault: article 38.
    pub const fn is_employers_fault(self) -> bool {
        matches!(self, Self::Constructive | Self::ConstructiveForce)
    }

    /// Whether the contract ends by itself (终止), other than by somebody's word (解除).
    pub const fn is_ending_by_itself(self) -> bool {
        matches!(
            self,
            Self::Expiry
                | Self::TaskDone
                | Self::RetirePension
                | Self::RetireAge
                | Self::Death
                | Self::Bankrupt
                | Self::Close
                | Self::OperatingTermEnd
                | Self::NoContract1m
                | Self::NoContract1y
                | Self::PartTime
                | Self::PublicPost
        )
    }

    /// What has to be seen to before or at such an ending, in order.
    pub fn procedure(self) -> Vec<(&'static str, Citation)> {
        let union = ("union_told_reasons_first", Citation::read("劳动合同法第43条、法释〔2020〕26号第47条"));
        let protected = ("not_protected", Citation::read("劳动合同法第42条"));
        let near = ("not_near_retirement", Citation::read("劳动合同法第42条第5项"));
        match self {
            Self::AgreeEmployer | Self::AgreeEmployee => {
                vec![("written_agreement_names_proposer", Citation::read("劳动合同法第36条、第46条第2项"))]
            }
            Self::Resign => vec![("written_notice_30_days", Citation::read("劳动合同法第37条"))],
            Self::ResignProbation => vec![("notice_3_days", Citation::read("劳动合同法第37条"))],
            Self::Constructive => vec![("notice_states_the_fault", Citation::read("劳动合同法第38条第1款"))],
            Self::Cause => vec![("reason_proved", Citation::read("劳动合同法第39条")), union],
            Self::NofaultMed | Self::NofaultIncomp | Self::NofaultChange => vec![
                protected,
                near,
                ("written_notice_30_days_or_month_pay", Citation::read("劳动合同法第40条")),
                union,
            ],
            Self::Layoff => vec![
                protected,
                near,
                ("threshold_20_heads_or_10_percent", Citation::read("劳动合同法第41条第1款")),
                ("explained_30_days_before_and_heard", Citation::read("劳动合同法第41条第1款")),
                ("plan_reported_to_labour_office", Citation::read("劳动合同法第41条第1款")),
                ("retained_first", Citation::read("劳动合同法第41条第2款")),
                ("rehired_first_within_6_months", Citation::read("劳动合同法第41条第3款")),
            ],
            Self::Expiry => vec![
                ("not_extended_by_protection", Citation::read("劳动合同法第45条")),
                near,
                ("no_training_service_period_running", Citation::read("劳动合同法实施条例第17条")),
            ],
            Self::RetireAge => vec![("statutory_age_reached", self.article())],
            Self::NoContract1m | Self::NoContract1y => vec![("written_notice", self.article())],
            _ => Vec::new(),
        }
    }
}

/// Why the worker leaves for the employer's fault, or is dismissed for their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the codes are the documentation")]
pub enum Reason {
    NoProtection,
    WagesWithheld,
    OvertimeUnpaid,
    BelowMinimumWage,
    SocialInsuranceUnpaid,
    UnlawfulRules,
    VoidContract,
    ProbationStandardNotMet,
    SeriousBreachOfRules,
    SeriousDereliction,
    SecondJob,
    VoidByFraud,
    CriminalLiability,
}

impl Reason {
    /// The ground that it belongs to.
    pub const fn ground(self) -> Ground {
        match self {
            Self::NoProtection
            | Self::WagesWithheld
            | Self::OvertimeUnpaid
            | Self::BelowMinimumWage
            | Self::SocialInsuranceUnpaid
            | Self::UnlawfulRules
            | Self::VoidContract => Ground::Constructive,
            Self::ProbationStandardNotMet
            | Self::SeriousBreachOfRules
            | Self::SeriousDereliction
            | Self::SecondJob
            | Self::VoidByFraud
            | Self::CriminalLiability => Ground::Cause,
        }
    }
}

/// Why a worker must not be dismissed without fault: article 42.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the codes are the documentation")]
pub enum Protection {
    OccupationalHazard,
    OccupationalDiseaseOrInjury,
    MedicalPeriod,
    Pregnancy,
    Maternity,
    Nursing,
    FifteenYearsNearRetirement,
    OtherByLaw,
}

/// How a region treats service before 2008.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the codes are the documentation")]
pub enum Profile {
    NationalDefault,
    Shanghai,
    #[serde(rename = "GUANGDONG_2012")]
    Guangdong2012,
    Beijing,
}
