//! Following a signal with its code: where it stands, what the client council answers, its one question, and what the
//! municipality does in the end. Never what was told, and no time. The code is in the body of a POST, never in an address; a code
//! that was never given out and one that is wrong get the same answer.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::domain::signal::SignalStatus;
use crate::domain::signal_code::{Misread, SignalCode};
use crate::language::personal_data::{self, Finding};
use crate::store::{Conversation, Followed};
use crate::text::interface::{self, Interface};
use crate::web::bucket::{Door, Taken};
use crate::web::directory::ClientCouncil;
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::network::Network;
use crate::web::state::App;
use crate::web::view::layout::{self, Owner, Resident};
use crate::web::view::parts;

const CODE: &str = "code";
const REPLY: &str = "antwoord";
/// The code that was typed before, sealed: to reply, nobody types it twice.
const KEY: &str = "sleutel";
/// Longest reply, in characters.
const MOST: usize = 1_000;

/// Where the page is: council, and language when it is not Dutch.
pub struct Place {
    /// The client council.
    pub council: Arc<ClientCouncil>,
    /// Language of the page.
    pub language: &'static str,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It is no code.
    Misread(Misread),
    /// It may be a code, but not one of ours.
    Unknown,
    /// Too many tries: minutes to wait.
    Busy(i64),
}

/// What is wrong with a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Nothing was written.
    Empty,
    /// It has so many characters.
    TooLong(usize),
    /// A burgerservicenummer stands in it.
    CitizenNumber(String),
}

/// The page of a code that is known.
pub struct Model<'a> {
    /// Where the page is.
    pub place: &'a Place,
    /// What the resident may see.
    pub followed: &'a Followed,
    /// The code, sealed.
    pub key: &'a str,
    /// What was typed as reply, and what is wrong with it.
    pub refused: Option<(&'a str, Refused)>,
}

/// `GET /COUNCIL/code`
pub async fn show(State(app): State<App>, Path(council): Path<String>) -> Result<Markup, Failure> {
    Ok(ask(&place(&app, &council, "nl").await?, "", None))
}

/// `GET /COUNCIL/code/LANG`
pub async fn show_in(
    State(app): State<App>,
    Path((council, language)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    Ok(ask(&place(&app, &council, &language).await?, "", None))
}

/// `POST /COUNCIL/code`
pub async fn submit(
    State(app): State<App>,
    Path(council): Path<String>,
    network: Network,
    fields: Fields,
) -> Result<Response, Failure> {
    let place = place(&app, &council, "nl").await?;
    answer(&app, &place, network, &fields).await
}

/// `POST /COUNCIL/code/LANG`
pub async fn submit_in(
    State(app): State<App>,
    Path((council, language)): Path<(String, String)>,
    network: Network,
    fields: Fields,
) -> Result<Response, Failure> {
    let place = place(&app, &council, &language).await?;
    answer(&app, &place, network, &fields).await
}

async fn place(app: &App, council: &str, language: &str) -> Result<Place, Failure> {
    let languages = interface::LANGUAGES.into_iter();
    let language = languages.into_iter().find(|known| *known == language);
    Ok(Place {
        council: app.council(council).await?,
        language: language.ok_or(Failure::NotFound)?,
    })
}

async fn answer(
    app: &App,
    place: &Place,
    network: Network,
    fields: &Fields,
) -> Result<Response, Failure> {
    if fields.has(KEY) {
        return reply(app, place, fields).await;
    }
    let typed = fields.text(CODE);
    let code = match SignalCode::read(typed) {
        Ok(code) => code,
        Err(wrong) => return Ok(again(place, typed, &Problem::Misread(wrong))),
    };
    let now = app.clock().seconds();
    if let Taken::Wait(seconds) = app.buckets().take(Door::Code, network, now) {
        return Ok(again(place, typed, &Problem::Busy((seconds + 59) / 60)));
    }
    let Some(followed) = app.store().follow(&place.council.id, &code).await? else {
        return Ok(again(place, typed, &Problem::Unknown));
    };
    app.buckets().give_back(Door::Code, network, now);
    let key = seal(app, place, &code)?;
    Ok(page(&Model {
        place,
        followed: &followed,
        key: &key,
        refused: None,
    })
    .into_response())
}

async fn reply(app: &App, place: &Place, fields: &Fields) -> Result<Response, Failure> {
    let key = fields.text(KEY);
    let context = context(place);
    let opened = app
        .store()
        .keys()
        .forms()
        .open_text(key, context.as_bytes());
    let code = opened
        .ok()
        .and_then(|plain| String::from_utf8(plain).ok())
        .and_then(|plain| SignalCode::read(&plain).ok());
    let council = &place.council.id;
    let found = match &code {
        Some(code) => app.store().follow(council, code).await?,
        None => None,
    };
    let Some(mut followed) = found else {
        return Ok(again(place, "", &Problem::Unknown));
    };
    let typed = fields.text(REPLY).trim();
    // Sending twice is sending once: what was kept is shown, whatever came the second time.
    if followed.said.waits_for_reply() {
        if let Err(refused) = checked(typed) {
            let model = Model {
                place,
                followed: &followed,
                key,
                refused: Some((typed, refused)),
            };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&model)).into_response());
        }
        app.store().reply(council, followed.signal, typed).await?;
        typed.clone_into(&mut followed.said.reply);
    }
    Ok(page(&Model {
        place,
        followed: &followed,
        key,
        refused: None,
    })
    .into_response())
}

