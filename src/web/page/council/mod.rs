//! The workspace of a client council.

pub mod advice;
pub mod apart;
pub mod conversation;
pub mod evaluation;
pub mod house_style;
pub mod intake;
pub mod invite;
pub mod ledger;
pub mod night;
pub mod paper;
pub mod piece;
pub mod planner;
pub mod report;
pub mod representation;
pub mod results;
pub mod results_part;
pub mod signal;
pub mod signals;
pub mod today;

use maud::Markup;

use crate::web::session::Volunteer;
use crate::web::view::layout::{self, Place, Workspace};

/// The frame round a page of the workspace.
pub fn wrap(volunteer: &Volunteer, place: Place, title: &str, main: Markup) -> Markup {
    framed(volunteer, place, title, (None, main))
}

/// The same for a page with another sheet.
pub fn wrap_with(
    volunteer: &Volunteer,
    place: Place,
    title: &str,
    (sheet, main): (&str, Markup),
) -> Markup {
    framed(volunteer, place, title, (Some(sheet), main))
}

fn framed(
    volunteer: &Volunteer,
    place: Place,
    title: &str,
    (sheet, main): (Option<&str>, Markup),
) -> Markup {
    let (owner, who) = (volunteer.council.owner(), volunteer.who());
    layout::workspace(&Workspace {
        sheet,
        owner,
        who: &who,
        token: &volunteer.token,
        place,
        title,
        main,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::anonymity::random::Id;
    use crate::domain::role::Role;
    use crate::store::Staff;
    use crate::web::directory::samples;
    use crate::web::session::Volunteer;

    /// A secretary of Lelystad.
    pub(crate) fn secretary() -> Volunteer {
        let staff = Staff {
            id: Id::from_bytes([7; 16]),
            login: "wies".into(),
            name: "Wies de Wit".into(),
            disabled: false,
            roles: Vec::new(),
            version: 1,
        };
        Volunteer {
            staff,
            roles: vec![Role::Secretary],
            council: samples::council(),
            token: "bewijs".into(),
        }
    }
}
