//! Deeds about a notice: made, refused in person, mailed, returned.

use anyhow::Context as _;
use app::attachments::Upload;
use app_departure::notices::{self, NewAttempt, NewNotice};
use departure::find_notice_kind;
use kernel::NoticeId;
use law::{AddressBasis, Means, Outcome, Proof as Kind};

use super::Doing;
use crate::{
    Result,
    story::steps::{Deed, Proof},
};

fn upload(proof: &Proof) -> Upload {
    Upload { file_name: proof.file_name.clone(), bytes: proof.text.clone().into_bytes() }
}

impl Doing<'_> {
    pub(super) async fn serve(&self, deed: &Deed) -> Result<()> {
        match deed {
            Deed::MakeNotice { kind, address } => self.make_notice(kind, address).await,
            Deed::RefusedInPerson { proofs: [recording, statement] } => {
                let new = self.attempt(Means::InPerson, Outcome::Refused, "");
                let first = Some((Kind::Recording, upload(recording)));
                let at = (self.id(), self.newest_notice().await?);
                let attempt = notices::record_attempt(&self.cx, at, new, first).await?;
                let second = Some(upload(statement));
                Ok(notices::add_proof(&self.cx, (self.id(), attempt), Kind::Statement, second).await?)
            }
            Deed::Mailed { number, proof } => {
                let new = self.attempt(Means::Mail, Outcome::Pending, number);
                let at = (self.id(), self.newest_notice().await?);
                let waybill = Some((Kind::Waybill, upload(proof)));
                notices::record_attempt(&self.cx, at, new, waybill).await?;
                Ok(())
            }
            Deed::CameBack { proof } => {
                let rows = self.cx.read().await?.list_attempts(self.id()).await?;
                let sent = rows.iter().find(|row| row.outcome == Outcome::Pending);
                let sent = sent.context("no letter is under way")?.id;
                let back = (Outcome::Returned, Some(self.cx.today()));
                let letter = Some((Kind::ReturnedLetter, upload(proof)));
                Ok(notices::settle_attempt(&self.cx, (self.id(), sent), back, letter).await?)
            }
            other => anyhow::bail!("{other:?} is no deed of serving"),
        }
    }

    async fn make_notice(&self, kind: &str, address: &str) -> Result<()> {
        let found = find_notice_kind(kind).with_context(|| format!("{kind} is no kind of notice"))?;
        let new = NewNotice {
            kind: kind.to_owned(),
            body: notices::propose_body(&self.cx, self.id(), found).await?,
            address: address.to_owned(),
            address_basis: AddressBasis::Contract,
        };
        notices::create_notice(&self.cx, self.id(), new).await?;
        Ok(())
    }

    async fn newest_notice(&self) -> Result<NoticeId> {
        let notices = self.cx.read().await?.list_notices(self.id()).await?;
        Ok(notices.last().context("no notice was made")?.id)
    }

    fn attempt(&self, means: Means, outcome: Outcome, number: &str) -> NewAttempt {
        NewAttempt {
            means,
            tried_on: self.cx.today(),
            outcome,
            outcome_on: None,
            mail_number: number.to_owned(),
            remark: String::new(),
        }
    }
}
