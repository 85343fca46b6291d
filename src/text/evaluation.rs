//! Sentences about an evaluation by three parties. The parties are small, so there are words and no percentages.

use super::number;
use crate::domain::evaluation::{Compared, Evaluation, Party};

/// What readers call a party: "Leden".
pub fn party(party: Party) -> &'static str {
    match party {
        Party::Member => "Leden",
        Party::Official => "Ambtenaren",
        Party::Executive => "College",
    }
}

/// The five answers, from 1 on.
pub const ANSWERS: [&str; 5] = [
    "helemaal niet eens",
    "niet eens",
    "verdeeld",
    "eens",
    "helemaal eens",
];

/// An answer in words.
pub fn answer(score: Option<u8>) -> &'static str {
    let place = score.and_then(|score| usize::from(score).checked_sub(1));
    place
        .and_then(|place| ANSWERS.get(place))
        .copied()
        .unwrap_or("geen antwoord dat wij mogen laten zien")
}

/// "Leden: niet eens. Ambtenaren: eens. College: helemaal eens."
pub fn answers(compared: &Compared<'_>) -> String {
    let all = Party::ALL.iter().zip(compared.scores);
    let all = all.map(|(of, score)| format!("{}: {}.", party(*of), answer(score)));
    all.collect::<Vec<_>>().join(" ")
}

/// "3 stappen verschil."
pub fn gap(gap: Option<u8>) -> String {
    match gap {
        None => "Niet te vergelijken: minder dan twee partijen gaven antwoord.".to_owned(),
        Some(0) => "Geen verschil.".to_owned(),
        Some(1) => "1 stap verschil.".to_owned(),
        Some(steps) => format!("{steps} stappen verschil."),
    }
}

/// What the figure shows, as its title.
pub fn finding(compared: &[Compared<'_>]) -> String {
    match compared.first().and_then(|it| it.gap.map(|gap| (it, gap))) {
        None => "Er is nog niets te vergelijken".to_owned(),
        Some((_, 0)) => "De partijen denken over elk punt hetzelfde".to_owned(),
        Some((widest, _)) => format!("Het verst uit elkaar: “{}”", widest.question.text.get("nl")),
    }
}

/// How a party answers: "samen één antwoord van 2 personen" or "6 van 7 vulden in; het middelste antwoord".
pub fn manner(evaluation: &Evaluation, of: Party, used: u32) -> String {
    let people = evaluation.people(of);
    if evaluation.is_joint(of) {
        match (used, people) {
            (0, _) => "nog geen antwoord".to_owned(),
            (_, 1) => "antwoord van 1 persoon".to_owned(),
            _ => format!("gezamenlijk antwoord van {people} personen"),
        }
    } else {
        format!("{used} van {people} vulden in; het middelste antwoord")
    }
}

/// What to know before one draws conclusions.
pub fn caution(evaluation: &Evaluation) -> String {
    let people: u32 = evaluation.people.iter().sum();
    format!(
        "De groepen zijn klein: samen {} mensen. Daarom staan hier geen percentages en geen gemiddelden. Het verschil zegt waar een gesprek nodig is. Het zegt niet wie gelijk heeft.",
        number::count_word(u64::from(people))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::evaluation::Stage;
    use jiff::civil::date;

    #[test]
    fn a_small_party_is_one_voice_and_a_large_one_a_middle_answer() {
        let evaluation = Evaluation {
            start: date(2025, 6, 1),
            people: [7, 2, 1],
            stage: Stage::Compared,
            points: Vec::new(),
            view: String::new(),
        };
        let say = |of, used| manner(&evaluation, of, used);
        assert_eq!(
            say(Party::Member, 6),
            "6 van 7 vulden in; het middelste antwoord"
        );
        assert_eq!(
            say(Party::Official, 1),
            "gezamenlijk antwoord van 2 personen"
        );
        assert_eq!(say(Party::Executive, 1), "antwoord van 1 persoon");
        assert_eq!(say(Party::Official, 0), "nog geen antwoord");
        assert!(caution(&evaluation).contains("samen tien mensen"));
    }

    #[test]
    fn gaps_are_said_in_steps() {
        assert_eq!(gap(Some(0)), "Geen verschil.");
        assert_eq!(gap(Some(1)), "1 stap verschil.");
        assert_eq!(gap(Some(4)), "4 stappen verschil.");
        assert_eq!(answer(Some(1)), "helemaal niet eens");
        assert_eq!(answer(None), "geen antwoord dat wij mogen laten zien");
    }
}
