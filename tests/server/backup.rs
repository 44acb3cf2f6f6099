//! `andon backup` and `andon restore`, on the program itself and under load.

use crate::process::{Process, run, run_after};
use crate::support::{START, add_team, answers, around, sealed};
use andon::clock::DAY;
use andon::store::{
    BackupError, LinkId, NewLink, OrganisationId, RestoreError, Role, Secret, Store, back_up,
    examine, put_back,
};
use std::path::Path;
use std::process::Output;

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn link(role: Role) -> NewLink {
    let hash = Secret::random().unwrap().hash();
    let id = LinkId::random().unwrap();
    NewLink { id, role, label: "A link".to_owned(), hash, expires_at: START + 365 * DAY }
}

/// An organisation with teams, each with a sealed round.
async fn fill(file: &Path, teams: usize) -> (Store, OrganisationId) {
    let store = Store::open(file).await.unwrap();
    let of = store
        .create_organisation("Acme", 3, "First", link(Role::Admin), link(Role::Facilitator), START)
        .await
        .unwrap()
        .0;
    for number in 0..teams {
        let team = add_team(&store, &of, &format!("Team {number}"), true).await;
        sealed(&store, &team, &around(5, number % 5), START).await;
    }
    (store, of)
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[cfg(unix)]
fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file).unwrap().permissions().mode() & 0o777
}

