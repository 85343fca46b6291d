//! "Raakt een individueel signaal een grotere groep?" in words, each answer with its ground.

use super::finding::Finding;
use super::{list, number};
use crate::analysis::reach::{People, Reach, Verdict, threshold};

/// The question that the sentences of this file answer.
pub const QUESTION: &str = "Raakt dit een grotere groep?";

/// The verdict as a sentence, and its ground; `None` when the enquête can't say (see [`NO_LIST`]).
pub fn finding(reach: &Reach) -> Option<Finding> {
    let people = reach.estimate.as_ref()?;
    Some(Finding {
        sentence: sentence(reach.verdict).to_owned(),
        detail: estimated(people, reach),
    })
}

/// What is known of a theme that was not asked: who was seen, a scenario when there is one, and the question to ask.
pub fn not_asked(name: &str, reach: &Reach) -> String {
    let scenario = reach.scenario.map_or_else(String::new, |(lo, hi)| {
        format!(
            " Scenario, geen schatting: meldden mensen dit even vaak als andere thema’s, dan gaat het om {} tot {} mensen.",
            whole(lo.floor()),
            whole(hi.ceil())
        )
    });
    format!(
        "{} Hoeveel meer is onbekend, want het is niet gevraagd.{scenario} Vraag volgende keer: {}.",
        at_least(reach),
        list::quoted(&format!(
            "Had u het afgelopen jaar een probleem met {}?",
            lower_first(name)
        ))
    )
}

/// Why a round without a list of invited people says nothing about a number of people.
pub const NO_LIST: &str = "Of een signaal een grotere groep raakt, kunnen wij hier niet zeggen: de antwoorden zijn geen trekking uit een lijst van genodigden. Dat heet: onbekend.";

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Surely => "Zeker meer dan incidenteel.",
        Verdict::Probably => "Waarschijnlijk meer dan incidenteel.",
        Verdict::NotShown => "Niet aan te tonen dat dit meer dan incidenteel is.",
        Verdict::Individual => "Vooralsnog individueel.",
        Verdict::Unknown => "Onbekend hoeveel mensen dit raakt.",
    }
}

fn estimated(people: &People, reach: &Reach) -> String {
    let all = reach.of.unwrap_or(0);
    let (lo, hi) = reach.limits().unwrap_or((people.lo, people.hi));
    let estimate = format!(
        "Naar schatting gaat het om {} van de {} mensen. Waarschijnlijk zijn het er {} tot {}.",
        whole(people.people),
        number::whole(all),
        whole(lo),
        whole(hi)
    );
    format!(
        "{estimate} Meer dan incidenteel noemen wij het vanaf {} mensen.",
        whole(threshold(all).ceil())
    )
}

/// `Ten minste 8 van de 1.180 mensen.`
fn at_least(reach: &Reach) -> String {
    let of = reach
        .of
        .map_or_else(String::new, |all| format!(" van de {}", number::whole(all)));
    let people = if reach.at_least == 1 && reach.of.is_none() {
        "mens"
    } else {
        "mensen"
    };
    format!(
        "Het gaat om ten minste {}{of} {people}.",
        number::whole(reach.at_least)
    )
}

/// A number of people as it is printed: whole.
pub fn whole(people: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and a number of people"
    )]
    let people = people.round().max(0.0) as u64;
    number::whole(people)
}

/// A theme's name inside a sentence: abbreviations keep their capitals.
fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next();
    let second_is_small = letters.clone().next().is_none_or(char::is_lowercase);
    match first {
        Some(letter) if second_is_small => letter.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{finding, not_asked};
    use crate::analysis::reach::{Known, reach};

    fn known(survey: Option<(u64, u64)>, signals: u64) -> Known {
        Known {
            survey,
            signals,
            exact: true,
        }
    }

    #[test]
    fn an_estimate_is_told_with_its_limits_and_the_border_of_the_word() {
        let told = finding(&reach(&[known(Some((171, 318)), 17)], Some(1_180))[0]).unwrap();
        assert_eq!(told.sentence, "Zeker meer dan incidenteel.");
        assert!(
            told.detail
                .starts_with("Naar schatting gaat het om 635 van de 1.180 mensen.")
        );
        assert!(told.detail.ends_with("vanaf 24 mensen."), "{}", told.detail);
    }

    #[test]
    fn what_was_not_asked_is_told_as_unknown_with_the_question_that_would_answer_it() {
        let told = not_asked("Wonen en opvang", &reach(&[known(None, 8)], Some(1_180))[0]);
        assert!(told.starts_with("Het gaat om ten minste 8 van de 1.180 mensen."));
        assert!(told.contains("niet gevraagd") && !told.contains("Scenario"));
        assert!(told.ends_with("‘Had u het afgelopen jaar een probleem met wonen en opvang?’."));
    }

    #[test]
    fn a_scenario_never_reads_as_an_estimate() {
        let asked = [(100, 200, 5), (50, 200, 5), (20, 200, 4)]
            .map(|(events, n, signals)| known(Some((events, n)), signals));
        let all: Vec<Known> = asked.into_iter().chain([known(None, 3)]).collect();
        let told = not_asked("AOW", &reach(&all, Some(1_000))[3]);
        assert!(told.contains("Scenario, geen schatting") && told.contains("75 tot 300 mensen"));
        assert!(told.contains("probleem met AOW?"));
    }

    #[test]
    fn without_a_list_of_invited_people_no_number_of_people_is_made_up() {
        assert_eq!(
            finding(&reach(&[known(Some((171, 318)), 1)], None)[0]),
            None
        );
    }
}
