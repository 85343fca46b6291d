//! Everything before the cases: header, variables, labels, and the extension records.

use std::io::{self, Write};

use super::variable::{Kind, Variable};
use super::{SYSTEM_MISSING, segments};
use crate::domain::definition::{Kind as QuestionKind, Question};
use crate::interchange::csv::Slot;

const UTF_8: i32 = 65_001;
/// Formats: A is text, F a number.
const FORMAT_A: i32 = 1;
const FORMAT_F: i32 = 5;

/// What the dictionary is made of.
pub(super) struct Dictionary<'d> {
    pub(super) title: &'d str,
    pub(super) questions: &'d [&'d Question],
    pub(super) variables: &'d [Variable],
    pub(super) cases: usize,
}

/// A segment of a variable: what old programs see.
struct Part<'d> {
    variable: &'d Variable,
    /// Eight letters at most: `V1`, and `V1A` … for what is too long for one.
    short: String,
    width: usize,
    is_first: bool,
}

fn whole(number: usize) -> io::Result<i32> {
    i32::try_from(number).map_err(io::Error::other)
}

fn put(out: &mut dyn Write, numbers: &[i32]) -> io::Result<()> {
    numbers
        .iter()
        .try_for_each(|number| out.write_all(&number.to_le_bytes()))
}

/// A text of exactly so many bytes, cut at a letter, filled up with blanks.
fn fixed(text: &str, bytes: usize) -> Vec<u8> {
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    let mut fixed = text.as_bytes()[..end.unwrap_or(0)].to_vec();
    fixed.resize(bytes, b' ');
    fixed
}

/// As much of a text as fits.
fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

fn extension(out: &mut dyn Write, subtype: i32, size: usize, data: &[u8]) -> io::Result<()> {
    put(out, &[7, subtype, whole(size)?, whole(data.len() / size)?])?;
    out.write_all(data)
}

