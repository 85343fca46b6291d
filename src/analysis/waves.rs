//! Rounds of one questionnaire compared: per theme, whether the share with a problem rose or fell (analysis.md 5).
//!
//! Only figures that disclosure control let through in both rounds, and only where both rounds asked the same. Answers
//! are never linked, so rounds count as independent; that is on the safe side when people answered more than once.

use crate::domain::comparable::{Change, change};
use crate::domain::definition::Questionnaire;
use crate::stats::adjust::holm;
use crate::stats::trend::trend;
use crate::stats::two_proportions::{self, Difference};
use crate::stats::{Confidence, Proportion};

use super::results::{Results, ThemeResult};

/// Adjusted p-values below this show a change.
const SIGNIFICANT: f64 = 0.05;

/// A round with what was asked in it and what came out.
#[derive(Debug, Clone)]
pub struct Round {
    /// Its name for people: "oktober 2025".
    pub name: String,
    /// What was asked.
    pub questionnaire: Questionnaire,
    /// What came out, after disclosure control.
    pub results: Results,
}

/// The rounds of a questionnaire beside each other. Empty when there is no earlier one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Waves {
    /// Names of the rounds that are compared, the oldest first; the last is the round itself.
    pub rounds: Vec<String>,
    /// Names of earlier rounds about which the client council has still to decide.
    pub waiting: Vec<String>,
    /// One entry a theme, in the order of the results.
    pub themes: Vec<ThemeWaves>,
    /// Whether any of the rounds has weighted figures; the comparison is of people as they answered.
    pub weighted: bool,
}

/// One theme over the rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeWaves {
    /// Theme id.
    pub theme: String,
    /// Name.
    pub name: String,
    /// Per round its share, where it may be compared.
    pub points: Vec<Option<Point>>,
    /// What the comparison gave, or why there is none.
    pub outcome: Result<Compared, Refusal>,
}

/// The share with a problem in one round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// People with a problem.
    pub events: u64,
    /// Base.
    pub n: u64,
    /// Lower limit of the share, as the round itself shows it.
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
}

/// A tested change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// This round less the one before it.
    pub change: Difference,
    /// The test behind the direction.
    pub test: Test,
    /// Its p-value, adjusted by Holm over the themes.
    pub p_holm: f64,
    /// What the data show.
    pub direction: Direction,
}

/// The test of a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    /// Of two rounds: pooled z.
    TwoRounds,
    /// Of three or more: Cochran-Armitage over the numbers of the rounds.
    Trend {
        /// Standardised slope.
        z: f64,
        /// Two-sided p-value.
        p: f64,
        /// Change of the share a round.
        slope: f64,
        /// Number of rounds in it.
        rounds: usize,
    },
}

/// Which way it went, as far as the data show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More people have a problem.
    Worse,
    /// No change can be shown; that is not the same as none.
    NotShown,
    /// Fewer people have a problem.
    Better,
}

/// Why a theme is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Its questions are not those of the round before.
    Changed(Change),
    /// Its figure of this round is hidden.
    HiddenNow,
    /// Its figure of every earlier round is hidden.
    HiddenBefore,
}

impl Waves {
    /// The direction of a theme; [`Direction::NotShown`] when it was not compared.
    pub fn direction(&self, theme: &str) -> Direction {
        let of_theme = self.themes.iter().find(|it| it.theme == theme);
        let compared = of_theme.and_then(|it| it.outcome.as_ref().ok());
        compared.map_or(Direction::NotShown, |it| it.direction)
    }

    /// Number of tests: the family that Holm's adjustment is over.
    pub fn tests(&self) -> usize {
        let outcomes = self.themes.iter();
        outcomes.filter(|theme| theme.outcome.is_ok()).count()
    }
}

impl Compared {
    /// The p-value of the test, before adjustment.
    pub fn p(&self) -> f64 {
        match self.test {
            Test::TwoRounds => self.change.p,
            Test::Trend { p, .. } => p,
        }
    }
}

