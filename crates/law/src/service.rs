//! When a document counts as served, and when it does not.

use kernel::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Citation, Error, Found, Notes, Reading, Result, Warning,
    error::need,
    explain::Value,
    rules::id,
    span,
    trace::{Context, Trace},
    wire::Day,
};

/// Who sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sender {
    Employer,
    Court,
}

/// How it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Direct,
    Mail,
    Electronic,
    PublicNotice,
    RefusedMail,
}

/// The question.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceQuestion {
    /// Who sends.
    pub sender: Option<Sender>,
    /// How.
    pub method: Option<Method>,
    /// When a public notice was issued.
    pub issued: Option<Day>,
    /// When it arrived.
    pub received: Option<Day>,
    /// When it came back.
    pub returned: Option<Day>,
    /// What was tried before.
    pub tried: Option<Vec<Method>>,
    /// Whether the recipient lives in China.
    pub recipient_domiciled_in_china: Option<bool>,
}

/// The answer: the day, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceAnswer {
    /// The day on which it counts as served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_on: Option<Date>,
    /// Why it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid: Option<&'static str>,
    /// The rest.
    #[serde(flatten)]
    pub notes: Notes,
}

const OPINION_OF_1995: Date = jiff::civil::date(1995, 7, 31);
const MAIL_RULES: Date = jiff::civil::date(2005, 1, 1);
const PROCEDURE_OF_2022: Date = jiff::civil::date(2022, 1, 1);

impl ServiceQuestion {
    /// The answer.
    pub fn answer(&self, cx: &Context<'_>) -> Result<ServiceAnswer> {
        let sender = need(self.sender, "sender", "employers and courts follow different rules")?;
        let method = need(self.method, "method", "the day follows from it")?;
        let mut trace = Trace::new(cx);
        let found = match (sender, method) {
            (Sender::Employer, Method::PublicNotice) => self.employer_notice(&mut trace)?,
            (Sender::Court, Method::PublicNotice) => Ok(self.court_notice(&mut trace)?),
            (Sender::Employer, _) => Ok(self.by_employer(method, &mut trace)?),
            (Sender::Court, _) => Ok(self.by_court(method, &mut trace)?),
        };
        if let Ok(day) = found {
            trace.watch(day);
        }
        Ok(ServiceAnswer { served_on: found.ok(), invalid: found.err(), notes: trace.finish() })
    }

    fn received(&self) -> Result<Date> {
        Ok(need(self.received, "received", "it counts from its arrival")?.0)
    }

    fn returned(&self) -> Result<Date> {
        Ok(need(self.returned, "returned", "refused mail counts from its return")?.0)
    }

    fn issued(&self) -> Result<Date> {
        Ok(need(self.issued, "issued", "a public notice counts from its issue")?.0)
    }

    fn tried(&self, means: &[Method]) -> bool {
        self.tried.as_ref().is_some_and(|tried| tried.iter().any(|method| means.contains(method)))
    }

    fn by_employer(&self, method: Method, trace: &mut Trace<'_>) -> Result<Date> {
        let opinion = Citation::secondary("劳办发〔1995〕179号");
        let arrival = Citation::read("民法典第137条");
        let (day, articles) = match method {
            Method::Electronic => {
                let day = self.received()?;
                trace.warn(Warning::ElectronicNeedsDesignation);
                let why = "designated_for_receiving_or_seen";
                let against = "neither_designated_nor_seen";
                let readings = vec![
                    Reading { id: "counts", found: Found::ServedOn(Some(day)), why },
                    Reading { id: "does_not_count", found: Found::ServedOn(None), why: against },
                ];
                trace.contest("served_on", readings);
                (day, vec![arrival])
            }
            Method::RefusedMail => {
                trace.warn(Warning::PracticeOnly);
                (self.returned()?, vec![arrival])
            }
            _ => (self.received()?, vec![opinion]),
        };
        let skips_direct = method != Method::Direct && !self.tried(&[Method::Direct]);
        trace.warn_if(skips_direct, Warning::EarlierMeansNotTried);
        if day < OPINION_OF_1995 {
            let why = "the opinion on service by employers is of 1995-07-31";
            return Err(Error::OutOfRange { field: date_field(method), date: day, why });
        }
        served(method, day, articles, trace);
        Ok(day)
    }

