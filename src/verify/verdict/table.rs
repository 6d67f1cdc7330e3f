//! The verdict for every combination of what it depends on, held against the order of words written down
//! once more, and against a table that a person can read (`tests/golden/verdicts.txt`, rewritten with
//! `UPDATE_GOLDEN=1`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::*;
use stage::Stage;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/verdicts.txt");

macro_rules! axis {
    ($name:ident { $($value:ident => $text:literal),+ $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        enum $name { $($value),+ }

        impl $name {
            const ALL: &[Self] = &[$(Self::$value),+];

            fn name(self) -> &'static str {
                match self { $(Self::$value => $text),+ }
            }
        }
    };
}

axis!(Bytes { Garbage => "no token", Altered => "altered", Signed => "as signed" });
axis!(Key {
    Active => "active",
    Retired => "retired",
    Honoured => "compromised, honoured",
    NotHonoured => "compromised, not honoured",
    ListMissing => "compromised, honoured list missing",
    StateUnknown => "in a state not known here",
    Unknown => "unknown",
    OtherUse => "of another use",
    OutsidePeriod => "outside its period",
});
axis!(Licensed { Covers => "licensed", Lapsed => "not licensed" });
axis!(Scope { Covers => "in scope", Outside => "out of scope" });
axis!(Day { Before => "before", Within => "within", After => "after" });
axis!(Status { Valid => "valid", Suspended => "suspended", Revoked => "revoked", Superseded => "superseded" });
axis!(Lists {
    Fresh => "fresh lists",
    StatusStale => "status list past exp",
    StatusMissing => "no status list",
    TrustExpired => "trust list past exp",
});

#[derive(Clone, Copy, Debug)]
struct Case {
    bytes: Bytes,
    key: Key,
    licensed: Licensed,
    scope: Scope,
    day: Day,
    status: Status,
    lists: Lists,
}

impl Case {
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for &bytes in Bytes::ALL {
            for &key in Key::ALL {
                for &licensed in Licensed::ALL {
                    for &scope in Scope::ALL {
                        for &day in Day::ALL {
                            for &status in Status::ALL {
                                for &lists in Lists::ALL {
                                    all.push(Self { bytes, key, licensed, scope, day, status, lists });
                                }
                            }
                        }
                    }
                }
            }
        }
        all
    }

    fn name(self) -> String {
        let Self { bytes, key, licensed, scope, day, status, lists } = self;
        format!(
            "{} | key {} | {} | {} | {} | {} | {}",
            bytes.name(),
            key.name(),
            licensed.name(),
            scope.name(),
            day.name(),
            status.name(),
            lists.name()
        )
    }

    /// The word by the design: the first that applies, from what is worst to "valid".
    fn expected(self) -> Word {
        let Self { bytes, key, licensed, scope, day, status, lists } = self;
        if bytes == Bytes::Garbage {
            return Word::Unreadable;
        }
        if key == Key::Unknown {
            return if lists == Lists::TrustExpired { Word::StatusUnknown } else { Word::Untrusted };
        }
        if bytes == Bytes::Altered {
            return Word::Forged;
        }
        let barred = matches!(key, Key::NotHonoured | Key::OtherUse | Key::OutsidePeriod);
        if barred || licensed == Licensed::Lapsed || scope == Scope::Outside {
            return Word::Untrusted;
        }
        let told = matches!(lists, Lists::Fresh | Lists::TrustExpired);
        match (status, day) {
            (Status::Revoked, _) if told => Word::Revoked,
            (Status::Superseded, _) if told => Word::Superseded,
            (Status::Suspended, _) if told => Word::Suspended,
            (_, Day::After) => Word::Expired,
            (_, Day::Before) => Word::NotYetValid,
            (_, Day::Within) if !told || lists == Lists::TrustExpired => Word::StatusUnknown,
            (_, Day::Within) if matches!(key, Key::ListMissing | Key::StateUnknown) => Word::StatusUnknown,
            (_, Day::Within) => Word::Valid,
        }
    }
}

