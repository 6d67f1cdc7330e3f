//! Batches: a line for every line, in order, whatever stands in it and however it comes.

use axum::body::Bytes;
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;
use http_body_util::channel::Channel;

use super::*;
use crate::office::alarm::lookout;

fn batch(body: impl Into<Body>) -> Request<Body> {
    Request::builder().method("POST").uri("/api/v1/verify/batch").body(body.into()).expect("a request")
}

fn verdicts(text: &str) -> Vec<String> {
    let word = |line: &str| {
        let answer: Value = serde_json::from_str(line).expect("JSON");
        answer["verdict"].as_str().expect("a word").to_owned()
    };
    text.lines().map(word).collect()
}

async fn everything(response: Response) -> String {
    let bytes = response.into_body().collect().await.expect("a whole body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[tokio::test]
async fn five_thousand_lines_are_answered_in_their_order() {
    let tokens = [0, 1, 2, 3].map(|index| spelling::to_base64url(&signed(&claims(index))));
    let words = ["valid", "revoked", "suspended", "superseded"];
    let (mut question, mut expected) = (String::new(), Vec::new());
    for n in 0..5000_usize {
        // Every line by a rule of its own, so that one that is lost or changes places is noticed.
        let which = (n * 7 + n / 13) % 4;
        match n % 11 {
            3 => question += "\n",
            5 => question += &format!("\"{}\"\n", "x".repeat(20_000)),
            _ => question += &format!("{{\"token\":\"{}\"}}\r\n", tokens[which]),
        }
        expected.push(if n % 11 == 3 || n % 11 == 5 { "unreadable" } else { words[which] });
    }
    let response = ask(&Server::new(app().await), batch(question)).await;
    assert_eq!(header(&response, "content-type"), "application/x-ndjson");
    assert_eq!(header(&response, "cache-control"), "no-store");
    assert_eq!(verdicts(&everything(response).await), expected);
}

#[tokio::test]
async fn a_batch_of_nothing_is_answered_by_nothing() {
    let server = Server::new(app().await);
    for (question, lines) in [("", 0), ("\n", 1), ("x", 1), ("x\n\n", 2)] {
        let answer = everything(ask(&server, batch(question)).await).await;
        assert_eq!(answer.lines().count(), lines, "{question:?}");
    }
    let packed = Request::builder().method("POST").uri("/api/v1/verify/batch").header("content-encoding", "gzip");
    assert_eq!(ask(&server, packed.body(Body::empty()).expect("a request")).await.status(), 415);
}

#[tokio::test]
async fn whoever_waits_for_an_answer_before_he_goes_on_gets_it() {
    let (mut question, body) = Channel::<Bytes>::new(1);
    let mut answer = ask(&Server::new(app().await), batch(Body::new(body))).await.into_body();
    for (index, word) in [(0, "valid"), (1, "revoked")] {
        let line = format!("{}\n", spelling::to_base64url(&signed(&claims(index))));
        question.send_data(line.into()).await.expect("somebody reads");
        let frame = answer.frame().await.expect("a frame").expect("unbroken").into_data().expect("data");
        assert_eq!(verdicts(std::str::from_utf8(&frame).expect("UTF-8")), [word]);
    }
    drop(question);
    assert!(answer.frame().await.is_none(), "the answer ends with the question");
}

#[tokio::test]
async fn a_batch_that_stands_still_breaks_off_instead_of_ending() {
    let settings = Settings { still: Duration::from_millis(20), ..Settings::default() };
    let (mut question, body) = Channel::<Bytes>::new(1);
    let answer = ask(&Server::new(App { settings, ..app().await }), batch(Body::new(body))).await;
    question.send_data(Bytes::from_static(b"x\ny")).await.expect("somebody reads");
    let mut answer = answer.into_body();
    let first = answer.frame().await.expect("a frame").expect("unbroken").into_data().expect("data");
    assert_eq!(verdicts(std::str::from_utf8(&first).expect("UTF-8")), ["unreadable"]);
    assert!(answer.frame().await.expect("something").is_err(), "nobody takes the part for the whole");
    drop(question);
}

#[tokio::test]
async fn a_batch_finds_its_turn_among_the_checks_or_is_put_off() {
    let narrow = Settings { checks: 1, ..Settings::default() };
    let question = "x\n".repeat(3000);
    let answer = ask(&Server::new(App { settings: narrow, ..app().await }), batch(question)).await;
    assert_eq!(everything(answer).await.lines().count(), 3000);
    let none = Settings { checks: 0, ..Settings::default() };
    assert_eq!(ask(&Server::new(App { settings: none, ..app().await }), batch("x\n")).await.status(), 503);
}

#[tokio::test]
async fn lines_are_counted_and_what_is_valid_is_looked_up_by_its_lsp() {
    let (judged, mut waiting) = lookout(8);
    let server = Server::new(App { judged: Some(judged), ..app().await });
    let (good, bad) = (signed(&claims(0)), signed(&claims(1)));
    let question = format!("{}\n{}\nx\n", spelling::to_base64url(&good), spelling::to_base64url(&bad));
    everything(ask(&server, batch(question)).await).await;
    let one = waiting.next().now_or_never().flatten().expect("the valid one");
    assert_eq!((one.lsp.to_string(), one.token), ("klining".to_owned(), good.clone()));
    assert!(waiting.next().now_or_never().is_none(), "and no other");
    ask(&server, to(Method::GET, &format!("/V/{}", spelling::to_digits(&good)))).await;
    assert!(waiting.next().now_or_never().is_none(), "once is enough");
    let another = signed(&claims(5));
    ask(&server, to(Method::GET, &format!("/V/{}", spelling::to_digits(&another)))).await;
    assert!(waiting.next().now_or_never().is_some(), "as for a single check");
    let figures = text(ask(&server, to(Method::GET, "/metrics")).await).await;
    assert!(figures.contains("absah_batch_lines_total 3") && figures.contains(r#"verdict="unreadable"} 1"#));
}

#[tokio::test]
async fn whoever_waits_for_the_word_to_go_on_gets_it_before_the_answer() {
    use std::io::{Read as _, Write as _};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = Server::new(app().await);
    let answer = move |request| Arc::clone(&server).answer(request);
    let serving = tokio::spawn(serve(listener, answer, Connections::default(), std::future::pending()));
    let told = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).expect("connected");
        let head = "POST /api/v1/verify/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\n";
        write!(stream, "{head}Content-Length: 2\r\n\r\n").expect("sent");
        let mut word = [0; 25];
        stream.read_exact(&mut word).expect("a word");
        stream.write_all(b"x\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map(|_| (String::from_utf8_lossy(&word).into_owned(), answer))
    });
    let (word, answer) = told.await.expect("joined").expect("an answer");
    assert_eq!(word, "HTTP/1.1 100 Continue\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("unreadable"), "{answer}");
    serving.abort();
}
