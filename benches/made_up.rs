//! Verzonnen gegevens, the same every time: thirty statements on ten themes and four background questions.

use achterban::domain::definition::Questionnaire;
use achterban::domain::definition::read::read;

const STATEMENTS: usize = 30;
const THEMES: usize = 10;
/// Groups of the background questions.
const GROUPS: [u8; 4] = [2, 4, 5, 7];
/// One in so many cells is empty.
const EMPTY: u64 = 20;

/// The questionnaire, as a file.
pub(crate) fn file() -> String {
    let mut file = String::from(
        "id = \"proef\"\nchannel = \"enquete\"\nlanguages = [\"nl\"]\ntitle.nl = \"Verzonnen gegevens\"\n",
    );
    for theme in 0..THEMES {
        file +=
            &format!("[theme.t{theme}]\nname.nl = \"Thema {theme}\"\naspect = \"uitvoering\"\n");
    }
    file += "[[section]]\nid = \"een\"\n";
    for question in 0..STATEMENTS {
        let theme = question % THEMES;
        file += &format!(
            "[[section.question]]\nid = \"q{question}\"\nkind = \"scale\"\ntheme = \"t{theme}\"\n"
        );
        let options = options(5);
        file += &format!("text.nl = \"Stelling {question}\"\noptions = [{options}]\n");
    }
    for (question, groups) in GROUPS.into_iter().enumerate() {
        file += &format!("[[background]]\nid = \"b{question}\"\nkind = \"choice\"\n");
        let options = options(groups);
        file += &format!("text.nl = \"Groep {question}\"\noptions = [{options}]\n");
    }
    file
}

fn options(number: u8) -> String {
    let option = |code: u8| format!("{{ code = {code}, label.nl = \"Antwoord {code}\" }}");
    (1..=number).map(option).collect::<Vec<_>>().join(", ")
}

/// The questionnaire.
pub(crate) fn questionnaire() -> Questionnaire {
    read(&file(), &[])
        .questionnaire
        .expect("a questionnaire without mistakes")
}

/// Answers of so many people: per question a code, from 1; `None` is not answered.
pub(crate) fn answers(people: usize) -> impl Iterator<Item = Vec<Option<u8>>> {
    let sizes: Vec<u8> = [5; STATEMENTS].into_iter().chain(GROUPS).collect();
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    // Xorshift (Marsaglia 2003).
    let mut draw = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) % below
    };
    (0..people).map(move |_| {
        let mut answer = |size: &u8| {
            let is_empty = draw(EMPTY) == 0;
            let code = u8::try_from(1 + draw(u64::from(*size))).unwrap_or(1);
            (!is_empty).then_some(code)
        };
        sizes.iter().map(&mut answer).collect()
    })
}
