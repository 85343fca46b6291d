//! Puts a translation into a questionnaire file. Everything else of the file stays as it is: comments, order, lay-out.

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, TomlError, Value, value};

use crate::domain::review::Review;
use crate::domain::translation::Sheet;

/// The file with the translations of a sheet. A text that the sheet does not translate loses its old translation.
///
/// # Errors
/// A file that is no TOML.
pub fn with_translation(toml: &str, sheet: &Sheet) -> Result<String, TomlError> {
    let mut document: DocumentMut = toml.parse()?;
    let root = document.as_table_mut();
    list_language(root, &sheet.language);
    write_review(root, &sheet.language, &sheet.review);
    let writer = Writer { sheet };
    writer.words(root, "title", "title");
    writer.words(root, "intro", "intro");
    if let Some(process) = table_of(root, "process") {
        writer.words(process, "course", "process.course");
        writer.words(process, "use_of_results", "process.use_of_results");
    }
    each_named(root, "scale", &mut |name, scale| {
        writer.options(scale, &format!("scale.{name}"));
    });
    each_named(root, "theme", &mut |id, theme| {
        writer.words(theme, "name", &format!("theme.{id}.name"));
    });
    each(root, "section", &mut |section| {
        let path = format!("section.{}", text(section, "id"));
        writer.words(section, "title", &format!("{path}.title"));
        writer.words(section, "intro", &format!("{path}.intro"));
        each(section, "question", &mut |question| {
            writer.question(question)
        });
    });
    each(root, "background", &mut |question| {
        writer.question(question)
    });
    Ok(document.to_string())
}

struct Writer<'s> {
    sheet: &'s Sheet,
}

impl Writer<'_> {
    fn question(&self, question: &mut dyn TableLike) {
        let path = format!("question.{}", text(question, "id"));
        self.words(question, "text", &format!("{path}.text"));
        self.words(question, "hint", &format!("{path}.hint"));
        each_named(question, "as", &mut |party, words| {
            self.put(words, &format!("{path}.as.{party}"));
        });
        if !question.contains_key("scale") {
            self.options(question, &format!("{path}.option"));
        }
    }

    fn options(&self, owner: &mut dyn TableLike, path: &str) {
        each(owner, "options", &mut |option| {
            let code = text(option, "code");
            self.words(option, "label", &format!("{path}.{code}"));
        });
    }

    /// Writes the translation of the texts under `key`, such as `title.nl` and `title.en`.
    fn words(&self, owner: &mut dyn TableLike, key: &str, path: &str) {
        if let Some(words) = table_of(owner, key) {
            self.put(words, path);
        }
    }

    fn put(&self, words: &mut dyn TableLike, path: &str) {
        // The blank before a closing brace belongs to the last text; a new one comes behind it.
        for (_, text) in words.iter_mut() {
            if let Some(text) = text.as_value_mut() {
                text.decor_mut().set_suffix("");
            }
        }
        match self.sheet.translation(path) {
            Some(translation) => words.insert(&self.sheet.language, value(translation)),
            None => words.remove(&self.sheet.language),
        };
    }
}

fn table_of<'t>(owner: &'t mut dyn TableLike, key: &str) -> Option<&'t mut dyn TableLike> {
    owner.get_mut(key)?.as_table_like_mut()
}

/// A text or a code, as text; empty when it is neither.
fn text(table: &dyn TableLike, key: &str) -> String {
    let found = table.get(key).and_then(Item::as_value);
    match found {
        Some(Value::String(text)) => text.value().clone(),
        Some(Value::Integer(number)) => number.value().to_string(),
        _ => String::new(),
    }
}

/// Every table of a list, written as `[[key]]` or as `key = [{ … }]`.
fn each(owner: &mut dyn TableLike, key: &str, change: &mut dyn FnMut(&mut dyn TableLike)) {
    match owner.get_mut(key) {
        Some(Item::ArrayOfTables(tables)) => tables.iter_mut().for_each(|table| change(table)),
        Some(Item::Value(Value::Array(list))) => {
            for table in list.iter_mut().filter_map(Value::as_inline_table_mut) {
                change(table);
                table.fmt();
            }
        }
        _ => {}
    }
}

