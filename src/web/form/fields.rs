//! Fields of an urlencoded form: decoded strictly, in the order of the page, a name may come more than once.

use unicode_normalization::UnicodeNormalization;

use crate::web::error::Failure;

/// Most fields that any form of ours has, with room.
const MOST_FIELDS: usize = 1_000;

/// Decoded fields. Text is NFC with `\n` line ends, so that the same text is the same bytes whoever typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Decodes a body.
    ///
    /// # Errors
    /// [`Failure::Malformed`] on a broken escape, bytes that are no UTF-8, or more fields than any form has.
    pub fn decode(body: &[u8]) -> Result<Self, Failure> {
        let mut fields = Vec::new();
        for pair in body
            .split(|&byte| byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            if fields.len() == MOST_FIELDS {
                return Err(Failure::Malformed);
            }
            let (name, value) = match pair.iter().position(|&byte| byte == b'=') {
                Some(at) => (
                    pair.get(..at).unwrap_or_default(),
                    pair.get(at + 1..).unwrap_or_default(),
                ),
                None => (pair, &[][..]),
            };
            fields.push((decoded(name)?, decoded(value)?));
        }
        Ok(Self(fields))
    }

    /// Fields that came in another encoding.
    pub fn of(fields: Vec<(String, String)>) -> Self {
        let fields = fields.into_iter();
        Self(
            fields
                .map(|(name, value)| (normal(&name), normal(&value)))
                .collect(),
        )
    }

    /// Adds a field, as if it was typed.
    pub fn set(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// The first value of a field.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a field; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.first(name).unwrap_or_default()
    }

    /// Whether the field came.
    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// Names and values in the order of the page.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn decoded(raw: &[u8]) -> Result<String, Failure> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.iter();
    while let Some(&byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = (rest.next().and_then(digit), rest.next().and_then(digit));
                high.zip(low)
                    .map(|(high, low)| high * 16 + low)
                    .ok_or(Failure::Malformed)?
            }
            other => other,
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| Failure::Malformed)?;
    Ok(normal(&text))
}

fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").nfc().collect()
}

fn digit(byte: &u8) -> Option<u8> {
    char::from(*byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn a_name_may_come_more_than_once_and_keeps_its_order() {
        let fields = Fields::decode(b"hulp=a&hulp=b&tekst=een+twee%21&leeg").expect("fields");
        let all: Vec<_> = fields.iter().collect();
        assert_eq!(
            all,
            [
                ("hulp", "a"),
                ("hulp", "b"),
                ("tekst", "een twee!"),
                ("leeg", "")
            ]
        );
    }

    #[test]
    fn broken_escapes_and_bytes_that_are_no_text_are_refused() {
        for body in [
            &b"a=%zz"[..],
            b"a=%4",
            b"a=%",
            b"a=%ff",
            b"a=%c0%af",
            b"a=%ed%a0%80",
            b"\xff=1",
        ] {
            assert!(Fields::decode(body).is_err(), "{body:?}");
        }
    }

    #[test]
    fn a_hundred_thousand_fields_are_refused() {
        assert!(Fields::decode("a=1&".repeat(100_000).as_bytes()).is_err());
    }

    #[test]
    fn the_same_text_is_the_same_bytes_however_it_was_typed() {
        let composed = Fields::decode("a=caf%C3%A9".as_bytes()).expect("fields");
        let decomposed = Fields::decode("a=cafe%CC%81".as_bytes()).expect("fields");
        assert_eq!(composed, decomposed);
        assert_eq!(
            Fields::decode(b"a=x%0D%0Ay").expect("fields").text("a"),
            "x\ny"
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_is_decoded_or_refused(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = Fields::decode(&body);
        }
    }
}
