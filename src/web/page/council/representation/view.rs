//! What stands on the page: the verdict, groups beside everybody, weighted figures beside the others, and the form.

use maud::{Markup, html};

use super::super::wrap;
use super::typed::name;
use super::{ACTION, FILE, KEEP, Model, TAKE_BACK, Typed, UNIT, VERSION};
use crate::analysis::results::{MarginFit, QuestionTable, Results};
use crate::domain::margin::{Unit, askable};
use crate::domain::role::Role;
use crate::report::chart::{HIDDEN, Table};
use crate::text::{margin, number, representation};
use crate::web::view::layout::Place;
use crate::web::view::staff_field::{self, About};
use crate::web::view::{chart, parts};
use crate::web::weighting::response;

const UNITS: [(Unit, &str); 3] = [
    (Unit::Count, "Aantallen mensen, zoals 1.250"),
    (Unit::Percent, "Procenten, samen 100"),
    (Unit::Share, "Delen, samen 1, zoals 0,25"),
];

/// The page.
pub fn page(model: &Model<'_>) -> Markup {
    let title = model.weighed.questionnaire.title.get("nl");
    let paths = model.volunteer.council.paths();
    let (questionnaire, name) = (model.round.id.questionnaire(), model.round.id.name());
    let problems: Vec<(&str, String)> = model
        .problems
        .iter()
        .map(|(field, sentence)| (field.as_str(), sentence.clone()))
        .collect();
    let few = model.weighed.results.respondents.is_none();
    let main = html! {
        div.ab-stack.ab-stack--wide {
            (staff_field::mistakes(&problems))
            div.ab-stack {
                p.ab-kicker { a href=(paths.results(questionnaire.as_str(), &name)) { "Resultaten: " (title) } }
                h1 { "Afspiegeling" }
                p.ab-lead { "Lijken de mensen die meededen op iedereen over wie het gaat?" }
            }
            @if few { p.ab-note { "Er zijn te weinig antwoorden, of zij zijn gewist. Daarom laten wij geen uitkomsten zien." } }
            @else { (found(model)) }
            @if !few && model.volunteer.may(Role::may_weigh) { (form(model)) }
        }
    };
    let title = if model.problems.is_empty() {
        "Afspiegeling"
    } else {
        "Fout: afspiegeling"
    };
    wrap(model.volunteer, Place::Results, title, main)
}

fn found(model: &Model<'_>) -> Markup {
    let results = &model.weighed.results;
    let response = response(model.round, results);
    html! {
        section.ab-stack {
            h2 { "Wat wij zien" }
            @match &results.weighting {
                None => p { b { (representation::UNKNOWN) } },
                Some(Err(misfit)) => div.ab-note.ab-note--attention role="alert" { p { (margin::misfit(misfit, &model.weighed.questionnaire)) } },
                Some(Ok(weighting)) => p { b { (representation::verdict(weighting, &response)) } },
            }
            p { (response.sentence()) }
            p { (representation::LIMIT) }
        }
        @if let Some(Ok(weighting)) = &results.weighting {
            @for fit in &weighting.margins {
                section.ab-stack {
                    h2 { (margin::asked(&fit.question, &model.weighed.questionnaire)) }
                    @for line in representation::margin(fit) { p { (line) } }
                    (chart::table(&groups(fit), "De groepen naast iedereen"))
                }
            }
            section.ab-stack {
                h2 { "Gewogen cijfers" }
                p { "Bij wegen tellen mensen uit een groep die weinig meedeed zwaarder mee." }
                @for line in representation::weighing(weighting) { p { (line) } }
                @if results.weighted { (beside(model)) }
            }
        }
    }
}

