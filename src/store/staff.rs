//! People who work with the program, and what each may do in which client council.

use super::Store;
use super::audit::{self, Act, Actor};
use super::client_council::{exists_or, one_row};
use super::db::{Tx, on, read, statements};
use super::error::StoreError;
use super::row;
use crate::anonymity::random::Id;
use crate::domain::id::ClientCouncilId;

/// Someone who may log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Random.
    pub id: Id,
    /// What the person types to log in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// May not log in any more.
    pub disabled: bool,
    /// Role per client council.
    pub roles: Vec<(ClientCouncilId, String)>,
    /// For optimistic locking: give back what was read.
    pub version: i64,
}

impl Staff {
    /// Whether the person has a role in a client council.
    #[must_use]
    pub fn has_role(&self, client_council: &ClientCouncilId, role: &str) -> bool {
        self.roles
            .iter()
            .any(|(place, held)| place == client_council && held == role)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Vec<u8>,
    login: String,
    name: String,
    password: String,
    disabled: bool,
    version: i64,
}

statements! {
    ADD = "INSERT INTO staff (id, login, name, password, disabled, version) VALUES ($1, $2, $3, $4, FALSE, 1)";
    BY_LOGIN = "SELECT id, login, name, password, disabled, version FROM staff WHERE login = $1";
    BY_ID = "SELECT id, login, name, password, disabled, version FROM staff WHERE id = $1";
    ALL = "SELECT id, login, name, password, disabled, version FROM staff ORDER BY login";
    ROLES = "SELECT client_council, role FROM staff_role WHERE staff = $1 ORDER BY client_council, role";
    GRANT = "INSERT INTO staff_role (staff, client_council, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    REVOKE = "DELETE FROM staff_role WHERE staff = $1 AND client_council = $2 AND role = $3";
    SET_PASSWORD = "UPDATE staff SET password = $2, version = version + 1 WHERE id = $1";
    SET_DISABLED = "UPDATE staff SET disabled = $3, version = version + 1 WHERE id = $1 AND version = $2";
    END_SESSIONS = "DELETE FROM session WHERE staff = $1";
}

impl Store {
    /// Adds someone who may log in, and answers the id.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when the login is taken; [`StoreError::Password`] when the password is not taken.
    pub async fn add_staff(
        &self,
        login: &str,
        name: &str,
        password: &str,
        actor: Actor<'_>,
    ) -> Result<Id, StoreError> {
        let phc = self.passwords.hash(password).await?;
        let id = Id::random()?;
        let mut tx = self.db.begin().await?;
        let added = on!(&mut tx, |c| sqlx::query(ADD)
            .bind(&id.as_bytes()[..])
            .bind(login)
            .bind(name)
            .bind(&phc)
            .execute(c)
            .await
            .map(drop));
        added.map_err(|error| exists_or(error.into(), || format!("login {login}")))?;
        record(&mut tx, actor, "staff.add", login).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Whoever has this login and password. An unknown login, a wrong password and a disabled account take as long.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn log_in(&self, login: &str, password: &str) -> Result<Option<Staff>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(BY_LOGIN)
            .bind(login)
            .fetch_optional(c)
            .await)?;
        let phc = row
            .as_ref()
            .filter(|row| !row.disabled)
            .map(|row| row.password.clone());
        if !self.passwords.is(password, phc).await? {
            return Ok(None);
        }
        match row {
            Some(row) => self.with_roles(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Someone by id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn staff(&self, id: Id) -> Result<Option<Staff>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(BY_ID)
            .bind(&id.as_bytes()[..])
            .fetch_optional(c)
            .await)?;
        match row {
            Some(row) => self.with_roles(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Someone by login name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn staff_by_login(&self, login: &str) -> Result<Option<Staff>, StoreError> {
        let row: Option<Row> = read!(&self.db, |c| sqlx::query_as(BY_LOGIN)
            .bind(login)
            .fetch_optional(c)
            .await)?;
        match row {
            Some(row) => self.with_roles(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Everyone, by login name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn all_staff(&self) -> Result<Vec<Staff>, StoreError> {
        let rows: Vec<Row> = read!(&self.db, |c| sqlx::query_as(ALL).fetch_all(c).await)?;
        let mut staff = Vec::with_capacity(rows.len());
        for row in rows {
            staff.push(self.with_roles(row).await?);
        }
        Ok(staff)
    }

    async fn with_roles(&self, row: Row) -> Result<Staff, StoreError> {
        let roles: Vec<(String, String)> = read!(&self.db, |c| sqlx::query_as(ROLES)
            .bind(&row.id)
            .fetch_all(c)
            .await)?;
        Ok(Staff {
            id: row::id(&row.id, "staff.id")?,
            login: row.login,
            name: row.name,
            disabled: row.disabled,
            roles: roles
                .into_iter()
                .map(|(place, role)| Ok((row::parsed(&place, "staff_role.client_council")?, role)))
                .collect::<Result<_, StoreError>>()?,
            version: row.version,
        })
    }

    /// Gives someone a role in a client council. Sessions end, so that the next one has it.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn grant_role(
        &self,
        staff: &Staff,
        client_council: &ClientCouncilId,
        role: &str,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        self.set_role(GRANT, staff, (client_council, role), ("role.grant", actor))
            .await
    }

    /// Takes a role away. Sessions end.
    ///
    /// # Errors
    /// When it could not be stored.
    pub async fn revoke_role(
        &self,
        staff: &Staff,
        client_council: &ClientCouncilId,
        role: &str,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        self.set_role(
            REVOKE,
            staff,
            (client_council, role),
            ("role.revoke", actor),
        )
        .await
    }

    async fn set_role(
        &self,
        sql: &'static str,
        staff: &Staff,
        (client_council, role): (&ClientCouncilId, &str),
        (action, actor): (&str, Actor<'_>),
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(sql)
            .bind(&staff.id.as_bytes()[..])
            .bind(client_council.as_str())
            .bind(role)
            .execute(c)
            .await
            .map(drop))?;
        end_sessions(&mut tx, staff.id).await?;
        let act = Act {
            client_council: client_council.as_str(),
            action,
            object: &format!("{} {role}", staff.login),
        };
        audit::record(&mut tx, actor, act).await?;
        tx.commit().await
    }

    /// Sets a new password. Sessions end.
    ///
    /// # Errors
    /// [`StoreError::Password`] when the password is not taken.
    pub async fn set_password(
        &self,
        staff: &Staff,
        password: &str,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let phc = self.passwords.hash(password).await?;
        let mut tx = self.db.begin().await?;
        on!(&mut tx, |c| sqlx::query(SET_PASSWORD)
            .bind(&staff.id.as_bytes()[..])
            .bind(&phc)
            .execute(c)
            .await
            .map(drop))?;
        end_sessions(&mut tx, staff.id).await?;
        record(&mut tx, actor, "staff.password", &staff.login).await?;
        tx.commit().await
    }

    /// Lets someone in again or no more. Sessions end.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when `version` is not the newest any more.
    pub async fn set_disabled(
        &self,
        staff: &Staff,
        disabled: bool,
        actor: Actor<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = on!(&mut tx, |c| sqlx::query(SET_DISABLED)
            .bind(&staff.id.as_bytes()[..])
            .bind(staff.version)
            .bind(disabled)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?;
        one_row(rows, "the account")?;
        end_sessions(&mut tx, staff.id).await?;
        let action = if disabled {
            "staff.disable"
        } else {
            "staff.enable"
        };
        record(&mut tx, actor, action, &staff.login).await?;
        tx.commit().await
    }
}

pub(super) async fn end_sessions(tx: &mut Tx, staff: Id) -> Result<(), StoreError> {
    on!(tx, |c| sqlx::query(END_SESSIONS)
        .bind(&staff.as_bytes()[..])
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

async fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    action: &str,
    login: &str,
) -> Result<(), StoreError> {
    let act = Act {
        client_council: "",
        action,
        object: login,
    };
    audit::record(tx, actor, act).await
}
