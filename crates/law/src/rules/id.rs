//! The names of the parameters that formulas ask for.

/// Times the local average wage at which the monthly wage is capped.
pub const CAP_MULTIPLE: &str = "severance/cap-multiple";
/// Most years that count when the wage is capped.
pub const CAP_YEARS: &str = "severance/cap-years";
/// Times the standard of compensation that an unlawful ending costs.
pub const DAMAGES_MULTIPLE: &str = "severance/damages-multiple";
/// Most months for service before 2008 at agreement and incompetence.
pub const OLD_CAP_MONTHS: &str = "severance/old-cap-months";
/// Least months of the medical subsidy by the national rule of 1994.
pub const MEDICAL_MONTHS: &str = "severance/medical-subsidy-months";
/// Least months of the medical subsidy in Shanghai.
pub const MEDICAL_MONTHS_SHANGHAI: &str = "region/shanghai/medical-subsidy-months";
/// Days of notice before a dismissal without fault.
pub const DISMISSAL_DAYS: &str = "notice/dismissal-days";
/// Days of notice of a resignation.
pub const RESIGNATION_DAYS: &str = "notice/resignation-days";
/// Days of notice of a resignation in probation.
pub const PROBATION_DAYS: &str = "notice/probation-resignation-days";
/// Threshold of a layoff in heads.
pub const LAYOFF_HEADS: &str = "layoff/heads";
/// Threshold of a layoff as a share.
pub const LAYOFF_SHARE: &str = "layoff/share";
/// Calendar days of a year when leave is converted.
pub const LEAVE_YEAR: &str = "annual-leave/days-of-year";
/// Times the daily wage for leave not taken, besides the wage already paid.
pub const LEAVE_MULTIPLE: &str = "annual-leave/extra-multiple";
/// Days of annual leave by completed years.
pub const LEAVE_ENTITLEMENT: &str = "annual-leave/entitlement";
/// Paid days of a month.
pub const DAYS_PER_MONTH: &str = "wage/days-per-month";
/// Times the average annual wage that is exempt.
pub const TAX_EXEMPT: &str = "tax/exempt-multiple";
/// Annual tax rates.
pub const TAX_BRACKETS: &str = "tax/brackets";
/// Days of an employer's public notice.
pub const EMPLOYER_NOTICE: &str = "service/employer-notice-days";
/// Days of a court's public notice.
pub const COURT_NOTICE: &str = "service/court-notice-days";
/// Months of a public notice to a party abroad.
pub const FOREIGN_NOTICE_MONTHS: &str = "service/foreign-notice-months";
/// Days of a public notice to a party abroad.
pub const FOREIGN_NOTICE_DAYS: &str = "service/foreign-notice-days";
/// Months in which arbitration can be asked for.
pub const LIMITATION_MONTHS: &str = "limitation/months";
/// Days to sue after an award.
pub const APPEAL_DAYS: &str = "limitation/appeal-days";
/// Minimum wages up to which an item is final.
pub const FINAL_AWARD_MONTHS: &str = "limitation/final-award-months";
/// Days to transfer file and social insurance.
pub const TRANSFER_DAYS: &str = "duties/transfer-days";
/// Months to keep the text of the contract.
pub const KEEP_CONTRACT_MONTHS: &str = "duties/keep-contract-months";
/// Share of the average wage that a non-compete costs where nothing was agreed.
pub const NONCOMPETE_SHARE: &str = "noncompete/share";
/// Extra months when the employer releases.
pub const NONCOMPETE_RELEASE: &str = "noncompete/release-months";
/// Unpaid months after which release may be asked for.
pub const NONCOMPETE_UNPAID: &str = "noncompete/unpaid-months";
/// The longest non-compete.
pub const NONCOMPETE_MONTHS: &str = "noncompete/most-months";
/// Share that a guideline recommends.
pub const GUIDELINE_SHARE: &str = "noncompete/guideline-share";
/// Share that a guideline recommends beyond a year.
pub const GUIDELINE_SHARE_LONG: &str = "noncompete/guideline-share-long";
/// Retirement of men.
pub const RETIREMENT_MAN: &str = "retirement/man";
/// Retirement of women formerly at 55.
pub const RETIREMENT_WOMAN_55: &str = "retirement/woman-55";
/// Retirement of women formerly at 50.
pub const RETIREMENT_WOMAN_50: &str = "retirement/woman-50";
/// Visiting leave to the spouse.
pub const VISIT_SPOUSE: &str = "visiting-leave/spouse-days";
/// Visiting leave of the unmarried to their parents.
pub const VISIT_PARENTS_SINGLE: &str = "visiting-leave/single-parents-days";
/// Visiting leave of the married to their parents.
pub const VISIT_PARENTS_MARRIED: &str = "visiting-leave/married-parents-days";
/// Days within which an award is due.
pub const AWARD_DAYS: &str = "limitation/award-days";
/// Days by which the time for an award may be extended.
pub const AWARD_EXTENSION_DAYS: &str = "limitation/award-extension-days";
/// Days for the employer to ask that a final award be set aside.
pub const SET_ASIDE_DAYS: &str = "limitation/set-aside-days";
/// Months after a layoff in which those laid off are preferred.
pub const REHIRE_MONTHS: &str = "layoff/rehire-months";
/// Months to keep the records of wages paid.
pub const KEEP_WAGE_RECORDS_MONTHS: &str = "duties/keep-wage-records-months";
