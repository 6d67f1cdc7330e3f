//! The pages from which certificates are handed over.

use std::borrow::Cow;

use askama::Template;
use jiff::civil::Date;

use super::Which;
use crate::domain::id::KeptId;
use crate::domain::issuer::Lsp;
use crate::domain::search_key::SearchKey;
use crate::office::handout::{HandoutError, LeftOut, Line, MOST_BUNDLED, MOST_COLLATED, left_out_words};
use crate::office::kept::KeptRow;
use crate::web::office::events::view::wave;
use crate::web::office::{Frame, said};
use crate::words::{Lang, say};

/// Where certificates come from, in words.
pub(in crate::web::office) struct Source {
    pub(in crate::web::office) name: Cow<'static, str>,
    /// The page that it is of.
    pub(in crate::web::office) back: String,
    pub(in crate::web::office) back_name: Cow<'static, str>,
    rosters: Vec<Roster>,
    /// Whether days are chosen here.
    days: bool,
}

impl Source {
    pub(super) fn event(name: String, back: String, rosters: Vec<Roster>, lang: Lang) -> Self {
        let back_name = say!(lang, "office-handover-back-event");
        Self { name: name.into(), back, back_name, rosters, days: false }
    }

    pub(super) fn days(from: Date, until: Date, here: String, lang: Lang) -> Self {
        Self {
            name: say!(lang, "office-handover-days", from, until),
            back: format!("{here}/kegiatan"),
            back_name: say!(lang, "office-handover-back-events"),
            rosters: Vec::new(),
            days: true,
        }
    }
}

/// A roster that one may choose.
pub(super) struct Roster {
    id: String,
    name: String,
    chosen: bool,
}

impl Roster {
    pub(super) fn of(kept: &KeptRow, chosen: Option<&KeptId>, lsp: &Lsp, lang: Lang) -> Self {
        let (wave, made) = (wave(kept.wave, lang), said::moment(kept.made_at, lsp, lang));
        Self {
            id: kept.id.to_string(),
            name: format!("{wave} · {made} · {} K", kept.counted.competent),
            chosen: chosen == Some(&kept.id),
        }
    }
}

/// A choice, and all that can be done with it.
#[derive(Template)]
#[template(path = "office/handover.html")]
pub(super) struct HandOver {
    frame: Frame,
    here: String,
    fault: Option<Cow<'static, str>>,
    source: Source,
    count: usize,
    /// Whether she hands over, or only reads.
    hands: bool,
    fields: Vec<(&'static str, String)>,
    query: String,
    from: String,
    until: String,
    /// Parts of many: which, and the first and last of each.
    parts: Vec<(usize, Cow<'static, str>)>,
    /// What cannot be handed over, and why.
    left_out: Vec<Cow<'static, str>>,
}

impl HandOver {
    pub(super) fn of(
        frame: Frame,
        here: String,
        which: &Which,
        source: Source,
        count: usize,
        fault: Option<Cow<'static, str>>,
        left_out: Vec<Cow<'static, str>>,
    ) -> Self {
        let lang = frame.lang;
        let hands = frame
            .place
            .as_ref()
            .is_some_and(|place| crate::office::accounts::Handing::ROLES.into_iter().any(|role| place.roles.has(role)));
        let parts = match count > MOST_COLLATED {
            true => (1..=count.div_ceil(MOST_COLLATED)).map(|part| (part, part_name(part, count, lang))).collect(),
            false => Vec::new(),
        };
        let (fields, query) = (which.fields(), which.query());
        let (from, until) = (which.dari.clone(), which.sampai.clone());
        Self { frame, here, fault, source, count, hands, fields, query, from, until, parts, left_out }
    }
}

fn part_name(part: usize, count: usize, lang: Lang) -> Cow<'static, str> {
    let (first, last) = ((part - 1) * MOST_COLLATED + 1, (part * MOST_COLLATED).min(count));
    say!(lang, "office-handover-part", first, last)
}

/// Who holds what, with a link for each.
#[derive(Template)]
#[template(path = "office/holders.html")]
pub(super) struct Holders {
    frame: Frame,
    here: String,
    query: String,
    source: Source,
    holders: Vec<Holder>,
    page: usize,
    pages: usize,
    count: usize,
    pub(super) left_out: Vec<Cow<'static, str>>,
}

struct Holder {
    name: String,
    number: String,
    /// The number as its page's address has it.
    key: String,
    institution: String,
    link: String,
    whatsapp: String,
}

impl Holders {
    pub(super) fn of(
        frame: Frame,
        here: String,
        which: &Which,
        source: Source,
        lines: &[Line],
        lsp: &Lsp,
        [page, pages, count]: [usize; 3],
    ) -> Self {
        let holder = |line: &Line| Holder {
            name: line.name.clone(),
            number: line.number.clone(),
            key: SearchKey::new(&line.number).map_or_else(String::new, |key| key.to_string()),
            institution: line.institution.clone(),
            link: line.url.clone(),
            whatsapp: whatsapp(line, lsp),
        };
        let holders = lines.iter().map(holder).collect();
        Self { frame, here, query: which.query(), source, holders, page, pages, count, left_out: Vec::new() }
    }
}

/// The address that opens WhatsApp with a message to a holder, in Indonesian: whom it is for is chosen there.
fn whatsapp(line: &Line, lsp: &Lsp) -> String {
    let Line { name, number, url, .. } = line;
    let text = say!(Lang::Id, "office-handover-whatsapp-text", name, number, lsp = lsp.name_id, url);
    crate::web::whatsapp::whatsapp(&text)
}

/// The list to sign.
#[derive(Template)]
#[template(path = "office/receipt.html")]
pub(super) struct Receipt {
    pub(super) frame: Frame,
    pub(super) source: Source,
    pub(super) lines: Vec<Line>,
    pub(super) left_out: Vec<Cow<'static, str>>,
}

/// What cannot be handed over, and why, line by line.
pub(in crate::web::office) fn left_out_lines<'a>(
    all: impl IntoIterator<Item = &'a LeftOut>,
    lang: Lang,
) -> Vec<Cow<'static, str>> {
    all.into_iter().map(|one| left_out_words(one, lang)).collect()
}