fn checked(reply: &str) -> Result<(), Refused> {
    let length = reply.chars().count();
    if length == 0 {
        return Err(Refused::Empty);
    }
    if length > MOST || reply.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Refused::TooLong(length));
    }
    let found = personal_data::find(reply)
        .into_iter()
        .find(Finding::is_refused);
    match found.and_then(|found| reply.get(found.start..found.end)) {
        Some(number) => Err(Refused::CitizenNumber(number.to_owned())),
        None => Ok(()),
    }
}

fn context(place: &Place) -> String {
    format!("signal code {}", place.council.id)
}

fn seal(app: &App, place: &Place, code: &SignalCode) -> Result<String, Failure> {
    let sealer = app.store().keys().forms();
    sealer
        .seal_text(code.plain().as_bytes(), context(place).as_bytes())
        .map_err(Failure::internal)
}

fn again(place: &Place, typed: &str, problem: &Problem) -> Response {
    let busy = match problem {
        Problem::Busy(minutes) => Some(*minutes),
        Problem::Misread(_) | Problem::Unknown => None,
    };
    let status = match busy {
        Some(_) => StatusCode::TOO_MANY_REQUESTS,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut response = (status, ask(place, typed, Some(problem))).into_response();
    if let Some(minutes) = busy {
        let seconds = HeaderValue::from(minutes.saturating_mul(60));
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

impl Place {
    fn words(&self) -> &'static Interface {
        interface::phrases(self.language)
    }

    fn address(&self) -> String {
        self.address_in(self.language)
    }

    fn address_in(&self, language: &str) -> String {
        let other = (language != "nl").then_some(language);
        self.council.paths().code(other)
    }

    fn tongues(&self) -> Vec<parts::Tongue> {
        let all = interface::LANGUAGES.into_iter();
        all.map(|code| parts::Tongue {
            code: code.to_owned(),
            name: interface::language_name(code).to_owned(),
            address: self.address_in(code),
            is_current: code == self.language,
        })
        .collect()
    }

    fn wrap(&self, is_wrong: bool, main: Markup) -> Markup {
        let words = self.words();
        let phone = self.council.phone(self.language);
        let hours = &self.council.profile.contact.hours;
        let prefix = if is_wrong {
            words.error.title_prefix.as_str()
        } else {
            ""
        };
        layout::resident(&Resident {
            owner: Owner {
                phone: &phone,
                ..self.council.owner()
            },
            words,
            language: &words.language,
            phone_language: hours.other_language(self.language),
            restart: None,
            title: format!("{prefix}{}", words.follow.title.as_str()),
            main,
        })
    }
}

/// The page on which a code is typed.
pub fn ask(place: &Place, typed: &str, problem: Option<&Problem>) -> Markup {
    let words = place.words();
    let texts = &words.follow;
    let sentence = problem.map(|problem| match problem {
        Problem::Misread(Misread::Shape) => texts.shape.to_string(),
        Problem::Misread(Misread::Word(word)) => texts.word.fill(&[("word", word)]).to_string(),
        Problem::Unknown => texts.unknown.to_string(),
        Problem::Busy(minutes) => texts.busy.fill(&[("minutes", minutes)]).to_string(),
    });
    let main = html! {
        div.ab-stack {
            (parts::languages(words, &place.tongues()))
            @if let Some(sentence) = &sentence {
                (wrong(words, CODE, sentence))
            }
            h1 { (texts.heading) }
            p.ab-lead { (texts.intro) }
            form.ab-stack method="post" action=(place.address()) novalidate {
                div.ab-field.ab-field--close {
                    label.ab-label for=(CODE) { (texts.label) }
                    p.ab-hint #code-uitleg { (texts.hint) }
                    @if let Some(sentence) = &sentence { p.ab-error #code-fout { (sentence) } }
                    input.ab-input #(CODE) name=(CODE) type="text" inputmode="text" lang="nl" dir="ltr" autocomplete="off" autocapitalize="none"
                        spellcheck="false" aria-describedby=(if sentence.is_some() { "code-uitleg code-fout" } else { "code-uitleg" })
                        aria-invalid=[sentence.is_some().then_some("true")] value=(typed);
                }
                div.ab-actions { button.ab-button type="submit" { (texts.open) } }
            }
            div.ab-note { h2 { (words.start.own_case) } p { (words.start.own_case_text) " " a href=(place.council.paths().own_case()) { (words.start.own_case_link) } "." } }
        }
    };
    place.wrap(problem.is_some(), main)
}

/// The page of a code that is known.
pub fn page(model: &Model<'_>) -> Markup {
    let place = model.place;
    let words = place.words();
    let texts = &words.follow;
    let said = &model.followed.said;
    let main = html! {
        div.ab-stack {
            @if let Some((_, refused)) = &model.refused { (wrong(words, REPLY, &sentence(words, refused))) }
            h1 { (texts.heading) }
            p.ab-muted { (texts.not_shown) }
            h2 { (texts.status) }
            p { (status(words, &model.followed.status)) }
            h2 { (texts.answer) }
            @if said.answer.is_empty() { p { (texts.no_answer) } } @else { (council_says(&said.answer)) }
            @if !said.question.is_empty() {
                h2 { (texts.question) }
                (council_says(&said.question))
                @if said.waits_for_reply() { (reply_form(model)) } @else { p.ab-note { (texts.replied) } }
            }
            @if !said.reaction.is_empty() {
                h2 { (texts.reaction) }
                (council_says(&said.reaction))
            }
            p { a href=(place.council.paths().home()) { (words.named(&words.thanks.home, place.council.profile.form)) } }
            div.ab-note { h2 { (words.thanks.shared_device) } p { (words.thanks.shared_device_text) } }
        }
    };
    place.wrap(model.refused.is_some(), main)
}

fn reply_form(model: &Model<'_>) -> Markup {
    let words = model.place.words();
    let texts = &words.follow;
    let typed = model.refused.as_ref().map_or("", |(typed, _)| *typed);
    let wrong = model
        .refused
        .as_ref()
        .map(|(_, refused)| sentence(words, refused));
    html! {
        form.ab-stack method="post" action=(model.place.address()) novalidate {
            input type="hidden" name=(KEY) value=(model.key);
            div.ab-field.ab-field--close {
                label.ab-label for=(REPLY) { (texts.reply) }
                p.ab-hint #antwoord-uitleg { (texts.reply_hint) }
                @if let Some(wrong) = &wrong { p.ab-error #antwoord-fout { (wrong) } }
                textarea.ab-textarea #(REPLY) name=(REPLY) rows="6" dir="auto" autocomplete="off"
                    aria-describedby=(if wrong.is_some() { "antwoord-uitleg antwoord-fout" } else { "antwoord-uitleg" })
                    aria-invalid=[wrong.is_some().then_some("true")] { (typed) }
            }
            div.ab-actions { button.ab-button type="submit" { (texts.reply_send) } }
        }
    }
}

/// First thing on a page with a mistake.
fn wrong(words: &Interface, target: &str, sentence: &str) -> Markup {
    html! {
        div.ab-error-summary role="alert" tabindex="-1" aria-labelledby="fouten" {
            h2 #fouten { (words.error.summary.count(1)) }
            ul { li { a href={ "#" (target) } { (sentence) } } }
        }
    }
}

/// What the client council wrote is Dutch, whatever the language of the page.
fn council_says(text: &str) -> Markup {
    html! { div.ab-stack lang="nl" dir="ltr" { (parts::paragraphs(text)) } }
}

fn sentence(words: &Interface, refused: &Refused) -> String {
    match refused {
        Refused::Empty => words.follow.reply_empty.to_string(),
        Refused::TooLong(length) => {
            let gaps: [(&str, &dyn std::fmt::Display); 2] = [("length", length), ("most", &MOST)];
            words.follow.reply_long.fill(&gaps).to_string()
        }
        Refused::CitizenNumber(number) => words
            .error
            .citizen_number
            .fill(&[("number", number)])
            .to_string(),
    }
}

fn status(words: &Interface, word: &str) -> Markup {
    let texts = &words.follow;
    let phrase = match SignalStatus::from_word(word) {
        Some(SignalStatus::New) | None => &texts.status_new,
        Some(SignalStatus::Studied) => &texts.status_studied,
        Some(SignalStatus::Discussed) => &texts.status_discussed,
        Some(SignalStatus::Done) => &texts.status_done,
    };
    html! { (phrase) }
}

/// The page in its states, for the test that renders all pages.
pub fn samples(council: &Arc<ClientCouncil>, language: &'static str) -> Vec<(String, Markup)> {
    let place = Place {
        council: Arc::clone(council),
        language,
    };
    let followed = |question: &str, reply: &str| Followed {
        signal: crate::anonymity::random::Id::from_bytes([1; 16]),
        status: SignalStatus::Discussed.word().to_owned(),
        said: Conversation {
            answer: "<script>x</script>\n\nWij vroegen het na.".to_owned(),
            question: question.to_owned(),
            reply: reply.to_owned(),
            reaction: "Er komt een vast telefoonnummer.".to_owned(),
        },
    };
    let shown = |followed: &Followed, refused| {
        let key = "A";
        page(&Model {
            place: &place,
            followed,
            key,
            refused,
        })
    };
    let asked = followed("Was dit één keer?", "");
    let pages = [
        ("ask", ask(&place, "", None)),
        (
            "ask again",
            ask(&place, "\"><i class=x>", Some(&Problem::Unknown)),
        ),
        (
            "ask a word",
            ask(
                &place,
                "x",
                Some(&Problem::Misread(Misread::Word("x".to_owned()))),
            ),
        ),
        ("ask later", ask(&place, "x", Some(&Problem::Busy(4)))),
        ("answered", shown(&followed("", ""), None)),
        ("question", shown(&asked, None)),
        (
            "reply again",
            shown(&asked, Some(("<script>", Refused::TooLong(1_234)))),
        ),
        (
            "replied",
            shown(&followed("Was dit één keer?", "Vaker."), None),
        ),
    ];
    pages
        .map(|(name, page)| (format!("code {language} {name}"), page))
        .into()
}
