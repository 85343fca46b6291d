//! Which page is where.

use std::any::Any;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use super::assets;
use super::error::{self, Failure};
use super::headers::{self, Https};
use super::look;
use super::page::council::paper::{enter, overview};
use super::page::council::{
    self, advice, apart, conversation, evaluation, house_style, intake, invite, ledger, night,
    piece, planner, representation, results, results_part, signal, signals, today,
};
use super::page::public::{
    self, accessibility, data, home, index, own_case, party, reaction, report,
};
use super::page::resident::{answer, code};
use super::page::{health, login};
use super::path::pattern;
use super::state::App;

/// Every page of this server, with the headers that all answers carry.
pub fn router(app: App) -> Router {
    let https = Https(app.settings().https);
    Router::new()
        .merge(public())
        .merge(resident())
        .merge(workspace())
        .route(pattern::LOGIN, get(login::show).post(login::submit))
        .route(pattern::LOGOUT, post(login::log_out))
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { Failure::MethodNotAllowed })
        .layer(axum::middleware::from_fn_with_state(
            app.clone(),
            error::dress,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn_with_state(https, headers::guard))
        .with_state(app)
}

fn public() -> Router<App> {
    Router::new()
        .route(pattern::ROOT, get(index::show))
        .merge(assets::routes())
        .route(pattern::LIVE, get(health::live))
        .route(pattern::READY, get(health::ready))
        .route(pattern::COUNCIL, get(home::show))
        .route(pattern::LOOK, get(look::show))
        .route(pattern::OWN_CASE, get(own_case::show))
        .route(pattern::DATA, get(data::show))
        .route(pattern::ACCESSIBILITY, get(accessibility::show))
        .route(pattern::REPORT, get(report::show))
        .route(pattern::OFFICIAL, get(party::show).post(party::submit))
        .route(
            pattern::REACTION,
            get(reaction::show).post(reaction::submit),
        )
        .route(pattern::PUBLIC_ADVICE, get(public::advice::show))
}

fn resident() -> Router<App> {
    Router::new()
        .route(pattern::FORM, get(answer::show).post(answer::submit))
        .route(
            pattern::FORM_IN,
            get(answer::show_in).post(answer::submit_in),
        )
        .route(pattern::THANKS, get(answer::thank))
        .route(pattern::CODE, get(code::show).post(code::submit))
        .route(pattern::CODE_IN, get(code::show_in).post(code::submit_in))
        .route(
            pattern::KIOSK,
            get(answer::show_on_kiosk).post(answer::submit_on_kiosk),
        )
        .route(pattern::KIOSK_THANKS, get(answer::thank_on_kiosk))
}

/// The register of advices.
fn advices() -> Router<App> {
    Router::new()
        .route(pattern::ADVICES, get(advice::show_all))
        .route(
            pattern::NEW_ADVICE,
            get(advice::edit::show_new).post(advice::edit::submit_new),
        )
        .route(
            pattern::ADVICE,
            get(advice::one::show).post(advice::one::submit),
        )
        .route(
            pattern::EDIT_ADVICE,
            get(advice::edit::show).post(advice::edit::submit),
        )
        .route(
            pattern::ADVICE_REPLY,
            get(advice::reply::show).post(advice::reply::submit),
        )
}

fn workspace() -> Router<App> {
    Router::new()
        .route(pattern::TODAY, get(today::show))
        .route(pattern::INTAKE, get(intake::show).post(intake::submit))
        .route(pattern::SIGNALS, get(signals::show))
        .route(pattern::SIGNAL, get(signal::show).post(signal::submit))
        .route(pattern::SIGNAL_ANSWER, post(conversation::submit))
        .route(pattern::APART, post(apart::submit))
        .route(pattern::KNELPUNTEN, get(ledger::list::show))
        .route(
            pattern::NEW_KNELPUNT,
            get(ledger::edit::show_new).post(ledger::edit::submit_new),
        )
        .route(pattern::KNELPUNT, get(ledger::one::show))
        .route(
            pattern::EDIT_KNELPUNT,
            get(ledger::edit::show).post(ledger::edit::submit),
        )
        .route(pattern::EVIDENCE, post(ledger::one::submit))
        .route(
            pattern::EVALUATIONS,
            get(evaluation::show_all).post(evaluation::begin),
        )
        .route(
            pattern::EVALUATION,
            get(evaluation::one::show).post(evaluation::one::submit),
        )
        .route(pattern::ALL_RESULTS, get(results::show_all))
        .route(pattern::RESULTS, get(results::show))
        .route(
            pattern::REPRESENTATION,
            get(representation::show).post(representation::submit),
        )
        .route(
            pattern::REPRESENTATION_FILE,
            post(representation::submit_file),
        )
        .route(pattern::RESULTS_PART, get(results_part::show))
        .route(pattern::PIECE, get(piece::show))
        .route(pattern::MAKE_REPORT, post(council::report::make))
        .route(pattern::PUBLISH, post(council::report::publish))
        .route(pattern::DRAFT, get(council::report::show))
        .route(
            pattern::HOUSE_STYLE,
            get(house_style::show).post(house_style::submit),
        )
        .route(pattern::PREVIEW_SHEET, get(house_style::sheet))
        .route(
            pattern::HOUSE_STYLE_TOKENS,
            post(house_style::submit_tokens),
        )
        .route(pattern::HOUSE_STYLE_LOGO, post(house_style::submit_logo))
        .route(pattern::INVITE, get(invite::show))
        .route(pattern::PLANNER, get(planner::show))
        .route(pattern::MAKE_INVITATION, post(invite::submit))
        .route(pattern::PAPER, get(overview::show).post(overview::submit))
        .route(pattern::KEY_IN, get(enter::show).post(enter::submit))
        .route(pattern::LEND, post(overview::lend))
        .route(pattern::NIGHT, post(night::submit))
        .merge(advices())
}

/// A handler that panicked: the visitor gets a page, the log one line. Where it happened is in the panic's own line, what was
/// sent is nowhere.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Failure::internal("a handler panicked").into_response()
}
