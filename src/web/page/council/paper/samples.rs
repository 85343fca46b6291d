//! Every page of paper, for the test that renders all pages: nothing open, an open survey, keying in, with mistakes, after
//! each outcome, and two entries that differ.

use std::sync::Arc;

use jiff::civil::date;
use maud::Markup;

use super::enter::Notice;
use super::{Desk, NoTicket, Ticket, differences, enter, overview};
use crate::domain::answer::Response;
use crate::store::{Paper, Round};
use crate::web::directory::samples::survey;
use crate::web::form::Fields;
use crate::web::form::keyed::Sheet;
use crate::web::page::council::tests::secretary;
use crate::web::session::Volunteer;

const PAPER: Paper = Paper {
    twice: true,
    printed: 40,
    waiting: 2,
};
const QUESTIONNAIRE: &str = "participatiewet";

type Pages = Vec<(&'static str, Markup)>;

/// All of them.
pub(crate) fn pages(volunteer: &Volunteer, round: &Round) -> Pages {
    let desk = Desk {
        volunteer: secretary(),
        survey: survey(QUESTIONNAIRE).1,
        round: round.clone(),
        paper: PAPER,
    };
    [
        overviews(volunteer, round),
        entering(&desk),
        vec![("differences", differing(&desk))],
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn overviews(volunteer: &Volunteer, round: &Round) -> Pages {
    let open = [overview::Open {
        survey: Arc::clone(&survey(QUESTIONNAIRE).1),
        round: round.clone(),
        paper: Some(PAPER),
    }];
    let page = |open, wrong| {
        overview::page(&overview::Model {
            volunteer,
            open,
            today: date(2026, 11, 23),
            wrong,
        })
    };
    vec![
        ("paper, nothing open", page(&[], None)),
        ("paper", page(&open, None)),
        (
            "paper again",
            page(&open, Some((QUESTIONNAIRE, "<i class=x>"))),
        ),
    ]
}

fn typed(body: &str) -> Fields {
    Fields::decode(body.as_bytes()).expect("fields")
}

fn mistaken(desk: &Desk) -> Sheet {
    let body = "hulp=%3Cscript%3E&duur=9&beter=bsn+111222333";
    Sheet::of(desk.questionnaire(), &typed(body))
}

fn entering(desk: &Desk) -> Pages {
    let sheet = mistaken(desk);
    let slips = sheet.keyed(desk.questionnaire(), 1).slips;
    let page = |no_ticket, slips, notice| {
        enter::page(&enter::Model {
            desk,
            number: "\"><i class=x>",
            no_ticket,
            sheet: &sheet,
            slips,
            notice,
        })
    };
    let number = || "482 915 307".to_owned();
    let after = |notice| page(None, &[], Some(notice));
    vec![
        ("key in", page(None, &[], None)),
        ("key in again", page(Some(NoTicket::Unknown), &slips, None)),
        ("keyed in", after(Notice::Counted(number()))),
        ("keyed in once", after(Notice::Once(number()))),
        ("keyed in before", after(Notice::Already(number()))),
        ("keyed in by the same", after(Notice::OwnFirst(number()))),
        ("not kept", after(Notice::NotStored)),
    ]
}

fn differing(desk: &Desk) -> Markup {
    let response = |body| Response::from_body(body).expect("a response");
    let slips = mistaken(desk).keyed(desk.questionnaire(), 1).slips;
    let open = slips.iter().find(|(id, _)| id == "duur");
    let ticket = Ticket {
        shown: "482 915 307".into(),
        proof: Vec::new(),
        code: None,
        number: None,
    };
    differences::page(&differences::Model {
        desk,
        ticket: &ticket,
        first: &response(r#"{"v":1,"a":{"duur":"1tot3","beter":{"text":"<script>x</script>"}}}"#),
        second: &response(r#"{"v":1,"a":{"duur":"tot1"}}"#),
        keyed: &typed("nummer=482915307&duur=1&kies-opnieuw%5Bduur%5D=9"),
        slips: open.map_or(&[], std::slice::from_ref),
    })
}
