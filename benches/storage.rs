//! The store alone: durable answers with 64 clients, a flush with 100,000 stored answers, columns of a million answers.
//! `cargo bench --bench storage [-- intake|flush|columns]`; figures in README.md. On PostgreSQL with
//! `ACHTERBAN_TEST_POSTGRES` set and `-- postgresql` added.

mod measure;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use achterban::anonymity::keys::KeyRing;
use achterban::anonymity::mix::Thresholds;
use achterban::anonymity::random::Id;
use achterban::domain::answer::{Answer, Response};
use achterban::domain::code_book::CodeBook;
use achterban::domain::definition::read::read;
use achterban::domain::definition::{Kind, Questionnaire};
use achterban::domain::id::{ClientCouncilId, RoundId};
use achterban::domain::theme::codebook;
use achterban::store::{Actor, ClientCouncil, Entry, Intake, Location, NewRound, Store};
use measure::Latencies;
use tokio::task::JoinSet;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const CLIENTS: usize = 64;
const SUBMISSIONS: usize = 40_000;
const STORED: usize = 100_000;
const ANSWERS: usize = 1_000_000;
const ROUND: &str = "lelystad/participatiewet/2026-1";

fn main() -> Outcome<()> {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let scratch = std::env::temp_dir().join(format!("achterban-bench-{}", Id::random()?));
    let done = tokio::runtime::Runtime::new()?.block_on(measure_all(&scratch, &wanted));
    std::fs::remove_dir_all(&scratch)?;
    done
}

async fn measure_all(scratch: &Path, wanted: &[String]) -> Outcome<()> {
    println!("| what | figure |\n|---|---|");
    let is_wanted = |what: &str| {
        let named = wanted.iter().any(|one| one != "postgresql");
        !named || wanted.iter().any(|one| one == what)
    };
    let bench = Bench {
        scratch: scratch.to_owned(),
        postgresql: wanted.iter().any(|one| one == "postgresql"),
        questionnaire: questionnaire()?,
    };
    if is_wanted("intake") {
        bench.intake().await?;
    }
    if is_wanted("flush") {
        bench.flush().await?;
    }
    if is_wanted("columns") {
        bench.columns().await?;
    }
    Ok(())
}

struct Bench {
    scratch: PathBuf,
    postgresql: bool,
    questionnaire: Questionnaire,
}

fn questionnaire() -> Outcome<Questionnaire> {
    let text = include_str!("../surveys/participatiewet.toml");
    let read = read(text, codebook()).questionnaire;
    read.ok_or_else(|| "the questionnaire that ships is not in order".into())
}

fn actor() -> Actor<'static> {
    Actor {
        login: "bench",
        at: jiff::Timestamp::UNIX_EPOCH,
    }
}

impl Bench {
    /// A new store with one open round.
    async fn store(&self) -> Outcome<(Store, RoundId)> {
        let directory = self.scratch.join(Id::random()?.to_string());
        let keys = KeyRing::open(&directory.join("keys"))?;
        let location = if self.postgresql {
            Location::Server(new_schema().await?)
        } else {
            Location::Directory(directory)
        };
        let store = Store::open(&location, keys).await?;
        let round = RoundId::new(ROUND)?;
        let council = ClientCouncil {
            id: ClientCouncilId::new("lelystad")?,
            name: "Lelystad".to_owned(),
            profile: "{}".to_owned(),
            sample: true,
            version: 0,
        };
        store.add_client_council(&council, actor()).await?;
        let today = jiff::civil::date(2026, 11, 20);
        let version = store
            .store_questionnaire(&round.questionnaire(), "bench", today)
            .await?;
        let new = NewRound {
            id: round.clone(),
            questionnaire_version: version,
            opens: today,
            closes: today,
            entry: Entry::Open,
            invited: None,
            thresholds: Thresholds::ENQUETE,
            sample: true,
        };
        store.create_round(&new, actor()).await?;
        store.open_round(&round, actor()).await?;
        Ok((store, round))
    }

    /// A whole response; `number` decides which options.
    fn body(&self, number: usize) -> Outcome<String> {
        let mut response = Response {
            version: 1,
            ..Response::default()
        };
        for (place, question) in self.questionnaire.questions().enumerate() {
            let options = &question.options;
            let drawn = number.wrapping_mul(2_654_435_761) >> (place % 24);
            let answer = match question.kind {
                Kind::Text => Some(Answer::Text("De brief was niet te begrijpen.".to_owned())),
                Kind::Choices => options
                    .first()
                    .map(|one| Answer::Many(vec![one.code.clone()], None)),
                _ if options.is_empty() => None,
                _ => Some(Answer::One(options[drawn % options.len()].code.clone())),
            };
            response
                .answers
                .extend(answer.map(|answer| (question.id.clone(), answer)));
        }
        Ok(response.to_body()?)
    }

