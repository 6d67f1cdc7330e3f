//! How much memory may still be taken, as far as the system tells: what is available, within the bounds of the
//! control groups (version 2 and 1) that the process is in. Linux alone tells.

use std::fs;
use std::path::{Path, PathBuf};

/// Bytes that may still be taken; none where nobody tells.
#[must_use]
pub fn free_memory() -> Option<u64> {
    available(&read("/proc/meminfo")?).into_iter().chain(groups(&read("/proc/self/cgroup")?)).min()
}

/// `MemAvailable:    1234 kB`
fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib << 10)
}

/// What is left in each control group above the process that has a bound.
fn groups(cgroup: &str) -> Vec<u64> {
    let mut left = Vec::new();
    for line in cgroup.lines() {
        let mut parts = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (parts.next(), parts.next()) else { continue };
        let (root, bound, used) = match controllers {
            "" => ("/sys/fs/cgroup", "memory.max", "memory.current"),
            _ if controllers.split(',').any(|one| one == "memory") => {
                ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes")
            }
            _ => continue,
        };
        // In a container the path is the host's, and its own group lies at the root.
        let own: PathBuf = Path::new(root).join(path.trim_start_matches('/'));
        for group in own.ancestors().take_while(|group| group.starts_with(root)) {
            let number = |file: &str| read(group.join(file))?.trim().parse::<u64>().ok();
            left.extend(number(bound).zip(number(used)).map(|(bound, used)| bound.saturating_sub(used)));
        }
    }
    left
}

fn read(path: impl AsRef<Path>) -> Option<String> {
    fs::read_to_string(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_available_is_read_in_bytes() {
        let text = "MemTotal:       16000000 kB\nMemFree:          100000 kB\nMemAvailable:    8000000 kB\n";
        assert_eq!(available(text), Some(8_000_000 << 10));
        assert_eq!(available("MemFree: 1 kB\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells() {
        assert!(free_memory().is_some_and(|bytes| bytes > 0));
        assert!(groups("nonsense\n1:cpu:/\n0::/gone/away\n").iter().all(|left| *left < u64::MAX));
    }
}
