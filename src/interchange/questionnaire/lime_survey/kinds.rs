//! Kinds of questions of `LimeSurvey`, by their letter.

use super::super::draft::{Choice, Draft, Question, Texts, option_code};
use super::{Row, Tables, get};

/// Settings of a question that are taken over.
pub(super) const USED: [&str; 6] = [
    "max_answers",
    "exclude_all_others",
    "min_num_value_n",
    "max_num_value_n",
    "hidden",
    "other_replace_text",
];

/// A question of `LimeSurvey` while it is read.
struct Asked<'t> {
    tables: &'t Tables,
    row: &'t Row,
    id: String,
    text: Texts,
}

impl Asked<'_> {
    fn qid(&self) -> &str {
        get(self.row, "qid")
    }

    fn setting(&self, name: &str) -> Option<&str> {
        let mut rows = self.tables.rows("question_attributes").iter();
        let row = rows.find(|row| get(row, "qid") == self.qid() && get(row, "attribute") == name);
        row.map(|row| get(row, "value"))
            .filter(|value| !value.is_empty())
    }

    /// A question of our own.
    fn question(&self, kind: &'static str) -> Question {
        Question {
            id: self.id.clone(),
            kind,
            text: self.text.clone(),
            hint: self.tables.texts("questions", "qid", self.qid(), "help"),
            required: get(self.row, "mandatory") == "Y" && kind != "note",
            ..Question::default()
        }
    }

    /// The answers of a scale of the question.
    fn answers(&self, scale: &str) -> Vec<Choice> {
        let rows = self
            .tables
            .ordered("answers", "code", &["sortorder"], ("qid", self.qid()));
        let rows = rows
            .into_iter()
            .filter(|row| get(row, "scale_id") == scale || get(row, "scale_id").is_empty());
        let label = |row: &Row| {
            if get(row, "aid").is_empty() {
                // Up to version 3 an answer has no number: it is found by its question and code.
                let same = self.tables.rows("answers").iter().filter(|other| {
                    get(other, "qid") == self.qid()
                        && get(other, "code") == get(row, "code")
                        && get(other, "scale_id") == get(row, "scale_id")
                });
                same.map(|row| {
                    (
                        super::language(get(row, "language")),
                        super::plain(get(row, "answer")),
                    )
                })
                .collect()
            } else {
                self.tables
                    .texts("answers", "aid", get(row, "aid"), "answer")
            }
        };
        rows.map(|row| Choice {
            code: option_code(get(row, "code")),
            label: label(row),
            exclusive: false,
        })
        .collect()
    }

    /// Rows (scale 0) or columns (scale 1) of an array: code and words.
    fn rows(&self, scale: &str) -> Vec<(String, Texts)> {
        let table = if self.tables.rows("subquestions").is_empty() {
            "questions"
        } else {
            "subquestions"
        };
        let rows = self.tables.ordered(
            table,
            "qid",
            &["question_order"],
            ("parent_qid", self.qid()),
        );
        let rows = rows.into_iter().filter(|row| {
            get(row, "scale_id") == scale || (get(row, "scale_id").is_empty() && scale == "0")
        });
        rows.map(|row| {
            let words = self.tables.texts(table, "qid", get(row, "qid"), "question");
            (option_code(get(row, "title")), words)
        })
        .collect()
    }

    /// The words above an array, and one question for each of its rows.
    fn array(&self, questions: impl Iterator<Item = Question>) -> Vec<Question> {
        let stem = Question {
            id: format!("{}_kop", self.id),
            required: false,
            ..self.question("note")
        };
        std::iter::once(stem).chain(questions).collect()
    }

    fn each_row(&self, kind: &'static str, options: &[Choice]) -> Vec<Question> {
        let rows = self.rows("0").into_iter();
        self.array(rows.map(|(code, text)| Question {
            id: format!("{}_{code}", self.id),
            text,
            hint: Texts::new(),
            options: options.to_vec(),
            ..self.question(kind_of(kind, options))
        }))
    }

    fn each_cell(&self, kind: &'static str) -> Vec<Question> {
        let columns = self.rows("1");
        let cells = self.rows("0").into_iter().flat_map(|(row, text)| {
            let cell = move |(column, of): &(String, Texts)| {
                (format!("{row}_{column}"), joined(&text, of))
            };
            columns.iter().map(cell).collect::<Vec<_>>()
        });
        self.array(cells.map(|(code, text)| Question {
            id: format!("{}_{code}", self.id),
            text,
            hint: Texts::new(),
            ..self.question(kind)
        }))
    }

    fn dual(&self) -> Vec<Question> {
        let scales = [("1", self.answers("0")), ("2", self.answers("1"))];
        let rows = self.rows("0").into_iter().flat_map(|(row, text)| {
            let of = |(number, options): &(&str, Vec<Choice>)| Question {
                id: format!("{}_{row}_{number}", self.id),
                text: text.clone(),
                hint: Texts::new(),
                options: options.clone(),
                ..self.question(kind_of("scale", options))
            };
            scales.iter().map(of).collect::<Vec<_>>()
        });
        self.array(rows)
    }

    fn several(&self) -> Question {
        let alone = self.setting("exclude_all_others").unwrap_or_default();
        let options = self.rows("0").into_iter().map(|(code, label)| Choice {
            exclusive: alone.split(';').any(|it| it.trim() == code),
            code,
            label,
        });
        Question {
            options: options.collect(),
            other: get(self.row, "other") == "Y",
            max_choices: self.setting("max_answers").and_then(|it| it.parse().ok()),
            ..self.question("choices")
        }
    }

    fn one(&self, options: Vec<Choice>) -> Question {
        Question {
            other: get(self.row, "other") == "Y",
            options,
            ..self.question("choice")
        }
    }

    fn number(&self) -> Question {
        let limit = |name| self.setting(name).and_then(|it| it.parse::<f64>().ok());
        let range = limit("min_num_value_n").zip(limit("max_num_value_n"));
        Question {
            range: range.filter(|(min, max)| min < max),
            ..self.question("number")
        }
    }

    fn ranking(&self) -> Question {
        let answers = self.answers("0");
        let options = if answers.is_empty() {
            let rows = self.rows("0").into_iter();
            rows.map(|(code, label)| Choice {
                code,
                label,
                exclusive: false,
            })
            .collect()
        } else {
            answers
        };
        Question {
            options,
            ..self.question("ranking")
        }
    }
}

