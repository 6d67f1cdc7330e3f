//! The words in which a file that cannot be read is refused.

use super::faults::{Lang, Unreadable};
use super::{LARGEST_FILE, MOST_COLUMNS, MOST_ROWS};

impl Unreadable {
    /// One or two sentences for the person who hands in the file.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.english(),
            Lang::Id => self.indonesian(),
        }
    }

    fn indonesian(&self) -> String {
        match self {
            Self::Damaged => "Berkas rusak dan tidak bisa dibaca. Buka di Excel, lalu simpan ulang sebagai .xlsx.".into(),
            Self::DoubledColumn { column } => format!("Kolom {column} ada dua kali. Hapus atau ganti nama salah satunya."),
            Self::Empty => "Berkas kosong.".into(),
            Self::Encoding => "Sebagian huruf di berkas tidak bisa dibaca. Simpan ulang sebagai \"CSV UTF-8\" atau .xlsx.".into(),
            Self::Formula { shown } => format!("Ada rumus yang menghasilkan {shown}. Ganti rumus dengan isinya, lalu simpan ulang."),
            Self::Locked => "Berkas Excel ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, lalu simpan ulang.".into(),
            Self::MissingColumns { missing } => {
                format!("Kolom ini tidak ada: {}. Tambahkan di baris judul.", missing.join(", "))
            }
            Self::NoHeader => {
                "Baris judul tidak ditemukan. Baris judul harus memuat nama_asesi, nik, kode_skema, tanggal_uji dan status_kompeten.".into()
            }
            Self::NoTable => "Berkas ini bukan CSV atau .xlsx. Simpan daftar dari Excel sebagai .xlsx atau CSV.".into(),
            Self::NoWorkbook => "Berkas ini bukan .xlsx. Buka di Excel, lalu simpan sebagai \"Excel Workbook (.xlsx)\".".into(),
            Self::OldExcel => "Berkas ini Excel lama (.xls). Buka di Excel, lalu simpan sebagai \"Excel Workbook (.xlsx)\".".into(),
            Self::Quote { row } => {
                format!("Tanda kutip (\") di baris {row} tidak berpasangan, sehingga baris sesudahnya tidak terbaca. Perbaiki, atau simpan sebagai .xlsx.")
            }
            Self::TooLarge => format!("Berkas terlalu besar (paling besar {} MB, juga bila isinya dibuka). Bagi menjadi beberapa berkas.", LARGEST_FILE / 1_048_576),
            Self::TooManyColumns => format!("Lebih dari {MOST_COLUMNS} kolom. Hapus kolom yang tidak perlu."),
            Self::TooManyRows => format!("Lebih dari {MOST_ROWS} baris. Bagi menjadi beberapa berkas."),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Damaged => {
                "The file is damaged and cannot be read. Open it in Excel and save it again as .xlsx.".into()
            }
            Self::DoubledColumn { column } => format!("Column {column} is there twice. Delete or rename one of them."),
            Self::Empty => "The file is empty.".into(),
            Self::Encoding => {
                "Some letters in the file cannot be read. Save it again as \"CSV UTF-8\" or .xlsx.".into()
            }
            Self::Formula { shown } => {
                format!("A formula gives {shown}. Replace the formula by its value and save the file again.")
            }
            Self::Locked => {
                "This workbook has a password. Open it in Excel, remove the password and save it again.".into()
            }
            Self::MissingColumns { missing } => {
                format!("These columns are missing: {}. Add them to the header.", missing.join(", "))
            }
            Self::NoHeader => {
                "No header was found. It must have nama_asesi, nik, kode_skema, tanggal_uji and status_kompeten.".into()
            }
            Self::NoTable => "This file is neither CSV nor .xlsx. Save the roster from Excel as .xlsx or CSV.".into(),
            Self::NoWorkbook => {
                "This file is no .xlsx. Open it in Excel and save it as \"Excel Workbook (.xlsx)\".".into()
            }
            Self::OldExcel => {
                "This is an old Excel file (.xls). Open it in Excel and save it as \"Excel Workbook (.xlsx)\".".into()
            }
            Self::Quote { row } => {
                format!(
                    "The quotation mark (\") in row {row} has no partner, so the rows after it cannot be read. Correct it, or save as .xlsx."
                )
            }
            Self::TooLarge => format!(
                "The file is too large (at most {} MB, and in proportion when unpacked). Split it into several files.",
                LARGEST_FILE / 1_048_576
            ),
            Self::TooManyColumns => {
                format!("There are more than {MOST_COLUMNS} columns. Delete those that are not needed.")
            }
            Self::TooManyRows => format!("There are more than {MOST_ROWS} rows. Split the file into several."),
        }
    }
}
