//! Survey statistics on slices of numbers. Knows no survey words.
