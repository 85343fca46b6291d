//! Birth dates: a date beside "geboren" and the like, or a whole date that lies far back. Other dates are no personal data.

use super::digits::Group;
use super::lists::is_one_slip_away;
use super::text::{cue_after, cue_before, ends_word};
use super::word::Word;
use super::{Finding, Kind, follows_word};

const MONTHS: &[&str] = &[
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const SHORT_MONTHS: &[&str] = &[
    "jan", "feb", "febr", "mrt", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov",
    "dec",
];

/// A whole date up to this year is taken for a birth date without a cue: what residents write about is more recent.
const LONG_AGO: u32 = 2007;

/// Words before a date of something else.
const EVENTS: &[&str] = &[
    "sinds",
    "vanaf",
    "per",
    "tot",
    "ingegaan",
    "getrouwd",
    "overleden",
    "gescheiden",
];

/// A date: where it ends, and its year when it has one.
struct Date {
    end: usize,
    year: Option<u32>,
}

/// Dates that stand right behind a name: `Daan de Wit, 12-05-2014` or `Noa (3 mei 2011)`. `found` is what was found so far.
pub(super) fn find_behind_names(text: &str, groups: &[Group], found: &[Finding]) -> Vec<Finding> {
    let names = found.iter().filter(|finding| finding.kind == Kind::Name);
    let behind = names.filter_map(|name| {
        let first = groups.partition_point(|group| group.start < name.end);
        let group = groups.get(first)?;
        let tied = matches!(
            text[name.end..group.start].trim_end(),
            "," | " (" | "(" | " -" | " –"
        );
        let date = date(text, &groups[first..]).filter(|date| tied && date.year.is_some())?;
        Some(Finding {
            kind: Kind::BirthDate,
            start: group.start,
            end: date.end,
            certain: true,
        })
    });
    behind.collect()
}

fn date(text: &str, groups: &[Group]) -> Option<Date> {
    numeric(text, groups).or_else(|| with_month(text, groups.first()?))
}

/// `maart 1961` right behind "geboren in".
fn month_of_birth(text: &str, words: &[Word<'_>]) -> Vec<Finding> {
    let named = words
        .iter()
        .filter(|word| MONTHS.contains(&word.folded.as_str()));
    let found = named.filter_map(|month| {
        let year = text[month.end..].strip_prefix(' ')?;
        let end = month.end + 5;
        let is_year = super::text::digits_at_start(year) == 4 && ends_word(text, end);
        (is_year && cue_before(words, month.start, 3, says_birth)).then_some(Finding {
            kind: Kind::BirthDate,
            start: month.start,
            end,
            certain: false,
        })
    });
    found.collect()
}

/// Every birth date in `text`, whose groups of digits are `groups`.
pub(super) fn find(text: &str, words: &[Word<'_>], groups: &[Group]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut free_from = 0;
    for (at, group) in groups.iter().enumerate() {
        let start = group.start;
        if start < free_from || follows_word(text, start) {
            continue;
        }
        let Some(date) = date(text, &groups[at..]) else {
            continue;
        };
        let before = findings_start(free_from, text, start);
        if is_birth(words, before, start, &date) {
            findings.push(Finding {
                kind: Kind::BirthDate,
                start,
                end: date.end,
                certain: date.year.is_some(),
            });
        }
        free_from = date.end;
    }
    super::add_beside(&mut findings, month_of_birth(text, words));
    findings
}

/// Where the sentence or the last date before `start` ends: a cue counts only for the date that follows it.
fn findings_start(free_from: usize, text: &str, start: usize) -> usize {
    let sentence = text[..start].rfind(['!', '?', '\n']).map_or(0, |at| at + 1);
    sentence.max(free_from)
}

fn is_birth(words: &[Word<'_>], from: usize, start: usize, date: &Date) -> bool {
    let near = words.partition_point(|word| word.start < from);
    let cued = cue_before(&words[near..], start, 9, says_birth)
        || cue_after(words, date.end, 5, says_birth);
    let event = cue_before(&words[near..], start, 3, |word| EVENTS.contains(&word));
    let near_kin = cue_before(&words[near..], start, 3, is_kin)
        && date.year.is_some_and(|year| year > LONG_AGO - 20);
    let tied = words[..words.partition_point(|word| word.end <= start)]
        .last()
        .is_some_and(|word| word.folded == "van" || is_kin(&word.folded));
    cued || (near_kin && tied && !event)
        || (date
            .year
            .is_some_and(|year| (1900..=LONG_AGO).contains(&year))
            && !event)
}

/// "Mijn zoon (12-5-2014)", "haar dochter is van 3 mei 2011".
fn is_kin(word: &str) -> bool {
    [
        "zoon",
        "zoontje",
        "dochter",
        "dochtertje",
        "kind",
        "kleinzoon",
        "kleindochter",
        "moeder",
        "vader",
        "man",
        "vrouw",
        "broer",
        "zus",
        "partner",
        "jongste",
        "oudste",
        "tweeling",
        "baby",
    ]
    .contains(&word)
}

fn says_birth(word: &str) -> bool {
    ["gebo", "gebdat", "verjaar", "jarig"]
        .iter()
        .any(|start| word.starts_with(start))
        || matches!(word, "geb" | "gbd" | "gebrt" | "gborn" | "born")
}

/// `12-03-1961`, `12.3.61`, `12 / 03 / 1961`, `1961-03-12`, `12031961`.
fn numeric(text: &str, groups: &[Group]) -> Option<Date> {
    let first = groups.first()?;
    if first.digits.len() == 8 {
        let (day, rest) = first.digits.split_at(2);
        let (month, year) = rest.split_at(2);
        let year = year
            .parse()
            .ok()
            .filter(|year| (1900..2030).contains(year))?;
        return (is_day(day) && is_month(month) && ends_word(text, first.end)).then_some(Date {
            end: first.end,
            year: Some(year),
        });
    }
    let [a, b, c] = groups.get(..3)? else {
        return None;
    };
    let separator = |left: &Group, right: &Group| {
        text[left.end..right.start]
            .trim_matches([' ', '\'', '’'])
            .to_owned()
    };
    let (one, two) = (separator(a, b), separator(b, c));
    if one != two
        || !matches!(one.as_str(), "-" | "/" | "." | "")
        || b.start - a.end > 3
        || c.start - b.end > 3
    {
        return None;
    }
    let (day, year) = if a.digits.len() == 4 { (c, a) } else { (a, c) };
    let years = 2..=4;
    let fits = is_day(&day.digits) && is_month(&b.digits) && years.contains(&year.digits.len());
    if !fits || !ends_word(text, c.end) || goes_on(&text[c.end..]) {
        return None;
    }
    let year = full_year(&year.digits)?;
    // "12 03 61" may be anything: without signs only a cue makes it a date.
    Some(Date {
        end: c.end,
        year: (!one.is_empty()).then_some(year),
    })
}

/// Whether a number goes on with a sign and a digit: `06.12.34.56.78` is no date.
fn goes_on(after: &str) -> bool {
    let mut next = after.chars();
    next.next()
        .is_some_and(|sign| matches!(sign, '-' | '/' | '.'))
        && next.next().is_some_and(|c| c.is_ascii_digit())
}

/// `3 maart 1958`, `3e mrt '58`, `3-mrt-1958`, `3 maart`.
fn with_month(text: &str, day: &Group) -> Option<Date> {
    if !is_day(&day.digits) {
        return None;
    }
    let rest = &text[day.end..];
    let ordinal = ["ste ", "de ", "e "]
        .iter()
        .find(|ending| rest.starts_with(**ending))
        .map_or(0, |ending| ending.len() - 1);
    let rest = rest[ordinal..].trim_start_matches([' ', '-', '/', '.']);
    let length = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    let month = crate::language::folded(&rest[..length]);
    let named = MONTHS.contains(&month.as_str()) || SHORT_MONTHS.contains(&month.as_str());
    let slip = || month.len() > 3 && MONTHS.iter().any(|known| is_one_slip_away(known, &month));
    if !(named || slip()) {
        return None;
    }
    let end = text.len() - rest.len() + length;
    let after = text[end..].trim_start_matches([' ', '-', '/', '.', ',', '\'', '’', '‘']);
    let digits = super::text::digits_at_start(after);
    let at = text.len() - after.len();
    let year = (digits == 4 || (digits == 2 && at - end < 5))
        .then(|| full_year(&after[..digits]))
        .flatten();
    let whole = year.filter(|_| ends_word(text, at + digits));
    Some(match whole {
        Some(year) => Date {
            end: at + digits,
            year: Some(year),
        },
        None => Date { end, year: None },
    })
}

fn is_day(digits: &str) -> bool {
    digits.len() < 3 && digits.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
}

fn is_month(digits: &str) -> bool {
    digits.len() < 3
        && digits
            .parse()
            .is_ok_and(|month: u32| (1..=12).contains(&month))
}

/// A year of two or four digits; two digits up to 30 are of this century.
fn full_year(digits: &str) -> Option<u32> {
    let year: u32 = digits.parse().ok()?;
    match digits.len() {
        2 if year <= 30 => Some(2000 + year),
        2 => Some(1900 + year),
        4 if (1900..2100).contains(&year) => Some(year),
        _ => None,
    }
}
