//! Skip logic of other tools in the words of ours: `ExpressionScript` of LimeSurvey, `XPath` of `XLSForm`. What ours can't say is
//! `None`; the caller names it.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::domain::condition::Condition;

/// Deepest nesting of parentheses.
const DEEPEST: usize = 20;

/// How an expression is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `q1.NAOK == "A" and (q2_1.NAOK == "Y")`
    LimeSurvey,
    /// `${q1} = 'a' and selected(${q2}, 'b')`
    XlsForm,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Value(String),
    Sign(&'static str),
}

/// What a name stands for: a question, or one option of a question with several answers.
pub(super) enum Target {
    /// A question with one answer.
    Question(String),
    /// A question with several answers.
    Several(String),
    /// An option that is ticked or not.
    Option(String, String),
}

/// The condition in our words, when they can say it. `target` says what a name stands for when it is compared with a value.
pub(super) fn condition(
    expression: &str,
    dialect: Dialect,
    target: &dyn Fn(&str, &str) -> Option<Target>,
) -> Option<String> {
    let mut reader = Reader {
        tokens: tokens(expression, dialect)?.into_iter().peekable(),
        dialect,
        target,
    };
    let said = reader.any(0)?;
    let whole = reader.tokens.next().is_none() && Condition::parse(&said).is_ok();
    whole.then_some(said)
}

fn tokens(text: &str, dialect: Dialect) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '\'' | '"' => {
                let end = rest[1..].find(first)?;
                (Token::Value(rest[1..=end].to_owned()), end + 2)
            }
            '$' if dialect == Dialect::XlsForm => {
                let end = rest.find('}')?;
                let name = rest[..end].strip_prefix("${")?;
                (Token::Name(name.trim().to_owned()), end + 1)
            }
            c if c.is_ascii_digit() => {
                let end = rest
                    .find(|c: char| !c.is_ascii_digit())
                    .unwrap_or(rest.len());
                (Token::Value(rest[..end].to_owned()), end)
            }
            c if c.is_ascii_alphabetic() => {
                let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
                let end = rest.find(ends).unwrap_or(rest.len());
                (word(&rest[..end])?, end)
            }
            _ => sign(rest)?,
        };
        found.push(token);
        rest = rest[length..].trim_start();
    }
    Some(found)
}

fn word(word: &str) -> Option<Token> {
    Some(match word.to_lowercase().as_str() {
        "and" => Token::Sign("and"),
        "or" => Token::Sign("or"),
        "not" => Token::Sign("not"),
        "eq" => Token::Sign("="),
        "ne" => Token::Sign("!="),
        "selected" => Token::Sign("selected"),
        _ => {
            // Whatever is after the dot says how an unseen answer is read; that is ours already.
            let (name, view) = word.split_once('.').unwrap_or((word, "NAOK"));
            if !matches!(view, "NAOK" | "value" | "code" | "valueNAOK") {
                return None;
            }
            Token::Name(name.to_owned())
        }
    })
}

fn sign(rest: &str) -> Option<(Token, usize)> {
    let signs = [
        ("==", "="),
        ("!=", "!="),
        ("<>", "!="),
        ("&&", "and"),
        ("||", "or"),
        ("=", "="),
        ("!", "not"),
        ("(", "("),
        (")", ")"),
        (",", ","),
    ];
    let found = signs
        .iter()
        .find(|(written, _)| rest.starts_with(written))?;
    Some((Token::Sign(found.1), found.0.len()))
}

struct Reader<'t> {
    tokens: Peekable<IntoIter<Token>>,
    dialect: Dialect,
    target: &'t dyn Fn(&str, &str) -> Option<Target>,
}

