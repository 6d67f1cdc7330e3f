//! What an answer tells beside its word, to whom, and in which form.

use jiff::civil::date;
use serde_json::json;

use super::fixtures::*;
use super::*;
use crate::seal::report;
use crate::verify::found::Mismatch;
use crate::verify::verdict::{Finding, Word};

fn checked(rows: Vec<Row>) -> Checked {
    answers(rows, until(date(2026, 12, 1)), now())
}

fn answered(row: Row) -> Answered {
    checked(vec![row]).rows.remove(0)
}

/// The same certificate of another LSP, on which something else stands.
fn elsewhere(change: impl FnOnce(&mut Verdict)) -> Verdict {
    let mut verdict = verdict(Word::Valid);
    verdict.issuer.as_mut().expect("an LSP").id = "pengemudi".parse().expect("an id");
    change(&mut verdict);
    verdict
}

fn rename(verdict: &mut Verdict, holder: &str) {
    verdict.certificate.as_mut().expect("a certificate").holder = holder.to_owned();
}

#[test]
fn answers_carry_their_facts() {
    let day = date(2026, 10, 1);
    let dated = |word, by: Option<&str>| {
        let mut verdict = verdict(word);
        let status = verdict.status.as_mut().expect("a status");
        (status.since, status.superseded_by) = (Some(day), by.map(str::to_owned));
        answered(by_token(worker(), verdict, NikSaid::NotTold)).answer
    };
    assert_eq!(dated(Word::Revoked, None), Answer::Revoked { since: Some(day) });
    assert_eq!(dated(Word::Suspended, None), Answer::Suspended { since: Some(day) });
    assert_eq!(dated(Word::Superseded, Some("1 2 3")), Answer::Superseded { by: Some("1 2 3".into()) });
    let of = |word, wanted: &str, name: &str| {
        let worker = Worker { scheme: wanted.parse().ok(), name: name.parse().ok(), ..worker() };
        answered(by_number(worker, [verdict(word)])).answer
    };
    assert_eq!(of(Word::Valid, "", ""), Answer::Fits { valid_until: LAST_DAY });
    assert_eq!(of(Word::Valid, "DRV-01", ""), Answer::WrongScheme { held: "CS-01".into() });
    assert_eq!(of(Word::Valid, "", "Siti Conto"), Answer::NameDiffers(Mismatch::Close));
    assert_eq!(of(Word::Valid, "", "Budi"), Answer::NameDiffers(Mismatch::Other));
    assert_eq!(of(Word::Expired, "", ""), Answer::Expired { valid_until: LAST_DAY });
    assert_eq!(of(Word::NotYetValid, "", ""), Answer::NotYetValid { issued_on: date(2023, 12, 18) });
}

#[test]
fn a_number_tells_initials_unless_the_row_has_the_name_and_a_token_tells_the_name() {
    let holder = |row| {
        let answered = answered(row);
        answered.verdict().and_then(|verdict| Some(verdict.certificate.as_ref()?.holder.clone())).expect("a holder")
    };
    let named = |name: &str| Worker { name: name.parse().ok(), ..worker() };
    for (name, shown) in
        [("", "S*** C***"), ("Budi", "S*** C***"), ("Sitti Contoh", "S*** C***"), ("siti contoh", "Siti Contoh")]
    {
        assert_eq!(holder(by_number(named(name), [verdict(Word::Valid)])), shown, "{name}");
        assert_eq!(holder(by_token(named(name), verdict(Word::Valid), NikSaid::NotTold)), "Siti Contoh", "{name}");
    }
    let masked = json!(checked(vec![by_number(named("Budi"), [verdict(Word::Revoked)])])).to_string();
    assert!(!masked.contains("Siti"), "{masked}");
}

