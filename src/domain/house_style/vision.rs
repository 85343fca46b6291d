//! How colours look to people who see colours differently: two colours that must be told apart must be so for them too.

use super::colour::{Colour, Oklab};

/// Seeing without one of the three kinds of cones: red, green, blue (Machado, Oliveira and Fernandes 2009, severity 1).
const COLOUR_BLIND: [[[f64; 3]; 3]; 3] = [
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

/// Distance of two colours for whoever tells them apart least.
pub(super) fn least_distance(one: Colour, two: Colour) -> f64 {
    let seen = COLOUR_BLIND
        .iter()
        .map(|eye| Oklab::of(through(eye, one)).distance(Oklab::of(through(eye, two))));
    seen.fold(one.distance(two), f64::min)
}

fn through(eye: &[[f64; 3]; 3], colour: Colour) -> [f64; 3] {
    let light = colour.linear();
    eye.map(|row| {
        let seen: f64 = row
            .iter()
            .zip(light)
            .map(|(part, light)| part * light)
            .sum();
        seen.clamp(0.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::{Colour, least_distance};

    #[test]
    fn red_and_green_differ_less_for_who_is_colour_blind_and_orange_and_petrol_stay_apart() {
        let (red, green) = (Colour(0xa0, 0x40, 0x20), Colour(0x50, 0x60, 0x10));
        assert!(least_distance(red, green) < red.distance(green) / 2.0);
        let (orange, petrol) = (Colour(0x93, 0x45, 0x0a), Colour(0x0b, 0x55, 0x63));
        assert!(least_distance(orange, petrol) > 0.1);
    }

    #[test]
    fn grey_is_grey_to_everyone() {
        let (dark, light) = (Colour(0x40, 0x40, 0x40), Colour(0xc0, 0xc0, 0xc0));
        assert!((least_distance(dark, light) - dark.distance(light)).abs() < 0.005);
    }
}
