//! From facts to a sheet: the law engine is asked, and what it lacks is named.

use app::{Cx, Result, cases::ground_of};
use kernel::{Date, Money};
use law::{
    Amount, AnnualLeaveQuestion, Case, Completed, Context, Day, Error as LawError, Exact, Ground, LineId,
    NoncompeteQuestion, Protection, Rules, Settlement, TrainingQuestion,
};
use serde::de::{DeserializeOwned, IntoDeserializer, value::StrDeserializer};
use store::departures::Departure;

use super::{
    facts::{self, Facts},
    floor, retirement,
    sheet::{Article, Open, Payable, Row, RowStep, Sheet, money_of},
};

/// What came of the facts.
#[derive(Debug, Clone, Default)]
pub struct Reckoning {
    /// The sheet; nothing where facts are missing or cannot be.
    pub sheet: Option<Sheet>,
    /// The facts that the settlement needs and that nobody entered.
    pub missing: Vec<&'static str>,
    /// The facts that only the pay for leave needs.
    pub missing_for_leave: Vec<&'static str>,
    /// A fact that cannot be, and why: the engine's code.
    pub refused: Option<(String, &'static str)>,
    /// The rows that can be told without the missing facts.
    pub rows: Vec<Row>,
}

/// What a settlement is reckoned for.
pub(crate) struct Subject<'s> {
    pub(crate) departure: &'s Departure,
    pub(crate) facts: &'s Facts,
    pub(crate) rules: &'s Rules,
    /// The ground by its law code, which "what if" may change.
    pub(crate) ground: &'s str,
    /// The legal end, which "what if" may change.
    pub(crate) last_day: Date,
}

impl<'s> Subject<'s> {
    /// As things are.
    pub(crate) fn new(departure: &'s Departure, facts: &'s Facts, rules: &'s Rules) -> Result<Self> {
        let ground = &ground_of(departure)?.law_code;
        Ok(Self { departure, facts, rules, ground, last_day: departure.legal_end })
    }

    /// Whether the first day of service is known.
    pub(crate) fn has_service(&self) -> bool {
        day(self.facts, "service_start").is_some()
    }
}

/// A code as one of the law engine's choices.
pub(crate) fn code<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text: StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
    T::deserialize(text).ok()
}

fn amount(facts: &Facts, code: &str) -> Option<Amount> {
    facts.get(code).and_then(Exact::parse).map(Amount)
}

pub(crate) fn day(facts: &Facts, code: &str) -> Option<Day> {
    facts.get(code)?.parse().ok().map(Day)
}

fn count<N: std::str::FromStr>(facts: &Facts, code: &str) -> Option<N> {
    facts.get(code)?.parse().ok()
}

/// What protects, entered or judged from birth and service; nothing where nobody looked into it.
fn protections(subject: &Subject<'_>, context: &Context<'_>) -> Option<Vec<Protection>> {
    let entered: Option<Vec<Protection>> =
        subject.facts.protections().map(|list| list.into_iter().filter_map(code).collect());
    if !retirement::judge(subject, context).protects() {
        return entered;
    }
    let mut all = entered.unwrap_or_default();
    if !all.contains(&Protection::FifteenYearsNearRetirement) {
        all.push(Protection::FifteenYearsNearRetirement);
    }
    Some(all)
}

fn case(subject: &Subject<'_>, context: &Context<'_>) -> Case {
    let facts = subject.facts;
    let reason = code(&subject.departure.reason_code);
    let ground: Option<Ground> = code(subject.ground);
    Case {
        ground,
        // Another ground, in "what if", does not share the reason.
        reason: reason.filter(|reason: &law::Reason| Some(reason.ground()) == ground),
        service_start: day(facts, "service_start"),
        last_day: Some(Day(subject.last_day)),
        avg12: amount(facts, "avg12"),
        last_month_wage: amount(facts, "last_month_wage"),
        local_avg_monthly_wage: amount(facts, "local_avg_monthly_wage"),
        min_wage: amount(facts, "min_wage"),
        enterprise_avg_wage: amount(facts, "enterprise_avg_wage"),
        profile: facts.get("profile").and_then(code),
        notice_days_given: count(facts, "notice_days_given"),
        renewal_offered_same_or_better: facts.get("renewal_offered").map(|value| value == "yes"),
        protected: protections(subject, context),
        annual_leave: None,
    }
}

