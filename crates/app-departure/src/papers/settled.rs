//! The settlement sheet's content: the newest settlement that was issued, never a draft.

use std::collections::BTreeMap;

use app::{Error, Result};
use kernel::{DepartureId, Money};
use store::Conn;

use crate::settlement::sheet::{Payable, Row, Sheet};

/// The single values and the rows of the sheet; empty while no settlement is issued, so that both are refused by name.
#[derive(Default)]
pub(super) struct Settled {
    pub(super) single: Vec<(&'static str, String)>,
    pub(super) rows: Vec<BTreeMap<String, String>>,
}

/// What was settled last.
pub(super) async fn settled(conn: &mut Conn, id: DepartureId) -> Result<Settled> {
    let Some(issued) = conn.list_settlements(id).await?.into_iter().next() else {
        return Ok(Settled::default());
    };
    let sheet: Sheet = serde_json::from_str(&issued.content).map_err(Error::internal)?;
    let is_tax_open = sheet.tax.is_none() && sheet.open.iter().any(|open| open.line == "tax");
    let open = "有争议，以结算说明为准";
    let tax = sheet.tax.unwrap_or(Money::ZERO).to_string();
    let net = sheet.net().to_string();
    Ok(Settled {
        single: vec![
            ("结算版本", issued.version.to_string()),
            ("结算合计", sheet.total.to_string()),
            ("代扣税款", if is_tax_open { open.to_owned() } else { tax }),
            ("实付合计", if is_tax_open { open.to_owned() } else { net }),
        ],
        rows: sheet.to_pay().map(|(row, amount)| line(row, amount)).collect(),
    })
}

/// A row of the settlement; one that has no name here stays without it, and the paper is refused by that name.
fn line(row: &Row, amount: Money) -> BTreeMap<String, String> {
    let articles: Vec<&str> = row.articles.iter().map(|article| article.text.as_str()).collect();
    let known = [
        ("项目", label(&row.code).map(str::to_owned)),
        ("支付", Some(when(row.payable).to_owned())),
        ("依据", Some(articles.join("；")).filter(|text| !text.is_empty())),
        ("金额", Some(amount.to_string())),
    ];
    known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn label(code: &str) -> Option<&'static str> {
    Some(match code {
        "wages" => "工资结清",
        "bonus" => "奖金、提成等",
        "severance" => "经济补偿",
        "severance_old" => "经济补偿（2008年以前的年限）",
        "severance_new" => "经济补偿（2008年起的年限）",
        "in_lieu" => "代通知金",
        "damages_2n" => "违法解除赔偿金",
        "annual_leave" => "未休年休假工资",
        "medical_subsidy" => "医疗补助费",
        _ => return None,
    })
}

const fn when(payable: Payable) -> &'static str {
    match payable {
        Payable::AtTheEnd => "劳动关系终止时一次付清",
        Payable::OnHandover => "办结工作交接时",
        Payable::Monthly => "离职后按月",
        Payable::ByTheWorker => "由本人承担",
        Payable::Withheld => "代扣代缴",
    }
}
