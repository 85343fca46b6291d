//! From results to the document: the order of its parts.

use super::{Card, Document, Figure, Knelpunt, Numbering, Part, Source};
use crate::analysis::results::ThemeResult;
use crate::report::chart::{HIDDEN, Table};
use crate::stats::bootstrap::{DEFAULT_REPLICATES, DEFAULT_SEED};
use crate::text::estimate::Estimate;
use crate::text::finding::{self, Finding, PlaceSet};
use crate::text::method::{self, Facts};
use crate::text::{date, list, number, reach, signal};

/// Number of themes in the summary.
const SUMMARISED: usize = 3;

impl Document {
    /// Builds the document of the knelpuntenrapport.
    pub fn knelpunten(source: &Source<'_>) -> Self {
        let about = source.about;
        let mut numbering = Numbering::new(&about.look);
        let ranking = source.ranking(&mut numbering);
        let comparison = source.comparison(&mut numbering);
        let themes = source.results.themes.iter();
        let (knelpunten, withheld): (Vec<Knelpunt>, Vec<Knelpunt>) = themes
            .map(|it| source.knelpunt(it, &mut numbering))
            .partition(Knelpunt::shows_something);
        let withheld = withheld
            .into_iter()
            .map(|it| source.heard(&it.theme, &it.name))
            .collect();
        let groups = source.heat_maps(&mut numbering);
        let signals = source.signals_figure(&mut numbering);
        let others = source.other_questions(&mut numbering);
        let hidden = groups
            .iter()
            .chain(&ranking)
            .chain(comparison.iter().filter_map(|it| it.figure.as_ref()))
            .map(|figure: &Figure| figure.chart.hidden())
            .sum();
        Self {
            title: source.questionnaire.title.get("nl").to_owned(),
            client_council: about.client_council.clone(),
            period: about.period.clone(),
            written_on: date::day(about.written_on),
            written: (
                about.written_on.year(),
                about.written_on.month(),
                about.written_on.day(),
            ),
            sample: about.sample,
            respondents: source.results.respondents,
            look: about.look.clone(),
            key_figures: source.key_figures(),
            summary: source.summary(),
            ranking,
            first: source.first(),
            comparison,
            knelpunten,
            withheld,
            groups,
            comparisons: source.comparisons(),
            group_tests: source.group_tests(),
            signals,
            grave: source.grave(),
            not_asked: source.not_asked(),
            others,
            means: source.means(),
            method: source.method(hidden),
            response: source.response(),
            tests: source.all_tests(),
        }
    }
}

