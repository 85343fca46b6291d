//! How long things are kept: a term per kind, which a client council may shorten but not lengthen (AVG art. 5(1)(e)).
//!
//! Answers have no time of their own: their terms count from the last day of their round. Reports are kept.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::week::iso_week;

/// Codes, nullifiers and answers too few to be shown go this many days after the round's last day: until then the
/// response per group can be counted, after it they serve nobody.
pub const CODES_DAYS: i32 = 28;
/// A client council is warned this many days before something of a round goes.
pub const WARNING_DAYS: i32 = 30;

/// The terms of one client council (`[retention]` in its file).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Terms(Written);

/// The terms as they are written, within limits or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    /// Telephone or mail for a call back, in days after it was left: 1 to 28.
    contact_days: i32,
    /// Own words of an enquête, in months after the round: 1 to 24.
    text_months: i32,
    /// Signals, of spreekuur and website, in months: 1 to 24.
    signal_months: i32,
    /// The other answers of an enquête, in months after the round: 1 to 60, and no shorter than own words.
    answer_months: i32,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            contact_days: 28,
            text_months: 24,
            signal_months: 24,
            answer_months: 60,
        }
    }
}

impl From<Terms> for Written {
    fn from(terms: Terms) -> Self {
        terms.0
    }
}

impl TryFrom<Written> for Terms {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let longest = Written::default();
        let limits = [
            ("contact_days", written.contact_days, longest.contact_days),
            ("text_months", written.text_months, longest.text_months),
            (
                "signal_months",
                written.signal_months,
                longest.signal_months,
            ),
            (
                "answer_months",
                written.answer_months,
                longest.answer_months,
            ),
        ];
        for (name, value, most) in limits {
            if !(1..=most).contains(&value) {
                return Err(format!("{name} is {value}; it must be 1 to {most}"));
            }
        }
        if written.answer_months < written.text_months {
            return Err(
                "answer_months is shorter than text_months; own words are part of answers"
                    .to_owned(),
            );
        }
        Ok(Self(written))
    }
}

fn after(day: Date, span: Span) -> Date {
    day.saturating_add(span)
}

impl Terms {
    /// Days after which contact details go.
    #[must_use]
    pub fn contact_days(self) -> i32 {
        self.0.contact_days
    }

    /// Months after which own words go.
    #[must_use]
    pub fn text_months(self) -> i32 {
        self.0.text_months
    }

    /// Months after which signals go.
    #[must_use]
    pub fn signal_months(self) -> i32 {
        self.0.signal_months
    }

    /// Months after which all answers go.
    #[must_use]
    pub fn answer_months(self) -> i32 {
        self.0.answer_months
    }

    /// The day on which contact details go that are left today.
    #[must_use]
    pub fn contact_goes(self, today: Date) -> Date {
        after(today, Span::new().days(self.0.contact_days))
    }

    /// The day on which the codes and nullifiers of a round go.
    #[must_use]
    pub fn codes_go(self, closes: Date) -> Date {
        after(closes, Span::new().days(CODES_DAYS))
    }

    /// The day on which own words of a round go.
    #[must_use]
    pub fn texts_go(self, closes: Date) -> Date {
        after(closes, Span::new().months(self.0.text_months))
    }

    /// The day on which all answers of a round go.
    #[must_use]
    pub fn answers_go(self, closes: Date) -> Date {
        after(closes, Span::new().months(self.0.answer_months))
    }

    /// What goes today of the signals: those of this day or before, and those of a week before this one.
    #[must_use]
    pub fn signals_due(self, today: Date) -> (Date, String) {
        let last = today.saturating_sub(Span::new().months(self.0.signal_months));
        // A week is over when its Sunday is as old as that.
        (last, iso_week(last.saturating_add(Span::new().days(1))))
    }
}

/// Whether something that goes on `goes` should be announced today.
#[must_use]
pub fn is_near(goes: Date, today: Date) -> bool {
    today < goes && goes <= after(today, Span::new().days(WARNING_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn read(text: &str) -> Result<Terms, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn without_settings_the_longest_terms_hold() {
        let terms = read("").unwrap();
        assert_eq!(terms, Terms::default());
        assert_eq!(terms.texts_go(day("2026-12-11")), day("2028-12-11"));
        assert_eq!(terms.answers_go(day("2026-12-11")), day("2031-12-11"));
        assert_eq!(terms.codes_go(day("2026-12-11")), day("2027-01-08"));
        assert_eq!(terms.contact_goes(day("2026-12-11")), day("2027-01-08"));
    }

    #[test]
    fn a_term_can_be_shortened_and_not_lengthened() {
        assert_eq!(
            read("text_months = 6").unwrap().texts_go(day("2026-08-31")),
            day("2027-02-28")
        );
        for wrong in [
            "contact_days = 29",
            "contact_days = 0",
            "text_months = 25",
            "signal_months = 25",
            "answer_months = 61",
            "text_months = 12\nanswer_months = 6",
            "years = 3",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_signal_with_a_week_goes_when_its_sunday_is_old_enough() {
        let terms = Terms::default();
        // 2026-11-22 is the Sunday of week 47.
        assert_eq!(
            terms.signals_due(day("2028-11-22")),
            (day("2026-11-22"), "2026-W48".to_owned())
        );
        assert_eq!(
            terms.signals_due(day("2028-11-21")),
            (day("2026-11-21"), "2026-W47".to_owned())
        );
    }

    #[test]
    fn a_warning_comes_thirty_days_before_and_ends_on_the_day() {
        let goes = day("2028-12-11");
        for (today, near) in [
            ("2028-11-10", false),
            ("2028-11-11", true),
            ("2028-12-10", true),
            ("2028-12-11", false),
        ] {
            assert_eq!(is_near(goes, day(today)), near, "{today}");
        }
    }
}
