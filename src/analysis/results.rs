//! What an analysis hands out: every figure has passed disclosure control; a hidden one is `None`.
//!
//! This is the contract with `report`, `web` and `analyse --json` (field names of the JSON: the command line's
//! documentation). Shares are 0..=1, burdens are mean severities in 0..=1 (times 100: per 100 clients).

use serde::Serialize;

use super::weighting::Misfit;

/// The results of one round, or of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Results {
    /// Number of responses; `None` below the threshold (then nothing else is shown either).
    pub respondents: Option<u64>,
    /// Of those, who answered at least 80 % of what they were shown.
    pub completed: Option<u64>,
    /// Number of people from whom they were drawn, when known.
    pub population: Option<u64>,
    /// Whether figures are weighted: then weighted ones stand beside those of everybody alike.
    pub weighted: bool,
    /// How they were weighted, or why they were not; `None` when no margins were given.
    #[serde(skip)]
    pub weighting: Option<Result<Weighting, Misfit>>,
    /// One table a question, in the order of the questionnaire.
    pub questions: Vec<QuestionTable>,
    /// Questions crossed with the background questions.
    pub crossings: Vec<Crossing>,
    /// Themes that were asked, by falling burden.
    pub themes: Vec<ThemeResult>,
    /// Statements about one theme that form a scale.
    pub scales: Vec<ScaleResult>,
    /// Number of crossings that were tested, shown or not: the family of the adjustment.
    pub tests: u64,
    /// Number of figures that disclosure control hides.
    pub suppressed: u64,
}

/// The one-way table of a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionTable {
    /// Question id.
    pub id: String,
    /// Kind, as in the file.
    pub kind: crate::domain::definition::Kind,
    /// Valid answers: the base of every share.
    pub n_valid: Option<u64>,
    /// "Weet niet / niet van toepassing".
    pub n_nvt: Option<u64>,
    /// Shown but not answered.
    pub n_missing: Option<u64>,
    /// Not shown, by routing.
    pub n_not_shown: Option<u64>,
    /// Counts per option; empty for numbers and texts.
    pub levels: Vec<LevelCount>,
    /// Mean of the codes or numbers.
    pub mean: Option<f64>,
    /// Share of the two highest codes, with Wilson interval; only for scales.
    pub top2: Option<Share>,
    /// Share of the two lowest codes.
    pub bottom2: Option<Share>,
    /// The weighted figures.
    #[serde(skip)]
    pub weighted: Option<WeightedTable>,
}

/// How the answers were weighted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weighting {
    /// Who answered, beside the population, margin by margin.
    pub margins: Vec<MarginFit>,
    /// People with a weight: those who answered all questions of the margins.
    pub n: Option<u64>,
    /// People without one.
    pub without: Option<u64>,
    /// What weighting costs: the factor by which it widens a variance (Kish).
    pub deff: Option<f64>,
    /// Number of unweighted answers that tell as much.
    pub n_eff: Option<f64>,
    /// Whether weights were cut down to the largest that is allowed.
    pub trimmed: bool,
    /// Whether a group is so small that its size is hidden, and with it every weighted figure.
    pub hidden: bool,
    /// Whether weighting costs so much that no weighted figure is shown.
    pub refused: bool,
}

/// A margin beside the people who answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MarginFit {
    /// Question id.
    pub question: String,
    /// Its groups.
    pub groups: Vec<GroupFit>,
    /// Share of the respondents who would have to be of another group; `None` when the size of one is hidden.
    pub dissimilarity: Option<f64>,
    /// R-indicator: 1 when all groups took part equally. Only when numbers of people were given.
    pub r_indicator: Option<f64>,
}

