//! The flags that the commands of `leavewell risk` share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use risk::model::{Covariates, PenaltyChoice, PenaltyScale, classify, survival};
use stats::cox::Ties;

/// How ties are handled.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum TiesArgument {
    /// Efron's average.
    Efron,
    /// Breslow's sum.
    Breslow,
}

/// What a penalty is measured in.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ScaleArgument {
    /// Per unit of each covariate.
    Original,
    /// Per standard deviation of numbers; levels as 0 or 1.
    Standardised,
}

/// Covariates and penalty.
#[derive(Debug, Args)]
pub(crate) struct ModelArguments {
    /// The column of the rows that are one person.
    #[arg(long)]
    pub(crate) cluster: Option<String>,
    /// Columns of numbers, with commas between. Without --numeric and --categorical all other columns are used.
    #[arg(long, value_delimiter = ',')]
    pub(crate) numeric: Vec<String>,
    /// Columns of levels, with commas between.
    #[arg(long, value_delimiter = ',')]
    pub(crate) categorical: Vec<String>,
    /// penalty/2 × the sum of squared coefficients; 0 is the plain model; chosen by cross-validation when absent.
    #[arg(long, value_name = "X")]
    pub(crate) penalty: Option<f64>,
    /// What --penalty is measured in.
    #[arg(long, value_enum, default_value = "original", requires = "penalty")]
    pub(crate) penalty_scale: ScaleArgument,
    /// Where the draws of the cross-validation start.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

impl ModelArguments {
    fn covariates(&self) -> Covariates {
        let trimmed = |names: &[String]| {
            names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
        };
        Covariates { numeric: trimmed(&self.numeric), categorical: trimmed(&self.categorical) }
    }

    fn penalty(&self) -> PenaltyChoice {
        let scale = match self.penalty_scale {
            ScaleArgument::Original => PenaltyScale::Original,
            ScaleArgument::Standardised => PenaltyScale::Standardised,
        };
        match self.penalty {
            Some(penalty) => PenaltyChoice::Given(penalty, scale),
            None => PenaltyChoice::Chosen { seed: self.seed },
        }
    }
}

/// The columns of a duration.
#[derive(Debug, Args)]
pub(crate) struct SpellArguments {
    /// The column of the duration until the event, or until the end of observation.
    #[arg(long)]
    pub(crate) duration: Option<String>,
    /// The column that is 1 where the event happened, else 0.
    #[arg(long)]
    pub(crate) event: Option<String>,
    /// The column of the time from which a row is observed.
    #[arg(long)]
    pub(crate) entry: Option<String>,
    /// The column whose values each have a baseline of their own.
    #[arg(long)]
    pub(crate) strata: Option<String>,
    /// How events at the same time are handled.
    #[arg(long, value_enum, default_value = "efron")]
    pub(crate) ties: TiesArgument,
}

impl SpellArguments {
    /// The plan of a survival model, where duration and event are named.
    pub(crate) fn plan(&self, model: &ModelArguments) -> Option<survival::Plan> {
        Some(survival::Plan {
            duration: self.duration.clone()?,
            event: self.event.clone()?,
            entry: self.entry.clone(),
            strata: self.strata.clone(),
            cluster: model.cluster.clone(),
            covariates: model.covariates(),
            ties: match self.ties {
                TiesArgument::Efron => Ties::Efron,
                TiesArgument::Breslow => Ties::Breslow,
            },
            penalty: model.penalty(),
        })
    }
}

/// The columns of a yes-or-no outcome.
#[derive(Debug, Args)]
pub(crate) struct OutcomeArguments {
    /// The column of the outcome.
    #[arg(long, requires = "positive")]
    pub(crate) target: Option<String>,
    /// The value of it that means yes.
    #[arg(long, requires = "target")]
    pub(crate) positive: Option<String>,
}

impl OutcomeArguments {
    /// The plan of a yes-or-no model, where target and value are named.
    pub(crate) fn plan(&self, model: &ModelArguments) -> Option<classify::Plan> {
        Some(classify::Plan {
            target: self.target.clone()?,
            positive: self.positive.clone()?,
            cluster: model.cluster.clone(),
            covariates: model.covariates(),
            penalty: model.penalty(),
        })
    }
}

/// The table and how to complain.
#[derive(Debug, Args)]
pub(crate) struct DataArguments {
    /// The table as CSV with a header, or - for standard input.
    pub(crate) data: PathBuf,
    /// Answer, and complain, in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
