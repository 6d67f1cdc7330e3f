//! What each verdict is called and what it means, in Indonesian and English.

use axum::http::StatusCode;

use super::dates;
use crate::verify::Verdict;
use crate::verify::verdict::{Integrity, Trust, Word};

/// One thing said twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Text {
    pub(in crate::web) id: String,
    pub(in crate::web) en: String,
}

pub(super) fn text(id: impl Into<String>, en: impl Into<String>) -> Text {
    Text { id: id.into(), en: en.into() }
}

/// The word of a verdict as a person says it.
pub(super) fn headline(word: Word) -> Text {
    match word {
        Word::Unreadable => text("Tidak terbaca", "Unreadable"),
        Word::Forged => text("Palsu", "Forged"),
        Word::Untrusted => text("Tidak dipercaya", "Not trusted"),
        Word::Revoked => text("Dicabut", "Revoked"),
        Word::Superseded => text("Sudah diganti", "Replaced"),
        Word::Suspended => text("Dibekukan", "Suspended"),
        Word::Expired => text("Kedaluwarsa", "Expired"),
        Word::NotYetValid => text("Belum berlaku", "Not yet valid"),
        Word::StatusUnknown => text("Status belum diketahui", "Status unknown"),
        Word::Valid => text("Berlaku", "Valid"),
        Word::NotFound => text("Tidak ditemukan", "Not found"),
    }
}

/// Sign and colour of a verdict: a class of the style, and the name of its sign.
pub(super) fn class(word: Word) -> &'static str {
    match word {
        Word::Unreadable => "unreadable",
        Word::Forged => "forged",
        Word::Untrusted => "untrusted",
        Word::Revoked => "revoked",
        Word::Superseded => "superseded",
        Word::Suspended => "suspended",
        Word::Expired => "expired",
        Word::NotYetValid => "not-yet-valid",
        Word::StatusUnknown => "status-unknown",
        Word::Valid => "valid",
        Word::NotFound => "not-found",
    }
}

/// What led to the verdict and what to do about it. Never why an LSP suspended or revoked.
pub(super) fn meaning(verdict: &Verdict) -> Text {
    let days = verdict.period.map(|period| (period.issued_on, period.valid_until)).unwrap_or_default();
    let (issued_on, valid_until) = days;
    let (id, en) = (dates::indonesian, dates::english);
    let since = verdict.status.as_ref().and_then(|status| status.since);
    let since = since.map(|day| (format!(" sejak {}", id(day)), format!(" since {}", en(day)))).unwrap_or_default();
    match verdict.verdict {
        Word::Unreadable => text(
            "Kode ini rusak, terpotong, atau bukan sertifikat. Pindai sekali lagi. Selama tidak terbaca, \
             sertifikat ini belum diperiksa.",
            "The code is damaged, cut short, or no certificate. Scan it again. As long as it cannot be read, \
             nothing has been checked.",
        ),
        Word::Forged => text(
            "Isinya bukan yang ditandatangani LSP: diubah, atau dibuat orang lain. Jangan diterima.",
            "This is not what the LSP signed: it was altered, or made by somebody else. Do not accept it.",
        ),
        Word::Untrusted => distrust(verdict),
        Word::Revoked => text(
            format!("LSP mencabut sertifikat ini{}. Tidak berlaku lagi.", since.0),
            format!("The LSP has revoked this certificate{}. It is no longer valid.", since.1),
        ),
        Word::Superseded => text(
            format!("Sertifikat ini diganti dengan yang baru{}. Mintalah sertifikat penggantinya.", since.0),
            format!("A new certificate replaces this one{}. Ask for the new one.", since.1),
        ),
        Word::Suspended => text(
            format!("LSP membekukan sertifikat ini{}. Selama dibekukan, tidak boleh dipakai.", since.0),
            format!("The LSP has suspended this certificate{}. Meanwhile it must not be used.", since.1),
        ),
        Word::Expired => text(
            format!("Sertifikat ini asli, tetapi hanya berlaku sampai {}.", id(valid_until)),
            format!("Genuine, but it was valid until {} only.", en(valid_until)),
        ),
        Word::NotYetValid => text(
            format!("Sertifikat ini asli, tetapi baru berlaku mulai {}.", id(issued_on)),
            format!("Genuine, but valid only from {}.", en(issued_on)),
        ),
        Word::StatusUnknown => text(
            "Tanda tangannya asli, tetapi daftar status tidak dapat dibaca. Mungkin sudah dicabut atau dibekukan: \
             jangan anggap berlaku. Coba lagi nanti, atau tanyakan kepada LSP.",
            "The signature is genuine, but the status list cannot be read. It may have been revoked or suspended: \
             do not take it as valid. Try again later, or ask the LSP.",
        ),
        Word::Valid => text(
            "Asli, dari LSP berlisensi, tidak dicabut, tidak dibekukan, tidak diganti.",
            "Genuine, from a licensed LSP, not revoked, suspended or replaced.",
        ),
        Word::NotFound => text(
            "Tidak ada sertifikat bernomor ini di layanan ini. Periksa ketikannya. Sertifikat LSP lain diperiksa \
             di situs LSP itu.",
            "This service knows no certificate with this number. Check what you typed. Certificates of other LSPs \
             are checked on their own sites.",
        ),
    }
}

