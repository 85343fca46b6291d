//! Sentences about rounds beside each other: what rose, what fell, what can't be said.

use super::estimate::{Estimate, Precision};
use super::finding::Finding;
use super::{list, number};
use crate::analysis::waves::{Compared, Direction, Point, Refusal, Test, ThemeWaves, Waves};
use crate::domain::comparable::{Change, ChangeKind};

impl From<Point> for Estimate {
    fn from(point: Point) -> Self {
        Self {
            count: point.events,
            n: point.n,
            lo: point.lo,
            hi: point.hi,
        }
    }
}

/// Which rounds are compared, and how.
pub fn introduction(waves: &Waves) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((now, earlier)) = waves.rounds.split_last() {
        lines.push(format!(
            "Wij vergelijken {now} met {}. Alleen vragen die precies hetzelfde zijn gesteld, tellen mee.",
            list::and(earlier)
        ));
        lines.push(format!(
            "Een verandering noemen wij pas als zij groter is dan toeval. Wij deden {} {} en corrigeerden daarvoor (Holm).",
            number::count_word(count(waves.tests())),
            if waves.tests() == 1 { "toets" } else { "toetsen" },
        ));
        lines.push(INDEPENDENT.to_owned());
    }
    if waves.weighted {
        lines.push("Wij vergelijken de antwoorden zonder weging.".to_owned());
    }
    if !waves.waiting.is_empty() {
        lines.push(format!(
            "Wij vergelijken niet met {}. De raad moet daar nog kiezen over antwoorden die apart staan.",
            list::and(&waves.waiting)
        ));
    }
    lines
}

const INDEPENDENT: &str = "Antwoorden van twee rondes zijn nooit aan elkaar te koppelen. Wij rekenen alsof steeds andere mensen meededen. Deden deels dezelfde mensen mee, dan is deze vergelijking voorzichtig.";

/// The finding of the chart: in how many themes a change can be shown.
pub fn title(waves: &Waves) -> String {
    let outcomes = waves
        .themes
        .iter()
        .filter_map(|theme| theme.outcome.as_ref().ok());
    let changed = outcomes.filter(|it| it.direction != Direction::NotShown);
    let of = number::count_word(count(waves.tests()));
    match changed.count() {
        0 if waves.tests() == 0 => "Geen thema kan worden vergeleken".to_owned(),
        0 => "Bij geen enkel thema is een verandering aan te tonen".to_owned(),
        some => format!(
            "Bij {} van de {of} thema’s is een verandering aan te tonen",
            number::count_word(count(some))
        ),
    }
}

/// The changes that can be shown, one finding a theme; then, in one finding, the themes without.
pub fn findings(waves: &Waves) -> Vec<Finding> {
    let mut found: Vec<Finding> = waves
        .themes
        .iter()
        .filter_map(|theme| {
            let compared = theme.outcome.as_ref().ok()?;
            (compared.direction != Direction::NotShown).then(|| changed(waves, theme, compared))?
        })
        .collect();
    let steady: Vec<&str> = waves
        .themes
        .iter()
        .filter(|theme| {
            let compared = theme.outcome.as_ref();
            compared.is_ok_and(|it| it.direction == Direction::NotShown)
        })
        .map(|theme| theme.name.as_str())
        .collect();
    if !steady.is_empty() {
        found.push(Finding {
            sentence: format!(
                "Bij {} is geen verandering aan te tonen.",
                list::quoted_and(&steady)
            ),
            detail: "Dat is niet hetzelfde als gelijk gebleven. Misschien deden te weinig mensen mee om het te zien.".to_owned(),
        });
    }
    found
}

/// The themes that are not compared, with the reason.
pub fn refused(waves: &Waves) -> Vec<String> {
    let refusals = waves.themes.iter();
    refusals
        .filter_map(|theme| Some(refusal(&theme.name, theme.outcome.as_ref().err()?)))
        .collect()
}

