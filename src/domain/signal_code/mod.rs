//! The code with which someone finds a signal back: four Dutch words and two digits, 50 bits, easy to say over the telephone.
//!
//! The words stand in `words.txt`: common and friendly, no two that differ by one letter or sound alike, nothing about
//! illness, money, sex, violence, religion or origin. Reading a code back forgives case, blanks, hyphens and one wrong letter a
//! word. How a code is made and kept is for `anonymity` and `store`; it never stands in an address, a log or a table.

use std::fmt;
use std::sync::LazyLock;

/// Words of a code.
const WORDS: usize = 4;

/// The list, in alphabetical order. The place in the list is part of codes that were handed out: it never changes.
static LIST: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("words.txt").lines().collect());

/// A code. Has no `Debug`: it must not get into a log by accident.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SignalCode {
    words: [&'static str; WORDS],
    number: u8,
}

/// What is wrong with a code as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misread {
    /// Not four words and two digits.
    Shape,
    /// A word that is not on the list, and that is not nearly one word of it.
    Word(String),
}

impl SignalCode {
    /// The code of sixteen random bytes. Two numbers out of a hundred come up one part in 2^57 more often; that is no help to
    /// anyone.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 16]) -> Self {
        let bits = u128::from_le_bytes(*bytes);
        let word = |place: u32| {
            let at = usize::try_from(bits >> (16 * place) & 0x7ff).unwrap_or_default();
            LIST[at]
        };
        Self {
            words: [word(0), word(1), word(2), word(3)],
            number: u8::try_from((bits >> 64) % 100).unwrap_or_default(),
        }
    }

    /// Reads a code as people type it.
    ///
    /// # Errors
    /// [`Misread`] when it is no code; whether it is a code that was given out is another question.
    pub fn read(typed: &str) -> Result<Self, Misread> {
        let lower = typed.to_lowercase();
        let is_between = |c: char| !c.is_alphanumeric();
        let digits: String = lower.chars().filter(char::is_ascii_digit).collect();
        let words: Vec<&str> = lower
            .split(|c: char| is_between(c) || c.is_ascii_digit())
            .filter(|word| !word.is_empty())
            .collect();
        let (Ok(words), 2) = (<[&str; WORDS]>::try_from(words), digits.len()) else {
            return Err(Misread::Shape);
        };
        let mut found = [""; WORDS];
        for (place, word) in found.iter_mut().zip(words) {
            *place = on_the_list(word).ok_or_else(|| Misread::Word(word.to_owned()))?;
        }
        Ok(Self {
            words: found,
            number: digits.parse().map_err(|_| Misread::Shape)?,
        })
    }

    /// The words, to show each by itself.
    #[must_use]
    pub fn words(&self) -> [&'static str; WORDS] {
        self.words
    }

    /// The two digits.
    #[must_use]
    pub fn digits(&self) -> String {
        format!("{:02}", self.number)
    }

    /// The one way of writing it: for its keyed hash, and behind the `#` of a QR code.
    #[must_use]
    pub fn plain(&self) -> String {
        format!("{}-{}", self.words.join("-"), self.digits())
    }
}

impl fmt::Display for SignalCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.words.join(" "), self.digits())
    }
}

/// The word of the list that was meant: this one, or the only one that differs by one letter.
fn on_the_list(word: &str) -> Option<&'static str> {
    if let Ok(at) = LIST.binary_search(&word) {
        return Some(LIST[at]);
    }
    let mut near = LIST.iter().filter(|known| is_near(known, word));
    match (near.next(), near.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether two words differ by one letter: another one, one too many, one too few, or two that changed places.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let same = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    let ends = one.iter().rev().zip(other.iter().rev());
    let same = ends.take_while(|(a, b)| a == b).count();
    match (&one[..one.len() - same], &other[..other.len() - same]) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn code(text: &str) -> String {
        match SignalCode::read(text) {
            Ok(code) => code.to_string(),
            Err(wrong) => format!("{wrong:?}"),
        }
    }

    /// How a word sounds: ei and ij, au and ou, c and k, d and t at the end are one sound.
    fn sound(word: &str) -> String {
        let mut sound = word.to_owned();
        for (written, heard) in [
            ("ij", "ei"),
            ("ouw", "ou"),
            ("auw", "ou"),
            ("au", "ou"),
            ("ch", "g"),
            ("th", "t"),
            ("ph", "f"),
            ("c", "k"),
            ("y", "i"),
        ] {
            sound = sound.replace(written, heard);
        }
        let end = sound.pop().map(|end| match end {
            'd' => 't',
            'b' => 'p',
            other => other,
        });
        sound.extend(end);
        sound
    }

    #[test]
    fn the_list_is_large_enough_sorted_and_plain() {
        assert_eq!(LIST.len(), 2_048, "eleven bits a word, 50 with two digits");
        assert!(LIST.is_sorted(), "it is searched by halves");
        for word in LIST.iter() {
            assert!((3..=8).contains(&word.len()), "{word}");
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn no_two_words_differ_by_one_letter_or_sound_alike() {
        for (place, word) in LIST.iter().enumerate() {
            for other in &LIST[..place] {
                assert!(!is_near(word, other), "{word} and {other}");
            }
        }
        let sounds: HashSet<String> = LIST.iter().map(|word| sound(word)).collect();
        assert_eq!(sounds.len(), LIST.len());
    }

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let [a, b, c, d] = [LIST[0], LIST[700], LIST[1_400], LIST[2_047]];
        let plain = format!("{a} {b} {c} {d} 07");
        for typed in [
            plain.clone(),
            format!("{a}-{b}-{c}-{d}-07"),
            format!("  {}, {b}.{c}\u{a0}{d}07 ", a.to_uppercase()),
            format!("{a}\n{b}_{c}/{d} 0 7"),
        ] {
            assert_eq!(code(&typed), plain, "{typed}");
        }
    }

    #[test]
    fn one_wrong_letter_a_word_is_forgiven_and_more_is_not() {
        let typed = |word: &str| code(&format!("{word} fietsbel zeehond zomerzon 42"));
        assert_eq!(typed("kasteel"), "kasteel fietsbel zeehond zomerzon 42");
        for near in ["kasteal", "kastee", "kasteeel", "ksateel"] {
            assert_eq!(typed(near), typed("kasteel"), "{near}");
        }
        assert_eq!(typed("kostaal"), "Word(\"kostaal\")");
        let both = "kasteel or kartel: nobody knows";
        assert_eq!(typed("kastel"), "Word(\"kastel\")", "{both}");
        for shape in [
            "",
            "kasteel fietsbel zeehond 42",
            "kasteel fietsbel zeehond zomerzon 4",
            "a b c d e 12",
        ] {
            assert_eq!(code(shape), "Shape", "{shape}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_code_reads_back_in_both_ways_of_writing(bytes in proptest::array::uniform16(0_u8..)) {
            let code = SignalCode::from_bytes(&bytes);
            proptest::prop_assert!(SignalCode::read(&code.to_string()) == Ok(code));
            proptest::prop_assert!(SignalCode::read(&code.plain()) == Ok(code));
        }

        #[test]
        fn whatever_is_typed_is_a_code_or_is_not(typed in ".{0,80}") {
            let _ = SignalCode::read(&typed).is_ok();
        }
    }
}
