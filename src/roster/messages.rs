//! The words in which faults are told: what is wrong, then what to do.

use super::dates::in_full;
use super::faults::{Cause, Lang, Warning};
use crate::domain::holder::LONGEST_NAME;

impl Cause {
    /// One or two sentences for the person who mends the roster.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.english(),
            Lang::Id => self.indonesian(),
        }
    }

    fn indonesian(&self) -> String {
        let date = |day: &jiff::civil::Date| in_full(*day, Lang::Id);
        match self {
            Self::AfterIssue { tested_on, issued_on } => format!(
                "Tanggal uji {} sesudah tanggal terbit {}. Periksa tanggal uji, atau terbitkan dengan tanggal yang lebih akhir.",
                date(tested_on), date(issued_on)
            ),
            Self::BeforeBirth { tested_on } => {
                format!("Tanggal uji {} tidak sesudah tanggal lahir. Periksa tanggal_uji dan tanggal_lahir.", date(tested_on))
            }
            Self::BlankoNumber => {
                "Nomor blanko tersimpan sebagai angka, jadi nol di depannya hilang. Jadikan kolom itu sebagai Teks di Excel, lalu ketik ulang.".into()
            }
            Self::BlankoRepeated { earlier } => {
                format!("Nomor blanko ini sudah dipakai di baris {earlier}. Satu blanko untuk satu sertifikat: periksa kedua baris.")
            }
            Self::BlankoShape => "Nomor blanko harus 5 sampai 12 huruf atau angka. Perbaiki, atau kosongkan bila belum ada.".into(),
            Self::BlankoUsed => "Nomor blanko ini sudah dipakai sertifikat lain. Periksa nomor pada lembar blanko.".into(),
            Self::CertifiedAlready => {
                "Orang ini sudah bersertifikat untuk skema dan tanggal uji ini. Bila keputusannya keliru, cabut sertifikatnya.".into()
            }
            Self::CellError { shown } => format!("Rumus di sel ini menghasilkan {shown}. Ganti rumus dengan isinya."),
            Self::DateShape { text } => {
                format!("\"{text}\" bukan tanggal yang dikenali. Tulis hari/bulan/tahun, misalnya 13/09/2023 atau 13 September 2023.")
            }
            Self::DecisionMissing => {
                "status_kompeten kosong padahal ada tanggal uji. Isi K atau BK; bila tidak hadir, kosongkan juga tanggal_uji.".into()
            }
            Self::DecisionUnknown { text } => {
                format!("\"{text}\" bukan keputusan. Isi K, Kompeten, BK atau Belum Kompeten; kosongkan bila tidak hadir.")
            }
            Self::InFuture { tested_on } => format!("Tanggal uji {} belum tiba. Periksa tahunnya.", date(tested_on)),
            Self::NameEmpty => "Nama kosong. Isi nama asesi seperti di KTP.".into(),
            Self::NameHidden => {
                "Nama mengandung karakter tersembunyi yang tidak boleh dicetak. Hapus isi sel, lalu ketik ulang nama (jangan tempel).".into()
            }
            Self::NameNoLetter => "Nama tidak mengandung huruf. Isi nama asesi seperti di KTP.".into(),
            Self::NameTooLong => format!("Nama lebih dari {LONGEST_NAME} karakter. Singkat nama atau gelarnya."),
            Self::NikLength { digits } => format!("NIK harus 16 angka, di sini ada {digits}. Ketik ulang sesuai KTP."),
            Self::NikLetters => "NIK hanya boleh berisi angka (16 angka), tanpa huruf atau tanda lain. Ketik ulang sesuai KTP.".into(),
            Self::NikMissing => "NIK kosong. Isi 16 angka NIK sesuai KTP.".into(),
            Self::NikNumber => {
                "NIK tersimpan sebagai angka, dan Excel hanya menyimpan 15 angka pertamanya. Jadikan kolom NIK sebagai Teks di Excel, lalu ketik ulang NIK sesuai KTP.".into()
            }
            Self::NikScientific => {
                "NIK berubah menjadi angka ilmiah oleh Excel (seperti 9,90101E+15). Jadikan kolom NIK sebagai Teks di Excel, lalu ketik ulang NIK sesuai KTP.".into()
            }
            Self::NikZeros => "NIK berisi nol semua. Isi 16 angka NIK sesuai KTP.".into(),
            Self::NoSuchDate { text } => {
                format!("Tidak ada tanggal atau jam \"{text}\" di kalender. Tulis hari/bulan/tahun, misalnya 13/09/2023.")
            }
            Self::PhotoName => "Isi hanya nama berkas foto, misalnya siti.jpg, tanpa folder.".into(),
            Self::Repeated { earlier } => {
                format!("Orang, skema dan tanggal uji sama dengan baris {earlier}. Hapus salah satu baris.")
            }
            Self::SchemeClosed { code, issued_on } => {
                format!("Skema {code} tidak dibuka pada tanggal terbit {}. Periksa kode_skema atau tanggal terbit.", date(issued_on))
            }
            Self::SchemeElsewhere { code } => {
                format!("Skema {code} milik LSP lain. Pindahkan baris ini ke daftar LSP itu, atau perbaiki kode_skema.")
            }
            Self::SchemeMissing => "Kode skema kosong. Isi kode skema LSP, misalnya CS-01.".into(),
            Self::SchemeUnknown { text } => format!("Skema \"{text}\" tidak dikenal. Isi salah satu kode skema LSP ini."),
            Self::StoredUnderAnotherName => {
                "NIK, skema dan tanggal uji ini sudah tercatat atas nama lain. Periksa NIK; untuk memperbaiki nama di sertifikat, gunakan penggantian sertifikat.".into()
            }
            Self::TestDateMissing => {
                "Tanggal uji kosong padahal ada keputusan K atau BK. Isi tanggal uji; bila tidak hadir, kosongkan status_kompeten.".into()
            }
            Self::TooLong { most } => format!("Isi sel lebih dari {most} karakter. Singkat isinya."),
            Self::TooManyCells => {
                "Baris ini punya lebih banyak kolom daripada baris judul. Apit isi yang mengandung tanda pemisah dengan tanda kutip, atau simpan sebagai .xlsx.".into()
            }
            Self::TwoDigitYear { text } => format!("Tahun pada \"{text}\" hanya dua angka. Tulis tahun dengan empat angka, misalnya 2023."),
            Self::Unprintable { characters } => {
                format!("Nama mengandung huruf yang tidak ada di huruf cetak sertifikat: {}. Tulis nama dengan huruf Latin seperti di KTP.", listed(characters))
            }
        }
    }

    fn english(&self) -> String {
        let date = |day: &jiff::civil::Date| in_full(*day, Lang::En);
        match self {
            Self::AfterIssue { tested_on, issued_on } => format!(
                "The test date {} is after the day of issue {}. Check the test date, or issue on a later day.",
                date(tested_on), date(issued_on)
            ),
            Self::BeforeBirth { tested_on } => {
                format!("The test date {} is not after the date of birth. Check tanggal_uji and tanggal_lahir.", date(tested_on))
            }
            Self::BlankoNumber => {
                "The blanko number is a number cell, so its leading zeros are lost. Format the column as Text in Excel, then type it again.".into()
            }
            Self::BlankoRepeated { earlier } => {
                format!("Row {earlier} already uses this blanko number. One sheet is for one certificate: check both rows.")
            }
            Self::BlankoShape => "A blanko number has 5 to 12 letters or digits. Correct it, or leave it blank if there is none yet.".into(),
            Self::BlankoUsed => "Another certificate already has this blanko number. Check the number on the sheet.".into(),
            Self::CertifiedAlready => {
                "This person already holds a certificate for this scheme and test date. If the decision was wrong, revoke it.".into()
            }
            Self::CellError { shown } => format!("The formula in this cell gives {shown}. Replace the formula by its value."),
            Self::DateShape { text } => {
                format!("\"{text}\" is not a date that can be read. Write day/month/year, such as 13/09/2023 or 13 September 2023.")
            }
            Self::DecisionMissing => {
                "status_kompeten is blank although there is a test date. Write K or BK; for somebody absent, leave tanggal_uji blank too.".into()
            }
            Self::DecisionUnknown { text } => {
                format!("\"{text}\" is not a decision. Write K, Kompeten, BK or Belum Kompeten; leave it blank for somebody absent.")
            }
            Self::InFuture { tested_on } => format!("The test date {} is still to come. Check the year.", date(tested_on)),
            Self::NameEmpty => "The name is blank. Write the name as on the identity card.".into(),
            Self::NameHidden => "The name has hidden characters that must not be printed. Clear the cell and type the name again (do not paste).".into(),
            Self::NameNoLetter => "The name has no letter. Write the name as on the identity card.".into(),
            Self::NameTooLong => format!("The name is longer than {LONGEST_NAME} characters. Shorten the name or its degrees."),
            Self::NikLength { digits } => format!("A NIK has 16 digits, here there are {digits}. Type it again from the identity card."),
            Self::NikLetters => "A NIK has digits only (16 of them), no letters or other marks. Type it again from the identity card.".into(),
            Self::NikMissing => "The NIK is blank. Write the 16 digits of the identity card.".into(),
            Self::NikNumber => {
                "The NIK is stored as a number, of which Excel keeps only the first 15 digits. Format the NIK column as Text in Excel, then type the NIK again from the identity card.".into()
            }
            Self::NikScientific => {
                "Excel turned the NIK into scientific notation (like 9.90101E+15). Format the NIK column as Text in Excel, then type the NIK again from the identity card.".into()
            }
            Self::NikZeros => "The NIK is all zeros. Write the 16 digits of the identity card.".into(),
            Self::NoSuchDate { text } => {
                format!("There is no date or time \"{text}\". Write day/month/year, such as 13/09/2023.")
            }
            Self::PhotoName => "Write only the name of the photo's file, such as siti.jpg, without a folder.".into(),
            Self::Repeated { earlier } => format!("Person, scheme and test date are those of row {earlier}. Delete one of the rows."),
            Self::SchemeClosed { code, issued_on } => {
                format!("Scheme {code} is not open on the day of issue {}. Check kode_skema or the day of issue.", date(issued_on))
            }
            Self::SchemeElsewhere { code } => {
                format!("Scheme {code} belongs to another LSP. Move this row to that LSP's roster, or correct kode_skema.")
            }
            Self::SchemeMissing => "The scheme code is blank. Write one of the LSP's scheme codes, such as CS-01.".into(),
            Self::SchemeUnknown { text } => format!("Scheme \"{text}\" is unknown. Write one of this LSP's scheme codes."),
            Self::StoredUnderAnotherName => {
                "This NIK, scheme and test date are on record under another name. Check the NIK; to mend the name on a certificate, replace it.".into()
            }
            Self::TestDateMissing => {
                "The test date is blank although there is a decision. Write the test date; for somebody absent, leave status_kompeten blank.".into()
            }
            Self::TooLong { most } => format!("The cell has more than {most} characters. Shorten it."),
            Self::TooManyCells => {
                "This row has more columns than the header. Put quotes around text that contains the separator, or save the file as .xlsx.".into()
            }
            Self::TwoDigitYear { text } => format!("The year in \"{text}\" has only two digits. Write it with four, such as 2023."),
            Self::Unprintable { characters } => {
                format!("The name has characters that the certificate's fonts lack: {}. Write it in Latin letters as on the identity card.", listed(characters))
            }
        }
    }
}

