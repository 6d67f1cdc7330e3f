//! Reading in a process of its own: a bomb or a parser's fault ends that process and nothing else.
//!
//! The file goes in at standard input, the [`Document`] comes out of standard output as JSON. The process
//! gets an empty environment, so no passphrase, and on Unix limits that it sets itself before it reads a
//! byte: 1 GiB of memory, 15 s of work, no core file. Elsewhere only the caller's patience ends it.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;

use super::{Document, DocumentFault, LARGEST};

/// The hidden command that reads a document.
pub const COMMAND: &str = "read-document";

/// How long a document may take, waiting for a processor included.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes of JSON that are taken from the process at most.
const ANSWER: u64 = 4 << 20;

/// Reads a document in a process of `program` that is ended after `patience`.
///
/// # Errors
/// The file cannot be read, also where that process broke or took too long; or it could not be started.
pub async fn read_apart(program: &Path, file: impl AsRef<[u8]>, patience: Duration) -> Result<Document, DocumentFault> {
    if file.as_ref().len() > LARGEST {
        return Err(DocumentFault::Broken);
    }
    let mut command = Command::new(program);
    command.arg(COMMAND).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.kill_on_drop(true).spawn().map_err(|error| DocumentFault::NotStarted(error.kind()))?;
    let (mut input, output) = (child.stdin.take(), child.stdout.take());
    let written = async {
        if let Some(input) = &mut input {
            // One that ends before it has read all says why in its answer, or in having none.
            let _ = input.write_all(file.as_ref()).await;
        }
        input = None;
    };
    let answered = async {
        let mut answer = Vec::new();
        if let Some(output) = output {
            output.take(ANSWER).read_to_end(&mut answer).await.ok()?;
        }
        child.wait().await.ok().filter(std::process::ExitStatus::success).map(|_| answer)
    };
    let answer = tokio::time::timeout(patience, async { tokio::join!(written, answered).1 }).await;
    answer.ok().flatten().and_then(|json| serde_json::from_slice(&json).ok()).ok_or(DocumentFault::Broken)
}

/// Limits this process for the rest of its life.
///
/// # Errors
/// The system refuses a limit.
#[cfg(unix)]
pub fn confine() -> std::io::Result<()> {
    use rlimit::{Resource, setrlimit};
    setrlimit(Resource::AS, 1 << 30, 1 << 30)?;
    setrlimit(Resource::CPU, 15, 15)?;
    setrlimit(Resource::CORE, 0, 0)
}

/// Limits this process: there is nothing to do it with here.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn confine() -> std::io::Result<()> {
    Ok(())
}
