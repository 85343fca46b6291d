//! The house style over HTTP: who may choose it, what is refused, what every page then links to, and files that people send.

use achterban::domain::house_style::colour::Colour;
use achterban::domain::id::ClientCouncilId;
use achterban::domain::role::Role;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::house_style::a_logo;
use crate::site::{FORM, Page, Site};

const PAGE: &str = "/lelystad/werk/huisstijl";
const TOKENS: &str = "/lelystad/werk/huisstijl/kleuren";
const LOGO: &str = "/lelystad/werk/huisstijl/logo";
const NAVY: Colour = Colour(0x1a, 0x2b, 0x5f);

/// A volunteer with the page open.
struct Visit {
    site: Site,
    cookie: String,
}

impl Visit {
    async fn new() -> Self {
        let site = Site::new().await;
        let cookie = site.log_in(Role::Secretary).await;
        Self { site, cookie }
    }

    async fn page(&self) -> Page {
        self.site.get_as(&self.cookie, PAGE).await
    }

    async fn send(&self, fields: &[(&str, &str)]) -> Page {
        let page = self.page().await;
        let (token, version) = (page.hidden("bewijs"), page.hidden("versie"));
        let own = [("bewijs", token.as_str()), ("versie", version.as_str())];
        let fields: Vec<_> = own.iter().chain(fields).copied().collect();
        self.site.post_as(&self.cookie, PAGE, &fields).await
    }

    async fn send_file(&self, address: &str, file: &[u8], fields: &[(&str, &str)]) -> Page {
        let page = self.page().await;
        let (token, version) = (page.hidden("bewijs"), page.hidden("versie"));
        let own = [("bewijs", token.as_str()), ("versie", version.as_str())];
        let fields: Vec<_> = own.iter().chain(fields).copied().collect();
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("sec-fetch-site", "same-origin"),
        ];
        self.site
            .send(upload(address, file, &fields, &headers))
            .await
    }
}

/// A form with a file, as a browser sends it.
fn upload(
    address: &str,
    file: &[u8],
    fields: &[(&str, &str)],
    headers: &[(&str, &str)],
) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!(
                "--grens\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .bytes(),
        );
    }
    body.extend(b"--grens\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"x\"\r\nContent-Type: image/png\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--grens--\r\n");
    let mut request =
        Request::post(address).header(header::CONTENT_TYPE, "multipart/form-data; boundary=grens");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body)).expect("a request")
}

/// The address of the house style's sheet on a page.
fn sheet(page: &Page) -> Option<String> {
    let (_, rest) = page.body.split_once("href=\"/lelystad/huisstijl-")?;
    Some(format!("/lelystad/huisstijl-{}", rest.split('"').next()?))
}

