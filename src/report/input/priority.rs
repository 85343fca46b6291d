//! What first: the proposal for an order, with both factors on its face; and whether a signal touches a larger group.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Source, ThemeSignals};
use crate::analysis::priority::{
    Candidate, HEARD_IN_CHANNEL, HEARD_IN_SURVEY, Priority, priorities,
};
use crate::analysis::reach::{Known, Reach, reach};
use crate::analysis::results::ThemeResult;
use crate::report::chart::Table;
use crate::text::{number, priority, signal};

/// The part about what could come first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct First {
    /// How the order is made.
    pub introduction: Vec<String>,
    /// Which themes belong to the first three.
    pub tops: Vec<String>,
    /// A row a theme, in order of priority.
    pub table: Table,
}

/// What each theme comes to, by its id: of those that were asked and of those with signals alone.
pub(crate) type Reaches<'a> = BTreeMap<&'a str, Reach>;

impl Source<'_> {
    /// The themes with a place and their priorities, in the order of the results.
    pub(crate) fn priorities(&self) -> Vec<(&ThemeResult, Candidate, Priority)> {
        let ranked: Vec<(&ThemeResult, Candidate)> = self
            .results
            .themes
            .iter()
            .filter_map(|theme| Some((theme, self.candidate(theme)?)))
            .collect();
        let candidates: Vec<Candidate> = ranked.iter().map(|(_, it)| *it).collect();
        let found = priorities(&candidates);
        let both = ranked.into_iter().zip(found);
        both.map(|((theme, candidate), priority)| (theme, candidate, priority))
            .collect()
    }

    fn candidate(&self, theme: &ThemeResult) -> Option<Candidate> {
        Some(Candidate {
            burden: theme.burden?,
            rank_set: theme.rank_set?,
            direction: self.waves.direction(&theme.theme),
            channels: self.channels(theme),
        })
    }

    /// In how many channels a theme was heard. A number of signals that this reader may not see counts for nothing:
    /// else the factor would tell what is hidden.
    fn channels(&self, theme: &ThemeResult) -> u64 {
        let heard = |count: &u64| {
            let shown = signal::shown(*count, self.about.audience);
            shown.is_some_and(|count| count >= HEARD_IN_CHANNEL)
        };
        let counts = self.signals_of(&theme.theme).map(|it| it.counts.iter());
        let channels = counts.into_iter().flatten().filter(|(_, it)| heard(it));
        let survey = theme.lo.is_some_and(|lo| lo > HEARD_IN_SURVEY);
        u64::from(survey) + u64::try_from(channels.count()).unwrap_or(0)
    }

    /// `None` when there are not two themes to put in order.
    pub(super) fn first(&self) -> Option<First> {
        let mut ordered = self.priorities();
        if ordered.len() < 2 {
            return None;
        }
        ordered.sort_by_key(|(_, _, found)| found.place);
        let named: Vec<(&str, Priority)> = ordered
            .iter()
            .map(|(theme, _, found)| (theme.name.as_str(), *found))
            .collect();
        let head = [
            "Thema",
            "Zwaarte",
            "Factor verandering",
            "Factor wegen",
            "Voorrang",
            "Plaats op zwaarte",
            "Plaats bij negen keuzes",
            "Top 3",
        ];
        Some(First {
            introduction: priority::introduction(self.about.audience),
            tops: priority::tops(&named),
            table: Table {
                caption: "Voorstel voor de volgorde, met de factoren waaruit het is gemaakt"
                    .to_owned(),
                head: head.map(str::to_owned).to_vec(),
                rows: ordered
                    .iter()
                    .map(|(theme, _, found)| row(theme, found))
                    .collect(),
            },
        })
    }

    /// How many people each theme touches, as far as this reader may know.
    pub(crate) fn reaches(&self) -> Reaches<'_> {
        let asked = self.results.themes.iter().map(|it| it.theme.as_str());
        let heard = self.signals.iter().map(|it| it.theme.as_str());
        let mut ids: Vec<&str> = asked.collect();
        ids.extend(heard.filter(|id| !ids.contains(id)).collect::<Vec<_>>());
        let known: Vec<Known> = ids.iter().map(|id| self.known(id)).collect();
        let found = reach(&known, self.results.population);
        ids.into_iter().zip(found).collect()
    }

    fn known(&self, theme: &str) -> Known {
        let result = self.results.themes.iter().find(|it| it.theme == theme);
        let shown = |count: &u64| signal::shown(*count, self.about.audience);
        let counts = self.signals_of(theme).map(|it| it.counts.as_slice());
        let counts = counts.unwrap_or_default();
        Known {
            survey: result.and_then(|it| it.events.zip(it.n)),
            // Of a hidden number the reader knows that there is at least one.
            signals: counts
                .iter()
                .map(|(_, count)| shown(count).unwrap_or(1))
                .sum(),
            exact: counts.iter().all(|(_, count)| shown(count).is_some()),
        }
    }

    pub(super) fn signals_of(&self, theme: &str) -> Option<&ThemeSignals> {
        self.signals.iter().find(|it| it.theme == theme)
    }
}

fn row(theme: &ThemeResult, found: &Priority) -> Vec<String> {
    let n = theme.n.unwrap_or(0);
    let (best, worst) = found.places;
    vec![
        theme.name.clone(),
        number::per_hundred(theme.burden.unwrap_or(0.0), n),
        priority::factor(found.trend_factor),
        priority::factor(found.channel_factor),
        number::decimal(found.priority, number::decimals(n)),
        number::whole(found.place_by_burden),
        if best == worst {
            number::whole(best)
        } else {
            format!("{best} tot {worst}")
        },
        priority::top(found.top).to_owned(),
    ]
}
