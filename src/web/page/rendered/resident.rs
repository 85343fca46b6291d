//! The pages of residents.

use jiff::civil::date;
use maud::Markup;

use super::mistaken;
use crate::domain::answer::Response;
use crate::domain::routing;
use crate::web::form::filled::{Filled, Place, places, questions_at};
use crate::web::page::resident::tests::form;
use crate::web::page::resident::{Form, check, closed, door, helper, start, step, thanks};

/// Start, every step empty and with mistakes, check page, thanks, closed.
pub(super) fn pages(questionnaire: &str, language: &str) -> Vec<(String, String)> {
    pages_of(
        &form(questionnaire, language),
        &format!("{questionnaire} {language}"),
    )
}

/// The same pages of a form that is open in its own way.
pub(super) fn pages_of(form: &Form, of: &str) -> Vec<(String, String)> {
    let name = |page: &str| format!("{of} {page}");
    let mut pages = vec![
        (
            name("start"),
            start::page(&start::Model {
                form,
                until: Some(date(2026, 12, 11)),
                door: None,
            }),
        ),
        (name("start with a code"), with_code(form, None)),
        (
            name("start with a wrong code"),
            with_code(form, Some(door::Shut::Unknown)),
        ),
        (name("helper"), helper::page(form, "7K3M-\"><script>")),
        (name("thanks"), thanks::page(form)),
        (name("closed"), closed::page(form, closed::Reason::Closed)),
        (
            name("not open"),
            closed::page(form, closed::Reason::NotOpen),
        ),
        (name("unreadable"), closed::unreadable(form)),
    ];
    for filled in [Filled::default(), mistaken(form.questionnaire())] {
        let outcome = filled.outcome(form.questionnaire(), 1);
        let shown = routing::shown(form.questionnaire(), &outcome.response);
        let all = places(form.questionnaire(), &outcome.response);
        for (index, place) in all
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, place)| *place != Place::Check)
        {
            pages.push((
                name("step"),
                step::page(&step::Model {
                    form,
                    place,
                    number: index + 1,
                    total: all.len(),
                    questions: questions_at(form.questionnaire(), place, &shown),
                    filled: &filled,
                    violations: &outcome.violations,
                    helped: true,
                    sealed: &"A".repeat(3_000),
                }),
            ));
        }
        pages.push((name("check"), check_page(form, &outcome.response)));
    }
    pages
        .into_iter()
        .map(|(name, page)| (name, page.into_string()))
        .collect()
}

fn with_code(form: &Form, shut: Option<door::Shut>) -> Markup {
    start::page(&start::Model {
        form,
        until: Some(date(2026, 12, 11)),
        door: Some(door::Door {
            typed: "\"><script>",
            shut,
        }),
    })
}

fn check_page(form: &Form, response: &Response) -> Markup {
    check::page(&check::Model {
        form,
        response,
        body: &response.to_body().expect("a body"),
        contact: Some("wies@example.nl"),
        shown: routing::shown(form.questionnaire(), response),
        total: 6,
        today: date(2026, 11, 23),
        notice: Some(check::Notice::Stale),
        helped: true,
        sealed: "A",
    })
}
