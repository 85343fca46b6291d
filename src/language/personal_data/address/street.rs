//! Streets: a word that ends as street names do, with what belongs to it on its left, and a house number.

use super::finding;
use super::house_number;
use crate::language::personal_data::lists::{Known, is_made_of_words, is_one_slip_away, known};
use crate::language::personal_data::text::{cue_after, cue_before};
use crate::language::personal_data::word::Word;
use crate::language::personal_data::{Finding, Kind};

/// Endings that make a word a street, with the usual slips of the pen.
#[rustfmt::skip]
const STREET: &[&str] = &[
    "straat", "laan", "weg", "plein", "hof", "dijk", "kade", "gracht", "singel", "dreef", "steeg", "plantsoen",
    "boulevard", "straatje", "laantje", "weggetje", "pleintje", "str", "strat", "straad", "straa", "starat", "straatt",
    "staat", "wegg", "pln", "strjitte", "leane", "dyk", "allee", "hiem", "terras", "passage", "esplanade",
];
/// Endings that many words have: a street only with a house number and a capital, or where someone says to live.
#[rustfmt::skip]
const PERHAPS_STREET: &[&str] = &[
    "pad", "park", "markt", "wal", "haven", "baan", "brink", "kamp", "veld", "velden", "berg", "erf", "akker", "akkers",
    "oord", "poort", "ring", "horst", "hoek", "tuin", "tuinen", "eind", "einde", "donk", "heuvel", "land", "meer", "waard",
    "weide", "zijde", "gaard", "gaarde", "hage", "sloot", "vaart", "werf", "dam", "kolk", "meent", "vliet", "beek",
    "bos", "heide", "rade", "stede", "burg", "borg", "oever", "veen", "horn", "kreek", "zoom", "rand", "stein", "tocht", "drift",
    "laar", "rode", "bongerd", "hoven", "plaat", "brug", "gang", "schans", "mors", "kwartier",
];
/// Words that end so and are no street.
#[rustfmt::skip]
const NO_STREET: &[&str] = &[
    "snelweg", "onderweg", "halverwege", "fietspad", "voetpad", "wandelpad", "spoorweg", "omweg", "uitweg", "werkplein",
    "straat", "laan", "weg", "plein", "hof", "dijk", "kade", "gracht", "steeg", "singel", "str", "staat", "toestaat",
    "bestaat", "ontstaat", "verstaat", "opstaat", "voordeweg", "misschienweg", "gerechtshof", "autoweg", "achterweg",
];
/// What stands before the last word of a street name and belongs to it.
#[rustfmt::skip]
const BEFORE: &[&str] = &[
    "oude", "nieuwe", "lange", "korte", "kleine", "grote", "hoge", "lage", "brede", "smalle", "oost", "west", "noord",
    "zuid", "eerste", "tweede", "derde", "vierde", "burgemeester", "burg", "dr", "doctor", "prof", "professor", "prins",
    "prinses", "koning", "koningin", "sint", "st", "pastoor", "dominee", "ds", "mgr", "pater", "president", "generaal",
    "admiraal", "graaf", "graafschap", "mr", "minister", "ir", "meester", "notaris", "kardinaal", "baron", "deken",
];
/// Small words inside a street name.
const INSIDE: &[&str] = &[
    "it", "van", "de", "der", "den", "het", "t", "ten", "ter", "la",
];

/// Words that say where someone lives.
fn says_home(word: &str) -> bool {
    [
        "woon",
        "wonen",
        "gewoond",
        "woont",
        "adres",
        "woonadres",
        "huisadres",
        "verhuisd",
        "thuisadres",
        "flat",
        "bezorgd",
        "bezorgadres",
        "verhuis",
        "verhuizen",
        "verhuizing",
        "huis",
        "woning",
        "kamer",
        "adress",
    ]
    .contains(&word)
        || word.starts_with("woonacht")
        || word.starts_with("woond")
}

/// Every street with a number in `text`, and the street where someone says to live.
pub(super) fn find(text: &str, words: &[Word<'_>]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let free_from = findings.last().map_or(0, |finding| finding.end);
        if word.start < free_from {
            continue;
        }
        if let Some((start, end)) =
            street(text, words, index).filter(|(start, _)| *start >= free_from)
        {
            findings.push(finding(Kind::Address, start, end));
        }
    }
    findings
}

