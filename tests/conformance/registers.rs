//! What the client council and the program keep.

use achterban::anonymity::random::Id;
use achterban::domain::definition::{Aspect, Channel, Law};
use achterban::domain::signal::{SignalKind, Subject};
use achterban::store::{
    Contact, ErrorKind, NewReport, NewSignal, RoundState, StoreError, StoredFile,
};

use super::{Place, day, on_both, questionnaire, someone};

pub(super) fn a_signal(client_council: &str, channel: Channel) -> NewSignal {
    NewSignal {
        client_council: client_council.parse().unwrap(),
        channel,
        day: day("2026-11-20"),
        questionnaire: questionnaire("spreekuur"),
        questionnaire_version: 1,
        answers: r#"{"verhaal":"lang wachten"}"#.to_owned(),
        subject: Subject {
            themes: vec!["doorlooptijd".to_owned()],
            law: Some(Law::Wmo),
            aspect: Some(Aspect::Practice),
            kind: SignalKind::Knelpunt,
            grave: true,
        },
        contact: None,
        suspicion: None,
    }
}

fn with_contact(mut signal: NewSignal) -> NewSignal {
    signal.contact = Some(Contact {
        details: "06 12345678 MARKER".to_owned(),
        erase: day("2026-12-20"),
    });
    signal
}

