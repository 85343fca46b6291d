//! Many rows with one statement: the one thing that each database does in its own way.
//!
//! A statement per row costs some 50 microseconds of hand-over, a row within such a statement about 5.

use data_encoding::HEXLOWER;

use super::db::{PerDatabase, Tx, per_database};
use super::error::StoreError;
use crate::anonymity::mac::LENGTH;
use crate::anonymity::nullifier::Nullifier;
use crate::anonymity::random::Id;

/// An answer as it is stored, in `pool` or `published`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) round: String,
    pub(super) id: Id,
    pub(super) body: String,
    pub(super) mac: [u8; LENGTH],
}

/// An answer of the pool under its new id.
pub(super) struct Moved {
    pub(super) round: String,
    pub(super) old: Id,
    pub(super) new: Id,
    pub(super) mac: [u8; LENGTH],
}

per_database! {
    ADD_NULLIFIERS = {
        sqlite: "INSERT INTO nullifier (round, n, grp) SELECT value ->> 0, unhex(value ->> 1), value ->> 2
            FROM json_each($1) WHERE TRUE ON CONFLICT DO NOTHING RETURNING round, n",
        postgres: "INSERT INTO nullifier (round, n, grp) SELECT *
            FROM unnest($1::TEXT[], $2::BYTEA[], $3::TEXT[]) ON CONFLICT DO NOTHING RETURNING round, n"
    };
    ADD_CODES = {
        sqlite: "INSERT INTO code (round, tag, grp)
            SELECT value ->> 0, unhex(value ->> 1), value ->> 2 FROM json_each($1)",
        postgres: "INSERT INTO code (round, tag, grp) SELECT * FROM unnest($1::TEXT[], $2::BYTEA[], $3::TEXT[])"
    };
    /// Where two ids are equal (once in 2^64 answers) the statement fails and nothing is stored.
    ADD_TO_POOL = {
        sqlite: "INSERT INTO pool (round, id, body, mac)
            SELECT value ->> 0, unhex(value ->> 1), value ->> 2, unhex(value ->> 3) FROM json_each($1)",
        postgres: "INSERT INTO pool (round, id, body, mac)
            SELECT * FROM unnest($1::TEXT[], $2::BYTEA[], $3::TEXT[], $4::BYTEA[])"
    };
    ADD_TO_PUBLISHED = {
        sqlite: "INSERT INTO published (round, id, body, mac)
            SELECT value ->> 0, unhex(value ->> 1), value ->> 2, unhex(value ->> 3) FROM json_each($1)",
        postgres: "INSERT INTO published (round, id, body, mac)
            SELECT * FROM unnest($1::TEXT[], $2::BYTEA[], $3::TEXT[], $4::BYTEA[])"
    };
}

/// Into the working table of the flush, which exists only within its transaction.
pub(super) const ADD_TO_MOVED: PerDatabase = PerDatabase {
    sqlite: "INSERT INTO moved (round, old, new, mac)
        SELECT value ->> 0, unhex(value ->> 1), unhex(value ->> 2), unhex(value ->> 3) FROM json_each($1)",
    postgres: "INSERT INTO moved (round, old, new, mac)
        SELECT * FROM unnest($1::TEXT[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[])",
};

/// A nullifier, of which round, with the group of its code.
pub(super) struct Used<'a> {
    pub(super) round: &'a str,
    pub(super) nullifier: Nullifier,
    pub(super) group: &'a str,
}

