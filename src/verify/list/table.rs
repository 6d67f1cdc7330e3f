//! The answer for every combination of what it depends on, held against the order of answers written down once more; and a
//! case of each, in words.

use jiff::civil::date;

use super::fixtures::*;
use super::*;
use crate::domain::worker::Claimed;
use crate::verify::verdict::{Finding, Word};

macro_rules! axis {
    ($name:ident { $($value:ident),+ $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum $name { $($value),+ }

        impl $name {
            const ALL: &[Self] = &[$(Self::$value),+];
        }
    };
}

axis!(Name { NotGiven, Same, Close, Other });
axis!(TypedNik { NotGiven, NotTold, Same, Differs });
axis!(Scheme { NotGiven, ByCode, ByTitle, Other });
axis!(Contract { Shorter, Exact, Longer });
axis!(Found { Nothing, Harmless, Accusing });
axis!(Way { Token, Document, Number });

#[derive(Clone, Copy, Debug)]
struct Case {
    word: Word,
    name: Name,
    nik: TypedNik,
    scheme: Scheme,
    contract: Contract,
    found: Found,
    way: Way,
}

impl Case {
    fn each(mut see: impl FnMut(Self)) {
        for word in Word::ALL {
            for &name in Name::ALL {
                for &nik in TypedNik::ALL {
                    for &scheme in Scheme::ALL {
                        for &contract in Contract::ALL {
                            for &found in Found::ALL {
                                for &way in Way::ALL {
                                    see(Self { word, name, nik, scheme, contract, found, way });
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn until(self) -> Until {
        until(match self.contract {
            Contract::Shorter => date(2026, 12, 17),
            Contract::Exact => LAST_DAY,
            Contract::Longer => date(2026, 12, 19),
        })
    }

    fn row(self) -> Row {
        let text = |text: &str| Some(text.to_owned());
        let name = match self.name {
            Name::NotGiven => None,
            Name::Same => text("SITI CONTOH, S.T."),
            Name::Close => text("Sitti Contoh"),
            Name::Other => text("Budi Contoh"),
        };
        let scheme = match self.scheme {
            Scheme::NotGiven => None,
            Scheme::ByCode => text("cs-01"),
            Scheme::ByTitle => text("petugas kebersihan gedung"),
            Scheme::Other => text("DRV-01"),
        };
        let said = match self.nik {
            TypedNik::NotGiven | TypedNik::Differs => NikSaid::Differs,
            TypedNik::NotTold => NikSaid::NotTold,
            TypedNik::Same => NikSaid::Same,
        };
        let worker = Worker {
            name: name.and_then(|name| name.parse().ok()),
            nik: (self.nik != TypedNik::NotGiven).then(|| NIK.parse().expect("a NIK")),
            scheme: scheme.and_then(|scheme| scheme.parse().ok()),
            ..worker()
        };
        let findings = match self.found {
            Found::Nothing => vec![],
            Found::Harmless => vec![Finding::QrMissing, Finding::TextUnchecked],
            Found::Accusing => vec![Finding::QrMissing, Finding::ForeignSite],
        };
        let verdict = Verdict { findings, ..verdict(self.word) };
        match self.way {
            Way::Token => by_token(worker, verdict, said),
            Way::Document => Row { worker, looked: Looked::Documents(vec![Judged { verdict, nik: said }]) },
            Way::Number => by_number(worker, [verdict]),
        }
    }

    /// Whether an answer applies, whatever others do.
    fn applies(self, word: AnswerWord) -> bool {
        let proven = !matches!(self.word, Word::Forged | Word::NotFound | Word::Unreadable);
        match word {
            AnswerWord::Unreadable => self.word == Word::Unreadable,
            AnswerWord::NotFound => self.word == Word::NotFound,
            AnswerWord::Forged => self.word == Word::Forged,
            AnswerWord::Untrusted => self.word == Word::Untrusted,
            AnswerWord::Revoked => self.word == Word::Revoked,
            AnswerWord::Superseded => self.word == Word::Superseded,
            AnswerWord::Suspended => self.word == Word::Suspended,
            AnswerWord::NameDiffers => proven && matches!(self.name, Name::Close | Name::Other),
            AnswerWord::NikDiffers => proven && self.way != Way::Number && self.nik == TypedNik::Differs,
            AnswerWord::WrongScheme => proven && self.scheme == Scheme::Other,
            AnswerWord::Expired => self.word == Word::Expired,
            AnswerWord::ExpiresEarly => proven && self.contract == Contract::Longer,
            AnswerWord::NotYetValid => self.word == Word::NotYetValid,
            AnswerWord::NotChecked => self.word == Word::StatusUnknown || self.found == Found::Accusing,
            AnswerWord::Fits => true,
        }
    }
}

#[test]
fn every_combination_has_the_first_answer_that_applies() {
    let (mut wrong, mut counts) = (Vec::new(), Totals::default());
    Case::each(|case| {
        let checked = answers(vec![case.row()], case.until(), now());
        let answer = checked.rows[0].answer.word();
        let expected = AnswerWord::ALL.into_iter().find(|word| case.applies(*word)).expect("fits applies always");
        counts = counts.with(answer);
        if answer != expected {
            wrong.push(format!("{case:?}: {answer:?}, not {expected:?}"));
        }
    });
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), counts.rows(), wrong.join("\n"));
    assert!(AnswerWord::ALL.iter().all(|word| counts.of(*word) > 0), "{counts:?}");
    assert!(counts.of(AnswerWord::Fits) * 50 < counts.rows(), "those who fit are few: {counts:?}");
}

#[test]
fn what_differs_is_told_beside_whatever_answer_comes_first() {
    Case::each(|case| {
        // Neither days nor findings are compared with anything of the row.
        if case.contract != Contract::Exact || case.found != Found::Nothing {
            return;
        }
        let checked = answers(vec![case.row()], case.until(), now());
        let proven = checked.rows[0].verdict().is_some_and(|verdict| verdict.certificate.is_some());
        let differing: Vec<Differs> = checked.rows[0].compared.differing().collect();
        let expected = [
            (Differs::Name, matches!(case.name, Name::Close | Name::Other)),
            (Differs::Nik, case.way != Way::Number && case.nik == TypedNik::Differs),
            (Differs::Scheme, case.scheme == Scheme::Other),
        ];
        let expected = expected.into_iter().filter_map(|(differs, is)| (proven && is).then_some(differs));
        assert_eq!(differing, expected.collect::<Vec<_>>(), "{case:?}");
    });
}

#[test]
fn each_answer_has_a_case_in_words() {
    let wants = |scheme: &str| Worker { scheme: scheme.parse().ok(), ..worker() };
    let named = |name: &str| Worker { name: name.parse().ok(), ..worker() };
    let numbered = |worker, verdict: Verdict| Row { worker, looked: Looked::Number(vec![verdict]) };
    let by_word = |word| by_token(worker(), verdict(word), NikSaid::NotTold);
    let with_nik = |nik| by_token(Worker { nik: NIK.parse().ok(), ..worker() }, verdict(Word::Valid), nik);
    let accused = || Verdict { findings: vec![Finding::TextDiffers], ..verdict(Word::Valid) };
    let none = || Worker { certificate: Claimed::Nothing, ..worker() };
    let short = date(2026, 12, 1);
    let long = date(2027, 12, 31);
    let cases: Vec<(&str, Row, jiff::civil::Date, &str)> = vec![
        ("a text that is no token", by_word(Word::Unreadable), short, "unreadable"),
        ("a number nobody issued", numbered(worker(), verdict(Word::NotFound)), short, "not_found"),
        ("altered bytes", by_word(Word::Forged), short, "forged"),
        ("a key that nobody vouches for", by_word(Word::Untrusted), short, "untrusted"),
        ("revoked, and of another name", numbered(named("Budi"), verdict(Word::Revoked)), short, "revoked"),
        ("replaced, and of another scheme", numbered(wants("DRV-01"), verdict(Word::Superseded)), short, "superseded"),
        ("suspended, and too short", by_word(Word::Suspended), long, "suspended"),
        ("another name, and too short", numbered(named("Budi"), verdict(Word::Valid)), long, "name_differs"),
        ("a letter too many", numbered(named("Sitti Contoh"), verdict(Word::Valid)), short, "name_differs"),
        (
            "a name in capitals, with a degree",
            numbered(named("SITI CONTOH, S.T."), verdict(Word::Valid)),
            short,
            "fits",
        ),
        ("another NIK, and too short", with_nik(NikSaid::Differs), long, "nik_differs"),
        ("her NIK", with_nik(NikSaid::Same), short, "fits"),
        ("a NIK that nobody may compare", with_nik(NikSaid::NotTold), short, "fits"),
        ("a driver's for a cleaner, expired", numbered(wants("DRV-01"), verdict(Word::Expired)), short, "wrong_scheme"),
        ("expired, for a contract of years", by_word(Word::Expired), long, "expired"),
        ("good today, not to the end", by_word(Word::Valid), long, "expires_early"),
        ("of tomorrow, and not to the end", by_word(Word::NotYetValid), long, "expires_early"),
        ("of tomorrow", by_word(Word::NotYetValid), short, "not_yet_valid"),
        ("no list to be had", by_word(Word::StatusUnknown), short, "not_checked"),
        ("no list to be had, and too short", by_word(Word::StatusUnknown), long, "expires_early"),
        ("a sheet that says something else", by_token(worker(), accused(), NikSaid::NotTold), short, "not_checked"),
        ("no certificate at all", Row { worker: none(), looked: Looked::Documents(vec![]) }, short, "not_checked"),
        (
            "too many by number",
            Row { worker: worker(), looked: Looked::Not(Unchecked::NotAsked) },
            short,
            "not_checked",
        ),
        ("to the very day", by_word(Word::Valid), LAST_DAY, "fits"),
        ("longer than the contract", numbered(wants("CS-01"), verdict(Word::Valid)), short, "fits"),
    ];
    for (what, row, day, expected) in cases {
        assert_eq!(answers(vec![row], until(day), now()).rows[0].answer.word().as_str(), expected, "{what}");
    }
}
