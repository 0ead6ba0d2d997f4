//! What is handed over.

use std::fmt;

use kernel::{Date, ItemId};

use crate::{Error, Result, StageFact, proven_stage, stage};

codes! {
    /// The kind of an item.
    ItemKind {
        /// 岗位知识与技能.
        Knowledge = "knowledge",
        /// 核心工艺或核心流程.
        CoreProcess = "core-process",
        /// 隐性规则.
        TacitRule = "tacit-rule",
        /// 流程.
        Flow = "flow",
        /// 已完成的工作.
        FinishedWork = "finished-work",
        /// 未完成的工作.
        UnfinishedWork = "unfinished-work",
        /// 薄弱处与注意事项.
        Caution = "caution",
        /// 客户.
        Customer = "customer",
        /// 供应商.
        Supplier = "supplier",
        /// 资产.
        Asset = "asset",
        /// 职责.
        Duty = "duty",
        /// 不成文的规矩.
        UnwrittenRule = "unwritten-rule",
        /// 协议与文书.
        Papers = "papers",
    }
}

/// How much an item matters, from 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Weight(u8);

impl Weight {
    /// A weight; outside 1 to 100 it is refused.
    pub fn new(weight: i64) -> Result<Self> {
        match u8::try_from(weight) {
            Ok(weight @ 1..=100) => Ok(Self(weight)),
            _ => Err(Error::Weight(weight)),
        }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }

    pub(crate) fn as_f64(self) -> f64 {
        f64::from(self.0)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What plan, progress and forecast need to know of an item; dropped items are not among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// How much it matters.
    pub weight: Weight,
    /// Hours that handing it over takes the leaver, by estimate.
    pub hours: u32,
    /// Whether it touches the core.
    pub is_core: bool,
    /// When a person planned it to be finished; without one the default plan says when.
    pub planned_on: Option<Date>,
    /// What was said of its stages; what was taken back is not among it.
    pub stages: Vec<StageFact>,
}

impl Item {
    /// The share of it that counts as handed over on a date, from 0 to 1.
    pub fn credit(&self, as_of: Date) -> f64 {
        stage::credit(proven_stage(&self.stages, as_of))
    }

    /// The share that would count if every claim were proven.
    pub fn claimed_credit(&self, as_of: Date) -> f64 {
        stage::credit(stage::claimed_stage(&self.stages, as_of))
    }

    /// Whether it is in the receivers' hands, proven.
    pub fn is_done(&self, as_of: Date) -> bool {
        proven_stage(&self.stages, as_of) == Some(crate::Stage::Independent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_a_number_from_1_to_100() {
        assert_eq!(Weight::new(1).unwrap().get(), 1);
        assert_eq!(Weight::new(100).unwrap().get(), 100);
        for weight in [0, 101, -1, 256 + 5, i64::MAX] {
            assert_eq!(Weight::new(weight), Err(Error::Weight(weight)));
        }
    }

    #[test]
    fn every_kind_is_read_back_from_its_code() {
        for kind in ItemKind::ALL {
            assert_eq!(kind.code().parse(), Ok(*kind));
        }
        assert!("core".parse::<ItemKind>().is_err());
    }
}
