//! The changes themselves, each with the change that takes it back.
//!
//! A change is made only while the thing still points at the leaver, and taken back only while it is as the change left
//! it: what somebody decided later is never overwritten.

use departure::PointerKind;
use kernel::{Date, PersonId};

use crate::{Result, Tx};

/// Who gives and who takes.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    /// The one it points at.
    pub from: PersonId,
    /// The one it will point at.
    pub to: PersonId,
}

const REPORT: &str = "UPDATE person SET manager_id = $4 WHERE tenant_id = $1 AND id = $2 AND manager_id = $3";
const REPORT_SPELL: &str = "UPDATE employment SET manager_id = $4 WHERE tenant_id = $1 AND manager_id = $3 \
     AND id = (SELECT employment_id FROM person WHERE tenant_id = $1 AND id = $2)";
const HEAD: &str = "UPDATE department SET head_id = $4 WHERE tenant_id = $1 AND id = $2 AND head_id = $3";
const APPROVAL: &str = "UPDATE approval SET approver_id = $4 WHERE tenant_id = $1 AND id = $2 AND approver_id = $3 AND status = 'pending'";
const TASK: &str = "UPDATE departure_task SET owner_id = $4 WHERE tenant_id = $1 AND id = $2 AND owner_id = $3 AND status = 'open'";
const DUTY: &str =
    "UPDATE duty SET person_id = $4 WHERE tenant_id = $1 AND id = $2 AND person_id = $3 AND is_done = FALSE";
const OBSTACLE: &str = "UPDATE obstacle SET owner_id = $4 WHERE tenant_id = $1 AND id = $2 AND owner_id = $3 AND removed_at IS NULL";
const ASSET: &str = "UPDATE asset SET holder_id = $4 WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND returned_on IS NULL";
const ASSET_BACK: &str = "UPDATE asset SET returned_on = $4 WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND returned_on IS NULL";
const ASSET_OUT: &str = "UPDATE asset SET returned_on = NULL WHERE tenant_id = $1 AND id = $2 AND holder_id = $3 AND returned_on = $4";
const RECEIVING: &str = "UPDATE item_receiver SET person_id = $4, accepted_at = NULL WHERE tenant_id = $1 AND item_id = $2 \
     AND person_id = $3 AND signed_off_at IS NULL";
const HOLD: &str = "INSERT INTO knowledge_holder (tenant_id, item_id, person_id, level, source, seen_on) \
     VALUES ($1, $2, $3, 1, 'sweep', $4) ON CONFLICT DO NOTHING";
const UNHOLD: &str = "DELETE FROM knowledge_holder WHERE tenant_id = $1 AND item_id = $2 AND person_id = $3 AND source = 'sweep' AND level = 1";
const UNSAY: &str = "UPDATE knowledge_saying SET is_withdrawn = TRUE WHERE tenant_id = $1 AND item_id = $2 AND person_id = $3 AND source = 'sweep'";
const CUSTOMER: &str = "SELECT owner_id, second_id FROM customer WHERE tenant_id = $1 AND id = $2";
const SET_CUSTOMER: &str =
    "UPDATE customer SET owner_id = $3, second_id = $4 WHERE tenant_id = $1 AND id = $2";

record! {
    struct CustomerRow {
        owner_id: Option<PersonId>,
        second_id: Option<PersonId>,
    }
}

impl CustomerRow {
    fn text(&self) -> String {
        let id = |person: Option<PersonId>| person.map(|person| person.to_string()).unwrap_or_default();
        format!("{}/{}", id(self.owner_id), id(self.second_id))
    }

    fn parse(text: &str) -> Self {
        let (owner, second) = text.split_once('/').unwrap_or((text, ""));
        Self { owner_id: owner.parse().ok(), second_id: second.parse().ok() }
    }

