//! How a row of a settlement came about, in one sentence made from its steps.

use app_departure::settlement::{
    facts::Fact,
    sheet::{Held, Row, RowStep},
};
use frame::i18n::{FluentValue, T};
use kernel::Money;

use crate::settlement_words::{held, rests_on};

/// The sentence, and what is worth saying beside it.
pub(super) fn how(t: T, row: &Row, facts: &[Fact]) -> (String, String) {
    let tell = Teller { t, row };
    let has = |rule: &str| tell.step(rule).is_some();
    match row.code.as_str() {
        "severance" | "severance_new" if has("new_amount") => {
            (tell.served("set-how-new", "new_service", "new_amount"), tell.cap())
        }
        "severance" | "severance_old" if has("old_amount") => {
            (tell.served("set-how-old", "old_service", "old_amount"), String::new())
        }
        "damages_2n" => {
            let inputs = [("months", "years"), ("wage", "wage"), ("multiple", "multiple")];
            (tell.of_step("set-how-damages", "damages", &inputs), tell.cap())
        }
        "in_lieu" => {
            let inputs = [("given", "notice_days_given"), ("wage", "last_month_wage")];
            (tell.of_step("set-how-in-lieu", "in_lieu", &inputs), String::new())
        }
        "medical_subsidy" => {
            let inputs = [("months", "months"), ("wage", "wage")];
            (tell.of_step("set-how-medical", "medical_subsidy", &inputs), String::new())
        }
        "annual_leave" => (tell.leave(), String::new()),
        "noncompete" => (tell.noncompete(), String::new()),
        "tax" => (tell.tax(), String::new()),
        _ => (rests_on(t, row, facts), String::new()),
    }
}

/// A row, whose steps give the values of the sentences.
struct Teller<'r> {
    t: T,
    row: &'r Row,
}

impl Teller<'_> {
    fn step(&self, rule: &str) -> Option<&RowStep> {
        self.row.steps.iter().find(|step| step.rule == rule)
    }

    fn input(&self, rule: &str, name: &str) -> String {
        let value = self.step(rule).and_then(|step| step.input(name));
        value.map(|value| held(self.t, value)).unwrap_or_default()
    }

    fn told(&self, key: &str, pairs: &[(&'static str, String)]) -> String {
        let pairs: Vec<(&'static str, FluentValue<'_>)> =
            pairs.iter().map(|(name, text)| (*name, FluentValue::from(text.clone()))).collect();
        self.t.args(key, &pairs).into_owned()
    }

    /// A sentence with inputs of one step, each under its name in the sentence.
    fn of_step(&self, key: &str, rule: &str, inputs: &[(&'static str, &str)]) -> String {
        let pairs: Vec<_> = inputs.iter().map(|(name, input)| (*name, self.input(rule, input))).collect();
        self.told(key, &pairs)
    }

    fn served(&self, key: &str, service: &str, amount: &str) -> String {
        let pairs = [
            ("from", self.input(service, "from")),
            ("to", self.input(service, "to")),
            ("served", self.step(service).map(|step| span(self.t, step)).unwrap_or_default()),
            ("counting", self.input(service, "counting")),
            ("months", self.input(amount, "years")),
            ("wage", self.input(amount, "wage")),
        ];
        self.told(key, &pairs)
    }

    /// Whether the wage was cut to the cap; nothing where no cap was asked for.
    fn cap(&self) -> String {
        let Some(step) = self.step("wage_cap") else { return String::new() };
        let is_above = step.input("is_above_cap") == Some(&Held::Flag(true));
        let key = if is_above { "set-how-capped" } else { "set-how-not-capped" };
        self.of_step(key, "wage_cap", &[("wage", "avg12"), ("cap", "cap")])
    }

    fn leave(&self) -> String {
        let due = "leave_due_days";
        let days = [
            ("elapsed", self.input(due, "calendar_days_here_this_year")),
            ("year", self.input(due, "days_of_year")),
            ("entitled", self.input(due, "entitled_days")),
            ("taken", self.input(due, "taken_days")),
            ("due", self.input("leave_extra_pay", "due_days")),
            // The sentence multiplies; the step, opened, says that the figure is a rounded one.
            ("daily", self.input("leave_extra_pay", "daily").trim_start_matches("≈ ").to_owned()),
        ];
        let is_paid = self.row.amount.is_some_and(|amount| amount > Money::ZERO);
        self.told(if is_paid { "set-how-leave" } else { "set-how-leave-none" }, &days)
    }

    fn noncompete(&self) -> String {
        let by_law = "noncompete_by_law";
        let pairs = [
            ("wage", self.input(by_law, "avg12")),
            ("share", self.input(by_law, "share")),
            ("floor", self.input(by_law, "min_wage")),
            ("months", self.input("noncompete_term", "term_months")),
        ];
        let is_by_law = self.step(by_law).is_some();
        self.told(if is_by_law { "set-how-noncompete" } else { "set-how-noncompete-agreed" }, &pairs)
    }

    fn tax(&self) -> String {
        let Some(step) = self.step("tax_exemption") else { return String::new() };
        let pairs = [
            ("payment", self.input("tax_exemption", "payment")),
            ("exempt", self.input("tax_exemption", "exempt")),
            ("taxable", held(self.t, &step.result)),
        ];
        self.told("set-how-tax", &pairs)
    }
}

/// Years and months of a span, as people say it.
fn span(t: T, step: &RowStep) -> String {
    let months: i64 = match step.input("months") {
        Some(Held::Number(text)) => text.parse().unwrap_or(0),
        _ => 0,
    };
    let key = if step.input("remainder") == Some(&Held::Flag(true)) { "set-span-more" } else { "set-span" };
    t.a2(key, ("years", months / 12), ("months", months % 12)).into_owned()
}