/// A scale has whole numbers as codes; answers with other codes are a choice.
fn kind_of(kind: &'static str, options: &[Choice]) -> &'static str {
    let numbers = options.iter().all(|it| it.code.parse::<i64>().is_ok());
    if kind == "scale" && !numbers {
        "choice"
    } else {
        kind
    }
}

fn joined(row: &Texts, column: &Texts) -> Texts {
    let words = |(language, words): (&String, &String)| {
        let of = column.get(language).map_or("", String::as_str);
        (language.clone(), format!("{words}: {of}"))
    };
    row.iter().map(words).collect()
}

/// Answers that the tool itself brings, with Dutch and English words.
fn fixed(answers: &[(&str, &str, &str)]) -> Vec<Choice> {
    let answer = |(code, nl, en): &(&str, &str, &str)| Choice {
        code: (*code).to_owned(),
        label: [("nl", nl), ("en", en)]
            .map(|(language, words)| (language.to_owned(), (*words).to_owned()))
            .into(),
        exclusive: false,
    };
    answers.iter().map(answer).collect()
}

fn points(most: u8) -> Vec<Choice> {
    (1..=most)
        .map(|point| Choice {
            code: point.to_string(),
            ..Choice::default()
        })
        .collect()
}

/// Our questions for one of theirs; none when it has no place here, and then it is named.
pub(super) fn questions(tables: &Tables, row: &Row, draft: &mut Draft) -> Vec<Question> {
    let id = get(row, "title").to_owned();
    let text = tables.texts("questions", "qid", get(row, "qid"), "question");
    if text.values().any(|words| words.contains('{')) {
        draft.leave_out(format!("question `{id}`: a text between {{ and }} that would be filled in; it stands there as it is"));
    }
    let asked = Asked {
        tables,
        row,
        id,
        text,
    };
    if asked.setting("hidden") == Some("1") {
        draft.leave_out(format!("question `{}`: hidden", asked.id));
        return Vec::new();
    }
    let kind = get(row, "type");
    let made = made(&asked, kind);
    let name = &asked.id;
    if made.is_empty() {
        draft.leave_out(format!(
            "question `{name}`: of the kind `{kind}`, which has no place here"
        ));
    }
    if matches!(kind, "O" | "P") {
        draft.leave_out(format!(
            "question `{name}`: the room for a comment beside the answers"
        ));
    }
    let is_empty = |it: &Question| {
        matches!(it.kind, "choice" | "choices" | "scale" | "ranking") && it.options.is_empty()
    };
    if made.iter().any(is_empty) {
        draft.leave_out(format!(
            "question `{name}`: it has no answers to choose from"
        ));
    }
    made.into_iter().filter(|it| !is_empty(it)).collect()
}

fn made(asked: &Asked<'_>, kind: &str) -> Vec<Question> {
    match kind {
        "L" | "!" | "O" => vec![asked.one(asked.answers("0"))],
        "Y" => vec![asked.one(fixed(&[("Y", "Ja", "Yes"), ("N", "Nee", "No")]))],
        "G" => vec![asked.one(fixed(&[("F", "Vrouw", "Female"), ("M", "Man", "Male")]))],
        "5" => vec![Question {
            options: points(5),
            ..asked.question("scale")
        }],
        "M" | "P" => vec![asked.several()],
        "F" | "H" => asked.each_row("scale", &asked.answers("0")),
        "A" => asked.each_row("scale", &points(5)),
        "B" => asked.each_row("scale", &points(10)),
        "C" => asked.each_row(
            "choice",
            &fixed(&[
                ("Y", "Ja", "Yes"),
                ("U", "Weet ik niet", "Uncertain"),
                ("N", "Nee", "No"),
            ]),
        ),
        "E" => asked.each_row(
            "choice",
            &fixed(&[
                ("I", "Meer", "Increase"),
                ("S", "Gelijk", "Same"),
                ("D", "Minder", "Decrease"),
            ]),
        ),
        "1" => asked.dual(),
        "R" => vec![asked.ranking()],
        "N" => vec![asked.number()],
        "K" => asked.each_row("number", &[]),
        "Q" => asked.each_row("text", &[]),
        ":" => asked.each_cell("number"),
        ";" => asked.each_cell("text"),
        "S" | "T" | "U" => vec![asked.question("text")],
        "D" => vec![asked.question("date")],
        "X" => vec![asked.question("note")],
        _ => Vec::new(),
    }
}
