//! The evaluation of a client council by three parties, 1.5 years after it began (Opmeer art. 11): the same items for all,
//! each party in its own words and in its own name. No resident is in it, so it has a small-group rule of its own: never one
//! person's answer (`docs/beslissingen/0073`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::months_after;
use super::day;
use super::definition::{Kind, Question, Questionnaire, words};

words! {
    /// A party that evaluates.
    Party {
        /// Members of the client council.
        Member = "lid",
        /// Policy officers of the municipality.
        Official = "beleidsmedewerker",
        /// Mayor and aldermen.
        Executive = "bestuurder",
    }
}

/// Months between the start of the group and its evaluation (art. 11: "na 1,5 jaar").
const MONTHS: i32 = 18;
/// From so many people on each fills in alone; fewer fill in one form together.
pub const ALONE_FROM: u32 = 5;
/// The middle of fewer answers is nearly somebody's answer, and is not shown.
pub const FEWEST_FOR_MIDDLE: usize = 3;
/// Most people in one party.
pub const MOST_PEOPLE: u32 = 30;
/// Most points for improvement; the three parties choose a few together.
pub const MOST_POINTS: usize = 12;
/// Longest text of one answer or point, in characters.
pub const LONGEST: usize = 1_500;

/// How far an evaluation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Parties fill in; nobody sees an answer.
    FillingIn,
    /// The answers stand beside each other.
    Compared,
}

/// A point for improvement. It counts when every party agrees (art. 11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// What gets better.
    pub text: String,
    /// Who sees to it.
    pub owner: String,
    /// When it is done, in words: a day, or "elk kwartaal".
    pub when: String,
    /// Parties that agree.
    pub agreed: Vec<Party>,
}

impl Point {
    /// Whether a party agrees.
    pub fn has(&self, party: Party) -> bool {
        self.agreed.contains(&party)
    }

    /// Whether every party agrees.
    pub fn counts(&self) -> bool {
        Party::ALL.iter().all(|party| self.has(*party))
    }
}

/// An evaluation, without what parties answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The day on which the group began: not that of its rules.
    #[serde(with = "day")]
    pub start: Date,
    /// People in each party, in the order of [`Party::ALL`].
    pub people: [u32; 3],
    /// How far it is.
    pub stage: Stage,
    /// Points for improvement, in the order in which they were chosen.
    pub points: Vec<Point>,
    /// What the municipal council said about it; empty: nothing yet.
    pub view: String,
}

impl Evaluation {
    /// The day on which it is due: 18 months after the start, on the last day of the month where that month is shorter.
    pub fn due(&self) -> Date {
        months_after(self.start, MONTHS)
    }

    /// People in a party.
    pub fn people(&self, party: Party) -> u32 {
        self.people[party as usize]
    }

    /// Whether a party fills in one form together.
    pub fn is_joint(&self, party: Party) -> bool {
        self.people(party) < ALONE_FROM
    }

    /// How many forms a party gets.
    pub fn forms(&self, party: Party) -> u32 {
        if self.is_joint(party) {
            1
        } else {
            self.people(party)
        }
    }
}

/// What one form holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Per item 1 (not at all) to 5 (fully); who can't judge is not in it.
    pub scores: BTreeMap<String, u8>,
    /// Per item what was written with it. Only in a joint form: words of one member would point at that member.
    pub words: BTreeMap<String, String>,
}

/// An item with what the parties answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared<'q> {
    /// The item.
    pub question: &'q Question,
    /// Answer of each party, in the order of [`Party::ALL`]; none: nothing that can be shown.
    pub scores: [Option<u8>; 3],
    /// Steps between the lowest and the highest; none with fewer than two answers.
    pub gap: Option<u8>,
}

/// The items with a scale, in the order of the questionnaire.
pub fn items(questionnaire: &Questionnaire) -> impl Iterator<Item = &Question> {
    let all = questionnaire.sections.iter().flat_map(|it| &it.questions);
    all.filter(|question| question.kind == Kind::Scale)
}

/// The words in which a party reads an item.
pub fn wording(question: &Question, party: Party) -> &str {
    let mut own = question.party_texts.iter();
    let own = own.find(|(of, _)| of == party.word());
    own.map_or(&question.text, |(_, text)| text).get("nl")
}

