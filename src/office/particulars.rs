//! New particulars of an LSP, held against what it issued under those of before.

use jiff::civil::Date;

use crate::domain::issuer::Lsp;
use crate::domain::scheme::SchemeCode;
use crate::store::Issued;

/// Particulars under which certificates would be judged otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("certificates of {scheme} issued on {issued_on}: {why}")]
pub struct Disowned {
    pub scheme: SchemeCode,
    pub issued_on: Date,
    pub why: Why,
}

/// What of new particulars does not go with certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("no licence would cover them any more; licences are added or ended, never taken back")]
    Licence,
    #[error("the scheme would not have been open; end it with a later day")]
    Scheme,
    #[error("a time zone cannot change once certificates are issued")]
    TimeZone,
}

/// Refuses particulars that take a licence or a scheme away from a day of issue, or move days by another time zone.
///
/// # Errors
/// The first certificates that would be judged otherwise.
pub fn disowns_nothing(lsp: &Lsp, issued: &Issued) -> Result<(), Disowned> {
    for (scheme, issued_on) in &issued.terms {
        let closed = lsp.schemes.iter().any(|own| own.code == *scheme && !own.covers(*issued_on));
        let why = match (issued.before.time_zone == lsp.time_zone, lsp.licence_on(*issued_on)) {
            (false, _) => Why::TimeZone,
            (true, None) => Why::Licence,
            (true, Some(_)) if closed => Why::Scheme,
            (true, Some(_)) => continue,
        };
        return Err(Disowned { scheme: scheme.clone(), issued_on: *issued_on, why });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::office::lsp_file;

    fn lsp() -> Lsp {
        let site = "https://cek.lsp.example".parse().expect("a site");
        let text = include_str!("../../templates/demo/lsps.json");
        lsp_file::read(text, Some(&site)).expect("LSPs").swap_remove(0).lsp
    }

    #[test]
    fn what_was_issued_stays_covered() {
        let (before, day) = (lsp(), date(2024, 6, 3));
        let issued = Issued { before: before.clone(), terms: vec![(before.schemes[0].code.clone(), day)] };
        let why = |lsp: &Lsp| disowns_nothing(lsp, &issued).map_err(|disowned| disowned.why);
        assert_eq!(why(&before), Ok(()));
        let mut moved = before.clone();
        moved.time_zone = "Asia/Jayapura".parse().expect("a zone");
        assert_eq!(why(&moved), Err(Why::TimeZone));
        let unlicensed = Lsp { licences: Vec::new(), ..before.clone() };
        assert_eq!(why(&unlicensed), Err(Why::Licence));
        let mut closed = before.clone();
        closed.schemes[0].until = Some(date(2024, 6, 2));
        assert_eq!(why(&closed), Err(Why::Scheme));
        closed.schemes[0].until = Some(day);
        assert_eq!(why(&closed), Ok(()), "open on its last day");
        let nothing = Issued { before, terms: Vec::new() };
        assert_eq!(disowns_nothing(&moved, &nothing), Ok(()), "nothing was issued yet");
    }
}
