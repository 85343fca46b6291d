//! Advices: in time, to whom, about what, and what came back.

use super::{Case, Status, Tally, Verdict, nothing, same};
use crate::domain::calendar::working_days_before;
use crate::domain::rule_pack::Weight;
use crate::domain::rule_pack::facts::{Advice, Reaction};

impl<'c> Case<'c> {
    /// Advices of the time in which the rule holds; `None` when nothing is known of any.
    fn advices(&self) -> Option<impl Iterator<Item = &'c Advice> + use<'c, '_>> {
        let all = self.facts.advices.as_ref()?;
        Some(all.iter().filter(|it| self.holds(it.sent.or(it.decision))))
    }

    fn reaction_to(&self, advice: &Advice) -> Option<&'c Reaction> {
        let mut all = self.facts.reactions.iter().flatten();
        all.find(|it| it.advice == advice.id)
    }

    /// Looks at each advice with a function that gives nothing where it has nothing to say.
    fn each(&self, judge: impl Fn(&Advice) -> Option<Verdict>, about: &str) -> Verdict {
        let Some(advices) = self.advices() else {
            return nothing("advices");
        };
        let mut tally = Tally::default();
        for advice in advices {
            if let Some((status, why)) = judge(advice) {
                tally.add(status, format!("advice {}: {why}", advice.id));
            }
        }
        tally.verdict(about)
    }
}

/// So many working days before the decision.
pub(super) fn deadline(case: &Case<'_>, working_days: u32) -> Verdict {
    case.each(
        |advice| {
            let decision = advice.decision?;
            let counted = working_days_before(decision, working_days, case.closing_days);
            let last_day = counted.last_day;
            let until = format!("the last day was {last_day}, {working_days} working days before the decision on {decision}");
            Some(match advice.sent {
                Some(sent) if sent <= last_day => (Status::Ok, format!("sent on {sent}; {until}")),
                Some(sent) => (Status::Violation, format!("sent on {sent}; {until}")),
                None if case.today > last_day => (Status::Violation, format!("not sent; {until}")),
                None => (Status::Ok, format!("not sent yet; there is time until {last_day}")),
            })
        },
        "decisions with a day",
    )
}

/// A decision has an advice before it.
pub(super) fn before(case: &Case<'_>, warn_days: i32) -> Verdict {
    case.each(
        |advice| {
            let decision = advice.decision?;
            let days = case.today.until(decision).map_or(0, |span| span.get_days());
            Some(match advice.sent {
                Some(sent) if sent <= decision => (
                    Status::Ok,
                    format!("sent on {sent}, before the decision on {decision}"),
                ),
                Some(sent) => (
                    Status::Violation,
                    format!("sent on {sent}, after the decision on {decision}"),
                ),
                None if days < 0 => (
                    Status::Violation,
                    format!("not sent; the decision was on {decision}"),
                ),
                None if days <= warn_days => (
                    Status::Warning,
                    format!("not sent; the decision is on {decision}, in {days} days"),
                ),
                None => (
                    Status::Ok,
                    format!("not sent yet; the decision is on {decision}"),
                ),
            })
        },
        "decisions with a day",
    )
}

/// Everyone who must get an advice gets it.
pub(super) fn addressees(case: &Case<'_>, to: &[String], missing: Weight) -> Verdict {
    case.each(
        |advice| {
            advice.sent?;
            let sent_to = advice.addressees.as_ref()?;
            let lacks = |who: &&String| !sent_to.iter().any(|it| same(it, who));
            let lacking: Vec<&str> = to.iter().filter(lacks).map(String::as_str).collect();
            Some(if lacking.is_empty() {
                (Status::Ok, format!("sent to {}", sent_to.join(", ")))
            } else {
                let got = if sent_to.is_empty() {
                    "nobody".to_owned()
                } else {
                    sent_to.join(", ")
                };
                (
                    missing.into(),
                    format!("not sent to {} (sent to {got})", lacking.join(", ")),
                )
            })
        },
        "advices that were sent, with addressees",
    )
}

/// No advice about one person.
pub(super) fn personal(case: &Case<'_>) -> Verdict {
    case.each(
        |advice| {
            Some(if advice.individual? {
                (
                    Status::Warning,
                    "is about one person; go on only with a reason".to_owned(),
                )
            } else {
                (Status::Ok, "is not about one person".to_owned())
            })
        },
        "whether advices are about one person",
    )
}

