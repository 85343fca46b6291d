//! What ships with the program: the files of `surveys/` and `councils/`, as text.

/// The questionnaires, as id and TOML text.
pub const QUESTIONNAIRES: &[(&str, &str)] = &[
    (
        "participatiewet",
        include_str!("../../surveys/participatiewet.toml"),
    ),
    ("wmo", include_str!("../../surveys/wmo.toml")),
    ("spreekuur", include_str!("../../surveys/spreekuur.toml")),
    ("signaal", include_str!("../../surveys/signaal.toml")),
];

/// What three parties fill in 1.5 years after a client council began.
pub const EVALUATION: &str = include_str!("../../surveys/evaluatie.toml");

/// Translations of them that no one has checked yet, as questionnaire, language and CSV (`translation export`).
pub const TRANSLATIONS: &[(&str, &str, &str)] = &[
    (
        "participatiewet",
        "ar",
        include_str!("../../surveys/vertalingen/participatiewet.ar.csv"),
    ),
    (
        "participatiewet",
        "tr",
        include_str!("../../surveys/vertalingen/participatiewet.tr.csv"),
    ),
    (
        "participatiewet",
        "pl",
        include_str!("../../surveys/vertalingen/participatiewet.pl.csv"),
    ),
    (
        "participatiewet",
        "uk",
        include_str!("../../surveys/vertalingen/participatiewet.uk.csv"),
    ),
    (
        "wmo",
        "ar",
        include_str!("../../surveys/vertalingen/wmo.ar.csv"),
    ),
    (
        "wmo",
        "tr",
        include_str!("../../surveys/vertalingen/wmo.tr.csv"),
    ),
    (
        "wmo",
        "pl",
        include_str!("../../surveys/vertalingen/wmo.pl.csv"),
    ),
    (
        "wmo",
        "uk",
        include_str!("../../surveys/vertalingen/wmo.uk.csv"),
    ),
    (
        "signaal",
        "ar",
        include_str!("../../surveys/vertalingen/signaal.ar.csv"),
    ),
    (
        "signaal",
        "tr",
        include_str!("../../surveys/vertalingen/signaal.tr.csv"),
    ),
    (
        "signaal",
        "pl",
        include_str!("../../surveys/vertalingen/signaal.pl.csv"),
    ),
    (
        "signaal",
        "uk",
        include_str!("../../surveys/vertalingen/signaal.uk.csv"),
    ),
];

/// The client councils of the demo, as id and TOML text.
pub const CLIENT_COUNCILS: &[(&str, &str)] = &[
    ("diemen", include_str!("../../councils/diemen.toml")),
    (
        "alphen-chaam",
        include_str!("../../councils/alphen-chaam.toml"),
    ),
    ("lelystad", include_str!("../../councils/lelystad.toml")),
    ("opmeer", include_str!("../../councils/opmeer.toml")),
    ("ideaal", include_str!("../../councils/ideaal.toml")),
];

/// Made-up house styles of the demo: id of the client council, design tokens, logo, what the logo shows.
pub const HOUSE_STYLES: &[(&str, &[u8], &[u8], &str)] = &[(
    "alphen-chaam",
    include_bytes!("../../councils/huisstijl/alphen-chaam.tokens.json"),
    include_bytes!("../../councils/huisstijl/alphen-chaam.png"),
    "Verzonnen logo: drie bomen bij een huis",
)];

#[cfg(test)]
mod tests {
    use super::{CLIENT_COUNCILS, QUESTIONNAIRES};
    use crate::domain::client_council::ClientCouncil;
    use crate::domain::definition::read::read;
    use crate::domain::definition::{Channel, Kind};
    use crate::domain::theme::codebook;

    #[test]
    fn every_shipped_questionnaire_reads_without_error_and_is_complete_in_each_of_its_languages() {
        for (id, text) in QUESTIONNAIRES {
            let reading = read(text, codebook());
            let findings: Vec<_> = reading
                .findings
                .iter()
                .filter(|f| f.rule != "process")
                .collect();
            assert!(findings.is_empty(), "{id}: {findings:?}");
            assert_eq!(reading.questionnaire.map(|q| q.id).as_deref(), Some(*id));
        }
    }

    #[test]
    fn the_enquetes_have_as_many_questions_as_their_design() {
        for (id, asked) in [("participatiewet", 20), ("wmo", 18)] {
            let text = QUESTIONNAIRES
                .iter()
                .find(|(other, _)| *other == id)
                .expect("shipped")
                .1;
            let questionnaire = read(text, codebook())
                .questionnaire
                .expect("a questionnaire");
            assert_eq!(questionnaire.channel, Channel::Enquete);
            let questions = questionnaire
                .sections
                .iter()
                .flat_map(|section| &section.questions);
            assert_eq!(
                questions
                    .filter(|question| question.kind != Kind::Note)
                    .count(),
                asked,
                "{id}"
            );
        }
    }

    #[test]
    fn every_client_council_reads_and_uses_questionnaires_that_ship() {
        for (id, text) in CLIENT_COUNCILS {
            let client_council = ClientCouncil::read(text).expect("a client council");
            assert_eq!(client_council.id, *id);
            assert!(client_council.sample);
            for used in &client_council.questionnaires {
                assert!(
                    QUESTIONNAIRES
                        .iter()
                        .any(|(questionnaire, _)| questionnaire == used),
                    "{used}"
                );
            }
        }
    }
}
