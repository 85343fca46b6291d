//! Sentences about signals. A signal proves that something happens, never how often: counts only, no percentage.

use super::{list, number, word};
use crate::analysis::signals::PublicCount;
use crate::domain::definition::Channel;

/// Who reads the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The client council: exact counts.
    ClientCouncil,
    /// Everyone: 1 to 4 is "minder dan 5".
    Public,
}

/// A count as this reader may see it: exact, or `None` when it is hidden.
pub fn shown(count: u64, audience: Audience) -> Option<u64> {
    match (audience, PublicCount::of(count)) {
        (Audience::Public, PublicCount::FewerThan(_)) => None,
        _ => Some(count),
    }
}

/// A count as it is printed: `14`, or `minder dan 5`.
pub fn printed(count: u64, audience: Audience) -> String {
    match (audience, PublicCount::of(count)) {
        (Audience::Public, PublicCount::FewerThan(limit)) => format!("minder dan {limit}"),
        _ => number::whole(count),
    }
}

/// The sentence about the signals on one theme, per channel.
pub fn on_theme(counts: &[(Channel, u64)], audience: Audience) -> String {
    let some: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(channel, count)| {
            format!("{} {}", printed(*count, audience), word::through(*channel))
        })
        .collect();
    if some.is_empty() {
        return "Er kwamen geen signalen over binnen.".to_owned();
    }
    format!("Aantal signalen: {}.", list::and(&some))
}

/// The finding of the chart of signals; `totals` are names and totals, the largest first.
pub fn finding(totals: &[(String, u64)], exact: bool) -> String {
    match totals {
        [(name, most), rest @ ..] if *most > 0 && rest.iter().all(|(_, count)| count < most) => {
            if exact {
                format!(
                    "Over {} kwamen de meeste signalen: {}",
                    list::quoted(name),
                    number::whole(*most)
                )
            } else {
                format!("Over {} kwamen de meeste signalen", list::quoted(name))
            }
        }
        [(_, most), ..] if *most > 0 => {
            "Over meer dan één thema kwamen evenveel signalen".to_owned()
        }
        _ => "Er kwamen geen signalen binnen".to_owned(),
    }
}

/// What a count of signals means; stands beside every such count.
pub const MEANING: &str = "Een signaal laat zien dat iets gebeurt. Het zegt niet hoe vaak.";

#[cfg(test)]
mod tests {
    use super::{Audience, finding, on_theme, printed};
    use crate::domain::definition::Channel;

    #[test]
    fn the_client_council_sees_exact_counts_and_the_public_less_than_five() {
        assert_eq!(printed(3, Audience::ClientCouncil), "3");
        assert_eq!(printed(3, Audience::Public), "minder dan 5");
        assert_eq!(printed(0, Audience::Public), "0");
        assert_eq!(printed(5, Audience::Public), "5");
    }

    #[test]
    fn signals_are_told_per_channel_and_without_a_percentage() {
        let text = on_theme(
            &[(Channel::Spreekuur, 14), (Channel::Website, 2)],
            Audience::Public,
        );
        assert_eq!(
            text,
            "Aantal signalen: 14 op het spreekuur en minder dan 5 via de website."
        );
        assert!(!text.contains('%'));
    }

    #[test]
    fn a_tie_is_not_told_as_a_winner() {
        let totals = [("Taal".to_owned(), 5), ("Werk".to_owned(), 5)];
        assert_eq!(
            finding(&totals, true),
            "Over meer dan één thema kwamen evenveel signalen"
        );
    }
}
