//! All integration tests in one binary, so that the program is linked once. One topic a file.

mod analyse_beps;
mod responses_csv;
