//! Symmetric matrices of sums of squares, solved when some of their columns depend on others.

/// What is left of a column, relative to its own size, at which it depends on those before it. Rounding leaves some
/// 1e-15; one person in a hundred million who differs leaves 1e-8.
const DEPENDENT: f64 = 1e-12;

/// Cholesky factor with pivoting of a positive semi-definite matrix, scaled to ones on its diagonal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Factor {
    /// The independent columns, in the order in which they were taken.
    order: Vec<usize>,
    /// Per row of the matrix its part in each of them.
    lower: Vec<Vec<f64>>,
    /// One over the root of each diagonal element; 0 for an empty column.
    scale: Vec<f64>,
}

impl Factor {
    /// Of a square matrix with finite elements.
    pub(super) fn of(matrix: &[Vec<f64>]) -> Self {
        let size = matrix.len();
        let diagonal = (0..size).map(|i| matrix[i][i]);
        let scale: Vec<f64> = diagonal
            .map(|own| if own > 0.0 { 1.0 / own.sqrt() } else { 0.0 })
            .collect();
        let mut left: Vec<f64> = scale.iter().map(|s| f64::from(*s > 0.0)).collect();
        let mut lower = vec![Vec::new(); size];
        let mut order: Vec<usize> = Vec::new();
        while let Some(next) = largest(&left).filter(|next| left[*next] > DEPENDENT) {
            let root = left[next].sqrt();
            let pivot: Vec<f64> = lower[next].clone();
            for row in 0..size {
                let part = if row == next {
                    root
                } else if order.contains(&row) {
                    0.0
                } else {
                    let own = matrix[row][next] * scale[row] * scale[next];
                    (own - dot(&lower[row], &pivot)) / root
                };
                left[row] -= part * part;
                lower[row].push(part);
            }
            left[next] = 0.0;
            order.push(next);
        }
        Self {
            order,
            lower,
            scale,
        }
    }

    /// Number of independent columns.
    pub(super) fn rank(&self) -> usize {
        self.order.len()
    }

    /// A solution of `matrix x = right`; dependent columns get 0.
    pub(super) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut half: Vec<f64> = Vec::with_capacity(self.rank());
        for (step, column) in self.order.iter().enumerate() {
            let known = dot(&self.lower[*column][..step], &half);
            half.push((right[*column] * self.scale[*column] - known) / self.lower[*column][step]);
        }
        let mut solution = vec![0.0; right.len()];
        for (step, column) in self.order.iter().enumerate().rev() {
            let later = self.order[step + 1..].iter();
            let known: f64 = later
                .map(|other| self.lower[*other][step] * solution[*other])
                .sum();
            solution[*column] = (half[step] - known) / self.lower[*column][step];
        }
        for (part, scale) in solution.iter_mut().zip(&self.scale) {
            *part *= scale;
        }
        solution
    }
}

fn largest(values: &[f64]) -> Option<usize> {
    (0..values.len()).max_by(|a, b| values[*a].total_cmp(&values[*b]).then(b.cmp(a)))
}

fn dot(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_column_that_depends_on_others_is_left_out() {
        // Two categories and their sum.
        let matrix = [
            vec![3.0, 0.0, 3.0],
            vec![0.0, 2.0, 2.0],
            vec![3.0, 2.0, 5.0],
        ];
        let factor = Factor::of(&matrix);
        assert_eq!(factor.rank(), 2);
        let solution = factor.solve(&[6.0, 2.0, 8.0]);
        for (row, right) in matrix.iter().zip([6.0, 2.0, 8.0]) {
            assert!((dot(row, &solution) - right).abs() < 1e-12);
        }
        assert_eq!(Factor::of(&[vec![0.0]]).rank(), 0);
        assert_eq!(Factor::of(&[]).rank(), 0);
    }

    proptest! {
        #[test]
        fn the_solution_solves_whatever_the_sizes_of_the_columns(
            rows in prop::collection::vec(prop::collection::vec(-1.0..1.0f64, 4), 6..12),
            sizes in prop::collection::vec(-4.0..4.0f64, 4),
            wanted in prop::collection::vec(-1.0..1.0f64, 4),
        ) {
            let size = |i: usize| 10f64.powf(sizes[i]);
            let product = |i: usize, j: usize| -> f64 {
                rows.iter().map(|row| row[i] * row[j]).sum::<f64>() * size(i) * size(j)
            };
            let matrix: Vec<Vec<f64>> =
                (0..4).map(|i| (0..4).map(|j| product(i, j)).collect()).collect();
            let wanted: Vec<f64> = (0..4).map(|i| wanted[i] / size(i)).collect();
            let right: Vec<f64> = matrix.iter().map(|row| dot(row, &wanted)).collect();
            let found = Factor::of(&matrix).solve(&right);
            for (i, row) in matrix.iter().enumerate() {
                let norm: f64 = row.iter().zip(&wanted).map(|(a, b)| (a * b).abs()).sum();
                prop_assert!((dot(row, &found) - right[i]).abs() <= 1e-9 * norm.max(1e-300));
            }
        }
    }
}
