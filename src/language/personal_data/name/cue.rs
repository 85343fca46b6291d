//! What stands before or after a name and says that it is one. Points as in `super`.

use crate::language::personal_data::lists::{Known, is_one_slip_away, known};
use crate::language::personal_data::word::Word;

/// A title: hardly anything but a name follows.
pub(super) const TITLE: i32 = 10;
/// A kin word, a role, a greeting, "heet": often a name follows.
pub(super) const RELATION: i32 = 6;
/// "Ik ben": now and then a name follows.
pub(super) const SELF: i32 = 4;
/// "met", "bij", "volgens", or a verb behind that people do.
pub(super) const SLIGHT: i32 = 2;

#[rustfmt::skip]
const TITLES: &[&str] = &[
    "mevrouw", "mevr", "mw", "mvr", "mej", "mevrouws", "meneer", "mijnheer", "dhr", "heer", "hr", "menheer", "juffrouw",
    "juffr", "juf", "dokter", "dr", "drs", "ir", "ing", "prof", "professor", "mr", "fam", "familie", "oma", "opa", "tante",
    "oom", "pastoor", "dominee", "ds", "imam", "pater", "tnv", "tav", "genaamd", "ene", "zekere", "voornaam", "achternaam",
];
#[rustfmt::skip]
const RELATIONS: &[&str] = &[
    "zoon", "zoontje", "dochter", "dochtertje", "zus", "zusje", "zuster", "broer", "broertje", "broeder", "moeder", "vader",
    "mama", "papa", "man", "vrouw", "partner", "ex", "exman", "exvrouw", "vriend", "vriendin", "vriendje", "vriendinnetje",
    "kind", "kleinzoon", "kleindochter", "kleinkind", "neef", "neefje", "nicht", "nichtje", "schoonmoeder", "schoonvader",
    "schoonzus", "schoonzoon", "schoondochter", "stiefzoon", "stiefdochter", "stiefvader", "stiefmoeder", "pleegzoon",
    "pleegdochter", "pleegkind", "verloofde", "echtgenoot", "echtgenote", "zwager", "buurman", "buurvrouw", "buurmeisje",
    "buurjongen", "baby", "jongste", "oudste", "peuter", "puber", "collega", "maatje", "taalmaatje", "huisgenoot",
    "consulent", "consulente", "klantmanager", "klantmanagers", "klantmanagster", "contactpersoon", "begeleider",
    "begeleidster", "wethouder", "burgemeester", "huisarts", "arts", "tandarts", "advocaat", "advocate", "bewindvoerder",
    "casemanager", "casemanagers", "regisseur", "gezinsvoogd", "voogd", "gezinscoach", "jobcoach", "werkcoach", "coach",
    "medewerker", "medewerkster", "ambtenaar", "hulp", "thuishulp", "poetshulp", "huishoudhulp", "schoonmaakster",
    "wijkverpleegkundige", "verpleegkundige", "wijkzuster", "verzorgster", "werker", "werkster", "mantelzorger", "tolk",
    "vrijwilliger", "vrijwilligster", "deurwaarder", "psycholoog", "psychologe", "psychiater", "therapeut", "therapeute",
    "fysiotherapeut", "leidinggevende", "teamleider", "directeur", "manager", "trainer", "docent", "docente", "leraar",
    "lerares", "meester", "chauffeur", "curator", "mentor", "wijkagent", "agent", "rechter", "raadslid", "voorzitter",
    "secretaris", "inspecteur", "controleur", "rechercheur", "clientondersteuner", "ondersteuner", "hulpverlener",
    "hulpverleenster", "ervaringsdeskundige", "stagiaire", "stagiair", "schuldhulpverlener", "budgetcoach", "receptioniste",
    "baliemedewerker", "baliemedewerkster",
];
const GREETINGS: &[&str] = &[
    "beste", "geachte", "hallo", "hoi", "hey", "hai", "lieve", "dag", "namens", "heet",
];
const NAMING: &[&str] = &["heette", "heten", "noemen", "noemt", "roepnaam"];
const SIGN_OFFS: &[&str] = &[
    "groet",
    "groeten",
    "groetjes",
    "groetje",
    "mvg",
    "gr",
    "grt",
    "grtjs",
    "liefs",
    "hoogachtend",
    "getekend",
    "afz",
    "afzender",
];
#[rustfmt::skip]
const SLIGHT_BEFORE: &[&str] = &[
    "met", "van", "door", "bij", "aan", "tegen", "dat", "volgens", "over", "voor", "want", "toen", "of", "als", "naar", "omdat",
    "zonder", "sinds", "namens", "via", "en", "kent", "met",
];
#[rustfmt::skip]
const PEOPLE_DO: &[&str] = &[
    "zei", "zegt", "vertelde", "vertelt", "belde", "belt", "bellen", "mailde", "mailt", "schreef", "schrijft", "beloofde",
    "belooft", "helpt", "hielp", "reageerde", "reageert", "luisterde", "luistert", "kwam", "komt", "appte", "appt", "vroeg",
    "vraagt", "antwoordde", "antwoordt", "werkt", "werkte", "deed", "doet", "nam", "neemt", "stuurde", "stuurt", "zou",
    "woont", "woonde", "dacht", "denkt", "vond", "vindt", "huilt", "huilde", "zit", "zat", "slaapt", "lachte", "snauwde",
    "schreeuwde", "regelde", "regelt", "sprak", "spreekt", "kan", "kon", "wil", "moet", "moest", "wacht",
];
/// Before a name of a place or an organisation.
#[rustfmt::skip]
const NO_PERSON_BEFORE: &[&str] = &[
    "gemeente", "stichting", "provincie", "wijk", "buurt", "bedrijf", "organisatie", "school", "ziekenhuis", "instelling",
    "aanbieder", "zorgaanbieder", "thuiszorgorganisatie", "partij", "regio", "dorp", "stad", "plaats", "vereniging", "winkel",
    "supermarkt", "verzekeraar", "zorgverzekeraar", "woningcorporatie", "corporatie", "basisschool", "wet", "cafe", "hotel", "kerk",
];
/// Behind a name, so that an institution is named after someone.
#[rustfmt::skip]
const INSTITUTIONS: &[&str] = &[
    "huis", "park", "fonds", "groep", "kerk", "brug", "tunnel", "centrum", "bibliotheek", "hof", "moskee", "museum",
    "stadion", "zorg", "weg",
];
const INSTITUTION_ENDINGS: &[&str] = &[
    "ziekenhuis",
    "school",
    "college",
    "kliniek",
    "stichting",
    "straat",
    "laan",
    "plein",
    "instituut",
    "lyceum",
    "gracht",
    "kade",
];

