//! Frames of a visitor's camera: what is read in them is told, nothing is judged.

use super::*;
use crate::verify::document::Page;

const TEXT: &str = "HTTPS://CEK.LSP.EXAMPLE/V/0123456789";

/// Reads a frame as a stand-in is told by it.
async fn reading() -> App {
    let read = stand_in(|frame: Bytes| async move {
        match &frame[..] {
            b"fail" => Err(DocumentFault::NotStarted(std::io::ErrorKind::NotFound)),
            b"garbage" => Err(DocumentFault::Broken),
            b"late" => Err(DocumentFault::Late),
            _ => {
                let page = Page { symbols: vec![TEXT.to_owned(), "lain".to_owned()], ..Page::default() };
                Ok(Document { pages: vec![page], ..Document::default() })
            }
        }
    });
    App { read_frame: Some(read), ..app().await }
}

fn sent(body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder().method("POST").uri("/api/v1/frame").header("content-type", "image/jpeg");
    request.body(body.into()).expect("a request")
}

#[tokio::test]
async fn the_texts_of_a_frame_are_told_and_kept_by_nobody() {
    let server = Server::new(reading().await);
    let answer = ask(&server, sent("a frame")).await;
    assert_eq!((header(&answer, "cache-control"), header(&answer, "x-robots-tag")), ("no-store", "noindex"));
    assert_eq!(value(answer).await, serde_json::json!({ "texts": [TEXT, "lain"] }));
    assert_eq!(value(ask(&server, sent("garbage")).await).await, serde_json::json!({ "texts": [] }));
}

#[tokio::test]
async fn a_frame_that_is_not_read_says_why() {
    let server = Server::new(reading().await);
    for (body, status) in [("", 400), ("fail", 500), ("late", 503)] {
        assert_eq!(ask(&server, sent(body)).await.status(), status, "{body}");
    }
    assert_eq!(ask(&server, sent(vec![0; 64 * 1024 + 1])).await.status(), 413);
    assert_eq!(ask(&Server::new(app().await), sent("a frame")).await.status(), 404, "nothing reads here");
}
