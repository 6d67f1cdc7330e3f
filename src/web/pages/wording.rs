//! What each verdict is called and what it means, in Indonesian and English.

use super::dates;
use crate::verify::Verdict;
use crate::verify::verdict::{Differing, Finding, Integrity, Trust, Word};
use crate::web::{Error, Fault};

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

/// What is not as it was signed, in both languages.
pub(super) fn what_differs(differs: &[Differing]) -> (String, String) {
    let named = |differing: &Differing| match differing {
        Differing::IssuedOn => ("tanggal terbit", "day of issue"),
        Differing::Name => ("nama", "name"),
        Differing::Number => ("nomor", "number"),
        Differing::Scheme => ("skema", "scheme"),
        Differing::ValidUntil => ("masa berlaku", "term"),
    };
    let (id, en): (Vec<_>, Vec<_>) = differs.iter().map(named).unzip();
    (id.join(", "), en.join(", "))
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
    let term = || verdict.period.expect("what has a term that ended or has not begun is a certificate with a term");
    let (id, en) = (dates::indonesian, dates::english);
    let (status, ask) =
        (verdict.status.as_ref(), text(" Sejak kapan: tanyakan kepada LSP.", " Ask the LSP since when."));
    let since = status.and_then(|status| status.since);
    // A checker without records knows neither day nor successor.
    let ask = if since.is_some() { text("", "") } else { ask };
    let known = status.is_some_and(|status| status.superseded_by.is_some());
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
            format!("LSP mencabut sertifikat ini{}. Tidak berlaku lagi.{}", since.0, ask.id),
            format!("The LSP has revoked this certificate{}. It is no longer valid.{}", since.1, ask.en),
        ),
        Word::Superseded if !known => text(
            format!(
                "Sertifikat ini diganti dengan yang baru{}. Mintalah sertifikat penggantinya. Nomor pengganti \
                 diketahui LSP: tanyakan di situsnya.",
                since.0
            ),
            format!(
                "A new certificate replaces this one{}. Ask for the new one. The LSP knows its number: ask at its own \
                 site.",
                since.1
            ),
        ),
        Word::Superseded => text(
            format!("Sertifikat ini diganti dengan yang baru{}. Mintalah sertifikat penggantinya.", since.0),
            format!("A new certificate replaces this one{}. Ask for the new one.", since.1),
        ),
        Word::Suspended => text(
            format!("LSP membekukan sertifikat ini{}. Selama dibekukan, tidak boleh dipakai.{}", since.0, ask.id),
            format!("The LSP has suspended this certificate{}. Meanwhile it must not be used.{}", since.1, ask.en),
        ),
        Word::Expired => text(
            format!("Sertifikat ini asli, tetapi hanya berlaku sampai {}.", id(term().valid_until)),
            format!("Genuine, but it was valid until {} only.", en(term().valid_until)),
        ),
        Word::NotYetValid => text(
            format!("Sertifikat ini asli, tetapi baru berlaku mulai {}.", id(term().issued_on)),
            format!("Genuine, but valid only from {}.", en(term().issued_on)),
        ),
        Word::StatusUnknown => unknown(verdict, None),
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

