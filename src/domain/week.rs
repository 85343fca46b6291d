//! ISO weeks: the finest time that is kept about a resident.

use jiff::civil::Date;

/// The ISO week of a day: `2026-W47`.
#[must_use]
pub fn iso_week(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_the_iso_week_also_around_new_year() {
        assert_eq!(iso_week("2026-11-20".parse().unwrap()), "2026-W47");
        assert_eq!(iso_week("2027-01-01".parse().unwrap()), "2026-W53");
    }
}
