//! The tables, in SQLite or PostgreSQL; sqlx never leaves this room.
//!
//! Every write begins by updating the LSP's row in `lsp_head` ([`Writing`]): that is the lock, so
//! numbers, status indexes and journal entries neither skip nor repeat, across processes and crashes.

mod certificate;
mod issuer;
mod journal;
mod key;
mod lists;
mod people;
mod rows;
mod writing;

use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyPool, Executor as _, SqlSafeStr as _};

use crate::domain::issuer::LspId;
pub use certificate::{Fate, NewCertificate, Printing};
pub use issuer::Taken;
pub use journal::{JournalEntry, Subject, VerifiedEntry, WrittenEntry};
pub use key::{KeyRow, Signed};
pub use lists::{Head, SignedList};
pub use people::{EntryRow, NewEntry, NewHolder};
pub use writing::{Change, Writing};

/// Every migration, by version. Built here, for sqlx's macro would compile SQLite a second time for the compiler.
static MIGRATOR: LazyLock<Migrator> = LazyLock::new(|| {
    let migration = |version, name: &'static str, sql: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(vec![
        migration(1, "create", include_str!("../../migrations/0001_create.sql")),
        migration(2, "trust", include_str!("../../migrations/0002_trust.sql")),
        migration(3, "journal", include_str!("../../migrations/0003_journal.sql")),
    ])
});

/// Seconds that a write waits for another process's write, and a request for a connection.
const PATIENCE: u64 = 60;

/// Every table, behind one pool; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
}

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// What stands in a row is not what was written there.
    #[error("the database holds {0} that cannot be read")]
    Corrupt(&'static str),
    #[error("the database did not answer: {0}")]
    Database(sqlx::Error),
    /// New particulars of an LSP under which certificates would be judged otherwise.
    #[error("certificates of {scheme} issued on {issued_on}: {why}")]
    Disowned { scheme: String, issued_on: jiff::civil::Date, why: String },
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
            _ => Self::Database(error),
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
            Err(sqlx::Error::Database(_)) if url.starts_with("sqlite:") => return Err(StoreError::NotMigrated),
            Err(error) => return Err(error.into()),
        };
        let store = Self { pool };
        let newest = MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or_default();
        let applied = sqlx::query_scalar::<_, Option<i64>>("select max(version) from _sqlx_migrations");
        match applied.fetch_one(&store.pool).await {
            Ok(Some(version)) if version == newest => Ok(store),
            Ok(_) => Err(StoreError::NotMigrated),
            Err(sqlx::Error::Database(_)) => Err(StoreError::NotMigrated),
            Err(error) => Err(error.into()),
        }
    }

    /// Connects, making the database and its tables where they are missing or older.
    ///
    /// # Errors
    /// No connection, or a migration failed; it can be run again.
    pub async fn migrate(url: &str) -> Result<Self, StoreError> {
        let store = Self { pool: connect(url, true).await? };
        MIGRATOR.run(&store.pool).await?;
        Ok(store)
    }

    /// Empty tables in memory, on one connection that stays.
    #[cfg(test)]
    pub(crate) async fn in_memory() -> Self {
        sqlx::any::install_default_drivers();
        let pool = AnyPoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let store = Self { pool: pool.connect("sqlite::memory:").await.expect("SQLite in memory") };
        MIGRATOR.run(&store.pool).await.expect("migrations that run");
        store
    }

    /// Answers if the database does.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("select 1").execute(&self.pool).await?;
        Ok(())
    }

    /// A number that changes with every write of any process: the one seam for change notices.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn revision(&self) -> Result<i64, StoreError> {
        let sum = "select cast(coalesce((select sum(revision) from lsp_head), 0)
                   + coalesce((select max(iat) from trust_list), 0) as bigint)";
        Ok(sqlx::query_scalar(sum).fetch_one(&self.pool).await?)
    }

    /// The value of a setting of the installation.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let value = sqlx::query_scalar("select value from setting where name = $1");
        Ok(value.bind(name).fetch_optional(&self.pool).await?)
    }

    /// Keeps a setting of the installation.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let keep = "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = $2";
        sqlx::query(keep).bind(name).bind(value).execute(&self.pool).await?;
        Ok(())
    }

    /// Closes every connection; on SQLite, folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

async fn connect(url: &str, create: bool) -> Result<AnyPool, sqlx::Error> {
    sqlx::any::install_default_drivers();
    let sqlite = url.starts_with("sqlite:");
    let url = match (sqlite, create) {
        (true, true) => format!("{url}?mode=rwc"),
        (true, false) => format!("{url}?mode=rw"),
        (false, _) => url.to_owned(),
    };
    let options: AnyConnectOptions = url.parse()?;
    let pool = AnyPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(PATIENCE))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if sqlite {
                    // Full durability: a committed certificate survives a power cut.
                    let pragmas = "pragma busy_timeout = 60000; pragma journal_mode = wal; pragma synchronous = full;
                                   pragma foreign_keys = on; pragma trusted_schema = off";
                    connection.execute(pragmas).await?;
                }
                Ok(())
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}