/// A group of a margin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupFit {
    /// Codes of its levels.
    pub codes: Vec<String>,
    /// Their labels.
    pub label: String,
    /// Share of the population.
    pub share: f64,
    /// Number of people in the population, when given.
    pub count: Option<u64>,
    /// People who answered.
    pub respondents: Option<u64>,
    /// Whether fewer than 10 people answered.
    pub few: bool,
    /// Its share after weighting: that of the population, unless weights were cut.
    pub weighted: Option<f64>,
}

/// A weighted share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeightedShare {
    /// The share.
    pub share: f64,
    /// Lower limit (Wilson on the effective number, 95 %).
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
    /// Number of unweighted answers that would tell as much; `None` when the margins fix the share.
    pub n_eff: Option<f64>,
}

/// Weighted figures of a question; those of its levels stand there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedTable {
    /// Mean of the codes or numbers.
    pub mean: Option<f64>,
    /// Share of the two highest codes.
    pub top2: Option<WeightedShare>,
    /// Share of the two lowest codes.
    pub bottom2: Option<WeightedShare>,
}

/// Weighted figures of a theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedTheme {
    /// Share with a problem.
    pub prevalence: WeightedShare,
    /// Its burden.
    pub burden: Option<WeightedBurden>,
}

/// A weighted burden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedBurden {
    /// Mean severity over all.
    pub burden: f64,
    /// Lower limit (t interval, 95 %).
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
    /// Mean severity among those with an event.
    pub severity: Option<f64>,
}

/// A share with its base and 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// Number of answers that count.
    pub count: u64,
    /// `count / n`.
    pub share: f64,
    /// Lower limit.
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
}

/// One option's row in a one-way table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelCount {
    /// Code of the option.
    pub code: String,
    /// Label in the source language.
    pub label: String,
    /// Number of answers.
    pub count: Option<u64>,
    /// Share of the base.
    pub share: Option<f64>,
    /// Lower limit (Wilson, 95 %).
    pub lo: Option<f64>,
    /// Upper limit.
    pub hi: Option<f64>,
    /// The weighted share.
    #[serde(skip)]
    pub weighted: Option<WeightedShare>,
}

/// A question crossed with a background question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Crossing {
    /// Question id.
    pub question: String,
    /// Background question id.
    pub by: String,
    /// Codes of the question's valid options: the rows.
    pub rows: Vec<String>,
    /// Codes of the background question's valid options or bands: the columns.
    pub cols: Vec<String>,
    /// Counts, rows × columns; `None` is hidden (one sign for primary and secondary).
    pub table: Vec<Vec<Option<u64>>>,
    /// Total of each row, hidden where it would give a cell away.
    pub row_totals: Vec<Option<u64>>,
    /// Total of each column: the base of a share within a group.
    pub col_totals: Vec<Option<u64>>,
    /// Number of answers in the table.
    pub n: Option<u64>,
    /// Pearson's chi-square without Yates; `None` when the table has hidden cells.
    pub chi2: Option<f64>,
    /// Degrees of freedom.
    pub df: Option<u64>,
    /// p-value.
    pub p: Option<f64>,
    /// p-value corrected over all crossings (Benjamini-Hochberg).
    pub p_adjusted: Option<f64>,
    /// Bias-corrected Cramér's V.
    pub v_bc: Option<f64>,
    /// Whether groups answer higher or lower, on a scale; `None` as with `chi2`.
    pub rank_test: Option<RankTest>,
    /// The groups that differ most, when nothing of them is hidden.
    #[serde(skip)]
    pub difference: Option<GroupDifference>,
}

/// A rank test of a scale between groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RankTest {
    /// Which test.
    pub kind: RankTestKind,
    /// `U` of the first group with people, or `H`.
    pub statistic: f64,
    /// p-value.
    pub p: f64,
    /// p-value corrected over the rank tests of all crossings (Benjamini-Hochberg).
    pub p_adjusted: f64,
    /// Chance that someone of the first group answers higher than someone of the second, or epsilon squared.
    pub effect: f64,
}

