//! A crash at any point of sealing leaves the round open or sealed, never half.
//!
//! SQLite calls back while it runs a statement. There the files are copied, as a
//! killed program would have left them, or the statement is made to fail.

use crate::catalogue::Answers;
use crate::measure::Tally;
use crate::store::db::query_scalar;
use crate::store::{
    ClosedBy, Closing, DAY, LinkId, NewLink, Role, RoundId, RoundState, Secret, SecretHash, Store,
    Submitted,
};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const NOW: i64 = 1_800_000_000;
const PEOPLE: usize = 6;

pub(super) fn database(folder: &Path) -> PathBuf {
    folder.join("andon.sqlite")
}

pub(super) fn link(role: Role) -> NewLink {
    NewLink {
        id: LinkId::random().unwrap(),
        role,
        label: String::new(),
        hash: Secret::random().unwrap().hash(),
        expires_at: NOW + DAY,
    }
}

pub(super) fn receipt(person: usize) -> SecretHash {
    SecretHash::of(&format!("receipt {person}"))
}

/// What each person says: all different, and found nowhere else.
fn said(person: usize) -> Answers {
    let text: String =
        (0..18).map(|item| char::from(b"01234"[(person + item * item) % 5])).collect();
    let mut answers = Answers::decode(&text).unwrap();
    answers.set(crate::catalogue::PatternId::ALL[person], crate::catalogue::Answer::CantJudge);
    answers
}

/// An open round with answers, of which some were changed and some withdrawn.
struct Scene {
    folder: TempDir,
    store: Store,
    round: RoundId,
    tally: Tally,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&database(folder.path())).await.unwrap();
        let (admin, lead) = (link(Role::Admin), link(Role::Facilitator));
        let (_, team) = store.create_organisation("A", 5, "T", admin, lead, NOW).await.unwrap();
        let round = store.create_draft(&team, 9, NOW + DAY, true, "1", NOW).await.unwrap();
        store.open_round(&round, "token", "code", &[3; 32], NOW).await.unwrap();
        for person in (0..PEOPLE).rev() {
            let first = said((person + 1) % PEOPLE);
            for (answers, replaces) in [(&first, None), (&said(person), Some(&first))] {
                let outcome =
                    store.submit(&round, &receipt(person), answers, replaces, NOW).await.unwrap();
                assert!(matches!(outcome, Submitted::Stored | Submitted::Changed));
            }
        }
        store.submit(&round, &receipt(PEOPLE), &said(0), None, NOW).await.unwrap();
        assert!(store.withdraw(&round, &receipt(PEOPLE), NOW).await.unwrap());
        let tally = Tally::of(&(0..PEOPLE).map(said).collect::<Vec<_>>(), true);
        Self { folder, store, round, tally }
    }

    async fn close(&self) -> crate::store::Result<Closing> {
        self.store.close_round(&self.round, ClosedBy::Facilitator, NOW + 1).await
    }

    /// Calls `step` with its number after each machine instruction of the writer;
    /// false makes the statement fail.
    async fn watch(&self, mut step: impl FnMut(usize) -> bool + Send + 'static) {
        let mut writer = self.store.to_file().acquire().await.unwrap();
        let mut number = 0;
        writer.lock_handle().await.unwrap().set_progress_handler(1, move || {
            number += 1;
            step(number)
        });
    }

    async fn stop_watching(&self) {
        let mut writer = self.store.to_file().acquire().await.unwrap();
        writer.lock_handle().await.unwrap().remove_progress_handler();
    }
}

