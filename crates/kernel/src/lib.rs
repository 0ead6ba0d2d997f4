//! The words everybody shares: ids, roles, languages, money, who acts.
//!
//! Everything depends on this crate, so it stays small and pure: no I/O, no clock, no randomness. An id is made
//! from a `Uuid` that the caller brings.

mod actor;
mod id;
mod lang;
mod money;
mod role;

pub use actor::Actor;
pub use id::{
    AccountId, ApprovalId, AttachmentId, AttemptId, ClockEventId, CommitmentId, CustomerId, DepartmentId,
    DepartureId, DutyId, EmployerId, EmploymentId, ExchangeId, FeedId, HistoryId, IdError, ImportId, ItemId,
    JointSessionId, KnowledgeItemId, NoticeId, ObstacleId, PaperId, PersonEventId, PersonId, PostId,
    QuestionId, SessionId, StageAssessmentId, TaskId, TeachBackId, TenantId, UnclearId,
};
pub use id::{
    AllowanceId, AssetId, CircumstanceId, FactId, HoldId, LawValueId, LeaveEventId, NoteId, PaymentId,
    ProjectMemberId, ScheduleId, SettlementId, TalkId,
};
pub use jiff::{Timestamp, civil::Date};
pub use lang::{Lang, UnknownLang};
pub use money::{Money, NotMoney};
pub use role::{Role, UnknownRole};
