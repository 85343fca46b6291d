//! Responses as CSV: what is written reads back, and what is wrong is told with its place.

use achterban::domain::answer::{Answer, Response};
use achterban::domain::definition::read::read as read_questionnaire;
use achterban::domain::definition::{Kind, Question, Questionnaire};
use achterban::domain::routing;
use achterban::interchange::csv::{CsvError, Dialect, Outcome, WrongRows, read, write};
use proptest::prelude::*;

pub(super) const SURVEY: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
[[section]]
id = "een"
[[section.question]]
id = "respect"
kind = "scale"
text.nl = "Ze zijn beleefd."
options = [{ code = 3, label.nl = "Ja" }, { code = 2, label.nl = "Soms" }, { code = 1, label.nl = "Nee" }, { code = "nvt", label.nl = "Weet niet", not_applicable = true }]
[[section.question]]
id = "hulp"
kind = "choices"
text.nl = "Welke hulp?"
other = true
options = [{ code = "a", label.nl = "A" }, { code = "b", label.nl = "B" }]
[[section.question]]
id = "weg"
kind = "choice"
text.nl = "Hoe kwam u hier?"
other = true
options = [{ code = "=buurt", label.nl = "Buurt" }, { code = "post", label.nl = "Post" }]
[[section.question]]
id = "cijfer"
kind = "number"
min = -5
max = 10
step = 0.5
text.nl = "Welk cijfer?"
show_if = "hulp contains 'a'"
[[section.question]]
id = "eerst"
kind = "ranking"
text.nl = "Wat eerst?"
options = [{ code = "x", label.nl = "X" }, { code = "y", label.nl = "Y" }, { code = "z", label.nl = "Z" }]
[[section.question]]
id = "dag"
kind = "date"
text.nl = "Wanneer?"
[[section.question]]
id = "beter"
kind = "text"
text.nl = "Wat kan beter?"
"#;

pub(super) const HEADER: &str = "respect,hulp[a],hulp[b],hulp[other],weg,weg[other],cijfer,eerst[1],eerst[2],eerst[3],dag,beter";

pub(super) fn survey() -> Questionnaire {
    let reading = read_questionnaire(SURVEY, &[]);
    reading
        .questionnaire
        .unwrap_or_else(|| panic!("{:?}", reading.findings))
}

fn read_all(bytes: &[u8], wrong_rows: WrongRows) -> Result<(Vec<Response>, Outcome), CsvError> {
    let mut responses = Vec::new();
    let outcome = read(bytes, &survey(), wrong_rows, |response| {
        responses.push(response)
    })?;
    Ok((responses, outcome))
}

fn refused(text: &str) -> String {
    read_all(text.as_bytes(), WrongRows::Refuse)
        .expect_err("a mistake")
        .to_string()
}

fn with_rows(rows: &[&str]) -> String {
    format!("{HEADER}\n{}\n", rows.join("\n"))
}

#[test]
fn the_forms_of_the_format_are_read() {
    let text = with_rows(&[
        "3,1,0,,post,,7.5,y,x,,2026-11-23,\"goed, \"\"echt\"\"\"",
        ",,,,,tip,,,,,,",
        "nvt,0,0,,,,,,,,,",
    ]);
    let (responses, outcome) = read_all(text.as_bytes(), WrongRows::Refuse).expect("right rows");
    assert_eq!(outcome.read, 3);
    assert_eq!(responses[0].answer("hulp"), Some(&Answer::many(["a"])));
    assert_eq!(responses[0].answer("cijfer"), Some(&Answer::Number(7.5)));
    assert_eq!(
        responses[0].answer("beter"),
        Some(&Answer::Text("goed, \"echt\"".into()))
    );
    assert_eq!(
        responses[1].answer("weg"),
        Some(&Answer::OwnText("tip".into()))
    );
    assert_eq!(responses[1].answers.len(), 1);
    assert_eq!(responses[2].answer("hulp"), Some(&Answer::many([])));
}

#[test]
fn semicolons_a_mark_and_decimal_commas_are_recognised() {
    let text = format!(
        "\u{feff}{}\r\n2;1;;;;;7,5;;;;;\r\n",
        HEADER.replace(',', ";")
    );
    let (responses, _) =
        read_all(text.as_bytes(), WrongRows::Refuse).expect("a spreadsheet's file");
    assert_eq!(responses[0].answer("cijfer"), Some(&Answer::Number(7.5)));
}

#[test]
fn an_unknown_code_is_told_with_row_column_value_and_the_allowed_codes() {
    let message = refused(&with_rows(&["3,,,,,,,,,,,", "9,,,,,,,,,,,"]));
    assert!(
        message.contains("row 3, column `respect`, value `9`"),
        "{message}"
    );
    assert!(message.contains("use 3, 2, 1, nvt"), "{message}");
}

#[test]
fn a_wrong_row_is_skipped_only_when_the_user_says_so() {
    let text = with_rows(&["9,,,,,,,,,,,", "3,,,,,,,,,,,", ",2,,,,,99,,x,,gisteren,"]);
    let (responses, outcome) = read_all(text.as_bytes(), WrongRows::Skip).expect("one right row");
    assert_eq!(
        (responses.len(), outcome.skipped, outcome.wrong.total),
        (1, 2, 5)
    );
}

