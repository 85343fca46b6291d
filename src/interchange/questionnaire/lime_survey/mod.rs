//! `LimeSurvey`: tables of rows in XML. Up to version 3 a text stands in its table once per language; later in a table of its own
//! (`*_l10ns`). Both are read here into the same rows.

mod kinds;

use std::collections::BTreeMap;

use super::condition::Dialect;
use super::draft::{Draft, Section, Texts, plain, questionnaire_id};
use super::{BringError, MOST_MB, utf8, xml};
use crate::zipped_xml::Unzip;

/// A row: the value of each column.
type Row = BTreeMap<String, String>;

const NO_SURVEY: &str = "this is no survey structure of LimeSurvey (.lss); export it there as \"Survey structure (.lss)\"";

/// All tables of a file.
struct Tables(BTreeMap<String, Vec<Row>>);

impl Tables {
    fn read(text: &str) -> Result<Self, BringError> {
        let document = xml(text, "the file")?;
        let root = document.root_element();
        let kind = root
            .children()
            .find(|it| it.has_tag_name("LimeSurveyDocType"));
        if kind.and_then(|it| it.text()).map(str::trim) != Some("Survey") {
            return Err(BringError::OtherKind(NO_SURVEY));
        }
        let mut tables = BTreeMap::new();
        for table in root.children().filter(roxmltree::Node::is_element) {
            let rows = table.children().filter(|it| it.has_tag_name("rows"));
            let rows = rows.flat_map(|it| it.children().filter(|row| row.has_tag_name("row")));
            let rows = rows.map(|row| {
                let cells = row.children().filter(roxmltree::Node::is_element);
                let cell = |it: roxmltree::Node<'_, '_>| {
                    (
                        it.tag_name().name().to_owned(),
                        it.text().unwrap_or_default().trim().to_owned(),
                    )
                };
                cells.map(cell).collect::<Row>()
            });
            tables.insert(
                table.tag_name().name().to_owned(),
                rows.collect::<Vec<Row>>(),
            );
        }
        Ok(Self(tables))
    }

    fn rows(&self, table: &str) -> &[Row] {
        self.0.get(table).map_or(&[], Vec::as_slice)
    }

    /// A text of a row by language: from the table of texts, else from every row of the table with the same key.
    fn texts(&self, table: &str, key: &str, id: &str, column: &str) -> Texts {
        let own = match table {
            "subquestions" => "question_l10ns".to_owned(),
            _ => format!("{}_l10ns", table.trim_end_matches('s')),
        };
        let rows = self.rows(&own).iter().chain(self.rows(table));
        let rows = rows.filter(|row| get(row, key) == id && !get(row, "language").is_empty());
        rows.map(|row| (language(get(row, "language")), plain(get(row, column))))
            .filter(|(_, words)| !words.is_empty())
            .collect()
    }

    /// Rows of a table, one of each key, in their order.
    fn ordered(&self, table: &str, key: &str, order: &[&str], of: (&str, &str)) -> Vec<&Row> {
        let mut seen = Vec::new();
        let mut rows: Vec<&Row> = Vec::new();
        for row in self.rows(table).iter().filter(|row| get(row, of.0) == of.1) {
            let id = (get(row, key), get(row, "scale_id"));
            if !seen.contains(&id) {
                seen.push(id);
                rows.push(row);
            }
        }
        rows.sort_by_key(|row| {
            let place = order
                .iter()
                .map(|it| get(row, it).parse::<i64>().unwrap_or(0));
            place.collect::<Vec<i64>>()
        });
        rows
    }
}

fn get<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// A language code: a manner of speaking ("nl-informal") is the language itself.
fn language(code: &str) -> String {
    let code = code.trim();
    let manner = code
        .strip_suffix("-informal")
        .or(code.strip_suffix("-formal"));
    manner
        .or(code.strip_suffix("-easy"))
        .unwrap_or(code)
        .to_owned()
}

