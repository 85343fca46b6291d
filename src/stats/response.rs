//! Who answered: outcome rates and how evenly groups took part.

use super::confidence::Interval;
use super::error::StatsError;
use super::proportion::Proportion;
use super::sum::Sum;

/// Outcomes of the people who were invited, by the AAPOR Standard Definitions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// `I`: answered completely.
    pub complete: u64,
    /// `P`: answered in part.
    pub partial: u64,
    /// `R`: refused.
    pub refused: u64,
    /// `NC`: not reached.
    pub not_reached: u64,
    /// `O`: other reasons, such as unable or deceased.
    pub other: u64,
    /// `UH`: unknown whether there is such a household or address.
    pub unknown_address: u64,
    /// `UO`: other cases of unknown eligibility.
    pub unknown_other: u64,
}

/// The rates; each is `None` when its denominator is 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Complete answers over everybody.
    pub response_1: Option<f64>,
    /// Complete and partial answers over everybody.
    pub response_2: Option<f64>,
    /// As 1, with the estimated share of the unknown that is eligible.
    pub response_3: Option<f64>,
    /// As 1, without the unknown.
    pub response_5: Option<f64>,
    /// Complete answers over those reached.
    pub cooperation_1: Option<f64>,
    /// Refusals over everybody.
    pub refusal_1: Option<f64>,
    /// Those reached over everybody.
    pub contact_1: Option<f64>,
}

impl Outcomes {
    /// The rates, with `eligible` the estimated share of eligible people among the unknown (0..=1).
    pub fn rates(&self, eligible: f64) -> Rates {
        let reached = [self.complete, self.partial, self.refused, self.other];
        let reached: f64 = reached.iter().map(|count| *count as f64).sum();
        let known = reached + self.not_reached as f64;
        let unknown = self.unknown_address as f64 + self.unknown_other as f64;
        let complete = self.complete as f64;
        let over = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        Rates {
            response_1: over(complete, known + unknown),
            response_2: over(complete + self.partial as f64, known + unknown),
            response_3: over(complete, known + eligible * unknown),
            response_5: over(complete, known),
            cooperation_1: over(complete, reached),
            refusal_1: over(self.refused as f64, known + unknown),
            contact_1: over(reached, known + unknown),
        }
    }
}

/// What non-response alone could do to a share: nobody who kept silent has it, or everybody (Manski 1989).
///
/// # Errors
/// [`StatsError::PopulationTooSmall`] when fewer were invited than answered.
pub fn honesty_band(share: Proportion, invited: u64) -> Result<Interval, StatsError> {
    let Some(silent) = invited.checked_sub(share.base()) else {
        return Err(StatsError::PopulationTooSmall {
            sample: share.base(),
            population: invited,
        });
    };
    Ok(Interval {
        lo: share.count() as f64 / invited as f64,
        hi: (share.count() + silent) as f64 / invited as f64,
    })
}

/// How evenly the groups of a population answered (Schouten, Cobben and Bethlehem 2009).
#[derive(Debug, Clone, PartialEq)]
pub struct Representativity {
    /// Share of the population that answered.
    pub rate: f64,
    /// R-indicator, 1 when all groups answered equally; no bias adjustment for the sample size.
    pub indicator: f64,
    /// Spread of the groups' rates over the rate.
    pub variation: f64,
    /// Spread of the groups' rates over the people, with `N - 1`: the partial indicator of the grouping.
    pub between: f64,
    /// Per group `sqrt(N_h/N) (rate_h - rate)`: above 0 when it answered more than the others; 0 for an empty one.
    pub groups: Vec<f64>,
}

/// From the numbers of respondents and of people per group. `None` when nobody answered or there is one person.
///
/// # Errors
/// [`StatsError::LengthsDiffer`]; [`StatsError::PopulationTooSmall`] when a group has more respondents than people;
/// [`StatsError::Overflow`].
pub fn representativity(
    respondents: &[u64],
    population: &[u64],
) -> Result<Option<Representativity>, StatsError> {
    if respondents.len() != population.len() {
        return Err(StatsError::LengthsDiffer(
            respondents.len(),
            population.len(),
        ));
    }
    let pairs = || respondents.iter().copied().zip(population.iter().copied());
    if let Some((sample, population)) = pairs().find(|(answered, people)| answered > people) {
        return Err(StatsError::PopulationTooSmall { sample, population });
    }
    let total = |counts: &[u64]| {
        let sum = counts
            .iter()
            .try_fold(0_u64, |sum, count| sum.checked_add(*count));
        sum.ok_or(StatsError::Overflow)
    };
    let (answered, people) = (total(respondents)?, total(population)?);
    if answered == 0 || people < 2 {
        return Ok(None);
    }
    let n = people as f64;
    let rate = answered as f64 / n;
    let groups: Vec<f64> = pairs()
        .map(|(answered, people)| match people as f64 {
            0.0 => 0.0,
            people => (people / n).sqrt() * (answered as f64 / people - rate),
        })
        .collect();
    let squares: Sum = groups.iter().map(|group| group * group).collect();
    let spread = (squares.value() * (n / (n - 1.0))).sqrt();
    Ok(Some(Representativity {
        rate,
        indicator: 1.0 - 2.0 * spread,
        variation: spread / rate,
        between: spread,
        groups,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_invited_has_no_rates() {
        let rates = Outcomes::default().rates(0.5);
        assert_eq!((rates.response_1, rates.contact_1), (None, None));
    }

    #[test]
    fn equal_rates_are_fully_representative() {
        let found = representativity(&[10, 20], &[100, 200]).unwrap().unwrap();
        assert!((found.indicator - 1.0).abs() < 1e-12);
        assert!(representativity(&[11], &[10]).is_err());
        assert_eq!(representativity(&[0], &[10]).unwrap(), None);
    }

    #[test]
    fn the_honesty_band_holds_every_completion_of_the_data() {
        let band = honesty_band(Proportion::new(30, 40).unwrap(), 100).unwrap();
        assert_eq!(band, Interval { lo: 0.3, hi: 0.9 });
        assert!(honesty_band(Proportion::new(1, 2).unwrap(), 1).is_err());
    }
}
