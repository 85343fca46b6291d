//! The code of a signal, and what is said to whoever has it.

use achterban::domain::definition::Channel;
use achterban::domain::signal::{SignalKind, Subject};
use achterban::domain::signal_code::SignalCode;
use achterban::store::{Conversation, NewSignal, StoreError};

use super::{Place, day, on_both, questionnaire, someone};

fn a_signal(client_council: &str) -> NewSignal {
    NewSignal {
        client_council: client_council.parse().unwrap(),
        channel: Channel::Website,
        day: day("2026-11-20"),
        questionnaire: questionnaire("signaal"),
        questionnaire_version: 1,
        answers: r#"{"verhaal":"lang wachten"}"#.to_owned(),
        subject: Subject {
            themes: Vec::new(),
            law: None,
            aspect: None,
            kind: SignalKind::Knelpunt,
            grave: false,
        },
        contact: None,
        suspicion: None,
    }
}

fn said(answer: &str, question: &str) -> Conversation {
    Conversation {
        answer: answer.to_owned(),
        question: question.to_owned(),
        reply: String::new(),
        reaction: String::new(),
    }
}

on_both! {
    async fn sending_twice_gives_the_same_code_and_another_form_another(place) {
        let ours = place.client_council("lelystad").await;
        let new = a_signal("lelystad");
        let first = place.store.receive_signal(&new, b"nonce").await.unwrap();
        let again = place.store.receive_signal(&new, b"nonce").await.unwrap();
        let other = place.store.receive_signal(&new, b"other").await.unwrap();
        assert!(first.code == again.code && first.code != other.code);
        assert_eq!((place.count("signal").await, place.count("signal_code").await), (2, 2));
        let after_a_restart = place.reopened().await.unwrap();
        let found = after_a_restart.follow(&ours, &first.code).await.unwrap().unwrap();
        assert_eq!((found.signal, found.status.as_str()), (first.id, "nieuw"));
        assert_eq!(found.said, Conversation::default());
    }

    async fn a_double_click_at_the_spreekuur_is_one_signal_with_one_code(place) {
        place.client_council("lelystad").await;
        let mut new = a_signal("lelystad");
        new.channel = Channel::Spreekuur;
        let first = place.store.take_in_signal(&new, b"form", someone()).await.unwrap();
        let again = place.store.take_in_signal(&new, b"form", someone()).await.unwrap();
        assert!(first.id == again.id && first.code == again.code);
        assert_eq!(place.count("signal").await, 1);
        let website = place.store.receive_signal(&new, b"form").await.unwrap();
        assert!(website.id != first.id && website.code != first.code, "another door, another signal");
    }

    async fn a_code_opens_nothing_in_another_client_council_and_nothing_when_its_signal_is_gone(place) {
        let (ours, theirs) = (place.client_council("lelystad").await, place.client_council("diemen").await);
        let received = place.store.receive_signal(&a_signal("lelystad"), b"nonce").await.unwrap();
        assert_eq!(place.store.follow(&theirs, &received.code).await.unwrap(), None);
        let never = SignalCode::from_bytes(&[9; 16]);
        assert_eq!(place.store.follow(&ours, &never).await.unwrap(), None);
        let signal = place.store.signal(&ours, received.id).await.unwrap().unwrap();
        place.store.delete_signal(&ours, &signal, someone()).await.unwrap();
        assert_eq!(place.store.follow(&ours, &received.code).await.unwrap(), None);
        assert_eq!((place.count("signal_code").await, place.count("conversation").await), (0, 0));
    }

    async fn a_code_that_another_signal_has_is_not_given_out_again(place) {
        let ours = place.client_council("lelystad").await;
        let store = &place.store;
        let first = store.receive_signal(&a_signal("lelystad"), b"one").await.unwrap();
        // What happens once in 2^50: the first code of the next form belongs to someone else.
        let tag = store.keys().signal_codes().tag("lelystad", &store.keys().signal_codes().code(b"two", 0));
        let hex = data_encoding::HEXLOWER.encode(&tag);
        let bytes = if place.is_sqlite() { format!("x'{hex}'") } else { format!("'\\x{hex}'::bytea") };
        place.behind_its_back(&format!("UPDATE signal_code SET tag = {bytes}")).await.unwrap();
        let second = store.receive_signal(&a_signal("lelystad"), b"two").await.unwrap();
        assert!(second.code == store.keys().signal_codes().code(b"two", 1));
        let again = store.receive_signal(&a_signal("lelystad"), b"two").await.unwrap();
        assert!(again.code == second.code);
        let found = store.follow(&ours, &second.code).await.unwrap().unwrap();
        assert!(found.signal == second.id && found.signal != first.id);
    }

    async fn the_client_council_answers_asks_once_and_the_resident_replies_once(place) {
        let ours = place.client_council("lelystad").await;
        let store = &place.store;
        let received = store.receive_signal(&a_signal("lelystad"), b"nonce").await.unwrap();
        assert!(!store.reply(&ours, received.id, "zomaar").await.unwrap(), "nobody asked");
        let mut signal = store.signal(&ours, received.id).await.unwrap().unwrap();
        signal.status = "besproken".to_owned();
        store.say(&ours, &signal, &said("Wij vragen het na.", "Hoe lang al?"), someone()).await.unwrap();
        let stale = store.say(&ours, &signal, &said("Anders", ""), someone()).await;
        assert!(matches!(stale, Err(StoreError::Conflict { .. })));

        let theirs = place.client_council("diemen").await;
        assert!(!store.reply(&theirs, received.id, "nee").await.unwrap());
        assert!(store.reply(&ours, received.id, "Een jaar").await.unwrap());
        assert!(!store.reply(&ours, received.id, "Twee jaar").await.unwrap(), "once");
        let signal = store.signal(&ours, received.id).await.unwrap().unwrap();
        let later = Conversation { reaction: "Er komt een loket.".to_owned(), ..said("Wij vroegen het na.", "Een andere vraag?") };
        store.say(&ours, &signal, &later, someone()).await.unwrap();

        let found = store.follow(&ours, &received.code).await.unwrap().unwrap();
        assert_eq!(found.status, "besproken");
        assert_eq!(found.said, Conversation {
            answer: "Wij vroegen het na.".to_owned(),
            question: "Hoe lang al?".to_owned(),
            reply: "Een jaar".to_owned(),
            reaction: "Er komt een loket.".to_owned(),
        });
        assert_eq!(store.conversation(&ours, received.id).await.unwrap(), found.said);
        assert_eq!(store.conversation(&theirs, received.id).await.unwrap(), Conversation::default());
        let trail = store.audit_trail("lelystad", 10).await.unwrap();
        let rows: Vec<_> = trail.iter().filter(|row| row.action.starts_with("signal.")).collect();
        assert_eq!(rows.len(), 2, "what staff did; a reply leaves none");
        assert!(rows.iter().all(|row| row.action == "signal.answer" && row.object == received.id.to_string()));
    }

    async fn no_code_stands_in_the_database(place) {
        place.client_council("lelystad").await;
        let received = place.store.receive_signal(&a_signal("lelystad"), b"nonce").await.unwrap();
        place.store.empty_log().await.unwrap();
        let tags = if place.is_sqlite() { "hex(tag)" } else { "encode(tag, 'hex')" };
        assert_eq!(place.texts(&format!("SELECT {tags} FROM signal_code")).await[0].len(), 64);
        if place.is_sqlite() {
            let bytes = std::fs::read(place.directory.database()).unwrap();
            for word in [received.code.plain(), received.code.to_string()] {
                assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()));
            }
        }
    }
}