fn changed(waves: &Waves, theme: &ThemeWaves, compared: &Compared) -> Option<Finding> {
    let (first, now) = ends(theme)?;
    let name = |at: usize| waves.rounds.get(at).map_or("", String::as_str);
    let verb = match compared.direction {
        Direction::Worse => "meer mensen hebben hier een probleem mee dan eerder",
        _ => "minder mensen hebben hier een probleem mee dan eerder",
    };
    let (then, at) = first;
    let mut detail = format!(
        "In {} waren het {}. Nu {}.",
        name(then),
        said(at),
        said(now)
    );
    if let Test::Trend { rounds, .. } = compared.test {
        detail = format!("{detail} Dat is een lijn over {rounds} rondes.");
    }
    Some(Finding {
        sentence: format!("{}: {verb}.", theme.name),
        detail: format!("{detail} {}", step(theme, compared)),
    })
}

/// The first and the last share of a theme.
fn ends(theme: &ThemeWaves) -> Option<((usize, Point), Point)> {
    let mut shown = theme
        .points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| Some((at, (*point)?)));
    let first = shown.next()?;
    Some((first, shown.next_back()?.1))
}

fn said(point: Point) -> String {
    let estimate = Estimate::from(point);
    if estimate.precision() == Precision::CountsOnly {
        format!("{} mensen", estimate.counts())
    } else {
        format!("{} mensen ({})", estimate.counts(), estimate.figure())
    }
}

/// The difference with the round before, with its limits in words.
fn step(theme: &ThemeWaves, compared: &Compared) -> String {
    if !in_points(theme) {
        return Precision::CountsOnly.sentence().to_owned();
    }
    let change = compared.change;
    let more = |points: f64| {
        format!(
            "{} {}",
            points_of(points.abs(), theme),
            if points < 0.0 { "minder" } else { "meer" }
        )
    };
    format!(
        "Het verschil met de ronde ervoor is {}. Waarschijnlijk ligt het tussen {} en {}.",
        more(change.difference),
        more(change.interval.lo),
        more(change.interval.hi)
    )
}

/// Whether a difference may be said in percentage points: both shares are, as percentages.
pub fn in_points(theme: &ThemeWaves) -> bool {
    let last = theme.points.iter().rev().flatten().take(2);
    last.map(|point| Estimate::from(*point).precision())
        .all(|precision| precision != Precision::CountsOnly)
}

/// A difference of two shares in percentage points: `12,8 punten`.
fn points_of(difference: f64, theme: &ThemeWaves) -> String {
    format!("{} punten", points(difference, theme))
}

/// A difference of two shares in percentage points, with the decimals that the smaller base deserves.
pub fn points(difference: f64, theme: &ThemeWaves) -> String {
    let last = theme.points.iter().rev().flatten().take(2);
    let base = last.map(|point| point.n).min().unwrap_or(0);
    number::decimal(difference * 100.0, number::decimals(base))
}

/// What a row of the table says about a theme.
pub fn verdict(outcome: &Result<Compared, Refusal>) -> &'static str {
    match outcome {
        Ok(compared) => match compared.direction {
            Direction::Worse => "slechter",
            Direction::Better => "beter",
            Direction::NotShown => "niet aan te tonen",
        },
        Err(Refusal::Changed(_)) => "andere vraag",
        Err(Refusal::HiddenNow | Refusal::HiddenBefore) => "niet getoond",
    }
}

