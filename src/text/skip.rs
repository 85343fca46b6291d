//! Skip logic in words, for a questionnaire on paper: "Koos u bij vraag 3 “ja”? Vul dan ook vraag 4 in. Zo niet? Ga dan naar
//! vraag 5." Made from `show_if`, so that paper and website ask the same of everyone.

use super::interface::{Interface, Phrase};
use super::list::capitalised;
use crate::domain::condition::Condition;
use crate::domain::definition::{Code, Questionnaire};
use crate::domain::paper::number_of;

/// When a question or a section is to be filled in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Gate {
    /// The question to the reader.
    pub ask: String,
    /// What the question is about, when it is about more than one thing.
    pub clauses: Vec<String>,
    /// What to do when the answer is yes.
    pub then: String,
    /// Where to go when it is no.
    pub otherwise: String,
}

/// What a gate stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Number of the first question behind it.
    pub from: usize,
    /// Number of the last.
    pub to: usize,
    /// Number of the question after them; none at the end of the list.
    pub next: Option<usize>,
}

/// The gate of a condition in the language of `words`.
pub fn gate(
    words: &Interface,
    questionnaire: &Questionnaire,
    condition: &Condition,
    span: Span,
) -> Gate {
    let texts = &words.paper;
    let speaker = Speaker {
        words,
        questionnaire,
    };
    let (ask, clauses) = match clause(condition, false) {
        Clause::Chose(chose) => {
            let phrase = if chose.negated {
                &texts.gate_not
            } else {
                &texts.gate_is
            };
            (speaker.say(phrase, &chose), Vec::new())
        }
        Clause::All(parts) => (texts.gate_all.to_string(), speaker.sentences(&parts)),
        Clause::Any(parts) => (texts.gate_any.to_string(), speaker.sentences(&parts)),
    };
    let then = if span.from == span.to {
        texts.then_question.fill(&[("n", &span.from)]).to_string()
    } else {
        texts
            .then_questions
            .fill(&[("from", &span.from), ("to", &span.to)])
            .to_string()
    };
    let otherwise = match span.next {
        Some(next) => texts.otherwise.fill(&[("n", &next)]).to_string(),
        None => texts.otherwise_end.to_string(),
    };
    Gate {
        ask,
        clauses,
        then,
        otherwise,
    }
}

/// A condition without "not" but at its comparisons: what can be said in short sentences.
enum Clause<'c> {
    Chose(Chose<'c>),
    All(Vec<Clause<'c>>),
    Any(Vec<Clause<'c>>),
}

/// One of these codes was chosen at a question, or none of them.
struct Chose<'c> {
    question: &'c str,
    codes: Vec<&'c Code>,
    negated: bool,
}

fn clause(condition: &Condition, negated: bool) -> Clause<'_> {
    let chose = |question, codes, negated| {
        Clause::Chose(Chose {
            question,
            codes,
            negated,
        })
    };
    match condition {
        Condition::Equals(id, code) | Condition::Contains(id, code) => {
            chose(id, vec![code], negated)
        }
        Condition::Differs(id, code) => chose(id, vec![code], !negated),
        Condition::In(id, codes) => chose(id, codes.iter().collect(), negated),
        Condition::Not(inner) => clause(inner, !negated),
        Condition::And(parts) | Condition::Or(parts) => {
            let all = matches!(condition, Condition::And(_)) != negated;
            let parts = parts.iter().map(|part| clause(part, negated)).collect();
            if all {
                Clause::All(parts)
            } else {
                Clause::Any(parts)
            }
        }
    }
}

struct Speaker<'a> {
    words: &'a Interface,
    questionnaire: &'a Questionnaire,
}

