//! Prepares every statement of the store on the database at hand: a column that one database lacks, a cast that the
//! other one needs, shows before anyone meets it. Run by a test on both databases and by `doctor`.

use sqlx::{Executor, SqlSafeStr};

use super::db::{PerDatabase, on};
use super::error::StoreError;
use super::{
    Store, advice, apart, audit, bulk, client_council, code, coding, contact, conversation, db,
    decision, evaluation, evidence, flush, house_style, knelpunt, margins, paper, published,
    questionnaire, released, report, retention, round, segments, session, signal, staff, verify,
    writer,
};

/// The statements of every file; a test reads the folder and misses none.
const SAME: &[&[&str]] = &[
    advice::STATEMENTS,
    apart::STATEMENTS,
    audit::STATEMENTS,
    client_council::STATEMENTS,
    code::STATEMENTS,
    coding::STATEMENTS,
    contact::STATEMENTS,
    conversation::STATEMENTS,
    decision::STATEMENTS,
    evaluation::STATEMENTS,
    evidence::STATEMENTS,
    flush::STATEMENTS,
    house_style::STATEMENTS,
    margins::STATEMENTS,
    knelpunt::STATEMENTS,
    paper::STATEMENTS,
    published::STATEMENTS,
    questionnaire::STATEMENTS,
    released::STATEMENTS,
    report::STATEMENTS,
    retention::STATEMENTS,
    round::STATEMENTS,
    segments::STATEMENTS,
    session::STATEMENTS,
    signal::STATEMENTS,
    staff::STATEMENTS,
    verify::STATEMENTS,
    writer::STATEMENTS,
    &flush::BESIDE_FRESH,
];
const DIFFERENT: [&[PerDatabase]; 3] =
    [bulk::PER_DATABASE, db::PER_DATABASE, &[bulk::ADD_TO_MOVED]];

impl Store {
    /// Prepares every statement; nothing is changed. Answers how many there are, and those that were refused.
    ///
    /// # Errors
    /// When the database cannot be used at all.
    pub async fn prepare_every_statement(&self) -> Result<(usize, Vec<&'static str>), StoreError> {
        let mut tx = self.db.begin().await?;
        flush::create_fresh(&mut tx).await?;
        let mut every: Vec<&'static str> = SAME.concat();
        every.extend(DIFFERENT.concat().into_iter().map(|each| tx.pick(each)));
        let mut refused = Vec::new();
        for sql in &every {
            let prepared = on!(&mut tx, |c| c.prepare(sql.into_sql_str()).await.map(drop));
            if prepared.is_err() {
                refused.push(*sql);
                // PostgreSQL refuses everything after an error until the transaction ends.
                tx.rollback().await?;
                tx = self.db.begin().await?;
                flush::create_fresh(&mut tx).await?;
            }
        }
        tx.rollback().await?;
        Ok((every.len(), refused))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// The list above is complete: a file with statements is named in it.
    #[test]
    fn every_file_with_statements_is_on_the_list() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
        let list = include_str!("prepared.rs");
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.file_stem().unwrap().to_str().unwrap();
            if name == "prepared" {
                continue;
            }
            for (macro_call, listed) in [
                ("\nstatements! {", format!("{name}::STATEMENTS")),
                ("\nper_database! {", format!("{name}::PER_DATABASE")),
            ] {
                let created = name == "flush" && listed.ends_with("PER_DATABASE");
                assert!(
                    !text.contains(macro_call) || list.contains(&listed) || created,
                    "{listed} is missing"
                );
            }
            for literal in ["query(\"", "query_as(\"", "query_scalar(\""] {
                assert!(!text.contains(literal), "{name}: SQL outside a list");
            }
        }
    }
}
