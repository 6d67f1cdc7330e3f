//! Every kind of change: journalled with who did it, refused where somebody else was faster, and nothing to certificates
//! of before.

use std::io::Cursor;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use jiff::Timestamp;
use jiff::civil::date;
use zeroize::Zeroizing;

use super::*;
use crate::domain::account::Role;
use crate::domain::act::Act;
use crate::domain::id::CertificateId;
use crate::domain::issuer::Console;
use crate::domain::number::Scope;
use crate::domain::term::Expiry;
use crate::office::accounts::member::Narrow as _;
use crate::office::accounts::{Administrator, Member, Proven};
use crate::office::design::Output;
use crate::office::handout;
use crate::office::intake::Photos;
use crate::office::issue::{Batch, RosterHash, issue};
use crate::office::key_ring::KeyRing;
use crate::office::keys::{NewKey, make};
use crate::office::progress::Teller;
use crate::office::requests::{next, waits};
use crate::office::trust::{Root, RootName, sign_if_rooted};
use crate::office::{Actor, By, intake, lsp, lsp_file};
use crate::seal::key_cost::Cost;
use crate::seal::key_files::KeyFiles;
use crate::seal::keys::KeyUse;
use crate::seal::spelling::to_base64url;
use crate::store::Store;

const DAY: jiff::civil::Date = date(2026, 6, 3);

fn random() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

fn now() -> Timestamp {
    "2026-06-03T03:00:00Z".parse().expect("an instant")
}

/// An office of one LSP with a key to sign certificates.
struct World {
    office: Office,
    lsp: LspId,
    _dir: tempfile::TempDir,
}

async fn world() -> World {
    let dir = tempfile::tempdir().expect("a directory");
    let ring = KeyRing::new(KeyFiles::new(dir.path()), Some(Zeroizing::new("kata sandi untuk uji".to_owned())));
    let store = Store::migrate(&crate::store::sqlite_url(dir.path())).await.expect("tables");
    let office = Office::new(store, ring.with_cost(Some(Cost::LIGHT)));
    let site = "https://cek.lsp.example".parse().expect("a site");
    let described = lsp_file::read(include_str!("../../../templates/demo/lsps.json"), Some(&site)).expect("LSPs");
    let (by, id) = (By::alone(Actor::Console { user: "uji".to_owned() }, now()), described[0].lsp.id.clone());
    lsp::keep(&office, &described[0].lsp, &Design::default(), &by).await.expect("kept");
    let key = NewKey { lsp: &id, key_use: KeyUse::Certificate, from: Some(date(2015, 1, 1)) };
    make(&office, key, &by, &mut random()).await.expect("a key");
    World { office, lsp: id, _dir: dir }
}

impl World {
    fn admin(&self) -> Standing<Administers> {
        let member = Member::invented(7, &self.lsp, &[Role::Administrator]);
        let admin = Proven::of(Administrator::narrow(member).expect("one")).expect("proven");
        Standing::administrator(&admin, now())
    }

    async fn present(&self) -> Present {
        Present::read(&self.office, &self.lsp).await.expect("an LSP")
    }

    async fn change(&self, part: Part, change: impl FnOnce(&mut Lsp, &mut Design)) -> Result<Outcome, SettingError> {
        let seen = self.present().await.seen(&part);
        super::change(&self.office, &self.admin(), &part, &seen, change).await
    }

    /// Issues to one invented person, and gives her certificate.
    async fn issue(&self, name: &str, nik: &str) -> CertificateId {
        let by = By::alone(Actor::Console { user: "uji".to_owned() }, now());
        let acting = self.office.issuing(&self.lsp, by).await.expect("an LSP that may issue");
        let csv = format!("nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\n{name},{nik},CS-01,2026-05-06,K\n");
        let roster = intake::read(&self.office, acting.lsp(), csv.as_bytes(), DAY, now()).await.expect("an answer");
        let (hash, photos) = (RosterHash::of(nik.as_bytes()), Photos::new());
        let roster = roster.expect("a roster");
        let batch = Batch { roster, hash, issued_on: DAY, skip_refused: false, photos: &photos };
        let issued = issue(&acting, batch, &mut random(), &Teller::default()).await.expect("issued");
        issued.certificates[0]
    }

    async fn sheet(&self, id: CertificateId) -> Vec<u8> {
        let printing = self.office.store.printings(&[id], None).await.expect("asked").remove(0);
        let design = Design::read(&self.office.store.version(&printing.form_version).await.expect("a design"));
        let press = design.expect("a design").press(Output::Digital).expect("a press");
        handout::draw(&printing, None, &press, None).expect("a sheet")
    }
}

fn picture() -> String {
    let mut file = Cursor::new(Vec::new());
    let picture = image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(8, 8, image::Rgb([200, 0, 0])));
    picture.write_to(&mut file, image::ImageFormat::Png).expect("a PNG");
    to_base64url(&file.into_inner())
}

