//! Does an individual signal touch a larger group? Four answers, each with its ground (analysis.md 9).
//!
//! Signals are no sample: they prove that something happens, never how often. Only the enquête says how many, and only
//! when its respondents can be seen as a draw from people who are known in number.

use crate::stats::{Confidence, Interval, Proportion};

/// Fewest people, and the share of all people, from which a problem is more than incidental.
const INCIDENTAL: (f64, f64) = (10.0, 0.02);
/// Themes with a reporting rate that a scenario needs.
const FEWEST_RATES: usize = 3;

/// What is known of one theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Events and base of the enquête, when its figure is shown.
    pub survey: Option<(u64, u64)>,
    /// Signals that the reader knows of: at least this many.
    pub signals: u64,
    /// Whether that is their exact number.
    pub exact: bool,
}

/// How many people a theme touches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Fewest people, seen one by one: signals or affected respondents, whichever are more.
    pub at_least: u64,
    /// Number of people there are, when known.
    pub of: Option<u64>,
    /// The first answer: the enquête asked it.
    pub estimate: Option<People>,
    /// The third answer: what the reporting rates of other themes would mean. A scenario, no estimate.
    pub scenario: Option<(f64, f64)>,
    /// In a word.
    pub verdict: Verdict,
}

impl Reach {
    /// Limits of the number of people: not below those who were seen one by one.
    pub fn limits(&self) -> Option<(f64, f64)> {
        let seen = as_f64(self.at_least);
        let found = self.estimate?;
        Some((found.lo.max(seen), found.hi.max(seen)))
    }
}

/// An estimated number of people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct People {
    /// `N p`.
    pub people: f64,
    /// `N` times the Wilson limit with finite population correction; not below the respondents affected.
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
    /// One-sided 95 % lower limit.
    pub surely: f64,
}

/// Whether it is more than incidental.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Zeker meer dan incidenteel: even the lower limit is.
    Surely,
    /// Waarschijnlijk: the estimate is.
    Probably,
    /// Niet aan te tonen: the estimate is not, the upper limit is.
    NotShown,
    /// Vooralsnog individueel: even the upper limit is not.
    Individual,
    /// Onbekend: not asked, or of a number of people that is not known.
    Unknown,
}

/// Number of people from which a problem is more than incidental.
pub fn threshold(population: u64) -> f64 {
    INCIDENTAL.0.max(INCIDENTAL.1 * as_f64(population))
}

/// The answer for each theme. `population`: number of people of whom the respondents are a draw, when that is so.
pub fn reach(themes: &[Known], population: Option<u64>) -> Vec<Reach> {
    let rates: Vec<f64> = population.map_or_else(Vec::new, |people| {
        themes
            .iter()
            .filter_map(|it| reporting_rate(it, people))
            .collect()
    });
    themes
        .iter()
        .map(|it| one(it, population, &rates))
        .collect()
}

/// Signals per affected person.
fn reporting_rate(theme: &Known, population: u64) -> Option<f64> {
    let (events, n) = theme.survey?;
    let share = Proportion::new(events, n)?.share();
    let usable = theme.exact && theme.signals > 0 && share > 0.0;
    usable.then(|| as_f64(theme.signals) / (as_f64(population) * share))
}

fn one(theme: &Known, population: Option<u64>, rates: &[f64]) -> Reach {
    let at_least = theme
        .signals
        .max(theme.survey.map_or(0, |(events, _)| events));
    let estimate = population.and_then(|people| estimate(theme.survey?, people));
    let scenario = match (theme.survey, population) {
        (None, Some(people)) if theme.exact => scenario(theme.signals, people, rates),
        _ => None,
    };
    let verdict = match (estimate, population) {
        (Some(found), Some(people)) => verdict(&found, threshold(people)),
        _ => Verdict::Unknown,
    };
    Reach {
        at_least,
        of: population,
        estimate,
        scenario,
        verdict,
    }
}

fn estimate((events, n): (u64, u64), population: u64) -> Option<People> {
    let share = Proportion::new(events, n)?;
    let all = as_f64(population);
    let Interval { lo, hi } = share.wilson_finite(Confidence::P95, population).ok()?;
    let surely = share.wilson_finite(Confidence::P90, population).ok()?.lo;
    Some(People {
        people: all * share.share(),
        lo: (all * lo).max(as_f64(events)),
        hi: all * hi,
        surely: all * surely,
    })
}