impl Warning {
    /// One or two sentences for the person who checks the roster.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::BirthDiffers, Lang::En) => {
                "The date of birth inside the NIK differs from tanggal_lahir. Check both against the identity card."
                    .into()
            }
            (Self::BirthDiffers, Lang::Id) => {
                "Tanggal lahir di dalam NIK berbeda dari tanggal_lahir. Cocokkan keduanya dengan KTP.".into()
            }
            (Self::DecisionCorrected, Lang::En) => {
                "On record as not yet competent until now; certified from this roster.".into()
            }
            (Self::DecisionCorrected, Lang::Id) => {
                "Sebelumnya tercatat belum kompeten; kini diterbitkan sertifikatnya menurut daftar ini.".into()
            }
            (Self::HoldsValid, Lang::En) => "This person already holds a valid certificate of this scheme.".into(),
            (Self::HoldsValid, Lang::Id) => "Orang ini masih memegang sertifikat yang berlaku untuk skema ini.".into(),
            (Self::Late { tested_on }, Lang::En) => {
                format!(
                    "The certificate would be issued more than two years after the test date {}. Check the date.",
                    in_full(*tested_on, lang)
                )
            }
            (Self::Late { tested_on }, Lang::Id) => {
                format!(
                    "Sertifikat akan terbit lebih dari dua tahun sesudah tanggal uji {}. Periksa tanggalnya.",
                    in_full(*tested_on, lang)
                )
            }
        }
    }
}

/// Characters with their code points: `ꦱ (U+A9B1)`.
fn listed(characters: &[char]) -> String {
    characters.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect::<Vec<_>>().join(", ")
}
