//! Groups of digits, and which of them people meant as one number: `06 - 12 34 56 78`, `1112.22.333`.

use super::is_separator;

/// A run of digits without anything in between.
#[derive(Debug)]
pub(super) struct Group {
    /// The digits as ASCII, whatever script they were written in.
    pub(super) digits: String,
    /// First byte in the text.
    pub(super) start: usize,
    /// The byte after the last digit.
    pub(super) end: usize,
    /// Whether only separators stand between this group and the one before.
    joined: bool,
}

/// All groups of digits in `text`, in order.
pub(super) fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(digit) = ascii_digit(c) else {
            continue;
        };
        let end = at + c.len_utf8();
        match groups.last_mut() {
            Some(group) if group.end == at => {
                group.digits.push(digit);
                group.end = end;
            }
            last => {
                let joined = last.is_some_and(|before| joins(&text[before.end..at]));
                groups.push(Group {
                    digits: digit.into(),
                    start: at,
                    end,
                    joined,
                });
            }
        }
    }
    groups
}

/// Goes through `groups` from the left and asks `accept` for the longest row of joined groups that it takes, with at
/// most `longest` digits together. A group is used once.
pub(super) fn longest_rows<T>(
    groups: &[Group],
    longest: usize,
    accept: impl Fn(&[Group]) -> Option<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        let row = row_from(&groups[first..], longest);
        let taken = (1..=row)
            .rev()
            .find_map(|size| Some((size, accept(&groups[first..first + size])?)));
        match taken {
            Some((size, value)) => {
                found.push(value);
                first += size;
            }
            None => first += 1,
        }
    }
    found
}

/// How many groups from the first one on are joined and have at most `longest` digits together.
fn row_from(groups: &[Group], longest: usize) -> usize {
    let mut total = 0;
    let mut size = 0;
    for group in groups {
        total += group.digits.len();
        if total > longest || (size > 0 && !group.joined) {
            break;
        }
        size += 1;
    }
    size
}

/// The digits of a row, put together.
pub(super) fn concatenated(row: &[Group]) -> String {
    row.iter().map(|group| group.digits.as_str()).collect()
}

/// Whether what stands between two groups joins them: one separator, or a few such as ` - ` and ` (`.
/// A full stop with a space behind it ends a sentence.
fn joins(between: &str) -> bool {
    let count = between.chars().count();
    count <= 3
        && between
            .chars()
            .all(|c| is_separator(c) || matches!(c, '(' | ')'))
        && (count == 1 || !between.contains('.'))
}

/// Digits of the scripts in which residents answer: Latin, Arabic, Persian, and full width.
fn ascii_digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}
