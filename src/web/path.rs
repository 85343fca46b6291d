//! The only place with addresses: the patterns that the router knows and the links that pages make from them.
//! Addresses are Dutch. No code, name, time or answer ever stands in one.

/// Patterns for the router.
pub mod pattern {
    /// List of client councils, or the only one's home.
    pub const ROOT: &str = "/";
    /// Compiled-in files.
    pub const STATIC: &str = "/static/{hash}/{name}";
    /// Whether the process runs.
    pub const LIVE: &str = "/health/live";
    /// Whether it can store.
    pub const READY: &str = "/health/ready";
    /// Login of volunteers.
    pub const LOGIN: &str = "/inloggen";
    /// Logout (POST).
    pub const LOGOUT: &str = "/uitloggen";
    /// Public home of a client council.
    pub const COUNCIL: &str = "/{council}";
    /// Sheet and logo of the house style: `huisstijl-HASH.css`, `logo-HASH.png`.
    pub const LOOK: &str = "/{council}/{file}";
    /// Where a resident gets help with an own case.
    pub const OWN_CASE: &str = "/{council}/hulp";
    /// What is kept of residents.
    pub const DATA: &str = "/{council}/gegevens";
    /// Accessibility statement.
    pub const ACCESSIBILITY: &str = "/{council}/toegankelijkheid";
    /// Following a signal with its code (the code in the body of a POST).
    pub const CODE: &str = "/{council}/code";
    /// The same in another language than Dutch.
    pub const CODE_IN: &str = "/{council}/code/{language}";
    /// A published report: `ID.pdf` or `ID.html`.
    pub const REPORT: &str = "/{council}/rapport/{file}";
    /// A resident's form in the questionnaire's first language.
    pub const FORM: &str = "/{council}/v/{questionnaire}";
    /// The same in another language.
    pub const FORM_IN: &str = "/{council}/v/{questionnaire}/{language}";
    /// After sending.
    pub const THANKS: &str = "/{council}/v/{questionnaire}/{language}/bedankt";
    /// A form on a device of the client council.
    pub const KIOSK: &str = "/{council}/v/{questionnaire}/{language}/kiosk";
    /// After sending on such a device.
    pub const KIOSK_THANKS: &str = "/{council}/v/{questionnaire}/{language}/kiosk/bedankt";
    /// Workspace: what is open today.
    pub const TODAY: &str = "/{council}/werk";
    /// Intake at the spreekuur.
    pub const INTAKE: &str = "/{council}/werk/spreekuur";
    /// Signals of spreekuur and website.
    pub const SIGNALS: &str = "/{council}/werk/signalen";
    /// One signal.
    pub const SIGNAL: &str = "/{council}/werk/signalen/{signal}";
    /// What is said to who left a signal (POST).
    pub const SIGNAL_ANSWER: &str = "/{council}/werk/signalen/{signal}/antwoord";
    /// The ledger of knelpunten.
    pub const KNELPUNTEN: &str = "/{council}/werk/knelpunten";
    /// A new knelpunt.
    pub const NEW_KNELPUNT: &str = "/{council}/werk/knelpunten/nieuw";
    /// One knelpunt.
    pub const KNELPUNT: &str = "/{council}/werk/knelpunten/{knelpunt}";
    /// Changing it.
    pub const EDIT_KNELPUNT: &str = "/{council}/werk/knelpunten/{knelpunt}/wijzig";
    /// Its evidence: writes down what channels say, or takes a piece back (POST).
    pub const EVIDENCE: &str = "/{council}/werk/knelpunten/{knelpunt}/bewijs";
    /// Closed rounds.
    pub const ALL_RESULTS: &str = "/{council}/werk/resultaten";
    /// Results of one closed round.
    pub const RESULTS: &str = "/{council}/werk/resultaten/{questionnaire}/{round}";
    /// Whether answers that were set apart are taken in (POST).
    pub const APART: &str = "/{council}/werk/resultaten/{questionnaire}/{round}/apart";
    /// How those who answered divide over groups, and weighting.
    pub const REPRESENTATION: &str =
        "/{council}/werk/resultaten/{questionnaire}/{round}/afspiegeling";
    /// Takes in a file of margins (POST).
    pub const REPRESENTATION_FILE: &str =
        "/{council}/werk/resultaten/{questionnaire}/{round}/afspiegeling/bestand";
    /// A part of them: a theme, the groups, the other questions, all figures.
    pub const RESULTS_PART: &str = "/{council}/werk/resultaten/{questionnaire}/{round}/{part}";
    /// A report to write on with, for a word processor.
    pub const PIECE: &str = "/{council}/werk/resultaten/{questionnaire}/{round}/stuk/{file}";
    /// Makes a report of a closed round (POST).
    pub const MAKE_REPORT: &str = "/{council}/werk/resultaten/{questionnaire}/{round}/rapport";
    /// Shows or hides a report to the public (POST).
    pub const PUBLISH: &str = "/{council}/werk/rapport/{file}/publiceer";
    /// A report in the workspace, published or not.
    pub const DRAFT: &str = "/{council}/werk/rapport/{file}";
    /// House style.
    pub const HOUSE_STYLE: &str = "/{council}/werk/huisstijl";
    /// Sheet of a style that is not kept yet.
    pub const PREVIEW_SHEET: &str = "/{council}/werk/huisstijl/voorbeeld.css";
    /// Takes in a file of design tokens (POST).
    pub const HOUSE_STYLE_TOKENS: &str = "/{council}/werk/huisstijl/kleuren";
    /// Takes in a logo (POST).
    pub const HOUSE_STYLE_LOGO: &str = "/{council}/werk/huisstijl/logo";
    /// Evaluations by three parties.
    pub const EVALUATIONS: &str = "/{council}/werk/evaluatie";
    /// One evaluation.
    pub const EVALUATION: &str = "/{council}/werk/evaluatie/{evaluation}";
    /// Where a party fills in an evaluation: the link of an official, who is no resident.
    pub const OFFICIAL: &str = "/{council}/r/{token}";
    /// The register of advices.
    pub const ADVICES: &str = "/{council}/werk/adviezen";
    /// Writing an advice.
    pub const NEW_ADVICE: &str = "/{council}/werk/adviezen/nieuw";
    /// One advice; its next step (POST).
    pub const ADVICE: &str = "/{council}/werk/adviezen/{advice}";
    /// Changing the draft of an advice.
    pub const EDIT_ADVICE: &str = "/{council}/werk/adviezen/{advice}/wijzig";
    /// Writing down what the college answered.
    pub const ADVICE_REPLY: &str = "/{council}/werk/adviezen/{advice}/reactie";
    /// Where the college answers: the link of an official, who is no resident.
    pub const REACTION: &str = "/{council}/reactie/{token}";
    /// An advice that everyone may read.
    pub const PUBLIC_ADVICE: &str = "/{council}/advies/{advice}";
    /// Inviting people to open rounds.
    pub const INVITE: &str = "/{council}/werk/uitnodigen";
    /// How many people to invite.
    pub const PLANNER: &str = "/{council}/werk/uitnodigen/hoeveel";
    /// Makes what is printed for one round (POST).
    pub const MAKE_INVITATION: &str = "/{council}/werk/uitnodigen/{questionnaire}/{round}";
    /// Paper: printing forms, and getting a device ready for residents.
    pub const PAPER: &str = "/{council}/werk/papier";
    /// Keying in forms of one survey.
    pub const KEY_IN: &str = "/{council}/werk/papier/{questionnaire}";
    /// Ends the session and gets this device ready for residents (POST).
    pub const LEND: &str = "/{council}/werk/apparaat";
    /// Runs tonight's flush at once (POST, demo only).
    pub const NIGHT: &str = "/{council}/werk/nacht";
}

