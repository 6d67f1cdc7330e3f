//! The pages of preprinted sheets.

use std::borrow::Cow;

use askama::Template;
use jiff::civil::Date;

use crate::domain::blanko::Spoiled;
use crate::domain::issuer::Lsp;
use crate::office::blanko::{BlankoError, Delivery, MOST_GIVEN, SpoiledSheet, Stock};
use crate::web::office::handover::{Source, Which};
use crate::web::office::{Frame, said};
use crate::words::{Lang, key, say};

/// What was typed.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) serial: String,
    pub(super) reason: String,
}

/// What came in, what became of it, what is left.
#[derive(Template)]
#[template(path = "office/blanko.html")]
pub(super) struct StockPage {
    frame: Frame,
    here: String,
    hands: bool,
    pub(super) fault: Option<Cow<'static, str>>,
    /// Received, used, spoiled, left.
    sums: [u64; 4],
    deliveries: Vec<DeliveryLine>,
    spoiled: Vec<SpoiledLine>,
    reasons: Vec<(&'static str, Cow<'static, str>)>,
    today: String,
    typed: Typed,
}

struct DeliveryLine {
    first: String,
    last: String,
    on: String,
    count: u64,
    used: u32,
    spoiled: u32,
    left: u64,
}

struct SpoiledLine {
    serial: String,
    reason: Cow<'static, str>,
    at: String,
}

impl StockPage {
    pub(super) fn of(
        frame: Frame,
        here: String,
        hands: bool,
        stock: &Stock,
        lsp: &Lsp,
        today: Date,
        typed: Typed,
    ) -> Self {
        let lang = frame.lang;
        let delivery = |of: &Delivery| DeliveryLine {
            first: of.run.first().to_string(),
            last: of.run.last().to_string(),
            on: said::day(of.received_on, lang),
            count: of.run.count(),
            used: of.used,
            spoiled: of.spoiled,
            left: of.left(),
        };
        let spoiled = |sheet: &SpoiledSheet| SpoiledLine {
            serial: sheet.serial.to_string(),
            reason: reason(sheet.reason, lang),
            at: said::moment(sheet.recorded_at, lsp, lang),
        };
        Self {
            hands,
            fault: None,
            sums: [stock.received(), stock.used(), stock.spoiled(), stock.left()],
            deliveries: stock.deliveries.iter().map(delivery).collect(),
            spoiled: stock.spoiled.iter().map(spoiled).collect(),
            reasons: Spoiled::ALL.into_iter().map(|why| (why.as_str(), reason(why, lang))).collect(),
            today: today.to_string(),
            typed,
            frame,
            here,
        }
    }
}

fn reason(reason: Spoiled, lang: Lang) -> Cow<'static, str> {
    let word = match reason {
        Spoiled::Damaged => key!("office-handover-spoiled-damaged"),
        Spoiled::Lost => key!("office-handover-spoiled-lost"),
        Spoiled::Misprinted => key!("office-handover-spoiled-misprinted"),
        Spoiled::Other => key!("office-handover-spoiled-other"),
    };
    word.say(lang)
}

/// Which certificate is on which sheet.
#[derive(Template)]
#[template(path = "office/blanko-given.html")]
pub(super) struct GivenPage {
    frame: Frame,
    here: String,
    hands: bool,
    pub(super) fault: Option<Cow<'static, str>>,
    source: Source,
    fields: Vec<(&'static str, String)>,
    query: String,
    pub(super) lines: Vec<Line>,
    /// What cannot be handed over, and why.
    pub(super) left_out: Vec<Cow<'static, str>>,
    page: usize,
    pages: usize,
}

/// One certificate.
pub(super) struct Line {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) number: String,
    /// As it was typed, is recorded, or would count up.
    pub(super) serial: String,
    /// As it is recorded.
    pub(super) now: Option<String>,
}

impl GivenPage {
    pub(super) fn of(frame: Frame, here: String, hands: bool, which: &Which, source: Source) -> Self {
        let (fields, query, lines) = (which.fields(), which.query(), Vec::new());
        let left_out = Vec::new();
        Self { frame, here, hands, fault: None, source, fields, query, lines, left_out, page: 1, pages: 1 }
    }

    pub(super) fn paged(&mut self, page: usize, pages: usize) {
        (self.page, self.pages) = (page, pages);
    }

    /// Lines whose sheet is not recorded yet.
    fn open(&self) -> usize {
        self.lines.iter().filter(|line| line.now.is_none()).count()
    }
}

/// Why nothing was recorded; none where it is nobody's fault who typed.
pub(super) fn message(error: &BlankoError, lsp: &Lsp, lang: Lang) -> Option<Cow<'static, str>> {
    Some(match error {
        BlankoError::Office(crate::office::Error::NotAsIssued { number }) => {
            say!(lang, "office-handover-fault-altered", number)
        }
        BlankoError::Office(error) => return said::refusal(error, lsp, lang),
        BlankoError::Received => say!(lang, "office-handover-fault-received"),
        BlankoError::TooMany => say!(lang, "office-handover-fault-sheets", most = MOST_GIVEN),
        BlankoError::Twice(serial) => say!(lang, "office-handover-fault-twice", serial),
        BlankoError::Used(serial) => say!(lang, "office-handover-fault-used", serial),
    })
}