fn distrust(verdict: &Verdict) -> Text {
    let unknown = verdict.integrity == Integrity::Unchecked;
    match verdict.issuer.as_ref().map(|issuer| issuer.trust).filter(|_| !unknown) {
        None => text(
            "Penandatangannya tidak dikenal: bukan LSP dalam daftar tepercaya. Siapa pun dapat membuat kode \
             seperti ini.",
            "The signer is unknown: no LSP of the trust list. Anybody can make a code like this.",
        ),
        Some(Trust::KeyCompromised | Trust::NeverRecorded) => text(
            "Ditandatangani dengan kunci LSP, tetapi LSP tidak pernah menerbitkannya. Kunci itu mungkin dicuri.",
            "Signed with a key of the LSP, but the LSP never issued it. The key may have been stolen.",
        ),
        Some(Trust::KeyForOtherUse) => text(
            "Ditandatangani dengan kunci LSP yang bukan kunci untuk sertifikat.",
            "Signed with a key of the LSP that is not for certificates.",
        ),
        Some(Trust::KeyOutsidePeriod) => text(
            "Tanggal terbitnya di luar masa pakai kunci yang menandatanganinya.",
            "Its day of issue lies outside the time of the key that signed it.",
        ),
        Some(Trust::LicenceOutsidePeriod) => text(
            "Pada tanggal terbitnya, LSP tidak mempunyai lisensi BNSP yang berlaku.",
            "On its day of issue the LSP held no BNSP licence.",
        ),
        Some(Trust::SchemeOutsideScope) => text(
            "Pada tanggal terbitnya, skema ini tidak termasuk ruang lingkup lisensi LSP.",
            "On its day of issue this scheme was not in the LSP's licensed scope.",
        ),
        Some(Trust::HonouredListMissing | Trust::Licensed) => {
            text("Penandatangannya tidak dipercaya.", "Its signer is not trusted.")
        }
    }
}

/// What a failing status is called.
pub(super) fn failure(status: StatusCode) -> Text {
    match status.as_u16() {
        400 => text("Isian tidak dapat dibaca", "The question cannot be read"),
        404 => text("Halaman tidak ada", "No such page"),
        405 => text("Cara ini tidak tersedia", "Not possible in this way"),
        408 => text("Terlalu lama", "It took too long"),
        413 => text("Terlalu besar", "Too large"),
        414 => text("Alamat terlalu panjang", "The address is too long"),
        415 => text("Bentuk isian tidak dikenal", "Unknown form of question"),
        429 => text("Terlalu banyak pencarian", "Too many look-ups"),
        503 => text("Sedang sibuk", "Busy at the moment"),
        _ => text("Gangguan pada layanan", "Internal error"),
    }
}

/// One plain line about a failing status.
pub(in crate::web) fn plainly(status: StatusCode) -> Text {
    match status.as_u16() {
        400 => text("Periksa isian, lalu kirim lagi.", "check the question and send it again"),
        404 => text("Tidak ada apa-apa di alamat ini.", "nothing is found at this address"),
        405 => text("Buka halaman depan, lalu mulai dari sana.", "this address does not answer to this method"),
        408 => text("Periksa sambungan Anda, lalu coba lagi.", "the request took too long; try again"),
        413 => text("Kirimlah nomor saja.", "the request is larger than allowed"),
        414 => text("Pindai ulang QR pada sertifikat.", "the address is longer than that of any certificate"),
        415 => text("Pakailah isian di halaman depan.", "the body must be of the documented content type"),
        429 => text(
            "Tunggu sebentar, lalu coba lagi. Memindai QR tidak dibatasi.",
            "wait a little, then try again; scanning the QR is not limited",
        ),
        503 => text("Coba lagi beberapa saat lagi.", "try again in a moment"),
        _ => text(
            "Ini bukan kesalahan Anda, dan bukan jawaban tentang sertifikat itu. Coba lagi nanti.",
            "internal error; it says nothing about the certificate",
        ),
    }
}