/// Where "Snel weg" goes: a page that anyone may have open.
pub const ELSEWHERE: &str = "https://www.knmi.nl/";

/// In the place of a language: Dutch in easier words.
pub const EASY: &str = "makkelijk";

/// Login.
pub const LOGIN: &str = pattern::LOGIN;
/// Logout.
pub const LOGOUT: &str = pattern::LOGOUT;
/// Home of the server.
pub const ROOT: &str = pattern::ROOT;

/// Addresses of one client council.
#[derive(Debug, Clone, Copy)]
pub struct Council<'a>(pub &'a str);

impl Council<'_> {
    /// Public home.
    pub fn home(self) -> String {
        format!("/{}", self.0)
    }

    /// Sheet of the house style.
    pub fn sheet(self, hash: &str) -> String {
        format!("/{}/huisstijl-{hash}.css", self.0)
    }

    /// Logo.
    pub fn logo(self, hash: &str) -> String {
        format!("/{}/logo-{hash}.png", self.0)
    }

    /// House style, in the workspace.
    pub fn house_style(self) -> String {
        format!("/{}/werk/huisstijl", self.0)
    }

    /// Sheet of a style that is not kept yet; the style stands behind the question mark.
    pub fn preview_sheet(self, style: &str) -> String {
        format!("/{}/werk/huisstijl/voorbeeld.css?{style}", self.0)
    }

    /// Takes in a file of design tokens.
    pub fn house_style_tokens(self) -> String {
        format!("/{}/werk/huisstijl/kleuren", self.0)
    }

    /// Takes in a logo.
    pub fn house_style_logo(self) -> String {
        format!("/{}/werk/huisstijl/logo", self.0)
    }

    /// Evaluations by three parties.
    pub fn evaluations(self) -> String {
        format!("/{}/werk/evaluatie", self.0)
    }

    /// One evaluation.
    pub fn evaluation(self, id: &str) -> String {
        format!("/{}/werk/evaluatie/{id}", self.0)
    }

    /// The register of advices.
    pub fn advices(self) -> String {
        format!("/{}/werk/adviezen", self.0)
    }

    /// Writing an advice.
    pub fn new_advice(self) -> String {
        format!("/{}/werk/adviezen/nieuw", self.0)
    }

    /// Writing an advice that begins with a knelpunt.
    pub fn new_advice_about(self, knelpunt: &str) -> String {
        format!("/{}/werk/adviezen/nieuw?knelpunt={knelpunt}", self.0)
    }

    /// One advice.
    pub fn advice(self, id: &str) -> String {
        format!("/{}/werk/adviezen/{id}", self.0)
    }

    /// Changing the draft of an advice.
    pub fn edit_advice(self, id: &str) -> String {
        format!("/{}/werk/adviezen/{id}/wijzig", self.0)
    }

    /// Writing down what the college answered.
    pub fn advice_reply(self, id: &str) -> String {
        format!("/{}/werk/adviezen/{id}/reactie", self.0)
    }

    /// Where the college answers an advice.
    pub fn reaction(self, token: &str) -> String {
        format!("/{}/reactie/{token}", self.0)
    }

    /// An advice that everyone may read.
    pub fn public_advice(self, id: &str) -> String {
        format!("/{}/advies/{id}", self.0)
    }

    /// Where an official fills something in.
    pub fn official(self, token: &str) -> String {
        format!("/{}/r/{token}", self.0)
    }

    /// Help with an own case.
    pub fn own_case(self) -> String {
        format!("/{}/hulp", self.0)
    }

    /// What is kept of residents.
    pub fn data(self) -> String {
        format!("/{}/gegevens", self.0)
    }

    /// Accessibility statement.
    pub fn accessibility(self) -> String {
        format!("/{}/toegankelijkheid", self.0)
    }

    /// A form, with the language when it is not the source language.
    pub fn form(self, questionnaire: &str, language: Option<&str>) -> String {
        match language {
            None => format!("/{}/v/{questionnaire}", self.0),
            Some(language) => format!("/{}/v/{questionnaire}/{language}", self.0),
        }
    }

    /// The page after sending.
    pub fn thanks(self, questionnaire: &str, language: &str) -> String {
        format!("/{}/v/{questionnaire}/{language}/bedankt", self.0)
    }

    /// Following a signal with its code.
    pub fn code(self, language: Option<&str>) -> String {
        match language {
            None => format!("/{}/code", self.0),
            Some(language) => format!("/{}/code/{language}", self.0),
        }
    }

    /// A form on a device of the client council.
    pub fn kiosk(self, questionnaire: &str, language: &str) -> String {
        format!("/{}/v/{questionnaire}/{language}/kiosk", self.0)
    }

    /// The page after sending on such a device.
    pub fn kiosk_thanks(self, questionnaire: &str, language: &str) -> String {
        format!("/{}/v/{questionnaire}/{language}/kiosk/bedankt", self.0)
    }

    /// A published report.
    pub fn report(self, id: &str, extension: &str) -> String {
        format!("/{}/rapport/{id}.{extension}", self.0)
    }

    /// A report in the workspace.
    pub fn draft(self, id: &str, extension: &str) -> String {
        format!("/{}/werk/rapport/{id}.{extension}", self.0)
    }

    /// Shows a report to the public.
    pub fn publish(self, id: &str) -> String {
        format!("/{}/werk/rapport/{id}/publiceer", self.0)
    }

    /// Workspace.
    pub fn today(self) -> String {
        format!("/{}/werk", self.0)
    }

    /// Intake at the spreekuur.
    pub fn intake(self) -> String {
        format!("/{}/werk/spreekuur", self.0)
    }

    /// List of signals.
    pub fn signals(self) -> String {
        format!("/{}/werk/signalen", self.0)
    }

    /// One signal.
    pub fn signal(self, id: &str) -> String {
        format!("/{}/werk/signalen/{id}", self.0)
    }

    /// What is said to who left a signal.
    pub fn signal_answer(self, id: &str) -> String {
        format!("/{}/werk/signalen/{id}/antwoord", self.0)
    }

    /// The ledger of knelpunten.
    pub fn knelpunten(self) -> String {
        format!("/{}/werk/knelpunten", self.0)
    }

    /// A new knelpunt.
    pub fn new_knelpunt(self) -> String {
        format!("/{}/werk/knelpunten/nieuw", self.0)
    }

    /// A new knelpunt about a theme.
    pub fn new_knelpunt_on(self, theme: &str) -> String {
        format!("/{}/werk/knelpunten/nieuw?thema={theme}", self.0)
    }

    /// A new knelpunt that begins with a signal.
    pub fn new_knelpunt_from(self, signal: &str) -> String {
        format!("/{}/werk/knelpunten/nieuw?signaal={signal}", self.0)
    }

    /// One knelpunt.
    pub fn knelpunt(self, id: &str) -> String {
        format!("/{}/werk/knelpunten/{id}", self.0)
    }

    /// Changing it.
    pub fn edit_knelpunt(self, id: &str) -> String {
        format!("/{}/werk/knelpunten/{id}/wijzig", self.0)
    }

    /// Changing it, beginning with an older version.
    pub fn edit_knelpunt_from(self, id: &str, version: i64) -> String {
        format!("/{}/werk/knelpunten/{id}/wijzig?versie={version}", self.0)
    }

    /// Its evidence.
    pub fn evidence(self, id: &str) -> String {
        format!("/{}/werk/knelpunten/{id}/bewijs", self.0)
    }

    /// Closed rounds.
    pub fn all_results(self) -> String {
        format!("/{}/werk/resultaten", self.0)
    }

    /// Results of one round.
    pub fn results(self, questionnaire: &str, round: &str) -> String {
        format!("/{}/werk/resultaten/{questionnaire}/{round}", self.0)
    }

    /// Whether answers that were set apart are taken in.
    pub fn apart(self, questionnaire: &str, round: &str) -> String {
        format!("/{}/werk/resultaten/{questionnaire}/{round}/apart", self.0)
    }

    /// A part of the results of one round.
    pub fn results_part(self, questionnaire: &str, round: &str, part: &str) -> String {
        format!("{}/{part}", self.results(questionnaire, round))
    }

    /// How those who answered divide over groups.
    pub fn representation(self, questionnaire: &str, round: &str) -> String {
        format!("{}/afspiegeling", self.results(questionnaire, round))
    }

    /// Takes in a file of margins.
    pub fn representation_file(self, questionnaire: &str, round: &str) -> String {
        format!(
            "{}/afspiegeling/bestand",
            self.results(questionnaire, round)
        )
    }

    /// Makes a report of a round.
    pub fn make_report(self, questionnaire: &str, round: &str) -> String {
        format!(
            "/{}/werk/resultaten/{questionnaire}/{round}/rapport",
            self.0
        )
    }

    /// Inviting people.
    pub fn invite(self) -> String {
        format!("/{}/werk/uitnodigen", self.0)
    }

    /// How many people to invite.
    pub fn planner(self) -> String {
        format!("/{}/werk/uitnodigen/hoeveel", self.0)
    }

    /// Makes what is printed for a round.
    pub fn make_invitation(self, questionnaire: &str, round: &str) -> String {
        format!("/{}/werk/uitnodigen/{questionnaire}/{round}", self.0)
    }

    /// Paper.
    pub fn paper(self) -> String {
        format!("/{}/werk/papier", self.0)
    }

    /// Keying in forms.
    pub fn key_in(self, questionnaire: &str) -> String {
        format!("/{}/werk/papier/{questionnaire}", self.0)
    }

    /// Gets this device ready for residents.
    pub fn lend(self) -> String {
        format!("/{}/werk/apparaat", self.0)
    }

    /// Runs the night.
    pub fn night(self) -> String {
        format!("/{}/werk/nacht", self.0)
    }
}
