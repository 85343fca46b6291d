//! Advices: versions, and the link with which the college answers.

use achterban::domain::advice::{Advice, Recommendation, Stage};
use achterban::domain::id::ClientCouncilId;
use achterban::store::ErrorKind;

use super::{Place, day, on_both, someone};

fn advice() -> Advice {
    Advice {
        subject: "‘Brieven’ 😀 \u{202e}".to_owned(),
        recommendations: vec![Recommendation {
            problem: "Te moeilijk".to_owned(),
            proposal: "Herschrijf ze".to_owned(),
            knelpunt: None,
        }],
        ..Advice::begun()
    }
}

on_both! {
    async fn an_advice_keeps_every_version_and_the_second_of_two_writers_is_told(place) {
        let (ours, theirs) = (place.client_council("lelystad").await, place.client_council("diemen").await);
        let by = (someone(), day("2026-11-20"));
        let id = place.store.add_advice(&ours, &advice(), by).await.unwrap();
        let first = place.store.advice(&ours, id).await.unwrap().remove(0);
        assert_eq!((first.version, &first.content), (1, &advice()));
        let adopted = Advice { stage: Stage::Adopted, adopted: Some(day("2026-11-21")), ..advice() };
        place.store.change_advice(&first, &adopted, by).await.unwrap();
        let error = place.store.change_advice(&first, &advice(), by).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        let all = place.store.advice(&ours, id).await.unwrap();
        assert_eq!(all.iter().map(|it| it.version).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(place.store.advices(&ours).await.unwrap()[0].content, adopted);
        assert!(place.store.advice(&theirs, id).await.unwrap().is_empty());
        assert!(place.store.advices(&theirs).await.unwrap().is_empty());
        assert_eq!(place.store.verify().await.unwrap(), []);
    }

    async fn the_link_of_an_advice_is_good_until_its_day_until_a_new_one_or_until_it_is_withdrawn(place) {
        let ours = place.client_council("lelystad").await;
        let theirs: ClientCouncilId = place.client_council("diemen").await;
        let by = (someone(), day("2026-11-20"));
        let id = place.store.add_advice(&ours, &advice(), by).await.unwrap();
        let stored = place.store.advice(&ours, id).await.unwrap().remove(0);
        let make = async || place.store.make_advice_link(&stored, day("2026-12-01"), by.0).await.unwrap();
        let found = async |council: &ClientCouncilId, token: &str, on: &str| {
            place.store.advice_of_link(council, token, day(on)).await.unwrap().is_some()
        };
        let first = make().await;
        assert_eq!(first.len(), 22, "128 bits");
        assert!(found(&ours, &first, "2026-12-01").await);
        assert!(!found(&ours, &first, "2026-12-02").await, "its day is over");
        assert!(!found(&theirs, &first, "2026-11-20").await, "of another client council");
        assert!(!found(&ours, "onzin", "2026-11-20").await);
        assert_eq!(place.store.advice_link_until(id).await.unwrap(), Some(day("2026-12-01")));
        let second = make().await;
        assert!(!found(&ours, &first, "2026-11-20").await && found(&ours, &second, "2026-11-20").await);
        place.store.withdraw_advice_link(&stored, by.0).await.unwrap();
        assert!(!found(&ours, &second, "2026-11-20").await);
    }
}
