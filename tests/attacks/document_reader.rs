//! A document takes over the process that reads it: whatever it tries from in there, it gets neither files nor network
//! nor programs, nothing of the service that asked, and no passphrase.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use absah::verify::document::{Answer, COMMAND, Lack, shut_in};
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, Resource, Rlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter,
};

use super::crowd::{begun, behind_a_proxy, head};
use super::slow_documents::{begun_by, endless};
use crate::support::{Installation, PASSPHRASE, Service, answer};
use crate::verifier::holds;

/// What the process in the sandbox is told: whom it tries to reach, and where their data lie.
const SERVICE: &str = "ABSAH_TEST_SERVICE";
const DATA: &str = "ABSAH_TEST_DATA";
/// The one wall that it is left behind; empty: every one.
const ALONE: &str = "ABSAH_TEST_ALONE";

#[test]
fn in_the_sandbox_nothing_can_be_reached() {
    let at = Installation::on_sqlite();
    at.ok(&["migrate"]);
    let service = at.serve();
    let told = tried(&at, &service, "");
    assert!(told.iter().all(|tried| tried.ends_with(": refused")), "{told:?}");
    assert!(!at.path("data/left").exists());
}

/// The walls that another one would hide: each has to stand where the others are not.
#[test]
fn of_the_kernels_two_walls_each_holds_alone() {
    let at = Installation::on_sqlite();
    at.ok(&["migrate"]);
    let service = at.serve();
    let told = tried(&at, &service, "seccomp");
    assert!(told.iter().all(|tried| tried.ends_with(": refused")), "{told:?}");
    let told = tried(&at, &service, "landlock");
    if told.iter().any(|tried| tried == "no Landlock") {
        eprintln!("SKIPPED in part: this kernel has no Landlock");
        return;
    }
    // Files, programs, TCP, and whatever would take the service over; neither threads nor datagrams.
    let others = ["to signal the service", "to set the service's limits", "to send", "to start a thread"];
    let holds = |tried: &String| tried.ends_with(": refused") || others.iter().any(|other| tried.starts_with(other));
    assert!(told.iter().all(holds), "{told:?}");
    assert!(!at.path("data/left").exists());
}

/// What a process in the sandbox tries and what comes of it, with every wall, or with one alone.
fn tried(at: &Installation, service: &Service, alone: &str) -> Vec<String> {
    let mut inside = Command::new(std::env::current_exe().expect("this program"));
    inside.args(["--exact", "attacks::document_reader::what_it_tries", "--ignored", "--nocapture", "--test-threads=1"]);
    inside.env(SERVICE, service.id().to_string()).env(DATA, at.path("data")).env(ALONE, alone);
    let told = answer(inside.output().expect("run"));
    let tried: Vec<String> =
        told.out.lines().filter_map(|line| line.strip_prefix("tried ")).map(str::to_owned).collect();
    assert_eq!(tried.len(), 15, "{}{}", told.out, told.err);
    tried
}

/// Has the system lie to this thread, so that of the sandbox's walls one alone is built.
fn leave_alone(wall: &str) {
    let arch = std::env::consts::ARCH.try_into().expect("a processor that is known");
    let answering = |calls: Vec<(i64, Vec<SeccompRule>)>, number: i32| {
        let answer = SeccompAction::Errno(number.cast_unsigned());
        let filter = SeccompFilter::new(calls.into_iter().collect(), SeccompAction::Allow, answer, arch);
        apply_filter(&BpfProgram::try_from(filter.expect("a filter")).expect("a filter")).expect("applied");
    };
    // As if a limit of processes or descriptors had been set.
    let limit = |which: u32| {
        let of =
            SeccompCondition::new(1, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, which.into()).expect("a condition");
        SeccompRule::new(vec![of]).expect("a rule")
    };
    answering(vec![(libc::SYS_prlimit64, [libc::RLIMIT_NOFILE, libc::RLIMIT_NPROC].map(limit).into())], 0);
    let other = if wall == "seccomp" { libc::SYS_landlock_create_ruleset } else { libc::SYS_seccomp };
    let rights = [libc::SYS_setgroups, libc::SYS_setresgid, libc::SYS_setresuid];
    answering(rights.into_iter().chain([other]).map(|call| (call, Vec::new())).collect(), libc::EPERM);
}

