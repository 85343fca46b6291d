//! Dutch free text: what the program can tell about it without understanding it.
//! Not here: whether a text may be stored, or what a question asks.

pub mod coach;
pub mod personal_data;
