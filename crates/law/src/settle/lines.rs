//! Pay in lieu of notice and the medical subsidy.

use kernel::Money;

use super::{CONTRACT_LAW, Facts, Line, LineId, line};
use crate::{
    Citation, Exact, Ground, Profile, Result, Warning,
    error::need,
    explain::Value,
    rules::id,
    trace::{Trace, reads},
};

impl Facts<'_> {
    /// A month's wage where one of article 40's dismissals came without thirty days' notice.
    pub(super) fn in_lieu(&self, trace: &mut Trace<'_>) -> Result<Option<Line>> {
        if !self.ground.is_without_fault() {
            trace.reject("in_lieu", "only_article_40");
            return Ok(None);
        }
        if self.last_day < CONTRACT_LAW {
            trace.warn(Warning::NoInLieuBefore2008);
            return Ok(None);
        }
        let given = need(self.case.notice_days_given, "notice_days_given", "0 when there was none")?;
        let (days, citation) = trace.count(id::DISMISSAL_DAYS, self.last_day)?;
        if i64::from(given) >= days {
            trace.reject("in_lieu", "notice_was_given");
            return Ok(None);
        }
        let wage = self.case.last_month_wage;
        let wage = need(wage, "last_month_wage", "pay in lieu of notice is the wage of the month before")?.0;
        let amount = wage.to_money();
        trace.step("in_lieu", || {
            let inputs = vec![
                ("notice_days_given", Value::Count(given.into())),
                ("notice_days", Value::Count(days)),
                ("last_month_wage", Value::Amount(wage)),
            ];
            let standard = Citation::read("劳动合同法实施条例第20条");
            (inputs, Value::Money(amount), vec![citation.clone(), standard])
        });
        trace.reject("in_lieu_pro_rata_or_capped", "article_40_knows_one_month_only");
        Ok(Some(line(LineId::InLieu, Some(amount), trace)))
    }

    /// The medical subsidy of a dismissal after illness: by the local rule or, nationally, contested since 2017.
    pub(super) fn medical_subsidy(&self, trace: &mut Trace<'_>) -> Result<Option<Line>> {
        if self.ground != Ground::NofaultMed {
            return Ok(None);
        }
        let avg12 = need(self.case.avg12, "avg12", "the subsidy is measured by it")?.0;
        let wage = self.case.min_wage.map_or(avg12, |floor| avg12.max(floor.0));
        let local = match self.profile {
            Some(Profile::Shanghai) => trace.number(id::MEDICAL_MONTHS_SHANGHAI, self.last_day).ok(),
            _ => None,
        };
        let in_force = local.or_else(|| trace.number(id::MEDICAL_MONTHS, self.last_day).ok());
        if let Some((months, citation)) = in_force {
            let amount = (wage * months).to_money();
            trace.step("medical_subsidy", || {
                let inputs = vec![("wage", Value::Amount(wage)), ("months", Value::Number(months))];
                (inputs, Value::Money(amount), vec![citation.clone()])
            });
            trace.warn(Warning::LeastAmountOnly);
            return Ok(Some(line(LineId::MedicalSubsidy, Some(amount), trace)));
        }
        let least = (wage * Exact::whole(6)).to_money();
        trace.step("medical_subsidy", || {
            let articles = vec![
                Citation::secondary("劳部发〔1996〕354号第22条"),
                Citation::secondary("人社部发〔2017〕87号（废止劳部发〔1994〕481号）"),
            ];
            let inputs = vec![("wage", Value::Amount(wage)), ("months", Value::Count(6))];
            (inputs, Value::Key("contested"), articles)
        });
        let readings = vec![
            reads("none", Money::ZERO, "national_basis_repealed_2017_11_24_and_no_local_rule_known"),
            reads("six_months", least, "rule_of_1996_or_local_ordinance_at_least_six_months"),
        ];
        trace.contest("medical_subsidy", readings);
        Ok(Some(line(LineId::MedicalSubsidy, None, trace)))
    }
}
