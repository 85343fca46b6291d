//! Sentences about knelpunten: what is found, how sure it is, and which place it may have.

use serde::Serialize;

use super::estimate::{Estimate, Precision};
use super::{fraction, list, number};

/// A finding: one sentence that a tired reader understands, and the figures under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is found.
    pub sentence: String,
    /// Counts, margin, place.
    pub detail: String,
}

/// The set of places of a theme: first, last, and how many themes there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceSet {
    /// Best place, from 1.
    pub first: u64,
    /// Worst place.
    pub last: u64,
    /// Number of themes.
    pub of: u64,
}

/// What is found about a theme. `population` is the number of people it speaks for, when known.
pub fn theme(name: &str, estimate: &Estimate, population: Option<u64>) -> Finding {
    let words = fraction::in_words(estimate);
    let verb = fraction::has(&words);
    Finding {
        sentence: format!("{name}: {words} {verb} hier een probleem mee."),
        detail: with_margin(estimate, population),
    }
}

/// The figures behind a finding: `171 van de 318 mensen. Dat is 53,8%. Door toeval kan het echte deel …`.
pub fn with_margin(estimate: &Estimate, population: Option<u64>) -> String {
    let counts = format!("Het zijn {} mensen.", estimate.counts());
    let Some(limits) = estimate.limits() else {
        return format!("{counts} {}", Precision::CountsOnly.sentence());
    };
    let limits = limits.replace(" tot ", " en ");
    let whom = population.map_or_else(
        || "Als iedereen had meegedaan, lag dit waarschijnlijk".to_owned(),
        |people| {
            format!(
                "Bij alle {} mensen ligt dit waarschijnlijk",
                number::whole(people)
            )
        },
    );
    format!(
        "{counts} Dat is {}. {whom} tussen {limits}.",
        estimate.figure()
    )
}

/// What it means that nobody who answered has a problem: at most so many may have one. `at_most` is a share.
pub fn at_most(at_most: f64, population: Option<u64>) -> String {
    let limit = population.map_or_else(
        || {
            format!(
                "kan het toch bij {} van de mensen zo zijn",
                number::share(at_most, 1_000)
            )
        },
        |people| {
            #[expect(clippy::cast_precision_loss, reason = "people, far below 2^52")]
            let most = number::decimal(at_most * people as f64, 0);
            format!(
                "kan het toch bij {most} van de {} mensen zo zijn",
                number::whole(people)
            )
        },
    );
    format!("Niemand noemde het. Door toeval {limit}, maar niet bij meer (95% zekerheid).")
}

/// The place of a theme as a sentence: never a bare rank.
pub fn place(set: PlaceSet) -> String {
    let PlaceSet { first, last, of } = set;
    let of = number::whole(of);
    if first == last {
        format!("Dit knelpunt staat op plaats {first} van de {of}.")
    } else {
        format!("Dit knelpunt kan op plaats {first} tot {last} staan van de {of}.")
    }
}

/// The finding of the ranking: which themes may be the heaviest. `sets` are names with their sets, in order.
pub fn ranking(sets: &[(String, PlaceSet)]) -> String {
    match may_be_first(sets).as_slice() {
        [] => "De knelpunten op volgorde".to_owned(),
        [only] => format!("{} is het zwaarste knelpunt", list::quoted(only)),
        few if few.len() <= 3 => format!("{} zijn de zwaarste knelpunten", list::quoted_and(few)),
        many => format!(
            "{} knelpunten kunnen het zwaarste zijn",
            list::capitalised(&count(many.len()))
        ),
    }
}

/// How sure the order is, for the foot of the ranking.
pub fn swaps(sets: &[(String, PlaceSet)]) -> String {
    let shared = may_be_first(sets);
    match shared.as_slice() {
        [] | [_] if sets.iter().all(|(_, set)| set.first == set.last) => {
            "De verschillen zijn zo groot dat de volgorde vaststaat.".to_owned()
        }
        [only] => format!(
            "{} staat op plaats 1. Andere knelpunten kunnen van plaats ruilen.",
            list::quoted(only)
        ),
        few if few.len() <= 3 => format!(
            "{} verschillen te weinig om te zeggen welk het zwaarste is. Noem ze samen.",
            list::quoted_and(few)
        ),
        many => format!(
            "De eerste {} verschillen te weinig om te zeggen welk het zwaarste is. Noem ze samen.",
            count(many.len())
        ),
    }
}

