//! "Zo is dit onderzocht": what a report always says about its method (analysis.md 12), in plain Dutch.

use super::number;

/// What the sentences need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Number of responses; `None` below the threshold.
    pub respondents: Option<u64>,
    /// Number of people invited, when known.
    pub invited: Option<u64>,
    /// Whether people could answer on paper too, when known.
    pub paper: Option<bool>,
    /// Number of people the figures speak for, when known.
    pub population: Option<u64>,
    /// Whether figures are weighted.
    pub weighted: bool,
    /// Number of figures that disclosure control hides.
    pub suppressed: u64,
    /// Number of hidden cells in the figures of this report.
    pub hidden_in_figures: u64,
    /// Number of themes that have a place in the order.
    pub ranked: u64,
    /// When was asked.
    pub period: Option<&'a str>,
    /// Whether signals stand beside the answers.
    pub signals: bool,
    /// Version of the program.
    pub version: &'a str,
}

/// The sentence that stands under every interval.
pub const MARGIN: &str = "De marge gaat alleen over toeval, niet over mensen die niet meededen.";

/// How many of the invited answered: `29,0% van de 1.180 uitgenodigde mensen`.
pub fn invited(respondents: Option<u64>, invited: Option<u64>) -> Option<String> {
    let (respondents, invited) = (respondents?, invited?);
    (invited > 0 && respondents <= invited).then(|| {
        format!(
            "{} van de {} uitgenodigde mensen",
            number::percent(respondents, invited),
            number::whole(invited)
        )
    })
}

/// The parts of the page: heading and sentences.
pub fn parts(facts: &Facts<'_>) -> Vec<(&'static str, Vec<String>)> {
    let mut parts = vec![
        ("Wie gaven antwoord", who(facts)),
        ("Wat is een knelpunt", problem()),
        ("Hoe zeker zijn de cijfers", certainty(facts)),
        ("Hoe wij de volgorde maken", order(facts)),
        ("Waarom soms een x staat", hidden(facts)),
    ];
    if facts.signals {
        parts.push((
            "Wat signalen zijn",
            vec![
                "Mensen vertelden ook iets op het spreekuur, op een bijeenkomst of via de website. Dat noemen wij signalen.".to_owned(),
                "Signalen tellen niet mee in de percentages. Zij laten zien dat iets gebeurt, niet hoe vaak. Dezelfde persoon kan ook de enquête hebben ingevuld.".to_owned(),
            ],
        ));
    }
    parts.push((
        "Zelf narekenen",
        vec![
            "Bij dit rapport hoort een bestand met de berekening van elk cijfer. De naam eindigt op ‘figures.json’. Iemand met de antwoorden kan elk cijfer daarmee opnieuw uitrekenen.".to_owned(),
            format!("Dit rapport is gemaakt met Achterban, versie {}.", facts.version),
        ],
    ));
    parts
}

fn who(facts: &Facts<'_>) -> Vec<String> {
    let answered = facts.respondents.map_or_else(
        || "Minder dan 10 mensen gaven antwoord.".to_owned(),
        |count| format!("{} mensen gaven antwoord.", number::whole(count)),
    );
    let when = facts
        .period
        .map_or_else(String::new, |period| format!(" Dat was van {period}."));
    let response = match (invited(facts.respondents, facts.invited), facts.invited) {
        (Some(words), _) => format!("Dat is {words}."),
        (None, Some(count)) => format!("Wij nodigden {} mensen uit.", number::whole(count)),
        (None, None) => {
            "Er was geen lijst van genodigden. Daarom is geen responspercentage te berekenen. De cijfers zijn indicatief.".to_owned()
        }
    };
    let weighting = if facts.weighted {
        "De antwoorden zijn gewogen. Zo telt elke groep even zwaar mee als in het echt. Wegen maakt niet goed wat wij niet weten."
    } else {
        "De antwoorden zijn niet gewogen: iedereen telt even zwaar mee."
    };
    let ways = match facts.paper {
        Some(true) => {
            " Antwoorden kon op de website en op papier. Wij kunnen niet zien wie welke manier koos."
        }
        Some(false) => " Antwoorden kon op de website.",
        None => "",
    };
    vec![
        format!("{answered}{when} {response}{ways}"),
        "Mensen die niet meededen, kunnen anders denken dan mensen die meededen. Dat zien wij niet in de cijfers.".to_owned(),
        weighting.to_owned(),
        "De vragen waren anoniem. Niemand hoefde alle vragen in te vullen. Daarom staat bij elk cijfer over hoeveel mensen het gaat (n).".to_owned(),
    ]
}

