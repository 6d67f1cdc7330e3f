//! Reading in a process of its own: a bomb or a parser's fault ends that process and nothing else.
//!
//! The file goes in at standard input, an [`Answer`] comes out of standard output as JSON. The process gets an empty
//! environment, so no passphrase, and shuts itself into a [sandbox](super::sandbox) before it reads a byte.
//!
//! It works while its answer is awaited. Otherwise it stands still (SIGSTOP), where the system can have it do so, and
//! keeps what it has done; so whoever shares out the processor begins nothing anew.

use std::path::Path;
use std::pin::Pin;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;
use tokio::time::{Instant, timeout};

use super::sandbox::{Lack, MEMORY};
use super::{Document, DocumentFault, LARGEST};

/// The hidden command that reads a document.
pub const COMMAND: &str = "read-document";

/// How long a document may take, waiting for a processor included; how much work it may be, the sandbox says. Far more
/// than that: a machine that is busy is no fault of the document.
const PATIENCE: Duration = Duration::from_secs(60);

/// Bytes of JSON that are taken from the process at most.
const ANSWER: u64 = 24 << 20;

/// What the process reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A PDF, a photograph or a scan, as thoroughly as it takes.
    Document,
    /// One of a camera's many frames, at a glance.
    Frame,
}

/// What the process answers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    /// None where the file cannot be read.
    pub document: Option<Document>,
    /// What its sandbox lacked.
    pub lacking: Vec<Lack>,
}

impl Answer {
    /// What the file carries.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn document(self) -> Result<Document, DocumentFault> {
        self.document.ok_or(DocumentFault::Broken)
    }
}

/// Has a document read by a process of `program`, from its beginning to its end.
///
/// # Errors
/// That process broke, or did not end; or it could not be started.
pub async fn read_apart(
    program: &Path,
    file: impl AsRef<[u8]> + Send + Sync + 'static,
) -> Result<Answer, DocumentFault> {
    Apart::begin(program, Kind::Document, file)?.answer().await
}

/// A process that reads one document; ended when it is dropped.
pub struct Apart {
    /// Gives it the file, takes its JSON; none where it broke.
    answering: Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send>>,
    /// Its number, 0 once it was waited for: the number may be anybody's then.
    pid: Arc<AtomicU32>,
    /// Time that is left to it.
    left: Duration,
}

impl Apart {
    /// Starts a process of `program` for a document.
    ///
    /// # Errors
    /// It could not be started, or the file is larger than is read.
    pub fn begin(
        program: &Path,
        kind: Kind,
        file: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Self, DocumentFault> {
        if file.as_ref().len() > LARGEST {
            return Err(DocumentFault::Broken);
        }
        let mut command = Command::new(program);
        command.arg(COMMAND).arg(std::process::id().to_string()).env_clear();
        if kind == Kind::Frame {
            command.arg("--frame");
        }
        Self::begin_with(command, file)
    }

    fn begin_with(mut command: Command, file: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, DocumentFault> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.kill_on_drop(true).spawn().map_err(|error| DocumentFault::NotStarted(error.kind()))?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let pid = Arc::new(AtomicU32::new(child.id().unwrap_or_default()));
        let known = Arc::clone(&pid);
        let answering = Box::pin(async move {
            let written = async {
                if let Some(mut input) = input {
                    // One that ends before it has read all says why in its answer, or in having none.
                    let _ = input.write_all(file.as_ref()).await;
                }
            };
            let answered = async {
                let mut answer = Vec::new();
                if let Some(output) = output {
                    output.take(ANSWER).read_to_end(&mut answer).await.ok()?;
                }
                let ended = child.wait().await;
                // At once: somebody who takes the file slowly may still be waited for beside it.
                known.store(0, Ordering::Relaxed);
                ended.ok().filter(ExitStatus::success).map(|_| answer)
            };
            tokio::join!(written, answered).1
        });
        Ok(Self { answering, pid, left: PATIENCE })
    }

    /// Has the process work until it answers. It stands still once this is awaited no more, and goes on with the next
    /// call.
    ///
    /// # Errors
    /// The process broke, or did not end in the time that was left.
    pub async fn answer(&mut self) -> Result<Answer, DocumentFault> {
        let working = Working::begin(self);
        let answer = timeout(working.apart.left, working.apart.answering.as_mut()).await;
        let json = answer.map_err(|_| DocumentFault::Late)?;
        working.apart.pid.store(0, Ordering::Relaxed);
        json.and_then(|json| serde_json::from_slice(&json).ok()).ok_or(DocumentFault::Broken)
    }

    /// Bytes of memory that the process holds; as many as it may where the system does not tell.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.pid().and_then(signals::resident).unwrap_or(MEMORY)
    }

    /// The number of the process, as long as it is its own.
    fn pid(&self) -> Option<u32> {
        Some(self.pid.load(Ordering::Relaxed)).filter(|pid| *pid != 0)
    }
}

/// For as long as a process works.
struct Working<'a> {
    apart: &'a mut Apart,
    since: Instant,
}

impl<'a> Working<'a> {
    fn begin(apart: &'a mut Apart) -> Self {
        if let Some(pid) = apart.pid() {
            signals::go_on(pid);
        }
        Self { apart, since: Instant::now() }
    }
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.apart.left = self.apart.left.saturating_sub(self.since.elapsed());
        if let Some(pid) = self.apart.pid() {
            signals::stand_still(pid);
        }
    }
}

/// What is said to a process that was not waited for yet, so that its number is nobody else's.
#[cfg(unix)]
mod signals {
    use rustix::process::{Pid, Signal, kill_process};

    pub(super) fn stand_still(pid: u32) {
        send(pid, Signal::STOP);
    }

    pub(super) fn go_on(pid: u32) {
        send(pid, Signal::CONT);
    }

    fn send(pid: u32, signal: Signal) {
        if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
            // One that has ended needs neither.
            let _ = kill_process(pid, signal);
        }
    }

    #[cfg(target_os = "linux")]
    pub(super) fn resident(pid: u32) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kibibytes: usize = line.strip_suffix("kB")?.trim().parse().ok()?;
        Some(kibibytes << 10)
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) fn resident(_: u32) -> Option<usize> {
        None
    }
}

/// There is nothing to say it with: the process works on.
#[cfg(not(unix))]
mod signals {
    pub(super) fn stand_still(_: u32) {}

    pub(super) fn go_on(_: u32) {}

    pub(super) fn resident(_: u32) -> Option<usize> {
        None
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// A process ends, and leaves another behind that holds its standard input and takes nothing.
    #[tokio::test]
    async fn a_process_that_was_waited_for_is_sent_nothing_any_more() {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "exec 3<&0; sleep 2 <&3 >/dev/null 2>&1 & exit 0"]);
        let mut apart = Apart::begin_with(command, vec![0; 1 << 20]).expect("started");
        let pid = apart.pid().expect("its number");
        let there = PathBuf::from(format!("/proc/{pid}"));
        while there.exists() {
            let answer = timeout(Duration::from_millis(5), apart.answer()).await;
            assert!(answer.is_err(), "the file is not taken, so it is still waited for");
        }
        assert_eq!(apart.pid(), None);
    }
}
