//! Three certificates of one event, issued once and handed over in every way there is.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use axum::body::Bytes;
use calamine::{Data, Reader as _, Xlsx};
use jiff::civil::date;
use lopdf::{Document, Object};
use zip::ZipArchive;

use super::*;
use crate::domain::event::{Event, Institution, Tuk};
use crate::domain::id::{EventId, KeptId};
use crate::office::accounts::member::Narrow as _;
use crate::office::accounts::{Approver, Member, Operator, Proven};
use crate::office::kept::{HandedIn, hand_in};
use crate::office::progress::Teller;
use crate::office::requests::{approve, carry_out, look, submit};
use crate::office::standing::Standing;
use crate::office::{events, jobs, keys};
use crate::seal::spelling;
use crate::seal::status_list::{StatusList, StatusLists};
use crate::verify::verdict::{Asked, Word};
use crate::verify::{document, verify};

const ROSTER: &str = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten,instansi,nomor_blanko
Siti Rekaan,9951010101900001,CS-01,2026-11-02,K,PT Rekaan Satu,0000007
Budi D'Rekaan,9951010101900002,CS-01,2026-11-02,K,=PT Rekaan Dua,
Ani Rekaan,9951010101900003,CS-02,2026-11-02,K,,
Dodi Rekaan,9951010101900004,CS-02,2026-11-02,BK,,
Eka Rekaan,9951010101900005,CS-02,,,,
";

pub(super) fn chance() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// Issues the roster through two people.
pub(super) async fn issued(world: &World) -> (EventId, KeptId) {
    let (office, lsp, now) = (&*world.office, world.lsps[0].clone(), world.now());
    keys::make_first(office, &lsp, None, &console(), &mut chance()).await.expect("keys");
    let person = |account, role| Member::invented(account, &lsp, &[role]);
    let siti = Standing::operator(&Operator::narrow(person(1, Role::Operator)).expect("one"), now);
    let budi = Approver::narrow(person(2, Role::Approver)).and_then(Proven::of).expect("one");
    let budi = Standing::proven(&budi, now);
    let event = Event {
        name: "Sertifikasi Rekaan".to_owned(),
        tuk: Tuk::TempatKerja,
        place: "Gedung Rekaan".to_owned(),
        starts_on: date(2026, 11, 2),
        ends_on: date(2026, 11, 3),
        quota_asked: Some(5),
        quota_granted: None,
        institutions: vec![Institution { name: "PT Rekaan Satu".to_owned(), planned: 6 }],
        waves: Vec::new(),
    };
    let event = events::add(office, &siti, &event, &mut chance()).await.expect("an event");
    let (file_name, file, issued_on) = ("peserta.csv", ROSTER.as_bytes(), date(2026, 11, 20));
    let new = HandedIn { event: &event, wave: None, file_name, file, issued_on };
    let kept = hand_in(office, &siti, new, &mut chance()).await.expect("kept");
    let request = submit(office, &siti, &kept, 1, &mut chance()).await.expect("submitted");
    let seen = look(office, &lsp, &request, now).await.expect("seen").hash;
    let job = approve(office, &budi, &request, &seen, &mut chance()).await.expect("approved");
    let job = jobs::one(office, &lsp, &job).await.expect("asked").expect("a job");
    carry_out(office, &job, now, &mut chance(), &Teller::default()).await.expect("issued");
    (event, kept)
}

pub(super) async fn bytes(answer: Response) -> Bytes {
    to_bytes(answer.into_body(), 64 << 20).await.expect("a whole body")
}

fn cells(workbook: Vec<u8>) -> Vec<Vec<Data>> {
    let mut workbook = Xlsx::new(Cursor::new(workbook)).expect("a workbook");
    let sheet = workbook.worksheet_range_at(0).expect("a sheet").expect("a sheet");
    sheet.rows().map(<[Data]>::to_vec).collect()
}

fn text_of(cell: &Data) -> String {
    cell.to_string()
}