impl<'d> Dictionary<'d> {
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let parts = self.parts();
        self.header(out, &parts)?;
        for part in &parts {
            variable(out, part)?;
        }
        self.labels(out, &parts)?;
        extension(out, 3, 4, &numbers(&[1, 0, 0, -1, 1, 1, 2, UTF_8]))?;
        let limits = [SYSTEM_MISSING, f64::MAX, (-f64::MAX).next_up()];
        extension(out, 4, 8, &limits.map(f64::to_le_bytes).concat())?;
        let sets = self.sets(&parts);
        if !sets.is_empty() {
            extension(out, 7, 1, sets.as_bytes())?;
        }
        self.display(out, &parts)?;
        let first = || parts.iter().filter(|part| part.is_first);
        let names: Vec<String> = first()
            .map(|it| format!("{}={}", it.short, it.variable.name))
            .collect();
        extension(out, 13, 1, names.join("\t").as_bytes())?;
        let long: String = first().filter_map(very_long).collect();
        if !long.is_empty() {
            extension(out, 14, 1, long.as_bytes())?;
        }
        extension(out, 20, 1, b"UTF-8")?;
        self.long_labels(out)?;
        put(out, &[999, 0])
    }

    fn parts(&self) -> Vec<Part<'d>> {
        let all = self
            .variables
            .iter()
            .zip(1..)
            .flat_map(|(variable, number): (_, u32)| {
                let widths = match variable.kind {
                    Kind::Number { .. } => vec![0],
                    Kind::Text { width } => segments(width),
                };
                widths.into_iter().enumerate().map(move |(at, width)| Part {
                    variable,
                    short: if at == 0 {
                        format!("V{number}")
                    } else {
                        format!("V{number}_{}", base36(at))
                    },
                    width,
                    is_first: at == 0,
                })
            });
        all.collect()
    }

    fn header(&self, out: &mut dyn Write, parts: &[Part<'_>]) -> io::Result<()> {
        let size: usize = parts.iter().map(|part| part.width.div_ceil(8).max(1)).sum();
        out.write_all(b"$FL2")?;
        out.write_all(&fixed("@(#) SPSS DATA FILE Achterban", 60))?;
        put(out, &[2, whole(size)?, 0, 0, whole(self.cases)?])?;
        out.write_all(&100.0_f64.to_le_bytes())?;
        // When it was made is nobody's business.
        out.write_all(b"01 Jan 8000:00:00")?;
        out.write_all(&fixed(self.title, 64))?;
        out.write_all(&[0; 3])
    }

    /// Labels of values: of numbers, and of texts that fit in eight bytes.
    fn labels(&self, out: &mut dyn Write, parts: &[Part<'_>]) -> io::Result<()> {
        let mut place = 1;
        for part in parts {
            let labels: Vec<([u8; 8], &str)> = match &part.variable.kind {
                _ if !part.is_first => Vec::new(),
                Kind::Number { labels, .. } => {
                    let labels = labels.iter();
                    labels
                        .map(|(value, label)| (value.to_le_bytes(), label.as_str()))
                        .collect()
                }
                Kind::Text { width } if *width <= 8 => {
                    let labels = part.variable.text_labels.iter();
                    let value =
                        |code: &str| <[u8; 8]>::try_from(fixed(code, 8)).unwrap_or([b' '; 8]);
                    labels
                        .map(|(code, label)| (value(code), label.as_str()))
                        .collect()
                }
                Kind::Text { .. } => Vec::new(),
            };
            if !labels.is_empty() {
                put(out, &[3, whole(labels.len())?])?;
                for (value, label) in labels {
                    let label = cut(label, 120);
                    out.write_all(&value)?;
                    out.write_all(&[u8::try_from(label.len()).unwrap_or(0)])?;
                    out.write_all(&fixed(label, (label.len() + 1).div_ceil(8) * 8 - 1))?;
                }
                put(out, &[4, 1, place])?;
            }
            place += whole(part.width.div_ceil(8).max(1))?;
        }
        Ok(())
    }

    /// A set per question with several answers: `$id=D1 1 5 label v1 v2`.
    fn sets(&self, parts: &[Part<'_>]) -> String {
        let mut sets = String::new();
        for (index, question) in self.questions.iter().enumerate() {
            if question.kind != QuestionKind::Choices {
                continue;
            }
            let own =
                |part: &&Part<'_>| matches!(part.variable.slot, Slot::Ticked(of, _) if of == index);
            let names: Vec<String> = parts
                .iter()
                .filter(own)
                .map(|it| it.short.to_lowercase())
                .collect();
            let label = cut(question.text.get("nl"), 255);
            sets += &format!(
                "${}=D1 1 {} {label} {}\n",
                question.id,
                label.len(),
                names.join(" ")
            );
        }
        sets
    }

    fn display(&self, out: &mut dyn Write, parts: &[Part<'_>]) -> io::Result<()> {
        let mut all = Vec::new();
        for part in parts {
            let is_text = matches!(part.variable.kind, Kind::Text { .. });
            let width = if is_text { part.width.min(40) } else { 8 };
            all.extend([
                part.variable.measure as i32,
                whole(width)?,
                i32::from(!is_text),
            ]);
        }
        extension(out, 11, 4, &numbers(&all))
    }

    /// Labels of texts that are longer than eight bytes.
    fn long_labels(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut data = Vec::new();
        for variable in self.variables {
            let Kind::Text { width } = variable.kind else {
                continue;
            };
            if width <= 8 || variable.text_labels.is_empty() {
                continue;
            }
            let name = variable.name.as_bytes();
            put(&mut data, &[whole(name.len())?])?;
            data.extend(name);
            put(
                &mut data,
                &[whole(width)?, whole(variable.text_labels.len())?],
            )?;
            for (code, label) in &variable.text_labels {
                let label = cut(label, 120);
                put(&mut data, &[whole(width)?])?;
                data.extend(fixed(code, width));
                put(&mut data, &[whole(label.len())?])?;
                data.extend(label.as_bytes());
            }
        }
        if data.is_empty() {
            return Ok(());
        }
        extension(out, 21, 1, &data)
    }
}

fn numbers(all: &[i32]) -> Vec<u8> {
    all.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// `V1=1500` with the end that the format asks for.
fn very_long(part: &Part<'_>) -> Option<String> {
    match part.variable.kind {
        Kind::Text { width } if width > super::SEGMENT => {
            Some(format!("{}={width:05}\0\t", part.short))
        }
        _ => None,
    }
}

fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    while digits.is_empty() || number > 0 {
        let digit = u32::try_from(number % 36)
            .ok()
            .and_then(|it| char::from_digit(it, 36));
        digits.push(digit.unwrap_or('0').to_ascii_uppercase());
        number /= 36;
    }
    digits.iter().rev().collect()
}

/// The record of a segment, and those of the bytes that it takes beside the first eight.
fn variable(out: &mut dyn Write, part: &Part<'_>) -> io::Result<()> {
    let (missing, format) = match &part.variable.kind {
        Kind::Number {
            missing, decimals, ..
        } => (&missing[..], FORMAT_F << 16 | 8 << 8 | i32::from(*decimals)),
        Kind::Text { .. } => (&[][..], FORMAT_A << 16 | whole(part.width)? << 8),
    };
    let label = cut(&part.variable.label, 252);
    put(
        out,
        &[
            2,
            whole(part.width)?,
            1,
            whole(missing.len())?,
            format,
            format,
        ],
    )?;
    out.write_all(&fixed(&part.short, 8))?;
    put(out, &[whole(label.len())?])?;
    out.write_all(&fixed(label, label.len().div_ceil(4) * 4))?;
    for value in missing {
        out.write_all(&value.to_le_bytes())?;
    }
    for _ in 1..part.width.div_ceil(8) {
        put(out, &[2, -1, 0, 0, 0, 0])?;
        out.write_all(&[b' '; 8])?;
    }
    Ok(())
}
