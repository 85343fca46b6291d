//! One made-up respondent: a mood, a group, and themes that go well or badly in this place.

use std::collections::BTreeMap;

use super::draw::Draw;
use super::{Remark, remarks};
use crate::domain::answer::{Answer, Response};
use crate::domain::definition::{Code, Kind, Question, Questionnaire};
use crate::domain::routing;

/// Made-up responses to a questionnaire. The same seed gives the same responses.
pub(crate) fn responses(questionnaire: &Questionnaire, seed: u64, count: usize) -> Vec<Response> {
    let place = Place::new(questionnaire, seed);
    let mut draw = Draw::new(seed, &questionnaire.id);
    (0..count).map(|_| place.response(&mut draw)).collect()
}

/// Made-up responses of the same place a year before: other people, and some themes went better or worse.
pub(crate) fn responses_before(
    questionnaire: &Questionnaire,
    seed: u64,
    count: usize,
) -> Vec<Response> {
    let mut place = Place::new(questionnaire, seed);
    for (theme, went) in &mut place.themes {
        *went += Draw::new(seed, &format!("before {theme}")).around_zero() * 0.35;
    }
    let mut draw = Draw::new(seed, &format!("before {}", questionnaire.id));
    (0..count).map(|_| place.response(&mut draw)).collect()
}

/// What is the same for all respondents of a place: how each theme goes, and what people write.
struct Place<'q> {
    questionnaire: &'q Questionnaire,
    /// Theme → how it goes, about -1 (badly) to 1 (well).
    themes: BTreeMap<&'q str, f64>,
    remarks: Vec<Remark>,
}

impl<'q> Place<'q> {
    fn new(questionnaire: &'q Questionnaire, seed: u64) -> Self {
        let themes = questionnaire
            .questions()
            .filter_map(|question| question.theme.as_deref());
        let themes = themes
            .map(|theme| (theme, Draw::new(seed, theme).around_zero() * 0.5))
            .collect();
        let law = questionnaire.law;
        let fits = |remark: &Remark| law.is_none_or(|law| remark.law == law);
        Self {
            questionnaire,
            themes,
            remarks: remarks().into_iter().filter(fits).collect(),
        }
    }

    fn response(&self, draw: &mut Draw) -> Response {
        let mood = draw.around_zero();
        let mut answers = BTreeMap::new();
        for question in &self.questionnaire.background {
            answers.extend(
                self.answer(question, draw, mood)
                    .map(|answer| (question.id.clone(), answer)),
            );
        }
        let group = answers
            .values()
            .next()
            .map_or(0.0, |answer| self.group_effect(answer));
        for question in self
            .questionnaire
            .sections
            .iter()
            .flat_map(|section| &section.questions)
        {
            let theme = question
                .theme
                .as_deref()
                .and_then(|theme| self.themes.get(theme))
                .copied()
                .unwrap_or(0.0);
            let liking = theme + 0.5 * mood + group;
            answers.extend(
                self.answer(question, draw, liking)
                    .map(|answer| (question.id.clone(), answer)),
            );
        }
        routing::without_hidden(
            self.questionnaire,
            &Response {
                version: 1,
                answers,
            },
        )
    }

    /// The first options of the first background question have it a little harder.
    fn group_effect(&self, answer: &Answer) -> f64 {
        let Some(question) = self.questionnaire.background.first() else {
            return 0.0;
        };
        match question
            .options
            .iter()
            .position(|option| answer.has_code(&option.code))
        {
            Some(at) if at < 2 => -0.4,
            _ => 0.1,
        }
    }

    /// `liking`: how good this is for this person, about -2 to 2.
    fn answer(&self, question: &Question, draw: &mut Draw, liking: f64) -> Option<Answer> {
        let skipped = if question.required { 0.0 } else { 0.04 };
        if draw.happens(skipped) {
            return None;
        }
        match question.kind {
            Kind::Scale => Some(Answer::One(point(question, draw, liking))),
            Kind::Choice => Some(Answer::One(one_of(question, draw, liking))),
            Kind::Choices => many_of(question, draw, liking),
            Kind::Ranking => Some(Answer::Ranking(
                question
                    .offered()
                    .map(|option| option.code.clone())
                    .collect(),
            )),
            Kind::Number => {
                let range = question.range?;
                let middle = range.min
                    + (range.max - range.min) * (0.6 + 0.13 * liking + 0.08 * draw.around_zero());
                let steps = ((middle - range.min) / range.step).round();
                Some(Answer::Number(
                    (range.min + steps * range.step).clamp(range.min, range.max),
                ))
            }
            Kind::Text if draw.happens(0.35) && !self.remarks.is_empty() => Some(Answer::Text(
                self.remarks[draw.below(self.remarks.len())].text.clone(),
            )),
            Kind::Text | Kind::Date | Kind::Note | Kind::Contact => None,
        }
    }
}

