//! A large database: 50,000 sealed rounds in which 1,000,000 people have answered.

use crate::database::file_in;
use crate::grounds::{self, Open, link, past};
use andon::clock::{Clock as _, SystemClock};
use andon::store::{Role, Secret, Store};
use std::path::Path;
use std::time::Instant;

const TEAMS: usize = 6250;
const ROUNDS: usize = 8;
const PEOPLE: usize = 20;
/// How many rounds are written at once.
const TOGETHER: usize = 2000;

/// What is in it to be asked for.
pub struct Made {
    /// The report of a round in the middle, of twelve people as in the small database.
    pub report: String,
    /// The way in of whoever leads its team.
    pub lead: Secret,
    pub open: Open,
}

/// Makes it in a folder, and says where it is.
pub async fn generate(folder: &Path) {
    let made = generate_for(folder).await;
    println!("{}", file_in(folder).display());
    println!("a report: {} through /k/{}", made.report, made.lead.as_str());
}

pub async fn generate_for(folder: &Path) -> Made {
    let begun = Instant::now();
    let store = Store::open(&file_in(folder)).await.unwrap();
    let (of, first, _) = grounds::organisation(&store).await;
    let (now, mut teams) = (SystemClock.now(), vec![first]);
    for number in 1..TEAMS {
        let name = format!("Team {number}");
        teams.push(store.add_team(&of, &name, link(Role::Facilitator).0, now).await.unwrap());
        if number.is_multiple_of(1000) {
            eprintln!("    {number} of {TEAMS} teams");
        }
    }
    let mut rounds = Vec::with_capacity(TOGETHER);
    let mut report = None;
    for (number, team) in teams.iter().enumerate() {
        if number == TEAMS / 2 {
            report = Some(grounds::sealed(&store).await);
        }
        rounds.extend((0..ROUNDS).map(|ago| past(team, number, ago, PEOPLE)));
        if rounds.len() >= TOGETHER || number + 1 == TEAMS {
            store.add_past_rounds(&rounds).await.unwrap();
            rounds.clear();
        }
    }
    let open = grounds::open(&store, 1).await.remove(0);
    store.close().await;
    let size = std::fs::metadata(file_in(folder)).unwrap().len() >> 20;
    let (rounds, answers) = (TEAMS * ROUNDS, TEAMS * ROUNDS * PEOPLE);
    let took = begun.elapsed().as_secs();
    eprintln!("    {rounds} rounds, {answers} answers: {size} MiB, made in {took} s");
    let (report, lead) = report.unwrap();
    Made { report, lead, open }
}
