//! The festivals that give everybody days off.

use serde::Deserialize;

/// A festival with days off for all citizens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Festival {
    /// 元旦.
    NewYear,
    /// 春节.
    SpringFestival,
    /// 清明节.
    Qingming,
    /// 劳动节.
    LabourDay,
    /// 端午节.
    DragonBoat,
    /// 中秋节.
    MidAutumn,
    /// 国庆节.
    NationalDay,
    /// A day off that the State Council gives once, such as 3 September 2015.
    Special,
}

impl Festival {
    /// Every festival, in the order of the year.
    pub const ALL: [Self; 8] = [
        Self::NewYear,
        Self::SpringFestival,
        Self::Qingming,
        Self::LabourDay,
        Self::DragonBoat,
        Self::MidAutumn,
        Self::NationalDay,
        Self::Special,
    ];

    /// The key by which data files and translations know it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NewYear => "new_year",
            Self::SpringFestival => "spring_festival",
            Self::Qingming => "qingming",
            Self::LabourDay => "labour_day",
            Self::DragonBoat => "dragon_boat",
            Self::MidAutumn => "mid_autumn",
            Self::NationalDay => "national_day",
            Self::Special => "special",
        }
    }
}