    /// The last means: without the earlier ones it does not count at all.
    fn employer_notice(&self, trace: &mut Trace<'_>) -> Result<Result<Date, &'static str>> {
        let issued = self.issued()?;
        let Ok((days, citation)) = trace.count(id::EMPLOYER_NOTICE, issued) else {
            let why = "the opinion on service by employers is of 1995-07-31";
            return Err(Error::OutOfRange { field: "issued", date: issued, why });
        };
        let has_direct = self.tried(&[Method::Direct]);
        let has_mail = self.tried(&[Method::Mail, Method::RefusedMail]);
        let invalid = match (has_direct, has_mail) {
            (true, true) => None,
            (false, true) => Some("direct_not_tried"),
            (true, false) => Some("mail_not_tried"),
            (false, false) => Some("direct_and_mail_not_tried"),
        };
        trace.reject("sixty_days", "never_the_rule_for_employers");
        if let Some(why) = invalid {
            trace.step("public_notice_order", || {
                (vec![("issued", Value::Date(issued))], Value::Key(why), vec![citation.clone()])
            });
            return Ok(Err(why));
        }
        let day = span::add_days(issued, days);
        trace.step("employer_public_notice", || {
            let inputs = vec![("issued", Value::Date(issued)), ("days", Value::Count(days))];
            (inputs, Value::Date(day), vec![citation.clone()])
        });
        let refused = "some_tribunals_reject_public_notices_of_employers";
        let readings = vec![
            Reading { id: "counts", found: Found::ServedOn(Some(day)), why: "opinion_of_1995_still_applied" },
            Reading { id: "does_not_count", found: Found::ServedOn(None), why: refused },
        ];
        trace.contest("served_on", readings);
        Ok(Ok(day))
    }

    fn by_court(&self, method: Method, trace: &mut Trace<'_>) -> Result<Date> {
        let (day, article) = match method {
            Method::RefusedMail => (self.returned()?, Citation::read("法释〔2004〕13号第11条")),
            Method::Electronic => (self.received()?, Citation::read("民事诉讼法第90条")),
            Method::Mail => (self.received()?, Citation::read("民事诉讼法第91条")),
            _ => (self.received()?, Citation::read("民事诉讼法第88条")),
        };
        if day < MAIL_RULES {
            let why = "service by courts is known here from 2005-01-01";
            return Err(Error::OutOfRange { field: date_field(method), date: day, why });
        }
        // Whether a judgment could be served so before 2022 was not verified.
        let is_early = method == Method::Electronic && day < PROCEDURE_OF_2022;
        trace.warn_if(is_early, Warning::UnverifiedRule);
        served(method, day, vec![article], trace);
        Ok(day)
    }

    /// Thirty days since 2022, sixty before; keyed on the day of issue.
    fn court_notice(&self, trace: &mut Trace<'_>) -> Result<Date> {
        let issued = self.issued()?;
        let is_domiciled = self.recipient_domiciled_in_china.unwrap_or(true);
        trace.warn_if(self.recipient_domiciled_in_china.is_none(), Warning::RecipientTakenAsDomiciled);
        let find = |issued: Date, trace: &mut Trace<'_>| -> Option<(Date, bool, Citation)> {
            let days = if is_domiciled { id::COURT_NOTICE } else { id::FOREIGN_NOTICE_DAYS };
            if let Ok((days, citation)) = trace.count(days, issued) {
                return Some((span::add_days(issued, days), true, citation.clone()));
            }
            let (months, citation) = trace.count(id::FOREIGN_NOTICE_MONTHS, issued).ok()?;
            Some((span::add_months(issued, months), false, citation.clone()))
        };
        let Some((day, in_days, citation)) = find(issued, trace) else {
            let why = "public notices by courts are known here from 1991-04-09, abroad from 2013-01-01";
            return Err(Error::OutOfRange { field: "issued", date: issued, why });
        };
        trace.warn_if(citation.grade == crate::Grade::U, Warning::UnverifiedRule);
        // A day earlier or later another law may hold: then no transition rule is known.
        let quiet = &mut trace.silent();
        let is_near_change = [-1, 1].into_iter().any(|days| {
            find(span::add_days(issued, days), quiet).is_some_and(|(_, _, other)| other != citation)
        });
        trace.warn_if(is_near_change, Warning::BoundarySensitive);
        trace.warn_if(is_near_change, Warning::TransitionRuleNotFound);
        trace.step("court_public_notice", || {
            let inputs = vec![
                ("issued", Value::Date(issued)),
                ("recipient_domiciled_in_china", Value::Flag(is_domiciled)),
                ("counted_in", Value::Key(if in_days { "days" } else { "months" })),
            ];
            (inputs, Value::Date(day), vec![citation])
        });
        Ok(day)
    }
}

const fn date_field(method: Method) -> &'static str {
    match method {
        Method::RefusedMail => "returned",
        Method::PublicNotice => "issued",
        Method::Direct | Method::Mail | Method::Electronic => "received",
    }
}

fn served(method: Method, day: Date, articles: Vec<Citation>, trace: &mut Trace<'_>) {
    trace.step("served", || {
        let key = match method {
            Method::Direct => "direct",
            Method::Mail => "mail",
            Method::Electronic => "electronic",
            Method::PublicNotice => "public_notice",
            Method::RefusedMail => "refused_mail",
        };
        (
            vec![("method", Value::Key(key)), (date_field(method), Value::Date(day))],
            Value::Date(day),
            articles,
        )
    });
}
