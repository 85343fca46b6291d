//! A questionnaire on paper, ready to print: the same questions in the same order as on the website, with the numbers that
//! are keyed in later and the skip logic in words.

use std::fmt::Display;

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::client_council::Form;
use crate::domain::condition::Condition;
use crate::domain::definition::{Kind, Question, Questionnaire};
use crate::domain::entry::written;
use crate::domain::form_number::FormNumber;
use crate::domain::house_style::Look;
use crate::domain::localized::Localized;
use crate::domain::paper::{number_of, options, own_option};
use crate::text::interface::{Interface, Phrase, phrases};
use crate::text::skip::{Gate, Span, gate};

/// What stands on the first page for who hands in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ticket<'a> {
    /// One form after the other, each with its number.
    Numbers(&'a [FormNumber]),
    /// A box for the invitation code; so many forms.
    Code(usize),
    /// An example that can't be handed in.
    Specimen,
}

/// What a print run is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The questions.
    pub questionnaire: &'a Questionnaire,
    /// Language of the form.
    pub language: &'a str,
    /// Name of the client council.
    pub client_council: &'a str,
    /// What it calls itself.
    pub form: Form,
    /// Telephone number with its hours; empty when there is none.
    pub phone: &'a str,
    /// Last day to hand it in, in words.
    pub until: Option<&'a str>,
    /// House style of the client council.
    pub look: &'a Look,
    /// Day of printing.
    pub today: Date,
    /// Size of the letters.
    pub size: Size,
    /// Made-up data.
    pub sample: bool,
}

/// Size of the letters on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "u8")]
pub enum Size {
    /// 16 points: large print.
    Large,
    /// 20 points: for who sees badly.
    VeryLarge,
}

impl From<Size> for u8 {
    fn from(size: Size) -> Self {
        match size {
            Size::Large => 16,
            Size::VeryLarge => 20,
        }
    }
}

impl Size {
    /// The size of so many points, when there is one.
    pub fn of_points(points: u8) -> Option<Self> {
        [Self::Large, Self::VeryLarge]
            .into_iter()
            .find(|size| u8::from(*size) == points)
    }
}

/// A print run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paper {
    /// Colours and logo.
    #[serde(skip)]
    pub(super) look: Look,
    language: String,
    direction: String,
    size: Size,
    /// Day of printing as year, month, day.
    made: (i16, i8, i8),
    sample: Option<String>,
    kicker: String,
    title: Words,
    intro: Words,
    client_council: String,
    tagline: String,
    /// One form each; a form without a number is `None`.
    numbers: Vec<Option<String>>,
    ticket: Box,
    promise: List,
    how: List,
    privacy: List,
    hand_in: List,
    sections: Vec<Section>,
    end: List,
}

/// A text with the language that it is in: a missing translation is in the source language.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Words {
    text: String,
    language: String,
}

/// A heading with sentences.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct List {
    heading: String,
    lines: Vec<String>,
}

