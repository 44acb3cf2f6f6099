//! After sealing, no file of the database holds a trace of what anybody said.

use super::support::{DAY, Dice, NOW, link, organisation};
use crate::database::Database;
use andon::store::{
    ClosedBy, Closing, Role, RoundId, Secret, SecretHash, Store, Submitted, TeamId,
};
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

const SEED: u64 = 20_260_730;
const DATABASES: usize = 10;
/// So many interleavings one after another in each database, which so grows old.
const IN_EACH: usize = 20;
const ROUNDS: usize = 6;
/// How long a piece of an answer must be to count as a trace: one of 7^14.
const PIECE: usize = 14;

/// Things that must not be found any more.
struct Traces {
    pieces: HashSet<[u8; PIECE]>,
    /// Eight bytes at a time of hashes, keys, join tokens and spoken codes.
    quarters: HashSet<[u8; 8]>,
    /// By the first byte and the second, to be quick.
    begins: Vec<bool>,
}

impl Traces {
    fn new() -> Self {
        Self { pieces: HashSet::new(), quarters: HashSet::new(), begins: vec![false; 1 << 16] }
    }

    fn add(&mut self, round: &Round) {
        for person in &round.people {
            for answers in &person.said {
                self.pieces.extend(
                    answers.as_bytes().windows(PIECE).map(|w| <[u8; PIECE]>::try_from(w).unwrap()),
                );
            }
            self.add_bytes(person.receipt.as_bytes());
        }
        self.add_bytes(&round.key);
        self.add_bytes(round.token.as_bytes());
        self.add_bytes(round.code.as_bytes());
    }

    fn add_bytes(&mut self, bytes: &[u8]) {
        for quarter in bytes.chunks_exact(8) {
            self.begins[usize::from(quarter[0]) << 8 | usize::from(quarter[1])] = true;
            self.quarters.insert(quarter.try_into().unwrap());
        }
    }

    /// The first trace in some bytes.
    fn find(&self, bytes: &[u8]) -> Option<String> {
        let mut run = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            run = if matches!(byte, b'0'..=b'4' | b'?' | b'-') { run + 1 } else { 0 };
            if run >= PIECE {
                let piece = &bytes[at + 1 - PIECE..=at];
                if self.pieces.contains(piece) {
                    return Some(format!("answers {} at {at}", String::from_utf8_lossy(piece)));
                }
            }
            if at >= 7 {
                let quarter = &bytes[at - 7..=at];
                let begin = usize::from(quarter[0]) << 8 | usize::from(quarter[1]);
                if self.begins[begin] && self.quarters.contains(quarter) {
                    return Some(format!("a hash, a key, a token or a code at {at}"));
                }
            }
        }
        None
    }

    fn find_in(&self, place: &Place) -> Option<String> {
        place.database.bytes().iter().find_map(|(file, bytes)| {
            let found = match place.new.get(file) {
                Some(new) => changed_pages(new, bytes).find_map(|page| self.find(page)),
                None => self.find(bytes),
            };
            found.map(|trace| format!("{}: {trace}", file.display()))
        })
    }
}

/// A database, and what its files were before there was anything in it: what is as it was
/// needs no search. (A server's own tables are many, and most stay so.)
struct Place {
    database: Database,
    new: BTreeMap<PathBuf, Vec<u8>>,
}

/// No row lies across two of a server's pages.
fn changed_pages<'b>(new: &'b [u8], now: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
    const PAGE: usize = 8_192;
    let old = new.chunks(PAGE).map(Some).chain(std::iter::repeat(None));
    now.chunks(PAGE).zip(old).filter(|(now, old)| Some(*now) != *old).map(|(now, _)| now)
}

struct Person {
    receipt: SecretHash,
    /// All that was ever stored for them, the present answer last.
    said: Vec<String>,
    answered: bool,
}

struct Round {
    id: RoundId,
    key: [u8; 32],
    token: String,
    code: String,
    people: Vec<Person>,
    open: bool,
}

impl Round {
    async fn start(store: &Store, team: &TeamId, now: i64, dice: &mut Dice) -> Self {
        let keep_lists = dice.below(2) == 0;
        let id = store.create_draft(team, 30, now + DAY, keep_lists, "1", now).await.unwrap();
        let (token, key) = (Secret::random().unwrap().as_str().to_owned(), dice.bytes());
        let code = format!("{:016x} {:016x}", dice.roll(), dice.roll());
        store.open_round(&id, &token, &code, &key, now).await.unwrap();
        Self { id, key, token, code, people: Vec::new(), open: true }
    }

