//! What comes in with a POST: the body within its limits, its fields, and the sealed state that a resident's form carries.

pub mod body;
pub mod fields;
pub mod filled;
pub mod journey;
pub mod keyed;
pub mod sealed;
pub mod upload;

pub use fields::Fields;
pub use upload::Upload;
