//! `certificates.csv`: what was handed out, for programs (RFC 4180, UTF-8).

use std::collections::HashSet;
use std::path::Path;
use std::{fs, io};

use super::{Handed, HandoutError, fault};
use crate::roster::{csv_writer, defuse};
use crate::seal::spelling;

pub(super) const FILE: &str = "certificates.csv";

const COLUMNS: [&str; 6] = ["number", "registration", "name", "scheme", "url", "token"];

/// The list with these certificates; lines of others that stand in the directory's list already stay, before them.
pub(super) fn file(dir: &Path, handed: &[Handed]) -> Result<Vec<u8>, HandoutError> {
    let path = dir.join(FILE);
    let broken = |cause: csv::Error| HandoutError::List { path: path.clone(), cause };
    let header = csv::StringRecord::from(COLUMNS.to_vec());
    let mut csv = csv_writer();
    csv.write_record(&header).map_err(broken)?;
    let own: HashSet<&str> = handed.iter().map(|handed| handed.printing.certificate.number.as_str()).collect();
    match fs::File::open(&path) {
        Ok(before) => {
            let mut before = csv::Reader::from_reader(before);
            if before.headers().ok() != Some(&header) {
                return Err(HandoutError::AnotherList(path));
            }
            for line in before.records() {
                let line = line.map_err(broken)?;
                if !own.contains(&line[0]) {
                    csv.write_record(&line).map_err(broken)?;
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(fault("open", path)(error)),
    }
    for Handed { printing, .. } in handed {
        let (certificate, site) = (&printing.certificate, &printing.lsp.site);
        let (link, token) = (spelling::link(site, &certificate.token), spelling::to_base64url(&certificate.token));
        let (name, scheme) = (certificate.holder.as_str(), certificate.scheme.as_str());
        let shown = [&certificate.number, &certificate.registration, name, scheme].map(defuse);
        let exact = [&link, &token].map(|text| text.as_str());
        csv.write_record(shown.iter().map(AsRef::as_ref).chain(exact)).map_err(broken)?;
    }
    csv.into_inner().map_err(|error| fault("write", &path)(error.into_error()))
}