/// Aspects that are left out.
pub(super) fn aspects(case: &Case<'_>, left_out: &[String]) -> Verdict {
    case.each(
        |advice| {
            let aspect = advice.aspect.as_deref().or(advice.phase.as_deref())?;
            Some(if left_out.iter().any(|it| same(it, aspect)) {
                let why = format!("is about {aspect}, which is left out: restate it as policy, or pass it on as a signal; go on only with a reason");
                (Status::Warning, why)
            } else {
                (Status::Ok, format!("{aspect} is within the task"))
            })
        },
        "the aspect of advices",
    )
}

/// Laws that the client council speaks about.
pub(super) fn laws(case: &Case<'_>, within: &[String], instead: &str) -> Verdict {
    case.each(
        |advice| {
            let law = advice.law.as_deref()?;
            Some(if within.iter().any(|it| same(it, law)) {
                (Status::Ok, format!("{law} is within the task"))
            } else {
                (
                    Status::Warning,
                    format!("{law} is outside the task; {instead}"),
                )
            })
        },
        "the law of advices",
    )
}

fn has_word(advice: &Advice, words: &[String]) -> Option<(bool, String)> {
    let subject = advice.subject.as_deref()?;
    let plain = subject.to_lowercase();
    let has = words.iter().any(|word| plain.contains(word.as_str()));
    Some((has, subject.to_owned()))
}

/// Subjects that are left out.
pub(super) fn subjects_left_out(case: &Case<'_>, words: &[String], instead: &str) -> Verdict {
    case.each(
        |advice| {
            let (left_out, subject) = has_word(advice, words)?;
            Some(if left_out {
                (
                    Status::Warning,
                    format!("\"{subject}\" is left out; {instead}"),
                )
            } else {
                (Status::Ok, format!("\"{subject}\" is not left out"))
            })
        },
        "the subject of advices",
    )
}

/// The only subjects.
pub(super) fn subjects(case: &Case<'_>, words: &[String]) -> Verdict {
    case.each(
        |advice| {
            let (within, subject) = has_word(advice, words)?;
            Some(if within {
                (Status::Ok, format!("\"{subject}\" is within the task"))
            } else {
                (
                    Status::Warning,
                    format!("\"{subject}\" may not be about how participation is done"),
                )
            })
        },
        "the subject of advices",
    )
}

/// Every advice that was sent gets a reaction.
pub(super) fn reaction(case: &Case<'_>) -> Verdict {
    case.each(
        |advice| {
            let sent = advice.sent.filter(|sent| *sent <= case.today)?;
            Some(match case.reaction_to(advice) {
                None => {
                    let days = sent.until(case.today).map_or(0, |span| span.get_days());
                    (
                        Status::Warning,
                        format!("sent on {sent}, no reaction after {days} days"),
                    )
                }
                Some(reaction)
                    if reaction
                        .recommendations
                        .iter()
                        .any(|it| it.outcome.is_empty()) =>
                {
                    (
                        Status::Warning,
                        "the reaction leaves a recommendation open".to_owned(),
                    )
                }
                Some(_) => (Status::Ok, "has a reaction".to_owned()),
            })
        },
        "advices that were sent",
    )
}

/// Where the college deviates it says why.
pub(super) fn motivation(case: &Case<'_>) -> Verdict {
    let Some(reactions) = &case.facts.reactions else {
        return nothing("reactions");
    };
    let mut tally = Tally::default();
    for reaction in reactions.iter().filter(|it| case.holds(it.date)) {
        for (number, done) in reaction.recommendations.iter().enumerate() {
            let which = format!(
                "reaction to advice {}, recommendation {}",
                reaction.advice,
                number + 1
            );
            let motivated = done
                .motivation
                .as_deref()
                .is_some_and(|it| !it.trim().is_empty());
            match done.outcome.as_str() {
                "overgenomen" => tally.add(Status::Ok, format!("{which}: taken over")),
                outcome if motivated => {
                    tally.add(Status::Ok, format!("{which}: {outcome}, with its reason"))
                }
                outcome => tally.add(
                    Status::Violation,
                    format!("{which}: {outcome}, without a reason"),
                ),
            }
        }
    }
    tally.verdict("what is done with recommendations")
}