#[test]
#[ignore = "is run by the test above, in a process of its own that does not come out again"]
fn what_it_tries() {
    let variable = |name| std::env::var(name).expect("run by the other test");
    let (service, data): (u32, _) = (variable(SERVICE).parse().expect("a number"), PathBuf::from(variable(DATA)));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a listener");
    let listen = listener.local_addr().expect("an address");
    let pid = Pid::from_raw(i32::try_from(service).expect("a process")).expect("a process");
    let proc = PathBuf::from(format!("/proc/{service}"));
    let alone = variable(ALONE);
    if !alone.is_empty() {
        leave_alone(&alone);
    }
    let lacking = shut_in(None).expect("shut in");
    if alone == "landlock" && lacking.contains(&Lack::Files) {
        writeln!(io::stdout(), "\n{}", ["tried no Landlock"; 15].join("\n")).expect("told");
        return;
    }
    tell("to read a file of the system", File::open("/etc/passwd"));
    tell("to read the database", File::open(data.join("absah.db")));
    tell("to list the data", fs::read_dir(&data));
    tell("to write a file", File::create(data.join("left")));
    tell("to remove a file", fs::remove_file(data.join("absah.db")));
    tell("to read the service's environment", fs::read(proc.join("environ")));
    tell("to read the service's memory", File::open(proc.join("mem")));
    tell("to signal the service", rustix::process::test_kill_process(pid));
    let limit = Rlimit { current: None, maximum: None };
    tell("to set the service's limits", rustix::process::prlimit(Some(pid), Resource::Core, limit));
    // Who may do this may trace it.
    let taken = rustix::process::pidfd_open(pid, PidfdFlags::empty())
        .and_then(|service| rustix::process::pidfd_getfd(service, 0, PidfdGetfdFlags::empty()));
    tell("to take the service's descriptors", taken);
    tell("to connect", TcpStream::connect(listen));
    tell("to send", UdpSocket::bind("127.0.0.1:0"));
    tell("to listen", UnixListener::bind(data.join("left")));
    tell("to start a thread", std::thread::Builder::new().spawn(|| {}));
    tell("to become a program", Err::<(), _>(Command::new("/bin/true").exec()));
}

fn tell<T, E>(tried: &str, done: Result<T, E>) {
    let told = if done.is_ok() { "done" } else { "refused" };
    // On a line of its own, whatever the test's harness has begun to say.
    writeln!(io::stdout(), "\ntried {tried}: {told}").expect("told");
}

/// A process as the service starts it, that was given nothing to read yet.
fn reader() -> Child {
    reader_of(std::process::id())
}

fn reader_of(service: u32) -> Child {
    let mut reader = Command::new(env!("CARGO_BIN_EXE_absah"));
    reader.args(["read-document", &service.to_string()]).env_clear();
    reader.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started")
}

/// Gives it a picture, and takes its answer.
fn read(mut reader: Child) -> Answer {
    reader.stdin.take().expect("piped").write_all(&symbol()).expect("given");
    let told = answer(reader.wait_with_output().expect("ended"));
    serde_json::from_str(&told.out).unwrap_or_else(|_| panic!("an answer, not: {}{}", told.out, told.err))
}

/// A picture of a QR symbol that says `HALO`.
fn symbol() -> Vec<u8> {
    let symbol = qrcode::QrCode::new(b"HALO").expect("a symbol");
    let (colours, width) = (symbol.to_colors(), u32::try_from(symbol.width()).expect("small"));
    let picture = image::GrayImage::from_fn((width + 8) * 6, (width + 8) * 6, |x, y| {
        let (x, y) = ((x / 6).wrapping_sub(4), (y / 6).wrapping_sub(4));
        let dark = x < width && y < width && colours[(y * width + x) as usize] == qrcode::Color::Dark;
        image::Luma([if dark { 0 } else { 255 }])
    });
    let mut file = io::Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).expect("written");
    file.into_inner()
}

fn has_read(answer: &Answer) -> bool {
    answer.document.as_ref().is_some_and(|document| document.pages[0].symbols == ["HALO"])
}

