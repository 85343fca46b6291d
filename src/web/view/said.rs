//! Phrases and sentences of the interface as markup: words in another language than the page's are marked as such, and what
//! was filled in has its own direction. In an attribute or a title use `as_str` or `to_string`.

use maud::{Markup, Render, html};

use crate::domain::localized::direction;
use crate::text::interface::{Phrase, Piece, Sentence};

impl Render for Phrase {
    fn render(&self) -> Markup {
        marked(&html! { (self.as_str()) }, self.borrowed())
    }
}

impl Render for Sentence {
    fn render(&self) -> Markup {
        let pieces = html! {
            @for piece in self.pieces() { @match piece {
                Piece::Said(text) => (text),
                Piece::Given { text, language: None, .. } => bdi { (text) },
                Piece::Given { text, language: Some(language), .. } => bdi lang=(language) { (text) },
            } }
        };
        marked(&pieces, self.borrowed())
    }
}

/// Words in a language that is named when it is not the page's.
pub fn marked(words: &Markup, language: Option<&str>) -> Markup {
    match language {
        Some(language) => html! { span lang=(language) dir=(direction(language)) { (words) } },
        None => words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::interface::phrases;

    #[test]
    fn words_of_another_language_are_marked_and_what_is_filled_in_has_its_own_direction() {
        let step = |language| {
            let phrase = &phrases(language).step.step;
            phrase
                .fill(&[("n", &2), ("total", &5)])
                .render()
                .into_string()
        };
        assert_eq!(step("nl"), "Stap <bdi>2</bdi> van <bdi>5</bdi>");
        assert_eq!(
            step("fa"),
            "<span lang=\"nl\" dir=\"ltr\">Stap <bdi>2</bdi> van <bdi>5</bdi></span>"
        );
        let next = phrases("fa").step.next.render().into_string();
        assert_eq!(next, "<span lang=\"nl\" dir=\"ltr\">Verder</span>");
    }

    #[test]
    fn words_of_a_questionnaire_in_a_sentence_can_be_in_yet_another_language() {
        let at = phrases("ar")
            .error
            .at
            .fill(&[("message", &"x"), ("question", &"Wat?")]);
        let html = at
            .with_language("question", Some("nl"))
            .render()
            .into_string();
        assert!(html.contains("<bdi lang=\"nl\">Wat?</bdi>"), "{html}");
    }
}
