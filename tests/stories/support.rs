//! An installation of its own for each story, and the ways in.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

pub(crate) const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data");
pub(crate) const LSPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/demo/lsps.json");
pub(crate) const PASSPHRASE: &str = "kata sandi untuk uji";
pub(crate) const SITE: &str = "https://cek.lsp.example";

/// A data directory, and perhaps a PostgreSQL database, that go with the story.
pub(crate) struct Installation {
    dir: tempfile::TempDir,
    database: Option<Database>,
}

struct Database {
    server: String,
    name: String,
}

/// What a command answered.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("JSON, not: {}{}", self.out, self.err))
    }

    /// An answer of a line for each thing that was asked about.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let read = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("JSON, not: {line}{}", self.err));
        self.out.lines().map(read).collect()
    }
}

/// Runs a story on SQLite, and on PostgreSQL where there is one.
pub(crate) fn on_both(story: impl Fn(&Installation)) {
    story(&Installation::new(None));
    match std::env::var("ABSAH_TEST_POSTGRES") {
        Ok(server) => story(&Installation::on_postgres(server)),
        Err(_) => eprintln!("SKIPPED on PostgreSQL: ABSAH_TEST_POSTGRES is not set"),
    }
}

/// The same for a story of several installations, which makes each by what it is given.
pub(crate) fn several_on_both(story: impl Fn(&dyn Fn() -> Installation)) {
    story(&Installation::on_sqlite);
    match std::env::var("ABSAH_TEST_POSTGRES") {
        Ok(server) => story(&|| Installation::on_postgres(server.clone())),
        Err(_) => eprintln!("SKIPPED on PostgreSQL: ABSAH_TEST_POSTGRES is not set"),
    }
}

impl Installation {
    fn new(database: Option<Database>) -> Self {
        Self { dir: tempfile::tempdir().expect("a directory"), database }
    }

    pub(crate) fn on_sqlite() -> Self {
        Self::new(None)
    }

    /// With a database of its own on a server of PostgreSQL.
    pub(crate) fn on_postgres(server: String) -> Self {
        Self::new(Some(Database::make(server)))
    }

    /// The sample LSPs with keys that cover every sample's day of issue, and a root of their own that signs for them.
    pub(crate) fn with_lsps(&self) -> &Self {
        static MADE: [Mutex<Option<Installation>>; 2] = [const { Mutex::new(None) }; 2];
        self.copy_of(&MADE, |made| {
            made.without_root().ok(&["trust", "root", "root-1"]);
        })
    }

    /// The same LSPs, for whom no root has signed yet.
    pub(crate) fn without_root(&self) -> &Self {
        static MADE: [Mutex<Option<Installation>>; 2] = [const { Mutex::new(None) }; 2];
        self.copy_of(&MADE, |made| {
            made.ok(&["lsp", "import", LSPS, "--site", SITE]);
            for lsp in ["klining", "pengemudi", "pengamanan", "provinsi"] {
                made.ok(&["keys", "new", "--lsp", lsp, "--from", "2015-01-01"]);
            }
        })
    }