fn leave(subject: &Subject<'_>) -> AnnualLeaveQuestion {
    let facts = subject.facts;
    AnnualLeaveQuestion {
        last_day: Some(Day(subject.last_day)),
        joined_this_employer: day(facts, "joined_this_employer"),
        cumulative_years: count(facts, "cumulative_years").map(Completed),
        taken_days: amount(facts, "taken_days"),
        avg12_excl_overtime: amount(facts, "avg12_excl_overtime"),
        waived_in_writing: facts.get("waived_in_writing").map(|value| value == "yes"),
    }
}

/// The fact that a field of the engine is called here.
fn fact_of(field: &str) -> Option<&'static str> {
    let field = match field.rsplit('/').next().unwrap_or(field) {
        "renewal_offered_same_or_better" => "renewal_offered",
        "last_day" | "ground" | "reason" => return None,
        field => field,
    };
    facts::find_kind(field).map(|kind| kind.code)
}

/// Everything that an answer still needs: each missing fact is filled in for the moment, until there is an answer.
fn missing<C>(
    mut case: C,
    answer: impl Fn(&C) -> law::Result<()>,
    fill: impl Fn(&mut C, &str),
) -> (Vec<&'static str>, Option<LawError>) {
    let mut missing = Vec::new();
    for _ in 0..24 {
        match answer(&case) {
            Ok(()) => return (missing, None),
            Err(LawError::Missing { field, .. }) => {
                let Some(fact) = fact_of(field).filter(|fact| !missing.contains(fact)) else {
                    return (missing, Some(LawError::Missing { field, why: "" }));
                };
                missing.push(fact);
                fill(&mut case, field);
            }
            Err(error) => return (missing, Some(error)),
        }
    }
    (missing, None)
}

fn fill(case: &mut Case, field: &str) {
    let one = Some(Amount(Exact::whole(1)));
    match field {
        "service_start" => case.service_start = case.last_day,
        "avg12" => case.avg12 = one,
        "last_month_wage" => case.last_month_wage = one,
        "local_avg_monthly_wage" => case.local_avg_monthly_wage = one,
        "min_wage" => case.min_wage = one,
        "enterprise_avg_wage" => case.enterprise_avg_wage = one,
        "profile" => case.profile = Some(law::Profile::NationalDefault),
        "notice_days_given" => case.notice_days_given = Some(0),
        _ => {}
    }
}

fn fill_leave(question: &mut AnnualLeaveQuestion, field: &str) {
    match field {
        "joined_this_employer" => question.joined_this_employer = question.last_day,
        // So many years and days that no wage is missed because nothing is due.
        "cumulative_years" => question.cumulative_years = Some(Completed(20)),
        "taken_days" => question.taken_days = Some(Amount(Exact::ZERO)),
        "avg12_excl_overtime" => question.avg12_excl_overtime = Some(Amount(Exact::whole(1))),
        "waived_in_writing" => question.waived_in_writing = Some(false),
        _ => {}
    }
}

