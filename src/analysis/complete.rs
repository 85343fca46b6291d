//! How many respondents filled in enough to count as complete: the I and P of a response rate (analysis.md 7).
//!
//! Of the questions that were shown, those with an answer or a "not applicable"; own words don't count, for hardly anyone
//! writes them all.

use crate::domain::definition::Kind;

use super::plan::{OTHER_CLASSES, Plan};

/// Respondents by how much of what they were shown they answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Completeness {
    /// At least 80 %.
    pub(super) complete: u64,
    /// At least 50 %, less than 80 %.
    pub(super) partial: u64,
}

impl Completeness {
    /// Adds respondents: the class of each, question by question.
    pub(super) fn add(&mut self, plan: &Plan, classes: &[Vec<u8>], rows: usize) {
        let mut shown = vec![0_u16; rows];
        let mut answered = vec![0_u16; rows];
        for (question, classes) in plan.questions.iter().zip(classes) {
            if question.question.kind == Kind::Text {
                continue;
            }
            let missing = question.classes() + 2 - OTHER_CLASSES;
            for ((class, shown), answered) in classes.iter().zip(&mut shown).zip(&mut answered) {
                let class = usize::from(*class);
                *shown += u16::from(class <= missing);
                *answered += u16::from(class < missing);
            }
        }
        for (shown, answered) in shown.into_iter().zip(answered) {
            let (shown, answered) = (u32::from(shown), u32::from(answered));
            let complete = answered * 5 >= shown * 4;
            self.complete += u64::from(complete);
            self.partial += u64::from(!complete && answered * 2 >= shown);
        }
    }

    /// Adds what another thread counted.
    pub(super) fn merge(&mut self, other: Self) {
        self.complete += other.complete;
        self.partial += other.partial;
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::analyse_responses;
    use crate::domain::answer::{Answer, Response};
    use crate::domain::code_book::CodeBook;
    use crate::domain::definition::read::read;

    /// Five questions and one for own words.
    fn file() -> String {
        let head = "id = \"proef\"\nchannel = \"enquete\"\nlanguages = [\"nl\"]\ntitle.nl = \"P\"\nintro.nl = \"P\"\n[[section]]\nid = \"s\"\ntitle.nl = \"S\"\n";
        let question = |at: usize| {
            format!(
                "[[section.question]]\nid = \"q{at}\"\nkind = \"choice\"\ntext.nl = \"Q{at}?\"\noptions = [{{ code = \"ja\", label.nl = \"Ja\" }}, {{ code = \"nvt\", label.nl = \"Nvt\", not_applicable = true }}]\n"
            )
        };
        let words = "[[section.question]]\nid = \"eigen\"\nkind = \"text\"\ntext.nl = \"Eigen?\"\n";
        format!("{head}{}{words}", (1..=5).map(question).collect::<String>())
    }

    fn completed(answered: &[(usize, u64)]) -> Option<u64> {
        let questionnaire = read(&file(), &[]).questionnaire.expect("a questionnaire");
        let response = |questions: usize| Response {
            version: 1,
            answers: (1..=questions)
                .map(|at| {
                    let code = if at == 1 { "nvt" } else { "ja" };
                    (format!("q{at}"), Answer::one(code))
                })
                .collect(),
        };
        let responses: Vec<Response> = answered
            .iter()
            .flat_map(|(questions, people)| (0..*people).map(|_| response(*questions)))
            .collect();
        let results = analyse_responses(&CodeBook::new(&questionnaire), &responses, None);
        results.expect("results").completed
    }

    #[test]
    fn four_of_five_is_complete_not_applicable_is_an_answer_and_own_words_do_not_count() {
        assert_eq!(completed(&[(4, 12), (3, 7)]), Some(12));
        assert_eq!(completed(&[(5, 12), (2, 9), (0, 5)]), Some(12));
    }

    #[test]
    fn a_number_of_complete_answers_that_leaves_a_few_people_is_not_shown() {
        assert_eq!(completed(&[(5, 12), (2, 3)]), None);
        assert_eq!(completed(&[(5, 4), (2, 12)]), None);
        assert_eq!(completed(&[(5, 12)]), Some(12));
    }
}