    /// Makes this installation a copy of one that is made once a run, on SQLite and on PostgreSQL; where there is
    /// something already, it is made upon that.
    fn copy_of(&self, made: &[Mutex<Option<Self>>; 2], make: impl FnOnce(&Self)) -> &Self {
        if self.path("data").exists() {
            make(self);
            return self;
        }
        let mut made = made[usize::from(!self.is_on_sqlite())].lock().unwrap_or_else(PoisonError::into_inner);
        let template = made.get_or_insert_with(|| {
            let server = self.database.as_ref().map(|database| database.server.clone());
            let template = Self { dir: template_dir(), database: server.map(Database::template) };
            make(&template);
            template
        });
        if let (Some(own), Some(template)) = (&self.database, &template.database) {
            own.tell(format!("drop database {}", own.name));
            own.tell(format!("create database {} template {}", own.name, template.name));
        }
        let copied = Command::new("cp").arg("-a").arg(template.path("data")).arg(self.path("data")).status();
        assert!(copied.expect("cp").success());
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), content).expect("written");
        self.path(name)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_absah"));
        command.args(arguments).arg("--data").arg(self.path("data"));
        command.env_remove("DATABASE_URL").env_remove("ABSAH_DATA").env("ABSAH_KEY_PASSPHRASE", PASSPHRASE);
        command.env("NO_COLOR", "1").env("LC_ALL", "en_US.UTF-8").env("ABSAH_LIGHT_KEYS", "true");
        if let Some(database) = &self.database {
            command.arg("--database").arg(database.url());
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        answer(self.command(arguments).output().expect("run"))
    }

    /// Runs a command that must succeed.
    pub(crate) fn ok(&self, arguments: &[&str]) -> Answer {
        let answer = self.run(arguments);
        assert_eq!(answer.code, 0, "{arguments:?}: {}{}", answer.out, answer.err);
        answer
    }

    /// Issues a file and gives the answer in JSON.
    pub(crate) fn issue(&self, lsp: &str, issued_on: &str, file: &Path, more: &[&str]) -> Value {
        let file = file.to_str().expect("UTF-8");
        let arguments = [&["issue", "--lsp", lsp, "--issued-on", issued_on, "--json", file], more].concat();
        self.run(&arguments).json()
    }

    /// Whether its tables are in SQLite's file `data/absah.db`.
    pub(crate) fn is_on_sqlite(&self) -> bool {
        self.database.is_none()
    }

    fn url(&self) -> String {
        match &self.database {
            Some(database) => database.url(),
            None => format!("sqlite://{}?mode=rwc", self.path("data/absah.db").display()),
        }
    }

    /// The installation's office, opened beside its processes, and its tables.
    pub(crate) async fn office(&self) -> (absah::office::Office, absah::store::Store) {
        use absah::office::key_ring::KeyRing;
        let url = match &self.database {
            Some(database) => database.url(),
            None => absah::store::sqlite_url(&self.path("data")),
        };
        let store = absah::store::Store::open(&url).await.expect("tables that are up to date");
        let files = absah::seal::key_files::KeyFiles::new(self.path("data/keys"));
        (absah::office::Office::new(store.clone(), KeyRing::new(files, Some(PASSPHRASE.to_owned().into()))), store)
    }

    /// The table in which sqlx keeps what was migrated.
    pub(crate) fn migrations_table(&self) -> &'static str {
        match &self.database {
            Some(_) => {
                "create table _sqlx_migrations (version bigint primary key, description text not null,
                 installed_on timestamptz not null default now(), success boolean not null, checksum bytea not null,
                 execution_time bigint not null);\n"
            }
            None => {
                "create table _sqlx_migrations (version bigint primary key, description text not null,
                 installed_on timestamp not null default current_timestamp, success boolean not null,
                 checksum blob not null, execution_time bigint not null);\n"
            }
        }
    }

    /// The statement that says of a migration that it was run; `checksum` in hex.
    pub(crate) fn migration_row(&self, version: &str, name: &str, checksum: &str) -> String {
        let checksum = match &self.database {
            Some(_) => format!("'\\x{checksum}'"),
            None => format!("x'{checksum}'"),
        };
        format!(
            "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
             values ({version}, '{name}', true, {checksum}, 0);\n"
        )
    }

    /// Runs statements on the database, past the program.
    pub(crate) fn execute(&self, statements: String) {
        let url = self.url();
        apart(async || {
            sqlx::any::install_default_drivers();
            let pool = sqlx::AnyPool::connect(&url).await.expect("connected");
            sqlx::raw_sql(sqlx::AssertSqlSafe(statements)).execute(&pool).await.expect("executed");
            pool.close().await;
        });
    }

    /// Holds what a statement locks until it is dropped.
    pub(crate) fn hold(&self, statement: &'static str) -> Held {
        let (url, (drop, dropped)) = (self.url(), std::sync::mpsc::channel());
        let (locked, ready) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            block_on(async {
                sqlx::any::install_default_drivers();
                let pool = sqlx::AnyPool::connect(&url).await.expect("connected");
                let mut transaction = pool.begin().await.expect("begun");
                sqlx::query(statement).fetch_all(&mut *transaction).await.expect("locked");
                locked.send(()).expect("somebody waits");
                let _: Result<(), _> = dropped.recv();
                transaction.rollback().await.expect("rolled back");
                pool.close().await;
            });
        });
        ready.recv().expect("locked");
        Held { drop: Some(drop), thread: Some(thread) }
    }

    /// One column of a query, for what no command shows.
    pub(crate) fn column(&self, query: &'static str) -> Vec<String> {
        let url = self.url();
        apart(async || {
            sqlx::any::install_default_drivers();
            let pool = sqlx::AnyPool::connect(&url).await.expect("connected");
            let column = sqlx::query_scalar::<_, String>(query).fetch_all(&pool).await.expect("rows");
            pool.close().await;
            column
        })
    }

    /// Starts the service on a port of its own.
    pub(crate) fn serve(&self) -> Service {
        self.service(&["serve"])
    }

    /// Starts a command that serves, on a port of its own.
    pub(crate) fn service(&self, arguments: &[&str]) -> Service {
        self.serve_with(arguments, "data")
    }

    /// Starts a command that listens, with a data directory of its own.
    pub(crate) fn serve_with(&self, arguments: &[&str], data: &str) -> Service {
        self.serve_under(arguments, data, &[])
    }

    /// The same, with more in its environment.
    pub(crate) fn serve_under(&self, arguments: &[&str], data: &str, environment: &[(String, String)]) -> Service {
        let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        self.start(arguments, &format!("127.0.0.1:{port}"), data, environment)
    }

    /// Starts a command that listens where another did before.
    pub(crate) fn serve_at(&self, arguments: &[&str], listen: &str) -> Service {
        self.start(arguments, listen, "data", &[])
    }

    fn start(&self, arguments: &[&str], listen: &str, data: &str, environment: &[(String, String)]) -> Service {
        let mut command = self.command(&[arguments, &["--listen", listen]].concat());
        if data != "data" {
            command = Command::new(env!("CARGO_BIN_EXE_absah"));
            command.args(arguments).args(["--listen", listen, "--data"]).arg(self.path(data));
            command.env_remove("DATABASE_URL").env_remove("ABSAH_DATA").env_remove("ABSAH_KEY_PASSPHRASE");
        }
        command.envs(environment.iter().cloned());
        Service::started(command, listen)
    }

    /// Starts a command that serves with fewer descriptors than it may ask for.
    pub(crate) fn serve_with_descriptors(&self, descriptors: u32) -> Service {
        let port = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        let listen = format!("127.0.0.1:{port}");
        let serve = self.command(&["serve", "--listen", &listen]);
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -Sn {descriptors}; exec \"$0\" \"$@\"")]);
        shell
            .arg(serve.get_program())
            .args(serve.get_args())
            .env_remove("DATABASE_URL")
            .env("ABSAH_KEY_PASSPHRASE", PASSPHRASE);
        Service::started(shell, &listen)
    }
}

