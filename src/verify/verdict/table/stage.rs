//! An LSP, its key, its lists and a certificate, put up as a case of the table says.

use jiff::SignedDuration;
use jiff::civil::date;

use super::*;
use crate::domain::issuer::Licence;
use crate::seal::honoured::{HonouredHash, HonouredList};
use crate::seal::keys::PrivateKey;
use crate::seal::status_list::StatusList;
use crate::seal::token;
use crate::seal::trust_list::{Compromise, SchemePeriod};
use crate::verify::verdict::tests::{PLACE, claims, key};

/// The pure function and everything that it is asked with.
pub(super) struct Stage {
    now: Timestamp,
    good: Vec<u8>,
    altered: Vec<u8>,
}

impl Stage {
    pub(super) fn new() -> Self {
        let good = token::sign(&claims(), &key()).expect("signed");
        let mut altered = good.clone();
        *altered.last_mut().expect("bytes") ^= 1;
        Self { now: "2026-11-22T05:00:00Z".parse().expect("an instant"), good, altered }
    }

    pub(super) fn verdict(&self, case: Case) -> Verdict {
        let bytes = match case.bytes {
            Bytes::Garbage => b"halo".as_slice(),
            Bytes::Altered => &self.altered,
            Bytes::Signed => &self.good,
        };
        let on = match case.day {
            Day::Before => "2023-12-17T05:00:00Z",
            Day::Within => "2026-12-18T05:00:00Z",
            Day::After => "2026-12-19T05:00:00Z",
        };
        let asked = Asked { now: self.now, on: on.parse().expect("an instant") };
        verify(bytes, &self.trust(case), &self.statuses(case), asked)
    }

    fn trust(&self, case: Case) -> TrustList {
        let honoured = match case.key {
            Key::NotHonoured => HonouredList::new(&[[1; 32]]),
            _ => HonouredList::new(&[fingerprint(&self.good), fingerprint(&self.altered)]),
        };
        let compromised = |honoured: HonouredHash| KeyState::Compromised(Compromise { since: self.now, honoured });
        let seed = if case.key == Key::Unknown { 8 } else { 7 };
        let key = TrustedKey {
            public: PrivateKey::from_seed(&[seed; 32]).public(),
            key_use: if case.key == Key::OtherUse { KeyUse::Status } else { KeyUse::Certificate },
            state: match case.key {
                Key::Honoured | Key::NotHonoured | Key::ListMissing => compromised(honoured.hash()),
                Key::Retired => KeyState::Retired,
                Key::StateUnknown => KeyState::Unknown,
                _ => KeyState::Active,
            },
            from: date(2020, 1, 1),
            until: (case.key == Key::OutsidePeriod).then_some(date(2023, 12, 17)),
        };
        let kid = key.public.kid();
        let licensed_until = if case.licensed == Licensed::Covers { date(2023, 12, 18) } else { date(2023, 12, 17) };
        let number = "BNSP-LSP-9901-ID".to_owned();
        let ended = (case.scope == Scope::Outside).then_some(date(2023, 12, 17));
        let lsp = TrustedLsp {
            id: "klining".parse().expect("an id"),
            name_id: "LSP Contoh".into(),
            name_en: "Example".into(),
            site: "https://cek.lsp.example".parse().expect("a site"),
            former_sites: Vec::new(),
            time_zone: "Asia/Jakarta".parse().expect("a zone"),
            licences: vec![Licence { number, decree: String::new(), from: date(2020, 1, 1), until: licensed_until }],
            schemes: vec![SchemePeriod { code: "CS-01".parse().expect("a code"), from: None, until: ended }],
            lists: String::new(),
            keys: vec![key],
        };
        let mut trust = TrustList::new(vec![lsp]).expect("one key");
        if matches!(case.key, Key::Honoured | Key::NotHonoured) {
            trust.honour(kid, honoured.bytes()).expect("the list it names");
        }
        let hour = SignedDuration::from_hours(1);
        trust.until(if case.lists == Lists::TrustExpired { self.now } else { self.now + hour })
    }

    fn statuses(&self, case: Case) -> StatusLists {
        let hour = SignedDuration::from_hours(1);
        let exp = if case.lists == Lists::StatusStale { self.now } else { self.now + hour };
        let mut list = StatusList::new(self.now - hour, exp);
        list.set(
            PLACE.index,
            match case.status {
                Status::Valid => State::Valid,
                Status::Suspended => State::Suspended,
                Status::Revoked => State::Revoked,
                Status::Superseded => State::Superseded,
            },
        );
        let mut lists = StatusLists::default();
        if case.lists != Lists::StatusMissing {
            lists.insert("klining".parse().expect("an id"), PLACE.list, list);
        }
        lists
    }
}
