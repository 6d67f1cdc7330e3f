//! `certificates.csv`: what was handed out, for programs (RFC 4180, UTF-8).

use std::collections::HashSet;
use std::path::Path;
use std::{fs, io};

use super::line::Line;
use super::{HandoutError, fault};
use crate::office::register::RegisterError;
use crate::roster::{csv_writer, defuse};

pub(super) const FILE: &str = "certificates.csv";

const COLUMNS: [&str; 6] = ["number", "registration", "name", "scheme", "url", "token"];

/// The list with these certificates alone.
pub(super) fn file(lines: &[&Line]) -> Result<Vec<u8>, HandoutError> {
    written(&[], lines).map_err(|error| RegisterError::Csv(error).into())
}

/// The list with these certificates; lines of others that stand in the directory's list already stay, before them.
pub(super) fn completed(dir: &Path, lines: &[&Line]) -> Result<Vec<u8>, HandoutError> {
    let path = dir.join(FILE);
    let broken = |cause: csv::Error| HandoutError::List { path: path.clone(), cause };
    let own: HashSet<&str> = lines.iter().map(|line| line.number.as_str()).collect();
    let mut others = Vec::new();
    match fs::File::open(&path) {
        Ok(before) => {
            let mut before = csv::Reader::from_reader(before);
            if before.headers().ok() != Some(&csv::StringRecord::from(COLUMNS.to_vec())) {
                return Err(HandoutError::AnotherList(path));
            }
            for line in before.records() {
                let line = line.map_err(broken)?;
                if !own.contains(&line[0]) {
                    others.push(line);
                }
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(fault("open", path)(error)),
    }
    written(&others, lines).map_err(broken)
}

fn written(others: &[csv::StringRecord], lines: &[&Line]) -> Result<Vec<u8>, csv::Error> {
    let mut csv = csv_writer();
    csv.write_record(COLUMNS)?;
    for other in others {
        csv.write_record(other)?;
    }
    for Line { number, registration, name, scheme, url, token, .. } in lines {
        let shown = [number, registration, name, scheme].map(|text| defuse(text));
        let exact = [url, token].map(String::as_str);
        csv.write_record(shown.iter().map(AsRef::as_ref).chain(exact))?;
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}
