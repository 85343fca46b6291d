//! Themes and heat maps as requests of kind `knelpunten`: which columns carry a theme and how severe each code is.

use serde_json::{Value, json};

use super::{Check, Printed, count, method, object, with_population};
use crate::analysis::priority::{Candidate, Priority};
use crate::analysis::reach::Reach;
use crate::analysis::results::ThemeResult;
use crate::analysis::waves::Direction;
use crate::domain::definition::{Choice, Kind, Question};
use crate::report::chart::Body;
use crate::report::input::{Document, Source};
use crate::text::estimate::Estimate;
use crate::text::{number, priority, reach as words};

/// One check for all themes with a place, one for those without, and one for each background question.
pub(super) fn checks(source: &Source<'_>, document: &Document) -> Vec<Check> {
    // Places are among the themes of which the burden is shown.
    let (ranked, others): (Vec<&ThemeResult>, Vec<&ThemeResult>) = source
        .results
        .themes
        .iter()
        .filter(|theme| theme.n.is_some())
        .partition(|theme| theme.burden.is_some());
    let mut checks = vec![themes_check("knelpunten", source, &ranked, document)];
    checks[0].printed.extend(priorities(source));
    checks.push(themes_check(
        "knelpunten.zonder-plaats",
        source,
        &others,
        document,
    ));
    let asked: Vec<Value> = ranked
        .iter()
        .map(|theme| request(source, &theme.theme))
        .collect();
    checks.extend(
        source
            .questionnaire
            .background
            .iter()
            .map(|question| by_group(source, question, &asked, document)),
    );
    checks
}

fn themes_check(
    id: &str,
    source: &Source<'_>,
    themes: &[&ThemeResult],
    document: &Document,
) -> Check {
    let priorities = source.priorities();
    let of_theme_request = |theme: &&ThemeResult| {
        let mut asked = request(source, &theme.theme);
        let known = priorities.iter().find(|(it, ..)| it.theme == theme.theme);
        if let Some((_, candidate, _)) = known {
            asked["direction"] = json!(match candidate.direction {
                Direction::Worse => "worse",
                Direction::NotShown => "not shown",
                Direction::Better => "better",
            });
            asked["channels"] = json!(candidate.channels);
        }
        asked
    };
    let asked: Vec<Value> = themes.iter().map(of_theme_request).collect();
    let reaches = source.reaches();
    Check {
        id: id.to_owned(),
        kind: "knelpunten",
        arguments: with_population(source, json!({"themes": asked})),
        base: source.results.respondents,
        method: "event: mean severity of the valid items is at least 0.5; burden: mean severity; places: pairwise z, Holm; priority: 100 x burden x both factors; people: N x share",
        printed: themes
            .iter()
            .enumerate()
            .flat_map(|(at, theme)| {
                let mut printed = of_theme(source, (at, theme), document);
                let reach = reaches.get(theme.theme.as_str());
                printed.extend(people((at, theme), reach, document));
                printed
            })
            .collect(),
    }
}

/// The factors, the priority and the places of each ranked theme.
fn priorities(source: &Source<'_>) -> Vec<Printed> {
    const PLACE: &str = "wat eerst";
    let found = source.priorities();
    if found.len() < 2 {
        return Vec::new();
    }
    let of = |(at, (theme, _, it)): (usize, &(&ThemeResult, Candidate, Priority))| {
        let n = theme.n.unwrap_or(0);
        let field = |name: &str| format!("themes[{at}].{name}");
        let factor =
            |name: &str, value| Printed::new(field(name), value, priority::factor(value), PLACE);
        let place = |name: &str, value| {
            Printed::new(field(name), count(value), number::whole(value), PLACE)
        };
        let text = number::decimal(it.priority, number::decimals(n));
        [
            factor("trend_factor", it.trend_factor),
            factor("channel_factor", it.channel_factor),
            Printed::new(field("priority"), it.priority, text, PLACE),
            place("place", it.place),
            place("place_by_burden", it.place_by_burden),
            place("places[0]", it.places.0),
            place("places[1]", it.places.1),
        ]
    };
    found.iter().enumerate().flat_map(of).collect()
}

/// The number of people that a theme touches, where its part of the report says it. A limit that is the number of
/// signals comes from no answer.
fn people(
    (at, theme): (usize, &ThemeResult),
    reach: Option<&Reach>,
    document: &Document,
) -> Vec<Printed> {
    let mut knelpunten = document.knelpunten.iter();
    let told = knelpunten.any(|it| it.theme == theme.theme && it.reach.is_some());
    let Some(found) = reach
        .filter(|_| told)
        .and_then(|it| Some((it.estimate?, it.limits()?)))
    else {
        return Vec::new();
    };
    let (estimate, limits) = found;
    let values = [
        ("people", estimate.people, estimate.people),
        ("people_lo", estimate.lo, limits.0),
        ("people_hi", estimate.hi, limits.1),
    ];
    values
        .into_iter()
        .filter(|(_, value, shown)| value >= shown)
        .map(|(name, value, _)| {
            let field = format!("themes[{at}].{name}");
            Printed::new(field, value, words::whole(value), &theme.name)
        })
        .collect()
}