/// Opens what a crash left and sees that the round is whole; then goes on where the
/// crash happened, and sees that it ends well.
async fn look_at(folder: &Path, scene: &Scene) -> RoundState {
    let store = Store::open(&database(folder)).await.unwrap();
    let (id, tally) = (&scene.round, &scene.tally);
    let round = store.round(id).await.unwrap().unwrap();
    let rows: i64 = query_scalar(
        "SELECT (SELECT COUNT(*) FROM tally_items) + (SELECT COUNT(*) FROM tally_scores)",
    )
    .fetch_one(&store.readers)
    .await
    .unwrap();
    match round.state {
        RoundState::Open => {
            assert_eq!(rows, 0);
            assert_eq!(store.tally(id).await.unwrap(), None);
            assert_eq!(store.response_count(id).await.unwrap() as usize, PEOPLE);
            for person in 0..PEOPLE {
                let read = store.answers_of(id, &receipt(person)).await.unwrap();
                assert_eq!(read, Some(said(person)));
            }
            assert_eq!(store.round(id).await.unwrap().unwrap().ballot_key, Some([3; 32]));
            assert!(store.round_by_join_token("token").await.unwrap().is_some());
            let closing = store.close_round(id, ClosedBy::Facilitator, NOW + 1).await.unwrap();
            assert_eq!(closing, Closing::Sealed);
        }
        RoundState::Sealed => {
            assert_eq!(rows, 18 + 7);
            assert_eq!(store.response_count(id).await.unwrap(), 0);
            store.clean_bytes().await.unwrap();
        }
        other => panic!("the round is {other:?}"),
    }
    assert_eq!(store.tally(id).await.unwrap().as_ref(), Some(tally));
    assert!(!store.bytes_owed().await.unwrap());
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for person in 0..PEOPLE {
            let text = said(person).encode();
            assert!(!bytes.windows(18).any(|window| window == text.as_bytes()));
            let hash = receipt(person);
            assert!(!bytes.windows(32).any(|window| window == hash.as_bytes()));
        }
    }
    store.close().await;
    round.state
}

/// Copies the database's files as they lie there, with or without the log's index,
/// which a killed program leaves and a crashed machine may not.
fn copy(from: &Path, with_index: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap();
        if with_index || !name.to_string_lossy().ends_with("-shm") {
            std::fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    folder
}

#[tokio::test]
async fn killed_while_it_seals_or_cleans_the_round_is_open_or_sealed() {
    // One run to count the instructions, then one to copy the files at 150 of them.
    let scene = Scene::new().await;
    let total = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&total);
    scene
        .watch(move |number| {
            count.store(number, Ordering::SeqCst);
            true
        })
        .await;
    scene.close().await.unwrap();
    let every = total.load(Ordering::SeqCst) / 150;
    assert!(every > 1, "sealing takes more than {every} instructions");

    let scene = Scene::new().await;
    let copies = Arc::new(Mutex::new(Vec::new()));
    let (keep, from) = (Arc::clone(&copies), scene.folder.path().to_owned());
    scene
        .watch(move |number| {
            if number.is_multiple_of(every) {
                keep.lock().unwrap().push(copy(&from, number.is_multiple_of(2)));
            }
            true
        })
        .await;
    assert_eq!(scene.close().await.unwrap(), Closing::Sealed);
    scene.stop_watching().await;
    let copies = std::mem::take(&mut *copies.lock().unwrap());
    let mut states = Vec::new();
    for copy in &copies {
        states.push(look_at(copy.path(), &scene).await);
    }
    let sealed = states.iter().filter(|state| **state == RoundState::Sealed).count();
    assert!(sealed > 10 && states.len() - sealed > 10, "{sealed} of {}", states.len());
    assert!(states.is_sorted_by_key(|state| *state == RoundState::Sealed), "once and for all");
}

#[tokio::test]
async fn a_commit_that_reached_the_disk_only_in_part_is_whole_or_nothing() {
    let scene = Scene::new().await;
    let log = scene.folder.path().join("andon.sqlite-wal");
    // From here on nothing truncates it but what this test does.
    while scene.store.history.since().is_some() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let before = std::fs::read(&log).unwrap().len();
    let by = ClosedBy::Facilitator;
    let closing = scene.store.close_in_one_transaction(&scene.round, by, NOW + 1).await.unwrap();
    assert_eq!(closing, Closing::Sealed);
    let after = std::fs::read(&log).unwrap();
    let frame = 24 + 4096;
    assert!(after.len() >= before + 3 * frame, "several pages of the file change");
    let mut states = Vec::new();
    for length in (before..after.len()).step_by(frame / 4).chain([after.len()]) {
        let folder = copy(scene.folder.path(), false);
        std::fs::write(folder.path().join("andon.sqlite-wal"), &after[..length]).unwrap();
        states.push(look_at(folder.path(), &scene).await);
    }
    assert_eq!(states.pop(), Some(RoundState::Sealed), "the whole log");
    assert!(states.iter().all(|state| *state == RoundState::Open), "any part of it");
}

