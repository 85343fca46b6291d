//! How sure the first places are, by drawing respondents anew (analysis.md 9): not for very many respondents, of whom the
//! rank sets say enough.
//!
//! Respondents are put in the order of their severities first, so that the draws depend on who answered and not on the
//! order in which answers are stored.

use crate::stats::bootstrap::{DEFAULT_REPLICATES, DEFAULT_SEED, MOST_RESPONDENTS, top_chances};
use crate::stats::rank_set::Scores;

use super::plan::Plan;
use super::results::Results;
use super::tally::Tally;

/// The severity indexes of every respondent, theme by theme; none any more when there are too many to draw from.
#[derive(Debug, Clone)]
pub(super) struct Severities(Option<Vec<Vec<u16>>>);

impl Severities {
    pub(super) fn new(themes: usize) -> Self {
        Self(Some(vec![Vec::new(); themes]))
    }

    /// Adds respondents: a list of the same length a theme.
    pub(super) fn push(&mut self, more: &[Vec<u16>]) {
        let Some(columns) = &mut self.0 else {
            return;
        };
        let rows = columns.first().map_or(0, Vec::len) + more.first().map_or(0, Vec::len);
        if rows > MOST_RESPONDENTS {
            self.0 = None;
            return;
        }
        for (column, more) in columns.iter_mut().zip(more) {
            column.extend_from_slice(more);
        }
    }

    /// Adds what another thread kept.
    pub(super) fn merge(&mut self, other: &Self) {
        match &other.0 {
            Some(more) => self.push(more),
            None => self.0 = None,
        }
    }
}

/// Writes the chance of the first place and of the first three beside each theme that has a place.
pub(super) fn chances(plan: &Plan, tally: &Tally, results: &mut Results) {
    let ranked: Vec<usize> = (0..plan.themes.len())
        .filter(|at| {
            let theme = results
                .themes
                .iter()
                .find(|it| it.theme == plan.themes[*at].id);
            theme.is_some_and(|it| it.rank.is_some())
        })
        .collect();
    let Some(columns) = tally.severities.0.as_ref().filter(|_| ranked.len() > 1) else {
        return;
    };
    let rows = columns.first().map_or(0, Vec::len);
    let mut respondents: Vec<Vec<u16>> = (0..rows)
        .map(|row| ranked.iter().map(|theme| columns[*theme][row]).collect())
        .collect();
    respondents.sort_unstable();
    let scores: Vec<Scores> = ranked
        .iter()
        .enumerate()
        .map(|(place, theme)| {
            let values = &plan.themes[*theme].values;
            let of = |row: &Vec<u16>| values.get(usize::from(row[place])).copied();
            respondents.iter().map(of).collect()
        })
        .collect();
    let Some(found) = top_chances(&scores, DEFAULT_REPLICATES, DEFAULT_SEED) else {
        return;
    };
    for (place, theme) in ranked.iter().enumerate() {
        let id = &plan.themes[*theme].id;
        if let Some(theme) = results.themes.iter_mut().find(|it| &it.theme == id) {
            theme.prob_top1 = Some(found.first[place]);
            theme.prob_top3 = Some(found.first_three[place]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::analyse_with_chances;
    use crate::analysis::results::Results;
    use crate::domain::answer::{Answer, Response};
    use crate::domain::code_book::CodeBook;
    use crate::domain::definition::read::read;
    use crate::domain::segment::Segments;

    /// Four themes of one question each.
    fn results(people: impl Iterator<Item = [bool; 4]>) -> Results {
        let head = "id = \"proef\"\nchannel = \"enquete\"\nlanguages = [\"nl\"]\ntitle.nl = \"P\"\nintro.nl = \"P\"\n";
        let theme = |at: usize| format!("[theme.t{at}]\nname.nl = \"T{at}\"\n");
        let question = |at: usize| {
            format!(
                "[[section.question]]\nid = \"q{at}\"\nkind = \"choice\"\ntext.nl = \"Q{at}?\"\ntheme = \"t{at}\"\nproblem = [\"ja\"]\noptions = [{{ code = \"ja\", label.nl = \"Ja\" }}, {{ code = \"nee\", label.nl = \"Nee\" }}]\n"
            )
        };
        let themes: String = (1..=4).map(theme).collect();
        let questions: String = (1..=4).map(question).collect();
        let file = format!("{head}{themes}[[section]]\nid = \"s\"\ntitle.nl = \"S\"\n{questions}");
        let questionnaire = read(&file, &[]).questionnaire.expect("a questionnaire");
        let code_book = CodeBook::new(&questionnaire);
        let mut segments = Segments::new(&code_book);
        for problems in people {
            let code = |problem: bool| Answer::one(if problem { "ja" } else { "nee" });
            segments.push(&Response {
                version: 1,
                answers: (1..)
                    .zip(problems)
                    .map(|(at, it)| (format!("q{at}"), code(it)))
                    .collect(),
            });
        }
        analyse_with_chances(&code_book, segments.finish().into_iter(), None).expect("results")
    }

    fn person(at: usize) -> [bool; 4] {
        [at % 2 < 1, at % 5 < 2, at % 7 < 2, at % 3 < 1]
    }

    #[test]
    fn chances_do_not_depend_on_the_order_of_the_answers() {
        let forward = results((0..60).map(person));
        let backward = results((0..60).rev().map(person));
        assert_eq!(forward, backward);
        let chances = || forward.themes.iter().filter_map(|theme| theme.prob_top1);
        assert_eq!(chances().count(), 4);
        assert!((chances().sum::<f64>() - 1.0).abs() < 1e-9);
        let three: f64 = forward
            .themes
            .iter()
            .filter_map(|theme| theme.prob_top3)
            .sum();
        assert!((three - 3.0).abs() < 1e-9);
    }

    #[test]
    fn with_very_many_answers_nothing_is_drawn() {
        let found = results((0..super::MOST_RESPONDENTS + 1).map(person));
        assert!(
            found
                .themes
                .iter()
                .all(|theme| theme.rank.is_some() && theme.prob_top1.is_none())
        );
    }
}
