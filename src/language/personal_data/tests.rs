//! Numbers here are test numbers: BSN from the range meant for tests, IBANs from the registry's examples.

use super::{Finding, Kind, find};
use proptest::prelude::*;

/// What was found, as kind, text and certainty.
fn found(text: &str) -> Vec<(Kind, &str, bool)> {
    find(text)
        .into_iter()
        .map(
            |Finding {
                 kind,
                 start,
                 end,
                 certain,
             }| (kind, &text[start..end], certain),
        )
        .collect()
}

fn refused(text: &str) -> bool {
    find(text).iter().any(Finding::is_refused)
}

#[test]
fn a_bsn_is_refused_however_it_is_grouped() {
    for number in [
        "111222333",
        "123456782",
        "999990019",
        "111 222 333",
        "1112.22.333",
        "123-456-782",
        "١١١٢٢٢٣٣٣",
    ] {
        assert_eq!(
            found(&format!("Ik ben {number}, help.")),
            [(Kind::Bsn, number, true)],
            "{number}"
        );
        assert!(refused(number), "{number}");
    }
}

#[test]
fn a_short_or_oddly_grouped_bsn_is_refused_only_beside_a_cue() {
    assert_eq!(
        found("het getal 10000008 dus"),
        [(Kind::Bsn, "10000008", false)]
    );
    assert!(refused("mijn BSN: 10000008"));
    assert!(refused("burgerservicenummer 12345 6782"));
    assert!(!refused("in 12345 6782"));
    assert!(refused("bsn123456782"));
    assert!(refused("123456782 is mijn bsn"));
}

#[test]
fn other_digits_beside_a_bsn_do_not_hide_it() {
    for text in [
        "bsn 012345672 8 weken",
        "bsn na 20 111 222 333",
        "111 222 333 4 keer",
        "4 111 222 333",
    ] {
        assert!(refused(text), "{text}");
    }
}

#[test]
fn a_mistyped_bsn_beside_a_cue_is_a_warning() {
    assert_eq!(
        found("mijn bsn is 123456789"),
        [(Kind::Bsn, "123456789", false)]
    );
    assert!(!refused("mijn bsn is 123456789"));
}

#[test]
fn numbers_that_are_no_bsn_are_left_alone() {
    for text in [
        "123456789",
        "000000000",
        "op 12-03-1965 en 2015-12-31",
        "zaak Z123456782",
        "1234567820",
        "€ 1.500 in 2015",
        "11122233 3",
    ] {
        assert!(!refused(text), "{text}");
    }
    assert_eq!(
        found("op 12-03-2019 of 05-12-2024, tussen 9.30 en 12.30 uur"),
        []
    );
    assert_eq!(
        found("Ik kreeg 1.234,56 euro. 20 mensen wachten 8 weken."),
        []
    );
}

#[test]
fn an_iban_is_found_in_any_case_and_spacing() {
    for number in [
        "NL91ABNA0417164300",
        "nl91abna0417164300",
        "NL91 ABNA 0417 1643 00",
        "NL91.ABNA.0417.1643.00",
        "BE68 5390 0754 7034",
        "DE89370400440532013000",
        "PL61109010140000071219812874",
    ] {
        assert_eq!(
            found(&format!("Mijn rekening: {number}.")),
            [(Kind::Iban, number, true)],
            "{number}"
        );
    }
}

#[test]
fn a_dutch_iban_with_a_typing_error_is_a_warning_and_another_word_is_none() {
    assert_eq!(
        found("NL92ABNA0417164300"),
        [(Kind::Iban, "NL92ABNA0417164300", false)]
    );
    assert_eq!(found("DE89370400440532013001 en XX91ABNA0417164300"), []);
}

#[test]
fn a_mail_address_ends_before_the_full_stop_of_the_sentence() {
    assert_eq!(
        found("Mail j.de-vries+x@example.nl."),
        [(Kind::Email, "j.de-vries+x@example.nl", true)]
    );
    assert_eq!(
        found("(zoë@café.example.nl)"),
        [(Kind::Email, "zoë@café.example.nl", true)]
    );
    assert_eq!(found("kom @ 9 uur, @gemeente of a@b"), []);
}

