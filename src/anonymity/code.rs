//! Invitation codes: 80 random bits that belong to nobody, and a sign that catches typing errors.
//!
//! Sixteen signs of Crockford's base32 (no I, L, O and U) and a check sign of the same alphabet, printed in groups of
//! four. Which codes were issued is known by their tag alone (`nullifier.rs`); a code itself is printed and forgotten.

use std::fmt;

use super::random::{RandomError, RandomSource};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random signs: 5 bits each.
const RANDOM: usize = 16;
/// Signs as typed, with the check sign.
const TYPED: usize = RANDOM + 1;

/// An invitation code. Never logged: printing it takes [`Code::printed`]. Compared by tests only.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; RANDOM]);

/// Why what was typed is no code. The difference is told on the spot; whether a code was issued, only the store knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// Nothing was typed.
    #[error("no code was given")]
    Empty,
    /// Too few or too many signs.
    #[error("a code has 17 letters and digits")]
    Length,
    /// A sign that no code has, or the check sign does not fit the others.
    #[error("a letter or digit of the code is wrong")]
    Typo,
}

impl Code {
    /// A new code.
    ///
    /// # Errors
    /// [`RandomError`] when the source is dry.
    pub fn draw(source: &mut impl RandomSource) -> Result<Self, RandomError> {
        let mut signs = [0; RANDOM];
        source.fill(&mut signs)?;
        // 256 is a multiple of 32: every sign has the same chance.
        Ok(Self(signs.map(|byte| byte % 32)))
    }

    /// Reads what someone typed: case, blanks and separators are free, O is 0, I and L are 1, and digits may be Arabic.
    ///
    /// # Errors
    /// [`CodeProblem`].
    pub fn read(typed: &str) -> Result<Self, CodeProblem> {
        let signs = typed
            .chars()
            .filter(|letter| !is_separator(*letter))
            .map(sign)
            .collect::<Option<Vec<u8>>>();
        match signs {
            Some(signs) if signs.is_empty() => Err(CodeProblem::Empty),
            Some(signs) => Self::checked(&signs),
            None => Err(CodeProblem::Typo),
        }
    }

    fn checked(signs: &[u8]) -> Result<Self, CodeProblem> {
        let Ok([random @ .., check]) = <[u8; TYPED]>::try_from(signs) else {
            return Err(CodeProblem::Length);
        };
        if check_sign(&random) == check {
            Ok(Self(random))
        } else {
            Err(CodeProblem::Typo)
        }
    }

    /// As it stands on paper: `7K3M-9QRT-W2XZ-5HJP-C`.
    #[must_use]
    pub fn printed(&self) -> String {
        let mut text = String::with_capacity(TYPED + 4);
        for (place, sign) in self.0.iter().chain([&check_sign(&self.0)]).enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*sign)]));
        }
        text
    }

    /// What tag and nullifier are made from.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; RANDOM] {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Code(***)")
    }
}

/// Dashes of every kind, blanks, points, and the invisible marks that copying brings along.
fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '_' | '.' | ',' | ':' | '/' | '#' | '\u{AD}' | '\u{2212}'
        )
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2010}'..='\u{2015}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn sign(letter: char) -> Option<u8> {
    let plain = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(letter) - 0x660, 10)?,
        '\u{6F0}'..='\u{6F9}' => char::from_digit(u32::from(letter) - 0x6F0, 10)?,
        other => other,
    };
    let place = ALPHABET
        .iter()
        .position(|sign| char::from(*sign) == plain)?;
    u8::try_from(place).ok()
}

/// The sign with which the weighted sum of all seventeen is zero in GF(32). The weights are different powers of a
/// primitive element: a wrong sign changes the sum because no weight is zero, a swap because no two are equal.
fn check_sign(random: &[u8; RANDOM]) -> u8 {
    random.iter().fold(0, |sum, sign| times_alpha(sum ^ sign))
}

