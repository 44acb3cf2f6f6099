//! Whether a database holds what people were told that it holds, past the store.

use super::crowd::{Person, Refusal, Reply, Seen};
use super::place::{Place, Rounds};
use crate::database::Direct;
use crate::support::{OpenRound, Visitor};
use andon::catalogue::Answers;
use andon::measure::Tally;
use andon::store::SecretHash;
use std::collections::{BTreeMap, BTreeSet};

/// Every stored set of answers: the round and the receipt's hash in hex, and the answers.
pub async fn rows(direct: &mut Direct) -> Vec<(String, String)> {
    let hex = match direct {
        Direct::Sqlite(_) => "lower(hex(sets))",
        Direct::Postgres(_) => "encode(sets, 'hex')",
    };
    let mut rows = Vec::new();
    for row in direct.texts(&format!("SELECT round_id || '/' || {hex} FROM open_responses")).await {
        let (round, hex) = row.split_once('/').unwrap();
        for (hash, answers) in crate::database::sets(hex) {
            rows.push((format!("{round}/{hash}"), answers));
        }
    }
    rows
}

fn key(person: &Person, rounds: &[OpenRound]) -> String {
    let hash = SecretHash::of(person.nonce());
    let hex = data_encoding::HEXLOWER.encode(hash.as_bytes());
    format!("{}/{hex}", rounds[person.round].path.rsplit('/').next().unwrap())
}

/// What was found wrong, and what could have been either way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Acknowledged, and not there, or not so.
    pub lost: usize,
    /// There twice, or under a receipt that nobody holds.
    pub doubled: usize,
    /// Not eighteen answers.
    pub half: usize,
    /// Done, and it was said that it was not.
    pub denied: usize,
    /// Asked for and not acknowledged: it was done.
    pub done: usize,
    /// Asked for and not acknowledged: it was not done.
    pub not_done: usize,
}

impl Found {
    /// Looks for everybody's answers.
    pub async fn in_database(direct: &mut Direct, rounds: &[OpenRound], people: &[Person]) -> Self {
        let mut found = Self::default();
        let rows = rows(direct).await;
        let mut stored = BTreeMap::new();
        for (key, answers) in &rows {
            match Answers::decode(answers) {
                Ok(read) => found.doubled += usize::from(stored.insert(key, read).is_some()),
                Err(_) => found.half += 1,
            }
        }
        // Nobody gives what somebody else has given.
        let different: BTreeSet<&String> = rows.iter().map(|(_, answers)| answers).collect();
        found.doubled += rows.len() - different.len();
        for person in people {
            let held = stored.remove(&key(person, rounds));
            match person.asked {
                _ if !person.may_hold(&held) => found.lost += 1,
                Some(asked) if asked == held => {
                    found.done += 1;
                    found.denied += usize::from(person.denied);
                }
                Some(_) => found.not_done += 1,
                None => {}
            }
        }
        found.doubled += stored.len();
        found
    }

    pub fn add(&mut self, other: Self) {
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.half += other.half;
        self.denied += other.denied;
        self.done += other.done;
        self.not_done += other.not_done;
    }

    /// Whether everything is as it was told.
    pub const fn is_well(&self) -> bool {
        self.lost == 0 && self.doubled == 0 && self.half == 0 && self.denied == 0
    }
}

/// Whoever was not told what became of it asks again; then everything has to be there
/// exactly as told, on the pages as in the tables, and the rounds close.
pub async fn settles(place: &Place, rounds: &Rounds, mut seen: Seen, at: &Visitor) {
    for person in &mut seen.people {
        if let Some(wish) = person.asked {
            if let Reply::Refused(Refusal { status, page, .. }) =
                person.ask(at, &rounds.open, wish).await
            {
                panic!("it was asked for again and not done: {status} {page}");
            }
            assert_eq!(person.asked, None, "it was asked for again and cut off");
        }
    }
    let found = Found::in_database(&mut place.direct().await, &rounds.open, &seen.people).await;
    assert_eq!(found, Found::default());
    // What their own pages say; of some, because pages are slow.
    for person in seen.people.iter().step_by(seen.people.len() / 24 + 1) {
        reads_back(person, &rounds.open, at).await;
    }
    let store = place.database.open().await;
    for (number, round) in rounds.open.iter().enumerate() {
        let here = seen.people.iter().filter(|person| person.round == number);
        let answers: Vec<Answers> = here.filter_map(|person| person.acknowledged).collect();
        assert_eq!(rounds.count(number).await, answers.len());
        let report = rounds.close(number).await;
        let id = round.path.rsplit('/').next().unwrap().parse().unwrap();
        let tally = store.tally(&id).await.unwrap();
        if answers.len() >= 3 {
            assert!(report.contains("people answered."), "{report}");
            assert_eq!(tally, Some(Tally::of(&answers, true)));
        } else {
            assert_eq!(tally, None);
        }
    }
    store.close().await;
    assert!(rows(&mut place.direct().await).await.is_empty(), "answers outlive their rounds");
}

/// Sees what a person's own page shows as chosen.
async fn reads_back(person: &Person, rounds: &[OpenRound], at: &Visitor) {
    let path = &rounds[person.round].answer;
    let get = |path: String| {
        let request = at.request(reqwest::Method::GET, &path).header("cookie", &person.cookie);
        async move { request.send().await.unwrap().text().await.unwrap() }
    };
    let receipt = get(format!("{path}/receipt")).await;
    let said =
        if person.acknowledged.is_some() { "Your answers are" } else { "None of your answers are" };
    assert!(receipt.contains(&format!("{said} stored")), "{receipt}");
    let page = get(path.clone()).await;
    assert_eq!(chosen(&page), person.acknowledged.unwrap_or_default());
}

/// The answers that a survey's page shows as chosen.
pub fn chosen(page: &str) -> Answers {
    let mut answers = Answers::default();
    for input in page.split("<input ").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let attribute = |name: &str| {
            let rest = input.split_once(&format!("{name}=\""))?.1;
            rest.split('"').next()
        };
        if let (true, Some(name), Some(value)) =
            (input.contains(" checked"), attribute("name"), attribute("value"))
        {
            let answer = andon::catalogue::Answer::parse(value).unwrap();
            answers.set(name.parse().unwrap(), answer);
        }
    }
    answers
}