/// The questionnaire in a file of `LimeSurvey`.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, BringError> {
    let mut left_out = Vec::new();
    let text = if bytes.starts_with(b"PK") {
        let zip = Unzip::open(bytes)?;
        let is_structure = |name: &&str| name.to_lowercase().ends_with(".lss");
        let name = zip.names().find(is_structure).map(str::to_owned);
        let name = name.ok_or(BringError::OtherKind(NO_SURVEY))?;
        let others = zip.names().filter(|other| *other != name);
        left_out.extend(
            others
                .map(|other| format!("{other}: answers and people are not taken from an archive")),
        );
        utf8(zip.read(&name, MOST_MB)?.unwrap_or_default(), &name)?
    } else {
        utf8(bytes.to_vec(), "the file")?
    };
    let tables = Tables::read(text.trim_start_matches('\u{feff}'))?;
    let mut draft = survey(&tables, left_out);
    for group in tables.ordered("groups", "gid", &["group_order"], ("", "")) {
        let section = section(&tables, group, &mut draft);
        draft.sections.push(section);
    }
    what_else(&tables, &mut draft);
    Ok(draft)
}

fn survey(tables: &Tables, left_out: Vec<String>) -> Draft {
    let empty = Row::new();
    let survey = tables.rows("surveys").first().unwrap_or(&empty);
    let mut languages = vec![language(get(survey, "language"))];
    for code in get(survey, "additional_languages").split_whitespace() {
        if !languages.contains(&language(code)) {
            languages.push(language(code));
        }
    }
    languages.retain(|code| !code.is_empty());
    let settings = tables.rows("surveys_languagesettings");
    let texts = |column: &str| -> Texts {
        let rows = settings.iter();
        rows.map(|row| {
            (
                language(get(row, "surveyls_language")),
                plain(get(row, column)),
            )
        })
        .collect()
    };
    if languages.is_empty() {
        languages.extend(texts("surveyls_title").into_keys().next());
    }
    if languages.is_empty() {
        languages.push("nl".to_owned());
    }
    let (title, mut intro) = (texts("surveyls_title"), texts("surveyls_description"));
    for (code, welcome) in texts("surveyls_welcometext") {
        let words = intro.entry(code).or_default();
        *words = format!("{words} {welcome}").trim().to_owned();
    }
    let mut draft = Draft {
        id: questionnaire_id(title.get(&languages[0]).map_or("", String::as_str)),
        languages,
        title,
        intro,
        left_out,
        ..Draft::default()
    };
    if texts("surveyls_endtext")
        .values()
        .any(|words| !words.is_empty())
    {
        draft.leave_out("the closing text: every questionnaire closes with the same page here");
    }
    draft
}

fn section(tables: &Tables, group: &Row, draft: &mut Draft) -> Section {
    let gid = get(group, "gid");
    let mut section = Section {
        title: tables.texts("groups", "gid", gid, "group_name"),
        intro: tables.texts("groups", "gid", gid, "description"),
        ..Section::default()
    };
    let name = section
        .title
        .get(&draft.languages[0])
        .cloned()
        .unwrap_or_default();
    let relevance = get(group, "grelevance");
    section.show_if = draft.shown_if(relevance, Dialect::LimeSurvey, &format!("group \"{name}\""));
    for row in tables.ordered("questions", "qid", &["question_order"], ("gid", gid)) {
        // Up to version 2 the rows of an array stand in the same table.
        if !matches!(get(row, "parent_qid"), "" | "0") {
            continue;
        }
        let name = format!("question `{}`", get(row, "title"));
        let show_if = draft.shown_if(get(row, "relevance"), Dialect::LimeSurvey, &name);
        for mut question in kinds::questions(tables, row, draft) {
            question.show_if.clone_from(&show_if);
            draft.remember(&question);
            section.questions.push(question);
        }
    }
    section
}

/// What stands beside the questions and has no place here.
fn what_else(tables: &Tables, draft: &mut Draft) {
    for (table, what) in [
        (
            "conditions",
            "conditions of the old kind; those of the questions themselves are taken",
        ),
        ("quota", "quotas"),
        ("assessments", "assessments with points"),
        (
            "defaultvalues",
            "answers filled in beforehand; nothing is chosen for people here",
        ),
        ("plugin_settings", "settings of plugins"),
    ] {
        let count = tables.rows(table).len();
        if count > 0 {
            draft.leave_out(format!("{count} rows of `{table}`: {what}"));
        }
    }
    let attributes = tables.rows("question_attributes").iter();
    let named =
        |row: &&Row| !kinds::USED.contains(&get(row, "attribute")) && !get(row, "value").is_empty();
    let mut names: Vec<&str> = attributes
        .filter(named)
        .map(|row| get(row, "attribute"))
        .collect();
    names.sort_unstable();
    names.dedup();
    if !names.is_empty() {
        draft.leave_out(format!("settings of questions: {}", names.join(", ")));
    }
    draft.leave_out("settings of the survey itself: look, e-mails, participants, dates");
}
