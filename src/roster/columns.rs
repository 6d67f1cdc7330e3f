//! The columns of a roster, by BNSP's names and those that LSPs use instead.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::SchemeRule;
use super::coordinate::Coordinate;
use super::faults::{FileFault, Quote};
use super::grid::{Cell, Grid, HEADER_WITHIN, Row};
use super::layout::Layout;

pub(super) const BIRTH: &str = "tanggal_lahir";
pub(super) const BLANKO: &str = "nomor_blanko";
pub(super) const CERTIFICATE: &str = "nomor_sertifikat";
pub(super) const DECISION: &str = "status_kompeten";
pub(super) const JOB: &str = "jabatan";
pub(super) const NAME: &str = "nama_asesi";
pub(super) const NIK: &str = "nik";
pub(super) const PHOTO: &str = "foto";
pub(super) const SCHEME: &str = "kode_skema";
pub(super) const TESTED: &str = "tanggal_uji";
pub(super) const TOKEN: &str = "token";

/// The row as a whole, where a fault belongs to no column.
pub(super) const WHOLE: &str = "baris";

const REQUIRED: [&str; 5] = [NAME, NIK, SCHEME, TESTED, DECISION];

/// Columns that are kept as they are.
pub(super) const PARTICULARS: [&str; 14] = [
    "tempat_lahir",
    "jenis_kelamin",
    "tempat_tinggal",
    "kode_kabupaten",
    "kode_provinsi",
    "telp",
    "email",
    "instansi",
    "kode_pendidikan",
    "kode_pekerjaan",
    "kode_jadwal",
    "nomor_registrasi_asesor",
    "kode_sumber_anggaran",
    "kode_kementerian",
];

/// Other headings for a column, letters and digits only. The canonical one wins where both stand there.
const ALIASES: [(&str, &[&str]); 13] = [
    (NAME, &["nama", "namalengkap", "namapeserta"]),
    (NIK, &["nonik", "nomornik", "noktp", "nomorktp", "noktpnik", "niknoktp", "nomorindukkependudukan"]),
    (
        SCHEME,
        &["skema", "skemasertifikasi", "kodeskemasertifikasi", "skemakompetensi", "skemauji", "noskema", "nomorskema"],
    ),
    (
        TESTED,
        &[
            "tgluji",
            "tanggalasesmen",
            "tglasesmen",
            "tanggalujikompetensi",
            "tglujikompetensi",
            "tanggalukom",
            "tglukom",
            "haritanggaluji",
            "haritanggalujikompetensi",
            "tanggalpelaksanaanuji",
            "tanggalpelaksanaanujikompetensi",
        ],
    ),
    (
        DECISION,
        &[
            "hasil",
            "keputusan",
            "kbk",
            "hasilasesmen",
            "hasiluji",
            "hasilujikompetensi",
            "keputusanasesmen",
            "statuskompetensi",
            "rekomendasi",
        ],
    ),
    (BIRTH, &["tgllahir"]),
    (BLANKO, &["noblanko", "blanko", "noseriblanko"]),
    (PHOTO, &["photo", "pasfoto"]),
    ("tempat_tinggal", &["alamat"]),
    ("telp", &["telepon", "notelp", "nohp", "hp"]),
    ("email", &["surel", "alamatemail"]),
    ("instansi", &["asalinstansi", "perusahaan"]),
    ("nomor_registrasi_asesor", &["noregasesor", "noregistrasiasesor"]),
];

/// What a sheet is looked for to be.
#[derive(Clone, Copy)]
pub(super) enum Sought {
    Roster(Need),
    /// Any table.
    Table,
    /// An employer's list.
    Workers,
}

/// What a header must have.
#[derive(Clone, Copy)]
pub(super) struct Need {
    /// False where there is only one scheme that it could be.
    scheme: bool,
}

impl Need {
    pub(super) fn of(schemes: &SchemeRule<'_>) -> Self {
        Self { scheme: !matches!(schemes, SchemeRule::Of { lsp, .. } if lsp.schemes.len() == 1) }
    }
}

/// What a row shows under a column.
pub(super) enum Shown<'a> {
    Blank,
    Cell(&'a Cell),
    NoColumn,
}

