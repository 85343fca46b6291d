//! What is wrong with a cell, in words for the person at the keyboard.

use crate::domain::definition::{Kind, Question};
use crate::domain::violation::Rule;

/// Says which rule a cell breaks and how to mend it.
pub(super) fn message(question: &Question, rule: &Rule) -> String {
    match rule {
        Rule::Required => "an answer is required".to_owned(),
        Rule::UnknownOption(_) => format!(
            "no code of question `{}`; use {}",
            question.id,
            codes(question)
        ),
        Rule::ExclusiveOption(code) => format!("`{code}` can't go together with another option"),
        Rule::TooManyChoices(most) => format!("at most {most} options may be ticked"),
        Rule::NotANumber(_) => {
            "not a number; use digits, with a point or comma before decimals".to_owned()
        }
        Rule::OutOfRange(min, max, step) => {
            format!("must lie between {min} and {max} in steps of {step}")
        }
        Rule::TooLong(length, most) => {
            format!("{length} characters; at most {most} are kept: shorten the text")
        }
        Rule::NotADate(_) => "not a date; write it as 2026-11-23".to_owned(),
        Rule::RankedTwice(code) => format!("`{code}` stands at two places; keep one"),
        Rule::RankingIncomplete => {
            "a place before it is empty; fill the places from the first on".to_owned()
        }
        Rule::CitizenServiceNumber(_) => {
            "holds a citizen service number (BSN), which may not be kept; take it out".to_owned()
        }
        Rule::NotAContact(_) => "neither a mail address nor a telephone number".to_owned(),
        Rule::ControlCharacter => "holds a character that can't be kept; take it out".to_owned(),
    }
}

/// The codes that a cell of this question may hold.
fn codes(question: &Question) -> String {
    const MOST: usize = 30;
    let mut codes: Vec<&str> = question
        .options
        .iter()
        .map(|option| option.code.as_str())
        .take(MOST)
        .collect();
    if question.options.len() > MOST {
        codes.push("…");
    }
    let empty = if question.kind == Kind::Ranking {
        ""
    } else {
        ", or leave it empty"
    };
    format!("{}{empty}", codes.join(", "))
}
