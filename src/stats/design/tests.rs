//! What must hold of any design; numbers of R's survey package are in `tests/reference`.

use proptest::prelude::*;

use super::{Answers, Cell, Design, DesignError, NoTest};
use crate::stats::weights::Margin;
use crate::stats::{Confidence, Moments};

fn cell(weight: f64, people: u64, stratum: usize, cluster: Option<usize>) -> Cell {
    Cell {
        weight,
        people,
        stratum,
        cluster,
    }
}

fn near(one: f64, two: f64) -> bool {
    (one - two).abs() <= 1e-11 * one.abs().max(two.abs()) + 1e-15
}

#[test]
fn a_design_that_can_not_be_is_refused_with_its_numbers() {
    let new = |cells: &[Cell], populations: &[Option<f64>]| {
        Design::new(cells.to_vec(), populations, false).map(|_| ())
    };
    assert_eq!(new(&[], &[None]), Err(DesignError::Nobody));
    for weight in [0.0, -1.0, f64::INFINITY] {
        let wrong = [cell(weight, 3, 0, None)];
        assert_eq!(new(&wrong, &[None]), Err(DesignError::Weight(weight)));
    }
    assert!(new(&[cell(f64::NAN, 3, 0, None)], &[None]).is_err());
    let two = [cell(1.0, 5, 0, None), cell(1.0, 9, 1, Some(7))];
    assert_eq!(
        new(&two, &[None, None]),
        Err(DesignError::LoneUnit { stratum: 1 })
    );
    assert_eq!(
        new(&two, &[Some(4.0), None]),
        Err(DesignError::Population {
            stratum: 0,
            units: 5,
            population: 4.0
        })
    );
    assert!(new(&two, &[Some(f64::NAN), None]).is_err());
    assert!(new(&two, &[None]).is_err());
    assert_eq!(new(&two, &[None, Some(1.0)]), Ok(()));
    let certain = Design::new(two.to_vec(), &[None, None], true).unwrap();
    assert_eq!(certain.degrees_of_freedom(), 4);
}

#[test]
fn one_person_who_was_sure_to_be_asked_has_a_share_and_no_interval() {
    let design = Design::new(vec![cell(2.0, 1, 0, None)], &[None], true).unwrap();
    let answers = Answers::of_table(&[[0, 1]]);
    let share = design
        .share(&answers, |level| level == 1, Confidence::P95)
        .unwrap();
    assert_eq!((share.estimate.value, share.estimate.variance), (1.0, 0.0));
    assert_eq!((share.wilson, share.logit), (None, None));
}

#[test]
fn nobody_answered_or_numbers_too_large_give_no_estimate() {
    let design = Design::of_weights(&[1.0, 3.0], &[4, 4]).unwrap();
    let nobody = Answers::default();
    assert_eq!(design.mean(&nobody, |_| 1.0), None);
    assert_eq!(design.share(&nobody, |_| true, Confidence::P95), None);
    assert_eq!(design.kish(&nobody), None);
    assert_eq!(design.rao_scott(&nobody, 2, 2), Err(NoTest::TooEmpty));
    let answers = Answers::of_table(&[[2, 1], [1, 2]]);
    assert_eq!(
        design.mean(&answers, |level| [f64::MAX, -f64::MAX][level]),
        None
    );
}

#[test]
fn a_share_of_nobody_has_the_upper_limit_of_clopper_and_pearson() {
    let design = Design::of_weights(&[1.0], &[40]).unwrap();
    let share = design
        .share(&Answers::of_table(&[[40]]), |_| false, Confidence::P95)
        .unwrap();
    let upper = 1.0 - 0.025_f64.powf(1.0 / 40.0);
    let interval = share.wilson.unwrap();
    assert_eq!(
        (share.estimate.value, share.effective_n, interval.lo),
        (0.0, 40.0, 0.0)
    );
    assert!(near(interval.hi, upper));
}

#[test]
fn a_table_that_is_too_small_or_too_empty_has_no_test() {
    let design = Design::of_weights(&[1.0], &[30]).unwrap();
    let small = Answers::of_table(&[[10, 20]]);
    assert_eq!(design.rao_scott(&small, 1, 2), Err(NoTest::TooSmall));
    // Three by three with people on the diagonal alone: no cell shows what goes with what.
    let diagonal = Answers::of_table(&[[10, 0, 0, 0, 10, 0, 0, 0, 10]]);
    assert_eq!(design.rao_scott(&diagonal, 3, 3), Err(NoTest::TooEmpty));
}