#[test]
fn of_two_certificates_with_one_number_the_row_must_tell_which_is_meant() {
    let two = || vec![verdict(Word::Revoked), elsewhere(|other| rename(other, "Budi Contoh"))];
    let answer = |worker| answered(by_number(worker, two()));
    let unclear = answer(worker());
    assert_eq!(unclear.answer, Answer::NotChecked(Unchecked::Several), "never the better of the two");
    assert!(unclear.seen.is_none());
    let named = |name: &str| Worker { name: name.parse().ok(), ..worker() };
    assert_eq!(answer(named("Siti Contoh")).answer.word(), AnswerWord::Revoked);
    assert_eq!(answer(named("Budi Contoh")).answer.word(), AnswerWord::Fits);
    assert_eq!(answer(named("Rina")).answer, Answer::NotChecked(Unchecked::Several));

    let schemes = || {
        let other = elsewhere(|other| other.certificate.as_mut().expect("one").scheme.code = "DRV-01".into());
        vec![verdict(Word::Suspended), other]
    };
    let wants = |scheme: &str| Worker { scheme: scheme.parse().ok(), ..worker() };
    assert_eq!(answered(by_number(wants("DRV-01"), schemes())).answer.word(), AnswerWord::Fits);
    assert_eq!(answered(by_number(wants("CS-01"), schemes())).answer.word(), AnswerWord::Suspended);
    assert_eq!(
        answered(by_number(worker(), Vec::<Verdict>::new())).answer,
        Answer::NotChecked(Unchecked::StatusUnknown)
    );
    let untold = Verdict::untold(crate::verify::Asked::at(now()));
    assert_eq!(answered(by_number(worker(), [untold])).answer, Answer::NotChecked(Unchecked::StatusUnknown));
}

#[test]
fn of_her_documents_the_best_of_the_scheme_that_is_asked_for_counts() {
    let documents = |verdicts: Vec<Verdict>| Looked::Documents(verdicts.into_iter().map(Judged::by_bytes).collect());
    let driver = || valid(|shown| shown.scheme.code = "DRV-01".into());
    let wants = |scheme: &str, verdicts| {
        let worker = Worker { scheme: scheme.parse().ok(), ..named(2, "Siti Contoh") };
        answered(Row { worker, looked: documents(verdicts) }).answer.word()
    };
    assert_eq!(wants("CS-01", vec![verdict(Word::Superseded), verdict(Word::Valid)]), AnswerWord::Fits);
    assert_eq!(wants("CS-01", vec![verdict(Word::Revoked), driver()]), AnswerWord::Revoked);
    assert_eq!(wants("SEC-01", vec![verdict(Word::Revoked), driver()]), AnswerWord::WrongScheme);
    assert_eq!(wants("", vec![verdict(Word::Expired), driver()]), AnswerWord::Fits);
    assert_eq!(wants("CS-01", vec![]), AnswerWord::NotChecked);
}

#[test]
fn a_nik_is_asked_about_where_a_token_proves_it_and_it_can_change_the_answer() {
    let with_nik = |name: &str| Worker { nik: NIK.parse().ok(), name: name.parse().ok(), ..worker() };
    let asks = |row: Row| nik_questions(&[row], until(date(2026, 12, 1))).len();
    assert_eq!(asks(by_token(with_nik(""), verdict(Word::Valid), NikSaid::NotTold)), 1);
    assert_eq!(asks(by_token(with_nik("Siti Contoh"), verdict(Word::Expired), NikSaid::NotTold)), 1);
    let two = vec![Judged::by_bytes(verdict(Word::Valid)), Judged::by_bytes(verdict(Word::Revoked))];
    assert_eq!(asks(Row { worker: with_nik(""), looked: Looked::Documents(two) }), 1, "of the one that stands");
    for row in [
        by_number(with_nik("Siti Contoh"), [verdict(Word::Valid)]),
        by_token(worker(), verdict(Word::Valid), NikSaid::NotTold),
        by_token(with_nik("Budi"), verdict(Word::Valid), NikSaid::NotTold),
        by_token(with_nik(""), verdict(Word::Revoked), NikSaid::NotTold),
        by_token(with_nik(""), verdict(Word::Untrusted), NikSaid::NotTold),
        by_token(with_nik(""), verdict(Word::Forged), NikSaid::NotTold),
        Row { worker: with_nik(""), looked: Looked::Not(Unchecked::NotAsked) },
    ] {
        assert_eq!(asks(row.clone()), 0, "{row:?}");
    }
}

