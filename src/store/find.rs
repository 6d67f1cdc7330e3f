//! Certificates found by what a clerk knows of them.

use jiff::civil::Date;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Row as _};

use super::people::NikIndex;
use super::{Datum, Reading, StoreError};
use crate::domain::issuer::LspId;
use crate::domain::scheme::SchemeCode;
use crate::domain::search_key::SearchKey;
use crate::domain::status::State;
use crate::domain::term::Term;

/// What certificates are looked for by; each that is given narrows them.
#[derive(Clone, Debug, Default)]
pub struct Search {
    pub lsp: Option<LspId>,
    pub text: Option<SearchText>,
    pub issued_in: Option<i16>,
    /// Still running on the first day, and ending before the second.
    pub expiring: Option<[Date; 2]>,
    pub state: Option<State>,
    pub scheme: Option<SchemeCode>,
}

/// A text, and what it may be: a number, a part of a name, a NIK.
#[derive(Clone, Debug)]
pub struct SearchText {
    pub number: Option<SearchKey>,
    pub name: String,
    /// The index of the NIK at each LSP; none where the text is no NIK.
    pub niks: Vec<(LspId, NikIndex)>,
}

/// A certificate in a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub lsp: LspId,
    pub number: String,
    pub registration: String,
    pub holder: String,
    pub scheme: SchemeCode,
    pub term: Term,
    pub state: State,
}

impl Reading {
    /// Certificates that answer a search, those with the number itself first, `most` at most; and how many there are.
    ///
    /// # Errors
    /// The database does not answer, or holds what cannot be read.
    pub async fn find(&self, search: &Search, most: u32) -> Result<(Vec<Listed>, u64), StoreError> {
        let Clause { sql, first, binds } = Clause::of(search);
        let bound = |sql: &str| binds.iter().map(String::as_str).fold(sqlx::query(AssertSqlSafe(sql.to_owned())), bind);
        let count = format!("select count(*) as found from certificate c where {sql}");
        let found: i64 = bound(&count).fetch_one(&self.pool).await?.try_get("found")?;
        let select = format!(
            "select c.lsp, c.number, c.registration, c.holder_name, c.scheme, c.issued_on, c.valid_until, c.status
             from certificate c where {sql} order by {first}c.lsp, c.issued_on, c.number limit {most}"
        );
        let rows = bound(&select).fetch_all(&self.pool).await?;
        let listed = rows.iter().map(listed).collect::<Result<_, _>>()?;
        Ok((listed, u64::try_from(found).map_err(|_| StoreError::Corrupt(Datum::Counter))?))
    }
}

fn bind<'q>(query: Query<'q, Any, AnyArguments>, value: &str) -> Query<'q, Any, AnyArguments> {
    query.bind(value.to_owned())
}

/// The conditions of a search: SQL of this room, and values that are bound.
struct Clause {
    sql: String,
    /// What stands before the order of the list.
    first: String,
    binds: Vec<String>,
}

impl Clause {
    fn of(search: &Search) -> Self {
        let mut clause = Self { sql: "1 = 1".to_owned(), first: String::new(), binds: Vec::new() };
        if let Some(lsp) = &search.lsp {
            clause.and("c.lsp =", lsp.as_str());
        }
        if let Some(year) = search.issued_in {
            clause.and("c.issued_on >=", &format!("{year:04}-01-01"));
            clause.and("c.issued_on <=", &format!("{year:04}-12-31"));
        }
        if let Some([from, before]) = search.expiring {
            clause.and("c.valid_until >=", &from.to_string());
            clause.and("c.valid_until <", &before.to_string());
            clause.sql += " and c.status in ('valid', 'suspended')";
        }
        if let Some(state) = search.state {
            clause.and("c.status =", state.as_str());
        }
        if let Some(scheme) = &search.scheme {
            clause.and("c.scheme =", scheme.as_str());
        }
        if let Some(text) = &search.text {
            clause.text(text);
        }
        clause
    }

    fn value(&mut self, value: &str) -> String {
        self.binds.push(value.to_owned());
        format!("${}", self.binds.len())
    }

    fn and(&mut self, condition: &str, value: &str) {
        let value = self.value(value);
        self.sql += &format!(" and {condition} {value}");
    }

    fn text(&mut self, text: &SearchText) {
        let mut any = Vec::new();
        if let Some(number) = &text.number {
            let value = self.value(number.as_str());
            let is = format!("c.number_key = {value} or c.registration_key = {value} or c.blanko_key = {value}");
            self.first = format!("case when {is} then 0 else 1 end, ");
            any.push(is);
        }
        for (lsp, index) in &text.niks {
            let (lsp, index) = (self.value(lsp.as_str()), self.value(index.as_str()));
            any.push(format!(
                "c.entry in (select k.entry from entry_key k join holder h on h.id = k.holder
                 where h.lsp = {lsp} and h.nik_index = {index})"
            ));
        }
        let part: String = text
            .name
            .chars()
            .flat_map(|c| match c {
                '%' | '_' | '\\' => vec!['\\', c],
                c => vec![c],
            })
            .collect();
        let part = self.value(&format!("%{part}%"));
        any.push(format!("lower(c.holder_name) like lower({part}) escape '\\'"));
        self.sql += &format!(" and ({})", any.join(" or "));
    }
}

fn listed(row: &AnyRow) -> Result<Listed, StoreError> {
    let text = |column| row.try_get::<String, _>(column).map_err(StoreError::from);
    let day = |column| text(column)?.parse::<Date>().map_err(|_| StoreError::Corrupt(Datum::Date));
    Ok(Listed {
        lsp: text("lsp")?.parse().map_err(|_| StoreError::Corrupt(Datum::LspId))?,
        number: text("number")?,
        registration: text("registration")?,
        holder: text("holder_name")?,
        scheme: text("scheme")?.parse().map_err(|_| StoreError::Corrupt(Datum::SchemeCode))?,
        term: Term { issued_on: day("issued_on")?, valid_until: day("valid_until")? },
        state: State::from_word(&text("status")?).ok_or(StoreError::Corrupt(Datum::Status))?,
    })
}
