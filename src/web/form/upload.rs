//! A form with a file: `multipart/form-data`, at most a little more than the largest file that any form of ours takes, read
//! into memory like other forms and never written to disk.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use multer::Multipart;

use super::Fields;
use super::body::{check_headers, read};
use crate::domain::house_style::logo;
use crate::web::error::Failure;

/// Most bytes of the whole form: one more than the largest logo, so that one that is too large gets its own sentence.
const MOST_BYTES: usize = 2 * logo::MOST_BYTES;
/// Most fields, with room.
const MOST_FIELDS: usize = 16;
/// Most bytes of a field that is no file.
const MOST_TEXT: usize = 16 * 1024;

/// What came in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// The fields beside the file.
    pub fields: Fields,
    /// The file; empty when none was chosen. Its name and type are what a browser says, so nobody looks at them.
    pub file: Vec<u8>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        check_headers(request.headers(), "multipart/form-data", MOST_BYTES)?;
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(kind).map_err(|_| Failure::Malformed)?;
        let body = read(request.into_body(), MOST_BYTES).await?;
        decode(body, boundary).await
    }
}

async fn decode(body: Vec<u8>, boundary: String) -> Result<Upload, Failure> {
    let mut parts = Multipart::new(Body::from(body).into_data_stream(), boundary);
    let (mut texts, mut file) = (Vec::new(), None);
    while let Some(part) = parts.next_field().await.map_err(|_| Failure::Malformed)? {
        if texts.len() == MOST_FIELDS {
            return Err(Failure::Malformed);
        }
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|_| Failure::Malformed)?;
        if is_file {
            // A second file has no place on any form of ours.
            if file.replace(bytes.to_vec()).is_some() {
                return Err(Failure::Malformed);
            }
        } else if bytes.len() > MOST_TEXT {
            return Err(Failure::TooLarge);
        } else {
            let text = String::from_utf8(bytes.to_vec()).map_err(|_| Failure::Malformed)?;
            texts.push((name, text));
        }
    }
    Ok(Upload {
        fields: Fields::of(texts),
        file: file.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn sent(body: &[u8]) -> Result<Upload, Failure> {
        decode(body.to_vec(), "x".to_owned()).await
    }

    fn part(name: &str, file: Option<&str>, content: &str) -> String {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
    }

    #[tokio::test]
    async fn fields_and_the_file_are_read() {
        let body = part("alt", None, "Cafe\u{301}\r\ntwee")
            + &part("bestand", Some("../x.png"), "\0\u{1}")
            + "--x--\r\n";
        let upload = sent(body.as_bytes()).await.expect("a form");
        assert_eq!(upload.fields.text("alt"), "Café\ntwee");
        assert_eq!(upload.file, [0, 1]);
    }

    #[tokio::test]
    async fn what_is_no_form_of_ours_is_refused() {
        let many: String = (0..=MOST_FIELDS)
            .map(|n| part(&n.to_string(), None, "x"))
            .collect();
        let end = "--x--\r\n";
        let two = part("a", Some("a"), "1") + &part("b", Some("b"), "2") + end;
        for body in [
            many + end,
            two,
            part("a", None, &"x".repeat(MOST_TEXT + 1)) + end,
            part("a", None, "cut off"),
            "--y\r\n\r\n".to_owned(),
            String::new(),
            "--x\r\nContent-Disposition: form-data\r\n".repeat(1_000),
        ] {
            assert!(
                sent(body.as_bytes()).await.is_err(),
                "{}",
                &body[..body.len().min(80)]
            );
        }
        let no_text = [
            b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xff\r\n--x--\r\n"
                .as_slice(),
        ]
        .concat();
        assert!(sent(&no_text).await.is_err());
    }

    #[tokio::test]
    async fn a_file_of_more_than_any_form_takes_is_refused_before_it_is_read() {
        let request = Request::post("/")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .header(header::CONTENT_LENGTH, "100000000")
            .body(Body::empty())
            .expect("a request");
        assert!(matches!(
            Upload::from_request(request, &()).await,
            Err(Failure::TooLarge)
        ));
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_is_decoded_or_refused(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            let _ = runtime.block_on(sent(&[b"--x\r\n", body.as_slice()].concat()));
        }
    }
}
