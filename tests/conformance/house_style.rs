//! House styles and logos: every version stays, and of two who change at once the second is told.

use achterban::domain::house_style::colour::Colour;
use achterban::domain::house_style::logo::Logo;
use achterban::domain::house_style::{HouseStyle, Token};
use achterban::store::{ErrorKind, LogoChange};

use super::{Place, day, on_both, someone};

fn a_style(red: u8) -> HouseStyle {
    HouseStyle {
        colours: [(Token::Accent, Colour(red, 0x2b, 0x5f))].into(),
        headings: None,
    }
}

fn a_logo() -> Logo {
    Logo {
        print: vec![1, 2, 3],
        screen: vec![4, 5],
        size: (80, 40),
        alt: "Twee huizen".to_owned(),
    }
}

on_both! {
    async fn a_style_is_read_back_and_a_logo_stays_until_it_is_taken_away(place) {
        let id = place.client_council("lelystad").await;
        let other = place.client_council("diemen").await;
        let store = &place.store;
        let by = (someone(), day("2026-11-20"));
        assert!(store.house_styles().await.unwrap().is_empty());
        store.change_house_style(&id, None, (&a_style(1), &LogoChange::Set(a_logo())), by).await.unwrap();
        store.change_house_style(&other, None, (&a_style(9), &LogoChange::Keep), by).await.unwrap();
        let current = store.house_style_history(&id).await.unwrap().remove(0);
        assert_eq!((current.version, &current.style, current.day), (1, &a_style(1), day("2026-11-20")));
        let logo = current.logo.clone().unwrap();
        assert_eq!((logo.alt.as_str(), logo.size), ("Twee huizen", (80, 40)));
        assert_eq!(store.file(logo.print).await.unwrap().unwrap().bytes, [1, 2, 3]);
        assert_eq!(store.file(logo.screen).await.unwrap().unwrap().bytes, [4, 5]);
        store.change_house_style(&id, Some(&current), (&a_style(2), &LogoChange::Keep), by).await.unwrap();
        let second = store.house_style_history(&id).await.unwrap().remove(0);
        assert_eq!((second.version, second.logo.as_ref()), (2, Some(&logo)));
        let neutral = HouseStyle::default();
        store.change_house_style(&id, Some(&second), (&neutral, &LogoChange::Remove), by).await.unwrap();
        let history = store.house_style_history(&id).await.unwrap();
        let versions: Vec<_> = history.iter().map(|each| (each.version, each.logo.is_some())).collect();
        assert_eq!(versions, [(3, false), (2, true), (1, true)]);
        assert!(history[0].style.is_neutral());
        let mut newest = store.house_styles().await.unwrap();
        newest.sort_by_key(|each| each.version);
        let newest: Vec<_> = newest.iter().map(|each| (each.client_council.as_str(), each.version)).collect();
        assert_eq!(newest, [("diemen", 1), ("lelystad", 3)]);
        assert!(store.verify().await.unwrap().is_empty());
    }

    async fn of_two_who_change_a_style_at_once_the_second_is_told_and_changes_nothing(place) {
        let id = place.client_council("lelystad").await;
        let store = &place.store;
        let by = (someone(), day("2026-11-20"));
        store.change_house_style(&id, None, (&a_style(1), &LogoChange::Keep), by).await.unwrap();
        let refused = store.change_house_style(&id, None, (&a_style(2), &LogoChange::Set(a_logo())), by).await;
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Conflict);
        assert_eq!(store.house_style_history(&id).await.unwrap().len(), 1);
        assert_eq!(place.count("file").await, 0, "the logo of the second is not kept");
        let trail = store.audit_trail("lelystad", 10).await.unwrap();
        let changes: Vec<_> = trail.iter().filter(|act| act.action == "house_style.change").collect();
        assert_eq!(changes.len(), 1);
        assert_eq!((changes[0].object.as_str(), changes[0].actor.as_str()), ("1", someone().login));
    }
}
