//! Who has it: heat maps per background question, and the differences between groups that can be told (which those are:
//! `analysis::differences`); never as a cause.

use super::{Figure, Numbering, Source};
use crate::analysis::results::{Crossing, GroupCell, GroupRow, GroupShare, ThemeResult};
use crate::domain::definition::{Code, Question};
use crate::report::chart::{Body, Chart, HeatCell, HeatColumn, HeatMap, HeatRow};
use crate::text::{difference, finding};

/// A map shows at least one of this many cells.
const FEWEST_SHOWN: usize = 4;

impl Source<'_> {
    pub(super) fn heat_maps(&self, numbering: &mut Numbering) -> Vec<Figure> {
        let background = &self.questionnaire.background;
        background
            .iter()
            .filter_map(|question| self.heat_map(&question.id, numbering))
            .collect()
    }

    fn heat_map(&self, by: &str, numbering: &mut Numbering) -> Option<Figure> {
        let (groups, all) = self.heat_rows(by)?;
        let title = finding::groups(&tops(&all));
        let (rows, empty): (Vec<HeatRow>, Vec<HeatRow>) =
            all.into_iter().partition(|row| of_groups(row) > 0);
        let asked = self.questionnaire.question(by)?.text.get("nl");
        let chart = Chart {
            id: String::new(),
            title,
            subtitle: format!(
                "Deel van de mensen met een probleem, in procenten, naar het antwoord op: {asked}"
            ),
            body: Body::HeatMap(HeatMap {
                row_name: "Thema".to_owned(),
                columns: self.heat_columns(by, groups, &rows),
                rows,
            }),
        };
        let empty: Vec<&str> = empty.iter().map(|row| row.name.as_str()).collect();
        let foot = heat_foot(&chart, &empty);
        Some(numbering.figure(by, chart, foot))
    }

    /// The groups of a background question and a row for each theme; `None` when so much is hidden that a map of it
    /// would be mostly empty squares.
    fn heat_rows(&self, by: &str) -> Option<(&GroupRow, Vec<HeatRow>)> {
        let themes: Vec<(&ThemeResult, &GroupRow)> = self
            .results
            .themes
            .iter()
            .filter_map(|theme| Some((theme, theme.by_group.iter().find(|row| row.by == by)?)))
            .collect();
        let groups = themes.first()?.1;
        let rows: Vec<HeatRow> = themes
            .iter()
            .map(|(theme, groups)| heat_row(theme, groups))
            .collect();
        let shown: usize = rows.iter().map(of_groups).sum();
        let all = rows.len() * groups.cells.len();
        (shown > 0 && shown * FEWEST_SHOWN >= all).then_some((groups, rows))
    }

    /// The groups, then everyone.
    fn heat_columns(&self, by: &str, groups: &GroupRow, rows: &[HeatRow]) -> Vec<HeatColumn> {
        let group = |(at, cell): (usize, &GroupCell)| HeatColumn {
            label: cell.label.clone(),
            n: self
                .group_size(by, &cell.code)
                .or_else(|| same_base(rows, at)),
        };
        let everyone = HeatColumn {
            label: "Iedereen".to_owned(),
            n: self.results.respondents,
        };
        let cells = groups.cells.iter().enumerate();
        cells.map(group).chain([everyone]).collect()
    }

    fn group_size(&self, by: &str, code: &str) -> Option<u64> {
        let level = self
            .table(by)?
            .levels
            .iter()
            .find(|level| level.code == code)?;
        level.count
    }

    /// The differences between groups that can be shown for one theme.
    pub(super) fn differences(&self, theme: &ThemeResult) -> Vec<String> {
        self.crossings_of(theme)
            .filter_map(|crossing| self.difference(crossing))
            .collect()
    }

    /// What the comparison of groups gave, over all themes; said once, not at every theme.
    pub(super) fn comparisons(&self) -> Vec<String> {
        let mut compared = finding::Compared::default();
        for theme in &self.results.themes {
            let tested = self.crossings_of(theme).any(|it| it.p_adjusted.is_some());
            let list = if !tested {
                &mut compared.too_small
            } else if self.differences(theme).is_empty() {
                &mut compared.alike
            } else {
                &mut compared.different
            };
            list.push(theme.name.clone());
        }
        compared.not_drawn = self
            .questionnaire
            .background
            .iter()
            .filter(|question| self.heat_rows(&question.id).is_none())
            .map(|question| question.text.get("nl").to_owned())
            .collect();
        compared.sentences()
    }

    pub(super) fn crossings_of(&self, theme: &ThemeResult) -> impl Iterator<Item = &Crossing> {
        let questions: Vec<&str> = self
            .questions_of(&theme.theme)
            .map(|question| question.id.as_str())
            .collect();
        let crossings = self.results.crossings.iter();
        crossings.filter(move |it| questions.contains(&it.question.as_str()))
    }

    fn difference(&self, crossing: &Crossing) -> Option<String> {
        let found = crossing.difference.as_ref().filter(|it| it.told)?;
        let asked = self.questionnaire.question(&crossing.question)?;
        let by = self.questionnaire.question(&crossing.by)?;
        let group = |share: &GroupShare| difference::Group {
            name: label(by, &share.code).to_owned(),
            events: share.events,
            n: share.n,
        };
        let words = |id: &String| Some(self.questionnaire.question(id)?.text.get("nl").to_owned());
        let reversed_by: Vec<String> = found.reversed_by.iter().filter_map(words).collect();
        Some(difference::told(
            asked.text.get("nl"),
            (&group(&found.most), &group(&found.least)),
            (found.lo, found.hi),
            &reversed_by,
        ))
    }
}

