//! Questionnaires of other tools, made up here in the shape of theirs.

use std::fmt::Write as _;
use std::io::Write as _;

use super::{BringError, Brought, Tool, bring};
use crate::domain::definition::{Kind, Question};
use crate::zipped_xml::{Zip, escaped};

/// Version 4 and later: texts have tables of their own.
const NEW: &[u8] = include_bytes!("../../../tests/exchange/nieuw.lss");
/// Up to version 3: a row per language.
const OLD: &[u8] = include_bytes!("../../../tests/exchange/oud.lss");

fn lime(bytes: &[u8]) -> Brought {
    bring(bytes, Tool::LimeSurvey).expect("a questionnaire")
}

fn asked<'b>(brought: &'b Brought, id: &str) -> &'b Question {
    let mut all = brought
        .questionnaire
        .sections
        .iter()
        .flat_map(|it| &it.questions);
    all.find(|question| question.id == id).expect("a question")
}

#[test]
fn a_survey_of_limesurvey_comes_in_with_its_order_languages_answers_and_conditions() {
    let brought = lime(NEW);
    let questionnaire = &brought.questionnaire;
    assert_eq!(
        (questionnaire.id.as_str(), questionnaire.title.get("nl")),
        ("hulp-zorg", "Hulp & zorg")
    );
    assert_eq!(questionnaire.languages, ["nl", "ar"]);
    let ids: Vec<&str> = questionnaire
        .sections
        .iter()
        .flat_map(|it| &it.questions)
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(ids, ["hulp", "bel", "mening_kop", "mening_SQ1", "cijfer"]);
    let bel = asked(&brought, "bel");
    assert_eq!(
        (bel.text.get("nl"), bel.text.get("ar"), bel.hint.get("nl")),
        ("Belt u vaak?", "هل", "Per maand")
    );
    assert!(bel.required && bel.other && bel.kind == Kind::Choice);
    assert_eq!(
        bel.options
            .iter()
            .map(|it| it.code.as_str())
            .collect::<Vec<_>>(),
        ["A1", "A2"]
    );
    let row = asked(&brought, "mening_SQ1");
    assert_eq!((row.kind, row.text.get("nl")), (Kind::Scale, "Het is snel"));
    assert!(
        row.show_if.is_some()
            && brought
                .toml
                .contains("show_if = \"((hulp contains 'zorg'))\"")
    );
    assert!(brought.toml.contains("min = 1\nmax = 10\n"));
}

#[test]
fn what_has_no_place_here_is_named() {
    let brought = lime(NEW);
    for name in [
        "`foto`",
        "`count(hulp) > 1`",
        "the closing text",
        "settings of the survey itself",
    ] {
        assert!(
            brought
                .left_out
                .iter()
                .any(|line| line.starts_with("left out: ") && line.contains(name)),
            "{name}: {:?}",
            brought.left_out
        );
    }
}

#[test]
fn the_old_layout_with_a_row_per_language_gives_the_same_questions() {
    let brought = lime(OLD);
    let bel = asked(&brought, "bel");
    assert_eq!((bel.text.get("nl"), bel.text.get("ar")), ("Belt u?", "هل"));
    assert_eq!(bel.options.len(), 1);
    assert_eq!(bel.options[0].label.get("ar"), "غالبا");
    let hulp = asked(&brought, "hulp");
    assert_eq!(
        (hulp.options.len(), hulp.options[0].label.get("ar")),
        (1, "رعاية")
    );
}

#[test]
fn an_archive_gives_its_survey_and_says_that_answers_are_not_taken() {
    let mut bytes = Vec::new();
    let mut zip = Zip::begin(&mut bytes);
    zip.press("survey_1.lss", |to| to.write_all(OLD))
        .expect("written");
    zip.store("survey_1_responses.lsr", b"<document/>")
        .expect("written");
    zip.finish().expect("written");
    let brought = lime(&bytes);
    assert_eq!(asked(&brought, "bel").text.get("nl"), "Belt u?");
    assert!(brought.left_out[0].contains("survey_1_responses.lsr"));
}

