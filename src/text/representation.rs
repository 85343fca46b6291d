//! How well those who answered stand for everybody ("afspiegeling"), in words: the response, one verdict, what weighting costs
//! and what it cannot mend.

use super::number;
use crate::analysis::results::{MarginFit, Weighting};

/// Below this share of people who would have to be of another group, respondents look like everybody.
const ALIKE: f64 = 0.05;
/// Below this one, fairly.
const FAIRLY_ALIKE: f64 = 0.15;
/// Design effect from which weighting costs much.
const COSTLY: f64 = 1.5;
/// Response below which even groups that fit say little.
const LOW_RESPONSE: f64 = 0.3;

/// Weighting is no cure.
pub const LIMIT: &str = "Wegen kan niet goedmaken wat niet in deze cijfers staat. Wie niet meedeed, kan op andere punten anders zijn.";

/// Who was invited and who answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// How many were invited, when there is a list of them.
    pub invited: Option<u64>,
    /// Complete answers over everybody invited (AAPOR RR1).
    pub rate: Option<f64>,
    /// Complete answers.
    pub completed: Option<u64>,
}

impl Response {
    /// The response rate, or why there is none.
    pub fn sentence(&self) -> String {
        match (self.rate, self.completed, self.invited) {
            (Some(rate), Some(completed), Some(invited)) => format!(
                "{} van de {} uitgenodigde mensen vulden de vragenlijst helemaal in: {}.",
                number::whole(completed),
                number::whole(invited),
                number::share(rate, invited)
            ),
            _ => "Er is geen responspercentage te berekenen. Dat kan alleen als iedereen met een eigen code is uitgenodigd."
                .to_owned(),
        }
    }
}

/// The one line that counts.
pub fn verdict(weighting: &Weighting, response: &Response) -> &'static str {
    let dissimilarities = weighting.margins.iter().map(|it| it.dissimilarity);
    let known: Option<Vec<f64>> = dissimilarities.collect();
    let (Some(known), Some(deff)) = (known, weighting.deff) else {
        return "Wij kunnen niet zeggen of wie meededen lijken op iedereen: van een kleine groep blijft de grootte verborgen.";
    };
    let worst = known.into_iter().fold(0.0, f64::max);
    if weighting.refused {
        "Wie meededen lijken te weinig op iedereen. Wegen helpt hier niet meer."
    } else if worst > FAIRLY_ALIKE || deff > COSTLY {
        "Wie meededen lijken op deze punten weinig op iedereen. Lees de gewogen cijfers, met de gewone ernaast."
    } else if worst > ALIKE {
        "Wie meededen lijken op deze punten redelijk op iedereen. Wegen verandert een beetje."
    } else if response.rate.is_some_and(|rate| rate < LOW_RESPONSE) {
        "Wie meededen lijken op deze punten goed op iedereen. Maar de meeste mensen deden niet mee."
    } else {
        "Wie meededen lijken op deze punten goed op iedereen."
    }
}

/// Without margins.
pub const UNKNOWN: &str = "Wij weten niet of wie meededen lijken op iedereen. Vul hieronder in hoe de groep is opgebouwd.";

/// How weights were made and what they cost.
pub fn weighing(weighting: &Weighting) -> Vec<String> {
    let mut lines = Vec::new();
    if weighting.hidden {
        lines.push("Wij tonen geen gewogen cijfers: daaruit volgt hoe groot een kleine groep is. Voeg de kleine groep samen met een andere.".to_owned());
        return lines;
    }
    match weighting.without {
        Some(0) => {}
        Some(without) => lines.push(format!(
            "{} mensen gaven geen antwoord op deze vragen. Zij tellen niet mee in gewogen cijfers.",
            number::whole(without)
        )),
        None => lines.push("Enkele mensen gaven geen antwoord op deze vragen. Zij tellen niet mee in gewogen cijfers.".to_owned()),
    }
    if let (Some(deff), Some(n_eff)) = (weighting.deff, weighting.n_eff) {
        lines.push(format!(
            "Door wegen worden cijfers onzekerder. De gewogen antwoorden zeggen zoveel als ongeveer {} gewone antwoorden (designeffect {}).",
            number::decimal(n_eff, 0),
            number::decimal(deff, 2)
        ));
        if weighting.refused {
            lines.push("Dat is te onzeker. Daarom tonen wij geen gewogen cijfers. Voeg groepen samen, of laat een vraag leeg.".to_owned());
        }
    }
    if weighting.trimmed {
        lines.push("Een paar mensen zouden heel zwaar meetellen. Niemand telt zwaarder dan 5 keer. Daardoor kloppen de groepen niet precies.".to_owned());
    }
    lines
}