/// Whether an institution is named here: `Emma Kinderziekenhuis`, `Anne Frankschool`.
pub(super) fn is_institution(word: &Word<'_>) -> bool {
    let folded = word.folded.as_str();
    (word.capital && INSTITUTIONS.contains(&folded))
        || INSTITUTION_ENDINGS.iter().any(|end| folded.ends_with(end))
}

/// Whether a letter ends with this word: "groetjes".
pub(super) fn is_sign_off(folded: &str) -> bool {
    SIGN_OFFS.contains(&folded)
}

/// Whether an organisation or place is named behind this word.
pub(super) fn announces_no_person(folded: &str) -> bool {
    NO_PERSON_BEFORE.contains(&folded)
}

/// Points for what stands before the word at `start`.
pub(super) fn before(words: &[Word<'_>], start: usize) -> i32 {
    let Some(last) = start.checked_sub(1) else {
        return 0;
    };
    let gap = words[start].gap;
    let close = gap.chars().all(|c| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | ',' | '(' | '"' | '\'' | '‘' | '’' | '“' | '.' | '-'
            )
    });
    if !close {
        return 0;
    }
    let word = words[last].folded.as_str();
    let sign_off = SIGN_OFFS.contains(&word)
        || (last > 0 && word == "van" && SIGN_OFFS.contains(&words[last - 1].folded.as_str()));
    if sign_off {
        return TITLE;
    }
    if words[start].first && !gap.contains(':') {
        return if gap.trim() == "." && is_title(word) {
            TITLE
        } else {
            0
        };
    }
    let broken = gap.contains([',', '-']) && !gap.contains(' ');
    if broken {
        return 0;
    }
    let verb = i32::from(PEOPLE_DO.contains(&word)) * SLIGHT;
    let points = plain_before(words, last).max(verb);
    // A comma or bracket between loosens the tie: "mijn zoon, die".
    if gap.contains([',', '(']) {
        (points - SLIGHT).clamp(0, RELATION)
    } else {
        points
    }
}

/// Before "familie" these make it no name: "mijn familie".
const POSSESSIVES: &[&str] = &["mijn", "onze", "uw", "je", "zijn", "haar", "hun"];

