//! One copy of every file: what order, time and earlier answers does it tell?
//!
//! The attacker copies the database, its write-ahead log and the log's index at some moment
//! and looks at every page in them and in every frame of the log, stale ones too. Two pages
//! that show a round at different moments tell what happened between the two; so does a page
//! that still shows what was changed or withdrawn. What happened within the last
//! [`RECENT`] before the copy may be seen; of anything older, nothing.

use crate::database::{Database, file_in};
use crate::dice::Dice;
use crate::support::new_link;
use andon::catalogue::Answers;
use andon::store::{
    ClosedBy, NewLink, OrganisationId, Role, RoundId, Secret, SecretHash, Store, Submitted, TeamId,
    back_up,
};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
const PAGE: usize = 4_096;
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
/// What a copy may tell of.
const RECENT: Duration = Duration::from_secs(5);
const PEOPLE: usize = 8;
/// Every so many rounds one is closed. Closing truncates the log as well, so it has to be
/// rare, or it would hide that nothing else does.
const CLOSED: usize = 45;
/// Rounds that people answer at the same time.
const AT_ONCE: usize = 50;

/// Everything that really happened, for the attack to be judged by.
#[derive(Default)]
struct Truth {
    people: Vec<Person>,
    /// By the first eight bytes of a receipt's hash: whose it is.
    hashes: HashMap<[u8; 8], usize>,
    /// By characters in the middle of a set: whose it is, and of their states which.
    texts: HashMap<[u8; TEXT], (usize, usize)>,
    /// With which two bytes any of those begin, to be quick.
    begins: Begins,
}

struct Begins(Vec<bool>);

impl Default for Begins {
    fn default() -> Self {
        Self(vec![false; 1 << 16])
    }
}

impl Begins {
    fn slot(bytes: &[u8]) -> usize {
        usize::from(bytes[0]) << 8 | usize::from(bytes[1])
    }
}

struct Person {
    round: usize,
    hash: [u8; 32],
    /// What was stored, one after another, each since when at the latest; none: withdrawn,
    /// or destroyed when the round closed.
    states: Vec<(Instant, Option<Answers>)>,
    /// Something was asked of the store and is not answered yet.
    acting: bool,
}

impl Person {
    /// When a state had certainly ended; none if it had not.
    fn ended(&self, state: usize) -> Option<Instant> {
        self.states.get(state + 1).map(|(since, _)| *since)
    }

    /// Since when they have been there for certain, if they are.
    fn present_since(&self) -> Option<Instant> {
        let last_gone = self.states.iter().rposition(|(_, stored)| stored.is_none());
        let first = last_gone.map_or(0, |at| at + 1);
        self.states.get(first).map(|(since, _)| *since)
    }
}

/// The part of a set by which it is known: so many of eighteen characters, one of 7^14.
const TEXT: usize = 14;

fn key_of(answers: &Answers) -> [u8; TEXT] {
    answers.encode().as_bytes()[2..2 + TEXT].try_into().unwrap()
}

impl Truth {
    fn person(&mut self, round: usize, hash: &SecretHash) -> usize {
        let hash = *hash.as_bytes();
        self.people.push(Person { round, hash, states: Vec::new(), acting: false });
        self.begins.0[Begins::slot(&hash)] = true;
        let person = self.people.len() - 1;
        assert!(self.hashes.insert(hash[..8].try_into().unwrap(), person).is_none());
        person
    }

    fn now_is(&mut self, person: usize, stored: Option<Answers>) {
        self.people[person].acting = false;
        let states = &mut self.people[person].states;
        states.push((Instant::now(), stored));
        if let Some(answers) = stored {
            let state = states.len() - 1;
            let key = key_of(&answers);
            self.begins.0[Begins::slot(&key)] = true;
            self.texts.insert(key, (person, state));
        }
    }
}

/// All files of a folder at one moment, as far as copying takes a moment.
struct Copy {
    begun: Instant,
    files: Vec<(String, Vec<u8>)>,
}

