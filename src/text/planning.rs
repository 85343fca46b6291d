//! How many people to invite, in words: how many answers a margin takes, and what to do when there are not that many people.
//!
//! For a share of half, where a margin is widest: every other answer is more precise. Results have their own interval.

use super::number;
use crate::analysis::disclosure::BASE;
use crate::stats::planning::{Aim, detectable_difference, margin, plan};
use crate::stats::{Confidence, StatsError};

/// Fewest answers of which results are shown.
pub const FEWEST: u64 = BASE;
/// The share for which is planned.
const SHARE: f64 = 0.5;
/// Margins of the table, in points.
const POINTS: [f64; 5] = [3.0, 4.0, 5.0, 7.0, 10.0];

/// What a client council wants to know, and of whom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// People whom the questionnaire is about.
    pub people: u64,
    /// Half the width of the interval, in percentage points.
    pub points: f64,
    /// How many of every 100 invited people answer.
    pub of_hundred: u64,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The one sentence that counts.
    pub lead: String,
    /// Why, and what it gives.
    pub lines: Vec<String>,
    /// Other margins, answers that they take, and people to invite.
    pub table: Vec<[String; 3]>,
}

/// People to invite and answers to expect.
struct Step {
    answers: u64,
    /// `None`: more than there are.
    invite: Option<u64>,
}

impl Wish {
    /// The advice.
    ///
    /// # Errors
    /// [`StatsError`] for a margin or a response that can't be.
    pub fn advice(&self) -> Result<Advice, StatsError> {
        let step = self.step(self.points)?;
        let table = POINTS.into_iter().map(|points| {
            let step = self.step(points)?;
            Ok([
                said(points),
                number::whole(step.answers),
                step.invite
                    .map_or_else(|| "iedereen".to_owned(), number::whole),
            ])
        });
        let mut lines = vec![format!(
            "Voor een marge van {} zijn {} antwoorden nodig.",
            said(self.points),
            number::whole(step.answers)
        )];
        let (lead, expected) = match step.invite {
            Some(invite) => {
                lines.push(format!(
                    "Doen {} van de 100 mensen mee, dan krijgt u die. Loot wie u uitnodigt: dan heeft iedereen evenveel kans.",
                    self.of_hundred
                ));
                (
                    format!("Nodig {} mensen uit.", number::whole(invite)),
                    step.answers,
                )
            }
            None => (
                "Nodig iedereen uit.".to_owned(),
                self.everybody(&step, &mut lines)?,
            ),
        };
        lines.extend(meaning(self.points));
        lines.extend(groups(expected));
        Ok(Advice {
            lead,
            lines,
            table: table.collect::<Result<_, StatsError>>()?,
        })
    }

    fn step(&self, points: f64) -> Result<Step, StatsError> {
        let aim = Aim {
            share: SHARE,
            margin: points / 100.0,
            confidence: Confidence::P95,
            design_effect: 1.0,
            response_rate: as_f64(self.of_hundred) / 100.0,
        };
        let plan = plan(&aim, self.people)?;
        let invite = whole(plan.invitations);
        Ok(Step {
            answers: whole(plan.n).min(self.people),
            invite: (invite < self.people).then_some(invite),
        })
    }

    /// What inviting everybody gives: how many answers, and how precise those are.
    fn everybody(&self, step: &Step, lines: &mut Vec<String>) -> Result<u64, StatsError> {
        let expected = whole((as_f64(self.people) * as_f64(self.of_hundred) / 100.0).round());
        if expected >= step.answers {
            lines.push(
                "Dan heeft u genoeg antwoorden als zoveel mensen meedoen als u denkt.".to_owned(),
            );
            return Ok(expected);
        }
        lines.push(format!(
            "Zoveel komen er waarschijnlijk niet. Er zijn {} mensen. Doen er {} van de 100 mee, dan krijgt u ongeveer {} antwoorden.",
            number::whole(self.people),
            self.of_hundred,
            number::whole(expected)
        ));
        if expected < FEWEST {
            lines.push(format!(
                "Bij minder dan {FEWEST} antwoorden laten wij geen uitkomsten zien. Praat liever met mensen, op het spreekuur of op een bijeenkomst."
            ));
        } else if let Some(reached) = margin(SHARE, expected, self.people, Confidence::P95)? {
            lines.push(format!(
                "De marge is dan ongeveer {}. Een herinnering helpt: met meer antwoorden wordt de marge kleiner.",
                said((reached * 100.0).ceil())
            ));
        }
        Ok(expected)
    }
}

