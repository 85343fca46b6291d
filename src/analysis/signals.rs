//! Signals per theme and channel. They prove that something happens, never how often: no share, no interval.
//!
//! The client council knows its own signals and sees exact numbers; in public a number of one to four is
//! "fewer than five", and no total is given from which it would follow.

use crate::domain::definition::Channel;
use crate::domain::signal::Subject;
use crate::domain::theme::Theme;

use super::disclosure::CELL;

/// The channels by which signals come in, in the order of reports.
pub const CHANNELS: [Channel; 3] = [Channel::Spreekuur, Channel::Website, Channel::Bijeenkomst];

/// How often a theme was heard: exact, for the client council's own eyes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeSignals {
    /// Theme id.
    pub theme: String,
    /// Name for people.
    pub name: String,
    /// Exact numbers per channel, in the order of [`CHANNELS`].
    pub counts: Vec<(Channel, u64)>,
    /// How many of them are grave.
    pub grave: u64,
}

/// A number of signals as the public may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicCount {
    /// The number: 0, or large enough.
    Exact(u64),
    /// "Minder dan 5": at least one, fewer than this.
    FewerThan(u64),
}

impl PublicCount {
    /// What the public may see of a number of signals.
    pub fn of(count: u64) -> Self {
        if (1..CELL).contains(&count) {
            Self::FewerThan(CELL)
        } else {
            Self::Exact(count)
        }
    }
}

impl ThemeSignals {
    /// Signals in all, for the client council.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// The numbers per channel as the public may see them.
    pub fn in_public(&self) -> Vec<(Channel, PublicCount)> {
        self.counts
            .iter()
            .map(|(channel, count)| (*channel, PublicCount::of(*count)))
            .collect()
    }

    /// The total as the public may see it: none when a channel's number is hidden, for it would follow from the rest.
    pub fn total_in_public(&self) -> Option<u64> {
        let hidden = self
            .counts
            .iter()
            .any(|(_, count)| (1..CELL).contains(count));
        (!hidden).then(|| self.total())
    }
}

/// Counts signals per theme, in the order of `themes`; a signal with several themes counts for each. Themes without
/// a signal are left out, and so are signals without a theme.
pub fn count<'s>(
    signals: impl IntoIterator<Item = (Channel, &'s Subject)>,
    themes: &[Theme],
    language: &str,
) -> Vec<ThemeSignals> {
    let mut counted: Vec<ThemeSignals> = themes
        .iter()
        .map(|theme| ThemeSignals {
            theme: theme.id.clone(),
            name: theme.name.get(language).to_owned(),
            counts: CHANNELS.iter().map(|channel| (*channel, 0)).collect(),
            grave: 0,
        })
        .collect();
    for (channel, subject) in signals {
        for theme in counted
            .iter_mut()
            .filter(|theme| subject.themes.contains(&theme.theme))
        {
            if let Some((_, count)) = theme.counts.iter_mut().find(|(at, _)| *at == channel) {
                *count += 1;
                theme.grave += u64::from(subject.grave);
            }
        }
    }
    counted.retain(|theme| theme.total() > 0);
    counted
}

#[cfg(test)]
mod tests {
    use super::{Channel, PublicCount, ThemeSignals, count};
    use crate::domain::signal::{SignalKind, Subject};
    use crate::domain::theme::codebook;

    fn subject(themes: &[&str], grave: bool) -> Subject {
        Subject {
            themes: themes.iter().map(|theme| (*theme).to_owned()).collect(),
            law: None,
            aspect: None,
            kind: SignalKind::Knelpunt,
            grave,
        }
    }

    #[test]
    fn a_signal_counts_for_each_of_its_themes_in_its_channel() {
        let (money, both) = (
            subject(&["schulden"], true),
            subject(&["bejegening", "schulden"], false),
        );
        let heard = [
            (Channel::Website, &money),
            (Channel::Spreekuur, &both),
            (Channel::Website, &both),
        ];
        let counted = count(heard, codebook(), "nl");
        let debts = counted
            .iter()
            .find(|theme| theme.theme == "schulden")
            .expect("the theme");
        assert_eq!((counted.len(), debts.total(), debts.grave), (2, 3, 1));
        assert_eq!(
            debts.counts[..2],
            [(Channel::Spreekuur, 1), (Channel::Website, 2)]
        );
    }

    #[test]
    fn in_public_one_to_four_is_fewer_than_five_and_does_not_follow_from_a_total() {
        let heard = |website| ThemeSignals {
            theme: "schulden".into(),
            name: "Schulden".into(),
            counts: vec![(Channel::Spreekuur, 12), (Channel::Website, website)],
            grave: 0,
        };
        assert_eq!(heard(4).in_public()[1].1, PublicCount::FewerThan(5));
        assert_eq!(heard(4).total_in_public(), None);
        assert_eq!(
            (heard(0).in_public()[1].1, heard(5).total_in_public()),
            (PublicCount::Exact(0), Some(17))
        );
    }
}
