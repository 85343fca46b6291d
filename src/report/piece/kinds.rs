//! What stands in each kind of report. What only people know is a gap that says what to fill in.

use super::{Block, Kind, gap};
use crate::domain::definition::read;
use crate::domain::theme::codebook;
use crate::domain::{evaluation, shipped};
use crate::report::chart::Table;
use crate::report::input::{Document, Figure, Knelpunt};
use crate::text::finding::Finding;

/// Most knelpunten in an advice: more is no advice.
const MOST: usize = 5;
/// Most bars in the chart of a summary: it stays one page.
const MOST_BARS: usize = 8;

/// The blocks of a report.
pub(super) fn blocks(kind: Kind, document: &Document) -> Vec<Block> {
    match kind {
        Kind::Knelpunten => knelpunten(document),
        Kind::Summary => summary(document),
        Kind::Advice => advice(document),
        Kind::Evaluation => looking_back(document),
    }
}

fn heading(level: u8, text: impl Into<String>) -> Block {
    Block::Heading {
        level,
        text: text.into(),
    }
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: text.into() }
}

fn note(text: impl Into<String>) -> Block {
    Block::Note { text: text.into() }
}

fn finding(found: &Finding) -> Block {
    Block::Finding {
        sentence: found.sentence.clone(),
        detail: found.detail.clone(),
    }
}

fn chart(figure: &Figure) -> Block {
    Block::Chart {
        figure: Box::new(figure.clone()),
        with_table: true,
    }
}

fn table(table: &Table) -> Block {
    Block::Table {
        table: table.clone(),
    }
}

/// Who were asked, and when.
fn asked(document: &Document) -> String {
    let when = document
        .period
        .as_ref()
        .map_or_else(String::new, |period| format!(" Gevraagd van {period}."));
    match document.respondents {
        Some(n) => format!("{n} mensen gaven antwoord.{when}"),
        None => format!("Te weinig mensen gaven antwoord om cijfers te laten zien.{when}"),
    }
}

fn knelpunten(document: &Document) -> Vec<Block> {
    let mut blocks = vec![paragraph(asked(document)), heading(1, "In het kort")];
    blocks.extend(document.summary.iter().map(finding));
    if !document.grave.is_empty() {
        blocks.push(heading(2, "Ernstig: lees dit eerst"));
        blocks.extend(document.grave.iter().map(finding));
    }
    blocks.push(heading(1, "De knelpunten op volgorde"));
    blocks.extend(document.ranking.iter().map(chart));
    if let Some(first) = &document.first {
        blocks.push(heading(1, "Wat eerst?"));
        blocks.extend(first.tops.iter().map(paragraph));
        blocks.push(table(&first.table));
        blocks.extend(first.introduction.iter().map(note));
    }
    if let Some(comparison) = &document.comparison {
        blocks.push(heading(1, "Vergelijking met eerdere rondes"));
        blocks.extend(comparison.introduction.iter().map(paragraph));
        blocks.extend(comparison.findings.iter().map(finding));
        blocks.extend(comparison.figure.iter().map(chart));
        blocks.extend(comparison.refused.iter().map(note));
    }
    blocks.push(heading(1, "Per knelpunt"));
    blocks.extend(document.knelpunten.iter().flat_map(|it| knelpunt(it, true)));
    blocks.extend(document.withheld.iter().map(finding));
    if !document.comparisons.is_empty() {
        blocks.push(heading(1, "Per groep"));
        blocks.extend(document.comparisons.iter().map(paragraph));
        blocks.extend(document.groups.iter().map(chart));
    }
    if let Some(signals) = &document.signals {
        blocks.extend([heading(1, "Signalen"), chart(signals)]);
    }
    if !document.not_asked.is_empty() {
        blocks.push(heading(1, "Niet gevraagd"));
        blocks.extend(document.not_asked.iter().map(finding));
    }
    if !document.others.is_empty() {
        blocks.push(heading(1, "De andere vragen"));
        blocks.extend(document.others.iter().map(chart));
    }
    blocks.extend(method(document));
    blocks
}

