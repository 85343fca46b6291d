//! What is wrong with an answer, as a sentence that says how to mend it.

use super::{Interface, Phrase, Sentence};
use crate::domain::definition::{Code, Kind, Question};
use crate::domain::violation::Rule;

impl Interface {
    /// The sentence at the field.
    pub fn violation(&self, rule: &Rule, question: &Question) -> Sentence {
        let texts = &self.error;
        let about = |phrase: &Phrase, code: &str| {
            let label = question
                .option(&Code::new(code))
                .map(|option| &option.label);
            let words = label.map_or(code, |label| label.get(&self.language));
            let language = label.and_then(|label| label.other_language(&self.language));
            phrase
                .fill(&[("label", &words)])
                .with_language("label", language)
        };
        match rule {
            Rule::Required => self.required(question),
            Rule::UnknownOption(given) => texts.unknown_option.fill(&[("given", given)]),
            Rule::ExclusiveOption(code) => about(&texts.exclusive, code),
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
            Rule::RankedTwice(code) => about(&texts.ranked_twice, code),
            Rule::RankingIncomplete => texts.ranking_incomplete.fill(&[]),
            Rule::CitizenServiceNumber(number) => texts.citizen_number.fill(&[("number", number)]),
            Rule::NotAContact(given) => texts.not_a_contact.fill(&[("given", given)]),
            Rule::ControlCharacter => texts.control_character.fill(&[]),
        }
    }

    /// The sentence in the summary above the page, which also says at which question.
    pub fn violation_at(&self, rule: &Rule, question: &Question) -> Sentence {
        let message = match rule {
            Rule::CitizenServiceNumber(_) => self.error.citizen_number_summary.fill(&[]),
            other => self.violation(other, question),
        };
        let language = question.text.other_language(&self.language);
        let asked = question.text.get(&self.language);
        let at = &self.error.at;
        at.fill(&[("message", &message.plain()), ("question", &asked)])
            .with_language("question", language)
    }

    fn required(&self, question: &Question) -> Sentence {
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
        phrase.fill(&[])
    }
}
