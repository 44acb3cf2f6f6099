//! A data folder that cannot be written, from the start or all of a sudden.

use super::crowd::{Person, Reply, Seen};
use super::kept::{Found, chosen, settles};
use super::place::{Place, Rounds};
use crate::database::{Database, plain_user};
use crate::dice::Dice;
use crate::process::{Process, after, command};
use crate::support::Visitor;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(10);

/// A data folder of somebody who may do nothing special.
struct Home {
    place: Place,
    data: PathBuf,
    user: Option<(u32, u32)>,
}

impl Home {
    fn new() -> Self {
        let database = Database::file();
        let data = database.folder().unwrap().to_owned();
        let user = plain_user();
        if let Some((user, group)) = user {
            chown(&data, Some(user), Some(group)).unwrap();
        }
        Self { place: Place::new(database), data, user }
    }

    fn command(&self, data: &Path) -> Command {
        let mut command = command(data);
        command.arg("serve").current_dir("/");
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    fn start(&self) -> Process {
        Process::of(self.command(&self.data), self.place.folder())
    }

    /// Starts it on a folder where it must not start, and sees that it names this.
    async fn refused(&self, data: &Path, named: &Path) {
        let before = self.bytes();
        let mut command = self.command(data);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Should it start after all, it would never end.
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() && begun.elapsed() < SOON {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let _ = child.kill();
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&stderr).into_owned();
        assert!(stdout.is_empty(), "{}", String::from_utf8_lossy(&stdout));
        assert_eq!(status.code(), Some(1), "{said}");
        assert!(self.bytes() == before, "something was touched: {said}");
        assert!(said.contains(&named.display().to_string()), "{said}");
        assert!(said.contains("The user that Andon runs as has to be able to"), "{said}");
    }

    /// What lies in the data folder.
    fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(&self.data).into_iter().flatten();
        let mut files: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            // The file that says who is there, and an index that every reader makes for itself.
            .filter(|path| {
                !["lock", "sqlite-shm"].iter().any(|end| path.ends_with(format!("andon.{end}")))
            })
            // One that nobody may read is at least there.
            .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
            .collect();
        files.sort();
        files
    }
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Takes the right to write from everything in a folder, or gives it back.
fn allow_all(folder: &Path, file: u32, itself: u32) {
    allow(folder, 0o700);
    for entry in fs::read_dir(folder).unwrap() {
        allow(&entry.unwrap().path(), file);
    }
    allow(folder, itself);
}

#[tokio::test]
async fn what_may_not_be_written_is_named_at_the_start_and_not_touched() {
    let home = Home::new();
    let data = home.data.as_path();
    let (file, lock) = (data.join("andon.sqlite"), data.join("andon.lock"));
    allow(data, 0o500);
    home.refused(data, &lock).await;
    let below = data.join("below");
    home.refused(&below, &below).await;
    allow(data, 0o700);

    let mut program = home.start();
    let lead = program.visitor();
    let form = [("organisation", "Acme"), ("team", "Payments"), ("minimum_group", "3")];
    lead.post("/setup", &form).await.ok().await;
    program.terminate();
    program.ended(SOON).await;

    allow(data, 0o500);
    home.refused(data, &file).await;
    allow(data, 0o700);
    fs::remove_file(&lock).unwrap();
    allow(data, 0o500);
    home.refused(data, &lock).await;
    allow(data, 0o700);
    for mode in [0o400, 0o200, 0o000] {
        allow(&file, mode);
        home.refused(data, &file).await;
    }
    allow(&file, 0o600);
    let program = home.start();
    lead.at(&program.url).get("/admin").await.ok().await;
}

#[tokio::test]
async fn what_becomes_read_only_while_it_serves_loses_nothing() {
    let home = Home::new();
    let program = home.start();
    let mut rounds = Rounds::open(&program).await;
    let mut dice = Dice::new(2);
    let mut people = Vec::new();
    let answer = async |program: &Process, rounds: &Rounds, answers| {
        let at = Visitor::for_many(&program.url);
        let Ok(mut person) = Person::new(&at, &rounds.open, 0).await else { panic!("no ballot") };
        let told = person.ask(&at, &rounds.open, Some(answers)).await;
        (person, told)
    };
    let (person, told) = answer(&program, &rounds, dice.answers()).await;
    assert!(matches!(told, Reply::Done));
    people.push(person);

    // What is open stays writable, as the system has it; if it did not, it would be said.
    allow_all(&home.data, 0o400, 0o500);
    for _ in 0..5 {
        let given = dice.answers();
        let (person, told) = answer(&program, &rounds, given).await;
        if let Reply::Refused(refusal) = told {
            assert!(refusal.page.contains("Your answers were not stored"), "{}", refusal.page);
            assert_eq!(chosen(&refusal.page), given);
        }
        people.push(person);
    }
    program.kill();
    home.refused(&home.data, &home.data.join("andon.lock")).await;

    allow_all(&home.data, 0o600, 0o700);
    let program = home.start();
    rounds.moved_to(&program);
    let place = &home.place;
    let found = Found::in_database(&mut place.direct().await, &rounds.open, &people).await;
    assert!(found.is_well(), "{found:?}");
    let at = Visitor::for_many(&program.url);
    settles(place, &rounds, Seen { people, ..Seen::default() }, &at).await;
}

/// The system takes not a byte more from the program for any file, the log included, as
/// when a disk is full or has been made read-only by its driver; later it does again.
#[tokio::test]
async fn when_the_disk_takes_nothing_any_more_it_says_so_and_goes_on_when_it_does() {
    let place = Place::new(Database::file());
    let Database::File(folder) = &place.database else { panic!("it is a file") };
    let mut command = command(folder.path());
    command.arg("serve");
    let program = Process::of(after(command, "trap '' XFSZ"), place.folder());
    let rounds = Rounds::open(&program).await;
    let at = Visitor::for_many(&program.url);
    let mut dice = Dice::new(3);
    let mut people = Vec::new();
    for _ in 0..6 {
        let Ok(mut person) = Person::new(&at, &rounds.open, 0).await else { panic!("no ballot") };
        let told = person.ask(&at, &rounds.open, Some(dice.answers())).await;
        assert!(matches!(told, Reply::Done));
        people.push(person);
    }

    limit(&program, "0:unlimited");
    let Ok(late) = Person::new(&at, &rounds.open, 0).await else { panic!("no ballot") };
    people.push(late);
    for person in people.iter_mut().skip(3) {
        let given = dice.answers();
        let Reply::Refused(refusal) = person.ask(&at, &rounds.open, Some(given)).await else {
            panic!("it took answers without a disk");
        };
        refusal.is_plain();
        assert!(refusal.page.contains("Your answers were not stored"), "{}", refusal.page);
        assert_eq!(chosen(&refusal.page), given);
    }
    let Reply::Refused(refusal) = people[2].ask(&at, &rounds.open, None).await else {
        panic!("it withdrew answers without a disk");
    };
    assert!(refusal.page.contains("was not stored"), "{}", refusal.page);
    let closing = rounds.lead(0).close(&rounds.open[0]).await;
    assert!(closing.status().is_server_error(), "{}", closing.status());
    // What is there can be read.
    assert_eq!(rounds.count(0).await, 6);
    program.visitor().get("/healthz").await.ok().await;
    let found = Found::in_database(&mut place.direct().await, &rounds.open, &people).await;
    assert_eq!(found, Found { not_done: 5, ..Found::default() });

    limit(&program, "unlimited");
    settles(&place, &rounds, Seen { people, ..Seen::default() }, &at).await;
    let log = program.log();
    assert!(!log.contains("panic"), "{log}");
}

/// Sets how large the files that a process writes may become.
fn limit(program: &Process, bytes: &str) {
    let mut prlimit = Command::new("prlimit");
    prlimit.arg("--pid").arg(program.id().to_string()).arg(format!("--fsize={bytes}"));
    let done = prlimit.status().expect("prlimit is missing: it is in the package util-linux");
    assert!(done.success(), "prlimit could not set a limit of the test's own program");
}