    async fn intake(&self) -> Outcome<()> {
        let (store, round) = self.store().await?;
        let bytes = self.body(0)?.len();
        let (intake, mut writer) = store.start_writer();
        let began = Instant::now();
        let mut clients = JoinSet::new();
        for client in 0..CLIENTS {
            let bodies = (client..SUBMISSIONS)
                .step_by(CLIENTS)
                .map(|n| self.body(n))
                .collect::<Result<_, _>>()?;
            clients.spawn(send(intake.clone(), round.clone(), client, bodies));
        }
        let mut times = Vec::new();
        while let Some(done) = clients.join_next().await {
            times.extend(done??);
        }
        let all = began.elapsed();
        drop(intake);
        writer.ended().await;
        println!(
            "| durable answers of {bytes} bytes, {CLIENTS} clients | {} |",
            Latencies::from(times).summary(all)
        );
        Ok(())
    }

    async fn flush(&self) -> Outcome<()> {
        for (waiting, published) in [(STORED, 0), (1_000, STORED)] {
            let (store, round) = self.store().await?;
            let bodies = (0..published)
                .map(|n| self.body(n))
                .collect::<Result<_, _>>()?;
            store.import_answers(&round, bodies, actor()).await?;
            let (intake, mut writer) = store.start_writer();
            let mut clients = JoinSet::new();
            for client in 0..CLIENTS * 2 {
                let numbers = (client..waiting).step_by(CLIENTS * 2);
                let bodies = numbers.map(|n| self.body(n)).collect::<Result<_, _>>()?;
                clients.spawn(send(intake.clone(), round.clone(), client, bodies));
            }
            while let Some(done) = clients.join_next().await {
                done??;
            }
            drop(intake);
            writer.ended().await;
            store.empty_log().await?;
            let began = Instant::now();
            store.flush().await?;
            println!(
                "| flush, {waiting} waiting and {published} published | {:.2} s |",
                began.elapsed().as_secs_f64()
            );
        }
        Ok(())
    }

    async fn columns(&self) -> Outcome<()> {
        let (store, round) = self.store().await?;
        let bodies = (0..ANSWERS)
            .map(|n| self.body(n))
            .collect::<Result<_, _>>()?;
        let began = Instant::now();
        store.import_answers(&round, bodies, actor()).await?;
        println!(
            "| import of {ANSWERS} answers | {:.1} s |",
            began.elapsed().as_secs_f64()
        );
        let code_book = CodeBook::new(&self.questionnaire);
        for what in ["made from the answers", "read"] {
            let began = Instant::now();
            let mut segments = store.segments(&round, &code_book).await?;
            let mut counts = vec![[0_u64; 256]; code_book.width()];
            while let Some(segment) = segments.next().await? {
                for (column, counts) in counts.iter_mut().enumerate() {
                    for cell in segment.column(column) {
                        counts[usize::from(*cell)] += 1;
                    }
                }
            }
            let seconds = began.elapsed().as_secs_f64();
            println!(
                "| {ANSWERS} answers x {} columns counted, {what} | {seconds:.2} s |",
                code_book.width()
            );
        }
        Ok(())
    }
}

async fn send(
    intake: Intake,
    round: RoundId,
    client: usize,
    bodies: Vec<String>,
) -> Outcome<Vec<Duration>> {
    let mut times = Vec::with_capacity(bodies.len());
    for (number, body) in bodies.into_iter().enumerate() {
        let form = format!("{client} {number}");
        let began = Instant::now();
        intake.submit(&round, form.as_bytes(), body).await?;
        times.push(began.elapsed());
    }
    Ok(times)
}

async fn new_schema() -> Outcome<String> {
    use sqlx::Connection;
    let url = std::env::var("ACHTERBAN_TEST_POSTGRES")?;
    let schema = format!("bench_{}", Id::random()?);
    let mut server = sqlx::PgConnection::connect(&url).await?;
    let create = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
    sqlx::query(create).execute(&mut server).await?;
    Ok(format!("{url}?options[search_path]={schema}"))
}