/// A margin beside those who answered.
fn groups(fit: &MarginFit) -> Table {
    let n: Option<u64> = fit.groups.iter().map(|group| group.respondents).sum();
    let known = fit.dissimilarity.and(n);
    let rows = fit.groups.iter().map(|group| {
        let answered = group.respondents.zip(known);
        vec![
            group.label.clone(),
            group.count.map_or_else(
                || percent(group.share),
                |count| format!("{} ({})", number::whole(count), percent(group.share)),
            ),
            answered.map_or_else(
                || HIDDEN.to_owned(),
                |(count, n)| format!("{} ({})", number::whole(count), number::percent(count, n)),
            ),
            group.weighted.map_or_else(|| HIDDEN.to_owned(), percent),
        ]
    });
    Table {
        caption: "Iedereen, wie meededen, en wie meededen na het wegen".to_owned(),
        head: ["Groep", "Iedereen", "Deden mee", "Na wegen"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}

fn percent(share: f64) -> String {
    format!("{}%", number::decimal(share * 100.0, 1))
}

/// Weighted beside unweighted: themes first, every answer behind a switch.
fn beside(model: &Model<'_>) -> Markup {
    let results = &model.weighed.results;
    let themes = themes(results);
    html! {
        @if !themes.rows.is_empty() { (chart::table(&themes, "Thema’s, gewoon en gewogen")) }
        p.ab-small { "Een x betekent: dit cijfer tonen wij niet, want het zou verraden hoeveel mensen uit een kleine groep dit antwoord gaven. De volgorde van de knelpunten is niet gewogen." }
        details.ab-help {
            summary { "Toon alle antwoorden, gewoon en gewogen" }
            @for question in results.questions.iter().filter(|it| !it.levels.is_empty()) {
                (chart::table(&answers(model, question), margin::asked(&question.id, &model.weighed.questionnaire)))
            }
        }
    }
}

const HEAD: [&str; 3] = ["Gewoon", "Gewogen", "Ligt tussen (95%)"];

fn themes(results: &Results) -> Table {
    let shown = results.themes.iter().filter(|it| it.prevalence.is_some());
    let rows = shown.map(|theme| {
        let n = theme.n.unwrap_or_default();
        let plain = theme.events.zip(theme.n);
        let weighted = theme.weighted.map(|it| it.prevalence);
        let mut row = vec![
            theme.name.clone(),
            plain.map_or_else(
                || HIDDEN.to_owned(),
                |(events, n)| number::percent(events, n),
            ),
        ];
        row.extend(cells(weighted, n));
        row
    });
    Table {
        caption: "Mensen met een probleem, per thema".to_owned(),
        head: ["Thema"]
            .iter()
            .chain(&HEAD)
            .map(|it| (*it).to_owned())
            .collect(),
        rows: rows.collect(),
    }
}

fn answers(model: &Model<'_>, question: &QuestionTable) -> Table {
    let n = question.n_valid.unwrap_or_default();
    let rows = question.levels.iter().map(|level| {
        let plain = level.count.zip(question.n_valid);
        let mut row = vec![
            level.label.clone(),
            plain.map_or_else(|| HIDDEN.to_owned(), |(count, n)| number::percent(count, n)),
        ];
        row.extend(cells(level.weighted, n));
        row
    });
    Table {
        caption: margin::asked(&question.id, &model.weighed.questionnaire).to_owned(),
        head: ["Antwoord"]
            .iter()
            .chain(&HEAD)
            .map(|it| (*it).to_owned())
            .collect(),
        rows: rows.collect(),
    }
}

fn cells(weighted: Option<crate::analysis::results::WeightedShare>, n: u64) -> [String; 2] {
    weighted.map_or_else(
        || [HIDDEN, HIDDEN].map(str::to_owned),
        |it| {
            [
                number::share(it.share, n),
                format!("{} en {}", number::share(it.lo, n), number::share(it.hi, n)),
            ]
        },
    )
}

fn form(model: &Model<'_>) -> Markup {
    let paths = model.volunteer.council.paths();
    let (questionnaire, name) = (model.round.id.questionnaire(), model.round.id.name());
    let empty = Typed::default();
    let typed = model.typed.as_ref().unwrap_or(&empty);
    let stored = model.weighed.stored.as_ref();
    let version = stored.map_or(0, |stored| stored.version);
    let given = stored.is_some_and(|stored| !stored.lines.is_empty());
    let action = paths.representation(questionnaire.as_str(), &name);
    let file = paths.representation_file(questionnaire.as_str(), &name);
    html! {
        section.ab-stack.ab-form {
            h2 { "Hoe is de hele groep opgebouwd?" }
            p { "Vul bij één vraag of meer in hoeveel mensen er in elke groep zijn. Het gaat om iedereen, niet alleen om wie meedeed. De gemeente of het CBS weet dit." }
            @if model.typed.is_none() { p.ab-note { "De groepen die nu gelden komen uit een bestand. Zij passen niet in deze vakken. Wilt u ze veranderen? Stuur dan een nieuw bestand." } }
            form.ab-stack method="post" action=(action) novalidate {
                (parts::token(&model.volunteer.token))
                input type="hidden" name=(VERSION) value=(version);
                (staff_field::choice(&About { name: UNIT, label: "Wat vult u in?", error: error(model, UNIT), ..About::default() },
                    &UNITS.map(|(unit, label)| (unit.word(), label)), typed.unit.word()))
                @for (question, levels) in askable(&model.weighed.questionnaire) { (fields(model, typed, question, &levels)) }
                div.ab-actions {
                    button.ab-button type="submit" name=(ACTION) value=(KEEP) { "Bewaar en weeg" }
                    @if given { button.ab-button.ab-button--quiet type="submit" name=(ACTION) value=(TAKE_BACK) { "Weeg niet meer" } }
                }
            }
            h2 { "Of stuur een bestand" }
            form.ab-stack method="post" action=(file) enctype="multipart/form-data" {
                (parts::token(&model.volunteer.token))
                input type="hidden" name=(VERSION) value=(version);
                @let wrong = error(model, FILE);
                div.ab-field.ab-field--error[!wrong.is_empty()] {
                    label.ab-label for=(FILE) { "Bestand met groepen (CSV)" }
                    p.ab-hint id="bestand-uitleg" { "Met de kolommen vraag, antwoord en aantal (of procent). In de kolom antwoord staat de code. Zet een + tussen antwoorden die één groep zijn." }
                    @if !wrong.is_empty() { p.ab-error id="bestand-fout" { (wrong) } }
                    input.ab-input id=(FILE) name=(FILE) type="file" accept=".csv,text/csv" aria-describedby=(if wrong.is_empty() { "bestand-uitleg" } else { "bestand-uitleg bestand-fout" }) aria-invalid=[(!wrong.is_empty()).then_some("true")];
                }
                div.ab-actions { button.ab-button.ab-button--quiet type="submit" { "Stuur het bestand" } }
            }
        }
    }
}

fn fields(
    model: &Model<'_>,
    typed: &Typed,
    question: &str,
    levels: &[crate::domain::level::Level],
) -> Markup {
    html! {
        fieldset.ab-field {
            legend.ab-label { (margin::asked(question, &model.weighed.questionnaire)) }
            p.ab-hint { "Een leeg vak hoort bij de groep erboven. Zijn alle vakken leeg, dan telt de vraag niet." }
            @for level in levels {
                @let field = name(question, &level.code);
                (staff_field::number(&About { name: &field, label: &level.label, error: error(model, &field), ..About::default() }, typed.value(&field)))
            }
        }
    }
}

fn error<'m>(model: &'m Model<'_>, field: &str) -> &'m str {
    let mut problems = model.problems.iter();
    problems
        .find(|(of, _)| of == field)
        .map_or("", |(_, sentence)| sentence.as_str())
}
