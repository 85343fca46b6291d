//! The document model of the knelpuntenrapport: the contract with `reports/*.typ` and `html`.
//!
//! Everything in it is ready to print: sentences by `text`, figures by `analysis`, pictures by `chart`. Field names are
//! those of the templates' data. How it is built from results: [`build`].

mod build;
mod groups;
mod knelpunt;
mod overview;
mod priority;
mod technical;
mod waves;

use jiff::civil::Date;
use serde::Serialize;

use super::chart::{Chart, Column, DrawError, Table};
use crate::analysis::results::Results;
pub use crate::analysis::signals::ThemeSignals;
use crate::analysis::waves::Waves;
use crate::domain::definition::Questionnaire;
use crate::domain::house_style::Look;
use crate::domain::house_style::charts::Charts;
use crate::domain::theme::Theme;
use crate::text::finding::Finding;
use crate::text::method::SetApart;
use crate::text::signal::Audience;
pub(crate) use knelpunt::reliability;
pub use priority::First;
pub use waves::Comparison;

/// Everything from which a report is made.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What was asked.
    pub questionnaire: &'a Questionnaire,
    /// What came out.
    pub results: &'a Results,
    /// What came in beside the enquête; empty when only a file was read.
    pub signals: &'a [ThemeSignals],
    /// The same themes in earlier rounds.
    pub waves: &'a Waves,
    /// Themes that could have been asked: those without results are listed as "niet gevraagd".
    pub themes: &'a [Theme],
    /// Who, when, for whom.
    pub about: &'a About,
}

/// Who, when, for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Name of the client council, when known.
    pub client_council: Option<String>,
    /// When was asked, in words ("3 tot en met 18 oktober 2026"), when known.
    pub period: Option<String>,
    /// Day of the report.
    pub written_on: Date,
    /// Made-up data: the report says so on its cover and every page.
    pub sample: bool,
    /// Who reads it.
    pub audience: Audience,
    /// Number of people invited, when known.
    pub invited: Option<u64>,
    /// Whether people could answer on paper too, when known. Of the round, never of an answer.
    pub paper: Option<bool>,
    /// Whether anyone with the link could answer.
    pub open_link: bool,
    /// What was set apart.
    pub apart: SetApart,
    /// Version of the program.
    pub version: String,
    /// House style and logo of the client council.
    pub look: Look,
}

/// The knelpuntenrapport, ready to print.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Title: what was asked about.
    pub title: String,
    /// Name of the client council.
    pub client_council: Option<String>,
    /// When was asked.
    pub period: Option<String>,
    /// Day of the report in words.
    pub written_on: String,
    /// Day of the report as year, month, day.
    pub written: (i16, i8, i8),
    /// Whether all data are made up.
    pub sample: bool,
    /// Number of people who answered; `None` below the threshold.
    pub respondents: Option<u64>,
    /// House style and logo.
    #[serde(skip)]
    pub look: Look,
    /// The figures of the cover.
    pub key_figures: Vec<Card>,
    /// In het kort.
    pub summary: Vec<Finding>,
    /// The order of the knelpunten; `None` when there are too few answers.
    pub ranking: Option<Figure>,
    /// What could come first; `None` when there are too few answers.
    pub first: Option<First>,
    /// This round beside earlier ones; `None` when there are none.
    pub comparison: Option<Comparison>,
    /// One part a theme of which something may be shown, in order.
    pub knelpunten: Vec<Knelpunt>,
    /// Themes of which nothing of the enquête may be shown, with their signals.
    pub withheld: Vec<Finding>,
    /// Heat maps, one a background question.
    pub groups: Vec<Figure>,
    /// What the comparison of groups gave, over all themes.
    pub comparisons: Vec<String>,
    /// The tests behind it.
    pub group_tests: Option<Table>,
    /// Signals per channel.
    pub signals: Option<Figure>,
    /// Grave themes, whatever their share.
    pub grave: Vec<Finding>,
    /// Themes that were not asked, with their signals.
    pub not_asked: Vec<Finding>,
    /// Questions without a theme.
    pub others: Vec<Figure>,
    /// Means of number questions, such as a mark.
    pub means: Vec<Card>,
    /// How it was done.
    pub method: Vec<Part>,
    /// Per question: valid, not applicable, missing, not shown.
    pub response: Table,
    /// The tests behind what is said, for who knows statistics; `None` when there are none.
    pub tests: Option<Table>,
}

