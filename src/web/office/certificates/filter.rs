//! What a list of certificates is narrowed by, as it stands in its address.

use std::borrow::Cow;
use std::str::FromStr;

use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::domain::name_words::LONGEST_SOUGHT;
use crate::domain::status::State;
use crate::office::find::{Leaf, Place, Sort, Wanted};
use crate::words::{Key, Lang, key};

/// The form, as it was sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Filter {
    /// A number, words of a name, a NIK.
    pub(super) cari: String,
    /// The same in an address, sealed where it is a NIK.
    pub(super) dicari: String,
    pub(super) skema: String,
    pub(super) kegiatan: String,
    pub(super) keadaan: String,
    pub(super) tahun: String,
    /// Ending before this day.
    pub(super) habis: String,
    urut: String,
    sesudah: String,
    sebelum: String,
    mulai: String,
    sampai: String,
    halaman: String,
}

/// Orders by their words in an address.
const SORTS: [(Sort, &str); 4] = [
    (Sort::Newest, "terbaru"),
    (Sort::Oldest, "terlama"),
    (Sort::EndingFirst, "habis-dahulu"),
    (Sort::EndingLast, "habis-belakangan"),
];

/// What of a form cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web::office) enum Unread {
    Day,
    /// What was sealed in an address for another session.
    Left,
    Text,
    Value,
    Year,
}

impl Unread {
    pub(in crate::web::office) fn message(self, lang: Lang) -> Cow<'static, str> {
        let word: Key = match self {
            Self::Day => key!("office-certificates-fault-day"),
            Self::Left => key!("office-certificates-fault-left"),
            Self::Text => key!("office-certificates-fault-text"),
            Self::Value => key!("office-certificates-fault-value"),
            Self::Year => key!("office-certificates-fault-year"),
        };
        word.say(lang)
    }
}

/// A value that may be left empty.
pub(in crate::web::office) fn given<T: FromStr>(text: &str, unread: Unread) -> Result<Option<T>, Unread> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(|text| text.parse().map_err(|_| unread)).transpose()
}

impl Filter {
    pub(super) fn read(&self) -> Result<(Wanted, Sort, Leaf), Unread> {
        if self.cari.chars().count() > LONGEST_SOUGHT {
            return Err(Unread::Text);
        }
        let state = Some(self.keadaan.as_str()).filter(|word| !word.is_empty());
        let wanted = Wanted {
            text: Some(self.cari.trim().to_owned()).filter(|text| !text.is_empty()),
            event: given(&self.kegiatan, Unread::Value)?,
            issued_in: given(&self.tahun, Unread::Year)?,
            expiring_before: given(&self.habis, Unread::Day)?,
            state: state.map(|word| State::from_word(word).ok_or(Unread::Value)).transpose()?,
            scheme: given(&self.skema, Unread::Value)?,
        };
        let sort = SORTS.into_iter().find(|(_, word)| *word == self.urut).map_or_else(Sort::default, |(sort, _)| sort);
        let place = |text: &str| given::<Place>(text, Unread::Value);
        let [after, before] = [place(&self.sesudah)?.map(Leaf::After), place(&self.sebelum)?.map(Leaf::Before)];
        let [from, up_to] = [place(&self.mulai)?.map(Leaf::From), place(&self.sampai)?.map(Leaf::UpTo)];
        let leaf = after.or(before).or(from).or(up_to).unwrap_or_default();
        Ok((wanted, sort, leaf))
    }

    /// Which page it is, from 1; told on the page, and nothing else rests on it.
    pub(super) fn number(&self) -> u32 {
        self.halaman.parse().unwrap_or(1).clamp(1, 1_000_000)
    }

    /// The address of the first page of another list: this one with one value changed.
    pub(super) fn with(&self, path: &str, name: &str, value: &str) -> String {
        self.address(path, &[(name, value)])
    }

    /// The address of the same list in another order.
    pub(super) fn sorted(&self, path: &str, sort: Sort) -> String {
        let word = SORTS.into_iter().find(|(one, _)| *one == sort).map_or("", |(_, word)| word);
        self.address(path, &[("urut", word)])
    }

