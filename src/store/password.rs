//! Passwords of staff: argon2id, at most two at once so that many logins cannot eat the memory.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{CustomizedPasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::error::StoreError;
use crate::anonymity::random;

/// OWASP ASVS 5.0 appendix C: 46 MiB, one pass, one lane. About 90 ms.
const MEMORY_KIB: u32 = 47_104;
const AT_ONCE: usize = 2;
/// What is checked when the account is unknown, so that it takes as long. Made from no password that anyone has.
const NOBODY: &str =
    "$argon2id$v=19$m=47104,t=1,p=1$bm9ib2R5J3Mgc2FsdA$8m3dcM4Zq1m2sZ7uT2qg3o5k3cN7vQk0m5v8T1m3lqA";

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Fewer than 12 characters.
    #[error("a password has at least 12 characters")]
    TooShort,
    /// More than 200 characters.
    #[error("a password has at most 200 characters")]
    TooLong,
}

/// Hashes and checks passwords.
#[derive(Clone)]
pub(super) struct Passwords(Arc<Semaphore>);

impl Passwords {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }

    /// The password as a PHC string.
    pub(super) async fn hash(&self, password: &str) -> Result<String, StoreError> {
        let password = normal(password);
        match password.chars().count() {
            0..12 => return Err(PasswordProblem::TooShort.into()),
            201.. => return Err(PasswordProblem::TooLong.into()),
            _ => {}
        }
        let salt: [u8; 16] = random::bytes()?;
        self.apart(move || {
            let params = Params::new(MEMORY_KIB, 1, 1, None).map_err(|_| StoreError::Hash)?;
            Argon2::default()
                .hash_password_customized(
                    password.as_bytes(),
                    &salt,
                    Some(Algorithm::Argon2id.as_ref()),
                    Some(Version::V0x13.into()),
                    params,
                )
                .map(|hash: PasswordHash| hash.to_string())
                .map_err(|_| StoreError::Hash)
        })
        .await?
    }

    /// Whether the password belongs to the PHC string. `None`, an unknown account, takes as long and is false.
    pub(super) async fn is(&self, password: &str, phc: Option<String>) -> Result<bool, StoreError> {
        let password = normal(password);
        self.apart(move || {
            let known = phc.is_some();
            let phc = phc.unwrap_or_else(|| NOBODY.to_owned());
            let hash = PasswordHash::new(&phc).map_err(|_| StoreError::Unreadable {
                what: "staff.password",
            })?;
            let right = Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok();
            Ok(right && known)
        })
        .await?
    }

    /// Runs heavy work on a thread of its own, two at a time.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let turn = Arc::clone(&self.0)
            .acquire_owned()
            .await
            .map_err(|_| StoreError::Hash)?;
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
        .map_err(|_| StoreError::Hash)
    }
}

/// The same password typed on another keyboard is the same password. Cut off where nobody's password ends, so that a
/// megabyte does not take a second.
fn normal(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfc().take(1_000).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_stored_as_argon2id_with_the_parameters_of_asvs() {
        let passwords = Passwords::new();
        let phc = passwords.hash("een lang wachtwoord").await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{phc}");
        assert!(
            passwords
                .is("een lang wachtwoord", Some(phc.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .is("een lang wachtwoorD", Some(phc))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn an_unknown_account_is_hashed_too_and_never_right() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(nobody.params.get_decimal("m"), Some(MEMORY_KIB));
        assert!(
            !Passwords::new()
                .is("een lang wachtwoord", None)
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn the_same_password_in_another_unicode_form_is_the_same() {
        let passwords = Passwords::new();
        let phc = passwords.hash("cafe\u{301} met een raam").await.unwrap();
        assert!(
            passwords
                .is("caf\u{e9} met een raam", Some(phc))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn short_and_endless_passwords_are_refused() {
        let passwords = Passwords::new();
        for (password, problem) in [
            ("elf tekens!".to_owned(), PasswordProblem::TooShort),
            ("x".repeat(201), PasswordProblem::TooLong),
        ] {
            let refused = passwords.hash(&password).await;
            assert!(matches!(refused, Err(StoreError::Password(p)) if p == problem));
        }
    }
}
