//! Whether the statements about one theme measure one thing: Cronbach's alpha over the people who answered them all.
//!
//! A theme's scale questions with the same whole codes form a scale. Its figure is one more equation over how people
//! answered, so it is shown only when nothing of its questions is hidden (the rule of test values of crossings).

use crate::domain::definition::Kind;
use crate::stats::scale::{ItemSums, alpha_of_sums};

use super::disclosure::{BASE, CELL};
use super::plan::{Plan, QuestionPlan};
use super::results::{QuestionTable, Results, ScaleResult};
use super::tally::Tally;
use super::theme_plan::ThemePlan;

/// Questions that form a scale.
#[derive(Debug)]
pub(super) struct ScalePlan {
    theme: String,
    name: String,
    items: Vec<ItemPlan>,
}

/// A question of a scale.
#[derive(Debug)]
struct ItemPlan {
    /// Index in the plan's questions.
    question: usize,
    /// Of each class its score, and 1 when it has one.
    scores: Box<[(i64, i64); 256]>,
}

/// The scales of the themes.
pub(super) fn scale_plans(questions: &[QuestionPlan], themes: &[ThemePlan]) -> Vec<ScalePlan> {
    themes
        .iter()
        .filter_map(|theme| scale_plan(questions, theme))
        .collect()
}

fn scale_plan(questions: &[QuestionPlan], theme: &ThemePlan) -> Option<ScalePlan> {
    let scored = |at: usize| Some((at, codes(&questions[at])?));
    let asked: Vec<(usize, Vec<i64>)> = (theme.items.iter())
        .filter_map(|item| scored(item.question))
        .collect();
    let (_, first) = asked.first()?;
    let points = |codes: &[i64]| {
        let mut points = codes.to_vec();
        points.sort_unstable();
        points
    };
    let ends = points(first);
    let sum_of_ends = ends.first()? + ends.last()?;
    let items: Vec<ItemPlan> = asked
        .iter()
        .filter(|(_, codes)| points(codes) == ends)
        .map(|(question, codes)| {
            let reversed = questions[*question].question.reversed;
            let mut scores = Box::new([(0, 0); 256]);
            for (code, score) in codes.iter().zip(scores.iter_mut()) {
                *score = (if reversed { sum_of_ends - code } else { *code }, 1);
            }
            ItemPlan {
                question: *question,
                scores,
            }
        })
        .collect();
    (items.len() > 1).then(|| ScalePlan {
        theme: theme.id.clone(),
        name: theme.name.clone(),
        items,
    })
}

/// The whole codes of a scale question in the order of its levels.
fn codes(plan: &QuestionPlan) -> Option<Vec<i64>> {
    if plan.question.kind != Kind::Scale {
        return None;
    }
    let code = |code: &str| code.parse::<i64>().ok().filter(|it| it.abs() <= 1_000);
    plan.levels.iter().map(|level| code(&level.code)).collect()
}

impl ScalePlan {
    /// Nothing counted yet.
    pub(super) fn sums(&self) -> ItemSums {
        let k = self.items.len();
        ItemSums {
            n: 0,
            sums: vec![0; k],
            products: vec![0; k * k],
        }
    }

    /// Adds respondents: the class of each, question by question.
    pub(super) fn add(&self, classes: &[Vec<u8>], sums: &mut ItemSums) {
        let k = self.items.len();
        let rows = (self.items.first()).map_or(0, |item| classes[item.question].len());
        let mut complete = vec![1_i64; rows];
        let mut scores = vec![vec![0_i64; rows]; k];
        for (item, scores) in self.items.iter().zip(&mut scores) {
            let cells = classes[item.question].iter().zip(scores);
            for ((class, score), complete) in cells.zip(&mut complete) {
                let (found, has_score) = item.scores[usize::from(*class)];
                *score = found;
                *complete &= has_score;
            }
        }
        for scores in &mut scores {
            let rows = scores.iter_mut().zip(&complete);
            rows.for_each(|(score, complete)| *score *= complete);
        }
        sums.n += complete.iter().filter(|it| **it == 1).count() as u64;
        for i in 0..k {
            sums.sums[i] += scores[i].iter().sum::<i64>();
            for j in i..k {
                let products = scores[i].iter().zip(&scores[j]).map(|(a, b)| a * b);
                let sum = products.sum::<i64>();
                sums.products[i * k + j] += sum;
                sums.products[j * k + i] += if i == j { 0 } else { sum };
            }
        }
    }
}

/// Adds what another thread counted.
pub(super) fn merge(mine: &mut ItemSums, more: &ItemSums) {
    mine.n += more.n;
    let sums = mine.sums.iter_mut().zip(&more.sums);
    let products = mine.products.iter_mut().zip(&more.products);
    sums.chain(products).for_each(|(mine, more)| *mine += more);
}

/// The scales that may be shown.
pub(super) fn scales(plan: &Plan, tally: &Tally, results: &Results) -> Vec<ScaleResult> {
    plan.scales
        .iter()
        .zip(&tally.scales)
        .filter_map(|(scale, sums)| result(plan, scale, sums, results))
        .collect()
}