#[test]
fn a_telephone_number_of_a_person_is_found_in_every_usual_form() {
    for number in [
        "0612345678",
        "06-12345678",
        "06 - 12 34 56 78",
        "06.12.34.56.78",
        "+31612345678",
        "+31 (0)6 12345678",
        "0031 6 1234 5678",
        "0320-123 456",
        "020 123 45 67",
        "085 1234567",
        "+49 151 23456789",
        "0032 470 12 34 56",
    ] {
        assert_eq!(
            found(&format!("Bel {number} even")),
            [(Kind::Phone, number, true)],
            "{number}"
        );
    }
}

#[test]
fn public_numbers_are_not_personal() {
    for number in [
        "112",
        "113",
        "144",
        "14 0320",
        "14 020",
        "0800-1234",
        "0800 8020",
        "0800-0113",
        "0900-1234567",
        "088 123 45 67",
        "+31 88 1234567",
    ] {
        assert_eq!(found(&format!("Bel {number}")), [], "{number}");
    }
}

#[test]
fn several_kinds_stand_in_the_order_of_the_text() {
    let text = "BSN 111222333, NL91ABNA0417164300, a@example.nl, 0612345678";
    let kinds: Vec<Kind> = find(text).into_iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [Kind::Bsn, Kind::Iban, Kind::Email, Kind::Phone]);
}

#[test]
fn only_a_certain_bsn_is_refused() {
    assert!(!refused("NL91ABNA0417164300, a@example.nl, 0612345678"));
}

#[test]
fn a_name_is_found_with_and_without_capitals_and_without_its_title() {
    for (text, name) in [
        ("Mevrouw El Amrani was aardig.", "El Amrani"),
        ("mevrouw yilmaz belt nooit terug", "yilmaz"),
        ("mijn dochter noa wacht", "noa"),
        ("consulent jan peeters luistert niet", "jan peeters"),
        ("fam. de Vries van hiernaast", "de Vries"),
        ("Ik sprak J.P. van der Meer.", "J.P. van der Meer"),
        ("menneer Bulut kwam te laat", "Bulut"),
        ("Fatima's verslag klopt niet", "Fatima"),
        ("groetjes anneke", "anneke"),
        ("mevrouw 't Hart", "'t Hart"),
    ] {
        assert_eq!(
            found(text)
                .iter()
                .map(|(kind, found, _)| (*kind, *found))
                .collect::<Vec<_>>(),
            [(Kind::Name, name)],
            "{text}"
        );
    }
}

#[test]
fn what_stands_around_makes_a_doubtful_word_a_name() {
    for (text, name) in [
        ("mevr ten brinke belt terug", "ten brinke"),
        ("wie is karin jan vos toch", "karin jan vos"),
        ("Cor van het wijkteam komt elke week.", "Cor"),
    ] {
        let found = found(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].0, found[0].1), (Kind::Name, name), "{text}");
    }
}