impl Reader<'_> {
    fn take(&mut self, sign: &str) -> bool {
        self.tokens
            .next_if(|token| matches!(token, Token::Sign(it) if *it == sign))
            .is_some()
    }

    fn any(&mut self, depth: usize) -> Option<String> {
        let mut said = self.all(depth)?;
        while self.take("or") {
            said = format!("{said} or {}", self.all(depth)?);
        }
        Some(said)
    }

    fn all(&mut self, depth: usize) -> Option<String> {
        let mut said = self.one(depth)?;
        while self.take("and") {
            said = format!("{said} and {}", self.one(depth)?);
        }
        Some(said)
    }

    fn one(&mut self, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        if self.take("not") {
            return Some(format!("not ({})", self.one(depth + 1)?));
        }
        if self.take("selected") {
            let open = self.take("(");
            let said = self.selected()?;
            return (open && self.take(")")).then_some(said);
        }
        if self.take("(") {
            let said = self.any(depth + 1)?;
            return self.take(")").then(|| format!("({said})"));
        }
        self.comparison()
    }

    fn selected(&mut self) -> Option<String> {
        let (Token::Name(name), true, Token::Value(value)) =
            (self.tokens.next()?, self.take(","), self.tokens.next()?)
        else {
            return None;
        };
        match (self.target)(&name, &value)? {
            Target::Several(id) => Some(format!("{id} contains {}", quoted(&value)?)),
            Target::Question(id) => Some(format!("{id} = {}", quoted(&value)?)),
            Target::Option(..) => None,
        }
    }

    fn comparison(&mut self) -> Option<String> {
        let Token::Name(name) = self.tokens.next()? else {
            return None;
        };
        let differs = match self.tokens.next()? {
            Token::Sign("=") => false,
            Token::Sign("!=") => true,
            _ => return None,
        };
        let Token::Value(value) = self.tokens.next()? else {
            return None;
        };
        match (self.target)(&name, &value)? {
            Target::Question(id) if !value.is_empty() => {
                let sign = if differs { "!=" } else { "=" };
                Some(format!("{id} {sign} {}", quoted(&value)?))
            }
            Target::Several(id) if !value.is_empty() => {
                let said = format!("{id} contains {}", quoted(&value)?);
                Some(if differs {
                    format!("not ({said})")
                } else {
                    said
                })
            }
            // LimeSurvey says Y of an option that is ticked, and nothing of one that is not.
            Target::Option(id, code) if self.dialect == Dialect::LimeSurvey => {
                let is_ticked = (value == "Y") != differs;
                let said = format!("{id} contains {}", quoted(&code)?);
                let known = value == "Y" || value.is_empty();
                known.then(|| {
                    if is_ticked {
                        said.clone()
                    } else {
                        format!("not ({said})")
                    }
                })
            }
            _ => None,
        }
    }
}

fn quoted(value: &str) -> Option<String> {
    (!value.contains('\'')).then(|| format!("'{value}'"))
}

#[cfg(test)]
mod tests {
    use super::{Dialect, Target, condition};

    fn said(expression: &str, dialect: Dialect) -> Option<String> {
        condition(expression, dialect, &|name, _| match name {
            "hulp_schuld" => Some(Target::Option("hulp".into(), "schuld".into())),
            "onbekend" => None,
            "soorten" => Some(Target::Several("soorten".into())),
            name => Some(Target::Question(name.to_owned())),
        })
    }

    #[test]
    fn conditions_of_limesurvey_are_said_in_our_words() {
        let lime = |it| said(it, Dialect::LimeSurvey);
        assert_eq!(
            lime(r#"((q1.NAOK == "A1"))"#).as_deref(),
            Some("((q1 = 'A1'))")
        );
        assert_eq!(
            lime(r#"hulp_schuld.NAOK == "Y" and !(q2 != 3)"#).as_deref(),
            Some("hulp contains 'schuld' and not ((q2 != '3'))")
        );
        assert_eq!(
            lime(r#"hulp_schuld.NAOK == "" || q2 == 'x'"#).as_deref(),
            Some("not (hulp contains 'schuld') or q2 = 'x'")
        );
    }

    #[test]
    fn conditions_of_xlsform_are_said_in_our_words() {
        let form = |it| said(it, Dialect::XlsForm);
        assert_eq!(
            form("${q1} = 'a' or selected(${soorten}, 'b')").as_deref(),
            Some("q1 = 'a' or soorten contains 'b'")
        );
        assert_eq!(
            form("not(${q1} = 'a')").as_deref(),
            Some("not ((q1 = 'a'))")
        );
    }

    #[test]
    fn what_our_words_can_not_say_is_left_to_the_caller() {
        for expression in [
            "q1 > 3",
            "count(q1) == 2",
            "onbekend == 1",
            "",
            "1",
            "(q1 == 'a'",
            "q1 == q2",
            "q1 == 'a",
        ] {
            assert_eq!(said(expression, Dialect::LimeSurvey), None, "{expression}");
        }
        assert_eq!(said("${q1} > 3", Dialect::XlsForm), None);
        let deep = format!("{}q1 == 1{}", "(".repeat(5_000), ")".repeat(5_000));
        assert_eq!(said(&deep, Dialect::LimeSurvey), None);
    }
}