impl Speaker<'_> {
    fn say(&self, phrase: &Phrase, chose: &Chose<'_>) -> String {
        let number = number_of(self.questionnaire, chose.question).unwrap_or(0);
        phrase
            .fill(&[("n", &number), ("labels", &self.labels(chose))])
            .to_string()
    }

    /// The options by their labels, as they stand on the paper.
    fn labels(&self, chose: &Chose<'_>) -> String {
        let question = self.questionnaire.question(chose.question);
        let label = |code: &Code| {
            let option = question.and_then(|question| question.option(code));
            let label = option.map_or(code.as_str(), |option| {
                option.label.get(&self.words.language)
            });
            self.words
                .paper
                .quoted
                .fill(&[("label", &label)])
                .to_string()
        };
        let labels: Vec<String> = chose.codes.iter().map(|code| label(code)).collect();
        labels.join(&format!(" {} ", self.words.paper.or))
    }

    fn sentences(&self, parts: &[Clause<'_>]) -> Vec<String> {
        let sentence = |part| format!("{}.", capitalised(&self.said(part)));
        parts.iter().map(sentence).collect()
    }

    /// A clause as part of a sentence; what is nested deeper stands between brackets.
    fn said(&self, clause: &Clause<'_>) -> String {
        let texts = &self.words.paper;
        let (parts, word) = match clause {
            Clause::Chose(chose) => {
                let phrase = if chose.negated {
                    &texts.clause_not
                } else {
                    &texts.clause_is
                };
                return self.say(phrase, chose);
            }
            Clause::All(parts) => (parts, &texts.and),
            Clause::Any(parts) => (parts, &texts.or),
        };
        let part = |part: &Clause<'_>| match part {
            Clause::Chose(_) => self.said(part),
            Clause::All(_) | Clause::Any(_) => format!("({})", self.said(part)),
        };
        let parts: Vec<String> = parts.iter().map(part).collect();
        parts.join(&format!(", {word} "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Gate, Span, gate};
    use crate::domain::condition::Condition;
    use crate::domain::definition::{Questionnaire, read::read};
    use crate::domain::theme::codebook;
    use crate::text::interface::phrases;

    fn questionnaire() -> Questionnaire {
        let toml = r#"
            id = "proef"
            channel = "enquete"
            languages = ["nl", "en"]
            title.nl = "Proef"
            intro.nl = "Proef"
            [[section]]
            id = "een"
            title.nl = "Een"
            [[section.question]]
            id = "hulp"
            kind = "choices"
            text.nl = "Welke hulp?"
            options = [
              { code = "geld", label.nl = "Geld", label.en = "Money" },
              { code = "werk", label.nl = "Werk", label.en = "Work" },
            ]
            [[section.question]]
            id = "duur"
            kind = "choice"
            text.nl = "Hoe lang?"
            options = [{ code = "kort", label.nl = "Kort" }, { code = "lang", label.nl = "Lang" }]
        "#;
        read(toml, codebook())
            .questionnaire
            .expect("a questionnaire")
    }

    fn made(language: &str, condition: &str, span: Span) -> Gate {
        let condition = Condition::parse(condition).expect("a condition");
        gate(phrases(language), &questionnaire(), &condition, span)
    }

    const ONE: Span = Span {
        from: 4,
        to: 4,
        next: Some(5),
    };

    fn whole(gate: &Gate) -> String {
        [
            &[gate.ask.clone()][..],
            &gate.clauses,
            &[gate.then.clone(), gate.otherwise.clone()],
        ]
        .concat()
        .join(" ")
    }

    #[test]
    fn one_comparison_is_one_question_to_the_reader() {
        assert_eq!(
            whole(&made("nl", "hulp contains 'werk'", ONE)),
            "Koos u bij vraag 1 “Werk”? Vul dan ook vraag 4 in. Zo niet? Ga dan naar vraag 5."
        );
        assert_eq!(
            whole(&made("en", "hulp contains 'werk'", ONE)),
            "Did you choose “Work” at question 1? Then fill in question 4 too. If not, go to question 5."
        );
        let end = Span {
            to: 6,
            next: None,
            ..ONE
        };
        assert_eq!(
            whole(&made("nl", "duur != 'kort'", end)),
            "Koos u bij vraag 2 níet “Kort”? Vul dan ook vraag 4 tot en met 6 in. Zo niet? Dan bent u klaar."
        );
        assert_eq!(
            made("nl", "duur in ('kort', 'lang')", ONE).ask,
            "Koos u bij vraag 2 “Kort” of “Lang”?"
        );
    }

    #[test]
    fn several_comparisons_are_sentences_to_check() {
        let both = made("nl", "hulp contains 'werk' and not (duur = 'kort')", ONE);
        assert_eq!(both.ask, "Kloppen al deze zinnen?");
        assert_eq!(
            both.clauses,
            [
                "Bij vraag 1 koos u “Werk”.",
                "Bij vraag 2 koos u níet “Kort”."
            ]
        );
    }

    #[test]
    fn a_denied_sum_is_the_other_sum_of_what_is_denied() {
        let either = made("nl", "not (hulp contains 'werk' and duur = 'kort')", ONE);
        assert_eq!(either.ask, "Klopt minstens één van deze zinnen?");
        assert_eq!(
            either.clauses,
            [
                "Bij vraag 1 koos u níet “Werk”.",
                "Bij vraag 2 koos u níet “Kort”."
            ]
        );
        let nested = made(
            "nl",
            "duur = 'kort' and (hulp contains 'werk' or hulp contains 'geld')",
            ONE,
        );
        assert_eq!(
            nested.clauses[1],
            "Bij vraag 1 koos u “Werk”, of bij vraag 1 koos u “Geld”."
        );
    }
}
