//! Advice on the wording of questions: reading level, double and leading questions, unbalanced scales.
//! It helps and never blocks. Words of domain.md 2.0 (B1: about 12 words a sentence, 15 at most).

use crate::domain::definition::{Kind, Question, Questionnaire};

/// Advice on one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// Question id.
    pub question: String,
    /// Which text of the question.
    pub key: &'static str,
    /// Short name of the rule.
    pub rule: &'static str,
    /// What was noticed.
    pub message: String,
    /// What may be better.
    pub hint: String,
}

/// Most words in a sentence at B1.
const LONGEST_SENTENCE: usize = 15;

/// Words that many readers do not know, each with an easier one.
const HARD_WORDS: &[(&str, &str)] = &[
    ("indien", "als"),
    ("echter", "maar"),
    ("betreffende", "over"),
    ("verstrekken", "geven"),
    ("verstrekt", "geeft"),
    ("relevant", "belangrijk"),
    ("naheffing", "extra rekening"),
    ("sanctie", "straf"),
    ("achterstallig", "nog niet betaald"),
    ("teneinde", "om"),
    ("middels", "met"),
    ("conform", "volgens"),
    ("derhalve", "dus"),
    ("inzake", "over"),
    ("aangaande", "over"),
    ("omtrent", "over"),
    ("desalniettemin", "toch"),
    ("faciliteren", "helpen"),
    ("participatie", "meedoen"),
    ("bejegening", "hoe mensen met u omgaan"),
    ("thans", "nu"),
    ("reeds", "al"),
];

/// Beginnings that put the answer into the reader's mouth.
const LEADING: &[&str] = &[
    "vindt u ook",
    "vind je ook",
    "bent u het ermee eens",
    "bent u het er mee eens",
    "ben je het ermee eens",
    "natuurlijk",
    "uiteraard",
    "vanzelfsprekend",
    "iedereen weet",
    "zoals u weet",
    "ook niet dat",
    "toch wel",
    "don't you agree",
    "do you agree that",
    "of course",
    "obviously",
];

/// Looks at every question of a questionnaire.
pub fn advise(questionnaire: &Questionnaire) -> Vec<Advice> {
    questionnaire
        .questions()
        .flat_map(|question| of_question(question, questionnaire.source_language()))
        .collect()
}

fn of_question(question: &Question, language: &str) -> Vec<Advice> {
    let text = question.text.get(language);
    let noticed = reading_level(text)
        .into_iter()
        .chain(double_question(question, text).map(|sign| Noticed {
            rule: "double-question",
            message: format!("it may ask two things at once (\"{sign}\")"),
            hint: "ask one thing a question".to_owned(),
        }))
        .chain(leading(text))
        .chain(double_negative(text).then(|| Noticed {
            rule: "double-negative",
            message: "two denials in one sentence".to_owned(),
            hint: "say it without \"niet\" or \"geen\"".to_owned(),
        }))
        .map(|noticed| ("text", noticed));
    let scale = unbalanced(question, language).map(|(positive, negative)| Noticed {
        rule: "unbalanced-scale",
        message: format!("{positive} positive against {negative} negative answers"),
        hint: "give as many answers on each side of the middle".to_owned(),
    });
    noticed
        .chain(scale.map(|noticed| ("options", noticed)))
        .map(|(key, noticed)| Advice {
            question: question.id.clone(),
            key,
            rule: noticed.rule,
            message: noticed.message,
            hint: noticed.hint,
        })
        .collect()
}

/// Something about a text, without where.
struct Noticed {
    rule: &'static str,
    message: String,
    hint: String,
}

/// A sentence that is too long, and hard words.
fn reading_level(text: &str) -> Vec<Noticed> {
    let long = longest_sentence(text)
        .filter(|words| *words > LONGEST_SENTENCE)
        .map(|words| Noticed {
            rule: "reading-level",
            message: format!("a sentence of {words} words"),
            hint: "at B1 a sentence has at most 15 words; make two of it".to_owned(),
        });
    let hard = HARD_WORDS
        .iter()
        .filter(|(hard, _)| words(text).any(|word| word == *hard))
        .map(|(hard, easy)| Noticed {
            rule: "reading-level",
            message: format!("\"{hard}\" is a hard word"),
            hint: format!("write \"{easy}\""),
        });
    long.into_iter().chain(hard).collect()
}

