//! Evaluations: versions, links that are good once, and forms that nothing joins to a link.

use achterban::domain::evaluation::{Evaluation, Form, Party, Stage};
use achterban::domain::id::ClientCouncilId;
use achterban::store::ErrorKind;

use super::{Place, day, on_both, someone};

fn begun() -> Evaluation {
    Evaluation {
        start: day("2025-05-31"),
        people: [6, 2, 1],
        stage: Stage::FillingIn,
        points: Vec::new(),
        view: String::new(),
    }
}

fn form(score: u8) -> Form {
    Form {
        scores: [("e1".to_owned(), score)].into(),
        words: [("e1".to_owned(), "‘Omdat’ 😀".to_owned())].into(),
    }
}

on_both! {
    async fn a_link_is_good_for_one_form_of_one_party_until_its_day_or_until_all_is_compared(place) {
        place.open_round("lelystad/participatiewet/2026-1").await;
        let (store, council) = (&place.store, ClientCouncilId::new("lelystad").unwrap());
        let by = (someone(), day("2026-11-20"));
        let id = store.add_evaluation(&council, &begun(), by).await.unwrap();
        let read = store.evaluation(&council, id).await.unwrap().unwrap();
        let links = store.make_links(&read, day("2026-12-01"), by.0).await.unwrap();
        assert_eq!(links.len(), 8, "six members, one form of officials, one of the college");
        let (party, token) = &links[0];
        let seen = |token: String, today| async move { store.evaluation_of_link(&token, day(today)).await.unwrap() };
        assert!(seen(token.clone(), "2026-12-01").await.is_some());
        assert!(seen(token.clone(), "2026-12-02").await.is_none(), "its day is over");
        assert!(seen("onzin".to_owned(), "2026-11-20").await.is_none());
        store.send_evaluation_form(token, (id, *party), &form(4)).await.unwrap();
        store.send_evaluation_form(token, (id, *party), &form(1)).await.unwrap();
        assert_eq!(store.evaluation_forms(id).await.unwrap(), [(Party::Member, form(4))]);
        let counts = store.evaluation_links(id).await.unwrap();
        assert_eq!(counts.iter().map(|it| (it.made, it.used)).collect::<Vec<_>>(), [(6, 1), (1, 0), (1, 0)]);

        // New links withdraw those that were not used, and there are no more than forms.
        let again = store.make_links(&read, day("2026-12-01"), by.0).await.unwrap();
        assert_eq!(again.len(), 7);
        assert!(seen(links[1].1.clone(), "2026-11-20").await.is_none(), "withdrawn");
        let compared = Evaluation { stage: Stage::Compared, ..begun() };
        store.change_evaluation(&read, &compared, by).await.unwrap();
        assert!(seen(again[0].1.clone(), "2026-11-20").await.is_none(), "nobody fills in after comparing");
    }

    async fn of_two_who_change_an_evaluation_at_once_the_second_is_told_and_another_council_sees_nothing(place) {
        place.open_round("lelystad/participatiewet/2026-1").await;
        let (store, council) = (&place.store, ClientCouncilId::new("lelystad").unwrap());
        let by = (someone(), day("2026-11-20"));
        let id = store.add_evaluation(&council, &begun(), by).await.unwrap();
        let read = store.evaluation(&council, id).await.unwrap().unwrap();
        let seen = Evaluation { view: "Gezien.".into(), ..begun() };
        store.change_evaluation(&read, &seen, by).await.unwrap();
        let late = store.change_evaluation(&read, &begun(), by).await;
        assert_eq!(late.unwrap_err().kind(), ErrorKind::Conflict);
        let all = store.evaluations(&council).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].version, all[0].content.view.as_str()), (2, "Gezien."));
        let other = ClientCouncilId::new("diemen").unwrap();
        assert!(store.evaluation(&other, id).await.unwrap().is_none());
    }
}
