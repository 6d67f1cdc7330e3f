//! Rounds over a directory: what is taken, kept, refused, told and counted.

use std::io::Write;
use std::path::Path;

use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;

use super::super::belief::fixtures::*;
use super::*;
use crate::domain::status::State;

/// A verifier at [`NOW`], its figures, and the directories that it fetches from and keeps copies in.
struct Stage {
    dir: tempfile::TempDir,
    registry: Registry,
    refresher: Refresher,
}

impl Stage {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let (refresher, registry) = started(&dir.path().join("kept"));
        Self { dir, registry, refresher }
    }

    fn put(&self, name: &ListName, text: &str) {
        LastGood::new(self.dir.path().join("issuer")).write(name, text.as_bytes()).expect("written");
    }

    fn round(&self) -> Round {
        self.refresher.round(&Source::directory(&self.dir.path().join("issuer")), Origin::Fetched)
    }

    fn kept(&self, name: &ListName) -> Option<String> {
        std::fs::read_to_string(self.dir.path().join("kept").join(name.to_string())).ok()
    }

    fn figures(&self) -> String {
        let mut figures = String::new();
        encode(&mut figures, &self.registry).expect("encoded");
        figures
    }
}

fn started(kept: &Path) -> (Refresher, Registry) {
    let mut registry = Registry::default();
    let counted = Counted::register(&mut registry, "absah");
    let kept = LastGood::new(kept);
    let (roots, given) = super::super::belief::roots(&[key(ROOT).public(), key(SAFE).public()]).expect("two roots");
    let belief = Belief::new(roots, given, kept.seen().expect("read")).expect("its own roots");
    (Refresher::new(belief, Some(kept), counted, Arc::new(|| at(0))), registry)
}

fn list() -> ListName {
    ListName::Status(id(), 0)
}

fn valid(seconds: i64) -> String {
    status(STATUS, "/status/klining/0", seconds, State::Valid)
}

