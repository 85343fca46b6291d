//! "Uitnodigen": what was issued per group, and the paper that invites people. Codes are shown once, in the file that comes
//! back; the server keeps none.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::wrap;
use crate::config::SiteAddress;
use crate::domain::code_group::CodeGroup;
use crate::domain::role::Role;
use crate::report::invitation::{Invitation, WithCodes, WithoutCode};
use crate::report::pdf::{Pdf, PdfError};
use crate::store::{Entry, IssuedCodes, Round, RoundState, SHOWN_FROM, StoreError};
use crate::text::interface::phrases;
use crate::text::{date, number};
use crate::web::directory::{ClientCouncil, Survey};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::invitation::{MOST_CODES, draw_codes, invitation, printed};
use crate::web::look;
use crate::web::session::{Sent, Volunteer};
use crate::web::state::App;
use crate::web::view::layout::Place;
use crate::web::view::parts::{self, Problem};

const COUNT: &str = "aantal";
const GROUP: &str = "groep";
const SITE: &str = "adres";
const WHAT: &str = "maak";

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// Open rounds with their codes.
    pub rounds: &'a [Invited],
    /// What was typed for one of them, when it was wrong.
    pub wrong: Option<Wrong<'a>>,
    /// Where residents find the site, as this browser does.
    pub site: &'a str,
}

/// An open round.
pub struct Invited {
    /// Title of its questionnaire.
    pub title: String,
    /// The round.
    pub round: Round,
    /// Its codes per group.
    pub issued: Vec<IssuedCodes>,
}

/// A form that came back.
pub struct Wrong<'a> {
    /// Place of its round on the page.
    pub place: usize,
    /// What was typed.
    pub fields: &'a Fields,
    /// What is wrong.
    pub mistake: Mistake,
}

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// No number of codes, or too many.
    Count,
    /// No name of a group.
    Group,
    /// A group so small that it points at people.
    SmallGroup(u64),
    /// No address of a site.
    Site,
}

impl Mistake {
    fn field(self) -> &'static str {
        match self {
            Self::Count => COUNT,
            Self::Group | Self::SmallGroup(_) => GROUP,
            Self::Site => SITE,
        }
    }

    fn sentence(self) -> String {
        match self {
            Self::Count => format!("Vul in hoeveel codes u wilt: 1 tot en met {MOST_CODES}."),
            Self::Group => {
                "Gebruik voor de groep alleen letters, cijfers en streepjes. Hooguit 40 tekens."
                    .to_owned()
            }
            Self::SmallGroup(fewest) => format!(
                "Een groep heeft {fewest} codes of meer. Anders wijst de groep naar mensen. Maak er meer, of laat de groep leeg."
            ),
            Self::Site => {
                "Vul het adres van de site in, zoals https://enquete.voorbeeld.nl.".to_owned()
            }
        }
    }
}

/// `GET /COUNCIL/werk/uitnodigen`
pub async fn show(
    State(app): State<App>,
    volunteer: Volunteer,
    headers: HeaderMap,
) -> Result<Markup, Failure> {
    volunteer.must(Role::may_invite)?;
    let rounds = invited(&app, &volunteer.council).await?;
    Ok(page(&Model {
        volunteer: &volunteer,
        rounds: &rounds,
        wrong: None,
        site: &site_of(&app, &headers),
    }))
}

/// `POST /COUNCIL/werk/uitnodigen/QUESTIONNAIRE/ROUND`: the file, once.
pub async fn submit(
    State(app): State<App>,
    Path((_, questionnaire, name)): Path<(String, String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (volunteer, fields) = (&sent.volunteer, &sent.fields);
    volunteer.must(Role::may_invite)?;
    let council = &volunteer.council;
    let survey = council.survey(&questionnaire).ok_or(Failure::NotFound)?;
    let round = open_rounds(survey).find(|round| round.id.name() == name);
    let round = round.ok_or(Failure::NotFound)?;
    match make(&app, volunteer, (survey, round), fields).await? {
        Ok((what, pdf)) => {
            app.forget_directory();
            download(&format!("{what}-{questionnaire}-{name}.pdf"), pdf)
        }
        Err(mistake) => {
            let rounds = invited(&app, council).await?;
            let place = rounds.iter().position(|other| other.round.id == round.id);
            let model = Model {
                volunteer,
                rounds: &rounds,
                wrong: Some(Wrong {
                    place: place.unwrap_or_default(),
                    fields,
                    mistake,
                }),
                site: fields.text(SITE),
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&model)).into_response())
        }
    }
}

async fn invited(app: &App, council: &ClientCouncil) -> Result<Vec<Invited>, Failure> {
    let mut invited = Vec::new();
    for survey in &council.surveys {
        for round in open_rounds(survey) {
            invited.push(Invited {
                title: survey.questionnaire.title.get("nl").to_owned(),
                issued: app.store().issued_codes(round).await?,
                round: round.clone(),
            });
        }
    }
    Ok(invited)
}

