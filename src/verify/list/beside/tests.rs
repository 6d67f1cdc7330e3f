use super::*;
use crate::verify::list::fixtures::{NIK, NUMBER, named, of, valid, verdict, worker};
use crate::verify::verdict::Word;

const OTHER_NIK: &str = "9902246007890033";

fn with_nik(row: u32, name: &str, nik: &str) -> Worker {
    Worker { nik: nik.parse().ok(), ..named(row, name) }
}

fn wanting(row: u32, name: &str, scheme: &str) -> Worker {
    Worker { scheme: scheme.parse().ok(), ..named(row, name) }
}

/// Of a holder and scheme.
fn for_scheme(holder: &str, code: &str) -> Verdict {
    valid(|shown| {
        shown.holder = holder.to_owned();
        shown.scheme.code = code.to_owned();
        shown.number = format!("{holder} {code}");
    })
}

fn settle(workers: &[Worker], documents: &[Verdict]) -> Settled {
    Beside::by_name(workers, documents).settle(|_, _| NikSaid::NotTold)
}

fn has(places: &[usize]) -> Option<Hers> {
    Some(Hers::Documents(places.to_vec()))
}

#[test]
fn a_document_is_hers_whose_name_is_on_it() {
    let workers = [named(2, "SITI CONTOH, S.T."), named(3, "Budi Contoh"), named(4, "Rina Contoh"), worker()];
    let documents = [of("Budi Contoh"), of("Siti Contoh"), of("Dewi Lain")];
    let settled = settle(&workers, &documents);
    assert_eq!(settled.hers, [has(&[1]), has(&[0]), Some(Hers::Without), None]);
    assert_eq!(settled.unclaimed, [2]);
}

#[test]
fn what_is_not_proven_is_nobodys() {
    let workers = [named(2, "Siti Contoh")];
    let documents = [verdict(Word::Forged), verdict(Word::Unreadable), verdict(Word::Revoked)];
    let settled = settle(&workers, &documents);
    assert_eq!((settled.hers, settled.unclaimed), (vec![has(&[2])], vec![0, 1]), "a revoked one is hers all the same");
}

#[test]
fn a_slip_of_the_pen_counts_where_no_other_name_could_be_meant() {
    let settled = settle(&[named(2, "Sitti Contoh"), named(3, "Budi")], &[of("Siti Contoh"), of("Budi")]);
    assert_eq!(settled.hers, [has(&[0]), has(&[1])]);
    let two = settle(&[named(2, "Sitti Contoh")], &[of("Siti Contoh"), of("Siti Conto")]);
    assert_eq!((two.hers, two.unclaimed), (vec![Some(Hers::Several)], vec![0, 1]));
    let two = settle(&[named(2, "Sitti Contoh"), named(3, "Siti Conto")], &[of("Siti Contoh")]);
    assert_eq!(two.hers, [Some(Hers::Several), Some(Hers::Several)]);
    let taken = settle(&[named(2, "Sitti Contoh"), named(3, "Siti Contoh")], &[of("Siti Contoh")]);
    assert_eq!(taken.hers, [Some(Hers::Without), has(&[0])], "it is another's");
}

#[test]
fn one_person_may_have_several_documents_and_stand_in_several_rows() {
    let twice = [with_nik(2, "Siti Contoh", NIK), with_nik(3, "Siti Contoh", NIK)];
    let documents = [for_scheme("Siti Contoh", "CS-01"), for_scheme("Siti Contoh", "DRV-01")];
    assert_eq!(settle(&twice, &documents).hers, [has(&[0, 1]), has(&[0, 1])]);
    let more = vec![of("Siti Contoh"); MOST_HELD + 1];
    assert_eq!(settle(&twice[..1], &more[1..]).hers, [has(&(0..MOST_HELD).collect::<Vec<_>>())]);
    assert_eq!(settle(&twice[..1], &more).hers, [Some(Hers::Several)]);
}

#[test]
fn two_of_one_name_are_told_apart_by_scheme_by_nik_or_not_at_all() {
    let documents = [for_scheme("Siti Contoh", "CS-01"), for_scheme("Siti Contoh", "DRV-01")];
    let by_scheme = [wanting(2, "Siti Contoh", "DRV-01"), wanting(3, "Siti Contoh", "CS-01")];
    assert_eq!(settle(&by_scheme, &documents).hers, [has(&[1]), has(&[0])]);
    let alike = [with_nik(2, "Siti Contoh", NIK), with_nik(3, "Siti Contoh", OTHER_NIK)];
    assert_eq!(settle(&alike, &documents).hers, [Some(Hers::Several), Some(Hers::Several)]);
    assert_eq!(settle(&alike, &documents[..0]).hers, [Some(Hers::Without), Some(Hers::Without)]);

    let beside = Beside::by_name(&alike, &documents);
    let asked: Vec<_> = beside.questions().iter().map(|one| (one.row, one.document, one.number.clone())).collect();
    let (cs, drv) = ("Siti Contoh CS-01".to_owned(), "Siti Contoh DRV-01".to_owned());
    assert_eq!(asked, [(0, 0, cs.clone()), (0, 1, drv.clone()), (1, 0, cs), (1, 1, drv)]);
    let settled = beside.settle(|row, document| match (row, document) {
        (1, 0) => NikSaid::Same,
        (0, 0) => NikSaid::Differs,
        _ => NikSaid::NotTold,
    });
    assert_eq!(settled.hers, [has(&[1]), has(&[0])], "and the other is the other's");
}