    /// Somebody new answers, somebody changes their answers, or withdraws, or comes back.
    async fn act(&mut self, store: &Store, now: i64, dice: &mut Dice) {
        let index = dice.below(self.people.len() + 4);
        let Some(person) = self.people.get_mut(index) else {
            let receipt = SecretHash::new(dice.bytes());
            self.people.push(Person { receipt, said: Vec::new(), answered: false });
            return self.submit(self.people.len() - 1, store, now, dice).await;
        };
        if person.answered && dice.below(3) == 0 {
            assert!(store.withdraw(&self.id, &person.receipt, now).await.unwrap());
            person.answered = false;
        } else {
            self.submit(index, store, now, dice).await;
        }
    }

    async fn submit(&mut self, person: usize, store: &Store, now: i64, dice: &mut Dice) {
        let person = &mut self.people[person];
        let answers = dice.answers();
        let there = store.answers_of(&self.id, &person.receipt).await.unwrap();
        let there = there.as_ref();
        let outcome = store.submit(&self.id, &person.receipt, &answers, there, now).await.unwrap();
        let expected = if person.answered { Submitted::Changed } else { Submitted::Stored };
        assert_eq!(outcome, expected);
        person.said.push(answers.encode());
        person.answered = true;
    }

    async fn end(&mut self, store: &Store, now: i64, dice: &mut Dice) {
        self.open = false;
        if dice.below(8) == 0 {
            return store.discard_open(&self.id, now).await.unwrap();
        }
        let answered = self.people.iter().filter(|person| person.answered).count();
        let expected = if answered >= 3 { Closing::Sealed } else { Closing::TooFew };
        let closing = store.close_round(&self.id, ClosedBy::Facilitator, now).await.unwrap();
        assert_eq!(closing, expected);
    }
}

async fn interleave(
    store: &Store,
    place: &Place,
    teams: &[TeamId],
    now: i64,
    dice: &mut Dice,
    gone: &mut Traces,
) {
    let mut rounds = Vec::new();
    for team in teams {
        rounds.push(Round::start(store, team, now, dice).await);
    }
    while rounds.iter().any(|round| round.open) {
        let round = dice.below(ROUNDS);
        let round = &mut rounds[round];
        if !round.open {
            continue;
        }
        if round.people.len() < 4 || dice.below(8) > 0 {
            round.act(store, now, dice).await;
            continue;
        }
        // A server has to write out first what is to be searched, and holds much more:
        // there, every sixth time is enough, and the end.
        let searches = place.database.folder().is_some() || dice.below(6) == 0;
        if searches {
            // The search must be able to find what is there.
            let mut here = Traces::new();
            here.add(round);
            assert!(here.find_in(place).is_some(), "an open round keeps its answers");
        }
        round.end(store, now, dice).await;
        gone.add(round);
        if searches {
            assert_eq!(gone.find_in(place), None);
        }
    }
    assert_eq!(gone.find_in(place), None);
    assert!(!store.bytes_owed().await.unwrap());
}

async fn run(database_number: usize) {
    let seed = SEED + database_number as u64;
    eprintln!("database {database_number}: seed {seed}");
    let mut dice = Dice::new(seed);
    let database = Database::new();
    let place = Place { new: database.bytes().into_iter().collect(), database };
    let store = place.database.open().await;
    let (organisation, first) = organisation(&store, 3).await;
    let mut teams = vec![first];
    for number in 1..ROUNDS {
        let link = link(Role::Facilitator);
        let name = format!("Team {number}");
        teams.push(store.add_team(&organisation, &name, link, NOW).await.unwrap());
    }
    let mut gone = Traces::new();
    for interleaving in 0..IN_EACH {
        let now = NOW + i64::try_from(interleaving).unwrap() * 30 * DAY;
        interleave(&store, &place, &teams, now, &mut dice, &mut gone).await;
    }
    store.close().await;
    assert_eq!(gone.find_in(&place), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_interleavings_of_six_rounds_leave_no_trace_in_any_file() {
    let databases: Vec<_> = (0..DATABASES).map(|number| tokio::spawn(run(number))).collect();
    for database in databases {
        database.await.unwrap();
    }
}
