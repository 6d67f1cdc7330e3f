//! One telephone, or what says that it is one, sends frames of its camera without end: garbage, documents, pictures larger
//! than they look, pictures that move, noise that looks like symbols. It hears no answer out, so that whoever reads for it
//! is left behind.
#![cfg(target_os = "linux")]

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rand_core::{Rng as _, SeedableRng as _};

use super::crowd::{answered, begun, behind_a_proxy, head, honest};
use super::slow_documents::{begun_by, endless};
use crate::support::{Installation, Service};
use crate::verifier::holds;

const FRAME: &str = "/api/v1/frame";

/// Bytes of a frame at most.
const LARGEST: usize = 64 * 1024;

/// A PNG of pixels that are black or white, by its width and height.
fn png(width: u32, height: u32, dark: impl Fn(u32, u32) -> bool) -> Vec<u8> {
    let picture = image::GrayImage::from_fn(width, height, |x, y| image::Luma([if dark(x, y) { 0 } else { 255 }]));
    let mut file = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).expect("written");
    file.into_inner()
}

/// What an honest telephone sees.
fn symbol(text: &str) -> Vec<u8> {
    let symbol = absah::render::qr::symbol(text).expect("fits");
    let width = u32::try_from(symbol.width()).expect("small");
    png((width + 8) * 4, (width + 8) * 4, |x, y| {
        let (x, y) = ((x / 4).wrapping_sub(4), (y / 4).wrapping_sub(4));
        x < width && y < width && symbol.is_dark(x as usize, y as usize)
    })
}

/// A picture that moves: each of its many pictures is as large as the first.
fn animated(still: &[u8]) -> Vec<u8> {
    let chunk = |kind: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).expect("small").to_be_bytes();
        let sum = crc([kind, body].concat().as_slice()).to_be_bytes();
        [&length, kind, body, &sum].concat()
    };
    let (first, rest) = still.split_at(33); // the signature and IHDR
    let control = chunk(b"acTL", &[0, 0, 255, 255, 0, 0, 0, 0]);
    let frame = chunk(b"fcTL", &[[0; 4].as_slice(), &first[16..24], &[0; 8], &[0, 1, 0, 1, 0, 0]].concat());
    let mut file = [first, &control, &frame, &rest[..rest.len() - 12]].concat();
    while file.len() < LARGEST - 100 {
        file.extend(frame.iter());
    }
    file.extend(&rest[rest.len() - 12..]);
    file
}

/// The checksum of a PNG's chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 })
    })
}

/// Frames that cost more than they are.
fn frames() -> Vec<Vec<u8>> {
    let mut random = chacha20::ChaCha8Rng::seed_from_u64(7);
    let mut garbage = vec![0; LARGEST];
    random.fill_bytes(&mut garbage);
    let bits = garbage.clone();
    // Squares within squares, as at the corners of a symbol.
    let corners = |x: u32, y: u32| {
        let (x, y) = (x % 9, y % 9);
        x < 7 && y < 7 && (x == 0 || y == 0 || x == 6 || y == 6 || (2..5).contains(&x) && (2..5).contains(&y))
    };
    let noise = png(600, 600, |x, y| bits[((y * 600 + x) / 8) as usize] >> (x % 8) & 1 == 1);
    let frames = vec![
        garbage,
        endless(),
        png(8_000, 8_000, |_, _| false),
        animated(&png(900, 900, corners)),
        png(1_000, 1_000, corners),
        noise,
        b"GIF89a\x01\x00\x01\x00".to_vec(),
    ];
    frames.into_iter().map(|frame| frame[..frame.len().min(LARGEST)].to_vec()).collect()
}

/// Floods from one address for as long as `beside` goes on; gives how many frames were sent.
fn flooded<T>(service: &Service, beside: impl FnOnce(&AtomicUsize) -> T) -> T {
    let (over, sent, frames) = (AtomicBool::new(false), AtomicUsize::new(0), frames());
    std::thread::scope(|threads| {
        for thread in 0..4 {
            let (over, sent, frames) = (&over, &sent, &frames);
            threads.spawn(move || {
                let mut open = std::collections::VecDeque::new();
                for number in thread.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let frame = &frames[number % frames.len()];
                    let mut stream = begun(service, head(FRAME, 7, frame.len()));
                    // It is refused before it was read, perhaps.
                    drop(stream.write_all(frame));
                    sent.fetch_add(1, Ordering::Relaxed);
                    open.push_back(stream);
                    // Some fifteen under way for each thread: as many as one client may have.
                    if open.len() > 15 {
                        drop(open.pop_front());
                        std::thread::sleep(std::time::Duration::from_millis(20));
                    }
                }
            });
        }
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| beside(&sent)));
        over.store(true, Ordering::Relaxed);
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[test]
fn an_honest_telephone_is_answered_beside_one_that_floods_and_no_reader_is_left() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = behind_a_proxy(&at, &["--readers", "2"]);
    let text = format!("HTTPS://CEK.LSP.EXAMPLE/V/{}", "0123456789".repeat(50));
    let symbol = symbol(&text);
    let alone = honest(&service, FRAME, &symbol);
    assert!(alone.contains(&text), "it can be read at all: {alone}");
    let (answers, most, sent) = flooded(&service, |sent| {
        holds("the flood is under way", || sent.load(Ordering::Relaxed) > 60);
        let mut most = 0;
        let answers: Vec<String> = (0..6)
            .map(|_| {
                most = most.max(begun_by(service.id()).len());
                honest(&service, FRAME, &symbol)
            })
            .collect();
        (answers, most, sent.load(Ordering::Relaxed))
    });
    let read = answers.iter().filter(|answer| answer.starts_with("HTTP/1.1 200") && answer.contains(&text)).count();
    assert!(read >= 5, "{read} of 6 beside {sent} frames: {answers:?}");
    assert!(most <= 6, "two read at once, and those that are being ended: {most}");
    holds("no reader is left", || begun_by(service.id()).is_empty());
    assert_eq!(service.get("/healthz").status, 200);
    let log = service.log();
    assert!(!log.contains("internal error") && !log.contains("panicked"), "{log}");
}

#[test]
fn a_frame_is_small_and_what_is_none_is_answered_at_once() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = behind_a_proxy(&at, &[]);
    let mut stream = begun(&service, head(FRAME, 7, LARGEST + 1));
    drop(stream.write_all(&vec![0; LARGEST + 1]));
    let large = answered(stream);
    assert!(large.starts_with("HTTP/1.1 413"), "{large}");
    for (number, frame) in frames().into_iter().enumerate() {
        let begun = std::time::Instant::now();
        let answer = honest(&service, FRAME, &frame);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"texts\":[]"), "{number}: {answer}");
        assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{number}: {:?}", begun.elapsed());
    }
}