/// A line of what the kernel says of a process.
fn line(file: &Path, name: &str) -> String {
    let text = fs::read_to_string(file).expect("a process");
    let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One that was killed between having begun it and being asked for a signal of its end sends none.
#[test]
fn a_reader_whose_service_is_gone_reads_nothing() {
    let mut orphan = reader_of(std::process::id() + 1);
    let ended = orphan.wait().expect("ended by itself, with nothing to read yet");
    assert!(!ended.success());
    assert!(has_read(&read(reader())));
}

#[test]
fn a_reader_is_shut_in_before_it_is_given_a_byte() {
    let reader = reader();
    let proc = PathBuf::from(format!("/proc/{}", reader.id()));
    let (status, begun) = (proc.join("status"), Instant::now());
    while line(&status, "Seccomp:") != "2" {
        assert!(begun.elapsed() < Duration::from_secs(20), "calls are filtered: {}", line(&status, "Seccomp:"));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(line(&status, "NoNewPrivs:"), "1");
    assert_eq!(line(&status, "CapPrm:"), "0000000000000000");
    for (limit, value) in [
        ("Max address space", "1073741824 1073741824 bytes"),
        ("Max core file size", "0 0 bytes"),
        ("Max cpu time", "12 12 seconds"),
        ("Max open files", "0 0 files"),
        ("Max processes", "0 0 processes"),
    ] {
        assert_eq!(line(&proc.join("limits"), limit), value, "{limit}");
    }
    if rustix::process::getuid().is_root() {
        assert_eq!(line(&status, "Uid:"), "65534 65534 65534 65534");
        assert_eq!(line(&status, "Gid:"), "65534 65534 65534 65534");
        assert_eq!(line(&status, "Groups:"), "");
    }
    let answer = read(reader);
    assert!(has_read(&answer), "{answer:?}");
    if answer.lacking == [Lack::Files] {
        eprintln!("SKIPPED in part: this kernel has no Landlock");
    } else {
        assert_eq!(answer.lacking, []);
    }
}

#[test]
fn where_the_system_forbids_the_sandbox_documents_are_read_and_it_is_said() {
    let at = Installation::on_sqlite();
    at.ok(&["migrate"]);
    let picture = at.write("symbol.png", symbol());
    // In a thread of its own: it keeps its filter, and so does what it starts.
    let forbidden = || {
        let calls = [libc::SYS_seccomp, libc::SYS_landlock_create_ruleset, libc::SYS_setresuid];
        let calls = calls.into_iter().map(|call| (call, Vec::new())).collect();
        let arch = std::env::consts::ARCH.try_into().expect("a processor that is known");
        let forbidden = SeccompAction::Errno(libc::EPERM.cast_unsigned());
        let filter = SeccompFilter::new(calls, SeccompAction::Allow, forbidden, arch).expect("a filter");
        apply_filter(&BpfProgram::try_from(filter).expect("a filter")).expect("applied");

        let answer = read(reader());
        assert!(has_read(&answer), "{answer:?}");
        let root = rustix::process::getuid().is_root().then_some(Lack::Rights);
        assert_eq!(answer.lacking, root.into_iter().chain([Lack::Files, Lack::Calls]).collect::<Vec<_>>());

        let told = at.run(&["verify", picture.to_str().expect("UTF-8"), picture.to_str().expect("UTF-8")]);
        assert_eq!(told.code, 1, "nothing signed is in it: {}", told.err);
        assert_eq!(told.err.matches("neither seccomp nor Landlock").count(), 1, "{}", told.err);
        let service = at.serve();
        assert_eq!(service.get("/healthz").status, 200);
        let log = service.log();
        assert_eq!(log.matches("neither seccomp nor Landlock").count(), 1, "{log}");
    };
    std::thread::scope(|threads| threads.spawn(forbidden).join().expect("as above"));
}

#[test]
fn the_passphrase_is_not_in_the_environment_of_a_service() {
    let at = Installation::on_sqlite();
    at.ok(&["migrate"]);
    let database = format!("sqlite://{}", at.path("data/absah.db").display());
    let service = at.serve_under(&["serve"], "data", &[("DATABASE_URL".to_owned(), database.clone())]);
    let environment = PathBuf::from(format!("/proc/{}/environ", service.id()));
    match fs::read(&environment) {
        Ok(read) => {
            let read = String::from_utf8_lossy(&read);
            assert!(read.contains("NO_COLOR=1"), "the rest of it came along: {read}");
            assert!(!read.contains(PASSPHRASE) && !read.contains(&database), "{read}");
        }
        Err(error) => assert_eq!(error.kind(), io::ErrorKind::PermissionDenied),
    }
    assert_eq!(service.get("/healthz").status, 200);
    let log = service.log();
    assert!(!log.contains("no passphrase") && !log.contains("secrets stay"), "{log}");
}

#[test]
fn a_reader_is_given_nothing_of_its_services_environment() {
    let at = Installation::on_sqlite();
    at.ok(&["migrate"]);
    let (service, pdf) = (behind_a_proxy(&at, &[]), endless());
    let _question = begun(&service, [head("/api/v1/verify/file", 1, pdf.len()).as_bytes(), &pdf].concat());
    // Between its beginning and its own program a process is still a copy of the service.
    let is_reader = |process: &String| {
        let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).nth(1) == Some(COMMAND.as_bytes())
    };
    let mut readers = Vec::new();
    holds("it is read", || {
        readers = begun_by(service.id());
        readers.retain(is_reader);
        !readers.is_empty()
    });
    match fs::read(format!("/proc/{}/environ", readers[0])) {
        Ok(environment) => assert_eq!(String::from_utf8_lossy(&environment), ""),
        Err(error) => {
            assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
            eprintln!("SKIPPED: only root may look into a reader");
        }
    }
}

#[test]
fn other_processes_of_the_same_user_cannot_look_into_a_service() {
    let at = Installation::on_sqlite();
    at.ok(&["migrate"]);
    let mut command = at.command(&["serve", "--listen", "127.0.0.1:0"]);
    if rustix::process::getuid().is_root() {
        for path in ["", "data", "data/keys", "data/absah.db"] {
            chown(at.path(path), Some(65_534), Some(65_534)).expect("given to nobody");
        }
        command.uid(65_534).gid(65_534);
    }
    let mut service = command.stderr(Stdio::piped()).spawn().expect("started");
    let mut log = io::BufRead::lines(io::BufReader::new(service.stderr.take().expect("piped")));
    assert!(log.any(|line| line.expect("a log").contains("serving")), "it serves");
    // The kernel gives a process that nobody may look into to root.
    let owner = |file: &str| fs::metadata(format!("/proc/{}/{file}", service.id())).expect("a process").uid();
    let owners = (owner("environ"), owner("mem"));
    service.kill().expect("killed");
    service.wait().expect("ended");
    assert_eq!(owners, (0, 0));
}