impl Copy {
    fn of(folder: &Path) -> Self {
        let begun = Instant::now();
        let read = |entry: std::io::Result<std::fs::DirEntry>| {
            let path = entry.unwrap().path();
            // A file that is just taken away.
            let bytes = std::fs::read(&path).unwrap_or_default();
            (path.file_name().unwrap().to_string_lossy().into_owned(), bytes)
        };
        Self { begun, files: std::fs::read_dir(folder).unwrap().map(read).collect() }
    }

    /// Every page of every file: of the log, those in its frames.
    fn pages(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().flat_map(|(name, bytes)| {
            let pages: Vec<&[u8]> = if name.ends_with("-wal") {
                let frames = bytes.get(LOG_HEAD..).unwrap_or_default();
                frames
                    .chunks(FRAME_HEAD + PAGE)
                    .filter_map(|frame| frame.get(FRAME_HEAD..))
                    .collect()
            } else {
                bytes.chunks(PAGE).collect()
            };
            pages.into_iter().map(move |page| (name.as_str(), page))
        })
    }
}

/// What a copy tells of events that were not recent when it was made.
fn findings(copy: &Copy, truth: &Truth) -> Vec<String> {
    let old = |at: Instant| copy.begun.checked_duration_since(at).is_some_and(|age| age > RECENT);
    let mut found = Vec::new();
    for (file, page) in copy.pages() {
        let mut here: HashMap<usize, Vec<[u8; 32]>> = HashMap::new();
        for (at, window) in page.windows(TEXT).enumerate() {
            if !truth.begins.0[Begins::slot(window)] {
                continue;
            }
            if let Some(person) = truth.hashes.get(&window[..8]) {
                let Person { round, hash, states, acting } = &truth.people[*person];
                here.entry(*round).or_default().push(*hash);
                let (since, stored) = states.last().unwrap();
                if stored.is_none() && old(*since) && !acting {
                    found.push(format!("{file}: {person} is there and was withdrawn"));
                }
            }
            if let Some((person, state)) = truth.texts.get(window)
                && truth.people[*person].ended(*state).is_some_and(old)
            {
                found.push(format!("{file}, {at}: {person} had said something else before"));
            }
        }
        for (round, hashes) in here {
            // By their hashes, so their places tell nothing.
            if !hashes.is_sorted() {
                found.push(format!("{file}: the sets of {round} are in another order"));
            }
            let (first, last) = (hashes.iter().min().unwrap(), hashes.iter().max().unwrap());
            for (number, person) in truth.people.iter().enumerate() {
                if person.round == round
                    && person.hash > *first
                    && person.hash < *last
                    && !hashes.contains(&person.hash)
                    && !person.acting
                    && person.present_since().is_some_and(old)
                {
                    found.push(format!("{file}: {number} came after others"));
                }
            }
        }
    }
    found
}

fn link(role: Role) -> NewLink {
    new_link(role, String::new()).0
}

async fn open_round(store: &Store, team: &TeamId) -> RoundId {
    let roster = u16::try_from(PEOPLE + 2).unwrap();
    let round = store.create_draft(team, roster, NOW + DAY, true, "1", NOW).await.unwrap();
    let (token, code) = (Secret::random().unwrap(), Secret::random().unwrap());
    store.open_round(&round, token.as_str(), code.as_str(), &[7; 32], NOW).await.unwrap();
    round
}

/// People answering, changing and withdrawing in one round after another.
struct Crowd {
    store: Store,
    organisation: OrganisationId,
    truth: Arc<Mutex<Truth>>,
    /// The longest that anybody had to wait.
    slowest: Mutex<Duration>,
}

impl Crowd {
    async fn new(database: &Database) -> Arc<Self> {
        let store = database.open().await;
        let (admin, lead) = (link(Role::Admin), link(Role::Facilitator));
        let (organisation, _) =
            store.create_organisation("A", 3, "T", admin, lead, NOW).await.unwrap();
        Arc::new(Self { store, organisation, truth: Arc::default(), slowest: Mutex::default() })
    }