/// A point of a scale, better with more liking; now and then the way out.
fn point(question: &Question, draw: &mut Draw, liking: f64) -> Code {
    let ways_out: Vec<_> = question
        .offered()
        .filter(|option| option.not_applicable)
        .collect();
    let mut points: Vec<_> = question
        .offered()
        .filter(|option| !option.not_applicable)
        .collect();
    points.sort_by_key(|option| option.code.as_integer());
    if question.reversed {
        points.reverse();
    }
    if let Some(way_out) = ways_out.first().filter(|_| draw.happens(0.07)) {
        return way_out.code.clone();
    }
    pick(&points, 0.55 + 0.17 * (liking + 0.9 * draw.around_zero()))
        .map_or(Code::new(""), |option| option.code.clone())
}

/// The item at a share of the list; beyond an end, the end.
fn pick<'l, T>(list: &[&'l T], share: f64) -> Option<&'l T> {
    #[expect(clippy::cast_precision_loss, reason = "a short list")]
    let at = (share.clamp(0.0, 0.999) * list.len() as f64).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least 0, below the length"
    )]
    let at = at as usize;
    list.get(at).copied()
}

/// One of the options: those that are no problem are likelier with more liking.
fn one_of(question: &Question, draw: &mut Draw, liking: f64) -> Code {
    let weights: Vec<(Code, f64)> = question
        .offered()
        .enumerate()
        .map(|(at, option)| {
            let order = [1.0, 1.6, 1.3, 0.8, 0.5, 0.4]
                .get(at)
                .copied()
                .unwrap_or(0.3);
            let problem = question
                .severity(&option.code)
                .map_or(1.0, |severity| (-liking * severity).exp());
            (
                option.code.clone(),
                if option.not_applicable {
                    0.25
                } else {
                    order * problem
                },
            )
        })
        .collect();
    let mut left = draw.share() * weights.iter().map(|(_, weight)| weight).sum::<f64>();
    for (code, weight) in &weights {
        left -= weight;
        if left <= 0.0 {
            return code.clone();
        }
    }
    weights
        .last()
        .map_or(Code::new(""), |(code, _)| code.clone())
}

/// Ticks: an exclusive option alone, or each of the others by its own chance.
fn many_of(question: &Question, draw: &mut Draw, liking: f64) -> Option<Answer> {
    let (alone, others): (Vec<_>, Vec<_>) = question
        .offered()
        .partition(|option| option.exclusive || option.not_applicable);
    if question.required && question.options.len() == 1 {
        return question
            .options
            .first()
            .map(|option| Answer::Many(vec![option.code.clone()], None));
    }
    if let Some(option) = alone
        .first()
        .filter(|_| draw.happens((0.25 + 0.1 * liking).clamp(0.05, 0.6)))
    {
        return Some(Answer::Many(vec![option.code.clone()], None));
    }
    let most = question.max_choices.unwrap_or(usize::MAX);
    let mut codes = Vec::new();
    for (at, option) in others.iter().enumerate() {
        let chance = [0.55, 0.35, 0.3, 0.25, 0.2, 0.15]
            .get(at)
            .copied()
            .unwrap_or(0.12)
            - 0.05 * liking;
        if codes.len() < most && draw.happens(chance) {
            codes.push(option.code.clone());
        }
    }
    (!codes.is_empty()).then_some(Answer::Many(codes, None))
}

#[cfg(test)]
mod tests {
    use super::responses;
    use crate::domain::answer::Answer;
    use crate::domain::definition::read::read;
    use crate::domain::entry::{Entry, check, written};
    use crate::domain::shipped::QUESTIONNAIRES;
    use crate::domain::theme::codebook;

    #[test]
    fn the_same_seed_gives_the_same_responses_and_another_seed_others() {
        let questionnaire = read(QUESTIONNAIRES[0].1, codebook())
            .questionnaire
            .expect("a questionnaire");
        assert_eq!(
            responses(&questionnaire, 1, 20),
            responses(&questionnaire, 1, 20)
        );
        assert_ne!(
            responses(&questionnaire, 1, 20),
            responses(&questionnaire, 2, 20)
        );
    }

    #[test]
    fn every_made_up_answer_would_pass_the_form() {
        for (id, text) in QUESTIONNAIRES {
            let questionnaire = read(text, codebook())
                .questionnaire
                .expect("a questionnaire");
            for response in responses(&questionnaire, 7, 50) {
                for (question, answer) in &response.answers {
                    let values = match answer {
                        Answer::One(code) => vec![code.to_string()],
                        Answer::Many(codes, _) | Answer::Ranking(codes) => {
                            codes.iter().map(ToString::to_string).collect()
                        }
                        Answer::Number(number) => vec![written(*number)],
                        Answer::Text(text) | Answer::OwnText(text) => vec![text.clone()],
                        Answer::Date(day) => vec![day.to_string()],
                    };
                    let asked = questionnaire.question(question).expect("a question");
                    let entry = Entry {
                        values,
                        other: String::new(),
                    };
                    assert_eq!(
                        check(asked, &entry),
                        Ok(Some(answer.clone())),
                        "{id} {question}"
                    );
                }
            }
        }
    }
}
