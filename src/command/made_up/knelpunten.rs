//! Made-up knelpunten, each with the statuses that it had so far.

use serde::Deserialize;

use crate::domain::definition::Law;
use crate::domain::knelpunt::{Knelpunt, KnelpuntStatus};

/// A made-up knelpunt.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct MadeUpKnelpunt {
    /// As it is now.
    #[serde(flatten)]
    pub(crate) content: Knelpunt,
    /// Its statuses, each with how many days ago it got that one.
    pub(crate) life: Vec<(KnelpuntStatus, i64)>,
}

/// Made-up knelpunten under the laws of a client council.
pub(crate) fn knelpunten(laws: &[Law]) -> Vec<MadeUpKnelpunt> {
    #[derive(Deserialize)]
    struct File {
        knelpunt: Vec<MadeUpKnelpunt>,
    }
    let file: File = toml::from_str(include_str!("knelpunten.toml"))
        .expect("part of the program, read by a test");
    let fits = |it: &MadeUpKnelpunt| it.content.law.is_some_and(|law| laws.contains(&law));
    file.knelpunt.into_iter().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::theme::codebook;

    #[test]
    fn every_made_up_knelpunt_could_be_kept_and_stands_where_its_life_ends() {
        let all = knelpunten(Law::ALL);
        assert!(all.len() >= 6);
        for made_up in all {
            let statement = &made_up.content.statement;
            assert_eq!(made_up.content.faults(codebook()), [], "{statement}");
            let last = made_up.life.last().map(|(status, _)| *status);
            assert_eq!(last, Some(made_up.content.status), "{statement}");
            let days: Vec<i64> = made_up.life.iter().map(|(_, days)| *days).collect();
            assert!(days.is_sorted_by(|one, next| one > next), "{statement}");
        }
    }
}
