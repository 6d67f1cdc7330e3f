//! One verdict as it is shown: sign and word, the name, the facts, what to compare, whom to ask.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::wording::{self, Text, text};
use super::{By, dates};
use crate::domain::holder::Initials;
use crate::domain::status::State;
use crate::seal::trust_list::TrustedLsp;
use crate::verify::verdict::{Finding, Integrity, StateSeen, Trust, UnitShown, Word};
use crate::verify::{Asked, Snapshot, Verdict};
use crate::web::found::{Found, Mismatch, Named};

/// What a template shows of one verdict.
pub(super) struct Card {
    pub(super) class: &'static str,
    pub(super) headline: Text,
    pub(super) meaning: Text,
    pub(super) name: Option<Name>,
    pub(super) facts: Vec<Fact>,
    pub(super) units: Vec<UnitShown>,
    /// What stands on the document is not what was truly signed; said before the verdict, for that is about
    /// what was signed.
    pub(super) altered: Option<Text>,
    pub(super) warnings: Vec<Text>,
    /// The instant of the status list that the verdict rests on.
    pub(super) as_of: Option<String>,
    pub(super) successor: Option<String>,
    pub(super) lsp: Option<Issuer>,
    /// Whether the LSP that signed was allowed to.
    pub(super) genuine: bool,
    /// Whether what was signed is worth comparing with a sheet, or asking about another day.
    pub(super) usable: bool,
    pub(super) checked_at: String,
    /// The day asked about, where it is not the present.
    pub(super) on: Option<Text>,
    /// The same for the field that asks: `2026-12-18`.
    pub(super) on_value: String,
}

/// The holder, and how far the name is proven to this visitor.
pub(super) enum Name {
    Close(Initials),
    Differs(Initials),
    Masked(Initials),
    Matched(String),
    Signed(String),
    Unproven(String),
}

/// One line of a certificate.
pub(super) struct Fact {
    pub(super) label: Text,
    pub(super) value: String,
    pub(super) note: String,
}

/// Whose certificate it is, and where it is checked.
pub(super) struct Issuer {
    pub(super) name: String,
    /// As a phone's address bar shows it, without `https://`.
    pub(super) site: String,
}

impl From<&TrustedLsp> for Issuer {
    fn from(lsp: &TrustedLsp) -> Self {
        let site = lsp.site.to_string();
        Self { name: lsp.name_id.clone(), site: site.strip_prefix("https://").unwrap_or(&site).to_owned() }
    }
}

impl Card {
    /// What anyone may see who holds the token.
    pub(super) fn of_token(named: &Named, lists: &Snapshot, asked: Asked, by: By) -> Self {
        let verdict = named.verdict();
        let trusted = verdict.issuer.as_ref().is_some_and(|issuer| issuer.trust == Trust::Licensed);
        let holder = named.holder().map(str::to_owned);
        let name = holder.map(|holder| if trusted { Name::Signed(holder) } else { Name::Unproven(holder) });
        let mut card = Self::new(verdict, name, lists, asked);
        if by == By::File && verdict.verdict == Word::Unreadable {
            card.meaning = wording::no_certificate();
        }
        card
    }

    /// What anyone may see who knows the number, and perhaps the name.
    pub(super) fn of_number(found: &Found, lists: &Snapshot, asked: Asked) -> Self {
        let name = match found {
            Found::Masked(masked, mismatch) => masked.initials().cloned().map(|initials| match mismatch {
                None => Name::Masked(initials),
                Some(Mismatch::Close) => Name::Close(initials),
                Some(Mismatch::Other) => Name::Differs(initials),
            }),
            Found::Named(named) => named.holder().map(|holder| Name::Matched(holder.to_owned())),
        };
        Self::new(found.verdict(), name, lists, asked)
    }