fn spelt(word: Word) -> String {
    serde_json::json!(word).as_str().expect("a word").to_owned()
}

#[test]
fn every_combination_has_the_word_that_the_design_gives_it() {
    let stage = Stage::new();
    let wrong: Vec<String> = Case::all()
        .into_iter()
        .map(|case| (case, stage.verdict(case).verdict))
        .filter(|(case, word)| *word != case.expected())
        .map(|(case, word)| format!("{}: {word:?}, not {:?}", case.name(), case.expected()))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), Case::all().len(), wrong.join("\n"));
}

#[test]
fn valid_has_exactly_one_way() {
    let stage = Stage::new();
    let valid = Case::all().into_iter().filter(|case| stage.verdict(*case).verdict == Word::Valid);
    let expected: Vec<String> = ["active", "retired", "compromised, honoured"]
        .map(|key| format!("as signed | key {key} | licensed | in scope | within | valid | fresh lists"))
        .into();
    assert_eq!(valid.map(Case::name).collect::<Vec<_>>(), expected);
}

#[test]
fn nothing_is_shown_of_what_is_not_proven_and_an_old_trust_list_is_always_said() {
    let stage = Stage::new();
    for case in Case::all() {
        let (verdict, name) = (stage.verdict(case), case.name());
        let proven = case.bytes == Bytes::Signed && case.key != Key::Unknown;
        assert_eq!(verdict.integrity == Integrity::Ok, proven, "{name}");
        assert_eq!(verdict.certificate.is_some(), proven, "{name}");
        assert_eq!((verdict.period.is_some(), verdict.status.is_some()), (proven, proven), "{name}");
        let unknown = case.key == Key::Unknown || case.bytes == Bytes::Garbage;
        assert_eq!(verdict.issuer.is_none(), unknown, "{name}");
        let said = verdict.findings.contains(&Finding::TrustListExpired);
        assert_eq!(said, case.lists == Lists::TrustExpired && case.bytes != Bytes::Garbage, "{name}");
    }
}

/// A line for each way to be trusted, a column for each status and age of lists; lines alike are told once.
#[test]
fn the_table_of_verdicts_is_the_one_that_was_read() {
    let stage = Stage::new();
    let mut blocks: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for &bytes in Bytes::ALL {
        for &key in Key::ALL {
            for &licensed in Licensed::ALL {
                for &scope in Scope::ALL {
                    let mut rows = Vec::new();
                    for &day in Day::ALL {
                        for &status in Status::ALL {
                            let words = Lists::ALL.iter().map(|&lists| {
                                let case = Case { bytes, key, licensed, scope, day, status, lists };
                                format!("{:<16}", spelt(stage.verdict(case).verdict))
                            });
                            let row: String = words.collect();
                            rows.push(format!("  {:<7} {:<11} {}", day.name(), status.name(), row.trim_end()));
                        }
                    }
                    let title = format!("{}, key {}, {}, {}", bytes.name(), key.name(), licensed.name(), scope.name());
                    blocks.entry(rows).or_default().push(title);
                }
            }
        }
    }
    let mut table =
        "Every verdict. Rows: the day asked about, the status. Columns: how good the lists are.\n".to_owned();
    let head = "fresh           status old      no status       trust list old";
    let mut blocks: Vec<_> = blocks.into_iter().collect();
    blocks.sort_by(|(_, a), (_, b)| a.cmp(b));
    for (rows, titles) in blocks {
        let _ = write!(table, "\n{}\n\n  day     status      {head}\n{}\n", titles.join("\n"), rows.join("\n"));
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(GOLDEN, &table).expect("written");
    }
    let golden = std::fs::read_to_string(GOLDEN).expect("tests/golden/verdicts.txt");
    assert!(table == golden, "the verdicts are not those of tests/golden/verdicts.txt; UPDATE_GOLDEN=1 rewrites it");
}

mod stage;
