//! A questionnaire on paper: how its questions and answers are numbered, and what the numbers mean that a volunteer keys in.
//! The printed form and the screen for keying in both number from here.

use super::definition::{Choice, Kind, Question, Questionnaire};
use super::entry::Entry;

/// Keyed for a question that was left open, has more than one cross where one may be, or can't be read.
pub const NOTHING: &str = "0";
/// The same, where 0 is an answer.
pub const NOTHING_TOO: &str = "-";

/// Why keys are no answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miskeyed {
    /// Nothing was keyed yet; leaving a question out by accident must show.
    Open,
    /// No option has this number; the highest one.
    NoSuchOption(String, usize),
    /// More than one number where one option may be chosen.
    MoreThanOne,
    /// Two options have the same place in a ranking.
    PlaceTwice(usize),
}

/// The questions with their numbers on paper, in order. Text to read has none.
pub fn numbered(questionnaire: &Questionnaire) -> Vec<(Option<usize>, &Question)> {
    let mut last = 0;
    let questions = questionnaire.questions().map(|question| {
        let asks = question.kind != Kind::Note;
        last += usize::from(asks);
        (asks.then_some(last), question)
    });
    questions.collect()
}

/// The number of a question on paper.
pub fn number_of(questionnaire: &Questionnaire, id: &str) -> Option<usize> {
    numbered(questionnaire)
        .into_iter()
        .find(|(_, question)| question.id == id)
        .and_then(|(number, _)| number)
}

/// The options with the numbers to key in, from 1.
pub fn options(question: &Question) -> impl Iterator<Item = (usize, &Choice)> {
    (1..).zip(question.offered())
}

/// The number to key in for an own text beside the options.
pub fn own_option(question: &Question) -> Option<usize> {
    question.other.then(|| question.offered().count() + 1)
}

/// The numbers that may be keyed: options, places or values; `None` where words are typed.
pub fn highest(question: &Question) -> Option<usize> {
    match question.kind {
        Kind::Choice | Kind::Scale | Kind::Choices => {
            Some(own_option(question).unwrap_or_else(|| question.offered().count()))
        }
        Kind::Ranking => Some(question.offered().count()),
        Kind::Number | Kind::Text | Kind::Date | Kind::Note | Kind::Contact => None,
    }
}

/// What is keyed at a question for no answer.
pub fn nothing(question: &Question) -> &'static str {
    let zero_is_an_answer =
        question.kind == Kind::Number && question.range.is_some_and(|range| range.holds(0.0));
    if zero_is_an_answer {
        NOTHING_TOO
    } else {
        NOTHING
    }
}

/// What keys mean at a question, as the form on the website would have sent it. `own` is the own text beside the options.
/// An empty entry: the resident gave no answer. The entry still has to pass [`super::entry::check`].
///
/// # Errors
/// [`Miskeyed`].
pub fn entry(question: &Question, keys: &str, own: &str) -> Result<Entry, Miskeyed> {
    let keys = keys.trim();
    if keys == NOTHING_TOO || keys == nothing(question) || question.kind == Kind::Note {
        return Ok(Entry::default());
    }
    let values = match question.kind {
        Kind::Choice | Kind::Scale => one(question, keys)?,
        Kind::Choices => many(question, keys)?,
        Kind::Ranking => by_place(question, keys)?,
        Kind::Date => vec![day(must(keys)?)],
        Kind::Number => vec![must(keys)?.to_owned()],
        // Words may be left out: there is no way to miss them by a slip of one key.
        Kind::Text | Kind::Contact | Kind::Note => {
            return Ok(Entry {
                values: Some(keys.to_owned())
                    .filter(|text| !text.is_empty())
                    .into_iter()
                    .collect(),
                other: String::new(),
            });
        }
    };
    Ok(Entry {
        values,
        other: own.trim().to_owned(),
    })
}

fn must(keys: &str) -> Result<&str, Miskeyed> {
    if keys.is_empty() {
        Err(Miskeyed::Open)
    } else {
        Ok(keys)
    }
}

