//! What is said about a house style: names of its colours, what people could not read and which colour they could, and
//! why a file is not taken.

use super::number;
use crate::domain::house_style::charts::Charts;
use crate::domain::house_style::contrast::{Against, Check, Need};
use crate::domain::house_style::{Headings, HouseStyle, Token, logo, tokens};

/// The name of a colour, as the label of its field.
pub fn label(token: Token) -> &'static str {
    match token {
        Token::Paper => "Achtergrond van de bladzijde",
        Token::Accent => "Accentkleur",
        Token::AccentStrong => "Donkere accentkleur",
        Token::Ink => "Tekst",
        Token::Link => "Link",
        Token::LinkHover => "Link met de muis erop",
        Token::Button => "Knop",
        Token::ButtonText => "Tekst op de knop",
        Token::ButtonHover => "Knop met de muis erop",
    }
}

/// What it is used for.
pub fn hint(token: Token) -> &'static str {
    match token {
        Token::Paper => "Een lichte kleur.",
        Token::Accent => "Voor lijnen, knoppen en grafieken.",
        Token::AccentStrong => "Voor cijfers die opvallen.",
        Token::Ink => "Een donkere kleur.",
        Token::Link => "Laat leeg voor de accentkleur.",
        Token::LinkHover | Token::ButtonHover => "Laat leeg voor iets donkerder.",
        Token::Button => "Laat leeg voor de accentkleur.",
        Token::ButtonText => "Laat leeg voor wit of donker.",
    }
}

/// The name of a kind of letter.
pub fn letters(headings: Headings) -> &'static str {
    match headings {
        Headings::Serif => "Met schreef",
        Headings::Sans => "Zonder schreef",
    }
}

/// What is compared: "Link op het lichte vlak".
pub fn pair(check: &Check) -> String {
    let front = label(check.token);
    let (joint, back) = match check.against {
        Against::Paper => ("op", "de achtergrond"),
        Against::White => ("op", "wit"),
        Against::Tint => ("op", "het lichte vlak van een mededeling"),
        Against::Button => ("op", "de knop"),
        Against::ButtonText => ("achter", "de tekst op de knop"),
        Against::Ring => ("naast", "de gele rand om wat u kiest"),
        Against::Muted => ("achter", "grijze tekst"),
        Against::Edge => ("achter", "de rand van een invulvak"),
        Against::Error if check.token == Token::Paper => ("achter", "rode tekst bij een fout"),
        Against::Attention if check.token == Token::Paper => {
            ("achter", "bruine tekst bij ‘let op’")
        }
        Against::Success if check.token == Token::Paper => ("achter", "groene tekst bij ‘gelukt’"),
        Against::Error => ("naast", "het rood van een fout"),
        Against::Attention => ("naast", "het bruin van ‘let op’"),
        Against::Success => ("naast", "het groen van ‘gelukt’"),
    };
    if check.token == Token::ButtonHover && check.against == Against::ButtonText {
        return "Knop met de muis erop, achter de tekst".to_owned();
    }
    format!("{front} {joint} {back}")
}

/// The contrast as it is and as it must be: "3,2 op 1, nodig is 4,5 op 1".
pub fn measured(check: &Check) -> String {
    match check.need {
        Need::Ratio(least) => format!(
            "{} op 1, nodig is {} op 1",
            rounded_down(check.found),
            number::decimal(least, 1)
        ),
        Need::Apart(_) if check.passes() => "goed te onderscheiden".to_owned(),
        Need::Apart(_) => "lijkt er te veel op".to_owned(),
    }
}

/// 4.49 must not read as 4.5, which would be enough.
fn rounded_down(ratio: f64) -> String {
    number::decimal((ratio * 10.0).floor() / 10.0, 1)
}

/// What is wrong and which colour is right, for who chose it.
pub fn problem(check: &Check, mended: &HouseStyle) -> String {
    let pair = pair(check);
    let colour = check.colours.0;
    let wrong = match check.need {
        Need::Ratio(_) => format!("{pair} ({colour}): {}.", measured(check)),
        Need::Apart(_) => format!(
            "{pair} ({colour}): {}. Mensen raken in de war.",
            measured(check)
        ),
    };
    let better = mended.colour(check.token);
    if better == colour {
        wrong
    } else {
        format!("{wrong} Kies bijvoorbeeld {better}.")
    }
}

