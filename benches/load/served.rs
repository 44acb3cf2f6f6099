//! Processes that serve.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// A server in a process of its own, ended when it is dropped.
pub struct Served {
    child: Child,
    _said: BufReader<ChildStdout>,
    /// Host and port.
    pub address: String,
}

impl Served {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").expect("where it listens").1.to_owned();
        Self { child, _said: said, address }
    }

    /// Andon on a data folder, or on a server's database.
    pub fn andon(folder: &Path, url: Option<&str>) -> Self {
        let mut command = Command::new(program());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("ANDON_") {
                command.env_remove(name);
            }
        }
        command.arg("serve").env("ANDON_DATA", folder).env("ANDON_LISTEN", "127.0.0.1:0");
        command.env("ANDON_RATE_LIMITS", "off");
        command.env_remove("RUST_LOG");
        if let Some(url) = url {
            command.env("ANDON_DATABASE_URL", url);
        }
        Self::start(command)
    }

    /// The one that does nothing.
    pub fn reference() -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("reference");
        Self::start(command)
    }

    /// What it holds in memory, in MiB: now, and at most so far. Nothing where the system
    /// does not tell.
    pub fn memory(&self) -> Option<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<f64>().ok().map(|kibibytes| kibibytes / 1024.0)
        };
        Some((field("VmRSS:")?, field("VmHWM:")?))
    }

    /// Ends it at once.
    pub fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Andon's program.
pub fn program() -> PathBuf {
    let built = env!("CARGO_BIN_EXE_andon");
    std::env::var_os("ANDON_BIN").map_or_else(|| built.into(), PathBuf::from)
}
