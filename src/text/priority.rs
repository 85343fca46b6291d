//! Sentences about what could come first, and how much that hangs on the choice of factors.

use super::{list, number};
use crate::analysis::priority::{Priority, Top};
use crate::text::signal::Audience;

/// How the order is made, in words.
pub fn introduction(audience: Audience) -> Vec<String> {
    let from = match audience {
        Audience::ClientCouncil => "2 signalen",
        Audience::Public => "5 signalen, omdat wij een kleiner aantal niet tonen",
    };
    vec![
        "Dit is een voorstel voor de volgorde. De raad beslist. De zwaarte telt het meest.".to_owned(),
        "Werd een thema slechter dan in eerdere rondes? Dan telt het 1,25 keer mee. Werd het beter, dan 0,8 keer.".to_owned(),
        format!("Hoorden wij het langs meer wegen (enquête, spreekuur, website, bijeenkomst)? Dan telt elke weg na de eerste voor 0,1 mee. De enquête telt mee als zeker meer dan 5% van de mensen een probleem heeft, een andere weg vanaf {from}."),
        "Wij rekenden het ook uit met andere factoren: negen keuzes in totaal. Daarom staat bij elk thema tussen welke plaatsen het dan komt.".to_owned(),
    ]
}

/// Which themes belong to the first three: surely, and possibly.
pub fn tops(named: &[(&str, Priority)]) -> Vec<String> {
    let of = |top: Top| -> Vec<&str> {
        let chosen = named.iter().filter(|(_, it)| it.top == top);
        chosen.map(|(name, _)| *name).collect()
    };
    let (robust, possible) = (of(Top::Robust), of(Top::Possible));
    let mut said = Vec::new();
    if !robust.is_empty() {
        said.push(format!(
            "Robuust in de top 3: {}. Welke factoren wij ook kiezen, dit verandert niet.",
            list::quoted_and(&robust)
        ));
    }
    if !possible.is_empty() {
        said.push(format!(
            "Mogelijk in de top 3: {}. Dat hangt af van de factoren of van toeval.",
            list::quoted_and(&possible)
        ));
    }
    said
}

/// A factor: `1,25`.
pub fn factor(factor: f64) -> String {
    number::decimal(factor, 2)
}

/// Whether it belongs to the first three, as a cell of a table.
pub fn top(top: Top) -> &'static str {
    match top {
        Top::Robust => "robuust",
        Top::Possible => "mogelijk",
        Top::Outside => "nee",
    }
}

#[cfg(test)]
mod tests {
    use super::{factor, introduction, tops};
    use crate::analysis::priority::{Priority, Top};
    use crate::text::signal::Audience;

    fn priority(top: Top) -> Priority {
        Priority {
            trend_factor: 1.0,
            channel_factor: 1.0,
            priority: 40.0,
            place: 1,
            place_by_burden: 1,
            places: (1, 1),
            top,
        }
    }

    #[test]
    fn robust_and_possible_are_told_apart_and_the_rest_is_not_named() {
        let told = tops(&[
            ("Brieven", priority(Top::Robust)),
            ("Geld", priority(Top::Possible)),
            ("Werk", priority(Top::Outside)),
        ]);
        assert!(told[0].starts_with("Robuust in de top 3: ‘Brieven’."));
        assert!(told[1].starts_with("Mogelijk in de top 3: ‘Geld’."));
        assert!(!told.join(" ").contains("Werk"));
    }

    #[test]
    fn the_public_hears_from_which_number_of_signals_a_channel_counts() {
        assert!(
            introduction(Audience::Public)
                .join(" ")
                .contains("vanaf 5 signalen")
        );
        assert!(
            introduction(Audience::ClientCouncil)
                .join(" ")
                .contains("vanaf 2 signalen")
        );
        assert_eq!(factor(1.25), "1,25");
    }
}
