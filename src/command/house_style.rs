//! `achterban house-style set|show|reset`: colours and logo of a client council, from a municipality's file of design tokens.

use std::io::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{Failure, data};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::domain::house_style::{HouseStyle, Token, logo as logos, tokens};
use crate::domain::id::ClientCouncilId;
use crate::interchange::{design_tokens, logo};
use crate::store::{LogoChange, Store, StoredStyle};
use crate::text::house_style as words;

/// What can be done with the house style of a client council.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Take colours and letters from a file of design tokens (JSON or CSS), and a logo. Colours that people can't read
    /// are refused; the message names one that they can.
    ///
    /// Example: achterban house-style set --client-council lelystad tokens.json --logo logo.png --logo-alt "Logo: drie huizen"
    Set(Set),
    /// Show colours, contrasts and logo.
    ///
    /// Example: achterban house-style show --client-council lelystad
    Show(Of),
    /// Go back to the neutral style, without a logo.
    ///
    /// Example: achterban house-style reset --client-council lelystad
    Reset(Of),
}

/// Arguments of `house-style set`.
#[derive(Debug, ClapArgs)]
pub(super) struct Set {
    #[command(flatten)]
    of: Of,
    /// Design tokens: JSON, or custom properties of CSS.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Logo: PNG, JPEG or WebP. Without it the logo stays as it is.
    #[arg(long, value_name = "FILE", requires = "logo_alt")]
    logo: Option<PathBuf>,
    /// What the logo shows, for who does not see it.
    #[arg(long, value_name = "TEXT", requires = "logo")]
    logo_alt: Option<String>,
}

/// Which client council.
#[derive(Debug, ClapArgs)]
pub(super) struct Of {
    #[command(flatten)]
    data: DataArgs,
    /// Client council, such as lelystad.
    #[arg(long, alias = "council", value_name = "COUNCIL")]
    client_council: ClientCouncilId,
}

pub(super) fn run(command: &Command, out: &mut dyn Write) -> Result<(), Failure> {
    let clock = Clock::system();
    match command {
        Command::Set(args) => set(args, &clock, out),
        Command::Show(of) => show(of, out),
        Command::Reset(of) => {
            let neutral = (HouseStyle::default(), LogoChange::Remove);
            change(of, neutral, &clock)?;
            Ok(writeln!(
                out,
                "{} has the neutral style",
                of.client_council
            )?)
        }
    }
}

fn set(args: &Set, clock: &Clock, out: &mut dyn Write) -> Result<(), Failure> {
    let refused = |path: &PathBuf, why: &str| Failure::Input(format!("{}: {why}", path.display()));
    let file = read(&args.file, tokens::MOST_BYTES)?;
    let reading = design_tokens::read(&file)
        .map_err(|refusal| refused(&args.file, words::tokens_refused(refusal)))?;
    must_pass(&reading.style).map_err(|why| refused(&args.file, &why))?;
    let change_of_logo = match (&args.logo, &args.logo_alt) {
        (Some(path), Some(alt)) => {
            let bytes = read(path, logos::MOST_BYTES)?;
            let logo = logo::read(&bytes, alt)
                .map_err(|refusal| refused(path, words::logo_refused(refusal)))?;
            LogoChange::Set(logo)
        }
        _ => LogoChange::Keep,
    };
    change(&args.of, (reading.style.clone(), change_of_logo), clock)?;
    writeln!(out, "used: {}", reading.used.join(", "))?;
    if !reading.unreadable.is_empty() {
        writeln!(out, "no solid colour: {}", reading.unreadable.join(", "))?;
    }
    if !reading.unused.is_empty() {
        writeln!(out, "not used: {}", reading.unused.join(", "))?;
    }
    print(&reading.style, out)
}

/// One byte more than may be, so that what is too large is seen to be so, and no more.
fn read(path: &PathBuf, most: usize) -> Result<Vec<u8>, Failure> {
    use std::io::Read;
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(|error| {
            Failure::Input(format!("{}: can't read the file: {error}", path.display()))
        })?;
    Ok(bytes)
}

/// What is wrong with each colour, with one that is right.
fn must_pass(style: &HouseStyle) -> Result<(), String> {
    let mended = style.mended();
    let problems: Vec<String> = style
        .refusals()
        .iter()
        .map(|check| format!("\n  {}", words::problem(check, &mended)))
        .collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "deze kleuren kan niet iedereen lezen:{}",
            problems.concat()
        ))
    }
}

fn show(of: &Of, out: &mut dyn Write) -> Result<(), Failure> {
    let newest = data::with_store(&of.data, async |store: Store| newest(&store, of).await)?;
    print(
        &newest
            .as_ref()
            .map(|it| it.style.clone())
            .unwrap_or_default(),
        out,
    )?;
    if let Some(StoredStyle {
        day, actor, logo, ..
    }) = newest
    {
        if let Some(logo) = logo {
            writeln!(out, "logo: {}", logo.alt)?;
        }
        writeln!(out, "since {day}, by {actor}")?;
    }
    Ok(())
}

fn print(style: &HouseStyle, out: &mut dyn Write) -> Result<(), Failure> {
    for token in Token::ALL.iter().copied() {
        let chosen = if style.colours.contains_key(&token) {
            ""
        } else {
            " (volgt)"
        };
        writeln!(
            out,
            "{:<28} {}{chosen}",
            words::label(token),
            style.colour(token)
        )?;
    }
    writeln!(
        out,
        "{:<28} {}",
        "Letters van koppen",
        words::letters(style.headings())
    )?;
    for check in style.checks() {
        let verdict = if check.passes() { "goed" } else { "te weinig" };
        writeln!(
            out,
            "{verdict:<10} {}: {}",
            words::pair(&check),
            words::measured(&check)
        )?;
    }
    Ok(writeln!(out, "{}", words::charts(style))?)
}

async fn newest(store: &Store, of: &Of) -> Result<Option<StoredStyle>, Failure> {
    let id = &of.client_council;
    if store.client_council(id).await?.is_none() {
        return Err(Failure::Input(format!("there is no client council {id}")));
    }
    let mut history = store.house_style_history(id).await?;
    history.truncate(1);
    Ok(history.pop())
}

fn change(of: &Of, (style, logo): (HouseStyle, LogoChange), clock: &Clock) -> Result<(), Failure> {
    data::with_store(&of.data, async |store: Store| {
        let newest = newest(&store, of).await?;
        let by = (data::command_line(clock), clock.today());
        store
            .change_house_style(&of.client_council, newest.as_ref(), (&style, &logo), by)
            .await
            .map_err(Failure::from)
    })
}
