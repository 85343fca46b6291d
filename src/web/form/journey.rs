//! Where a POST leads: back, on, to the check page, or to sending. Pure, so that every way through a form can be tested.

use super::Fields;
use super::filled::{Outcome, Place, place_of, places, questions_at};
use super::sealed::Progress;
use crate::domain::definition::{Question, Questionnaire};
use crate::domain::routing;
use crate::domain::violation::Violation;
use crate::web::page::resident::step::{ACTION, ALL, BACK, CHANGE, REMOVE, SEND, STAY, STAY_WRONG};

/// What to show or do next.
#[derive(Debug, PartialEq)]
pub enum Turn {
    /// A page of questions, with what is wrong on it.
    Page(Place, Vec<Violation>),
    /// The check page.
    Check(Outcome),
    /// All is right and the resident pressed send on the check page.
    Send(Outcome),
}

/// Takes over what a page sent and says where it leads.
pub fn turn(questionnaire: &Questionnaire, progress: &mut Progress, fields: &Fields) -> Turn {
    let before = progress.filled.outcome(questionnaire, progress.version);
    let shown_before = routing::shown(questionnaire, &before.response);
    progress.filled.take(
        &questions_at(questionnaire, progress.place, &shown_before),
        fields,
    );
    if let Some(which) = fields.text(ACTION).strip_prefix(REMOVE) {
        remove_personal_data(questionnaire, progress, which);
    }

    let outcome = progress.filled.outcome(questionnaire, progress.version);
    let journey = Journey {
        questionnaire,
        here: progress.place,
        reviewed: progress.reviewed,
        shown_before,
        outcome,
    };
    let turn = journey.follow(fields.text(ACTION));
    match &turn {
        Turn::Page(place, _) => progress.place = *place,
        Turn::Check(_) | Turn::Send(_) => {
            progress.place = Place::Check;
            progress.reviewed = true;
        }
    }
    turn
}

/// Takes out what the check page pointed at: `QUESTION:NUMBER`, or all.
fn remove_personal_data(questionnaire: &Questionnaire, progress: &mut Progress, which: &str) {
    if which == ALL {
        for question in questionnaire.questions() {
            progress.filled.remove_personal_data(question, None);
        }
    } else if let Some((id, number)) = which.rsplit_once(':')
        && let Some(question) = questionnaire.question(id)
        && let Ok(number) = number.parse()
    {
        progress.filled.remove_personal_data(question, Some(number));
    }
}

struct Journey<'q> {
    questionnaire: &'q Questionnaire,
    here: Place,
    reviewed: bool,
    shown_before: Vec<&'q Question>,
    outcome: Outcome,
}

impl<'q> Journey<'q> {
    fn follow(self, action: &str) -> Turn {
        match action {
            STAY | STAY_WRONG if self.here == Place::Check => self.finish(Turn::Check),
            STAY => Turn::Page(self.here, Vec::new()),
            STAY_WRONG => Turn::Page(self.here, self.wrong_at(self.here)),
            BACK => Turn::Page(self.previous(), Vec::new()),
            SEND if self.here == Place::Check => self.finish(Turn::Send),
            _ => match action
                .strip_prefix(CHANGE)
                .and_then(|question| self.shown_place_of(question))
            {
                Some(place) => Turn::Page(place, Vec::new()),
                None => self.next(),
            },
        }
    }