#[test]
fn ten_thousand_nik_and_one_certificate_learn_nothing() {
    let guess = |serial: usize| {
        let nik = format!("990101010190{serial:04}");
        by_token(Worker { nik: nik.parse().ok(), ..worker() }, verdict(Word::Valid), NikSaid::NotTold)
    };
    let until = until(date(2026, 12, 1));
    let many: Vec<Row> = (1..10_000).map(guess).collect();
    assert!(nik_questions(&many, until).is_empty());
    assert!(nik_questions(&many[..=TRIES], until).is_empty());
    assert_eq!(nik_questions(&many[..TRIES], until).len(), TRIES);
    let alike: Vec<Row> = std::iter::repeat_with(|| guess(1)).take(100).collect();
    assert_eq!(nik_questions(&alike, until).len(), 100, "the same is no guess");
}

#[test]
fn what_an_lsp_said_of_a_nik_is_told_to_the_row_that_asked() {
    let with_nik = || Worker { nik: NIK.parse().ok(), ..worker() };
    let mut row = by_token(with_nik(), verdict(Word::Valid), NikSaid::NotTold);
    row.tell(1, NikSaid::Differs);
    assert_eq!(answered(row.clone()).answer.word(), AnswerWord::Fits);
    row.tell(0, NikSaid::Differs);
    assert_eq!(answered(row.clone()).answer, Answer::NikDiffers);
    row.tell(0, NikSaid::Same);
    assert_eq!(answered(row).compared.all().collect::<Vec<_>>(), [Differs::Nik]);
    let mut numbered = by_number(with_nik(), [verdict(Word::Valid)]);
    numbered.tell(0, NikSaid::Differs);
    assert_eq!(answered(numbered).answer.word(), AnswerWord::Fits, "a number proves nothing");
}

#[test]
fn a_certificate_fits_the_first_of_its_rows_alone() {
    let at = |row| Worker { row, ..worker() };
    let mut other = verdict(Word::Valid);
    other.certificate.as_mut().expect("shown").number = "81210 9112 2 0000089 2023".into();
    let checked = checked(vec![
        by_number(at(2), [verdict(Word::Valid)]),
        by_token(at(3), verdict(Word::Valid), NikSaid::NotTold),
        by_token(at(4), other, NikSaid::NotTold),
        by_number(at(5), [verdict(Word::Revoked)]),
        by_number(at(6), [verdict(Word::Valid)]),
    ]);
    let answers: Vec<Answer> = checked.rows.iter().map(|row| row.answer.clone()).collect();
    let (fits, shared) = (Answer::Fits { valid_until: LAST_DAY }, Answer::NotChecked(Unchecked::Shared { row: 2 }));
    assert_eq!(answers, [fits.clone(), shared.clone(), fits, Answer::Revoked { since: None }, shared]);
    assert_eq!((checked.totals.of(AnswerWord::Fits), checked.totals.of(AnswerWord::NotChecked)), (2, 2));
}