#[tokio::test]
async fn a_statement_that_fails_at_any_step_leaves_the_round_open_and_closable() {
    let scene = Scene::new().await;
    let mut fails_at = 1;
    let mut failures = 0;
    loop {
        scene.watch(move |number| number != fails_at).await;
        let closing = scene
            .store
            .close_in_one_transaction(&scene.round, ClosedBy::Facilitator, NOW + 1)
            .await;
        scene.stop_watching().await;
        let round = scene.store.round(&scene.round).await.unwrap().unwrap();
        // SQLite calls once more after COMMIT has done its work, and says then that it failed.
        // Nothing else can fail there.
        if closing.is_ok() || round.state == RoundState::Sealed {
            assert_eq!(closing.unwrap_or(Closing::Sealed), Closing::Sealed);
            assert_eq!(round.state, RoundState::Sealed);
            break;
        }
        assert_eq!(round.state, RoundState::Open, "failed at {fails_at}");
        let count = scene.store.response_count(&scene.round).await.unwrap();
        assert_eq!(count as usize, PEOPLE, "failed at {fails_at}");
        failures += 1;
        fails_at += 7;
    }
    assert!(failures > 50, "{failures}");
    assert_eq!(scene.store.tally(&scene.round).await.unwrap().as_ref(), Some(&scene.tally));
}

#[tokio::test]
async fn cleaning_that_fails_at_any_step_leaves_the_bytes_owed() {
    let scene = Scene::new().await;
    let by = ClosedBy::Facilitator;
    scene.store.close_in_one_transaction(&scene.round, by, NOW + 1).await.unwrap();
    let mut fails_at = 1;
    let mut failures = 0;
    loop {
        scene.watch(move |number| number != fails_at).await;
        let cleaned = scene.store.clean_bytes().await;
        scene.stop_watching().await;
        let owed = scene.store.bytes_owed().await.unwrap();
        assert_eq!(owed, cleaned.is_err(), "failed at {fails_at}: {cleaned:?}");
        if cleaned.is_ok() {
            break;
        }
        failures += 1;
        fails_at += 97;
    }
    assert!(failures > 10, "{failures}");
    look_at(copy(scene.folder.path(), true).path(), &scene).await;
}

#[tokio::test]
async fn a_full_disk_refuses_answers_and_takes_them_again_when_there_is_room() {
    let scene = Scene::new().await;
    scene.store.raise_roster(&scene.round, 500).await.unwrap();
    let limit = async |pages: &'static str| {
        let mut writer = scene.store.to_file().acquire().await.unwrap();
        sqlx::query(pages).execute(&mut *writer).await.unwrap();
    };
    let submit = async |person| {
        scene.store.submit(&scene.round, &receipt(person), &said(0), None, NOW).await
    };
    // No page more than there are now.
    limit("PRAGMA max_page_count = 1").await;
    let mut person = PEOPLE;
    let error = loop {
        match submit(person).await {
            Ok(outcome) => assert_eq!(outcome, Submitted::Stored),
            Err(error) => break error,
        }
        person += 1;
    };
    assert!(matches!(error, crate::store::StoreError::Together(_)), "{error}");
    assert!(error.to_string().contains("full"), "{error}");
    assert_eq!(scene.store.response_count(&scene.round).await.unwrap() as usize, person);
    assert_eq!(scene.store.answers_of(&scene.round, &receipt(person)).await.unwrap(), None);
    limit("PRAGMA max_page_count = 1000000").await;
    assert_eq!(submit(person).await.unwrap(), Submitted::Stored);
    assert_eq!(scene.close().await.unwrap(), Closing::Sealed);
}

#[tokio::test]
async fn a_request_that_is_given_up_half_way_has_sealed_or_changed_nothing() {
    for turns in 0..40 {
        let scene = Scene::new().await;
        // Polled so many times and then dropped, as a server does when a browser leaves.
        let mut closing = Box::pin(scene.close());
        for _ in 0..turns {
            let polled = tokio::time::timeout(std::time::Duration::from_micros(400), &mut closing);
            if polled.await.is_ok() {
                break;
            }
        }
        drop(closing);
        let round = scene.store.round(&scene.round).await.unwrap().unwrap();
        let count = scene.store.response_count(&scene.round).await.unwrap() as usize;
        match round.state {
            // What was given up may still be on its way to the disk while we look.
            RoundState::Open => {
                assert!(count == PEOPLE || count == 0, "{count}");
                let closing = scene.close().await.unwrap();
                assert!(matches!(closing, Closing::Sealed | Closing::AlreadyClosed), "{closing:?}");
            }
            RoundState::Sealed => assert_eq!(count, 0),
            other => panic!("the round is {other:?}"),
        }
        scene.store.clean_bytes().await.unwrap();
        let tally = scene.store.tally(&scene.round).await.unwrap();
        assert_eq!(tally.as_ref(), Some(&scene.tally));
    }
}
