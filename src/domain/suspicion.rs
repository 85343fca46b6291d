//! Why a form is set apart: it came in a way in which people seldom send one. It is kept, and the client council decides.

use super::definition::words;

words! {
    /// The coarse reason; nothing else is kept of how a form came.
    Suspicion {
        /// The field that nobody sees was filled in.
        Trap = "valstrik",
        /// Sent sooner than anyone can read.
        TooFast = "te_snel",
        /// One network sent many.
        TooMany = "te_veel",
    }
}

impl Suspicion {
    /// What the client council reads.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Trap => "een veld ingevuld dat mensen niet zien",
            Self::TooFast => "sneller verstuurd dan iemand kan lezen",
            Self::TooMany => "heel veel tegelijk vanaf één plek",
        }
    }
}
