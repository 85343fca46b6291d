//! What the rules of a client council leave out of its task, and what that means for one knelpunt. A limit warns and never
//! blocks: the client council may go on with a reason (Opmeer art. 13).

use serde::{Deserialize, Serialize};

use super::definition::{Aspect, Law, words};
use super::knelpunt::{Knelpunt, Room};

words! {
    /// What is left out.
    Limit {
        /// How policy is carried out (Diemen).
        Practice = "uitvoering",
        /// What the law decides, so that the municipality has no choice (Alphen-Chaam art. 3.2).
        National = "landelijk",
        /// Money, staff and organisation of the municipality (Opmeer art. 9.2).
        OwnAffairs = "financieel-en-personeel",
        /// A law that another client council speaks about (Opmeer art. 2).
        Law = "wet",
    }
}

/// A limit with the rule that sets it, as the files of `councils/` have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What is left out.
    pub limit: Limit,
    /// Where it stands.
    pub article: String,
    /// The rule in its own words.
    pub quote: String,
    /// Where residents and signals can go instead.
    #[serde(default)]
    pub instead: String,
}

/// A limit that a knelpunt meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What is left out.
    pub limit: Limit,
    /// The rule, when the client council's file has it.
    pub rule: Option<Rule>,
}

/// The limits that a knelpunt meets: those of the client council's own rules; a law that it does not speak about; and what the
/// municipality can't change, whatever the rules say.
#[must_use]
pub fn check(knelpunt: &Knelpunt, rules: &[Rule], laws: &[Law]) -> Vec<Warning> {
    let met = |limit: Limit| match limit {
        Limit::Practice => knelpunt.aspect == Some(Aspect::Practice),
        Limit::National => knelpunt.room == Room::National,
        Limit::OwnAffairs => knelpunt.own_affairs,
        Limit::Law => knelpunt.law.is_some_and(|law| !laws.contains(&law)),
    };
    let rule = |limit: Limit| rules.iter().find(|rule| rule.limit == limit).cloned();
    let always = |limit: Limit| matches!(limit, Limit::National | Limit::Law);
    let limits = Limit::ALL.iter().copied().filter(|limit| met(*limit));
    limits
        .map(|limit| Warning {
            limit,
            rule: rule(limit),
        })
        .filter(|warning| warning.rule.is_some() || always(warning.limit))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(limit: Limit) -> Rule {
        Rule {
            limit,
            article: "artikel 1".to_owned(),
            quote: "en in zaken betreffende de uitvoering van het beleid".to_owned(),
            instead: String::new(),
        }
    }

    fn limits(knelpunt: &Knelpunt, rules: &[Rule]) -> Vec<Limit> {
        let found = check(knelpunt, rules, &[Law::Participatiewet]);
        found.into_iter().map(|warning| warning.limit).collect()
    }

    #[test]
    fn practice_warns_only_where_the_rules_leave_it_out() {
        let knelpunt = Knelpunt {
            aspect: Some(Aspect::Practice),
            ..Knelpunt::about("bereikbaarheid", Some(Law::Participatiewet))
        };
        assert_eq!(limits(&knelpunt, &[]), []);
        assert_eq!(
            limits(&knelpunt, &[rule(Limit::Practice)]),
            [Limit::Practice]
        );
        let both = Knelpunt {
            aspect: Some(Aspect::Both),
            ..knelpunt
        };
        assert_eq!(limits(&both, &[rule(Limit::Practice)]), []);
    }

    #[test]
    fn what_the_municipality_can_t_change_and_another_s_law_always_warn() {
        let knelpunt = Knelpunt {
            room: Room::National,
            own_affairs: true,
            ..Knelpunt::about("jeugdhulp", Some(Law::Jeugdwet))
        };
        assert_eq!(limits(&knelpunt, &[]), [Limit::National, Limit::Law]);
        let rules = [rule(Limit::OwnAffairs)];
        let all = [Limit::National, Limit::OwnAffairs, Limit::Law];
        assert_eq!(limits(&knelpunt, &rules), all);
    }
}