/// A workbook with texts in its cells, as others write it.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut zip = Zip::begin(&mut bytes);
    let (mut list, mut relations) = (String::new(), String::new());
    for (number, (name, rows)) in sheets.iter().enumerate() {
        let _ = write!(
            list,
            r#"<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>"#
        );
        let _ = write!(
            relations,
            r#"<Relationship Id="r{number}" Target="worksheets/s{number}.xml"/>"#
        );
        let mut xml = String::from(r#"<worksheet xmlns="m"><sheetData>"#);
        for row in rows.lines() {
            xml += "<row>";
            for cell in row.trim_start().split('|') {
                let _ = write!(
                    xml,
                    r#"<c t="inlineStr"><is><t>{}</t></is></c>"#,
                    escaped(cell)
                );
            }
            xml += "</row>";
        }
        xml += "</sheetData></worksheet>";
        zip.press(&format!("xl/worksheets/s{number}.xml"), |to| {
            to.write_all(xml.as_bytes())
        })
        .expect("written");
    }
    let workbook = format!(r#"<workbook xmlns="m" xmlns:r="r"><sheets>{list}</sheets></workbook>"#);
    let relations = format!(r#"<Relationships xmlns="p">{relations}</Relationships>"#);
    zip.store("xl/workbook.xml", workbook.as_bytes())
        .expect("written");
    zip.store("xl/_rels/workbook.xml.rels", relations.as_bytes())
        .expect("written");
    zip.finish().expect("written");
    bytes
}

/// A form: sheets, and in them rows, and in them cells.
const FORM: &[(&str, &str)] = &[
    (
        "Survey",
        "type|name|label::Nederlands (nl)|label::English (en)|required|relevant|constraint
         start|begin
         begin group|contact|Contact|Contact
         select_one vaak|bel|Belt u?|Do you call?|yes
         select_multiple soort or_other|hulp|Welke hulp?|Which help?||${bel} = 'ja'
         end group
         integer|cijfer|Welk cijfer?|Which mark?||selected(${hulp}, 'geld')|. >= 1 and . <= 10
         image|foto|Foto|Picture
         text|wens|Wat wilt u?|What do you want?||${cijfer} > 5|regex(., '^a')",
    ),
    (
        "choices",
        "list name|name|label::Nederlands (nl)|label::English (en)
         vaak|ja|Ja|Yes
         vaak|nee|Nee|No
         soort|geld|Geld|Money
         soort|zorg|Zorg|Care",
    ),
    ("settings", "form_title|form_id\nUw ervaring|ervaring"),
];

fn form() -> Vec<u8> {
    workbook(FORM)
}

#[test]
fn an_xlsform_comes_in_with_its_lists_groups_languages_and_conditions() {
    let brought = bring(&form(), Tool::XlsForm).expect("a questionnaire");
    assert_eq!(brought.questionnaire.id, "ervaring");
    assert_eq!(brought.questionnaire.languages, ["nl", "en"]);
    let titles: Vec<&str> = brought
        .questionnaire
        .sections
        .iter()
        .map(|it| it.title.get("nl"))
        .collect();
    assert_eq!(titles, ["Contact", "Deel 2"]);
    let hulp = asked(&brought, "hulp");
    assert!(hulp.kind == Kind::Choices && hulp.other && hulp.show_if.is_some());
    assert_eq!(hulp.options[0].label.get("en"), "Money");
    assert!(
        brought
            .toml
            .contains("show_if = \"(hulp contains 'geld')\"")
            && brought.toml.contains("min = 1\nmax = 10\n")
    );
    assert!(asked(&brought, "bel").required);
}

#[test]
fn what_tells_who_or_when_is_never_taken_from_an_xlsform() {
    let brought = bring(&form(), Tool::XlsForm).expect("a questionnaire");
    assert!(!brought.toml.contains("begin"));
    for name in ["`begin` (start)", "`foto`", "`${cijfer} > 5`", "regex"] {
        assert!(
            brought.left_out.iter().any(|line| line.contains(name)),
            "{name}: {:?}",
            brought.left_out
        );
    }
}

#[test]
fn a_bomb_of_entities_is_refused() {
    let bomb = br#"<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><document>&b;</document>"#;
    assert!(matches!(
        bring(bomb, Tool::LimeSurvey),
        Err(BringError::Xml { .. })
    ));
}

#[test]
fn another_kind_of_file_gets_a_message_that_says_what_to_do() {
    for (bytes, tool) in [
        (
            &b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>"[..],
            Tool::LimeSurvey,
        ),
        (&b"PK\x05\x06aaaaaaaaaaaaaaaaaa"[..], Tool::LimeSurvey),
        (&b"naam;vraag"[..], Tool::XlsForm),
        (&b""[..], Tool::XlsForm),
        (&b""[..], Tool::LimeSurvey),
    ] {
        assert!(bring(bytes, tool).is_err());
    }
    let other = workbook(&[("Blad1", "naam")]);
    let error = bring(&other, Tool::XlsForm)
        .expect_err("no form")
        .to_string();
    assert!(error.contains("sheet `survey`"), "{error}");
    let empty = workbook(&[("survey", "type|name\nimage|foto")]);
    assert!(matches!(
        bring(&empty, Tool::XlsForm),
        Err(BringError::Empty)
    ));
}

#[test]
fn a_spoilt_file_is_refused_or_read_and_never_a_panic() {
    let files = [
        (NEW.to_vec(), Tool::LimeSurvey),
        (OLD.to_vec(), Tool::LimeSurvey),
        (form(), Tool::XlsForm),
    ];
    for (bytes, tool) in files {
        for place in (0..bytes.len()).step_by(23) {
            let mut spoilt = bytes.clone();
            spoilt[place] ^= 0x15;
            let _ = bring(&spoilt, tool);
            let _ = bring(&bytes[..place], tool);
        }
    }
}
