//! The `design` of the weighted kinds: how people were drawn and weighted, read from the columns of the data.

use std::collections::BTreeMap;

use std::rc::Rc;

use serde::Deserialize;
use serde_json::Value;

use super::Sources;
use super::column::{Column, number};
use super::request::{RequestError, arguments};
use super::weights::named;
use crate::stats::design::{Answers, Cell, Design, DesignError};
use crate::stats::weights::Margin;

/// A design as it is asked for.
#[derive(Deserialize)]
struct Asked {
    weights: String,
    strata: Option<String>,
    psu: Option<String>,
    fpc: Option<String>,
    variance: Option<Variance>,
    #[serde(default)]
    certainty: bool,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Variance {
    /// Weights are constants.
    Fixed,
    /// Weights were made to meet margins.
    Calibrated,
}

/// A design with the cell of every row.
pub(super) struct Bound {
    pub(super) design: Design,
    /// `None` for rows without a weight.
    cells: Vec<Option<usize>>,
}

impl Bound {
    /// Counts answers: per row its place in the caller's list.
    pub(super) fn answers(&self, levels: &[Option<usize>]) -> Answers {
        Answers::of_rows(&self.cells, levels)
    }

    /// Whether the row has a weight.
    pub(super) fn weighs(&self, row: usize) -> bool {
        self.cells[row].is_some()
    }
}

/// Weights of rows before strata and clusters divide them.
struct Weights {
    of: Vec<f64>,
    places: Vec<Option<usize>>,
    margins: Vec<Margin>,
}

/// Per row its stratum, with their names.
struct Strata<'d> {
    names: Vec<&'d str>,
    places: Vec<Option<usize>>,
    populations: Vec<Option<f64>>,
}

/// A design, bound to the data once however many requests use it.
pub(super) fn bind(asked: &Value, sources: &Sources<'_>) -> Result<Rc<Bound>, RequestError> {
    let key = asked.to_string();
    if let Some(known) = sources.designs.borrow().get(&key) {
        return Ok(Rc::clone(known));
    }
    let bound = Rc::new(read(&arguments(asked)?, sources)?);
    sources.designs.borrow_mut().insert(key, Rc::clone(&bound));
    Ok(bound)
}

/// Reads the columns that the design names. Every row takes part, but for those a raking gave no weight.
fn read(asked: &Asked, sources: &Sources<'_>) -> Result<Bound, RequestError> {
    let weights = weights(asked, sources)?;
    let strata = strata(asked, sources, weights.places.len())?;
    let clusters = asked.psu.as_deref().map(|name| complete(name, sources));
    let clusters = clusters
        .transpose()?
        .map(|column| column.classes(|_| true).1);
    let mut places = BTreeMap::new();
    let mut cells: Vec<Cell> = Vec::new();
    let mut weight_of = Vec::new();
    let mut rows = Vec::with_capacity(weights.places.len());
    for (row, weight) in weights.places.iter().enumerate() {
        let (Some(weight), Some(stratum)) = (*weight, strata.places[row]) else {
            rows.push(None);
            continue;
        };
        let cluster = clusters.as_ref().and_then(|clusters| clusters[row]);
        let place = *places.entry((weight, stratum, cluster)).or_insert_with(|| {
            weight_of.push(weight);
            cells.push(Cell {
                weight: weights.of[weight],
                people: 0,
                stratum,
                cluster,
            });
            cells.len() - 1
        });
        cells[place].people += 1;
        rows.push(Some(place));
    }
    let design = Design::new(cells, &strata.populations, asked.certainty);
    let design = design.map_err(|error| strata.explain(error))?;
    let design = match asked.variance.unwrap_or(Variance::Fixed) {
        Variance::Fixed => design,
        Variance::Calibrated => design.calibrated(&by_cell(&weights.margins, &weight_of))?,
    };
    Ok(Bound {
        design,
        cells: rows,
    })
}

/// Margins of weights as margins of cells.
fn by_cell(margins: &[Margin], weight_of: &[usize]) -> Vec<Margin> {
    let margins = margins.iter().map(|margin| Margin {
        category: weight_of
            .iter()
            .map(|weight| margin.category[*weight])
            .collect(),
        share: margin.share.clone(),
    });
    margins.collect()
}

fn weights(asked: &Asked, sources: &Sources<'_>) -> Result<Weights, RequestError> {
    let calibrated = asked.variance == Some(Variance::Calibrated);
    match asked.weights.split_once(':') {
        Some(("rake", name)) => {
            let raked = named(name.trim(), sources)?;
            Ok(Weights {
                of: raked.weights,
                places: raked.places,
                margins: raked.margins,
            })
        }
        _ if calibrated => Err(RequestError::Arguments(
            "`variance` is `calibrated` for weights of a raking alone; write `rake:NAME` or `fixed`".into(),
        )),
        Some(("col", name)) => {
            let column = complete(name.trim(), sources)?;
            column.numbers()?;
            let (names, places) = column.classes(|_| true);
            Ok(Weights {
                of: names.into_iter().filter_map(number).collect(),
                places,
                margins: Vec::new(),
            })
        }
        None if asked.weights == "unit" => {
            let rows = usize::try_from(sources.data.rows()).map_err(|_| RequestError::TooLarge)?;
            Ok(Weights {
                of: vec![1.0],
                places: vec![Some(0); rows],
                margins: Vec::new(),
            })
        }
        _ => Err(RequestError::Arguments(
            "`weights` is `unit`, `col:NAME` or `rake:NAME`".into(),
        )),
    }
}

fn strata<'d>(
    asked: &Asked,
    sources: &Sources<'d>,
    rows: usize,
) -> Result<Strata<'d>, RequestError> {
    let (names, places) = match &asked.strata {
        Some(name) => complete(name, sources)?.classes(|_| true),
        None => (vec!["all"], vec![Some(0); rows]),
    };
    let mut populations = vec![None; names.len()];
    if let Some(fpc) = &asked.fpc {
        // What follows a space is comment.
        let name = fpc
            .split(' ')
            .next()
            .and_then(|name| name.strip_prefix("col:"));
        let name = name.ok_or_else(|| RequestError::Arguments("`fpc` is `col:NAME`".into()))?;
        let sizes = complete(name, sources)?.numbers()?;
        for (place, size) in places.iter().zip(sizes) {
            let Some(place) = *place else { continue };
            if populations[place].is_some_and(|known| known != size) {
                let stratum = names[place];
                return Err(RequestError::Arguments(format!(
                    "column `{name}` gives stratum `{stratum}` two population sizes; give it one"
                )));
            }
            populations[place] = Some(size);
        }
    }
    Ok(Strata {
        names,
        places,
        populations,
    })
}

impl Strata<'_> {
    fn explain(&self, error: DesignError) -> RequestError {
        match error {
            DesignError::LoneUnit { stratum } | DesignError::Population { stratum, .. } => {
                RequestError::Stratum {
                    name: self.names[stratum].to_owned(),
                    error,
                }
            }
            error => error.into(),
        }
    }
}

/// A column of the design, in which no cell may be empty.
fn complete<'d>(name: &str, sources: &Sources<'d>) -> Result<&'d Column, RequestError> {
    let column = sources.data.column(name)?;
    match column.first_empty() {
        Some(row) => Err(RequestError::Arguments(format!(
            "row {row}, column `{name}`: empty; the design needs a value in every row: fill it in, or leave the row out"
        ))),
        None => Ok(column),
    }
}