fn street(text: &str, words: &[Word<'_>], index: usize) -> Option<(usize, usize)> {
    let word = &words[index];
    let folded = word.folded.as_str();
    if folded == "huisnummer" || folded == "huisnr" {
        let end = house_number::end(text, word.end)?;
        let start = text[word.end..end].find(|c: char| c.is_ascii_digit())?;
        return Some((word.end + start, end));
    }
    let number = house_number::end(text, after_year(text, word));
    let adjective = index > 0
        && word.follows_closely()
        && BEFORE[..14].contains(&words[index - 1].folded.as_str());
    if ends_as(folded, STREET)
        || is_slip_of_street(folded)
        || (adjective && STREET.contains(&folded))
    {
        let start = words[first_of(words, index)].start;
        return match number {
            Some(end) => Some((with_ordinal(text, start), end)),
            None => at_home(words, index).then_some((start, word.end)),
        };
    }
    if let Some(end) = laan_van(text, words, index) {
        return Some((word.start, end));
    }
    let end = number?;
    let square = STREET.contains(&folded) || PERHAPS_STREET.contains(&folded);
    let perhaps = ends_as(folded, PERHAPS_STREET) && !known(folded).is(Known::WORD);
    let name = !known(folded).is(Known::WORD) || word.stands_out();
    let told = cue_before(words, word.start, 6, says_home)
        || (has_postcode_next(text, end) && !text[word.end..end].starts_with(','))
        || (word.stands_out()
            && (has_town_next(text, words, end)
                || has_postcode_before(text, words[first_of(words, index)].start)));
    let placed = index > 0
        && ["op", "aan", "in", "van", "naar", "de"].contains(&words[index - 1].folded.as_str());
    let is_street = match (square || perhaps, word.stands_out()) {
        (true, true) => !known(folded).is(Known::PLACE) || told,
        (true, false) => told || (perhaps && placed && !is_made_of_words(folded)),
        (false, _) => {
            told && name
                && !word.acronym
                && !known(folded).is(Known::ORGANISATION)
                && !is_year(text, word.end)
                && !is_made_of_words(folded)
                && !says_home(folded)
        }
    };
    is_street.then(|| (with_sign(text, &words[first_of(words, index)]), end))
}

/// `Plein 1944 12`: the byte after the year that is part of the name of a square.
fn after_year(text: &str, word: &Word<'_>) -> usize {
    let square = ["plein", "boulevard", "laan"].contains(&word.folded.as_str())
        || word.folded.ends_with("plein");
    let year = text[word.end..]
        .get(..5)
        .filter(|year| year.starts_with(" 194") && year.ends_with(|c: char| c.is_ascii_digit()));
    let numbered = year.is_some() && house_number::end(text, word.end + 5).is_some();
    if square && numbered {
        word.end + 5
    } else {
        word.end
    }
}

fn ends_as(folded: &str, endings: &[&str]) -> bool {
    !NO_STREET.contains(&folded)
        && !known(folded).is(Known::PLACE)
        && endings.iter().any(|ending| {
            folded.strip_suffix(ending).is_some_and(|name| {
                name.len() > 1 && (*ending != "staat" || !known(folded).is(Known::WORD))
            })
        })
}

/// Index of the first word of the street name that ends at `index`.
fn first_of(words: &[Word<'_>], index: usize) -> usize {
    let mut first = index;
    let mut at = index;
    while at > 0 && index - at < 5 && words[at].follows_closely()
        || at > 0 && matches!(words[at].gap, ". ")
    {
        let before = &words[at - 1];
        let folded = before.folded.as_str();
        let name = before.stands_out() && !known(folded).is(Known::WORD);
        let article = (before.stands_out() || folded == "t") && INSIDE.contains(&folded);
        let joined =
            before.stands_out() && at < index && INSIDE.contains(&words[at].folded.as_str());
        let of = folded == "van" && ["der", "den"].contains(&words[at].folded.as_str());
        let given = at < index && known(folded).is(Known::GIVEN);
        at -= 1;
        if name || article || joined || of || given || BEFORE.contains(&folded) {
            first = at;
        } else if !INSIDE.contains(&folded) {
            break;
        }
    }
    first
}

/// Where a street name starts: with the sign of `'t Zand`.
fn with_sign(text: &str, first: &Word<'_>) -> usize {
    let sign = text[..first.start]
        .chars()
        .next_back()
        .filter(|c| first.folded == "t" && matches!(c, '\'' | '’'));
    first.start - sign.map_or(0, char::len_utf8)
}

/// `2e Oosterparkstraat`: the ordinal is no word of its own.
fn with_ordinal(text: &str, start: usize) -> usize {
    let before = text[..start].trim_end_matches(' ');
    let ordinal = ["e", "de", "ste"]
        .iter()
        .find_map(|ending| before.strip_suffix(ending));
    let digits = ordinal.map_or(0, |number| {
        number.bytes().rev().take_while(u8::is_ascii_digit).count()
    });
    match ordinal {
        Some(number) if (1..3).contains(&digits) => number.len() - digits,
        _ => start,
    }
}

/// "Ik woon in de Kerkstraat": no number, but someone lives there.
fn at_home(words: &[Word<'_>], index: usize) -> bool {
    let first = &words[first_of(words, index)];
    let said = cue_before(words, first.start, 4, says_home)
        || cue_after(words, words[index].end, 1, says_home);
    said && words[index].folded.len() > 5
}

/// `Laan van Meerdervoort 120`, `Plein 1944 12`: where it ends.
fn laan_van(text: &str, words: &[Word<'_>], index: usize) -> Option<usize> {
    let word = &words[index];
    let opens = [
        "laan", "weg", "plein", "park", "hof", "dreef", "pad", "singel",
    ]
    .contains(&word.folded.as_str());
    if !opens || !(word.stands_out() || cue_before(words, word.start, 4, says_home)) {
        return None;
    }
    let inside = words.get(index + 1)?;
    if !["van", "naar", "der"].contains(&inside.folded.as_str()) || !inside.follows_closely() {
        return None;
    }
    let rest = words[index + 2..].iter().take(4);
    rest.take_while(|next| next.follows_closely())
        .find_map(|next| house_number::end(text, next.end))
}

/// "Heechhiem 7 in Grou", "De Wiken 41, Drachten".
fn has_town_next(text: &str, words: &[Word<'_>], end: usize) -> bool {
    let next = words.partition_point(|word| word.start < end);
    let small = words
        .get(next)
        .is_some_and(|word| ["in", "te"].contains(&word.folded.as_str()));
    let close = words
        .get(next)
        .is_some_and(|word| text[end..word.start].trim().trim_matches(',').is_empty());
    close
        && words.get(next + usize::from(small)).is_some_and(|word| {
            word.stands_out() && (small || known(&word.folded).is(Known::PLACE))
        })
}

fn has_postcode_before(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', ',']);
    let mut back = before.bytes().rev();
    let letters = back
        .by_ref()
        .take(2)
        .filter(u8::is_ascii_alphabetic)
        .count();
    letters == 2
        && back
            .skip_while(|b| *b == b' ')
            .take(4)
            .filter(u8::is_ascii_digit)
            .count()
            == 4
}

fn is_year(text: &str, at: usize) -> bool {
    let number = text[at..].trim_start();
    let digits = super::super::text::digits_at_start(number);
    digits == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// `kerksraat`, `dorpstraart`: a long unknown word that ends nearly as a street.
fn is_slip_of_street(folded: &str) -> bool {
    folded.is_ascii()
        && folded.len() > 8
        && known(folded).is_nothing()
        && !is_made_of_words(folded)
        && (5..8).any(|length| is_one_slip_away(&folded[folded.len() - length..], "straat"))
}

fn has_postcode_next(text: &str, end: usize) -> bool {
    let rest = text[end..].trim_start_matches([',', ' ', '.', '\n']);
    let digits = super::super::text::digits_at_start(rest);
    let letters: String = rest[digits..].trim_start().chars().take(2).collect();
    digits == 4
        && letters.len() == 2
        && letters.bytes().all(|b| b.is_ascii_alphabetic())
        && (letters.bytes().all(|b| b.is_ascii_uppercase())
            || rest[digits..].starts_with(|c: char| c.is_alphabetic()))
}
