//! The running application, and the context in which one request acts.

mod work;

use std::{
    any::Any,
    sync::{Arc, RwLock},
};

use calendar::Calendar;
use kernel::{Actor, Date, Lang, Role, SessionId, TenantId, Timestamp};
use store::{Db, people::Scope, tenants::Tenant};
use uuid::Uuid;

use crate::{
    Clock, Error, Result,
    access::{self, Action},
    kept::Shelf,
};

pub(crate) use work::random_bytes;

/// What the application is put together from.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The working days.
    pub calendar: Calendar,
    /// The clock.
    pub clock: Clock,
    /// The attachments.
    pub vault: vault::Vault,
}

/// The running application, shared by all requests.
pub struct App {
    pub(crate) parts: Parts,
    shelf: Shelf,
    tenant: RwLock<Option<Tenant>>,
}

impl App {
    /// Puts the application together and finds out which company it serves.
    pub async fn start(parts: Parts) -> Result<Arc<Self>> {
        let tenant = parts.db.find_tenant().await?;
        Ok(Arc::new(Self { parts, shelf: Shelf::default(), tenant: RwLock::new(tenant) }))
    }

    /// The company, once there is one.
    pub fn tenant(&self) -> Option<Tenant> {
        self.tenant.read().ok().and_then(|tenant| tenant.clone())
    }

    pub(crate) fn set_tenant(&self, tenant: Tenant) {
        if let Ok(mut place) = self.tenant.write() {
            *place = Some(tenant);
        }
    }

    /// The clock.
    pub const fn clock(&self) -> &Clock {
        &self.parts.clock
    }

    /// The database, for readiness and backup.
    pub const fn db(&self) -> &Db {
        &self.parts.db
    }

    /// What an area keeps between requests, one value of each type; made when it is first asked for.
    pub fn keep<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        self.shelf.keep(make)
    }

    /// The working days.
    pub const fn calendar(&self) -> &Calendar {
        &self.parts.calendar
    }

    /// The attachments' place.
    pub const fn vault(&self) -> &vault::Vault {
        &self.parts.vault
    }

    pub(crate) fn tenant_id(&self) -> Result<TenantId> {
        self.tenant().map(|tenant| tenant.id).ok_or(Error::Unauthenticated)
    }

    /// A context for the system itself: first start, demonstration, nightly work. It may do everything.
    pub fn system(self: &Arc<Self>) -> Result<Cx> {
        self.system_at(self.clock().now())
    }

    /// As [`App::system`], but as if it were `now`: the demonstration company's past is made this way.
    pub fn system_at(self: &Arc<Self>, now: Timestamp) -> Result<Cx> {
        let actor = Actor {
            account: Uuid::nil().into(),
            person: None,
            roles: Role::grantable().filter(|role| *role != Role::Manager).collect(),
        };
        Ok(Cx { tenant: self.tenant_id()?, app: Arc::clone(self), actor, lang: Lang::Zh, now, session: None })
    }
}

/// Who acts, when, in which language, and on what.
#[derive(Clone)]
pub struct Cx {
    app: Arc<App>,
    tenant: TenantId,
    actor: Actor,
    lang: Lang,
    now: Timestamp,
    session: Option<SessionId>,
}

impl Cx {
    pub(crate) const fn new(
        app: Arc<App>,
        tenant: TenantId,
        actor: Actor,
        lang: Lang,
        (now, session): (Timestamp, SessionId),
    ) -> Self {
        Self { app, tenant, actor, lang, now, session: Some(session) }
    }

    /// The same application acting for somebody else at another time; for the demonstration company and tests.
    #[must_use]
    pub fn acting_as(&self, actor: Actor, now: Timestamp) -> Self {
        Self { app: Arc::clone(&self.app), actor, now, tenant: self.tenant, lang: self.lang, session: None }
    }

    /// The same in another language.
    #[must_use]
    pub(crate) const fn speaking(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// The company.
    pub const fn tenant_id(&self) -> TenantId {
        self.tenant
    }

    /// Who acts.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The instant at which the request is carried out.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The session that the request came with.
    pub const fn session(&self) -> Option<SessionId> {
        self.session
    }

    /// Today, as the company counts days.
    pub fn today(&self) -> Date {
        self.app.clock().day_of(self.now)
    }

    /// The day of an instant.
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.app.clock().day_of(at)
    }

    /// The application that is acted on.
    pub const fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// The working days.
    pub fn calendar(&self) -> &Calendar {
        self.app.calendar()
    }

    /// Refuses what the actor's roles do not cover.
    pub fn allow(&self, action: Action) -> Result<()> {
        if access::may(&self.actor, action) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Whose people the actor may see in lists and pages; refused for those who see nobody but themselves.
    pub fn scope(&self) -> Result<Scope> {
        access::scope(&self.actor).ok_or(Error::Forbidden)
    }
}
