//! What every page may use: the store, the writer of answers, the clock, and what this server offers.

use std::path::PathBuf;
use std::sync::Arc;

use super::bucket::{Buckets, Limits};
use super::directory::{ClientCouncil, Directory, Keeper};
use super::error::Failure;
use super::spent::Spent;
use super::throttle::Throttle;
use crate::clock::Clock;
use crate::config::Subnet;
use crate::store::{Intake, Store};

/// How this server is run.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Visitors come over https, through a proxy. Without it the server is for this machine alone.
    pub https: bool,
    /// The demo: staff may run the night at once.
    pub demo: bool,
    /// Proxies of ours: only what they say about visitors is believed.
    pub proxies: Vec<Subnet>,
    /// How much visitors may ask.
    pub limits: Limits,
    /// Where a backup comes each night, when one was asked for.
    pub backups: Option<PathBuf>,
}

/// Shared by all pages. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    intake: Intake,
    clock: Clock,
    keeper: Keeper,
    throttle: Throttle,
    spent: Spent,
    buckets: Buckets,
    settings: Settings,
}

impl App {
    /// Puts the parts together.
    pub fn new(store: Store, intake: Intake, clock: Clock, settings: Settings) -> Self {
        let (keeper, throttle) = (Keeper::default(), Throttle::default());
        let buckets = Buckets::new(settings.limits);
        Self(Arc::new(Inner {
            store,
            intake,
            clock,
            keeper,
            throttle,
            spent: Spent::default(),
            buckets,
            settings,
        }))
    }

    /// Registers, results, keys.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Where residents' answers go in.
    pub fn intake(&self) -> &Intake {
        &self.0.intake
    }

    /// What time it is.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// How often someone tried to log in.
    pub fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }

    /// How much a network asked of late.
    pub fn buckets(&self) -> &Buckets {
        &self.0.buckets
    }

    /// Forms on shared devices that are over.
    pub fn spent(&self) -> &Spent {
        &self.0.spent
    }

    /// How this server is run.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Client councils with their surveys and rounds.
    ///
    /// # Errors
    /// When the store was never readable.
    pub async fn directory(&self) -> Result<Arc<Directory>, Failure> {
        self.0.keeper.get(&self.0.store).await
    }

    /// Forgets what was read: staff changed something.
    pub fn forget_directory(&self) {
        self.0.keeper.forget();
    }

    /// The client council of an address.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when there is none of this name.
    pub async fn council(&self, id: &str) -> Result<Arc<ClientCouncil>, Failure> {
        self.directory()
            .await?
            .councils
            .get(id)
            .cloned()
            .ok_or(Failure::NotFound)
    }
}