/// Up to 12 cells of two margins, with weights over six orders of magnitude and three answers each.
fn survey() -> impl Strategy<Value = (Vec<f64>, Vec<[u64; 4]>)> {
    let weights = prop::collection::vec((-3.0..3.0f64).prop_map(|power| 10f64.powf(power)), 12);
    let people = prop::collection::vec([1u64..5, 0..4, 0..4, 0..4], 12);
    (weights, people)
}

/// The last number of each cell's people is of those without an answer.
fn table(people: &[[u64; 4]]) -> (Vec<u64>, Answers) {
    let answers: Vec<&[u64]> = people.iter().map(|people| &people[..3]).collect();
    let totals = people.iter().map(|people| people.iter().sum());
    (totals.collect(), Answers::of_table(&answers))
}

fn margins(cells: &[usize]) -> Vec<Margin> {
    let margin = |category: &dyn Fn(usize) -> usize, share: Vec<f64>| Margin {
        category: cells.iter().map(|cell| category(*cell)).collect(),
        share,
    };
    vec![
        margin(&|cell| cell % 3, vec![0.2, 0.3, 0.5]),
        margin(&|cell| cell / 3, vec![0.25; 4]),
    ]
}

const VALUES: [f64; 3] = [1.0, 2.5, -4.0];

