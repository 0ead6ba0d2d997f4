//! What leaver and receivers do together, how it was judged, and where an item came from.

codes! {
    /// The kind of a joint session.
    SessionKind {
        /// 讲解: the leaver explains.
        Teach = "teach",
        /// 跟做: the receiver does it under the leaver's eyes.
        Practise = "practise",
        /// 共同拜访: both visit a customer or supplier.
        Visit = "visit",
        /// 分享会: the leaver teaches a wider circle.
        Share = "share",
        /// 带教: the receiver does the work and may ask.
        Mentor = "mentor",
    }
}

codes! {
    /// What a date of a plan is for.
    Step {
        /// 成文: the leaver writes it down.
        Write = "write",
        /// 讲解: the leaver teaches all receivers in one session.
        Teach = "teach",
        /// 复述: one receiver shows it back.
        Prove = "prove",
    }
}

codes! {
    /// What a plan is to those who work by it.
    ScheduleState {
        /// 草稿: shown, and not applied yet.
        Draft = "draft",
        /// 现行.
        Current = "current",
        /// 已被替换.
        Past = "past",
    }
}

codes! {
    /// The judgement of a stage assessment.
    Verdict {
        /// 尚未评估.
        Open = "open",
        /// 达到目标.
        Reached = "reached",
        /// 部分达到.
        Partly = "partly",
        /// 未达到.
        Missed = "missed",
    }
}

codes! {
    /// From which register an item came.
    SourceKind {
        /// 手工添加.
        Hand = "hand",
        /// 知识清单.
        Knowledge = "knowledge",
        /// 职责与未完成的工作.
        Duty = "duty",
        /// 客户与供应商.
        Customer = "customer",
        /// 资产.
        Asset = "asset",
    }
}