#[tokio::test]
async fn whatever_is_changed_is_journalled_shows_and_changes_no_certificate_of_before() {
    let world = world().await;
    let certificate = world.issue("Orang Rekaan Satu", "9951010101900001").await;
    let before = world.sheet(certificate).await;
    type Change = (Part, fn(&mut Lsp, &mut Design));
    let code: SchemeCode = "CS-01".parse().expect("a code");
    let changes: [Change; 9] = [
        (Part::Particulars, |lsp, _| lsp.signatory = "Direktur Rekaan Baru".to_owned()),
        (Part::Particulars, |lsp, _| lsp.city = "Serang".to_owned()),
        (Part::Particulars, |lsp, _| lsp.site = "https://baru.lsp.example".parse().expect("a site")),
        (Part::Particulars, |lsp, _| (lsp.console, lsp.expiry) = (Console::Closed, Expiry::DayBefore)),
        (Part::Particulars, |lsp, _| lsp.numbering.certificate.start = 500),
        (Part::Scheme(code.clone()), |lsp, _| lsp.schemes[0].units[0].title_id += " (baru)"),
        (Part::Design, |_, design| design.digital = design.digital.replace("SERTIFIKAT", "IJAZAH")),
        (Part::Design, |_, design| design.logo = Some(picture())),
        (Part::Design, |_, design| design.signature = Some(picture())),
    ];
    for (at, (part, change)) in changes.into_iter().enumerate() {
        let seen = world.present().await;
        assert_eq!(world.change(part.clone(), change).await.expect("changed"), Outcome::Kept(Vouched::Alike), "{at}");
        assert_ne!(world.present().await.seen(&part), seen.seen(&part), "{at}: it shows");
        let newest = world.office.store.journal(&world.lsp).await.expect("a journal").pop().expect("an entry");
        assert_eq!((newest.act, newest.actor.as_str()), (Act::Lsp, "account:orang7"), "{at}");
        assert_eq!(newest.body["from"], "203.0.113.7", "{at}");
        assert!(world.sheet(certificate).await == before, "{at}: the same bytes as ever");
        assert_eq!(world.change(part, change).await.expect("no change").eq(&Outcome::Same), at != 5, "{at}: once");
    }
    let entries = world.office.store.journal(&world.lsp).await.expect("a journal").len();
    assert_eq!(world.change(Part::Design, |_, _| {}).await.expect("no change"), Outcome::Same);
    assert_eq!(world.office.store.journal(&world.lsp).await.expect("a journal").len(), entries, "nothing was written");
}

#[tokio::test]
async fn the_second_of_two_who_change_the_same_is_told_and_another_part_is_in_nobody_s_way() {
    let world = world().await;
    let seen = world.present().await;
    let (particulars, design) = (seen.seen(&Part::Particulars), seen.seen(&Part::Design));
    world.change(Part::Particulars, |lsp, _| lsp.city = "Serang".to_owned()).await.expect("the first");
    let who = world.admin();
    let late = change(&world.office, &who, &Part::Particulars, &particulars, |lsp, _| lsp.city = "Lebak".to_owned());
    assert!(matches!(late.await, Err(SettingError::Changed)));
    assert_eq!(world.present().await.lsp().city, "Serang");
    let other = change(&world.office, &who, &Part::Design, &design, |_, design| design.logo = Some(picture()));
    assert_eq!(other.await.expect("changed"), Outcome::Kept(Vouched::Alike));
    let now = world.present().await;
    assert!(now.design.logo.is_some() && now.lsp().city == "Serang", "both stand");
    // Somebody writes between the reading and the keeping.
    let (pointers, mut mine) = (now.taken.pointers(), now.lsp().clone());
    world.change(Part::Particulars, |lsp, _| lsp.city = "Cilegon".to_owned()).await.expect("in between");
    mine.city = "Lebak".to_owned();
    let raced = keep_over(&world.office, Some(&pointers), &mine, &now.design, &who.by()).await;
    assert!(matches!(raced, Err(Error::Changed(_))));
    assert_eq!(world.present().await.lsp().city, "Cilegon");
}

#[tokio::test]
async fn the_next_numbers_are_those_that_are_taken() {
    let world = world().await;
    let shown = async || {
        let present = world.present().await;
        let next = next(&world.office, present.lsp(), &present.lsp().numbering, DAY).await.expect("numbers").remove(0);
        (next.certificate, next.registration)
    };
    let taken = async |id: CertificateId| {
        let printing = world.office.store.printings(&[id], None).await.expect("asked").remove(0);
        (printing.certificate.number, printing.certificate.registration)
    };
    let first = shown().await;
    assert_eq!(taken(world.issue("Orang Rekaan Satu", "9951010101900001").await).await, first);
    world
        .change(Part::Particulars, |lsp, _| {
            lsp.numbering.certificate.start = 88;
            lsp.numbering.registration.scope = Scope::SchemeYear;
            lsp.numbering.registration.shape = "{letters} {scheme} {sequence:5} {year}".parse().expect("a shape");
        })
        .await
        .expect("changed");
    let second = shown().await;
    assert!(second.0.contains("0000088") && second != first, "{second:?}");
    assert_eq!(taken(world.issue("Orang Rekaan Dua", "9951010101900002").await).await, second);
}

