//! Severance (经济补偿), split at 2008-01-01.

use kernel::{Date, Money};

use super::{
    CONTRACT_LAW, Facts, Line, LineId, line,
    old::{self, Counting, OldRule},
};
use crate::{
    Citation, Exact, Ground, Halves, Profile, Result, Warning,
    error::need,
    explain::Value,
    rules::id,
    span::{self, Months},
    trace::{Trace, reads},
};

const LAST_OLD_DAY: Date = jiff::civil::date(2007, 12, 31);
const OLD_RULES_REPEALED: Date = jiff::civil::date(2017, 11, 24);

/// The wage that counts, and its cap.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wage {
    /// The average, lifted to the minimum wage.
    pub(super) avg12: Exact,
    /// Three times the local average; nothing where the Labour Contract Law does not apply.
    pub(super) cap: Option<Exact>,
    /// Most years that count when capped.
    pub(super) cap_years: i64,
}

impl Wage {
    /// Strictly above: article 47 says 高于.
    pub(super) fn is_capped(&self) -> bool {
        self.cap.is_some_and(|cap| cap < self.avg12)
    }

    /// The wage that counts from 2008.
    pub(super) fn base(&self) -> Exact {
        self.cap.map_or(self.avg12, |cap| cap.min(self.avg12))
    }

    /// The years that count: limited only when the wage is capped.
    pub(super) fn years(&self, uncut: Halves) -> Halves {
        if self.is_capped() { uncut.min(Halves::whole(self.cap_years)) } else { uncut }
    }

    /// Near the step from all years to twelve: within a hundredth of the cap.
    pub(super) fn is_near_cliff(&self, uncut: Halves) -> bool {
        let Some(cap) = self.cap else { return false };
        let margin = cap * Exact::fraction(1, 100);
        let is_near = cap - margin <= self.avg12 && self.avg12 <= cap + margin;
        is_near && Halves::whole(self.cap_years) < uncut
    }
}

/// How service before 2008 is paid for.
#[derive(Debug, Clone, Copy)]
pub(super) struct OldPart {
    pub(super) counting: Counting,
    pub(super) limit: Option<i64>,
    pub(super) base: Exact,
}

/// All that is needed to reckon severance for any last day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scheme {
    pub(super) start: Date,
    pub(super) wage: Wage,
    pub(super) old: Option<OldPart>,
}

/// The reckoning for one last day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reckoned {
    old_begun: i64,
    old_years: i64,
    new_uncut: Halves,
    new_years: Halves,
    pub(super) amount: Exact,
}

impl Scheme {
    pub(super) fn reckon(&self, last_day: Date) -> Reckoned {
        let old_last = last_day.min(LAST_OLD_DAY);
        let (mut old_begun, mut old_years, mut amount) = (0, 0, Exact::ZERO);
        if let Some(old) = self.old.filter(|_| self.start <= old_last) {
            old_begun = old.counting.years(self.start, old_last);
            old_years = old.limit.map_or(old_begun, |limit| old_begun.min(limit));
            amount = old.base * Exact::whole(old_years);
        }
        let new_uncut = Months::between(self.start.max(CONTRACT_LAW), last_day).years47();
        let new_years = self.wage.years(new_uncut);
        amount = amount + self.wage.base() * new_years.exact();
        Reckoned { old_begun, old_years, new_uncut, new_years, amount }
    }

    /// Whether a day more or less changes the amount.
    fn is_sensitive(&self, last_day: Date) -> bool {
        let amount = self.reckon(last_day).amount;
        let earlier = span::add_days(last_day, -1);
        let is_other = |day| self.reckon(day).amount != amount;
        is_other(span::add_days(last_day, 1)) || (self.start <= earlier && is_other(earlier))
    }
}

