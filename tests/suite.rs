//! All integration tests in one binary, so that the program is linked once. One topic a file.
//!
//! `cfg(test)` says nothing new here, but lets clippy see that helper functions are test code too.

#![expect(
    clippy::too_many_lines,
    reason = "a flow is one story, and reads best from its begin to its end"
)]

#[cfg(test)]
mod amount;
#[cfg(test)]
mod analyse_beps;
#[cfg(test)]
mod analyse_margins;
#[cfg(test)]
mod architecture;
mod attacks;
#[cfg(test)]
mod client;
#[cfg(test)]
mod codes_cli;
#[cfg(test)]
mod compute;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod flow_advice;
#[cfg(test)]
mod flow_codes;
#[cfg(test)]
mod flow_evaluation;
#[cfg(test)]
mod flow_flood;
#[cfg(test)]
mod flow_house_style;
#[cfg(test)]
mod flow_http;
#[cfg(test)]
mod flow_kiosk;
#[cfg(test)]
mod flow_knelpunten;
#[cfg(test)]
mod flow_languages;
#[cfg(test)]
mod flow_paper;
#[cfg(test)]
mod flow_resident;
#[cfg(test)]
mod flow_rounds;
#[cfg(test)]
mod flow_signal;
#[cfg(test)]
mod flow_staff;
#[cfg(test)]
mod flow_weights;
#[cfg(test)]
mod forensics;
#[cfg(test)]
mod house_style;
#[cfg(test)]
mod language;
#[cfg(test)]
mod late_answers;
#[cfg(test)]
mod method;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod reliability;
#[cfg(test)]
mod report;
#[cfg(test)]
mod responses_columns;
#[cfg(test)]
mod responses_csv;
#[cfg(test)]
mod rules_cli;
#[cfg(test)]
mod rules_served;
#[cfg(test)]
mod seen;
#[cfg(test)]
mod site;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod survey_exchange;
#[cfg(test)]
mod traceable;
#[cfg(test)]
mod translation;
