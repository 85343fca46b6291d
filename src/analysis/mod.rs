//! From responses to tables, disclosure control and knelpunten. Numbers are computed once, here.

pub mod results;