    /// The address of another page of the list.
    pub(super) fn page(&self, path: &str, leaf: &Leaf, number: u32) -> String {
        let (name, place) = match leaf {
            Leaf::After(place) => ("sesudah", place),
            Leaf::Before(place) => ("sebelum", place),
            Leaf::First => return self.address(path, &[]),
            Leaf::From(place) => ("mulai", place),
            Leaf::UpTo(place) => ("sampai", place),
        };
        self.address(path, &[(name, &place.to_string()), ("halaman", &number.to_string())])
    }

    /// The address of this list.
    pub(super) fn here(&self, path: &str) -> String {
        self.address(path, &[])
    }

    fn address(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let own = [
            // What was sealed stands for what was typed.
            ("cari", if self.dicari.is_empty() { &self.cari } else { &self.dicari }),
            ("skema", &self.skema),
            ("kegiatan", &self.kegiatan),
            ("keadaan", &self.keadaan),
            ("tahun", &self.tahun),
            ("habis", &self.habis),
            ("urut", &self.urut),
        ];
        let mut query = Serializer::new(String::new());
        let kept = own.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        for (name, value) in kept.map(|(name, value)| (*name, value.as_str())).chain(changes.iter().copied()) {
            if !value.is_empty() {
                let name = if name == "cari" && !self.dicari.is_empty() { "dicari" } else { name };
                query.append_pair(name, value);
            }
        }
        match query.finish() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter() -> Filter {
        Filter {
            cari: "siti & co".to_owned(),
            skema: "CS-01".to_owned(),
            urut: "terlama".to_owned(),
            ..Filter::default()
        }
    }

    #[test]
    fn a_link_changes_one_value_and_keeps_the_others() {
        assert_eq!(filter().with("/x", "skema", ""), "/x?cari=siti+%26+co&urut=terlama");
        assert_eq!(filter().sorted("/x", Sort::Newest), "/x?cari=siti+%26+co&skema=CS-01&urut=terbaru");
        let place: Place = "sit.siti.-20260501.5.7".parse().expect("a place");
        let page = filter().page("/x", &Leaf::After(place.clone()), 2);
        assert!(page.ends_with("&sesudah=sit.siti.-20260501.5.7&halaman=2"), "{page}");
        let sampai = Filter { sampai: place.to_string(), ..filter() };
        assert_eq!(sampai.read().map(|(_, _, leaf)| leaf), Ok(Leaf::UpTo(place.clone())));
        assert!(sampai.page("/x", &Leaf::From(place), 2).ends_with("&mulai=sit.siti.-20260501.5.7&halaman=2"));
        assert_eq!(Filter::default().with("/x", "skema", ""), "/x");
    }

    #[test]
    fn what_was_sealed_stands_in_every_address_in_place_of_what_was_typed() {
        let sealed = Filter { cari: "9950012512900001".to_owned(), dicari: "AAAA".to_owned(), ..filter() };
        assert_eq!(sealed.here("/x"), "/x?dicari=AAAA&skema=CS-01&urut=terlama");
        assert_eq!(sealed.with("/x", "cari", ""), "/x?skema=CS-01&urut=terlama");
        let all =
            [sealed.with("/x", "skema", ""), sealed.sorted("/x", Sort::Oldest), sealed.page("/x", &Leaf::First, 1)];
        assert!(all.iter().all(|address| address.contains("dicari=AAAA") && !address.contains("995001")), "{all:?}");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let read = |change: fn(&mut Filter)| {
            let mut filter = filter();
            change(&mut filter);
            filter.read().map(drop)
        };
        assert_eq!(read(|_| {}), Ok(()));
        assert_eq!(read(|filter| filter.tahun = "26".to_owned()), Err(Unread::Year));
        assert_eq!(read(|filter| filter.habis = "besok".to_owned()), Err(Unread::Day));
        assert_eq!(read(|filter| filter.keadaan = "baik".to_owned()), Err(Unread::Value));
        assert_eq!(read(|filter| filter.sesudah = "2".to_owned()), Err(Unread::Value));
        assert_eq!(read(|filter| filter.cari = "a".repeat(201)), Err(Unread::Text));
    }
}