fn knelpunt(knelpunt: &Knelpunt, whole: bool) -> Vec<Block> {
    let mut blocks = vec![heading(2, &knelpunt.name)];
    match &knelpunt.finding {
        Some(found) => blocks.push(finding(found)),
        None => blocks.push(paragraph("Het cijfer over dit hele thema tonen wij niet.")),
    }
    blocks.extend(knelpunt.reach.iter().map(finding));
    if whole {
        blocks.extend(knelpunt.figures.iter().map(chart));
    }
    blocks.extend(knelpunt.withheld.iter().map(note));
    if !knelpunt.who.is_empty() {
        blocks.push(Block::List {
            items: knelpunt.who.clone(),
        });
    }
    blocks
}

fn method(document: &Document) -> Vec<Block> {
    let mut blocks = vec![heading(1, "Zo is dit onderzocht")];
    for part in &document.method {
        blocks.push(heading(2, &part.title));
        blocks.extend(part.text.iter().map(paragraph));
    }
    blocks.push(table(&document.response));
    blocks
}

fn foremost(document: &Document) -> impl Iterator<Item = &Knelpunt> {
    let shown = document.knelpunten.iter().filter(|it| it.finding.is_some());
    shown.take(MOST)
}

/// One page for the achterban.
fn summary(document: &Document) -> Vec<Block> {
    let mut blocks = vec![paragraph(format!(
        "U vertelde ons wat er niet goed gaat. {}",
        asked(document)
    ))];
    blocks.push(heading(1, "Dit hoorden wij"));
    if foremost(document).next().is_none() {
        blocks.push(paragraph("Te weinig mensen gaven antwoord. Daarom laten wij geen cijfers zien: zo herkent niemand u."));
    }
    blocks.extend(
        foremost(document)
            .take(3)
            .filter_map(|it| it.finding.as_ref())
            .map(finding),
    );
    let ranking = document.ranking.iter();
    let short = ranking.filter(|figure| figure.table.rows.len() <= MOST_BARS);
    // Without table and foot: the sentences above say it, and the report says the rest.
    blocks.extend(short.map(|figure| Block::Chart {
        figure: Box::new(Figure {
            foot: Vec::new(),
            ..figure.clone()
        }),
        with_table: false,
    }));
    blocks.push(note(
        "De hele lijst, met alle cijfers, staat in het knelpuntenrapport.",
    ));
    blocks.push(heading(1, "Dit doet de raad"));
    blocks.push(paragraph(gap("wat de raad hiermee doet, en wanneer")));
    blocks.push(heading(1, "Wilt u reageren?"));
    blocks.push(paragraph(gap("telefoon, mail of website van de raad")));
    blocks
}

/// A letter to mayor and aldermen, and to the municipal council.
fn advice(document: &Document) -> Vec<Block> {
    let mut blocks = vec![
        paragraph(format!(
            "Aan: {}",
            gap("aan wie: het college, de gemeenteraad, de afdeling")
        )),
        paragraph(format!(
            "Onderwerp: ongevraagd advies over {}",
            document.title
        )),
        paragraph("Geacht college, geachte raad,"),
        heading(1, "Waarom wij schrijven"),
        paragraph(format!(
            "Wij vroegen inwoners naar hun ervaringen. {} Hieronder staat wat er niet goed gaat, en wat volgens ons beter kan.",
            asked(document)
        )),
        heading(1, "Wat er niet goed gaat, en ons advies"),
    ];
    if foremost(document).next().is_none() {
        blocks.push(paragraph(
            "Van geen thema mogen wij cijfers laten zien: te weinig mensen gaven antwoord.",
        ));
        blocks.push(paragraph(gap(
            "knelpunt, en het voorstel om het te verbeteren",
        )));
    }
    for (it, number) in foremost(document).zip(1..) {
        blocks.extend(knelpunt(it, false));
        let advice = gap(&format!("voorstel om “{}” te verbeteren", it.name));
        blocks.push(paragraph(format!("Ons advies {number}: {advice}")));
    }
    blocks.push(heading(1, "Uw reactie"));
    blocks.push(paragraph("Wij horen graag van u, per advies: neemt u het over, voor een deel over, of niet? Neemt u iets niet over, schrijf dan waarom. Wij laten uw reactie zien aan de mensen die ons dit vertelden."));
    blocks.push(paragraph(format!("Graag voor: {}", gap("datum"))));
    blocks.push(paragraph("Met vriendelijke groet,"));
    blocks.push(paragraph(gap("naam van de voorzitter, namens de raad")));
    blocks.push(heading(1, "Bijlage: de cijfers"));
    blocks.extend(document.ranking.iter().map(chart));
    blocks.extend(foremost(document).flat_map(|it| &it.figures).map(chart));
    blocks.extend(method(document));
    blocks
}