/// Times the root of x^5 + x^2 + 1, whose first 31 powers are all elements but zero.
fn times_alpha(element: u8) -> u8 {
    let shifted = element << 1;
    if shifted & 0b10_0000 == 0 {
        shifted
    } else {
        shifted ^ 0b10_0101
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, any, prop_assert_eq, proptest};

    use super::*;
    use crate::anonymity::random::OsRandom;
    use crate::anonymity::random::tests::Repeatable;

    fn code() -> impl Strategy<Value = Code> {
        any::<u64>().prop_map(|seed| Code::draw(&mut Repeatable(seed)).unwrap())
    }

    fn all_signs(code: &Code) -> Vec<u8> {
        code.0
            .iter()
            .copied()
            .chain([check_sign(&code.0)])
            .collect()
    }

    #[test]
    fn every_single_wrong_sign_is_caught() {
        for _ in 0..20 {
            let good = all_signs(&Code::draw(&mut OsRandom::new()).unwrap());
            for place in 0..TYPED {
                for other in (0..32).filter(|other| *other != good[place]) {
                    let mut wrong = good.clone();
                    wrong[place] = other;
                    assert_eq!(Code::checked(&wrong), Err(CodeProblem::Typo), "{place}");
                }
            }
        }
    }

    #[test]
    fn every_swap_of_two_signs_is_caught_also_when_they_are_far_apart() {
        // The sum is linear: whether a swap shows depends on the two signs and their places alone, and these are all.
        for (first, second) in (0..TYPED).flat_map(|b| (0..b).map(move |a| (a, b))) {
            for (one, other) in (0..32).flat_map(|b| (0..b).map(move |a| (a, b))) {
                let mut signs = [0; TYPED];
                (signs[first], signs[second]) = (one, other);
                let before = sum(&signs);
                signs.swap(first, second);
                assert_ne!(sum(&signs), before, "{first} {second} {one} {other}");
            }
        }
    }

    fn sum(signs: &[u8; TYPED]) -> u8 {
        let [random @ .., check] = *signs;
        check_sign(&random) ^ check
    }

    #[test]
    fn a_good_code_has_sum_zero_and_its_weights_are_different_and_not_zero() {
        let mut weights = Vec::new();
        for place in 0..TYPED {
            let mut signs = [0; TYPED];
            signs[place] = 1;
            weights.push(sum(&signs));
        }
        weights.sort_unstable();
        weights.dedup();
        assert_eq!(weights.len(), TYPED);
        assert!(!weights.contains(&0));
    }

    proptest! {
        #[test]
        fn any_typed_form_reads_back(code in code(), form in 0..6_usize) {
            let printed = code.printed();
            let typed = match form {
                0 => printed.to_lowercase(),
                1 => printed.replace('-', ""),
                2 => printed.replace('-', " – "),
                3 => printed.replace('0', "o").replace('1', "l"),
                4 => printed.replace('0', "O").replace('1', "I").to_lowercase(),
                _ => printed.chars().map(|letter| match letter.to_digit(10) {
                    Some(digit) => char::from_u32(0x660 + digit).unwrap(),
                    None => letter,
                }).collect(),
            };
            prop_assert_eq!(Code::read(&format!(" {typed}\n")), Ok(code));
        }

        #[test]
        fn reading_what_was_read_changes_nothing(text in any::<String>()) {
            if let Ok(code) = Code::read(&text) {
                prop_assert_eq!(Code::read(&code.printed()), Ok(code.clone()));
            }
        }
    }

    #[test]
    fn a_code_is_printed_in_groups_of_four_without_letters_that_look_like_digits() {
        let printed = Code::draw(&mut OsRandom::new()).unwrap().printed();
        assert_eq!(printed.len(), 21);
        assert!(printed.split('-').map(str::len).eq([4, 4, 4, 4, 1]));
        assert!(!printed.contains(['I', 'L', 'O', 'U']));
    }

    #[test]
    fn what_is_no_code_says_why() {
        for (typed, problem) in [
            ("", CodeProblem::Empty),
            (" - ", CodeProblem::Empty),
            ("7K3M-9QRT", CodeProblem::Length),
            ("7K3M-9QRT-W2XZ-5HJP-CC", CodeProblem::Length),
            ("7K3M-9QRT-W2XZ-5HJP-!", CodeProblem::Typo),
            ("UUUU", CodeProblem::Typo),
        ] {
            assert_eq!(Code::read(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn a_code_does_not_print_itself() {
        let code = Code::draw(&mut OsRandom::new()).unwrap();
        assert_eq!(format!("{code:?}"), "Code(***)");
    }

    #[test]
    fn every_sign_comes_about_as_often() {
        let mut source = Repeatable(3);
        let mut seen = [0_u32; 32];
        for _ in 0..4_000 {
            for sign in Code::draw(&mut source).unwrap().0 {
                seen[usize::from(sign)] += 1;
            }
        }
        // Five standard deviations around 2,000.
        assert!(seen.iter().all(|n| (1_780..=2_220).contains(n)), "{seen:?}");
    }
}
