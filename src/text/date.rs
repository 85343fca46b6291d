//! Dates in words: "23 november 2026". Day and month without leading zeros, months in small letters.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
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

/// A day: "23 november 2026".
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// A month: "november 2026".
pub fn month(date: Date) -> String {
    format!("{} {}", month_name(date), date.year())
}

/// A period, with what both ends share said once: "3 tot en met 18 oktober 2026".
pub fn period(first: Date, last: Date) -> String {
    if first == last {
        return day(first);
    }
    let start = if first.year() != last.year() {
        day(first)
    } else if first.month() != last.month() {
        format!("{} {}", first.day(), month_name(first))
    } else {
        first.day().to_string()
    };
    format!("{start} tot en met {}", day(last))
}

fn month_name(date: Date) -> &'static str {
    usize::try_from(date.month() - 1)
        .ok()
        .and_then(|place| MONTHS.get(place))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{day, month, period};
    use jiff::civil::date;

    #[test]
    fn a_date_is_written_in_words() {
        assert_eq!(day(date(2026, 11, 23)), "23 november 2026");
        assert_eq!(month(date(2026, 3, 1)), "maart 2026");
    }

    #[test]
    fn a_period_says_once_what_both_ends_share() {
        assert_eq!(
            period(date(2026, 10, 3), date(2026, 10, 18)),
            "3 tot en met 18 oktober 2026"
        );
        assert_eq!(
            period(date(2026, 9, 3), date(2026, 10, 18)),
            "3 september tot en met 18 oktober 2026"
        );
        assert_eq!(
            period(date(2025, 12, 3), date(2026, 1, 8)),
            "3 december 2025 tot en met 8 januari 2026"
        );
        assert_eq!(period(date(2026, 1, 8), date(2026, 1, 8)), "8 januari 2026");
    }
}
