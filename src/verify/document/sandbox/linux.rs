//! The walls of the sandbox that are Linux's own.

use std::io;

use landlock::{ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetError, RulesetStatus, Scope};
use rustix::process::{
    DumpableBehavior, Gid, Pid, Signal, Uid, geteuid, getppid, set_dumpable_behavior, set_parent_process_death_signal,
};
use rustix::thread::{
    CapabilitySet, CapabilitySets, set_capabilities, set_thread_groups, set_thread_res_gid, set_thread_res_uid,
};

/// The user `nobody` and the group `nogroup`, by the number that they have on every distribution; who owns nothing.
const NOBODY: u32 = 65_534;

const NONE: CapabilitySets = CapabilitySets {
    effective: CapabilitySet::empty(),
    permitted: CapabilitySet::empty(),
    inheritable: CapabilitySet::empty(),
};

/// Becomes nobody where it is root, and gives up every capability either way. Ends with its parent from then on, which
/// may have left it standing still.
pub(super) fn give_up_rights() -> io::Result<()> {
    let left = if geteuid().is_root() { become_nobody() } else { Ok(()) };
    let bare = set_capabilities(None, NONE);
    // After the user, for a change of that sets it to what the system says.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    set_parent_process_death_signal(Some(Signal::KILL))?;
    Ok(left.and(bare)?)
}

/// The process that this one ends with.
pub(super) fn parent() -> i32 {
    Pid::as_raw(getppid())
}

fn become_nobody() -> rustix::io::Result<()> {
    let (uid, gid) = (Uid::from_raw(NOBODY), Gid::from_raw(NOBODY));
    set_thread_groups(&[])?;
    set_thread_res_gid(gid, gid, gid)?;
    set_thread_res_uid(uid, uid, uid)
}

/// Closes whatever Landlock can close in this kernel; false where it closes nothing.
pub(super) fn close_files() -> bool {
    no_access().is_ok_and(|closed| closed != RulesetStatus::NotEnforced)
}

/// No rule follows: nothing of what is handled stays allowed.
fn no_access() -> Result<RulesetStatus, RulesetError> {
    // What later kernels can close beyond this waits until it was tried; older ones close what they can.
    const TRIED: ABI = ABI::V6;
    let rules = Ruleset::default()
        .handle_access(AccessFs::from_all(TRIED))?
        .handle_access(AccessNet::from_all(TRIED))?
        .scope(Scope::from_all(TRIED))?;
    Ok(rules.create()?.restrict_self()?.ruleset)
}
