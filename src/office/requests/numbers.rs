//! The numbers that a roster would take, as the sequences stand, and the sheet of the first: shown before anybody
//! approves. Another roster that is issued first moves them on; nothing else does.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::RequestError;
use crate::domain::number::{Parts, Rule};
use crate::domain::scheme::SchemeCode;
use crate::office::Office;
use crate::office::design::{Design, Output};
use crate::office::error::Numbered;
use crate::office::issue::Foreseen;
use crate::office::proof::{Proof, ProofError, specimen as draw};
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
    let marks = office.store.marks().await?;
    let mark = marks.into_iter().find(|(lsp, _)| *lsp == taken.lsp.id).map(|(_, mark)| mark).unwrap_or_default();
    let numbering = &taken.lsp.numbering;
    let (mut spans, mut first) = (Vec::new(), Vec::new());
    for (kind, rule) in
        [(Numbered::Certificate, &numbering.certificate), (Numbered::Registration, &numbering.registration)]
    {
        let (of_kind, begins) = spans_of(kind, rule, taken, &mark, &foreseen.schemes, issued_on);
        spans.extend(of_kind);
        first.extend(begins);
    }
    Ok(Taking { spans, first: first.try_into().ok() })
}

fn spans_of(
    kind: Numbered,
    rule: &Rule,
    taken: &Taken,
    mark: &Mark,
    schemes: &[SchemeCode],
    issued_on: Date,
) -> (Vec<Span>, Option<u64>) {
    let lsp = &taken.lsp;
    let write = |scheme, sequence| {
        let (letters, licence) = (lsp.registration_letters.as_str(), lsp.licence_serial.as_str());
        rule.shape.write(Parts { scheme, letters, licence, year: issued_on.year() }, sequence)
    };
    let next = |scope: &str| {
        let kept = mark.sequences.iter().find(|kept| kept.kind == kind.as_str() && kept.scope == scope);
        kept.map_or(rule.start, |kept| kept.next.max(rule.start))
    };
    let mut spans = BTreeMap::<String, (u64, Span)>::new();
    let mut begins = None;
    for scheme in schemes.iter().filter_map(|code| lsp.scheme(code)) {
        let scope = rule.scope.counter(scheme, issued_on.year());
        let (sequence, span) = spans.entry(scope).or_insert_with_key(|scope| {
            let sequence = next(scope);
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
    let design = Design::read(&office.store.version(&taken.form_version).await?).map_err(crate::office::Error::from)?;
    let proof = Proof { lsp: &taken.lsp, design: &design, output: Output::Digital };
    Ok(Some(draw(&proof, scheme, issued_on, holder, sequences)))
}
