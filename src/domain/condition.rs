//! Skip logic: when a question or section is shown (`show_if`).
//!
//! ```text
//! condition := term ("or" term)*        term := factor ("and" factor)*
//! factor    := "not" factor | "(" condition ")" | comparison
//! comparison:= ID ("=" | "!=" | "contains") VALUE | ID "in" ("(" | "[") VALUE ("," VALUE)* (")" | "]")
//! VALUE     := 'text' | "text" | word | number
//! ```

use std::fmt;

use super::answer::Answer;
use super::definition::Code;

/// When something is shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// The answer is this code.
    Equals(String, Code),
    /// The answer is not this code, or there is none.
    Differs(String, Code),
    /// The option is among those ticked.
    Contains(String, Code),
    /// The answer is one of these codes.
    In(String, Vec<Code>),
    /// All hold.
    And(Vec<Condition>),
    /// At least one holds.
    Or(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// What is wrong with the text of a condition, and at which character.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at character {at}")]
pub struct ConditionError {
    /// What was expected or found.
    pub message: String,
    /// Character, counted from 1.
    pub at: usize,
}

impl Condition {
    /// Reads a condition.
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        let tokens = tokens(text)?;
        let mut parser = Parser {
            tokens: &tokens,
            next: 0,
            end: text.chars().count() + 1,
            depth: 0,
        };
        let condition = parser.condition()?;
        match parser.peek() {
            None => Ok(condition),
            Some(token) => Err(parser.error(format!(
                "nothing expected after the condition, found {token}"
            ))),
        }
    }

    /// Whether it holds, given the answer to each question (`None`: not answered or not shown).
    pub fn holds<'a>(&self, answer: &impl Fn(&str) -> Option<&'a Answer>) -> bool {
        match self {
            Self::Equals(id, code) => answer(id).is_some_and(|given| given.is_code(code)),
            Self::Differs(id, code) => !answer(id).is_some_and(|given| given.is_code(code)),
            Self::Contains(id, code) => answer(id).is_some_and(|given| given.has_code(code)),
            Self::In(id, codes) => {
                answer(id).is_some_and(|given| codes.iter().any(|code| given.is_code(code)))
            }
            Self::And(parts) => parts.iter().all(|part| part.holds(answer)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(answer)),
            Self::Not(part) => !part.holds(answer),
        }
    }

    /// Every comparison in it: question id and the codes with which it is compared.
    pub fn comparisons(&self) -> Vec<(&str, Vec<&Code>)> {
        match self {
            Self::Equals(id, code) | Self::Differs(id, code) | Self::Contains(id, code) => {
                vec![(id.as_str(), vec![code])]
            }
            Self::In(id, codes) => vec![(id.as_str(), codes.iter().collect())],
            Self::And(parts) | Self::Or(parts) => {
                parts.iter().flat_map(Self::comparisons).collect()
            }
            Self::Not(part) => part.comparisons(),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    write!(f, " {word} ")?;
                }
                match part {
                    Self::And(_) | Self::Or(_) => write!(f, "({part})")?,
                    _ => write!(f, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::Equals(id, code) => write!(f, "{id} = '{code}'"),
            Self::Differs(id, code) => write!(f, "{id} != '{code}'"),
            Self::Contains(id, code) => write!(f, "{id} contains '{code}'"),
            Self::In(id, codes) => {
                let list: Vec<_> = codes.iter().map(|code| format!("'{code}'")).collect();
                write!(f, "{id} in ({})", list.join(", "))
            }
            Self::And(parts) => joined(f, parts, "and"),
            Self::Or(parts) => joined(f, parts, "or"),
            Self::Not(part) => write!(f, "not ({part})"),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Quoted(String),
    Sign(&'static str),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(text) => write!(f, "`{text}`"),
            Self::Quoted(text) => write!(f, "'{text}'"),
            Self::Sign(text) => write!(f, "`{text}`"),
        }
    }
}

const SIGNS: [&str; 7] = ["!=", "=", "(", ")", "[", "]", ","];

/// Splits a condition into tokens, each with the character at which it starts.
fn tokens(text: &str) -> Result<Vec<(Token, usize)>, ConditionError> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at + 1;
        if c.is_whitespace() {
            at += 1;
        } else if let Some(sign) = SIGNS.iter().find(|sign| {
            sign.chars()
                .eq(chars.iter().skip(at).take(sign.len()).copied())
        }) {
            found.push((Token::Sign(sign), start));
            at += sign.len();
        } else if c == '\'' || c == '"' {
            let inside: String = chars
                .iter()
                .skip(at + 1)
                .take_while(|&&other| other != c)
                .collect();
            at += inside.chars().count() + 2;
            if at > chars.len() {
                return Err(ConditionError {
                    message: format!("no closing {c}"),
                    at: start,
                });
            }
            found.push((Token::Quoted(inside), start));
        } else if c.is_alphanumeric() || c == '_' || c == '-' || c == '.' {
            let word: String = chars
                .iter()
                .skip(at)
                .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
                .collect();
            at += word.chars().count();
            found.push((Token::Word(word), start));
        } else {
            return Err(ConditionError {
                message: format!("`{c}` has no meaning here"),
                at: start,
            });
        }
    }
    Ok(found)
}

