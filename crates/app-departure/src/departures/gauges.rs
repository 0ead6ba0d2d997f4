//! The five gauges of a departure, each from counts that anybody can repeat.

use app::{Cx, Error, Result, access::Field, cases::few, cases::get_case};
use app_handover::handover::work_facts;
use departure::{ApprovalStatus, Basis, Fact, Gauge, PointerKind, Reading};
use kernel::DepartureId;
use store::{Conn, departures::Departure, overview::GaugeCount};

/// The five gauges of a departure; refused to those who see nothing of its clearing.
pub async fn read_gauges(cx: &Cx, id: DepartureId) -> Result<Vec<Reading>> {
    let mut conn = cx.read().await?;
    let case = get_case(cx, &mut conn, id).await?;
    if !case.shows(cx, Field::Departure) {
        return Err(Error::Forbidden);
    }
    let mut readings = read_gauges_of(cx, &mut conn, std::slice::from_ref(&case.departure)).await?;
    Ok(readings.pop().unwrap_or_default())
}

/// As [`read_gauges`], for at most [`FEW`] departures that were loaded already; further ones are left out.
pub async fn read_gauges_of(cx: &Cx, conn: &mut Conn, departures: &[Departure]) -> Result<Vec<Vec<Reading>>> {
    let counts = conn.count_tasks(few(departures), cx.today()).await?;
    let registers = conn.has_registers().await?;
    let work = work_facts(cx, conn, departures).await?;
    let mut readings = Vec::new();
    for (departure, work) in departures.iter().zip(work) {
        let mut facts: Vec<Fact> =
            counts.iter().filter(|count| count.departure_id == departure.id).map(of_tasks).collect();
        facts.extend(of_registers(cx, conn, departure, registers).await?);
        facts.extend(of_approvals(conn, departure.id).await?);
        facts.extend(of_talks(cx, conn, departure.id).await?);
        readings.push(departure::read_gauges(&facts, work));
    }
    Ok(readings)
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
async fn of_registers(
    cx: &Cx,
    conn: &mut Conn,
    departure: &Departure,
    (has_customers, has_assets): (bool, bool),
) -> Result<Vec<Fact>> {
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

/// Talks that were planned because of it; nothing before the first is planned, for that there is nothing to do is not known.
async fn of_talks(cx: &Cx, conn: &mut Conn, id: DepartureId) -> Result<Option<Fact>> {
    let talks = conn.count_talks(id, cx.today()).await?;
    let (done, total) = (small(talks.held), small(talks.held + talks.open));
    let overdue = small(talks.late);
    let fact = Fact { gauge: Gauge::People, basis: Basis::Talks, done, total, skipped: 0, overdue };
    Ok((total > 0).then_some(fact))
}

fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}
