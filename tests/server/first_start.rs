//! What somebody meets who has just built or fetched the program.

use crate::process::command;
use crate::support::Visitor;
use reqwest::StatusCode;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

/// The program, started where there is nothing yet, and what it says.
struct First {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl First {
    /// Starts it in `folder`, with temporary files in `temporary`.
    fn start(folder: &Path, temporary: &Path, words: &[&str], listen: &str) -> Self {
        let mut command = bare(folder, temporary, words);
        command.env("ANDON_LISTEN", listen).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, said }
    }

    /// What it says, up to and with the line that has this in it.
    fn until(&mut self, mark: &str) -> Vec<String> {
        let mut lines = Vec::new();
        while !lines.last().is_some_and(|line: &String| line.contains(mark)) {
            lines.push(self.said.next().unwrap_or_else(|| panic!("{mark}: {lines:?}")).unwrap());
        }
        lines
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    fn ended(mut self, signal: &str) -> ExitStatus {
        self.signal(signal);
        self.child.wait().unwrap()
    }
}

impl Drop for First {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn bare(folder: &Path, temporary: &Path, words: &[&str]) -> Command {
    let mut command = command(folder);
    command.env_remove("ANDON_DATA").current_dir(folder).env("TMPDIR", temporary).args(words);
    command
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn addresses(lines: &[String]) -> Vec<(String, String)> {
    let links = lines.iter().filter_map(|line| line.split_once(": http://"));
    links.map(|(what, rest)| (what.to_owned(), format!("http://{rest}"))).collect()
}

#[tokio::test]
async fn without_a_word_it_serves_and_says_where_and_what_it_keeps_where() {
    let (folder, temporary) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut first = First::start(folder.path(), temporary.path(), &[], "127.0.0.1:0");
    let lines = first.until("folder");
    let (_, url) = addresses(&lines).remove(0);
    let data = folder.path().canonicalize().unwrap().join("data");
    assert!(lines.last().unwrap().contains(&data.display().to_string()), "{lines:?}");
    assert!(Visitor::new(&url).get("/").await.text().await.contains("Set up a team"));

    let port = url.rsplit(':').next().unwrap();
    let other = bare(folder.path(), temporary.path(), &[])
        .env("ANDON_LISTEN", format!("127.0.0.1:{port}"))
        .output()
        .unwrap();
    let said = String::from_utf8(other.stderr).unwrap();
    assert!(!other.status.success());
    assert!(said.contains(port) && said.contains("--listen"), "{said}");

    // With a server there, the demo is one more organisation on it.
    let listen = format!("127.0.0.1:{port}");
    let demo = bare(folder.path(), temporary.path(), &["demo"])
        .env("ANDON_LISTEN", &listen)
        .output()
        .unwrap();
    let lines: Vec<String> =
        String::from_utf8(demo.stdout).unwrap().lines().map(str::to_owned).collect();
    let links = addresses(&lines);
    assert_eq!(links.len(), 4, "{lines:?}");
    assert!(links.iter().all(|(_, link)| link.starts_with(&url)), "{links:?}");
    opens(&links).await;

    assert!(first.ended("INT").success());
    assert_eq!(names_in(folder.path()), ["data"]);
    assert!(names_in(temporary.path()).is_empty());
}

/// Each of these links opens something, and only of the made-up company.
async fn opens(links: &[(String, String)]) {
    for (label, link) in links {
        let (url, path) = link.split_at(link.find("/k/").unwrap());
        let visitor = Visitor::new(url);
        let opened = visitor.get(path).await;
        assert_eq!(opened.0.status(), StatusCode::SEE_OTHER, "{label}");
        assert!(
            visitor.get("/privacy").await.text().await.contains("made up by a program"),
            "{label}"
        );
    }
}

#[tokio::test]
async fn a_demo_of_its_own_leaves_nothing_behind() {
    let (folder, temporary) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // The port is taken, and it takes another.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    for signal in ["INT", "TERM"] {
        let mut first = First::start(folder.path(), temporary.path(), &["demo"], &listen);
        let lines = first.until("nothing is kept");
        let mut links = addresses(&lines);
        let (_, url) = links.remove(0);
        assert!(!url.contains(&listen), "{lines:?}");
        assert_eq!(links.len(), 4, "{lines:?}");
        opens(&links).await;
        assert_eq!(names_in(temporary.path()).len(), 1);
        assert!(first.ended(signal).success(), "{signal}");
        assert!(names_in(temporary.path()).is_empty(), "{signal}");
    }
    // Nor when it is told to stop before it is ready.
    let mut first = First::start(folder.path(), temporary.path(), &["demo"], &listen);
    first.until("Making up");
    assert!(first.ended("INT").success());
    assert!(names_in(temporary.path()).is_empty());
    assert!(names_in(folder.path()).is_empty());
}

#[tokio::test]
async fn what_a_killed_demo_left_goes_with_the_next_one() {
    let (folder, temporary) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let demo = || First::start(folder.path(), temporary.path(), &["demo"], "127.0.0.1:0");
    let mut killed = demo();
    killed.until("nothing is kept");
    killed.ended("KILL");
    let left = names_in(temporary.path());
    assert_eq!(left.len(), 1);
    // One that was just made may be about to be used, and one that is used stays however old.
    let mut running = demo();
    running.until("nothing is kept");
    assert_eq!(names_in(temporary.path()).len(), 2);
    for name in names_in(temporary.path()) {
        let file = std::fs::File::open(temporary.path().join(name)).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
    }
    // What is no folder of a demo stays too.
    std::fs::write(temporary.path().join("andon-demo-notes"), "mine").unwrap();
    let mut last = demo();
    last.until("Making up");
    let names = names_in(temporary.path());
    assert!(!names.contains(&left[0]) && names.len() == 3, "{names:?}");
    assert!(last.ended("INT").success());
    assert!(running.ended("INT").success());
    assert_eq!(names_in(temporary.path()), ["andon-demo-notes"]);
}

#[test]
fn a_shell_and_a_system_get_what_they_keep_about_a_command() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let done = bare(folder.path(), folder.path(), &["completions", shell]).output().unwrap();
        let text = String::from_utf8(done.stdout).unwrap();
        assert!(done.status.success() && text.contains("migrate-to"), "{shell}");
    }
    let pages = folder.path().to_str().unwrap();
    assert!(bare(folder.path(), folder.path(), &["man", pages]).status().unwrap().success());
    let names = names_in(folder.path());
    for page in ["andon.1", "andon-backup.1", "andon-demo.1"] {
        assert!(names.contains(&page.to_owned()), "{names:?}");
    }
    let missing = folder.path().join("nowhere");
    let failed = bare(folder.path(), folder.path(), &["man", missing.to_str().unwrap()]);
    let failed = { failed }.output().unwrap();
    assert!(!failed.status.success());
    assert!(String::from_utf8(failed.stderr).unwrap().contains("nowhere"));
}
