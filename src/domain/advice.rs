//! An advice of a client council: what it recommends, what the college answers, and what residents hear back.
//!
//! Stages follow one another: written, adopted, sent (Lelystad art. 10: L15), answered. Each version is kept; an advice that was
//! sent never changes its recommendations. Not here: which subjects are within its task ([`super::scope`]).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::day;
use super::definition::words;

words! {
    /// Who began it.
    Origin {
        /// The college asked for it.
        Asked = "gevraagd",
        /// The client council began itself.
        Unasked = "ongevraagd",
    }
}

words! {
    /// What the college does with a recommendation.
    Verdict {
        /// It does it.
        Adopted = "overgenomen",
        /// It does a part.
        Partly = "deels",
        /// It doesn't.
        Not = "niet",
    }
}

/// How far an advice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It is being written.
    Written,
    /// The client council agreed on it.
    Adopted,
    /// It went to the college.
    Sent,
    /// The college answered every recommendation.
    Answered,
}

/// Most recommendations: more is no advice.
pub const MOST_RECOMMENDATIONS: usize = 7;
/// Longest text, in characters.
pub const LONGEST: usize = 5_000;
/// Longest subject.
pub const LONGEST_SUBJECT: usize = 150;

/// What goes wrong, and what the college should do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// What goes wrong.
    pub problem: String,
    /// What would be better (I13: no advice without a proposal).
    pub proposal: String,
    /// Id of the knelpunt that it comes from.
    #[serde(default)]
    pub knelpunt: Option<String>,
}

/// What the college says to one recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// What it does with it.
    pub verdict: Verdict,
    /// Why; never empty when it deviates (Alphen-Chaam art. 4.5: A19).
    pub reason: String,
    /// What it promises, and when, in words.
    pub promise: String,
}

/// An advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Who began it.
    pub origin: Origin,
    /// What it is about.
    pub subject: String,
    /// To whom it goes.
    pub to: String,
    /// The day on which the college means to decide.
    #[serde(default, with = "day::option")]
    pub decision: Option<Date>,
    /// What it recommends.
    pub recommendations: Vec<Recommendation>,
    /// How far it is.
    pub stage: Stage,
    /// When it was adopted.
    #[serde(default, with = "day::option")]
    pub adopted: Option<Date>,
    /// When it was sent.
    #[serde(default, with = "day::option")]
    pub sent: Option<Date>,
    /// When the college answered.
    #[serde(default, with = "day::option")]
    pub answered: Option<Date>,
    /// One per recommendation, once it was answered.
    #[serde(default)]
    pub replies: Vec<Reply>,
    /// What it led to, in words for residents.
    #[serde(default)]
    pub effect: String,
    /// Whether everyone may read it.
    #[serde(default)]
    pub is_public: bool,
}

/// What stands in the way of adopting an advice, or of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It has no subject.
    Subject,
    /// The subject is too long.
    LongSubject,
    /// Nobody is named to whom it goes.
    To,
    /// It recommends nothing.
    NothingRecommended,
    /// This recommendation, counted from 0, has a problem and no proposal.
    NoProposal(usize),
    /// This recommendation has a proposal and no problem.
    NoProblem(usize),
    /// A text of this recommendation is too long.
    TooLong(usize),
    /// This recommendation has no verdict.
    NoVerdict(usize),
    /// The college deviates from this recommendation and gives no reason.
    NoReason(usize),
}

impl Advice {
    /// An advice that was just begun.
    pub fn begun() -> Self {
        Self {
            origin: Origin::Unasked,
            subject: String::new(),
            to: "Het college van burgemeester en wethouders".to_owned(),
            decision: None,
            recommendations: Vec::new(),
            stage: Stage::Written,
            adopted: None,
            sent: None,
            answered: None,
            replies: Vec::new(),
            effect: String::new(),
            is_public: false,
        }
    }

    /// What can't even be kept as a draft: lengths, and a subject by which to find it again.
    pub fn faults_of_draft(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.subject.is_empty() {
            faults.push(Fault::Subject);
        }
        if self.subject.chars().count() > LONGEST_SUBJECT {
            faults.push(Fault::LongSubject);
        }
        let long = |text: &String| text.chars().count() > LONGEST;
        for (at, it) in self.recommendations.iter().enumerate() {
            if long(&it.problem) || long(&it.proposal) {
                faults.push(Fault::TooLong(at));
            }
        }
        faults
    }

