//! "Zo is dit onderzocht": what a report always says about its method (analysis.md 12), in plain Dutch.

use super::signal::{Audience, printed};
use super::{number, reach};

/// Answers that were set apart, because they came in a way in which people seldom send them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SetApart {
    /// How many.
    pub count: u64,
    /// How many of them the client council took in.
    pub taken: u64,
}

/// What the sentences need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// Number of responses; `None` below the threshold.
    pub respondents: Option<u64>,
    /// Of those, who answered at least 80 % of what they were shown.
    pub completed: Option<u64>,
    /// Number of people invited, when known.
    pub invited: Option<u64>,
    /// Whether people could answer on paper too, when known.
    pub paper: Option<bool>,
    /// Whether anyone with the link could answer.
    pub open_link: bool,
    /// What was set apart.
    pub apart: SetApart,
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
    /// Seed and number of draws behind the chances of places; `None` when none were made.
    pub draws: Option<(u64, u64)>,
    /// Number of crossings that were tested.
    pub tests: u64,
    /// Number of changes since earlier rounds that were tested; `None` without an earlier round.
    pub wave_tests: Option<u64>,
    /// Number of scales.
    pub scales: u64,
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
        ("Hoe wij groepen vergelijken", groups(facts)),
        ("Waarom soms een x staat", hidden(facts)),
    ];
    if let Some(tests) = facts.wave_tests {
        parts.insert(5, ("Hoe wij rondes vergelijken", waves(tests)));
    }
    if facts.signals {
        let mut lines = vec![
                "Mensen vertelden ook iets op het spreekuur, op een bijeenkomst of via de website. Dat noemen wij signalen.".to_owned(),
                "Signalen tellen niet mee in de percentages. Zij laten zien dat iets gebeurt, niet hoe vaak. Dezelfde persoon kan ook de enquête hebben ingevuld.".to_owned(),
        ];
        lines.push(reaches(facts));
        parts.push(("Wat signalen zijn", lines));
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

/// How many were set apart, and what became of them; nothing when there were none.
fn set_apart(apart: SetApart) -> Option<String> {
    let in_public = |count| printed(count, Audience::Public);
    let taken = match apart.taken {
        0 => "Zij tellen niet mee.".to_owned(),
        all if all == apart.count => "De raad keek ernaar en telde ze mee.".to_owned(),
        some => format!("De raad keek ernaar en telde er {} mee.", in_public(some)),
    };
    let count = in_public(apart.count).replacen("minder", "Minder", 1);
    (apart.count > 0).then(|| {
        format!(
            "{count} antwoorden kwamen binnen op een manier die mensen bijna nooit gebruiken. Die zijn eerst apart gezet. {taken}"
        )
    })
}

fn who(facts: &Facts<'_>) -> Vec<String> {
    let answered = facts.respondents.map_or_else(
        || "Minder dan 10 mensen gaven antwoord.".to_owned(),
        |count| format!("{} mensen gaven antwoord.", number::whole(count)),
    );
    let when = facts
        .period
        .map_or_else(String::new, |period| format!(" Dat was van {period}."));
    let complete = completed(facts);
    let response = match (invited(facts.respondents, facts.invited), facts.invited) {
        (_, Some(count)) if facts.open_link => format!(
            "Wij nodigden {} mensen uit, maar iedereen met de link kon meedoen. Daarom is geen responspercentage te berekenen.",
            number::whole(count)
        ),
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
    let mut lines = vec![format!("{answered}{when} {response}{ways}")];
    if facts.open_link {
        lines.push("Iedereen met de link kon meedoen, ook meer dan één keer. De uitkomst is daarom niet representatief.".to_owned());
    }
    lines.extend(complete);
    lines.extend(set_apart(facts.apart));
    lines.extend([
        "Mensen die niet meededen, kunnen anders denken dan mensen die meededen. Dat zien wij niet in de cijfers.".to_owned(),
        weighting.to_owned(),
        "De vragen waren anoniem. Niemand hoefde alle vragen in te vullen. Daarom staat bij elk cijfer over hoeveel mensen het gaat (n).".to_owned(),
    ]);
    lines
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
    let limits = facts.population.map_or(
        "met 95% zekerheid (Wilson)",
        |_| "met 95% zekerheid (Wilson, met correctie voor het aantal mensen dat er is)",
    );
    let mut lines = vec![
        format!("Bij elk percentage staan twee grenzen. Tussen die grenzen ligt het echte deel {whom}, {limits}."),
        "De grenzen van de zwaarte komen van de t-verdeling, die van een verschil van de methode van Newcombe.".to_owned(),
        MARGIN.to_owned(),
        "Is de marge groter dan 20 punten naar beide kanten? Dan noemen wij alleen aantallen, zoals ‘7 van de 15’. Bij minder dan 10 antwoorden noemen wij niets.".to_owned(),
        "Onder de 100 antwoorden staan percentages zonder cijfer achter de komma. Daarom tellen ze soms niet op tot 100.".to_owned(),
    ];
    if facts.scales > 0 {
        lines.push("Bij stellingen over één thema kijken wij of zij bij elkaar passen (alfa van Cronbach; bij twee stellingen Spearman-Brown). 0,8 of meer is goed, 0,7 is voldoende. De grenzen zijn die van Feldt.".to_owned());
    }
    lines
}

fn order(facts: &Facts<'_>) -> Vec<String> {
    let pairs = facts.ranked * facts.ranked.saturating_sub(1) / 2;
    let mut lines = vec![
        format!(
            "Wij vergeleken de thema’s die een plaats hebben, twee aan twee: {} vergelijkingen, gecorrigeerd volgens Holm. Verschillen twee thema’s te weinig, dan kunnen zij van plaats ruilen.",
            number::whole(pairs)
        ),
        "Daarom staat bij elk thema een reeks van plaatsen, en nooit één plaats die zekerder lijkt dan hij is.".to_owned(),
    ];
    if let Some((draws, seed)) = facts.draws {
        lines.push(format!(
            "Ook trokken wij {} keer opnieuw mensen uit de antwoorden, en telden hoe vaak een thema vooraan stond (bootstrap, startgetal {seed}).",
            number::whole(draws)
        ));
    }
    lines.push("Bij ‘Wat eerst?’ is de zwaarte maal twee factoren gedaan: of het slechter werd, en langs hoeveel wegen wij het hoorden. Wij rekenden dat uit voor negen keuzes van die factoren.".to_owned());
    lines
}

/// Who filled in enough to count as complete, and the response rate when there was a closed list.
fn completed(facts: &Facts<'_>) -> Option<String> {
    let completed = facts.completed?;
    let said = format!(
        "Daarvan vulden {} mensen minstens 80% van de vragen in.",
        number::whole(completed)
    );
    let list = facts.invited.filter(|_| !facts.open_link);
    let Some(invited) = list.filter(|invited| *invited > 0 && completed <= *invited) else {
        return Some(said);
    };
    Some(format!(
        "{said} De respons is daarmee {} (AAPOR RR1: zij, gedeeld door alle {} genodigden).",
        number::percent(completed, invited),
        number::whole(invited)
    ))
}

fn groups(facts: &Facts<'_>) -> Vec<String> {
    let tests = match facts.tests {
        0 => return vec!["Er waren te weinig antwoorden om groepen te vergelijken.".to_owned()],
        1 => "1 toets".to_owned(),
        tests => format!("{} toetsen", number::whole(tests)),
    };
    vec![
        format!("Wij legden elke vraag naast elke vraag over wie u bent: {tests} (chi-kwadraat). Wie zo veel toetst, vindt altijd wel iets. Daarom corrigeerden wij voor alle toetsen samen die wij tonen. De toetsen op volgorde zijn een tweede reeks, met een eigen correctie (Benjamini en Hochberg)."),
        "Een verschil noemen wij alleen als het na die correctie meer is dan toeval (p kleiner dan 0,05), minstens 10 punten groot is, en in beide groepen minstens 30 mensen antwoord gaven.".to_owned(),
        "Wordt een verschil omgekeerd als wij de mensen ook op een andere manier indelen? Dan staat dat erbij.".to_owned(),
    ]
}

fn waves(tests: u64) -> Vec<String> {
    let tests = match tests {
        0 => return vec!["Er was een eerdere ronde, maar geen thema kon worden vergeleken. De redenen staan erbij.".to_owned()],
        1 => "1 toets".to_owned(),
        tests => format!("{} toetsen", number::whole(tests)),
    };
    vec![format!(
        "Bij twee rondes vergelijken wij twee percentages (z-toets). Bij drie of meer kijken wij of er een lijn in zit (Cochran-Armitage). Wij deden {tests}, één per thema, gecorrigeerd volgens Holm."
    )]
}

/// From which number of people a problem is more than incidental, or why that can't be said.
fn reaches(facts: &Facts<'_>) -> String {
    if facts.population.is_none() {
        return reach::NO_LIST.to_owned();
    }
    "Raakt een signaal een grotere groep? Bij een thema uit de enquête rekenen wij het deel met een probleem om naar alle genodigden. Zeker meer dan incidenteel is: ook de ondergrens is minstens 10 mensen en 2% van hen. Waarschijnlijk is: de schatting is dat. Vooralsnog individueel is: zelfs de bovengrens is dat niet.".to_owned()
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
        "Heeft meer dan 90% van een groep een probleem? Dan staat er alleen “> 90%”, of niets als de groep klein is. Het precieze getal zou van elk van hen iets zeggen. Van een groep van minder dan 25 mensen tonen wij nooit iets.".to_owned(),
        counted,
    ]
}

#[cfg(test)]
mod tests {
    use super::{Facts, MARGIN, SetApart, parts, set_apart};

    fn facts() -> Facts<'static> {
        Facts {
            respondents: Some(342),
            completed: Some(321),
            invited: Some(1180),
            paper: None,
            open_link: false,
            apart: SetApart::default(),
            population: Some(1180),
            weighted: false,
            suppressed: 12,
            hidden_in_figures: 5,
            ranked: 9,
            draws: Some((10_000, 20_261_122)),
            tests: 84,
            wave_tests: Some(9),
            scales: 1,
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
    fn what_was_set_apart_is_said_with_what_became_of_it() {
        let said = |count, taken| set_apart(SetApart { count, taken }).unwrap_or_default();
        assert_eq!(said(0, 0), "");
        assert!(
            said(3, 0).starts_with("Minder dan 5 antwoorden")
                && said(3, 0).ends_with("tellen niet mee.")
        );
        assert!(
            said(12, 12).starts_with("12 antwoorden") && said(12, 12).ends_with("telde ze mee.")
        );
        assert!(said(12, 3).ends_with("telde er minder dan 5 mee."));
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
            "27,2% (AAPOR RR1",
            "84 toetsen",
            "Benjamini en Hochberg",
            "Wij deden 9 toetsen",
            "startgetal 20261122",
            "negen keuzes",
            "Newcombe",
            "minder dan 10 mensen, en geen aantal van 1 tot en met 4",
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
        assert!(!text.contains("uitgenodigde mensen") && !text.contains("RR1"));
    }

    #[test]
    fn an_open_link_has_no_response_rate_though_people_were_invited() {
        let text = all(&Facts {
            open_link: true,
            population: None,
            ..facts()
        });
        assert!(text.contains("321 mensen minstens 80%") && !text.contains("RR1"));
        assert!(text.contains("geen responspercentage") && !text.contains("29,0%"));
        assert!(text.contains("Dat heet: onbekend."));
    }
}
