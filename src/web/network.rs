//! From which network a request comes: used while it is answered, to slow floods down. It is never logged, stored or printed,
//! so the types here have no `Debug` and no `Display`.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};

use super::error::Failure;
use super::state::App;
use crate::config::Subnet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The other end of a connection, as the accept loop saw it.
#[derive(Clone, Copy)]
pub struct Peer(pub IpAddr);

/// A network: the first 24 bits of an IPv4 address, the first 56 of an IPv6 address. A household or an office, not a person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Network([u8; 8]);

impl Network {
    /// Where requests without a connection come from: those of tests.
    const NOWHERE: Self = Self([0; 8]);

    /// The network of an address.
    pub fn of(address: IpAddr) -> Self {
        let mut bytes = [0; 8];
        match address.to_canonical() {
            IpAddr::V4(address) => {
                bytes[0] = 4;
                bytes[1..4].copy_from_slice(&address.octets()[..3]);
            }
            IpAddr::V6(address) => {
                bytes[0] = 6;
                bytes[1..].copy_from_slice(&address.octets()[..7]);
            }
        }
        Self(bytes)
    }

    /// For the keyed hash under which it is counted.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl FromRequestParts<App> for Network {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let peer = parts.extensions.get::<Peer>();
        Ok(peer.map_or(Self::NOWHERE, |peer| {
            Self::of(visitor(peer.0, &parts.headers, &app.settings().proxies))
        }))
    }
}

/// The address of the visitor: of the connection itself, unless a proxy of ours made it and says for whom.
/// Each proxy adds the address that it saw at the end; what stands before the first that is not ours is hearsay.
fn visitor(peer: IpAddr, headers: &HeaderMap, proxies: &[Subnet]) -> IpAddr {
    let is_ours = |address: IpAddr| {
        let address = address.to_canonical();
        proxies.iter().any(|proxy| proxy.contains(address))
    };
    let mut seen = peer;
    let lines = headers.get_all(FORWARDED_FOR).iter().rev();
    let said = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.rsplit(','));
    for text in said {
        if !is_ours(seen) {
            break;
        }
        match text.trim().parse() {
            Ok(address) => seen = address,
            Err(_) => break,
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn behind(proxies: &[&str], peer: &str, said: &[&'static str]) -> IpAddr {
        let mut headers = HeaderMap::new();
        for line in said {
            headers.append(FORWARDED_FOR, line.parse().expect("a value"));
        }
        let proxies: Vec<Subnet> = proxies
            .iter()
            .map(|proxy| proxy.parse().expect("a subnet"))
            .collect();
        visitor(address(peer), &headers, &proxies)
    }

    #[test]
    fn a_header_counts_only_when_a_proxy_of_ours_sent_it() {
        assert_eq!(
            behind(&[], "192.0.2.1", &["198.51.100.9"]),
            address("192.0.2.1")
        );
        assert_eq!(
            behind(&["10.0.0.1"], "192.0.2.1", &["198.51.100.9"]),
            address("192.0.2.1")
        );
        assert_eq!(
            behind(&["10.0.0.1"], "10.0.0.1", &["198.51.100.9"]),
            address("198.51.100.9")
        );
    }

    #[test]
    fn what_a_visitor_made_up_before_the_proxy_s_own_word_is_not_believed() {
        let found = behind(
            &["10.0.0.0/8"],
            "10.0.0.1",
            &["1.1.1.1", "2.2.2.2, 198.51.100.9, 10.0.0.2"],
        );
        assert_eq!(found, address("198.51.100.9"));
        assert_eq!(
            behind(&["10.0.0.1"], "10.0.0.1", &["not an address"]),
            address("10.0.0.1")
        );
        assert_eq!(behind(&["10.0.0.1"], "10.0.0.1", &[]), address("10.0.0.1"));
    }

    #[test]
    fn a_network_is_a_part_of_the_address_and_ipv4_is_the_same_in_ipv6_clothes() {
        let network = |text| Network::of(address(text));
        assert!(network("192.0.2.1") == network("192.0.2.250"));
        assert!(network("192.0.2.1") != network("192.0.3.1"));
        assert!(network("192.0.2.1") == network("::ffff:192.0.2.9"));
        assert!(network("2001:db8:1:200::1") == network("2001:db8:1:2ff::2"));
        assert!(network("2001:db8:1:200::1") != network("2001:db8:1:300::1"));
    }
}
