//! For whoever watches the server: whether it runs, and whether it can store.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::web::state::App;

const JSON: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/json")];

/// `GET /health/live`
pub async fn live() -> Response {
    (JSON, r#"{"status":"ok"}"#).into_response()
}

/// `GET /health/ready`: 503 with the reason when nothing can be stored.
pub async fn ready(State(app): State<App>) -> Response {
    match app.store().ready().await {
        Ok(()) => (JSON, r#"{"status":"ok"}"#).into_response(),
        Err(error) => {
            let reason = serde_json::json!({ "status": error.to_string() });
            (StatusCode::SERVICE_UNAVAILABLE, JSON, reason.to_string()).into_response()
        }
    }
}