    fn new(verdict: &Verdict, name: Option<Name>, lists: &Snapshot, asked: Asked) -> Self {
        let lsp = verdict.issuer.as_ref().and_then(|issuer| lists.trust.lsp(&issuer.id));
        let zone = lsp.map_or_else(dates::jakarta, |lsp| lsp.time_zone.rules().clone());
        let genuine = verdict.integrity == Integrity::Ok && verdict.verdict != Word::Untrusted;
        let another_day = asked.on != asked.now;
        let as_of = verdict.status.as_ref().and_then(|status| status.as_of);
        let usable = matches!(verdict.verdict, Word::Expired | Word::NotYetValid | Word::StatusUnknown | Word::Valid);
        Self {
            class: wording::class(verdict.verdict),
            headline: wording::headline(verdict.verdict),
            meaning: if verdict.verdict == Word::StatusUnknown {
                wording::unknown(verdict, newest_list(verdict, lists).map(|as_of| dates::moments(as_of, &zone)))
            } else {
                wording::meaning(verdict)
            },
            name,
            facts: facts(verdict, &zone),
            units: verdict.certificate.as_ref().map_or_else(Vec::new, |shown| shown.units.clone()),
            altered: altered(verdict).filter(|_| genuine),
            warnings: warnings(verdict, asked),
            as_of: as_of.filter(|_| verdict.verdict != Word::Untrusted).map(|as_of| dates::moment(as_of, &zone)),
            successor: verdict.status.as_ref().and_then(|status| status.superseded_by.clone()),
            lsp: lsp.map(Issuer::from),
            genuine,
            usable: usable && verdict.certificate.is_some(),
            checked_at: dates::moment(verdict.checked_at, &zone),
            on: another_day.then(|| text(dates::indonesian(verdict.on), dates::english(verdict.on))),
            on_value: if another_day { verdict.on.to_string() } else { String::new() },
        }
    }
}

/// The newest status list of the LSP that signed, where each is too old to be believed.
fn newest_list(verdict: &Verdict, lists: &Snapshot) -> Option<Timestamp> {
    let issuer = verdict.issuer.as_ref()?;
    let of_issuer = || lists.statuses.iter().filter(|(lsp, ..)| **lsp == issuer.id);
    let believed = of_issuer().any(|(_, _, list)| verdict.checked_at < list.exp());
    of_issuer().map(|(_, _, list)| list.as_of()).max().filter(|_| !believed)
}

/// What differs between a document and what was signed.
fn altered(verdict: &Verdict) -> Option<Text> {
    let differs = |finding| verdict.findings.contains(&finding);
    if differs(Finding::TextDiffers) {
        let (id, en) = wording::what_differs(&verdict.differs);
        Some(text(
            format!(
                "Tidak tercetak seperti yang ditandatangani LSP: {id}. Anggap lembar ini diubah: jangan diterima. Yang \
                 ditandatangani LSP ada di bawah."
            ),
            format!(
                "Not in print as the LSP signed it: {en}. Treat this sheet as altered: do not accept it. What the LSP \
                 signed stands below."
            ),
        ))
    } else if differs(Finding::QrDiffers) {
        Some(text(
            "QR pada lembar ini bukan milik satu sertifikat yang sama. Mungkin QR ditempel dari sertifikat lain: \
             anggap lembar ini diubah, jangan diterima. Bila memang ada beberapa lembar dalam satu foto, kirim satu \
             per satu.",
            "The QR codes on this sheet are not of one certificate. One may have been pasted from another: treat \
             this sheet as altered, do not accept it. If there are several sheets in the picture, send them one by \
             one.",
        ))
    } else if differs(Finding::SheetDiffers) {
        Some(text(
            "Isi lembar ini tidak sama dengan yang diterbitkan LSP: unit kompetensi, masa berlaku, atau kata-katanya. \
             Anggap lembar ini diubah: jangan diterima. Unit yang diterbitkan LSP ada di bawah.",
            "This sheet is not as the LSP issued it: its units, its term or its wording. Treat it as altered: do not \
             accept it. The units that the LSP issued stand below.",
        ))
    } else {
        None
    }
}