/// Whether charts have the council's own colour.
pub fn charts(style: &HouseStyle) -> &'static str {
    if !style.colours.contains_key(&Token::Accent) {
        "Grafieken houden de gewone kleuren: oranje is een probleem, blauwgroen gaat goed."
    } else if Charts::of(style).follow() {
        "In grafieken is oranje een probleem. Wat goed gaat, krijgt uw accentkleur."
    } else {
        "In grafieken is oranje een probleem. Wat goed gaat, blijft blauwgroen. Uw accentkleur lijkt voor sommige mensen te veel op oranje."
    }
}

/// A colour that can't be read.
pub fn no_colour(token: Token) -> String {
    format!(
        "{}: dit is geen kleur. Schrijf een # met 6 cijfers of letters, zoals #0b5563.",
        label(token)
    )
}

/// Why a logo is not taken, and what to do.
pub fn logo_refused(refusal: logo::Refusal) -> &'static str {
    use logo::Refusal as R;
    match refusal {
        R::Missing => "Kies eerst een bestand met uw logo.",
        R::TooLarge => "Dit bestand is groter dan 2 MB. Maak het kleiner en probeer het opnieuw.",
        R::TooManyPoints => {
            "Dit logo is te groot. Het mag hooguit 4.000 bij 4.000 beeldpunten zijn."
        }
        R::TooSmall => "Dit logo is te klein. Het moet minstens 16 bij 16 beeldpunten zijn.",
        R::Svg => {
            "Een SVG-bestand mag niet. Er kan een programma in zitten. Sla uw logo op als PNG."
        }
        R::Unknown => "Dit is geen PNG, JPEG of WebP. Sla uw logo op als PNG.",
        R::Damaged => {
            "Wij konden dit bestand niet lezen. Het is beschadigd. Sla uw logo opnieuw op als PNG."
        }
        R::MoreThanAPicture => {
            "Dit bestand is niet heel, of er zit iets achter de afbeelding. Sla uw logo opnieuw op als PNG."
        }
        R::NoAlt => "Schrijf op wat er op het logo staat. Dat is voor mensen die het niet zien.",
        R::LongAlt => "De tekst bij het logo is te lang. Gebruik hooguit 200 tekens.",
    }
}

/// Why a file with design tokens is not taken, and what to do.
pub fn tokens_refused(refusal: tokens::Refusal) -> &'static str {
    use tokens::Refusal as R;
    match refusal {
        R::Missing => "Kies eerst een bestand met kleuren.",
        R::TooLarge => "Dit bestand is groter dan 1 MB. Zo groot is een bestand met kleuren niet.",
        R::TooMany => "Dit bestand heeft meer dan 20.000 regels met kleuren. Dat is te veel.",
        R::NoText => {
            "Dit is geen tekstbestand. Vraag de gemeente om het bestand met design tokens."
        }
        R::NoJson => {
            "Dit bestand lijkt op JSON, maar het klopt niet. Vraag de gemeente om een nieuw bestand."
        }
        R::Nothing => {
            "In dit bestand staat geen kleur die wij kunnen gebruiken. Vul de kleuren zelf in."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::house_style::colour::Colour;

    fn style(accent: &str) -> HouseStyle {
        let accent = Colour::read(accent).expect("a colour");
        HouseStyle {
            colours: [(Token::Accent, accent)].into(),
            headings: None,
        }
    }

    #[test]
    fn a_refusal_names_the_pair_its_contrast_and_a_colour_that_passes() {
        let yellow = style("#ffd500");
        let (first, mended) = (yellow.failing()[0], yellow.mended());
        let said = problem(&first, &mended);
        let better = mended.colour(Token::Accent);
        assert_eq!(
            said,
            format!(
                "Accentkleur op de achtergrond (#ffd500): 1,3 op 1, nodig is 4,5 op 1. Kies bijvoorbeeld {better}."
            )
        );
    }

    #[test]
    fn a_contrast_that_is_just_too_low_does_not_read_as_enough() {
        let neutral = HouseStyle::default().checks()[0];
        let just = Check {
            found: 4.499,
            ..neutral
        };
        assert_eq!(measured(&just), "4,4 op 1, nodig is 4,5 op 1");
    }

    #[test]
    fn every_pair_is_said_in_words_of_its_own() {
        let mut pairs: Vec<String> = HouseStyle::default().checks().iter().map(pair).collect();
        let count = pairs.len();
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(pairs.len(), count);
    }

    #[test]
    fn a_red_accent_is_said_to_look_like_an_error() {
        let red = style("#b01c1c");
        let like_error = |check: &&Check| check.against == Against::Error;
        let failing = red.failing();
        let said = problem(
            failing.iter().find(like_error).expect("refused"),
            &red.mended(),
        );
        assert!(
            said.starts_with(
                "Accentkleur naast het rood van een fout (#b01c1c): lijkt er te veel op."
            ),
            "{said}"
        );
    }
}
