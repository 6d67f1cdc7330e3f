//! A sandbox that a process builds around itself: nothing is left to it but to compute, to read what it was given and
//! to answer.
//!
//! Laid on after its start and before it reads a byte, in this order; none of it can be taken off again:
//! 1. limits (any Unix): [`MEMORY`], [`WORK`], no core file, and no process beside it;
//! 2. another user, nobody, where it was begun as root; no capability, no memory that others may look into, and an end
//!    with whoever began it (Linux);
//! 3. Landlock: no file, no TCP, no signal to others; no privilege from a program that it would start (Linux 5.13);
//! 4. no further descriptor (any Unix);
//! 5. seccomp: of the system's calls those that [`calls`] lists, every other one answers `EPERM`.
//!
//! What a system lacks of these, or what a container forbids, is told ([`Lack`]) and the rest holds.

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
mod calls;
#[cfg(target_os = "linux")]
mod linux;

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Bytes of memory that it may have.
pub(super) const MEMORY: usize = 1 << 30;

/// Seconds that it may work, by the processor's clock. A certificate's sheet takes 2.3, a page of a scan 1, a photograph
/// 0.2 to 2, one of 12 megapixels in which nothing is found 6; of a long document no further page is begun after half.
const WORK: u64 = 12;

/// A wall of the sandbox that could not be built here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// seccomp: no network and no program are a matter of limits alone.
    Calls,
    /// Landlock: no file is a matter of seccomp and limits.
    Files,
    /// It was begun as root, or with capabilities, and could not give that up.
    Rights,
}

/// How long this process has worked, by the processor's clock; nothing where there is none.
#[must_use]
pub fn worked() -> Duration {
    #[cfg(unix)]
    {
        let worked = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Duration::try_from(worked).unwrap_or_default()
    }
    #[cfg(not(unix))]
    Duration::ZERO
}

/// Builds the sandbox around the thread that calls, which must be the only one, for the rest of its life.
///
/// # Errors
/// The system refuses a limit of memory, work or processes, or the process `begun_by` is not its parent any more: it would
/// outlive what its answer is for.
pub fn shut_in(begun_by: Option<i32>) -> io::Result<Vec<Lack>> {
    limit()?;
    walls(begun_by)
}

#[cfg(unix)]
fn limit() -> io::Result<()> {
    use rlimit::{Resource, setrlimit};
    setrlimit(Resource::AS, MEMORY as u64, MEMORY as u64)?;
    setrlimit(Resource::CPU, WORK, WORK)?;
    setrlimit(Resource::CORE, 0, 0)?;
    setrlimit(Resource::NPROC, 0, 0)
}

/// There is nothing to do it with here.
#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    Ok(())
}

/// No file, pipe or socket is opened after this; those that are open stay.
#[cfg(unix)]
fn close_the_door() -> io::Result<()> {
    rlimit::setrlimit(rlimit::Resource::NOFILE, 0, 0)
}

#[cfg(target_os = "linux")]
fn walls(begun_by: Option<i32>) -> io::Result<Vec<Lack>> {
    let mut lacking = Vec::new();
    if linux::give_up_rights().is_err() {
        lacking.push(Lack::Rights);
    }
    // One that ended before this one asked to end with it sends no signal.
    if begun_by.is_some_and(|parent| parent != linux::parent()) {
        return Err(io::ErrorKind::NotFound.into());
    }
    if !linux::close_files() {
        lacking.push(Lack::Files);
    }
    close_the_door()?;
    if !restrict_calls() {
        lacking.push(Lack::Calls);
    }
    Ok(lacking)
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
fn restrict_calls() -> bool {
    calls::restrict().is_ok()
}

/// Nobody has listed the calls of this processor.
#[cfg(all(target_os = "linux", not(any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64"))))]
fn restrict_calls() -> bool {
    false
}

#[cfg(all(unix, not(target_os = "linux")))]
fn walls(_: Option<i32>) -> io::Result<Vec<Lack>> {
    close_the_door()?;
    Ok(vec![Lack::Calls, Lack::Files])
}

#[cfg(not(unix))]
fn walls(_: Option<i32>) -> io::Result<Vec<Lack>> {
    Ok(vec![Lack::Calls, Lack::Files])
}