    /// One round from its opening to its close, within about `lasting`.
    async fn round(&self, number: usize, lasting: Duration, dice: &mut Dice) {
        let lead = link(Role::Facilitator);
        let team = self.store.add_team(&self.organisation, "U", lead, NOW).await.unwrap();
        let round = open_round(&self.store, &team).await;
        let receipts: Vec<SecretHash> =
            (0..PEOPLE).map(|_| Secret::random().unwrap().hash()).collect();
        let mut people = Vec::new();
        {
            let mut truth = self.truth.lock().unwrap();
            people.extend(receipts.iter().map(|receipt| truth.person(number, receipt)));
            // Nobody is there yet.
            for person in &people {
                truth.now_is(*person, None);
            }
        }
        let mut turns: Vec<usize> =
            (0..PEOPLE).chain((0..PEOPLE / 2).map(|_| dice.below(PEOPLE))).collect();
        dice.shuffle(&mut turns);
        let pause = lasting / u32::try_from(turns.len()).unwrap();
        let mut raised = false;
        for person in turns {
            tokio::time::sleep(pause.mul_f64(dice.below(200) as f64 / 100.0)).await;
            self.act(&round, &receipts[person], people[person], dice).await;
            if !raised && dice.below(20) == 0 {
                // The value gets longer and moves to other pages.
                self.store.raise_roster(&round, 90).await.unwrap();
                raised = true;
            }
        }
        tokio::time::sleep(pause).await;
        if !number.is_multiple_of(CLOSED) {
            return;
        }
        self.store.close_round(&round, ClosedBy::Facilitator, NOW + 1).await.unwrap();
        let mut truth = self.truth.lock().unwrap();
        for person in people {
            truth.now_is(person, None);
        }
    }

    async fn act(&self, round: &RoundId, receipt: &SecretHash, person: usize, dice: &mut Dice) {
        let there = {
            let mut truth = self.truth.lock().unwrap();
            truth.people[person].acting = true;
            truth.people[person].states.last().unwrap().1
        };
        let asked = Instant::now();
        if there.is_some() && dice.below(3) == 0 {
            assert!(self.store.withdraw(round, receipt, NOW).await.unwrap());
            self.truth.lock().unwrap().now_is(person, None);
        } else {
            let answers = dice.answers();
            let done =
                self.store.submit(round, receipt, &answers, there.as_ref(), NOW).await.unwrap();
            assert!(matches!(done, Submitted::Stored | Submitted::Changed), "{done:?}");
            self.truth.lock().unwrap().now_is(person, Some(answers));
        }
        let mut slowest = self.slowest.lock().unwrap();
        *slowest = asked.elapsed().max(*slowest);
    }

    /// Looks at a copy of a folder.
    fn look(&self, folder: &Path) -> Vec<String> {
        let copy = Copy::of(folder);
        findings(&copy, &self.truth.lock().unwrap())
    }
}

