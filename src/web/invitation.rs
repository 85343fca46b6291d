//! Inviting people to a round: what is printed, and issuing the codes that stand on it. Codes are drawn, printed, and only
//! then issued, so that no code is known to the store that is on no paper, and no letter goes out that lets nobody in.

use crate::anonymity::code::Code;
use crate::anonymity::random::{OsRandom, RandomError};
use crate::config::SiteAddress;
use crate::domain::definition::Questionnaire;
use crate::domain::house_style::Look;
use crate::report::invitation::{Invitation, OtherLanguage};
use crate::store::Round;
use crate::text::date;
use crate::text::interface::phrases;
use crate::web::directory::ClientCouncil;
use crate::web::page::resident::length;

/// The most codes of one batch: what a machine typesets in about a minute.
pub const MOST_CODES: usize = 5_000;

/// What stands on every sheet of a round.
pub fn invitation(
    council: &ClientCouncil,
    questionnaire: &Questionnaire,
    round: &Round,
    (site, look): (&SiteAddress, Look),
) -> Invitation {
    let (questions, minutes) = length(questionnaire);
    let path = council.paths().form(&questionnaire.id, None);
    let others = questionnaire.languages.iter().filter(|code| *code != "nl");
    Invitation {
        client_council: council.profile.name.clone(),
        title: questionnaire.title.get("nl").to_owned(),
        address: format!("{}{path}", site.typed()),
        link: format!("{site}{path}"),
        opens: (round.opens.year(), round.opens.month(), round.opens.day()),
        until: date::day(round.closes),
        phone: council.phone("nl"),
        questions,
        minutes,
        languages: others
            .filter(|code| phrases(code).language == **code)
            .map(|code| OtherLanguage {
                code: code.clone(),
                rtl: phrases(code).direction == "rtl",
                line: phrases(code).code.letter.to_string(),
            })
            .collect(),
        sample: council.sample || round.sample,
        look,
    }
}

/// New codes, in an order that means nothing: each is drawn by itself.
///
/// # Errors
/// When the operating system gives no random numbers.
pub fn draw_codes(count: usize) -> Result<Vec<Code>, RandomError> {
    let mut source = OsRandom::new();
    (0..count).map(|_| Code::draw(&mut source)).collect()
}

/// As they are printed.
pub fn printed(codes: &[Code]) -> Vec<String> {
    codes.iter().map(Code::printed).collect()
}
