//! Rows that read themselves: a struct whose fields are typed values, from either database.

use kernel::{
    AccountId, AllowanceId, ApprovalId, AssetId, AttachmentId, CommitmentId, CustomerId, DepartmentId,
    DepartureId, DutyId, EmployerId, EmploymentId, ExchangeId, FactId, HistoryId, HoldId, ImportId, ItemId,
    JointSessionId, KnowledgeItemId, LawValueId, LeaveEventId, NoteId, ObstacleId, PaymentId, PersonEventId,
    PersonId, PostId, ProjectMemberId, QuestionId, ScheduleId, SessionId, SettlementId, StageAssessmentId,
    TaskId, TeachBackId, TenantId, UnclearId,
};
use kernel::{AttemptId, CircumstanceId, ClockEventId, FeedId, NoticeId, PaperId, TalkId};
use kernel::{Date, Lang, Role, Timestamp};
use sqlx::{Decode, Postgres, Row as _, Sqlite, Type, postgres::PgRow, sqlite::SqliteRow};

/// Why a stored value could not be read.
pub(crate) type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A value as a column holds it (`Raw` is text, a number or a truth value) and as the product knows it.
pub(crate) trait Column: Sized {
    type Raw;
    fn from_raw(raw: Self::Raw) -> Result<Self, Cause>;
}

/// A value as it is bound to a statement.
pub(crate) trait Bind {
    type Raw;
    fn to_raw(self) -> Self::Raw;
}

impl<T: Clone + Bind> Bind for &T {
    type Raw = T::Raw;
    fn to_raw(self) -> T::Raw {
        self.clone().to_raw()
    }
}

impl<'t> Bind for &'t str {
    type Raw = &'t str;
    fn to_raw(self) -> &'t str {
        self
    }
}

impl<'t> Bind for Option<&'t str> {
    type Raw = Option<&'t str>;
    fn to_raw(self) -> Option<&'t str> {
        self
    }
}

macro_rules! plain_columns {
    ($($t:ty),*) => {$(
        impl Column for $t {
            type Raw = $t;
            fn from_raw(raw: $t) -> Result<Self, Cause> { Ok(raw) }
        }
        impl Column for Option<$t> {
            type Raw = Option<$t>;
            fn from_raw(raw: Option<$t>) -> Result<Self, Cause> { Ok(raw) }
        }
        impl Bind for $t {
            type Raw = $t;
            fn to_raw(self) -> $t { self }
        }
        impl Bind for Option<$t> {
            type Raw = Option<$t>;
            fn to_raw(self) -> Option<$t> { self }
        }
    )*};
}

/// Types that are stored as text, written with `Display` and read with `FromStr`.
macro_rules! text_columns {
    ($($t:ty),* $(,)?) => {$(
        impl $crate::record::Column for $t {
            type Raw = String;
            fn from_raw(raw: String) -> std::result::Result<Self, $crate::record::Cause> { Ok(raw.parse::<$t>()?) }
        }
        impl $crate::record::Column for Option<$t> {
            type Raw = Option<String>;
            fn from_raw(raw: Option<String>) -> std::result::Result<Self, $crate::record::Cause> {
                Ok(raw.map(|text| text.parse::<$t>()).transpose()?)
            }
        }
        impl $crate::record::Bind for $t {
            type Raw = String;
            fn to_raw(self) -> String { self.to_string() }
        }
        impl $crate::record::Bind for Option<$t> {
            type Raw = Option<String>;
            fn to_raw(self) -> Option<String> { self.map(|value| value.to_string()) }
        }
    )*};
}

plain_columns!(String, i64, bool);
text_columns!(
    AccountId,
    AllowanceId,
    ApprovalId,
    AssetId,
    AttachmentId,
    CommitmentId,
    CustomerId,
    DepartmentId,
    DepartureId,
    DutyId,
    EmployerId,
    EmploymentId,
    FactId,
    HoldId,
    LawValueId,
    PaymentId,
    SettlementId,
    ExchangeId,
    CircumstanceId,
    TalkId,
    HistoryId,
    ImportId,
    ItemId,
    JointSessionId,
    KnowledgeItemId,
    LeaveEventId,
    PersonEventId,
    NoteId,
    ObstacleId,
    PersonId,
    PostId,
    ProjectMemberId,
    QuestionId,
    ScheduleId,
    SessionId,
    StageAssessmentId,
    TaskId,
    TeachBackId,
    TenantId,
    UnclearId,
    AttemptId,
    ClockEventId,
    FeedId,
    NoticeId,
    PaperId,
    Date,
    Lang,
    Role,
);

impl Column for Timestamp {
    type Raw = i64;
    fn from_raw(raw: i64) -> Result<Self, Cause> {
        Ok(Self::from_microsecond(raw)?)
    }
}

impl Column for Option<Timestamp> {
    type Raw = Option<i64>;
    fn from_raw(raw: Option<i64>) -> Result<Self, Cause> {
        Ok(raw.map(Timestamp::from_microsecond).transpose()?)
    }
}

impl Bind for Timestamp {
    type Raw = i64;
    fn to_raw(self) -> i64 {
        self.as_microsecond()
    }
}

impl Bind for Option<Timestamp> {
    type Raw = Option<i64>;
    fn to_raw(self) -> Option<i64> {
        self.map(Timestamp::as_microsecond)
    }
}

/// A row that was found, of either database.
#[derive(Clone, Copy)]
pub(crate) enum Found<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
}

impl Found<'_> {
    /// The value in a column. `at` is the record and its field, for the one who is told that it cannot be read.
    pub(crate) fn get<C>(self, column: &'static str, at: &'static str) -> Result<C, sqlx::Error>
    where
        C: Column,
        C::Raw: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        let raw = match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        };
        C::from_raw(raw?).map_err(|source| sqlx::Error::ColumnDecode { index: at.to_owned(), source })
    }
}

/// What reads itself from a row.
pub(crate) trait Record: Sized + Send {
    fn read(row: Found<'_>) -> Result<Self, sqlx::Error>;
}

/// Declares a record: columns are found by the fields' names, read by [`Column`].
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $t:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $t,)* }

        impl $crate::record::Record for $name {
            fn read(row: $crate::record::Found<'_>) -> std::result::Result<Self, sqlx::Error> {
                Ok(Self { $(
                    $field: row.get(stringify!($field), concat!(stringify!($name), ".", stringify!($field)))?,
                )* })
            }
        }
    };
}
