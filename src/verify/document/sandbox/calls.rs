//! The system's calls that are left to a process that reads a document.
//!
//! What is not listed answers `EPERM`, also calls that are invented one day. The list is what `strace` saw over
//! certificates, pictures, broken files and bombs, and what the standard library and allocators may call where memory
//! is short, a lock is held or the code panics. Nothing in it opens, connects, starts, signals others or makes memory
//! executable; reading starts no thread, so neither can an intruder.

use std::collections::BTreeMap;

use libc::c_long;
use seccompiler::SeccompCmpArgLen::Dword;
use seccompiler::SeccompCmpOp::{Eq, MaskedEq};
use seccompiler::{
    BackendError, BpfProgram, Error, SeccompAction, SeccompCondition, SeccompFilter, SeccompRule, apply_filter,
};

/// Calls that can do no harm, whatever they are given.
const HARMLESS: [c_long; 18] = [
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_sigaltstack,
];

const INPUT: u64 = 0;
const ANSWER: u64 = 1;
const COMPLAINT: u64 = 2;

/// Leaves nothing but the list to the thread that calls.
pub(super) fn restrict() -> Result<(), Error> {
    let arch = std::env::consts::ARCH.try_into()?;
    // EPERM and not an end of the process: a library that asks for what it can do without goes on.
    let refused = SeccompAction::Errno(libc::EPERM.cast_unsigned());
    let filter = SeccompFilter::new(rules(std::process::id())?, refused, SeccompAction::Allow, arch)?;
    apply_filter(&BpfProgram::try_from(filter)?)
}

fn rules(own: u32) -> Result<BTreeMap<i64, Vec<SeccompRule>>, BackendError> {
    let own = u64::from(own);
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = HARMLESS.into_iter().map(|call| (call, Vec::new())).collect();
    // Descriptors that came along by mistake are of no use.
    rules.insert(libc::SYS_read, vec![first(INPUT)?]);
    rules.insert(libc::SYS_write, vec![first(ANSWER)?, first(COMPLAINT)?]);
    // Memory is data: a fault that writes code into it cannot run that.
    rules.insert(libc::SYS_mmap, vec![not_executable()?]);
    rules.insert(libc::SYS_mprotect, vec![not_executable()?]);
    // To end oneself, as an abort does.
    rules.insert(libc::SYS_tgkill, vec![first(own)?]);
    Ok(rules)
}

/// The call's first argument is this.
fn first(value: u64) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![SeccompCondition::new(0, Dword, Eq, value)?])
}

/// Of `mmap` and `mprotect`, whose third argument says what the memory is for.
fn not_executable() -> Result<SeccompRule, BackendError> {
    let executable = u64::from(libc::PROT_EXEC.cast_unsigned());
    SeccompRule::new(vec![SeccompCondition::new(2, Dword, MaskedEq(executable), 0)?])
}