fn plain_before(words: &[Word<'_>], last: usize) -> i32 {
    let word = words[last].folded.as_str();
    let one_back = last
        .checked_sub(1)
        .map_or("", |at| words[at].folded.as_str());
    let two_back = last
        .checked_sub(2)
        .map_or("", |at| words[at].folded.as_str());
    match word {
        "ben" | "was" | "bin" if matches!(one_back, "ik" | "ich" | "k") => SELF,
        "naar" if one_back.starts_with("vra") => RELATION,
        "met" if GREETINGS.contains(&one_back) || last == 0 => RELATION,
        "ik" if one_back == "ben" => 0,
        "is" | "was" if ["naam", "voornaam", "achternaam"].contains(&one_back) => TITLE,
        "naam" => behind_the_word_name(words[last].gap.is_empty(), one_back),
        "van" if one_back == "naam" && two_back == "op" => RELATION,
        "heet" if matches!(one_back, "het" | "dat" | "dit" | "bedrijf" | "stichting") => 0,
        "is" | "was" | "genaamd" if is_relation(one_back) => SELF,
        "mij" if one_back == "van" && is_relation(two_back) => SELF,
        "ex" | "man" | "vrouw" | "kind" | "hulp" | "partner" | "jongste" | "oudste"
            if !is_owned(one_back) =>
        {
            SLIGHT
        }
        "dag" if !one_back.is_empty() => 0,
        "familie" if POSSESSIVES.contains(&one_back) => SLIGHT,
        _ => by_itself(word),
    }
}

/// Points for a cue, whatever stands before it.
fn by_itself(word: &str) -> i32 {
    if is_title(word) {
        TITLE
    } else if is_relation(word) || GREETINGS.contains(&word) || NAMING.contains(&word) {
        RELATION
    } else if SLIGHT_BEFORE.contains(&word) {
        SLIGHT
    } else {
        0
    }
}

/// "Mijn naam" at the start, or in the middle: "de naam".
fn behind_the_word_name(opens: bool, one_back: &str) -> i32 {
    match one_back {
        "op" => 0,
        "mijn" => RELATION,
        _ if opens => RELATION,
        _ => SLIGHT,
    }
}

fn is_owned(word: &str) -> bool {
    [
        "mijn",
        "m",
        "mn",
        "n",
        "m'n",
        "onze",
        "ons",
        "haar",
        "zijn",
        "z'n",
        "uw",
        "je",
        "jouw",
        "hun",
        "vaste",
        "huishoudelijke",
        "nieuwe",
    ]
    .contains(&word)
}

/// Whether a word is a title, also with a slip of the pen: `mevrow`, `menneer`.
pub(super) fn is_title(word: &str) -> bool {
    TITLES.contains(&word) || is_slip(word, TITLES)
}

/// Whether a word announces a name, and so is none.
pub(super) fn is_cue(word: &str) -> bool {
    is_title(word) || is_relation(word)
}

fn is_relation(word: &str) -> bool {
    RELATIONS.contains(&word) || is_slip(word, RELATIONS)
}

fn is_slip(word: &str, cues: &[&str]) -> bool {
    word.len() > 5
        && known(word).is_nothing()
        && cues.iter().any(|cue| {
            cue.len() > 5 && cue.as_bytes()[0] == word.as_bytes()[0] && is_one_slip_away(cue, word)
        })
}

/// Where people of an organisation are found, as the ends of words: `wijkteam`, `voedselbank`.
const DESKS: &[&str] = &[
    "team", "loket", "balie", "bank", "dienst", "gemeente", "kantoor", "raad", "zorg", "hulp",
    "afdeling", "uwv", "wmo",
];

/// Whether "van het wijkteam" or "van de balie" starts at `at`.
fn is_of_a_desk(words: &[Word<'_>], at: usize) -> bool {
    let Some([of, article, desk]) = words.get(at..at + 3) else {
        return false;
    };
    let together = article.follows_closely() && desk.follows_closely();
    together
        && of.folded == "van"
        && ["de", "het", "t"].contains(&article.folded.as_str())
        && DESKS.iter().any(|end| desk.folded.ends_with(end))
}

/// Points for what stands behind the word at `end - 1`.
pub(super) fn after(words: &[Word<'_>], end: usize) -> i32 {
    let Some(next) = words.get(end) else {
        return 0;
    };
    let follows = next.gap.trim().is_empty() && !next.first;
    if follows && PEOPLE_DO.contains(&next.folded.as_str()) {
        return SLIGHT;
    }
    if follows && matches!(next.folded.as_str(), "hier" | "heet") {
        return SLIGHT;
    }
    let introduced =
        next.folded == "en" && words.get(end + 1).is_some_and(|word| word.folded == "ik");
    if follows && introduced {
        return SLIGHT;
    }
    if follows && is_of_a_desk(words, end) && known(&words[end - 1].folded).is(Known::GIVEN_OR_WORD)
    {
        return RELATION;
    }
    let with_other = next.folded == "en"
        && words
            .get(end + 1)
            .is_some_and(|word| known(&word.folded).is(Known::GIVEN));
    if follows && with_other {
        return RELATION;
    }
    let apposition = next.gap.trim_start().starts_with([',', '('])
        && matches!(next.folded.as_str(), "mijn" | "onze" | "de" | "m'n")
        && words
            .get(end + 1)
            .is_some_and(|word| is_relation(&word.folded));
    if apposition { RELATION } else { 0 }
}
