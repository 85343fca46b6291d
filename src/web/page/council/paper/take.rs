//! What becomes of a form that was keyed in: counted, kept until a second person keys it in, or compared with the first.
//! The answers go in like everyone else's; nothing tells afterwards that they came on paper.

use super::{Desk, Ticket};
use crate::domain::answer::Response;
use crate::store::{ErrorKind, FirstEntry, StoreError, Submitted};
use crate::web::error::Failure;
use crate::web::state::App;

/// What became of it.
#[derive(Debug, PartialEq)]
pub enum Taken {
    /// The answers count.
    Counted,
    /// They were in already; nothing was added.
    Already,
    /// First entry; a second person keys it in again.
    Once,
    /// This person keyed it in before: the second entry must be someone else's.
    OwnFirst,
    /// The second entry differs from this first one.
    Differs(Response),
    /// The round closed meanwhile.
    Closed,
    /// Nothing can be stored at the moment.
    NotStored,
}

/// Takes in what was keyed.
///
/// # Errors
/// When the store can't be read.
pub async fn take(
    app: &App,
    desk: &Desk,
    ticket: &Ticket,
    response: &Response,
) -> Result<Taken, Failure> {
    let store = app.store();
    if let Some(number) = &ticket.number
        && store.is_keyed_in(&desk.round.id, number).await?
    {
        finish(app, desk, ticket).await?;
        return Ok(Taken::Already);
    }
    let by = &desk.volunteer.staff.login;
    match first(app, desk, ticket).await? {
        Some((first_by, _)) if desk.paper.twice && first_by == *by => Ok(Taken::OwnFirst),
        Some((_, first)) if desk.paper.twice => {
            let questionnaire = desk.questionnaire();
            if crate::web::form::keyed::differences(questionnaire, &first, response).is_empty() {
                count(app, desk, ticket, &first).await
            } else {
                Ok(Taken::Differs(first))
            }
        }
        None if desk.paper.twice => keep_first(app, desk, ticket, response).await,
        _ => count(app, desk, ticket, response).await,
    }
}

/// Who keyed in the first entry, and what it says.
///
/// # Errors
/// When the store can't be read.
pub async fn first(
    app: &App,
    desk: &Desk,
    ticket: &Ticket,
) -> Result<Option<(String, Response)>, Failure> {
    let entry = app
        .store()
        .first_entry(&desk.round.id, &ticket.proof)
        .await?;
    let read = entry.map(|entry| {
        let response = Response::from_body(&entry.body).map_err(Failure::internal)?;
        Ok((entry.by, response))
    });
    read.transpose()
}

async fn keep_first(
    app: &App,
    desk: &Desk,
    ticket: &Ticket,
    response: &Response,
) -> Result<Taken, Failure> {
    let login = desk.volunteer.staff.login.as_str();
    let entry = FirstEntry {
        by: login.to_owned(),
        body: response.to_body().map_err(Failure::internal)?,
    };
    let kept = app
        .store()
        .keep_first_entry(
            &desk.round.id,
            &ticket.proof,
            &entry,
            (login, app.clock().today()),
        )
        .await;
    match later(kept)? {
        Some(true) => Ok(Taken::Once),
        // Someone keyed it in within the same moment: the page comes again and then compares.
        Some(false) => Ok(Taken::OwnFirst),
        None => Ok(Taken::NotStored),
    }
}

/// Lets answers count, through the same door as everyone's.
///
/// # Errors
/// When the store can't be used.
pub async fn count(
    app: &App,
    desk: &Desk,
    ticket: &Ticket,
    response: &Response,
) -> Result<Taken, Failure> {
    let body = response.to_body().map_err(Failure::internal)?;
    let round = &desk.round.id;
    let sent = match &ticket.code {
        Some(code) => app.intake().submit_with_code(round, code, body).await,
        None => app.intake().submit(round, &ticket.proof, body).await,
    };
    let taken = match later(sent)? {
        // Whether a code was used before is nobody's business.
        Some(Submitted::Stored) => Taken::Counted,
        Some(Submitted::Already) if ticket.number.is_none() => Taken::Counted,
        Some(Submitted::Already) => Taken::Already,
        Some(Submitted::Closed) => return Ok(Taken::Closed),
        None => return Ok(Taken::NotStored),
    };
    finish(app, desk, ticket).await?;
    Ok(taken)
}

async fn finish(app: &App, desk: &Desk, ticket: &Ticket) -> Result<(), Failure> {
    let who = (desk.volunteer.staff.login.as_str(), app.clock().today());
    Ok(app
        .store()
        .finish_form(&desk.round.id, &ticket.proof, who)
        .await?)
}

/// `None` when nothing can be stored now: what was keyed must come back.
fn later<T>(result: Result<T, StoreError>) -> Result<Option<T>, Failure> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::Later => {
            tracing::warn!(cause = %error, "a paper form was not stored");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