/// Whether any file of a folder holds these bytes.
fn found_on_disk(folder: &Path, needle: &[u8]) -> bool {
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.any(|file| {
        let bytes = std::fs::read(file).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

#[tokio::test]
async fn a_backup_of_a_running_server_can_be_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let copy = folder.path().join("copy.andon");
    let copy_name = copy.to_str().unwrap();
    let mut program = Process::start(folder.path(), &[]);
    let lead = program.visitor();
    let form = [("organisation", "Acme"), ("team", "Payments"), ("minimum_group", "3")];
    let html = lead.post("/setup", &form).await.ok().await.text().await.unwrap();
    let team =
        format!("/teams/{}", crate::support::between(&html, "href=\"/teams/", "\"").unwrap());
    let far = andon::config::Zone(jiff::tz::TimeZone::UTC)
        .day(andon::clock::Clock::now(&andon::clock::SystemClock) + 7 * DAY)
        .to_string();
    let round = lead.open_round(&team, 9, &far).await;
    program.visitor().answer(&round, &answers(1)).await.leads_to();

    let made = run(&data, &["backup", copy_name]);
    assert!(made.status.success(), "{}", said(&made));
    let text = String::from_utf8_lossy(&made.stdout).into_owned();
    assert!(text.contains("1 organisations, 1 teams, 1 rounds, 1 answers"), "{text}");
    assert!(text.contains("Rounds that are open: 1."), "{text}");
    assert!(String::from_utf8_lossy(&made.stderr).contains(" %, "), "{}", said(&made));
    assert_eq!(mode(&copy), 0o600);
    assert_eq!(files(folder.path()), ["copy.andon", "data", "log"]);

    let again = run(&data, &["backup", copy_name]);
    assert!(
        !again.status.success() && said(&again).contains("never overwrites"),
        "{}",
        said(&again)
    );

    // Nothing is put back under a running server.
    let refused = run(&data, &["restore", copy_name, "--replace"]);
    assert!(!refused.status.success() && said(&refused).contains("stop it first"));
    program.visitor().answer(&round, &answers(2)).await.leads_to();
    program.terminate();
    assert!(program.ended(std::time::Duration::from_secs(10)).await.success());

    // Nor over a database, unless that is said.
    let refused = run(&data, &["restore", copy_name]);
    assert!(
        !refused.status.success() && said(&refused).contains("--replace"),
        "{}",
        said(&refused)
    );
    let done = run(&data, &["restore", copy_name, "--replace"]);
    assert!(done.status.success(), "{}", said(&done));
    let names = files(&data);
    let kept = names.iter().find(|name| name.starts_with("andon.sqlite.until-")).unwrap();
    let id = round.path.rsplit('/').next().unwrap().parse().unwrap();
    for (name, count) in [("andon.sqlite", 1), (kept.as_str(), 2)] {
        let store = Store::open(&data.join(name)).await.unwrap();
        assert_eq!(store.response_count(&id).await.unwrap(), count, "{name}");
        store.close().await;
    }
    assert_eq!(mode(&data.join("andon.sqlite")), 0o600);

    // And into an empty place without further ado; the server starts on it.
    let other = tempfile::tempdir().unwrap();
    let done = run(&other.path().join("data"), &["restore", copy_name]);
    assert!(done.status.success(), "{}", said(&done));
    let program = Process::start(other.path(), &[]);
    assert!(program.visitor().get(&round.answer).await.status().as_u16() == 403);
}

#[tokio::test]
async fn under_load_a_backup_is_the_database_at_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("andon.sqlite");
    let (store, of) = fill(&file, 30).await;
    let team = add_team(&store, &of, "Busy", true).await;
    let round = store.create_draft(&team, 500, START + DAY, true, "andon-1", START).await.unwrap();
    store.open_round(&round, "token", "one two three", &[7; 32], START).await.unwrap();
    let (writing, of_round) = (store.clone(), round.clone());
    let writer = tokio::spawn(async move {
        for person in 0.. {
            let receipt = Secret::random().unwrap().hash();
            let done = writing.submit(&of_round, &receipt, &answers(person), None, START).await;
            if done.is_err() || person > 450 {
                return;
            }
        }
    });
    let mut counts = Vec::new();
    for number in 0..5 {
        let before = store.response_count(&round).await.unwrap();
        let copy = folder.path().join(format!("copy-{number}"));
        let made = back_up(&file, &copy, |_, _| {}).await.unwrap();
        let after = store.response_count(&round).await.unwrap();
        let copied = Store::open(&copy).await.unwrap();
        let count = copied.response_count(&round).await.unwrap();
        assert!((before..=after).contains(&count), "{before} <= {count} <= {after}");
        assert_eq!(made.holds.open_rounds, 1);
        copied.close().await;
        counts.push(count);
    }
    writer.abort();
    assert!(counts.is_sorted() && counts.last() > counts.first(), "{counts:?}");

    // When nobody writes, it is compared table by table. The write-ahead log is truncated a
    // second after the last answer, which cannot be told from writing.
    let _ = writer.await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let quiet = back_up(&file, &folder.path().join("quiet"), |_, _| {}).await.unwrap();
    assert!(quiet.compared);
    assert!(quiet.holds.rows.iter().any(|(table, rows)| table == "teams" && *rows == 32));
}

#[tokio::test]
async fn a_backup_holds_nothing_that_was_destroyed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("andon.sqlite");
    let (store, of) = fill(&file, 1).await;
    let team = add_team(&store, &of, "Renamed", true).await;
    // A name that was there and is no more, in a database that is in use and not cleaned.
    store.rename_team(&team, "A-MARKER-THAT-WAS-THERE").await.unwrap();
    store.rename_team(&team, "Another").await.unwrap();
    assert!(found_on_disk(folder.path(), b"A-MARKER-THAT-WAS-THERE"));
    let copies = tempfile::tempdir().unwrap();
    back_up(&file, &copies.path().join("copy"), |_, _| {}).await.unwrap();
    assert!(!found_on_disk(copies.path(), b"A-MARKER-THAT-WAS-THERE"));
    assert!(found_on_disk(copies.path(), b"Another"));
}

