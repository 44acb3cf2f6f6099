//! A backup that is killed: what it leaves holds answers of open rounds, and goes away.

use crate::process::{Process, command, run};
use crate::support::{START, add_team, answers, around, new_link, sealed};
use andon::clock::DAY;
use andon::store::{Role, Secret, Store};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A database with an open round in which somebody has answered, large enough for a backup to
/// take a moment.
async fn fill(data: &Path) {
    std::fs::create_dir(data).unwrap();
    let store = Store::open(&data.join("andon.sqlite")).await.unwrap();
    let link = |role| new_link(role, "A link".to_owned()).0;
    let (admin, first) = (link(Role::Admin), link(Role::Facilitator));
    let of = store.create_organisation("Acme", 3, "First", admin, first, START).await.unwrap().0;
    for number in 0..12 {
        let team = add_team(&store, &of, &format!("Team {number}"), true).await;
        sealed(&store, &team, &around(5, number % 5), START).await;
    }
    let team = add_team(&store, &of, "Open", true).await;
    let round = store.create_draft(&team, 9, START + DAY, true, "andon-1", START).await.unwrap();
    store.open_round(&round, "token", "one two three", &[7; 32], START).await.unwrap();
    let receipt = Secret::random().unwrap().hash();
    store.submit(&round, &receipt, &answers(1), None, START).await.unwrap();
    store.close().await;
}

fn is_part(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "part")
}

/// Hidden files of a folder.
fn hidden(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}

/// Starts a backup, and stops it in the middle.
fn stopped_halfway(data: &Path, into: &Path) -> Child {
    let folder = into.parent().unwrap();
    for _ in 0..20 {
        let mut child = command(data)
            .arg("backup")
            .arg(into)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let own = format!(".{}-", child.id());
        let written = || {
            let parts = hidden(folder).into_iter();
            let mut parts = parts.filter(|name| name.contains(&own) && is_part(name));
            parts.any(|name| std::fs::metadata(folder.join(name)).is_ok_and(|part| part.len() > 0))
        };
        while !written() && child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(30));
        }
        if child.try_wait().unwrap().is_none() {
            signal(&child, "STOP");
            // It may have been quicker.
            if written() {
                return child;
            }
            signal(&child, "CONT");
        }
        child.wait().unwrap();
        std::fs::remove_file(into).unwrap();
    }
    panic!("no backup could be stopped in the middle");
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn the_next_backup_to_the_folder_removes_what_a_killed_one_left() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copies) = (folder.path().join("data"), folder.path().join("copies"));
    std::fs::create_dir(&copies).unwrap();
    fill(&data).await;
    kill(stopped_halfway(&data, &copies.join("one")));
    let left = hidden(&copies);
    assert!(left.iter().any(|name| is_part(name)), "{left:?}");
    // Another one is being written: it is left alone.
    let living = stopped_halfway(&data, &copies.join("two"));
    let of_living = hidden(&copies);
    assert!(of_living.iter().all(|name| name.starts_with(".two.")), "{of_living:?}");
    assert!(run(&data, &["backup", copies.join("three").to_str().unwrap()]).status.success());
    assert_eq!(hidden(&copies), of_living);
    signal(&living, "CONT");
    assert!({ living }.wait().unwrap().success());
    assert_eq!(hidden(&copies), Vec::<String>::new());
    for name in ["two", "three"] {
        let copy = Store::open(&copies.join(name)).await.unwrap();
        assert_eq!(copy.organisations().await.unwrap().len(), 1, "{name}");
        copy.close().await;
    }
}

#[tokio::test]
async fn the_next_start_removes_what_a_killed_one_left_in_the_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fill(&data).await;
    kill(stopped_halfway(&data, &data.join("copy")));
    assert!(!hidden(&data).is_empty());
    let program = Process::start(folder.path(), &[]);
    assert_eq!(hidden(&data), Vec::<String>::new());
    assert!(program.log().contains("removed what an interrupted backup"), "{}", program.log());
}

#[tokio::test]
async fn one_that_is_told_to_stop_removes_it_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copies) = (folder.path().join("data"), folder.path().join("copies"));
    std::fs::create_dir(&copies).unwrap();
    fill(&data).await;
    for name in ["TERM", "INT"] {
        let mut child = stopped_halfway(&data, &copies.join("copy"));
        signal(&child, name);
        signal(&child, "CONT");
        // It may have been done before it heard of it.
        let done = child.wait().unwrap().success();
        assert_eq!(copies.join("copy").exists(), done, "{name}");
        assert_eq!(hidden(&copies), Vec::<String>::new(), "{name}");
        let _ = std::fs::remove_file(copies.join("copy"));
    }
}