fn of_theme(
    source: &Source<'_>,
    (at, theme): (usize, &ThemeResult),
    document: &Document,
) -> Vec<Printed> {
    let place = document.ranking.as_ref().map_or_else(
        || theme.name.clone(),
        |figure| format!("figuur {}", figure.number),
    );
    let Some(n) = theme.n else { return Vec::new() };
    let (_, limits) = method(source);
    let field = |name: &str| format!("themes[{at}].{name}");
    let whole = |name: &str, people: u64| {
        Printed::new(field(name), count(people), number::whole(people), &place)
    };
    let hundred = |name: &str, value: f64| {
        Printed::new(
            field(name),
            value,
            number::per_hundred(value.max(0.0), n),
            &place,
        )
    };
    let share = |name: &str, value: f64| {
        Printed::new(field(name), value, number::share(value, n), &theme.name)
    };
    let mut printed = vec![whole("n", n)];
    printed.extend(theme.events.map(|events| whole("events", events)));
    if let Some(estimate) = Estimate::of_theme(theme).filter(|estimate| estimate.limits().is_some())
    {
        let figure = number::percent(estimate.count, n);
        printed.extend(
            theme
                .prevalence
                .map(|value| Printed::new(field("prevalence"), value, figure, &theme.name)),
        );
        printed.push(share(&format!("{limits}_lo"), estimate.lo));
        printed.push(share(&format!("{limits}_hi"), estimate.hi));
    }
    printed.extend(at_most(source, (at, theme)));
    let burdens = [
        ("burden", theme.burden),
        ("burden_lo", theme.burden_lo),
        ("burden_hi", theme.burden_hi),
    ];
    printed.extend(
        burdens
            .into_iter()
            .filter_map(|(name, value)| Some(hundred(name, value?))),
    );
    if let (Some((first, last)), true) = (theme.rank_set, document.ranking.is_some()) {
        printed.extend([whole("rank_set[0]", first), whole("rank_set[1]", last)]);
    }
    printed
}

/// How many may have a problem though nobody who answered has.
fn at_most(source: &Source<'_>, (at, theme): (usize, &ThemeResult)) -> Option<Printed> {
    let share = theme.at_most?;
    let (name, value, text) = match source.results.population {
        Some(all) => {
            let people = share * count(all);
            ("people_at_most", people, number::decimal(people, 0))
        }
        None => ("at_most", share, number::share(share, 1_000)),
    };
    let field = format!("themes[{at}].{name}");
    Some(Printed::new(field, value, text, &theme.name))
}

fn by_group(
    source: &Source<'_>,
    question: &Question,
    themes: &[Value],
    document: &Document,
) -> Check {
    let place = document.groups.iter().find(|figure| {
        figure.about == question.id && matches!(figure.chart.body, Body::HeatMap(_))
    });
    let place = place.map(|figure| format!("figuur {}", figure.number));
    let mut printed = Vec::new();
    let shown = source
        .results
        .themes
        .iter()
        .filter(|theme| theme.burden.is_some());
    for (at, theme) in shown.enumerate() {
        let Some(row) = theme.by_group.iter().find(|row| row.by == question.id) else {
            continue;
        };
        for (group, cell) in row.cells.iter().enumerate() {
            if let (Some(events), Some(n), Some(share), Some(place)) =
                (cell.events, cell.n, cell.share, &place)
            {
                let field = |name: &str| format!("themes[{at}].groups[{group}].{name}");
                printed.push(Printed::new(
                    field("prevalence"),
                    share,
                    number::percent(events, n),
                    place,
                ));
                printed.push(Printed::new(field("n"), count(n), number::whole(n), place));
            }
        }
    }
    let groups: Value = if question.bands.is_empty() {
        let codes = question
            .options
            .iter()
            .filter(|option| !option.not_applicable);
        json!({"var": question.id, "levels": codes.map(|option| option.code.as_str()).collect::<Vec<_>>()})
    } else {
        json!({"var": question.id, "bands": question.bands})
    };
    Check {
        id: format!("knelpunten.{}", question.id),
        kind: "knelpunten",
        arguments: json!({"themes": themes, "by": groups}),
        base: None,
        method: "events of a theme within a group",
        printed,
    }
}

/// A theme as columns: for each item the severity of its codes, or of its ticked options.
pub(super) fn request(source: &Source<'_>, theme: &str) -> Value {
    let of_theme = |own: Option<&str>| own == Some(theme);
    let mut items = Vec::new();
    for question in source.questionnaire.questions() {
        if of_theme(question.theme.as_deref()) {
            items.extend(item(question, |option| option.theme.is_none()));
        }
        for own in question
            .options
            .iter()
            .filter(|option| of_theme(option.theme.as_deref()))
        {
            items.extend(item(question, |option| option.code == own.code));
        }
    }
    json!({"id": theme, "items": items})
}

fn item(question: &Question, chosen: impl Fn(&Choice) -> bool) -> Option<Value> {
    let severities: Vec<(&str, f64)> = if question.options.is_empty() {
        question
            .problems
            .iter()
            .map(|(code, severity)| (code.as_str(), *severity))
            .collect()
    } else {
        let options = question.options.iter().filter(|option| chosen(option));
        options
            .filter_map(|option| Some((option.code.as_str(), question.severity(&option.code)?)))
            .collect()
    };
    if severities.is_empty() {
        return None;
    }
    let not_applicable: Vec<&str> = question
        .options
        .iter()
        .filter(|option| option.not_applicable)
        .map(|option| option.code.as_str())
        .collect();
    if question.kind == Kind::Choices {
        let columns: Vec<String> = question
            .options
            .iter()
            .map(|option| format!("{}[{}]", question.id, option.code))
            .collect();
        return Some(json!({
            "ticked": question.id,
            "columns": columns,
            "severity": object(severities),
            "not_applicable": not_applicable,
        }));
    }
    Some(
        json!({"var": question.id, "severity": object(severities), "not_applicable": not_applicable}),
    )
}
