//! Certificates that somebody names by their numbers, a line each: those that a change can be asked for, and the others,
//! each with why it cannot.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::certificate::Certificate;
use crate::domain::id::CertificateId;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::office::find::{by_number, states};
use crate::office::in_words::InWords;
use crate::office::in_words::certificate::held;
use crate::office::register::{self, Kind, RegisterError};
use crate::office::{Error, Office};
use crate::words::{Lang, key, say};

/// Lines that can be asked for at once.
pub const MOST_LINES: usize = 500;

/// Lines, sorted into those that something can be asked for and the others.
#[derive(Debug)]
pub struct Sorted {
    /// Certificates with their states by the journal.
    pub named: Vec<(Certificate, State)>,
    pub refused: Vec<RefusedLine>,
}

/// A line that nothing can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedLine {
    /// As it was typed.
    pub typed: String,
    pub why: LineFault,
}

/// Why nothing can be asked for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// An earlier line names the certificate.
    Again,
    /// Its row is not as it was recorded.
    Altered,
    /// The state that it is in does not allow it.
    State(State),
    /// The LSP has none with this number.
    Unknown,
}

impl InWords for LineFault {
    fn in_words(&self, lang: Lang) -> Cow<'static, str> {
        match self {
            Self::Again => say!(lang, "office-certificates-line-again"),
            Self::Altered => say!(lang, "office-certificates-line-altered"),
            Self::State(state) => say!(lang, "office-certificates-line-state", state = held(Some(*state), lang)),
            Self::Unknown => say!(lang, "office-certificates-line-unknown"),
        }
    }
}

/// Sorts lines with numbers of an LSP's certificates, [`MOST_LINES`] at most, by whether a state allows what is asked.
///
/// # Errors
/// The database does not answer, or the records' secret does not open.
pub async fn sorted(
    office: &Office,
    lsp: &LspId,
    lines: &[String],
    allowed: impl Fn(State) -> bool,
) -> Result<Sorted, Error> {
    let mut sorted = Sorted { named: Vec::new(), refused: Vec::new() };
    for Line { typed, named } in named_by(office, lsp, lines).await? {
        match named {
            Ok((one, state)) if allowed(state) => sorted.named.push((one, state)),
            Ok((_, state)) => sorted.refused.push(RefusedLine { typed, why: LineFault::State(state) }),
            Err(why) => sorted.refused.push(RefusedLine { typed, why }),
        }
    }
    Ok(sorted)
}

/// The lines that nothing can be asked for, as a CSV file to be mended and pasted again.
///
/// # Errors
/// The file cannot be written.
pub fn refused_table(lines: &[RefusedLine], lang: Lang) -> Result<Vec<u8>, RegisterError> {
    let headings =
        [key!("office-certificates-line"), key!("office-certificates-why")].map(|heading| heading.say(lang).into());
    let line = |line: &RefusedLine| [line.typed.clone(), line.why.in_words(lang).into_owned()];
    register::file(Kind::Csv, headings, lines.iter().map(line))
}

/// A line with a number in it that somebody pasted.
struct Line {
    /// As it was typed.
    typed: String,
    /// The certificate, and its state by the journal.
    named: Result<(Certificate, State), LineFault>,
}

/// The certificates of an LSP that lines name by any of their numbers, line by line, [`MOST_LINES`] at most.
async fn named_by(office: &Office, lsp: &LspId, lines: &[String]) -> Result<Vec<Line>, Error> {
    let mut found = Vec::with_capacity(lines.len());
    for typed in lines.iter().take(MOST_LINES) {
        let named = match SearchKey::new(typed) {
            Some(key) => by_number(office, &key).await,
            None => Ok(Vec::new()),
        };
        let named = match named {
            Ok(named) => named.into_iter().map(|one| one.certificate).find(|one| one.lsp == *lsp),
            Err(Error::NotAsIssued { .. }) => None,
            Err(error) => return Err(error),
        };
        found.push((typed.clone(), named));
    }
    let ids: Vec<CertificateId> = found.iter().filter_map(|(_, one)| one.as_ref().map(|one| one.id)).collect();
    let states = states(office, lsp, &ids).await?;
    let mut seen = BTreeSet::new();
    let line = |(typed, one): (String, Option<Certificate>)| {
        let named = match one {
            None => Err(LineFault::Unknown),
            Some(one) if !seen.insert(one.id) => Err(LineFault::Again),
            Some(one) => states.get(&one.id).map(|state| (one, *state)).ok_or(LineFault::Altered),
        };
        Line { typed, named }
    };
    Ok(found.into_iter().map(line).collect())
}