/// The box for number or code.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Box {
    heading: String,
    why: String,
    write: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Section {
    title: Words,
    intro: Words,
    gate: Option<Gate>,
    questions: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Item {
    number: Option<usize>,
    text: Words,
    notes: Vec<Words>,
    gate: Option<Gate>,
    answer: &'static str,
    options: Vec<Line>,
    own: Option<Line>,
    /// Height of the room to write in, in lines.
    room: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Line {
    number: usize,
    label: Words,
}

impl Paper {
    /// A print run.
    pub fn new(source: &Source<'_>, ticket: Ticket<'_>) -> Self {
        let words = phrases(source.language);
        let (texts, questionnaire) = (&words.paper, source.questionnaire);
        let maker = Maker { source, words };
        let numbers = match ticket {
            Ticket::Numbers(numbers) => numbers.iter().map(|n| Some(n.to_string())).collect(),
            Ticket::Code(count) => vec![None; count],
            Ticket::Specimen => vec![None],
        };
        Self {
            look: source.look.clone(),
            language: words.language.clone(),
            direction: words.direction.clone(),
            size: source.size,
            made: (
                source.today.year(),
                source.today.month(),
                source.today.day(),
            ),
            sample: source.sample.then(|| words.common.sample.to_string()),
            kicker: texts.kicker.to_string(),
            title: maker.words_of(&questionnaire.title),
            intro: maker.words_of(&questionnaire.intro),
            client_council: source.client_council.to_owned(),
            tagline: words.common.tagline.to_string(),
            numbers,
            ticket: maker.ticket(ticket),
            promise: maker.promise(),
            how: maker.how(),
            privacy: maker.privacy(),
            hand_in: maker.hand_in(),
            sections: maker.sections(),
            end: List::of(&texts.end, [texts.end_text.to_string()]),
        }
    }

    /// How many forms there are.
    pub fn forms(&self) -> usize {
        self.numbers.len()
    }
}

impl List {
    fn of(heading: &Phrase, lines: impl IntoIterator<Item = String>) -> Self {
        Self {
            heading: heading.to_string(),
            lines: lines.into_iter().collect(),
        }
    }
}

struct Maker<'a> {
    source: &'a Source<'a>,
    words: &'static Interface,
}

impl Maker<'_> {
    fn ticket(&self, ticket: Ticket<'_>) -> Box {
        let texts = &self.words.paper;
        let (heading, why) = match ticket {
            Ticket::Numbers(_) => (texts.form_number.to_string(), &texts.form_number_why),
            Ticket::Code(_) => (texts.code.to_string(), &texts.code_why),
            Ticket::Specimen => (String::new(), &texts.specimen),
        };
        Box {
            heading,
            why: why.to_string(),
            write: matches!(ticket, Ticket::Code(_)),
        }
    }

    fn promise(&self) -> List {
        let start = &self.words.start;
        let lines = [
            &start.promise_whose,
            &start.promise_name,
            &start.promise_consequences,
            &start.promise_free,
        ];
        List::of(
            &self.words.paper.promise,
            lines.map(|line| self.named(line)),
        )
    }

    fn how(&self) -> List {
        let texts = &self.words.paper;
        let lines = [
            &texts.how_cross,
            &texts.how_mistake,
            &texts.how_skip,
            &texts.how_words,
            &texts.how_numbers,
        ];
        let phone = &self.source.phone;
        let help = (!phone.is_empty()).then(|| {
            let gaps: [(&str, &dyn Display); 2] = [("phone", phone), ("council", self.council())];
            self.words.common.phone.fill(&gaps).to_string()
        });
        let lines = lines.map(ToString::to_string).into_iter();
        List::of(&texts.how, lines.chain(help))
    }

    fn privacy(&self) -> List {
        let texts = &self.words.paper;
        let lines = [
            self.named(&texts.privacy_typed),
            self.words.start.kept_small_groups.to_string(),
            texts.privacy_paper.to_string(),
        ];
        List::of(&texts.privacy, lines)
    }

    fn hand_in(&self) -> List {
        let texts = &self.words.paper;
        let into = self.named(&texts.hand_in_box);
        let until = self
            .source
            .until
            .map(|day| texts.hand_in_until.fill(&[("day", &day)]).to_string());
        List::of(&texts.hand_in, [into].into_iter().chain(until))
    }

    /// What the council calls itself.
    fn council(&self) -> &'static Phrase {
        self.words.council(self.source.form)
    }

    /// A phrase with what the council calls itself.
    fn named(&self, phrase: &Phrase) -> String {
        self.words.named(phrase, self.source.form).to_string()
    }

    fn words_of(&self, text: &Localized) -> Words {
        let language = if text.falls_back(self.source.language) {
            self.source.questionnaire.source_language()
        } else {
            self.source.language
        };
        Words {
            text: text.get(self.source.language).to_owned(),
            language: language.to_owned(),
        }
    }

    fn own_words(&self, text: String) -> Words {
        Words {
            text,
            language: self.words.language.clone(),
        }
    }

    fn sections(&self) -> Vec<Section> {
        let questionnaire = self.source.questionnaire;
        let mut sections: Vec<Section> = questionnaire
            .sections
            .iter()
            .map(|section| Section {
                title: self.words_of(&section.title),
                intro: self.words_of(&section.intro),
                gate: self.gate(section.show_if.as_ref(), &section.questions),
                questions: section.questions.iter().map(|q| self.item(q)).collect(),
            })
            .collect();
        if !questionnaire.background.is_empty() {
            let step = &self.words.step;
            sections.push(Section {
                title: self.own_words(step.background.to_string()),
                intro: self.own_words(step.background_intro.to_string()),
                gate: None,
                questions: questionnaire
                    .background
                    .iter()
                    .map(|q| self.item(q))
                    .collect(),
            });
        }
        sections
    }

    /// When these questions are to be filled in, when that depends.
    fn gate(&self, condition: Option<&Condition>, behind: &[Question]) -> Option<Gate> {
        let questionnaire = self.source.questionnaire;
        let numbers: Vec<usize> = behind
            .iter()
            .filter_map(|question| number_of(questionnaire, &question.id))
            .collect();
        let (from, to) = (*numbers.first()?, *numbers.last()?);
        let last = questionnaire
            .questions()
            .filter(|question| question.kind != Kind::Note)
            .count();
        let span = Span {
            from,
            to,
            next: (to < last).then_some(to + 1),
        };
        Some(gate(self.words, questionnaire, condition?, span))
    }

    fn item(&self, question: &Question) -> Item {
        let line = |number, label| Line { number, label };
        let own = own_option(question)
            .map(|number| line(number, self.own_words(self.words.step.own_text.to_string())));
        Item {
            number: number_of(self.source.questionnaire, &question.id),
            text: self.words_of(&question.text),
            notes: self.notes(question),
            gate: self.gate(question.show_if.as_ref(), std::slice::from_ref(question)),
            answer: question.kind.word(),
            options: options(question)
                .map(|(number, option)| line(number, self.words_of(&option.label)))
                .collect(),
            own,
            room: question
                .max_length
                .map_or(5, |most| (most / 200).clamp(2, 6)),
        }
    }

    /// The hint of the questionnaire, and how to answer on paper.
    fn notes(&self, question: &Question) -> Vec<Words> {
        let (texts, step) = (&self.words.paper, &self.words.step);
        let how = match question.kind {
            Kind::Choices if question.options.len() > 1 => Some(match question.max_choices {
                Some(most) => texts.at_most.fill(&[("most", &most)]).to_string(),
                None => texts.several.to_string(),
            }),
            Kind::Number => question.range.map(|range| {
                let (min, max) = (written(range.min), written(range.max));
                texts
                    .write_number
                    .fill(&[("min", &min), ("max", &max)])
                    .to_string()
            }),
            Kind::Date => Some(texts.write_date.to_string()),
            Kind::Ranking => Some(texts.write_places.to_string()),
            Kind::Text => Some(step.open_hint.to_string()),
            Kind::Choice | Kind::Choices | Kind::Scale | Kind::Note | Kind::Contact => None,
        };
        let hint = (!question.hint.is_empty()).then(|| self.words_of(&question.hint));
        // A hint of the questionnaire says the same in its own words.
        let says_it = matches!(question.kind, Kind::Choices | Kind::Text);
        let how = how.filter(|_| hint.is_none() || !says_it);
        hint.into_iter()
            .chain(how.map(|how| self.own_words(how)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::report::example::example;
    use crate::text::interface::{LANGUAGES, open_gap};

    #[test]
    fn a_form_says_in_every_language_whose_it_is_and_leaves_no_gap_open() {
        let questionnaire = example().questionnaire;
        for language in LANGUAGES {
            let source = Source {
                questionnaire: &questionnaire,
                language,
                client_council: "Cliëntenraad Voorbeeldstad",
                form: Form::Klankbordgroep,
                phone: "0320 00 00 00",
                until: Some("28 november 2026"),
                look: &Look::default(),
                today: date(2026, 11, 23),
                size: Size::Large,
                sample: true,
            };
            let paper = Paper::new(&source, Ticket::Code(1));
            let text = serde_json::to_string(&paper).expect("JSON");
            assert_eq!(open_gap(&text), None, "{language}");
            let name = phrases(language).council(Form::Klankbordgroep).as_str();
            assert!(text.contains(name), "{language}");
        }
    }
}