/// What a margin says, on size.
pub fn margin(fit: &MarginFit) -> Vec<String> {
    let mut lines = Vec::new();
    match fit.dissimilarity {
        Some(share) => lines.push(format!(
            "Van de mensen die meededen zou {} bij een andere groep moeten horen om precies op iedereen te lijken.",
            number::decimal(share * 100.0, 0) + " procent"
        )),
        None => lines.push("Een groep is zo klein dat wij de grootte verbergen.".to_owned()),
    }
    if let Some(indicator) = fit.r_indicator {
        lines.push(format!(
            "R-indicator: {}. Bij 1 deed elke groep even vaak mee.",
            number::decimal(indicator, 2)
        ));
    }
    let few =
        |group: &&crate::analysis::results::GroupFit| group.few && group.respondents.is_some();
    let few: Vec<&str> = fit
        .groups
        .iter()
        .filter(few)
        .map(|group| group.label.as_str())
        .collect();
    if !few.is_empty() {
        lines.push(format!(
            "Minder dan 10 mensen deden mee uit: {}. Voeg zo’n groep liever samen met een andere.",
            few.join(", ")
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Response, UNKNOWN, verdict, weighing};
    use crate::analysis::results::{MarginFit, Weighting};

    fn weighting(dissimilarity: Option<f64>, deff: f64) -> Weighting {
        Weighting {
            margins: vec![MarginFit {
                question: "wijk".to_owned(),
                groups: Vec::new(),
                dissimilarity,
                r_indicator: None,
            }],
            n: Some(100),
            without: Some(0),
            deff: dissimilarity.map(|_| deff),
            n_eff: dissimilarity.map(|_| 100.0 / deff),
            trimmed: false,
            hidden: dissimilarity.is_none(),
            refused: deff > 3.0,
        }
    }

    const NO_LIST: Response = Response {
        invited: None,
        rate: None,
        completed: Some(90),
    };

    #[test]
    fn the_verdict_is_never_better_than_the_worst_of_its_facts() {
        let said = |dissimilarity, deff| verdict(&weighting(dissimilarity, deff), &NO_LIST);
        assert_eq!(
            said(Some(0.05), 1.1),
            "Wie meededen lijken op deze punten goed op iedereen."
        );
        assert!(said(Some(0.06), 1.1).contains("redelijk"));
        assert!(said(Some(0.16), 1.1).contains("weinig"));
        assert!(said(Some(0.01), 1.6).contains("weinig"));
        assert!(said(Some(0.30), 3.1).contains("Wegen helpt hier niet meer."));
        assert!(said(None, 1.0).contains("Wij kunnen niet zeggen"));
        let low = Response {
            invited: Some(1_000),
            rate: Some(0.09),
            ..NO_LIST
        };
        let found = verdict(&weighting(Some(0.01), 1.0), &low);
        assert!(found.contains("de meeste mensen deden niet mee"), "{found}");
        assert!(UNKNOWN.contains("Wij weten niet"));
    }

    #[test]
    fn a_response_rate_is_said_only_with_a_list_of_who_was_invited() {
        assert!(
            NO_LIST
                .sentence()
                .starts_with("Er is geen responspercentage te berekenen.")
        );
        let listed = Response {
            invited: Some(300),
            rate: Some(0.3),
            completed: Some(90),
        };
        assert_eq!(
            listed.sentence(),
            "90 van de 300 uitgenodigde mensen vulden de vragenlijst helemaal in: 30,0%."
        );
    }

    #[test]
    fn when_a_small_group_is_hidden_nothing_of_what_weighting_costs_is_said() {
        let lines = weighing(&weighting(None, 1.4));
        assert_eq!(lines.len(), 1);
        assert!(!lines[0].contains("1,4") && lines[0].contains("Voeg de kleine groep samen"));
    }
}
