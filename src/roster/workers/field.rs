//! The fields of an employer's list, and the headings under which they stand.

use crate::roster::columns::{CERTIFICATE, JOB, NAME, NIK, SCHEME, TOKEN, is, stands_for};

/// What a column of a list can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Job,
    Name,
    Nik,
    /// The certificate's number, or that of its registration or sheet.
    Number,
    /// The scheme that is asked for.
    Scheme,
    /// The text of its QR, or its link.
    Token,
}

/// Other headings for a field, letters and digits only, beside those that a roster has.
const ALIASES: [(Field, &[&str]); 6] = [
    (Field::Job, &["posisi", "pekerjaan", "jabatanpekerjaan", "tugas", "job", "jobtitle", "position", "occupation"]),
    (
        Field::Name,
        &[
            "namapekerja",
            "namatenagakerja",
            "namakaryawan",
            "namapegawai",
            "namapetugas",
            "namapersonel",
            "namapersonil",
            "namapemegang",
            "namasesuaiktp",
            "name",
            "fullname",
            "workername",
            "employeename",
            "holder",
        ],
    ),
    (Field::Nik, &["nomorktpnik", "nikktp", "niksesuaiktp", "nationalid", "nationalidnumber"]),
    (
        Field::Number,
        &[
            "nosertifikat",
            "nomorsertifikatkompetensi",
            "nosertifikatkompetensi",
            "nosert",
            "sertifikat",
            "number",
            "certificatenumber",
            "certificateno",
            "certificate",
            "nomorregistrasi",
            "noregistrasi",
            "noreg",
            "registration",
            "nomorblanko",
            "noblanko",
        ],
    ),
    (
        Field::Scheme,
        &[
            "skemadiminta",
            "skemayangdiminta",
            "skemawajib",
            "skemadipersyaratkan",
            "skemayangdipersyaratkan",
            "kodeskemadiminta",
            "kompetensi",
            "scheme",
            "schemecode",
            "schemewanted",
            "requiredscheme",
        ],
    ),
    (
        Field::Token,
        &["qr", "kodeqr", "qrcode", "teksqr", "isiqr", "isikodeqr", "tautan", "tautansertifikat", "link", "url"],
    ),
];

impl Field {
    pub const ALL: [Self; 6] = [Self::Job, Self::Name, Self::Nik, Self::Number, Self::Scheme, Self::Token];

    /// The canonical name of its column, by which faults and the layout name it.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::Job => JOB,
            Self::Name => NAME,
            Self::Nik => NIK,
            Self::Number => CERTIFICATE,
            Self::Scheme => SCHEME,
            Self::Token => TOKEN,
        }
    }

    /// Reads [`Self::column`] back.
    #[must_use]
    pub fn of_column(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.column() == name)
    }

    fn aliases(self) -> impl Iterator<Item = &'static str> {
        ALIASES.into_iter().filter(move |(field, _)| *field == self).flat_map(|(_, aliases)| aliases).copied()
    }

    /// How good a name for the field a heading is, plain; less is better. None where it is no name for it.
    pub(super) fn rank(self, heading: &str) -> Option<usize> {
        if is(heading, self.column()) {
            return Some(0);
        }
        let own = self.aliases().position(|alias| alias == heading).map(|place| place + 2);
        own.or_else(|| stands_for(heading, self.column()).then_some(1))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::roster::columns::plain;

    #[test]
    fn no_heading_is_a_name_for_two_fields() {
        let all = ALIASES.iter().flat_map(|(_, aliases)| *aliases).copied();
        for alias in all.chain(Field::ALL.map(Field::column)) {
            let fields = Field::ALL.into_iter().filter(|field| field.rank(&plain(alias)).is_some()).count();
            assert_eq!(fields, 1, "{alias}");
        }
        for field in Field::ALL {
            assert_eq!(Field::of_column(field.column()), Some(field));
            assert_eq!(field.aliases().count(), field.aliases().collect::<BTreeSet<_>>().len(), "{field:?}");
        }
    }
}