/// Runs `work` in this thread and gives what it logged.
fn logged(work: impl FnOnce()) -> String {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("a log").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(subscriber, work);
    let bytes = log.0.lock().expect("a log").clone();
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn what_is_believed_is_kept_and_another_start_knows_it() {
    let stage = Stage::new();
    let (trust, status) = (trust(0, &lsp()), valid(0));
    stage.put(&ListName::Trust, &trust);
    stage.put(&list(), &status);
    let round = stage.round();
    assert_eq!((round.taken, round.unchanged, round.is_whole()), (2, 0, true));
    assert_eq!((stage.kept(&ListName::Trust), stage.kept(&list())), (Some(trust), Some(status)));
    let round = stage.round();
    assert_eq!((round.taken, round.unchanged), (0, 2));
    let (again, _) = started(&stage.dir.path().join("kept"));
    assert!(again.snapshot().trust.is_expired(at(0)), "nothing before it was loaded");
    again.load();
    assert_eq!(again.snapshot().statuses.iter().count(), 1);
    assert!(!again.snapshot().trust.is_expired(at(0)));
}

#[test]
fn a_refused_trust_list_is_told_once_counted_each_time_and_changes_nothing() {
    let mut twice = lsp();
    twice.keys.push(trusted(CERTIFICATE, crate::seal::keys::KeyUse::Report));
    let mut other = lsp();
    other.name_id = "LSP Lain".into();
    let mut altered = trust(1, &lsp());
    altered.replace_range(altered.len() - 1.., if altered.ends_with('A') { "B" } else { "A" });
    let mut expired = claims(1, &lsp());
    (expired.iat, expired.exp) = (NOW - 10, NOW - 1);
    for (text, reason) in [
        (trust(-1, &lsp()), "older"),
        (trust(0, &other), "same_iat"),
        (trust(601, &lsp()), "future"),
        (claims(1, &lsp()).sign(&key(SUCCESSOR), None), "root"),
        (claims(1, &lsp()).sign(&key(SUCCESSOR), Some(&"x".repeat(9))), "handover"),
        (claims(1, &lsp()).sign(&key(ROOT), Some(&handover(&[ROOT], SUCCESSOR))), "withdrawn"),
        (altered, "signature"),
        (trust(1, &twice), "kid_twice"),
        ("halo".to_owned(), "form"),
    ] {
        let stage = Stage::new();
        let good = trust(0, &lsp());
        stage.put(&ListName::Trust, &good);
        stage.round();
        stage.put(&ListName::Trust, &text);
        let log = logged(|| {
            for _ in 0..3 {
                let round = stage.round();
                assert!(!round.is_whole() && !round.is_failure(), "{reason}");
            }
        });
        let told = format!("reason=\"{reason}\"");
        assert_eq!((log.lines().count(), log.matches(&told).count()), (1, 1), "{reason}: {log}");
        let counted = format!("absah_lists_refused_total{{kind=\"trust\",reason=\"{reason}\"}} 3\n");
        assert!(stage.figures().contains(&counted), "{reason}: {}", stage.figures());
        assert_eq!(stage.kept(&ListName::Trust), Some(good), "{reason}");
        assert!(!stage.refresher.snapshot().trust.is_expired(at(0)), "{reason}");
    }
    let stage = Stage::new();
    stage.put(&ListName::Trust, &expired.sign(&key(ROOT), None));
    assert_eq!(stage.round().refused, [(ListName::Trust, Refusal::Expired)]);
    assert_eq!(stage.kept(&ListName::Trust), None);
}

#[test]
fn a_copy_that_was_tampered_with_is_refused_and_an_older_one_too() {
    let stage = Stage::new();
    stage.put(&ListName::Trust, &trust(0, &lsp()));
    stage.put(&list(), &valid(0));
    stage.round();
    let kept = LastGood::new(stage.dir.path().join("kept"));
    let loaded = || {
        let (refresher, _) = started(kept.dir());
        refresher.load();
        (refresher.snapshot().trust.lsps().len(), refresher.snapshot().statuses.iter().count())
    };
    assert_eq!(loaded(), (2, 1));
    kept.write(&list(), valid(-1).as_bytes()).expect("written");
    assert_eq!(loaded(), (2, 0), "an older list, truly signed");
    kept.write(&ListName::Trust, trust(-1, &lsp()).as_bytes()).expect("written");
    assert_eq!(loaded(), (0, 0), "an older trust list");
    kept.write(&ListName::Trust, b"halo").expect("written");
    assert_eq!(loaded(), (0, 0));
}

#[test]
fn the_figures_say_what_is_held_and_until_when() {
    let stage = Stage::new();
    assert!(stage.round().is_failure(), "nothing is there");
    assert!(stage.figures().contains("absah_lists_unreachable_total{kind=\"trust\"} 1\n"));
    stage.put(&ListName::Trust, &trust(0, &lsp()));
    stage.put(&list(), &valid(-5));
    stage.round();
    let figures = stage.figures();
    for line in [
        format!("absah_trust_list_issued_timestamp_seconds {NOW}"),
        format!("absah_trust_list_expires_timestamp_seconds {}", NOW + 86_400),
        format!("absah_status_lists_oldest_timestamp_seconds {}", NOW - 5),
        format!("absah_status_lists_next_expiry_timestamp_seconds {}", NOW + 3595),
        format!("absah_lists_refreshed_timestamp_seconds {NOW}"),
        "absah_lists_held{kind=\"status\"} 1".to_owned(),
        "absah_lists_held{kind=\"trust\"} 1".to_owned(),
    ] {
        assert!(figures.contains(&format!("{line}\n")), "{line}: {figures}");
    }
    let middle = stage.refresher.wait(None, 0, u32::MAX / 2);
    assert_eq!(middle.as_secs_f64().round(), 300.0, "by the status list's ttl");
}

#[test]
fn a_trust_list_that_is_handed_over_is_kept_and_an_older_one_refused() {
    let stage = Stage::new();
    let (newer, older) = (trust(1, &lsp()), trust(0, &lsp()));
    assert_eq!(stage.refresher.hand_over(&newer).taken, 1);
    assert_eq!(stage.refresher.hand_over(&newer).unchanged, 1);
    assert_eq!(stage.refresher.hand_over(&older).refused, [(ListName::Trust, Refusal::Older)]);
    assert_eq!(stage.kept(&ListName::Trust).as_ref(), Some(&newer));
    let (again, _) = started(&stage.dir.path().join("kept"));
    assert_eq!(again.hand_over(&older).refused, [(ListName::Trust, Refusal::Older)], "what was seen is remembered");
    again.load();
    assert_eq!(again.hand_over(&newer).unchanged, 1);
}

#[test]
fn a_list_of_another_address_is_refused_there() {
    let stage = Stage::new();
    stage.put(&ListName::Trust, &trust(0, &lsp()));
    stage.put(&list(), &valid(0));
    stage.put(&ListName::Status(id(), 1), &valid(0));
    let round = stage.round();
    assert_eq!(round.refused, [(ListName::Status(id(), 1), Refusal::Address)]);
    assert_eq!(stage.refresher.snapshot().statuses.iter().count(), 1);
}
