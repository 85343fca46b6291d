//! Tails and quantiles of the distributions that the tests need.
//!
//! Tails are survival functions, never `1 - cdf`, so that a p-value of 1e-300 keeps its digits; relative error about
//! 1e-13. Own code because statrs 0.19 measured 9e-11 on the normal tail, 2e-10 on the beta tail with 2e5 degrees
//! of freedom and 4e-10 on the gamma tail with 1e6, where 1e-12 is asked. Its `ln_gamma` is exact enough and is used.

pub mod beta;
pub mod binomial;
pub mod chi_squared;
pub mod fisher_f;
pub mod hypergeometric;
pub mod normal;
pub mod student_t;

mod gamma;
mod invert;
mod saddle_point;
