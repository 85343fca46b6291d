//! What anyone may read: the list of client councils, the home of one, its reports, and where to get help.

pub mod accessibility;
pub mod advice;
pub mod data;
pub mod home;
pub mod index;
pub mod own_case;
pub mod party;
pub mod reaction;
pub mod report;

use maud::Markup;

use crate::web::directory::ClientCouncil;
use crate::web::view::layout::{self, Public};

/// The frame round a public page.
pub fn wrap(council: &ClientCouncil, title: &str, main: Markup) -> Markup {
    layout::public(&Public {
        owner: council.owner(),
        title,
        main,
    })
}