#[test]
fn a_long_list_of_mistakes_is_cut_and_counted() {
    let message = refused(&with_rows(&["9,,,,,,,,,,,"; 80]));
    assert_eq!(message.lines().count(), 52);
    assert!(message.contains("80 cells in 80 rows"), "{message}");
}

#[test]
fn a_column_twice_or_missing_is_an_error_and_a_foreign_one_a_warning() {
    let twice = refused(&format!("{HEADER},respect\n"));
    assert!(
        twice.contains("column `respect` is there 2 times (columns 1, 13)"),
        "{twice}"
    );
    let missing = refused(&format!("{}\n", HEADER.replace("respect,", "respekt,")));
    assert!(
        missing.contains("no column `respect`; `respekt` is no question"),
        "{missing}"
    );
    let foreign = format!("{HEADER},id,timestamp,weight,kleur\n");
    let (_, outcome) = read_all(foreign.as_bytes(), WrongRows::Refuse).expect("foreign columns");
    assert_eq!(outcome.warnings.len(), 4);
}

#[test]
fn a_monstrous_cell_is_refused_with_its_place_and_not_repeated() {
    let message = refused(&with_rows(&[&format!(
        ",,,,,,,,,,,{}",
        "x".repeat(10_000_000)
    )]));
    assert!(
        message.contains("row 2, column `beter`") && message.contains("10000000 bytes"),
        "{message}"
    );
    assert!(message.len() < 1_000);
    let tail = "3,,,,,,,,,,,\n".repeat(10_000);
    let open = refused(&with_rows(&["3,,,,,,,,,,,\"nooit gesloten", &tail]));
    assert!(open.contains("quote"), "{open}");
}

#[test]
fn a_row_with_too_few_cells_is_told() {
    assert!(refused(&with_rows(&["3,1"])).contains("row 2: the row has 2 cells, the header 12"));
}

#[test]
fn an_answer_to_a_hidden_question_is_left_out_and_counted() {
    let (responses, outcome) = read_all(
        with_rows(&["3,0,1,,,,7,,,,,"]).as_bytes(),
        WrongRows::Refuse,
    )
    .expect("a row");
    assert_eq!(responses[0].answer("cijfer"), None);
    assert!(
        outcome
            .warnings
            .iter()
            .any(|warning| warning.contains("1 answers"))
    );
}

fn answer(question: &Question) -> BoxedStrategy<Option<Answer>> {
    let codes: Vec<_> = question
        .options
        .iter()
        .map(|option| option.code.clone())
        .collect();
    let text = "[=+@'\" \t-]{0,2}[a-z;,\"\né=＝]{1,12}[a-z]";
    let given: BoxedStrategy<Answer> = match question.kind {
        Kind::Choice if question.other => prop_oneof![
            proptest::sample::select(codes).prop_map(Answer::One),
            text.prop_map(|text| own(&text))
        ]
        .boxed(),
        Kind::Choice | Kind::Scale => proptest::sample::select(codes)
            .prop_map(Answer::One)
            .boxed(),
        Kind::Choices => {
            let other = proptest::option::of(text.prop_map(|text| text.trim().to_owned()));
            (
                proptest::sample::subsequence(codes.clone(), 0..=codes.len()),
                other,
            )
                .prop_map(|(ticked, other)| Answer::Many(ticked, other))
                .boxed()
        }
        Kind::Number => (-10_i32..=20)
            .prop_map(|half| Answer::Number(f64::from(half) / 2.0))
            .boxed(),
        Kind::Date => (1_i8..=28)
            .prop_map(|day| Answer::Date(jiff::civil::date(2026, 2, day)))
            .boxed(),
        Kind::Ranking => Just(codes).prop_shuffle().prop_map(Answer::Ranking).boxed(),
        Kind::Text | Kind::Note | Kind::Contact => text
            .prop_map(|text| Answer::Text(text.trim().to_owned()))
            .boxed(),
    };
    proptest::option::of(given).boxed()
}

fn own(text: &str) -> Answer {
    Answer::OwnText(text.trim().to_owned())
}

fn response() -> impl Strategy<Value = Response> {
    let survey = survey();
    let answers: Vec<_> = survey
        .questions()
        .map(|question| (Just(question.id.clone()), answer(question)))
        .collect();
    answers.prop_map(move |answers| {
        let answers = answers
            .into_iter()
            .filter_map(|(id, answer)| Some((id, answer?)))
            .collect();
        routing::without_hidden(
            &survey,
            &Response {
                version: 1,
                answers,
            },
        )
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(responses in proptest::collection::vec(response(), 0..20)) {
        for dialect in [Dialect::Machine, Dialect::Excel] {
            let mut file = Vec::new();
            write(&mut file, &survey(), dialect, &responses).expect("memory");
            let (found, outcome) = read_all(&file, WrongRows::Refuse).expect("our own file");
            prop_assert_eq!(&found, &responses);
            prop_assert_eq!(outcome.warnings.len(), 0);
        }
    }
}
