//! Reading in a process of its own: a bomb or a parser's fault ends that process and nothing else.
//!
//! The file goes in at standard input, an [`Answer`] comes out of standard output as JSON. The process gets an empty
//! environment, so no passphrase, and shuts itself into a [sandbox](super::sandbox) before it reads a byte.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;

use super::sandbox::Lack;
use super::{Document, DocumentFault, LARGEST};

/// The hidden command that reads a document.
pub const COMMAND: &str = "read-document";

/// How long a document may take, waiting for a processor included.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes of JSON that are taken from the process at most.
const ANSWER: u64 = 4 << 20;

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

/// Has a document read by a process of `program` that is ended after `patience`.
///
/// # Errors
/// That process broke or took too long; or it could not be started.
pub async fn read_apart(program: &Path, file: impl AsRef<[u8]>, patience: Duration) -> Result<Answer, DocumentFault> {
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
