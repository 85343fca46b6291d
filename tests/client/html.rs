//! Reads a form out of one of our pages. Only what maud writes: attributes in double quotes, four escapes.

/// A form on a page.
pub(crate) struct Form {
    /// Where it goes.
    pub(crate) action: String,
    /// Its fields and buttons, in order.
    pub(crate) controls: Vec<Control>,
}

/// A field or button.
pub(crate) struct Control {
    /// `hidden`, `radio`, `checkbox`, `text`, `textarea`, `select` or `button`.
    pub(crate) kind: String,
    /// Its name.
    pub(crate) name: String,
    /// Its value: of a button what it says, then what it sends.
    pub(crate) value: String,
    /// Text of a button.
    pub(crate) label: String,
}

/// The form in the main part of a page.
pub(crate) fn form(page: &str) -> Option<Form> {
    let main = &page[page.find("<main")?..];
    let (tag, rest) = tag(&main[main.find("<form")?..])?;
    let inside = &rest[..rest.find("</form>")?];
    let mut controls = Vec::new();
    for (at, _) in inside.match_indices('<') {
        controls.extend(control(&inside[at..]));
    }
    Some(Form {
        action: attribute(tag, "action").unwrap_or_default(),
        controls,
    })
}

/// The text of the first element that begins with `start`, such as `<code>`.
pub(crate) fn text_of(page: &str, start: &str, end: &str) -> Option<String> {
    let from = &page[page.find(start)? + start.len()..];
    Some(unescape(&from[..from.find(end)?]))
}

fn control(html: &str) -> Option<Control> {
    let (tag, rest) = tag(html)?;
    let element = tag.split([' ', '>']).next()?.trim_start_matches('<');
    let kind = match element {
        "input" => attribute(tag, "type").unwrap_or_else(|| "text".to_owned()),
        "textarea" | "select" | "button" => element.to_owned(),
        _ => return None,
    };
    let label = if element == "button" {
        unescape(&rest[..rest.find("</button>")?])
    } else {
        String::new()
    };
    let [name, value] = ["name", "value"].map(|name| attribute(tag, name).unwrap_or_default());
    Some(Control {
        kind,
        name,
        value,
        label,
    })
}

/// The tag with which this begins, and what comes after it.
fn tag(html: &str) -> Option<(&str, &str)> {
    html.split_at_checked(html.find('>')? + 1)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = format!(" {name}=\"");
    let from = &tag[tag.find(&start)? + start.len()..];
    Some(unescape(&from[..from.find('"')?]))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