/// How many rounds the attack is tried on.
fn rounds() -> usize {
    if std::env::var("ANDON_ATTACK").is_ok_and(|how| how == "long") { 2_000 } else { 200 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_copy_of_every_file_tells_nothing_of_what_happened_more_than_five_seconds_ago() {
    let database = Database::file();
    let folder = database.folder().unwrap().to_owned();
    let crowd = Crowd::new(&database).await;
    let mut lanes = Vec::new();
    for lane in 0..AT_ONCE {
        let crowd = Arc::clone(&crowd);
        lanes.push(tokio::spawn(async move {
            let mut dice = Dice::new(500 + lane as u64);
            for number in (lane..rounds()).step_by(AT_ONCE) {
                crowd.round(number, Duration::from_secs(8), &mut dice).await;
            }
        }));
    }
    let mut dice = Dice::new(1);
    let (mut copies, mut of_backups) = (0, 0);
    while lanes.iter().any(|lane| !lane.is_finished()) {
        let pause = Duration::from_millis(40 + dice.below(300) as u64);
        tokio::time::sleep(pause).await;
        if copies % 40 == 20 {
            // A backup reads for a while, and what it writes is a file, too.
            let elsewhere = tempfile::tempdir().unwrap();
            let target = elsewhere.path().join("backup");
            back_up(&file_in(&folder), &target, |_, _| {}).await.unwrap();
            let found = crowd.look(elsewhere.path());
            assert!(found.is_empty(), "in a backup: {found:?}");
            of_backups += 1;
        }
        let (looking, there) = (Arc::clone(&crowd), folder.clone());
        let found = tokio::task::spawn_blocking(move || looking.look(&there)).await.unwrap();
        assert!(found.is_empty(), "copy {copies}: {found:?}");
        copies += 1;
    }
    for lane in lanes {
        lane.await.unwrap();
    }
    assert!(copies > 50 && of_backups > 1, "{copies} copies, {of_backups} backups");
    println!(
        "{copies} copies during {} rounds; the longest wait was {:?}",
        rounds(),
        crowd.slowest.lock().unwrap()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_that_holds_the_log_delays_nobody_and_is_known_until_it_ends() {
    let database = Database::file();
    let folder = database.folder().unwrap().to_owned();
    let crowd = Crowd::new(&database).await;
    let address = format!("sqlite://{}?mode=ro", file_in(&folder).display());
    let mut reader = SqliteConnection::connect(&address).await.unwrap();
    assert_eq!(crowd.store.history_held(), None);
    reader.execute("BEGIN").await.unwrap();
    reader.execute("SELECT name FROM teams").await.unwrap();

    let lanes: Vec<_> = (0..6)
        .map(|lane| {
            let crowd = Arc::clone(&crowd);
            tokio::spawn(async move {
                let mut dice = Dice::new(900 + lane as u64);
                let lead = link(Role::Facilitator);
                let team = crowd.store.add_team(&crowd.organisation, "U", lead, NOW).await.unwrap();
                let round = open_round(&crowd.store, &team).await;
                for _ in 0..PEOPLE {
                    let receipt = Secret::random().unwrap().hash();
                    let person = {
                        let mut truth = crowd.truth.lock().unwrap();
                        let person = truth.person(lane, &receipt);
                        truth.now_is(person, None);
                        person
                    };
                    crowd.act(&round, &receipt, person, &mut dice).await;
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            })
        })
        .collect();
    for lane in lanes {
        lane.await.unwrap();
    }
    let slowest = *crowd.slowest.lock().unwrap();
    assert!(slowest < Duration::from_secs(2), "somebody waited for {slowest:?}");
    tokio::time::sleep(RECENT + Duration::from_secs(1)).await;
    let found = crowd.look(&folder);
    assert!(found.len() > 20, "the attack finds what there is: {found:?}");
    assert!(crowd.store.history_held().is_some_and(|long| long > RECENT), "and it is known");

    reader.close().await.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(crowd.look(&folder), Vec::<String>::new());
    assert_eq!(crowd.store.history_held(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_leaves_in_the_log_goes_when_it_starts_again() {
    let database = Database::file();
    let folder = database.folder().unwrap().to_owned();
    let crowd = Crowd::new(&database).await;
    let lead = link(Role::Facilitator);
    let team = crowd.store.add_team(&crowd.organisation, "U", lead, NOW).await.unwrap();
    let round = open_round(&crowd.store, &team).await;
    let mut dice = Dice::new(31);
    for _ in 0..PEOPLE {
        let receipt = Secret::random().unwrap().hash();
        let person = {
            let mut truth = crowd.truth.lock().unwrap();
            let person = truth.person(0, &receipt);
            truth.now_is(person, None);
            person
        };
        crowd.act(&round, &receipt, person, &mut dice).await;
    }
    // As the files lie there when it is killed now.
    let left = tempfile::tempdir().unwrap();
    for (name, bytes) in Copy::of(&folder).files {
        std::fs::write(left.path().join(name), bytes).unwrap();
    }
    tokio::time::sleep(RECENT + Duration::from_secs(1)).await;
    assert!(!crowd.look(left.path()).is_empty(), "of its last second");
    let again = Store::open(&file_in(left.path())).await.unwrap();
    assert_eq!(again.response_count(&round).await.unwrap() as usize, PEOPLE);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(crowd.look(left.path()), Vec::<String>::new());
    again.close().await;
}
