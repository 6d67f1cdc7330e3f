//! A PDF of a few hundred bytes whose one page takes for ever to draw, from a dozen addresses at once, again and again.

use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::crowd::{begun, behind_a_proxy, head, honest};
use crate::keys::certificates;
use crate::support::{Installation, SITE, Service};
use crate::verifier::holds;

/// A page with a pattern of a form of 40 forms of 40 forms …, ten deep, with nothing to be seen at the end: it takes time
/// and no memory. Forms that the page draws by themselves are counted before it is drawn; in a pattern they are not.
pub(super) fn endless() -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Pattern<</P 4 0 R>>>>>>".to_owned(),
        stream(
            "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 600 800]/XStep 600/YStep 800/Resources<</XObject<</F 6 0 R>>>>",
            &"/F Do ".repeat(40),
        ),
        stream("", "/Pattern cs /P scn 0 0 600 800 re f"),
    ];
    for next in 7..16 {
        let form = format!("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F {next} 0 R>>>>");
        objects.push(stream(&form, &"/F Do ".repeat(40)));
    }
    objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", "0 0 500 700 re n"));
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf += &format!("{number} 0 obj{object}endobj\n");
    }
    let table = pdf.len();
    pdf += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        pdf += &format!("{place:010} 00000 n \n");
    }
    pdf += &format!("trailer<</Size {}/Root 1 0 R>>startxref\n{table}\n%%EOF", objects.len() + 1);
    pdf.into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    format!("<<{entries}/Length {}>>stream\n{content}\nendstream ", content.len())
}

/// A photograph of a certificate's symbol.
fn picture(token: &str) -> Vec<u8> {
    let symbol = absah::render::qr::symbol(&format!("{SITE}/v/{token}")).expect("fits");
    let side = (symbol.width() + 8) as u32 * 4;
    let level = |x: u32, y: u32| {
        let at = |n: u32| (n / 4) as usize;
        let inside = |n: usize| (4..symbol.width() + 4).contains(&n);
        let dark = inside(at(x)) && inside(at(y)) && symbol.is_dark(at(x) - 4, at(y) - 4);
        image::Luma([if dark { 0 } else { 255_u8 }])
    };
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_fn(side, side, level).write_to(&mut png, image::ImageFormat::Png).expect("written");
    png.into_inner()
}

/// Sends endless documents, an address each, for as long as `honest` goes on, and says how many.
fn beside_endless<T>(service: &Service, clients: u8, honest: impl FnOnce() -> T) -> (T, usize) {
    let (over, sent, pdf) = (AtomicBool::new(false), AtomicUsize::new(0), endless());
    let answer = std::thread::scope(|threads| {
        for client in 0..clients {
            let (over, sent, pdf) = (&over, &sent, &pdf);
            threads.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    sent.fetch_add(1, Ordering::Relaxed);
                    let question = [head("/api/v1/verify/file", client, pdf.len()).as_bytes(), pdf].concat();
                    let mut stream = begun(service, question);
                    stream.set_read_timeout(Some(Duration::from_millis(200))).expect("set");
                    while !over.load(Ordering::Relaxed) && !matches!(stream.read(&mut [0; 4096]), Ok(0)) {}
                }
            });
        }
        std::thread::sleep(Duration::from_millis(500));
        let answer = catch_unwind(AssertUnwindSafe(honest));
        over.store(true, Ordering::Relaxed);
        answer
    });
    (answer.unwrap_or_else(|panic| resume_unwind(panic)), sent.into_inner())
}

/// Each of them takes what the service gives it before anybody else's is read, and there are more of them than could be
/// given long.
#[test]
fn a_genuine_certificate_is_read_beside_a_dozen_that_never_end() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let (_, token) = certificates(&at, 1, 1, "2024-06-03").remove(0);
    let service = behind_a_proxy(&at, &[]);
    let picture = picture(&token);
    let (answer, _) = beside_endless(&service, 12, || honest(&service, FILE, &picture));
    assert!(is_valid(&answer), "{answer}");
}

const FILE: &str = "/api/v1/verify/file?on=2025-01-01";

fn is_valid(answer: &str) -> bool {
    answer.starts_with("HTTP/1.1 200") && answer.contains(r#""verdict":"valid""#)
}

/// A sheet takes several slices of a processor's time. In none of them is anything begun anew: while others have theirs
/// it stands still, and the same process goes on.
#[test]
#[cfg(target_os = "linux")]
fn a_genuine_sheet_beside_four_that_never_end_is_begun_once() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let sheet = std::fs::read(sheet(&at)).expect("a sheet");
    // How long it takes is this machine's matter, which may have others to serve.
    let service = behind_a_proxy(&at, &["--reading-wait", "600"]);
    assert_eq!(service.get("/healthz").status, 200, "no reader is tried out any more");
    let mut begun = std::collections::BTreeSet::new();
    let (answer, sent) = std::thread::scope(|threads| {
        let honest = threads.spawn(|| honest(&service, FILE, &sheet));
        holds("it is begun", || {
            begun.extend(begun_by(service.id()));
            !begun.is_empty()
        });
        let reader = begun.first().expect("one").clone();
        beside_endless(&service, 4, || {
            holds("it stands still", || {
                begun.extend(begun_by(service.id()));
                assert!(!honest.is_finished(), "it was read before anybody else's turn came");
                is_still(&reader)
            });
            while !honest.is_finished() {
                begun.extend(begun_by(service.id()));
                std::thread::sleep(Duration::from_millis(50));
            }
            honest.join().expect("answered")
        })
    });
    assert!(is_valid(&answer), "{answer}");
    assert!(begun.len() <= sent + 1, "a process for each document, and no more: {} for {sent} and it", begun.len());
}

/// Whether a process is stopped.
#[cfg(target_os = "linux")]
fn is_still(process: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with('T'))
}

/// The PDF of a certificate that was issued.
fn sheet(at: &Installation) -> PathBuf {
    certificates(at, 1, 1, "2024-06-03");
    let made = std::fs::read_dir(at.path("out-1")).expect("a directory").map(|file| file.expect("a file").path());
    let mut sheets = made.filter(|file| file.extension().is_some_and(|ending| ending == "pdf"));
    sheets.next().expect("a sheet")
}

/// The processes that a service has begun.
#[cfg(target_os = "linux")]
pub(super) fn begun_by(service: u32) -> Vec<String> {
    let parent = |process: &String| {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    let all =
        std::fs::read_dir("/proc").expect("processes").filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    all.filter(|process| parent(process) == Some(service)).collect()
}

/// What stands still when the service is killed would stand still for ever.
#[test]
#[cfg(target_os = "linux")]
fn no_reader_outlives_its_service() {
    let at = Installation::on_sqlite();
    at.ok(&["migrate"]);
    let service = behind_a_proxy(&at, &[]);
    let pdf = endless();
    let question = |client| begun(&service, [head(FILE, client, pdf.len()).as_bytes(), &pdf].concat());
    let _questions: Vec<_> = (0..5).map(question).collect();
    let mut readers = Vec::new();
    holds("more are begun than work at once", || {
        readers = begun_by(service.id());
        readers.len() > 2
    });
    drop(service);
    let runs = |reader: &String| std::path::Path::new("/proc").join(reader).exists();
    holds("all are gone", || !readers.iter().any(runs));
}
