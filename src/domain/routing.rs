//! Which questions a respondent sees, and what of the given answers is kept.

use super::answer::Response;
use super::condition::Condition;
use super::definition::{Question, Questionnaire, Section};

/// The questions that are shown with these answers, in order. An answer to a hidden question counts as none,
/// so what depends on it is hidden too.
pub fn shown<'q>(questionnaire: &'q Questionnaire, response: &Response) -> Vec<&'q Question> {
    let mut found = Vec::new();
    for section in &questionnaire.sections {
        let section_shown = holds(section.show_if.as_ref(), &found, response);
        for question in section.questions.iter().filter(|_| section_shown) {
            if holds(question.show_if.as_ref(), &found, response) {
                found.push(question);
            }
        }
    }
    for question in &questionnaire.background {
        if holds(question.show_if.as_ref(), &found, response) {
            found.push(question);
        }
    }
    found
}

/// The questions (indexes) that are not shown with these answers.
pub fn not_shown(questionnaire: &Questionnaire, response: &Response) -> Vec<usize> {
    let mut shown = shown(questionnaire, response).into_iter().peekable();
    let mut is_next = |question: &Question| shown.next_if(|it| std::ptr::eq(*it, question));
    let questions = questionnaire.questions().enumerate();
    questions
        .filter(|(_, question)| is_next(question).is_none())
        .map(|(index, _)| index)
        .collect()
}

/// The questions (indexes) whose answers decide what is shown: no other answer has to be looked at for that.
pub fn deciding(questionnaire: &Questionnaire) -> Vec<usize> {
    let of_sections = questionnaire
        .sections
        .iter()
        .map(|section| &section.show_if);
    let of_questions = questionnaire.questions().map(|question| &question.show_if);
    let conditions: Vec<&Condition> = of_sections.chain(of_questions).flatten().collect();
    let decides = |id: &str| {
        let mut comparisons = conditions.iter().flat_map(|it| it.comparisons());
        comparisons.any(|(compared, _)| compared == id)
    };
    let questions = questionnaire.questions().enumerate();
    questions
        .filter(|(_, question)| decides(&question.id))
        .map(|(index, _)| index)
        .collect()
}

fn holds(condition: Option<&Condition>, shown: &[&Question], response: &Response) -> bool {
    condition.is_none_or(|condition| {
        condition.holds(&|id| {
            shown
                .iter()
                .any(|question| question.id == id)
                .then(|| response.answer(id))
                .flatten()
        })
    })
}

/// The questions of one section that are shown.
pub fn shown_in<'q>(section: &'q Section, shown: &[&'q Question]) -> Vec<&'q Question> {
    section
        .questions
        .iter()
        .filter(|question| shown.iter().any(|other| std::ptr::eq(*other, *question)))
        .collect()
}

/// The response without answers to questions that are not shown: what is stored.
pub fn without_hidden(questionnaire: &Questionnaire, response: &Response) -> Response {
    let shown = shown(questionnaire, response);
    let answers = response
        .answers
        .iter()
        .filter(|(id, _)| shown.iter().any(|question| &question.id == *id))
        .map(|(id, answer)| (id.clone(), answer.clone()))
        .collect();
    Response {
        version: response.version,
        answers,
    }
}

#[cfg(test)]
mod tests {
    use super::{deciding, not_shown};
    use crate::domain::answer::{Answer, Response};
    use crate::domain::definition::read::read;

    #[test]
    fn what_is_not_shown_follows_from_the_deciding_questions_alone() {
        let question = |id: &str, show_if: &str| {
            format!(
                "[[section.question]]\nid = \"{id}\"\nkind = \"choice\"\ntext.nl = \"?\"\n{show_if}\noptions = [{{ code = \"ja\", label.nl = \"Ja\" }}, {{ code = \"nee\", label.nl = \"Nee\" }}]\n"
            )
        };
        let file = [
            "id = \"p\"\nchannel = \"enquete\"\nlanguages = [\"nl\"]\ntitle.nl = \"P\"\n[[section]]\nid = \"s\"\n",
            &question("een", ""),
            &question("twee", "show_if = \"een = 'ja'\""),
            &question("drie", "show_if = \"twee = 'ja' or not een = 'ja'\""),
            &question("vier", ""),
        ];
        let questionnaire = read(&file.concat(), &[])
            .questionnaire
            .expect("a questionnaire");
        assert_eq!(deciding(&questionnaire), [0, 1]);
        let given = |answers: &[(&str, &str)]| {
            let answers = answers
                .iter()
                .map(|(id, code)| ((*id).to_owned(), Answer::one(code)));
            not_shown(
                &questionnaire,
                &Response {
                    version: 1,
                    answers: answers.collect(),
                },
            )
        };
        assert_eq!(given(&[("een", "ja")]), [2]);
        assert_eq!(given(&[("een", "nee"), ("twee", "ja")]), [1]);
        assert_eq!(given(&[("een", "ja"), ("twee", "ja")]), [] as [usize; 0]);
    }
}