fn open_rounds(survey: &Survey) -> impl Iterator<Item = &Round> {
    let open = |round: &&Round| round.state == RoundState::Open;
    survey.rounds.iter().filter(open)
}

/// How this browser finds the site: the best guess at how residents do.
pub(super) fn site_of(app: &App, headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let scheme = if app.settings().https {
        "https"
    } else {
        "http"
    };
    let seen = host.and_then(|host| format!("{scheme}://{host}").parse::<SiteAddress>().ok());
    seen.unwrap_or_default().to_string()
}

/// Makes what the pressed button asks for. Codes are issued only after they stand in the file.
async fn make(
    app: &App,
    volunteer: &Volunteer,
    (survey, round): (&Survey, &Round),
    fields: &Fields,
) -> Result<Result<(&'static str, Pdf), Mistake>, Failure> {
    let Ok(site) = fields.text(SITE).parse::<SiteAddress>() else {
        return Ok(Err(Mistake::Site));
    };
    let council = &volunteer.council;
    let (look, _) = look::of(app.store(), &council.id).await?;
    let paper = invitation(council, &survey.questionnaire, round, (&site, look));
    let batch = Batch {
        app,
        volunteer,
        round,
        fields,
    };
    let made = match (fields.text(WHAT), round.entry) {
        ("brieven", Entry::Code) => ("brieven", batch.issue(paper, WithCodes::Letters).await?),
        ("kaartjes", Entry::Code) => ("kaartjes", batch.issue(paper, WithCodes::Cards).await?),
        ("herinnering", Entry::Code) => ("herinnering", plain(paper, WithoutCode::Reminder).await?),
        ("poster", Entry::Open) => ("poster", plain(paper, WithoutCode::Poster).await?),
        ("flyer", Entry::Open) => ("flyer", plain(paper, WithoutCode::Flyer).await?),
        _ => return Err(Failure::NotFound),
    };
    let (what, pdf) = made;
    Ok(pdf.map(|pdf| (what, pdf)))
}

async fn plain(paper: Invitation, form: WithoutCode) -> Result<Result<Pdf, Mistake>, Failure> {
    typeset(move || paper.without_code(form)).await.map(Ok)
}

/// Codes that are asked for.
struct Batch<'a> {
    app: &'a App,
    volunteer: &'a Volunteer,
    round: &'a Round,
    fields: &'a Fields,
}

impl Batch<'_> {
    async fn issue(
        &self,
        paper: Invitation,
        form: WithCodes,
    ) -> Result<Result<Pdf, Mistake>, Failure> {
        let count = self.fields.text(COUNT).trim().parse::<usize>();
        let Some(count) = count.ok().filter(|count| (1..=MOST_CODES).contains(count)) else {
            return Ok(Err(Mistake::Count));
        };
        let Ok(group) = CodeGroup::new(self.fields.text(GROUP)) else {
            return Ok(Err(Mistake::Group));
        };
        let codes = draw_codes(count).map_err(Failure::internal)?;
        let texts = printed(&codes);
        let pdf = typeset(move || paper.with_codes(form, &texts)).await?;
        let actor = self.volunteer.actor(self.app);
        let store = self.app.store();
        match store
            .issue_codes(&self.round.id, &group, &codes, actor)
            .await
        {
            Ok(()) => Ok(Ok(pdf)),
            Err(StoreError::SmallGroup { fewest }) => Ok(Err(Mistake::SmallGroup(fewest))),
            Err(error) => Err(error.into()),
        }
    }
}

/// On a thread of its own, so that residents don't wait.
async fn typeset(
    print: impl FnOnce() -> Result<Pdf, PdfError> + Send + 'static,
) -> Result<Pdf, Failure> {
    let made = tokio::task::spawn_blocking(print).await;
    made.map_err(Failure::internal)?.map_err(Failure::internal)
}

fn download(name: &str, pdf: Pdf) -> Result<Response, Failure> {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/pdf"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&disposition).map_err(Failure::internal)?,
        ),
    ];
    Ok((headers, pdf.bytes).into_response())
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let title = if model.wrong.is_some() {
        "Fout: uitnodigen"
    } else {
        "Uitnodigen"
    };
    let main = html! {
        div.ab-stack.ab-form {
            @if let Some(wrong) = &model.wrong {
                (parts::error_summary(phrases("nl"), &[Problem {
                    target: id(wrong.mistake.field(), wrong.place),
                    summary: html! { (wrong.mistake.sentence()) },
                }]))
            }
            h1 { "Uitnodigen" }
            p { a href=(model.volunteer.council.paths().planner()) { "Hoeveel mensen nodigt u uit?" } }
            @if model.rounds.is_empty() { p { "Er is nu geen vragenlijst open." } }
            @for (place, invited) in model.rounds.iter().enumerate() { (card(model, place, invited)) }
        }
    };
    wrap(model.volunteer, Place::Today, title, main)
}

