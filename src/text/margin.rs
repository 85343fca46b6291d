//! What is wrong with margins, in Dutch: each mistake with its cause and the way out. For the command line: `domain::margin`.

use super::{list, number};
use crate::analysis::Misfit;
use crate::domain::definition::Questionnaire;
use crate::domain::level::levels;
use crate::domain::margin::{Fault, Problem, Unit};

const MERGE: &str = "Laat het vak leeg, dan hoort de groep bij de groep erboven.";

/// A mistake, with its row when it is in a file.
pub fn problem(problem: &Problem, questionnaire: &Questionnaire) -> String {
    let row = problem.row.map(|row| format!("Regel {row}: "));
    format!(
        "{}{}",
        row.unwrap_or_default(),
        fault(&problem.fault, questionnaire)
    )
}

fn fault(fault: &Fault, of: &Questionnaire) -> String {
    match fault {
        Fault::Unreadable(_) => {
            "Dit bestand is niet te lezen. Bewaar het in het rekenprogramma als CSV en probeer het opnieuw.".to_owned()
        }
        Fault::Columns(first) => format!(
            "De eerste regel is “{first}”. Zet daar de namen van de kolommen: vraag;antwoord;aantal. In plaats van aantal mag ook procent of aandeel."
        ),
        Fault::Empty => "Er is niets ingevuld. Vul bij één vraag of meer in hoeveel mensen er in elke groep zijn.".to_owned(),
        Fault::UnknownQuestion {
            question,
            near,
            known,
        } => unknown_question(question, near.as_deref(), known),
        Fault::NotBackground { question, known } => format!(
            "Op “{question}” kunnen wij niet wegen. Dat kan alleen op vragen over de persoon: {}.",
            known.join(", ")
        ),
        Fault::UnknownCode {
            question,
            code,
            known,
        } => format!(
            "“{code}” is geen antwoord op “{}”. Gebruik: {}. Zet er een + tussen om groepen samen te voegen.",
            asked(question, of),
            known.join(", ")
        ),
        Fault::Twice { question, code } => format!(
            "“{}” staat bij “{}” twee keer. Laat één regel staan.",
            answer(question, code, of),
            asked(question, of)
        ),
        Fault::NotANumber {
            question,
            code,
            value,
            unit,
        } => format!(
            "“{}” bij “{}”: “{value}” is geen {}.",
            answer(question, code, of),
            asked(question, of),
            expected(*unit)
        ),
        Fault::Missing { question, codes } => missing(question, codes, of),
        Fault::OneGroup { question } => format!(
            "Bij “{}” is er maar één groep. Dan valt er niets te wegen. Vul twee groepen in of meer, of laat de vraag leeg.",
            asked(question, of)
        ),
        Fault::Nobody { question } => format!(
            "Bij “{}” staat overal 0. Vul in hoeveel mensen er zijn.",
            asked(question, of)
        ),
        Fault::Sum {
            question,
            sum,
            unit,
        } => no_whole(question, (*sum, *unit), of),
    }
}

fn unknown_question(question: &str, near: Option<&str>, known: &[String]) -> String {
    let near = near.map_or_else(String::new, |near| format!(" Bedoelt u “{near}”?"));
    format!(
        "Er is geen vraag “{question}”.{near} U kunt kiezen uit: {}.",
        known.join(", ")
    )
}

fn missing(question: &str, codes: &[String], of: &Questionnaire) -> String {
    let codes: Vec<String> = codes
        .iter()
        .map(|code| answer(question, code, of))
        .collect();
    let verb = if codes.len() == 1 {
        "ontbreekt"
    } else {
        "ontbreken"
    };
    format!(
        "Bij “{}” {verb} {}. Vul een getal in, of voeg de groep samen met een andere. In een bestand zet u dan een + tussen de antwoorden.",
        asked(question, of),
        list::and(&codes)
    )
}

fn no_whole(question: &str, (sum, unit): (f64, Unit), of: &Questionnaire) -> String {
    let decimals = if unit == Unit::Percent { 1 } else { 3 };
    let whole = unit.whole().unwrap_or(1.0);
    format!(
        "Bij “{}” is het samen {}. Het moet samen {} zijn. Verbeter een getal, of vul aantallen mensen in.",
        asked(question, of),
        number::decimal(sum, decimals),
        number::decimal(whole, 0)
    )
}

fn expected(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "deel. Vul een getal in van 0 tot en met 1, zoals 0,25",
        Unit::Percent => "procent. Vul een getal in van 0 tot en met 100, zoals 25",
        Unit::Count => "aantal mensen. Vul een heel getal in, zoals 1.250",
    }
}