/// The base of every square of a column that is shown, when they are equal. Bands of a number have no table of their own.
fn same_base(rows: &[HeatRow], column: usize) -> Option<u64> {
    let mut bases = rows.iter().filter_map(|row| Some(row.cells[column]?.n()));
    let first = bases.next()?;
    bases.all(|base| base == first).then_some(first)
}

/// The label of a group, or its code when it is a band.
fn label<'q>(by: &'q Question, code: &'q str) -> &'q str {
    by.option(&Code::new(code))
        .map_or(code, |option| option.label.get("nl"))
}

fn heat_row(theme: &ThemeResult, groups: &GroupRow) -> HeatRow {
    let cell = |(events, n)| HeatCell::Share { events, n };
    let everyone = theme.events.zip(theme.n).map(cell);
    let cells = groups.cells.iter().map(|group| match group.n {
        Some(n) if group.nearly_all => Some(HeatCell::NearlyAll { n }),
        n => group.events.zip(n).map(cell),
    });
    HeatRow {
        name: theme.name.clone(),
        cells: cells.chain([everyone]).collect(),
    }
}

/// Name of the theme with the largest shown share, per group that shows at least half of its cells.
fn tops(rows: &[HeatRow]) -> Vec<String> {
    let columns = rows
        .first()
        .map_or(0, |row| row.cells.len().saturating_sub(1));
    let top = |column: usize| {
        let shown = |row: &'_ HeatRow| row.cells.get(column).copied().flatten();
        let cells: Vec<(&HeatRow, HeatCell)> = rows
            .iter()
            .filter_map(|row| Some((row, shown(row)?)))
            .collect();
        if cells.len() * 2 < rows.len() {
            return None;
        }
        let (row, _) = cells.into_iter().max_by(|(_, a), (_, b)| {
            let (a, b) = (a.fraction(), b.fraction());
            (u128::from(a.0) * u128::from(b.1)).cmp(&(u128::from(b.0) * u128::from(a.1)))
        })?;
        Some(row.name.clone())
    };
    (0..columns).filter_map(top).collect()
}

/// Number of shown cells of a row, without that of everyone.
fn of_groups(row: &HeatRow) -> usize {
    let groups = row.cells.iter().rev().skip(1);
    groups.filter(|cell| cell.is_some()).count()
}

fn heat_foot(chart: &Chart, empty: &[&str]) -> Vec<String> {
    let mut foot = Vec::new();
    let hidden = chart.hidden();
    if let (1.., Body::HeatMap(map)) = (hidden, &chart.body) {
        let cells = map.rows.len() * map.columns.len();
        foot.push(format!(
            "x: de groep is te klein, of het getal zou een kleine groep verraden. {hidden} van de {cells} vakjes zijn daarom niet getoond."
        ));
    }
    if let Body::HeatMap(map) = &chart.body
        && map.nearly_all() > 0
    {
        foot.push("> 90%: bijna iedereen in deze groep. Het precieze getal zou van elk van hen iets zeggen.".to_owned());
    }
    foot.extend(finding::no_group_shown(empty));
    foot
}
