//! The ledger for the test that renders all pages: empty and filled, a form that is refused and one that was overtaken, with
//! text that would be markup.

use maud::Markup;

use super::{edit, list, one};
use crate::anonymity::random::Id;
use crate::domain::definition::{Aspect, Channel, Law};
use crate::domain::knelpunt::{Evidence, Fault, Knelpunt, KnelpuntStatus, Room};
use crate::store::{StoredEvidence, StoredKnelpunt};
use crate::web::form::Fields;
use crate::web::session::Volunteer;
use jiff::civil::date;

/// Names and pages.
pub(crate) fn pages(volunteer: &Volunteer) -> Vec<(&'static str, Markup)> {
    let history = [
        stored(2, "Wie belt, wordt <script>niet</script> teruggebeld"),
        stored(1, "Wie belt, wacht"),
    ];
    let evidence = [
        piece(Channel::Enquete, 149, Some(326)),
        piece(Channel::Spreekuur, 14, None),
        piece(Channel::Bijeenkomst, 17, Some(31)),
    ];
    let wrong = Fields::decode(b"aantal=40&aanwezig=%3Cscript%3E").expect("fields");
    let shown = |evidence, wrong| {
        one::page(&one::Model {
            volunteer,
            history: &history,
            evidence,
            wrong,
        })
    };
    let blank = Knelpunt::about("", None);
    let form = |known, typed, faults, overtaken| {
        edit::page(&edit::Model {
            volunteer,
            known,
            typed,
            faults,
            overtaken,
            signal: "",
        })
    };
    let newest = history.first();
    vec![
        (
            "knelpunten",
            list::page(volunteer, &history[..1], &list::Narrowed::default()),
        ),
        (
            "no knelpunten",
            list::page(volunteer, &[], &list::Narrowed::default()),
        ),
        ("knelpunt", shown(&evidence[..], None)),
        ("knelpunt without evidence", shown(&[], Some(&wrong))),
        ("knelpunt new", form(None, &blank, &[][..], false)),
        (
            "knelpunt refused",
            form(
                None,
                &blank,
                &[Fault::NoStatement, Fault::NoTheme, Fault::NoProposal][..],
                false,
            ),
        ),
        (
            "knelpunt overtaken",
            form(newest, &history[1].content, &[][..], true),
        ),
    ]
}

fn stored(version: i64, statement: &str) -> StoredKnelpunt {
    StoredKnelpunt {
        id: Id::from_bytes([5; 16]),
        version,
        name: "2026-07".to_owned(),
        content: Knelpunt {
            statement: statement.to_owned(),
            aspect: Some(Aspect::Practice),
            severity: Some(4),
            room: Room::National,
            proposals: vec!["Bel binnen twee werkdagen terug.".to_owned()],
            reason: "<i class=x>".to_owned(),
            status: if version == 1 {
                KnelpuntStatus::Noticed
            } else {
                KnelpuntStatus::Established
            },
            ..Knelpunt::about("bereikbaarheid", Some(Law::Participatiewet))
        },
        day: date(2026, 11, 20),
        actor: "wies".to_owned(),
    }
}

fn piece(channel: Channel, count: u64, n: Option<u64>) -> StoredEvidence {
    StoredEvidence {
        id: Id::from_bytes([channel.word().len().try_into().unwrap_or(0); 16]),
        evidence: Evidence {
            channel,
            source: "“Uw ervaring met de bijstand”, 3 tot en met 18 oktober 2026".to_owned(),
            count,
            n,
            limits: (channel == Channel::Enquete).then_some((0.412, 0.503)),
            note: if channel == Channel::Enquete {
                "Zeker meer dan incidenteel. Naar schatting gaat het om 539 van de 1.180 mensen."
                    .to_owned()
            } else {
                String::new()
            },
            day: date(2026, 11, 20),
        },
        actor: "wies".to_owned(),
    }
}