fn meaning(points: f64) -> [String; 2] {
    let end = |points: f64| number::decimal(50.0 + points, decimals(points));
    [
        format!(
            "Een marge van {} betekent: zegt de helft ‘ja’, dan is het van iedereen tussen {} en {} procent. Bij 95 van de 100 onderzoeken klopt dat.",
            said(points),
            end(-points),
            end(points)
        ),
        "De marge gaat alleen over toeval, niet over mensen die niet meededen.".to_owned(),
    ]
}

/// What two halves of the answers can tell.
fn groups(expected: u64) -> Option<String> {
    let half = expected / 2;
    (half >= FEWEST)
        .then(|| detectable_difference(SHARE, half, half))
        .flatten()
        .map(|difference| {
            format!(
                "Vergelijkt u twee groepen van {} mensen, dan ziet u pas een verschil van ongeveer {} of meer.",
                number::whole(half),
                said((difference * 100.0).ceil())
            )
        })
}

/// A number of percentage points.
fn said(points: f64) -> String {
    let word = if (points - 1.0).abs() < f64::EPSILON {
        "punt"
    } else {
        "punten"
    };
    format!("{} {word}", number::decimal(points, decimals(points)))
}

fn decimals(points: f64) -> usize {
    usize::from((points - points.round()).abs() > 1e-9)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number of people, 0 or more"
)]
fn whole(people: f64) -> u64 {
    people as u64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of people stay far below 2^53"
)]
fn as_f64(people: u64) -> f64 {
    people as f64
}

#[cfg(test)]
mod tests {
    use super::Wish;

    const WISH: Wish = Wish {
        people: 150,
        points: 5.0,
        of_hundred: 35,
    };

    // analysis.md section 11: 109 answers would take 312 invitations.
    #[test]
    fn of_150_people_everyone_is_invited_and_the_margin_that_comes_of_it_is_told() {
        let advice = WISH.advice().expect("advice");
        assert_eq!(advice.lead, "Nodig iedereen uit.");
        let text = advice.lines.join(" ");
        assert!(text.contains("zijn 109 antwoorden nodig"), "{text}");
        assert!(text.contains("ongeveer 53 antwoorden"), "{text}");
        // 1.96 * sqrt(0.25 / 53 * 97 / 149) = 0.1086.
        assert!(
            text.contains("De marge is dan ongeveer 11 punten."),
            "{text}"
        );
        assert_eq!(advice.table[2], ["5 punten", "109", "iedereen"]);
    }

    #[test]
    fn of_a_large_population_a_draw_is_invited() {
        let wish = Wish {
            people: 12_000,
            ..WISH
        };
        let advice = wish.advice().expect("advice");
        // 384.15 / (1 + 383.15 / 12000) = 372.3, so 373; over 0.35: 1,065.7.
        assert_eq!(advice.lead, "Nodig 1.066 mensen uit.");
        let text = advice.lines.join(" ");
        assert!(
            text.contains("373 antwoorden") && text.contains("Loot"),
            "{text}"
        );
        assert!(text.contains("tussen 45 en 55 procent"), "{text}");
        // (1.96 + 0.8416) * sqrt(0.25 * 2 / 186) = 0.1453.
        assert!(
            text.contains("186 mensen, dan ziet u pas een verschil van ongeveer 15 punten"),
            "{text}"
        );
    }

    #[test]
    fn where_too_few_will_answer_talking_is_advised_and_when_all_answer_there_is_enough() {
        let few = Wish { people: 20, ..WISH };
        let text = few.advice().expect("advice").lines.join(" ");
        assert!(text.contains("minder dan 10 antwoorden"), "{text}");
        let all = Wish {
            of_hundred: 100,
            points: 0.5,
            ..few
        };
        let advice = all.advice().expect("advice");
        assert_eq!(advice.lead, "Nodig iedereen uit.");
        let text = advice.lines.join(" ");
        assert!(
            text.contains("genoeg antwoorden") && text.contains("tussen 49,5 en 50,5"),
            "{text}"
        );
    }

    #[test]
    fn what_can_not_be_is_refused() {
        assert!(
            Wish {
                points: 0.0,
                ..WISH
            }
            .advice()
            .is_err()
        );
        assert!(
            Wish {
                of_hundred: 0,
                ..WISH
            }
            .advice()
            .is_err()
        );
        assert!(
            Wish {
                points: 100.0,
                ..WISH
            }
            .advice()
            .is_err()
        );
    }
}
