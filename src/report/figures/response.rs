//! The table of response as requests: per question who did not know and who left it empty; and the response rate.

use serde_json::json;

use super::{Check, Printed, count};
use crate::analysis::results::QuestionTable;
use crate::domain::definition::Question;
use crate::report::input::Source;
use crate::text::number;

const PLACE: &str = "antwoordtabel";

/// The checks of the table of response.
pub(super) fn checks(source: &Source<'_>) -> Vec<Check> {
    let tables = source.results.questions.iter();
    let mut checks: Vec<Check> = tables
        .filter_map(|table| of_question(source.questionnaire.question(&table.id)?, table))
        .collect();
    checks.extend(rate(source));
    checks
}

/// Questions with one column: others have no empty cell of their own. Who was not shown a question has an empty cell too,
/// so where some were not, the empty cells don't tell who left it open.
fn of_question(question: &Question, table: &QuestionTable) -> Option<Check> {
    if !question.kind.is_single() {
        return None;
    }
    let codes = |of: bool| -> Vec<&str> {
        let options = question.options.iter();
        let chosen = options.filter(|option| option.not_applicable == of);
        chosen.map(|option| option.code.as_str()).collect()
    };
    let not_applicable = codes(true);
    let levels = [codes(false), not_applicable.clone()].concat();
    let at = levels.len().saturating_sub(1);
    let whole = |field: String, n: u64| Printed::new(field, count(n), number::whole(n), PLACE);
    let mut printed = Vec::new();
    if not_applicable.len() == 1 {
        printed.extend(table.n_nvt.map(|n| whole(format!("count[{at}]"), n)));
    }
    if table.n_not_shown == Some(0) && !question.other {
        printed.extend(table.n_missing.map(|n| whole("missing".to_owned(), n)));
    }
    Some(Check {
        id: format!("{}.respons", question.id),
        kind: "oneway",
        arguments: json!({"var": question.id, "levels": levels}),
        base: None,
        method: "answers, not applicable, and empty cells",
        printed,
    })
}

/// AAPOR RR1 of a closed list: everyone on it who did not complete counts as no contact.
fn rate(source: &Source<'_>) -> Option<Check> {
    let completed = source.results.completed?;
    let invited = source.about.invited.filter(|_| !source.about.open_link)?;
    let others = invited.checked_sub(completed).filter(|_| invited > 0)?;
    Some(Check {
        id: "respons".to_owned(),
        kind: "aapor",
        arguments: json!({"I": completed, "P": 0, "R": 0, "NC": others, "O": 0, "UH": 0, "UO": 0, "e": 1}),
        base: Some(invited),
        method: "AAPOR RR1; complete: at least 80 % of the questions that were shown, own words left out",
        printed: vec![Printed::new(
            "RR1",
            count(completed) / count(invited),
            number::percent(completed, invited),
            "onderzoek",
        )],
    })
}