impl Source<'_> {
    /// Name and place set of each theme whose place is shown, in order.
    pub(super) fn place_sets(&self) -> Vec<(String, PlaceSet)> {
        let themes = &self.results.themes;
        themes
            .iter()
            .filter_map(|theme| Some((theme.name.clone(), self.place_set(theme)?)))
            .collect()
    }

    /// `None` also when no other theme has a place: then there is no order.
    pub(super) fn place_set(&self, theme: &ThemeResult) -> Option<PlaceSet> {
        let of = self.ranked();
        let (first, last) = theme.rank_set.filter(|_| of > 1)?;
        Some(PlaceSet { first, last, of })
    }

    /// How many themes have a place: those of which the burden may be shown.
    fn ranked(&self) -> u64 {
        let ranked = self.results.themes.iter().filter(|it| it.rank.is_some());
        u64::try_from(ranked.count()).unwrap_or(u64::MAX)
    }

    pub(super) fn total_signals(&self) -> u64 {
        self.signals
            .iter()
            .flat_map(|theme| &theme.counts)
            .map(|(_, count)| count)
            .sum()
    }

    /// The number of signals, without giving away a count that this reader may not see.
    fn signals_in_all(&self) -> String {
        if self.signals_are_exact() {
            return number::whole(self.total_signals());
        }
        let counts = self.signals.iter().flat_map(|theme| &theme.counts);
        let shown = counts
            .filter_map(|(_, count)| signal::shown(*count, self.about.audience))
            .sum();
        format!("meer dan {}", number::whole(shown))
    }

    fn key_figures(&self) -> Vec<Card> {
        let card = |label: &str, figure: String, note: &str| Card {
            label: label.to_owned(),
            figure,
            note: note.to_owned(),
        };
        let asked = u64::try_from(self.results.themes.len()).unwrap_or(u64::MAX);
        // Whoever has an open link may answer: then those invited are no base.
        let list = self.about.invited.filter(|_| !self.about.open_link);
        let response = method::invited(self.results.respondents, list);
        let mut cards = vec![
            card(
                "mensen gaven antwoord",
                self.results
                    .respondents
                    .map_or_else(|| "minder dan 10".to_owned(), number::whole),
                &response.unwrap_or_default(),
            ),
            card("thema’s gevraagd", number::whole(asked), ""),
        ];
        if !self.signals.is_empty() {
            cards.push(card(
                "signalen kwamen erbij",
                self.signals_in_all(),
                "naast de enquête",
            ));
        }
        cards
    }

    fn summary(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        let shown = self.results.themes.iter();
        let shown = shown.filter_map(|theme| Some((theme, Estimate::of_theme(theme)?)));
        for (theme, estimate) in shown.take(SUMMARISED) {
            let mut finding = finding::theme(&theme.name, &estimate, self.results.population);
            if let Some(set) = self.place_set(theme) {
                finding.detail = format!("{} {}", finding.detail, finding::place(set));
            }
            found.push(finding);
        }
        if found.is_empty() {
            return vec![Finding {
                sentence: "Er zijn te weinig antwoorden om iets te laten zien.".to_owned(),
                detail: "Wij tonen cijfers pas vanaf 10 mensen. Zo herkent niemand iemand."
                    .to_owned(),
            }];
        }
        let withheld = self.results.themes.iter();
        let withheld = withheld.filter(|it| Estimate::of_theme(it).is_none());
        found.extend(finding::withheld_themes(
            withheld.count(),
            self.results.themes.len(),
        ));
        let sets = self.place_sets();
        if sets.len() > 1 {
            found.push(finding::order(&sets));
        }
        if self.total_signals() > 0 {
            found.push(self.signals_finding());
        }
        found
    }

    fn grave(&self) -> Vec<Finding> {
        let from_answers = self
            .results
            .themes
            .iter()
            .filter(|theme| theme.grave)
            .map(|theme| Finding {
                sentence: format!(
                    "{}: iemand gaf een antwoord dat wij ernstig vinden.",
                    theme.name
                ),
                detail: "Dit staat hier los van het aantal mensen. Lees het als eerste.".to_owned(),
            });
        let from_signals = self.signals.iter().filter(|theme| theme.grave > 0).map(|theme| Finding {
            sentence: format!("{}: er kwam een ernstig signaal binnen.", theme.name),
            detail: format!(
                "Aantal ernstige signalen: {}. Ernstig is: er was gevaar, of het had zware gevolgen.",
                signal::printed(theme.grave, self.about.audience)
            ),
        });
        from_answers.chain(from_signals).collect()
    }

    fn not_asked(&self) -> Vec<Finding> {
        let asked = |id: &str| self.results.themes.iter().any(|theme| theme.theme == id);
        let known = self
            .themes
            .iter()
            .map(|theme| (theme.id.as_str(), theme.name.get("nl")));
        let heard = self
            .signals
            .iter()
            .map(|theme| (theme.theme.as_str(), theme.name.as_str()));
        let mut listed: Vec<&str> = Vec::new();
        let mut findings = Vec::new();
        let reaches = self.reaches();
        for (id, name) in known.chain(heard) {
            if asked(id) || listed.contains(&id) {
                continue;
            }
            listed.push(id);
            let mut found = self.heard(id, name);
            if let Some(it) = reaches.get(id).filter(|it| it.at_least > 0) {
                found.detail = format!("{} {}", found.detail, reach::not_asked(name, it));
            }
            findings.push(found);
        }
        findings
    }

    /// A theme of which the enquête says nothing, with its signals.
    fn heard(&self, theme: &str, name: &str) -> Finding {
        let of_theme = self.signals.iter().find(|it| it.theme == theme);
        let detail = match of_theme {
            Some(it) => signal::on_theme(&it.counts, self.about.audience),
            None if self.signals.is_empty() => "–".to_owned(),
            None => "Geen signalen.".to_owned(),
        };
        Finding {
            sentence: name.to_owned(),
            detail,
        }
    }

    fn method(&self, hidden: usize) -> Vec<Part> {
        let facts = Facts {
            respondents: self.results.respondents,
            completed: self.results.completed,
            invited: self.about.invited,
            paper: self.about.paper,
            open_link: self.about.open_link,
            apart: self.about.apart,
            population: self.results.population,
            weighted: self.results.weighted,
            suppressed: self.results.suppressed,
            hidden_in_figures: u64::try_from(hidden).unwrap_or(u64::MAX),
            ranked: self.ranked(),
            draws: self.draws(),
            tests: self.results.tests,
            wave_tests: (!self.waves.rounds.is_empty())
                .then(|| u64::try_from(self.waves.tests()).unwrap_or(u64::MAX)),
            scales: u64::try_from(self.results.scales.len()).unwrap_or(u64::MAX),
            period: self.about.period.as_deref(),
            signals: !self.signals.is_empty(),
            version: &self.about.version,
        };
        method::parts(&facts)
            .into_iter()
            .map(|(title, text)| Part {
                title: title.to_owned(),
                text,
            })
            .collect()
    }

    /// Number and seed of the draws behind the chances of places, when there are such chances.
    fn draws(&self) -> Option<(u64, u64)> {
        let mut themes = self.results.themes.iter();
        let drawn = themes.any(|theme| theme.prob_top1.is_some());
        drawn.then_some((u64::from(DEFAULT_REPLICATES), DEFAULT_SEED))
    }

    fn response(&self) -> Table {
        let cell = |count: Option<u64>| count.map_or_else(|| HIDDEN.to_owned(), number::whole);
        let rows = self
            .results
            .questions
            .iter()
            .map(|table| {
                let text = self
                    .questionnaire
                    .question(&table.id)
                    .map_or(table.id.as_str(), |it| it.text.get("nl"));
                vec![
                    text.to_owned(),
                    cell(table.n_valid),
                    cell(table.n_nvt),
                    cell(table.n_missing),
                    cell(table.n_not_shown),
                ]
            })
            .collect();
        let head = [
            "Vraag",
            "Antwoord",
            "Weet niet of n.v.t.",
            "Niet ingevuld",
            "Niet gesteld",
        ];
        Table {
            caption: "Hoeveel mensen elke vraag beantwoordden".to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows,
        }
    }

    fn signals_finding(&self) -> Finding {
        let themes: Vec<String> = self
            .signals_by_total()
            .into_iter()
            .take(2)
            .filter(|(_, total)| *total > 0)
            .map(|(theme, _)| theme.name.clone())
            .collect();
        Finding {
            sentence: format!(
                "De meeste signalen gingen over {}.",
                list::quoted_and(&themes)
            ),
            detail: format!(
                "Er waren {} signalen. {}",
                self.signals_in_all(),
                signal::MEANING
            ),
        }
    }
}
