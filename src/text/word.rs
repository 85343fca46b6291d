//! Words for the fixed values of the domain, as they stand in reports: channels, aspects, laws.

use crate::domain::definition::{Aspect, Channel, Law};

/// The name of a channel at the head of a column.
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Enquete => "Enquête",
        Channel::Spreekuur => "Spreekuur",
        Channel::Website => "Website",
        Channel::Bijeenkomst => "Bijeenkomst",
        Channel::Checklist => "Beleidstoets",
        Channel::Evaluatie => "Evaluatie",
        Channel::Zelfevaluatie => "Zelfevaluatie",
    }
}

/// The channel inside a sentence about where signals came from: "op het spreekuur".
pub fn through(channel: Channel) -> &'static str {
    match channel {
        Channel::Enquete => "in de enquête",
        Channel::Spreekuur => "op het spreekuur",
        Channel::Website => "via de website",
        Channel::Bijeenkomst => "op een bijeenkomst",
        Channel::Checklist => "bij een beleidstoets",
        Channel::Evaluatie => "bij een evaluatie",
        Channel::Zelfevaluatie => "bij een zelfevaluatie",
    }
}

/// The aspect as a proposal to the client council, with its meaning beside it.
pub fn aspect_sentence(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Policy => "Voorstel: dit gaat over beleid. Dan moet een regel of besluit anders.",
        Aspect::Practice => {
            "Voorstel: dit gaat over uitvoering. Dan moet het werk anders, niet de regel."
        }
        Aspect::Both => "Voorstel: dit gaat over allebei, beleid en uitvoering.",
    }
}

/// The aspect in one word.
pub fn aspect(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Policy => "Beleid",
        Aspect::Practice => "Uitvoering",
        Aspect::Both => "Beleid en uitvoering",
    }
}

/// The name of a law.
pub fn law(law: Law) -> &'static str {
    match law {
        Law::Participatiewet => "Participatiewet",
        Law::Wmo => "Wmo",
        Law::Jeugdwet => "Jeugdwet",
        Law::Overig => "Overig",
    }
}
