//! Every text of a questionnaire under a key of its own: what there is to translate.

use super::{Choice, Question, Questionnaire};
use crate::domain::localized::Localized;

/// A text of a questionnaire, with the key that names it in a file for a translator.
#[derive(Debug, Clone, PartialEq)]
pub struct Text<'q> {
    /// `question.respect.text`, `scale.eens5.3`: made of ids and codes, which never change.
    pub key: String,
    /// Its words per language.
    pub words: &'q Localized,
}

impl Questionnaire {
    /// Every text that a resident may read, in the order of the form; texts without words are left out.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let mut texts = Texts::default();
        texts.add("title".to_owned(), &self.title);
        texts.add("intro".to_owned(), &self.intro);
        if let Some(process) = &self.process {
            texts.add("process.course".to_owned(), &process.course);
            texts.add("process.use_of_results".to_owned(), &process.use_of_results);
        }
        for (name, options) in &self.scales {
            texts.options(&format!("scale.{name}"), options);
        }
        for theme in &self.themes {
            texts.add(format!("theme.{}.name", theme.id), &theme.name);
        }
        for section in &self.sections {
            texts.add(format!("section.{}.title", section.id), &section.title);
            texts.add(format!("section.{}.intro", section.id), &section.intro);
            section
                .questions
                .iter()
                .for_each(|question| texts.question(question));
        }
        self.background
            .iter()
            .for_each(|question| texts.question(question));
        texts.0
    }

    /// Whether some question has an easier wording.
    pub fn has_easy_words(&self) -> bool {
        self.questions().any(|question| !question.easy.is_empty())
    }

    /// The same questionnaire with the easier wording of each question that has one. Ids, codes and rules are the same.
    #[must_use]
    pub fn in_easy_words(&self) -> Self {
        let mut easy = self.clone();
        for question in easy.each_question() {
            for (language, words) in question.easy.iter() {
                question.text.set(language, words);
            }
        }
        easy
    }
}

impl Questionnaire {
    /// Whether two questionnaires ask the same and differ in wording at most: an answer to one is an answer to the other.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.without_words() == other.without_words()
    }

    fn without_words(&self) -> Self {
        let mut bare = self.clone();
        bare.languages.clear();
        bare.translations.clear();
        bare.process = None;
        bare.each_text(|words| *words = Localized::default());
        bare
    }

    /// Every text, to change it.
    fn each_text(&mut self, mut change: impl FnMut(&mut Localized)) {
        change(&mut self.title);
        change(&mut self.intro);
        let scales = self.scales.iter_mut().flat_map(|(_, options)| options);
        scales.for_each(|option| change(&mut option.label));
        self.themes
            .iter_mut()
            .for_each(|theme| change(&mut theme.name));
        for section in &mut self.sections {
            change(&mut section.title);
            change(&mut section.intro);
        }
        for question in self.each_question() {
            change(&mut question.text);
            change(&mut question.hint);
            change(&mut question.easy);
            question
                .party_texts
                .iter_mut()
                .for_each(|(_, words)| change(words));
            question
                .options
                .iter_mut()
                .for_each(|option| change(&mut option.label));
        }
    }

    fn each_question(&mut self) -> impl Iterator<Item = &mut Question> {
        let sections = self
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.questions);
        sections.chain(&mut self.background)
    }
}

#[derive(Default)]
struct Texts<'q>(Vec<Text<'q>>);

impl<'q> Texts<'q> {
    fn add(&mut self, key: String, words: &'q Localized) {
        if !words.is_empty() {
            self.0.push(Text { key, words });
        }
    }

    fn options(&mut self, path: &str, options: &'q [Choice]) {
        for option in options {
            self.add(format!("{path}.{}", option.code), &option.label);
        }
    }

    fn question(&mut self, question: &'q Question) {
        let path = format!("question.{}", question.id);
        self.add(format!("{path}.text"), &question.text);
        self.add(format!("{path}.hint"), &question.hint);
        for (party, words) in &question.party_texts {
            self.add(format!("{path}.as.{party}"), words);
        }
        if question.scale.is_none() {
            self.options(&format!("{path}.option"), &question.options);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Questionnaire;
    use crate::domain::definition::read::read;
    use crate::domain::shipped::QUESTIONNAIRES;
    use crate::domain::theme::codebook;

    fn wmo() -> Questionnaire {
        let (_, text) = QUESTIONNAIRES
            .iter()
            .find(|(id, _)| *id == "wmo")
            .expect("it ships");
        read(text, codebook())
            .questionnaire
            .expect("a questionnaire")
    }

    #[test]
    fn every_text_has_a_key_of_its_own() {
        let wmo = wmo();
        let mut keys: Vec<_> = wmo.texts().into_iter().map(|text| text.key).collect();
        assert!(keys.len() > 70, "{}", keys.len());
        for key in [
            "scale.eens5.nvt",
            "question.hulp.option.pgb",
            "question.verslag.hint",
        ] {
            assert!(keys.iter().any(|found| found == key), "{key}");
        }
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }

    #[test]
    fn other_words_ask_the_same_and_another_code_does_not() {
        let (wmo, mut other) = (wmo(), wmo());
        other.each_text(|words| words.set("ar", "نص"));
        other.languages.push("ar".into());
        assert!(wmo.asks_the_same(&other));
        other.sections[0].questions[0].options.pop();
        assert!(!wmo.asks_the_same(&other));
        assert!(!wmo.asks_the_same(&Questionnaire {
            sections: Vec::new(),
            ..wmo.clone()
        }));
    }
}
