//! Particulars of an assessment, packed:
//!
//! ```text
//! 1 (1 byte)  year (2 bytes, big-endian)  month (1 byte)  day (1 byte)  JSON as raw DEFLATE (RFC 1951)
//! ```
//!
//! DEFLATE begins with [`DICTIONARY`]. The day is the one with which the assessment ends: the last day of the certificate
//! that it was recorded with, or the day of issue of its roster. Rows of before say no day: they are ZLIB without a
//! dictionary, or plain JSON, which begins with a brace.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use jiff::civil::Date;
use zeroize::Zeroizing;

use crate::store::{Datum, StoreError};

/// Bytes that the particulars of one assessment have at most when they are read back.
const LARGEST: usize = 1 << 20;

/// The roster's columns beside those that have a meaning of their own, by their names in the template.
pub(super) type Particulars = BTreeMap<String, String>;

/// What rows begin with that are packed so; neither ZLIB nor JSON does.
const FORM: u8 = 1;

/// What particulars are like: the names of columns are half of what they take. What is nearest to its end costs least. Rows
/// rest on it, so it stays as it is.
const DICTIONARY: &[u8] = br#"","kode_jadwal":"","kode_kabupaten":"3672","kode_kementerian":"","kode_pekerjaan":"","kode_pendidikan":"","kode_provinsi":"36","kode_sumber_anggaran":"{"email":"@yahoo.com","@gmail.com","instansi":"Satpol PP Kota Dinas Kabupaten BKPSDM Provinsi PT ","jenis_kelamin":"L","kode_","jenis_kelamin":"P","nomor_registrasi_asesor":"MET.000.00 20","tanggal_lahir":"20 19","telp":"+62 08","tempat_lahir":"Jakarta","tempat_tinggal":"Kp. Jalan Jl. No. , RT 0/RW 0, Kel. Kec. Kota Kabupaten "#;

/// Packs particulars of an assessment that ends with a day.
pub(super) fn pack(particulars: &Particulars, ends: Date) -> Zeroizing<Vec<u8>> {
    const IN_MEMORY: &str = "a dictionary is set before the first byte, and memory takes whatever is written to it";
    let text = Zeroizing::new(serde_json::json!(particulars).to_string());
    let mut deflate = Compress::new(Compression::default(), false);
    deflate.set_dictionary(DICTIONARY).expect(IN_MEMORY);
    let mut packed = Zeroizing::new(Vec::with_capacity(text.len() + 64));
    packed.push(FORM);
    packed.extend(ends.year().to_be_bytes());
    packed.extend([ends.month(), ends.day()].map(i8::to_be_bytes).concat());
    loop {
        let read = usize::try_from(deflate.total_in()).expect(IN_MEMORY);
        match deflate.compress_vec(&text.as_bytes()[read..], &mut packed, FlushCompress::Finish).expect(IN_MEMORY) {
            Status::StreamEnd => return packed,
            Status::BufError | Status::Ok => packed.reserve(256),
        }
    }
}

/// Unpacks what [`pack`] packed, and what rows of before have.
pub(super) fn unpack(packed: &[u8]) -> Result<Particulars, StoreError> {
    let text = match packed {
        [FORM, _, _, _, _, deflated @ ..] => inflated(deflated)?,
        [b'{', ..] => Zeroizing::new(packed.to_vec()),
        zlib => {
            let mut text = Zeroizing::new(Vec::new());
            let read = ZlibDecoder::new(zlib).take(LARGEST as u64).read_to_end(&mut text);
            read.map_err(|_| CORRUPT)?;
            text
        }
    };
    serde_json::from_slice(&text).map_err(|_| CORRUPT)
}

/// The day with which the assessment ends; none where the row is of before.
pub(super) fn ends(packed: &[u8]) -> Option<Date> {
    let [FORM, century, year, month, day, ..] = *packed else { return None };
    let [month, day] = [month, day].map(|part| i8::from_be_bytes([part]));
    Date::new(i16::from_be_bytes([century, year]), month, day).ok()
}

const CORRUPT: StoreError = StoreError::Corrupt(Datum::Particulars);

fn inflated(deflated: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let mut inflate = Decompress::new(false);
    inflate.set_dictionary(DICTIONARY).map_err(|_| CORRUPT)?;
    let mut text = Zeroizing::new(Vec::with_capacity(1 << 10));
    while text.len() < LARGEST {
        let read = usize::try_from(inflate.total_in()).map_err(|_| CORRUPT)?;
        let before = text.len();
        let rest = deflated.get(read..).ok_or(CORRUPT)?;
        match inflate.decompress_vec(rest, &mut text, FlushDecompress::Finish).map_err(|_| CORRUPT)? {
            Status::StreamEnd if text.len() <= LARGEST => return Ok(text),
            Status::StreamEnd => return Err(CORRUPT),
            // It wants room; what is cut short gives nothing more however much there is.
            Status::BufError | Status::Ok if text.len() > before || text.capacity() == before => text.reserve(1 << 12),
            Status::BufError | Status::Ok => return Err(CORRUPT),
        }
    }
    Err(CORRUPT)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::write::ZlibEncoder;
    use jiff::civil::date;

    use super::*;

    const DAY: Date = date(2028, 5, 31);

    fn some() -> Particulars {
        let of = |[name, text]: [&str; 2]| (name.to_owned(), text.to_owned());
        let columns = [
            ["email", "asesi6@contoh.example"],
            ["instansi", "PT Contoh"],
            ["jenis_kelamin", "P"],
            ["nomor_registrasi_asesor", "MET.000.005363 2021"],
            ["tanggal_lahir", "1989-10-20"],
            ["telp", "080000000006"],
            ["tempat_lahir", "Cilegon"],
            ["tempat_tinggal", "Jl. Contoh No. 6, Cilegon"],
        ];
        columns.map(of).into()
    }

    #[test]
    fn particulars_read_back_and_take_a_third_of_what_they_say() {
        let packed = pack(&some(), DAY);
        assert_eq!((unpack(&packed).expect("unpacked"), ends(&packed)), (some(), Some(DAY)));
        let plain = serde_json::json!(some()).to_string();
        assert!(3 * packed.len() <= plain.len() + 60, "{} of {}", packed.len(), plain.len());
        let long = Particulars::from([("alamat".to_owned(), "Jalan Rekaan 7; ".repeat(9_000))]);
        assert_eq!(unpack(&pack(&long, DAY)).expect("unpacked"), long);
        assert_eq!(unpack(&pack(&Particulars::new(), DAY)).expect("unpacked"), Particulars::new());
    }

    #[test]
    fn particulars_of_before_are_read() {
        let plain = serde_json::json!(some()).to_string();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(plain.as_bytes()).expect("written");
        for before in [zlib.finish().expect("packed"), plain.into_bytes()] {
            assert_eq!((unpack(&before).expect("unpacked"), ends(&before)), (some(), None));
        }
    }

    #[test]
    fn what_is_cut_short_or_too_long_is_corrupt() {
        let packed = pack(&some(), DAY);
        for at in 0..packed.len() {
            assert!(unpack(&packed[..at]).is_err(), "{at}");
        }
        let endless = Particulars::from([("alamat".to_owned(), "a".repeat(LARGEST))]);
        assert!(unpack(&pack(&endless, DAY)).is_err());
    }
}
