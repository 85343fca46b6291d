//! The ledger: every version of a knelpunt stays, evidence never changes, one client council never sees another's, and of two who
//! change something at once the second is told. What is said about texts goes when the texts go.

use achterban::anonymity::random::Id;
use achterban::domain::coding::Code;
use achterban::domain::definition::{Channel, Law};
use achterban::domain::knelpunt::{Evidence, Knelpunt, KnelpuntStatus};
use achterban::domain::signal::{Choice, SignalKind};
use achterban::store::{Coded, Decision, ErrorKind, Read, TextId, signals_of};

use super::registers::a_signal;
use super::{Place, day, on_both, someone};

fn a_knelpunt(statement: &str) -> Knelpunt {
    Knelpunt {
        statement: statement.to_owned(),
        ..Knelpunt::about("bereikbaarheid", Some(Law::Wmo))
    }
}

fn heard(channel: Channel) -> Evidence {
    Evidence {
        channel,
        source: "bron".to_owned(),
        count: 149,
        n: Some(326),
        limits: Some((0.412, 0.503)),
        note: "meer".to_owned(),
        day: day("2026-11-20"),
    }
}

fn a_text(origin: &str) -> TextId {
    TextId {
        origin: origin.to_owned(),
        text: Id::from_bytes([4; 16]),
        question: "P20".to_owned(),
    }
}

fn a_code(themes: &[&str]) -> Option<Code> {
    Some(Code {
        themes: themes.iter().map(|theme| (*theme).to_owned()).collect(),
        law: Some(Law::Wmo),
        aspect: None,
        kind: SignalKind::Knelpunt,
    })
}

