//! "Hoeveel mensen?": before inviting, how many people a margin takes. Nothing is kept; what was asked stands in the address.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::wrap;
use crate::domain::role::Role;
use crate::text::number;
use crate::text::planning::{Advice, FEWEST, Wish};
use crate::web::error::Failure;
use crate::web::form::Fields;
use crate::web::session::Volunteer;
use crate::web::view::layout::Place;
use crate::web::view::staff_field::{self, About};

const PEOPLE: &str = "mensen";
const MARGIN: &str = "marge";
const RESPONSE: &str = "meedoen";

/// More people than there are in the country.
const MOST_PEOPLE: u64 = 20_000_000;

/// What the page shows.
pub struct Model<'a> {
    /// Who looks.
    pub volunteer: &'a Volunteer,
    /// What was typed; `None`: nothing was asked yet.
    pub typed: Option<&'a Fields>,
}

/// `GET /COUNCIL/werk/uitnodigen/hoeveel`
pub async fn show(volunteer: Volunteer, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    volunteer.must(Role::may_invite)?;
    let typed = query.map(|query| Fields::decode(query.as_bytes()));
    let typed = typed.transpose()?.filter(|typed| typed.has(PEOPLE));
    let model = Model {
        volunteer: &volunteer,
        typed: typed.as_ref(),
    };
    let wrong = typed.as_ref().is_some_and(|typed| wish(typed).is_err());
    let status = if wrong {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, page(&model)).into_response())
}

/// Reads the fields, or says what is wrong with which.
fn wish(fields: &Fields) -> Result<Wish, Vec<(&'static str, String)>> {
    let people = whole(fields.text(PEOPLE)).filter(|people| (1..=MOST_PEOPLE).contains(people));
    let points = points(fields.text(MARGIN)).filter(|points| (0.5..=20.0).contains(points));
    let of_hundred = whole(fields.text(RESPONSE)).filter(|rate| (1..=100).contains(rate));
    let mut problems = Vec::new();
    match people {
        None => problems.push((
            PEOPLE,
            "Vul in om hoeveel mensen het gaat: een heel getal, zoals 1.180.".to_owned(),
        )),
        Some(people) if people < FEWEST => problems.push((
            PEOPLE,
            format!(
                "Van minder dan {FEWEST} mensen laten wij nooit uitkomsten zien. Kies een grotere groep, of praat met hen."
            ),
        )),
        Some(_) => {}
    }
    if points.is_none() {
        problems.push((
            MARGIN,
            "Vul een marge in van 0,5 tot en met 20 punten, zoals 5.".to_owned(),
        ));
    }
    if of_hundred.is_none() {
        problems.push((
            RESPONSE,
            "Vul in hoeveel van de 100 mensen meedoen: 1 tot en met 100.".to_owned(),
        ));
    }
    match (people, points, of_hundred) {
        (Some(people), Some(points), Some(of_hundred)) if problems.is_empty() => Ok(Wish {
            people,
            points,
            of_hundred,
        }),
        _ => Err(problems),
    }
}

/// A whole number, with or without dots between thousands.
fn whole(text: &str) -> Option<u64> {
    let number: u64 = text.trim().replace('.', "").parse().ok()?;
    let typed = text.trim();
    (typed == number.to_string() || typed == number::whole(number)).then_some(number)
}