#[tokio::test]
async fn a_damaged_or_foreign_backup_is_refused_with_nothing_touched() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("andon.sqlite");
    let (store, _) = fill(&database, 40).await;
    store.close().await;
    let copies = tempfile::tempdir().unwrap();
    let good = copies.path().join("good");
    back_up(&database, &good, |_, _| {}).await.unwrap();
    let whole = std::fs::read(&good).unwrap();
    let before = (files(folder.path()), std::fs::read(&database).unwrap());

    let mut holed = whole.clone();
    for page in holed.chunks_mut(4096).skip(3).step_by(4) {
        page.fill(0xa5);
    }
    let foreign = {
        let mut bytes = whole.clone();
        bytes[68..72].fill(9); // the application's number
        bytes
    };
    for (what, bytes) in [
        ("damaged", holed),
        ("cut", whole[..whole.len() / 2].to_vec()),
        ("no database", b"no database at all".repeat(400)),
        ("foreign", foreign),
        ("empty", Vec::new()),
    ] {
        let bad = copies.path().join("bad");
        std::fs::write(&bad, bytes).unwrap();
        assert!(examine(&bad).await.is_err(), "{what}");
        let aside = folder.path().join("aside");
        let refused = put_back(&bad, &database, Some(&aside)).await;
        assert!(matches!(refused, Err(RestoreError::Unusable(_))), "{what}: {refused:?}");
        let now = (files(folder.path()), std::fs::read(&database).unwrap());
        assert!(now == before, "{what}: {:?}", now.0);
    }
    let gone = put_back(&copies.path().join("none"), &database, None).await;
    assert!(matches!(gone, Err(RestoreError::Unusable(_))));
    let there = put_back(&good, &database, None).await;
    assert!(matches!(there, Err(RestoreError::InTheWay(_))));
}

#[tokio::test]
async fn a_damaged_database_is_not_backed_up_as_if_it_were_whole() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("andon.sqlite");
    let (store, _) = fill(&database, 40).await;
    store.close().await;
    let mut bytes = std::fs::read(&database).unwrap();
    for page in bytes.chunks_mut(4096).skip(3).step_by(4) {
        page.fill(0xa5);
    }
    std::fs::write(&database, bytes).unwrap();
    let copies = tempfile::tempdir().unwrap();
    let refused = back_up(&database, &copies.path().join("copy"), |_, _| {}).await;
    assert!(matches!(refused, Err(BackupError::Source(_))), "{refused:?}");
    assert!(files(copies.path()).is_empty());
}

#[tokio::test]
async fn without_room_there_is_no_half_backup() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let (store, _) = fill(&data.join("andon.sqlite"), 60).await;
    store.close().await;
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy");
    // No file may become larger than 100 blocks of 512 bytes; the signal for that is
    // ignored, so that writing fails as it does on a full disk.
    let limit = "trap '' XFSZ; ulimit -f 100";
    let full = run_after(&data, limit, &["backup", copy.to_str().unwrap()]);
    assert!(!full.status.success(), "{}", said(&full));
    assert!(said(&full).contains("cannot be written"), "{}", said(&full));
    assert!(files(copies.path()).is_empty(), "{:?}", files(copies.path()));

    let made = run(&data, &["backup", copy.to_str().unwrap()]);
    assert!(made.status.success(), "{}", said(&made));
    let other = tempfile::tempdir().unwrap();
    let target = other.path().join("data");
    let full = run_after(&target, limit, &["restore", copy.to_str().unwrap()]);
    assert!(!full.status.success() && said(&full).contains("cannot be written"), "{}", said(&full));
    assert_eq!(files(&target), ["andon.lock"]);

    let nowhere = run(&data, &["backup", "/no/such/folder/copy"]);
    assert!(
        said(&nowhere).contains("/no/such/folder/copy cannot be written"),
        "{}",
        said(&nowhere)
    );
}

#[tokio::test]
async fn the_server_answers_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let program = Process::start(folder.path(), &[]);
    let address = program.address();
    let well = run(folder.path(), &["health", "--listen", &address]);
    assert!(well.status.success() && said(&well) == "ready\n", "{}", said(&well));
    let alive = run(folder.path(), &["health", "--alive", "--listen", &address]);
    assert!(alive.status.success() && said(&alive) == "ok\n");
    drop(program);
    let gone = run(folder.path(), &["health", "--listen", &address]);
    assert!(!gone.status.success() && said(&gone).contains(&address), "{}", said(&gone));
}
