//! A signal: what one resident told at the spreekuur or on the website. It proves that something happens, never how
//! often. The questions that say what it is about are known by their ids (`surveys/README.md`).

use super::answer::{Answer, Response};
use super::definition::{Aspect, Law, Questionnaire, words};
use super::theme::codebook;

words! {
    /// What kind of signal it is.
    SignalKind {
        /// Something goes wrong.
        Knelpunt = "knelpunt",
        /// An idea.
        Idea = "idee",
        /// A question.
        Question = "vraag",
        /// Something goes well.
        Compliment = "compliment",
    }
}

words! {
    /// Where a signal stands.
    SignalStatus {
        /// Nobody looked at it yet.
        New = "nieuw",
        /// The client council finds out whether it happens to more people.
        Studied = "in onderzoek",
        /// It was discussed.
        Discussed = "besproken",
        /// Nothing more will be done.
        Done = "afgerond",
    }
}

words! {
    /// What the client council does with a signal from outside (Lelystad: each is discussed in a meeting).
    Choice {
        /// Prepare an advice.
        Advise = "advies voorbereiden",
        /// Wait and see whether more come.
        Follow = "volgen",
        /// Nothing more.
        Close = "afsluiten",
    }
}

/// Whether the person who told it allows its use outside the client council (`toestemming`). A form that does not ask has said
/// before it was sent what it is for.
pub fn may_be_used(response: &Response) -> bool {
    response.answer("toestemming") != Some(&Answer::one("nee"))
}

/// What a signal is about, read from its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Themes of the ticked options that carry one, in the order of the questionnaire.
    pub themes: Vec<String>,
    /// The law that was chosen (`wet`), else the default law of the first theme.
    pub law: Option<Law>,
    /// Policy or practice (`aspect`), as the volunteer chose.
    pub aspect: Option<Aspect>,
    /// Kind (`soort`); a signal from the website is a knelpunt until someone says otherwise.
    pub kind: SignalKind,
    /// A problem answer to a question that is marked grave (gevolg "veiligheid", ernst 4).
    pub grave: bool,
}

impl Subject {
    /// Reads the subject from a response to a spreekuur or website questionnaire.
    pub fn of(questionnaire: &Questionnaire, response: &Response) -> Self {
        let themes = themes(questionnaire, response);
        let chosen = |id: &str| match response.answer(id) {
            Some(Answer::One(code)) => Some(code.as_str()),
            _ => None,
        };
        let default_law = || {
            let first = themes.first()?;
            codebook().iter().find(|theme| &theme.id == first)?.law
        };
        Self {
            law: chosen("wet").and_then(Law::from_word).or_else(default_law),
            aspect: chosen("aspect").and_then(Aspect::from_word),
            kind: chosen("soort")
                .and_then(SignalKind::from_word)
                .unwrap_or(SignalKind::Knelpunt),
            grave: grave(questionnaire, response),
            themes,
        }
    }
}

fn themes(questionnaire: &Questionnaire, response: &Response) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for question in questionnaire.questions() {
        let Some(answer) = response.answer(&question.id) else {
            continue;
        };
        for option in question
            .options
            .iter()
            .filter(|option| answer.has_code(&option.code))
        {
            found.extend(option.theme.clone().filter(|theme| !found.contains(theme)));
        }
    }
    found
}

fn grave(questionnaire: &Questionnaire, response: &Response) -> bool {
    questionnaire
        .questions()
        .filter(|question| question.grave)
        .any(|question| {
            response.answer(&question.id).is_some_and(|answer| {
                question
                    .problems
                    .iter()
                    .any(|(code, _)| answer.has_code(code))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::{Aspect, Law, Response, SignalKind, Subject, may_be_used};
    use crate::domain::answer::Answer;
    use crate::domain::definition::read::read;
    use crate::domain::theme::codebook;

    fn subject(answers: &[(&str, Answer)]) -> Subject {
        let text = include_str!("../../surveys/spreekuur.toml");
        let questionnaire = read(text, codebook())
            .questionnaire
            .expect("a questionnaire");
        let answers = answers
            .iter()
            .map(|(id, answer)| ((*id).to_owned(), answer.clone()))
            .collect();
        Subject::of(
            &questionnaire,
            &Response {
                version: 1,
                answers,
            },
        )
    }

    #[test]
    fn what_the_volunteer_chose_is_the_subject() {
        let found = subject(&[
            ("wet", Answer::one("wmo")),
            ("themas", Answer::many(["doorlooptijd", "wmo_voorziening"])),
            ("aspect", Answer::one("uitvoering")),
            ("soort", Answer::one("idee")),
        ]);
        assert_eq!(found.themes, ["doorlooptijd", "wmo_voorziening"]);
        assert_eq!(
            (found.law, found.aspect, found.kind),
            (Some(Law::Wmo), Some(Aspect::Practice), SignalKind::Idea)
        );
        assert!(!found.grave);
    }

    #[test]
    fn danger_or_the_highest_seriousness_is_grave() {
        assert!(subject(&[("gevolg", Answer::one("veiligheid"))]).grave);
        assert!(subject(&[("ernst", Answer::one("4"))]).grave);
        assert!(!subject(&[("ernst", Answer::one("3"))]).grave);
    }

    #[test]
    fn a_story_is_used_outside_only_when_nobody_said_no() {
        let told = |answers: &[(&str, &str)]| Response {
            version: 1,
            answers: answers
                .iter()
                .map(|(id, code)| ((*id).to_owned(), Answer::one(code)))
                .collect(),
        };
        assert!(may_be_used(&told(&[("toestemming", "ja")])) && may_be_used(&told(&[])));
        assert!(!may_be_used(&told(&[("toestemming", "nee")])));
    }

    #[test]
    fn without_a_law_the_default_of_the_first_theme_counts() {
        assert_eq!(
            subject(&[("themas", Answer::many(["inkomen"]))]).law,
            Some(Law::Participatiewet)
        );
    }
}