/// One knelpunt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Knelpunt {
    /// Theme id, for links.
    pub theme: String,
    /// Name.
    pub name: String,
    /// `plaats 1 tot 3`, `None` when hidden.
    pub place: Option<String>,
    /// What is found; `None` when there are too few answers.
    pub finding: Option<Finding>,
    /// Figures per way in which it was heard.
    pub cards: Vec<Card>,
    /// Whether its statements belong together; `None` when they form no scale.
    pub scale: Option<String>,
    /// Whether its signals touch a larger group; `None` without signals.
    pub reach: Option<Finding>,
    /// Policy or practice, as a proposal.
    pub aspect: Option<String>,
    /// What people answered.
    pub figures: Vec<Figure>,
    /// Which of its questions are not shown.
    pub withheld: Option<String>,
    /// Who has it more often than others.
    pub who: Vec<String>,
    /// The tests behind it, for who knows statistics.
    pub tests: Option<Table>,
}

/// A figure that stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// What it is.
    pub label: String,
    /// The figure as printed.
    pub figure: String,
    /// Its base or meaning.
    pub note: String,
}

/// A chart in the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Place in the document, from 1.
    pub number: usize,
    /// The finding.
    pub title: String,
    /// What, of whom, in which unit.
    pub subtitle: String,
    /// Under the chart: base, method, hidden cells.
    pub foot: Vec<String>,
    /// The text alternative.
    pub alternative: String,
    /// File name of the picture.
    pub picture: String,
    /// The same data as a table.
    pub table: Table,
    /// What it shows: a theme, question or background question id; ties figures.json to it.
    #[serde(skip)]
    pub about: String,
    /// The model behind it.
    #[serde(skip)]
    pub chart: Chart,
    /// Its colours: those of the house style.
    #[serde(skip)]
    pub colours: Charts,
}

impl Figure {
    /// The picture.
    ///
    /// # Errors
    /// When it can't be drawn.
    pub fn svg(&self, column: Column) -> Result<String, DrawError> {
        self.chart.svg(column, self.colours)
    }
}

/// A part of the method page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Heading.
    pub title: String,
    /// Sentences, one a paragraph.
    pub text: Vec<String>,
}

impl Knelpunt {
    /// Whether the enquête may show anything of it.
    fn shows_something(&self) -> bool {
        self.finding.is_some() || !self.figures.is_empty()
    }
}

impl Document {
    /// Every figure, in the order of the document.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let comparison = self.comparison.iter();
        self.ranking
            .iter()
            .chain(comparison.filter_map(|it| it.figure.as_ref()))
            .chain(
                self.knelpunten
                    .iter()
                    .flat_map(|knelpunt| &knelpunt.figures),
            )
            .chain(&self.groups)
            .chain(&self.signals)
            .chain(&self.others)
    }
}

/// Numbers figures in the order in which they are made.
#[derive(Debug)]
struct Numbering {
    made: usize,
    colours: Charts,
}

impl Numbering {
    fn new(look: &Look) -> Self {
        Self {
            made: 0,
            colours: Charts::of(&look.style),
        }
    }

    fn figure(&mut self, about: &str, mut chart: Chart, foot: Vec<String>) -> Figure {
        self.made += 1;
        let number = self.made;
        chart.id = format!("figuur-{number}");
        Figure {
            number,
            title: chart.title.clone(),
            subtitle: chart.subtitle.clone(),
            foot,
            alternative: chart.alternative(),
            picture: format!("{}.svg", chart.id),
            table: chart.table(),
            about: about.to_owned(),
            chart,
            colours: self.colours,
        }
    }
}