fn card(model: &Model<'_>, place: usize, invited: &Invited) -> Markup {
    let round = &invited.round;
    let (questionnaire, name) = (round.id.questionnaire(), round.id.name());
    let address = model
        .volunteer
        .council
        .paths()
        .make_invitation(questionnaire.as_str(), &name);
    html! {
        section.ab-card.ab-stack {
            h2 { (invited.title) }
            p.ab-small.ab-muted { "Meedoen kan tot en met " (date::day(round.closes)) "." }
            @if round.entry == Entry::Code { (issued(&invited.issued)) }
            form.ab-stack method="post" action=(address) novalidate {
                (parts::token(&model.volunteer.token))
                @match round.entry { Entry::Code => (with_codes(model, place)), Entry::Open => (without_code(model, place)) }
            }
        }
    }
}

/// What was issued, and how many of it was used: in steps, and only of a large group.
fn issued(groups: &[IssuedCodes]) -> Markup {
    html! {
        @if groups.is_empty() { p { "Er zijn nog geen codes gemaakt." } }
        @else {
            dl.ab-summary.ab-summary--plain {
                @for group in groups {
                    div {
                        dt { @if group.group.is_none() { "Zonder groep" } @else { (group.group) } }
                        dd {
                            (number::whole(group.issued)) " codes"
                            @if let Some(answered) = group.answered { " · " b { (number::whole(answered)) " of meer" } " gebruikt" }
                            @else if group.issued >= SHOWN_FROM { " · nog te weinig gebruikt om te laten zien" }
                        }
                    }
                }
            }
            p.ab-small.ab-muted {
                "Bijgewerkt vannacht, in stappen van 5. Bij een groep onder " (SHOWN_FROM) " codes laten wij niets zien. Zo weet niemand wie meedeed."
            }
        }
    }
}

fn with_codes(model: &Model<'_>, place: usize) -> Markup {
    html! {
        h3 { "Nieuwe codes" }
        p { "Met een code kan iemand één keer meedoen. Een code hoort bij niemand. Schrijf nooit op wie welke code krijgt." }
        p { "U krijgt de codes maar één keer. Print het bestand en gooi het dan weg. Ging het printen mis? Maak dan nieuwe. De oude codes doen geen kwaad." }
        (field(model, (place, COUNT), "Hoeveel codes?", None))
        (field(model, (place, GROUP), "Groep (mag leeg blijven)", Some("Een wet of een wijk, zoals “Wmo” of “Noord”. Nooit een straat of een naam.")))
        (field(model, (place, SITE), "Adres van de site", Some("Dit adres komt op het papier.")))
        div.ab-actions {
            (button("brieven", "Maak brieven"))
            (button("kaartjes", "Maak kaartjes, 8 op een blad"))
        }
        h3 { "Herinnering" }
        p { "Een tweede brief, voor iedereen hetzelfde. Er staat geen code in. Wie al meedeed, hoeft niets te doen." }
        div.ab-actions { (button("herinnering", "Maak de herinneringsbrief")) }
    }
}

fn without_code(model: &Model<'_>, place: usize) -> Markup {
    html! {
        p { "Iedereen met de link kan meedoen. Hang een poster op of deel flyers uit." }
        (field(model, (place, SITE), "Adres van de site", Some("Dit adres komt op het papier.")))
        div.ab-actions {
            (button("poster", "Maak een poster"))
            (button("flyer", "Maak flyers, 2 op een blad"))
        }
    }
}

fn button(value: &str, label: &str) -> Markup {
    html! { button.ab-button.ab-button--quiet type="submit" name=(WHAT) value=(value) { (label) } }
}

fn id(name: &str, place: usize) -> String {
    format!("{name}-{place}")
}

fn field(
    model: &Model<'_>,
    (place, name): (usize, &str),
    label: &str,
    hint: Option<&str>,
) -> Markup {
    let wrong = model.wrong.as_ref().filter(|wrong| wrong.place == place);
    let mistake = wrong
        .map(|wrong| wrong.mistake)
        .filter(|mistake| mistake.field() == name);
    let typed = match wrong {
        Some(wrong) => wrong.fields.text(name),
        None if name == SITE => model.site,
        None => "",
    };
    let id = id(name, place);
    let (hint_id, error_id) = (format!("{id}-uitleg"), format!("{id}-fout"));
    let described: Vec<&str> = [
        hint.map(|_| hint_id.as_str()),
        mistake.map(|_| error_id.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    html! {
        div.ab-field.ab-field--close.ab-field--error[mistake.is_some()] {
            label.ab-label for=(id) { (label) }
            @if let Some(hint) = hint { p.ab-hint id=(hint_id) { (hint) } }
            @if let Some(mistake) = mistake { p.ab-error id=(error_id) { (mistake.sentence()) } }
            input.ab-input.ab-input--short[name == COUNT] id=(id) name=(name) type="text" autocomplete="off" spellcheck="false"
                inputmode=[(name == COUNT).then_some("numeric")] value=(typed)
                aria-describedby=[described] aria-invalid=[mistake.map(|_| "true")];
        }
    }
}