/// What an event's certificates come to, in every form.
#[tokio::test]
async fn certificates_are_handed_over_as_they_were_issued() {
    let world = world().await;
    let (event, kept) = issued(&world).await;
    let lsp = &world.lsps[0];
    world.settled("opr", lsp, Role::Operator).await;
    world.settled("periksa", lsp, Role::Auditor).await;
    world.settled("lain", &world.lsps[1], Role::Operator).await;
    let operator = world.enter("opr", None).await;
    let form = format!("kegiatan={event}&daftar={kept}");
    let at = |rest: &str| format!("/office/{lsp}/serah{rest}");

    // The ZIP: every PDF, each as it was signed, and the two lists.
    let answer = world.send(&at("/zip"), Some(&operator), &form).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let zip = bytes(answer).await;
    let mut archive = ZipArchive::new(Cursor::new(zip.to_vec())).expect("a whole ZIP");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("text").into_owned()).collect();
    let pdfs: Vec<&String> = names.iter().filter(|name| name.ends_with(".pdf")).collect();
    assert_eq!((pdfs.len(), names.len()), (3, 5), "{names:?}");
    assert!(pdfs.iter().any(|name| name.ends_with(" Budi D'Rekaan.pdf")), "{pdfs:?}");
    let mut statuses = StatusLists::default();
    let until = world.now() + jiff::SignedDuration::from_hours(1);
    statuses.insert(lsp.clone(), 0, StatusList::new(world.now(), until));
    let trust = world.store.declared().await.expect("trust").trust;
    let (mut numbers, mut sheets_in_all) = (Vec::new(), 0);
    for name in pdfs {
        let mut pdf = Vec::new();
        archive.by_name(name).expect("a file").read_to_end(&mut pdf).expect("whole");
        sheets_in_all += Document::load_mem(&pdf).expect("a PDF").get_pages().len();
        let read = document::read(&pdf).expect("a PDF");
        let symbol = read.pages[0].symbols.first().expect("a QR");
        let token = spelling::read(symbol).expect("a QR of ours").bytes;
        let verdict = verify(&token, &trust, &statuses, Asked::at(world.now()));
        assert_eq!(verdict.verdict, Word::Valid, "{name}");
        numbers.push(verdict.certificate.expect("shown").number);
    }
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 3);
    let mut list = String::new();
    archive.by_name("certificates.csv").expect("a file").read_to_string(&mut list).expect("text");
    assert!(numbers.iter().all(|number| list.contains(number)), "{list}");
    let mut register = Vec::new();
    archive.by_name("daftar.xlsx").expect("a file").read_to_end(&mut register).expect("whole");
    let register = cells(register);
    assert_eq!(register[2][3], Data::String("'=PT Rekaan Dua".to_owned()), "no formula comes out");
    assert_eq!((register.len(), text_of(&register[1][2])), (4, "0001".to_owned()));

    // One file for the printer: the roster's order, and each font once.
    for sheet in ["digital", "blanko"] {
        let answer = world.send(&at("/cetak"), Some(&operator), &format!("{form}&lembar={sheet}")).await;
        let pdf = bytes(answer).await;
        let doc = Document::load_mem(&pdf).expect("a PDF");
        let pages = document::texts(&pdf).expect("text");
        let faces = pages.iter().filter(|page| page.contains("No. Reg.")).count();
        assert_eq!((faces, doc.get_pages().len()), (3, pages.len()), "{sheet}");
        assert!(sheet == "blanko" || pages.len() == sheets_in_all, "{} of {sheets_in_all}", pages.len());
        let fonts = doc.objects.values().filter_map(|object| object.as_dict().ok());
        let fonts: Vec<&Object> = fonts.filter_map(|font| font.get(b"FontName").ok()).collect();
        let distinct: BTreeSet<String> = fonts.iter().map(|name| format!("{name:?}")).collect();
        assert!(!fonts.is_empty() && distinct.len() == fonts.len(), "{sheet}: {fonts:?}");
        let order: Vec<usize> = ["Siti", "Budi", "Ani"]
            .iter()
            .map(|name| pages.iter().position(|page| page.contains(name)).expect("named"))
            .collect();
        assert!(order.is_sorted(), "{order:?}");
    }

    // What is signed for.
    let sheet = cells(bytes(world.send(&at("/tanda-terima"), Some(&operator), &form).await).await.to_vec());
    let first = sheet.iter().position(|row| text_of(&row[0]) == "No.").expect("headings") + 1;
    assert_eq!(sheet.len() - first, 3);
    assert_eq!(sheet[first][0], Data::Float(1.0));
    let row: Vec<String> = sheet[first + 1].iter().map(text_of).collect();
    assert_eq!(row[..3], ["2", "Budi D'Rekaan", "0002"].map(str::to_owned));
    assert!(numbers.contains(&row[3]) && row[4] == "'=PT Rekaan Dua", "{row:?}");
    let auditor = world.enter("periksa", None).await;
    let page = text(world.get(&format!("{}?{form}", at("/tanda-terima")), Some(&auditor)).await).await;
    assert!(page.contains("Ani Rekaan") && page.contains("0003") && !page.contains("9951010101900003"));
    let page = text(world.get(&format!("{}?{form}", at("/pemegang")), Some(&operator)).await).await;
    assert_eq!(page.matches("https://wa.me/?text=Yth.%20").count(), 3);
    assert_eq!(page.matches("readonly value=\"https://cek.lsp.example/v/").count(), 3);

    // Who handed out what stands in the journal, and no name does.
    let journal = world.store.journal(lsp).await.expect("a journal");
    let handed: Vec<String> = journal
        .iter()
        .filter(|entry| entry.act == crate::domain::act::Act::HandOut)
        .map(|entry| format!("{} {} {}", entry.actor, entry.body["what"], entry.body["count"]))
        .collect();
    let expected = ["zip", "digital", "blanko", "receipt"].map(|what| format!("account:opr \"{what}\" 3"));
    assert_eq!(handed, expected);

    // The pages from which it is done.
    for path in [
        format!("/office/{lsp}/kegiatan/{event}"),
        format!("/office/{lsp}/kegiatan/{event}/serah"),
        format!("/office/{lsp}/kegiatan/{event}/laporan"),
        format!("/office/{lsp}/laporan?tahun=2026"),
        at("?dari=2026-11-20&sampai=2026-11-20"),
        at("/pencetak"),
    ] {
        assert_eq!(world.get(&path, Some(&operator)).await.status(), StatusCode::OK, "{path}");
    }
    let kept = world.send(&at("/pencetak"), Some(&operator), "semua-dx=1,5&semua-dy=").await;
    assert_eq!(kept.status(), StatusCode::SEE_OTHER);
    let journal = world.store.journal(lsp).await.expect("a journal");
    let last = journal.last().expect("an entry");
    assert_eq!((&last.act, last.actor.as_str()), (&crate::domain::act::Act::Setting, "account:opr"));
    assert!(last.body["printer"].as_str().is_some_and(|offsets| offsets.contains("1.5")), "{}", last.body);
    let other = world.enter("lain", None).await;
    let theirs = format!("/office/{}", world.lsps[1]);
    for rest in
        [format!("/kegiatan/{event}/serah"), format!("/kegiatan/{event}/laporan"), format!("/serah/pemegang?{form}")]
    {
        assert_eq!(world.get(&format!("{theirs}{rest}"), Some(&other)).await.status(), StatusCode::NOT_FOUND, "{rest}");
    }
    let answer = world.send(&format!("{theirs}/serah/zip"), Some(&other), &form).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);

    // Nothing to hand over is said in words, not by an empty ZIP.
    let answer = world.send(&at("/zip"), Some(&operator), "dari=2020-01-01&sampai=2020-01-02").await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(answer).await.contains("Tidak ada sertifikat yang dapat diserahkan."));

    // The report that BNSP asks for.
    let report = world.get(&format!("/office/{lsp}/kegiatan/{event}/laporan.xlsx"), Some(&auditor)).await;
    let report = cells(bytes(report).await.to_vec());
    let numbers = |code: &str| -> Vec<f64> {
        let row = report.iter().find(|row| row.iter().any(|cell| text_of(cell) == code)).expect("a row");
        row[3..8].iter().filter_map(|cell| if let Data::Float(number) = cell { Some(*number) } else { None }).collect()
    };
    assert_eq!(numbers("CS-01"), [2.0, 0.0, 2.0, 0.0, 2.0]);
    assert_eq!(numbers("CS-02"), [1.0, 1.0, 2.0, 1.0, 3.0]);
    assert_eq!(numbers("Jumlah"), [3.0, 1.0, 4.0, 1.0, 5.0]);
    let year = world.get(&format!("/office/{lsp}/laporan/tahun.csv?tahun=2026"), Some(&auditor)).await;
    let year = text(year).await;
    assert!(year.ends_with("\"Jumlah\",\"\",\"5\",\"4\",\"3\",\"1\",\"1\",\"3\"\n"), "{year}");
}
