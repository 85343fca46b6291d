//! Working days and recurring meetings in the Netherlands. Holidays are those of the Algemene termijnenwet art. 3: with
//! Goede Vrijdag, and 5 May every year.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

/// A weekday on which nobody works, with its Dutch name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeDay {
    /// The day.
    pub date: Date,
    /// What it is called.
    pub name: String,
}

/// The last day on which something can be done, so many working days before a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedBack {
    /// The last day.
    pub last_day: Date,
    /// Weekdays that did not count, in the order in which they were met: the latest first.
    pub skipped: Vec<FreeDay>,
}

/// Easter Sunday, by the Gregorian computation of Meeus.
pub fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let days = h + l - 7 * m + 114;
    let part = |value: i32| i8::try_from(value).unwrap_or(1);
    let year = i16::try_from(year).unwrap_or(2000);
    date(year, part(days / 31), part(days % 31 + 1))
}

/// The holidays of a year, in order.
pub fn holidays(year: i16) -> Vec<(Date, &'static str)> {
    let from_easter = |days: i32| easter(year).saturating_add(days.days());
    let birthday = date(year, 4, 27);
    let king = match birthday.weekday() {
        Weekday::Sunday => date(year, 4, 26),
        _ => birthday,
    };
    let mut all = vec![
        (date(year, 1, 1), "Nieuwjaarsdag"),
        (from_easter(-2), "Goede Vrijdag"),
        (from_easter(1), "Tweede paasdag"),
        (king, "Koningsdag"),
        (date(year, 5, 5), "Bevrijdingsdag"),
        (from_easter(39), "Hemelvaartsdag"),
        (from_easter(50), "Tweede pinksterdag"),
        (date(year, 12, 25), "Eerste kerstdag"),
        (date(year, 12, 26), "Tweede kerstdag"),
    ];
    all.sort_unstable_by_key(|(day, _)| *day);
    all
}

/// The name of a holiday, or of a day on which the municipality is closed; `None` on other days.
fn free(day: Date, closing_days: &[Date]) -> Option<&'static str> {
    let mut holidays = holidays(day.year()).into_iter();
    let holiday = holidays.find(|(holiday, _)| *holiday == day);
    let closed = closing_days.contains(&day).then_some("gemeente gesloten");
    holiday.map(|(_, name)| name).or(closed)
}

/// Counts working days back from a day that does not count itself (Algemene termijnenwet art. 1.2: such a term is not extended).
pub fn working_days_before(day: Date, count: u32, closing_days: &[Date]) -> CountedBack {
    let (mut last_day, mut left, mut skipped) = (day, count, Vec::new());
    while left > 0 {
        last_day = last_day.saturating_sub(1.day());
        if matches!(last_day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            continue;
        }
        match free(last_day, closing_days) {
            Some(name) => skipped.push(FreeDay {
                date: last_day,
                name: name.to_owned(),
            }),
            None => left -= 1,
        }
        if last_day == Date::MIN {
            break;
        }
    }
    CountedBack { last_day, skipped }
}

/// The days in a year that are the `nth` (1 to 5) of a weekday (1: Monday) in their month.
pub fn nth_weekdays(year: i16, weekday: i8, nth: i8) -> Vec<Date> {
    let Ok(weekday) = Weekday::from_monday_one_offset(weekday) else {
        return Vec::new();
    };
    let months = (1..=12).filter_map(|month| Date::new(year, month, 1).ok());
    months
        .filter_map(|first| first.nth_weekday_of_month(nth, weekday).ok())
        .collect()
}

/// So many months after a day; where that month is shorter, its last day.
pub fn months_after(day: Date, months: i32) -> Date {
    day.saturating_add(months.months())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(decision: Date) -> (Date, Vec<String>) {
        let counted = working_days_before(decision, 10, &[]);
        let skipped = counted.skipped.into_iter();
        let skipped = skipped.map(|it| format!("{} {}", it.date, it.name));
        (counted.last_day, skipped.collect())
    }

    #[test]
    fn ten_working_days_back_skip_weekends_and_name_every_holiday() {
        assert_eq!(back(date(2026, 6, 16)), (date(2026, 6, 2), vec![]));
        assert_eq!(
            back(date(2026, 5, 19)),
            (
                date(2026, 5, 1),
                vec![
                    "2026-05-14 Hemelvaartsdag".into(),
                    "2026-05-05 Bevrijdingsdag".into()
                ]
            )
        );
        let (last, skipped) = back(date(2026, 1, 6));
        assert_eq!(last, date(2025, 12, 18));
        assert_eq!(skipped.len(), 3);
        assert_eq!(back(date(2026, 4, 28)).0, date(2026, 4, 13));
        assert_eq!(back(date(2026, 5, 12)).0, date(2026, 4, 24));
    }

    #[test]
    fn a_day_on_which_the_municipality_is_closed_does_not_count() {
        let closed = [date(2026, 6, 15)];
        let counted = working_days_before(date(2026, 6, 16), 10, &closed);
        assert_eq!(counted.last_day, date(2026, 6, 1));
        assert_eq!(counted.skipped[0].name, "gemeente gesloten");
    }

    #[test]
    fn easter_and_the_king_s_birthday_move() {
        for (year, month, day) in [(2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25)] {
            assert_eq!(easter(year), date(year, month, day));
        }
        let king = |year| {
            holidays(year)
                .iter()
                .find(|(_, it)| *it == "Koningsdag")
                .map(|(day, _)| *day)
        };
        assert_eq!(king(2026), Some(date(2026, 4, 27)));
        assert_eq!(king(2025), Some(date(2025, 4, 26)));
    }

    #[test]
    fn third_wednesdays_of_2026() {
        let days: Vec<String> = nth_weekdays(2026, 3, 3)
            .iter()
            .map(|day| day.to_string()[5..].to_owned())
            .collect();
        let wanted = "01-21 02-18 03-18 04-15 05-20 06-17 07-15 08-19 09-16 10-21 11-18 12-16";
        assert_eq!(days.join(" "), wanted);
        assert!(nth_weekdays(2026, 9, 3).is_empty());
    }

    #[test]
    fn eighteen_months_end_within_their_month() {
        assert_eq!(months_after(date(2019, 6, 25), 18), date(2020, 12, 25));
        assert_eq!(months_after(date(2019, 8, 31), 18), date(2021, 2, 28));
    }
}
