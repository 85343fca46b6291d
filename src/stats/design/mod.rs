//! Weighted estimates and how sure they are, under the way the sample was drawn.
//!
//! A [`Design`] is bound once: weights, strata, clusters and the size of the population (Lumley 2010, ch. 2). Estimates
//! are linearised (Taylor): every answer has an influence, and one function makes a variance of those. People who share
//! weight, stratum, cluster and margins stand together in a [`Cell`], so that a million people cost as much as a few
//! hundred cells. Not here: making weights (`weights`), which answers count, what may be published.

mod answers;
mod calibration;
mod estimate;
mod rao_scott;
#[cfg(test)]
mod tests;
mod variance;

pub use answers::{Answers, Group};
pub use estimate::{Estimate, WeightedShare};
pub use rao_scott::{NoTest, RaoScott};

use std::collections::{BTreeMap, BTreeSet};

use super::error::StatsError;
use super::weights::Margin;
use calibration::Calibration;

/// People who share everything that the design knows of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Weight of each of them, above 0.
    pub weight: f64,
    /// How many they are, with or without an answer to any question.
    pub people: u64,
    /// Their stratum, counted from 0.
    pub stratum: usize,
    /// The cluster in which they were drawn together, by any number that is unique in the stratum; `None` when
    /// everybody was drawn apart.
    pub cluster: Option<usize>,
}

/// How people were drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    cells: Vec<Cell>,
    strata: Vec<Stratum>,
    /// The stratum of every cluster; cells have their place in this list.
    clusters: Vec<usize>,
    calibration: Option<Calibration>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Stratum {
    /// Primary sampling units: clusters, and people who were drawn apart.
    units: u64,
    /// What a squared deviation counts for: `(1 - f) n / (n - 1)`.
    factor: f64,
}

/// What makes a design impossible.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum DesignError {
    /// There are no people.
    #[error("nobody has a weight, so there is nothing to estimate from")]
    Nobody,
    /// A weight of 0, below 0 or not finite.
    #[error(
        "a weight is {0}; every weight must be a number above 0: correct it, or leave the row out"
    )]
    Weight(f64),
    /// One unit shows no variation.
    #[error(
        "it holds one sampling unit, which shows no variation: merge it with another stratum, or say \
         `certainty` when the unit was sure to be drawn"
    )]
    LoneUnit {
        /// The stratum, counted from 0.
        stratum: usize,
    },
    /// More units than there are.
    #[error(
        "it has a population of {population} and {units} sampling units in the data: correct the population"
    )]
    Population {
        /// The stratum, counted from 0.
        stratum: usize,
        /// Units in the sample.
        units: u64,
        /// Units that there are.
        population: f64,
    },
    /// Lists that don't belong together.
    #[error(transparent)]
    Input(#[from] StatsError),
}

impl Design {
    /// People who were drawn apart from one large population, with weights that are known; `counts[i]` people have
    /// `weights[i]`.
    ///
    /// # Errors
    /// [`DesignError`].
    pub fn of_weights(weights: &[f64], counts: &[u64]) -> Result<Self, DesignError> {
        if weights.len() != counts.len() {
            return Err(StatsError::LengthsDiffer(weights.len(), counts.len()).into());
        }
        let cells = weights.iter().zip(counts).map(|(weight, people)| Cell {
            weight: *weight,
            people: *people,
            stratum: 0,
            cluster: None,
        });
        Self::new(cells.collect(), &[None], false)
    }