#[test]
fn a_nik_is_asked_only_to_tell_people_apart_and_never_of_too_many() {
    let alone = [with_nik(2, "Siti Contoh", NIK), named(3, "Budi Contoh")];
    assert_eq!(Beside::by_name(&alone, &[of("Siti Contoh"), of("Budi Contoh")]).questions().len(), 0);
    let guess = |serial: usize| with_nik(2, "Siti Contoh", &format!("990101010190{serial:04}"));
    let guesses: Vec<Worker> = (1..=6).map(guess).collect();
    assert_eq!(Beside::by_name(&guesses[..5], &[of("Siti Contoh")]).questions().len(), 5);
    assert_eq!(Beside::by_name(&guesses, &[of("Siti Contoh")]).questions().len(), 0);
}

#[test]
fn what_is_hers_is_looked_at_and_what_may_be_anothers_is_not() {
    let documents = [of("Siti Contoh")];
    assert!(matches!(Hers::Documents(vec![0]).looked(&documents), Looked::Documents(found) if found.len() == 1));
    assert!(matches!(Hers::Several.looked(&documents), Looked::Not(Unchecked::Several)));
    assert!(matches!(Hers::Without.looked(&documents), Looked::Documents(found) if found.is_empty()));
    assert_eq!(documents[0].certificate.as_ref().map(|shown| shown.number.as_str()), Some(NUMBER));
}

/// A name with the digits of a number as letters, each three times: no two are a slip apart.
fn far_apart(n: usize) -> String {
    let letters = format!("{n:05}").into_bytes().into_iter().map(|digit| char::from(digit - b'0' + b'a'));
    format!("Siti {}", letters.map(|letter| String::from(letter).repeat(3)).collect::<String>())
}

/// The same, each once: many are.
fn close_by(n: usize) -> String {
    let letters = format!("{n:05}").into_bytes().into_iter().map(|digit| char::from(digit - b'0' + b'a'));
    format!("Siti {}", letters.collect::<String>())
}

fn the_same(_: usize) -> String {
    "Siti Contoh".to_owned()
}

#[test]
fn ten_thousand_rows_and_documents_of_any_names_take_linear_work() {
    const MANY: usize = 10_000;
    for names in [far_apart, close_by, the_same] as [fn(usize) -> String; 3] {
        let workers: Vec<Worker> = (0..MANY).map(|n| named(2, &names(n))).collect();
        let documents: Vec<Verdict> = (0..MANY).map(|n| of(&names(n + MANY / 2))).collect();
        let asked = std::cell::Cell::new(0);
        let settled = Beside::by_name(&workers, &documents).settle(|_, _| {
            asked.set(asked.get() + 1);
            NikSaid::NotTold
        });
        let handed_out = settled.hers.iter().flatten().map(|hers| match hers {
            Hers::Documents(places) => places.len(),
            Hers::Several | Hers::Without => 0,
        });
        assert!(handed_out.sum::<usize>() <= MANY * MOST_HELD && asked.get() <= MANY * 10);
    }
}

#[test]
fn a_slip_among_ten_thousand_names_is_found() {
    let mut workers: Vec<Worker> = (0..10_000).map(|n| named(2, &far_apart(n))).collect();
    let documents: Vec<Verdict> = (0..10_000).map(|n| of(&far_apart(n))).collect();
    workers[77] = named(2, &far_apart(77).replace("Siti", "Sitti"));
    let settled = settle(&workers, &documents);
    assert_eq!((settled.hers[77].clone(), settled.unclaimed), (has(&[77]), vec![]));
}

#[test]
fn fifty_of_one_name_are_told_apart_by_their_nik() {
    let nik = |n: usize| format!("990101010190{:04}", n + 1);
    let workers: Vec<Worker> = (0..50).map(|n| with_nik(2, "Siti Contoh", &nik(n))).collect();
    let documents = vec![of("Siti Contoh"); 50];
    let settled = Beside::by_name(&workers, &documents).settle(|row, document| match row + document {
        49 => NikSaid::Same,
        _ => NikSaid::Differs,
    });
    let expected: Vec<_> = (0..50).map(|row| has(&[49 - row])).collect();
    assert_eq!(settled, Settled { hers: expected, unclaimed: vec![] });
}
