//! A PDF of a few hundred bytes whose one page takes for ever to draw, from eight addresses at once, again and again.

use std::io::Read as _;
use std::sync::atomic::{AtomicBool, Ordering};

use super::crowd::{begun, behind_a_proxy, head, honest};
use crate::support::Installation;

/// A page that draws a form of 40 forms of 40 forms …, ten deep.
fn endless() -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</XObject<</F 6 0 R>>>>>>".to_owned(),
        "null".to_owned(),
        stream("", &"/F Do ".repeat(40)),
    ];
    for next in 7..16 {
        let form = format!("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F {next} 0 R>>>>");
        objects.push(stream(&form, &"/F Do ".repeat(40)));
    }
    objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 600 800]", "0 0 500 700 re f"));
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

#[test]
fn honest_files_are_read_beside_them() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let service = behind_a_proxy(&at, &["--reading-slice", "2", "--reading-budget", "4"]);
    let (over, pdf) = (AtomicBool::new(false), endless());
    std::thread::scope(|threads| {
        for client in 0..8 {
            let (service, over, pdf) = (&service, &over, &pdf);
            threads.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    let question = [head("/api/v1/verify/file", client, pdf.len()).as_bytes(), pdf].concat();
                    let _ = begun(service, question).read_to_end(&mut Vec::new());
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
            });
        }
        std::thread::sleep(std::time::Duration::from_secs(3));
        let answers: Vec<_> = (0..4).map(|_| honest(&service, "/api/v1/verify/file", b"not a picture")).collect();
        over.store(true, Ordering::Relaxed);
        for answer in answers {
            assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("unreadable"), "{answer}");
        }
    });
}
