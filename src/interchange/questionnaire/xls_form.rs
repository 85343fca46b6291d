//! `XLSForm`: a workbook with the sheets `survey`, `choices` and `settings`, as ODK and Kobo read it.

use std::collections::BTreeMap;

use super::BringError;
use super::condition::Dialect;
use super::draft::{Choice, Draft, Question, Section, Texts, option_code, plain, questionnaire_id};
use crate::interchange::sheet::grid::{self, GridError, Sheets};

const NO_FORM: &str =
    "this workbook is no XLSForm: it has no sheet `survey` with the columns `type` and `name`";

impl From<GridError> for BringError {
    fn from(error: GridError) -> Self {
        Self::Zip(error.to_string())
    }
}

/// A row: cells by the heading of their column.
type Row = BTreeMap<String, String>;

fn get<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", |it| it.trim())
}

/// The rows of a sheet, whatever the case and white space of names and headings.
fn rows(sheets: &Sheets, name: &str) -> Vec<Row> {
    let found = sheets
        .iter()
        .find(|(sheet, _)| sheet.trim().eq_ignore_ascii_case(name));
    let Some((head, rows)) = found.and_then(|(_, rows)| rows.split_first()) else {
        return Vec::new();
    };
    let heading = |it: &String| {
        let (kind, language) = it.split_once("::").unwrap_or((it, ""));
        let kind = kind.trim().to_lowercase().replace(' ', "_");
        if language.is_empty() {
            kind
        } else {
            format!("{kind}::{}", language.trim())
        }
    };
    let head: Vec<String> = head.iter().map(heading).collect();
    let row = |cells: &Vec<String>| {
        head.iter()
            .cloned()
            .zip(cells.iter().cloned())
            .collect::<Row>()
    };
    rows.iter()
        .map(row)
        .filter(|row| row.values().any(|cell| !cell.trim().is_empty()))
        .collect()
}

/// The languages of a form: its headings say `label::Nederlands (nl)`.
struct Languages {
    /// Heading of the language, and its code.
    known: Vec<(String, String)>,
    /// What a text without language is in.
    source: String,
}

impl Languages {
    fn of(rows: &[Row], settings: &Row) -> Self {
        let mut known: Vec<(String, String)> = Vec::new();
        let headings = rows.iter().flat_map(Row::keys);
        for heading in headings.filter_map(|it| it.strip_prefix("label::")) {
            if !known.iter().any(|(name, _)| name == heading) {
                known.push((heading.to_owned(), code(heading)));
            }
        }
        let default = get(settings, "default_language");
        // Without a default the Dutch words are the source.
        known.sort_by_key(|(name, code)| (name != default, code != "nl"));
        let source = known
            .first()
            .map_or_else(|| code(default), |(_, code)| code.clone());
        Self { known, source }
    }

    fn codes(&self) -> Vec<String> {
        let mut codes = vec![self.source.clone()];
        for (_, code) in &self.known {
            if !codes.contains(code) {
                codes.push(code.clone());
            }
        }
        codes
    }

    fn texts(&self, row: &Row, column: &str) -> Texts {
        let mut texts = Texts::new();
        for (name, code) in &self.known {
            let words = plain(get(row, &format!("{column}::{name}")));
            if !words.is_empty() {
                texts.insert(code.clone(), words);
            }
        }
        let words = plain(get(row, column));
        if !words.is_empty() {
            texts.entry(self.source.clone()).or_insert(words);
        }
        texts
    }
}

/// The code of a language: between parentheses, else of a name that is known here.
fn code(name: &str) -> String {
    let between = name
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    let code = between.map_or(name, |(code, _)| code).trim().to_lowercase();
    let known = [
        ("nederlands", "nl"),
        ("dutch", "nl"),
        ("english", "en"),
        ("engels", "en"),
        ("arabic", "ar"),
        ("turkish", "tr"),
        ("french", "fr"),
        ("français", "fr"),
        ("spanish", "es"),
        ("español", "es"),
        ("german", "de"),
        ("deutsch", "de"),
    ];
    let found = known.iter().find(|(word, _)| *word == code);
    let code = found.map_or(code.as_str(), |(_, code)| code);
    let is_code = (2..=8).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_code { code } else { "nl" }.to_owned()
}

