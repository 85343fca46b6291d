//! What the format asks. An independent reader looks at a whole file in `tests/exchange`.

use super::variable::{Kind, variables};
use super::{padded, segments, write};
use crate::domain::definition::Question;
use crate::domain::definition::read::read;
use crate::domain::shipped::QUESTIONNAIRES;
use crate::domain::theme::codebook;

#[test]
fn a_text_of_more_than_255_bytes_stands_in_segments_and_is_never_cut_within_a_letter() {
    assert_eq!(segments(255), [255]);
    assert_eq!(segments(256), [255, 4]);
    assert_eq!(segments(1_000), [255, 255, 255, 244]);
    assert_eq!(padded("aé", 2), b"a       ");
    assert_eq!(padded("ab", 10).len(), 16);
    let long = padded(&"x".repeat(300), 300);
    assert_eq!(long.len(), 256 + 48);
    assert_eq!(long.iter().filter(|byte| **byte == b'x').count(), 300);
}

#[test]
fn every_shipped_questionnaire_becomes_variables_with_names_of_their_own() {
    for (id, text) in QUESTIONNAIRES {
        let questionnaire = read(text, codebook()).questionnaire.expect("it ships");
        let questions: Vec<&Question> = questionnaire.questions().collect();
        let all = variables(&questions);
        let mut names: Vec<String> = all.iter().map(|it| it.name.to_lowercase()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len(), "{id}");
        let scales = all
            .iter()
            .filter(|it| matches!(&it.kind, Kind::Number { missing, .. } if !missing.is_empty()));
        assert!(
            scales
                .clone()
                .all(|it| it.value("nvt").is_none_or(|value| value < 0.0)),
            "{id}"
        );
        let mut bytes = Vec::new();
        write(&mut bytes, &questionnaire, &[]).expect("a file");
        assert!(bytes.starts_with(b"$FL2"));
    }
}
