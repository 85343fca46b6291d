//! The lists that tell names from words: readable files in `lists/`, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What the lists know about a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Known(u8);

impl Known {
    /// A first name that is no word.
    pub(super) const GIVEN: Self = Self(1);
    /// A first name that is a word as well.
    pub(super) const GIVEN_OR_WORD: Self = Self(1 << 1);
    /// A surname, or what comes after "van der" in one.
    pub(super) const SURNAME: Self = Self(1 << 2);
    /// An ordinary word.
    pub(super) const WORD: Self = Self(1 << 3);
    /// A municipality, part of a town, or country.
    pub(super) const PLACE: Self = Self(1 << 4);
    /// An organisation or shop.
    pub(super) const ORGANISATION: Self = Self(1 << 5);

    /// Whether it is this, among other things.
    pub(super) fn is(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    /// Whether no list has it.
    pub(super) fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

static LISTS: LazyLock<HashMap<&'static str, Known>> = LazyLock::new(|| {
    let files = [
        (Known::GIVEN, include_str!("lists/given-names.txt")),
        (
            Known::GIVEN_OR_WORD,
            include_str!("lists/given-names-that-are-words.txt"),
        ),
        (Known::SURNAME, include_str!("lists/surnames.txt")),
        (Known::WORD, include_str!("lists/words.txt")),
        (Known::PLACE, include_str!("lists/places.txt")),
        (Known::ORGANISATION, include_str!("lists/organisations.txt")),
    ];
    let mut all = HashMap::new();
    for (kind, file) in files {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_whitespace) {
            let known: &mut Known = all.entry(word).or_default();
            known.0 |= kind.0;
        }
    }
    all
});

/// What the lists say about a folded word.
pub(super) fn known(folded: &str) -> Known {
    LISTS.get(folded).copied().unwrap_or_default()
}

/// First names by their first letter: a slip of the pen seldom changes that one.
static GIVEN_BY_LETTER: LazyLock<HashMap<u8, Vec<&'static str>>> = LazyLock::new(|| {
    let mut by_letter: HashMap<u8, Vec<&'static str>> = HashMap::new();
    for name in LISTS
        .iter()
        .filter(|(_, known)| known.is(Known::GIVEN))
        .map(|(name, _)| name)
    {
        by_letter.entry(name.as_bytes()[0]).or_default().push(name);
    }
    by_letter
});

/// The first names that start with the same letter as `folded` and are about as long.
pub(super) fn given_starting_with(folded: &str) -> impl Iterator<Item = &'static str> {
    let names = folded
        .bytes()
        .next()
        .and_then(|letter| GIVEN_BY_LETTER.get(&letter));
    let length = folded.len();
    names
        .into_iter()
        .flatten()
        .copied()
        .filter(move |name| name.len().abs_diff(length) < 2)
}

/// Whether a folded word that no list has is made of words that are in it: an inflection, or a compound such as
/// `wijkteamgesprek`.
pub(super) fn is_made_of_words(folded: &str) -> bool {
    let is_word = |part: &str| known(part).is(Known::WORD);
    let inflected = ["en", "es", "s", "e", "n", "t", "je", "jes", "tje", "tjes"];
    let stem = |ending: &&str| {
        folded
            .strip_suffix(*ending)
            .is_some_and(|stem| stem.len() > 2 && is_word(stem))
    };
    if inflected.iter().any(stem) {
        return true;
    }
    let ends = 3..folded.len().saturating_sub(2);
    ends.filter(|at| folded.is_char_boundary(*at)).any(|at| {
        let (front, back) = folded.split_at(at);
        let joined = |front: &str| front.len() > 2 && is_word(front);
        let front_fits = joined(front) || front.strip_suffix('s').is_some_and(joined);
        front_fits && (front.len() > 3 || back.len() > 3) && is_word(back)
    })
}

/// Whether two folded words differ by one letter more, less, other, or swapped: a typing error.
pub(super) fn is_one_slip_away(a: &str, b: &str) -> bool {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if b.len() - a.len() > 1 || a == b {
        return false;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[same..], &b[same..]);
    if rest_a.len() < rest_b.len() {
        return *rest_a == rest_b[1..];
    }
    let replaced = rest_a[1..] == rest_b[1..];
    let swapped = rest_a.len() > 1
        && rest_a[0] == rest_b[1]
        && rest_a[1] == rest_b[0]
        && rest_a[2..] == rest_b[2..];
    replaced || swapped
}