#[tokio::test]
async fn what_cannot_be_printed_or_would_disown_certificates_is_refused_with_every_fault() {
    let world = world().await;
    world.issue("Orang Rekaan Satu", "9951010101900001").await;
    let two = world.change(Part::Particulars, |lsp, _| (lsp.city, lsp.name_en) = (String::new(), String::new())).await;
    assert!(matches!(two, Err(SettingError::Invalid(faults)) if faults.len() == 2));
    let broken = world.change(Part::Design, |_, design| design.digital.push_str("\n[nothing]\n")).await;
    assert!(matches!(broken, Err(SettingError::Proof(_))));
    let ended = world.change(Part::Scheme("CS-01".parse().expect("a code")), |lsp, _| {
        lsp.schemes[0].until = Some(date(2026, 6, 2));
    });
    assert!(matches!(ended.await, Err(SettingError::Office(Error::Disowned(_)))));
}

#[tokio::test]
async fn what_verifiers_have_to_learn_is_signed_by_a_root_that_is_here_and_waits_for_one_that_is_not() {
    let world = world().await;
    let keys = &world.office.keys;
    Root::make(keys, &RootName::FIRST, &mut random()).await.expect("a root");
    assert!(sign_if_rooted(&world.office, now()).await.expect("signed").is_some());
    let kept = async |change: fn(&mut Lsp, &mut Design)| match world.change(Part::Whole, change).await {
        Ok(Outcome::Kept(vouched)) => vouched,
        other => panic!("{other:?}"),
    };
    assert_eq!(kept(|lsp, _| lsp.city = "Serang".to_owned()).await, Vouched::Alike);
    assert_eq!(kept(|lsp, _| lsp.name_en = "Invented Body".to_owned()).await, Vouched::Published);
    assert_eq!(kept(|lsp, _| lsp.schemes[0].until = Some(date(2026, 6, 2))).await, Vouched::Published);
    assert!(!waits_for_root(&world.office, &world.lsp).await.expect("an answer"));
    assert_eq!(kept(|lsp, _| lsp.schemes[0].until = None).await, Vouched::Held, "days that are over count again");
    assert!(waits_for_root(&world.office, &world.lsp).await.expect("an answer"));
    kept(|lsp, _| lsp.schemes[0].until = Some(date(2026, 6, 2))).await;
    std::fs::remove_file(keys.files().path(&RootName::FIRST.to_string())).expect("taken away");
    assert_eq!(kept(|lsp, _| lsp.name_en = "Another Body".to_owned()).await, Vouched::Waits);
    assert!(waits_for_root(&world.office, &world.lsp).await.expect("an answer"));
}

#[tokio::test]
async fn how_long_requests_wait_stands_in_the_journal_and_is_changed_in_place_of_what_was_seen() {
    let world = world().await;
    assert_eq!(waits(&world.office, &world.lsp).await.expect("days"), 30);
    let set = async |seen, wanted| set_request_days(&world.office, &world.admin(), seen, wanted).await;
    set(30, 14).await.expect("set");
    assert!(matches!(set(30, 20).await, Err(SettingError::Changed)));
    assert!(matches!(set(14, 366).await, Err(SettingError::Days)));
    world.change(Part::Particulars, |lsp, _| lsp.city = "Serang".to_owned()).await.expect("changed");
    assert_eq!(waits(&world.office, &world.lsp).await.expect("days"), 14, "other settings leave it alone");
    // Whoever has the database alone lets nothing live longer.
    let name = format!("request_days {}", world.lsp);
    world.office.store.set_setting(&name, "365").await.expect("written");
    assert_eq!(waits(&world.office, &world.lsp).await.expect("days"), 14);
}

#[tokio::test]
async fn what_was_taken_in_with_a_fault_is_in_no_other_change_s_way() {
    let world = world().await;
    let by = By::alone(Actor::Console { user: "uji".to_owned() }, now());
    let mut lsp = world.present().await.lsp().clone();
    (lsp.schemes[0].from, lsp.schemes[0].until) = (Some(date(2026, 1, 2)), Some(date(2026, 1, 1)));
    lsp.numbering.registration.start = 0;
    lsp::keep(&world.office, &lsp, &Design::default(), &by).await.expect("kept, as files of before were");
    let city = world.change(Part::Particulars, |lsp, _| lsp.city = "Serang".to_owned()).await;
    assert!(matches!(city, Ok(Outcome::Kept(_))), "{city:?}");
    let licence = world.change(Part::Particulars, |lsp, _| lsp.licences[0].number.clear()).await;
    assert!(matches!(licence, Err(SettingError::Invalid(faults)) if faults.len() == 1));
    assert_eq!(world.present().await.lsp().city, "Serang");
}
