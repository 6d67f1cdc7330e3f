//! The tables, in SQLite or PostgreSQL; sqlx never leaves this room.
//!
//! Every write begins by updating the LSP's row in `lsp_head` ([`Writing`]): that is the lock, so
//! numbers, status indexes and journal entries neither skip nor repeat, across processes and crashes.

mod account;
mod asked;
mod assessed;
mod blanko;
mod body;
mod certificate;
mod datum;
mod employer;
mod erasure;
mod event;
mod event_names;
mod feed;
mod find;
mod given;
mod glance;
mod handover;
mod intake;
mod issuer;
mod job;
mod journal;
mod key;
mod lists;
mod marks;
mod name_posting;
mod name_words;
mod people;
mod recorded;
mod report;
mod request;
mod roster_serial;
mod rows;
mod sealed;
mod session;
mod statuses;
mod summary;
mod throttle;
mod trusted;
mod turns;
mod watch;
mod writing;

use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Connection as _, Executor as _, SqlSafeStr as _};

pub use account::AccountRow;
pub use asked::AskedOften;
pub use blanko::{RawSheet, SheetRow};
pub use body::lsp_json;
pub use certificate::{NewCertificate, Numbered, Printing};
pub use datum::Datum;
pub use employer::Tied;
pub use erasure::{DueEntry, DueHolder, DueRoster, ErasedEntry, Sweep};
pub use event::{Counts, EventListed, EventRow, NewEvent};
pub use feed::{Feed, FeedWriting, Watching};
pub use find::{DayPlace, Found, Hit, Leaf, Listed, Place, Search, Sort, Sought, WordPlace};
pub use given::{KeptCertificate, KeptEntry};
pub use glance::{FailedJob, MonthCount, OpenRoster, Unrecorded};
pub use intake::{Contents, Counted, KeptRow, NewKept, SealedRoster};
pub use issuer::{Issued, Pointers, Taken};
pub use job::{JobRow, JobState, Lease};
pub use journal::{Chain, JournalEntry, JournalSearch, ShownEntry, Subject, Turn, VerifiedEntry, WrittenEntry};
pub use key::{KeyRow, Stray};
pub use lists::{Head, ListStamp, SignedList};
pub use marks::{Following, Mark, Sequence};
pub use people::{EntryName, EntryRow, Looking, NewEntry, NewHolder, NewRoster, Newest, NikIndex, People};
pub use recorded::Recorded;
pub use report::Tallied;
pub use request::{RequestRow, StampedRequest};
pub use roster_serial::RosterSerial;
pub use sealed::{Sealed, SealedPerson, Sitting};
pub use session::{FormMark, SessionRow};
pub use statuses::{Changed, Latest, StatusChange};
pub use summary::Summary;
pub use throttle::Guess;
pub use trusted::Declared;
pub use watch::{Edge, WatchDay, WatchSearch, Watched};
pub use writing::{Bounds, Writing};

use crate::domain::issuer::LspId;
use name_words::NAMES_AFTER;
use turns::Turns;

/// The migrations in their order. Named here, for sqlx's macro would compile SQLite a second time for the compiler.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "create", include_str!("../../migrations/0001_create.sql")),
    (2, "trust", include_str!("../../migrations/0002_trust.sql")),
    (3, "journal", include_str!("../../migrations/0003_journal.sql")),
    (4, "scale", include_str!("../../migrations/0004_scale.sql")),
    (5, "held", include_str!("../../migrations/0005_held.sql")),
    (6, "sealed", include_str!("../../migrations/0006_sealed.sql")),
    (7, "recovered", include_str!("../../migrations/0007_recovered.sql")),
    (9, "accounts", include_str!("../../migrations/0009_accounts.sql")),
    (10, "office", include_str!("../../migrations/0010_office.sql")),
    (11, "search", include_str!("../../migrations/0011_search.sql")),
    (12, "handover", include_str!("../../migrations/0012_handover.sql")),
    (14, "records", include_str!("../../migrations/0014_records.sql")),
    (15, "postings", include_str!("../../migrations/0015_postings.sql")),
    (16, "sheets", include_str!("../../migrations/0016_sheets.sql")),
    (20, "employers", include_str!("../../migrations/0020_employers.sql")),
    (30, "asked", include_str!("../../migrations/0030_asked.sql")),
    (50, "feed", include_str!("../../migrations/0050_feed.sql")),
    (51, "ties", include_str!("../../migrations/0051_ties.sql")),
];

