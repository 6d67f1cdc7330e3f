//! The numbers that a roster would take, as the sequences stand, and the sheet of the first: shown before anybody
//! approves. Another roster that is issued first moves them on; nothing else does.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{RequestError, journal};
use crate::domain::issuer::Lsp;
use crate::domain::number::{Numbering, Parts, Rule};
use crate::domain::scheme::{Scheme, SchemeCode};
use crate::office::Office;
use crate::office::design::{Design, Output};
use crate::office::error::Numbered;
use crate::office::issue::Foreseen;
use crate::office::proof::{Proof, ProofError, specimen as draw};
use crate::office::told::given::Given;
use crate::store::{Mark, Taken};

/// Numbers of one sequence that would be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub kind: Numbered,
    pub count: usize,
    pub first: String,
    pub last: String,
}

/// Every number that a roster would take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taking {
    pub spans: Vec<Span>,
    /// The sequences of the first certificate: its number's and its registration's.
    first: Option<[u64; 2]>,
}

/// The next number of a scheme, as it would be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub scheme: SchemeCode,
    pub certificate: String,
    pub registration: String,
}

/// How far an LSP's sequences are: its counters, and what its journal tells was given.
struct Sequences {
    mark: Mark,
    given: Given,
}

impl Sequences {
    async fn read(office: &Office, lsp: &Lsp) -> Result<Self, RequestError> {
        let given = match office.records_if_any().await? {
            Some(records) => journal(office, &records, &lsp.id).await?.given().clone(),
            None => Given::default(),
        };
        let marks = office.store.marks().await?;
        let mark = marks.into_iter().find(|(id, _)| *id == lsp.id).map(|(_, mark)| mark).unwrap_or_default();
        Ok(Self { mark, given })
    }

    /// The number that a sequence gives next.
    fn next(&self, kind: Numbered, rule: &Rule, scope: &str) -> u64 {
        let of_scope = |kept: &&crate::store::Sequence| kept.kind == kind.as_str() && kept.scope == scope;
        let kept = self.mark.sequences.iter().find(of_scope).map_or(0, |kept| kept.next);
        kept.max(self.given.next(kind.as_str(), scope).unwrap_or_default()).max(rule.start)
    }
}

/// The next numbers of every scheme of an LSP that would be numbered so, for a day of issue.
///
/// # Errors
/// The journal does not hold, or the database does not answer.
pub async fn next(office: &Office, lsp: &Lsp, numbering: &Numbering, day: Date) -> Result<Vec<Next>, RequestError> {
    let sequences = Sequences::read(office, lsp).await?;
    let of = |scheme: &Scheme| {
        let number = |kind, rule: &Rule| {
            let (letters, licence) = (lsp.registration_letters.as_str(), lsp.licence_serial.as_str());
            let sequence = sequences.next(kind, rule, &rule.scope.counter(scheme, day.year()));
            rule.shape.write(Parts { scheme, letters, licence, year: day.year() }, sequence)
        };
        Next {
            scheme: scheme.code.clone(),
            certificate: number(Numbered::Certificate, &numbering.certificate),
            registration: number(Numbered::Registration, &numbering.registration),
        }
    };
    Ok(lsp.schemes.iter().filter(|scheme| scheme.covers(day)).map(of).collect())
}

/// The numbers that a roster would take.
///
/// # Errors
/// The database does not answer.
pub async fn ahead(
    office: &Office,
    taken: &Taken,
    foreseen: &Foreseen,
    issued_on: Date,
) -> Result<Taking, RequestError> {
    let (sequences, numbering) = (Sequences::read(office, &taken.lsp).await?, &taken.lsp.numbering);
    let (mut spans, mut first) = (Vec::new(), Vec::new());
    for (kind, rule) in
        [(Numbered::Certificate, &numbering.certificate), (Numbered::Registration, &numbering.registration)]
    {
        let (of_kind, begins) = spans_of(kind, rule, taken, &sequences, &foreseen.schemes, issued_on);
        spans.extend(of_kind);
        first.extend(begins);
    }
    Ok(Taking { spans, first: first.try_into().ok() })
}

fn spans_of(
    kind: Numbered,
    rule: &Rule,
    taken: &Taken,
    sequences: &Sequences,
    schemes: &[SchemeCode],
    issued_on: Date,
) -> (Vec<Span>, Option<u64>) {
    let lsp = &taken.lsp;
    let write = |scheme, sequence| {
        let (letters, licence) = (lsp.registration_letters.as_str(), lsp.licence_serial.as_str());
        rule.shape.write(Parts { scheme, letters, licence, year: issued_on.year() }, sequence)
    };
    let mut spans = BTreeMap::<String, (u64, Span)>::new();
    let mut begins = None;
    for scheme in schemes.iter().filter_map(|code| lsp.scheme(code)) {
        let scope = rule.scope.counter(scheme, issued_on.year());
        let (sequence, span) = spans.entry(scope).or_insert_with_key(|scope| {
            let sequence = sequences.next(kind, rule, scope);
            let first = write(scheme, sequence);
            (sequence, Span { kind, count: 0, last: first.clone(), first })
        });
        begins = begins.or(Some(*sequence));
        (span.count, span.last) = (span.count + 1, write(scheme, *sequence));
        *sequence += 1;
    }
    (spans.into_values().map(|(_, span)| span).collect(), begins)
}

/// The sheet of whoever would get the first certificate, marked; nothing where nobody would get one.
///
/// # Errors
/// It cannot be drawn.
pub async fn specimen(
    office: &Office,
    taken: &Taken,
    foreseen: &Foreseen,
    taking: &Taking,
    issued_on: Date,
) -> Result<Option<Result<Vec<u8>, ProofError>>, RequestError> {
    let scheme = foreseen.schemes.first().and_then(|code| taken.lsp.scheme(code));
    let (Some(scheme), Some(holder), Some(sequences)) = (scheme, &foreseen.first, taking.first) else {
        return Ok(None);
    };
    let design = Design::of(office, taken).await?;
    let proof = Proof { lsp: &taken.lsp, design: &design, output: Output::Digital };
    Ok(Some(draw(&proof, scheme, issued_on, holder, sequences)))
}
