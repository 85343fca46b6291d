//! A typed example of everything a report is made from: tests render it, and it shows what the templates get.
//!
//! All figures are made up. Answers of 342 people on the shipped questionnaire on social assistance, some cells hidden.

use jiff::civil::date;

use super::input::{About, Source, ThemeSignals};
use crate::analysis::results::{
    Crossing, GroupCell, GroupDifference, GroupRow, GroupShare, LevelCount, QuestionTable, Results,
    ScaleResult, Share, ThemeResult,
};
use crate::analysis::waves::{Round, Waves, compare};
use crate::domain::definition::read::read;
use crate::domain::definition::{Aspect, Channel, Kind, Question, Questionnaire};
use crate::domain::house_style::Look;
use crate::domain::shipped::QUESTIONNAIRES;
use crate::domain::theme::codebook;
use crate::stats::{Confidence, Proportion};
use crate::text::method::SetApart;
use crate::text::signal::Audience;

/// Owned parts of a [`Source`].
#[derive(Debug, Clone)]
pub struct Example {
    /// What was asked.
    pub questionnaire: Questionnaire,
    /// What came out.
    pub results: Results,
    /// What came in beside it.
    pub signals: Vec<ThemeSignals>,
    /// The same themes a year before.
    pub waves: Waves,
    /// Who, when, for whom.
    pub about: About,
}

const RESPONDENTS: u64 = 342;
const INVITED: u64 = 1180;