fn refusal(name: &str, why: &Refusal) -> String {
    let name = list::quoted(name);
    match why {
        Refusal::Changed(Change { question, kind }) => {
            let question = list::quoted(question.trim_end_matches(['.', '?']));
            let why = match kind {
                ChangeKind::Added => format!("de vraag {question} is nieuw"),
                ChangeKind::Dropped => format!("de vraag {question} is niet meer gesteld"),
                ChangeKind::Wording => format!("de vraag {question} had eerst andere woorden"),
                ChangeKind::Answers => {
                    format!("bij de vraag {question} kon men eerst iets anders kiezen")
                }
                ChangeKind::Problems => {
                    format!("bij de vraag {question} telden eerst andere antwoorden als probleem")
                }
                ChangeKind::Shown => format!("de vraag {question} ging eerst naar andere mensen"),
            };
            format!("{name} vergelijken wij niet: {why}.")
        }
        Refusal::HiddenNow => {
            format!("{name} vergelijken wij niet: het cijfer van deze ronde tonen wij niet.")
        }
        Refusal::HiddenBefore => {
            format!("{name} vergelijken wij niet: van eerdere rondes mogen wij geen cijfer tonen.")
        }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{findings, introduction, refused, verdict};
    use crate::analysis::waves::{Compared, Direction, Point, Refusal, Test, ThemeWaves, Waves};
    use crate::domain::comparable::{Change, ChangeKind};
    use crate::stats::two_proportions::compare;
    use crate::stats::{Confidence, Proportion};

    fn point(events: u64, n: u64) -> Point {
        let limits = Proportion::new(events, n).unwrap().wilson(Confidence::P95);
        Point {
            events,
            n,
            lo: limits.lo,
            hi: limits.hi,
        }
    }

    fn theme(name: &str, before: Point, now: Point, direction: Direction) -> ThemeWaves {
        let of = |point: Point| Proportion::new(point.events, point.n).unwrap();
        ThemeWaves {
            theme: name.to_lowercase(),
            name: name.to_owned(),
            points: vec![Some(before), Some(now)],
            outcome: Ok(Compared {
                change: compare(of(now), of(before), Confidence::P95),
                test: Test::TwoRounds,
                p_holm: 0.01,
                direction,
            }),
        }
    }

    fn waves(themes: Vec<ThemeWaves>) -> Waves {
        Waves {
            rounds: vec!["oktober 2025".to_owned(), "oktober 2026".to_owned()],
            waiting: Vec::new(),
            themes,
            weighted: false,
        }
    }

    #[test]
    fn a_rise_is_told_with_both_counts_and_the_limits_of_the_difference() {
        let rise = theme(
            "Brieven",
            point(100, 400),
            point(180, 400),
            Direction::Worse,
        );
        let told = findings(&waves(vec![rise]));
        assert_eq!(
            told[0].sentence,
            "Brieven: meer mensen hebben hier een probleem mee dan eerder."
        );
        for needed in [
            "oktober 2025 waren het 100 van de 400 mensen (25,0%)",
            "Nu 180 van de 400 mensen (45,0%)",
            "20,0 punten meer",
        ] {
            assert!(told[0].detail.contains(needed), "{}", told[0].detail);
        }
    }

    #[test]
    fn no_shown_change_is_never_told_as_equal() {
        let steady = theme(
            "Brieven",
            point(100, 400),
            point(105, 400),
            Direction::NotShown,
        );
        let told = findings(&waves(vec![steady]));
        assert!(told[0].sentence.contains("geen verandering aan te tonen"));
        assert!(told[0].detail.contains("niet hetzelfde als gelijk"));
    }

    #[test]
    fn few_answers_are_told_in_counts_only() {
        let rise = theme("Brieven", point(7, 15), point(8, 14), Direction::Worse);
        let detail = &findings(&waves(vec![rise]))[0].detail;
        assert!(
            detail.contains("8 van de 14 mensen.") && !detail.contains('%'),
            "{detail}"
        );
    }

    #[test]
    fn a_refusal_names_the_question_and_what_changed() {
        let mut other = theme(
            "Brieven",
            point(100, 400),
            point(180, 400),
            Direction::Worse,
        );
        other.outcome = Err(Refusal::Changed(Change {
            question: "Ik begrijp de brieven.".to_owned(),
            kind: ChangeKind::Wording,
        }));
        assert_eq!(verdict(&other.outcome), "andere vraag");
        assert_eq!(
            refused(&waves(vec![other])),
            [
                "‘Brieven’ vergelijken wij niet: de vraag ‘Ik begrijp de brieven’ had eerst andere woorden."
            ]
        );
    }

    #[test]
    fn a_round_that_waits_for_a_choice_is_named() {
        let mut all = waves(Vec::new());
        all.waiting.push("mei 2024".to_owned());
        assert!(introduction(&all).join(" ").contains("niet met mei 2024"));
        assert!(introduction(&Waves::default()).is_empty());
    }
}
