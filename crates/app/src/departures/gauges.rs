//! The five gauges of a departure, each from counts that anybody can repeat.

use departure::{ApprovalStatus, Basis, Fact, Gauge, PointerKind, Reading};
use kernel::DepartureId;
use store::{Conn, departures::Departure, tasks::GaugeCount};

use super::get_case;
use crate::{Cx, Error, Result, access::Field, handover::work_fact};

/// The five gauges of a departure; refused to those who see nothing of its clearing.
pub async fn read_gauges(cx: &Cx, id: DepartureId) -> Result<Vec<Reading>> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, id).await?;
    if !case.shows(cx, Field::Departure) {
        return Err(Error::Forbidden);
    }
    read_gauges_of(cx, &mut conn, &case.departure).await
}

/// As [`read_gauges`], for a departure that was loaded already.
pub async fn read_gauges_of(cx: &Cx, conn: &mut Conn, departure: &Departure) -> Result<Vec<Reading>> {
    let counts = conn.count_tasks(departure.id, cx.today()).await?;
    let mut facts: Vec<Fact> = counts.iter().map(of_tasks).collect();
    facts.extend(of_registers(cx, conn, departure).await?);
    facts.extend(of_approvals(conn, departure.id).await?);
    let work = work_fact(cx, conn, departure).await?;
    Ok(departure::read_gauges(&facts, work))
}

fn of_tasks(count: &GaugeCount) -> Fact {
    Fact {
        gauge: count.gauge,
        basis: Basis::Tasks,
        done: small(count.done),
        total: small(count.total),
        skipped: small(count.skipped),
        overdue: small(count.overdue),
    }
}

/// Customers and assets: what still points at the leaver is open, what was taken over or returned is done.
async fn of_registers(cx: &Cx, conn: &mut Conn, departure: &Departure) -> Result<Vec<Fact>> {
    let (has_customers, has_assets) = conn.has_registers().await?;
    let kinds = [
        (has_customers, PointerKind::Customer, Gauge::Customers, Basis::Customers),
        (has_assets, PointerKind::Asset, Gauge::Secrets, Basis::Assets),
    ];
    let mut facts = Vec::new();
    for (_, kind, gauge, basis) in kinds.into_iter().filter(|kind| kind.0) {
        let count = conn.count_register(departure.person_id, departure.id, kind).await?;
        let is_late = departure.last_day < cx.today();
        let open = small(count.open);
        facts.push(Fact {
            gauge,
            basis,
            done: small(count.done),
            total: small(count.done) + open,
            skipped: 0,
            overdue: if is_late { open } else { 0 },
        });
    }
    Ok(facts)
}

async fn of_approvals(conn: &mut Conn, id: DepartureId) -> Result<Option<Fact>> {
    let approvals = conn.list_approvals(id).await?;
    let done = approvals.iter().filter(|approval| approval.status == ApprovalStatus::Approved).count();
    let (done, total) =
        (u32::try_from(done).unwrap_or(u32::MAX), u32::try_from(approvals.len()).unwrap_or(u32::MAX));
    let fact = Fact { gauge: Gauge::Law, basis: Basis::Approvals, done, total, skipped: 0, overdue: 0 };
    Ok((total > 0).then_some(fact))
}

fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}
