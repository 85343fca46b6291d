//! Brings a database to this program's version, or refuses one that is newer.

use std::path::Path;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{PgPool, SqlSafeStr, SqlitePool};

use super::error::StoreError;
use super::sqlite::about;

/// One step; the same text on both databases, or one text each.
struct Step {
    what: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! step {
    ($file:literal) => {
        Step {
            what: $file,
            sqlite: include_str!(concat!("../../migrations/", $file, ".sql")),
            postgres: include_str!(concat!("../../migrations/", $file, ".sql")),
        }
    };
    ($file:literal per database) => {
        Step {
            what: $file,
            sqlite: include_str!(concat!("../../migrations/", $file, ".sqlite.sql")),
            postgres: include_str!(concat!("../../migrations/", $file, ".postgres.sql")),
        }
    };
}

/// In order of their numbers, which are the versions.
const STEPS: &[Step] = &[
    step!("0001_residents" per database),
    step!("0002_registers"),
    step!("0003_audit_append_only" per database),
    step!("0004_code_group"),
    step!("0005_apart_and_codes" per database),
    step!("0006_paper" per database),
    step!("0007_house_style"),
    step!("0009_margins"),
    step!("0010_ledger" per database),
    step!("0021_evaluation" per database),
    step!("0022_advice"),
];

impl Step {
    /// The number that its name begins with.
    fn version(&self) -> i64 {
        let number = self.what.split('_').next();
        number.and_then(|number| number.parse().ok()).unwrap_or(0)
    }
}

fn migrator(sql: impl Fn(&Step) -> &'static str) -> Migrator {
    let migrations = STEPS
        .iter()
        .map(|step| {
            let what = step.what.into();
            let sql = sql(step).into_sql_str();
            Migration::new(step.version(), what, MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator::with_migrations(migrations)
}

pub(super) async fn sqlite(pool: &SqlitePool, path: &Path) -> Result<(), StoreError> {
    match migrator(|step| step.sqlite).run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
            Err(about(path, error))
        }
        Err(error) => Err(refused(path.display().to_string(), error)),
    }
}

pub(super) async fn postgres(pool: &PgPool, place: &str) -> Result<(), StoreError> {
    match migrator(|step| step.postgres).run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
            Err(error.into())
        }
        Err(error) => Err(refused(place.to_owned(), error)),
    }
}

/// The version to which this program brings a database.
pub(super) fn newest() -> i64 {
    STEPS.iter().map(Step::version).max().unwrap_or(0)
}

fn refused(place: String, error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(found) => StoreError::Newer {
            place,
            found,
            known: newest(),
        },
        source => StoreError::Migration { place, source },
    }
}

#[cfg(test)]
mod tests {
    use super::{STEPS, Step};

    #[test]
    fn steps_stand_in_the_order_of_their_numbers_and_no_number_is_given_twice() {
        let versions: Vec<i64> = STEPS.iter().map(Step::version).collect();
        assert!(
            versions.windows(2).all(|pair| pair[0] < pair[1]),
            "{versions:?}"
        );
        assert_eq!(versions[..3], [1, 2, 3]);
    }
}
