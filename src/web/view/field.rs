//! One question as form fields: label above, hint below it, the error between hint and field, options as whole rows.
//! Names of fields: the question's id; `id[other]` for an own text; `id[d]`, `id[m]`, `id[j]` for the parts of a day.

use maud::{Markup, Render, html};

use super::parts::{self, Problem};
use crate::domain::definition::{Choice, Kind, Question};
use crate::domain::entry::{self, Entry};
use crate::domain::violation::Violation;
use crate::text::interface::{Interface, Sentence};
use crate::web::form::filled::Filled;

/// A question with what was typed so far.
pub struct Field<'a> {
    /// The question.
    pub question: &'a Question,
    /// What was typed.
    pub entry: &'a Entry,
    /// What is wrong with it, as a sentence.
    pub problem: Option<Sentence>,
    /// Language of the page.
    pub language: &'a str,
    /// Phrases in that language.
    pub words: &'a Interface,
}

/// A form as it was filled in, with what is wrong: the question fields and the error summary of a page come from it.
#[derive(Clone, Copy)]
pub struct Checked<'a> {
    /// What was typed.
    pub filled: &'a Filled,
    /// What is wrong.
    pub violations: &'a [Violation],
    /// Language of the page.
    pub language: &'a str,
    /// Phrases in that language.
    pub words: &'a Interface,
}

impl<'a> Checked<'a> {
    /// The field of a question.
    pub fn field(&self, question: &'a Question) -> Field<'a> {
        let mut wrong = self.violations.iter();
        let violation = wrong.find(|violation| violation.question == question.id);
        Field {
            question,
            entry: self.filled.entry(&question.id),
            problem: violation.map(|violation| self.words.violation(&violation.rule, question)),
            language: self.language,
            words: self.words,
        }
    }

    /// What is wrong with the questions on the page, in the order in which it was found.
    pub fn problems(&self, on_page: &[&Question]) -> Vec<Problem> {
        let found = self.violations.iter().filter_map(|violation| {
            let question = on_page
                .iter()
                .find(|question| question.id == violation.question)?;
            Some(Problem {
                target: question.id.clone(),
                summary: self.words.violation_at(&violation.rule, question).render(),
            })
        });
        found.collect()
    }
}

/// Name of the field with an own text beside the options.
pub fn other_name(question: &str) -> String {
    format!("{question}[other]")
}

/// Names of the fields with day, month and year.
pub fn date_names(question: &str) -> [String; 3] {
    ["d", "m", "j"].map(|part| format!("{question}[{part}]"))
}

/// Parts of a day as typed, from the entry that [`crate::web::form::filled`] made of them.
fn date_parts(entry: &Entry) -> [&str; 3] {
    let typed = entry.values.first().map_or("", String::as_str);
    let mut parts = typed.splitn(3, '-').map(str::trim);
    [(); 3].map(|()| parts.next().unwrap_or_default())
}

impl Field<'_> {
    fn id(&self) -> &str {
        &self.question.id
    }

    fn hint_id(&self) -> String {
        format!("{}-uitleg", self.id())
    }

    fn error_id(&self) -> String {
        format!("{}-fout", self.id())
    }

    /// Ids of hint and error, for `aria-describedby`.
    fn described_by(&self) -> Option<String> {
        let hint = (!self.hints().is_empty()).then(|| self.hint_id());
        let error = self.problem.is_some().then(|| self.error_id());
        let ids: Vec<_> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn value(&self) -> &str {
        self.entry.values.first().map_or("", String::as_str)
    }

    fn has(&self, option: &Choice) -> bool {
        self.entry
            .values
            .iter()
            .any(|value| value == option.code.as_str())
    }

    /// What to know before answering, besides the question itself.
    fn hints(&self) -> Vec<Markup> {
        let words = &self.words.step;
        let mut hints = Vec::new();
        if !self.question.hint.is_empty() {
            hints.push(parts::text(&self.question.hint, self.language));
        }
        let own = self.question.hint.is_empty();
        match self.question.kind {
            Kind::Text if own => hints.push(html! { (words.open_hint) }),
            Kind::Contact if own => hints.push(html! { (words.contact_hint) }),
            Kind::Date if own => hints.push(html! { (words.date_hint) }),
            Kind::Ranking if own => hints.push(html! { (words.ranking_hint) }),
            Kind::Choices if own && self.question.options.len() > 1 => {
                hints.push(match self.question.max_choices {
                    Some(most) => html! { (words.at_most.fill(&[("most", &most)])) },
                    None => html! { (words.several) },
                })
            }
            Kind::Number if own => hints.extend(self.question.range.map(|range| {
                let (min, max) = (entry::written(range.min), entry::written(range.max));
                html! { (words.number_range.fill(&[("min", &min), ("max", &max)])) }
            })),
            _ => {}
        }
        hints
    }

    /// The question itself.
    fn label(&self) -> Markup {
        parts::text(&self.question.text, self.language)
    }

    fn notes(&self) -> Markup {
        let hints = self.hints();
        html! {
            @if !hints.is_empty() {
                p.ab-hint id=(self.hint_id()) { @for (index, hint) in hints.iter().enumerate() { @if index > 0 { " " } (hint) } }
            }
            @if let Some(problem) = &self.problem { p.ab-error id=(self.error_id()) { (problem) } }
        }
    }
}

/// Renders a question.
pub fn field(field: &Field<'_>) -> Markup {
    match field.question.kind {
        Kind::Note => html! { div.ab-note { p { (field.label()) } } },
        Kind::Choice | Kind::Scale | Kind::Choices => group(field, &options(field)),
        Kind::Number if few_values(field) => group(field, &numbers(field)),
        Kind::Date => group(field, &date(field)),
        Kind::Ranking => group(field, &ranking(field)),
        Kind::Number | Kind::Text | Kind::Contact => single(field),
    }
}

/// Several controls under one question: the question is their legend.
fn group(field: &Field<'_>, controls: &Markup) -> Markup {
    html! {
        fieldset.ab-field.ab-field--error[field.problem.is_some()] aria-describedby=[field.described_by()] {
            legend.ab-label { (field.label()) }
            div { (field.notes()) (controls) }
        }
    }
}

/// One control: the question is its label.
fn single(field: &Field<'_>) -> Markup {
    let invalid = field.problem.is_some().then_some("true");
    let (id, described) = (field.id(), field.described_by());
    html! {
        div.ab-field.ab-field--error[field.problem.is_some()] {
            label.ab-label for=(id) { (field.label()) }
            (field.notes())
            @match field.question.kind {
                Kind::Text => {
                    textarea.ab-textarea #(id) name=(id) rows="6" dir="auto" aria-describedby=[described] aria-invalid=[invalid] {
                        "\n" (field.value())
                    }
                }
                Kind::Contact => {
                    input.ab-input #(id) name=(id) type="text" dir="ltr" autocomplete="email" spellcheck="false"
                        value=(field.value()) aria-describedby=[described] aria-invalid=[invalid];
                }
                _ => {
                    input.ab-input.ab-input--short #(id) name=(id) type="text" inputmode="decimal" autocomplete="off"
                        value=(field.value()) aria-describedby=[described] aria-invalid=[invalid];
                }
            }
        }
    }
}