#[test]
fn a_checked_list_has_the_members_that_the_description_names() {
    let wrong = Worker { scheme: "DRV-01".parse().ok(), ..worker() };
    let mut replaced = verdict(Word::Superseded);
    replaced.status.as_mut().expect("a status").superseded_by = Some("1 2 3".into());
    let mut stale = verdict(Word::Valid);
    stale.status.as_mut().expect("a status").as_of = "2026-11-20T00:00:00.5Z".parse().ok();
    let rows = vec![
        by_token(wrong, stale, NikSaid::NotTold),
        by_number(Worker { row: 3, ..worker() }, [replaced]),
        Row { worker: Worker { row: 5, ..worker() }, looked: Looked::Not(Unchecked::NotAsked) },
    ];
    let json = json!(checked(rows));
    assert_eq!(json["until"], "2026-12-01");
    assert_eq!((&json["checked_at"], &json["as_of"]), (&json!("2026-11-22T05:00:00Z"), &json!("2026-11-20T00:00:00Z")));
    let totals = json["totals"].as_object().expect("totals");
    assert_eq!(totals.keys().len(), 15);
    assert_eq!(
        (&totals["wrong_scheme"], &totals["superseded"], &totals["not_checked"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let members = |row: usize| {
        let mut members = json["rows"][row].as_object().expect("a row").clone();
        let verdict = members.remove("verdict").expect("a verdict");
        (serde_json::Value::from(members), verdict["verdict"].clone())
    };
    let first = json!({ "row": 2, "answer": "wrong_scheme", "valid_until": "2026-12-18", "differs": ["scheme"] });
    assert_eq!(members(0), (first, "valid".into()));
    let second = json!({ "row": 3, "answer": "superseded", "valid_until": "2026-12-18", "superseded_by": "1 2 3" });
    assert_eq!(members(1), (second, "superseded".into()));
    assert_eq!(members(2), (json!({ "row": 5, "answer": "not_checked" }), serde_json::Value::Null));
}

#[test]
fn the_rows_have_one_form_without_a_formula_or_a_nik() {
    let formula = Worker {
        name: "=HYPERLINK(\"http://a\")".parse().ok(),
        nik: NIK.parse().ok(),
        scheme: "CS-01".parse().ok(),
        job: Some("Petugas, \"pagi\"".into()),
        ..worker()
    };
    let unknown = Worker { row: 3, ..worker() };
    let rows = vec![
        by_token(formula, verdict(Word::Valid), NikSaid::Same),
        by_number(unknown, [verdict(Word::NotFound)]),
        Row { worker: named(4, "Budi Contoh"), looked: Looked::Documents(vec![]) },
    ];
    let checked = checked(rows);
    let csv = rows_csv(&checked);
    let expected = "\
\"row\",\"name\",\"job\",\"scheme_wanted\",\"number\",\"holder\",\"issuer\",\"scheme\",\"valid_until\",\"as_of\",\"answer\",\
\"compared\",\"differs\",\"superseded_by\"
\"2\",\"'=HYPERLINK(\"\"http://a\"\")\",\"Petugas, \"\"pagi\"\"\",\"CS-01\",\"81210 9112 2 0000088 2023\",\"Siti Contoh\",\
\"klining\",\"CS-01\",\"2026-12-18\",\"2026-11-22T04:59:00Z\",\"name_differs\",\"name nik scheme\",\"name\",\"\"
\"3\",\"\",\"\",\"\",\"81210 9112 2 0000088 2023\",\"\",\"\",\"\",\"\",\"\",\"not_found\",\"\",\"\",\"\"
\"4\",\"Budi Contoh\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"not_checked\",\"\",\"\",\"\"
";
    assert_eq!(String::from_utf8(csv.clone()).as_deref(), Ok(expected));
    assert!(!expected.contains(NIK));
    let claims = checked.claims([7; report::ID], report::hash(&csv), 1);
    assert_eq!((claims.rows, claims.fits, claims.until), (3, 0, date(2026, 12, 1)));
    assert_eq!(claims.as_of, "2026-11-22T04:59:00Z".parse().expect("an instant"));
    let key = crate::seal::keys::PrivateKey::from_seed(&[7; 32]);
    assert!(report::sign(&claims, &key).is_ok(), "what is checked can be signed");
}

#[test]
fn ten_thousand_rows_are_answered_once_each_in_their_order() {
    let row = |row: u32| {
        let worker = Worker { row, name: "x".repeat(30).parse().ok(), ..worker() };
        let words = [Word::Valid, Word::Revoked, Word::Expired];
        by_number(worker, [of(&"y".repeat(30)), verdict(words[row as usize % 3])])
    };
    let checked = checked((0..10_000).map(row).collect());
    assert!(checked.rows.iter().zip(0..).all(|(answered, row)| answered.worker.row == row));
    assert_eq!((checked.totals.rows(), checked.totals.of(AnswerWord::NotChecked)), (10_000, 10_000));
    assert_eq!(rows_csv(&checked).iter().filter(|byte| **byte == b'\n').count(), 10_001);
}

#[test]
fn an_accusing_finding_keeps_a_certificate_from_fitting() {
    let accused = Verdict { findings: vec![Finding::QrDiffers], ..verdict(Word::Valid) };
    let answered = answered(by_token(worker(), accused, NikSaid::NotTold));
    assert_eq!(answered.answer, Answer::NotChecked(Unchecked::Accused));
}
