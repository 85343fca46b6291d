//! Workbooks read back: what is in them, and that no text is more than text.

use std::collections::BTreeMap;

use super::{Workbook, ods, xlsx};
use crate::domain::answer::{Answer, Response};
use crate::domain::definition::read::read;
use crate::domain::definition::{Code, Questionnaire};
use crate::zipped_xml::texts;

const SURVEY: &str = r#"
id = "proef"
channel = "enquete"
languages = ["nl"]
title.nl = "Proef"
intro.nl = "Proef"
[[section]]
id = "een"
title.nl = "Een"
[[section.question]]
id = "zorg"
kind = "scale"
text.nl = "Krijgt u <i>zorg</i> & hulp?"
options = [{ code = 1, label.nl = "Nooit" }, { code = 2, label.nl = "Vaak" }, { code = "nvt", label.nl = "Weet ik niet", not_applicable = true }]
[[section.question]]
id = "hulp"
kind = "choices"
text.nl = "Van wie?"
options = [{ code = "buur", label.nl = "Buren" }, { code = "kind", label.nl = "Kinderen" }]
[[section.question]]
id = "open"
kind = "text"
text.nl = "Wat nog?"
"#;

fn survey() -> Questionnaire {
    read(SURVEY, &[]).questionnaire.expect("a questionnaire")
}

fn responses() -> Vec<Response> {
    let response = |zorg: &str, text: &str| {
        let answers = [
            ("zorg", Answer::One(Code::new(zorg))),
            ("hulp", Answer::Many(vec![Code::new("kind")], None)),
            ("open", Answer::Text(text.to_owned())),
        ];
        Response {
            version: 1,
            answers: answers.map(|(id, answer)| (id.to_owned(), answer)).into(),
        }
    };
    vec![
        response(
            "2",
            "=HYPERLINK(\"http://kwaad\") <b>\u{1}\u{202e}é😀\ntweede regel",
        ),
        response("nvt", "12"),
    ]
}

fn written(
    write: fn(&mut dyn std::io::Write, &Workbook<'_>) -> std::io::Result<()>,
) -> BTreeMap<String, String> {
    let (questionnaire, responses) = (survey(), responses());
    let account = [("ronde".to_owned(), "a/b/c".to_owned())];
    let workbook = Workbook {
        questionnaire: &questionnaire,
        responses: &responses,
        account: &account,
    };
    let mut bytes = Vec::new();
    write(&mut bytes, &workbook).expect("a workbook");
    texts(&bytes)
}

#[test]
fn a_workbook_for_excel_has_answers_codes_and_an_account_and_runs_nothing() {
    let files = written(xlsx::write);
    let answers = &files["xl/worksheets/sheet1.xml"];
    assert!(answers.contains("hulp[kind]"), "{answers}");
    assert!(
        answers.contains("<c><v>2</v></c>") && answers.contains(">nvt</t>"),
        "{answers}"
    );
    assert!(
        answers.contains("=HYPERLINK(&quot;http://kwaad&quot;) &lt;b&gt;"),
        "{answers}"
    );
    assert!(
        answers.contains(">12</t>"),
        "what was written is text: {answers}"
    );
    assert!(
        !answers.contains("<f>") && !answers.contains('\u{1}'),
        "{answers}"
    );
    assert!(
        files["xl/worksheets/sheet2.xml"].contains("Krijgt u &lt;i&gt;zorg&lt;/i&gt; &amp; hulp?")
    );
    assert!(files["xl/worksheets/sheet3.xml"].contains("a/b/c"));
    assert!(files["xl/workbook.xml"].contains("Verantwoording"));
}

#[test]
fn a_workbook_for_libreoffice_has_the_same_with_its_kind_first() {
    let files = written(ods::write);
    assert_eq!(
        files["mimetype"],
        "application/vnd.oasis.opendocument.spreadsheet"
    );
    let content = &files["content.xml"];
    assert!(
        content.contains(r#"office:value-type="float" office:value="2""#),
        "{content}"
    );
    assert!(
        content.contains("<text:p>tweede regel</text:p>"),
        "{content}"
    );
    assert!(
        content.contains(r#"table:name="Codeboek""#) && !content.contains("table:formula"),
        "{content}"
    );
}
