//! What holds of every answer: headers, methods, bad bodies, and the server's own connections.

use std::time::Duration;

use achterban::web::serve::serve;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::site::{FORM, Page, Site};

const FIXED: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'",
    ),
];

fn check_headers(what: &str, page: &Page) {
    for (name, value) in FIXED {
        assert_eq!(page.header(name), value, "{what}: {name}");
    }
    assert!(
        page.header("permissions-policy").contains("geolocation=()"),
        "{what}"
    );
    assert!(!page.header("cache-control").is_empty(), "{what}");
    for absent in [
        "server",
        "etag",
        "last-modified",
        "access-control-allow-origin",
    ] {
        assert_eq!(page.header(absent), "", "{what}: {absent}");
    }
}

#[tokio::test]
async fn every_route_and_status_carries_the_headers() {
    let site = Site::new().await;
    let style = site.get("/").await.body;
    let style = style
        .split("href=\"")
        .find(|part| part.starts_with("/static/"))
        .and_then(|part| part.split('"').next());
    let style = style.expect("a style sheet").to_owned();
    let paths = [
        ("/", StatusCode::OK),
        (style.as_str(), StatusCode::OK),
        (
            "/static/0000000000000000/achterban.css",
            StatusCode::NOT_FOUND,
        ),
        ("/health/live", StatusCode::OK),
        ("/health/ready", StatusCode::OK),
        ("/inloggen", StatusCode::OK),
        ("/uitloggen", StatusCode::METHOD_NOT_ALLOWED),
        ("/lelystad", StatusCode::OK),
        ("/lelystad/hulp", StatusCode::OK),
        ("/lelystad/gegevens", StatusCode::OK),
        ("/lelystad/toegankelijkheid", StatusCode::OK),
        ("/lelystad/rapport/x.pdf", StatusCode::NOT_FOUND),
        (FORM, StatusCode::OK),
        ("/lelystad/v/participatiewet/en", StatusCode::OK),
        ("/lelystad/v/participatiewet/nl/bedankt", StatusCode::OK),
        ("/lelystad/v/signaal", StatusCode::OK),
        ("/lelystad/werk", StatusCode::SEE_OTHER),
        ("/nergens", StatusCode::NOT_FOUND),
        ("/nergens/x/y/z/a/b", StatusCode::NOT_FOUND),
    ];
    for (path, status) in paths {
        let page = site.get(path).await;
        assert_eq!(page.status, status, "{path}");
        check_headers(path, &page);
        let kept = if path == style {
            "public, max-age=31536000, immutable"
        } else {
            "no-store"
        };
        assert_eq!(page.header("cache-control"), kept, "{path}");
    }
}

#[tokio::test]
async fn only_get_head_and_post_exist() {
    let site = Site::new().await;
    for method in [
        "TRACE", "CONNECT", "OPTIONS", "PUT", "DELETE", "PATCH", "BREW",
    ] {
        for path in ["/", FORM, "/nergens", "/inloggen"] {
            let request = Request::builder()
                .method(Method::from_bytes(method.as_bytes()).expect("a method"))
                .uri(path);
            let page = site
                .send(request.body(Body::empty()).expect("a request"))
                .await;
            assert_eq!(
                page.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {path}"
            );
            assert_eq!(page.header("allow"), "GET, HEAD, POST");
            check_headers(method, &page);
        }
    }
    let head = site
        .send(Request::head(FORM).body(Body::empty()).expect("a request"))
        .await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn a_body_that_is_no_form_of_ours_gets_a_dutch_page_and_never_a_500() {
    let site = Site::new().await;
    let form = "application/x-www-form-urlencoded";
    let bodies: [(&str, Vec<u8>, StatusCode); 9] = [
        (form, b"formulier=%zz".to_vec(), StatusCode::BAD_REQUEST),
        (form, b"formulier=%ff%fe".to_vec(), StatusCode::BAD_REQUEST),
        (form, b"\xff\xff=1".to_vec(), StatusCode::BAD_REQUEST),
        (
            form,
            "a=1&".repeat(60_000).into_bytes(),
            StatusCode::BAD_REQUEST,
        ),
        (form, vec![b'a'; 300 * 1024], StatusCode::PAYLOAD_TOO_LARGE),
        (form, Vec::new(), StatusCode::BAD_REQUEST),
        (
            "multipart/form-data; boundary=x",
            b"--x".to_vec(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "application/json",
            b"{}".to_vec(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        ("", b"a=1".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ];
    for (media_type, body, status) in bodies {
        let start: String = String::from_utf8_lossy(&body).chars().take(20).collect();
        let request = Request::post(FORM)
            .header(header::CONTENT_TYPE, media_type)
            .body(Body::from(body));
        let page = site.send(request.expect("a request")).await;
        assert_eq!(page.status, status, "{media_type} {start}");
        assert!(
            page.body.contains("<html lang=\"nl\""),
            "{media_type} {start}"
        );
        check_headers(&start, &page);
    }
    let fields = [
        ("begin", "1"),
        ("onbekend", "x"),
        ("hulp[other]", "y"),
        ("\u{0}", "z"),
    ];
    assert_eq!(
        site.post(FORM, &fields).await.status,
        StatusCode::OK,
        "unknown fields change nothing"
    );
}

/// Serves a site on a port of its own until the sender is used or dropped.
async fn on_a_port(
    site: &Site,
) -> (
    std::net::SocketAddr,
    tokio::sync::oneshot::Sender<()>,
    tokio::task::JoinHandle<()>,
) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let router = site.router.clone();
    let task = tokio::spawn(serve(listener, router, async move { drop(stopped.await) }));
    (address, stop, task)
}

async fn exchange(address: std::net::SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(request).await.expect("written");
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(5), reading).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn over_a_real_connection_malformed_http_is_refused_and_the_next_visitor_is_served() {
    let site = Site::new().await;
    let (address, _stop, _task) = on_a_port(&site).await;
    for bad in [
        &b"GET / HTTP/9.9\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        let answer = exchange(address, bad).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{answer}"
        );
    }
    let head = format!(
        "GET / HTTP/1.1\r\nHost: a\r\nX-Long: {}\r\n\r\n",
        "a".repeat(70_000)
    );
    let answer = exchange(address, head.as_bytes()).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{}",
        &answer[..answer.len().min(80)]
    );
    let answer = exchange(
        address,
        b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(!answer.to_lowercase().contains("\r\nserver:"), "{answer}");
}

#[tokio::test]
async fn a_stop_lets_the_request_under_way_finish_and_then_ends() {
    let site = Site::new().await;
    let (address, stop, task) = on_a_port(&site).await;
    let mut slow = TcpStream::connect(address).await.expect("a connection");
    let head = format!(
        "POST {FORM} HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nbeg"
    );
    slow.write_all(head.as_bytes()).await.expect("written");
    tokio::time::sleep(Duration::from_millis(50)).await;
    stop.send(()).expect("still running");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(
        TcpStream::connect(address).await.is_err(),
        "nobody new is let in"
    );
    slow.write_all(b"in=1").await.expect("written");
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).await.expect("read");
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    tokio::time::timeout(Duration::from_secs(5), task)
        .await
        .expect("ends at once")
        .expect("no panic");
}