/// Reckons the settlement.
pub(crate) fn reckon(cx: &Cx, subject: &Subject<'_>) -> Reckoning {
    let context = Context { rules: subject.rules, ..Context::new(cx.calendar()) };
    let leave = leave(subject);
    // Where nobody looked into leave at all there is no row, and nothing is missing for one.
    let (missing_for_leave, leave_fault) =
        missing(leave.clone(), |question| question.answer(&context).map(drop), fill_leave);
    let mut case = case(subject, &context);
    if missing_for_leave.is_empty() && leave_fault.is_none() {
        case.annual_leave = Some(law::LeaveFacts {
            joined_this_employer: leave.joined_this_employer,
            cumulative_years: leave.cumulative_years,
            taken_days: leave.taken_days,
            avg12_excl_overtime: leave.avg12_excl_overtime,
            waived_in_writing: leave.waived_in_writing,
        });
    }
    let rows = entered_rows(subject.facts);
    // That the rules on leave began later than the end is no fault of a fact: there is just no such row.
    let refused = leave_fault.as_ref().filter(|fault| matches!(fault, LawError::Refused { .. }));
    let refused = refused.map(refusal);
    if let Ok((answer, floor)) = floor::answer(&case, subject.facts, &context) {
        let mut sheet = sheet(cx, subject, &answer, rows);
        sheet.open.extend(floor);
        afterwards(&mut sheet, subject, &context);
        choose_readings(&mut sheet, subject.facts);
        remark(&mut sheet, subject.facts);
        return Reckoning { sheet: Some(sheet), missing_for_leave, refused, ..Reckoning::default() };
    }
    let (missing, fault) = missing(case, |case| case.answer(&context).map(drop), fill);
    let refused = fault.as_ref().map(refusal).or(refused);
    Reckoning { sheet: None, missing, missing_for_leave, refused, rows }
}

/// The fact that cannot be, and the engine's code for why. Rules that began later are no fault of the facts.
fn refusal(error: &LawError) -> (String, &'static str) {
    let field = error.pointer().trim_start_matches('/').to_owned();
    match error {
        LawError::Missing { .. } | LawError::Refused { .. } | LawError::OutOfRange { .. } => {
            (fact_of(&field).map_or(field, str::to_owned), error.code())
        }
        LawError::Parameter { .. } | LawError::NoValue { .. } => (field, error.code()),
    }
}

/// What is paid as it was entered: it is there with its source, or not at all.
fn entered_rows(facts: &Facts) -> Vec<Row> {
    let article = |text: &str| Article { text: text.to_owned(), grade: "P".to_owned() };
    let row = |code: &str, fact: &str, articles: Vec<Article>| {
        let amount = facts.get(fact)?.parse().ok()?;
        Some(Row {
            code: code.to_owned(),
            amount: Some(amount),
            reading: None,
            in_total: true,
            payable: Payable::AtTheEnd,
            steps: Vec::new(),
            articles,
            rests_on: vec![fact.to_owned()],
        })
    };
    let rows = [
        row("wages", "wages_due", vec![article("工资支付暂行规定第9条")]),
        row("bonus", "bonus_due", vec![article("工资支付暂行规定第9条")]),
    ];
    rows.into_iter().flatten().collect()
}

fn line_code(id: LineId) -> &'static str {
    match id {
        LineId::Severance => "severance",
        LineId::InLieu => "in_lieu",
        LineId::Damages2n => "damages_2n",
        LineId::AnnualLeave => "annual_leave",
        LineId::MedicalSubsidy => "medical_subsidy",
        LineId::Tax => "tax",
    }
}

fn sheet(cx: &Cx, subject: &Subject<'_>, answer: &Settlement, entered: Vec<Row>) -> Sheet {
    let departure = subject.departure;
    let mut rows: Vec<Row> = answer.lines.iter().flat_map(|line| rows_of(line, answer)).collect();
    let tax = rows.iter().position(|row| row.code == "tax").map(|place| rows.remove(place));
    rows.extend(entered);
    rows.extend(tax);
    let parameters = answer.notes.parameters.iter().filter_map(|used| {
        let dated = subject.rules.value(&used.id, used.from, None).ok()?;
        Some(facts::parameter(used.id.to_string(), dated, subject.last_day))
    });
    Sheet {
        person: departure.person_name.clone(),
        number: departure.number.clone(),
        employer: departure.employer_name.clone(),
        ground: departure.ground.clone(),
        last_day: subject.last_day,
        effect: match answer.effect {
            law::Effect::Ends => "ends",
            law::Effect::Extended => "extended",
            law::Effect::NotAllowed => "not_allowed",
        }
        .to_owned(),
        facts: subject.facts.iter().cloned().collect(),
        total: sum(&rows),
        rows,
        tax: answer.tax,
        open: answer.notes.contested.iter().map(Open::from).collect(),
        warnings: answer.notes.warnings.iter().map(|warning| warning.key().to_owned()).collect(),
        rejected: answer
            .notes
            .rejected
            .iter()
            .map(|rejected| (rejected.alternative.to_owned(), rejected.why.to_owned()))
            .collect(),
        steps: answer.notes.steps.iter().map(RowStep::from).collect(),
        parameters: parameters.collect(),
        rules: answer.notes.rules.clone(),
        reckoned_at: cx.now().as_microsecond(),
    }
}