/// Why nothing was handed over; none where it is nobody's fault who asked.
pub(in crate::web::office) fn message(error: &HandoutError, lsp: &Lsp, lang: Lang) -> Option<Cow<'static, str>> {
    Some(match error {
        HandoutError::Design(_) => say!(lang, "office-handover-fault-design"),
        HandoutError::LeftOut(all) => say!(lang, "office-handover-fault-left-out", count = all.len()),
        HandoutError::Nothing => say!(lang, "office-handover-fault-nothing"),
        HandoutError::Office(crate::office::Error::NotAsIssued { number }) => {
            say!(lang, "office-handover-fault-altered", number)
        }
        HandoutError::Office(error) => return said::refusal(error, lsp, lang),
        HandoutError::Sheet { number, .. } => say!(lang, "office-handover-fault-sheet", number),
        HandoutError::TooMany { .. } => say!(lang, "office-handover-fault-many", most = MOST_BUNDLED),
        HandoutError::AnotherList(_)
        | HandoutError::Collated(_)
        | HandoutError::File { .. }
        | HandoutError::List { .. }
        | HandoutError::Photo
        | HandoutError::Register(_)
        | HandoutError::Store(_)
        | HandoutError::Zip(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_for_whatsapp_is_encoded_to_the_last_space() {
        let site = "https://cek.lsp.example".parse().expect("a site");
        let text = include_str!("../../../../templates/demo/lsps.json");
        let lsp = crate::office::lsp_file::read(text, Some(&site)).expect("LSPs").swap_remove(0).lsp;
        let line = Line {
            id: crate::domain::id::CertificateId::new(1),
            number: "81210 9112 2 0000001 2026".to_owned(),
            registration: String::new(),
            blanko: None,
            name: "Siti & Rekaan + Contoh".to_owned(),
            scheme: String::new(),
            issued_on: String::new(),
            valid_until: String::new(),
            nik: String::new(),
            institution: String::new(),
            file: String::new(),
            url: "https://cek.lsp.example/v/0oRDoQ".to_owned(),
            token: String::new(),
        };
        let address = whatsapp(&line, &lsp);
        let parsed: url::Url = address.parse().expect("an address");
        assert_eq!((parsed.host_str(), parsed.path()), (Some("wa.me"), "/"));
        let pairs: Vec<(String, String)> = parsed.query_pairs().into_owned().collect();
        assert_eq!((pairs.len(), pairs[0].0.as_str()), (1, "text"));
        assert!(pairs[0].1.contains("Siti & Rekaan + Contoh") && pairs[0].1.ends_with(&line.url), "{}", pairs[0].1);
        assert!(!address.contains(['+', ' ', '\n']) && address.contains("%20") && address.contains("%2B"), "{address}");
    }
}