    /// With the leaver replaced; nobody stands in both places.
    fn moved(&self, change: Move) -> Self {
        let put =
            |person: Option<PersonId>| if person == Some(change.from) { Some(change.to) } else { person };
        let (owner_id, second_id) = (put(self.owner_id), put(self.second_id));
        if owner_id == second_id { Self { owner_id, second_id: None } } else { Self { owner_id, second_id } }
    }
}

impl Tx {
    /// Makes something point at the receiver; gives what it found and what it left, or nothing when it no longer
    /// pointed at the leaver.
    pub async fn take_over(
        &mut self,
        (kind, object): (PointerKind, &str),
        change: Move,
        today: Date,
    ) -> Result<Option<(String, String)>> {
        if kind == PointerKind::Customer {
            return self.take_customer(object, change).await;
        }
        let rows = match kind {
            PointerKind::Knowledge => run!(self, HOLD, object, change.to, today)?,
            _ => self.point(kind, object, change).await?,
        };
        Ok((rows > 0).then(|| (change.from.to_string(), change.to.to_string())))
    }

    async fn point(&mut self, kind: PointerKind, object: &str, change: Move) -> Result<u64> {
        let Move { from, to } = change;
        match kind {
            PointerKind::Report => {
                run!(self, REPORT_SPELL, object, from, to)?;
                run!(self, REPORT, object, from, to)
            }
            PointerKind::DepartmentHead => run!(self, HEAD, object, from, to),
            PointerKind::Approval => run!(self, APPROVAL, object, from, to),
            PointerKind::Task => run!(self, TASK, object, from, to),
            PointerKind::Duty => run!(self, DUTY, object, from, to),
            PointerKind::Request => {
                let duties = run!(self, DUTY, object, from, to)?;
                Ok(duties + run!(self, OBSTACLE, object, from, to)?)
            }
            PointerKind::Asset => run!(self, ASSET, object, from, to),
            PointerKind::Receiving => run!(self, RECEIVING, object, from, to),
            PointerKind::Customer
            | PointerKind::Knowledge
            | PointerKind::ControlledCopy
            | PointerKind::Account => Ok(0),
        }
    }

    async fn take_customer(&mut self, object: &str, change: Move) -> Result<Option<(String, String)>> {
        let old: CustomerRow = one!(self, CUSTOMER, object)?;
        if old.owner_id != Some(change.from) && old.second_id != Some(change.from) {
            return Ok(None);
        }
        let new = old.moved(change);
        run!(self, SET_CUSTOMER, object, new.owner_id, new.second_id)?;
        Ok(Some((old.text(), new.text())))
    }

    /// Takes an asset back from its holder; false when somebody else holds it, or nobody.
    pub async fn return_asset(&mut self, asset: &str, holder: PersonId, on: Date) -> Result<bool> {
        Ok(run!(self, ASSET_BACK, asset, holder, on)? > 0)
    }

    /// Gives an asset out again that was taken back on a day.
    pub async fn unreturn_asset(&mut self, asset: &str, holder: PersonId, on: Date) -> Result<bool> {
        Ok(run!(self, ASSET_OUT, asset, holder, on)? > 0)
    }

    /// Takes a change back; false when somebody has changed the thing since, which then stays.
    pub async fn give_back(
        &mut self,
        (kind, object): (PointerKind, &str),
        made: Move,
        (old, new): (&str, &str),
    ) -> Result<bool> {
        match kind {
            PointerKind::Customer => {
                let now: CustomerRow = one!(self, CUSTOMER, object)?;
                if now.text() != new {
                    return Ok(false);
                }
                let before = CustomerRow::parse(old);
                Ok(run!(self, SET_CUSTOMER, object, before.owner_id, before.second_id)? > 0)
            }
            PointerKind::Knowledge => {
                let is_undone = run!(self, UNHOLD, object, made.to)? > 0;
                if is_undone {
                    run!(self, UNSAY, object, made.to)?;
                }
                Ok(is_undone)
            }
            _ => Ok(self.point(kind, object, Move { from: made.to, to: made.from }).await? > 0),
        }
    }
}
