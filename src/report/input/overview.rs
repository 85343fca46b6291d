//! The figures that look over all themes: the ranking, signals per channel, and the questions without a theme.

use super::{Card, Figure, Numbering, Source, ThemeSignals};
use crate::analysis::results::{QuestionTable, ThemeResult};
use crate::domain::definition::{Kind, Question};
use crate::report::chart::{
    Body, Chart, LaneRow, Lanes, Measure, Places, SignalCount, SignalRow, Signals,
};
use crate::text::estimate::Estimate;
use crate::text::{finding, method, number, signal, word};

/// More rows than this make a chart of answers unreadable.
const MOST_ROWS: usize = 14;

impl Source<'_> {
    /// The ranking of the themes whose burden is shown; `None` when there are not two of them.
    pub(super) fn ranking(&self, numbering: &mut Numbering) -> Option<Figure> {
        let themes = self.results.themes.iter();
        let (shown, hidden): (Vec<_>, Vec<_>) = themes.partition(|it| burden(it).is_some());
        if shown.len() < 2 {
            return None;
        }
        let sets = self.place_sets();
        let chart = Chart {
            id: String::new(),
            title: finding::ranking(&sets),
            subtitle:
                "Zwaarte per thema, van 0 tot 100: hoeveel mensen een probleem hebben, en hoe erg."
                    .to_owned(),
            body: Body::Lanes(Lanes {
                value_name: "Zwaarte".to_owned(),
                percent: false,
                row_name: "Thema".to_owned(),
                extra_head: vec!["Met probleem".to_owned(), "Deel".to_owned()],
                rows: shown.iter().map(|theme| self.ranked_row(theme)).collect(),
            }),
        };
        let mut foot = vec![
            finding::swaps(&sets),
            format!(
                "De stip is de gemeten zwaarte, de balk de marge. {}",
                method::MARGIN
            ),
        ];
        let hidden: Vec<&str> = hidden.iter().map(|theme| theme.name.as_str()).collect();
        foot.extend(finding::not_ranked(&hidden));
        Some(numbering.figure("knelpunten", chart, foot))
    }

    fn ranked_row(&self, theme: &ThemeResult) -> LaneRow {
        let estimate = Estimate::of_theme(theme);
        let places = self.place_set(theme).map(|set| Places {
            first: set.first,
            last: set.last,
            of: set.of,
        });
        let counts = estimate.map_or_else(|| "niet getoond".to_owned(), |it| it.counts());
        let note = places.map_or_else(
            || counts.clone(),
            |places| format!("{counts} · {}", places.words()),
        );
        LaneRow {
            name: theme.name.clone(),
            note,
            extra: vec![
                counts,
                estimate.map_or_else(|| "x".to_owned(), |it| it.figure()),
            ],
            measure: burden(theme),
            places,
            before: None,
        }
    }

    pub(super) fn signals_by_total(&self) -> Vec<(&ThemeSignals, u64)> {
        let mut themes: Vec<(&ThemeSignals, u64)> = self
            .signals
            .iter()
            .map(|theme| (theme, theme.counts.iter().map(|(_, count)| count).sum()))
            .collect();
        themes.sort_by_key(|(_, total)| std::cmp::Reverse(*total));
        themes
    }

    /// Whether this reader sees every count of signals exactly.
    pub(super) fn signals_are_exact(&self) -> bool {
        let counts = self.signals.iter().flat_map(|theme| &theme.counts);
        counts
            .into_iter()
            .all(|(_, count)| signal::shown(*count, self.about.audience).is_some())
    }

    pub(super) fn signals_figure(&self, numbering: &mut Numbering) -> Option<Figure> {
        let themes: Vec<_> = self
            .signals_by_total()
            .into_iter()
            .filter(|(_, total)| *total > 0)
            .collect();
        let channels = themes
            .first()?
            .0
            .counts
            .iter()
            .map(|(channel, _)| word::channel(*channel).to_owned())
            .collect();
        let audience = self.about.audience;
        let rows = themes
            .iter()
            .map(|(theme, _)| SignalRow {
                name: theme.name.clone(),
                counts: theme
                    .counts
                    .iter()
                    .map(|(_, count)| SignalCount {
                        exact: signal::shown(*count, audience),
                        printed: signal::printed(*count, audience),
                    })
                    .collect(),
            })
            .collect();
        let totals: Vec<(String, u64)> = themes
            .iter()
            .map(|(theme, total)| (theme.name.clone(), *total))
            .collect();
        let chart = Chart {
            id: String::new(),
            title: signal::finding(&totals, self.signals_are_exact()),
            subtitle: "Aantal signalen per thema en per weg.".to_owned(),
            body: Body::Signals(Signals { channels, rows }),
        };
        let foot = vec![
            signal::MEANING.to_owned(),
            "Eén signaal kan over meer dan één thema gaan. Wij weten niet of dezelfde persoon ook de enquête invulde.".to_owned(),
        ];
        Some(numbering.figure("signalen", chart, foot))
    }

    /// Questions that carry no theme: what people get, who they are.
    pub(super) fn other_questions(&self, numbering: &mut Numbering) -> Vec<Figure> {
        let of_no_theme = |question: &&Question| {
            question.theme.is_none()
                && matches!(question.kind, Kind::Choice | Kind::Choices)
                && question.options.iter().all(|option| option.theme.is_none())
        };
        let mut figures = Vec::new();
        for question in self.questionnaire.questions().filter(of_no_theme) {
            let Some(table) = self.table(&question.id) else {
                continue;
            };
            figures.extend(
                options_chart(question, table)
                    .map(|chart| numbering.figure(&question.id, chart, foot_of(question))),
            );
        }
        figures
    }

    /// Means of number questions whose mean is shown.
    pub(super) fn means(&self) -> Vec<Card> {
        let numbers = self
            .questionnaire
            .questions()
            .filter(|question| question.kind == Kind::Number);
        numbers
            .filter_map(|question| {
                let table = self.table(&question.id)?;
                let (mean, n) = (table.mean?, table.n_valid?);
                Some(Card {
                    label: question.text.get("nl").to_owned(),
                    figure: number::decimal(mean, 1),
                    note: format!("gemiddelde van {} antwoorden", number::whole(n)),
                })
            })
            .collect()
    }

    pub(super) fn table(&self, question: &str) -> Option<&QuestionTable> {
        self.results
            .questions
            .iter()
            .find(|table| table.id == question)
    }
}