/// Migrations for the database at an address.
fn migrations(url: &str) -> Migrator {
    let migration = |&(version, name, sql): &(i64, &'static str, &'static str)| {
        let sql = if is_sqlite(url) {
            sql.into_sql_str()
        } else {
            let respelt = IN_POSTGRES.iter().fold(sql.to_owned(), |sql, [own, theirs]| sql.replace(own, theirs));
            AssertSqlSafe(respelt).into_sql_str()
        };
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect())
}

/// What SQLite spells in its own way, and PostgreSQL's spelling.
const IN_POSTGRES: [[&str; 2]; 3] = [
    // The row's own place in SQLite; in PostgreSQL an integer ends at 2^31.
    ["integer primary key", "bigint primary key"],
    // By bytes, whatever language the database was made for: words are looked for by their beginning.
    ["collate binary", "collate \"C\""],
    // A table that is its own index.
    [") without rowid", ")"],
];

/// How long a write waits for another process's write, or for its turn in this one, and a request for a connection.
const PATIENCE: Duration = Duration::from_secs(60);

/// Connections that one process has open at most.
const CONNECTIONS: u32 = 8;

/// Every table, behind one pool; cheap to clone. Who may write may read, too.
#[derive(Clone, Debug)]
pub struct Store {
    reading: Reading,
    turns: Turns,
}

impl Store {
    fn on(pool: AnyPool, url: &str) -> Self {
        Self { reading: Reading { pool }, turns: Turns::new(is_sqlite(url)) }
    }
}

/// Reads, which need no lock: each sees what was committed when it began.
#[derive(Clone, Debug)]
pub struct Reading {
    pool: AnyPool,
}

impl Deref for Store {
    type Target = Reading;

    fn deref(&self) -> &Reading {
        &self.reading
    }
}

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// What stands in a row is not what was written there.
    #[error("the database holds {0} that cannot be read")]
    Corrupt(Datum),
    #[error("the database did not answer: {0}")]
    Database(sqlx::Error),
    #[error("already there")]
    Duplicate,
    /// Somebody wrote past the journal's key.
    #[error("the journal of LSP {lsp} does not hold from entry {entry} on: something was altered, taken out or added")]
    JournalBroken { lsp: LspId, entry: i64 },
    #[error("the database could not be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("not found")]
    NotFound,
    /// No answer within the time that the asker had.
    #[error("the database did not answer in time")]
    Silent,
    /// The tables are not there, or older than this program.
    #[error("the database is not set up for this version; run: absah migrate")]
    NotMigrated,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Database(cause) if cause.is_unique_violation() => Self::Duplicate,
            sqlx::Error::ColumnDecode { .. } => Self::Corrupt(Datum::Value),
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    /// Whether it is a row that cannot be had or believed, and the database answers.
    #[must_use]
    pub fn is_of_a_row(&self) -> bool {
        match self {
            Self::Corrupt(_) | Self::Duplicate | Self::JournalBroken { .. } | Self::NotFound => true,
            Self::Database(_) | Self::Migrate(_) | Self::NotMigrated | Self::Silent => false,
        }
    }
}

/// The address of the SQLite file in a data directory, whatever letters its path has.
#[must_use]
pub fn sqlite_url(data: &Path) -> String {
    let file = data.join("absah.db");
    let file = std::path::absolute(&file).unwrap_or(file);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let spell = |byte: &u8| if plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") };
    format!("sqlite://{}", file.as_os_str().as_encoded_bytes().iter().map(spell).collect::<String>())
}

