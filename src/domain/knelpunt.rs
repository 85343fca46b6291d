//! A knelpunt: what goes wrong for a group of residents, why the client council says so, and what would help. The ledger of a
//! client council joins what it heard over rounds and channels. Evidence is frozen: what a channel said on a day never changes.
//!
//! Not here: which knelpunten may become an advice ([`super::scope`]), and how figures are worked out (`analysis`).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::definition::{Aspect, Channel, Law, words};
use super::theme::Theme;

words! {
    /// Where a knelpunt stands.
    KnelpuntStatus {
        /// Somebody told of it.
        Noticed = "gesignaleerd",
        /// The client council finds out how large it is.
        Studied = "in onderzoek",
        /// The client council says that it is so, and what would help.
        Established = "vastgesteld",
        /// It stands in an advice.
        Advised = "advies",
        /// The municipality answered.
        Answered = "reactie",
        /// It is over.
        Solved = "opgelost",
        /// It was no knelpunt after all.
        Dropped = "vervallen",
    }
}

words! {
    /// In which phase of policy it belongs (Alphen-Chaam art. 1.6).
    Phase {
        /// Making it.
        Making = "beleidsvorming",
        /// Carrying it out.
        Practice = "uitvoering",
        /// Looking back.
        Evaluation = "evaluatie",
    }
}

words! {
    /// Whether it grows.
    Trend {
        /// More than before.
        Worse = "erger",
        /// As before.
        Same = "gelijk",
        /// Less than before.
        Better = "minder",
        /// Nobody can say.
        Unknown = "onbekend",
    }
}

words! {
    /// Whether the municipality decides about it itself (Alphen-Chaam art. 3.2).
    Room {
        /// It does.
        Municipality = "ja",
        /// The law leaves it no choice.
        National = "nee",
        /// Not known.
        Unknown = "weet-niet",
    }
}

/// What the ledger says about one knelpunt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knelpunt {
    /// What goes wrong, in one sentence.
    pub statement: String,
    /// Theme of the theme codebook.
    pub theme: String,
    /// The law, which is also the workgroup.
    pub law: Option<Law>,
    /// Rule or practice.
    pub aspect: Option<Aspect>,
    /// Phase of policy.
    pub phase: Option<Phase>,
    /// Who is affected, in words.
    pub affected: String,
    /// How bad it is for one person: 1 to 4.
    pub severity: Option<u8>,
    /// Whether it grows.
    pub trend: Trend,
    /// Whether the municipality can change it.
    pub room: Room,
    /// It is about money, staff or organisation of the municipality itself.
    pub own_affairs: bool,
    /// What would help; at least one before the client council says that it is so.
    pub proposals: Vec<String>,
    /// Why the client council goes on although its rules leave this out.
    pub reason: String,
    /// Where it stands.
    pub status: KnelpuntStatus,
}

/// Longest statement, and longest other text, in characters.
pub const LONGEST_STATEMENT: usize = 200;
/// Longest other text.
pub const LONGEST_TEXT: usize = 2_000;
/// Most proposals of one knelpunt.
pub const MOST_PROPOSALS: usize = 8;

/// What must be mended before a knelpunt is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There is no statement.
    NoStatement,
    /// The statement is too long.
    LongStatement,
    /// No theme of the theme codebook.
    NoTheme,
    /// A text is too long.
    LongText,
    /// More proposals than one knelpunt has.
    ManyProposals,
    /// It would be established without a proposal (ideal council, 13).
    NoProposal,
}

impl KnelpuntStatus {
    /// Whether the client council stands for it by then, so that a proposal is needed.
    #[must_use]
    pub fn is_established(self) -> bool {
        matches!(
            self,
            Self::Established | Self::Advised | Self::Answered | Self::Solved
        )
    }

    /// Whether it stands in an advice, so that its evidence can't be taken back.
    #[must_use]
    pub fn is_used(self) -> bool {
        matches!(self, Self::Advised | Self::Answered | Self::Solved)
    }

    /// Whether something is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Solved | Self::Dropped)
    }
}

impl Knelpunt {
    /// A knelpunt of which only the theme is known.
    #[must_use]
    pub fn about(theme: &str, law: Option<Law>) -> Self {
        Self {
            statement: String::new(),
            theme: theme.to_owned(),
            law,
            aspect: None,
            phase: None,
            affected: String::new(),
            severity: None,
            trend: Trend::Unknown,
            room: Room::Unknown,
            own_affairs: false,
            proposals: Vec::new(),
            reason: String::new(),
            status: KnelpuntStatus::Noticed,
        }
    }