fn warnings(verdict: &Verdict, asked: Asked) -> Vec<Text> {
    let mut warnings = Vec::new();
    for finding in &verdict.findings {
        warnings.push(match finding {
            // Said before the verdict, or the verdict says worse.
            Finding::QrDiffers | Finding::SheetDiffers | Finding::TextDiffers => continue,
            Finding::ForeignSite => text(
                "QR atau tautan ini mengarah ke situs yang bukan milik LSP. Sertifikatnya diperiksa di sini, \
                 tetapi jangan percaya situs itu.",
                "This QR or link leads to a site that is not the LSP's. The certificate was checked here; do not \
                 trust that site.",
            ),
            Finding::PagesUnread => text(
                "Dokumen ini panjang; halaman-halaman akhirnya tidak diperiksa. Kirim sertifikatnya saja.",
                "The document is long; its last pages were not looked at. Send the certificates alone.",
            ),
            // The meaning says it.
            Finding::TrustListExpired if verdict.verdict == Word::StatusUnknown => continue,
            Finding::TrustListExpired => text(
                "Daftar LSP tepercaya yang dipakai di sini sudah kedaluwarsa. Periksa di situs LSP.",
                "The list of trusted LSPs that is used here has expired. Check on the LSP's own site.",
            ),
        });
    }
    let as_of = verdict.status.as_ref().and_then(|status| status.as_of);
    let days = as_of.map_or(0, |as_of| asked.now.duration_since(as_of).as_hours() / 24);
    if days >= 1 {
        warnings.push(text(
            format!(
                "Daftar status yang dipakai sudah berumur {days} hari. Yang dicabut atau dibekukan sesudahnya belum \
                 terlihat di sini. Tanyakan kepada LSP di situsnya."
            ),
            format!(
                "The status list used is {days} {} old. What was revoked or suspended since is not seen here. Ask the \
                 LSP at its own site.",
                if days == 1 { "day" } else { "days" }
            ),
        ));
    }
    if verdict.verdict == Word::Valid && asked.now < asked.on {
        warnings.push(text(
            "Jawaban ini untuk hari yang belum tiba: berlaku bila sampai saat itu tidak dicabut, dibekukan, atau \
             diganti.",
            "This answer is about a day to come: it holds if the certificate is not revoked, suspended or \
             replaced until then.",
        ));
    }
    warnings
}

fn facts(verdict: &Verdict, zone: &TimeZone) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut say = |id: &str, en: &str, value: String, note: String| {
        facts.push(Fact { label: text(id, en), value, note });
    };
    if let Some(certificate) = &verdict.certificate {
        say("Nomor sertifikat", "Certificate number", certificate.number.clone(), String::new());
        let scheme = &certificate.scheme;
        say("Kompetensi", "Competency", scheme.title.clone(), format!("Skema {}", scheme.code));
    }
    if let Some(period) = &verdict.period {
        say("Terbit", "Issued", dates::indonesian(period.issued_on), String::new());
        say("Berlaku sampai", "Valid until", dates::indonesian(period.valid_until), String::new());
    }
    if let Some(issuer) = &verdict.issuer {
        let (id, en) = if verdict.integrity == Integrity::Ok {
            ("Diterbitkan oleh", "Issued by")
        } else {
            ("Mengaku dari", "Claims to be from")
        };
        let licence = Some(&issuer.licence).filter(|licence| !licence.is_empty());
        say(id, en, issuer.name.clone(), licence.map(|licence| format!("Lisensi {licence}")).unwrap_or_default());
    }
    if let Some(status) = &verdict.status {
        let state = match status.state {
            StateSeen::Known(State::Revoked) => "Dicabut",
            StateSeen::Known(State::Superseded) => "Diganti",
            StateSeen::Known(State::Suspended) => "Dibekukan",
            StateSeen::Known(State::Valid) => "Tidak dicabut, tidak dibekukan",
            StateSeen::Unknown => "Belum diketahui",
        };
        let since = status.since.map(|day| format!(" sejak {}", dates::indonesian(day))).unwrap_or_default();
        let as_of = status.as_of.map(|as_of| format!("Menurut daftar status per {}", dates::moment(as_of, zone)));
        say("Status di LSP", "Status at the LSP", state.to_owned() + &since, as_of.unwrap_or_default());
    }
    facts
}
