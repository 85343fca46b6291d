//! What margins explain of influences: least squares on their categories.

use super::Cell;
use super::answers::Group;
use crate::stats::error::StatsError;
use crate::stats::sum::Sum;
use crate::stats::symmetric::Factor;
use crate::stats::weights::Margin;

/// Regression on the categories of every margin, over all people of the design alike. Together the categories of a
/// margin are the intercept; dependent ones drop out in [`Factor`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calibration {
    /// Per cell the columns in which it has a 1.
    columns: Vec<Vec<usize>>,
    size: usize,
    factor: Factor,
}

impl Calibration {
    pub(super) fn new(cells: &[Cell], margins: &[Margin]) -> Result<Self, StatsError> {
        let mut columns = vec![Vec::new(); cells.len()];
        let mut size = 0;
        for margin in margins {
            if margin.category.len() != cells.len() {
                return Err(StatsError::LengthsDiffer(
                    margin.category.len(),
                    cells.len(),
                ));
            }
            for (columns, category) in columns.iter_mut().zip(&margin.category) {
                columns.push(size + category);
            }
            let most = margin.category.iter().max();
            size += most.map_or(0, |most| most + 1).max(margin.share.len());
        }
        let mut products = vec![vec![0.0; size]; size];
        for (columns, cell) in columns.iter().zip(cells) {
            for one in columns {
                for two in columns {
                    products[*one][*two] += cell.people as f64;
                }
            }
        }
        let factor = Factor::of(&products);
        Ok(Self {
            columns,
            size,
            factor,
        })
    }

    /// Per cell what the margins explain of `scores`; people outside the groups have score 0.
    pub(super) fn fit(&self, groups: &[Group], scores: &[f64]) -> Vec<f64> {
        let mut right = vec![Sum::default(); self.size];
        for (group, score) in groups.iter().zip(scores) {
            for column in &self.columns[group.cell] {
                right[*column].add(score * group.people as f64);
            }
        }
        let right: Vec<f64> = right.into_iter().map(Sum::value).collect();
        let slope = self.factor.solve(&right);
        let cells = self.columns.iter();
        cells
            .map(|columns| columns.iter().map(|column| slope[*column]).sum())
            .collect()
    }
}
