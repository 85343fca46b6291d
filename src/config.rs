//! Where the program reads its settings: flags and environment, once, at start.
