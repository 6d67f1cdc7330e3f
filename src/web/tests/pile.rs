//! A pile of certificates whose reading takes long.

use std::sync::atomic::{AtomicUsize, Ordering};

use http_body_util::BodyExt as _;
use tokio::sync::Semaphore;

use super::worker_lists::{Field, multipart, text_field};
use super::*;
use crate::web::{Files, Settings};

/// A site whose reader takes a turn for each file, and counts those that are being read.
async fn slow(turns: &Arc<Semaphore>, reading: &Arc<AtomicUsize>) -> App {
    let (turns, reading) = (Arc::clone(turns), Arc::clone(reading));
    let read = stand_in(move |file: Bytes| {
        let (turns, counted) = (Arc::clone(&turns), Counted::begin(&reading));
        async move {
            turns.acquire().await.expect("open").forget();
            drop(counted);
            match &file[..] {
                b"late" => Err(DocumentFault::Late),
                _ => Ok(Document { attachments: vec![file.to_vec()], ..Document::default() }),
            }
        }
    });
    let files = Files { readers: 1, ..Files::default() };
    let settings = Settings { step: std::time::Duration::from_millis(1), files, ..Settings::default() };
    App { read_document: Some(read), settings, ..app().await }
}

/// One that is being read, until it is read or given up.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn begin(all: &Arc<AtomicUsize>) -> Self {
        all.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(all))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn pile(files: &[&[u8]]) -> Request<Body> {
    let mut fields = vec![text_field("until", "2026-12-01")];
    fields.extend(files.iter().map(|file| Field("document", Some("x.pdf"), file)));
    multipart("/periksa-daftar", &fields)
}

/// The page as far as it has come when a text stands in it.
async fn until(body: &mut Body, page: &mut String, text: &str) {
    while !page.contains(text) {
        let frame = body.frame().await.unwrap_or_else(|| panic!("{text}: {page}")).expect("unbroken");
        page.push_str(std::str::from_utf8(&frame.into_data().expect("data")).expect("UTF-8"));
    }
}

#[tokio::test]
async fn a_page_says_how_far_the_reading_is_and_ends_with_the_answers() {
    let (turns, reading) = (Arc::new(Semaphore::new(0)), Arc::default());
    let server = Server::new(slow(&turns, &reading).await);
    let (first, second) = (signed(&claims(0)), signed(&claims(2)));
    let answer = ask(&server, pile(&[&first, &second, b"garbage"])).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "cache-control")), (200, "no-store"));
    assert_eq!(header(&answer, "x-accel-buffering"), "no");
    assert!(header(&answer, "content-security-policy").contains("default-src 'none'"));
    let (mut body, mut page) = (answer.into_body(), String::new());
    until(&mut body, &mut page, "0 dari 3 file sudah dibaca").await;
    assert!(page.contains("Sertifikat sedang dibaca"));
    turns.add_permits(1);
    until(&mut body, &mut page, "1 dari 3 file sudah dibaca").await;
    assert!(!page.contains("</main>"));
    turns.add_permits(2);
    until(&mut body, &mut page, "</html>").await;
    assert!(body.frame().await.is_none());
    assert!(page.contains("1 dari 3 memenuhi") && page.contains("Selesai."), "{page}");
    assert_eq!((page.matches("<main").count(), page.matches("</main>").count()), (1, 1));
    assert!(page.contains("name=\"hasil\""), "and is as good as any page of answers");
}

#[tokio::test]
async fn what_goes_wrong_meanwhile_stands_at_the_end_of_the_page() {
    let (turns, reading) = (Arc::new(Semaphore::new(0)), Arc::default());
    let server = Server::new(slow(&turns, &reading).await);
    let answer = ask(&server, pile(&[b"late"])).await;
    let (mut body, mut page) = (answer.into_body(), String::new());
    until(&mut body, &mut page, "Sertifikat sedang dibaca").await;
    turns.add_permits(1);
    until(&mut body, &mut page, "</html>").await;
    assert!(page.contains("Sedang sibuk"), "{page}");
}

#[tokio::test]
async fn who_goes_away_ends_the_reading_of_her_pile() {
    let (turns, reading) = (Arc::new(Semaphore::new(0)), Arc::<AtomicUsize>::default());
    let server = Server::new(slow(&turns, &reading).await);
    let answer = ask(&server, pile(&[b"one", b"two"])).await;
    let (mut body, mut page) = (answer.into_body(), String::new());
    until(&mut body, &mut page, "Sertifikat sedang dibaca").await;
    assert_eq!(reading.load(Ordering::Relaxed), 1);
    drop(body);
    while reading.load(Ordering::Relaxed) > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_pile_that_is_read_at_once_is_answered_by_a_page_like_any_other() {
    let (turns, reading) = (Arc::new(Semaphore::new(9)), Arc::default());
    let slow = slow(&turns, &reading).await;
    let settings = Settings { step: std::time::Duration::from_secs(60), ..slow.settings.clone() };
    let server = Server::new(App { settings, ..slow });
    let page = text(ask(&server, pile(&[&signed(&claims(0))])).await).await;
    assert!(page.contains("1 dari 1 memenuhi") && !page.contains("Sertifikat sedang dibaca"));
}
