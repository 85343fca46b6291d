//! Is everything still there and unchanged? Findings are data; the command prints a line for each.

use std::fmt;

use super::db::{Db, read, statements};
use super::error::StoreError;
use super::round::RoundState;
use super::{Store, published, row};
use crate::anonymity::key_file::KeyError;
use crate::anonymity::mac::AnswerKey;
use crate::domain::id::RoundId;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// An answer was changed, or signed with another key.
    Answer {
        /// `pool`, `published` or `apart`.
        table: &'static str,
        /// Its round.
        round: String,
        /// Its id.
        id: String,
    },
    /// Rows are missing, or too many.
    Count {
        /// Which rows of which round.
        what: String,
        /// How many there should be.
        expected: u64,
        /// How many there are.
        found: u64,
    },
    /// Rows that belong to nothing.
    Orphans {
        /// Which table.
        table: &'static str,
        /// To what they should belong.
        owner: String,
    },
    /// A round whose fixed part, keys or key files are not what they were.
    Round {
        /// Which round.
        round: String,
        /// What is wrong and how to mend it.
        why: String,
    },
    /// A row of the audit trail that does not chain to the one before it.
    Audit {
        /// Its number.
        number: i64,
    },
    /// A file whose bytes are not those that were stored.
    File {
        /// Its name.
        name: String,
    },
    /// What the database says about itself.
    Database {
        /// In its own words.
        what: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer { table, round, id } => {
                write!(
                    out,
                    "{table}: answer {id} of round {round} was changed (its MAC is wrong)"
                )
            }
            Self::Count {
                what,
                expected,
                found,
            } => write!(out, "{what}: {expected} expected, {found} found"),
            Self::Orphans { table, owner } => {
                write!(out, "{table}: rows of {owner}, which does not exist")
            }
            Self::Round { round, why } => write!(out, "round {round}: {why}"),
            Self::Audit { number } => {
                write!(
                    out,
                    "audit: row {number} was changed or a row before it is missing"
                )
            }
            Self::File { name } => write!(out, "file: {name} was changed (its hash is wrong)"),
            Self::Database { what } => write!(out, "database: {what}"),
        }
    }
}

statements! {
    ROUNDS_WITH_ANSWERS = "SELECT round FROM pool UNION SELECT round FROM published
        UNION SELECT round FROM apart UNION SELECT round FROM nullifier UNION SELECT round FROM code ORDER BY round";
    POOL_AFTER = "SELECT id, body, mac FROM pool WHERE round = $1 AND id > $2 ORDER BY id LIMIT 4096";
    PUBLISHED_AFTER = "SELECT id, body, mac FROM published WHERE round = $1 AND id > $2 ORDER BY id LIMIT 4096";
    APART = "SELECT reason, id, body, mac FROM apart WHERE round = $1 AND (reason, id) > ($2, $3)
        ORDER BY reason, id LIMIT 4096";
    NULLIFIERS = "SELECT count(*) FROM nullifier WHERE round = $1";
    ORPHAN_CONTACTS = "SELECT count(*) FROM contact
        WHERE NOT EXISTS (SELECT 1 FROM signal WHERE signal.id = contact.signal)";
    FILES = "SELECT name, sha256, bytes FROM file WHERE id > $1 ORDER BY id LIMIT 1";
    FILE_AFTER = "SELECT id FROM file WHERE id > $1 ORDER BY id LIMIT 1";
}

/// Not a statement to prepare on both: only SQLite has it.
const INTEGRITY: &str = "PRAGMA integrity_check";

type StoredAnswer = (Vec<u8>, String, Vec<u8>);
/// Reason, id, body, MAC.
type StoredSuspect = (String, Vec<u8>, String, Vec<u8>);
const TABLES: [(&str, &str); 2] = [("pool", POOL_AFTER), ("published", PUBLISHED_AFTER)];

