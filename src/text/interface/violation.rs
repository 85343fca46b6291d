//! What is wrong with an answer, as a sentence that says how to mend it.

use super::Interface;
use crate::domain::definition::{Code, Kind, Question};
use crate::domain::violation::Rule;

impl Interface {
    /// The sentence at the field.
    pub fn violation(&self, rule: &Rule, question: &Question) -> String {
        let texts = &self.error;
        let label = |code: &str| {
            let option = question.option(&Code::new(code));
            option
                .map_or(code, |option| option.label.get(&self.language))
                .to_owned()
        };
        match rule {
            Rule::Required => self.required(question),
            Rule::UnknownOption(given) => texts.unknown_option.fill(&[("given", given)]),
            Rule::ExclusiveOption(code) => texts.exclusive.fill(&[("label", &label(code))]),
            Rule::TooManyChoices(most) => texts.too_many_choices.fill(&[("most", most)]),
            Rule::NotANumber(given) => texts.not_a_number.fill(&[("given", given)]),
            Rule::OutOfRange(min, max, step) => {
                texts
                    .out_of_range
                    .fill(&[("min", min), ("max", max), ("step", step)])
            }
            Rule::TooLong(length, most) => {
                texts.too_long.fill(&[("length", length), ("most", most)])
            }
            Rule::NotADate(given) => texts.not_a_date.fill(&[("given", given)]),
            Rule::RankedTwice(code) => texts.ranked_twice.fill(&[("label", &label(code))]),
            Rule::RankingIncomplete => texts.ranking_incomplete.to_string(),
            Rule::CitizenServiceNumber(number) => texts.citizen_number.fill(&[("number", number)]),
            Rule::NotAContact(given) => texts.not_a_contact.fill(&[("given", given)]),
            Rule::ControlCharacter => texts.control_character.to_string(),
        }
    }

    /// The sentence in the summary above the page, which also says at which question.
    pub fn violation_at(&self, rule: &Rule, question: &Question) -> String {
        let message = match rule {
            Rule::CitizenServiceNumber(_) => self.error.citizen_number_summary.to_string(),
            other => self.violation(other, question),
        };
        let asked = question.text.get(&self.language);
        self.error
            .at
            .fill(&[("message", &message), ("question", &asked)])
    }

    fn required(&self, question: &Question) -> String {
        let texts = &self.error;
        let has_way_out = question
            .options
            .last()
            .is_some_and(|option| option.not_applicable);
        let phrase = match question.kind {
            Kind::Choices if question.options.len() == 1 => &texts.required_tick,
            _ if has_way_out => &texts.required_way_out,
            kind if kind.has_options() => &texts.required_choice,
            _ => &texts.required_text,
        };
        phrase.to_string()
    }
}
