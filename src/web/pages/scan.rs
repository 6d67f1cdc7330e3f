//! The page that scans certificate after certificate with the visitor's camera. Its script keeps the list, in the page
//! alone; every word that it says stands in the page.

use std::borrow::Cow;

use askama::Template;

use super::text::Text;
use super::{Frame, wording};
use crate::seal::keys::PublicKey;
use crate::verify::verdict::Word;
use crate::web::assets::{OFFLINE_SCRIPT_ADDRESS, SCAN_SCRIPT_ADDRESS, SCAN_STYLE_ADDRESS, VERIFY_SCRIPT_ADDRESS};
use crate::words::{Lang, key, say};

/// What is read here for browsers.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Reads {
    pub(in crate::web) files: bool,
    pub(in crate::web) frames: bool,
}

/// How a verdict is shown in a row.
struct Sign {
    class: &'static str,
    headline: Text,
    /// The colour at the row's side, as in a list of workers.
    colour: &'static str,
}

impl Sign {
    fn of(word: Word) -> Self {
        let colour = match word {
            Word::Valid => "fits",
            Word::Expired | Word::NotYetValid => "days",
            Word::StatusUnknown | Word::Unreadable | Word::NotFound => "",
            Word::Forged | Word::Revoked | Word::Superseded | Word::Suspended | Word::Untrusted => "bad",
        };
        Self { class: wording::class(word), headline: wording::headline(word), colour }
    }
}

#[derive(Template)]
#[template(path = "pages/scan.html")]
struct Page<'a> {
    frame: Frame<'a>,
    reads: Reads,
    cards: Vec<Sign>,
    /// The roots' keys in base64url, by which the page judges without a connection; empty: it does not.
    roots: String,
}

impl Page<'_> {
    fn scan_style(&self) -> &'static str {
        &SCAN_STYLE_ADDRESS
    }

    /// What the page is called once it is installed, in its own language.
    fn manifest(&self) -> Cow<'static, str> {
        match self.frame.lang() {
            Lang::En | Lang::Id => "/pindai.webmanifest".into(),
            further @ Lang::Further(_) => format!("/pindai.webmanifest?bahasa={further}").into(),
        }
    }

    fn offline_script(&self) -> &'static str {
        &OFFLINE_SCRIPT_ADDRESS
    }

    fn verify_script(&self) -> &'static str {
        &VERIFY_SCRIPT_ADDRESS
    }

    fn script(&self) -> &'static str {
        &SCAN_SCRIPT_ADDRESS
    }
}

/// The page: a camera, and pictures and PDFs, for which no script is needed.
pub(in crate::web) fn page(frame: Frame<'_>, reads: Reads, roots: &[PublicKey]) -> askama::Result<String> {
    let roots = roots.iter().map(PublicKey::x).collect::<Vec<_>>().join(" ");
    // Of bytes nobody says that they were not found.
    let cards = Word::ALL.into_iter().filter(|word| *word != Word::NotFound).map(Sign::of).collect();
    Page { frame, reads, cards, roots }.render()
}
