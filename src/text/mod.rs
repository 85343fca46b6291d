//! Every sentence that the program makes up, Dutch first; numbers and dates as Dutch people write them.