fn leading(text: &str) -> Option<Noticed> {
    let lower = text.to_lowercase();
    let start = LEADING.iter().find(|start| lower.contains(*start))?;
    Some(Noticed {
        rule: "leading",
        message: format!("\"{start}\" steers the answer"),
        hint: "ask it so that each answer is as easy to give".to_owned(),
    })
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn longest_sentence(text: &str) -> Option<usize> {
    text.split(['.', '?', '!', ':', ';', '\n'])
        .map(|sentence| words(sentence).count())
        .max()
}

/// Two question marks, "en/of", "zowel … als", or a statement of a scale whose "en" joins two things (a list with
/// commas is one thing).
fn double_question(question: &Question, text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let statement = question.kind == Kind::Scale && !lower.contains(", ");
    if lower.contains("en/of") {
        Some("en/of")
    } else if lower.contains("zowel ") && lower.contains(" als ") {
        Some("zowel … als")
    } else if question.kind != Kind::Text && lower.matches('?').count() > 1 {
        Some("? … ?")
    } else if statement {
        [" en ", " and "]
            .into_iter()
            .find(|join| lower.contains(join))
            .map(str::trim)
    } else {
        None
    }
}

fn double_negative(text: &str) -> bool {
    text.split(['.', '?', '!']).any(|sentence| {
        words(sentence)
            .filter(|word| {
                matches!(
                    word.as_str(),
                    "niet" | "geen" | "nooit" | "niemand" | "nergens" | "zonder" | "not" | "never"
                )
            })
            .count()
            > 1
    })
}

/// Numbers of positive and negative answers of a scale, when they differ.
fn unbalanced(question: &Question, language: &str) -> Option<(usize, usize)> {
    if question.kind != Kind::Scale {
        return None;
    }
    let labels: Vec<String> = question
        .offered()
        .filter(|o| !o.not_applicable)
        .map(|o| o.label.get(language).to_lowercase())
        .collect();
    let count = |wanted| labels.iter().filter(|label| tone(label) == wanted).count();
    let (positive, negative) = (count(Tone::Positive), count(Tone::Negative));
    (labels.len() > 2 && positive + negative > 0 && positive != negative)
        .then_some((positive, negative))
}

#[derive(PartialEq, Clone, Copy)]
enum Tone {
    Positive,
    Neutral,
    Negative,
}

const NEUTRAL: &[&str] = &[
    "niet eens en niet oneens",
    "neutraal",
    "soms",
    "redelijk",
    "niet goed en niet slecht",
    "ertussenin",
    "matig",
    "niet tevreden en niet ontevreden",
    "gemiddeld",
    "even",
    "gelijk",
    "neither",
    "neutral",
    "sometimes",
];
const NEGATIVE: &[&str] = &[
    "niet",
    "oneens",
    "slecht",
    "ontevreden",
    "nooit",
    "moeilijk",
    "zwaar",
    "slechter",
    "onvoldoende",
    "weinig",
    "disagree",
    "bad",
    "poor",
    "dissatisfied",
    "never",
    "not",
    "worse",
    "difficult",
];
const POSITIVE: &[&str] = &[
    "eens",
    "goed",
    "tevreden",
    "altijd",
    "vaak",
    "makkelijk",
    "beter",
    "voldoende",
    "uitstekend",
    "prima",
    "veel",
    "fijn",
    "agree",
    "good",
    "excellent",
    "satisfied",
    "always",
    "often",
    "better",
    "easy",
];

fn tone(label: &str) -> Tone {
    if NEUTRAL.iter().any(|part| label.contains(part)) {
        Tone::Neutral
    } else if words(label).any(|word| NEGATIVE.contains(&word.as_str())) {
        Tone::Negative
    } else if words(label).any(|word| POSITIVE.contains(&word.as_str())) {
        Tone::Positive
    } else {
        Tone::Neutral
    }
}

#[cfg(test)]
mod tests {
    use super::{Advice, of_question};
    use crate::domain::definition::{Choice, Code, Kind, Question};
    use crate::domain::localized::Localized;

    fn rules(kind: Kind, text: &str, labels: &[&str]) -> Vec<&'static str> {
        let options = labels.iter().enumerate().map(|(code, label)| Choice {
            code: Code::new(code.to_string()),
            label: Localized::single("nl", label),
            not_applicable: false,
            exclusive: false,
            retired: false,
            theme: None,
        });
        let question = Question {
            text: Localized::single("nl", text),
            options: options.collect(),
            ..Question::new("q", kind)
        };
        of_question(&question, "nl")
            .into_iter()
            .map(|advice: Advice| advice.rule)
            .collect()
    }

    const AGREEMENT: &[&str] = &[
        "Helemaal mee eens",
        "Mee eens",
        "Niet eens en niet oneens",
        "Niet mee eens",
        "Helemaal niet mee eens",
    ];

    #[test]
    fn a_plain_statement_on_a_balanced_scale_needs_no_advice() {
        assert!(
            rules(
                Kind::Scale,
                "De medewerkers gaan met respect met mij om.",
                AGREEMENT
            )
            .is_empty()
        );
        assert!(
            rules(
                Kind::Scale,
                "Hoe vaak?",
                &["Altijd", "Vaak", "Soms", "Bijna nooit", "Nooit"]
            )
            .is_empty()
        );
    }

    #[test]
    fn a_question_that_asks_two_things_is_noticed() {
        assert_eq!(
            rules(
                Kind::Scale,
                "De medewerkers zijn vriendelijk en deskundig.",
                AGREEMENT
            ),
            ["double-question"]
        );
        assert_eq!(
            rules(Kind::Choice, "Bent u tevreden? En bent u geholpen?", &[]),
            ["double-question"]
        );
    }

    #[test]
    fn leading_wording_is_noticed() {
        assert_eq!(
            rules(
                Kind::Choice,
                "Vindt u ook dat de gemeente te traag is?",
                &[]
            ),
            ["leading"]
        );
    }

    #[test]
    fn a_scale_with_more_good_than_bad_answers_is_noticed() {
        let labels = &["Uitstekend", "Zeer goed", "Goed", "Slecht"];
        assert_eq!(
            rules(Kind::Scale, "Hoe is de hulp?", labels),
            ["unbalanced-scale"]
        );
    }

    #[test]
    fn long_sentences_and_hard_words_are_noticed() {
        let text = "Indien u in het afgelopen jaar contact heeft gehad met een medewerker van de gemeente over uw uitkering, hoe was dat?";
        assert_eq!(
            rules(Kind::Choice, text, &[]),
            ["reading-level", "reading-level"]
        );
    }

    #[test]
    fn two_denials_in_one_sentence_are_noticed() {
        assert_eq!(
            rules(
                Kind::Scale,
                "Ik heb nooit geen antwoord gekregen.",
                AGREEMENT
            ),
            ["double-negative"]
        );
    }
}
