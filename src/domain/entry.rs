//! From what a person typed to an answer, or to the rule that it breaks.

use unicode_normalization::UnicodeNormalization;

use super::answer::{Answer, whole};
use super::definition::{Code, Kind, Question, Range};
use super::violation::Rule;

/// What a form (or a paper form, or a CSV row) holds for one question, as typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The values under the question's name: one for most kinds, one per tick for choices, one per place for a ranking.
    pub values: Vec<String>,
    /// The own text beside the options.
    pub other: String,
}

/// Longest text that any question takes, in characters.
pub const LONGEST_TEXT: usize = 20_000;
/// Longest own text beside options, in characters.
pub const LONGEST_OWN_TEXT: usize = 200;

/// Checks an entry. `Ok(None)`: not answered.
///
/// # Errors
/// The first [`Rule`] that the entry breaks. `Required` is only said here for a question that was left empty.
pub fn check(question: &Question, entry: &Entry) -> Result<Option<Answer>, Rule> {
    let answer = match question.kind {
        Kind::Choice | Kind::Scale => one(question, entry)?,
        Kind::Choices => many(question, entry)?,
        Kind::Ranking => ranking(question, entry)?,
        Kind::Number => first(entry)
            .map(|text| number(question.range, text).map(Answer::Number))
            .transpose()?,
        Kind::Date => first(entry).map(date).transpose()?,
        Kind::Text => text(entry, question.max_length.unwrap_or(LONGEST_TEXT))?,
        Kind::Contact => first(entry).map(contact).transpose()?,
        Kind::Note => None,
    };
    if answer.is_none() && question.required && question.kind != Kind::Note {
        return Err(Rule::Required);
    }
    Ok(answer)
}

/// The first value that is not blank, trimmed.
fn first(entry: &Entry) -> Option<&str> {
    entry
        .values
        .iter()
        .map(|value| value.trim())
        .find(|value| !value.is_empty())
}

fn own_text(question: &Question, entry: &Entry) -> Result<Option<String>, Rule> {
    let typed = if question.other {
        entry.other.trim()
    } else {
        ""
    };
    if typed.is_empty() {
        Ok(None)
    } else {
        clean(typed, LONGEST_OWN_TEXT).map(Some)
    }
}

fn one(question: &Question, entry: &Entry) -> Result<Option<Answer>, Rule> {
    match first(entry) {
        Some(code) => known(question, code).map(|code| Some(Answer::One(code))),
        None => Ok(own_text(question, entry)?.map(Answer::OwnText)),
    }
}

fn known(question: &Question, code: &str) -> Result<Code, Rule> {
    let code = Code::new(code);
    if question.option(&code).is_some() {
        Ok(code)
    } else {
        Err(Rule::UnknownOption(code.to_string()))
    }
}

fn many(question: &Question, entry: &Entry) -> Result<Option<Answer>, Rule> {
    let given: Vec<&str> = entry
        .values
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
        .collect();
    if let Some(unknown) = given
        .iter()
        .find(|code| question.option(&Code::new(**code)).is_none())
    {
        return Err(Rule::UnknownOption((*unknown).to_owned()));
    }
    let ticked: Vec<_> = question
        .options
        .iter()
        .filter(|option| given.contains(&option.code.as_str()))
        .collect();
    let other = own_text(question, entry)?;
    let total = ticked.len() + usize::from(other.is_some());
    if let Some(exclusive) = ticked
        .iter()
        .find(|option| option.exclusive || option.not_applicable)
        && total > 1
    {
        return Err(Rule::ExclusiveOption(exclusive.code.to_string()));
    }
    if let Some(maximum) = question.max_choices.filter(|maximum| total > *maximum) {
        return Err(Rule::TooManyChoices(maximum));
    }
    let codes = ticked.iter().map(|option| option.code.clone()).collect();
    Ok((total > 0).then_some(Answer::Many(codes, other)))
}

fn ranking(question: &Question, entry: &Entry) -> Result<Option<Answer>, Rule> {
    let places: Vec<&str> = entry.values.iter().map(|value| value.trim()).collect();
    let given: Vec<&str> = places
        .iter()
        .copied()
        .filter(|value| !value.is_empty())
        .collect();
    if places
        .iter()
        .take(given.len())
        .any(|value| value.is_empty())
    {
        return Err(Rule::RankingIncomplete);
    }
    let mut codes = Vec::new();
    for code in given {
        let code = known(question, code)?;
        if codes.contains(&code) {
            return Err(Rule::RankedTwice(code.to_string()));
        }
        codes.push(code);
    }
    Ok((!codes.is_empty()).then_some(Answer::Ranking(codes)))
}