/// Theme, people with a problem, base, burden, places, and signals at the spreekuur and on the website.
type Theme = (&'static str, u64, u64, f64, (u64, u64), [u64; 2]);

const THEMES: [Theme; 9] = [
    ("doorlooptijd", 171, 318, 0.412, (1, 3), [11, 6]),
    ("informatie", 158, 331, 0.371, (1, 4), [9, 3]),
    ("bereikbaarheid", 149, 326, 0.353, (1, 4), [14, 9]),
    ("inkomen", 139, 335, 0.338, (2, 5), [6, 2]),
    ("werk", 78, 241, 0.242, (4, 5), [3, 0]),
    ("bejegening", 71, 329, 0.166, (6, 8), [5, 4]),
    ("digitaal", 66, 305, 0.161, (6, 8), [1, 2]),
    ("schulden", 37, 196, 0.142, (6, 8), [4, 1]),
    ("privacy", 29, 310, 0.071, (9, 9), [0, 1]),
];

/// The example.
///
/// # Panics
/// Never: the shipped questionnaire is read by a test.
pub fn example() -> Example {
    let text = QUESTIONNAIRES
        .iter()
        .find(|(id, _)| *id == "participatiewet")
        .map_or("", |(_, text)| *text);
    let questionnaire = read(text, codebook())
        .questionnaire
        .expect("shipped, checked by a test");
    let results = results(&questionnaire);
    Example {
        waves: waves(&questionnaire, &results),
        results,
        signals: signals(),
        about: About {
            client_council: Some("Cliëntenraad Voorbeeldstad".to_owned()),
            period: Some("3 september tot en met 18 oktober 2026".to_owned()),
            written_on: date(2026, 11, 23),
            sample: true,
            audience: Audience::ClientCouncil,
            invited: Some(INVITED),
            paper: Some(true),
            open_link: false,
            apart: SetApart::default(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            look: Look::default(),
        },
        questionnaire,
    }
}

impl Example {
    /// The source of a report.
    pub fn source(&self) -> Source<'_> {
        Source {
            questionnaire: &self.questionnaire,
            results: &self.results,
            signals: &self.signals,
            waves: &self.waves,
            themes: codebook(),
            about: &self.about,
        }
    }
}

/// A year before, most themes went about as well; one went better, one worse, one could not be shown.
fn waves(questionnaire: &Questionnaire, results: &Results) -> Waves {
    let round = |name: &str, results: Results| Round {
        name: name.to_owned(),
        questionnaire: questionnaire.clone(),
        results,
    };
    let mut before = results.clone();
    for theme in &mut before.themes {
        let (Some(events), Some(n)) = (theme.events, theme.n) else {
            continue;
        };
        let events = match theme.theme.as_str() {
            "doorlooptijd" => events * 2 / 3,
            "bejegening" => events * 8 / 5,
            _ => events + 4,
        };
        let it = share(events, n);
        (theme.events, theme.lo, theme.hi) = (Some(events), Some(it.lo), Some(it.hi));
        if theme.theme == "privacy" {
            theme.events = None;
        }
    }
    let now = round("oktober 2026", results.clone());
    compare(&[round("oktober 2025", before)], &now)
}

fn name(theme: &str) -> String {
    codebook()
        .iter()
        .find(|it| it.id == theme)
        .map_or(theme, |it| it.name.get("nl"))
        .to_owned()
}

fn share(count: u64, n: u64) -> Share {
    let (lo, hi) = Proportion::new(count, n)
        .map(|it| it.wilson(Confidence::P95))
        .map_or((0.0, 1.0), |it| (it.lo, it.hi));
    Share {
        count,
        share: ratio(count, n),
        lo,
        hi,
    }
}

fn results(questionnaire: &Questionnaire) -> Results {
    Results {
        respondents: Some(RESPONDENTS),
        completed: Some(321),
        population: Some(INVITED),
        weighted: false,
        weighting: None,
        questions: questionnaire
            .questions()
            .filter(|question| !matches!(question.kind, Kind::Note | Kind::Contact))
            .enumerate()
            .map(|(place, question)| table(place, question))
            .collect(),
        crossings: vec![crossing()],
        themes: (1..)
            .zip(THEMES)
            .map(|(rank, theme)| theme_result(rank, theme, questionnaire))
            .collect(),
        scales: vec![scale()],
        tests: 84,
        suppressed: 21,
    }
}

/// Counts that fall or rise along the options, different for each question.
fn table(place: usize, question: &Question) -> QuestionTable {
    let place = u64::try_from(place).unwrap_or(0);
    let n = 331 - (place * 13) % 40;
    let options: Vec<_> = question
        .options
        .iter()
        .filter(|option| !option.not_applicable)
        .collect();
    let weights: Vec<u64> = (0_u64..)
        .take(options.len())
        .map(|it| 8 + (it * 7 + place * 5) % 23)
        .collect();
    let total: u64 = weights.iter().sum::<u64>().max(1);
    let mut left = n;
    let mut counts: Vec<u64> = weights.iter().map(|weight| weight * n / total).collect();
    for count in &counts {
        left -= count;
    }
    if let Some(first) = counts.first_mut() {
        *first += left;
    }
    let levels = options
        .iter()
        .zip(&counts)
        .map(|(option, count)| {
            let it = share(*count, n);
            LevelCount {
                code: option.code.to_string(),
                label: option.label.get("nl").to_owned(),
                count: Some(it.count),
                share: Some(it.share),
                lo: Some(it.lo),
                hi: Some(it.hi),
                weighted: None,
            }
        })
        .collect();
    // Scales are listed from the best answer to the worst.
    let ends = |counts: &mut dyn Iterator<Item = &u64>| counts.take(2).sum::<u64>();
    let scale = question.kind == Kind::Scale;
    QuestionTable {
        id: question.id.clone(),
        kind: question.kind,
        n_valid: Some(n),
        n_nvt: Some(if scale { RESPONDENTS - n - 4 } else { 0 }),
        n_missing: Some(if scale { 4 } else { RESPONDENTS - n }),
        n_not_shown: Some(0),
        levels,
        mean: (question.kind == Kind::Number).then_some(6.43),
        top2: scale.then(|| share(ends(&mut counts.iter()), n)),
        bottom2: scale.then(|| share(ends(&mut counts.iter().rev()), n)),
        weighted: None,
    }
}

fn theme_result(
    rank: u64,
    (theme, events, n, burden, places, _): Theme,
    questionnaire: &Questionnaire,
) -> ThemeResult {
    let it = share(events, n);
    ThemeResult {
        theme: theme.to_owned(),
        name: name(theme),
        aspect: Some(if theme == "inkomen" {
            Aspect::Policy
        } else {
            Aspect::Practice
        }),
        n: Some(n),
        events: Some(events),
        prevalence: Some(it.share),
        lo: Some(it.lo),
        hi: Some(it.hi),
        severity: Some(burden / it.share.max(0.01)),
        burden: Some(burden),
        burden_lo: Some(burden - 0.041),
        burden_hi: Some(burden + 0.041),
        rank: Some(rank),
        rank_set: Some(places),
        prob_top1: Some(if rank == 1 { 0.831 } else { 0.02 }),
        prob_top3: Some(if rank <= 3 { 0.942 } else { 0.03 }),
        at_most: None,
        grave: theme == "bejegening",
        weighted: None,
        by_group: questionnaire
            .background
            .iter()
            .map(|question| group_row(question, rank, it.share))
            .collect(),
    }
}

/// One row of the heat map: small groups are hidden.
fn group_row(question: &Question, rank: u64, around: f64) -> GroupRow {
    const SIZES: [u64; 6] = [7, 38, 121, 147, 52, 44];
    let cells = question
        .options
        .iter()
        .filter(|option| !option.not_applicable)
        .zip(SIZES)
        .zip(0_u64..);
    GroupRow {
        by: question.id.clone(),
        cells: cells
            .map(|((option, size), place)| {
                let shown = size > 10 && (rank < 7 || size > 60);
                let n = size - rank % 4;
                let shift = [0.0, 0.09, 0.03, -0.04, -0.02, 0.05]
                    [usize::try_from((place + rank) % 6).unwrap_or(0)];
                let events = whole((around + shift).clamp(0.02, 0.95) * ratio(n, 1));
                GroupCell {
                    nearly_all: false,
                    code: option.code.to_string(),
                    label: option.label.get("nl").to_owned(),
                    n: shown.then_some(n),
                    events: shown.then_some(events),
                    share: shown.then(|| ratio(events, n)),
                }
            })
            .collect(),
    }
}

/// Letters by age: a difference that can be shown.
fn crossing() -> Crossing {
    let columns = [
        [10, 12, 8, 4, 4],
        [22, 38, 20, 30, 11],
        [14, 30, 28, 50, 25],
        [3, 9, 9, 22, 9],
    ];
    let rows = [0_usize, 1, 2, 3, 4].map(|row| columns.map(|column| Some(column[row])).to_vec());
    Crossing {
        question: "brieven".to_owned(),
        by: "leeftijd".to_owned(),
        rows: ["1", "2", "3", "4", "5"].map(str::to_owned).to_vec(),
        cols: ["18tot26", "27tot44", "45tot66", "vanaf67"]
            .map(str::to_owned)
            .to_vec(),
        row_totals: rows.iter().map(|row| row.iter().copied().sum()).collect(),
        table: rows.to_vec(),
        col_totals: columns.map(|column| Some(column.iter().sum())).to_vec(),
        n: Some(358),
        chi2: Some(24.6),
        df: Some(12),
        p: Some(0.0011),
        p_adjusted: Some(0.019),
        v_bc: Some(0.12),
        rank_test: None,
        difference: Some(GroupDifference {
            most: group("18tot26", 22, 38),
            least: group("vanaf67", 12, 52),
            difference: 0.348,
            lo: 0.146,
            hi: 0.519,
            told: true,
            reversed_by: vec!["huishouden".to_owned()],
        }),
    }
}

fn group(code: &str, events: u64, n: u64) -> GroupShare {
    GroupShare {
        code: code.to_owned(),
        events,
        n,
    }
}

/// Statements about being treated well, which belong together.
fn scale() -> ScaleResult {
    ScaleResult {
        theme: "bejegening".to_owned(),
        name: name("bejegening"),
        items: ["respect", "luistert", "serieus"]
            .map(str::to_owned)
            .to_vec(),
        n: 298,
        alpha: 0.824,
        lo: 0.789,
        hi: 0.854,
        standardised: 0.826,
    }
}

fn signals() -> Vec<ThemeSignals> {
    let asked = THEMES
        .iter()
        .map(|(theme, _, _, _, _, counts)| (*theme, *counts));
    let others = [("wonen", [3, 5]), ("taal", [2, 0])];
    asked
        .chain(others)
        .map(|(theme, [desk, site])| ThemeSignals {
            theme: theme.to_owned(),
            name: name(theme),
            counts: vec![(Channel::Spreekuur, desk), (Channel::Website, site)],
            grave: u64::from(theme == "inkomen"),
        })
        .collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "made-up counts of some hundreds"
)]
fn ratio(count: u64, n: u64) -> f64 {
    count as f64 / n.max(1) as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "made-up counts of some hundreds"
)]
fn whole(value: f64) -> u64 {
    value.round().max(0.0) as u64
}
