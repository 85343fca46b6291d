//! Answers and responses: what a filled-in questionnaire is, in memory and as canonical JSON.
//!
//! How a form's text becomes an answer stands in [`super::entry`], what is shown and kept in [`super::routing`].

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Deserializer, Serialize};

use super::definition::Code;

/// The answer to one question.
///
/// In JSON: a code is a text, several codes a list, a number a number; the rest an object with one or two keys
/// (`code`/`codes` with `other`, `text`, `date`, `ranking`).
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One option.
    One(Code),
    /// An own text instead of the options of a choice question.
    OwnText(String),
    /// Ticked options in the order of the questionnaire, with an own text when there is one.
    Many(Vec<Code>, Option<String>),
    /// A number.
    Number(f64),
    /// Own words.
    Text(String),
    /// A day.
    Date(jiff::civil::Date),
    /// Options by preference, first is best.
    Ranking(Vec<Code>),
}

impl Answer {
    /// One option.
    pub fn one(code: &str) -> Self {
        Self::One(Code::new(code))
    }

    /// Several options.
    pub fn many<const N: usize>(codes: [&str; N]) -> Self {
        Self::Many(codes.iter().map(|code| Code::new(*code)).collect(), None)
    }

    /// Whether the answer is exactly this code; a number compares by value, several ticked options never.
    pub fn is_code(&self, code: &Code) -> bool {
        match self {
            Self::One(given) => given == code,
            Self::Number(number) => code
                .as_str()
                .parse::<f64>()
                .is_ok_and(|value| value == *number),
            Self::Many(given, None) => given.len() == 1 && given.first() == Some(code),
            _ => false,
        }
    }

    /// Whether this code is the answer or among the ticked options.
    pub fn has_code(&self, code: &Code) -> bool {
        match self {
            Self::Many(given, _) | Self::Ranking(given) => given.contains(code),
            _ => self.is_code(code),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(code) => code.serialize(serializer),
            Self::Many(codes, None) => codes.serialize(serializer),
            Self::Number(number) => serialize_number(*number, serializer),
            Self::Many(codes, Some(other)) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("codes", codes)?;
                map.serialize_entry("other", other)?;
                map.end()
            }
            Self::OwnText(other) => one_entry(serializer, "other", other),
            Self::Text(text) => one_entry(serializer, "text", text),
            Self::Date(date) => one_entry(serializer, "date", &date.to_string()),
            Self::Ranking(codes) => one_entry(serializer, "ranking", codes),
        }
    }
}

fn one_entry<S: Serializer, T: Serialize + ?Sized>(
    serializer: S,
    key: &str,
    value: &T,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

/// A whole number is written without decimals: one number has one form, so equal answers have equal bytes.
fn serialize_number<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    match whole(number) {
        Some(whole) => serializer.serialize_i64(whole),
        None => serializer.serialize_f64(number),
    }
}