/// Which rank test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum RankTestKind {
    /// Mann-Whitney: two groups.
    #[serde(rename = "mwu")]
    MannWhitney,
    /// Kruskal-Wallis: more groups.
    #[serde(rename = "kw")]
    KruskalWallis,
}

/// Problem answers in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupShare {
    /// Code of the group.
    pub code: String,
    /// Problem answers.
    pub events: u64,
    /// Base.
    pub n: u64,
}

/// The two groups of a crossing that differ most.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupDifference {
    /// The group with the largest share of problem answers.
    pub most: GroupShare,
    /// The group with the smallest.
    pub least: GroupShare,
    /// First share less the second.
    pub difference: f64,
    /// Lower limit (Newcombe, 95 %).
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
    /// Whether it may be told: more than chance, large enough, in groups that are large enough.
    pub told: bool,
    /// Background questions within most of whose answers it lies the other way.
    pub reversed_by: Vec<String>,
}

/// Statements about one theme, as one scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScaleResult {
    /// Theme id.
    pub theme: String,
    /// Name of the theme.
    pub name: String,
    /// Question ids.
    pub items: Vec<String>,
    /// People who answered all of them.
    pub n: u64,
    /// Cronbach's alpha.
    pub alpha: f64,
    /// Lower limit (Feldt, 95 %).
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
    /// Alpha from the mean correlation; of two statements that is Spearman-Brown.
    pub standardised: f64,
}

/// A theme as a knelpunt candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThemeResult {
    /// Theme id.
    pub theme: String,
    /// Name in the source language.
    pub name: String,
    /// Policy, practice or both, from the items with the largest burden.
    pub aspect: Option<crate::domain::definition::Aspect>,
    /// Respondents with at least one valid item of the theme.
    pub n: Option<u64>,
    /// Respondents whose theme severity is at least 0.5.
    pub events: Option<u64>,
    /// `events / n`.
    pub prevalence: Option<f64>,
    /// Lower limit of the prevalence (Wilson, 95 %).
    pub lo: Option<f64>,
    /// Upper limit.
    pub hi: Option<f64>,
    /// Mean severity among those with an event.
    pub severity: Option<f64>,
    /// Mean severity over all: prevalence × severity as one person-level variable.
    pub burden: Option<f64>,
    /// Lower limit of the burden (t interval, 95 %).
    pub burden_lo: Option<f64>,
    /// Upper limit.
    pub burden_hi: Option<f64>,
    /// Place by burden, 1 is the heaviest. Never shown without its set.
    pub rank: Option<u64>,
    /// Places that it may have (first, last).
    pub rank_set: Option<(u64, u64)>,
    /// Share of the draws in which it comes first; only when that was asked for.
    pub prob_top1: Option<f64>,
    /// Share of the draws in which it is among the first three.
    pub prob_top3: Option<f64>,
    /// When nobody who answered has a problem: upper limit of the share that may have one (one-sided, 95 %); with a
    /// population from the number of people in it.
    pub at_most: Option<f64>,
    /// Whether a grave problem was answered.
    pub grave: bool,
    /// The weighted figures.
    #[serde(skip)]
    pub weighted: Option<WeightedTheme>,
    /// The same share per group of each background question.
    #[serde(skip)]
    pub by_group: Vec<GroupRow>,
}

/// A theme's problem share in the groups of one background question: one row of the heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRow {
    /// Background question id.
    pub by: String,
    /// One cell a group, in the order of the questionnaire.
    pub cells: Vec<GroupCell>,
}

/// One cell of the heat map.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupCell {
    /// Code of the group.
    pub code: String,
    /// Label in the source language.
    pub label: String,
    /// Base: respondents in the group with a valid item; `None` is hidden.
    pub n: Option<u64>,
    /// Respondents with an event.
    pub events: Option<u64>,
    /// Over 90 % of them have an event. How many exactly would say something about each of them, and is hidden.
    pub nearly_all: bool,
    /// `events / n`.
    pub share: Option<f64>,
}
