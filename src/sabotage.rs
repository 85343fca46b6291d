//! Defences that a test can take out, to see that a test goes red without them.
//!
//! Exists for the feature `sabotage` alone: without it `taken_out` is a constant `false` and every hook is compiled away.
//! `tests/sabotage` has the list: which defence, and which test must go red. Not here: the naive ways to store answers;
//! those are fixtures of the tests.

/// Name of the variable that says which defence is out; a program with the feature runs only where it is set.
pub const VARIABLE: &str = "ACHTERBAN_SABOTAGE";

macro_rules! defences {
    ($($(#[$doc:meta])* $defence:ident = $name:literal,)*) => {
        /// A defence, by what goes wrong without it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Defence {
            $($(#[$doc])* $defence,)*
        }

        impl Defence {
            /// Every defence.
            pub const ALL: &[Self] = &[$(Self::$defence),*];

            /// Its name in [`VARIABLE`] and in `tests/sabotage`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$defence => $name,)*
                }
            }
        }
    };
}

defences! {
    /// No answer sets a cookie for a resident.
    ResidentCookie = "resident_cookie",
    /// Requests are no events: nothing of them is logged.
    TraceLogging = "trace_logging",
    /// The nullifier follows from the code or form, so that sending twice is sending once.
    NoUnique = "no_unique",
    /// What is seen of an open round changes in steps of `m`.
    LiveCounts = "live_counts",
    /// Each export has an order drawn anew.
    StableExportOrder = "stable_export_order",
    /// How a round is entered is under a MAC.
    MutableMode = "mutable_mode",
    /// The flush writes the tables of answers anew.
    NoFlushRewrite = "no_flush_rewrite",
    /// What is deleted from the file is overwritten.
    NoSecureDelete = "no_secure_delete",
    /// The write-ahead log is emptied.
    KeptLog = "kept_log",
    /// K_e and K_n are destroyed when a round closes.
    KeepKeys = "keep_keys",
    /// An answer is acknowledged after the disk has it.
    AckBeforeCommit = "ack_before_commit",
    /// A commit waits until the disk has the write-ahead log.
    SyncNormal = "sync_normal",
    /// Who is slow to send a request is cut off.
    NoHeaderDeadline = "no_header_deadline",
    /// Answers that come after the first figures count only when nobody shows between the two releases.
    NoReleaseLedger = "no_release_ledger",
    /// A MAC over each stored answer.
    NoAnswerMac = "no_answer_mac",
    /// A key file that others may read is refused.
    OpenKeyFile = "open_key_file",
    /// What is over its term is erased.
    KeepForever = "keep_forever",
    /// A network, and all together, get so much in and no more.
    NoBucket = "no_bucket",
    /// PostgreSQL's tables are written anew after erasing.
    NoEraseRewrite = "no_erase_rewrite",
}

/// Whether a defence is out. Never, in a program that anyone runs.
#[cfg(not(feature = "sabotage"))]
#[must_use]
pub const fn taken_out(_: Defence) -> bool {
    false
}

/// Whether a defence is out.
#[cfg(feature = "sabotage")]
#[must_use]
pub fn taken_out(defence: Defence) -> bool {
    use std::sync::LazyLock;
    static OUT: LazyLock<String> = LazyLock::new(|| std::env::var(VARIABLE).unwrap_or_default());
    *OUT == defence.name()
}

/// Whether this program must refuse to run: it can take defences out, and no test started it.
#[must_use]
pub fn refuses_to_run() -> bool {
    cfg!(feature = "sabotage") && std::env::var_os(VARIABLE).is_none()
}