fn result(
    plan: &Plan,
    scale: &ScalePlan,
    sums: &ItemSums,
    results: &Results,
) -> Option<ScaleResult> {
    let ids = scale
        .items
        .iter()
        .map(|item| &plan.questions[item.question].question.id);
    let tables: Option<Vec<&QuestionTable>> = ids
        .map(|id| results.questions.iter().find(|table| &table.id == id))
        .collect();
    let tables = tables?;
    if sums.n < BASE || !tables.iter().all(|table| is_whole(table, sums.n)) {
        return None;
    }
    let found = alpha_of_sums(sums)?;
    Some(ScaleResult {
        theme: scale.theme.clone(),
        name: scale.name.clone(),
        items: tables.iter().map(|table| table.id.clone()).collect(),
        n: sums.n,
        alpha: found.alpha,
        lo: found.interval.lo,
        hi: found.interval.hi,
        standardised: found.standardised?,
    })
}

/// Whether nothing of a question is hidden, and the number of people who left another one out is none or large enough.
fn is_whole(table: &QuestionTable, complete: u64) -> bool {
    let others = table.n_valid.and_then(|valid| valid.checked_sub(complete));
    others.is_some_and(|others| others == 0 || others >= CELL)
        && table.levels.iter().all(|level| level.count.is_some())
}

#[cfg(test)]
mod tests {
    use crate::analysis::analyse_responses;
    use crate::analysis::results::ScaleResult;
    use crate::domain::answer::{Answer, Response};
    use crate::domain::code_book::CodeBook;
    use crate::domain::definition::read::read;
    use crate::stats::scale::alpha;

    const FILE: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
intro.nl = "Proef"
[theme.a]
name.nl = "A"
[scale.eens]
options = [
  { code = 1, label.nl = "Nee" },
  { code = 2, label.nl = "Soms" },
  { code = 3, label.nl = "Ja" },
  { code = "nvt", label.nl = "Nvt", not_applicable = true },
]
[[section]]
id = "deel"
title.nl = "Deel"
[[section.question]]
id = "q1"
kind = "scale"
scale = "eens"
text.nl = "Q1."
theme = "a"
[[section.question]]
id = "q2"
kind = "scale"
scale = "eens"
text.nl = "Q2."
theme = "a"
[[section.question]]
id = "q3"
kind = "scale"
scale = "eens"
text.nl = "Q3."
theme = "a"
reversed = true
"#;

    /// Codes of the three questions, with how many people answered so; 0 is "nvt".
    fn scales(answers: &[([u8; 3], usize)]) -> Vec<ScaleResult> {
        let questionnaire = read(FILE, &[]).questionnaire.expect("a questionnaire");
        let answer = |code: u8| match code {
            0 => Answer::one("nvt"),
            code => Answer::one(&code.to_string()),
        };
        let response = |codes: &[u8; 3]| Response {
            version: 1,
            answers: (1..)
                .zip(codes)
                .map(|(at, code)| (format!("q{at}"), answer(*code)))
                .collect(),
        };
        let responses: Vec<Response> = answers
            .iter()
            .flat_map(|(codes, people)| (0..*people).map(|_| response(codes)))
            .collect();
        let results = analyse_responses(&CodeBook::new(&questionnaire), &responses, None);
        results.expect("results").scales
    }

    const ANSWERS: [([u8; 3], usize); 6] = [
        ([1, 1, 3], 20),
        ([2, 1, 2], 15),
        ([2, 2, 2], 12),
        ([3, 3, 1], 25),
        ([3, 2, 1], 9),
        ([1, 2, 3], 8),
    ];

    #[test]
    fn alpha_is_that_of_the_complete_answers_with_reversed_statements_turned() {
        let mut answers = ANSWERS.to_vec();
        answers.push(([1, 0, 1], 7));
        let found = scales(&answers);
        let rows: Vec<Vec<f64>> = ANSWERS
            .iter()
            .flat_map(|([a, b, c], people)| {
                let row = vec![f64::from(*a), f64::from(*b), f64::from(4 - c)];
                (0..*people).map(move |_| row.clone())
            })
            .collect();
        let expected = alpha(&rows).expect("alpha");
        assert_eq!((found.len(), found[0].n, found[0].items.len()), (1, 89, 3));
        assert!((found[0].alpha - expected.alpha).abs() < 1e-12);
        assert!((found[0].lo - expected.interval.lo).abs() < 1e-12);
    }

    #[test]
    fn a_scale_of_which_an_answer_is_hidden_or_few_people_are_incomplete_is_not_shown() {
        let mut small = ANSWERS.to_vec();
        small[2].1 = 0;
        small[1].1 = 3;
        assert!(scales(&small).is_empty(), "three people chose one answer");
        let mut few = ANSWERS.to_vec();
        few.push(([1, 0, 1], 2));
        assert!(scales(&few).is_empty(), "two people left one out");
        assert_eq!(scales(&ANSWERS).len(), 1);
    }
}