on_both! {
    async fn every_statement_prepares(place) {
        let (count, refused) = place.store.prepare_every_statement().await.unwrap();
        assert!(count > 60, "{count}");
        assert_eq!(refused, Vec::<&str>::new());
    }

    async fn of_two_editors_the_second_is_told_and_changes_nothing(place) {
        let id = place.client_council("lelystad").await;
        let read = place.store.client_council(&id).await.unwrap().unwrap();
        let mut first = read.clone();
        first.name = "Eerste".to_owned();
        place.store.change_client_council(&first, someone()).await.unwrap();
        let mut second = read;
        second.name = "Tweede".to_owned();
        let refused = place.store.change_client_council(&second, someone()).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Conflict);
        let now = place.store.client_council(&id).await.unwrap().unwrap();
        assert_eq!(now.name, "Eerste");
    }

    async fn an_id_is_given_out_once(place) {
        let id = place.client_council("lelystad").await;
        let again = place.store.client_council(&id).await.unwrap().unwrap();
        let refused = place.store.add_client_council(&again, someone()).await;
        assert!(matches!(refused, Err(StoreError::Exists { .. })));
        let round = place.draft_round("lelystad/wmo/2026-1").await;
        let draft = place.store.existing_round(&round).await.unwrap();
        assert_eq!(draft.state, RoundState::Draft);
    }

    async fn a_questionnaire_gets_a_version_only_when_its_text_changes(place) {
        let id = questionnaire("wmo");
        let today = day("2026-11-20");
        assert_eq!(place.store.store_questionnaire(&id, "a", today).await.unwrap(), 1);
        assert_eq!(place.store.store_questionnaire(&id, "a", today).await.unwrap(), 1);
        assert_eq!(place.store.store_questionnaire(&id, "b", today).await.unwrap(), 2);
        let first = place.store.questionnaire(&id, 1).await.unwrap().unwrap();
        assert_eq!((first.toml.as_str(), first.created), ("a", today));
        let newest = place.store.newest_questionnaire(&id).await.unwrap().unwrap();
        assert_eq!(newest.version, 2);
        assert_eq!(place.store.questionnaires().await.unwrap(), [newest]);
    }

    async fn a_round_goes_from_draft_to_open_to_closed_and_never_back(place) {
        let round = place.draft_round("lelystad/wmo/2026-1").await;
        let refused = place.store.close_round(&round, someone()).await;
        assert!(matches!(refused, Err(StoreError::RoundState { .. })));
        place.store.open_round(&round, someone()).await.unwrap();
        let survey = round.survey();
        let open = place.store.newest_round(&survey, RoundState::Open).await.unwrap().unwrap();
        assert_eq!((open.id.clone(), open.invited, open.k), (round.clone(), Some(100), 10));
        place.store.close_round(&round, someone()).await.unwrap();
        let refused = place.store.open_round(&round, someone()).await;
        assert!(refused.is_err());
        let closed = place.store.newest_round(&survey, RoundState::Closed).await.unwrap();
        assert_eq!(closed.unwrap().id, round);
    }

    async fn a_round_whose_fixed_part_was_changed_does_not_open(place) {
        for change in ["entry = 'code'", "k = 1", "questionnaire_version = 2"] {
            let name = format!("lelystad/wmo/{}", change.len());
            let round = place.draft_round(&name).await;
            place.store.store_questionnaire(&questionnaire("wmo"), "id = \"wmo\" ", day("2026-11-02"))
                .await.unwrap();
            let sql = format!("UPDATE round SET {change} WHERE id = '{name}'");
            assert_eq!(place.behind_its_back(&sql).await.unwrap(), 1);
            let refused = place.store.open_round(&round, someone()).await;
            assert!(matches!(refused, Err(StoreError::RoundHeader { .. })), "{change}");
        }
    }

    async fn a_signal_reads_back_and_only_within_its_client_council(place) {
        let (ours, theirs) = (place.client_council("lelystad").await, place.client_council("diemen").await);
        let new = a_signal("lelystad", Channel::Spreekuur);
        let id = place.store.take_in_signal(&new, b"form", someone()).await.unwrap().id;
        let signal = place.store.signal(&ours, id).await.unwrap().unwrap();
        assert_eq!(signal.subject, new.subject);
        assert_eq!((signal.day, signal.week.as_str()), (Some(day("2026-11-20")), "2026-W47"));
        assert_eq!((signal.answers, signal.status.as_str()), (new.answers, "nieuw"));
        assert_eq!(place.store.signals(&ours).await.unwrap().len(), 1);
        assert_eq!(place.store.signal(&theirs, id).await.unwrap(), None);
        assert_eq!(place.store.signals(&theirs).await.unwrap(), []);
    }

    async fn a_signal_from_the_website_has_a_week_and_no_day(place) {
        let ours = place.client_council("lelystad").await;
        let new = a_signal("lelystad", Channel::Website);
        let id = place.store.receive_signal(&new, b"nonce").await.unwrap().id;
        let signal = place.store.signal(&ours, id).await.unwrap().unwrap();
        assert_eq!((signal.day, signal.week.as_str()), (None, "2026-W47"));
    }

    async fn a_form_that_is_sent_twice_is_one_signal(place) {
        let ours = place.client_council("lelystad").await;
        let new = with_contact(a_signal("lelystad", Channel::Website));
        let first = place.store.receive_signal(&new, b"nonce").await.unwrap().id;
        let again = place.store.receive_signal(&new, b"nonce").await.unwrap().id;
        let other = place.store.receive_signal(&new, b"other").await.unwrap().id;
        assert_eq!(first, again);
        assert_ne!(first, other);
        assert_eq!(place.store.signals(&ours).await.unwrap().len(), 2);
    }

    async fn taking_in_signals_leaves_one_audit_row_a_day_without_the_signal(place) {
        place.client_council("lelystad").await;
        let new = a_signal("lelystad", Channel::Spreekuur);
        let mut ids = Vec::new();
        for form in [b"1", b"2", b"3"] {
            ids.push(place.store.take_in_signal(&new, form, someone()).await.unwrap().id.to_string());
        }
        let trail = place.store.audit_trail("lelystad", 100).await.unwrap();
        let intake: Vec<_> = trail.iter().filter(|row| row.action == "signal.take_in").collect();
        assert_eq!(intake.len(), 1);
        assert_eq!(intake[0].at, "2026-11-20");
        assert!(trail.iter().all(|row| !ids.contains(&row.object)));
    }

    async fn assessing_a_signal_is_guarded_and_keeps_what_was_told(place) {
        let ours = place.client_council("lelystad").await;
        let new = a_signal("lelystad", Channel::Spreekuur);
        let id = place.store.take_in_signal(&new, b"form", someone()).await.unwrap().id;
        let read = place.store.signal(&ours, id).await.unwrap().unwrap();
        let mut changed = read.clone();
        changed.subject.law = None;
        changed.subject.themes = vec!["inkomen".to_owned(), "schulden".to_owned()];
        changed.status = "in onderzoek".to_owned();
        place.store.assess_signal(&ours, &changed, someone()).await.unwrap();
        let refused = place.store.assess_signal(&ours, &read, someone()).await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })));
        let now = place.store.signal(&ours, id).await.unwrap().unwrap();
        assert_eq!((&now.subject, &now.status), (&changed.subject, &changed.status));
        assert_eq!(now.answers, new.answers);
        let theirs = place.client_council("diemen").await;
        assert!(place.store.delete_signal(&theirs, &now, someone()).await.is_err());
        place.store.delete_signal(&ours, &now, someone()).await.unwrap();
        assert_eq!(place.store.signals(&ours).await.unwrap(), []);
    }

    async fn contact_details_are_sealed_and_opening_them_is_written_down(place) {
        let ours = place.client_council("lelystad").await;
        let new = with_contact(a_signal("lelystad", Channel::Website));
        let id = place.store.receive_signal(&new, b"nonce").await.unwrap().id;
        let raw = if place.is_sqlite() { "hex(sealed)" } else { "encode(sealed, 'hex')" };
        let sealed = place.texts(&format!("SELECT {raw} FROM contact")).await;
        let marker = data_encoding::HEXLOWER.encode(b"MARKER");
        assert!(!sealed[0].to_lowercase().contains(&marker));
        assert!(place.store.has_contact(&ours, id).await.unwrap());
        let contact = place.store.open_contact(&ours, id, someone()).await.unwrap();
        assert_eq!(contact, new.contact);
        let trail = place.store.audit_trail("lelystad", 1).await.unwrap();
        assert_eq!((trail[0].action.as_str(), &trail[0].object), ("contact.open", &id.to_string()));
        let theirs = place.client_council("diemen").await;
        assert_eq!(place.store.open_contact(&theirs, id, someone()).await.unwrap(), None);
    }

    async fn contact_details_go_on_their_day_and_with_their_signal(place) {
        let ours = place.client_council("lelystad").await;
        let new = with_contact(a_signal("lelystad", Channel::Website));
        let id = place.store.receive_signal(&new, b"nonce").await.unwrap().id;
        assert_eq!(place.store.erase_due_contacts(day("2026-12-19")).await.unwrap(), 0);
        assert_eq!(place.store.erase_due_contacts(day("2026-12-20")).await.unwrap(), 1);
        assert!(!place.store.has_contact(&ours, id).await.unwrap());
        let id = place.store.receive_signal(&new, b"second").await.unwrap().id;
        let signal = place.store.signal(&ours, id).await.unwrap().unwrap();
        place.store.delete_signal(&ours, &signal, someone()).await.unwrap();
        assert_eq!(place.count("contact").await, 0);
    }

    async fn only_the_right_password_of_an_enabled_account_logs_in(place) {
        let ours = place.client_council("lelystad").await;
        place.store.add_staff("anna", "Anna", "een lang wachtwoord", someone()).await.unwrap();
        assert_eq!(place.store.log_in("anna", "een lang wachtwoorD").await.unwrap(), None);
        assert_eq!(place.store.log_in("bert", "een lang wachtwoord").await.unwrap(), None);
        let anna = place.store.log_in("anna", "een lang wachtwoord").await.unwrap().unwrap();
        place.store.grant_role(&anna, &ours, "volunteer", someone()).await.unwrap();
        let anna = place.store.staff(anna.id).await.unwrap().unwrap();
        assert!(anna.has_role(&ours, "volunteer") && !anna.has_role(&ours, "secretary"));
        place.store.set_disabled(&anna, true, someone()).await.unwrap();
        assert_eq!(place.store.log_in("anna", "een lang wachtwoord").await.unwrap(), None);
        let again = place.store.add_staff("anna", "Anna", "een lang wachtwoord", someone()).await;
        assert!(matches!(again, Err(StoreError::Exists { .. })));
    }

    async fn a_session_ends_by_idling_by_age_by_logout_and_with_the_account(place) {
        let id = place.store.add_staff("anna", "Anna", "een lang wachtwoord", someone()).await.unwrap();
        let at = |minutes: i64| jiff::Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap();
        let session = async |token: &str, minutes| {
            place.store.session(token, at(minutes)).await.unwrap().map(|session| session.staff.id)
        };
        let token = place.store.start_session(id, at(0)).await.unwrap();
        assert_eq!(session(&token, 29).await, Some(id));
        assert_eq!(session(&token, 58).await, Some(id), "using it keeps it going");
        assert_eq!(session(&token, 88).await, None, "30 minutes idle");
        let token = place.store.start_session(id, at(0)).await.unwrap();
        for minutes in (0..720).step_by(20) {
            assert_eq!(session(&token, minutes).await, Some(id), "{minutes}");
        }
        assert_eq!(session(&token, 720).await, None, "12 hours old");
        let token = place.store.start_session(id, at(0)).await.unwrap();
        place.store.end_session(&token).await.unwrap();
        assert_eq!(session(&token, 1).await, None, "logged out");
        let token = place.store.start_session(id, at(0)).await.unwrap();
        let anna = place.store.staff(id).await.unwrap().unwrap();
        place.store.set_password(&anna, "een ander wachtwoord", someone()).await.unwrap();
        assert_eq!(session(&token, 1).await, None, "another password");
    }

    async fn the_database_holds_no_token(place) {
        let id = place.store.add_staff("anna", "Anna", "een lang wachtwoord", someone()).await.unwrap();
        let now = someone().at;
        let token = place.store.start_session(id, now).await.unwrap();
        let raw = if place.is_sqlite() { "hex(token)" } else { "encode(token, 'hex')" };
        let stored = place.texts(&format!("SELECT {raw} FROM session")).await;
        assert_ne!(stored[0].to_lowercase(), data_encoding::HEXLOWER.encode(token.as_bytes()));
        assert_eq!(stored[0].len(), 64, "SHA-256");
        assert!(place.store.session(&stored[0], now).await.unwrap().is_none());
    }

    async fn a_report_is_frozen_and_public_only_once_published(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        let ours = round.client_council();
        let pdf = StoredFile {
            name: "knelpunten.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: vec![0, 1, 2, 255],
        };
        let new = NewReport {
            round,
            kind: "knelpunten".to_owned(),
            title: "Knelpunten 2026".to_owned(),
            figures: "[]".to_owned(),
            created: day("2026-12-01"),
            files: vec![("pdf".to_owned(), pdf.clone())],
        };
        let id = place.store.register_report(&new, someone()).await.unwrap();
        let mut report = place.store.report(&ours, id).await.unwrap().unwrap();
        assert!(!report.published);
        report.published = true;
        place.store.publish_report(&ours, &report, someone()).await.unwrap();
        assert!(place.store.publish_report(&ours, &report, someone()).await.is_err());
        assert!(place.store.reports(&ours).await.unwrap()[0].published);
        assert_eq!(place.store.report_file(&ours, id, "pdf").await.unwrap(), Some(pdf));
        assert_eq!(place.store.report_file(&ours, id, "html").await.unwrap(), None);
        let theirs = place.client_council("diemen").await;
        assert_eq!(place.store.report_file(&theirs, id, "pdf").await.unwrap(), None);
        assert_eq!(place.store.verify().await.unwrap(), []);
    }

    async fn what_was_released_is_remembered(place) {
        let round = place.open_round("lelystad/wmo/2026-1").await;
        for _ in 0..2 {
            place.store.record_release(&round, day("2026-12-01"), &[]).await.unwrap();
        }
        let releases = place.store.releases(&round).await.unwrap();
        assert_eq!((releases.len(), releases[0].day), (1, day("2026-12-01")));
    }

    async fn the_audit_trail_can_only_grow(place) {
        place.client_council("lelystad").await;
        for sql in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
            let refused = place.behind_its_back(sql).await.unwrap_err();
            assert!(refused.to_string().contains("append only"), "{refused}");
        }
    }

    async fn files_read_back(place) {
        let file = StoredFile {
            name: "logo.png".to_owned(),
            media_type: "image/png".to_owned(),
            bytes: vec![7; 300_000],
        };
        let id = place.store.keep_file(&file).await.unwrap();
        assert_eq!(place.store.file(id).await.unwrap(), Some(file));
        assert_eq!(place.store.file(Id::random().unwrap()).await.unwrap(), None);
    }
}