/// The items with the answers of the parties, the largest gap first.
pub fn compare<'q>(
    questionnaire: &'q Questionnaire,
    evaluation: &Evaluation,
    forms: &[(Party, Form)],
) -> Vec<Compared<'q>> {
    let score = |question: &Question, party: Party| {
        let own = forms.iter().filter(|(of, _)| *of == party);
        let mut scores = own.filter_map(|(_, form)| form.scores.get(&question.id).copied());
        match evaluation.is_joint(party) {
            true => scores.next(),
            false => middle(scores.collect()),
        }
    };
    let mut compared: Vec<_> = items(questionnaire)
        .map(|question| {
            let scores = [Party::Member, Party::Official, Party::Executive]
                .map(|party| score(question, party));
            let given: Vec<u8> = scores.into_iter().flatten().collect();
            let gap = match (given.iter().min(), given.iter().max()) {
                (Some(lowest), Some(highest)) if given.len() > 1 => Some(highest - lowest),
                _ => None,
            };
            Compared {
                question,
                scores,
                gap,
            }
        })
        .collect();
    compared.sort_by_key(|it| std::cmp::Reverse(it.gap));
    compared
}

/// The middle answer; of an even number the lower of the two.
fn middle(mut scores: Vec<u8>) -> Option<u8> {
    scores.sort_unstable();
    let enough = scores.len() >= FEWEST_FOR_MIDDLE;
    enough.then(|| scores[(scores.len() - 1) / 2])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::definition::read::read;
    use crate::domain::shipped::EVALUATION;
    use crate::domain::theme::codebook;
    use jiff::civil::date;

    fn evaluation(people: [u32; 3]) -> Evaluation {
        Evaluation {
            start: date(2025, 6, 1),
            people,
            stage: Stage::FillingIn,
            points: Vec::new(),
            view: String::new(),
        }
    }

    fn form(scores: &[(&str, u8)]) -> Form {
        let scores = scores.iter().map(|(id, score)| ((*id).to_owned(), *score));
        Form {
            scores: scores.collect(),
            words: BTreeMap::new(),
        }
    }

    fn questionnaire() -> Questionnaire {
        let read = read(EVALUATION, codebook());
        read.questionnaire.expect("it ships")
    }

    #[test]
    fn an_evaluation_is_due_eighteen_months_after_the_start_and_stays_within_its_month() {
        let due = |start| Evaluation {
            start,
            ..evaluation([7, 2, 3])
        };
        assert_eq!(due(date(2025, 6, 1)).due(), date(2026, 12, 1));
        assert_eq!(due(date(2024, 8, 31)).due(), date(2026, 2, 28));
        assert_eq!(due(date(2022, 8, 31)).due(), date(2024, 2, 29));
    }

    #[test]
    fn fourteen_items_are_the_same_for_three_parties_each_in_its_own_words() {
        let questionnaire = questionnaire();
        let items: Vec<_> = items(&questionnaire).collect();
        assert_eq!(items.len(), 14);
        for item in items {
            assert_eq!(item.party_texts.len(), 3, "{}", item.id);
        }
    }

    #[test]
    fn a_party_of_five_shows_its_middle_answer_and_a_smaller_one_its_joint_answer() {
        let questionnaire = questionnaire();
        let evaluation = evaluation([6, 2, 3]);
        assert_eq!(evaluation.forms(Party::Member), 6);
        assert_eq!(evaluation.forms(Party::Official), 1);
        let members = [1, 1, 2, 4, 5, 5].map(|score| (Party::Member, form(&[("e12", score)])));
        let mut forms = members.to_vec();
        forms.push((Party::Official, form(&[("e12", 3), ("e1", 4)])));
        forms.push((Party::Executive, form(&[("e12", 5), ("e1", 4)])));
        let compared = compare(&questionnaire, &evaluation, &forms);
        assert_eq!(compared[0].question.id, "e12");
        assert_eq!(compared[0].scores, [Some(2), Some(3), Some(5)]);
        assert_eq!(compared[0].gap, Some(3));
        assert_eq!(compared[1].question.id, "e1");
        assert_eq!(compared[1].scores, [None, Some(4), Some(4)]);
        assert_eq!(compared[1].gap, Some(0));
        assert_eq!(compared[2].gap, None);
    }

    #[test]
    fn the_middle_of_fewer_than_three_answers_is_never_shown() {
        assert_eq!(middle(vec![2, 5]), None);
        assert_eq!(middle(vec![5, 2, 4]), Some(4));
    }

    #[test]
    fn a_point_counts_when_every_party_agrees() {
        let mut point = Point {
            text: "Binnen zes weken een reactie.".into(),
            owner: "College".into(),
            when: "1 januari 2027".into(),
            agreed: vec![Party::Member, Party::Executive],
        };
        assert!(!point.counts());
        point.agreed.push(Party::Official);
        assert!(point.counts());
    }
}