proptest! {
    /// Cells are a way to be quick: everybody written out as a cell of one gives the same.
    #[test]
    fn cells_give_the_same_as_people_one_by_one((weights, people) in survey()) {
        let (counts, answers) = table(&people);
        let cells: Vec<usize> = (0..12).collect();
        let whole = Design::of_weights(&weights, &counts).unwrap().calibrated(&margins(&cells)).unwrap();
        let mut of = Vec::new();
        let mut levels = Vec::new();
        for (cell, people) in people.iter().enumerate() {
            for (level, count) in people.iter().enumerate() {
                for _ in 0..*count {
                    of.push(cell);
                    levels.push((level < 3).then_some(level));
                }
            }
        }
        let one_by_one: Vec<f64> = of.iter().map(|cell| weights[*cell]).collect();
        let rows = Design::of_weights(&one_by_one, &vec![1; of.len()]).unwrap();
        let rows = rows.calibrated(&margins(&of)).unwrap();
        let places: Vec<Option<usize>> = (0..of.len()).map(Some).collect();
        let written_out = Answers::of_rows(&places, &levels);
        prop_assert_eq!(rows.degrees_of_freedom(), whole.degrees_of_freedom());
        let (one, two) = (
            whole.mean(&answers, |level| VALUES[level]),
            rows.mean(&written_out, |level| VALUES[level]),
        );
        prop_assert_eq!(one.is_some(), two.is_some());
        if let (Some(one), Some(two)) = (one, two) {
            prop_assert!(near(one.value, two.value), "{one:?} {two:?}");
            prop_assert!((one.variance - two.variance).abs() <= 1e-9 * one.variance.max(1e-9), "{one:?} {two:?}");
        }
    }

    #[test]
    fn estimates_are_finite_and_lie_within_the_answers((weights, people) in survey()) {
        let (counts, answers) = table(&people);
        let cells: Vec<usize> = (0..12).collect();
        let fixed = Design::of_weights(&weights, &counts).unwrap();
        for design in [fixed.clone(), fixed.calibrated(&margins(&cells)).unwrap()] {
            if let Some(mean) = design.mean(&answers, |level| VALUES[level]) {
                prop_assert!((-4.0 - 1e-9..=2.5 + 1e-9).contains(&mean.value) && mean.variance >= 0.0);
            }
            if let Some(share) = design.share(&answers, |level| level == 1, Confidence::P95) {
                let p = share.estimate.value;
                let interval = share.wilson.unwrap();
                prop_assert!((0.0..=1.0).contains(&p) && !share.effective_n.is_nan());
                prop_assert!(0.0 <= interval.lo && interval.lo <= p + 1e-12 && p - 1e-12 <= interval.hi && interval.hi <= 1.0);
                prop_assert!(share.logit.is_none_or(|logit| 0.0 <= logit.lo && logit.hi <= 1.0));
            }
        }
    }

    #[test]
    fn the_unit_of_the_weights_does_not_matter((weights, people) in survey(), factor in 1e-3..1e3f64) {
        let (counts, answers) = table(&people);
        let scaled: Vec<f64> = weights.iter().map(|weight| weight * factor).collect();
        let estimate = |weights: &[f64]| {
            Design::of_weights(weights, &counts).unwrap().mean(&answers, |level| VALUES[level])
        };
        if let (Some(one), Some(two)) = (estimate(&weights), estimate(&scaled)) {
            prop_assert!(near(one.value, two.value) && near(one.variance, two.variance));
        }
    }

    #[test]
    fn equal_weights_give_the_unweighted_standard_error(counts in [1u64..30, 1..30, 1..30]) {
        let n: u64 = counts.iter().sum();
        let design = Design::of_weights(&[2.0], &[n]).unwrap();
        let mean = design.mean(&Answers::of_table(&[counts]), |level| VALUES[level]).unwrap();
        let plain = Moments::of_counts(&VALUES, &counts).unwrap();
        prop_assert!(near(mean.value, plain.mean()) && near(mean.se(), plain.se().unwrap()));
    }

    #[test]
    fn clusters_of_one_are_people_who_were_drawn_apart((weights, people) in survey()) {
        let (_, answers) = table(&people);
        let answers = answers.regrouped(|level| (level < 2).then_some(level));
        let ones: Vec<[u64; 2]> = (0..12).map(|cell| {
            let has = |level| u64::from(answers.groups().iter().any(|g| (g.cell, g.level) == (cell, level)));
            [has(0), has(1) * (1 - has(0))]
        }).collect();
        let answers = Answers::of_table(&ones);
        let design = |cluster: &dyn Fn(usize) -> Option<usize>| {
            let cells = (0..12).map(|at| cell(weights[at], 1, at % 2, cluster(at)));
            Design::new(cells.collect(), &[Some(40.0), None], false).unwrap()
        };
        let (apart, clusters) = (design(&|_| None), design(&|at| Some(at / 2)));
        prop_assert_eq!(apart.degrees_of_freedom(), clusters.degrees_of_freedom());
        prop_assert_eq!(apart.degrees_of(&answers), clusters.degrees_of(&answers));
        if let (Some(one), Some(two)) = (apart.mean(&answers, |l| VALUES[l]), clusters.mean(&answers, |l| VALUES[l])) {
            prop_assert!(near(one.value, two.value) && near(one.variance, two.variance), "{one:?} {two:?}");
        }
    }

    /// The share of a category that the weights were made to meet is not uncertain.
    #[test]
    fn what_the_margins_fix_has_no_variance((weights, people) in survey()) {
        let counts: Vec<u64> = people.iter().map(|people| people.iter().sum()).collect();
        let cells: Vec<usize> = (0..12).collect();
        let design = Design::of_weights(&weights, &counts).unwrap().calibrated(&margins(&cells)).unwrap();
        let own: Vec<[u64; 3]> = counts.iter().enumerate().map(|(cell, people)| {
            let mut row = [0; 3];
            row[cell % 3] = *people;
            row
        }).collect();
        let share = design.share(&Answers::of_table(&own), |level| level == 0, Confidence::P95).unwrap();
        prop_assert_eq!(share.estimate.variance, 0.0);
        prop_assert_eq!(share.effective_n, f64::INFINITY);
        let interval = share.wilson.unwrap();
        prop_assert!(near(interval.lo, share.estimate.value) && near(interval.hi, share.estimate.value));
    }

    #[test]
    fn the_test_of_a_weighted_table_is_a_probability((weights, people) in survey()) {
        let counts: Vec<u64> = people.iter().map(|people| people.iter().sum()).collect();
        let design = Design::of_weights(&weights, &counts).unwrap();
        let answers = Answers::of_table(&people);
        if let Ok(test) = design.rao_scott(&answers, 2, 2) {
            prop_assert!((0.0..=1.0).contains(&test.p) && (0.0..=1.0).contains(&test.p_first_order));
            prop_assert!(near(test.degrees.numerator, 1.0));
        }
    }
}