    fn shown(&self) -> Vec<&'q Question> {
        routing::shown(self.questionnaire, &self.outcome.response)
    }

    /// Questions that this POST made appear.
    fn appeared(&self) -> Vec<&'q Question> {
        let shown = self.shown().into_iter();
        shown
            .filter(|question| {
                !self
                    .shown_before
                    .iter()
                    .any(|other| other.id == question.id)
            })
            .collect()
    }

    fn shown_place_of(&self, question: &str) -> Option<Place> {
        self.shown().iter().find(|shown| shown.id == question)?;
        place_of(self.questionnaire, question)
    }

    fn previous(&self) -> Place {
        let all = places(self.questionnaire, &self.outcome.response);
        let before = all.iter().rev().find(|place| **place < self.here);
        before.or(all.first()).copied().unwrap_or(Place::Check)
    }

    fn next(self) -> Turn {
        let appeared = self.appeared();
        let appeared_at = |place| !questions_at(self.questionnaire, place, &appeared).is_empty();
        // A question that was not on the page yet can't have been answered wrongly.
        let old = |violation: &&Violation| {
            !appeared
                .iter()
                .any(|question| question.id == violation.question)
        };
        let wrong: Vec<_> = self
            .wrong_at(self.here)
            .iter()
            .filter(old)
            .cloned()
            .collect();
        if !wrong.is_empty() || appeared_at(self.here) {
            return Turn::Page(self.here, wrong);
        }
        let all = places(self.questionnaire, &self.outcome.response);
        let later = all.into_iter().filter(|place| *place > self.here);
        let next = if self.reviewed {
            later.clone().find(|place| appeared_at(*place))
        } else {
            later.clone().next()
        };
        match next {
            Some(place) if place != Place::Check => Turn::Page(place, Vec::new()),
            _ => self.finish(Turn::Check),
        }
    }

    fn wrong_at(&self, place: Place) -> Vec<Violation> {
        let at = |violation: &&Violation| {
            place_of(self.questionnaire, &violation.question) == Some(place)
        };
        self.outcome.violations.iter().filter(at).cloned().collect()
    }

    /// The end, unless something is still wrong somewhere: then the first page on which it is.
    fn finish(self, end: impl FnOnce(Outcome) -> Turn) -> Turn {
        let first = self
            .outcome
            .violations
            .first()
            .and_then(|violation| place_of(self.questionnaire, &violation.question));
        match first {
            Some(place) => {
                let wrong = self.wrong_at(place);
                Turn::Page(place, wrong)
            }
            None => end(self.outcome),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::read::read;
    use crate::domain::theme::codebook;
    use crate::web::form::filled::Filled;
    use crate::web::form::sealed::Nonce;

    const FORM: &str = r#"
        id = "proef"
        channel = "enquete"
        languages = ["nl"]
        title.nl = "Proef"
        intro.nl = "Proef"
        [[section]]
        id = "een"
        title.nl = "Een"
        [[section.question]]
        id = "hulp"
        kind = "choice"
        required = true
        text.nl = "Krijgt u hulp?"
        options = [{ code = "ja", label.nl = "Ja" }, { code = "nee", label.nl = "Nee" }]
        [[section.question]]
        id = "welke"
        kind = "text"
        show_if = "hulp = 'ja'"
        text.nl = "Welke hulp?"
        [[section]]
        id = "twee"
        title.nl = "Twee"
        show_if = "hulp = 'ja'"
        [[section.question]]
        id = "cijfer"
        kind = "number"
        min = 1
        max = 10
        step = 1
        text.nl = "Welk cijfer?"
    "#;

    fn start() -> (Questionnaire, Progress) {
        let questionnaire = read(FORM, codebook())
            .questionnaire
            .expect("a questionnaire");
        let nonce = Nonce::issue(0).expect("random numbers");
        let filled = Filled::default();
        (
            questionnaire,
            Progress {
                version: 1,
                nonce,
                code: None,
                helped: false,
                kiosk: None,
                place: Place::Section(0),
                reviewed: false,
                filled,
            },
        )
    }

    fn post(state: &mut (Questionnaire, Progress), body: &str) -> Turn {
        turn(
            &state.0,
            &mut state.1,
            &Fields::decode(body.as_bytes()).expect("fields"),
        )
    }

    fn place(turn: &Turn) -> Place {
        match turn {
            Turn::Page(place, _) => *place,
            Turn::Check(_) | Turn::Send(_) => Place::Check,
        }
    }

    #[test]
    fn a_question_that_appears_on_this_page_is_asked_before_going_on() {
        let mut state = start();
        assert_eq!(
            post(&mut state, "hulp=ja&doe=verder"),
            Turn::Page(Place::Section(0), vec![])
        );
        assert_eq!(
            place(&post(&mut state, "hulp=ja&welke=poetsen&doe=verder")),
            Place::Section(1)
        );
    }

    #[test]
    fn a_hidden_section_is_skipped_and_its_answers_are_not_sent_but_come_back() {
        let mut state = start();
        post(&mut state, "hulp=ja&doe=verder");
        post(&mut state, "hulp=ja&welke=poetsen&doe=verder");
        assert_eq!(
            place(&post(&mut state, "cijfer=7&doe=verder")),
            Place::Check
        );
        assert_eq!(
            place(&post(&mut state, "doe=wijzig:hulp")),
            Place::Section(0)
        );
        let Turn::Check(outcome) = post(&mut state, "hulp=nee&doe=verder") else {
            panic!("check page")
        };
        assert_eq!(outcome.response.answers.len(), 1, "only hulp is kept");
        post(&mut state, "doe=wijzig:hulp");
        post(&mut state, "hulp=ja&doe=verder");
        assert_eq!(state.1.filled.entry("cijfer").values, ["7"]);
    }

    #[test]
    fn something_wrong_keeps_the_page_and_back_needs_no_right_answers() {
        let mut state = start();
        let Turn::Page(Place::Section(0), wrong) = post(&mut state, "doe=verder") else {
            panic!("the same page")
        };
        assert_eq!(wrong.len(), 1);
        post(&mut state, "hulp=ja&doe=verder");
        post(&mut state, "hulp=ja&doe=verder");
        assert_eq!(
            post(&mut state, "cijfer=99&doe=vorige"),
            Turn::Page(Place::Section(0), vec![])
        );
        assert_eq!(
            state.1.filled.entry("cijfer").values,
            ["99"],
            "what was typed is kept"
        );
    }

    #[test]
    fn another_language_shows_the_same_page_with_all_that_was_typed_and_what_was_wrong() {
        let mut state = start();
        let first = Place::Section(0);
        let stay = post(&mut state, "hulp=ja&doe=blijf");
        assert_eq!(stay, Turn::Page(first, vec![]), "nothing is checked yet");
        assert_eq!(state.1.filled.entry("hulp").values, ["ja"]);
        let Turn::Page(_, wrong) = post(&mut state, "doe=blijf-fout") else {
            panic!("the same page")
        };
        assert_eq!(wrong.len(), 1, "what was wrong is still said");
        post(&mut state, "hulp=nee&doe=verder");
        assert!(matches!(post(&mut state, "doe=blijf"), Turn::Check(_)));
    }

    #[test]
    fn sending_is_possible_only_from_the_check_page_and_only_when_all_is_right() {
        let mut state = start();
        assert_eq!(
            place(&post(&mut state, "hulp=nee&doe=verstuur")),
            Place::Check
        );
        assert!(matches!(post(&mut state, "doe=verstuur"), Turn::Send(_)));
        state.1.filled = Filled::default();
        assert!(matches!(
            post(&mut state, "doe=verstuur"),
            Turn::Page(Place::Section(0), _)
        ));
    }

    #[test]
    fn a_citizen_service_number_is_refused_at_its_question() {
        let mut state = start();
        post(&mut state, "hulp=ja&doe=verder");
        let Turn::Page(Place::Section(0), wrong) =
            post(&mut state, "hulp=ja&welke=mijn+bsn+is+111222333&doe=verder")
        else {
            panic!("the same page")
        };
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].question, "welke");
    }

    #[test]
    fn personal_data_leave_a_text_one_by_one_or_all_at_once() {
        let mut state = start();
        post(&mut state, "hulp=ja&doe=verder");
        let text = "welke=Fatima+belt+mij+op+06-12345678";
        post(&mut state, &format!("hulp=ja&{text}&doe=verder"));
        post(&mut state, "cijfer=7&doe=verder");
        assert_eq!(
            place(&post(&mut state, "doe=haal-weg:welke:0")),
            Place::Check
        );
        assert_eq!(
            state.1.filled.entry("welke").values,
            ["[naam] belt mij op 06-12345678"]
        );
        post(&mut state, "doe=haal-weg:alles");
        assert_eq!(
            state.1.filled.entry("welke").values,
            ["[naam] belt mij op [telefoon]"]
        );
    }

    proptest::proptest! {
        #[test]
        fn no_series_of_posts_stores_an_answer_to_a_hidden_question(
            bodies in proptest::collection::vec("(hulp=(ja|nee|x)|welke=a|cijfer=[0-9]{1,2})(&(hulp=ja|cijfer=8))?&doe=(verder|vorige|verstuur|wijzig:(hulp|cijfer|x))", 0..12)
        ) {
            let mut state = start();
            for body in bodies {
                if let Turn::Send(outcome) | Turn::Check(outcome) = post(&mut state, &body) {
                    proptest::prop_assert!(outcome.violations.is_empty());
                    let helped = outcome.response.answer("hulp").is_some_and(|answer| *answer == crate::domain::answer::Answer::one("ja"));
                    proptest::prop_assert!(helped || outcome.response.answers.keys().all(|id| id == "hulp"));
                }
            }
        }
    }
}
