//! One theme: its figures per way in which it was heard, its statements, and who has it.

use super::{Card, Figure, Knelpunt, Numbering, Source};
use crate::analysis::results::{QuestionTable, ScaleResult, ThemeResult};
use crate::domain::definition::{Choice, Kind, Question};
use crate::report::chart::{Body, Chart, Likert, LikertRow, Places, Segment};
use crate::text::estimate::Estimate;
use crate::text::finding::Finding;
use crate::text::scale::{self, Reliability};
use crate::text::{finding, method, number, reach, signal, word};

/// A question with its table.
type Asked<'a> = (&'a Question, &'a QuestionTable);

/// The points of a scale from negative to positive.
struct Scale<'q> {
    negative: Vec<&'q Choice>,
    neutral: Option<&'q Choice>,
    positive: Vec<&'q Choice>,
}

impl Source<'_> {
    pub(super) fn knelpunt(&self, theme: &ThemeResult, numbering: &mut Numbering) -> Knelpunt {
        let estimate = Estimate::of_theme(theme);
        let found = estimate.map(|it| self.finding(theme, it));
        let (figures, withheld) = self.theme_figures(theme, numbering);
        Knelpunt {
            theme: theme.theme.clone(),
            name: theme.name.clone(),
            place: self.place_set(theme).map(|set| {
                Places {
                    first: set.first,
                    last: set.last,
                    of: set.of,
                }
                .words()
            }),
            finding: found,
            scale: self.scale(&theme.theme),
            cards: self.cards(theme, estimate),
            reach: self.reach(theme),
            aspect: theme
                .aspect
                .map(|aspect| word::aspect_sentence(aspect).to_owned()),
            figures,
            withheld: finding::withheld_questions(&withheld),
            who: self.differences(theme),
            tests: self.tests_of(theme),
        }
    }

    /// What is found, with place and quality.
    fn finding(&self, theme: &ThemeResult, estimate: Estimate) -> Finding {
        let population = self.results.population;
        let mut found = finding::theme(&theme.name, &estimate, population);
        let mut details = vec![found.detail];
        details.extend(theme.at_most.map(|it| finding::at_most(it, population)));
        details.push(estimate.precision().sentence().to_owned());
        details.extend(self.place_set(theme).map(finding::place));
        found.detail = details.join(" ");
        found
    }

    /// Whether its statements belong together, when they form a scale.
    fn scale(&self, theme: &str) -> Option<String> {
        let found = self.results.scales.iter().find(|it| it.theme == theme)?;
        Some(scale::sentence(reliability(found)))
    }

    /// Whether its signals touch a larger group; nothing when nobody told of it, or the enquête can't say (why not, the
    /// method says once).
    fn reach(&self, theme: &ThemeResult) -> Option<Finding> {
        let heard = self
            .signals_of(&theme.theme)
            .is_some_and(|it| it.total() > 0);
        let reaches = self.reaches();
        let found = reaches.get(theme.theme.as_str());
        found.filter(|_| heard).and_then(reach::finding)
    }

    fn cards(&self, theme: &ThemeResult, estimate: Option<Estimate>) -> Vec<Card> {
        let card = |label: &str, figure: String, note: String| Card {
            label: label.to_owned(),
            figure,
            note,
        };
        let mut cards = Vec::new();
        if let Some(it) = estimate {
            cards.push(card(
                "Enquête",
                it.figure(),
                format!("{} mensen", it.counts()),
            ));
        }
        if let (Some(burden), Some(n)) = (theme.burden, theme.n) {
            cards.push(card(
                "Zwaarte",
                number::per_hundred(burden, n),
                "op een schaal van 0 tot 100".to_owned(),
            ));
        }
        let signals = self.signals_of(&theme.theme);
        for (channel, count) in signals.map(|it| it.counts.as_slice()).unwrap_or_default() {
            let figure = signal::printed(*count, self.about.audience);
            cards.push(card(
                word::channel(*channel),
                figure,
                if *count == 1 { "signaal" } else { "signalen" }.to_owned(),
            ));
        }
        cards
    }

    /// Statements on the same points in the same direction share a chart; other questions have one each. With them the
    /// questions of which nothing may be shown: an empty frame tells nothing.
    fn theme_figures(
        &self,
        theme: &ThemeResult,
        numbering: &mut Numbering,
    ) -> (Vec<Figure>, Vec<String>) {
        let mut charts: Vec<Chart> = Vec::new();
        let mut withheld = Vec::new();
        let mut scales: Vec<(Vec<String>, Vec<Asked<'_>>)> = Vec::new();
        for question in self.questions_of(&theme.theme) {
            let Some(table) = self.table(&question.id) else {
                continue;
            };
            if !shows_something(question, table) {
                if !table.levels.is_empty() {
                    withheld.push(question.text.get("nl").to_owned());
                }
            } else if question.kind == Kind::Scale {
                let labels = Scale::of(question).labels();
                match scales.iter_mut().find(|(known, _)| *known == labels) {
                    Some((_, rows)) => rows.push((question, table)),
                    None => scales.push((labels, vec![(question, table)])),
                }
            } else {
                charts.extend(super::overview::options_chart(question, table));
            }
        }
        let statements = scales
            .into_iter()
            .filter_map(|(_, rows)| likert_chart(&rows));
        let figures = statements
            .chain(charts)
            .map(|chart| numbering.figure(&theme.theme, chart, vec![method::MARGIN.to_owned()]))
            .collect();
        (figures, withheld)
    }

    pub(super) fn questions_of(&self, theme: &str) -> impl Iterator<Item = &Question> {
        self.questionnaire.questions().filter(move |question| {
            question.theme.as_deref() == Some(theme)
                || question
                    .options
                    .iter()
                    .any(|option| option.theme.as_deref() == Some(theme))
        })
    }
}

