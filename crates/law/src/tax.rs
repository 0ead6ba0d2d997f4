//! Individual income tax on a one-off payment at the end of an employment.

use kernel::{Date, Money};
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Exact, Found, Ground, Notes, Reading, Result, Warning,
    error::need,
    explain::Value,
    rules::{Worth, id},
    trace::{Context, Trace},
    wire::{Amount, Day},
};

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TaxQuestion {
    /// How the employment ends.
    pub ground: Option<Ground>,
    /// The payment.
    pub payment: Option<Amount>,
    /// The local average monthly wage of the year before.
    pub local_avg_monthly_wage: Option<Amount>,
    /// The day of the payment.
    pub date: Option<Day>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaxAnswer {
    /// What is exempt, where the exemption applies.
    pub exempt: Money,
    /// What is left to tax.
    pub taxable: Money,
    /// The tax; absent where it is contested or not reckoned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

impl TaxQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<TaxAnswer> {
        let ground = need(self.ground, "ground", "the exemption follows from it")?;
        let payment = need(self.payment, "payment", "it is what is taxed")?.0;
        let lavg =
            need(self.local_avg_monthly_wage, "local_avg_monthly_wage", "the exemption is measured by it")?.0;
        let date = need(self.date, "date", "the rates follow from it")?.0;
        let mut trace = Trace::new(cx);
        trace.watch(date);
        let levy = reckon(&Payment { ground, amount: payment, lavg, date }, &mut trace)?.ok_or(
            Error::OutOfRange {
                field: "date",
                date,
                why: "the exemption of severance payments is in force from 2001-10-01",
            },
        )?;
        Ok(TaxAnswer {
            exempt: levy.exempt.to_money(),
            taxable: levy.taxable.to_money(),
            tax: levy.tax,
            notes: trace.finish(),
        })
    }
}

/// What is to be taxed.
pub(crate) struct Payment {
    pub(crate) ground: Ground,
    pub(crate) amount: Exact,
    pub(crate) lavg: Exact,
    pub(crate) date: Date,
}

pub(crate) struct Levy {
    exempt: Exact,
    taxable: Exact,
    pub(crate) tax: Option<Money>,
}

/// The tax; nothing at all before the exemption existed.
pub(crate) fn reckon(payment: &Payment, trace: &mut Trace<'_>) -> Result<Option<Levy>> {
    let Ok((multiple, citation)) = trace.number(id::TAX_EXEMPT, payment.date) else { return Ok(None) };
    let exempt = payment.lavg * Exact::whole(12) * multiple;
    let taxable = (payment.amount - exempt).max(Exact::ZERO);
    trace.step("tax_exemption", || {
        let inputs = vec![
            ("payment", Value::Amount(payment.amount)),
            ("local_avg_monthly_wage", Value::Amount(payment.lavg)),
            ("months", Value::Count(12)),
            ("multiple", Value::Number(multiple)),
            ("exempt", Value::Amount(exempt)),
        ];
        (inputs, Value::Amount(taxable), vec![citation.clone()])
    });
    let tax = levy(taxable, payment.date, trace)?;
    if payment.ground.is_ending_by_itself() {
        contest(tax, trace);
        return Ok(Some(Levy { exempt, taxable, tax: None }));
    }
    Ok(Some(Levy { exempt, taxable, tax }))
}

/// The tax by the scale in force; nothing to pay is nothing under every law, otherwise only from 2019.
fn levy(taxable: Exact, date: Date, trace: &mut Trace<'_>) -> Result<Option<Money>> {
    if taxable == Exact::ZERO {
        return Ok(Some(Money::ZERO));
    }
    let Ok(value) = trace.value(id::TAX_BRACKETS, date) else {
        trace.warn(Warning::TaxBefore2019NotReckoned);
        trace.warn(Warning::OutOfRange);
        return Ok(None);
    };
    let Worth::Bands(bands) = &value.worth else {
        return Err(Error::NoValue { id: id::TAX_BRACKETS.to_owned(), date });
    };
    // Upper bounds are inclusive: a band begins above its start.
    let Some(band) = bands.iter().rfind(|band| band.start < taxable) else { return Ok(Some(Money::ZERO)) };
    let tax = (taxable * band.value - band.quick).to_money();
    trace.step("tax_scale", || {
        let inputs = vec![
            ("taxable", Value::Amount(taxable)),
            ("rate", Value::Number(band.value)),
            ("quick_deduction", Value::Amount(band.quick)),
        ];
        (inputs, Value::Money(tax), vec![value.citation.clone()])
    });
    trace.reject("standard_deduction_60000", "not_merged_into_annual_income");
    Ok(Some(tax))
}

fn contest(tax: Option<Money>, trace: &mut Trace<'_>) {
    trace.warn(Warning::ExemptionContestedAtExpiry);
    let found = tax.map_or(Found::UnknownAmount, Found::Amount);
    trace.step("tax_exemption_at_ending", || {
        let reply = Citation::secondary("大连市税务局2019-12-10答复");
        (Vec::new(), Value::Key("contested"), vec![reply])
    });
    let readings = vec![
        Reading { id: "exemption_applies", found, why: "some_offices_treat_endings_like_dissolutions" },
        Reading {
            id: "no_exemption",
            found: Found::UnknownAmount,
            why: "dalian_reply_2019_taxed_as_income_of_the_year",
        },
    ];
    trace.contest("tax", readings);
}