/// Why margins don't go together with the answers.
pub fn misfit(misfit: &Misfit, of: &Questionnaire) -> String {
    match misfit {
        Misfit::EmptyGroup { question, group } => format!(
            "“{}”: niemand uit de groep “{group}” deed mee, maar die mensen zijn er wel. Voeg de groep samen met een andere. {MERGE}",
            asked(question, of)
        ),
        Misfit::NoShare { question, group } => format!(
            "“{}”: de groep “{group}” staat op 0, maar er deden wel mensen uit die groep mee. Vul het goede getal in, of voeg de groep samen met een andere. {MERGE}",
            asked(question, of)
        ),
        Misfit::Population { question, group } => format!(
            "“{}”: in de groep “{group}” zijn minder mensen dan er meededen. Verbeter het aantal, of vul procenten in.",
            asked(question, of)
        ),
        Misfit::Conflict => "Deze getallen passen niet bij elkaar. Geen enkele weging klopt met alle vragen tegelijk. Verbeter een getal, voeg groepen samen of laat een vraag leeg.".to_owned(),
        Misfit::TooMany => "Samen zijn dit te veel groepen. Voeg groepen samen of laat een vraag leeg.".to_owned(),
        Misfit::TooFew => "Minder dan 10 mensen gaven antwoord op al deze vragen. Laat een vraag leeg.".to_owned(),
    }
}

/// The words of a question.
pub fn asked<'q>(question: &'q str, of: &'q Questionnaire) -> &'q str {
    of.question(question)
        .map_or(question, |question| question.text.get("nl"))
}

/// The label of an answer, or of answers with `+` between them.
fn answer(question: &str, code: &str, of: &Questionnaire) -> String {
    let levels = of
        .question(question)
        .map_or_else(Vec::new, |question| levels(question, "nl"));
    let label = |code: &str| {
        let known = levels.iter().find(|level| level.code == code.trim());
        known.map_or_else(|| code.trim().to_owned(), |level| level.label.clone())
    };
    if levels.iter().any(|level| level.code == code.trim()) {
        return label(code);
    }
    let labels: Vec<String> = code.split('+').map(label).collect();
    labels.join(" + ")
}

#[cfg(test)]
mod tests {
    use super::{misfit, problem};
    use crate::analysis::Misfit;
    use crate::domain::definition::Questionnaire;
    use crate::domain::definition::read::read;
    use crate::domain::margin::{Fault, Problem, Unit};

    fn survey() -> Questionnaire {
        let file = "id = \"proef\"\nchannel = \"enquete\"\nlanguages = [\"nl\"]\ntitle.nl = \"P\"\nintro.nl = \"P\"\n\
            [[section]]\nid = \"s\"\ntitle.nl = \"S\"\n\
            [[section.question]]\nid = \"q\"\nkind = \"choice\"\ntext.nl = \"Q?\"\n\
            options = [{ code = \"ja\", label.nl = \"Ja\" }, { code = \"nee\", label.nl = \"Nee\" }]\n\
            [[background]]\nid = \"wijk\"\nkind = \"choice\"\ntext.nl = \"Waar woont u?\"\n\
            options = [{ code = \"a\", label.nl = \"Noord\" }, { code = \"b\", label.nl = \"Oost\" }, { code = \"c\", label.nl = \"Zuid\" }]\n";
        read(file, &[]).questionnaire.expect("a questionnaire")
    }

    fn said(fault: Fault) -> String {
        problem(
            &Problem {
                row: Some(4),
                fault,
            },
            &survey(),
        )
    }

    #[test]
    fn mistakes_name_answers_by_their_labels_and_the_row_of_a_file() {
        let question = || "wijk".to_owned();
        let number = said(Fault::NotANumber {
            question: question(),
            code: "a+b".to_owned(),
            value: "x".to_owned(),
            unit: Unit::Count,
        });
        assert_eq!(
            number,
            "Regel 4: “Noord + Oost” bij “Waar woont u?”: “x” is geen aantal mensen. Vul een heel getal in, zoals 1.250."
        );
        let missing = said(Fault::Missing {
            question: question(),
            codes: vec!["a".to_owned(), "c".to_owned()],
        });
        assert!(
            missing.contains("ontbreken Noord en Zuid. Vul een getal in"),
            "{missing}"
        );
        let sum = said(Fault::Sum {
            question: question(),
            sum: 1.2,
            unit: Unit::Share,
        });
        assert!(sum.contains("samen 1,200. Het moet samen 1 zijn"), "{sum}");
        let unreadable = said(Fault::Unreadable("byte 3".to_owned()));
        assert!(
            unreadable.contains("Bewaar het in het rekenprogramma als CSV"),
            "{unreadable}"
        );
    }

    #[test]
    fn every_reason_why_nothing_is_weighted_comes_with_the_way_out() {
        let (question, group) = (|| "wijk".to_owned(), || "Oost".to_owned());
        for (reason, way_out) in [
            (
                Misfit::EmptyGroup {
                    question: question(),
                    group: group(),
                },
                "Voeg de groep samen met een andere.",
            ),
            (
                Misfit::NoShare {
                    question: question(),
                    group: group(),
                },
                "Vul het goede getal in",
            ),
            (
                Misfit::Population {
                    question: question(),
                    group: group(),
                },
                "Verbeter het aantal, of vul procenten in.",
            ),
            (
                Misfit::Conflict,
                "voeg groepen samen of laat een vraag leeg",
            ),
            (
                Misfit::TooMany,
                "Voeg groepen samen of laat een vraag leeg.",
            ),
            (Misfit::TooFew, "Laat een vraag leeg."),
        ] {
            let sentence = misfit(&reason, &survey());
            assert!(sentence.contains(way_out), "{sentence}");
            let names = !matches!(reason, Misfit::Conflict | Misfit::TooMany | Misfit::TooFew);
            assert_eq!(sentence.contains("“Oost”"), names, "{sentence}");
        }
    }
}