/// Where each known column is.
#[derive(Debug)]
pub(super) struct Columns {
    /// The number of the header's row.
    pub(super) header: u32,
    /// Cells in the header, up to the last with something in it.
    pub(super) width: usize,
    at: Vec<(&'static str, usize)>,
}

impl Columns {
    /// Finds the header among the first rows: the one with the most required columns, at least two.
    pub(super) fn find(grid: &Grid, need: Need) -> Result<Self, FileFault> {
        let first = grid.rows.iter().take_while(|row| row.number <= HEADER_WITHIN);
        let found = |row: &Row| required_in(headings(row).map(|(_, text)| text));
        let fullest = first.min_by_key(|row| Reverse(found(row)));
        let header = fullest.filter(|row| found(row) >= 2).ok_or(FileFault::NoHeader)?;
        let mut at = Vec::new();
        for name in known() {
            if let Some(column) = place(header, name)? {
                at.push((name, column));
            }
        }
        let columns = Self { header: header.number, width: header.width(), at };
        let missing = REQUIRED.into_iter().filter(|name| !columns.has(name) && (need.scheme || *name != SCHEME));
        match missing.collect::<Vec<_>>() {
            none if none.is_empty() => Ok(columns),
            missing => Err(FileFault::MissingColumns { missing }),
        }
    }

    /// Columns whose places are known; under no header where its row is 0.
    pub(super) fn at(header: u32, width: usize, at: Vec<(&'static str, usize)>) -> Self {
        Self { header, width, at }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.at.iter().any(|(known, _)| *known == name)
    }

    pub(super) fn cell<'a>(&self, row: &'a Row, name: &str) -> Option<&'a Cell> {
        let (_, column) = self.at.iter().find(|(known, _)| *known == name)?;
        row.cell(*column)
    }

    /// As [`Self::cell`], telling a blank cell from a column that is not there.
    pub(super) fn shown<'a>(&self, row: &'a Row, name: &str) -> Shown<'a> {
        match self.cell(row, name) {
            Some(cell) => Shown::Cell(cell),
            None if self.has(name) => Shown::Blank,
            None => Shown::NoColumn,
        }
    }

    /// Where each known column stands, and what the file calls it.
    pub(super) fn layout(&self, grid: &Grid) -> Layout {
        let header = grid.rows.iter().find(|row| row.number == self.header);
        let heading = |column| match header.and_then(|row| row.cell(column)) {
            Some(Cell::Text(text)) => Quote::of(text),
            // A column is known by its text alone.
            _ => Quote::of(""),
        };
        Layout::new(self.header, self.at.iter().map(|(name, column)| (*name, *column, heading(*column))))
    }

    /// The known columns that are among `columns`.
    pub(super) fn among(&self, columns: &BTreeSet<usize>) -> impl Iterator<Item = &'static str> {
        self.at.iter().filter(|(_, column)| columns.contains(column)).map(|(name, _)| *name)
    }

    /// Whether every known column is blank in a row: a numbered line of a form, or a remark.
    pub(super) fn nothing_in(&self, row: &Row) -> bool {
        self.at.iter().all(|(_, column)| row.cell(*column).is_none())
    }
}

/// How many people stand on a sheet that is not the roster: rows with a name and a NIK under such headings.
pub(super) fn people_on(grid: &Grid) -> usize {
    let first = grid.rows.iter().take_while(|row| row.number <= HEADER_WITHIN);
    let columns = |row: &Row| Some((place(row, NAME).ok()??, place(row, NIK).ok()??));
    let Some((header, (name, nik))) = first.filter_map(|row| Some((row.number, columns(row)?))).next() else {
        return 0;
    };
    let person = |row: &&Row| row.number > header && row.cell(name).is_some() && row.cell(nik).is_some();
    grid.rows.iter().filter(person).count()
}

/// How many of the required columns are among these headings.
pub(super) fn required_in<'a>(headings: impl Iterator<Item = &'a str>) -> usize {
    let headings: Vec<String> = headings.map(plain).collect();
    REQUIRED
        .into_iter()
        .filter(|name| headings.iter().any(|heading| is(heading, name) || stands_for(heading, name)))
        .count()
}

