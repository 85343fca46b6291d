//! The interface in one language as a sheet for a translator, and a sheet as a file of this folder.

use std::fmt::Write as _;

use super::plural::{Category, categories};
use super::{Phrase, phrases};
use crate::domain::localized::direction;
use crate::domain::review::{Review, Status};
use crate::domain::translation::{Row, Sheet};

/// What a sheet of the interface says it is of.
pub const INTERFACE: &str = "interface";

/// What there is to translate, with what is translated already. A phrase with several forms has a row for each.
pub fn sheet(language: &str) -> Sheet {
    let (words, dutch) = (phrases(language), phrases("nl"));
    let mut rows = Vec::new();
    for ((section, key, phrase), (_, _, source)) in words.all().into_iter().zip(dutch.all()) {
        let own =
            Some(phrase).filter(|phrase| phrase.borrowed().is_none() && words.language == language);
        let path = format!("{section}.{key}");
        if source.forms().len() == 1 {
            rows.push(row(path, source.as_str(), own.map(Phrase::as_str)));
            continue;
        }
        for category in categories(language) {
            let form = |phrase: &Phrase| {
                let forms = phrase.forms();
                let form = forms.iter().find(|(found, _)| *found == Some(*category));
                form.map(|(_, text)| (*text).to_owned())
            };
            let source_form = form(source).unwrap_or_else(|| source.as_str().to_owned());
            let own_form = own.and_then(form);
            rows.push(row(
                format!("{path}.{}", category.word()),
                &source_form,
                own_form.as_deref(),
            ));
        }
    }
    let not_begun = Review {
        status: Status::Draft,
        checked_by: String::new(),
        checked_on: None,
    };
    Sheet {
        of: INTERFACE.to_owned(),
        source_language: "nl".to_owned(),
        language: language.to_owned(),
        review: words.translation.clone().unwrap_or(not_begun),
        rows,
    }
}

fn row(key: String, source: &str, translation: Option<&str>) -> Row {
    Row {
        key,
        source: source.to_owned(),
        translation: translation.unwrap_or_default().to_owned(),
        line: 0,
    }
}

/// A form for none, one or two may say its number as a word.
pub fn may_lack(key: &str, gap: &str) -> bool {
    let category = key.rsplit('.').next().and_then(Category::from_word);
    gap == "n" && category.is_some_and(|found| found <= Category::Two)
}

/// The file of this folder that a sheet comes to. Phrases without a translation are left out.
///
/// # Errors
/// When the file can't be written as TOML.
pub fn file(sheet: &Sheet) -> Result<String, toml::ser::Error> {
    let mut text = format!("language = {}\n", quoted(&sheet.language)?);
    let _ = writeln!(
        text,
        "direction = {}\n",
        quoted(direction(&sheet.language))?
    );
    let _ = writeln!(
        text,
        "[translation]\nstatus = {}",
        quoted(sheet.review.status.word())?
    );
    if let Some(day) = sheet.review.checked_on {
        let _ = writeln!(text, "checked_by = {}", quoted(&sheet.review.checked_by)?);
        let _ = writeln!(text, "checked_on = {}", quoted(&day.to_string())?);
    }
    let mut open = "";
    let mut rows = sheet
        .rows
        .iter()
        .filter(|row| !row.translation.trim().is_empty())
        .peekable();
    while let Some(row) = rows.next() {
        let mut path = row.key.splitn(3, '.');
        let [section, key] = [(); 2].map(|()| path.next().unwrap_or_default());
        if section != open {
            let _ = writeln!(text, "\n[{section}]");
            open = section;
        }
        let Some(category) = path.next() else {
            let _ = writeln!(text, "{key} = {}", quoted(row.translation.trim_start())?);
            continue;
        };
        let mut forms = vec![format!("{category} = {}", quoted(row.translation.trim())?)];
        let prefix = format!("{section}.{key}.");
        while let Some(next) = rows.next_if(|next| next.key.starts_with(&prefix)) {
            let category = &next.key[prefix.len()..];
            forms.push(format!("{category} = {}", quoted(next.translation.trim())?));
        }
        let _ = writeln!(text, "{key} = {{ {} }}", forms.join(", "));
    }
    Ok(text)
}

/// A text as TOML writes it.
fn quoted(text: &str) -> Result<String, toml::ser::Error> {
    let mut out = String::new();
    serde::Serialize::serialize(text, toml::ser::ValueSerializer::new(&mut out))?;
    Ok(out)
}