fn problem() -> Vec<String> {
    vec![
        "Per vraag ligt vast welke antwoorden een probleem zijn. Bij een stelling zijn dat meestal de twee slechtste antwoorden. Iemand heeft een probleem met een thema als de antwoorden samen minstens half zo erg zijn als het ergste.".to_owned(),
        "De zwaarte telt mee hoeveel mensen een probleem hebben, en hoe erg het is. 0 is: niemand heeft er last van. 100 is: iedereen heeft er veel last van.".to_owned(),
        "Of een knelpunt over beleid of over uitvoering gaat, is een voorstel. De leden beslissen.".to_owned(),
    ]
}

fn certainty(facts: &Facts<'_>) -> Vec<String> {
    let whom = facts.population.map_or_else(
        || "als iedereen had meegedaan".to_owned(),
        |people| format!("bij alle {} mensen", number::whole(people)),
    );
    vec![
        format!("Bij elk percentage staan twee grenzen. Tussen die grenzen ligt het echte deel {whom}, met 95% zekerheid (Wilson)."),
        MARGIN.to_owned(),
        "Is de marge groter dan 20 punten naar beide kanten? Dan noemen wij alleen aantallen, zoals ‘7 van de 15’. Bij minder dan 10 antwoorden noemen wij niets.".to_owned(),
        "Onder de 100 antwoorden staan percentages zonder cijfer achter de komma. Daarom tellen ze soms niet op tot 100.".to_owned(),
    ]
}

fn order(facts: &Facts<'_>) -> Vec<String> {
    let pairs = facts.ranked * facts.ranked.saturating_sub(1) / 2;
    vec![
        format!(
            "Wij vergeleken de thema’s die een plaats hebben, twee aan twee: {} vergelijkingen, gecorrigeerd volgens Holm. Verschillen twee thema’s te weinig, dan kunnen zij van plaats ruilen.",
            number::whole(pairs)
        ),
        "Daarom staat bij elk thema een reeks van plaatsen, en nooit één plaats die zekerder lijkt dan hij is.".to_owned(),
    ]
}

fn hidden(facts: &Facts<'_>) -> Vec<String> {
    let counted = match facts.suppressed {
        0 => "In dit rapport hoefden wij niets te verbergen.".to_owned(),
        count => format!(
            "Van alle cijfers die wij maakten, zijn er {} niet getoond. In de figuren van dit rapport gaat het om {}.",
            number::whole(count),
            match facts.hidden_in_figures {
                0 => "geen enkel vakje".to_owned(),
                1 => "1 vakje".to_owned(),
                cells => format!("{} vakjes", number::whole(cells)),
            }
        ),
    };
    vec![
        "Wij tonen geen cijfer over minder dan 10 mensen, en geen aantal van 1 tot en met 4. Soms verbergen wij nog een cijfer, omdat u het eerste anders kunt uitrekenen. Zo herkent niemand iemand.".to_owned(),
        counted,
    ]
}

#[cfg(test)]
mod tests {
    use super::{Facts, MARGIN, parts};

    fn facts() -> Facts<'static> {
        Facts {
            respondents: Some(342),
            invited: Some(1180),
            paper: None,
            population: Some(1180),
            weighted: false,
            suppressed: 12,
            hidden_in_figures: 5,
            ranked: 9,
            period: None,
            signals: true,
            version: "0.1.0",
        }
    }

    fn all(facts: &Facts<'_>) -> String {
        parts(facts)
            .into_iter()
            .flat_map(|(_, text)| text)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_method_always_says_response_margin_comparisons_hidden_cells_and_version() {
        let text = all(&facts());
        for needed in [
            "29,0% van de 1.180",
            MARGIN,
            "36 vergelijkingen",
            "12 niet getoond",
            "5 vakjes",
            "versie 0.1.0",
            "niet gewogen",
        ] {
            assert!(text.contains(needed), "{needed}");
        }
    }

    #[test]
    fn the_ways_to_answer_are_told_of_the_round_and_only_when_known() {
        let paper = |paper| all(&Facts { paper, ..facts() });
        assert!(paper(Some(true)).contains("op de website en op papier"));
        assert!(paper(Some(false)).contains("Antwoorden kon op de website."));
        assert!(!paper(None).contains("Antwoorden kon"));
    }

    #[test]
    fn without_an_invitation_list_there_is_no_response_rate() {
        let text = all(&Facts {
            invited: None,
            ..facts()
        });
        assert!(text.contains("geen responspercentage te berekenen"));
        assert!(!text.contains("uitgenodigde mensen"));
    }
}
