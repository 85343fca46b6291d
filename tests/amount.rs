//! How much a test tries: little in `tests/run`, much in `tests/proof`, which sets these variables.

/// The number in this variable of the environment, or `short`.
pub(crate) fn amount(variable: &str, short: usize) -> usize {
    let wanted = std::env::var(variable).ok();
    wanted.and_then(|count| count.parse().ok()).unwrap_or(short)
}
