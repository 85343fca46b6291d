//! Which form of a word goes with a number: the cardinal rules of CLDR 46 for the languages of the interface, for whole numbers.
//! (<https://www.unicode.org/cldr/charts/46/supplemental/language_plural_rules.html>)

use serde::Deserialize;

/// A plural category of CLDR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// Arabic: 0.
    Zero,
    /// As with 1.
    One,
    /// Arabic: 2.
    Two,
    /// As with 3.
    Few,
    /// As with 11.
    Many,
    /// What no other rule takes; every language has it.
    Other,
}

impl Category {
    /// The category's word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    /// The category of a word in files.
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Zero,
            Self::One,
            Self::Two,
            Self::Few,
            Self::Many,
            Self::Other,
        ]
        .into_iter()
        .find(|category| category.word() == word)
    }
}

/// The categories that a language has, for whole numbers and fractions.
pub fn categories(language: &str) -> &'static [Category] {
    use Category::{Few, Many, One, Other, Two, Zero};
    match language {
        "ar" => &[Zero, One, Two, Few, Many, Other],
        "pl" | "uk" => &[One, Few, Many, Other],
        _ => &[One, Other],
    }
}

/// The category of a whole number.
pub fn category(language: &str, n: usize) -> Category {
    let (ten, hundred) = (n % 10, n % 100);
    let is_teen = (11..=14).contains(&hundred);
    match language {
        "ar" => match (n, hundred) {
            (0, _) => Category::Zero,
            (1, _) => Category::One,
            (2, _) => Category::Two,
            (_, 3..=10) => Category::Few,
            (_, 11..=99) => Category::Many,
            _ => Category::Other,
        },
        "pl" if n == 1 => Category::One,
        "uk" if ten == 1 && !is_teen => Category::One,
        "pl" | "uk" if (2..=4).contains(&ten) && !is_teen => Category::Few,
        "pl" | "uk" => Category::Many,
        _ if n == 1 => Category::One,
        _ => Category::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Category, category};
    use Category::{Few, Many, One, Other, Two, Zero};

    /// The integer examples of CLDR's own table of rules.
    #[test]
    fn every_example_of_cldr_gets_its_category() {
        let examples: &[(&str, Category, &[usize])] = &[
            ("ar", Zero, &[0]),
            ("ar", One, &[1]),
            ("ar", Two, &[2]),
            ("ar", Few, &[3, 10, 103, 110, 1003]),
            ("ar", Many, &[11, 26, 99, 111, 1011]),
            ("ar", Other, &[100, 102, 200, 202, 1000]),
            ("pl", One, &[1]),
            ("pl", Few, &[2, 4, 22, 24, 32, 104, 1002]),
            ("pl", Many, &[0, 5, 12, 14, 19, 21, 101, 112, 1000]),
            ("uk", One, &[1, 21, 31, 101, 1001]),
            ("uk", Few, &[2, 4, 22, 24, 102, 1002]),
            ("uk", Many, &[0, 5, 11, 12, 14, 19, 100, 111, 1000]),
            ("tr", One, &[1]),
            ("tr", Other, &[0, 2, 16, 100]),
            ("nl", One, &[1]),
            ("nl", Other, &[0, 2, 16, 100]),
            ("en", One, &[1]),
            ("en", Other, &[0, 2, 101]),
        ];
        for (language, expected, numbers) in examples {
            for n in *numbers {
                assert_eq!(category(language, *n), *expected, "{language} {n}");
            }
        }
    }
}
