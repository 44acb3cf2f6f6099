//! What the operating system says of this process: on Linux, in `/proc`.

/// Memory that is in use (the resident set), in bytes. None where the system does not say.
#[must_use]
pub fn resident_memory() -> Option<u64> {
    resident(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// How many files and connections are open. None where the system does not say.
#[must_use]
pub fn open_files() -> Option<u64> {
    let count = std::fs::read_dir("/proc/self/fd").ok()?.count();
    // One of them is the folder being read.
    u64::try_from(count.saturating_sub(1)).ok()
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_in_bytes() {
        assert_eq!(resident("Name:\tandon\nVmRSS:\t   30720 kB\nThreads:\t5\n"), Some(31_457_280));
        assert_eq!(resident("Name:\tandon\n"), None);
        assert_eq!(resident("VmRSS:\tmuch\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_is_opened_is_counted() {
        assert!(resident_memory().is_some_and(|bytes| bytes > 1 << 20));
        assert!(open_files().is_some_and(|count| count >= 3));
    }
}
