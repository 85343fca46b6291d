//! Fills in the enquête as a resident does, up to the button that sends it.

use std::io::{self, ErrorKind};

use super::html::{self, Control, Form};
use super::http::{Connection, Reply};

/// An enquête that is filled in: one more `POST` sends it.
#[derive(Clone)]
pub(crate) struct Ready {
    /// Where it goes.
    pub(crate) address: String,
    /// The body of the `POST`.
    pub(crate) form: String,
    /// The bytes that the check page promises to store, and nothing else.
    pub(crate) stored: String,
}

/// Most pages of a form.
const MOST_STEPS: usize = 20;

/// Answers every question: `text` to the open ones, the option with number `choice` (of so many as there are) to the others.
pub(crate) async fn fill(
    connection: &mut Connection,
    address: &str,
    text: &str,
    choice: usize,
) -> io::Result<Ready> {
    fill_with_code(connection, address, text, choice, "").await
}

/// The same behind a door: types an invitation code in its field first.
pub(crate) async fn fill_with_code(
    connection: &mut Connection,
    address: &str,
    text: &str,
    choice: usize,
    code: &str,
) -> io::Result<Ready> {
    let mut page = page(connection.get(address).await?)?;
    for _ in 0..MOST_STEPS {
        let form = html::form(&page).ok_or_else(|| unexpected("no form", &page))?;
        let fields = answers(&form, text, choice, code);
        if let Some(send) = button(&form, "Verstuur") {
            let stored = html::text_of(&page, "<code>", "</code>")
                .ok_or_else(|| unexpected("no bytes", &page))?;
            let body = encode(&fields, send);
            return Ok(Ready {
                address: form.action,
                form: body,
                stored,
            });
        }
        let next = button(&form, "Verder").or_else(|| button(&form, "Begin"));
        let next = next.ok_or_else(|| unexpected("no button", &page))?;
        page = self::page(
            connection
                .post(&form.action, &encode(&fields, next))
                .await?,
        )?;
    }
    Err(unexpected("no end", &page))
}

fn page(reply: Reply) -> io::Result<String> {
    if reply.status == 200 {
        Ok(reply.body)
    } else {
        Err(unexpected(&reply.head, &reply.body))
    }
}

fn unexpected(what: &str, page: &str) -> io::Error {
    io::Error::new(
        ErrorKind::InvalidData,
        format!("{what} in this page:\n{page}"),
    )
}

/// One name and value per question.
fn answers<'f>(
    form: &'f Form,
    text: &'f str,
    choice: usize,
    code: &'f str,
) -> Vec<(&'f str, &'f str)> {
    let mut fields: Vec<(&str, &str)> = Vec::new();
    for control in &form.controls {
        let name = control.name.as_str();
        let first = !fields.iter().any(|(known, _)| *known == name);
        match control.kind.as_str() {
            "hidden" => fields.push((name, &control.value)),
            "radio" if first => fields.push((name, option(form, name, choice))),
            "checkbox" if first => fields.push((name, &control.value)),
            "textarea" => fields.push((name, text)),
            "text" if name == "code" => fields.push((name, code)),
            _ => {}
        }
    }
    fields
}

/// The value of one of the options with this name.
fn option<'f>(form: &'f Form, name: &str, choice: usize) -> &'f str {
    let options: Vec<&Control> = form
        .controls
        .iter()
        .filter(|control| control.name == name)
        .collect();
    &options[choice % options.len()].value
}

fn button<'f>(form: &'f Form, label: &str) -> Option<&'f Control> {
    form.controls
        .iter()
        .find(|control| control.kind == "button" && control.label.trim().starts_with(label))
}

fn encode(fields: &[(&str, &str)], button: &Control) -> String {
    let pressed = (button.name.as_str(), button.value.as_str());
    let pairs = fields
        .iter()
        .chain([&pressed])
        .map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn escape(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    bytes.collect()
}
