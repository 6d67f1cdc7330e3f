//! Figures as ratios of two things run side by side, in turns, so that a noisy machine troubles both.
//!
//! ```text
//! cargo bench --bench ratios
//! ```

use std::hint::black_box;
use std::time::{Duration, Instant};

use absah::domain::issuer::Lsp;
use absah::office::design::Design;
use absah::office::intake::{self, Photos};
use absah::office::issue::{Batch, RosterHash, issue};
use absah::office::key_ring::KeyRing;
use absah::office::keys::{NewKey, make};
use absah::office::lsp::keep;
use absah::office::progress::Teller;
use absah::office::{Actor, By, Office, lsp_file};
use absah::seal::key_files::KeyFiles;
use absah::seal::keys::{KeyUse, PrivateKey};
use absah::seal::status_list::{StatusList, StatusLists};
use absah::seal::token::{self, Claims, StatusRef};
use absah::seal::trust_list::{KeyState, TrustedKey};
use absah::store::{Store, sqlite_url};
use absah::verify::{Asked, verify};
use ed25519_dalek::{Signer as _, SigningKey};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use jiff::Timestamp;
use jiff::civil::date;

const ROUNDS: usize = 21;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    verifying(&runtime);
    issuing(&runtime);
}

fn lsps() -> Vec<Lsp> {
    let site = "https://cek.lsp.example".parse().expect("a site");
    let lsps = lsp_file::read(include_str!("../templates/demo/lsps.json"), Some(&site)).expect("LSPs");
    lsps.into_iter().map(|described| described.lsp).collect()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// `verify` of a token against a bare `verify_strict` of as many bytes, thousands of distinct ones.
fn verifying(runtime: &tokio::runtime::Runtime) {
    const TOKENS: u32 = 2000;
    let dir = tempfile::tempdir().expect("a directory");
    let now = Timestamp::constant(1_780_000_000, 0);
    let by = By::alone(Actor::Console { user: "bench".to_owned() }, now);
    let trust = runtime.block_on(async {
        installation(dir.path(), &by).await.close().await;
        let store = Store::open(&sqlite_url(dir.path())).await.expect("a store");
        let public = PrivateKey::from_seed(&[7; 32]).public();
        let (key_use, state, from) = (KeyUse::Certificate, KeyState::Active, date(2015, 1, 1));
        let mut writing = store.write(&"klining".parse().expect("an id")).await.expect("a lock");
        writing.insert_key(&TrustedKey { public, key_use, state, from, until: None }).await.expect("kept");
        writing.commit().await.expect("committed");
        store.declared().await.expect("a trust list").trust
    });
    let mut statuses = StatusLists::default();
    statuses.insert("klining".parse().expect("an id"), 0, StatusList::new(now, Timestamp::MAX));
    let (key, signing) = (PrivateKey::from_seed(&[7; 32]), SigningKey::from_bytes(&[7; 32]));
    let tokens: Vec<Vec<u8>> = (0..TOKENS)
        .map(|index| {
            let claims = Claims {
                number: format!("81210 9112 2 {index:07} 2025"),
                holder: format!("Siti Rekaan {}", "abcdefghij".chars().nth(index as usize % 10).unwrap_or('x'))
                    .parse()
                    .expect("a name"),
                scheme_code: "CS-01".parse().expect("a code"),
                scheme_title: "Petugas Kebersihan Gedung".into(),
                nbf: Timestamp::constant(1_750_000_000, 0),
                exp: Timestamp::constant(1_840_000_000, 0),
                status: StatusRef { list: 0, index },
            };
            token::sign(&claims, &key).expect("signed")
        })
        .collect();
    let bare: Vec<_> =
        tokens.iter().map(|bytes| (&bytes[..bytes.len() - 66], signing.sign(&bytes[..bytes.len() - 66]))).collect();
    let public = signing.verifying_key();
    let (mut ours, mut strict) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for (message, signature) in &bare {
            black_box(public.verify_strict(message, signature)).expect("good");
        }
        strict.push(start.elapsed() / TOKENS);
        let start = Instant::now();
        for bytes in &tokens {
            black_box(verify(bytes, &trust, &statuses, Asked::at(now)));
        }
        ours.push(start.elapsed() / TOKENS);
    }
    let words = tokens.iter().map(|bytes| verify(bytes, &trust, &statuses, Asked::at(now)).verdict);
    assert!(words.into_iter().all(|word| word == absah::verify::verdict::Word::Valid), "all are valid");
    let (ours, strict) = (median(ours), median(strict));
    println!("verify {ours:?}, bare verify_strict {strict:?}: ratio {:.3}", ours.as_secs_f64() / strict.as_secs_f64());
}

/// A roster of 10,000 read, numbered, signed and stored, and its cost a certificate against 1,000's.
fn issuing(runtime: &tokio::runtime::Runtime) {
    let (mut large, mut small) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        small.push(runtime.block_on(issued(1_000)) / 1_000);
        let all = runtime.block_on(issued(10_000));
        large.push(all / 10_000);
    }
    let (large, small) = (median(large), median(small));
    println!("10,000 issued in {:?} on SQLite, synchronous = full", large * 10_000);
    println!(
        "a certificate at 10,000 {large:?}, at 1,000 {small:?}: ratio {:.3}",
        large.as_secs_f64() / small.as_secs_f64()
    );
}

async fn issued(people: usize) -> Duration {
    let dir = tempfile::tempdir().expect("a directory");
    let by = By::alone(Actor::Console { user: "bench".to_owned() }, Timestamp::constant(1_780_000_000, 0));
    let office = installation(dir.path(), &by).await;
    let acting = office.issuing(&"klining".parse().expect("an id"), by.clone()).await.expect("it may issue");
    let issued_on = date(2025, 6, 2);
    let csv = people_csv(people);
    let start = Instant::now();
    let roster = intake::read(&office, acting.lsp(), csv.as_bytes(), issued_on, by.now).await.expect("read");
    let (roster, photos) = (roster.expect("a roster"), Photos::new());
    let hash = RosterHash::of(csv.as_bytes());
    let batch = Batch { roster, hash, issued_on, skip_refused: false, photos: &photos };
    let outcome = issue(&acting, batch, &mut UnwrapErr(SysRng), &Teller::default()).await.expect("issued");
    let took = start.elapsed();
    assert_eq!(outcome.issued, people);
    office.close().await;
    took
}

/// LSPs and a key that is open already: opening it costs the same however many are issued.
async fn installation(dir: &std::path::Path, by: &By) -> Office {
    let store = Store::migrate(&sqlite_url(dir)).await.expect("a store");
    let passphrase = Some("kata sandi".to_owned().into());
    let office = Office::new(store, KeyRing::new(KeyFiles::new(dir.join("keys")), passphrase));
    for lsp in lsps() {
        keep(&office, &lsp, &Design::default(), by).await.expect("kept");
    }
    let (lsp, key_use) = (&"klining".parse().expect("an id"), KeyUse::Certificate);
    let new = NewKey { lsp, key_use, from: Some(date(2015, 1, 1)) };
    make(&office, new, by, &mut UnwrapErr(SysRng)).await.expect("a key");
    office
}

fn people_csv(people: usize) -> String {
    let mut csv = "nama_asesi,nik,kode_skema,tanggal_uji,tempat_lahir,tanggal_lahir,status_kompeten\n".to_owned();
    for person in 0..people {
        csv.push_str(&format!(
            "Orang Rekaan,99{person:06}010190{:02},CS-01,2025-05-06,Contoh,01/01/1990,K\n",
            person % 90 + 10
        ));
    }
    csv
}
