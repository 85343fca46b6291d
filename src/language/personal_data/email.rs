//! Mail addresses: something, an at sign, and a host name with a dot.

use super::{Finding, Kind};

/// Every mail address in `text`.
pub(super) fn find(text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let start = local_part_start(text, at);
        let end = host_end(text, at + 1);
        let free = findings.last().is_none_or(|before| before.end <= start);
        if start < at && free && is_host(&text[at + 1..end]) {
            findings.push(Finding {
                kind: Kind::Email,
                start,
                end,
                certain: true,
            });
        }
    }
    findings
}

fn local_part_start(text: &str, at: usize) -> usize {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let length: usize = text[..at]
        .chars()
        .rev()
        .take_while(|&c| part(c))
        .map(char::len_utf8)
        .sum();
    let start = at - length;
    start + (length - text[start..at].trim_start_matches(['.', '-']).len())
}

fn host_end(text: &str, from: usize) -> usize {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let length: usize = text[from..]
        .chars()
        .take_while(|&c| part(c))
        .map(char::len_utf8)
        .sum();
    from + text[from..from + length].trim_end_matches(['.', '-']).len()
}

fn is_host(host: &str) -> bool {
    let Some((name, top)) = host.rsplit_once('.') else {
        return false;
    };
    top.chars().count() >= 2
        && top.chars().all(char::is_alphabetic)
        && name.split('.').all(|label| !label.is_empty())
}