/// The questionnaire in a workbook.
pub(super) fn draft(bytes: &[u8]) -> Result<Draft, BringError> {
    if !bytes.starts_with(b"PK") {
        return Err(BringError::OtherKind(
            "this is no Excel workbook (.xlsx); save the form as .xlsx",
        ));
    }
    let sheets = grid::read(bytes)?;
    let survey = rows(&sheets, "survey");
    if !survey.iter().any(|row| row.contains_key("type")) {
        return Err(BringError::OtherKind(NO_FORM));
    }
    let settings = rows(&sheets, "settings")
        .into_iter()
        .next()
        .unwrap_or_default();
    let languages = Languages::of(&survey, &settings);
    let title = get(&settings, "form_title");
    let named = if get(&settings, "form_id").is_empty() {
        title
    } else {
        get(&settings, "form_id")
    };
    let mut form = Form {
        draft: Draft {
            id: questionnaire_id(named),
            languages: languages.codes(),
            title: Texts::from([(languages.source.clone(), title.to_owned())]),
            ..Draft::default()
        },
        choices: rows(&sheets, "choices"),
        languages,
        groups: Vec::new(),
        section: Section::default(),
    };
    for row in &survey {
        form.take(row);
    }
    form.close();
    Ok(form.draft)
}

/// A form while it is read.
struct Form {
    draft: Draft,
    choices: Vec<Row>,
    languages: Languages,
    /// Conditions of the groups that are open: each holds for all that is in it.
    groups: Vec<Option<String>>,
    section: Section,
}

/// What is kept of a device, a person or a moment: never taken.
const META: [&str; 13] = [
    "start",
    "end",
    "today",
    "deviceid",
    "subscriberid",
    "simserial",
    "phonenumber",
    "username",
    "email",
    "audit",
    "start-geopoint",
    "background-audio",
    "caseid",
];

impl Form {
    fn close(&mut self) {
        let section = std::mem::take(&mut self.section);
        self.draft.sections.push(section);
    }

    fn take(&mut self, row: &Row) {
        let name = get(row, "name").to_owned();
        // `select one from x` is the same as `select_one x`.
        let kind = get(row, "type").to_lowercase().replace(" from ", " ");
        let kind = kind
            .replace("select one", "select_one")
            .replace("select multiple", "select_multiple");
        let kind = kind.replace("select all that apply", "select_multiple");
        let mut words = kind.split_whitespace();
        let (first, list) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let is = |what: &str| first == what || kind.starts_with(&what.replace('_', " "));
        if is("begin_group") || is("begin_repeat") {
            self.open(row, &name, is("begin_repeat"));
        } else if is("end_group") || is("end_repeat") {
            self.groups.pop();
            if self.groups.is_empty() {
                self.close();
            }
        } else if META.contains(&first) {
            self.draft.leave_out(format!(
                "`{name}` ({first}): it says who, where or when; that is never kept here"
            ));
        } else if let Some(question) = self.question(row, first, list) {
            self.ask(row, question, kind.ends_with("or_other"));
        } else if !first.is_empty() {
            self.draft.leave_out(format!(
                "`{name}`: of the kind `{kind}`, which has no place here"
            ));
        }
    }

    fn open(&mut self, row: &Row, name: &str, repeats: bool) {
        if repeats {
            self.draft.leave_out(format!(
                "`{name}`: a group that is asked again and again; it is asked once here"
            ));
        }
        let what = format!("group `{name}`");
        let condition = self
            .draft
            .shown_if(get(row, "relevant"), Dialect::XlsForm, &what);
        if self.groups.is_empty() {
            self.close();
            self.section.title = self.languages.texts(row, "label");
            self.section.intro = self.languages.texts(row, "hint");
        }
        self.groups.push(condition);
    }

