//! A house style as custom properties: for pages, and under their own names for reports as pages.
//!
//! Every value is one of ours or a [`Colour`](super::colour::Colour) in hexadecimals.

use super::charts::Charts;
use super::{Headings, HouseStyle, Token};

const SERIF: &str = "ui-serif,Charter,\"Iowan Old Style\",\"Noto Serif\",Georgia,serif";
const SANS: &str = "system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",Arial,sans-serif";

impl HouseStyle {
    /// The style for whatever `selector` selects. Paper stays white in print, and who asks for more contrast gets the
    /// neutral colours, which have more than any rule asks.
    pub fn sheet(&self, selector: &str) -> String {
        format!(
            "{selector}{{{}}}\n@media print{{{selector}{{--utrecht-document-background-color:#fff}}}}\n\
             @media (prefers-contrast:more){{{selector}{{{}}}}}\n",
            self.properties(),
            Self::default().properties()
        )
    }

    fn properties(&self) -> String {
        let charts = Charts::of(self);
        let colours = [
            ("achterban-color-ink", self.colour(Token::Ink)),
            ("achterban-color-paper", self.colour(Token::Paper)),
            ("achterban-color-accent", self.colour(Token::Accent)),
            (
                "achterban-color-accent-strong",
                self.colour(Token::AccentStrong),
            ),
            ("achterban-color-accent-tint", self.tint()),
            ("achterban-color-accent-line", self.fine()),
            ("achterban-chart-pos-1", charts.positive[1]),
            ("achterban-chart-pos-2", charts.positive[0]),
            ("achterban-chart-interval", charts.interval),
            ("utrecht-document-color", self.colour(Token::Ink)),
            (
                "utrecht-document-background-color",
                self.colour(Token::Paper),
            ),
            ("utrecht-link-color", self.colour(Token::Link)),
            ("utrecht-link-hover-color", self.colour(Token::LinkHover)),
            ("utrecht-focus-outline-color", self.colour(Token::Ink)),
            (
                "utrecht-button-primary-action-background-color",
                self.colour(Token::Button),
            ),
            (
                "utrecht-button-primary-action-hover-background-color",
                self.colour(Token::ButtonHover),
            ),
            (
                "utrecht-button-primary-action-color",
                self.colour(Token::ButtonText),
            ),
            ("ink", self.colour(Token::Ink)),
            ("paper", self.colour(Token::Paper)),
            ("accent", self.colour(Token::Accent)),
            ("accent-strong", self.colour(Token::AccentStrong)),
        ];
        let letters = match self.headings() {
            Headings::Serif => SERIF,
            Headings::Sans => SANS,
        };
        let colours: String = colours
            .iter()
            .map(|(name, colour)| format!("--{name}:{colour};"))
            .collect();
        format!("{colours}--utrecht-heading-font-family:{letters};--headings:{letters}")
    }
}
