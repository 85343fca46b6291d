//! Fields of forms for volunteers: label above, hint below it, the error between hint and field. A form of residents is made from
//! its questionnaire instead ([`super::field`]).

use maud::{Markup, html};

/// A field with what stands round it.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// Name and id.
    pub name: &'a str,
    /// What is asked.
    pub label: &'a str,
    /// What to know; empty: nothing.
    pub hint: &'a str,
    /// What is wrong; empty: nothing.
    pub error: &'a str,
}

impl About<'_> {
    fn hint_id(&self) -> String {
        format!("{}-uitleg", self.name)
    }

    fn error_id(&self) -> String {
        format!("{}-fout", self.name)
    }

    fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| self.hint_id());
        let error = (!self.error.is_empty()).then(|| self.error_id());
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        (!self.error.is_empty()).then_some("true")
    }

    fn notes(&self) -> Markup {
        html! {
            @if !self.hint.is_empty() { p.ab-hint id=(self.hint_id()) { (self.hint) } }
            @if !self.error.is_empty() { p.ab-error id=(self.error_id()) { (self.error) } }
        }
    }

    fn one(&self, control: &Markup) -> Markup {
        html! {
            div.ab-field.ab-field--error[!self.error.is_empty()] {
                label.ab-label for=(self.name) { (self.label) }
                (self.notes())
                (control)
            }
        }
    }
}

/// One line of text.
pub fn line(about: &About<'_>, value: &str) -> Markup {
    about.one(&html! {
        input.ab-input #(about.name) name=(about.name) type="text" dir="auto" autocomplete="off" value=(value)
            aria-describedby=[about.described_by()] aria-invalid=[about.invalid()];
    })
}

/// A number that is typed.
pub fn number(about: &About<'_>, value: &str) -> Markup {
    about.one(&html! {
        input.ab-input.ab-input--short #(about.name) name=(about.name) type="text" inputmode="numeric" autocomplete="off" value=(value)
            aria-describedby=[about.described_by()] aria-invalid=[about.invalid()];
    })
}

/// Some lines of text.
pub fn area(about: &About<'_>, rows: u8, value: &str) -> Markup {
    about.one(&html! {
        textarea.ab-textarea.ab-textarea--low[rows < 4] #(about.name) name=(about.name) rows=(rows) dir="auto"
            aria-describedby=[about.described_by()] aria-invalid=[about.invalid()] { "\n" (value) }
    })
}

/// One of many: value and label.
pub fn select(about: &About<'_>, options: &[(&str, &str)], chosen: &str) -> Markup {
    about.one(&html! {
        select.ab-select #(about.name) name=(about.name) aria-describedby=[about.described_by()] aria-invalid=[about.invalid()] {
            @for (value, label) in options { option value=(value) selected[*value == chosen] { (label) } }
        }
    })
}

/// One of a few: value and label.
pub fn choice(about: &About<'_>, options: &[(&str, &str)], chosen: &str) -> Markup {
    html! {
        fieldset.ab-field.ab-field--error[!about.error.is_empty()] aria-describedby=[about.described_by()] {
            legend.ab-label { (about.label) }
            div {
                (about.notes())
                div.ab-options {
                    @for (index, (value, label)) in options.iter().enumerate() {
                        label.ab-option {
                            input.ab-choice type="radio" id=[(index == 0).then_some(about.name)] name=(about.name) value=(value) checked[*value == chosen];
                            span { (label) }
                        }
                    }
                }
            }
        }
    }
}

/// A box to tick.
pub fn tick(name: &str, label: &str, ticked: bool) -> Markup {
    html! {
        div.ab-field { div.ab-options { label.ab-option {
            input.ab-choice type="checkbox" #(name) name=(name) value="1" checked[ticked];
            span { (label) }
        } } }
    }
}

/// What is wrong, with a link to each field: name and sentence. First thing on a page with mistakes.
pub fn mistakes(problems: &[(&str, String)]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.ab-error-summary role="alert" tabindex="-1" aria-labelledby="fouten" {
                h2 #fouten { @if problems.len() == 1 { "Er klopt iets niet" } @else { "Er kloppen " (problems.len()) " dingen niet" } }
                p { "Wat u schreef, staat er nog. Het is nog niet bewaard." }
                ul { @for (name, sentence) in problems { li { a href={ "#" (name) } { (sentence) } } } }
            }
        }
    }
}
