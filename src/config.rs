//! Where the program reads its settings: flags and environment, once, at start.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
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

/// How much a server takes: the same flags for every command that serves.
#[derive(Debug, Clone, Args)]
pub struct LimitArgs {
    /// Proxy in front of this server, as address or subnet; only what it says of visitors (X-Forwarded-For) is believed.
    #[arg(
        long,
        value_name = "ADDR",
        env = "ACHTERBAN_PROXY",
        value_delimiter = ','
    )]
    pub proxy: Vec<Subnet>,
    /// Forms that one network may send within an hour; four fifths of it are set apart for the client council to judge.
    #[arg(long, value_name = "N", env = "ACHTERBAN_FORMS_PER_NETWORK", default_value_t = 300, value_parser = clap::value_parser!(u32).range(5..))]
    pub forms_per_network: u32,
    /// Forms that all together may send within an hour.
    #[arg(long, value_name = "N", env = "ACHTERBAN_FORMS_PER_HOUR", default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(5..))]
    pub forms_per_hour: u32,
}

/// A range of addresses, as in `10.0.0.0/8`; one address is a range of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subnet {
    address: IpAddr,
    bits: u8,
}

impl Subnet {
    /// Whether the range holds this address.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let shift = |width: u8| u32::from(width - self.bits);
        match (self.address, address) {
            (IpAddr::V4(ours), IpAddr::V4(other)) => {
                let differs = u32::from(ours) ^ u32::from(other);
                differs.checked_shr(shift(32)).unwrap_or(0) == 0
            }
            (IpAddr::V6(ours), IpAddr::V6(other)) => {
                let differs = u128::from(ours) ^ u128::from(other);
                differs.checked_shr(shift(128)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// A text that is no address and no subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSubnet;

impl fmt::Display for NoSubnet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("write an address (127.0.0.1) or a subnet (10.0.0.0/8)")
    }
}

impl std::error::Error for NoSubnet {}

impl FromStr for Subnet {
    type Err = NoSubnet;

    fn from_str(text: &str) -> Result<Self, NoSubnet> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NoSubnet)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(bits) => bits.parse().map_err(|_| NoSubnet)?,
            None => width,
        };
        if bits > width {
            return Err(NoSubnet);
        }
        Ok(Self { address, bits })
    }
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
pub const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

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
    use super::{NoSiteAddress, NoSubnet, SiteAddress, Subnet};

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

    fn holds(subnet: &str, address: &str) -> bool {
        let subnet: Subnet = subnet.parse().expect("a subnet");
        subnet.contains(address.parse().expect("an address"))
    }

    #[test]
    fn a_subnet_holds_the_addresses_with_its_first_bits() {
        assert!(holds("10.0.0.0/8", "10.255.1.2") && !holds("10.0.0.0/8", "11.0.0.0"));
        assert!(holds("127.0.0.1", "127.0.0.1") && !holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("fd00::/8", "fd12::1") && !holds("fd00::/8", "fe00::1"));
        assert!(holds("0.0.0.0/0", "8.8.8.8") && !holds("0.0.0.0/0", "::1"));
        for text in [
            "",
            "10.0.0.0/33",
            "::1/129",
            "host",
            "10.0.0.0/-1",
            "10.0.0.0/",
        ] {
            assert_eq!(text.parse::<Subnet>(), Err(NoSubnet), "{text}");
        }
    }
}