/// Digits of Arabic and Persian keyboards as those that the program counts with; `٫` is their decimal sign.
fn with_western_digits(text: &str) -> String {
    let western = |sign: char| {
        let digit = match sign {
            '٠'..='٩' => u32::from(sign) - u32::from('٠'),
            '۰'..='۹' => u32::from(sign) - u32::from('۰'),
            '٫' => return ',',
            other => return other,
        };
        char::from_digit(digit, 10).unwrap_or(sign)
    };
    text.chars().map(western).collect()
}

/// A number as Dutch people write it (comma or point) within its range and on its steps.
fn number(range: Option<Range>, text: &str) -> Result<f64, Rule> {
    let value: f64 = with_western_digits(text)
        .replace(',', ".")
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
        .ok_or_else(|| Rule::NotANumber(text.to_owned()))?;
    match range {
        Some(range) if !range.holds(value) => {
            let [min, max, step] = [range.min, range.max, range.step].map(written);
            Err(Rule::OutOfRange(min, max, step))
        }
        _ => Ok(value),
    }
}

/// A number as a file writes it: without decimals when it is whole.
pub fn written(number: f64) -> String {
    whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string())
}

/// A day as `2026-11-23`, `23-11-2026`, `23/11/2026` or `23 11 2026`.
fn date(text: &str) -> Result<Answer, Rule> {
    let wrong = || Rule::NotADate(text.to_owned());
    let parts: Vec<i16> = with_western_digits(text)
        .split(['-', '/', '.', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().map_err(|_| wrong()))
        .collect::<Result<_, _>>()?;
    let (year, month, day) = match parts[..] {
        [year, month, day] if year > 31 => (year, month, day),
        [day, month, year] => (year, month, day),
        _ => return Err(wrong()),
    };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err(wrong());
    };
    if !(1900..=2200).contains(&year) {
        return Err(wrong());
    }
    jiff::civil::Date::new(year, month, day)
        .map(Answer::Date)
        .map_err(|_| wrong())
}

fn text(entry: &Entry, longest: usize) -> Result<Option<Answer>, Rule> {
    first(entry)
        .map(|typed| clean(typed, longest).map(Answer::Text))
        .transpose()
}

/// A mail address or telephone number, loosely: enough to call or write back.
fn contact(typed: &str) -> Result<Answer, Rule> {
    let cleaned = clean(typed, LONGEST_OWN_TEXT)?;
    let digits = cleaned.chars().filter(char::is_ascii_digit).count();
    let telephone = (6..=15).contains(&digits)
        && cleaned
            .chars()
            .all(|c| c.is_ascii_digit() || " +-().".contains(c));
    let mail = cleaned.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !cleaned.contains(char::is_whitespace)
    });
    if telephone || mail {
        Ok(Answer::Text(cleaned))
    } else {
        Err(Rule::NotAContact(typed.to_owned()))
    }
}

/// NFC, line ends as `\n`, no control characters, not too long: the same text is the same bytes.
fn clean(typed: &str, longest: usize) -> Result<String, Rule> {
    let cleaned: String = typed
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .nfc()
        .collect();
    if cleaned
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        return Err(Rule::ControlCharacter);
    }
    let length = cleaned.chars().count();
    if length > longest {
        Err(Rule::TooLong(length, longest))
    } else {
        Ok(cleaned)
    }
}

impl Range {
    /// Whether a value lies in the range and on a step (within rounding).
    pub fn holds(self, value: f64) -> bool {
        let steps = (value - self.min) / self.step;
        (self.min..=self.max).contains(&value) && (steps - steps.round()).abs() < 1e-9
    }

