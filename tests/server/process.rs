//! The program itself, as it is started on a server.

use crate::support::Visitor;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// A running server of its own.
pub struct Process {
    child: Child,
    /// Kept open: it may have more to say.
    _said: BufReader<ChildStdout>,
    pub url: String,
    log: PathBuf,
}

impl Process {
    /// Starts it on a data folder, with settings from the environment.
    pub fn start(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let mut command = command(&folder.join("data"));
        command.arg("serve").envs(settings.iter().copied());
        Self::of(command, folder)
    }

    /// Starts `andon serve` as it was put together, with its log in this folder.
    pub fn of(mut command: Command, folder: &Path) -> Self {
        let log = folder.join("log");
        let file = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(file).spawn().unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        said.read_line(&mut line).unwrap();
        assert!(line.contains("ready"), "{line}{}", std::fs::read_to_string(&log).unwrap());
        let url = line.trim().rsplit(' ').next().unwrap().to_owned();
        Self { child, _said: said, url, log }
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::new(&self.url)
    }

    /// Host and port.
    pub fn address(&self) -> String {
        self.url.trim_start_matches("http://").to_owned()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Sends SIGKILL, and waits until nothing of it is left.
    pub fn kill(self) {
        drop(self);
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends SIGTERM, as service managers do.
    pub fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Waits for its end, for so long at most.
    pub async fn ended(&mut self, within: Duration) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < within, "still there after {within:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program on a data folder, with nothing of this machine's settings.
pub fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_andon"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ANDON_") {
            command.env_remove(name);
        }
    }
    command.env("ANDON_DATA", data);
    command.env("ANDON_LISTEN", "127.0.0.1:0").env("ANDON_RATE_LIMITS", "off");
    command.env_remove("RUST_LOG").env_remove("SSL_CERT_DIR");
    command
}

/// Runs a command to its end.
pub fn run(data: &Path, words: &[&str]) -> Output {
    command(data).args(words).output().unwrap()
}

/// Runs a command through a shell that has done something first, such as `ulimit`.
pub fn run_after(data: &Path, first: &str, words: &[&str]) -> Output {
    let mut program = command(data);
    program.args(words);
    after(program, first).output().unwrap()
}

/// The same command, in a shell that does something else first.
pub fn after(program: Command, first: &str) -> Command {
    let line = format!("{first}; exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(line).arg(program.get_program()).args(program.get_args());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}