/// Conditions nested deeper than this are refused, so that no file exhausts the stack.
const DEEPEST: usize = 50;

struct Parser<'t> {
    tokens: &'t [(Token, usize)],
    next: usize,
    end: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    fn take(&mut self) -> Option<&'t Token> {
        let token = self.peek();
        self.next += 1;
        token
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(text)) if text == word);
        self.next += usize::from(found);
        found
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(text)) if *text == sign);
        self.next += usize::from(found);
        found
    }

    fn error(&self, message: impl Into<String>) -> ConditionError {
        let at = self.tokens.get(self.next).map_or(self.end, |(_, at)| *at);
        ConditionError {
            message: message.into(),
            at,
        }
    }

    fn condition(&mut self) -> Result<Condition, ConditionError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("too many parentheses within each other"));
        }
        let mut parts = vec![self.term()?];
        while self.take_word("or") {
            parts.push(self.term()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::Or(parts)
        })
    }

    fn term(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.factor()?];
        while self.take_word("and") {
            parts.push(self.factor()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Condition::And(parts)
        })
    }

    fn factor(&mut self) -> Result<Condition, ConditionError> {
        let mut negated = false;
        while self.take_word("not") {
            negated = !negated;
        }
        let condition = if self.take_sign("(") {
            let inner = self.condition()?;
            if !self.take_sign(")") {
                return Err(self.error("`)` expected"));
            }
            inner
        } else {
            self.comparison()?
        };
        Ok(if negated {
            Condition::Not(Box::new(condition))
        } else {
            condition
        })
    }

    fn comparison(&mut self) -> Result<Condition, ConditionError> {
        let Some(Token::Word(id)) = self.peek() else {
            return Err(self.error("a question id expected"));
        };
        self.next += 1;
        if self.take_sign("=") {
            return Ok(Condition::Equals(id.clone(), self.value()?));
        }
        if self.take_sign("!=") {
            return Ok(Condition::Differs(id.clone(), self.value()?));
        }
        if self.take_word("contains") {
            return Ok(Condition::Contains(id.clone(), self.value()?));
        }
        if self.take_word("in") {
            return Ok(Condition::In(id.clone(), self.list()?));
        }
        Err(self.error(format!("one of = != contains in expected after `{id}`")))
    }

    fn list(&mut self) -> Result<Vec<Code>, ConditionError> {
        let close = match self.take() {
            Some(Token::Sign("(")) => ")",
            Some(Token::Sign("[")) => "]",
            _ => {
                self.next -= 1;
                return Err(self.error("`(` with a list of codes expected after `in`"));
            }
        };
        let mut codes = vec![self.value()?];
        while self.take_sign(",") {
            codes.push(self.value()?);
        }
        if self.take_sign(close) {
            Ok(codes)
        } else {
            Err(self.error(format!("`{close}` expected")))
        }
    }

    fn value(&mut self) -> Result<Code, ConditionError> {
        match self.peek() {
            Some(Token::Word(text) | Token::Quoted(text)) => {
                self.next += 1;
                Ok(Code::new(text.as_str()))
            }
            _ => Err(self.error("a code expected, such as 'uitkering'")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Answer, Code, Condition};

    fn holds(text: &str, answers: &[(&str, Answer)]) -> bool {
        let answers: BTreeMap<_, _> = answers.iter().cloned().collect();
        Condition::parse(text)
            .expect("a condition")
            .holds(&|id| answers.get(id))
    }

    #[test]
    fn and_binds_stronger_than_or_and_not_strongest() {
        let yes = Answer::one("ja");
        assert!(holds(
            "a = 'ja' or b = 'ja' and b = 'ja'",
            &[("a", yes.clone())]
        ));
        assert!(!holds("not a = 'ja' and a = 'ja'", &[("a", yes.clone())]));
        assert!(holds("not (a = 'nee' and b = 'ja')", &[("a", yes)]));
    }

    #[test]
    fn a_question_without_answer_equals_nothing_and_differs_from_everything() {
        assert!(!holds("a = 1", &[]));
        assert!(holds("a != 1", &[]));
        assert!(!holds("a in (1, 2)", &[]));
        assert!(!holds("a contains 'x'", &[]));
    }

    #[test]
    fn contains_looks_among_the_ticked_options() {
        let given = Answer::many(["uitkering", "schulden"]);
        assert!(holds(
            "hulp contains 'schulden' and not (duur = \"kort\")",
            &[("hulp", given)]
        ));
    }

    #[test]
    fn a_number_is_compared_by_value() {
        assert!(holds(
            "cijfer in [6, 7.0]",
            &[("cijfer", Answer::Number(7.0))]
        ));
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        for text in [
            "a = 'x' and (b != 'y' or c contains 'z')",
            "not (a in ('1', '2'))",
        ] {
            let condition = Condition::parse(text).expect("a condition");
            assert_eq!(Condition::parse(&condition.to_string()), Ok(condition));
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let error = Condition::parse("hulp bevat 'x'").expect_err("no such word");
        assert_eq!(error.at, 6);
        assert!(Condition::parse("a = 'x").is_err());
        assert!(Condition::parse("a = 'x' b").is_err());
        assert!(Condition::parse(&"(".repeat(10_000)).is_err());
        assert_eq!(Code::new("5").as_integer(), Some(5));
    }
}