fn scenario(signals: u64, population: u64, rates: &[f64]) -> Option<(f64, f64)> {
    if rates.len() < FEWEST_RATES || signals == 0 {
        return None;
    }
    let (least, most) = rates
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(least, most), rate| {
            (least.min(*rate), most.max(*rate))
        });
    let people = |rate: f64| (as_f64(signals) / rate).min(as_f64(population));
    Some((people(most).max(as_f64(signals)), people(least)))
}

fn verdict(found: &People, threshold: f64) -> Verdict {
    if found.surely >= threshold {
        Verdict::Surely
    } else if found.people >= threshold {
        Verdict::Probably
    } else if found.hi >= threshold {
        Verdict::NotShown
    } else {
        Verdict::Individual
    }
}

#[expect(clippy::cast_precision_loss, reason = "people, far below 2^52")]
fn as_f64(people: u64) -> f64 {
    people as f64
}

#[cfg(test)]
mod tests {
    use super::{Known, Verdict, reach, threshold};

    fn known(survey: Option<(u64, u64)>, signals: u64) -> Known {
        Known {
            survey,
            signals,
            exact: true,
        }
    }

    #[test]
    fn an_asked_theme_gives_people_between_limits_that_are_not_below_who_was_seen() {
        let found = reach(&[known(Some((171, 318)), 17)], Some(1_180))[0];
        let people = found.estimate.expect("asked");
        assert!((people.people - 1_180.0 * 171.0 / 318.0).abs() < 1e-9);
        assert!(people.lo < people.people && people.people < people.hi);
        assert!(people.surely > people.lo, "one-sided is nearer");
        assert_eq!((found.at_least, found.verdict), (171, Verdict::Surely));
        let many = reach(&[known(Some((5, 318)), 60)], Some(1_180))[0];
        assert_eq!(many.limits().map(|(lo, _)| lo), Some(60.0));
        assert_eq!(
            many.at_least, 60,
            "never the sum: they may be the same people"
        );
    }

    #[test]
    fn the_words_follow_lower_limit_estimate_and_upper_limit() {
        assert_eq!((threshold(100), threshold(2_000)), (10.0, 40.0));
        let word = |events| reach(&[known(Some((events, 400)), 2)], Some(2_000))[0].verdict;
        assert_eq!(word(30), Verdict::Surely);
        assert_eq!(word(9), Verdict::Probably);
        assert_eq!(word(7), Verdict::NotShown);
        let all = reach(&[known(Some((3, 1_900)), 2)], Some(2_000))[0];
        assert_eq!(all.verdict, Verdict::Individual);
    }

    #[test]
    fn what_was_not_asked_is_unknown_with_the_people_seen_and_no_rate_of_its_own() {
        let found = reach(&[known(None, 8)], Some(1_180))[0];
        assert_eq!((found.at_least, found.of), (8, Some(1_180)));
        assert_eq!((found.estimate, found.scenario), (None, None));
        assert_eq!(found.verdict, Verdict::Unknown);
        let open = reach(&[known(Some((171, 318)), 8)], None)[0];
        assert_eq!((open.estimate, open.verdict), (None, Verdict::Unknown));
    }

    #[test]
    fn three_reporting_rates_make_a_scenario_that_ends_at_everyone() {
        let asked = [(100, 200, 5), (50, 200, 5), (20, 200, 4)]
            .map(|(events, n, signals)| known(Some((events, n)), signals));
        let with = |asked: &[Known], of: Known| {
            let all: Vec<Known> = asked.iter().copied().chain([of]).collect();
            reach(&all, Some(1_000)).last().expect("one").scenario
        };
        assert_eq!(with(&asked[..2], known(None, 3)), None);
        // Rates 0.01, 0.02 and 0.04.
        let (lo, hi) = with(&asked, known(None, 3)).expect("three rates");
        assert!((lo - 75.0).abs() < 1e-9 && (hi - 300.0).abs() < 1e-9);
        assert_eq!(with(&asked, known(None, 90)), Some((1_000.0, 1_000.0)));
        let hidden = Known {
            exact: false,
            ..known(None, 3)
        };
        assert_eq!(with(&asked, hidden), None);
    }
}
