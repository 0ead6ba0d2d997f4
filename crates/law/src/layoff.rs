//! Whether cutting so many of so many staff falls under article 41.

use serde::{Deserialize, Serialize};

use crate::{
    Error, Exact, Notes, Result,
    error::need,
    explain::Value,
    rules::id,
    settle::CONTRACT_LAW,
    trace::{Context, Trace},
};

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LayoffQuestion {
    /// All staff.
    pub total: Option<u32>,
    /// Staff to go.
    pub cut: Option<u32>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayoffAnswer {
    /// Whether article 41 applies.
    pub article_41: bool,
    /// The share, from 0 to 1.
    pub share: f64,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

impl LayoffQuestion {
    /// The answer; the threshold has been the same since 2008.
    pub fn answer(&self, cx: &Context<'_>) -> Result<LayoffAnswer> {
        let total = need(self.total, "total", "the share is taken of it")?;
        let cut = need(self.cut, "cut", "it is compared with the thresholds")?;
        if total == 0 {
            return Err(Error::refused("total", "there must be staff"));
        }
        if cut > total {
            return Err(Error::refused("cut", "more than all staff (total)"));
        }
        let mut trace = Trace::new(cx);
        let (heads, citation) = trace.count(id::LAYOFF_HEADS, CONTRACT_LAW)?;
        let (share, _) = trace.number(id::LAYOFF_SHARE, CONTRACT_LAW)?;
        let article_41 = i64::from(cut) >= heads
            || (cut > 0 && Exact::whole(total.into()) * share <= Exact::whole(cut.into()));
        trace.step("layoff_threshold", || {
            let inputs = vec![
                ("total", Value::Count(total.into())),
                ("cut", Value::Count(cut.into())),
                ("heads", Value::Count(heads)),
                ("share", Value::Number(share)),
            ];
            (inputs, Value::Flag(article_41), vec![citation.clone()])
        });
        if !article_41 {
            trace.reject("article_41", "below_the_threshold_another_ground_is_needed");
        }
        Ok(LayoffAnswer { article_41, share: f64::from(cut) / f64::from(total), notes: trace.finish() })
    }
}