    fn ask(&mut self, row: &Row, mut question: Question, own_text: bool) {
        let name = question.id.clone();
        question.other |= own_text && matches!(question.kind, "choice" | "choices");
        question.required = question.kind != "note"
            && matches!(
                get(row, "required").to_lowercase().as_str(),
                "yes" | "true" | "true()"
            );
        for (column, what) in [
            ("calculation", "a calculation"),
            ("default", "an answer filled in beforehand"),
            (
                "choice_filter",
                "a choice of options that depends on an earlier answer; all are shown",
            ),
        ] {
            if !get(row, column).is_empty() {
                self.draft
                    .leave_out(format!("`{name}`: {what} (`{}`)", get(row, column)));
            }
        }
        for column in row.keys().filter(|it| {
            it.starts_with("media") || matches!(it.as_str(), "image" | "audio" | "video")
        }) {
            if !get(row, column).is_empty() {
                self.draft
                    .leave_out(format!("`{name}`: {column} `{}`", get(row, column)));
            }
        }
        self.limit(row, &mut question);
        let own = self
            .draft
            .shown_if(get(row, "relevant"), Dialect::XlsForm, &format!("`{name}`"));
        let all: Vec<String> = self
            .groups
            .iter()
            .flatten()
            .chain(&own)
            .map(|it| format!("({it})"))
            .collect();
        question.show_if = (!all.is_empty()).then(|| all.join(" and "));
        question.id = super::draft::question_id(&name);
        self.draft.remember(&question);
        question.id = name;
        self.section.questions.push(question);
    }

    /// `. >= 0 and . <= 10` is the range of a number; other constraints are named.
    fn limit(&mut self, row: &Row, question: &mut Question) {
        let constraint = get(row, "constraint");
        if constraint.is_empty() {
            return;
        }
        let parts: Vec<&str> = constraint.split(" and ").map(str::trim).collect();
        let bound = |sign: &str| {
            let mut found = parts
                .iter()
                .filter_map(|it| it.strip_prefix('.')?.trim_start().strip_prefix(sign));
            found.next().and_then(|it| it.trim().parse::<f64>().ok())
        };
        match (bound(">="), bound("<=")) {
            (Some(min), Some(max))
                if question.kind == "number" && parts.len() == 2 && min < max =>
            {
                question.range = Some((min, max));
            }
            _ => self
                .draft
                .leave_out(format!("`{}`: the check `{constraint}`", question.id)),
        }
    }

    fn question(&self, row: &Row, kind: &str, list: &str) -> Option<Question> {
        let (kind, options) = match kind {
            "select_one" => ("choice", self.options(list)),
            "select_multiple" => ("choices", self.options(list)),
            "rank" => ("ranking", self.options(list)),
            "acknowledge" | "trigger" => (
                "choices",
                vec![Choice {
                    code: "OK".to_owned(),
                    ..Choice::default()
                }],
            ),
            "integer" | "int" | "decimal" | "range" => ("number", Vec::new()),
            "text" | "string" => ("text", Vec::new()),
            "date" => ("date", Vec::new()),
            "note" => ("note", Vec::new()),
            _ => return None,
        };
        let is_empty = matches!(kind, "choice" | "choices" | "ranking") && options.is_empty();
        (!is_empty).then(|| Question {
            id: get(row, "name").to_owned(),
            kind,
            text: self.languages.texts(row, "label"),
            hint: self.languages.texts(row, "hint"),
            options,
            ..Question::default()
        })
    }

    fn options(&self, list: &str) -> Vec<Choice> {
        let of = |row: &&Row| {
            let name = if get(row, "list_name").is_empty() {
                get(row, "list")
            } else {
                get(row, "list_name")
            };
            name.eq_ignore_ascii_case(list)
        };
        let rows = self.choices.iter().filter(of);
        rows.map(|row| Choice {
            code: option_code(if get(row, "name").is_empty() {
                get(row, "value")
            } else {
                get(row, "name")
            }),
            label: self.languages.texts(row, "label"),
            exclusive: false,
        })
        .collect()
    }
}