/// Compares a round with earlier rounds of the same questionnaire, the oldest first.
pub fn compare(earlier: &[Round], now: &Round) -> Waves {
    if earlier.is_empty() {
        return Waves::default();
    }
    let names = earlier.iter().chain([now]).map(|round| round.name.clone());
    let mut themes: Vec<ThemeWaves> = now
        .results
        .themes
        .iter()
        .map(|theme| theme_waves(earlier, now, theme))
        .collect();
    let compared = || {
        themes
            .iter()
            .filter_map(|theme| theme.outcome.as_ref().ok())
    };
    let adjusted = holm(&compared().map(Compared::p).collect::<Vec<_>>());
    let outcomes = themes.iter_mut().filter_map(|it| it.outcome.as_mut().ok());
    for (compared, p_holm) in outcomes.zip(adjusted) {
        compared.p_holm = p_holm;
        compared.direction = match compared.test {
            _ if p_holm >= SIGNIFICANT => Direction::NotShown,
            Test::TwoRounds => direction(compared.change.difference),
            Test::Trend { z, .. } => direction(z),
        };
    }
    Waves {
        rounds: names.collect(),
        waiting: Vec::new(),
        themes,
        weighted: earlier
            .iter()
            .chain([now])
            .any(|round| round.results.weighted),
    }
}

fn direction(rise: f64) -> Direction {
    if rise > 0.0 {
        Direction::Worse
    } else {
        Direction::Better
    }
}

fn theme_waves(earlier: &[Round], now: &Round, theme: &ThemeResult) -> ThemeWaves {
    let changes: Vec<Option<Change>> = earlier
        .iter()
        .map(|round| change(&round.questionnaire, &now.questionnaire, &theme.theme))
        .collect();
    let before = earlier.iter().zip(&changes).map(|(round, change)| {
        let mut themes = round.results.themes.iter();
        let same = themes.find(|it| it.theme == theme.theme && change.is_none());
        same.and_then(point)
    });
    let points: Vec<Option<Point>> = before.chain([point(theme)]).collect();
    let why = || match changes.last().cloned().flatten() {
        _ if point(theme).is_none() => Refusal::HiddenNow,
        Some(change) => Refusal::Changed(change),
        None => Refusal::HiddenBefore,
    };
    ThemeWaves {
        theme: theme.theme.clone(),
        name: theme.name.clone(),
        outcome: tested(&points).ok_or_else(why),
        points,
    }
}

fn point(theme: &ThemeResult) -> Option<Point> {
    Some(Point {
        events: theme.events?,
        n: theme.n?,
        lo: theme.lo?,
        hi: theme.hi?,
    })
}

/// The test over the rounds that have a share; `None` unless the last one has, and one before it.
fn tested(points: &[Option<Point>]) -> Option<Compared> {
    let share = |point: &Point| Proportion::new(point.events, point.n);
    let shown: Option<Vec<(f64, Proportion)>> = (1_u32..)
        .zip(points)
        .filter_map(|(number, point)| Some((f64::from(number), point.as_ref()?)))
        .map(|(number, point)| Some((number, share(point)?)))
        .collect();
    points.last().copied().flatten()?;
    let shown = shown?;
    let [.., (_, before), (_, now)] = shown.as_slice() else {
        return None;
    };
    let change = two_proportions::compare(*now, *before, Confidence::P95);
    let (scores, shares): (Vec<f64>, Vec<Proportion>) = shown.iter().copied().unzip();
    let test = if shown.len() == 2 {
        Test::TwoRounds
    } else {
        let found = trend(&shares, &scores)?;
        Test::Trend {
            z: found.z,
            p: found.p,
            slope: found.slope,
            rounds: shown.len(),
        }
    };
    Some(Compared {
        change,
        test,
        p_holm: 1.0,
        direction: Direction::NotShown,
    })
}

#[cfg(test)]
mod tests {
    use super::{Direction, Refusal, Round, Test, Waves, compare};
    use crate::analysis::results::{Results, ThemeResult};
    use crate::domain::comparable::ChangeKind;
    use crate::domain::definition::Questionnaire;
    use crate::domain::definition::read::read;
    use crate::stats::{Confidence, Proportion};

    const FILE: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
intro.nl = "Proef"
[theme.a]
name.nl = "A"
[theme.b]
name.nl = "B"
[[section]]
id = "deel"
title.nl = "Deel"
[[section.question]]
id = "a1"
kind = "choice"
options = [{ code = "ja", label.nl = "Ja" }, { code = "nee", label.nl = "Nee" }]
text.nl = "Gaat A mis?"
theme = "a"
problem = ["ja"]
[[section.question]]
id = "b1"
kind = "choice"
options = [{ code = "ja", label.nl = "Ja" }, { code = "nee", label.nl = "Nee" }]
text.nl = "Gaat B mis?"
theme = "b"
problem = ["ja"]
"#;

    fn questionnaire(text: &str) -> Questionnaire {
        read(text, &[]).questionnaire.expect("a questionnaire")
    }