impl Facts<'_> {
    /// The line, or nothing where none is due.
    pub(super) fn severance(&self, trace: &mut Trace<'_>) -> Result<Option<Line>> {
        if self.ground == Ground::Illegal {
            return Ok(None);
        }
        let Some(article) = self.ground.compensated_by() else {
            trace.reject("severance", "ground_is_not_in_article_46");
            trace.step("ground", || {
                let inputs = vec![("ground", Value::Key(self.ground.code()))];
                let articles = vec![self.ground.article(), Citation::read("劳动合同法第46条")];
                (inputs, Value::Key("no_severance"), articles)
            });
            trace.keep_steps();
            return Ok(None);
        };
        if self.ground == Ground::Expiry && self.last_day >= CONTRACT_LAW {
            let offered = self.case.renewal_offered_same_or_better;
            trace.warn_if(offered.is_none(), Warning::RenewalOfferNotStated);
            if offered == Some(true) {
                trace.reject("severance", "renewal_on_same_or_better_terms_was_refused");
                trace.step("renewal_refused", || {
                    let inputs = vec![("renewal_offered_same_or_better", Value::Flag(true))];
                    (inputs, Value::Key("no_severance"), vec![article])
                });
                trace.keep_steps();
                return Ok(None);
            }
        }
        let start = self.start()?;
        let rule = self.old_rule(start)?;
        let is_old_only = self.last_day < CONTRACT_LAW;
        if is_old_only && matches!(rule, OldRule::NotDue) {
            trace.reject("severance", "not_compensated_before_2008");
            trace.step("ground", || {
                let inputs = vec![("ground", Value::Key(self.ground.code()))];
                (inputs, Value::Key("no_severance"), vec![Citation::read("劳动合同法第97条第3款")])
            });
            trace.keep_steps();
            return Ok(None);
        }
        trace.step("ground", || {
            let inputs = vec![("ground", Value::Key(self.ground.code()))];
            (inputs, Value::Key("severance_due"), vec![self.ground.article(), article])
        });
        let wage = self.wage(trace)?;
        if start < CONTRACT_LAW {
            self.remark_on_profile(&rule, trace);
        }
        let mut scheme = Scheme { start, wage, old: None };
        if matches!(rule, OldRule::Open) {
            return Ok(Some(self.open_line(&mut scheme, trace)));
        }
        scheme.old = self.old_part(&rule, &wage, trace)?;
        Ok(Some(self.severance_line(&scheme, &rule, trace)))
    }

    fn severance_line(&self, scheme: &Scheme, rule: &OldRule, trace: &mut Trace<'_>) -> Line {
        let reckoned = scheme.reckon(self.last_day);
        trace.warn_if(scheme.is_sensitive(self.last_day), Warning::BoundarySensitive);
        trace.warn_if(scheme.wage.is_near_cliff(reckoned.new_uncut), Warning::CapCliff);
        explain_old(scheme, rule, self.last_day, &reckoned, trace);
        explain_new(scheme, self.last_day, &reckoned, trace);
        let amount = reckoned.amount.to_money();
        trace.step("severance", || {
            let inputs = vec![("exact", Value::Amount(reckoned.amount))];
            (inputs, Value::Money(amount), vec![Citation::read("劳动合同法第47条第1款")])
        });
        let is_limit_open = matches!(rule, OldRule::Due { limit_open: true, .. });
        if is_limit_open && reckoned.old_begun > 12 {
            let limited = Scheme { old: scheme.old.map(|old| OldPart { limit: Some(12), ..old }), ..*scheme };
            let less = limited.reckon(self.last_day).amount.to_money();
            let readings = vec![
                reads("not_limited", amount, "no_national_limit_is_stated"),
                reads("limited_to_twelve", less, "limited_like_the_shanghai_ordinance"),
            ];
            trace.contest("severance", readings);
        }
        line(LineId::Severance, Some(amount), trace)
    }

    /// Bankruptcy and closure with old service: no clear national rule, so both readings and no amount.
    fn open_line(&self, scheme: &mut Scheme, trace: &mut Trace<'_>) -> Line {
        let without = scheme.reckon(self.last_day);
        trace.warn_if(scheme.is_sensitive(self.last_day), Warning::BoundarySensitive);
        trace.warn_if(scheme.wage.is_near_cliff(without.new_uncut), Warning::CapCliff);
        explain_new(scheme, self.last_day, &without, trace);
        scheme.old = Some(OldPart { counting: Counting::Begun, limit: None, base: scheme.wage.avg12 });
        let with = scheme.reckon(self.last_day);
        let readings = vec![
            reads(
                "old_service_not_paid",
                without.amount.to_money(),
                "no_national_rule_paid_at_bankruptcy_before_2008",
            ),
            reads("old_service_paid", with.amount.to_money(), "paid_like_the_shanghai_ordinance_42_6"),
        ];
        trace.contest("severance", readings);
        line(LineId::Severance, None, trace)
    }

    pub(super) fn start(&self) -> Result<Date> {
        Ok(need(self.case.service_start, "service_start", "the years of service are counted from it")?.0)
    }

    /// The average wage with its floor, and the cap where the law has one.
    pub(super) fn wage(&self, trace: &mut Trace<'_>) -> Result<Wage> {
        let given = need(self.case.avg12, "avg12", "it is the wage that is paid for each year")?.0;
        trace.warn_if(self.case.min_wage.is_none(), Warning::MinimumWageNotGiven);
        let floor = self.case.min_wage.map_or(Exact::ZERO, |wage| wage.0);
        trace.warn_if(given < floor, Warning::LiftedToMinimumWage);
        let avg12 = given.max(floor);
        trace.step("average_wage", || {
            let mut inputs = vec![("avg12", Value::Amount(given))];
            inputs.extend(self.case.min_wage.map(|wage| ("min_wage", Value::Amount(wage.0))));
            (inputs, Value::Amount(avg12), vec![Citation::read("劳动合同法实施条例第27条")])
        });
        if self.last_day < CONTRACT_LAW {
            return Ok(Wage { avg12, cap: None, cap_years: 0 });
        }
        let lavg = self.case.local_avg_monthly_wage;
        let lavg = need(lavg, "local_avg_monthly_wage", "the cap is three times it")?.0;
        let (multiple, citation) = trace.number(id::CAP_MULTIPLE, self.last_day)?;
        let (cap_years, _) = trace.count(id::CAP_YEARS, self.last_day)?;
        let wage = Wage { avg12, cap: Some(lavg * multiple), cap_years };
        trace.step("wage_cap", || {
            let inputs = vec![
                ("avg12", Value::Amount(avg12)),
                ("local_avg_monthly_wage", Value::Amount(lavg)),
                ("multiple", Value::Number(multiple)),
                ("cap", Value::Amount(lavg * multiple)),
                ("is_above_cap", Value::Flag(wage.is_capped())),
            ];
            (inputs, Value::Amount(wage.base()), vec![citation.clone()])
        });
        if !wage.is_capped() {
            trace.reject("twelve_year_limit", "wage_is_not_above_the_cap");
        }
        Ok(wage)
    }

    /// The rule for old service; a profile is asked for where one could matter.
    fn old_rule(&self, start: Date) -> Result<OldRule> {
        if start >= CONTRACT_LAW {
            return Ok(OldRule::NotDue);
        }
        if self.ground == Ground::Constructive {
            need(self.case.reason, "reason", "service before 2008 is paid only for some faults")?;
        }
        let rule = old::rule(self.ground, self.case.reason, self.profile);
        if !matches!(rule, OldRule::NotDue) {
            need(
                self.profile,
                "profile",
                "regions differ on service before 2008; NATIONAL_DEFAULT is one choice",
            )?;
        }
        Ok(rule)
    }

    fn remark_on_profile(&self, rule: &OldRule, trace: &mut Trace<'_>) {
        trace.warn_if(self.profile == Some(Profile::Beijing), Warning::BeijingUsesNationalRules);
        trace.warn_if(self.profile == Some(Profile::Guangdong2012), Warning::ProfileFromSecondarySources);
        if matches!(rule, OldRule::NotDue) {
            trace.reject("service_before_2008", "ground_was_not_compensated_before_2008");
            return;
        }
        trace.warn_if(self.last_day >= OLD_RULES_REPEALED, Warning::OldRulesRepealed);
    }

    fn old_part(&self, rule: &OldRule, wage: &Wage, trace: &mut Trace<'_>) -> Result<Option<OldPart>> {
        let OldRule::Due { limited, lifted, .. } = *rule else { return Ok(None) };
        let is_guangdong = self.profile == Some(Profile::Guangdong2012);
        let mut base = wage.avg12;
        let is_capped_anyway = is_guangdong && wage.is_capped();
        if lifted && !is_capped_anyway {
            let enterprise = self.case.enterprise_avg_wage;
            let why =
                "for this ground service before 2008 is paid at the enterprise's average where it is higher";
            let enterprise = need(enterprise, "enterprise_avg_wage", why)?.0;
            base = base.max(enterprise);
            trace.step("old_wage", || {
                let inputs = vec![
                    ("avg12", Value::Amount(wage.avg12)),
                    ("enterprise_avg_wage", Value::Amount(enterprise)),
                ];
                (inputs, Value::Amount(base), vec![Citation::secondary("劳部发〔1994〕481号第11条")])
            });
        }
        match wage.cap.filter(|_| is_guangdong) {
            Some(cap) => {
                let uncut = base;
                base = cap.min(base);
                trace.step("old_wage_cap", || {
                    let inputs = vec![("wage", Value::Amount(uncut)), ("cap", Value::Amount(cap))];
                    (inputs, Value::Amount(base), vec![Citation::secondary("粤高法〔2012〕284号")])
                });
            }
            None if wage.is_capped() => {
                trace.reject("cap_on_service_before_2008", "the_rules_of_1994_had_no_cap");
            }
            None => {}
        }
        let limit = if limited { Some(trace.count(id::OLD_CAP_MONTHS, LAST_OLD_DAY)?.0) } else { None };
        Ok(Some(OldPart { counting: Counting::of(self.profile), limit, base }))
    }
}

