//! The journal as people read it: the newest first, page by page, narrowed by what they look for; of each entry it is
//! shown whether it was written after the one before it.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row as _};

use super::{BEGINNING, Row, WrittenEntry, hash_after};
use crate::domain::act::Act;
use crate::domain::issuer::LspId;
use crate::domain::search_key::SearchKey;
use crate::seal::records::Records;
use crate::store::{Reading, StoreError};

/// What is looked for; each that is given narrows it.
#[derive(Clone, Debug)]
pub struct JournalSearch {
    pub lsp: LspId,
    pub act: Option<Act>,
    /// Whoever asked or approved, in each way in which a journal may name her.
    pub people: Option<[String; 3]>,
    /// A certificate, by its number as shown.
    pub certificate: Option<String>,
    pub from: Option<Timestamp>,
    pub before: Option<Timestamp>,
}

/// Where a page begins: entries get older from page to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Newer than an entry.
    Newer(i64),
    /// Older than an entry.
    Older(i64),
    Start,
}

/// An entry as it stands, and whether it was written so after the entry before it.
#[derive(Clone, Debug)]
pub struct ShownEntry {
    pub entry: WrittenEntry,
    pub holds: bool,
}

impl Reading {
    /// A page of an LSP's journal, `most` entries at most; the newest first, wherever the page begins.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn journal_page(
        &self,
        search: &JournalSearch,
        turn: Turn,
        most: u32,
        records: &Records,
    ) -> Result<Vec<ShownEntry>, StoreError> {
        let (mut texts, mut rest) = (vec![search.lsp.to_string()], String::new());
        let mut text = |text: &str| {
            texts.push(text.to_owned());
            format!("${}", texts.len())
        };
        if let Some(act) = &search.act {
            rest += &format!(" and j.act = {}", text(act.as_str()));
        }
        let people = search.people.as_ref().map(|people| people.each_ref().map(|name| text(name)));
        // Each way in which an entry can be one of those is an index of its own.
        let mut ways = Vec::new();
        if let Some(number) = &search.certificate {
            ways.push(format!("j.subject = {} and j.subject_kind = 'certificate'", text(number)));
            ways.extend(SearchKey::new(number).map(|key| {
                let key = text(key.as_str());
                format!("j.seq = (select c.journal_seq from certificate c where c.number_key = {key} and c.lsp = $1)")
            }));
            if let Some(people) = &people {
                let names = people.join(", ");
                rest += &format!(" and (j.actor in ({names}) or j.approved_by in ({names}))");
            }
        } else if let Some(people) = &people {
            ways.extend(people.iter().flat_map(|name| ["actor", "approved_by"].map(|of| format!("j.{of} = {name}"))));
        } else {
            ways.push("1 = 1".to_owned());
        }
        let mut numbers = Vec::new();
        let mut number = |number: i64| {
            numbers.push(number);
            format!("${}", texts.len() + numbers.len())
        };
        if let Some(from) = search.from {
            rest += &format!(" and j.at >= {}", number(from.as_second()));
        }
        if let Some(before) = search.before {
            rest += &format!(" and j.at < {}", number(before.as_second()));
        }
        let order = match turn {
            Turn::Newer(seq) => {
                rest += &format!(" and j.seq > {}", number(seq));
                "asc"
            }
            Turn::Older(seq) => {
                rest += &format!(" and j.seq < {}", number(seq));
                "desc"
            }
            Turn::Start => "desc",
        };
        let way = |(at, way): (usize, &String)| {
            format!(
                "select seq from (select j.seq from journal j where j.lsp = $1 and {way}{rest}
                 order by j.seq {order} limit {most}) way{at}"
            )
        };
        let ways: Vec<String> = ways.iter().enumerate().map(way).collect();
        let sql = format!(
            "select j.seq, j.at, j.form, j.act, j.actor, j.approved_by, j.subject_kind, j.subject, j.body, j.hash,
                 (select p.hash from journal p where p.lsp = j.lsp and p.seq < j.seq order by p.seq desc limit 1) as before
             from journal j where j.lsp = $1 and j.seq in ({}) order by j.seq {order} limit {most}",
            ways.join(" union ")
        );
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for text in texts {
            query = query.bind(text);
        }
        for number in numbers {
            query = query.bind(number);
        }
        let rows = query.fetch_all(&self.pool).await?;
        let mut shown: Vec<ShownEntry> =
            rows.iter().map(|row| shown(&search.lsp, row, records)).collect::<Result<_, _>>()?;
        if order == "asc" {
            shown.reverse();
        }
        Ok(shown)
    }
}

/// What was altered so that it cannot be read is shown empty.
fn shown(lsp: &LspId, row: &AnyRow, records: &Records) -> Result<ShownEntry, StoreError> {
    let before: Option<String> = row.try_get("before")?;
    let mut row = Row::of(row)?;
    let expected = hash_after(lsp, before.as_deref().unwrap_or(BEGINNING), &row, records);
    let holds = expected.as_ref() == Some(&row.hash);
    if !holds && serde_json::from_str::<Value>(&row.body).is_err() {
        row.body = "null".to_owned();
    }
    if !holds && Timestamp::from_second(row.at).is_err() {
        row.at = 0;
    }
    Ok(ShownEntry { entry: row.written()?, holds })
}
