//! Confidence levels and the intervals that belong to them.

use super::distribution::normal;
use super::error::StatsError;

/// A closed interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower limit.
    pub lo: f64,
    /// Upper limit.
    pub hi: f64,
}

impl Interval {
    /// Whether `value` lies in it, limits included.
    pub fn contains(&self, value: f64) -> bool {
        self.lo <= value && value <= self.hi
    }

    /// Half the distance between the limits.
    pub fn half_width(&self) -> f64 {
        (self.hi - self.lo) / 2.0
    }
}

/// A two-sided confidence level, strictly between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence {
    level: f64,
    z: f64,
}

impl Confidence {
    /// 90 %, `z = Phi^-1(0.95)`.
    pub const P90: Self = Self {
        level: 0.90,
        z: 1.644_853_626_951_472_7,
    };
    /// 95 %, `z = Phi^-1(0.975)`: the level of everything that does not say otherwise.
    pub const P95: Self = Self {
        level: 0.95,
        z: 1.959_963_984_540_054,
    };

    /// A level such as 0.95.
    ///
    /// # Errors
    /// [`StatsError::NotAProbability`] when `level` is not strictly between 0 and 1.
    pub fn new(level: f64) -> Result<Self, StatsError> {
        if level == Self::P95.level {
            return Ok(Self::P95);
        }
        if !(level > 0.0 && level < 1.0) {
            return Err(StatsError::NotAProbability(level));
        }
        let z = normal::upper_quantile((1.0 - level) / 2.0);
        Ok(Self { level, z })
    }

    /// The level itself, 0..1.
    pub fn level(self) -> f64 {
        self.level
    }

    /// Probability left in each tail.
    pub fn tail(self) -> f64 {
        (1.0 - self.level) / 2.0
    }

    /// The normal quantile that belongs to the level.
    pub fn z(self) -> f64 {
        self.z
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_are_the_quantiles_of_their_level() {
        for constant in [Confidence::P90, Confidence::P95] {
            let z = normal::upper_quantile(constant.tail());
            assert!((z - constant.z()).abs() < 2e-14, "{z}");
        }
    }

    #[test]
    fn a_level_of_zero_one_or_nan_is_refused() {
        for level in [0.0, 1.0, -0.1, 1.1, f64::NAN] {
            assert!(Confidence::new(level).is_err());
        }
    }
}