impl Store {
    /// Connects to a database whose tables are up to date.
    ///
    /// # Errors
    /// No connection, or the tables are not those of this version.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pool = match connect(url, false).await {
            Ok(pool) => pool,
            // SQLite says so of a file that is not there.
            Err(sqlx::Error::Database(_)) if is_sqlite(url) => return Err(StoreError::NotMigrated),
            Err(error) => return Err(error.into()),
        };
        let store = Self::on(pool, url);
        match applied(&mut *store.pool.acquire().await?).await {
            Ok(applied) if usize::try_from(applied) == Ok(MIGRATIONS.len()) => {
                match store.setting(NAMES_AFTER).await? {
                    None => Ok(store),
                    Some(_) => Err(StoreError::NotMigrated),
                }
            }
            Ok(_) => Err(StoreError::NotMigrated),
            Err(error) => Err(error.into()),
        }
    }

    /// Connects, making the database and its tables where they are missing or older.
    ///
    /// # Errors
    /// No connection, or a migration failed; it can be run again. A row refers to one that is not there.
    pub async fn migrate(url: &str) -> Result<Self, StoreError> {
        let store = Self::on(connect(url, true).await?, url);
        if !is_sqlite(url) {
            migrations(url).run(&store.pool).await?;
            store.fill_name_words().await?;
            return Ok(store);
        }
        // A table that is dropped has every reference to each of its rows looked for, unless references are held to
        // afterwards, all at once.
        let mut apart = AnyConnection::connect_with(&options(url, true)?).await?;
        apart.execute(PRAGMAS).await?;
        apart.execute("pragma foreign_keys = off").await?;
        let before = applied(&mut apart).await?;
        migrations(url).run(&mut apart).await?;
        if applied(&mut apart).await? > before {
            let lost = sqlx::query_scalar::<_, i64>("select count(*) from pragma_foreign_key_check");
            if lost.fetch_one(&mut apart).await? > 0 {
                return Err(StoreError::Corrupt(Datum::Reference));
            }
        }
        apart.close().await?;
        store.fill_name_words().await?;
        Ok(store)
    }

    /// Empty tables in memory, on one connection that stays.
    #[cfg(test)]
    pub(crate) async fn in_memory() -> Self {
        sqlx::any::install_default_drivers();
        let pool = AnyPoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let pool = pool.connect("sqlite::memory:").await.expect("SQLite in memory");
        let store = Self::on(pool, "sqlite:");
        migrations("sqlite:").run(&store.pool).await.expect("migrations that run");
        store
    }

    /// What a statement gives, which asks for one text of each row.
    #[cfg(test)]
    pub(crate) async fn texts(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(&self.pool).await.expect("SQL that runs")
    }

    /// What somebody does who has the database and writes past the program, and how many rows that was.
    #[cfg(test)]
    pub(crate) async fn write_past(&self, statements: &'static str) -> u64 {
        sqlx::raw_sql(statements).execute(&self.pool).await.expect("statements that run").rows_affected()
    }

    /// Keeps a setting of the installation.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.run(sqlx::query(KEEP_SETTING).bind(name).bind(value)).await?;
        Ok(())
    }

    /// Closes every connection; on SQLite, folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

const KEEP_SETTING: &str =
    "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = $2";

impl Writing {
    /// Keeps a setting of the installation, with whatever else is written.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query(KEEP_SETTING).bind(name).bind(value).execute(&mut *self.transaction).await?;
        Ok(())
    }
}

impl Reading {
    /// Answers if the database does.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("select 1").execute(&self.pool).await?;
        Ok(())
    }

    /// The value of a setting of the installation.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let value = sqlx::query_scalar("select value from setting where name = $1");
        Ok(value.bind(name).fetch_optional(&self.pool).await?)
    }
}

fn is_sqlite(url: &str) -> bool {
    url.starts_with("sqlite:")
}

/// Full durability: a committed certificate survives a power cut. What was cleared of personal data does not linger in
/// the file.
const PRAGMAS: &str = "pragma busy_timeout = 60000; pragma journal_mode = wal; pragma synchronous = full;
    pragma foreign_keys = on; pragma trusted_schema = off; pragma secure_delete = on";

fn options(url: &str, create: bool) -> Result<AnyConnectOptions, sqlx::Error> {
    sqlx::any::install_default_drivers();
    match (is_sqlite(url), create) {
        (true, true) => format!("{url}?mode=rwc").parse(),
        (true, false) => format!("{url}?mode=rw").parse(),
        (false, _) => url.parse(),
    }
}

async fn connect(url: &str, create: bool) -> Result<AnyPool, sqlx::Error> {
    let sqlite = is_sqlite(url);
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if sqlite {
                    connection.execute(PRAGMAS).await?;
                } else {
                    // As long as SQLite waits for its own.
                    connection.execute("set lock_timeout = '60s'").await?;
                }
                Ok(())
            })
        })
        .connect_with(options(url, create)?)
        .await?;
    Ok(pool)
}

/// How many migrations a database has had.
async fn applied(connection: &mut AnyConnection) -> Result<i64, sqlx::Error> {
    let count = sqlx::query_scalar("select count(*) from _sqlx_migrations where success");
    match count.fetch_one(connection).await {
        Err(sqlx::Error::Database(_)) => Ok(0), // a new one
        count => count,
    }
}