fn explain_old(scheme: &Scheme, rule: &OldRule, last_day: Date, reckoned: &Reckoned, trace: &mut Trace<'_>) {
    let (Some(old), OldRule::Due { basis, .. }) = (scheme.old, rule) else { return };
    let old_last = last_day.min(LAST_OLD_DAY);
    if scheme.start > old_last {
        return;
    }
    trace.step("old_service", || {
        let months = Months::between(scheme.start, old_last);
        let inputs = vec![
            ("from", Value::Date(scheme.start)),
            ("to", Value::Date(old_last)),
            ("months", Value::Count(months.months)),
            ("remainder", Value::Flag(months.remainder)),
            ("counting", Value::Key(old.counting.key())),
        ];
        let split = Citation::read("劳动合同法第97条第3款");
        (inputs, Value::Count(reckoned.old_begun), vec![split, basis.clone(), old.counting.citation()])
    });
    match old.limit {
        Some(limit) => trace.step("old_limit", || {
            let inputs = vec![("years", Value::Count(reckoned.old_begun)), ("limit", Value::Count(limit))];
            (inputs, Value::Count(reckoned.old_years), vec![basis.clone()])
        }),
        None => trace.reject("twelve_month_limit_before_2008", "not_for_this_ground"),
    }
    trace.step("old_amount", || {
        let inputs = vec![("wage", Value::Amount(old.base)), ("years", Value::Count(reckoned.old_years))];
        (inputs, Value::Amount(old.base * Exact::whole(reckoned.old_years)), vec![basis.clone()])
    });
}

