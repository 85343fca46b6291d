//! The number of a paper form: eight random digits and a check digit, so that a mistyped number is found at the keyboard.
//!
//! The number only serves that a form is keyed in once. It stands for no person and says nothing about an order.

use std::fmt;

/// How many numbers there are.
pub const NUMBERS: u64 = 100_000_000;
/// Digits before the check digit.
const DRAWN: usize = 8;

/// A table of H. M. Damm ("totally anti-symmetric quasigroup of order 10"): a number is right when walking through the table
/// with its digits ends at 0. Every single wrong digit and every swap of two neighbours ends elsewhere.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// A number with a right check digit.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormNumber(String);

/// What was typed is no number of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoFormNumber {
    /// Not nine digits.
    #[error("a form number has nine digits")]
    Length,
    /// Mistyped: the check digit does not fit.
    #[error("one of the digits is wrong")]
    Mistyped,
}

impl FormNumber {
    /// The number that begins with these eight digits. `drawn` is below [`NUMBERS`]; higher digits are left out.
    pub fn new(drawn: u64) -> Self {
        let digits = format!("{:0DRAWN$}", drawn % NUMBERS);
        let check = walk(&digits);
        Self(format!("{digits}{check}"))
    }

    /// Reads a number as people type it: with or without spaces, points or dashes.
    ///
    /// # Errors
    /// [`NoFormNumber`].
    pub fn read(typed: &str) -> Result<Self, NoFormNumber> {
        let digits: String = typed
            .chars()
            .filter(|sign| !matches!(sign, ' ' | '.' | '-' | '\u{a0}'))
            .collect();
        if digits.len() != DRAWN + 1 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NoFormNumber::Length);
        }
        if walk(&digits) == 0 {
            Ok(Self(digits))
        } else {
            Err(NoFormNumber::Mistyped)
        }
    }

    /// The nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What makes keying in a form twice the same as once. Never the proof of a form on the website.
    pub fn as_proof(&self) -> Vec<u8> {
        format!("paper form {}", self.0).into_bytes()
    }
}

/// In groups of three, as it is printed.
impl fmt::Display for FormNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, digit) in self.0.chars().enumerate() {
            if place > 0 && place % 3 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for FormNumber {
    /// A number in a log would say which form was keyed in when.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormNumber(***)")
    }
}

/// Where the digits lead in the table; it is their check digit too.
fn walk(digits: &str) -> u8 {
    digits.bytes().fold(0, |row, byte| {
        let column = usize::from(byte.saturating_sub(b'0'));
        DAMM.get(usize::from(row))
            .and_then(|row| row.get(column))
            .copied()
            .unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::{DAMM, FormNumber, NUMBERS, NoFormNumber};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    /// The two properties of the table from which the rest follows, for numbers of any length.
    #[test]
    fn the_table_finds_every_wrong_digit_and_every_swap_of_neighbours() {
        for row in DAMM {
            let mut sorted = row;
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], "a wrong digit");
        }
        let at = |row: usize, column: usize| usize::from(DAMM[row][column]);
        for c in 0..10 {
            assert_eq!(at(c, c), 0);
            for (x, y) in (0..10).flat_map(|x| (0..10).map(move |y| (x, y))) {
                assert!(x == y || at(at(c, x), y) != at(at(c, y), x), "a swap");
            }
        }
    }

    #[test]
    fn a_number_is_printed_in_groups_and_does_not_print_itself_in_a_log() {
        let number = FormNumber::new(57_201);
        assert_eq!(number.as_str().len(), 9);
        assert!(number.to_string().starts_with("000 572 01"), "{number}");
        assert_eq!(format!("{number:?}"), "FormNumber(***)");
        for typed in ["", "1234", "12345678x", "1234567890"] {
            assert_eq!(
                FormNumber::read(typed),
                Err(NoFormNumber::Length),
                "{typed}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_number_reads_back_as_it_is_printed_and_no_typing_error_gives_another(
            drawn in 0..NUMBERS, place in 0_usize..9, digit in 0_u8..10,
        ) {
            let number = FormNumber::new(drawn);
            prop_assert_eq!(FormNumber::read(&number.to_string()), Ok(number.clone()));
            let mut wrong = number.as_str().as_bytes().to_vec();
            wrong[place] = b'0' + digit;
            let wrong = String::from_utf8(wrong).expect("digits");
            prop_assert!(wrong == number.as_str() || FormNumber::read(&wrong) == Err(NoFormNumber::Mistyped));
            if place < 8 {
                let mut swapped = number.as_str().as_bytes().to_vec();
                swapped.swap(place, place + 1);
                let swapped = String::from_utf8(swapped).expect("digits");
                prop_assert!(swapped == number.as_str() || FormNumber::read(&swapped).is_err());
            }
        }
    }
}