/// How sure the order is, as a finding.
pub fn order(sets: &[(String, PlaceSet)]) -> Finding {
    let fixed = sets.iter().all(|(_, set)| set.first == set.last);
    Finding {
        sentence: if fixed {
            "De volgorde staat vast."
        } else {
            "De volgorde is niet helemaal zeker."
        }
        .to_owned(),
        detail: swaps(sets),
    }
}

fn may_be_first(sets: &[(String, PlaceSet)]) -> Vec<&str> {
    sets.iter()
        .filter(|(_, set)| set.first == 1)
        .map(|(name, _)| name.as_str())
        .collect()
}

/// The finding of statements: the largest negative share.
pub fn statement(text: &str, negative: &Estimate) -> String {
    let words = list::capitalised(&fraction::in_words(negative));
    let verb = if fraction::has(&words.to_lowercase()) == "hebben" {
        "antwoorden"
    } else {
        "antwoordt"
    };
    format!(
        "{words} {verb} negatief op {}",
        list::quoted(text.trim_end_matches('.'))
    )
}

/// The finding of a question with options: the answer that was given most.
pub fn most_chosen(label: &str, estimate: &Estimate) -> String {
    format!(
        "Het meest gegeven antwoord is {} ({})",
        list::quoted(label),
        estimate.counts()
    )
}

/// The finding of a heat map: `tops` holds the name of the largest share of every shown group.
pub fn groups(tops: &[String]) -> String {
    match tops {
        [] => "Te weinig mensen om groepen te vergelijken".to_owned(),
        [first, rest @ ..] if rest.iter().all(|name| name == first) => {
            format!(
                "Van de cijfers die wij tonen, staat in elke groep {} bovenaan",
                list::quoted(first)
            )
        }
        _ => "Niet in elke groep staat hetzelfde thema bovenaan".to_owned(),
    }
}

/// Themes that may not be shown, said once and with the reason; `None` when all are shown.
pub fn withheld_themes(withheld: usize, of: usize) -> Option<Finding> {
    if withheld == 0 {
        return None;
    }
    let sentence = if withheld == of {
        "Van geen enkel thema tonen wij een cijfer uit de enquête.".to_owned()
    } else {
        format!(
            "Van {} van de {} thema’s tonen wij geen cijfer uit de enquête.",
            count(withheld),
            count(of)
        )
    };
    Some(Finding {
        sentence,
        detail: "Te weinig mensen gaven een van de antwoorden. Een cijfer zou kunnen verraden wie wat zei. Het betekent niet dat er geen probleem is."
            .to_owned(),
    })
}

/// Questions of which nothing may be shown; `None` when there are none.
pub fn withheld_questions(texts: &[String]) -> Option<String> {
    let texts: Vec<&str> = texts.iter().map(|it| it.trim_end_matches('.')).collect();
    (!texts.is_empty()).then(|| format!("Niet getoond: {}.", list::quoted_and(&texts)))
}

/// Themes without a place, under the ranking.
pub fn not_ranked(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| {
        format!(
            "Niet getoond, omdat een cijfer te veel zou verraden: {}.",
            list::quoted_and(names)
        )
    })
}

/// Themes of which no group may be shown, under a heat map.
pub fn no_group_shown(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| {
        format!(
            "Over {} tonen wij van geen enkele groep een cijfer.",
            list::quoted_and(names)
        )
    })
}

/// What the comparison of groups gave: names of themes, and the background questions of which no map is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// Themes in which a difference can be shown.
    pub different: Vec<String>,
    /// Themes in which none was found.
    pub alike: Vec<String>,
    /// Themes with groups too small to compare.
    pub too_small: Vec<String>,
    /// Background questions of which too little may be shown.
    pub not_drawn: Vec<String>,
}

impl Compared {
    /// One sentence a list that is not empty.
    pub fn sentences(&self) -> Vec<String> {
        let mut said = Vec::new();
        if !self.different.is_empty() {
            said.push(format!(
                "Bij {} verschillen groepen aantoonbaar. Hoe, staat bij het thema.",
                list::quoted_and(&self.different)
            ));
        }
        if !self.alike.is_empty() {
            said.push(format!(
                "Bij {} vonden wij geen aantoonbaar verschil tussen groepen. Dat is niet hetzelfde als gelijk.",
                list::quoted_and(&self.alike)
            ));
        }
        match (self.too_small.as_slice(), said.is_empty()) {
            ([], _) => {}
            (_, true) => {
                said.push("De groepen zijn te klein om met elkaar te vergelijken.".to_owned());
            }
            (themes, false) => said.push(format!(
                "Bij {} zijn groepen te klein om te vergelijken.",
                list::quoted_and(themes)
            )),
        }
        if !self.not_drawn.is_empty() {
            said.push(format!(
                "Naar het antwoord op {} tonen wij geen cijfers: de meeste groepen zijn daarvoor te klein.",
                list::quoted_and(&self.not_drawn)
            ));
        }
        said
    }
}