    /// Cells, and per stratum the number of units in the population where it is known. With `certainty` the only unit
    /// of a stratum was sure to be drawn and adds no variance.
    ///
    /// # Errors
    /// [`DesignError`].
    pub fn new(
        mut cells: Vec<Cell>,
        populations: &[Option<f64>],
        certainty: bool,
    ) -> Result<Self, DesignError> {
        let wrong = |weight: &f64| !(weight.is_finite() && *weight > 0.0);
        if let Some(weight) = cells.iter().map(|cell| cell.weight).find(wrong) {
            return Err(DesignError::Weight(weight));
        }
        if cells.iter().all(|cell| cell.people == 0) {
            return Err(DesignError::Nobody);
        }
        if let Some(cell) = cells.iter().find(|cell| cell.stratum >= populations.len()) {
            return Err(StatsError::LengthsDiffer(cell.stratum + 1, populations.len()).into());
        }
        let clusters = number_clusters(&mut cells);
        let mut units = vec![0_u64; populations.len()];
        for stratum in &clusters {
            units[*stratum] += 1;
        }
        for cell in cells.iter().filter(|cell| cell.cluster.is_none()) {
            let sum = units[cell.stratum].checked_add(cell.people);
            units[cell.stratum] = sum.ok_or(StatsError::Overflow)?;
        }
        let strata = units.iter().zip(populations).enumerate();
        let strata: Result<Vec<Stratum>, DesignError> = strata
            .map(|(at, (units, population))| Stratum::new(at, *units, *population, certainty))
            .collect();
        Ok(Self {
            cells,
            strata: strata?,
            clusters,
            calibration: None,
        })
    }

    /// The same people, whose weights were made to meet these margins: what the margins explain of an answer is then
    /// no longer uncertain (residual form; Deville, Särndal and Sautory 1993). Margins have a category for every cell.
    ///
    /// # Errors
    /// [`StatsError::LengthsDiffer`] when they have not.
    pub fn calibrated(mut self, margins: &[Margin]) -> Result<Self, DesignError> {
        self.calibration = Some(Calibration::new(&self.cells, margins)?);
        Ok(self)
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// Sampling units less strata; 0 when every stratum has one unit.
    pub fn degrees_of_freedom(&self) -> u64 {
        let filled = self.strata.iter().filter(|stratum| stratum.units > 0);
        filled.map(|stratum| stratum.units - 1).sum()
    }

    /// The same of the people who gave one of these answers alone.
    pub fn degrees_of(&self, answers: &Answers) -> u64 {
        let cells = || {
            answers
                .groups()
                .iter()
                .map(|group| (group, self.cells[group.cell]))
        };
        let strata: BTreeSet<usize> = cells().map(|(_, cell)| cell.stratum).collect();
        let clusters: BTreeSet<usize> = cells().filter_map(|(_, cell)| cell.cluster).collect();
        let apart = cells().filter(|(_, cell)| cell.cluster.is_none());
        let apart: u64 = apart.map(|(group, _)| group.people).sum();
        (apart + clusters.len() as u64).saturating_sub(strata.len() as u64)
    }
}

impl Stratum {
    fn new(
        stratum: usize,
        units: u64,
        population: Option<f64>,
        certainty: bool,
    ) -> Result<Self, DesignError> {
        let drawn = match population {
            Some(population) if population.is_nan() || population < units as f64 => {
                return Err(DesignError::Population {
                    stratum,
                    units,
                    population,
                });
            }
            Some(population) if units > 0 => units as f64 / population,
            _ => 0.0,
        };
        let everybody = drawn >= 1.0;
        if units == 1 && !certainty && !everybody {
            return Err(DesignError::LoneUnit { stratum });
        }
        let factor = if units < 2 {
            0.0
        } else {
            (1.0 - drawn) * units as f64 / (units - 1) as f64
        };
        Ok(Self { units, factor })
    }
}

/// Gives every cluster its place in one list, and returns the stratum of each.
fn number_clusters(cells: &mut [Cell]) -> Vec<usize> {
    let filled = cells.iter_mut().filter(|cell| cell.people > 0);
    let mut places: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut strata = Vec::new();
    for cell in filled {
        if let Some(cluster) = &mut cell.cluster {
            let place = places.entry((cell.stratum, *cluster)).or_insert_with(|| {
                strata.push(cell.stratum);
                strata.len() - 1
            });
            *cluster = *place;
        }
    }
    strata
}
