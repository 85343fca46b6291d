//! Where the program reads its settings: flags and environment, once, at start.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

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

/// Where residents find the site, for what is printed: `https://enquete.example.nl`, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAddress(String);

/// A text that is no address of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an address looks like https://enquete.example.nl: http or https and a name, nothing behind it"
)]
pub struct NoSiteAddress;

impl SiteAddress {
    /// The address with its `http://` or `https://`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people type it: without what every browser adds itself.
    pub fn typed(&self) -> &str {
        let https = self.0.strip_prefix("https://");
        https
            .or_else(|| self.0.strip_prefix("http://"))
            .unwrap_or(&self.0)
    }
}

impl Default for SiteAddress {
    /// Where `serve` and `demo` listen when nothing else is named.
    fn default() -> Self {
        Self(format!("http://{LISTEN}"))
    }
}

impl fmt::Display for SiteAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for SiteAddress {
    type Err = NoSiteAddress;

    fn from_str(text: &str) -> Result<Self, NoSiteAddress> {
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let allowed =
            |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b':' | b'[' | b']');
        match host {
            Some(host) if (1..=100).contains(&host.len()) && host.bytes().all(allowed) => {
                Ok(Self(text))
            }
            _ => Err(NoSiteAddress),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{NoSiteAddress, SiteAddress};

    #[test]
    fn the_address_of_a_site_is_a_scheme_and_a_host() {
        let site: SiteAddress = " https://Enquete.example.nl/ ".parse().expect("an address");
        assert_eq!(
            (site.as_str(), site.typed()),
            ("https://enquete.example.nl", "enquete.example.nl")
        );
        assert_eq!(SiteAddress::default().typed(), "127.0.0.1:8080");
        for text in [
            "",
            "example.nl",
            "ftp://a",
            "https://",
            "https://a/b",
            "https://a#b",
            "https://a b",
            "javascript:x",
        ] {
            assert_eq!(text.parse::<SiteAddress>(), Err(NoSiteAddress), "{text}");
        }
    }
}
