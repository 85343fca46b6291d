//! Burgerservicenummers: 8 or 9 digits that pass the eleven test.
//!
//! About 1 in 11 numbers passes by chance, so a number that is oddly grouped or short is certain only beside a cue.

use super::digits::{Group, concatenated, longest_rows};
use super::{Finding, Kind, follows_word};

const CUES: [&str; 5] = [
    "bsn",
    "burgerservice",
    "burger service",
    "sofi",
    "citizen service number",
];

/// How far from the number a cue may stand, in bytes.
const CUE_BEFORE: usize = 40;
const CUE_AFTER: usize = 25;

/// Every BSN among `groups`, the digit groups of `text`: the certain ones, or those that may be one.
/// Two passes, so that digits before a BSN that happen to fit never hide it.
pub(super) fn find(text: &str, groups: &[Group], certain: bool) -> Vec<Finding> {
    longest_rows(groups, 9, |row| {
        classify(text, row).filter(|finding| finding.certain == certain)
    })
}

fn classify(text: &str, row: &[Group]) -> Option<Finding> {
    let (start, end) = (row.first()?.start, row.last()?.end);
    let digits = concatenated(row);
    let lengths: Vec<usize> = row.iter().map(|group| group.digits.len()).collect();
    if digits.len() < 8 || is_date(&lengths) {
        return None;
    }
    let cue = has_cue(text, start, end);
    if follows_word(text, start) && !cue {
        return None; // Z123456782 is the number of a file
    }
    let passes = passes_eleven_test(&digits);
    let plain = digits.len() == 9 && matches!(lengths[..], [9] | [3, 3, 3] | [4, 2, 3] | [4, 3, 2]);
    let likely = plain || lengths.iter().all(|&length| length > 1);
    let speaks_for_it = cue || (passes && likely);
    if !speaks_for_it {
        return None;
    }
    Some(Finding {
        kind: Kind::Bsn,
        start,
        end,
        certain: passes && (cue || plain),
    })
}

/// The eleven test of a BSN: weights 9 to 2 and −1, the sum a multiple of 11 (Logisch ontwerp BSN).
fn passes_eleven_test(digits: &str) -> bool {
    let padded = format!("{digits:0>9}");
    let sum: i32 = padded
        .bytes()
        .zip([9, 8, 7, 6, 5, 4, 3, 2, -1])
        .map(|(digit, weight)| i32::from(digit - b'0') * weight)
        .sum();
    padded.len() == 9 && padded != "000000000" && sum % 11 == 0
}

fn is_date(lengths: &[usize]) -> bool {
    matches!(lengths, [2, 2, 4] | [4, 2, 2])
}

fn has_cue(text: &str, start: usize, end: usize) -> bool {
    let near_start = text.floor_char_boundary(start.saturating_sub(CUE_BEFORE));
    let near_end = text.floor_char_boundary((end + CUE_AFTER).min(text.len()));
    [&text[near_start..start], &text[end..near_end]]
        .into_iter()
        .any(|near| {
            let near = near.to_lowercase();
            CUES.iter().any(|cue| near.contains(cue))
        })
}