fn explain_new(scheme: &Scheme, last_day: Date, reckoned: &Reckoned, trace: &mut Trace<'_>) {
    if last_day < CONTRACT_LAW {
        return;
    }
    let from = scheme.start.max(CONTRACT_LAW);
    trace.step("new_service", || {
        let months = Months::between(from, last_day);
        let inputs = vec![
            ("from", Value::Date(from)),
            ("to", Value::Date(last_day)),
            ("months", Value::Count(months.months)),
            ("remainder", Value::Flag(months.remainder)),
        ];
        let mut articles = vec![Citation::read("劳动合同法第47条第1款")];
        if scheme.start < CONTRACT_LAW {
            articles.push(Citation::read("劳动合同法第97条第3款"));
        }
        (inputs, Value::Years(reckoned.new_uncut), articles)
    });
    if scheme.wage.is_capped() {
        trace.step("twelve_year_limit", || {
            let inputs = vec![
                ("years", Value::Years(reckoned.new_uncut)),
                ("limit", Value::Count(scheme.wage.cap_years)),
            ];
            (inputs, Value::Years(reckoned.new_years), vec![Citation::read("劳动合同法第47条第2款")])
        });
    }
    trace.step("new_amount", || {
        let base = scheme.wage.base();
        let inputs = vec![("wage", Value::Amount(base)), ("years", Value::Years(reckoned.new_years))];
        let amount = base * reckoned.new_years.exact();
        (inputs, Value::Amount(amount), vec![Citation::read("劳动合同法第47条")])
    });
}

/// An amount that a whole-service reading gives: what article 87 doubles.
pub(super) fn whole_service(wage: &Wage, start: Date, last_day: Date) -> (Halves, Halves, Exact) {
    let uncut = Months::between(start, last_day).years47();
    let years = wage.years(uncut);
    (uncut, years, wage.base() * years.exact())
}

/// Rounded twice a sum: the fen is found once, after doubling.
pub(super) fn times(amount: Exact, multiple: Exact) -> Money {
    (amount * multiple).to_money()
}