/// The code of an option by its number; none for the own text.
fn code(question: &Question, number: usize) -> Option<String> {
    let found = options(question).find(|(other, _)| *other == number);
    found.map(|(_, option)| option.code.to_string())
}

/// Numbers in what was keyed. While no option has two digits, every digit is a number by itself.
fn numbers(question: &Question, keys: &str) -> Result<Vec<usize>, Miskeyed> {
    let most = highest(question).unwrap_or(0);
    let pieces: Vec<String> = if most <= 9 {
        keys.chars()
            .filter(|sign| !is_between(*sign))
            .map(String::from)
            .collect()
    } else {
        keys.split(is_between)
            .filter(|piece| !piece.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let wrong = |piece: &str| Miskeyed::NoSuchOption(piece.to_owned(), most);
    pieces
        .iter()
        .map(|piece| {
            let number = piece.parse().map_err(|_| wrong(piece))?;
            if (0..=most).contains(&number) {
                Ok(number)
            } else {
                Err(wrong(piece))
            }
        })
        .collect()
}

/// What a number pad has beside digits.
fn is_between(sign: char) -> bool {
    matches!(sign, ' ' | '+' | '.' | ',' | '-' | '*' | '/')
}

fn one(question: &Question, keys: &str) -> Result<Vec<String>, Miskeyed> {
    let most = highest(question).unwrap_or(0);
    let number: usize = match must(keys)?.parse() {
        Ok(number) => number,
        Err(_) if keys.contains(is_between) => return Err(Miskeyed::MoreThanOne),
        Err(_) => return Err(Miskeyed::NoSuchOption(keys.to_owned(), most)),
    };
    if (1..=most).contains(&number) {
        Ok(code(question, number).into_iter().collect())
    } else {
        Err(Miskeyed::NoSuchOption(keys.to_owned(), most))
    }
}

fn many(question: &Question, keys: &str) -> Result<Vec<String>, Miskeyed> {
    let keyed = numbers(question, must(keys)?)?;
    if keyed.contains(&0) {
        let most = highest(question).unwrap_or(0);
        return Err(Miskeyed::NoSuchOption(NOTHING.to_owned(), most));
    }
    Ok(keyed
        .into_iter()
        .filter_map(|number| code(question, number))
        .collect())
}

/// The places that were written before the options, in the order of the list; 0 for an option without one.
fn by_place(question: &Question, keys: &str) -> Result<Vec<String>, Miskeyed> {
    let places = numbers(question, must(keys)?)?;
    let most = highest(question).unwrap_or(0);
    if places.len() > most {
        return Err(Miskeyed::MoreThanOne);
    }
    let mut values = vec![String::new(); most];
    for (option, place) in (1..).zip(places).filter(|(_, place)| *place > 0) {
        if let Some(value) = values.get_mut(place - 1) {
            if !value.is_empty() {
                return Err(Miskeyed::PlaceTwice(place));
            }
            *value = code(question, option).unwrap_or_default();
        }
    }
    Ok(values)
}

/// `27032026` as `27-03-2026`; other ways of writing stay.
fn day(keys: &str) -> String {
    let digits = keys.len() == 8 && keys.bytes().all(|byte| byte.is_ascii_digit());
    match (keys.get(..2), keys.get(2..4), keys.get(4..)) {
        (Some(day), Some(month), Some(year)) if digits => format!("{day}-{month}-{year}"),
        _ => keys.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Miskeyed, entry, numbered};
    use crate::domain::definition::{Choice, Code, Kind, Question, Range};
    use crate::domain::entry::Entry;
    use crate::domain::localized::Localized;

    fn question(kind: Kind, options: usize) -> Question {
        let option = |number: usize| Choice {
            code: Code::new(format!("c{number}")),
            label: Localized::single("nl", "x"),
            not_applicable: false,
            exclusive: false,
            retired: false,
            theme: None,
        };
        Question {
            options: (1..=options).map(option).collect(),
            ..Question::new("vraag", kind)
        }
    }

    fn values(question: &Question, keys: &str) -> Result<Vec<String>, Miskeyed> {
        entry(question, keys, "").map(|entry| entry.values)
    }

    #[test]
    fn one_key_chooses_an_option_and_nothing_is_never_an_accident() {
        let asked = question(Kind::Scale, 6);
        assert_eq!(values(&asked, "3"), Ok(vec!["c3".into()]));
        for nothing in ["0", "-", " 0 "] {
            assert_eq!(entry(&asked, nothing, "x"), Ok(Entry::default()));
        }
        assert_eq!(values(&asked, ""), Err(Miskeyed::Open));
        assert_eq!(
            values(&asked, "7"),
            Err(Miskeyed::NoSuchOption("7".into(), 6))
        );
        assert_eq!(values(&asked, "1 3"), Err(Miskeyed::MoreThanOne));
        assert_eq!(
            values(&asked, "x"),
            Err(Miskeyed::NoSuchOption("x".into(), 6))
        );
    }

    #[test]
    fn of_several_options_each_digit_is_one_until_there_are_ten() {
        let few = question(Kind::Choices, 7);
        for keys in ["136", "1 3 6", "1+3+6", "1.3,6"] {
            assert_eq!(
                values(&few, keys),
                Ok(vec!["c1".into(), "c3".into(), "c6".into()])
            );
        }
        let many = question(Kind::Choices, 12);
        assert_eq!(values(&many, "1 12"), Ok(vec!["c1".into(), "c12".into()]));
        assert_eq!(
            values(&many, "13"),
            Err(Miskeyed::NoSuchOption("13".into(), 12))
        );
    }

    #[test]
    fn an_own_text_has_the_number_after_the_last_option() {
        let asked = Question {
            other: true,
            ..question(Kind::Choice, 3)
        };
        let keyed = entry(&asked, "4", " iets anders ").expect("an entry");
        assert_eq!(
            (keyed.values.len(), keyed.other.as_str()),
            (0, "iets anders")
        );
    }

    #[test]
    fn a_ranking_is_keyed_down_the_list_as_the_places_stand_on_paper() {
        let asked = question(Kind::Ranking, 3);
        assert_eq!(
            values(&asked, "312"),
            Ok(vec!["c2".into(), "c3".into(), "c1".into()])
        );
        assert_eq!(
            values(&asked, "2 0 1"),
            Ok(vec!["c3".into(), "c1".into(), String::new()])
        );
        assert_eq!(values(&asked, "221"), Err(Miskeyed::PlaceTwice(2)));
    }

    #[test]
    fn zero_is_a_number_where_the_question_has_it() {
        let range = Range {
            min: 0.0,
            max: 10.0,
            step: 1.0,
        };
        let asked = Question {
            range: Some(range),
            ..question(Kind::Number, 0)
        };
        assert_eq!(values(&asked, "0"), Ok(vec!["0".into()]));
        assert_eq!(entry(&asked, "-", ""), Ok(Entry::default()));
        let day = question(Kind::Date, 0);
        assert_eq!(values(&day, "27032026"), Ok(vec!["27-03-2026".into()]));
    }

    #[test]
    fn text_to_read_has_no_number() {
        let toml = r#"
            id = "proef"
            channel = "enquete"
            languages = ["nl"]
            title.nl = "Proef"
            intro.nl = "Proef"
            [[section]]
            id = "een"
            title.nl = "Een"
            [[section.question]]
            id = "lees"
            kind = "note"
            text.nl = "Lees dit."
            [[section.question]]
            id = "beter"
            kind = "text"
            text.nl = "Wat moet beter?"
        "#;
        let read = crate::domain::definition::read::read(toml, crate::domain::theme::codebook());
        let questionnaire = read.questionnaire.expect("a questionnaire");
        let numbers: Vec<_> = numbered(&questionnaire)
            .iter()
            .map(|(number, _)| *number)
            .collect();
        assert_eq!(numbers, [None, Some(1)]);
    }
}