    /// Shares of A and B; `None` is hidden.
    fn round(a: Option<(u64, u64)>, b: Option<(u64, u64)>) -> Round {
        let theme = |id: &str, share: Option<(u64, u64)>| {
            let limits = share
                .and_then(|(x, n)| Proportion::new(x, n))
                .map(|share| share.wilson(Confidence::P95));
            ThemeResult {
                theme: id.to_owned(),
                name: id.to_uppercase(),
                aspect: None,
                n: share.map(|(_, n)| n),
                events: share.map(|(x, _)| x),
                prevalence: None,
                lo: limits.map(|it| it.lo),
                hi: limits.map(|it| it.hi),
                severity: None,
                burden: None,
                burden_lo: None,
                burden_hi: None,
                rank: None,
                rank_set: None,
                prob_top1: None,
                prob_top3: None,
                at_most: None,
                grave: false,
                weighted: None,
                by_group: Vec::new(),
            }
        };
        Round {
            name: "ronde".to_owned(),
            questionnaire: questionnaire(FILE),
            results: Results {
                respondents: Some(400),
                completed: None,
                population: None,
                weighted: false,
                weighting: None,
                questions: Vec::new(),
                crossings: Vec::new(),
                themes: vec![theme("a", a), theme("b", b)],
                scales: Vec::new(),
                tests: 0,
                suppressed: 0,
            },
        }
    }

    #[test]
    fn a_share_that_rose_is_worse_and_one_that_hardly_moved_is_not_shown() {
        let waves = compare(
            &[round(Some((100, 400)), Some((100, 400)))],
            &round(Some((180, 400)), Some((105, 400))),
        );
        assert_eq!(waves.direction("a"), Direction::Worse);
        assert_eq!(waves.direction("b"), Direction::NotShown);
        let a = waves.themes[0].outcome.as_ref().expect("compared");
        assert_eq!(a.test, Test::TwoRounds);
        assert!((a.change.difference - 0.2).abs() < 1e-12 && a.change.interval.lo > 0.1);
        // Holm over two tests: the smallest p-value counts twice.
        assert!((a.p_holm - 2.0 * a.change.p).abs() < 1e-15);
    }

    #[test]
    fn three_rounds_are_tested_for_a_trend_and_a_fall_is_better() {
        let earlier = [(200, 150), (160, 150)].map(|(a, b)| round(Some((a, 400)), Some((b, 400))));
        let waves = compare(&earlier, &round(Some((120, 400)), Some((150, 400))));
        assert_eq!(waves.direction("a"), Direction::Better);
        let a = waves.themes[0].outcome.as_ref().expect("compared");
        assert!(
            matches!(a.test, Test::Trend { rounds: 3, slope, .. } if (slope + 0.1).abs() < 1e-12)
        );
        assert!(
            (a.change.difference + 0.1).abs() < 1e-12,
            "against the round before"
        );
    }

    #[test]
    fn a_hidden_figure_is_not_compared_in_either_round() {
        let shown = || round(Some((100, 400)), Some((100, 400)));
        let hidden = || round(None, Some((100, 400)));
        let refused = |waves: &Waves| waves.themes[0].outcome.clone().expect_err("refused");
        assert_eq!(
            refused(&compare(&[hidden()], &shown())),
            Refusal::HiddenBefore
        );
        assert_eq!(refused(&compare(&[shown()], &hidden())), Refusal::HiddenNow);
        let through = compare(&[shown(), hidden()], &shown());
        assert_eq!(through.themes[0].points[1], None);
        assert!(
            through.themes[0].outcome.is_ok(),
            "the round before that one is left"
        );
        assert_eq!(through.tests(), 2);
    }

    #[test]
    fn other_words_are_refused_with_the_reason_and_leave_other_themes_alone() {
        let mut before = round(Some((100, 400)), Some((100, 400)));
        before.questionnaire = questionnaire(&FILE.replace("Gaat A mis?", "Ging A weleens mis?"));
        let waves = compare(&[before], &round(Some((180, 400)), Some((180, 400))));
        match &waves.themes[0].outcome {
            Err(Refusal::Changed(change)) => {
                assert_eq!(change.kind, ChangeKind::Wording);
                assert_eq!(change.question, "Gaat A mis?");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(waves.direction("a"), Direction::NotShown);
        assert_eq!((waves.direction("b"), waves.tests()), (Direction::Worse, 1));
    }

    #[test]
    fn without_an_earlier_round_there_is_nothing_to_compare() {
        assert_eq!(compare(&[], &round(Some((1, 2)), None)), Waves::default());
    }
}
