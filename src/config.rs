//! Where the program reads its settings: flags and environment, once, at start.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

/// Where the data are: the same flags for every command on stored data.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// Directory of the SQLite database.
    #[arg(
        long,
        value_name = "DIR",
        env = "ACHTERBAN_DATA",
        conflicts_with = "database"
    )]
    pub data: Option<PathBuf>,
    /// PostgreSQL database that several servers may share, such as postgres://achterban@host/achterban.
    #[arg(
        long,
        value_name = "URL",
        env = "ACHTERBAN_DATABASE",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// Directory of the key files; by default `keys` in the data directory.
    #[arg(long, value_name = "DIR", env = "ACHTERBAN_KEYS")]
    pub keys: Option<PathBuf>,
}

/// Where an installation keeps its database and its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// The database.
    pub database: Database,
    /// Directory of the key files.
    pub keys: PathBuf,
}

/// The database of an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// SQLite, in this data directory.
    Sqlite(PathBuf),
    /// PostgreSQL, at this address.
    Postgres(String),
}

/// Data directory when none is named.
pub const DATA_DIRECTORY: &str = "achterban-data";
/// Data directory of the demo.
pub const DEMO_DIRECTORY: &str = "achterban-demo";
/// Address on which the server listens when none is named: nothing outside the machine reaches it.
pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl DataArgs {
    /// The installation that these flags name.
    pub fn installation(&self) -> Installation {
        match &self.database {
            Some(url) => Installation {
                database: Database::Postgres(url.clone()),
                keys: self
                    .keys
                    .clone()
                    .unwrap_or_else(|| PathBuf::from(DATA_DIRECTORY).join("keys")),
            },
            None => {
                let data = self
                    .data
                    .clone()
                    .unwrap_or_else(|| PathBuf::from(DATA_DIRECTORY));
                let mut installation = Installation::in_directory(data);
                if let Some(keys) = &self.keys {
                    installation.keys.clone_from(keys);
                }
                installation
            }
        }
    }
}

impl Installation {
    /// SQLite and keys in one data directory.
    pub fn in_directory(data: PathBuf) -> Self {
        Self {
            keys: data.join("keys"),
            database: Database::Sqlite(data),
        }
    }
}