    /// Number of values, when the range is short enough to count them (`u8` columns).
    pub fn values(self) -> Option<usize> {
        let values = ((self.max - self.min) / self.step).round() + 1.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and 250"
        )]
        let counted = (1.0..=250.0).contains(&values).then_some(values as usize);
        counted
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Entry, Kind, Range, Rule, check};
    use crate::domain::definition::{Choice, Code, Question};

    fn question(kind: Kind) -> Question {
        let choice = |code: &str, exclusive| Choice {
            code: Code::new(code),
            label: Default::default(),
            not_applicable: false,
            exclusive,
            retired: false,
            theme: None,
        };
        Question {
            options: vec![choice("a", false), choice("b", false), choice("geen", true)],
            ..Question::new("q", kind)
        }
    }

    fn entry(values: &[&str]) -> Entry {
        Entry {
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            other: String::new(),
        }
    }

    #[test]
    fn an_empty_entry_is_no_answer_unless_it_is_required() {
        let mut asked = question(Kind::Choice);
        assert_eq!(check(&asked, &entry(&["", " "])), Ok(None));
        asked.required = true;
        assert_eq!(check(&asked, &entry(&[])), Err(Rule::Required));
    }

    #[test]
    fn ticked_options_are_kept_in_the_order_of_the_questionnaire() {
        let given = check(&question(Kind::Choices), &entry(&["b", "a"]));
        assert_eq!(given, Ok(Some(Answer::many(["a", "b"]))));
    }

    #[test]
    fn an_exclusive_option_stands_alone() {
        let given = check(&question(Kind::Choices), &entry(&["geen", "a"]));
        assert_eq!(given, Err(Rule::ExclusiveOption("geen".into())));
    }

    #[test]
    fn a_code_that_is_no_option_is_refused() {
        assert_eq!(
            check(&question(Kind::Choice), &entry(&["z"])),
            Err(Rule::UnknownOption("z".into()))
        );
    }

    #[test]
    fn the_digits_of_an_arabic_keyboard_are_digits() {
        assert_eq!(
            check(&question(Kind::Number), &entry(&["١١١٢"])),
            Ok(Some(Answer::Number(1112.0)))
        );
        assert_eq!(
            check(&question(Kind::Number), &entry(&["۷٫۵"])),
            Ok(Some(Answer::Number(7.5)))
        );
        let day = jiff::civil::date(2026, 3, 27);
        assert_eq!(
            check(&question(Kind::Date), &entry(&["٢٧-٣-٢٠٢٦"])),
            Ok(Some(Answer::Date(day)))
        );
    }

    #[test]
    fn a_number_may_have_a_decimal_comma_and_must_lie_on_a_step() {
        let mut asked = question(Kind::Number);
        asked.range = Some(Range {
            min: 1.0,
            max: 10.0,
            step: 0.5,
        });
        assert_eq!(
            check(&asked, &entry(&["7,5"])),
            Ok(Some(Answer::Number(7.5)))
        );
        assert!(matches!(
            check(&asked, &entry(&["7.2"])),
            Err(Rule::OutOfRange(..))
        ));
        assert!(matches!(
            check(&asked, &entry(&["11"])),
            Err(Rule::OutOfRange(..))
        ));
        assert!(matches!(
            check(&asked, &entry(&["NaN"])),
            Err(Rule::NotANumber(_))
        ));
    }

    #[test]
    fn dates_are_read_in_the_ways_that_dutch_people_write_them() {
        let day = Answer::Date(jiff::civil::date(2026, 3, 1));
        for typed in ["2026-03-01", "1-3-2026", "01/03/2026", "1 3 2026"] {
            assert_eq!(
                check(&question(Kind::Date), &entry(&[typed])),
                Ok(Some(day.clone())),
                "{typed}"
            );
        }
        for typed in ["31-2-2026", "1 maart", "1-3-26", "9999999-1-1"] {
            assert!(
                matches!(
                    check(&question(Kind::Date), &entry(&[typed])),
                    Err(Rule::NotADate(_))
                ),
                "{typed}"
            );
        }
    }

    #[test]
    fn the_same_word_is_the_same_bytes() {
        let composed = check(&question(Kind::Text), &entry(&["één\r\ntwee"]));
        let decomposed = check(&question(Kind::Text), &entry(&["e\u{301}e\u{301}n\ntwee"]));
        assert_eq!(composed, decomposed);
    }

    #[test]
    fn a_ranking_has_no_gap_and_no_option_twice() {
        let asked = question(Kind::Ranking);
        assert_eq!(
            check(&asked, &entry(&["", "a"])),
            Err(Rule::RankingIncomplete)
        );
        assert_eq!(
            check(&asked, &entry(&["a", "a"])),
            Err(Rule::RankedTwice("a".into()))
        );
        assert_eq!(
            check(&asked, &entry(&["b", "a", ""])),
            Ok(Some(Answer::Ranking(vec![Code::new("b"), Code::new("a")])))
        );
    }

    #[test]
    fn a_contact_is_a_mail_address_or_a_telephone_number() {
        let asked = question(Kind::Contact);
        for typed in ["iemand@voorbeeld.nl", "06 12 34 56 78", "+31 (0)320-123456"] {
            assert!(check(&asked, &entry(&[typed])).is_ok(), "{typed}");
        }
        for typed in ["bel maar", "@x", "12"] {
            assert!(check(&asked, &entry(&[typed])).is_err(), "{typed}");
        }
    }
}