on_both! {
    async fn a_knelpunt_keeps_every_version_and_gets_the_next_number_of_its_year(place) {
        let id = place.client_council("lelystad").await;
        let other = place.client_council("diemen").await;
        let store = &place.store;
        let by = (someone(), day("2026-11-20"));
        let first = store.add_knelpunt(&id, &a_knelpunt("Eerste"), by).await.unwrap();
        store.add_knelpunt(&id, &a_knelpunt("Tweede"), by).await.unwrap();
        store.add_knelpunt(&other, &a_knelpunt("Van Diemen"), by).await.unwrap();
        store.add_knelpunt(&id, &a_knelpunt("Nieuw jaar"), (someone(), day("2027-01-02"))).await.unwrap();
        let names: Vec<_> = store.knelpunten(&id).await.unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["2027-01", "2026-02", "2026-01"]);
        let read = store.knelpunt(&id, first).await.unwrap().unwrap();
        let changed = Knelpunt { status: KnelpuntStatus::Studied, ..a_knelpunt("Eerste, beter") };
        store.change_knelpunt(&id, &read, &changed, (someone(), day("2026-12-01"))).await.unwrap();
        let history = store.knelpunt_history(&id, first).await.unwrap();
        let told: Vec<_> = history.iter().map(|it| (it.version, it.content.statement.as_str(), it.day)).collect();
        assert_eq!(told, [(2, "Eerste, beter", day("2026-12-01")), (1, "Eerste", day("2026-11-20"))]);
        assert_eq!(history[0].name, "2026-01");
        assert!(store.knelpunt(&other, first).await.unwrap().is_none(), "another client council's");
        assert!(store.verify().await.unwrap().is_empty());
    }

    async fn of_two_who_change_a_knelpunt_at_once_the_second_is_told_and_changes_nothing(place) {
        let council = place.client_council("lelystad").await;
        let store = &place.store;
        let by = (someone(), day("2026-11-20"));
        let id = store.add_knelpunt(&council, &a_knelpunt("Eerste"), by).await.unwrap();
        let read = store.knelpunt(&council, id).await.unwrap().unwrap();
        store.change_knelpunt(&council, &read, &a_knelpunt("Van de een"), by).await.unwrap();
        let refused = store.change_knelpunt(&council, &read, &a_knelpunt("Van de ander"), by).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Conflict);
        let now = store.knelpunt(&council, id).await.unwrap().unwrap();
        assert_eq!((now.version, now.content.statement.as_str()), (2, "Van de een"));
        let trail = store.audit_trail("lelystad", 10).await.unwrap();
        assert_eq!(trail.iter().filter(|act| act.action == "knelpunt.change").count(), 1);
    }

    async fn evidence_is_read_back_as_it_was_and_belongs_to_one_client_council(place) {
        let council = place.client_council("lelystad").await;
        let other = place.client_council("diemen").await;
        let store = &place.store;
        let id = store.add_knelpunt(&council, &a_knelpunt("Eerste"), (someone(), day("2026-11-20"))).await.unwrap();
        let signals = Evidence { n: None, limits: None, ..heard(Channel::Spreekuur) };
        store.freeze_evidence(&council, id, &[heard(Channel::Enquete), signals.clone()], someone()).await.unwrap();
        let kept = store.evidence(&council, id).await.unwrap();
        let plain: Vec<_> = kept.iter().map(|it| it.evidence.clone()).collect();
        assert_eq!(plain, [heard(Channel::Enquete), signals]);
        let refused = store.freeze_evidence(&other, id, &[heard(Channel::Enquete)], someone()).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::NotFound);
        store.drop_evidence(&other, (id, kept[0].id), someone()).await.unwrap();
        assert_eq!(store.evidence(&council, id).await.unwrap().len(), 2);
        store.drop_evidence(&council, (id, kept[0].id), someone()).await.unwrap();
        store.drop_evidence(&council, (id, kept[0].id), someone()).await.unwrap();
        assert_eq!(store.evidence(&council, id).await.unwrap().len(), 1);
        let trail = store.audit_trail("lelystad", 10).await.unwrap();
        assert_eq!(trail.iter().filter(|act| act.action == "evidence.drop").count(), 1);
    }

    async fn a_decision_about_a_signal_goes_with_it_and_the_second_of_two_is_told(place) {
        let council = place.client_council("lelystad").await;
        let store = &place.store;
        let new = a_signal("lelystad", Channel::Spreekuur);
        let signal = store.take_in_signal(&new, b"form", someone()).await.unwrap().id;
        let follow = Decision { choice: Choice::Follow, reason: "Nog één".to_owned(), knelpunt: None, day: day("2026-11-20") };
        store.decide(&council, (signal, 0), &follow, someone()).await.unwrap();
        let refused = store.decide(&council, (signal, 0), &follow, someone()).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Conflict);
        let advise = Decision { choice: Choice::Advise, knelpunt: Some(Id::from_bytes([9; 16])), ..follow };
        store.decide(&council, (signal, 1), &advise, someone()).await.unwrap();
        let kept = store.decisions(&council).await.unwrap();
        assert_eq!((kept.len(), &kept[0].decision, kept[0].version), (1, &advise, 2));
        let other = place.client_council("diemen").await;
        let refused = store.decide(&other, (signal, 2), &advise, someone()).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::NotFound);
        assert!(store.decisions(&other).await.unwrap().is_empty());
        let stored = store.signal(&council, signal).await.unwrap().unwrap();
        store.delete_signal(&council, &stored, someone()).await.unwrap();
        assert_eq!(place.count("signal_decision").await, 0);
    }

    async fn codes_keep_their_history_per_reader_and_go_with_their_signal(place) {
        let council = place.client_council("lelystad").await;
        let store = &place.store;
        let by = (someone(), day("2026-11-20"));
        let id = a_text(&signals_of(&council));
        let read = Read { id: id.clone(), hidden: vec![(3, 9)], version: 0 };
        store.keep_reading(&council, &read, by).await.unwrap();
        assert_eq!(store.keep_reading(&council, &read, by).await.unwrap_err().kind(), ErrorKind::Conflict);
        let again = Read { hidden: Vec::new(), version: 1, ..read };
        store.keep_reading(&council, &again, by).await.unwrap();
        let readings = store.readings(&id.origin).await.unwrap();
        assert_eq!((readings.len(), readings[0].hidden.len(), readings[0].version), (1, 0, 2));
        let coded = |reader, version, code| Coded { id: id.clone(), reader, version, coder: "wies".to_owned(), code };
        store.code_text(&council, &coded(1, 0, a_code(&["schulden"])), by).await.unwrap();
        store.code_text(&council, &coded(1, 1, a_code(&["inkomen", "schulden"])), by).await.unwrap();
        store.code_text(&council, &coded(2, 0, None), by).await.unwrap();
        let late = store.code_text(&council, &coded(1, 1, None), by).await;
        assert_eq!(late.unwrap_err().kind(), ErrorKind::Conflict);
        let newest = store.codings(&id.origin).await.unwrap();
        assert_eq!(newest, [coded(1, 2, a_code(&["inkomen", "schulden"])), coded(2, 1, None)]);
        assert_eq!(store.coding_history(&id).await.unwrap().len(), 3);
        let trail = store.audit_trail("lelystad", 20).await.unwrap();
        let rows: Vec<_> = trail.iter().filter(|act| act.action.starts_with("text.")).map(|act| act.at.as_str()).collect();
        assert_eq!(rows, ["2026-11-20"; 2], "one row a person and a day, no time and no text");
        // There is no signal with this id: at night what was said about it goes.
        store.erase_overdue(someone(), day("2026-11-21")).await.unwrap();
        assert_eq!((place.count("coding").await, place.count("reading").await), (0, 0));
    }

    async fn what_was_said_about_texts_of_a_round_goes_with_those_texts(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let council = round.client_council();
        let store = &place.store;
        place.send(&round, 0..12).await;
        store.close_round(&round, someone()).await.unwrap();
        let answers = store.answers_with_text(&round).await.unwrap();
        assert_eq!(answers.len(), 12);
        let by = (someone(), day("2026-12-01"));
        let id = TextId { origin: round.to_string(), text: answers[0].0, question: "beter".to_owned() };
        store.keep_reading(&council, &Read { id: id.clone(), hidden: Vec::new(), version: 0 }, by).await.unwrap();
        let coded = Coded { id, reader: 1, version: 0, coder: "wies".to_owned(), code: a_code(&["schulden"]) };
        store.code_text(&council, &coded, by).await.unwrap();
        store.erase_overdue(someone(), day("2028-11-29")).await.unwrap();
        assert_eq!((place.count("coding").await, place.count("reading").await), (1, 1));
        store.erase_overdue(someone(), day("2028-12-01")).await.unwrap();
        assert_eq!((place.count("coding").await, place.count("reading").await), (0, 0));
        assert!(store.answers_with_text(&round).await.unwrap().is_empty());
    }
}
