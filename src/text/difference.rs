//! Sentences about differences between groups: how large, how sure, and never why.

use super::{list, number};

/// Problem answers in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Label.
    pub name: String,
    /// Problem answers.
    pub events: u64,
    /// Base.
    pub n: u64,
}

/// A difference that may be told: the groups with the largest and the smallest share, the limits of the difference, and
/// the questions within whose answers it turns round.
pub fn told(
    question: &str,
    (most, least): (&Group, &Group),
    (lo, hi): (f64, f64),
    reversed_by: &[String],
) -> String {
    let decimals = number::decimals(most.n.min(least.n));
    let points = |difference: f64| number::decimal(difference * 100.0, decimals);
    let mut said = format!(
        "Bij ‘{}’ verschillen groepen: {} tegen {}. Dat is meer dan toeval: het verschil ligt waarschijnlijk tussen {} en {} punten. Waardoor het komt, weten wij niet.",
        question.trim_end_matches('.'),
        share(most),
        share(least),
        points(lo),
        points(hi)
    );
    if !reversed_by.is_empty() {
        let asked: Vec<&str> = reversed_by
            .iter()
            .map(|it| it.trim_end_matches('.'))
            .collect();
        said.push_str(&format!(
            " Let op: deelt u de mensen ook in naar {}, dan is het meestal andersom. Trek uit dit verschil geen conclusie.",
            list::quoted_and(&asked)
        ));
    }
    said
}

fn share(group: &Group) -> String {
    format!(
        "{} {} (n = {})",
        list::quoted(&group.name),
        number::percent(group.events, group.n),
        number::whole(group.n)
    )
}

#[cfg(test)]
mod tests {
    use super::{Group, told};

    fn said(reversed_by: &[String]) -> String {
        let group = |name: &str, events, n| Group {
            name: name.to_owned(),
            events,
            n,
        };
        let groups = (&group("Jong", 22, 38), &group("Oud", 12, 52));
        told(
            "Ik begrijp de brieven.",
            groups,
            (0.146, 0.519),
            reversed_by,
        )
    }

    #[test]
    fn a_difference_is_told_with_both_groups_its_limits_and_without_a_cause() {
        assert_eq!(
            said(&[]),
            "Bij ‘Ik begrijp de brieven’ verschillen groepen: ‘Jong’ 58% (n = 38) tegen ‘Oud’ 23% (n = 52). Dat is meer dan toeval: het verschil ligt waarschijnlijk tussen 15 en 52 punten. Waardoor het komt, weten wij niet."
        );
    }

    #[test]
    fn a_difference_that_turns_round_within_another_question_comes_with_a_warning() {
        let warned = said(&["Met wie woont u?".to_owned()]);
        assert!(warned.contains("Let op: deelt u de mensen ook in naar ‘Met wie woont u?’"));
        assert!(warned.ends_with("geen conclusie."));
    }
}
