//! The demo's advices: one a client council, each at another stage. Made up, like everything in the demo.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::clock::Clock;
use crate::command::{Failure, data};
use crate::domain::advice::{Advice, Recommendation, Reply, Stage, Verdict};
use crate::domain::id::ClientCouncilId;
use crate::store::Store;

/// How far the advices of the client councils are, in the order in which those are made.
const STAGES: [Stage; 5] = [
    Stage::Sent,
    Stage::Adopted,
    Stage::Answered,
    Stage::Written,
    Stage::Answered,
];

pub(super) async fn fill(
    store: &Store,
    clock: &Clock,
    client_council: &ClientCouncilId,
    index: usize,
) -> Result<(), Failure> {
    let today = clock.today();
    let stage = STAGES[index % STAGES.len()];
    let from = store.knelpunten(client_council).await?;
    let from = from.first().map(|it| it.id.to_string());
    let by = (data::command_line(clock), today);
    let mut advice = written(from);
    let id = store.add_advice(client_council, &advice, by).await?;
    step(&mut advice, stage, today);
    if let Some(written) = store.advice(client_council, id).await?.first()
        && written.content != advice
    {
        store.change_advice(written, &advice, by).await?;
    }
    Ok(())
}

fn written(knelpunt: Option<String>) -> Advice {
    let recommendation = |problem: &str, proposal: &str, knelpunt| Recommendation {
        problem: problem.to_owned(),
        proposal: proposal.to_owned(),
        knelpunt,
    };
    Advice {
        subject: "Begrijpelijke brieven over geld (verzonnen)".to_owned(),
        recommendations: vec![
            recommendation(
                "Brieven over geld en plichten zijn te moeilijk. Mensen missen daardoor hulp of krijgen een boete.",
                "Herschrijf de tien brieven die het meest worden verstuurd. Doe dat samen met inwoners, voor 1 juli.",
                knelpunt,
            ),
            recommendation(
                "Op de brieven staat geen naam en geen direct nummer. Wie belt, moet zijn verhaal steeds opnieuw doen.",
                "Zet op elke brief wie erover gaat, met een nummer waarop die persoon te bereiken is.",
                None,
            ),
            recommendation(
                "Mensen lezen pas later dat hun uitkering stopt.",
                "Bel mensen voordat een besluit ingaat dat geld stopt.",
                None,
            ),
        ],
        ..Advice::begun()
    }
}

/// Brings it to a stage, so long ago that the pages have something to tell.
fn step(advice: &mut Advice, stage: Stage, today: Date) {
    let ago = |days: i32| Some(today.saturating_sub(days.days()));
    advice.stage = stage;
    if stage >= Stage::Adopted {
        advice.adopted = ago(60);
    }
    if stage >= Stage::Sent {
        advice.sent = ago(58);
        advice.is_public = true;
    }
    if stage == Stage::Answered {
        let reply = |verdict, reason: &str, promise: &str| Reply {
            verdict,
            reason: reason.to_owned(),
            promise: promise.to_owned(),
        };
        advice.answered = ago(16);
        advice.replies = vec![
            reply(
                Verdict::Adopted,
                "",
                "Acht van de tien brieven zijn klaar. De andere twee voor 1 juli.",
            ),
            reply(
                Verdict::Partly,
                "Een naam kan niet: een ander neemt soms de telefoon op.",
                "Een direct nummer staat vanaf maart op elke brief.",
            ),
            reply(Verdict::Not, "Daar zijn nu geen mensen voor.", ""),
        ];
        "De nieuwe brief over de bijstand heeft twee bladzijden in plaats van vijf."
            .clone_into(&mut advice.effect);
    }
}
