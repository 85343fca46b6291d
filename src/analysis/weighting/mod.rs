//! Weighted figures: respondents count so that groups of the margins weigh as heavily as in the population (analysis.md 6).
//!
//! People who share their answers to the margins stand in one cell. [`cells`] counts answers by cell in the same pass as
//! everything else, [`fit`] makes the weights, [`figures`] the shares and means beside the unweighted ones,
//! [`representation`] lays the groups beside the population. What may be seen is decided in `disclosure`. Places in the
//! order are not weighted.

mod cells;
mod figures;
mod fit;
mod representation;
#[cfg(test)]
mod tests;

pub(super) use cells::{CellPlan, CellTable, CellTally};
pub use fit::Misfit;

use crate::domain::margin::Margins;

use super::Counted;
use super::disclosure::is_small;
use super::disclosure::weighted::Weighable;
use super::results::{Results, Weighting};
use super::tables::one_way;
use figures::Figures;

/// A design effect above which weighted figures are not shown.
const TOO_COSTLY: f64 = 3.0;

/// Adds weighted figures to results that passed disclosure control, or the reason why there are none.
pub(super) fn add(counted: &Counted, margins: &Margins, results: &mut Results) {
    results.weighting = Some(weigh(counted, margins, results));
}

fn weigh(counted: &Counted, margins: &Margins, results: &mut Results) -> Result<Weighting, Misfit> {
    let (Some(plan), Some(tally)) = (&counted.plan.cells, &counted.tally.cells) else {
        return Err(Misfit::TooMany);
    };
    if results.respondents.is_none() {
        return Err(Misfit::TooFew);
    }
    let questions = one_way(&counted.plan, &counted.tally);
    let shown = (questions.as_slice(), &*results);
    let fitted = fit::fit(margins, (plan, tally), shown, counted.population)?;
    let margins = representation::margin_fits(margins, (plan, tally), shown, &fitted);
    // What weighting costs follows from the sizes of the groups: a size that is hidden would follow from it.
    let hidden = margins.iter().any(|margin| margin.dissimilarity.is_none());
    let (deff, n_eff) = (fitted.kish.design_effect(), fitted.kish.effective_n());
    let refused = deff > TOO_COSTLY;
    results.weighted = !hidden && !refused;
    if results.weighted {
        let figures = Figures {
            counted,
            plan,
            tally,
            design: &fitted.design,
            weighable: Weighable::new(plan, tally),
        };
        figures.add(&questions, results);
    }
    let without = Some(tally.people[plan.cells]).filter(|people| !is_small(*people));
    Ok(Weighting {
        margins,
        n: without.map(|_| fitted.kish.n),
        without,
        deff: (!hidden).then_some(deff),
        n_eff: (!hidden).then_some(n_eff),
        trimmed: fitted.trimmed,
        hidden,
        refused,
    })
}
