//! Design tokens as JSON: groups in groups, with `value` or `$value` at the leaves.

use serde_json::{Map, Value};

use super::{MOST_TOKENS, Refusal, Tokens};

/// First parts of the names that we know. What stands before them is how a file is divided.
const SYSTEMS: [&str; 2] = ["utrecht", "achterban"];

pub(super) fn tokens(text: &str) -> Result<Tokens, Refusal> {
    let Ok(Value::Object(root)) = serde_json::from_str(text) else {
        return Err(Refusal::NoJson);
    };
    let mut tokens = Tokens::default();
    walk(&root, &mut Vec::new(), &mut tokens)?;
    Ok(tokens)
}

/// serde_json goes 128 deep at most, so this does.
fn walk<'v>(
    group: &'v Map<String, Value>,
    path: &mut Vec<&'v str>,
    tokens: &mut Tokens,
) -> Result<(), Refusal> {
    for (key, value) in group {
        let Value::Object(inner) = value else {
            continue;
        };
        path.push(key);
        match inner.get("$value").or_else(|| inner.get("value")) {
            Some(value) if !is_group(value) => tokens.add(path, value),
            _ => walk(inner, path, tokens)?,
        }
        path.pop();
        if tokens.list.len() > MOST_TOKENS {
            return Err(Refusal::TooMany);
        }
    }
    Ok(())
}

/// A group may be called "value" too.
fn is_group(value: &Value) -> bool {
    let inner = value.as_object();
    inner.is_some_and(|inner| {
        !inner.contains_key("colorSpace") && inner.values().any(Value::is_object)
    })
}

impl Tokens {
    fn add(&mut self, path: &[&str], value: &Value) {
        let text = match value {
            Value::String(text) => text.trim(),
            // The form of the W3C's draft; with an alpha the colour is not solid.
            Value::Object(colour)
                if colour
                    .get("alpha")
                    .is_none_or(|alpha| alpha.as_f64() == Some(1.0)) =>
            {
                colour
                    .get("hex")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            }
            _ => "",
        };
        let from = path
            .iter()
            .position(|part| SYSTEMS.contains(part))
            .unwrap_or(0);
        let name = path.get(from..).unwrap_or(path).join("-");
        self.list.push((name, text.to_owned()));
        // A reference leaves out the name of the set that a token stands in.
        for from in [1, 0] {
            let reference = path.get(from..).unwrap_or_default().join(".");
            self.by_reference.insert(reference, text.to_owned());
        }
    }
}