/// Adds the nullifiers that are not there yet, in the order given, and answers which those were.
pub(super) async fn add_nullifiers(
    tx: &mut Tx,
    new: &[Used<'_>],
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let sql = tx.pick(ADD_NULLIFIERS);
    Ok(match tx {
        Tx::Sqlite(tx) => {
            let rows = json(new.iter().map(|used| {
                let n = hex(used.nullifier.as_bytes());
                [used.round.to_owned(), n, used.group.to_owned()]
            }));
            sqlx::query_as(sql).bind(rows).fetch_all(&mut **tx).await?
        }
        Tx::Postgres(tx) => {
            let column = |of: fn(&Used<'_>) -> String| new.iter().map(of).collect::<Vec<_>>();
            let ns: Vec<&[u8]> = new
                .iter()
                .map(|used| &used.nullifier.as_bytes()[..])
                .collect();
            sqlx::query_as(sql)
                .bind(column(|used| used.round.to_owned()))
                .bind(ns)
                .bind(column(|used| used.group.to_owned()))
                .fetch_all(&mut **tx)
                .await?
        }
    })
}

/// Adds the tags of issued codes, in the order given.
pub(super) async fn add_codes(
    tx: &mut Tx,
    round: &str,
    group: &str,
    tags: &[[u8; LENGTH]],
) -> Result<(), StoreError> {
    let sql = tx.pick(ADD_CODES);
    match tx {
        Tx::Sqlite(tx) => {
            let rows = json(
                tags.iter()
                    .map(|tag| [round.to_owned(), hex(tag), group.to_owned()]),
            );
            sqlx::query(sql).bind(rows).execute(&mut **tx).await?;
        }
        Tx::Postgres(tx) => {
            sqlx::query(sql)
                .bind(vec![round; tags.len()])
                .bind(tags.iter().map(|tag| &tag[..]).collect::<Vec<&[u8]>>())
                .bind(vec![group; tags.len()])
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(())
}

/// Adds answers to the pool, in the order given.
pub(super) async fn add_to_pool(tx: &mut Tx, answers: &[Answer]) -> Result<(), StoreError> {
    add_answers(tx, ADD_TO_POOL, answers).await
}

/// Adds answers to those that count, in the order given.
pub(super) async fn add_to_published(tx: &mut Tx, answers: &[Answer]) -> Result<(), StoreError> {
    add_answers(tx, ADD_TO_PUBLISHED, answers).await
}

async fn add_answers(
    tx: &mut Tx,
    statement: PerDatabase,
    answers: &[Answer],
) -> Result<(), StoreError> {
    let sql = tx.pick(statement);
    match tx {
        Tx::Sqlite(tx) => {
            let rows = json(answers.iter().map(|answer| {
                let (id, mac) = (hex(answer.id.as_bytes()), hex(&answer.mac));
                [answer.round.clone(), id, answer.body.clone(), mac]
            }));
            sqlx::query(sql).bind(rows).execute(&mut **tx).await?;
        }
        Tx::Postgres(tx) => {
            let column = |of: fn(&Answer) -> &str| answers.iter().map(of).collect::<Vec<&str>>();
            let bytes = |of: fn(&Answer) -> &[u8]| answers.iter().map(of).collect::<Vec<&[u8]>>();
            sqlx::query(sql)
                .bind(column(|answer| &answer.round))
                .bind(bytes(|answer| answer.id.as_bytes()))
                .bind(column(|answer| &answer.body))
                .bind(bytes(|answer| &answer.mac))
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(())
}

/// Notes new ids for answers of the pool.
pub(super) async fn add_to_moved(tx: &mut Tx, moved: &[Moved]) -> Result<(), StoreError> {
    let sql = tx.pick(ADD_TO_MOVED);
    match tx {
        Tx::Sqlite(tx) => {
            let rows = json(moved.iter().map(|row| {
                let (old, new) = (hex(row.old.as_bytes()), hex(row.new.as_bytes()));
                [row.round.clone(), old, new, hex(&row.mac)]
            }));
            sqlx::query(sql).bind(rows).execute(&mut **tx).await?;
        }
        Tx::Postgres(tx) => {
            let bytes = |of: fn(&Moved) -> &[u8]| moved.iter().map(of).collect::<Vec<&[u8]>>();
            sqlx::query(sql)
                .bind(
                    moved
                        .iter()
                        .map(|row| row.round.as_str())
                        .collect::<Vec<&str>>(),
                )
                .bind(bytes(|row| row.old.as_bytes()))
                .bind(bytes(|row| row.new.as_bytes()))
                .bind(bytes(|row| &row.mac))
                .execute(&mut **tx)
                .await?;
        }
    }
    Ok(())
}

/// Rows as a JSON array of arrays of text, for `json_each`.
fn json<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> String {
    rows.map(|row| serde_json::Value::from(row.to_vec()))
        .collect::<serde_json::Value>()
        .to_string()
}

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}