/// What is locked in a database, for as long as this lives.
pub(crate) struct Held {
    drop: Option<std::sync::mpsc::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.drop.take();
        drop(self.thread.take().map(std::thread::JoinHandle::join));
    }
}

impl Database {
    fn make(server: String) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let name = format!("absah_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let database = Self { server, name };
        database.tell(format!("create database {}", database.name));
        database
    }

    /// One that others are copied from.
    fn template(server: String) -> Self {
        let database = Self { server, name: template_name() };
        let left = "select datname::text from pg_database where datname like 'absah\\_template\\_%'";
        let names: Vec<String> = apart(async || {
            sqlx::any::install_default_drivers();
            let pool = sqlx::AnyPool::connect(&database.server).await.expect("connected");
            let names = sqlx::query_scalar(left).fetch_all(&pool).await.expect("names");
            pool.close().await;
            names
        });
        for name in names.iter().filter(|name| is_left(name)) {
            database.tell(format!("drop database if exists {name}"));
        }
        database.tell(format!("create database {}", database.name));
        database
    }

    fn url(&self) -> String {
        match self.server.split_once('?') {
            Some((server, query)) => format!("{}/{}?{query}", server.trim_end_matches("/postgres"), self.name),
            None => format!("{}/{}", self.server.trim_end_matches("/postgres"), self.name),
        }
    }

    fn tell(&self, statement: String) {
        block_on(async {
            sqlx::any::install_default_drivers();
            let pool = sqlx::AnyPool::connect(&self.server).await.expect("connected");
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&pool).await.expect("done");
            pool.close().await;
        });
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.tell(format!("drop database {} with (force)", self.name));
    }
}

/// The name of something that others are copied from. It is there until the run ends, and goes when the next one makes
/// its own.
fn template_name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    format!("absah_template_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed))
}

/// Whether a run that is over left it.
fn is_left(template: &str) -> bool {
    let process = template.strip_prefix("absah_template_").and_then(|rest| rest.split('_').next());
    process.is_some_and(|process| !Path::new("/proc").join(process).exists())
}