/// Every table within a table, with its name.
fn each_named(
    owner: &mut dyn TableLike,
    key: &str,
    change: &mut dyn FnMut(&str, &mut dyn TableLike),
) {
    let Some(tables) = table_of(owner, key) else {
        return;
    };
    for (name, item) in tables.iter_mut() {
        if let Some(table) = item.as_table_like_mut() {
            change(name.get(), table);
        }
    }
}

fn list_language(root: &mut Table, language: &str) {
    let languages = root
        .entry("languages")
        .or_insert_with(|| value(Array::new()));
    if let Some(list) = languages.as_array_mut()
        && !list.iter().any(|known| known.as_str() == Some(language))
    {
        list.push(language);
    }
}

fn write_review(root: &mut Table, language: &str, review: &Review) {
    let tables = root.entry("translation").or_insert_with(|| {
        let mut tables = Table::new();
        tables.set_implicit(true);
        Item::Table(tables)
    });
    let mut table = Table::new();
    table.insert("status", value(review.status.word()));
    if let Some(day) = review.checked_on {
        table.insert("checked_by", value(&review.checked_by));
        table.insert("checked_on", value(day.to_string()));
    }
    if let Some(tables) = tables.as_table_like_mut() {
        tables.insert(language, Item::Table(table));
    }
}

#[cfg(test)]
mod tests {
    use super::with_translation;
    use crate::domain::definition::read::read;
    use crate::domain::shipped::QUESTIONNAIRES;
    use crate::domain::theme::codebook;
    use crate::domain::translation::Sheet;

    /// The sheet of a shipped questionnaire in a new language: each source between guillemets.
    fn marked(toml: &str) -> Sheet {
        let questionnaire = read(toml, codebook())
            .questionnaire
            .expect("a questionnaire");
        let mut sheet = Sheet::of_questionnaire(&questionnaire, "ar");
        for row in &mut sheet.rows {
            row.translation = format!("«{}»", row.source);
        }
        sheet
    }

    #[test]
    fn every_text_gets_its_translation_and_what_is_asked_stays_the_same() {
        for (id, toml) in QUESTIONNAIRES {
            let before = read(toml, codebook())
                .questionnaire
                .expect("a questionnaire");
            let sheet = marked(toml).signed_off("Samira", jiff::civil::date(2026, 11, 23));
            let written = with_translation(toml, &sheet).expect("written");
            let reading = read(&written, codebook());
            let after = reading
                .questionnaire
                .unwrap_or_else(|| panic!("{id}: {:?}", reading.findings));
            assert!(after.asks_the_same(&before), "{id}");
            assert_eq!(Sheet::of_questionnaire(&after, "ar"), sheet, "{id}");
            for (old, new) in before.texts().iter().zip(after.texts()) {
                assert_eq!(
                    old.words.exact("en"),
                    new.words.exact("en"),
                    "{id} {}",
                    new.key
                );
            }
            let comments = |text: &str| text.matches('#').count();
            assert_eq!(comments(&written), comments(toml), "{id}: comments stay");
        }
    }

    #[test]
    fn importing_twice_changes_nothing_more_and_a_row_without_words_takes_the_old_ones_away() {
        let (_, toml) = QUESTIONNAIRES[0];
        let mut sheet = marked(toml);
        let once = with_translation(toml, &sheet).expect("written");
        assert_eq!(with_translation(&once, &sheet).expect("written"), once);
        sheet.rows[0].translation.clear();
        let less = with_translation(&once, &sheet).expect("written");
        let questionnaire = read(&less, codebook())
            .questionnaire
            .expect("a questionnaire");
        assert_eq!(questionnaire.title.exact("ar"), None);
        assert!(questionnaire.intro.exact("ar").is_some());
    }
}
