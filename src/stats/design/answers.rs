//! Answers counted by cell: all that an estimate needs of them.

/// People of one cell who gave one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// The cell, by its place in the design.
    pub cell: usize,
    /// The answer, by its place in the caller's list.
    pub level: usize,
    /// How many, above 0.
    pub people: u64,
}

/// Everybody with a valid answer, in order of cell and answer; who is not here stays in the design without an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    groups: Vec<Group>,
}

/// Largest table that is counted in one array; above it the rows are sorted.
const LARGEST_TABLE: usize = 1 << 20;

impl Answers {
    /// From people per cell and answer: `people[cell][level]`.
    pub fn of_table<T: AsRef<[u64]>>(people: &[T]) -> Self {
        let cells = people.iter().enumerate();
        let groups = cells.flat_map(|(cell, row)| {
            let levels = row.as_ref().iter().enumerate();
            levels.map(move |(level, people)| Group {
                cell,
                level,
                people: *people,
            })
        });
        Self {
            groups: groups.filter(|group| group.people > 0).collect(),
        }
    }

    /// From people one by one: the cell and the answer of each. Who lacks one of them is left out.
    pub fn of_rows(cells: &[Option<usize>], levels: &[Option<usize>]) -> Self {
        let rows = || {
            let both = cells.iter().zip(levels);
            both.filter_map(|(cell, level)| Some(((*cell)?, (*level)?)))
        };
        let (height, width) = rows().fold((0, 0), |(height, width), (cell, level)| {
            (height.max(cell + 1), width.max(level + 1))
        });
        match height.checked_mul(width) {
            Some(size) if size <= LARGEST_TABLE => {
                let mut people = vec![0; size];
                for (cell, level) in rows() {
                    people[cell * width + level] += 1;
                }
                let rows: Vec<&[u64]> = people.chunks(width.max(1)).collect();
                Self::of_table(&rows)
            }
            _ => {
                let mut rows: Vec<(usize, usize)> = rows().collect();
                rows.sort_unstable();
                let same = rows.chunk_by(|one, two| one == two);
                let groups = same.map(|rows| Group {
                    cell: rows[0].0,
                    level: rows[0].1,
                    people: rows.len() as u64,
                });
                Self {
                    groups: groups.collect(),
                }
            }
        }
    }

    /// The same people with other answers, or without one.
    #[must_use]
    pub fn regrouped(&self, level: impl Fn(usize) -> Option<usize>) -> Self {
        let groups = self.groups.iter().filter_map(|group| {
            let level = level(group.level)?;
            Some(Group { level, ..*group })
        });
        Self {
            groups: groups.collect(),
        }
    }

    /// The groups, in order of cell and answer.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Number of people with an answer.
    pub fn n(&self) -> u64 {
        self.groups.iter().map(|group| group.people).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_tables_give_the_same_groups() {
        let cells = [Some(1), Some(0), Some(1), None, Some(1)];
        let levels = [Some(0), Some(2), Some(0), Some(1), None];
        let found = Answers::of_rows(&cells, &levels);
        assert_eq!(found, Answers::of_table(&[[0, 0, 1], [2, 0, 0]]));
        assert_eq!(found.n(), 3);
        assert_eq!(Answers::of_rows(&[], &[]), Answers::default());
    }

    #[test]
    fn a_table_that_would_be_too_large_is_sorted_instead() {
        let far = LARGEST_TABLE;
        let cells = [Some(far), Some(0), Some(far)];
        let found = Answers::of_rows(&cells, &[Some(1), Some(far), Some(1)]);
        let group = |cell, level, people| Group {
            cell,
            level,
            people,
        };
        assert_eq!(found.groups(), [group(0, far, 1), group(far, 1, 2)]);
    }
}