fn template_dir() -> tempfile::TempDir {
    let place = env!("CARGO_TARGET_TMPDIR");
    for left in std::fs::read_dir(place).expect("a directory").filter_map(Result::ok) {
        if left.file_name().to_str().is_some_and(is_left) {
            // Another run may have taken it away just now.
            let _gone = std::fs::remove_dir_all(left.path());
        }
    }
    tempfile::Builder::new().prefix(&format!("{}_", template_name())).tempdir_in(place).expect("a directory")
}

/// Runs what a story asks of the database on a thread of its own: the story may be in a runtime already.
fn apart<T: Send>(ask: impl AsyncFnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(|| block_on(ask())).join()).expect("asked")
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

pub(crate) fn answer(output: Output) -> Answer {
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A running service; killed with the story.
pub(crate) struct Service {
    child: Child,
    log: Option<std::thread::JoinHandle<Vec<String>>>,
    pub(crate) url: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// What the service answered.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Page {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("JSON, not: {}", self.body))
    }
}

impl Service {
    /// Starts it, and waits until it listens.
    fn started(mut command: Command, listen: &str) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("started");
        let stderr = BufReader::new(child.stderr.take().expect("piped"));
        let log = std::thread::spawn(move || stderr.lines().map_while(Result::ok).collect());
        let service = Self { child, log: Some(log), url: format!("http://{listen}") };
        for _ in 0..200 {
            if std::net::TcpStream::connect(listen).is_ok() {
                return service;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        panic!("the service did not listen within 5 s");
    }

    /// The process's number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn agent() -> ureq::Agent {
        // A service that does not answer fails its story, and does not hold it for ever.
        let patience = Some(std::time::Duration::from_secs(120));
        ureq::Agent::config_builder().http_status_as_error(false).timeout_global(patience).build().into()
    }

    pub(crate) fn get(&self, path: &str) -> Page {
        let response = Self::agent().get(format!("{}{path}", self.url)).header("accept", "application/json").call();
        page(response.expect("an answer"))
    }

    pub(crate) fn html(&self, path: &str) -> Page {
        let response = Self::agent().get(format!("{}{path}", self.url)).header("accept", "text/html").call();
        page(response.expect("an answer"))
    }

    /// A page for a browser that asks for a language.
    pub(crate) fn html_in(&self, language: &str, path: &str) -> Page {
        let request = Self::agent().get(format!("{}{path}", self.url)).header("accept", "text/html");
        page(request.header("accept-language", language).call().expect("an answer"))
    }

    pub(crate) fn post(&self, path: &str, kind: &str, body: &str) -> Page {
        let request = Self::agent().post(format!("{}{path}", self.url)).header("content-type", kind);
        page(request.send(body).expect("an answer"))
    }

    pub(crate) fn post_bytes(&self, path: &str, kind: &str, body: &[u8]) -> Page {
        let request = Self::agent().post(format!("{}{path}", self.url)).header("content-type", kind);
        page(request.send(body).expect("an answer"))
    }

    /// The verdict of a token, in a word.
    pub(crate) fn verdict(&self, token: &str) -> String {
        let body = serde_json::json!({ "token": token }).to_string();
        word(&self.post("/api/v1/verify", "application/json", &body).json())
    }

    /// Stops the service and gives what it logged.
    pub(crate) fn log(mut self) -> String {
        drop(self.child.kill());
        drop(self.child.wait());
        self.log.take().expect("a log").join().expect("read").join("\n")
    }
}

fn page(mut response: ureq::http::Response<ureq::Body>) -> Page {
    Page { status: response.status().as_u16(), body: response.body_mut().read_to_string().expect("UTF-8") }
}

pub(crate) fn word(verdict: &Value) -> String {
    verdict["verdict"].as_str().expect("a verdict").to_owned()
}

/// A roster of invented people, one scheme, all competent.
pub(crate) fn people(first: usize, count: usize) -> String {
    let mut csv = "nama_asesi,nik,kode_skema,tanggal_uji,status_kompeten\n".to_owned();
    for person in first..first + count {
        csv.push_str(&format!("Orang Rekaan {},995101010190{person:04},CS-01,2024-05-06,K\n", letters(person)));
    }
    csv
}

/// A number as letters, for names that differ.
fn letters(mut number: usize) -> String {
    let mut text = String::new();
    for _ in 0..4 {
        text.push(char::from(b'a' + u8::try_from(number % 26).expect("below 26")));
        number /= 26;
    }
    text
}

/// Rows of an issued directory's list: number, registration, name, scheme, url, token.
pub(crate) fn issued(dir: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(dir.join("certificates.csv")).expect("a list");
    let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    rows.collect()
}