/// The number as an integer, when it is one that a double holds exactly.
pub fn whole(number: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole and within the exact range of a double"
    )]
    let whole = (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64);
    whole
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer: a code, a list of codes, a number or an object")
    }

    fn visit_str<E: de::Error>(self, code: &str) -> Result<Answer, E> {
        Ok(Answer::one(code))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Answer, E> {
        Ok(Answer::Number(number))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers are written from doubles"
    )]
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Answer, E> {
        Ok(Answer::Number(number as f64))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers are written from doubles"
    )]
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Answer, E> {
        Ok(Answer::Number(number as f64))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Answer, A::Error> {
        let mut codes = Vec::new();
        while let Some(code) = list.next_element()? {
            codes.push(code);
        }
        Ok(Answer::Many(codes, None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Answer, A::Error> {
        let (mut codes, mut other, mut found) = (None, None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "codes" => codes = Some(map.next_value::<Vec<Code>>()?),
                "other" => other = Some(map.next_value::<String>()?),
                "text" => found = Some(Answer::Text(map.next_value()?)),
                "ranking" => found = Some(Answer::Ranking(map.next_value()?)),
                "date" => {
                    let day = map.next_value::<String>()?;
                    found = Some(Answer::Date(day.parse().map_err(de::Error::custom)?));
                }
                _ => {
                    return Err(de::Error::unknown_field(
                        &key,
                        &["codes", "other", "text", "date", "ranking"],
                    ));
                }
            }
        }
        match (found, codes, other) {
            (Some(answer), None, None) => Ok(answer),
            (None, Some(codes), other) => Ok(Answer::Many(codes, other)),
            (None, None, Some(other)) => Ok(Answer::OwnText(other)),
            _ => Err(de::Error::custom("an answer is one thing")),
        }
    }
}

/// The answers of one person, by question id. Nothing else is kept of a response.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Version of the questionnaire with which it was filled in: a code means what it meant then.
    #[serde(rename = "v")]
    pub version: u32,
    /// Question id → answer; a question without answer is absent.
    #[serde(rename = "a")]
    pub answers: BTreeMap<String, Answer>,
}

impl Response {
    /// The answer to a question, when there is one.
    pub fn answer(&self, question: &str) -> Option<&Answer> {
        self.answers.get(question)
    }

    /// The same without own words; that someone gave another answer than the options stays.
    #[must_use]
    pub fn without_texts(&self) -> Self {
        let answers = self.answers.iter().filter_map(|(id, answer)| {
            let kept = match answer {
                Answer::Text(_) => return None,
                Answer::OwnText(_) => Answer::OwnText(String::new()),
                Answer::Many(codes, Some(_)) => Answer::Many(codes.clone(), Some(String::new())),
                other => other.clone(),
            };
            Some((id.clone(), kept))
        });
        Self {
            version: self.version,
            answers: answers.collect(),
        }
    }

    /// The canonical JSON: keys sorted, no spaces, one form for each number. These bytes are stored.
    ///
    /// # Errors
    /// A number that JSON can't write (not finite); a checked entry never holds one.
    pub fn to_body(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads a stored body.
    ///
    /// # Errors
    /// Text that is not a body.
    pub fn from_body(body: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(body)
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Code, Response};

    fn a_response() -> Response {
        let answers = [
            ("respect", Answer::one("5")),
            (
                "hulp",
                Answer::Many(vec![Code::new("uitkering")], Some("een fiets".into())),
            ),
            ("waar", Answer::many(["a", "b"])),
            ("cijfer", Answer::Number(7.0)),
            ("bedrag", Answer::Number(0.5)),
            ("beter", Answer::Text("Sneller \u{1f600} \"ja\"".into())),
            ("dag", Answer::Date(jiff::civil::date(2026, 11, 23))),
            (
                "volgorde",
                Answer::Ranking(vec![Code::new("b"), Code::new("a")]),
            ),
            ("anders", Answer::OwnText("zelf".into())),
        ];
        Response {
            version: 1,
            answers: answers.map(|(id, answer)| (id.to_owned(), answer)).into(),
        }
    }

    #[test]
    fn a_body_reads_back_as_the_same_response() {
        let body = a_response().to_body().expect("JSON");
        assert_eq!(Response::from_body(&body).expect("a body"), a_response());
    }

    #[test]
    fn equal_responses_have_equal_bytes() {
        let body = a_response().to_body().expect("JSON");
        assert!(
            body.starts_with(r#"{"v":1,"a":{"anders":{"other":"zelf"},"bedrag":0.5,"beter""#),
            "{body}"
        );
        assert_eq!(
            Response::from_body(&body)
                .expect("a body")
                .to_body()
                .expect("JSON"),
            body
        );
    }

    #[test]
    fn without_own_words_the_other_answers_stay() {
        let without = a_response().without_texts();
        let body = without.to_body().expect("JSON");
        for text in ["fiets", "Sneller", "zelf"] {
            assert!(!body.contains(text), "{body}");
        }
        assert_eq!(without.answer("beter"), None);
        assert_eq!(
            without.answer("anders"),
            Some(&Answer::OwnText(String::new()))
        );
        assert_eq!(without.answer("respect"), a_response().answer("respect"));
        assert_eq!(without.without_texts(), without);
        assert_eq!(Response::from_body(&body).expect("a body"), without);
    }

    #[test]
    fn a_body_with_something_else_in_it_is_refused() {
        for body in [
            r#"{"v":1,"a":{},"t":0}"#,
            r#"{"v":1,"a":{"x":{"time":"y"}}}"#,
            "",
            "[]",
            r#"{"v":1,"a":{"x":{}}}"#,
        ] {
            assert!(Response::from_body(body).is_err(), "{body}");
        }
    }
}