/// What the three parties are asked, in the words for everyone.
fn points() -> Vec<String> {
    let shipped = read::read(shipped::EVALUATION, codebook());
    let Some(questionnaire) = shipped.questionnaire else {
        return Vec::new();
    };
    let items = evaluation::items(&questionnaire);
    items.map(|item| item.text.get("nl").to_owned()).collect()
}

/// What each party answers, still to be filled in.
fn answers() -> Table {
    let open = || gap("antwoord");
    Table {
        caption: "Hoe eens zijn de drie partijen het met elke zin?".to_owned(),
        head: ["Punt", "Leden", "Ambtenaren", "College"]
            .map(str::to_owned)
            .to_vec(),
        rows: points()
            .into_iter()
            .map(|point| vec![point, open(), open(), open()])
            .collect(),
    }
}

/// Points for improvement, still to be chosen.
fn improvements() -> Table {
    Table {
        caption: "Verbeterpunten, samen gekozen".to_owned(),
        head: ["Punt", "Wie", "Wanneer", "Akkoord"]
            .map(str::to_owned)
            .to_vec(),
        rows: (1..=3)
            .map(|number| {
                vec![
                    gap(&format!("punt {number}")),
                    gap("wie"),
                    gap("wanneer"),
                    gap("drie partijen"),
                ]
            })
            .collect(),
    }
}

/// The evaluation after 1.5 years: facts that are known, and gaps for what the parties say.
fn looking_back(document: &Document) -> Vec<Block> {
    let mut blocks = vec![
        paragraph(format!(
            "De groep begon op {}. Na anderhalf jaar kijken de groep, de ambtenaren en het college samen terug.",
            gap("datum van de start")
        )),
        heading(1, "Wat de feiten zeggen"),
        Block::List {
            items: vec![
                format!("Inwoners: {}", asked(document)),
                format!("Adviezen: {}", gap("aantal, en hoeveel zijn overgenomen")),
                format!("Reacties met reden: {}", gap("aantal")),
                format!("Overleg met de gemeente: {}", gap("aantal keer")),
                format!(
                    "Vroeg gevraagd: {}",
                    gap("hoe vaak was er nog geen concept")
                ),
            ],
        },
    ];
    blocks.extend(
        foremost(document)
            .take(3)
            .filter_map(|it| it.finding.as_ref())
            .map(finding),
    );
    blocks.extend([
        heading(1, "Wat de partijen vinden"),
        note("Een partij van vijf of meer mensen: het middelste antwoord. Een kleinere partij: één antwoord samen. Zo staat er nooit wat één mens vond."),
        table(&answers()),
        heading(1, "Verbeterpunten"),
        paragraph("Een punt telt pas als alle drie de partijen akkoord zijn."),
        table(&improvements()),
        heading(1, "Zienswijze van de gemeenteraad"),
        paragraph(gap("wat de gemeenteraad ervan vindt, en de datum")),
    ]);
    blocks.extend(method(document));
    blocks
}