/// Why the status could not be told, and what to do about it. `too_old`: the instant, in both languages, of
/// the newest list that there is.
pub(super) fn unknown(verdict: &Verdict, too_old: Option<(String, String)>) -> Text {
    let expired = verdict.findings.contains(&Finding::TrustListExpired);
    let trust = verdict.issuer.as_ref().map(|issuer| issuer.trust);
    let (id, en) = match (expired, too_old) {
        (true, _) if verdict.integrity == Integrity::Unchecked => (
            "Daftar LSP tepercaya di pemeriksa ini sudah kedaluwarsa, dan penandatangannya tidak ada di dalamnya. Asli \
             atau palsu tidak dapat diketahui di sini."
                .to_owned(),
            "This checker's list of trusted LSPs has expired, and the signer is not on it. Whether this is genuine \
             cannot be told here."
                .to_owned(),
        ),
        (true, _) => (
            "Tanda tangannya utuh, tetapi daftar LSP tepercaya di pemeriksa ini sudah kedaluwarsa: kunci atau lisensi \
             LSP mungkin sudah berubah."
                .to_owned(),
            "The signature holds, but this checker's list of trusted LSPs has expired: the LSP's key or licence may \
             have changed."
                .to_owned(),
        ),
        (false, _) if trust == Some(Trust::KeyStateUnknown) => (
            "Tanda tangannya utuh, tetapi daftar LSP tepercaya menyebut keadaan kunci yang belum dikenal pemeriksa ini. \
             Pemeriksa ini perlu versi yang lebih baru."
                .to_owned(),
            "The signature holds, but the list of trusted LSPs says something of the key that this checker does not \
             know yet. It needs a newer version."
                .to_owned(),
        ),
        (false, _) if trust == Some(Trust::HonouredListMissing) => (
            "Kunci penandatangannya pernah bocor, dan daftar sertifikat yang benar-benar diterbitkan dengan kunci itu \
             tidak dapat diambil. Mungkin buatan pencuri kunci."
                .to_owned(),
            "The key that signed was stolen once, and the list of certificates truly issued with it is not to be had. \
             A thief may have made this one."
                .to_owned(),
        ),
        (false, Some((id, en))) => (
            format!("Tanda tangannya asli, tetapi daftar status LSP yang ada di sini terlalu lama: per {id}."),
            format!("The signature is genuine, but the LSP's status list held here is too old: of {en}."),
        ),
        (false, None) => (
            "Tanda tangannya asli, tetapi daftar status LSP tidak dapat diambil.".to_owned(),
            "The signature is genuine, but the LSP's status list is not to be had.".to_owned(),
        ),
    };
    let todo = if verdict.issuer.is_some() {
        text(
            " Mungkin sudah dicabut atau dibekukan: jangan anggap berlaku. Tanyakan kepada LSP di situsnya, atau coba \
             lagi nanti.",
            " It may have been revoked or suspended: do not take it as valid. Ask the LSP at its own site, or try again \
             later.",
        )
    } else {
        text(" Jangan anggap berlaku.", " Do not take it as valid.")
    };
    text(id + &todo.id, en + &todo.en)
}

/// What is said of a file in which nothing was found.
pub(super) fn no_certificate() -> Text {
    text(
        "Tidak ada sertifikat yang terbaca di file ini, jadi belum ada yang diperiksa. Kirim PDF asli dari LSP, atau \
         foto QR-nya dari dekat: tajam, terang, dan tegak lurus.",
        "No certificate could be read in this file, so nothing has been checked. Send the LSP's own PDF, or a close \
         photograph of the QR: sharp, bright and square on.",
    )
}

