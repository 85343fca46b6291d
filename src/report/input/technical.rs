//! The technical detail: every test and figure of quality behind a theme, in a table for who knows statistics.

use super::{Source, reliability};
use crate::analysis::results::{Crossing, ThemeResult};
use crate::analysis::waves::{Test, ThemeWaves};
use crate::report::chart::Table;
use crate::text::{estimate, list, number, scale, wave};

const NOTHING: &str = "–";

impl Source<'_> {
    /// The tests of one theme; `None` when there are none.
    pub(super) fn tests_of(&self, theme: &ThemeResult) -> Option<Table> {
        let rows = self.rows(theme);
        (!rows.is_empty())
            .then(|| table(format!("Toetsen bij {}", list::quoted(&theme.name)), rows))
    }

    /// The tests of all themes; `None` when there are none.
    pub(super) fn all_tests(&self) -> Option<Table> {
        let themes = self.results.themes.iter();
        let rows: Vec<Vec<String>> = themes.flat_map(|theme| self.rows(theme)).collect();
        (!rows.is_empty()).then(|| table("Toetsen en maten per thema".to_owned(), rows))
    }

    /// The tests of the comparison with earlier rounds.
    pub(super) fn wave_tests(&self) -> Option<Table> {
        let themes = self.waves.themes.iter();
        let rows: Vec<Vec<String>> = themes.filter_map(wave_row).collect();
        (!rows.is_empty()).then(|| table("Toetsen van de verandering per thema".to_owned(), rows))
    }

    /// The tests of differences between groups.
    pub(super) fn group_tests(&self) -> Option<Table> {
        let themes = self.results.themes.iter();
        let rows: Vec<Vec<String>> = themes.flat_map(|theme| self.crossing_rows(theme)).collect();
        (!rows.is_empty()).then(|| table("Toetsen van verschillen tussen groepen".to_owned(), rows))
    }

    fn rows(&self, theme: &ThemeResult) -> Vec<Vec<String>> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        rows.extend(chances(theme));
        rows.extend(self.scale_row(theme));
        let mut waves = self.waves.themes.iter();
        let of_theme = waves.find(|it| it.theme == theme.theme);
        rows.extend(of_theme.and_then(wave_row));
        rows.extend(self.crossing_rows(theme));
        rows
    }

    fn crossing_rows(&self, theme: &ThemeResult) -> Vec<Vec<String>> {
        let crossings = self.crossings_of(theme);
        crossings
            .filter_map(|crossing| self.crossing_row(theme, crossing))
            .collect()
    }

    fn scale_row(&self, theme: &ThemeResult) -> Option<Vec<String>> {
        let mut scales = self.results.scales.iter();
        let found = scales.find(|it| it.theme == theme.theme)?;
        let of = reliability(found);
        let limits = if of.items == 2 {
            NOTHING.to_owned()
        } else {
            format!(
                "{} tot {}",
                scale::figure(found.lo),
                scale::figure(found.hi)
            )
        };
        Some(row(
            format!("{}: {} stellingen samen", theme.name, of.items),
            format!("{} {}", scale::name(of.items), scale::figure(of.value)),
            [NOTHING.to_owned(), NOTHING.to_owned(), NOTHING.to_owned()],
            limits,
        ))
    }

    fn crossing_row(&self, theme: &ThemeResult, crossing: &Crossing) -> Option<Vec<String>> {
        let by = self.questionnaire.question(&crossing.by)?;
        let asked = self.questionnaire.question(&crossing.question)?;
        let what = format!(
            "{}: {} naar {}",
            theme.name,
            list::quoted(asked.text.get("nl").trim_end_matches('.')),
            list::quoted(by.text.get("nl"))
        );
        let df = number::whole(crossing.df?);
        let p = [crossing.p?, crossing.p_adjusted?].map(number::p_value);
        let [p, adjusted] = p;
        let effect = crossing
            .v_bc
            .map_or_else(|| NOTHING.to_owned(), estimate::association);
        let effect = crossing.difference.as_ref().map_or(effect.clone(), |it| {
            let decimals = number::decimals(it.most.n.min(it.least.n));
            let points = |share: f64| number::decimal(share * 100.0, decimals);
            format!(
                "{effect}; grootste verschil {} punten ({} tot {})",
                points(it.difference),
                points(it.lo),
                points(it.hi)
            )
        });
        let chi = format!("chi-kwadraat {}", number::decimal(crossing.chi2?, 2));
        Some(row(what, chi, [df, p, adjusted], effect))
    }
}

fn chances(theme: &ThemeResult) -> Option<Vec<String>> {
    let (first, three, n) = (theme.prob_top1?, theme.prob_top3?, theme.n?);
    Some(row(
        format!("{}: plaats bij 10.000 trekkingen", theme.name),
        format!("plaats 1: {}", number::share(first, n.min(99))),
        [NOTHING.to_owned(), NOTHING.to_owned(), NOTHING.to_owned()],
        format!("eerste drie: {}", number::share(three, n.min(99))),
    ))
}

fn wave_row(theme: &ThemeWaves) -> Option<Vec<String>> {
    let compared = theme.outcome.as_ref().ok()?;
    let (name, z) = match compared.test {
        Test::TwoRounds => ("twee rondes", compared.change.z),
        Test::Trend { z, .. } => ("lijn over rondes", z),
    };
    let effect = if wave::in_points(theme) {
        format!(
            "{} punten ({} tot {})",
            wave::points(compared.change.difference, theme),
            wave::points(compared.change.interval.lo, theme),
            wave::points(compared.change.interval.hi, theme)
        )
    } else {
        NOTHING.to_owned()
    };
    Some(row(
        format!("{}: {name}", theme.name),
        format!("z {}", number::decimal(z, 2)),
        [
            NOTHING.to_owned(),
            number::p_value(compared.p()),
            number::p_value(compared.p_holm),
        ],
        effect,
    ))
}

fn row(
    what: String,
    statistic: String,
    [df, p, adjusted]: [String; 3],
    effect: String,
) -> Vec<String> {
    vec![what, statistic, df, p, adjusted, effect]
}

fn table(caption: String, rows: Vec<Vec<String>>) -> Table {
    let head = ["Wat", "Maat", "df", "p", "p gecorrigeerd", "Grootte"];
    Table {
        caption,
        head: head.map(str::to_owned).to_vec(),
        rows,
    }
}