impl Store {
    /// Looks at everything. An empty list: all is well.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub async fn verify(&self) -> Result<Vec<Finding>, StoreError> {
        let mut findings = self.check_database().await?;
        for round in self.all_rounds().await? {
            self.check_keys(&round.id, &mut findings).await?;
        }
        for round in self.rounds_with_answers().await? {
            self.check_answers(&round, &mut findings).await?;
        }
        let broken = self.broken_audit_entries().await?;
        findings.extend(broken.into_iter().map(|number| Finding::Audit { number }));
        self.check_files(&mut findings).await?;
        self.check_contacts(&mut findings).await?;
        Ok(findings)
    }

    /// One line `round sha256(body)` per stored answer, sorted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn dump_hashes(&self) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        for round in self.rounds_with_answers().await? {
            for (_, sql) in TABLES {
                let mut after = Vec::new();
                while let Some(page) = self.page(sql, &round, &mut after).await? {
                    let hashes = page
                        .iter()
                        .map(|(_, body, _)| format!("{round} {}", published::hash(body)));
                    lines.extend(hashes);
                }
            }
            for (_, _, body, _) in self.all_apart(&round).await? {
                lines.push(format!("{round} {}", published::hash(&body)));
            }
        }
        lines.sort_unstable();
        Ok(lines)
    }

    async fn rounds_with_answers(&self) -> Result<Vec<String>, StoreError> {
        let rows: Vec<(String,)> = read!(&self.db, |c| sqlx::query_as(ROUNDS_WITH_ANSWERS)
            .fetch_all(c)
            .await)?;
        Ok(rows.into_iter().map(|(round,)| round).collect())
    }

    async fn page(
        &self,
        sql: &'static str,
        round: &str,
        after: &mut Vec<u8>,
    ) -> Result<Option<Vec<StoredAnswer>>, StoreError> {
        let page: Vec<StoredAnswer> = read!(&self.db, |c| sqlx::query_as(sql)
            .bind(round)
            .bind(&*after)
            .fetch_all(c)
            .await)?;
        Ok(page.last().map(|(id, ..)| id.clone()).map(|last| {
            *after = last;
            page
        }))
    }

    async fn all_apart(&self, round: &str) -> Result<Vec<StoredSuspect>, StoreError> {
        let (mut reason, mut after) = (String::new(), Vec::new());
        let mut all = Vec::new();
        loop {
            let page: Vec<StoredSuspect> = read!(&self.db, |c| sqlx::query_as(APART)
                .bind(round)
                .bind(&reason)
                .bind(&after)
                .fetch_all(c)
                .await)?;
            let Some((last, id, ..)) = page.last() else {
                return Ok(all);
            };
            (reason, after) = (last.clone(), id.clone());
            all.extend(page);
        }
    }

    async fn check_database(&self) -> Result<Vec<Finding>, StoreError> {
        let Db::Sqlite { read, .. } = &self.db else {
            return Ok(Vec::new());
        };
        let lines: Vec<(String,)> = sqlx::query_as(INTEGRITY).fetch_all(read).await?;
        Ok(lines
            .into_iter()
            .filter(|(line,)| line != "ok")
            .map(|(what,)| Finding::Database { what })
            .collect())
    }

    async fn check_keys(
        &self,
        round: &RoundId,
        findings: &mut Vec<Finding>,
    ) -> Result<(), StoreError> {
        match self.check_round(round).await {
            Ok(()) => Ok(()),
            Err(
                error @ (StoreError::RoundHeader { .. }
                | StoreError::WrongKey { .. }
                | StoreError::Key(_)),
            ) => {
                findings.push(Finding::Round {
                    round: round.to_string(),
                    why: error.to_string(),
                });
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    async fn check_answers(
        &self,
        round: &str,
        findings: &mut Vec<Finding>,
    ) -> Result<(), StoreError> {
        let id = RoundId::new(round).ok();
        let known = match &id {
            Some(id) => self.round(id).await?,
            None => None,
        };
        let (Some(id), Some(known)) = (id, known) else {
            findings.push(Finding::Orphans {
                table: "answers",
                owner: format!("round {round}"),
            });
            return Ok(());
        };
        let key = match self.keys.answers(&id) {
            Ok(key) => key,
            // Reported by check_keys.
            Err(KeyError::Missing { .. } | KeyError::Damaged { .. } | KeyError::TooOpen { .. }) => {
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        let mut counts = [0_u64; 2];
        for ((table, sql), count) in TABLES.into_iter().zip(&mut counts) {
            let mut after = Vec::new();
            while let Some(page) = self.page(sql, round, &mut after).await? {
                *count += page.len() as u64;
                findings.extend(changed(table, round, &key, &page));
            }
        }
        let [waiting, visible] = counts;
        let suspects = self.all_apart(round).await?;
        findings.extend(changed_apart(round, &key, &suspects));
        let apart = suspects.len() as u64;
        expect(
            findings,
            format!("published: answers of round {round}"),
            known.published,
            visible,
        );
        let (used,): (i64,) = read!(&self.db, |c| sqlx::query_as(NULLIFIERS)
            .bind(round)
            .fetch_one(c)
            .await)?;
        let used = row::count(used, "nullifier")?;
        // Nullifiers may go once a round is closed.
        if used > 0 || known.state != RoundState::Closed {
            let residents = (waiting + visible + apart).saturating_sub(known.imported);
            expect(
                findings,
                format!("nullifier: residents of round {round}"),
                residents,
                used,
            );
        }
        Ok(())
    }

    async fn check_files(&self, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        use sha2::{Digest, Sha256};
        let mut after: Vec<u8> = Vec::new();
        // One at a time: files are large.
        loop {
            let file: Option<(String, Vec<u8>, Vec<u8>)> =
                read!(&self.db, |c| sqlx::query_as(FILES)
                    .bind(&after)
                    .fetch_optional(c)
                    .await)?;
            let Some((name, sha256, bytes)) = file else {
                return Ok(());
            };
            if Sha256::digest(&bytes)[..] != sha256[..] {
                findings.push(Finding::File { name });
            }
            (after,) = read!(&self.db, |c| sqlx::query_as(FILE_AFTER)
                .bind(&after)
                .fetch_one(c)
                .await)?;
        }
    }

    async fn check_contacts(&self, findings: &mut Vec<Finding>) -> Result<(), StoreError> {
        let (orphans,): (i64,) = read!(&self.db, |c| sqlx::query_as(ORPHAN_CONTACTS)
            .fetch_one(c)
            .await)?;
        if orphans > 0 {
            findings.push(Finding::Orphans {
                table: "contact",
                owner: "a signal".to_owned(),
            });
        }
        Ok(())
    }
}

fn changed(
    table: &'static str,
    round: &str,
    key: &AnswerKey,
    page: &[StoredAnswer],
) -> Vec<Finding> {
    page.iter()
        .filter(|(id, body, mac)| {
            !row::id(id, "answer").is_ok_and(|id| key.answer_is(round, id, body, mac))
        })
        .map(|(id, ..)| Finding::Answer {
            table,
            round: round.to_owned(),
            id: data_encoding::HEXLOWER.encode(id),
        })
        .collect()
}

fn changed_apart(round: &str, key: &AnswerKey, suspects: &[StoredSuspect]) -> Vec<Finding> {
    suspects
        .iter()
        .filter(|(reason, id, body, mac)| {
            !row::id(id, "apart").is_ok_and(|id| key.apart_is((round, reason), id, body, mac))
        })
        .map(|(_, id, ..)| Finding::Answer {
            table: "apart",
            round: round.to_owned(),
            id: data_encoding::HEXLOWER.encode(id),
        })
        .collect()
}

fn expect(findings: &mut Vec<Finding>, what: String, expected: u64, found: u64) {
    if expected != found {
        findings.push(Finding::Count {
            what,
            expected,
            found,
        });
    }
}