/// Radio buttons or tick boxes, the way out last and apart.
fn options(field: &Field<'_>) -> Markup {
    let question = field.question;
    let input_type = if question.kind == Kind::Choices {
        "checkbox"
    } else {
        "radio"
    };
    let offered: Vec<_> = question
        .options
        .iter()
        .filter(|option| !option.retired || field.has(option))
        .collect();
    html! {
        div.ab-options {
            @for (index, option) in offered.iter().enumerate() {
                label.ab-option.ab-option--out[option.not_applicable] {
                    input.ab-choice type=(input_type) id=[(index == 0).then_some(field.id())] name=(field.id())
                        value=(option.code) checked[field.has(option)];
                    span { (parts::text(&option.label, field.language)) }
                }
            }
        }
        @if question.other {
            label.ab-own {
                span { (field.words.step.own_text) " " span.ab-muted { (field.words.step.note_own_text) } }
                input.ab-input type="text" name=(other_name(field.id())) value=(field.entry.other) dir="auto" autocomplete="off";
            }
        }
    }
}

/// A short range (a report mark, say) is chosen, not typed.
fn few_values(field: &Field<'_>) -> bool {
    field
        .question
        .range
        .and_then(|range| range.values())
        .is_some_and(|values| values <= 11)
}

fn numbers(field: &Field<'_>) -> Markup {
    let Some(range) = field.question.range else {
        return html! {};
    };
    let count = range.values().unwrap_or_default();
    let values = std::iter::successors(Some(range.min), |value| Some(value + range.step))
        .take(count)
        .map(entry::written);
    html! {
        div.ab-marks {
            @for (index, value) in values.enumerate() {
                label.ab-mark {
                    input.ab-choice type="radio" id=[(index == 0).then_some(field.id())] name=(field.id()) value=(value)
                        checked[field.value() == value];
                    span { (value) }
                }
            }
        }
    }
}

/// Three text fields; only the year is wider.
fn date(field: &Field<'_>) -> Markup {
    let words = &field.words.step;
    let labels = [&words.day, &words.month, &words.year];
    let (names, values) = (date_names(field.id()), date_parts(field.entry));
    html! {
        div.ab-date {
            @for (index, ((label, name), value)) in labels.iter().zip(&names).zip(values).enumerate() {
                label { span { (label) } input.ab-input.ab-input--year[index == 2] type="text" inputmode="numeric"
                    id=[(index == 0).then_some(field.id())] name=(name) value=(value) autocomplete="off"; }
            }
        }
    }
}

/// One list of options per place.
fn ranking(field: &Field<'_>) -> Markup {
    let offered: Vec<_> = field.question.offered().collect();
    let chosen = |place: usize| field.entry.values.get(place).map_or("", String::as_str);
    html! {
        ol.ab-ranking {
            @for place in 0..offered.len() {
                li { label {
                    span.ab-hidden { (field.words.step.ranking_place) " " (place + 1) }
                    select.ab-select id=[(place == 0).then_some(field.id())] name=(field.id()) {
                        option value="" {}
                        @for option in &offered {
                            option value=(option.code) selected[chosen(place) == option.code.as_str()] {
                                (option.label.get(field.language))
                            }
                        }
                    }
                } }
            }
        }
    }
}
