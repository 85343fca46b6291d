//! Margins of a round: every version stays, and of two who change them at once the second is told.

use achterban::domain::margin::{Line, Unit};
use achterban::store::ErrorKind;

use super::{Place, day, on_both, someone};

fn line(code: &str, value: &str) -> Line {
    Line {
        row: None,
        question: "wijk".to_owned(),
        code: code.to_owned(),
        value: value.to_owned(),
    }
}

on_both! {
    async fn margins_are_read_back_as_they_were_given_and_can_be_taken_back(place) {
        let round = place.open_round("lelystad/participatiewet/2026-1").await;
        let other = place.draft_round("lelystad/participatiewet/2026-2").await;
        let store = &place.store;
        let by = (someone(), day("2026-11-20"));
        assert_eq!(store.margins(&round).await.unwrap(), None);
        let given = [line("a+b", " 1.500 "), line("c", "‘veel’")];
        store.change_margins(&round, None, (Unit::Count, &given), by).await.unwrap();
        let first = store.margins(&round).await.unwrap().unwrap();
        assert_eq!((first.version, first.unit, first.day), (1, Unit::Count, day("2026-11-20")));
        assert_eq!(first.lines, given);
        assert_eq!(store.margins(&other).await.unwrap(), None, "those of another round");
        store.change_margins(&round, Some(&first), (Unit::Percent, &[]), by).await.unwrap();
        let second = store.margins(&round).await.unwrap().unwrap();
        assert_eq!((second.version, second.lines.len()), (2, 0));
        assert_eq!(place.count("margins").await, 2, "the first version stays");
        assert!(store.verify().await.unwrap().is_empty());
    }

    async fn of_two_who_change_margins_at_once_the_second_is_told_and_changes_nothing(place) {
        let round = place.open_round("lelystad/participatiewet/2026-1").await;
        let store = &place.store;
        let by = (someone(), day("2026-11-20"));
        let one = [line("a", "40"), line("b", "60")];
        store.change_margins(&round, None, (Unit::Percent, &one), by).await.unwrap();
        let late = store.change_margins(&round, None, (Unit::Percent, &[]), by).await;
        assert_eq!(late.unwrap_err().kind(), ErrorKind::Conflict);
        assert_eq!(store.margins(&round).await.unwrap().unwrap().lines, one);
        let trail = store.audit_trail(round.client_council().as_str(), 10).await.unwrap();
        let changes = trail.iter().filter(|entry| entry.action == "margins.change").count();
        assert_eq!(changes, 1);
    }
}
