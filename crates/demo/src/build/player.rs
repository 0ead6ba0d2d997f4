//! Plays the deeds of the story: each person acts with the own account, at the instant told, through the use cases.

mod clearing;
mod handing_over;
mod learning;
mod serving;

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use app::{App, Cx};
use kernel::{Actor, DepartureId, ItemId, Role, TaskId, Timestamp};

use super::numbers;
use crate::{
    Result,
    company::Company,
    story::steps::{Deed, Step},
};

/// Who acts, and what was made so far.
pub(crate) struct Player {
    app: Arc<App>,
    actors: HashMap<String, Actor>,
    cases: HashMap<String, CaseState>,
}

/// What is known of a departure that was opened, to find things again by name.
struct CaseState {
    id: DepartureId,
    tasks: HashMap<String, TaskId>,
    items: HashMap<String, ItemId>,
}

/// One deed about to be done.
struct Doing<'s> {
    cx: Cx,
    case: &'s CaseState,
}

impl Player {
    /// Gathers who can act.
    pub(super) async fn new(cx: &Cx, app: &Arc<App>, company: &Company) -> Result<Self> {
        let numbers = numbers(cx).await?;
        let mut conn = cx.read().await?;
        let mut actors = HashMap::new();
        for person in &company.people {
            let Some(login) = &person.login else { continue };
            let Some(account) = conn.find_account_by_login(login).await? else { continue };
            let mut roles = conn.list_roles(account.id).await?;
            roles.push(Role::Receiver);
            let actor = Actor { account: account.id, person: numbers.get(&person.emp_no).copied(), roles };
            actors.insert(person.name.clone(), actor);
        }
        Ok(Self { app: Arc::clone(app), actors, cases: HashMap::new() })
    }

    /// Does what is told, one deed after the other.
    pub(super) async fn play(&mut self, steps: &[Step]) -> Result<()> {
        for step in steps {
            self.take(step)
                .await
                .with_context(|| format!("{} of {} by {}", step.at, step.departure, step.actor))?;
        }
        Ok(())
    }

    /// The context of somebody of the cast at an instant.
    pub(crate) fn acting(&self, name: &str, at: Timestamp) -> Result<Cx> {
        let actor = self.actors.get(name).cloned().with_context(|| format!("{name} has no account"))?;
        Ok(self.app.system_at(at)?.acting_as(actor, at))
    }

    /// The departure of somebody that was opened so far.
    pub(crate) fn departure(&self, leaver: &str) -> Result<DepartureId> {
        let case = self.cases.get(leaver);
        case.map(|case| case.id).with_context(|| format!("no departure of {leaver} is opened"))
    }

    fn actor(&self, step: &Step) -> Result<Actor> {
        let mut actor = self.actors.get(&step.actor).cloned().context("the actor has no account")?;
        if step.actor == step.departure {
            actor.roles.push(Role::Leaver);
        }
        Ok(actor)
    }

    async fn take(&mut self, step: &Step) -> Result<()> {
        let cx = self.app.system_at(step.at)?.acting_as(self.actor(step)?, step.at);
        if let Deed::Open { ground, reason, dates, start } = &step.deed {
            let opened = clearing::open(&cx, &step.departure, (ground, reason), (*dates, *start)).await?;
            self.cases.insert(step.departure.clone(), opened);
            return Ok(());
        }
        let case = self.cases.get(&step.departure).context("the departure is not opened")?;
        let doing = Doing { cx, case };
        let items = match &step.deed {
            Deed::ListItems { dropped } => Some(handing_over::list(&doing, dropped).await?),
            deed => doing.act(deed).await.map(|()| None)?,
        };
        if let (Some(items), Some(case)) = (items, self.cases.get_mut(&step.departure)) {
            case.items = items;
        }
        Ok(())
    }
}

impl Doing<'_> {
    fn id(&self) -> DepartureId {
        self.case.id
    }

    fn item(&self, title: &str) -> Result<ItemId> {
        self.case.items.get(title).copied().with_context(|| format!("there is no item {title}"))
    }

    async fn act(&self, deed: &Deed) -> Result<()> {
        match deed {
            Deed::Receivers { .. }
            | Deed::Goal { .. }
            | Deed::Schedule
            | Deed::Accept { .. }
            | Deed::Say { .. }
            | Deed::SignOff { .. }
            | Deed::PlanSession(_)
            | Deed::HoldSession { .. }
            | Deed::PlanAssessment { .. }
            | Deed::Assess { .. }
            | Deed::Obstacle { .. } => self.hand_over(deed).await,
            Deed::Note { .. }
            | Deed::Ask { .. }
            | Deed::Answer { .. }
            | Deed::Mark { .. }
            | Deed::Unclear { .. }
            | Deed::AnswerUnclear { .. } => self.learn(deed).await,
            Deed::MakeNotice { .. }
            | Deed::RefusedInPerson { .. }
            | Deed::Mailed { .. }
            | Deed::CameBack { .. } => self.serve(deed).await,
            _ => self.clear(deed).await,
        }
    }
}
