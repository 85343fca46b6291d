//! Differences between groups that can be told: the rules of analysis.md 4, with a guard against Simpson's paradox.
//!
//! Of a crossing the two groups with the largest and the smallest share of problem answers stand against each other, when
//! nothing of them is hidden. That a third question turns the difference round is told as a warning, never as a figure.

use crate::domain::definition::Code;
use crate::stats::{Confidence, Proportion, two_proportions};

use super::disclosure::BASE;
use super::plan::{Block, Plan};
use super::results::{Crossing, GroupDifference, GroupShare, Results};
use super::tally::Tally;

/// Adjusted p-values below this show a difference.
const SIGNIFICANT: f64 = 0.05;
/// Smallest difference that is told, in percentage points.
const SMALLEST_DIFFERENCE: u64 = 10;
/// Smallest group that is compared.
const SMALLEST_GROUP: u64 = 30;

/// Works out the difference of every crossing.
pub(super) fn find(plan: &Plan, tally: &Tally, results: &mut Results) {
    for crossing in &mut results.crossings {
        crossing.difference = difference(plan, tally, crossing);
    }
}

fn difference(plan: &Plan, tally: &Tally, crossing: &Crossing) -> Option<GroupDifference> {
    let at = |id: &str| plan.questions.iter().position(|it| it.question.id == id);
    let (question, by) = (at(&crossing.question)?, at(&crossing.by)?);
    let problems = problem_rows(plan, question, crossing);
    let groups: Vec<GroupShare> = groups(crossing, &problems)?;
    let large = || groups.iter().filter(|group| group.n >= SMALLEST_GROUP);
    let most = large().max_by(|a, b| compare(a, b))?;
    let least = large().min_by(|a, b| compare(a, b))?;
    if most.code == least.code {
        return None;
    }
    let share = |group: &GroupShare| Proportion::new(group.events, group.n);
    let found = two_proportions::compare(share(most)?, share(least)?, Confidence::P95);
    let told = crossing.p_adjusted? < SIGNIFICANT && is_large(most, least);
    let pair = (place(crossing, &most.code)?, place(crossing, &least.code)?);
    Some(GroupDifference {
        reversed_by: if told {
            reversed_by(plan, tally, (question, by), (&problems, pair))
        } else {
            Vec::new()
        },
        most: most.clone(),
        least: least.clone(),
        difference: found.difference,
        lo: found.interval.lo,
        hi: found.interval.hi,
        told,
    })
}

/// Whether the difference is large enough to be told; on whole numbers, so that a border is a border.
fn is_large(most: &GroupShare, least: &GroupShare) -> bool {
    let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
    let difference = product(most.events, least.n) - product(least.events, most.n);
    difference * 100 >= u128::from(SMALLEST_DIFFERENCE) * product(most.n, least.n)
}

fn compare(a: &GroupShare, b: &GroupShare) -> std::cmp::Ordering {
    let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
    product(a.events, b.n).cmp(&product(b.events, a.n))
}

fn place(crossing: &Crossing, code: &str) -> Option<usize> {
    crossing.cols.iter().position(|col| col == code)
}

/// The rows of problem answers.
fn problem_rows(plan: &Plan, question: usize, crossing: &Crossing) -> Vec<usize> {
    let question = &plan.questions[question].question;
    let is_problem = |code: &String| question.severity(&Code::new(code.as_str())).is_some();
    let rows = crossing.rows.iter().enumerate();
    rows.filter(|(_, code)| is_problem(code))
        .map(|(row, _)| row)
        .collect()
}

/// Problem answers per group; `None` when there are no problem codes, or a cell is hidden.
fn groups(crossing: &Crossing, problems: &[usize]) -> Option<Vec<GroupShare>> {
    if problems.is_empty() {
        return None;
    }
    let group = |(column, code): (usize, &String)| {
        let cells = problems
            .iter()
            .map(|row| *crossing.table.get(*row)?.get(column)?);
        Some(GroupShare {
            code: code.clone(),
            events: cells.sum::<Option<u64>>()?,
            n: (*crossing.col_totals.get(column)?)?,
        })
    };
    crossing.cols.iter().enumerate().map(group).collect()
}

/// The other background questions within most of whose answers the difference lies the other way. Only those that are
/// counted together with the first, and answers in which both groups have enough people.
fn reversed_by(
    plan: &Plan,
    tally: &Tally,
    (question, by): (usize, usize),
    (problems, pair): (&[usize], (usize, usize)),
) -> Vec<String> {
    let blocks = plan.blocks.iter().zip(&tally.questions[question].joint);
    let with_both = blocks.filter_map(|(block, joint)| Some((block, joint, stride(block, by)?)));
    let mut found = Vec::new();
    for (block, joint, stride) in with_both {
        for (third, third_stride) in block.members.iter().filter(|(it, _)| *it != by) {
            let strata = Strata {
                plan,
                block,
                joint,
                problems,
            };
            let of = |group| strata.shares((by, stride, group), (*third, *third_stride));
            if mostly_reversed(&of(pair.0), &of(pair.1)) {
                found.push(plan.questions[*third].question.id.clone());
            }
        }
    }
    found
}

fn stride(block: &Block, question: usize) -> Option<usize> {
    let member = block.members.iter().find(|(it, _)| *it == question);
    member.map(|(_, stride)| *stride)
}

/// The counts of a question over all background questions of a block.
struct Strata<'t> {
    plan: &'t Plan,
    block: &'t Block,
    joint: &'t [u64],
    problems: &'t [usize],
}