fn known() -> impl Iterator<Item = &'static str> {
    [NAME, NIK, SCHEME, TESTED, DECISION, BIRTH, BLANKO, PHOTO].into_iter().chain(PARTICULARS)
}

/// The headings that a row would be.
pub(super) fn headings(row: &Row) -> impl Iterator<Item = (usize, &str)> {
    row.cells.iter().filter_map(|(at, cell)| match cell {
        Cell::Text(text) => Some((*at, text.as_str())),
        Cell::Error(_) | Cell::Long | Cell::Number(_) | Cell::Uncounted => None,
    })
}

/// The column of `name`: where its own name stands, else where an alias does.
fn place(header: &Row, name: &'static str) -> Result<Option<usize>, FileFault> {
    for stands in [is, stands_for] {
        let mut places = headings(header).filter(|(_, heading)| stands(&plain(heading), name));
        match (places.next(), places.next()) {
            (Some((column, _)), None) => return Ok(Some(column)),
            (Some((first, _)), Some((second, _))) => {
                let at = |column| Coordinate { row: header.number, column };
                return Err(FileFault::DoubledColumn { column: name, first: at(first), second: at(second) });
            }
            (None, _) => {}
        }
    }
    Ok(None)
}

/// Whether a heading, plain, is the canonical name.
pub(super) fn is(heading: &str, name: &str) -> bool {
    *heading == plain(name)
}

/// Whether a heading, plain, is another one for the name.
pub(super) fn stands_for(heading: &str, name: &str) -> bool {
    ALIASES.iter().any(|(canonical, aliases)| *canonical == name && aliases.contains(&heading))
}

/// A heading without case, spaces and marks: `Nama Asesi *` and `nama_asesi` are one.
pub(super) fn plain(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::grid::Epoch;

    const ALL: Need = Need { scheme: true };

    fn grid(rows: &[&[&str]]) -> Grid {
        let mut grid = Grid::new(Epoch::Y1900, false);
        for (number, row) in (1..).zip(rows) {
            for (column, text) in row.iter().enumerate() {
                if let Some(cell) = Cell::of(text) {
                    grid.put(number, column, cell).expect("room");
                }
            }
        }
        grid
    }

    #[test]
    fn headings_are_known_without_case_spaces_and_marks() {
        let grid = grid(&[&["No.", "Nama Asesi*", "N.I.K", "KODE_SKEMA", "Tanggal  Uji", "Status\nKompeten", "hobi"]]);
        let columns = Columns::find(&grid, ALL).expect("a header");
        assert!([NAME, NIK, SCHEME, TESTED, DECISION].into_iter().all(|name| columns.has(name)));
    }

    #[test]
    fn the_header_may_stand_below_titles() {
        let grid = grid(&[&["Daftar Nama"], &[], &["nama", "NIK", "skema", "tgl_uji", "hasil"]]);
        assert_eq!(Columns::find(&grid, ALL).map(|columns| columns.header), Ok(3));
    }

    #[test]
    fn missing_columns_are_named_all_at_once() {
        let worker_list = grid(&[&["nama", "nik", "jabatan", "skema_diminta"]]);
        let missing = vec![SCHEME, TESTED, DECISION];
        assert_eq!(Columns::find(&worker_list, ALL).err(), Some(FileFault::MissingColumns { missing }));
        let other = grid(&[&["tanggal", "jumlah"]]);
        assert_eq!(Columns::find(&other, ALL).err(), Some(FileFault::NoHeader));
    }

    #[test]
    fn a_column_named_twice_is_refused_but_the_canonical_name_wins_over_an_alias() {
        let twice = grid(&[&["nama_asesi", "nik", "NIK", "kode_skema", "tanggal_uji", "status_kompeten"]]);
        let at = |column| Coordinate { row: 1, column };
        let doubled = FileFault::DoubledColumn { column: NIK, first: at(1), second: at(2) };
        assert_eq!(Columns::find(&twice, ALL).err(), Some(doubled));
        let both = grid(&[&["nama_asesi", "nik", "skema", "kode_skema", "tanggal_uji", "status_kompeten"]]);
        let columns = Columns::find(&both, ALL).expect("a header");
        assert_eq!(columns.at.iter().find(|(name, _)| *name == SCHEME), Some(&(SCHEME, 3)));
    }
}
