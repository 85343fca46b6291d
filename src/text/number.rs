//! Numbers as Dutch people write them: decimal comma, dot between thousands.
//!
//! Percentages follow the house rule: no decimals below a base of 100, one from there on, rounded half away from zero on
//! the exact ratio, and never made to add up to 100.

/// Base from which a percentage carries one decimal.
const DECIMALS_FROM: u64 = 100;

/// A whole number with dots between thousands: `1.180`.
pub fn whole(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// `count` of `n` as a percentage: `53,8%`. An empty base gives "geen".
///
/// Rounded on the exact ratio, so that 37 of 80 (46.25) and 1 of 8 (12.5) come out as on paper.
pub fn percent(count: u64, n: u64) -> String {
    if n == 0 {
        return "geen".to_owned();
    }
    let decimals = decimals(n);
    let scale: u128 = if decimals == 0 { 100 } else { 1000 };
    let (count, n) = (u128::from(count), u128::from(n));
    let units = (count * scale * 2 + n) / (2 * n);
    let text = if decimals == 0 {
        units.to_string()
    } else {
        format!("{},{}", units / 10, units % 10)
    };
    format!("{text}%")
}

/// A computed share (0..=1), such as the limit of an interval, with the decimals that its base `n` deserves.
pub fn share(share: f64, n: u64) -> String {
    format!("{}%", decimal(share * 100.0, decimals(n)))
}

/// A burden (0..=1) per 100 clients, with the decimals that its base deserves: `38,2`.
pub fn per_hundred(value: f64, n: u64) -> String {
    decimal(value * 100.0, decimals(n))
}

/// Number of decimals of a percentage with this base.
pub fn decimals(n: u64) -> usize {
    usize::from(n >= DECIMALS_FROM)
}

/// A decimal number with a comma, rounded half away from zero at `decimals` places.
pub fn decimal(value: f64, decimals: usize) -> String {
    let mut scale = 1.0_f64;
    for _ in 0..decimals {
        scale *= 10.0;
    }
    let rounded = (value * scale).round() / scale;
    let text = format!("{rounded:.decimals$}");
    let text = if text.starts_with('-') && !text.contains(|c: char| ('1'..='9').contains(&c)) {
        text.trim_start_matches('-').to_owned()
    } else {
        text
    };
    text.replace('.', ",")
}

/// A p-value: `0,021`, or `< 0,001`.
pub fn p_value(p: f64) -> String {
    if p < 0.001 {
        "< 0,001".to_owned()
    } else {
        decimal(p, 3)
    }
}

/// A count as a word up to twelve, in digits from there: "drie", "14".
pub fn count_word(count: u64) -> String {
    const WORDS: [&str; 13] = [
        "geen", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
        "elf", "twaalf",
    ];
    usize::try_from(count)
        .ok()
        .and_then(|place| WORDS.get(place))
        .map_or_else(|| whole(count), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{count_word, decimal, p_value, percent, share, whole};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    #[test]
    fn a_percentage_has_no_decimals_below_a_base_of_100_and_one_from_there() {
        assert_eq!(percent(7, 15), "47%");
        assert_eq!(percent(171, 318), "53,8%");
        assert_eq!(percent(50, 100), "50,0%");
        assert_eq!(percent(0, 40), "0%");
        assert_eq!(percent(0, 0), "geen");
    }

    #[test]
    fn a_percentage_is_rounded_half_away_from_zero_on_the_exact_ratio() {
        assert_eq!(percent(37, 80), "46%", "46.25");
        assert_eq!(percent(1, 8), "13%", "12.5");
        assert_eq!(percent(463, 1000), "46,3%");
        assert_eq!(percent(925, 2000), "46,3%", "46.25 at one decimal");
        assert_eq!(percent(u64::MAX, u64::MAX), "100,0%");
    }

    #[test]
    fn numbers_have_a_decimal_comma_and_dots_between_thousands() {
        assert_eq!(whole(0), "0");
        assert_eq!(whole(999), "999");
        assert_eq!(whole(1180), "1.180");
        assert_eq!(whole(1_000_000), "1.000.000");
        assert_eq!(decimal(3.45, 1), "3,5");
        assert_eq!(decimal(-0.04, 1), "0,0");
        assert_eq!(decimal(-1.25, 1), "-1,3");
        assert_eq!(share(0.490_6, 318), "49,1%");
    }

    #[test]
    fn a_p_value_has_three_decimals_and_is_never_zero() {
        assert_eq!(p_value(0.0214), "0,021");
        assert_eq!(p_value(1e-300), "< 0,001");
        assert_eq!(p_value(1.0), "1,000");
    }

    #[test]
    fn small_counts_are_words() {
        assert_eq!(count_word(0), "geen");
        assert_eq!(count_word(12), "twaalf");
        assert_eq!(count_word(13), "13");
    }

    proptest! {
        #[test]
        fn a_percentage_is_never_further_than_half_a_unit_from_the_ratio(n in 1_u64..1_000_000, part in 0.0_f64..=1.0) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a test value below a million")]
            let count = (part * n as f64) as u64;
            let text = percent(count, n);
            let value: f64 = text.trim_end_matches('%').replace(',', ".").parse().unwrap();
            #[expect(clippy::cast_precision_loss, reason = "below a million")]
            let exact = 100.0 * count as f64 / n as f64;
            let unit = if n < 100 { 1.0 } else { 0.1 };
            prop_assert!((value - exact).abs() <= unit / 2.0 + 1e-9);
            prop_assert_eq!(text.contains(','), n >= 100);
        }

        #[test]
        fn a_whole_number_without_its_dots_is_the_number(number in 0_u64..) {
            prop_assert_eq!(whole(number).replace('.', ""), number.to_string());
        }
    }
}