fn points(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| text.parse().ok())?
}

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let (problems, advice) = match model.typed.map(wish) {
        None => (Vec::new(), None),
        Some(Err(problems)) => (problems, None),
        Some(Ok(wish)) => (Vec::new(), wish.advice().ok()),
    };
    let typed = |name: &str, first: &'static str| {
        model
            .typed
            .map_or_else(|| first.to_owned(), |fields| fields.text(name).to_owned())
    };
    let error = |name: &str| {
        let found = problems.iter().find(|(field, _)| *field == name);
        found.map_or("", |(_, sentence)| sentence.as_str())
    };
    let main = html! {
        div.ab-stack.ab-form {
            (staff_field::mistakes(&problems))
            a.ab-back href=(paths.invite()) { "Terug naar uitnodigen" }
            h1 { "Hoeveel mensen nodigt u uit?" }
            p { "Meer antwoorden geven een kleinere marge. Hier ziet u hoeveel er nodig zijn." }
            @if let Some(advice) = &advice { (told(advice)) }
            form.ab-stack method="get" action=(paths.planner()) novalidate {
                (staff_field::number(&About { name: PEOPLE, label: "Om hoeveel mensen gaat het?", hint: "Bijvoorbeeld iedereen met bijstand in uw gemeente. Vraag het de gemeente.", error: error(PEOPLE) }, &typed(PEOPLE, "")))
                (staff_field::number(&About { name: MARGIN, label: "Hoe groot mag de marge zijn?", hint: "In punten. Met 5 punten kunt u goed werken.", error: error(MARGIN) }, &typed(MARGIN, "5")))
                (staff_field::number(&About { name: RESPONSE, label: "Hoeveel van de 100 mensen doen mee?", hint: "Kijk naar een eerdere ronde. Weet u het niet? Reken met 30.", error: error(RESPONSE) }, &typed(RESPONSE, "30")))
                div.ab-actions { button.ab-button type="submit" { "Reken uit" } }
            }
        }
    };
    let title = if problems.is_empty() {
        "Hoeveel mensen?"
    } else {
        "Fout: hoeveel mensen?"
    };
    wrap(model.volunteer, Place::Today, title, main)
}

fn told(advice: &Advice) -> Markup {
    let heads = ["Marge", "Antwoorden nodig", "Uitnodigen"];
    html! {
        section.ab-card.ab-stack aria-labelledby="advies" {
            h2 #advies { (advice.lead) }
            @for line in &advice.lines { p { (line) } }
            table.ab-table.ab-table--stack role="table" {
                caption { "Andere marges" }
                thead role="rowgroup" { tr role="row" { @for head in heads { th role="columnheader" scope="col" { (head) } } } }
                tbody role="rowgroup" { @for [points, answers, invite] in &advice.table { tr role="row" {
                    th role="rowheader" scope="row" { (points) }
                    td role="cell" data-label=(heads[1]) { (answers) }
                    td role="cell" data-label=(heads[2]) { (invite) }
                } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fields, MARGIN, PEOPLE, RESPONSE, wish};

    fn fields(query: &str) -> Fields {
        Fields::decode(query.as_bytes()).expect("fields")
    }

    #[test]
    fn numbers_are_read_as_dutch_people_type_them() {
        let wish = wish(&fields("mensen=1.180&marge=2,5&meedoen=35")).expect("a wish");
        assert_eq!((wish.people, wish.of_hundred), (1_180, 35));
        assert!((wish.points - 2.5).abs() < f64::EPSILON);
    }

    #[test]
    fn every_field_that_is_wrong_is_named_with_the_way_out() {
        let wrong = |query: &str| -> Vec<&'static str> {
            let problems = wish(&fields(query)).expect_err("problems");
            problems.iter().map(|(name, _)| *name).collect()
        };
        assert_eq!(
            wrong("mensen=veel&marge=&meedoen=0"),
            [PEOPLE, MARGIN, RESPONSE]
        );
        for people in ["9", "0", "-5", "1.18", "99999999999", "1e3", ""] {
            assert_eq!(
                wrong(&format!("mensen={people}&marge=5&meedoen=30")),
                [PEOPLE],
                "{people}"
            );
        }
        for margin in ["0", "0,4", "21", "NaN", "inf", "1,2,3"] {
            assert_eq!(
                wrong(&format!("mensen=100&marge={margin}&meedoen=30")),
                [MARGIN],
                "{margin}"
            );
        }
        assert_eq!(wrong("mensen=100&marge=5&meedoen=101"), [RESPONSE]);
    }
}
