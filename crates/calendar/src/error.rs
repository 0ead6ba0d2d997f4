//! What can be wrong with a holiday notice that an administrator loads.

use kernel::Date;
use thiserror::Error;

/// Why a notice was refused; each says where to look.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// The text is no TOML, misses a key or has one that nobody knows.
    #[error("notice {nth} cannot be read: {message}")]
    Unreadable {
        /// Which of the notices given, from 1.
        nth: usize,
        /// What the reader says, with line and column.
        message: String,
    },
    /// A field that proves where the data comes from is blank.
    #[error("the notice for {year} has a blank {field}")]
    Blank {
        /// The year of the notice.
        year: i16,
        /// The key of the blank field.
        field: &'static str,
    },
    /// The year is none that such a notice can be for.
    #[error("no notice can be for the year {year}: expected 1949 to 9999")]
    YearOutOfRange {
        /// The year as written.
        year: i64,
    },
    /// Two of the notices given are for one year.
    #[error("two notices are for {year}; put what holds in the end into one")]
    YearTwice {
        /// The year of both.
        year: i16,
    },
    /// The notice says that it came out after its year was over.
    #[error("the notice for {year} says it was published on {date}, after that year")]
    PublishedTooLate {
        /// The year of the notice.
        year: i16,
        /// The date of publication as written.
        date: Date,
    },
    /// A notice gives no holiday at all.
    #[error("the notice for {year} has no holiday")]
    NoHoliday {
        /// The year of the notice.
        year: i16,
    },
    /// A date lies outside the year and the December before it.
    #[error("the notice for {year} cannot settle {date}: only days of {year} and of the December before")]
    OutsideYear {
        /// The year of the notice.
        year: i16,
        /// The date in question.
        date: Date,
    },
    /// A span of days off ends before it begins.
    #[error("the notice for {year} has days off from {from} to {to}, which ends before it begins")]
    Backwards {
        /// The year of the notice.
        year: i16,
        /// First day as written.
        from: Date,
        /// Last day as written.
        to: Date,
    },
    /// A day is marked as statutory without being off.
    #[error("the notice for {year} marks {date} as statutory, but it is not in that holiday's days off")]
    StatutoryNotOff {
        /// The year of the notice.
        year: i16,
        /// The date in question.
        date: Date,
    },
    /// A make-up workday is no Saturday or Sunday.
    #[error("the notice for {year} makes {date} a make-up workday, but it is no Saturday or Sunday")]
    MakeUpOnWeekday {
        /// The year of the notice.
        year: i16,
        /// The date in question.
        date: Date,
    },
    /// A day is settled twice.
    #[error("the notice for {year} names {date} twice")]
    DayTwice {
        /// The year of the notice.
        year: i16,
        /// The date in question.
        date: Date,
    },
}

/// The result of reading notices.
pub type Result<T> = std::result::Result<T, Error>;
