//! Deeds about the items of a handover and what is arranged around them.

use std::collections::HashMap;

use anyhow::Context as _;
use app_handover::handover::{
    ItemInput, NewAssessment, NewObstacle, NewSession, SayStage, accept_item, add_assessment, add_session,
    apply_plan, assess, assign_receivers, drop_item, edit_item, generate_items, hold_session, make_plan,
    raise_obstacle, say_stage, sign_off,
};
use handover::{ItemKind, Stage, Verdict};
use kernel::{Date, ItemId};

use super::Doing;
use crate::{
    Result,
    story::steps::{Deed, Session},
};

/// Draws the list from the registers; what was issued goes back to the company instead of to the receivers.
pub(super) async fn list(doing: &Doing<'_>, dropped: &str) -> Result<HashMap<String, ItemId>> {
    generate_items(&doing.cx, doing.id()).await?;
    let items = doing.cx.read().await?.list_items(doing.id()).await?;
    for item in items.iter().filter(|item| item.kind == ItemKind::Asset) {
        drop_item(&doing.cx, doing.id(), item.id, dropped).await?;
    }
    Ok(items.into_iter().map(|item| (item.title, item.id)).collect())
}

impl Doing<'_> {
    pub(super) async fn hand_over(&self, deed: &Deed) -> Result<()> {
        let (cx, id) = (&self.cx, self.id());
        match deed {
            Deed::Receivers { person, is_questioner, items } => {
                let items = items.iter().map(|title| self.item(title)).collect::<Result<Vec<_>>>()?;
                assign_receivers(cx, id, &items, (person, *is_questioner)).await?;
            }
            Deed::Goal { item, planned_on, leaver, receivers } => {
                self.set_goal(item, *planned_on, (leaver, receivers)).await?;
            }
            Deed::Schedule => {
                make_plan(cx, id, true).await?;
                apply_plan(cx, id).await?;
            }
            Deed::Accept { item } => accept_item(cx, id, self.item(item)?).await?,
            Deed::Say { item, stage, evidence } => self.say(item, *stage, evidence).await?,
            Deed::SignOff { item, remark } => sign_off(cx, id, self.item(item)?, remark).await?,
            Deed::Obstacle { item, what, owner, due_on } => {
                let item = item.as_ref().map(|title| self.item(title)).transpose()?;
                let (what, owner) = (what.clone(), owner.clone());
                raise_obstacle(cx, id, &NewObstacle { item, what, owner, due_on: Some(*due_on) }).await?;
            }
            deed => self.arrange(deed).await?,
        }
        Ok(())
    }

    /// Sessions and assessments.
    async fn arrange(&self, deed: &Deed) -> Result<()> {
        match deed {
            Deed::PlanSession(session) => self.plan_session(session).await,
            Deed::HoldSession { title, outcome } => self.hold_session(title, outcome).await,
            Deed::PlanAssessment { due_on, goal_leaver, goal_receivers } => {
                let (goal_leaver, goal_receivers) = (goal_leaver.clone(), goal_receivers.clone());
                let new = NewAssessment { due_on: *due_on, goal_leaver, goal_receivers };
                add_assessment(&self.cx, self.id(), &new).await?;
                Ok(())
            }
            Deed::Assess { due_on, verdict, outcome } => self.assess(*due_on, (*verdict, outcome)).await,
            other => anyhow::bail!("{other:?} is no deed of handing over"),
        }
    }

    async fn set_goal(&self, title: &str, planned_on: Date, (leaver, receivers): (&str, &str)) -> Result<()> {
        let item = self.cx.read().await?.get_item(self.item(title)?).await?;
        let input = ItemInput {
            title: item.title,
            kind: item.kind,
            weight: item.weight,
            hours: item.hours,
            is_core: item.is_core,
            planned_on: Some(planned_on),
            goal_leaver: leaver.to_owned(),
            goal_receiver: receivers.to_owned(),
        };
        Ok(edit_item(&self.cx, self.id(), item.id, &input).await?)
    }

    async fn say(&self, title: &str, stage: Stage, evidence: &str) -> Result<()> {
        let said =
            SayStage { stage, reached_on: self.cx.today(), evidence: evidence.to_owned(), attachment: None };
        let said = say_stage(&self.cx, self.id(), self.item(title)?, &said).await;
        said.with_context(|| format!("{title} is {stage}"))
    }

    async fn plan_session(&self, session: &Session) -> Result<()> {
        let new = NewSession {
            item: session.item.as_ref().map(|title| self.item(title)).transpose()?,
            kind: session.kind,
            title: session.title.clone(),
            starts_at: session.starts_at,
            minutes: session.minutes,
            place: session.place.clone(),
            with_whom: session.with.clone(),
        };
        add_session(&self.cx, self.id(), &new).await?;
        Ok(())
    }

    async fn hold_session(&self, title: &str, outcome: &str) -> Result<()> {
        let planned = self.cx.read().await?.list_joint_sessions(self.id()).await?;
        let planned =
            planned.iter().find(|session| session.title == title).context("this was not planned")?;
        Ok(hold_session(&self.cx, self.id(), planned.id, outcome).await?)
    }

    async fn assess(&self, due_on: Date, (verdict, outcome): (Verdict, &str)) -> Result<()> {
        let planned = self.cx.read().await?.list_stage_assessments(self.id()).await?;
        let planned = planned.iter().find(|one| one.due_on == due_on).context("this was not planned")?;
        Ok(assess(&self.cx, self.id(), planned.id, (verdict, outcome)).await?)
    }
}