    /// What stands in the way of adopting it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = self.faults_of_draft();
        if self.to.is_empty() {
            faults.push(Fault::To);
        }
        if self.recommendations.is_empty() {
            faults.push(Fault::NothingRecommended);
        }
        for (at, it) in self.recommendations.iter().enumerate() {
            if it.proposal.is_empty() {
                faults.push(Fault::NoProposal(at));
            }
            if it.problem.is_empty() {
                faults.push(Fault::NoProblem(at));
            }
        }
        faults
    }

    /// Days since it was sent, while no answer came.
    pub fn waiting(&self, today: Date) -> Option<i32> {
        let sent = self.sent.filter(|_| self.stage == Stage::Sent)?;
        Some(sent.until(today).ok()?.get_days())
    }

    /// Takes in what the college answered.
    ///
    /// # Errors
    /// What is missing from it; then nothing changes.
    pub fn answer(&mut self, replies: Vec<Reply>, today: Date) -> Result<(), Vec<Fault>> {
        let mut faults: Vec<Fault> = (replies.len()..self.recommendations.len())
            .map(Fault::NoVerdict)
            .collect();
        faults.extend(replies.iter().enumerate().filter_map(|(at, reply)| {
            let deviates = reply.verdict != Verdict::Adopted;
            (deviates && reply.reason.is_empty()).then_some(Fault::NoReason(at))
        }));
        if !faults.is_empty() {
            return Err(faults);
        }
        self.replies = replies;
        self.stage = Stage::Answered;
        self.answered = self.answered.or(Some(today));
        Ok(())
    }
}

/// How many recommendations were answered, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Adoption {
    /// Done.
    pub adopted: usize,
    /// Done in part.
    pub partly: usize,
    /// Not done.
    pub not: usize,
}

impl Adoption {
    /// Over these advices.
    pub fn of<'a>(advices: impl IntoIterator<Item = &'a Advice>) -> Self {
        let replies = advices.into_iter().flat_map(|it| &it.replies);
        replies.fold(Self::default(), |mut sum, reply| {
            match reply.verdict {
                Verdict::Adopted => sum.adopted += 1,
                Verdict::Partly => sum.partly += 1,
                Verdict::Not => sum.not += 1,
            }
            sum
        })
    }

    /// Recommendations that were answered.
    pub fn all(self) -> usize {
        self.adopted + self.partly + self.not
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Adoption, Advice, Fault, Recommendation, Reply, Stage, Verdict};

    fn advice() -> Advice {
        Advice {
            subject: "Brieven".into(),
            recommendations: vec![
                Recommendation {
                    problem: "Brieven zijn moeilijk".into(),
                    proposal: "Herschrijf tien brieven".into(),
                    knelpunt: None,
                },
                Recommendation {
                    problem: "Niemand belt terug".into(),
                    proposal: "Bel binnen twee dagen".into(),
                    knelpunt: None,
                },
            ],
            stage: Stage::Sent,
            sent: Some(date(2026, 11, 2)),
            ..Advice::begun()
        }
    }

    fn reply(verdict: Verdict, reason: &str) -> Reply {
        Reply {
            verdict,
            reason: reason.into(),
            promise: String::new(),
        }
    }

    #[test]
    fn an_advice_without_a_proposal_is_a_draft_and_can_not_be_adopted() {
        let mut advice = advice();
        assert_eq!(advice.faults(), []);
        advice.recommendations[1].proposal.clear();
        assert_eq!(advice.faults_of_draft(), []);
        assert_eq!(advice.faults(), [Fault::NoProposal(1)]);
        advice.recommendations.clear();
        assert_eq!(advice.faults(), [Fault::NothingRecommended]);
    }

    #[test]
    fn a_college_that_deviates_says_why_and_answers_every_recommendation() {
        let mut asked = advice();
        let today = date(2026, 11, 30);
        assert_eq!(asked.waiting(today), Some(28));
        let bare = vec![reply(Verdict::Adopted, ""), reply(Verdict::Not, "")];
        assert_eq!(asked.answer(bare, today), Err(vec![Fault::NoReason(1)]));
        let one = vec![reply(Verdict::Adopted, "")];
        assert_eq!(asked.answer(one, today), Err(vec![Fault::NoVerdict(1)]));
        assert_eq!(asked, advice());
        let whole = vec![
            reply(Verdict::Adopted, ""),
            reply(Verdict::Partly, "Geen geld"),
        ];
        assert_eq!(asked.answer(whole, today), Ok(()));
        assert_eq!(
            (asked.stage, asked.answered),
            (Stage::Answered, Some(today))
        );
        assert_eq!(asked.waiting(today), None);
    }

    #[test]
    fn adoption_counts_recommendations_that_were_answered() {
        let mut answered = advice();
        let replies = vec![reply(Verdict::Adopted, ""), reply(Verdict::Not, "Nee")];
        answered.answer(replies, date(2026, 11, 30)).expect("whole");
        let found = Adoption::of([&answered, &advice()]);
        assert_eq!((found.adopted, found.not, found.all()), (1, 1, 2));
    }
}