impl Strata<'_> {
    /// Events and base of one group within each answer of a third question.
    fn shares(
        &self,
        (by, stride, group): (usize, usize, usize),
        (third, third_stride): (usize, usize),
    ) -> Vec<(u64, u64)> {
        let levels = |question: usize| self.plan.questions[question].levels.len();
        let digit =
            |index: usize, stride: usize, question: usize| index / stride % (levels(question) + 1);
        let mut shares = vec![(0, 0); levels(third)];
        let rows = self.joint.chunks_exact(self.block.width).enumerate();
        for (class, row) in rows.take(self.valid_classes()) {
            let event = self.problems.contains(&class);
            for (index, count) in row.iter().enumerate() {
                let stratum = shares.get_mut(digit(index, third_stride, third));
                if let (true, Some((events, n))) = (digit(index, stride, by) == group, stratum) {
                    *events += if event { *count } else { 0 };
                    *n += count;
                }
            }
        }
        shares
    }

    /// The classes that are answers: all but the last four.
    fn valid_classes(&self) -> usize {
        let classes = self.joint.len() / self.block.width;
        classes.saturating_sub(super::plan::OTHER_CLASSES)
    }
}

fn mostly_reversed(most: &[(u64, u64)], least: &[(u64, u64)]) -> bool {
    let (mut usable, mut reversed) = (0, 0);
    for ((x1, n1), (x2, n2)) in most.iter().zip(least) {
        if *n1 >= BASE && *n2 >= BASE {
            usable += 1;
            reversed +=
                usize::from(u128::from(*x1) * u128::from(*n2) < u128::from(*x2) * u128::from(*n1));
        }
    }
    usable > 1 && reversed * 2 > usable
}

#[cfg(test)]
mod tests {
    use crate::analysis::analyse_responses;
    use crate::analysis::results::GroupDifference;
    use crate::domain::answer::{Answer, Response};
    use crate::domain::code_book::CodeBook;
    use crate::domain::definition::read::read;

    const FILE: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
intro.nl = "Proef"
[theme.a]
name.nl = "A"
[[section]]
id = "deel"
title.nl = "Deel"
[[section.question]]
id = "mis"
kind = "choice"
options = [{ code = "ja", label.nl = "Ja" }, { code = "nee", label.nl = "Nee" }]
text.nl = "Gaat het mis?"
theme = "a"
problem = ["ja"]
[[background]]
id = "groep"
kind = "choice"
options = [{ code = "een", label.nl = "Een" }, { code = "twee", label.nl = "Twee" }]
text.nl = "Groep?"
[[background]]
id = "wijk"
kind = "choice"
options = [{ code = "oost", label.nl = "Oost" }, { code = "west", label.nl = "West" }]
text.nl = "Wijk?"
"#;

    /// Group, district, people with the problem, people.
    type Cell = (&'static str, &'static str, usize, usize);

    fn difference(cells: &[Cell]) -> Option<GroupDifference> {
        let questionnaire = read(FILE, &[]).questionnaire.expect("a questionnaire");
        let response = |(group, district, ..): &Cell, problem: bool| Response {
            version: 1,
            answers: [
                ("mis", if problem { "ja" } else { "nee" }),
                ("groep", group),
                ("wijk", district),
            ]
            .map(|(id, code)| (id.to_owned(), Answer::one(code)))
            .into(),
        };
        let responses: Vec<Response> = cells
            .iter()
            .flat_map(|cell| (0..cell.3).map(|at| response(cell, at < cell.2)))
            .collect();
        let results = analyse_responses(&CodeBook::new(&questionnaire), &responses, None);
        let crossings = results.expect("results").crossings;
        let mut of_group = crossings.into_iter().filter(|it| it.by == "groep");
        of_group.next()?.difference
    }

    #[test]
    fn a_large_and_sure_difference_is_told_with_the_limits_of_newcombe() {
        let found = difference(&[
            ("een", "oost", 30, 50),
            ("een", "west", 30, 50),
            ("twee", "oost", 15, 50),
            ("twee", "west", 15, 50),
        ])
        .expect("a difference");
        assert!(found.told && found.reversed_by.is_empty());
        assert_eq!(
            (found.most.code.as_str(), found.least.code.as_str()),
            ("een", "twee")
        );
        assert!((found.difference - 0.3).abs() < 1e-12 && found.lo > 0.15 && found.hi < 0.45);
    }

    #[test]
    fn a_difference_that_turns_round_in_every_district_comes_with_that_district() {
        // Simpson: 62 % against 33 %, but less in the east (75 against 85) and in the west (10 against 20).
        let found = difference(&[
            ("een", "oost", 60, 80),
            ("een", "west", 2, 20),
            ("twee", "oost", 17, 20),
            ("twee", "west", 16, 80),
        ])
        .expect("a difference");
        assert!(found.told);
        assert_eq!(found.reversed_by, ["wijk"]);
    }

    #[test]
    fn a_small_difference_and_one_of_small_groups_are_not_told() {
        let small = difference(&[("een", "oost", 1_080, 2_000), ("twee", "west", 920, 2_000)])
            .expect("a difference");
        assert!(!small.told, "8 points, however sure");
        let few = difference(&[("een", "oost", 25, 29), ("twee", "west", 6, 60)]);
        assert_eq!(few, None, "one group is left that is large enough");
    }
}
