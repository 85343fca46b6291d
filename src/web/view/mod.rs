//! Components: functions that return markup. No component knows the store; no markup comes from outside unescaped.

pub mod chart;
pub mod field;
pub mod layout;
pub mod parts;
pub mod said;
pub mod signal_code;
pub mod staff_field;
