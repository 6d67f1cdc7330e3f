//! How many files and connections the system lets this process have open.
//!
//! Most systems start a process with a limit of 1,024 and let it ask for many times as much: the low one is for
//! programs that cannot count further (`select`), which this is none of.

/// Descriptors that are asked for at most.
const MOST: u64 = 65_536;

/// Raises the limit as far as the system allows, and says what it is then; none where there is no such limit.
#[cfg(unix)]
pub(super) fn raised() -> Option<u64> {
    match rlimit::increase_nofile_limit(MOST) {
        Ok(limit) => Some(limit),
        Err(cause) => {
            tracing::warn!(%cause, "the limit of open files could not be raised");
            rlimit::Resource::NOFILE.get_soft().ok()
        }
    }
}

/// There is no such limit here.
#[cfg(not(unix))]
pub(super) fn raised() -> Option<u64> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_as_high_as_the_system_allows() {
        let raised = raised().expect("a limit");
        let hard = rlimit::Resource::NOFILE.get_hard().expect("a limit");
        assert!(raised >= hard.min(MOST), "{raised} of {hard}");
    }
}
