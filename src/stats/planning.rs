//! How many people to ask, before there are answers (Cochran 1977, equations 4.1-4.3).

use super::confidence::Confidence;
use super::distribution::normal;
use super::error::StatsError;

/// What a survey should be able to tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// The share that is expected; 0.5 when nothing is known.
    pub share: f64,
    /// Half the width of the interval that is wanted.
    pub margin: f64,
    /// Confidence of that interval.
    pub confidence: Confidence,
    /// Loss by weighting or clusters; 1 without.
    pub design_effect: f64,
    /// Share of the invited who answer.
    pub response_rate: f64,
}

/// Answers and invitations that an aim takes. Whole numbers, as they may be infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Answers from an endless population.
    pub n_endless: f64,
    /// Answers from this population, before rounding up.
    pub n_exact: f64,
    /// Answers.
    pub n: f64,
    /// Invitations.
    pub invitations: f64,
}

/// The plan for an aim in a population.
///
/// # Errors
/// [`StatsError::NotAProbability`] for a share, margin or response rate outside 0..1, or a design effect that is not
/// above 0; [`StatsError::Overflow`] when no number is large enough.
pub fn plan(aim: &Aim, population: u64) -> Result<Plan, StatsError> {
    for between in [aim.share, aim.margin] {
        if !(between > 0.0 && between < 1.0) {
            return Err(StatsError::NotAProbability(between));
        }
    }
    if !(aim.response_rate > 0.0 && aim.response_rate <= 1.0) {
        return Err(StatsError::NotAProbability(aim.response_rate));
    }
    if !(aim.design_effect > 0.0 && aim.design_effect.is_finite()) {
        return Err(StatsError::NotAProbability(aim.design_effect));
    }
    let z = aim.confidence.z() / aim.margin;
    let n_endless = z * z * aim.share * (1.0 - aim.share) * aim.design_effect;
    if !n_endless.is_finite() {
        return Err(StatsError::Overflow);
    }
    let n_exact = match population {
        0 => 0.0,
        people => n_endless / (1.0 + (n_endless - 1.0) / people as f64),
    };
    // What is whole but for rounding stays whole.
    let up = |x: f64| (x - 1e-9).ceil().max(0.0);
    let n = up(n_exact);
    Ok(Plan {
        n_endless,
        n_exact,
        n,
        invitations: up(n / aim.response_rate),
    })
}

/// Margin that `n` answers of `population` people give at a share, for planning only: results use Wilson's interval.
/// `None` when `n` is 0.
///
/// # Errors
/// [`StatsError::PopulationTooSmall`], or [`StatsError::NotAProbability`] for the share.
pub fn margin(
    share: f64,
    n: u64,
    population: u64,
    confidence: Confidence,
) -> Result<Option<f64>, StatsError> {
    if !(0.0..=1.0).contains(&share) {
        return Err(StatsError::NotAProbability(share));
    }
    let Some(unasked) = population.checked_sub(n) else {
        return Err(StatsError::PopulationTooSmall {
            sample: n,
            population,
        });
    };
    if n == 0 {
        return Ok(None);
    }
    let finite = match unasked {
        0 => 0.0,
        unasked => unasked as f64 / (population - 1) as f64,
    };
    Ok(Some(
        confidence.z() * (share * (1.0 - share) / n as f64 * finite).sqrt(),
    ))
}

/// Smallest difference between two groups that is found with 80 % power at 5 %. `None` when a group is empty.
pub fn detectable_difference(share: f64, n1: u64, n2: u64) -> Option<f64> {
    let z = Confidence::P95.z() + normal::upper_quantile(0.2);
    let spread = share * (1.0 - share) * (1.0 / n1 as f64 + 1.0 / n2 as f64);
    (n1 > 0 && n2 > 0 && spread >= 0.0).then(|| z * spread.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AIM: Aim = Aim {
        share: 0.5,
        margin: 0.05,
        confidence: Confidence::P95,
        design_effect: 1.0,
        response_rate: 0.35,
    };

    // analysis.md section 11.
    #[test]
    fn a_population_of_150_needs_109_answers_for_5_points() {
        let plan = plan(&AIM, 150).unwrap();
        assert_eq!((plan.n, plan.invitations), (109.0, 312.0));
    }

    #[test]
    fn the_margin_of_the_planned_number_is_at_most_the_one_wanted() {
        for population in [1, 2, 40, 150, 12_000] {
            let plan = plan(&AIM, population).unwrap();
            let n = (0..=population).find(|n| *n as f64 >= plan.n).unwrap();
            assert!(
                margin(0.5, n, population, Confidence::P95)
                    .unwrap()
                    .unwrap()
                    <= 0.05 + 1e-9
            );
        }
    }

    #[test]
    fn impossible_aims_are_refused_and_nobody_has_no_margin() {
        assert!(plan(&Aim { margin: 0.0, ..AIM }, 100).is_err());
        assert!(
            plan(
                &Aim {
                    response_rate: 0.0,
                    ..AIM
                },
                100
            )
            .is_err()
        );
        assert!(margin(0.5, 101, 100, Confidence::P95).is_err());
        assert_eq!(margin(0.5, 0, 100, Confidence::P95).unwrap(), None);
        assert_eq!(detectable_difference(0.5, 0, 10), None);
    }
}