fn distrust(verdict: &Verdict) -> Text {
    let unknown = verdict.integrity == Integrity::Unchecked;
    match verdict.issuer.as_ref().map(|issuer| issuer.trust).filter(|_| !unknown) {
        None => text(
            "Penandatangannya tidak dikenal: bukan LSP dalam daftar tepercaya. Siapa pun dapat membuat kode \
             seperti ini.",
            "The signer is unknown: no LSP of the trust list. Anybody can make a code like this.",
        ),
        Some(Trust::KeyCompromised) => text(
            "Ditandatangani dengan kunci LSP yang sudah dicuri, dan tidak ada dalam daftar sertifikat yang benar-benar \
             diterbitkan LSP. Jangan diterima.",
            "Signed with a stolen key of the LSP, and not among the certificates that the LSP truly issued. Do not \
             accept it.",
        ),
        Some(Trust::NeverRecorded) => text(
            "Ditandatangani dengan kunci LSP, tetapi LSP tidak pernah menerbitkannya. Kuncinya mungkin dicuri. Jangan \
             diterima, dan beri tahu LSP.",
            "Signed with a key of the LSP, but the LSP never issued it. The key may have been stolen. Do not accept it, \
             and tell the LSP.",
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
        Some(Trust::HonouredListMissing | Trust::KeyStateUnknown | Trust::Licensed) => {
            text("Penandatangannya tidak dipercaya.", "Its signer is not trusted.")
        }
    }
}

/// What a failure is called.
pub(super) fn failure(error: &Error) -> Text {
    match error {
        Error::AddressTooLong => text("Alamat terlalu panjang", "The address is too long"),
        Error::Busy | Error::NoTrustList | Error::NotYet | Error::Unavailable(_) => {
            text("Sedang sibuk", "Busy at the moment")
        }
        Error::FileTooLarge => text("File terlalu besar", "The file is too large"),
        Error::Internal(_) => text("Gangguan pada layanan", "Internal error"),
        Error::NoNumbers => text("Nomor tidak dikenal di sini", "Numbers are not known here"),
        Error::NoSuchMethod => text("Cara ini tidak tersedia", "Not possible in this way"),
        Error::NotFound => text("Halaman tidak ada", "No such page"),
        Error::Rejected(Fault::File) => text("Belum ada file", "No file yet"),
        Error::Rejected(_) => text("Isian tidak dapat dibaca", "The question cannot be read"),
        Error::SlowDown(_) => text("Terlalu banyak pencarian", "Too many look-ups"),
        Error::Stale => text("Daftar terlalu lama", "The list is too old"),
        Error::TooLarge => text("Terlalu besar", "Too large"),
        Error::TooSlow => text("Terlalu lama", "It took too long"),
        Error::Unsupported => text("Bentuk isian tidak dikenal", "Unknown form of question"),
    }
}

/// One plain sentence about a failure, and what to do about it.
pub(in crate::web) fn detail(error: &Error) -> Text {
    match error {
        Error::AddressTooLong => {
            text("Pindai ulang QR pada sertifikat.", "The address is longer than that of any certificate.")
        }
        Error::Busy => text("Coba lagi beberapa saat lagi.", "Try again in a moment."),
        Error::FileTooLarge => text(
            "File melebihi 20 MB, atau lebih dari 50 file. Kirim sebagian dulu, atau foto QR-nya saja.",
            "More than 20 MB, or more than 50 files. Send some of them first, or photographs of the QR alone.",
        ),
        Error::Internal(_) => text(
            "Ini bukan kesalahan Anda, dan bukan jawaban tentang sertifikat itu. Coba lagi nanti.",
            "Internal error. It says nothing about the certificate.",
        ),
        Error::NoNumbers => text(
            "Pemeriksa ini membaca sertifikatnya sendiri dan tidak mengenal nomor. Pindai QR-nya, tempel tautannya, \
             atau kirim filenya. Untuk mencari nomor, buka situs LSP penerbitnya.",
            "This checker reads certificates and knows no numbers. Send the QR, the link or the file, or ask the LSP at \
             its own site.",
        ),
        Error::NoSuchMethod => {
            text("Buka halaman depan, lalu mulai dari sana.", "This address does not answer to this method.")
        }
        Error::NoTrustList => text(
            "Daftar LSP tepercaya belum ada atau sudah kedaluwarsa. Coba lagi beberapa saat lagi.",
            "There is no list of trusted LSPs yet, or it has expired. Try again in a moment.",
        ),
        Error::NotYet => text(
            "Layanan baru dimulai; daftarnya sedang ditandatangani.",
            "The service has just started; its lists are being signed.",
        ),
        Error::NotFound => text("Tidak ada apa-apa di alamat ini.", "Nothing is found at this address."),
        Error::Rejected(fault) => rejected(*fault),
        Error::SlowDown(_) => text(
            "Tunggu sebentar, lalu coba lagi. Memindai QR tidak dibatasi.",
            "Wait a little, then try again. Scanning the QR is not limited.",
        ),
        Error::Stale => text(
            "Daftar status LSP ini sudah terlalu lama untuk dibagikan.",
            "The newest status list of this LSP is too old to be handed out.",
        ),
        Error::TooLarge => text("Kirimlah nomor saja.", "The request is larger than allowed."),
        Error::TooSlow => text("Periksa sambungan Anda, lalu coba lagi.", "The request took too long. Try again."),
        Error::Unavailable(_) => text(
            "Basis data tidak menjawab, jadi nomor tidak dapat dicari. Coba lagi beberapa saat lagi.",
            "The database does not answer, so numbers cannot be looked up. Try again in a moment.",
        ),
        Error::Unsupported => {
            text("Pakailah isian di halaman depan.", "The body must be of the documented content type.")
        }
    }
}

/// What was wrong with a question, and what was expected.
fn rejected(fault: Fault) -> Text {
    match fault {
        Fault::Body => {
            text("Isian tidak lengkap atau bentuknya salah.", "The body does not have the documented fields.")
        }
        Fault::File => text(
            "Pilih dulu file PDF atau foto sertifikatnya.",
            "Send a PDF or a picture as the body, or in the field file of a form.",
        ),
        Fault::Number => text(
            "Nomor harus berisi 1 sampai 64 huruf dan angka, misalnya 81210 9112 2 0000088 2023.",
            "A number must have 1 to 64 letters and digits, such as 81210 9112 2 0000088 2023.",
        ),
        Fault::On => {
            text("Tanggal harus ditulis seperti 2026-12-18.", "The day asked about must be a date, such as 2026-12-18.")
        }
        Fault::Path => text("Alamat tidak terbaca.", "The address is not readable text."),
        Fault::Query => text(
            "Bagian alamat sesudah tanda tanya tidak terbaca.",
            "The part of the address after the question mark is not readable.",
        ),
    }
}