#[tokio::test]
async fn only_chair_and_secretary_choose_and_nobody_else_sees_the_page() {
    let site = Site::new().await;
    for (role, status) in [
        (Role::Chair, StatusCode::OK),
        (Role::Secretary, StatusCode::OK),
        (Role::Member, StatusCode::FORBIDDEN),
        (Role::SpreekuurVolunteer, StatusCode::FORBIDDEN),
        (Role::Auditor, StatusCode::FORBIDDEN),
        (Role::PolicyOfficer, StatusCode::FORBIDDEN),
    ] {
        let cookie = site.log_in(role).await;
        for address in [PAGE, "/lelystad/werk/huisstijl/voorbeeld.css?accent=1a2b5f"] {
            assert_eq!(
                site.get_as(&cookie, address).await.status,
                status,
                "{role:?} {address}"
            );
        }
    }
    assert_eq!(site.get(PAGE).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_chosen_colour_is_on_every_page_of_the_council_and_on_no_other_until_it_is_taken_back() {
    let visit = Visit::new().await;
    assert_eq!(sheet(&visit.site.get("/lelystad").await), None);
    let kept = visit
        .send(&[("doe", "bewaar"), ("accent", "#1A2B5F")])
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let mut addresses = Vec::new();
    for path in [
        "/lelystad",
        "/lelystad/gegevens",
        FORM,
        "/lelystad/toegankelijkheid",
    ] {
        addresses.push(sheet(&visit.site.get(path).await).unwrap_or_else(|| panic!("{path}")));
    }
    addresses
        .push(sheet(&visit.site.get_as(&visit.cookie, "/lelystad/werk").await).expect("a sheet"));
    addresses.push(
        sheet(&visit.site.get("/lelystad/bestaat-niet").await)
            .expect("a sheet on the page of a failure"),
    );
    addresses.dedup();
    assert_eq!(addresses.len(), 1, "one address for all: {addresses:?}");
    let own = visit.site.get(&addresses[0]).await;
    assert!(own.body.starts_with(":root{") && own.body.contains("--utrecht-link-color:#1a2b5f;"));
    assert_eq!(
        own.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(own.header("content-type"), "text/css; charset=utf-8");
    let again = visit.site.get_as(&visit.cookie, &addresses[0]).await;
    assert_eq!(
        (own.headers, own.body),
        (again.headers, again.body),
        "the same for everyone"
    );
    assert_eq!(sheet(&visit.site.get("/diemen").await), None);
    let other = addresses[0].replace("/lelystad/", "/diemen/");
    assert_eq!(visit.site.get(&other).await.status, StatusCode::NOT_FOUND);
    let reset = visit.send(&[("doe", "gewoon")]).await;
    assert_eq!(reset.status, StatusCode::SEE_OTHER);
    assert_eq!(sheet(&visit.site.get("/lelystad").await), None);
    let old = visit.site.get(&addresses[0]).await;
    assert_eq!(old.status, StatusCode::OK, "frozen reports ask for it");
}

#[tokio::test]
async fn yellow_is_refused_with_a_colour_that_passes_and_one_button_takes_it_over() {
    let visit = Visit::new().await;
    let refused = visit
        .send(&[("doe", "bewaar"), ("accent", "#ffd500")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.title().starts_with("Fout: "));
    assert!(
        refused
            .body
            .contains("1,3 op 1, nodig is 4,5 op 1. Kies bijvoorbeeld #"),
        "{}",
        refused.body
    );
    assert!(
        refused.body.contains("value=\"#ffd500\""),
        "what was typed is still there"
    );
    let history = |site: &Site| {
        let store = site.store.clone();
        async move {
            store
                .house_style_history(&ClientCouncilId::new("lelystad").expect("an id"))
                .await
                .expect("read")
        }
    };
    assert!(history(&visit.site).await.is_empty());
    let mended = visit
        .send(&[("doe", "herstel"), ("accent", "#ffd500")])
        .await;
    assert_eq!(mended.status, StatusCode::OK);
    let (_, rest) = mended
        .body
        .split_once("id=\"accent\" name=\"accent\" type=\"text\" value=\"")
        .expect("the field");
    let offered = rest.split('"').next().expect("a value").to_owned();
    let kept = visit.send(&[("doe", "bewaar"), ("accent", &offered)]).await;
    assert_eq!(
        kept.status,
        StatusCode::SEE_OTHER,
        "{offered}: {}",
        kept.body
    );
    assert_eq!(history(&visit.site).await.len(), 1);
}

#[tokio::test]
async fn what_is_typed_in_a_field_never_reaches_a_sheet() {
    let visit = Visit::new().await;
    for typed in [
        "red;}body{display:none",
        "#123;}*{}",
        "url(//evil.example)",
        "</style><script>alert(1)</script>",
        "#12345",
    ] {
        for action in ["bekijk", "bewaar", "herstel"] {
            let page = visit.send(&[("doe", action), ("accent", typed)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(page.body.contains("dit is geen kleur") && !page.body.contains("<script>"));
        }
        let escaped: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let address = format!("{PAGE}/voorbeeld.css?accent={escaped}");
        let sheet = visit.site.get_as(&visit.cookie, &address).await;
        assert_eq!(sheet.status, StatusCode::NOT_FOUND, "{typed}");
    }
    let sheet = visit
        .site
        .get_as(
            &visit.cookie,
            &format!("{PAGE}/voorbeeld.css?accent=1a2b5f&letters=schreefloos"),
        )
        .await;
    assert!(sheet.body.starts_with(".ab-preview{") && sheet.body.contains("--accent:#1a2b5f"));
}

#[tokio::test]
async fn of_two_who_change_it_the_second_is_told() {
    let visit = Visit::new().await;
    let page = visit.page().await;
    let (token, version) = (page.hidden("bewijs"), page.hidden("versie"));
    visit
        .send(&[("doe", "bewaar"), ("accent", "#1a2b5f")])
        .await;
    let late = [
        ("bewijs", token.as_str()),
        ("versie", version.as_str()),
        ("doe", "bewaar"),
        ("accent", "#00573d"),
    ];
    let told = visit.site.post_as(&visit.cookie, PAGE, &late).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(sheet(&visit.site.get("/lelystad").await).is_some());
}

#[tokio::test]
async fn a_municipality_s_file_fills_the_form_and_keeps_nothing() {
    let visit = Visit::new().await;
    let file = br##"{"utrecht":{"link":{"color":{"value":"#1a2b5f"}},"x":{"value":"1"}}}"##;
    let read = visit.send_file(TOKENS, file, &[]).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.body);
    assert!(read.body.contains("value=\"#1a2b5f\"") && read.body.contains("utrecht-x"));
    assert_eq!(sheet(&visit.site.get("/lelystad").await), None);
    let refused = visit.send_file(TOKENS, b"<svg/>", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("geen kleur die wij kunnen gebruiken"));
}

#[tokio::test]
async fn a_logo_stands_on_every_page_with_its_words_and_is_served_as_a_picture_only() {
    let visit = Visit::new().await;
    let kept = visit
        .send_file(LOGO, &a_logo(NAVY), &[("alt", "Logo: een blauw <vlak>")])
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let home = visit.site.get("/lelystad").await;
    let (_, rest) = home
        .body
        .split_once("<img class=\"ab-logo\" src=\"")
        .expect("a logo");
    assert!(rest.contains("alt=\"Logo: een blauw &lt;vlak&gt;\""));
    let address = rest.split('"').next().expect("an address").to_owned();
    let form = visit.site.get(FORM).await;
    assert!(form.body.contains(&address));
    let logo = visit.site.get(&address).await;
    assert_eq!(logo.header("content-type"), "image/png");
    assert_eq!(logo.header("x-content-type-options"), "nosniff");
    assert_eq!(
        logo.header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    );
    assert_eq!(
        logo.header("content-disposition"),
        "inline; filename=\"logo.png\""
    );
    assert_eq!(
        logo.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(
        visit
            .site
            .get(&address.replace("/logo-", "/logo-0"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let own = form.body.len() + visit.site.get(&address).await.body.len();
    assert!(own < 30_000, "{own}");
    let gone = visit.send(&[("doe", "geen-logo")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!visit.site.get("/lelystad").await.body.contains("ab-logo"));
    assert_eq!(
        visit.site.get(&address).await.status,
        StatusCode::OK,
        "frozen reports ask for it"
    );
}

#[tokio::test]
async fn a_file_that_is_no_logo_is_refused_in_words_and_nothing_is_kept() {
    let visit = Visit::new().await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let polyglot = [a_logo(NAVY).as_slice(), b"<script>alert(1)</script>"].concat();
    for (file, alt, said) in [
        (svg.to_vec(), "Logo", "Een SVG-bestand mag niet"),
        (polyglot, "Logo", "er zit iets achter de afbeelding"),
        (a_logo(NAVY), " ", "Schrijf op wat er op het logo staat"),
        (Vec::new(), "Logo", "Kies eerst een bestand"),
        (vec![b'x'; 2 * 1024 * 1024 + 1], "Logo", "groter dan 2 MB"),
    ] {
        let page = visit.send_file(LOGO, &file, &[("alt", alt)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.body.contains(said), "{said}");
    }
    let page = visit
        .send_file(LOGO, &vec![0; 5 * 1024 * 1024], &[("alt", "Logo")])
        .await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(!visit.site.get("/lelystad").await.body.contains("ab-logo"));
}

#[tokio::test]
async fn a_file_of_another_site_session_or_role_is_not_taken() {
    let visit = Visit::new().await;
    let token = visit.page().await.hidden("bewijs");
    let fields = [("bewijs", token.as_str()), ("versie", "0"), ("alt", "Logo")];
    let volunteer = visit.site.log_in(Role::SpreekuurVolunteer).await;
    let ours = ("sec-fetch-site", "same-origin");
    for (headers, status) in [
        (vec![ours], StatusCode::SEE_OTHER),
        (
            vec![("cookie", visit.cookie.as_str())],
            StatusCode::FORBIDDEN,
        ),
        (
            vec![
                ("cookie", visit.cookie.as_str()),
                ("sec-fetch-site", "cross-site"),
            ],
            StatusCode::FORBIDDEN,
        ),
        (
            vec![("cookie", volunteer.as_str()), ours],
            StatusCode::FORBIDDEN,
        ),
    ] {
        let page = visit
            .site
            .send(upload(LOGO, &a_logo(NAVY), &fields, &headers))
            .await;
        assert_eq!(page.status, status, "{headers:?}");
    }
    let own = [("cookie", visit.cookie.as_str()), ours];
    for wrong in ["", "AAAA"] {
        let fields = [("bewijs", wrong), ("versie", "0"), ("alt", "Logo")];
        let page = visit
            .site
            .send(upload(LOGO, &a_logo(NAVY), &fields, &own))
            .await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    assert!(!visit.site.get("/lelystad").await.body.contains("ab-logo"));
}
