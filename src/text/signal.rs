//! Sentences about signals. A signal proves that something happens, never how often: counts only, no percentage.

use std::ops::RangeInclusive;

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

/// The word behind [`printed`]. Only a 1 that is printed has the singular: behind `minder dan 5` it would tell.
pub fn unit(count: u64, audience: Audience) -> &'static str {
    match shown(count, audience) {
        Some(1) => "signaal",
        _ => "signalen",
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

/// What this reader can know of a total: fewest and most.
pub fn known(counts: &[(Channel, u64)], audience: Audience) -> RangeInclusive<u64> {
    let limits = |count: &u64| match (audience, PublicCount::of(*count)) {
        (Audience::Public, PublicCount::FewerThan(limit)) => (1, limit - 1),
        _ => (*count, *count),
    };
    let (fewest, most): (Vec<u64>, Vec<u64>) = counts.iter().map(|(_, it)| limits(it)).unzip();
    fewest.iter().sum()..=most.iter().sum()
}

/// The names that surely have more signals than every other, at most two; `totals` are as known, the largest first.
fn leaders(totals: &[(String, RangeInclusive<u64>)]) -> &[(String, RangeInclusive<u64>)] {
    let lead = |first: &usize| {
        let (front, rest) = totals.split_at(*first);
        let least = front.iter().map(|(_, total)| *total.start()).min();
        let most = rest.iter().map(|(_, total)| *total.end()).max();
        least > most.or(Some(0))
    };
    let first = [2, 1].into_iter().filter(|it| *it <= totals.len());
    &totals[..first.into_iter().find(lead).unwrap_or(0)]
}

/// The finding of the chart of signals; `totals` are names and what this reader knows of their totals, the largest first.
pub fn finding(totals: &[(String, RangeInclusive<u64>)]) -> String {
    match totals {
        [(name, most), rest @ ..] if rest.iter().all(|(_, it)| it.end() < most.start()) => {
            let most_of = format!("Over {} kwamen de meeste signalen", list::quoted(name));
            if most.start() == most.end() {
                format!("{most_of}: {}", number::whole(*most.start()))
            } else {
                most_of
            }
        }
        [(_, most), (_, second), ..] if most == second && most.start() == most.end() => {
            "Over meer dan één thema kwamen evenveel signalen".to_owned()
        }
        [] => "Er kwamen geen signalen binnen".to_owned(),
        several => over_several(several.len()),
    }
}

/// What most signals were about, as far as this reader can know.
pub fn most(totals: &[(String, RangeInclusive<u64>)]) -> String {
    let names: Vec<String> = leaders(totals)
        .iter()
        .map(|(name, _)| name.clone())
        .collect();
    if names.is_empty() {
        return format!("{}.", over_several(totals.len()));
    }
    format!(
        "De meeste signalen gingen over {}.",
        list::quoted_and(&names)
    )
}

fn over_several(themes: usize) -> String {
    let themes = u64::try_from(themes).unwrap_or(u64::MAX);
    format!(
        "Er kwamen signalen over {} thema’s",
        number::count_word(themes)
    )
}

/// What a count of signals means; stands beside every such count.
pub const MEANING: &str = "Een signaal laat zien dat iets gebeurt. Het zegt niet hoe vaak.";

#[cfg(test)]
mod tests {
    use super::{Audience, finding, known, most, on_theme, printed, unit};
    use crate::domain::definition::Channel;

    #[test]
    fn the_client_council_sees_exact_counts_and_the_public_less_than_five() {
        assert_eq!(printed(3, Audience::ClientCouncil), "3");
        assert_eq!(printed(3, Audience::Public), "minder dan 5");
        assert_eq!(printed(0, Audience::Public), "0");
        assert_eq!(printed(5, Audience::Public), "5");
    }

    #[test]
    fn no_word_behind_a_hidden_count_tells_it() {
        let words = |count| {
            (
                printed(count, Audience::Public),
                unit(count, Audience::Public),
            )
        };
        assert!((2..5).all(|count| words(count) == words(1)));
        assert_eq!(unit(1, Audience::ClientCouncil), "signaal");
        assert_eq!(unit(2, Audience::ClientCouncil), "signalen");
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
        let totals = [("Taal".to_owned(), 5..=5), ("Werk".to_owned(), 5..=5)];
        assert_eq!(
            finding(&totals),
            "Over meer dan één thema kwamen evenveel signalen"
        );
        assert_eq!(
            most(&totals),
            "De meeste signalen gingen over ‘Taal’ en ‘Werk’."
        );
    }

    #[test]
    fn the_most_are_told_only_where_what_is_hidden_can_not_be_more() {
        let counts =
            |spreekuur, website| [(Channel::Spreekuur, spreekuur), (Channel::Website, website)];
        let public = |spreekuur, website| known(&counts(spreekuur, website), Audience::Public);
        assert_eq!(public(14, 2), 15..=18);
        assert_eq!(known(&counts(14, 2), Audience::ClientCouncil), 16..=16);
        let named = |name: &str, total| (name.to_owned(), total);
        let sure = [
            named("Taal", public(14, 2)),
            named("Werk", public(5, 2)),
            named("Wonen", public(3, 0)),
        ];
        assert_eq!(finding(&sure), "Over ‘Taal’ kwamen de meeste signalen");
        assert_eq!(
            most(&sure),
            "De meeste signalen gingen over ‘Taal’ en ‘Werk’."
        );
        let unsure = [
            named("Taal", public(3, 2)),
            named("Werk", public(2, 1)),
            named("Wonen", public(3, 0)),
        ];
        assert_eq!(finding(&unsure), "Er kwamen signalen over drie thema’s");
        assert_eq!(most(&unsure), "Er kwamen signalen over drie thema’s.");
    }
}
