//! A site for tests: a store in a directory of its own, Lelystad with an open round, a clock that stands still, and requests
//! as a browser without scripts and cookies makes them.

use std::path::{Path, PathBuf};

use achterban::anonymity::keys::KeyRing;
use achterban::anonymity::mix::Thresholds;
use achterban::anonymity::random::Id;
use achterban::clock::Clock;
use achterban::domain::client_council::ClientCouncil as Profile;
use achterban::domain::id::{ClientCouncilId, QuestionnaireId, RoundId};
use achterban::domain::role::Role;
use achterban::domain::shipped::{CLIENT_COUNCILS, QUESTIONNAIRES};
use achterban::store::{Actor, ClientCouncil, Entry, Intake, Location, NewRound, Store};
use achterban::web::router::router;
use achterban::web::state::{App, Settings};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// Where the tests' clock stands at first.
pub(crate) const NOW: &str = "2026-11-23T10:00:00Z";
/// The open round.
pub(crate) const ROUND: &str = "lelystad/participatiewet/2026-1";
/// Its last day.
pub(crate) const LAST_DAY: &str = "2026-12-11";
/// Address of its form.
pub(crate) const FORM: &str = "/lelystad/v/participatiewet";

/// A directory that goes when the test ends.
pub(crate) struct Directory(pub(crate) PathBuf);

impl Directory {
    /// A new, empty one.
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!(
            "achterban-{}",
            Id::random().expect("random numbers")
        ));
        std::fs::create_dir_all(&path).expect("a directory");
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A site.
pub(crate) struct Site {
    pub(crate) router: Router,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) directory: Directory,
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// How a test acts on the store.
pub(crate) fn actor(clock: &Clock) -> Actor<'static> {
    Actor {
        login: "test",
        at: clock.now(),
    }
}

impl Site {
    /// Lelystad with all questionnaires; a round of the participatiewet questionnaire is open.
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    /// The same, run in another way.
    pub(crate) async fn with(settings: Settings) -> Self {
        let directory = Directory::new();
        let location = Location::Directory(directory.0.clone());
        Self::at(&location, directory, settings).await
    }

    /// The same on any database; keys are in the directory.
    pub(crate) async fn at(location: &Location, directory: Directory, settings: Settings) -> Self {
        let clock = Clock::fixed(NOW.parse().expect("a time"));
        let store = store(location, &directory.0, &clock).await;
        let (intake, _task): (Intake, _) = store.start_writer();
        let router = router(App::new(store.clone(), intake, clock.clone(), settings));
        Self {
            router,
            store,
            clock,
            directory,
        }
    }

    /// Sends a request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("no error ever leaves the router");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Page {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// GET.
    pub(crate) async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).expect("a request"))
            .await
    }

    /// POST of a form.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_with(path, fields, &[]).await
    }

    /// POST of a form with more headers.
    pub(crate) async fn post_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        headers: &[(&str, &str)],
    ) -> Page {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(
            request
                .body(Body::from(encoded(fields)))
                .expect("a request"),
        )
        .await
    }

    /// Adds someone with a role in Lelystad, and logs in. Answers the session cookie.
    pub(crate) async fn log_in(&self, role: Role) -> String {
        let by = actor(&self.clock);
        let login = format!("{}-{}", role.word(), Id::random().expect("random numbers"));
        let id = self
            .store
            .add_staff(&login, "Wies de Wit", "een lang wachtwoord", by)
            .await
            .expect("stored");
        let staff = self.store.staff(id).await.expect("read").expect("there");
        let council = ClientCouncilId::new("lelystad").expect("an id");
        self.store
            .grant_role(&staff, &council, role.word(), by)
            .await
            .expect("stored");
        let fields = [
            ("naam", login.as_str()),
            ("wachtwoord", "een lang wachtwoord"),
        ];
        let page = self
            .post_with("/inloggen", &fields, &[("sec-fetch-site", "same-origin")])
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let cookie = page.header("set-cookie");
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    /// GET with a session.
    pub(crate) async fn get_as(&self, cookie: &str, path: &str) -> Page {
        self.send(
            Request::get(path)
                .header(header::COOKIE, cookie)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    /// POST with a session from a page of ours.
    pub(crate) async fn post_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_with(
            path,
            fields,
            &[("cookie", cookie), ("sec-fetch-site", "same-origin")],
        )
        .await
    }
}

impl Page {
    /// The value of a header; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The value of the first hidden field of this name.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let marker = format!("name=\"{name}\" value=\"");
        let rest = self
            .body
            .split_once(&marker)
            .unwrap_or_else(|| panic!("no {name} in {}", self.body))
            .1;
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// Whether an option is chosen.
    pub(crate) fn is_checked(&self, name: &str, value: &str) -> bool {
        self.body
            .contains(&format!("name=\"{name}\" value=\"{value}\" checked"))
    }

    /// Title of the page.
    pub(crate) fn title(&self) -> &str {
        let rest = self.body.split_once("<title>").map_or("", |(_, rest)| rest);
        rest.split_once("</title>").map_or("", |(title, _)| title)
    }
}

/// Fields as a browser encodes them.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            b' ' => "+".to_owned(),
            other => format!("%{other:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    let pairs: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

async fn store(location: &Location, directory: &Path, clock: &Clock) -> Store {
    let keys = KeyRing::open(&directory.join("keys")).expect("keys");
    let store = Store::open(location, keys).await.expect("a store");
    let by = actor(clock);
    for (id, text) in CLIENT_COUNCILS
        .iter()
        .filter(|(id, _)| matches!(*id, "lelystad" | "diemen"))
    {
        let profile = Profile::read(text).expect("a profile");
        let new = ClientCouncil {
            id: ClientCouncilId::new(id).expect("an id"),
            name: profile.name.clone(),
            profile: serde_json::to_string(&profile).expect("json"),
            sample: profile.sample,
            version: 0,
        };
        store.add_client_council(&new, by).await.expect("stored");
    }
    for (id, toml) in QUESTIONNAIRES {
        let id = QuestionnaireId::new(id).expect("an id");
        store
            .store_questionnaire(&id, toml, clock.today())
            .await
            .expect("stored");
    }
    let round = NewRound {
        id: RoundId::new(ROUND).expect("an id"),
        questionnaire_version: 1,
        opens: "2026-11-01".parse().expect("a day"),
        closes: LAST_DAY.parse().expect("a day"),
        entry: Entry::Open,
        invited: Some(1_180),
        thresholds: Thresholds::ENQUETE,
        sample: true,
    };
    store.create_round(&round, by).await.expect("stored");
    store.open_round(&round.id, by).await.expect("opened");
    store
}