/// Of two statements Spearman-Brown, of more alpha.
pub(crate) fn reliability(found: &ScaleResult) -> Reliability {
    let items = found.items.len();
    Reliability {
        items,
        n: found.n,
        value: if items == 2 {
            found.standardised
        } else {
            found.alpha
        },
    }
}

impl<'q> Scale<'q> {
    /// Points in order of their integer codes, else in the order of the file; turned round when a high code is bad.
    fn of(question: &'q Question) -> Self {
        let mut points: Vec<&Choice> = question
            .options
            .iter()
            .filter(|option| !option.not_applicable)
            .collect();
        if points.iter().all(|point| point.code.as_integer().is_some()) {
            points.sort_by_key(|point| point.code.as_integer());
            if question.reversed {
                points.reverse();
            }
        } else {
            let severity = |point: Option<&&Choice>| {
                point
                    .and_then(|it| question.severity(&it.code))
                    .unwrap_or(0.0)
            };
            if severity(points.last()) > severity(points.first()) {
                points.reverse();
            }
        }
        let half = points.len() / 2;
        let positive = points.split_off(points.len() - half);
        let neutral = if points.len() > half {
            points.pop()
        } else {
            None
        };
        Self {
            negative: points,
            neutral,
            positive,
        }
    }

    fn labels(&self) -> Vec<String> {
        self.negative
            .iter()
            .chain(&self.neutral)
            .chain(&self.positive)
            .map(|point| label(point))
            .collect()
    }
}

/// Whether a chart of the question would hold a figure.
fn shows_something(question: &Question, table: &QuestionTable) -> bool {
    if question.kind == Kind::Scale {
        row(question, table).shows_a_side()
    } else {
        table.levels.iter().any(|level| level.count.is_some())
    }
}

fn label(point: &Choice) -> String {
    point.label.get("nl").to_owned()
}

/// Statements on one scale, the largest negative share first; `None` when there are none.
fn likert_chart(rows: &[Asked<'_>]) -> Option<Chart> {
    let scale = Scale::of(rows.first()?.0);
    let mut drawn: Vec<(LikertRow, Option<Estimate>)> = rows
        .iter()
        .map(|(question, table)| (row(question, table), negative(question, table)))
        .collect();
    let share = |row: &LikertRow| {
        row.negative_total
            .map_or((0, 1), |it| (it.count, it.n.max(1)))
    };
    drawn.sort_by(|(a, _), (b, _)| {
        let ((a, n), (b, m)) = (share(a), share(b));
        (u128::from(b) * u128::from(n)).cmp(&(u128::from(a) * u128::from(m)))
    });
    let (worst, estimate) = drawn.first()?;
    let title = estimate.map_or_else(
        || format!("Antwoorden op ‘{}’", worst.text.trim_end_matches('.')),
        |it| finding::statement(&worst.text, &it),
    );
    let subtitle = if drawn.len() == 1 {
        "Antwoorden op één vraag"
    } else {
        "Antwoorden per vraag"
    };
    Some(Chart {
        id: String::new(),
        title,
        subtitle: format!(
            "{subtitle}, in procenten. Links: negatief. Rechts: positief. ‘Weet ik niet’ telt niet mee."
        ),
        body: Body::Likert(Likert {
            negative: scale.negative.iter().map(|point| label(point)).collect(),
            neutral: scale.neutral.map(label),
            positive: scale.positive.iter().map(|point| label(point)).collect(),
            rows: drawn.into_iter().map(|(row, _)| row).collect(),
        }),
    })
}

fn row(question: &Question, table: &QuestionTable) -> LikertRow {
    let scale = Scale::of(question);
    let n = table.n_valid;
    let part = |point: &Choice| {
        let level = table
            .levels
            .iter()
            .find(|level| level.code == point.code.as_str())?;
        Some(Segment {
            count: level.count?,
            n: n?,
        })
    };
    let parts = |points: &[&Choice]| points.iter().map(|point| part(point)).collect::<Vec<_>>();
    let (negative, positive) = (parts(&scale.negative), parts(&scale.positive));
    let (low, high) = if question.reversed {
        (table.top2, table.bottom2)
    } else {
        (table.bottom2, table.top2)
    };
    let total = |parts: &[Option<Segment>], share: Option<crate::analysis::results::Share>| {
        let n = n?;
        match parts.iter().copied().collect::<Option<Vec<_>>>() {
            Some(all) => Some(Segment {
                count: all.iter().map(|it| it.count).sum(),
                n,
            }),
            None if parts.len() == two_ends(parts.len()) => {
                share.map(|it| Segment { count: it.count, n })
            }
            None => None,
        }
    };
    LikertRow {
        text: question.text.get("nl").to_owned(),
        n,
        negative_total: total(&negative, low),
        positive_total: total(&positive, high),
        neutral: scale.neutral.and_then(part),
        negative,
        positive,
    }
}

/// How many codes the "two lowest" of analysis are when a side of the scale has this many points: on a scale of three
/// it is one.
fn two_ends(side: usize) -> usize {
    side.clamp(1, 2)
}

/// The negative side with its interval, when analysis has it: sides of one or two points.
fn negative(question: &Question, table: &QuestionTable) -> Option<Estimate> {
    let side = Scale::of(question).negative.len();
    if side != two_ends(side) {
        return None;
    }
    let share = if question.reversed {
        table.top2
    } else {
        table.bottom2
    };
    share
        .zip(table.n_valid)
        .map(|(share, n)| Estimate::of_share(share, n))
}
