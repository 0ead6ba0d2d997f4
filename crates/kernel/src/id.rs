//! One type per kind of id, so that a person's id can never be passed where a departure's is meant.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: a UUID is expected")]
pub struct IdError;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID; new ones are version 7, so that ids made later sort later.
            pub const fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            /// The UUID inside.
            pub const fn uuid(self) -> Uuid { self.0 }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self { Self(uuid) }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.hyphenated().fmt(f) }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError)
            }
        }
    )*};
}

ids! {
    /// A company whose data is kept apart from every other's (租户).
    TenantId;
    /// A legal entity that employs people (用人单位).
    EmployerId;
    /// A department (部门).
    DepartmentId;
    /// A post (岗位).
    PostId;
    /// A person (人员), across all spells of employment.
    PersonId;
    /// One spell of employment of a person (任职).
    EmploymentId;
    /// A sign-in (账号).
    AccountId;
    /// One signed-in browser (会话).
    SessionId;
    /// One departure (离职办理).
    DepartureId;
    /// A task of a departure (任务).
    TaskId;
    /// An approval asked of somebody (审批).
    ApprovalId;
    /// A handover item (交接项).
    ItemId;
    /// One version of a handover note (交接文档版本).
    NoteId;
    /// A question for teach-back (复述题).
    QuestionId;
    /// One teach-back attempt (复述).
    TeachBackId;
    /// A joint session: teaching, practice, visit or sharing (共同活动).
    JointSessionId;
    /// A stage assessment (阶段评估).
    StageAssessmentId;
    /// An obstacle to a handover (障碍).
    ObstacleId;
    /// A commitment of the company to the leaver (公司承诺).
    CommitmentId;
    /// A passage that a receiver does not understand (看不懂的地方).
    UnclearId;
    /// A finding in a note that somebody lets stand (保留的提示).
    AllowanceId;
    /// A plan of a handover (交接排期).
    ScheduleId;
    /// An attachment (附件).
    AttachmentId;
    /// An item of the knowledge register (知识项).
    KnowledgeItemId;
    /// An exchange session or technical assessment (交流与考核).
    ExchangeId;
    /// The history of a code repository as it was read (代码历史).
    HistoryId;
    /// A duty or piece of open work of a person (职责).
    DutyId;
    /// A customer or supplier (客户与供应商).
    CustomerId;
    /// An asset that was issued to somebody (资产).
    AssetId;
    /// That somebody works on a project (项目成员).
    ProjectMemberId;
    /// A recorded absence (请假).
    LeaveEventId;
    /// Something that happened to a person, other than an absence that was applied for (事件).
    PersonEventId;
    /// One import of a spreadsheet (导入).
    ImportId;
    /// A fact of a settlement, as somebody entered it (结算依据).
    FactId;
    /// One issued version of a settlement (结算单版本).
    SettlementId;
    /// A payment of a settlement's line (支付记录).
    PaymentId;
    /// A line of a settlement that is held back (暂缓支付).
    HoldId;
    /// A dated value of a place that the company added (地区参数).
    LawValueId;
    /// A notice that is served on somebody (通知书).
    NoticeId;
    /// One attempt to serve a notice (送达).
    AttemptId;
    /// Something that happened to a legal deadline (时效事件).
    ClockEventId;
    /// The private address of a calendar feed (日历订阅).
    FeedId;
    /// A paper that was issued (出具的文书).
    PaperId;
    /// A planned or held talk with somebody (谈话).
    TalkId;
    /// What somebody chose to tell of the family (家庭情况).
    CircumstanceId;
}