fn foot_of(question: &Question) -> Vec<String> {
    let mut foot = vec![method::MARGIN.to_owned()];
    if question.kind == Kind::Choices {
        foot.insert(
            0,
            "Mensen mochten meer dan één antwoord kiezen. Samen is het meer dan 100%.".to_owned(),
        );
    }
    foot
}

/// The burden as a row of the ranking.
fn burden(theme: &ThemeResult) -> Option<Measure> {
    let (value, lo, hi, n) = (theme.burden?, theme.burden_lo?, theme.burden_hi?, theme.n?);
    Some(Measure {
        value,
        lo,
        hi,
        figure: number::per_hundred(value, n),
        limits: Some(format!(
            "{} tot {}",
            number::per_hundred(lo.max(0.0), n),
            number::per_hundred(hi, n)
        )),
    })
}

/// Shares of the options of a question; `None` when nothing of it is shown.
pub(super) fn options_chart(question: &Question, table: &QuestionTable) -> Option<Chart> {
    let n = table.n_valid?;
    let mut levels: Vec<_> = table
        .levels
        .iter()
        .map(|level| (level, Estimate::of_level(level, Some(n))))
        .collect();
    if question.kind == Kind::Choices {
        levels.sort_by_key(|(_, estimate)| std::cmp::Reverse(estimate.map_or(0, |it| it.count)));
    }
    let (top, most) = levels
        .iter()
        .filter_map(|(level, it)| Some((level, (*it)?)))
        .max_by_key(|(_, it)| it.count)?;
    let title = finding::most_chosen(&top.label, &most);
    let rows = levels
        .iter()
        .take(MOST_ROWS)
        .map(|(level, estimate)| share_row(&level.label, *estimate))
        .collect();
    Some(Chart {
        id: String::new(),
        title,
        subtitle: format!(
            "{} Deel van de {} mensen die antwoord gaven.",
            question.text.get("nl"),
            number::whole(n)
        ),
        body: Body::Lanes(Lanes {
            value_name: "Deel".to_owned(),
            percent: true,
            row_name: "Antwoord".to_owned(),
            extra_head: vec!["Aantal".to_owned()],
            rows,
        }),
    })
}

fn share_row(label: &str, estimate: Option<Estimate>) -> LaneRow {
    let counts = estimate.map_or_else(|| "x".to_owned(), |it| it.counts());
    LaneRow {
        name: label.to_owned(),
        note: counts.clone(),
        extra: vec![counts],
        measure: estimate.map(|it| Measure {
            value: it.share(),
            lo: it.lo,
            hi: it.hi,
            figure: it.figure(),
            limits: it.limits(),
        }),
        places: None,
        before: None,
    }
}