fn sum(rows: &[Row]) -> Money {
    let counted = rows.iter().filter(|row| row.in_total).filter_map(|row| row.amount);
    Money::from_fen(counted.map(Money::fen).fold(0, i64::saturating_add))
}

/// A line as a row; severance with service before 2008 as two.
fn rows_of(line: &law::Line, answer: &Settlement) -> Vec<Row> {
    let may_wait = answer.what_may_wait_for_handover.contains(&line.id);
    let steps: Vec<RowStep> = line.steps.iter().map(RowStep::from).collect();
    let row = |code: &str, amount: Option<Money>, steps: Vec<RowStep>| Row {
        code: code.to_owned(),
        amount,
        reading: None,
        in_total: line.id != LineId::Tax,
        payable: match line.id {
            LineId::Tax => Payable::Withheld,
            _ if may_wait => Payable::OnHandover,
            _ => Payable::AtTheEnd,
        },
        articles: articles(&steps),
        steps,
        rests_on: Vec::new(),
    };
    let old = steps.iter().find(|step| step.rule == "old_amount").and_then(|step| money_of(&step.result));
    match (line.id, line.amount, old) {
        (LineId::Severance, Some(amount), Some(old))
            if steps.iter().any(|step| step.rule == "new_amount") =>
        {
            let new = Money::from_fen(amount.fen().saturating_sub(old.fen()));
            let is_old = |step: &RowStep| step.rule.starts_with("old_");
            let is_new = |step: &RowStep| {
                matches!(step.rule.as_str(), "new_service" | "twelve_year_limit" | "new_amount" | "wage_cap")
            };
            let (before, rest): (Vec<_>, Vec<_>) = steps.into_iter().partition(is_old);
            let (after, both): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_new);
            let with = |part: Vec<RowStep>| {
                let common = both.iter().filter(|step| step.rule != "severance").cloned();
                common.chain(part).collect::<Vec<_>>()
            };
            vec![row("severance_old", Some(old), with(before)), row("severance_new", Some(new), with(after))]
        }
        _ => vec![row(line_code(line.id), line.amount, steps)],
    }
}

fn articles(steps: &[RowStep]) -> Vec<Article> {
    let mut found: Vec<Article> = Vec::new();
    for article in steps.iter().flat_map(|step| &step.articles) {
        if !found.contains(article) {
            found.push(article.clone());
        }
    }
    found
}

/// What goes on after the end, and what the worker may owe: told beside the total.
fn afterwards(sheet: &mut Sheet, subject: &Subject<'_>, context: &Context<'_>) {
    let facts = subject.facts;
    if facts.is_yes("noncompete") {
        let question = NoncompeteQuestion {
            avg12: amount(facts, "avg12"),
            min_wage: amount(facts, "min_wage"),
            agreed_monthly: amount(facts, "noncompete_monthly"),
            months_complied: count(facts, "noncompete_months"),
            paid: Some(Amount(Exact::ZERO)),
            released_by_employer: Some(false),
            months_unpaid: Some(0),
            term_months: count(facts, "noncompete_months"),
            has_access_to_secrets: facts.get("access_to_secrets").map(|value| value == "yes"),
            worker_asked: None,
            decided_on: Some(Day(subject.last_day)),
        };
        if let Ok(answer) = question.answer(context) {
            put(sheet, ("noncompete", Some(answer.monthly), Payable::Monthly), &answer.notes);
        }
    }
    if facts.get("training_cost").is_some() {
        let question = TrainingQuestion {
            cost: amount(facts, "training_cost"),
            term_months: count(facts, "training_months"),
            served_months: count(facts, "training_served"),
            agreed_penalty: amount(facts, "training_penalty"),
            ground: code(subject.ground),
            reason: code(&subject.departure.reason_code),
        };
        if let Ok(answer) = question.answer(context) {
            put(sheet, ("training", answer.repay, Payable::ByTheWorker), &answer.notes);
        }
    }
}