#[test]
fn words_organisations_and_places_are_no_names() {
    for text in [
        "De lente komt en mijn hoop is op.",
        "Mijn zoon wil graag naar school.",
        "Mevrouw zei dat het niet kon.",
        "Albert Heijn en Jumbo zijn duur.",
        "Gemeente Lelystad en UWV reageren niet.",
        "Ik ben Syrische.",
        "Met vriendelijke groet, een bewoner",
        "IK WACHT AL WEKEN OP EEN ANTWOORD",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn an_address_has_its_number_and_addition_and_no_town() {
    for (text, address) in [
        ("Kerkstraat 12 in Lelystad", "Kerkstraat 12"),
        ("ik woon op de molenweg 3b", "molenweg 3b"),
        ("Prins Hendrikkade 14-2", "Prins Hendrikkade 14-2"),
        ("2e Jan Steenstraat 30 hs", "2e Jan Steenstraat 30 hs"),
        ("ik woon Plein 1944 12", "Plein 1944 12"),
        ("wij wonen in de Scheldestraat", "Scheldestraat"),
    ] {
        assert_eq!(found(text), [(Kind::Address, address, true)], "{text}");
    }
    assert_eq!(
        found("In mijn straat en op het plein is het vies, 12 weken al."),
        []
    );
}

#[test]
fn postcodes_dates_of_birth_case_numbers_and_plates_are_found_and_other_numbers_are_not() {
    for (text, kind, number) in [
        ("1234 AB", Kind::Postcode, "1234 AB"),
        ("postcode 1234ab", Kind::Postcode, "1234ab"),
        ("geb 3 maart '58", Kind::BirthDate, "3 maart '58"),
        ("geboren op 12-03-2011", Kind::BirthDate, "12-03-2011"),
        ("ik ben van 1961, 12-03-1961", Kind::BirthDate, "12-03-1961"),
        ("zaaknummer 2024/118", Kind::FileNumber, "2024/118"),
        ("mijn clientnr is 90211", Kind::FileNumber, "90211"),
        ("12-ab-cd", Kind::LicencePlate, "12-ab-cd"),
        ("kenteken gz123k", Kind::LicencePlate, "gz123k"),
    ] {
        assert_eq!(
            found(text)[..],
            [(kind, number, found(text)[0].2)],
            "{text}"
        );
    }
    for text in [
        "in 2015 en 2016",
        "1500 km per jaar",
        "op 1 januari 2024 en 3 mei",
        "bel 14 0320",
        "artikel 12 van de Wmo 2015",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn a_masked_text_has_a_label_and_a_changed_one_a_small_word() {
    let text = "Mevrouw Yilmaz, 06-12345678";
    assert_eq!(super::masked(text), "Mevrouw [NAAM], [TELEFOON]");
    assert_eq!(super::without(text, Some(1)), "Mevrouw Yilmaz, [telefoon]");
    assert_eq!(super::without(text, None), "Mevrouw [naam], [telefoon]");
    assert_eq!(super::without("niets", Some(3)), "niets");
}

/// Text of words that look like names and addresses.
fn text_with_names() -> impl Strategy<Value = String> {
    proptest::string::string_regex(
        "((mevrouw|Fatima|jan|van|de|'t|J\\.|el|Kerkstraat|groetjes|Özdemir|straat|nr|geb|zaak|kenteken|1234|AB|12)[ ,.'\\n-]{0,2}){0,20}",
    )
    .expect("the pattern is a valid one")
}

/// Text with much that looks like numbers.
fn text_with_numbers() -> impl Strategy<Value = String> {
    proptest::string::string_regex(
        "([0-9]{1,10}|[ .()/+-]{1,3}|[a-zë]{1,4}|bsn|NL|@|\\.nl|٣|€|😀){0,40}",
    )
    .expect("the pattern is a valid one")
}

proptest! {
    #[test]
    fn findings_are_in_order_apart_and_on_character_boundaries(text in prop_oneof![any::<String>(), text_with_numbers(), text_with_names()]) {
        let mut free_from = 0;
        for Finding { start, end, .. } in find(&text) {
            prop_assert!(free_from <= start && start < end);
            prop_assert!(text.get(start..end).is_some());
            free_from = end;
        }
    }

    #[test]
    fn a_bsn_is_refused_wherever_it_stands_between_words(before in "[a-z ,.]{0,30}", after in "[a-z ,.]{0,30}") {
        let text = format!("{before} 123456782 {after}");
        prop_assert!(refused(&text));
    }

    #[test]
    fn one_wrong_digit_is_never_a_certain_bsn(at in 0_usize..9, digit in b'0'..=b'9') {
        let mut number = *b"123456782";
        prop_assume!(number[at] != digit);
        number[at] = digit;
        let number = std::str::from_utf8(&number).expect("digits are text").to_owned();
        let text = format!("mijn bsn is {number}");
        prop_assert!(!refused(&text));
    }
}