    /// Everything to mend, in the order of the form.
    #[must_use]
    pub fn faults(&self, codebook: &[Theme]) -> Vec<Fault> {
        let length = |text: &str| text.chars().count();
        let texts = || {
            let own = [self.affected.as_str(), self.reason.as_str()];
            own.into_iter()
                .chain(self.proposals.iter().map(String::as_str))
        };
        let found = [
            (self.statement.is_empty(), Fault::NoStatement),
            (
                length(&self.statement) > LONGEST_STATEMENT,
                Fault::LongStatement,
            ),
            (
                !codebook.iter().any(|theme| theme.id == self.theme),
                Fault::NoTheme,
            ),
            (
                texts().any(|text| length(text) > LONGEST_TEXT),
                Fault::LongText,
            ),
            (self.proposals.len() > MOST_PROPOSALS, Fault::ManyProposals),
            (
                self.status.is_established() && self.proposals.is_empty(),
                Fault::NoProposal,
            ),
        ];
        let found = found.into_iter().filter(|(wrong, _)| *wrong);
        found.map(|(_, fault)| fault).collect()
    }
}

/// What a channel said about a knelpunt on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// How it was heard.
    pub channel: Channel,
    /// Where it stands: a round, or in words.
    pub source: String,
    /// People with a problem, signals, or votes.
    pub count: u64,
    /// People who answered, or who were in the room; none for signals, which are no sample.
    pub n: Option<u64>,
    /// Limits of the share (95 %), when the respondents can stand for more people.
    pub limits: Option<(f64, f64)>,
    /// What else to know.
    pub note: String,
    /// The day on which it was written down.
    pub day: Date,
}

/// Whether evidence is so thin that a reader should know: fewer than three pieces of input, or one channel.
#[must_use]
pub fn is_thin(evidence: &[Evidence]) -> bool {
    let heard = || evidence.iter().filter(|each| each.count > 0);
    let mut channels: Vec<Channel> = heard().map(|each| each.channel).collect();
    channels.sort_unstable();
    channels.dedup();
    let pieces: u64 = heard().map(|each| each.count).sum();
    pieces < 3 && channels.len() < 2
}

/// One line of text without what would make it look otherwise than it is: control characters, and marks that turn the
/// direction of writing round. Line ends stay where `lines` says so.
#[must_use]
pub fn cleaned(text: &str, lines: bool) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = text.chars().filter_map(|c| match c {
        '\n' if lines => Some('\n'),
        '\n' | '\t' => Some(' '),
        c if c.is_control() || turns(c) => None,
        c => Some(c),
    });
    kept.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::theme::codebook;

    fn a_knelpunt() -> Knelpunt {
        Knelpunt {
            statement: "Wie belt, wordt niet teruggebeld".to_owned(),
            ..Knelpunt::about("bereikbaarheid", Some(Law::Participatiewet))
        }
    }

    fn heard(channel: Channel, count: u64) -> Evidence {
        Evidence {
            channel,
            source: String::new(),
            count,
            n: None,
            limits: None,
            note: String::new(),
            day: jiff::civil::date(2026, 11, 23),
        }
    }

    #[test]
    fn a_knelpunt_without_a_proposal_is_not_established() {
        let mut knelpunt = a_knelpunt();
        assert_eq!(knelpunt.faults(codebook()), []);
        for status in KnelpuntStatus::ALL {
            knelpunt.status = *status;
            let refused = knelpunt.faults(codebook()) == [Fault::NoProposal];
            assert_eq!(refused, status.is_established(), "{status:?}");
        }
        knelpunt.status = KnelpuntStatus::Established;
        knelpunt.proposals = vec!["Bel binnen twee werkdagen terug.".to_owned()];
        assert_eq!(knelpunt.faults(codebook()), []);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let knelpunt = Knelpunt {
            affected: "a".repeat(LONGEST_TEXT + 1),
            ..Knelpunt::about("geen thema", None)
        };
        let found = knelpunt.faults(codebook());
        assert_eq!(found, [Fault::NoStatement, Fault::NoTheme, Fault::LongText]);
    }

    #[test]
    fn a_knelpunt_is_the_same_after_it_was_kept() {
        let knelpunt = Knelpunt {
            severity: Some(3),
            aspect: Some(Aspect::Practice),
            ..a_knelpunt()
        };
        let json = serde_json::to_string(&knelpunt).expect("json");
        assert_eq!(
            serde_json::from_str::<Knelpunt>(&json).expect("read"),
            knelpunt
        );
    }

    #[test]
    fn two_signals_of_one_channel_are_thin_and_a_second_channel_is_not() {
        assert!(is_thin(&[]));
        assert!(is_thin(&[
            heard(Channel::Spreekuur, 2),
            heard(Channel::Website, 0)
        ]));
        assert!(!is_thin(&[heard(Channel::Spreekuur, 3)]));
        assert!(!is_thin(&[
            heard(Channel::Spreekuur, 1),
            heard(Channel::Website, 1)
        ]));
    }

    #[test]
    fn a_text_that_turns_the_writing_round_is_made_plain() {
        assert_eq!(cleaned(" a\u{202e}b\u{0}c\nd ", false), "abc d");
        assert_eq!(cleaned("eerste\ntweede", true), "eerste\ntweede");
        assert_eq!(cleaned("été 😀", false), "été 😀");
    }
}
