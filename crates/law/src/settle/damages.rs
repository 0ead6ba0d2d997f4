//! Damages for an unlawful ending (赔偿金, 2N), with both readings.

use super::{
    CONTRACT_LAW, Facts, Line, LineId, line,
    old::Counting,
    severance::{OldPart, Scheme, times, whole_service},
};
use crate::{
    Citation, Ground, Profile, Result, Warning,
    explain::Value,
    rules::id,
    span,
    span::Months,
    trace::{Trace, reads},
};

impl Facts<'_> {
    /// The line for an unlawful ending; it takes the place of severance.
    pub(super) fn damages(&self, trace: &mut Trace<'_>) -> Result<Option<Line>> {
        if self.ground != Ground::Illegal {
            return Ok(None);
        }
        let start = self.start()?;
        let wage = self.wage(trace)?;
        let (multiple, citation) = trace.number(id::DAMAGES_MULTIPLE, self.last_day)?;
        let (uncut, years, standard) = whole_service(&wage, start, self.last_day);
        let amount = times(standard, multiple);
        trace.step("whole_service", || {
            let months = Months::between(start, self.last_day);
            let inputs = vec![
                ("from", Value::Date(start)),
                ("to", Value::Date(self.last_day)),
                ("months", Value::Count(months.months)),
                ("remainder", Value::Flag(months.remainder)),
                ("is_limited", Value::Flag(wage.is_capped())),
            ];
            let articles =
                vec![Citation::read("劳动合同法实施条例第25条"), Citation::read("劳动合同法第47条")];
            (inputs, Value::Years(years), articles)
        });
        trace.step("damages", || {
            let inputs = vec![
                ("wage", Value::Amount(wage.base())),
                ("years", Value::Years(years)),
                ("multiple", Value::Number(multiple)),
            ];
            let articles = vec![Citation::read("劳动合同法第48条"), citation.clone()];
            (inputs, Value::Money(amount), articles)
        });
        trace.reject("severance", "damages_take_its_place");
        trace.warn(Warning::ContinuationPossible);
        let shifted = |days| whole_service(&wage, start, span::add_days(self.last_day, days)).2;
        let is_sensitive = shifted(1) != standard || (start < self.last_day && shifted(-1) != standard);
        trace.warn_if(is_sensitive, Warning::BoundarySensitive);
        trace.warn_if(wage.is_near_cliff(uncut), Warning::CapCliff);
        if start < CONTRACT_LAW {
            let segmented = times(self.segmented(start, &wage, trace).reckon(self.last_day).amount, multiple);
            if wage.is_capped() || segmented != amount {
                let readings = vec![
                    reads("A", amount, "articles_25_and_87_double_the_standard_of_article_47_over_all_years"),
                    reads("B", segmented, "old_service_counts_by_the_rules_of_its_time_and_is_not_capped"),
                ];
                trace.contest("damages_2n", readings);
            }
        }
        Ok(Some(line(LineId::Damages2n, Some(amount), trace)))
    }

    /// The second reading: twice the severance that is split at 2008, its old part without limit.
    fn segmented(&self, start: kernel::Date, wage: &super::severance::Wage, trace: &mut Trace<'_>) -> Scheme {
        trace.warn_if(self.profile.is_none(), Warning::ProfileAssumedNational);
        trace.warn_if(self.profile == Some(Profile::Beijing), Warning::BeijingUsesNationalRules);
        let base = match wage.cap.filter(|_| self.profile == Some(Profile::Guangdong2012)) {
            Some(cap) => cap.min(wage.avg12),
            None => wage.avg12,
        };
        let old = OldPart { counting: Counting::of(self.profile), limit: None, base };
        Scheme { start, wage: *wage, old: Some(old) }
    }
}
