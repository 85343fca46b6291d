//! Made-up signals of spreekuur and website.

use std::collections::BTreeMap;

use super::draw::Draw;
use super::{Remark, remarks};
use crate::domain::answer::{Answer, Response};
use crate::domain::definition::{Channel, Law};

/// A made-up signal: how it came in, how many days ago, and the answers to that channel's questionnaire.
#[derive(Debug, Clone)]
pub(crate) struct MadeUpSignal {
    pub(crate) channel: Channel,
    pub(crate) days_ago: i64,
    pub(crate) response: Response,
}

/// Made-up signals on the laws of a client council.
pub(crate) fn signals(laws: &[Law], seed: u64, count: usize) -> Vec<MadeUpSignal> {
    let fitting: Vec<Remark> = remarks()
        .into_iter()
        .filter(|remark| laws.contains(&remark.law))
        .collect();
    let mut draw = Draw::new(seed, "signals");
    if fitting.is_empty() {
        return Vec::new();
    }
    (0..count)
        .map(|_| {
            // the lower of two draws: some themes are heard often, others once
            let at = draw.below(fitting.len()).min(draw.below(fitting.len()));
            let channel = if draw.happens(0.6) {
                Channel::Spreekuur
            } else {
                Channel::Website
            };
            let days_ago = i64::try_from(draw.below(300)).unwrap_or(0) + 7;
            MadeUpSignal {
                channel,
                days_ago,
                response: response(&fitting[at], channel, &mut draw),
            }
        })
        .collect()
}

fn response(remark: &Remark, channel: Channel, draw: &mut Draw) -> Response {
    let mut answers = BTreeMap::new();
    let mut put = |id: &str, answer: Answer| answers.insert(id.to_owned(), answer);
    put("verhaal", Answer::Text(remark.text.clone()));
    if channel == Channel::Website {
        put("waarover", Answer::many([&remark.theme]));
        put(
            "hoe_vaak",
            Answer::one(["een_keer", "vaker", "altijd"][draw.below(3)]),
        );
    } else {
        let seriousness = 1 + draw.below(3) + usize::from(draw.happens(0.05));
        put("themas", Answer::many([&remark.theme]));
        put("wet", Answer::one(remark.law.word()));
        put("aspect", Answer::one(remark.aspect.word()));
        put("soort", Answer::one(remark.kind.word()));
        put("ernst", Answer::one(&seriousness.to_string()));
        put(
            "gevolg",
            Answer::one(["hinder", "geld", "gezondheid"][draw.below(3)]),
        );
    }
    Response {
        version: 1,
        answers,
    }
}