fn count(number: usize) -> String {
    number::count_word(u64::try_from(number).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{
        Compared, PlaceSet, at_most, groups, place, ranking, statement, theme, withheld_themes,
    };
    use crate::text::estimate::Estimate;

    const WAITING: Estimate = Estimate {
        count: 171,
        n: 318,
        lo: 0.491,
        hi: 0.584,
    };

    fn set(first: u64, last: u64) -> PlaceSet {
        PlaceSet { first, last, of: 9 }
    }

    #[test]
    fn a_finding_says_share_counts_and_margin_in_plain_words() {
        let finding = theme("Wachttijd", &WAITING, Some(1180));
        assert_eq!(
            finding.sentence,
            "Wachttijd: ongeveer de helft van de mensen heeft hier een probleem mee."
        );
        assert_eq!(
            finding.detail,
            "Het zijn 171 van de 318 mensen. Dat is 53,8%. Bij alle 1.180 mensen ligt dit waarschijnlijk tussen 49,1% en 58,4%."
        );
    }

    #[test]
    fn that_nobody_named_it_is_told_with_an_upper_limit_and_never_as_absent() {
        let told = at_most(18.0 / 400.0, Some(400));
        assert!(told.contains("bij 18 van de 400 mensen") && !told.contains("komt niet voor"));
        assert!(at_most(0.0487, None).contains("bij 4,9% van de mensen"));
    }

    #[test]
    fn a_small_base_is_told_in_counts_alone() {
        let finding = theme(
            "Taal",
            &Estimate {
                count: 7,
                n: 15,
                lo: 0.248,
                hi: 0.699,
            },
            None,
        );
        assert!(
            !finding.sentence.contains('%') && !finding.detail.contains('%'),
            "{finding:?}"
        );
        assert!(finding.detail.contains("7 van de 15"));
    }

    #[test]
    fn a_place_is_a_set_and_themes_that_may_be_first_are_named_together() {
        assert_eq!(
            place(set(1, 4)),
            "Dit knelpunt kan op plaats 1 tot 4 staan van de 9."
        );
        let sets = [
            ("Taal".to_owned(), set(1, 2)),
            ("Wonen".to_owned(), set(1, 3)),
            ("Werk".to_owned(), set(2, 3)),
        ];
        assert_eq!(
            ranking(&sets),
            "‘Taal’ en ‘Wonen’ zijn de zwaarste knelpunten"
        );
    }

    #[test]
    fn a_statement_keeps_its_words_between_quotation_marks() {
        assert_eq!(
            statement("Ik begrijp de brieven.", &WAITING),
            "Ongeveer de helft van de mensen antwoordt negatief op ‘Ik begrijp de brieven’"
        );
    }

    #[test]
    fn groups_are_described_and_never_explained() {
        assert_eq!(
            groups(&["A".to_owned(), "B".to_owned()]),
            "Niet in elke groep staat hetzelfde thema bovenaan"
        );
    }

    #[test]
    fn what_is_not_shown_is_said_once_with_its_reason_and_never_as_no_problem() {
        assert_eq!(withheld_themes(0, 8), None);
        let some = withheld_themes(6, 8).unwrap();
        assert!(
            some.sentence.starts_with("Van zes van de acht thema’s"),
            "{some:?}"
        );
        assert!(
            some.detail.contains("verraden") && some.detail.contains("niet dat er geen probleem")
        );
        assert!(
            withheld_themes(8, 8)
                .unwrap()
                .sentence
                .contains("geen enkel thema")
        );
    }

    #[test]
    fn the_comparison_of_groups_names_the_themes_and_is_one_sentence_when_all_groups_are_small() {
        let mut compared = Compared {
            too_small: vec!["Taal".to_owned(), "Werk".to_owned()],
            ..Compared::default()
        };
        assert_eq!(
            compared.sentences(),
            ["De groepen zijn te klein om met elkaar te vergelijken."]
        );
        compared.alike.push("Wonen".to_owned());
        assert!(compared.sentences()[0].contains("‘Wonen’"));
        assert!(compared.sentences()[1].contains("‘Taal’ en ‘Werk’"));
    }
}
