//! What becomes of a roster that was handed in, and of what one person asked another for.
//!
//! ```text
//! roster    draft ─→ submitted ─→ approved ─→ issued
//!             ↑  ↖──── returned ←──┘ (sent back, refused on the way, taken back, too late)
//!             └─→ withdrawn
//! request   waiting ─→ approved ─→ done
//!             │           └─→ failed
//!             └─→ returned, withdrawn, expired
//! ```

macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident => $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// The word kept in the database.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads [`Self::as_str`] back.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                [$(Self::$variant),+].into_iter().find(|one| one.as_str() == word)
            }
        }
    };
}

states! {
    /// How far a roster that was handed in has come.
    KeptState {
        /// Somebody approved it; it will be issued by itself.
        Approved => "approved",
        /// It is being mended.
        Draft => "draft",
        Issued => "issued",
        /// It came back with a remark, to be mended and submitted again.
        Returned => "returned",
        /// It waits for another person.
        Submitted => "submitted",
        /// Nobody wants it any more.
        Withdrawn => "withdrawn",
    }
}

states! {
    /// Where a roster came from.
    Origin {
        /// Those who were not yet competent (*belum kompeten*) sit again.
        Again => "again",
        /// A file that was handed in.
        File => "file",
        /// Those whose certificates expire.
        Renewal => "renewal",
    }
}

states! {
    /// How far a request has come.
    RequestState {
        Approved => "approved",
        Done => "done",
        /// Nobody decided in time.
        Expired => "expired",
        /// It was approved and could not be done.
        Failed => "failed",
        /// Sent back with a remark.
        Returned => "returned",
        Waiting => "waiting",
        Withdrawn => "withdrawn",
    }
}

states! {
    /// What is asked for.
    Kind {
        /// Personal data of long ago is no longer to be kept.
        Erase => "erase",
        /// Certificates for a roster.
        Issue => "issue",
        Reinstate => "reinstate",
        Replace => "replace",
        Revoke => "revoke",
        Suspend => "suspend",
    }
}

impl KeptState {
    /// Whether its cells may be mended.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for word in ["approved", "draft", "issued", "returned", "submitted", "withdrawn"] {
            assert_eq!(KeptState::from_word(word).map(KeptState::as_str), Some(word));
        }
        for word in ["approved", "done", "expired", "failed", "returned", "waiting", "withdrawn"] {
            assert_eq!(RequestState::from_word(word).map(RequestState::as_str), Some(word));
        }
        assert_eq!(Kind::from_word("forget"), None);
        assert_eq!(Kind::from_word("erase"), Some(Kind::Erase));
        assert_eq!(Origin::from_word("again"), Some(Origin::Again));
    }
}
