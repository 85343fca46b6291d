//! Words of the ledger of knelpunten: its fixed values for people, what evidence said, and what a limit of scope means.

use super::estimate::Estimate;
use super::number;
use super::signal::{Audience, printed, unit};
use crate::domain::definition::Channel;
use crate::domain::knelpunt::{Evidence, Fault, LONGEST_STATEMENT, LONGEST_TEXT, MOST_PROPOSALS};
use crate::domain::knelpunt::{Phase, Room, Trend};
use crate::domain::scope::Limit;

/// A phase of policy.
pub fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Making => "Beleid maken",
        Phase::Practice => "Uitvoering",
        Phase::Evaluation => "Evaluatie",
    }
}

/// Whether it grows.
pub fn trend(trend: Trend) -> &'static str {
    match trend {
        Trend::Worse => "Het wordt erger",
        Trend::Same => "Het blijft gelijk",
        Trend::Better => "Het wordt minder",
        Trend::Unknown => "Dat weten wij niet",
    }
}

/// Who decides about it, in a few words.
pub fn room(room: Room) -> &'static str {
    match room {
        Room::Municipality => "De gemeente kan dit veranderen",
        Room::National => "Alleen het Rijk kan dit veranderen",
        Room::Unknown => "Nog uitzoeken wie dit kan veranderen",
    }
}

/// How bad it is for one person, 1 to 4.
pub fn severity(severity: u8) -> &'static str {
    match severity {
        1 => "1: lastig",
        2 => "2: vervelend, met gevolgen",
        3 => "3: zwaar, zoals geldnood of ziek worden",
        _ => "4: gevaar, of geen hulp meer",
    }
}

/// What to mend.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::NoStatement => "Schrijf in één zin op wat er misgaat.".to_owned(),
        Fault::LongStatement => {
            format!("Maak de zin korter: hooguit {LONGEST_STATEMENT} tekens.")
        }
        Fault::NoTheme => "Kies een thema.".to_owned(),
        Fault::LongText => format!(
            "Maak de tekst korter: hooguit {} tekens.",
            number::whole(LONGEST_TEXT as u64)
        ),
        Fault::ManyProposals => format!("Kies de beste voorstellen: hooguit {MOST_PROPOSALS}."),
        Fault::NoProposal => {
            "Schrijf eerst op wat beter kan. Een knelpunt zonder voorstel stelt de raad niet vast."
                .to_owned()
        }
    }
}

/// The figure of a piece of evidence, the words behind it, and what such a figure can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// `45,7%`, `14`, or `minder dan 5`.
    pub figure: String,
    /// `149 van de 326 mensen`, `signalen`, `stemmen`.
    pub unit: String,
    /// What it proves and what not.
    pub meaning: String,
}

/// What a piece of evidence said, for this reader.
pub fn told(evidence: &Evidence, audience: Audience) -> Told {
    match (evidence.channel, evidence.n, evidence.limits) {
        (Channel::Enquete, Some(n), Some((lo, hi))) => {
            let estimate = Estimate {
                count: evidence.count,
                n,
                lo,
                hi,
            };
            Told {
                figure: estimate.figure(),
                unit: format!("{} mensen", estimate.counts()),
                meaning: estimate.limits().map_or_else(
                    || estimate.precision().sentence().to_owned(),
                    |limits| format!("Tussen {}. Zegt hoe vaak.", limits.replace(" tot ", " en ")),
                ),
            }
        }
        (_, Some(n), _) => Told {
            figure: printed(evidence.count, audience),
            unit: if evidence.count == 1 && audience == Audience::ClientCouncil {
                "stem"
            } else {
                "stemmen"
            }
            .to_owned(),
            meaning: format!("{} mensen in de zaal.", number::whole(n)),
        },
        (_, None, _) => Told {
            figure: printed(evidence.count, audience),
            unit: unit(evidence.count, audience).to_owned(),
            meaning: "Laat zien dat het gebeurt. Zegt niet hoe vaak.".to_owned(),
        },
    }
}

/// The heading of a warning about scope.
pub fn limit(limit: Limit) -> &'static str {
    match limit {
        Limit::Practice => "Let op: dit gaat over uitvoering",
        Limit::National => "Let op: de gemeente kan dit niet zelf veranderen",
        Limit::OwnAffairs => "Let op: dit gaat over geld, personeel of organisatie van de gemeente",
        Limit::Law => "Let op: over deze wet gaat een andere raad",
    }
}

/// What a client council can do about a limit.
pub const GO_ON: &str = "U mag hier toch over adviseren. Schrijf dan bij dit knelpunt op waarom. De reden blijft in de geschiedenis staan.";

/// Evidence that is thin.
pub const THIN: &str =
    "Dun bewijs: minder dan 3 signalen en maar één weg. Vraag door, bijvoorbeeld op het spreekuur.";

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(channel: Channel, count: u64, n: Option<u64>) -> Evidence {
        Evidence {
            channel,
            source: "Alle signalen".to_owned(),
            count,
            n,
            limits: (channel == Channel::Enquete).then_some((0.412, 0.503)),
            note: String::new(),
            day: jiff::civil::date(2026, 11, 23),
        }
    }

    #[test]
    fn the_enquete_says_how_often_and_signals_say_that_it_happens() {
        let survey = told(
            &evidence(Channel::Enquete, 149, Some(326)),
            Audience::ClientCouncil,
        );
        assert_eq!(
            (survey.figure.as_str(), survey.unit.as_str()),
            ("45,7%", "149 van de 326 mensen")
        );
        assert_eq!(survey.meaning, "Tussen 41,2% en 50,3%. Zegt hoe vaak.");
        let heard = told(
            &evidence(Channel::Spreekuur, 14, None),
            Audience::ClientCouncil,
        );
        assert_eq!(
            (heard.figure.as_str(), heard.unit.as_str()),
            ("14", "signalen")
        );
        assert!(!heard.figure.contains('%') && heard.meaning.contains("niet hoe vaak"));
        let votes = told(
            &evidence(Channel::Bijeenkomst, 17, Some(31)),
            Audience::ClientCouncil,
        );
        assert_eq!(
            (votes.unit.as_str(), votes.meaning.as_str()),
            ("stemmen", "31 mensen in de zaal.")
        );
    }

    #[test]
    fn the_public_does_not_read_one_to_four() {
        let told = told(&evidence(Channel::Website, 1, None), Audience::Public);
        assert_eq!(
            (told.figure.as_str(), told.unit.as_str()),
            ("minder dan 5", "signalen")
        );
    }
}
