//! Words about an advice and what came of it.

use crate::domain::advice::{Adoption, Fault, LONGEST, LONGEST_SUBJECT, Origin, Stage, Verdict};
use crate::text::number;

/// "Ongevraagd advies".
pub fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Asked => "Gevraagd advies",
        Origin::Unasked => "Ongevraagd advies",
    }
}

/// How far it is.
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Written => "concept",
        Stage::Adopted => "vastgesteld",
        Stage::Sent => "verstuurd",
        Stage::Answered => "beantwoord",
    }
}

/// What the college does.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Adopted => "Overgenomen",
        Verdict::Partly => "Deels overgenomen",
        Verdict::Not => "Niet overgenomen",
    }
}

/// What to do about it.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::Subject => "Schrijf op waar het advies over gaat.".to_owned(),
        Fault::LongSubject => {
            format!("Maak het onderwerp korter: hooguit {LONGEST_SUBJECT} letters.")
        }
        Fault::To => "Schrijf op aan wie het advies gaat.".to_owned(),
        Fault::NothingRecommended => "Schrijf ten minste één aanbeveling.".to_owned(),
        Fault::NoProposal(at) => format!(
            "Aanbeveling {}: schrijf op wat de gemeente beter kan doen. Zonder voorstel kunt u het advies niet vaststellen.",
            at + 1
        ),
        Fault::NoProblem(at) => {
            format!("Aanbeveling {}: schrijf op wat er niet goed gaat.", at + 1)
        }
        Fault::TooLong(at) => format!(
            "Aanbeveling {}: maak de tekst korter, hooguit {LONGEST} letters.",
            at + 1
        ),
        Fault::NoVerdict(at) => format!("Aanbeveling {}: kies of u haar overneemt.", at + 1),
        Fault::NoReason(at) => format!(
            "Aanbeveling {}: schrijf op waarom u haar niet of maar deels overneemt.",
            at + 1
        ),
    }
}

/// "3 van de 4 aanbevelingen zijn overgenomen, 1 deels, 0 niet."
pub fn adoption(adoption: Adoption) -> Option<String> {
    let all = adoption.all();
    (all > 0).then(|| {
        let whole = |count: usize| number::whole(u64::try_from(count).unwrap_or(u64::MAX));
        format!(
            "Van de {} aanbevelingen met een reactie: {} overgenomen, {} deels en {} niet.",
            whole(all),
            whole(adoption.adopted),
            whole(adoption.partly),
            whole(adoption.not)
        )
    })
}

/// How long the college takes.
pub fn waiting(days: i32) -> String {
    match days {
        0 => "vandaag verstuurd".to_owned(),
        1 => "1 dag zonder reactie".to_owned(),
        days => format!("{days} dagen zonder reactie"),
    }
}