fn put(sheet: &mut Sheet, (code, amount, payable): (&str, Option<Money>, Payable), notes: &law::Notes) {
    let steps: Vec<RowStep> = notes.steps.iter().map(RowStep::from).collect();
    sheet.rows.push(Row {
        code: code.to_owned(),
        amount,
        reading: None,
        in_total: false,
        payable,
        articles: articles(&steps),
        steps,
        rests_on: Vec::new(),
    });
    sheet.open.extend(notes.contested.iter().map(Open::from));
    for warning in &notes.warnings {
        if !sheet.warnings.iter().any(|held| held == warning.key()) {
            sheet.warnings.push(warning.key().to_owned());
        }
    }
    let rejected = notes.rejected.iter().map(|one| (one.alternative.to_owned(), one.why.to_owned()));
    sheet.rejected.extend(rejected);
}

/// Where somebody chose a reading of what is open, by name and with a source, its amount counts.
fn choose_readings(sheet: &mut Sheet, facts: &Facts) {
    for open in sheet.open.clone() {
        let Some(chosen) = facts.get(&format!("reading_{}", open.line)) else { continue };
        let Some((id, Some(amount), _)) = open.readings.iter().find(|(id, ..)| id == chosen) else {
            continue;
        };
        if open.line == "tax" {
            sheet.tax = Some(*amount);
        }
        let code = if open.line == "repay" { "training" } else { open.line.as_str() };
        join_severance(sheet, code);
        if let Some(row) = sheet.rows.iter_mut().find(|row| row.code == code) {
            row.amount = Some(*amount);
            row.reading = Some(id.clone());
        }
    }
    sheet.total = sum(&sheet.rows);
    if sheet.rows.iter().all(|row| row.amount.is_some() || !row.in_total) {
        sheet.warnings.retain(|warning| warning != "total_leaves_out_contested");
    }
}

/// A reading speaks of severance as a whole.
fn join_severance(sheet: &mut Sheet, code: &str) {
    if code != "severance" || sheet.row("severance_old").is_none() {
        return;
    }
    let parts: Vec<Row> =
        sheet.rows.iter().filter(|row| row.code.starts_with("severance_")).cloned().collect();
    sheet.rows.retain(|row| row.code != "severance_new");
    if let Some(row) = sheet.rows.iter_mut().find(|row| row.code == "severance_old") {
        "severance".clone_into(&mut row.code);
        row.steps = Vec::new();
        for step in parts.iter().flat_map(|part| &part.steps) {
            if !row.steps.contains(step) {
                row.steps.push(step.clone());
            }
        }
        row.articles = articles(&row.steps);
    }
}

/// Values of the place come as facts, so what is to be said of them is said here.
fn remark(sheet: &mut Sheet, facts: &Facts) {
    let mut warn = |warning: &str| {
        if !sheet.warnings.iter().any(|held| held == warning) {
            sheet.warnings.push(warning.to_owned());
        }
    };
    let used: Vec<&facts::Parameter> = facts
        .iter()
        .filter_map(|fact| match &fact.origin {
            facts::Origin::Parameter(parameter) => Some(&**parameter),
            _ => None,
        })
        .collect();
    if used.iter().any(|parameter| parameter.is_provisional) {
        warn("provisional");
    }
    if used.iter().any(|parameter| parameter.grade == "U") {
        warn("unverified_value");
    }
    if used.iter().any(|parameter| parameter.is_stale) {
        warn("newer_value_expected");
    }
    let fresh = used.into_iter().filter(|one| !sheet.parameters.iter().any(|held| held == *one)).cloned();
    let fresh: Vec<_> = fresh.collect();
    sheet.parameters.extend(fresh);
}
